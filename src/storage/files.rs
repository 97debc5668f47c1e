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
    /// By which the same file is known again when it is chosen once more; empty where the browser told nothing.
    #[serde(default)]
    pub mark: String,
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
    /// `none` (nobody was asked), `waiting`, `clean`, `infected` or `unscannable`.
    pub scan: String,
}

impl FileRow {
    /// Whether anybody may open it.
    pub fn is_ready(&self) -> bool {
        self.state == "ready"
    }
}

pub async fn add(tx: &mut Tx, row: &FileRow) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO file (id, draft_id, report_id, sealed_meta, size, media_type, state, shown_copy, created_at, scan)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
        .bind(row.id).bind(row.draft_id).bind(row.report_id).bind(&row.sealed_meta).bind(row.size).bind(&row.media_type).bind(&row.state)
        .bind(row.shown_copy).bind(row.created_at).bind(&row.scan)
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

/// The files of a draft or report, inside a transaction.
pub async fn list_for_change(tx: &mut Tx, owner: Uuid) -> Result<Vec<FileRow>> {
    Ok(
        on_tx!(tx, c => sqlx::query_as("SELECT * FROM file WHERE draft_id = $1 OR report_id = $1 ORDER BY created_at, id")
        .bind(owner).fetch_all(c).await)?,
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

/// Locks a report on PostgreSQL until the transaction ends (SQLite has one writer anyway): its files are counted before
/// one more is added.
pub async fn lock_report(tx: &mut Tx, report_id: Uuid) -> Result<()> {
    if let Tx::Postgres(tx) = tx {
        sqlx::query("SELECT id FROM report WHERE id = $1 FOR NO KEY UPDATE").bind(report_id).execute(&mut **tx).await?;
    }
    Ok(())
}

/// By row identity, inside a transaction.
pub async fn find_for_change(tx: &mut Tx, id: Uuid) -> Result<Option<FileRow>> {
    Ok(on_tx!(tx, c => sqlx::query_as("SELECT * FROM file WHERE id = $1").bind(id).fetch_optional(c).await)?)
}

/// A file of that draft or report.
pub async fn find(db: &Db, owner: Uuid, id: Uuid) -> Result<Option<FileRow>> {
    Ok(on_db!(db, c => sqlx::query_as("SELECT * FROM file WHERE id = $2 AND (draft_id = $1 OR report_id = $1)")
        .bind(owner).bind(id).fetch_optional(c).await)?)
}

/// Number and bytes of the files of a draft or report. What is still arriving counts with the size it will have; `but`
/// is left out: the upload that is just becoming a file, or the file in whose place another one comes.
pub async fn total(tx: &mut Tx, owner: Uuid, but: Uuid, now: DateTime<Utc>) -> Result<(i64, i64)> {
    Ok(on_tx!(tx, c => sqlx::query_as(
        "SELECT count(*), CAST(coalesce(sum(size), 0) AS BIGINT) FROM (
            SELECT size FROM file WHERE (draft_id = $1 OR report_id = $1) AND id <> $2
            UNION ALL SELECT size FROM upload WHERE (draft_id = $1 OR report_id = $1) AND expires_at > $3 AND id <> $2) AS taken")
        .bind(owner).bind(but).bind(now).fetch_one(c).await)?)
}

/// Hands the files of a draft, and those still arriving, over to the report it became.
pub async fn set_report(tx: &mut Tx, draft_id: Uuid, report_id: Uuid) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE file SET report_id = $1, draft_id = NULL WHERE draft_id = $2")
        .bind(report_id).bind(draft_id).execute(c).await.map(|_| ()))?;
    on_tx!(tx, c => sqlx::query("UPDATE upload SET report_id = $1, draft_id = NULL WHERE draft_id = $2")
        .bind(report_id).bind(draft_id).execute(c).await.map(|_| ()))?;
    Ok(())
}

pub async fn set_meta(tx: &mut Tx, id: Uuid, sealed_meta: &[u8]) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE file SET sealed_meta = $1 WHERE id = $2").bind(sealed_meta).bind(id)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// What the scanner said.
pub async fn set_scan(tx: &mut Tx, id: Uuid, scan: &str) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE file SET scan = $1 WHERE id = $2").bind(scan).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Files that came while no scanner was set.
pub async fn list_unscanned(db: &Db, limit: i64) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = on_db!(db, c => sqlx::query_as("SELECT id FROM file WHERE scan = 'none' ORDER BY created_at LIMIT $1")
        .bind(limit).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
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
