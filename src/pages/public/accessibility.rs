//! What the portal does so that everybody can use it, and by which rules.

use axum::response::Response;
use leptos::prelude::*;

use crate::{
    pages::parts::sections::section,
    web::visitor::{Page, Visitor},
};

pub async fn view(v: Visitor) -> Response {
    v.page(Page::titled(v.t("accessibility-title")), || {
        view! {
            <h1>{v.t("accessibility-title")}</h1>
            {section(&v, "accessibility", "how")}
            {section(&v, "accessibility", "elder")}
            {section(&v, "accessibility", "keyboard")}
            {section(&v, "accessibility", "standard")}
            {section(&v, "accessibility", "known")}
            {section(&v, "accessibility", "tell")}
        }
    })
}
