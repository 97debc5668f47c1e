//! API tokens: shown once, kept as hashes.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Tx, on_db, on_tx, staff::StaffRow};

#[derive(Clone, FromRow)]
pub struct TokenRow {
    pub id: Uuid,
    pub username: String,
    pub created_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
}

pub async fn add(tx: &mut Tx, id: Uuid, token_hash: &[u8], staff_id: Uuid, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("INSERT INTO api_token (id, token_hash, staff_id, created_at) VALUES ($1, $2, $3, $4)")
        .bind(id).bind(token_hash).bind(staff_id).bind(now).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Whoever a token acts for.
pub async fn find(db: &Db, token_hash: &[u8]) -> Result<Option<StaffRow>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT staff.* FROM staff JOIN api_token ON api_token.staff_id = staff.id
         WHERE api_token.token_hash = $1 AND api_token.revoked_at IS NULL AND NOT staff.disabled")
        .bind(token_hash).fetch_optional(c).await)?)
}

pub async fn list(db: &Db) -> Result<Vec<TokenRow>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT api_token.id, staff.username, api_token.created_at, api_token.revoked_at FROM api_token JOIN staff ON staff.id = api_token.staff_id
         ORDER BY api_token.created_at")
        .fetch_all(c).await)?)
}

/// Ends all tokens of somebody.
pub async fn revoke_all(tx: &mut Tx, staff_id: Uuid, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE api_token SET revoked_at = $1 WHERE staff_id = $2 AND revoked_at IS NULL")
        .bind(now).bind(staff_id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Ends a token; `false` when there is none of that identity in use.
pub async fn revoke(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query("UPDATE api_token SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL")
        .bind(now).bind(id).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}
