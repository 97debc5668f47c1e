//! Reports that a clerk takes in for somebody: who may, how they came, and when they were received.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::{
    codes::codes,
    report::{Category, Channel},
    staff::Role,
};
use crate::clock::SHANGHAI;

codes! {
    /// How it reached the court.
    IntakeWay {
        Call = "call",
        Counter = "counter",
        Letter = "letter",
        Mail = "mail",
    }
}

/// How far back the day of receipt may lie.
pub const FURTHEST_BACK: TimeDelta = TimeDelta::days(30);

/// Whether a role takes reports in.
pub const fn takes_in(role: Role) -> bool {
    matches!(role, Role::Intake | Role::Triage | Role::Supervisor | Role::Discipline)
}

/// What a role takes in, in the order in which it is offered: the discipline desk its own kind, the others everything.
/// A complaint about the clerk's own court is taken like any other; afterwards the fence keeps it from its clerk.
pub fn kinds(role: Role) -> Vec<(Channel, Category)> {
    let all = Channel::ALL.iter().flat_map(|channel| channel.categories().iter().map(|kind| (*channel, *kind)));
    all.filter(|(_, kind)| role != Role::Discipline || *kind == Category::Integrity).collect()
}

/// Reads `lead-asset`.
pub fn kind_of(typed: &str, role: Role) -> Option<(Channel, Category)> {
    let (channel, category) = typed.split_once('-')?;
    let kind = (Channel::parse(channel)?, Category::parse(category)?);
    kinds(role).contains(&kind).then_some(kind)
}

/// Reads when something was received, as clerks type it: `2026-11-20 16:30`, `11-20 16:30`, `11-20` (at noon, or now if
/// that is today), `16:30` (today). In China's time. Nothing typed is now.
///
/// # Errors
/// `wrong_form`, `future` or `too_early`.
pub fn received_at(typed: &str, now: DateTime<Utc>) -> Result<DateTime<Utc>, &'static str> {
    use unicode_normalization::UnicodeNormalization;
    if typed.chars().count() > 40 {
        return Err("wrong_form");
    }
    // Full-width signs, dots, slashes and the words of dates are read like hyphens.
    let plain = typed.nfkc().map(|c| match c {
        '年' | '月' | '/' | '.' => '-',
        '日' | '分' | 'T' | ',' => ' ',
        '时' | '点' => ':',
        c => c,
    });
    let plain = plain.collect::<String>();
    let mut parts = plain.split_whitespace();
    let Some(first) = parts.next() else { return Ok(now) };
    let here = now.with_timezone(&SHANGHAI);
    let today = here.date_naive();
    let (day, time) = if first.contains(':') {
        (today, Some(first))
    } else {
        (day_of(first, today).ok_or("wrong_form")?, parts.next())
    };
    if parts.next().is_some() {
        return Err("wrong_form");
    }
    let at = match time {
        Some(time) => at(day, time_of(time).ok_or("wrong_form")?),
        None if day == today => now,
        None => at(day, NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default()),
    };
    if at > now {
        return Err("future");
    }
    if at < now - FURTHEST_BACK { Err("too_early") } else { Ok(at) }
}

fn at(day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    (day.and_time(time) - TimeDelta::hours(8)).and_utc()
}

/// A day with its year, or the latest one that is not after today.
fn day_of(typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    let numbers = typed.split('-').map(|number| number.parse::<u32>().ok()).collect::<Option<Vec<_>>>()?;
    match numbers.as_slice() {
        [year, month, day] => NaiveDate::from_ymd_opt(i32::try_from(*year).ok()?, *month, *day),
        [month, day] => {
            let this_year = NaiveDate::from_ymd_opt(today.year(), *month, *day);
            // In January, “12-30” was last year; a day later in this year is left to be refused.
            let last_year = NaiveDate::from_ymd_opt(today.year() - 1, *month, *day);
            let is_near = |day: &NaiveDate| today - *day <= FURTHEST_BACK;
            this_year.filter(|day| *day <= today).or(last_year.filter(is_near)).or(this_year)
        }
        _ => None,
    }
}

fn time_of(typed: &str) -> Option<NaiveTime> {
    let numbers = typed.trim_end_matches(':').split(':').map(|number| number.parse::<u32>().ok());
    match numbers.collect::<Option<Vec<_>>>()?.as_slice() {
        [hour] => NaiveTime::from_hms_opt(*hour, 0, 0),
        [hour, minute] => NaiveTime::from_hms_opt(*hour, *minute, 0),
        [hour, minute, second] => NaiveTime::from_hms_opt(*hour, *minute, *second),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn instant(text: &str) -> DateTime<Utc> {
        format!("{text}+08:00").parse().unwrap()
    }

    #[test]
    fn a_time_is_read_as_clerks_type_it() {
        let now = instant("2026-11-23T09:00:00");
        for (typed, expected) in [
            ("", "2026-11-23T09:00:00"),
            ("  ", "2026-11-23T09:00:00"),
            ("2026-11-20 16:30", "2026-11-20T16:30:00"),
            ("２０２６－１１－２０　１６：３０", "2026-11-20T16:30:00"),
            ("2026-11-20T16:30", "2026-11-20T16:30:00"),
            ("2026年11月20日16时30分", "2026-11-20T16:30:00"),
            ("11月20日 16点", "2026-11-20T16:00:00"),
            ("11/20 8:05", "2026-11-20T08:05:00"),
            ("11.20", "2026-11-20T12:00:00"),
            ("11-23", "2026-11-23T09:00:00"),
            ("8:30", "2026-11-23T08:30:00"),
            ("10-24 9:00", "2026-10-24T09:00:00"),
        ] {
            assert_eq!(received_at(typed, now), Ok(instant(expected)), "{typed}");
        }
        for (typed, code) in [
            ("昨天", "wrong_form"),
            ("11-31", "wrong_form"),
            ("11-20 25:00", "wrong_form"),
            ("11-20 8:00 9:00", "wrong_form"),
            ("8:30 9", "wrong_form"),
            ("9:01", "future"),
            ("11-24", "future"),
            ("12-30", "future"),
            ("10-24 8:59", "too_early"),
            ("2025-11-23", "too_early"),
        ] {
            assert_eq!(received_at(typed, now), Err(code), "{typed}");
        }
        assert_eq!(received_at("12-30 10:00", instant("2027-01-04T09:00:00")), Ok(instant("2026-12-30T10:00:00")));
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_refused_or_lies_within_thirty_days(typed in "[0-9年月日时点分 :./T-]{0,24}|\\PC{0,50}") {
            let now = instant("2026-11-23T09:00:00");
            if let Ok(at) = received_at(&typed, now) {
                prop_assert!(at <= now && at >= now - FURTHEST_BACK);
            }
        }

        #[test]
        fn a_minute_comes_back(ago in 0_i64..43_200) {
            let now = instant("2026-11-23T09:00:00");
            let at = now - TimeDelta::minutes(ago);
            let typed = at.with_timezone(&SHANGHAI).format("%Y-%m-%d %H:%M").to_string();
            prop_assert_eq!(received_at(&typed, now), Ok(at));
        }
    }

    #[test]
    fn each_role_takes_in_its_own() {
        assert_eq!(kinds(Role::Intake).len(), 14);
        assert_eq!(kinds(Role::Discipline), [(Channel::Complaint, Category::Integrity)]);
        assert_eq!(kind_of("lead-asset", Role::Intake), Some((Channel::Lead, Category::Asset)));
        assert_eq!(kind_of("lead-asset", Role::Discipline), None);
        assert_eq!(kind_of("lead-passive", Role::Triage), None);
        assert_eq!(kind_of("lead", Role::Triage), None);
        assert_eq!(Role::ALL.iter().filter(|role| takes_in(**role)).count(), 4);
    }
}
