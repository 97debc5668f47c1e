//! Which entries of a long timeline are shown: links above it, in the address.

use leptos::prelude::*;

use super::Origin;
use crate::{domain::codes::codes, storage::timeline::EntryRow, web::officer::Officer};

codes! {
    /// What of a timeline is shown.
    Shown {
        All = "all",
        /// What the reporter and the court wrote to each other.
        Messages = "messages",
        Notes = "notes",
        Measures = "measures",
        /// Everything else: what became of the report.
        Steps = "steps",
    }
}

/// From so many entries on there is a choice.
const LONG: usize = 6;

impl Shown {
    /// The field of an address that says so.
    pub const FIELD: &'static str = "show";

    fn of(entry: &EntryRow) -> Self {
        match (entry.kind.as_str(), entry.actor.as_str()) {
            ("message" | "reply" | "request_info" | "auto_reply", _) | ("file" | "received", "citizen") => {
                Self::Messages
            }
            ("note" | "reminded", _) => Self::Notes,
            ("measure" | "refer", _) => Self::Measures,
            _ => Self::Steps,
        }
    }

    pub fn shows(self, entry: &EntryRow) -> bool {
        self == Self::All || self == Self::of(entry)
    }
}

/// The links: only kinds that there are, with their number.
pub fn choice(o: &Officer, number: &str, list: &Origin, entries: &[&EntryRow], chosen: Shown) -> Option<AnyView> {
    if entries.len() < LONG {
        return None;
    }
    let links = Shown::ALL.iter().filter_map(|shown| {
        let count = entries.iter().filter(|entry| shown.shows(entry)).count();
        let address = list.address(number, &list.at);
        let sign = if address.contains('?') { '&' } else { '?' };
        let href = format!("{}{sign}{}={shown}#timeline", o.to(&address), Shown::FIELD);
        let current = (*shown == chosen).then_some("true");
        (count > 0).then(|| {
            view! { <li><a class="quick" aria-current=current href=href>{o.t(&format!("show-{shown}"))}" "<span class="count">{count}</span></a></li> }
        })
    });
    let links = links.collect_view();
    Some(view! { <ul class="chips" aria-label=o.t("show-title")>{links}</ul> }.into_any())
}
