//! “Leave this page quickly”: forgets the visit and goes somewhere harmless.

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};

use crate::{
    storage,
    web::{
        error::PageError,
        session::Cookie,
        visitor::{HARMLESS, Visitor},
    },
};

pub async fn submit(v: Visitor) -> Result<Response, PageError> {
    if let Some(visit) = &v.visit {
        let mut tx = v.portal.db.begin().await?;
        storage::answers::delete_access(&mut tx, &v.portal.hashes.visit.of(visit)).await?;
        tx.commit().await?;
    }
    let mut headers = HeaderMap::new();
    headers.append(header::SET_COOKIE, Cookie::Visit.clear(&v.portal.config));
    headers.insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
    Ok((headers, Redirect::to(HARMLESS)).into_response())
}
