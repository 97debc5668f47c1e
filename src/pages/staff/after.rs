//! What the reporter did after sending, as staff see it: earlier versions of the report.

use leptos::prelude::*;

use super::report::{content, who};
use crate::{
    crypto::DataKey,
    domain::{
        report::{Content, Reporter},
        search::Query,
    },
    storage::{self, reports::ReportRow, versions::VersionRow},
    web::officer::Officer,
};

/// An earlier version, opened.
pub struct Earlier {
    pub row: VersionRow,
    pub content: Content,
    /// `None` when anonymous, or when the role may not read it.
    pub reporter: Option<Reporter>,
}

/// Opens the versions that an officer may read; who reported only for a role that may read that.
pub fn open(rows: Vec<VersionRow>, key: &DataKey, reads_identity: bool) -> storage::Result<Vec<Earlier>> {
    let opened = rows.into_iter().map(|row| {
        let content = row.content(key)?;
        let reporter = if reads_identity { row.reporter(key)? } else { None };
        Ok(Earlier { row, content, reporter })
    });
    opened.collect()
}

/// Each folded, the latest first.
pub fn earlier(o: &Officer, report: &ReportRow, versions: &[Earlier]) -> Option<AnyView> {
    if versions.is_empty() {
        return None;
    }
    let rows = versions.iter().enumerate().rev().map(|(n, version)| {
        let row = &version.row;
        let line = o.ta("version-line", &[("n", &(n + 1).to_string()), ("until", &o.lang.minute(row.until))]);
        let mut facts = vec![
            (o.t("column-kind"), o.t(&format!("category-{}-{}", report.channel, row.category))),
            (o.t("fact-concerned"), row.court_concerned.as_deref().map(|code| o.court(code)).unwrap_or_default()),
            (o.t("fact-court"), o.court(&row.court)),
            (
                o.t("fact-livelihood"),
                row.livelihood
                    .as_deref()
                    .map(|class| o.t(&format!("livelihood-{}", class.replace('_', "-"))))
                    .unwrap_or_default(),
            ),
            (o.t("fact-reporter"), version.reporter.as_ref().map(|reporter| who(o, reporter)).unwrap_or_default()),
        ];
        facts.retain(|(_, value)| !value.is_empty());
        let facts = facts
            .into_iter()
            .map(|(label, value)| view! { <div><dt>{label}</dt><dd>{value}</dd></div> })
            .collect_view();
        view! {
            <details class="more">
                <summary>{line}</summary>
                <dl class="facts">{facts}</dl>
                {content(o, report, &version.content, &Query::default())}
            </details>
        }
    });
    let rows = rows.collect_view();
    Some(view! { <section class="versions"><h2>{o.t("versions-title")}</h2>{rows}</section> }.into_any())
}
