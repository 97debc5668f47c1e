//! The portal in operation: everything that pages, calls, jobs and commands need, in one handle.

use std::{
    ops::Deref,
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::Datelike;
use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};
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
        likeness::Likeness,
        respondent,
    },
    files::{FileStore, bytes_left, scanner::Scanner},
    live::Live,
    mail::{MailError, Mailer, Sms, SmsError},
    storage::{self, Db, StorageError, search::Counted},
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
    /// Who looks for viruses in evidence files, if anybody does.
    pub scanner: Option<Scanner>,
    pub mailer: Mailer,
    pub sms: Sms,
    pub browser_part: Option<BrowserPart>,
    /// Rings when a job was written, so that the worker need not wait for its next look.
    pub jobs_waiting: Notify,
    /// Who watches the desk through this process.
    pub live: Live,
    /// How many reports the latest searches found, by their names in the index: keyed tokens, no words.
    pub counted: Cache<String, Counted>,
    lists: RwLock<Lists>,
}

/// Keyed hashes, one key for each use.
pub struct Hashes {
    pub code: KeyedHash,
    pub draft: KeyedHash,
    pub resume: KeyedHash,
    pub challenge: KeyedHash,
    pub session: KeyedHash,
    pub setup: KeyedHash,
    pub token: KeyedHash,
    pub visit: KeyedHash,
    pub answer: KeyedHash,
    pub attempt: KeyedHash,
    pub case: KeyedHash,
    pub respondent: KeyedHash,
    pub address: KeyedHash,
    pub notice_token: KeyedHash,
    /// Whoever reports, known again by telephone or mail address.
    pub person: KeyedHash,
    pub respondent_number: KeyedHash,
    pub likeness: Likeness,
    pub seen: KeyedHash,
    /// A step as its form was sent.
    pub sent: KeyedHash,
    pub search: KeyedHash,
}

/// Courts and calendar as built in and as imported since.
#[derive(Clone)]
struct Lists {
    courts: Arc<Courts>,
    calendar: Arc<Calendar>,
    /// Names this very calendar.
    calendar_mark: String,
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
    #[error("text messages: {0}")]
    Sms(#[from] SmsError),
    #[error(
        "key file {0} is missing, but the database holds what was sealed with it ({1}): put that file back, or say in NUANDONG_KEY_FILE where it is; nothing was changed"
    )]
    KeysGone(String, String),
    #[error("NUANDONG_HOME_COURT {0}: there is no such court")]
    HomeCourt(String),
    #[error("NUANDONG_CLAMD {0}: write it as unix:/path/of/socket or tcp://host:port")]
    Clamd(String),
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
        let db = Db::connect(&config.database_url).await?;
        if config.key_file.try_exists().is_ok_and(|exists| !exists) {
            // Fresh keys would open nothing of it, and what they seal the lost ones never open.
            if let Some(key) = db.sealing_key().await? {
                return Err(PortalError::KeysGone(config.key_file.display().to_string(), key));
            }
        }
        let keys = Keys::load_or_create(&config.key_file, &entropy, clock.now())?;
        if migrate {
            db.migrate().await?;
        }
        let courts = Courts::built_in(&config.home_court);
        if courts.find(&config.home_court).is_none() {
            return Err(PortalError::HomeCourt(config.home_court));
        }
        let scanner = match &config.clamd {
            Some(address) => Some(Scanner::parse(address).ok_or_else(|| PortalError::Clamd(address.clone()))?),
            None => None,
        };
        let portal = Self(Arc::new(Parts {
            hashes: Hashes::new(&keys),
            files: FileStore::open(&config.data_dir.join("files"))?,
            scanner,
            mailer: Mailer::open(&config)?,
            sms: Sms::open(&config)?,
            browser_part: BrowserPart::find(&config),
            passwords: Passwords::new(),
            jobs_waiting: Notify::new(),
            live: Live::default(),
            counted: Cache::new(1_000),
            lists: RwLock::new(Lists {
                courts: Arc::new(courts),
                calendar_mark: calendar_mark(&Calendar::built_in(), &[]),
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

    /// Names the calendar that counts now. Each import makes another one, even if it only takes an earlier one back.
    pub fn calendar_mark(&self) -> String {
        self.lists.read().unwrap_or_else(PoisonError::into_inner).calendar_mark.clone()
    }

    /// Takes over lists that were imported since the last look, perhaps by another process.
    pub async fn refresh_lists(&self) -> Result<(), PortalError> {
        let rows = storage::imports::list(&self.db).await?;
        let ids = rows.iter().map(|(id, ..)| *id).collect::<Vec<_>>();
        if self.lists.read().unwrap_or_else(PoisonError::into_inner).imports == ids {
            return Ok(());
        }
        let (mut courts, mut calendar) = (Courts::built_in(&self.config.home_court), Calendar::built_in());
        let mut calendars = Vec::new();
        for (id, kind, content) in rows {
            let refused = |why: String| PortalError::Import(kind.clone(), why);
            if kind == "courts" {
                courts = courts.from_csv(&content).map_err(|error| refused(error.to_string()))?;
            } else {
                calendar = calendar.with_csv(&content).map_err(|error| refused(error.to_string()))?;
                calendars.push(id);
            }
        }
        let calendar_mark = calendar_mark(&calendar, &calendars);
        let lists = Lists { courts: Arc::new(courts), calendar: Arc::new(calendar), calendar_mark, imports: ids };
        *self.lists.write().unwrap_or_else(PoisonError::into_inner) = lists;
        Ok(())
    }

    /// Reads a case number with this portal's courts and today's year.
    pub fn read_case_number(&self, typed: &str) -> Reading {
        case_number::read(typed, self.clock.today().year(), &self.courts())
    }

    /// Whether there is room for more files beside that which is kept free for reports.
    pub fn has_room(&self) -> bool {
        bytes_left(&self.config.data_dir).is_none_or(|left| left > self.config.limits.reserve)
    }

    /// The court that a case number names, as the living one that it is today, if it is one of this portal's.
    pub fn court_named(&self, typed: &str) -> Option<String> {
        let reading = self.read_case_number(typed);
        let code = reading.court.as_deref().filter(|_| reading.is_usable())?;
        self.courts().current(code).map(|court| court.code.clone())
    }

    /// The hash under which a case number is found again.
    pub fn case_hash(&self, canonical: &str) -> Vec<u8> {
        self.hashes.case.of(canonical)
    }

    /// The hash under which a respondent is found again by name, however it is written; `None` for no name.
    pub fn respondent_hash(&self, name: &str) -> Option<Vec<u8>> {
        respondent::name_key(name).map(|name| self.hashes.respondent.of(&name))
    }
}

fn calendar_mark(calendar: &Calendar, imports: &[Uuid]) -> String {
    let mut hash = Sha256::new();
    hash.update(calendar.to_csv());
    for id in imports {
        hash.update(id.as_bytes());
    }
    URL_SAFE_NO_PAD.encode(hash.finalize())
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
            resume: hash("resume codes"),
            challenge: hash("challenges"),
            session: hash("staff sessions"),
            setup: hash("set-up links"),
            token: hash("api tokens"),
            visit: hash("visits"),
            answer: hash("idempotency keys"),
            attempt: hash("attempts"),
            case: hash("case numbers"),
            respondent: hash("respondents"),
            address: hash("addresses of reporters"),
            notice_token: hash("tokens in messages"),
            person: hash("people who report"),
            respondent_number: hash("numbers of respondents"),
            likeness: Likeness::new(&hash("likeness of texts").of("")),
            seen: hash("what was seen of a report"),
            sent: hash("a step as it was sent"),
            search: hash("search tokens"),
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
