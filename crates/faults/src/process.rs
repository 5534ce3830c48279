//! The planted server as a process of our own.

use crate::serve::{Fault, READY};
use std::fs::OpenOptions;
use std::io::{BufRead as _, BufReader, Error, Read as _, Result, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread::JoinHandle;

/// How to start it.
#[derive(Debug, Clone)]
pub struct Launch {
    /// The binary `punte-planted`.
    pub program: PathBuf,
    /// The data directory.
    pub home: PathBuf,
    /// The database server's address, where the rows are not in the data directory.
    pub database: Option<String>,
    /// Where its output goes, appended: `stdout` and `stderr`.
    pub logs: PathBuf,
    /// What is planted.
    pub fault: Fault,
    /// How much it logs (RUST_LOG).
    pub level: &'static str,
}

/// A running server. Killed when let go.
#[derive(Debug)]
pub struct Server {
    child: Child,
    input: Option<ChildStdin>,
    reader: Option<JoinHandle<()>>,
    /// Its port.
    pub port: u16,
}

impl Launch {
    /// Starts it and waits until it listens.
    pub fn start(&self) -> Result<Server> {
        std::fs::create_dir_all(&self.logs)?;
        let log = |name: &str| {
            let path = self.logs.join(name);
            OpenOptions::new().create(true).append(true).open(path)
        };
        let mut child = Command::new(&self.program)
            .arg(&self.home)
            .arg(self.fault.name())
            .args(&self.database)
            .env("RUST_LOG", self.level)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log("stderr")?)
            .spawn()?;
        let input = child.stdin.take();
        let output = child
            .stdout
            .take()
            .ok_or_else(|| Error::other("no output"))?;
        let mut output = BufReader::new(output);
        let mut first = String::new();
        output.read_line(&mut first)?;
        let mut kept = log("stdout")?;
        kept.write_all(first.as_bytes())?;
        let reader = std::thread::spawn(move || {
            let mut rest = Vec::new();
            // What was read before a kill is what there is.
            let _ = output.read_to_end(&mut rest);
            let _ = kept.write_all(&rest);
        });
        let port = first
            .trim()
            .strip_prefix(READY)
            .and_then(|p| p.parse().ok());
        let mut server = Server {
            child,
            input,
            reader: Some(reader),
            port: 0,
        };
        match port {
            Some(port) => {
                server.port = port;
                Ok(server)
            }
            None => Err(Error::other(format!(
                "the server did not start: {}",
                tail(&self.logs.join("stderr"))
            ))),
        }
    }
}

impl Server {
    /// `kill -9`, now.
    pub fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        self.end();
        Ok(())
    }

    /// Asks it to stop, and waits until it has.
    pub fn stop(mut self) -> Result<()> {
        drop(self.input.take());
        let status = self.child.wait()?;
        self.end();
        if status.success() {
            Ok(())
        } else {
            Err(Error::other(format!("the server ended with {status}")))
        }
    }

    fn end(&mut self) {
        if let Some(reader) = self.reader.take() {
            // It only copies; what it could not copy is not in the log.
            let _ = reader.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // After `kill` and `stop` it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn tail(path: &Path) -> String {
    let text = std::fs::read(path).unwrap_or_default();
    let from = text.len().saturating_sub(600);
    String::from_utf8_lossy(&text[from..]).into_owned()
}
