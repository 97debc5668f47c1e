//! The receipt: number, code, QR code, what happens next and when. It can be reloaded for a day in the same browser.

use axum::{extract::Path, http::StatusCode, response::Response};
use leptos::prelude::*;

use crate::{
    actions::submit_report::{self, Receipt, SubmitError},
    domain::report::{Channel, ReceiptCode, ReportNumber},
    pages::parts::qr::qr,
    web::{
        error::{PageError, PageResult},
        visitor::{Page, Visitor},
    },
};

pub async fn view(v: Visitor, Path(token): Path<String>) -> PageResult {
    let once = super::report::send::once(&v, &token);
    match submit_report::find_receipt(&v.portal, &once.name, &once.secret).await {
        Ok(Some(receipt)) => Ok(slip(&v, &receipt)),
        Ok(None) => Err(PageError::NotFound),
        Err(SubmitError::Storage(error)) => Err(error.into()),
        // Sent, but not for these eyes any more.
        Err(_) => Ok(v.page(Page::titled(v.t("receipt-over-title")).status(StatusCode::GONE), || {
            super::message::view(&v, "receipt-over")
        })),
    }
}

fn slip(v: &Visitor, receipt: &Receipt) -> Response {
    let number = ReportNumber::parse(&receipt.number).map(|number| number.grouped()).unwrap_or_default();
    let code = ReceiptCode::parse(&receipt.code).map(|code| code.grouped()).unwrap_or_default();
    let address = format!("{}{}#{}", v.portal.config.public_url, v.to("/follow"), receipt.code);
    let has = |flag: &str| receipt.flags.iter().any(|one| one == flag);
    let due = v.lang.day(receipt.due);
    let outside = receipt.court_concerned.as_deref().filter(|_| has("court_outside")).map(|code| {
        let courts = v.portal.courts();
        let province = courts.province_of(code).map_or_else(|| v.court(code), |court| v.court(&court.code));
        v.ta("receipt-outside", &[("court", &v.court(code)), ("province", &province)])
    });
    let about_home = (has("about_home_court")).then(|| v.t("receipt-about-home"));
    let handled = v.ta(&format!("receipt-court-{}", receipt.channel), &[("court", &v.court(&receipt.court))]);
    let target = v.ta(
        if receipt.channel == Channel::Lead { "receipt-due-lead" } else { "receipt-due-complaint" },
        &[("due", &due)],
    );
    v.page(Page::titled(v.t("receipt-title")), || {
        view! {
            <div class="done" role="status">
                <h1>{v.t("receipt-title")}</h1>
                <p>{v.ta("receipt-at", &[("at", &v.lang.minute(receipt.received_at))])}</p>
            </div>
            <section class="slip">
                <div>
                    <h2>{v.t("receipt-number")}</h2>
                    <p class="number">{number}</p>
                    <h2>{v.t("receipt-code")}</h2>
                    <p class="secret">{code}</p>
                    <p>{v.t("receipt-code-help")}</p>
                    <p class="paper">{format!("{}{}", v.portal.config.public_url, v.to("/follow"))}</p>
                </div>
                {qr(&address, v.t("receipt-qr"))}
            </section>
            <p class="note amber"><strong>{v.t("receipt-keep")}</strong></p>
            <h2>{v.t("receipt-next")}</h2>
            <ol>
                <li>{handled}</li>
                <li>{target}</li>
                <li>{v.t("receipt-look")}</li>
                <li>{v.t("receipt-withdraw")}</li>
            </ol>
            {outside.map(|text| view! { <p class="note">{text}</p> })}
            {about_home.map(|text| view! { <p class="note">{text}</p> })}
            <p class="screen">{v.t("receipt-print")}</p>
            <p class="screen"><a class="button second" href=v.to("/follow")>{v.t("follow-title")}</a></p>
            <p class="fine">{v.t("receipt-again")}</p>
        }
    })
}
