//! Who took data out of the portal; and lists that are being made, or made and waiting to be fetched.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, StorageError, Tx, on_db, on_tx};
use crate::{
    crypto::{DataKey, Keys},
    domain::codes::codes,
};

codes! {
    Format {
        Csv = "csv",
        Xlsx = "xlsx",
        Zip = "zip",
    }
}

codes! {
    ExportState {
        /// Went out at once; nothing is kept.
        Streamed = "streamed",
        Waiting = "waiting",
        Working = "working",
        Ready = "ready",
        /// The list has more rows than one export takes.
        TooMany = "too_many",
        /// Its text is longer than one spreadsheet takes.
        TooLarge = "too_large",
        /// Whoever asked for it has another role or court by now, or is gone.
        Refused = "refused",
        /// It could not be made, though it was tried again and again.
        Failed = "failed",
        /// Its day is over.
        Erased = "erased",
    }
}

#[derive(Clone, FromRow)]
pub struct ExportRow {
    pub id: Uuid,
    pub staff_id: Uuid,
    /// Court and role of the person then.
    pub court: String,
    pub role: String,
    pub format: String,
    pub report_id: Option<Uuid>,
    pub key_id: String,
    pub sealed_filter: Option<Vec<u8>>,
    pub narrative: bool,
    pub language: String,
    pub state: String,
    pub count: i64,
    pub wrapped_key: Option<Vec<u8>>,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
}

impl ExportRow {
    pub fn state(&self) -> Result<ExportState> {
        ExportState::parse(&self.state).ok_or_else(|| StorageError::UnknownCode(self.state.clone()))
    }

    pub fn format(&self) -> Result<Format> {
        Format::parse(&self.format).ok_or_else(|| StorageError::UnknownCode(self.format.clone()))
    }

    /// The key of the file, while there is one.
    pub fn data_key(&self, keys: &Keys) -> Result<Option<DataKey>> {
        let wrapped = self.wrapped_key.as_deref();
        Ok(wrapped.map(|key| DataKey::unwrap(keys, &self.key_id, key, "export_log", self.id)).transpose()?)
    }
}

pub async fn add(tx: &mut Tx, row: &ExportRow) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO export_log (id, staff_id, court, role, format, report_id, key_id, sealed_filter, narrative, language, state, count, wrapped_key,
            created_at, finished_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)")
        .bind(row.id).bind(row.staff_id).bind(&row.court).bind(&row.role).bind(&row.format).bind(row.report_id).bind(&row.key_id)
        .bind(&row.sealed_filter).bind(row.narrative).bind(&row.language).bind(&row.state).bind(row.count).bind(&row.wrapped_key)
        .bind(row.created_at).bind(row.finished_at).bind(row.expires_at)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// For whoever asked for it, and nobody else.
pub async fn find(db: &Db, staff_id: Uuid, id: Uuid) -> Result<Option<ExportRow>> {
    Ok(
        on_db!(db, c => sqlx::query_as("SELECT * FROM export_log WHERE id = $1 AND staff_id = $2").bind(id).bind(staff_id)
        .fetch_optional(c).await)?,
    )
}

/// By row identity, for jobs; never for a request.
pub async fn find_by_id(db: &Db, id: Uuid) -> Result<Option<ExportRow>> {
    Ok(on_db!(db, c => sqlx::query_as("SELECT * FROM export_log WHERE id = $1").bind(id).fetch_optional(c).await)?)
}

/// The latest lists of a person.
pub async fn list_of(db: &Db, staff_id: Uuid, limit: i64) -> Result<Vec<ExportRow>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT * FROM export_log WHERE staff_id = $1 AND report_id IS NULL ORDER BY created_at DESC, id DESC LIMIT $2")
        .bind(staff_id).bind(limit).fetch_all(c).await)?)
}

/// How far the work is.
pub async fn set_count(tx: &mut Tx, id: Uuid, count: i64) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE export_log SET state = 'working', count = $1 WHERE id = $2 AND state IN ('waiting', 'working')")
        .bind(count).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Ends the work. Without a file its key goes too. `false` when somebody else ended it.
pub async fn set_finished(
    tx: &mut Tx,
    id: Uuid,
    state: ExportState,
    count: i64,
    now: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "UPDATE export_log SET state = $1, count = $2, finished_at = $3, expires_at = $4,
            wrapped_key = CASE WHEN $1 = 'ready' THEN wrapped_key END
         WHERE id = $5 AND state IN ('waiting', 'working')")
        .bind(state.as_str()).bind(count).bind(now).bind(expires_at).bind(id).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Files whose day is over.
pub async fn list_expired(db: &Db, now: DateTime<Utc>, limit: i64) -> Result<Vec<(Uuid,)>> {
    Ok(
        on_db!(db, c => sqlx::query_as("SELECT id FROM export_log WHERE wrapped_key IS NOT NULL AND expires_at <= $1 LIMIT $2")
        .bind(now).bind(limit).fetch_all(c).await)?,
    )
}

/// Forgets the key of a file that was deleted.
pub async fn set_erased(tx: &mut Tx, id: Uuid) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE export_log SET state = 'erased', wrapped_key = NULL WHERE id = $1").bind(id)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}
