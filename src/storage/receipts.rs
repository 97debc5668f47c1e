//! Signed receipts of reports, and the code that is shown again on the first visit.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Tx, on_db, on_tx};
use crate::crypto::{DataKey, receipt::Opening};

/// What a report keeps of its receipt; both `None` for reports that were taken in before receipts were signed.
#[derive(Clone, Default, FromRow)]
pub struct ReceiptRow {
    pub receipt: Option<String>,
    pub sealed_receipt: Option<Vec<u8>>,
}

impl ReceiptRow {
    /// What binds the receipt of this report to its code.
    pub fn opening(&self, key: &DataKey, report_id: Uuid) -> Result<Option<Opening>> {
        let sealed = self.sealed_receipt.as_deref();
        Ok(sealed.map(|sealed| key.open("report", "sealed_receipt", report_id, sealed)).transpose()?)
    }
}

pub async fn find(db: &Db, report_id: Uuid) -> Result<Option<ReceiptRow>> {
    Ok(on_db!(db, c => sqlx::query_as("SELECT receipt, sealed_receipt FROM report WHERE id = $1")
        .bind(report_id).fetch_optional(c).await)?)
}

/// Notes that the reporter came back with the code; whether it was the first time.
pub async fn set_followed(tx: &mut Tx, report_id: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query("UPDATE report SET followed_at = $1 WHERE id = $2 AND followed_at IS NULL")
        .bind(now).bind(report_id).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Keeps the code for the visit that has the report open.
pub async fn set_code(tx: &mut Tx, visit_hash: &[u8], report_id: Uuid, sealed_code: &[u8]) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE follow_access SET sealed_code = $1 WHERE visit_hash = $2 AND report_id = $3")
        .bind(sealed_code).bind(visit_hash).bind(report_id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// The code as this visit keeps it.
pub async fn find_code(db: &Db, visit_hash: &[u8], report_id: Uuid, now: DateTime<Utc>) -> Result<Option<Vec<u8>>> {
    let row: Option<(Option<Vec<u8>>,)> = on_db!(db, c => sqlx::query_as(
        "SELECT sealed_code FROM follow_access WHERE visit_hash = $1 AND report_id = $2 AND expires_at > $3")
        .bind(visit_hash).bind(report_id).bind(now).fetch_optional(c).await)?;
    Ok(row.and_then(|(sealed,)| sealed))
}
