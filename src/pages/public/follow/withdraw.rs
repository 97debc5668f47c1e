//! The reporter takes the report back.

use axum::{Form, extract::Path};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    back, opened,
    report::{self, State},
};
use crate::{
    actions::withdraw::{self, WithdrawError},
    domain::answers::FieldError,
    pages::parts::field::{Field, error_of},
    web::{error::PageResult, visitor::Visitor},
};

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Typed {
    pub reason: String,
}

pub async fn submit(v: Visitor, Path(number): Path<String>, Form(typed): Form<Typed>) -> PageResult {
    let row = match opened(&v, &number).await? {
        Ok(row) => row,
        Err(to_form) => return Ok(to_form),
    };
    match withdraw::withdraw(&v.portal, &row, &typed.reason).await {
        Ok(()) => Ok(back(&v, &number, "timeline")),
        Err(WithdrawError::Storage(error)) => Err(error.into()),
        Err(error) => {
            let errors = vec![FieldError::new("withdraw", &error.to_string())];
            // What was in the way may be that the report is another one by now.
            let row = match opened(&v, &number).await? {
                Ok(row) => row,
                Err(to_form) => return Ok(to_form),
            };
            report::show(&v, row, &State { errors, withdraw: Some(typed), ..State::default() }).await
        }
    }
}

/// The form, folded: what it does cannot be taken back. In the first minutes it stands open.
pub fn section(v: &Visitor, base: &str, state: &State, open: bool) -> impl IntoView + use<> {
    let empty = Typed::default();
    let typed = state.withdraw.as_ref().unwrap_or(&empty);
    let field = Field {
        id: Some("withdraw"),
        name: "reason",
        label: v.t("withdraw-reason"),
        help: Some(v.t("withdraw-reason-help")),
        value: &typed.reason,
        error: error_of(v.lang, &state.errors, "withdraw"),
        ..Field::default()
    };
    let field = field.text(2);
    view! {
        <details class="more" open=open || state.withdraw.is_some()>
            <summary>{v.t("withdraw-title")}</summary>
            <p>{v.t("withdraw-text")}</p>
            <form method="post" action=format!("{base}/withdraw") novalidate>
                {field}
                <button class="button danger">{v.t("withdraw-button")}</button>
            </form>
        </details>
    }
}
