//! `nuandong search`: builds the index of full-text search anew, and says how it stands. Works beside a running server.

use indicatif::{ProgressBar, ProgressStyle};
use uuid::Uuid;

use crate::{
    actions::{
        find,
        search_index::{self, Tokeniser},
    },
    portal::Portal,
    storage,
};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Index every report anew; begun again after it was stopped, it goes on where it was
    Rebuild,
    /// How many reports are in the index, how many wait, and since when
    Status,
}

/// Reports in one transaction: enough for speed, few enough that a citizen who sends one meanwhile waits less than half
/// a second.
const BATCH: i64 = 500;

pub async fn run(portal: &Portal, command: &Command) -> anyhow::Result<()> {
    match command {
        Command::Rebuild => rebuild(portal).await,
        Command::Status => status(portal).await,
    }
}

async fn rebuild(portal: &Portal) -> anyhow::Result<()> {
    let standing = find::standing(portal).await?;
    let since = standing.rebuild.unwrap_or_else(|| portal.clock.now());
    let mut tx = portal.db.begin().await?;
    storage::jobs::set_heartbeat(&mut tx, storage::search::REBUILD, since).await?;
    storage::search::set_batch(&mut tx, true).await?;
    tx.commit().await?;
    let bar = ProgressBar::new(u64::try_from(standing.reports).unwrap_or(0));
    bar.set_style(ProgressStyle::with_template("{bar:40} {pos}/{len} reports, {per_sec}, {eta} left")?);
    let done = index_all(portal, since, &bar).await;
    let mut tx = portal.db.begin().await?;
    storage::search::set_batch(&mut tx, false).await?;
    if done.is_ok() {
        storage::search::delete_rebuild(&mut tx).await?;
    }
    tx.commit().await?;
    bar.finish();
    println!("{} reports indexed", done?);
    Ok(())
}

async fn index_all(portal: &Portal, since: chrono::DateTime<chrono::Utc>, bar: &ProgressBar) -> anyhow::Result<usize> {
    let mut of = Tokeniser::new(portal);
    let (mut after, mut count) = (Uuid::nil(), 0);
    while let Some((last, some)) = search_index::rebuild_some(portal, &mut of, after, since, BATCH).await? {
        after = last;
        count += some;
        bar.inc(some as u64);
    }
    Ok(count)
}

async fn status(portal: &Portal) -> anyhow::Result<()> {
    let standing = find::standing(portal).await?;
    println!("reports\t{}", standing.reports);
    println!("indexed\t{}", standing.indexed);
    println!("waiting\t{}", standing.due);
    if let Some(since) = standing.since {
        println!("waiting since\t{}", since.to_rfc3339());
    }
    if let Some(begun) = standing.rebuild {
        println!("unfinished rebuild of\t{}", begun.to_rfc3339());
    }
    Ok(())
}
