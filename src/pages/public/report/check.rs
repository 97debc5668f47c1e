//! Check your answers: everything that was typed, with a Change link on each row; nothing is sent yet.

use axum::response::Response;
use leptos::prelude::*;

use super::step::{back_link, court_so_far, progress};
use crate::{
    actions::draft::Draft,
    domain::{
        answers::{Answers, FieldError, FormStep},
        questions::{self, Answer},
        report::Channel,
    },
    pages::parts::field::{lines, summary},
    storage,
    web::{
        error::{PageError, PageResult},
        visitor::{Page, Visitor},
    },
};

/// The check page; with errors when something sent was not complete.
pub async fn show(v: &Visitor, draft: &Draft, answers: &Answers, errors: &[FieldError]) -> PageResult {
    let files = file_lines(v, draft).await?;
    let channel = draft.channel;
    let errors = if errors.is_empty() { Vec::new() } else { errors.to_vec() };
    // A page's own errors lead to that page, not to a field that is not here.
    let wrong = lines(v.lang, &errors)
        .into_iter()
        .zip(&errors)
        .map(|((_, words), error)| (format!("row-{}", step_of(error.field)), words))
        .collect::<Vec<_>>();
    let sequence = FormStep::sequence(channel, answers);
    let sections = sequence
        .iter()
        .filter(|step| **step != FormStep::Check)
        .map(|step| section(v, draft, answers, *step, &files))
        .collect_view();
    let title = v.t("step-check");
    let page = Page::titled(title.clone()).wrong_if(!errors.is_empty());
    Ok(v.page(page, || {
        view! {
            {back_link(v, draft, FormStep::Check, false)}
            {summary(v.lang, &wrong)}
            <p class="progress">{progress(v, draft, answers, FormStep::Check)}</p>
            <h1>{title}</h1>
            <p class="lead">{v.t("check-not-sent")}</p>
            {sections}
            <form method="post" action=v.to(&format!("/report/{channel}/{}/send", draft.token)) class="go">
                <p>{v.t(&format!("check-truth-{channel}"))}</p>
                // Programs fill in every field; people do not see this one.
                <div class="pot" aria-hidden="true">
                    <label for="website">"Website"</label>
                    <input id="website" name="website" tabindex="-1" autocomplete="off" />
                </div>
                <button class="button">{v.t(&format!("send-{channel}"))}</button>
            </form>
        }
    }))
}

fn step_of(field: &str) -> FormStep {
    FormStep::ALL.iter().copied().find(|step| step.fields().contains(&field)).unwrap_or(FormStep::Kind)
}

async fn file_lines(v: &Visitor, draft: &Draft) -> Result<Vec<String>, PageError> {
    let Some(open) = &draft.open else { return Ok(Vec::new()) };
    let files = storage::files::list_of_draft(&v.portal.db, draft.row.id).await?;
    let names = files.iter().map(|file| {
        let meta: storage::files::FileMeta =
            open.key.open("file", "sealed_meta", file.id, &file.sealed_meta).map_err(storage::StorageError::from)?;
        Ok(if meta.description.is_empty() { meta.name } else { format!("{}（{}）", meta.name, meta.description) })
    });
    names.collect()
}

fn section(v: &Visitor, draft: &Draft, a: &Answers, step: FormStep, files: &[String]) -> impl IntoView + use<> {
    let rows = rows(v, draft.channel, a, step, files);
    let href = v.to(&format!("/report/{}/{}/{step}?from=check", draft.channel, draft.token));
    let heading = v.t(&format!("section-{step}"));
    let rows = rows.into_iter().map(|(label, value)| {
        let value = if value.is_empty() {
            view! { <span class="muted">{v.t("not-filled")}</span> }.into_any()
        } else {
            view! { <span class="typed">{value}</span> }.into_any()
        };
        view! { <div><dt>{label}</dt><dd>{value}</dd></div> }
    });
    let rows = rows.collect_view();
    view! {
        <section class="answers" id=format!("row-{step}")>
            <h2>{heading.clone()}</h2>
            <dl>{rows}</dl>
            <a href=href>{v.t("change")}<span class="hidden">" "{heading}</span></a>
        </section>
    }
}

/// Labels and answers of a page, in its order.
fn rows(v: &Visitor, channel: Channel, a: &Answers, step: FormStep, files: &[String]) -> Vec<(String, String)> {
    let label = |name: &str| {
        let slug = name.replace('_', "-");
        v.lang.try_t(&format!("short-{slug}")).unwrap_or_else(|| v.t(&format!("field-{slug}")))
    };
    match step {
        FormStep::Kind => vec![(
            label("category"),
            a.category(channel).map(|category| v.t(&format!("category-{channel}-{category}"))).unwrap_or_default(),
        )],
        FormStep::Case => {
            let reading = (!a.case_number.is_empty()).then(|| v.portal.read_case_number(&a.case_number));
            let number = reading
                .and_then(|reading| reading.canonical.clone().filter(|_| reading.is_usable()))
                .unwrap_or_else(|| a.case_number.clone());
            vec![
                (label("case_number"), number),
                (label("court"), court_so_far(v, a).map(|code| v.court(&code)).unwrap_or_default()),
            ]
        }
        FormStep::Respondent => {
            let kind = if a.respondent_kind.is_empty() {
                String::new()
            } else {
                v.lang.try_t(&format!("respondent-{}", a.respondent_kind)).unwrap_or_default()
            };
            vec![
                (label("respondent_kind"), kind),
                (label("respondent_name"), a.respondent_name.clone()),
                (label("respondent_id"), a.respondent_id.clone()),
            ]
        }
        FormStep::Story => {
            let date = match a.occurred_on(v.portal.clock.today()) {
                Ok(Some(day)) => v.lang.day(day),
                _ => [&a.year, &a.month, &a.day]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .cloned()
                    .collect::<Vec<_>>()
                    .join("-"),
            };
            vec![(label("narrative"), a.narrative.clone()), (label("occurred_on"), date)]
        }
        FormStep::Details => {
            let Some(category) = a.category(channel) else { return Vec::new() };
            questions::of(category)
                .iter()
                .map(|question| {
                    (
                        v.t(&format!("q-{}", question.code.replace('_', "-"))),
                        answer(v, question.code, a.details.get(question.code)),
                    )
                })
                .collect()
        }
        FormStep::Livelihood => {
            let class = if a.livelihood.is_empty() {
                String::new()
            } else {
                v.lang.try_t(&format!("livelihood-{}", a.livelihood.replace('_', "-"))).unwrap_or_default()
            };
            vec![(label("livelihood"), class)]
        }
        FormStep::Files => vec![(label("files"), files.join("\n"))],
        FormStep::You if a.is_anonymous(channel) => vec![(label("anonymous"), v.t("anonymous-yes"))],
        FormStep::You => {
            let role = if a.role.is_empty() {
                String::new()
            } else {
                v.lang.try_t(&format!("reporter-role-{}", a.role.replace('_', "-"))).unwrap_or_default()
            };
            vec![
                (label("anonymous"), v.t("anonymous-no")),
                (label("name"), a.name.clone()),
                (label("phone"), a.phone.clone()),
                (label("email"), a.email.clone()),
                (label("role"), role),
            ]
        }
        FormStep::Check => Vec::new(),
    }
}

/// An answer to a question in the reader's words.
pub fn answer(v: &Visitor, code: &str, value: Option<&String>) -> String {
    let value = value.cloned().unwrap_or_default();
    match questions::find(code).map(|question| question.answer) {
        Some(Answer::Choice(options)) if options.contains(&value.as_str()) => {
            v.t(&format!("opt-{}-{}", code.replace('_', "-"), value.replace('_', "-")))
        }
        _ => value,
    }
}

/// For callers that only have a draft.
pub async fn with_errors(v: &Visitor, draft: &Draft, errors: &[FieldError]) -> Result<Response, PageError> {
    let answers = draft.open.as_ref().map(|open| open.answers.clone()).unwrap_or_default();
    show(v, draft, &answers, errors).await
}
