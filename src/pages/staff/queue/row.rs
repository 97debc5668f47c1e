//! A row of the list, and what it tells when it is opened in place.

use leptos::prelude::*;

use super::columns::Column;
use crate::{
    actions::{rate::AGAIN, record},
    clock::day_of,
    domain::{
        doubt::Doubt,
        priority::Part,
        report::{Content, ReportNumber, Status, Summary},
        search::Query,
        triage::TriageState,
        workflow::Rating,
    },
    pages::parts::{han::typed_in, marked::marked, timeline::timeline},
    storage::{self, floods::SHOWN_FROM, queue::QueueRow, reports::ReportRow, timeline::EntryRow},
    web::{error::PageError, officer::Officer},
};

/// Entries of the timeline under an opened row.
const LAST: usize = 3;

/// Where a row leads: the list it stands in travels along, so that the report knows its neighbours.
pub struct Link<'a> {
    pub list: &'a str,
    pub place: &'a str,
    /// Whether the row is open now.
    pub open: bool,
}

impl Link<'_> {
    fn report(&self, o: &Officer, number: &str) -> String {
        let list = serde_urlencoded::to_string([("from", self.list), ("at", self.place)]).unwrap_or_default();
        format!("{}?{list}", o.to(&format!("/staff/reports/{number}")))
    }

    fn expand(&self, o: &Officer, number: &str) -> String {
        let open = if self.open { String::new() } else { format!("&open={number}#row-{number}") };
        format!("{}?{}{open}", o.to("/staff/queue"), self.list)
    }
}

/// The number whose row an address wants open.
pub fn opened(raw: &str) -> Option<String> {
    let fields: Vec<(String, String)> = serde_urlencoded::from_str(raw).unwrap_or_default();
    fields.into_iter().find(|(name, _)| name == "open").map(|(_, number)| number)
}

pub fn line(
    o: &Officer,
    row: &QueueRow,
    summary: Option<&Summary>,
    columns: &[Column],
    link: &Link<'_>,
    searched: &Query,
) -> impl IntoView + use<> {
    let status = Status::parse(&row.status).unwrap_or(Status::Received);
    let (due_class, due) = due_words(o, row, status);
    let unread = row.opened_at.is_none() && status.is_open();
    let number = ReportNumber::parse(&row.number).map(|number| number.grouped()).unwrap_or_default();
    let story = o.to(&format!("/staff/queue/row/{}?{}", row.number, link.list));
    let cells = columns.iter().map(|column| match column {
        Column::Due => view! { <td class=due_class title=o.lang.minute(row.due_at)>{due.clone()}</td> }.into_any(),
        Column::Number => {
            let words = if link.open { o.t("row-close") } else { o.t("row-open") };
            let sign = if link.open { "−" } else { "+" };
            view! {
                <td>
                    <a class="expand" data-story=story.clone() href=link.expand(o, &row.number) aria-expanded=link.open.to_string() title=words.clone()><span aria-hidden="true">{sign}</span><span class="hidden">{words.clone()}</span></a>
                    {unread.then(|| view! { <span class="hidden">{o.t("queue-unread")}" "</span> })}
                    <a class="open digits" href=link.report(o, &row.number)>{number.clone()}</a>
                </td>
            }
            .into_any()
        }
        Column::Kind => view! { <td>{o.t(&format!("category-short-{}-{}", row.channel, row.category))}" "{tags(o, row, status)}</td> }.into_any(),
        Column::About => {
            let Some(summary) = summary else {
                let words = o.t("queue-unreadable");
                return view! { <td class="about" title=words.clone()><em>{words.clone()}</em></td> }.into_any();
            };
            let about = summary.about().cloned().unwrap_or_else(|| "—".to_owned());
            view! { <td class="about" lang=typed_in(o.lang, &about) title=about.clone()>{marked(&about, searched)}</td> }.into_any()
        }
        Column::Status => view! { <td class="status" data-cell="status">{o.t(&format!("status-{}", row.status.replace('_', "-")))}</td> }.into_any(),
        Column::Assignee => {
            // Nobody has it: yellow a working day before somebody must, red from the first day late.
            let (class, words) = match row.triage_state(o.portal.clock.now()) {
                TriageState::Fine => ("", row.assignee_name.clone().unwrap_or_else(|| "—".to_owned())),
                TriageState::Yellow => ("soon", o.t("triage-soon")),
                TriageState::Red => ("late", o.t("triage-late")),
            };
            let until = row.triage_due.filter(|_| !class.is_empty()).map(|due| o.lang.minute(due));
            view! { <td class=format!("assignee {class}") data-cell="assignee" title=until>{words}</td> }.into_any()
        }
        Column::Priority => priority(o, row).into_any(),
        Column::Received => view! { <td class="digits">{o.lang.short(row.received_at)}</td> }.into_any(),
        Column::Changed => view! { <td class="digits">{o.lang.short(row.changed_at)}</td> }.into_any(),
        Column::Case => {
            let number = summary.and_then(|summary| summary.case_number.as_deref()).unwrap_or_default();
            view! { <td class="digits">{marked(number, searched)}</td> }.into_any()
        }
        Column::Court => court(o, Some(&row.court)),
        Column::Concerned => court(o, row.court_concerned.as_deref()),
        Column::Livelihood => {
            let class = row.livelihood.as_deref().map(|class| o.t(&format!("livelihood-{}", class.replace('_', "-"))));
            view! { <td>{class.unwrap_or_default()}</td> }.into_any()
        }
    });
    let cells = cells.collect_view();
    let tick = format!("tick-{}", row.number);
    view! {
        <tr class=if unread { "unread" } else { "" } id=format!("row-{}", row.number) data-number=row.number.clone() data-version=row.version.to_string()>
            <td class=format!("state {due_class}")></td>
            <td class="tick"><input type="checkbox" name="number" value=row.number.clone() id=tick aria-label=o.ta("row-select", &[("number", &number)]) /></td>
            {cells}
        </tr>
    }
}

fn court(o: &Officer, code: Option<&str>) -> AnyView {
    let (short, whole) = code.map(|code| (o.court_in_list(code), o.court(code))).unzip();
    view! { <td class="court" title=whole>{short}</td> }.into_any()
}

/// The sum, with its parts on hover; and how much of a lead's freshness is left, as a small bar.
fn priority(o: &Officer, row: &QueueRow) -> impl IntoView + use<> {
    let points = row.points();
    if points.is_empty() {
        return view! { <td class="digits">"—"</td> }.into_any();
    }
    let fresh = points.iter().find(|(part, _)| *part == Part::Freshness).map_or(0, |(_, points)| *points);
    let bar = (row.half_life > 0).then(|| {
        let left = if fresh == 0 { 0 } else { fresh.ilog2() };
        let words = o.t(&format!("fresh-{left}"));
        view! { <span class=format!("fresh left-{left}") title=words.clone() aria-hidden="true"></span><span class="hidden">{words}</span> }
    });
    view! { <td class="digits points" title=sum_words(o, &points)>{row.priority}{bar}</td> }.into_any()
}

/// “Kind 20 + livelihood 20 + fresh 32”.
pub fn sum_words(o: &Officer, points: &[(Part, i64)]) -> String {
    let parts = points.iter().map(|(part, points)| format!("{} {points}", o.t(&format!("points-{part}"))));
    parts.collect::<Vec<_>>().join(" + ")
}

fn tags(o: &Officer, row: &QueueRow, status: Status) -> impl IntoView + use<> {
    let mut tags = Vec::new();
    if row.urgent && status.is_open() {
        tags.push(("persimmon", o.t("tag-urgent")));
    }
    if let Some(class) = row.livelihood.as_deref() {
        tags.push(("amber", o.t(&format!("livelihood-short-{}", class.replace('_', "-")))));
    }
    if row.held {
        let reasons = row.flags.split_whitespace().filter(|flag| Doubt::parse(flag).is_some());
        let reasons = reasons.map(|flag| o.t(&format!("flag-{}", flag.replace('_', "-")))).collect::<Vec<_>>();
        let words = if reasons.is_empty() {
            o.t("tag-held")
        } else {
            o.ta("tag-held-for", &[("reason", &reasons.join(" · "))])
        };
        tags.push(("muted", words));
    }
    if o.portal.clock.now() < row.withdraw_until && status.is_open() {
        tags.push(("muted", o.ta("tag-may-change", &[("until", &o.lang.clock(row.withdraw_until))])));
    }
    if row.reopened_by_citizen && status.is_open() {
        tags.push(("amber", o.t("tag-reopened-by-citizen")));
    }
    if row.flags.split(' ').any(|flag| flag == AGAIN) {
        tags.push(("red", o.t("flag-not-settled-again")));
    } else if row.citizen_result.as_deref() == Some(Rating::Not.as_str()) && !status.is_open() {
        tags.push(("red", o.t("tag-not-settled")));
    }
    if row.corroboration > 0 && status.is_open() {
        tags.push(("green", o.ta("tag-sources", &[("count", &(row.corroboration + 1).to_string())])));
    }
    let tags = tags.into_iter().map(|(class, text)| view! { <span class=format!("tag {class}")>{text}</span>" " });
    // The first of a flood stands for all of them.
    let flood = (row.flood_size >= SHOWN_FROM).then(|| {
        let href = o.to(&format!("/staff/queue?flood={}", row.number));
        view! { <a class="tag" href=href>{o.ta("tag-flood", &[("count", &row.flood_size.to_string())])}</a> }
    });
    view! { {tags.collect_view()}{flood} }
}

/// “2 days left”, “3 days late”: words, and a class for the colour beside them.
fn due_words(o: &Officer, row: &QueueRow, status: Status) -> (&'static str, String) {
    if !status.is_open() {
        return ("done", "—".to_owned());
    }
    let days = (day_of(row.due_at) - o.portal.clock.today()).num_days();
    match days {
        ..0 => ("late", o.ta("due-late", &[("days", &(-days).to_string())])),
        0 => ("soon", o.t("due-today")),
        1..=2 => ("soon", o.ta("due-left", &[("days", &days.to_string())])),
        _ => ("fine", o.ta("due-left", &[("days", &days.to_string())])),
    }
}

/// What an opened row tells: what was typed, and the last steps.
pub struct Story {
    row: ReportRow,
    content: Content,
    entries: Vec<(EntryRow, Option<String>)>,
}

/// Reads a row's story within the scope. Looking at it here does not count as opening the report.
pub async fn story(o: &Officer, number: &str) -> Result<Option<Story>, PageError> {
    let Some(row) = storage::reports::find(&o.portal.db, &o.scope, number).await? else { return Ok(None) };
    let key = row.data_key(&o.portal.keys)?;
    let entries = record::for_officer(&o.portal, &o.scope, &row).await?.entries;
    let last = entries.len().saturating_sub(LAST);
    let entries = entries.into_iter().skip(last).map(|entry| record::text_of(&entry, &key).map(|text| (entry, text)));
    let entries = entries.collect::<Result<_, _>>()?;
    Ok(Some(Story { content: row.content(&key)?, row, entries }))
}

/// The story in a row of its own.
pub fn more(o: &Officer, row: &QueueRow, story: &Story, width: usize, searched: &Query) -> impl IntoView + use<> {
    view! { <tr class="more"><td colspan=width.to_string()>{told(o, &row.number, story, searched)}</td></tr> }
}

/// What it tells; what was searched for is marked.
pub fn told(o: &Officer, number: &str, story: &Story, searched: &Query) -> impl IntoView + use<> {
    let watermark = (story.row.channel == "lead").then(|| view! { <p class="unverified">{o.t("unverified")}</p> });
    let facts = story.row.facts();
    let points = facts.open.then(|| view! { <p class="muted">{sum_words(o, &facts.parts(story.row.priority_at))}{format!(" = {}", story.row.priority)}</p> });
    view! {
        <div class="told" data-story=number.to_owned()>
            <div>
                {watermark}
                <p class="typed narrative" lang=typed_in(o.lang, &story.content.narrative)>{marked(&story.content.narrative, searched)}</p>
                {points}
            </div>
            <div>
                <h2>{o.t("row-last-steps")}</h2>
                {timeline(o, &story.entries, Some(searched))}
            </div>
        </div>
    }
}
