//! Notices: what was sent to a reporter, waits or was not sent. Codes and times only; no address, no text.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Tx, on_db, on_tx};
use crate::domain::notice::{NoticeKind, NoticeState, Reason, Way};

#[derive(Clone, Debug, FromRow)]
pub struct NoticeRow {
    pub id: Uuid,
    pub report_id: Uuid,
    pub contact_id: Uuid,
    pub way: String,
    pub kind: String,
    pub state: String,
    /// Why it waits or was not sent: [`Reason`].
    pub reason: Option<String>,
    /// How many pieces of news it tells of; 0 for a code.
    pub news: i64,
    /// Not before.
    pub due_at: DateTime<Utc>,
    pub attempts: i64,
    /// Class of the last error.
    pub error: Option<String>,
    pub created_at: DateTime<Utc>,
    /// When the state came about.
    pub changed_at: DateTime<Utc>,
}

impl NoticeRow {
    /// Not sent, failed or dropped so far.
    pub fn is_open(&self) -> bool {
        [NoticeState::Queued.as_str(), NoticeState::Held.as_str()].contains(&self.state.as_str())
    }
}

/// Adds a notice. News for a way on which news wait already join those, and the row that waits comes back.
pub async fn add(tx: &mut Tx, row: &NoticeRow) -> Result<NoticeRow> {
    Ok(on_tx!(tx, c => sqlx::query_as(
        "INSERT INTO notice (id, report_id, contact_id, way, kind, state, reason, news, due_at, attempts, error, created_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (contact_id) WHERE kind = 'news' AND state IN ('queued','held') DO UPDATE SET news = notice.news + excluded.news
         RETURNING *")
        .bind(row.id).bind(row.report_id).bind(row.contact_id).bind(&row.way).bind(&row.kind).bind(&row.state).bind(&row.reason).bind(row.news)
        .bind(row.due_at).bind(row.attempts).bind(&row.error).bind(row.created_at).bind(row.changed_at)
        .fetch_one(c).await)?)
}

/// The latest notices of a report, newest first.
pub async fn list(db: &Db, report_id: Uuid, most: i64) -> Result<Vec<NoticeRow>> {
    Ok(
        on_db!(db, c => sqlx::query_as("SELECT * FROM notice WHERE report_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2")
        .bind(report_id).bind(most).fetch_all(c).await)?,
    )
}

/// Begins an attempt: counts it and hands the row out if it is still to be sent.
pub async fn begin(tx: &mut Tx, id: Uuid) -> Result<Option<NoticeRow>> {
    Ok(on_tx!(tx, c => sqlx::query_as(
        "UPDATE notice SET attempts = attempts + 1 WHERE id = $1 AND state IN ('queued','held') RETURNING *")
        .bind(id).fetch_optional(c).await)?)
}

/// When news about a report last went out on a way.
pub async fn last_sent(tx: &mut Tx, report_id: Uuid, way: Way) -> Result<Option<DateTime<Utc>>> {
    let row: Option<(DateTime<Utc>,)> = on_tx!(tx, c => sqlx::query_as(
        "SELECT changed_at FROM notice WHERE report_id = $1 AND way = $2 AND kind = 'news' AND state = 'sent' ORDER BY changed_at DESC LIMIT 1")
        .bind(report_id).bind(way.as_str()).fetch_optional(c).await)?;
    Ok(row.map(|(at,)| at))
}

/// The last news on a way of a report, whatever became of them.
pub async fn last_news(tx: &mut Tx, report_id: Uuid, way: Way) -> Result<Option<NoticeRow>> {
    Ok(on_tx!(tx, c => sqlx::query_as(
        "SELECT * FROM notice WHERE report_id = $1 AND way = $2 AND kind = 'news' ORDER BY created_at DESC, id DESC LIMIT 1")
        .bind(report_id).bind(way.as_str()).fetch_optional(c).await)?)
}

/// It waits until `due_at`. The attempt was none.
pub async fn set_held(tx: &mut Tx, id: Uuid, reason: Reason, due_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "UPDATE notice SET state = 'held', reason = $1, due_at = $2, changed_at = $3, attempts = attempts - 1 WHERE id = $4 AND state IN ('queued','held')")
        .bind(reason.as_str()).bind(due_at).bind(now).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// News that waited for a confirmation may go now. Returns the notice, if there is one.
pub async fn release(tx: &mut Tx, contact_id: Uuid, now: DateTime<Utc>) -> Result<Option<Uuid>> {
    let row: Option<(Uuid,)> = on_tx!(tx, c => sqlx::query_as(
        "UPDATE notice SET state = 'queued', reason = NULL, due_at = $1, changed_at = $1
         WHERE contact_id = $2 AND kind = 'news' AND state = 'held' AND reason = 'unconfirmed' RETURNING id")
        .bind(now).bind(contact_id).fetch_optional(c).await)?;
    Ok(row.map(|(id,)| id))
}

/// It went out. Returns how many pieces of news joined it while it was on its way, and so need another one.
pub async fn set_sent(tx: &mut Tx, row: &NoticeRow, now: DateTime<Utc>) -> Result<i64> {
    let before: Option<(i64,)> = on_tx!(tx, c => sqlx::query_as(
        "UPDATE notice SET state = 'sent', reason = NULL, error = NULL, changed_at = $1 WHERE id = $2 AND state IN ('queued','held') RETURNING news")
        .bind(now).bind(row.id).fetch_optional(c).await)?;
    let joined = before.map_or(0, |(news,)| news - row.news);
    if joined > 0 {
        on_tx!(tx, c => sqlx::query("UPDATE notice SET news = $1 WHERE id = $2").bind(row.news).bind(row.id).execute(c).await.map(|_| ()))?;
    }
    Ok(joined)
}

/// An attempt failed and another one follows.
pub async fn set_error(tx: &mut Tx, id: Uuid, error: &str, due_at: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "UPDATE notice SET state = 'queued', reason = NULL, error = $1, due_at = $2 WHERE id = $3 AND state IN ('queued','held')")
        .bind(error).bind(due_at).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// It is over without having been sent: failed, or suppressed for a reason.
pub async fn set_over(
    tx: &mut Tx,
    id: Uuid,
    state: NoticeState,
    why: Option<Reason>,
    error: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "UPDATE notice SET state = $1, reason = $2, error = $3, changed_at = $4 WHERE id = $5 AND state IN ('queued','held')")
        .bind(state.as_str()).bind(why.map(Reason::as_str)).bind(error).bind(now).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Codes that wait to be sent are replaced by a newer message.
pub async fn suppress_codes(tx: &mut Tx, contact_id: Uuid, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "UPDATE notice SET state = 'suppressed', reason = 'newer', changed_at = $1 WHERE contact_id = $2 AND kind = 'code' AND state IN ('queued','held')")
        .bind(now).bind(contact_id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Everything that waits on a way is dropped for a reason. Returns how many pieces of news that were.
pub async fn suppress_open(tx: &mut Tx, contact_id: Uuid, why: Reason, now: DateTime<Utc>) -> Result<i64> {
    let rows: Vec<(String, i64)> = on_tx!(tx, c => sqlx::query_as(
        "UPDATE notice SET state = 'suppressed', reason = $1, changed_at = $2 WHERE contact_id = $3 AND state IN ('queued','held') RETURNING kind, news")
        .bind(why.as_str()).bind(now).bind(contact_id).fetch_all(c).await)?;
    Ok(rows.iter().filter(|(kind, _)| kind == NoticeKind::News.as_str()).map(|(_, news)| news).sum())
}
