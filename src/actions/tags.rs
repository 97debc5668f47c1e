//! Tags: a court's list of its own words, and giving one to a report or taking it off.

use uuid::Uuid;

use super::{
    desk_words::{self, UNREADABLE},
    notify::Change,
    record::{self, Actor, Entry},
    subscriptions,
};
use crate::{
    domain::{
        answers::clean,
        staff::{Role, Scope, Staff},
    },
    portal::Portal,
    storage::{self, StorageError, tags::TagRow},
};

/// Longest word, in characters.
pub const LONGEST_WORD: usize = 20;

/// A tag with its word.
#[derive(Clone, Debug)]
pub struct Tag {
    pub row: TagRow,
    pub word: String,
}

/// What stands on a report, or could.
#[derive(Clone, Debug)]
pub struct Mark {
    pub id: Uuid,
    pub is_team: bool,
    pub court: String,
    pub code: String,
    pub word: String,
    pub here: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum TagError {
    #[error("not_found")]
    NotFound,
    #[error("fields")]
    Fields(Vec<(&'static str, &'static str)>),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Whether somebody works on reports: auditors and administrators read.
pub const fn may_tag(me: &Staff) -> bool {
    !matches!(me.role, Role::Auditor | Role::Admin)
}

/// A court's tags.
pub async fn list(portal: &Portal, court: &str) -> storage::Result<Vec<Tag>> {
    let rows = storage::tags::list(&portal.db, court).await?.into_iter();
    let tags = rows.map(|row| {
        let word = desk_words::open_word(portal, "tag", row.id, &row.key_id, &row.sealed);
        Tag { row, word }
    });
    Ok(tags.collect())
}

/// Tags and team of a report that the caller has found within the scope, and the tags that could be added; one statement.
pub async fn of_report(portal: &Portal, scope: &Scope, report: Uuid) -> storage::Result<Vec<Mark>> {
    let rows = storage::tags::list_marks(&portal.db, report, &scope.own_court, portal.clock.today()).await?;
    let marks = rows.into_iter().map(|row| {
        let word = desk_words::open_word(portal, &row.kind, row.id, &row.key_id, &row.sealed);
        Mark { id: row.id, is_team: row.kind == "team", court: row.court, code: row.code, word, here: row.here }
    });
    Ok(marks.collect())
}

/// What is wrong with a word beside the others that are in use: nobody can tell two alike apart.
fn flaw_of(portal: &Portal, tags: &[Tag], id: Option<Uuid>, word: &str) -> Option<(&'static str, &'static str)> {
    let today = portal.clock.today();
    let alive = |tag: &&Tag| tag.row.until_day.is_none_or(|until| until >= today) && Some(tag.row.id) != id;
    let code = match word.chars().count() {
        0 => "empty",
        count if count > LONGEST_WORD => "too_long",
        _ if word != UNREADABLE && tags.iter().filter(alive).any(|tag| tag.word == word) => "taken",
        _ => return None,
    };
    Some(("tag_word", code))
}

/// Adds a tag to the court's list. The code stands in addresses; once given it stays.
pub async fn add(portal: &Portal, scope: &Scope, code: &str, word: &str) -> Result<(), TagError> {
    let (word, code) = (clean(word), code.trim().to_lowercase());
    let plain = code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let of_code = match code.len() {
        0 => Some(("tag_code", "empty")),
        length if !plain || !(2..=20).contains(&length) => Some(("tag_code", "wrong_form")),
        _ => None,
    };
    let tags = list(portal, &scope.own_court).await?;
    let wrong = flaw_of(portal, &tags, None, &word).into_iter().chain(of_code).collect::<Vec<_>>();
    if !wrong.is_empty() {
        return Err(TagError::Fields(wrong));
    }
    let id = portal.entropy.id(portal.clock.now());
    let (key_id, sealed) = desk_words::seal(portal, "tag", "sealed", id, &word)?;
    let from_day = portal.clock.today();
    let row = TagRow { id, court: scope.own_court.clone(), code, key_id, sealed, from_day, until_day: None };
    let mut tx = portal.db.begin().await?;
    if !storage::tags::add(&mut tx, &row).await? {
        return Err(TagError::Fields(vec![("tag_code", "taken")]));
    }
    tx.commit().await?;
    Ok(())
}

/// Another word for a tag, or its end (today is its last day), or its return.
pub async fn change(
    portal: &Portal,
    scope: &Scope,
    id: Uuid,
    word: Option<&str>,
    ended: Option<bool>,
) -> Result<(), TagError> {
    let tags = list(portal, &scope.own_court).await?;
    let tag = tags.iter().find(|tag| tag.row.id == id).ok_or(TagError::NotFound)?;
    let until_day = ended.map_or(tag.row.until_day, |ended| ended.then(|| portal.clock.today()));
    let mut row = TagRow { until_day, ..tag.row.clone() };
    let typed = word.map(clean);
    // What ends is in nobody's way.
    let word = typed.as_deref().unwrap_or(&tag.word);
    if let Some(wrong) = flaw_of(portal, &tags, Some(id), word).filter(|_| ended != Some(true)) {
        return Err(TagError::Fields(vec![wrong]));
    }
    if let Some(word) = &typed {
        (row.key_id, row.sealed) = desk_words::seal(portal, "tag", "sealed", id, word)?;
    }
    let mut tx = portal.db.begin().await?;
    storage::tags::set(&mut tx, &row).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives a report a tag of one's own court, or takes one off.
pub async fn set(
    portal: &Portal,
    me: &Staff,
    scope: &Scope,
    number: &str,
    code: &str,
    on: bool,
) -> Result<(), TagError> {
    let row = storage::reports::find(&portal.db, scope, number).await?.ok_or(TagError::NotFound)?;
    if !may_tag(me) {
        return Err(TagError::NotFound);
    }
    let mark = of_report(portal, scope, row.id).await?.into_iter().find(|mark| {
        let own = mark.here || mark.court == scope.own_court;
        !mark.is_team && mark.code == code && own && mark.here != on
    });
    let Some(mark) = mark else {
        return if code.is_empty() { Err(TagError::Fields(vec![("tag", "empty")])) } else { Ok(()) };
    };
    let key = row.data_key(&portal.keys)?;
    let (now, today) = (portal.clock.now(), portal.clock.today());
    let mut tx = portal.db.begin().await?;
    let changed = if on {
        storage::tags::give(&mut tx, row.id, mark.id, Some(me.id), now, today).await?
    } else {
        storage::tags::take(&mut tx, row.id, mark.id).await?
    };
    if changed {
        let facts = serde_json::json!({ "tag": mark.code });
        let actor = Actor::Staff(me.id);
        let entry = if on {
            Entry { kind: "tagged", actor, public: false, facts, text: Some(&mark.word) }
        } else {
            Entry { kind: "untagged", actor, public: false, facts, text: Some(&mark.word) }
        };
        record::write(portal, &mut tx, row.id, &key, entry).await?;
        let change = Change { report: row.id, at: now, by: Some(me.id) };
        subscriptions::watch(portal, &mut tx, change, false).await?;
    }
    tx.commit().await?;
    portal.jobs_waiting.notify_one();
    Ok(())
}
