//! What is somebody's own: reminders, bulk acts of the last day with the way back, what other courts let this one read.

use axum::{Form, extract::Path};
use chrono::TimeDelta;
use leptos::prelude::*;
use uuid::Uuid;

use super::report::Origin;
use crate::{
    actions::letters::may_edit,
    clock::day_of,
    crypto::DataKey,
    domain::{report::ReportNumber, staff::Role},
    storage,
    web::{
        error::{PageError, PageResult},
        officer::Officer,
        visitor::Page,
    },
};

pub async fn view(o: Officer) -> PageResult {
    let today = o.portal.clock.today();
    let mine = storage::reminders::list_of(&o.portal.db, &o.scope, o.staff.id).await?;
    let mine = mine.into_iter().map(|row| {
        let key = DataKey::unwrap(&o.portal.keys, &row.key_id, &row.wrapped_key, "report", row.report_id)?;
        let note: String = key.open("reminder", "sealed", row.id, &row.sealed)?;
        Ok((row, note))
    });
    let mine = mine.collect::<storage::Result<Vec<_>>>()?;
    let reads = matches!(o.staff.role, Role::Triage | Role::Handler | Role::Supervisor);
    let referred = if reads {
        storage::referrals::list(&o.portal.db, &o.scope, None, o.portal.clock.now()).await?
    } else {
        Vec::new()
    };
    let now = o.portal.clock.now();
    let acts = storage::bulk::list_of(&o.portal.db, o.staff.id, now - TimeDelta::days(1)).await?;
    let has_acts = !acts.is_empty();
    let acts = acts.into_iter().map(|act| {
        let until = act.undo_until.filter(|until| act.undone_at.is_none() && now < *until);
        let state = match (act.undone_at, until) {
            (Some(_), _) => o.t("recalled"),
            (None, Some(until)) => o.ta("bulk-can-undo", &[("until", &o.lang.clock(until))]),
            (None, None) => String::new(),
        };
        let name = o.t(&format!("action-{}", act.action.replace('_', "-")));
        let href = o.to(&format!("/staff/bulk/{}", act.id));
        view! { <li><a href=href>{name}</a>" "<span class="muted">{o.lang.moment(act.at)}" "{state}</span></li> }
    });
    let acts = acts.collect_view();
    let templates =
        may_edit(&o.staff).then(|| view! { <p><a href=o.to("/staff/admin/templates")>{o.t("letters-title")}</a></p> });
    let none = mine.is_empty();
    let rows = mine.into_iter().map(|(row, note)| {
        let class = if row.day <= today { "tag amber" } else { "tag" };
        view! {
            <tr>
                <td><span class=class>{o.lang.day(row.day)}</span></td>
                <td>{link(&o, &row.number)}</td>
                <td>{o.t(&format!("category-short-{}-{}", row.channel, row.category))}</td>
                <td>{o.t(&format!("status-{}", row.status.replace('_', "-")))}</td>
                <td class="typed">{note}</td>
                <td><form method="post" action=o.to(&format!("/staff/reminders/{}/done", row.id))><button class="plain">{o.t("reminder-done")}</button></form></td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let nothing = referred.is_empty();
    let referred = referred.into_iter().map(|row| {
        view! {
            <tr>
                <td class="digits">{o.lang.day(day_of(row.received_at))}</td>
                <td>{link(&o, &row.number)}</td>
                <td>{o.t(&format!("category-short-{}-{}", row.channel, row.category))}</td>
                <td>{o.t(&format!("status-{}", row.status.replace('_', "-")))}</td>
                <td>{o.court(&row.court)}</td>
            </tr>
        }
    });
    let referred = referred.collect_view();
    Ok(o.page(Page::titled(o.t("my-desk-title")).wide(), || {
        view! {
            <h1>{o.t("my-desk-title")}</h1>
            {templates}
            <h2>{o.t("my-reminders-title")}</h2>
            {if none {
                view! { <p class="note">{o.t("my-reminders-none")}</p> }.into_any()
            } else {
                view! {
                    <div class="scroll" tabindex="0" role="region" aria-label=o.t("my-reminders-title")><table class="grid wrap as-list">
                        <thead><tr><th>{o.t("reminder-day")}</th><th>{o.t("column-number")}</th><th>{o.t("column-kind")}</th><th>{o.t("column-status")}</th><th>{o.t("reminder-note")}</th><th><span class="hidden">{o.t("reminder-done")}</span></th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table></div>
                }.into_any()
            }}
            {has_acts.then(|| view! { <h2>{o.t("bulk-mine")}</h2><ul class="acts">{acts}</ul> })}
            <h2>{o.t("referred-title")}</h2>
            <p class="muted">{o.t("referred-text")}</p>
            {if nothing {
                view! { <p class="note">{o.t("referred-none")}</p> }.into_any()
            } else {
                view! {
                    <div class="scroll" tabindex="0" role="region" aria-label=o.t("referred-title")><table class="grid">
                        <thead><tr><th>{o.t("column-received")}</th><th>{o.t("column-number")}</th><th>{o.t("column-kind")}</th><th>{o.t("column-status")}</th><th>{o.t("column-court")}</th></tr></thead>
                        <tbody>{referred}</tbody>
                    </table></div>
                }.into_any()
            }}
        }
    }))
}

fn link(o: &Officer, number: &str) -> impl IntoView + use<> {
    let grouped = ReportNumber::parse(number).map(|number| number.grouped()).unwrap_or_default();
    view! { <a class="digits" href=o.to(&format!("/staff/reports/{number}"))>{grouped}</a> }
}

pub async fn done(o: Officer, Path(reminder): Path<Uuid>, Form(typed): Form<Vec<(String, String)>>) -> PageResult {
    let mut tx = o.portal.db.begin().await?;
    if !storage::reminders::set_done(&mut tx, reminder, o.staff.id, o.portal.clock.now()).await? {
        return Err(PageError::NotFound);
    }
    tx.commit().await?;
    let number = typed.iter().find(|(name, _)| name == "number").and_then(|(_, value)| ReportNumber::parse(value));
    Ok(match number {
        Some(number) => o.see(&Origin::of(&typed).here(number.as_str())),
        None => o.see("/staff/reminders"),
    })
}
