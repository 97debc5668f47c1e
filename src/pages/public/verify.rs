//! `/verify`: is this receipt genuine? Asks no database: a receipt and the public keys are all it takes.

use axum::{extract::Multipart, response::Response};
use leptos::prelude::*;

use crate::{
    clock::SHANGHAI,
    crypto::receipt::{self, Receipt},
    islands::receipt_from_address::ReceiptFromAddress,
    pages::parts::field::{Field, summary, words},
    web::visitor::{Page, Visitor},
};

/// A file that is longer than this is not a receipt's.
const LONGEST: usize = 64 * 1024;

pub async fn view(v: Visitor) -> Response {
    page(&v, "", None)
}

pub async fn submit(v: Visitor, form: Multipart) -> Response {
    let (text, pasted) = match read(form).await {
        Ok(read) => read,
        Err(code) => return page(&v, "", Some(Err(code))),
    };
    let verdict = match text.trim() {
        "" => Err("empty".to_owned()),
        text => receipt::verify(text, &v.portal.keys.receipt_keys()).map_err(|error| error.to_string()),
    };
    // What a file holds was not typed, and may be no text at all.
    page(&v, &pasted, Some(verdict))
}

/// What is to be checked, the file if one was chosen; and what was pasted.
async fn read(mut form: Multipart) -> Result<(String, String), String> {
    let mut pasted = String::new();
    while let Ok(Some(mut part)) = form.next_field().await {
        let is_file = part.name() == Some("file");
        let mut bytes = Vec::new();
        while let Ok(Some(chunk)) = part.chunk().await {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > LONGEST {
                return Err("too_large".to_owned());
            }
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if is_file && !text.is_empty() {
            return Ok((text, pasted));
        }
        if !is_file {
            pasted = text;
        }
    }
    Ok((pasted.clone(), pasted))
}

fn page(v: &Visitor, typed: &str, verdict: Option<Result<Receipt, String>>) -> Response {
    let error = match &verdict {
        Some(Err(code)) => Some(words(v.lang, "receipt", code)),
        _ => None,
    };
    let lines = error.iter().map(|words| ("receipt".to_owned(), words.clone())).collect::<Vec<_>>();
    let genuine = verdict.and_then(Result::ok).map(|receipt| answer(v, &receipt));
    let island = v.portal.browser_part.is_some();
    let page = Page::titled(v.t("verify-title")).with_islands().wrong_if(error.is_some());
    v.page(page, || {
        view! {
            {summary(v.lang, &lines)}
            <h1>{v.t("verify-title")}</h1>
            {genuine}
            <p>{v.t("verify-intro")}</p>
            <form method="post" action=v.to("/verify") enctype="multipart/form-data" novalidate>
                {Field {
                    name: "receipt",
                    label: v.t("verify-receipt"),
                    help: Some(v.t("verify-receipt-help")),
                    value: typed,
                    error,
                    ..Field::default()
                }.text(5)}
                {island.then(|| view! { <ReceiptFromAddress field="receipt".to_owned() filled=v.t("verify-filled") /> })}
                {Field {
                    name: "file",
                    label: v.t("verify-file"),
                    help: Some(v.t("verify-file-help")),
                    kind: Some("file"),
                    ..Field::default()
                }.line()}
                <div class="go"><button class="button">{v.t("verify-check")}</button></div>
            </form>
            {what_it_proves(v)}
            {keys(v)}
        }
    })
}

/// A genuine receipt, in words.
fn answer(v: &Visitor, receipt: &Receipt) -> impl IntoView + use<> {
    let at = receipt.received_at.with_timezone(&SHANGHAI);
    let time = format!("{}:{}", v.lang.minute(receipt.received_at), at.format("%S%.6f"));
    let known = v.portal.keys.all().receipts;
    let key = known.iter().find(|key| key.public.id() == receipt.key);
    let state = match key.map(|key| key.retired_at) {
        Some(Some(retired)) => v.ta("verify-key-retired", &[("day", &v.lang.day(crate::clock::day_of(retired)))]),
        _ => v.t("verify-key-signs"),
    };
    view! {
        <section class="verdict" role="status" tabindex="-1" autofocus>
            <h2>{v.t("verify-genuine")}</h2>
            <dl>
                <div><dt>{v.t("receipt-number")}</dt><dd class="number">{receipt.number.grouped()}</dd></div>
                <div><dt>{v.t("verify-time")}</dt><dd>{time}</dd></div>
                <div><dt>{v.t("verify-key")}</dt><dd><code class="digits">{receipt.key.to_string()}</code>" "{state}</dd></div>
            </dl>
        </section>
    }
}

fn what_it_proves(v: &Visitor) -> impl IntoView + use<> {
    let list = |keys: &[&str]| keys.iter().map(|key| view! { <li>{v.t(key)}</li> }).collect_view();
    view! {
        <h2>{v.t("verify-proves")}</h2>
        <ul>{list(&["verify-proves-filed", "verify-proves-order", "verify-proves-text"])}</ul>
        <h2>{v.t("verify-not")}</h2>
        <ul>{list(&["verify-not-true", "verify-not-accepted", "verify-not-who", "verify-not-files"])}</ul>
    }
}

/// The public keys, for checking without us.
fn keys(v: &Visitor) -> impl IntoView + use<> {
    let keys = v.portal.keys.all().receipts.into_iter().map(|key| {
        let day = |at| v.lang.day(crate::clock::day_of(at));
        let since = v.ta("verify-key-since", &[("day", &day(key.created_at))]);
        let until = key.retired_at.map(|at| v.ta("verify-key-until", &[("day", &day(at))]));
        view! {
            <li>
                <p><code class="digits">{key.public.id().to_string()}</code>" "{since}" "{until}</p>
                <dl>
                    <div><dt>{v.t("verify-fingerprint")}</dt><dd class="signed in-groups" lang="en">{key.public.fingerprint()}</dd></div>
                    <div><dt>{v.t("verify-public")}</dt><dd class="signed" lang="en">{key.public.to_string()}</dd></div>
                </dl>
            </li>
        }
    });
    let keys = keys.collect_view();
    view! {
        <details class="more">
            <summary>{v.t("verify-keys")}</summary>
            <p>{v.t("verify-keys-text")}</p>
            <p><a href="/api/v1/receipt-keys">"/api/v1/receipt-keys"</a></p>
            <ul class="receipt-keys plainly">{keys}</ul>
            <p>{v.t("verify-offline")}</p>
            <p><code class="digits">"nuandong receipt verify receipt.txt --keys receipt-keys.json"</code></p>
        </details>
    }
}
