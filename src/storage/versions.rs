//! What a report said before its reporter changed it: kept byte for byte, and never shown without the fence's leave.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, StorageError, Tx, on_db, on_tx, reports::ReportRow};
use crate::{
    crypto::DataKey,
    domain::report::{Content, Desk, Reporter},
};

/// An earlier version. Its sealed bytes are those of the report's row as it stood: they open in the report's name.
#[derive(Clone, FromRow)]
pub struct VersionRow {
    pub id: Uuid,
    pub report_id: Uuid,
    pub version: i64,
    /// When the next version took its place.
    pub until: DateTime<Utc>,
    pub category: String,
    pub desk: String,
    pub court: String,
    pub court_concerned: Option<String>,
    pub livelihood: Option<String>,
    pub sealed_summary: Vec<u8>,
    pub sealed_content: Vec<u8>,
    pub sealed_reporter: Option<Vec<u8>>,
}

impl VersionRow {
    /// What a report says now, as it will be kept from `until` on.
    pub fn of(id: Uuid, row: &ReportRow, until: DateTime<Utc>) -> Self {
        Self {
            id,
            report_id: row.id,
            version: row.content_version,
            until,
            category: row.category.clone(),
            desk: row.desk.clone(),
            court: row.court.clone(),
            court_concerned: row.court_concerned.clone(),
            livelihood: row.livelihood.clone(),
            sealed_summary: row.sealed_summary.clone(),
            sealed_content: row.sealed_content.clone(),
            sealed_reporter: row.sealed_reporter.clone(),
        }
    }

    /// The report's row with what it said in this version, and where it lay then.
    pub fn as_report(&self, row: &ReportRow) -> ReportRow {
        ReportRow {
            category: self.category.clone(),
            desk: self.desk.clone(),
            court: self.court.clone(),
            court_concerned: self.court_concerned.clone(),
            livelihood: self.livelihood.clone(),
            content_version: self.version,
            sealed_summary: self.sealed_summary.clone(),
            sealed_content: self.sealed_content.clone(),
            sealed_reporter: self.sealed_reporter.clone(),
            ..row.clone()
        }
    }

    pub fn desk(&self) -> Result<Desk> {
        Desk::parse(&self.desk).ok_or_else(|| StorageError::UnknownCode(self.desk.clone()))
    }

    pub fn content(&self, key: &DataKey) -> Result<Content> {
        Ok(key.open("report", "sealed_content", self.report_id, &self.sealed_content)?)
    }

    pub fn reporter(&self, key: &DataKey) -> Result<Option<Reporter>> {
        let sealed = self.sealed_reporter.as_deref();
        Ok(sealed.map(|sealed| key.open("report", "sealed_reporter", self.report_id, sealed)).transpose()?)
    }
}

pub async fn add(tx: &mut Tx, row: &VersionRow) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO report_version (id, report_id, version, until, category, desk, court, court_concerned, livelihood, sealed_summary,
            sealed_content, sealed_reporter)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)")
        .bind(row.id).bind(row.report_id).bind(row.version).bind(row.until).bind(&row.category).bind(&row.desk).bind(&row.court)
        .bind(&row.court_concerned).bind(&row.livelihood).bind(&row.sealed_summary).bind(&row.sealed_content).bind(&row.sealed_reporter)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// The earlier versions of a report, oldest first.
pub async fn list(db: &Db, report_id: Uuid) -> Result<Vec<VersionRow>> {
    Ok(
        on_db!(db, c => sqlx::query_as("SELECT * FROM report_version WHERE report_id = $1 ORDER BY version").bind(report_id).fetch_all(c).await)?,
    )
}
