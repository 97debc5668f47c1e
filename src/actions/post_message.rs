//! A reporter writes to the court.

use super::{
    follow,
    record::{self, Actor, Entry},
};
use crate::{
    domain::{answers::clean, report::Status},
    portal::Portal,
    storage::{self, StorageError, reports::ReportRow},
};

/// Longest message, in characters.
pub const LONGEST: usize = 5_000;

#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    #[error("empty")]
    Empty,
    #[error("too_long")]
    TooLong,
    #[error("closed")]
    Closed,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Adds a message. An answer to a question of the court sends the report back to review.
pub async fn post_message(portal: &Portal, row: &ReportRow, typed: &str) -> Result<(uuid::Uuid, String), MessageError> {
    let text = clean(typed);
    match text.chars().count() {
        0 => return Err(MessageError::Empty),
        count if count > LONGEST => return Err(MessageError::TooLong),
        _ => {}
    }
    if !follow::can(portal, row)?.contains(&"message") {
        return Err(MessageError::Closed);
    }
    let key = row.data_key(&portal.keys)?;
    let mut tx = portal.db.begin().await?;
    let entry =
        Entry { kind: "message", actor: Actor::Citizen, public: true, facts: serde_json::json!({}), text: Some(&text) };
    let id = record::write(portal, &mut tx, row.id, &key, entry).await?;
    if row.status()? == Status::InfoRequested {
        let mut changed = row.clone();
        changed.status = Status::UnderReview.to_string();
        changed.changed_at = portal.clock.now();
        // When staff moved it on in the same moment, their step stands and the message is kept all the same.
        if storage::reports::set(&mut tx, &changed).await? {
            let facts = serde_json::json!({ "from": row.status, "to": changed.status });
            let entry = Entry { kind: "status", actor: Actor::System, public: true, facts, text: None };
            record::write(portal, &mut tx, row.id, &key, entry).await?;
        }
    }
    tx.commit().await?;
    Ok((id, text))
}
