//! Files that arrive in parts: what they will be, sealed, and which parts are here.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Tx, on_db, on_tx};

/// What the browser said about the file, and what the citizen typed about it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct UploadMeta {
    pub name: String,
    pub description: String,
    /// By which the same file is known again when it is chosen once more.
    pub mark: String,
}

#[derive(Clone, FromRow)]
pub struct UploadRow {
    /// The identity of the file that it will be.
    pub id: Uuid,
    pub draft_id: Option<Uuid>,
    pub report_id: Option<Uuid>,
    pub sealed_meta: Vec<u8>,
    pub size: i64,
    /// Bytes that are here, from the beginning without a gap.
    pub received: i64,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

pub async fn add(tx: &mut Tx, row: &UploadRow) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO upload (id, draft_id, report_id, sealed_meta, size, received, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(row.id).bind(row.draft_id).bind(row.report_id).bind(&row.sealed_meta).bind(row.size).bind(row.received).bind(row.created_at).bind(row.expires_at)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// The unfinished uploads of a draft or report.
pub async fn list(db: &Db, owner: Uuid, now: DateTime<Utc>) -> Result<Vec<UploadRow>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT * FROM upload WHERE (draft_id = $1 OR report_id = $1) AND expires_at > $2 ORDER BY created_at, id")
        .bind(owner).bind(now).fetch_all(c).await)?)
}

/// The same inside a transaction.
pub async fn list_for_change(tx: &mut Tx, owner: Uuid, now: DateTime<Utc>) -> Result<Vec<UploadRow>> {
    Ok(on_tx!(tx, c => sqlx::query_as(
        "SELECT * FROM upload WHERE (draft_id = $1 OR report_id = $1) AND expires_at > $2 ORDER BY created_at, id")
        .bind(owner).bind(now).fetch_all(c).await)?)
}

/// An unfinished upload of that draft or report.
pub async fn find(db: &Db, owner: Uuid, id: Uuid, now: DateTime<Utc>) -> Result<Option<UploadRow>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT * FROM upload WHERE id = $2 AND (draft_id = $1 OR report_id = $1) AND expires_at > $3")
        .bind(owner).bind(id).bind(now).fetch_optional(c).await)?)
}

/// The same inside a transaction, locked on PostgreSQL until its end (SQLite has one writer anyway); by identity alone,
/// because it may have gone on with its draft to the report.
pub async fn find_for_change(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<Option<UploadRow>> {
    Ok(match tx {
        Tx::Sqlite(tx) => {
            sqlx::query_as("SELECT * FROM upload WHERE id = $1 AND expires_at > $2")
                .bind(id)
                .bind(now)
                .fetch_optional(&mut **tx)
                .await?
        }
        Tx::Postgres(tx) => {
            sqlx::query_as("SELECT * FROM upload WHERE id = $1 AND expires_at > $2 FOR UPDATE")
                .bind(id)
                .bind(now)
                .fetch_optional(&mut **tx)
                .await?
        }
    })
}

/// Writes down that a part is here.
pub async fn add_part(tx: &mut Tx, upload: Uuid, id: Uuid, start: i64, size: i64) -> Result<()> {
    on_tx!(tx, c => sqlx::query("INSERT INTO upload_part (id, upload_id, start, size) VALUES ($1, $2, $3, $4)")
        .bind(id).bind(upload).bind(start).bind(size).execute(c).await.map(|_| ()))?;
    on_tx!(tx, c => sqlx::query("UPDATE upload SET received = $1 WHERE id = $2")
        .bind(start + size).bind(upload).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// The parts that are here, in their order.
pub async fn list_parts(db: &Db, upload: Uuid) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = on_db!(db, c => sqlx::query_as("SELECT id FROM upload_part WHERE upload_id = $1 ORDER BY start")
        .bind(upload).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

pub async fn set_meta(tx: &mut Tx, id: Uuid, sealed_meta: &[u8]) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE upload SET sealed_meta = $1 WHERE id = $2").bind(sealed_meta).bind(id)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Over, one way or the other: nobody sees it any more, and tidying takes its parts away.
pub async fn set_over(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE upload SET expires_at = $1 WHERE id = $2").bind(now).bind(id)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Uploads whose time is over.
pub async fn list_expired(db: &Db, now: DateTime<Utc>, limit: i64) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = on_db!(db, c => sqlx::query_as("SELECT id FROM upload WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2")
        .bind(now).bind(limit).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// All uploads of a draft, over or not.
pub async fn list_of_draft(db: &Db, draft_id: Uuid) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> =
        on_db!(db, c => sqlx::query_as("SELECT id FROM upload WHERE draft_id = $1").bind(draft_id).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Deletes an upload; the contents of its parts must be gone already.
pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM upload_part WHERE upload_id = $1").bind(id).execute(c).await.map(|_| ()))?;
    on_tx!(tx, c => sqlx::query("DELETE FROM upload WHERE id = $1").bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}
