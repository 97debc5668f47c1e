//! A report came or changed: rules run on it, and views that hold it now speak up.

use super::JobError;
use crate::{
    actions::{notify::Change, rules, subscriptions},
    portal::Portal,
};

pub async fn run(portal: &Portal, change: Change, with_rules: bool) -> Result<(), JobError> {
    if with_rules {
        rules::run_on(portal, change.report, change.at).await?;
    }
    // After the rules, so that a view is asked about the report as it stands then.
    Ok(subscriptions::tell_of(portal, change).await?)
}
