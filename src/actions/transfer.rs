//! The portal itself hands a report to another court: by a rule, or because courts became others.

use chrono::{DateTime, Utc};

use super::{
    graph,
    record::{self, Actor, Entry},
    take_step,
};
use crate::{
    crypto::DataKey,
    domain::{
        report::Status,
        staff::{Role, Scope, circuit_of},
        workflow::Action,
    },
    portal::Portal,
    storage::{self, StorageError, Tx, reports::ReportRow},
};

/// Hands `row` to `target`: `changed` says so, which the caller writes, and an entry.
pub async fn transfer(
    portal: &Portal,
    tx: &mut Tx,
    row: &ReportRow,
    changed: &mut ReportRow,
    target: &str,
    key: &DataKey,
) -> storage::Result<()> {
    target.clone_into(&mut changed.court);
    changed.circuit = circuit_of(target, &portal.courts());
    changed.assignee = None;
    changed.status = Status::Transferred.to_string();
    take_step::set_triage(portal, changed, portal.clock.now());
    graph::uproot(portal, tx, row).await?;
    leave_behind(portal, tx, changed, portal.clock.now()).await?;
    let facts = serde_json::json!({
        "from": row.status, "to": changed.status, "court_from": row.court, "court_to": target,
    });
    let entry = Entry { kind: Action::Transfer.as_str(), actor: Actor::System, public: true, facts, text: None };
    record::write(portal, tx, row.id, key, entry).await?;
    Ok(())
}

/// What does not go along to another court: the team that had it, and the reminders of people who cannot see it there, which
/// are over at `at`. `changed` is the report as it lies there.
pub async fn leave_behind(portal: &Portal, tx: &mut Tx, changed: &ReportRow, at: DateTime<Utc>) -> storage::Result<()> {
    storage::teams::take_off(tx, changed.id).await?;
    let courts = portal.courts();
    for reminder in storage::reminders::list_waiting(tx, changed.id).await? {
        let role = Role::parse(&reminder.role).ok_or_else(|| StorageError::UnknownCode(reminder.role.clone()))?;
        if !changed.is_within(&Scope::at(&reminder.court, role, &courts)) {
            storage::reminders::set_over(tx, reminder.id, at).await?;
        }
    }
    Ok(())
}
