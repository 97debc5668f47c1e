//! Brings up to date what a report belongs to: similar texts, floods, corroboration.

use uuid::Uuid;

use super::JobError;
use crate::{
    actions::graph::{self, Former},
    portal::Portal,
};

pub async fn run(portal: &Portal, report: Uuid, former: Option<&Former>) -> Result<(), JobError> {
    Ok(graph::index(portal, report, former).await?)
}
