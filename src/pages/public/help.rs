//! Help, privacy, accessibility: what is true of this portal today.

use axum::response::Response;
use leptos::prelude::*;

use crate::web::visitor::{Page, Visitor};

pub async fn help(v: Visitor) -> Response {
    article(&v, "help", &["case", "money", "judge", "aid", "what", "anonymous", "after", "elsewhere"])
}

pub async fn privacy(v: Visitor) -> Response {
    article(&v, "privacy", &["what", "sealed", "who", "long", "not", "rights"])
}

pub async fn accessibility(v: Visitor) -> Response {
    article(&v, "accessibility", &["how", "elder", "keyboard", "standard", "tell"])
}

/// A page of sections, each a heading and a text.
fn article(v: &Visitor, page: &str, sections: &[&str]) -> Response {
    let sections = sections.iter().map(|section| {
        view! {
            <h2 id=(*section).to_owned()>{v.t(&format!("{page}-{section}"))}</h2>
            <p>{v.t(&format!("{page}-{section}-text"))}</p>
        }
    });
    let sections = sections.collect_view();
    let title = v.t(&format!("{page}-title"));
    v.page(Page::titled(title.clone()), || view! { <h1>{title}</h1>{sections} })
}
