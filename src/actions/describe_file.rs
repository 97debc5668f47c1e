//! Says what a file is: while it is on its way, as long as the draft is open, and for ten minutes after it was added to
//! a report (as long as a citizen may change a report).

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    add_file::{Owner, description},
    begin_upload::open_meta,
    notify::Change,
    search_index,
    submit_report::WITHDRAW,
    subscriptions,
};
use crate::{
    crypto::DataKey,
    portal::Portal,
    storage::{
        self, StorageError,
        files::{FileMeta, FileRow},
        uploads::UploadMeta,
    },
};

/// Whether the description of a file can be changed now.
pub fn may_describe(row: &FileRow, now: DateTime<Utc>) -> bool {
    row.report_id.is_none() || now < row.created_at + WITHDRAW
}

/// `false` when there is no such file, or its description stands.
pub async fn describe_file(
    portal: &Portal,
    owner: Owner,
    key: &DataKey,
    id: Uuid,
    typed: &str,
) -> storage::Result<bool> {
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let upload = storage::uploads::find_for_change(&mut tx, id, now).await?;
    let is_ours = |draft: Option<Uuid>, report: Option<Uuid>| [draft, report].contains(&Some(owner.id()));
    if let Some(row) = upload.filter(|row| is_ours(row.draft_id, row.report_id)) {
        let meta = UploadMeta { description: description(typed), ..open_meta(key, &row)? };
        let sealed = key.seal(&portal.entropy, "upload", "sealed_meta", id, &meta);
        storage::uploads::set_meta(&mut tx, id, &sealed).await?;
    } else {
        let file = storage::files::find_for_change(&mut tx, id).await?;
        let Some(row) = file.filter(|row| is_ours(row.draft_id, row.report_id) && may_describe(row, now)) else {
            return Ok(false);
        };
        let meta: FileMeta = key.open("file", "sealed_meta", id, &row.sealed_meta).map_err(StorageError::from)?;
        let meta = FileMeta { description: description(typed), ..meta };
        let sealed = key.seal(&portal.entropy, "file", "sealed_meta", id, &meta);
        storage::files::set_meta(&mut tx, id, &sealed).await?;
        if let Some(report) = row.report_id {
            search_index::changed(portal, &mut tx, report).await?;
            subscriptions::watch(portal, &mut tx, Change { report, at: now, by: None }, false).await?;
        }
    }
    tx.commit().await?;
    portal.jobs_waiting.notify_one();
    Ok(true)
}
