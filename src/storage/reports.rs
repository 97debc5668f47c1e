//! Reports: one row each, typed content sealed under the row's own data key.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use futures::TryStreamExt;
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Sql, StorageError, Tx, Value, on_db, on_tx, receipts::ReceiptRow};
use crate::{
    crypto::{DataKey, Keys},
    domain::{
        handling_time::Durations,
        priority::{Facts, Weight},
        report::{Category, Channel, Content, Desk, Reporter, Status, Summary},
        staff::{Reach, Scope},
        triage::{self, TriageState},
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
    /// The day from which the rule counts; for `extended`, the day that was set.
    pub due_from: NaiveDate,
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
    /// 1 as first sent, one higher with each change of the citizen.
    pub content_version: i64,
    /// One higher each time the reporter gives another name or address without changing what the report says.
    pub contact_version: i64,
    /// 1, one higher each time the report is reopened.
    pub round: i64,
    /// The citizen's latest word on whether it is settled.
    pub citizen_result: Option<String>,
    pub reopened_by_citizen: bool,
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Independent other reporters who say the same of the same case or respondent.
    pub corroboration: i64,
    /// Points that a rule or a person added.
    pub boost: i64,
    /// When what it tells of was seen.
    pub seen_at: DateTime<Utc>,
    /// Hours after which half of a lead's freshness is gone; 0: it does not go stale.
    pub half_life: i64,
    /// The place of its [`Band`].
    pub due_band: i64,
    /// The due date for sorting: of what is closed, a thousand years later.
    pub due_order: DateTime<Utc>,
    /// When the priority was counted, and when time alone changes it next.
    pub priority_at: DateTime<Utc>,
    pub priority_next: Option<DateTime<Utc>>,
    /// The first of a flood of near-identical texts; it counts the others.
    pub flood_of: Option<Uuid>,
    pub flood_size: i64,
    /// By when somebody is to have it, and from when the lane warns.
    pub triage_due: Option<DateTime<Utc>>,
    pub triage_warn: Option<DateTime<Utc>>,
    /// Where it stood when the court asked for information, if it was accepted by then.
    pub asked_from: Option<String>,
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

    /// The status that says what can be done: what was accepted stays so while its reporter is asked for more.
    pub fn standing(&self) -> Result<Status> {
        let asked = self.asked_from.as_deref().and_then(Status::parse);
        Ok(match self.status()? {
            Status::InfoRequested => asked.unwrap_or(Status::InfoRequested),
            status => status,
        })
    }

    /// Another one after everything that its reporter said anew, of the matter or of who reports: whoever began a change
    /// before that would take it back unseen.
    pub const fn said_version(&self) -> i64 {
        self.content_version + self.contact_version
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

    /// What its place in the queue is counted from.
    pub fn facts(&self) -> Facts<'_> {
        Facts {
            channel: &self.channel,
            category: &self.category,
            livelihood: self.livelihood.is_some(),
            received_at: self.received_at,
            seen_at: self.seen_at,
            half_life: self.half_life,
            corroboration: self.corroboration,
            boost: self.boost,
            due_at: self.due_at,
            open: self.closed_at.is_none(),
        }
    }

    /// Its place in the queue at `now`.
    fn order(&self, now: DateTime<Utc>) -> Order {
        Order::of(&self.facts(), now)
    }

    /// Counts its place in the queue, for a row that is about to be added.
    pub fn weigh(&mut self, now: DateTime<Utc>) {
        let Order { priority, due_band, due, next } = self.order(now);
        (self.priority, self.due_band, self.due_order) = (priority, due_band, due);
        (self.priority_at, self.priority_next) = (now, next);
    }

    /// How urgently somebody has to take it.
    pub fn triage_state(&self, now: DateTime<Utc>) -> TriageState {
        let unowned = self.closed_at.is_none() && self.assignee.is_none();
        triage::state(unowned, self.triage_warn, self.triage_due, now)
    }

    /// Codes that say why staff should look at the report.
    pub fn flags(&self) -> Vec<String> {
        self.flags.split_whitespace().map(str::to_owned).collect()
    }
}

/// A report's place in the queue, as the table has it.
struct Order {
    priority: i64,
    due_band: i64,
    due: DateTime<Utc>,
    next: Option<DateTime<Utc>>,
}

impl Order {
    fn of(facts: &Facts<'_>, now: DateTime<Utc>) -> Self {
        let Weight { priority, band, next } = facts.weight(now);
        let after_all = if facts.open { TimeDelta::zero() } else { TimeDelta::days(365_250) };
        Self { priority, due_band: band.place(), due: facts.due_at + after_all, next }
    }
}

/// Adds a report with its receipt; `false` when the number is taken, so that the caller draws another.
pub async fn add(tx: &mut Tx, row: &ReportRow, code_hash: &[u8], receipt: &ReceiptRow) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "INSERT INTO report (id, number, code_hash, channel, category, status, desk, court, circuit, court_concerned, livelihood, language,
            held, urgent, priority, flags, outcome, received_at, due_at, due_rule, withdraw_until, changed_at, closed_at, assignee, opened_at,
            version, key_id, wrapped_key, sealed_summary, sealed_content, sealed_reporter, case_hash, respondent_hash, due_from,
            corroboration, boost, seen_at, half_life, due_band, due_order, priority_at, priority_next, triage_due, triage_warn,
            receipt, sealed_receipt)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26,
            $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46) ON CONFLICT (number) DO NOTHING")
        .bind(row.id).bind(&row.number).bind(code_hash).bind(&row.channel).bind(&row.category).bind(&row.status).bind(&row.desk)
        .bind(&row.court).bind(&row.circuit).bind(&row.court_concerned).bind(&row.livelihood).bind(&row.language)
        .bind(row.held).bind(row.urgent).bind(row.priority).bind(&row.flags).bind(&row.outcome).bind(row.received_at).bind(row.due_at)
        .bind(&row.due_rule).bind(row.withdraw_until).bind(row.changed_at).bind(row.closed_at).bind(row.assignee).bind(row.opened_at)
        .bind(row.version).bind(&row.key_id).bind(&row.wrapped_key).bind(&row.sealed_summary).bind(&row.sealed_content)
        .bind(&row.sealed_reporter).bind(&row.case_hash).bind(&row.respondent_hash).bind(row.due_from)
        .bind(row.corroboration).bind(row.boost).bind(row.seen_at).bind(row.half_life).bind(row.due_band).bind(row.due_order)
        .bind(row.priority_at).bind(row.priority_next)
        .bind(row.triage_due).bind(row.triage_warn).bind(&receipt.receipt).bind(&receipt.sealed_receipt)
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

/// As it stands now, held on PostgreSQL until the transaction ends (SQLite has one writer anyway).
pub async fn find_for_change(tx: &mut Tx, id: Uuid) -> Result<Option<ReportRow>> {
    Ok(match tx {
        Tx::Sqlite(tx) => {
            sqlx::query_as("SELECT * FROM report WHERE id = $1").bind(id).fetch_optional(&mut **tx).await?
        }
        Tx::Postgres(tx) => {
            sqlx::query_as("SELECT * FROM report WHERE id = $1 FOR UPDATE").bind(id).fetch_optional(&mut **tx).await?
        }
    })
}

/// For whoever holds the address of the draft: the report that it became or that it changes.
pub async fn find_of_draft(db: &Db, token_hash: &[u8]) -> Result<Option<ReportRow>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT report.* FROM report JOIN draft ON report.id = coalesce(draft.report_id, draft.changes_report) WHERE draft.token_hash = $1")
        .bind(token_hash).fetch_optional(c).await)?)
}

/// For an officer: within the scope, or not at all.
pub async fn find(db: &Db, scope: &Scope, number: &str) -> Result<Option<ReportRow>> {
    let mut sql = Sql::new("SELECT * FROM report WHERE number = ");
    sql.bind(Value::Text(number.to_owned())).push(" AND ");
    within(&mut sql, scope);
    Ok(sql.fetch_all(db).await?.pop())
}

/// Those of these reports that an officer may see, in no order.
pub async fn find_many(db: &Db, scope: &Scope, numbers: Vec<String>) -> Result<Vec<ReportRow>> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("SELECT * FROM report WHERE number IN ");
    sql.bind_list(numbers.into_iter().map(Value::Text)).push(" AND ");
    within(&mut sql, scope);
    sql.fetch_all(db).await
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

/// Which of these reports an officer may see.
pub async fn visible_ids(db: &Db, scope: &Scope, ids: &[Uuid]) -> Result<Vec<Uuid>> {
    let mut sql = Sql::new("SELECT report.id FROM report WHERE report.id IN ");
    sql.bind_list(ids.iter().copied().map(Value::Id)).push(" AND ");
    within(&mut sql, scope);
    let rows: Vec<(Uuid,)> = sql.fetch_all(db).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The sealed contents of these reports, within the scope.
pub async fn contents(db: &Db, scope: &Scope, ids: &[Uuid]) -> Result<Vec<(Uuid, Vec<u8>)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("SELECT report.id, report.sealed_content FROM report WHERE report.id IN ");
    sql.bind_list(ids.iter().copied().map(Value::Id)).push(" AND ");
    within(&mut sql, scope);
    sql.fetch_all(db).await
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
        sql.push(" AND (report.channel = 'lead' OR report.court_concerned IS NULL OR report.court_concerned NOT IN ");
        sql.bind_list(scope.own_codes().cloned().map(Value::Text)).push(")");
    }
}

impl ReportRow {
    /// Whether it is within a scope: what [`within`] asks in a query.
    pub fn is_within(&self, scope: &Scope) -> bool {
        let reached = match &scope.reach {
            Reach::All => true,
            Reach::Circuit(code) => self.circuit == *code,
            Reach::Court(code) => self.court == *code,
        };
        let channel = Channel::parse(&self.channel).unwrap_or(Channel::Complaint);
        self.desk == scope.desk.as_str() && reached && !scope.is_fenced(channel, self.court_concerned.as_deref())
    }
}

/// Writes what a step changed, if nobody changed the report since `row.version` was read. Returns whether it did;
/// afterwards the version is one higher.
pub async fn set(tx: &mut Tx, row: &ReportRow) -> Result<bool> {
    let order = row.order(row.changed_at);
    let done = on_tx!(tx, c => sqlx::query(
        "UPDATE report SET status = $1, desk = $2, court = $3, circuit = $4, held = $5, flags = $6, outcome = $7, due_at = $8, due_rule = $9,
            changed_at = $10, closed_at = $11, assignee = $12, sealed_reporter = $13, due_from = $14, round = $15, citizen_result = $16,
            reopened_by_citizen = $17, withdrawn_at = $18, contact_version = $19, priority = $22,
            due_band = $23, due_order = $24, priority_at = $10, priority_next = $25, boost = $26, triage_due = $27, triage_warn = $28,
            asked_from = $29, version = version + 1
         WHERE id = $20 AND version = $21")
        .bind(&row.status).bind(&row.desk).bind(&row.court).bind(&row.circuit).bind(row.held).bind(&row.flags).bind(&row.outcome)
        .bind(row.due_at).bind(&row.due_rule).bind(row.changed_at).bind(row.closed_at).bind(row.assignee).bind(&row.sealed_reporter)
        .bind(row.due_from).bind(row.round).bind(&row.citizen_result).bind(row.reopened_by_citizen).bind(row.withdrawn_at)
        .bind(row.contact_version).bind(row.id).bind(row.version)
        .bind(order.priority).bind(order.due_band).bind(order.due).bind(order.next).bind(row.boost)
        .bind(row.triage_due).bind(row.triage_warn).bind(&row.asked_from)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Writes other content in the place of what stood there, with everything that follows from it. The caller holds the
/// row (see [`find_for_change`]); afterwards both versions are one higher.
pub async fn set_content(tx: &mut Tx, row: &ReportRow) -> Result<()> {
    let order = row.order(row.changed_at);
    on_tx!(tx, c => sqlx::query(
        "UPDATE report SET category = $1, status = $2, desk = $3, court = $4, circuit = $5, court_concerned = $6, livelihood = $7, held = $8,
            urgent = $9, priority = $10, flags = $11, due_at = $12, due_rule = $13, changed_at = $14, assignee = $15, opened_at = $16,
            sealed_summary = $17, sealed_content = $18, sealed_reporter = $19, case_hash = $20, respondent_hash = $21, due_from = $22,
            seen_at = $24, half_life = $25, due_band = $26, due_order = $27, priority_at = $14, priority_next = $28,
            triage_due = $29, triage_warn = $30,
            version = version + 1, content_version = content_version + 1
         WHERE id = $23")
        .bind(&row.category).bind(&row.status).bind(&row.desk).bind(&row.court).bind(&row.circuit).bind(&row.court_concerned)
        .bind(&row.livelihood).bind(row.held).bind(row.urgent).bind(order.priority).bind(&row.flags).bind(row.due_at).bind(&row.due_rule)
        .bind(row.changed_at).bind(row.assignee).bind(row.opened_at).bind(&row.sealed_summary).bind(&row.sealed_content)
        .bind(&row.sealed_reporter).bind(&row.case_hash).bind(&row.respondent_hash).bind(row.due_from).bind(row.id)
        .bind(row.seen_at).bind(row.half_life).bind(order.due_band).bind(order.due).bind(order.next)
        .bind(row.triage_due).bind(row.triage_warn)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Notes that the citizen is asked again after this round. Returns whether nobody did so before, and it is still closed.
pub async fn set_asked(tx: &mut Tx, id: Uuid, round: i64) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "UPDATE report SET asked_round = $2 WHERE id = $1 AND round = $2 AND asked_round < $2 AND closed_at IS NOT NULL")
        .bind(id).bind(round).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// An answer to the court's question sends a report back to review, or to where it stood if it was accepted before,
/// whatever else was noted on it meanwhile. Returns where, if it was waiting for one.
pub async fn set_answered(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<Option<Status>> {
    let row: Option<(String,)> = on_tx!(tx, c => sqlx::query_as(
        "UPDATE report SET status = coalesce(asked_from, 'under_review'), asked_from = NULL, changed_at = $1, version = version + 1
         WHERE id = $2 AND status = 'info_requested' RETURNING status")
        .bind(now).bind(id).fetch_optional(c).await)?;
    row.map(|(status,)| Status::parse(&status).ok_or(StorageError::UnknownCode(status))).transpose()
}

/// Notes that staff opened a report for the first time.
pub async fn set_opened(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE report SET opened_at = $1 WHERE id = $2 AND opened_at IS NULL")
        .bind(now).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// The due date of an open report, by when somebody is to have it, and what both were counted from.
#[derive(Clone, Debug, FromRow)]
pub struct DueRow {
    pub id: Uuid,
    pub version: i64,
    pub channel: String,
    pub urgent: bool,
    pub due_at: DateTime<Utc>,
    pub due_rule: String,
    pub due_from: NaiveDate,
    pub triage_due: Option<DateTime<Utc>>,
    pub triage_warn: Option<DateTime<Utc>>,
    pub received_at: DateTime<Utc>,
    /// When its reporter's change last took it to another desk: it began there as it came.
    pub changed_court_at: Option<DateTime<Utc>>,
    /// When it last became somebody's to take anew.
    pub handed_at: Option<DateTime<Utc>>,
}

impl DueRow {
    /// From when it is counted by when somebody is to have it.
    pub fn triage_from(&self) -> DateTime<Utc> {
        let since = |handed: &DateTime<Utc>| self.changed_court_at.is_none_or(|changed| *handed > changed);
        self.handed_at.filter(since).unwrap_or(self.received_at)
    }
}

/// The next open reports in the order of their identity, after `after`, as they stand in this transaction.
pub async fn list_open_due(tx: &mut Tx, after: Uuid, limit: i64) -> Result<Vec<DueRow>> {
    Ok(on_tx!(tx, c => sqlx::query_as(
        "SELECT id, version, channel, urgent, due_at, due_rule, due_from, triage_due, triage_warn, received_at,
            (SELECT max(at) FROM timeline WHERE report_id = report.id AND kind = 'changed_court') AS changed_court_at,
            (SELECT max(at) FROM timeline WHERE report_id = report.id AND recalled_at IS NULL
                AND kind IN ('release','transfer','reopen','reopened')) AS handed_at
         FROM report WHERE closed_at IS NULL AND id > $1 ORDER BY id LIMIT $2")
        .bind(after).bind(limit).fetch_all(c).await)?)
}

/// Writes the dates as `row` has them now and leaves the rest of its order to the job that weighs, if nobody changed the
/// report since `row.version` was read. Returns whether it did.
pub async fn set_due(tx: &mut Tx, row: &DueRow) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "UPDATE report SET due_at = $1, due_order = $1, triage_due = $2, triage_warn = $3, priority_next = priority_at, version = version + 1
         WHERE id = $4 AND version = $5 AND closed_at IS NULL")
        .bind(row.due_at).bind(row.triage_due).bind(row.triage_warn).bind(row.id).bind(row.version)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// What decides where a report stands in the queue.
#[derive(Clone, Debug, FromRow)]
pub struct WeightRow {
    pub id: Uuid,
    pub channel: String,
    pub category: String,
    pub livelihood: Option<String>,
    pub received_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub half_life: i64,
    pub corroboration: i64,
    pub boost: i64,
    pub due_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub due_band: i64,
    pub version: i64,
}

impl WeightRow {
    fn facts(&self) -> Facts<'_> {
        Facts {
            channel: &self.channel,
            category: &self.category,
            livelihood: self.livelihood.is_some(),
            received_at: self.received_at,
            seen_at: self.seen_at,
            half_life: self.half_life,
            corroboration: self.corroboration,
            boost: self.boost,
            due_at: self.due_at,
            open: self.closed_at.is_none(),
        }
    }
}

/// The reports whose place in the queue time has changed, those that wait longest first.
pub async fn list_to_weigh(tx: &mut Tx, now: DateTime<Utc>, limit: i64) -> Result<Vec<WeightRow>> {
    Ok(on_tx!(tx, c => sqlx::query_as(
        "SELECT id, channel, category, livelihood, received_at, seen_at, half_life, corroboration, boost, due_at, closed_at, due_band, version
         FROM report WHERE priority_next IS NOT NULL AND priority_next <= $1 ORDER BY priority_next LIMIT $2")
        .bind(now).bind(limit).fetch_all(c).await)?)
}

/// One report, to be weighed after something changed that its priority is made of.
pub async fn find_to_weigh(tx: &mut Tx, id: Uuid) -> Result<Option<WeightRow>> {
    Ok(on_tx!(tx, c => sqlx::query_as(
        "SELECT id, channel, category, livelihood, received_at, seen_at, half_life, corroboration, boost, due_at, closed_at, due_band, version
         FROM report WHERE id = $1")
        .bind(id).fetch_optional(c).await)?)
}

/// Writes a report's place in the queue, if nobody changed it since it was read, nor who confirms it and its points, which
/// change without a version: whoever did has weighed it. It is no
/// change that anybody made, so the version stays. Returns whether it is nearer to its due date now, or farther from it.
pub async fn set_weight(tx: &mut Tx, row: &WeightRow, now: DateTime<Utc>) -> Result<bool> {
    let order = Order::of(&row.facts(), now);
    let done = on_tx!(tx, c => sqlx::query(
        "UPDATE report SET priority = $1, due_band = $2, due_order = $3, priority_at = $4, priority_next = $5 WHERE id = $6 AND version = $7
            AND corroboration = $8 AND boost = $9")
        .bind(order.priority).bind(order.due_band).bind(order.due).bind(now).bind(order.next).bind(row.id).bind(row.version)
        .bind(row.corroboration).bind(row.boost)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1 && order.due_band != row.due_band)
}

/// How long reports took that really were closed since then, for each channel and kind: those that the court ended with a
/// result, not those declined, withdrawn, or closed because another report was the same.
pub async fn durations(
    db: &Db,
    since: DateTime<Utc>,
) -> Result<std::collections::BTreeMap<(String, String), Durations>> {
    let mut found = std::collections::BTreeMap::<_, Durations>::new();
    on_db!(db, c => {
        let mut rows = sqlx::query_as::<_, (String, String, DateTime<Utc>, DateTime<Utc>)>(
            "SELECT channel, category, received_at, closed_at FROM report
             WHERE closed_at > $1 AND outcome IS NOT NULL AND outcome <> 'duplicate' AND status IN ('resolved', 'archived')")
            .bind(since).fetch(c);
        while let Some((channel, category, received_at, closed_at)) = rows.try_next().await? {
            found.entry((channel.clone(), category)).or_default().add(received_at, closed_at);
            found.entry((channel, String::new())).or_default().add(received_at, closed_at);
        }
    });
    Ok(found)
}

/// Open complaints about courts that became others and which lie with courts that others became, each with the court where
/// it lies and the one it is about. `mergers` are the old and the new codes.
pub async fn list_about_former<'a>(
    db: &Db,
    mergers: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<Vec<(Uuid, String, String)>> {
    let (old, new): (Vec<_>, Vec<_>) = mergers.unzip();
    if old.is_empty() {
        return Ok(Vec::new());
    }
    let codes = |codes: Vec<&str>| codes.into_iter().map(|code| Value::Text(code.to_owned())).collect::<Vec<_>>();
    let mut sql = Sql::new(
        "SELECT id, court, court_concerned FROM report WHERE channel = 'complaint' AND closed_at IS NULL AND court_concerned IN ",
    );
    sql.bind_list(codes(old)).push(" AND court IN ").bind_list(codes(new));
    sql.fetch_all(db).await
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
