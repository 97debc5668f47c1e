//! The safe viewer: pictures, PDF, recordings, films and text of a report, one after the other. Nothing in a file runs
//! here; what cannot be shown safely is a download.

use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::Response,
};
use futures::StreamExt;
use leptos::prelude::*;
use uuid::Uuid;

use super::file::{find, part_of};
use crate::{
    crypto::DataKey,
    domain::report::ReportNumber,
    pages::public::evidence::{list::with_scan, size},
    storage::{
        self,
        files::{FileMeta, FileRow},
    },
    web::{
        error::{PageError, PageResult},
        officer::Officer,
        visitor::Page,
    },
};

/// How much of a text is shown.
const TEXT: u64 = 200 * 1000;

/// How a file is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Picture,
    Pdf,
    Audio,
    Video,
    Text,
}

/// What players call the containers that are named by their general name, because the beginning of a file does not tell
/// its tracks.
const CONTAINERS: [(&str, &str); 2] = [("application/mp4", "video/mp4"), ("application/ogg", "audio/ogg")];

/// A file's media type without parameters, as players know it.
pub(super) fn media_type(file: &FileRow) -> &str {
    let own = file.media_type.split(';').next().unwrap_or_default();
    CONTAINERS.iter().find(|(general, _)| *general == own).map_or(own, |&(_, known)| known)
}

impl Shown {
    /// `None` for what is only to be downloaded. A picture is shown as the copy without position and camera, or not.
    pub fn of(file: &FileRow) -> Option<Self> {
        match media_type(file).split_once('/')? {
            ("image", _) => file.shown_copy.then_some(Self::Picture),
            ("application", "pdf") => Some(Self::Pdf),
            ("audio", _) => Some(Self::Audio),
            ("video", _) => Some(Self::Video),
            ("text", "plain") => Some(Self::Text),
            _ => None,
        }
    }

    /// What the page may load beyond what every page may.
    const fn policy(self) -> &'static str {
        match self {
            Self::Audio | Self::Video => "; media-src 'self'",
            Self::Pdf => "; frame-src 'self'",
            Self::Picture | Self::Text => "",
        }
    }
}

pub async fn view(o: Officer, Path((number, id)): Path<(String, Uuid)>) -> PageResult {
    let (file, meta, key) = find(&o, &number, id).await?;
    let files = storage::files::list_of_report(&o.portal.db, file.report_id.ok_or(PageError::NotFound)?).await?;
    let files = files.into_iter().filter(|file| file.is_ready() && file.scan != "infected").collect::<Vec<_>>();
    let shown = Shown::of(&file);
    let text = match shown {
        Some(Shown::Text) => Some(beginning(&o, &file, &key).await?),
        _ => None,
    };
    let response = page(&o, &number, &file, &meta, &files, shown, text);
    Ok(match shown.map(Shown::policy) {
        Some(more) if !more.is_empty() => with_policy(response, more),
        _ => response,
    })
}

/// This page alone may load media or a frame, and only from here.
fn with_policy(mut response: Response, more: &str) -> Response {
    let headers = response.headers_mut();
    let policy = headers.get(header::CONTENT_SECURITY_POLICY).and_then(|policy| policy.to_str().ok());
    if let Some(policy) = policy.and_then(|policy| HeaderValue::from_str(&format!("{policy}{more}")).ok()) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// The beginning of a text, and whether there is more.
async fn beginning(o: &Officer, file: &FileRow, key: &DataKey) -> Result<(String, bool), PageError> {
    let part = part_of(file);
    let length = o.portal.files.length(file.id, part).await?;
    let mut pieces = Box::pin(o.portal.files.read_range(file.id, part, key, 0..TEXT).await?);
    let mut bytes = Vec::new();
    while let Some(piece) = pieces.next().await {
        bytes.extend_from_slice(&piece?);
    }
    let decoded = if file.media_type.ends_with("gbk") {
        encoding_rs::GB18030.decode(&bytes).0.into_owned()
    } else {
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let more = length > TEXT;
    // The last sign may have been cut in two.
    let decoded = if more { decoded.trim_end_matches('\u{fffd}').to_owned() } else { decoded };
    Ok((decoded.trim_start_matches('\u{feff}').to_owned(), more))
}

fn page(
    o: &Officer,
    number: &str,
    file: &FileRow,
    meta: &FileMeta,
    files: &[FileRow],
    shown: Option<Shown>,
    text: Option<(String, bool)>,
) -> Response {
    let report = o.to(&format!("/staff/reports/{number}"));
    let place = files.iter().position(|one| one.id == file.id).unwrap_or_default();
    let to = |file: &FileRow| format!("{report}/files/{}/view", file.id);
    let before = place.checked_sub(1).and_then(|n| files.get(n)).map(&to);
    let after = files.get(place + 1).map(&to);
    let before = before.map(|href| view! { <a id="file-previous" rel="prev" href=href>{o.t("viewer-previous")}</a> });
    let after = after.map(|href| view! { <a id="file-next" rel="next" href=href>{o.t("viewer-next")}</a> });
    let (at, of) = ((place + 1).to_string(), files.len().to_string());
    let address = format!("{report}/files/{}", file.id);
    let inline = format!("{address}/inline");
    let contents = match shown {
        Some(Shown::Picture) => {
            view! { <a href=inline.clone()><img src=inline.clone() alt=o.ta("file-picture", &[("name", &meta.name)]) /></a> }.into_any()
        }
        Some(Shown::Pdf) => {
            view! { <iframe src=inline title=meta.name.clone() referrerpolicy="no-referrer"></iframe><p class="help">{o.t("viewer-pdf")}</p> }.into_any()
        }
        Some(Shown::Audio) => view! { <audio src=inline controls preload="metadata" aria-label=meta.name.clone()></audio> }.into_any(),
        Some(Shown::Video) => view! { <video src=inline controls preload="metadata" aria-label=meta.name.clone()></video> }.into_any(),
        Some(Shown::Text) => {
            let (text, more) = text.unwrap_or_default();
            let more = more.then(|| view! { <p class="note">{o.t("viewer-more")}</p> });
            view! { <div class="scroll typed text" tabindex="0" role="region" aria-label=meta.name.clone()>{text}</div>{more} }.into_any()
        }
        None => view! { <p class="note">{o.t("viewer-none")}</p> }.into_any(),
    };
    let unscanned = (file.scan != "clean").then(|| view! { <p class="note amber">{o.t("files-not-scanned")}</p> });
    let scrubbed = (shown == Some(Shown::Picture)).then(|| view! { <p class="help">{o.t("viewer-scrubbed")}</p> });
    let grouped = ReportNumber::parse(number).map(|number| number.grouped()).unwrap_or_default();
    let title = o.ta("viewer-title", &[("name", &meta.name)]);
    o.page(Page::titled(title).wide(), || {
        view! {
            <p class="back"><a href=format!("{report}#files")>{o.ta("viewer-back", &[("number", &grouped)])}</a></p>
            <div class="bar">
                <h1 class="typed">{meta.name.clone()}</h1>
                <span class="muted">{size(file.size)}" · "{with_scan(o, file)}</span>
                <nav class="turn" aria-label=o.t("files-title")>
                    {before}
                    <span class="digits">{o.ta("viewer-place", &[("at", &at), ("of", &of)])}</span>
                    {after}
                </nav>
            </div>
            {(!meta.description.is_empty()).then(|| view! { <p class="typed">{meta.description.clone()}</p> })}
            {unscanned}
            <figure class="viewer">{contents}</figure>
            {scrubbed}
            <p><a class="button second" href=address download>{o.t("viewer-download")}</a></p>
        }
    })
}
