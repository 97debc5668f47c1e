//! Reports that another court may read, and nothing else: until a day, and only as long as the content is the one that
//! was referred. Never for the court complained of, whatever stands in the table.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Sql, Tx, Value, on_tx, reports::ReportRow};
use crate::domain::staff::Scope;

#[derive(Clone, FromRow)]
pub struct ReferralRow {
    pub report_id: Uuid,
    pub court: String,
    /// Who had it when it was referred; elsewhere it begins anew.
    pub from_court: String,
    /// What it said when it was referred.
    pub content_version: i64,
    pub until: DateTime<Utc>,
    pub set_by: Uuid,
    pub at: DateTime<Utc>,
}

/// Lets a court read a report; a second time sets another day.
pub async fn set(tx: &mut Tx, row: &ReferralRow) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO referral (report_id, court, content_version, until, set_by, at, from_court) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (report_id, court) DO UPDATE SET content_version = excluded.content_version, until = excluded.until,
            set_by = excluded.set_by, at = excluded.at, from_court = excluded.from_court")
        .bind(row.report_id).bind(&row.court).bind(row.content_version).bind(row.until).bind(row.set_by).bind(row.at).bind(&row.from_court)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// The reports that are referred to the officer's own court, open ones, newest first; of one number, or all.
pub async fn list(db: &Db, scope: &Scope, number: Option<&str>, now: DateTime<Utc>) -> Result<Vec<ReportRow>> {
    let mut sql = Sql::new(
        "SELECT report.* FROM referral JOIN report ON report.id = referral.report_id
         WHERE referral.content_version = report.content_version AND referral.from_court = report.court AND report.closed_at IS NULL AND referral.court = ",
    );
    sql.bind(Value::Text(scope.own_court.clone()));
    sql.push(" AND referral.until >= ").bind(Value::Time(now));
    // The fence, as `reports::within` has it.
    sql.push(" AND report.desk = ").bind(Value::Text(scope.desk.to_string()));
    sql.push(" AND (report.channel = 'lead' OR (report.court_concerned IS NOT NULL AND report.court_concerned NOT IN ");
    sql.bind_list(scope.own_codes().cloned().map(Value::Text)).push("))");
    if let Some(number) = number {
        sql.push(" AND report.number = ").bind(Value::Text(number.to_owned()));
    }
    sql.push(" ORDER BY referral.at DESC, report.id LIMIT 200");
    sql.fetch_all(db).await
}
