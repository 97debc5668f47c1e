//! Following a report with its code: the way in.

pub mod beside;
pub mod change;
pub mod contact;
pub mod files;
pub mod message;
pub mod notices;
pub mod rating;
pub mod report;
pub mod standing;
pub mod withdraw;

use axum::{
    Form,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    actions::{
        follow::{self, FollowError},
        limits::Limit,
    },
    domain::resume::{ResumeCode, length_of},
    islands::code_from_address::CodeFromAddress,
    pages::parts::field::{Field, summary},
    storage::reports::ReportRow,
    web::{
        error::{PageError, PageResult},
        visitor::{Page, Visitor},
    },
};

#[derive(Deserialize)]
pub struct Typed {
    code: String,
}

pub async fn view(v: Visitor) -> Response {
    form(&v, "", None)
}

pub async fn submit(v: Visitor, Form(typed): Form<Typed>) -> PageResult {
    let (visit, cookie) = v.visit_or_new();
    let code = match follow::open_for_visit(&v.portal, &typed.code, &visit, v.address).await {
        Ok(row) => {
            let mut response = v.see(&format!("/follow/{}", row.number)).into_response();
            if let Some(cookie) = cookie {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            return Ok(response);
        }
        Err(FollowError::Storage(error)) => return Err(error.into()),
        Err(FollowError::TooMany) => "too_many",
        Err(FollowError::WrongForm) if typed.code.trim().is_empty() => "empty",
        Err(FollowError::WrongForm) if length_of(&typed.code) == Some(ResumeCode::LENGTH) => "resume",
        Err(FollowError::WrongForm) => "wrong_form",
        Err(FollowError::Unknown) => "unknown",
    };
    let mut response = form(&v, &typed.code, Some(code));
    if code == "too_many" {
        *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        response.headers_mut().insert(header::RETRY_AFTER, Limit::FollowCode.retry_after().into());
    }
    Ok(response)
}

fn form(v: &Visitor, typed: &str, error: Option<&str>) -> Response {
    let words = error.map(|code| v.t(&format!("error-code-{}", code.replace('_', "-"))));
    let lines = words.iter().map(|words| ("code".to_owned(), words.clone())).collect::<Vec<_>>();
    let island = v.portal.browser_part.is_some();
    v.page(Page::titled(v.t("follow-title")).with_islands().wrong_if(error.is_some()), || {
        view! {
            {summary(v.lang, &lines)}
            <h1>{v.t("follow-title")}</h1>
            <form method="post" action=v.to("/follow") novalidate>
                {Field {
                    name: "code",
                    label: v.t("field-code"),
                    help: Some(v.t("field-code-help")),
                    value: typed,
                    error: words,
                    inputmode: Some("numeric"),
                    width: Some("code"),
                    ..Field::default()
                }.line()}
                {island.then(|| view! { <CodeFromAddress field="code".to_owned() /> })}
                <div class="go"><button class="button">{v.t("follow-open")}</button></div>
            </form>
            {(error == Some("resume")).then(|| super::resume::other_door(v, "/resume", typed, v.t("resume-go")))}
            <p class="fine">{v.t("follow-lost")}</p>
        }
    })
}

/// The report that this visit has open; without one, back to the way in.
pub async fn opened(v: &Visitor, number: &str) -> Result<Result<ReportRow, Response>, PageError> {
    let row = match &v.visit {
        Some(visit) => follow::find_opened(&v.portal, visit, number).await?,
        None => None,
    };
    Ok(row.ok_or_else(|| v.see("/follow")))
}

/// Back to the report after something was done.
fn back(v: &Visitor, number: &str, anchor: &str) -> Response {
    v.see(&format!("/follow/{number}#{anchor}"))
}
