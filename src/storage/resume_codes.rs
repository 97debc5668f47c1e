//! Codes that open a draft again: a keyed hash of each, and the token of the draft's address, sealed under the code.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Tx, on_db, on_tx};

#[derive(Clone, FromRow)]
pub struct ResumeRow {
    /// `None` once the draft is gone.
    pub draft_id: Option<Uuid>,
    /// `None` once the draft was sent or is gone.
    pub sealed_token: Option<Vec<u8>>,
    /// How the draft ended: `sent`, `expired` or `deleted`.
    pub ended: Option<String>,
}

/// Gives a draft its code; one that it had before opens nothing any more.
pub async fn set(tx: &mut Tx, draft_id: Uuid, code_hash: &[u8], sealed_token: &[u8]) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM resume_code WHERE draft_id = $1").bind(draft_id).execute(c).await.map(|_| ()))?;
    on_tx!(tx, c => sqlx::query("INSERT INTO resume_code (code_hash, draft_id, sealed_token, shown) VALUES ($1, $2, $3, FALSE)")
        .bind(code_hash).bind(draft_id).bind(sealed_token).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Notes that a code is shown now; `false` when it was before, or is not this draft's any more.
pub async fn set_shown(tx: &mut Tx, draft_id: Uuid, code_hash: &[u8]) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query("UPDATE resume_code SET shown = TRUE WHERE draft_id = $1 AND code_hash = $2 AND NOT shown")
        .bind(draft_id).bind(code_hash).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

pub async fn find(db: &Db, code_hash: &[u8]) -> Result<Option<ResumeRow>> {
    Ok(on_db!(db, c => sqlx::query_as("SELECT draft_id, sealed_token, ended FROM resume_code WHERE code_hash = $1")
        .bind(code_hash).fetch_optional(c).await)?)
}

/// The draft is gone: its code can only say so, until `forget_at`.
pub async fn set_ended(tx: &mut Tx, draft_id: Uuid, how: &str, forget_at: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE resume_code SET draft_id = NULL, sealed_token = NULL, ended = $1, forget_at = $2 WHERE draft_id = $3")
        .bind(how).bind(forget_at).bind(draft_id).execute(c).await.map(|_| ()))?;
    Ok(())
}

pub async fn delete_forgotten(tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM resume_code WHERE forget_at <= $1").bind(now).execute(c).await.map(|_| ()))?;
    Ok(())
}
