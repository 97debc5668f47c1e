//! A report as its reporter sees it: where it stands, what happened, messages, files, contact.

use axum::{extract::Path, response::Response};
use leptos::prelude::*;

use super::opened;
use crate::{
    actions::follow::{self, Followed},
    clock::day_of,
    domain::{
        answers::{Answers, FieldError},
        report::{Channel, ReportNumber, Status},
    },
    pages::{
        parts::{
            field::{Field, error_of, lines, summary},
            timeline::timeline,
        },
        public::report::files::{file_list, upload_form},
    },
    storage::reports::ReportRow,
    web::{
        error::{PageError, PageResult},
        visitor::{Page, Visitor},
    },
};

/// What was typed on this page and what was wrong with it.
#[derive(Default)]
pub struct State {
    pub errors: Vec<FieldError>,
    pub message: String,
    pub contact: Option<Answers>,
}

pub async fn view(v: Visitor, Path(number): Path<String>) -> PageResult {
    match opened(&v, &number).await? {
        Ok(row) => show(&v, row, &State::default()).await,
        Err(to_form) => Ok(to_form),
    }
}

pub async fn show(v: &Visitor, row: ReportRow, state: &State) -> Result<Response, PageError> {
    let can = follow::can(&v.portal, &row)?;
    let followed = follow::read(&v.portal, row).await?;
    let row = &followed.row;
    let status = row.status()?;
    let channel = row.channel()?;
    let number = ReportNumber::parse(&row.number).map(|number| number.grouped()).unwrap_or_default();
    let slug = status.as_str().replace('_', "-");
    let asked = status == Status::InfoRequested;
    let base = v.to(&format!("/follow/{}", row.number));
    let page = Page::titled(v.ta("follow-report-title", &[("number", &number)]))
        .with_islands()
        .wrong_if(!state.errors.is_empty());
    Ok(v.page(page, || {
        view! {
            {summary(v.lang, &lines(v.lang, &state.errors))}
            <h1>{v.t(&format!("category-{channel}-{}", row.category))}</h1>
            <p class="muted">{v.t("receipt-number")}" "<span class="digits">{number}</span></p>
            <section class=if asked { "status amber" } else { "status" }>
                <h2>{v.t(&format!("status-{slug}"))}</h2>
                <p>{v.t(&format!("status-{slug}-text"))}</p>
                {status.is_open().then(|| view! { <p>{due_words(v, row, channel)}</p> })}
                <p class="muted">{v.ta(&format!("receipt-court-{channel}"), &[("court", &v.court(&row.court))])}</p>
            </section>
            <h2 id="timeline">{v.t("timeline-title")}</h2>
            {timeline(v, &followed.entries, false)}
            {(can.contains(&"message") || !state.message.is_empty()).then(|| message_form(v, &base, state))}
            {can.contains(&"files").then(|| view! {
                <h2 id="files">{v.t("follow-files")}</h2>
                {upload_form(v, &format!("{base}/files"), &state.errors.iter().filter(|error| error.field == "file").cloned().collect::<Vec<_>>())}
            })}
            <div id="file-list">{file_list(v, &followed.files, |_| None)}</div>
            {(can.contains(&"contact") || state.contact.is_some()).then(|| contact_form(v, &base, &followed, state))}
            {can.contains(&"withdraw").then(|| view! {
                <h2 id="withdraw">{v.t("withdraw-title")}</h2>
                <p>{v.ta("withdraw-text", &[("until", &v.lang.clock(row.withdraw_until))])}</p>
                <form method="post" action=format!("{base}/withdraw")><button class="button danger">{v.t("withdraw-button")}</button></form>
            })}
            {(!can.contains(&"withdraw") && state.errors.iter().any(|error| error.field == "withdraw")).then(|| view! { <p id="withdraw" class="note">{v.t("error-withdraw-too-late")}</p> })}
        }
    }))
}

fn due_words(v: &Visitor, row: &ReportRow, channel: Channel) -> String {
    let due = v.lang.day(day_of(row.due_at));
    let key = match (channel, v.portal.clock.now() > row.due_at) {
        (_, true) => "due-passed",
        (Channel::Lead, false) => "receipt-due-lead",
        (Channel::Complaint, false) => "receipt-due-complaint",
    };
    v.ta(key, &[("due", &due)])
}

fn message_form(v: &Visitor, base: &str, state: &State) -> impl IntoView + use<> {
    let field = Field {
        name: "message",
        label: v.t("message-title"),
        help: Some(v.t("message-help")),
        value: &state.message,
        error: error_of(v.lang, &state.errors, "message"),
        ..Field::default()
    };
    let field = field.text(4);
    view! {
        <form method="post" action=format!("{base}/message") novalidate>
            {field}
            <button class="button">{v.t("message-send")}</button>
        </form>
    }
}

fn contact_form(v: &Visitor, base: &str, followed: &Followed, state: &State) -> impl IntoView + use<> {
    let known = followed.reporter.clone().unwrap_or_default();
    let typed = state.contact.clone().unwrap_or_else(|| Answers {
        name: known.name.unwrap_or_default(),
        phone: known.phone.unwrap_or_default(),
        email: known.email.unwrap_or_default(),
        ..Answers::default()
    });
    let field = |name: &'static str, value, autocomplete| {
        let error = error_of(v.lang, &state.errors, name);
        let help = v.lang.try_t(&format!("field-{name}-help"));
        Field {
            name,
            label: v.t(&format!("field-{name}")),
            help,
            value,
            error,
            autocomplete: Some(autocomplete),
            ..Field::default()
        }
        .line()
    };
    let open = state.contact.is_some();
    let fields = (
        field("name", &typed.name, "name"),
        field("phone", &typed.phone, "tel"),
        field("email", &typed.email, "email"),
    );
    view! {
        <details class="more" id="contact" open=open>
            <summary>{v.t("contact-title")}</summary>
            <p>{v.t("contact-text")}</p>
            <form method="post" action=format!("{base}/contact") novalidate>
                {fields}
                <button class="button second">{v.t("contact-save")}</button>
            </form>
        </details>
    }
}
