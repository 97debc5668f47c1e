//! A change of the calendar moves the due dates of open reports: each is counted anew from its start day by its rule,
//! and where it moved, the citizen reads from when to when and by which edition of the calendar. By when somebody is to
//! have it moves with it; that is the desk's own target, and no entry tells of it.
//!
//! Whoever first sees a calendar that nobody has noted (imported here, imported by another process, or built into a new
//! version of the program) notes it and leaves a job. The job walks in parts, each one transaction that ends by leaving
//! the next part. Counting twice changes nothing, so a part that was interrupted is simply done again.

use chrono::TimeDelta;
use uuid::Uuid;

use super::record::{self, Actor, Entry};
use crate::{
    clock::{day_of, end_of, start_of},
    domain::{calendar::Calendar, deadline, report::Channel, triage},
    jobs::{self, Job},
    portal::Portal,
    storage::{self, reports::DueRow},
};

/// How many reports are counted in one transaction.
const PART: i64 = 500;
/// Another process may count by the old calendar until it next looks for new lists (it does every 20 seconds). What it
/// wrote meanwhile is found by a second walk.
const SECOND_WALK: TimeDelta = TimeDelta::minutes(2);

/// Notes the calendar that counts now, if nobody has, and leaves the job. Doing it twice is no error.
pub async fn notice_calendar(portal: &Portal) -> storage::Result<()> {
    let mark = portal.calendar_mark();
    if storage::calendar_marks::is_known(&portal.db, &mark).await? {
        return Ok(());
    }
    let mut tx = portal.db.begin().await?;
    if storage::calendar_marks::add(&mut tx, &mark, portal.clock.now()).await? {
        jobs::enqueue(portal, &mut tx, &Job::Recount { calendar: mark, after: Uuid::nil(), again: true }).await?;
    }
    tx.commit().await?;
    portal.jobs_waiting.notify_one();
    Ok(())
}

/// Counts the due dates of the open reports after `after`, and leaves the next part of the walk; at the end of the first
/// walk, a second one for later (`again`).
pub async fn recount(portal: &Portal, calendar_mark: &str, after: Uuid, again: bool) -> storage::Result<()> {
    let calendar = portal.calendar();
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let rows = storage::reports::list_open_due(&mut tx, after, PART).await?;
    let (mut entries, mut missed) = (Vec::new(), false);
    for row in &rows {
        let counted = counted(row, &calendar);
        let (before, due) = (day_of(row.due_at), day_of(counted.due_at));
        if before == due && row.triage_due == counted.triage_due && row.triage_warn == counted.triage_warn {
            continue;
        }
        if !storage::reports::set_due(&mut tx, &counted).await? {
            missed = true;
        } else if before != due {
            let facts = serde_json::json!({
                "due_before": before.to_string(), "due": due.to_string(), "edition": edition(row, &calendar),
            });
            let entry = Entry { kind: "recount", actor: Actor::System, public: true, facts, text: None };
            entries.push(record::codes_only(portal, row.id, now, &entry));
        }
    }
    if !entries.is_empty() {
        storage::timeline::add_all(&mut tx, &entries).await?;
    }
    let calendar = calendar_mark.to_owned();
    if let Some(last) = rows.last() {
        // Somebody changed a report between reading and writing: the part is done once more.
        let after = if missed { after } else { last.id };
        jobs::enqueue(portal, &mut tx, &Job::Recount { calendar, after, again }).await?;
    } else if again {
        let walk = Job::Recount { calendar, after: Uuid::nil(), again: false };
        jobs::enqueue_at(portal, &mut tx, &walk, now + SECOND_WALK).await?;
    }
    tx.commit().await
}

/// The dates of a report as this calendar has them. What nobody was ever to take by a day still has none.
fn counted(row: &DueRow, calendar: &Calendar) -> DueRow {
    let channel = Channel::parse(&row.channel).unwrap_or(Channel::Lead);
    let (warn, last) = triage::days(triage::rule(channel, row.urgent), day_of(row.triage_from()), calendar);
    DueRow {
        due_at: end_of(deadline::due_by(&row.due_rule, row.due_from, calendar)),
        triage_due: row.triage_due.map(|_| end_of(last)),
        triage_warn: row.triage_warn.map(|_| start_of(warn)),
        ..row.clone()
    }
}

/// The edition of the calendar by which the date was counted.
fn edition(row: &DueRow, calendar: &Calendar) -> String {
    let counted =
        deadline::find(&row.due_rule).and_then(|rule| deadline::compute(rule, row.due_from, calendar, None).ok());
    counted.map_or_else(|| calendar.edition(row.due_from, row.due_from), |deadline| deadline.edition)
}
