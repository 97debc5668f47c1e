//! What single acts of the desk ask for and leave behind besides the step itself: measures, reminders, reading for
//! another court, grounds, amounts, points.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    notify::{self, Change},
    take_step::{Input, LONGEST, StepError, assignable},
};
use crate::{
    clock::{day_of, end_of, start_of},
    crypto::DataKey,
    domain::{
        measure::{self, MeasureResult},
        money::Amount,
        notification::NotificationKind,
        responsibility,
        staff::Staff,
        workflow::Action,
    },
    jobs::{self, Job},
    portal::Portal,
    storage::{self, Tx, measures::MeasureRow, referrals::ReferralRow, reminders::ReminderRow, reports::ReportRow},
};

/// Longest number of a document, in characters.
const LONGEST_DOCUMENT: usize = 200;
/// A measure older than this is a slip of the pen.
const OLDEST_MEASURE: TimeDelta = TimeDelta::days(3_660);
/// How far ahead somebody may ask to be reminded.
const LATEST_REMINDER: TimeDelta = TimeDelta::days(366);
/// How long another court may read a report, unless a shorter time is set; and at most.
const READING: TimeDelta = TimeDelta::days(30);
const LONGEST_READING: TimeDelta = TimeDelta::days(90);
/// How late a reopened report may be due.
const LATEST_DUE: TimeDelta = TimeDelta::days(90);
/// Points beyond this would drown the rest of the sum.
const MOST_POINTS: i64 = 50;
/// Reminders ring at half past eight in Beijing.
const MORNING: TimeDelta = TimeDelta::minutes(8 * 60 + 30);

/// What somebody typed about a measure; sealed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MeasureText {
    pub document: String,
    pub note: String,
}

/// What an act brings with it.
pub enum Extra {
    None,
    Ground(&'static str),
    Measure {
        kind: &'static str,
        day: NaiveDate,
        result: Option<MeasureResult>,
        amount: Option<Amount>,
    },
    Recovered(Amount),
    /// The day by which a reopened report is due.
    Due(NaiveDate),
    Referral {
        court: String,
        until: NaiveDate,
    },
    Reminder {
        day: NaiveDate,
        whose: Uuid,
        name: String,
    },
    Points(i64),
}

/// Reads what an act asks for besides the needs that acts share.
pub async fn check(
    portal: &Portal,
    officer: &Staff,
    row: &ReportRow,
    action: Action,
    input: &Input,
    wrong: &mut Vec<(&'static str, &'static str)>,
) -> Result<Extra, StepError> {
    let today = portal.clock.today();
    let mut extra = Extra::None;
    match action {
        Action::Assign if input.note.chars().count() > LONGEST => wrong.push(("note", "too_long")),
        Action::Accept | Action::Transfer if input.text.chars().count() > LONGEST => wrong.push(("text", "too_long")),
        Action::Decline => match measure::find(measure::grounds(), &input.ground) {
            Some(ground) => extra = Extra::Ground(&ground.code),
            None if input.ground.is_empty() && !input.strict => {}
            None => wrong.push(("ground", if input.ground.is_empty() { "empty" } else { "unknown" })),
        },
        Action::Measure => extra = measure_of(input, today, wrong),
        Action::Resolve => {
            if let Some(amount) = amount(&input.amount, wrong) {
                extra = Extra::Recovered(amount);
            }
        }
        Action::Reopen if !input.due.is_empty() => {
            if let Some(day) = day_between(&input.due, today + TimeDelta::days(1), today + LATEST_DUE, "due", wrong) {
                extra = Extra::Due(day);
            }
        }
        Action::ReferRead => {
            // `court_error` of the step refuses the same court, foreign ones and those that must not know of it.
            let until = if input.until.is_empty() {
                Some(today + READING)
            } else {
                day_between(&input.until, today, today + LONGEST_READING, "until", wrong)
            };
            let may = responsibility::may_receive(
                row.channel()?,
                row.court_concerned.as_deref(),
                &input.court,
                &portal.courts(),
            );
            if let Some(until) = until.filter(|_| may) {
                extra = Extra::Referral { court: input.court.clone(), until };
            }
        }
        Action::Remind => {
            let day = if input.on.is_empty() {
                wrong.push(("on", "empty"));
                None
            } else {
                day_between(&input.on, today + TimeDelta::days(1), today + LATEST_REMINDER, "on", wrong)
            };
            let person = if input.assignee.is_empty() {
                Some(officer.clone())
            } else {
                assignable(portal, row, &input.assignee).await?
            };
            if person.is_none() {
                wrong.push(("assignee", "unknown"));
            }
            if let (Some(day), Some(person)) = (day, person) {
                extra = Extra::Reminder { day, whose: person.id, name: person.name };
            }
        }
        Action::Prioritise => match input.boost.trim().parse::<i64>() {
            Ok(points) if points.abs() <= MOST_POINTS => extra = Extra::Points(points),
            _ => wrong.push(("boost", if input.boost.trim().is_empty() { "empty" } else { "wrong_form" })),
        },
        _ => {}
    }
    Ok(extra)
}

/// A measure: its kind, or nothing but the note that programs send.
fn measure_of(input: &Input, today: NaiveDate, wrong: &mut Vec<(&'static str, &'static str)>) -> Extra {
    let more = [&input.on, &input.document, &input.result, &input.amount].iter().any(|value| !value.is_empty());
    let kind = match measure::find(measure::measures(), &input.kind) {
        Some(kind) => kind.code.as_str(),
        None if input.kind.is_empty() && !more => measure::OTHER,
        None => {
            wrong.push(("kind", if input.kind.is_empty() { "empty" } else { "unknown" }));
            ""
        }
    };
    let day = if input.on.is_empty() { Some(today) } else { measure_day(&input.on, today, wrong) };
    if input.document.chars().count() > LONGEST_DOCUMENT {
        wrong.push(("document", "too_long"));
    }
    let result = MeasureResult::parse(&input.result);
    if result.is_none() && !input.result.is_empty() {
        wrong.push(("result", "unknown"));
    }
    let amount = amount(&input.amount, wrong);
    day.map_or(Extra::None, |day| Extra::Measure { kind, day, result, amount })
}

fn measure_day(typed: &str, today: NaiveDate, wrong: &mut Vec<(&'static str, &'static str)>) -> Option<NaiveDate> {
    let code = match typed.trim().parse::<NaiveDate>() {
        Err(_) => "not_a_date",
        Ok(day) if day > today => "future",
        Ok(day) if day < today - OLDEST_MEASURE => "too_early",
        Ok(day) => return Some(day),
    };
    wrong.push(("on", code));
    None
}

fn day_between(
    typed: &str,
    first: NaiveDate,
    last: NaiveDate,
    field: &'static str,
    wrong: &mut Vec<(&'static str, &'static str)>,
) -> Option<NaiveDate> {
    let code = match typed.trim().parse::<NaiveDate>() {
        Err(_) => "not_a_date",
        Ok(day) if day < first => "too_early",
        Ok(day) if day > last => "too_late",
        Ok(day) => return Some(day),
    };
    wrong.push((field, code));
    None
}

fn amount(typed: &str, wrong: &mut Vec<(&'static str, &'static str)>) -> Option<Amount> {
    if typed.trim().is_empty() {
        return None;
    }
    let amount = Amount::parse(typed);
    if amount.is_none() {
        wrong.push(("amount", "wrong_form"));
    }
    amount
}

impl Extra {
    /// Its codes, for the timeline.
    pub fn say(&self, facts: &mut serde_json::Map<String, serde_json::Value>) {
        let mut say = |name: &str, value: serde_json::Value| facts.insert(name.to_owned(), value);
        match self {
            Self::None | Self::Due(_) => {}
            Self::Ground(code) => {
                say("ground", (*code).into());
            }
            Self::Measure { kind, amount, .. } => {
                say("measure", (*kind).into());
                if let Some(amount) = amount {
                    say("amount", amount.to_string().into());
                }
            }
            Self::Recovered(amount) => {
                say("amount", amount.to_string().into());
            }
            Self::Referral { court, until } => {
                say("court_to", court.clone().into());
                say("due", until.to_string().into());
            }
            Self::Reminder { day, name, .. } => {
                say("due", day.to_string().into());
                say("assignee", name.clone().into());
            }
            Self::Points(points) => {
                say("points", points.to_string().into());
            }
        }
    }

    /// Writes what goes into tables of its own.
    #[expect(clippy::too_many_arguments, reason = "what one act is made from")]
    pub async fn write(
        &self,
        portal: &Portal,
        tx: &mut Tx,
        officer: &Staff,
        row: &ReportRow,
        key: &DataKey,
        note: &str,
        document: &str,
    ) -> storage::Result<()> {
        let now = portal.clock.now();
        let id = portal.entropy.id(now);
        match self {
            Self::Measure { kind, day, result, amount } => {
                let text = MeasureText { document: document.to_owned(), note: note.to_owned() };
                let measure = MeasureRow {
                    id,
                    report_id: row.id,
                    kind: (*kind).to_owned(),
                    day: *day,
                    result: result.map(MeasureResult::as_str).unwrap_or_default().to_owned(),
                    amount: amount.map(Amount::fen),
                    staff_id: officer.id,
                    at: now,
                    sealed: key.seal(&portal.entropy, "measure", "sealed", id, &text),
                };
                storage::measures::add(tx, &measure).await
            }
            Self::Referral { court, until } => {
                let referral = ReferralRow {
                    report_id: row.id,
                    court: court.clone(),
                    from_court: row.court.clone(),
                    content_version: row.content_version,
                    until: end_of(*until),
                    set_by: officer.id,
                    at: now,
                };
                storage::referrals::set(tx, &referral).await
            }
            Self::Reminder { day, whose, .. } => {
                let reminder = ReminderRow {
                    id,
                    report_id: row.id,
                    staff_id: *whose,
                    set_by: officer.id,
                    day: *day,
                    at: now,
                    rung_at: None,
                    done_at: None,
                    sealed: key.seal(&portal.entropy, "reminder", "sealed", id, note),
                };
                storage::reminders::add(tx, &reminder).await?;
                jobs::enqueue_at(portal, tx, &Job::Remind { reminder: id }, morning_of(*day)).await
            }
            // These stand in the report itself.
            Self::None | Self::Ground(_) | Self::Recovered(_) | Self::Due(_) | Self::Points(_) => Ok(()),
        }
    }
}

/// Half past eight in Beijing.
pub fn morning_of(day: NaiveDate) -> DateTime<Utc> {
    start_of(day) + MORNING
}

/// A reminder rings: an entry that colleagues see, if the report is still open.
pub async fn ring(portal: &Portal, reminder: Uuid) -> storage::Result<()> {
    use super::record::{self, Actor, Entry};
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let Some(rung) = storage::reminders::set_rung(&mut tx, reminder, now).await? else { return Ok(()) };
    let Some(row) = storage::reports::find_for_change(&mut tx, rung.report_id).await? else { return Ok(()) };
    if row.status()?.is_open() {
        let key = row.data_key(&portal.keys)?;
        let note: String = key.open("reminder", "sealed", rung.id, &rung.sealed)?;
        let name = storage::staff::find_by_id(&portal.db, rung.staff_id).await?.map(|person| person.name);
        let facts = serde_json::json!({ "due": day_of(now).to_string(), "assignee": name });
        let entry = Entry { kind: "reminded", actor: Actor::System, public: false, facts, text: Some(&note) };
        record::write(portal, &mut tx, row.id, &key, entry).await?;
        let change = Change { report: row.id, at: now, by: None };
        notify::tell(portal, &mut tx, change, NotificationKind::Reminder, &[rung.staff_id]).await?;
    }
    tx.commit().await
}
