//! The order of the queue: a priority that anyone can read as a sum, and when time alone changes it.
//!
//! Each part moves in steps, so that a stored priority stays true until a moment that is known beforehand
//! ([`Weight::next`]); a job counts it anew then. Nothing is computed per row when a list is read.

use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;

use super::codes::codes;
use crate::clock::{day_of, end_of};

codes! {
    /// What the sum is made of, in the order in which it is read out.
    Part {
        Kind = "kind",
        Livelihood = "livelihood",
        Freshness = "freshness",
        Corroboration = "corroboration",
        Clock = "clock",
        Age = "age",
        Boost = "boost",
    }
}

codes! {
    /// How near the due date is. Stored as its place in this list, so that bands can be compared.
    Band {
        Late = "late",
        Today = "today",
        Week = "week",
        Later = "later",
        Closed = "closed",
    }
}

impl Band {
    /// As the table has it.
    pub fn place(self) -> i64 {
        Self::ALL.iter().position(|band| *band == self).and_then(|place| i64::try_from(place).ok()).unwrap_or(4)
    }
}

/// Points of a claim on which somebody lives.
const LIVELIHOOD: i64 = 20;
/// Points of a lead about something seen just now; halved with each half-life.
const FRESH: i64 = 32;
/// Points of each independent other source, and how many count.
const SOURCE: i64 = 6;
const SOURCES: i64 = 4;
/// Points for each whole week that a report has waited, and the most: nothing starves.
const WEEK: i64 = 3;
const WEEKS: i64 = 8;
/// Points by the days left until the due date (the end of a day in China): at most so many days, so many points.
const CLOCK: &[(i64, i64)] = &[(-7, 28), (-1, 22), (0, 16), (1, 10), (3, 5)];
/// What a closed report weighs: it comes after everything open.
pub const CLOSED: i64 = -1_000;

#[derive(Deserialize)]
struct Row {
    channel: String,
    category: String,
    choice: String,
    points: i64,
    half_life: i64,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let mut reader =
        csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(include_str!("data/priority.csv").as_bytes());
    reader.deserialize().map(|row| row.expect("data/priority.csv is part of the program")).collect()
});

fn row(channel: &str, category: &str, choice: &str) -> Option<&'static Row> {
    let of_kind = || ROWS.iter().filter(|row| row.channel == channel && row.category == category);
    of_kind().find(|row| row.choice == choice).or_else(|| of_kind().find(|row| row.choice.is_empty()))
}

/// Hours after which half of the freshness of such a lead is left; 0 when it does not go stale. `choice`: its answer to
/// `asset_type`.
pub fn half_life(channel: &str, category: &str, choice: &str) -> i64 {
    row(channel, category, choice).map_or(0, |row| row.half_life)
}

/// When what a lead tells of was seen, by its answer to “how fresh is this?”; at most as old as the half-lives count.
pub fn seen_at(received_at: DateTime<Utc>, freshness: &str) -> DateTime<Utc> {
    let days = match freshness {
        "week" => 3,
        "month" => 15,
        "older" => 60,
        _ => 0,
    };
    received_at - TimeDelta::days(days)
}

/// What the sum is counted from.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    pub channel: &'a str,
    pub category: &'a str,
    pub livelihood: bool,
    pub received_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    /// Hours.
    pub half_life: i64,
    pub corroboration: i64,
    pub boost: i64,
    pub due_at: DateTime<Utc>,
    pub open: bool,
}

/// A report's place in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    pub priority: i64,
    pub band: Band,
    /// When time alone changes priority or band; never for a closed report.
    pub next: Option<DateTime<Utc>>,
}

impl Facts<'_> {
    /// The parts that are not nothing, as they are at `now`.
    pub fn parts(&self, now: DateTime<Utc>) -> Vec<(Part, i64)> {
        let all = [
            (Part::Kind, row(self.channel, self.category, "").map_or(0, |row| row.points)),
            (Part::Livelihood, if self.livelihood { LIVELIHOOD } else { 0 }),
            (Part::Freshness, self.freshness(now)),
            (Part::Corroboration, self.corroboration.clamp(0, SOURCES) * SOURCE),
            (Part::Clock, clock_points(self.days_left(now))),
            (Part::Age, self.weeks(now) * WEEK),
            (Part::Boost, self.boost),
        ];
        all.into_iter().filter(|(_, points)| *points != 0).collect()
    }

    pub fn weight(&self, now: DateTime<Utc>) -> Weight {
        if !self.open {
            return Weight { priority: CLOSED, band: Band::Closed, next: None };
        }
        let priority = self.parts(now).into_iter().map(|(_, points)| points).sum();
        Weight { priority, band: self.band(now), next: self.next(now) }
    }

    /// By the day on which it is due; late only once the instant itself is over.
    fn band(&self, now: DateTime<Utc>) -> Band {
        match (day_of(self.due_at) - day_of(now)).num_days() {
            _ if self.due_at <= now => Band::Late,
            ..=0 => Band::Today,
            1..=6 => Band::Week,
            _ => Band::Later,
        }
    }

    fn freshness(&self, now: DateTime<Utc>) -> i64 {
        if self.half_life <= 0 {
            return 0;
        }
        let halvings = (now - self.seen_at).num_hours().max(0) / self.half_life;
        FRESH >> halvings.min(62)
    }

    fn weeks(&self, now: DateTime<Utc>) -> i64 {
        (now - self.received_at).num_weeks().clamp(0, WEEKS)
    }

    fn days_left(&self, now: DateTime<Utc>) -> i64 {
        let days = (day_of(self.due_at) - day_of(now)).num_days();
        if self.due_at <= now { days.min(-1) } else { days }
    }

    /// The next moment after `now` at which one of the parts, or the band, may step.
    fn next(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let mut moments = vec![self.due_at];
        if self.half_life > 0 && self.freshness(now) > 0 {
            let halvings = (now - self.seen_at).num_hours().max(0) / self.half_life;
            moments.push(self.seen_at + TimeDelta::hours((halvings + 1) * self.half_life));
        }
        if self.weeks(now) < WEEKS {
            moments.push(self.received_at + TimeDelta::weeks(self.weeks(now) + 1));
        }
        // Days begin at midnight in China: the second after the end of the day before.
        let begins =
            |days_left: i64| end_of(day_of(self.due_at) - TimeDelta::days(days_left + 1)) + TimeDelta::seconds(1);
        moments.extend(CLOCK.iter().map(|(days, _)| begins(*days)).chain([begins(6)]));
        moments.into_iter().filter(|at| *at > now).min()
    }
}

fn clock_points(days_left: i64) -> i64 {
    CLOCK.iter().find(|(days, _)| days_left <= *days).map_or(0, |(_, points)| *points)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{
        report::Channel,
        taxonomy::{self, List},
    };

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn sighting() -> Facts<'static> {
        let received = at("2026-11-23T01:00:00Z");
        Facts {
            channel: "lead",
            category: "whereabouts",
            livelihood: true,
            received_at: received,
            seen_at: received,
            half_life: 6,
            corroboration: 1,
            boost: 0,
            due_at: end_of(day_of(received) + TimeDelta::days(3)),
            open: true,
        }
    }

    #[test]
    fn the_sum_can_be_read() {
        let facts = sighting();
        let now = facts.received_at;
        let read = |now| {
            facts.parts(now).iter().map(|(part, points)| format!("{part} {points}")).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(read(now), "kind 20, livelihood 20, freshness 32, corroboration 6, clock 5");
        assert_eq!(facts.weight(now).priority, 83);
        assert_eq!(facts.weight(now).next, Some(now + TimeDelta::hours(6)));
        assert_eq!(read(now + TimeDelta::hours(13)), "kind 20, livelihood 20, freshness 8, corroboration 6, clock 5");
        assert_eq!(read(now + TimeDelta::days(30)), "kind 20, livelihood 20, corroboration 6, clock 28, age 12");
        let closed = Facts { open: false, ..facts };
        assert_eq!(closed.weight(now), Weight { priority: CLOSED, band: Band::Closed, next: None });
    }

    #[test]
    fn every_kind_has_a_row() {
        let is_asset = |choice: &str| taxonomy::find(List::AssetType, choice).is_some();
        assert!(ROWS.iter().all(|row| row.choice.is_empty() || is_asset(&row.choice)));
        for channel in Channel::ALL {
            for category in channel.categories() {
                assert!(row(channel.as_str(), category.as_str(), "").is_some(), "{channel} {category}");
            }
        }
    }

    proptest! {
        /// Between now and the moment that is promised nothing moves; at that moment something may.
        #[test]
        fn nothing_moves_before_its_time(hours in 0_i64..3_000, due in -400_i64..2_000, half_life in 0_i64..400, seen in 0_i64..60, part in 0.0_f64..1.0) {
            let received_at = at("2026-11-23T01:00:00Z");
            let due_at = end_of(day_of(received_at + TimeDelta::hours(due)));
            let seen_at = received_at - TimeDelta::days(seen);
            let facts = Facts { received_at, seen_at, half_life, due_at, ..sighting() };
            let now = received_at + TimeDelta::hours(hours);
            let weight = facts.weight(now);
            let until = weight.next.unwrap_or(now + TimeDelta::days(1_000));
            prop_assert!(until > now);
            #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "a moment in between, any will do")]
            let between = now + TimeDelta::seconds(((until - now).num_seconds() as f64 * part) as i64).min(until - now - TimeDelta::seconds(1));
            let then = facts.weight(between.max(now));
            prop_assert_eq!((then.priority, then.band), (weight.priority, weight.band));
        }

        /// A report that waits is never overtaken for good: its points without freshness only grow.
        #[test]
        fn waiting_never_lowers_what_does_not_go_stale(hours in 0_i64..5_000, more in 0_i64..5_000) {
            let facts = Facts { half_life: 0, ..sighting() };
            let (now, later) = (facts.received_at + TimeDelta::hours(hours), facts.received_at + TimeDelta::hours(hours + more));
            prop_assert!(facts.weight(later).priority >= facts.weight(now).priority);
        }
    }
}
