//! Asks a virus scanner about a file before anything of it is kept: clamd and whatever speaks its protocol (`INSTREAM`).
//!
//! The scanner is somebody else's program. What it does not answer, or answers in words that are not known, is no clean file.

use std::fmt;
use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

/// How long a scanner is waited for until it takes the call, in seconds.
const CONNECT_SECONDS: u64 = 5;
/// How long it may say nothing while it reads and judges, in seconds: it unpacks archives.
const ANSWER_SECONDS: u64 = 60;
/// What is sent at once. Each piece has its length before it, in four bytes, the highest first.
const CHUNK_BYTES: usize = 64 * 1024;
/// Its answer is one short line.
const ANSWER_BYTES_MAX: u64 = 4096;

/// Where a scanner listens: `host:port`, or the path of a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanner {
    Tcp(String),
    Socket(PathBuf),
}

/// What it says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    Clean,
    /// By the name the scanner gives it.
    Infected(String),
}

#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    #[error("the virus scanner does not answer")]
    Silent(#[from] io::Error),
    #[error("the virus scanner answers `{0}`")]
    Unknown(String),
}

/// A text that is no address of a scanner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("neither `host:port` nor the path of a socket")]
pub struct ScannerError;

impl FromStr for Scanner {
    type Err = ScannerError;

    fn from_str(text: &str) -> Result<Self, ScannerError> {
        let path = text.strip_prefix("unix:").unwrap_or(text);
        if path.starts_with('/') {
            return Ok(Self::Socket(path.into()));
        }
        let address = text.strip_prefix("tcp:").unwrap_or(text).trim_start_matches("//");
        match address.rsplit_once(':') {
            Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok() => Ok(Self::Tcp(address.to_owned())),
            _ => Err(ScannerError),
        }
    }
}

impl fmt::Display for Scanner {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => out.write_str(address),
            Self::Socket(path) => write!(out, "{}", path.display()),
        }
    }
}

impl Scanner {
    /// What the scanner says of these bytes. Blocks until it has answered.
    ///
    /// # Errors
    /// When it cannot be reached, is silent for too long, or says something else than clean or infected: too large, for example.
    pub fn scan(&self, bytes: &[u8]) -> Result<Finding, ScanError> {
        let answer_within = Some(Duration::from_secs(ANSWER_SECONDS));
        match self {
            Self::Tcp(address) => {
                let stream = connect(address)?;
                stream.set_read_timeout(answer_within)?;
                stream.set_write_timeout(answer_within)?;
                ask(stream, bytes)
            }
            #[cfg(unix)]
            Self::Socket(path) => {
                let stream = std::os::unix::net::UnixStream::connect(path)?;
                stream.set_read_timeout(answer_within)?;
                stream.set_write_timeout(answer_within)?;
                ask(stream, bytes)
            }
            #[cfg(not(unix))]
            Self::Socket(_) => Err(io::Error::from(io::ErrorKind::Unsupported).into()),
        }
    }
}

fn connect(address: &str) -> io::Result<TcpStream> {
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for address in address.to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, Duration::from_secs(CONNECT_SECONDS)) {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}

fn ask(mut stream: impl Read + Write, bytes: &[u8]) -> Result<Finding, ScanError> {
    let sent = send(&mut stream, bytes);
    let mut answer = Vec::new();
    let read = stream.take(ANSWER_BYTES_MAX).read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer);
    let answer = answer.trim_matches(['\0', '\n', '\r', ' ']);
    if answer.is_empty() {
        sent?;
        read?;
        return judge(answer);
    }
    // It may hang up in the middle of a file that it does not want, after it has said why; but a file is clean only as a whole.
    let finding = judge(answer)?;
    if finding == Finding::Clean {
        sent?;
    }
    Ok(finding)
}

fn send(stream: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    stream.write_all(b"zINSTREAM\0")?;
    for chunk in bytes.chunks(CHUNK_BYTES) {
        // A chunk is far shorter than its length could say.
        let length = u32::try_from(chunk.len()).map_err(io::Error::other)?;
        stream.write_all(&length.to_be_bytes())?;
        stream.write_all(chunk)?;
    }
    stream.write_all(&0u32.to_be_bytes())?;
    stream.flush()
}

fn judge(answer: &str) -> Result<Finding, ScanError> {
    let said = answer.strip_prefix("stream: ").unwrap_or(answer);
    match said.strip_suffix(" FOUND") {
        Some(name) => Ok(Finding::Infected(name.to_owned())),
        None if said == "OK" => Ok(Finding::Clean),
        None => Err(ScanError::Unknown(said.chars().take(200).collect())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_port_or_a_socket() {
        assert_eq!("127.0.0.1:3310".parse(), Ok(Scanner::Tcp("127.0.0.1:3310".to_owned())));
        assert_eq!("tcp://clamd:3310".parse(), Ok(Scanner::Tcp("clamd:3310".to_owned())));
        let socket = Scanner::Socket("/run/clamd.ctl".into());
        assert_eq!("/run/clamd.ctl".parse(), Ok(socket.clone()));
        assert_eq!("unix:/run/clamd.ctl".parse(), Ok(socket));
        for wrong in ["clamd", ":3310", "clamd:port", ""] {
            assert_eq!(wrong.parse::<Scanner>(), Err(ScannerError), "{wrong}");
        }
    }

    #[test]
    fn only_what_is_said_to_be_clean_is_clean() {
        assert_eq!(judge("stream: OK").unwrap(), Finding::Clean);
        assert_eq!(
            judge("stream: Eicar-Signature FOUND").unwrap(),
            Finding::Infected("Eicar-Signature".to_owned())
        );
        for other in ["INSTREAM size limit exceeded. ERROR", "", "stream: NOT OK", "OK then"] {
            assert!(judge(other).is_err(), "{other}");
        }
    }
}
