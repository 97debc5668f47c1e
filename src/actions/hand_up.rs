//! When a court became another one, a complaint about it may lie with that very court, which may not see it: it is handed
//! to the court above.

use uuid::Uuid;

use super::{notices, notify::Change, subscriptions, transfer::transfer};
use crate::{
    portal::Portal,
    storage::{self, reports::ReportRow},
};

/// Hands on every open complaint that lies with the court complained of; one that does not open keeps no other back.
/// Doing it twice does nothing.
pub async fn hand_up(portal: &Portal) -> storage::Result<()> {
    let courts = portal.courts();
    let is_here = |concerned: &str, court: &str| courts.current(concerned).is_some_and(|living| living.code == court);
    for (id, court, concerned) in storage::reports::list_about_former(&portal.db, courts.mergers()).await? {
        let Some(above) = courts.above(&court).filter(|_| is_here(&concerned, &court)) else { continue };
        if let Err(error) = hand_up_one(portal, id, &court, &above.code).await {
            tracing::error!(%error, "a complaint that lies with the court complained of could not be handed up");
        }
    }
    Ok(())
}

async fn hand_up_one(portal: &Portal, id: Uuid, court: &str, above: &str) -> storage::Result<()> {
    let mut tx = portal.db.begin().await?;
    let row = storage::reports::find_for_change(&mut tx, id).await?;
    // Somebody may have handed it on in this moment.
    let Some(row) = row.filter(|row| row.court == court && row.closed_at.is_none()) else { return Ok(()) };
    let (key, now) = (row.data_key(&portal.keys)?, portal.clock.now());
    let mut changed = ReportRow { changed_at: now, ..row.clone() };
    transfer(portal, &mut tx, &row, &mut changed, above, &key).await?;
    storage::reports::set(&mut tx, &changed).await?;
    notices::tell(portal, &mut tx, &row, &key).await?;
    subscriptions::watch(portal, &mut tx, Change { report: id, at: now, by: None }, true).await?;
    tx.commit().await?;
    portal.jobs_waiting.notify_one();
    Ok(())
}
