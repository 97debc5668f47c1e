//! What each officer sent last for a report, as a keyed hash, so that a button pressed twice is known again.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Db, Result, Tx, on_db, on_tx};

/// Notes what was sent in the place of what was sent before.
pub async fn set(tx: &mut Tx, report_id: Uuid, staff_id: Uuid, sent: &[u8], now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO sent_step (report_id, staff_id, sent, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (report_id, staff_id) DO UPDATE SET sent = excluded.sent, at = excluded.at")
        .bind(report_id).bind(staff_id).bind(sent).bind(now).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Whether this is what the officer sent last, also for a report that is out of sight by now.
pub async fn is_known(db: &Db, number: &str, staff_id: Uuid, sent: &[u8]) -> Result<bool> {
    let row: Option<(DateTime<Utc>,)> = on_db!(db, c => sqlx::query_as(
        "SELECT sent_step.at FROM sent_step JOIN report ON report.id = sent_step.report_id
         WHERE report.number = $1 AND sent_step.staff_id = $2 AND sent_step.sent = $3")
        .bind(number).bind(staff_id).bind(sent).fetch_optional(c).await)?;
    Ok(row.is_some())
}

pub async fn delete_older(tx: &mut Tx, before: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM sent_step WHERE at < $1").bind(before).execute(c).await.map(|_| ()))?;
    Ok(())
}
