//! The calendar of days off and make-up workdays, by which every due date is counted.
//!
//! Weekends are days off and make-up workdays are working days (practice of the courts; the law says only 法定休假日).
//! Each year's days come from a notice of the State Council's office (国务院办公厅). Notices are corrected after the fact:
//! 2020-01-31 to 02-02 became days off by a notice of 2020-01-27. Rows therefore keep their day of publication, and a due
//! date can be counted by the calendar as it was known on any day.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate, Weekday};

use super::csv::{ImportError, read_csv};

const BUILT_IN: &str = include_str!("data/calendar.csv");
const MAKE_UP_NAME: &str = "调休上班";

/// What a row makes of its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Off,
    MakeUpWork,
    /// Takes an earlier row back: the day is what its weekday makes it.
    Ordinary,
}

impl Kind {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Off, "off"), (Self::MakeUpWork, "makeup_work"), (Self::Ordinary, "ordinary")];

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, name)| *name == text).map(|(kind, _)| *kind)
    }

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    kind: Kind,
    name: String,
    published: Option<NaiveDate>,
    replaced_on: Option<NaiveDate>,
}

/// Days off and make-up workdays, as known today or (see [`Calendar::as_published`]) on an earlier day.
#[derive(Clone, Debug)]
pub struct Calendar {
    rows: Arc<BTreeMap<NaiveDate, Vec<Row>>>,
    known_on: Option<NaiveDate>,
}

impl Calendar {
    /// The embedded calendar, 2019 to 2026.
    pub fn built_in() -> Self {
        let empty = Self { rows: Arc::default(), known_on: None };
        // A test reads the embedded file; what cannot be read there leaves the calendar empty here.
        empty.clone().with_csv(BUILT_IN).unwrap_or(empty)
    }

    /// The same calendar with the rows of a CSV file put in.
    ///
    /// Columns: `date,kind,name` and, if present, `published,replaced_on` (days as `2026-01-01`; `kind` is `off`,
    /// `makeup_work`, or `ordinary` to take an earlier row back). A row without a day of publication replaces what was
    /// known of its day; a row with one adds an edition, so that older due dates can still be explained.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line; nothing is taken over then.
    pub fn with_csv(self, text: &str) -> Result<Self, ImportError> {
        let mut rows = (*self.rows).clone();
        let mut seen = HashSet::new();
        read_csv(text, &["date", "kind", "name"], |line, cell| {
            let bad = |column: &'static str| ImportError::BadValue { line, column, value: cell(column) };
            let day = |column: &'static str| -> Result<Option<NaiveDate>, ImportError> {
                let text = cell(column);
                if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| bad(column)) }
            };
            let date = day("date")?.ok_or_else(|| bad("date"))?;
            let row = Row {
                kind: Kind::parse(&cell("kind")).ok_or_else(|| bad("kind"))?,
                name: cell("name"),
                published: day("published")?,
                replaced_on: day("replaced_on")?,
            };
            if !seen.insert((date, row.published)) {
                return Err(ImportError::Duplicate { line, code: date.to_string() });
            }
            let known = rows.entry(date).or_default();
            match row.published {
                // A second row of the same file cannot be meant to erase the first one: only older knowledge goes.
                None => known.retain(|old| seen.contains(&(date, old.published)) && old.published.is_some()),
                Some(_) => known.retain(|old| old.published != row.published),
            }
            known.push(row);
            Ok(())
        })?;
        Ok(Self { rows: Arc::new(rows), known_on: self.known_on })
    }

    /// The calendar as it was known at the end of `day`: later notices are ignored, and rows they replaced hold again. A
    /// row without a day of publication counts as known from 1 January of its year.
    #[must_use]
    pub fn as_published(&self, day: NaiveDate) -> Self {
        Self { rows: Arc::clone(&self.rows), known_on: Some(day) }
    }

    fn row(&self, date: NaiveDate) -> Option<&Row> {
        let rows = self.rows.get(&date)?;
        rows.iter().filter(|row| self.holds(date, row)).max_by_key(|row| row.published)
    }

    fn holds(&self, date: NaiveDate, row: &Row) -> bool {
        let Some(known_on) = self.known_on else {
            return row.replaced_on.is_none();
        };
        let published = row.published.or_else(|| NaiveDate::from_ymd_opt(date.year(), 1, 1));
        published.is_none_or(|day| day <= known_on) && row.replaced_on.is_none_or(|day| day > known_on)
    }

    /// Whether nobody works on `date`: a holiday, or a weekend that is not a make-up workday.
    pub fn is_day_off(&self, date: NaiveDate) -> bool {
        match self.row(date).map(|row| row.kind) {
            Some(Kind::Off) => true,
            Some(Kind::MakeUpWork) => false,
            Some(Kind::Ordinary) | None => is_weekend(date),
        }
    }

    /// The opposite of [`Calendar::is_day_off`].
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        !self.is_day_off(date)
    }

    /// The holiday's name, or 调休上班 for a make-up workday; `None` for a day like any other, weekends included.
    pub fn day_name(&self, date: NaiveDate) -> Option<&str> {
        let row = self.row(date)?;
        match row.kind {
            Kind::Off => Some(row.name.as_str()),
            Kind::MakeUpWork => Some(MAKE_UP_NAME),
            Kind::Ordinary => None,
        }
    }

    /// The holiday's name in English, where it is one of the seven; `None` for other days off and for working days.
    pub fn day_name_en(&self, date: NaiveDate) -> Option<&'static str> {
        const NAMES: [(&str, &str); 7] = [
            ("元旦", "New Year"),
            ("春节", "Spring Festival"),
            ("清明节", "Qingming"),
            ("劳动节", "Labour Day"),
            ("端午节", "Dragon Boat Festival"),
            ("中秋节", "Mid-Autumn Festival"),
            ("国庆节", "National Day"),
        ];
        let row = self.row(date).filter(|row| row.kind == Kind::Off)?;
        NAMES.iter().find(|(name, _)| row.name.contains(name)).map(|(_, name_en)| *name_en)
    }

    /// Whether the notice for the year of `date` is known; if not, a due date in that year is provisional.
    pub fn covers(&self, date: NaiveDate) -> bool {
        self.covers_year(date.year())
    }

    fn covers_year(&self, year: i32) -> bool {
        // The notice of the following year can reach back into December, so December alone proves nothing.
        self.rows_of(year).any(|(date, _)| date.month() < 12)
    }

    fn rows_of(&self, year: i32) -> impl Iterator<Item = (NaiveDate, &Row)> {
        let days = NaiveDate::from_ymd_opt(year, 1, 1).zip(NaiveDate::from_ymd_opt(year, 12, 31));
        days.into_iter()
            .flat_map(|(first, last)| self.rows.range(first..=last))
            .filter_map(|(date, _)| Some((*date, self.row(*date)?)))
    }

    /// The first year whose days are known in this view; earlier years are missing, not unpublished.
    pub fn first_year(&self) -> Option<i32> {
        self.rows.keys().next().map(Datelike::year)
    }

    /// Names the editions that speak for the days `from` to `to`: each year with the day of its latest notice, such as
    /// `2019 (2019-03-22), 2020 (2020-01-27)`; a year without a notice shows `–`.
    pub fn edition(&self, from: NaiveDate, to: NaiveDate) -> String {
        let mut text = String::new();
        for year in from.year()..=to.year() {
            if !text.is_empty() {
                text.push_str(", ");
            }
            let latest = self.rows_of(year).filter_map(|(_, row)| row.published).max();
            let latest = match latest {
                _ if !self.covers_year(year) => " (–)".to_owned(),
                Some(day) => format!(" ({day})"),
                None => String::new(),
            };
            // Writing to a string cannot fail.
            let _ = write!(text, "{year}{latest}");
        }
        text
    }

    /// All rows as a CSV file that [`Calendar::with_csv`] reads, replaced rows included.
    pub fn to_csv(&self) -> String {
        let mut text = String::from("date,kind,name,published,replaced_on\n");
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        for (date, rows) in self.rows.iter() {
            for row in rows {
                let name = if row.name.contains([',', '"', '\n', '\r', '#']) {
                    format!("\"{}\"", row.name.replace('"', "\"\""))
                } else {
                    row.name.clone()
                };
                let (published, replaced) = (day(row.published), day(row.replaced_on));
                let _ = writeln!(text, "{date},{},{name},{published},{replaced}", row.kind.name());
            }
        }
        text
    }
}

impl Default for Calendar {
    fn default() -> Self {
        Self::built_in()
    }
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_embedded_years() {
        let calendar = Calendar::built_in();
        for year in 2019..=2026 {
            assert!(calendar.covers(NaiveDate::from_ymd_opt(year, 6, 1).unwrap()));
        }
        assert!(!calendar.covers(day("2018-06-01")));
        assert!(!calendar.covers(day("2027-01-01")));
        assert_eq!(calendar.first_year(), Some(2019));
        assert_eq!(calendar.rows.values().map(Vec::len).sum::<usize>(), 283);
    }

    #[test]
    fn days_of_the_first_campaign() {
        let calendar = Calendar::built_in();
        assert!(calendar.is_working_day(day("2020-01-19")));
        assert_eq!(calendar.day_name(day("2020-01-19")), Some("调休上班"));
        assert!(calendar.is_day_off(day("2020-01-24")));
        assert_eq!(calendar.day_name(day("2020-01-24")), Some("春节"));
        assert!(calendar.is_day_off(day("2020-01-18")));
        assert_eq!(calendar.day_name(day("2020-01-18")), None);
        assert!(calendar.is_working_day(day("2020-01-17")));
    }

    #[test]
    fn two_editions_of_2020() {
        let calendar = Calendar::built_in();
        let before = calendar.as_published(day("2020-01-26"));
        let after = calendar.as_published(day("2020-01-27"));
        for (date, off_before) in [("2020-01-31", false), ("2020-02-01", false), ("2020-02-02", true)] {
            assert_eq!(before.is_day_off(day(date)), off_before, "{date}");
            assert!(after.is_day_off(day(date)));
            assert!(calendar.is_day_off(day(date)));
        }
        assert_eq!(before.day_name(day("2020-02-01")), Some("调休上班"));
        assert_eq!(before.edition(day("2019-12-31"), day("2020-01-01")), "2019 (2019-03-22), 2020 (2019-11-21)");
        assert_eq!(calendar.edition(day("2020-01-01"), day("2020-01-01")), "2020 (2020-01-27)");
        assert_eq!(calendar.edition(day("2026-12-01"), day("2027-01-01")), "2026 (2025-11-04), 2027 (–)");
        assert!(!before.covers(day("2021-03-01")));
        assert!(!calendar.as_published(day("2019-11-20")).covers(day("2020-03-01")));
    }

    #[test]
    fn an_imported_year_is_covered_and_can_be_corrected() {
        let text = "date,kind,name\n2027-01-01,off,元旦\n2027-01-03,makeup_work,元旦\n";
        let calendar = Calendar::built_in().with_csv(text).unwrap();
        assert!(calendar.covers(day("2027-05-01")));
        assert!(calendar.is_day_off(day("2027-01-01")));
        assert!(calendar.is_working_day(day("2027-01-03")));
        let corrected = calendar.with_csv("date,kind,name\n2027-01-01,ordinary,\n").unwrap();
        assert!(corrected.is_working_day(day("2027-01-01")));
        assert_eq!(corrected.day_name(day("2027-01-01")), None);
        assert!(corrected.is_working_day(day("2027-01-03")));
    }

    #[test]
    fn a_later_edition_wins_and_the_older_one_stays_known() {
        let text = "date,kind,name,published,replaced_on\n2026-10-08,off,国庆节,2026-09-01,\n2026-10-10,ordinary,,2026-09-01,\n";
        let calendar = Calendar::built_in().with_csv(text).unwrap();
        assert!(calendar.is_day_off(day("2026-10-08")) && calendar.is_day_off(day("2026-10-10")));
        let before = calendar.as_published(day("2026-08-31"));
        assert!(before.is_working_day(day("2026-10-08")) && before.is_working_day(day("2026-10-10")));
    }

    #[test]
    fn what_is_written_is_read_again() {
        let calendar = Calendar::built_in().with_csv("date,kind,name\n2027-01-01,off,\"甲,\"\"乙\"\"\"\n").unwrap();
        let empty = Calendar { rows: Arc::default(), known_on: None };
        let again = empty.with_csv(&calendar.to_csv()).unwrap();
        assert_eq!(again.rows, calendar.rows);
    }

    #[test]
    fn a_wrong_csv_file_is_refused_with_its_line() {
        let import = |rows: &str| Calendar::built_in().with_csv(&format!("date,kind,name\n{rows}")).unwrap_err();
        assert!(matches!(import("2027-02-30,off,甲\n"), ImportError::BadValue { line: 2, column: "date", .. }));
        assert!(matches!(import("2027-02-03,holiday,甲\n"), ImportError::BadValue { line: 2, column: "kind", .. }));
        assert!(matches!(import("2027-02-03,off,甲\n2027-02-03,off,甲\n"), ImportError::Duplicate { line: 3, .. }));
        assert!(matches!(import("2027-02-03\n"), ImportError::Malformed { line: 2, .. }));
    }
}
