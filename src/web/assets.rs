//! Style, icon and browser part: few, small, kept by browsers until they change.

use std::sync::LazyLock;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::portal::Portal;

const STYLE: &str = include_str!("../../style/main.css");
const DESK_STYLE: &str = include_str!("../../style/desk.css");
const ICON: &str = include_str!("../../public/icon.svg");
const LEAVE: &str = include_str!("../../public/leave.js");
const DESK: &str = include_str!("../../public/desk.js");
const TOGETHER: &str = include_str!("../../public/together.js");
const ROBOTS: &str = include_str!("../../public/robots.txt");

/// Address of the style sheet: it changes when the sheet does, so that browsers may keep it for good.
pub static STYLE_ADDRESS: LazyLock<String> = LazyLock::new(|| format!("/assets/{}.css", fingerprint(STYLE.as_bytes())));

/// Address of what the desk's pages need besides: nobody else downloads it.
pub static DESK_STYLE_ADDRESS: LazyLock<String> =
    LazyLock::new(|| format!("/assets/style.{}.css", fingerprint(DESK_STYLE.as_bytes())));

/// Address of the script behind “leave quickly”.
pub static LEAVE_ADDRESS: LazyLock<String> =
    LazyLock::new(|| format!("/assets/leave.{}.js", fingerprint(LEAVE.as_bytes())));

/// Address of the script behind the keys of the desk.
pub static DESK_ADDRESS: LazyLock<String> =
    LazyLock::new(|| format!("/assets/desk.{}.js", fingerprint(DESK.as_bytes())));

/// Address of the script behind its live updates and drafts of answers.
pub static TOGETHER_ADDRESS: LazyLock<String> =
    LazyLock::new(|| format!("/assets/together.{}.js", fingerprint(TOGETHER.as_bytes())));

fn fingerprint(bytes: &[u8]) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    use sha2::{Digest, Sha256};
    URL_SAFE_NO_PAD.encode(&Sha256::digest(bytes)[..9])
}

const FOR_GOOD: &str = "public, max-age=31536000, immutable";

/// What stands under `/assets/`: the style sheet, and the scripts behind “leave quickly” and of the desk.
pub async fn asset(Path(name): Path<String>) -> Response {
    let script = match name.split_once('.') {
        Some(("leave", _)) => Some(LEAVE),
        Some(("desk", _)) => Some(DESK),
        Some(("together", _)) => Some(TOGETHER),
        _ => None,
    };
    if let Some(script) = script {
        return ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, FOR_GOOD)], script)
            .into_response();
    }
    let (style, file) =
        if name.starts_with("style.") { (DESK_STYLE, "style/desk.css") } else { (STYLE, "style/main.css") };
    // While it is being written, a sheet is read anew at each visit.
    if cfg!(debug_assertions)
        && let Ok(fresh) = tokio::fs::read_to_string(file).await
    {
        return ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")], fresh)
            .into_response();
    }
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, FOR_GOOD)], style).into_response()
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
