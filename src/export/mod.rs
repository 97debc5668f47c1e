//! Data that leaves the portal as files: lists as CSV and XLSX, one report as evidence.

pub mod csv;
pub mod evidence;
pub mod pipe;
pub mod table;
pub mod verify;
pub mod xlsx;

use std::fmt::Write;

use chrono::{DateTime, Datelike, Timelike, Utc};

use crate::clock::SHANGHAI;

/// A name that every system takes: letters, digits and Han characters stay, everything else becomes a line. Never
/// empty, never hidden, at most 80 characters, its ending kept.
pub fn safe_name(typed: &str) -> String {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let plain = typed.chars().map(|c| if fits(c) { c } else { '_' }).collect::<String>();
    let plain = plain.trim_matches('.');
    let (stem, ending) = match plain.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 8 => (stem, Some(ending)),
        _ => (plain, None),
    };
    let mut name = stem.chars().take(70).collect::<String>();
    if name.is_empty() {
        name.push_str("file");
    }
    if let Some(ending) = ending.filter(|ending| !ending.is_empty()) {
        let _ = write!(name, ".{ending}");
    }
    name
}

/// Day and minute for the name of a file: `20261123-0905`, China's time.
pub fn stamp(at: DateTime<Utc>) -> String {
    let at = at.with_timezone(&SHANGHAI);
    format!("{:04}{:02}{:02}-{:02}{:02}", at.year(), at.month(), at.day(), at.hour(), at.minute())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_lose_what_systems_do_not_take() {
        assert_eq!(safe_name("车 库.jpg"), "车_库.jpg");
        assert_eq!(safe_name("../../etc/passwd"), "_.._etc_passwd");
        assert_eq!(safe_name("..."), "file");
        assert_eq!(safe_name(".htaccess"), "htaccess");
        assert_eq!(safe_name(""), "file");
    }

    proptest! {
        #[test]
        fn no_name_leads_out_of_its_folder(typed in "\\PC{0,200}") {
            let name = safe_name(&typed);
            prop_assert!(!name.is_empty() && name.chars().count() <= 80 && !name.starts_with('.'));
            prop_assert!(!name.contains(['/', '\\', ':', '\0', '"', '<', '>', '|', '?', '*', '\n']));
        }
    }
}
