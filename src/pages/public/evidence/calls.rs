//! Files in parts, as the island sends them: it announces a file, is told how much of it is here, and sends the rest.
//! The addresses lie below those of the page, so that the same right opens them.

use axum::{
    Json,
    body::Body,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{Place, file_words, log};
use crate::{
    actions::{
        add_file::AddFileError,
        begin_upload::{Offer, Progress, begin_upload},
        take_part::{TakePartError, take_part},
    },
    domain::answers::clean,
    islands::uploader::Answer,
    web::{
        error::{PageError, PageResult},
        visitor::Visitor,
    },
};

/// A file as the island announces it.
#[derive(Deserialize)]
pub struct Announced {
    name: String,
    size: u64,
    mark: String,
    #[serde(default)]
    description: String,
}

/// Where a part begins.
#[derive(Deserialize)]
pub struct At {
    at: u64,
}

pub async fn begin(v: &Visitor, place: &Place, file: Announced) -> PageResult {
    let offer = Offer { name: file.name, size: file.size, mark: file.mark, description: clean(&file.description) };
    match begin_upload(&v.portal, place.owner, &place.key, &offer).await {
        Ok(progress) => Ok(answer(StatusCode::OK, progress)),
        Err(error) => Ok(refusal(v, &error)),
    }
}

pub async fn part(v: &Visitor, place: &Place, id: Uuid, at: &At, body: Body) -> PageResult {
    match take_part(&v.portal, place.owner, &place.key, id, at.at, body.into_data_stream()).await {
        Ok(progress) => Ok(answer(StatusCode::OK, progress)),
        Err(TakePartError::Gap(progress)) => Ok(answer(StatusCode::CONFLICT, progress)),
        Err(TakePartError::TooMuch) => Ok(refused(v, StatusCode::PAYLOAD_TOO_LARGE, "interrupted")),
        Err(TakePartError::NotFound) => Err(PageError::NotFound),
        Err(TakePartError::Refused(error)) => Ok(refusal(v, &error)),
    }
}

fn answer(status: StatusCode, progress: Progress) -> Response {
    let Progress { id, received, done } = progress;
    (status, Json(Answer { id: id.to_string(), received, done, ..Answer::default() })).into_response()
}

fn refusal(v: &Visitor, error: &AddFileError) -> Response {
    log(error);
    let ours = matches!(error, AddFileError::Files(_) | AddFileError::Storage(_));
    let status = if ours { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::UNPROCESSABLE_ENTITY };
    refused(v, status, error.code())
}

fn refused(v: &Visitor, status: StatusCode, code: &str) -> Response {
    let words = file_words(v.lang, &v.portal, code);
    (status, Json(Answer { words, ..Answer::default() })).into_response()
}
