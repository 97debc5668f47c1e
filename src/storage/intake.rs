//! Reports that a clerk took in, and the look-up of a caller's earlier ones.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Sql, Tx, Value, on_db, on_tx, reports::within};
use crate::domain::{
    report::Channel,
    staff::{Role, Scope},
};

/// Who took a report in, how it came, and both times.
#[derive(Clone, Debug, FromRow)]
pub struct IntakeRow {
    pub report_id: Uuid,
    pub staff_id: Uuid,
    pub way: String,
    pub received_at: DateTime<Utc>,
    pub recorded_at: DateTime<Utc>,
    /// When the code was handed over to be texted, unless that failed.
    pub texted_at: Option<DateTime<Utc>>,
    /// When it turned out that it could not be texted, until it is tried again.
    pub text_failed_at: Option<DateTime<Utc>>,
}

pub async fn add(tx: &mut Tx, row: &IntakeRow) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO intake (report_id, staff_id, way, received_at, recorded_at, texted_at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(row.report_id).bind(row.staff_id).bind(&row.way).bind(row.received_at).bind(row.recorded_at).bind(row.texted_at)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// What was noted of a report that this person took in.
pub async fn find(db: &Db, number: &str, staff_id: Uuid) -> Result<Option<IntakeRow>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT intake.* FROM intake JOIN report ON report.id = intake.report_id WHERE report.number = $1 AND intake.staff_id = $2")
        .bind(number).bind(staff_id).fetch_optional(c).await)?)
}

/// Notes that the code was sent as a text message; `false` when that happened before.
pub async fn set_texted(tx: &mut Tx, report_id: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query("UPDATE intake SET texted_at = $1, text_failed_at = NULL WHERE report_id = $2 AND texted_at IS NULL")
        .bind(now).bind(report_id).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Notes that the message did not go; `false` when that is known.
pub async fn set_text_failed(tx: &mut Tx, report_id: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "UPDATE intake SET texted_at = NULL, text_failed_at = $1 WHERE report_id = $2 AND texted_at IS NOT NULL")
        .bind(now).bind(report_id).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// By what a caller's earlier reports are looked up.
pub enum By {
    Number(String),
    /// Keyed hash of a case number.
    Case(Vec<u8>),
    /// Keyed hash of the mobile at which news reach the reporter.
    Mobile(Vec<u8>),
}

/// A report, as much of it as answers a caller.
#[derive(Clone, Debug, FromRow)]
pub struct EarlierRow {
    pub number: String,
    pub channel: String,
    pub category: String,
    pub status: String,
    pub received_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
}

/// The latest of them, within the scope. A mobile tells who reported: it finds the reports of those channels alone in
/// which the role may read that.
pub async fn earlier(db: &Db, scope: &Scope, role: Role, by: By, limit: i64) -> Result<Vec<EarlierRow>> {
    let mut sql =
        Sql::new("SELECT number, channel, category, status, received_at, due_at, closed_at FROM report WHERE ");
    within(&mut sql, scope);
    match by {
        By::Number(number) => sql.push(" AND report.number = ").bind(Value::Text(number)),
        By::Case(hash) => sql.push(" AND report.case_hash = ").bind(Value::Bytes(hash)),
        By::Mobile(hash) => {
            let readable = Channel::ALL.iter().filter(|channel| role.reads_identity(**channel));
            let readable = readable.map(|channel| Value::Text(channel.to_string())).chain([Value::Text(String::new())]);
            sql.push(" AND report.channel IN ").bind_list(readable);
            sql.push(" AND report.id IN (SELECT report_id FROM contact WHERE address_hash = ").bind(Value::Bytes(hash));
            sql.push(")")
        }
    };
    sql.push(" ORDER BY report.received_at DESC, report.id DESC LIMIT ").bind(Value::Int(limit));
    sql.fetch_all(db).await
}
