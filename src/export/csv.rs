//! CSV after RFC 4180, in UTF-8 with a byte order mark so that spreadsheets read Chinese; no cell of it is a formula.

/// What tells spreadsheets that the text is UTF-8.
pub const MARK: &str = "\u{feff}";

/// Signs with which a cell becomes a formula, or slips past a check for one.
const DANGEROUS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A cell that no spreadsheet runs: an apostrophe stands before what would be a formula.
pub fn guarded(cell: &str) -> String {
    let first = cell.trim_start_matches([' ', '\u{a0}', '\u{3000}', '\u{feff}', '\u{200b}']).chars().next();
    if first.is_some_and(|c| DANGEROUS.contains(&c)) { format!("'{cell}") } else { cell.to_owned() }
}

/// Lines as they stand in the file.
pub fn lines<'a>(rows: impl IntoIterator<Item = &'a Vec<String>>) -> Vec<u8> {
    let mut writer =
        ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).flexible(true).from_writer(Vec::new());
    for row in rows {
        // Writing into memory does not fail.
        let _ = writer.write_record(row.iter().map(|cell| guarded(cell)));
    }
    writer.into_inner().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_would_run_is_text() {
        for cell in ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "　＝1", "\u{feff}=1"] {
            assert_eq!(guarded(cell), format!("'{cell}"), "{cell:?}");
        }
        for cell in ["", "张三", "（2019）鲁0102执1234号", "1-2", "a=b", " a"] {
            assert_eq!(guarded(cell), cell);
        }
        assert_eq!(lines([&vec!["a,b".to_owned(), "说“\"”\n".to_owned()]]), "\"a,b\",\"说“\"\"”\n\"\r\n".as_bytes());
    }

    proptest! {
        #[test]
        fn no_cell_begins_a_formula_and_none_loses_a_character(rows in proptest::collection::vec(proptest::collection::vec("[=+\\-@\\t\\r\\n ＝＋－＠,\"a字]{0,6}", 2..5), 1..6)) {
            let bytes = lines(&rows);
            let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&bytes[..]);
            let read = reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()).collect::<Vec<_>>();
            prop_assert_eq!(read.len(), rows.len());
            for (read, typed) in read.iter().flatten().zip(rows.iter().flatten()) {
                let first = read.trim_start_matches([' ', '\u{3000}']).chars().next();
                prop_assert!(first.is_none_or(|c| !DANGEROUS.contains(&c)), "{:?}", read);
                prop_assert!(read.strip_prefix('\'').is_some_and(|rest| rest == typed) || read == typed);
            }
        }
    }
}
