//! Reports that say something of the same case or respondent, at one court and desk: what corroboration is counted from.

use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Sql, Tx, Value, likeness::RESPONDENT, on_tx, reports::ReportRow};
use crate::domain::report::Channel;

/// Where and of what kind reports must be to confirm each other. Only what lies in one place is counted, so that the
/// number tells nobody of reports that he may not see.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Ground {
    pub channel: String,
    pub category: String,
    pub court: String,
    pub desk: String,
    /// Of complaints; the fence asks for it. Empty where none is named.
    pub court_concerned: Option<String>,
}

impl Ground {
    pub fn of(row: &ReportRow) -> Self {
        let is_complaint = row.channel == Channel::Complaint.as_str();
        Self {
            channel: row.channel.clone(),
            category: row.category.clone(),
            court: row.court.clone(),
            desk: row.desk.clone(),
            court_concerned: is_complaint.then(|| row.court_concerned.clone().unwrap_or_default()),
        }
    }
}

/// A report that may confirm others.
#[derive(Clone, FromRow)]
pub struct WitnessRow {
    pub id: Uuid,
    pub case_hash: Option<Vec<u8>>,
    pub respondent_hash: Option<Vec<u8>>,
    pub flags: String,
    pub corroboration: i64,
}

impl WitnessRow {
    /// The hash of its case, if the number names one: “don't know” is no case.
    pub fn case(&self) -> Option<&Vec<u8>> {
        self.case_hash.as_ref().filter(|_| names_a_case(&self.flags))
    }
}

/// Whether what was typed as a case number was read as one.
pub fn names_a_case(flags: &str) -> bool {
    !flags.split_whitespace().any(|flag| flag == "case_number_unrecognised")
}

/// By what reports are the same matter.
#[derive(Clone, Default)]
pub struct Matter {
    pub cases: Vec<Vec<u8>>,
    pub names: Vec<Vec<u8>>,
    pub numbers: Vec<Vec<u8>>,
}

/// The newest reports of a matter on that ground, neither withdrawn nor held for a look.
pub async fn list(db: &Db, ground: &Ground, matter: &Matter, limit: i64) -> Result<Vec<WitnessRow>> {
    const COLUMNS: &str = "SELECT * FROM (SELECT report.id, report.case_hash, report.respondent_hash, report.flags, report.corroboration, report.received_at FROM ";
    let mut sql = Sql::default();
    let bytes = |hashes: &[Vec<u8>]| hashes.iter().cloned().map(Value::Bytes).collect::<Vec<_>>();
    let mut parts = 0;
    for (from, hashes) in [
        ("report AS near CROSS JOIN report WHERE report.id = near.id AND near.case_hash IN ", &matter.cases),
        ("report AS near CROSS JOIN report WHERE report.id = near.id AND near.respondent_hash IN ", &matter.names),
        (
            "report_key CROSS JOIN report WHERE report.id = report_key.report_id AND report_key.hash IN ",
            &matter.numbers,
        ),
    ] {
        if hashes.is_empty() {
            continue;
        }
        sql.push(if parts == 0 { "" } else { " UNION " }).push(COLUMNS).push(from).bind_list(bytes(hashes));
        if from.starts_with("report_key") {
            sql.push(" AND report_key.kind = ").bind(Value::Text(RESPONDENT.to_owned()));
        }
        for (column, value) in [
            (" AND report.channel = ", &ground.channel),
            (" AND report.category = ", &ground.category),
            (" AND report.court = ", &ground.court),
            (" AND report.desk = ", &ground.desk),
        ] {
            sql.push(column).bind(Value::Text(value.clone()));
        }
        if let Some(concerned) = &ground.court_concerned {
            sql.push(" AND coalesce(report.court_concerned, '') = ").bind(Value::Text(concerned.clone()));
        }
        sql.push(" AND report.status <> 'withdrawn' AND NOT report.held ORDER BY report.received_at DESC, report.id DESC LIMIT ");
        sql.bind(Value::Int(limit)).push(") AS part");
        parts += 1;
    }
    if parts == 0 {
        return Ok(Vec::new());
    }
    sql.push(" ORDER BY received_at DESC, id DESC LIMIT ").bind(Value::Int(limit));
    sql.fetch_all(db).await
}

/// Notes how many confirm a report; `false` when that stood there already.
pub async fn set(tx: &mut Tx, id: Uuid, count: i64) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query("UPDATE report SET corroboration = $1 WHERE id = $2 AND corroboration <> $1")
        .bind(count).bind(id).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}
