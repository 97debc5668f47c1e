//! The portal in operation: everything that pages, calls, jobs and commands need, in one handle.

use std::{
    ops::Deref,
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
};

use chrono::Datelike;
use tokio::sync::Notify;
use uuid::Uuid;

use crate::{
    clock::{Clock, Entropy},
    config::Config,
    crypto::{KeyError, KeyedHash, Keys, Passwords},
    domain::{
        calendar::Calendar,
        case_number::{self, Reading},
        court::Courts,
    },
    files::FileStore,
    mail::{MailError, Mailer},
    storage::{self, Db, StorageError},
};

/// A cheap handle; clone it freely.
#[derive(Clone)]
pub struct Portal(Arc<Parts>);

pub struct Parts {
    pub config: Config,
    pub db: Db,
    pub keys: Keys,
    pub hashes: Hashes,
    pub clock: Clock,
    pub entropy: Entropy,
    pub passwords: Passwords,
    pub files: FileStore,
    pub mailer: Mailer,
    pub browser_part: Option<BrowserPart>,
    /// Rings when a job was written, so that the worker need not wait for its next look.
    pub jobs_waiting: Notify,
    lists: RwLock<Lists>,
}

/// Keyed hashes, one key for each use.
pub struct Hashes {
    pub code: KeyedHash,
    pub draft: KeyedHash,
    pub session: KeyedHash,
    pub setup: KeyedHash,
    pub token: KeyedHash,
    pub visit: KeyedHash,
    pub answer: KeyedHash,
    pub attempt: KeyedHash,
    pub case: KeyedHash,
    pub respondent: KeyedHash,
}

/// Courts and calendar as built in and as imported since.
#[derive(Clone)]
struct Lists {
    courts: Arc<Courts>,
    calendar: Arc<Calendar>,
    imports: Vec<Uuid>,
}

/// The folder with the compiled islands, if it was built.
#[derive(Clone)]
pub struct BrowserPart {
    pub folder: PathBuf,
}

#[derive(Debug, thiserror::Error)]
pub enum PortalError {
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error("file store: {0}")]
    Files(#[from] object_store::Error),
    #[error("mail: {0}")]
    Mail(#[from] MailError),
    #[error("NUANDONG_HOME_COURT {0}: there is no such court")]
    HomeCourt(String),
    #[error("imported {0} list: {1}")]
    Import(String, String),
}

impl Deref for Portal {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Portal {
    /// Opens database, keys, file store and mail; creates what is missing.
    pub async fn open(config: Config, clock: Clock, entropy: Entropy, migrate: bool) -> Result<Self, PortalError> {
        private_folder(&config.data_dir).map_err(|error| StorageError::Sql(sqlx::Error::Io(error)))?;
        let keys = Keys::load_or_create(&config.key_file, &entropy)?;
        let db = Db::connect(&config.database_url).await?;
        if migrate {
            db.migrate().await?;
        }
        let courts = Courts::built_in(&config.home_court);
        if courts.find(&config.home_court).is_none() {
            return Err(PortalError::HomeCourt(config.home_court));
        }
        let portal = Self(Arc::new(Parts {
            hashes: Hashes::new(&keys),
            files: FileStore::open(&config.data_dir.join("files"))?,
            mailer: Mailer::open(&config)?,
            browser_part: BrowserPart::find(&config),
            passwords: Passwords::new(),
            jobs_waiting: Notify::new(),
            lists: RwLock::new(Lists {
                courts: Arc::new(courts),
                calendar: Arc::new(Calendar::built_in()),
                imports: Vec::new(),
            }),
            config,
            db,
            keys,
            clock,
            entropy,
        }));
        portal.refresh_lists().await?;
        Ok(portal)
    }

    pub fn courts(&self) -> Arc<Courts> {
        self.lists.read().unwrap_or_else(PoisonError::into_inner).courts.clone()
    }

    pub fn calendar(&self) -> Arc<Calendar> {
        self.lists.read().unwrap_or_else(PoisonError::into_inner).calendar.clone()
    }

    /// Takes over lists that were imported since the last look, perhaps by another process.
    pub async fn refresh_lists(&self) -> Result<(), PortalError> {
        let rows = storage::imports::list(&self.db).await?;
        let ids = rows.iter().map(|(id, ..)| *id).collect::<Vec<_>>();
        if self.lists.read().unwrap_or_else(PoisonError::into_inner).imports == ids {
            return Ok(());
        }
        let (mut courts, mut calendar) = (Courts::built_in(&self.config.home_court), Calendar::built_in());
        for (_, kind, content) in rows {
            let refused = |why: String| PortalError::Import(kind.clone(), why);
            match kind.as_str() {
                "courts" => courts = courts.from_csv(&content).map_err(|error| refused(error.to_string()))?,
                _ => calendar = calendar.with_csv(&content).map_err(|error| refused(error.to_string()))?,
            }
        }
        let lists = Lists { courts: Arc::new(courts), calendar: Arc::new(calendar), imports: ids };
        *self.lists.write().unwrap_or_else(PoisonError::into_inner) = lists;
        Ok(())
    }

    /// Reads a case number with this portal's courts and today's year.
    pub fn read_case_number(&self, typed: &str) -> Reading {
        case_number::read(typed, self.clock.today().year(), &self.courts())
    }

    /// The hash under which a case number is found again.
    pub fn case_hash(&self, canonical: &str) -> Vec<u8> {
        self.hashes.case.of(canonical)
    }
}

/// Makes a folder that only its owner can enter; one that is there already stays as it is.
pub fn private_folder(folder: &std::path::Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

impl Hashes {
    fn new(keys: &Keys) -> Self {
        let hash = |purpose| KeyedHash::new(keys, purpose);
        Self {
            code: hash("receipt codes"),
            draft: hash("draft tokens"),
            session: hash("staff sessions"),
            setup: hash("set-up links"),
            token: hash("api tokens"),
            visit: hash("visits"),
            answer: hash("idempotency keys"),
            attempt: hash("attempts"),
            case: hash("case numbers"),
            respondent: hash("respondents"),
        }
    }
}

impl BrowserPart {
    /// Where the Makefile and cargo-leptos put it, or where the setting says.
    fn find(config: &Config) -> Option<Self> {
        let exe = std::env::current_exe().ok();
        // target/debug/nuandong → target/site; a test binary stands one folder deeper.
        let beside = exe.iter().flat_map(|exe| exe.ancestors().skip(1).take(3)).map(|folder| folder.join("site"));
        let folders = match &config.site_dir {
            Some(folder) => vec![folder.clone()],
            None => beside.chain([PathBuf::from("target/site")]).collect(),
        };
        folders
            .into_iter()
            .map(|site| site.join("pkg"))
            .find(|folder| folder.join("nuandong.js").is_file())
            .map(|folder| Self { folder })
    }
}
