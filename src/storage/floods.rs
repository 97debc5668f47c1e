//! Floods: many near-identical texts at one court and desk stand behind the first of them, which counts them all.
//!
//! Every member lies where the first lies (court, desk, channel; of complaints also the court concerned), so whoever sees one of them may see
//! all, and the count is true for everybody who reads it. Whoever changes a flood holds the row of its first.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Result, Tx, on_tx};

/// How a report stands in a flood, kept by whoever may have to put it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The first, if that is another.
    of: Option<Uuid>,
    size: i64,
    /// Of a first: who takes its place when it leaves, and the size that stands there.
    next: Option<(Uuid, i64)>,
}

/// From so many on a flood is shown as one row. Fewer may be neighbours who write the same.
pub const SHOWN_FROM: i64 = 5;

/// Puts a report behind the first of a flood, if that one still is one and lies in the same place. Returns whether it did.
/// The caller holds the first's row.
pub async fn join(tx: &mut Tx, report_id: Uuid, first: Uuid) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query(
        "UPDATE report SET flood_of = $2 WHERE id = $1 AND flood_of IS NULL AND flood_size < 2 AND EXISTS (
            SELECT 1 FROM report AS lead WHERE lead.id = $2 AND lead.flood_of IS NULL AND lead.court = report.court AND lead.desk = report.desk
                AND lead.channel = report.channel
                AND (report.channel = 'lead' OR coalesce(lead.court_concerned, '') = coalesce(report.court_concerned, '')))")
        .bind(report_id).bind(first).execute(c).await.map(|done| done.rows_affected()))?;
    if done == 1 {
        on_tx!(tx, c => sqlx::query(
            "UPDATE report SET flood_size = CASE WHEN flood_size < 1 THEN 2 ELSE flood_size + 1 END WHERE id = $1")
            .bind(first).execute(c).await.map(|_| ()))?;
    }
    Ok(done == 1)
}

/// How a report stands in its flood; `None` when there is none.
pub async fn place(tx: &mut Tx, report_id: Uuid) -> Result<Option<Place>> {
    let found: Option<(Option<Uuid>, i64)> = on_tx!(tx, c => sqlx::query_as("SELECT flood_of, flood_size FROM report WHERE id = $1")
        .bind(report_id).fetch_optional(c).await)?;
    let Some((of, size)) = found.filter(|(of, size)| of.is_some() || *size > 0) else { return Ok(None) };
    let next = on_tx!(tx, c => sqlx::query_as(
        "SELECT id, flood_size FROM report WHERE flood_of = $1 ORDER BY received_at, id LIMIT 1").bind(report_id).fetch_optional(c).await)?;
    Ok(Some(Place { of, size, next }))
}

/// Takes a report out of its flood; when it was the first, the next oldest takes its place. In the transaction that moves
/// the report or changes its text, so that no count is ever read where it is not true.
pub async fn leave(tx: &mut Tx, report_id: Uuid) -> Result<()> {
    match place(tx, report_id).await? {
        Some(Place { of: Some(first), .. }) => {
            super::reports::find_for_change(tx, first).await?;
            on_tx!(tx, c => {
                sqlx::query("UPDATE report SET flood_of = NULL WHERE id = $1").bind(report_id).execute(&mut *c).await?;
                sqlx::query("UPDATE report SET flood_size = flood_size - 1 WHERE id = $1").bind(first).execute(&mut *c).await?;
            });
        }
        Some(Place { of: None, size, next }) if size > 1 => {
            if let Some((next, _)) = next {
                follow(tx, report_id, next, size - 1).await?;
            }
            set_size(tx, report_id, 0).await?;
        }
        _ => {}
    }
    Ok(())
}

/// Puts a report back to where it stood, if what it left is still there: behind the first of its flood, or in front of
/// whoever took its place and all who stand behind that one now. Where not, it stays alone, and the job that compares
/// texts finds it a flood.
pub async fn put_back(tx: &mut Tx, report_id: Uuid, before: &Place) -> Result<()> {
    leave(tx, report_id).await?;
    match (before.of, before.next) {
        (Some(first), _) => {
            super::reports::find_for_change(tx, first).await?;
            if join(tx, report_id, first).await? {
                // It may have been a first meanwhile, elsewhere.
                set_size(tx, report_id, before.size).await?;
            }
        }
        (None, Some((next, its_size))) => {
            super::reports::find_for_change(tx, next).await?;
            let size: Option<(i64,)> = on_tx!(tx, c => sqlx::query_as(
                "SELECT next.flood_size FROM report AS next JOIN report ON report.id = $1
                 WHERE next.id = $2 AND next.flood_of IS NULL AND next.court = report.court AND next.desk = report.desk")
                .bind(report_id).bind(next).fetch_optional(c).await)?;
            if let Some((size,)) = size {
                follow(tx, next, report_id, size.max(1) + 1).await?;
                on_tx!(tx, c => sqlx::query("UPDATE report SET flood_of = $2, flood_size = $3 WHERE id = $1")
                    .bind(next).bind(report_id).bind(its_size).execute(c).await.map(|_| ()))?;
            }
        }
        (None, None) => set_size(tx, report_id, before.size).await?,
    }
    Ok(())
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
