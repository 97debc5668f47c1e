//! The outbox: side effects written in the transaction that causes them, taken by one worker at a time.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Tx, on_db, on_tx};

#[derive(Clone, FromRow)]
pub struct JobRow {
    pub id: Uuid,
    pub kind: String,
    /// Jobs of one lane follow each other; lanes go side by side.
    pub lane: String,
    pub key_id: String,
    pub sealed: Vec<u8>,
    pub attempts: i64,
    /// Until when it is ours. Whoever took it since set another time, and then nothing of ours is written.
    pub locked_until: Option<DateTime<Utc>>,
}

/// Writes a job that is due at `run_at`.
pub async fn add(tx: &mut Tx, row: &JobRow, now: DateTime<Utc>, run_at: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO job (id, kind, lane, key_id, sealed, run_at, attempts, created_at) VALUES ($1, $2, $3, $4, $5, $6, 0, $7)")
        .bind(row.id).bind(&row.kind).bind(&row.lane).bind(&row.key_id).bind(&row.sealed).bind(run_at).bind(now)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Takes the oldest job of a lane that is due and marks it taken until `locked_until`; if the worker dies, it is due
/// again then.
pub async fn take(db: &Db, lane: &str, now: DateTime<Utc>, locked_until: DateTime<Utc>) -> Result<Option<JobRow>> {
    // A look before the write: an idle worker must not take SQLite's write lock every second.
    let due: Option<(Uuid,)> = on_db!(db, c => sqlx::query_as(
        "SELECT id FROM job WHERE lane = $2 AND done_at IS NULL AND run_at <= $1 AND (locked_until IS NULL OR locked_until <= $1)
         ORDER BY run_at LIMIT 1")
        .bind(now).bind(lane).fetch_optional(c).await)?;
    if due.is_none() {
        return Ok(None);
    }
    let mut tx = db.begin().await?;
    let taken = match &mut tx {
        Tx::Sqlite(tx) => sqlx::query_as(
            "UPDATE job SET locked_until = $2, attempts = attempts + 1 WHERE id = (SELECT id FROM job WHERE lane = $3 AND done_at IS NULL
                AND run_at <= $1 AND (locked_until IS NULL OR locked_until <= $1) ORDER BY run_at LIMIT 1)
             RETURNING id, kind, lane, key_id, sealed, attempts, locked_until")
            .bind(now).bind(locked_until).bind(lane).fetch_optional(&mut **tx).await?,
        Tx::Postgres(tx) => sqlx::query_as(
            "UPDATE job SET locked_until = $2, attempts = attempts + 1 WHERE id = (SELECT id FROM job WHERE lane = $3 AND done_at IS NULL
                AND run_at <= $1 AND (locked_until IS NULL OR locked_until <= $1) ORDER BY run_at LIMIT 1 FOR UPDATE SKIP LOCKED)
             RETURNING id, kind, lane, key_id, sealed, attempts, locked_until")
            .bind(now).bind(locked_until).bind(lane).fetch_optional(&mut **tx).await?,
    };
    tx.commit().await?;
    Ok(taken)
}

/// It goes on: ours until `locked_until`. Nothing changes when somebody took it since.
pub async fn renew(db: &Db, row: &mut JobRow, locked_until: DateTime<Utc>) -> Result<()> {
    let mut tx = db.begin().await?;
    let done = on_tx!(&mut tx, c => sqlx::query("UPDATE job SET locked_until = $1 WHERE id = $2 AND locked_until = $3")
        .bind(locked_until).bind(row.id).bind(row.locked_until).execute(c).await.map(|done| done.rows_affected()))?;
    tx.commit().await?;
    if done == 1 {
        row.locked_until = Some(locked_until);
    }
    Ok(())
}

/// Done: what it was about is erased with it.
pub async fn set_done(tx: &mut Tx, row: &JobRow, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "UPDATE job SET done_at = $1, locked_until = NULL, last_error = NULL, sealed = $4 WHERE id = $2 AND locked_until = $3")
        .bind(now).bind(row.id).bind(row.locked_until).bind(Vec::<u8>::new()).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Given up: like done, with the last error kept for a week. Returns whether the job was still ours to give up.
pub async fn set_given_up(tx: &mut Tx, row: &JobRow, error: &str, now: DateTime<Utc>) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "UPDATE job SET done_at = $1, locked_until = NULL, last_error = $2, sealed = $5 WHERE id = $3 AND locked_until = $4")
        .bind(now).bind(error).bind(row.id).bind(row.locked_until).bind(Vec::<u8>::new())
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Failed: again at `run_at`. The error is a class of ours, never a neighbour's words.
pub async fn set_failed(tx: &mut Tx, row: &JobRow, error: &str, run_at: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE job SET run_at = $1, locked_until = NULL, last_error = $2 WHERE id = $3 AND locked_until = $4")
        .bind(run_at).bind(error).bind(row.id).bind(row.locked_until).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Too early: again at `run_at`. The attempt was none.
pub async fn set_later(tx: &mut Tx, row: &JobRow, run_at: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "UPDATE job SET run_at = $1, locked_until = NULL, last_error = NULL, attempts = attempts - 1 WHERE id = $2 AND locked_until = $3")
        .bind(run_at).bind(row.id).bind(row.locked_until).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Jobs that are waiting, and of these the ones that failed at least once; of one lane, or of all.
pub async fn count_waiting(db: &Db, lane: Option<&str>) -> Result<(i64, i64)> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT count(*), CAST(coalesce(sum(CASE WHEN last_error IS NULL THEN 0 ELSE 1 END), 0) AS BIGINT) FROM job
         WHERE done_at IS NULL AND ($1 IS NULL OR lane = $1)")
        .bind(lane).fetch_one(c).await)?)
}

/// How many jobs of each kind failed at least once and are tried again.
pub async fn count_failing(db: &Db) -> Result<Vec<(String, i64)>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT kind, count(*) FROM job WHERE done_at IS NULL AND last_error IS NOT NULL GROUP BY kind ORDER BY kind")
        .fetch_all(c).await)?)
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
