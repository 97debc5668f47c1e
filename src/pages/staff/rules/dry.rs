//! What a dry run found: how many a rule would have matched, what would have gone where, and which rules stand before it.

use leptos::prelude::*;

use crate::{
    actions::rules::{Findings, Rule},
    domain::{report::ReportNumber, rule::DRY_DAYS},
    storage::{self, rules::TriedRow},
    web::{error::PageError, officer::Officer},
};

/// The list shows at most so many.
const SHOWN: i64 = 50;

pub(super) async fn section(o: &Officer, all: &[Rule], rule: &Rule) -> Result<Option<AnyView>, PageError> {
    let Some(run) = storage::rules::last_run(&o.portal.db, rule.row.id).await? else { return Ok(None) };
    let result = Findings::of(&run);
    // Within the reader's own scope, whatever the rule reaches.
    let tried = storage::rules::list_tried(&o.portal.db, &o.scope, &result.ids, SHOWN).await?;
    let version = run.version.to_string();
    let at = o.lang.minute(run.ended_at.unwrap_or(run.started_at));
    let (done, total) = (run.done.to_string(), run.total.max(run.done).to_string());
    let state = if run.ended_at.is_some() {
        o.ta("dry-done", &[("version", &version), ("at", &at), ("count", &done)])
    } else {
        o.ta("dry-running", &[("version", &version), ("done", &done), ("total", &total)])
    };
    let progress = run.ended_at.is_none().then(|| {
        view! { <p><progress value=run.done.to_string() max=run.total.max(1).to_string() aria-label=o.t("rule-dry")></progress></p> }
    });
    let other = (run.version != rule.row.version).then(|| view! { <p class="note">{o.t("dry-other-version")}</p> });
    let moves = result.moves.iter().map(|(way, count)| {
        let (from, to) = way.split_once(' ').unwrap_or((way, ""));
        o.ta("dry-move", &[("from", &o.court(from)), ("to", &o.court(to)), ("count", &count.to_string())])
    });
    let fenced = (result.fenced > 0).then(|| o.ta("dry-fenced", &[("count", &result.fenced.to_string())]));
    let name = |id: &uuid::Uuid| {
        all.iter().find(|other| other.row.id == *id).map_or_else(|| o.t("gone"), |other| other.text.name.clone())
    };
    let stopped = result
        .stopped
        .iter()
        .map(|(id, count)| o.ta("dry-stopped", &[("name", &name(id)), ("count", &count.to_string())]));
    let before = result
        .before
        .iter()
        .map(|(id, count)| o.ta("dry-before", &[("name", &name(id)), ("count", &count.to_string())]));
    let facts = moves.chain(fenced).chain(stopped).chain(before).map(|line| view! { <li>{line}</li> }).collect_view();
    let shown = tried.len();
    let rows = tried.iter().map(|row| line(o, row)).collect_view();
    let table = (shown > 0).then(|| {
        view! {
            <p class="muted">{o.ta("dry-shown", &[("count", &shown.to_string())])}</p>
            <div class="scroll" tabindex="0" role="region" aria-label=o.t("dry-title")><table class="grid">
                <thead><tr><th>{o.t("column-number")}</th><th>{o.t("column-kind")}</th><th>{o.t("column-court")}</th><th>{o.t("column-received")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        }
    });
    let matched = o.ta("dry-matched", &[("count", &result.matched.to_string()), ("days", &DRY_DAYS.to_string())]);
    Ok(Some(
        view! {
            <section class="panel dry-run">
                <h2>{o.t("dry-title")}</h2>
                <p>{state}</p>
                {progress}
                {other}
                <p class="dry-matched"><strong>{matched}</strong></p>
                <ul>{facts}</ul>
                <p class="muted">{o.t("dry-how")}</p>
                {table}
            </section>
        }
        .into_any(),
    ))
}

fn line(o: &Officer, row: &TriedRow) -> AnyView {
    let number = ReportNumber::parse(&row.number).map(|number| number.grouped()).unwrap_or_default();
    view! {
        <tr>
            <td><a class="digits" href=o.to(&format!("/staff/reports/{}", row.number))>{number}</a></td>
            <td>{o.t(&format!("category-short-{}-{}", row.channel, row.category))}</td>
            <td class="court">{o.court(&row.court)}</td>
            <td class="digits">{o.lang.short(row.received_at)}</td>
        </tr>
    }
    .into_any()
}
