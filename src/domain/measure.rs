//! Lists of the desk's acts: measures that a court takes, and grounds on which it declines. Rows of `data/`, with their
//! article, so that a change of the law is a change of a file.

use std::sync::LazyLock;

use super::{
    codes::codes,
    csv::{ImportError, read_csv},
    law::{self, Basis, Words},
};

codes! {
    /// What came of a measure.
    MeasureResult {
        Done = "done",
        Partly = "partly",
        Failed = "failed",
        Pending = "pending",
    }
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub code: String,
    pub name: Words,
    pub basis: Basis,
}

const MEASURES: &str = include_str!("data/measures.csv");
const GROUNDS: &str = include_str!("data/grounds.csv");

/// The measures, in the order in which they are offered.
pub fn measures() -> &'static [Listed] {
    // The embedded lists are read by a test; what cannot be read there leaves a list empty here.
    static ROWS: LazyLock<Vec<Listed>> = LazyLock::new(|| parse(MEASURES).unwrap_or_default());
    &ROWS
}

/// The grounds for declining.
pub fn grounds() -> &'static [Listed] {
    static ROWS: LazyLock<Vec<Listed>> = LazyLock::new(|| parse(GROUNDS).unwrap_or_default());
    &ROWS
}

/// The measure that nothing more is said about.
pub const OTHER: &str = "other";

/// A row by its code.
pub fn find(list: &'static [Listed], code: &str) -> Option<&'static Listed> {
    list.iter().find(|row| row.code == code)
}

fn parse(text: &str) -> Result<Vec<Listed>, ImportError> {
    let mut rows = Vec::new();
    read_csv(text, &["code", "name", "name_en", "source", "article", "from", "standing"], |line, cell| {
        rows.push(Listed { code: cell("code"), name: law::words(cell, "name"), basis: Basis::of_cells(line, cell)? });
        Ok(())
    })?;
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_lists() {
        for (text, count) in [(MEASURES, 39), (GROUNDS, 11)] {
            let rows = parse(text).unwrap();
            assert_eq!(rows.len(), count);
            let mut seen = std::collections::HashSet::new();
            for row in &rows {
                assert!(seen.insert(&row.code), "{} twice", row.code);
                assert!(!row.name.zh.is_empty() && !row.name.en.is_empty(), "{}", row.code);
                assert_eq!(row.basis.source.is_empty(), row.basis.standing == "practice", "{}", row.code);
                assert_eq!(row.basis.source.is_empty(), row.basis.from.is_none(), "{}", row.code);
            }
            assert_eq!(rows.last().unwrap().code, OTHER);
        }
    }
}
