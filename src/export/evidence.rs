//! One report as evidence: a ZIP with its documents, its files, and a signed list of their hashes. It is written while
//! it is sent: no file stands in memory as a whole.

use std::io::{self, Write};

use bytes::Bytes;
use chrono::{DateTime, Datelike, SecondsFormat, Timelike, Utc};
use ed25519_dalek::SigningKey;
use futures::{Stream, StreamExt};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::runtime::Handle;
use uuid::Uuid;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::pipe;
use crate::{
    clock::SHANGHAI,
    crypto::{DataKey, manifest},
    files::{FileError, FileStore, Part},
};

/// Names the form of the manifest.
pub const FORM: &str = "nuandong-export-1";
/// The list of what is inside, and its signature.
pub const MANIFEST: &str = "manifest.json";
pub const SIGNATURE: &str = "manifest.sig";
/// Beyond this a ZIP notes lengths in its larger form.
const LARGE: u64 = 4_000_000_000;

/// What the portal says of an exported report, signed.
#[derive(Serialize, Deserialize)]
pub struct Manifest {
    pub form: String,
    pub number: String,
    pub exported_at: String,
    /// Who took it out of the portal.
    pub exported_by: String,
    /// A lead that nobody has verified.
    pub unverified: bool,
    pub files: Vec<Listed>,
    /// Files of the report that are not inside, and why.
    pub left_out: Vec<LeftOut>,
}

/// A file inside, as it must be.
#[derive(Serialize, Deserialize)]
pub struct Listed {
    pub path: String,
    pub size: u64,
    pub sha256: String,
    /// Of the file as it was sent, where only the copy without position and camera is inside.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub original_sha256: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub struct LeftOut {
    pub name: String,
    pub reason: String,
}

/// Everything that goes into the ZIP.
pub struct Bundle {
    pub number: String,
    pub exported_at: DateTime<Utc>,
    pub exported_by: String,
    pub unverified: bool,
    /// Path and contents, written as they are.
    pub documents: Vec<(String, Vec<u8>)>,
    pub files: Vec<Evidence>,
    pub left_out: Vec<LeftOut>,
}

/// A file of the report.
pub struct Evidence {
    pub path: String,
    pub id: Uuid,
    pub part: Part,
    pub size: u64,
}

/// Why an export broke off. Whoever reads the ZIP sees that it has no end.
#[derive(Debug, thiserror::Error)]
enum BundleError {
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error(transparent)]
    Zip(#[from] zip::result::ZipError),
    #[error(transparent)]
    Files(#[from] FileError),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// The ZIP as it is made.
pub fn stream(
    bundle: Bundle,
    files: FileStore,
    key: DataKey,
    signer: SigningKey,
) -> impl Stream<Item = io::Result<Bytes>> + Send {
    let (out, reader) = pipe::pipe();
    let alarm = out.alarm();
    let runtime = Handle::current();
    tokio::task::spawn_blocking(move || {
        if let Err(error) = write(bundle, &files, &key, &signer, &runtime, out) {
            tracing::warn!(%error, "the export of a report broke off");
            let _ = alarm.blocking_send(Err(io::Error::other("the export broke off")));
        }
    });
    pipe::stream(reader)
}

fn write(
    bundle: Bundle,
    files: &FileStore,
    key: &DataKey,
    signer: &SigningKey,
    runtime: &Handle,
    out: pipe::Pipe,
) -> Result<(), BundleError> {
    let mut zip = ZipWriter::new_stream(out);
    let made_at = time_of(bundle.exported_at);
    let options = |method, size| {
        SimpleFileOptions::default().compression_method(method).last_modified_time(made_at).large_file(size > LARGE)
    };
    let mut listed = Vec::new();
    for (path, contents) in &bundle.documents {
        zip.start_file(path, options(CompressionMethod::Deflated, 0))?;
        zip.write_all(contents)?;
        let (size, sha256) = (contents.len() as u64, hex(&Sha256::digest(contents)));
        listed.push(Listed { path: path.clone(), size, sha256, original_sha256: None });
    }
    for file in &bundle.files {
        // Pictures, films and recordings are packed already.
        zip.start_file(&file.path, options(CompressionMethod::Stored, file.size))?;
        let (size, sha256) = copy(files, key, runtime, file.id, file.part, &mut zip)?;
        let original_sha256 = match file.part {
            Part::Original => None,
            _ => Some(copy(files, key, runtime, file.id, Part::Original, &mut io::sink())?.1),
        };
        listed.push(Listed { path: file.path.clone(), size, sha256, original_sha256 });
    }
    let manifest = Manifest {
        form: FORM.to_owned(),
        number: bundle.number,
        exported_at: bundle.exported_at.to_rfc3339_opts(SecondsFormat::Secs, true),
        exported_by: bundle.exported_by,
        unverified: bundle.unverified,
        files: listed,
        left_out: bundle.left_out,
    };
    let manifest = serde_json::to_vec_pretty(&manifest)?;
    for (path, contents) in
        [(MANIFEST, manifest.clone()), (SIGNATURE, format!("{}\n", manifest::sign(signer, &manifest)).into_bytes())]
    {
        zip.start_file(path, options(CompressionMethod::Deflated, 0))?;
        zip.write_all(&contents)?;
    }
    zip.finish()?.into_inner().flush()?;
    Ok(())
}

/// Copies a file's contents, and tells their length and hash.
fn copy(
    files: &FileStore,
    key: &DataKey,
    runtime: &Handle,
    id: Uuid,
    part: Part,
    out: &mut impl Write,
) -> Result<(u64, String), BundleError> {
    let mut contents = Box::pin(runtime.block_on(files.read(id, part, key))?);
    let (mut hash, mut size) = (Sha256::new(), 0);
    while let Some(piece) = runtime.block_on(contents.next()) {
        let piece = piece?;
        hash.update(&piece);
        size += piece.len() as u64;
        out.write_all(&piece)?;
    }
    Ok((size, hex(&hash.finalize())))
}

fn time_of(at: DateTime<Utc>) -> zip::DateTime {
    let at = at.with_timezone(&SHANGHAI);
    let two = |number: u32| u8::try_from(number).unwrap_or_default();
    let year = u16::try_from(at.year()).unwrap_or(1980);
    let (month, day) = (two(at.month()), two(at.day()));
    zip::DateTime::from_date_and_time(year, month, day, two(at.hour()), two(at.minute()), two(at.second()))
        .unwrap_or_default()
}

/// Bytes in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
