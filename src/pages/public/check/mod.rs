//! `/check`: the clocks of a case, counted from what somebody types. Nothing of it is stored, and nothing of it ever stands
//! in an address: the answer comes on the same page.

pub mod remedy;

use std::collections::BTreeMap;

use axum::{
    Form,
    extract::Query,
    response::{IntoResponse, Response},
};
use chrono::NaiveDate;
use leptos::prelude::*;

use crate::{
    domain::{
        answers::clean,
        case_clocks::{self, CaseClock, SITUATIONS, Situation},
        case_number::Reading,
        dates,
        deadline::{Rule, Whose},
    },
    pages::parts::{
        clocks::clock,
        day_field::day_field,
        field::{Field, summary},
    },
    web::visitor::{Page, Visitor},
};

/// Longer than any case number, in characters.
const LONGEST_NUMBER: usize = 100;

/// What was typed, by field.
#[derive(Default)]
struct Typed(BTreeMap<String, String>);

impl Typed {
    fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    fn situation(&self) -> Option<&'static Situation> {
        Situation::find(self.get("about"))
    }

    /// Year, month and day as they were typed.
    fn parts(&self, name: &str) -> [&str; 3] {
        [self.get(&format!("{name}_year")), self.get(&format!("{name}_month")), self.get(&format!("{name}_day"))]
    }
}

/// A field and the words of what is wrong with it.
type Wrong = (String, String);

/// What was found.
struct Found {
    situation: &'static Situation,
    reading: Option<Reading>,
    clocks: Vec<CaseClock>,
    before_their_time: Vec<&'static Rule>,
}

/// `?about=CODE` comes with the situation chosen.
pub async fn view(v: Visitor, Query(query): Query<Vec<(String, String)>>) -> Response {
    let chosen = query.into_iter().filter(|(name, value)| name == "about" && Situation::find(value).is_some());
    show(&v, &Typed(chosen.collect()), &[], None)
}

pub async fn submit(v: Visitor, Form(fields): Form<Vec<(String, String)>>) -> Response {
    let typed = Typed(fields.into_iter().map(|(name, value)| (name, clean(&value))).collect());
    match find(&v, &typed) {
        Ok(found) => show(&v, &typed, &[], Some(&found)),
        Err(wrong) => show(&v, &typed, &wrong, None),
    }
}

fn find(v: &Visitor, typed: &Typed) -> Result<Found, Vec<Wrong>> {
    let mut wrong = Vec::new();
    let mut refuse = |field: String, code: &str| wrong.push((field, v.t(&format!("error-check-{code}"))));
    let number = typed.get("case_number");
    if number.chars().count() > LONGEST_NUMBER {
        refuse("case_number".to_owned(), "number-too-long");
    }
    let mut given: Vec<(&str, NaiveDate)> = Vec::new();
    match typed.situation() {
        None => refuse("about".to_owned(), if typed.get("about").is_empty() { "about-empty" } else { "about-unknown" }),
        Some(situation) => {
            let mut mistakes = 0;
            for date in situation.dates {
                let name = name_of(situation, date);
                let [year, month, day] = typed.parts(&name);
                let read = match dates::typed(year, month, day) {
                    Ok(Some(day)) if day > v.portal.clock.today() && !case_clocks::may_lie_ahead(date) => Err("future"),
                    read => read,
                };
                match read {
                    Ok(day) => given.extend(day.map(|day| (*date, day))),
                    Err(code) => {
                        mistakes += 1;
                        refuse(format!("{name}_year"), &format!("date-{}", code.replace('_', "-")));
                    }
                }
            }
            if given.is_empty() && mistakes == 0 {
                refuse(format!("{}_year", name_of(situation, situation.dates[0])), "date-empty");
            }
        }
    }
    match typed.situation() {
        Some(situation) if wrong.is_empty() => {
            let (clocks, before_their_time) = case_clocks::of_situation(situation, &given, &v.portal.calendar());
            let reading = (!number.is_empty()).then(|| v.portal.read_case_number(number));
            Ok(Found { situation, reading, clocks, before_their_time })
        }
        _ => Err(wrong),
    }
}

/// The name of a date's fields.
fn name_of(situation: &Situation, date: &str) -> String {
    format!("{}_{date}", situation.code)
}

fn show(v: &Visitor, typed: &Typed, wrong: &[Wrong], found: Option<&Found>) -> Response {
    let title = v.t(if found.is_some() { "check-found-title" } else { "check-title" });
    v.page(Page::titled(title.clone()).wrong_if(!wrong.is_empty()), || {
        view! {
            {summary(v.lang, wrong)}
            <h1>{title}</h1>
            {match found {
                Some(found) => result(v, found),
                None => view! { <p class="lead">{v.t("check-intro")}</p> }.into_any(),
            }}
            {match found {
                Some(_) => view! { <details class="more"><summary>{v.t("check-again")}</summary>{form(v, typed, wrong)}</details> }.into_any(),
                None => view! {
                    {form(v, typed, wrong)}
                    <p class="note">{v.t("check-to-compass")}" "<a href=v.to("/check/remedy")>{v.t("compass-title")}</a></p>
                }
                .into_any(),
            }}
        }
    })
    .into_response()
}

fn form(v: &Visitor, typed: &Typed, wrong: &[Wrong]) -> AnyView {
    let fields = fields(v, typed, wrong);
    view! {
        <form method="post" action=v.to("/check") novalidate>
            {fields}
            <div class="go">
                <button class="button">{v.t("check-button")}</button>
                <p class="fine">{v.t("check-promise")}</p>
            </div>
        </form>
    }
    .into_any()
}

fn fields(v: &Visitor, typed: &Typed, wrong: &[Wrong]) -> AnyView {
    let error_of = |field: &str| wrong.iter().find(|(name, _)| name == field).map(|(_, words)| words.clone());
    let error = error_of("about");
    let choices = SITUATIONS.iter().enumerate().map(|(n, situation)| {
        let code = situation.code;
        let slug = code.replace('_', "-");
        // The first one carries the field's name as its id: the error summary links there.
        let id = if n == 0 { "about".to_owned() } else { format!("about-{code}") };
        let dates = situation.dates.iter().map(|date| {
            let name = name_of(situation, date);
            let text = format!("check-date-{slug}-{}", date.replace('_', "-"));
            let (label, help) = (v.t(&text), v.lang.try_t(&format!("{text}-help")));
            day_field(v, &name, label, help, typed.parts(&name), error_of(&format!("{name}_year")))
        });
        let dates = dates.collect_view();
        let several = (situation.dates.len() > 1).then(|| view! { <p class="help">{v.t("check-dates-help")}</p> });
        view! {
            <div class="choice">
                <div class="option">
                    <input type="radio" id=id.clone() name="about" value=code checked=typed.get("about") == code />
                    <label for=id>{v.t(&format!("check-about-{slug}"))}</label>
                </div>
                <div class="when">{several}{dates}</div>
            </div>
        }
    });
    let choices = choices.collect_view();
    let wrong_about = error.is_some();
    view! {
        <fieldset class=if wrong_about { "field wrong" } else { "field" } aria-describedby=wrong_about.then_some("about-error")>
            <legend>{v.t("check-about")}</legend>
            {error.map(|error| view! { <p class="error" id="about-error">{error}</p> })}
            {choices}
        </fieldset>
        {Field {
            name: "case_number",
            label: v.t("check-number"),
            help: Some(v.t("check-number-help")),
            value: typed.get("case_number"),
            error: error_of("case_number"),
            width: Some("code"),
            ..Field::default()
        }.line()}
    }
    .into_any()
}

fn result(v: &Visitor, found: &Found) -> AnyView {
    let at_a_glance = (found.clocks.len() > 1).then(|| {
        let lines = found.clocks.iter().enumerate().map(|(n, one)| {
            let (day, what) = (v.lang.day(one.deadline.due), v.lang.say(&one.rule.what).to_owned());
            view! { <li><a href=format!("#clock-{n}")><span><strong class="digits">{day}</strong>" "{what}</span></a></li> }
        });
        let lines = lines.collect_view();
        view! { <ol class="ways">{lines}</ol> }
    });
    let clocks = found.clocks.iter().enumerate().map(|(n, one)| clock(v, one, &format!("clock-{n}"))).collect_view();
    let before = (!found.before_their_time.is_empty()).then(|| {
        let rules = found.before_their_time.iter().map(|rule| {
            let since = rule.valid_from.map(|day| v.ta("check-in-force-since", &[("day", &v.lang.day(day))]));
            view! { <li>{v.lang.say(&rule.what).to_owned()}" "{since}</li> }
        });
        let rules = rules.collect_view();
        view! { <details class="more"><summary>{v.t("check-before-title")}</summary><ul>{rules}</ul></details> }
    });
    let slug = found.situation.code.replace('_', "-");
    view! {
        <p class="lead">{v.t(&format!("check-about-{slug}"))}</p>
        {found.reading.as_ref().map(|reading| read_back(v, reading))}
        {found.clocks.is_empty().then(|| view! { <p class="note">{v.t("check-none")}</p> })}
        {at_a_glance}
        {clocks}
        {before}
        <section class="come-back">
            {next(v, found)}
            <p class="fine">{v.t("check-advice")}</p>
        </section>
    }
    .into_any()
}

/// What to do once a day has passed. A complaint is about what a court did not do; it keeps nobody's own time from running.
fn next(v: &Visitor, found: &Found) -> AnyView {
    let compass = v.to("/check/remedy");
    let has = |whose: Whose| found.clocks.iter().any(|clock| clock.rule.whose == whose);
    let own = has(Whose::You).then(|| view! { <p>{v.t("check-next-own")}</p> });
    if found.clocks.is_empty() || has(Whose::Court) || has(Whose::From) {
        view! {
            <h2>{v.t("check-next")}</h2>
            <p>{v.t("check-next-text")}</p>
            {own}
            <p class="go">
                <a class="button" href=v.to("/report/complaint")>{v.t("home-complaint-button")}</a>
                <a class="button second" href=compass>{v.t("compass-title")}</a>
            </p>
        }
        .into_any()
    } else {
        view! {
            <h2>{v.t("check-next-own-title")}</h2>
            {own}
            <p class="go"><a class="button" href=compass>{v.t("compass-title")}</a></p>
        }
        .into_any()
    }
}

/// What was read in the case number: the court, the one it is today, the one above it.
fn read_back(v: &Visitor, reading: &Reading) -> AnyView {
    let courts = v.portal.courts();
    let mut lines = Vec::new();
    if reading.is_usable() {
        let canonical = reading.canonical.clone().unwrap_or_default();
        lines.push(v.ta("check-number-read", &[("number", &canonical)]));
        match reading.court.as_deref() {
            None => lines.push(v.t("check-court-unknown")),
            Some(code) => {
                let today = courts.current(code).map_or_else(|| code.to_owned(), |court| court.code.clone());
                if today != code {
                    lines.push(v.ta("case-court-retired", &[("old", &v.court(code)), ("court", &v.court(&today))]));
                }
                lines.push(v.ta("check-court", &[("court", &v.court(&today))]));
                let above = courts.above(&today);
                lines.extend(above.map(|above| v.ta("check-court-above", &[("court", &v.court(&above.code))])));
            }
        }
        if reading.enforcement == Some(false) {
            lines.push(v.t("check-not-enforcement"));
        }
    } else {
        let code = serde_json::to_value(reading.reason).ok();
        let code = code.as_ref().and_then(|code| code.as_str()).unwrap_or("no_match").replace('_', "-");
        lines.extend([v.t(&format!("case-{code}")), v.t("check-number-kept")]);
    }
    let class = if reading.is_usable() { "note green" } else { "note amber" };
    let lines = lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
    view! { <div class=class>{lines}</div> }.into_any()
}
