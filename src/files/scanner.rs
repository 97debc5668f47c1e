//! Asks ClamAV's daemon about a file (clamd(8), command INSTREAM): the contents go over the socket as they are unsealed
//! and never lie readable on a disk.

use std::{fmt, path::PathBuf, time::Duration};

use bytes::Bytes;
use futures::{Stream, StreamExt};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpStream, UnixStream},
    time::timeout,
};

use super::FileError;

/// How long the daemon may take to accept us, and to take each piece.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long it may think about a whole file; shorter than a worker holds a job.
const THINKING: Duration = Duration::from_secs(200);

/// Where the daemon listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanner {
    Unix(PathBuf),
    Tcp(String),
}

/// What the daemon says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Clean,
    /// The name of what was found, from the daemon's list.
    Infected(String),
    /// Larger or deeper than the daemon looks.
    Unscannable,
}

#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// Not there, not answering, or saying something that we do not understand.
    #[error("scanner")]
    Down,
    #[error(transparent)]
    Files(#[from] FileError),
}

impl From<std::io::Error> for ScanError {
    fn from(_: std::io::Error) -> Self {
        Self::Down
    }
}

impl From<tokio::time::error::Elapsed> for ScanError {
    fn from(_: tokio::time::error::Elapsed) -> Self {
        Self::Down
    }
}

impl fmt::Display for Scanner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
            Self::Tcp(address) => write!(f, "tcp://{address}"),
        }
    }
}

/// A stream to the daemon, of either kind.
trait Line: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Line for T {}

impl Scanner {
    /// Understands `unix:/path/of/socket` and `tcp://host:port`.
    pub fn parse(address: &str) -> Option<Self> {
        if let Some(path) = address.strip_prefix("unix:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return path.starts_with('/').then(|| Self::Unix(path.into()));
        }
        let rest = address.strip_prefix("tcp://")?;
        let (host, port) = rest.rsplit_once(':')?;
        (!host.is_empty() && port.parse::<u16>().is_ok()).then(|| Self::Tcp(rest.to_owned()))
    }

    async fn connect(&self) -> Result<Box<dyn Line>, ScanError> {
        Ok(match self {
            Self::Unix(path) => Box::new(timeout(PATIENCE, UnixStream::connect(path)).await??),
            Self::Tcp(address) => Box::new(timeout(PATIENCE, TcpStream::connect(address)).await??),
        })
    }

    /// Whether it answers.
    pub async fn answers(&self) -> bool {
        let ask = async {
            let mut line = self.connect().await?;
            line.write_all(b"zPING\0").await?;
            answer(&mut line).await
        };
        matches!(timeout(PATIENCE, ask).await, Ok(Ok(answer)) if answer == "PONG")
    }

    /// Shows it a file.
    pub async fn scan(
        &self,
        contents: impl Stream<Item = Result<Bytes, FileError>> + Send,
    ) -> Result<Verdict, ScanError> {
        timeout(THINKING, self.show(contents)).await?
    }

    async fn show(&self, contents: impl Stream<Item = Result<Bytes, FileError>> + Send) -> Result<Verdict, ScanError> {
        let mut line = self.connect().await?;
        let mut contents = std::pin::pin!(contents);
        let mut sent = line.write_all(b"zINSTREAM\0").await;
        while let (Ok(()), Some(bytes)) = (&sent, contents.next().await) {
            let bytes = bytes?;
            let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes();
            sent = timeout(PATIENCE, line.write_all(&[&length[..], &bytes].concat())).await?;
        }
        // A piece of no length ends it. If the daemon hung up before, what it said then is the answer.
        if sent.is_ok() {
            let _ = line.write_all(&[0; 4]).await;
        }
        verdict(&answer(&mut line).await?)
    }
}

async fn answer(line: &mut Box<dyn Line>) -> Result<String, ScanError> {
    let mut said = Vec::new();
    let read = line.take(4_096).read_to_end(&mut said).await;
    if said.is_empty() {
        read?;
    }
    Ok(String::from_utf8_lossy(&said).trim_matches(['\0', '\n', ' ']).to_owned())
}

fn verdict(answer: &str) -> Result<Verdict, ScanError> {
    let answer = answer.strip_prefix("stream: ").unwrap_or(answer);
    if answer == "OK" {
        return Ok(Verdict::Clean);
    }
    if let Some(name) = answer.strip_suffix(" FOUND") {
        // With AlertExceedsMax and AlertEncrypted the daemon reports what it could not look into as a find.
        let blind = ["Heuristics.Limits.Exceeded", "Heuristics.Encrypted"].iter().any(|class| name.starts_with(class));
        return Ok(if blind { Verdict::Unscannable } else { Verdict::Infected(name.to_owned()) });
    }
    if answer.contains("size limit exceeded") { Ok(Verdict::Unscannable) } else { Err(ScanError::Down) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_understood() {
        assert_eq!(Scanner::parse("unix:/run/clamd.sock"), Some(Scanner::Unix("/run/clamd.sock".into())));
        assert_eq!(Scanner::parse("unix:///run/clamd.sock"), Some(Scanner::Unix("/run/clamd.sock".into())));
        assert_eq!(Scanner::parse("tcp://[::1]:3310"), Some(Scanner::Tcp("[::1]:3310".to_owned())));
        for wrong in ["", "unix:clamd.sock", "tcp://host", "tcp://:3310", "tcp://host:port", "http://host:3310"] {
            assert_eq!(Scanner::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn answers_are_understood() {
        assert_eq!(verdict("stream: OK").unwrap(), Verdict::Clean);
        assert_eq!(verdict("stream: Some.Thing-1 FOUND").unwrap(), Verdict::Infected("Some.Thing-1".to_owned()));
        assert_eq!(verdict("INSTREAM size limit exceeded. ERROR").unwrap(), Verdict::Unscannable);
        assert_eq!(verdict("stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND").unwrap(), Verdict::Unscannable);
        assert!(verdict("stream: Can't allocate memory ERROR").is_err() && verdict("").is_err());
    }
}
