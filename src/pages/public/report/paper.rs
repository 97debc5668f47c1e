//! The form on paper, for whoever would rather write by hand: printed from the same questions as the pages.

use axum::extract::{Path, Query};
use leptos::prelude::*;
use serde::Deserialize;

use super::fields::{self, ROLES};
use crate::{
    domain::{
        answers::{Answers, FormStep},
        questions::{self, Answer, Options, Question, When},
        report::{Category, Channel, Livelihood, RespondentKind},
    },
    web::{
        error::{PageError, PageResult},
        visitor::{Page, Visitor},
    },
};

#[derive(Deserialize)]
pub struct Kind {
    pub kind: Option<String>,
    /// The answer to the question that splits a kind into many: `vehicle`.
    pub of: Option<String>,
}

/// With more branches than this, a form has one of them: a sheet for a car need not ask about trusts.
const BRANCHES: usize = 6;

/// The question that splits a kind into more branches than one form should have.
fn splitter(channel: Channel, category: Category) -> Option<(&'static Question, Vec<&'static str>)> {
    let opens = |gate: &Question, value: &str| {
        questions::of(channel, category)
            .any(|question| matches!(question.when, When::Chosen(code, values) if code == gate.code && values.contains(&value)))
    };
    questions::of(channel, category)
        .filter(|question| matches!(question.answer, Answer::One(_)))
        .map(|gate| {
            let codes = gate.answer.options().map(Options::codes).unwrap_or_default();
            (gate, codes.into_iter().filter(|value| opens(gate, value)).collect::<Vec<_>>())
        })
        .find(|(_, values)| values.len() > BRANCHES)
}

/// `/report/lead/paper` lists the forms; `?kind=asset&of=vehicle` is one.
pub async fn view(v: Visitor, Path(channel): Path<String>, Query(kind): Query<Kind>) -> PageResult {
    let channel = Channel::parse(&channel).ok_or(PageError::NotFound)?;
    let Some(code) = &kind.kind else { return Ok(list(&v, channel)) };
    let category = Category::parse(code).filter(|category| channel.categories().contains(category));
    let category = category.ok_or(PageError::NotFound)?;
    let mut answers = Answers { category: category.to_string(), ..Answers::default() };
    let mut name = v.t(&format!("category-{channel}-{category}"));
    if let Some((gate, values)) = splitter(channel, category) {
        let chosen = kind.of.filter(|of| values.contains(&of.as_str())).ok_or(PageError::NotFound)?;
        name = v.lang.option(gate, &chosen);
        answers.details.insert(gate.code.to_owned(), chosen);
    }
    let title = v.ta(&format!("paper-title-{channel}"), &[("kind", &name)]);
    let steps = FormStep::ALL.iter().filter(|step| {
        !matches!(step, FormStep::Kind | FormStep::Check)
            && (**step != FormStep::Livelihood || channel == Channel::Complaint)
    });
    let sections = steps.filter_map(|step| section(&v, channel, category, &answers, *step)).collect_view();
    Ok(v.page(Page::titled(title.clone()), || {
        view! {
            <p class="back no-print"><a href=v.to(&format!("/report/{channel}/paper"))>{v.t("back")}</a></p>
            <article class="paper-form">
                <h1>{title}</h1>
                <p>{v.t("paper-how")}</p>
                <p>{v.t(&format!("paper-secrecy-{channel}"))}</p>
                {sections}
                <section class="sign"><p class="rule"><span>{v.t("paper-date")}</span></p></section>
            </article>
        }
    }))
}

fn list(v: &Visitor, channel: Channel) -> axum::response::Response {
    let kinds = channel.categories().iter().map(|category| {
        let href = v.to(&format!("/report/{channel}/paper?kind={category}"));
        let name = v.t(&format!("category-{channel}-{category}"));
        match splitter(channel, *category) {
            None => view! { <li><a href=href>{name}</a></li> }.into_any(),
            Some((gate, values)) => {
                let forms = values.into_iter().map(|value| {
                    view! { <li><a href=format!("{href}&of={value}")>{v.lang.option(gate, value)}</a></li> }
                });
                view! { <li>{name}<ul class="columns">{forms.collect_view()}</ul></li> }.into_any()
            }
        }
    });
    let kinds = kinds.collect_view();
    let title = v.t(&format!("paper-choose-{channel}"));
    v.page(Page::titled(title.clone()), || {
        view! {
            <p class="back"><a href=v.to(&format!("/report/{channel}"))>{v.t("back")}</a></p>
            <h1>{title}</h1>
            <p class="lead">{v.t("paper-list-text")}</p>
            <ul class="links">{kinds}</ul>
        }
    })
}

fn section(v: &Visitor, channel: Channel, category: Category, answers: &Answers, step: FormStep) -> Option<AnyView> {
    let mut parts = own_fields(v, channel, step);
    let questions: Vec<_> = questions::of(channel, category).filter(|question| question.page == step).collect();
    if parts.is_empty() && questions.is_empty() {
        return None;
    }
    let decided =
        |question: &Question| matches!(question.when, When::Chosen(code, _) if answers.details.contains_key(code));
    if questions.iter().any(|question| decided(question)) {
        let applies = questions.into_iter().filter(|question| question.applies(&answers.details));
        parts.extend(applies.map(|question| one(v, question)));
    } else if step == FormStep::More {
        parts.extend(branches(v, channel, category, &questions));
    } else {
        // What the form's title says already is not asked again.
        let open = questions.into_iter().filter(|question| !answers.details.contains_key(question.code));
        parts.extend(open.map(|question| one(v, question)));
    }
    if parts.is_empty() {
        return None;
    }
    let heading = fields::heading(v, channel, answers, step);
    Some(view! { <section><h2>{heading}</h2>{parts}</section> }.into_any())
}

/// Each branch under the answer that leads to it; a question of several branches stands under the first and is named
/// in the others.
fn branches(v: &Visitor, channel: Channel, category: Category, questions: &[&'static Question]) -> Vec<AnyView> {
    let mut gates: Vec<(&'static str, &'static str)> = Vec::new();
    for gate in questions::of(channel, category) {
        for value in gate.answer.options().map(Options::codes).unwrap_or_default() {
            let opens = |question: &&Question| matches!(question.when, When::Chosen(code, values) if code == gate.code && values.contains(&value));
            if questions.iter().any(opens) {
                gates.push((gate.code, value));
            }
        }
    }
    // Answers that open the very same questions stand together.
    let opened = |(code, value): (&str, &str)| -> Vec<&'static Question> {
        let opens = |question: &&&Question| matches!(question.when, When::Chosen(gate, values) if gate == code && values.contains(&value));
        questions.iter().copied().filter(|question| opens(&question)).collect()
    };
    let groups = gates.iter().filter(|gate| gates.iter().find(|first| opened(**first) == opened(**gate)) == Some(gate));
    let groups = groups.map(|first| {
        let questions = opened(*first);
        let gates = gates.iter().filter(|gate| opened(**gate) == questions);
        let answers = gates.filter_map(|(code, value)| Some(v.lang.option(questions::find(code)?, value)));
        let answers = answers.collect::<Vec<_>>().join(v.lang.or());
        let questions = questions.into_iter().map(|question| one(v, question)).collect_view();
        view! { <div class="branch"><h3>{v.ta("paper-if", &[("answer", &answers)])}</h3>{questions}</div> }.into_any()
    });
    groups.collect()
}

/// The fields of a page besides its questions.
fn own_fields(v: &Visitor, channel: Channel, step: FormStep) -> Vec<AnyView> {
    let label = |name: &str| {
        let own = v.lang.try_t(&format!("field-{name}-{channel}"));
        own.unwrap_or_else(|| v.t(&format!("field-{name}")))
    };
    let words = |codes: Vec<String>| boxes(codes);
    match step {
        FormStep::Case => {
            let mut list = vec![ruled(label("case-number"), 1), ruled(label("court"), 1)];
            if channel == Channel::Lead {
                list.push(labelled(v.t("short-livelihood"), words(livelihoods(v))));
            }
            list
        }
        FormStep::Respondent => vec![
            labelled(
                label("respondent-kind"),
                words(RespondentKind::ALL.iter().map(|kind| v.t(&format!("respondent-{kind}"))).collect()),
            ),
            ruled(label("respondent-name"), 1),
            ruled(label("respondent-id"), 1),
        ],
        FormStep::Story => vec![ruled(v.t("field-narrative-help"), 12), ruled(v.t("field-occurred-on"), 1)],
        FormStep::Livelihood => vec![labelled(label("livelihood"), words(livelihoods(v)))],
        FormStep::Files => vec![ruled(v.t("paper-files"), 2)],
        FormStep::You => vec![
            labelled(label("anonymous"), words(vec![v.t("anonymous-yes"), v.t("anonymous-no")])),
            ruled(label("name"), 1),
            ruled(label("phone"), 1),
            ruled(label("email"), 1),
            labelled(
                label("role"),
                boxes(ROLES.map(|role| v.t(&format!("reporter-role-{}", role.replace('_', "-")))).into()),
            ),
            (channel == Channel::Lead)
                .then(|| labelled(v.t("field-claims-reward-help"), boxes(vec![v.t("field-claims-reward")])))
                .into_any(),
        ],
        FormStep::Kind | FormStep::Details | FormStep::More | FormStep::Check => Vec::new(),
    }
}

fn livelihoods(v: &Visitor) -> Vec<String> {
    let word = |class: &Livelihood| v.t(&format!("livelihood-{}", class.as_str().replace('_', "-")));
    Livelihood::ALL.iter().map(word).chain([v.t("livelihood-none")]).collect()
}

/// A question with room for its answer.
fn one(v: &Visitor, question: &Question) -> AnyView {
    let label = v.lang.question_alone(question);
    match question.answer {
        Answer::Line(_) | Answer::Plate | Answer::Day => ruled(label, 1),
        Answer::Text(_) => ruled(label, 3),
        Answer::One(options) | Answer::Many(options) => {
            labelled(label, boxes(options.codes().into_iter().map(|code| v.lang.option(question, code)).collect()))
        }
    }
}

fn labelled(label: String, answer: AnyView) -> AnyView {
    view! { <div class="ask"><p class="label">{label}</p>{answer}</div> }.into_any()
}

/// Lines to write on.
fn ruled(label: String, lines: usize) -> AnyView {
    let lines = (0..lines).map(|_| view! { <p class="rule"></p> }).collect_view();
    labelled(label, lines.into_any())
}

/// Boxes to tick.
fn boxes(options: Vec<String>) -> AnyView {
    let options = options.into_iter().map(|option| view! { <li>{option}</li> }).collect_view();
    view! { <ul class="boxes">{options}</ul> }.into_any()
}
