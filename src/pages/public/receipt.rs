//! The receipt: number, code, QR code, when to come back, what happens next. It can be reloaded for a day in the same
//! browser.

use axum::{extract::Path, http::StatusCode, response::Response};
use leptos::prelude::*;

use super::{
    keep::{Kept, come_back, to_keep},
    receipt_notices,
    report::change,
};
use crate::{
    actions::{
        change_report::{self, ChangeError},
        draft, follow,
        submit_report::{self, Receipt, SubmitError},
    },
    clock::day_of,
    domain::{
        report::{Channel, ReceiptCode},
        responsibility::ABOUT_HOME,
        workflow::CitizenAct,
    },
    pages::parts::{
        field::{summary, words},
        notices,
        qr::qr,
    },
    storage::{self, reports::ReportRow},
    web::{
        error::{PageError, PageResult},
        visitor::{Page, Visitor},
    },
};

pub async fn view(v: Visitor, Path(token): Path<String>) -> PageResult {
    let row = report_of(&v, &token).await?;
    if let Some(page) = changed(&v, &token, row.as_ref()).await? {
        return Ok(page);
    }
    Ok(match find(&v, &token).await? {
        Ok(receipt) => slip(&v, &token, &receipt, row.as_ref(), None).await?,
        Err(over) => over,
    })
}

/// The receipt of a draft as its report stands now, or the page that says that it is over.
pub async fn find(v: &Visitor, token: &str) -> Result<Result<Receipt, Response>, PageError> {
    let once = super::report::send::once(v, token);
    match submit_report::find_receipt(&v.portal, &once.name, &once.secret).await {
        Ok(Some(receipt)) => Ok(Ok(as_it_stands(receipt, report_of(v, token).await?.as_ref())?)),
        Ok(None) => Err(PageError::NotFound),
        Err(SubmitError::Storage(error)) => Err(error.into()),
        // Sent, but not for these eyes any more.
        Err(_) => Ok(Err(v.page(Page::titled(v.t("receipt-over-title")).status(StatusCode::GONE), || {
            super::message::view(v, "receipt-over")
        }))),
    }
}

/// The report that a draft became or changes.
async fn report_of(v: &Visitor, token: &str) -> storage::Result<Option<ReportRow>> {
    storage::reports::find_of_draft(&v.portal.db, &v.portal.hashes.draft.of(token)).await
}

/// A draft that changed a report has a confirmation of its own; one that was not sent yet goes on with its answers.
async fn changed(v: &Visitor, token: &str, row: Option<&ReportRow>) -> Result<Option<Response>, PageError> {
    let Some(draft) = draft::open(&v.portal, token).await?.filter(|draft| draft.row.changes_report.is_some()) else {
        return Ok(None);
    };
    Ok(match row {
        Some(row) if draft.open.is_none() => Some(change::confirmation(v, row)?),
        _ => Some(v.see(&format!("/report/{}/{token}/check", draft.channel))),
    })
}

/// The receipt of a report that was changed since: where it goes now.
fn as_it_stands(receipt: Receipt, row: Option<&ReportRow>) -> storage::Result<Receipt> {
    let Some(row) = row.filter(|row| row.content_version > 1) else { return Ok(receipt) };
    Ok(Receipt {
        category: row.category()?,
        court: row.court.clone(),
        court_concerned: row.court_concerned.clone(),
        flags: row.flags(),
        due: day_of(row.due_at),
        ..receipt
    })
}

/// The button on the receipt: whoever can read the receipt can change what it is about.
pub async fn change(v: Visitor, Path(token): Path<String>) -> PageResult {
    let once = super::report::send::once(&v, &token);
    let receipt = match submit_report::find_receipt(&v.portal, &once.name, &once.secret).await {
        Ok(receipt) => receipt,
        Err(SubmitError::Storage(error)) => return Err(error.into()),
        Err(_) => None,
    };
    let (Some(receipt), Some(row)) = (receipt, report_of(&v, &token).await?) else {
        return Ok(v.see(&format!("/receipt/{token}")));
    };
    match change_report::begin(&v.portal, &row, v.lang.code()).await {
        Ok(token) => Ok(v.see(&format!("/report/{}/{token}/check", row.channel))),
        Err(ChangeError::Storage(error)) => Err(error.into()),
        Err(error) => {
            let refused = words(v.lang, "change", &error.to_string());
            slip(&v, &token, &as_it_stands(receipt, Some(&row))?, Some(&row), Some(&refused)).await
        }
    }
}

async fn slip(
    v: &Visitor,
    token: &str,
    receipt: &Receipt,
    row: Option<&ReportRow>,
    refused: Option<&str>,
) -> PageResult {
    let told = receipt_notices::of_receipt(v, receipt).await?;
    let kept = Kept::of_receipt(v, token, receipt);
    let code = kept.code.as_ref().map(ReceiptCode::grouped).unwrap_or_default();
    let address = format!("{}{}#{}", v.portal.config.public_url, v.to("/follow"), receipt.code);
    let has = |flag: &str| receipt.flags.iter().any(|one| one == flag);
    let outside = receipt.court_concerned.as_deref().filter(|_| has("court_outside")).map(|code| {
        let courts = v.portal.courts();
        let province = courts.province_of(code).map_or_else(|| v.court(code), |court| v.court(&court.code));
        v.ta("receipt-outside", &[("court", &v.court(code)), ("province", &province)])
    });
    let about_home = has(ABOUT_HOME).then(|| v.t("receipt-about-home"));
    let handled = v.ta(&format!("receipt-court-{}", receipt.channel), &[("court", &v.court(&receipt.court))]);
    let due = v.lang.day(receipt.due);
    let target = v.ta(
        if receipt.channel == Channel::Lead { "receipt-due-lead" } else { "receipt-due-complaint" },
        &[("due", &due)],
    );
    let may_change =
        row.filter(|row| follow::can(&v.portal, row).is_ok_and(|can| can.contains(&CitizenAct::Change.as_str())));
    let action = v.to(&format!("/receipt/{token}/change"));
    let wrong = refused.map(|words| ("change".to_owned(), words.to_owned())).into_iter().collect::<Vec<_>>();
    Ok(v.page(Page::titled(v.t("receipt-title")).wrong_if(refused.is_some()), || {
        view! {
            {summary(v.lang, &wrong)}
            <div class="done" role="status" id=refused.map(|_| "change")>
                <h1>{v.t("receipt-title")}</h1>
                <p>{v.ta("receipt-at", &[("at", &v.lang.minute(receipt.received_at))])}</p>
            </div>
            <section class="slip">
                <div>
                    <h2>{v.t("receipt-number")}</h2>
                    <p class="number">{kept.number_in_groups()}</p>
                    <h2>{v.t("receipt-code")}</h2>
                    <p class="secret">{code}</p>
                    <p>{v.t("receipt-code-help")}</p>
                    <p class="paper">{format!("{}{}", v.portal.config.public_url, v.to("/follow"))}</p>
                </div>
                {qr(&address, v.t("receipt-qr"))}
            </section>
            <p class="note amber"><strong>{v.t("receipt-keep")}</strong></p>
            <p class="screen">{v.t("receipt-print")}</p>
            {come_back(v, &kept)}
            {notices::panel(v, &receipt_notices::places(v, token), &told, &notices::Asked::default(), true)}
            <h2>{v.t("receipt-next")}</h2>
            <ol>
                <li>{v.marked(&handled)}</li>
                <li>{target}</li>
                <li>{v.t("receipt-look")}</li>
                <li>{v.t("receipt-withdraw")}</li>
            </ol>
            {may_change.map(|row| super::follow::change::section(v, row, &action))}
            {outside.map(|text| view! { <p class="note">{v.marked(&text)}</p> })}
            {about_home.map(|text| view! { <p class="note">{text}</p> })}
            {to_keep(v, &kept, ())}
            <h2 class="screen">{v.t("receipt-later")}</h2>
            <p class="screen">{v.t("receipt-later-text")}</p>
            <p class="screen"><a class="button second" href=v.to("/follow")>{v.t("follow-title")}</a></p>
            <p class="screen fine"><a href=v.to("/accessibility#tell")>{v.t("receipt-feedback")}</a></p>
            <p class="fine">{v.t("receipt-again")}</p>
        }
    }))
}
