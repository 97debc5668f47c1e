//! The files so far: what each is, how it stands with it, and what can be done. What has not arrived whole stands below.

use leptos::prelude::*;

use super::{Evidence, Place, size};
use crate::{
    actions::{add_file::Owner, describe_file::may_describe},
    i18n::Lang,
    storage::{
        files::{FileMeta, FileRow},
        uploads::{UploadMeta, UploadRow},
    },
    web::visitor::Visitor,
};

/// The list, or nothing where there is nothing.
pub fn file_list(v: &Visitor, place: &Place, evidence: &Evidence) -> impl IntoView + use<> {
    let files = evidence.files.iter().map(|(row, meta)| file(v, place, row, meta)).collect_view();
    let unfinished = evidence.unfinished.iter().map(|(row, meta)| upload(v, place, row, meta)).collect_view();
    let none = evidence.files.is_empty();
    (
        (!none).then(|| view! { <h2>{v.t("files-so-far")}</h2><ul class="files" id="files-here">{files}</ul> }),
        (!evidence.unfinished.is_empty()).then(|| {
            view! {
                <div id="unfinished">
                    <h2>{v.t("files-unfinished")}</h2>
                    <p class="help">{v.t("files-unfinished-help")}</p>
                    <ul class="files">{unfinished}</ul>
                </div>
            }
        }),
    )
}

fn file(v: &Visitor, place: &Place, row: &FileRow, meta: &FileMeta) -> impl IntoView + use<> {
    let Place { base, query, .. } = place;
    let (id, name) = (row.id, meta.name.clone());
    let named = |words: &str| view! { {v.t(words)}<span class="hidden">" "{name.clone()}</span> };
    let alt = if meta.description.is_empty() { name.clone() } else { meta.description.clone() };
    let picture = if row.is_ready() && row.shown_copy {
        let alt = v.ta("file-picture", &[("name", &alt)]);
        view! { <img class="small" src=format!("{base}/{id}/picture") alt=alt loading="lazy" /> }.into_any()
    } else {
        view! { <span class="kind" aria-hidden="true">{kind(&row.media_type)}</span> }.into_any()
    };
    let open = may_describe(row, v.portal.clock.now());
    let description = if open {
        let field = format!("description-{id}");
        view! {
            <form method="post" action=format!("{base}/{id}/describe{query}") class="describe">
                <label for=field.clone()>{named("file-description")}</label>
                <input id=field name="description" value=meta.description.clone() maxlength="500" autocomplete="off" />
                <button class="plain save">{named("file-description-save")}</button>
                <span class="saved" role="status"></span>
            </form>
        }
        .into_any()
    } else {
        meta.description.clone().into_any()
    };
    let in_draft = matches!(place.owner, Owner::Draft(_));
    let change = in_draft.then(|| {
        let field = format!("replace-{id}");
        view! {
            <div class="change">
                <form method="post" action=format!("{base}/{id}/remove{query}")><button class="plain">{named("remove")}</button></form>
                <details>
                    <summary>{named("file-replace")}</summary>
                    <form method="post" action=format!("{base}/{id}/replace{query}") enctype="multipart/form-data">
                        <label for=field.clone()>{v.t("file-replace-choose")}</label>
                        <input id=field name="file" type="file" accept=super::form::ACCEPT required />
                        <button class="button second">{v.t("file-replace-send")}</button>
                    </form>
                </details>
            </div>
        }
    });
    let trouble = matches!(row.state.as_str(), "infected" | "broken");
    view! {
        <li id=format!("file-{id}") class=(row.state == "stored").then_some("waits")>
            {picture}
            <div class="about">
                <p class="typed"><strong>{name.clone()}</strong></p>
                <p class=if trouble { "muted state wrong" } else { "muted state" }>{size(row.size)}" · "{state_words(v, row, in_draft)}</p>
                <div class="typed">{description}</div>
                {change}
            </div>
        </li>
    }
}

fn upload(v: &Visitor, place: &Place, row: &UploadRow, meta: &UploadMeta) -> impl IntoView + use<> {
    let Place { base, query, .. } = place;
    let (id, name) = (row.id, meta.name.clone());
    let share = v.ta("upload-share", &[("here", &size(row.received)), ("all", &size(row.size))]);
    let remove = v.t("remove");
    view! {
        <li id=format!("upload-{id}")>
            <span class="kind" aria-hidden="true">"…"</span>
            <div class="about">
                <p class="typed"><strong>{name.clone()}</strong></p>
                <p class="muted state">{share}</p>
                <div class="change">
                    <form method="post" action=format!("{base}/{id}/remove{query}")><button class="plain">{remove}<span class="hidden">" "{name}</span></button></form>
                </div>
            </div>
        </li>
    }
}

/// How it stands with a file, and what to do about it.
fn state_words(v: &Visitor, row: &FileRow, in_draft: bool) -> String {
    let state = v.t(&format!("file-state-{}", row.state));
    let advice = match (row.state.as_str(), in_draft) {
        ("infected", true) => "file-infected-replace",
        ("infected", false) => "file-infected-add",
        ("broken", true) => "file-broken-replace",
        ("broken", false) => "file-broken-add",
        _ => return with_scan(v, row),
    };
    let stop = if v.lang == Lang::En { ". " } else { "。" };
    format!("{state}{stop}{}", v.t(advice))
}

/// How it stands with a file, and what the virus scanner says; for staff too.
pub fn with_scan(v: &Visitor, row: &FileRow) -> String {
    let comma = if v.lang == Lang::En { ", " } else { "，" };
    let state = match (row.state.as_str(), row.scan.as_str()) {
        ("stored", "waiting") => return v.t("file-state-scanning"),
        ("infected", _) => return v.t("file-state-infected"),
        (state, _) => v.t(&format!("file-state-{state}")),
    };
    format!("{state}{comma}{}", v.t(&format!("scan-{}", row.scan)))
}

/// A short word in place of a picture.
fn kind(media_type: &str) -> &'static str {
    match media_type.split_once('/') {
        Some(("image", _)) => "▧",
        Some(("audio", _)) => "♪",
        Some(("video", _)) => "▶",
        Some((_, "pdf")) => "PDF",
        Some(("text", _)) => "TXT",
        Some((_, name)) if name.contains("sheet") || name.contains("excel") => "XLS",
        Some((_, name)) if name.contains("presentation") || name.contains("powerpoint") => "PPT",
        _ => "DOC",
    }
}
