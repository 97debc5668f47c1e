//! After closing: what became of it, in the reporter's own words.

use axum::{Form, extract::Path};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    back, opened,
    report::{self, State},
};
use crate::{
    actions::{
        follow::Followed,
        rate::{self, RateError},
    },
    domain::{answers::FieldError, report::Desk, workflow::Rating},
    pages::parts::field::{Field, error_of},
    storage::reports::desk_of,
    web::{
        error::{PageError, PageResult},
        visitor::Visitor,
    },
};

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Typed {
    pub result: String,
    pub text: String,
}

pub async fn submit(v: Visitor, Path(number): Path<String>, Form(typed): Form<Typed>) -> PageResult {
    let row = match opened(&v, &number).await? {
        Ok(row) => row,
        Err(to_form) => return Ok(to_form),
    };
    let error = match rate::rate(&v.portal, &row, &typed.result, &typed.text).await {
        Ok(_) => return Ok(back(&v, &number, "timeline")),
        Err(RateError::Storage(error)) => return Err(error.into()),
        Err(RateError::TooLong) => FieldError::new("rating_text", "too_long"),
        Err(error) => FieldError::new("result", &error.to_string()),
    };
    let state = State { errors: vec![error], rating: Some(typed), ..State::default() };
    report::show(&v, row, &state).await
}

/// The question; folded once it was answered, until it is put again.
pub fn section(v: &Visitor, base: &str, followed: &Followed, state: &State) -> Result<AnyView, PageError> {
    let now = v.portal.clock.now();
    let row = &followed.row;
    let again = followed.is_asked_again(now);
    let title = v.t(if again { "rating-title-again" } else { "rating-title" });
    let not_means = if !row.reopened_by_citizen {
        let (_, due) = rate::new_due(&v.portal, row, v.portal.clock.today())?;
        v.ta("rating-not-first", &[("due", &v.lang.day(due))])
    } else if desk_of(row) == Desk::Enforcement && v.portal.courts().above(&row.court).is_some() {
        v.t("rating-not-again-above")
    } else {
        v.t("rating-not-again")
    };
    let empty = Typed::default();
    let typed = state.rating.as_ref().unwrap_or(&empty);
    let options = Rating::ALL.iter().map(|rating| {
        let help = (*rating == Rating::Not).then(|| not_means.clone());
        (rating.to_string(), v.t(&format!("rating-{rating}")), help)
    });
    let question = Field {
        name: "result",
        label: v.t("rating-label"),
        value: &typed.result,
        error: error_of(v.lang, &state.errors, "result"),
        ..Field::default()
    }
    .radios(options.collect());
    let words = Field {
        id: Some("rating_text"),
        name: "text",
        label: v.t("rating-text"),
        help: Some(v.t("rating-text-help")),
        value: &typed.text,
        error: error_of(v.lang, &state.errors, "rating_text"),
        ..Field::default()
    }
    .text(3);
    let form = view! {
        <form method="post" action=format!("{base}/rating") novalidate>
            {question}
            {words}
            <button class="button">{v.t("rating-send")}</button>
        </form>
    };
    let said = followed.rating().map(|rating| {
        let result = v.t(&format!("rating-{}", rating.result));
        v.ta("rating-said", &[("result", &result), ("at", &v.lang.minute(rating.at))])
    });
    let open = again || said.is_none() || state.rating.is_some();
    Ok(if open {
        view! { <section class="rating" id="rating"><h2>{title}</h2>{said.map(|said| view! { <p>{said}</p> })}{form}</section> }.into_any()
    } else {
        view! {
            <section class="rating" id="rating">
                <p class="note">{said}</p>
                <details class="more"><summary>{v.t("rating-change")}</summary>{form}</details>
            </section>
        }
        .into_any()
    })
}
