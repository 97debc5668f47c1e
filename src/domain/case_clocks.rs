//! Which clocks run: in a situation that somebody describes on `/check`, and for a report. Pure; the rules are data.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    calendar::Calendar,
    dates,
    deadline::{self, Deadline, Nature, Rule, Start, Whose},
    report::{Category, Channel},
};

/// A situation of a case in plain words (`check-about-CODE`), and the dates that its clocks need
/// (`check-date-CODE-DATE`), the one that most people know first.
#[derive(Debug, PartialEq, Eq)]
pub struct Situation {
    pub code: &'static str,
    pub dates: &'static [&'static str],
}

impl Situation {
    pub fn find(code: &str) -> Option<&'static Self> {
        SITUATIONS.iter().find(|situation| situation.code == code)
    }
}

/// All situations, in the order in which they are offered.
pub const SITUATIONS: &[Situation] = &[
    Situation { code: "idle", dates: &["applied", "found"] },
    Situation { code: "money", dates: &["arrived", "cleared"] },
    Situation { code: "suspended", dates: &["ended", "filed"] },
    Situation { code: "petition", dates: &["sent", "accepted"] },
    Situation { code: "objection", dates: &["filed", "ruled", "asked", "reviewed"] },
    Situation { code: "third_party", dates: &["filed", "ruled"] },
    Situation { code: "lead", dates: &["told"] },
    Situation { code: "tip", dates: &["told"] },
    Situation { code: "reward", dates: &["asked"] },
    Situation { code: "audit", dates: &["asked"] },
    Situation { code: "blacklist", dates: &["asked", "refused", "paid", "listed"] },
    Situation { code: "not_applied", dates: &["last_day"] },
];

/// The date that can lie ahead: the last day for voluntary performance. Everything else has happened.
pub fn may_lie_ahead(date: &str) -> bool {
    date == "last_day"
}

/// A clock that runs.
#[derive(Clone, Debug)]
pub struct CaseClock {
    pub rule: &'static Rule,
    /// What it is here: a rule about the applicant's lead is only our target for a stranger's.
    pub nature: Nature,
    /// The service target of a report: by when we mean to have answered.
    pub answer: bool,
    pub deadline: Deadline,
}

/// The clocks of a situation with these dates: first what the reader has to do, then what is law, then by due date. Apart from them, the rules that
/// were not in force on the day from which they would be counted.
pub fn of_situation(
    situation: &Situation,
    given: &[(&str, NaiveDate)],
    calendar: &Calendar,
) -> (Vec<CaseClock>, Vec<&'static Rule>) {
    let (mut clocks, mut before_its_time) = (Vec::new(), Vec::new());
    for rule in deadline::rules() {
        for Start { date, nature, .. } in rule.starts.iter().filter(|start| start.place == situation.code) {
            let Some((_, from)) = given.iter().find(|(code, _)| code == date) else { continue };
            if rule.in_force(*from) {
                clocks.extend(clock(rule, *nature, *from, calendar));
            } else {
                before_its_time.push(rule);
            }
        }
    }
    clocks.sort_by_key(order);
    (clocks, before_its_time)
}

/// What is known of a report, for its clocks.
pub struct ReportFacts<'a> {
    pub channel: Channel,
    pub category: Category,
    /// Whether a court above the one complained of has it: there is none above the home court.
    pub above: bool,
    /// The day on which it arrived, in China.
    pub received: NaiveDate,
    /// Rule and start day of its service target.
    pub due_rule: &'a str,
    pub due_from: NaiveDate,
    /// Answers to the questions of its kind.
    pub details: &'a BTreeMap<String, String>,
}

/// The clocks of a report: its service target first, then those that follow from its kind and its dates.
pub fn of_report(facts: &ReportFacts<'_>, calendar: &Calendar) -> Vec<CaseClock> {
    let target = deadline::find(facts.due_rule);
    let target = target.and_then(|rule| clock(rule, Nature::Target, facts.due_from, calendar));
    let target = target.map(|target| CaseClock { answer: true, ..target });
    let channel = facts.channel.as_str();
    let kind = format!("{channel}.{}", facts.category);
    let mut others = Vec::new();
    for rule in deadline::rules().iter().filter(|rule| facts.above || rule.id != SCREENING) {
        for Start { date, nature, .. } in
            rule.reports.iter().filter(|start| start.place == channel || start.place == kind)
        {
            let from = match date.as_str() {
                "received" => Some(facts.received),
                code => facts.details.get(code).and_then(|text| dates::written(text)),
            };
            let from = from.filter(|from| *from <= facts.received && rule.in_force(*from));
            others.extend(from.and_then(|from| clock(rule, *nature, from, calendar)));
        }
    }
    others.sort_by_key(order);
    target.into_iter().chain(others).collect()
}

/// The rule by which a new or reopened report gets its due date: a service target, not law. Leads follow the applicant's
/// rule (财产调查规定 Art. 2: 7 days, urgent 3), complaints the petition rule (法〔2021〕227号 item 5: 30 days).
pub const fn service_target(channel: Channel, urgent: bool) -> &'static str {
    match (channel, urgent) {
        (Channel::Lead, true) => "lead_urgent",
        (Channel::Lead, false) => "lead_verify",
        (Channel::Complaint, _) => "xf_finish_own",
    }
}

/// The rule by which a court screens complaints about a court below it.
const SCREENING: &str = "xf_screen";

/// The rule of a due date that staff set when they extended the time.
pub const EXTENDED: &str = "extended";

fn order(clock: &CaseClock) -> (bool, Nature, Whose, NaiveDate) {
    (clock.rule.whose != Whose::You, clock.nature, clock.rule.whose, clock.deadline.due)
}

fn clock(rule: &'static Rule, nature: Nature, from: NaiveDate, calendar: &Calendar) -> Option<CaseClock> {
    // Rules without a number have no date; they are never started by one.
    let deadline = deadline::compute(rule, from, calendar, None).ok()?;
    Some(CaseClock { rule, nature, answer: false, deadline })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::questions;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn ids(clocks: &[CaseClock]) -> Vec<String> {
        clocks.iter().map(|clock| format!("{}:{}:{}", clock.rule.id, clock.nature, clock.deadline.due)).collect()
    }

    #[test]
    fn every_start_is_a_date_that_is_asked_for_and_every_date_starts_a_clock() {
        for rule in deadline::rules() {
            for start in &rule.starts {
                let situation = Situation::find(&start.place).unwrap_or_else(|| panic!("{}: {start:?}", rule.id));
                assert!(situation.dates.contains(&start.date.as_str()), "{}: {start:?}", rule.id);
                assert!(rule.amount.is_some(), "{} has no date", rule.id);
            }
            for start in &rule.reports {
                let (channel, category) =
                    start.place.split_once('.').map_or((start.place.as_str(), None), |(a, b)| (a, Some(b)));
                let channel = Channel::parse(channel).unwrap();
                assert!(category.is_none_or(|code| channel.categories().iter().any(|one| one.as_str() == code)));
                assert!(start.date == "received" || questions::find(&start.date).is_some(), "{}: {start:?}", rule.id);
            }
        }
        for situation in SITUATIONS {
            for date in situation.dates {
                let started =
                    |rule: &&Rule| rule.starts.iter().any(|start| start.place == situation.code && start.date == *date);
                assert!(
                    deadline::rules().iter().any(|rule| started(&rule)),
                    "{}: {date} starts nothing",
                    situation.code
                );
            }
        }
    }

    #[test]
    fn a_lead_is_law_for_the_applicant_and_a_target_for_a_stranger() {
        let calendar = Calendar::built_in();
        let of = |code| of_situation(Situation::find(code).unwrap(), &[("told", day("2020-01-17"))], &calendar).0;
        assert_eq!(ids(&of("lead")), ["lead_urgent:law:2020-01-20", "lead_verify:law:2020-02-03"]);
        assert_eq!(ids(&of("tip")), ["lead_urgent:target:2020-01-20", "lead_verify:target:2020-02-03"]);
    }

    #[test]
    fn only_what_was_in_force_is_counted() {
        let calendar = Calendar::built_in();
        let money = Situation::find("money").unwrap();
        let (clocks, early) = of_situation(money, &[("arrived", day("2019-12-06"))], &calendar);
        assert_eq!(ids(&clocks), ["money_pay:practice:2020-01-06"]);
        assert_eq!(early.iter().map(|rule| rule.id.as_str()).collect::<Vec<_>>(), ["money_1m"]);
        let (clocks, early) = of_situation(money, &[("arrived", day("2026-03-02"))], &calendar);
        assert_eq!((clocks.len(), early.len()), (2, 0));
        assert_eq!(of_situation(money, &[], &calendar).0.len(), 0);
    }

    #[test]
    fn a_report_has_its_target_and_what_follows_from_its_dates() {
        let calendar = Calendar::built_in();
        let details = BTreeMap::from([
            ("filed_when".to_owned(), "2026年3月2日".to_owned()),
            ("funds_arrived".to_owned(), "上个月".to_owned()),
        ]);
        let of = |category, due_rule, due_from| {
            let received = day("2026-11-23");
            let facts = ReportFacts {
                channel: Channel::Complaint,
                category,
                above: true,
                received,
                due_rule,
                due_from: day(due_from),
                details: &details,
            };
            ids(&of_report(&facts, &calendar))
        };
        assert_eq!(
            of(Category::Passive, "xf_finish_own", "2026-11-23"),
            [
                "xf_finish_own:target:2026-12-23",
                "apply_upper:law:2026-09-02",
                "enforce_6m:law:2026-09-02",
                "xf_register:practice:2026-11-30",
                "xf_screen:practice:2026-12-14",
            ]
        );
        // A day set by the court is moved off days off; what was written as a word is no date.
        let funds = of(Category::Funds, EXTENDED, "2026-12-20");
        assert_eq!(
            funds,
            ["extended:target:2026-12-21", "xf_register:practice:2026-11-30", "xf_screen:practice:2026-12-14"]
        );
        let facts = ReportFacts {
            channel: Channel::Lead,
            category: Category::Asset,
            above: true,
            received: day("2026-11-23"),
            due_rule: "gone",
            due_from: day("2026-11-23"),
            details: &details,
        };
        assert!(of_report(&facts, &calendar).is_empty());
    }
}
