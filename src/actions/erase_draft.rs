//! Erases drafts with their files: at once when their writer wishes it, and by the worker when their time is over.

use chrono::TimeDelta;
use uuid::Uuid;

use super::{cancel_upload, draft::Draft};
use crate::{files::FileError, portal::Portal, storage};

/// How long the code of a draft can still say how the draft ended.
const REMEMBERED: TimeDelta = TimeDelta::days(30);

#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    #[error(transparent)]
    Files(#[from] FileError),
    #[error(transparent)]
    Upload(#[from] cancel_upload::EraseError),
    #[error(transparent)]
    Storage(#[from] storage::StorageError),
}

/// Deletes a draft that its writer wants to be gone. What it held is unreadable when this returns; if the file store is
/// down, the worker takes the rest away later.
pub async fn delete(portal: &Portal, draft: &Draft) -> storage::Result<()> {
    let now = portal.clock.now();
    let id = draft.row.id;
    let mut tx = portal.db.begin().await?;
    // The lock first: whoever adds a file, saves or sends in this moment is before it or finds nothing.
    let hash = portal.hashes.draft.of(&draft.token);
    let there = storage::drafts::find_for_change(&mut tx, &hash, now).await?;
    if there.is_none_or(|row| row.report_id.is_some()) {
        return Ok(());
    }
    storage::resume_codes::set_ended(&mut tx, id, "deleted", now + REMEMBERED).await?;
    storage::drafts::set_over(&mut tx, id, now).await?;
    tx.commit().await?;
    if let Err(error) = erase(portal, id).await {
        tracing::warn!(%error, "a deleted draft could not be erased whole; the worker goes on");
    }
    portal.db.forget_past().await
}

/// Erases a draft whose time is over: contents of its files, their rows, the draft.
pub async fn erase(portal: &Portal, id: Uuid) -> Result<(), EraseError> {
    let files = storage::files::list_of_draft(&portal.db, id).await?;
    for file in &files {
        portal.files.delete(file.id).await?;
    }
    for upload in storage::uploads::list_of_draft(&portal.db, id).await? {
        cancel_upload::erase(portal, upload).await?;
    }
    let mut tx = portal.db.begin().await?;
    let sent = storage::drafts::find_report(&mut tx, id).await?.is_some();
    for file in files {
        storage::files::delete_of_draft(&mut tx, id, file.id).await?;
    }
    let how = if sent { "sent" } else { "expired" };
    storage::resume_codes::set_ended(&mut tx, id, how, portal.clock.now() + REMEMBERED).await?;
    storage::drafts::delete(&mut tx, id).await?;
    Ok(tx.commit().await?)
}
