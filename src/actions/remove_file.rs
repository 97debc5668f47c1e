//! Removes a file from a draft. What was sent stays.

use uuid::Uuid;

use super::draft::Draft;
use crate::{portal::Portal, storage};

pub async fn remove_file(portal: &Portal, draft: &Draft, id: Uuid) -> storage::Result<()> {
    let mut tx = portal.db.begin().await?;
    let removed = storage::files::delete_of_draft(&mut tx, draft.row.id, id).await?;
    tx.commit().await?;
    if removed && let Err(error) = portal.files.delete(id).await {
        tracing::warn!(%error, "the contents of a removed file could not be deleted");
    }
    Ok(())
}
