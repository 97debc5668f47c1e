//! Takes a bulk act back within ten minutes: each report as it was, byte for byte, except those that somebody went on
//! with. The version goes on, the timeline stays and says so.

use uuid::Uuid;

use super::BulkError;
use crate::{
    actions::{
        graph, priority,
        record::{self, Actor, Entry},
    },
    domain::staff::Staff,
    portal::Portal,
    storage::{
        self, StorageError,
        bulk::{ActRow, ItemRow, ItemState, Snapshot},
    },
};

/// Undoes an act of this person's own. One that broke off half-way is taken up again.
pub async fn undo(portal: &Portal, officer: &Staff, id: Uuid) -> Result<(), BulkError> {
    let role = officer.role.as_str();
    let act = storage::bulk::find_of(&portal.db, id, officer.id, &officer.court, role).await?;
    let act = act.ok_or(BulkError::NotFound)?;
    if act.finished_at.is_none() {
        return Err(BulkError::Running);
    }
    let items = storage::bulk::items(&portal.db, id).await?;
    let broken_off = act.undone_at.is_some() && items.iter().any(|item| item.is(ItemState::Done));
    let mut tx = portal.db.begin().await?;
    if !storage::bulk::set_undone(&mut tx, id, portal.clock.now()).await? && !broken_off {
        return Err(BulkError::Over);
    }
    tx.commit().await?;
    // The last that was done first: what left a flood after another finds it as it left it.
    let done = items.iter().rev().filter(|item| item.is(ItemState::Done)).collect::<Vec<_>>();
    for some in done.chunks(50) {
        let mut tx = portal.db.begin().await?;
        for item in some {
            put_back(portal, &mut tx, officer, &act, item).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

async fn put_back(
    portal: &Portal,
    tx: &mut storage::Tx,
    officer: &Staff,
    act: &ActRow,
    item: &ItemRow,
) -> Result<(), BulkError> {
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
    if let Some(team) = &before.team {
        // Nothing, if the team was dissolved meanwhile.
        storage::teams::set_report(tx, row.id, team.team_id, &before.court, team.at).await?;
    }
    if row.court != before.court {
        match &before.flood {
            Some(place) => storage::floods::put_back(tx, row.id, place).await?,
            None => storage::floods::leave(tx, row.id).await?,
        }
    }
    if row.court != before.court || row.held != before.held {
        graph::enqueue(portal, tx, row.id, Some(&row)).await?;
    }
    let now = portal.clock.now();
    let entries: Vec<Uuid> = serde_json::from_str(item.entries.as_deref().unwrap_or("[]")).unwrap_or_default();
    storage::timeline::set_recalled(tx, &entries, now).await?;
    let key = row.data_key(&portal.keys)?;
    let facts = serde_json::json!({ "bulk": act.id.to_string(), "action": act.action });
    let entry = Entry { kind: "undone", actor: Actor::Staff(officer.id), public: false, facts, text: None };
    record::write(portal, tx, row.id, &key, entry).await?;
    Ok(())
}
