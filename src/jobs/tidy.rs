//! Erases what is over: drafts, answers, sessions, counters; and says that the worker lives.

use chrono::TimeDelta;

use crate::{
    portal::{Portal, PortalError},
    storage,
    web::session::STAFF_IDLE,
};

/// The name under which the worker's heartbeat stands.
pub const HEARTBEAT: &str = "worker";

pub async fn run(portal: &Portal) -> Result<(), PortalError> {
    let now = portal.clock.now();
    if let Err(error) = portal.refresh_lists().await {
        tracing::warn!(%error, "imported lists could not be read; what is over is erased all the same");
    }
    'drafts: for draft in storage::drafts::list_expired(&portal.db, now, 1_000).await? {
        let files = storage::files::list_of_draft(&portal.db, draft).await?;
        for file in &files {
            if let Err(error) = portal.files.delete(file.id).await {
                tracing::warn!(%error, "a file of an expired draft could not be deleted; it is tried again");
                continue 'drafts;
            }
        }
        let mut tx = portal.db.begin().await?;
        for file in files {
            storage::files::delete_of_draft(&mut tx, draft, file.id).await?;
        }
        storage::drafts::delete(&mut tx, draft).await?;
        tx.commit().await?;
    }
    let mut tx = portal.db.begin().await?;
    storage::answers::erase_expired(&mut tx, now).await?;
    storage::answers::delete_expired_access(&mut tx, now).await?;
    storage::attempts::delete_expired(&mut tx, now).await?;
    storage::sessions::delete_expired(&mut tx, now, now - STAFF_IDLE).await?;
    storage::jobs::delete_done(&mut tx, now - TimeDelta::days(7)).await?;
    storage::jobs::set_heartbeat(&mut tx, HEARTBEAT, now).await?;
    tx.commit().await?;
    Ok(())
}
