//! Whether the portal is alive and whether it can do its work.

use axum::{Json, extract::State, http::StatusCode, response::IntoResponse};
use chrono::TimeDelta;

use crate::{
    jobs::{HEARTBEAT, Lane},
    portal::Portal,
    storage,
};

/// Alive: the process answers.
pub async fn healthz() -> &'static str {
    "ok"
}

/// Ready: every part, each by its name. `worker` is `ok` while some worker gave a sign in the last minute; `outbox`,
/// and of it `mail` and `sms`, are `retrying` while something that failed waits for its next try. `files` are `full` when
/// they are refused for want of room; reports are taken all the same.
pub async fn readyz(State(portal): State<Portal>) -> impl IntoResponse {
    let ok = |fine: bool| if fine { "ok" } else { "failed" };
    let database = portal.db.ping().await.is_ok();
    let files = portal.files.check().await.is_ok();
    let beat = storage::jobs::find_heartbeat(&portal.db, HEARTBEAT).await.ok().flatten();
    let worker = beat.is_some_and(|at| portal.clock.now() - at < TimeDelta::minutes(1));
    let waiting =
        async |lane: Option<Lane>| match storage::jobs::count_waiting(&portal.db, lane.map(Lane::as_str)).await {
            Ok((_, 0)) => "ok",
            Ok(_) => "retrying",
            Err(_) => "failed",
        };
    // Without a scanner files are taken and shown as not scanned; while it is away they wait. Neither stops the portal.
    let scanner = match &portal.scanner {
        Some(scanner) => ok(scanner.answers().await),
        None => "absent",
    };
    let ready = database && files;
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let parts = serde_json::json!({
        "database": ok(database),
        "files": if files && !portal.has_room() { "full" } else { ok(files) },
        "keys": "ok",
        "worker": ok(worker),
        "outbox": waiting(None).await,
        "mail": waiting(Some(Lane::Mail)).await,
        "sms": waiting(Some(Lane::Text)).await,
        "virus_scanner": scanner,
        "browser_part": if portal.browser_part.is_some() { "ok" } else { "absent" },
    });
    (status, Json(serde_json::json!({ "ready": ready, "parts": parts })))
}
