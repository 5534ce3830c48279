//! HTTP/1.1 over a kept connection, as a browser asks: compressed, with its cookie, and with the whole answer read.

use std::fmt::Write as _;
use std::io::{Error, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// A kept connection.
pub(crate) struct Connection(BufReader<TcpStream>);

/// An answer.
pub(crate) struct Answer {
    /// Status.
    pub(crate) status: u16,
    /// Body, as it came.
    pub(crate) body: Vec<u8>,
}

/// A request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Request {
    /// Path with its query.
    pub(crate) path: String,
    /// The session cookie.
    pub(crate) cookie: Option<String>,
    /// The form, for a POST.
    pub(crate) form: Option<String>,
    /// Not compressed, to be read.
    pub(crate) plain: bool,
}

/// Adds a field to a form.
pub(crate) fn field(form: &mut String, name: &str, value: &str) {
    if !form.is_empty() {
        form.push('&');
    }
    form.push_str(name);
    form.push('=');
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                form.push(char::from(byte));
            }
            b' ' => form.push('+'),
            _ => {
                // Writing to a string cannot fail.
                let _ = write!(form, "%{byte:02X}");
            }
        }
    }
}

impl Connection {
    /// Connects to a port of this machine.
    pub(crate) async fn to(port: u16) -> std::io::Result<Self> {
        let stream = TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
        stream.set_nodelay(true)?;
        Ok(Self(BufReader::new(stream)))
    }

    /// Asks, and waits for the whole answer.
    pub(crate) async fn ask(&mut self, request: &Request) -> std::io::Result<Answer> {
        self.0.write_all(&written(request)).await?;
        let first = self.line().await?;
        let status = first.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.ok_or_else(cut)?;
        let (mut length, mut chunked) = (0, false);
        loop {
            let line = self.line().await?.to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().map_err(|_| cut())?;
            }
            chunked |= line.starts_with("transfer-encoding:");
        }
        let mut body = Vec::new();
        if chunked {
            loop {
                let line = self.line().await?;
                let length = usize::from_str_radix(line.trim(), 16).map_err(|_| cut())?;
                self.exactly(length, &mut body).await?;
                self.line().await?;
                if length == 0 {
                    break;
                }
            }
        } else {
            self.exactly(length, &mut body).await?;
        }
        Ok(Answer { status, body })
    }

    async fn exactly(&mut self, length: usize, body: &mut Vec<u8>) -> std::io::Result<()> {
        let from = body.len();
        body.resize(from + length, 0);
        self.0.read_exact(&mut body[from..]).await.map(drop)
    }

    async fn line(&mut self) -> std::io::Result<String> {
        let mut line = String::new();
        self.0.read_line(&mut line).await?;
        let whole = line.strip_suffix("\r\n").ok_or_else(cut)?;
        Ok(whole.to_owned())
    }
}

fn written(request: &Request) -> Vec<u8> {
    let method = if request.form.is_some() {
        "POST"
    } else {
        "GET"
    };
    let mut head = format!(
        "{method} {} HTTP/1.1\r\nhost: punte.invalid\r\nsec-fetch-site: same-origin\r\nuser-agent: load\r\n",
        request.path
    );
    if !request.plain {
        head.push_str("accept-encoding: gzip\r\n");
    }
    if let Some(cookie) = &request.cookie {
        head.push_str("cookie: __Host-punte=");
        head.push_str(cookie);
        head.push_str("\r\n");
    }
    if let Some(form) = &request.form {
        head.push_str("content-type: application/x-www-form-urlencoded\r\ncontent-length: ");
        head.push_str(&form.len().to_string());
        head.push_str("\r\n");
    }
    head.push_str("\r\n");
    if let Some(form) = &request.form {
        head.push_str(form);
    }
    head.into_bytes()
}

fn cut() -> Error {
    Error::new(ErrorKind::UnexpectedEof, "the answer was cut off")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_written_as_browsers_write_them() {
        let mut form = String::new();
        field(&mut form, "q", "Ștefan & co");
        field(&mut form, "id", "7");
        assert_eq!(form, "q=%C8%98tefan+%26+co&id=7");
    }
}
