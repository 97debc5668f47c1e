//! Measures that were taken after a report. Codes, days and amounts stand plain; document and note are sealed.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Result, Tx, on_tx};

#[derive(Clone, FromRow)]
pub struct MeasureRow {
    pub id: Uuid,
    pub report_id: Uuid,
    /// A row of `data/measures.csv`.
    pub kind: String,
    pub day: NaiveDate,
    /// A code of [`MeasureResult`](crate::domain::measure::MeasureResult), or nothing.
    pub result: String,
    /// In fen.
    pub amount: Option<i64>,
    pub staff_id: Uuid,
    pub at: DateTime<Utc>,
    pub sealed: Vec<u8>,
}

pub async fn add(tx: &mut Tx, row: &MeasureRow) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO measure (id, report_id, kind, day, result, amount, staff_id, at, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
        .bind(row.id).bind(row.report_id).bind(&row.kind).bind(row.day).bind(&row.result).bind(row.amount).bind(row.staff_id).bind(row.at)
        .bind(&row.sealed).execute(c).await.map(|_| ()))?;
    Ok(())
}
