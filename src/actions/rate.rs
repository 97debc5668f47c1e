//! After closing the citizen says what happened. “Not settled” opens the report again, once; the second time it is
//! recorded and marked for whoever supervises.

use chrono::NaiveDate;

use super::{
    follow,
    notify::{self, Change},
    record::{self, Actor, Entry},
    subscriptions, take_step,
};
use crate::{
    clock::{day_of, end_of},
    domain::{
        answers::clean,
        case_clocks, deadline,
        notification::NotificationKind,
        report::Status,
        workflow::{CitizenAct, Rating},
    },
    portal::Portal,
    storage::{self, StorageError, ratings::RatingRow, reports::ReportRow},
};

/// Longest text, in characters.
pub const LONGEST: usize = 2_000;
/// The mark on a report that its reporter called unsettled after it had been reopened.
pub const AGAIN: &str = "not_settled_again";

#[derive(Debug, thiserror::Error)]
pub enum RateError {
    #[error("empty")]
    Empty,
    #[error("unknown")]
    Unknown,
    #[error("too_long")]
    TooLong,
    /// The report is not closed, or was withdrawn.
    #[error("not_closed")]
    NotClosed,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Records what the citizen said; whether the report was opened again by it. Saying it twice opens it once.
pub async fn rate(portal: &Portal, row: &ReportRow, result: &str, text: &str) -> Result<bool, RateError> {
    if result.trim().is_empty() {
        return Err(RateError::Empty);
    }
    let rating = Rating::parse(result.trim()).ok_or(RateError::Unknown)?;
    let text = clean(text);
    if text.chars().count() > LONGEST {
        return Err(RateError::TooLong);
    }
    let key = row.data_key(&portal.keys)?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let row = storage::reports::find_for_change(&mut tx, row.id).await?.ok_or(RateError::NotClosed)?;
    if !follow::can(portal, &row)?.contains(&CitizenAct::Rate.as_str()) {
        // The second press of the same button.
        let just_reopened = row.status()? == Status::Reopened && row.reopened_by_citizen;
        return if just_reopened && rating == Rating::Not { Ok(true) } else { Err(RateError::NotClosed) };
    }
    let mut changed = row.clone();
    changed.changed_at = now;
    changed.citizen_result = Some(rating.to_string());
    let reopens = rating == Rating::Not && !row.reopened_by_citizen;
    if reopens {
        changed.status = Status::Reopened.to_string();
        changed.closed_at = None;
        changed.outcome = None;
        changed.reopened_by_citizen = true;
        changed.round += 1;
        let from = day_of(now);
        let (rule, due) = new_due(portal, &row, from)?;
        rule.clone_into(&mut changed.due_rule);
        changed.due_from = from;
        changed.due_at = end_of(due);
        take_step::set_triage(portal, &mut changed, now);
    } else {
        let others = row.flags().into_iter().filter(|flag| flag != AGAIN);
        let again = (rating == Rating::Not).then(|| AGAIN.to_owned());
        changed.flags = others.chain(again).collect::<Vec<_>>().join(" ");
    }
    storage::reports::set(&mut tx, &changed).await?;
    let facts = serde_json::json!({ "result": rating.as_str() });
    let text = Some(text.as_str()).filter(|text| !text.is_empty());
    let entry = Entry { kind: "rated", actor: Actor::Citizen, public: true, facts, text };
    let entry_id = record::write(portal, &mut tx, row.id, &key, entry).await?;
    let rated = RatingRow { entry_id, report_id: row.id, round: row.round, result: rating.to_string(), at: now };
    storage::ratings::add(&mut tx, &rated).await?;
    let change = Change { report: row.id, at: now, by: None };
    if reopens {
        let due = day_of(changed.due_at).to_string();
        let facts = serde_json::json!({ "from": row.status, "to": changed.status, "due": due });
        let entry = Entry { kind: "reopened", actor: Actor::Citizen, public: true, facts, text: None };
        record::write(portal, &mut tx, row.id, &key, entry).await?;
        notify::tell(portal, &mut tx, change, NotificationKind::Reopened, row.assignee.as_slice()).await?;
    }
    subscriptions::watch(portal, &mut tx, change, false).await?;
    tx.commit().await?;
    portal.jobs_waiting.notify_one();
    Ok(reopens)
}

/// By when a report that is opened again on this day is to be answered, and the rule: the time of a new one.
pub fn new_due(portal: &Portal, row: &ReportRow, from: NaiveDate) -> storage::Result<(&'static str, NaiveDate)> {
    let rule = case_clocks::service_target(row.channel()?, row.urgent);
    Ok((rule, deadline::due_by(rule, from, &portal.calendar())))
}
