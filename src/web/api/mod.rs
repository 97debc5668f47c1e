//! The API for other systems (`/api/v1`): the same actions as the pages, described at `/api/openapi.json`.

pub mod follow;
pub mod openapi;
pub mod problem;
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
        .route("/follow", post(follow::read))
        .route("/follow/messages", post(follow::message))
        .route("/follow/withdraw", post(follow::withdraw))
        .route("/staff/reports", get(staff::list))
        .route("/staff/reports/{number}", get(staff::read))
        .route("/staff/reports/{number}/actions", post(staff::act));
    let files = Router::new().route("/follow/files", post(follow::file)).layer(DefaultBodyLimit::max(most));
    calls.merge(files).fallback(|| async { problem::Problem::not_found() })
}
