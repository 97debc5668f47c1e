//! Reports: one row each, typed content sealed under the row's own data key.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Sql, StorageError, Tx, Value, on_db, on_tx};
use crate::{
    crypto::{DataKey, Keys},
    domain::{
        report::{Category, Channel, Content, Desk, Reporter, Status, Summary},
        staff::{Reach, Scope},
    },
};

/// A report as the table has it.
#[derive(Clone, Debug, FromRow)]
pub struct ReportRow {
    pub id: Uuid,
    pub number: String,
    pub channel: String,
    pub category: String,
    pub status: String,
    pub desk: String,
    pub court: String,
    pub circuit: String,
    pub court_concerned: Option<String>,
    pub livelihood: Option<String>,
    pub language: String,
    pub held: bool,
    pub urgent: bool,
    pub priority: i64,
    pub flags: String,
    pub outcome: Option<String>,
    pub received_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub due_rule: String,
    pub withdraw_until: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub assignee: Option<Uuid>,
    pub opened_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub key_id: String,
    pub wrapped_key: Vec<u8>,
    pub sealed_summary: Vec<u8>,
    pub sealed_content: Vec<u8>,
    pub sealed_reporter: Option<Vec<u8>>,
    pub case_hash: Option<Vec<u8>>,
    pub respondent_hash: Option<Vec<u8>>,
}

impl ReportRow {
    pub fn channel(&self) -> Result<Channel> {
        Channel::parse(&self.channel).ok_or_else(|| StorageError::UnknownCode(self.channel.clone()))
    }

    pub fn category(&self) -> Result<Category> {
        Category::parse(&self.category).ok_or_else(|| StorageError::UnknownCode(self.category.clone()))
    }

    pub fn status(&self) -> Result<Status> {
        Status::parse(&self.status).ok_or_else(|| StorageError::UnknownCode(self.status.clone()))
    }

    pub fn data_key(&self, keys: &Keys) -> Result<DataKey> {
        Ok(DataKey::unwrap(keys, &self.key_id, &self.wrapped_key, "report", self.id)?)
    }

    pub fn summary(&self, key: &DataKey) -> Result<Summary> {
        Ok(key.open("report", "sealed_summary", self.id, &self.sealed_summary)?)
    }

    pub fn content(&self, key: &DataKey) -> Result<Content> {
        Ok(key.open("report", "sealed_content", self.id, &self.sealed_content)?)
    }

    pub fn reporter(&self, key: &DataKey) -> Result<Option<Reporter>> {
        let sealed = self.sealed_reporter.as_deref();
        Ok(sealed.map(|sealed| key.open("report", "sealed_reporter", self.id, sealed)).transpose()?)
    }

    /// Codes that say why staff should look at the report.
    pub fn flags(&self) -> Vec<String> {
        self.flags.split_whitespace().map(str::to_owned).collect()
    }
}

/// Adds a report; `false` when the number is taken, so that the caller draws another.
pub async fn add(tx: &mut Tx, row: &ReportRow, code_hash: &[u8]) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "INSERT INTO report (id, number, code_hash, channel, category, status, desk, court, circuit, court_concerned, livelihood, language,
            held, urgent, priority, flags, outcome, received_at, due_at, due_rule, withdraw_until, changed_at, closed_at, assignee, opened_at,
            version, key_id, wrapped_key, sealed_summary, sealed_content, sealed_reporter, case_hash, respondent_hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26,
            $27, $28, $29, $30, $31, $32, $33) ON CONFLICT (number) DO NOTHING")
        .bind(row.id).bind(&row.number).bind(code_hash).bind(&row.channel).bind(&row.category).bind(&row.status).bind(&row.desk)
        .bind(&row.court).bind(&row.circuit).bind(&row.court_concerned).bind(&row.livelihood).bind(&row.language)
        .bind(row.held).bind(row.urgent).bind(row.priority).bind(&row.flags).bind(&row.outcome).bind(row.received_at).bind(row.due_at)
        .bind(&row.due_rule).bind(row.withdraw_until).bind(row.changed_at).bind(row.closed_at).bind(row.assignee).bind(row.opened_at)
        .bind(row.version).bind(&row.key_id).bind(&row.wrapped_key).bind(&row.sealed_summary).bind(&row.sealed_content)
        .bind(&row.sealed_reporter).bind(&row.case_hash).bind(&row.respondent_hash)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// For its reporter, by the hash of the receipt code.
pub async fn find_by_code(db: &Db, code_hash: &[u8]) -> Result<Option<ReportRow>> {
    Ok(
        on_db!(db, c => sqlx::query_as("SELECT * FROM report WHERE code_hash = $1").bind(code_hash).fetch_optional(c).await)?,
    )
}

/// For its reporter, once a visit has opened it with its code.
pub async fn find_opened(db: &Db, visit_hash: &[u8], number: &str, now: DateTime<Utc>) -> Result<Option<ReportRow>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT report.* FROM report JOIN follow_access ON follow_access.report_id = report.id
         WHERE report.number = $1 AND follow_access.visit_hash = $2 AND follow_access.expires_at > $3")
        .bind(number).bind(visit_hash).bind(now).fetch_optional(c).await)?)
}

/// By row identity, for jobs; never for a request.
pub async fn find_by_id(db: &Db, id: Uuid) -> Result<Option<ReportRow>> {
    Ok(on_db!(db, c => sqlx::query_as("SELECT * FROM report WHERE id = $1").bind(id).fetch_optional(c).await)?)
}

/// For an officer: within the scope, or not at all.
pub async fn find(db: &Db, scope: &Scope, number: &str) -> Result<Option<ReportRow>> {
    let mut sql = Sql::new("SELECT * FROM report WHERE number = ");
    sql.bind(Value::Text(number.to_owned())).push(" AND ");
    within(&mut sql, scope);
    Ok(sql.fetch_all(db).await?.pop())
}

/// Which of these numbers an officer may see.
pub async fn visible(db: &Db, scope: &Scope, numbers: Vec<String>) -> Result<Vec<String>> {
    if numbers.is_empty() {
        return Ok(numbers);
    }
    let mut sql = Sql::new("SELECT report.number FROM report WHERE report.number IN ");
    sql.bind_list(numbers.into_iter().map(Value::Text)).push(" AND ");
    within(&mut sql, scope);
    let rows: Vec<(String,)> = sql.fetch_all(db).await?;
    Ok(rows.into_iter().map(|(number,)| number).collect())
}

/// The condition that a report is one of those an officer may see. It stands in every query of the desk.
pub fn within(sql: &mut Sql, scope: &Scope) {
    sql.push("report.desk = ").bind(Value::Text(scope.desk.to_string()));
    match &scope.reach {
        Reach::All => {}
        Reach::Circuit(code) => {
            sql.push(" AND report.circuit = ").bind(Value::Text(code.clone()));
        }
        Reach::Court(code) => {
            sql.push(" AND report.court = ").bind(Value::Text(code.clone()));
        }
    }
    if !scope.reads_own_complaints {
        sql.push(" AND (report.channel = 'lead' OR report.court_concerned IS NULL OR report.court_concerned <> ");
        sql.bind(Value::Text(scope.own_court.clone())).push(")");
    }
}

/// Writes what a step changed, if nobody changed the report since `row.version` was read. Returns whether it did;
/// afterwards the version is one higher.
pub async fn set(tx: &mut Tx, row: &ReportRow) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "UPDATE report SET status = $1, desk = $2, court = $3, circuit = $4, held = $5, flags = $6, outcome = $7, due_at = $8, due_rule = $9,
            changed_at = $10, closed_at = $11, assignee = $12, sealed_reporter = $13, version = version + 1
         WHERE id = $14 AND version = $15")
        .bind(&row.status).bind(&row.desk).bind(&row.court).bind(&row.circuit).bind(row.held).bind(&row.flags).bind(&row.outcome)
        .bind(row.due_at).bind(&row.due_rule).bind(row.changed_at).bind(row.closed_at).bind(row.assignee).bind(&row.sealed_reporter)
        .bind(row.id).bind(row.version)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// An answer to the court's question sends a report back to review, whatever else was noted on it meanwhile. Returns
/// whether it was waiting for one.
pub async fn set_answered(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "UPDATE report SET status = 'under_review', changed_at = $1, version = version + 1 WHERE id = $2 AND status = 'info_requested'")
        .bind(now).bind(id).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Notes that staff opened a report for the first time.
pub async fn set_opened(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE report SET opened_at = $1 WHERE id = $2 AND opened_at IS NULL")
        .bind(now).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// How many reports there are, up to `cap`.
pub async fn count_up_to(db: &Db, cap: i64) -> Result<i64> {
    let (count,): (i64,) = on_db!(db, c => sqlx::query_as("SELECT count(*) FROM (SELECT 1 AS one FROM report LIMIT $1) AS counted").bind(cap).fetch_one(c).await)?;
    Ok(count)
}

/// The desk of a row, for routing decisions.
pub fn desk_of(row: &ReportRow) -> Desk {
    Desk::parse(&row.desk).unwrap_or(Desk::Enforcement)
}
