//! Takes the next part of a file that comes in parts; with the last one it becomes a file like any other. Each part is
//! sealed as it arrives. What came twice is ignored, what comes too early is told where to begin.

use bytes::Bytes;
use futures::{Stream, StreamExt};
use uuid::Uuid;

use super::{
    add_file::{self, AddFileError, Owner, most_of},
    begin_upload::{Progress, open_meta},
    cancel_upload::erase,
};
use crate::{
    crypto::DataKey,
    files::{Part, kind::HEAD, look::Look},
    portal::Portal,
    storage::{self, files::FileMeta, uploads::UploadRow},
};

/// Most bytes in one part.
pub const PART: u64 = 1024 * 1024;

#[derive(Debug, thiserror::Error)]
pub enum TakePartError {
    /// There is no such upload, or none of this draft or report.
    #[error("not found")]
    NotFound,
    /// Parts are missing before this one; so much is here.
    #[error("gap")]
    Gap(Progress),
    /// More than was announced, or more than one part may have.
    #[error("too much")]
    TooMuch,
    #[error(transparent)]
    Refused(#[from] AddFileError),
}

impl From<storage::StorageError> for TakePartError {
    fn from(error: storage::StorageError) -> Self {
        Self::Refused(error.into())
    }
}

impl From<crate::files::FileError> for TakePartError {
    fn from(error: crate::files::FileError) -> Self {
        Self::Refused(error.into())
    }
}

/// Takes the bytes from `at` on.
pub async fn take_part<E>(
    portal: &Portal,
    owner: Owner,
    key: &DataKey,
    id: Uuid,
    at: u64,
    body: impl Stream<Item = Result<Bytes, E>>,
) -> Result<Progress, TakePartError> {
    let Some(upload) = storage::uploads::find(&portal.db, owner.id(), id, portal.clock.now()).await? else {
        // The answer to the last part may have been lost on its way.
        let file = storage::files::find(&portal.db, owner.id(), id).await?.ok_or(TakePartError::NotFound)?;
        return Ok(Progress { id, received: u64::try_from(file.size).unwrap_or(0), done: true });
    };
    let (size, received) = (unsigned(upload.size), unsigned(upload.received));
    let mut body = std::pin::pin!(body);
    if at > received {
        return Err(TakePartError::Gap(Progress { id, received, done: false }));
    }
    if at < received {
        // Read to its end: a browser whose words are cut off takes that for a lost connection.
        while let Some(Ok(_)) = body.next().await {}
        return Ok(Progress { id, received, done: false });
    }
    if received < size {
        match store(portal, key, &upload, body).await {
            Ok(Some(progress)) if progress.received < size => return Ok(progress),
            Ok(Some(_)) => {}
            // Another one was quicker with this part, or took the upload back.
            Ok(None) => return Err(TakePartError::NotFound),
            Err(TakePartError::Refused(error)) if error.is_about_the_file() => {
                give_up(portal, id).await?;
                return Err(error.into());
            }
            Err(error) => return Err(error),
        }
    }
    finish(portal, owner, key, id, size).await
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// Writes one part and notes that it is here. `None` when the upload is gone.
async fn store<E>(
    portal: &Portal,
    key: &DataKey,
    upload: &UploadRow,
    body: impl Stream<Item = Result<Bytes, E>>,
) -> Result<Option<Progress>, TakePartError> {
    let part = portal.entropy.id(portal.clock.now());
    let noted = async {
        let length = write(portal, key, upload, part, body).await?;
        let mut tx = portal.db.begin().await?;
        let Some(now) = storage::uploads::find_for_change(&mut tx, upload.id, portal.clock.now()).await? else {
            return Ok((None, false));
        };
        if now.received != upload.received {
            return Ok((Some(Progress { id: upload.id, received: unsigned(now.received), done: false }), false));
        }
        storage::uploads::add_part(&mut tx, upload.id, part, now.received, length).await?;
        tx.commit().await?;
        Ok((Some(Progress { id: upload.id, received: unsigned(now.received + length), done: false }), true))
    };
    let noted: Result<_, TakePartError> = noted.await;
    if !matches!(noted, Ok((_, true))) {
        let _ = portal.files.delete(part).await;
    }
    noted.map(|(progress, _)| progress)
}

/// Writes the contents of one part; returns its length.
async fn write<E>(
    portal: &Portal,
    key: &DataKey,
    upload: &UploadRow,
    part: Uuid,
    body: impl Stream<Item = Result<Bytes, E>>,
) -> Result<i64, TakePartError> {
    let most = PART.min(unsigned(upload.size - upload.received));
    let mut body = std::pin::pin!(body);
    let mut writer = portal.files.write(part, Part::Original, key, &portal.entropy).await?;
    let (mut length, mut head) = (0, Vec::new());
    while let Some(bytes) = body.next().await {
        let Ok(bytes) = bytes else {
            writer.abort().await;
            return Err(AddFileError::Interrupted.into());
        };
        length += bytes.len() as u64;
        if length > most {
            writer.abort().await;
            return Err(TakePartError::TooMuch);
        }
        if upload.received == 0 && head.len() < HEAD {
            head.extend_from_slice(&bytes[..bytes.len().min(HEAD - head.len())]);
        }
        writer.write(&bytes).await?;
    }
    // The beginning tells at once what would be refused at the end, after minutes of sending.
    if upload.received == 0 && (head.len() == HEAD || length == unsigned(upload.size)) && !head.is_empty() {
        let refused = match Look::begin(&head) {
            Ok(look) if unsigned(upload.size) > most_of(portal.config.limits, &look) => Some(AddFileError::TooLarge),
            Ok(_) => None,
            Err(refusal) => Some(refusal.into()),
        };
        if let Some(refused) = refused {
            writer.abort().await;
            return Err(refused.into());
        }
    }
    if length == 0 {
        writer.abort().await;
        return Err(AddFileError::Interrupted.into());
    }
    writer.finish().await?;
    Ok(i64::try_from(length).unwrap_or(i64::MAX))
}

/// Puts the parts together. Two that do so at once write the same contents to the same place, and one of them records it.
async fn finish(portal: &Portal, owner: Owner, key: &DataKey, id: Uuid, size: u64) -> Result<Progress, TakePartError> {
    let done = Progress { id, received: size, done: true };
    let parts = storage::uploads::list_parts(&portal.db, id).await?;
    let received = match add_file::receive(portal, id, key, portal.files.read_in_turn(parts, key), u64::MAX).await {
        Ok(received) => received,
        // A twin was quicker and has taken the parts away.
        Err(_) if storage::files::find_by_id(&portal.db, id).await?.is_some() => return Ok(done),
        Err(error) => {
            if error.is_about_the_file() {
                give_up(portal, id).await?;
            }
            return Err(error.into());
        }
    };
    let mut tx = portal.db.begin().await?;
    let Some(upload) = storage::uploads::find_for_change(&mut tx, id, portal.clock.now()).await? else {
        drop(tx);
        if storage::files::find_by_id(&portal.db, id).await?.is_some() {
            return Ok(done);
        }
        // It was taken back meanwhile.
        portal.files.delete(id).await?;
        return Err(TakePartError::NotFound);
    };
    let meta = open_meta(key, &upload)?;
    let meta = FileMeta { name: meta.name, description: meta.description, mark: meta.mark };
    add_file::record(portal, &mut tx, owner, id, key, &meta, &received, id).await?;
    storage::uploads::set_over(&mut tx, id, portal.clock.now()).await?;
    tx.commit().await?;
    portal.jobs_waiting.notify_one();
    if let Err(error) = erase(portal, id).await {
        tracing::warn!(%error, "the parts of a file could not be deleted; it is tried again");
    }
    Ok(done)
}

/// Takes away what will never become a file.
async fn give_up(portal: &Portal, id: Uuid) -> Result<(), TakePartError> {
    let mut tx = portal.db.begin().await?;
    storage::uploads::set_over(&mut tx, id, portal.clock.now()).await?;
    tx.commit().await?;
    if let Err(error) = erase(portal, id).await {
        tracing::warn!(%error, "the parts of a file could not be deleted; it is tried again");
    }
    Ok(())
}
