//! Evidence files: what they are, where their sealed contents lie, and the copies that are safe to show.

pub mod kind;
pub mod look;
mod pdf;
pub mod scanner;
pub mod scrub;

use std::{
    ops::Range,
    path::Path as FsPath,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use futures::{Stream, StreamExt, TryStreamExt};
use object_store::{ObjectStore, ObjectStoreExt, WriteMultipart, local::LocalFileSystem, path::Path};
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::{
    clock::Entropy,
    crypto::{
        DataKey, SealError,
        file_stream::{HEAD, Opener, PART, PartOpener, SEALED_PART, Sealer, plain_length},
    },
};

pub use kind::Kind;

/// Which of a file's contents: as it was sent, the copy without position and camera, or that copy made small for a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Original,
    Shown,
    Small,
}

impl Part {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Shown => "shown",
            Self::Small => "small",
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("file store: {0}")]
    Store(#[from] object_store::Error),
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// The store of sealed contents.
#[derive(Clone)]
pub struct FileStore {
    store: Arc<dyn ObjectStore>,
    /// When the store was last seen to work.
    checked: Arc<Mutex<Option<Instant>>>,
}

impl FileStore {
    /// A local folder; files reach the disk before they are acknowledged.
    pub fn open(folder: &FsPath) -> Result<Self, object_store::Error> {
        std::fs::create_dir_all(folder)
            .map_err(|error| object_store::Error::Generic { store: "local", source: Box::new(error) })?;
        Ok(Self {
            store: Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true)),
            checked: Arc::default(),
        })
    }

    /// Starts to write a file's contents, sealing them as they come.
    pub async fn write(&self, id: Uuid, part: Part, key: &DataKey, entropy: &Entropy) -> Result<Writer, FileError> {
        let upload =
            WriteMultipart::new_with_chunk_size(self.store.put_multipart(&place(id, part)).await?, 5 * 1024 * 1024);
        let (sealer, head) = Sealer::start(key, entropy, id, part.as_str());
        let mut writer = Writer { upload, sealer };
        writer.upload.write(&head);
        Ok(writer)
    }

    /// A file's contents, opened as they come.
    pub async fn read(
        &self,
        id: Uuid,
        part: Part,
        key: &DataKey,
    ) -> Result<impl Stream<Item = Result<Bytes, FileError>> + Send + use<>, FileError> {
        let mut sealed = self.store.get(&place(id, part)).await?.into_stream();
        let mut opener = Some(Opener::new(key, id, part.as_str()));
        Ok(futures::stream::poll_fn(move |context| {
            use std::task::Poll;
            loop {
                let Some(open) = opener.as_mut() else { return Poll::Ready(None) };
                let plain = match std::task::ready!(sealed.poll_next_unpin(context)) {
                    Some(Ok(bytes)) => open.push(&bytes).map_err(FileError::from),
                    Some(Err(error)) => Err(error.into()),
                    None => match opener.take() {
                        Some(open) => open.finish().map_err(FileError::from),
                        None => return Poll::Ready(None),
                    },
                };
                match plain {
                    Ok(plain) if plain.is_empty() => {}
                    Ok(plain) => return Poll::Ready(Some(Ok(Bytes::from(plain)))),
                    Err(error) => {
                        opener = None;
                        return Poll::Ready(Some(Err(error)));
                    }
                }
            }
        }))
    }

    /// How long contents are, unsealed.
    pub async fn length(&self, id: Uuid, part: Part) -> Result<u64, FileError> {
        let sealed = self.store.head(&place(id, part)).await?.size;
        Ok(plain_length(sealed).ok_or(SealError::Broken)?)
    }

    /// A piece of the contents, for players that jump about: only the parts in which it lies are read and opened.
    pub async fn read_range(
        &self,
        id: Uuid,
        part: Part,
        key: &DataKey,
        range: Range<u64>,
    ) -> Result<impl Stream<Item = Result<Bytes, FileError>> + Send + use<>, FileError> {
        let (store, place) = (self.store.clone(), place(id, part));
        let sealed = store.head(&place).await?.size;
        let end = range.end.min(plain_length(sealed).ok_or(SealError::Broken)?);
        let start = range.start.min(end);
        let head = store.get_range(&place, 0..HEAD as u64).await?;
        let opener = Arc::new(PartOpener::new(key, id, part.as_str(), &head, sealed)?);
        let (plain, shut) = (PART as u64, SEALED_PART as u64);
        // Nothing asked for is no part at all.
        let parts = if start == end { 0..0 } else { start / plain..(end - 1) / plain + 1 };
        Ok(futures::stream::iter(parts).then(move |number| {
            let (store, place, opener) = (store.clone(), place.clone(), opener.clone());
            async move {
                let from = HEAD as u64 + number * shut;
                let bytes = store.get_range(&place, from..(from + shut).min(sealed)).await?;
                let opened = Bytes::from(opener.open(number, &bytes)?);
                let begins = number * plain;
                let cut = |at: u64| usize::try_from(at.saturating_sub(begins)).unwrap_or(0).min(opened.len());
                Ok(opened.slice(cut(start)..cut(end)))
            }
        }))
    }

    /// The contents of several, one after the other: the parts of an upload.
    pub fn read_in_turn(
        &self,
        ids: Vec<Uuid>,
        key: &DataKey,
    ) -> impl Stream<Item = Result<Bytes, FileError>> + Send + use<> {
        let (store, key) = (self.clone(), key.clone());
        futures::stream::iter(ids)
            .then(move |id| {
                let (store, key) = (store.clone(), key.clone());
                async move { store.read(id, Part::Original, &key).await }
            })
            .try_flatten()
    }

    /// The whole contents, for pictures.
    pub async fn read_all(&self, id: Uuid, part: Part, key: &DataKey) -> Result<Vec<u8>, FileError> {
        let mut stream = Box::pin(self.read(id, part, key).await?);
        let mut all = Vec::new();
        while let Some(bytes) = stream.next().await {
            all.extend_from_slice(&bytes?);
        }
        Ok(all)
    }

    /// Removes all contents of a file; what is not there is no error.
    pub async fn delete(&self, id: Uuid) -> Result<(), FileError> {
        for part in [Part::Original, Part::Shown, Part::Small] {
            match self.store.delete(&place(id, part)).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Whether the store can be written, for `readyz` and `doctor`.
    pub async fn check(&self) -> Result<(), FileError> {
        // At most every few seconds: whoever asks often must not keep the disk busy.
        let mut checked = self.checked.lock().await;
        if checked.is_some_and(|at| at.elapsed() < Duration::from_secs(5)) {
            return Ok(());
        }
        let probe = Path::from(format!("probe-{}", Uuid::new_v4().simple()));
        self.store.put(&probe, Bytes::from_static(b"ok").into()).await?;
        self.store.delete(&probe).await?;
        *checked = Some(Instant::now());
        Ok(())
    }
}

/// How many bytes the disk of that folder has left; `None` where nobody can say, or where there is no limit.
pub fn bytes_left(folder: &std::path::Path) -> Option<u64> {
    // A folder in memory without a limit says that it has no blocks at all.
    let at = rustix::fs::statvfs(folder).ok().filter(|at| at.f_blocks > 0)?;
    Some(at.f_bavail.saturating_mul(at.f_frsize))
}

/// Contents being written.
pub struct Writer {
    upload: WriteMultipart,
    sealer: Sealer,
}

impl Writer {
    pub async fn write(&mut self, plain: &[u8]) -> Result<(), FileError> {
        let sealed = self.sealer.push(plain)?;
        self.upload.wait_for_capacity(4).await?;
        self.upload.write(&sealed);
        Ok(())
    }

    pub async fn finish(mut self) -> Result<(), FileError> {
        let last = self.sealer.finish()?;
        self.upload.write(&last);
        self.upload.finish().await?;
        Ok(())
    }

    pub async fn abort(self) {
        let _ = self.upload.abort().await;
    }
}

fn place(id: Uuid, part: Part) -> Path {
    let id = id.simple().to_string();
    // The tail is random, the head is the time: the tail spreads files over folders.
    Path::from_iter([&id[30..], &format!("{id}.{}", part.as_str())])
}
