//! “Save it and go on later”: until when the draft is kept, a code that opens it elsewhere, and the way to delete it.

use axum::{
    Form,
    extract::{Path, Query},
    response::Response,
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{open, to_receipt};
use crate::{
    actions::{
        draft::{self, Draft},
        erase_draft, resume,
    },
    clock::day_of,
    domain::{
        answers::FormStep,
        resume::{ResumeCode, opens_at},
    },
    pages::parts::qr::qr,
    storage,
    web::{
        error::{PageError, PageResult},
        visitor::{Page, Visitor},
    },
};

/// The wish for a code that a press of the button makes.
#[derive(Deserialize, Default)]
pub struct Wish {
    #[serde(default)]
    wish: String,
}

/// The page; after the button was pressed with the code, this once. Back and reload show it without.
pub async fn view(
    v: Visitor,
    Path((channel, token)): Path<(String, String)>,
    Query(Wish { wish }): Query<Wish>,
) -> PageResult {
    let draft = open(&v, &channel, &token).await?;
    if draft.open.is_none() {
        return Ok(to_receipt(&v, &token));
    }
    let code = if wish.is_empty() { None } else { resume::show_code(&v.portal, &draft, &wish).await? };
    Ok(show(&v, &draft, code.as_ref(), !wish.is_empty()))
}

/// Makes a code and leads to the page that shows it.
pub async fn submit(
    v: Visitor,
    Path((channel, token)): Path<(String, String)>,
    Form(Wish { wish }): Form<Wish>,
) -> PageResult {
    let draft = open(&v, &channel, &token).await?;
    let wish = Some(wish).filter(|wish| is_token(wish)).unwrap_or_else(|| v.portal.entropy.token());
    Ok(if resume::make_code(&v.portal, &draft, &wish).await? {
        v.see(&format!("/report/{channel}/{token}/later?wish={wish}"))
    } else {
        to_receipt(&v, &token)
    })
}

/// What may stand in an address as it is.
fn is_token(text: &str) -> bool {
    (20..=60).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// The page of the form on which somebody stopped.
pub fn stopped_at(v: &Visitor, draft: &Draft) -> String {
    let reached = draft.row.reached.as_deref().and_then(FormStep::parse);
    let step = draft
        .open
        .as_ref()
        .map_or(FormStep::Kind, |open| opens_at(draft.channel, &open.answers, reached, v.portal.clock.today()));
    format!("/report/{}/{}/{step}", draft.channel, draft.token)
}

fn show(v: &Visitor, draft: &Draft, code: Option<&ResumeCode>, wished: bool) -> Response {
    let base = v.to(&format!("/report/{}/{}", draft.channel, draft.token));
    let on = v.to(&stopped_at(v, draft));
    let kept = v.ta("draft-kept", &[("day", &v.lang.day(day_of(draft.row.expires_at)))]);
    let title = v.t("draft-later");
    let slip = code.map(|code| slip(v, code));
    let has_code = code.is_some();
    // A new wish each time the page is asked for, the same for a button that is pressed twice.
    let wish = v.portal.entropy.token();
    v.page(Page::titled(title.clone()), || {
        view! {
            <p class="back"><a href=on.clone()>{v.t("back")}</a></p>
            <h1>{title}</h1>
            <p class="note green">{kept}</p>
            {slip}
            {(!has_code).then(|| view! { <h2>{v.t("resume-code")}</h2><p>{v.t(if wished { "resume-shown" } else { "resume-code-text" })}</p> })}
            <p class="note amber long">{v.t("resume-shared")}</p>
            <form method="post" action=format!("{base}/later") class="screen">
                <input type="hidden" name="wish" value=wish />
                {if has_code {
                    view! { <button class="plain">{v.t("resume-another")}</button> }
                } else {
                    view! { <button class="button second">{v.t("resume-make")}</button> }
                }}
            </form>
            <div class="go"><a class="button" href=on>{v.t("resume-on")}</a></div>
            <p class="later screen"><a href=format!("{base}/delete")>{v.t("draft-delete")}</a></p>
        }
    })
}

fn slip(v: &Visitor, code: &ResumeCode) -> impl IntoView + use<> {
    let place = format!("{}{}", v.portal.config.public_url, v.to("/resume"));
    let address = format!("{place}#{}", code.as_str());
    view! {
        <section class="slip short" aria-labelledby="resume-code">
            <div>
                <h2 id="resume-code">{v.t("resume-code")}</h2>
                <p class="secret">{code.grouped()}</p>
                <p>{v.t("resume-once")}</p>
                <p>{v.ta("resume-where", &[("address", &place)])}</p>
            </div>
            {qr(&address, v.t("resume-qr"))}
        </section>
    }
}

/// “Delete this draft?”
pub async fn ask(v: Visitor, Path((channel, token)): Path<(String, String)>) -> PageResult {
    let draft = open(&v, &channel, &token).await?;
    if draft.open.is_none() {
        return Ok(to_receipt(&v, &token));
    }
    let files = storage::files::list_of_draft(&v.portal.db, draft.row.id).await?.len();
    let base = v.to(&format!("/report/{channel}/{token}"));
    let text = match files {
        0 => v.t("draft-delete-text"),
        _ => v.ta("draft-delete-files", &[("count", &files.to_string())]),
    };
    let title = v.t("draft-delete-title");
    Ok(v.page(Page::titled(title.clone()), || {
        view! {
            <p class="back"><a href=format!("{base}/later")>{v.t("back")}</a></p>
            <h1>{title}</h1>
            <p class="lead">{text}</p>
            <form method="post" action=format!("{base}/delete") class="go">
                <button class="button danger">{v.t("draft-delete-yes")}</button>
                <a href=format!("{base}/later")>{v.t("draft-delete-no")}</a>
            </form>
        }
    }))
}

/// Deletes it. Pressed twice, or after its time: it is gone all the same.
pub async fn delete(v: Visitor, Path((channel, token)): Path<(String, String)>) -> PageResult {
    match draft::open(&v.portal, &token).await?.filter(|draft| draft.channel.as_str() == channel) {
        Some(draft) if draft.open.is_none() => return Ok(to_receipt(&v, &token)),
        Some(draft) => erase_draft::delete(&v.portal, &draft).await.map_err(PageError::from)?,
        None => {}
    }
    Ok(v.see("/resume/deleted"))
}
