//! Saves the page while it is typed, and says when it did.

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{FormData, HtmlFormElement, UrlSearchParams};

use super::dom::after_pause;
use crate::server_fns::draft::save_draft;

/// Stands inside the form with the id `step`. `before` says when it was saved last; `saved` holds `{at}`.
#[island]
pub fn DraftSaver(draft: String, before: String, saved: String, failed: String) -> impl IntoView {
    let words = RwSignal::new(before);
    Effect::new(move |_| watch(draft.clone(), saved.clone(), failed.clone(), words));
    view! { <span class="saved" role="status">{move || words.get()}</span> }
}

fn watch(draft: String, saved: String, failed: String, words: RwSignal<String>) {
    let Some(form) =
        document().get_element_by_id("step").and_then(|element| element.dyn_into::<HtmlFormElement>().ok())
    else {
        return;
    };
    after_pause(&form.clone().into(), 1_200, move || {
        let Some(fields) = fields_of(&form) else { return };
        let (draft, saved, failed) = (draft.clone(), saved.clone(), failed.clone());
        spawn_local(async move {
            words.set(match save_draft(draft, fields).await {
                Ok(at) => saved.replace("{at}", &at),
                Err(_) => failed,
            });
        });
    });
}

/// The form's fields as it would send them.
fn fields_of(form: &HtmlFormElement) -> Option<String> {
    let data = FormData::new_with_form(form).ok()?;
    let fields = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    // Whether the reading of a case number was shown is for Continue alone.
    fields.delete("read_back");
    fields.to_string().as_string()
}
