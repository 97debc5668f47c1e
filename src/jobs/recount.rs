//! Carries out one part of the walk over due dates after a change of the calendar.

use uuid::Uuid;

use super::JobError;
use crate::{actions::recount_due, portal::Portal, storage};

pub async fn run(portal: &Portal, calendar: &str, after: Uuid, again: bool) -> Result<(), JobError> {
    portal.refresh_lists().await.map_err(|_| JobError::Lists)?;
    if storage::calendar_marks::latest(&portal.db).await?.as_deref() != Some(calendar) {
        // A later calendar has its own walk.
        return Ok(());
    }
    if portal.calendar_mark() != calendar {
        // Another version of the program noticed it and knows better; it is left to that one.
        return Err(JobError::OtherCalendar);
    }
    Ok(recount_due::recount(portal, calendar, after, again).await?)
}
