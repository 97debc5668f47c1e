//! The ruled line of days of a clock: two weeks to a row, days off hatched, the due day marked. A drawing of the server,
//! with words for those who cannot see it; the working beneath says the same in sentences.

use std::fmt::Write as _;

use chrono::{Datelike, Days, NaiveDate};
use leptos::prelude::*;

use crate::{
    domain::{calendar::Calendar, deadline::Deadline},
    web::visitor::Visitor,
};

/// Days to a row, side of a day, height of a row with the line of labels above it.
const ACROSS: u64 = 14;
const SIDE: u64 = 24;
const ROW: u64 = 42;
/// Longer lines show their beginning and end only.
const MOST_ROWS: u64 = 6;

/// The line from the start day to the due day.
pub fn day_line(v: &Visitor, deadline: &Deadline) -> AnyView {
    let calendar = v.portal.calendar();
    let (from, due, today) = (deadline.from, deadline.due, v.portal.clock.today());
    let monday = from - Days::new(from.weekday().num_days_from_monday().into());
    let rows = u64::try_from((due - monday).num_days()).unwrap_or_default() / ACROSS + 1;
    let shown: Vec<u64> = if rows > MOST_ROWS { vec![0, 1, rows - 2, rows - 1] } else { (0..rows).collect() };
    let mut drawing = String::new();
    for (n, day) in monday.iter_days().take(14).enumerate() {
        let _ = write!(drawing, "<text x=\"{}\" y=\"10\">{}</text>", n as u64 * SIDE + SIDE / 2, v.lang.weekday(day));
    }
    let mut top = 12;
    let mut last = None;
    for row in shown {
        if last.is_some_and(|last| last + 1 != row) {
            let days = (row - 2) * ACROSS;
            let words = v.ta("line-between", &[("days", &days.to_string())]);
            let _ =
                write!(drawing, "<text class=\"gap\" x=\"{}\" y=\"{}\">{words}</text>", SIDE * ACROSS / 2, top + 16);
            top += 26;
        }
        draw_row(v, &mut drawing, &calendar, deadline, today, monday + Days::new(row * ACROSS), top);
        last = Some(row);
        top += ROW;
    }
    let days = from.iter_days().skip(1).take_while(|day| *day <= due);
    let off = days.clone().filter(|day| calendar.is_day_off(*day)).count();
    let make_up = days.filter(|day| !calendar.is_day_off(*day) && calendar.day_name(*day).is_some()).count();
    let label = v.ta(
        "line-label",
        &[
            ("from", &v.lang.day(from)),
            ("due", &v.lang.day(due)),
            ("off", &off.to_string()),
            ("make_up", &make_up.to_string()),
        ],
    );
    let box_ = format!("-2 0 {} {}", SIDE * ACROSS + 4, top);
    view! {
        <svg class="days" role="img" aria-label=label viewBox=box_ inner_html=drawing></svg>
        <p class="fine key">{v.t("line-key")}</p>
    }
    .into_any()
}

fn draw_row(
    v: &Visitor,
    drawing: &mut String,
    calendar: &Calendar,
    deadline: &Deadline,
    today: NaiveDate,
    first: NaiveDate,
    top: u64,
) {
    let (mut hatch, mut labelled) = (String::new(), false);
    for (n, day) in first.iter_days().take(14).enumerate() {
        if day < deadline.from || day > deadline.due {
            continue;
        }
        let (x, y) = (n as u64 * SIDE, top + 16);
        let off = calendar.is_day_off(day);
        let kind = match () {
            () if day == deadline.due => "due",
            () if day == deadline.from => "start",
            () if off => "off",
            () => "day",
        };
        let _ = write!(drawing, "<rect class=\"{kind}\" x=\"{x}\" y=\"{y}\" width=\"{SIDE}\" height=\"{SIDE}\"/>");
        if off {
            let _ = write!(
                hatch,
                "M{x} {}l8 -8M{x} {}l16 -16M{x} {}l24 -24M{} {}l16 -16M{} {}l8 -8",
                y + 8,
                y + 16,
                y + 24,
                x + 8,
                y + 24,
                x + 16,
                y + 24
            );
        }
        if day == today {
            let _ = write!(
                drawing,
                "<rect class=\"now\" x=\"{}\" y=\"{}\" width=\"20\" height=\"20\" rx=\"10\"/>",
                x + 2,
                y + 2
            );
        }
        // The name of the next month would stand on it.
        let ends_month = day.succ_opt().is_some_and(|next| next.day() == 1);
        let label = if day.day() == 1 || !labelled && !ends_month {
            v.lang.month(day)
        } else if !off && calendar.day_name(day).is_some() {
            v.t("line-make-up")
        } else {
            String::new()
        };
        labelled = true;
        if !label.is_empty() {
            let _ = write!(drawing, "<text class=\"month\" x=\"{x}\" y=\"{}\">{label}</text>", y - 4);
        }
        let _ =
            write!(drawing, "<text class=\"of-{kind}\" x=\"{}\" y=\"{}\">{}</text>", x + SIDE / 2, y + 16, day.day());
    }
    if !hatch.is_empty() {
        // Beneath the numbers.
        drawing.insert_str(0, &format!("<path class=\"hatch\" d=\"{hatch}\"/>"));
    }
}
