//! Before the first question: what this is for, what to have ready, how long it takes.

use axum::{body::Bytes, extract::Path, http::header, response::IntoResponse};
use leptos::prelude::*;

use super::gate;
use crate::{
    actions::{
        draft::{self, Beginning},
        gate::{Proof, judge, token_of},
        limits::{Limit, address_class},
    },
    domain::report::Channel,
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
                <li>{v.t("draft-saves")}</li>
                <li>{v.t(&id("name"))}</li>
                <li>{v.t(&id("goes"))}</li>
            </ul>
            <form method="post" action=v.to(&format!("/report/{channel}"))>
                {gate::trap()}
                <button class="button">{v.t("start-button")}</button>
            </form>
            <p class="later"><a class="alone" href=v.to("/resume")>{v.t("resume-link")}</a></p>
            <p class="fine">{v.t("start-danger")}</p>
            <p class="fine"><a class="alone" href=v.to(&format!("/report/{channel}/paper"))>{v.t("paper-link")}</a></p>
        }
    }))
}

pub async fn submit(v: Visitor, Path(channel): Path<String>, body: Bytes) -> PageResult {
    let channel = Channel::parse(&channel).ok_or(PageError::NotFound)?;
    // A bare button sends nothing at all.
    let typed: super::step::Typed = serde_urlencoded::from_bytes(&body).unwrap_or_default();
    let answer = gate::Answer::of(&typed);
    let busy = Limit::Drafts.is_reached(&v.portal, &address_class(v.address)).await?;
    let proof = judge(&v.portal, &gate::beginning(channel), &answer.challenge, &answer.work);
    if busy && !matches!(proof, Proof::Waited | Proof::Worked) {
        return Ok(gate::page(&v, channel, proof, &answer));
    }
    let beginning = Beginning {
        channel,
        language: v.lang.code(),
        address: v.address,
        trapped: gate::is_trapped(&typed),
        token: busy.then(|| token_of(&v.portal, &answer.challenge)),
    };
    let token = draft::begin(&v.portal, beginning).await?;
    let (_, cookie) = v.visit_or_new();
    let mut response = v.see(&format!("/report/{channel}/{token}/kind")).into_response();
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
