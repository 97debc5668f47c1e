//! Elder mode on, off, larger and smaller, kept in a cookie for a year.

use axum::{
    Form,
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use crate::web::{
    elder::Elder,
    session::{self, Cookie},
    visitor::Visitor,
};

#[derive(Deserialize)]
pub struct Wish {
    /// `on`, `larger`, `smaller`; anything else is off.
    elder: String,
    back: String,
}

pub async fn submit(v: Visitor, Form(wish): Form<Wish>) -> Response {
    let config = &v.portal.config;
    let now = v.elder.unwrap_or_default();
    let elder = match wish.elder.as_str() {
        "on" => Some(Elder::default()),
        "larger" => Some(now.larger()),
        "smaller" => Some(now.smaller()),
        _ => None,
    };
    let cookie = match elder {
        Some(elder) => Cookie::Elder.set(config, &elder.px().to_string(), Some(365 * 24 * 3600)),
        None => Cookie::Elder.clear(config),
    };
    let back = session::own_address(Some(&wish.back), v.to("/"));
    let mut headers = HeaderMap::new();
    headers.append(header::SET_COOKIE, cookie);
    (headers, Redirect::to(&back)).into_response()
}
