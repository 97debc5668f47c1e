//! Opens the browser's own printing; its menu does the same.

use leptos::prelude::*;

/// A button that says `label`.
#[island]
pub fn PrintButton(label: String) -> impl IntoView {
    let print = |_| {
        let _ = window().print();
    };
    view! { <button type="button" class="button" on:click=print>{label}</button> }
}
