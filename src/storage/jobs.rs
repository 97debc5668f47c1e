//! The outbox: side effects written in the transaction that causes them, taken by one worker at a time.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Tx, on_db, on_tx};

#[derive(Clone, FromRow)]
pub struct JobRow {
    pub id: Uuid,
    pub kind: String,
    pub key_id: String,
    pub sealed: Vec<u8>,
    pub attempts: i64,
}

pub async fn add(tx: &mut Tx, row: &JobRow, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO job (id, kind, key_id, sealed, run_at, attempts, created_at) VALUES ($1, $2, $3, $4, $5, 0, $5)")
        .bind(row.id).bind(&row.kind).bind(&row.key_id).bind(&row.sealed).bind(now)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Takes the oldest job that is due and marks it taken until `locked_until`; if the worker dies, it is due again then.
pub async fn take(db: &Db, now: DateTime<Utc>, locked_until: DateTime<Utc>) -> Result<Option<JobRow>> {
    // A look before the write: an idle worker must not take SQLite's write lock every second.
    let due: Option<(Uuid,)> = on_db!(db, c => sqlx::query_as(
        "SELECT id FROM job WHERE done_at IS NULL AND run_at <= $1 AND (locked_until IS NULL OR locked_until <= $1) ORDER BY run_at LIMIT 1")
        .bind(now).fetch_optional(c).await)?;
    if due.is_none() {
        return Ok(None);
    }
    let mut tx = db.begin().await?;
    let taken = match &mut tx {
        Tx::Sqlite(tx) => sqlx::query_as(
            "UPDATE job SET locked_until = $2, attempts = attempts + 1 WHERE id = (SELECT id FROM job WHERE done_at IS NULL AND run_at <= $1
                AND (locked_until IS NULL OR locked_until <= $1) ORDER BY run_at LIMIT 1)
             RETURNING id, kind, key_id, sealed, attempts")
            .bind(now).bind(locked_until).fetch_optional(&mut **tx).await?,
        Tx::Postgres(tx) => sqlx::query_as(
            "UPDATE job SET locked_until = $2, attempts = attempts + 1 WHERE id = (SELECT id FROM job WHERE done_at IS NULL AND run_at <= $1
                AND (locked_until IS NULL OR locked_until <= $1) ORDER BY run_at LIMIT 1 FOR UPDATE SKIP LOCKED)
             RETURNING id, kind, key_id, sealed, attempts")
            .bind(now).bind(locked_until).fetch_optional(&mut **tx).await?,
    };
    tx.commit().await?;
    Ok(taken)
}

/// Done: what it was about is erased with it.
pub async fn set_done(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE job SET done_at = $1, locked_until = NULL, last_error = NULL, sealed = $3 WHERE id = $2")
        .bind(now).bind(id).bind(Vec::<u8>::new()).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Given up: like done, with the last error kept for a week.
pub async fn set_given_up(tx: &mut Tx, id: Uuid, error: &str, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE job SET done_at = $1, locked_until = NULL, last_error = $2, sealed = $3 WHERE id = $4")
        .bind(now).bind(error).bind(Vec::<u8>::new()).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Failed: again at `run_at`. The error is a class of ours, never a neighbour's words.
pub async fn set_failed(tx: &mut Tx, id: Uuid, error: &str, run_at: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE job SET run_at = $1, locked_until = NULL, last_error = $2 WHERE id = $3")
        .bind(run_at).bind(error).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Jobs that are waiting, and of these the ones that failed at least once.
pub async fn count_waiting(db: &Db) -> Result<(i64, i64)> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT count(*), CAST(coalesce(sum(CASE WHEN last_error IS NULL THEN 0 ELSE 1 END), 0) AS BIGINT) FROM job WHERE done_at IS NULL")
        .fetch_one(c).await)?)
}

pub async fn delete_done(tx: &mut Tx, before: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM job WHERE done_at < $1").bind(before).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// The worker says that it lives.
pub async fn set_heartbeat(tx: &mut Tx, name: &str, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("INSERT INTO heartbeat (name, at) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET at = excluded.at")
        .bind(name).bind(now).execute(c).await.map(|_| ()))?;
    Ok(())
}

pub async fn find_heartbeat(db: &Db, name: &str) -> Result<Option<DateTime<Utc>>> {
    let row: Option<(DateTime<Utc>,)> =
        on_db!(db, c => sqlx::query_as("SELECT at FROM heartbeat WHERE name = $1").bind(name).fetch_optional(c).await)?;
    Ok(row.map(|(at,)| at))
}
