//! What acts of the desk left for later: reminders, long bulk acts, and telling reporters once nothing is undone any more.

use chrono::TimeDelta;
use uuid::Uuid;

use super::{JobError, Outcome};
use crate::{
    actions::{acts, bulk},
    portal::Portal,
};

pub async fn remind(portal: &Portal, reminder: Uuid) -> Result<(), JobError> {
    Ok(acts::ring(portal, reminder).await?)
}

pub async fn run_bulk(portal: &Portal, act: Uuid) -> Result<(), JobError> {
    Ok(bulk::run(portal, act).await?)
}

pub async fn undo_bulk(portal: &Portal, act: Uuid) -> Result<(), JobError> {
    Ok(bulk::finish_undo(portal, act).await?)
}

pub async fn tell_bulk(portal: &Portal, act: Uuid) -> Result<Outcome, JobError> {
    let told = bulk::tell(portal, act).await?;
    Ok(if told { Outcome::Done } else { Outcome::Later(portal.clock.now() + UNDOING) })
}

/// When it is asked again whether an undo is over.
const UNDOING: TimeDelta = TimeDelta::seconds(30);
