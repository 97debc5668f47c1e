//! Evidence: files added one or several at a time, listed, removed.

use std::sync::atomic::{AtomicBool, Ordering};

use axum::{
    extract::{Multipart, Path, Query, multipart::Field},
    http::StatusCode,
    response::Response,
};
use futures::stream;
use leptos::prelude::*;
use uuid::Uuid;

use super::{
    open,
    step::{From, back_link, progress},
    to_receipt,
};
use crate::{
    actions::{
        add_file::{AddFileError, Owner, add_file},
        draft::Draft,
        remove_file::remove_file,
    },
    crypto::DataKey,
    domain::answers::{FieldError, FormStep, clean},
    islands::uploader::Uploader,
    pages::parts::field::{lines, summary},
    portal::Portal,
    storage::{
        self, StorageError,
        files::{FileMeta, FileRow},
    },
    web::{
        error::{PageError, PageResult},
        visitor::{Page, Visitor},
    },
};

pub async fn view(v: Visitor, Path((channel, token)): Path<(String, String)>, Query(from): Query<From>) -> PageResult {
    let draft = open(&v, &channel, &token).await?;
    show(&v, &draft, &[], from.from == "check").await
}

/// What the file field offers to pick; the content decides in the end.
pub const ACCEPT: &str = "image/jpeg,image/png,image/webp,image/gif,application/pdf,audio/*,video/*,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods,.txt";

/// The page with the files so far.
pub async fn show(v: &Visitor, draft: &Draft, errors: &[FieldError], from_check: bool) -> PageResult {
    let Some(state) = &draft.open else { return Ok(to_receipt(v, &draft.token)) };
    let rows = storage::files::list_of_draft(&v.portal.db, draft.row.id).await?;
    let mut list = Vec::new();
    for row in rows {
        let meta: FileMeta =
            state.key.open("file", "sealed_meta", row.id, &row.sealed_meta).map_err(StorageError::from)?;
        list.push((row, meta));
    }
    let base = v.to(&format!("/report/{}/{}", draft.channel, draft.token));
    let query = if from_check { "?from=check" } else { "" };
    let next = if from_check { FormStep::Check } else { FormStep::You };
    let remove = |id: Uuid| Some(format!("{base}/files/{id}/remove{query}"));
    let table = file_list(v, &list, remove);
    let title = v.t("step-files");
    let page = Page::titled(title.clone()).with_islands().wrong_if(!errors.is_empty());
    Ok(v.page(page, || {
        view! {
            {back_link(v, draft, FormStep::Files, from_check)}
            {summary(v.lang, &lines(v.lang, errors))}
            <p class="progress">{progress(v, draft, &state.answers, FormStep::Files)}</p>
            <h1>{title}</h1>
            {upload_form(v, &format!("{base}/files{query}"), errors)}
            <div id="file-list">{table}</div>
            <p class="go"><a class="button" href=format!("{base}/{next}")>{v.t("continue")}</a></p>
        }
    }))
}

/// The form that adds files; also on the follow-up page.
pub fn upload_form(v: &Visitor, action: &str, errors: &[FieldError]) -> impl IntoView + use<> {
    let island = v.portal.browser_part.is_some();
    let mb = 1024 * 1024;
    let limits = v.portal.config.limits;
    let help = v.ta(
        "files-help",
        &[
            ("each", &(limits.file / mb).to_string()),
            ("video", &(limits.video / mb).to_string()),
            ("count", &limits.count.to_string()),
            ("all", &(limits.report / mb).to_string()),
        ],
    );
    let error = errors.first().map(|error| crate::pages::parts::field::words(v.lang, "file", &error.code));
    let class = if error.is_some() { "field wrong" } else { "field" };
    let described_by = if error.is_some() { "file-help file-error" } else { "file-help" };
    let wrong = error.is_some().then_some("true");
    view! {
        <form method="post" action=action.to_owned() enctype="multipart/form-data" id="upload" class="upload">
            <div class="field">
                <label for="description">{v.t("file-description")}</label>
                <p class="help" id="description-help">{v.t("file-description-help")}</p>
                <input id="description" name="description" aria-describedby="description-help" autocomplete="off" />
            </div>
            <div class=class>
                <label for="file">{v.t("file-choose")}</label>
                <p class="help" id="file-help">{help}</p>
                {error.map(|error| view! { <p class="error" id="file-error">{error}</p> })}
                <input id="file" name="file" type="file" multiple accept=ACCEPT aria-describedby=described_by aria-invalid=wrong />
            </div>
            <button class="button second">{v.t("file-add")}</button>
            {island.then(|| view! { <Uploader form="upload".to_owned() sending=v.t("file-sending") done=v.t("file-done") failed=v.t("file-failed") /> })}
        </form>
    }
}

/// The files so far, with a button to remove each where that is possible.
pub fn file_list(
    v: &Visitor,
    list: &[(FileRow, FileMeta)],
    remove: impl Fn(Uuid) -> Option<String>,
) -> Option<AnyView> {
    if list.is_empty() {
        return None;
    }
    let rows = list.iter().map(|(row, meta)| {
        let button = remove(row.id).map(|action| {
            view! { <form method="post" action=action><button class="plain">{v.t("remove")}<span class="hidden">" "{meta.name.clone()}</span></button></form> }
        });
        view! {
            <li>
                <span class="typed"><strong>{meta.name.clone()}</strong>{(!meta.description.is_empty()).then(|| format!(" · {}", meta.description))}</span>
                <span class="muted">{size(row.size)}" · "{v.t(&format!("file-state-{}", row.state))}</span>
                {button}
            </li>
        }
    });
    let rows = rows.collect_view();
    Some(view! { <h2>{v.t("files-so-far")}</h2><ul class="files">{rows}</ul> }.into_any())
}

/// Bytes as people read them.
pub fn size(bytes: i64) -> String {
    let bytes = u64::try_from(bytes).unwrap_or(0);
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} kB", bytes / 1024),
        _ => format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}

pub async fn add(
    v: Visitor,
    Path((channel, token)): Path<(String, String)>,
    Query(from): Query<From>,
    form: Multipart,
) -> PageResult {
    let draft = open(&v, &channel, &token).await?;
    let Some(state) = &draft.open else { return Ok(to_receipt(&v, &token)) };
    let (_, errors) = receive(&v.portal, Owner::Draft(draft.row.id), &state.key, form).await;
    let from_check = from.from == "check";
    if !errors.is_empty() {
        return show(&v, &draft, &errors, from_check).await;
    }
    Ok(v.see(&format!("/report/{channel}/{token}/files{}", if from_check { "?from=check" } else { "" })))
}

/// Takes all files of a form; says which, and what was wrong with those that were not taken.
pub async fn receive(
    portal: &Portal,
    owner: Owner,
    key: &DataKey,
    mut form: Multipart,
) -> (Vec<Uuid>, Vec<FieldError>) {
    let mut errors = Vec::new();
    let mut description = String::new();
    let mut taken = Vec::new();
    let failed = |code: &str| FieldError::new("file", code);
    // The limit of the whole body ends it from below; the citizen shall read that, and not that the line was cut.
    let beyond_all = AtomicBool::new(false);
    let beyond = &beyond_all;
    loop {
        let part = match form.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => break,
            Err(error) => {
                let too_large = error.status() == StatusCode::PAYLOAD_TOO_LARGE;
                errors.push(failed(if too_large { "report_too_large" } else { "interrupted" }));
                break;
            }
        };
        match part.name() {
            Some("description") => description = short_text(part).await,
            Some("file") if part.file_name().is_some_and(|name| !name.is_empty()) => {
                let name = part.file_name().unwrap_or_default().to_owned();
                let body = stream::unfold(Some(part), |part| async move {
                    let mut part = part?;
                    match part.chunk().await {
                        Ok(Some(bytes)) => Some((Ok(bytes), Some(part))),
                        Ok(None) => None,
                        Err(error) => {
                            beyond.store(error.status() == StatusCode::PAYLOAD_TOO_LARGE, Ordering::Relaxed);
                            Some((Err(error), None))
                        }
                    }
                });
                match add_file(portal, owner, key, &name, &description, body).await {
                    Ok(id) => taken.push(id),
                    Err(error) => {
                        if let AddFileError::Files(_) | AddFileError::Storage(_) = error {
                            tracing::error!(%error, "a file could not be stored");
                        }
                        let cut = matches!(error, AddFileError::Interrupted) && beyond_all.load(Ordering::Relaxed);
                        errors.push(failed(if cut { "report_too_large" } else { error.code() }));
                        // What follows in the body belongs to a file that was refused half-way.
                        if matches!(error, AddFileError::TooLarge | AddFileError::Type) {
                            continue;
                        }
                        break;
                    }
                }
            }
            _ => {}
        }
    }
    if errors.is_empty() && taken.is_empty() {
        errors.push(failed("none"));
    }
    (taken, errors)
}

/// The text of a field that has no business being long: what is beyond the bound is not even read into memory.
async fn short_text(mut part: Field<'_>) -> String {
    const MOST: usize = 8 * 1024;
    let mut bytes = Vec::new();
    while let Ok(Some(more)) = part.chunk().await {
        if bytes.len() < MOST {
            bytes.extend_from_slice(&more[..more.len().min(MOST - bytes.len())]);
        }
    }
    clean(&String::from_utf8_lossy(&bytes))
}

pub async fn remove(
    v: Visitor,
    Path((channel, token, file)): Path<(String, String, Uuid)>,
    Query(from): Query<From>,
) -> Result<Response, PageError> {
    let draft = open(&v, &channel, &token).await?;
    if draft.open.is_some() {
        remove_file(&v.portal, &draft, file).await?;
    }
    Ok(v.see(&format!("/report/{channel}/{token}/files{}", if from.from == "check" { "?from=check" } else { "" })))
}
