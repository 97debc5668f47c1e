//! `nuandong graph`: what belongs together, built anew.

use indicatif::{ProgressBar, ProgressStyle};

use crate::{actions::graph, portal::Portal, storage};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Keys, signatures, similar texts, floods and corroboration of all reports, anew; beside it the portal goes on
    Rebuild,
}

pub async fn run(portal: &Portal, command: &Command) -> anyhow::Result<()> {
    let Command::Rebuild = command;
    let count = u64::try_from(storage::reports::count_up_to(&portal.db, i64::MAX).await?)?;
    // Each report twice: first marked, then related.
    let bar = ProgressBar::new(2 * count);
    bar.set_style(ProgressStyle::with_template("{bar:40} {pos}/{len}, {per_sec}, {eta} left")?);
    graph::rebuild(portal, |done| bar.inc(done)).await?;
    bar.finish();
    println!("{count} reports");
    Ok(())
}
