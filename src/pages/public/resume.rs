//! Going on with a draft by its code: on another device, or after the browser forgot.

use axum::{
    Form,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::report::later::stopped_at;
use crate::{
    actions::{
        limits::Limit,
        resume::{self, ResumeError},
    },
    domain::resume::length_of,
    islands::code_from_address::CodeFromAddress,
    pages::parts::field::{Field, summary},
    web::{
        error::PageResult,
        visitor::{Page, Visitor},
    },
};

#[derive(Deserialize)]
pub struct Typed {
    code: String,
}

/// Digits of a receipt code, which people type here as well.
const RECEIPT: usize = 20;

pub async fn view(v: Visitor) -> Response {
    form(&v, "", None)
}

pub async fn submit(v: Visitor, Form(typed): Form<Typed>) -> PageResult {
    let error = match resume::open(&v.portal, &typed.code, v.address).await {
        Ok(draft) => {
            let (_, cookie) = v.visit_or_new();
            let mut response = v.see(&stopped_at(&v, &draft)).into_response();
            if let Some(cookie) = cookie {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            return Ok(response);
        }
        Err(ResumeError::Storage(error)) => return Err(error.into()),
        Err(ResumeError::TooMany) => "too-many",
        Err(ResumeError::WrongForm) if typed.code.trim().is_empty() => "empty",
        Err(ResumeError::WrongForm) if length_of(&typed.code) == Some(RECEIPT) => "receipt",
        Err(ResumeError::WrongForm) => "wrong-form",
        Err(ResumeError::Unknown) => "unknown",
        Err(ResumeError::Sent) => "sent",
        Err(ResumeError::Expired) => "expired",
        Err(ResumeError::Deleted) => "deleted",
    };
    let mut response = form(&v, &typed.code, Some(error));
    if error == "too-many" {
        *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        response.headers_mut().insert(header::RETRY_AFTER, Limit::ResumeCode.retry_after().into());
    }
    Ok(response)
}

fn form(v: &Visitor, typed: &str, error: Option<&str>) -> Response {
    let words = error.map(|code| v.t(&format!("error-resume-{code}")));
    let lines = words.iter().map(|words| ("code".to_owned(), words.clone())).collect::<Vec<_>>();
    let island = v.portal.browser_part.is_some();
    v.page(Page::titled(v.t("resume-title")).with_islands().wrong_if(error.is_some()), || {
        view! {
            {summary(v.lang, &lines)}
            <h1>{v.t("resume-title")}</h1>
            <form method="post" action=v.to("/resume") novalidate>
                {Field {
                    name: "code",
                    label: v.t("field-resume"),
                    help: Some(v.t("field-resume-help")),
                    value: typed,
                    error: words,
                    inputmode: Some("numeric"),
                    width: Some("code"),
                    ..Field::default()
                }.line()}
                {island.then(|| view! { <CodeFromAddress field="code".to_owned() /> })}
                <div class="go"><button class="button">{v.t("resume-on")}</button></div>
            </form>
            {match error {
                Some("receipt") => Some(other_door(v, "/follow", typed, v.t("resume-follow"))),
                Some("sent") => Some(view! { <p class="other-door"><a class="button second" href=v.to("/follow")>{v.t("follow-title")}</a></p> }.into_any()),
                Some("expired" | "deleted") => Some(view! { <p class="other-door"><a class="button second" href=v.to("/report")>{v.t("resume-anew")}</a></p> }.into_any()),
                _ => None,
            }}
            <p class="fine">{v.t("resume-lost")}</p>
        }
    })
}

/// Takes a code that was typed at the wrong door to the right one; it travels in a form, never in an address.
pub fn other_door(v: &Visitor, door: &'static str, typed: &str, words: String) -> AnyView {
    view! {
        <form method="post" action=v.to(door) class="other-door">
            <input type="hidden" name="code" value=typed.to_owned() />
            <button class="button second">{words}</button>
        </form>
    }
    .into_any()
}

/// After a draft was deleted.
pub async fn deleted(v: Visitor) -> Response {
    let title = v.t("draft-deleted-title");
    v.page(Page::titled(title.clone()), || {
        view! {
            <div class="done" role="status"><h1>{title}</h1></div>
            <p>{v.t("draft-deleted-text")}</p>
            <p><a class="button second" href=v.to("/")>{v.t("to-home")}</a></p>
        }
    })
}
