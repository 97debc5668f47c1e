//! How many reports a lane, a status or a filter has, without looking at the reports.
//!
//! Triggers write each change of a report to `tally_change`; a job folds what has gathered into the tallies ([`super::fold`]).
//! What is folded and what is not are read together, so that a count is exact at any moment. A list that asks for one field
//! reads the tally of fields, one that asks for several the tally of all combinations of codes; what none of them knows (tags,
//! search terms, days or persons together with something else) is counted on the list's own walk, up to a cap.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Days, DueFilter, Filter, Part, Sort, Term, View, columns, narrow, plan};
use crate::{
    domain::{
        report::Status,
        staff::{Reach, Scope},
        triage::TriageState,
    },
    storage::{Db, Result, Sql, Value, reports::within, search},
};

/// Counts are exact up to here; beyond it they read “10000+”.
pub const COUNT_CAP: i64 = 10_000;

/// What an officer's lanes and statuses hold, and the list that was asked for.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    pub lanes: Vec<(View, i64)>,
    pub statuses: Vec<(Status, i64)>,
    /// Of the list; at most one more than the cap where it was counted on the walk.
    pub total: i64,
    /// Of a search that was counted by its live rows: whether it finds [`search::MANY`] texts.
    pub many: Option<bool>,
    /// Of a list that the index of search knows whole: what to remember for the next time.
    pub counted: Option<search::Counted>,
    /// How urgently somebody has to take what has waited longest in the lane “unassigned”.
    pub unowned: TriageState,
}

/// How many reports of a status there are, and how many of those are urgent and so on; or one number of another kind.
#[derive(FromRow)]
struct Row {
    kind: String,
    status: String,
    urgent: i64,
    livelihood: i64,
    late: i64,
    unassigned: i64,
    held: i64,
    unsettled: i64,
    n: i64,
}

/// What the kinds that are one number say of the other columns.
const NO_CODES: &str =
    "'' AS status, 0 AS urgent, 0 AS livelihood, 0 AS late, 0 AS unassigned, 0 AS held, 0 AS unsettled, ";

/// Counts of everything in the scope, and of one list; one statement. With a text that is `exact`, the list is counted in
/// the index, as one of the filter's terms; `None` when too many reports wait to be indexed for that.
pub async fn counts(
    db: &Db,
    scope: &Scope,
    me: Uuid,
    filter: &Filter,
    exact: Option<(&search::Text, Option<search::Counted>)>,
    now: DateTime<Utc>,
) -> Result<Option<Counts>> {
    let rows: Vec<Row> = counts_query(scope, me, filter, exact, now).fetch_all(db).await?;
    let total_of = |kind: &str| rows.iter().find(|row| row.kind == kind).map_or(0, |row| row.n);
    let tally = rows.iter().filter(|row| row.kind == "lanes");
    let tally = tally.filter_map(|row| Some((Status::parse(&row.status)?, row))).collect::<Vec<_>>();
    let of = |wanted: Status| tally.iter().filter(|(status, _)| *status == wanted).map(|(_, row)| row.n).sum::<i64>();
    let all = |of: fn(&Row) -> i64| tally.iter().map(|(_, row)| of(row)).sum::<i64>();
    let open =
        |of: fn(&Row) -> i64| tally.iter().filter(|(status, _)| status.is_open()).map(|(_, row)| of(row)).sum::<i64>();
    let lanes = View::ALL.iter().map(|view| {
        let n = match view {
            View::All => all(|row| row.n),
            View::Mine => total_of("mine"),
            View::Unassigned => open(|row| row.unassigned),
            View::Overdue => all(|row| row.late),
            View::Urgent => open(|row| row.urgent),
            View::Livelihood => open(|row| row.livelihood),
            View::Waiting => of(Status::InfoRequested),
            View::Held => all(|row| row.held),
            View::Unsettled => all(|row| row.unsettled),
        };
        (*view, n)
    });
    let lanes = lanes.collect::<Vec<_>>();
    let lane = filter.view.unwrap_or(View::All);
    let of_lane = || lanes.iter().find(|(view, _)| *view == lane).map_or(0, |(_, n)| *n);
    let total = if is_narrowed(filter) { total_of("total") } else { of_lane() };
    if total < 0 {
        return Ok(None);
    }
    let counted = exact.map(|_| search::Counted { n: total, changes: total_of("changes") });
    let total = if exact.is_some() { total.min(COUNT_CAP + 1) } else { total };
    let statuses = Status::ALL.iter().map(|status| (*status, of(*status))).collect();
    let many = searched(filter).filter(|_| exact.is_none()).map(|_| total_of("hits") >= search::MANY);
    let unowned = match total_of("unowned") {
        0 => TriageState::Fine,
        1 => TriageState::Yellow,
        _ => TriageState::Red,
    };
    Ok(Some(Counts { lanes, statuses, total, many, counted, unowned }))
}

/// How the database would go about the counts of a list that is not searched, in its own words; for tests.
pub async fn explain_counts(
    db: &Db,
    scope: &Scope,
    me: Uuid,
    filter: &Filter,
    now: DateTime<Utc>,
) -> Result<Vec<String>> {
    counts_query(scope, me, filter, None, now).explain(db).await
}

fn searched(filter: &Filter) -> Option<&search::Text> {
    filter.terms.iter().find_map(|term| match term {
        Term::Text(text) => Some(text),
        _ => None,
    })
}

fn counts_query(
    scope: &Scope,
    me: Uuid,
    filter: &Filter,
    exact: Option<(&search::Text, Option<search::Counted>)>,
    now: DateTime<Utc>,
) -> Sql {
    let mut sql = Sql::default();
    lanes(&mut sql, scope);
    sql.push(" UNION ALL SELECT 'mine' AS kind, ").push(NO_CODES);
    let mine = Filter { view: Some(View::Mine), ..Filter::default() };
    let by_me = |sql: &mut Sql| {
        sql.push("= ").bind(Value::Id(me)).push(" AND open");
    };
    of_assignees(&mut sql, scope, me, &mine, by_me);
    unowned(&mut sql, scope, now);
    if let Some((text, before)) = exact {
        sql.push(" UNION ALL SELECT 'changes' AS kind, ").push(NO_CODES).push("n FROM (");
        search::push_changes(&mut sql);
        sql.push(") AS state");
        let rest = Filter { terms: Vec::new(), ..filter.clone() };
        sql.push(" UNION ALL SELECT 'total' AS kind, ").push(NO_CODES).push("n FROM (");
        search::push_count(&mut sql, text, COUNT_CAP + 1, before, |sql| super::narrow(sql, scope, me, &rest));
        sql.push(") AS counted");
    } else if is_narrowed(filter) {
        sql.push(" UNION ALL SELECT 'total' AS kind, ").push(NO_CODES);
        match source(filter) {
            Source::Assignees => of_assignees(&mut sql, scope, me, filter, |sql| {
                sql.push("IN (SELECT id FROM staff WHERE username IN ");
                sql.bind_list(filter.is.assignee.iter().cloned().map(Value::Text)).push(")");
            }),
            Source::Field(field) => of_field(&mut sql, scope, me, filter, &field),
            Source::Codes => of_codes(&mut sql, scope, me, filter),
            Source::Walk => {
                sql.push("count(*) AS n FROM (SELECT 1 AS one");
                let all = Filter { collapsed: false, ..filter.clone() };
                let capped = Part { sort: Sort::Newest, from: None, limit: CAP };
                plan::pick(&mut sql, plan::Columns::OfReport, scope, me, &all, capped);
                sql.push(") AS counted");
            }
        }
        if let Some(text) = searched(filter) {
            sql.push(" UNION ALL SELECT 'hits' AS kind, ").push(NO_CODES).push("n FROM (");
            search::push_hit_count(&mut sql, text, search::MANY);
            sql.push(") AS measured");
        }
    }
    sql
}

/// Pushes how it stands with the report that has to be taken first: 0 fine, 1 yellow, 2 red (see `domain::triage`).
fn unowned(sql: &mut Sql, scope: &Scope, now: DateTime<Utc>) {
    sql.push(" UNION ALL SELECT 'unowned' AS kind, ").push(NO_CODES).push("CASE WHEN triage_due < ");
    sql.bind(Value::Time(now)).push(" THEN 2 WHEN triage_warn <= ").bind(Value::Time(now));
    sql.push(" THEN 1 ELSE 0 END AS n FROM (SELECT report.triage_due, report.triage_warn FROM report");
    sql.index(match scope.reach {
        Reach::All => "unowned_by_triage",
        Reach::Circuit(_) => "unowned_by_triage_circuit",
        Reach::Court(_) => "unowned_by_triage_court",
    });
    sql.push(" WHERE ");
    within(sql, scope);
    sql.push(" AND report.assignee IS NULL AND report.closed_at IS NULL AND report.triage_due IS NOT NULL");
    sql.push(" ORDER BY report.triage_due LIMIT 1) AS first");
}

#[expect(clippy::cast_possible_truncation, reason = "a small constant")]
const CAP: usize = COUNT_CAP as usize + 1;

/// Whether a list asks for more than its lane.
fn is_narrowed(filter: &Filter) -> bool {
    let days = [filter.received, filter.due_on];
    !filter.terms.is_empty()
        || !filter.same.is_empty()
        || filter.due.is_some()
        || columns(filter).iter().any(|(_, is, not)| !is.is_empty() || !not.is_empty())
        || !filter.is.assignee.is_empty()
        || !filter.not.assignee.is_empty()
        || !filter.is.tag.is_empty()
        || !filter.not.tag.is_empty()
        || days.iter().any(|days| days.from.is_some() || days.to.is_some())
}

/// Where the number of a list is read.
enum Source<'a> {
    Field(Field<'a>),
    Assignees,
    Codes,
    Walk,
}

/// One field, and what a list asks of it.
enum Field<'a> {
    /// Nothing: each report has one channel.
    Any,
    Code {
        name: &'static str,
        is: &'a [String],
        not: &'a [String],
    },
    Due(DueFilter),
    Assigned(bool),
    Received(Days),
    DueOn(Days),
}

impl Field<'_> {
    /// Its name in `field_tally`.
    const fn name(&self) -> &'static str {
        match self {
            Self::Any => "channel",
            Self::Code { name, .. } => name,
            Self::Due(_) => "due_band",
            Self::Assigned(_) => "assigned",
            Self::Received(_) => "received_on",
            Self::DueOn(_) => "due_on",
        }
    }

    /// Its value in `tally_change`, as `field_tally` has it.
    const fn of_change(&self) -> &'static str {
        match self {
            Self::Due(_) => "CAST(due_band AS TEXT)",
            Self::Assigned(_) => "CASE WHEN assigned THEN 'yes' ELSE 'no' END",
            _ => self.name(),
        }
    }

    fn narrow(&self, sql: &mut Sql, value: &'static str) {
        match self {
            Self::Any => {
                sql.push("1 = 1");
            }
            Self::Code { name, is, not } => {
                let mut and = false;
                for (values, not) in [(is, false), (not, true)] {
                    if !values.is_empty() {
                        sql.push(if std::mem::replace(&mut and, true) { " AND " } else { "" });
                        one_of(sql, name, value, values, not);
                    }
                }
            }
            Self::Due(due) => {
                let bands = due.bands().iter().map(|band| Value::Text(band.place().to_string()));
                sql.push(value).push(" IN ").bind_list(bands);
            }
            Self::Assigned(yes) => {
                sql.push(value).push(if *yes { " = 'yes'" } else { " = 'no'" });
            }
            Self::Received(days) | Self::DueOn(days) => {
                let ends = [(" BETWEEN ", days.from.unwrap_or(FIRST)), (" AND ", days.to.unwrap_or(LAST))];
                sql.push(value);
                for (word, day) in ends {
                    sql.push(word).bind(Value::Text(day.to_string()));
                }
            }
        }
    }
}

/// The first and the last day that have four digits for the year, as the days in the tally.
const FIRST: NaiveDate = NaiveDate::from_ymd_opt(1, 1, 1).expect("a day");
const LAST: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a day");

/// Where the number of a list that asks for more than its lane is read.
fn source(filter: &Filter) -> Source<'_> {
    let (is, not) = (&filter.is, &filter.not);
    let untold = !filter.terms.is_empty()
        || !filter.same.is_empty()
        || !is.tag.is_empty()
        || !not.tag.is_empty()
        || !not.court.is_empty()
        || filter.view == Some(View::Mine);
    if untold {
        return Source::Walk;
    }
    let mut fields = Vec::new();
    for (name, is, not) in columns(filter) {
        if name != "court" && !(is.is_empty() && not.is_empty()) {
            fields.push(Field::Code { name: in_tally_named(name), is, not });
        }
    }
    fields.extend(filter.due.map(Field::Due));
    let days = |days: Days| (days != Days::default()).then_some(days);
    fields.extend(days(filter.received).map(Field::Received));
    fields.extend(days(filter.due_on).map(Field::DueOn));
    let nobody = |names: &[String]| names.iter().all(|name| name == "none");
    let persons = nobody(&is.assignee) && nobody(&not.assignee);
    if persons {
        fields.extend((!is.assignee.is_empty()).then_some(Field::Assigned(false)));
        fields.extend((!not.assignee.is_empty()).then_some(Field::Assigned(true)));
    }
    let whole = matches!(filter.view, None | Some(View::All));
    let named = !is.assignee.is_empty() && is.assignee.iter().all(|name| name != "none") && not.assignee.is_empty();
    let by_day = fields.iter().any(|field| matches!(field, Field::Received(_) | Field::DueOn(_)));
    match fields.pop() {
        None if whole && named && is.court.is_empty() => Source::Assignees,
        None if whole && persons => Source::Field(Field::Any),
        Some(field) if whole && persons && fields.is_empty() => Source::Field(field),
        _ if persons && !by_day => Source::Codes,
        _ => Source::Walk,
    }
}

/// Which rows of a tally, or of the reports themselves, are a scope's.
fn reach(sql: &mut Sql, scope: &Scope, courts: &[String], of: Of) {
    let level = match &scope.reach {
        _ if !courts.is_empty() => "court",
        Reach::All => "all",
        Reach::Circuit(_) => "circuit",
        Reach::Court(_) => "court",
    };
    sql.push("desk = ").bind(Value::Text(scope.desk.to_string()));
    if of == Of::Tally {
        sql.push(" AND level = ").bind(Value::Text(level.to_owned()));
        // The index begins with the court, which only that level names.
        if level != "court" {
            sql.push(" AND court = ''");
        }
        if level == "all" {
            sql.push(" AND circuit = ''");
        }
    }
    match &scope.reach {
        Reach::All => {}
        Reach::Circuit(code) => {
            sql.push(" AND circuit = ").bind(Value::Text(code.clone()));
        }
        Reach::Court(code) => {
            sql.push(" AND court = ").bind(Value::Text(code.clone()));
        }
    }
    if !courts.is_empty() {
        sql.push(" AND court IN ").bind_list(courts.iter().cloned().map(Value::Text));
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Tally,
    Reports,
}

/// Complaints about the own court, which the fence keeps from this officer. They are next to nothing of a court; left to
/// itself, SQLite walks all of that court.
fn about_own_court(sql: &mut Sql, scope: &Scope) {
    sql.push(" FROM report").index(match scope.reach {
        Reach::All | Reach::Circuit(_) => "report_about",
        Reach::Court(_) => "report_about_court",
    });
    sql.push(" WHERE channel = 'complaint' AND court_concerned IN ");
    sql.bind_list(scope.own_codes().cloned().map(Value::Text));
    sql.push(" AND ");
    reach(sql, scope, &[], Of::Reports);
}

/// The lanes and statuses of a scope: what is tallied, what is not yet folded, and taken off what the fence keeps from
/// this officer.
fn lanes(sql: &mut Sql, scope: &Scope) {
    sql.push(
        "SELECT 'lanes' AS kind, status, CAST(sum(urgent) AS BIGINT) AS urgent, CAST(sum(livelihood) AS BIGINT) AS livelihood,
            CAST(sum(late) AS BIGINT) AS late, CAST(sum(unassigned) AS BIGINT) AS unassigned, CAST(sum(held) AS BIGINT) AS held,
            CAST(sum(unsettled) AS BIGINT) AS unsettled, CAST(sum(n) AS BIGINT) AS n FROM (
            SELECT status, urgent, livelihood, late, unassigned, held, unsettled, n FROM lane_tally WHERE ",
    );
    reach(sql, scope, &[], Of::Tally);
    sql.push(
        " UNION ALL SELECT status, CASE WHEN urgent THEN n ELSE 0 END, CASE WHEN livelihood <> '' THEN n ELSE 0 END,
            CASE WHEN due_band = 0 THEN n ELSE 0 END, CASE WHEN assigned THEN 0 ELSE n END, CASE WHEN held THEN n ELSE 0 END,
            CASE WHEN result = 'not' THEN n ELSE 0 END, n FROM tally_change WHERE ",
    );
    reach(sql, scope, &[], Of::Reports);
    if !scope.reads_own_complaints {
        sql.push(
            " UNION ALL SELECT status, CASE WHEN urgent THEN -1 ELSE 0 END, CASE WHEN livelihood IS NULL THEN 0 ELSE -1 END,
                CASE WHEN due_band = 0 THEN -1 ELSE 0 END, CASE WHEN assignee IS NULL THEN -1 ELSE 0 END, CASE WHEN held THEN -1 ELSE 0 END,
                CASE WHEN coalesce(citizen_result, '') = 'not' THEN -1 ELSE 0 END, -1",
        );
        about_own_court(sql, scope);
    }
    sql.push(") AS gathered GROUP BY status");
}

/// Begins a sum of numbers, which [`fenced`] ends.
fn sum(sql: &mut Sql) {
    sql.push("CAST(coalesce(sum(n), 0) AS BIGINT) AS n FROM (");
}

/// Ends a sum of numbers: takes off those of a list that the fence keeps from this officer, complaints about the own court.
fn fenced(sql: &mut Sql, scope: &Scope, me: Uuid, filter: &Filter) {
    if !scope.reads_own_complaints {
        sql.push(" UNION ALL SELECT -count(*) FROM (SELECT *");
        about_own_court(sql, scope);
        // The limit keeps PostgreSQL from going by the filter, which finds far more.
        sql.push(" LIMIT 1000000000) AS report WHERE ");
        narrow(sql, &Scope { reads_own_complaints: true, ..scope.clone() }, me, filter);
    }
    sql.push(") AS gathered");
}

/// The number of a list that asks for some persons and nothing else.
fn of_assignees(sql: &mut Sql, scope: &Scope, me: Uuid, filter: &Filter, who: impl Fn(&mut Sql)) {
    sum(sql);
    sql.push("SELECT n FROM assignee_tally WHERE ");
    reach(sql, scope, &[], Of::Reports);
    sql.push(" AND assignee ");
    who(sql);
    sql.push(" UNION ALL SELECT n FROM (SELECT assignee, due_band < 4 AS open, desk, circuit, court, n FROM tally_change) AS changed WHERE ");
    reach(sql, scope, &[], Of::Reports);
    sql.push(" AND assignee ");
    who(sql);
    fenced(sql, scope, me, filter);
}

/// The number of a list that asks for one field and nothing else.
fn of_field(sql: &mut Sql, scope: &Scope, me: Uuid, filter: &Filter, field: &Field<'_>) {
    sum(sql);
    sql.push("SELECT n FROM field_tally WHERE ");
    reach(sql, scope, &filter.is.court, Of::Tally);
    sql.push(" AND field = '").push(field.name()).push("' AND ");
    field.narrow(sql, "value");
    sql.push(" UNION ALL SELECT n FROM tally_change WHERE ");
    reach(sql, scope, &filter.is.court, Of::Reports);
    sql.push(" AND ");
    field.narrow(sql, field.of_change());
    fenced(sql, scope, me, filter);
}

/// The number of a list that asks for codes alone.
fn of_codes(sql: &mut Sql, scope: &Scope, me: Uuid, filter: &Filter) {
    sum(sql);
    for (n, (table, of)) in [("tally", Of::Tally), ("tally_change", Of::Reports)].into_iter().enumerate() {
        sql.push(if n == 0 { "SELECT n FROM " } else { " UNION ALL SELECT n FROM " }).push(table).push(" WHERE ");
        reach(sql, scope, &filter.is.court, of);
        in_tally(sql, filter);
    }
    fenced(sql, scope, me, filter);
}

/// A list's filters, asked of tallied rows.
fn in_tally(sql: &mut Sql, filter: &Filter) {
    // A report is open when its due date still stands in a band.
    sql.push(match filter.view.unwrap_or(View::All) {
        View::All | View::Mine => "",
        View::Unassigned => " AND NOT assigned AND due_band < 4",
        View::Overdue => " AND due_band = 0",
        View::Urgent => " AND urgent AND due_band < 4",
        View::Livelihood => " AND livelihood <> '' AND due_band < 4",
        View::Waiting => " AND status = 'info_requested'",
        View::Held => " AND held",
        View::Unsettled => " AND result = 'not'",
    });
    sql.push(match filter.due {
        None => "",
        Some(DueFilter::Overdue) => " AND due_band = 0",
        Some(DueFilter::Today) => " AND due_band IN (0, 1)",
        Some(DueFilter::Week) => " AND due_band IN (0, 1, 2)",
    });
    if !filter.is.assignee.is_empty() {
        sql.push(" AND NOT assigned");
    }
    if !filter.not.assignee.is_empty() {
        sql.push(" AND assigned");
    }
    for (column, is, not) in columns(filter) {
        // Courts were chosen with the rows.
        if column != "court" {
            let column = in_tally_named(column);
            for (values, not) in [(is, false), (not, true)] {
                if !values.is_empty() {
                    sql.push(" AND ");
                    one_of(sql, column, column, values, not);
                }
            }
        }
    }
}

/// The tallies call what the citizen said `result`.
fn in_tally_named(column: &'static str) -> &'static str {
    if column == "citizen_result" { "result" } else { column }
}

/// `column IN (…)`, or not; an empty value says that a report has none.
fn one_of(sql: &mut Sql, field: &'static str, column: &'static str, values: &[String], not: bool) {
    sql.push(column);
    if field == "livelihood" && values.iter().any(|class| class == "true") {
        sql.push(if not { " = ''" } else { " <> ''" });
        return;
    }
    sql.push(if not { " NOT IN " } else { " IN " });
    let values = values.iter().filter(|value| !value.is_empty()).cloned();
    // A list must not be empty; no code is `-`.
    sql.bind_list(values.chain(["-".to_owned()]).map(Value::Text));
}
