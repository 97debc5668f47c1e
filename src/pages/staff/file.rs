//! An evidence file: as a download that no browser runs, and, of the kinds that cannot run, for the viewer. Players may
//! ask for a piece.

use axum::{
    body::Body,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use uuid::Uuid;

use super::viewer::{self, Shown};
use crate::{
    crypto::DataKey,
    files::{Part, scrub},
    storage::{
        self, StorageError,
        files::{FileMeta, FileRow},
    },
    web::{
        error::PageError,
        officer::Officer,
        range::{self, Asked},
    },
};

/// What nothing in a file may do, whatever it is.
const SHUT: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";
/// A PDF in the viewer's frame: the browser's own reader needs its plugin and its styles, and no sandbox; scripts, forms
/// and every address stay shut.
const PDF: &str = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";

/// A file of a report that this officer may see, if it is safe to open.
pub(super) async fn find(o: &Officer, number: &str, file: Uuid) -> Result<(FileRow, FileMeta, DataKey), PageError> {
    let (row, _) = super::report::find_or_referred(o, number).await?;
    let file = storage::files::find_of_report(&o.portal.db, row.id, file).await?.filter(FileRow::is_ready);
    let file = file.filter(|file| file.scan != "infected").ok_or(PageError::NotFound)?;
    let key = row.data_key(&o.portal.keys)?;
    let meta = key.open("file", "sealed_meta", file.id, &file.sealed_meta).map_err(StorageError::from)?;
    Ok((file, meta, key))
}

/// The contents that go out: of a picture only the copy without position and camera.
pub(super) fn part_of(file: &FileRow) -> Part {
    if file.shown_copy { Part::Shown } else { Part::Original }
}

/// As a download.
pub async fn view(
    o: Officer,
    Path((number, file)): Path<(String, Uuid)>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let (file, meta, key) = find(&o, &number, file).await?;
    send(&o, &file, &key, &headers, &disposition("attachment", &meta.name), SHUT).await
}

/// For the viewer: pictures, recordings, films and PDF, and nothing else.
pub async fn inline(
    o: Officer,
    Path((number, file)): Path<(String, Uuid)>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let (file, meta, key) = find(&o, &number, file).await?;
    let shown = Shown::of(&file).filter(|shown| *shown != Shown::Text).ok_or(PageError::NotFound)?;
    let policy = if shown == Shown::Pdf { PDF } else { SHUT };
    let mut response = send(&o, &file, &key, &headers, &disposition("inline", &meta.name), policy).await?;
    if matches!(shown, Shown::Audio | Shown::Video)
        && let Ok(kind) = HeaderValue::from_str(viewer::media_type(&file))
    {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    if shown == Shown::Pdf {
        response.headers_mut().insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    }
    Ok(response)
}

async fn send(
    o: &Officer,
    file: &FileRow,
    key: &DataKey,
    headers: &HeaderMap,
    disposition: &str,
    policy: &'static str,
) -> Result<Response, PageError> {
    let part = part_of(file);
    let length = o.portal.files.length(file.id, part).await?;
    let text = |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""));
    let mut response = match range::asked(headers, length) {
        Asked::Whole => Body::from_stream(o.portal.files.read(file.id, part, key).await?).into_response(),
        Asked::Piece(piece) => {
            let range = text(&format!("bytes {}-{}/{length}", piece.start, piece.end - 1));
            let size = text(&(piece.end - piece.start).to_string());
            let body = Body::from_stream(o.portal.files.read_range(file.id, part, key, piece).await?);
            let headers = [(header::CONTENT_RANGE, range), (header::CONTENT_LENGTH, size)];
            (StatusCode::PARTIAL_CONTENT, headers, body).into_response()
        }
        Asked::Nothing => {
            let range = text(&format!("bytes */{length}"));
            (StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, range)], Body::empty()).into_response()
        }
    };
    let kind = HeaderValue::from_str(&media_type(file));
    for (name, value) in [
        (header::CONTENT_TYPE, kind.unwrap_or(HeaderValue::from_static("application/octet-stream"))),
        (header::CONTENT_DISPOSITION, text(disposition)),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy)),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::ACCEPT_RANGES, HeaderValue::from_static("bytes")),
    ] {
        response.headers_mut().insert(name, value);
    }
    Ok(response)
}

fn media_type(file: &FileRow) -> String {
    if file.shown_copy { scrub::media_type(&file.media_type).to_owned() } else { file.media_type.clone() }
}

/// RFC 6266 with RFC 8187: a plain name for old programs, the real one for the others.
pub(super) fn disposition(kind: &str, name: &str) -> String {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_');
    let plain =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || ".-_".contains(c) { c } else { '_' }).collect::<String>();
    format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{}", utf8_percent_encode(name, KEPT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_travel_in_both_forms() {
        assert_eq!(
            disposition("attachment", "车 库.jpg"),
            "attachment; filename=\"___.jpg\"; filename*=UTF-8''%E8%BD%A6%20%E5%BA%93.jpg"
        );
        assert!(!disposition("inline", "a\"\r\n.pdf").contains(['\r', '\n']));
    }
}
