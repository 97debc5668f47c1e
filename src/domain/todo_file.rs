//! A calendar file with one entry (RFC 5545): a day on which to look again. It says nothing about whom or what.

use chrono::{DateTime, Days, NaiveDate, Utc};

/// An all-day entry. `uid` must be new for each file; `summary` is what the calendar shows.
pub fn to_do(day: NaiveDate, summary: &str, uid: &str, now: DateTime<Utc>) -> String {
    let after = day.checked_add_days(Days::new(1)).unwrap_or(day);
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        // Required; a name of ours would tell.
        "PRODID:-//calendar//calendar//EN".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{uid}"),
        format!("DTSTAMP:{}", now.format("%Y%m%dT%H%M%SZ")),
        format!("DTSTART;VALUE=DATE:{}", day.format("%Y%m%d")),
        format!("DTEND;VALUE=DATE:{}", after.format("%Y%m%d")),
        format!("SUMMARY:{}", escaped(summary)),
        "CLASS:PRIVATE".to_owned(),
        "TRANSP:TRANSPARENT".to_owned(),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    lines.iter().map(|line| folded(line) + "\r\n").collect()
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// At most 75 bytes to a line, the line end apart; further lines begin with a space; no character is cut.
fn folded(line: &str) -> String {
    let (mut out, mut length) = (String::new(), 0);
    for c in line.chars() {
        if length + c.len_utf8() > 75 {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(summary: &str) -> String {
        to_do("2026-12-31".parse().unwrap(), summary, "abc-123", "2026-11-23T01:02:03.456Z".parse().unwrap())
    }

    #[test]
    fn the_file_is_what_calendars_read() {
        let text = file("待办：查看进度");
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        for line in
            ["DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101", "DTSTAMP:20261123T010203Z", "UID:abc-123"]
        {
            assert!(text.contains(&format!("\r\n{line}\r\n")), "{line}");
        }
    }

    #[test]
    fn long_lines_are_folded_and_come_back_whole() {
        let summary = "看，看；看\\".repeat(40) + "a,b;c\nd";
        let text = file(&summary);
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        let unfolded = text.replace("\r\n ", "");
        let line = unfolded.split("\r\n").find_map(|line| line.strip_prefix("SUMMARY:")).unwrap();
        let read = line.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\");
        assert_eq!(read, summary);
    }
}
