//! A reporter takes a report back: at any time while nothing is decided.

use super::{
    follow, graph,
    notify::Change,
    record::{self, Actor, Entry},
    subscriptions,
};
use crate::{
    domain::{answers::clean, report::Status, workflow::CitizenAct},
    portal::Portal,
    storage::{self, StorageError, reports::ReportRow},
};

/// Longest reason, in characters.
pub const LONGEST: usize = 2_000;

#[derive(Debug, thiserror::Error)]
pub enum WithdrawError {
    /// It was decided, or closed, before.
    #[error("closed")]
    Closed,
    #[error("too_long")]
    TooLong,
    /// Somebody changed the report in the same moment; trying again is enough.
    #[error("busy")]
    Busy,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Withdraws, with a reason if one is given. Doing it twice is no error. The row stays as it is otherwise: whoever came
/// first with a lead is still known.
pub async fn withdraw(portal: &Portal, row: &ReportRow, reason: &str) -> Result<(), WithdrawError> {
    if row.status()? == Status::Withdrawn {
        return Ok(());
    }
    if !follow::can(portal, row)?.contains(&CitizenAct::Withdraw.as_str()) {
        return Err(WithdrawError::Closed);
    }
    let reason = clean(reason);
    if reason.chars().count() > LONGEST {
        return Err(WithdrawError::TooLong);
    }
    let key = row.data_key(&portal.keys)?;
    let now = portal.clock.now();
    let mut changed = row.clone();
    changed.status = Status::Withdrawn.to_string();
    changed.changed_at = now;
    changed.closed_at = Some(now);
    changed.withdrawn_at = Some(now);
    let mut tx = portal.db.begin().await?;
    if !storage::reports::set(&mut tx, &changed).await? {
        return Err(WithdrawError::Busy);
    }
    let facts = serde_json::json!({ "from": row.status, "to": changed.status });
    let text = Some(reason.as_str()).filter(|reason| !reason.is_empty());
    record::write(
        portal,
        &mut tx,
        row.id,
        &key,
        Entry { kind: "withdrawn", actor: Actor::Citizen, public: true, facts, text },
    )
    .await?;
    graph::enqueue(portal, &mut tx, row.id, None).await?;
    subscriptions::watch(portal, &mut tx, Change { report: row.id, at: now, by: None }, false).await?;
    tx.commit().await?;
    portal.jobs_waiting.notify_one();
    Ok(())
}
