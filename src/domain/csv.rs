//! CSV files with a heading: the lists that come with the program, and those that take their place.

/// Why a CSV file was refused; every variant names the line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The heading lacks a column that cannot be done without.
    #[error("line {line}: column {column} is missing")]
    MissingColumn {
        /// Line of the heading.
        line: u64,
        /// Name of the column.
        column: &'static str,
    },
    /// The line is not CSV, or has another number of cells than the heading.
    #[error("line {line}: {detail}")]
    Malformed {
        /// Line, from 1.
        line: u64,
        /// What the CSV reader said.
        detail: String,
    },
    /// A cell holds something that its column does not allow.
    #[error("line {line}: {column} cannot be \"{value}\"")]
    BadValue {
        /// Line, from 1.
        line: u64,
        /// Name of the column.
        column: &'static str,
        /// What the cell holds.
        value: String,
    },
    /// The same key stands twice in the file.
    #[error("line {line}: {code} stands twice")]
    Duplicate {
        /// Line of the second one.
        line: u64,
        /// The court code or day.
        code: String,
    },
    /// The court above, or the successor, is in no list.
    #[error("line {line}: {code} names {other}, which does not exist")]
    UnknownCourt {
        /// Line, from 1.
        line: u64,
        /// Its code.
        code: String,
        /// The one it names.
        other: String,
    },
    /// Following the courts above, or the successors, leads back to the same court.
    #[error("line {line}: {code} would stand above or succeed itself")]
    Cycle {
        /// Line, from 1.
        line: u64,
        /// Its code.
        code: String,
    },
    /// The court above has the same or a lower rank.
    #[error("line {line}: {other} cannot stand above {code}: its rank is not higher")]
    Rank {
        /// Line, from 1.
        line: u64,
        /// Its code.
        code: String,
        /// The one it names.
        other: String,
    },
}

/// Reads a CSV file with a heading (`#` begins a comment, a byte order mark is skipped) and hands each row, with its
/// line number, to `row`; columns are found by name, so their order is free.
pub(crate) fn read_csv(
    text: &str,
    required: &[&'static str],
    mut row: impl FnMut(u64, &dyn Fn(&str) -> String) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).trim(csv::Trim::All).from_reader(text.as_bytes());
    let malformed = |error: csv::Error| ImportError::Malformed {
        line: error.position().map_or(1, csv::Position::line),
        detail: error.to_string(),
    };
    let heading = reader.headers().map_err(malformed)?.clone();
    let first_line = heading.position().map_or(1, csv::Position::line);
    if let Some(column) = required.iter().find(|column| !heading.iter().any(|name| name == **column)) {
        return Err(ImportError::MissingColumn { line: first_line, column });
    }
    for record in reader.records() {
        let record = record.map_err(malformed)?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |column: &str| -> String {
            let at = heading.iter().position(|name| name == column);
            at.and_then(|at| record.get(at)).unwrap_or_default().to_owned()
        };
        row(line, &cell)?;
    }
    Ok(())
}
