//! Lists an administrator imported: courts and calendar.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Db, Result, Tx, on_db, on_tx};

pub async fn add(tx: &mut Tx, id: Uuid, kind: &str, content: &str, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("INSERT INTO imported_list (id, kind, content, created_at) VALUES ($1, $2, $3, $4)")
        .bind(id).bind(kind).bind(content).bind(now).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// All lists, oldest first: each is laid over what was there before.
pub async fn list(db: &Db) -> Result<Vec<(Uuid, String, String)>> {
    Ok(
        on_db!(db, c => sqlx::query_as("SELECT id, kind, content FROM imported_list ORDER BY created_at, id").fetch_all(c).await)?,
    )
}
