//! One page of the form: its fields with what was typed, good and bad; Continue saves, checks and goes on.

use axum::{
    Form,
    extract::{Path, Query},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{check, fields, open, to_receipt};
use crate::{
    actions::draft::{self, Draft},
    domain::{
        answers::{Answers, FieldError, FormStep},
        submission::court_of,
    },
    islands::draft_saver::DraftSaver,
    pages::parts::field::{lines, summary},
    web::{
        error::{PageError, PageResult},
        visitor::{Page, Visitor},
    },
};

#[derive(Deserialize, Default)]
pub struct From {
    /// `check` when the page was reached from the check page, and leads back there.
    #[serde(default)]
    pub from: String,
}

pub async fn view(
    v: Visitor,
    Path((channel, token, step)): Path<(String, String, String)>,
    Query(from): Query<From>,
) -> PageResult {
    let step = FormStep::parse(&step).ok_or(PageError::NotFound)?;
    let draft = open(&v, &channel, &token).await?;
    if draft.open.is_none() {
        return Ok(to_receipt(&v, &token));
    }
    show(&v, &draft, step, &[], from.from == "check").await
}

/// What a page sends: the fields in the order in which they stand.
pub type Fields = Form<Vec<(String, String)>>;

pub async fn submit(
    v: Visitor,
    Path((channel, token, step)): Path<(String, String, String)>,
    Query(from): Query<From>,
    Form(typed): Fields,
) -> PageResult {
    let step = FormStep::parse(&step)
        .filter(|step| !matches!(step, FormStep::Check | FormStep::Files))
        .ok_or(PageError::NotFound)?;
    let before = open(&v, &channel, &token).await?;
    let typed = without_stale_court(&before, typed);
    let Some(draft) = draft::save(&v.portal, &token, &typed).await? else { return Ok(to_receipt(&v, &before.token)) };
    let Some(state) = &draft.open else { return Ok(to_receipt(&v, &token)) };
    let from_check = from.from == "check";
    let errors = errors_of(&v, &draft, &state.answers, step);
    if !errors.is_empty() {
        return show(&v, &draft, step, &errors, from_check).await;
    }
    // A newly typed case number is read back before going on, so that a slip of the finger shows.
    let news = step == FormStep::Case
        && !state.answers.case_number.is_empty()
        && before.open.as_ref().is_none_or(|open| open.answers.case_number != state.answers.case_number);
    if news && !typed.iter().any(|(name, value)| name == "read_back" && value == &state.answers.case_number) {
        return show(&v, &draft, step, &[], from_check).await;
    }
    let sequence = FormStep::sequence(draft.channel, &state.answers);
    // Another kind may ask other questions: those come before the check page.
    let next = if from_check && step != FormStep::Kind {
        FormStep::Check
    } else {
        sequence.iter().skip_while(|at| **at != step).nth(1).copied().unwrap_or(FormStep::Check)
    };
    Ok(v.see(&format!("/report/{channel}/{token}/{next}")))
}

/// With another case number, the court that the number before had filled in no longer holds.
fn without_stale_court(before: &Draft, mut typed: Vec<(String, String)>) -> Vec<(String, String)> {
    let Some(open) = &before.open else { return typed };
    let sent = |name: &str| typed.iter().find(|(field, _)| field == name).map(|(_, value)| value.trim().to_owned());
    let other_number = sent("case_number")
        .is_some_and(|number| number != open.answers.case_number && !open.answers.case_number.is_empty());
    if other_number && sent("court").is_some_and(|court| court == open.answers.court) {
        for (_, value) in typed.iter_mut().filter(|(name, _)| name == "court") {
            value.clear();
        }
    }
    typed
}

/// What is wrong with the fields of one page.
pub fn errors_of(v: &Visitor, draft: &Draft, answers: &Answers, step: FormStep) -> Vec<FieldError> {
    let mut errors = answers.errors(draft.channel, v.portal.clock.today());
    if !answers.court.is_empty() && v.portal.courts().find(&answers.court).is_none() {
        errors.push(FieldError::new("court", "unknown"));
    }
    errors.retain(|error| step.fields().contains(&error.field));
    errors
}

/// The page of a step.
pub async fn show(v: &Visitor, draft: &Draft, step: FormStep, errors: &[FieldError], from_check: bool) -> PageResult {
    let Some(state) = &draft.open else { return Ok(to_receipt(v, &draft.token)) };
    if step == FormStep::Check {
        return check::show(v, draft, &state.answers, &[]).await;
    }
    let heading = fields::heading(v, draft.channel, step);
    let action = format!(
        "{}{}",
        v.to(&format!("/report/{}/{}/{step}", draft.channel, draft.token)),
        if from_check { "?from=check" } else { "" }
    );
    let page = Page::titled(heading.clone()).with_islands().wrong_if(!errors.is_empty());
    let mut wrong = lines(v.lang, errors);
    for (field, _) in wrong.iter_mut().filter(|(field, _)| field == "details") {
        *field = fields::too_long(draft.channel, &state.answers).unwrap_or_default();
    }
    let island = v.portal.browser_part.is_some();
    Ok(v.page(page, || {
        view! {
            {back_link(v, draft, step, from_check)}
            {summary(v.lang, &wrong)}
            <form method="post" action=action novalidate id="step">
                <p class="progress">{progress(v, draft, &state.answers, step)}</p>
                <h1>{heading}</h1>
                {fields::of_step(v, draft.channel, &state.answers, step, errors)}
                <div class="go">
                    <button class="button">{v.t("continue")}</button>
                    {island.then(|| view! { <DraftSaver draft=draft.token.clone() saved=v.t("saved-at") failed=v.t("save-failed") /> })}
                </div>
            </form>
        }
    }))
}

/// “Step 3 of 8”.
pub fn progress(v: &Visitor, draft: &Draft, answers: &Answers, step: FormStep) -> String {
    let sequence = FormStep::sequence(draft.channel, answers);
    let at = sequence.iter().position(|one| *one == step).map_or(1, |at| at + 1);
    v.ta("progress", &[("at", &at.to_string()), ("of", &sequence.len().to_string())])
}

/// To the page before, or back to the check page one came from.
pub fn back_link(v: &Visitor, draft: &Draft, step: FormStep, from_check: bool) -> impl IntoView + use<> {
    let answers = draft.open.as_ref().map(|open| open.answers.clone()).unwrap_or_default();
    let sequence = FormStep::sequence(draft.channel, &answers);
    let before =
        if from_check { Some(FormStep::Check) } else { sequence.iter().take_while(|at| **at != step).last().copied() };
    let href = before.map_or_else(
        || v.to(&format!("/report/{}", draft.channel)),
        |before| v.to(&format!("/report/{}/{}/{before}", draft.channel, draft.token)),
    );
    view! { <p class="back"><a href=href>{v.t("back")}</a></p> }
}

/// The court that the answers point to so far.
pub fn court_so_far(v: &Visitor, answers: &Answers) -> Option<String> {
    let reading = (!answers.case_number.is_empty()).then(|| v.portal.read_case_number(&answers.case_number));
    court_of(answers, reading.as_ref())
}
