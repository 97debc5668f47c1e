//! Drafts: begun, opened by the token in their address, saved. They keep seven days after the last change.

use chrono::TimeDelta;

use crate::{
    crypto::{DataKey, SealError},
    domain::{answers::Answers, report::Channel},
    portal::Portal,
    storage::{self, StorageError, drafts::DraftRow},
};

/// How long an unsent draft is kept after its last change.
pub const KEPT: TimeDelta = TimeDelta::days(7);

/// A draft, opened.
#[derive(Clone)]
pub struct Draft {
    pub token: String,
    pub row: DraftRow,
    pub channel: Channel,
    /// `None` once it was sent.
    pub open: Option<Open>,
}

#[derive(Clone)]
pub struct Open {
    pub key: DataKey,
    pub answers: Answers,
}

/// Begins a draft; returns the token of its address.
pub async fn begin(portal: &Portal, channel: Channel, language: &str, answers: &Answers) -> storage::Result<String> {
    let now = portal.clock.now();
    let id = portal.entropy.id(now);
    let token = portal.entropy.token();
    let key = DataKey::generate(&portal.entropy);
    let wrapped = key.wrap(&portal.keys, &portal.entropy, "draft", id)?;
    let row = DraftRow {
        id,
        channel: channel.to_string(),
        language: language.to_owned(),
        key_id: wrapped.key_id,
        wrapped_key: Some(wrapped.key),
        sealed_answers: Some(key.seal(&portal.entropy, "draft", "sealed_answers", id, answers)),
        created_at: now,
        saved_at: now,
        expires_at: now + KEPT,
        report_id: None,
    };
    let mut tx = portal.db.begin().await?;
    storage::drafts::add(&mut tx, &row, &portal.hashes.draft.of(&token)).await?;
    tx.commit().await?;
    Ok(token)
}

/// Opens the draft of an address; `None` when there is none (any more).
pub async fn open(portal: &Portal, token: &str) -> storage::Result<Option<Draft>> {
    let row = storage::drafts::find(&portal.db, &portal.hashes.draft.of(token), portal.clock.now()).await?;
    row.map(|row| unseal(portal, token, row)).transpose()
}

fn unseal(portal: &Portal, token: &str, row: DraftRow) -> storage::Result<Draft> {
    let channel = Channel::parse(&row.channel).ok_or_else(|| StorageError::UnknownCode(row.channel.clone()))?;
    let open = match (&row.wrapped_key, &row.sealed_answers) {
        (Some(wrapped), Some(sealed)) => {
            let key = DataKey::unwrap(&portal.keys, &row.key_id, wrapped, "draft", row.id)?;
            let answers = key.open("draft", "sealed_answers", row.id, sealed)?;
            Some(Open { key, answers })
        }
        _ if row.report_id.is_some() => None,
        _ => return Err(SealError::Broken.into()),
    };
    Ok(Draft { token: token.to_owned(), row, channel, open })
}

/// Takes over the fields of a page, good and bad. `None` when the draft is gone or sent. Two tabs that save different
/// pages at once both keep what they typed: the answers are read and written under one lock.
pub async fn save(portal: &Portal, token: &str, fields: &[(String, String)]) -> storage::Result<Option<Draft>> {
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let Some(row) = storage::drafts::find_for_change(&mut tx, &portal.hashes.draft.of(token), now).await? else {
        return Ok(None);
    };
    let mut draft = unseal(portal, token, row)?;
    let Some(open) = &mut draft.open else { return Ok(None) };
    open.answers.take(fields);
    let sealed = open.key.seal(&portal.entropy, "draft", "sealed_answers", draft.row.id, &open.answers);
    storage::drafts::set_answers(&mut tx, draft.row.id, &sealed, now, now + KEPT).await?;
    tx.commit().await?;
    draft.row.saved_at = now;
    Ok(Some(draft))
}
