//! Four weeks after closing: one neutral notice to a reporter who left an address and has not said yet what became of it.

use uuid::Uuid;

use super::JobError;
use crate::{
    actions::{follow, notices},
    domain::workflow::CitizenAct,
    portal::Portal,
    storage,
};

pub async fn run(portal: &Portal, report: Uuid, round: i64) -> Result<(), JobError> {
    let Some(row) = storage::reports::find_by_id(&portal.db, report).await? else { return Ok(()) };
    if row.round != round || !follow::can(portal, &row)?.contains(&CitizenAct::Rate.as_str()) {
        return Ok(());
    }
    // Closed, undone and closed again: the later closing asks.
    if row.closed_at.is_none_or(|at| at + follow::ASKED_AGAIN > portal.clock.now()) {
        return Ok(());
    }
    if storage::ratings::list(&portal.db, row.id).await?.iter().any(|rating| rating.round == round) {
        return Ok(());
    }
    let key = row.data_key(&portal.keys)?;
    let mut tx = portal.db.begin().await?;
    // Marked in the transaction that writes the notice: however often this job runs, there is one.
    if storage::reports::set_asked(&mut tx, row.id, round).await? {
        notices::tell(portal, &mut tx, &row, &key).await?;
    }
    tx.commit().await?;
    portal.jobs_waiting.notify_one();
    Ok(())
}
