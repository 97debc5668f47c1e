//! The API for other systems (`/api/v1`): the same actions as the pages, described at `/api/openapi.json`.

pub mod bulk;
pub mod follow;
pub mod notices;
pub mod openapi;
pub mod problem;
pub mod receipt_keys;
pub mod reports;
pub mod staff;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

use crate::portal::Portal;

/// All calls; `most` bytes in a body with a file.
pub fn routes(most: usize) -> Router<Portal> {
    let calls = Router::new()
        .route("/reports", post(reports::submit))
        .route("/receipt-keys", get(receipt_keys::list))
        .route("/follow", post(follow::read))
        .route("/follow/messages", post(follow::message))
        .route("/follow/change", post(follow::change))
        .route("/follow/withdraw", post(follow::withdraw))
        .route("/follow/contact", post(notices::change))
        .route("/follow/notices", get(notices::read).post(notices::act))
        .route("/follow/rating", post(follow::rating))
        .route("/staff/reports", get(staff::list))
        .route("/staff/reports/{number}", get(staff::read))
        .route("/staff/reports/{number}/actions", post(staff::act))
        .route("/staff/bulk", post(bulk::begin))
        .route("/staff/bulk/{id}", get(bulk::read))
        .route("/staff/bulk/{id}/undo", post(bulk::undo));
    let files = Router::new().route("/follow/files", post(follow::file)).layer(DefaultBodyLimit::max(most));
    calls.merge(files).fallback(|| async { problem::Problem::not_found() })
}
