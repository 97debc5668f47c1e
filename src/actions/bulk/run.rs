//! Carries a bulk act out, report by report, and tells the reporters once it can no longer be undone.

use chrono::TimeDelta;
use uuid::Uuid;

use super::{Typed, UNDO, refusal, typed_of};
use crate::{
    actions::{
        notices,
        record::{self, Actor, Entry},
        take_step::{self, Input, StepError},
    },
    domain::{
        staff::{Scope, Staff},
        workflow::{self, Action, Need},
    },
    jobs::{self, Job},
    portal::Portal,
    storage::{
        self,
        bulk::{ActRow, ItemRow, ItemState, Snapshot},
    },
};

/// Does what still waits. Running it twice does nothing twice.
pub async fn run(portal: &Portal, id: Uuid) -> storage::Result<()> {
    let Some(act) = storage::bulk::find(&portal.db, id).await?.filter(|act| act.finished_at.is_none()) else {
        return Ok(());
    };
    let (action, Typed { input, .. }) = (act.action()?, typed_of(portal, &act)?);
    let items = storage::bulk::items(&portal.db, id).await?;
    let size = items.iter().filter(|item| !item.is(ItemState::Refused)).count();
    for item in items.iter().filter(|item| item.is(ItemState::Waiting)) {
        // Looked up anew: somebody who was sent away meanwhile does nothing more.
        let person = storage::staff::find_by_id(&portal.db, act.staff_id).await?.filter(|person| !person.disabled);
        let person = person.map(|person| person.person()).transpose()?;
        let person = person.filter(|person| person.court == act.court && person.role.as_str() == act.role);
        let why = match person {
            Some(officer) => one(portal, &officer, &act, action, &input, item, size).await?,
            None => Some("not_for_this_role".to_owned()),
        };
        if let Some(why) = why {
            let mut tx = portal.db.begin().await?;
            storage::bulk::set_state(&mut tx, item, ItemState::Waiting, ItemState::Refused, &why).await?;
            tx.commit().await?;
        }
    }
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    if storage::bulk::set_finished(&mut tx, id, now, now + UNDO).await? && take_step::tells(action) {
        jobs::enqueue_at(portal, &mut tx, &Job::BulkTell { act: id }, now + UNDO).await?;
    }
    tx.commit().await
}

/// The act on one report, in one transaction; why not, if it is not done.
async fn one(
    portal: &Portal,
    officer: &Staff,
    act: &ActRow,
    action: Action,
    input: &Input,
    item: &ItemRow,
    size: usize,
) -> storage::Result<Option<String>> {
    let scope = Scope::of(officer, &portal.courts());
    let Some(row) = storage::reports::find(&portal.db, &scope, &item.number).await? else {
        return Ok(Some("unknown".to_owned()));
    };
    if let Ok(Some(why)) = refusal(officer, &row, action, item.version) {
        return Ok(Some(why.to_owned()));
    }
    let mut before = Snapshot::of(&row);
    let mut prepared = match take_step::prepare(portal, officer, row, action, input).await {
        Ok(prepared) => prepared,
        Err(StepError::Fields(wrong)) => {
            let why = wrong.first().map(|(field, code)| format!("{field}.{code}"));
            return Ok(Some(why.unwrap_or_else(|| "changed".to_owned())));
        }
        Err(StepError::Storage(error)) => return Err(error),
        Err(_) => return Ok(Some("changed".to_owned())),
    };
    prepared.facts.insert("bulk".into(), act.id.to_string().into());
    let mut tx = portal.db.begin().await?;
    if action == Action::Transfer {
        before.team = storage::teams::of_report(&mut tx, prepared.row.id).await?;
        before.flood = storage::floods::place(&mut tx, prepared.row.id).await?;
    }
    let before = serde_json::to_string(&before).unwrap_or_default();
    let written = match take_step::write(portal, &mut tx, officer, &prepared).await {
        Ok(Some(written)) => written,
        Err(StepError::Storage(error)) => return Err(error),
        Ok(None) | Err(_) => return Ok(Some("changed".to_owned())),
    };
    let row = &prepared.row;
    let key = row.data_key(&portal.keys)?;
    // The reason of the whole, unless the step itself has written it down.
    let reason = (!workflow::step(action).needs.contains(&Need::Reason)).then_some(input.reason.as_str());
    let facts = serde_json::json!({ "bulk": act.id.to_string(), "size": size.to_string() });
    let entry = Entry { kind: "bulk", actor: Actor::Staff(officer.id), public: false, facts, text: reason };
    record::write(portal, &mut tx, row.id, &key, entry).await?;
    let entries = serde_json::to_string(&written.entries).unwrap_or_default();
    if !storage::bulk::set_done(&mut tx, item, row.version + 1, &before, &entries).await? {
        // Done by another run meanwhile.
        return Ok(None);
    }
    tx.commit().await?;
    Ok(None)
}

/// Reporters wait no longer than this for an undo to be over: what was not taken back by then stays.
const LONGEST_UNDO: TimeDelta = TimeDelta::hours(2);

/// Tells the reporters of what was not taken back. `false`: it is being taken back just now, so not yet.
pub async fn tell(portal: &Portal, id: Uuid) -> storage::Result<bool> {
    let Some(act) = storage::bulk::find(&portal.db, id).await? else { return Ok(true) };
    let items = storage::bulk::items(&portal.db, id).await?;
    let undoing = act.undone_at.is_some_and(|at| portal.clock.now() < at + LONGEST_UNDO);
    if undoing && items.iter().any(|item| item.is(ItemState::Done)) {
        return Ok(false);
    }
    for item in items {
        if !item.is(ItemState::Done) && !item.is(ItemState::Kept) {
            continue;
        }
        let mut tx = portal.db.begin().await?;
        let row = storage::reports::find_for_change(&mut tx, item.report_id).await?;
        if act.undone_at.is_some() && item.is(ItemState::Done) {
            // An undo that goes on after all takes nothing back from somebody who was told.
            storage::bulk::set_state(&mut tx, &item, ItemState::Done, ItemState::Kept, "changed").await?;
        }
        if storage::bulk::set_told(&mut tx, &item, portal.clock.now()).await?
            && let Some(row) = row
        {
            let key = row.data_key(&portal.keys)?;
            notices::tell(portal, &mut tx, &row, &key).await?;
        }
        tx.commit().await?;
    }
    portal.jobs_waiting.notify_one();
    Ok(true)
}
