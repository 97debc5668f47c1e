//! Drafts: what a citizen typed before sending, sealed, found by the hash of the token in its address.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Tx, on_db, on_tx};

#[derive(Clone, FromRow)]
pub struct DraftRow {
    pub id: Uuid,
    pub channel: String,
    pub language: String,
    pub key_id: String,
    pub wrapped_key: Option<Vec<u8>>,
    pub sealed_answers: Option<Vec<u8>>,
    pub created_at: DateTime<Utc>,
    pub saved_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// Set once the draft was sent; its answers are gone then.
    pub report_id: Option<Uuid>,
    /// The code of the furthest page.
    pub reached: Option<String>,
    /// Whether the field that people do not see was filled in at the beginning.
    pub trapped: bool,
    /// The report that this draft changes, and the version of its content that was last shown.
    pub changes_report: Option<Uuid>,
    pub changes_version: Option<i64>,
}

/// Adds a draft; one that stands under this token already stays as it is.
pub async fn add(tx: &mut Tx, row: &DraftRow, token_hash: &[u8]) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO draft (id, token_hash, channel, language, key_id, wrapped_key, sealed_answers, created_at, saved_at, expires_at, trapped,
            reached, changes_report, changes_version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (token_hash) DO NOTHING")
        .bind(row.id).bind(token_hash).bind(&row.channel).bind(&row.language).bind(&row.key_id).bind(&row.wrapped_key)
        .bind(&row.sealed_answers).bind(row.created_at).bind(row.saved_at).bind(row.expires_at).bind(row.trapped)
        .bind(&row.reached).bind(row.changes_report).bind(row.changes_version)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

pub async fn find(db: &Db, token_hash: &[u8], now: DateTime<Utc>) -> Result<Option<DraftRow>> {
    Ok(on_db!(db, c => sqlx::query_as("SELECT * FROM draft WHERE token_hash = $1 AND expires_at > $2")
        .bind(token_hash).bind(now).fetch_optional(c).await)?)
}

/// The same inside a transaction, locked on PostgreSQL until its end (SQLite has one writer anyway).
pub async fn find_for_change(tx: &mut Tx, token_hash: &[u8], now: DateTime<Utc>) -> Result<Option<DraftRow>> {
    Ok(match tx {
        Tx::Sqlite(tx) => {
            sqlx::query_as("SELECT * FROM draft WHERE token_hash = $1 AND expires_at > $2")
                .bind(token_hash)
                .bind(now)
                .fetch_optional(&mut **tx)
                .await?
        }
        Tx::Postgres(tx) => {
            sqlx::query_as("SELECT * FROM draft WHERE token_hash = $1 AND expires_at > $2 FOR UPDATE")
                .bind(token_hash)
                .bind(now)
                .fetch_optional(&mut **tx)
                .await?
        }
    })
}

pub async fn set_answers(
    tx: &mut Tx,
    id: Uuid,
    sealed: &[u8],
    reached: Option<&str>,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "UPDATE draft SET sealed_answers = $1, reached = $2, saved_at = $3, expires_at = $4 WHERE id = $5 AND report_id IS NULL")
        .bind(sealed).bind(reached).bind(now).bind(expires_at).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Notes which version of the report's content its reporter has seen beside this draft.
pub async fn set_changes_version(tx: &mut Tx, id: Uuid, version: i64) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE draft SET changes_version = $1 WHERE id = $2").bind(version).bind(id)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Turns a draft into a mere pointer at the report it became: its answers, its key and what opens it again are erased. `false` when it was
/// saved, sent or ended since `saved_at`.
pub async fn set_sent(
    tx: &mut Tx,
    id: Uuid,
    report_id: Uuid,
    saved_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "UPDATE draft SET sealed_answers = NULL, wrapped_key = NULL, report_id = $1, expires_at = $2
         WHERE id = $3 AND saved_at = $4 AND report_id IS NULL AND wrapped_key IS NOT NULL")
        .bind(report_id).bind(expires_at).bind(id).bind(saved_at).execute(c).await.map(|done| done.rows_affected()))?;
    on_tx!(tx, c => sqlx::query("UPDATE resume_code SET sealed_token = NULL WHERE draft_id = $1").bind(id).execute(c).await.map(|_| ()))?;
    Ok(done == 1)
}

/// Ends a draft now: nothing finds it any more and nothing opens what it held; the worker deletes what is left.
pub async fn set_over(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "UPDATE draft SET sealed_answers = NULL, wrapped_key = NULL, expires_at = $1 WHERE id = $2 AND report_id IS NULL")
        .bind(now).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// The report that a draft was sent as, if it was; the row stays locked on PostgreSQL until the transaction ends.
pub async fn find_report(tx: &mut Tx, id: Uuid) -> Result<Option<Uuid>> {
    let row: Option<(Option<Uuid>,)> = match tx {
        Tx::Sqlite(tx) => {
            sqlx::query_as("SELECT report_id FROM draft WHERE id = $1").bind(id).fetch_optional(&mut **tx).await?
        }
        Tx::Postgres(tx) => {
            sqlx::query_as("SELECT report_id FROM draft WHERE id = $1 FOR UPDATE")
                .bind(id)
                .fetch_optional(&mut **tx)
                .await?
        }
    };
    Ok(row.and_then(|(report,)| report))
}

/// Drafts whose time is over.
pub async fn list_expired(db: &Db, now: DateTime<Utc>, limit: i64) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = on_db!(db, c => sqlx::query_as("SELECT id FROM draft WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2")
        .bind(now).bind(limit).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Deletes a draft; its files must be gone already.
pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM draft WHERE id = $1").bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// By row identity, for jobs; never for a request.
pub async fn find_by_id(db: &Db, id: Uuid) -> Result<Option<DraftRow>> {
    Ok(on_db!(db, c => sqlx::query_as("SELECT * FROM draft WHERE id = $1").bind(id).fetch_optional(c).await)?)
}
