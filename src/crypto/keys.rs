//! The keys in use: master keys, the newest of which seals and all of which open; and the keys of receipts.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use chrono::{DateTime, Utc};
use ed25519_dalek::SigningKey;
use hkdf::Hkdf;
use sha2::Sha256;

use super::{
    key_file::{self, KeyFile, MasterKey, ReceiptKey, Stamp},
    receipt::PublicKey,
};
use crate::clock::Entropy;

#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("key file {path}: {source}")]
    Io { path: String, source: std::io::Error },
    #[error("key file {path} cannot be read: {why}")]
    Malformed { path: String, why: String },
    #[error("key file {0} may be read by others; run `chmod 600` on it")]
    Exposed(String),
    #[error(
        "key file {path} holds no key for signing receipts and cannot be changed ({source}); run `nuandong keys init` where it can be written"
    )]
    NoReceiptKey { path: String, source: std::io::Error },
    #[error("the key file holds no key for signing receipts")]
    NoSigner,
    #[error("no key named {0} in the key file; was it rotated without keeping the old key?")]
    Missing(String),
}

/// All keys of this portal. The first master key seals, the others only open what they sealed before a rotation; the
/// first receipt key signs. A cheap handle; a rotation by another process is noticed before the next use.
#[derive(Clone)]
pub struct Keys {
    /// `None` for keys that live in memory only.
    file: Option<Arc<PathBuf>>,
    ring: Arc<RwLock<Arc<Ring>>>,
}

struct Ring {
    keys: KeyFile,
    stamp: Option<Stamp>,
}

impl Keys {
    /// Fresh keys that stand in no file.
    pub fn generate(entropy: &Entropy) -> Self {
        let masters = vec![MasterKey::generate(entropy, None)];
        let receipts = vec![ReceiptKey::generate(entropy, DateTime::UNIX_EPOCH)];
        Self::of(None, Ring { keys: KeyFile { masters, receipts }, stamp: None })
    }

    /// Reads the key file; makes it, for the owner's eyes alone, when there is none, and gives an older one its key for
    /// receipts.
    ///
    /// # Errors
    /// When the file is unreadable, malformed, open to others, or lacks a key and cannot be changed.
    pub fn load_or_create(path: &Path, entropy: &Entropy, now: DateTime<Utc>) -> Result<Self, KeyError> {
        match Self::load(path) {
            Err(KeyError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
                key_file::create(path, entropy, now)?;
            }
            Ok(keys) if keys.ring().keys.receipts.iter().any(|key| key.secret.is_some()) => return Ok(keys),
            Ok(_) => key_file::add_receipt_key(path, entropy, now).map_err(|error| match error {
                KeyError::Io { path, source } => KeyError::NoReceiptKey { path, source },
                other => other,
            })?,
            Err(error) => return Err(error),
        }
        Self::load(path)
    }

    /// Reads the key file and changes nothing.
    pub fn load(path: &Path) -> Result<Self, KeyError> {
        // The stamp first: what is changed after it is read anew.
        let stamp = Some(Stamp::of(path)?);
        Ok(Self::of(Some(Arc::new(path.to_owned())), Ring { keys: key_file::read(path)?, stamp }))
    }

    fn of(file: Option<Arc<PathBuf>>, ring: Ring) -> Self {
        Self { file, ring: Arc::new(RwLock::new(Arc::new(ring))) }
    }

    fn ring(&self) -> Arc<Ring> {
        self.ring.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The keys as the file has them now. A look at the file's date costs next to nothing; a file that cannot be read
    /// just now leaves the keys in use.
    fn fresh(&self) -> Arc<Ring> {
        let _ = self.refresh();
        self.ring()
    }

    /// Takes over keys that were added to the file since it was read; says whether there were any.
    fn refresh(&self) -> Result<bool, KeyError> {
        let Some(file) = &self.file else { return Ok(false) };
        let stamp = Some(Stamp::of(file)?);
        if self.ring().stamp == stamp {
            return Ok(false);
        }
        let ring = Ring { keys: key_file::read(file)?, stamp };
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(ring);
        Ok(true)
    }

    /// The name of the key that seals now.
    pub fn current(&self) -> String {
        self.fresh().keys.masters[0].id.clone()
    }

    /// A key for one purpose, derived from the master key of that name.
    pub fn derive(&self, key_id: &str, purpose: &str) -> Result<[u8; 32], KeyError> {
        let derive = || {
            let ring = self.ring();
            ring.keys.masters.iter().find(|key| key.id == key_id).map(|key| expand(&key.secret, purpose))
        };
        if let Some(key) = derive() {
            return Ok(key);
        }
        // Another process may have rotated the keys and used the new one already.
        let refreshed = self.refresh().unwrap_or(false);
        derive().filter(|_| refreshed).ok_or_else(|| KeyError::Missing(key_id.to_owned()))
    }

    /// A key for hashes. It comes from the oldest key, because a rotation must not make old hashes unfindable.
    pub fn lookup_key(&self, purpose: &str) -> [u8; 32] {
        let ring = self.ring();
        expand(&ring.keys.masters[ring.keys.masters.len() - 1].secret, purpose)
    }

    /// The key that signs receipts now.
    pub fn receipt_signer(&self) -> Result<SigningKey, KeyError> {
        let ring = self.fresh();
        ring.keys.receipts.iter().find_map(|key| key.secret.clone()).ok_or(KeyError::NoSigner)
    }

    /// The public keys of all receipts there can be, newest first.
    pub fn receipt_keys(&self) -> Vec<PublicKey> {
        self.fresh().keys.receipts.iter().map(|key| key.public).collect()
    }

    /// Everything the file holds, for `keys status` and the list of public keys.
    pub fn all(&self) -> KeyFile {
        self.fresh().keys.clone()
    }
}

/// HKDF-SHA256 of a secret for one purpose.
pub fn expand(secret: &[u8], purpose: &str) -> [u8; 32] {
    let mut out = [0; 32];
    // The only error is an output longer than 255 hashes; 32 bytes is one.
    let _ = Hkdf::<Sha256>::new(None, secret).expand(purpose.as_bytes(), &mut out);
    out
}
