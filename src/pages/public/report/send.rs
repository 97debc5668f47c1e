//! The last button: sends once, however often it is pressed, and leads to the receipt.

use axum::{Form, extract::Path, http::header, response::IntoResponse};

use super::{change, check, gate, open, to_receipt};
use crate::{
    actions::{
        gate::judge,
        submit_report::{self, FromDraft, Once, Sender, SubmitError},
    },
    crypto::keys,
    domain::{
        answers::FormStep,
        doubt::{self, Doubt},
        submission::Submission,
    },
    web::{
        error::{PageError, PageResult},
        visitor::Visitor,
    },
};

/// Somebody reloads or bookmarks the address of the button: back to the check page, or on to the receipt.
pub async fn view(v: Visitor, Path((channel, token)): Path<(String, String)>) -> PageResult {
    let draft = open(&v, &channel, &token).await?;
    if draft.open.is_none() {
        Ok(to_receipt(&v, &token))
    } else {
        Ok(v.see(&format!("/report/{channel}/{token}/check")))
    }
}

pub async fn submit(
    v: Visitor,
    Path((channel, token)): Path<(String, String)>,
    Form(typed): super::step::Fields,
) -> PageResult {
    let draft = open(&v, &channel, &token).await?;
    let Some(state) = &draft.open else { return Ok(to_receipt(&v, &token)) };
    let submission = match Submission::parse(
        draft.channel,
        &state.answers,
        &draft.row.language,
        &v.portal.courts(),
        v.portal.clock.today(),
    ) {
        Ok(submission) => submission,
        Err(errors) => return check::with_errors(&v, &draft, &errors).await,
    };
    let trapped = draft.row.trapped || gate::is_trapped(&typed);
    if let Some(report) = change::report_of(&v, &draft).await? {
        return change::send(&v, &draft, &report, &submission, trapped).await;
    }
    let answer = gate::Answer::of(&typed);
    let proof = judge(&v.portal, &gate::sending(&draft), &answer.challenge, &answer.work);
    // The check page is not one to be filled in.
    let pages = FormStep::sequence(draft.channel, &state.answers).len() - 1;
    let quick = doubt::too_quick(v.portal.clock.now() - draft.row.created_at, pages);
    let doubts = [trapped.then_some(Doubt::Trap), quick.then_some(Doubt::TooQuick)];
    let doubts = doubts.into_iter().flatten().collect();
    let sender = Sender { address: v.address, doubts, proof, visit: v.visit.clone(), clerk: None };
    let once = once(&v, &token);
    let from = FromDraft { id: draft.row.id, saved_at: draft.row.saved_at, key: state.key.clone() };
    match submit_report::submit_report(&v.portal, &submission, Some(from), &once, sender).await {
        Ok(_) | Err(SubmitError::AlreadySent) => {
            let mut response = to_receipt(&v, &token).into_response();
            response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
            Ok(response)
        }
        // Another tab typed on in this very moment: its words are looked at before they are sent.
        Err(SubmitError::Changed) => Ok(v.see(&format!("/report/{channel}/{token}/check"))),
        // A draft's token never stands for two bodies.
        Err(SubmitError::Mismatch) => Err(PageError::NotFound),
        Err(SubmitError::Storage(error)) => Err(error.into()),
    }
}

/// The draft's address names the request; the answer can be read by this visit alone. A browser that keeps no cookies
/// reads it with the address.
pub fn once(v: &Visitor, token: &str) -> Once {
    let secret = v.visit.clone().unwrap_or_else(|| token.to_owned());
    Once { name: format!("draft:{token}"), secret, body_hash: keys::expand(token.as_bytes(), "draft body").to_vec() }
}
