//! Style, icon and browser part: few, small, kept by browsers until they change.

use std::sync::LazyLock;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::portal::Portal;

const STYLE: &str = include_str!("../../style/main.css");
const ICON: &str = include_str!("../../public/icon.svg");
const ROBOTS: &str = include_str!("../../public/robots.txt");

/// Address of the style sheet: it changes when the sheet does, so that browsers may keep it for good.
pub static STYLE_ADDRESS: LazyLock<String> = LazyLock::new(|| format!("/assets/{}.css", fingerprint(STYLE.as_bytes())));

fn fingerprint(bytes: &[u8]) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    use sha2::{Digest, Sha256};
    URL_SAFE_NO_PAD.encode(&Sha256::digest(bytes)[..9])
}

const FOR_GOOD: &str = "public, max-age=31536000, immutable";

pub async fn style(Path(_): Path<String>) -> Response {
    // While it is being written, the sheet is read anew at each visit.
    if cfg!(debug_assertions)
        && let Ok(fresh) = tokio::fs::read_to_string("style/main.css").await
    {
        return ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")], fresh)
            .into_response();
    }
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, FOR_GOOD)], STYLE).into_response()
}

pub async fn icon() -> Response {
    ([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "public, max-age=86400")], ICON).into_response()
}

pub async fn robots() -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=86400")], ROBOTS)
        .into_response()
}

/// A file of the browser part, straight from where the build put it; checked by browsers on each visit.
pub async fn browser_part(State(portal): State<Portal>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    let media_type = match name.rsplit_once('.') {
        Some(("nuandong", "js")) => "text/javascript",
        Some(("nuandong_bg", "wasm")) => "application/wasm",
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let Some(part) = &portal.browser_part else { return StatusCode::NOT_FOUND.into_response() };
    // The build left compressed copies beside the files; a script is compressed once, not for each phone.
    let accepts_brotli = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|list| list.to_str().ok())
        .is_some_and(|list| list.contains("br"));
    let compressed =
        if accepts_brotli { tokio::fs::read(part.folder.join(format!("{name}.br"))).await.ok() } else { None };
    let encoding = compressed.is_some().then_some([(header::CONTENT_ENCODING, "br")]);
    let bytes = match compressed {
        Some(bytes) => bytes,
        None => match tokio::fs::read(part.folder.join(&name)).await {
            Ok(bytes) => bytes,
            Err(_) => return StatusCode::NOT_FOUND.into_response(),
        },
    };
    let tag = format!("\"{}\"", fingerprint(&bytes));
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, "no-cache"),
        (header::ETAG, &tag),
        (header::VARY, "accept-encoding"),
    ];
    (headers, encoding, bytes).into_response()
}
