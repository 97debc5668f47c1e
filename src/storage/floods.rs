//! Floods: many near-identical texts at one court and desk stand behind the first of them, which counts them all.
//!
//! Every member lies where the first lies (court, desk, channel; of complaints also the court concerned), so whoever sees one of them may see
//! all, and the count is true for everybody who reads it. Whoever changes a flood holds the row of its first.

use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Result, Tx, on_tx};

/// How a report stands in a flood, kept by whoever may have to put it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The first, if that is another.
    of: Option<Other>,
    size: i64,
    /// Of a first: who takes its place when it leaves.
    next: Option<Other>,
}

/// A report of the same flood, as it stood.
#[derive(Clone, Debug, PartialEq, Eq, FromRow, Serialize, Deserialize)]
struct Other {
    id: Uuid,
    flood_size: i64,
    content_version: i64,
}

/// From so many on a flood is shown as one row. Fewer may be neighbours who write the same.
pub const SHOWN_FROM: i64 = 5;

/// Puts a report behind the first of a flood, if that one still is one and lies in the same place, and if the one of the
/// two that was `read` has still that version of its text. Returns whether it did. The caller holds the first's row.
pub async fn join(tx: &mut Tx, report_id: Uuid, first: Uuid, read: Option<(Uuid, i64)>) -> Result<bool> {
    let (id, version) = read.unzip();
    let done = on_tx!(tx, c => sqlx::query(
        "UPDATE report SET flood_of = $2 WHERE id = $1 AND flood_of IS NULL AND flood_size < 2 AND ($1 <> coalesce($3, $2) OR content_version = $4)
            AND EXISTS (SELECT 1 FROM report AS lead WHERE lead.id = $2 AND lead.flood_of IS NULL
                AND ($2 <> coalesce($3, $1) OR lead.content_version = $4) AND lead.court = report.court AND lead.desk = report.desk
                AND lead.channel = report.channel
                AND (report.channel = 'lead' OR coalesce(lead.court_concerned, '') = coalesce(report.court_concerned, '')))")
        .bind(report_id).bind(first).bind(id).bind(version).execute(c).await.map(|done| done.rows_affected()))?;
    if done == 1 {
        on_tx!(tx, c => sqlx::query(
            "UPDATE report SET flood_size = CASE WHEN flood_size < 1 THEN 2 ELSE flood_size + 1 END WHERE id = $1")
            .bind(first).execute(c).await.map(|_| ()))?;
    }
    Ok(done == 1)
}

/// How a report stands in its flood; `None` when there is none.
pub async fn place(tx: &mut Tx, report_id: Uuid) -> Result<Option<Place>> {
    let found: Option<(i64,)> = on_tx!(tx, c => sqlx::query_as(
        "SELECT flood_size FROM report WHERE id = $1 AND (flood_of IS NOT NULL OR flood_size > 0)")
        .bind(report_id).fetch_optional(c).await)?;
    let Some((size,)) = found else { return Ok(None) };
    let of = on_tx!(tx, c => sqlx::query_as(
        "SELECT lead.id, lead.flood_size, lead.content_version FROM report JOIN report AS lead ON lead.id = report.flood_of WHERE report.id = $1")
        .bind(report_id).fetch_optional(c).await)?;
    let next = on_tx!(tx, c => sqlx::query_as(
        "SELECT id, flood_size, content_version FROM report WHERE flood_of = $1 ORDER BY received_at, id LIMIT 1")
        .bind(report_id).fetch_optional(c).await)?;
    Ok(Some(Place { of, size, next }))
}

/// Takes a report out of its flood; when it was the first, the next oldest takes its place. In the transaction that moves
/// the report or changes its text, so that no count is ever read where it is not true.
pub async fn leave(tx: &mut Tx, report_id: Uuid) -> Result<()> {
    match place(tx, report_id).await? {
        Some(Place { of: Some(first), .. }) => {
            super::reports::find_for_change(tx, first.id).await?;
            on_tx!(tx, c => {
                sqlx::query("UPDATE report SET flood_of = NULL WHERE id = $1").bind(report_id).execute(&mut *c).await?;
                sqlx::query("UPDATE report SET flood_size = flood_size - 1 WHERE id = $1").bind(first.id).execute(&mut *c).await?;
            });
        }
        Some(Place { of: None, size, next }) if size > 1 => {
            if let Some(next) = next {
                follow(tx, report_id, next.id, size - 1).await?;
            }
            set_size(tx, report_id, 0).await?;
        }
        _ => {}
    }
    Ok(())
}

/// Puts a report back to where it stood, if what it left is still there: behind the first of its flood, or in front of
/// whoever took its place and all who stand behind that one now. Where not, it stays alone, and the job that compares
/// texts finds it a flood. The report itself lies again where it lay.
pub async fn put_back(tx: &mut Tx, report_id: Uuid, before: &Place) -> Result<()> {
    leave(tx, report_id).await?;
    match (&before.of, &before.next) {
        (Some(first), _) => {
            if leads(tx, first, report_id).await?.is_some() && join(tx, report_id, first.id, None).await? {
                // It may have been a first meanwhile, elsewhere.
                set_size(tx, report_id, before.size).await?;
            }
        }
        (None, Some(next)) => {
            if let Some(size) = leads(tx, next, report_id).await? {
                follow(tx, next.id, report_id, size + 1).await?;
                on_tx!(tx, c => sqlx::query("UPDATE report SET flood_of = $2, flood_size = $3 WHERE id = $1")
                    .bind(next.id).bind(report_id).bind(next.flood_size).execute(c).await.map(|_| ()))?;
            }
        }
        (None, None) => set_size(tx, report_id, before.size).await?,
    }
    Ok(())
}

/// How many stand behind another report and with it, if it is the first of the flood that it was in when it was looked at:
/// it says the same still, and lies where `report_id` does. Holds its row.
async fn leads(tx: &mut Tx, other: &Other, report_id: Uuid) -> Result<Option<i64>> {
    super::reports::find_for_change(tx, other.id).await?;
    let size: Option<(i64,)> = on_tx!(tx, c => sqlx::query_as(
        "SELECT lead.flood_size FROM report AS lead JOIN report ON report.id = $1
         WHERE lead.id = $2 AND lead.flood_of IS NULL AND lead.flood_size > 0 AND lead.content_version = $3
            AND lead.court = report.court AND lead.desk = report.desk")
        .bind(report_id).bind(other.id).bind(other.content_version).fetch_optional(c).await)?;
    Ok(size.map(|(size,)| size))
}

/// Whoever stood behind one stands behind another from now on, which counts so many.
async fn follow(tx: &mut Tx, one: Uuid, other: Uuid, size: i64) -> Result<()> {
    on_tx!(tx, c => {
        sqlx::query("UPDATE report SET flood_of = NULL, flood_size = $2 WHERE id = $1").bind(other).bind(size).execute(&mut *c).await?;
        sqlx::query("UPDATE report SET flood_of = $2 WHERE flood_of = $1").bind(one).bind(other).execute(&mut *c).await?;
    });
    Ok(())
}

async fn set_size(tx: &mut Tx, report_id: Uuid, size: i64) -> Result<()> {
    on_tx!(tx, c => sqlx::query("UPDATE report SET flood_size = $2 WHERE id = $1").bind(report_id).bind(size).execute(c).await.map(|_| ()))?;
    Ok(())
}
