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
        Unlink = "unlink",
        Archive = "archive",
        ReleaseHold = "release_hold",
        /// Whoever has it gives it on, with a word about where it stands.
        HandOver = "hand_over",
        /// Another court may read it, and nothing else.
        ReferRead = "refer_read",
        /// A date and a note, for oneself or a colleague.
        Remind = "remind",
        /// Points that move it up or down in the queue.
        Prioritise = "prioritise",
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
        /// How it belongs to this one.
        Relation = "relation",
        /// Why it is declined: a row of `data/grounds.csv`.
        Ground = "ground",
        /// Which measure: a row of `data/measures.csv`.
        Kind = "kind",
        /// The day on which something was done, or is to be thought of.
        On = "on",
        /// The number of a document.
        Document = "document",
        /// What came of a measure.
        Result = "result",
        /// Yuan.
        Amount = "amount",
        /// The last day of something that ends.
        Until = "until",
        /// Points for the order of the queue.
        Boost = "boost",
    }
}

codes! {
    /// How one report belongs to another. Nothing merges: each keeps its receipt and gets its own answer.
    Relation {
        /// It says what the other one says.
        Duplicate = "duplicate",
        Related = "related",
        /// Both cannot be true.
        Contradicts = "contradicts",
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

codes! {
    /// What the citizen can do with a report, in the order of the contract.
    CitizenAct {
        Message = "message",
        Files = "files",
        Contact = "contact",
        Change = "change",
        Withdraw = "withdraw",
        Rate = "rate",
    }
}

codes! {
    /// What the citizen says after closing: what happened, not how pleasant it was.
    Rating {
        Settled = "settled",
        Partly = "partly",
        Not = "not",
        Unknown = "unknown",
    }
}

/// One row of the citizen's table.
pub struct CitizenStep {
    pub act: CitizenAct,
    pub from: &'static [Status],
    /// Where it may lead; `None`: the status stays. An answer to a question of the court goes on to the review.
    pub to: Option<Status>,
    /// Only until the report's `withdraw_until`.
    pub first_minutes: bool,
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
/// Accepted, and not closed.
pub const TAKEN: &[Status] = &[Accepted, InProgress, Extended, Reopened];
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
    Step {
        action: Action::Link,
        roles: DESK,
        from: ANY,
        to: None,
        needs: &[Need::Number, Need::Relation],
        public: false,
    },
    Step {
        action: Action::Unlink,
        roles: DESK,
        from: ANY,
        to: None,
        needs: &[Need::Number, Need::Reason],
        public: false,
    },
    Step {
        action: Action::Archive,
        roles: LEAD,
        from: &[Resolved, Declined, Withdrawn],
        to: Some(Archived),
        needs: &[],
        public: false,
    },
    // A report that was held looks like any other: it goes on from where it is.
    Step { action: Action::ReleaseHold, roles: DESK, from: OPEN, to: None, needs: &[], public: false },
    Step {
        action: Action::HandOver,
        roles: DESK,
        from: OPEN,
        to: None,
        needs: &[Need::Assignee, Need::Note],
        public: false,
    },
    Step {
        action: Action::ReferRead,
        roles: LEAD,
        from: OPEN,
        to: None,
        needs: &[Need::Court, Need::Reason],
        public: false,
    },
    Step { action: Action::Remind, roles: DESK, from: OPEN, to: None, needs: &[Need::On, Need::Note], public: false },
    Step {
        action: Action::Prioritise,
        roles: LEAD,
        from: OPEN,
        to: None,
        needs: &[Need::Boost, Need::Reason],
        public: false,
    },
];

/// What an action takes besides, if somebody fills it in. A page asks for some of it more strictly than the API.
pub const fn options(action: Action) -> &'static [Need] {
    match action {
        Action::Assign => &[Need::Note],
        Action::Accept | Action::Transfer => &[Need::Text],
        Action::Decline => &[Need::Ground],
        Action::Measure => &[Need::Kind, Need::On, Need::Document, Need::Result, Need::Amount],
        Action::Resolve => &[Need::Amount],
        Action::Reopen => &[Need::Due],
        Action::ReferRead => &[Need::Until],
        Action::Remind => &[Need::Assignee],
        _ => &[],
    }
}

/// Everything that the form of an action asks for, in its order.
pub fn asked(action: Action) -> impl Iterator<Item = Need> {
    step(action).needs.iter().chain(options(action)).copied()
}

/// The actions that can be taken on many reports at once.
pub const BULK: &[Action] = &[
    Action::Claim,
    Action::Assign,
    Action::Release,
    Action::Transfer,
    Action::Accept,
    Action::Decline,
    Action::Start,
    Action::Extend,
    Action::Note,
    Action::Resolve,
    Action::Archive,
    Action::ReleaseHold,
    Action::Prioritise,
];

/// Every step of the citizen.
pub const CITIZEN_STEPS: &[CitizenStep] = &[
    CitizenStep { act: CitizenAct::Message, from: ALIVE, to: None, first_minutes: false },
    CitizenStep { act: CitizenAct::Files, from: ALIVE, to: None, first_minutes: false },
    CitizenStep { act: CitizenAct::Contact, from: ALIVE, to: None, first_minutes: false },
    CitizenStep { act: CitizenAct::Change, from: OPEN, to: None, first_minutes: true },
    CitizenStep { act: CitizenAct::Withdraw, from: OPEN, to: Some(Withdrawn), first_minutes: false },
    // “Not settled” reopens, once. What was archived can be reopened so too: archiving must not end somebody's say.
    CitizenStep {
        act: CitizenAct::Rate,
        from: &[Declined, Resolved, Archived],
        to: Some(Reopened),
        first_minutes: false,
    },
];

/// The steps that the citizen may take with a report in that status.
pub fn possible_for_citizen(status: Status, first_minutes: bool) -> impl Iterator<Item = CitizenAct> {
    let rows = CITIZEN_STEPS.iter().filter(move |step| step.from.contains(&status));
    rows.filter(move |step| first_minutes || !step.first_minutes).map(|step| step.act)
}

/// The row of an action; every action has exactly one.
pub fn step(action: Action) -> &'static Step {
    STEPS.iter().find(|step| step.action == action).unwrap_or(&STEPS[0])
}

impl Step {
    /// Whether the step makes sense for a report that is held, or not.
    pub fn fits(&self, held: bool) -> bool {
        held || self.action != Action::ReleaseHold
    }
}

/// The steps that a role may take with a report in that status, in the table's order.
pub fn possible(role: Role, status: Status, held: bool) -> impl Iterator<Item = &'static Step> {
    STEPS.iter().filter(move |step| step.roles.contains(&role) && step.from.contains(&status) && step.fits(held))
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
    possible(role, status, false).any(|step| step.action == wanted).then_some(wanted)
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
            assert!(possible(Triage, *status, false).any(|step| step.to.is_some()), "{status}");
        }
        assert!(possible(Supervisor, Archived, true).all(|step| step.to.is_none()), "what is archived stays");
    }

    #[test]
    fn the_citizen_has_a_word_at_every_time() {
        for act in CitizenAct::ALL {
            assert_eq!(CITIZEN_STEPS.iter().filter(|step| step.act == *act).count(), 1, "{act}");
        }
        let can =
            |status, first| possible_for_citizen(status, first).map(CitizenAct::as_str).collect::<Vec<_>>().join(" ");
        assert_eq!(can(Received, true), "message files contact change withdraw");
        assert_eq!(can(InProgress, false), "message files contact withdraw");
        assert_eq!(can(Resolved, true), "message files contact rate");
        assert_eq!(can(Archived, false), "rate");
        assert_eq!(can(Withdrawn, true), "");
    }
}
