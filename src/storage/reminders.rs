//! Reminders: a day, whose it is, and a sealed note.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Sql, Tx, Value, on_tx, reports::within};
use crate::domain::staff::Scope;

#[derive(Clone, FromRow)]
pub struct ReminderRow {
    pub id: Uuid,
    pub report_id: Uuid,
    pub staff_id: Uuid,
    pub set_by: Uuid,
    pub day: NaiveDate,
    pub at: DateTime<Utc>,
    pub rung_at: Option<DateTime<Utc>>,
    pub done_at: Option<DateTime<Utc>>,
    pub sealed: Vec<u8>,
}

/// A reminder with what opens it.
#[derive(Clone, FromRow)]
pub struct MineRow {
    pub id: Uuid,
    pub day: NaiveDate,
    pub sealed: Vec<u8>,
    pub report_id: Uuid,
    pub number: String,
    pub channel: String,
    pub category: String,
    pub status: String,
    pub key_id: String,
    pub wrapped_key: Vec<u8>,
}

pub async fn add(tx: &mut Tx, row: &ReminderRow) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO reminder (id, report_id, staff_id, set_by, day, at, rung_at, done_at, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
        .bind(row.id).bind(row.report_id).bind(row.staff_id).bind(row.set_by).bind(row.day).bind(row.at).bind(row.rung_at).bind(row.done_at)
        .bind(&row.sealed).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// It rings, once; nothing when it has, or is done.
pub async fn set_rung(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<Option<ReminderRow>> {
    Ok(on_tx!(tx, c => sqlx::query_as(
        "UPDATE reminder SET rung_at = $1 WHERE id = $2 AND rung_at IS NULL AND done_at IS NULL RETURNING *")
        .bind(now).bind(id).fetch_optional(c).await)?)
}

/// All that wait on a report are over.
pub async fn set_all_done(tx: &mut Tx, report_id: Uuid, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE reminder SET done_at = $1 WHERE report_id = $2 AND done_at IS NULL")
        .bind(now).bind(report_id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// One that waits on a report, with what its owner is.
#[derive(Clone, FromRow)]
pub struct WaitingRow {
    pub id: Uuid,
    pub court: String,
    pub role: String,
}

pub async fn list_waiting(tx: &mut Tx, report_id: Uuid) -> Result<Vec<WaitingRow>> {
    Ok(on_tx!(tx, c => sqlx::query_as(
        "SELECT reminder.id, staff.court, staff.role FROM reminder JOIN staff ON staff.id = reminder.staff_id
         WHERE reminder.report_id = $1 AND reminder.done_at IS NULL")
        .bind(report_id).fetch_all(c).await)?)
}

/// It is over, whoever's it is.
pub async fn set_over(tx: &mut Tx, id: Uuid, at: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE reminder SET done_at = $1 WHERE id = $2 AND done_at IS NULL")
        .bind(at).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Those that were over at this very moment wait again; returns them.
pub async fn set_waiting_again(tx: &mut Tx, report_id: Uuid, done_at: DateTime<Utc>) -> Result<Vec<ReminderRow>> {
    Ok(
        on_tx!(tx, c => sqlx::query_as("UPDATE reminder SET done_at = NULL WHERE report_id = $1 AND done_at = $2 RETURNING *")
        .bind(report_id).bind(done_at).fetch_all(c).await)?,
    )
}

/// Whoever it is for, or whoever set it, is done with it; a second time changes nothing. Returns whether there is one.
pub async fn set_done(tx: &mut Tx, id: Uuid, staff_id: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "UPDATE reminder SET done_at = COALESCE(done_at, $1) WHERE id = $2 AND (staff_id = $3 OR set_by = $3)")
        .bind(now).bind(id).bind(staff_id).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Somebody's own, of reports within the scope, the next one first.
pub async fn list_of(db: &Db, scope: &Scope, staff_id: Uuid) -> Result<Vec<MineRow>> {
    let mut sql = Sql::new(
        "SELECT reminder.id, reminder.day, reminder.sealed, report.id AS report_id, report.number, report.channel, report.category, report.status,
            report.key_id, report.wrapped_key
         FROM reminder JOIN report ON report.id = reminder.report_id WHERE reminder.done_at IS NULL AND reminder.staff_id = ",
    );
    sql.bind(Value::Id(staff_id)).push(" AND ");
    within(&mut sql, scope);
    sql.push(" ORDER BY reminder.day, reminder.id LIMIT 200");
    sql.fetch_all(db).await
}
