//! Saved views: a list's address under a name, private or shared. A shared view is an address and nothing more: whoever
//! opens it sees what their own scope lets them see.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    desk_words, notify,
    queue::Query,
    subscriptions::{self, Seen},
};
use crate::{
    domain::{
        answers::clean,
        notification::{Every, MOST_AWAITED},
        rule::{LONGEST_ADDRESS, LONGEST_NAME},
        staff::{Role, Scope, Staff},
    },
    portal::Portal,
    storage::{
        self, StorageError,
        views::{OwnView, UseRow, ViewRow},
    },
};

/// Views of one person.
const MOST: i64 = 100;

/// What is sealed of a view.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Named {
    pub name: String,
    /// The list's address, without place and length of the page.
    pub address: String,
}

/// A view as its reader has it.
#[derive(Clone, Debug)]
pub struct View {
    pub row: OwnView,
    /// Nothing if it does not open: then it can be deleted.
    pub named: Option<Named>,
    /// Whether this reader may change it.
    pub editable: bool,
}

/// With whom a view is shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Share {
    Private,
    Court,
    Role(Role),
}

impl Share {
    /// `` (private), `court`, or a role's code.
    pub fn parse(typed: &str) -> Option<Self> {
        match typed {
            "" => Some(Self::Private),
            "court" => Some(Self::Court),
            role => Role::parse(role).map(Self::Role),
        }
    }

    /// As [`parse`](Self::parse) reads it.
    pub fn of(row: &ViewRow) -> String {
        match (&row.court, &row.role) {
            (None, _) => String::new(),
            (Some(_), None) => "court".to_owned(),
            (Some(_), Some(role)) => role.clone(),
        }
    }

    fn columns(&self, court: &str) -> (Option<String>, Option<String>) {
        match self {
            Self::Private => (None, None),
            Self::Court => (Some(court.to_owned()), None),
            Self::Role(role) => (Some(court.to_owned()), Some(role.to_string())),
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    /// There is none, or none that this person may change.
    #[error("not_found")]
    NotFound,
    #[error("fields")]
    Fields(Vec<(&'static str, &'static str)>),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The part of a list's address that is kept.
pub fn kept(address: &str) -> String {
    Query::of_address(address, 50).address_with(&[("cursor", ""), ("before", ""), ("limit", "")])
}

/// The views that somebody may use, in their order; one statement.
pub async fn list(portal: &Portal, me: &Staff, scope: &Scope) -> storage::Result<Vec<View>> {
    let rows = storage::views::list(&portal.db, me.id, &scope.own_court, me.role.as_str()).await?;
    let views = rows.into_iter().map(|row| {
        let named = open(portal, &row.view);
        let editable = may_edit(&row.view, me, scope);
        View { row, named, editable }
    });
    Ok(views.collect())
}

/// Name and address of a view; nothing if it does not open.
pub fn open(portal: &Portal, row: &ViewRow) -> Option<Named> {
    open_sealed(portal, row.id, &row.key_id, &row.sealed)
}

/// The same without its row.
pub fn open_sealed(portal: &Portal, id: Uuid, key_id: &str, sealed: &[u8]) -> Option<Named> {
    desk_words::readable("saved_view", id, desk_words::open(portal, "saved_view", "sealed", id, key_id, sealed))
}

/// A view that somebody may use.
pub async fn find(portal: &Portal, me: &Staff, scope: &Scope, id: Uuid) -> storage::Result<Option<ViewRow>> {
    storage::views::find(&portal.db, id, me.id, &scope.own_court, me.role.as_str()).await
}

/// Its owner, and supervisors of the court with which it is shared.
fn may_edit(row: &ViewRow, me: &Staff, scope: &Scope) -> bool {
    row.owner == me.id || (me.role == Role::Supervisor && row.court.as_deref() == Some(scope.own_court.as_str()))
}

fn check(name: &str, address: &str, share: &str) -> Result<Share, ViewError> {
    let mut wrong = Vec::new();
    match name.chars().count() {
        0 => wrong.push(("view_name", "empty")),
        count if count > LONGEST_NAME => wrong.push(("view_name", "too_long")),
        _ => {}
    }
    if address.len() > LONGEST_ADDRESS {
        wrong.push(("view_address", "too_long"));
    }
    let share = Share::parse(share);
    if share.is_none() {
        wrong.push(("view_share", "unknown"));
    }
    share.filter(|_| wrong.is_empty()).ok_or(ViewError::Fields(wrong))
}

/// Saves a list under a name.
pub async fn save(
    portal: &Portal,
    me: &Staff,
    scope: &Scope,
    name: &str,
    address: &str,
    share: &str,
) -> Result<Uuid, ViewError> {
    let (name, address) = (clean(name), kept(address));
    let share = check(&name, &address, share)?;
    if storage::views::count_of(&portal.db, me.id).await? >= MOST {
        return Err(ViewError::Fields(vec![("view_name", "too_many")]));
    }
    let now = portal.clock.now();
    let id = portal.entropy.id(now);
    let (court, role) = share.columns(&scope.own_court);
    let (key_id, sealed) = desk_words::seal(portal, "saved_view", "sealed", id, &Named { name, address })?;
    let row = ViewRow { id, owner: me.id, court, role, key_id, sealed, created_at: now, changed_at: now };
    let mut tx = portal.db.begin().await?;
    storage::views::add(&mut tx, &row).await?;
    tx.commit().await?;
    Ok(id)
}

/// Gives a view another name, other readers, or (with `address`) other filters.
pub async fn change(
    portal: &Portal,
    me: &Staff,
    scope: &Scope,
    id: Uuid,
    name: Option<&str>,
    address: Option<&str>,
    share: Option<&str>,
) -> Result<(), ViewError> {
    let row = find(portal, me, scope, id).await?.filter(|row| may_edit(row, me, scope)).ok_or(ViewError::NotFound)?;
    let before = open(portal, &row).ok_or(ViewError::NotFound)?;
    let name = name.map_or(before.name, clean);
    let address = address.map_or_else(|| before.address.clone(), kept);
    let unchanged = Share::of(&row);
    let share = check(&name, &address, share.unwrap_or(&unchanged))?;
    // A supervisor cannot make somebody else's view private: it would be gone for everybody who uses it.
    if share == Share::Private && row.owner != me.id {
        return Err(ViewError::Fields(vec![("view_share", "not_yours")]));
    }
    let readers =
        if address == before.address { Vec::new() } else { subscriptions::seen_at(portal, id, &address).await? };
    let court = row.court.clone().unwrap_or_else(|| scope.own_court.clone());
    let (court, role) = share.columns(&court);
    let (key_id, sealed) = desk_words::seal(portal, "saved_view", "sealed", id, &Named { name, address })?;
    let row = ViewRow { court, role, key_id, sealed, changed_at: portal.clock.now(), ..row };
    let mut tx = portal.db.begin().await?;
    storage::views::set(&mut tx, &row).await?;
    for (reader, seen) in readers {
        storage::views::set_seen(&mut tx, reader, id, &seen.bytes()).await?;
    }
    tx.commit().await?;
    Ok(())
}

pub async fn delete(portal: &Portal, me: &Staff, scope: &Scope, id: Uuid) -> Result<(), ViewError> {
    let row = find(portal, me, scope, id).await?.filter(|row| may_edit(row, me, scope)).ok_or(ViewError::NotFound)?;
    let mut tx = portal.db.begin().await?;
    storage::views::delete(&mut tx, row.id).await?;
    tx.commit().await?;
    Ok(())
}

/// Moves a view one place up or down in somebody's own list.
pub async fn shift(portal: &Portal, me: &Staff, scope: &Scope, id: Uuid, up: bool) -> Result<(), ViewError> {
    let rows = storage::views::list(&portal.db, me.id, &scope.own_court, me.role.as_str()).await?;
    let mut ids = rows.into_iter().map(|row| row.view.id).collect::<Vec<_>>();
    let at = ids.iter().position(|one| *one == id).ok_or(ViewError::NotFound)?;
    let other = if up { at.checked_sub(1) } else { Some(at + 1).filter(|next| *next < ids.len()) };
    if let Some(other) = other {
        ids.swap(at, other);
        let mut tx = portal.db.begin().await?;
        for (id, place) in ids.into_iter().zip(1_i64..) {
            storage::views::set_place(&mut tx, me.id, id, place).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Makes a view the one with which somebody begins, or none.
pub async fn set_start(portal: &Portal, me: &Staff, scope: &Scope, id: Uuid, start: bool) -> Result<(), ViewError> {
    let place = place_of(portal, me, scope, id).await?;
    let mut tx = portal.db.begin().await?;
    storage::views::set_place(&mut tx, me.id, id, place).await?;
    storage::views::set_start(&mut tx, me.id, Some(id).filter(|_| start)).await?;
    tx.commit().await?;
    Ok(())
}

/// Says when a view is to speak up. What is in it now is not new.
pub async fn subscribe(
    portal: &Portal,
    me: &Staff,
    scope: &Scope,
    id: Uuid,
    every: &str,
    at_least: &str,
) -> Result<(), ViewError> {
    let every = Every::parse(every).ok_or_else(|| ViewError::Fields(vec![("view_every", "unknown")]))?;
    let at_least = match (every, at_least.trim().parse::<i64>()) {
        (_, Ok(count)) if (1..=MOST_AWAITED).contains(&count) => count,
        (Every::Count, _) => return Err(ViewError::Fields(vec![("view_at_least", "not_a_number")])),
        _ => 10,
    };
    let place = place_of(portal, me, scope, id).await?;
    let row = find(portal, me, scope, id).await?.ok_or(ViewError::NotFound)?;
    let seen = if every == Every::None {
        Seen::default()
    } else {
        let named = open(portal, &row).ok_or(ViewError::NotFound)?;
        let query = Query::of_address(&named.address, 50);
        Seen::of(subscriptions::matching(portal, me, scope, &query, None).await?)
    };
    let mut tx = portal.db.begin().await?;
    storage::views::set_place(&mut tx, me.id, id, place).await?;
    let chosen =
        UseRow { staff_id: me.id, view_id: id, every: every.to_string(), at_least, fresh: 0, seen: seen.bytes() };
    storage::views::set_every(&mut tx, &chosen).await?;
    // Whoever wants digests has an hour for them.
    notify::settings_of(portal, &mut tx, me.id).await?;
    tx.commit().await?;
    Ok(())
}

/// Where a view stands in somebody's list.
async fn place_of(portal: &Portal, me: &Staff, scope: &Scope, id: Uuid) -> Result<i64, ViewError> {
    let rows = storage::views::list(&portal.db, me.id, &scope.own_court, me.role.as_str()).await?;
    rows.into_iter().find(|row| row.view.id == id).map(|row| row.place).ok_or(ViewError::NotFound)
}

/// The address of the list with which somebody begins.
pub async fn start_address(portal: &Portal, me: &Staff, scope: &Scope) -> storage::Result<Option<String>> {
    let row = storage::views::find_start(&portal.db, me.id, &scope.own_court, me.role.as_str()).await?;
    Ok(row.and_then(|row| open(portal, &row)).map(|named| named.address))
}
