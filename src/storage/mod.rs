//! What is remembered: one SQL text on two databases. `Db` reads, `Tx` writes; each noun has its own file.
//!
//! How to add a noun: a table in both `migrations/` folders, a file here with a row type that derives `FromRow` and
//! functions named `find`, `list`, `add`, `set_…`; reading functions take `&Db`, writing ones `&mut Tx`. Time and
//! randomness come in as arguments. Nothing that a person typed goes into an unsealed column.

pub mod answer_drafts;
pub mod answers;
pub mod attempts;
pub mod bell;
pub mod beside;
pub mod bulk;
pub mod calendar_marks;
pub mod choices;
pub mod contacts;
pub mod corroboration;
pub mod drafts;
pub mod events;
pub mod exports;
pub mod filed;
pub mod files;
pub mod floods;
mod group_commit;
pub mod handling_times;
pub mod imports;
pub mod intake;
pub mod jobs;
pub mod letters;
pub mod likeness;
pub mod links;
pub mod measures;
pub mod notices;
pub mod notifications;
pub mod presence;
pub mod queue;
pub mod ratings;
pub mod receipts;
pub mod referrals;
pub mod related;
pub mod reminders;
pub mod reports;
pub mod resume_codes;
pub mod rules;
pub mod search;
pub mod sent_steps;
pub mod sessions;
pub mod staff;
pub mod staff_settings;
pub mod tags;
pub mod teams;
pub mod timeline;
pub mod tokens;
pub mod uploads;
pub mod versions;
pub mod views;

use std::{path::Path, str::FromStr, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use sqlx::{
    AssertSqlSafe, Connection, FromRow, PgPool, Postgres, SqlitePool, Transaction,
    postgres::{PgConnectOptions, PgPoolOptions, PgRow},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous},
};
use tokio::sync::Notify;
use uuid::Uuid;

use group_commit::{PATIENCE, Turns};

pub use group_commit::SqliteTx;

/// Holds other processes back that would change the schema of the same file; until it is dropped.
async fn lock_beside(database: &Path) -> Result<std::fs::File> {
    let path = database.with_extension("schema.lock");
    let lock = tokio::task::spawn_blocking(move || {
        let file = std::fs::File::create(path)?;
        file.lock()?;
        Ok(file)
    });
    Ok(lock.await.map_err(std::io::Error::other).flatten().map_err(sqlx::Error::Io)?)
}

#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    #[error("database: {0}")]
    Sql(#[from] sqlx::Error),
    #[error("database, at a commit: {0}")]
    Commit(Arc<sqlx::Error>),
    #[error("migration: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    #[error("database address {0}: it must begin with sqlite: or postgres://")]
    Address(String),
    #[error(transparent)]
    Seal(#[from] crate::crypto::SealError),
    #[error("a row holds {0}, which this version does not know; was the database written by a newer one?")]
    UnknownCode(String),
}

pub type Result<T> = std::result::Result<T, StorageError>;

/// The database, for reading.
#[derive(Clone)]
pub enum Db {
    /// One writer, many readers: SQLite writes one at a time anyway, and a queue in front of it is fairer than its lock.
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
        /// Rings after a change that others should hear of was committed by this process.
        bell: Arc<Notify>,
        turns: Turns,
    },
    Postgres(PgPool),
}

/// For so long after it was used, a connection to PostgreSQL is taken to be alive.
const PROVEN: Duration = Duration::from_secs(1);

/// A transaction, for writing.
pub enum Tx {
    Sqlite(SqliteTx),
    Postgres(Transaction<'static, Postgres>),
}

/// Runs one body against whichever database there is.
macro_rules! on_db {
    ($db:expr, $c:ident => $body:expr) => {
        match $db {
            $crate::storage::Db::Sqlite { read: $c, .. } => $body,
            $crate::storage::Db::Postgres($c) => $body,
        }
    };
}
/// Runs one body inside a transaction on whichever database there is.
macro_rules! on_tx {
    ($tx:expr, $c:ident => $body:expr) => {
        match $tx {
            $crate::storage::Tx::Sqlite(tx) => {
                let $c = &mut **tx;
                $body
            }
            $crate::storage::Tx::Postgres(tx) => {
                let $c = &mut **tx;
                $body
            }
        }
    };
}
pub(crate) use {on_db, on_tx};

impl Db {
    /// Connects, making the SQLite file and its folder when missing.
    pub async fn connect(url: &str) -> Result<Self> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(url)?.options([
                ("timezone", "UTC"),
                // Each statement is written for one way through its indexes, whatever is asked. Left to itself, the planner
                // makes a plan for the values of each request as soon as it believes that this one is the cheaper, which
                // takes longer than most lists; and compiles statements of a page, which takes ten times as long.
                ("plan_cache_mode", "force_generic_plan"),
                ("jit", "off"),
            ]);
            let pool = PgPoolOptions::new().max_connections(16).acquire_timeout(Duration::from_secs(10));
            // A connection that was just used is there; asking it first would double the way of each statement.
            let pool = pool.test_before_acquire(false).before_acquire(|connection, standing| {
                Box::pin(async move {
                    if standing.idle_for > PROVEN {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            });
            return Ok(Self::Postgres(pool.connect_with(options).await?));
        }
        let Some(file) = url.strip_prefix("sqlite:") else { return Err(StorageError::Address(scheme_of(url))) };
        let file = Path::new(file.trim_start_matches("//"));
        if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(sqlx::Error::Io)?;
        }
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // An acknowledged report survives power loss.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(15))
            // What is erased is overwritten, not only forgotten.
            .pragma("secure_delete", "on")
            .pragma("cache_size", "-16000")
            .pragma("temp_store", "memory")
            // A page of a list, so that the database's thread need not wait for whoever takes the rows.
            .row_buffer_size(128);
        let write = SqlitePoolOptions::new().max_connections(1).acquire_timeout(PATIENCE);
        let write = write.test_before_acquire(false).after_release(|connection, _| {
            Box::pin(async move {
                // A rollback may still be on its way.
                if connection.is_in_transaction() {
                    connection.ping().await?;
                }
                // When SQLite gave up a transaction by itself, as on a full disk, the driver still believes in it and begins
                // no other: another connection does.
                Ok(!connection.is_in_transaction())
            })
        });
        let write = write.connect_with(options.clone()).await?;
        let read = SqlitePoolOptions::new().max_connections(8).acquire_timeout(Duration::from_secs(10));
        // There is no network that could have cut it.
        let read = read.test_before_acquire(false);
        let read = read.connect_with(options.read_only(false).pragma("query_only", "true")).await?;
        Ok(Self::Sqlite { read, write, bell: Arc::default(), turns: Turns::default() })
    }

    /// Brings the schema to this version.
    pub async fn migrate(&self) -> Result<()> {
        match self {
            Self::Sqlite { write, .. } => {
                // sqlx has a lock for this on PostgreSQL alone.
                let _alone = lock_beside(write.connect_options().get_filename()).await?;
                sqlx::migrate!("migrations/sqlite").run(write).await?;
            }
            Self::Postgres(pool) => sqlx::migrate!("migrations/postgres").run(pool).await?,
        }
        Ok(())
    }

    /// Begins to write.
    pub async fn begin(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { write, bell, .. } => Tx::Sqlite(SqliteTx::begin(write, bell).await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Begins to write something short that many write at once; on SQLite they are committed together. It may read what
    /// others have not committed yet, so whoever answers from what it read here ends it first, by [`Tx::commit`] or [`Tx::give_up`].
    pub async fn begin_shared(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { write, bell, turns, .. } => Tx::Sqlite(SqliteTx::begin_shared(write, bell, turns).await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Empties SQLite's journal of changes, which still holds the pages as they were before something was erased. On
    /// PostgreSQL the space of erased rows is the vacuum's.
    pub async fn forget_past(&self) -> Result<()> {
        if let Self::Sqlite { write, .. } = self {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(write).await?;
        }
        Ok(())
    }

    /// After much was written at once: brings the journal home and the planner's statistics up to date.
    pub async fn settle(&self) -> Result<()> {
        match self {
            Self::Sqlite { write, .. } => {
                sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(write).await?;
            }
            Self::Postgres(pool) => {
                sqlx::query("VACUUM ANALYZE").execute(pool).await?;
            }
        }
        Ok(())
    }

    /// What sealed something here that stays, unless nothing was: the name of a key. A table that is not there yet holds nothing.
    pub async fn sealing_key(&self) -> Result<Option<String>> {
        for sql in [
            "SELECT key_id FROM report LIMIT 1",
            "SELECT key_id FROM draft LIMIT 1",
            "SELECT key_id FROM saved_view LIMIT 1",
            "SELECT key_id FROM tag LIMIT 1",
            "SELECT key_id FROM team LIMIT 1",
            "SELECT key_id FROM rule_version LIMIT 1",
            "SELECT key_id FROM letter_version LIMIT 1",
            "SELECT key_id FROM staff_setting WHERE key_id IS NOT NULL LIMIT 1",
            // These hang on the secret that all keys of a portal share, which is lost with them.
            "SELECT 'one-time passwords' FROM staff WHERE sealed_totp IS NOT NULL LIMIT 1",
        ] {
            let found: sqlx::Result<Option<(String,)>> = on_db!(self, c => sqlx::query_as(sql).fetch_optional(c).await);
            match found {
                Ok(Some((key,))) => return Ok(Some(key)),
                Err(error) if !is_no_table(&error) => return Err(error.into()),
                Ok(None) | Err(_) => {}
            }
        }
        Ok(None)
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        on_db!(self, c => sqlx::query("SELECT 1").execute(c).await.map(|_| ()))?;
        Ok(())
    }

    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write, .. } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }

    /// `sqlite` or `postgres`, for `doctor`.
    pub const fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }
}

impl Tx {
    /// Has PostgreSQL plan each statement of this transaction for its values: for what asks for all before a moment, which is
    /// next to nothing, where a plan for any moment would expect a third of the table.
    pub async fn plan_for_values(&mut self) -> Result<()> {
        if let Self::Postgres(tx) = self {
            sqlx::query("SET LOCAL plan_cache_mode = force_custom_plan").execute(&mut **tx).await?;
        }
        Ok(())
    }

    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Takes back what was written. What was read is there to stay when this returns, for whoever answers from it.
    pub async fn give_up(self) {
        match self {
            Self::Sqlite(tx) => tx.give_up().await,
            Self::Postgres(tx) => drop(tx),
        }
    }
}

/// The part of an address that holds no password.
fn scheme_of(url: &str) -> String {
    url.split_once(':').map_or_else(|| "(none)".to_owned(), |(scheme, _)| format!("{scheme}:…"))
}

/// A query of that text with its values, for whichever database it then runs on.
macro_rules! bound {
    ($text:expr, $values:expr) => {{
        let mut query = sqlx::query_as(AssertSqlSafe($text));
        for value in $values {
            query = match value {
                Value::Text(value) => query.bind(value),
                Value::Int(value) => query.bind(value),
                Value::Bytes(value) => query.bind(value),
                Value::Id(value) => query.bind(value),
                Value::Time(value) => query.bind(value),
            };
        }
        query
    }};
}

/// A value bound into a query that is put together at run time.
#[derive(Clone, Debug)]
pub enum Value {
    Text(String),
    Int(i64),
    Bytes(Vec<u8>),
    Id(Uuid),
    Time(DateTime<Utc>),
}

impl Value {
    /// As sqlx tells PostgreSQL what a value is.
    const fn type_on_postgres(&self) -> &'static str {
        match self {
            Self::Text(_) => "TEXT",
            Self::Int(_) => "BIGINT",
            Self::Bytes(_) => "BYTEA",
            Self::Id(_) => "UUID",
            Self::Time(_) => "TIMESTAMPTZ",
        }
    }
}

/// Whether a query failed because the database was not brought to this version yet.
fn is_no_table(error: &sqlx::Error) -> bool {
    let said = error.as_database_error();
    said.is_some_and(|said| said.code().as_deref() == Some("42P01") || said.message().contains("no such table"))
}

/// A query put together at run time. Its text can only come from the program, its values only by binding.
#[derive(Clone, Default)]
pub struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    pub fn new(text: &'static str) -> Self {
        Self { text: text.to_owned(), values: Vec::new() }
    }

    pub fn push(&mut self, text: &'static str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    pub fn bind(&mut self, value: Value) -> &mut Self {
        self.values.push(value);
        self.text.push('$');
        self.text.push_str(&self.values.len().to_string());
        self
    }

    /// On SQLite, the index that must be used for the table just named; PostgreSQL has no such words.
    pub fn index(&mut self, name: &'static str) -> &mut Self {
        self.text.push_str(INDEX);
        self.text.push_str(name);
        self
    }

    /// `(value, value, …)`
    pub fn bind_list(&mut self, values: impl IntoIterator<Item = Value>) -> &mut Self {
        self.push("(");
        for (n, value) in values.into_iter().enumerate() {
            if n > 0 {
                self.push(", ");
            }
            self.bind(value);
        }
        self.push(")")
    }

    /// Runs the query for all its rows.
    pub async fn fetch_all<T>(self, db: &Db) -> Result<Vec<T>>
    where
        T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let text = self.text_for(matches!(db, Db::Sqlite { .. }));
        self.run(db, text).await
    }

    /// The same as things stand in a transaction.
    #[expect(clippy::disallowed_methods, reason = "its text can only be pushed from literals, as in `run`")]
    pub async fn fetch_all_within<T>(self, tx: &mut Tx) -> Result<Vec<T>>
    where
        T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let text = self.text_for(matches!(tx, Tx::Sqlite(_)));
        Ok(on_tx!(tx, c => bound!(text, self.values).fetch_all(c).await?))
    }

    /// The steps that the database would take for the query, in its own words.
    #[expect(clippy::disallowed_methods, reason = "its text can only be pushed from literals, as in `run`")]
    pub async fn explain(self, db: &Db) -> Result<Vec<String>> {
        let text = self.text_for(matches!(db, Db::Sqlite { .. }));
        Ok(match db {
            Db::Sqlite { .. } => {
                let rows: Vec<(i64, i64, i64, String)> = self.run(db, format!("EXPLAIN QUERY PLAN {text}")).await?;
                rows.into_iter().map(|(_, _, _, step)| step).collect()
            }
            Db::Postgres(pool) => {
                // With values the planner would show what it does for them, and not what it does for the portal.
                let types = self.values.iter().map(Value::type_on_postgres).collect::<Vec<_>>().join(", ");
                let nothing = vec!["NULL"; self.values.len()].join(", ");
                let prepare = format!("PREPARE explained ({types}) AS {text}");
                let explain = format!("EXPLAIN EXECUTE explained ({nothing})");
                let mut connection = pool.acquire().await?;
                sqlx::query(AssertSqlSafe(prepare)).execute(&mut *connection).await?;
                let rows: Vec<(String,)> = sqlx::query_as(AssertSqlSafe(explain)).fetch_all(&mut *connection).await?;
                sqlx::query("DEALLOCATE explained").execute(&mut *connection).await?;
                rows.into_iter().map(|(step,)| step).collect()
            }
        })
    }

    fn text_for(&self, sqlite: bool) -> String {
        let mut parts = self.text.split(INDEX);
        let mut text = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) = part.split_once(' ').unwrap_or((part, ""));
            if sqlite {
                text.push_str(" INDEXED BY ");
                text.push_str(name);
            }
            text.push(' ');
            text.push_str(rest);
        }
        text
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where SQL is not a literal; its text can only be pushed from literals"
    )]
    async fn run<T>(self, db: &Db, text: String) -> Result<Vec<T>>
    where
        T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        Ok(on_db!(db, c => bound!(text, self.values).fetch_all(c).await?))
    }
}

/// Stands before the name of an index until the database is known.
const INDEX: &str = "\u{1}";
