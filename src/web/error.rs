//! Errors as pages: what happened, and what to do. Never a stack trace, never what somebody typed.

use axum::{
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use super::{
    elder::Elder,
    visitor::{OfficerBadge, Page, Visitor},
};
use crate::{
    i18n::Lang,
    pages::public::message,
    portal::Portal,
    storage::{StorageError, sessions::SignedIn},
};

/// Marks an answer that already speaks to its reader.
#[derive(Clone)]
pub struct Spoken;

/// Why a page could not be shown.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// There is none, or none for this person.
    #[error("not found")]
    NotFound,
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Files(#[from] crate::files::FileError),
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND.into_response(),
            Self::Storage(error) => {
                tracing::error!(%error, "a page could not be shown");
                StatusCode::SERVICE_UNAVAILABLE.into_response()
            }
            Self::Files(error) => {
                tracing::error!(%error, "a file could not be shown");
                StatusCode::SERVICE_UNAVAILABLE.into_response()
            }
        }
    }
}

pub type PageResult = Result<Response, PageError>;

/// Gives a bare error a page in the language of its address; whoever works at the desk stays there.
pub fn bare(
    portal: &Portal,
    path: &str,
    status: StatusCode,
    elder: Option<Elder>,
    person: Option<&SignedIn>,
) -> Response {
    let (lang, rest) = Lang::of_path(path);
    let mut visitor =
        Visitor { path: rest.to_owned(), here: path.to_owned(), elder, ..Visitor::of_call(portal.clone(), lang) };
    visitor.officer = person.and_then(|person| OfficerBadge::of(&visitor, person));
    let at_desk = visitor.officer.is_some();
    let kind = match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED if at_desk => "not-here",
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => "not-found",
        StatusCode::FORBIDDEN => "foreign",
        StatusCode::PAYLOAD_TOO_LARGE => "too-large",
        StatusCode::TOO_MANY_REQUESTS => "too-many",
        status if status.is_server_error() => "trouble",
        _ => "not-understood",
    };
    let page = Page { wide: at_desk, ..Page::titled(visitor.t(&format!("error-{kind}-title"))).status(status) };
    visitor.page(page, || message::view(&visitor, kind))
}

/// The answer after a panic: as plain as can be, since whatever failed may fail again.
pub fn trouble() -> Response {
    let html = "<!DOCTYPE html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>出错了 / Something went wrong</title>\
        <h1>出错了</h1><p>已经保存的内容还在。用浏览器的“后退”回到上一页再试一次；还不行，过几分钟再来，或拨打 12368。</p>\
        <p lang=\"en\">Something went wrong. What was saved is kept: go back and try again, or call 12368.</p></html>";
    (StatusCode::INTERNAL_SERVER_ERROR, [(header::CONTENT_SECURITY_POLICY, super::visitor::BARE_POLICY)], Html(html))
        .into_response()
}
