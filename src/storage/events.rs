//! What changed just now: a row for each change of a report, written with it, for whoever watches. Kept for a day.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Sql, Tx, Value, on_db, on_tx, reports::within, timeline::EntryRow};
use crate::domain::staff::Scope;

/// Entries that only go along with another one of the same change.
const COMPANIONS: &[&str] = &["reason", "status"];
/// A change by its reporter that takes a report to another desk is told as one that came: there it is new, and that it was
/// another one elsewhere may be what the fence keeps from those who have it now.
const COMES: (&str, &str) = ("changed_court", "received");

/// A change as somebody may see it: its report as it stands now, and who did it.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ChangeRow {
    pub id: i64,
    pub kind: String,
    pub staff_id: Option<Uuid>,
    pub who: Option<String>,
    pub report_id: Uuid,
    pub number: String,
    pub version: i64,
    pub status: String,
    pub assignee: Option<String>,
}

/// Adds the event of a change that leaves no entry in the timeline (a report that became late, for instance).
pub async fn add(
    tx: &mut Tx,
    report_id: Uuid,
    kind: &'static str,
    staff_id: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<()> {
    on_tx!(tx, c => sqlx::query("INSERT INTO report_event (report_id, kind, at, staff_id) VALUES ($1, $2, $3, $4)")
        .bind(report_id).bind(kind).bind(now).bind(staff_id).execute(c).await.map(|_| ()))?;
    tx.tell().await
}

/// Adds the events of entries: one for each change, not for what goes along with it.
pub(super) async fn add_all(tx: &mut Tx, entries: &[EntryRow]) -> Result<()> {
    let entries = entries.iter().filter(|entry| !COMPANIONS.contains(&entry.kind.as_str())).collect::<Vec<_>>();
    for some in entries.chunks(1_000) {
        on_tx!(tx, c => {
            let mut query = sqlx::QueryBuilder::new("INSERT INTO report_event (report_id, kind, at, staff_id, other_id) ");
            query.push_values(some, |mut row, entry| {
                let kind = if entry.kind == COMES.0 { COMES.1 } else { &entry.kind };
                row.push_bind(entry.report_id).push_bind(kind).push_bind(entry.at).push_bind(entry.staff_id);
                match entry.linked() {
                    Some(number) => row.push("(SELECT id FROM report WHERE number = ").push_bind_unseparated(number).push_unseparated(")"),
                    None => row.push("NULL"),
                };
            });
            query.build().execute(c).await.map(|_| ())
        })?;
    }
    if entries.is_empty() { Ok(()) } else { tx.tell().await }
}

/// The latest event there is; 0 if there is none.
pub async fn last(db: &Db) -> Result<i64> {
    let (id,): (i64,) =
        on_db!(db, c => sqlx::query_as("SELECT coalesce(max(id), 0) FROM report_event").fetch_one(c).await)?;
    Ok(id)
}

/// Identities of the events after one, and of those among `missing` that have come since, in order.
pub async fn ids_after(db: &Db, after: i64, missing: &[i64], limit: i64) -> Result<Vec<i64>> {
    let mut sql = Sql::new("SELECT id FROM report_event WHERE id > ");
    sql.bind(Value::Int(after));
    if !missing.is_empty() {
        sql.push(" OR id IN ").bind_list(missing.iter().copied().map(Value::Int));
    }
    sql.push(" ORDER BY id LIMIT ").bind(Value::Int(limit));
    let rows: Vec<(i64,)> = sql.fetch_all(db).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Whether the event of that identity, or an earlier one, is still kept; what came after it can then be told.
pub async fn reaches_back_to(db: &Db, id: i64) -> Result<bool> {
    let (first,): (Option<i64>,) =
        on_db!(db, c => sqlx::query_as("SELECT min(id) FROM report_event").fetch_one(c).await)?;
    Ok(first.is_some_and(|first| first <= id.saturating_add(1)))
}

/// Of these events, the ones that an officer may see, in order.
pub async fn these(db: &Db, scope: &Scope, ids: &[i64]) -> Result<Vec<ChangeRow>> {
    let mut sql = seen_by(scope);
    sql.push(" AND report_event.id IN ")
        .bind_list(ids.iter().copied().map(Value::Int))
        .push(" ORDER BY report_event.id");
    sql.fetch_all(db).await
}

/// The events after one up to another that an officer may see, in order.
pub async fn between(db: &Db, scope: &Scope, after: i64, until: i64, limit: i64) -> Result<Vec<ChangeRow>> {
    let mut sql = seen_by(scope);
    sql.push(" AND report_event.id > ")
        .bind(Value::Int(after))
        .push(" AND report_event.id <= ")
        .bind(Value::Int(until));
    sql.push(" ORDER BY report_event.id LIMIT ").bind(Value::Int(limit));
    sql.fetch_all(db).await
}

/// The live row decides: an event of a report that left the scope is not there. Nor is one of a link whose other end is not
/// within the scope: it would tell that there is one, as the entry would (`timeline::list_within`).
fn seen_by(scope: &Scope) -> Sql {
    let mut sql = Sql::new(
        "SELECT report_event.id, report_event.kind, report_event.staff_id, doer.name AS who, report.id AS report_id, report.number,
            report.version, report.status, owner.name AS assignee
         FROM report_event JOIN report ON report.id = report_event.report_id
            LEFT JOIN staff AS doer ON doer.id = report_event.staff_id LEFT JOIN staff AS owner ON owner.id = report.assignee
         WHERE ",
    );
    within(&mut sql, scope);
    sql.push(" AND (report_event.other_id IS NULL OR EXISTS (SELECT 1 FROM report WHERE report.id = report_event.other_id AND ");
    within(&mut sql, scope);
    sql.push("))");
    sql
}

pub async fn delete_older(tx: &mut Tx, than: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM report_event WHERE at <= $1").bind(than).execute(c).await.map(|_| ()))?;
    Ok(())
}
