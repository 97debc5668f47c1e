//! A report came or changed: rules run on it, and views that hold it now speak up.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::JobError;
use crate::{
    actions::{
        notify::Change,
        rules,
        subscriptions::{self, Asked, News},
    },
    portal::Portal,
};

pub async fn run(portal: &Portal, change: Change, with_rules: bool) -> Result<(), JobError> {
    if with_rules {
        rules::run_on(portal, change.report, change.at).await?;
    }
    // After the rules, so that a view is asked about the report as it stands then.
    let news = News { reports: vec![change.report], at: change.at, by: change.by };
    Ok(subscriptions::tell_of(portal, &news, Asked::All).await?)
}

/// The same when nothing but time went by.
pub async fn due(portal: &Portal, reports: Vec<Uuid>, at: DateTime<Utc>) -> Result<(), JobError> {
    let news = News { reports, at, by: None };
    Ok(subscriptions::tell_of(portal, &news, Asked::Due).await?)
}
