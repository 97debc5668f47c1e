//! One report at the desk: everything known, everything that happened, and the steps that can be taken now.

mod acts;
mod beside;
pub mod evidence;
mod files;
pub mod graph;
mod letters;
pub mod print;
mod seen;
mod shown;
mod told;

pub use acts::{label_of, plain_field};
use seen::Seen;
use shown::Shown;
pub use told::{content, who};

use axum::{
    Form, Json,
    extract::{Path, RawQuery},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use chrono::DateTime;
use leptos::prelude::*;

use super::after::{self, Earlier};
use crate::{
    actions::{
        follow,
        notices::{self, Notices},
        queue::{self, Query},
        rate::AGAIN,
        record,
        related::{self, Together},
        save_answer::{self, Answers, Draft, SaveError},
        tags::{self, Mark},
        take_step::{Input, StepError, allowed, take_step},
    },
    domain::{
        report::{Content, ReportNumber, Reporter, Status},
        search,
        staff::Role,
        workflow::{self, Action, Need, Outcome, Rating, step},
    },
    i18n::Lang,
    pages::parts::{
        field::{Field, summary, words},
        notices::for_staff,
        timeline::timeline,
    },
    storage::{
        self,
        files::{FileMeta, FileRow},
        queue::Neighbour,
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
    /// It was tried with the one press that takes it without words.
    pressed: bool,
    input: Input,
    wrong: Vec<(&'static str, &'static str)>,
    /// What the officer had seen (as it travels), when somebody else was quicker.
    seen: Option<String>,
    /// Words of a refusal.
    refused: Option<String>,
    list: Origin,
    shown: Option<Shown>,
    /// It is only to be read here: another court referred it.
    referred: bool,
    /// The fields that the page filled in by itself; all others stand as they were kept. None when a form was sent.
    fills: Option<&'static [Need]>,
    /// The templates, when somebody begins a letter.
    letters: Option<letters::Choice>,
    /// The optional paragraphs that a letter was filled in with, as the form sent them.
    filled: String,
    /// What was written before a letter took its place, as the form sent it.
    before: String,
}

impl State {
    /// Whether it is the form of this step that was tried.
    fn tried(&self, action: Action) -> bool {
        self.action == Some(action) && !self.pressed
    }
}

/// The list from which a report was opened, and the place in it: it keeps its place when the report drops out of it.
#[derive(Clone, Default)]
pub struct Origin {
    from: String,
    at: String,
}

impl Origin {
    pub fn of(fields: &[(String, String)]) -> Self {
        let value = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone());
        Self { from: value("from").unwrap_or_default(), at: value("at").unwrap_or_default() }
    }

    /// The address of a report that is opened from the same list.
    fn address(&self, number: &str, at: &str) -> String {
        let address = format!("/staff/reports/{number}");
        if at.is_empty() {
            return address;
        }
        let list = serde_urlencoded::to_string([("from", self.from.as_str()), ("at", at)]).unwrap_or_default();
        format!("{address}?{list}")
    }

    /// The address of the report that is open.
    pub fn here(&self, number: &str) -> String {
        self.address(number, &self.at)
    }

    /// How it travels with the forms of the page.
    pub fn hidden(&self) -> impl IntoView + use<> {
        view! {
            <input type="hidden" name="from" value=self.from.clone() />
            <input type="hidden" name="at" value=self.at.clone() />
        }
    }
}

pub async fn view(o: Officer, Path(number): Path<String>, RawQuery(raw): RawQuery) -> PageResult {
    let (row, referred) = find_or_referred(&o, &number).await?;
    if referred {
        return show(&o, row, &State { referred, ..State::default() }).await;
    }
    let fields: Vec<(String, String)> =
        serde_urlencoded::from_str(raw.as_deref().unwrap_or_default()).unwrap_or_default();
    if row.opened_at.is_none() {
        let mut tx = o.portal.db.begin().await?;
        storage::reports::set_opened(&mut tx, row.id, o.portal.clock.now()).await?;
        tx.commit().await?;
    }
    let closes_duplicate = fields.iter().any(|(name, value)| name == "close" && value == "duplicate");
    let state = if closes_duplicate {
        duplicate(&row)
    } else {
        letters::begun(&o, &row, raw.as_deref().unwrap_or_default()).await?
    };
    let shown = fields.iter().find(|(name, _)| name == Shown::FIELD).and_then(|(_, value)| Shown::parse(value));
    show(&o, row, &State { list: Origin::of(&fields), shown, ..state }).await
}

/// The closing of a duplicate, filled in: it is answered by itself, in the reporter's language. What was written before
/// stands beside it, as beside a letter.
fn duplicate(row: &ReportRow) -> State {
    let text = Lang::parse(&row.language).t("duplicate-answer");
    let input = Input { outcome: Outcome::Duplicate.to_string(), text, ..Input::default() };
    State { action: Some(Action::Resolve), input, fills: Some(&[Need::Outcome, Need::Text]), ..State::default() }
}

/// A report within the scope, or one that its court referred to this one to be read.
pub async fn find_or_referred(o: &Officer, number: &str) -> Result<(ReportRow, bool), PageError> {
    if let Some(row) = storage::reports::find(&o.portal.db, &o.scope, number).await? {
        return Ok((row, false));
    }
    if !matches!(o.staff.role, Role::Triage | Role::Handler | Role::Supervisor) {
        return Err(PageError::NotFound);
    }
    let found = storage::referrals::list(&o.portal.db, &o.scope, Some(number), o.portal.clock.now()).await?;
    found.into_iter().next().map(|row| (row, true)).ok_or(PageError::NotFound)
}

/// What a form of an act holds.
pub fn input_of(typed: &[(String, String)]) -> Input {
    let value =
        |name: &str| typed.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default();
    Input {
        note: value("note"),
        text: value("text"),
        reason: value("reason"),
        assignee: value("assignee"),
        court: value("court"),
        outcome: value("outcome"),
        due: value("due"),
        body: value("body"),
        number: value("number"),
        relation: value("relation"),
        ground: value("ground"),
        kind: value("kind"),
        on: value("on"),
        document: value("document"),
        result: value("result"),
        amount: value("amount"),
        until: value("until"),
        boost: value("boost"),
        letter: value("letter"),
        strict: true,
    }
}

async fn find(o: &Officer, number: &str) -> Result<ReportRow, PageError> {
    storage::reports::find(&o.portal.db, &o.scope, number).await?.ok_or(PageError::NotFound)
}

pub async fn submit(
    o: Officer,
    Path((number, action)): Path<(String, String)>,
    RawQuery(raw): RawQuery,
    Form(typed): Form<Vec<(String, String)>>,
) -> PageResult {
    let action = Action::parse(&action).ok_or(PageError::NotFound)?;
    let value =
        |name: &str| typed.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default();
    let input = input_of(&typed);
    let (list, before, filled) = (Origin::of(&typed), value("before"), value("filled"));
    let here = list.here(&number);
    let pressed = step(action).needs.is_empty() && raw.as_deref() != Some(acts::WORDS);
    let mut state =
        State { action: Some(action), pressed, input: input.clone(), list, before, filled, ..State::default() };
    // The other buttons of the form: keep it and send it later, or begin with a template.
    if typed.iter().any(|(name, _)| name == "keep") {
        let to = format!("{here}#step-{action}");
        return keep(&o, &number, action, state, &to).await;
    }
    if typed.iter().any(|(name, _)| name == "begin") {
        return letters::begin(&o, &number, action, state, &typed).await;
    }
    let version = value("version").parse().unwrap_or(-1);
    match take_step(&o.portal, &o.staff, &number, action, version, &input).await {
        Ok(Some(_)) => return Ok(o.see(&here)),
        // It went to somebody else's desk.
        Ok(None) => return Ok(o.see("/staff/queue")),
        Err(StepError::NotFound) => return Err(PageError::NotFound),
        Err(StepError::Storage(error)) => return Err(error.into()),
        Err(StepError::Conflict(row)) => {
            state.seen = Some(value("seen"));
            return show(&o, *row, &state).await;
        }
        Err(StepError::Fields(wrong)) => state.wrong = in_order(action, wrong),
        Err(StepError::NotNow(_)) => state.refused = Some(o.t("error-step-not-now")),
        Err(StepError::NotYours) => state.refused = Some(o.t("error-step-not-yours")),
    }
    show(&o, find(&o, &number).await?, &state).await
}

/// What is wrong, in the order of the form.
fn in_order(action: Action, mut wrong: Vec<(&'static str, &'static str)>) -> Vec<(&'static str, &'static str)> {
    let place = |field: &str| workflow::asked(action).position(|need| need.as_str() == field);
    wrong.sort_by_key(|(field, _)| place(field).unwrap_or(usize::MAX));
    wrong
}

/// Keeps an unfinished answer and goes on to another page.
async fn keep(o: &Officer, number: &str, action: Action, mut state: State, to: &str) -> PageResult {
    let draft = Draft { input: state.input.clone(), before: state.before.clone() };
    match save_answer::save_answer(&o.portal, &o.staff, number, action, &draft).await {
        Ok(_) => return Ok(o.see(to)),
        Err(SaveError::NotFound) => return Err(PageError::NotFound),
        Err(SaveError::Storage(error)) => return Err(error.into()),
        Err(SaveError::TooLong(field)) => state.wrong = vec![(field, "too_long")],
        Err(SaveError::NotYours) => state.refused = Some(o.t("error-step-not-yours")),
    }
    show(o, find(o, number).await?, &state).await
}

/// Saves an unfinished answer while it is being typed. Called by the page's script; answers with the words to show, also
/// when it was not saved.
pub async fn save_draft(
    o: Officer,
    Path(number): Path<String>,
    Form(typed): Form<Vec<(String, String)>>,
) -> PageResult {
    let action = typed.iter().find(|(name, _)| name == "action").and_then(|(_, action)| Action::parse(action));
    let action = action.ok_or(PageError::NotFound)?;
    let before = typed.iter().find(|(name, _)| name == "before").map(|(_, before)| before.clone());
    let draft = Draft { input: input_of(&typed), before: before.unwrap_or_default() };
    let (status, words) = match save_answer::save_answer(&o.portal, &o.staff, &number, action, &draft).await {
        Ok(at) => (StatusCode::OK, o.ta("answer-kept", &[("at", &o.lang.clock(at))])),
        Err(SaveError::NotFound | SaveError::NotYours) => return Err(PageError::NotFound),
        Err(SaveError::Storage(error)) => return Err(error.into()),
        Err(SaveError::TooLong(field)) => (StatusCode::UNPROCESSABLE_ENTITY, words(o.lang, field, "too_long")),
    };
    Ok((status, Json(serde_json::json!({ "words": words }))).into_response())
}

/// What is different from what a page shows that is still open somewhere; nothing (204) when it is as it was.
pub async fn changes(
    o: Officer,
    Path(number): Path<String>,
    axum::extract::Query(asked): axum::extract::Query<std::collections::BTreeMap<String, String>>,
) -> PageResult {
    let row = find(&o, &number).await?;
    let seen = asked.get("seen").and_then(|token| Seen::parse(&o.portal, row.id, token)).ok_or(PageError::NotFound)?;
    let opened = open(&o, &row, false).await?;
    Ok(match seen::changes(&o, &row, &opened, &seen).await? {
        Some(changed) => Html(changed.to_html().replace("<!>", "")).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}

/// Everything the page shows, read and opened.
struct Opened {
    content: Content,
    reporter: Option<Reporter>,
    has_reporter: bool,
    notices: Notices,
    entries: Vec<(EntryRow, Option<String>)>,
    versions: Vec<Earlier>,
    files: Vec<(FileRow, FileMeta)>,
    people: Vec<StaffRow>,
    assignee: Option<String>,
    together: Together,
    beside: Vec<beside::Beside>,
    marks: Vec<Mark>,
    answers: Answers,
    /// What is to be seen now, as it travels with the forms.
    seen: String,
}

async fn open(o: &Officer, row: &ReportRow, referred: bool) -> Result<Opened, PageError> {
    let key = row.data_key(&o.portal.keys)?;
    let record::Readable { entries, versions, hidden_until } = record::for_officer(&o.portal, &o.scope, row).await?;
    // Who reported stays with the court that has it.
    let reads_identity = !referred && o.staff.role.reads_identity(row.channel()?);
    let versions = after::open(versions, &key, reads_identity)?;
    let entries = entries
        .into_iter()
        .map(|entry| record::text_of(&entry, &key).map(|text| (entry, text)))
        .collect::<Result<Vec<_>, _>>()?;
    let discipline = row.desk == "discipline";
    let (people, assignee) =
        storage::staff::list_handlers_and(&o.portal.db, &row.court, discipline, row.assignee).await?;
    let assignee = assignee.map(|person| person.name);
    let reporter = if reads_identity { row.reporter(&key)? } else { None };
    let notices = notices::read(&o.portal, row, reporter.as_ref()).await?;
    let files = follow::files(&o.portal, row, &key).await?;
    let each = i64::try_from(graph::SHOWN).unwrap_or(10);
    let together = if referred {
        Together::default()
    } else {
        related::read(&o.portal, o.staff.role, &o.scope, row, each).await?
    };
    let noted_after = hidden_until.unwrap_or(DateTime::UNIX_EPOCH);
    let rows = storage::beside::list(&o.portal.db, row.id, o.staff.id, noted_after, o.portal.clock.now()).await?;
    let (beside, answers) = (beside::open(&rows, &key)?, save_answer::open(&rows, &key)?);
    let seen = Seen::of(row, versions.len(), entries.iter().map(|(entry, _)| entry)).token(&o.portal, row.id);
    Ok(Opened {
        seen,
        content: row.content(&key)?,
        reporter,
        has_reporter: row.sealed_reporter.is_some(),
        notices,
        entries,
        versions,
        files,
        people,
        assignee,
        together,
        beside,
        marks: tags::of_report(&o.portal, &o.scope, row.id).await?,
        answers,
    })
}

async fn show(o: &Officer, row: ReportRow, state: &State) -> Result<Response, PageError> {
    let opened = open(o, &row, state.referred).await?;
    let around = neighbours(o, &state.list).await?;
    let (status, standing) = (row.status()?, row.standing()?);
    let number = ReportNumber::parse(&row.number).map(|number| number.grouped()).unwrap_or_default();
    // What is only to be read here is in no stream.
    let after = (!state.referred).then(|| o.mark.to_string());
    let lines = state
        .wrong
        .iter()
        .map(|(field, code)| {
            let said = state
                .action
                .map_or_else(|| words(o.lang, field, code), |action| acts::words_of(o, action, field, code));
            (format!("{}-{field}", state.action.map_or("", Action::as_str)), said)
        })
        .collect::<Vec<_>>();
    let offered = seen::offers(o, &row, &opened, state);
    let conflict = match &state.seen {
        None => None,
        Some(token) => {
            let seen = Seen::parse(&o.portal, row.id, token);
            let changed = match &seen {
                Some(seen) => seen::changes(o, &row, &opened, seen).await?,
                None => None,
            };
            Some(seen::conflict_note(o, changed, state, offered))
        }
    };
    let wrong = !state.wrong.is_empty() || state.refused.is_some();
    let mut page = Page::titled(o.ta("report-title", &[("number", &number)])).wide().wrong_if(wrong);
    page.skip = (!state.referred).then(|| ("steps", o.t("skip-steps")));
    if conflict.is_some() {
        page = Page { error: true, ..page.status(StatusCode::CONFLICT) };
    }
    let kind = o.t(&format!("category-{}-{}", row.channel, row.category));
    let seen = opened.seen.clone();
    // What was searched for in the list is marked here, too.
    let searched = search::Query::parse(&Query::of_page(&state.list.from, 1).q);
    let chosen = state.shown.unwrap_or(Shown::All);
    let entries = opened.entries.iter().filter(|(entry, _)| chosen.shows(entry)).cloned().collect::<Vec<_>>();
    // Read is what stands on a page that somebody asked for.
    if !state.referred && record::has_unread(entries.iter().map(|(entry, _)| entry), "citizen") {
        record::read_by_court(&o.portal, &o.staff, row.id).await?;
    }
    let (steps, bar) = if state.referred {
        (view! { <p class="note amber">{o.t("referred-note")}</p> }.into_any(), None)
    } else {
        let (steps, bar) = acts::steps(o, &row, &opened, standing, state, &seen);
        (steps, Some(bar))
    };
    Ok(o.page(page, || {
        view! {
            {way(o, &state.list, &around)}
            {conflict}
            {state.refused.clone().map(|refused| view! { <div class="errors" role="alert" tabindex="-1" autofocus><p>{refused}</p></div> })}
            {summary(o.lang, &lines)}
            {kept(o, &row, &opened, state, offered)}
            <div id="changed" class="changed" aria-live="polite"></div>
            <div class="bar">
                <h1>{kind}</h1>
                <span class="digits">{number}</span>
                <span class="tag">{o.t(&format!("status-{}", row.status.replace('_', "-")))}</span>
                {flags(o, &row, status)}
                {super::live::present(o, &opened.answers.present)}
            </div>
            {(!state.referred).then(|| evidence::take_along(o, &row))}
            <div class="report" data-number=row.number.clone() data-seen=seen.clone() data-after=after>
                <div>
                    {super::tags::on_report(o, &row, &opened.marks, &state.list)}
                    {told::facts(o, &row, &opened)}
                    {told::content(o, &row, &opened.content, &searched)}
                    {beside::measures(o, &opened.beside)}
                    {after::earlier(o, &row, &opened.versions)}
                    {files::file_table(o, &row, &opened.files)}
                    {crate::pages::parts::clocks::clocks(o, &row, &opened.content)}
                    {graph::panel(o, &row, &opened, standing, state, offered)}
                    {for_staff(o, &opened.notices)}
                </div>
                <div>
                    {steps}
                    {beside::reminders(o, &row, &opened.beside, &state.list)}
                    <h2 id="timeline">{o.t("timeline-title")}</h2>
                    {shown::choice(o, &row.number, &state.list, &opened.entries.iter().map(|(entry, _)| entry).collect::<Vec<_>>(), chosen)}
                    {timeline(o, &entries, Some(&searched))}
                    {bar}
                </div>
            </div>
        }
    }))
}

/// The reports before and after this one in the list it was opened from.
async fn neighbours(o: &Officer, list: &Origin) -> Result<Around, PageError> {
    let Some(place) = queue::decode(&list.at) else { return Ok(Around::default()) };
    let query = Query::of_page(&list.from, 1);
    if place.sort != query.sort {
        return Ok(Around::default());
    }
    let (before, after) = queue::neighbours(&o.portal, &o.staff, &o.scope, &query, &place).await?;
    let link = |found: Neighbour| list.address(&found.number, &queue::encode(&found.place(query.sort, place.many)));
    Ok(Around { before: before.map(link), after: after.map(link) })
}

#[derive(Default)]
struct Around {
    before: Option<String>,
    after: Option<String>,
}

/// Back to the list, and on in it.
fn way(o: &Officer, list: &Origin, around: &Around) -> impl IntoView + use<> {
    let back =
        if list.from.is_empty() { o.to("/staff/queue") } else { format!("{}?{}", o.to("/staff/queue"), list.from) };
    let before = around
        .before
        .as_ref()
        .map(|to| view! { <a id="neighbour-prev" rel="prev" href=o.to(to)>{o.t("neighbour-previous")}</a> });
    let after = around
        .after
        .as_ref()
        .map(|to| view! { <a id="neighbour-next" rel="next" href=o.to(to)>{o.t("neighbour-next")}</a> });
    view! { <p class="back"><a id="to-list" href=back>{o.t("queue-title")}</a><span class="around">{before}" "{after}</span></p> }
}

/// What was typed or kept for steps that are not offered any more: nobody has to write it again elsewhere.
fn kept(o: &Officer, row: &ReportRow, opened: &Opened, state: &State, offered: bool) -> Option<AnyView> {
    let typed = if state.action.is_some() && !offered { state.input.words() } else { String::new() };
    let typed = (!typed.is_empty()).then(|| {
        let label = o.t("kept-typed");
        let field = Field { id: Some("kept"), name: "kept", label, value: &typed, ..Field::default() };
        view! { <div class="note">{field.text(4)}</div> }
    });
    let tried = state.action.filter(|_| typed.is_some());
    let drafts = opened
        .answers
        .drafts
        .iter()
        .filter(|(action, ..)| Some(*action) != tried && allowed(&o.staff, row, *action).is_err());
    let drafts = drafts.map(|(action, draft, _)| (action, [draft.input.words(), draft.before.clone()].join("\n")));
    let drafts = drafts.filter(|(_, words)| !words.trim().is_empty()).map(|(action, words)| {
        let step = o.t(&format!("action-{}", action.as_str().replace('_', "-")));
        let (id, label) = (format!("{action}-kept"), o.ta("kept-for", &[("action", &step)]));
        let field = Field { id: Some(&id), name: "kept", label, value: words.trim(), ..Field::default() };
        let address = o.to(&format!("/staff/reports/{}/{action}", row.number));
        // Keeping nothing in its place is how what was kept goes.
        view! {
            <div class="note">
                {field.text(4)}
                <form method="post" action=address>
                    {state.list.hidden()}
                    <button class="plain" name="keep" value="1">{o.t("kept-discard")}</button>
                </form>
            </div>
        }
    });
    let drafts = drafts.collect::<Vec<_>>();
    (typed.is_some() || !drafts.is_empty()).then(|| view! { {typed}{drafts} }.into_any())
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
        tags.push(("tag", o.ta("tag-may-change", &[("until", &o.lang.clock(row.withdraw_until))])));
    }
    if status.is_open() && o.portal.clock.now() > row.due_at {
        tags.push(("tag red", o.t("tag-late")));
    }
    // The stronger word, which is among the flags, says both.
    let again = row.flags().iter().any(|flag| flag == AGAIN);
    if row.reopened_by_citizen && !again {
        tags.push(("tag amber", o.t("tag-reopened-by-citizen")));
    }
    if let Some(result) = row.citizen_result.as_ref().filter(|_| !again) {
        let class = if result == Rating::Not.as_str() { "tag red" } else { "tag" };
        tags.push((class, o.ta("tag-citizen-says", &[("result", &o.t(&format!("rating-{result}")))])));
    }
    tags.extend(row.flags().into_iter().map(|flag| ("tag amber", o.t(&format!("flag-{}", flag.replace('_', "-"))))));
    tags.into_iter().map(|(class, text)| view! { <span class=class>{text}</span> }).collect_view()
}
