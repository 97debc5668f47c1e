//! A page of a draft that was sent meanwhile, from another tab: what was typed since is shown, so that it is not lost.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;

use super::{check, to_receipt};
use crate::{
    actions::draft::Draft,
    domain::{
        answers::clean,
        questions::{self, Answer},
    },
    web::visitor::{Page, Visitor},
};

/// The fields, besides questions, that hold what somebody thought of; whatever was chosen is chosen again quickly.
const TEXTS: [&str; 7] = ["case_number", "respondent_name", "respondent_id", "narrative", "name", "phone", "email"];

/// The page; where nothing was typed there is only the receipt.
pub fn typed_since(v: &Visitor, draft: &Draft, typed: &[(String, String)]) -> Response {
    let texts = typed
        .iter()
        .filter_map(|(name, value)| Some((label(v, name)?, clean(value))))
        .filter(|(_, text)| !text.is_empty())
        .map(|(label, text)| view! { <div><dt>{label}</dt><dd><span class="typed">{text}</span></dd></div> })
        .collect::<Vec<_>>();
    if texts.is_empty() {
        return to_receipt(v, &draft.token);
    }
    let title = v.t("sent-already-title");
    v.page(Page::titled(title.clone()).status(StatusCode::CONFLICT), || {
        view! {
            <h1>{title}</h1>
            <p class="note amber" role="alert">{v.t("sent-already-text")}</p>
            <section class="answers"><dl>{texts}</dl></section>
            <p class="go"><a class="button" href=v.to("/follow")>{v.t("follow-title")}</a></p>
            <p><a class="alone" href=v.to(&format!("/receipt/{}", draft.token))>{v.t("sent-already-receipt")}</a></p>
        }
    })
}

fn label(v: &Visitor, name: &str) -> Option<String> {
    match name.strip_prefix("q_") {
        Some(code) => questions::find(code)
            .filter(|question| !matches!(question.answer, Answer::One(_) | Answer::Many(_)))
            .map(|question| v.lang.question_alone(question)),
        None => TEXTS.contains(&name).then(|| check::label(v, name)),
    }
}
