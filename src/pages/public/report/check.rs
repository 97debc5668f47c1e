//! Check your answers: everything that was typed, with a Change link on each row; nothing is sent yet.

use axum::response::Response;
use leptos::prelude::*;

use super::{
    change,
    step::{back_link, court_so_far, progress},
};
use crate::{
    actions::draft::Draft,
    domain::{
        answers::{Answers, FieldError, FormStep},
        contact::{EmailAddress, PhoneNumber},
        report::Channel,
    },
    i18n::questions::on_page,
    pages::parts::field::{lines, summary},
    storage,
    web::{
        error::{PageError, PageResult},
        visitor::{Page, Visitor},
    },
};

/// The check page; with errors when something sent was not complete.
pub async fn show(v: &Visitor, draft: &Draft, answers: &Answers, errors: &[FieldError]) -> PageResult {
    let channel = draft.channel;
    let changes = change::report_of(v, draft).await?;
    let files = if changes.is_some() { vec![v.t("change-files-kept")] } else { file_lines(v, draft).await? };
    let note = changes.as_ref().map(|row| change::note(v, row)).transpose()?;
    let elsewhere = changes.as_ref().filter(|_| errors.iter().any(|error| error.code == "elsewhere"));
    let stands_now = elsewhere.map(|row| change::stands_now(v, row)).transpose()?;
    let (truth, send) = if changes.is_some() {
        (v.t("change-truth"), v.t("change-send"))
    } else {
        (v.t(&format!("check-truth-{channel}")), v.t(&format!("send-{channel}")))
    };
    let errors = if errors.is_empty() { Vec::new() } else { errors.to_vec() };
    // A page's own errors lead to that page, not to a field that is not here.
    let wrong = lines(v.lang, &errors)
        .into_iter()
        .zip(&errors)
        .map(|((_, words), error)| match error.field {
            "change" => ("change".to_owned(), words),
            field => (format!("row-{}", FormStep::of_field(field)), words),
        })
        .collect::<Vec<_>>();
    let sequence = FormStep::sequence(channel, answers);
    let sections = sequence
        .iter()
        .filter(|step| **step != FormStep::Check)
        .map(|step| section(v, draft, answers, *step, &files))
        .collect_view();
    let title = v.t("step-check");
    let before_send = super::gate::before_send(v, draft, answers).await?;
    let page = Page { islands: before_send.busy, ..Page::titled(title.clone()).wrong_if(!errors.is_empty()) };
    Ok(v.page(page, || {
        view! {
            {back_link(v, draft, FormStep::Check, false)}
            {summary(v.lang, &wrong)}
            <p class="progress">{progress(v, draft, answers, FormStep::Check)}</p>
            <h1>{title}</h1>
            {if note.is_some() { note } else { Some(view! { <p class="lead">{v.t("check-not-sent")}</p> }.into_any()) }}
            {stands_now}
            {sections}
            <form method="post" action=v.to(&format!("/report/{channel}/{}/send", draft.token)) class="go">
                <p>{truth}</p>
                // Programs fill in every field; people do not see this one.
                <div class="pot" aria-hidden="true">
                    <label for="website">"Website"</label>
                    <input id="website" name="website" tabindex="-1" autocomplete="off" />
                </div>
                {before_send.view}
                <button class="button">{send}</button>
            </form>
        }
    }))
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
    let mut rows = rows(v, draft.channel, a, step, files);
    let questions = on_page(v.lang, draft.channel, a, step, v.portal.clock.today());
    // Whoever files for nobody else, and for no reward, is not shown those rows.
    let questions = questions.into_iter().filter(|(_, answer)| step != FormStep::You || !answer.is_empty());
    rows.extend(questions.map(|(question, answer)| (v.lang.question_alone(question), answer)));
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

/// The short name of a field, away from its page.
pub fn label(v: &Visitor, name: &str) -> String {
    let slug = name.replace('_', "-");
    v.lang.try_t(&format!("short-{slug}")).unwrap_or_else(|| v.t(&format!("field-{slug}")))
}

/// Labels and answers of a page, in its order.
pub fn rows(v: &Visitor, channel: Channel, a: &Answers, step: FormStep, files: &[String]) -> Vec<(String, String)> {
    let label = |name: &str| label(v, name);
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
            .into_iter()
            .chain((channel == Channel::Lead).then(|| (label("livelihood"), livelihood(v, a))))
            .collect()
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
        FormStep::Livelihood => vec![(label("livelihood"), livelihood(v, a))],
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
                // As the court will read them, so that a slip shows.
                (
                    label("phone"),
                    PhoneNumber::parse(&a.phone).map_or_else(|_| a.phone.clone(), |phone| phone.to_string()),
                ),
                (
                    label("email"),
                    EmailAddress::parse(&a.email).map_or_else(|_| a.email.clone(), |email| email.to_string()),
                ),
                (label("role"), role),
                (v.t("claims-reward"), if a.claims_reward == "yes" { v.t("opt-any-yes") } else { String::new() }),
            ]
        }
        FormStep::Details | FormStep::More | FormStep::Check => Vec::new(),
    }
}

fn livelihood(v: &Visitor, a: &Answers) -> String {
    let known = Some(a.livelihood.replace('_', "-")).filter(|class| !class.is_empty());
    known.and_then(|class| v.lang.try_t(&format!("livelihood-{class}"))).unwrap_or_default()
}

/// For callers that only have a draft.
pub async fn with_errors(v: &Visitor, draft: &Draft, errors: &[FieldError]) -> Result<Response, PageError> {
    let answers = draft.open.as_ref().map(|open| open.answers.clone()).unwrap_or_default();
    show(v, draft, &answers, errors).await
}
