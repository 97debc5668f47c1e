//! What is remembered: one SQL text on two databases. `Db` reads, `Tx` writes; each noun has its own file.
//!
//! How to add a noun: a table in both `migrations/` folders, a file here with a row type that derives `FromRow` and
//! functions named `find`, `list`, `add`, `set_…`; reading functions take `&Db`, writing ones `&mut Tx`. Time and
//! randomness come in as arguments. Nothing that a person typed goes into an unsealed column.

pub mod answers;
pub mod attempts;
pub mod drafts;
pub mod files;
pub mod imports;
pub mod jobs;
pub mod queue;
pub mod reports;
pub mod sessions;
pub mod staff;
pub mod timeline;
pub mod tokens;

use std::{path::Path, str::FromStr, time::Duration};

use chrono::{DateTime, Utc};
use sqlx::{
    AssertSqlSafe, FromRow, PgPool, Postgres, Sqlite, SqlitePool, Transaction,
    postgres::{PgConnectOptions, PgPoolOptions, PgRow},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous},
};
use uuid::Uuid;

#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    #[error("database: {0}")]
    Sql(#[from] sqlx::Error),
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
    },
    Postgres(PgPool),
}

/// A transaction, for writing.
pub enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
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
            let options = PgConnectOptions::from_str(url)?.options([("timezone", "UTC")]);
            let pool = PgPoolOptions::new().max_connections(16).acquire_timeout(Duration::from_secs(10));
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
            .pragma("temp_store", "memory");
        let write = SqlitePoolOptions::new().max_connections(1).acquire_timeout(Duration::from_secs(30));
        let write = write.connect_with(options.clone()).await?;
        let read = SqlitePoolOptions::new().max_connections(8).acquire_timeout(Duration::from_secs(10));
        let read = read.connect_with(options.read_only(false).pragma("query_only", "true")).await?;
        Ok(Self::Sqlite { read, write })
    }

    /// Brings the schema to this version.
    pub async fn migrate(&self) -> Result<()> {
        match self {
            Self::Sqlite { write, .. } => sqlx::migrate!("migrations/sqlite").run(write).await?,
            Self::Postgres(pool) => sqlx::migrate!("migrations/postgres").run(pool).await?,
        }
        Ok(())
    }

    /// Begins to write. On SQLite the write lock is taken at once, because a read that turns into a write fails when
    /// another writer was in between.
    pub async fn begin(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        on_db!(self, c => sqlx::query("SELECT 1").execute(c).await.map(|_| ()))?;
        Ok(())
    }

    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write } => {
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
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

/// The part of an address that holds no password.
fn scheme_of(url: &str) -> String {
    url.split_once(':').map_or_else(|| "(none)".to_owned(), |(scheme, _)| format!("{scheme}:…"))
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
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where SQL is not a literal; its text can only be pushed from literals"
    )]
    pub async fn fetch_all<T>(self, db: &Db) -> Result<Vec<T>>
    where
        T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        Ok(on_db!(db, c => {
            let mut query = sqlx::query_as::<_, T>(AssertSqlSafe(self.text));
            for value in self.values {
                query = match value {
                    Value::Text(value) => query.bind(value),
                    Value::Int(value) => query.bind(value),
                    Value::Bytes(value) => query.bind(value),
                    Value::Id(value) => query.bind(value),
                    Value::Time(value) => query.bind(value),
                };
            }
            query.fetch_all(c).await?
        }))
    }
}
