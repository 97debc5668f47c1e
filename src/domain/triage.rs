//! By when a report has a named owner: a service target of the portal, counted with the official calendar. The lane
//! “unassigned” is yellow on the workday before the last one, red on the first day after it.

use chrono::{DateTime, NaiveDate, Utc};

use super::{calendar::Calendar, deadline, report::Channel};

/// How urgently somebody has to take a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TriageState {
    #[default]
    Fine,
    Yellow,
    Red,
}

impl TriageState {
    /// The class of its colour.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Yellow => "soon",
            Self::Red => "late",
        }
    }
}

/// The rule of the list of clocks by which somebody is to have it.
pub const fn rule(channel: Channel, urgent: bool) -> &'static str {
    match (channel, urgent) {
        (Channel::Lead, true) => "triage_urgent",
        _ => "triage",
    }
}

/// The first day on which the lane warns, and the last day in time.
pub fn days(rule: &str, from: NaiveDate, calendar: &Calendar) -> (NaiveDate, NaiveDate) {
    let due = deadline::due_by(rule, from, calendar);
    let mut warn = due.pred_opt().unwrap_or(due);
    while warn > from && !calendar.is_working_day(warn) {
        warn = warn.pred_opt().unwrap_or(from);
    }
    (warn, due)
}

/// How it stands now. `unowned` is open and in nobody's hands.
pub fn state(
    unowned: bool,
    warn: Option<DateTime<Utc>>,
    due: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> TriageState {
    match (warn, due) {
        _ if !unowned => TriageState::Fine,
        (_, Some(due)) if now > due => TriageState::Red,
        (Some(warn), _) if now >= warn => TriageState::Yellow,
        _ => TriageState::Fine,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn yellow_a_workday_before_red_the_day_after() {
        let calendar = Calendar::built_in();
        // A Friday: the second workday after it is Tuesday, and Monday warns.
        assert_eq!(days("triage", day("2026-11-20"), &calendar), (day("2026-11-23"), day("2026-11-24")));
        // The workday before Monday is the Friday on which it came.
        assert_eq!(days("triage_urgent", day("2026-11-20"), &calendar), (day("2026-11-20"), day("2026-11-23")));
        let at = |text: &str| Some(text.parse::<DateTime<Utc>>().unwrap());
        let (warn, due) = (at("2026-11-22T16:00:00Z"), at("2026-11-24T15:59:59Z"));
        let now = |text: &str| state(true, warn, due, at(text).unwrap());
        assert_eq!(now("2026-11-22T15:59:59Z"), TriageState::Fine);
        assert_eq!(now("2026-11-22T16:00:00Z"), TriageState::Yellow);
        assert_eq!(now("2026-11-24T15:59:59Z"), TriageState::Yellow);
        assert_eq!(now("2026-11-24T16:00:00Z"), TriageState::Red);
        assert_eq!(state(false, warn, due, at("2027-01-01T00:00:00Z").unwrap()), TriageState::Fine);
        assert_eq!(rule(Channel::Lead, true), "triage_urgent");
        assert_eq!(rule(Channel::Complaint, true), "triage");
    }
}
