//! `POST /reports`: submits, once for each idempotency key.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};

use super::problem::{Body, Problem};
use crate::{
    actions::submit_report::{self, Once, Sender, SubmitError},
    crypto::KeyedHash,
    domain::{
        answers::{Answers, FieldError, clean},
        questions::{self, Answer},
        report::Channel,
        submission::Submission,
    },
    i18n::Lang,
    portal::Portal,
    web::address,
};

/// A new report. All but `channel`, `category` and `narrative` may be null or absent.
#[derive(Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct NewReport {
    /// `lead` or `complaint`
    #[schema(example = "lead")]
    pub channel: String,
    /// Leads: `asset`, `whereabouts`, `evasion`, `consumption`, `crime`, `other`. Complaints: `passive`, `delay`,
    /// `wrongful`, `funds`, `suspension`, `contact`, `integrity`, `other`.
    #[schema(example = "asset")]
    pub category: String,
    /// Code of the court concerned, such as `鲁0102`.
    pub court: Option<String>,
    #[schema(example = "（2019）鲁0102执1234号")]
    pub case_number: Option<String>,
    pub respondent: Option<NewRespondent>,
    pub title: Option<String>,
    /// 1 to 20,000 characters.
    pub narrative: String,
    /// A class of the taxonomy: `labor`, `parents`, `spouse`, `child`, `pension`, `medical`, `traffic`, `injury`, `crim_civil`, `supervised`.
    pub livelihood: Option<String>,
    /// `2026-11-23`
    pub occurred_on: Option<String>,
    /// Answers to the questions of the kind, by code; several choices as a list. Other codes are kept as they come.
    #[schema(value_type = Option<Details>)]
    pub details: Option<BTreeMap<String, serde_json::Value>>,
    pub reporter: Option<NewReporter>,
    /// `zh-CN` (default) or `en`
    pub language: Option<String>,
}

#[derive(Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct NewRespondent {
    pub name: Option<String>,
    /// `person` or `organisation`
    pub kind: Option<String>,
    pub id_number: Option<String>,
}

#[derive(Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct NewReporter {
    pub name: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub role: Option<String>,
    pub claims_reward: Option<bool>,
}

/// The questions of `domain::questions`, as a schema.
pub struct Details;

impl utoipa::PartialSchema for Details {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, Type};
        let mut kinds: BTreeMap<&str, (&questions::Question, Vec<String>)> = BTreeMap::new();
        for (channel, category, question) in questions::all() {
            kinds.entry(question.code).or_insert((question, Vec::new())).1.push(format!("{channel}/{category}"));
        }
        let mut details = ObjectBuilder::new().additional_properties(Some(Schema::from(ObjectBuilder::new())));
        for (code, (question, kinds)) in kinds {
            let words = format!("{} [{}]", Lang::En.question_alone(question), kinds.join(", "));
            let text = || ObjectBuilder::new().schema_type(Type::String);
            let options = question.answer.options().map(questions::Options::codes);
            let schema: Schema = match (question.answer, options) {
                (Answer::Many(_), Some(codes)) => {
                    ArrayBuilder::new().items(text().enum_values(Some(codes))).description(Some(words)).into()
                }
                (_, Some(codes)) => text().enum_values(Some(codes)).description(Some(words)).into(),
                _ => text().max_length(Some(question.answer.limit())).description(Some(words)).into(),
            };
            details = details.property(code, schema);
        }
        details.into()
    }
}

impl utoipa::ToSchema for Details {}

/// The answer: keep the code, it is shown here only.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Accepted {
    /// Twelve digits.
    pub number: String,
    /// Twenty digits.
    pub code: String,
    pub received_at: chrono::DateTime<chrono::Utc>,
    /// Signed: proves the report, its time and, with the code, its text (`docs/receipts.md`, `/verify`). Null only in
    /// repeated answers to reports that were taken in before receipts were signed.
    #[schema(value_type = Option<String>)]
    pub receipt: Option<String>,
}

/// Submits a report.
#[utoipa::path(
    post, path = "/api/v1/reports", tag = "citizens", request_body = NewReport,
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 255 characters of your choice, new for each report; the same key and body again get the same answer for a day")),
    responses((status = 201, body = Accepted), (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"), (status = 415, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"))
)]
pub async fn submit(
    State(portal): State<Portal>,
    parts: RequestFacts,
    Body(new): Body<NewReport>,
) -> Result<Response, Problem> {
    let key = idempotency_key(&parts.headers)?;
    let submission = submission_of(&portal, &new).map_err(|errors| Problem::fields(&errors))?;
    let key = key.unwrap_or_else(|| portal.entropy.token());
    let body = serde_json::to_vec(&new).unwrap_or_default();
    let once = Once {
        name: format!("api:{key}"),
        secret: key,
        body_hash: KeyedHash::new(&portal.keys, "api bodies").of_bytes(&body),
    };
    let address = address::of(&parts.parts, &portal.config);
    let receipt = submit_report::submit_report(&portal, &submission, None, &once, Sender::system(address))
        .await
        .map_err(|error| match error {
            SubmitError::Mismatch => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_mismatch"),
            SubmitError::AlreadySent => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "already_sent"),
            SubmitError::Changed => Problem::new(StatusCode::CONFLICT, "version_conflict"),
            SubmitError::Storage(error) => error.into(),
        })?;
    let accepted = Accepted {
        number: receipt.number,
        code: receipt.code,
        received_at: receipt.received_at,
        receipt: receipt.signed,
    };
    Ok((StatusCode::CREATED, Json(accepted)).into_response())
}

/// Reads a body.
///
/// # Errors
/// Every field that cannot be taken, with the code of the words for it.
pub fn submission_of(portal: &Portal, new: &NewReport) -> Result<Submission, Vec<FieldError>> {
    let channel = Channel::parse(&new.channel);
    let (answers, mut errors) = answers_of(new);
    let Some(channel) = channel else {
        errors.insert(0, FieldError::new("channel", if new.channel.is_empty() { "empty" } else { "unknown" }));
        return Err(errors);
    };
    let language =
        if new.language.as_deref().is_some_and(|language| language.starts_with("en")) { "en" } else { "zh-CN" };
    let today = portal.clock.today();
    match Submission::parse(channel, &answers, language, &portal.courts(), today) {
        Ok(submission) if errors.is_empty() => Ok(submission),
        Ok(_) => Err(errors),
        Err(more) => {
            errors.extend(more);
            Err(errors)
        }
    }
}

/// Headers and connection, without the body.
pub struct RequestFacts {
    pub headers: HeaderMap,
    pub parts: Parts,
}

impl<S: Send + Sync> axum::extract::FromRequestParts<S> for RequestFacts {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self { headers: parts.headers.clone(), parts: parts.clone() })
    }
}

#[expect(clippy::result_large_err, reason = "a problem is an answer, made once for a request")]
fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(None) };
    let fits = |key: &&str| (1..=255).contains(&key.len());
    key.to_str()
        .ok()
        .filter(fits)
        .map(|key| Some(key.to_owned()))
        .ok_or_else(|| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key"))
}

/// The body as answers of the form, so that both are held against the same rules.
fn answers_of(new: &NewReport) -> (Answers, Vec<FieldError>) {
    let mut errors = Vec::new();
    let text = |value: &Option<String>| clean(value.as_deref().unwrap_or_default());
    let mut answers = Answers {
        category: clean(&new.category),
        case_number: text(&new.case_number),
        court: text(&new.court),
        title: text(&new.title),
        narrative: clean(&new.narrative),
        livelihood: text(&new.livelihood),
        keeps_all_details: true,
        ..Answers::default()
    };
    if let Some(respondent) = &new.respondent {
        answers.respondent_name = text(&respondent.name);
        answers.respondent_kind = text(&respondent.kind);
        answers.respondent_id = text(&respondent.id_number);
    }
    if let Some(day) = new.occurred_on.as_deref().filter(|day| !day.is_empty()) {
        match day.parse::<chrono::NaiveDate>() {
            Ok(_) => {
                let mut parts = day.split('-').map(str::to_owned);
                answers.year = parts.next().unwrap_or_default();
                answers.month = parts.next().unwrap_or_default();
                answers.day = parts.next().unwrap_or_default();
            }
            Err(_) => errors.push(FieldError::new("occurred_on", "not_a_date")),
        }
    }
    for (code, value) in new.details.iter().flatten() {
        let value = match value {
            serde_json::Value::Null => continue,
            serde_json::Value::String(text) => clean(text),
            serde_json::Value::Array(several) if several.iter().all(serde_json::Value::is_string) => {
                clean(&several.iter().filter_map(serde_json::Value::as_str).collect::<Vec<_>>().join(" "))
            }
            other => other.to_string(),
        };
        answers.details.insert(code.clone(), value);
    }
    "yes".clone_into(&mut answers.anonymous);
    if let Some(reporter) = &new.reporter {
        answers.name = text(&reporter.name);
        answers.phone = text(&reporter.phone);
        answers.email = text(&reporter.email);
        answers.role = text(&reporter.role);
        if [&answers.name, &answers.phone, &answers.email].into_iter().any(|field| !field.is_empty()) {
            "no".clone_into(&mut answers.anonymous);
        }
        // Without a name, too: it is said then that a reward needs one.
        answers.claims_reward = if reporter.claims_reward == Some(true) { "yes".to_owned() } else { String::new() };
    }
    (answers, errors)
}
