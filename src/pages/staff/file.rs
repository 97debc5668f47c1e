//! An evidence file, as a download that no browser runs.

use axum::{
    body::Body,
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use uuid::Uuid;

use crate::{
    files::{Part, scrub},
    storage::{self, StorageError, files::FileMeta},
    web::{error::PageError, officer::Officer},
};

pub async fn view(o: Officer, Path((number, file)): Path<(String, Uuid)>) -> Result<Response, PageError> {
    let row = storage::reports::find(&o.portal.db, &o.scope, &number).await?.ok_or(PageError::NotFound)?;
    let file = storage::files::find_of_report(&o.portal.db, row.id, file)
        .await?
        .filter(|file| file.state == "ready")
        .ok_or(PageError::NotFound)?;
    let key = row.data_key(&o.portal.keys)?;
    let meta: FileMeta = key.open("file", "sealed_meta", file.id, &file.sealed_meta).map_err(StorageError::from)?;
    // Of a picture only the copy without position and camera goes out.
    let part = if file.shown_copy { Part::Shown } else { Part::Original };
    let body = Body::from_stream(o.portal.files.read(file.id, part, &key).await?);
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_str(&media_type(&file)).unwrap_or(HeaderValue::from_static("application/octet-stream")),
        ),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&disposition(&meta.name)).unwrap_or(HeaderValue::from_static("attachment")),
        ),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
    ];
    Ok((headers, body).into_response())
}

fn media_type(file: &storage::files::FileRow) -> String {
    if file.shown_copy { scrub::media_type(&file.media_type).to_owned() } else { file.media_type.clone() }
}

/// RFC 6266 with RFC 8187: a plain name for old programs, the real one for the others.
fn disposition(name: &str) -> String {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_');
    let plain =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || ".-_".contains(c) { c } else { '_' }).collect::<String>();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", utf8_percent_encode(name, KEPT))
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_travel_in_both_forms() {
        assert_eq!(
            super::disposition("车 库.jpg"),
            "attachment; filename=\"___.jpg\"; filename*=UTF-8''%E8%BD%A6%20%E5%BA%93.jpg"
        );
        assert!(!super::disposition("a\"\r\n.pdf").contains(['\r', '\n']));
    }
}
