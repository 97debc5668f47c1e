//! What belongs together, for an officer: everything related to one report in one statement, and the conditions under
//! which a list shows such reports. The scope stands in each part of each of them.
//!
//! `near` is the report as the index finds it, `report` the same row once more, held against the scope. Written as CROSS
//! JOIN, which SQLite takes as the order to go in: without it, it may walk the whole desk instead of one case. Where the
//! scope's columns stand in the index, its name does the same.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{
    Db, Result, Sql, Value,
    corroboration::names_a_case,
    likeness::{REPORTER, RESPONDENT},
    reports::{ReportRow, within},
};
use crate::domain::{
    codes::codes,
    report::Channel,
    staff::{Role, Scope},
};

codes! {
    /// In what way a report belongs to another.
    How {
        Link = "link",
        Case = "case",
        /// The same respondent by identity or credit number: certain.
        Number = "number",
        /// A respondent of the same name: likely.
        Name = "name",
        Reporter = "reporter",
        Similar = "similar",
    }
}

codes! {
    /// Names in an address by which a list shows what belongs to the report with that number.
    Same {
        Case = "same_case",
        Respondent = "same_respondent",
        Reporter = "same_reporter",
        Similar = "similar",
        Linked = "linked",
        Flood = "flood",
    }
}

// `collapse` and the index beside it write the number out: an index on a condition is found by the same condition only.
const _: () = assert!(super::floods::SHOWN_FROM == 5);

/// Parts are counted up to here; more read “99+”.
pub const COUNTED: i64 = 100;

/// A related report, once for each way in which it is.
#[derive(Clone, FromRow)]
pub struct RelatedRow {
    pub how: String,
    /// How many there are in this way, counted up to [`COUNTED`].
    pub n: i64,
    pub percent: i64,
    /// Of a link: what it says, and whether it was made from the report that is looked at.
    pub relation: String,
    pub from_here: bool,
    pub id: Uuid,
    pub number: String,
    pub channel: String,
    pub category: String,
    pub status: String,
    pub court: String,
    pub received_at: DateTime<Utc>,
    pub key_id: String,
    pub wrapped_key: Vec<u8>,
    pub sealed_summary: Vec<u8>,
}

/// The channels in which a role may read who reported.
fn readable(role: Role) -> Vec<Value> {
    let channels = Channel::ALL.iter().filter(|channel| role.reads_identity(**channel));
    channels.map(|channel| Value::Text(channel.to_string())).collect()
}

/// Everything related to a report that the officer has opened, newest first, at most `each` in each way; one statement.
pub async fn list(db: &Db, scope: &Scope, role: Role, row: &ReportRow, each: i64) -> Result<Vec<RelatedRow>> {
    query(scope, role, row, each)?.fetch_all(db).await
}

/// How that is carried out, for tests.
pub async fn explain(db: &Db, scope: &Scope, role: Role, row: &ReportRow, each: i64) -> Result<Vec<String>> {
    query(scope, role, row, each)?.explain(db).await
}

fn query(scope: &Scope, role: Role, row: &ReportRow, each: i64) -> Result<Sql> {
    let me = || Value::Id(row.id);
    let mut sql = Sql::new(
        "SELECT found.how, found.n, found.percent, found.relation, found.from_here, report.id, report.number, report.channel, report.category,
            report.status, report.court, report.received_at, report.key_id, report.wrapped_key, report.sealed_summary
         FROM (SELECT * FROM (SELECT 'link' AS how, part.id, part.at, count(*) OVER () AS n, CAST(0 AS BIGINT) AS percent, part.relation, part.from_here
            FROM (SELECT report.id AS id, report.received_at AS at, link.relation AS relation, link.from_id = ",
    );
    sql.bind(me()).push(" AS from_here FROM link CROSS JOIN report WHERE (link.low_id = ").bind(me());
    sql.push(" OR link.high_id = ").bind(me()).push(") AND report.id = CASE WHEN link.low_id = ").bind(me());
    sql.push(" THEN link.high_id ELSE link.low_id END AND ");
    within(&mut sql, scope);
    end(&mut sql, each);
    if let Some(hash) = row.case_hash.as_ref().filter(|_| names_a_case(&row.flags)) {
        sql.push(" UNION ALL SELECT * FROM (SELECT 'case' AS how, part.id, part.at, count(*) OVER () AS n, 0 AS percent, '' AS relation, FALSE AS from_here
            FROM (SELECT report.id AS id, report.received_at AS at FROM report").index("report_by_case").push(" WHERE report.case_hash = ");
        sql.bind(Value::Bytes(hash.clone())).push(" AND report.id <> ").bind(me()).push(" AND ");
        within(&mut sql, scope);
        end(&mut sql, each);
    }
    sql.push(" UNION ALL SELECT * FROM (SELECT 'number' AS how, part.id, part.at, count(*) OVER () AS n, 0 AS percent, '' AS relation, FALSE AS from_here
        FROM (SELECT report.id AS id, report.received_at AS at FROM ");
    shared_key(&mut sql, RESPONDENT, row.id, scope);
    end(&mut sql, each);
    if let Some(hash) = &row.respondent_hash {
        sql.push(" UNION ALL SELECT * FROM (SELECT 'name' AS how, part.id, part.at, count(*) OVER () AS n, 0 AS percent, '' AS relation, FALSE AS from_here
            FROM (SELECT report.id AS id, report.received_at AS at FROM report").index("report_by_respondent").push(" WHERE report.respondent_hash = ");
        sql.bind(Value::Bytes(hash.clone())).push(" AND report.id <> ").bind(me());
        // Two numbers decide: then they are one respondent above, or two of one name.
        sql.push(" AND NOT (EXISTS (SELECT 1 FROM report_key AS own WHERE own.report_id = ").bind(me());
        sql.push(" AND own.kind = 'respondent') AND EXISTS (SELECT 1 FROM report_key AS theirs WHERE theirs.report_id = report.id AND theirs.kind = 'respondent')) AND ");
        within(&mut sql, scope);
        end(&mut sql, each);
    }
    let channels = readable(role);
    if role.reads_identity(row.channel()?) {
        sql.push(" UNION ALL SELECT * FROM (SELECT 'reporter' AS how, part.id, part.at, count(*) OVER () AS n, 0 AS percent, '' AS relation, FALSE AS from_here
            FROM (SELECT report.id AS id, report.received_at AS at FROM ");
        shared_key(&mut sql, REPORTER, row.id, scope);
        sql.push(" AND report.channel IN ").bind_list(channels);
        end(&mut sql, each);
    }
    sql.push(" UNION ALL SELECT * FROM (SELECT 'similar' AS how, part.id, part.at, count(*) OVER () AS n, part.percent, '' AS relation, FALSE AS from_here
        FROM (SELECT report.id AS id, report.received_at AS at, similar_text.percent AS percent FROM similar_text CROSS JOIN report
            WHERE similar_text.report_id = ");
    sql.bind(me()).push(" AND report.id = similar_text.other_id AND ");
    within(&mut sql, scope);
    end(&mut sql, each);
    sql.push(") AS found JOIN report ON report.id = found.id ORDER BY report.received_at DESC, report.id DESC");
    Ok(sql)
}

/// `FROM` and `WHERE` of the reports in scope that share a key with this one.
fn shared_key(sql: &mut Sql, kind: &'static str, me: Uuid, scope: &Scope) {
    sql.push(
        "(SELECT DISTINCT theirs.report_id AS id FROM report_key AS own CROSS JOIN report_key AS theirs
        WHERE theirs.kind = own.kind AND theirs.hash = own.hash AND own.report_id = ",
    );
    sql.bind(Value::Id(me)).push(" AND own.kind = ").bind(Value::Text(kind.to_owned()));
    sql.push(") AS near CROSS JOIN report WHERE report.id = near.id AND report.id <> ")
        .bind(Value::Id(me))
        .push(" AND ");
    within(sql, scope);
}

fn end(sql: &mut Sql, each: i64) {
    sql.push(" ORDER BY at DESC, id DESC LIMIT ").bind(Value::Int(COUNTED));
    sql.push(") AS part ORDER BY part.at DESC, part.id DESC LIMIT ").bind(Value::Int(each)).push(") AS way");
}

/// ` AND …`: narrows a list over `report` to what belongs to the report with that number. It is resolved in the same
/// statement and within the scope: a number that the officer may not see gives an empty list, as an unknown one does.
pub fn narrow(sql: &mut Sql, scope: &Scope, role: Role, same: Same, number: &str) {
    sql.push(" AND report.id IN (");
    ids(sql, scope, role, same, number);
    sql.push(")");
}

/// ` FROM … CROSS JOIN report`, in the place of ` FROM report`, with ` AND report.id = near.id` among the conditions: the
/// same list, and SQLite goes from the few to the table instead of walking the desk in the list's order.
pub fn source(sql: &mut Sql, scope: &Scope, role: Role, same: Same, number: &str) {
    sql.push(" FROM (SELECT DISTINCT found.id FROM (");
    ids(sql, scope, role, same, number);
    sql.push(") AS found) AS near CROSS JOIN report");
}

/// The identities of what belongs to the report with that number, itself among those of its case, respondent and flood.
fn ids(sql: &mut Sql, scope: &Scope, role: Role, same: Same, number: &str) {
    match same {
        Same::Case => {
            sql.push(
                "SELECT near.id AS id FROM report AS near WHERE near.case_hash = (SELECT report.case_hash FROM report
                WHERE report.flags NOT LIKE '%case_number_unrecognised%' AND report.number = ",
            );
            end_of_anchor(sql, scope, number);
        }
        Same::Respondent => {
            sql.push("SELECT near.id AS id FROM report AS anchor CROSS JOIN report AS near WHERE near.respondent_hash = anchor.respondent_hash
                AND (near.id = anchor.id OR NOT (EXISTS (SELECT 1 FROM report_key AS own WHERE own.report_id = anchor.id AND own.kind = 'respondent')
                    AND EXISTS (SELECT 1 FROM report_key AS theirs WHERE theirs.report_id = near.id AND theirs.kind = 'respondent')))
                AND anchor.id = (SELECT report.id FROM report WHERE report.number = ");
            end_of_anchor(sql, scope, number);
            sql.push(
                " UNION SELECT theirs.report_id AS id FROM report_key AS own CROSS JOIN report_key AS theirs
                WHERE theirs.kind = own.kind AND theirs.hash = own.hash AND own.kind = ",
            );
            sql.bind(Value::Text(RESPONDENT.to_owned()));
            sql.push(" AND own.report_id = (SELECT report.id FROM report WHERE report.number = ");
            end_of_anchor(sql, scope, number);
        }
        Same::Reporter => {
            let channels = readable(role);
            if channels.is_empty() {
                sql.push("SELECT report.id AS id FROM report WHERE 1 = 0");
                return;
            }
            sql.push("SELECT theirs.report_id AS id FROM report_key AS own CROSS JOIN report_key AS theirs CROSS JOIN report AS other
                WHERE theirs.kind = own.kind AND theirs.hash = own.hash AND other.id = theirs.report_id AND other.channel IN ");
            sql.bind_list(channels.clone()).push(" AND own.kind = ").bind(Value::Text(REPORTER.to_owned()));
            sql.push(" AND own.report_id = (SELECT report.id FROM report WHERE report.channel IN ").bind_list(channels);
            sql.push(" AND report.number = ");
            end_of_anchor(sql, scope, number);
        }
        Same::Similar => {
            sql.push("SELECT similar_text.other_id AS id FROM similar_text WHERE similar_text.report_id = (SELECT report.id FROM report
                WHERE report.number = ");
            end_of_anchor(sql, scope, number);
        }
        Same::Linked => {
            sql.push("SELECT CASE WHEN link.low_id = anchor.id THEN link.high_id ELSE link.low_id END AS id FROM report AS anchor CROSS JOIN link
                WHERE (link.low_id = anchor.id OR link.high_id = anchor.id) AND anchor.id = (SELECT report.id FROM report WHERE report.number = ");
            end_of_anchor(sql, scope, number);
        }
        Same::Flood => {
            // The first and everything behind it, whichever of them was named.
            sql.push("SELECT near.id AS id FROM report AS anchor CROSS JOIN report AS near WHERE near.flood_of = coalesce(anchor.flood_of, anchor.id)
                AND anchor.id = (SELECT report.id FROM report WHERE report.number = ");
            end_of_anchor(sql, scope, number);
            sql.push(
                " UNION SELECT coalesce(anchor.flood_of, anchor.id) AS id FROM report AS anchor
                WHERE anchor.id = (SELECT report.id FROM report WHERE report.number = ",
            );
            end_of_anchor(sql, scope, number);
        }
    }
}

/// The number, the scope, and the bracket that ends the part which finds the report that is named.
fn end_of_anchor(sql: &mut Sql, scope: &Scope, number: &str) {
    sql.bind(Value::Text(number.to_owned())).push(" AND ");
    within(sql, scope);
    sql.push(")");
}

/// ` AND …`: leaves out of a list what stands behind the first of a flood, if that first is in the list itself. `narrowed`
/// writes the list's own conditions once more, without place and page: a flood whose first was closed or belongs to
/// somebody else hides nothing. The part in brackets asks nothing of the row in hand, and floods are few.
pub fn collapse(sql: &mut Sql, narrowed: impl FnOnce(&mut Sql)) {
    sql.push(" AND (report.flood_of IS NULL OR report.flood_of NOT IN (SELECT report.id FROM report LEFT JOIN staff ON staff.id = report.assignee WHERE report.flood_size > 4 AND ");
    narrowed(sql);
    sql.push("))");
}
