//! Counts anew, once a day, how long reports took that were closed lately.

use chrono::TimeDelta;

use crate::{
    domain::handling_time::WINDOW,
    portal::Portal,
    storage::{self, handling_times::HandlingRow},
};

/// The name under which the last count stands.
const HEARTBEAT: &str = "handling_times";
const EVERY: TimeDelta = TimeDelta::hours(24);

pub async fn refresh(portal: &Portal) -> storage::Result<()> {
    let now = portal.clock.now();
    if storage::jobs::find_heartbeat(&portal.db, HEARTBEAT).await?.is_some_and(|at| now - at < EVERY) {
        return Ok(());
    }
    let durations = storage::reports::durations(&portal.db, now - WINDOW).await?;
    let rows = durations.into_iter().filter_map(|((channel, category), durations)| {
        let figures = durations.figures()?;
        let (sample, median_days, most_days) = (figures.sample, figures.median_days, figures.most_days);
        Some(HandlingRow { channel, category, sample, median_days, most_days })
    });
    let rows = rows.collect::<Vec<_>>();
    let mut tx = portal.db.begin().await?;
    storage::handling_times::replace(&mut tx, &rows).await?;
    storage::jobs::set_heartbeat(&mut tx, HEARTBEAT, now).await?;
    tx.commit().await
}
