//! What people of the courts are told. What a notification is about is read within the reader's scope, each time anew.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Sql, Tx, Value, on_tx, reports::within};
use crate::domain::staff::Scope;

/// One to be written.
#[derive(Clone, Debug)]
pub struct NewNotification {
    pub id: Uuid,
    pub staff_id: Uuid,
    pub kind: &'static str,
    pub report_id: Option<Uuid>,
    pub view_id: Option<Uuid>,
    pub news: i64,
    pub desk: bool,
    pub mail: bool,
    pub at: DateTime<Utc>,
}

/// One as its reader sees it.
#[derive(Clone, Debug, FromRow)]
pub struct NotificationRow {
    pub id: Uuid,
    pub kind: String,
    pub news: i64,
    pub at: DateTime<Utc>,
    pub read_at: Option<DateTime<Utc>>,
    /// The report, if it is about one.
    pub number: Option<String>,
    pub channel: Option<String>,
    pub category: Option<String>,
    /// The view, while its reader may use it.
    pub view_id: Option<Uuid>,
    pub view_key: Option<String>,
    pub view_sealed: Option<Vec<u8>>,
}

/// Writes one; nothing when this change was told to this person already.
pub async fn add(tx: &mut Tx, new: &NewNotification) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "INSERT INTO notification (id, staff_id, kind, report_id, view_id, news, desk, mail, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (staff_id, report_id, at) DO NOTHING")
        .bind(new.id).bind(new.staff_id).bind(new.kind).bind(new.report_id).bind(new.view_id).bind(new.news).bind(new.desk).bind(new.mail)
        .bind(new.at).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// About nothing in particular, or about a report within the scope.
fn about_what_is_seen(sql: &mut Sql, scope: &Scope) {
    sql.push(" AND (notification.report_id IS NULL OR (");
    within(sql, scope);
    sql.push("))");
}

/// Somebody's notifications, newest first, before a place.
pub async fn list(
    db: &Db,
    scope: &Scope,
    staff: Uuid,
    role: &str,
    before: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<NotificationRow>> {
    let mut sql = Sql::new(
        "SELECT notification.id, notification.kind, notification.news, notification.at, notification.read_at, report.number, report.channel,
            report.category, saved_view.id AS view_id, saved_view.key_id AS view_key, saved_view.sealed AS view_sealed
         FROM notification LEFT JOIN report ON report.id = notification.report_id
         LEFT JOIN saved_view ON saved_view.id = notification.view_id AND (saved_view.owner = notification.staff_id OR (saved_view.court = ",
    );
    sql.bind(Value::Text(scope.own_court.clone())).push(" AND (saved_view.role IS NULL OR saved_view.role = ");
    sql.bind(Value::Text(role.to_owned()))
        .push("))) WHERE notification.desk AND notification.staff_id = ")
        .bind(Value::Id(staff));
    about_what_is_seen(&mut sql, scope);
    if let Some((at, id)) = before {
        sql.push(" AND (notification.at, notification.id) < (")
            .bind(Value::Time(at))
            .push(", ")
            .bind(Value::Id(id))
            .push(")");
    }
    sql.push(" ORDER BY notification.at DESC, notification.id DESC LIMIT ").bind(Value::Int(limit));
    sql.fetch_all(db).await
}

/// One notification, if its reader may see what it is about.
pub async fn find(db: &Db, scope: &Scope, staff: Uuid, id: Uuid) -> Result<Option<(Option<String>, Option<Uuid>)>> {
    let mut sql = Sql::new(
        "SELECT report.number, notification.view_id FROM notification LEFT JOIN report ON report.id = notification.report_id WHERE notification.id = ",
    );
    sql.bind(Value::Id(id)).push(" AND notification.staff_id = ").bind(Value::Id(staff));
    about_what_is_seen(&mut sql, scope);
    Ok(sql.fetch_all(db).await?.pop())
}

/// One is read, or all of them.
pub async fn set_read(tx: &mut Tx, staff: Uuid, id: Option<Uuid>, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => match id {
        Some(id) => sqlx::query("UPDATE notification SET read_at = $1 WHERE staff_id = $2 AND id = $3 AND read_at IS NULL")
            .bind(now).bind(staff).bind(id).execute(c).await.map(|_| ()),
        None => sqlx::query("UPDATE notification SET read_at = $1 WHERE staff_id = $2 AND read_at IS NULL AND at <= $1")
            .bind(now).bind(staff).execute(c).await.map(|_| ()),
    })?;
    Ok(())
}

/// What waits for somebody's digest, by kind: unread, not mailed yet, about what they may see now.
pub async fn count_for_mail(tx: &mut Tx, scope: &Scope, staff: Uuid) -> Result<Vec<(String, i64)>> {
    let mut sql = Sql::new(
        "SELECT notification.kind, count(*) AS n FROM notification LEFT JOIN report ON report.id = notification.report_id
         WHERE notification.mail AND notification.mailed_at IS NULL AND notification.read_at IS NULL AND notification.staff_id = ",
    );
    sql.bind(Value::Id(staff));
    about_what_is_seen(&mut sql, scope);
    sql.push(" GROUP BY notification.kind ORDER BY notification.kind");
    sql.fetch_all_within(tx).await
}

/// Everything that waited is in this digest.
pub async fn set_mailed(tx: &mut Tx, staff: Uuid, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE notification SET mailed_at = $1 WHERE staff_id = $2 AND mail AND mailed_at IS NULL AND at <= $1")
        .bind(now).bind(staff).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Somebody's open reports that are due until then, of which they were not told since.
pub async fn list_due_soon(
    db: &Db,
    scope: &Scope,
    staff: Uuid,
    until: DateTime<Utc>,
    told_since: DateTime<Utc>,
) -> Result<Vec<Uuid>> {
    let mut sql = Sql::new("SELECT report.id FROM report WHERE report.closed_at IS NULL AND report.assignee = ");
    sql.bind(Value::Id(staff)).push(" AND report.due_at <= ").bind(Value::Time(until)).push(" AND ");
    within(&mut sql, scope);
    sql.push(" AND NOT EXISTS (SELECT 1 FROM notification WHERE notification.report_id = report.id AND notification.kind = 'due_soon' AND notification.staff_id = ");
    sql.bind(Value::Id(staff))
        .push(" AND notification.at > ")
        .bind(Value::Time(told_since))
        .push(") ORDER BY report.due_at LIMIT 200");
    let rows: Vec<(Uuid,)> = sql.fetch_all(db).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// What was told long ago goes.
pub async fn delete_old(tx: &mut Tx, before: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM notification WHERE at < $1").bind(before).execute(c).await.map(|_| ()))?;
    Ok(())
}
