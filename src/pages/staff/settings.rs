//! How an officer wants to be told: kinds, hour, mail address.

use axum::Form;
use leptos::prelude::*;

use crate::{
    actions::{
        desk_words,
        staff_settings::{self, Choice, SettingError},
    },
    domain::notification::NotificationKind,
    pages::parts::{
        field::{Field, summary, words},
        saved::{saved, see_saved},
    },
    storage::staff_settings::SettingRow,
    web::{error::PageResult, officer::Officer, visitor::Page},
};

/// What a form that came back leaves on the page.
#[derive(Default)]
struct State {
    choice: Option<Choice>,
    email: Option<String>,
    wrong: Option<(&'static str, &'static str)>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct Typed {
    pub email: String,
    pub mail_code: String,
}

pub async fn view(o: Officer) -> PageResult {
    show(&o, State::default()).await
}

pub async fn submit(o: Officer, Form(typed): Form<Vec<(String, String)>>) -> PageResult {
    let all = |name: &str| {
        typed.iter().filter(|(field, _)| field == name).map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    let choice = Choice {
        desk: all("desk"),
        mail: all("mail"),
        hour: all("hour").pop().unwrap_or_default(),
        weekday: all("weekday").pop().unwrap_or_default(),
    };
    let done = staff_settings::choose(&o.portal, &o.staff, &choice).await;
    answer(&o, done, State { choice: Some(choice), ..State::default() }).await
}

pub async fn address(o: Officer, Form(typed): Form<Typed>) -> PageResult {
    let done = staff_settings::set_address(&o.portal, &o.staff, &typed.email).await;
    answer(&o, done, State { email: Some(typed.email), ..State::default() }).await
}

pub async fn code(o: Officer, Form(typed): Form<Typed>) -> PageResult {
    let done = staff_settings::confirm(&o.portal, &o.staff, &typed.mail_code).await;
    answer(&o, done, State::default()).await
}

async fn answer(o: &Officer, done: Result<(), SettingError>, state: State) -> PageResult {
    match done {
        Ok(()) => Ok(see_saved(o, "/staff/settings")),
        Err(SettingError::Storage(error)) => Err(error.into()),
        Err(SettingError::Field(field, code)) => show(o, State { wrong: Some((field, code)), ..state }).await,
    }
}

async fn show(o: &Officer, state: State) -> PageResult {
    let row = staff_settings::read(&o.portal, &o.staff).await?;
    // One that does not open can be typed anew.
    let kept = desk_words::readable("staff_setting", o.staff.id, staff_settings::address(&o.portal, &row)).flatten();
    let wrong = state.wrong.map(|(field, code)| (field.to_owned(), words(o.lang, field, code)));
    let lines = wrong.iter().cloned().collect::<Vec<_>>();
    let error = |name: &str| wrong.iter().find(|(field, _)| field == name).map(|(_, words)| words.clone());
    let title = o.t("settings-title");
    let email = state.email.clone().or_else(|| kept.clone()).unwrap_or_default();
    let waits = kept.is_some() && row.confirmed_at.is_none();
    let standing = match (&kept, row.confirmed_at) {
        (None, _) => o.t("staff-mail-none"),
        (Some(_), None) => o.t("staff-mail-unconfirmed"),
        (Some(_), Some(_)) => o.t("staff-mail-confirmed"),
    };
    let kinds = kinds(o, &row, state.choice.as_ref());
    let times = times(o, &row, state.choice.as_ref(), &error);
    Ok(o.page(Page::titled(title.clone()).wide().wrong_if(!lines.is_empty()), || {
        view! {
            <p class="back"><a href=o.to("/staff/notifications")>{o.t("notifications-title")}</a></p>
            {summary(o.lang, &lines)}
            <h1>{title}</h1>
            {saved(o)}
            <form method="post" action=o.to("/staff/settings") class="panel" novalidate>
                <h2>{o.t("settings-kinds")}</h2>
                {kinds}
                {times}
                <button class="button">{o.t("save-button")}</button>
            </form>
            <section class="panel">
                <h2>{o.t("settings-mail")}</h2>
                <p>{standing}</p>
                {waits.then(|| view! {
                    <form method="post" action=o.to("/staff/settings/code") class="inline-form" novalidate>
                        {Field { name: "mail_code", label: o.t("field-mail-code"), inputmode: Some("numeric"), autocomplete: Some("one-time-code"), width: Some("six"), error: error("mail_code"), ..Field::default() }.line()}
                        <button class="button">{o.t("settings-confirm")}</button>
                    </form>
                })}
                <form method="post" action=o.to("/staff/settings/address") class="inline-form" novalidate>
                    {Field { name: "email", label: o.t("field-staff-email"), help: Some(o.t("field-staff-email-help")), value: &email, kind: Some("email"), autocomplete: Some("email"), error: error("email"), ..Field::default() }.line()}
                    <button class="button second">{o.t("settings-send-code")}</button>
                </form>
            </section>
        }
    }))
}

/// A table: each kind at the desk, by mail.
fn kinds(o: &Officer, row: &SettingRow, choice: Option<&Choice>) -> AnyView {
    let lines = NotificationKind::ALL.iter().map(|kind| {
        let code = kind.as_str();
        let (desk, mail) = match choice {
            Some(choice) => (choice.desk.iter().any(|one| one == code), choice.mail.iter().any(|one| one == code)),
            None => (row.wants_at_desk(code), row.wants_by_mail(code)),
        };
        let label = o.t(&format!("notify-kind-{}", code.replace('_', "-")));
        let name = |way: String| format!("{label}: {way}");
        view! {
            <tr>
                <th scope="row">{label.clone()}</th>
                <td><input type="checkbox" name="desk" value=code checked=desk aria-label=name(o.t("settings-desk")) /></td>
                <td><input type="checkbox" name="mail" value=code checked=mail aria-label=name(o.t("settings-by-mail")) /></td>
            </tr>
        }
    });
    let lines = lines.collect_view();
    view! {
        <table class="choices">
            <thead><tr><th scope="col">{o.t("settings-kind")}</th><th scope="col">{o.t("settings-desk")}</th><th scope="col">{o.t("settings-by-mail")}</th></tr></thead>
            <tbody>{lines}</tbody>
        </table>
    }
    .into_any()
}

fn times(o: &Officer, row: &SettingRow, choice: Option<&Choice>, error: &impl Fn(&str) -> Option<String>) -> AnyView {
    let hour = choice.map_or_else(|| row.hour.to_string(), |choice| choice.hour.clone());
    let weekday = choice.map_or_else(|| row.weekday.to_string(), |choice| choice.weekday.clone());
    let hours = (0..24).map(|hour| (hour.to_string(), format!("{hour:02}:00"))).collect();
    let days = (1..=7).map(|day| (day.to_string(), o.t(&format!("weekday-{day}")))).collect();
    let field =
        |name: &'static str, label: &str| Field { name, label: o.t(label), error: error(name), ..Field::default() };
    let hour =
        Field { value: &hour, ..field("hour", "settings-hour") }.select(o.t("choose"), vec![(String::new(), hours)]);
    let day = Field { value: &weekday, ..field("weekday", "settings-weekday") }
        .select(o.t("choose"), vec![(String::new(), days)]);
    view! { <div class="inline-form">{hour}{day}</div> }.into_any()
}
