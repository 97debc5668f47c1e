//! What an officer had seen of a report, signed and sent along with each form; and what is different now, field by field,
//! with who changed it and when.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::{Opened, State, acts};
use crate::{
    actions::take_step::allowed,
    clock::day_of,
    domain::{report::ReportNumber, workflow::Action},
    pages::parts::timeline::sentence,
    portal::Portal,
    storage::{self, reports::ReportRow, timeline::EntryRow},
    web::{error::PageError, officer::Officer},
};

/// The fields that a step may depend on, as codes. Nothing typed: it stands in the page and in an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    version: i64,
    status: String,
    court: String,
    assignee: Option<Uuid>,
    due: NaiveDate,
    flags: String,
    held: bool,
    boost: i64,
    outcome: Option<String>,
    content: usize,
    messages: usize,
    entries: usize,
}

/// A field that is not as it was.
struct Difference<'a> {
    field: &'static str,
    was: String,
    now: String,
    by: Option<&'a EntryRow>,
}

impl Seen {
    /// `earlier`: how many earlier versions of its text this officer may read.
    pub(super) fn of<'a>(row: &ReportRow, earlier: usize, entries: impl Iterator<Item = &'a EntryRow>) -> Self {
        let (mut messages, mut count) = (0, 0);
        for entry in entries {
            count += 1;
            messages += usize::from(entry.kind == "message");
        }
        Self {
            version: row.version,
            status: row.status.clone(),
            court: row.court.clone(),
            assignee: row.assignee,
            due: day_of(row.due_at),
            flags: row.flags.clone(),
            held: row.held,
            boost: row.boost,
            outcome: row.outcome.clone(),
            content: earlier + 1,
            messages,
            entries: count,
        }
    }

    /// As it travels: readable, but nobody else can make one, nor use it for another report.
    pub(super) fn token(&self, portal: &Portal, report: Uuid) -> String {
        let json = serde_json::to_vec(self).unwrap_or_default();
        let mac = mac(portal, report, &json);
        format!("{}.{}", URL_SAFE_NO_PAD.encode(json), URL_SAFE_NO_PAD.encode(mac))
    }

    /// Reads what [`token`](Self::token) wrote for the same report.
    pub(super) fn parse(portal: &Portal, report: Uuid, token: &str) -> Option<Self> {
        let (json, sent) = token.split_once('.')?;
        let (json, sent) = (URL_SAFE_NO_PAD.decode(json).ok()?, URL_SAFE_NO_PAD.decode(sent).ok()?);
        let genuine = bool::from(mac(portal, report, &json).ct_eq(&sent));
        genuine.then(|| serde_json::from_slice(&json).ok()).flatten()
    }
}

fn mac(portal: &Portal, report: Uuid, json: &[u8]) -> Vec<u8> {
    let mut mac = portal.hashes.seen.of_bytes(&[&report.as_bytes()[..], json].concat());
    mac.truncate(16);
    mac
}

/// Whether an entry is what made a field what it is.
fn concerns(entry: &EntryRow, field: &str) -> bool {
    let facts = entry.facts();
    let has = |name: &str| facts.get(name).is_some();
    let kind = entry.kind.as_str();
    match field {
        "status" => has("to") || kind == "changed_court",
        "court" => has("court_to"),
        "assignee" => has("court_to") || matches!(kind, "claim" | "assign" | "release" | "hand_over"),
        "due" => has("due") || matches!(kind, "reopen" | "reopened"),
        "flags" => {
            has("held_for") || matches!(kind, "rated" | "reopened" | "changed" | "changed_court" | "release_hold")
        }
        "outcome" => has("outcome") || matches!(kind, "reopen" | "reopened"),
        "content" => matches!(kind, "changed" | "changed_court"),
        "messages" => kind == "message",
        _ => false,
    }
}

/// The name of somebody who had it: mostly one of those who could be given it.
async fn name_of(o: &Officer, opened: &Opened, id: Option<Uuid>) -> Result<String, PageError> {
    let Some(id) = id else { return Ok(o.t("filter-nobody")) };
    if let Some(person) = opened.people.iter().find(|person| person.id == id) {
        return Ok(person.name.clone());
    }
    let person = storage::staff::find_by_id(&o.portal.db, id).await?;
    Ok(person.map_or_else(|| "—".to_owned(), |person| person.name))
}

/// Everything that is not as it was seen. `None`: it is as it was.
pub(super) async fn changes(
    o: &Officer,
    row: &ReportRow,
    opened: &Opened,
    seen: &Seen,
) -> Result<Option<AnyView>, PageError> {
    let entries = opened.entries.iter().map(|(entry, _)| entry).collect::<Vec<_>>();
    let now = Seen::of(row, opened.versions.len(), entries.iter().copied());
    if now == *seen {
        return Ok(None);
    }
    let status = |code: &str| o.t(&format!("status-{}", code.replace('_', "-")));
    let flags = |seen: &Seen| {
        let held = seen.held.then(|| o.t("tag-held"));
        let flags = seen.flags.split_whitespace().map(|flag| o.t(&format!("flag-{}", flag.replace('_', "-"))));
        let boost = (seen.boost != 0).then(|| format!("{:+}", seen.boost));
        let all = held.into_iter().chain(flags).chain(boost).collect::<Vec<_>>();
        if all.is_empty() { "—".to_owned() } else { all.join(" · ") }
    };
    let outcome = |code: &Option<String>| {
        code.as_ref().map_or_else(|| "—".to_owned(), |code| o.t(&format!("outcome-{}", code.replace('_', "-"))))
    };
    let owners = if seen.assignee == now.assignee {
        (String::new(), String::new())
    } else {
        (name_of(o, opened, seen.assignee).await?, name_of(o, opened, now.assignee).await?)
    };
    let all = [
        ("status", status(&seen.status), status(&now.status)),
        ("court", o.court(&seen.court), o.court(&now.court)),
        ("assignee", owners.0, owners.1),
        ("due", o.lang.day(seen.due), o.lang.day(now.due)),
        ("flags", flags(seen), flags(&now)),
        ("outcome", outcome(&seen.outcome), outcome(&now.outcome)),
        ("content", seen.content.to_string(), now.content.to_string()),
        ("messages", seen.messages.to_string(), now.messages.to_string()),
    ];
    let differences = all.into_iter().filter(|(_, was, now)| was != now).map(|(field, was, now)| Difference {
        field,
        was,
        now,
        by: entries.iter().rev().find(|entry| concerns(entry, field)).copied(),
    });
    let differences = differences.collect::<Vec<_>>();
    // What made a field what it is stands beside that field already.
    let told = differences.iter().filter_map(|one| one.by.map(|entry| entry.id)).collect::<Vec<_>>();
    let rows = differences.into_iter().map(|one| {
        let by = one.by.map(|entry| format!("{} · {}", who(o, entry), o.lang.minute(entry.at)));
        view! {
            <tr data-field=one.field>
                <th scope="row">{o.t(&format!("seen-{}", one.field))}</th>
                <td><del>{one.was}</del></td>
                <td><ins>{one.now}</ins></td>
                <td class="muted">{by}</td>
            </tr>
        }
    });
    let rows = rows.collect::<Vec<_>>();
    let others = entries.iter().skip(seen.entries).filter(|entry| !told.contains(&entry.id));
    let since = others.map(|entry| {
        view! { <li><time datetime=entry.at.to_rfc3339()>{o.lang.minute(entry.at)}</time>" "<strong>{who(o, entry)}</strong>" "{sentence(o, entry)}</li> }
    });
    let since = since.collect::<Vec<_>>();
    let table = (!rows.is_empty()).then(|| {
        view! {
            <table class="changes">
                <thead><tr><th>{o.t("seen-field")}</th><th>{o.t("conflict-seen")}</th><th>{o.t("conflict-now")}</th><th>{o.t("seen-by")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        }
    });
    let since = (!since.is_empty()).then(|| view! { <p>{o.t("seen-since")}</p><ul class="since">{since}</ul> });
    Ok(Some(view! { {table}{since} }.into_any()))
}

fn who(o: &Officer, entry: &EntryRow) -> String {
    match entry.actor.as_str() {
        "citizen" => o.t("reporter"),
        "staff" => entry.staff_name.clone().unwrap_or_default(),
        _ => o.t("the-portal"),
    }
}

/// What stands above the page when somebody else was quicker. `possible`: whether the step can still be taken.
pub(super) fn conflict_note(o: &Officer, changed: Option<AnyView>, state: &State, possible: bool) -> AnyView {
    let again = state.action.filter(|_| possible).map(|action| {
        let label = o.t(&format!("action-{}", action.as_str().replace('_', "-")));
        let form = if state.pressed { acts::one_press(action) } else { acts::form(action) };
        view! { <p class="go"><button class="button" form=form>{o.ta("conflict-again", &[("action", &label)])}</button></p> }
    });
    let text = if possible { o.t("conflict-text") } else { o.t("conflict-not-now") };
    let changed = changed.unwrap_or_else(|| view! { <p>{o.t("conflict-unseen")}</p> }.into_any());
    view! {
        <div class="errors conflict" role="alert" tabindex="-1" autofocus>
            <h2>{o.t("conflict-title")}</h2>
            <p>{text}</p>
            {changed}
            {again}
        </div>
    }
    .into_any()
}

/// Whether the step that was tried still stands on the page.
pub(super) fn offers(o: &Officer, row: &ReportRow, opened: &Opened, state: &State) -> bool {
    state.action.is_some_and(|action| {
        let number = ReportNumber::parse(&state.input.number);
        let linked = |number: &ReportNumber| {
            let mut others = opened.together.list.iter();
            others.any(|other| other.tie.is_some() && other.row.number == number.as_str())
        };
        // A link is taken away where it stands. That there is none may be what is wrong with the form: then it comes back.
        let there = action != Action::Unlink || !state.wrong.is_empty() || number.as_ref().is_some_and(linked);
        there && allowed(&o.staff, row, action).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_has_the_entries_that_change_it() {
        let entry = |kind: &str, facts: serde_json::Value| EntryRow {
            id: Uuid::nil(),
            report_id: Uuid::nil(),
            at: chrono::DateTime::UNIX_EPOCH,
            kind: kind.to_owned(),
            actor: "staff".to_owned(),
            staff_id: None,
            public: false,
            facts: facts.to_string(),
            sealed: None,
            read_at: None,
            recalled_at: None,
            staff_name: None,
        };
        let moved = entry("transfer", serde_json::json!({ "to": "transferred", "court_to": "鲁02" }));
        assert!(["status", "court", "assignee"].iter().all(|field| concerns(&moved, field)));
        assert!(!concerns(&moved, "due") && !concerns(&moved, "messages"));
        assert!(concerns(&entry("recount", serde_json::json!({ "due": "2026-12-01" })), "due"));
        assert!(concerns(&entry("message", serde_json::json!({})), "messages"));
        assert!(!concerns(&entry("note", serde_json::json!({})), "status"));
    }
}
