//! What a visit sent within a day, so that it can be told when it is about to send the same again. A row is a keyed
//! hash over visit, channel and case number together: it leads from no visit to its reports and from no case to its
//! reporters.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Db, Result, Tx, on_db, on_tx};

/// Notes a report; the newest counts.
pub async fn set(tx: &mut Tx, twin_hash: &[u8], report_id: Uuid, expires_at: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO filed (twin_hash, report_id, expires_at) VALUES ($1, $2, $3)
         ON CONFLICT (twin_hash) DO UPDATE SET report_id = excluded.report_id, expires_at = excluded.expires_at")
        .bind(twin_hash).bind(report_id).bind(expires_at).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Number and time of the report that was noted, unless it was withdrawn.
pub async fn find(db: &Db, twin_hash: &[u8], now: DateTime<Utc>) -> Result<Option<(String, DateTime<Utc>)>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT report.number, report.received_at FROM filed JOIN report ON report.id = filed.report_id
         WHERE filed.twin_hash = $1 AND filed.expires_at > $2 AND report.status <> 'withdrawn'")
        .bind(twin_hash).bind(now).fetch_optional(c).await)?)
}

pub async fn delete_expired(tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM filed WHERE expires_at <= $1").bind(now).execute(c).await.map(|_| ()))?;
    Ok(())
}
