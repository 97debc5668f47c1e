//! Templates of letters with their versions. What somebody wrote is sealed; old versions stay.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Sql, Tx, Value, on_db, on_tx};

/// A template with one of its versions.
#[derive(Clone, FromRow)]
pub struct LetterRow {
    pub id: Uuid,
    pub court: String,
    pub code: String,
    /// A code of [`Action`](crate::domain::workflow::Action).
    pub act: String,
    /// The version in this row.
    pub version: i64,
    pub retired_at: Option<DateTime<Utc>>,
    pub at: DateTime<Utc>,
    pub author: String,
    pub key_id: String,
    pub sealed: Vec<u8>,
}

/// The latest versions of the templates of these courts, retired ones too.
pub async fn list(db: &Db, courts: Vec<String>) -> Result<Vec<LetterRow>> {
    let mut sql = Sql::new(
        "SELECT letter_template.id, letter_template.court, letter_template.code, letter_template.act, letter_template.version,
            letter_template.retired_at, letter_version.at, staff.name AS author, letter_version.key_id, letter_version.sealed
         FROM letter_template
         JOIN letter_version ON letter_version.template_id = letter_template.id AND letter_version.version = letter_template.version
         JOIN staff ON staff.id = letter_version.staff_id WHERE letter_template.court IN ",
    );
    sql.bind_list(courts.into_iter().map(Value::Text)).push(" ORDER BY letter_template.act, letter_template.code");
    sql.fetch_all(db).await
}

/// Every version of a template of a court, the newest first.
pub async fn history(db: &Db, court: &str, code: &str) -> Result<Vec<LetterRow>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT letter_template.id, letter_template.court, letter_template.code, letter_template.act, letter_version.version,
            letter_template.retired_at, letter_version.at, staff.name AS author, letter_version.key_id, letter_version.sealed
         FROM letter_template JOIN letter_version ON letter_version.template_id = letter_template.id
         JOIN staff ON staff.id = letter_version.staff_id
         WHERE letter_template.court = $1 AND letter_template.code = $2 ORDER BY letter_version.version DESC")
        .bind(court).bind(code).fetch_all(c).await)?)
}

/// Adds a template without a version yet; `false` when the court has one of that code.
pub async fn add(tx: &mut Tx, id: Uuid, court: &str, code: &str, act: &str) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "INSERT INTO letter_template (id, court, code, act, version) VALUES ($1, $2, $3, $4, 0) ON CONFLICT (court, code) DO NOTHING")
        .bind(id).bind(court).bind(code).bind(act).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Moves a template on to its next version, in use again if it was retired; `false` when somebody else did so first.
pub async fn set_version(tx: &mut Tx, id: Uuid, from: i64, act: &str) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "UPDATE letter_template SET version = version + 1, act = $3, retired_at = NULL WHERE id = $1 AND version = $2")
        .bind(id).bind(from).bind(act).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

pub async fn add_version(
    tx: &mut Tx,
    row: (Uuid, i64),
    staff_id: Uuid,
    at: DateTime<Utc>,
    (key_id, sealed): (&str, &[u8]),
) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO letter_version (template_id, version, staff_id, at, key_id, sealed) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(row.0).bind(row.1).bind(staff_id).bind(at).bind(key_id).bind(sealed).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Takes a template out of use, or back into it.
pub async fn set_retired(tx: &mut Tx, court: &str, code: &str, at: Option<DateTime<Utc>>) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query("UPDATE letter_template SET retired_at = $1 WHERE court = $2 AND code = $3")
        .bind(at).bind(court).bind(code).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}
