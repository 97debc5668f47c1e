//! Saves the page while it is typed, and says when it did.

use std::{cell::RefCell, rc::Rc};

use gloo_timers::callback::Timeout;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{FormData, HtmlFormElement, UrlSearchParams};

use super::dom::after_pause;
use crate::server_fns::draft::save_draft;

/// How long after a failure it is tried again, in milliseconds.
const AGAIN: u32 = 5_000;

/// Stands inside the form with the id `step`. `before` says when it was saved last; `saved` holds `{at}`; `over` is for a
/// draft that was sent or deleted elsewhere.
#[island]
pub fn DraftSaver(draft: String, before: String, saved: String, failed: String, over: String) -> impl IntoView {
    let words = RwSignal::new(before);
    Effect::new(move |_| {
        let form = document().get_element_by_id("step").and_then(|element| element.dyn_into::<HtmlFormElement>().ok());
        let Some(form) = form else { return };
        let (draft, saved, failed, over) = (draft.clone(), saved.clone(), failed.clone(), over.clone());
        let saver = Saver { form: form.clone(), draft, saved, failed, over, words, again: Rc::default() };
        after_pause(&form.into(), 1_200, move || saver.save());
    });
    view! { <span class="saved" role="status">{move || words.get()}</span> }
}

#[derive(Clone)]
struct Saver {
    form: HtmlFormElement,
    draft: String,
    saved: String,
    failed: String,
    over: String,
    words: RwSignal<String>,
    /// The next attempt after one that failed; another one in its place cancels it.
    again: Rc<RefCell<Option<Timeout>>>,
}

impl Saver {
    fn save(&self) {
        let Some(fields) = fields_of(&self.form) else { return };
        let saver = self.clone();
        spawn_local(async move {
            let answer = save_draft(saver.draft.clone(), fields).await;
            let next = saver.clone();
            saver.again.replace(answer.is_err().then(|| Timeout::new(AGAIN, move || next.save())));
            saver.words.set(match answer {
                Ok(Some(at)) => saver.saved.replace("{at}", &at),
                Ok(None) => saver.over,
                Err(_) => saver.failed,
            });
        });
    }
}

/// The form's fields as it would send them.
fn fields_of(form: &HtmlFormElement) -> Option<String> {
    let data = FormData::new_with_form(form).ok()?;
    let fields = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    // Whether the reading of a case number was shown is for Continue alone.
    fields.delete("read_back");
    fields.to_string().as_string()
}
