//! The form: start page, one page for each question group, files, check, send.

pub mod change;
pub mod check;
pub mod fields;
pub mod files;
pub mod gate;
pub mod later;
pub mod paper;
pub mod send;
pub mod sent;
pub mod start;
pub mod step;

use axum::response::Response;
use leptos::prelude::*;

use crate::{
    actions::draft::{self, Draft},
    domain::report::Channel,
    web::{
        error::PageError,
        visitor::{Page, Visitor},
    },
};

/// `/report`: which of the two?
pub async fn choose(v: Visitor) -> Response {
    let doors = Channel::ALL.iter().map(|channel| {
        view! {
            <section class="door">
                <h2>{v.t(&format!("home-{channel}"))}</h2>
                <p>{v.t(&format!("home-{channel}-text"))}</p>
                <a class="button" href=v.to(&format!("/report/{channel}"))>{v.t(&format!("home-{channel}-button"))}</a>
            </section>
        }
    });
    let doors = doors.collect_view();
    v.page(
        Page::titled(v.t("choose-title")),
        || view! { <h1>{v.t("choose-title")}</h1><div class="doors">{doors}</div> },
    )
}

/// The draft of an address; 404 when there is none or the channel is another.
async fn open(v: &Visitor, channel: &str, token: &str) -> Result<Draft, PageError> {
    let draft = draft::open(&v.portal, token).await?.filter(|draft| draft.channel.as_str() == channel);
    draft.ok_or(PageError::NotFound)
}

/// A draft that was sent already leads to its receipt.
fn to_receipt(v: &Visitor, token: &str) -> Response {
    v.see(&format!("/receipt/{token}"))
}
