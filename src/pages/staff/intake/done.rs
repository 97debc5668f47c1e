//! What the clerk reads out at the end: number and code. Where the report is not for the clerk's eyes, nothing else, and
//! the code for as long as reading it out takes.

use axum::{
    Form,
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::allow;
use crate::{
    actions::{
        intake::{self, TextError},
        submit_report::{Receipt, SubmitError},
    },
    domain::{
        contact::PhoneNumber,
        report::{ReceiptCode, ReportNumber},
    },
    pages::public::keep::{Kept, sheet as paper},
    storage::{self, intake::IntakeRow},
    web::{
        error::{PageError, PageResult},
        officer::Officer,
        visitor::Page,
    },
};

/// The receipt of this clerk's intake, or the page that stands in its place.
async fn receipt(o: &Officer, token: &str) -> Result<Receipt, Response> {
    allow(o).map_err(IntoResponse::into_response)?;
    match intake::receipt_of(&o.portal, &o.staff, token).await {
        Ok(Some(receipt)) => Ok(receipt),
        Ok(None) => Err(PageError::NotFound.into_response()),
        Err(SubmitError::Storage(error)) => Err(PageError::from(error).into_response()),
        Err(_) => Err(over(o)),
    }
}

/// The day is over.
fn over(o: &Officer) -> Response {
    o.page(Page::titled(o.t("intake-over-title")).status(StatusCode::GONE), || {
        view! {
            <h1>{o.t("intake-over-title")}</h1>
            <p>{o.t("intake-over-body")}</p>
            <p class="go"><a class="button" href=o.to("/staff/intake")>{o.t("intake-another")}</a></p>
        }
    })
}

pub async fn view(o: Officer, Path(token): Path<String>) -> Result<Response, Response> {
    let receipt = receipt(&o, &token).await?;
    show(&o, &token, &receipt, None).await.map_err(IntoResponse::into_response)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    consent: String,
}

/// Sends the code to the caller's mobile, once, if the caller said so.
pub async fn text(o: Officer, Path(token): Path<String>, Form(wish): Form<Wish>) -> Result<Response, Response> {
    let receipt = receipt(&o, &token).await?;
    let page = |error: PageError| error.into_response();
    let wrong = if wish.consent == "yes" {
        match intake::text_code(&o.portal, &o.staff, &token).await {
            Ok(()) => return Ok(o.see(&format!("/staff/intake/{token}"))),
            Err(TextError::Storage(error)) => return Err(page(error.into())),
            Err(TextError::Once) => "intake-text-once",
            Err(TextError::NoMobile) => "intake-text-no-mobile",
            Err(TextError::Refused) => "intake-text-refused",
            Err(TextError::Over) => "intake-over-title",
        }
    } else {
        "intake-text-consent-first"
    };
    show(&o, &token, &receipt, Some(o.t(wrong))).await.map_err(page)
}

/// The acknowledgement on paper, for a caller at the counter.
pub async fn sheet(
    o: Officer,
    Path(token): Path<String>,
    Query(wished): Query<paper::Wished>,
) -> Result<Response, Response> {
    let receipt = receipt(&o, &token).await?;
    let readable = is_readable(&o, &receipt).await.map_err(IntoResponse::into_response)?;
    let kept = Kept { page: o.to(&format!("/staff/intake/{token}")), ..Kept::of_receipt(&o, &token, &receipt) };
    let code = kept.code.filter(|_| readable);
    Ok(paper::sheet(&o, &Kept { code, ..kept }, &wished))
}

/// Not what it says, only whether it is for these eyes.
async fn is_readable(o: &Officer, receipt: &Receipt) -> Result<bool, PageError> {
    Ok(storage::reports::find(&o.portal.db, &o.scope, &receipt.number).await?.is_some())
}

async fn show(o: &Officer, token: &str, receipt: &Receipt, wrong: Option<String>) -> PageResult {
    let noted = storage::intake::find(&o.portal.db, &receipt.number, o.staff.id).await?;
    let mobile = match &noted {
        Some(noted) => intake::mobile_of(&o.portal, noted).await?,
        None => None,
    };
    let readable = is_readable(o, receipt).await?;
    // Whoever has the code can read everything.
    let shown = readable || noted.as_ref().is_some_and(|noted| intake::is_read_out(&o.portal, noted));
    let number = ReportNumber::parse(&receipt.number).map(|number| number.grouped()).unwrap_or_default();
    let minutes = intake::READ_OUT.num_minutes().to_string();
    let soon_gone = (!readable).then(|| o.ta("intake-code-soon-gone", &[("minutes", &minutes)]));
    let code = ReceiptCode::parse(&receipt.code).filter(|_| shown).map(|code| secret(o, &code, soon_gone));
    let gone = (!shown).then(|| {
        view! { <div class="note amber"><p>{o.ta("intake-code-gone", &[("minutes", &minutes)])}</p><p>{o.t("intake-code-gone-help")}</p></div> }
    });
    let whither = if readable {
        let values = [("court", o.court(&receipt.court)), ("due", o.lang.day(receipt.due))];
        let values = values.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>();
        o.ta("intake-went-here", &values)
    } else {
        o.t("intake-went-elsewhere")
    };
    let open = readable.then(|| {
        let href = o.to(&format!("/staff/reports/{}", receipt.number));
        view! { <a class="button second" href=href>{o.t("intake-open")}</a> }
    });
    let until = o.lang.minute(intake::kept_until(receipt, noted.as_ref()));
    let kept = o.ta(if readable { "intake-kept" } else { "intake-kept-number" }, &[("until", &until)]);
    let sheet = if readable { "acknowledgement?asked=1&code=1" } else { "acknowledgement?asked=1" };
    let texting = mobile.map(|mobile| texting(o, token, &mobile, noted.as_ref(), wrong.as_deref()));
    let title = o.t("intake-done");
    let failed = wrong.is_some();
    let alone = wrong.filter(|_| texting.is_none()).map(|words| view! { <p class="error" role="alert">{words}</p> });
    Ok(o.page(Page::titled(title.clone()).wrong_if(failed), || {
        view! {
            <div class="done" role="status"><h1>{title}</h1>{shown.then(|| view! { <p>{o.t("intake-done-lead")}</p> })}</div>
            <section class="slip">
                <div>
                    <h2>{o.t("receipt-number")}</h2>
                    <p class="number">{number}</p>
                    {code}
                    <p class="paper">{format!("{}{}", o.portal.config.public_url, o.to("/follow"))}</p>
                </div>
            </section>
            {gone}
            <p>{whither}</p>
            {alone}
            {texting}
            <p class="go">
                <a class="button" href=o.to("/staff/intake") accesskey="s" autofocus=!failed>{o.t("intake-another")}<kbd>"S"</kbd></a>
                <a class="button second" href=o.to(&format!("/staff/intake/{token}/{sheet}"))>{o.t("intake-paper")}</a>
                {open}
            </p>
            <p class="fine">{kept}</p>
        }
    }))
}

/// The code, and how to read it out.
fn secret(o: &Officer, code: &ReceiptCode, soon_gone: Option<String>) -> impl IntoView + use<> {
    view! {
        <h2>{o.t("receipt-code")}</h2>
        <p class="secret">{code.grouped()}</p>
        <p>{o.t("intake-code-help")}</p>
        {soon_gone.map(|words| view! { <p><strong>{words}</strong></p> })}
    }
}

fn texting(
    o: &Officer,
    token: &str,
    mobile: &PhoneNumber,
    noted: Option<&IntakeRow>,
    wrong: Option<&str>,
) -> impl IntoView + use<> {
    let mask = mobile.mask();
    if let Some(at) = noted.and_then(|noted| noted.texted_at) {
        let words = o.ta("intake-texted", &[("mobile", &mask), ("at", &o.lang.minute(at))]);
        return view! { <p class="note green" role="status">{words}</p> }.into_any();
    }
    let first = noted.is_none_or(|noted| noted.text_failed_at.is_none());
    let help = o.t(if first { "intake-text-help" } else { "intake-text-help-again" });
    let failed = noted.and_then(|noted| noted.text_failed_at).map(|at| {
        let words = o.ta("intake-text-failed", &[("mobile", &mask), ("at", &o.lang.minute(at))]);
        view! { <p role="status"><strong>{words}</strong></p> }
    });
    let class = if wrong.is_some() { "field wrong" } else { "field" };
    let (described_by, invalid) = (wrong.map(|_| "consent-error"), wrong.map(|_| "true"));
    let wrong = wrong.map(|words| view! { <p class="error" id="consent-error" role="alert">{words.to_owned()}</p> });
    view! {
        <form method="post" action=o.to(&format!("/staff/intake/{token}/text")) class="note screen text-code">
            {failed}
            <div class=class>
                {wrong}
                <div class="option">
                    <input type="checkbox" id="consent" name="consent" value="yes" autofocus=invalid.is_some() aria-describedby=described_by aria-invalid=invalid />
                    <label for="consent">{o.ta("intake-text-consent", &[("mobile", &mask)])}<span class="help">{help}</span></label>
                </div>
            </div>
            <button class="button second">{o.t("intake-text-button")}</button>
        </form>
    }
    .into_any()
}
