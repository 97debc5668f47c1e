//! A report came or changed: rules run on it, and views that hold it now speak up.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{JobError, Outcome};
use crate::{
    actions::{
        notify::Change,
        rules,
        subscriptions::{self, Asked, News},
    },
    portal::Portal,
    storage,
};

pub async fn run(portal: &Portal, change: Change, with_rules: bool) -> Result<(), JobError> {
    let ruled = if with_rules { rules::run_on(portal, change.report, change.at).await } else { Ok(()) };
    // After the rules, so that a view is asked about the report as it stands then; one that fails keeps no news back.
    let news = News { reports: vec![change.report], at: change.at, by: change.by };
    subscriptions::tell_of(portal, &news, Asked::All).await?;
    Ok(ruled?)
}

/// The same when nothing but time went by.
pub async fn due(portal: &Portal, reports: Vec<Uuid>, at: DateTime<Utc>) -> Result<(), JobError> {
    let news = News { reports, at, by: None };
    Ok(subscriptions::tell_of(portal, &news, Asked::Due).await?)
}

/// What the index of search does not know yet is asked for again: after a second, then as long as it has waited already,
/// so that an index that lags far behind is not also kept busy.
pub async fn words(portal: &Portal, news: &News) -> Result<Outcome, JobError> {
    if storage::search::list_due_of(&portal.db, &news.reports).await?.is_empty() {
        subscriptions::tell_of(portal, news, Asked::Words).await?;
        return Ok(Outcome::Done);
    }
    let now = portal.clock.now();
    Ok(Outcome::Later(now + (now - news.at).clamp(TimeDelta::seconds(1), LONGEST_WAIT)))
}

/// So long a view with words waits at most before it is asked again.
const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(10);
