//! What people of the courts are told at the desk or by mail, how often a view speaks up, and when digests go.

use chrono::{DateTime, Datelike, Days, NaiveTime, TimeDelta, Utc};

use super::codes::codes;
use crate::clock::SHANGHAI;

codes! {
    /// Why somebody is told.
    NotificationKind {
        /// Named with @ in a note.
        Mention = "mention",
        Assigned = "assigned",
        HandedOver = "handed_over",
        /// Something new stands in a view.
        View = "view",
        DueSoon = "due_soon",
        Reminder = "reminder",
        CitizenAnswered = "citizen_answered",
        Reopened = "reopened",
    }
}

codes! {
    /// When a view speaks up.
    Every {
        None = "none",
        /// At each report that comes into it.
        Each = "each",
        Daily = "daily",
        Weekly = "weekly",
        /// When so many are new.
        Count = "count",
    }
}

/// The hour of digests unless somebody chose another.
pub const USUAL_HOUR: i64 = 8;
/// Monday.
pub const USUAL_WEEKDAY: i64 = 1;
/// “Tell me when N new match”: the largest N.
pub const MOST_AWAITED: i64 = 500;

/// The next time after `now` at which it is that hour in Shanghai.
pub fn next_digest(now: DateTime<Utc>, hour: i64) -> DateTime<Utc> {
    let hour = u32::try_from(hour).unwrap_or(0).min(23);
    let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
    let at = |day: chrono::NaiveDate| (day.and_time(time) - TimeDelta::hours(8)).and_utc();
    let today = now.with_timezone(&SHANGHAI).date_naive();
    let first = at(today);
    if first > now { first } else { at(today + Days::new(1)) }
}

/// Whether an instant falls on that day of the week in Shanghai (1 is Monday).
pub fn is_weekday(at: DateTime<Utc>, weekday: i64) -> bool {
    i64::from(at.with_timezone(&SHANGHAI).weekday().number_from_monday()) == weekday
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn digests_go_at_their_hour_in_shanghai() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(next_digest(at("2026-11-23T01:00:00Z"), 8), at("2026-11-24T00:00:00Z"), "nine in the morning");
        assert_eq!(next_digest(at("2026-11-22T23:59:59Z"), 8), at("2026-11-23T00:00:00Z"));
        assert_eq!(next_digest(at("2026-11-23T00:00:00Z"), 8), at("2026-11-24T00:00:00Z"), "not twice");
        assert!(is_weekday(at("2026-11-22T16:00:00Z"), 1) && !is_weekday(at("2026-11-22T15:59:59Z"), 1));
    }

    proptest! {
        #[test]
        fn the_next_digest_is_within_a_day(seconds in 0_i64..4_000_000_000, hour in 0_i64..24) {
            let now = DateTime::from_timestamp(seconds, 0).unwrap();
            let next = next_digest(now, hour);
            prop_assert!(next > now && next - now <= TimeDelta::days(1));
            prop_assert_eq!(i64::from(chrono::Timelike::hour(&next.with_timezone(&SHANGHAI))), hour);
        }
    }
}
