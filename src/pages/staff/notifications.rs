//! What an officer was told, newest first. What left the officer's sight is not among it.

use axum::{
    Form,
    extract::{Path, RawQuery},
};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::views::list_path;
use crate::{
    actions::views,
    domain::report::ReportNumber,
    storage::{self, notifications::NotificationRow},
    web::{
        error::{PageError, PageResult},
        officer::Officer,
        visitor::Page,
    },
};

const PAGE: usize = 50;

/// Where a page ended.
#[derive(Default, Serialize, Deserialize)]
struct Place {
    at: Option<DateTime<Utc>>,
    id: Option<Uuid>,
}

pub async fn view(o: Officer, RawQuery(raw): RawQuery) -> PageResult {
    let place: Place = serde_urlencoded::from_str(&raw.unwrap_or_default()).unwrap_or_default();
    let before = place.at.zip(place.id);
    let (role, limit) = (o.staff.role.as_str(), i64::try_from(PAGE + 1).unwrap_or(51));
    let mut rows = storage::notifications::list(&o.portal.db, &o.scope, o.staff.id, role, before, limit).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|last| {
        let place = serde_urlencoded::to_string(Place { at: Some(last.at), id: Some(last.id) }).unwrap_or_default();
        let href = o.to(&format!("/staff/notifications?{place}"));
        view! { <a class="button second" rel="next" href=href>{o.t("queue-next")}</a> }
    });
    let first = before.map(|_| view! { <a href=o.to("/staff/notifications")>{o.t("queue-first")}</a> });
    let any_unread = rows.iter().any(|row| row.read_at.is_none());
    let empty = rows.is_empty();
    let lines = rows.iter().map(|row| line(&o, row)).collect_view();
    let title = o.t("notifications-title");
    Ok(o.page(Page::titled(title.clone()).wide(), || {
        view! {
            <div class="bar">
                <h1>{title}</h1>
                <a href=o.to("/staff/settings")>{o.t("settings-title")}</a>
                {any_unread.then(|| view! { <form method="post" action=o.to("/staff/notifications")><button class="plain">{o.t("notifications-read-all")}</button></form> })}
            </div>
            {empty.then(|| view! { <p class="note">{o.t("notifications-empty")}</p> })}
            <ul class="notifications">{lines}</ul>
            <p class="pages">{first}{next}</p>
        }
    }))
}

fn line(o: &Officer, row: &NotificationRow) -> AnyView {
    let name = match (&row.view_id, &row.view_key, &row.view_sealed) {
        (Some(id), Some(key_id), Some(sealed)) => {
            views::open_sealed(&o.portal, *id, key_id, sealed).map(|named| named.name)
        }
        _ => None,
    };
    let kind = o.t(&format!("notify-kind-{}", row.kind.replace('_', "-")));
    let words = match (row.kind.as_str(), &row.number) {
        ("view", None) => o.ta("notify-view-count", &[("count", &row.news.to_string())]),
        ("view", Some(_)) => o.t("notify-view-one"),
        (kind, _) => o.t(&format!("notify-{}", kind.replace('_', "-"))),
    };
    let about = row.number.as_deref().map(|number| {
        let grouped = ReportNumber::parse(number).map(|number| number.grouped()).unwrap_or_default();
        let category = [&row.channel, &row.category].map(|code| code.clone().unwrap_or_default());
        let category = o.t(&format!("category-short-{}-{}", category[0], category[1]));
        view! { <span class="digits">{grouped}</span>" "<span>{category}</span>" " }
    });
    let name = name.map(|name| view! { <span class="typed">{name}</span>" " });
    let unread = row.read_at.is_none();
    let leads = about.is_some() || row.view_id.is_some();
    let label = o.t(if leads { "notification-open" } else { "notification-done" });
    view! {
        <li class=if unread { "notification unread" } else { "notification" }>
            <time datetime=row.at.to_rfc3339()>{o.lang.minute(row.at)}</time>
            <div>
                <p>{unread.then(|| view! { <span class="tag persimmon">{o.t("queue-unread")}</span>" " })}<strong>{kind}</strong>" "{about}{name}</p>
                <p class="muted">{words}</p>
            </div>
            <form method="post" action=o.to(&format!("/staff/notifications/{}", row.id))><button class="button second">{label}</button></form>
        </li>
    }
    .into_any()
}

/// Reads one and goes where it leads.
pub async fn open(o: Officer, Path(id): Path<Uuid>) -> PageResult {
    let found = storage::notifications::find(&o.portal.db, &o.scope, o.staff.id, id).await?;
    let (number, view) = found.ok_or(PageError::NotFound)?;
    set_read(&o, Some(id)).await?;
    if let Some(number) = number {
        return Ok(o.see(&format!("/staff/reports/{number}")));
    }
    let view = match view {
        Some(view) => views::find(&o.portal, &o.staff, &o.scope, view).await?,
        None => None,
    };
    Ok(match view.and_then(|row| views::open(&o.portal, &row)) {
        Some(named) => o.see(&list_path(&named.address)),
        None => o.see("/staff/notifications"),
    })
}

pub async fn read_all(o: Officer, Form(_): Form<Vec<(String, String)>>) -> PageResult {
    set_read(&o, None).await?;
    Ok(o.see("/staff/notifications"))
}

async fn set_read(o: &Officer, id: Option<Uuid>) -> Result<(), PageError> {
    let mut tx = o.portal.db.begin().await?;
    storage::notifications::set_read(&mut tx, o.staff.id, id, o.portal.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}
