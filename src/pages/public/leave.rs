//! “Leave this page quickly”: forgets the visit, empties what the browser kept of it, and goes somewhere harmless.
//! `public/leave.js` does the same with a key, and takes the page out of the history.

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
    for cookie in Cookie::OF_CITIZENS {
        headers.append(header::SET_COOKIE, cookie.clear(&v.portal.config));
    }
    headers.insert("clear-site-data", HeaderValue::from_static("\"cache\", \"cookies\", \"storage\""));
    Ok((headers, Redirect::to(HARMLESS)).into_response())
}
