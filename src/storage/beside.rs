//! The small things that stand beside a report on its page: measures, reminders, colleagues who have it open, and one's
//! own unfinished answers.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, on_db, presence::FRESH};

/// One of them.
#[derive(Clone, FromRow)]
pub struct BesideRow {
    /// `measure`, `reminder`, `presence` or `draft`.
    pub what: String,
    /// Of the measure, the reminder or the draft; of the person who is present.
    pub id: Uuid,
    /// A kind of measure, a state of presence, or the step that a draft is for.
    pub code: String,
    /// Of a measure or a reminder.
    pub day: Option<NaiveDate>,
    /// Of a measure.
    pub result: String,
    pub amount: Option<i64>,
    /// Who took the measure, whose reminder it is, or who is present.
    pub person: String,
    /// Whether it is this officer's to be done with; only for reminders.
    pub own: bool,
    /// All but presence.
    pub sealed: Option<Vec<u8>>,
    pub at: DateTime<Utc>,
}

/// Everything beside a report for one officer, in one statement: measures and reminders (those that wait or have rung) by
/// their days, of those noted after a moment. The caller has found the report within the scope.
pub async fn list(
    db: &Db,
    report_id: Uuid,
    me: Uuid,
    noted_after: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Vec<BesideRow>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT 'measure' AS what, measure.id AS id, measure.kind AS code, measure.day AS day, measure.result AS result, measure.amount AS amount,
            staff.name AS person, FALSE AS own, measure.sealed AS sealed, measure.at AS at
         FROM measure JOIN staff ON staff.id = measure.staff_id WHERE measure.report_id = $1 AND measure.at > $3
         UNION ALL
         SELECT 'reminder', reminder.id, '', reminder.day, '', CAST(NULL AS BIGINT), staff.name,
            reminder.staff_id = $2 OR reminder.set_by = $2, reminder.sealed, reminder.at
         FROM reminder JOIN staff ON staff.id = reminder.staff_id WHERE reminder.report_id = $1 AND reminder.at > $3 AND reminder.done_at IS NULL
         UNION ALL
         SELECT 'presence', presence.staff_id, presence.state, NULL, '', NULL, staff.name, FALSE, NULL, presence.seen_at
         FROM presence JOIN staff ON staff.id = presence.staff_id
         WHERE presence.report_id = $1 AND presence.staff_id <> $2 AND presence.seen_at > $5
         UNION ALL
         SELECT 'draft', id, action, NULL, '', NULL, '', FALSE, sealed, saved_at FROM answer_draft WHERE report_id = $1 AND staff_id = $2 AND expires_at > $4
         ORDER BY 1, 4, 2")
        .bind(report_id).bind(me).bind(noted_after).bind(now).bind(now - FRESH).fetch_all(c).await)?)
}
