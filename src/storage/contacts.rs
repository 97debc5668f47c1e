//! How reporters are reached: one row for each way of a report, with the keyed hash of its address; and addresses that
//! were refused for good.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Sql, StorageError, Tx, Value, on_tx};
use crate::{crypto::DataKey, domain::notice::Way};

#[derive(Clone, Debug, FromRow)]
pub struct ContactRow {
    pub id: Uuid,
    pub report_id: Uuid,
    pub way: String,
    /// In which messages are written.
    pub language: String,
    pub address_hash: Vec<u8>,
    pub sealed_token: Vec<u8>,
    /// The code that confirms the address, while it is good.
    pub sealed_code: Option<Vec<u8>>,
    pub code_until: Option<DateTime<Utc>>,
    pub code_asked_at: Option<DateTime<Utc>>,
    pub tries: i64,
    pub confirmed_at: Option<DateTime<Utc>>,
    pub stopped_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    /// Whether the address was refused for good; read by [`list`] and [`find_by_token`] alone.
    #[sqlx(default)]
    pub refused: bool,
}

/// A contact, and whether its address was refused.
const WITH_REFUSED: &str = "SELECT contact.*, EXISTS (SELECT 1 FROM refused_address WHERE refused_address.address_hash = contact.address_hash) AS refused
     FROM contact WHERE ";

impl ContactRow {
    pub fn way(&self) -> Result<Way> {
        Way::parse(&self.way).ok_or_else(|| StorageError::UnknownCode(self.way.clone()))
    }

    /// The token in the address that stands in each message.
    pub fn token(&self, key: &DataKey) -> Result<String> {
        Ok(key.open("contact", "sealed_token", self.id, &self.sealed_token)?)
    }

    pub fn code(&self, key: &DataKey) -> Result<Option<String>> {
        let sealed = self.sealed_code.as_deref();
        Ok(sealed.map(|sealed| key.open("contact", "sealed_code", self.id, sealed)).transpose()?)
    }
}

pub async fn add(tx: &mut Tx, row: &ContactRow, token_hash: &[u8]) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO contact (id, report_id, way, language, address_hash, token_hash, sealed_token, sealed_code, code_until, code_asked_at, tries,
            confirmed_at, stopped_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)")
        .bind(row.id).bind(row.report_id).bind(&row.way).bind(&row.language).bind(&row.address_hash).bind(token_hash).bind(&row.sealed_token)
        .bind(&row.sealed_code).bind(row.code_until).bind(row.code_asked_at).bind(row.tries).bind(row.confirmed_at).bind(row.stopped_at)
        .bind(row.created_at)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// The ways of a report, mail first.
pub async fn list(db: &Db, report_id: Uuid) -> Result<Vec<ContactRow>> {
    let mut sql = Sql::new(WITH_REFUSED);
    sql.push("report_id = ").bind(Value::Id(report_id)).push(" ORDER BY way");
    sql.fetch_all(db).await
}

/// The same inside a transaction. Nobody else changes them until it ends.
pub async fn list_for_change(tx: &mut Tx, report_id: Uuid) -> Result<Vec<ContactRow>> {
    // Writing is what locks a row on both databases.
    let mut rows: Vec<ContactRow> = on_tx!(tx, c => sqlx::query_as("UPDATE contact SET tries = tries WHERE report_id = $1 RETURNING *")
        .bind(report_id).fetch_all(c).await)?;
    rows.sort_by(|a, b| a.way.cmp(&b.way));
    Ok(rows)
}

pub async fn find_by_id(tx: &mut Tx, id: Uuid) -> Result<Option<ContactRow>> {
    Ok(on_tx!(tx, c => sqlx::query_as("SELECT * FROM contact WHERE id = $1").bind(id).fetch_optional(c).await)?)
}

/// By the hash of the token in a message.
pub async fn find_by_token(db: &Db, token_hash: &[u8]) -> Result<Option<ContactRow>> {
    let mut sql = Sql::new(WITH_REFUSED);
    sql.push("token_hash = ").bind(Value::Bytes(token_hash.to_vec()));
    Ok(sql.fetch_all(db).await?.into_iter().next())
}

pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM contact WHERE id = $1").bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

pub async fn set_language(tx: &mut Tx, id: Uuid, language: &str) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE contact SET language = $1 WHERE id = $2").bind(language).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Keeps a code that is being sent; tries begin anew when it is a new one.
pub async fn set_code(
    tx: &mut Tx,
    id: Uuid,
    sealed_code: &[u8],
    code_until: DateTime<Utc>,
    tries: i64,
    now: DateTime<Utc>,
) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE contact SET sealed_code = $1, code_until = $2, tries = $3, code_asked_at = $4 WHERE id = $5")
        .bind(sealed_code).bind(code_until).bind(tries).bind(now).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Counts one try at the code and hands the row out; `None` when there is no code that could still be right. Two tries
/// at once are two tries.
pub async fn try_code(tx: &mut Tx, id: Uuid, most: i64, now: DateTime<Utc>) -> Result<Option<ContactRow>> {
    Ok(on_tx!(tx, c => sqlx::query_as(
        "UPDATE contact SET tries = tries + 1 WHERE id = $1 AND sealed_code IS NOT NULL AND code_until > $2 AND tries < $3 RETURNING *")
        .bind(id).bind(now).bind(most).fetch_optional(c).await)?)
}

/// Confirmed; the code has done its work.
pub async fn set_confirmed(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE contact SET confirmed_at = $1, stopped_at = NULL, sealed_code = NULL, code_until = NULL, tries = 0 WHERE id = $2")
        .bind(now).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Stops or resumes messages. Returns whether that changed anything.
pub async fn set_stopped(tx: &mut Tx, id: Uuid, stopped_at: Option<DateTime<Utc>>) -> Result<bool> {
    let done = match stopped_at {
        Some(at) => {
            on_tx!(tx, c => sqlx::query("UPDATE contact SET stopped_at = $1 WHERE id = $2 AND stopped_at IS NULL")
            .bind(at).bind(id).execute(c).await.map(|done| done.rows_affected()))
        }
        None => {
            on_tx!(tx, c => sqlx::query("UPDATE contact SET stopped_at = NULL WHERE id = $1 AND stopped_at IS NOT NULL")
            .bind(id).execute(c).await.map(|done| done.rows_affected()))
        }
    }?;
    Ok(done == 1)
}

/// Stops every other way to an address that nobody proved to be theirs; returns which.
pub async fn stop_unconfirmed(tx: &mut Tx, address_hash: &[u8], but: Uuid, now: DateTime<Utc>) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = on_tx!(tx, c => sqlx::query_as(
        "UPDATE contact SET stopped_at = $1 WHERE address_hash = $2 AND id <> $3 AND confirmed_at IS NULL AND stopped_at IS NULL RETURNING id")
        .bind(now).bind(address_hash).bind(but).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Codes that nobody brought back are erased.
pub async fn erase_expired_codes(tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE contact SET sealed_code = NULL, code_until = NULL WHERE code_until <= $1").bind(now).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Nobody's report makes us write to this address again.
pub async fn add_refused(tx: &mut Tx, address_hash: &[u8], now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("INSERT INTO refused_address (address_hash, refused_at) VALUES ($1, $2) ON CONFLICT (address_hash) DO NOTHING")
        .bind(address_hash).bind(now).execute(c).await.map(|_| ()))?;
    Ok(())
}

pub async fn delete_refused(tx: &mut Tx, address_hash: &[u8]) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM refused_address WHERE address_hash = $1").bind(address_hash).execute(c).await.map(|_| ()))?;
    Ok(())
}

pub async fn is_refused_in(tx: &mut Tx, address_hash: &[u8]) -> Result<bool> {
    let row: Option<(DateTime<Utc>,)> = on_tx!(tx, c => sqlx::query_as("SELECT refused_at FROM refused_address WHERE address_hash = $1")
        .bind(address_hash).fetch_optional(c).await)?;
    Ok(row.is_some())
}
