//! Evidence: files added one or several at a time, listed, described, replaced, removed.

use axum::{
    Form,
    body::Body,
    extract::{Multipart, Path, Query},
    response::Response,
};
use leptos::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    change, open,
    step::{From, back_link, progress},
    to_receipt,
};
pub use crate::pages::public::evidence::{receive, size};
use crate::{
    actions::{
        add_file::Owner,
        cancel_upload::cancel_upload,
        describe_file::describe_file,
        draft::{Draft, Open},
        remove_file::remove_file,
    },
    domain::answers::{FieldError, FormStep, clean},
    pages::{
        parts::field::summary,
        public::evidence::{self, Place, calls, form::upload_form, lines, list::file_list},
    },
    storage::{self, StorageError, files::FileMeta},
    web::{
        error::{PageError, PageResult},
        visitor::{Page, Visitor},
    },
};

/// Where a file of a draft lies in the address.
type OfFile = Path<(String, String, Uuid)>;

#[derive(Deserialize)]
pub struct Described {
    #[serde(default)]
    description: String,
}

fn place(v: &Visitor, draft: &Draft, state: &Open, from_check: bool) -> Place {
    Place {
        owner: Owner::Draft(draft.row.id),
        key: state.key.clone(),
        base: v.to(&format!("/report/{}/{}/files", draft.channel, draft.token)),
        query: if from_check { "?from=check" } else { "" },
    }
}

pub async fn view(v: Visitor, Path((channel, token)): Path<(String, String)>, Query(from): Query<From>) -> PageResult {
    let draft = open(&v, &channel, &token).await?;
    show(&v, &draft, &[], from.from == "check").await
}

/// The page with the files so far.
pub async fn show(v: &Visitor, draft: &Draft, errors: &[FieldError], from_check: bool) -> PageResult {
    let Some(state) = &draft.open else { return Ok(to_receipt(v, &draft.token)) };
    if let Some(report) = change::report_of(v, draft).await? {
        return Ok(change::files_page(v, draft, &report, from_check));
    }
    let place = place(v, draft, state, from_check);
    let evidence = place.read(&v.portal).await?;
    let base = v.to(&format!("/report/{}/{}", draft.channel, draft.token));
    let next = if from_check { FormStep::Check } else { FormStep::You };
    let title = v.t("step-files");
    let page = Page::titled(title.clone()).with_islands().with_microphone().wrong_if(!errors.is_empty());
    Ok(v.page(page, || {
        view! {
            {back_link(v, draft, FormStep::Files, from_check)}
            {summary(v.lang, &lines(v.lang, &v.portal, errors))}
            <p class="progress">{progress(v, draft, &state.answers, FormStep::Files)}</p>
            <h1>{title}</h1>
            {upload_form(v, &format!("{}{}", place.base, place.query), errors)}
            <div id="file-list">{file_list(v, &place, &evidence)}</div>
            <p class="go"><a class="button" href=format!("{base}/{next}")>{v.t("continue")}</a></p>
        }
    }))
}

pub async fn add(
    v: Visitor,
    Path((channel, token)): Path<(String, String)>,
    Query(from): Query<From>,
    form: Multipart,
) -> PageResult {
    let draft = open(&v, &channel, &token).await?;
    let Some(state) = &draft.open else { return Ok(to_receipt(&v, &token)) };
    if draft.row.changes_report.is_some() {
        return Ok(v.see(&format!("/report/{channel}/{token}/files")));
    }
    let (_, errors) = receive(&v.portal, Owner::Draft(draft.row.id), &state.key, form, None).await;
    let from_check = from.from == "check";
    if !errors.is_empty() {
        return show(&v, &draft, &errors, from_check).await;
    }
    Ok(to_list(&place(&v, &draft, state, from_check)))
}

fn to_list(place: &Place) -> Response {
    evidence::back(&format!("{}{}", place.base, place.query))
}

/// Opens the draft of an address for one of its files; without one there is only the receipt.
async fn at_draft(
    v: &Visitor,
    channel: &str,
    token: &str,
    from: &From,
) -> Result<Result<(Draft, Place), Response>, PageError> {
    let draft = open(v, channel, token).await?;
    let place = draft.open.as_ref().map(|state| place(v, &draft, state, from.from == "check"));
    Ok(place.map(|place| (draft, place)).ok_or_else(|| to_receipt(v, token)))
}

/// A file, or what has arrived of one.
pub async fn remove(v: Visitor, Path((channel, token, file)): OfFile, Query(from): Query<From>) -> PageResult {
    let (draft, place) = match at_draft(&v, &channel, &token, &from).await? {
        Ok(opened) => opened,
        Err(to_receipt) => return Ok(to_receipt),
    };
    remove_file(&v.portal, &draft, file).await?;
    cancel_upload(&v.portal, place.owner, file).await?;
    Ok(to_list(&place))
}

pub async fn describe(
    v: Visitor,
    Path((channel, token, file)): OfFile,
    Query(from): Query<From>,
    Form(typed): Form<Described>,
) -> PageResult {
    let (_, place) = match at_draft(&v, &channel, &token, &from).await? {
        Ok(opened) => opened,
        Err(to_receipt) => return Ok(to_receipt),
    };
    describe_at(&v, &place, file, &typed).await
}

/// Saves what is typed about a file of a draft or report.
pub async fn describe_at(v: &Visitor, place: &Place, file: Uuid, typed: &Described) -> PageResult {
    let found = describe_file(&v.portal, place.owner, &place.key, file, &clean(&typed.description)).await?;
    if found { Ok(to_list(place)) } else { Err(PageError::NotFound) }
}

/// Another file in the place of this one.
pub async fn replace(
    v: Visitor,
    Path((channel, token, file)): OfFile,
    Query(from): Query<From>,
    form: Multipart,
) -> PageResult {
    let (draft, place) = match at_draft(&v, &channel, &token, &from).await? {
        Ok(opened) => opened,
        Err(to_receipt) => return Ok(to_receipt),
    };
    let row = storage::files::find(&v.portal.db, place.owner.id(), file).await?.ok_or(PageError::NotFound)?;
    let meta: FileMeta = place.key.open("file", "sealed_meta", file, &row.sealed_meta).map_err(StorageError::from)?;
    let (_, errors) = receive(&v.portal, place.owner, &place.key, form, Some((file, &meta))).await;
    if !errors.is_empty() {
        return show(&v, &draft, &errors, from.from == "check").await;
    }
    remove_file(&v.portal, &draft, file).await?;
    Ok(to_list(&place))
}

pub async fn picture(v: Visitor, Path((channel, token, file)): OfFile) -> PageResult {
    match at_draft(&v, &channel, &token, &From::default()).await? {
        Ok((_, place)) => evidence::picture(&v, &place, file).await,
        Err(_) => Err(PageError::NotFound),
    }
}

/// A bookmark or reload of an address that only takes forms leads to the page.
pub async fn to_page(v: Visitor, Path((channel, token, _)): OfFile) -> Response {
    v.see(&format!("/report/{channel}/{token}/files"))
}

pub async fn begin(
    v: Visitor,
    Path((channel, token)): Path<(String, String)>,
    Form(file): Form<calls::Announced>,
) -> PageResult {
    match at_draft(&v, &channel, &token, &From::default()).await? {
        Ok((_, place)) => calls::begin(&v, &place, file).await,
        Err(_) => Err(PageError::NotFound),
    }
}

/// A part that arrives after the draft was sent belongs to the report, as every file does that was on its way.
pub async fn part(
    v: Visitor,
    Path((channel, token, upload)): OfFile,
    Query(at): Query<calls::At>,
    body: Body,
) -> PageResult {
    let draft = open(&v, &channel, &token).await?;
    let place = match (&draft.open, draft.row.report_id) {
        (Some(state), _) => place(&v, &draft, state, false),
        (None, Some(report)) => {
            let row = storage::reports::find_by_id(&v.portal.db, report).await?.ok_or(PageError::NotFound)?;
            let key = row.data_key(&v.portal.keys)?;
            Place { owner: Owner::Report(report), key, base: String::new(), query: "" }
        }
        (None, None) => return Err(PageError::NotFound),
    };
    calls::part(&v, &place, upload, &at, body).await
}
