//! Keeps the index of search up with what changes: about half a second behind it.
//!
//! What has to be indexed stands in a table of its own instead of the outbox, one row for each report: a report that
//! changes ten times in a moment is indexed once, and a submission writes no job that is sealed, taken and emptied again.

use tokio_util::sync::CancellationToken;

use crate::{
    actions::search_index::{self, Tokeniser},
    portal::Portal,
    storage,
};

/// How often it looks. What comes in between is indexed in one go.
const EVERY: std::time::Duration = std::time::Duration::from_millis(500);
/// After so many looks without work the index is put together a little.
const QUIET: u32 = 20;

pub async fn keep_up(portal: Portal, stop: CancellationToken) {
    let mut of = Tokeniser::new(&portal);
    let mut quiet = 0;
    let mut untidy = false;
    while !stop.is_cancelled() {
        match search_index::catch_up(&portal, &mut of).await {
            Ok(0) => quiet += 1,
            Ok(_) => {
                (quiet, untidy) = (0, true);
                continue;
            }
            Err(error) => {
                tracing::warn!(%error, "the index of search could not be brought up to date; it is tried again");
            }
        }
        if untidy && quiet >= QUIET {
            match search_index::tidy(&portal).await {
                Ok(more) => untidy = more,
                Err(error) => tracing::warn!(%error, "the index of search could not be tidied; it is tried again"),
            }
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Indexes everything that waits; for tests and commands.
pub async fn catch_up(portal: &Portal) -> storage::Result<()> {
    let mut of = Tokeniser::new(portal);
    while search_index::catch_up(portal, &mut of).await? > 0 {}
    Ok(())
}
