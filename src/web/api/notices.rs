//! `/follow/contact` and `/follow/notices`: how a reporter is reached, with the receipt code.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    follow::authorised,
    problem::{Body, Problem},
    reports::RequestFacts,
};
use crate::{
    actions::{
        add_contact::{self, ContactError},
        notices::{self, Asker, CodeError, ConfirmError, Language, StopError},
    },
    domain::{
        answers::{Answers, FieldError, clean},
        notice::{CODE_AGAIN, Way},
    },
    i18n::Lang,
    portal::Portal,
    storage::reports::ReportRow,
    web::address,
};

/// Who reports. What is null or absent is taken away.
#[derive(Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct NewContact {
    pub name: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    /// Of messages: `zh-CN` or `en`; that of the report without.
    pub language: Option<String>,
}

/// What is to be done about messages.
#[derive(Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct NoticeAct {
    /// `confirm` with `code`, `resend`, `stop`, `resume`, or `language` with `language`.
    pub act: String,
    /// `email` or `sms`
    pub way: String,
    /// The six digits.
    pub code: Option<String>,
    pub language: Option<String>,
}

/// How messages stand.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Standing {
    pub ways: Vec<WayStanding>,
    /// The latest ones, newest first.
    pub notices: Vec<Notice>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct WayStanding {
    pub way: Way,
    /// Enough of the address to know it again.
    pub address: String,
    /// `unconfirmed`, `confirmed`, `stopped`, or `refused` by the owner of the address.
    pub standing: String,
    pub language: String,
    /// Until when the code that was sent is good.
    pub code_until: Option<DateTime<Utc>>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct Notice {
    pub way: String,
    /// `code` or `news`
    pub kind: String,
    /// `queued`, `held`, `sent`, `failed` or `suppressed`
    pub state: String,
    /// Why it waits or was not sent: `unconfirmed`, `hour`, `day`, `night`, `stopped`, `changed`, `newer`.
    pub reason: Option<String>,
    /// When this state came about.
    pub at: DateTime<Utc>,
    /// While it waits: not before.
    pub due_at: Option<DateTime<Utc>>,
}

/// Changes who reports. A new address is sent a code.
#[utoipa::path(post, path = "/api/v1/follow/contact", tag = "citizens", request_body = NewContact, security(("receipt" = [])),
    responses((status = 200, body = Standing), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"), (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
pub async fn change(
    State(portal): State<Portal>,
    facts: RequestFacts,
    Body(new): Body<NewContact>,
) -> Result<Response, Problem> {
    let row = authorised(&portal, &facts).await?;
    let text = |value: &Option<String>| clean(value.as_deref().unwrap_or_default());
    let answers =
        Answers { name: text(&new.name), phone: text(&new.phone), email: text(&new.email), ..Answers::default() };
    let language = match &new.language {
        Some(language) => Language::Chosen(Lang::parse(language).code()),
        None => Language::OfReport(&row.language),
    };
    add_contact::add_contact(&portal, &row, &answers, language).await.map_err(|error| match error {
        ContactError::Fields(errors) => Problem::fields(&errors),
        ContactError::Closed => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "closed"),
        ContactError::Busy => Problem::new(StatusCode::CONFLICT, "version_conflict"),
        ContactError::Storage(error) => error.into(),
    })?;
    standing(&portal, authorised(&portal, &facts).await?).await
}

/// How messages stand.
#[utoipa::path(get, path = "/api/v1/follow/notices", tag = "citizens", security(("receipt" = [])),
    responses((status = 200, body = Standing), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
pub async fn read(State(portal): State<Portal>, facts: RequestFacts) -> Result<Response, Problem> {
    standing(&portal, authorised(&portal, &facts).await?).await
}

/// Confirms an address with its code, has the code sent again, stops or resumes messages, chooses their language.
#[utoipa::path(post, path = "/api/v1/follow/notices", tag = "citizens", request_body = NoticeAct, security(("receipt" = [])),
    responses((status = 200, body = Standing), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
pub async fn act(
    State(portal): State<Portal>,
    facts: RequestFacts,
    Body(body): Body<NoticeAct>,
) -> Result<Response, Problem> {
    let row = authorised(&portal, &facts).await?;
    let way = Way::parse(&body.way).ok_or_else(|| wrong("way", "unknown"))?;
    match body.act.as_str() {
        "confirm" => {
            let code = body.code.as_deref().unwrap_or_default();
            notices::confirm(&portal, &row, way, code).await.map_err(|error| match error {
                ConfirmError::Storage(error) => error.into(),
                ConfirmError::NoWay => wrong("way", "unknown"),
                error => wrong("notice_code", &error.to_string()),
            })?;
        }
        "resend" => {
            let address = address::of(&facts.parts, &portal.config);
            notices::send_code(&portal, &row, way, address).await.map_err(|error| match error {
                CodeError::Storage(error) => error.into(),
                CodeError::TooSoon(_) => Problem::too_many(CODE_AGAIN.num_seconds()),
                CodeError::TooMany(limit) => Problem::too_many(limit.retry_after()),
                CodeError::NoWay => wrong("way", "unknown"),
                CodeError::Closed => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "closed"),
                CodeError::Stopped => wrong("notice_code", "stopped"),
            })?;
        }
        "stop" => notices::stop(&portal, &row, way, Asker::Reporter).await.map_err(stopped)?,
        "resume" => notices::resume(&portal, &row, way, Asker::Reporter).await.map_err(stopped)?,
        "language" => {
            let language = Lang::parse(body.language.as_deref().unwrap_or_default()).code();
            notices::set_language(&portal, &row, way, language).await.map_err(stopped)?;
        }
        _ => return Err(wrong("act", "unknown")),
    }
    standing(&portal, row).await
}

fn stopped(error: StopError) -> Problem {
    match error {
        StopError::NoWay => wrong("way", "unknown"),
        StopError::Refused => wrong("notice_code", "refused"),
        StopError::Storage(error) => error.into(),
    }
}

fn wrong(field: &'static str, code: &str) -> Problem {
    Problem::fields(&[FieldError::new(field, code)])
}

async fn standing(portal: &Portal, row: ReportRow) -> Result<Response, Problem> {
    let stand = notices::for_reporter(portal, &row).await?;
    let ways = stand.ways.into_iter().map(|way| WayStanding {
        way: way.way,
        address: way.mask,
        standing: way.standing.as_str().to_owned(),
        language: way.language,
        code_until: way.code_until,
    });
    let notices = stand.latest.into_iter().map(|notice| Notice {
        due_at: notice.is_open().then_some(notice.due_at),
        way: notice.way,
        kind: notice.kind,
        state: notice.state,
        reason: notice.reason,
        at: notice.changed_at,
    });
    Ok(Json(Standing { ways: ways.collect(), notices: notices.collect() }).into_response())
}
