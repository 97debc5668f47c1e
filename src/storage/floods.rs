//! Floods: many near-identical texts at one court and desk stand behind the first of them, which counts them all.
//!
//! Every member lies where the first lies (court, desk, channel; of complaints also the court concerned), so whoever sees one of them may see
//! all, and the count is true for everybody who reads it. Whoever changes a flood holds the row of its first.

use uuid::Uuid;

use super::{Result, Tx, on_tx};

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

/// Takes a report out of its flood; when it was the first, the next oldest takes its place. In the transaction that moves
/// the report or changes its text, so that no count is ever read where it is not true.
pub async fn leave(tx: &mut Tx, report_id: Uuid) -> Result<()> {
    let found: Option<(Option<Uuid>, i64)> = on_tx!(tx, c => sqlx::query_as("SELECT flood_of, flood_size FROM report WHERE id = $1")
        .bind(report_id).fetch_optional(c).await)?;
    match found {
        Some((Some(first), _)) => {
            super::reports::find_for_change(tx, first).await?;
            on_tx!(tx, c => {
                sqlx::query("UPDATE report SET flood_of = NULL WHERE id = $1").bind(report_id).execute(&mut *c).await?;
                sqlx::query("UPDATE report SET flood_size = flood_size - 1 WHERE id = $1").bind(first).execute(&mut *c).await?;
            });
        }
        Some((None, size)) if size > 1 => {
            let next: Option<(Uuid,)> = on_tx!(tx, c => sqlx::query_as(
                "SELECT id FROM report WHERE flood_of = $1 ORDER BY received_at, id LIMIT 1").bind(report_id).fetch_optional(c).await)?;
            if let Some((next,)) = next {
                on_tx!(tx, c => {
                    sqlx::query("UPDATE report SET flood_of = NULL, flood_size = $2 WHERE id = $1").bind(next).bind(size - 1).execute(&mut *c).await?;
                    sqlx::query("UPDATE report SET flood_of = $2 WHERE flood_of = $1").bind(report_id).bind(next).execute(&mut *c).await?;
                });
            }
            on_tx!(tx, c => sqlx::query("UPDATE report SET flood_size = 0 WHERE id = $1").bind(report_id).execute(c).await.map(|_| ()))?;
        }
        _ => {}
    }
    Ok(())
}
