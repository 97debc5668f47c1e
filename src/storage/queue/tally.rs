//! How many reports a lane, a status or a filter has, without looking at the reports.
//!
//! Triggers write each change of a report to `tally_change`; a job folds what has gathered into `tally`, which has one
//! row for each combination of codes in each court, circuit and in the whole, and into the smaller `lane_tally`. What is
//! folded and what is not are read together, so that a count is exact at any moment. What no code tells (persons, days, search terms) is counted on the list's own walk, up to a cap.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{DueFilter, Filter, Part, Sort, Term, View, columns, plan};
use crate::{
    domain::{
        report::Status,
        staff::{Reach, Scope},
        triage::TriageState,
    },
    storage::{Db, Result, Sql, Tx, Value, on_tx, reports::within, search},
};

/// Counts are exact up to here; beyond it they read “10000+”.
pub const COUNT_CAP: i64 = 10_000;
/// With more changes than this, counting anew is quicker than folding.
const MANY: i64 = 20_000;
/// Changes folded in one transaction.
const SOME: i64 = 2_000;

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
/// the index; `None` when too many reports wait to be indexed for that.
pub async fn counts(
    db: &Db,
    scope: &Scope,
    me: Uuid,
    filter: &Filter,
    exact: Option<(&search::Text, Option<search::Counted>)>,
    now: DateTime<Utc>,
) -> Result<Option<Counts>> {
    let mut sql = Sql::default();
    lanes(&mut sql, scope);
    sql.push(" UNION ALL SELECT 'mine' AS kind, ").push(NO_CODES).push("count(*) AS n FROM (SELECT 1 AS one");
    let mine = Filter { view: Some(View::Mine), ..Filter::default() };
    let capped = |sort| Part { sort, from: None, limit: CAP };
    plan::pick(&mut sql, plan::Columns::OfReport, scope, me, &mine, capped(Sort::Priority));
    sql.push(") AS mine");
    unowned(&mut sql, scope, now);
    let lane = filter.view.unwrap_or(View::All);
    let by_lane = exact.is_none() && !is_narrowed(filter);
    let searched = filter.terms.iter().find_map(|term| match term {
        Term::Text(text) => Some(text),
        _ => None,
    });
    if let Some((text, before)) = exact {
        sql.push(" UNION ALL SELECT 'changes' AS kind, ").push(NO_CODES).push("n FROM (");
        search::push_changes(&mut sql);
        sql.push(") AS state");
        let rest = Filter { terms: Vec::new(), ..filter.clone() };
        sql.push(" UNION ALL SELECT 'total' AS kind, ").push(NO_CODES).push("n FROM (");
        search::push_count(&mut sql, text, COUNT_CAP + 1, before, |sql| super::narrow(sql, scope, me, &rest));
        sql.push(") AS counted");
    } else if !by_lane {
        sql.push(" UNION ALL SELECT 'total' AS kind, ").push(NO_CODES);
        if is_in_tally(filter) {
            sql.push("CAST(coalesce(sum(n), 0) AS BIGINT) AS n FROM (");
            gathered(&mut sql, scope, &filter.is.court);
            sql.push(") AS gathered WHERE ");
            in_tally(&mut sql, filter);
        } else {
            sql.push("count(*) AS n FROM (SELECT 1 AS one");
            let all = Filter { collapsed: false, ..filter.clone() };
            plan::pick(&mut sql, plan::Columns::OfReport, scope, me, &all, capped(Sort::Newest));
            sql.push(") AS counted");
            if let Some(text) = searched {
                sql.push(" UNION ALL SELECT 'hits' AS kind, ").push(NO_CODES).push("n FROM (");
                search::push_hit_count(&mut sql, text, search::MANY);
                sql.push(") AS measured");
            }
        }
    }
    let rows: Vec<Row> = sql.fetch_all(db).await?;
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
    let total =
        if by_lane { lanes.iter().find(|(view, _)| *view == lane).map_or(0, |(_, n)| *n) } else { total_of("total") };
    if total < 0 {
        return Ok(None);
    }
    let counted = exact.map(|_| search::Counted { n: total, changes: total_of("changes") });
    let total = if exact.is_some() { total.min(COUNT_CAP + 1) } else { total };
    let statuses = Status::ALL.iter().map(|status| (*status, of(*status))).collect();
    let many = searched.filter(|_| exact.is_none()).map(|_| total_of("hits") >= search::MANY);
    let unowned = match total_of("unowned") {
        0 => TriageState::Fine,
        1 => TriageState::Yellow,
        _ => TriageState::Red,
    };
    Ok(Some(Counts { lanes, statuses, total, many, counted, unowned }))
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

/// Whether everything that a list asks for is a code that is tallied.
fn is_in_tally(filter: &Filter) -> bool {
    let days = [filter.received, filter.due_on];
    filter.terms.is_empty()
        && filter.same.is_empty()
        && filter.is.tag.is_empty()
        && filter.not.tag.is_empty()
        && filter.view != Some(View::Mine)
        && [&filter.is.assignee, &filter.not.assignee].iter().all(|names| names.iter().all(|name| name == "none"))
        && filter.not.court.is_empty()
        && days.iter().all(|days| days.from.is_none() && days.to.is_none())
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

/// What the fence keeps from somebody is next to nothing of a court; left to itself, SQLite walks all of that court.
const FENCED: &str = "report_about";

/// The lanes and statuses of a scope: what is tallied, what is not yet folded, and taken off what the fence keeps from
/// this officer.
fn lanes(sql: &mut Sql, scope: &Scope) {
    sql.push("SELECT 'lanes' AS kind, status");
    // A row for each status and not for each combination: each row that is fetched costs more than what is summed here.
    for sum in [
        ", CAST(sum(CASE WHEN urgent THEN n ELSE 0 END) AS BIGINT) AS urgent",
        ", CAST(sum(CASE WHEN livelihood THEN n ELSE 0 END) AS BIGINT) AS livelihood",
        ", CAST(sum(CASE WHEN late THEN n ELSE 0 END) AS BIGINT) AS late",
        ", CAST(sum(CASE WHEN assigned THEN 0 ELSE n END) AS BIGINT) AS unassigned",
        ", CAST(sum(CASE WHEN held THEN n ELSE 0 END) AS BIGINT) AS held",
        ", CAST(sum(CASE WHEN unsettled THEN n ELSE 0 END) AS BIGINT) AS unsettled",
    ] {
        sql.push(sum);
    }
    sql.push(
        ", CAST(sum(n) AS BIGINT) AS n FROM (
            SELECT status, urgent, livelihood, late, assigned, held, unsettled, n FROM lane_tally WHERE ",
    );
    reach(sql, scope, &[], Of::Tally);
    sql.push(
        " UNION ALL SELECT status, urgent, livelihood <> '', due_band = 0, assigned, held, result = 'not', n FROM tally_change WHERE ",
    );
    reach(sql, scope, &[], Of::Reports);
    if !scope.reads_own_complaints {
        sql.push(
            " UNION ALL SELECT status, urgent, livelihood IS NOT NULL, due_band = 0, assignee IS NOT NULL, held,
                coalesce(citizen_result, '') = 'not', -1 FROM report",
        );
        sql.index(FENCED).push(" WHERE channel = 'complaint' AND court_concerned = ");
        sql.bind(Value::Text(scope.own_court.clone())).push(" AND ");
        reach(sql, scope, &[], Of::Reports);
    }
    sql.push(") AS gathered GROUP BY status");
}

/// The same with every code, of some courts or all.
fn gathered(sql: &mut Sql, scope: &Scope, courts: &[String]) {
    const CODES: &str = "channel, category, status, livelihood, held, urgent, due_band, assigned, result, n";
    sql.push("SELECT ").push(CODES).push(" FROM tally WHERE ");
    reach(sql, scope, courts, Of::Tally);
    sql.push(" UNION ALL SELECT ").push(CODES).push(" FROM tally_change WHERE ");
    reach(sql, scope, courts, Of::Reports);
    if !scope.reads_own_complaints {
        sql.push(
            " UNION ALL SELECT channel, category, status, coalesce(livelihood, ''), held, urgent, due_band, assignee IS NOT NULL,
                coalesce(citizen_result, ''), -1 FROM report",
        );
        sql.index(FENCED).push(" WHERE channel = 'complaint' AND court_concerned = ");
        sql.bind(Value::Text(scope.own_court.clone())).push(" AND ");
        reach(sql, scope, courts, Of::Reports);
    }
}

/// A list's filters, asked of tallied rows.
fn in_tally(sql: &mut Sql, filter: &Filter) {
    sql.push("1 = 1");
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
        // Courts were chosen with the rows; the tally calls what the citizen said `result`.
        let column = match column {
            "court" => continue,
            "citizen_result" => "result",
            column => column,
        };
        for (values, not) in [(is, false), (not, true)] {
            if values.is_empty() {
                continue;
            }
            sql.push(" AND ").push(column);
            if column == "livelihood" && values.iter().any(|class| class == "true") {
                sql.push(if not { " = ''" } else { " <> ''" });
            } else {
                sql.push(if not { " NOT IN " } else { " IN " });
                sql.bind_list(
                    values.iter().filter(|value| !value.is_empty()).cloned().chain(["-".to_owned()]).map(Value::Text),
                );
            }
        }
    }
}

/// Folds what has changed into the tally, some at a time; returns how many changes were folded. Two workers at once are
/// no harm: each takes rows that the other has not.
pub async fn fold(db: &Db) -> Result<u64> {
    let mut sql = Sql::new("SELECT count(*) FROM (SELECT 1 AS one FROM tally_change LIMIT ");
    sql.bind(Value::Int(MANY + 1)).push(") AS waiting");
    let waiting: Vec<(i64,)> = sql.fetch_all(db).await?;
    match waiting.first().map_or(0, |(count,)| *count) {
        0 => Ok(0),
        count if count > MANY => rebuild(db).await,
        _ => fold_some(db).await,
    }
}

async fn fold_some(db: &Db) -> Result<u64> {
    const FOLD: &str = "INSERT INTO tally (level, circuit, court, desk, channel, category, status, livelihood, held, urgent, due_band, assigned, result, n)
        SELECT * FROM (
            SELECT level, CASE WHEN level = 'all' THEN '' ELSE circuit END, CASE WHEN level = 'court' THEN court ELSE '' END, desk, channel, category,
                status, livelihood, held, urgent, due_band, assigned, result, CAST(sum(n) AS BIGINT) AS n
            FROM tally_change CROSS JOIN (SELECT 'all' AS level UNION ALL SELECT 'circuit' UNION ALL SELECT 'court') AS levels
            WHERE tally_change.id <= $1
            GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13) AS folded
        WHERE n <> 0
        ON CONFLICT (level, desk, court, circuit, channel, category, status, livelihood, held, urgent, due_band, assigned, result)
            DO UPDATE SET n = tally.n + excluded.n";
    const FOLD_LANES: &str = "INSERT INTO lane_tally (level, circuit, court, desk, status, urgent, livelihood, late, assigned, held, unsettled, n)
        SELECT * FROM (
            SELECT level, CASE WHEN level = 'all' THEN '' ELSE circuit END, CASE WHEN level = 'court' THEN court ELSE '' END, desk, status, urgent,
                livelihood <> '', due_band = 0, assigned, held, result = 'not', CAST(sum(n) AS BIGINT) AS n
            FROM tally_change CROSS JOIN (SELECT 'all' AS level UNION ALL SELECT 'circuit' UNION ALL SELECT 'court') AS levels
            WHERE tally_change.id <= $1
            GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11) AS folded
        WHERE n <> 0
        ON CONFLICT (level, desk, court, circuit, status, urgent, livelihood, late, assigned, held, unsettled)
            DO UPDATE SET n = lane_tally.n + excluded.n";
    let mut tx = db.begin().await?;
    if !alone(&mut tx).await? {
        return Ok(0);
    }
    let last: Option<(i64,)> = on_tx!(&mut tx, c => sqlx::query_as(
        "SELECT id FROM tally_change ORDER BY id LIMIT 1 OFFSET $1").bind(SOME).fetch_optional(&mut *c).await?);
    let last = last.map_or(i64::MAX, |(id,)| id);
    let done = on_tx!(&mut tx, c => {
        sqlx::query(FOLD).bind(last).execute(&mut *c).await?;
        sqlx::query(FOLD_LANES).bind(last).execute(&mut *c).await?;
        let done = sqlx::query("DELETE FROM tally_change WHERE id <= $1").bind(last).execute(&mut *c).await?.rows_affected();
        sqlx::query("DELETE FROM tally WHERE n = 0").execute(&mut *c).await?;
        sqlx::query("DELETE FROM lane_tally WHERE n = 0").execute(&mut *c).await?;
        done
    });
    tx.commit().await?;
    Ok(done)
}

/// Counts everything anew.
async fn rebuild(db: &Db) -> Result<u64> {
    const COUNT: &str = "INSERT INTO tally (level, circuit, court, desk, channel, category, status, livelihood, held, urgent, due_band, assigned, result, n)
        SELECT 'court', circuit, court, desk, channel, category, status, coalesce(livelihood, ''), held, urgent, due_band, assignee IS NOT NULL,
            coalesce(citizen_result, ''), count(*)
        FROM report GROUP BY 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13";
    const SUM: &str = "INSERT INTO tally (level, circuit, court, desk, channel, category, status, livelihood, held, urgent, due_band, assigned, result, n)
        SELECT $1, CASE WHEN $1 = 'all' THEN '' ELSE circuit END, '', desk, channel, category, status, livelihood, held, urgent, due_band, assigned, result,
            CAST(sum(n) AS BIGINT)
        FROM tally WHERE level = 'court' GROUP BY 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13";
    const LANES: &str = "INSERT INTO lane_tally (level, circuit, court, desk, status, urgent, livelihood, late, assigned, held, unsettled, n)
        SELECT level, circuit, court, desk, status, urgent, livelihood <> '', due_band = 0, assigned, held, result = 'not', CAST(sum(n) AS BIGINT)
        FROM tally GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11";
    let mut tx = db.begin().await?;
    if !alone(&mut tx).await? {
        return Ok(0);
    }
    let done = on_tx!(&mut tx, c => {
        let done = sqlx::query("DELETE FROM tally_change").execute(&mut *c).await?.rows_affected();
        sqlx::query("DELETE FROM tally").execute(&mut *c).await?;
        sqlx::query("DELETE FROM lane_tally").execute(&mut *c).await?;
        sqlx::query(COUNT).execute(&mut *c).await?;
        for level in ["circuit", "all"] {
            sqlx::query(SUM).bind(level).execute(&mut *c).await?;
        }
        sqlx::query(LANES).execute(&mut *c).await?;
        done
    });
    tx.commit().await?;
    Ok(done)
}

/// Whether nobody else folds now. On PostgreSQL all statements of the transaction see the same moment, so that exactly
/// what was folded is deleted; what is committed meanwhile waits for the next time.
async fn alone(tx: &mut Tx) -> Result<bool> {
    Ok(match tx {
        Tx::Sqlite(_) => true,
        Tx::Postgres(tx) => {
            sqlx::query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").execute(&mut **tx).await?;
            let (alone,): (bool,) =
                sqlx::query_as("SELECT pg_try_advisory_xact_lock(7204617)").fetch_one(&mut **tx).await?;
            alone
        }
    })
}
