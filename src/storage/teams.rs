//! Teams: named groups of people of a court, and which reports went to which.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Tx, on_db, on_tx};

#[derive(Clone, Debug, FromRow)]
pub struct TeamRow {
    pub id: Uuid,
    pub court: String,
    pub key_id: String,
    /// Its name.
    pub sealed: Vec<u8>,
    pub last_place: i64,
    pub created_at: DateTime<Utc>,
}

/// A person of a team.
#[derive(Clone, Debug, FromRow)]
pub struct MemberRow {
    pub team_id: Uuid,
    pub staff_id: Uuid,
    pub username: String,
    pub name: String,
    pub disabled: bool,
    pub place: i64,
}

pub async fn add(tx: &mut Tx, row: &TeamRow) -> Result<()> {
    on_tx!(tx, c => sqlx::query("INSERT INTO team (id, court, key_id, sealed, last_place, created_at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(row.id).bind(&row.court).bind(&row.key_id).bind(&row.sealed).bind(row.last_place).bind(row.created_at)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

pub async fn set_name(tx: &mut Tx, row: &TeamRow) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE team SET key_id = $1, sealed = $2 WHERE id = $3")
        .bind(&row.key_id).bind(&row.sealed).bind(row.id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Takes a team away; a rule that names it finds nobody then.
pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM team WHERE id = $1").bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

pub async fn find(db: &Db, id: Uuid) -> Result<Option<TeamRow>> {
    Ok(on_db!(db, c => sqlx::query_as("SELECT * FROM team WHERE id = $1").bind(id).fetch_optional(c).await)?)
}

pub async fn list(db: &Db, court: &str) -> Result<Vec<TeamRow>> {
    Ok(
        on_db!(db, c => sqlx::query_as("SELECT * FROM team WHERE court = $1 ORDER BY created_at, id").bind(court).fetch_all(c).await)?,
    )
}

/// The people of a court's teams.
pub async fn list_members(db: &Db, court: &str) -> Result<Vec<MemberRow>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT team_member.team_id, team_member.staff_id, staff.username, staff.name, staff.disabled, team_member.place
         FROM team_member JOIN team ON team.id = team_member.team_id JOIN staff ON staff.id = team_member.staff_id
         WHERE team.court = $1 ORDER BY team_member.team_id, team_member.place")
        .bind(court).fetch_all(c).await)?)
}

pub async fn set_members(tx: &mut Tx, team: Uuid, members: &[Uuid]) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM team_member WHERE team_id = $1").bind(team).execute(c).await.map(|_| ()))?;
    for (member, place) in members.iter().zip(1_i64..) {
        on_tx!(tx, c => sqlx::query("INSERT INTO team_member (team_id, staff_id, place) VALUES ($1, $2, $3)")
            .bind(team).bind(member).bind(place).execute(c).await.map(|_| ()))?;
    }
    Ok(())
}

/// Whose turn it is, and notes it: the next behind the last one who can be given reports of that court. The write takes
/// the team's lock, so that two servers do not give the same person two.
pub async fn take_turn(tx: &mut Tx, team: Uuid, court: &str) -> Result<Option<(Uuid, String)>> {
    let last: Option<(i64,)> = on_tx!(tx, c => sqlx::query_as(
        "UPDATE team SET last_place = last_place WHERE id = $1 AND court = $2 RETURNING last_place").bind(team).bind(court).fetch_optional(c).await)?;
    let Some((last,)) = last else { return Ok(None) };
    let next: Option<(Uuid, String, i64)> = on_tx!(tx, c => sqlx::query_as(
        "SELECT staff.id, staff.name, team_member.place FROM team_member JOIN staff ON staff.id = team_member.staff_id
         WHERE team_member.team_id = $1 AND staff.court = $2 AND NOT staff.disabled AND staff.role IN ('triage','handler','supervisor')
         ORDER BY CASE WHEN team_member.place > $3 THEN 0 ELSE 1 END, team_member.place LIMIT 1")
        .bind(team).bind(court).bind(last).fetch_optional(c).await)?;
    let Some((id, name, place)) = next else { return Ok(None) };
    on_tx!(tx, c => sqlx::query("UPDATE team SET last_place = $1 WHERE id = $2").bind(place).bind(team).execute(c).await.map(|_| ()))?;
    Ok(Some((id, name)))
}

/// Puts a report to a team of that court; `false` when there is no such team.
pub async fn set_report(tx: &mut Tx, report: Uuid, team: Uuid, court: &str, now: DateTime<Utc>) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "INSERT INTO report_team (report_id, team_id, at) SELECT $1, id, $2 FROM team WHERE id = $3 AND court = $4
         ON CONFLICT (report_id) DO UPDATE SET team_id = excluded.team_id, at = excluded.at")
        .bind(report).bind(now).bind(team).bind(court).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Which team has a report, and since when.
#[derive(Clone, Debug, PartialEq, Eq, FromRow, Serialize, Deserialize)]
pub struct Turn {
    pub team_id: Uuid,
    pub at: DateTime<Utc>,
}

/// See [`Turn`].
pub async fn of_report(tx: &mut Tx, report: Uuid) -> Result<Option<Turn>> {
    Ok(
        on_tx!(tx, c => sqlx::query_as("SELECT team_id, at FROM report_team WHERE report_id = $1").bind(report).fetch_optional(c).await)?,
    )
}

/// A report that leaves its court leaves its team.
pub async fn take_off(tx: &mut Tx, report: Uuid) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM report_team WHERE report_id = $1").bind(report).execute(c).await.map(|_| ()))?;
    Ok(())
}
