//! Takes a bulk act back within ten minutes: each report as it was, byte for byte, except those that somebody went on
//! with. The version goes on, the timeline stays and says so.

use chrono::TimeDelta;
use uuid::Uuid;

use super::BulkError;
use crate::{
    actions::{
        acts, graph, priority,
        record::{self, Actor, Entry},
    },
    domain::staff::Staff,
    jobs::{self, Job},
    portal::Portal,
    storage::{
        self, StorageError,
        bulk::{ActRow, ItemRow, ItemState, Snapshot},
        reports::ReportRow,
    },
};

/// An undo that is not over after this time broke off.
const LONGEST: TimeDelta = TimeDelta::minutes(1);

/// Undoes an act of this person's own. Should that break off half-way, a job goes on with it.
pub async fn undo(portal: &Portal, officer: &Staff, id: Uuid) -> Result<(), BulkError> {
    let role = officer.role.as_str();
    let act = storage::bulk::find_of(&portal.db, id, officer.id, &officer.court, role).await?;
    let act = act.ok_or(BulkError::NotFound)?;
    if act.finished_at.is_none() {
        return Err(BulkError::Running);
    }
    let mut tx = portal.db.begin().await?;
    let now = portal.clock.now();
    if !storage::bulk::set_undone(&mut tx, id, now).await? {
        return Err(BulkError::Over);
    }
    jobs::enqueue_at(portal, &mut tx, &Job::BulkUndo { act: id }, now + LONGEST).await?;
    tx.commit().await?;
    Ok(go_on(portal, &act).await?)
}

/// Puts back what is not yet, if the act is being undone. Doing it twice, or side by side, puts nothing back twice.
pub async fn finish_undo(portal: &Portal, id: Uuid) -> storage::Result<()> {
    match storage::bulk::find(&portal.db, id).await? {
        Some(act) if act.undone_at.is_some() => go_on(portal, &act).await,
        _ => Ok(()),
    }
}

async fn go_on(portal: &Portal, act: &ActRow) -> storage::Result<()> {
    let items = storage::bulk::items(&portal.db, act.id).await?;
    // The last that was done first: what left a flood after another finds it as it left it.
    let done = items.iter().rev().filter(|item| item.is(ItemState::Done)).collect::<Vec<_>>();
    for some in done.chunks(50) {
        let mut tx = portal.db.begin().await?;
        for item in some {
            put_back(portal, &mut tx, act, item).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

async fn put_back(portal: &Portal, tx: &mut storage::Tx, act: &ActRow, item: &ItemRow) -> storage::Result<()> {
    let unreadable = || StorageError::UnknownCode("snapshot".to_owned());
    let text = item.snapshot.as_deref().ok_or_else(unreadable)?;
    let before: Snapshot = serde_json::from_str(text).map_err(|_| unreadable())?;
    let version = item.version.ok_or_else(unreadable)?;
    let row = storage::reports::find_for_change(tx, item.report_id).await?;
    let row = row.filter(|row| row.version == version);
    let Some(row) = row else {
        storage::bulk::set_state(tx, item, ItemState::Done, ItemState::Kept, "changed").await?;
        return Ok(());
    };
    if !storage::bulk::set_state(tx, item, ItemState::Done, ItemState::Undone, "").await?
        || !storage::bulk::restore(tx, row.id, version, &before).await?
    {
        return Ok(());
    }
    if before.corroboration.is_some_and(|then| then != row.corroboration) {
        priority::refresh(portal, tx, row.id).await?;
    }
    if row.court != before.court {
        // One that the other court's rules gave it.
        storage::teams::take_off(tx, row.id).await?;
        remind_again(portal, tx, &row).await?;
        match &before.flood {
            Some(place) => storage::floods::put_back(tx, row.id, place).await?,
            None => storage::floods::leave(tx, row.id).await?,
        }
    }
    if row.court != before.court || row.held != before.held {
        graph::enqueue(portal, tx, row.id, Some(&row)).await?;
    }
    if let Some(team) = &before.team {
        // Nothing, if the team was dissolved meanwhile.
        storage::teams::set_report(tx, row.id, team.team_id, &before.court, team.at).await?;
    }
    let now = portal.clock.now();
    let entries: Vec<Uuid> = serde_json::from_str(item.entries.as_deref().unwrap_or("[]")).unwrap_or_default();
    storage::timeline::set_recalled(tx, &entries, now).await?;
    let key = row.data_key(&portal.keys)?;
    let facts = serde_json::json!({ "bulk": act.id.to_string(), "action": act.action });
    let entry = Entry { kind: "undone", actor: Actor::Staff(act.staff_id), public: false, facts, text: None };
    record::write(portal, tx, row.id, &key, entry).await?;
    Ok(())
}

/// What the transfer ended waits again, and rings now if its morning is over.
async fn remind_again(portal: &Portal, tx: &mut storage::Tx, transferred: &ReportRow) -> storage::Result<()> {
    for reminder in storage::reminders::set_waiting_again(tx, transferred.id, transferred.changed_at).await? {
        if reminder.rung_at.is_none() {
            let morning = acts::morning_of(reminder.day).max(portal.clock.now());
            jobs::enqueue_at(portal, tx, &Job::Remind { reminder: reminder.id }, morning).await?;
        }
    }
    Ok(())
}
