//! What a reporter does about messages: brings a code back, asks for another, stops, resumes, chooses the language. The
//! follow page and the receipt show the same panel and lead here.

use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    actions::notices::{self, Asker, CodeError, ConfirmError, StopError},
    domain::notice::Way,
    i18n::Lang,
    pages::parts::{
        field::summary,
        notices::{Asked, Places, panel},
    },
    storage::reports::ReportRow,
    web::{
        error::{PageError, PageResult},
        visitor::{Page, Visitor},
    },
};

/// What a form about messages carries.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// `confirm`, `resend`, `stop`, `resume` or `language`.
    pub act: String,
    pub way: String,
    pub code: String,
    pub language: String,
    /// The button of a mail program (RFC 8058).
    #[serde(rename = "List-Unsubscribe")]
    pub list_unsubscribe: String,
}

/// The panel on a page of its own: where a form leads when something was wrong, and on reload.
pub async fn page(v: &Visitor, row: &ReportRow, back: &str, places: &Places, asked: &Asked) -> PageResult {
    let notices = notices::for_reporter(&v.portal, row).await?;
    let title = Page::titled(v.t("notices-title")).wrong_if(asked.wrong.is_some());
    Ok(v.page(title, || {
        view! {
            {summary(v.lang, &asked.lines(v.lang))}
            <p class="back"><a href=v.to(back)>{v.t("notices-back")}</a></p>
            <h1>{v.t("notices-title")}</h1>
            {panel(v, places, &notices, asked, false)}
        }
    }))
}

/// Does what was asked for. `Err` holds what to show when it could not be done.
pub async fn act(
    v: &Visitor,
    row: &ReportRow,
    way: Way,
    typed: &Typed,
    asker: Asker,
) -> Result<Result<(), Asked>, PageError> {
    let outcome = match typed.act.as_str() {
        "confirm" => match notices::confirm(&v.portal, row, way, &typed.code).await {
            Err(ConfirmError::Storage(error)) => return Err(error.into()),
            outcome => outcome.map_err(|error| error.to_string()),
        },
        "resend" => match notices::send_code(&v.portal, row, way, v.address).await {
            Err(CodeError::Storage(error)) => return Err(error.into()),
            outcome => outcome.map_err(|error| error.to_string()),
        },
        "stop" => stopped(notices::stop(&v.portal, row, way, asker).await)?,
        "resume" => stopped(notices::resume(&v.portal, row, way, asker).await)?,
        "language" => {
            let language = Lang::parse(&typed.language).code();
            stopped(notices::set_language(&v.portal, row, way, language).await)?
        }
        _ => return Err(PageError::NotFound),
    };
    Ok(outcome.map_err(|code| Asked { wrong: Some((way, code)), typed: typed.code.chars().take(40).collect() }))
}

fn stopped(outcome: Result<(), StopError>) -> Result<Result<(), String>, PageError> {
    match outcome {
        Err(StopError::Storage(error)) => Err(error.into()),
        outcome => Ok(outcome.map_err(|error| error.to_string())),
    }
}

/// Does what the panel asked for: back to where it stands, or the panel again with what was wrong.
pub async fn submit(
    v: &Visitor,
    row: &ReportRow,
    back: &str,
    places: &Places,
    typed: &Typed,
) -> Result<Response, PageError> {
    let way = Way::parse(&typed.way).ok_or(PageError::NotFound)?;
    match act(v, row, way, typed, Asker::Reporter).await? {
        Ok(()) => Ok(v.see(&format!("{back}#notices"))),
        Err(asked) => page(v, row, back, places, &asked).await,
    }
}
