//! Evidence files: name and description sealed, contents in the file store.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Tx, on_db, on_tx};

/// What was typed about a file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FileMeta {
    pub name: String,
    pub description: String,
}

#[derive(Clone, FromRow)]
pub struct FileRow {
    pub id: Uuid,
    pub draft_id: Option<Uuid>,
    pub report_id: Option<Uuid>,
    pub sealed_meta: Vec<u8>,
    pub size: i64,
    pub media_type: String,
    /// `stored`, `ready`, `infected` or `broken`.
    pub state: String,
    /// Whether a copy without position and camera exists; then only that one is shown.
    pub shown_copy: bool,
    pub created_at: DateTime<Utc>,
}

pub async fn add(tx: &mut Tx, row: &FileRow) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO file (id, draft_id, report_id, sealed_meta, size, media_type, state, shown_copy, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
        .bind(row.id).bind(row.draft_id).bind(row.report_id).bind(&row.sealed_meta).bind(row.size).bind(&row.media_type).bind(&row.state)
        .bind(row.shown_copy).bind(row.created_at)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

pub async fn list_of_draft(db: &Db, draft_id: Uuid) -> Result<Vec<FileRow>> {
    Ok(
        on_db!(db, c => sqlx::query_as("SELECT * FROM file WHERE draft_id = $1 ORDER BY created_at, id").bind(draft_id).fetch_all(c).await)?,
    )
}

pub async fn list_of_report(db: &Db, report_id: Uuid) -> Result<Vec<FileRow>> {
    Ok(
        on_db!(db, c => sqlx::query_as("SELECT * FROM file WHERE report_id = $1 ORDER BY created_at, id").bind(report_id).fetch_all(c).await)?,
    )
}

pub async fn find_of_report(db: &Db, report_id: Uuid, id: Uuid) -> Result<Option<FileRow>> {
    Ok(
        on_db!(db, c => sqlx::query_as("SELECT * FROM file WHERE report_id = $1 AND id = $2").bind(report_id).bind(id).fetch_optional(c).await)?,
    )
}

/// By row identity, for jobs; never for a request.
pub async fn find_by_id(db: &Db, id: Uuid) -> Result<Option<FileRow>> {
    Ok(on_db!(db, c => sqlx::query_as("SELECT * FROM file WHERE id = $1").bind(id).fetch_optional(c).await)?)
}

/// Number and bytes of the files of a draft or report.
pub async fn total(tx: &mut Tx, owner: Uuid) -> Result<(i64, i64)> {
    Ok(
        on_tx!(tx, c => sqlx::query_as("SELECT count(*), CAST(coalesce(sum(size), 0) AS BIGINT) FROM file WHERE draft_id = $1 OR report_id = $1")
        .bind(owner).fetch_one(c).await)?,
    )
}

/// Hands the files of a draft over to the report it became.
pub async fn set_report(tx: &mut Tx, draft_id: Uuid, report_id: Uuid) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE file SET report_id = $1, draft_id = NULL WHERE draft_id = $2")
        .bind(report_id).bind(draft_id).execute(c).await.map(|_| ()))?;
    Ok(())
}

pub async fn set_state(tx: &mut Tx, id: Uuid, state: &str, shown_copy: bool) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE file SET state = $1, shown_copy = $2 WHERE id = $3")
        .bind(state).bind(shown_copy).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Forgets a file of a draft; returns whether it was there. What was sent stays.
pub async fn delete_of_draft(tx: &mut Tx, draft_id: Uuid, id: Uuid) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query("DELETE FROM file WHERE id = $1 AND draft_id = $2").bind(id).bind(draft_id)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}
