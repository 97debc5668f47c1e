//! What a reporter takes along: the signed receipt, a day in the calendar, an acknowledgement on paper. Each is to be
//! had from the receipt and, for good, from the follow page.

pub mod files;
pub mod sheet;

use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use leptos::prelude::*;

use super::{follow, receipt};
use crate::{
    actions::{self, submit_report::Receipt},
    clock::day_of,
    domain::report::{Category, Channel, ReceiptCode, ReportNumber},
    pages::parts::qr::qr,
    storage::reports::ReportRow,
    web::{error::PageError, visitor::Visitor},
};

/// The facts of a report that may stand on paper.
pub struct Kept {
    /// The page that it was asked from.
    pub page: String,
    pub number: String,
    /// Where it can be shown: on the day of sending, and on the first visit with the code.
    pub code: Option<ReceiptCode>,
    pub received_at: DateTime<Utc>,
    pub channel: Channel,
    pub category: Category,
    pub court: String,
    /// The day by which the portal means to have answered.
    pub due: NaiveDate,
    /// Whether an answer is still to come.
    pub waits: bool,
    /// Signed; `None` for reports that were taken in before receipts were signed.
    pub receipt: Option<String>,
}

impl Kept {
    pub fn of_receipt(v: &Visitor, token: &str, receipt: &Receipt) -> Self {
        Self {
            page: v.to(&format!("/receipt/{token}")),
            number: receipt.number.clone(),
            code: ReceiptCode::parse(&receipt.code),
            received_at: receipt.received_at,
            channel: receipt.channel,
            category: receipt.category,
            court: receipt.court.clone(),
            due: receipt.due,
            waits: true,
            receipt: receipt.signed.clone(),
        }
    }

    pub fn of_row(
        v: &Visitor,
        row: &ReportRow,
        code: Option<ReceiptCode>,
        receipt: Option<String>,
    ) -> Result<Self, PageError> {
        Ok(Self {
            page: v.to(&format!("/follow/{}", row.number)),
            number: row.number.clone(),
            code,
            received_at: row.received_at,
            channel: row.channel()?,
            category: row.category()?,
            court: row.court.clone(),
            due: day_of(row.due_at),
            waits: row.status()?.is_open(),
            receipt,
        })
    }

    pub fn number_in_groups(&self) -> String {
        ReportNumber::parse(&self.number).map(|number| number.grouped()).unwrap_or_default()
    }

    /// Whether its kind would tell somebody who finds the paper more than the reporter may want.
    fn is_delicate(&self) -> bool {
        self.channel == Channel::Lead || self.category == Category::Integrity
    }
}

/// What the receipt of a draft holds, or the page that is shown instead.
async fn from_receipt(v: &Visitor, token: &str) -> Result<Kept, Response> {
    let receipt = receipt::find(v, token).await.map_err(IntoResponse::into_response)??;
    Ok(Kept::of_receipt(v, token, &receipt))
}

/// What a report that this visit has open holds, or the way in.
async fn from_follow(v: &Visitor, number: &str) -> Result<Kept, Response> {
    let row = follow::opened(v, number).await.map_err(IntoResponse::into_response)??;
    let page = |error: PageError| error.into_response();
    let kept = crate::storage::receipts::find(&v.portal.db, row.id).await.map_err(|error| page(error.into()))?;
    let code = match &v.visit {
        Some(visit) => actions::follow::find_code(&v.portal, visit, &row).await.map_err(|error| page(error.into()))?,
        None => None,
    };
    Kept::of_row(v, &row, code, kept.and_then(|kept| kept.receipt)).map_err(page)
}

/// A day with its day of the week, in words.
pub fn day_in_words(v: &Visitor, day: NaiveDate) -> String {
    let weekday = v.t(&format!("weekday-{}", day.weekday().number_from_monday()));
    v.ta("keep-day", &[("day", &v.lang.day(day)), ("weekday", &weekday)])
}

/// The address that a receipt is checked at. What stands after `#` reaches no server.
fn verify_address(v: &Visitor) -> String {
    format!("{}{}", v.portal.config.public_url, v.to("/verify"))
}

/// The QR code that opens the check with this receipt.
fn receipt_qr(v: &Visitor, receipt: &str) -> Option<impl IntoView + use<>> {
    qr(&format!("{}#{receipt}", verify_address(v)), v.t("keep-qr"))
}

/// When to look again, as a paragraph of its own.
pub fn come_back(v: &Visitor, kept: &Kept) -> impl IntoView + use<> {
    view! {
        <section class="come-by">
            <h2>{v.t("keep-come-back")}</h2>
            <p class="day"><time datetime=kept.due.to_string()>{day_in_words(v, kept.due)}</time></p>
            <p>{v.t("keep-come-back-text")}</p>
        </section>
    }
}

/// The paper, the day, the file, and what it proves. `more` stands at the end of the explanation.
pub fn to_keep<V: IntoView + 'static>(v: &Visitor, kept: &Kept, more: V) -> impl IntoView + use<V> {
    let file = format!("{}/receipt.txt", kept.page);
    let to_do = (kept.waits && kept.due >= v.portal.clock.today()).then(|| {
        let file = format!("{}/todo.ics", kept.page);
        view! { <li><a href=file download="todo.ics">{v.ta("keep-calendar", &[("day", &v.lang.day(kept.due))])}</a></li> }
    });
    let signed = kept.receipt.clone().map(|receipt| {
        view! {
            <li><a href=file download="receipt.txt">{v.t("keep-file")}</a></li>
            <li>
                <details>
                    <summary>{v.t("keep-what")}</summary>
                    <p>{v.t("keep-what-text")}</p>
                    <p><a class="alone" href=v.to("/verify")>{v.t("verify-title")}</a></p>
                    {receipt_qr(v, &receipt)}
                    <p class="signed" lang="en">{receipt}</p>
                    {more}
                </details>
            </li>
        }
    });
    let none = kept.receipt.is_none().then(|| view! { <p class="fine">{v.t("keep-unsigned")}</p> });
    view! {
        <section class="screen keep">
            <h2 id="keep">{v.t("keep-title")}</h2>
            <ul class="plainly">
                <li><a href=format!("{}/acknowledgement", kept.page)>{v.t("keep-paper")}</a></li>
                {to_do}
                {signed}
            </ul>
            {none}
        </section>
    }
}
