//! What a list shows, as a plain table for paper.

use axum::extract::RawQuery;
use leptos::prelude::*;

use crate::{
    actions::export_list::{self, AT_ONCE, Lines, Order, Wish},
    islands::print_button::PrintButton,
    storage::{exports::Format, queue::COUNT_CAP},
    web::{error::PageResult, officer::Officer, visitor::Page},
};

pub async fn view(o: Officer, RawQuery(raw): RawQuery) -> PageResult {
    let wish = Wish { address: raw.unwrap_or_default(), format: Format::Csv, narrative: false, lang: o.lang };
    let count = export_list::count(&o.portal, &o.staff, &o.scope, &wish.address).await?;
    let mut lines = Lines::new(&o.portal, &o.staff, &o.scope, &wish, Order::OfPage);
    let head = lines.head();
    let most = usize::try_from(AT_ONCE).unwrap_or(1_000);
    let mut rows = Vec::new();
    while rows.len() < most
        && let Some(page) = lines.next().await?
    {
        rows.extend(page);
    }
    rows.truncate(most);
    // Columns in which nothing stands take no room on paper.
    let filled = |n: &usize| rows.iter().any(|row| row.get(*n).is_some_and(|cell| !cell.is_empty()));
    let shown = (0..head.columns.len()).filter(filled).collect::<Vec<_>>();
    let heads = shown
        .iter()
        .filter_map(|n| head.columns.get(*n))
        .map(|(label, _)| view! { <th>{label.clone()}</th> })
        .collect_view();
    let lines = rows.iter().map(|row| {
        let cells = shown
            .iter()
            .filter_map(|n| row.get(*n))
            .map(|cell| view! { <td class="typed">{cell.clone()}</td> })
            .collect_view();
        view! { <tr>{cells}</tr> }
    });
    let lines = lines.collect_view();
    let total = if count > COUNT_CAP { format!("{COUNT_CAP}+") } else { count.to_string() };
    let cut = (count > AT_ONCE).then(|| {
        let words = o.ta("print-cut", &[("shown", &AT_ONCE.to_string()), ("count", &total)]);
        view! { <p class="note amber">{words}</p> }
    });
    let empty = rows.is_empty().then(|| view! { <p class="note">{o.t("queue-empty")}</p> });
    let island = o.portal.browser_part.is_some();
    let title = o.t("queue-title");
    let back = format!("{}?{}", o.to("/staff/queue"), wish.address);
    let page = Page { islands: island, ..Page::titled(title.clone()).wide() };
    Ok(o.page(page, || {
        view! {
            <p class="back"><a href=back>{title.clone()}</a></p>
            <div class="go screen">
                {island.then(|| view! { <PrintButton label=o.t("sheet-print") /> })}
                <p class="help">{o.t("print-help")}</p>
            </div>
            <article class="paper-list">
                <h1>{title}</h1>
                <p>{o.ta("queue-count", &[("count", &total)])}" · "{head.first_line}</p>
                {cut}
                {empty}
                <div class="scroll" tabindex="0" role="region" aria-label=o.t("queue-title")>
                    <table class="grid"><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>
                </div>
            </article>
        }
    }))
}
