//! `/staff/…`: the desk for other systems, with a token; the same scope as for the person it acts for.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{FromRequestParts, Path, RawQuery, State},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    follow::credential,
    problem::{self, Body, Problem, ProblemField},
};
use crate::{
    actions::{
        find, follow,
        queue::{self, ListPage, Query},
        record, related,
        take_step::{self, Input, StepError},
        tokens,
    },
    domain::{
        report::{Asked, Reporter, Respondent},
        search,
        staff::{Scope, Staff},
        workflow::Action,
    },
    pages::parts::search_help::problem_words,
    portal::Portal,
    storage::{
        self,
        queue::{COUNT_CAP, QueueRow},
        reports::ReportRow,
    },
};

/// Whoever a token acts for, with the scope of every query.
pub struct Agent {
    pub staff: Staff,
    pub scope: Scope,
}

impl FromRequestParts<Portal> for Agent {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Problem> {
        let unauthorized = || Problem::unauthorized("Bearer");
        let token = credential(&parts.headers, "Bearer").ok_or_else(unauthorized)?;
        let staff = tokens::find_by_token(portal, &token).await?.ok_or_else(unauthorized)?;
        let scope = Scope::of(&staff, &portal.courts());
        Ok(Self { staff, scope })
    }
}

/// A report in a list.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Item {
    pub number: String,
    pub channel: String,
    pub category: String,
    pub court: String,
    pub status: String,
    pub title: Option<String>,
    pub case_number: Option<String>,
    pub livelihood: Option<String>,
    pub received_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    /// Username.
    pub assignee: Option<String>,
    pub version: i64,
    pub court_concerned: Option<String>,
    /// What its reporter said after closing: `settled`, `partly`, `not` or `unknown`; null when nothing was said.
    pub citizen_result: Option<String>,
    pub reopened_by_citizen: bool,
}

/// How many there are.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(untagged)]
pub enum Count {
    Exact(i64),
    /// `"10000+"`
    AtLeast(String),
}

/// One page of a list.
#[derive(Serialize, utoipa::ToSchema)]
pub struct List {
    pub items: Vec<Item>,
    /// The cursor of the next page; null on the last.
    pub next: Option<String>,
    /// Exact up to 10,000, then `"10000+"`.
    pub count: Count,
}

/// Lists reports within the scope.
#[utoipa::path(get, path = "/api/v1/staff/reports", tag = "staff", security(("token" = [])),
    params(
        ("view" = Option<String>, Query, description = "all, mine, unassigned, overdue, urgent, livelihood, waiting, held, unsettled"),
        ("q" = Option<String>, Query, description = "every term must occur in what was typed; phrases in quotes, minus, and prefixes such as case: and respondent:"),
        ("court" = Option<Vec<String>>, Query, description = "each of these fields may be repeated; with ! behind its name (`court!`) it leaves out"),
        ("channel" = Option<Vec<String>>, Query), ("category" = Option<Vec<String>>, Query), ("status" = Option<Vec<String>>, Query),
        ("assignee" = Option<Vec<String>>, Query, description = "username, or none"),
        ("livelihood" = Option<Vec<String>>, Query, description = "true or a class"),
        ("result" = Option<Vec<String>>, Query, description = "settled, partly, not, unknown: what its reporter said after closing"),
        ("tag" = Option<Vec<String>>, Query, description = "the code of a tag"),
        ("due" = Option<Vec<String>>, Query, description = "overdue, today, week; each holds those before it"),
        ("received_from" = Option<String>, Query, description = "a day, 2026-11-23; it counts"), ("received_to" = Option<String>, Query),
        ("due_from" = Option<String>, Query), ("due_to" = Option<String>, Query),
        ("sort" = Option<String>, Query, description = "-received (default), received, due, priority"),
        ("limit" = Option<u32>, Query, description = "1 to 100"),
        ("cursor" = Option<String>, Query, description = "`next` of the page before, with the same fields")),
    responses((status = 200, body = List), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn list(State(portal): State<Portal>, agent: Agent, RawQuery(raw): RawQuery) -> Result<Response, Problem> {
    let query = Query::of_address(raw.as_deref().unwrap_or_default(), 50);
    let mut unknown = query.unknown.clone();
    // A place in another order would lead back to the first page.
    unknown.extend(query.from.as_ref().filter(|(place, _)| place.sort != query.sort).map(|_| "cursor".to_owned()));
    let mut problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "fields");
    problem.errors.extend(unknown.iter().map(|name| Problem::field(name, "unknown")));
    // Of what somebody may not look for nothing is found, as of all that they may not see.
    let asked = find::problems(&portal, &agent.staff, &agent.scope, &query.q);
    let asked = asked.iter().filter(|problem| !matches!(problem, search::Problem::NotYours(_)));
    problem.errors.extend(asked.map(|problem| {
        let message = problem_words(problem::lang(), problem);
        ProblemField { field: "q".to_owned(), code: problem.code().to_owned(), message }
    }));
    if !problem.errors.is_empty() {
        return Err(problem);
    }
    let ListPage { rows, counts, next, .. } = queue::list(&portal, &agent.staff, &agent.scope, &query).await?;
    let count = counts.total;
    let count = if count > COUNT_CAP { Count::AtLeast(format!("{COUNT_CAP}+")) } else { Count::Exact(count) };
    let items = rows.into_iter().map(|(row, summary)| item(row, summary.unwrap_or_default())).collect();
    Ok(Json(List { items, next, count }).into_response())
}

fn item(row: QueueRow, summary: crate::domain::report::Summary) -> Item {
    Item {
        number: row.number,
        channel: row.channel,
        category: row.category,
        court: row.court,
        status: row.status,
        title: summary.title,
        case_number: summary.case_number,
        livelihood: row.livelihood,
        received_at: row.received_at,
        due_at: row.due_at,
        assignee: row.assignee,
        version: row.version,
        court_concerned: row.court_concerned,
        citizen_result: row.citizen_result,
        reopened_by_citizen: row.reopened_by_citizen,
    }
}

/// Everything about one report.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Detail {
    pub number: String,
    pub channel: String,
    pub category: String,
    pub court: String,
    pub court_concerned: Option<String>,
    pub status: String,
    pub title: Option<String>,
    pub case_number: Option<String>,
    pub respondent: Option<Respondent>,
    pub narrative: String,
    pub occurred_on: Option<chrono::NaiveDate>,
    pub details: BTreeMap<String, String>,
    /// The same answers with the questions as they were asked, in the report's language.
    pub asked: Vec<Asked>,
    pub livelihood: Option<String>,
    /// Null when anonymous, or when the role may not read it.
    pub reporter: Option<Reporter>,
    pub language: String,
    pub held: bool,
    pub urgent: bool,
    pub flags: Vec<String>,
    pub outcome: Option<String>,
    pub received_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub assignee: Option<String>,
    pub version: i64,
    /// Until when its reporter can change it.
    pub change_until: DateTime<Utc>,
    /// What it said before its reporter changed it, oldest first.
    pub versions: Vec<EarlierVersion>,
    pub citizen_result: Option<String>,
    pub reopened_by_citizen: bool,
    /// What its reporter said after closing; the words stand in the timeline.
    pub ratings: Vec<super::follow::Rated>,
    pub timeline: Vec<StaffEntry>,
    pub files: Vec<super::follow::File>,
    /// Other reports that belong to this one, newest first, at most ten in each way; nothing is merged.
    pub related: Vec<RelatedReport>,
    /// How many independent other people report the same, at most 5.
    pub corroboration: i64,
    /// Behind which report this one stands as one of many near-identical texts is told by the list `flood=NUMBER`; on the
    /// first of them, how many they are.
    pub flood_size: i64,
    /// The actions that this person can take now.
    pub can: Vec<String>,
}

/// Another report that belongs to one.
#[derive(Serialize, utoipa::ToSchema)]
pub struct RelatedReport {
    pub number: String,
    /// Any of `link`, `case`, `number` (same respondent by identity or credit number), `name`, `reporter`, `similar`.
    pub how: Vec<String>,
    /// How alike the texts are, in percent.
    pub percent: Option<i64>,
    /// What a link by hand says: `duplicate`, `related` or `contradicts`.
    pub relation: Option<String>,
    /// Whether this link was made from the report that is read: then that one is the duplicate.
    pub from_here: Option<bool>,
    pub channel: String,
    pub category: String,
    pub status: String,
    pub court: String,
    pub received_at: DateTime<Utc>,
    /// Its title, or the first words of its text.
    pub words: String,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct StaffEntry {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub kind: String,
    /// `citizen`, `staff` or `system`
    pub actor: String,
    pub staff: Option<String>,
    pub public: bool,
    #[schema(value_type = Object)]
    pub facts: serde_json::Value,
    pub text: Option<String>,
    /// When the other side read it.
    pub read_at: Option<DateTime<Utc>>,
    /// When it was taken back with the bulk act that wrote it; its reporter does not see it any more.
    pub recalled_at: Option<DateTime<Utc>>,
}

/// What a report said before its reporter changed it.
#[derive(Serialize, utoipa::ToSchema)]
pub struct EarlierVersion {
    /// When the next one took its place.
    pub until: DateTime<Utc>,
    pub category: String,
    pub court: String,
    pub court_concerned: Option<String>,
    pub livelihood: Option<String>,
    pub title: Option<String>,
    pub case_number: Option<String>,
    pub respondent: Option<Respondent>,
    pub narrative: String,
    pub occurred_on: Option<chrono::NaiveDate>,
    pub details: BTreeMap<String, String>,
    /// Null when anonymous, or when the role may not read it.
    pub reporter: Option<Reporter>,
}

/// Reads a report.
#[utoipa::path(get, path = "/api/v1/staff/reports/{number}", tag = "staff", security(("token" = [])), params(("number" = String, Path)),
    responses((status = 200, body = Detail), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn read(State(portal): State<Portal>, agent: Agent, Path(number): Path<String>) -> Result<Response, Problem> {
    let row = storage::reports::find(&portal.db, &agent.scope, &number).await?.ok_or_else(Problem::not_found)?;
    let seen = detail(&portal, &agent, &row).await?;
    let unread = |entry: &StaffEntry| entry.actor == "citizen" && entry.text.is_some() && entry.read_at.is_none();
    if seen.timeline.iter().any(unread) {
        record::read_by_court(&portal, &agent.staff, row.id).await?;
    }
    Ok(Json(seen).into_response())
}

async fn detail(portal: &Portal, agent: &Agent, row: &ReportRow) -> storage::Result<Detail> {
    let key = row.data_key(&portal.keys)?;
    let content = row.content(&key)?;
    let record::Readable { entries, versions, .. } = record::for_officer(portal, &agent.scope, row).await?;
    let ratings = storage::ratings::list(&portal.db, row.id).await?;
    let timeline = entries.into_iter().map(|entry| {
        let text = record::text_of(&entry, &key)?;
        Ok(StaffEntry {
            id: entry.id,
            at: entry.at,
            facts: entry.facts(),
            kind: entry.kind,
            actor: entry.actor,
            staff: entry.staff_name,
            public: entry.public,
            text,
            read_at: entry.read_at,
            recalled_at: entry.recalled_at,
        })
    });
    let timeline = timeline.collect::<storage::Result<_>>()?;
    let files = follow::files(portal, row, &key).await?;
    let assignee = match row.assignee {
        Some(id) => storage::staff::find_by_id(&portal.db, id).await?.map(|person| person.username),
        None => None,
    };
    let reads_identity = agent.staff.role.reads_identity(row.channel()?);
    let versions = versions.into_iter().map(|version| {
        let content = version.content(&key)?;
        let reporter = if reads_identity { version.reporter(&key)? } else { None };
        Ok(EarlierVersion {
            until: version.until,
            category: version.category,
            court: version.court,
            court_concerned: version.court_concerned,
            livelihood: version.livelihood,
            title: content.title,
            case_number: content.case_number,
            respondent: content.respondent,
            narrative: content.narrative,
            occurred_on: content.occurred_on,
            details: content.details,
            reporter,
        })
    });
    let versions = versions.collect::<storage::Result<_>>()?;
    let together = related::read(portal, agent.staff.role, &agent.scope, row, 10).await?;
    let standing = row.standing()?;
    Ok(Detail {
        number: row.number.clone(),
        channel: row.channel.clone(),
        category: row.category.clone(),
        court: row.court.clone(),
        court_concerned: row.court_concerned.clone(),
        status: row.status.clone(),
        title: content.title,
        case_number: content.case_number,
        respondent: content.respondent,
        narrative: content.narrative,
        occurred_on: content.occurred_on,
        details: content.details,
        asked: content.asked,
        livelihood: row.livelihood.clone(),
        reporter: if reads_identity { row.reporter(&key)? } else { None },
        language: row.language.clone(),
        held: row.held,
        urgent: row.urgent,
        flags: row.flags(),
        outcome: row.outcome.clone(),
        received_at: row.received_at,
        due_at: row.due_at,
        assignee,
        version: row.version,
        change_until: row.withdraw_until,
        versions,
        citizen_result: row.citizen_result.clone(),
        reopened_by_citizen: row.reopened_by_citizen,
        ratings: ratings.into_iter().map(super::follow::Rated::from).collect(),
        timeline,
        files: files
            .into_iter()
            .map(|(file, meta)| super::follow::File {
                id: file.id,
                name: meta.name,
                size: file.size,
                state: file.state,
                scan: file.scan,
            })
            .collect(),
        related: together.list.into_iter().map(related_report).collect(),
        corroboration: row.corroboration,
        flood_size: row.flood_size,
        can: crate::domain::workflow::possible(agent.staff.role, standing, row.held)
            .filter(|step| take_step::allowed(&agent.staff, row, step.action).is_ok())
            .map(|step| step.action.to_string())
            .collect(),
    })
}

fn related_report(other: related::Related) -> RelatedReport {
    RelatedReport {
        how: other.hows.iter().map(ToString::to_string).collect(),
        percent: other.percent,
        relation: other.tie.map(|tie| tie.relation.to_string()),
        from_here: other.tie.map(|tie| tie.from_here),
        number: other.row.number,
        channel: other.row.channel,
        category: other.row.category,
        status: other.row.status,
        court: other.row.court,
        received_at: other.row.received_at,
        words: other.words.unwrap_or_default(),
    }
}

/// An action: its name, the version that was read, and what it needs.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct NewAction {
    pub action: String,
    pub version: i64,
    #[serde(flatten)]
    pub input: Input,
}

/// What a step leaves: the report, or what can still be said of one that went out of sight.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(untagged)]
pub enum Stepped {
    Seen(Box<Detail>),
    Gone(Gone),
}

/// A report that was handed to another court.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Gone {
    pub number: String,
    pub status: String,
    pub version: i64,
    /// Always false.
    pub visible: bool,
}

/// Takes a step of the workflow.
#[utoipa::path(post, path = "/api/v1/staff/reports/{number}/actions", tag = "staff", security(("token" = [])), params(("number" = String, Path)),
    request_body = NewAction,
    responses((status = 200, body = Stepped), (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"), (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn act(
    State(portal): State<Portal>,
    agent: Agent,
    Path(number): Path<String>,
    Body(new): Body<NewAction>,
) -> Result<Response, Problem> {
    let fields = |list: Vec<(&str, &str)>| {
        let mut problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "fields");
        problem.errors = list.into_iter().map(|(field, code)| Problem::field(field, code)).collect();
        problem
    };
    // Whether there is such a report comes first: a wrong action must not tell.
    let before = storage::reports::find(&portal.db, &agent.scope, &number).await?.ok_or_else(Problem::not_found)?;
    let action = Action::parse(&new.action).ok_or_else(|| fields(vec![("action", "unknown")]))?;
    match take_step::take_step(&portal, &agent.staff, &number, action, new.version, &new.input).await {
        Ok(Some(row)) => Ok(Json(Stepped::Seen(Box::new(detail(&portal, &agent, &row).await?))).into_response()),
        // Handed to another court: what can still be said of it.
        Ok(None) => {
            let gone = ReportRow { version: before.version + 1, ..before };
            let step = crate::domain::workflow::step(action);
            let status = step.to.map_or_else(|| gone.status.clone(), |status| status.to_string());
            let gone = Gone { number: gone.number, status, version: gone.version, visible: false };
            Ok(Json(Stepped::Gone(gone)).into_response())
        }
        Err(StepError::NotFound) => Err(Problem::not_found()),
        Err(StepError::Conflict(row)) => {
            let current = serde_json::to_value(detail(&portal, &agent, &row).await?).ok();
            Err(Problem { current, ..Problem::new(StatusCode::CONFLICT, "version_conflict") })
        }
        Err(StepError::NotNow(_)) => Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "not_in_this_status")),
        Err(StepError::NotYours) => Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "not_for_this_role")),
        Err(StepError::Fields(wrong)) => Err(fields(wrong)),
        Err(StepError::Storage(error)) => Err(error.into()),
    }
}
