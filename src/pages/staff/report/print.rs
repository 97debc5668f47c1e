//! One report on paper: title block, content, timeline; “unverified” across leads; who reported only where the role may
//! read it and somebody wished for it.

use axum::extract::{Path, Query};
use leptos::prelude::*;
use serde::Deserialize;

use super::{beside, find, open, told};
use crate::{
    clock::day_of,
    domain::{report::ReportNumber, search},
    islands::print_button::PrintButton,
    pages::{
        parts::timeline::timeline,
        public::evidence::{list::with_scan, size},
        staff::after,
    },
    web::{error::PageResult, officer::Officer, visitor::Page},
};

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    identity: String,
}

pub async fn view(o: Officer, Path(number): Path<String>, Query(wish): Query<Wish>) -> PageResult {
    let row = find(&o, &number).await?;
    let mut opened = open(&o, &row, false).await?;
    let may_name = opened.reporter.is_some();
    let named = may_name && !wish.identity.is_empty();
    if !named {
        opened.reporter = None;
        for version in &mut opened.versions {
            version.reporter = None;
        }
    }
    let grouped = ReportNumber::parse(&row.number).map(|number| number.grouped()).unwrap_or_default();
    let kind = o.t(&format!("category-{}-{}", row.channel, row.category));
    let who = match (&opened.reporter, opened.has_reporter) {
        (Some(reporter), _) => told::who(&o, reporter),
        (None, true) => o.t("print-no-name"),
        (None, false) => o.t("reporter-anonymous"),
    };
    let facts = [
        (o.t("column-status"), o.t(&format!("status-{}", row.status.replace('_', "-")))),
        (o.t("fact-received"), o.lang.minute(row.received_at)),
        (o.t("fact-due"), o.lang.day(day_of(row.due_at))),
        (o.t("fact-court"), o.court(&row.court)),
        (o.t("fact-concerned"), row.court_concerned.as_deref().map(|code| o.court(code)).unwrap_or_default()),
        (o.t("fact-assignee"), opened.assignee.clone().unwrap_or_else(|| "—".to_owned())),
        (
            o.t("fact-livelihood"),
            row.livelihood
                .as_deref()
                .map(|class| o.t(&format!("livelihood-{}", class.replace('_', "-"))))
                .unwrap_or_default(),
        ),
        (
            o.t("fact-outcome"),
            row.outcome
                .as_deref()
                .map(|outcome| o.t(&format!("outcome-{}", outcome.replace('_', "-"))))
                .unwrap_or_default(),
        ),
        (o.t("fact-reporter"), who),
    ];
    let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
    let facts = facts.map(|(label, value)| view! { <div><dt>{label}</dt><dd>{value}</dd></div> }).collect_view();
    let files = opened.files.iter().map(|(file, meta)| {
        let about = (!meta.description.is_empty()).then(|| format!(" · {}", meta.description));
        view! { <li><span class="typed">{meta.name.clone()}{about}</span>" "<span class="muted">{size(file.size)}" · "{with_scan(&o, file)}</span></li> }
    });
    let files = files.collect::<Vec<_>>();
    let files = (!files.is_empty()).then(|| view! { <h2>{o.t("files-title")}</h2><ul>{files}</ul> });
    let names = may_name.then(|| {
        view! {
            <div class="option">
                <input type="checkbox" id="identity" name="identity" value="1" checked=named />
                <label for="identity">{o.t("print-with-name")}</label>
            </div>
            <button class="button second">{o.t("sheet-renew")}</button>
        }
    });
    let island = o.portal.browser_part.is_some();
    let made = o.ta("print-made", &[("who", &o.staff.name), ("at", &o.lang.minute(o.portal.clock.now()))]);
    let title = o.ta("report-title", &[("number", &grouped)]);
    let report = o.to(&format!("/staff/reports/{}", row.number));
    let page = Page { islands: island, ..Page::titled(title) };
    Ok(o.page(page, || {
        view! {
            <p class="back"><a href=report.clone()>{o.t("back")}</a></p>
            <form class="screen" method="get" action=format!("{report}/print")>
                {names}
                {island.then(|| view! { <PrintButton label=o.t("sheet-print") /> })}
                <p class="help">{o.t("print-help")}</p>
            </form>
            <article class="paper-report">
                <header>
                    <p class="sheet-name">{o.t("site-name")}" · "{o.court(&o.staff.court)}</p>
                    <h1>{kind}</h1>
                    <p class="number">{grouped}</p>
                    <p class="muted">{made}</p>
                </header>
                <dl class="facts">{facts}</dl>
                {told::content(&o, &row, &opened.content, &search::Query::default())}
                {beside::measures(&o, &opened.beside)}
                {after::earlier(&o, &row, &opened.versions)}
                {files}
                <h2>{o.t("timeline-title")}</h2>
                {timeline(&o, &opened.entries, Some(&search::Query::default()))}
            </article>
        }
    }))
}
