//! Rules: a view's filter and what is done with a report that comes and matches it. Each change is a new version, which
//! is off until it was run dry; rules of a court stand in an order set by hand.

mod dry_run;
mod fire;

use uuid::Uuid;

pub use dry_run::{Findings, begin as begin_dry_run, part as dry_part};
pub use fire::run as run_on;

use super::{desk_words, queue::Query, tags, teams};
use crate::{
    domain::{
        answers::clean,
        rule::{self, BOOST, Flaw, LONGEST_ADDRESS, LONGEST_ANSWER, LONGEST_NAME, RuleText},
        staff::{Role, Scope, Staff},
    },
    portal::Portal,
    storage::{
        self, StorageError,
        queue::{Filter, View as Lane},
        rules::{RuleRow, VersionRow},
    },
};

/// A rule with what it says.
#[derive(Clone, Debug)]
pub struct Rule {
    pub row: RuleRow,
    pub text: RuleText,
    /// Why it can never match, and through which earlier rule.
    pub flaw: Option<(Flaw, Option<Uuid>)>,
    /// Whether this reader may change it: an administrator not one that reaches the courts below.
    pub editable: bool,
}

impl Rule {
    /// Whether what it says does not open; then its text says nothing.
    pub fn is_unreadable(&self) -> bool {
        self.flaw == Some((Flaw::Unreadable, None))
    }
}

#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    #[error("not_found")]
    NotFound,
    #[error("fields")]
    Fields(Vec<(&'static str, &'static str)>),
    /// Somebody else made a version meanwhile.
    #[error("changed")]
    Changed,
    /// This version was not run dry.
    #[error("not_dry")]
    NotDry,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The text of a version.
fn open(portal: &Portal, rule: Uuid, version: i64, key_id: &str, sealed: &[u8]) -> storage::Result<RuleText> {
    desk_words::open(portal, "rule_version", &format!("sealed.{version}"), rule, key_id, sealed)
}

/// What a rule says now; nothing if it does not open.
fn text_of(portal: &Portal, row: &RuleRow) -> Option<RuleText> {
    desk_words::readable("rule_version", row.id, open(portal, row.id, row.version, &row.key_id, &row.sealed))
}

/// A court's rules in their order, each with its flaw.
pub async fn list(portal: &Portal, me: &Staff, scope: &Scope) -> storage::Result<Vec<Rule>> {
    let courts = portal.courts();
    let mut rules: Vec<Rule> = Vec::new();
    let editable = |row: &RuleRow| me.role == Role::Supervisor || !row.below;
    for row in storage::rules::list(&portal.db, &scope.own_court).await? {
        let Some(text) = text_of(portal, &row) else {
            let text = RuleText { name: desk_words::UNREADABLE.to_owned(), ..RuleText::default() };
            rules.push(Rule { editable: editable(&row), row, text, flaw: Some((Flaw::Unreadable, None)) });
            continue;
        };
        let reaches = |court: &str| reaches(&row, court, &courts);
        let shadow = rules.iter().find(|earlier| {
            let all = earlier.row.below || earlier.row.below == row.below;
            earlier.row.active && earlier.text.stop && all && rule::is_broader(&earlier.text.address, &text.address)
        });
        let one_report = filter_of(&text).is_none().then_some(Flaw::OneReport);
        let flaw = one_report
            .or_else(|| rule::contradiction(&text.address, reaches))
            .map(|flaw| (flaw, None))
            .or_else(|| shadow.map(|earlier| (Flaw::Shadowed, Some(earlier.row.id))));
        rules.push(Rule { editable: editable(&row), row, text, flaw });
    }
    Ok(rules)
}

/// What a rule asks of a report. Nothing if it names one report (what is similar to it, of the same case …): that number
/// would stand in the timeline of every report on which it fires, before people who may not see the one it names. Such
/// rules are refused, and one of before fires no more.
fn filter_of(text: &RuleText) -> Option<Filter> {
    let filter = Query::of_address(&text.address, 50).filter;
    filter.same.is_empty().then_some(filter)
}

/// Whether a rule looks at reports of that court.
fn reaches(row: &RuleRow, court: &str, courts: &crate::domain::court::Courts) -> bool {
    court == row.court || (row.below && courts.is_at_or_below(court, &row.court))
}

/// The earlier versions of a rule, with who made them.
pub async fn history(portal: &Portal, rule: Uuid) -> storage::Result<Vec<(VersionRow, RuleText)>> {
    let versions = storage::rules::list_versions(&portal.db, rule).await?.into_iter().filter_map(|row| {
        let text = open(portal, rule, row.version, &row.key_id, &row.sealed);
        desk_words::readable("rule_version", rule, text).map(|text| (row, text))
    });
    Ok(versions.collect())
}

/// What was typed, made exact, or what is wrong with it.
async fn check(portal: &Portal, scope: &Scope, text: &RuleText) -> Result<RuleText, RuleError> {
    let mut wrong = Vec::new();
    let query = Query::of_address(&text.address, 50);
    let text = RuleText {
        name: clean(&text.name),
        answer: clean(&text.answer),
        address: super::views::kept(&text.address),
        ..text.clone()
    };
    match text.name.chars().count() {
        0 => wrong.push(("rule_name", "empty")),
        count if count > LONGEST_NAME => wrong.push(("rule_name", "too_long")),
        _ => {}
    }
    if text.address.len() > LONGEST_ADDRESS {
        wrong.push(("rule_address", "too_long"));
    }
    if !query.q.is_empty() {
        // Words are found through an index that follows after a report came.
        wrong.push(("rule_address", "words"));
    }
    if query.filter.view == Some(Lane::Mine) {
        wrong.push(("rule_address", "mine"));
    }
    if filter_of(&text).is_none() {
        wrong.push(("rule_address", "one_report"));
    }
    if !text.acts() {
        wrong.push(("rule_deed", "empty"));
    }
    if text.boost.is_some_and(|boost| !BOOST.contains(&boost)) {
        wrong.push(("rule_boost", "range"));
    }
    if text.answer.chars().count() > LONGEST_ANSWER {
        wrong.push(("rule_answer", "too_long"));
    }
    let courts = portal.courts();
    if let Some(target) = &text.court {
        if courts.current(target).is_none_or(|court| court.code != *target) {
            wrong.push(("rule_court", "unknown"));
        } else if !rule::may_route(&text.address, target, &courts) {
            wrong.push(("rule_court", "fence"));
        }
    }
    let own = teams::list(portal, &scope.own_court).await?;
    for (field, team) in [("rule_team", text.team), ("rule_turn", text.turn)] {
        let Some(team) = team else { continue };
        if !own.iter().any(|one| one.row.id == team) {
            wrong.push((field, "unknown"));
        } else if text.court.as_ref().is_some_and(|court| *court != scope.own_court) {
            // A team is of this court; a report that goes elsewhere cannot go to it.
            wrong.push((field, "elsewhere"));
        }
    }
    if let Some(tag) = text.tag
        && !tags::list(portal, &scope.own_court).await?.iter().any(|one| one.row.id == tag)
    {
        wrong.push(("rule_tag", "unknown"));
    }
    if wrong.is_empty() { Ok(text) } else { Err(RuleError::Fields(wrong)) }
}

/// Makes a rule; it is off.
pub async fn add(portal: &Portal, me: &Staff, scope: &Scope, text: &RuleText) -> Result<Uuid, RuleError> {
    let text = check(portal, scope, text).await?;
    let now = portal.clock.now();
    let id = portal.entropy.id(now);
    let row = RuleRow {
        id,
        court: scope.own_court.clone(),
        below: me.role == Role::Supervisor,
        place: 0,
        version: 1,
        active: false,
        dry_version: None,
        deleted_at: None,
        created_at: now,
        changed_at: now,
        key_id: String::new(),
        sealed: Vec::new(),
    };
    let version = sealed_version(portal, me, id, 1, &text)?;
    let mut tx = portal.db.begin().await?;
    storage::rules::add(&mut tx, &row).await?;
    storage::rules::add_version(&mut tx, &version).await?;
    tx.commit().await?;
    Ok(id)
}

fn sealed_version(
    portal: &Portal,
    me: &Staff,
    rule: Uuid,
    version: i64,
    text: &RuleText,
) -> storage::Result<VersionRow> {
    let (key_id, sealed) = desk_words::seal(portal, "rule_version", &format!("sealed.{version}"), rule, text)?;
    let made_at = portal.clock.now();
    Ok(VersionRow { rule_id: rule, version, key_id, sealed, made_by: me.id, made_at, maker: None })
}

/// Makes the next version, which is off until it was run dry.
pub async fn change(
    portal: &Portal,
    me: &Staff,
    scope: &Scope,
    id: Uuid,
    version: i64,
    text: &RuleText,
) -> Result<(), RuleError> {
    find(portal, me, scope, id).await?;
    let text = check(portal, scope, text).await?;
    let next = sealed_version(portal, me, id, version + 1, &text)?;
    let mut tx = portal.db.begin().await?;
    if !storage::rules::set_version(&mut tx, id, version, portal.clock.now()).await? {
        return Err(RuleError::Changed);
    }
    storage::rules::add_version(&mut tx, &next).await?;
    tx.commit().await?;
    Ok(())
}

/// A rule that this person may change.
async fn find(portal: &Portal, me: &Staff, scope: &Scope, id: Uuid) -> Result<Rule, RuleError> {
    let rules = list(portal, me, scope).await?;
    rules.into_iter().find(|rule| rule.row.id == id && rule.editable).ok_or(RuleError::NotFound)
}

/// Switches exactly this version on, once it was run dry, and if everything it names is still there.
pub async fn switch_on(portal: &Portal, me: &Staff, scope: &Scope, id: Uuid, version: i64) -> Result<(), RuleError> {
    let rule = find(portal, me, scope, id).await?;
    check(portal, scope, &rule.text).await?;
    let mut tx = portal.db.begin().await?;
    if !storage::rules::set_active(&mut tx, id, version, portal.clock.now()).await? {
        return Err(if rule.row.version == version { RuleError::NotDry } else { RuleError::Changed });
    }
    tx.commit().await?;
    Ok(())
}

pub async fn switch_off(portal: &Portal, me: &Staff, scope: &Scope, id: Uuid) -> Result<(), RuleError> {
    find(portal, me, scope, id).await?;
    let mut tx = portal.db.begin().await?;
    storage::rules::set_off(&mut tx, id, portal.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

pub async fn delete(portal: &Portal, me: &Staff, scope: &Scope, id: Uuid) -> Result<(), RuleError> {
    find(portal, me, scope, id).await?;
    let mut tx = portal.db.begin().await?;
    storage::rules::set_deleted(&mut tx, id, portal.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Moves a rule one place up or down.
pub async fn shift(portal: &Portal, me: &Staff, scope: &Scope, id: Uuid, up: bool) -> Result<(), RuleError> {
    find(portal, me, scope, id).await?;
    let mut ids =
        storage::rules::list(&portal.db, &scope.own_court).await?.iter().map(|row| row.id).collect::<Vec<_>>();
    let at = ids.iter().position(|one| *one == id).ok_or(RuleError::NotFound)?;
    let other = if up { at.checked_sub(1) } else { Some(at + 1).filter(|next| *next < ids.len()) };
    if let Some(other) = other {
        ids.swap(at, other);
        let mut tx = portal.db.begin().await?;
        for (id, place) in ids.into_iter().zip(1_i64..) {
            storage::rules::set_place(&mut tx, id, place).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}
