//! What belongs together with the report, without being merged: same case, same respondent, similar texts, links.

use leptos::prelude::*;

use super::{Opened, Origin, State, acts};
use crate::{
    actions::related::{Related, Tie, Together},
    clock::day_of,
    domain::{
        report::{ReportNumber, Status},
        workflow::{self, Action, Need, Relation},
    },
    pages::parts::{
        field::{Field, words},
        han::typed_in,
    },
    storage::{
        floods::SHOWN_FROM,
        related::{COUNTED, How, Same},
        reports::ReportRow,
    },
    web::officer::Officer,
};

/// How many other reports stand on the page; the rest is one press away.
pub(super) const SHOWN: usize = 10;

/// The panel on the report's page.
pub(super) fn panel(
    o: &Officer,
    row: &ReportRow,
    opened: &Opened,
    status: Status,
    state: &State,
    offered: bool,
) -> Option<AnyView> {
    let together = &opened.together;
    let in_flood = row.flood_size >= SHOWN_FROM || row.flood_of.is_some();
    let tried = offered && state.action == Some(Action::Unlink);
    if together.list.is_empty() && !in_flood && !tried {
        return None;
    }
    // Links were made by people: they stand first.
    let mut list = together.list.iter().collect::<Vec<_>>();
    list.sort_by_key(|other| other.tie.is_none());
    let mut lost = tried;
    let rows = list.iter().take(SHOWN).map(|other| {
        let mine = tried
            && other.tie.is_some()
            && ReportNumber::parse(&state.input.number).is_some_and(|number| number.as_str() == other.row.number);
        lost &= !mine;
        let acts = other.tie.map(|tie| {
            let close = close_as_duplicate(o, row, status, tie, &state.list);
            let unlink =
                may(o, row, status, Action::Unlink).then(|| unlink(o, row, opened, &other.row.number, state, mine));
            view! { {close}{unlink} }
        });
        view! { <li>{line(o, row, other, true)}{acts}</li> }
    });
    let rows = rows.collect_view();
    // Typed for a link that is not there: what was typed stays.
    let lost = lost.then(|| unlink(o, row, opened, &state.input.number, state, true));
    let all = o.to(&format!("/staff/reports/{}/related", row.number));
    Some(
        view! {
            <section class="together" id="together" aria-labelledby="together-title">
                <h2 id="together-title">{o.t("together-title")}</h2>
                {ways(o, row, together)}
                {lost}
                <ul class="kin">{rows}</ul>
                {(!together.list.is_empty()).then(|| view! { <p class="no-print"><a href=all>{o.t("together-all")}</a></p> })}
            </section>
        }
        .into_any(),
    )
}

/// How many there are in each way, each leading to the list; the flood it came with; who confirms it.
pub fn ways(o: &Officer, row: &ReportRow, together: &Together) -> AnyView {
    let list_of = |same: Same| o.to(&format!("/staff/queue?{same}={}", row.number));
    let mut ways = Vec::new();
    for (how, n) in &together.counts {
        let same = match how {
            How::Link => Same::Linked,
            How::Case => Same::Case,
            How::Number | How::Name => Same::Respondent,
            How::Reporter => Same::Reporter,
            How::Similar => Same::Similar,
        };
        let n = if *n >= COUNTED { format!("{}+", COUNTED - 1) } else { n.to_string() };
        ways.push((list_of(same), o.ta("together-way", &[("way", &o.t(&format!("how-{how}"))), ("n", &n)])));
    }
    if row.flood_size >= SHOWN_FROM {
        ways.push((list_of(Same::Flood), o.ta("together-flood-first", &[("n", &row.flood_size.to_string())])));
    } else if row.flood_of.is_some() {
        ways.push((list_of(Same::Flood), o.t("together-flood-member")));
    }
    let confirmed = (row.corroboration > 0).then(|| {
        let n = row.corroboration.to_string();
        let text = if usize::try_from(row.corroboration).is_ok_and(|n| n >= crate::domain::corroboration::MOST) {
            o.ta("together-confirmed-many", &[("n", &n)])
        } else {
            o.ta("together-confirmed", &[("n", &n)])
        };
        view! { <p class="muted">{text}</p> }
    });
    let ways = ways.into_iter().map(|(href, text)| view! { <li><a href=href>{text}</a></li> }).collect_view();
    view! { <ul class="ways-of">{ways}</ul>{confirmed} }.into_any()
}

/// Another report in three short lines: what it says, what it is, how it belongs here.
/// Its day stands there unless the list is one of days.
pub fn line(o: &Officer, row: &ReportRow, other: &Related, with_day: bool) -> AnyView {
    let there = &other.row;
    let number = ReportNumber::parse(&there.number).map(|number| number.grouped()).unwrap_or_default();
    let kind = o.t(&format!("category-short-{}-{}", there.channel, there.category));
    let court = (there.court != row.court).then(|| format!(" · {}", o.court(&there.court)));
    let status = o.t(&format!("status-{}", there.status.replace('_', "-")));
    let day = with_day.then(|| format!(" · {}", o.lang.day(day_of(there.received_at))));
    let words = other.words.clone().unwrap_or_else(|| o.t("queue-unreadable"));
    view! {
        <p class="kin-words"><a class="typed" lang=typed_in(o.lang, &words) href=o.to(&format!("/staff/reports/{}", there.number))>{words.clone()}</a>" "<span class="tag">{status}</span></p>
        <p class="muted"><span class="digits">{number}</span>{format!(" · {kind}")}{court}{day}</p>
        <p class="hows">{tags(o, other)}</p>
    }
    .into_any()
}

fn tags(o: &Officer, other: &Related) -> impl IntoView + use<> {
    let tags = other.hows.iter().map(|how| match (how, other.tie) {
        (How::Link, Some(tie)) => {
            let class = match tie.relation {
                Relation::Contradicts => "tag red",
                Relation::Duplicate => "tag amber",
                Relation::Related => "tag",
            };
            let from_there = tie.relation == Relation::Duplicate && !tie.from_here;
            (class, if from_there { o.t("tie-duplicate-of-this") } else { o.t(&format!("tie-{}", tie.relation)) })
        }
        (How::Similar, _) => {
            ("tag", o.ta("how-similar-percent", &[("percent", &other.percent.unwrap_or_default().to_string())]))
        }
        _ => ("tag", o.t(&format!("how-{how}"))),
    });
    tags.map(|(class, text)| view! { <span class=class>{text}</span>" " }).collect_view()
}

fn may(o: &Officer, row: &ReportRow, status: Status, action: Action) -> bool {
    workflow::possible(o.staff.role, status, row.held).any(|step| step.action == action)
}

/// A duplicate gets an answer of its own; the words for it are filled in, to be gone over.
fn close_as_duplicate(o: &Officer, row: &ReportRow, status: Status, tie: Tie, list: &Origin) -> Option<AnyView> {
    let fits = tie.relation == Relation::Duplicate && tie.from_here && may(o, row, status, Action::Resolve);
    let here = list.here(&row.number);
    let joint = if here.contains('?') { '&' } else { '?' };
    let href = o.to(&format!("{here}{joint}close=duplicate#resolve-outcome"));
    fits.then(|| view! { <p class="no-print"><a href=href>{o.t("close-as-duplicate")}</a></p> }.into_any())
}

/// Takes a link away, with a reason.
fn unlink(o: &Officer, row: &ReportRow, opened: &Opened, number: &str, state: &State, tried: bool) -> AnyView {
    let need = Need::Reason.as_str();
    let error = state.wrong.iter().find(|(field, _)| tried && *field == need);
    let id = if tried { "unlink-reason".to_owned() } else { format!("unlink-reason-{number}") };
    let field = Field {
        id: Some(&id),
        name: need,
        label: o.t("need-reason"),
        value: if tried { &state.input.reason } else { "" },
        error: error.map(|(field, code)| words(o.lang, field, code)),
        ..Field::default()
    };
    view! {
        <details class="unlink no-print" open=tried>
            <summary>{o.t("action-unlink")}</summary>
            <form id=tried.then(|| acts::form(Action::Unlink)) method="post" action=o.to(&format!("/staff/reports/{}/{}", row.number, Action::Unlink)) novalidate>
                <input type="hidden" name="version" value=row.version.to_string() />
                <input type="hidden" name="seen" value=opened.seen.clone() />
                {state.list.hidden()}
                <input type="hidden" name="number" id=tried.then_some("unlink-number") value=number.to_owned() />
                {field.text(2)}
                <button class="button second">{o.t("action-unlink")}</button>
            </form>
        </details>
    }
    .into_any()
}
