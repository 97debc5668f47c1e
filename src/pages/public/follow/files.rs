//! The reporter adds evidence later.

use axum::extract::{Multipart, Path};

use super::{
    back, opened,
    report::{self, State},
};
use crate::{
    actions::{add_file::Owner, follow},
    pages::public::report::files::receive,
    web::{error::PageResult, visitor::Visitor},
};

pub async fn add(v: Visitor, Path(number): Path<String>, form: Multipart) -> PageResult {
    let row = match opened(&v, &number).await? {
        Ok(row) => row,
        Err(to_form) => return Ok(to_form),
    };
    if !follow::can(&v.portal, &row)?.contains(&"files") {
        return Ok(back(&v, &number, "timeline"));
    }
    let key = row.data_key(&v.portal.keys)?;
    let (_, errors) = receive(&v.portal, Owner::Report(row.id), &key, form).await;
    if errors.is_empty() {
        Ok(back(&v, &number, "files"))
    } else {
        report::show(&v, row, &State { errors, ..State::default() }).await
    }
}
