//! Days as people write them.

use chrono::{Datelike, NaiveDate};
use unicode_normalization::UnicodeNormalization;

use super::invisible::is_invisible;

/// The founding day of the republic: nothing that a court of today counts began earlier.
const EARLIEST: NaiveDate = match NaiveDate::from_ymd_opt(1949, 10, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// The day of three fields; `None` when all are empty. Full-width digits, spaces, 年月日 after a number and a whole date
/// in the first field are taken as they are meant.
///
/// # Errors
/// `incomplete`, `short_year`, `not_a_date`, `too_early` or, beyond all that is ever counted to, `future`.
pub fn typed(year: &str, month: &str, day: &str) -> Result<Option<NaiveDate>, &'static str> {
    let [year, month, day] = [year, month, day].map(narrow);
    if year.is_empty() && month.is_empty() && day.is_empty() {
        return Ok(None);
    }
    if month.is_empty() && day.is_empty() && year.chars().filter(char::is_ascii_digit).count() >= 6 {
        return written(&year).ok_or("not_a_date").and_then(sensible).map(Some);
    }
    if year.is_empty() || month.is_empty() || day.is_empty() {
        return Err("incomplete");
    }
    let number = |text: &str, unit: char| text.trim_end_matches(unit).parse::<u32>().ok();
    let parts = number(&year, '年').zip(number(&month, '月')).zip(number(day.trim_end_matches('号'), '日'));
    if parts.is_some_and(|((year, _), _)| year < 100) {
        return Err("short_year");
    }
    let date = parts.and_then(|((year, month), day)| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day));
    date.ok_or("not_a_date").and_then(sensible).map(Some)
}

/// A day in one piece of text, if it is one and nothing else: `2026-11-23`, `2026/1/3`, `2026.1.3`, `2026年1月3日`,
/// `20260103`.
pub fn written(text: &str) -> Option<NaiveDate> {
    let text = narrow(text);
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return NaiveDate::parse_from_str(&text, "%Y%m%d").ok();
    }
    let text = text.trim_end_matches(['日', '号']);
    let parts = text.split(['-', '/', '.', '年', '月', '－', '。']).collect::<Vec<_>>();
    let [year, month, day] = parts.as_slice() else { return None };
    let date = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    (date.year() >= 1900).then_some(date)
}

fn sensible(date: NaiveDate) -> Result<NaiveDate, &'static str> {
    if date < EARLIEST {
        Err("too_early")
    } else if date.year() > 2100 {
        Err("future")
    } else {
        Ok(date)
    }
}

/// Half-width, without spaces and invisible characters.
fn narrow(typed: &str) -> String {
    let dropped = |c: char| c.is_whitespace() || c.is_control() || is_invisible(c);
    typed.chars().take(40).collect::<String>().nfkc().filter(|c| !dropped(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_in_any_sane_form() {
        let day = NaiveDate::from_ymd_opt(2019, 12, 6);
        for (y, m, d) in [
            ("2019", "12", "6"),
            ("2019", "12", "06"),
            (" ２０１９ ", "１２", "６"),
            ("2019年", "12月", "6日"),
            ("2019", "12月", "6号"),
            ("2019\u{200b}", "12", "6"),
            ("\u{202a}2019\u{202c}", "12", "6"),
            ("2019-12-06", "", ""),
            ("2019/12/6", "", ""),
            ("2019.12.6", " ", ""),
            ("2019年12月6日", "", ""),
            ("２０１９－１２－０６", "", ""),
            ("20191206", "", ""),
        ] {
            assert_eq!(typed(y, m, d), Ok(day), "{y} {m} {d}");
        }
        assert_eq!(typed(" ", "", "\u{feff}"), Ok(None));
        for (y, m, d, why) in [
            ("2019", "", "", "incomplete"),
            ("", "12", "6", "incomplete"),
            ("2019", "2", "29", "not_a_date"),
            ("2019", "十二", "6", "not_a_date"),
            ("19", "12", "6", "short_year"),
            ("２６年", "2", "30", "short_year"),
            ("1949", "9", "30", "too_early"),
            ("2019-13-01", "", "", "not_a_date"),
            ("2101", "1", "1", "future"),
            ("-2019", "1", "1", "not_a_date"),
        ] {
            assert_eq!(typed(y, m, d), Err(why), "{y} {m} {d}");
        }
        assert_eq!(written("去年冬天"), None);
        assert_eq!(written("2026年3月5日上午"), None);
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_answered(y in ".{0,50}", m in ".{0,10}", d in "[0-9日号 ０-９]{0,5}") {
            let _ = typed(&y, &m, &d);
            let _ = written(&y);
        }

        #[test]
        fn every_day_is_read_as_written(days in 0u64..55_000) {
            let day = EARLIEST + chrono::Days::new(days);
            let parts = [day.year().to_string(), day.month().to_string(), day.day().to_string()];
            prop_assert_eq!(typed(&parts[0], &parts[1], &parts[2]), Ok(Some(day)));
            prop_assert_eq!(written(&day.to_string()), Some(day));
            prop_assert_eq!(written(&format!("{}年{}月{}日", parts[0], parts[1], parts[2])), Some(day));
        }
    }
}
