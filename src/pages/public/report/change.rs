//! The same form, used once more: to change what was sent, in the first ten minutes.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;

use super::{check, step::back_link};
use crate::{
    actions::{
        change_report::{self, ChangeError},
        draft::Draft,
        follow,
    },
    clock::day_of,
    domain::{
        answers::{FieldError, FormStep},
        report::{Channel, Content, ReportNumber},
        responsibility::ABOUT_HOME,
        submission::Submission,
        workflow::CitizenAct,
    },
    storage::{self, reports::ReportRow},
    web::{
        error::{PageError, PageResult},
        visitor::{Page, Visitor},
    },
};

/// The report that a draft changes, if it changes one.
pub async fn report_of(v: &Visitor, draft: &Draft) -> Result<Option<ReportRow>, PageError> {
    if draft.row.changes_report.is_none() {
        return Ok(None);
    }
    Ok(storage::reports::find_of_draft(&v.portal.db, &v.portal.hashes.draft.of(&draft.token)).await?)
}

/// What the check page says above the answers: until when it counts, or that it no longer does.
pub fn note(v: &Visitor, row: &ReportRow) -> Result<AnyView, PageError> {
    let number = ReportNumber::parse(&row.number).map(|number| number.grouped()).unwrap_or_default();
    let until = v.lang.clock(row.withdraw_until);
    let report = v.to(&format!("/follow/{}", row.number));
    let may = follow::can(&v.portal, row)?.contains(&CitizenAct::Change.as_str());
    Ok(if may {
        view! {
            <div class="note" id="change">
                <p>{v.ta("change-note", &[("number", &number), ("until", &until)])}</p>
                <p>{v.t("change-note-files")}</p>
                <p><a href=report>{v.t("change-leave")}</a></p>
            </div>
        }
        .into_any()
    } else {
        view! {
            <div class="note amber" id="change">
                <p>{v.ta("change-over", &[("number", &number)])}</p>
                <p><a href=format!("{report}#message")>{v.t("change-over-write")}</a></p>
            </div>
        }
        .into_any()
    })
}

/// Sends the change; on any refusal the check page comes back with everything that was typed.
pub async fn send(
    v: &Visitor,
    draft: &Draft,
    row: &ReportRow,
    submission: &Submission,
    suspicious: bool,
) -> PageResult {
    let refused = |error: &ChangeError| vec![FieldError::new("change", &error.to_string())];
    match change_report::send(&v.portal, draft, row, submission, suspicious).await {
        Ok(()) => Ok(super::to_receipt(v, &draft.token)),
        Err(ChangeError::Storage(error)) => Err(error.into()),
        Err(ChangeError::Draft) => Ok(v.see(&format!("/report/{}/{}/check", draft.channel, draft.token))),
        Err(error) => {
            let mut response = check::with_errors(v, draft, &refused(&error)).await?;
            if let ChangeError::Elsewhere(_) = error {
                *response.status_mut() = StatusCode::CONFLICT;
            }
            Ok(response)
        }
    }
}

/// What stands on the report now, for somebody who changed it elsewhere meanwhile.
pub fn stands_now(v: &Visitor, row: &ReportRow) -> Result<AnyView, PageError> {
    let content: Content = row.content(&row.data_key(&v.portal.keys)?)?;
    let kind = v.t(&format!("category-{}-{}", row.channel, row.category));
    let court = row.court_concerned.as_deref().map_or_else(|| v.t("not-filled"), |code| v.court(code));
    Ok(view! {
        <details class="more" open>
            <summary>{v.t("change-now")}</summary>
            <dl class="now">
                <div><dt>{v.t("section-kind")}</dt><dd>{kind}</dd></div>
                <div><dt>{v.t("short-court")}</dt><dd>{court}</dd></div>
                <div><dt>{v.t("section-story")}</dt><dd class="typed">{content.narrative}</dd></div>
            </dl>
        </details>
    }
    .into_any())
}

/// The page of the files: those that were sent stay where they are.
pub fn files_page(v: &Visitor, draft: &Draft, row: &ReportRow, from_check: bool) -> Response {
    let next = if from_check { FormStep::Check } else { FormStep::You };
    let next = v.to(&format!("/report/{}/{}/{next}", draft.channel, draft.token));
    let title = v.t("step-files");
    let report = v.to(&format!("/follow/{}#files", row.number));
    v.page(Page::titled(title.clone()), || {
        view! {
            {back_link(v, draft, FormStep::Files, from_check)}
            <h1>{title}</h1>
            <p>{v.t("change-files")}</p>
            <p><a href=report>{v.t("change-files-link")}</a></p>
            <p class="go"><a class="button" href=next>{v.t("continue")}</a></p>
        }
    })
}

/// In the place of a receipt: it is the same report, with the same number and the same code.
pub fn confirmation(v: &Visitor, row: &ReportRow) -> Result<Response, PageError> {
    let number = ReportNumber::parse(&row.number).map(|number| number.grouped()).unwrap_or_default();
    let channel = row.channel()?;
    let due = v.lang.day(day_of(row.due_at));
    let handled = v.ta(&format!("receipt-court-{channel}"), &[("court", &v.court(&row.court))]);
    let target =
        v.ta(if channel == Channel::Lead { "receipt-due-lead" } else { "receipt-due-complaint" }, &[("due", &due)]);
    let about_home = row.flags().iter().any(|flag| flag == ABOUT_HOME).then(|| v.t("receipt-about-home"));
    let report = v.to(&format!("/follow/{}", row.number));
    let may = follow::can(&v.portal, row)?.contains(&CitizenAct::Change.as_str());
    let until = may.then(|| v.ta("changed-until", &[("until", &v.lang.clock(row.withdraw_until))]));
    Ok(v.page(Page::titled(v.t("changed-title")), || {
        view! {
            <div class="done" role="status">
                <h1>{v.t("changed-title")}</h1>
                <p>{v.ta("changed-text", &[("number", &number)])}</p>
            </div>
            <h2>{v.t("receipt-next")}</h2>
            <ol>
                <li>{v.marked(&handled)}</li>
                <li>{target}</li>
                {until.map(|until| view! { <li>{until}</li> })}
            </ol>
            {about_home.map(|text| view! { <p class="note">{text}</p> })}
            <p><a class="button" href=report>{v.t("changed-back")}</a></p>
        }
    }))
}
