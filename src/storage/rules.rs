//! Rules, their versions, their firings and their dry runs.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Sql, Tx, Value, on_db, on_tx, reports::within};
use crate::domain::staff::Scope;

/// A rule with its latest version.
#[derive(Clone, Debug, FromRow)]
pub struct RuleRow {
    pub id: Uuid,
    pub court: String,
    /// Whether it reaches the courts below.
    pub below: bool,
    pub place: i64,
    pub version: i64,
    pub active: bool,
    pub dry_version: Option<i64>,
    pub deleted_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub key_id: String,
    /// The version's text.
    pub sealed: Vec<u8>,
}

/// A version of a rule.
#[derive(Clone, Debug, FromRow)]
pub struct VersionRow {
    pub rule_id: Uuid,
    pub version: i64,
    pub key_id: String,
    pub sealed: Vec<u8>,
    pub made_by: Uuid,
    pub made_at: DateTime<Utc>,
    #[sqlx(default)]
    pub maker: Option<String>,
}

/// A dry run.
#[derive(Clone, Debug, FromRow)]
pub struct RunRow {
    pub id: Uuid,
    pub rule_id: Uuid,
    pub version: i64,
    pub done: i64,
    pub total: i64,
    /// Counts, codes and identities.
    pub result: String,
    pub started_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

/// What a dry run reads of a report, and a page lists.
#[derive(Clone, Debug, FromRow)]
pub struct TriedRow {
    pub id: Uuid,
    pub number: String,
    pub channel: String,
    pub category: String,
    pub court: String,
    pub court_concerned: Option<String>,
    pub received_at: DateTime<Utc>,
}

pub async fn add(tx: &mut Tx, row: &RuleRow) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO rule (id, court, below, place, version, active, dry_version, created_at, changed_at)
         VALUES ($1, $2, $3, (SELECT coalesce(max(place), 0) + 1 FROM rule WHERE court = $2), 1, FALSE, NULL, $4, $4)")
        .bind(row.id).bind(&row.court).bind(row.below).bind(row.created_at).execute(c).await.map(|_| ()))?;
    Ok(())
}

pub async fn add_version(tx: &mut Tx, row: &VersionRow) -> Result<()> {
    on_tx!(tx, c => sqlx::query("INSERT INTO rule_version (rule_id, version, key_id, sealed, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(row.rule_id).bind(row.version).bind(&row.key_id).bind(&row.sealed).bind(row.made_by).bind(row.made_at)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// A new version, which is off. `false` when somebody else was quicker.
pub async fn set_version(tx: &mut Tx, id: Uuid, before: i64, now: DateTime<Utc>) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "UPDATE rule SET version = version + 1, active = FALSE, changed_at = $1 WHERE id = $2 AND version = $3 AND deleted_at IS NULL")
        .bind(now).bind(id).bind(before).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Switches exactly that version on, if it was run dry. `false` when it was not, or another version stands there now.
pub async fn set_active(tx: &mut Tx, id: Uuid, version: i64, now: DateTime<Utc>) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "UPDATE rule SET active = TRUE, changed_at = $1 WHERE id = $2 AND version = $3 AND dry_version = $3 AND deleted_at IS NULL")
        .bind(now).bind(id).bind(version).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

pub async fn set_off(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE rule SET active = FALSE, changed_at = $1 WHERE id = $2").bind(now).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Takes a rule away; its versions stay for the timelines that name them.
pub async fn set_deleted(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE rule SET active = FALSE, deleted_at = $1 WHERE id = $2").bind(now).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

pub async fn set_place(tx: &mut Tx, id: Uuid, place: i64) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE rule SET place = $1 WHERE id = $2").bind(place).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// A court's rules in their order.
pub async fn list(db: &Db, court: &str) -> Result<Vec<RuleRow>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT rule.*, rule_version.key_id, rule_version.sealed FROM rule
         JOIN rule_version ON rule_version.rule_id = rule.id AND rule_version.version = rule.version
         WHERE rule.court = $1 AND rule.deleted_at IS NULL ORDER BY rule.place, rule.id")
        .bind(court).fetch_all(c).await)?)
}

/// All rules that are on, each court's in its order.
pub async fn list_active(db: &Db) -> Result<Vec<RuleRow>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT rule.*, rule_version.key_id, rule_version.sealed FROM rule
         JOIN rule_version ON rule_version.rule_id = rule.id AND rule_version.version = rule.version
         WHERE rule.active ORDER BY rule.court, rule.place, rule.id")
        .fetch_all(c).await)?)
}

/// The versions of a rule, newest first.
pub async fn list_versions(db: &Db, rule: Uuid) -> Result<Vec<VersionRow>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT rule_version.*, staff.name AS maker FROM rule_version JOIN staff ON staff.id = rule_version.made_by
         WHERE rule_id = $1 ORDER BY version DESC LIMIT 50").bind(rule).fetch_all(c).await)?)
}

/// Notes that this version fires on this report; `false` when it did before.
pub async fn add_fired(tx: &mut Tx, report: Uuid, rule: &RuleRow, now: DateTime<Utc>) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "INSERT INTO rule_fired (report_id, rule_id, version, at) VALUES ($1, $2, $3, $4) ON CONFLICT (report_id, rule_id, version) DO NOTHING")
        .bind(report).bind(rule.id).bind(rule.version).bind(now).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// The rules that fired on what a report says now, each with its version. What its reporter changed since is another
/// matter, of which nothing was decided.
pub async fn list_fired(db: &Db, report: Uuid) -> Result<Vec<(Uuid, i64)>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT rule_id, version FROM rule_fired WHERE report_id = $1
            AND NOT EXISTS (SELECT 1 FROM report_version WHERE report_version.report_id = $1 AND report_version.until > rule_fired.at)")
        .bind(report).fetch_all(c).await)?)
}

/// Points that a rule gives a report.
pub async fn set_boost(tx: &mut Tx, report: Uuid, boost: i64) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE report SET boost = $1 WHERE id = $2").bind(boost).bind(report).execute(c).await.map(|_| ()))?;
    Ok(())
}

pub async fn add_run(tx: &mut Tx, row: &RunRow) -> Result<()> {
    on_tx!(tx, c => sqlx::query("INSERT INTO rule_run (id, rule_id, version, done, total, result, started_at) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(row.id).bind(row.rule_id).bind(row.version).bind(row.done).bind(row.total).bind(&row.result).bind(row.started_at)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// How far a run is; at its end its version counts as run dry.
pub async fn set_run(tx: &mut Tx, row: &RunRow) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE rule_run SET done = $1, result = $2, ended_at = $3 WHERE id = $4")
        .bind(row.done).bind(&row.result).bind(row.ended_at).bind(row.id).execute(c).await.map(|_| ()))?;
    if row.ended_at.is_some() {
        on_tx!(tx, c => sqlx::query("UPDATE rule SET dry_version = $1 WHERE id = $2 AND version = $1")
            .bind(row.version).bind(row.rule_id).execute(c).await.map(|_| ()))?;
    }
    Ok(())
}

/// A run that goes on no more: nothing counts as run dry.
pub async fn end_run(tx: &mut Tx, id: Uuid, at: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE rule_run SET ended_at = $1 WHERE id = $2").bind(at).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

pub async fn find_run(db: &Db, id: Uuid) -> Result<Option<RunRow>> {
    Ok(on_db!(db, c => sqlx::query_as("SELECT * FROM rule_run WHERE id = $1").bind(id).fetch_optional(c).await)?)
}

/// The latest run of a rule.
pub async fn last_run(db: &Db, rule: Uuid) -> Result<Option<RunRow>> {
    Ok(
        on_db!(db, c => sqlx::query_as("SELECT * FROM rule_run WHERE rule_id = $1 ORDER BY started_at DESC, id DESC LIMIT 1")
        .bind(rule).fetch_optional(c).await)?,
    )
}

/// How many reports within a scope came since then, up to `cap`.
pub async fn count_since(db: &Db, scope: &Scope, since: DateTime<Utc>, cap: i64) -> Result<i64> {
    let mut sql = Sql::new("SELECT count(*) FROM (SELECT 1 AS one FROM report WHERE report.received_at >= ");
    sql.bind(Value::Time(since)).push(" AND ");
    within(&mut sql, scope);
    sql.push(" LIMIT ").bind(Value::Int(cap)).push(") AS counted");
    let rows: Vec<(i64,)> = sql.fetch_all(db).await?;
    Ok(rows.first().map_or(0, |(count,)| *count))
}

/// The next reports within a scope that came since then, newest first, before a place.
pub async fn list_since(
    db: &Db,
    scope: &Scope,
    since: DateTime<Utc>,
    before: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<TriedRow>> {
    let mut sql = Sql::new(
        "SELECT report.id, report.number, report.channel, report.category, report.court, report.court_concerned, report.received_at FROM report WHERE report.received_at >= ",
    );
    sql.bind(Value::Time(since)).push(" AND ");
    within(&mut sql, scope);
    if let Some((at, id)) = before {
        sql.push(" AND (report.received_at, report.id) < (")
            .bind(Value::Time(at))
            .push(", ")
            .bind(Value::Id(id))
            .push(")");
    }
    sql.push(" ORDER BY report.received_at DESC, report.id DESC LIMIT ").bind(Value::Int(limit));
    sql.fetch_all(db).await
}

/// Of these reports, the newest that an officer may see.
pub async fn list_tried(db: &Db, scope: &Scope, ids: &[Uuid], limit: i64) -> Result<Vec<TriedRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(
        "SELECT report.id, report.number, report.channel, report.category, report.court, report.court_concerned, report.received_at FROM report WHERE report.id IN ",
    );
    sql.bind_list(ids.iter().map(|id| Value::Id(*id))).push(" AND ");
    within(&mut sql, scope);
    sql.push(" ORDER BY report.received_at DESC, report.id DESC LIMIT ").bind(Value::Int(limit));
    sql.fetch_all(db).await
}

/// Whose rule it is.
pub async fn court_of(db: &Db, rule: Uuid) -> Result<Option<String>> {
    let row: Option<(String,)> =
        on_db!(db, c => sqlx::query_as("SELECT court FROM rule WHERE id = $1").bind(rule).fetch_optional(c).await)?;
    Ok(row.map(|(court,)| court))
}
