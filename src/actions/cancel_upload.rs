//! Takes back a file that has not arrived whole.

use uuid::Uuid;

use super::add_file::Owner;
use crate::{
    files::FileError,
    portal::Portal,
    storage::{self, StorageError},
};

#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    #[error(transparent)]
    Files(#[from] FileError),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// What is not there (any more) is no error.
pub async fn cancel_upload(portal: &Portal, owner: Owner, id: Uuid) -> storage::Result<()> {
    let now = portal.clock.now();
    if storage::uploads::find(&portal.db, owner.id(), id, now).await?.is_none() {
        return Ok(());
    }
    let mut tx = portal.db.begin().await?;
    storage::uploads::set_over(&mut tx, id, now).await?;
    tx.commit().await?;
    if let Err(error) = erase(portal, id).await {
        tracing::warn!(%error, "the parts of a file could not be deleted; it is tried again");
    }
    Ok(())
}

/// Deletes the parts of an upload that is over, and then its rows.
pub async fn erase(portal: &Portal, id: Uuid) -> Result<(), EraseError> {
    for part in storage::uploads::list_parts(&portal.db, id).await? {
        portal.files.delete(part).await?;
    }
    // Put together, and the process ended before it was written down: nobody else knows of it.
    if storage::files::find_by_id(&portal.db, id).await?.is_none() {
        portal.files.delete(id).await?;
    }
    let mut tx = portal.db.begin().await?;
    storage::uploads::delete(&mut tx, id).await?;
    tx.commit().await?;
    Ok(())
}
