//! Keys, signatures and bands of reports, and which texts are like which: written by the job, derived from what is sealed.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Sql, Tx, Value, on_db, on_tx};
use crate::domain::likeness::{Marks, Signature};

/// Whose number, or whose address, a keyed hash stands for.
pub const RESPONDENT: &str = "respondent";
pub const REPORTER: &str = "reporter";

/// Everything by which one report is found again besides the hashes on its row.
pub struct MarksRow {
    pub report_id: Uuid,
    /// Kind and keyed hash.
    pub keys: Vec<(&'static str, Vec<u8>)>,
    pub text: Option<Marks>,
}

/// Takes away what is known of the keys and texts of some reports, for writing it anew.
pub async fn remove(tx: &mut Tx, report_ids: &[Uuid]) -> Result<()> {
    for table in ["report_key", "report_text", "similar_band"] {
        for some in report_ids.chunks(5_000) {
            on_tx!(tx, c => {
                let mut query = sqlx::QueryBuilder::new("DELETE FROM ");
                query.push(table).push(" WHERE report_id IN (");
                let mut list = query.separated(", ");
                for id in some {
                    list.push_bind(*id);
                }
                query.push(")").build().execute(c).await.map(|_| ())
            })?;
        }
    }
    Ok(())
}

/// Adds the marks of many reports at once. What stands there already stays.
pub async fn add_all(tx: &mut Tx, rows: &[MarksRow]) -> Result<()> {
    let keys = rows.iter().flat_map(|row| row.keys.iter().map(move |(kind, hash)| (*kind, hash, row.report_id)));
    let keys = keys.collect::<Vec<_>>();
    let texts = rows.iter().filter_map(|row| Some((row.report_id, row.text.as_ref()?.signature.to_bytes())));
    let texts = texts.collect::<Vec<_>>();
    let bands = rows.iter().filter_map(|row| Some((row.report_id, row.text.as_ref()?)));
    let mut bands = bands.flat_map(|(id, marks)| marks.bands.iter().map(move |band| (*band, id))).collect::<Vec<_>>();
    // In the order of the table: many rows then touch few of its pages.
    bands.sort_unstable();
    for some in keys.chunks(5_000) {
        on_tx!(tx, c => {
            let mut query = sqlx::QueryBuilder::new("INSERT INTO report_key (kind, hash, report_id) ");
            query.push_values(some, |mut row, (kind, hash, id)| {
                row.push_bind(*kind).push_bind(*hash).push_bind(*id);
            });
            query.push(" ON CONFLICT DO NOTHING").build().execute(c).await.map(|_| ())
        })?;
    }
    for some in texts.chunks(5_000) {
        on_tx!(tx, c => {
            let mut query = sqlx::QueryBuilder::new("INSERT INTO report_text (report_id, signature) ");
            query.push_values(some, |mut row, (id, signature)| {
                row.push_bind(*id).push_bind(signature);
            });
            query.push(" ON CONFLICT DO NOTHING").build().execute(c).await.map(|_| ())
        })?;
    }
    for some in bands.chunks(10_000) {
        on_tx!(tx, c => {
            let mut query = sqlx::QueryBuilder::new("INSERT INTO similar_band (band, report_id) ");
            query.push_values(some, |mut row, (band, id)| {
                row.push_bind(*band).push_bind(*id);
            });
            query.push(" ON CONFLICT DO NOTHING").build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// Which reports share a band with this one, and how many bands: the newest of each band, so that ten thousand equal
/// texts cost no more than a few.
pub async fn candidates(db: &Db, report_id: Uuid, bands: &[i64], each: i64) -> Result<Vec<(Uuid, i64)>> {
    if bands.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("SELECT found.report_id, count(*) AS bands FROM (");
    for (n, band) in bands.iter().enumerate() {
        sql.push(if n == 0 { "SELECT * FROM (" } else { ") AS band UNION ALL SELECT * FROM (" });
        sql.push("SELECT report_id FROM similar_band WHERE band = ").bind(Value::Int(*band));
        sql.push(" AND report_id <> ").bind(Value::Id(report_id));
        sql.push(" ORDER BY report_id DESC LIMIT ").bind(Value::Int(each));
    }
    sql.push(") AS band) AS found GROUP BY found.report_id ORDER BY bands DESC, found.report_id DESC");
    sql.fetch_all(db).await
}

/// A text beside others: whose it is, where it lies, and to which flood it belongs.
#[derive(Clone, FromRow)]
pub struct TextRow {
    pub id: Uuid,
    pub signature: Vec<u8>,
    pub channel: String,
    pub court: String,
    pub desk: String,
    pub court_concerned: Option<String>,
    pub received_at: DateTime<Utc>,
    pub flood_of: Option<Uuid>,
    pub flood_size: i64,
}

impl TextRow {
    pub fn signature(&self) -> Option<Signature> {
        Signature::from_bytes(&self.signature)
    }
}

/// The texts of these reports.
pub async fn texts(db: &Db, ids: &[Uuid]) -> Result<Vec<TextRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(
        "SELECT report.id, report_text.signature, report.channel, report.court, report.desk, report.court_concerned, report.received_at,
            report.flood_of, report.flood_size
         FROM report_text JOIN report ON report.id = report_text.report_id WHERE report_text.report_id IN ",
    );
    sql.bind_list(ids.iter().copied().map(Value::Id));
    sql.fetch_all(db).await
}

/// How many similar texts are noted of each of these reports, without this one; those with none are missing.
pub async fn counts(db: &Db, ids: &[Uuid], without: Uuid) -> Result<Vec<(Uuid, i64)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("SELECT report_id, count(*) AS n FROM similar_text WHERE report_id IN ");
    sql.bind_list(ids.iter().copied().map(Value::Id)).push(" AND other_id <> ").bind(Value::Id(without));
    sql.push(" GROUP BY report_id");
    sql.fetch_all(db).await
}

/// Notes anew which texts are like this one; `(report, other, percent)`.
pub async fn set_similar(tx: &mut Tx, report_id: Uuid, pairs: &[(Uuid, Uuid, i64)]) -> Result<()> {
    on_tx!(tx, c => {
        sqlx::query("DELETE FROM similar_text WHERE report_id = $1").bind(report_id).execute(&mut *c).await?;
        sqlx::query("DELETE FROM similar_text WHERE other_id = $1").bind(report_id).execute(&mut *c).await?;
    });
    if pairs.is_empty() {
        return Ok(());
    }
    on_tx!(tx, c => {
        let mut query = sqlx::QueryBuilder::new("INSERT INTO similar_text (report_id, other_id, percent) ");
        query.push_values(pairs, |mut row, (one, other, percent)| {
            row.push_bind(*one).push_bind(*other).push_bind(*percent);
        });
        query.push(" ON CONFLICT DO NOTHING").build().execute(c).await.map(|_| ())
    })?;
    Ok(())
}

/// The keyed hashes of these reports: report, kind, hash.
pub async fn keys(db: &Db, ids: &[Uuid]) -> Result<Vec<(Uuid, String, Vec<u8>)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("SELECT report_id, kind, hash FROM report_key WHERE report_id IN ");
    sql.bind_list(ids.iter().copied().map(Value::Id));
    sql.fetch_all(db).await
}

/// The next reports in the order of their identity, for building everything anew.
pub async fn list_after(db: &Db, after: Uuid, limit: i64) -> Result<Vec<super::reports::ReportRow>> {
    Ok(on_db!(db, c => sqlx::query_as("SELECT * FROM report WHERE id > $1 ORDER BY id LIMIT $2")
        .bind(after).bind(limit).fetch_all(c).await)?)
}

/// The hash of a respondent's name, counted anew.
pub async fn set_respondent(tx: &mut Tx, id: Uuid, hash: Option<&[u8]>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE report SET respondent_hash = $1 WHERE id = $2").bind(hash).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}
