//! Evidence files on the pages that take them: the form before sending, and the report that a citizen follows.

pub mod calls;
pub mod form;
pub mod list;

use std::sync::atomic::{AtomicBool, Ordering};

use axum::{
    body::Body,
    extract::{Multipart, multipart::Field},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures::stream;
use uuid::Uuid;

use crate::{
    actions::{
        add_file::{AddFileError, Owner, add_file, file_name},
        begin_upload,
    },
    crypto::DataKey,
    domain::answers::{FieldError, clean},
    files::{FileError, Part, scrub},
    i18n::Lang,
    pages::parts::field::{self, words},
    portal::Portal,
    storage::{
        self, StorageError,
        files::{FileMeta, FileRow},
        uploads::{UploadMeta, UploadRow},
    },
    web::{
        error::{PageError, PageResult},
        visitor::Visitor,
    },
};

/// A draft or report that files are added to, opened.
pub struct Place {
    pub owner: Owner,
    pub key: DataKey,
    /// Address of the page's files, in the visitor's language: `…/files`.
    pub base: String,
    /// What the addresses of its forms end in (`?from=check`).
    pub query: &'static str,
}

/// Everything that a page shows of its files.
pub struct Evidence {
    pub files: Vec<(FileRow, FileMeta)>,
    pub unfinished: Vec<(UploadRow, UploadMeta)>,
}

impl Place {
    /// Reads what is there.
    pub async fn read(&self, portal: &Portal) -> storage::Result<Evidence> {
        let id = self.owner.id();
        let rows = match self.owner {
            Owner::Draft(_) => storage::files::list_of_draft(&portal.db, id).await?,
            Owner::Report(_) => storage::files::list_of_report(&portal.db, id).await?,
        };
        let open = |row: FileRow| {
            Ok((self.key.open("file", "sealed_meta", row.id, &row.sealed_meta).map_err(StorageError::from)?, row))
        };
        let files = rows.into_iter().map(open).collect::<storage::Result<Vec<(FileMeta, FileRow)>>>()?;
        Ok(Evidence {
            files: files.into_iter().map(|(meta, row)| (row, meta)).collect(),
            unfinished: begin_upload::unfinished(portal, id, &self.key).await?,
        })
    }
}

/// The words of an error of the files: some tell the limits of this portal.
pub fn file_words(lang: Lang, portal: &Portal, code: &str) -> String {
    let (mb, limits) = (1024 * 1024, portal.config.limits);
    let values = [
        ("each", (limits.file / mb).to_string()),
        ("video", (limits.video / mb).to_string()),
        ("count", limits.count.to_string()),
        ("all", (limits.report / mb).to_string()),
    ];
    let values = values.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>();
    lang.ta(&format!("error-file-{}", code.replace('_', "-")), &values)
}

/// What is wrong with a file, after its name.
pub fn file_error(lang: Lang, portal: &Portal, error: &FieldError) -> String {
    let words = file_words(lang, portal, &error.code);
    match &error.file {
        Some(name) => lang.ta("file-wrong", &[("name", name), ("words", &words)]),
        None => words,
    }
}

/// Field and words of each error of a page that takes files, for the summary.
pub fn lines(lang: Lang, portal: &Portal, errors: &[FieldError]) -> Vec<(String, String)> {
    let lines = field::lines(lang, errors).into_iter().zip(errors);
    lines
        .map(|((anchor, _), error)| {
            let text = match error.field {
                "file" => file_error(lang, portal, error),
                field => words(lang, field, &error.code),
            };
            (anchor, text)
        })
        .collect()
}

/// Bytes as people read them.
pub fn size(bytes: i64) -> String {
    let bytes = u64::try_from(bytes).unwrap_or(0);
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} kB", bytes / 1024),
        _ => format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}

/// Takes all files of a form; says which, and what was wrong with those that were not taken. In place of another file
/// only one is taken, and without words of its own it keeps that one's.
pub async fn receive(
    portal: &Portal,
    owner: Owner,
    key: &DataKey,
    mut form: Multipart,
    instead_of: Option<(Uuid, &FileMeta)>,
) -> (Vec<Uuid>, Vec<FieldError>) {
    let mut errors = Vec::new();
    let mut description = instead_of.map(|(_, meta)| meta.description.clone()).unwrap_or_default();
    let mut taken = Vec::new();
    let failed = |code: &str| FieldError::new("file", code);
    // The limit of the whole body ends it from below; the citizen shall read that, and not that the line was cut.
    let beyond_all = AtomicBool::new(false);
    let beyond = &beyond_all;
    loop {
        let part = match form.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => break,
            Err(error) => {
                let too_large = error.status() == StatusCode::PAYLOAD_TOO_LARGE;
                errors.push(failed(if too_large { "report_too_large" } else { "interrupted" }));
                break;
            }
        };
        match part.name() {
            Some("description") => description = short_text(part).await,
            Some("file") if part.file_name().is_some_and(|name| !name.is_empty()) => {
                if instead_of.is_some() && !taken.is_empty() {
                    continue;
                }
                let meta = FileMeta {
                    name: part.file_name().unwrap_or_default().to_owned(),
                    description: description.clone(),
                    mark: String::new(),
                };
                let name = file_name(&meta.name);
                let body = stream::unfold(Some(part), |part| async move {
                    let mut part = part?;
                    match part.chunk().await {
                        Ok(Some(bytes)) => Some((Ok(bytes), Some(part))),
                        Ok(None) => None,
                        Err(error) => {
                            beyond.store(error.status() == StatusCode::PAYLOAD_TOO_LARGE, Ordering::Relaxed);
                            Some((Err(error), None))
                        }
                    }
                });
                match add_file(portal, owner, key, meta, instead_of.map(|(id, _)| id), body).await {
                    Ok(id) => taken.push(id),
                    Err(error) => {
                        log(&error);
                        let cut = matches!(error, AddFileError::Interrupted) && beyond_all.load(Ordering::Relaxed);
                        let code = if cut { "report_too_large" } else { error.code() };
                        let its_own = error.is_about_the_file();
                        errors.push(FieldError { file: its_own.then_some(name), ..failed(code) });
                        // What follows in the body belongs to a file that was refused half-way.
                        if !its_own {
                            break;
                        }
                    }
                }
            }
            _ => {}
        }
    }
    if errors.is_empty() && taken.is_empty() {
        errors.push(failed("none"));
    }
    (taken, errors)
}

/// A failure of ours, for those who run the portal.
fn log(error: &AddFileError) {
    if let AddFileError::Files(_) | AddFileError::Storage(_) = error {
        tracing::error!(%error, "a file could not be stored");
    }
}

/// The text of a field that has no business being long: what is beyond the bound is not even read into memory.
async fn short_text(mut part: Field<'_>) -> String {
    const MOST: usize = 8 * 1024;
    let mut bytes = Vec::new();
    while let Ok(Some(more)) = part.chunk().await {
        if bytes.len() < MOST {
            bytes.extend_from_slice(&more[..more.len().min(MOST - bytes.len())]);
        }
    }
    clean(&String::from_utf8_lossy(&bytes))
}

/// The small copy of a picture, for the list: drawn anew, without position and camera.
pub async fn picture(v: &Visitor, place: &Place, id: Uuid) -> PageResult {
    let row = storage::files::find(&v.portal.db, place.owner.id(), id).await?;
    let row = row.filter(|row| row.is_ready() && row.shown_copy).ok_or(PageError::NotFound)?;
    let files = &v.portal.files;
    let (body, kind): (Body, _) = match files.read(id, Part::Small, &place.key).await {
        Ok(small) => (Body::from_stream(small), "image/jpeg"),
        // Drawn before there were small ones.
        Err(FileError::Store(object_store::Error::NotFound { .. })) => {
            (Body::from_stream(files.read(id, Part::Shown, &place.key).await?), scrub::media_type(&row.media_type))
        }
        Err(error) => return Err(error.into()),
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        // In this browser only, and until somebody leaves quickly, which empties it.
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
    ];
    Ok((headers, body).into_response())
}

/// The answer to a form of the list: back to the page.
pub fn back(to: &str) -> Response {
    axum::response::Redirect::to(to).into_response()
}
