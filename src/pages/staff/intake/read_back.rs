//! What is read back to the caller before it is recorded, in the words of the citizen's check page.

use axum::response::Response;
use leptos::prelude::*;

use super::Typed;
use crate::{
    actions::submit_report::Clerk,
    domain::{answers::FormStep, submission::Submission},
    i18n::questions::on_page,
    pages::public::report::check,
    web::{officer::Officer, visitor::Page},
};

pub fn page(o: &Officer, typed: &Typed, submission: &Submission, clerk: Clerk) -> Response {
    let (channel, a) = (submission.channel, typed.answers());
    let today = o.portal.clock.today();
    let steps = [
        FormStep::Kind,
        FormStep::Case,
        FormStep::Respondent,
        FormStep::Story,
        FormStep::Details,
        FormStep::More,
        FormStep::Livelihood,
        FormStep::You,
    ];
    let sequence = FormStep::sequence(channel, &a);
    let mut rows = Vec::new();
    for step in steps.into_iter().filter(|step| sequence.contains(step)) {
        rows.extend(check::rows(o, channel, &a, step, &[]));
        let asked = on_page(o.lang, channel, &a, step, today).into_iter();
        rows.extend(asked.map(|(question, answer)| (o.lang.question_alone(question), answer)));
    }
    // What the caller did not say is not read out.
    let rows = rows.into_iter().filter(|(_, value)| !value.is_empty());
    let rows = rows.map(|(label, value)| view! { <div><dt>{label}</dt><dd class="typed">{value}</dd></div> });
    let rows = rows.collect_view();
    let hidden = typed
        .fields
        .iter()
        .map(|(name, value)| view! { <input type="hidden" name=name.clone() value=value.clone() /> });
    let hidden = hidden.collect_view();
    let came = o.ta(
        "intake-came",
        &[("way", &o.t(&format!("intake-way-{}", clerk.way))), ("at", &o.lang.minute(clerk.received_at))],
    );
    let back_dated =
        (!typed.received.is_empty()).then(|| view! { <p class="note amber">{o.t("intake-back-dated")}</p> });
    let title = o.t("intake-read-back");
    o.page(Page::titled(title.clone()).wide(), || {
        view! {
            <div class="read-aloud">
                <h1>{title}</h1>
                <p class="lead">{o.t("intake-read-back-lead")}</p>
                <section class="aloud">
                    <p>{o.t("intake-aloud-begin")}</p>
                    <dl>{rows}</dl>
                    <p>{o.t("intake-aloud-truth")}</p>
                    <p>{o.t("intake-aloud-end")}</p>
                </section>
                <p class="muted">{came}</p>
                {back_dated}
                <form method="post" action=o.to("/staff/intake") class="go">
                    <input type="hidden" name="token" value=typed.token.clone() />
                    {hidden}
                    <button class="button" name="act" value="record" accesskey="s" autofocus>{o.t("intake-record")}<kbd>"S"</kbd></button>
                    <button class="button second" name="act" value="edit" accesskey="x">{o.t("intake-edit")}<kbd>"X"</kbd></button>
                </form>
            </div>
        }
    })
}
