//! Measures that were taken after a report. Codes, days and amounts stand plain; document and note are sealed.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Tx, on_db, on_tx};

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

/// A measure or a reminder, as the page of a report shows both.
#[derive(Clone, FromRow)]
pub struct BesideRow {
    /// `measure` or `reminder`
    pub what: String,
    pub id: Uuid,
    pub kind: String,
    pub day: NaiveDate,
    pub result: String,
    pub amount: Option<i64>,
    /// Who took the measure, or whose reminder it is.
    pub person: String,
    pub sealed: Vec<u8>,
}

/// Measures by their day, then reminders that wait or have rung, of those noted after a moment; in one statement.
pub async fn list_with_reminders(db: &Db, report_id: Uuid, after: DateTime<Utc>) -> Result<Vec<BesideRow>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT 'measure' AS what, measure.id AS id, measure.kind AS kind, measure.day AS day, measure.result AS result, measure.amount AS amount,
            staff.name AS person, measure.sealed AS sealed
         FROM measure JOIN staff ON staff.id = measure.staff_id WHERE measure.report_id = $1 AND measure.at > $2
         UNION ALL
         SELECT 'reminder', reminder.id, '', reminder.day, '', CAST(NULL AS BIGINT), staff.name, reminder.sealed
         FROM reminder JOIN staff ON staff.id = reminder.staff_id WHERE reminder.report_id = $1 AND reminder.at > $2 AND reminder.done_at IS NULL
         ORDER BY 1, 4, 2")
        .bind(report_id).bind(after).fetch_all(c).await)?)
}
