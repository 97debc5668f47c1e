//! One page of the form: its fields with what was typed, good and bad; Continue saves, checks and goes on.

use axum::{
    Form,
    extract::{Path, Query},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{check, fields, open, sent, to_receipt};
use crate::{
    actions::draft::{self, Draft},
    clock::day_of,
    domain::{
        answers::{Answers, FieldError, FormStep},
        questions,
        report::Channel,
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
pub type Fields = Form<Typed>;
pub type Typed = Vec<(String, String)>;

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
    let leaves = typed.iter().any(|(name, _)| name == "later");
    let continued = (!leaves).then_some(step);
    let Some(draft) = draft::save(&v.portal, &token, &typed, continued).await? else {
        return Ok(sent::typed_since(&v, &before, &typed));
    };
    let Some(state) = &draft.open else { return Ok(to_receipt(&v, &token)) };
    if leaves {
        return Ok(v.see(&format!("/report/{channel}/{token}/later")));
    }
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
    let next = sequence.iter().skip_while(|at| **at != step).nth(1).copied().unwrap_or(FormStep::Check);
    // Another answer may open other questions: those come before the check page.
    let opens = match step {
        FormStep::Kind => true,
        FormStep::Details => {
            next == FormStep::More
                && !before.open.as_ref().is_some_and(|open| {
                    asked_more(draft.channel, &open.answers) == asked_more(draft.channel, &state.answers)
                })
        }
        _ => false,
    };
    Ok(match (from_check, opens) {
        (true, false) => v.see(&format!("/report/{channel}/{token}/check")),
        (true, true) if step == FormStep::Details => v.see(&format!("/report/{channel}/{token}/{next}?from=check")),
        _ => v.see(&format!("/report/{channel}/{token}/{next}")),
    })
}

/// The questions that the answers so far have opened.
fn asked_more(channel: Channel, answers: &Answers) -> Vec<&'static str> {
    answers.asked(channel).filter(|question| question.page == FormStep::More).map(|question| question.code).collect()
}

/// What is wrong with the fields of one page.
pub fn errors_of(v: &Visitor, draft: &Draft, answers: &Answers, step: FormStep) -> Vec<FieldError> {
    let mut errors = answers.errors(draft.channel, v.portal.clock.today());
    if !answers.court.is_empty() && v.portal.courts().find(&answers.court).is_none() {
        errors.push(FieldError::new("court", "unknown"));
    }
    errors.retain(|error| FormStep::of_field(error.field) == step);
    errors
}

/// The page of a step.
pub async fn show(v: &Visitor, draft: &Draft, step: FormStep, errors: &[FieldError], from_check: bool) -> PageResult {
    let Some(state) = &draft.open else { return Ok(to_receipt(v, &draft.token)) };
    if step == FormStep::Check {
        return check::show(v, draft, &state.answers, &[]).await;
    }
    // A page that these answers do not have: an old bookmark, or Back after another kind was chosen.
    let sequence = FormStep::sequence(draft.channel, &state.answers);
    if !sequence.contains(&step) {
        let next = sequence.iter().find(|at| **at > step).copied().unwrap_or(FormStep::Check);
        let next = if state.answers.category(draft.channel).is_none() { FormStep::Kind } else { next };
        return Ok(v.see(&format!("/report/{}/{}/{next}", draft.channel, draft.token)));
    }
    let heading = fields::heading(v, draft.channel, &state.answers, step);
    let action = format!(
        "{}{}",
        v.to(&format!("/report/{}/{}/{step}", draft.channel, draft.token)),
        if from_check { "?from=check" } else { "" }
    );
    let page = Page::titled(heading.clone()).with_islands().wrong_if(!errors.is_empty());
    let wrong = lines(v.lang, errors);
    let island = v.portal.browser_part.is_some();
    let saved = last_saved(v, draft).unwrap_or_default();
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
                    {if island {
                        let (draft, at, failed) = (draft.token.clone(), v.t("saved-at"), v.t("save-failed"));
                        view! { <DraftSaver draft=draft before=saved saved=at failed=failed over=v.t("save-over") /> }.into_any()
                    } else {
                        view! { <span class="saved">{saved}</span> }.into_any()
                    }}
                </div>
                <p class="later"><button class="plain" name="later" value="1">{v.t("draft-later")}</button></p>
            </form>
        }
    }))
}

/// When the draft was saved last; nothing while nothing was.
pub fn last_saved(v: &Visitor, draft: &Draft) -> Option<String> {
    let at = draft.row.saved_at;
    let today = day_of(at) == v.portal.clock.today();
    let words = if today { v.lang.clock(at) } else { v.lang.minute(at) };
    draft.row.reached.is_some().then(|| v.ta("draft-saved", &[("at", &words)]))
}

/// “Step 3 of 9”. Whether a page of more questions comes is known after the details: it is counted as long as it may
/// come, so that the number of pages never grows on the way.
pub fn progress(v: &Visitor, draft: &Draft, answers: &Answers, step: FormStep) -> String {
    let Some(category) = answers.category(draft.channel) else { return v.t("progress-first") };
    let sequence = FormStep::sequence(draft.channel, answers);
    let at = sequence.iter().position(|one| *one == step).map_or(1, |at| at + 1);
    let may_come = step <= FormStep::Details
        && !sequence.contains(&FormStep::More)
        && questions::of(draft.channel, category).any(|question| question.page == FormStep::More);
    let of = sequence.len() + usize::from(may_come);
    v.ta("progress", &[("at", &at.to_string()), ("of", &of.to_string())])
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
    // Where nothing is typed into the page's own form, the way out is a link; elsewhere it is a button that saves.
    let later = matches!(step, FormStep::Files | FormStep::Check).then(|| {
        let href = v.to(&format!("/report/{}/{}/later", draft.channel, draft.token));
        view! { <p class="later"><a href=href>{v.t("draft-later")}</a></p> }
    });
    view! { <div class="way-back"><p class="back"><a href=href>{v.t("back")}</a></p>{later}</div> }
}

/// The court that the answers point to so far.
pub fn court_so_far(v: &Visitor, answers: &Answers) -> Option<String> {
    let reading = (!answers.case_number.is_empty()).then(|| v.portal.read_case_number(&answers.case_number));
    court_of(answers, reading.as_ref())
}
