//! Takes an evidence file: streamed, looked at by content, sealed, never whole on the disk in the clear.

use bytes::Bytes;
use futures::{Stream, StreamExt};
use uuid::Uuid;

use super::{
    limits::Limit,
    record::{self, Actor, Entry},
};
use crate::{
    config::FileLimits,
    crypto::DataKey,
    files::{
        FileError, Kind, Part,
        kind::{self, FirstLook},
    },
    jobs::{self, Job},
    portal::Portal,
    storage::{
        self, StorageError,
        files::{FileMeta, FileRow},
    },
};

/// Whose file it is.
#[derive(Clone, Copy)]
pub enum Owner {
    Draft(Uuid),
    Report(Uuid),
}

/// Why a file was not taken. Each has its own words for the citizen.
#[derive(Debug, thiserror::Error)]
pub enum AddFileError {
    #[error("empty")]
    Empty,
    #[error("type")]
    Type,
    #[error("too_large")]
    TooLarge,
    #[error("too_many")]
    TooMany,
    #[error("report_too_large")]
    ReportTooLarge,
    /// The connection ended before the file did.
    #[error("interrupted")]
    Interrupted,
    #[error("file store: {0}")]
    Files(#[from] FileError),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl AddFileError {
    /// The code of the words for it; failures of ours are all “broken”.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Type => "type",
            Self::TooLarge => "too_large",
            Self::TooMany => "too_many",
            Self::ReportTooLarge => "report_too_large",
            Self::Interrupted => "interrupted",
            Self::Files(_) | Self::Storage(_) => "store",
        }
    }
}

/// Takes one file.
pub async fn add_file<E>(
    portal: &Portal,
    owner: Owner,
    key: &DataKey,
    name: &str,
    description: &str,
    body: impl Stream<Item = Result<Bytes, E>>,
) -> Result<Uuid, AddFileError> {
    let (files, room) = room_left(portal, owner).await?;
    if files == 0 {
        return Err(AddFileError::TooMany);
    }
    let id = portal.entropy.id(portal.clock.now());
    let (media_type, kind, size) = match receive(portal, id, key, body, room).await {
        Ok(received) => received,
        Err(error) => {
            // Whatever was written before the error must not stay behind.
            let _ = portal.files.delete(id).await;
            return Err(error);
        }
    };
    let recorded = record_file(portal, owner, id, key, name, description, &media_type, kind, size).await;
    if recorded.is_err() {
        let _ = portal.files.delete(id).await;
    }
    recorded
}

async fn receive<E>(
    portal: &Portal,
    id: Uuid,
    key: &DataKey,
    body: impl Stream<Item = Result<Bytes, E>>,
    room: u64,
) -> Result<(String, Kind, u64), AddFileError> {
    let limits = portal.config.limits;
    let mut body = std::pin::pin!(body.fuse());
    let mut head = Vec::new();
    while head.len() < kind::HEAD {
        match body.next().await {
            Some(bytes) => head.extend_from_slice(&bytes.map_err(|_| AddFileError::Interrupted)?),
            None => break,
        }
    }
    let (kind, media_type) = match kind::first_look(&head) {
        _ if head.is_empty() => return Err(AddFileError::Empty),
        FirstLook::Refused => return Err(AddFileError::Type),
        FirstLook::Known(kind, media_type) => (kind, media_type),
        FirstLook::NeedsWhole => {
            while let Some(bytes) = body.next().await {
                head.extend_from_slice(&bytes.map_err(|_| AddFileError::Interrupted)?);
                if head.len() as u64 > limits.file {
                    return Err(AddFileError::TooLarge);
                }
            }
            kind::of_whole(&head).ok_or(AddFileError::Type)?
        }
    };
    let most = if kind == Kind::Video { limits.video } else { limits.file };
    // What the report cannot take any more is not written first and refused afterwards.
    let (most, beyond) =
        if room < most { (room, AddFileError::ReportTooLarge) } else { (most, AddFileError::TooLarge) };
    let mut size = head.len() as u64;
    let mut writer = portal.files.write(id, Part::Original, key, &portal.entropy).await?;
    writer.write(&head).await?;
    drop(head);
    while size <= most {
        match body.next().await {
            None => {
                writer.finish().await?;
                return Ok((media_type, kind, size));
            }
            Some(Ok(bytes)) => {
                size += bytes.len() as u64;
                writer.write(&bytes).await?;
            }
            Some(Err(_)) => {
                writer.abort().await;
                return Err(AddFileError::Interrupted);
            }
        }
    }
    writer.abort().await;
    Err(beyond)
}

/// How many files and bytes the draft or report can still take.
async fn room_left(portal: &Portal, owner: Owner) -> Result<(usize, u64), AddFileError> {
    let FileLimits { count, report, .. } = portal.config.limits;
    let (Owner::Draft(id) | Owner::Report(id)) = owner;
    let mut tx = portal.db.begin().await?;
    let (files, bytes) = storage::files::total(&mut tx, id).await?;
    let over = Limit::Files.count(portal, &mut tx, &id.to_string()).await?;
    tx.commit().await?;
    if over {
        return Err(AddFileError::TooMany);
    }
    let (files, bytes) = (usize::try_from(files).unwrap_or(usize::MAX), u64::try_from(bytes).unwrap_or(u64::MAX));
    Ok((count.saturating_sub(files), report.saturating_sub(bytes)))
}

#[expect(clippy::too_many_arguments, reason = "the columns of one row")]
async fn record_file(
    portal: &Portal,
    owner: Owner,
    id: Uuid,
    key: &DataKey,
    name: &str,
    description: &str,
    media_type: &str,
    kind: Kind,
    size: u64,
) -> Result<Uuid, AddFileError> {
    let FileLimits { count, report, .. } = portal.config.limits;
    let (owner_id, draft_id, report_id) = match owner {
        Owner::Draft(id) => (id, Some(id), None),
        Owner::Report(id) => (id, None, Some(id)),
    };
    let mut tx = portal.db.begin().await?;
    // The draft may have been sent while the file was on its way: then the file belongs to the report.
    let sent_as = match draft_id {
        Some(id) => storage::drafts::find_report(&mut tx, id).await?,
        None => None,
    };
    let (owner_id, draft_id, report_id) = match sent_as {
        Some(report) => (report, None, Some(report)),
        None => (owner_id, draft_id, report_id),
    };
    let (files, bytes) = storage::files::total(&mut tx, owner_id).await?;
    if usize::try_from(files).unwrap_or(usize::MAX) >= count {
        return Err(AddFileError::TooMany);
    }
    if u64::try_from(bytes).unwrap_or(u64::MAX).saturating_add(size) > report {
        return Err(AddFileError::ReportTooLarge);
    }
    let meta = FileMeta { name: file_name(name), description: description.chars().take(500).collect() };
    let row = FileRow {
        id,
        draft_id,
        report_id,
        sealed_meta: key.seal(&portal.entropy, "file", "sealed_meta", id, &meta),
        size: i64::try_from(size).unwrap_or(i64::MAX),
        media_type: media_type.to_owned(),
        // A picture is shown once its copy is drawn; everything else is ready as it is.
        state: if kind == Kind::Picture { "stored" } else { "ready" }.to_owned(),
        shown_copy: false,
        created_at: portal.clock.now(),
    };
    storage::files::add(&mut tx, &row).await?;
    if kind == Kind::Picture {
        jobs::enqueue(portal, &mut tx, &Job::PrepareFile { id }).await?;
    }
    if let Owner::Report(report_id) = owner {
        let entry =
            Entry { kind: "file", actor: Actor::Citizen, public: true, facts: serde_json::json!({}), text: None };
        record::write(portal, &mut tx, report_id, key, entry).await?;
    }
    tx.commit().await?;
    portal.jobs_waiting.notify_one();
    Ok(id)
}

/// The last part of a name, without what no file system or header should carry.
fn file_name(typed: &str) -> String {
    let last = typed.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = last.chars().filter(|c| !c.is_control()).take(200).collect::<String>().trim().to_owned();
    if name.is_empty() { "file".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_lose_their_folders_and_keep_their_script() {
        assert_eq!(super::file_name("C:\\照片\\车 库.jpg"), "车 库.jpg");
        assert_eq!(super::file_name("../../etc/passwd"), "passwd");
        assert_eq!(super::file_name("a\r\nb"), "ab");
        assert_eq!(super::file_name("/"), "file");
    }
}
