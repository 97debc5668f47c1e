//! Who else has a report open, tab by tab; what was not seen lately does not count.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Sql, Tx, Value, on_tx, reports::within};
use crate::domain::{codes::codes, staff::Scope};

codes! {
    /// What somebody does with an open report; the strongest of a person's tabs counts.
    State {
        Idle = "idle",
        Viewing = "viewing",
        Writing = "writing",
    }
}

/// A tab that was not heard of for this long does not count.
pub const FRESH: TimeDelta = TimeDelta::seconds(45);

/// A tab of somebody.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct PresentRow {
    pub report_id: Uuid,
    pub staff_id: Uuid,
    pub name: String,
    pub state: String,
}

/// Notes what somebody does with a report in one tab; everybody hears of it when it is something else than before.
pub async fn set(
    tx: &mut Tx,
    report_id: Uuid,
    staff_id: Uuid,
    tab: Uuid,
    state: State,
    now: DateTime<Utc>,
) -> Result<()> {
    let before: Option<(String,)> = on_tx!(tx, c => sqlx::query_as(
        "SELECT state FROM presence WHERE report_id = $1 AND staff_id = $2 AND tab = $3 AND seen_at > $4")
        .bind(report_id).bind(staff_id).bind(tab).bind(now - FRESH).fetch_optional(c).await)?;
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO presence (report_id, staff_id, tab, state, seen_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (report_id, staff_id, tab) DO UPDATE SET state = excluded.state, seen_at = excluded.seen_at")
        .bind(report_id).bind(staff_id).bind(tab).bind(state.as_str()).bind(now).execute(c).await.map(|_| ()))?;
    if before.is_none_or(|(before,)| before != state.as_str()) { tx.tell().await } else { Ok(()) }
}

/// A tab was closed.
pub async fn delete(tx: &mut Tx, report_id: Uuid, staff_id: Uuid, tab: Uuid) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM presence WHERE report_id = $1 AND staff_id = $2 AND tab = $3")
        .bind(report_id).bind(staff_id).bind(tab).execute(c).await.map(|_| ()))?;
    tx.tell().await
}

/// Who has one of these reports open, for the server itself: it compares with what it told before.
pub async fn list(db: &Db, reports: &[Uuid], now: DateTime<Utc>) -> Result<Vec<PresentRow>> {
    read(db, None, reports, now).await
}

/// Who has one of these reports open, as far as an officer may see the reports.
pub async fn list_within(db: &Db, scope: &Scope, reports: &[Uuid], now: DateTime<Utc>) -> Result<Vec<PresentRow>> {
    read(db, Some(scope), reports, now).await
}

async fn read(db: &Db, scope: Option<&Scope>, reports: &[Uuid], now: DateTime<Utc>) -> Result<Vec<PresentRow>> {
    let mut rows = Vec::new();
    for some in reports.chunks(500) {
        let mut sql = Sql::new(
            "SELECT presence.report_id, presence.staff_id, staff.name, presence.state FROM presence
                JOIN staff ON staff.id = presence.staff_id JOIN report ON report.id = presence.report_id WHERE presence.report_id IN ",
        );
        sql.bind_list(some.iter().copied().map(Value::Id));
        sql.push(" AND presence.seen_at > ").bind(Value::Time(now - FRESH));
        if let Some(scope) = scope {
            sql.push(" AND ");
            within(&mut sql, scope);
        }
        sql.push(" ORDER BY presence.report_id, staff.name, presence.staff_id");
        rows.extend(sql.fetch_all::<PresentRow>(db).await?);
    }
    Ok(rows)
}

pub async fn delete_older(tx: &mut Tx, than: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM presence WHERE seen_at <= $1").bind(than).execute(c).await.map(|_| ()))?;
    Ok(())
}
