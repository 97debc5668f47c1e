//! How long reports really took: median and 80th percentile in whole days, shown only when enough of them were closed.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::clock::day_of;

/// What was closed this long ago still counts.
pub const WINDOW: TimeDelta = TimeDelta::days(180);
/// Fewer than this many say nothing about the next one.
pub const FEWEST: i64 = 20;

/// How many reports took how many days.
#[derive(Clone, Debug, Default)]
pub struct Durations(BTreeMap<i64, i64>);

/// Figures of one kind of report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    pub sample: i64,
    /// Half of them were closed within this many days.
    pub median_days: i64,
    /// Four of five were closed within this many days.
    pub most_days: i64,
}

impl Durations {
    /// Adds a report. Days are those of the calendar in China; what was closed on the day it came took one.
    pub fn add(&mut self, received_at: DateTime<Utc>, closed_at: DateTime<Utc>) {
        let days = (day_of(closed_at) - day_of(received_at)).num_days().max(1);
        *self.0.entry(days).or_default() += 1;
    }

    /// `None` when nothing was added.
    pub fn figures(&self) -> Option<Figures> {
        let sample = self.0.values().sum();
        Some(Figures { sample, median_days: self.within(sample, 50)?, most_days: self.within(sample, 80)? })
    }

    /// The least number of days within which `percent` of them were closed (nearest rank).
    fn within(&self, sample: i64, percent: i64) -> Option<i64> {
        let wanted = (sample * percent + 99) / 100;
        let mut so_far = 0;
        self.0.iter().find_map(|(days, count)| {
            so_far += count;
            (so_far >= wanted).then_some(*days)
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(days: &[i64]) -> Option<Figures> {
        let mut durations = Durations::default();
        let start = DateTime::<Utc>::from_timestamp(1_800_000_000, 0).unwrap();
        for days in days {
            durations.add(start, start + TimeDelta::days(*days));
        }
        durations.figures()
    }

    #[test]
    fn half_and_four_of_five() {
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[0]), Some(Figures { sample: 1, median_days: 1, most_days: 1 }));
        assert_eq!(of(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), Some(Figures { sample: 10, median_days: 5, most_days: 8 }));
        assert_eq!(of(&[2, 2, 2, 2, 400]), Some(Figures { sample: 5, median_days: 2, most_days: 2 }));
    }

    proptest! {
        #[test]
        fn so_many_really_were_closed_by_then(days in proptest::collection::vec(1_i64..500, 1..200)) {
            let figures = of(&days).unwrap();
            let sample = i64::try_from(days.len()).unwrap();
            let by = |limit: i64| i64::try_from(days.iter().filter(|days| **days <= limit).count()).unwrap();
            prop_assert_eq!(figures.sample, sample);
            for (limit, percent) in [(figures.median_days, 50), (figures.most_days, 80)] {
                prop_assert!(by(limit) * 100 >= sample * percent, "too few within {limit}");
                prop_assert!(by(limit - 1) * 100 < sample * percent, "fewer days would do than {limit}");
            }
        }
    }
}
