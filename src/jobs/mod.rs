//! The worker: carries out what actions left in the outbox, and tidies up.

mod prepare_file;
mod send_news;
mod tidy;

pub use tidy::{HEARTBEAT, run as tidy_now};

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    crypto::DataKey,
    portal::Portal,
    storage::{self, Tx, jobs::JobRow},
};

/// A side effect, as the outbox keeps it (sealed: an address is typed content).
#[derive(Serialize, Deserialize)]
pub enum Job {
    /// Tell somebody that there is news.
    News { to: String, language: String },
    /// Draw the copy of a picture that is shown.
    PrepareFile { id: Uuid },
}

impl Job {
    const fn kind(&self) -> &'static str {
        match self {
            Self::News { .. } => "news",
            Self::PrepareFile { .. } => "prepare_file",
        }
    }
}

/// Why a job failed: a class, never a neighbour's words.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    #[error("{0}")]
    Mail(#[from] crate::mail::MailError),
    #[error("file_store")]
    Files(#[from] crate::files::FileError),
    #[error("database")]
    Storage(#[from] storage::StorageError),
    #[error("file_moved")]
    Moved,
    #[error("unreadable_job")]
    Unreadable,
}

/// Writes a job into the transaction that causes it.
pub async fn enqueue(portal: &Portal, tx: &mut Tx, job: &Job) -> storage::Result<()> {
    let now = portal.clock.now();
    let id = portal.entropy.id(now);
    let key_id = portal.keys.current().to_owned();
    let key = DataKey::for_purpose(&portal.keys, &key_id, "seal jobs")?;
    let sealed = key.seal(&portal.entropy, "job", "sealed", id, job);
    storage::jobs::add(tx, &JobRow { id, kind: job.kind().to_owned(), key_id, sealed, attempts: 0 }, now).await
}

/// How long a worker may hold a job before another may take it.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// A job that failed this often is given up; it stands in `doctor` until then.
const MOST_ATTEMPTS: i64 = 30;

/// Works until told to stop.
pub async fn work(portal: Portal, stop: CancellationToken) {
    let mut last_tidy = None;
    while !stop.is_cancelled() {
        let now = portal.clock.now();
        if last_tidy.is_none_or(|at| now - at >= TimeDelta::seconds(20)) {
            last_tidy = Some(now);
            if let Err(error) = tidy::run(&portal).await {
                tracing::warn!(%error, "tidying failed; it is tried again");
            }
        }
        match run_next(&portal).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "the outbox cannot be read; it is tried again"),
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = portal.jobs_waiting.notified() => {}
            () = tokio::time::sleep(std::time::Duration::from_secs(1)) => {}
        }
    }
}

/// Carries out the next job that is due; `false` when there is none.
pub async fn run_next(portal: &Portal) -> storage::Result<bool> {
    let now = portal.clock.now();
    let Some(row) = storage::jobs::take(&portal.db, now, now + LEASE).await? else { return Ok(false) };
    let outcome = run(portal, &row).await;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    match outcome {
        Ok(()) => storage::jobs::set_done(&mut tx, row.id, now).await?,
        Err(error) if row.attempts >= MOST_ATTEMPTS || matches!(error, JobError::Unreadable) => {
            tracing::error!(kind = row.kind, attempts = row.attempts, %error, "job given up");
            storage::jobs::set_given_up(&mut tx, row.id, &error.to_string(), now).await?;
        }
        Err(error) => {
            tracing::warn!(kind = row.kind, attempts = row.attempts, %error, "job failed; it is tried again");
            storage::jobs::set_failed(&mut tx, row.id, &error.to_string(), now + back_off(row.attempts)).await?;
        }
    }
    tx.commit().await?;
    Ok(true)
}

/// Runs everything that is due now; for tests and commands.
pub async fn run_all(portal: &Portal) -> storage::Result<usize> {
    let mut count = 0;
    while run_next(portal).await? {
        count += 1;
    }
    Ok(count)
}

async fn run(portal: &Portal, row: &JobRow) -> Result<(), JobError> {
    let key = DataKey::for_purpose(&portal.keys, &row.key_id, "seal jobs").map_err(|_| JobError::Unreadable)?;
    match key.open("job", "sealed", row.id, &row.sealed).map_err(|_| JobError::Unreadable)? {
        Job::News { to, language } => send_news::run(portal, &to, &language).await,
        Job::PrepareFile { id } => prepare_file::run(portal, id).await,
    }
}

/// Half a minute, then twice as long each time, six hours at most.
fn back_off(attempts: i64) -> TimeDelta {
    let doublings = u32::try_from(attempts.clamp(1, 12) - 1).unwrap_or(0);
    TimeDelta::seconds(30 * 2_i64.pow(doublings)).min(TimeDelta::hours(6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_six_hours() {
        assert_eq!(back_off(1), TimeDelta::seconds(30));
        assert_eq!(back_off(2), TimeDelta::minutes(1));
        assert_eq!(back_off(1_000), TimeDelta::hours(6));
        assert!((1..40).all(|n| back_off(n) <= back_off(n + 1)));
    }
}
