//! The portal itself hands a report to another court: by a rule, or because courts became others.

use chrono::{DateTime, Utc};
use uuid::Uuid;

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
    leave_behind(portal, tx, row.id, target, portal.clock.now()).await?;
    let facts = serde_json::json!({
        "from": row.status, "to": changed.status, "court_from": row.court, "court_to": target,
    });
    let entry = Entry { kind: Action::Transfer.as_str(), actor: Actor::System, public: true, facts, text: None };
    record::write(portal, tx, row.id, key, entry).await?;
    Ok(())
}

/// What does not go along to another court: the team that had it, and the reminders of people who cannot see it there.
pub async fn leave_behind(
    portal: &Portal,
    tx: &mut Tx,
    report_id: Uuid,
    target: &str,
    now: DateTime<Utc>,
) -> storage::Result<()> {
    let courts = portal.courts();
    let mut who_see = vec![target.to_owned()];
    while let Some(above) = who_see.last().and_then(|court| courts.above(court)) {
        who_see.push(above.code.clone());
    }
    storage::teams::take_off(tx, report_id).await?;
    storage::reminders::set_left_done(tx, report_id, &who_see, now).await
}
