//! Deleting what others may rely on: the first press only says what goes with it.

use leptos::prelude::*;

/// Folded: what depends on it, and the button that deletes.
pub fn deletion(label: String, says: String, action: String) -> AnyView {
    view! {
        <details class="deletion">
            <summary>{label.clone()}</summary>
            <p>{says}</p>
            <form method="post" action=action><button class="button danger">{label}</button></form>
        </details>
    }
    .into_any()
}
