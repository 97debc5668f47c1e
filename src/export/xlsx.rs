//! XLSX, row by row. Every cell is written as text: a spreadsheet runs none of them.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use crate::files::bytes_left;

/// What a cell of XLSX holds at most, in characters (UTF-16); longer ones are cut, and say so.
const CELL: usize = 32_767;
/// Stands at the end of a cell that was cut.
const CUT: &str = "……";

/// What the sheet begins with.
pub struct Head {
    pub sheet: String,
    pub first_line: String,
    /// Heading and width in characters of each column.
    pub columns: Vec<(String, u16)>,
    pub made_at: DateTime<Utc>,
}

/// Writes a sheet. `Some` folder: rows lie there while it grows, so that memory does not grow with it.
///
/// # Errors
/// When the folder or `out` cannot be written.
pub fn write(
    head: &Head,
    rows: impl Iterator<Item = Vec<String>>,
    folder: Option<&Path>,
    out: impl Write + Send,
) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    let made_at = ExcelDateTime::from_timestamp(head.made_at.timestamp())?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made_at));
    let sheet = match folder {
        Some(folder) => {
            book.set_tempdir(folder)?;
            book.add_worksheet_with_constant_memory()?
        }
        None => book.add_worksheet(),
    };
    sheet.set_name(&head.sheet)?;
    for (n, (_, width)) in (0..).zip(&head.columns) {
        sheet.set_column_width(n, *width)?;
    }
    sheet.set_freeze_panes(2, 1)?;
    sheet.write_string(0, 0, &head.first_line)?;
    let bold = Format::new().set_bold();
    for (n, (label, _)) in (0..).zip(&head.columns) {
        sheet.write_string_with_format(1, n, label, &bold)?;
    }
    for (line, row) in (2..).zip(rows) {
        for (n, cell) in (0..).zip(&row).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(line, n, fitting(cell))?;
        }
    }
    book.save_to_writer(out)
}

fn fitting(cell: &str) -> String {
    if cell.encode_utf16().count() <= CELL {
        return cell.to_owned();
    }
    let mut room = CELL - CUT.encode_utf16().count();
    let kept = cell.chars().take_while(|c| {
        let fits = c.len_utf16() <= room;
        room = room.saturating_sub(c.len_utf16());
        fits
    });
    kept.chain(CUT.chars()).collect()
}

/// Where rows lie while a long sheet is written: in memory where the system has a place for that, so that nothing
/// readable reaches the disk; else in the portal's own private folder, in a file without a name.
pub fn folder(data_dir: &Path) -> PathBuf {
    let shared = Path::new("/dev/shm");
    if shared.is_dir() { shared.to_owned() } else { data_dir.to_owned() }
}

/// No sheet takes more than this, in bytes.
const MOST: u64 = 192 * 1024 * 1024;
/// What a cell takes besides its text, about.
const AROUND: u64 = 96;
/// What a sign takes in a sheet beyond itself, at most, if it cannot stand there as it is.
const ESCAPED: u64 = 4;

/// How many bytes of rows may lie in that folder: a quarter stays free for whoever else uses it.
pub fn room(folder: &Path) -> u64 {
    bytes_left(folder).map_or(MOST, |left| MOST.min(left / 4 * 3))
}

/// How many bytes a row takes there, about.
pub fn size_of(row: &[String]) -> u64 {
    let cells = row.iter().filter(|cell| !cell.is_empty());
    let size = |cell: &String| {
        let escaped = cell.bytes().filter(|byte| matches!(byte, b'&' | b'<' | b'>')).count();
        let count = |n: usize| u64::try_from(n).unwrap_or(MOST);
        AROUND + count(cell.len()) + ESCAPED * count(escaped)
    };
    cells.map(size).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_takes_about_as_much_as_it_is_said_to() {
        let row = ["字".repeat(2_000), String::new(), "<&>".repeat(3_000), "2019".to_owned()];
        let head =
            Head { sheet: "一".into(), first_line: String::new(), columns: Vec::new(), made_at: DateTime::UNIX_EPOCH };
        let mut bytes = Vec::new();
        let rows = std::iter::repeat_n(row.to_vec(), 50);
        // As long lists are written: each cell with its text.
        let folder = tempfile::tempdir().unwrap();
        write(&head, rows, Some(folder.path()), &mut bytes).unwrap();
        let mut book = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let parts = (0..book.len()).map(|n| book.by_index(n).unwrap().size()).sum::<u64>();
        let said = size_of(&row) * 50;
        assert!(said / 2 < parts && parts < said + 20_000, "{said} was said, {parts} it is");
        assert!(room(Path::new("/")) <= MOST);
    }

    #[test]
    fn long_cells_are_cut_and_say_so() {
        assert_eq!(fitting("字"), "字");
        assert_eq!(fitting(&"字".repeat(CELL)), "字".repeat(CELL));
        let cut = fitting(&"😀".repeat(CELL));
        assert!(cut.ends_with(CUT) && cut.encode_utf16().count() <= CELL);
    }
}
