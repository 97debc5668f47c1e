//! The portal itself hands a report to another court: by a rule, or because courts became others.

use super::{
    graph,
    record::{self, Actor, Entry},
    take_step,
};
use crate::{
    crypto::DataKey,
    domain::{report::Status, staff::circuit_of, workflow::Action},
    portal::Portal,
    storage::{self, Tx, reports::ReportRow},
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
    storage::teams::take_off(tx, row.id).await?;
    let facts = serde_json::json!({
        "from": row.status, "to": changed.status, "court_from": row.court, "court_to": target,
    });
    let entry = Entry { kind: Action::Transfer.as_str(), actor: Actor::System, public: true, facts, text: None };
    record::write(portal, tx, row.id, key, entry).await?;
    Ok(())
}
