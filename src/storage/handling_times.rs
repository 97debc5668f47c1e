//! Maintained figures: how long reports took that were closed lately.

use sqlx::FromRow;

use super::{Db, Result, Tx, on_db, on_tx};
use crate::domain::handling_time::Figures;

/// Figures of a kind, or of the whole channel where `category` is empty.
#[derive(Clone, Debug, FromRow)]
pub struct HandlingRow {
    pub channel: String,
    pub category: String,
    pub sample: i64,
    pub median_days: i64,
    pub most_days: i64,
}

impl HandlingRow {
    pub const fn figures(&self) -> Figures {
        Figures { sample: self.sample, median_days: self.median_days, most_days: self.most_days }
    }
}

/// The figures of a channel's kind and of the channel itself, if there are any.
pub async fn find(db: &Db, channel: &str, category: &str) -> Result<Vec<HandlingRow>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT channel, category, sample, median_days, most_days FROM handling_time WHERE channel = $1 AND category IN ($2, '') ORDER BY category DESC")
        .bind(channel).bind(category).fetch_all(c).await)?)
}

/// Puts these figures in the place of all that stood there.
pub async fn replace(tx: &mut Tx, rows: &[HandlingRow]) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM handling_time").execute(c).await.map(|_| ()))?;
    for row in rows {
        on_tx!(tx, c => sqlx::query(
            "INSERT INTO handling_time (channel, category, sample, median_days, most_days) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (channel, category) DO UPDATE SET sample = excluded.sample, median_days = excluded.median_days, most_days = excluded.most_days")
            .bind(&row.channel).bind(&row.category).bind(row.sample).bind(row.median_days).bind(row.most_days)
            .execute(c).await.map(|_| ()))?;
    }
    Ok(())
}
