//! What stands against programs in the form, without a riddle for people: a field that nobody sees, a stamp that shows
//! how long the last page was read, and what to do for a moment when very many come from one address.

use axum::response::Response;
use leptos::prelude::*;

use crate::{
    actions::{
        draft::Draft,
        gate::{BITS, Proof, WAIT, issue},
        limits::{Limit, address_class},
        submit_report,
    },
    domain::{
        answers::Answers,
        report::{Channel, ReportNumber},
    },
    islands::proof_of_work::ProofOfWork,
    web::{
        error::PageError,
        visitor::{Page, Visitor},
    },
};

/// The name of the field that people do not see.
const TRAP: &str = "website";

/// Programs fill in every field; people do not see this one.
pub fn trap() -> impl IntoView {
    view! {
        <div class="pot" aria-hidden="true">
            <label for=TRAP>"Website"</label>
            <input id=TRAP name=TRAP tabindex="-1" autocomplete="off" />
        </div>
    }
}

pub fn is_trapped(typed: &[(String, String)]) -> bool {
    typed.iter().any(|(name, value)| name == TRAP && !value.is_empty())
}

/// What a challenge for sending this draft is made for.
pub fn sending(draft: &Draft) -> String {
    format!("send {}", draft.row.id)
}

/// What stands above the last button.
pub struct BeforeSend {
    pub view: AnyView,
    /// Whether very many come from this address now, so that the device works while its owner reads.
    pub busy: bool,
}

/// A word to those who sent something about this case already; the stamp that shows how long the page was read; and
/// when very many come from one address, what to do so that nobody has to look first.
pub async fn before_send(v: &Visitor, draft: &Draft, answers: &Answers) -> Result<BeforeSend, PageError> {
    let twin = match &v.visit {
        Some(visit) if !answers.case_number.is_empty() => {
            let reading = v.portal.read_case_number(&answers.case_number);
            let number = reading.canonical.clone().filter(|_| reading.is_usable());
            let number = number.unwrap_or_else(|| answers.case_number.clone());
            submit_report::find_twin(&v.portal, visit, draft.channel, &number).await?
        }
        _ => None,
    };
    let note = twin.map(|(number, at)| {
        // The groups of a number stay on one line.
        let number = ReportNumber::parse(&number).map(|number| number.grouped().replace(' ', "\u{a0}"));
        let number = number.unwrap_or_default();
        let words = v.ta(&format!("twin-{}", draft.channel), &[("at", &v.lang.minute(at)), ("number", &number)]);
        view! { <p class="note amber long" id="twin">{words}</p> }
    });
    let busy = Limit::Reports.is_reached(&v.portal, &address_class(v.address)).await?;
    let challenge = issue(&v.portal, &sending(draft));
    let wait = busy.then(|| {
        let words = v.ta("busy-send", &[("seconds", &WAIT.num_seconds().to_string())]);
        work(v, &challenge, words, v.t("busy-working"), v.t("busy-done"), false)
    });
    let view = view! { {note}<input type="hidden" name="challenge" value=challenge />{wait} };
    Ok(BeforeSend { view: view.into_any(), busy })
}

/// Words for those without JavaScript, and the island that does better.
fn work(v: &Visitor, challenge: &str, wait: String, working: String, done: String, goes_on: bool) -> AnyView {
    let field = view! { <input type="hidden" name="work" id="work" value="" /> };
    if v.portal.browser_part.is_none() {
        return view! { {field}<p class="note working long">{wait}</p> }.into_any();
    }
    let challenge = challenge.to_owned();
    view! { {field}<ProofOfWork challenge bits=BITS wait working done goes_on /> }.into_any()
}

/// What a form brought along to pass the gate.
#[derive(Default)]
pub struct Answer {
    pub challenge: String,
    pub work: String,
}

impl Answer {
    pub fn of(typed: &[(String, String)]) -> Self {
        let value = |name: &str| typed.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone());
        Self { challenge: value("challenge").unwrap_or_default(), work: value("work").unwrap_or_default() }
    }
}

/// What a challenge for beginning a draft is made for.
pub fn beginning(channel: Channel) -> String {
    format!("begin {channel}")
}

/// The page to wait on before a draft is begun, where very many were begun from one address: with JavaScript the
/// device works and goes on by itself, without it one presses again after a while. Nobody is refused.
pub fn page(v: &Visitor, channel: Channel, proof: Proof, answer: &Answer) -> Response {
    // The time that was waited so far counts.
    let (challenge, left) = match proof {
        Proof::Early(left) => (answer.challenge.clone(), left),
        _ => (issue(&v.portal, &beginning(channel)), WAIT.num_seconds()),
    };
    let wait = v.ta("gate-wait", &[("seconds", &left.to_string())]);
    let work = work(v, &challenge, wait, v.t("gate-working"), v.t("gate-done"), true);
    let title = v.t("gate-title");
    v.page(Page::titled(title.clone()).with_islands(), || {
        view! {
            <h1>{title}</h1>
            <p class="lead">{v.t("gate-begin")}</p>
            <form method="post" action=v.to(&format!("/report/{channel}"))>
                <input type="hidden" name="challenge" value=challenge />
                {work}
                <div class="go"><button class="button">{v.t("start-button")}</button></div>
            </form>
        }
    })
}
