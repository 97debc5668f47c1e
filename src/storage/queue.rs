//! The queue: filtered, sorted, keyset-paged lists of reports within an officer's scope, and their counts.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Sql, Value, reports::within};
use crate::domain::{
    codes::codes,
    report::{Livelihood, Status},
    staff::Scope,
};

codes! {
    View {
        All = "all",
        Mine = "mine",
        Unassigned = "unassigned",
        Overdue = "overdue",
        Urgent = "urgent",
        Livelihood = "livelihood",
        Waiting = "waiting",
        Held = "held",
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
    DueFilter { Overdue = "overdue", Today = "today", Week = "week" }
}

/// One search term, resolved to what the database can find.
#[derive(Clone, Debug)]
pub enum Term {
    /// Digits that occur in a report number.
    Number(String),
    /// The keyed hash of a case number.
    Case(Vec<u8>),
    /// Nothing the database knows: the list is empty.
    Nothing,
}

/// What a list shows. Empty lists do not narrow.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub view: Option<View>,
    pub terms: Vec<Term>,
    pub court: Vec<String>,
    pub channel: Vec<String>,
    pub category: Vec<String>,
    pub status: Vec<String>,
    /// Usernames; `none` is nobody.
    pub assignee: Vec<String>,
    pub due: Option<DueFilter>,
    /// Classes, or `true` for any.
    pub livelihood: Vec<String>,
}

/// The instants that views and due filters are measured against.
#[derive(Clone, Copy, Debug)]
pub struct Instants {
    pub now: DateTime<Utc>,
    pub end_of_today: DateTime<Utc>,
    pub end_of_week: DateTime<Utc>,
}

/// Where a page ended: the values of the sort columns of its last row.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Place {
    pub sort: Sort,
    pub at: DateTime<Utc>,
    pub priority: i64,
    pub id: Uuid,
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
    pub withdraw_until: DateTime<Utc>,
    pub opened_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub key_id: String,
    pub wrapped_key: Vec<u8>,
    pub sealed_summary: Vec<u8>,
    pub assignee: Option<String>,
    pub assignee_name: Option<String>,
}

impl QueueRow {
    /// The place after this row.
    pub fn place(&self, sort: Sort) -> Place {
        let at = if sort == Sort::Due { self.due_at } else { self.received_at };
        Place { sort, at, priority: self.priority, id: self.id }
    }
}

/// The order of a list, and which part of it.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    pub sort: Sort,
    pub after: Option<&'a Place>,
    pub limit: usize,
}

/// One page: at most `limit` rows after `after`.
pub async fn list(
    db: &Db,
    scope: &Scope,
    me: Uuid,
    filter: &Filter,
    at: Instants,
    part: Part<'_>,
) -> Result<Vec<QueueRow>> {
    let Part { sort, after, limit } = part;
    let mut sql = Sql::new(
        "SELECT report.id, report.number, report.channel, report.category, report.status, report.court, report.court_concerned, report.livelihood,
            report.held, report.urgent, report.priority, report.flags, report.received_at, report.due_at, report.withdraw_until, report.opened_at,
            report.version, report.key_id, report.wrapped_key, report.sealed_summary, staff.username AS assignee, staff.name AS assignee_name
         FROM report LEFT JOIN staff ON staff.id = report.assignee WHERE ",
    );
    narrow(&mut sql, scope, me, filter, at);
    if let Some(place) = after.filter(|place| place.sort == sort) {
        match sort {
            Sort::Newest => sql.push(" AND (report.received_at, report.id) < ("),
            Sort::Oldest => sql.push(" AND (report.received_at, report.id) > ("),
            Sort::Due => sql.push(" AND (report.due_at, report.id) > ("),
            Sort::Priority => sql.push(" AND (report.priority, report.received_at, report.id) < ("),
        };
        if sort == Sort::Priority {
            sql.bind(Value::Int(place.priority)).push(", ");
        }
        sql.bind(Value::Time(place.at)).push(", ").bind(Value::Id(place.id)).push(")");
    }
    sql.push(match sort {
        Sort::Newest => " ORDER BY report.received_at DESC, report.id DESC",
        Sort::Oldest => " ORDER BY report.received_at, report.id",
        Sort::Due => " ORDER BY report.due_at, report.id",
        Sort::Priority => " ORDER BY report.priority DESC, report.received_at DESC, report.id DESC",
    });
    sql.push(" LIMIT ").bind(Value::Int(i64::try_from(limit).unwrap_or(100)));
    sql.fetch_all(db).await
}

/// Counts are exact up to here; beyond it they read “10000+”.
pub const COUNT_CAP: i64 = 10_000;

/// How many reports a list has, at most one more than the cap.
pub async fn count(db: &Db, scope: &Scope, me: Uuid, filter: &Filter, at: Instants) -> Result<i64> {
    let mut sql = Sql::new(
        "SELECT count(*) AS n FROM (SELECT 1 AS one FROM report LEFT JOIN staff ON staff.id = report.assignee WHERE ",
    );
    narrow(&mut sql, scope, me, filter, at);
    sql.push(" LIMIT ").bind(Value::Int(COUNT_CAP + 1)).push(") AS counted");
    let rows: Vec<(i64,)> = sql.fetch_all(db).await?;
    Ok(rows.first().map_or(0, |(count,)| *count))
}

/// For each status, how many reports the scope has, each capped; one statement.
pub async fn status_counts(db: &Db, scope: &Scope) -> Result<Vec<(Status, i64)>> {
    let mut sql = Sql::default();
    for (n, status) in Status::ALL.iter().enumerate() {
        sql.push(if n == 0 { "SELECT " } else { " UNION ALL SELECT " });
        sql.bind(Value::Text(status.to_string()))
            .push(" AS status, count(*) AS n FROM (SELECT 1 AS one FROM report WHERE report.status = ");
        sql.bind(Value::Text(status.to_string())).push(" AND ");
        within(&mut sql, scope);
        sql.push(" LIMIT ").bind(Value::Int(COUNT_CAP + 1)).push(") AS counted");
    }
    let rows: Vec<(String, i64)> = sql.fetch_all(db).await?;
    Ok(rows.into_iter().filter_map(|(status, count)| Some((Status::parse(&status)?, count))).collect())
}

fn narrow(sql: &mut Sql, scope: &Scope, me: Uuid, filter: &Filter, at: Instants) {
    within(sql, scope);
    match filter.view.unwrap_or(View::All) {
        View::All => {}
        View::Mine => {
            sql.push(" AND report.assignee = ").bind(Value::Id(me));
        }
        View::Unassigned => {
            sql.push(" AND report.assignee IS NULL");
            open(sql);
        }
        View::Overdue => due_before(sql, at.now),
        View::Urgent => {
            sql.push(" AND report.urgent");
            open(sql);
        }
        View::Livelihood => {
            sql.push(" AND report.livelihood IS NOT NULL");
            open(sql);
        }
        View::Waiting => {
            sql.push(" AND report.status = 'info_requested'");
        }
        View::Held => {
            sql.push(" AND report.held");
        }
    }
    match filter.due {
        None => {}
        Some(DueFilter::Overdue) => due_before(sql, at.now),
        Some(DueFilter::Today) => due_before(sql, at.end_of_today),
        Some(DueFilter::Week) => due_before(sql, at.end_of_week),
    }
    let texts = |values: &[String]| values.iter().cloned().map(Value::Text).collect::<Vec<_>>();
    for (column, values) in [
        (" AND report.court IN ", &filter.court),
        (" AND report.channel IN ", &filter.channel),
        (" AND report.category IN ", &filter.category),
        (" AND report.status IN ", &filter.status),
    ] {
        if !values.is_empty() {
            sql.push(column).bind_list(texts(values));
        }
    }
    if !filter.assignee.is_empty() {
        sql.push(" AND (staff.username IN ").bind_list(texts(&filter.assignee));
        if filter.assignee.iter().any(|name| name == "none") {
            sql.push(" OR report.assignee IS NULL");
        }
        sql.push(")");
    }
    if !filter.livelihood.is_empty() {
        let any = filter.livelihood.iter().any(|class| class == "true");
        if any {
            sql.push(" AND report.livelihood IS NOT NULL");
        } else {
            let known = filter.livelihood.iter().filter(|class| Livelihood::parse(class).is_some());
            sql.push(" AND report.livelihood IN ")
                .bind_list(texts(&known.cloned().chain(["-".to_owned()]).collect::<Vec<_>>()));
        }
    }
    for term in &filter.terms {
        match term {
            Term::Number(digits) => sql.push(" AND report.number LIKE ").bind(Value::Text(format!("%{digits}%"))),
            Term::Case(hash) => sql.push(" AND report.case_hash = ").bind(Value::Bytes(hash.clone())),
            Term::Nothing => sql.push(" AND 1 = 0"),
        };
    }
}

fn open(sql: &mut Sql) {
    sql.push(" AND report.status IN ");
    sql.bind_list(Status::ALL.iter().filter(|status| status.is_open()).map(|status| Value::Text(status.to_string())));
}

fn due_before(sql: &mut Sql, at: DateTime<Utc>) {
    sql.push(" AND report.due_at <= ").bind(Value::Time(at));
    open(sql);
}
