//! A reporter takes a report back, within ten minutes.

use super::{
    follow,
    record::{self, Actor, Entry},
};
use crate::{
    domain::report::Status,
    portal::Portal,
    storage::{self, StorageError, reports::ReportRow},
};

#[derive(Debug, thiserror::Error)]
pub enum WithdrawError {
    #[error("too_late")]
    TooLate,
    #[error("busy")]
    Busy,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Withdraws. Doing it twice is no error.
pub async fn withdraw(portal: &Portal, row: &ReportRow) -> Result<(), WithdrawError> {
    if row.status()? == Status::Withdrawn {
        return Ok(());
    }
    if !follow::may_withdraw(portal, row)? {
        return Err(WithdrawError::TooLate);
    }
    let key = row.data_key(&portal.keys)?;
    let mut changed = row.clone();
    changed.status = Status::Withdrawn.to_string();
    changed.changed_at = portal.clock.now();
    changed.closed_at = Some(changed.changed_at);
    let mut tx = portal.db.begin().await?;
    if !storage::reports::set(&mut tx, &changed).await? {
        return Err(WithdrawError::Busy);
    }
    let facts = serde_json::json!({ "from": row.status, "to": changed.status });
    record::write(
        portal,
        &mut tx,
        row.id,
        &key,
        Entry { kind: "withdrawn", actor: Actor::Citizen, public: true, facts, text: None },
    )
    .await?;
    Ok(tx.commit().await?)
}
