//! The keys of the desk: one table that the help page, the dialog, the palette and the script all come from; and whether
//! single letters are shortcuts at all (WCAG 2.1.4).

use axum::{Form, response::Response};
use leptos::prelude::*;
use serde_json::json;

use crate::{
    domain::codes::codes,
    storage,
    web::{
        error::{PageError, PageResult},
        officer::Officer,
        visitor::{Page, Visitor},
    },
};

codes! {
    /// Where a key means something.
    Place {
        List = "list",
        Report = "report",
        Go = "go",
        Always = "always",
    }
}

/// One shortcut. What it does is found on the page by its code (`data-key="claim"`), or known to the script.
pub struct Key {
    pub code: &'static str,
    /// As `KeyboardEvent.key` says it; a space between two that are pressed one after the other.
    pub press: &'static str,
    pub place: Place,
    /// Where it leads, for those that only lead somewhere.
    pub to: Option<&'static str>,
}

const fn key(place: Place, press: &'static str, code: &'static str) -> Key {
    Key { code, press, place, to: None }
}

const fn go(press: &'static str, code: &'static str, to: &'static str) -> Key {
    Key { code, press, place: Place::Go, to: Some(to) }
}

/// Every shortcut there is. Codes of steps are those of the workflow; their words are the steps' own.
pub const KEYS: &[Key] = &[
    key(Place::List, "j", "down"),
    key(Place::List, "k", "up"),
    key(Place::List, "o", "open"),
    key(Place::List, "e", "expand"),
    key(Place::List, "x", "select"),
    key(Place::List, "J", "select-down"),
    key(Place::List, "K", "select-up"),
    key(Place::Report, "c", "claim"),
    key(Place::Report, "y", "accept"),
    key(Place::Report, "s", "start"),
    key(Place::Report, "r", "reply"),
    key(Place::Report, "i", "request_info"),
    key(Place::Report, "m", "measure"),
    key(Place::Report, "w", "note"),
    key(Place::Report, "f", "resolve"),
    key(Place::Report, "d", "decline"),
    key(Place::Report, "a", "assign"),
    key(Place::Report, "t", "transfer"),
    key(Place::Report, "+", "extend"),
    key(Place::Report, "z", "release"),
    key(Place::Report, "h", "release_hold"),
    key(Place::Report, "l", "link"),
    key(Place::Report, "b", "reopen"),
    key(Place::Report, "v", "archive"),
    key(Place::Report, "u", "back"),
    key(Place::Always, "n", "next"),
    key(Place::Always, "p", "previous"),
    key(Place::Always, "/", "search"),
    key(Place::Always, "?", "help"),
    key(Place::Always, "Ctrl-k", "palette"),
    key(Place::Always, "Ctrl-Enter", "send"),
    go("g q", "queue", "/staff/queue"),
    go("g m", "view-mine", "/staff/queue?view=mine"),
    go("g n", "view-unassigned", "/staff/queue?view=unassigned"),
    go("g o", "view-overdue", "/staff/queue?view=overdue"),
    go("g u", "view-urgent", "/staff/queue?view=urgent"),
    go("g l", "view-livelihood", "/staff/queue?view=livelihood"),
    go("g w", "view-waiting", "/staff/queue?view=waiting"),
    go("g h", "view-held", "/staff/queue?view=held"),
    go("g s", "sessions", "/staff/sessions"),
    go("g k", "keys", "/staff/keys"),
];

impl Key {
    /// What it does, in words that stand elsewhere too where there are some.
    fn words(&self, v: &Visitor) -> String {
        let slug = self.code.replace('_', "-");
        match self.place {
            Place::Go if self.code.starts_with("view-") => v.t(self.code),
            Place::Report if self.code != "back" => v.t(&format!("action-{slug}")),
            _ => v.t(&format!("key-{}", self.code)),
        }
    }

    /// As it stands on the keys.
    fn shown(&self) -> impl Iterator<Item = String> {
        let parts = self.press.split(' ').flat_map(|press| press.split('-'));
        parts.map(|part| match part {
            "k" if self.press.starts_with("Ctrl") => "K".to_owned(),
            one if one.len() == 1 && one != one.to_lowercase() => format!("Shift {one}"),
            one => one.to_owned(),
        })
    }
}

/// What the script of the desk needs to know: keys and words in the page's language. Without `<`, so that it can stand in
/// a page.
pub fn json(v: &Visitor, single: bool) -> String {
    let keys = KEYS.iter().map(|key| {
        json!({ "code": key.code, "press": key.press, "place": key.place, "words": key.words(v), "shown": key.shown().collect::<Vec<_>>(), "to": key.to.map(|to| v.to(to)) })
    });
    let places = Place::ALL.iter().map(|place| json!([place, v.t(&format!("keys-place-{place}"))]));
    let names = [
        "close",
        "palette",
        "palette-hint",
        "palette-number",
        "palette-none",
        "new",
        "show",
        "changed",
        "by",
        "reload",
        "lost",
        "unsaved",
        "unreached",
        "selected",
    ];
    let words = names.iter().map(|name| ((*name).to_owned(), v.t(&format!("live-{name}")).into()));
    // Those of a row that opens stand in the row, too.
    let words = words.chain(["row-open", "row-close"].map(|id| (id.to_owned(), v.t(id).into())));
    let all = json!({
        "single": single,
        "keys": keys.collect::<Vec<_>>(),
        "places": places.collect::<Vec<_>>(),
        "words": words.collect::<serde_json::Map<_, _>>(),
        "title": v.t("keys-title"),
        "more": v.t("keys-more"),
        "staff": v.to("/staff"),
    });
    all.to_string().replace('<', "\\u003c")
}

/// All keys as a page, and the switch.
pub async fn view(o: Officer) -> Response {
    let single = o.officer.as_ref().is_some_and(|officer| officer.single_keys);
    let places = Place::ALL.iter().map(|place| {
        let rows = KEYS.iter().filter(|key| key.place == *place).map(|key| {
            let keys = key.shown().map(|part| view! { <kbd>{part}</kbd>" " }).collect_view();
            view! { <div><dt>{keys}</dt><dd>{key.words(&o)}</dd></div> }
        });
        view! { <section><h2>{o.t(&format!("keys-place-{place}"))}</h2><dl class="facts keys">{rows.collect_view()}</dl></section> }
    });
    let places = places.collect_view();
    let (now, other, value) =
        if single { ("keys-on", "keys-switch-off", "off") } else { ("keys-off", "keys-switch-on", "on") };
    o.page(Page::titled(o.t("keys-title")).wide(), || {
        view! {
            <h1>{o.t("keys-title")}</h1>
            <p>{o.t("keys-text")}</p>
            <form method="post" action=o.to("/staff/keys") class="note switch">
                <p>{o.t(now)}</p>
                <button class="button second" name="single" value=value>{o.t(other)}</button>
            </form>
            <div class="all-keys">{places}</div>
        }
    })
}

/// The switch.
#[derive(serde::Deserialize)]
pub struct Switch {
    single: String,
}

pub async fn submit(o: Officer, Form(switch): Form<Switch>) -> PageResult {
    let on = match switch.single.as_str() {
        "on" => true,
        "off" => false,
        _ => return Err(PageError::NotFound),
    };
    let mut tx = o.portal.db.begin().await?;
    storage::staff::set_single_keys(&mut tx, o.staff.id, on).await?;
    tx.commit().await?;
    Ok(o.see("/staff/keys"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{domain::workflow::Action, storage::queue::View};

    #[test]
    fn no_key_means_two_things_and_each_step_that_has_one_exists() {
        let presses = KEYS.iter().map(|key| key.press).collect::<BTreeSet<_>>();
        assert_eq!(presses.len(), KEYS.len());
        let codes = KEYS.iter().map(|key| key.code).collect::<BTreeSet<_>>();
        assert_eq!(codes.len(), KEYS.len());
        for key in KEYS.iter().filter(|key| key.place == Place::Report && key.code != "back") {
            assert!(Action::parse(key.code).is_some(), "{}", key.code);
        }
        for lane in KEYS.iter().filter_map(|key| key.to?.split_once("view=").map(|(_, lane)| lane)) {
            assert!(View::parse(lane).is_some(), "{lane}");
        }
        // Where a second key follows, the first must mean nothing by itself.
        assert!(!presses.contains("g"));
    }
}
