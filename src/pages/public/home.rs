//! The first page: nine of ten come with a question, so the four commonest stand first, each one tap from its answer;
//! then the two forms, then the ways back to what was begun.

use axum::response::Response;
use leptos::prelude::*;

use super::help;
use crate::web::visitor::{Page, Visitor};

/// The commonest questions, and the articles that answer them.
const QUESTIONS: [(&str, &str); 4] = [
    ("case", "where-is-my-case"),
    ("money", "where-is-my-money"),
    ("judge", "who-is-my-judge"),
    ("aid", "how-to-get-aid"),
];

pub async fn view(v: Visitor) -> Response {
    let row = |to: String, name: String, hint: String| {
        view! { <li><a href=to><strong>{name}</strong><span class="help">{hint}</span></a></li> }
    };
    let questions = QUESTIONS.map(|(code, slug)| {
        row(v.to(&format!("/help/{slug}")), v.t(&format!("ask-{code}")), v.t(&format!("ask-{code}-hint")))
    });
    let door = |channel: &str| {
        view! {
            <section class="door">
                <h2>{v.t(&format!("home-{channel}"))}</h2>
                <p>{v.t(&format!("home-{channel}-text"))}</p>
                <a class="button" href=v.to(&format!("/report/{channel}"))>{v.t(&format!("home-{channel}-button"))}</a>
            </section>
        }
    };
    let way = |path: &str, code: &str| row(v.to(path), v.t(&format!("home-{code}")), v.t(&format!("home-{code}-text")));
    v.page(Page::titled(v.t("home-title")), || {
        view! {
            <h1>{v.t("home-title")}</h1>
            <p class="lead">{v.t("home-intro")}</p>
            <section aria-labelledby="ask">
                <h2 id="ask">{v.t("ask-title")}</h2>
                <ul class="asks">{questions.into_iter().collect_view()}</ul>
                {help::form(&v, "", &[])}
            </section>
            <section aria-labelledby="report">
                <h2 id="report">{v.t("home-report")}</h2>
                <div class="doors">{door("lead")}{door("complaint")}</div>
            </section>
            <section aria-labelledby="back">
                <h2 id="back">{v.t("home-back")}</h2>
                <ul class="asks">
                    {way("/follow", "follow")}
                    {way("/resume", "resume")}
                    {way("/verify", "verify")}
                    {way("/check", "check")}
                </ul>
            </section>
            <p class="note">{v.t("home-promise")}</p>
        }
    })
}
