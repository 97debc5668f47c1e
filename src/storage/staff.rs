//! People of the courts.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Sql, StorageError, Tx, Value, on_db, on_tx};
use crate::domain::staff::{Role, Staff};

#[derive(Clone, FromRow)]
pub struct StaffRow {
    pub id: Uuid,
    pub username: String,
    pub name: String,
    pub court: String,
    pub role: String,
    pub language: String,
    pub password_hash: Option<String>,
    pub sealed_totp: Option<Vec<u8>>,
    /// The last time step whose one-time password was used: none is taken twice.
    pub totp_step: i64,
    pub totp_required: bool,
    pub setup_until: Option<DateTime<Utc>>,
    pub disabled: bool,
    pub created_at: DateTime<Utc>,
}

impl StaffRow {
    pub fn person(&self) -> Result<Staff> {
        let role = Role::parse(&self.role).ok_or_else(|| StorageError::UnknownCode(self.role.clone()))?;
        Ok(Staff {
            id: self.id,
            username: self.username.clone(),
            name: self.name.clone(),
            court: self.court.clone(),
            role,
            language: self.language.clone(),
        })
    }
}

/// Adds somebody; `false` when the username is taken.
pub async fn add(tx: &mut Tx, row: &StaffRow, setup_hash: Option<&[u8]>) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "INSERT INTO staff (id, username, name, court, role, language, password_hash, totp_step, totp_required, setup_hash, setup_until, disabled, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (username) DO NOTHING")
        .bind(row.id).bind(&row.username).bind(&row.name).bind(&row.court).bind(&row.role).bind(&row.language).bind(&row.password_hash)
        .bind(row.totp_step).bind(row.totp_required).bind(setup_hash).bind(row.setup_until).bind(row.disabled).bind(row.created_at)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

pub async fn find(db: &Db, username: &str) -> Result<Option<StaffRow>> {
    Ok(
        on_db!(db, c => sqlx::query_as("SELECT * FROM staff WHERE username = $1").bind(username).fetch_optional(c).await)?,
    )
}

pub async fn find_by_id(db: &Db, id: Uuid) -> Result<Option<StaffRow>> {
    Ok(on_db!(db, c => sqlx::query_as("SELECT * FROM staff WHERE id = $1").bind(id).fetch_optional(c).await)?)
}

/// Whoever a set-up link belongs to, while it is good.
pub async fn find_by_setup(db: &Db, setup_hash: &[u8], now: DateTime<Utc>) -> Result<Option<StaffRow>> {
    Ok(
        on_db!(db, c => sqlx::query_as("SELECT * FROM staff WHERE setup_hash = $1 AND setup_until > $2 AND NOT disabled")
        .bind(setup_hash).bind(now).fetch_optional(c).await)?,
    )
}

pub async fn list(db: &Db) -> Result<Vec<StaffRow>> {
    Ok(on_db!(db, c => sqlx::query_as("SELECT * FROM staff ORDER BY court, username").fetch_all(c).await)?)
}

/// Those of these usernames who may sign in.
pub async fn list_named(db: &Db, usernames: Vec<String>) -> Result<Vec<StaffRow>> {
    if usernames.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("SELECT * FROM staff WHERE NOT disabled AND username IN ");
    sql.bind_list(usernames.into_iter().map(Value::Text));
    sql.fetch_all(db).await
}

/// Those who can be given a report of that court: people who handle reports there, of the right desk.
pub async fn list_handlers(db: &Db, court: &str, discipline: bool) -> Result<Vec<StaffRow>> {
    Ok(list_handlers_and(db, court, discipline, None).await?.0)
}

/// The same, and in the same statement one person whatever became of him: whoever has the report now.
pub async fn list_handlers_and(
    db: &Db,
    court: &str,
    discipline: bool,
    also: Option<Uuid>,
) -> Result<(Vec<StaffRow>, Option<StaffRow>)> {
    #[derive(FromRow)]
    struct Found {
        can: bool,
        #[sqlx(flatten)]
        row: StaffRow,
    }
    let found: Vec<Found> = on_db!(db, c => sqlx::query_as(
        "SELECT * FROM (SELECT staff.*, court = $1 AND NOT disabled AND ((role = 'discipline') = $2)
            AND role IN ('triage','handler','supervisor','discipline') AS can FROM staff WHERE court = $1 OR id = $3) AS found
         WHERE can OR id = $3 ORDER BY username")
        .bind(court).bind(discipline).bind(also).fetch_all(c).await)?;
    let other = found.iter().find(|found| Some(found.row.id) == also).map(|found| found.row.clone());
    Ok((found.into_iter().filter(|found| found.can).map(|found| found.row).collect(), other))
}

/// A set-up link replaces the password and one-time password that were there.
pub async fn set_setup(tx: &mut Tx, id: Uuid, setup_hash: &[u8], until: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "UPDATE staff SET setup_hash = $1, setup_until = $2, password_hash = NULL, sealed_totp = NULL, totp_step = 0,
            totp_required = TRUE WHERE id = $3")
        .bind(setup_hash).bind(until).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Ends set-up: from now on this password and this one-time password hold. `false` when the link was used meanwhile.
pub async fn set_credentials(
    tx: &mut Tx,
    id: Uuid,
    setup_hash: &[u8],
    password_hash: &str,
    sealed_totp: Option<&[u8]>,
    step: i64,
) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "UPDATE staff SET password_hash = $1, sealed_totp = $2, totp_step = $3, setup_hash = NULL, setup_until = NULL WHERE id = $4 AND setup_hash = $5")
        .bind(password_hash).bind(sealed_totp).bind(step).bind(id).bind(setup_hash)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Uses up a one-time password; `false` when it, or a later one, was used before.
pub async fn use_totp_step(tx: &mut Tx, id: Uuid, step: i64) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query("UPDATE staff SET totp_step = $1 WHERE id = $2 AND totp_step < $1")
        .bind(step).bind(id).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

pub async fn set_disabled(tx: &mut Tx, id: Uuid, disabled: bool) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE staff SET disabled = $1 WHERE id = $2").bind(disabled).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Whether single letters are shortcuts for somebody.
pub async fn set_single_keys(tx: &mut Tx, id: Uuid, on: bool) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE staff SET single_keys = $1 WHERE id = $2").bind(on).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Replaces a password; for demonstrations.
pub async fn set_password(tx: &mut Tx, id: Uuid, password_hash: &str) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE staff SET password_hash = $1 WHERE id = $2").bind(password_hash).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}
