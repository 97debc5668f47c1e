//! What acts of the desk left for later: reminders, long bulk acts, and telling reporters once nothing is undone any more.

use uuid::Uuid;

use super::JobError;
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

pub async fn tell_bulk(portal: &Portal, act: Uuid) -> Result<(), JobError> {
    Ok(bulk::tell(portal, act).await?)
}
