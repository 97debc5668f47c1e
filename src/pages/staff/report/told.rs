//! What was reported: the facts of the row, the narrative, the questions and their answers.

use leptos::prelude::*;

use super::Opened;
use crate::{
    clock::day_of,
    domain::{
        questions::{self, Question},
        report::{Content, Reporter},
        search::Query,
    },
    i18n::{Lang, questions::items_of},
    pages::{
        parts::{
            conditions::{in_brackets, joined},
            han::typed_in,
            marked::marked,
        },
        staff::queue::sum_words,
    },
    storage::reports::ReportRow,
    web::officer::Officer,
};

pub(super) fn facts(o: &Officer, row: &ReportRow, opened: &Opened) -> impl IntoView + use<> {
    let target = crate::domain::deadline::find(&row.due_rule)
        .map(|rule| o.ta("due-basis", &[("source", o.lang.say(rule.source_on(row.due_from)))]))
        .unwrap_or_default();
    let mut list = vec![
        (o.t("fact-received"), o.lang.minute(row.received_at)),
        (o.t("fact-due"), in_brackets(o, &o.lang.day(day_of(row.due_at)), &target)),
        (o.t("fact-priority"), priority(o, row)),
        (o.t("fact-court"), o.court(&row.court)),
        (o.t("fact-concerned"), row.court_concerned.as_deref().map(|code| o.court(code)).unwrap_or_default()),
        (o.t("fact-assignee"), opened.assignee.clone().unwrap_or_else(|| "—".to_owned())),
        (
            o.t("fact-livelihood"),
            row.livelihood
                .as_deref()
                .map(|class| o.t(&format!("livelihood-{}", class.replace('_', "-"))))
                .unwrap_or_default(),
        ),
        (
            o.t("fact-outcome"),
            row.outcome
                .as_deref()
                .map(|outcome| o.t(&format!("outcome-{}", outcome.replace('_', "-"))))
                .unwrap_or_default(),
        ),
    ];
    let who = match (&opened.reporter, opened.has_reporter) {
        (Some(reporter), _) => who(o, reporter),
        (None, true) => o.t("reporter-sealed"),
        (None, false) => o.t("reporter-anonymous"),
    };
    list.push((o.t("fact-reporter"), who));
    let rows = list
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(label, value)| view! { <div><dt>{label}</dt><dd>{value}</dd></div> })
        .collect_view();
    view! { <dl class="facts">{rows}</dl> }
}

/// The priority as the sum that it is.
fn priority(o: &Officer, row: &ReportRow) -> String {
    let facts = row.facts();
    if !facts.open {
        return String::new();
    }
    format!("{} = {}", row.priority, sum_words(o, &facts.parts(row.priority_at)))
}

/// Who reported, in one line.
pub fn who(o: &Officer, reporter: &Reporter) -> String {
    let role =
        reporter.role.as_deref().and_then(|role| o.lang.try_t(&format!("reporter-role-{}", role.replace('_', "-"))));
    let claim = reporter.claims_reward.then(|| o.t("claims-reward"));
    let parts = [reporter.name.clone(), reporter.phone.clone(), reporter.email.clone(), role, claim];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What was typed, of the report as it is or as it was.
pub fn content(o: &Officer, row: &ReportRow, content: &Content, searched: &Query) -> impl IntoView + use<> {
    let mut list = Vec::new();
    if let Some(number) = &content.case_number {
        list.push((o.t("short-case-number"), number.clone()));
    }
    if let Some(respondent) = &content.respondent {
        let kind = respondent.kind.map(|kind| o.t(&format!("respondent-{kind}")));
        let parts = [Some(respondent.name.clone()), kind, respondent.id_number.clone()];
        list.push((
            o.t("short-respondent-name"),
            parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        ));
    }
    if let Some(day) = content.occurred_on {
        list.push((o.t("short-occurred-on"), o.lang.day(day)));
    }
    list.extend(asked(o, row, content));
    let rows = list
        .into_iter()
        .map(|(label, value)| {
            let lang = typed_in(o.lang, &value);
            view! { <div><dt>{label}</dt><dd class="typed" lang=lang>{value}</dd></div> }
        })
        .collect_view();
    let watermark = (row.channel == "lead").then(|| view! { <p class="unverified">{o.t("unverified")}</p> });
    view! {
        <section class="content">
            {content.title.clone().map(|title| view! { <h2 class="typed" lang=typed_in(o.lang, &title)>{marked(&title, searched)}</h2> })}
            {watermark}
            <p class="typed narrative" lang=typed_in(o.lang, &content.narrative)>{marked(&content.narrative, searched)}</p>
            <dl class="facts">{rows}</dl>
        </section>
    }
}

/// Questions and answers: in the reader's language while the question is still asked in the words of then, else as the
/// reporter saw them.
pub(super) fn asked(o: &Officer, row: &ReportRow, content: &Content) -> Vec<(String, String)> {
    let filed_in = Lang::parse(&row.language);
    let mut list = Vec::new();
    let order = |code: &str| questions::all().position(|(_, _, question)| question.code == code);
    let mut details = content.details.iter().collect::<Vec<_>>();
    details.sort_by_key(|(code, _)| order(code).unwrap_or(usize::MAX));
    for (code, value) in details {
        let then = content.asked.iter().find(|asked| &asked.code == code);
        let now = questions::find(code);
        list.push(match (now, then) {
            (Some(question), Some(then)) if filed_in.question_alone(question) != then.question => {
                (o.ta("asked-then", &[("question", &then.question)]), then.answer.clone())
            }
            (None, Some(then)) => (o.ta("asked-then", &[("question", &then.question)]), then.answer.clone()),
            (Some(question), _) => (o.lang.question_alone(question), with_law(o, question, value)),
            (None, None) => (code.clone(), value.clone()),
        });
    }
    list
}

/// An answer in words, with the articles that name what was chosen.
fn with_law(o: &Officer, question: &Question, value: &str) -> String {
    let laws = items_of(question, value).into_iter().filter_map(|item| {
        let law = item.basis.law()?;
        Some(if item.basis.is_unproven() { o.ta("law-unproven", &[("law", &law)]) } else { law })
    });
    let mut laws = laws.collect::<Vec<_>>();
    laws.dedup();
    let words = o.lang.answer(question, value);
    if laws.is_empty() { words } else { in_brackets(o, &words, &joined(o, &laws)) }
}
