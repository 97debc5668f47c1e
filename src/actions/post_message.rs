//! A reporter writes to the court.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    follow,
    limits::Limit,
    notify::{self, Change},
    record::{self, Actor, Entry},
    subscriptions,
};
use crate::{
    domain::{answers::clean, notification::NotificationKind, report::Status},
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
    #[error("too_many")]
    TooMany,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// A message that was added.
pub struct Posted {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    /// As it is kept: without control characters and space around it.
    pub text: String,
}

/// Adds a message. An answer to a question of the court sends the report on (see `set_answered`).
pub async fn post_message(portal: &Portal, row: &ReportRow, typed: &str) -> Result<Posted, MessageError> {
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
    if Limit::Messages.count(portal, &mut tx, &row.number).await? {
        tx.commit().await?;
        return Err(MessageError::TooMany);
    }
    let entry =
        Entry { kind: "message", actor: Actor::Citizen, public: true, facts: serde_json::json!({}), text: Some(&text) };
    let at = portal.clock.now();
    let id = record::write_at(portal, &mut tx, row.id, &key, at, entry).await?;
    if let Some(to) = storage::reports::set_answered(&mut tx, row.id, at).await? {
        let facts = serde_json::json!({ "from": Status::InfoRequested.as_str(), "to": to.as_str() });
        let entry = Entry { kind: "status", actor: Actor::System, public: true, facts, text: None };
        record::write(portal, &mut tx, row.id, &key, entry).await?;
    }
    let change = Change { report: row.id, at, by: None };
    notify::tell(portal, &mut tx, change, NotificationKind::CitizenAnswered, row.assignee.as_slice()).await?;
    subscriptions::watch(portal, &mut tx, change, false).await?;
    tx.commit().await?;
    portal.jobs_waiting.notify_one();
    Ok(Posted { id, at, text })
}
