//! One act on many reports: up to 500, each by the same rules as alone, and undone as a whole for ten minutes.
//!
//! Reporters hear of it when those minutes are over: one job tells them, so that an act that was taken back sends no
//! mail. What it wrote into a timeline stays for staff, marked; its reporter does not see it any more.

mod run;
mod undo;

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use run::{run, tell};
pub use undo::{finish_undo, undo};

use super::{
    queue::{self, Query},
    take_step::{self, Input, LONGEST, StepError},
};
use crate::{
    crypto::DataKey,
    domain::{
        report::ReportNumber,
        staff::{Scope, Staff},
        workflow::{self, Action, BULK},
    },
    jobs::{self, Job},
    portal::Portal,
    storage::{
        self, StorageError,
        bulk::{ActRow, ItemRow, ItemState},
        reports::ReportRow,
    },
};

/// How many reports one act can name.
pub const MOST: usize = 500;
/// Up to so many are done while somebody waits; more by a job.
pub const AT_ONCE: usize = 50;
/// After so long the worker takes over what was begun and not ended.
const NET: TimeDelta = TimeDelta::minutes(1);
/// How long it can be undone.
pub const UNDO: TimeDelta = TimeDelta::minutes(10);
/// What the input is sealed for.
const PURPOSE: &str = "seal bulk acts";

#[derive(Debug, thiserror::Error)]
pub enum BulkError {
    /// There is none, or none of this person's.
    #[error("not_found")]
    NotFound,
    #[error("not_for_this_role")]
    NotYours,
    #[error("fields")]
    Fields(Vec<(&'static str, &'static str)>),
    /// It is not finished yet.
    #[error("still_running")]
    Running,
    /// The ten minutes are over, or it was undone before.
    #[error("undo_over")]
    Over,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// A report that somebody named, with the version that was seen, if it is known.
#[derive(Clone, Debug)]
pub struct Target {
    pub number: String,
    pub version: Option<i64>,
    /// It was listed as staying as it is: then it does, even if it could be changed by now.
    pub stays: bool,
}

/// What an act would do.
#[derive(Default)]
pub struct Plan {
    pub able: Vec<ReportRow>,
    /// Reports that stay as they are, each with the code of the reason.
    pub unable: Vec<(ReportRow, &'static str)>,
    /// What is no number of a report that this person may see.
    pub unknown: Vec<String>,
}

/// An act as its page and the API show it.
pub struct Shown {
    pub act: ActRow,
    pub action: Action,
    pub items: Vec<ItemRow>,
    pub unknown: Vec<String>,
    pub reason: String,
}

impl Shown {
    pub fn count(&self, state: ItemState) -> usize {
        self.items.iter().filter(|item| item.is(state)).count()
    }

    /// Until when it can be undone, if it can.
    pub fn undo_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let open = self.act.undone_at.is_none() && self.count(ItemState::Done) > 0;
        self.act.undo_until.filter(|until| open && now < *until)
    }
}

/// What was typed, as the row keeps it sealed.
#[derive(Serialize, Deserialize)]
struct Typed {
    input: Input,
    unknown: Vec<String>,
}

fn typed_of(portal: &Portal, act: &ActRow) -> storage::Result<Typed> {
    let key = DataKey::for_purpose(&portal.keys, &act.key_id, PURPOSE)?;
    Ok(key.open("bulk_act", "sealed", act.id, &act.sealed)?)
}

/// The reports that a list shows, from its first page, in its order.
pub async fn of_list(portal: &Portal, officer: &Staff, scope: &Scope, address: &str) -> storage::Result<Vec<Target>> {
    let mut query = Query::of_page(address, MOST);
    (query.limit, query.from) = (MOST, None);
    let page = queue::list(portal, officer, scope, &query).await?;
    Ok(page
        .rows
        .into_iter()
        .map(|(row, _)| Target { number: row.number, version: Some(row.version), stays: false })
        .collect())
}

/// Looks what an act would do with the reports as they stand. Changes nothing.
pub async fn plan(
    portal: &Portal,
    officer: &Staff,
    scope: &Scope,
    action: Action,
    targets: &[Target],
) -> Result<Plan, BulkError> {
    let mut plan = Plan::default();
    let mut wanted = Vec::new();
    let mut seen = HashSet::new();
    for target in targets {
        match ReportNumber::parse(&target.number) {
            Some(number) if seen.insert(number.as_str().to_owned()) => {
                wanted.push((number.as_str().to_owned(), target));
            }
            Some(_) => {}
            None => plan.unknown.push(target.number.clone()),
        }
    }
    let numbers = wanted.iter().map(|(number, _)| number.clone()).collect();
    let found = storage::reports::find_many(&portal.db, scope, numbers).await?;
    let mut found = found.into_iter().map(|row| (row.number.clone(), row)).collect::<BTreeMap<_, _>>();
    for (number, target) in wanted {
        match found.remove(&number) {
            None => plan.unknown.push(number),
            Some(row) => match refusal(officer, &row, action, target.version)?.or(target.stays.then_some("stays")) {
                Some(why) => plan.unable.push((row, why)),
                None => plan.able.push(row),
            },
        }
    }
    Ok(plan)
}

/// Why the act leaves a report as it is.
fn refusal(
    officer: &Staff,
    row: &ReportRow,
    action: Action,
    version: Option<i64>,
) -> Result<Option<&'static str>, BulkError> {
    if version.is_some_and(|version| version != row.version) {
        return Ok(Some("changed"));
    }
    match take_step::allowed(officer, row, action) {
        Ok(()) => {}
        Err(StepError::NotNow(_)) => return Ok(Some("not_in_this_status")),
        Err(StepError::NotYours) => return Ok(Some("not_for_this_role")),
        Err(StepError::Storage(error)) => return Err(error.into()),
        Err(StepError::NotFound | StepError::Conflict(_) | StepError::Fields(_)) => return Ok(Some("changed")),
    }
    let closes = workflow::step(action).to.is_some_and(|to| !to.is_open());
    // Nobody closes what nobody has opened.
    Ok((closes && row.closed_at.is_none() && row.opened_at.is_none()).then_some("unopened"))
}

/// Begins an act: small ones are done at once, large ones by a job. Returns its identity; the page has given it one, so that
/// its button pressed twice begins nothing anew.
pub async fn begin(
    portal: &Portal,
    officer: &Staff,
    action: Action,
    targets: &[Target],
    input: &Input,
    id: Option<Uuid>,
) -> Result<Uuid, BulkError> {
    if !BULK.contains(&action) {
        return Err(BulkError::Fields(vec![("action", "unknown")]));
    }
    if !workflow::step(action).roles.contains(&officer.role) {
        return Err(BulkError::NotYours);
    }
    match targets.len() {
        0 => return Err(BulkError::Fields(vec![("numbers", "empty")])),
        count if count > MOST => return Err(BulkError::Fields(vec![("numbers", "too_many")])),
        _ => {}
    }
    let scope = Scope::of(officer, &portal.courts());
    let plan = plan(portal, officer, &scope, action, targets).await?;
    let wrong = wrong(portal, officer, action, input, plan.able.first()).await?;
    if !wrong.is_empty() {
        return Err(BulkError::Fields(wrong));
    }
    let now = portal.clock.now();
    let id = id.unwrap_or_else(|| portal.entropy.id(now));
    let key_id = portal.keys.current();
    let key = DataKey::for_purpose(&portal.keys, &key_id, PURPOSE).map_err(StorageError::from)?;
    let typed = Typed { input: input.clone(), unknown: plan.unknown };
    let act = ActRow {
        id,
        staff_id: officer.id,
        court: officer.court.clone(),
        role: officer.role.to_string(),
        action: action.to_string(),
        sealed: key.seal(&portal.entropy, "bulk_act", "sealed", id, &typed),
        key_id,
        at: now,
        finished_at: None,
        undo_until: None,
        undone_at: None,
    };
    let count = plan.able.len();
    let able = plan.able.iter().map(|row| (row, ItemState::Waiting, ""));
    let all = able.chain(plan.unable.iter().map(|(row, why)| (row, ItemState::Refused, *why)));
    let items = all.zip(1_i64..).map(|((row, state, why), place)| ItemRow {
        bulk_id: id,
        place,
        report_id: row.id,
        number: row.number.clone(),
        state: state.to_string(),
        why: why.to_owned(),
        version: Some(row.version),
        snapshot: None,
        entries: None,
        told_at: None,
    });
    let items = items.collect::<Vec<_>>();
    let mut tx = portal.db.begin().await?;
    if !storage::bulk::add(&mut tx, &act, &items).await? {
        return Ok(id);
    }
    // A few are done while their officer waits; should that break off, the worker goes on where it stopped.
    let begins = if count > AT_ONCE { now } else { now + NET };
    jobs::enqueue_at(portal, &mut tx, &Job::Bulk { act: id }, begins).await?;
    tx.commit().await?;
    if count > AT_ONCE {
        portal.jobs_waiting.notify_one();
    } else {
        run(portal, id).await?;
    }
    Ok(id)
}

/// What is wrong with the input whatever the report: told before anything is done.
async fn wrong(
    portal: &Portal,
    officer: &Staff,
    action: Action,
    input: &Input,
    first: Option<&ReportRow>,
) -> Result<Vec<(&'static str, &'static str)>, BulkError> {
    let mut wrong = match input.reason.trim().chars().count() {
        0 => vec![("reason", "empty")],
        count if count > LONGEST => vec![("reason", "too_long")],
        _ => Vec::new(),
    };
    let Some(row) = first else { return Ok(wrong) };
    let found = match take_step::prepare(portal, officer, row.clone(), action, input).await {
        Err(StepError::Fields(found)) => found,
        Err(StepError::Storage(error)) => return Err(error.into()),
        _ => Vec::new(),
    };
    // The rest depends on the report: a person of another court, a date that is too early for one of them.
    let of_input = |(field, code): &(&str, &str)| {
        matches!(*code, "empty" | "too_long" | "blank" | "wrong_form" | "not_a_date")
            || matches!(*field, "outcome" | "ground")
    };
    wrong.extend(found.into_iter().filter(|error| of_input(error) && error.0 != "reason"));
    Ok(wrong)
}

/// An act of this person's own.
pub async fn find(portal: &Portal, officer: &Staff, id: Uuid) -> Result<Shown, BulkError> {
    let role = officer.role.as_str();
    let act = storage::bulk::find_of(&portal.db, id, officer.id, &officer.court, role).await?;
    let act = act.ok_or(BulkError::NotFound)?;
    let Typed { input, unknown } = typed_of(portal, &act)?;
    let items = storage::bulk::items(&portal.db, id).await?;
    Ok(Shown { action: act.action()?, act, items, unknown, reason: input.reason })
}
