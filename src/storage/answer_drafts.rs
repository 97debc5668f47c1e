//! What officers typed for a step and have not sent yet: one for each person, report and step, sealed.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Tx, on_db, on_tx, presence::FRESH};

pub struct DraftRow {
    pub id: Uuid,
    pub report_id: Uuid,
    pub staff_id: Uuid,
    pub action: String,
    pub sealed: Vec<u8>,
    pub saved_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// What stands beside a report for one officer: a colleague's tab (`sealed` is empty) or an unfinished answer.
#[derive(Clone, FromRow)]
pub struct BesideRow {
    /// Of the person, or of the draft.
    pub id: Uuid,
    /// A state, or a step.
    pub code: String,
    pub name: String,
    pub sealed: Option<Vec<u8>>,
    pub at: DateTime<Utc>,
}

/// Writes a draft in the place of the one before.
pub async fn set(tx: &mut Tx, row: &DraftRow) -> Result<()> {
    // With a fresh identity each time: the sealed bytes open for that one only.
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO answer_draft (id, report_id, staff_id, action, sealed, saved_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (report_id, staff_id, action)
         DO UPDATE SET id = excluded.id, sealed = excluded.sealed, saved_at = excluded.saved_at, expires_at = excluded.expires_at")
        .bind(row.id).bind(row.report_id).bind(row.staff_id).bind(&row.action).bind(&row.sealed).bind(row.saved_at).bind(row.expires_at)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

pub async fn delete(tx: &mut Tx, report_id: Uuid, staff_id: Uuid, action: &str) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM answer_draft WHERE report_id = $1 AND staff_id = $2 AND action = $3")
        .bind(report_id).bind(staff_id).bind(action).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Erases drafts whose time is over; how many.
pub async fn delete_expired(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64> {
    Ok(on_tx!(tx, c => sqlx::query("DELETE FROM answer_draft WHERE expires_at <= $1")
        .bind(now).execute(c).await.map(|done| done.rows_affected()))?)
}

/// The colleagues who have a report open, and one's own unfinished answers to it: one statement for the report's page. The
/// caller has found the report within the scope.
pub async fn beside(db: &Db, report_id: Uuid, me: Uuid, now: DateTime<Utc>) -> Result<Vec<BesideRow>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT presence.staff_id AS id, presence.state AS code, staff.name AS name, NULL AS sealed, presence.seen_at AS at
         FROM presence JOIN staff ON staff.id = presence.staff_id
         WHERE presence.report_id = $1 AND presence.staff_id <> $2 AND presence.seen_at > $4
         UNION ALL SELECT id, action, '', sealed, saved_at FROM answer_draft WHERE report_id = $1 AND staff_id = $2 AND expires_at > $3")
        .bind(report_id).bind(me).bind(now).bind(now - FRESH).fetch_all(c).await)?)
}
