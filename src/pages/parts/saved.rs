//! A page that comes back looking the same says that what was sent is saved.

use axum::response::Response;
use leptos::prelude::*;

use crate::web::visitor::Visitor;

const SAVED: &str = "saved=1";

/// On after a form was saved, to a page with [`saved`].
pub fn see_saved(v: &Visitor, path: &str) -> Response {
    v.see(&format!("{path}?{SAVED}"))
}

/// What the page says then.
pub fn saved(v: &Visitor) -> Option<AnyView> {
    let says = v.here.split_once('?').is_some_and(|(_, query)| query == SAVED);
    says.then(|| view! { <p class="note green" role="status">{v.t("saved")}</p> }.into_any())
}
