//! The one table of steps: who may take which, from where to where, and what it needs. The desk, the API and the
//! citizen's page all read it.

use super::{
    codes::codes,
    report::Status::{
        self, Accepted, Archived, Declined, Extended, InProgress, InfoRequested, Received, Reopened, Resolved,
        Transferred, UnderReview, Withdrawn,
    },
    staff::Role::{self, Discipline, Handler, Supervisor, Triage},
};

codes! {
    /// What staff can do with a report.
    Action {
        Claim = "claim",
        Assign = "assign",
        Release = "release",
        Transfer = "transfer",
        RequestInfo = "request_info",
        Accept = "accept",
        Decline = "decline",
        Start = "start",
        Extend = "extend",
        Measure = "measure",
        Reply = "reply",
        Note = "note",
        Resolve = "resolve",
        Reopen = "reopen",
        Refer = "refer",
        Link = "link",
        Archive = "archive",
    }
}

codes! {
    /// What an action asks for besides the version.
    Need {
        /// Text that only staff read.
        Note = "note",
        /// Text that the citizen reads.
        Text = "text",
        Reason = "reason",
        Assignee = "assignee",
        Court = "court",
        Outcome = "outcome",
        /// A new due date.
        Due = "due",
        /// A body outside the courts.
        Body = "body",
        /// The number of another report.
        Number = "number",
    }
}

codes! {
    /// How a report ended (办理结果).
    Outcome {
        Controlled = "controlled",
        Enforced = "enforced",
        MeasuresTaken = "measures_taken",
        Referred = "referred",
        Corrected = "corrected",
        Paid = "paid",
        Partly = "partly",
        AlreadyKnown = "already_known",
        NotTrue = "not_true",
        NotVerifiable = "not_verifiable",
        Explained = "explained",
        Duplicate = "duplicate",
        Unenforceable = "unenforceable",
    }
}

/// One row of the table.
pub struct Step {
    pub action: Action,
    pub roles: &'static [Role],
    pub from: &'static [Status],
    /// `None`: the status stays.
    pub to: Option<Status>,
    pub needs: &'static [Need],
    /// Whether the citizen sees in the timeline that it happened.
    pub public: bool,
}

const DESK: &[Role] = &[Triage, Handler, Supervisor, Discipline];
const LEAD: &[Role] = &[Triage, Supervisor, Discipline];
const OPEN: &[Status] = &[Received, UnderReview, InfoRequested, Accepted, Transferred, InProgress, Extended, Reopened];
const NEW: &[Status] = &[Received, UnderReview, InfoRequested, Transferred];
const TAKEN: &[Status] = &[Accepted, InProgress, Extended, Reopened];
const ALIVE: &[Status] =
    &[Received, UnderReview, InfoRequested, Accepted, Declined, Transferred, InProgress, Extended, Resolved, Reopened];
const ANY: &[Status] = Status::ALL;

/// Every step there is.
pub const STEPS: &[Step] = &[
    Step { action: Action::Claim, roles: DESK, from: OPEN, to: None, needs: &[], public: false },
    Step { action: Action::Assign, roles: LEAD, from: OPEN, to: None, needs: &[Need::Assignee], public: false },
    Step { action: Action::Release, roles: DESK, from: OPEN, to: None, needs: &[Need::Reason], public: false },
    Step {
        action: Action::Transfer,
        roles: LEAD,
        from: OPEN,
        to: Some(Transferred),
        needs: &[Need::Court, Need::Reason],
        public: true,
    },
    Step {
        action: Action::RequestInfo,
        roles: DESK,
        from: OPEN,
        to: Some(InfoRequested),
        needs: &[Need::Text],
        public: true,
    },
    Step { action: Action::Accept, roles: DESK, from: NEW, to: Some(Accepted), needs: &[], public: true },
    Step { action: Action::Decline, roles: LEAD, from: NEW, to: Some(Declined), needs: &[Need::Text], public: true },
    Step {
        action: Action::Start,
        roles: DESK,
        from: &[Accepted, Reopened],
        to: Some(InProgress),
        needs: &[],
        public: true,
    },
    Step {
        action: Action::Extend,
        roles: LEAD,
        from: TAKEN,
        to: Some(Extended),
        needs: &[Need::Due, Need::Text],
        public: true,
    },
    Step {
        action: Action::Measure,
        roles: DESK,
        from: TAKEN,
        to: Some(InProgress),
        needs: &[Need::Note],
        public: false,
    },
    Step { action: Action::Reply, roles: DESK, from: ALIVE, to: None, needs: &[Need::Text], public: true },
    Step { action: Action::Note, roles: Role::ALL, from: ANY, to: None, needs: &[Need::Note], public: false },
    Step {
        action: Action::Resolve,
        roles: DESK,
        from: TAKEN,
        to: Some(Resolved),
        needs: &[Need::Outcome, Need::Text],
        public: true,
    },
    Step {
        action: Action::Reopen,
        roles: LEAD,
        from: &[Resolved, Declined],
        to: Some(Reopened),
        needs: &[Need::Reason],
        public: true,
    },
    Step {
        action: Action::Refer,
        roles: LEAD,
        from: OPEN,
        to: None,
        needs: &[Need::Body, Need::Reason],
        public: false,
    },
    Step { action: Action::Link, roles: DESK, from: ANY, to: None, needs: &[Need::Number], public: false },
    Step {
        action: Action::Archive,
        roles: LEAD,
        from: &[Resolved, Declined, Withdrawn],
        to: Some(Archived),
        needs: &[],
        public: false,
    },
];

/// The row of an action; every action has exactly one.
pub fn step(action: Action) -> &'static Step {
    STEPS.iter().find(|step| step.action == action).unwrap_or(&STEPS[0])
}

/// The steps that a role may take with a report in that status, in the table's order.
pub fn possible(role: Role, status: Status) -> impl Iterator<Item = &'static Step> {
    STEPS.iter().filter(move |step| step.roles.contains(&role) && step.from.contains(&status))
}

/// The next sensible step: the desk's main button.
pub fn next(role: Role, status: Status, assigned: bool) -> Option<Action> {
    let wanted = match status {
        Received | UnderReview | Transferred if !assigned => Action::Claim,
        Received | UnderReview | Transferred | InfoRequested => Action::Accept,
        Accepted | Reopened => Action::Start,
        InProgress | Extended => Action::Resolve,
        Resolved | Declined | Withdrawn => Action::Archive,
        Archived => return None,
    };
    possible(role, status).any(|step| step.action == wanted).then_some(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_one_row_and_every_open_status_a_way_on() {
        for action in Action::ALL {
            assert_eq!(STEPS.iter().filter(|step| step.action == *action).count(), 1, "{action}");
        }
        for status in Status::ALL.iter().filter(|status| status.is_open()) {
            assert!(possible(Triage, *status).any(|step| step.to.is_some()), "{status}");
        }
        assert!(possible(Supervisor, Archived).all(|step| step.to.is_none()), "what is archived stays");
    }
}
