//! The reporter begins to change what was sent.

use axum::extract::Path;
use leptos::prelude::*;

use super::{
    opened,
    report::{self, State},
};
use crate::{
    actions::change_report::{self, ChangeError},
    domain::answers::FieldError,
    storage::reports::ReportRow,
    web::{error::PageResult, visitor::Visitor},
};

pub async fn submit(v: Visitor, Path(number): Path<String>) -> PageResult {
    let row = match opened(&v, &number).await? {
        Ok(row) => row,
        Err(to_form) => return Ok(to_form),
    };
    match change_report::begin(&v.portal, &row, v.lang.code()).await {
        Ok(token) => Ok(v.see(&format!("/report/{}/{token}/check", row.channel))),
        Err(ChangeError::Storage(error)) => Err(error.into()),
        Err(error) => {
            let errors = vec![FieldError::new("change", &error.to_string())];
            report::show(&v, row, &State { errors, ..State::default() }).await
        }
    }
}

/// What can be changed until when, and the button.
pub fn section(v: &Visitor, row: &ReportRow, action: &str) -> impl IntoView + use<> {
    view! {
        <section class="note change" id="change">
            <p>{v.ta("change-text", &[("until", &v.lang.clock(row.withdraw_until))])}</p>
            <form method="post" action=action.to_owned()><button class="button second">{v.t("change-button")}</button></form>
        </section>
    }
}
