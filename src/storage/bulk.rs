//! Bulk acts: one act on many reports, with what each report was before, so that it can be undone for ten minutes.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, StorageError, Tx, floods, on_db, on_tx, reports::ReportRow, teams};
use crate::domain::{codes::codes, workflow::Action};

codes! {
    /// How a report of a bulk act stands.
    ItemState {
        Waiting = "waiting",
        Done = "done",
        Refused = "refused",
        Undone = "undone",
        /// Not undone with the others, because somebody went on with it.
        Kept = "kept",
    }
}

#[derive(Clone, FromRow)]
pub struct ActRow {
    pub id: Uuid,
    pub staff_id: Uuid,
    pub court: String,
    pub role: String,
    pub action: String,
    pub key_id: String,
    pub sealed: Vec<u8>,
    pub at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
    pub undo_until: Option<DateTime<Utc>>,
    pub undone_at: Option<DateTime<Utc>>,
}

impl ActRow {
    pub fn action(&self) -> Result<Action> {
        Action::parse(&self.action).ok_or_else(|| StorageError::UnknownCode(self.action.clone()))
    }
}

#[derive(Clone, FromRow)]
pub struct ItemRow {
    pub bulk_id: Uuid,
    pub place: i64,
    pub report_id: Uuid,
    pub number: String,
    pub state: String,
    pub why: String,
    pub version: Option<i64>,
    pub snapshot: Option<String>,
    pub entries: Option<String>,
    pub told_at: Option<DateTime<Utc>>,
}

impl ItemRow {
    pub fn is(&self, state: ItemState) -> bool {
        self.state == state.as_str()
    }
}

/// The columns of a report that an act can change: codes, times and identities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    pub status: String,
    pub court: String,
    pub circuit: String,
    pub held: bool,
    pub flags: String,
    pub outcome: Option<String>,
    pub citizen_result: Option<String>,
    pub due_at: DateTime<Utc>,
    pub due_rule: String,
    pub due_from: NaiveDate,
    pub changed_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub assignee: Option<Uuid>,
    pub round: i64,
    pub boost: i64,
    pub triage_due: Option<DateTime<Utc>>,
    pub triage_warn: Option<DateTime<Utc>>,
    #[serde(default)]
    pub asked_from: Option<String>,
    pub priority: i64,
    pub due_band: i64,
    pub due_order: DateTime<Utc>,
    pub priority_at: DateTime<Utc>,
    pub priority_next: Option<DateTime<Utc>>,
    /// By how many it was confirmed when it was weighed. Others change that, so it is not put back.
    #[serde(default)]
    pub corroboration: Option<i64>,
    /// Of a report that is sent elsewhere, and leaves both.
    #[serde(default)]
    pub team: Option<teams::Turn>,
    #[serde(default)]
    pub flood: Option<floods::Place>,
}

impl Snapshot {
    /// Without team and flood.
    pub fn of(row: &ReportRow) -> Self {
        let row = row.clone();
        Self {
            team: None,
            flood: None,
            corroboration: Some(row.corroboration),
            status: row.status,
            court: row.court,
            circuit: row.circuit,
            held: row.held,
            flags: row.flags,
            outcome: row.outcome,
            citizen_result: row.citizen_result,
            due_at: row.due_at,
            due_rule: row.due_rule,
            due_from: row.due_from,
            changed_at: row.changed_at,
            closed_at: row.closed_at,
            assignee: row.assignee,
            round: row.round,
            boost: row.boost,
            triage_due: row.triage_due,
            triage_warn: row.triage_warn,
            asked_from: row.asked_from,
            priority: row.priority,
            due_band: row.due_band,
            due_order: row.due_order,
            priority_at: row.priority_at,
            priority_next: row.priority_next,
        }
    }
}

/// Adds an act; `false` when it was added before.
pub async fn add(tx: &mut Tx, act: &ActRow, items: &[ItemRow]) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "INSERT INTO bulk_act (id, staff_id, court, role, action, key_id, sealed, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (id) DO NOTHING")
        .bind(act.id).bind(act.staff_id).bind(&act.court).bind(&act.role).bind(&act.action).bind(&act.key_id).bind(&act.sealed).bind(act.at)
        .execute(c).await.map(|done| done.rows_affected()))?;
    if done == 0 {
        return Ok(false);
    }
    for some in items.chunks(1_000) {
        on_tx!(tx, c => {
            let mut query = sqlx::QueryBuilder::new("INSERT INTO bulk_item (bulk_id, place, report_id, number, state, why, version) ");
            query.push_values(some, |mut row, item| {
                row.push_bind(item.bulk_id).push_bind(item.place).push_bind(item.report_id).push_bind(&item.number).push_bind(&item.state)
                    .push_bind(&item.why).push_bind(item.version);
            });
            query.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(true)
}

/// For whoever did it, with the same right as then; never for anybody else.
pub async fn find_of(db: &Db, id: Uuid, staff_id: Uuid, court: &str, role: &str) -> Result<Option<ActRow>> {
    Ok(
        on_db!(db, c => sqlx::query_as("SELECT * FROM bulk_act WHERE id = $1 AND staff_id = $2 AND court = $3 AND role = $4")
        .bind(id).bind(staff_id).bind(court).bind(role).fetch_optional(c).await)?,
    )
}

/// Somebody's own acts since then, the newest first.
pub async fn list_of(db: &Db, staff_id: Uuid, since: DateTime<Utc>) -> Result<Vec<ActRow>> {
    Ok(
        on_db!(db, c => sqlx::query_as("SELECT * FROM bulk_act WHERE staff_id = $1 AND at >= $2 ORDER BY at DESC, id DESC LIMIT 20")
        .bind(staff_id).bind(since).fetch_all(c).await)?,
    )
}

/// For jobs.
pub async fn find(db: &Db, id: Uuid) -> Result<Option<ActRow>> {
    Ok(on_db!(db, c => sqlx::query_as("SELECT * FROM bulk_act WHERE id = $1").bind(id).fetch_optional(c).await)?)
}

/// All reports of an act, in the order in which they were named.
pub async fn items(db: &Db, id: Uuid) -> Result<Vec<ItemRow>> {
    Ok(
        on_db!(db, c => sqlx::query_as("SELECT * FROM bulk_item WHERE bulk_id = $1 ORDER BY place").bind(id).fetch_all(c).await)?,
    )
}

/// A waiting report is done; `false` when it waits no more.
pub async fn set_done(tx: &mut Tx, item: &ItemRow, version: i64, snapshot: &str, entries: &str) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "UPDATE bulk_item SET state = 'done', version = $3, snapshot = $4, entries = $5 WHERE bulk_id = $1 AND place = $2 AND state = 'waiting'")
        .bind(item.bulk_id).bind(item.place).bind(version).bind(snapshot).bind(entries)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Moves a report of an act from one state to another, with the reason; `false` when it was not in the first.
pub async fn set_state(tx: &mut Tx, item: &ItemRow, from: ItemState, to: ItemState, why: &str) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query("UPDATE bulk_item SET state = $4, why = $5 WHERE bulk_id = $1 AND place = $2 AND state = $3")
        .bind(item.bulk_id).bind(item.place).bind(from.as_str()).bind(to.as_str()).bind(why)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// It is finished, and can be undone until then. Returns whether nobody said so before.
pub async fn set_finished(tx: &mut Tx, id: Uuid, now: DateTime<Utc>, undo_until: DateTime<Utc>) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query("UPDATE bulk_act SET finished_at = $2, undo_until = $3 WHERE id = $1 AND finished_at IS NULL")
        .bind(id).bind(now).bind(undo_until).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Begins to undo, while there is time. Returns whether this call did.
pub async fn set_undone(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "UPDATE bulk_act SET undone_at = $2 WHERE id = $1 AND undone_at IS NULL AND finished_at IS NOT NULL AND undo_until > $2")
        .bind(id).bind(now).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// The reporter of this one is told now; `false` when that was done before.
pub async fn set_told(tx: &mut Tx, item: &ItemRow, now: DateTime<Utc>) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "UPDATE bulk_item SET told_at = $3 WHERE bulk_id = $1 AND place = $2 AND told_at IS NULL AND state IN ('done','kept')")
        .bind(item.bulk_id).bind(item.place).bind(now).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Puts a report back to what it was, if it still has `version`. Only the version goes on.
pub async fn restore(tx: &mut Tx, id: Uuid, version: i64, before: &Snapshot) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "UPDATE report SET status = $1, court = $2, circuit = $3, held = $4, flags = $5, outcome = $6, due_at = $7, due_rule = $8, due_from = $9,
            changed_at = $10, closed_at = $11, assignee = $12, round = $13, boost = $14, triage_due = $15, triage_warn = $16, priority = $17,
            due_band = $18, priority_at = $19, priority_next = $20, due_order = $23, citizen_result = $24, asked_from = $25, version = version + 1
         WHERE id = $21 AND version = $22")
        .bind(&before.status).bind(&before.court).bind(&before.circuit).bind(before.held).bind(&before.flags).bind(&before.outcome)
        .bind(before.due_at).bind(&before.due_rule).bind(before.due_from).bind(before.changed_at).bind(before.closed_at).bind(before.assignee)
        .bind(before.round).bind(before.boost).bind(before.triage_due).bind(before.triage_warn).bind(before.priority).bind(before.due_band)
        .bind(before.priority_at).bind(before.priority_next).bind(id).bind(version).bind(before.due_order).bind(&before.citizen_result)
        .bind(&before.asked_from)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}
