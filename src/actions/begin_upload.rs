//! Begins a file that comes in parts, or goes on with one that was begun before.

use chrono::TimeDelta;
use uuid::Uuid;

use super::{
    add_file::{AddFileError, Owner, description, file_name, owner_now, room_for},
    limits::Limit,
};
use crate::{
    crypto::DataKey,
    portal::Portal,
    storage::{
        self, StorageError,
        files::FileMeta,
        uploads::{UploadMeta, UploadRow},
    },
};

/// How long an unfinished upload is kept.
pub const KEPT: TimeDelta = TimeDelta::hours(24);

/// A file as the browser announces it.
pub struct Offer {
    pub name: String,
    pub size: u64,
    /// By which the same file is known again: the time of its last change and a hash of its beginning.
    pub mark: String,
    pub description: String,
}

/// How much of a file is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub id: Uuid,
    /// Bytes from the beginning without a gap.
    pub received: u64,
    /// Whether it stands among the files.
    pub done: bool,
}

pub async fn begin_upload(
    portal: &Portal,
    owner: Owner,
    key: &DataKey,
    offer: &Offer,
) -> Result<Progress, AddFileError> {
    if offer.size == 0 {
        return Err(AddFileError::Empty);
    }
    if offer.size > portal.config.limits.video.max(portal.config.limits.file) {
        return Err(AddFileError::TooLarge);
    }
    let now = portal.clock.now();
    let (name, mark) = (file_name(&offer.name), offer.mark.chars().take(100).collect::<String>());
    let size = i64::try_from(offer.size).unwrap_or(i64::MAX);
    let mut tx = portal.db.begin().await?;
    let owner = owner_now(&mut tx, owner).await?;
    for file in storage::files::list_for_change(&mut tx, owner.id()).await? {
        let meta: FileMeta = key.open("file", "sealed_meta", file.id, &file.sealed_meta).map_err(StorageError::from)?;
        if file.size == size && !mark.is_empty() && (&meta.name, &meta.mark) == (&name, &mark) {
            return Ok(Progress { id: file.id, received: offer.size, done: true });
        }
    }
    for upload in storage::uploads::list_for_change(&mut tx, owner.id(), now).await? {
        let meta = open_meta(key, &upload)?;
        if upload.size == size && !mark.is_empty() && (&meta.name, &meta.mark) == (&name, &mark) {
            let received = u64::try_from(upload.received).unwrap_or(0);
            return Ok(Progress { id: upload.id, received, done: false });
        }
    }
    let id = portal.entropy.id(now);
    let over = Limit::Files.count(portal, &mut tx, &owner.id().to_string()).await?;
    let room = room_for(portal, &mut tx, owner.id(), id, offer.size).await;
    if over || room.is_err() {
        // What was counted stays counted.
        tx.commit().await?;
        return Err(room.err().unwrap_or(AddFileError::TooMany));
    }
    let (draft_id, report_id) = match owner {
        Owner::Draft(id) => (Some(id), None),
        Owner::Report(id) => (None, Some(id)),
    };
    let meta = UploadMeta { name, description: description(&offer.description), mark };
    let row = UploadRow {
        id,
        draft_id,
        report_id,
        sealed_meta: key.seal(&portal.entropy, "upload", "sealed_meta", id, &meta),
        size,
        received: 0,
        created_at: now,
        expires_at: now + KEPT,
    };
    storage::uploads::add(&mut tx, &row).await?;
    tx.commit().await?;
    Ok(Progress { id, received: 0, done: false })
}

/// What is known of an upload.
pub fn open_meta(key: &DataKey, row: &UploadRow) -> Result<UploadMeta, StorageError> {
    Ok(key.open("upload", "sealed_meta", row.id, &row.sealed_meta)?)
}

/// The unfinished uploads of a draft or report, with their names.
pub async fn unfinished(
    portal: &Portal,
    owner: Uuid,
    key: &DataKey,
) -> Result<Vec<(UploadRow, UploadMeta)>, StorageError> {
    let rows = storage::uploads::list(&portal.db, owner, portal.clock.now()).await?;
    rows.into_iter()
        .map(|row| Ok((open_meta(key, &row)?, row)))
        .map(|pair| pair.map(|(meta, row)| (row, meta)))
        .collect()
}
