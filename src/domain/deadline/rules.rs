//! The list of clocks (`data/clocks.csv`), read once.

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::Unit;
use crate::domain::{
    codes::codes,
    csv::{ImportError, read_csv},
    law::{self, Source, Standing, Words},
};

const CLOCKS: &str = include_str!("../data/clocks.csv");

codes! {
    /// What a clock is.
    Nature {
        Law = "law",
        /// Working rules of the courts and of other bodies.
        Practice = "practice",
        /// A service target of this portal.
        Target = "target",
    }
}

codes! {
    /// Who has to mind a clock; the most pressing one for the citizen first.
    Whose {
        /// The citizen has to act by then.
        You = "you",
        /// From then on the citizen or the court may do something.
        From = "from",
        /// The court has to act by then.
        Court = "court",
    }
}

/// A date that sets a clock going, and what the clock is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// A situation of `/check`, or a report's channel, perhaps with its category: `complaint.funds`.
    pub place: String,
    /// The code of the date.
    pub date: String,
    pub nature: Nature,
}

/// One clock of law or practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable name, such as `lead_verify`.
    pub id: String,
    /// What is due.
    pub what: Words,
    /// How many units; `None` when the rule has no single number and is text only.
    pub amount: Option<u32>,
    /// The amount as it stands in the source.
    pub amount_text: String,
    /// What is counted; of no meaning when `amount` is `None`.
    pub unit: Unit,
    pub whose: Whose,
    pub nature: Nature,
    /// The event from which it is counted.
    pub from_event: Words,
    /// Where it stands, by date.
    pub source: Source,
    pub standing: Standing,
    /// First day in force, if known.
    pub valid_from: Option<NaiveDate>,
    /// Last day in force, if it has ended.
    pub valid_to: Option<NaiveDate>,
    /// How well the time in force is known: `read in source`, `read in source since 2024-01-01`, `memory`, `year only` ….
    pub dates_standing: String,
    /// The situations of `/check` in which it runs.
    pub starts: Vec<Start>,
    /// The reports for which it runs.
    pub reports: Vec<Start>,
    /// Times that do not count.
    pub exclusions: Vec<Words>,
    /// What to know besides; may be empty.
    pub note: Words,
    /// What can be done about it: ids of `domain::remedy`, the fitting one first.
    pub remedies: Vec<String>,
}

impl Rule {
    /// Where the rule stood on `date`.
    pub fn source_on(&self, date: NaiveDate) -> &Words {
        self.source.on(date)
    }

    /// Whether the rule was in force on `date`; an unknown end of its time is open.
    pub fn in_force(&self, date: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= date) && self.valid_to.is_none_or(|to| date <= to)
    }

    /// Whether its time in force, and the article in which it stood on `date`, were read in the source.
    pub fn dates_are_proven(&self, date: NaiveDate) -> bool {
        match self.dates_standing.strip_prefix("read in source") {
            Some("") => true,
            Some(rest) => rest.strip_prefix(" since ").and_then(|day| day.parse().ok()).is_some_and(|day| date >= day),
            None => false,
        }
    }
}

/// All rules, in the order of the list.
pub fn rules() -> &'static [Rule] {
    // The embedded list is read by a test; what cannot be read there leaves the list empty here.
    static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| parse(CLOCKS).unwrap_or_default());
    &RULES
}

/// The rule with this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    rules().iter().find(|rule| rule.id == id)
}

fn parse(text: &str) -> Result<Vec<Rule>, ImportError> {
    let mut rules = Vec::new();
    read_csv(text, &["id", "what", "amount", "unit", "from_event", "source", "standing"], |line, cell| {
        let bad = |column: &'static str| ImportError::BadValue { line, column, value: cell(column) };
        let day = |column: &'static str| -> Result<Option<NaiveDate>, ImportError> {
            let text = cell(column);
            if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| bad(column)) }
        };
        let amount = cell("amount").parse().ok();
        let unit = match Unit::parse(&cell("unit")) {
            Some(unit) => unit,
            None if amount.is_none() => Unit::CalendarDays,
            None => return Err(bad("unit")),
        };
        let nature = Nature::parse(&cell("nature")).ok_or_else(|| bad("nature"))?;
        let starts = |column: &'static str| -> Result<Vec<Start>, ImportError> {
            let text = cell(column);
            let starts = text.split_whitespace().map(|start| {
                let (start, nature) = match start.split_once('=') {
                    Some((start, other)) => (start, Nature::parse(other).ok_or_else(|| bad(column))?),
                    None => (start, nature),
                };
                let (place, date) = start.split_once(':').ok_or_else(|| bad(column))?;
                Ok(Start { place: place.to_owned(), date: date.to_owned(), nature })
            });
            starts.collect()
        };
        rules.push(Rule {
            id: cell("id"),
            what: law::words(cell, "what"),
            amount,
            amount_text: cell("amount"),
            unit,
            whose: Whose::parse(&cell("whose")).ok_or_else(|| bad("whose"))?,
            nature,
            from_event: law::words(cell, "from_event"),
            source: law::source(line, cell)?,
            standing: Standing::of_cell(&cell("standing")),
            valid_from: day("valid_from")?,
            valid_to: day("valid_to")?,
            dates_standing: cell("dates_standing"),
            starts: starts("starts")?,
            reports: starts("reports")?,
            exclusions: law::list(cell, "exclusions"),
            note: law::words(cell, "note"),
            remedies: law::ids(cell, "remedies"),
        });
        Ok(())
    })?;
    Ok(rules)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_embedded_rules() {
        let rules = parse(CLOCKS).unwrap();
        assert_eq!(rules.len(), 44);
        let whole = |words: &Words| !words.zh.is_empty() && !words.en.is_empty();
        for rule in &rules {
            assert!(whole(&rule.what) && whole(&rule.from_event) && whole(&rule.source.general), "{}", rule.id);
            assert!(rule.exclusions.iter().all(whole) && rule.note.zh.is_empty() == rule.note.en.is_empty());
            assert!(
                rule.source.dated.iter().all(|(_, words)| whole(words))
                    && rule.source.dated.is_sorted_by_key(|(from, _)| *from)
            );
            // A clock that somebody is shown leads on to what can be done.
            assert_eq!(rule.starts.is_empty(), rule.remedies.is_empty(), "{}", rule.id);
        }
        let ids: std::collections::HashSet<_> = rules.iter().map(|rule| &rule.id).collect();
        assert_eq!(ids.len(), 44);
        assert_eq!(find("proc_12309").unwrap().amount, None);
        assert_eq!(rules.iter().filter(|rule| rule.amount.is_none()).count(), 1);
    }

    #[test]
    fn the_six_month_article_moves() {
        let rule = find("apply_upper").unwrap();
        for (date, article) in [
            ("2012-12-31", "203"),
            ("2019-12-06", "226"),
            ("2021-12-31", "226"),
            ("2022-01-01", "233"),
            ("2023-12-31", "233"),
            ("2024-01-01", "237"),
        ] {
            let source = rule.source_on(day(date));
            assert!(source.zh.ends_with(&format!("第{article}条")) && source.en.ends_with(article), "{date}");
        }
        assert!(rule.dates_are_proven(day("2013-01-01")) && !rule.dates_are_proven(day("2012-12-31")));
        let verify = find("lead_verify").unwrap();
        assert_eq!(verify.source_on(day("2020-01-01")), &verify.source.general);
    }

    #[test]
    fn a_wrong_list_is_refused_with_its_line() {
        let heading =
            "id,what,amount,unit,from_event,source,standing,nature,whose,starts,source_by_date,source_by_date_en\n";
        let refused = |row: &str| match parse(&format!("{heading}{row}\n")) {
            Err(ImportError::BadValue { line: 2, column, .. }) => column,
            other => panic!("{row}: {other:?}"),
        };
        assert_eq!(refused("a,甲,1,周,乙,丙,unproven,law,court,,,"), "unit");
        assert_eq!(refused("a,甲,1,日,乙,丙,unproven,habit,court,,,"), "nature");
        assert_eq!(refused("a,甲,1,日,乙,丙,unproven,law,nobody,,,"), "whose");
        assert_eq!(refused("a,甲,1,日,乙,丙,unproven,law,court,idle,,"), "starts");
        assert_eq!(refused("a,甲,1,日,乙,丙,unproven,law,court,,2024-01-01=丁,2023-01-01=d"), "source_by_date");
    }
}
