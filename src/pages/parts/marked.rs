//! Text with what a search found marked in it.

use leptos::prelude::*;

use crate::domain::search::{Query, mark};

/// The whole text, hits marked.
pub fn marked(text: &str, query: &Query) -> AnyView {
    let pieces = mark(text, query).into_iter().map(|(hit, piece)| {
        let piece = piece.to_owned();
        if hit { view! { <mark>{piece}</mark> }.into_any() } else { piece.into_any() }
    });
    pieces.collect_view().into_any()
}
