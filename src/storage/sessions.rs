//! Staff sessions: the cookie's token stands here as a hash; idle and absolute end.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Sql, Tx, Value, on_db, on_tx};

#[derive(Clone, FromRow)]
pub struct SessionRow {
    pub id: Uuid,
    pub staff_id: Uuid,
    /// The kind of browser, cut short; no address.
    pub device: String,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// A session together with its person: one statement for each request of the desk.
#[derive(Clone, FromRow)]
pub struct SignedIn {
    pub session_id: Uuid,
    pub last_seen_at: DateTime<Utc>,
    pub id: Uuid,
    pub username: String,
    pub name: String,
    pub court: String,
    pub role: String,
    pub language: String,
    /// Unread notifications about what the person may see, up to 100.
    pub unread: i64,
    /// Whether single letters are shortcuts.
    pub single_keys: bool,
    /// The latest event of the desk, before anything else of the page is read.
    pub last_event: i64,
}

/// Of a session that still holds: whose role and court it is.
#[derive(Clone, FromRow)]
pub struct AliveRow {
    pub id: Uuid,
    pub court: String,
    pub role: String,
}

pub async fn add(tx: &mut Tx, row: &SessionRow, token_hash: &[u8]) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO staff_session (id, token_hash, staff_id, device, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(row.id).bind(token_hash).bind(row.staff_id).bind(&row.device).bind(row.created_at).bind(row.last_seen_at).bind(row.expires_at)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Whoever this token signs in, if it was used since `idle_since` and has not ended.
pub async fn find<'a>(
    db: &Db,
    token_hash: &[u8],
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
    home: &str,
    mergers: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<Option<SignedIn>> {
    let mergers = mergers.fold(" ".to_owned(), |all, (old, new)| format!("{all}{old}>{new} "));
    // The count stands here so that the desk's pages need no statement more for it. The scope is not known before the
    // person is: its condition (`reports::within`) is written once more, over the columns of `staff` and `mergers`, the
    // courts that became others. A test holds the two against each other for every role and court.
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT staff_session.id AS session_id, staff_session.last_seen_at, staff.id, staff.username, staff.name, staff.court, staff.role, staff.language,
            (SELECT count(*) FROM (SELECT 1 AS one FROM notification LEFT JOIN report ON report.id = notification.report_id
                WHERE notification.staff_id = staff.id AND notification.read_at IS NULL AND notification.desk AND (notification.report_id IS NULL OR (
                    report.desk = CASE WHEN staff.role = 'discipline' THEN 'discipline' ELSE 'enforcement' END
                    AND (report.court = staff.court OR (staff.role = 'supervisor' AND (staff.court = $4 OR report.circuit = staff.court)))
                    AND (report.channel = 'lead' OR report.court_concerned IS NULL OR (report.court_concerned <> staff.court
                            AND $5 NOT LIKE '% ' || report.court_concerned || '>' || staff.court || ' %')
                        OR (staff.role = 'discipline' AND staff.court = $4))))
                LIMIT 100) AS counted) AS unread,
            staff.single_keys, (SELECT coalesce(max(id), 0) FROM report_event) AS last_event
         FROM staff_session JOIN staff ON staff.id = staff_session.staff_id
         WHERE staff_session.token_hash = $1 AND staff_session.expires_at > $2 AND staff_session.last_seen_at > $3 AND NOT staff.disabled")
        .bind(token_hash).bind(now).bind(idle_since).bind(home).bind(&mergers).fetch_optional(c).await)?)
}

/// Which of these sessions still hold.
pub async fn alive(db: &Db, ids: &[Uuid], now: DateTime<Utc>, idle_since: DateTime<Utc>) -> Result<Vec<AliveRow>> {
    let mut alive = Vec::new();
    for some in ids.chunks(500) {
        let mut sql = Sql::new(
            "SELECT staff_session.id, staff.court, staff.role FROM staff_session JOIN staff ON staff.id = staff_session.staff_id
             WHERE NOT staff.disabled AND staff_session.expires_at > ",
        );
        sql.bind(Value::Time(now)).push(" AND staff_session.last_seen_at > ").bind(Value::Time(idle_since));
        sql.push(" AND staff_session.id IN ").bind_list(some.iter().copied().map(Value::Id));
        alive.extend(sql.fetch_all::<AliveRow>(db).await?);
    }
    Ok(alive)
}

pub async fn list(db: &Db, staff_id: Uuid, now: DateTime<Utc>, idle_since: DateTime<Utc>) -> Result<Vec<SessionRow>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT id, staff_id, device, created_at, last_seen_at, expires_at FROM staff_session
         WHERE staff_id = $1 AND expires_at > $2 AND last_seen_at > $3 ORDER BY last_seen_at DESC")
        .bind(staff_id).bind(now).bind(idle_since).fetch_all(c).await)?)
}

pub async fn set_seen(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE staff_session SET last_seen_at = $1 WHERE id = $2").bind(now).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Ends one session of somebody.
pub async fn delete(tx: &mut Tx, staff_id: Uuid, id: Uuid) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM staff_session WHERE id = $1 AND staff_id = $2").bind(id).bind(staff_id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Ends all sessions of somebody.
pub async fn delete_all(tx: &mut Tx, staff_id: Uuid) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM staff_session WHERE staff_id = $1").bind(staff_id).execute(c).await.map(|_| ()))?;
    Ok(())
}

pub async fn delete_expired(tx: &mut Tx, now: DateTime<Utc>, idle_since: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM staff_session WHERE expires_at <= $1 OR last_seen_at <= $2")
        .bind(now).bind(idle_since).execute(c).await.map(|_| ()))?;
    Ok(())
}
