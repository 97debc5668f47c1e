//! Notices to a reporter: which ways there are, what waits for what, and when one may go out.
//!
//! The measure is what a stranger who holds the telephone could learn, and what a tired reader can bear: one notice an
//! hour and report, three a day and address, no texts at night.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};

use super::codes::codes;
use crate::clock::SHANGHAI;

codes! {
    /// How a notice travels. Texts go to mobiles only.
    Way {
        Email = "email",
        Sms = "sms",
    }
}

codes! {
    NoticeKind {
        /// Six digits that prove that the address is the reporter's.
        Code = "code",
        /// “There is news.”
        News = "news",
    }
}

codes! {
    NoticeState {
        Queued = "queued",
        /// Waits on purpose; [`Reason`] says for what.
        Held = "held",
        Sent = "sent",
        /// Tried for the last time.
        Failed = "failed",
        /// Was not to be sent.
        Suppressed = "suppressed",
    }
}

codes! {
    /// Why a notice waits, or was not sent.
    Reason {
        /// The address is not confirmed yet.
        Unconfirmed = "unconfirmed",
        /// One an hour to a report.
        Hour = "hour",
        /// Three a day to an address.
        Day = "day",
        /// No texts at night.
        Night = "night",
        /// The reporter stopped them.
        Stopped = "stopped",
        /// The address was changed or taken away.
        Changed = "changed",
        /// A newer message says the same.
        Newer = "newer",
    }
}

/// Digits of a code that confirms an address.
pub const CODE_DIGITS: usize = 6;
/// How long such a code is good.
pub const CODE_GOOD: TimeDelta = TimeDelta::hours(48);
/// After this time another one can be asked for.
pub const CODE_AGAIN: TimeDelta = TimeDelta::minutes(1);
/// Wrong tries after which a code is worth nothing: together with [`CODES_A_DAY`] a guesser has one chance in forty
/// thousand a day.
pub const CODE_TRIES: i64 = 5;
/// Codes to one address in a day, whoever asks for them.
pub const CODES_A_DAY: i64 = 5;
/// Notices to one address in a day.
pub const NEWS_A_DAY: i64 = 3;
/// Between two notices about one report on one way.
pub const BETWEEN: TimeDelta = TimeDelta::hours(1);
/// No texts from this hour (Shanghai) …
const NIGHT_FROM: u32 = 22;
/// … to this one.
const NIGHT_TO: u32 = 7;

/// Whether news must wait, for what and until when. `last` is when the last news about the report went this way;
/// `full` says that the address had its notices for today. The instant that comes back is free of every reason.
pub fn hold(way: Way, now: DateTime<Utc>, last: Option<DateTime<Utc>>, full: bool) -> Option<(Reason, DateTime<Utc>)> {
    let mut held = None;
    if let Some(free) = last.map(|last| last + BETWEEN).filter(|free| *free > now) {
        held = Some((Reason::Hour, free));
    }
    if full {
        let tomorrow = start_of_next_day(now);
        if held.is_none_or(|(_, until)| until < tomorrow) {
            held = Some((Reason::Day, tomorrow));
        }
    }
    let until = held.map_or(now, |(_, until)| until);
    match (way, end_of_night(until)) {
        (Way::Sms, Some(morning)) => Some((held.map_or(Reason::Night, |(reason, _)| reason), morning)),
        _ => held,
    }
}

/// Midnight in Shanghai that comes next.
fn start_of_next_day(at: DateTime<Utc>) -> DateTime<Utc> {
    let day = at.with_timezone(&SHANGHAI).date_naive().checked_add_days(Days::new(1)).unwrap_or_default();
    (day.and_time(NaiveTime::MIN) - TimeDelta::hours(8)).and_utc()
}

/// When the night in which an instant falls ends; `None` by day.
fn end_of_night(at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    use chrono::Timelike;
    let here = at.with_timezone(&SHANGHAI);
    let midnight = match here.hour() {
        hour if hour >= NIGHT_FROM => start_of_next_day(at),
        hour if hour < NIGHT_TO => start_of_next_day(at) - TimeDelta::days(1),
        _ => return None,
    };
    Some(midnight + TimeDelta::hours(NIGHT_TO.into()))
}

/// How many text messages a text takes: 160 signs of plain ASCII or 70 of any other writing in one, 153 or 67 in each
/// of several (3GPP TS 23.038, 23.040). ASCII signs that the alphabet of telephones lacks count as other writing.
pub fn messages_of(text: &str) -> usize {
    let plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~') && !b"[\\]^`{|}~".contains(&byte));
    let units = text.encode_utf16().count();
    let (one, part) = if plain { (160, 153) } else { (70, 67) };
    if units <= one { 1 } else { units.div_ceil(part) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        format!("{text}+08:00").parse().unwrap()
    }

    #[test]
    fn news_wait_an_hour_a_day_or_a_night() {
        let noon = at("2026-11-23T12:00:00");
        assert_eq!(hold(Way::Email, noon, None, false), None);
        assert_eq!(hold(Way::Email, noon, Some(at("2026-11-23T11:00:00")), false), None);
        assert_eq!(
            hold(Way::Email, noon, Some(at("2026-11-23T11:00:01")), false),
            Some((Reason::Hour, at("2026-11-23T12:00:01")))
        );
        assert_eq!(hold(Way::Email, noon, None, true), Some((Reason::Day, at("2026-11-24T00:00:00"))));
        assert_eq!(hold(Way::Sms, noon, None, true), Some((Reason::Day, at("2026-11-24T07:00:00"))));
        // A mail disturbs nobody at night.
        assert_eq!(hold(Way::Email, at("2026-11-23T23:00:00"), None, false), None);
        for (now, until) in [
            ("2026-11-23T22:00:00", "2026-11-24T07:00:00"),
            ("2026-11-24T06:59:59", "2026-11-24T07:00:00"),
            ("2026-12-31T23:59:59", "2027-01-01T07:00:00"),
        ] {
            assert_eq!(hold(Way::Sms, at(now), None, false), Some((Reason::Night, at(until))));
        }
        for free in ["2026-11-23T07:00:00", "2026-11-23T21:59:59"] {
            assert_eq!(hold(Way::Sms, at(free), None, false), None);
        }
        // The hour ends in the night: it waits for the morning.
        assert_eq!(
            hold(Way::Sms, at("2026-11-23T21:30:00"), Some(at("2026-11-23T21:15:00")), false),
            Some((Reason::Hour, at("2026-11-24T07:00:00")))
        );
    }

    proptest! {
        #[test]
        fn what_was_held_is_free_when_its_time_comes(now in 1_700_000_000_i64..1_900_000_000, ago in proptest::option::of(0_i64..10_000), full: bool, sms: bool) {
            let way = if sms { Way::Sms } else { Way::Email };
            let now = DateTime::from_timestamp(now, 0).unwrap();
            let last = ago.map(|ago| now - TimeDelta::seconds(ago));
            if let Some((_, until)) = hold(way, now, last, full) {
                prop_assert!(until > now && until - now <= TimeDelta::hours(34));
                let same_day = start_of_next_day(until) == start_of_next_day(now);
                prop_assert_eq!(hold(way, until, last, full && same_day), None);
            }
        }
    }

    #[test]
    fn a_text_is_counted_as_telephones_do() {
        assert_eq!((messages_of(&"a".repeat(160)), messages_of(&"a".repeat(161))), (1, 2));
        assert_eq!((messages_of(&"字".repeat(70)), messages_of(&"字".repeat(71))), (1, 2));
        assert_eq!((messages_of(&"字".repeat(134)), messages_of(&"字".repeat(135))), (2, 3));
        assert_eq!(messages_of(&format!("{}~", "a".repeat(70))), 2);
        assert_eq!(messages_of(&"😀".repeat(36)), 2, "a face takes two places");
    }
}
