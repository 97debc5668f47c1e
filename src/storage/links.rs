//! Links that officers made by hand between two reports: one row for two, readable from both.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Db, Result, Sql, Tx, Value, on_tx};
use crate::domain::workflow::Relation;

/// Links two reports, or changes what stands there. `false` when just that stood there already.
pub async fn set(
    tx: &mut Tx,
    from: Uuid,
    to: Uuid,
    relation: Relation,
    staff_id: Uuid,
    now: DateTime<Utc>,
) -> Result<bool> {
    let (low, high) = (from.min(to), from.max(to));
    let done = on_tx!(tx, c => sqlx::query(
        "INSERT INTO link (low_id, high_id, from_id, relation, staff_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (low_id, high_id) DO UPDATE SET from_id = $3, relation = $4, staff_id = $5, created_at = $6
         WHERE link.relation <> $4 OR ($4 = 'duplicate' AND link.from_id <> $3)")
        .bind(low).bind(high).bind(from).bind(relation.as_str()).bind(staff_id).bind(now)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Pairs of these reports of which an officer said that they contradict each other, or that one is the other once more: the
/// lower identity first.
pub async fn list_apart(db: &Db, ids: &[Uuid]) -> Result<Vec<(Uuid, Uuid)>> {
    let mut sql =
        Sql::new("SELECT low_id, high_id FROM link WHERE relation IN ('contradicts', 'duplicate') AND low_id IN ");
    sql.bind_list(ids.iter().copied().map(Value::Id)).push(" AND high_id IN ");
    sql.bind_list(ids.iter().copied().map(Value::Id));
    sql.fetch_all(db).await
}

/// Takes a link away; `false` when there was none.
pub async fn remove(tx: &mut Tx, one: Uuid, other: Uuid) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query("DELETE FROM link WHERE low_id = $1 AND high_id = $2")
        .bind(one.min(other)).bind(one.max(other)).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}
