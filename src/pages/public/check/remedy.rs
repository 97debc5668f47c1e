//! `/check/remedy`: the remedy compass. Three questions as plain links, the answers as codes in the address; then what can
//! be done, by when, where, with what and on what ground.

use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Response},
};
use leptos::prelude::*;

use crate::{
    domain::remedy::{self, Answers, Next, Remedy},
    pages::parts::clocks::standing_tag,
    web::{
        error::{PageError, PageResult},
        visitor::{Page, Visitor},
    },
};

pub async fn compass(v: Visitor, Query(query): Query<Vec<(String, String)>>) -> Response {
    let answer = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let (known, next) = remedy::next(Answers { who: answer("who"), what: answer("what"), stage: answer("stage") });
    match next {
        Next::Ask(question, options) => ask(&v, known, question, &options),
        Next::Found(found) => answer_page(&v, known, &found),
    }
}

/// One remedy by itself: what a clock or a letter links to.
pub async fn view(v: Visitor, Path(id): Path<String>) -> PageResult {
    let remedy = remedy::find(&id).ok_or(PageError::NotFound)?;
    let name = v.lang.say(&remedy.name).to_owned();
    let page = v.page(Page::titled(name.clone()), || {
        view! {
            <p class="back"><a href=v.to("/check/remedy")>{v.t("compass-title")}</a></p>
            <h1>{name}</h1>
            {standing_tag(&v, remedy.standing).map(|tag| view! { <p>{tag}</p> })}
            {card(&v, remedy)}
            {here(&v, remedy.report.is_some())}
        }
    });
    Ok(page.into_response())
}

/// The address of these answers.
fn address(v: &Visitor, answers: &[(&str, Option<&str>)]) -> String {
    let given = answers.iter().filter_map(|(name, code)| Some(format!("{name}={}", (*code)?))).collect::<Vec<_>>();
    let query = if given.is_empty() { String::new() } else { format!("?{}", given.join("&")) };
    v.to(&format!("/check/remedy{query}"))
}

/// The words of an answer.
fn words(v: &Visitor, question: &str, code: &str) -> String {
    v.t(&format!("compass-{question}-{}", code.replace('_', "-")))
}

fn ask(v: &Visitor, known: Answers<'_>, question: &'static str, options: &[&'static str]) -> Response {
    let (step, before) = match question {
        "who" => (1, None),
        "what" => (2, Some(address(v, &[]))),
        _ => (3, Some(address(v, &[("who", known.who)]))),
    };
    let options = options.iter().map(|code| {
        let mut answers = vec![("who", known.who), ("what", known.what)];
        answers.retain(|(name, _)| *name != question);
        answers.push((question, Some(code)));
        view! { <li><a href=address(v, &answers)>{words(v, question, code)}</a></li> }
    });
    let options = options.collect_view();
    let title = v.t(&format!("compass-ask-{question}"));
    let heading = title.clone();
    v.page(Page::titled(title), || {
        view! {
            {before.map(|before| view! { <p class="back"><a href=before>{v.t("back")}</a></p> })}
            <p class="progress">{v.ta("compass-progress", &[("step", &step.to_string())])}</p>
            <h1>{heading}</h1>
            {(step == 1).then(|| view! { <p class="lead">{v.t("compass-intro")}</p> })}
            <ul class="ways">{options}</ul>
            {(step == 1).then(|| view! { <p class="note">{v.t("compass-to-check")}" "<a href=v.to("/check")>{v.t("check-title")}</a></p> })}
        }
    })
    .into_response()
}

fn answer_page(v: &Visitor, known: Answers<'_>, found: &[&'static Remedy]) -> Response {
    let given = [
        ("who", known.who, address(v, &[])),
        ("what", known.what, address(v, &[("who", known.who)])),
        ("stage", known.stage, address(v, &[("who", known.who), ("what", known.what)])),
    ];
    let given = given.into_iter().filter_map(|(question, code, change)| {
        let label = v.t(&format!("compass-ask-{question}"));
        Some(view! {
            <div>
                <dt>{label.clone()}</dt>
                <dd>{words(v, question, code?)}" "<a href=change>{v.t("compass-change")}<span class="hidden">{label}</span></a></dd>
            </div>
        })
    });
    let given = given.collect_view();
    let (first, others) = found.split_first().map_or((None, found), |(first, others)| (Some(*first), others));
    let others = (!others.is_empty()).then(|| {
        let others = others.iter().map(|remedy| {
            view! { <details class="more"><summary>{v.lang.say(&remedy.name).to_owned()}</summary>{card(v, remedy)}</details> }
        });
        let others = others.collect_view();
        view! { <h2>{v.t("compass-others")}</h2>{others} }
    });
    let reported = found.iter().any(|remedy| remedy.report.is_some());
    let title = v.t("compass-found");
    v.page(Page::titled(title.clone()), || {
        view! {
            <p class="back"><a href=address(v, &[("who", known.who), ("what", known.what)])>{v.t("back")}</a></p>
            <h1>{title}</h1>
            {first.map(|remedy| view! { <section class="door"><h2>{v.lang.say(&remedy.name).to_owned()}" "{standing_tag(v, remedy.standing)}</h2>{card(v, remedy)}</section> })}
            {others}
            {here(v, reported)}
            <div class="answers"><h2>{v.t("compass-given")}</h2><dl>{given}</dl></div>
        }
    })
    .into_response()
}

/// What a remedy is, by when, to whom, with what and on what ground as it stands today.
fn card(v: &Visitor, remedy: &'static Remedy) -> AnyView {
    let lang = v.lang;
    let today = v.portal.clock.today();
    let bring = remedy.bring.iter().map(|thing| view! { <li>{lang.say(thing).to_owned()}</li> }).collect_view();
    let check = remedy
        .check
        .as_deref()
        .map(|code| view! { <li><a href=v.to(&format!("/check?about={code}"))>{v.t("remedy-check")}</a></li> });
    let report = remedy.report.map(|channel| {
        view! { <li><a href=v.to(&format!("/report/{channel}"))>{v.t(&format!("remedy-report-{channel}"))}</a></li> }
    });
    let link = remedy.link.clone().map(|link| view! { <li><a href=link.clone() rel="noreferrer">{link.trim_start_matches("https://").to_owned()}</a></li> });
    view! {
        <p>{lang.say(&remedy.about).to_owned()}</p>
        <dl class="facts">
            <div><dt>{v.t("remedy-limit")}</dt><dd>{lang.say(&remedy.limit).to_owned()}</dd></div>
            <div><dt>{v.t("remedy-to")}</dt><dd>{lang.say(&remedy.to).to_owned()}</dd></div>
            <div><dt>{v.t("remedy-bring")}</dt><dd><ul>{bring}</ul></dd></div>
            <div><dt>{v.t("clock-source")}</dt><dd>{lang.say(remedy.source.on(today)).to_owned()}</dd></div>
            <div><dt>{v.t("clock-standing")}</dt><dd>{v.t(&format!("standing-{}", remedy.standing.as_str().replace('_', "-")))}</dd></div>
        </dl>
        <ul class="ways">{check}{report}{link}</ul>
    }
    .into_any()
}

/// The portal takes the matter as well; and what it is not.
fn here(v: &Visitor, reported: bool) -> AnyView {
    view! {
        {reported.then(|| view! { <p class="note">{v.t("compass-here")}</p> })}
        <p class="fine">{v.t("check-advice")}</p>
    }
    .into_any()
}
