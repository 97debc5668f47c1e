//! What officers typed for a step and have not sent yet: one for each person, report and step, sealed.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Result, Tx, on_tx};

pub struct DraftRow {
    pub id: Uuid,
    pub report_id: Uuid,
    pub staff_id: Uuid,
    pub action: String,
    pub sealed: Vec<u8>,
    pub saved_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// Writes a draft in the place of the one before.
pub async fn set(tx: &mut Tx, row: &DraftRow) -> Result<()> {
    // With a fresh identity each time: the sealed bytes open for that one only.
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO answer_draft (id, report_id, staff_id, action, sealed, saved_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (report_id, staff_id, action)
         DO UPDATE SET id = excluded.id, sealed = excluded.sealed, saved_at = excluded.saved_at, expires_at = excluded.expires_at")
        .bind(row.id).bind(row.report_id).bind(row.staff_id).bind(&row.action).bind(&row.sealed).bind(row.saved_at).bind(row.expires_at)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

pub async fn delete(tx: &mut Tx, report_id: Uuid, staff_id: Uuid, action: &str) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM answer_draft WHERE report_id = $1 AND staff_id = $2 AND action = $3")
        .bind(report_id).bind(staff_id).bind(action).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Erases drafts whose time is over; how many.
pub async fn delete_expired(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64> {
    Ok(on_tx!(tx, c => sqlx::query("DELETE FROM answer_draft WHERE expires_at <= $1")
        .bind(now).execute(c).await.map(|done| done.rows_affected()))?)
}
