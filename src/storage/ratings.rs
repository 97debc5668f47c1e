//! What citizens said after closing; the words that came with it stand in the timeline.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Tx, on_db, on_tx};

#[derive(Clone, FromRow)]
pub struct RatingRow {
    /// The entry in the timeline, which holds the words.
    pub entry_id: Uuid,
    pub report_id: Uuid,
    pub round: i64,
    /// A code of [`Rating`](crate::domain::workflow::Rating).
    pub result: String,
    pub at: DateTime<Utc>,
}

pub async fn add(tx: &mut Tx, row: &RatingRow) -> Result<()> {
    on_tx!(tx, c => sqlx::query("INSERT INTO rating (entry_id, report_id, round, result, at) VALUES ($1, $2, $3, $4, $5)")
        .bind(row.entry_id).bind(row.report_id).bind(row.round).bind(&row.result).bind(row.at)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Oldest first.
pub async fn list(db: &Db, report_id: Uuid) -> Result<Vec<RatingRow>> {
    Ok(
        on_db!(db, c => sqlx::query_as("SELECT * FROM rating WHERE report_id = $1 ORDER BY round, at, entry_id").bind(report_id).fetch_all(c).await)?,
    )
}
