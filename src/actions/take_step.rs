//! Staff take a step of the workflow's table: rights, status, needs and version are checked here and nowhere else.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::record::{self, Actor, Entry};
use crate::{
    clock::{day_of, end_of},
    domain::{
        answers::clean,
        report::{Channel, Desk, Status},
        responsibility,
        staff::{Role, Scope, Staff, circuit_of},
        workflow::{self, Action, Need, Outcome},
    },
    jobs::{self, Job},
    portal::Portal,
    storage::{self, StorageError, reports::ReportRow},
};

/// What an officer filled in.
#[derive(Clone, Debug, Default, Serialize, Deserialize, PartialEq, Eq, utoipa::ToSchema)]
#[serde(default)]
pub struct Input {
    /// Text that only staff read.
    pub note: String,
    /// Text that the citizen reads.
    pub text: String,
    pub reason: String,
    /// A username.
    pub assignee: String,
    /// A court's code.
    pub court: String,
    pub outcome: String,
    /// The new due date, `2026-12-31`.
    pub due: String,
    /// A body outside the courts.
    pub body: String,
    /// The number of another report.
    pub number: String,
}

/// Longest text of an officer, in characters.
pub const LONGEST: usize = 10_000;
/// An extension is at most this long (山东省信访条例 2015 Art. 42: thirty days).
const LONGEST_EXTENSION: TimeDelta = TimeDelta::days(30);

#[derive(Debug, thiserror::Error)]
pub enum StepError {
    /// Outside the scope: as if there were none.
    #[error("not_found")]
    NotFound,
    /// The report was changed since it was read; here is how it stands now.
    #[error("version_conflict")]
    Conflict(Box<ReportRow>),
    /// The status does not allow the step.
    #[error("not_in_this_status")]
    NotNow(Status),
    /// The role does not allow the step.
    #[error("not_for_this_role")]
    NotYours,
    /// A field is missing or wrong: its name and the code of the words for it.
    #[error("fields")]
    Fields(Vec<(&'static str, &'static str)>),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Takes a step; returns the report as it stands then (`None` when it left the officer's sight).
pub async fn take_step(
    portal: &Portal,
    officer: &Staff,
    number: &str,
    action: Action,
    version: i64,
    input: &Input,
) -> Result<Option<ReportRow>, StepError> {
    let courts = portal.courts();
    let scope = Scope::of(officer, &courts);
    let row = storage::reports::find(&portal.db, &scope, number).await?.ok_or(StepError::NotFound)?;
    let step = workflow::step(action);
    if !step.roles.contains(&officer.role) {
        return Err(StepError::NotYours);
    }
    if row.version != version {
        return Err(StepError::Conflict(Box::new(row)));
    }
    let status = row.status()?;
    if !step.from.contains(&status) {
        return Err(StepError::NotNow(status));
    }
    let input = Input {
        note: clean(&input.note),
        text: clean(&input.text),
        reason: clean(&input.reason),
        body: clean(&input.body),
        ..input.clone()
    };
    let checked = check(portal, &scope, &row, step.needs, &input).await?;

    let now = portal.clock.now();
    let mut changed = row.clone();
    changed.changed_at = now;
    if let Some(to) = step.to {
        changed.status = to.to_string();
        changed.closed_at = (!to.is_open()).then_some(row.closed_at.unwrap_or(now));
    }
    let mut facts = serde_json::Map::new();
    if changed.status != row.status {
        facts.insert("from".into(), row.status.clone().into());
        facts.insert("to".into(), changed.status.clone().into());
    }
    match action {
        Action::Claim => {
            changed.assignee = Some(officer.id);
            if matches!(status, Status::Received | Status::Transferred) {
                changed.status = Status::UnderReview.to_string();
                facts.insert("from".into(), row.status.clone().into());
                facts.insert("to".into(), changed.status.clone().into());
            }
        }
        Action::Assign => {
            changed.assignee = checked.assignee.as_ref().map(|person| person.id);
            facts.insert("assignee".into(), checked.assignee.map(|person| person.name).into());
        }
        Action::Release => changed.assignee = None,
        Action::Transfer => {
            changed.court.clone_from(&input.court);
            changed.circuit = circuit_of(&input.court, &courts);
            changed.assignee = None;
            facts.insert("court_from".into(), row.court.clone().into());
            facts.insert("court_to".into(), input.court.clone().into());
        }
        Action::Extend => {
            if let Some(due) = checked.due {
                changed.due_at = due;
                facts.insert("due".into(), day_of(due).to_string().into());
            }
        }
        Action::Resolve => {
            changed.outcome = Some(input.outcome.clone());
            facts.insert("outcome".into(), input.outcome.clone().into());
        }
        Action::Reopen => {
            changed.outcome = None;
            // A reopened report gets the time of a new one.
            changed.due_at = now + (row.due_at - row.received_at).clamp(TimeDelta::days(3), TimeDelta::days(30));
        }
        Action::Link => {
            facts.insert("number".into(), checked.linked.unwrap_or_default().into());
        }
        _ => {}
    }
    // Somebody looked at it and acted: it is no longer held.
    changed.held = row.held && matches!(action, Action::Note);

    let key = row.data_key(&portal.keys)?;
    let mut tx = portal.db.begin().await?;
    if !storage::reports::set(&mut tx, &changed).await? {
        drop(tx);
        let now_row = storage::reports::find(&portal.db, &scope, number).await?.ok_or(StepError::NotFound)?;
        return Err(StepError::Conflict(Box::new(now_row)));
    }
    // What the step asked for, and nothing else that came along.
    let typed = step.needs.iter().filter_map(|need| match need {
        Need::Body => Some(input.body.as_str()),
        Need::Text => Some(input.text.as_str()),
        Need::Reason => Some(input.reason.as_str()),
        Need::Note => Some(input.note.as_str()),
        _ => None,
    });
    let typed = typed.collect::<Vec<_>>().join("\n");
    let citizen_reads = step.public && (step.needs.contains(&Need::Text) || step.to.is_some());
    // A reason is for colleagues. What the citizen reads is the text alone.
    let public_text = step.needs.contains(&Need::Text).then_some(input.text.as_str()).filter(|text| !text.is_empty());
    let entry = Entry {
        kind: action.as_str(),
        actor: Actor::Staff(officer.id),
        public: citizen_reads,
        facts: facts.into(),
        text: if citizen_reads { public_text } else { Some(typed.as_str()).filter(|text| !text.is_empty()) },
    };
    record::write(portal, &mut tx, row.id, &key, entry).await?;
    if citizen_reads && step.needs.contains(&Need::Reason) {
        let entry = Entry {
            kind: "reason",
            actor: Actor::Staff(officer.id),
            public: false,
            facts: serde_json::json!({}),
            text: Some(&input.reason),
        };
        record::write(portal, &mut tx, row.id, &key, entry).await?;
    }
    if citizen_reads && let Some(to) = row.reporter(&key)?.and_then(|reporter| reporter.email) {
        jobs::enqueue(portal, &mut tx, &Job::News { to, language: row.language.clone() }).await?;
    }
    tx.commit().await?;
    portal.jobs_waiting.notify_one();
    Ok(storage::reports::find(&portal.db, &scope, number).await?)
}

/// What the needs of a step turned out to be.
#[derive(Default)]
struct Checked {
    assignee: Option<Staff>,
    due: Option<DateTime<Utc>>,
    linked: Option<String>,
}

async fn check(
    portal: &Portal,
    scope: &Scope,
    row: &ReportRow,
    needs: &[Need],
    input: &Input,
) -> Result<Checked, StepError> {
    let mut wrong = Vec::new();
    let mut checked = Checked::default();
    let text = |value: &str| match value.chars().count() {
        0 => Some("empty"),
        count if count > LONGEST => Some("too_long"),
        _ => None,
    };
    for need in needs {
        let error = match need {
            Need::Note => text(&input.note),
            Need::Text => text(&input.text),
            Need::Reason => text(&input.reason),
            Need::Body => text(&input.body).or_else(|| (input.body.chars().count() > 100).then_some("too_long")),
            Need::Outcome => Outcome::parse(&input.outcome).is_none().then_some(if input.outcome.is_empty() {
                "empty"
            } else {
                "unknown"
            }),
            Need::Assignee => {
                let row = assignable(portal, row, &input.assignee).await?;
                checked.assignee = row;
                checked.assignee.is_none().then_some(if input.assignee.is_empty() { "empty" } else { "unknown" })
            }
            Need::Court => court_error(portal, row, &input.court)?,
            Need::Due if was_extended(portal, row).await? => Some("already_extended"),
            Need::Due => match due_date(row, &input.due, portal.clock.today()) {
                Ok(due) => {
                    checked.due = Some(due);
                    None
                }
                Err(code) => Some(code),
            },
            Need::Number => {
                let number = crate::domain::report::ReportNumber::parse(&input.number);
                let found = match &number {
                    Some(number) if number.as_str() != row.number => {
                        storage::reports::find(&portal.db, scope, number.as_str()).await?
                    }
                    _ => None,
                };
                checked.linked = found.map(|found| found.number);
                checked.linked.is_none().then_some(if input.number.is_empty() { "empty" } else { "unknown" })
            }
        };
        wrong.extend(error.map(|code| (need.as_str(), code)));
    }
    if wrong.is_empty() { Ok(checked) } else { Err(StepError::Fields(wrong)) }
}

/// A person who may be given the report: one who could open it.
async fn assignable(portal: &Portal, row: &ReportRow, username: &str) -> Result<Option<Staff>, StepError> {
    let discipline = storage::reports::desk_of(row) == Desk::Discipline;
    let people = storage::staff::list_handlers(&portal.db, &row.court, discipline).await?;
    let person = people.into_iter().find(|person| person.username == username);
    let person = person.map(|person| person.person()).transpose()?;
    Ok(person
        .filter(|person| matches!(person.role, Role::Triage | Role::Handler | Role::Supervisor | Role::Discipline)))
}

fn court_error(portal: &Portal, row: &ReportRow, target: &str) -> Result<Option<&'static str>, StepError> {
    let channel: Channel = row.channel()?;
    Ok(if target.is_empty() {
        Some("empty")
    } else if target == row.court {
        Some("same")
    } else if !responsibility::may_receive(channel, row.court_concerned.as_deref(), target, &portal.courts()) {
        Some("conflict")
    } else {
        None
    })
}

/// Whether the time was extended since the report came or was reopened: once is what the rule gives.
async fn was_extended(portal: &Portal, row: &ReportRow) -> Result<bool, StepError> {
    let entries = storage::timeline::list(&portal.db, row.id, false).await?;
    let latest = entries.iter().rev().find(|entry| entry.kind == "extend" || entry.kind == "reopen");
    Ok(latest.is_some_and(|entry| entry.kind == "extend"))
}

fn due_date(row: &ReportRow, typed: &str, today: NaiveDate) -> Result<DateTime<Utc>, &'static str> {
    if typed.is_empty() {
        return Err("empty");
    }
    let due: NaiveDate = typed.parse().map_err(|_| "not_a_date")?;
    let latest = day_of(row.due_at).max(today) + LONGEST_EXTENSION;
    if due <= today || due <= day_of(row.due_at) {
        Err("too_early")
    } else if due > latest {
        Err("too_late")
    } else {
        Ok(end_of(due))
    }
}
