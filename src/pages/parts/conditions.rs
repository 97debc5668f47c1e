//! A list's conditions in words, and what a rule did and why.

use leptos::prelude::*;

use crate::{
    domain::{mention::mentions, report::ReportNumber, rule},
    i18n::Lang,
    storage::{related::Same, timeline::EntryRow},
    web::visitor::Visitor,
};

/// Each condition of a list's address in words: “渠道：线索、投诉”.
pub fn conditions(v: &Visitor, address: &str) -> Vec<String> {
    let fields = rule::fields(address).into_iter();
    let words = fields.map(|(field, values)| {
        let (name, not) = field.strip_suffix('!').map_or((field.as_str(), false), |name| (name, true));
        let label = match name {
            "view" => v.t("condition-view"),
            "q" => v.t("condition-q"),
            name => v.lang.try_t(&format!("filter-{}", name.replace('_', "-"))).unwrap_or_else(|| name.to_owned()),
        };
        let values = values.iter().map(|value| value_words(v, name, value)).collect::<Vec<_>>();
        let values = listed(v, &values);
        if Same::parse(name).is_some() {
            return v.ta(&format!("filter-{}", name.replace('_', "-")), &[("number", &values)]);
        }
        v.ta(if not { "condition-not" } else { "condition" }, &[("name", &label), ("values", &values)])
    });
    words.collect()
}

/// Several names, with what stands between them in the reader's language.
pub fn listed(v: &Visitor, names: &[String]) -> String {
    between(v, names, "condition-or")
}

/// Several things that are done or hold together.
pub fn joined(v: &Visitor, parts: &[String]) -> String {
    between(v, parts, "deed-and")
}

/// Something with what explains it in brackets behind it.
pub fn in_brackets(v: &Visitor, text: &str, inside: &str) -> String {
    v.ta("in-brackets", &[("text", text), ("inside", inside)])
}

/// Chinese signs carry their space with them.
fn between(v: &Visitor, parts: &[String], sign: &str) -> String {
    let space = if v.lang == Lang::En { " " } else { "" };
    parts.join(&format!("{}{space}", v.t(sign)))
}

fn value_words(v: &Visitor, name: &str, value: &str) -> String {
    let slug = value.replace('_', "-");
    let found = match name {
        "view" => {
            let lane = slug;
            v.lang.try_t(&format!("view-{lane}"))
        }
        "channel" => v.lang.try_t(&format!("channel-{value}")),
        "category" => v.lang.try_t(&format!("filter-category-{value}")),
        "status" => v.lang.try_t(&format!("status-{slug}")),
        "due" => v.lang.try_t(&format!("filter-due-{value}")),
        "livelihood" if value == "true" => Some(v.t("filter-livelihood-any")),
        "livelihood" => v.lang.try_t(&format!("livelihood-{}", value.replace('_', "-"))),
        "result" => v.lang.try_t(&format!("rating-{value}")),
        "assignee" if value == "none" => Some(v.t("filter-nobody")),
        "court" => Some(v.court(value)),
        "received_from" | "received_to" | "due_from" | "due_to" => value.parse().ok().map(|day| v.lang.day(day)),
        _ if Same::parse(name).is_some() => ReportNumber::parse(value).map(|number| number.grouped()),
        _ => None,
    };
    found.unwrap_or_else(|| value.to_owned())
}

/// The same as a short list, or “everything”.
pub fn condition_list(v: &Visitor, address: &str) -> AnyView {
    let words = conditions(v, address);
    if words.is_empty() {
        return view! { <p class="muted">{v.t("condition-none")}</p> }.into_any();
    }
    let words = words.into_iter().map(|words| view! { <li class="tag">{words}</li> }).collect_view();
    view! { <ul class="conditions">{words}</ul> }.into_any()
}

/// What a rule did, in one line.
pub fn deeds(v: &Visitor, entry: &EntryRow) -> String {
    let values = ["court_to", "boost", "assignee"].map(|name| (name, entry.fact(name).unwrap_or_default()));
    let value = |name: &str| values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value.as_str());
    let named = |name: &str| entry.fact(name).unwrap_or_default();
    let words = |code: &str| {
        let court = v.court(value("court_to"));
        let values = [("court", court.as_str()), ("boost", value("boost")), ("person", value("assignee"))];
        v.ta(&format!("deed-{code}"), &values)
    };
    let did = named("did").split_whitespace().map(words).collect::<Vec<_>>();
    if did.is_empty() { v.t("deed-nothing") } else { joined(v, &did) }
}

/// What stands under an entry for staff: why a rule fired and what it left, or who of those named was not told.
pub fn beneath(v: &Visitor, entry: &EntryRow, text: Option<&str>) -> Option<AnyView> {
    if entry.kind == "rule" {
        let why = conditions(v, &entry.fact("why").unwrap_or_default());
        let why = if why.is_empty() { v.t("condition-none") } else { joined(v, &why) };
        let left = entry.fact("left").unwrap_or_default();
        let left = left.split_whitespace().map(|code| v.t(&format!("deed-left-{code}"))).collect::<Vec<_>>();
        let left = (!left.is_empty())
            .then(|| view! { <p class="muted">{v.ta("rule-left", &[("left", &joined(v, &left))])}</p> });
        return Some(view! { <p class="muted">{v.ta("rule-because", &[("why", &why)])}</p>{left} }.into_any());
    }
    let untold = entry.fact("untold")?;
    let names = mentions(text?);
    let untold = untold.split_whitespace().filter_map(|place| names.get(place.parse::<usize>().ok()?));
    let untold = untold.map(|name| format!("@{name}")).collect::<Vec<_>>();
    let words = v.ta("mention-untold", &[("names", &listed(v, &untold))]);
    (!untold.is_empty()).then(|| view! { <p class="untold">{words}</p> }.into_any())
}
