//! The whole route table on one screen. Pages stand in `pages/`, the API in `web/api/`.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    response::Redirect,
    routing::{any, get, post},
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
        .nest("/en/api/v1", api::routes(largest(portal)))
        .route("/api/openapi.json", get(api::openapi::json))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/assets/{name}", get(assets::asset))
        .route("/icon.svg", get(assets::icon))
        .route("/robots.txt", get(assets::robots))
        .route("/.well-known/security.txt", get(p::security::txt))
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
        .route(
            "/report/{channel}/{draft}/files/{file}/replace",
            get(p::report::files::to_page).post(p::report::files::replace),
        )
        .route("/follow/{number}/files", get(to_page_of_form).post(p::follow::files::add))
        // The limit of a file is enforced while it streams; this one ends what is beyond all sense.
        .layer(DefaultBodyLimit::max(largest(portal)));
    let public = Router::new()
        .route("/", get(p::home::view))
        .route("/report", get(p::report::choose))
        .route("/report/{channel}", get(p::report::start::view).post(p::report::start::submit))
        .route("/report/{channel}/paper", get(p::report::paper::view))
        .route("/report/{channel}/{draft}/{step}", get(p::report::step::view).post(p::report::step::submit))
        .route(
            "/report/{channel}/{draft}/files/{file}/remove",
            get(p::report::files::to_page).post(p::report::files::remove),
        )
        .route(
            "/report/{channel}/{draft}/files/{file}/describe",
            get(p::report::files::to_page).post(p::report::files::describe),
        )
        .route("/report/{channel}/{draft}/files/{file}/picture", get(p::report::files::picture))
        .route("/report/{channel}/{draft}/uploads", post(p::report::files::begin))
        .route("/report/{channel}/{draft}/uploads/{upload}", post(p::report::files::part))
        .route("/report/{channel}/{draft}/send", get(p::report::send::view).post(p::report::send::submit))
        .route("/report/{channel}/{draft}/later", get(p::report::later::view).post(p::report::later::submit))
        .route("/report/{channel}/{draft}/delete", get(p::report::later::ask).post(p::report::later::delete))
        .route("/resume", get(p::resume::view).post(p::resume::submit))
        .route("/resume/deleted", get(p::resume::deleted))
        .route("/receipt/{draft}", get(p::receipt::view))
        .route("/receipt/{draft}/acknowledgement", get(p::keep::sheet::of_receipt))
        .route("/receipt/{draft}/receipt.txt", get(p::keep::files::receipt_of_receipt))
        .route("/receipt/{draft}/todo.ics", get(p::keep::files::to_do_of_receipt))
        .route("/verify", get(p::verify::view).post(p::verify::submit))
        .route("/receipt/{draft}/notices", get(p::receipt_notices::view).post(p::receipt_notices::submit))
        .route("/receipt/{draft}/change", get(to_page_of_form).post(p::receipt::change))
        .route("/follow", get(p::follow::view).post(p::follow::submit))
        .route("/follow/{number}", get(p::follow::report::view))
        .route("/follow/{number}/acknowledgement", get(p::keep::sheet::of_follow))
        .route("/follow/{number}/receipt.txt", get(p::keep::files::receipt_of_follow))
        .route("/follow/{number}/todo.ics", get(p::keep::files::to_do_of_follow))
        .route("/follow/{number}/content.json", get(p::keep::files::content))
        .route("/follow/{number}/message", get(to_page_of_form).post(p::follow::message::submit))
        .route("/follow/{number}/contact", get(to_page_of_form).post(p::follow::contact::submit))
        .route("/follow/{number}/notices", get(p::follow::notices::view).post(p::follow::notices::submit))
        .route("/n/{token}", get(p::message_link::view).post(p::message_link::submit))
        .route("/follow/{number}/files/{file}/remove", get(p::follow::files::to_page).post(p::follow::files::remove))
        .route(
            "/follow/{number}/files/{file}/describe",
            get(p::follow::files::to_page).post(p::follow::files::describe),
        )
        .route("/follow/{number}/files/{file}/picture", get(p::follow::files::picture))
        .route("/follow/{number}/uploads", post(p::follow::files::begin))
        .route("/follow/{number}/uploads/{upload}", post(p::follow::files::part))
        .route("/follow/{number}/change", get(to_page_of_form).post(p::follow::change::submit))
        .route("/follow/{number}/rating", get(to_page_of_form).post(p::follow::rating::submit))
        .route("/follow/{number}/withdraw", get(to_page_of_form).post(p::follow::withdraw::submit))
        .route("/check", get(p::check::view).post(p::check::submit))
        .route("/check/remedy", get(p::check::remedy::compass))
        .route("/check/remedy/{remedy}", get(p::check::remedy::view))
        .route("/help", get(p::help::index))
        .route("/help/search", get(to_page_of_form).post(p::help::search))
        .route("/help/{slug}", get(p::help::article))
        .route("/privacy", get(p::privacy::view))
        .route("/accessibility", get(p::accessibility::view))
        .route("/security", get(p::security::view))
        .route("/preferences", post(p::preferences::submit))
        .route("/leave", post(p::leave::submit))
        .route("/staff/sign-in", get(s::sign_in::view).post(s::sign_in::submit))
        .route("/staff/setup/{token}", get(s::set_up::view).post(s::set_up::submit))
        .route("/staff/{*nothing}", any(web::nothing_at_the_desk));
    let desk = Router::new()
        .route("/staff", get(s::views::start))
        .route("/staff/queue", get(s::queue::view))
        .route("/staff/queue/row/{number}", get(s::queue::fragment))
        .route("/staff/bulk", get(to_page_of_form).post(s::bulk::submit))
        .route("/staff/bulk/{id}", get(s::bulk::view))
        .route("/staff/bulk/{id}/undo", get(to_page_of_form).post(s::bulk::undo))
        .route("/staff/reminders", get(s::reminders::view))
        .route("/staff/reminders/{id}/done", get(to_page_of_form).post(s::reminders::done))
        .route("/staff/admin/templates", get(s::templates::list))
        .route("/staff/admin/templates/new", get(s::templates::new).post(s::templates::create))
        .route("/staff/admin/templates/{code}", get(s::templates::edit).post(s::templates::save))
        .route("/staff/admin/templates/{code}/retire", get(to_page_of_form).post(s::templates::retire))
        .route("/staff/intake", get(s::intake::view).post(s::intake::submit))
        .route("/staff/intake/{token}", get(s::intake::done::view))
        .route("/staff/intake/{token}/acknowledgement", get(s::intake::done::sheet))
        .route("/staff/intake/{token}/text", get(to_page_of_form).post(s::intake::done::text))
        .route("/staff/export", get(s::export::view).post(s::export::submit))
        .route("/staff/export/{id}", get(s::export::progress))
        .route("/staff/export/{id}/file", get(s::export::file))
        .route("/staff/print", get(s::print::view))
        .route("/staff/reports/{number}", get(s::report::view))
        .route("/staff/reports/{number}/print", get(s::report::print::view))
        .route("/staff/reports/{number}/export.zip", get(to_page_of_form).post(s::report::evidence::submit))
        .route("/staff/events", get(s::live::events))
        .route("/staff/presence", get(to_page_of_form).post(s::live::presence))
        .route("/staff/keys", get(s::keys::view).post(s::keys::submit))
        .route("/staff/reports/{number}/changes", get(s::report::changes))
        .route("/staff/reports/{number}/draft", get(to_page_of_form).post(s::report::save_draft))
        .route("/staff/reports/{number}/files/{file}", get(s::file::view))
        .route("/staff/reports/{number}/related", get(s::related::view))
        .route("/staff/reports/{number}/files/{file}/view", get(s::viewer::view))
        .route("/staff/reports/{number}/files/{file}/inline", get(s::file::inline))
        .route("/staff/reports/{number}/{action}", get(to_page_of_form).post(s::report::submit))
        .route("/staff/reports/{number}/tags", get(to_page_of_form).post(s::tags::of_report))
        .route("/staff/views", get(s::views::view).post(s::views::create))
        .route("/staff/views/{view}/{act}", get(to_page_of_form).post(s::views::act))
        .route("/staff/notifications", get(s::notifications::view).post(s::notifications::read_all))
        .route("/staff/notifications/{notification}", get(to_page_of_form).post(s::notifications::open))
        .route("/staff/settings", get(s::settings::view).post(s::settings::submit))
        .route("/staff/settings/address", get(to_page_of_form).post(s::settings::address))
        .route("/staff/settings/code", get(to_page_of_form).post(s::settings::code))
        .route("/staff/admin/rules", get(s::rules::list::view))
        .route("/staff/admin/rules/new", get(s::rules::form::new).post(s::rules::form::create))
        .route("/staff/admin/rules/{rule}", get(s::rules::form::view).post(s::rules::form::change))
        .route("/staff/admin/rules/{rule}/{act}", get(to_page_of_form).post(s::rules::list::act))
        .route("/staff/admin/teams", get(s::teams::view).post(s::teams::create))
        .route("/staff/admin/teams/{team}/{act}", get(to_page_of_form).post(s::teams::act))
        .route("/staff/admin/tags", get(s::tags::view).post(s::tags::create))
        .route("/staff/admin/tags/{tag}/{act}", get(to_page_of_form).post(s::tags::act))
        .route("/staff/sessions", get(s::sessions::view))
        .route("/staff/sessions/{session}/end", get(to_page_of_form).post(s::sessions::end))
        .route("/staff/sign-out", get(to_page_of_form).post(s::sign_in::sign_out))
        .route_layer(middleware::from_fn_with_state(portal.clone(), web::require_officer));
    public.merge(uploads).merge(desk)
}
