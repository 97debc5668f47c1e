//! Erases what is over: drafts, unfinished uploads, answers, sessions, counters; has older files scanned; begins the
//! digests of people who are new; and says that the worker lives.

use chrono::TimeDelta;

use super::{Job, enqueue};
use crate::{
    actions::{cancel_upload, erase_draft::erase as erase_draft, export_list, hand_up::hand_up, notify, recount_due},
    portal::{Portal, PortalError},
    storage,
    web::session::STAFF_IDLE,
};

/// How long an event is kept for whoever was away.
const EVENTS_KEPT: TimeDelta = TimeDelta::days(1);

/// The name under which the worker's heartbeat stands.
pub const HEARTBEAT: &str = "worker";
/// What people of the courts were told stands this long.
const NOTIFICATIONS_KEPT: chrono::TimeDelta = chrono::TimeDelta::days(180);

pub async fn run(portal: &Portal) -> Result<(), PortalError> {
    let now = portal.clock.now();
    if let Err(error) = portal.refresh_lists().await {
        tracing::warn!(%error, "imported lists could not be read; what is over is erased all the same");
    }
    let begun = [
        ("due dates by a new calendar", recount_due::notice_calendar(portal).await),
        ("complaints that lie with the court complained of", hand_up(portal).await),
        ("digests", notify::begin_digests(portal).await),
        ("files without a scan", scan_older(portal).await),
    ];
    for (what, begun) in begun {
        if let Err(error) = begun {
            tracing::warn!(%error, "{what}: not begun, and tried again; what is over is erased all the same");
        }
    }
    for upload in storage::uploads::list_expired(&portal.db, now, 1_000).await? {
        if let Err(error) = cancel_upload::erase(portal, upload).await {
            tracing::warn!(%error, "an upload that is over could not be deleted; it is tried again");
        }
    }
    let mut erased = 0;
    for draft in storage::drafts::list_expired(&portal.db, now, 1_000).await? {
        match erase_draft(portal, draft).await {
            Ok(()) => erased += 1,
            Err(error) => tracing::warn!(%error, "a draft whose time is over could not be erased; it is tried again"),
        }
    }
    for (export,) in storage::exports::list_expired(&portal.db, now, 1_000).await? {
        if let Err(error) = export_list::erase(portal, export).await {
            tracing::warn!(%error, "an exported list whose day is over could not be erased; it is tried again");
        }
    }
    let mut tx = portal.db.begin().await?;
    tx.plan_for_values().await?;
    erased += storage::answers::erase_expired(&mut tx, now).await?;
    storage::answers::delete_expired_access(&mut tx, now).await?;
    storage::attempts::delete_expired(&mut tx, now).await?;
    storage::filed::delete_expired(&mut tx, now).await?;
    storage::resume_codes::delete_forgotten(&mut tx, now).await?;
    storage::contacts::erase_expired_codes(&mut tx, now).await?;
    storage::sessions::delete_expired(&mut tx, now, now - STAFF_IDLE).await?;
    storage::notifications::delete_old(&mut tx, now - NOTIFICATIONS_KEPT).await?;
    erased += storage::answer_drafts::delete_expired(&mut tx, now).await?;
    storage::sent_steps::delete_older(&mut tx, now - TimeDelta::days(1)).await?;
    storage::presence::delete_older(&mut tx, now - storage::presence::FRESH).await?;
    storage::events::delete_older(&mut tx, now - EVENTS_KEPT).await?;
    storage::jobs::delete_done(&mut tx, now - super::DONE_KEPT).await?;
    storage::jobs::set_heartbeat(&mut tx, HEARTBEAT, now).await?;
    tx.commit().await?;
    if erased > 0 {
        portal.db.forget_past().await?;
    }
    Ok(())
}

/// Files that came before there was a scanner: some at a time, so that new ones need not wait behind all of them.
async fn scan_older(portal: &Portal) -> storage::Result<()> {
    if portal.scanner.is_none() {
        return Ok(());
    }
    let unscanned = storage::files::list_unscanned(&portal.db, 20).await?;
    if unscanned.is_empty() {
        return Ok(());
    }
    let mut tx = portal.db.begin().await?;
    for id in unscanned {
        storage::files::set_scan(&mut tx, id, "waiting").await?;
        enqueue(portal, &mut tx, &Job::PrepareFile { id }).await?;
    }
    tx.commit().await
}
