//! Which index a list walks. SQLite is told (`INDEXED BY`), so that its plan never depends on luck; PostgreSQL finds the
//! same one by its statistics.
//!
//! Each list walks an index whose order is the list's and stops after a page: no sorting, no counting. A filter with
//! several values walks once for each of them, a page each, and takes the first of all of those; what no index knows is
//! asked of each row on the way.

use uuid::Uuid;

use super::{Filter, Part, Place, Sort, View, narrow};
use crate::{
    domain::{
        priority::Band,
        staff::{Reach, Role, Scope},
    },
    storage::{Sql, Value, related, search},
};

/// More values than this are looked for on one walk.
const MOST_BRANCHES: usize = 16;

/// In the order of the list, or against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    On,
    Back,
}

/// One condition that an index begins with.
#[derive(Clone)]
enum Branch {
    Whole,
    Text(&'static str, String),
    Person(String),
    Band(Band),
}

/// What the columns that the caller pushed are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// `report` alone.
    OfReport,
    /// And `staff`, who has it. PostgreSQL reads the rows of the table then, although nothing of them is asked for.
    OfReportAndOwner,
}

/// ` FROM report … WHERE … ORDER BY … LIMIT …`, after the columns that the caller pushed.
pub fn pick(sql: &mut Sql, columns: Columns, scope: &Scope, me: Uuid, filter: &Filter, part: Part<'_>) {
    let Part { sort, from: place, limit } = part;
    let owner =
        if columns == Columns::OfReportAndOwner { " LEFT JOIN staff ON staff.id = report.assignee" } else { "" };
    let (index, branches) = choose(scope, filter, sort);
    let place = place.filter(|(place, _)| place.sort == sort);
    let back = place.is_some_and(|(_, way)| way == Way::Back);
    let limit = i64::try_from(limit).unwrap_or(100);
    let mut rest = rest(filter, branches.first());
    let walk = |sql: &mut Sql, rest: &Filter, branch: &Branch| {
        narrow(sql, scope, me, rest);
        if filter.collapsed {
            related::collapse(sql, |sql| narrow(sql, scope, me, &filter.one_by_one()));
        }
        match branch {
            Branch::Whole => {}
            Branch::Text(column, value) => {
                sql.push(" AND report.").push(column).push(" = ").bind(Value::Text(value.clone()));
            }
            Branch::Person(username) => {
                sql.push(" AND report.assignee = (SELECT id FROM staff WHERE username = ");
                sql.bind(Value::Text(username.clone())).push(")");
            }
            Branch::Band(band) => {
                // The index holds what is due within the week; its condition must stand in the query.
                sql.push(" AND report.due_band < 3 AND report.due_band = ").bind(Value::Int(band.place()));
            }
        }
        if let Some((place, way)) = place {
            after(sql, sort, place, way);
        }
        order(sql, "report", sort, back);
        sql.push(" LIMIT ").bind(Value::Int(limit));
    };
    if search::leads(filter) {
        // What a search finds are a few, or a window of many; both come with their reports.
        sql.push(" FROM ");
        search::source(sql, filter);
        sql.push(owner).push(" WHERE ");
        walk(sql, filter, &Branch::Whole);
        return;
    }
    if let Some(((same, number), others)) = filter.same.split_first() {
        // What belongs to one report are a few: from these to the table, and put in order at the end.
        rest = Filter { same: others.to_vec(), ..filter.clone() };
        related::source(sql, scope, filter.role.unwrap_or(Role::Auditor), *same, number);
        sql.push(owner).push(" WHERE report.id = near.id AND ");
        walk(sql, &rest, &Branch::Whole);
        return;
    }
    if let [branch] = branches.as_slice() {
        sql.push(" FROM report").index(index).push(owner).push(" WHERE ");
        walk(sql, &rest, branch);
        return;
    }
    // Put in order by what stands in the index, so that whole rows are read of one page only.
    sql.push(" FROM (SELECT walked.id AS picked_id FROM (");
    for (n, branch) in branches.iter().enumerate() {
        sql.push(if n == 0 { "SELECT * FROM (SELECT " } else { " UNION ALL SELECT * FROM (SELECT " });
        for (n, column) in order_of(sort).iter().enumerate() {
            sql.push(if n == 0 { "report." } else { ", report." }).push(column);
        }
        sql.push(" FROM report").index(index).push(" WHERE ");
        walk(sql, &rest, branch);
        sql.push(") AS branch");
    }
    sql.push(") AS walked");
    order(sql, "walked", sort, back);
    sql.push(" LIMIT ").bind(Value::Int(limit));
    sql.push(") AS picked JOIN report ON report.id = picked.picked_id").push(owner);
    order(sql, "report", sort, back);
}

/// The filter without the field that the walks go by: asked twice, it would lead SQLite to another plan.
fn rest(filter: &Filter, branch: Option<&Branch>) -> Filter {
    let mut rest = filter.clone();
    match branch {
        None | Some(Branch::Whole) => {}
        Some(Branch::Text("court", _)) => rest.is.court.clear(),
        Some(Branch::Text("status", _)) => rest.is.status.clear(),
        Some(Branch::Text("category", _)) => rest.is.category.clear(),
        Some(Branch::Text("livelihood", _)) => rest.is.livelihood.clear(),
        Some(Branch::Text(_, _)) => rest.is.result.clear(),
        Some(Branch::Person(_)) => rest.is.assignee.clear(),
        Some(Branch::Band(_)) => rest.due = None,
    }
    rest
}

fn after(sql: &mut Sql, sort: Sort, place: &Place, way: Way) {
    sql.push(match sort {
        Sort::Newest | Sort::Oldest => " AND (report.received_at, report.id) ",
        Sort::Due => " AND (report.due_order, report.id) ",
        Sort::Priority => " AND (report.priority, report.received_at, report.id) ",
    });
    let down = matches!(sort, Sort::Newest | Sort::Priority);
    sql.push(if down == (way == Way::On) { "< (" } else { "> (" });
    if sort == Sort::Priority {
        sql.bind(Value::Int(place.priority)).push(", ");
    }
    sql.bind(Value::Time(place.at)).push(", ").bind(Value::Id(place.id)).push(")");
}

/// The columns by which a list stands.
const fn order_of(sort: Sort) -> &'static [&'static str] {
    match sort {
        Sort::Newest | Sort::Oldest => &["received_at", "id"],
        Sort::Due => &["due_order", "id"],
        Sort::Priority => &["priority", "received_at", "id"],
    }
}

fn order(sql: &mut Sql, table: &'static str, sort: Sort, back: bool) {
    let down = matches!(sort, Sort::Newest | Sort::Priority) != back;
    for (n, column) in order_of(sort).iter().enumerate() {
        sql.push(if n == 0 { " ORDER BY " } else { ", " }).push(table).push(".").push(column);
        sql.push(if down { " DESC" } else { "" });
    }
}

/// The index of the order and the scope, and the walks on it.
fn choose(scope: &Scope, filter: &Filter, sort: Sort) -> (&'static str, Vec<Branch>) {
    // A wide reach that is narrowed to some courts is walked court by court.
    let courts = match &scope.reach {
        Reach::Court(_) => Vec::new(),
        Reach::All | Reach::Circuit(_) => branches("court", &filter.is.court),
    };
    let width = match &scope.reach {
        _ if !courts.is_empty() => 1,
        Reach::Court(_) => 1,
        Reach::Circuit(_) => 2,
        Reach::All => 0,
    };
    let of = |names: [&'static str; 3]| names[width];
    let walks = |courts: Vec<Branch>| if courts.is_empty() { vec![Branch::Whole] } else { courts };
    match sort {
        Sort::Newest | Sort::Oldest => received(filter, width, courts),
        Sort::Due => (of(["report_by_due", "report_by_due_court", "report_by_due_circuit"]), walks(courts)),
        Sort::Priority => {
            let index = match filter.view.unwrap_or(View::All) {
                View::Mine => return ("lane_mine", vec![Branch::Whole]),
                View::Urgent => of(["lane_urgent", "lane_urgent_court", "lane_urgent_circuit"]),
                View::Livelihood => of(["lane_livelihood", "lane_livelihood_court", "lane_livelihood_circuit"]),
                View::Overdue => of(["lane_overdue", "lane_overdue_court", "lane_overdue_circuit"]),
                View::Unassigned => of(["lane_unassigned", "lane_unassigned_court", "lane_unassigned_circuit"]),
                View::Held => of(["lane_held", "lane_held_court", "lane_held_circuit"]),
                View::Waiting => of(["lane_waiting", "lane_waiting_court", "lane_waiting_circuit"]),
                View::All | View::Unsettled => {
                    of(["report_by_priority", "report_by_priority_court", "report_by_priority_circuit"])
                }
            };
            (index, walks(courts))
        }
    }
}

/// In the order of arrival.
fn received(filter: &Filter, width: usize, courts: Vec<Branch>) -> (&'static str, Vec<Branch>) {
    let (view, is) = (filter.view.unwrap_or(View::All), &filter.is);
    if view == View::Mine {
        return ("report_of_assignee", vec![Branch::Whole]);
    }
    if (1..=MOST_BRANCHES).contains(&is.assignee.len()) && is.assignee.iter().all(|name| name != "none") {
        return ("report_of_assignee", is.assignee.iter().cloned().map(Branch::Person).collect());
    }
    if !courts.is_empty() {
        return ("report_of_court", courts);
    }
    match width {
        1 => return ("report_of_court", vec![Branch::Whole]),
        2 => return ("report_of_circuit", vec![Branch::Whole]),
        _ => {}
    }
    let bands = match (view, filter.due) {
        (View::Overdue, _) => super::DueFilter::Overdue.bands(),
        (_, Some(due)) => due.bands(),
        _ => &[],
    };
    match view {
        View::Held => return ("report_by_hold", vec![Branch::Whole]),
        View::Waiting => return ("report_by_status", vec![Branch::Whole]),
        View::Unsettled => return ("report_by_result", vec![Branch::Whole]),
        _ => {}
    }
    if !bands.is_empty() {
        return ("report_by_band", bands.iter().copied().map(Branch::Band).collect());
    }
    let any_livelihood = is.livelihood.iter().any(|class| class == "true");
    for (index, column, values) in [
        ("report_by_result", "citizen_result", is.result.as_slice()),
        ("report_by_status", "status", &is.status),
        ("report_by_category", "category", &is.category),
        ("report_by_livelihood", "livelihood", if any_livelihood { &[] } else { &is.livelihood }),
    ] {
        let branches = branches(column, values);
        if !branches.is_empty() {
            return (index, branches);
        }
    }
    let index = match view {
        View::Urgent => "report_by_urgency",
        View::Livelihood => "report_by_need",
        View::Unassigned => "report_without_owner",
        _ => "report_of_desk",
    };
    (index, vec![Branch::Whole])
}

/// A walk for each value; none when there are none, or too many.
fn branches(column: &'static str, values: &[String]) -> Vec<Branch> {
    let mut values = values.to_vec();
    values.sort();
    values.dedup();
    let walks = values.into_iter().map(|value| Branch::Text(column, value)).collect::<Vec<_>>();
    if walks.len() > MOST_BRANCHES { Vec::new() } else { walks }
}
