//! There is news: every way of the report learns of it, at once, later or not at all.

use super::{Language, sync, write};
use crate::{
    crypto::DataKey,
    domain::notice::{NoticeKind, NoticeState, Reason},
    portal::Portal,
    storage::{self, Tx, reports::ReportRow},
};

/// Writes a notice for each way, in the transaction that makes the news. When it goes out is decided when its turn
/// comes; until then further news join it. Ring `jobs_waiting` after the commit.
pub async fn tell(portal: &Portal, tx: &mut Tx, row: &ReportRow, key: &DataKey) -> storage::Result<()> {
    let Some(reporter) = row.reporter(key)? else { return Ok(()) };
    for contact in sync(portal, tx, row.id, key, &reporter, Language::OfReport(&row.language), true).await? {
        let state = match (contact.stopped_at, contact.confirmed_at) {
            (Some(_), _) => (NoticeState::Suppressed, Some(Reason::Stopped)),
            (None, None) => (NoticeState::Held, Some(Reason::Unconfirmed)),
            (None, Some(_)) => (NoticeState::Queued, None),
        };
        write(portal, tx, &contact, NoticeKind::News, state, 1).await?;
    }
    Ok(())
}
