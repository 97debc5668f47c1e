//! Hearing that something changed: after the commit within this process on SQLite, by notification on PostgreSQL. It is
//! a hint only (notifications are lost on a reconnect): whoever waits looks now and then without it too.

use std::{sync::Arc, time::Duration};

use sqlx::{PgPool, postgres::PgListener};
use tokio::sync::Notify;

use super::{Db, Result, Tx};

/// The channel of notifications between servers.
const CHANNEL: &str = "nuandong_change";
/// After a connection for listening could not be made.
const PATIENCE: Duration = Duration::from_secs(5);

impl Tx {
    /// Lets everybody who listens know once this is committed.
    pub async fn tell(&mut self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.ring(),
            // Equal notifications of one transaction are sent once.
            Self::Postgres(tx) => {
                sqlx::query("SELECT pg_notify($1, '')").bind(CHANNEL).execute(&mut **tx).await?;
            }
        }
        Ok(())
    }
}

/// One listener.
pub struct Bell(Kind);

enum Kind {
    Sqlite(Arc<Notify>),
    Postgres { pool: PgPool, listener: Option<PgListener> },
}

impl Bell {
    pub fn of(db: &Db) -> Self {
        Self(match db {
            Db::Sqlite { bell, .. } => Kind::Sqlite(bell.clone()),
            Db::Postgres(pool) => Kind::Postgres { pool: pool.clone(), listener: None },
        })
    }

    /// Waits until something may have changed. May be given up at any time.
    pub async fn heard(&mut self) {
        match &mut self.0 {
            Kind::Sqlite(bell) => bell.notified().await,
            Kind::Postgres { pool, listener } => {
                let Some(listening) = listener else {
                    match connect(pool).await {
                        // What was told before there was a connection: look once.
                        Ok(fresh) => *listener = Some(fresh),
                        Err(error) => {
                            tracing::warn!(%error, "no connection to listen on; changes are looked for now and then");
                            tokio::time::sleep(PATIENCE).await;
                        }
                    }
                    return;
                };
                if let Err(error) = listening.try_recv().await {
                    tracing::warn!(%error, "the connection for listening broke; it is made anew");
                    *listener = None;
                }
            }
        }
    }
}

async fn connect(pool: &PgPool) -> std::result::Result<PgListener, sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    Ok(listener)
}
