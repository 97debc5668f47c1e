//! `/staff/bulk`: one act on up to 500 reports, and taking it back for ten minutes.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    problem::{Body, Problem},
    staff::Agent,
};
use crate::{
    actions::{
        bulk::{self, BulkError, Shown, Target},
        take_step::Input,
    },
    domain::workflow::Action,
    portal::Portal,
    storage::bulk::ItemState,
};

/// An act, the reports it is for, the reason, and what the act needs.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct NewBulk {
    pub action: String,
    /// Up to 500 numbers.
    pub numbers: Vec<String>,
    /// The versions that were read, by number: a report with another one stays as it is.
    #[serde(default)]
    pub versions: BTreeMap<String, i64>,
    #[serde(flatten)]
    pub input: Input,
}

/// An act and what became of each report.
#[derive(Serialize, utoipa::ToSchema)]
pub struct BulkAct {
    pub id: Uuid,
    pub action: String,
    /// `running` until all are done, `done`, or `undone`.
    pub state: &'static str,
    pub done: Vec<String>,
    /// Not done yet: look again in a moment.
    pub waiting: Vec<String>,
    pub refused: Vec<Refused>,
    pub undone: Vec<String>,
    /// Not undone with the others, because they were changed since.
    pub kept: Vec<String>,
    /// Null when it cannot be undone (any more, or yet).
    pub undo_until: Option<DateTime<Utc>>,
}

/// A report that stayed as it is.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Refused {
    pub number: String,
    /// `unknown`, `changed`, `not_in_this_status`, `not_for_this_role`, `unopened`, or `FIELD.CODE` of what does not fit it.
    pub why: String,
}

fn problem(error: BulkError) -> Problem {
    match error {
        BulkError::NotFound => Problem::not_found(),
        BulkError::NotYours => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "not_for_this_role"),
        BulkError::Running => Problem::new(StatusCode::CONFLICT, "still_running"),
        BulkError::Over => Problem::new(StatusCode::CONFLICT, "undo_over"),
        BulkError::Fields(wrong) => {
            let mut problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "fields");
            problem.errors = wrong.into_iter().map(|(field, code)| Problem::field(field, code)).collect();
            problem
        }
        BulkError::Storage(error) => error.into(),
    }
}

fn told(portal: &Portal, shown: &Shown) -> BulkAct {
    let those = |state: ItemState| {
        shown.items.iter().filter(|item| item.is(state)).map(|item| item.number.clone()).collect::<Vec<_>>()
    };
    let refused = shown.items.iter().filter(|item| item.is(ItemState::Refused));
    let refused = refused.map(|item| Refused { number: item.number.clone(), why: item.why.clone() });
    let unknown = shown.unknown.iter().map(|number| Refused { number: number.clone(), why: "unknown".to_owned() });
    let state = match (shown.act.finished_at, shown.act.undone_at) {
        (_, Some(_)) => "undone",
        (Some(_), None) => "done",
        (None, None) => "running",
    };
    BulkAct {
        id: shown.act.id,
        action: shown.act.action.clone(),
        state,
        done: those(ItemState::Done),
        waiting: those(ItemState::Waiting),
        refused: refused.chain(unknown).collect(),
        undone: those(ItemState::Undone),
        kept: those(ItemState::Kept),
        undo_until: shown.undo_until(portal.clock.now()),
    }
}

/// Takes a step on many reports. Each is checked as if it stood alone; what does not fit stays as it is and is listed.
#[utoipa::path(post, path = "/api/v1/staff/bulk", tag = "staff", security(("token" = [])), request_body = NewBulk,
    responses((status = 200, body = BulkAct), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn begin(State(portal): State<Portal>, agent: Agent, Body(new): Body<NewBulk>) -> Result<Response, Problem> {
    let unknown = || problem(BulkError::Fields(vec![("action", "unknown")]));
    let action = Action::parse(&new.action).ok_or_else(unknown)?;
    let versions = new.versions;
    let targets =
        new.numbers.into_iter().map(|number| Target { version: versions.get(&number).copied(), number, stays: false });
    let targets = targets.collect::<Vec<_>>();
    let id = bulk::begin(&portal, &agent.staff, action, &targets, &new.input, None).await.map_err(problem)?;
    let shown = bulk::find(&portal, &agent.staff, id).await.map_err(problem)?;
    Ok(Json(told(&portal, &shown)).into_response())
}

/// How an act of one's own stands.
#[utoipa::path(get, path = "/api/v1/staff/bulk/{id}", tag = "staff", security(("token" = [])), params(("id" = Uuid, Path)),
    responses((status = 200, body = BulkAct), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn read(State(portal): State<Portal>, agent: Agent, Path(id): Path<String>) -> Result<Response, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let shown = bulk::find(&portal, &agent.staff, id).await.map_err(problem)?;
    Ok(Json(told(&portal, &shown)).into_response())
}

/// Takes an act of one's own back, within ten minutes: each report is as it was, but for those changed since.
#[utoipa::path(post, path = "/api/v1/staff/bulk/{id}/undo", tag = "staff", security(("token" = [])), params(("id" = Uuid, Path)),
    responses((status = 200, body = BulkAct), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"), (status = 409, body = Problem, content_type = "application/problem+json")))]
pub async fn undo(State(portal): State<Portal>, agent: Agent, Path(id): Path<String>) -> Result<Response, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    bulk::undo(&portal, &agent.staff, id).await.map_err(problem)?;
    let shown = bulk::find(&portal, &agent.staff, id).await.map_err(problem)?;
    Ok(Json(told(&portal, &shown)).into_response())
}
