//! The columns of the list: those that stand there by themselves, and those that can be chosen.

use leptos::prelude::*;

use crate::{actions::queue::Query, domain::codes::codes, storage::queue::Sort, web::officer::Officer};

codes! {
    Column {
        Due = "due",
        Number = "number",
        Kind = "kind",
        About = "about",
        Status = "status",
        Assignee = "assignee",
        Priority = "priority",
        Received = "received",
        Case = "case",
        Court = "court",
        Concerned = "concerned",
        Livelihood = "livelihood",
        Changed = "changed",
    }
}

const USUAL: &[Column] = &[
    Column::Due,
    Column::Number,
    Column::Kind,
    Column::About,
    Column::Status,
    Column::Assignee,
    Column::Priority,
    Column::Received,
    Column::Case,
    Column::Court,
];

impl Column {
    /// The columns of an address, in the order of the table; the number is always there, it opens the report.
    pub fn chosen(codes: &[String]) -> Vec<Self> {
        let chosen = codes.iter().filter_map(|code| Self::parse(code)).collect::<Vec<_>>();
        if chosen.is_empty() {
            return USUAL.to_vec();
        }
        Self::ALL.iter().copied().filter(|column| *column == Self::Number || chosen.contains(column)).collect()
    }

    /// The order that a click on its head gives.
    const fn sort(self) -> Option<Sort> {
        match self {
            Self::Due => Some(Sort::Due),
            Self::Received => Some(Sort::Newest),
            Self::Priority => Some(Sort::Priority),
            _ => None,
        }
    }

    pub fn head(self, o: &Officer, query: &Query) -> AnyView {
        let label = o.t(&format!("column-{self}"));
        let Some(sort) = self.sort() else { return view! { <th>{label}</th> }.into_any() };
        let (order, arrow) = match query.sort {
            Sort::Oldest if sort == Sort::Newest => (Some("ascending"), " ↑"),
            now if now != sort => (None, ""),
            Sort::Due => (Some("ascending"), " ↑"),
            _ => (Some("descending"), " ↓"),
        };
        // A second click turns the order of time round.
        let target = if sort == Sort::Newest && query.sort == Sort::Newest { Sort::Oldest } else { sort };
        let changes = [("sort", target.as_str()), ("cursor", ""), ("before", "")];
        let href = format!("{}?{}", o.to("/staff/queue"), query.address_with(&changes));
        view! { <th aria-sort=order><a href=href>{label}{arrow}</a></th> }.into_any()
    }
}

/// Choosing columns: a form of its own, at the end of the page where it is in nobody's way.
pub fn chooser(o: &Officer, query: &Query, shown: &[Column]) -> impl IntoView + use<> {
    let hidden = query.hidden(&["columns"]).into_iter();
    let hidden = hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view();
    let boxes = Column::ALL.iter().filter(|column| **column != Column::Number).map(|column| {
        let id = format!("column-{column}");
        view! {
            <span class="option">
                <input type="checkbox" name="columns" value=column.as_str() id=id.clone() checked=shown.contains(column) />
                <label for=id>{o.t(&format!("column-{column}"))}</label>
            </span>
        }
    });
    let boxes = boxes.collect_view();
    view! {
        <details class="choose-columns">
            <summary>{o.t("columns-choose")}</summary>
            <form method="get" action=o.to("/staff/queue")>
                {hidden}
                <fieldset class="options"><legend class="hidden">{o.t("columns-choose")}</legend>{boxes}</fieldset>
                <button class="button second">{o.t("columns-go")}</button>
            </form>
        </details>
    }
}
