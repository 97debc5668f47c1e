//! Answers to submissions, kept sealed for a day, so that the same request gets the same answer; and which visit
//! opened which report.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Tx, on_db, on_tx};

#[derive(Clone, FromRow)]
pub struct AnswerRow {
    pub body_hash: Vec<u8>,
    pub report_id: Uuid,
    /// `None` once the day is over.
    pub sealed: Option<Vec<u8>>,
}

pub async fn find(db: &Db, key_hash: &[u8], now: DateTime<Utc>) -> Result<Option<AnswerRow>> {
    Ok(
        on_db!(db, c => sqlx::query_as("SELECT body_hash, report_id, CASE WHEN expires_at > $2 THEN sealed END AS sealed FROM answer WHERE key_hash = $1")
        .bind(key_hash).bind(now).fetch_optional(c).await)?,
    )
}

/// Waits until nobody else writes under this key and says what stands there. On PostgreSQL an advisory lock for the
/// transaction does it; on SQLite the write lock, which `begin` already took.
pub async fn find_for_change(tx: &mut Tx, key_hash: &[u8]) -> Result<Option<AnswerRow>> {
    if let Tx::Postgres(tx) = tx {
        let lock = key_hash.iter().take(8).fold(0_i64, |lock, byte| (lock << 8) | i64::from(*byte));
        sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(lock).execute(&mut **tx).await?;
    }
    Ok(on_tx!(tx, c => sqlx::query_as("SELECT body_hash, report_id, sealed FROM answer WHERE key_hash = $1")
        .bind(key_hash).fetch_optional(c).await)?)
}

pub async fn add(tx: &mut Tx, key_hash: &[u8], row: &AnswerRow, expires_at: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("INSERT INTO answer (key_hash, body_hash, report_id, sealed, expires_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(key_hash).bind(&row.body_hash).bind(row.report_id).bind(&row.sealed).bind(expires_at)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Erases answers whose day is over; the row stays, so that the key is never used for a second report.
pub async fn erase_expired(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64> {
    Ok(
        on_tx!(tx, c => sqlx::query("UPDATE answer SET sealed = NULL WHERE expires_at <= $1 AND sealed IS NOT NULL").bind(now)
        .execute(c).await.map(|done| done.rows_affected()))?,
    )
}

/// Lets a visit see a report until `expires_at`. The code that a visit keeps goes when the visit is over.
pub async fn add_access(
    tx: &mut Tx,
    visit_hash: &[u8],
    report_id: Uuid,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO follow_access (visit_hash, report_id, expires_at) VALUES ($1, $2, $3)
         ON CONFLICT (visit_hash, report_id) DO UPDATE SET expires_at = excluded.expires_at,
            sealed_code = CASE WHEN follow_access.expires_at > $4 THEN follow_access.sealed_code END")
        .bind(visit_hash).bind(report_id).bind(expires_at).bind(now).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Closes everything that a visit had open.
pub async fn delete_access(tx: &mut Tx, visit_hash: &[u8]) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM follow_access WHERE visit_hash = $1").bind(visit_hash).execute(c).await.map(|_| ()))?;
    Ok(())
}

pub async fn delete_expired_access(tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM follow_access WHERE expires_at <= $1").bind(now).execute(c).await.map(|_| ()))?;
    Ok(())
}
