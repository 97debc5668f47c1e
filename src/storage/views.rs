//! Saved views, and what each person made of them: order, start, subscription.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Db, Result, Tx, on_db, on_tx};

#[derive(Clone, Debug, FromRow)]
pub struct ViewRow {
    pub id: Uuid,
    pub owner: Uuid,
    /// Shared with this court, or with one role of it.
    pub court: Option<String>,
    pub role: Option<String>,
    pub key_id: String,
    /// Name and address.
    pub sealed: Vec<u8>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
}

/// A view as one person has it.
#[derive(Clone, Debug, FromRow)]
pub struct OwnView {
    #[sqlx(flatten)]
    pub view: ViewRow,
    pub owner_name: String,
    pub place: i64,
    pub is_start: bool,
    pub every: String,
    pub at_least: i64,
}

/// Somebody's use of a view, for telling them what is new in it.
#[derive(Clone, Debug, FromRow)]
pub struct UseRow {
    pub staff_id: Uuid,
    pub view_id: Uuid,
    pub every: String,
    pub at_least: i64,
    pub fresh: i64,
    /// Identities, 16 bytes each.
    pub seen: Vec<u8>,
}

pub async fn add(tx: &mut Tx, row: &ViewRow) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO saved_view (id, owner, court, role, key_id, sealed, created_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(row.id).bind(row.owner).bind(&row.court).bind(&row.role).bind(&row.key_id).bind(&row.sealed).bind(row.created_at)
        .bind(row.changed_at).execute(c).await.map(|_| ()))?;
    Ok(())
}

pub async fn set(tx: &mut Tx, row: &ViewRow) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "UPDATE saved_view SET court = $1, role = $2, key_id = $3, sealed = $4, changed_at = $5 WHERE id = $6")
        .bind(&row.court).bind(&row.role).bind(&row.key_id).bind(&row.sealed).bind(row.changed_at).bind(row.id)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM saved_view WHERE id = $1").bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// The views that somebody may use: their own, and those shared with their court or their role in it; in their order.
pub async fn list(db: &Db, staff: Uuid, court: &str, role: &str) -> Result<Vec<OwnView>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT saved_view.*, staff.name AS owner_name, coalesce(view_use.place, 1000000) AS place, coalesce(view_use.is_start, FALSE) AS is_start,
            coalesce(view_use.every, 'none') AS every, coalesce(view_use.at_least, 10) AS at_least
         FROM saved_view JOIN staff ON staff.id = saved_view.owner
         LEFT JOIN view_use ON view_use.view_id = saved_view.id AND view_use.staff_id = $1
         WHERE saved_view.owner = $1 OR (saved_view.court = $2 AND (saved_view.role IS NULL OR saved_view.role = $3))
         ORDER BY coalesce(view_use.place, 1000000), saved_view.created_at, saved_view.id LIMIT 200")
        .bind(staff).bind(court).bind(role).fetch_all(c).await)?)
}

/// A view that somebody may use, by its identity.
pub async fn find(db: &Db, id: Uuid, staff: Uuid, court: &str, role: &str) -> Result<Option<ViewRow>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT * FROM saved_view WHERE id = $1
            AND (owner = $2 OR (court = $3 AND (role IS NULL OR role = $4)))")
        .bind(id).bind(staff).bind(court).bind(role).fetch_optional(c).await)?)
}

/// How many views somebody owns.
pub async fn count_of(db: &Db, owner: Uuid) -> Result<i64> {
    let (count,): (i64,) = on_db!(db, c => sqlx::query_as("SELECT count(*) FROM saved_view WHERE owner = $1").bind(owner).fetch_one(c).await)?;
    Ok(count)
}

/// The view with which somebody begins the day.
pub async fn find_start(db: &Db, staff: Uuid, court: &str, role: &str) -> Result<Option<ViewRow>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT saved_view.* FROM saved_view JOIN view_use ON view_use.view_id = saved_view.id
         WHERE view_use.staff_id = $1 AND view_use.is_start
            AND (saved_view.owner = $1 OR (saved_view.court = $2 AND (saved_view.role IS NULL OR saved_view.role = $3)))")
        .bind(staff).bind(court).bind(role).fetch_optional(c).await)?)
}

/// Puts a view at a place of somebody's list.
pub async fn set_place(tx: &mut Tx, staff: Uuid, view: Uuid, place: i64) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO view_use (staff_id, view_id, place, is_start, every, at_least, fresh, seen) VALUES ($1, $2, $3, FALSE, 'none', 10, 0, $4)
         ON CONFLICT (staff_id, view_id) DO UPDATE SET place = excluded.place")
        .bind(staff).bind(view).bind(place).bind(Vec::<u8>::new()).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Makes a view the one that somebody begins with, or none.
pub async fn set_start(tx: &mut Tx, staff: Uuid, view: Option<Uuid>) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE view_use SET is_start = FALSE WHERE staff_id = $1 AND is_start").bind(staff).execute(c).await.map(|_| ()))?;
    if let Some(view) = view {
        on_tx!(tx, c => sqlx::query("UPDATE view_use SET is_start = TRUE WHERE staff_id = $1 AND view_id = $2")
            .bind(staff).bind(view).execute(c).await.map(|_| ()))?;
    }
    Ok(())
}

/// When a view speaks up from now on; what is in it now counts as seen.
pub async fn set_every(tx: &mut Tx, row: &UseRow) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "UPDATE view_use SET every = $1, at_least = $2, fresh = $3, seen = $4 WHERE staff_id = $5 AND view_id = $6")
        .bind(&row.every).bind(row.at_least).bind(row.fresh).bind(&row.seen).bind(row.staff_id).bind(row.view_id)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// A use, held until the transaction ends. The write takes the row's lock on both databases.
pub async fn hold_use(tx: &mut Tx, staff: Uuid, view: Uuid) -> Result<Option<UseRow>> {
    Ok(on_tx!(tx, c => sqlx::query_as(
        "UPDATE view_use SET fresh = fresh WHERE staff_id = $1 AND view_id = $2 RETURNING staff_id, view_id, every, at_least, fresh, seen")
        .bind(staff).bind(view).fetch_optional(c).await)?)
}

/// Who is told at each report, or at so many.
pub async fn list_watching(db: &Db) -> Result<Vec<(Uuid, Uuid)>> {
    Ok(
        on_db!(db, c => sqlx::query_as("SELECT staff_id, view_id FROM view_use WHERE every IN ('each','count') ORDER BY staff_id, view_id")
        .fetch_all(c).await)?,
    )
}

/// Everybody to whom a view speaks up, now or in a digest.
pub async fn list_uses(db: &Db, view: Uuid) -> Result<Vec<UseRow>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT staff_id, view_id, every, at_least, fresh, seen FROM view_use WHERE view_id = $1 AND every <> 'none' ORDER BY staff_id")
        .bind(view).fetch_all(c).await)?)
}

/// What is in a view now counts as seen, whenever it speaks up.
pub async fn set_seen(tx: &mut Tx, staff: Uuid, view: Uuid, seen: &[u8]) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE view_use SET seen = $1, fresh = 0 WHERE staff_id = $2 AND view_id = $3")
        .bind(seen).bind(staff).bind(view).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Somebody's views with a digest.
pub async fn list_digests(db: &Db, staff: Uuid) -> Result<Vec<UseRow>> {
    Ok(on_db!(db, c => sqlx::query_as(
        "SELECT staff_id, view_id, every, at_least, fresh, seen FROM view_use WHERE staff_id = $1 AND every IN ('daily','weekly') ORDER BY place, view_id")
        .bind(staff).fetch_all(c).await)?)
}

/// Whether anybody wants to know at once what comes into a view, or (with `rules`) any rule is on.
pub async fn is_anything_watching(tx: &mut Tx, rules: bool) -> Result<bool> {
    let (yes,): (bool,) = on_tx!(tx, c => sqlx::query_as(
        "SELECT EXISTS (SELECT 1 FROM rule WHERE active AND $1) OR EXISTS (SELECT 1 FROM view_use WHERE every IN ('each','count'))")
        .bind(rules).fetch_one(c).await)?;
    Ok(yes)
}
