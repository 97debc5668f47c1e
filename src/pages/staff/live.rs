//! The desk without reloading: a stream of what changed and of who else is here, and the word of each tab what is done
//! in it.

use std::{
    collections::{BTreeMap, VecDeque},
    convert::Infallible,
    time::Duration,
};

use axum::{
    Form,
    extract::Query,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::stream;
use leptos::prelude::*;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use crate::{
    domain::report::Status,
    live::{self, End, News, Place, Present, Watch},
    storage::{self, events::ChangeRow, presence::State},
    web::{
        error::{PageError, PageResult},
        officer::Officer,
    },
};

/// A line without meaning now and then: proxies and browsers see that the stream lives.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// After this time a browser comes back that lost the stream.
const COME_BACK: Duration = Duration::from_secs(3);

/// What changed, as it happens (server-sent events). `report` is the one that is open; `after` where a page that was drawn
/// earlier goes on from; browsers that come back say it in `Last-Event-ID`.
pub async fn events(
    o: Officer,
    Query(asked): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let report = match asked.get("report") {
        Some(number) => {
            let row = storage::reports::find(&o.portal.db, &o.scope, number).await?.ok_or(PageError::NotFound)?;
            Some((row.id, row.number))
        }
        None => None,
    };
    let after = headers.get("last-event-id").and_then(|id| id.to_str().ok()).or(asked.get("after").map(String::as_str));
    let after = after.and_then(|id| id.parse::<i64>().ok());
    let watch = Watch {
        staff_id: o.staff.id,
        session_id: o.session_id,
        court: o.staff.court.clone(),
        role: o.staff.role,
        scope: o.scope.clone(),
        report: report.as_ref().map(|(id, _)| *id),
    };
    let place = live::watch(&o.portal, watch).await?;
    let missed = match after {
        Some(after) => live::missed(&o.portal, &o.scope, after, &place).await?,
        None => Some(Vec::new()),
    };
    // Where to go on from, also for somebody to whom nothing happens; after what was missed, not before.
    let hello = Event::default().event("hello").retry(COME_BACK).data("{}");
    let mut first = VecDeque::new();
    match missed {
        Some(rows) if rows.is_empty() => first.push_back(hello.id(place.mark.to_string())),
        Some(rows) => {
            first.push_back(hello);
            first.extend(told(&o, &rows, place.mark));
        }
        None => {
            first.push_back(hello);
            first.push_back(Event::default().event("lost").id(place.mark.to_string()).data("{}"));
        }
    }
    if let Some((id, _)) = &report {
        first.push_back(presence_event(&o, &live::present(&o.portal, &o.scope, *id).await?));
    }
    let stream = stream::unfold(Some((o, place, first)), next);
    let mut response = Sse::new(stream).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response();
    response.headers_mut().insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(response)
}

type Stream = Option<(Officer, Place, VecDeque<Event>)>;

async fn next(stream: Stream) -> Option<(Result<Event, Infallible>, Stream)> {
    let (o, mut place, mut waiting) = stream?;
    loop {
        if let Some(event) = waiting.pop_front() {
            return Some((Ok(event), Some((o, place, waiting))));
        }
        match place.news.recv().await? {
            News::Changes(changes) => waiting.extend(told(&o, &changes.rows, changes.mark)),
            News::Presence(here) => waiting.push_back(presence_event(&o, &here)),
            News::Gone => {
                let words = json!({ "words": o.t("live-gone") });
                waiting.push_back(Event::default().event("gone").data(words.to_string()));
            }
            News::End(why) => return Some((Ok(ended(&o, why)), None)),
        }
    }
}

/// An event for each change, in codes and names: nothing that anybody typed into a report. The last one says where to go
/// on from: whoever loses the stream between them hears all of them again.
fn told(o: &Officer, rows: &[ChangeRow], mark: i64) -> Vec<Event> {
    let events = rows.iter().enumerate().map(|(n, row)| {
        let data = json!({
            "number": row.number,
            "version": row.version,
            "kind": row.kind,
            "status": row.status,
            "status_words": o.t(&format!("status-{}", row.status.replace('_', "-"))),
            "open": Status::parse(&row.status).is_some_and(Status::is_open),
            "assignee": row.assignee,
            "who": row.who,
            "mine": row.staff_id == Some(o.staff.id),
        });
        let event = Event::default().event("change").data(data.to_string());
        if n + 1 == rows.len() { event.id(mark.to_string()) } else { event }
    });
    events.collect()
}

fn presence_event(o: &Officer, here: &[Present]) -> Event {
    let others = here.iter().filter(|person| person.staff_id != o.staff.id);
    let people = others
        .map(|person| json!({ "name": person.name, "state": person.doing, "words": doing(o, person.doing) }))
        .collect::<Vec<_>>();
    Event::default().event("presence").data(json!({ "people": people }).to_string())
}

fn ended(o: &Officer, why: End) -> Event {
    let words = (why == End::Session).then(|| o.t("live-session"));
    Event::default().event("end").data(json!({ "why": why.as_str(), "words": words }).to_string())
}

fn doing(o: &Officer, state: State) -> String {
    o.t(&format!("presence-{state}"))
}

/// Who has the report open, in the bar of its page: as it was when the page was drawn, and then as it changes.
pub(super) fn present(o: &Officer, here: &[(String, State)]) -> impl IntoView + use<> {
    let people = here
        .iter()
        .map(|(name, state)| view! { <span class=format!("tag present {state}")>{format!("{name} · {}", doing(o, *state))}</span> })
        .collect_view();
    view! { <span id="present" role="status" aria-label=o.t("presence-title")>{people}</span> }
}

/// What a tab tells of itself.
#[derive(Deserialize)]
pub struct Word {
    number: String,
    tab: Uuid,
    state: String,
}

/// Takes a tab's word; `gone` when it is closed.
pub async fn presence(o: Officer, Form(word): Form<Word>) -> PageResult {
    let row = storage::reports::find(&o.portal.db, &o.scope, &word.number).await?.ok_or(PageError::NotFound)?;
    let mut tx = o.portal.db.begin().await?;
    match State::parse(&word.state) {
        Some(state) => {
            let now = o.portal.clock.now();
            storage::presence::set(&mut tx, row.id, o.staff.id, word.tab, state, now).await?;
        }
        None if word.state == "gone" => storage::presence::delete(&mut tx, row.id, o.staff.id, word.tab).await?,
        None => return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response()),
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
