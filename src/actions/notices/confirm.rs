//! A reporter brings a code back: the address is theirs.

use subtle::ConstantTimeEq;
use unicode_normalization::UnicodeNormalization;

use super::enqueue;
use crate::{
    actions::record::{self, Actor, Entry},
    domain::notice::{CODE_DIGITS, CODE_TRIES, Way},
    portal::Portal,
    storage::{self, StorageError, reports::ReportRow},
};

#[derive(Debug, thiserror::Error)]
pub enum ConfirmError {
    #[error("empty")]
    Empty,
    /// Not six digits. Costs no try.
    #[error("wrong_form")]
    WrongForm,
    #[error("wrong")]
    Wrong,
    /// There is no code that could still be right: it is too old, or was tried too often.
    #[error("over")]
    Over,
    #[error("unknown")]
    NoWay,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Confirms a way; doing it twice is no error. If there was news meanwhile, one notice says so now.
pub async fn confirm(portal: &Portal, row: &ReportRow, way: Way, typed: &str) -> Result<(), ConfirmError> {
    let contacts = storage::contacts::list(&portal.db, row.id).await?;
    let contact = contacts.into_iter().find(|contact| contact.way == way.as_str()).ok_or(ConfirmError::NoWay)?;
    if contact.confirmed_at.is_some() {
        return Ok(());
    }
    let typed = typed.nfkc().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>();
    if typed.is_empty() {
        return Err(ConfirmError::Empty);
    }
    if typed.len() != CODE_DIGITS || !typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ConfirmError::WrongForm);
    }
    let now = portal.clock.now();
    let key = row.data_key(&portal.keys)?;
    let mut tx = portal.db.begin().await?;
    let tried = storage::contacts::try_code(&mut tx, contact.id, CODE_TRIES, now).await?;
    let contact = tried.ok_or(ConfirmError::Over)?;
    let code = contact.code(&key)?.unwrap_or_default();
    if !bool::from(code.as_bytes().ct_eq(typed.as_bytes())) {
        // The try stays counted.
        tx.commit().await?;
        return Err(if contact.tries < CODE_TRIES { ConfirmError::Wrong } else { ConfirmError::Over });
    }
    storage::contacts::set_confirmed(&mut tx, contact.id, now).await?;
    storage::contacts::delete_refused(&mut tx, &contact.address_hash).await?;
    if let Some(waiting) = storage::notices::release(&mut tx, contact.id, now).await? {
        enqueue(portal, &mut tx, way, waiting).await?;
    }
    let facts = serde_json::json!({ "way": way });
    let entry = Entry { kind: "address_confirmed", actor: Actor::Citizen, public: true, facts, text: None };
    record::write(portal, &mut tx, row.id, &key, entry).await?;
    tx.commit().await?;
    portal.jobs_waiting.notify_one();
    Ok(())
}
