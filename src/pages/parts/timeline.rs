//! The timeline of a report in words, for its reporter and for staff.

use leptos::prelude::*;

use super::{clocks::edition_words, conditions, han::typed_in, marked::marked};
use crate::{
    domain::{
        measure::{self, Listed},
        search::Query,
    },
    i18n::Lang,
    storage::timeline::EntryRow,
    web::visitor::Visitor,
};

/// What an act brought with it: a ground, a measure, an amount.
fn more(v: &Visitor, entry: &EntryRow) -> impl Iterator<Item = String> {
    let listed = |name: &str, list: &'static [Listed]| {
        let code = entry.fact(name)?;
        measure::find(list, &code).map(|row| v.lang.say(&row.name).to_owned())
    };
    let ground = listed("ground", measure::grounds()).map(|name| v.ta("act-said-ground", &[("ground", &name)]));
    let measure =
        listed("measure", measure::measures()).filter(|_| entry.fact("measure").as_deref() != Some(measure::OTHER));
    let measure = measure.map(|name| v.ta("act-said-measure", &[("measure", &name)]));
    let amount = entry.fact("amount").map(|amount| v.ta("act-said-amount", &[("amount", &amount)]));
    [ground, measure, amount].into_iter().flatten()
}

/// What an entry says, in one line.
pub fn sentence(v: &Visitor, entry: &EntryRow) -> String {
    let status = |name: &str| {
        entry.fact(name).map(|code| v.t(&format!("status-{}", code.replace('_', "-")))).unwrap_or_default()
    };
    let court = |name: &str| entry.fact(name).map(|code| v.court(&code)).unwrap_or_default();
    let day = |name: &str| entry.fact(name).map(|day| v.lang.with_days(&day)).unwrap_or_default();
    let (due, due_before) = (day("due"), day("due_before"));
    let edition = entry.fact("edition").map(|edition| edition_words(v.lang, &edition)).unwrap_or_default();
    let outcome =
        entry.fact("outcome").map(|code| v.t(&format!("outcome-{}", code.replace('_', "-")))).unwrap_or_default();
    let result = entry.fact("result").map(|code| v.t(&format!("rating-{code}"))).unwrap_or_default();
    let relation = v.t(&format!("relation-{}", entry.fact("relation").as_deref().unwrap_or("related")));
    let received =
        entry.fact("received").and_then(|at| at.parse().ok()).map(|at| v.lang.minute(at)).unwrap_or_default();
    let values = [
        ("relation", relation),
        ("from", status("from")),
        ("to", status("to")),
        ("court", court("court")),
        ("court_from", court("court_from")),
        ("court_to", court("court_to")),
        ("due", due),
        ("due_before", due_before),
        ("edition", edition),
        ("outcome", outcome),
        ("result", result),
        ("assignee", entry.fact("assignee").unwrap_or_default()),
        ("number", entry.fact("number").unwrap_or_default()),
        ("points", entry.fact("points").unwrap_or_default()),
        ("size", entry.fact("size").unwrap_or_default()),
        (
            "action",
            entry.fact("action").map(|code| v.t(&format!("action-{}", code.replace('_', "-")))).unwrap_or_default(),
        ),
        ("way", entry.fact("way").map(|code| v.t(&format!("intake-way-{code}"))).unwrap_or_default()),
        ("received", received),
        ("rule_version", entry.fact("rule_version").unwrap_or_default()),
        ("did", if entry.kind == "rule" { conditions::deeds(v, entry) } else { String::new() }),
    ];
    let values = values.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>();
    let said = v.ta(&format!("entry-{}", entry.kind.replace('_', "-")), &values);
    let space = if v.lang == Lang::En { " " } else { "" };
    std::iter::once(said).chain(more(v, entry)).collect::<Vec<_>>().join(space)
}

/// The timeline. Staff see who did it, with what they searched for marked; the citizen sees the court's side as one.
pub fn timeline(
    v: &Visitor,
    entries: &[(EntryRow, Option<String>)],
    for_staff: Option<&Query>,
) -> impl IntoView + use<> {
    let (searched, for_staff) = (for_staff, for_staff.is_some());
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
        let recalled = entry.recalled_at.map(|_| view! { <span class="tag amber">{v.t("recalled")}</span> });
        let typed = |text: &str| match searched {
            Some(searched) => marked(text, searched),
            None => text.to_owned().into_any(),
        };
        let read = read_mark(v, entry, for_staff).map(|mark| {
            let class = if entry.read_at.is_some() { "muted read" } else { "muted read unread" };
            view! { <p class=class>{mark}</p> }
        });
        view! {
            <li class=class>
                <time datetime=entry.at.to_rfc3339()>{v.lang.minute(entry.at)}</time>
                <div>
                    <p><strong>{who}</strong>" "{sentence(v, entry)}" "{internal}{recalled}</p>
                    {text.as_deref().map(|text| view! { <p class="typed" lang=typed_in(v.lang, text)>{typed(text)}</p> })}
                    {for_staff.then(|| conditions::beneath(v, entry, text.as_deref()))}
                    {read}
                </div>
            </li>
        }
    });
    let entries = entries.collect_view();
    view! { <ol class="timeline">{entries}</ol> }
}

/// Whether the other side has read what this side wrote.
fn read_mark(v: &Visitor, entry: &EntryRow, for_staff: bool) -> Option<String> {
    let at = entry.read_at.map(|at| v.lang.minute(at));
    let mark = match (entry.actor.as_str(), for_staff, at) {
        _ if !entry.can_be_read() => return None,
        ("citizen", false, Some(at)) => v.ta("read-by-court", &[("at", &at)]),
        ("citizen", false, None) => v.t("unread-by-court"),
        ("staff", true, Some(at)) => v.ta("read-by-reporter", &[("at", &at)]),
        ("staff", true, None) => v.t("unread-by-reporter"),
        _ => return None,
    };
    Some(mark)
}
