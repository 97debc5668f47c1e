//! Errors as `application/problem+json` (RFC 9457).

use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, Request, rejection::JsonRejection},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::{
    Serialize,
    de::{DeserializeOwned, IgnoredAny},
};
use uuid::Uuid;

use crate::{
    domain::answers::FieldError, i18n::Lang, pages::parts::field::words, storage::StorageError, web::error::Spoken,
};

tokio::task_local! {
    /// The language that the caller of the API asked for.
    static LANG: Lang;
}

/// Answers a request with its problems told in this language.
pub async fn told_in<T>(lang: Lang, answer: impl Future<Output = T>) -> T {
    LANG.scope(lang, answer).await
}

/// What the caller asked for: English by the address (`/en/api/…`) or by `Accept-Language`, else Chinese.
pub fn language(path: &str, headers: &HeaderMap) -> Lang {
    let (lang, _) = Lang::of_path(path);
    if lang == Lang::En {
        return lang;
    }
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|list| list.to_str().ok()).unwrap_or_default();
    let wish = |code: &str| {
        let parts = accepted.split(',').filter_map(|part| {
            let (tag, q) = part.split_once(';').unwrap_or((part, "q=1"));
            let q = q.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()).unwrap_or(1.0);
            tag.trim().to_ascii_lowercase().starts_with(code).then_some(q)
        });
        parts.fold(0.0, f32::max)
    };
    if wish("en") > wish("zh") { Lang::En } else { Lang::Zh }
}

/// The language in which this call is answered.
pub fn lang() -> Lang {
    LANG.try_with(|lang| *lang).unwrap_or(Lang::Zh)
}

/// What went wrong, for programs (`type`, `errors[].code`) and for people (`title`, `detail`, `errors[].message`).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Problem {
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
    pub errors: Vec<ProblemField>,
    #[serde(skip)]
    pub retry_after: Option<i64>,
    /// With `version_conflict`: the report as it stands now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub current: Option<serde_json::Value>,
    /// With a file that was refused: the identities of those before it, which were taken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Option<Vec<String>>)]
    pub taken: Vec<Uuid>,
    /// The scheme that a call without a right is asked for.
    #[serde(skip)]
    pub challenge: Option<&'static str>,
}

/// One field that is wrong.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ProblemField {
    pub field: String,
    pub code: String,
    pub message: String,
}

impl Problem {
    pub fn new(status: StatusCode, kind: &str) -> Self {
        let text = |part: &str| lang().try_t(&format!("problem-{}-{part}", kind.replace('_', "-")));
        Self {
            kind: kind.to_owned(),
            title: text("title").unwrap_or_else(|| status.canonical_reason().unwrap_or("Error").to_owned()),
            status: status.as_u16(),
            detail: text("detail").unwrap_or_default(),
            errors: Vec::new(),
            retry_after: None,
            current: None,
            taken: Vec::new(),
            challenge: None,
        }
    }

    /// 401: nobody, or nobody known, asks; `scheme` is how somebody would.
    pub fn unauthorized(scheme: &'static str) -> Self {
        Self { challenge: Some(scheme), ..Self::new(StatusCode::UNAUTHORIZED, "unauthorized") }
    }

    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found")
    }

    /// 422 with fields; the prefix says where in the body they stand.
    pub fn fields(errors: &[FieldError]) -> Self {
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "fields");
        problem.errors = errors
            .iter()
            .map(|error| ProblemField {
                field: in_body(error.field),
                code: error.code.clone(),
                message: words(lang(), error.field, &error.code),
            })
            .collect();
        problem
    }

    pub fn too_many(seconds: i64) -> Self {
        Self { retry_after: Some(seconds), ..Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_attempts") }
    }

    /// One field of an action's body.
    pub fn field(field: &str, code: &str) -> ProblemField {
        ProblemField { field: field.to_owned(), code: code.to_owned(), message: words(lang(), field, code) }
    }
}

/// Names of fields as they stand in the body of a report.
fn in_body(field: &'static str) -> String {
    if let Some(question) = field.strip_prefix("q_") {
        return format!("details.{question}");
    }
    let name = match field {
        "respondent_name" => "respondent.name",
        "respondent_kind" => "respondent.kind",
        "respondent_id" => "respondent.id_number",
        "name" => "reporter.name",
        "phone" => "reporter.phone",
        "email" => "reporter.email",
        "role" => "reporter.role",
        "notice_code" => "code",
        other => other,
    };
    name.to_owned()
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let (retry_after, challenge) = (self.retry_after, self.challenge);
        let mut response = (status, [(header::CONTENT_TYPE, "application/problem+json")], Json(self)).into_response();
        // `Json` writes its own type over ours.
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        if let Some(scheme) = challenge {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, header::HeaderValue::from_static(scheme));
        }
        response.headers_mut().insert(header::CONTENT_LANGUAGE, header::HeaderValue::from_static(lang().code()));
        response.headers_mut().insert(header::VARY, header::HeaderValue::from_static("accept-language"));
        response.extensions_mut().insert(Spoken);
        response
    }
}

impl From<StorageError> for Problem {
    fn from(error: StorageError) -> Self {
        tracing::error!(%error, "a call failed");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable")
    }
}

/// For answers that came without words of their own.
pub fn of_status(status: StatusCode) -> Problem {
    let kind = match status {
        StatusCode::NOT_FOUND => "not_found",
        StatusCode::METHOD_NOT_ALLOWED => "method_not_allowed",
        StatusCode::PAYLOAD_TOO_LARGE => "too_large",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "media_type",
        status if status.is_server_error() => "unavailable",
        _ => "not_understood",
    };
    Problem::new(status, kind)
}

/// A JSON body, or a problem that says what is wrong with it.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (parts, bytes) = whole(request, state).await?;
        // Serde takes a list for an object, by position: nobody means that.
        if bytes.trim_ascii_start().first() == Some(&b'[') && serde_json::from_slice::<IgnoredAny>(&bytes).is_ok() {
            let mut problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "fields");
            problem.errors.push(Problem::field("", "wrong_form"));
            return Err(problem);
        }
        match Json::<T>::from_request(Request::from_parts(parts, bytes.into()), state).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(JsonRejection::MissingJsonContentType(_)) => {
                Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media_type"))
            }
            Err(JsonRejection::JsonSyntaxError(_)) => Err(Problem::new(StatusCode::BAD_REQUEST, "not_json")),
            Err(JsonRejection::JsonDataError(error)) => {
                let mut problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "fields");
                // The path only: the value may be what somebody typed.
                let text = error.body_text();
                let path = text.split(": ").nth(1).filter(|path| path.len() < 60 && !path.contains(' '));
                let missing = || text.split_once("missing field `").and_then(|(_, rest)| Some(rest.split_once('`')?.0));
                let field = path.or_else(missing).unwrap_or_default();
                problem.errors.push(Problem::field(field, "wrong_form"));
                Err(problem)
            }
            Err(_) => Err(Problem::new(StatusCode::BAD_REQUEST, "not_understood")),
        }
    }
}

/// The same where the body may be absent.
pub struct MaybeBody<T>(pub T);

impl<T: DeserializeOwned + Default, S: Send + Sync> FromRequest<S> for MaybeBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (parts, bytes) = whole(request, state).await?;
        if bytes.is_empty() {
            return Ok(Self(T::default()));
        }
        Body::from_request(Request::from_parts(parts, bytes.into()), state).await.map(|Body(body)| Self(body))
    }
}

/// A request with its whole body.
async fn whole<S: Send + Sync>(request: Request, state: &S) -> Result<(Parts, Bytes), Problem> {
    let (parts, body) = request.into_parts();
    match Bytes::from_request(Request::from_parts(parts.clone(), body), state).await {
        Ok(bytes) => Ok((parts, bytes)),
        Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large"))
        }
        Err(_) => Err(Problem::new(StatusCode::BAD_REQUEST, "not_understood")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caller_chooses_the_language() {
        let asked = |path: &str, accepted: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, accepted.parse().unwrap());
            language(path, &headers)
        };
        assert_eq!(asked("/api/v1/follow", "en-GB,en;q=0.9,zh;q=0.3"), Lang::En);
        assert_eq!(asked("/api/v1/follow", "zh-CN,zh;q=0.9,en;q=0.8"), Lang::Zh);
        assert_eq!(asked("/api/v1/follow", "de"), Lang::Zh);
        assert_eq!(asked("/en/api/v1/follow", "zh-CN"), Lang::En);
        assert_eq!(language("/api/v1/follow", &HeaderMap::new()), Lang::Zh);
    }
}
