//! From a thread that writes to whoever reads without waiting: 64 kB at a time, and no more than a few of them in memory.

use std::io::{self, Write};

use bytes::Bytes;
use futures::Stream;
use tokio::sync::mpsc;

/// What is gathered before it goes on its way.
const PIECE: usize = 64 * 1024;

/// The writing end, for threads that may wait.
pub struct Pipe {
    to: mpsc::Sender<io::Result<Bytes>>,
    piece: Vec<u8>,
}

/// Both ends.
pub fn pipe() -> (Pipe, mpsc::Receiver<io::Result<Bytes>>) {
    let (to, from) = mpsc::channel(4);
    (Pipe { to, piece: Vec::with_capacity(PIECE) }, from)
}

/// The reading end as the body of an answer.
pub fn stream(mut from: mpsc::Receiver<io::Result<Bytes>>) -> impl Stream<Item = io::Result<Bytes>> + Send {
    futures::stream::poll_fn(move |context| from.poll_recv(context))
}

impl Pipe {
    /// Another handle, for saying that the work broke off: the reader then sees an error and no early end.
    pub fn alarm(&self) -> mpsc::Sender<io::Result<Bytes>> {
        self.to.clone()
    }

    fn send(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        let gone = |_| io::Error::new(io::ErrorKind::BrokenPipe, "nobody reads any more");
        self.to.blocking_send(Ok(Bytes::from(piece))).map_err(gone)
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(PIECE - self.piece.len());
        self.piece.extend_from_slice(&bytes[..taken]);
        if self.piece.len() == PIECE {
            self.send()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        // Whoever forgot to flush; nobody is left to be told of an error.
        let _ = self.send();
    }
}
