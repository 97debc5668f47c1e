//! A page of sections, each a heading and a text, with the portal's own numbers in it.

use leptos::prelude::*;

use super::figures::figures;
use crate::web::visitor::Visitor;

/// A text with the portal's numbers set in.
pub fn with_figures(v: &Visitor, id: &str) -> String {
    let figures = figures(&v.portal);
    let values = figures.iter().map(|(name, number)| (*name, number.as_str())).collect::<Vec<_>>();
    v.ta(id, &values)
}

/// Heading and text of one section.
pub fn section(v: &Visitor, page: &str, section: &str) -> impl IntoView + use<> {
    view! {
        <h2 id=section.to_owned()>{v.marked(&v.t(&format!("{page}-{section}")))}</h2>
        <p>{v.marked(&with_figures(v, &format!("{page}-{section}-text")))}</p>
    }
}

/// A list of texts.
pub fn list(v: &Visitor, ids: impl Iterator<Item = String>) -> AnyView {
    let lines = ids.map(|id| view! { <li>{v.marked(&with_figures(v, &id))}</li> }).collect_view();
    view! { <ul>{lines}</ul> }.into_any()
}
