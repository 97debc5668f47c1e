//! The queue: lanes, filters, a dense table; all of it in the address, so that it can be bookmarked.

mod columns;
mod filters;
mod row;

use axum::{
    extract::{Path, RawQuery},
    response::IntoResponse,
};
use leptos::prelude::*;

use crate::{
    actions::queue::{self, Query, encode},
    domain::{search, triage::TriageState},
    storage::{
        floods::SHOWN_FROM,
        queue::{COUNT_CAP, Counts, View},
    },
    web::{
        error::{PageError, PageResult},
        officer::Officer,
        visitor::Page,
    },
};

use columns::Column;
pub use row::sum_words;

/// Rows of a page.
const PAGE: usize = 50;

pub async fn view(o: Officer, RawQuery(raw): RawQuery) -> PageResult {
    let raw = raw.unwrap_or_default();
    if let Some(address) = filters::turned(&raw) {
        return Ok(o.see(&format!("/staff/queue?{address}")));
    }
    let query = Query::of_page(&raw, PAGE);
    let page = queue::list(&o.portal, &o.staff, &o.scope, &query).await?;
    let choices = queue::choices(&o.portal, &o.scope).await?;
    let views = super::views::mine(&o).await?;
    let opened = match row::opened(&raw).filter(|number| page.rows.iter().any(|(row, _)| row.number == *number)) {
        Some(number) => row::story(&o, &number).await?.map(|story| (number, story)),
        None => None,
    };
    let total = capped(page.counts.total);
    let title = o.t(&format!("view-{}", query.filter.view.unwrap_or(View::All)));
    let here = |changes: &[(&str, &str)]| format!("{}?{}", o.to("/staff/queue"), query.address_with(changes));
    let next = page.next.as_ref().map(|next| {
        let href = here(&[("cursor", next), ("before", "")]);
        view! { <a id="list-next" class="button second" rel="next" href=href>{o.t("queue-next")}</a> }
    });
    let previous = page.before.as_ref().map(|before| {
        let href = here(&[("before", before), ("cursor", "")]);
        view! { <a id="list-prev" class="button second" rel="prev" href=href>{o.t("queue-previous")}</a> }
    });
    let first = query.from.is_some().then(|| {
        let href = here(&[("cursor", ""), ("before", "")]);
        view! { <a href=href>{o.t("queue-first")}</a> }
    });
    let searched = search::Query::parse(&query.q);
    let columns = Column::chosen(&query.columns);
    let width = columns.len() + 2;
    let rows = page.rows.iter().map(|(found, summary)| {
        let story = opened.as_ref().filter(|(number, _)| *number == found.number).map(|(_, story)| story);
        let link = row::Link {
            list: &query.address(),
            place: &encode(&found.place(query.sort, page.many)),
            open: story.is_some(),
        };
        let more = story.map(|story| row::more(&o, found, story, width, &searched));
        view! { {row::line(&o, found, summary.as_ref(), &columns, &link, &searched)}{more} }
    });
    let rows = rows.collect_view();
    let empty = page.rows.is_empty();
    let folded = query.filter.collapsed && page.rows.iter().any(|(row, _)| row.flood_size >= SHOWN_FROM);
    let unfold = folded.then(|| {
        let href = here(&[("floods", "all"), ("cursor", ""), ("before", "")]);
        view! { <p class="muted">{o.t("floods-folded")}" "<a href=href>{o.t("floods-all")}</a></p> }
    });
    let heads = columns.iter().map(|column| column.head(&o, &query)).collect_view();
    let skip = (!empty).then(|| ("list", o.t("skip-list")));
    Ok(o.page(Page { skip, ..Page::titled(title.clone()).wide() }, || {
        view! {
            <div class="desk">
                <aside>
                    {lanes(&o, &query, &page.counts)}
                    {super::views::side_list(&o, &views, &query.address())}
                    {statuses(&o, &query, &page.counts)}
                </aside>
                <div>
                    <div class="bar"><h1>{title}</h1><p class="muted">{o.ta("queue-count", &[("count", &total)])}</p>{unfold}</div>
                    {filters::form(&o, &query, choices)}
                    {filters::quick(&o, &query)}
                    {filters::chips(&o, &query)}
                    {super::views::save_form(&o, &query, &views)}
                    <div id="changed" class="changed" aria-live="polite"></div>
                    <form id="list" method="post" action=o.to("/staff/bulk")>
                        <input type="hidden" name="query" value=query.address() />
                        <div class="scroll" tabindex="0" role="region" aria-label=o.t("queue-title")>
                            <table class="grid queue" data-after=o.mark.to_string()>
                                <thead><tr>
                                    <th><span class="hidden">{o.t("column-state")}</span></th>
                                    <th><span class="hidden">{o.t("column-select")}</span></th>
                                    {heads}
                                </tr></thead>
                                <tbody>{rows}</tbody>
                            </table>
                        </div>
                        {(!empty).then(|| bulk(&o))}
                    </form>
                    {empty.then(|| view! { <p class="note">{o.t(if query.is_narrowed() { "queue-empty" } else { "queue-none" })}</p> })}
                    <p class="pages">{first}" "{previous}" "{next}</p>
                    {super::export::links(&o, &query.address())}
                    {columns::chooser(&o, &query, &columns)}
                </div>
            </div>
        }
    }))
}

/// A row's story alone, to be put under it without leaving the page.
pub async fn fragment(o: Officer, Path(number): Path<String>, RawQuery(raw): RawQuery) -> PageResult {
    let found = row::story(&o, &number).await?.ok_or(PageError::NotFound)?;
    let searched = search::Query::parse(&Query::of_page(&raw.unwrap_or_default(), PAGE).q);
    let html = o.fragment(|| row::told(&o, &number, &found, &searched));
    Ok(html.into_response())
}

/// What a count says: exact up to the cap.
pub fn capped(count: i64) -> String {
    if count > COUNT_CAP { format!("{COUNT_CAP}+") } else { count.to_string() }
}

fn lanes(o: &Officer, query: &Query, counts: &Counts) -> impl IntoView + use<> {
    let current = query.filter.view.unwrap_or(View::All);
    let lanes = counts.lanes.iter().map(|(lane, count)| {
        let current = (*lane == current).then_some("page");
        let href = o.to(&format!("/staff/queue?view={lane}"));
        let words = match counts.unowned {
            TriageState::Yellow => Some(o.t("triage-soon")),
            TriageState::Red => Some(o.t("triage-late")),
            TriageState::Fine => None,
        };
        let mark = words.filter(|_| *lane == View::Unassigned).map(|words| {
            let class = format!("lane-state {}", counts.unowned.as_str());
            view! { <span class=class title=words.clone()><span class="hidden">{words.clone()}</span></span> }
        });
        view! { <li><a href=href data-lane=lane.as_str() aria-current=current>{o.t(&format!("view-{lane}"))}{mark}<span class="count">{capped(*count)}</span></a></li> }
    });
    let lanes = lanes.collect_view();
    view! { <nav aria-label=o.t("lanes")><ul class="lanes">{lanes}</ul></nav> }
}

fn statuses(o: &Officer, query: &Query, counts: &Counts) -> impl IntoView + use<> {
    let rows = counts.statuses.iter().filter(|(_, count)| *count > 0).map(|(status, count)| {
        let label = o.t(&format!("status-{}", status.as_str().replace('_', "-")));
        let current = (query.filter.is.status == [status.as_str()]).then_some("page");
        let href = o.to(&format!("/staff/queue?status={status}"));
        view! { <li><a href=href aria-current=current>{label}<span class="count">{capped(*count)}</span></a></li> }
    });
    let rows = rows.collect_view();
    view! {
        <details class="by-status" open=!query.filter.is.status.is_empty()>
            <summary>{o.t("by-status")}</summary>
            <nav aria-label=o.t("by-status")><ul class="lanes">{rows}</ul></nav>
        </details>
    }
}

/// What can be done with the rows that are ticked. Needs and consequences stand on the next page.
fn bulk(o: &Officer) -> impl IntoView + use<> {
    use crate::domain::workflow::BULK;
    let role = o.staff.role;
    let acts = BULK.iter().filter(|act| crate::domain::workflow::step(**act).roles.contains(&role)).map(|act| {
        let label = o.t(&format!("action-{}", act.as_str().replace('_', "-")));
        view! { <option value=act.as_str()>{label}</option> }
    });
    let acts = acts.collect_view();
    view! {
        <div class="bulk-bar">
            <label for="bulk-action">{o.t("bulk-label")}</label>
            <select id="bulk-action" name="action"><option value="">{o.t("choose")}</option>{acts}</select>
            <label class="all"><input type="checkbox" name="all" value="1" id="bulk-all" />{o.t("queue-bulk-all")}</label>
            <button class="button second">{o.t("queue-bulk-next")}</button>
            <span class="muted" id="bulk-count" role="status"></span>
        </div>
    }
}
