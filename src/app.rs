//! The whole route table on one screen. Pages stand in `pages/`, the API in `web/api/`.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    response::Redirect,
    routing::{get, post},
};

use tower_http::limit::RequestBodyLimitLayer;

use crate::{
    pages::{public as p, staff as s},
    portal::Portal,
    web::{self, api, assets, health, visitor::to_page_of_form},
};

/// Every route there is.
pub fn routes(portal: &Portal) -> Router<Portal> {
    // Forms of ours are sent from our pages alone; the API carries its own proof and is meant for other systems.
    let site = Router::new()
        .merge(pages(portal))
        .nest("/en", pages(portal))
        .route("/en/", get(|| async { Redirect::permanent("/en") }))
        .route("/fn/{*name}", post(web::calls::serve).layer(RequestBodyLimitLayer::new(web::BODY)))
        .layer(web::cross_origin_check(portal));
    Router::new()
        .merge(site)
        .nest("/api/v1", api::routes(largest(portal)))
        .route("/api/openapi.json", get(api::openapi::json))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/assets/{name}", get(assets::style))
        .route("/icon.svg", get(assets::icon))
        .route("/robots.txt", get(assets::robots))
        .route("/pkg/{name}", get(assets::browser_part))
}

/// The largest body with files: what a whole report may have.
fn largest(portal: &Portal) -> usize {
    usize::try_from(portal.config.limits.report).unwrap_or(usize::MAX)
}

/// The pages; once for each language.
fn pages(portal: &Portal) -> Router<Portal> {
    let uploads = Router::new()
        .route("/report/{channel}/{draft}/files", get(p::report::files::view).post(p::report::files::add))
        .route("/follow/{number}/files", get(to_page_of_form).post(p::follow::files::add))
        // The limit of a file is enforced while it streams; this one ends what is beyond all sense.
        .layer(DefaultBodyLimit::max(largest(portal)));
    let public = Router::new()
        .route("/", get(p::home::view))
        .route("/report", get(p::report::choose))
        .route("/report/{channel}", get(p::report::start::view).post(p::report::start::submit))
        .route("/report/{channel}/{draft}/{step}", get(p::report::step::view).post(p::report::step::submit))
        .route("/report/{channel}/{draft}/files/{file}/remove", post(p::report::files::remove))
        .route("/report/{channel}/{draft}/send", get(p::report::send::view).post(p::report::send::submit))
        .route("/receipt/{draft}", get(p::receipt::view))
        .route("/follow", get(p::follow::view).post(p::follow::submit))
        .route("/follow/{number}", get(p::follow::report::view))
        .route("/follow/{number}/message", get(to_page_of_form).post(p::follow::message::submit))
        .route("/follow/{number}/contact", get(to_page_of_form).post(p::follow::contact::submit))
        .route("/follow/{number}/withdraw", get(to_page_of_form).post(p::follow::withdraw::submit))
        .route("/help", get(p::help::help))
        .route("/privacy", get(p::help::privacy))
        .route("/accessibility", get(p::help::accessibility))
        .route("/preferences", post(p::preferences::submit))
        .route("/leave", post(p::leave::submit))
        .route("/staff/sign-in", get(s::sign_in::view).post(s::sign_in::submit))
        .route("/staff/setup/{token}", get(s::set_up::view).post(s::set_up::submit));
    let desk = Router::new()
        .route("/staff", get(s::queue::redirect))
        .route("/staff/queue", get(s::queue::view))
        .route("/staff/reports/{number}", get(s::report::view))
        .route("/staff/reports/{number}/files/{file}", get(s::file::view))
        .route("/staff/reports/{number}/{action}", get(to_page_of_form).post(s::report::submit))
        .route("/staff/sessions", get(s::sessions::view))
        .route("/staff/sessions/{session}/end", post(s::sessions::end))
        .route("/staff/sign-out", post(s::sign_in::sign_out))
        .route_layer(middleware::from_fn_with_state(portal.clone(), web::require_officer));
    public.merge(uploads).merge(desk)
}
