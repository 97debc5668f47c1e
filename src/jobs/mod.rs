//! The worker: carries out what actions left in the outbox, and tidies up.

mod acts;
mod ask_again;
mod export_list;
mod graph;
mod handling_times;
mod index_search;
mod prepare_file;
mod recount;
mod send_notice;
mod staff_mail;
mod text_code;
mod tidy;
mod watch;

pub use handling_times::refresh as refresh_handling_times;
pub use tidy::{HEARTBEAT, run as tidy_now};

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    actions::{
        graph::Former,
        intake,
        notify::Change,
        priority, rules,
        subscriptions::{self, News},
    },
    crypto::DataKey,
    domain::notice::NoticeState,
    portal::Portal,
    storage::{self, Tx, jobs::JobRow},
};

/// A side effect, as the outbox keeps it (sealed).
#[derive(Serialize, Deserialize)]
pub enum Job {
    /// Send a notice by mail.
    Mail { notice: Uuid },
    /// Send a notice as a text message.
    Text { notice: Uuid },
    /// Have a file looked at by the virus scanner, and draw the copy of a picture that is shown.
    PrepareFile { id: Uuid },
    /// Count due dates anew by a calendar that was noticed, from the report after `after` on; `again` for a second walk.
    Recount { calendar: String, after: Uuid, again: bool },
    /// Four weeks after a report was closed: ask its reporter again what became of it.
    AskAgain { report: Uuid, round: i64 },
    /// Find out what a report belongs to, and count anew whom it confirms; `former` is where it was before.
    Graph { report: Uuid, former: Option<Former> },
    /// The morning of a reminder.
    Remind { reminder: Uuid },
    /// Carry out a bulk act that is too long for a request.
    Bulk { act: Uuid },
    /// Go on with undoing a bulk act, should that have broken off.
    BulkUndo { act: Uuid },
    /// A bulk act can no longer be undone: tell the reporters.
    BulkTell { act: Uuid },
    /// Send the code of a report that a clerk took in as a text message.
    TextCode { id: Uuid, report: Option<Uuid>, to: String, text: String },
    /// Write a long list into a sealed file.
    ExportList { id: Uuid },
    /// A report came or changed: run the rules on it, tell those whose views it came into.
    Watch { report: Uuid, at: DateTime<Utc>, by: Option<Uuid>, rules: bool },
    /// Time brought these reports nearer to their due dates: tell those whose views they came into.
    WatchDue { reports: Vec<Uuid>, at: DateTime<Utc> },
    /// Reports came or changed: once they are indexed, tell those whose views look for words that they have now.
    WatchWords { reports: Vec<Uuid>, at: DateTime<Utc>, by: Option<Uuid> },
    /// Try a rule on the next part of what came lately.
    DryRun { run: Uuid },
    /// Put somebody's digest together; `at` names it.
    Digest { staff: Uuid, at: DateTime<Utc> },
    /// A mail to somebody of a court: a code, or counts by kind.
    StaffMail { staff: Uuid, id: Uuid, code: Option<String>, counts: Vec<(String, i64)> },
}

/// Jobs of one lane follow each other, lanes go side by side: a mail server that does not answer delays mail only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    Mail,
    Text,
    /// What the virus scanner looks at.
    Files,
    /// Everything that needs no neighbour.
    House,
    /// What is derived from reports, so that a flood of them delays nothing else.
    Index,
}

impl Lane {
    pub const ALL: [Self; 5] = [Self::Mail, Self::Text, Self::Files, Self::House, Self::Index];

    /// As the outbox has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Text => "sms",
            Self::Files => "files",
            Self::House => "house",
            Self::Index => "index",
        }
    }
}

impl Job {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Mail { .. } => "mail",
            Self::Text { .. } => "text",
            Self::PrepareFile { .. } => "prepare_file",
            Self::Recount { .. } => "recount",
            Self::AskAgain { .. } => "ask_again",
            Self::Graph { .. } => "graph",
            Self::Remind { .. } => "remind",
            Self::Bulk { .. } => "bulk",
            Self::BulkUndo { .. } => "bulk_undo",
            Self::BulkTell { .. } => "bulk_tell",
            Self::TextCode { .. } => "text_code",
            Self::ExportList { .. } => "export_list",
            Self::Watch { rules: true, .. } => "rules",
            Self::Watch { rules: false, .. } => "watch",
            Self::WatchDue { .. } => "watch_due",
            Self::WatchWords { .. } => "watch_words",
            Self::DryRun { .. } => "dry_run",
            Self::Digest { .. } => "digest",
            Self::StaffMail { .. } => "staff_mail",
        }
    }

    const fn lane(&self) -> Lane {
        match self {
            Self::Mail { .. } | Self::StaffMail { .. } => Lane::Mail,
            Self::Text { .. } | Self::TextCode { .. } => Lane::Text,
            Self::PrepareFile { .. } => Lane::Files,
            Self::Recount { .. }
            | Self::AskAgain { .. }
            | Self::Remind { .. }
            | Self::Bulk { .. }
            | Self::ExportList { .. }
            | Self::BulkUndo { .. }
            | Self::BulkTell { .. }
            | Self::Watch { .. }
            | Self::WatchDue { .. }
            | Self::WatchWords { .. }
            | Self::DryRun { .. }
            | Self::Digest { .. } => Lane::House,
            Self::Graph { .. } => Lane::Index,
        }
    }

    /// Who is to hear when it fails.
    const fn waiting(&self) -> Option<Waiting> {
        match self {
            Self::Mail { notice } | Self::Text { notice } => Some(Waiting::Notice(*notice)),
            Self::TextCode { report: Some(report), .. } => Some(Waiting::Caller(*report)),
            Self::ExportList { id } => Some(Waiting::Export(*id)),
            Self::PrepareFile { .. }
            | Self::Recount { .. }
            | Self::AskAgain { .. }
            | Self::Graph { .. }
            | Self::Remind { .. }
            | Self::Bulk { .. }
            | Self::BulkUndo { .. }
            | Self::BulkTell { .. }
            | Self::TextCode { report: None, .. }
            | Self::Watch { .. }
            | Self::WatchDue { .. }
            | Self::WatchWords { .. }
            | Self::DryRun { .. }
            | Self::Digest { .. }
            | Self::StaffMail { .. } => None,
        }
    }
}

/// Somebody who waits for what a job makes, and where that is noted.
#[derive(Clone, Copy)]
enum Waiting {
    Notice(Uuid),
    /// The caller whose report a clerk took in.
    Caller(Uuid),
    Export(Uuid),
}

impl Waiting {
    /// Notes that the last attempt failed.
    async fn set_failed(self, portal: &Portal, tx: &mut Tx, error: &str, now: DateTime<Utc>) -> storage::Result<()> {
        match self {
            Self::Notice(id) => storage::notices::set_over(tx, id, NoticeState::Failed, None, Some(error), now).await,
            Self::Caller(report) => intake::set_text_failed(portal, tx, report).await,
            Self::Export(id) => export_list::set_failed(tx, id, now).await,
        }
    }
}

/// How a job ended.
pub enum Outcome {
    Done,
    /// Not before this time; nothing went wrong.
    Later(DateTime<Utc>),
}

/// Why a job failed: a class, never a neighbour's words.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    #[error("{0}")]
    Mail(#[from] crate::mail::MailError),
    #[error("{0}")]
    Sms(#[from] crate::mail::SmsError),
    #[error("file_store")]
    Files(#[from] crate::files::FileError),
    #[error("database")]
    Storage(#[from] storage::StorageError),
    #[error("virus_scanner")]
    Scanner,
    #[error("file_moved")]
    Moved,
    #[error("table")]
    Table,
    #[error("lists")]
    Lists,
    #[error("other_calendar")]
    OtherCalendar,
    #[error("code_over")]
    CodeOver,
    #[error("panicked")]
    Panicked,
    #[error("unreadable_job")]
    Unreadable,
}

impl JobError {
    /// Whether trying again would not mend it.
    const fn is_final(&self) -> bool {
        match self {
            Self::Mail(error) => error.is_final(),
            Self::Sms(error) => error.is_final(),
            Self::CodeOver => true,
            Self::Files(_)
            | Self::Storage(_)
            | Self::Moved
            | Self::Lists
            | Self::Table
            | Self::OtherCalendar
            | Self::Scanner
            | Self::Panicked
            // The key may not have been copied to this server yet, or the job is of a newer version than this worker.
            | Self::Unreadable => false,
        }
    }
}

/// Writes a job into the transaction that causes it.
pub async fn enqueue(portal: &Portal, tx: &mut Tx, job: &Job) -> storage::Result<()> {
    enqueue_at(portal, tx, job, portal.clock.now()).await
}

/// The same, to be carried out no earlier than `run_at`.
pub async fn enqueue_at(portal: &Portal, tx: &mut Tx, job: &Job, run_at: DateTime<Utc>) -> storage::Result<()> {
    let now = portal.clock.now();
    let id = portal.entropy.id(now);
    let key_id = portal.keys.current();
    let key = DataKey::for_purpose(&portal.keys, &key_id, "seal jobs")?;
    let row = JobRow {
        id,
        kind: job.kind().to_owned(),
        lane: job.lane().as_str().to_owned(),
        sealed: key.seal(&portal.entropy, "job", "sealed", id, job),
        key_id,
        attempts: 0,
        locked_until: None,
    };
    storage::jobs::add(tx, &row, now, run_at).await
}

/// How long a job that is done leaves its empty row.
pub const DONE_KEPT: TimeDelta = TimeDelta::days(7);
/// How long a worker may hold a job before another may take it.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// A job that takes longer than this says that it goes on, so that no other worker begins it, too.
const RENEW_EVERY: std::time::Duration = std::time::Duration::from_mins(1);
/// A message that failed this often is given up, after about five days.
const MOST_ATTEMPTS: i64 = 30;

/// How often a job of a kind is tried. A neighbour's refusal is final at some time, and so is
/// news; whoever sits before the page that waits is told within a quarter of an hour, and can ask again. What the portal
/// owes itself is never given up: a chain of jobs would end there for good. It stands among those that fail (`doctor`)
/// until what keeps it back is mended.
fn most_attempts(kind: &str) -> i64 {
    match kind {
        "text_code" | "export_list" => 6,
        "mail" | "text" | "staff_mail" | "watch" | "watch_due" | "watch_words" => MOST_ATTEMPTS,
        _ => i64::MAX,
    }
}

/// How often what is over is erased, and the worker says that it lives.
pub const TIDY_EVERY: std::time::Duration = std::time::Duration::from_secs(20);

/// Works until told to stop: each lane for itself, and tidying beside them.
pub async fn work(portal: Portal, stop: CancellationToken) {
    let bells = Lane::ALL.map(|lane| (lane, Arc::new(Notify::new())));
    let mut loops = tokio::task::JoinSet::new();
    for (lane, bell) in bells.clone() {
        loops.spawn(work_lane(portal.clone(), lane, bell, stop.clone()));
    }
    loops.spawn(tidy_up(portal.clone(), stop.clone()));
    loops.spawn(index_search::keep_up(portal.clone(), stop.clone()));
    // Whoever writes a job rings once; all lanes look.
    while !stop.is_cancelled() {
        tokio::select! {
            () = stop.cancelled() => {}
            () = portal.jobs_waiting.notified() => bells.iter().for_each(|(_, bell)| bell.notify_one()),
        }
    }
    loops.join_all().await;
}

async fn work_lane(portal: Portal, lane: Lane, bell: Arc<Notify>, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match run_next(&portal, lane).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "the outbox cannot be read; it is tried again"),
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = bell.notified() => {}
            () = tokio::time::sleep(std::time::Duration::from_secs(1)) => {}
        }
    }
}

async fn tidy_up(portal: Portal, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = tidy::run(&portal).await {
            tracing::warn!(%error, "tidying failed; it is tried again");
        }
        if let Err(error) = priority::keep_up(&portal).await {
            tracing::warn!(%error, "the order of the queue could not be brought up to date; it is tried again");
        }
        if let Err(error) = handling_times::refresh(&portal).await {
            tracing::warn!(%error, "handling times could not be counted; it is tried again");
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(TIDY_EVERY) => {}
        }
    }
}

/// Carries out the next job of a lane that is due; `false` when there is none.
pub async fn run_next(portal: &Portal, lane: Lane) -> storage::Result<bool> {
    let now = portal.clock.now();
    let Some(mut row) = storage::jobs::take(&portal.db, lane.as_str(), now, now + LEASE).await? else {
        return Ok(false);
    };
    let job = open(portal, &row);
    let waiting = job.as_ref().ok().and_then(Job::waiting);
    // One that does not open yet, for want of a key, is not what somebody sits waiting for.
    let most_attempts =
        if job.is_ok() { most_attempts(&row.kind) } else { most_attempts(&row.kind).max(MOST_ATTEMPTS) };
    let outcome = match job {
        Ok(job) => run_and_renew(portal, &mut row, job).await,
        Err(error) => Err(error),
    };
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    match outcome {
        Ok(Outcome::Done) => storage::jobs::set_done(&mut tx, &row, now).await?,
        Ok(Outcome::Later(at)) => storage::jobs::set_later(&mut tx, &row, at).await?,
        Err(error @ JobError::Scanner) => {
            // A scanner may be away for days; a file that waits for it is never given up, and goes on soon after.
            tracing::warn!(
                kind = row.kind,
                attempts = row.attempts,
                "the virus scanner did not answer; it is asked again"
            );
            let wait = back_off(row.attempts).min(TimeDelta::minutes(10));
            storage::jobs::set_failed(&mut tx, &row, &error.to_string(), now + wait).await?;
        }
        Err(error) if row.attempts >= most_attempts || error.is_final() => {
            tracing::error!(kind = row.kind, attempts = row.attempts, %error, "job given up");
            let ours = storage::jobs::set_given_up(&mut tx, &row, &error.to_string(), now).await?;
            if let Some(waiting) = waiting.filter(|_| ours) {
                waiting.set_failed(portal, &mut tx, &error.to_string(), now).await?;
            }
        }
        Err(error) => {
            if row.attempts < MOST_ATTEMPTS {
                tracing::warn!(kind = row.kind, attempts = row.attempts, %error, "job failed; it is tried again");
            } else {
                tracing::error!(job = %row.id, kind = row.kind, attempts = row.attempts, %error, "job fails for days");
            }
            let again = now + back_off(row.attempts);
            storage::jobs::set_failed(&mut tx, &row, &error.to_string(), again).await?;
            if let Some(Waiting::Notice(notice)) = waiting {
                storage::notices::set_error(&mut tx, notice, &error.to_string(), again).await?;
            }
        }
    }
    tx.commit().await?;
    Ok(true)
}

/// Carries a job out, and holds it for as long as that takes.
async fn run_and_renew(portal: &Portal, row: &mut JobRow, job: Job) -> Result<Outcome, JobError> {
    // A task of its own: a job that panics does not take its lane along.
    let mut task = tokio::spawn(run(portal.clone(), job));
    loop {
        tokio::select! {
            outcome = &mut task => return outcome.unwrap_or(Err(JobError::Panicked)),
            () = tokio::time::sleep(RENEW_EVERY) => {
                // What fails here is said again in a minute; the lease lasts longer.
                if let Err(error) = storage::jobs::renew(&portal.db, row, portal.clock.now() + LEASE).await {
                    tracing::warn!(%error, "a job that goes on could not be held; it is tried again");
                }
            }
        }
    }
}

/// Runs everything that is due now, lane after lane; for tests and commands.
pub async fn run_all(portal: &Portal) -> storage::Result<usize> {
    let mut count = 0;
    for lane in Lane::ALL {
        while run_next(portal, lane).await? {
            count += 1;
        }
    }
    index_search::catch_up(portal).await?;
    Ok(count)
}

fn open(portal: &Portal, row: &JobRow) -> Result<Job, JobError> {
    let key = DataKey::for_purpose(&portal.keys, &row.key_id, "seal jobs").map_err(|_| JobError::Unreadable)?;
    key.open("job", "sealed", row.id, &row.sealed).map_err(|_| JobError::Unreadable)
}

async fn run(portal: Portal, job: Job) -> Result<Outcome, JobError> {
    match job {
        Job::Mail { notice } | Job::Text { notice } => send_notice::run(&portal, notice).await,
        Job::PrepareFile { id } => prepare_file::run(&portal, id).await.map(|()| Outcome::Done),
        Job::Recount { calendar, after, again } => {
            recount::run(&portal, &calendar, after, again).await.map(|()| Outcome::Done)
        }
        Job::AskAgain { report, round } => ask_again::run(&portal, report, round).await.map(|()| Outcome::Done),
        Job::Graph { report, former } => graph::run(&portal, report, former.as_ref()).await.map(|()| Outcome::Done),
        Job::Remind { reminder } => acts::remind(&portal, reminder).await.map(|()| Outcome::Done),
        Job::Bulk { act } => acts::run_bulk(&portal, act).await.map(|()| Outcome::Done),
        Job::BulkUndo { act } => acts::undo_bulk(&portal, act).await.map(|()| Outcome::Done),
        Job::BulkTell { act } => acts::tell_bulk(&portal, act).await,
        Job::TextCode { id, to, text, .. } => text_code::run(&portal, id, &to, &text).await.map(|()| Outcome::Done),
        Job::ExportList { id } => export_list::run(&portal, id).await.map(|()| Outcome::Done),
        Job::Watch { report, at, by, rules } => {
            watch::run(&portal, Change { report, at, by }, rules).await.map(|()| Outcome::Done)
        }
        Job::WatchDue { reports, at } => watch::due(&portal, reports, at).await.map(|()| Outcome::Done),
        Job::WatchWords { reports, at, by } => watch::words(&portal, &News { reports, at, by }).await,
        Job::DryRun { run } => Ok(rules::dry_part(&portal, run).await.map(|()| Outcome::Done)?),
        Job::Digest { staff, at } => Ok(subscriptions::digest(&portal, staff, at).await.map(|()| Outcome::Done)?),
        Job::StaffMail { staff, id, code, counts } => {
            staff_mail::run(&portal, staff, id, code.as_deref(), &counts).await.map(|()| Outcome::Done)
        }
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
    fn what_the_portal_owes_itself_is_tried_for_ever() {
        let (id, at) = (Uuid::nil(), DateTime::UNIX_EPOCH);
        let watch = |rules| Job::Watch { report: id, at, by: None, rules };
        let tries = |job: &Job| most_attempts(job.kind());
        let mail = Job::StaffMail { staff: id, id, code: None, counts: Vec::new() };
        let text = Job::TextCode { id, report: None, to: String::new(), text: String::new() };
        for job in [Job::Mail { notice: id }, Job::Text { notice: id }, mail, watch(false)] {
            assert_eq!(tries(&job), MOST_ATTEMPTS);
        }
        assert_eq!([tries(&text), tries(&Job::ExportList { id })], [6, 6]);
        for job in [watch(true), Job::Digest { staff: id, at }, Job::Graph { report: id, former: None }] {
            assert_eq!(tries(&job), i64::MAX);
        }
    }

    #[test]
    fn waits_grow_to_six_hours() {
        assert_eq!(back_off(1), TimeDelta::seconds(30));
        assert_eq!(back_off(2), TimeDelta::minutes(1));
        assert_eq!(back_off(1_000), TimeDelta::hours(6));
        assert!((1..40).all(|n| back_off(n) <= back_off(n + 1)));
    }
}
