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
    problem::{self, Body, MaybeBody, Problem},
    reports::{NewReport, RequestFacts, submission_of},
};
use crate::{
    actions::{
        add_file::Owner,
        change_report::{self, ChangeError},
        follow::{self, FollowError},
        limits::Limit,
        post_message::{self, MessageError, Posted},
        rate::{self, RateError},
        record,
        withdraw::{self, WithdrawError},
    },
    domain::{
        case_clocks::CaseClock,
        deadline::Nature,
        law::Standing,
        report::{Category, Channel, Status},
    },
    i18n::Lang,
    pages::{
        parts::{clocks, timeline},
        public::evidence::{file_words, receive},
    },
    portal::Portal,
    storage::{self, ratings::RatingRow, reports::ReportRow},
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
    /// The court that handles it.
    pub court: String,
    /// When the court last did something that is seen here.
    pub last_step_at: Option<DateTime<Utc>>,
    /// How long such reports took lately; null while too few were closed.
    pub estimate: Option<Estimate>,
    /// What its reporter said after closing.
    pub ratings: Vec<Rated>,
    /// Until when it can be changed.
    pub change_until: DateTime<Utc>,
    /// What can be done now: `message`, `files`, `contact`, `change` (in the first ten minutes), `withdraw` (while
    /// nothing is decided), `rate` (once it is closed).
    pub can: Vec<String>,
    /// The signed receipt; null for reports that were taken in before receipts were signed.
    #[schema(value_type = Option<String>)]
    pub receipt: Option<String>,
}

/// From reports of the last 180 days.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Estimate {
    /// `category`, or `channel` when too few of the same kind were closed.
    pub of: String,
    pub sample: i64,
    /// Half of them were closed within this many days.
    pub median_days: i64,
    /// Four of five were closed within this many days.
    pub most_days: i64,
}

/// What became of it, as its reporter says.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Rated {
    /// 1, one higher each time the report was reopened.
    pub round: i64,
    pub at: DateTime<Utc>,
    /// `settled`, `partly`, `not` or `unknown`
    pub result: String,
}

impl From<RatingRow> for Rated {
    fn from(row: RatingRow) -> Self {
        Self { round: row.round, at: row.at, result: row.result }
    }
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct NewRating {
    /// `settled`, `partly`, `not` or `unknown`. The first `not` opens the report again; a later one is recorded and
    /// marked for the court above.
    #[serde(default)]
    pub result: String,
    #[serde(default)]
    pub text: String,
}

/// What came of a rating.
#[derive(Serialize, utoipa::ToSchema)]
pub struct RatingTaken {
    pub result: String,
    /// Whether the report was opened again by it.
    pub reopened: bool,
}

#[derive(Deserialize, Default, utoipa::ToSchema)]
pub struct Withdrawal {
    /// Why, if one wants to say.
    #[serde(default)]
    pub reason: Option<String>,
}

/// What came of a change.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Changed {
    pub number: String,
    /// The court that handles it now.
    pub court: String,
    pub change_until: DateTime<Utc>,
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
    /// When the other side read it.
    pub read_at: Option<DateTime<Utc>>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct File {
    pub id: Uuid,
    pub name: String,
    pub size: i64,
    /// `stored`, `ready`, `infected` or `broken`
    pub state: String,
    /// What the virus scanner says: `none` (there is none), `waiting`, `clean`, `infected` or `unscannable`
    pub scan: String,
}

/// A clock that runs for the report: the portal's service target first, then what follows from its kind and dates. The
/// texts are in the report's language.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Clock {
    pub rule: String,
    /// What is due.
    pub what: String,
    /// The start day, which does not count.
    pub from: chrono::NaiveDate,
    pub due: chrono::NaiveDate,
    /// Whether a calendar that is needed is not known yet, so that the date can still move.
    pub provisional: bool,
    /// Which editions of the calendar were used.
    pub edition: String,
    /// `target` is a service target of this portal, not law.
    pub nature: Nature,
    /// Where the rule stood on the start day.
    pub source: String,
    /// How well the rule is known.
    #[schema(value_type = String)]
    pub standing: Standing,
    /// The working, line by line.
    pub steps: Vec<String>,
}

impl Clock {
    fn of(clock: &CaseClock, lang: Lang) -> Self {
        let CaseClock { rule, nature, deadline, .. } = clock;
        Self {
            rule: rule.id.clone(),
            what: clocks::what(lang, clock),
            from: deadline.from,
            due: deadline.due,
            provisional: deadline.provisional,
            edition: deadline.edition.clone(),
            nature: *nature,
            source: lang.say(rule.source_on(deadline.from)).to_owned(),
            standing: rule.standing,
            steps: deadline.steps.iter().map(|step| clocks::step_words(lang, step).to_owned()).collect(),
        }
    }
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
    let receipt = storage::receipts::find(&portal.db, row.id).await?.and_then(|kept| kept.receipt);
    let can = follow::can(&portal, &row)?.into_iter().map(str::to_owned).collect();
    let seen = follow::read(&portal, row).await?;
    if seen.has_unread() {
        record::read_by_citizen(&portal, seen.row.id).await?;
    }
    let row = &seen.row;
    let messages = seen.entries.iter().filter_map(|(entry, text)| {
        let from = if entry.actor == "citizen" { "citizen" } else { "court" };
        let (from, text) = (from.to_owned(), text.clone()?);
        Some(Message { id: entry.id, at: entry.at, from, text, read_at: entry.read_at })
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
                scan: file.scan.clone(),
            })
            .collect(),
        clocks: clocks::running(&portal, row, &seen.content).iter().map(|clock| Clock::of(clock, v.lang)).collect(),
        court: row.court.clone(),
        last_step_at: seen.last_step,
        estimate: seen.estimate.as_ref().map(|estimate| Estimate {
            of: if estimate.of_channel { "channel" } else { "category" }.to_owned(),
            sample: estimate.figures.sample,
            median_days: estimate.figures.median_days,
            most_days: estimate.figures.most_days,
        }),
        ratings: seen.ratings.iter().cloned().map(Rated::from).collect(),
        change_until: row.withdraw_until,
        can,
        receipt,
    };
    Ok(Json(answer).into_response())
}

/// Writes to the court.
#[utoipa::path(post, path = "/api/v1/follow/messages", tag = "citizens", request_body = NewMessage, security(("receipt" = [])),
    responses((status = 201, body = Message), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
pub async fn message(
    State(portal): State<Portal>,
    facts: RequestFacts,
    Body(body): Body<NewMessage>,
) -> Result<Response, Problem> {
    let row = authorised(&portal, &facts).await?;
    let Posted { id, at, text } =
        post_message::post_message(&portal, &row, &body.text).await.map_err(|error| match error {
            MessageError::Storage(error) => error.into(),
            MessageError::Closed => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "closed"),
            MessageError::TooMany => Problem::too_many(Limit::Messages.retry_after()),
            error => wrong_field("text", &error.to_string()),
        })?;
    let message = Message { id, at, from: "citizen".to_owned(), text, read_at: None };
    Ok((StatusCode::CREATED, Json(message)).into_response())
}

/// Adds evidence: `multipart/form-data` with `file` and, before it, `description`.
#[utoipa::path(post, path = "/api/v1/follow/files", tag = "citizens", security(("receipt" = [])),
    request_body(content = String, content_type = "multipart/form-data"),
    responses((status = 201, body = Vec<File>), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"), (status = 413, body = Problem, content_type = "application/problem+json"),
        (status = 415, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
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
    let (taken, errors) = receive(&portal, Owner::Report(row.id), &key, form, None).await;
    if let Some(error) = errors.first() {
        let status = match error.code.as_str() {
            "too_large" | "report_too_large" => StatusCode::PAYLOAD_TOO_LARGE,
            "type" | "archive" => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "no_room" => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        let mut problem = Problem { status: status.as_u16(), ..Problem::fields(&errors) };
        for field in &mut problem.errors {
            field.message = file_words(problem::lang(), &portal, &field.code);
        }
        // Those that came before it are there to stay: whoever sends all of them again would have them twice.
        problem.taken = taken;
        return Err(problem);
    }
    let files = follow::files(&portal, &row, &key).await?;
    let added = files.into_iter().filter(|(file, _)| taken.contains(&file.id)).map(|(file, meta)| File {
        id: file.id,
        name: meta.name,
        size: file.size,
        state: file.state,
        scan: file.scan,
    });
    Ok((StatusCode::CREATED, Json(added.collect::<Vec<_>>())).into_response())
}

/// Takes the report back, while nothing is decided. The body may be absent.
#[utoipa::path(post, path = "/api/v1/follow/withdraw", tag = "citizens", request_body = Withdrawal, security(("receipt" = [])),
    responses((status = 200, description = "withdrawn"), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"), (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
pub async fn withdraw(
    State(portal): State<Portal>,
    facts: RequestFacts,
    MaybeBody(wanted): MaybeBody<Withdrawal>,
) -> Result<Response, Problem> {
    let row = authorised(&portal, &facts).await?;
    withdraw::withdraw(&portal, &row, wanted.reason.as_deref().unwrap_or_default()).await.map_err(
        |error| match error {
            WithdrawError::Closed => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "closed"),
            WithdrawError::TooLong => wrong_field("reason", "too_long"),
            WithdrawError::Busy => Problem::new(StatusCode::CONFLICT, "version_conflict"),
            WithdrawError::Storage(error) => error.into(),
        },
    )?;
    Ok(Json(serde_json::json!({ "status": "withdrawn" })).into_response())
}

/// Puts another content in the place of what was sent, within ten minutes. The channel stays; files stay too.
#[utoipa::path(post, path = "/api/v1/follow/change", tag = "citizens", request_body = NewReport, security(("receipt" = [])),
    responses((status = 200, body = Changed), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
pub async fn change(
    State(portal): State<Portal>,
    facts: RequestFacts,
    Body(new): Body<NewReport>,
) -> Result<Response, Problem> {
    let row = authorised(&portal, &facts).await?;
    if new.channel != row.channel {
        return Err(wrong_field("channel", "unknown"));
    }
    let submission = submission_of(&portal, &new).map_err(|errors| Problem::fields(&errors))?;
    change_report::change(&portal, &row, &submission).await.map_err(|error| match error {
        ChangeError::TooLate => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "too_late"),
        ChangeError::TooMany => Problem::too_many(Limit::Changes.retry_after()),
        ChangeError::Storage(error) => error.into(),
        ChangeError::Closed | ChangeError::Elsewhere(_) | ChangeError::Draft => {
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "closed")
        }
    })?;
    let code = credential(&facts.headers, "Receipt").unwrap_or_default();
    let row = find(&portal, &facts, &code).await?;
    Ok(Json(Changed { number: row.number, court: row.court, change_until: row.withdraw_until }).into_response())
}

/// Says what became of it, once it is closed.
#[utoipa::path(post, path = "/api/v1/follow/rating", tag = "citizens", request_body = NewRating, security(("receipt" = [])),
    responses((status = 200, body = RatingTaken), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
pub async fn rating(
    State(portal): State<Portal>,
    facts: RequestFacts,
    Body(new): Body<NewRating>,
) -> Result<Response, Problem> {
    let row = authorised(&portal, &facts).await?;
    let reopened = rate::rate(&portal, &row, &new.result, &new.text).await.map_err(|error| match error {
        RateError::NotClosed => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "not_closed"),
        RateError::TooLong => wrong_field("text", "too_long"),
        RateError::Storage(error) => error.into(),
        error => wrong_field("result", &error.to_string()),
    })?;
    Ok(Json(RatingTaken { result: new.result.trim().to_owned(), reopened }).into_response())
}

fn wrong_field(field: &str, code: &str) -> Problem {
    let mut problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "fields");
    problem.errors.push(Problem::field(field, code));
    problem
}

async fn find(portal: &Portal, facts: &RequestFacts, code: &str) -> Result<ReportRow, Problem> {
    let address = address::of(&facts.parts, &portal.config);
    follow::find_by_code(portal, code, address).await.map_err(|error| match error {
        FollowError::TooMany => Problem::too_many(Limit::FollowCode.retry_after()),
        FollowError::Storage(error) => error.into(),
        FollowError::WrongForm | FollowError::Unknown => Problem::not_found(),
    })
}

/// `Authorization: Receipt CODE`
pub async fn authorised(portal: &Portal, facts: &RequestFacts) -> Result<ReportRow, Problem> {
    let code = credential(&facts.headers, "Receipt").ok_or_else(|| Problem::unauthorized("Receipt"))?;
    find(portal, facts, &code).await
}

/// What follows the scheme in the Authorization header.
pub fn credential(headers: &HeaderMap, scheme: &str) -> Option<String> {
    let (found, rest) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.trim().split_once(' ')?;
    found.eq_ignore_ascii_case(scheme).then(|| rest.trim().to_owned())
}
