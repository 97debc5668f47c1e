//! The evidence files of a report.

use leptos::prelude::*;

use crate::{
    pages::{
        public::evidence::{list::with_scan, size},
        staff::viewer::Shown,
    },
    storage::{
        files::{FileMeta, FileRow},
        reports::ReportRow,
    },
    web::officer::Officer,
};

pub(super) fn file_table(o: &Officer, row: &ReportRow, files: &[(FileRow, FileMeta)]) -> Option<AnyView> {
    if files.is_empty() {
        return None;
    }
    let rows = files.iter().map(|(file, meta)| {
        let href = o.to(&format!("/staff/reports/{}/files/{}", row.number, file.id));
        let open = file.is_ready() && file.scan != "infected";
        let name = if open { view! { <a href=format!("{href}/view")>{meta.name.clone()}</a> }.into_any() } else { meta.name.clone().into_any() };
        let picture = (open && Shown::of(file) == Some(Shown::Picture)).then(|| view! { <a href=format!("{href}/view")><img src=href.clone() alt=o.ta("file-picture", &[("name", &meta.name)]) loading="lazy" width="240" /></a> });
        let download = open.then(|| view! { " · "<a href=href download>{o.t("viewer-download")}</a> });
        view! {
            <li>
                {picture}
                <span class="typed">{name}{(!meta.description.is_empty()).then(|| format!(" · {}", meta.description))}</span>
                <span class="muted">{size(file.size)}" · "{with_scan(o, file)}{download}</span>
            </li>
        }
    });
    let rows = rows.collect_view();
    let unscanned = files.iter().any(|(file, _)| !matches!(file.scan.as_str(), "clean" | "infected"));
    Some(view! { <h2 id="files">{o.t("files-title")}</h2>{unscanned.then(|| view! { <p class="muted">{o.t("files-not-scanned")}</p> })}<ul class="files">{rows}</ul> }.into_any())
}
