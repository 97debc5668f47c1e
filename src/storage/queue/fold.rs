//! Folds what has changed into the tallies. There are four: `tally` has a number for each combination of codes, `field_tally`
//! for each value of each field by itself, `lane_tally` a row for each status with what its lanes need (the first three in
//! each court, in each circuit and in the whole), and `assignee_tally` a number for each person.

use crate::storage::{Db, Result, Sql, Tx, Value, on_tx};

/// With more changes than this, counting anew is quicker than folding.
const MANY: i64 = 20_000;
/// Changes folded in one transaction.
const SOME: i64 = 2_000;

/// A row for each level on which a change counts, and the place that it counts for there.
macro_rules! place {
    () => {
        "level, CASE WHEN level = 'all' THEN '' ELSE circuit END, CASE WHEN level = 'court' THEN court ELSE '' END, desk"
    };
}
macro_rules! levels {
    () => {
        " CROSS JOIN (SELECT 'all' AS level UNION ALL SELECT 'circuit' UNION ALL SELECT 'court') AS levels"
    };
}
/// What lanes need of a status.
macro_rules! lanes {
    () => {
        "status,
            CAST(sum(CASE WHEN urgent THEN n ELSE 0 END) AS BIGINT), CAST(sum(CASE WHEN livelihood <> '' THEN n ELSE 0 END) AS BIGINT),
            CAST(sum(CASE WHEN due_band = 0 THEN n ELSE 0 END) AS BIGINT), CAST(sum(CASE WHEN assigned THEN 0 ELSE n END) AS BIGINT),
            CAST(sum(CASE WHEN held THEN n ELSE 0 END) AS BIGINT), CAST(sum(CASE WHEN result = 'not' THEN n ELSE 0 END) AS BIGINT),
            CAST(sum(n) AS BIGINT)"
    };
}
/// The fields that are codes, a row for each, and what stands in them.
macro_rules! code_fields {
    () => {
        "SELECT 'channel' AS field UNION ALL SELECT 'category' UNION ALL SELECT 'status' UNION ALL SELECT 'livelihood'
            UNION ALL SELECT 'due_band' UNION ALL SELECT 'assigned' UNION ALL SELECT 'result'"
    };
}
macro_rules! code {
    () => {
        "WHEN 'channel' THEN channel WHEN 'category' THEN category WHEN 'status' THEN status WHEN 'livelihood' THEN livelihood
            WHEN 'due_band' THEN CAST(due_band AS TEXT) WHEN 'assigned' THEN CASE WHEN assigned THEN 'yes' ELSE 'no' END"
    };
}

/// Folds some of what has changed into the tallies; returns how many changes were folded. Two workers at once are no harm:
/// each takes rows that the other has not.
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
    const CODES: &str = concat!(
        "INSERT INTO tally (level, circuit, court, desk, channel, category, status, livelihood, held, urgent, due_band, assigned, result, n)
        SELECT * FROM (
            SELECT ", place!(), ", channel, category, status, livelihood, held, urgent, due_band, assigned, result, CAST(sum(n) AS BIGINT) AS n
            FROM tally_change", levels!(), " WHERE id <= $1 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13) AS folded
        WHERE n <> 0
        ON CONFLICT (level, desk, court, circuit, channel, category, status, livelihood, held, urgent, due_band, assigned, result)
            DO UPDATE SET n = tally.n + excluded.n"
    );
    const FIELDS: &str = concat!(
        "INSERT INTO field_tally (level, circuit, court, desk, field, value, n)
        SELECT * FROM (
            SELECT ",
        place!(),
        ", field, CASE field ",
        code!(),
        " WHEN 'received_on' THEN received_on WHEN 'due_on' THEN due_on ELSE result END,
                CAST(sum(n) AS BIGINT) AS n
            FROM tally_change",
        levels!(),
        " CROSS JOIN (",
        code_fields!(),
        " UNION ALL SELECT 'received_on' UNION ALL SELECT 'due_on') AS fields
            WHERE id <= $1 GROUP BY 1, 2, 3, 4, 5, 6) AS folded
        WHERE n <> 0
        ON CONFLICT (level, desk, court, circuit, field, value) DO UPDATE SET n = field_tally.n + excluded.n"
    );
    // A status may have gained as many as it lost, and yet not the same.
    const LANES: &str = concat!(
        "INSERT INTO lane_tally (level, circuit, court, desk, status, urgent, livelihood, late, unassigned, held, unsettled, n)
        SELECT * FROM (
            SELECT ", place!(), ", ", lanes!(), " FROM tally_change", levels!(), " WHERE id <= $1 GROUP BY 1, 2, 3, 4, 5) AS folded
        WHERE 1 = 1
        ON CONFLICT (level, desk, court, circuit, status) DO UPDATE SET urgent = lane_tally.urgent + excluded.urgent,
            livelihood = lane_tally.livelihood + excluded.livelihood, late = lane_tally.late + excluded.late,
            unassigned = lane_tally.unassigned + excluded.unassigned, held = lane_tally.held + excluded.held,
            unsettled = lane_tally.unsettled + excluded.unsettled, n = lane_tally.n + excluded.n"
    );
    const ASSIGNEES: &str = "INSERT INTO assignee_tally (assignee, circuit, court, desk, open, n)
        SELECT * FROM (
            SELECT assignee, circuit, court, desk, due_band < 4, CAST(sum(n) AS BIGINT) AS n
            FROM tally_change WHERE id <= $1 AND assignee IS NOT NULL GROUP BY 1, 2, 3, 4, 5) AS folded
        WHERE n <> 0
        ON CONFLICT (assignee, desk, court, circuit, open) DO UPDATE SET n = assignee_tally.n + excluded.n";
    let mut tx = db.begin().await?;
    if !alone(&mut tx).await? {
        return Ok(0);
    }
    let last: Option<(i64,)> = on_tx!(&mut tx, c => sqlx::query_as(
        "SELECT id FROM tally_change ORDER BY id LIMIT 1 OFFSET $1").bind(SOME).fetch_optional(&mut *c).await?);
    let last = last.map_or(i64::MAX, |(id,)| id);
    let done = on_tx!(&mut tx, c => {
        for fold in [CODES, FIELDS, LANES, ASSIGNEES] {
            sqlx::query(fold).bind(last).execute(&mut *c).await?;
        }
        let done = sqlx::query("DELETE FROM tally_change WHERE id <= $1").bind(last).execute(&mut *c).await?.rows_affected();
        for emptied in [
            "DELETE FROM tally WHERE n = 0",
            "DELETE FROM field_tally WHERE n = 0",
            "DELETE FROM lane_tally WHERE n = 0",
            "DELETE FROM assignee_tally WHERE n = 0",
        ] {
            sqlx::query(emptied).execute(&mut *c).await?;
        }
        done
    });
    tx.commit().await?;
    Ok(done)
}

/// Counts everything anew.
async fn rebuild(db: &Db) -> Result<u64> {
    const CODES: &str = "INSERT INTO tally (level, circuit, court, desk, channel, category, status, livelihood, held, urgent, due_band, assigned, result, n)
        SELECT 'court', circuit, court, desk, channel, category, status, livelihood, held, urgent, due_band, assigned, result, count(*)
        FROM counted_report GROUP BY 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13";
    const CODES_ABOVE: &str = "INSERT INTO tally (level, circuit, court, desk, channel, category, status, livelihood, held, urgent, due_band, assigned, result, n)
        SELECT $1, CASE WHEN $1 = 'all' THEN '' ELSE circuit END, '', desk, channel, category, status, livelihood, held, urgent, due_band, assigned, result,
            CAST(sum(n) AS BIGINT)
        FROM tally WHERE level = 'court' GROUP BY 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13";
    const FIELDS: &str = concat!(
        "INSERT INTO field_tally (level, circuit, court, desk, field, value, n)
        SELECT 'court', circuit, court, desk, field, CASE field ",
        code!(),
        " ELSE result END, CAST(sum(n) AS BIGINT)
        FROM tally CROSS JOIN (",
        code_fields!(),
        ") AS fields WHERE level = 'court' GROUP BY 2, 3, 4, 5, 6"
    );
    const RECEIVED: &str = "INSERT INTO field_tally (level, circuit, court, desk, field, value, n)
        SELECT 'court', circuit, court, desk, 'received_on', received_on, count(*) FROM counted_report GROUP BY 2, 3, 4, 6";
    const DUE: &str = "INSERT INTO field_tally (level, circuit, court, desk, field, value, n)
        SELECT 'court', circuit, court, desk, 'due_on', due_on, count(*) FROM counted_report GROUP BY 2, 3, 4, 6";
    const FIELDS_ABOVE: &str = "INSERT INTO field_tally (level, circuit, court, desk, field, value, n)
        SELECT $1, CASE WHEN $1 = 'all' THEN '' ELSE circuit END, '', desk, field, value, CAST(sum(n) AS BIGINT)
        FROM field_tally WHERE level = 'court' GROUP BY 2, 4, 5, 6";
    const LANES: &str = concat!(
        "INSERT INTO lane_tally (level, circuit, court, desk, status, urgent, livelihood, late, unassigned, held, unsettled, n)
        SELECT level, circuit, court, desk, ", lanes!(), " FROM tally GROUP BY 1, 2, 3, 4, 5"
    );
    const ASSIGNEES: &str = "INSERT INTO assignee_tally (assignee, circuit, court, desk, open, n)
        SELECT assignee, circuit, court, desk, due_band < 4, count(*) FROM counted_report WHERE assignee IS NOT NULL GROUP BY 1, 2, 3, 4, 5";
    let mut tx = db.begin().await?;
    if !alone(&mut tx).await? {
        return Ok(0);
    }
    let done = on_tx!(&mut tx, c => {
        let done = sqlx::query("DELETE FROM tally_change").execute(&mut *c).await?.rows_affected();
        for old in ["DELETE FROM tally", "DELETE FROM field_tally", "DELETE FROM lane_tally", "DELETE FROM assignee_tally"] {
            sqlx::query(old).execute(&mut *c).await?;
        }
        sqlx::query(CODES).execute(&mut *c).await?;
        for level in ["circuit", "all"] {
            sqlx::query(CODES_ABOVE).bind(level).execute(&mut *c).await?;
        }
        for count in [FIELDS, RECEIVED, DUE] {
            sqlx::query(count).execute(&mut *c).await?;
        }
        for level in ["circuit", "all"] {
            sqlx::query(FIELDS_ABOVE).bind(level).execute(&mut *c).await?;
        }
        for count in [LANES, ASSIGNEES] {
            sqlx::query(count).execute(&mut *c).await?;
        }
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
