//! The key file on disk: read, made, and changed in one piece. Several processes may do so at once.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    time::SystemTime,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};

use super::{keys::KeyError, receipt::PublicKey};
use crate::clock::Entropy;

/// A key from which the keys that seal and hash are derived.
#[derive(Clone)]
pub struct MasterKey {
    pub id: String,
    pub secret: [u8; 32],
    /// Unknown for keys made before times were noted.
    pub created_at: Option<DateTime<Utc>>,
}

/// A key of receipts. Once it is retired its secret is gone: it only checks what it signed.
#[derive(Clone)]
pub struct ReceiptKey {
    pub public: PublicKey,
    pub secret: Option<SigningKey>,
    pub created_at: DateTime<Utc>,
    pub retired_at: Option<DateTime<Utc>>,
}

/// What the file holds; both lists newest first.
#[derive(Clone)]
pub struct KeyFile {
    pub masters: Vec<MasterKey>,
    pub receipts: Vec<ReceiptKey>,
}

impl MasterKey {
    pub fn generate(entropy: &Entropy, now: Option<DateTime<Utc>>) -> Self {
        Self { id: format!("k{}", entropy.digits(6)), secret: entropy.bytes(), created_at: now }
    }
}

impl ReceiptKey {
    pub fn generate(entropy: &Entropy, now: DateTime<Utc>) -> Self {
        let secret = SigningKey::from_bytes(&entropy.bytes());
        Self {
            public: PublicKey::from(secret.verifying_key()),
            secret: Some(secret),
            created_at: now,
            retired_at: None,
        }
    }
}

/// The file as TOML. What a later version adds beside the two lists stays when this one changes the file.
#[derive(Serialize, Deserialize)]
struct Stored {
    key: Vec<StoredMaster>,
    #[serde(default)]
    receipt_key: Vec<StoredReceiptKey>,
    #[serde(flatten)]
    rest: toml::Table,
}

#[derive(Serialize, Deserialize)]
struct StoredMaster {
    id: String,
    secret: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<DateTime<Utc>>,
}

#[derive(Serialize, Deserialize)]
struct StoredReceiptKey {
    /// For people; it follows from the public key.
    id: String,
    public: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
    created_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retired_at: Option<DateTime<Utc>>,
}

/// Tells one state of the file from another without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp(Option<SystemTime>, u64, u64);

impl Stamp {
    pub fn of(path: &Path) -> Result<Self, KeyError> {
        let found = fs::metadata(path).map_err(|source| io(path, source))?;
        #[cfg(unix)]
        let node = std::os::unix::fs::MetadataExt::ino(&found);
        #[cfg(not(unix))]
        let node = 0;
        Ok(Self(found.modified().ok(), found.len(), node))
    }
}

fn io(path: &Path, source: std::io::Error) -> KeyError {
    KeyError::Io { path: path.display().to_string(), source }
}

/// Reads the file.
///
/// # Errors
/// When it is missing, malformed or open to others.
pub fn read(path: &Path) -> Result<KeyFile, KeyError> {
    let malformed = |why: &str| KeyError::Malformed { path: path.display().to_string(), why: why.to_owned() };
    let stored = read_stored(path)?;
    let secret = |text: &str| {
        let bytes = STANDARD.decode(text).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        bytes.ok_or_else(|| malformed("a secret must be 32 bytes in base64"))
    };
    let master =
        |key: StoredMaster| Ok(MasterKey { secret: secret(&key.secret)?, id: key.id, created_at: key.created_at });
    let receipt = |key: StoredReceiptKey| {
        let public =
            PublicKey::parse(&key.public).ok_or_else(|| malformed("a public key must be 32 bytes in base64"))?;
        let secret = key.secret.as_deref().map(secret).transpose()?.map(|secret| SigningKey::from_bytes(&secret));
        if secret.as_ref().is_some_and(|secret| PublicKey::from(secret.verifying_key()) != public) {
            return Err(malformed("the secret and the public part of a receipt key are no pair"));
        }
        Ok(ReceiptKey { public, secret, created_at: key.created_at, retired_at: key.retired_at })
    };
    let masters = stored.key.into_iter().map(master).collect::<Result<Vec<_>, KeyError>>()?;
    let receipts = stored.receipt_key.into_iter().map(receipt).collect::<Result<Vec<_>, KeyError>>()?;
    if masters.is_empty() { Err(malformed("it holds no key")) } else { Ok(KeyFile { masters, receipts }) }
}

fn read_stored(path: &Path) -> Result<Stored, KeyError> {
    let text = fs::read_to_string(path).map_err(|source| io(path, source))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path).map_err(|source| io(path, source))?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(KeyError::Exposed(path.display().to_string()));
        }
    }
    toml::from_str(&text).map_err(|error: toml::de::Error| KeyError::Malformed {
        path: path.display().to_string(),
        why: error.message().to_owned(),
    })
}

/// Makes the file with one key of each kind. When another process is quicker, its file stays.
pub fn create(path: &Path, entropy: &Entropy, now: DateTime<Utc>) -> Result<(), KeyError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|source| io(path, source))?;
    }
    let stored = Stored {
        key: vec![stored_master(&MasterKey::generate(entropy, Some(now)))],
        receipt_key: vec![stored_receipt_key(&ReceiptKey::generate(entropy, now))],
        rest: toml::Table::new(),
    };
    // Written beside and linked into place, so that nobody ever reads half a key file.
    let beside = write_beside(path, &stored)?;
    let linked = fs::hard_link(&beside, path);
    let _ = fs::remove_file(&beside);
    match linked {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(io(path, error)),
        _ => Ok(()),
    }
}

/// Gives an older file its first receipt key, unless another process just did.
pub fn add_receipt_key(path: &Path, entropy: &Entropy, now: DateTime<Utc>) -> Result<(), KeyError> {
    change(path, |stored| {
        if stored.receipt_key.iter().all(|key| key.secret.is_none()) {
            stored.receipt_key.insert(0, stored_receipt_key(&ReceiptKey::generate(entropy, now)));
        }
    })
}

/// Puts a new key of each kind in front. Old master keys go on opening what they sealed; old receipt keys lose their
/// secret and go on checking what they signed.
pub fn rotate(path: &Path, entropy: &Entropy, now: DateTime<Utc>) -> Result<(), KeyError> {
    change(path, |stored| {
        for key in &mut stored.receipt_key {
            if key.secret.take().is_some() {
                key.retired_at = Some(now);
            }
        }
        stored.key.insert(0, stored_master(&MasterKey::generate(entropy, Some(now))));
        stored.receipt_key.insert(0, stored_receipt_key(&ReceiptKey::generate(entropy, now)));
    })
}

/// Changes the file in one piece, one process at a time.
fn change(path: &Path, edit: impl FnOnce(&mut Stored)) -> Result<(), KeyError> {
    // A link to the file stays a link.
    let path = &fs::canonicalize(path).map_err(|source| io(path, source))?;
    let folder = path.parent().unwrap_or(Path::new("/"));
    let folder = File::open(folder).map_err(|source| io(path, source))?;
    // Held until the folder is closed.
    folder.lock().map_err(|source| io(path, source))?;
    let mut stored = read_stored(path)?;
    edit(&mut stored);
    let beside = write_beside(path, &stored)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, chown};
        // Whoever runs the portal must still be able to read it, also when somebody else rotated the keys.
        let (old, new) = (fs::metadata(path), fs::metadata(&beside));
        if let (Ok(old), Ok(new)) = (old, new)
            && (old.uid(), old.gid()) != (new.uid(), new.gid())
            && let Err(source) = chown(&beside, Some(old.uid()), Some(old.gid()))
        {
            let _ = fs::remove_file(&beside);
            return Err(io(path, source));
        }
    }
    if let Err(source) = fs::rename(&beside, path) {
        let _ = fs::remove_file(&beside);
        return Err(io(path, source));
    }
    folder.sync_all().map_err(|source| io(path, source))
}

/// Writes a file beside the key file, for the owner's eyes alone and safely on disk.
fn write_beside(path: &Path, stored: &Stored) -> Result<PathBuf, KeyError> {
    let beside = path.with_extension(format!("new-{}", std::process::id()));
    let _ = fs::remove_file(&beside);
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let text = toml::to_string(stored)
        .map_err(|error| KeyError::Malformed { path: path.display().to_string(), why: error.to_string() })?;
    let written = options.open(&beside).and_then(|mut file| {
        file.write_all(HEADING.as_bytes())?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.map_err(|source| io(path, source))?;
    Ok(beside)
}

const HEADING: &str = "\
# The keys of this portal. Without those under [[key]] nothing in the database can be read;
# those under [[receipt_key]] sign receipts. Never delete one: the newest stands first, old ones are still needed.
";

fn stored_master(key: &MasterKey) -> StoredMaster {
    StoredMaster { id: key.id.clone(), secret: STANDARD.encode(key.secret), created_at: key.created_at }
}

fn stored_receipt_key(key: &ReceiptKey) -> StoredReceiptKey {
    StoredReceiptKey {
        id: key.public.id().to_string(),
        public: key.public.to_string(),
        secret: key.secret.as_ref().map(|secret| STANDARD.encode(secret.to_bytes())),
        created_at: key.created_at,
        retired_at: key.retired_at,
    }
}
