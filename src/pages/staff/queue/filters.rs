//! What narrows the list: search, quick filters, every field with several values or none of them, days; and the chips.

use leptos::prelude::*;

use crate::{
    actions::{
        find,
        queue::{Choices, DAYS, Query},
    },
    domain::{
        report::{Category, Channel, Livelihood, ReportNumber, Status},
        staff::Reach,
        workflow::Rating,
    },
    pages::{
        parts::{
            field::Field,
            search_help::{search_help, search_problems},
        },
        public::report::fields,
    },
    storage::{
        queue::{DueFilter, View},
        related::Same,
    },
    web::officer::Officer,
};

/// Without JavaScript a form cannot rename its fields: `none_of=status` beside `status=…` asks for the address with
/// `status!=…`. `None` when the address says nothing of the kind.
pub fn turned(raw: &str) -> Option<String> {
    let fields: Vec<(String, String)> = serde_urlencoded::from_str(raw).ok()?;
    let none_of = |name: &str| fields.iter().any(|(field, value)| field == "none_of" && value == name);
    fields.iter().find(|(field, _)| field == "none_of")?;
    let turned = fields.iter().filter(|(field, value)| field != "none_of" && !value.is_empty());
    let turned = turned.map(|(field, value)| (if none_of(field) { format!("{field}!") } else { field.clone() }, value));
    serde_urlencoded::to_string(turned.collect::<Vec<_>>()).ok()
}

pub fn form(o: &Officer, query: &Query, choices: Choices) -> impl IntoView + use<> {
    let facets = facets(o, choices);
    // A field that has no boxes here travels along, so that nothing is lost that only an address asked for.
    let asked = facets
        .iter()
        .flat_map(|(name, _)| [(*name).to_owned(), format!("{name}!")])
        .chain(DAYS.iter().chain(&["due", "q"]).map(|name| (*name).to_owned()))
        .collect::<Vec<_>>();
    let asked = asked.iter().map(String::as_str).collect::<Vec<_>>();
    let hidden = query.hidden(&asked).into_iter();
    let hidden = hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view();
    let groups = facets.into_iter().map(|(name, options)| group(o, query, name, options)).collect_view();
    let dues = DueFilter::ALL.iter().map(|due| (due.to_string(), o.t(&format!("filter-due-{due}")))).collect();
    let due = Field {
        name: "due",
        label: o.t("filter-due"),
        value: query.filter.due.map_or("", DueFilter::as_str),
        ..Field::default()
    };
    let due = due.select(o.t("filter-any"), vec![(String::new(), dues)]);
    let days = DAYS.iter().map(|name| {
        let value =
            query.chips().into_iter().find(|(field, _)| field == name).map(|(_, value)| value).unwrap_or_default();
        Field {
            name,
            label: o.t(&format!("filter-{}", name.replace('_', "-"))),
            value: &value,
            kind: Some("date"),
            ..Field::default()
        }
        .line()
    });
    let days = days.collect_view();
    // The chips say what is on: what is folded away here only says how much of it there is.
    let own = |field: &str| field != "q" && Same::parse(field).is_none();
    let on = query.chips().iter().filter(|(name, _)| own(name)).count();
    view! {
        <form method="get" action=o.to("/staff/queue") class="filters" role="search">
            {hidden}
            <div class="find">
                <label for="q">{o.t("filter-q")}</label>
                <input id="q" name="q" value=query.q.clone() autocomplete="off" />
                <button class="button second">{o.t("filter-go")}</button>
            </div>
            {search_problems(o, &find::problems(&o.portal, &o.staff, &o.scope, &query.q))}
            {search_help(o)}
            <details class="more-filters">
                <summary>{o.t("filter-more")}{(on > 0).then(|| view! { <span class="count">{on}</span> })}</summary>
                <div class="groups">{groups}</div>
                <div class="row">{due}{days}</div>
                <p><button class="button">{o.t("filter-apply")}</button></p>
            </details>
        </form>
    }
}

/// Every field with its values and words.
fn facets(o: &Officer, choices: Choices) -> Vec<(&'static str, Vec<(String, String)>)> {
    let statuses = Status::ALL.iter().map(|status| (status.to_string(), value_words(o, "status", status.as_str())));
    let mut livelihoods = vec![("true".to_owned(), o.t("filter-livelihood-any"))];
    livelihoods
        .extend(Livelihood::ALL.iter().map(|class| (class.to_string(), value_words(o, "livelihood", class.as_str()))));
    let mut assignees = vec![("none".to_owned(), o.t("filter-nobody"))];
    assignees.extend(choices.people);
    let mut facets = vec![
        (
            "channel",
            Channel::ALL.iter().map(|channel| (channel.to_string(), o.t(&format!("channel-{channel}")))).collect(),
        ),
        (
            "category",
            Category::ALL
                .iter()
                .map(|category| (category.to_string(), o.t(&format!("filter-category-{category}"))))
                .collect(),
        ),
        ("status", statuses.collect()),
        ("livelihood", livelihoods),
        ("assignee", assignees),
        ("result", Rating::ALL.iter().map(|rating| (rating.to_string(), o.t(&format!("rating-{rating}")))).collect()),
    ];
    if !choices.tags.is_empty() {
        facets.push(("tag", choices.tags));
    }
    if !matches!(o.scope.reach, Reach::Court(_)) {
        let courts = fields::courts(o).into_iter().flat_map(|(_, courts)| courts);
        facets.push(("court", courts.collect()));
    }
    facets
}

/// One field: boxes to tick, and whether what is ticked is wanted or not wanted.
fn group(o: &Officer, query: &Query, name: &'static str, mut options: Vec<(String, String)>) -> impl IntoView + use<> {
    let not = format!("{name}!");
    let chips = query.chips();
    let values =
        |field: &str| chips.iter().filter(|(n, _)| n == field).map(|(_, value)| value.clone()).collect::<Vec<_>>();
    let (is, is_not) = (values(name), values(&not));
    // What is wanted and what is not of one field: the boxes show the first, the second travels along.
    let turned = is.is_empty() && !is_not.is_empty();
    let ticked = if turned { &is_not } else { &is };
    let kept = if turned { Vec::new() } else { is_not.clone() };
    let kept =
        kept.into_iter().map(|value| view! { <input type="hidden" name=not.clone() value=value /> }).collect_view();
    // What is asked for and not offered, somebody of another court, say, gets a box as well.
    for value in ticked {
        if !options.iter().any(|(offered, _)| offered == value) {
            options.push((value.clone(), value_words(o, name, value)));
        }
    }
    let count = ticked.len();
    let boxes = options.into_iter().map(|(value, label)| {
        let id = format!("{name}-{value}");
        let checked = ticked.contains(&value);
        view! { <span class="option"><input type="checkbox" name=name value=value id=id.clone() checked=checked /><label for=id>{label}</label></span> }
    });
    let boxes = boxes.collect_view();
    let none_of = format!("none-of-{name}");
    view! {
        <details class="group" open=count != 0>
            <summary>{o.t(&format!("filter-{name}"))}{(count > 0).then(|| view! { <span class="count">{count}</span> })}</summary>
            <fieldset class="options">
                <legend class="hidden">{o.t(&format!("filter-{name}"))}</legend>
                {boxes}
                <span class="option turn"><input type="checkbox" name="none_of" value=name id=none_of.clone() checked=turned /><label for=none_of>{o.t("filter-none-of")}</label></span>
                {kept}
            </fieldset>
        </details>
    }
}

/// Three filters that are wanted all day, on and off with one click.
pub fn quick(o: &Officer, query: &Query) -> impl IntoView + use<> {
    const QUICK: &[(&str, &str)] = &[("due", "today"), ("assignee", "none"), ("status", "received")];
    let chips = query.chips();
    let links = QUICK.iter().map(|(name, value)| {
        let on = chips.iter().any(|(n, v)| n == name && v == value);
        let address = if on {
            query.address_without(name, value)
        } else {
            query.address_with(&[(name, value), ("cursor", ""), ("before", "")])
        };
        let href = format!("{}?{address}", o.to("/staff/queue"));
        view! { <li><a class="quick" aria-current=on.then_some("true") href=href>{o.t(&format!("quick-{name}"))}</a></li> }
    });
    let links = links.collect_view();
    view! { <ul class="chips" aria-label=o.t("quick-filters")>{links}</ul> }
}

/// What narrows the list, each with a way to take it off.
pub fn chips(o: &Officer, query: &Query) -> Option<AnyView> {
    let chips = query.chips().into_iter().map(|(name, value)| {
        let field = name.strip_suffix('!').unwrap_or(&name);
        let words = chip_words(o, field, &value);
        let words = if name.ends_with('!') { o.ta("filter-not", &[("value", &words)]) } else { words };
        let href = format!("{}?{}", o.to("/staff/queue"), query.address_without(&name, &value));
        view! { <li><a class="chip" href=href>{words}<span aria-hidden="true">" ×"</span><span class="hidden">{o.t("filter-remove")}</span></a></li> }
    });
    let mut chips = chips.map(IntoAny::into_any).collect::<Vec<_>>();
    if chips.len() > 1 {
        let view = query.filter.view.unwrap_or(View::All);
        let href = o.to(&format!("/staff/queue?view={view}"));
        chips.push(view! { <li><a href=href>{o.t("filter-clear")}</a></li> }.into_any());
    }
    (!chips.is_empty()).then(|| view! { <ul class="chips">{chips}</ul> }.into_any())
}

/// A filter's value in words, with its field where the value alone would not say it.
pub fn chip_words(o: &Officer, field: &str, value: &str) -> String {
    match field {
        "q" => o.ta("filter-q-chip", &[("words", value)]),
        "floods" => o.t("floods-all"),
        "received_from" | "received_to" | "due_from" | "due_to" => {
            let day = value.parse().map_or_else(|_| value.to_owned(), |day| o.lang.day(day));
            format!("{} {day}", o.t(&format!("filter-{}", field.replace('_', "-"))))
        }
        _ if Same::parse(field).is_some() => {
            let number = ReportNumber::parse(value).map(|number| number.grouped()).unwrap_or_default();
            o.ta(&format!("filter-{}", field.replace('_', "-")), &[("number", &number)])
        }
        "result" => o.ta("tag-citizen-says", &[("result", &o.t(&format!("rating-{value}")))]),
        _ => value_words(o, field, value),
    }
}

fn value_words(o: &Officer, field: &str, value: &str) -> String {
    match field {
        "channel" => o.t(&format!("channel-{value}")),
        "category" => o.t(&format!("filter-category-{value}")),
        "status" => o.t(&format!("status-{}", value.replace('_', "-"))),
        "due" => o.t(&format!("filter-due-{value}")),
        "livelihood" if value == "true" => o.t("filter-livelihood-any"),
        "livelihood" => o.t(&format!("livelihood-{}", value.replace('_', "-"))),
        "court" => o.court(value),
        "assignee" if value == "none" => o.t("filter-nobody"),
        "tag" => o.ta("filter-tag-chip", &[("tag", value)]),
        _ => value.to_owned(),
    }
}
