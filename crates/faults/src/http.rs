//! HTTP/1.1 over a plain socket, as much of it as a load generator needs: a connection that is kept, and answers whose
//! every byte must have come.

use crate::ground::Persona;
use std::io::{BufRead as _, BufReader, Error, ErrorKind, Read as _, Result, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

/// Longest wait for an answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// A kept connection.
#[derive(Debug)]
pub struct Connection {
    stream: BufReader<TcpStream>,
    port: u16,
}

/// A whole answer.
#[derive(Debug)]
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Body.
    pub body: Vec<u8>,
}

/// One request.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Method.
    pub method: &'a str,
    /// Path.
    pub path: &'a str,
    /// In whose session, if any.
    pub persona: Option<&'a Persona>,
    /// Media type of the body.
    pub media: &'a str,
    /// Body.
    pub body: &'a [u8],
}

impl Connection {
    /// Connects to a loopback port.
    pub fn to(port: u16) -> Result<Self> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream: BufReader::new(stream),
            port,
        })
    }

    /// Asks, and waits for the whole answer.
    pub fn ask(&mut self, request: Request<'_>) -> Result<Answer> {
        let mut head = format!(
            "{} {} HTTP/1.1\r\nhost: localhost:{}\r\norigin: http://localhost:{}\r\n",
            request.method, request.path, self.port, self.port
        );
        if let Some(persona) = request.persona {
            head.push_str("cookie: punte-demo=");
            head.push_str(&persona.cookie);
            head.push_str("\r\nx-csrf-token: ");
            head.push_str(&persona.csrf);
            head.push_str("\r\n");
        }
        if request.method == "POST" {
            head.push_str("content-type: ");
            head.push_str(request.media);
            head.push_str("\r\ncontent-length: ");
            head.push_str(&request.body.len().to_string());
            head.push_str("\r\n");
        }
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(request.body);
        self.stream.get_mut().write_all(&bytes)?;
        self.answer()
    }

    fn answer(&mut self) -> Result<Answer> {
        let first = self.line()?;
        let status = first
            .split(' ')
            .nth(1)
            .and_then(|code| code.parse().ok())
            .ok_or_else(cut)?;
        let (mut length, mut chunked) = (0, false);
        loop {
            let line = self.line()?.to_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().map_err(|_| cut())?;
            }
            chunked |= line.starts_with("transfer-encoding:");
        }
        let body = if chunked {
            self.chunks()?
        } else {
            self.exactly(length)?
        };
        Ok(Answer { status, body })
    }

    fn chunks(&mut self) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let length = usize::from_str_radix(self.line()?.trim(), 16).map_err(|_| cut())?;
            body.extend(self.exactly(length)?);
            self.line()?;
            if length == 0 {
                return Ok(body);
            }
        }
    }

    fn exactly(&mut self, length: usize) -> Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        match line.strip_suffix("\r\n") {
            Some(whole) => Ok(whole.to_owned()),
            None => Err(cut()),
        }
    }
}

fn cut() -> Error {
    Error::new(ErrorKind::UnexpectedEof, "the answer was cut off")
}
