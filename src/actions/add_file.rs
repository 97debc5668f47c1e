//! Takes an evidence file: streamed, looked at by content, sealed; never whole in memory, never on the disk in the clear.

use bytes::Bytes;
use futures::{Stream, StreamExt};
use uuid::Uuid;

use super::{
    limits::Limit,
    notify::Change,
    record::{self, Actor, Entry},
    search_index, subscriptions,
};
use crate::{
    config::FileLimits,
    crypto::DataKey,
    files::{
        FileError, Kind, Part,
        kind::HEAD,
        look::{Look, Refusal},
    },
    jobs::{self, Job},
    portal::Portal,
    storage::{
        self, StorageError, Tx,
        files::{FileMeta, FileRow},
    },
};

/// Whose file it is.
#[derive(Clone, Copy)]
pub enum Owner {
    Draft(Uuid),
    Report(Uuid),
}

impl Owner {
    pub const fn id(self) -> Uuid {
        let (Self::Draft(id) | Self::Report(id)) = self;
        id
    }
}

/// Why a file was not taken. Each has its own words for the citizen.
#[derive(Debug, thiserror::Error)]
pub enum AddFileError {
    #[error("empty")]
    Empty,
    #[error("type")]
    Type,
    /// Several files packed into one.
    #[error("archive")]
    Archive,
    /// It does not open without a password.
    #[error("locked")]
    Locked,
    #[error("too_large")]
    TooLarge,
    #[error("too_many")]
    TooMany,
    #[error("report_too_large")]
    ReportTooLarge,
    /// The disk is nearly full; what is left is for reports.
    #[error("no_room")]
    NoRoom,
    /// The connection ended before the file did.
    #[error("interrupted")]
    Interrupted,
    #[error("file store: {0}")]
    Files(#[from] FileError),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl AddFileError {
    /// The code of the words for it; failures of ours are all “store”.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Type => "type",
            Self::Archive => "archive",
            Self::Locked => "locked",
            Self::TooLarge => "too_large",
            Self::TooMany => "too_many",
            Self::ReportTooLarge => "report_too_large",
            Self::NoRoom => "no_room",
            Self::Interrupted => "interrupted",
            Self::Files(_) | Self::Storage(_) => "store",
        }
    }

    /// Whether the fault lies with the file itself, so that the others of the same form can still be taken.
    pub const fn is_about_the_file(&self) -> bool {
        matches!(self, Self::Empty | Self::Type | Self::Archive | Self::Locked | Self::TooLarge)
    }
}

impl From<Refusal> for AddFileError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Type => Self::Type,
            Refusal::Archive => Self::Archive,
            Refusal::Locked => Self::Locked,
        }
    }
}

/// Takes one file, in place of another one if it is named.
pub async fn add_file<E>(
    portal: &Portal,
    owner: Owner,
    key: &DataKey,
    meta: FileMeta,
    instead_of: Option<Uuid>,
    body: impl Stream<Item = Result<Bytes, E>>,
) -> Result<Uuid, AddFileError> {
    let id = portal.entropy.id(portal.clock.now());
    // A new file's identity is nobody else's: leaving it out leaves nothing out.
    let but = instead_of.unwrap_or(id);
    let room = room_left(portal, owner, but).await?;
    let received = match receive(portal, id, key, body, room).await {
        Ok(received) => received,
        Err(error) => {
            // Whatever was written before the error must not stay behind.
            let _ = portal.files.delete(id).await;
            return Err(error);
        }
    };
    let recorded = async {
        let mut tx = portal.db.begin().await?;
        record(portal, &mut tx, owner, id, key, &meta, &received, but).await?;
        tx.commit().await?;
        Ok(id)
    };
    let recorded = recorded.await;
    match recorded {
        Ok(_) => portal.jobs_waiting.notify_one(),
        Err(_) => {
            let _ = portal.files.delete(id).await;
        }
    }
    recorded
}

/// What was written to the store.
pub(super) struct Received {
    media_type: String,
    kind: Kind,
    size: u64,
}

/// Writes contents to the store, sealed, and looks at them on the way.
pub(super) async fn receive<E>(
    portal: &Portal,
    id: Uuid,
    key: &DataKey,
    body: impl Stream<Item = Result<Bytes, E>>,
    room: u64,
) -> Result<Received, AddFileError> {
    let mut body = std::pin::pin!(body.fuse());
    let mut head = Vec::new();
    while head.len() < HEAD {
        match body.next().await {
            Some(bytes) => head.extend_from_slice(&bytes.map_err(|_| AddFileError::Interrupted)?),
            None => break,
        }
    }
    if head.is_empty() {
        return Err(AddFileError::Empty);
    }
    let mut look = Look::begin(&head[..head.len().min(HEAD)])?;
    let most = most_of(portal.config.limits, &look);
    // What the report cannot take any more is not written first and refused afterwards.
    let (most, beyond) =
        if room < most { (room, AddFileError::ReportTooLarge) } else { (most, AddFileError::TooLarge) };
    let mut size = head.len() as u64;
    let mut writer = portal.files.write(id, Part::Original, key, &portal.entropy).await?;
    look.push(&head);
    writer.write(&head).await?;
    drop(head);
    while size <= most {
        match body.next().await {
            None => {
                return match look.end() {
                    Ok((kind, media_type)) => {
                        writer.finish().await?;
                        Ok(Received { media_type, kind, size })
                    }
                    Err(refusal) => {
                        writer.abort().await;
                        Err(refusal.into())
                    }
                };
            }
            Some(Ok(bytes)) => {
                size += bytes.len() as u64;
                look.push(&bytes);
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

/// How large a file of this kind may be.
pub(super) fn most_of(limits: FileLimits, look: &Look) -> u64 {
    if look.is_video() { limits.video } else { limits.file }
}

/// How many bytes the draft or report can still take; `but` is left out of account.
async fn room_left(portal: &Portal, owner: Owner, but: Uuid) -> Result<u64, AddFileError> {
    let mut tx = portal.db.begin().await?;
    let over = Limit::Files.count(portal, &mut tx, &owner.id().to_string()).await?;
    let room = room_for(portal, &mut tx, owner.id(), but, 0).await;
    tx.commit().await?;
    if over {
        return Err(AddFileError::TooMany);
    }
    room
}

/// Whether there is room for one more file of that size; how many bytes are free before it.
pub(super) async fn room_for(
    portal: &Portal,
    tx: &mut Tx,
    owner: Uuid,
    but: Uuid,
    size: u64,
) -> Result<u64, AddFileError> {
    let FileLimits { count, report, .. } = portal.config.limits;
    if !portal.has_room() {
        tracing::error!("the disk is nearly full: files are refused, reports are still taken (NUANDONG_RESERVE_MB)");
        return Err(AddFileError::NoRoom);
    }
    let (files, bytes) = storage::files::total(tx, owner, but, portal.clock.now()).await?;
    if usize::try_from(files).unwrap_or(usize::MAX) >= count {
        return Err(AddFileError::TooMany);
    }
    let room = report.saturating_sub(u64::try_from(bytes).unwrap_or(u64::MAX));
    if size > room { Err(AddFileError::ReportTooLarge) } else { Ok(room) }
}

/// Who owns it in this moment, locked until the transaction ends: a draft may have been sent while the file was on its
/// way, and then the file belongs to the report.
pub(super) async fn owner_now(tx: &mut Tx, owner: Owner) -> Result<Owner, AddFileError> {
    let owner = match owner {
        Owner::Draft(id) => storage::drafts::find_report(tx, id).await?.map_or(owner, Owner::Report),
        Owner::Report(_) => owner,
    };
    if let Owner::Report(id) = owner {
        storage::files::lock_report(tx, id).await?;
    }
    Ok(owner)
}

#[expect(clippy::too_many_arguments, reason = "the columns of one row")]
pub(super) async fn record(
    portal: &Portal,
    tx: &mut Tx,
    owner: Owner,
    id: Uuid,
    key: &DataKey,
    meta: &FileMeta,
    received: &Received,
    but: Uuid,
) -> Result<(), AddFileError> {
    let now = owner_now(tx, owner).await?;
    room_for(portal, tx, now.id(), but, received.size).await?;
    let (draft_id, report_id) = match now {
        Owner::Draft(id) => (Some(id), None),
        Owner::Report(id) => (None, Some(id)),
    };
    let meta =
        FileMeta { name: file_name(&meta.name), description: description(&meta.description), mark: meta.mark.clone() };
    let asks_scanner = portal.scanner.is_some();
    // A picture is shown once its copy is drawn, and everything once it is known to be clean, where somebody can tell.
    let waits = received.kind == Kind::Picture || asks_scanner;
    let row = FileRow {
        id,
        draft_id,
        report_id,
        sealed_meta: key.seal(&portal.entropy, "file", "sealed_meta", id, &meta),
        size: i64::try_from(received.size).unwrap_or(i64::MAX),
        media_type: received.media_type.clone(),
        state: if waits { "stored" } else { "ready" }.to_owned(),
        shown_copy: false,
        created_at: portal.clock.now(),
        scan: if asks_scanner { "waiting" } else { "none" }.to_owned(),
    };
    storage::files::add(tx, &row).await?;
    if waits {
        jobs::enqueue(portal, tx, &Job::PrepareFile { id }).await?;
    }
    if let Owner::Report(report_id) = now {
        if matches!(owner, Owner::Report(_)) {
            let facts = serde_json::json!({});
            let entry = Entry { kind: "file", actor: Actor::Citizen, public: true, facts, text: None };
            record::write(portal, tx, report_id, key, entry).await?;
        } else {
            // Its draft was sent while it came. Its name and what is said of it can be looked for all the same.
            search_index::changed(portal, tx, report_id).await?;
        }
        let change = Change { report: report_id, at: row.created_at, by: None };
        subscriptions::watch(portal, tx, change, false).await?;
    }
    Ok(())
}

/// What is typed about a file, no longer than the page shows.
pub(super) fn description(typed: &str) -> String {
    typed.chars().take(500).collect()
}

/// The last part of a name, without what no file system or header should carry.
pub fn file_name(typed: &str) -> String {
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
