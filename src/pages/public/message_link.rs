//! The address that stands in every message: whoever reads the message stops further ones here, has them again, or
//! brings a code back without anything else at hand. It tells nothing of what the messages are about.

use axum::{
    Form, RequestExt,
    extract::{FromRequest, Multipart, Path, Request},
    http::{StatusCode, header},
    response::Response,
};
use leptos::prelude::*;

use crate::{
    actions::notices::{self, Asker, Standing, WayState},
    pages::{
        parts::{
            field::summary,
            notices::{Asked, code_form},
        },
        public::notices::{Typed, act},
    },
    portal::Portal,
    storage::{contacts::ContactRow, reports::ReportRow},
    web::{
        error::PageResult,
        visitor::{Page, Visitor},
    },
};

/// A form as browsers send it, or as mail programs do (RFC 8058: often `multipart/form-data`).
pub struct Fields(Typed);

impl FromRequest<Portal> for Fields {
    type Rejection = StatusCode;

    async fn from_request(request: Request, portal: &Portal) -> Result<Self, StatusCode> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("multipart/form-data") {
            let form = request.extract_with_state::<Form<Typed>, _, _>(portal).await;
            return form.map(|Form(fields)| Self(fields)).map_err(|_| StatusCode::UNPROCESSABLE_ENTITY);
        }
        let mut form = Multipart::from_request(request, portal).await.map_err(|_| StatusCode::UNPROCESSABLE_ENTITY)?;
        let mut typed = Typed::default();
        while let Ok(Some(field)) = form.next_field().await {
            if field.name() == Some("List-Unsubscribe") {
                typed.list_unsubscribe = field.text().await.map_err(|_| StatusCode::UNPROCESSABLE_ENTITY)?;
            }
        }
        Ok(Self(typed))
    }
}

pub async fn view(v: Visitor, Path(token): Path<String>) -> PageResult {
    let Some((row, contact)) = notices::find_by_token(&v.portal, &token).await? else { return Ok(unknown(&v)) };
    show(&v, &token, &row, &contact, &Asked::default())
}

pub async fn submit(v: Visitor, Path(token): Path<String>, Fields(mut typed): Fields) -> PageResult {
    let Some((row, contact)) = notices::find_by_token(&v.portal, &token).await? else { return Ok(unknown(&v)) };
    // The button of a mail program: nobody looks at the answer, and it must not lead elsewhere.
    let one_click = typed.list_unsubscribe == "One-Click";
    if one_click {
        "stop".clone_into(&mut typed.act);
    }
    match act(&v, &row, contact.way()?, &typed, Asker::Reader).await? {
        Ok(()) if one_click => view(v, Path(token)).await,
        Ok(()) => Ok(v.see(&format!("/n/{token}"))),
        Err(asked) => show(&v, &token, &row, &contact, &asked),
    }
}

fn show(v: &Visitor, token: &str, row: &ReportRow, contact: &ContactRow, asked: &Asked) -> PageResult {
    let way = notices::read_one(&v.portal, row, contact)?;
    let title = v.t(&format!("link-{}", way.standing.as_str()));
    let page = Page::titled(title.clone()).wrong_if(asked.wrong.is_some());
    Ok(v.page(page, || {
        view! {
            {summary(v.lang, &asked.lines(v.lang))}
            <h1>{title}</h1>
            <p>{v.t(&format!("link-{}-text", way.standing.as_str()))}</p>
            {doing(v, &v.to(&format!("/n/{token}")), &way, asked)}
        }
    }))
}

fn doing(v: &Visitor, action: &str, way: &WayState, asked: &Asked) -> impl IntoView + use<> {
    let button = |act: &'static str, label: String, class: &'static str| {
        view! { <form method="post" action=action.to_owned()><button class=class name="act" value=act>{label}</button></form> }
    };
    let read = || view! { <p><a class="button" href=v.to("/follow")>{v.t("link-read")}</a></p> };
    match way.standing {
        Standing::Unconfirmed => view! {
            {code_form(v, action, way, asked)}
            <div class="quiet">
                <p>{v.t("link-again")}</p>
                {button("resend", v.t("notices-again"), "button second")}
                <p>{v.t("link-stranger")}</p>
                {button("stop", v.t("link-never"), "button second")}
            </div>
        }
        .into_any(),
        Standing::Confirmed => view! {
            {read()}
            <div class="quiet">
                <p>{v.t("link-stop-text")}</p>
                {button("stop", v.t("link-stop"), "button second")}
            </div>
        }
        .into_any(),
        Standing::Stopped | Standing::Refused => view! {
            {read()}
            <div class="quiet">
                <p>{v.t("link-resume-text")}</p>
                {button("resume", v.t("notices-resume"), "button second")}
            </div>
        }
        .into_any(),
    }
}

/// There is no such address, or there was one once: calm, and the same for both.
fn unknown(v: &Visitor) -> Response {
    v.page(Page::titled(v.t("link-unknown")).status(StatusCode::NOT_FOUND), || {
        view! {
            <h1>{v.t("link-unknown")}</h1>
            <p>{v.t("link-unknown-text")}</p>
            <p><a href=v.to("/follow")>{v.t("link-read")}</a></p>
        }
    })
}
