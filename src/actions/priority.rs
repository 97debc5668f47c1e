//! Keeps the order of the queue true: priorities and due bands that time has changed, and the counts of the lanes.

use uuid::Uuid;

use super::subscriptions;
use crate::{
    portal::Portal,
    storage::{self, Tx},
};

/// Reports weighed in one transaction: short enough that a citizen's report need not wait for it.
const SOME: i64 = 500;

/// Weighs one report after something changed that its priority is made of, in the transaction that changes it. Steps of
/// the workflow need not: writing a report weighs it.
pub async fn refresh(portal: &Portal, tx: &mut Tx, report: Uuid) -> storage::Result<()> {
    if let Some(row) = storage::reports::find_to_weigh(tx, report).await? {
        storage::reports::set_weight(tx, &row, portal.clock.now()).await?;
    }
    Ok(())
}

/// Weighs every report whose place time has changed, has those told to whose views it came nearer to its due date, and
/// folds the counts.
pub async fn keep_up(portal: &Portal) -> storage::Result<()> {
    loop {
        let now = portal.clock.now();
        let mut tx = portal.db.begin().await?;
        let rows = storage::reports::list_to_weigh(&mut tx, now, SOME).await?;
        let mut moved = Vec::new();
        for row in &rows {
            if storage::reports::set_weight(&mut tx, row, now).await? {
                moved.push(row.id);
            }
        }
        subscriptions::watch_due(portal, &mut tx, moved, now).await?;
        tx.commit().await?;
        if i64::try_from(rows.len()).unwrap_or(0) < SOME {
            break;
        }
    }
    while storage::queue::fold(&portal.db).await? > 0 {}
    Ok(())
}
