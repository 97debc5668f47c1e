//! The HTTP edge: everything the outside sees before a page or a call is reached.

pub mod address;
pub mod api;
pub mod assets;
pub mod calls;
pub mod elder;
pub mod error;
pub mod health;
pub mod officer;
pub mod range;
pub mod session;
pub mod visitor;

use std::time::Duration;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, csrf::CsrfLayer, set_header::SetResponseHeaderLayer,
    timeout::TimeoutLayer,
};

use crate::{i18n, portal::Portal, storage::sessions::SignedIn};

/// Largest body of a form or call that carries no file: 20,000 Han characters take 180 kB in a form.
pub const BODY: usize = 512 * 1024;

/// The whole site.
pub fn router(portal: Portal) -> Router {
    let headers = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // `same-origin` and not `no-referrer`: the cross-origin check of forms needs the Origin header.
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    let mut app = crate::app::routes(&portal)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_mins(10)))
        .layer(middleware::from_fn_with_state(portal.clone(), finish))
        .with_state(portal.clone());
    for (name, value) in headers {
        app = app.layer(SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value)));
    }
    if portal.config.secure() {
        let value = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        app = app.layer(SetResponseHeaderLayer::overriding(header::STRICT_TRANSPORT_SECURITY, value));
    }
    app.layer(CatchPanicLayer::custom(|_| error::trouble().into_response())).layer(CompressionLayer::new())
}

/// The check that a form was sent from our own pages.
pub fn cross_origin_check(portal: &Portal) -> CsrfLayer {
    let own = [Some(&portal.config.public_url), portal.config.onion_url.as_ref()].into_iter().flatten();
    own.fold(CsrfLayer::new(), |layer, origin| layer.clone().add_trusted_origin(origin).unwrap_or(layer))
}

/// Last touch on every answer: pages are never kept by caches, and bare errors get a page.
async fn finish(State(portal): State<Portal>, request: Request, next: Next) -> Response {
    let api = i18n::Lang::of_path(request.uri().path()).1.starts_with("/api/");
    let told_in = api::problem::language(request.uri().path(), request.headers());
    let onion = onion_location(&portal, &request);
    let path = request.uri().path().to_owned();
    // Setting up shows a secret that opens the desk for good: that page is nowhere again.
    let is_secret = i18n::Lang::of_path(&path).1.starts_with("/staff/setup/");
    let answers_form = request.method() == Method::POST && !api && !path.starts_with("/fn/") && !is_secret;
    let elder = elder::Elder::of(&portal.config, request.headers());
    // No text of ours holds NUL, and PostgreSQL takes none.
    let holds_nul = request.uri().path_and_query().is_some_and(|address| address.as_str().contains("%00"));
    let mut response = if holds_nul {
        StatusCode::BAD_REQUEST.into_response()
    } else {
        api::problem::told_in(told_in, next.run(request)).await
    };
    let bare = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_none_or(|kind| kind.to_str().is_ok_and(|kind| kind.starts_with("text/plain")));
    let error = response.status().is_client_error() || response.status().is_server_error();
    if error && bare && response.extensions().get::<error::Spoken>().is_none() {
        let allowed = response.headers().get(header::ALLOW).cloned();
        response = if api {
            let status = response.status();
            api::problem::told_in(told_in, async move { api::problem::of_status(status).into_response() }).await
        } else {
            error::bare(&portal, &path, response.status(), elder, response.extensions().get())
        };
        if let Some(allowed) = allowed {
            response.headers_mut().insert(header::ALLOW, allowed);
        }
    }
    let html =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if let Some(onion) = onion.filter(|_| html) {
        response.headers_mut().insert("onion-location", onion);
    }
    // A page that answers a form must be there again when somebody comes Back to it: browsers show it from their own
    // cache or not at all. Everything else is asked for anew, and no file that was made for a form stays on the disk. Leaving quickly empties that cache.
    let comes_back = matches!(response.status().as_u16(), 200 | 409 | 422 | 429);
    let kept = if answers_form && comes_back && html { "private, no-cache" } else { "no-store" };
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(kept));
    response
        .headers_mut()
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(visitor::BARE_POLICY));
    response
}

/// Where Tor Browser finds the same page inside the Tor network; nothing when it is there already.
fn onion_location(portal: &Portal, request: &Request) -> Option<HeaderValue> {
    let onion = portal.config.onion_url.as_deref()?;
    let there = address::is_onion(&portal.config, request.headers());
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    if there { None } else { HeaderValue::from_str(&format!("{onion}{path}")).ok() }
}

/// No address of the desk. Whoever is signed in stays there all the same.
pub async fn nothing_at_the_desk(State(portal): State<Portal>, headers: HeaderMap) -> Response {
    let mut response = StatusCode::NOT_FOUND.into_response();
    if let Ok(Some(person)) = session::signed_in(&portal, &headers, false).await {
        response.extensions_mut().insert::<SignedIn>(person);
    }
    response
}

/// Lets only signed-in people on; one statement. The person travels in the request to [`officer::Officer`].
pub async fn require_officer(State(portal): State<Portal>, mut request: Request, next: Next) -> Response {
    // Whoever walked away with a page open is signed out all the same.
    let address = request.extensions().get::<axum::extract::OriginalUri>().map_or(request.uri(), |uri| &uri.0);
    let path = i18n::Lang::of_path(address.path()).1;
    let by_itself = matches!(path, "/staff/events" | "/staff/presence")
        || path.ends_with("/changes")
        || request.headers().contains_key(session::BY_ITSELF);
    match session::signed_in(&portal, request.headers(), by_itself).await {
        Ok(Some(person)) => {
            request.extensions_mut().insert::<SignedIn>(person.clone());
            let mut response = next.run(request).await;
            // A bare error gets a page of the desk.
            response.extensions_mut().insert::<SignedIn>(person);
            response
        }
        Ok(None) => {
            let path = request
                .extensions()
                .get::<axum::extract::OriginalUri>()
                .map_or_else(|| request.uri().clone(), |uri| uri.0.clone());
            session::to_sign_in(&path, request.method() == axum::http::Method::GET)
        }
        Err(error) => error::PageError::from(error).into_response(),
    }
}
