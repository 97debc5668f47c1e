//! One report at the desk: everything known, everything that happened, and the steps that can be taken now.

use axum::{Form, extract::Path, http::StatusCode, response::Response};
use leptos::prelude::*;

use crate::{
    actions::{
        follow, record,
        take_step::{Input, StepError, take_step},
    },
    clock::day_of,
    domain::{
        report::{Content, ReportNumber, Reporter, Status},
        workflow::{self, Action, Need, Outcome},
    },
    pages::{
        parts::{
            field::{Field, summary, words},
            timeline::timeline,
        },
        public::report::{check::answer, fields, files::size},
    },
    storage::{
        self,
        files::{FileMeta, FileRow},
        reports::ReportRow,
        staff::StaffRow,
        timeline::EntryRow,
    },
    web::{
        error::{PageError, PageResult},
        officer::Officer,
        visitor::Page,
    },
};

/// What a step that was not taken leaves on the page.
#[derive(Default)]
pub struct State {
    action: Option<Action>,
    input: Input,
    wrong: Vec<(&'static str, &'static str)>,
    /// What the officer had seen, when somebody else was quicker.
    seen: Option<String>,
    /// Words of a refusal.
    refused: Option<String>,
}

pub async fn view(o: Officer, Path(number): Path<String>) -> PageResult {
    let row = find(&o, &number).await?;
    if row.opened_at.is_none() {
        let mut tx = o.portal.db.begin().await?;
        storage::reports::set_opened(&mut tx, row.id, o.portal.clock.now()).await?;
        tx.commit().await?;
    }
    show(&o, row, &State::default()).await
}

async fn find(o: &Officer, number: &str) -> Result<ReportRow, PageError> {
    storage::reports::find(&o.portal.db, &o.scope, number).await?.ok_or(PageError::NotFound)
}

pub async fn submit(
    o: Officer,
    Path((number, action)): Path<(String, String)>,
    Form(typed): Form<Vec<(String, String)>>,
) -> PageResult {
    let action = Action::parse(&action).ok_or(PageError::NotFound)?;
    let value =
        |name: &str| typed.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default();
    let input = Input {
        note: value("note"),
        text: value("text"),
        reason: value("reason"),
        assignee: value("assignee"),
        court: value("court"),
        outcome: value("outcome"),
        due: value("due"),
        body: value("body"),
        number: value("number"),
    };
    let version = value("version").parse().unwrap_or(-1);
    let mut state = State { action: Some(action), input: input.clone(), ..State::default() };
    match take_step(&o.portal, &o.staff, &number, action, version, &input).await {
        Ok(Some(_)) => return Ok(o.see(&format!("/staff/reports/{number}"))),
        // It went to somebody else's desk.
        Ok(None) => return Ok(o.see("/staff/queue")),
        Err(StepError::NotFound) => return Err(PageError::NotFound),
        Err(StepError::Storage(error)) => return Err(error.into()),
        Err(StepError::Conflict(row)) => {
            state.seen = Some(value("seen"));
            return show(&o, *row, &state).await;
        }
        Err(StepError::Fields(wrong)) => state.wrong = wrong,
        Err(StepError::NotNow(_)) => state.refused = Some(o.t("error-step-not-now")),
        Err(StepError::NotYours) => state.refused = Some(o.t("error-step-not-yours")),
    }
    show(&o, find(&o, &number).await?, &state).await
}

/// Everything the page shows, read and opened.
struct Opened {
    content: Content,
    reporter: Option<Reporter>,
    has_reporter: bool,
    entries: Vec<(EntryRow, Option<String>)>,
    files: Vec<(FileRow, FileMeta)>,
    people: Vec<StaffRow>,
    assignee: Option<String>,
}

async fn open(o: &Officer, row: &ReportRow) -> Result<Opened, PageError> {
    let key = row.data_key(&o.portal.keys)?;
    let entries = record::for_officer(&o.portal, &o.scope, row.id).await?;
    let entries = entries
        .into_iter()
        .map(|entry| record::text_of(&entry, &key).map(|text| (entry, text)))
        .collect::<Result<_, _>>()?;
    let discipline = row.desk == "discipline";
    let people = storage::staff::list_handlers(&o.portal.db, &row.court, discipline).await?;
    let assignee = match row.assignee {
        Some(id) => storage::staff::find_by_id(&o.portal.db, id).await?.map(|person| person.name),
        None => None,
    };
    let reads_identity = o.staff.role.reads_identity(row.channel()?);
    let reporter = if reads_identity { row.reporter(&key)? } else { None };
    let files = follow::files(&o.portal, row, &key).await?;
    Ok(Opened {
        content: row.content(&key)?,
        reporter,
        has_reporter: row.sealed_reporter.is_some(),
        entries,
        files,
        people,
        assignee,
    })
}

async fn show(o: &Officer, row: ReportRow, state: &State) -> Result<Response, PageError> {
    let opened = open(o, &row).await?;
    let status = row.status()?;
    let number = ReportNumber::parse(&row.number).map(|number| number.grouped()).unwrap_or_default();
    let lines = state
        .wrong
        .iter()
        .map(|(field, code)| {
            (format!("{}-{field}", state.action.map_or("", Action::as_str)), words(o.lang, field, code))
        })
        .collect::<Vec<_>>();
    let conflict = state.seen.is_some();
    let wrong = !state.wrong.is_empty() || state.refused.is_some();
    let mut page = Page::titled(o.ta("report-title", &[("number", &number)])).wide().wrong_if(wrong);
    if conflict {
        page = Page { error: true, ..page.status(StatusCode::CONFLICT) };
    }
    let kind = o.t(&format!("category-{}-{}", row.channel, row.category));
    Ok(o.page(page, || {
        view! {
            <p class="back"><a href=o.to("/staff/queue")>{o.t("queue-title")}</a></p>
            {state.seen.as_ref().map(|seen| conflict_note(o, &row, &opened, seen))}
            {state.refused.clone().map(|refused| view! { <div class="errors" role="alert" tabindex="-1" autofocus><p>{refused}</p></div> })}
            {summary(o.lang, &lines)}
            <div class="bar">
                <h1>{kind}</h1>
                <span class="digits">{number}</span>
                <span class="tag">{o.t(&format!("status-{}", row.status.replace('_', "-")))}</span>
                {flags(o, &row, status)}
            </div>
            <div class="report">
                <div>
                    {facts(o, &row, &opened)}
                    {content(o, &row, &opened)}
                    {file_table(o, &row, &opened.files)}
                </div>
                <div>
                    {steps(o, &row, &opened, status, state)}
                    <h2 id="timeline">{o.t("timeline-title")}</h2>
                    {timeline(o, &opened.entries, true)}
                </div>
            </div>
        }
    }))
}

/// How the report stood when the officer looked, in one line that travels with the form.
fn as_seen(o: &Officer, row: &ReportRow, assignee: Option<&str>) -> String {
    let status = o.t(&format!("status-{}", row.status.replace('_', "-")));
    o.ta(
        "seen-line",
        &[
            ("version", &row.version.to_string()),
            ("status", &status),
            ("court", &o.court(&row.court)),
            ("assignee", assignee.unwrap_or("—")),
            ("due", &o.lang.day(day_of(row.due_at))),
        ],
    )
}

fn conflict_note(o: &Officer, row: &ReportRow, opened: &Opened, seen: &str) -> impl IntoView + use<> {
    view! {
        <div class="errors" role="alert" tabindex="-1" autofocus>
            <h2>{o.t("conflict-title")}</h2>
            <p>{o.t("conflict-text")}</p>
            <dl>
                <div><dt>{o.t("conflict-seen")}</dt><dd>{seen.to_owned()}</dd></div>
                <div><dt>{o.t("conflict-now")}</dt><dd>{as_seen(o, row, opened.assignee.as_deref())}</dd></div>
            </dl>
        </div>
    }
}

fn flags(o: &Officer, row: &ReportRow, status: Status) -> impl IntoView + use<> {
    let mut tags = Vec::new();
    if row.urgent {
        tags.push(("tag persimmon", o.t("tag-urgent")));
    }
    if row.held {
        tags.push(("tag", o.t("tag-held")));
    }
    if status.is_open() && o.portal.clock.now() < row.withdraw_until {
        tags.push(("tag", o.ta("tag-may-withdraw", &[("until", &o.lang.clock(row.withdraw_until))])));
    }
    if status.is_open() && o.portal.clock.now() > row.due_at {
        tags.push(("tag red", o.t("tag-late")));
    }
    tags.extend(row.flags().into_iter().map(|flag| ("tag amber", o.t(&format!("flag-{}", flag.replace('_', "-"))))));
    tags.into_iter().map(|(class, text)| view! { <span class=class>{text}</span> }).collect_view()
}

fn facts(o: &Officer, row: &ReportRow, opened: &Opened) -> impl IntoView + use<> {
    let target = crate::domain::deadline::find(&row.due_rule)
        .map(|rule| o.ta("due-basis", &[("source", &rule.source)]))
        .unwrap_or_default();
    let mut list = vec![
        (o.t("fact-received"), o.lang.minute(row.received_at)),
        (o.t("fact-due"), format!("{}（{target}）", o.lang.day(day_of(row.due_at)))),
        (o.t("fact-court"), o.court(&row.court)),
        (o.t("fact-concerned"), row.court_concerned.as_deref().map(|code| o.court(code)).unwrap_or_default()),
        (o.t("fact-assignee"), opened.assignee.clone().unwrap_or_else(|| "—".to_owned())),
        (
            o.t("fact-livelihood"),
            row.livelihood
                .as_deref()
                .map(|class| o.t(&format!("livelihood-{}", class.replace('_', "-"))))
                .unwrap_or_default(),
        ),
        (
            o.t("fact-outcome"),
            row.outcome
                .as_deref()
                .map(|outcome| o.t(&format!("outcome-{}", outcome.replace('_', "-"))))
                .unwrap_or_default(),
        ),
    ];
    let who = match (&opened.reporter, opened.has_reporter) {
        (Some(reporter), _) => {
            let role = reporter
                .role
                .as_deref()
                .and_then(|role| o.lang.try_t(&format!("reporter-role-{}", role.replace('_', "-"))));
            let claim = reporter.claims_reward.then(|| o.t("claims-reward"));
            let parts = [reporter.name.clone(), reporter.phone.clone(), reporter.email.clone(), role, claim];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
        (None, true) => o.t("reporter-sealed"),
        (None, false) => o.t("reporter-anonymous"),
    };
    list.push((o.t("fact-reporter"), who));
    let rows = list
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(label, value)| view! { <div><dt>{label}</dt><dd>{value}</dd></div> })
        .collect_view();
    view! { <dl class="facts">{rows}</dl> }
}

fn content(o: &Officer, row: &ReportRow, opened: &Opened) -> impl IntoView + use<> {
    let content = &opened.content;
    let mut list = Vec::new();
    if let Some(number) = &content.case_number {
        list.push((o.t("short-case-number"), number.clone()));
    }
    if let Some(respondent) = &content.respondent {
        let kind = respondent.kind.map(|kind| o.t(&format!("respondent-{kind}")));
        let parts = [Some(respondent.name.clone()), kind, respondent.id_number.clone()];
        list.push((
            o.t("short-respondent-name"),
            parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        ));
    }
    if let Some(day) = content.occurred_on {
        list.push((o.t("short-occurred-on"), o.lang.day(day)));
    }
    for (code, value) in &content.details {
        let label = o.lang.try_t(&format!("q-{}", code.replace('_', "-"))).unwrap_or_else(|| code.clone());
        list.push((label, answer(o, code, Some(value))));
    }
    let rows = list
        .into_iter()
        .map(|(label, value)| view! { <div><dt>{label}</dt><dd class="typed">{value}</dd></div> })
        .collect_view();
    let watermark = (row.channel == "lead").then(|| view! { <p class="unverified">{o.t("unverified")}</p> });
    view! {
        <section class="content">
            {content.title.clone().map(|title| view! { <h2 class="typed">{title}</h2> })}
            {watermark}
            <p class="typed narrative">{content.narrative.clone()}</p>
            <dl class="facts">{rows}</dl>
        </section>
    }
}

fn file_table(o: &Officer, row: &ReportRow, files: &[(FileRow, FileMeta)]) -> Option<AnyView> {
    if files.is_empty() {
        return None;
    }
    let rows = files.iter().map(|(file, meta)| {
        let href = o.to(&format!("/staff/reports/{}/files/{}", row.number, file.id));
        let name = if file.state == "ready" { view! { <a href=href.clone() download>{meta.name.clone()}</a> }.into_any() } else { meta.name.clone().into_any() };
        let picture = file.shown_copy.then(|| view! { <img src=href alt=o.ta("file-picture", &[("name", &meta.name)]) loading="lazy" width="240" /> });
        view! {
            <li>
                {picture}
                <span class="typed">{name}{(!meta.description.is_empty()).then(|| format!(" · {}", meta.description))}</span>
                <span class="muted">{size(file.size)}" · "{o.t(&format!("file-state-{}", file.state))}</span>
            </li>
        }
    });
    let rows = rows.collect_view();
    Some(view! { <h2>{o.t("files-title")}</h2><p class="muted">{o.t("files-not-scanned")}</p><ul class="files">{rows}</ul> }.into_any())
}

/// The steps in one place: the next sensible one first and open, the others folded.
fn steps(o: &Officer, row: &ReportRow, opened: &Opened, status: Status, state: &State) -> impl IntoView + use<> {
    let next = workflow::next(o.staff.role, status, row.assignee.is_some());
    let mut list = workflow::possible(o.staff.role, status).collect::<Vec<_>>();
    list.sort_by_key(|step| Some(step.action) != next);
    let seen = as_seen(o, row, opened.assignee.as_deref());
    let forms = list.into_iter().map(|step| {
        let tried = state.action == Some(step.action);
        let slug = step.action.as_str().replace('_', "-");
        let label = o.t(&format!("action-{slug}"));
        let needs = step.needs.iter().map(|need| need_field(o, row, opened, step.action, *need, state)).collect_view();
        let class = if Some(step.action) == next { "button" } else { "button second" };
        let form = view! {
            <form method="post" action=o.to(&format!("/staff/reports/{}/{}", row.number, step.action)) novalidate>
                <input type="hidden" name="version" value=row.version.to_string() />
                <input type="hidden" name="seen" value=seen.clone() />
                {needs}
                <button class=class>{label.clone()}</button>
            </form>
        };
        if step.needs.is_empty() {
            view! { <div class="step">{form}</div> }.into_any()
        } else {
            let class = if Some(step.action) == next { "step next" } else { "step" };
            view! { <details class=class open=tried><summary>{label}</summary>{form}</details> }.into_any()
        }
    });
    let forms = forms.collect_view();
    view! { <section class="steps" aria-label=o.t("steps-title")><h2>{o.t("steps-title")}</h2>{forms}</section> }
}

fn need_field(o: &Officer, row: &ReportRow, opened: &Opened, action: Action, need: Need, state: &State) -> AnyView {
    let tried = state.action == Some(action);
    let empty = Input::default();
    let input = if tried { &state.input } else { &empty };
    let error = state
        .wrong
        .iter()
        .find(|(field, _)| tried && *field == need.as_str())
        .map(|(field, code)| words(o.lang, field, code));
    let id = format!("{action}-{need}");
    let label = o
        .lang
        .try_t(&format!("need-{need}-{}", action.as_str().replace('_', "-")))
        .unwrap_or_else(|| o.t(&format!("need-{need}")));
    let field = |value| Field {
        id: Some(&id),
        name: need.as_str(),
        label: label.clone(),
        value,
        error: error.clone(),
        ..Field::default()
    };
    match need {
        Need::Note => field(&input.note).text(4),
        Need::Text => field(&input.text).text(4),
        Need::Reason => field(&input.reason).text(4),
        Need::Body => field(&input.body).line(),
        Need::Number => field(&input.number).line(),
        Need::Due => Field { kind: Some("date"), ..field(&input.due) }.line(),
        Need::Assignee => {
            let people = opened.people.iter().map(|person| (person.username.clone(), person.name.clone())).collect();
            field(&input.assignee).select(o.t("choose"), vec![(String::new(), people)])
        }
        Need::Court => {
            let mut groups = fields::courts(o);
            for (_, group) in &mut groups {
                group.retain(|(code, _)| *code != row.court && allowed(o, row, code));
            }
            groups.retain(|(_, group)| !group.is_empty());
            field(&input.court).select(o.t("choose"), groups)
        }
        Need::Outcome => {
            let outcomes = Outcome::ALL
                .iter()
                .map(|outcome| (outcome.to_string(), o.t(&format!("outcome-{}", outcome.as_str().replace('_', "-")))))
                .collect();
            field(&input.outcome).select(o.t("choose"), vec![(String::new(), outcomes)])
        }
    }
}

fn allowed(o: &Officer, row: &ReportRow, code: &str) -> bool {
    row.channel().is_ok_and(|channel| {
        crate::domain::responsibility::may_receive(channel, row.court_concerned.as_deref(), code, &o.portal.courts())
    })
}
