//! Teams of a court: a name and its people, for rules that hand reports out in turn.

use uuid::Uuid;

use super::desk_words;
use crate::{
    domain::{
        answers::clean,
        rule::LONGEST_NAME,
        staff::{Role, Scope, Staff},
    },
    portal::Portal,
    storage::{
        self, StorageError,
        teams::{MemberRow, TeamRow},
    },
};

/// A team with its people.
#[derive(Clone, Debug)]
pub struct Team {
    pub row: TeamRow,
    pub name: String,
    pub members: Vec<MemberRow>,
}

#[derive(Debug, thiserror::Error)]
pub enum TeamError {
    #[error("not_found")]
    NotFound,
    #[error("{0} {1}")]
    Field(&'static str, &'static str),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Whether somebody sets up rules, teams and tags for their court.
pub const fn may_set_up(me: &Staff) -> bool {
    matches!(me.role, Role::Supervisor | Role::Admin)
}

/// The teams of a court.
pub async fn list(portal: &Portal, court: &str) -> storage::Result<Vec<Team>> {
    let members = storage::teams::list_members(&portal.db, court).await?;
    let teams = storage::teams::list(&portal.db, court).await?.into_iter().map(|row| {
        let name = desk_words::open_word(portal, "team", row.id, &row.key_id, &row.sealed);
        let members = members.iter().filter(|member| member.team_id == row.id).cloned().collect();
        Team { row, name, members }
    });
    Ok(teams.collect())
}

/// Saves a team: a new one without `id`. Members are usernames of people of the court who handle reports.
pub async fn save(
    portal: &Portal,
    scope: &Scope,
    id: Option<Uuid>,
    name: &str,
    members: &[String],
) -> Result<(), TeamError> {
    let name = clean(name);
    match name.chars().count() {
        0 => return Err(TeamError::Field("team_name", "empty")),
        count if count > LONGEST_NAME => return Err(TeamError::Field("team_name", "too_long")),
        _ => {}
    }
    let court = &scope.own_court;
    let people = storage::staff::list_handlers(&portal.db, court, false).await?;
    let chosen =
        members.iter().map(|name| people.iter().find(|person| person.username == *name).map(|person| person.id));
    let chosen = chosen.collect::<Option<Vec<_>>>().ok_or(TeamError::Field("team_member", "unknown"))?;
    let now = portal.clock.now();
    let before = match id {
        None => None,
        Some(id) => {
            let row = storage::teams::find(&portal.db, id).await?.filter(|row| row.court == *court);
            Some(row.ok_or(TeamError::NotFound)?)
        }
    };
    let id = before.as_ref().map_or_else(|| portal.entropy.id(now), |row| row.id);
    let (key_id, sealed) = desk_words::seal(portal, "team", "sealed", id, &name)?;
    let row = TeamRow { id, court: court.clone(), key_id, sealed, last_place: 0, created_at: now };
    let mut tx = portal.db.begin().await?;
    if before.is_some() {
        storage::teams::set_name(&mut tx, &row).await?;
    } else {
        storage::teams::add(&mut tx, &row).await?;
    }
    storage::teams::set_members(&mut tx, id, &chosen).await?;
    tx.commit().await?;
    Ok(())
}

pub async fn delete(portal: &Portal, scope: &Scope, id: Uuid) -> Result<(), TeamError> {
    let row = storage::teams::find(&portal.db, id).await?.filter(|row| row.court == scope.own_court);
    let row = row.ok_or(TeamError::NotFound)?;
    let mut tx = portal.db.begin().await?;
    storage::teams::delete(&mut tx, row.id).await?;
    tx.commit().await?;
    Ok(())
}
