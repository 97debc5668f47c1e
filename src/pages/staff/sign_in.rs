//! Signing in and out.

use axum::{
    Form,
    extract::Query,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    actions::{
        limits::Limit,
        sign_in::{self, SignInError, device_of},
    },
    pages::parts::field::{Field, summary},
    storage,
    web::{
        error::PageResult,
        officer::Officer,
        session::{Cookie, own_address},
        visitor::{Page, Visitor},
    },
};

#[derive(Deserialize, Default)]
pub struct Next {
    next: Option<String>,
}

#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    username: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    one_time: String,
}

pub async fn view(v: Visitor, Query(next): Query<Next>) -> Response {
    form(&v, &next, "", None)
}

pub async fn submit(v: Visitor, Query(next): Query<Next>, Form(typed): Form<Typed>) -> PageResult {
    let device = device_of(&v.user_agent);
    match sign_in::sign_in(&v.portal, &typed.username, &typed.password, &typed.one_time, &device, v.address).await {
        Ok(token) => {
            let cookie = Cookie::Staff.set(&v.portal.config, &token, None);
            Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&own_address(next.next.as_deref(), v.to("/staff"))))
                .into_response())
        }
        Err(SignInError::Storage(error)) => Err(error.into()),
        Err(SignInError::Wrong) => Ok(form(&v, &next, &typed.username, Some("wrong"))),
        Err(SignInError::TooMany) => {
            let mut response = form(&v, &next, &typed.username, Some("too-many"));
            *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            response.headers_mut().insert(header::RETRY_AFTER, Limit::SignInAccount.retry_after().into());
            Ok(response)
        }
    }
}

fn form(v: &Visitor, next: &Next, username: &str, error: Option<&str>) -> Response {
    let words = error.map(|code| v.t(&format!("error-sign-in-{code}")));
    let lines = words.iter().map(|words| ("username".to_owned(), words.clone())).collect::<Vec<_>>();
    let query = next
        .next
        .as_deref()
        .map(|next| format!("?{}", serde_urlencoded::to_string([("next", next)]).unwrap_or_default()))
        .unwrap_or_default();
    v.page(Page::titled(v.t("sign-in-title")).wrong_if(error.is_some()), || {
        view! {
            {summary(v.lang, &lines)}
            <h1>{v.t("sign-in-title")}</h1>
            <p class="muted">{v.t("sign-in-for")}</p>
            <form method="post" action=format!("{}{query}", v.to("/staff/sign-in")) novalidate>
                {Field { name: "username", label: v.t("field-username"), value: username, autocomplete: Some("username"), width: Some("code"), ..Field::default() }.line()}
                {Field { name: "password", label: v.t("field-password"), kind: Some("password"), autocomplete: Some("current-password"), width: Some("code"), ..Field::default() }.line()}
                {Field {
                    name: "one_time",
                    label: v.t("field-one-time"),
                    help: Some(v.t("field-one-time-help")),
                    inputmode: Some("numeric"),
                    autocomplete: Some("one-time-code"),
                    width: Some("year"),
                    ..Field::default()
                }.line()}
                <div class="go"><button class="button">{v.t("sign-in-button")}</button></div>
            </form>
        }
    })
}

pub async fn sign_out(o: Officer) -> PageResult {
    let mut tx = o.portal.db.begin().await?;
    storage::sessions::delete(&mut tx, o.staff.id, o.session_id).await?;
    tx.commit().await?;
    let cookie = Cookie::Staff.clear(&o.portal.config);
    // Pages that answered a form are kept for Back; whoever sits there next must not find them.
    let mut response = ([(header::SET_COOKIE, cookie)], Redirect::to(&o.to("/staff/sign-in"))).into_response();
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\""));
    Ok(response)
}
