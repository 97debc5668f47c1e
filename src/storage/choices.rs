//! What the filters of a list offer beside plain codes: people and tags, in one statement.

use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Sql, Value};

/// Somebody who handles reports, or a tag.
#[derive(Clone, Debug, FromRow)]
pub struct ChoiceRow {
    pub id: Uuid,
    /// A username, or a tag's code.
    pub code: String,
    /// The name of somebody; empty for a tag.
    pub name: String,
    /// The key and the sealed word of a tag; nothing for somebody.
    pub key_id: Option<String>,
    pub sealed: Option<Vec<u8>>,
}

/// Those who handle reports at a court, on one of the two desks, and the tags of these courts (of all, without a list),
/// by their codes.
pub async fn list(db: &Db, court: &str, discipline: bool, courts: Option<Vec<String>>) -> Result<Vec<ChoiceRow>> {
    let mut sql = Sql::new(
        "SELECT id, code, name, key_id, sealed FROM (
            SELECT id, username AS code, name, NULL AS key_id, NULL AS sealed FROM staff
             WHERE NOT disabled AND role IN ('triage','handler','supervisor','discipline') AND court = ",
    );
    sql.bind(Value::Text(court.to_owned()));
    sql.push(if discipline { " AND role = 'discipline'" } else { " AND role <> 'discipline'" });
    sql.push(" UNION ALL SELECT id, code, '' AS name, key_id, sealed FROM tag");
    if let Some(courts) = courts {
        sql.push(" WHERE court IN ").bind_list(courts.into_iter().map(Value::Text));
    }
    sql.push(") AS choices ORDER BY code, id");
    sql.fetch_all(db).await
}
