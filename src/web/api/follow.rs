//! `/follow…`: a reporter's side, by receipt code.

use axum::{
    Json,
    extract::{Multipart, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    problem::{Body, Problem},
    reports::RequestFacts,
};
use crate::{
    actions::{
        add_file::Owner,
        follow::{self, FollowError},
        limits::Limit,
        post_message::{self, MessageError},
        withdraw::{self, WithdrawError},
    },
    clock::day_of,
    domain::report::{Category, Channel, Status},
    i18n::Lang,
    pages::{parts::timeline, public::report::files::receive},
    portal::Portal,
    storage::reports::ReportRow,
    web::{address, visitor::Visitor},
};

#[derive(Deserialize, utoipa::ToSchema)]
pub struct Code {
    #[serde(default)]
    pub code: String,
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct NewMessage {
    #[serde(default)]
    pub text: String,
}

/// A report as its reporter sees it.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Followed {
    pub number: String,
    pub channel: Channel,
    pub category: Category,
    pub status: Status,
    pub received_at: DateTime<Utc>,
    pub timeline: Vec<Entry>,
    pub messages: Vec<Message>,
    pub files: Vec<File>,
    pub clocks: Vec<Clock>,
    /// What can be done now: `message`, `files`, `contact`, `withdraw`.
    pub can: Vec<String>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct Entry {
    pub at: DateTime<Utc>,
    pub kind: String,
    pub text: String,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct Message {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    /// `citizen` or `court`
    pub from: String,
    pub text: String,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct File {
    pub id: Uuid,
    pub name: String,
    pub size: i64,
    /// `stored`, `ready`, `infected` or `broken`
    pub state: String,
}

/// By when the portal means to have answered.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Clock {
    pub rule: String,
    pub due: chrono::NaiveDate,
    /// `target`: a service target of this portal, not law.
    pub standing: String,
}

/// Reads a report.
#[utoipa::path(post, path = "/api/v1/follow", tag = "citizens", request_body = Code,
    responses((status = 200, body = Followed), (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
pub async fn read(
    State(portal): State<Portal>,
    facts: RequestFacts,
    Body(body): Body<Code>,
) -> Result<Response, Problem> {
    let row = find(&portal, &facts, &body.code).await?;
    let v = Visitor::of_call(portal.clone(), Lang::parse(&row.language));
    let can = follow::can(&portal, &row)?.into_iter().map(str::to_owned).collect();
    let seen = follow::read(&portal, row).await?;
    let row = &seen.row;
    let messages = seen.entries.iter().filter_map(|(entry, text)| {
        let from = if entry.actor == "citizen" { "citizen" } else { "court" };
        Some(Message { id: entry.id, at: entry.at, from: from.to_owned(), text: text.clone()? })
    });
    let answer = Followed {
        number: row.number.clone(),
        channel: row.channel()?,
        category: row.category()?,
        status: row.status()?,
        received_at: row.received_at,
        timeline: seen
            .entries
            .iter()
            .map(|(entry, _)| Entry { at: entry.at, kind: entry.kind.clone(), text: timeline::sentence(&v, entry) })
            .collect(),
        messages: messages.collect(),
        files: seen
            .files
            .iter()
            .map(|(file, meta)| File {
                id: file.id,
                name: meta.name.clone(),
                size: file.size,
                state: file.state.clone(),
            })
            .collect(),
        clocks: vec![Clock { rule: row.due_rule.clone(), due: day_of(row.due_at), standing: "target".to_owned() }],
        can,
    };
    Ok(Json(answer).into_response())
}

/// Writes to the court.
#[utoipa::path(post, path = "/api/v1/follow/messages", tag = "citizens", request_body = NewMessage, security(("receipt" = [])),
    responses((status = 201, body = Message), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn message(
    State(portal): State<Portal>,
    facts: RequestFacts,
    Body(body): Body<NewMessage>,
) -> Result<Response, Problem> {
    let row = authorised(&portal, &facts).await?;
    let (id, text) = post_message::post_message(&portal, &row, &body.text).await.map_err(|error| match error {
        MessageError::Storage(error) => error.into(),
        MessageError::Closed => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "closed"),
        error => {
            let mut problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "fields");
            problem.errors.push(Problem::field("text", &error.to_string()));
            problem
        }
    })?;
    let message = Message { id, at: portal.clock.now(), from: "citizen".to_owned(), text };
    Ok((StatusCode::CREATED, Json(message)).into_response())
}

/// Adds evidence: `multipart/form-data` with `file` and, before it, `description`.
#[utoipa::path(post, path = "/api/v1/follow/files", tag = "citizens", security(("receipt" = [])),
    request_body(content = String, content_type = "multipart/form-data"),
    responses((status = 201, body = Vec<File>), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"), (status = 413, body = Problem, content_type = "application/problem+json"),
        (status = 415, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn file(
    State(portal): State<Portal>,
    facts: RequestFacts,
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Result<Response, Problem> {
    let row = authorised(&portal, &facts).await?;
    let form = form.map_err(|_| Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media_type"))?;
    if !follow::can(&portal, &row)?.contains(&"files") {
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "closed"));
    }
    let key = row.data_key(&portal.keys)?;
    let (taken, errors) = receive(&portal, Owner::Report(row.id), &key, form).await;
    if let Some(error) = errors.first() {
        let status = match error.code.as_str() {
            "too_large" | "report_too_large" => StatusCode::PAYLOAD_TOO_LARGE,
            "type" => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        return Err(Problem { status: status.as_u16(), ..Problem::fields(&errors) });
    }
    let files = follow::files(&portal, &row, &key).await?;
    let added = files.into_iter().filter(|(file, _)| taken.contains(&file.id)).map(|(file, meta)| File {
        id: file.id,
        name: meta.name,
        size: file.size,
        state: file.state,
    });
    Ok((StatusCode::CREATED, Json(added.collect::<Vec<_>>())).into_response())
}

/// Takes the report back, within ten minutes.
#[utoipa::path(post, path = "/api/v1/follow/withdraw", tag = "citizens", security(("receipt" = [])),
    responses((status = 200, description = "withdrawn"), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn withdraw(State(portal): State<Portal>, facts: RequestFacts) -> Result<Response, Problem> {
    let row = authorised(&portal, &facts).await?;
    withdraw::withdraw(&portal, &row).await.map_err(|error| match error {
        WithdrawError::TooLate => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "too_late"),
        WithdrawError::Busy => Problem::new(StatusCode::CONFLICT, "version_conflict"),
        WithdrawError::Storage(error) => error.into(),
    })?;
    Ok(Json(serde_json::json!({ "status": "withdrawn" })).into_response())
}

async fn find(portal: &Portal, facts: &RequestFacts, code: &str) -> Result<ReportRow, Problem> {
    let address = address::of(&facts.parts, portal.config.trusted_proxies);
    follow::find_by_code(portal, code, address).await.map_err(|error| match error {
        FollowError::TooMany => Problem::too_many(Limit::FollowCode.retry_after()),
        FollowError::Storage(error) => error.into(),
        FollowError::WrongForm | FollowError::Unknown => Problem::not_found(),
    })
}

/// `Authorization: Receipt CODE`
async fn authorised(portal: &Portal, facts: &RequestFacts) -> Result<ReportRow, Problem> {
    let code =
        credential(&facts.headers, "Receipt").ok_or_else(|| Problem::new(StatusCode::UNAUTHORIZED, "unauthorized"))?;
    find(portal, facts, &code).await
}

/// What follows the scheme in the Authorization header.
pub fn credential(headers: &HeaderMap, scheme: &str) -> Option<String> {
    let (found, rest) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.trim().split_once(' ')?;
    found.eq_ignore_ascii_case(scheme).then(|| rest.trim().to_owned())
}
