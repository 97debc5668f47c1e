//! Writing the timeline: every change leaves an entry in the transaction that makes it.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    crypto::DataKey,
    domain::{staff::Scope, workflow::Action},
    portal::Portal,
    storage::{self, Tx, timeline::EntryRow},
};

/// Who did it.
#[derive(Clone, Copy)]
pub enum Actor {
    Citizen,
    Staff(Uuid),
    System,
}

/// What is to be written down.
pub struct Entry<'a> {
    pub kind: &'static str,
    pub actor: Actor,
    /// Whether the citizen sees it.
    pub public: bool,
    /// Codes only: statuses, courts, outcomes.
    pub facts: serde_json::Value,
    /// Typed text; sealed.
    pub text: Option<&'a str>,
}

/// Writes an entry; returns its identity.
pub async fn write(
    portal: &Portal,
    tx: &mut Tx,
    report_id: Uuid,
    key: &DataKey,
    entry: Entry<'_>,
) -> storage::Result<Uuid> {
    let row = row(portal, report_id, key, portal.clock.now(), &entry);
    storage::timeline::add(tx, &row).await?;
    Ok(row.id)
}

/// The row of an entry about something that happened at that time, sealed but not yet written.
pub fn row(portal: &Portal, report_id: Uuid, key: &DataKey, at: DateTime<Utc>, entry: &Entry<'_>) -> EntryRow {
    let id = portal.entropy.id(at);
    let (actor, staff_id) = match entry.actor {
        Actor::Citizen => ("citizen", None),
        Actor::Staff(id) => ("staff", Some(id)),
        Actor::System => ("system", None),
    };
    EntryRow {
        id,
        report_id,
        at,
        kind: entry.kind.to_owned(),
        actor: actor.to_owned(),
        staff_id,
        public: entry.public,
        facts: entry.facts.to_string(),
        sealed: entry.text.map(|text| key.seal(&portal.entropy, "timeline", "sealed", id, text)),
        staff_name: None,
    }
}

/// The timeline of a report for an officer. An entry that links to a report which this officer may not see is left
/// out: it would tell that there is one.
pub async fn for_officer(portal: &Portal, scope: &Scope, report_id: Uuid) -> storage::Result<Vec<EntryRow>> {
    let mut entries = storage::timeline::list(&portal.db, report_id, false).await?;
    let linked = |entry: &EntryRow| (entry.kind == Action::Link.as_str()).then(|| entry.fact("number")).flatten();
    let visible = storage::reports::visible(&portal.db, scope, entries.iter().filter_map(linked).collect()).await?;
    entries.retain(|entry| linked(entry).is_none_or(|number| visible.contains(&number)));
    Ok(entries)
}

/// The typed text of an entry.
pub fn text_of(row: &EntryRow, key: &DataKey) -> storage::Result<Option<String>> {
    let sealed = row.sealed.as_deref();
    Ok(sealed.map(|sealed| key.open("timeline", "sealed", row.id, sealed)).transpose()?)
}
