//! Counting what a guesser does. A bucket is a keyed hash that changes every day: no address of anybody is kept.

use chrono::{DateTime, Utc};

use super::{Db, Result, Tx, on_db, on_tx};

/// How often the bucket was counted in its present window.
pub async fn count(db: &Db, bucket: &[u8], now: DateTime<Utc>) -> Result<i64> {
    let row: Option<(i64,)> = on_db!(db, c => sqlx::query_as("SELECT count FROM attempt WHERE bucket = $1 AND expires_at > $2")
        .bind(bucket).bind(now).fetch_optional(c).await)?;
    Ok(row.map_or(0, |(count,)| count))
}

/// Counts one more; a window that is over starts anew. Returns the count.
pub async fn add(tx: &mut Tx, bucket: &[u8], now: DateTime<Utc>, expires_at: DateTime<Utc>) -> Result<i64> {
    let (count,): (i64,) = on_tx!(tx, c => sqlx::query_as(
        "INSERT INTO attempt (bucket, count, expires_at) VALUES ($1, 1, $2)
         ON CONFLICT (bucket) DO UPDATE SET
            count = CASE WHEN attempt.expires_at > $3 THEN attempt.count + 1 ELSE 1 END,
            expires_at = CASE WHEN attempt.expires_at > $3 THEN attempt.expires_at ELSE excluded.expires_at END
         RETURNING count")
        .bind(bucket).bind(expires_at).bind(now).fetch_one(c).await)?;
    Ok(count)
}

/// Takes one off again.
pub async fn take_off(tx: &mut Tx, bucket: &[u8]) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE attempt SET count = count - 1 WHERE bucket = $1 AND count > 0").bind(bucket).execute(c).await.map(|_| ()))?;
    Ok(())
}

pub async fn delete_expired(tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM attempt WHERE expires_at <= $1").bind(now).execute(c).await.map(|_| ()))?;
    Ok(())
}
