//! What dated lists of law have in common: words in two languages, a source that moves between revisions, a standing.

use chrono::NaiveDate;

use super::codes::codes;
use super::csv::ImportError;

codes! {
    /// How well a fact of law is known here.
    Standing {
        /// Read in its source, or in several independent ones.
        Read = "read_in_source",
        /// A page or local rule that repeats it.
        SecondHand = "second_hand",
        /// From memory.
        Unproven = "unproven",
    }
}

impl Standing {
    /// Reads a cell of the lists; what is not said is unproven.
    pub fn of_cell(text: &str) -> Self {
        match text {
            "read in source" => Self::Read,
            "second-hand" => Self::SecondHand,
            _ => Self::Unproven,
        }
    }
}

/// A text of a list, in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub zh: String,
    pub en: String,
}

impl Words {
    pub fn is_empty(&self) -> bool {
        self.zh.is_empty()
    }
}

/// Where a rule stands, by date: article numbers move between revisions of a law.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// In general, and before the first of the dated ones.
    pub general: Words,
    /// From which day on it stands where, earliest first.
    pub dated: Vec<(NaiveDate, Words)>,
}

impl Source {
    /// Where it stood on `date`.
    pub fn on(&self, date: NaiveDate) -> &Words {
        self.dated.iter().rev().find(|(from, _)| *from <= date).map_or(&self.general, |(_, words)| words)
    }
}

/// Where the law names a listed row, and how well that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    /// The rule that names it; empty where practice does.
    pub source: String,
    pub article: String,
    /// First day on which that rule was in force.
    pub from: Option<NaiveDate>,
    /// How well the row is known: `read in source`, `second-hand`, `memory: unproven`, `practice`.
    pub standing: String,
}

impl Basis {
    /// Reads the columns `source`, `article`, `from`, `standing`.
    pub fn of_cells(line: u64, cell: &dyn Fn(&str) -> String) -> Result<Self, ImportError> {
        let bad = |_| ImportError::BadValue { line, column: "from", value: cell("from") };
        let from = Some(cell("from")).filter(|day| !day.is_empty()).map(|day| day.parse().map_err(bad)).transpose()?;
        Ok(Self { source: cell("source"), article: cell("article"), from, standing: cell("standing") })
    }

    /// Rule and article, for staff; `None` where practice names it.
    pub fn law(&self) -> Option<String> {
        (!self.source.is_empty()).then(|| format!("{}{}", self.source, self.article))
    }

    /// Whether somebody who relies on it should look it up first.
    pub fn is_unproven(&self) -> bool {
        self.standing.contains("unproven") || self.standing == "second-hand"
    }
}

/// The cells `NAME` and `NAME_en`.
pub fn words(cell: &dyn Fn(&str) -> String, name: &str) -> Words {
    Words { zh: cell(name), en: cell(&format!("{name}_en")) }
}

/// The parts between bars of the cells `NAME` and `NAME_en`.
pub fn list(cell: &dyn Fn(&str) -> String, name: &str) -> Vec<Words> {
    let Words { zh, en } = words(cell, name);
    let parts = |text: &str| text.split('|').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let mut en = parts(&en).into_iter();
    parts(&zh).into_iter().map(|zh| Words { zh, en: en.next().unwrap_or_default() }).collect()
}

/// The cells `source`, `source_by_date` (`day=words|day=words`) and their English.
pub fn source(line: u64, cell: &dyn Fn(&str) -> String) -> Result<Source, ImportError> {
    let dated = list(cell, "source_by_date").into_iter().map(|Words { zh, en }| {
        let bad = || ImportError::BadValue { line, column: "source_by_date", value: cell("source_by_date") };
        let (from, zh) = zh.split_once('=').ok_or_else(bad)?;
        let (same, en) = en.split_once('=').ok_or_else(bad)?;
        let from = Some(from).filter(|from| *from == same).and_then(|from| from.parse().ok()).ok_or_else(bad)?;
        Ok((from, Words { zh: zh.to_owned(), en: en.to_owned() }))
    });
    Ok(Source { general: words(cell, "source"), dated: dated.collect::<Result<_, ImportError>>()? })
}

/// Ids with spaces between them.
pub fn ids(cell: &dyn Fn(&str) -> String, name: &str) -> Vec<String> {
    cell(name).split_whitespace().map(str::to_owned).collect()
}
