//! Where a report stands, in plain words: who has it, when something last happened, how long it usually takes.

use leptos::prelude::*;

use crate::{
    actions::follow::Followed,
    clock::day_of,
    domain::{
        report::{Channel, Desk, Status},
        staff::Role,
    },
    storage::reports::{ReportRow, desk_of},
    web::visitor::Visitor,
};

/// The box at the top of the page.
pub fn standing(v: &Visitor, followed: &Followed, status: Status, channel: Channel) -> impl IntoView + use<> {
    let row = &followed.row;
    let slug = status.as_str().replace('_', "-");
    let class = if status == Status::InfoRequested { "status amber" } else { "status" };
    // Somebody looked, though nothing was done yet.
    let looked = row.opened_at.filter(|_| status == Status::Received);
    let next = match looked {
        Some(at) => v.ta("status-received-opened", &[("at", &v.lang.minute(at))]),
        None => v.t(&format!("status-{slug}-text")),
    };
    let list = if status.is_open() {
        vec![
            ("now-handler", handled_by(v, followed)),
            ("now-progress", progress(v, followed)),
            ("now-due", due_words(v, row, channel)),
            ("now-estimate", estimate(v, followed, channel)),
        ]
    } else {
        vec![("now-handled", v.court(&row.court))]
    };
    let rows = list
        .into_iter()
        .map(|(label, value)| view! { <div><dt>{v.t(label)}</dt><dd>{value}</dd></div> })
        .collect_view();
    view! {
        <section class=class>
            <h2>{v.t(&format!("status-{slug}"))}</h2>
            <p>{next}</p>
            <dl class="now">{rows}</dl>
        </section>
    }
}

/// Court and role, never a name. Of the discipline desk only that few people see it.
fn handled_by(v: &Visitor, followed: &Followed) -> String {
    let row = &followed.row;
    let waits = matches!(row.status.as_str(), "received" | "transferred");
    let key = match (desk_of(row), followed.handler) {
        (Desk::Discipline, Some(_)) => "handled-apart",
        (Desk::Discipline, None) => "handled-apart-waiting",
        (_, Some(Role::Triage | Role::Intake)) => "handled-triage",
        (_, Some(Role::Supervisor)) => "handled-supervisor",
        (_, Some(_)) => "handled-handler",
        (_, None) if waits => "handled-waiting",
        (_, None) => "handled-arranging",
    };
    v.ta(key, &[("court", &v.court(&row.court))])
}

/// Days since the court last did something, or since the report came.
fn progress(v: &Visitor, followed: &Followed) -> String {
    let days = |at| (v.portal.clock.today() - day_of(at)).num_days().max(0);
    match followed.last_step.map(days) {
        Some(0) => v.t("progress-today"),
        Some(days) => v.ta("progress-days", &[("days", &days.to_string())]),
        None => match days(followed.row.received_at) {
            0 => v.t("progress-none-today"),
            days => v.ta("progress-none", &[("days", &days.to_string())]),
        },
    }
}

fn due_words(v: &Visitor, row: &ReportRow, channel: Channel) -> String {
    let due = v.lang.day(day_of(row.due_at));
    let key = match (channel, v.portal.clock.now() > row.due_at) {
        (_, true) => "due-passed",
        (Channel::Lead, false) => "receipt-due-lead",
        (Channel::Complaint, false) => "receipt-due-complaint",
    };
    v.ta(key, &[("due", &due)])
}

/// How long such reports really took; a sample that is too small says nothing.
fn estimate(v: &Visitor, followed: &Followed, channel: Channel) -> String {
    let Some(estimate) = &followed.estimate else { return v.t("estimate-none") };
    let key = match (estimate.of_channel, channel) {
        (false, _) => "estimate-kind",
        (true, Channel::Lead) => "estimate-all-lead",
        (true, Channel::Complaint) => "estimate-all-complaint",
    };
    let figures = estimate.figures;
    let values = [figures.median_days, figures.most_days, figures.sample].map(|number| number.to_string());
    v.ta(key, &[("median", &values[0]), ("most", &values[1]), ("sample", &values[2])])
}
