//! A reporter comes back with the code; and what a reporter sees then.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    limits::{Limit, address_class},
    notices::{self, Notices},
    record,
};
use crate::{
    crypto::DataKey,
    domain::{
        handling_time::{FEWEST, Figures},
        report::{Content, ReceiptCode, Reporter, Status},
        staff::Role,
        workflow::{self, Action, CitizenAct},
    },
    portal::Portal,
    storage::{
        self,
        files::{FileMeta, FileRow},
        ratings::RatingRow,
        reports::ReportRow,
        timeline::EntryRow,
    },
};

/// How long a visit keeps a report open.
pub const OPEN_FOR: TimeDelta = TimeDelta::hours(2);
/// How long after closing the reporter is asked again what became of it.
pub const ASKED_AGAIN: TimeDelta = TimeDelta::weeks(4);

/// Why a code does not open anything.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// Not a code at all: a digit is wrong or missing. Costs the guesser nothing.
    #[error("wrong_form")]
    WrongForm,
    #[error("unknown_code")]
    Unknown,
    #[error("too_many_attempts")]
    TooMany,
    #[error(transparent)]
    Storage(#[from] storage::StorageError),
}

/// A report as its reporter sees it.
pub struct Followed {
    pub row: ReportRow,
    pub key: DataKey,
    pub content: Content,
    pub reporter: Option<Reporter>,
    pub entries: Vec<(EntryRow, Option<String>)>,
    pub files: Vec<(FileRow, FileMeta)>,
    pub notices: Notices,
    /// What the person is who has it; never who.
    pub handler: Option<Role>,
    pub estimate: Option<Estimate>,
    /// What the reporter said after closing, oldest first.
    pub ratings: Vec<RatingRow>,
    /// When the court last did something about it; what that was, only where the reporter may know.
    pub last_step: Option<DateTime<Utc>>,
}

/// How long reports like this one took that were closed lately.
pub struct Estimate {
    pub figures: Figures,
    /// Too few of the same kind were closed: this is the whole channel.
    pub of_channel: bool,
}

impl Followed {
    /// Whether the court wrote something that its reporter sees for the first time.
    pub fn has_unread(&self) -> bool {
        record::has_unread(self.entries.iter().map(|(entry, _)| entry), "staff")
    }

    /// The question that the court waits to have answered.
    pub fn question(&self) -> Option<&str> {
        let asked = self.entries.iter().rev().find(|(entry, _)| entry.kind == Action::RequestInfo.as_str());
        asked.filter(|_| self.row.status == Status::InfoRequested.as_str()).and_then(|(_, text)| text.as_deref())
    }

    /// What the reporter said since the report was closed this time.
    pub fn rating(&self) -> Option<&RatingRow> {
        self.ratings.iter().rev().find(|rating| rating.round == self.row.round)
    }

    /// Whether the question what became of it is put again, four weeks after closing.
    pub fn is_asked_again(&self, now: DateTime<Utc>) -> bool {
        let again = self.row.closed_at.map(|at| at + ASKED_AGAIN).filter(|again| *again <= now);
        again.is_some_and(|again| self.rating().is_none_or(|rating| rating.at < again))
    }
}

/// Finds the report of a code. Wrong codes count against the address that tries them, nothing else does; after many of
/// them nothing more is said of wrong ones, but a right code always opens its report: no guesser can lock out whoever
/// shares the address, as all do who come over Tor. Eighteen random digits are not guessed one by one.
pub async fn find_by_code(portal: &Portal, typed: &str, address: Option<IpAddr>) -> Result<ReportRow, FollowError> {
    let who = address_class(address);
    if let Some(code) = ReceiptCode::parse(typed) {
        let found = storage::reports::find_by_code(&portal.db, &portal.hashes.code.of(code.as_str())).await?;
        if let Some(row) = found {
            return Ok(row);
        }
    }
    if Limit::FollowCode.is_reached(portal, &who).await? {
        return Err(FollowError::TooMany);
    }
    if ReceiptCode::parse(typed).is_none() {
        return Err(FollowError::WrongForm);
    }
    Limit::FollowCode.count_alone(portal, &who).await?;
    Err(FollowError::Unknown)
}

/// Opens the report of a code for a visit.
pub async fn open_for_visit(
    portal: &Portal,
    typed: &str,
    visit: &str,
    address: Option<IpAddr>,
) -> Result<ReportRow, FollowError> {
    let row = find_by_code(portal, typed, address).await?;
    let (now, visit_hash) = (portal.clock.now(), portal.hashes.visit.of(visit));
    let mut tx = portal.db.begin().await?;
    storage::answers::add_access(&mut tx, &visit_hash, row.id, now, now + OPEN_FOR).await?;
    // The first time, the code is shown once more, so that a slip in the note comes to light while it can be mended.
    if let Some(code) = ReceiptCode::parse(typed)
        && storage::receipts::set_followed(&mut tx, row.id, now).await?
    {
        let key = DataKey::from_secret(&portal.keys, SEAL_CODES, visit);
        let sealed = key.seal(&portal.entropy, "follow_access", "sealed_code", row.id, code.as_str());
        storage::receipts::set_code(&mut tx, &visit_hash, row.id, &sealed).await?;
    }
    tx.commit().await?;
    Ok(row)
}

/// What the code is sealed for while a first visit lasts.
const SEAL_CODES: &str = "seal codes of first visits";

/// The code of a report, during the visit that was the first to open it with its code.
pub async fn find_code(portal: &Portal, visit: &str, row: &ReportRow) -> storage::Result<Option<ReceiptCode>> {
    let visit_hash = portal.hashes.visit.of(visit);
    let sealed = storage::receipts::find_code(&portal.db, &visit_hash, row.id, portal.clock.now()).await?;
    let Some(sealed) = sealed else { return Ok(None) };
    let key = DataKey::from_secret(&portal.keys, SEAL_CODES, visit);
    let code: String = key.open("follow_access", "sealed_code", row.id, &sealed)?;
    Ok(ReceiptCode::parse(&code))
}

/// A report that this visit has open.
pub async fn find_opened(portal: &Portal, visit: &str, number: &str) -> storage::Result<Option<ReportRow>> {
    storage::reports::find_opened(&portal.db, &portal.hashes.visit.of(visit), number, portal.clock.now()).await
}

/// Everything its reporter sees of a report.
pub async fn read(portal: &Portal, row: ReportRow) -> storage::Result<Followed> {
    let key = row.data_key(&portal.keys)?;
    let entries = storage::timeline::list(&portal.db, row.id, true).await?;
    let entries = entries.into_iter().map(|entry| record::text_of(&entry, &key).map(|text| (entry, text)));
    let entries = entries.collect::<Result<Vec<_>, _>>()?;
    let files = files(portal, &row, &key).await?;
    let notices = notices::for_reporter(portal, &row).await?;
    let open = row.status()?.is_open();
    let handler = match row.assignee.filter(|_| open) {
        Some(id) => storage::staff::find_by_id(&portal.db, id).await?.and_then(|person| Role::parse(&person.role)),
        None => None,
    };
    let estimate = if open { estimate(portal, &row).await? } else { None };
    let ratings = storage::ratings::list(&portal.db, row.id).await?;
    let last_step = storage::timeline::last_step(&portal.db, row.id).await?;
    let (content, reporter) = (row.content(&key)?, row.reporter(&key)?);
    Ok(Followed { row, key, content, reporter, entries, files, notices, handler, estimate, ratings, last_step })
}

/// From reports of the same kind if enough of them were closed, else from the whole channel, else nothing.
async fn estimate(portal: &Portal, row: &ReportRow) -> storage::Result<Option<Estimate>> {
    let rows = storage::handling_times::find(&portal.db, &row.channel, &row.category).await?;
    let enough = rows.into_iter().find(|row| row.sample >= FEWEST);
    Ok(enough.map(|row| Estimate { figures: row.figures(), of_channel: row.category.is_empty() }))
}

/// The files of a report with their names.
pub async fn files(portal: &Portal, row: &ReportRow, key: &DataKey) -> storage::Result<Vec<(FileRow, FileMeta)>> {
    let files = storage::files::list_of_report(&portal.db, row.id).await?;
    let named = files.into_iter().map(|file| Ok((key.open("file", "sealed_meta", file.id, &file.sealed_meta)?, file)));
    let named: storage::Result<Vec<(FileMeta, FileRow)>> = named.collect();
    Ok(named?.into_iter().map(|(meta, file)| (file, meta)).collect())
}

/// What a reporter can do with a report now: codes of [`CitizenAct`](crate::domain::workflow::CitizenAct).
pub fn can(portal: &Portal, row: &ReportRow) -> storage::Result<Vec<&'static str>> {
    let first_minutes = portal.clock.now() < row.withdraw_until;
    let acts = workflow::possible_for_citizen(row.status()?, first_minutes);
    // What was withdrawn and then archived has no result to speak of.
    Ok(acts.filter(|act| *act != CitizenAct::Rate || row.withdrawn_at.is_none()).map(CitizenAct::as_str).collect())
}
