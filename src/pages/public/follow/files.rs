//! The reporter adds evidence later. What was sent stays; its description can be changed for ten minutes.

use axum::{
    Form,
    body::Body,
    extract::{Multipart, Path, Query},
    response::Response,
};
use uuid::Uuid;

use super::{
    back, opened,
    report::{self, State},
};
use crate::{
    actions::{add_file::Owner, cancel_upload::cancel_upload, follow},
    pages::public::{
        evidence::{self, Place, calls},
        report::files::{Described, describe_at, receive},
    },
    storage::reports::ReportRow,
    web::{
        error::{PageError, PageResult},
        visitor::Visitor,
    },
};

/// The files of a report that this visit has open.
pub fn place(v: &Visitor, row: &ReportRow) -> Result<Place, PageError> {
    let key = row.data_key(&v.portal.keys)?;
    Ok(Place { owner: Owner::Report(row.id), key, base: v.to(&format!("/follow/{}/files", row.number)), query: "" })
}

pub async fn add(v: Visitor, Path(number): Path<String>, form: Multipart) -> PageResult {
    let row = match opened(&v, &number).await? {
        Ok(row) => row,
        Err(to_form) => return Ok(to_form),
    };
    if !follow::can(&v.portal, &row)?.contains(&"files") {
        return Ok(back(&v, &number, "timeline"));
    }
    let place = place(&v, &row)?;
    let (_, errors) = receive(&v.portal, place.owner, &place.key, form, None).await;
    if errors.is_empty() {
        Ok(back(&v, &number, "files"))
    } else {
        report::show(&v, row, &State { errors, ..State::default() }).await
    }
}

/// The place of a report that takes files; for the island a closed one is not found, like one that is not open here.
async fn at_report(v: &Visitor, number: &str) -> Result<Place, PageError> {
    let row = opened(v, number).await?.map_err(|_| PageError::NotFound)?;
    if !follow::can(&v.portal, &row)?.contains(&"files") {
        return Err(PageError::NotFound);
    }
    place(v, &row)
}

/// Takes back what has not arrived whole.
pub async fn remove(v: Visitor, Path((number, upload)): Path<(String, Uuid)>) -> PageResult {
    let place = match opened(&v, &number).await? {
        Ok(row) => place(&v, &row)?,
        Err(to_form) => return Ok(to_form),
    };
    cancel_upload(&v.portal, place.owner, upload).await?;
    Ok(back(&v, &number, "files"))
}

pub async fn describe(
    v: Visitor,
    Path((number, file)): Path<(String, Uuid)>,
    Form(typed): Form<Described>,
) -> PageResult {
    let place = match opened(&v, &number).await? {
        Ok(row) => place(&v, &row)?,
        Err(to_form) => return Ok(to_form),
    };
    describe_at(&v, &place, file, &typed).await?;
    Ok(back(&v, &number, "files"))
}

pub async fn picture(v: Visitor, Path((number, file)): Path<(String, Uuid)>) -> PageResult {
    let row = opened(&v, &number).await?.map_err(|_| PageError::NotFound)?;
    evidence::picture(&v, &place(&v, &row)?, file).await
}

/// A bookmark or reload of an address that only takes forms leads to the page.
pub async fn to_page(v: Visitor, Path((number, _)): Path<(String, Uuid)>) -> Response {
    back(&v, &number, "files")
}

pub async fn begin(v: Visitor, Path(number): Path<String>, Form(file): Form<calls::Announced>) -> PageResult {
    let place = at_report(&v, &number).await?;
    calls::begin(&v, &place, file).await
}

pub async fn part(
    v: Visitor,
    Path((number, upload)): Path<(String, Uuid)>,
    Query(at): Query<calls::At>,
    body: Body,
) -> PageResult {
    let place = at_report(&v, &number).await?;
    calls::part(&v, &place, upload, &at, body).await
}
