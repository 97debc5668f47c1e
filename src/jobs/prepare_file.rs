//! Draws the copy of a picture that is shown to staff and reporter.

use super::JobError;
use crate::{
    crypto::DataKey,
    files::{Part, scrub},
    portal::Portal,
    storage,
};

pub async fn run(portal: &Portal, id: uuid::Uuid) -> Result<(), JobError> {
    let Some(row) = storage::files::find_by_id(&portal.db, id).await? else { return Ok(()) };
    let Some(key) = key_of(portal, &row).await? else { return Ok(()) };
    let original = portal.files.read_all(id, Part::Original, &key).await?;
    // Decoding a large picture takes a core for a while: not on the threads that answer people.
    let copy = tokio::task::spawn_blocking(move || scrub::picture(&original)).await.ok().flatten();
    let state = if copy.is_some() { "ready" } else { "broken" };
    let shown_copy = copy.is_some();
    if let Some(copy) = copy {
        let mut writer = portal.files.write(id, Part::Shown, &key, &portal.entropy).await?;
        writer.write(&copy.bytes).await?;
        writer.finish().await?;
    }
    let mut tx = portal.db.begin().await?;
    storage::files::set_state(&mut tx, id, state, shown_copy).await?;
    tx.commit().await?;
    Ok(())
}

/// The key of the draft or report that a file belongs to; a draft becomes a report with the same key.
async fn key_of(portal: &Portal, row: &storage::files::FileRow) -> Result<Option<DataKey>, JobError> {
    if let Some(report_id) = row.report_id {
        let report = storage::reports::find_by_id(&portal.db, report_id).await?;
        return Ok(report.map(|report| report.data_key(&portal.keys)).transpose()?);
    }
    let Some(draft_id) = row.draft_id else { return Ok(None) };
    let Some(draft) = storage::drafts::find_by_id(&portal.db, draft_id).await? else { return Ok(None) };
    // Sent between our two looks: the next try finds the report.
    let Some(wrapped) = &draft.wrapped_key else { return Err(JobError::Moved) };
    Ok(Some(
        DataKey::unwrap(&portal.keys, &draft.key_id, wrapped, "draft", draft.id)
            .map_err(storage::StorageError::from)?,
    ))
}
