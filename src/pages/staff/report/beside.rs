//! What stands beside a report: the measures that were taken, with their total, and reminders.

use chrono::NaiveDate;
use leptos::prelude::*;
use uuid::Uuid;

use super::Origin;
use crate::{
    actions::acts::MeasureText,
    crypto::DataKey,
    domain::{measure, money::Amount},
    storage::{self, beside::BesideRow, reports::ReportRow},
    web::officer::Officer,
};

/// A measure or a reminder, opened.
pub(super) struct Beside {
    id: Uuid,
    kind: String,
    day: NaiveDate,
    result: String,
    amount: Option<Amount>,
    person: String,
    text: MeasureText,
    reminder: bool,
    /// Whether it is this officer's to be done with.
    own: bool,
}

/// Opens those of the things beside a report.
pub(super) fn open(rows: &[BesideRow], key: &DataKey) -> storage::Result<Vec<Beside>> {
    let noted = rows.iter().filter_map(|row| Some((row, row.day?, row.sealed.as_ref()?)));
    let rows = noted.map(|(row, day, sealed)| {
        let reminder = row.what == "reminder";
        let text = if reminder {
            MeasureText { note: key.open("reminder", "sealed", row.id, sealed)?, ..MeasureText::default() }
        } else {
            key.open("measure", "sealed", row.id, sealed)?
        };
        let amount = row.amount.map(Amount::of_fen);
        let (kind, result, person) = (row.code.clone(), row.result.clone(), row.person.clone());
        Ok(Beside { id: row.id, kind, day, result, amount, person, text, reminder, own: row.own })
    });
    rows.collect()
}

pub(super) fn measures(o: &Officer, all: &[Beside]) -> Option<AnyView> {
    let list = all.iter().filter(|beside| !beside.reminder).collect::<Vec<_>>();
    if list.is_empty() {
        return None;
    }
    let total = list.iter().filter_map(|measure| measure.amount).map(Amount::fen).sum::<i64>();
    let total = (total > 0).then(|| {
        let total = Amount::of_fen(total).to_string();
        view! { <tfoot><tr><th colspan="4" scope="row">{o.t("measures-total")}</th><td class="amount digits">{total}</td><td></td></tr></tfoot> }
    });
    let rows = list.into_iter().map(|beside| {
        let kind = measure::find(measure::measures(), &beside.kind);
        let name = kind.map_or_else(|| beside.kind.clone(), |kind| o.lang.say(&kind.name).to_owned());
        let law = kind.and_then(|kind| {
            let law = kind.basis.law()?;
            Some(if kind.basis.is_unproven() { o.ta("law-unproven", &[("law", &law)]) } else { law })
        });
        let result = match beside.result.as_str() {
            "" => String::new(),
            code => o.t(&format!("measure-result-{code}")),
        };
        view! {
            <tr>
                <td class="digits">{o.lang.day(beside.day)}</td>
                <td title=law>{name}</td>
                <td class="typed">{beside.text.document.clone()}</td>
                <td>{result}</td>
                <td class="amount digits">{beside.amount.map(|amount| amount.to_string())}</td>
                <td class="typed">{beside.text.note.clone()}" "<span class="muted">{beside.person.clone()}</span></td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let table = view! {
        <section class="measures">
            <h2 id="measures">{o.t("measures-title")}</h2>
            <div class="scroll" tabindex="0" role="region" aria-labelledby="measures"><table class="grid wrap">
                <thead><tr>
                    <th>{o.t("measure-day")}</th><th>{o.t("measure-kind")}</th><th>{o.t("measure-document")}</th>
                    <th>{o.t("measure-result")}</th><th class="amount">{o.t("measure-amount")}</th><th>{o.t("measure-note")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
                {total}
            </table></div>
        </section>
    };
    Some(table.into_any())
}

pub(super) fn reminders(o: &Officer, row: &ReportRow, all: &[Beside], origin: &Origin) -> Option<AnyView> {
    let list = all.iter().filter(|beside| beside.reminder).collect::<Vec<_>>();
    if list.is_empty() {
        return None;
    }
    let today = o.portal.clock.today();
    let lines = list.into_iter().map(|beside| {
        let class = if beside.day <= today { "tag amber" } else { "tag" };
        let done = beside.own.then(|| {
            view! {
                <form method="post" action=o.to(&format!("/staff/reminders/{}/done", beside.id))>
                    <input type="hidden" name="number" value=row.number.clone() />
                    {origin.hidden()}
                    <button class="plain">{o.t("reminder-done")}</button>
                </form>
            }
        });
        view! {
            <li>
                <span class=class>{o.lang.day(beside.day)}</span>" "<strong>{beside.person.clone()}</strong>" "
                <span class="typed">{beside.text.note.clone()}</span>
                {done}
            </li>
        }
    });
    let lines = lines.collect_view();
    Some(
        view! { <section class="reminders" aria-labelledby="reminders"><h2 id="reminders">{o.t("reminders-title")}</h2><ul>{lines}</ul></section> }
            .into_any(),
    )
}
