//! Clocks in words: when they end, how that was counted, on what ground, and what can be done.

use leptos::prelude::*;

use super::day_line::day_line;
use crate::{
    clock::day_of,
    domain::{
        case_clocks::{self, CaseClock, ReportFacts},
        deadline::{Step, Whose},
        law::Standing,
        remedy,
        report::Content,
        responsibility::ABOUT_HOME,
    },
    i18n::Lang,
    portal::Portal,
    storage::reports::ReportRow,
    web::visitor::Visitor,
};

/// The clocks that run for a report; none once it is closed.
pub fn running(portal: &Portal, row: &ReportRow, content: &Content) -> Vec<CaseClock> {
    let (Ok(channel), Ok(category), Ok(status)) = (row.channel(), row.category(), row.status()) else {
        return Vec::new();
    };
    if !status.is_open() {
        return Vec::new();
    }
    let received = day_of(row.received_at);
    let above = !row.flags().iter().any(|flag| flag == ABOUT_HOME);
    let (due_rule, due_from, details) = (row.due_rule.as_str(), row.due_from, &content.details);
    case_clocks::of_report(
        &ReportFacts { channel, category, above, received, due_rule, due_from, details },
        &portal.calendar(),
    )
}

/// The clocks of a report, each folded to one line.
pub fn clocks(v: &Visitor, row: &ReportRow, content: &Content) -> Option<AnyView> {
    let list = running(&v.portal, row, content);
    if list.is_empty() {
        return None;
    }
    let list = list.into_iter().map(|clock| {
        let (class, words) = state(v, &clock);
        view! {
            <details class="clock more">
                <summary><span>{what(v.lang, &clock)}<br /><span class="due">{v.lang.day(clock.deadline.due)}" "<span class=class>{words}</span></span></span></summary>
                {working(v, &clock)}
            </details>
        }
    });
    let list = list.collect_view();
    Some(view! { <section class="clocks"><h2 id="clocks">{v.t("clocks-title")}</h2>{list}</section> }.into_any())
}

/// A clock with all its working, and what can be done about it.
pub fn clock(v: &Visitor, clock: &CaseClock, id: &str) -> AnyView {
    let (class, words) = state(v, clock);
    let remedies = clock.rule.remedies.iter().filter_map(|id| remedy::find(id)).map(|remedy| {
        view! { <li><a href=v.to(&format!("/check/remedy/{}", remedy.id))>{v.lang.say(&remedy.name).to_owned()}</a></li> }
    });
    let remedies = remedies.collect_view();
    view! {
        <article class="clock" id=id.to_owned()>
            <h2>{what(v.lang, clock)}" "{standing_tag(v, clock.rule.standing)}</h2>
            <p class="due">{v.lang.day(clock.deadline.due)}" "<span class=class>{words}</span></p>
            {working(v, clock)}
            <h3>{v.t("clock-do")}</h3>
            <ul>{remedies}</ul>
        </article>
    }
    .into_any()
}

/// What is due.
pub fn what(lang: Lang, clock: &CaseClock) -> String {
    if clock.answer { lang.t("clock-answer") } else { lang.say(&clock.rule.what).to_owned() }
}

/// A mark on what was not read in its source.
pub fn standing_tag(v: &Visitor, standing: Standing) -> Option<AnyView> {
    let slug = standing.as_str().replace('_', "-");
    (standing != Standing::Read)
        .then(|| view! { <span class="tag amber">{v.t(&format!("standing-tag-{slug}"))}</span> }.into_any())
}

/// How a clock stands today: class and words of its tag.
fn state(v: &Visitor, clock: &CaseClock) -> (&'static str, String) {
    let left = (clock.deadline.due - v.portal.clock.today()).num_days();
    let (name, class) = match (clock.rule.whose, left) {
        (Whose::From, ..0) => ("over", "tag persimmon"),
        (_, ..0) => ("over", "tag red"),
        (_, 0) => ("today", "tag amber"),
        (Whose::From, _) => ("left", "tag"),
        (_, 1..=3) => ("left", "tag amber"),
        _ => ("left", "tag"),
    };
    let mut words = v.ta(&format!("clock-{}-{name}", clock.rule.whose), &[("days", &left.abs().to_string())]);
    if clock.deadline.provisional {
        words = v.ta("clock-provisional", &[("words", &words)]);
    }
    (class, words)
}

/// The ruled line of days, the working and the ground.
fn working(v: &Visitor, clock: &CaseClock) -> AnyView {
    let CaseClock { rule, nature, deadline, .. } = clock;
    let lang = v.lang;
    let steps = deadline.steps.iter().map(|step| view! { <li>{lang.with_days(step_words(lang, step))}</li> });
    let steps = steps.collect_view();
    let nature = v.t(&format!("nature-{nature}"));
    let standing = v.t(&format!("standing-{}", rule.standing.as_str().replace('_', "-")));
    let dates = if rule.dates_are_proven(deadline.from) { String::new() } else { v.t("standing-dates") };
    let nature = v.ta("clock-known", &[("nature", &nature), ("standing", &standing), ("dates", &dates)]);
    let exclusions = rule.exclusions.iter().map(|words| lang.say(words)).collect::<Vec<_>>().join(lang.comma());
    let facts = [
        (v.t("clock-from"), lang.say(&rule.from_event).to_owned()),
        (v.t("clock-source"), ground(v, clock)),
        (v.t("clock-nature"), nature),
        (v.t("clock-exclusions"), exclusions),
        (v.t("clock-note"), lang.say(&rule.note).to_owned()),
    ];
    let facts = facts.into_iter().filter(|(_, words)| !words.is_empty());
    let facts = facts.map(|(label, words)| view! { <div><dt>{label}</dt><dd>{words}</dd></div> }).collect_view();
    let edition = v.ta("clock-calendar", &[("edition", &edition_words(lang, &deadline.edition))]);
    view! {
        {day_line(v, deadline)}
        <ol class="working" aria-label=v.t("clock-working")>{steps}<li>{edition}</li></ol>
        <dl class="facts">{facts}</dl>
    }
    .into_any()
}

/// Where the rule stands: on the day from which it counts, and today, for whoever relies on it now.
fn ground(v: &Visitor, clock: &CaseClock) -> String {
    let CaseClock { rule, deadline, .. } = clock;
    let say = |day| v.lang.say(rule.source_on(day));
    let (then, now) = (say(deadline.from), say(v.portal.clock.today().max(deadline.due)));
    if rule.whose == Whose::Court || now == then {
        then.to_owned()
    } else {
        v.ta("clock-source-now", &[("then", then), ("now", now)])
    }
}

/// A line of the working, with its days as `2026-11-23`.
pub fn step_words(lang: Lang, step: &Step) -> &str {
    match lang {
        Lang::Zh => &step.text,
        Lang::En => &step.text_en,
    }
}

/// The editions of the calendar (`2026 (2025-11-04), 2027 (–)`) in words.
pub fn edition_words(lang: Lang, edition: &str) -> String {
    let years = edition.split(", ").map(|part| {
        let (year, notice) = part.split_once(" (").unwrap_or((part, ""));
        match notice.trim_end_matches(')') {
            "" => lang.ta("edition-year", &[("year", year)]),
            "–" => lang.ta("edition-unknown", &[("year", year)]),
            day => lang.ta("edition-published", &[("year", year), ("day", &lang.with_days(day))]),
        }
    });
    years.collect::<Vec<_>>().join(lang.comma())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editions_in_words() {
        assert_eq!(
            edition_words(Lang::Zh, "2026 (2025-11-04), 2027 (–)"),
            "2026年（2025年11月4日公布）、2027年（还没有公布）"
        );
        assert_eq!(edition_words(Lang::En, "2026"), "2026");
    }
}
