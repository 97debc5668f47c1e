//! The queue: filtered, sorted, keyset-paged lists of reports within an officer's scope, and their counts.
//!
//! A list walks one index in its own order and stops after a page; [`plan`] chooses it. What is counted comes from
//! [`tally`]. So a page costs the same at a thousand reports and at a million.

mod fold;
mod plan;
mod tally;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{
    Db, Result, Sql, Value,
    related::{self, Same},
    reports::within,
    search,
};
use crate::{
    clock::start_of,
    domain::{
        codes::codes,
        priority::{Band, Facts, Part as Points},
        report::Livelihood,
        staff::{Role, Scope},
        triage::{self, TriageState},
    },
};

pub use fold::fold;
pub use plan::Way;
pub use tally::{COUNT_CAP, Counts, counts, explain_counts};

codes! {
    /// The lanes.
    View {
        All = "all",
        Mine = "mine",
        Unassigned = "unassigned",
        Overdue = "overdue",
        Urgent = "urgent",
        Livelihood = "livelihood",
        Waiting = "waiting",
        Held = "held",
        /// Its reporter says that it is not settled.
        Unsettled = "unsettled",
    }
}

codes! {
    Sort {
        Newest = "-received",
        Oldest = "received",
        Due = "due",
        Priority = "priority",
    }
}

codes! {
    /// Due by then: what is late is due today, too.
    DueFilter { Overdue = "overdue", Today = "today", Week = "week" }
}

impl DueFilter {
    pub const fn bands(self) -> &'static [Band] {
        match self {
            Self::Overdue => &[Band::Late],
            Self::Today => &[Band::Late, Band::Today],
            Self::Week => &[Band::Late, Band::Today, Band::Week],
        }
    }
}

/// One search term, resolved to what the database can find.
#[derive(Clone, Debug)]
pub enum Term {
    /// A whole report number.
    Number(String),
    /// Digits that may be a whole report number, or stand in what was typed.
    Digits(String, search::Text),
    /// The keyed hash of a case number, and the same number in what was typed.
    Case(Vec<u8>, search::Text),
    /// What was typed.
    Text(search::Text),
    /// The court responsible or concerned is one of these, or none of them.
    Court { codes: Vec<String>, exclude: bool },
    /// Nothing the database knows: the list is empty.
    Nothing,
}

/// Values of the fields that can be filtered by; an empty list says nothing of its field.
#[derive(Clone, Debug, Default)]
pub struct Facets {
    pub court: Vec<String>,
    pub channel: Vec<String>,
    pub category: Vec<String>,
    pub status: Vec<String>,
    /// What the reporter said after closing.
    pub result: Vec<String>,
    /// Usernames; `none` is nobody.
    pub assignee: Vec<String>,
    /// Classes, or `true` for any.
    pub livelihood: Vec<String>,
    /// Codes of tags.
    pub tag: Vec<String>,
}

/// From a day to a day, both included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// What a list shows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub view: Option<View>,
    pub terms: Vec<Term>,
    /// One of these.
    pub is: Facets,
    /// None of these.
    pub not: Facets,
    pub due: Option<DueFilter>,
    pub received: Days,
    pub due_on: Days,
    /// What belongs to the report with that number.
    pub same: Vec<(Same, String)>,
    /// Who asks: what ties reports to one person is for those who may read who reported.
    pub role: Option<Role>,
    /// Leaves out what stands behind the first of a flood, when that first is in the list.
    pub collapsed: bool,
}

impl Filter {
    /// The same, with what is searched for asked of one report after the other: for whoever has few of them in hand.
    #[must_use]
    pub fn one_by_one(&self) -> Self {
        let each = |term: &Term| match term {
            Term::Text(text) => Term::Text(text.clone().one_by_one()),
            term => term.clone(),
        };
        Self { terms: self.terms.iter().map(each).collect(), ..self.clone() }
    }
}

/// Where a page ended: the values of the sort columns of its last row.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Place {
    pub sort: Sort,
    pub at: DateTime<Utc>,
    pub priority: i64,
    pub id: Uuid,
    /// Whether the search of the list found many ([`search::MANY`]), where that is known: it says which way is the
    /// shorter one, and nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub many: Option<bool>,
}

/// A row of the list.
#[derive(Clone, FromRow)]
pub struct QueueRow {
    pub id: Uuid,
    pub number: String,
    pub channel: String,
    pub category: String,
    pub status: String,
    pub court: String,
    pub court_concerned: Option<String>,
    pub livelihood: Option<String>,
    pub held: bool,
    pub urgent: bool,
    pub priority: i64,
    pub flags: String,
    pub received_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub due_order: DateTime<Utc>,
    pub withdraw_until: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub opened_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub key_id: String,
    pub wrapped_key: Vec<u8>,
    pub sealed_summary: Vec<u8>,
    pub citizen_result: Option<String>,
    pub reopened_by_citizen: bool,
    pub corroboration: i64,
    pub boost: i64,
    pub seen_at: DateTime<Utc>,
    pub half_life: i64,
    pub priority_at: DateTime<Utc>,
    pub flood_size: i64,
    pub triage_due: Option<DateTime<Utc>>,
    pub triage_warn: Option<DateTime<Utc>>,
    pub assignee: Option<String>,
    pub assignee_name: Option<String>,
}

impl QueueRow {
    /// The place after this row.
    pub fn place(&self, sort: Sort, many: Option<bool>) -> Place {
        let at = if sort == Sort::Due { self.due_order } else { self.received_at };
        Place { sort, at, priority: self.priority, id: self.id, many }
    }

    /// How urgently somebody has to take it.
    pub fn triage_state(&self, now: DateTime<Utc>) -> TriageState {
        let unowned = self.closed_at.is_none() && self.assignee.is_none();
        triage::state(unowned, self.triage_warn, self.triage_due, now)
    }

    /// What its priority is the sum of, as it was counted.
    pub fn points(&self) -> Vec<(Points, i64)> {
        let facts = Facts {
            channel: &self.channel,
            category: &self.category,
            livelihood: self.livelihood.is_some(),
            received_at: self.received_at,
            seen_at: self.seen_at,
            half_life: self.half_life,
            corroboration: self.corroboration,
            boost: self.boost,
            due_at: self.due_at,
            open: self.closed_at.is_none(),
        };
        if facts.open { facts.parts(self.priority_at) } else { Vec::new() }
    }
}

/// The order of a list, and which part of it.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    pub sort: Sort,
    /// After a place, or before it.
    pub from: Option<(&'a Place, Way)>,
    pub limit: usize,
}

const COLUMNS: &str = "report.id, report.number, report.channel, report.category, report.status, report.court, report.court_concerned, \
    report.livelihood, report.held, report.urgent, report.priority, report.flags, report.received_at, report.due_at, report.due_order, \
    report.withdraw_until, report.changed_at, report.closed_at, report.opened_at, report.version, report.key_id, report.wrapped_key, \
    report.sealed_summary, report.citizen_result, report.reopened_by_citizen, report.corroboration, report.boost, report.seen_at, \
    report.half_life, report.priority_at, report.flood_size, report.triage_due, report.triage_warn, staff.username AS assignee, staff.name AS assignee_name";

/// One page: at most `limit` rows, those before a place from there backwards.
pub async fn list(db: &Db, scope: &Scope, me: Uuid, filter: &Filter, part: Part<'_>) -> Result<Vec<QueueRow>> {
    list_query(scope, me, filter, part).fetch_all(db).await
}

/// How the database would go about a page, in its own words; for tests.
pub async fn explain(db: &Db, scope: &Scope, me: Uuid, filter: &Filter, part: Part<'_>) -> Result<Vec<String>> {
    list_query(scope, me, filter, part).explain(db).await
}

fn list_query(scope: &Scope, me: Uuid, filter: &Filter, part: Part<'_>) -> Sql {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS);
    plan::pick(&mut sql, plan::Columns::OfReportAndOwner, scope, me, filter, part);
    sql
}

/// The rows before and after a place in a list: their numbers and places, each `None` at its end. One statement.
pub async fn neighbours(
    db: &Db,
    scope: &Scope,
    me: Uuid,
    filter: &Filter,
    place: &Place,
) -> Result<(Option<Neighbour>, Option<Neighbour>)> {
    let mut sql = Sql::default();
    for (n, way) in [Way::Back, Way::On].into_iter().enumerate() {
        sql.push(if n == 0 { "SELECT * FROM (SELECT 0" } else { " UNION ALL SELECT * FROM (SELECT 1" });
        sql.push(" AS way, report.id, report.number, report.received_at, report.due_order, report.priority");
        let part = Part { sort: place.sort, from: Some((place, way)), limit: 1 };
        plan::pick(&mut sql, plan::Columns::OfReport, scope, me, filter, part);
        sql.push(if n == 0 { ") AS before" } else { ") AS after" });
    }
    let rows: Vec<Neighbour> = sql.fetch_all(db).await?;
    let of = |way| rows.iter().find(|row| row.way == way).cloned();
    Ok((of(0), of(1)))
}

/// The row before or after another.
#[derive(Clone, FromRow)]
pub struct Neighbour {
    way: i32,
    pub id: Uuid,
    pub number: String,
    received_at: DateTime<Utc>,
    due_order: DateTime<Utc>,
    priority: i64,
}

impl Neighbour {
    pub fn place(&self, sort: Sort, many: Option<bool>) -> Place {
        let at = if sort == Sort::Due { self.due_order } else { self.received_at };
        Place { sort, at, priority: self.priority, id: self.id, many }
    }
}

/// Everything that a list asks of a report but its place in the order: the scope, the lane, the filters, the terms.
fn narrow(sql: &mut Sql, scope: &Scope, me: Uuid, filter: &Filter) {
    within(sql, scope);
    for (same, number) in &filter.same {
        related::narrow(sql, scope, filter.role.unwrap_or(Role::Auditor), *same, number);
    }
    match filter.view.unwrap_or(View::All) {
        View::All => {}
        View::Mine => {
            sql.push(" AND report.closed_at IS NULL AND report.assignee = ").bind(Value::Id(me));
        }
        View::Unassigned => {
            sql.push(" AND report.assignee IS NULL AND report.closed_at IS NULL");
        }
        View::Overdue => {
            sql.push(" AND report.due_band = 0");
        }
        View::Urgent => {
            sql.push(" AND report.urgent AND report.closed_at IS NULL");
        }
        View::Livelihood => {
            sql.push(" AND report.livelihood IS NOT NULL AND report.closed_at IS NULL");
        }
        View::Waiting => {
            sql.push(" AND report.status = 'info_requested'");
        }
        View::Held => {
            sql.push(" AND report.held");
        }
        View::Unsettled => {
            sql.push(" AND report.citizen_result IS NOT NULL AND report.citizen_result = 'not'");
        }
    }
    if let Some(due) = filter.due {
        sql.push(match due {
            DueFilter::Overdue => " AND report.due_band = 0",
            DueFilter::Today => " AND report.due_band IN (0, 1)",
            DueFilter::Week => " AND report.due_band IN (0, 1, 2)",
        });
    }
    for (column, is, not) in columns(filter) {
        one_of(sql, column, is, false);
        one_of(sql, column, not, true);
    }
    assigned(sql, &filter.is.assignee, false);
    assigned(sql, &filter.not.assignee, true);
    tagged(sql, &filter.is.tag, false);
    tagged(sql, &filter.not.tag, true);
    days(sql, " AND report.received_at", filter.received);
    days(sql, " AND report.due_at", filter.due_on);
    for term in &filter.terms {
        match term {
            Term::Number(number) => {
                sql.push(" AND report.number = ").bind(Value::Text(number.clone()));
            }
            Term::Digits(number, text) => search::narrow_same(sql, &search::Same::Number(number), text),
            Term::Case(hash, text) => search::narrow_same(sql, &search::Same::Case(hash), text),
            Term::Text(text) => search::narrow(sql, text),
            Term::Court { codes, exclude } => {
                sql.push(if *exclude { " AND NOT (report.court IN " } else { " AND (report.court IN " });
                sql.bind_list(codes.iter().cloned().map(Value::Text))
                    .push(" OR coalesce(report.court_concerned, '') IN ");
                sql.bind_list(codes.iter().cloned().map(Value::Text)).push(")");
            }
            Term::Nothing => {
                sql.push(" AND 1 = 0");
            }
        }
    }
}

/// The columns that take plain values.
fn columns(filter: &Filter) -> [(&'static str, &[String], &[String]); 6] {
    let (is, not) = (&filter.is, &filter.not);
    [
        ("court", &is.court, &not.court),
        ("channel", &is.channel, &not.channel),
        ("category", &is.category, &not.category),
        ("status", &is.status, &not.status),
        ("citizen_result", &is.result, &not.result),
        ("livelihood", &is.livelihood, &not.livelihood),
    ]
}

/// `AND column IN (…)`; of columns that may be empty, “none of these” takes the empty ones in.
fn one_of(sql: &mut Sql, column: &'static str, values: &[String], not: bool) {
    if values.is_empty() {
        return;
    }
    sql.push(" AND (report.").push(column);
    if column == "livelihood" && values.iter().any(|class| class == "true") {
        sql.push(if not { " IS NULL)" } else { " IS NOT NULL)" });
        return;
    }
    let known = |value: &&String| column != "livelihood" || Livelihood::parse(value).is_some();
    // A list must not be empty; no code is `-`.
    let values = values.iter().filter(known).cloned().chain(["-".to_owned()]).map(Value::Text);
    sql.push(if not { " NOT IN " } else { " IN " }).bind_list(values);
    if not && matches!(column, "livelihood" | "citizen_result") {
        sql.push(" OR report.").push(column).push(" IS NULL");
    }
    sql.push(")");
}

fn assigned(sql: &mut Sql, usernames: &[String], not: bool) {
    if usernames.is_empty() {
        return;
    }
    let nobody = usernames.iter().any(|name| name == "none");
    sql.push(if not {
        " AND (report.assignee IS NULL OR report.assignee NOT IN "
    } else {
        " AND (report.assignee IN "
    });
    sql.push("(SELECT id FROM staff WHERE username IN ")
        .bind_list(usernames.iter().cloned().map(Value::Text))
        .push(")");
    match (nobody, not) {
        (true, false) => sql.push(" OR report.assignee IS NULL)"),
        (true, true) => sql.push(") AND report.assignee IS NOT NULL"),
        (false, _) => sql.push(")"),
    };
}

fn tagged(sql: &mut Sql, codes: &[String], not: bool) {
    if codes.is_empty() {
        return;
    }
    sql.push(if not { " AND NOT EXISTS (" } else { " AND EXISTS (" });
    sql.push("SELECT 1 FROM report_tag JOIN tag ON tag.id = report_tag.tag_id WHERE report_tag.report_id = report.id AND tag.code IN ");
    sql.bind_list(codes.iter().cloned().map(Value::Text)).push(")");
}

fn days(sql: &mut Sql, column: &'static str, days: Days) {
    if let Some(from) = days.from {
        sql.push(column).push(" >= ").bind(Value::Time(start_of(from)));
    }
    if let Some(after) = days.to.and_then(|day| day.succ_opt()) {
        sql.push(column).push(" < ").bind(Value::Time(start_of(after)));
    }
}

/// Which reports of a list there are: among `ids`, or, without them, the newest thousand.
pub async fn matches(db: &Db, scope: &Scope, me: Uuid, filter: &Filter, ids: Option<&[Uuid]>) -> Result<Vec<Uuid>> {
    if ids.is_some_and(<[Uuid]>::is_empty) {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("SELECT report.id FROM report WHERE ");
    if let Some(ids) = ids {
        narrow(&mut sql, scope, me, &filter.one_by_one());
        sql.push(" AND report.id IN ").bind_list(ids.iter().map(|id| Value::Id(*id)));
    } else {
        narrow(&mut sql, scope, me, filter);
        sql.push(" ORDER BY report.received_at DESC, report.id DESC LIMIT ").bind(Value::Int(1_000));
    }
    let rows: Vec<(Uuid,)> = sql.fetch_all(db).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
