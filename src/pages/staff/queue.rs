//! The queue: lanes, filters, a dense table; all of it in the address, so that it can be bookmarked.

use axum::{extract::RawQuery, response::Response};
use leptos::prelude::*;

use crate::{
    actions::queue::{self, Query},
    clock::day_of,
    domain::report::{Category, Channel, Livelihood, ReportNumber, Status},
    pages::{parts::field::Field, public::report::fields},
    storage::{
        self,
        queue::{COUNT_CAP, DueFilter, QueueRow, Sort, View},
    },
    web::{error::PageResult, officer::Officer, visitor::Page},
};

pub async fn redirect(o: Officer) -> Response {
    o.see("/staff/queue")
}

pub async fn view(o: Officer, RawQuery(raw): RawQuery) -> PageResult {
    let query = Query::of_address(raw.as_deref().unwrap_or_default(), 50);
    let page = queue::list(&o.portal, &o.staff, &o.scope, &query).await?;
    let counts = storage::queue::status_counts(&o.portal.db, &o.scope).await?;
    let people = storage::staff::list_handlers(
        &o.portal.db,
        &o.scope.own_court,
        o.staff.role == crate::domain::staff::Role::Discipline,
    )
    .await?;
    let total = if page.count > COUNT_CAP { format!("{COUNT_CAP}+") } else { page.count.to_string() };
    let view = query.filter.view.unwrap_or(View::All);
    let title = o.t(&format!("view-{view}"));
    let lanes = View::ALL.iter().map(|lane| {
        let current = (*lane == view).then_some("page");
        view! { <li><a href=o.to(&format!("/staff/queue?view={lane}")) aria-current=current>{o.t(&format!("view-{lane}"))}</a></li> }
    });
    let lanes = lanes.collect_view();
    let statuses = counts.iter().filter(|(_, count)| *count > 0).map(|(status, count)| {
        let count = if *count > COUNT_CAP { format!("{COUNT_CAP}+") } else { count.to_string() };
        let label = o.t(&format!("status-{}", status.as_str().replace('_', "-")));
        let current = (query.filter.status == [status.as_str()]).then_some("page");
        view! { <li><a href=o.to(&format!("/staff/queue?status={status}")) aria-current=current>{label}<span class="count">{count}</span></a></li> }
    });
    let statuses = statuses.collect_view();
    let rows = page.rows.iter().map(|(row, summary)| line(&o, row, summary)).collect_view();
    let people = people.into_iter().map(|person| (person.username, person.name)).collect();
    let next = page.next.as_ref().map(|next| view! { <a class="button second" rel="next" href=format!("{}?{}", o.to("/staff/queue"), query.address_with(&[("cursor", next)]))>{o.t("queue-next")}</a> });
    let first = query.after.is_some().then(|| view! { <a href=format!("{}?{}", o.to("/staff/queue"), query.address_with(&[("cursor", "")]))>{o.t("queue-first")}</a>" " });
    let received_order = match query.sort {
        Sort::Newest => Some("descending"),
        Sort::Oldest => Some("ascending"),
        Sort::Due | Sort::Priority => None,
    };
    let empty = page.rows.is_empty();
    Ok(o.page(Page::titled(title.clone()).wide(), || {
        view! {
            <div class="desk">
                <aside>
                    <nav aria-label=o.t("lanes")><ul class="lanes">{lanes}</ul></nav>
                    <h2>{o.t("by-status")}</h2>
                    <nav aria-label=o.t("by-status")><ul class="lanes">{statuses}</ul></nav>
                </aside>
                <div>
                    <div class="bar"><h1>{title}</h1><p class="muted">{o.ta("queue-count", &[("count", &total)])}</p></div>
                    {filters(&o, &query, people)}
                    {chips(&o, &query)}
                    <div class="scroll" tabindex="0" role="region" aria-label=o.t("queue-title")>
                        <table class="grid queue">
                            <thead><tr>
                                <th><span class="hidden">{o.t("column-state")}</span></th>
                                <th aria-sort=(query.sort == Sort::Due).then_some("ascending")>{sort_link(&o, &query, Sort::Due, "column-due")}</th>
                                <th>{o.t("column-number")}</th>
                                <th>{o.t("column-kind")}</th>
                                <th>{o.t("column-about")}</th>
                                <th>{o.t("column-status")}</th>
                                <th>{o.t("column-assignee")}</th>
                                <th aria-sort=received_order>{sort_link(&o, &query, Sort::Newest, "column-received")}</th>
                                <th>{o.t("column-case")}</th>
                                <th>{o.t("column-court")}</th>
                            </tr></thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                    {empty.then(|| view! { <p class="note">{o.t("queue-empty")}</p> })}
                    <p class="pages">{first}{next}</p>
                </div>
            </div>
        }
    }))
}

fn sort_link(o: &Officer, query: &Query, sort: Sort, label: &str) -> impl IntoView + use<> {
    // A second click turns the order of time round.
    let target = if sort == Sort::Newest && query.sort == Sort::Newest { Sort::Oldest } else { sort };
    let arrow = match query.sort {
        now if now == sort && sort == Sort::Newest => " ↓",
        Sort::Oldest if sort == Sort::Newest => " ↑",
        now if now == sort => " ↑",
        _ => "",
    };
    let href = format!("{}?{}", o.to("/staff/queue"), query.address_with(&[("sort", target.as_str()), ("cursor", "")]));
    view! { <a href=href>{o.t(label)}{arrow}</a> }
}

fn line(o: &Officer, row: &QueueRow, summary: &crate::domain::report::Summary) -> impl IntoView + use<> {
    let status = Status::parse(&row.status).unwrap_or(Status::Received);
    let now = o.portal.clock.now();
    let (due_class, due) = due_words(o, row, status);
    let number = ReportNumber::parse(&row.number).map(|number| number.grouped()).unwrap_or_default();
    let about = summary.title.clone().or_else(|| summary.respondent.clone()).unwrap_or_else(|| "—".to_owned());
    let mut tags = Vec::new();
    if row.urgent && status.is_open() {
        tags.push(("persimmon", o.t("tag-urgent")));
    }
    if let Some(class) = row.livelihood.as_deref() {
        tags.push(("amber", o.t(&format!("livelihood-short-{}", class.replace('_', "-")))));
    }
    if row.held {
        tags.push(("muted", o.t("tag-held")));
    }
    if now < row.withdraw_until && status.is_open() {
        tags.push(("muted", o.ta("tag-may-withdraw", &[("until", &o.lang.clock(row.withdraw_until))])));
    }
    let tags = tags
        .into_iter()
        .map(|(class, text)| view! { <span class=format!("tag {class}")>{text}</span>" " })
        .collect_view();
    let unread = row.opened_at.is_none() && status.is_open();
    view! {
        <tr class=if unread { "unread" } else { "" }>
            <td class=format!("state {due_class}")></td>
            <td class=due_class title=o.lang.minute(row.due_at)>{due}</td>
            <td>{unread.then(|| view! { <span class="hidden">{o.t("queue-unread")}" "</span> })}<a class="digits" href=o.to(&format!("/staff/reports/{}", row.number))>{number}</a></td>
            <td>{o.t(&format!("category-short-{}-{}", row.channel, row.category))}" "{tags}</td>
            <td class="about">{about}</td>
            <td>{o.t(&format!("status-{}", row.status.replace('_', "-")))}</td>
            <td>{row.assignee_name.clone().unwrap_or_else(|| "—".to_owned())}</td>
            <td class="digits">{o.lang.short(row.received_at)}</td>
            <td class="digits">{summary.case_number.clone().unwrap_or_default()}</td>
            <td class="court">{o.court(&row.court)}</td>
        </tr>
    }
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

fn filters(o: &Officer, query: &Query, people: Vec<(String, String)>) -> impl IntoView + use<> {
    let filter = &query.filter;
    let first = |values: &[String]| values.first().cloned().unwrap_or_default();
    let select = |name: &'static str, value: &str, options: Vec<(String, String)>| {
        Field { name, label: o.t(&format!("filter-{name}")), value, ..Field::default() }
            .select(o.t("filter-any"), vec![(String::new(), options)])
    };
    let channels =
        Channel::ALL.iter().map(|channel| (channel.to_string(), o.t(&format!("channel-{channel}")))).collect();
    let categories = Category::ALL
        .iter()
        .map(|category| (category.to_string(), o.t(&format!("filter-category-{category}"))))
        .collect();
    let statuses = Status::ALL
        .iter()
        .map(|status| (status.to_string(), o.t(&format!("status-{}", status.as_str().replace('_', "-")))))
        .collect();
    let dues = DueFilter::ALL.iter().map(|due| (due.to_string(), o.t(&format!("filter-due-{due}")))).collect();
    let mut livelihoods = vec![("true".to_owned(), o.t("filter-livelihood-any"))];
    livelihoods.extend(
        Livelihood::ALL
            .iter()
            .map(|class| (class.to_string(), o.t(&format!("livelihood-{}", class.as_str().replace('_', "-"))))),
    );
    let mut assignees = vec![("none".to_owned(), o.t("filter-nobody"))];
    assignees.extend(people);
    let scope_is_wide = !matches!(o.scope.reach, crate::domain::staff::Reach::Court(_));
    let court = scope_is_wide.then(|| {
        Field { name: "court", label: o.t("filter-court"), value: &first(&filter.court), ..Field::default() }
            .select(o.t("filter-any"), fields::courts(o))
    });
    let open = query.is_narrowed();
    view! {
        <form method="get" action=o.to("/staff/queue") class="filters" role="search">
            <input type="hidden" name="view" value=filter.view.unwrap_or(View::All).as_str() />
            <input type="hidden" name="sort" value=query.sort.as_str() />
            <div class="find">
                <label for="q">{o.t("filter-q")}</label>
                <input id="q" name="q" value=query.q.clone() autocomplete="off" />
                <button class="button second">{o.t("filter-go")}</button>
            </div>
            <details open=open>
                <summary>{o.t("filter-more")}</summary>
                <div class="row">
                    {select("channel", &first(&filter.channel), channels)}
                    {select("category", &first(&filter.category), categories)}
                    {select("status", &first(&filter.status), statuses)}
                    {select("due", filter.due.map_or("", DueFilter::as_str), dues)}
                    {select("livelihood", &first(&filter.livelihood), livelihoods)}
                    {select("assignee", &first(&filter.assignee), assignees)}
                    {court}
                </div>
            </details>
        </form>
    }
}

/// What narrows the list, each with a way to take it off.
fn chips(o: &Officer, query: &Query) -> Option<AnyView> {
    let chips = query.chips().into_iter().map(|(name, value)| {
        let words = match name {
            "channel" => o.t(&format!("channel-{value}")),
            "category" => o.t(&format!("filter-category-{value}")),
            "status" => o.t(&format!("status-{}", value.replace('_', "-"))),
            "due" => o.t(&format!("filter-due-{value}")),
            "livelihood" if value == "true" => o.t("filter-livelihood-any"),
            "livelihood" => o.t(&format!("livelihood-{}", value.replace('_', "-"))),
            "court" => o.court(&value),
            "assignee" if value == "none" => o.t("filter-nobody"),
            _ => value.clone(),
        };
        let href = format!("{}?{}", o.to("/staff/queue"), query.address_without(name, &value));
        view! { <li><a class="chip" href=href>{words}<span aria-hidden="true">" ×"</span><span class="hidden">{o.t("filter-remove")}</span></a></li> }
    });
    let chips = chips.collect::<Vec<_>>();
    (!chips.is_empty()).then(|| view! { <ul class="chips">{chips}</ul> }.into_any())
}
