//! The first page: what most people come for first, then the two forms.

use axum::response::Response;
use leptos::prelude::*;

use crate::web::visitor::{Page, Visitor};

pub async fn view(v: Visitor) -> Response {
    let questions = ["case", "money", "judge", "aid"].map(|code| {
        view! {
            <details>
                <summary>{v.t(&format!("ask-{code}"))}</summary>
                <p>{v.t(&format!("ask-{code}-answer"))}</p>
            </details>
        }
    });
    let door = |channel: &str, class: &'static str| {
        view! {
            <section class=class>
                <h2>{v.t(&format!("home-{channel}"))}</h2>
                <p>{v.t(&format!("home-{channel}-text"))}</p>
                <a class="button" href=v.to(&format!("/report/{channel}"))>{v.t(&format!("home-{channel}-button"))}</a>
            </section>
        }
    };
    v.page(Page::titled(v.t("home-title")), || {
        view! {
            <h1>{v.t("home-title")}</h1>
            <p class="lead">{v.t("home-intro")}</p>
            <section class="asks">
                <h2>{v.t("ask-title")}</h2>
                {questions.into_iter().collect_view()}
            </section>
            <div class="doors">
                {door("lead", "door")}
                {door("complaint", "door")}
            </div>
            <section class="come-back">
                <h2>{v.t("home-follow")}</h2>
                <p>{v.t("home-follow-text")}</p>
                <p><a class="button second" href=v.to("/follow")>{v.t("follow-title")}</a></p>
            </section>
            <p class="fine">{v.t("home-promise")}</p>
        }
    })
}
