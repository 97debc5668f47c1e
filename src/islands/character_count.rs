//! Says how many characters are left; never stops anybody from typing.

use leptos::prelude::*;

use super::dom::{after_pause, field};

/// Stands behind the field with the id `field`; `left` and `over` hold `{n}`.
#[island]
pub fn CharacterCount(field: String, limit: u32, left: String, over: String) -> impl IntoView {
    let words = RwSignal::new(String::new());
    Effect::new(move |_| watch(field.clone(), limit, left.clone(), over.clone(), words));
    view! { <p class="help count" aria-live="polite">{move || words.get()}</p> }
}

fn watch(id: String, limit: u32, left: String, over: String, words: RwSignal<String>) {
    let Some((_, area)) = field(&id) else { return };
    // After a pause: a count that is read out at each key is noise.
    after_pause(&area, 1_000, move || {
        let Some((text, _)) = field(&id) else { return };
        let count = u32::try_from(text.trim().chars().count()).unwrap_or(u32::MAX);
        let (form, n) = if count > limit { (&over, count - limit) } else { (&left, limit - count) };
        words.set(form.replace("{n}", &n.to_string()));
    });
}
