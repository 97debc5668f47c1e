//! Before the first question: what this is for, what to have ready, how long it takes.

use axum::{extract::Path, http::header, response::IntoResponse};
use leptos::prelude::*;

use crate::{
    actions::draft,
    domain::{answers::Answers, report::Channel},
    web::{
        error::{PageError, PageResult},
        visitor::{Page, Visitor},
    },
};

pub async fn view(v: Visitor, Path(channel): Path<String>) -> PageResult {
    let channel = Channel::parse(&channel).ok_or(PageError::NotFound)?;
    let id = |part: &str| format!("start-{channel}-{part}");
    let ready = ["1", "2", "3"].map(|n| view! { <li>{v.t(&id(&format!("ready-{n}")))}</li> });
    Ok(v.page(Page::titled(v.t(&id("title"))), || {
        view! {
            <p class="back"><a href=v.to("/")>{v.t("back")}</a></p>
            <h1>{v.t(&id("title"))}</h1>
            <p class="lead">{v.t(&id("for"))}</p>
            <h2>{v.t("start-ready")}</h2>
            <ul>{ready.into_iter().collect_view()}</ul>
            <h2>{v.t("start-know")}</h2>
            <ul>
                <li>{v.t(&id("time"))}</li>
                <li>{v.t("start-saves")}</li>
                <li>{v.t(&id("name"))}</li>
                <li>{v.t(&id("goes"))}</li>
            </ul>
            <form method="post" action=v.to(&format!("/report/{channel}"))>
                <button class="button">{v.t("start-button")}</button>
            </form>
            <p class="fine">{v.t("start-danger")}</p>
        }
    }))
}

pub async fn submit(v: Visitor, Path(channel): Path<String>) -> PageResult {
    let channel = Channel::parse(&channel).ok_or(PageError::NotFound)?;
    let token = draft::begin(&v.portal, channel, v.lang.code(), &Answers::default()).await?;
    let (_, cookie) = v.visit_or_new();
    let mut response = v.see(&format!("/report/{channel}/{token}/kind")).into_response();
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
