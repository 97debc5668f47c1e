//! Downloads with neutral names: the signed receipt, a day in the calendar, the text that was filed.

use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use super::{Kept, from_follow, from_receipt, verify_address};
use crate::{
    actions::proof::find_proof,
    domain::todo_file,
    pages::public::follow::opened,
    web::{error::PageError, visitor::Visitor},
};

pub async fn receipt_of_receipt(v: Visitor, Path(token): Path<String>) -> Result<Response, Response> {
    from_receipt(&v, &token).await.map(|kept| receipt(&v, kept))
}

pub async fn receipt_of_follow(v: Visitor, Path(number): Path<String>) -> Result<Response, Response> {
    from_follow(&v, &number).await.map(|kept| receipt(&v, kept))
}

pub async fn to_do_of_receipt(v: Visitor, Path(token): Path<String>) -> Result<Response, Response> {
    from_receipt(&v, &token).await.map(|kept| to_do(&v, &kept))
}

pub async fn to_do_of_follow(v: Visitor, Path(number): Path<String>) -> Result<Response, Response> {
    from_follow(&v, &number).await.map(|kept| to_do(&v, &kept))
}

/// The text that was filed, as `nuandong receipt verify --content` takes it.
pub async fn content(v: Visitor, Path(number): Path<String>) -> Result<Response, PageError> {
    let row = match opened(&v, &number).await? {
        Ok(row) => row,
        Err(to_form) => return Ok(to_form),
    };
    let key = row.data_key(&v.portal.keys)?;
    let proof = find_proof(&v.portal, &row, &key).await?.ok_or(PageError::NotFound)?;
    Ok(download("application/json", "attachment; filename=\"content.json\"", proof.filed.pretty()))
}

/// The receipt alone on the first line, then where it can be checked.
fn receipt(v: &Visitor, kept: Kept) -> Response {
    let Some(receipt) = kept.receipt else { return PageError::NotFound.into_response() };
    let text = format!("{receipt}\r\n\r\n{}\r\n", v.ta("keep-file-check", &[("address", &verify_address(v))]));
    download("text/plain; charset=utf-8", "attachment; filename=\"receipt.txt\"", text)
}

fn to_do(v: &Visitor, kept: &Kept) -> Response {
    let (uid, now) = (uuid::Uuid::from_bytes(v.portal.entropy.bytes()), v.portal.clock.now());
    let text = todo_file::to_do(kept.due, &v.t("keep-to-do"), &uid.to_string(), now);
    download("text/calendar; charset=utf-8", "attachment; filename=\"todo.ics\"", text)
}

fn download(kind: &'static str, disposition: &'static str, text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(disposition)),
    ];
    (headers, text).into_response()
}
