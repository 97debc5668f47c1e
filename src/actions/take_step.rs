//! Staff take a step of the workflow's table: rights, status, needs and version are checked here and nowhere else.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    acts, follow, graph, letters, notices,
    notify::{self, Change},
    record::{self, Actor, Entry},
    subscriptions, transfer,
};
use crate::{
    clock::{day_of, end_of, start_of},
    domain::{
        answers::clean,
        case_clocks, deadline,
        doubt::{self, Doubt},
        letter::BLANK,
        notification::NotificationKind,
        report::{Channel, Desk, Status},
        responsibility,
        staff::{Role, Scope, Staff, circuit_of},
        triage,
        workflow::{self, Action, Need, Outcome, Relation, Step},
    },
    jobs::{self, Job},
    portal::Portal,
    storage::{self, StorageError, Tx, reports::ReportRow},
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
    /// How it belongs to this one: `duplicate`, `related` (also when left open) or `contradicts`.
    pub relation: String,
    /// The ground on which it is declined: a code.
    pub ground: String,
    /// The kind of a measure: a code.
    pub kind: String,
    /// The day of a measure or of a reminder, `2026-12-31`.
    pub on: String,
    /// The number of a measure's document.
    pub document: String,
    /// What came of a measure: `done`, `partly`, `failed` or `pending`.
    pub result: String,
    /// Yuan, at most two decimals: of a measure, or recovered in the end.
    pub amount: String,
    /// The last day on which another court may read it, `2026-12-31`.
    pub until: String,
    /// Points from -50 to 50.
    pub boost: String,
    /// The template that a letter began with: `CODE:VERSION`.
    pub letter: String,
    /// Filled in on a page, which asks for some things that programs may leave out.
    #[serde(skip)]
    pub strict: bool,
}

impl Input {
    /// Whether nothing was filled in.
    pub fn is_empty(&self) -> bool {
        *self == Self { strict: self.strict, ..Self::default() }
    }

    /// Everything that was written in sentences.
    pub fn words(&self) -> String {
        let texts = [&self.note, &self.text, &self.reason, &self.body];
        texts.into_iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join("\n")
    }
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

/// A step that may be taken, with everything that it changes, before it is written.
pub struct Prepared {
    pub row: ReportRow,
    pub changed: ReportRow,
    pub action: Action,
    /// Codes for the timeline.
    pub facts: serde_json::Map<String, serde_json::Value>,
    step: &'static Step,
    input: Input,
    extra: acts::Extra,
    /// The other report of a link.
    linked: Option<(ReportRow, Relation)>,
    /// Who is named in the note and may see the report.
    mentioned: Vec<Uuid>,
}

/// What a step that was written left behind.
pub struct Written {
    pub entries: Vec<Uuid>,
    /// Whether its reporter is to hear of it.
    pub tell: bool,
}

/// Takes a step; returns the report as it stands then (`None` when it left the officer's sight). A button of a page that was
/// pressed twice does what it did once.
pub async fn take_step(
    portal: &Portal,
    officer: &Staff,
    number: &str,
    action: Action,
    version: i64,
    input: &Input,
) -> Result<Option<ReportRow>, StepError> {
    let scope = Scope::of(officer, &portal.courts());
    let sent = serde_json::to_vec(&(number, action.as_str(), version, input)).unwrap_or_default();
    let sent = portal.hashes.sent.of_bytes(&sent);
    match take_once(portal, officer, &scope, &Sent { number, action, version, input, hash: &sent }).await {
        Err(StepError::Conflict(_) | StepError::NotFound | StepError::Fields(_))
            if input.strict && storage::sent_steps::is_known(&portal.db, number, officer.id, &sent).await? =>
        {
            Ok(storage::reports::find(&portal.db, &scope, number).await?)
        }
        done => done,
    }
}

/// A step as it was sent.
struct Sent<'a> {
    number: &'a str,
    action: Action,
    version: i64,
    input: &'a Input,
    hash: &'a [u8],
}

async fn take_once(
    portal: &Portal,
    officer: &Staff,
    scope: &Scope,
    sent: &Sent<'_>,
) -> Result<Option<ReportRow>, StepError> {
    let Sent { number, action, version, input, hash } = *sent;
    let row = storage::reports::find(&portal.db, scope, number).await?.ok_or(StepError::NotFound)?;
    if !workflow::step(action).roles.contains(&officer.role) {
        return Err(StepError::NotYours);
    }
    if row.version != version {
        return Err(StepError::Conflict(Box::new(row)));
    }
    let prepared = prepare(portal, officer, row, action, input).await?;
    let mut tx = portal.db.begin().await?;
    let Some(written) = write(portal, &mut tx, officer, &prepared).await? else {
        drop(tx);
        let now_row = storage::reports::find(&portal.db, scope, number).await?.ok_or(StepError::NotFound)?;
        return Err(StepError::Conflict(Box::new(now_row)));
    };
    storage::sent_steps::set(&mut tx, prepared.row.id, officer.id, hash, portal.clock.now()).await?;
    // What was prepared for this step is sent now; a button beside its form sends nothing of it, and it stays to be copied.
    if !input.is_empty() {
        storage::answer_drafts::delete(&mut tx, prepared.row.id, officer.id, action.as_str()).await?;
    }
    if written.tell {
        let key = prepared.row.data_key(&portal.keys)?;
        notices::tell(portal, &mut tx, &prepared.row, &key).await?;
    }
    tx.commit().await?;
    portal.jobs_waiting.notify_one();
    Ok(storage::reports::find(&portal.db, scope, number).await?)
}

/// Whether the table lets this person take the step with the report as it stands.
pub fn allowed(officer: &Staff, row: &ReportRow, action: Action) -> Result<(), StepError> {
    let (step, standing) = (workflow::step(action), row.standing()?);
    // What somebody has in hand is that person's to give on.
    if !step.roles.contains(&officer.role) || (action == Action::HandOver && row.assignee != Some(officer.id)) {
        return Err(StepError::NotYours);
    }
    let fits = match action {
        // What nobody has cannot be given back: the time to take it would begin again.
        Action::Release => row.assignee.is_some(),
        Action::ReferRead => storage::reports::desk_of(row) == Desk::Enforcement,
        _ => true,
    };
    if !step.from.contains(&standing) || !step.fits(row.held) || !fits {
        return Err(StepError::NotNow(row.status()?));
    }
    Ok(())
}

/// Checks a step on a report that was read within the officer's scope, and works out what it changes. Writes nothing.
pub async fn prepare(
    portal: &Portal,
    officer: &Staff,
    row: ReportRow,
    action: Action,
    input: &Input,
) -> Result<Prepared, StepError> {
    let courts = portal.courts();
    let scope = Scope::of(officer, &courts);
    allowed(officer, &row, action)?;
    let (step, status) = (workflow::step(action), row.status()?);
    let input = Input {
        note: clean(&input.note),
        text: clean(&input.text),
        reason: clean(&input.reason),
        body: clean(&input.body),
        document: clean(&input.document),
        ..input.clone()
    };
    let mut wrong = Vec::new();
    let checked = check(portal, &scope, &row, step.needs, &input, &mut wrong).await?;
    // Nobody gets a letter that still says “____” where a date or an outcome belongs.
    if input.strict && takes_text(action) && input.text.contains(BLANK) {
        wrong.push(("text", "blank"));
    }
    let extra = acts::check(portal, officer, &row, action, &input, &mut wrong).await?;
    if !wrong.is_empty() {
        return Err(StepError::Fields(wrong));
    }

    let now = portal.clock.now();
    let mut changed = row.clone();
    changed.changed_at = now;
    if let Some(to) = step.to {
        changed.status = to.to_string();
        changed.closed_at = (!to.is_open()).then_some(row.closed_at.unwrap_or(now));
    }
    let relation = Relation::parse(&input.relation).unwrap_or(Relation::Related);
    let mut facts = serde_json::Map::new();
    if changed.status != row.status {
        facts.insert("from".into(), row.status.clone().into());
        facts.insert("to".into(), changed.status.clone().into());
    }
    match action {
        Action::RequestInfo => {
            let standing = Some(row.standing()?).filter(|from| workflow::TAKEN.contains(from));
            changed.asked_from = standing.map(|from| from.to_string());
        }
        Action::Claim => {
            changed.assignee = Some(officer.id);
            if matches!(status, Status::Received | Status::Transferred) {
                changed.status = Status::UnderReview.to_string();
                facts.insert("from".into(), row.status.clone().into());
                facts.insert("to".into(), changed.status.clone().into());
            }
        }
        Action::Assign | Action::HandOver => {
            changed.assignee = checked.assignee.as_ref().map(|person| person.id);
            facts.insert("assignee".into(), checked.assignee.map(|person| person.name).into());
        }
        Action::Release => {
            changed.assignee = None;
            set_triage(portal, &mut changed, now);
        }
        Action::Transfer => {
            changed.court.clone_from(&input.court);
            changed.circuit = circuit_of(&input.court, &courts);
            changed.assignee = None;
            set_triage(portal, &mut changed, now);
            facts.insert("court_from".into(), row.court.clone().into());
            facts.insert("court_to".into(), input.court.clone().into());
        }
        Action::Extend => {
            if let Some(set) = checked.due {
                set_due(portal, &mut changed, set, &mut facts);
            }
        }
        Action::Resolve => {
            changed.outcome = Some(input.outcome.clone());
            facts.insert("outcome".into(), input.outcome.clone().into());
        }
        Action::Reopen => {
            changed.outcome = None;
            changed.round += 1;
            set_triage(portal, &mut changed, now);
            if let acts::Extra::Due(set) = &extra {
                set_due(portal, &mut changed, *set, &mut facts);
            } else {
                // A reopened report gets the time of a new one.
                let rule = case_clocks::service_target(row.channel()?, row.urgent);
                rule.clone_into(&mut changed.due_rule);
                changed.due_from = day_of(now);
                changed.due_at = end_of(deadline::due_by(rule, changed.due_from, &portal.calendar()));
            }
        }
        Action::Link => {
            facts.insert("number".into(), checked.linked.as_ref().map(|other| other.number.clone()).into());
            facts.insert("relation".into(), relation.as_str().into());
        }
        Action::Unlink => {
            facts.insert("number".into(), checked.linked.as_ref().map(|other| other.number.clone()).into());
        }
        _ => {}
    }
    if let acts::Extra::Points(points) = &extra {
        changed.boost = *points;
    }
    extra.say(&mut facts);
    if takes_text(action)
        && let Some((code, version)) = letters::used(portal, officer, action, &input.letter).await?
    {
        facts.insert("letter".into(), code.into());
        facts.insert("letter_version".into(), version.into());
    }
    if matches!(action, Action::Resolve | Action::Decline) {
        // What its reporter said of an earlier closing says nothing of this one.
        changed.citizen_result = None;
        let flags = changed.flags().into_iter().filter(|flag| flag != super::rate::AGAIN);
        changed.flags = flags.collect::<Vec<_>>().join(" ");
    }
    // Somebody looked at it and acted: it is no longer held. A link says nothing of the report itself.
    let looked_only =
        matches!(action, Action::Note | Action::Remind | Action::Prioritise | Action::Link | Action::Unlink);
    changed.held = row.held && looked_only;
    if row.held && !changed.held {
        let reasons = row.flags().into_iter().filter(|flag| Doubt::parse(flag).is_some()).collect::<Vec<_>>();
        facts.insert("held_for".into(), reasons.join(" ").into());
        changed.flags = doubt::without_doubts(&row.flags);
    }
    // Only a note is read for names: nothing else that came along with the form.
    let takes_note = step.needs.iter().chain(workflow::options(action)).any(|need| *need == Need::Note);
    let mentioned = notify::mentioned(portal, &row.number, if takes_note { &input.note } else { "" }).await?;
    if !mentioned.untold.is_empty() {
        let places = mentioned.untold.iter().map(ToString::to_string).collect::<Vec<_>>();
        facts.insert("untold".into(), places.join(" ").into());
    }
    let linked = checked.linked.map(|other| (other, relation));
    Ok(Prepared { row, changed, action, facts, step, input, extra, linked, mentioned: mentioned.people })
}

/// Writes a prepared step. `None` when the report was changed since it was read; then nothing may be committed. Whoever
/// calls tells the reporter, at once or later.
pub async fn write(
    portal: &Portal,
    tx: &mut Tx,
    officer: &Staff,
    prepared: &Prepared,
) -> Result<Option<Written>, StepError> {
    let Prepared { row, changed, action, facts, step, input, extra, linked, mentioned } = prepared;
    let (action, now) = (*action, portal.clock.now());
    let is_current = if linked.is_some() {
        // A link stands beside the row, which stays as it is, its version too: that would tell of a change those who may
        // not see the other end.
        let now_row = storage::reports::find_for_change(tx, row.id).await?;
        now_row.is_some_and(|now_row| now_row.version == row.version)
    } else {
        storage::reports::set(tx, changed).await?
    };
    if !is_current {
        return Ok(None);
    }
    let key = row.data_key(&portal.keys)?;
    extra.write(portal, tx, officer, row, &key, &input.note, &input.document).await?;
    if let Some((other, relation)) = linked {
        let done = if action == Action::Link {
            storage::links::set(tx, row.id, other.id, *relation, officer.id, now).await?
        } else {
            storage::links::remove(tx, row.id, other.id).await?
        };
        if !done {
            let code = if action == Action::Link { "linked" } else { "not_linked" };
            return Err(StepError::Fields(vec![("number", code)]));
        }
        // The other one tells of it too, to those who may see this one.
        let mut there = facts.clone();
        there.insert("number".into(), row.number.clone().into());
        let entry = Entry {
            kind: action.as_str(),
            actor: Actor::Staff(officer.id),
            public: false,
            facts: there.into(),
            text: None,
        };
        storage::timeline::add(tx, &record::codes_only(portal, other.id, now, &entry)).await?;
    }
    if action == Action::Transfer {
        graph::uproot(portal, tx, row).await?;
    } else if changed.held != row.held || matches!(action, Action::Link | Action::Unlink) {
        // Whoever is held or contradicts confirms nobody.
        graph::enqueue(portal, tx, row.id, None).await?;
    }
    // What the step asked for, and nothing else that came along.
    let typed = step.needs.iter().chain(workflow::options(action)).filter_map(|need| match need {
        Need::Body => Some(input.body.as_str()),
        Need::Text => Some(input.text.as_str()),
        Need::Reason => Some(input.reason.as_str()),
        Need::Note => Some(input.note.as_str()),
        _ => None,
    });
    let typed = typed.filter(|typed| !typed.is_empty()).collect::<Vec<_>>().join("\n");
    let citizen_reads = tells(action);
    // A reason is for colleagues. What the citizen reads is the text alone.
    let public_text = takes_text(action).then_some(input.text.as_str()).filter(|text| !text.is_empty());
    let entry = Entry {
        kind: action.as_str(),
        actor: Actor::Staff(officer.id),
        public: citizen_reads,
        facts: facts.clone().into(),
        text: if citizen_reads { public_text } else { Some(typed.as_str()).filter(|text| !text.is_empty()) },
    };
    let mut entries = vec![record::write(portal, tx, row.id, &key, entry).await?];
    if citizen_reads && step.needs.contains(&Need::Reason) {
        let entry = Entry {
            kind: "reason",
            actor: Actor::Staff(officer.id),
            public: false,
            facts: serde_json::json!({}),
            text: Some(&input.reason),
        };
        entries.push(record::write(portal, tx, row.id, &key, entry).await?);
    }
    let change = Change { report: row.id, at: now, by: Some(officer.id) };
    notify::tell(portal, tx, change, NotificationKind::Mention, mentioned).await?;
    match action {
        Action::Assign => {
            notify::tell(portal, tx, change, NotificationKind::Assigned, changed.assignee.as_slice()).await?;
        }
        Action::HandOver => {
            notify::tell(portal, tx, change, NotificationKind::HandedOver, changed.assignee.as_slice()).await?;
        }
        Action::Transfer => transfer::leave_behind(portal, tx, changed, changed.changed_at).await?,
        _ => {}
    }
    if linked.is_none() {
        subscriptions::watch(portal, tx, change, action == Action::Transfer).await?;
    }
    if matches!(action, Action::Resolve | Action::Decline) {
        let job = Job::AskAgain { report: row.id, round: changed.round };
        jobs::enqueue_at(portal, tx, &job, now + follow::ASKED_AGAIN).await?;
    }
    Ok(Some(Written { entries, tell: citizen_reads }))
}

/// Whether the step carries words for the reporter.
pub fn takes_text(action: Action) -> bool {
    workflow::step(action).needs.contains(&Need::Text) || workflow::options(action).contains(&Need::Text)
}

/// Whether the reporter learns of the step.
pub fn tells(action: Action) -> bool {
    let step = workflow::step(action);
    step.public && (step.needs.contains(&Need::Text) || step.to.is_some())
}

/// Somebody has to take it by then: counted from `from`, for a report that is new, or new to whoever has to.
pub fn set_triage(portal: &Portal, row: &mut ReportRow, from: DateTime<Utc>) {
    let channel = Channel::parse(&row.channel).unwrap_or(Channel::Lead);
    let (warn, due) = triage::days(triage::rule(channel, row.urgent), day_of(from), &portal.calendar());
    row.triage_warn = Some(start_of(warn));
    row.triage_due = Some(end_of(due));
}

/// The day that was set, or the first working day after it: no period ends on a day off.
pub(super) fn extended_to(portal: &Portal, set: NaiveDate) -> NaiveDate {
    deadline::due_by(case_clocks::EXTENDED, set, &portal.calendar())
}

fn set_due(
    portal: &Portal,
    changed: &mut ReportRow,
    set: NaiveDate,
    facts: &mut serde_json::Map<String, serde_json::Value>,
) {
    let due = extended_to(portal, set);
    case_clocks::EXTENDED.clone_into(&mut changed.due_rule);
    changed.due_from = set;
    changed.due_at = end_of(due);
    facts.insert("due".into(), due.to_string().into());
}

/// What the needs of a step turned out to be.
#[derive(Default)]
struct Checked {
    assignee: Option<Staff>,
    due: Option<NaiveDate>,
    linked: Option<ReportRow>,
}

async fn check(
    portal: &Portal,
    scope: &Scope,
    row: &ReportRow,
    needs: &[Need],
    input: &Input,
    wrong: &mut Vec<(&'static str, &'static str)>,
) -> Result<Checked, StepError> {
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
                checked.linked = found;
                checked.linked.is_none().then_some(if input.number.is_empty() { "empty" } else { "unknown" })
            }
            Need::Relation => {
                (!input.relation.is_empty() && Relation::parse(&input.relation).is_none()).then_some("unknown")
            }
            // These belong to single acts: see `acts::check`.
            Need::Ground
            | Need::Kind
            | Need::On
            | Need::Document
            | Need::Result
            | Need::Amount
            | Need::Until
            | Need::Boost => None,
        };
        wrong.extend(error.map(|code| (need.as_str(), code)));
    }
    Ok(checked)
}

/// A person who may be given the report: one who could open it.
pub(super) async fn assignable(portal: &Portal, row: &ReportRow, username: &str) -> Result<Option<Staff>, StepError> {
    let discipline = storage::reports::desk_of(row) == Desk::Discipline;
    let people = storage::staff::list_handlers(&portal.db, &row.court, discipline).await?;
    let person = people.into_iter().find(|person| person.username == username);
    let person = person.map(|person| person.person()).transpose()?;
    let (channel, concerned, courts) = (row.channel()?, row.court_concerned.as_deref(), portal.courts());
    Ok(person
        .filter(|person| matches!(person.role, Role::Triage | Role::Handler | Role::Supervisor | Role::Discipline))
        .filter(|person| !Scope::of(person, &courts).is_fenced(channel, concerned)))
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
    let mut standing = entries.iter().rev().filter(|entry| entry.recalled_at.is_none());
    let latest = standing.find(|entry| matches!(entry.kind.as_str(), "extend" | "reopen" | "reopened"));
    Ok(latest.is_some_and(|entry| entry.kind == "extend"))
}

fn due_date(row: &ReportRow, typed: &str, today: NaiveDate) -> Result<NaiveDate, &'static str> {
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
        Ok(due)
    }
}
