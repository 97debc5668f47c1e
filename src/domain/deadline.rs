//! Due dates: the clocks of law and practice, and how a date is counted from a start, an amount and a unit.
//!
//! 民事诉讼法 (2023) Art. 85: the day on which a period starts does not count; if its last day is a legal day off, the period
//! ends on the first day after. The rules are data (`data/clocks.csv`), with their source, its standing and their time in
//! force, because article numbers move between revisions of a law.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Serialize, Serializer};

use super::calendar::Calendar;

mod rules;

pub use rules::{Nature, Rule, Start, Whose, find, rules};

/// Due dates later than this are cut off here: nobody waits longer, and a wrong setting must not stop the server.
const LAST_DAY: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// In what a period is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 日: every day counts; the last one may not be a day off.
    CalendarDays,
    /// 工作日: only working days count, make-up workdays among them.
    WorkingDays,
    /// 月: to the same day of the month, else its last day.
    Months,
    /// 年: twelve months each.
    Years,
}

impl Unit {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "日" => Some(Self::CalendarDays),
            "工作日" => Some(Self::WorkingDays),
            "月" => Some(Self::Months),
            "年" => Some(Self::Years),
            _ => None,
        }
    }

    /// The unit after a number, in Chinese: `7日`, `6个月`.
    pub fn label(self) -> &'static str {
        match self {
            Self::CalendarDays => "日",
            Self::WorkingDays => "个工作日",
            Self::Months => "个月",
            Self::Years => "年",
        }
    }

    /// The unit in English, for one.
    fn label_en(self) -> &'static str {
        match self {
            Self::CalendarDays => "day",
            Self::WorkingDays => "working day",
            Self::Months => "month",
            Self::Years => "year",
        }
    }
}

/// What the reader should know about a due date; written as its snake_case name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// The rule was not in force on the start day; it was counted all the same.
    RuleNotInForce,
    /// A year that is needed has no published calendar yet: the date is provisional.
    CalendarNotPublished,
    /// A year that is needed lies before the embedded calendar: the date is provisional.
    CalendarMissing,
}

impl Warning {
    /// The stable code, as in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::RuleNotInForce => "rule_not_in_force",
            Self::CalendarNotPublished => "calendar_not_published",
            Self::CalendarMissing => "calendar_missing",
        }
    }
}

/// One line of the working of a due date. In JSON it is its Chinese text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What the line says: `start_not_counted`, `set_day`, `last_day`, `month_end`, `make_up_day`, `days_off_skipped`, `day_off`,
    /// `moved`, `provisional`.
    pub code: &'static str,
    /// The day it speaks of.
    pub date: NaiveDate,
    /// The line in plain Chinese.
    pub text: String,
    /// The line in plain English.
    pub text_en: String,
}

impl Serialize for Step {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

/// A due date with its working.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deadline {
    /// Id of the rule.
    pub rule: String,
    /// The start day, which does not count.
    pub from: NaiveDate,
    /// The last day.
    pub due: NaiveDate,
    /// Whether a calendar that is needed is not known, so that the date can still move.
    pub provisional: bool,
    /// Which editions of the calendar were used; see [`Calendar::edition`].
    pub edition: String,
    /// What the reader should know.
    pub warnings: Vec<Warning>,
    /// The working, line by line.
    pub steps: Vec<Step>,
}

/// Why there is no due date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeadlineError {
    /// The rule has no single number; its amount can only be shown as text.
    #[error("the rule {rule} has no single amount ({amount}); it is text only")]
    TextOnly {
        /// Id of the rule.
        rule: String,
        /// The amount as it stands in the source.
        amount: String,
    },
    /// The start day lies outside 1949 to 2200.
    #[error("{0} is too far away to count from")]
    OutOfRange(NaiveDate),
}

/// The due date of `rule` when its event happened on `from`, with the working.
///
/// `as_published` counts by the calendar as it was known on that day.
///
/// # Errors
/// [`DeadlineError::TextOnly`] for a rule without one number, [`DeadlineError::OutOfRange`] for a start day outside 1949
/// to 2200.
pub fn compute(
    rule: &Rule,
    from: NaiveDate,
    calendar: &Calendar,
    as_published: Option<NaiveDate>,
) -> Result<Deadline, DeadlineError> {
    let Some(amount) = rule.amount else {
        return Err(DeadlineError::TextOnly { rule: rule.id.clone(), amount: rule.amount_text.clone() });
    };
    if !(1949..=2200).contains(&from.year()) {
        return Err(DeadlineError::OutOfRange(from));
    }
    let view = as_published.map(|day| calendar.as_published(day));
    let calendar = view.as_ref().unwrap_or(calendar);
    let count = count(from, amount, rule.unit, calendar);

    // Only working days need the calendar of the whole period; the others need it from their last day on.
    let needed_from = if rule.unit == Unit::WorkingDays { next(from) } else { count.raw };
    let mut warnings = Vec::new();
    if !rule.in_force(from) {
        warnings.push(Warning::RuleNotInForce);
    }
    let first_known = calendar.first_year().unwrap_or(i32::MAX);
    for year in needed_from.year()..=count.due.year() {
        let known = NaiveDate::from_ymd_opt(year, 1, 1).is_some_and(|day| calendar.covers(day));
        let warning = if year < first_known { Warning::CalendarMissing } else { Warning::CalendarNotPublished };
        if !known && !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }
    let provisional = warnings.iter().any(|warning| *warning != Warning::RuleNotInForce);
    Ok(Deadline {
        rule: rule.id.clone(),
        from,
        due: count.due,
        provisional,
        edition: calendar.edition(needed_from, count.due),
        steps: steps(rule, amount, from, &count, calendar, provisional),
        warnings,
    })
}

/// The due date of the rule with this id. A rule that is not in the list (any more) leaves the date as it was set.
pub fn due_by(rule: &str, from: NaiveDate, calendar: &Calendar) -> NaiveDate {
    let (amount, unit) = find(rule).and_then(|rule| Some((rule.amount?, rule.unit))).unwrap_or((0, Unit::CalendarDays));
    due(from, amount, unit, calendar)
}

/// The due date of any period: `amount` units after `from`, never on a day off. What lies beyond the year 9999 ends there.
pub fn due(from: NaiveDate, amount: u32, unit: Unit, calendar: &Calendar) -> NaiveDate {
    count(from, amount, unit, calendar).due
}

struct Count {
    /// The last day of the period as counted.
    raw: NaiveDate,
    /// The last day after moving past days off.
    due: NaiveDate,
    /// Days off between start and end that did not count (working days only).
    skipped: u32,
}

fn count(from: NaiveDate, amount: u32, unit: Unit, calendar: &Calendar) -> Count {
    let mut skipped = 0;
    let raw = match unit {
        Unit::CalendarDays => from.checked_add_days(Days::new(amount.into())).unwrap_or(LAST_DAY),
        Unit::Months => from.checked_add_months(Months::new(amount)).unwrap_or(LAST_DAY),
        Unit::Years => from.checked_add_months(Months::new(amount.saturating_mul(12))).unwrap_or(LAST_DAY),
        Unit::WorkingDays => {
            let (mut day, mut left) = (from, amount);
            while left > 0 && day < LAST_DAY {
                day = next(day);
                if calendar.is_working_day(day) {
                    left -= 1;
                } else {
                    skipped += 1;
                }
            }
            day
        }
    };
    let raw = raw.min(LAST_DAY);
    let mut due = raw;
    while due < LAST_DAY && calendar.is_day_off(due) {
        due = next(due);
    }
    Count { raw, due, skipped }
}

fn next(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(NaiveDate::MAX)
}

const WEEKDAYS: [&str; 7] = ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"];

fn weekday(day: NaiveDate) -> &'static str {
    WEEKDAYS.get(day.weekday().num_days_from_monday() as usize).copied().unwrap_or_default()
}

fn steps(
    rule: &Rule,
    amount: u32,
    from: NaiveDate,
    count: &Count,
    calendar: &Calendar,
    provisional: bool,
) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut say = |code, date, text: String, text_en: String| steps.push(Step { code, date, text, text_en });
    let Count { raw, due, skipped } = *count;
    let unit = rule.unit.label();

    if amount == 0 {
        say(
            "set_day",
            from,
            format!("定下的日期是{from}（{}）", weekday(from)),
            format!("The day that was set is {from} ({})", from.format("%A")),
        );
    } else {
        say(
            "start_not_counted",
            from,
            format!("{from}为起算日，当日不计入"),
            format!("{from} starts the period; that day itself does not count"),
        );
    }
    if rule.unit == Unit::WorkingDays {
        if skipped > 0 {
            say(
                "days_off_skipped",
                raw,
                format!("其间有{skipped}个休息日不计入"),
                if skipped == 1 {
                    "1 day off in between does not count".to_owned()
                } else {
                    format!("{skipped} days off in between do not count")
                },
            );
        }
        for day in from.iter_days().skip(1).take_while(|day| *day <= raw) {
            if calendar.is_working_day(day) && calendar.day_name(day).is_some() {
                say(
                    "make_up_day",
                    day,
                    format!("{day}（{}）调休上班，计入工作日", weekday(day)),
                    format!("{day} ({}) is a make-up workday and counts", day.format("%A")),
                );
            }
        }
    }
    let ordinal = if rule.unit == Unit::CalendarDays || rule.unit == Unit::WorkingDays {
        format!("第{amount}{unit}为{raw}（{}）", weekday(raw))
    } else {
        format!("满{amount}{unit}为{raw}（{}）", weekday(raw))
    };
    if amount > 0 {
        let ends = if amount == 1 { " ends" } else { "s end" };
        let text_en = format!("{amount} {}{ends} on {raw} ({})", rule.unit.label_en(), raw.format("%A"));
        say("last_day", raw, ordinal, text_en);
    }
    if matches!(rule.unit, Unit::Months | Unit::Years) && raw.day() != from.day() {
        say(
            "month_end",
            raw,
            format!("该月没有{}日，以月末为准", from.day()),
            format!("That month has no day {}, so its last day counts", from.day()),
        );
    }
    if raw == due && rule.unit != Unit::WorkingDays && calendar.is_working_day(raw) && calendar.day_name(raw).is_some()
    {
        say(
            "make_up_day",
            raw,
            format!("{raw}（{}）调休上班，不顺延", weekday(raw)),
            format!("{raw} ({}) is a make-up workday, so the period ends on it", raw.format("%A")),
        );
    }
    if raw != due {
        let (name, name_en) = match calendar.day_name(raw) {
            Some(name) => (name, calendar.day_name_en(raw).unwrap_or("a holiday")),
            None => ("周末", "a weekend"),
        };
        say("day_off", raw, format!("{raw}是休息日（{name}）"), format!("{raw} is a day off ({name_en})"));
        say(
            "moved",
            due,
            format!("顺延至休息日后的第一个工作日{due}（{}）", weekday(due)),
            format!("The period ends on the first working day after it, {due} ({})", due.format("%A")),
        );
    }
    if provisional {
        say(
            "provisional",
            due,
            "所需年份的放假安排尚未公布或未收录，日期暂定".to_owned(),
            "The days off of a year that is needed are not known yet: the date is provisional".to_owned(),
        );
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const VECTORS: &str = include_str!("../../tests/vectors/deadlines.json");

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_vectors() {
        let vectors: Vec<serde_json::Value> = serde_json::from_str(VECTORS).unwrap();
        assert_eq!(vectors.len(), 7);
        let calendar = Calendar::built_in();
        let published = calendar.as_published(day("2019-11-21"));
        for vector in vectors {
            let unit = if vector["kind"] == "working_days" { Unit::WorkingDays } else { Unit::CalendarDays };
            let from = day(vector["start"].as_str().unwrap());
            let amount = u32::try_from(vector["days"].as_u64().unwrap()).unwrap();
            let counted = count(from, amount, unit, &calendar);
            assert_eq!(counted.due, day(vector["due"].as_str().unwrap()), "{vector}");
            if let Some(raw) = vector["raw_end"].as_str() {
                assert_eq!(counted.raw, day(raw));
            }
            match vector["due_under_calendar_as_published_2019_11_21"].as_str() {
                Some(expected) => assert_eq!(due(from, amount, unit, &published), day(expected), "{vector}"),
                None => assert!(!published.covers(from)),
            }
        }
    }

    #[test]
    fn a_deadline_as_json() {
        let calendar = Calendar::built_in();
        let deadline = compute(find("lead_verify").unwrap(), day("2020-01-17"), &calendar, None).unwrap();
        assert_eq!(
            serde_json::to_value(&deadline).unwrap(),
            serde_json::json!({
                "rule": "lead_verify", "from": "2020-01-17", "due": "2020-02-03", "provisional": false,
                "edition": "2020 (2020-01-27)", "warnings": [],
                "steps": [
                    "2020-01-17为起算日，当日不计入",
                    "第7日为2020-01-24（星期五）",
                    "2020-01-24是休息日（春节）",
                    "顺延至休息日后的第一个工作日2020-02-03（星期一）",
                ],
            })
        );
        let earlier =
            compute(find("lead_verify").unwrap(), day("2020-01-17"), &calendar, Some(day("2019-11-21"))).unwrap();
        assert_eq!((earlier.due, earlier.edition.as_str()), (day("2020-01-31"), "2020 (2019-11-21)"));
    }

    #[test]
    fn working_days_show_what_they_skip() {
        let calendar = Calendar::built_in();
        let deadline = compute(find("xf_screen").unwrap(), day("2020-01-17"), &calendar, None).unwrap();
        assert_eq!(deadline.due, day("2020-02-14"));
        assert_eq!(deadline.warnings, [Warning::RuleNotInForce]);
        assert!(!deadline.provisional);
        let codes: Vec<_> = deadline.steps.iter().map(|step| step.code).collect();
        assert_eq!(codes, ["start_not_counted", "days_off_skipped", "make_up_day", "last_day"]);
        assert_eq!(deadline.steps[2].date, day("2020-01-19"));
        let in_english = |rule: &str, from: &str| {
            let deadline = compute(find(rule).unwrap(), day(from), &calendar, None).unwrap();
            deadline.steps.into_iter().map(|step| step.text_en).collect::<Vec<_>>().join("\n")
        };
        assert!(in_english("xf_screen", "2020-01-17").contains(" working days end on 2020-02-14"));
        assert!(in_english("money_1m", "2026-01-28").contains("1 month ends on 2026-02-28"));
    }

    #[test]
    fn a_last_day_that_is_a_make_up_workday_says_why_it_stays() {
        let calendar = Calendar::built_in();
        let deadline = compute(find("money_1m").unwrap(), day("2026-01-28"), &calendar, None).unwrap();
        assert_eq!(deadline.due, day("2026-02-28"), "a Saturday");
        assert_eq!(deadline.steps.last().unwrap().code, "make_up_day");
    }

    #[test]
    fn a_year_without_calendar_is_provisional() {
        let calendar = Calendar::built_in();
        let rule = find("lead_verify").unwrap();
        let later = compute(rule, day("2026-12-28"), &calendar, None).unwrap();
        assert!(later.provisional);
        assert_eq!(later.warnings, [Warning::CalendarNotPublished]);
        assert!(!compute(rule, day("2026-12-23"), &calendar, None).unwrap().provisional);
        let before = compute(rule, day("2018-01-02"), &calendar, None).unwrap();
        assert_eq!(before.warnings, [Warning::CalendarMissing]);
        let unknown_then = compute(rule, day("2025-03-03"), &calendar, Some(day("2019-11-21"))).unwrap();
        assert!(unknown_then.provisional);
    }

    #[test]
    fn months_and_years() {
        let calendar = Calendar::built_in();
        // 2019-08-31 + 6 months is 2020-02-29, a Saturday.
        let deadline = compute(find("enforce_6m").unwrap(), day("2019-08-31"), &calendar, None).unwrap();
        assert_eq!(deadline.due, day("2020-03-02"));
        assert!(deadline.steps.iter().any(|step| step.code == "month_end" && step.date == day("2020-02-29")));
        assert_eq!(due(day("2020-02-29"), 1, Unit::Years, &calendar), day("2021-03-01"));
        assert_eq!(due(day("2019-12-06"), 6, Unit::Months, &calendar), day("2020-06-08"));
    }

    #[test]
    fn a_day_that_was_set_is_no_period() {
        let calendar = Calendar::built_in();
        let set = compute(find("extended").unwrap(), day("2026-12-20"), &calendar, None).unwrap();
        assert_eq!(set.due, day("2026-12-21"));
        let codes: Vec<_> = set.steps.iter().map(|step| step.code).collect();
        assert_eq!(codes, ["set_day", "day_off", "moved"]);
        // A rule that a later version no longer has leaves the date alone.
        assert_eq!(due_by("gone", day("2026-12-18"), &calendar), day("2026-12-18"));
    }

    #[test]
    fn what_cannot_be_counted() {
        let calendar = Calendar::built_in();
        assert!(matches!(
            compute(find("proc_12309").unwrap(), day("2024-01-01"), &calendar, None),
            Err(DeadlineError::TextOnly { .. })
        ));
        for from in [NaiveDate::MIN, NaiveDate::MAX] {
            assert!(matches!(
                compute(find("lead_verify").unwrap(), from, &calendar, None),
                Err(DeadlineError::OutOfRange(_))
            ));
        }
        for unit in [Unit::CalendarDays, Unit::WorkingDays, Unit::Months, Unit::Years] {
            assert_eq!(due(day("2024-01-01"), u32::MAX, unit, &calendar), LAST_DAY);
            let _ = due(NaiveDate::MAX, 1, unit, &calendar);
        }
    }

    fn any_unit() -> impl Strategy<Value = Unit> {
        prop_oneof![Just(Unit::CalendarDays), Just(Unit::WorkingDays), Just(Unit::Months), Just(Unit::Years)]
    }

    proptest! {
        #[test]
        fn never_on_a_day_off(start in 0u64..3300, amount in 0u32..70, unit in any_unit()) {
            let calendar = Calendar::built_in();
            let from = day("2018-12-01") + Days::new(start);
            let due = due(from, amount, unit, &calendar);
            prop_assert!(due >= from);
            prop_assert!(calendar.is_working_day(due));
        }

        #[test]
        fn later_starts_and_longer_periods_never_end_earlier(start in 0u64..3300, amount in 0u32..70, unit in any_unit()) {
            let calendar = Calendar::built_in();
            let from = day("2018-12-01") + Days::new(start);
            let end = due(from, amount, unit, &calendar);
            prop_assert!(end <= due(from + Days::new(1), amount, unit, &calendar));
            prop_assert!(end <= due(from, amount + 1, unit, &calendar));
        }

        #[test]
        fn counting_again_changes_nothing(start in 0u64..3300, rule in proptest::sample::select(rules())) {
            let calendar = Calendar::built_in();
            let from = day("2018-12-01") + Days::new(start);
            let due = due_by(&rule.id, from, &calendar);
            prop_assert_eq!(due_by(&rule.id, from, &calendar), due);
            // A day that was set stays where it is, however often it is set.
            let set = due_by("extended", due, &calendar);
            prop_assert_eq!(due_by("extended", set, &calendar), set);
            if let Ok(deadline) = compute(&rule, from, &calendar, None) {
                prop_assert_eq!(deadline.due, due);
                prop_assert!(deadline.steps.iter().all(|step| !step.text.is_empty() && !step.text_en.is_empty()));
            }
        }

        #[test]
        fn an_event_belongs_to_its_day_in_shanghai(days in 0u64..3300, second in 0i64..86_400) {
            let of_day = day("2018-12-01") + Days::new(days);
            let midnight = crate::clock::end_of(of_day) - chrono::TimeDelta::seconds(86_399);
            prop_assert_eq!(crate::clock::day_of(midnight + chrono::TimeDelta::seconds(second)), of_day);
            prop_assert_eq!(crate::clock::day_of(midnight - chrono::TimeDelta::milliseconds(1)), of_day - Days::new(1));
            prop_assert_eq!(crate::clock::day_of(midnight + chrono::TimeDelta::seconds(86_400)), of_day + Days::new(1));
        }

        #[test]
        fn working_days_add_up(start in 0u64..3300, a in 1u32..40, b in 1u32..40) {
            let calendar = Calendar::built_in();
            let from = day("2018-12-01") + Days::new(start);
            let in_two = due(due(from, a, Unit::WorkingDays, &calendar), b, Unit::WorkingDays, &calendar);
            prop_assert_eq!(in_two, due(from, a + b, Unit::WorkingDays, &calendar));
        }
    }
}
