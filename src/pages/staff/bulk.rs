//! One act on many reports: a page that shows what would change and asks what the act needs, then what became of it,
//! with a way back for ten minutes.

use axum::{
    Form,
    extract::Path,
    http::{HeaderValue, StatusCode},
    response::Response,
};
use leptos::prelude::*;
use uuid::Uuid;

use super::report::{input_of, label_of, plain_field};
use crate::{
    actions::{
        bulk::{self, BulkError, MOST, Plan, Shown, Target},
        take_step::{Input, tells},
    },
    domain::{
        report::ReportNumber,
        staff::Role,
        workflow::{self, Action, BULK, Need},
    },
    pages::{
        parts::field::{Field, summary, words},
        public::report::fields,
    },
    storage::{self, bulk::ItemState},
    web::{
        error::{PageError, PageResult},
        officer::Officer,
        visitor::Page,
    },
};

/// What was sent with the list or with the page of the act.
struct Sent {
    targets: Vec<Target>,
    action: Option<Action>,
    /// The list's address, for “all that it shows”.
    query: String,
    all: bool,
    input: Input,
}

pub async fn submit(o: Officer, Form(typed): Form<Vec<(String, String)>>) -> PageResult {
    let value = |name: &str| typed.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
    let numbers = typed
        .iter()
        .filter(|(name, _)| matches!(name.as_str(), "number" | "stays"))
        .map(|(name, number)| Target { number: number.clone(), version: None, stays: name == "stays" });
    // The page of the act names the version with each number.
    let seen = typed.iter().filter(|(name, _)| name == "seen").filter_map(|(_, seen)| {
        let (number, version) = seen.split_once(':')?;
        Some(Target { number: number.to_owned(), version: version.parse().ok(), stays: false })
    });
    let mut sent = Sent {
        targets: numbers.chain(seen).collect(),
        action: value("action").and_then(Action::parse).filter(|action| BULK.contains(action)),
        query: value("query").unwrap_or_default().to_owned(),
        all: value("all").is_some_and(|all| !all.is_empty()),
        input: input_of(&typed),
    };
    // A report's own field of that name is the number to link to, which no bulk act asks for.
    sent.input.number = String::new();
    if sent.all {
        sent.targets = bulk::of_list(&o.portal, &o.staff, &o.scope, &sent.query).await?;
    }
    let Some(action) = sent.action.filter(|_| value("confirm").is_some()) else {
        return ask(&o, &sent, &[], None).await;
    };
    let id = value("act").and_then(|id| id.parse().ok());
    match bulk::begin(&o.portal, &o.staff, action, &sent.targets, &sent.input, id).await {
        Ok(id) => Ok(o.see(&format!("/staff/bulk/{id}"))),
        Err(BulkError::Fields(wrong)) => ask(&o, &sent, &wrong, None).await,
        Err(BulkError::NotYours) => ask(&o, &sent, &[], Some(o.t("error-step-not-yours"))).await,
        Err(BulkError::Storage(error)) => Err(error.into()),
        Err(BulkError::NotFound | BulkError::Running | BulkError::Over) => Err(PageError::NotFound),
    }
}

/// The page of an act before it is done.
async fn ask(o: &Officer, sent: &Sent, wrong: &[(&'static str, &'static str)], refused: Option<String>) -> PageResult {
    let too_many = sent.targets.len() > MOST;
    let targets = sent.targets.get(..MOST).unwrap_or(&sent.targets);
    let plan = match sent.action {
        Some(action) => bulk::plan(&o.portal, &o.staff, &o.scope, action, targets).await,
        None => Ok(Plan::default()),
    };
    let plan = match plan {
        Ok(plan) => plan,
        Err(BulkError::Storage(error)) => return Err(error.into()),
        Err(_) => return Err(PageError::NotFound),
    };
    let discipline = o.staff.role == Role::Discipline;
    let people = storage::staff::list_handlers(&o.portal.db, &o.scope.own_court, discipline).await?;
    let people = people.into_iter().map(|person| (person.username, person.name)).collect::<Vec<_>>();
    let lines = wrong.iter().map(|(field, code)| ((*field).to_owned(), words(o.lang, field, code))).collect::<Vec<_>>();
    let title = sent
        .action
        .map_or_else(|| o.t("bulk-title"), |action| o.ta("bulk-title-of", &[("action", &name_of(o, action))]));
    let bad = !wrong.is_empty() || refused.is_some() || too_many;
    let (count, able) = (targets.len(), plan.able.len());
    let most = MOST.to_string();
    Ok(o.page(Page::titled(title.clone()).wide().wrong_if(bad), || {
        let form = match sent.action {
            _ if count == 0 => nothing_ticked(o, sent),
            None => choose_act(o, sent),
            Some(action) => act_form(o, sent, action, &plan, people, wrong),
        };
        view! {
            <p class="back"><a href=back(o, &sent.query)>{o.t("queue-title")}</a></p>
            {refused.clone().map(|refused| view! { <div class="errors" role="alert" tabindex="-1" autofocus><p>{refused}</p></div> })}
            {too_many.then(|| view! { <div class="errors" role="alert" tabindex="-1" autofocus><p>{o.ta("bulk-too-many", &[("most", &most)])}</p></div> })}
            {summary(o.lang, &lines)}
            <h1>{title}</h1>
            {sent.action.filter(|_| count > 0).map(|_| view! { <p class="lead">{o.ta("bulk-count", &[("able", &able.to_string()), ("count", &count.to_string())])}</p> })}
            <div class="bulk">{form}</div>
            {sent.action.map(|_| plan_lists(o, &plan))}
        }
    }))
}

fn name_of(o: &Officer, action: Action) -> String {
    o.t(&format!("action-{}", action.as_str().replace('_', "-")))
}

fn back(o: &Officer, query: &str) -> String {
    // Only a list of ours: what is no query of it is left out.
    let query = crate::actions::queue::Query::of_address(query, 50).address_with(&[]);
    if query.is_empty() { o.to("/staff/queue") } else { format!("{}?{query}", o.to("/staff/queue")) }
}

/// What goes along to the next page.
fn carried(sent: &Sent) -> impl IntoView + use<> {
    let seen = sent.targets.iter().take(MOST).map(|target| match target.version {
        Some(version) => {
            view! { <input type="hidden" name="seen" value=format!("{}:{version}", target.number) /> }.into_any()
        }
        None => view! { <input type="hidden" name="number" value=target.number.clone() /> }.into_any(),
    });
    let seen = seen.collect_view();
    view! { <input type="hidden" name="query" value=sent.query.clone() />{seen} }
}

fn nothing_ticked(o: &Officer, sent: &Sent) -> AnyView {
    let action = sent.action.map(|action| view! { <input type="hidden" name="action" value=action.as_str() /> });
    view! {
        <p class="note">{o.t("bulk-nothing")}</p>
        <form method="post" action=o.to("/staff/bulk")>
            {carried(sent)}{action}
            <button class="button second" name="all" value="1">{o.ta("bulk-all", &[("most", &MOST.to_string())])}</button>
        </form>
    }
    .into_any()
}

fn choose_act(o: &Officer, sent: &Sent) -> AnyView {
    let acts = BULK.iter().filter(|action| workflow::step(**action).roles.contains(&o.staff.role));
    let acts = acts.map(|action| (action.to_string(), name_of(o, *action))).collect();
    let field = Field { name: "action", label: o.t("bulk-which"), ..Field::default() };
    view! {
        <form method="post" action=o.to("/staff/bulk")>
            {carried(sent)}
            {field.select(o.t("choose"), vec![(String::new(), acts)])}
            <button class="button">{o.t("bulk-next")}</button>
        </form>
    }
    .into_any()
}

fn act_form(
    o: &Officer,
    sent: &Sent,
    action: Action,
    plan: &Plan,
    people: Vec<(String, String)>,
    wrong: &[(&'static str, &'static str)],
) -> AnyView {
    if plan.able.is_empty() {
        return view! { <p class="note">{o.t("bulk-none-able")}</p> }.into_any();
    }
    let step = workflow::step(action);
    let needs = step.needs.iter().chain(workflow::options(action)).filter(|need| **need != Need::Reason);
    let mut people = Some(people);
    let fields = needs.map(|need| {
        let error = wrong.iter().find(|(field, _)| *field == need.as_str());
        let field = Field {
            name: need.as_str(),
            label: label_of(o, action, *need),
            error: error.map(|(field, code)| words(o.lang, field, code)),
            ..Field::default()
        };
        match need {
            Need::Assignee => Field { value: &sent.input.assignee, ..field }
                .select(o.t("choose"), vec![(String::new(), people.take().unwrap_or_default())]),
            Need::Court => Field { value: &sent.input.court, ..field }.select(o.t("choose"), fields::courts(o)),
            _ => plain_field(o, *need, &sent.input, field),
        }
    });
    let fields = fields.collect::<Vec<_>>();
    let error = wrong.iter().find(|(field, _)| *field == "reason");
    let reason = Field {
        name: "reason",
        label: o.t("bulk-reason"),
        help: Some(o.t("bulk-reason-help")),
        value: &sent.input.reason,
        error: error.map(|(field, code)| words(o.lang, field, code)),
        ..Field::default()
    };
    let able = plan.able.len();
    let seen = plan
        .able
        .iter()
        .map(|row| view! { <input type="hidden" name="seen" value=format!("{}:{}", row.number, row.version) /> });
    let seen = seen.collect_view();
    let rest = plan.unable.iter().map(|(row, _)| row.number.clone()).chain(plan.unknown.iter().cloned());
    let rest = rest.map(|number| view! { <input type="hidden" name="stays" value=number /> }).collect_view();
    let id = o.portal.entropy.id(o.portal.clock.now());
    let label = o.ta("bulk-go", &[("action", &name_of(o, action)), ("count", &able.to_string())]);
    view! {
        <form method="post" action=o.to("/staff/bulk") novalidate>
            <input type="hidden" name="query" value=sent.query.clone() />
            <input type="hidden" name="action" value=action.as_str() />
            <input type="hidden" name="confirm" value="1" />
            <input type="hidden" name="act" value=id.to_string() />
            {seen}{rest}
            {fields}
            {reason.text(3)}
            <div class="go"><button class="button">{label}</button></div>
            <p class="fine">{if tells(action) { o.t("bulk-undo-told") } else { o.t("bulk-undo-hint") }}</p>
        </form>
    }
    .into_any()
}

fn number_of(number: &str) -> String {
    ReportNumber::parse(number).map_or_else(|| number.to_owned(), |number| number.grouped())
}

/// Why a report stays as it is.
fn why(o: &Officer, code: &str) -> String {
    match code.split_once('.') {
        Some((field, code)) => words(o.lang, field, code),
        None => o.t(&format!("bulk-why-{}", code.replace('_', "-"))),
    }
}

fn plan_lists(o: &Officer, plan: &Plan) -> impl IntoView + use<> {
    let line = |number: &str, status: String, why: String| {
        let link = o.to(&format!("/staff/reports/{number}"));
        view! { <tr><td><a class="digits" href=link>{number_of(number)}</a></td><td>{status}</td><td>{why}</td></tr> }
    };
    let status = |code: &str| o.t(&format!("status-{}", code.replace('_', "-")));
    let unable =
        plan.unable.iter().map(|(row, code)| line(&row.number, status(&row.status), why(o, code))).collect_view();
    let unknown = plan.unknown.iter().map(
        |number| view! { <tr><td class="digits">{number_of(number)}</td><td></td><td>{why(o, "unknown")}</td></tr> },
    );
    let unknown = unknown.collect_view();
    let stays = plan.unable.len() + plan.unknown.len();
    let stays = (stays > 0).then(|| {
        view! {
            <h2>{o.ta("bulk-stays", &[("count", &stays.to_string())])}</h2>
            <div class="scroll" tabindex="0" role="region" aria-label=o.ta("bulk-stays", &[("count", &stays.to_string())])><table class="grid">
                <thead><tr><th>{o.t("column-number")}</th><th>{o.t("column-status")}</th><th>{o.t("bulk-why")}</th></tr></thead>
                <tbody>{unable}{unknown}</tbody>
            </table></div>
        }
    });
    let able = plan.able.len();
    let rows = plan.able.iter().map(|row| line(&row.number, status(&row.status), String::new())).collect_view();
    let changes = (able > 0).then(|| {
        view! {
            <details class="changes">
                <summary>{o.ta("bulk-changes", &[("count", &able.to_string())])}</summary>
                <div class="scroll" tabindex="0" role="region" aria-label=o.t("bulk-title")><table class="grid">
                    <thead><tr><th>{o.t("column-number")}</th><th>{o.t("column-status")}</th><th><span class="hidden">{o.t("bulk-why")}</span></th></tr></thead>
                    <tbody>{rows}</tbody>
                </table></div>
            </details>
        }
    });
    (stays, changes)
}

pub async fn view(o: Officer, Path(id): Path<Uuid>) -> PageResult {
    show(&o, id, None).await
}

/// What became of an act.
async fn show(o: &Officer, id: Uuid, refused: Option<String>) -> PageResult {
    let shown = match bulk::find(&o.portal, &o.staff, id).await {
        Ok(shown) => shown,
        Err(BulkError::Storage(error)) => return Err(error.into()),
        Err(_) => return Err(PageError::NotFound),
    };
    let now = o.portal.clock.now();
    let title = o.ta("bulk-title-of", &[("action", &name_of(o, shown.action))]);
    let running = shown.act.finished_at.is_none();
    let mut page = Page::titled(title.clone()).wide();
    if refused.is_some() {
        page = Page { error: true, ..page.status(StatusCode::CONFLICT) };
    }
    // A report may be out of sight by now: then its number alone stands here.
    let numbers = shown.items.iter().map(|item| item.number.clone()).collect();
    let visible = storage::reports::visible(&o.portal.db, &o.scope, numbers).await?;
    let mut response = o.page(page, || {
        let undo = shown.undo_until(now).map(|until| {
            view! {
                <form method="post" action=o.to(&format!("/staff/bulk/{id}/undo")) class="note amber undo">
                    <p>{o.ta("bulk-undo-until", &[("until", &o.lang.clock(until))])}</p>
                    <button class="button second">{o.t("bulk-undo")}</button>
                </form>
            }
        });
        view! {
            <p class="back"><a href=o.to("/staff/queue")>{o.t("queue-title")}</a></p>
            {refused.clone().map(|refused| view! { <div class="errors" role="alert" tabindex="-1" autofocus><p>{refused}</p></div> })}
            <h1>{title}</h1>
            {progress(o, &shown, running)}
            {undo}
            <p class="typed muted">{o.ta("bulk-reason-was", &[("reason", &shown.reason)])}</p>
            {ItemState::ALL.iter().rev().map(|state| those(o, &shown, *state, &visible)).collect::<Vec<_>>()}
        }
    });
    if running {
        // Without JavaScript too: the browser asks again.
        response.headers_mut().insert("refresh", HeaderValue::from_static("2"));
    }
    Ok(response)
}

fn progress(o: &Officer, shown: &Shown, running: bool) -> AnyView {
    let waiting = shown.count(ItemState::Waiting);
    let refused = shown.count(ItemState::Refused) + shown.unknown.len();
    let total = shown.items.len() - shown.count(ItemState::Refused);
    if running {
        let done = total - waiting;
        let words = o.ta("bulk-running", &[("done", &done.to_string()), ("total", &total.to_string())]);
        return view! {
            <div class="note" role="status">
                <p>{words}</p>
                <progress max=total.to_string() value=done.to_string()></progress>
                <p><a href=o.to(&format!("/staff/bulk/{}", shown.act.id))>{o.t("bulk-reload")}</a></p>
            </div>
        }
        .into_any();
    }
    if shown.act.undone_at.is_some() {
        let (undone, kept) = (shown.count(ItemState::Undone).to_string(), shown.count(ItemState::Kept).to_string());
        return view! { <div class="note green"><p>{o.ta("bulk-was-undone", &[("undone", &undone), ("kept", &kept)])}</p></div> }.into_any();
    }
    let (done, refused) = (shown.count(ItemState::Done).to_string(), refused.to_string());
    view! { <div class="note green"><p>{o.ta("bulk-was-done", &[("done", &done), ("refused", &refused)])}</p></div> }
        .into_any()
}

fn those(o: &Officer, shown: &Shown, state: ItemState, visible: &[String]) -> Option<AnyView> {
    let unknown = shown.unknown.iter().filter(|_| state == ItemState::Refused);
    let unknown = unknown.map(|number| {
        view! { <tr><td class="digits">{number_of(number)}</td><td>{why(o, "unknown")}</td></tr> }.into_any()
    });
    let rows = shown.items.iter().filter(|item| item.is(state)).map(|item| {
        let number = number_of(&item.number);
        let number = if visible.contains(&item.number) {
            view! { <a class="digits" href=o.to(&format!("/staff/reports/{}", item.number))>{number}</a> }.into_any()
        } else {
            view! { <span class="digits">{number}</span> }.into_any()
        };
        let why = if item.why.is_empty() { String::new() } else { why(o, &item.why) };
        view! { <tr><td>{number}</td><td>{why}</td></tr> }.into_any()
    });
    let rows = rows.chain(unknown).collect::<Vec<_>>();
    if rows.is_empty() {
        return None;
    }
    let heading = o.ta(&format!("bulk-those-{state}"), &[("count", &rows.len().to_string())]);
    let list = view! {
        <details class="changes" open=matches!(state, ItemState::Refused | ItemState::Kept)>
            <summary>{heading.clone()}</summary>
            <div class="scroll" tabindex="0" role="region" aria-label=heading><table class="grid">
                <thead><tr><th>{o.t("column-number")}</th><th>{o.t("bulk-why")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        </details>
    };
    Some(list.into_any())
}

pub async fn undo(o: Officer, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    match bulk::undo(&o.portal, &o.staff, id).await {
        Ok(()) => Ok(o.see(&format!("/staff/bulk/{id}"))),
        Err(BulkError::Over) => show(&o, id, Some(o.t("bulk-undo-over"))).await,
        Err(BulkError::Running) => show(&o, id, Some(o.t("bulk-undo-running"))).await,
        Err(BulkError::Storage(error)) => Err(error.into()),
        Err(BulkError::NotFound | BulkError::NotYours | BulkError::Fields(_)) => Err(PageError::NotFound),
    }
}
