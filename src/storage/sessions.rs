//! Staff sessions: the cookie's token stands here as a hash; idle and absolute end.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Tx, on_db, on_tx};

#[derive(Clone, FromRow)]
pub struct SessionRow {
    pub id: Uuid,
    pub staff_id: Uuid,
    /// The kind of browser, cut short; no address.
    pub device: String,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// A session together with its person: one statement for each request of the desk.
#[derive(Clone, FromRow)]
pub struct SignedIn {
    pub session_id: Uuid,
    pub last_seen_at: DateTime<Utc>,
    pub id: Uuid,
    pub username: String,
    pub name: String,
    pub court: String,
    pub role: String,
    pub language: String,
}

pub async fn add(tx: &mut Tx, row: &SessionRow, token_hash: &[u8]) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO staff_session (id, token_hash, staff_id, device, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(row.id).bind(token_hash).bind(row.staff_id).bind(&row.device).bind(row.created_at).bind(row.last_seen_at).bind(row.expires_at)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Whoever this token signs in, if it was used since `idle_since` and has not ended.
pub async fn find(
    db: &Db,
    token_hash: &[u8],
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> Result<Option<SignedIn>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT staff_session.id AS session_id, staff_session.last_seen_at, staff.id, staff.username, staff.name, staff.court, staff.role, staff.language
         FROM staff_session JOIN staff ON staff.id = staff_session.staff_id
         WHERE staff_session.token_hash = $1 AND staff_session.expires_at > $2 AND staff_session.last_seen_at > $3 AND NOT staff.disabled")
        .bind(token_hash).bind(now).bind(idle_since).fetch_optional(c).await)?)
}

pub async fn list(db: &Db, staff_id: Uuid, now: DateTime<Utc>, idle_since: DateTime<Utc>) -> Result<Vec<SessionRow>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT id, staff_id, device, created_at, last_seen_at, expires_at FROM staff_session
         WHERE staff_id = $1 AND expires_at > $2 AND last_seen_at > $3 ORDER BY last_seen_at DESC")
        .bind(staff_id).bind(now).bind(idle_since).fetch_all(c).await)?)
}

pub async fn set_seen(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE staff_session SET last_seen_at = $1 WHERE id = $2").bind(now).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Ends one session of somebody.
pub async fn delete(tx: &mut Tx, staff_id: Uuid, id: Uuid) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM staff_session WHERE id = $1 AND staff_id = $2").bind(id).bind(staff_id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Ends all sessions of somebody.
pub async fn delete_all(tx: &mut Tx, staff_id: Uuid) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM staff_session WHERE staff_id = $1").bind(staff_id).execute(c).await.map(|_| ()))?;
    Ok(())
}

pub async fn delete_expired(tx: &mut Tx, now: DateTime<Utc>, idle_since: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM staff_session WHERE expires_at <= $1 OR last_seen_at <= $2")
        .bind(now).bind(idle_since).execute(c).await.map(|_| ()))?;
    Ok(())
}
