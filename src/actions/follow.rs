//! A reporter comes back with the code; and what a reporter sees then.

use std::net::IpAddr;

use chrono::TimeDelta;

use super::{
    limits::{Limit, address_class},
    record,
};
use crate::{
    crypto::DataKey,
    domain::report::{Content, ReceiptCode, Reporter},
    portal::Portal,
    storage::{
        self,
        files::{FileMeta, FileRow},
        reports::ReportRow,
        timeline::EntryRow,
    },
};

/// How long a visit keeps a report open.
pub const OPEN_FOR: TimeDelta = TimeDelta::hours(2);

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
}

/// Finds the report of a code. Wrong codes count against the address that tries them, nothing else does.
pub async fn find_by_code(portal: &Portal, typed: &str, address: Option<IpAddr>) -> Result<ReportRow, FollowError> {
    let who = address.map_or_else(|| "unknown".to_owned(), address_class);
    if Limit::FollowCode.is_reached(portal, &who).await? {
        return Err(FollowError::TooMany);
    }
    let code = ReceiptCode::parse(typed).ok_or(FollowError::WrongForm)?;
    let found = storage::reports::find_by_code(&portal.db, &portal.hashes.code.of(code.as_str())).await?;
    if found.is_none() {
        Limit::FollowCode.count_alone(portal, &who).await?;
    }
    found.ok_or(FollowError::Unknown)
}

/// Opens the report of a code for a visit.
pub async fn open_for_visit(
    portal: &Portal,
    typed: &str,
    visit: &str,
    address: Option<IpAddr>,
) -> Result<ReportRow, FollowError> {
    let row = find_by_code(portal, typed, address).await?;
    let mut tx = portal.db.begin().await?;
    storage::answers::add_access(&mut tx, &portal.hashes.visit.of(visit), row.id, portal.clock.now() + OPEN_FOR)
        .await?;
    tx.commit().await?;
    Ok(row)
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
    Ok(Followed { content: row.content(&key)?, reporter: row.reporter(&key)?, key, entries, files, row })
}

/// The files of a report with their names.
pub async fn files(portal: &Portal, row: &ReportRow, key: &DataKey) -> storage::Result<Vec<(FileRow, FileMeta)>> {
    let files = storage::files::list_of_report(&portal.db, row.id).await?;
    let named = files.into_iter().map(|file| Ok((key.open("file", "sealed_meta", file.id, &file.sealed_meta)?, file)));
    let named: storage::Result<Vec<(FileMeta, FileRow)>> = named.collect();
    Ok(named?.into_iter().map(|(meta, file)| (file, meta)).collect())
}

/// What a reporter can do with a report now.
pub fn can(portal: &Portal, row: &ReportRow) -> storage::Result<Vec<&'static str>> {
    use crate::domain::report::Status;
    let status = row.status()?;
    let mut can = Vec::new();
    if !matches!(status, Status::Withdrawn | Status::Archived) {
        can.extend(["message", "files", "contact"]);
    }
    if may_withdraw(portal, row)? {
        can.push("withdraw");
    }
    Ok(can)
}

/// Ten minutes, and only while nobody has decided anything.
pub fn may_withdraw(portal: &Portal, row: &ReportRow) -> storage::Result<bool> {
    Ok(row.status()?.is_open() && portal.clock.now() < row.withdraw_until)
}
