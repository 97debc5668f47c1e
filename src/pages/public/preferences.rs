//! Elder mode on and off, kept in a cookie for a year.

use axum::{
    Form,
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use crate::web::{
    session::{self, Cookie},
    visitor::Visitor,
};

#[derive(Deserialize)]
pub struct Wish {
    elder: String,
    back: String,
}

pub async fn submit(v: Visitor, Form(wish): Form<Wish>) -> Response {
    let config = &v.portal.config;
    let cookie = if wish.elder == "on" {
        Cookie::Elder.set(config, "1", Some(365 * 24 * 3600))
    } else {
        Cookie::Elder.clear(config)
    };
    let back = session::own_address(Some(&wish.back), v.to("/"));
    let mut headers = HeaderMap::new();
    headers.append(header::SET_COOKIE, cookie);
    (headers, Redirect::to(&back)).into_response()
}
