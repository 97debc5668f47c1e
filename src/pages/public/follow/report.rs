//! A report as its reporter sees it: where it stands, what is asked, what happened, messages, files, contact.

use axum::{extract::Path, response::Response};
use leptos::prelude::*;

use super::{beside::beside, change, opened, rating, standing::standing, withdraw};
use crate::{
    actions::{
        follow::{self, Followed},
        proof::{Proof, find_proof},
        record,
    },
    domain::{
        answers::{Answers, FieldError},
        report::ReceiptCode,
    },
    pages::{
        parts::{
            field::{Field, error_of, summary, words},
            timeline::timeline,
        },
        public::{
            evidence::{form::upload_form, lines, list::file_list},
            keep::{Kept, to_keep},
        },
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
    pub rating: Option<rating::Typed>,
    pub withdraw: Option<withdraw::Typed>,
}

pub async fn view(v: Visitor, Path(number): Path<String>) -> PageResult {
    match opened(&v, &number).await? {
        Ok(row) => show(&v, row, &State::default()).await,
        Err(to_form) => Ok(to_form),
    }
}

pub async fn show(v: &Visitor, row: ReportRow, state: &State) -> Result<Response, PageError> {
    let can = follow::can(&v.portal, &row)?;
    let place = super::files::place(v, &row)?;
    let evidence = place.read(&v.portal).await?;
    let can = |act: &str| can.contains(&act);
    let followed = follow::read(&v.portal, row).await?;
    if followed.has_unread() {
        record::read_by_citizen(&v.portal, followed.row.id).await?;
    }
    let row = &followed.row;
    let code = match &v.visit {
        Some(visit) => follow::find_code(&v.portal, visit, row).await?,
        None => None,
    };
    let proof = find_proof(&v.portal, row, &followed.key).await?;
    let kept = Kept::of_row(v, row, code, proof.as_ref().map(|proof| proof.receipt.clone()))?;
    let (status, channel) = (row.status()?, row.channel()?);
    let number = kept.number_in_groups();
    let base = v.to(&format!("/follow/{}", row.number));
    let page = Page::titled(v.ta("follow-report-title", &[("number", &number)]))
        .with_islands()
        .with_microphone()
        .wrong_if(!state.errors.is_empty());
    let mut writes = can("message") || !state.message.is_empty();
    let asked = followed.question().map(|question| {
        writes = false;
        let question = question.to_owned();
        view! {
            <section class="asked">
                <h2>{v.t("asked-title")}</h2>
                <p class="typed">{question}</p>
                {message_form(v, &base, state, "asked-answer")}
            </section>
        }
    });
    // A form that is gone leaves its error behind, for the summary to lead to.
    let gone = ["change", "withdraw"]
        .into_iter()
        .filter(|act| !can(act))
        .filter_map(|act| state.errors.iter().find(|error| error.field == act))
        .map(|error| view! { <p class="note amber" id=error.field>{words(v.lang, error.field, &error.code)}</p> })
        .collect_view();
    let rating =
        if can("rate") || state.rating.is_some() { Some(rating::section(v, &base, &followed, state)?) } else { None };
    Ok(v.page(page, || {
        view! {
            {summary(v.lang, &lines(v.lang, &v.portal, &state.errors))}
            <h1>{v.t(&format!("category-{channel}-{}", row.category))}</h1>
            <p class="muted">{v.t("receipt-number")}" "<span class="digits">{number}</span></p>
            {kept.code.as_ref().map(|code| first_visit(v, code))}
            {asked}
            {standing(v, &followed, status, channel)}
            {rating}
            {can("change").then(|| change::section(v, row, &format!("{base}/change")))}
            {gone}
            {beside(v, &followed)}
            <h2 id="timeline">{v.t("timeline-title")}</h2>
            {timeline(v, &followed.entries, None)}
            {writes.then(|| message_form(v, &base, state, "message-title"))}
            {can("message").then(|| view! { <p class="fine">{v.t("read-note")}</p> })}
            {can("files").then(|| view! {
                <h2 id="files">{v.t("follow-files")}</h2>
                {upload_form(v, &format!("{base}/files"), &state.errors.iter().filter(|error| error.field == "file").cloned().collect::<Vec<_>>())}
            })}
            <div id="file-list">{file_list(v, &place, &evidence)}</div>
            {(can("contact") || state.contact.is_some()).then(|| contact_form(v, &base, &followed, state))}
            {to_keep(v, &kept, proof.as_ref().map(|proof| about_text(v, &base, proof)))}
            {can("withdraw").then(|| withdraw::section(v, &base, state, can("change")))}
        }
    }))
}

/// The code once more, on the first visit with it: a slip in the note comes to light while it can still be mended.
fn first_visit(v: &Visitor, code: &ReceiptCode) -> impl IntoView + use<> {
    view! {
        <section class="slip once">
            <div>
                <h2>{v.t("follow-first")}</h2>
                <p class="secret">{code.grouped()}</p>
                <p>{v.t("follow-first-text")}</p>
            </div>
        </section>
    }
}

/// The text that the receipt stands for, to keep beside it; and whether it still is that text.
fn about_text(v: &Visitor, base: &str, proof: &Proof) -> impl IntoView + use<> {
    let same = if proof.changed_since { "keep-text-changed" } else { "keep-text-same" };
    view! {
        <p>{v.t(same)}</p>
        <p><a href=format!("{base}/content.json") download="content.json">{v.t("keep-text")}</a></p>
    }
}

fn message_form(v: &Visitor, base: &str, state: &State, label: &str) -> impl IntoView + use<> {
    let field = Field {
        name: "message",
        label: v.t(label),
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
