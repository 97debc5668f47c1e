//! Whether an exported report is as the portal made it: the signature of its list, and the hash of each file.

use std::{
    collections::BTreeSet,
    io::{Read, Seek},
};

use sha2::{Digest, Sha256};
use zip::{ZipArchive, result::ZipError};

use super::evidence::{FORM, MANIFEST, Manifest, SIGNATURE, hex};
use crate::crypto::{
    manifest::{self, ManifestError},
    receipt::PublicKey,
};

/// No list of ours is longer.
const LONGEST_LIST: u64 = 4 * 1024 * 1024;

/// What was found.
pub struct Verdict {
    pub manifest: Manifest,
    /// The key that signed the list.
    pub key: String,
    /// What is not as it was made; empty when everything is.
    pub wrong: Vec<Wrong>,
}

/// One thing that is not as it was made.
#[derive(Debug, PartialEq, Eq)]
pub enum Wrong {
    /// On the list, and not inside.
    Missing(String),
    /// Inside, with other contents.
    Changed(String),
    /// Inside, and not on the list.
    Added(String),
}

/// Why nothing can be said of a file.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    #[error("it is no ZIP, or it was cut off")]
    Zip(#[from] ZipError),
    #[error("it holds no {0}: it is no export of this portal, or it was cut off")]
    Lacks(&'static str),
    #[error("the list of its files is of another kind than this program knows")]
    Form,
    #[error("the signature of its list: {0}")]
    Signature(#[from] ManifestError),
    #[error("it cannot be read: {0}")]
    Io(#[from] std::io::Error),
}

/// Checks an exported report.
///
/// # Errors
/// When there is no list, or it is not signed by one of these keys.
pub fn verify(file: impl Read + Seek, keys: &[PublicKey]) -> Result<Verdict, VerifyError> {
    let mut zip = ZipArchive::new(file)?;
    let list = small(&mut zip, MANIFEST)?;
    let signature = String::from_utf8_lossy(&small(&mut zip, SIGNATURE)?).into_owned();
    let key = manifest::verify(&list, &signature, keys)?;
    let manifest: Manifest = serde_json::from_slice(&list).map_err(|_| VerifyError::Form)?;
    if manifest.form != FORM {
        return Err(VerifyError::Form);
    }
    let mut wrong = Vec::new();
    for listed in &manifest.files {
        match zip.by_name(&listed.path) {
            Err(ZipError::FileNotFound) => wrong.push(Wrong::Missing(listed.path.clone())),
            // A ZIP's own checksums do not fit, or it was packed anew in a way that this program does not read.
            Err(_) => wrong.push(Wrong::Changed(listed.path.clone())),
            Ok(mut entry) => {
                let mut hash = Hasher(Sha256::new());
                let read = std::io::copy(&mut entry, &mut hash);
                let fits = read.is_ok_and(|size| size == listed.size) && hex(&hash.0.finalize()) == listed.sha256;
                if !fits {
                    wrong.push(Wrong::Changed(listed.path.clone()));
                }
            }
        }
    }
    let known = manifest.files.iter().map(|listed| listed.path.as_str()).chain([MANIFEST, SIGNATURE]);
    let known = known.collect::<BTreeSet<_>>();
    // Two files of one name, of which this program reads the last and another the first; or something in front of all.
    if zip.has_duplicate_names() || zip.offset() > 0 {
        wrong.push(Wrong::Added("?".to_owned()));
    }
    // A name that is no text is none of ours.
    let names = zip.file_names().map(|name| name.map_or_else(|_| "?".to_owned(), std::borrow::Cow::into_owned));
    wrong.extend(names.filter(|name| !known.contains(name.as_str())).map(Wrong::Added));
    Ok(Verdict { manifest, key, wrong })
}

fn small<R: Read + Seek>(zip: &mut ZipArchive<R>, name: &'static str) -> Result<Vec<u8>, VerifyError> {
    let entry = zip.by_name(name).map_err(|_| VerifyError::Lacks(name))?;
    let mut bytes = Vec::new();
    entry.take(LONGEST_LIST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

struct Hasher(Sha256);

impl std::io::Write for Hasher {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
