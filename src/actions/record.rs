//! Writing the timeline: every change leaves an entry in the transaction that makes it.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::search_index;
use crate::{
    crypto::DataKey,
    domain::{
        report::Status,
        responsibility,
        staff::{Scope, Staff},
        workflow::{self, Action},
    },
    portal::Portal,
    storage::{self, Tx, reports::ReportRow, timeline::EntryRow, versions::VersionRow},
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
    write_at(portal, tx, report_id, key, portal.clock.now(), entry).await
}

/// The same for an entry that must have the very time of something that is written with it.
pub async fn write_at(
    portal: &Portal,
    tx: &mut Tx,
    report_id: Uuid,
    key: &DataKey,
    at: DateTime<Utc>,
    entry: Entry<'_>,
) -> storage::Result<Uuid> {
    let row = row(portal, report_id, key, at, &entry);
    storage::timeline::add(tx, &row).await?;
    // Every change leaves an entry, so this is where search hears of it.
    search_index::changed(portal, tx, report_id).await?;
    Ok(row.id)
}

/// The row of an entry about something that happened at that time, sealed but not yet written.
pub fn row(portal: &Portal, report_id: Uuid, key: &DataKey, at: DateTime<Utc>, entry: &Entry<'_>) -> EntryRow {
    let mut row = codes_only(portal, report_id, at, entry);
    row.sealed = entry.text.map(|text| key.seal(&portal.entropy, "timeline", "sealed", row.id, text));
    row
}

/// The row of an entry in which nothing is typed: it needs no key. A text in it is left out.
pub fn codes_only(portal: &Portal, report_id: Uuid, at: DateTime<Utc>, entry: &Entry<'_>) -> EntryRow {
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
        sealed: None,
        read_at: None,
        recalled_at: None,
        staff_name: None,
    }
}

/// What an officer may read of a report beside its content.
pub struct Readable {
    pub entries: Vec<EntryRow>,
    /// What it said before its reporter changed it.
    pub versions: Vec<VersionRow>,
    /// What courts noted up to then is kept from this officer.
    pub hidden_until: Option<DateTime<Utc>>,
}

/// The timeline of a report for an officer, and what the report said before its reporter changed it. An entry that links
/// to a report which this officer may not see is left out: it would tell that there is one. So is a version that the
/// fence of its time keeps from this officer, with everything that courts did to it and the change that ended it: the
/// report then begins as it went on. What the citizen wrote and sent along stays with it.
pub async fn for_officer(portal: &Portal, scope: &Scope, row: &ReportRow) -> storage::Result<Readable> {
    let mut entries = storage::timeline::list_within(&portal.db, scope, row.id).await?;
    if row.content_version == 1 {
        return Ok(Readable { entries, versions: Vec::new(), hidden_until: None });
    }
    let (channel, courts) = (row.channel()?, portal.courts());
    let mut versions = storage::versions::list(&portal.db, row.id).await?;
    let mut hidden_until = None;
    for version in &versions {
        let concerned = version.court_concerned.as_deref();
        if !responsibility::may_read_earlier(channel, version.desk()?, concerned, scope, &courts) {
            hidden_until = Some(version.until);
        }
    }
    if let Some(until) = hidden_until {
        versions.retain(|version| version.until > until);
        let after = versions.first().map(|version| version.court.clone());
        let moved_on = entries.iter().filter(|entry| entry.at > until).find_map(|entry| entry.fact("court_from"));
        let court = after.or(moved_on).unwrap_or_else(|| row.court.clone());
        // A change has the very time at which the version before it ended, so it is none of what came later.
        entries.retain(|entry| {
            let of_citizen = matches!(entry.kind.as_str(), "received" | "message" | "file" | "contact");
            entry.at > until || (of_citizen && entry.actor == "citizen")
        });
        for received in entries.iter_mut().filter(|entry| entry.kind == "received") {
            received.facts = serde_json::json!({ "status": Status::Received.as_str(), "court": court }).to_string();
        }
    }
    Ok(Readable { entries, versions, hidden_until })
}

/// Whether somebody's words for the other side stand unread in a timeline. `author` is `citizen` or `staff`.
pub fn has_unread<'a>(mut entries: impl Iterator<Item = &'a EntryRow>, author: &str) -> bool {
    entries.any(|entry| entry.actor == author && entry.can_be_read() && entry.read_at.is_none())
}

/// Notes that the court read what the citizen wrote, if this officer is one of those who could answer. Asked for only
/// when there is something unread: reading a page twice is no change.
pub async fn read_by_court(portal: &Portal, officer: &Staff, report_id: Uuid) -> storage::Result<()> {
    if workflow::step(Action::Reply).roles.contains(&officer.role) {
        set_read(portal, report_id, "citizen").await?;
    }
    Ok(())
}

/// Notes that the citizen read what the court wrote.
pub async fn read_by_citizen(portal: &Portal, report_id: Uuid) -> storage::Result<()> {
    set_read(portal, report_id, "staff").await
}

async fn set_read(portal: &Portal, report_id: Uuid, author: &str) -> storage::Result<()> {
    let mut tx = portal.db.begin().await?;
    storage::timeline::set_read(&mut tx, report_id, author, portal.clock.now()).await?;
    tx.commit().await
}

/// The typed text of an entry.
pub fn text_of(row: &EntryRow, key: &DataKey) -> storage::Result<Option<String>> {
    let sealed = row.sealed.as_deref();
    Ok(sealed.map(|sealed| key.open("timeline", "sealed", row.id, sealed)).transpose()?)
}
