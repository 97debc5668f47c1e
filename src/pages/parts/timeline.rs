//! The timeline of a report in words, for its reporter and for staff.

use leptos::prelude::*;

use crate::{storage::timeline::EntryRow, web::visitor::Visitor};

/// What an entry says, in one line.
pub fn sentence(v: &Visitor, entry: &EntryRow) -> String {
    let status = |name: &str| {
        entry.fact(name).map(|code| v.t(&format!("status-{}", code.replace('_', "-")))).unwrap_or_default()
    };
    let court = |name: &str| entry.fact(name).map(|code| v.court(&code)).unwrap_or_default();
    let due = entry.fact("due").and_then(|due| due.parse().ok()).map(|due| v.lang.day(due)).unwrap_or_default();
    let outcome =
        entry.fact("outcome").map(|code| v.t(&format!("outcome-{}", code.replace('_', "-")))).unwrap_or_default();
    let values = [
        ("from", status("from")),
        ("to", status("to")),
        ("court", court("court")),
        ("court_from", court("court_from")),
        ("court_to", court("court_to")),
        ("due", due),
        ("outcome", outcome),
        ("assignee", entry.fact("assignee").unwrap_or_default()),
        ("number", entry.fact("number").unwrap_or_default()),
    ];
    let values = values.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>();
    v.ta(&format!("entry-{}", entry.kind.replace('_', "-")), &values)
}

/// The timeline. Staff see who did it; the citizen sees the court's side as one.
pub fn timeline(v: &Visitor, entries: &[(EntryRow, Option<String>)], for_staff: bool) -> impl IntoView + use<> {
    let entries = entries.iter().map(|(entry, text)| {
        let mut class = format!("entry by-{}", entry.actor);
        if !entry.public {
            class.push_str(" internal");
        }
        let who = match (entry.actor.as_str(), for_staff) {
            ("citizen", false) => v.t("you"),
            ("citizen", true) => v.t("reporter"),
            ("staff", true) => entry.staff_name.clone().unwrap_or_default(),
            ("staff", false) => v.t("the-court"),
            _ => v.t("the-portal"),
        };
        let internal = (for_staff && !entry.public).then(|| view! { <span class="tag">{v.t("internal")}</span> });
        view! {
            <li class=class>
                <time datetime=entry.at.to_rfc3339()>{v.lang.minute(entry.at)}</time>
                <div>
                    <p><strong>{who}</strong>" "{sentence(v, entry)}" "{internal}</p>
                    {text.clone().map(|text| view! { <p class="typed">{text}</p> })}
                </div>
            </li>
        }
    });
    let entries = entries.collect_view();
    view! { <ol class="timeline">{entries}</ol> }
}
