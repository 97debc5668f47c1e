//! The acknowledgement on one sheet of A4 (收件回执). Without the secret code unless asked for, and without the kind
//! where that would tell a housemate what it was about.

use axum::{
    extract::{Path, Query},
    response::Response,
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{Kept, day_in_words, from_follow, from_receipt, receipt_qr, verify_address};
use crate::{
    domain::report::ReceiptCode,
    islands::print_button::PrintButton,
    web::visitor::{Page, Visitor},
};

/// What to print, as ticked.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Wished {
    /// Stands in the form: a box that is not ticked sends nothing.
    asked: String,
    kind: String,
    code: String,
}

pub async fn of_receipt(
    v: Visitor,
    Path(token): Path<String>,
    Query(wished): Query<Wished>,
) -> Result<Response, Response> {
    from_receipt(&v, &token).await.map(|kept| sheet(&v, &kept, &wished))
}

pub async fn of_follow(
    v: Visitor,
    Path(number): Path<String>,
    Query(wished): Query<Wished>,
) -> Result<Response, Response> {
    from_follow(&v, &number).await.map(|kept| sheet(&v, &kept, &wished))
}

/// The sheet of what is kept, with what was wished for.
pub fn sheet(v: &Visitor, kept: &Kept, wished: &Wished) -> Response {
    let with_kind = if wished.asked.is_empty() { !kept.is_delicate() } else { !wished.kind.is_empty() };
    let code = kept.code.as_ref().filter(|_| !wished.code.is_empty()).map(ReceiptCode::grouped);
    let page = Page::titled(v.t("sheet-title")).with_islands();
    v.page(page, || {
        view! {
            <p class="back"><a href=kept.page.clone()>{v.t("back")}</a></p>
            {choices(v, kept, with_kind, code.is_some())}
            <article class="sheet">
                <p class="sheet-name">{v.t("site-name")}</p>
                <h1>{v.t("sheet-title")}</h1>
                {facts(v, kept, with_kind, code)}
                {next(v, kept)}
                {proof(v, kept)}
            </article>
        }
    })
}

/// What may be printed besides, and the button.
fn choices(v: &Visitor, kept: &Kept, with_kind: bool, with_code: bool) -> impl IntoView + use<> {
    let tick = |name: &'static str, label: String, help: String, ticked: bool| {
        view! {
            <div class="option">
                <input type="checkbox" id=name name=name value="1" checked=ticked aria-describedby=format!("{name}-help") />
                <label for=name>{label}<span class="help" id=format!("{name}-help")>{help}</span></label>
            </div>
        }
    };
    let island = v.portal.browser_part.is_some();
    let code =
        kept.code.is_some().then(|| tick("code", v.t("sheet-with-code"), v.t("sheet-with-code-help"), with_code));
    view! {
        <form class="screen" method="get" action=format!("{}/acknowledgement", kept.page)>
            <input type="hidden" name="asked" value="1" />
            <fieldset class="field">
                <legend>{v.t("sheet-choose")}</legend>
                {tick("kind", v.t("sheet-with-kind"), v.t("sheet-with-kind-help"), with_kind)}
                {code}
            </fieldset>
            <div class="go">
                {island.then(|| view! { <PrintButton label=v.t("sheet-print") /> })}
                <button class="button second">{v.t("sheet-renew")}</button>
            </div>
            <p class="fine">{v.t("sheet-print-help")}</p>
        </form>
    }
}

fn facts(v: &Visitor, kept: &Kept, with_kind: bool, code: Option<String>) -> impl IntoView + use<> {
    let (channel, category) = (kept.channel, kept.category);
    let kind = with_kind.then(|| {
        let kind = v.t(&format!("category-{channel}-{category}"));
        view! { <div><dt>{v.t("sheet-kind")}</dt><dd>{v.t(&format!("channel-{channel}"))}" · "{kind}</dd></div> }
    });
    let code = code.map(|code| {
        view! { <div><dt>{v.t("receipt-code")}</dt><dd class="secret">{code}</dd></div> }
    });
    view! {
        <dl>
            <div><dt>{v.t("receipt-number")}</dt><dd class="number">{kept.number_in_groups()}</dd></div>
            <div><dt>{v.t("sheet-received")}</dt><dd><time datetime=kept.received_at.to_rfc3339()>{v.lang.minute(kept.received_at)}</time></dd></div>
            <div><dt>{v.t("sheet-court")}</dt><dd>{v.court(&kept.court)}</dd></div>
            {kind}
            {code}
        </dl>
    }
}

fn next(v: &Visitor, kept: &Kept) -> impl IntoView + use<> {
    let due = (kept.due >= v.portal.clock.today()).then(|| {
        let due = day_in_words(v, kept.due);
        view! { <li>{v.ta("sheet-next-due", &[("due", &due)])}</li> }
    });
    let follow = format!("{}{}", v.portal.config.public_url, v.to("/follow"));
    view! {
        <h2>{v.t("receipt-next")}</h2>
        <ol>
            <li>{v.t("sheet-next-read")}</li>
            {due}
            <li>{v.ta("sheet-next-follow", &[("address", &follow)])}</li>
        </ol>
    }
}

fn proof(v: &Visitor, kept: &Kept) -> impl IntoView + use<> {
    kept.receipt.clone().map(|receipt| {
        view! {
            <section class="sheet-proof">
                {receipt_qr(v, &receipt)}
                <div>
                    <h2>{v.t("sheet-proof")}</h2>
                    <p>{v.ta("sheet-proof-text", &[("address", &verify_address(v))])}</p>
                    <p class="signed" lang="en">{receipt}</p>
                </div>
            </section>
            <p class="fine">{v.t("sheet-not")}</p>
        }
    })
}
