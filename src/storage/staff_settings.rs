//! How each person of the courts wants to be told: kinds, hour, mail address (sealed).

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Tx, on_db, on_tx};

#[derive(Clone, Debug, FromRow)]
pub struct SettingRow {
    pub staff_id: Uuid,
    /// Kinds that are not wanted at the desk.
    pub quiet: String,
    /// Kinds that are wanted by mail.
    pub by_mail: String,
    pub hour: i64,
    pub weekday: i64,
    /// When the next digest is put together.
    pub digest_at: Option<DateTime<Utc>>,
    pub key_id: Option<String>,
    pub sealed_address: Option<Vec<u8>>,
    pub confirmed_at: Option<DateTime<Utc>>,
    pub sealed_code: Option<Vec<u8>>,
    pub code_until: Option<DateTime<Utc>>,
    pub code_asked_at: Option<DateTime<Utc>>,
    pub tries: i64,
}

impl SettingRow {
    /// What holds for somebody who never chose.
    pub fn usual(staff_id: Uuid) -> Self {
        Self {
            staff_id,
            quiet: String::new(),
            by_mail: String::new(),
            hour: crate::domain::notification::USUAL_HOUR,
            weekday: crate::domain::notification::USUAL_WEEKDAY,
            digest_at: None,
            key_id: None,
            sealed_address: None,
            confirmed_at: None,
            sealed_code: None,
            code_until: None,
            code_asked_at: None,
            tries: 0,
        }
    }

    pub fn wants_at_desk(&self, kind: &str) -> bool {
        !self.quiet.split(' ').any(|quiet| quiet == kind)
    }

    pub fn wants_by_mail(&self, kind: &str) -> bool {
        self.by_mail.split(' ').any(|wanted| wanted == kind)
    }
}

pub async fn find(db: &Db, staff: Uuid) -> Result<Option<SettingRow>> {
    Ok(
        on_db!(db, c => sqlx::query_as("SELECT * FROM staff_setting WHERE staff_id = $1").bind(staff).fetch_optional(c).await)?,
    )
}

/// The same inside a transaction, held until it ends: the write takes the row's lock on both databases.
pub async fn hold(tx: &mut Tx, staff: Uuid) -> Result<Option<SettingRow>> {
    Ok(
        on_tx!(tx, c => sqlx::query_as("UPDATE staff_setting SET tries = tries WHERE staff_id = $1 RETURNING *").bind(staff).fetch_optional(c).await)?,
    )
}

/// People who may sign in and of whom nothing says yet how they want to be told.
pub async fn list_without(db: &Db, limit: i64) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = on_db!(db, c => sqlx::query_as(
        "SELECT id FROM staff WHERE NOT disabled AND NOT EXISTS (SELECT 1 FROM staff_setting WHERE staff_id = staff.id) LIMIT $1")
        .bind(limit).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Begins somebody's settings; `false` when there are some.
pub async fn begin(tx: &mut Tx, row: &SettingRow) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "INSERT INTO staff_setting (staff_id, quiet, by_mail, hour, weekday, digest_at, tries) VALUES ($1, $2, $3, $4, $5, $6, 0)
         ON CONFLICT (staff_id) DO NOTHING")
        .bind(row.staff_id).bind(&row.quiet).bind(&row.by_mail).bind(row.hour).bind(row.weekday).bind(row.digest_at)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Everything but whose it is.
pub async fn set(tx: &mut Tx, row: &SettingRow) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "UPDATE staff_setting SET quiet = $1, by_mail = $2, hour = $3, weekday = $4, digest_at = $5, key_id = $6, sealed_address = $7,
            confirmed_at = $8, sealed_code = $9, code_until = $10, code_asked_at = $11, tries = $12 WHERE staff_id = $13")
        .bind(&row.quiet).bind(&row.by_mail).bind(row.hour).bind(row.weekday).bind(row.digest_at).bind(&row.key_id).bind(&row.sealed_address)
        .bind(row.confirmed_at).bind(&row.sealed_code).bind(row.code_until).bind(row.code_asked_at).bind(row.tries).bind(row.staff_id)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}
