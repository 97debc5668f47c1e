//! Has a file looked at by the virus scanner, if there is one; then draws the copies of a picture that are shown.

use super::JobError;
use crate::{
    actions::record::{self, Actor, Entry},
    crypto::DataKey,
    files::{
        Part,
        scanner::{ScanError, Verdict},
        scrub,
    },
    portal::Portal,
    storage::{self, files::FileRow},
};

pub async fn run(portal: &Portal, id: uuid::Uuid) -> Result<(), JobError> {
    let Some(row) = storage::files::find_by_id(&portal.db, id).await? else { return Ok(()) };
    let Some(key) = key_of(portal, &row).await? else { return Ok(()) };
    if matches!(row.scan.as_str(), "none" | "waiting") && !scan(portal, &row, &key).await? {
        return Ok(());
    }
    // A file that came before there was a scanner has its copy already.
    if row.state == "stored" { draw(portal, &row, &key).await } else { Ok(()) }
}

/// Asks the scanner; `false` when the file must stay shut.
async fn scan(portal: &Portal, row: &FileRow, key: &DataKey) -> Result<bool, JobError> {
    let Some(scanner) = &portal.scanner else {
        if row.scan == "waiting" {
            // There was one when the file came.
            let mut tx = portal.db.begin().await?;
            storage::files::set_scan(&mut tx, row.id, "none").await?;
            tx.commit().await?;
        }
        return Ok(true);
    };
    let contents = portal.files.read(row.id, Part::Original, key).await?;
    let verdict = scanner.scan(contents).await.map_err(|error| match error {
        ScanError::Down => JobError::Scanner,
        ScanError::Files(error) => JobError::Files(error),
    })?;
    let mut tx = portal.db.begin().await?;
    let scan = match &verdict {
        Verdict::Clean => "clean",
        Verdict::Infected(_) => "infected",
        Verdict::Unscannable => "unscannable",
    };
    storage::files::set_scan(&mut tx, row.id, scan).await?;
    if let Verdict::Infected(signature) = &verdict {
        storage::files::set_state(&mut tx, row.id, "infected", false).await?;
        // The draft may have been sent meanwhile: the reporter of a report learns of it by its timeline.
        let now = storage::files::find_for_change(&mut tx, row.id).await?;
        if let Some(report_id) = now.and_then(|row| row.report_id) {
            let facts = serde_json::json!({ "signature": signature });
            let entry = Entry { kind: "file_infected", actor: Actor::System, public: true, facts, text: None };
            record::write(portal, &mut tx, report_id, key, entry).await?;
        }
    }
    tx.commit().await?;
    Ok(scan != "infected")
}

/// Draws the copies of a picture; everything else is ready as it is.
async fn draw(portal: &Portal, row: &FileRow, key: &DataKey) -> Result<(), JobError> {
    let (id, media_type) = (row.id, row.media_type.clone());
    let is_picture = media_type.starts_with("image/");
    let mut copy = None;
    if is_picture {
        let original = portal.files.read_all(id, Part::Original, key).await?;
        // Decoding a large picture takes a core for a while: not on the threads that answer people.
        copy = tokio::task::spawn_blocking(move || scrub::picture(&original, &media_type)).await.ok().flatten();
    }
    let shown_copy = copy.is_some();
    if let Some(copy) = copy {
        for (part, bytes) in [(Part::Shown, copy.bytes), (Part::Small, copy.small)] {
            let mut writer = portal.files.write(id, part, key, &portal.entropy).await?;
            writer.write(&bytes).await?;
            writer.finish().await?;
        }
    }
    let state = if shown_copy || !is_picture { "ready" } else { "broken" };
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
