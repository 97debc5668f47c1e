//! Whether the portal is alive and whether it can do its work.

use axum::{Json, extract::State, http::StatusCode, response::IntoResponse};
use chrono::TimeDelta;

use crate::{jobs::HEARTBEAT, portal::Portal, storage};

/// Alive: the process answers.
pub async fn healthz() -> &'static str {
    "ok"
}

/// Ready: every part, each by its name. `worker` is `ok` while some worker gave a sign in the last minute.
pub async fn readyz(State(portal): State<Portal>) -> impl IntoResponse {
    let ok = |fine: bool| if fine { "ok" } else { "failed" };
    let database = portal.db.ping().await.is_ok();
    let files = portal.files.check().await.is_ok();
    let beat = storage::jobs::find_heartbeat(&portal.db, HEARTBEAT).await.ok().flatten();
    let worker = beat.is_some_and(|at| portal.clock.now() - at < TimeDelta::minutes(1));
    let outbox = match storage::jobs::count_waiting(&portal.db).await {
        Ok((_, 0)) => "ok",
        Ok(_) => "retrying",
        Err(_) => "failed",
    };
    let ready = database && files;
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let parts = serde_json::json!({
        "database": ok(database),
        "files": ok(files),
        "keys": "ok",
        "worker": ok(worker),
        "outbox": outbox,
        "browser_part": if portal.browser_part.is_some() { "ok" } else { "absent" },
    });
    (status, Json(serde_json::json!({ "ready": ready, "parts": parts })))
}
