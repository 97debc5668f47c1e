//! Transactions on SQLite, and group commit: each commit writes all pages that were touched and waits for the disk, so those
//! who write one behind the other share one. Each writes behind a savepoint of its own, so one that is given up leaves
//! the others alone; and nobody is told that it is done before all of it is on the disk.
//!
//! Who ends a group: whoever finds nobody waiting behind it, so a writer that is alone never waits; or else the first of
//! the group, which queues again behind those who were waiting then. PostgreSQL does all this by itself.

use std::{
    ops::{Deref, DerefMut},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use sqlx::{Sqlite, SqliteConnection, SqlitePool, Transaction};
use tokio::{
    runtime::Handle,
    sync::{Mutex, Notify, OwnedMutexGuard, oneshot},
    task::JoinHandle,
};

use super::{Result, StorageError};

/// How long a writer waits for its turn.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// So many are committed together at most, so that another process gets the write lock, too.
const MOST: usize = 32;

/// A transaction on SQLite that may ring once it is committed.
pub struct SqliteTx {
    /// What is written so far, by this one and by those before it. Taken out when it ends.
    group: Option<Group>,
    /// For one that may be committed with others.
    turn: Option<Turn>,
}

/// Where those who share their commits write one after the other.
#[derive(Clone, Default)]
pub struct Turns {
    open: Arc<Mutex<Option<Group>>>,
    /// How many wait to begin.
    waiting: Arc<AtomicUsize>,
}

/// The right to write among others, until it is dropped.
struct Turn {
    open: OwnedMutexGuard<Option<Group>>,
    turns: Turns,
}

/// What some have written and nobody has committed yet.
struct Group {
    tx: Transaction<'static, Sqlite>,
    /// Those who are done writing, and wait to hear that it is there to stay.
    members: Vec<oneshot::Sender<Result<()>>>,
    bell: Arc<Notify>,
    rings: bool,
}

impl SqliteTx {
    /// One that is committed by itself. The write lock is taken at once, because a read that turns into a write fails when
    /// another writer was in between.
    pub(super) async fn begin(write: &SqlitePool, bell: &Arc<Notify>) -> Result<Self> {
        Ok(Self { group: Some(Group::begin(write, bell).await?), turn: None })
    }

    /// One that is committed with what others write just before and just after.
    pub(super) async fn begin_shared(write: &SqlitePool, bell: &Arc<Notify>, turns: &Turns) -> Result<Self> {
        let mut open = {
            let _waiting = Waiting::of(turns);
            let open = tokio::time::timeout(PATIENCE, turns.open.clone().lock_owned()).await;
            open.map_err(|_| sqlx::Error::PoolTimedOut)?
        };
        // Whoever does not wait any more leaves the group where it was.
        if let Some(group) = open.as_mut()
            && let Err(error) = sqlx::query("SAVEPOINT member").execute(&mut *group.tx).await
            && let Some(group) = open.take()
        {
            // SQLite may have given up everything.
            return Err(group.give_up(error));
        }
        let group = match open.take() {
            Some(group) => group,
            None => Group::begin(write, bell).await?,
        };
        Ok(Self { group: Some(group), turn: Some(Turn { open, turns: turns.clone() }) })
    }

    /// Lets everybody who listens know once this is committed.
    pub(super) fn ring(&mut self) {
        if let Some(group) = &mut self.group {
            group.rings = true;
        }
    }

    /// Returns when all of it is on the disk, or an error when it may not be.
    pub(super) async fn commit(mut self) -> Result<()> {
        let Some(group) = self.group.take() else { return Ok(()) };
        let (tell, told) = oneshot::channel();
        match self.turn.take() {
            None => group.joined(tell).commit().await,
            // A task of its own: whoever is not there any more to hear of it keeps nobody waiting.
            Some(turn) => {
                tokio::spawn(turn.end(group, tell));
            }
        }
        told.await.unwrap_or_else(|_| Err(sqlx::Error::WorkerCrashed.into()))
    }

    /// Gives up what was written since it began; what it read of others is there to stay when this returns, unless their
    /// commit failed.
    pub(super) async fn give_up(mut self) {
        if let Some(others) = self.begin_to_give_up(&Handle::current()) {
            // They hear of it themselves.
            let _ = others.await;
        }
    }

    /// Commits what others wrote before, if there is any; sqlx takes back what stands alone.
    fn begin_to_give_up(&mut self, runtime: &Handle) -> Option<JoinHandle<()>> {
        let (group, turn) = (self.group.take()?, self.turn.take()?);
        (!group.members.is_empty()).then(|| {
            runtime.spawn(async move {
                group.without_last().await;
                drop(turn);
            })
        })
    }
}

impl Turn {
    /// Passes on what is written to the next who writes, or commits it.
    async fn end(mut self, mut group: Group, tell: oneshot::Sender<Result<()>>) {
        let is_first = group.members.is_empty();
        if !is_first && let Err(error) = sqlx::query("RELEASE member").execute(&mut *group.tx).await {
            // It was there, so SQLite has given up everything, as on a full disk.
            group.joined(tell).give_up(error);
            return;
        }
        let group = group.joined(tell);
        if self.turns.waiting.load(Ordering::Acquire) == 0 || group.members.len() >= MOST {
            return group.commit().await;
        }
        *self.open = Some(group);
        let Self { open, turns } = self;
        drop(open);
        if is_first && let Some(group) = turns.open.lock().await.take() {
            group.commit().await;
        }
    }
}

impl Group {
    async fn begin(write: &SqlitePool, bell: &Arc<Notify>) -> Result<Self> {
        let tx = write.begin_with("BEGIN IMMEDIATE").await?;
        Ok(Self { tx, members: Vec::new(), bell: bell.clone(), rings: false })
    }

    fn joined(mut self, member: oneshot::Sender<Result<()>>) -> Self {
        self.members.push(member);
        self
    }

    async fn commit(self) {
        let Self { tx, members, bell, rings } = self;
        let done = tx.commit().await.map_err(Arc::new);
        if done.is_ok() && rings {
            bell.notify_one();
        }
        for member in members {
            // Whoever does not wait any more does not hear of it.
            let _ = member.send(done.clone().map_err(StorageError::Commit));
        }
    }

    /// Takes back what was written since the last of them was done, and commits what they wrote: whoever takes something
    /// back may have met with what made SQLite give up all of it, and then the commit says so.
    async fn without_last(mut self) {
        // Were the savepoint all that SQLite still knows, nothing would be left to commit after its release.
        for step in ["ROLLBACK TO member", "RELEASE member"] {
            if let Err(error) = sqlx::query(step).execute(&mut *self.tx).await {
                self.give_up(error);
                return;
            }
        }
        self.commit().await;
    }

    /// Nothing of it is kept.
    fn give_up(self, error: sqlx::Error) -> StorageError {
        let Self { tx, members, .. } = self;
        drop(tx);
        let error = Arc::new(error);
        for member in members {
            let _ = member.send(Err(StorageError::Commit(error.clone())));
        }
        StorageError::Commit(error)
    }
}

impl Deref for SqliteTx {
    type Target = SqliteConnection;
    fn deref(&self) -> &SqliteConnection {
        &self.group.as_ref().expect("it has not ended").tx
    }
}

impl DerefMut for SqliteTx {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.group.as_mut().expect("it has not ended").tx
    }
}

impl Drop for SqliteTx {
    /// Gives up what was written since it began.
    fn drop(&mut self) {
        if let Ok(runtime) = Handle::try_current() {
            self.begin_to_give_up(&runtime);
        }
    }
}

/// Somebody who waits to begin, or who gave up waiting.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn of(turns: &'a Turns) -> Self {
        turns.waiting.fetch_add(1, Ordering::AcqRel);
        Self(&turns.waiting)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}
