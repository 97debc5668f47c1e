//! Calendars that were noticed: each one once, in order.

use chrono::{DateTime, Utc};

use super::{Db, Result, Tx, on_db, on_tx};

/// Notes a calendar; `false` when it was noted before (or somebody else is noting one at this moment).
pub async fn add(tx: &mut Tx, mark: &str, now: DateTime<Utc>) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "INSERT INTO calendar_mark (mark, nth, noticed_at) SELECT $1, coalesce(max(nth), 0) + 1, $2 FROM calendar_mark WHERE true
         ON CONFLICT DO NOTHING")
        .bind(mark).bind(now).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

pub async fn is_known(db: &Db, mark: &str) -> Result<bool> {
    let row: Option<(i64,)> = on_db!(db, c => sqlx::query_as("SELECT nth FROM calendar_mark WHERE mark = $1").bind(mark).fetch_optional(c).await)?;
    Ok(row.is_some())
}

/// The calendar that was noticed last.
pub async fn latest(db: &Db) -> Result<Option<String>> {
    let row: Option<(String,)> = on_db!(db, c => sqlx::query_as("SELECT mark FROM calendar_mark ORDER BY nth DESC LIMIT 1").fetch_optional(c).await)?;
    Ok(row.map(|(mark,)| mark))
}
