//! Says what a case number is while it is typed, and picks its court in the list.

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};

use super::dom::{after_pause, field};
use crate::server_fns::recognise::{Recognised, recognise_case_number};

/// Stands behind the field with the id `field`. `court` is the one that the number names with which the page came, if any.
#[island]
pub fn CaseNumberHint(field: String, language: String, court: String) -> impl IntoView {
    let recognised = RwSignal::new(Recognised::default());
    let picked = StoredValue::new(court);
    Effect::new(move |_| watch(field.clone(), language.clone(), recognised, picked));
    view! {
        <div class=move || recognised.get().class aria-live="polite" data-ready=move || (!recognised.get().lines.is_empty()).to_string()>
            {move || recognised.get().lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
        </div>
    }
}

fn watch(id: String, language: String, recognised: RwSignal<Recognised>, picked: StoredValue<String>) {
    let Some((_, input)) = field(&id) else { return };
    after_pause(&input, 350, move || {
        let (id, language) = (id.clone(), language.clone());
        let Some((typed, _)) = field(&id) else { return };
        if typed.trim().is_empty() {
            show(recognised, picked, Recognised::default());
            return;
        }
        spawn_local(async move {
            let Ok(answer) = recognise_case_number(typed.clone(), language).await else { return };
            // An answer to what stood there before is of no use any more.
            if field(&id).is_some_and(|(now, _)| now == typed) {
                mark_as_read(&typed);
                show(recognised, picked, answer);
            }
        });
    });
}

/// Shows what the number is, in place of what the server said of the one before.
fn show(recognised: RwSignal<Recognised>, picked: StoredValue<String>, answer: Recognised) {
    if let Some(before) = document().get_element_by_id("read-back") {
        before.remove();
    }
    pick_court(picked, answer.court.as_deref().unwrap_or_default());
    recognised.set(answer);
}

/// The court in the list follows the number: it goes with the number that named it, and what its reader chose stays.
fn pick_court(picked: StoredValue<String>, code: &str) {
    let list = document().get_element_by_id("court").and_then(|element| element.dyn_into::<HtmlSelectElement>().ok());
    if let Some(list) = list.filter(|list| list.value().is_empty() || list.value() == picked.get_value()) {
        list.set_value(code);
        picked.set_value(code.to_owned());
    }
}

/// Tells the server that the reading was shown, so that Continue need not show it again.
fn mark_as_read(typed: &str) {
    let hidden = document().query_selector("input[name=read_back]").ok().flatten();
    if let Some(hidden) = hidden.and_then(|element| element.dyn_into::<HtmlInputElement>().ok()) {
        hidden.set_value(typed.trim());
    }
}
