//! The timeline: everything that happened to a report, in order; messages are entries too.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Sql, Tx, Value, events, on_db, on_tx, reports::within};
use crate::domain::{staff::Scope, workflow::Action};

/// One entry. `facts` holds codes only (statuses, courts, usernames); what somebody typed is in `sealed`.
#[derive(Clone, FromRow)]
pub struct EntryRow {
    pub id: Uuid,
    pub report_id: Uuid,
    pub at: DateTime<Utc>,
    pub kind: String,
    pub actor: String,
    pub staff_id: Option<Uuid>,
    pub public: bool,
    pub facts: String,
    pub sealed: Option<Vec<u8>>,
    /// When the other side read it, if it is something written.
    pub read_at: Option<DateTime<Utc>>,
    /// When it was taken back with the bulk act that wrote it: staff see it marked, its reporter not at all.
    pub recalled_at: Option<DateTime<Utc>>,
    #[sqlx(default)]
    pub staff_name: Option<String>,
}

impl EntryRow {
    pub fn facts(&self) -> serde_json::Value {
        serde_json::from_str(&self.facts).unwrap_or_default()
    }

    /// Whether it holds words of one side for the other.
    pub const fn can_be_read(&self) -> bool {
        self.public && self.sealed.is_some()
    }

    /// The number of another report, in an entry about a link to it.
    pub fn linked(&self) -> Option<String> {
        let links = matches!(Action::parse(&self.kind), Some(Action::Link | Action::Unlink));
        links.then(|| self.fact("number")).flatten()
    }

    /// A fact by name, if it is text.
    pub fn fact(&self, name: &str) -> Option<String> {
        self.facts().get(name).and_then(|value| value.as_str()).map(str::to_owned)
    }
}

/// Writes an entry, and the event by which whoever watches the report hears of it.
pub async fn add(tx: &mut Tx, entry: &EntryRow) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO timeline (id, report_id, at, kind, actor, staff_id, public, facts, sealed, other_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, (SELECT id FROM report WHERE number = $10))")
        .bind(entry.id).bind(entry.report_id).bind(entry.at).bind(&entry.kind).bind(&entry.actor).bind(entry.staff_id).bind(entry.public)
        .bind(&entry.facts).bind(&entry.sealed).bind(entry.linked())
        .execute(c).await.map(|_| ()))?;
    events::add_all(tx, std::slice::from_ref(entry)).await
}

/// Writes many entries at once, and their events; none of them about a link.
pub async fn add_all(tx: &mut Tx, entries: &[EntryRow]) -> Result<()> {
    add_past(tx, entries).await?;
    events::add_all(tx, entries).await
}

/// Writes entries of long ago, of synthetic reports for instance: nobody watches for them.
pub async fn add_past(tx: &mut Tx, entries: &[EntryRow]) -> Result<()> {
    // Nine values each; SQLite binds at most 32,766.
    for some in entries.chunks(1_000) {
        on_tx!(tx, c => {
            let mut query = sqlx::QueryBuilder::new("INSERT INTO timeline (id, report_id, at, kind, actor, staff_id, public, facts, sealed) ");
            query.push_values(some, |mut row, entry| {
                row.push_bind(entry.id).push_bind(entry.report_id).push_bind(entry.at).push_bind(&entry.kind).push_bind(&entry.actor)
                    .push_bind(entry.staff_id).push_bind(entry.public).push_bind(&entry.facts).push_bind(&entry.sealed);
            });
            query.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// All entries of a report that the caller already may see, oldest first.
pub async fn list(db: &Db, report_id: Uuid, public_only: bool) -> Result<Vec<EntryRow>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT timeline.*, staff.name AS staff_name FROM timeline LEFT JOIN staff ON staff.id = timeline.staff_id
         WHERE timeline.report_id = $1 AND ((timeline.public AND timeline.recalled_at IS NULL) OR NOT $2) ORDER BY timeline.at, timeline.id")
        .bind(report_id).bind(public_only).fetch_all(c).await)?)
}

/// The same for an officer: without entries that name a report which is not within the scope, for they would tell that
/// there is one. The caller has found the report itself within the scope.
pub async fn list_within(db: &Db, scope: &Scope, report_id: Uuid) -> Result<Vec<EntryRow>> {
    let mut sql = Sql::new(
        "SELECT timeline.*, staff.name AS staff_name FROM timeline LEFT JOIN staff ON staff.id = timeline.staff_id
         WHERE timeline.report_id = ",
    );
    sql.bind(Value::Id(report_id));
    sql.push(
        " AND (timeline.other_id IS NULL OR EXISTS (SELECT 1 FROM report WHERE report.id = timeline.other_id AND ",
    );
    within(&mut sql, scope);
    sql.push(")) ORDER BY timeline.at, timeline.id");
    sql.fetch_all(db).await
}

/// When the court last took a step on a report, whether its reporter is told of it or not.
pub async fn last_step(db: &Db, report_id: Uuid) -> Result<Option<DateTime<Utc>>> {
    let row: Option<(DateTime<Utc>,)> = on_db!(db, c => sqlx::query_as(
        "SELECT at FROM timeline WHERE report_id = $1 AND actor = 'staff' AND recalled_at IS NULL
            AND (public OR kind IN ('claim','assign','hand_over','start','measure','refer')) ORDER BY at DESC LIMIT 1")
        .bind(report_id).fetch_optional(c).await)?;
    Ok(row.map(|(at,)| at))
}

/// Takes entries back.
pub async fn set_recalled(tx: &mut Tx, ids: &[Uuid], now: DateTime<Utc>) -> Result<()> {
    for id in ids {
        on_tx!(tx, c => sqlx::query("UPDATE timeline SET recalled_at = $1 WHERE id = $2").bind(now).bind(id).execute(c).await.map(|_| ()))?;
    }
    Ok(())
}

/// Notes that what `actor` (`citizen` or `staff`) wrote for the other side was read. What was read before keeps its time.
pub async fn set_read(tx: &mut Tx, report_id: Uuid, actor: &str, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "UPDATE timeline SET read_at = $1 WHERE report_id = $2 AND actor = $3 AND public AND sealed IS NOT NULL AND read_at IS NULL AND at <= $1")
        .bind(now).bind(report_id).bind(actor).execute(c).await.map(|_| ()))?;
    Ok(())
}
