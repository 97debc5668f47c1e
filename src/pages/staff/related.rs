//! Everything that belongs together with a report, by date, on one page that can be printed.

use axum::{extract::Path, response::Response};
use leptos::prelude::*;

use super::report::graph::{line, ways};
use crate::{
    actions::related::{self, Related},
    domain::{report::ReportNumber, workflow::Relation},
    storage::{self, reports::ReportRow},
    web::{
        error::{PageError, PageResult},
        officer::Officer,
        visitor::Page,
    },
};

/// How many stand here in each way.
const EACH: i64 = 50;

pub async fn view(o: Officer, Path(number): Path<String>) -> PageResult {
    let row = storage::reports::find(&o.portal.db, &o.scope, &number).await?.ok_or(PageError::NotFound)?;
    show(&o, &row).await
}

async fn show(o: &Officer, row: &ReportRow) -> Result<Response, PageError> {
    let together = related::read(&o.portal, o.staff.role, &o.scope, row, EACH).await?;
    let summary = row.summary(&row.data_key(&o.portal.keys)?)?;
    let number = ReportNumber::parse(&row.number).map(|number| number.grouped()).unwrap_or_default();
    let page = Page::titled(o.ta("related-title", &[("number", &number)])).wide();
    // Oldest first, with the report itself in its place.
    let mut list = together.list.iter().map(|other| (other.row.received_at, Some(other))).collect::<Vec<_>>();
    list.push((row.received_at, None));
    list.sort_by_key(|(at, other)| (*at, other.map(|other| other.row.id)));
    let entries = list.into_iter().map(|(at, other)| {
        let body = if let Some(other) = other {
            line(o, row, other, false)
        } else {
            let words = summary.about().cloned().unwrap_or_default();
            let kind = o.t(&format!("category-{}-{}", row.channel, row.category));
            view! {
                <p class="kin-words"><strong>{o.t("related-this")}</strong>" "<span class="typed">{words}</span></p>
                <p class="muted"><span class="digits">{number.clone()}</span>{format!(" · {kind}")}</p>
            }
            .into_any()
        };
        view! { <li class=class_of(other)><time datetime=at.to_rfc3339()>{o.lang.minute(at)}</time><div>{body}</div></li> }
    });
    let entries = entries.collect_view();
    let watermark = (row.channel == "lead").then(|| view! { <p class="unverified">{o.t("unverified")}</p> });
    Ok(o.page(page, || {
        view! {
            <p class="back"><a href=o.to(&format!("/staff/reports/{}", row.number))>{o.ta("report-title", &[("number", &number)])}</a></p>
            <h1>{o.ta("related-title", &[("number", &number)])}</h1>
            {watermark}
            <p class="muted">{o.t("related-text")}</p>
            {ways(o, row, &together)}
            {together.list.is_empty().then(|| view! { <p>{o.t("related-none")}</p> })}
            <ol class="timeline kin-line">{entries}</ol>
        }
    }))
}

fn class_of(other: Option<&Related>) -> &'static str {
    match other {
        None => "entry this",
        Some(other) if other.tie.is_some_and(|tie| tie.relation == Relation::Contradicts) => "entry contradicts",
        Some(_) => "entry",
    }
}
