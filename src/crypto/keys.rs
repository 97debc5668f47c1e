//! The key file: master keys, the newest of which seals, all of which open.

use std::{fs, io::Write, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::clock::Entropy;

#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("key file {path}: {source}")]
    Io { path: String, source: std::io::Error },
    #[error("key file {path} cannot be read: {why}")]
    Malformed { path: String, why: String },
    #[error("key file {0} may be read by others; run `chmod 600` on it")]
    Exposed(String),
    #[error("no key named {0} in the key file; was it rotated without keeping the old key?")]
    Missing(String),
}

#[derive(Serialize, Deserialize)]
struct KeyFile {
    key: Vec<StoredKey>,
}

#[derive(Serialize, Deserialize)]
struct StoredKey {
    id: String,
    secret: String,
}

/// All master keys of this portal. The first one seals; the others only open what they sealed before a rotation.
#[derive(Clone)]
pub struct Keys {
    keys: Vec<(String, [u8; 32])>,
}

impl Keys {
    /// One fresh key.
    pub fn generate(entropy: &Entropy) -> Self {
        let id = format!("k{}", entropy.digits(6));
        Self { keys: vec![(id, entropy.bytes())] }
    }

    /// Reads the key file; makes it, for the owner's eyes alone, when there is none.
    ///
    /// # Errors
    /// When the file is unreadable, malformed or open to others.
    pub fn load_or_create(path: &Path, entropy: &Entropy) -> Result<Self, KeyError> {
        match Self::load(path) {
            Err(KeyError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
                match Self::generate(entropy).save_new(path) {
                    // Another process was quicker: its keys are the keys.
                    Err(KeyError::Io { source, .. }) if source.kind() == std::io::ErrorKind::AlreadyExists => {}
                    other => other?,
                }
                Self::load(path)
            }
            other => other,
        }
    }

    fn load(path: &Path) -> Result<Self, KeyError> {
        let name = path.display().to_string();
        let io = |source| KeyError::Io { path: name.clone(), source };
        let malformed = |why: &str| KeyError::Malformed { path: name.clone(), why: why.to_owned() };
        let text = fs::read_to_string(path).map_err(io)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(path).map_err(io)?.permissions().mode();
            if mode & 0o077 != 0 {
                return Err(KeyError::Exposed(name));
            }
        }
        let file: KeyFile = toml::from_str(&text).map_err(|error| malformed(error.message()))?;
        let keys = file
            .key
            .into_iter()
            .map(|key| {
                let secret = STANDARD.decode(&key.secret).ok().and_then(|bytes| bytes.try_into().ok());
                secret.map(|secret| (key.id, secret)).ok_or_else(|| malformed("a secret must be 32 bytes in base64"))
            })
            .collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() { Err(malformed("it holds no key")) } else { Ok(Self { keys }) }
    }

    fn save_new(&self, path: &Path) -> Result<(), KeyError> {
        let io = |source| KeyError::Io { path: path.display().to_string(), source };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(io)?;
        }
        let key = self.keys.iter().map(|(id, secret)| StoredKey { id: id.clone(), secret: STANDARD.encode(secret) });
        let text = toml::to_string(&KeyFile { key: key.collect() }).unwrap_or_default();
        // Written beside and linked into place, so that nobody ever reads half a key file.
        let beside = path.with_extension(format!("new-{}", std::process::id()));
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let mut file = options.open(&beside).map_err(io)?;
        file.write_all(b"# The master keys of this portal. Without them nothing in the database can be read.\n")
            .map_err(io)?;
        file.write_all(text.as_bytes()).map_err(io)?;
        file.sync_all().map_err(io)?;
        let linked = fs::hard_link(&beside, path).map_err(io);
        let _ = fs::remove_file(&beside);
        linked
    }

    /// The name of the key that seals now.
    pub fn current(&self) -> &str {
        &self.keys[0].0
    }

    /// A key for one purpose, derived from the master key of that name.
    pub fn derive(&self, key_id: &str, purpose: &str) -> Result<[u8; 32], KeyError> {
        let secret =
            self.keys.iter().find(|(id, _)| id == key_id).ok_or_else(|| KeyError::Missing(key_id.to_owned()))?;
        Ok(expand(&secret.1, purpose))
    }

    /// A key for hashes. It comes from the oldest key, because a rotation must not make old hashes unfindable.
    pub fn lookup_key(&self, purpose: &str) -> [u8; 32] {
        let oldest = &self.keys[self.keys.len() - 1].1;
        expand(oldest, purpose)
    }
}

/// HKDF-SHA256 of a secret for one purpose.
pub fn expand(secret: &[u8], purpose: &str) -> [u8; 32] {
    let mut out = [0; 32];
    // The only error is an output longer than 255 hashes; 32 bytes is one.
    let _ = Hkdf::<Sha256>::new(None, secret).expand(purpose.as_bytes(), &mut out);
    out
}
