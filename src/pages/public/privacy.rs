//! What is kept, where, how long, who can see it, and by which law.

use axum::response::Response;
use leptos::prelude::*;

use crate::{
    pages::parts::sections::{list, section, with_figures},
    web::visitor::{Page, Visitor},
};

/// What is kept, each with how long.
pub const KEPT: [&str; 10] =
    ["draft", "receipt", "report", "files", "contact", "visit", "elder", "guesses", "jobs", "search"];
/// Articles of the law, by subject.
const LAWS: [&str; 7] = ["minimum", "notice", "retention", "sensitive", "china", "rights", "security"];

pub async fn view(v: Visitor) -> Response {
    let kept = KEPT.map(|code| {
        view! {
            <div>
                <dt>{v.t(&format!("privacy-kept-{code}"))}</dt>
                <dd>{v.marked(&with_figures(&v, &format!("privacy-kept-{code}-long")))}</dd>
            </div>
        }
    });
    let laws = LAWS.iter().map(|code| format!("privacy-law-{code}"));
    v.page(Page::titled(v.t("privacy-title")), || {
        view! {
            <h1>{v.t("privacy-title")}</h1>
            <p class="lead">{v.t("privacy-intro")}</p>
            {section(&v, "privacy", "what")}
            {section(&v, "privacy", "where")}
            {section(&v, "privacy", "who")}
            {section(&v, "privacy", "long")}
            <dl class="kept">{kept.into_iter().collect_view()}</dl>
            {section(&v, "privacy", "address")}
            {section(&v, "privacy", "not")}
            {section(&v, "privacy", "rights")}
            {section(&v, "privacy", "law")}
            {list(&v, laws)}
            <p class="fine">{v.t("privacy-standing")}</p>
        }
    })
}
