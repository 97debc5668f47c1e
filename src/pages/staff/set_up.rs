//! The one-time set-up link: a password of one's own, and an app for one-time passwords.

use axum::{
    Form,
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    actions::{
        set_up_staff::{self, SetUpError, one_time_secret, totp},
        sign_in::{device_of, start_session},
    },
    crypto::password::SHORTEST,
    pages::{
        parts::{
            field::{Field, summary, words},
            qr::qr,
        },
        public::message,
    },
    storage::{self, staff::StaffRow},
    web::{
        error::PageResult,
        session::Cookie,
        visitor::{Page, Visitor},
    },
};

#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
    #[serde(default)]
    one_time: String,
}

pub async fn view(v: Visitor, Path(token): Path<String>) -> PageResult {
    let found =
        storage::staff::find_by_setup(&v.portal.db, &v.portal.hashes.setup.of(&token), v.portal.clock.now()).await?;
    Ok(found.map_or_else(|| gone(&v), |row| form(&v, &token, &row, &[])))
}

pub async fn submit(v: Visitor, Path(token): Path<String>, Form(typed): Form<Typed>) -> PageResult {
    let found =
        storage::staff::find_by_setup(&v.portal.db, &v.portal.hashes.setup.of(&token), v.portal.clock.now()).await?;
    let Some(row) = found else { return Ok(gone(&v)) };
    match set_up_staff::finish_set_up(&v.portal, &token, &typed.password, &typed.again, &typed.one_time).await {
        Ok(row) => {
            let session = start_session(&v.portal, &row, &device_of(&v.user_agent)).await?;
            let cookie = Cookie::Staff.set(&v.portal.config, &session, None);
            Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&v.to("/staff"))).into_response())
        }
        Err(SetUpError::Gone) => Ok(gone(&v)),
        Err(SetUpError::Storage(error)) => Err(error.into()),
        Err(SetUpError::Fields(wrong)) => Ok(form(&v, &token, &row, &wrong)),
    }
}

fn gone(v: &Visitor) -> Response {
    v.page(Page::titled(v.t("error-set-up-gone-title")).status(StatusCode::GONE), || message::view(v, "set-up-gone"))
}

fn form(v: &Visitor, token: &str, row: &StaffRow, wrong: &[(&'static str, &'static str)]) -> Response {
    let error =
        |field: &str| wrong.iter().find(|(name, _)| *name == field).map(|(name, code)| words(v.lang, name, code));
    let lines = wrong.iter().map(|(name, code)| ((*name).to_owned(), words(v.lang, name, code))).collect::<Vec<_>>();
    let one_time = row.totp_required.then(|| totp(&one_time_secret(&v.portal, token), &row.username)).flatten();
    let one_time = one_time.map(|totp| {
        let address = totp.to_url().unwrap_or_default();
        let secret =
            address.split("secret=").nth(1).and_then(|rest| rest.split('&').next()).unwrap_or_default().to_owned();
        let secret =
            secret.as_bytes().chunks(4).map(|part| String::from_utf8_lossy(part)).collect::<Vec<_>>().join(" ");
        view! {
            <h2>{v.t("set-up-one-time")}</h2>
            <p>{v.t("set-up-one-time-text")}</p>
            {qr(&address, v.t("set-up-qr"))}
            <p>{v.t("set-up-secret")}" "<code class="digits">{secret}</code></p>
            {Field {
                name: "one_time",
                label: v.t("set-up-code"),
                error: error("one_time"),
                inputmode: Some("numeric"),
                autocomplete: Some("one-time-code"),
                width: Some("year"),
                ..Field::default()
            }.line()}
        }
    });
    v.page(Page::titled(v.t("set-up-title")).wrong_if(!wrong.is_empty()), || {
        view! {
            {summary(v.lang, &lines)}
            <h1>{v.t("set-up-title")}</h1>
            <p>{v.ta("set-up-hello", &[("name", &row.name), ("court", &v.court(&row.court)), ("role", &v.t(&format!("role-{}", row.role)))])}</p>
            <form method="post" action=v.to(&format!("/staff/setup/{token}")) novalidate>
                <input type="hidden" name="username" value=row.username.clone() autocomplete="username" />
                <p>{v.ta("set-up-username", &[("username", &row.username)])}</p>
                {Field {
                    name: "password",
                    label: v.t("set-up-password"),
                    help: Some(v.ta("set-up-password-help", &[("shortest", &SHORTEST.to_string())])),
                    error: error("password"),
                    kind: Some("password"),
                    autocomplete: Some("new-password"),
                    width: Some("code"),
                    ..Field::default()
                }.line()}
                {Field {
                    name: "again",
                    label: v.t("set-up-again"),
                    error: error("again"),
                    kind: Some("password"),
                    autocomplete: Some("new-password"),
                    width: Some("code"),
                    ..Field::default()
                }.line()}
                {one_time}
                <div class="go"><button class="button">{v.t("set-up-button")}</button></div>
            </form>
        }
    })
}
