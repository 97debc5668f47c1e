//! Tags: a court's own words for reports, each with the days on which it was in use.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Tx, on_db, on_tx};

#[derive(Clone, Debug, FromRow)]
pub struct TagRow {
    pub id: Uuid,
    pub court: String,
    pub code: String,
    pub key_id: String,
    /// The word.
    pub sealed: Vec<u8>,
    pub from_day: NaiveDate,
    /// The last day on which it could be given.
    pub until_day: Option<NaiveDate>,
}

/// What stands on a report: a tag, or the name of the team it was put to.
#[derive(Clone, Debug, FromRow)]
pub struct MarkRow {
    pub id: Uuid,
    /// `tag` or `team`.
    pub kind: String,
    pub court: String,
    pub code: String,
    pub key_id: String,
    pub sealed: Vec<u8>,
    /// Whether it stands on the report; else it is one of its court that could be given.
    pub here: bool,
}

/// Adds a tag; `false` when the code is taken.
pub async fn add(tx: &mut Tx, row: &TagRow) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "INSERT INTO tag (id, court, code, key_id, sealed, from_day, until_day) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (court, code) DO NOTHING")
        .bind(row.id).bind(&row.court).bind(&row.code).bind(&row.key_id).bind(&row.sealed).bind(row.from_day).bind(row.until_day)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Other words, or other days.
pub async fn set(tx: &mut Tx, row: &TagRow) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE tag SET key_id = $1, sealed = $2, until_day = $3 WHERE id = $4")
        .bind(&row.key_id).bind(&row.sealed).bind(row.until_day).bind(row.id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// A court's tags, those in use first.
pub async fn list(db: &Db, court: &str) -> Result<Vec<TagRow>> {
    Ok(
        on_db!(db, c => sqlx::query_as("SELECT * FROM tag WHERE court = $1 ORDER BY CASE WHEN until_day IS NULL THEN 0 ELSE 1 END, code")
        .bind(court).fetch_all(c).await)?,
    )
}

/// Everything that a report's page needs of tags and teams: what stands on it, and what its reader's court could give
/// it today. One statement. The caller has found the report within the scope.
pub async fn list_marks(db: &Db, report: Uuid, court: &str, today: NaiveDate) -> Result<Vec<MarkRow>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT tag.id, 'tag' AS kind, tag.court, tag.code, tag.key_id, tag.sealed, report_tag.report_id IS NOT NULL AS here
         FROM tag LEFT JOIN report_tag ON report_tag.tag_id = tag.id AND report_tag.report_id = $1
         WHERE report_tag.report_id IS NOT NULL OR (tag.court = $2 AND (tag.until_day IS NULL OR tag.until_day >= $3))
         UNION ALL
         SELECT team.id, 'team' AS kind, team.court, '' AS code, team.key_id, team.sealed, TRUE AS here
         FROM report_team JOIN team ON team.id = report_team.team_id WHERE report_team.report_id = $1
         ORDER BY kind, code")
        .bind(report).bind(court).bind(today).fetch_all(c).await)?)
}

/// Gives a tag of that court, if it is in use today. Returns whether anything changed.
pub async fn give(
    tx: &mut Tx,
    report: Uuid,
    tag: Uuid,
    staff: Option<Uuid>,
    now: DateTime<Utc>,
    today: NaiveDate,
) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "INSERT INTO report_tag (report_id, tag_id, staff_id, at) SELECT $1, id, $2, $3 FROM tag WHERE id = $4 AND (until_day IS NULL OR until_day >= $5)
         ON CONFLICT (report_id, tag_id) DO NOTHING")
        .bind(report).bind(staff).bind(now).bind(tag).bind(today).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Takes a tag off. Returns whether it was there.
pub async fn take(tx: &mut Tx, report: Uuid, tag: Uuid) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query("DELETE FROM report_tag WHERE report_id = $1 AND tag_id = $2")
        .bind(report).bind(tag).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Takes every tag off a report.
pub async fn take_all(tx: &mut Tx, report: Uuid) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM report_tag WHERE report_id = $1").bind(report).execute(c).await.map(|_| ()))?;
    Ok(())
}
