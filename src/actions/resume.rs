//! The code that opens a draft again: made when it is asked for, and taken when somebody comes back with it.

use std::net::IpAddr;

use super::{
    draft::{self, Draft},
    limits::{Limit, address_class},
};
use crate::{
    crypto::{DataKey, SealError},
    domain::resume::ResumeCode,
    portal::Portal,
    storage::{self, StorageError},
};

const PURPOSE: &str = "seal resume tokens";

/// Why a code opens nothing.
#[derive(Debug, thiserror::Error)]
pub enum ResumeError {
    /// Not a code at all: a digit is wrong or missing. Costs the guesser nothing.
    #[error("wrong_form")]
    WrongForm,
    #[error("unknown_code")]
    Unknown,
    #[error("too_many_attempts")]
    TooMany,
    /// The draft was sent.
    #[error("sent")]
    Sent,
    /// The draft is gone, seven days after its last change.
    #[error("expired")]
    Expired,
    /// The draft was deleted by who had it.
    #[error("deleted")]
    Deleted,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<SealError> for ResumeError {
    fn from(error: SealError) -> Self {
        Self::Storage(error.into())
    }
}

/// The code that a wish for one leads to. A wish names one press of the button: pressed twice, it is the same code.
fn wished(portal: &Portal, draft: &Draft, wish: &str) -> ResumeCode {
    let random = portal.hashes.resume.of(&format!("new {} {wish}", draft.token));
    ResumeCode::of_number(random.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte)))
}

/// Gives a draft a code; the one before opens nothing any more. `false` when the draft is gone or sent.
pub async fn make_code(portal: &Portal, draft: &Draft, wish: &str) -> storage::Result<bool> {
    let code = wished(portal, draft, wish);
    let key = DataKey::from_secret(&portal.keys, PURPOSE, code.as_str());
    let sealed = key.seal(&portal.entropy, "resume_code", "sealed_token", draft.row.id, &draft.token);
    let mut tx = portal.db.begin().await?;
    let hash = portal.hashes.draft.of(&draft.token);
    let there = storage::drafts::find_for_change(&mut tx, &hash, portal.clock.now()).await?;
    if there.is_none_or(|row| row.report_id.is_some()) {
        return Ok(false);
    }
    storage::resume_codes::set(&mut tx, draft.row.id, &hash_of(portal, &code), &sealed).await?;
    tx.commit().await?;
    Ok(true)
}

/// Shows the code of a wish, once.
pub async fn show_code(portal: &Portal, draft: &Draft, wish: &str) -> storage::Result<Option<ResumeCode>> {
    let code = wished(portal, draft, wish);
    let mut tx = portal.db.begin().await?;
    let first = storage::resume_codes::set_shown(&mut tx, draft.row.id, &hash_of(portal, &code)).await?;
    tx.commit().await?;
    Ok(first.then_some(code))
}

fn hash_of(portal: &Portal, code: &ResumeCode) -> Vec<u8> {
    portal.hashes.resume.of(&format!("code {}", code.as_str()))
}

/// Opens the draft of a code. Wrong codes count against the address that tries them, nothing else does.
pub async fn open(portal: &Portal, typed: &str, address: Option<IpAddr>) -> Result<Draft, ResumeError> {
    let who = address_class(address);
    if Limit::ResumeCode.is_reached(portal, &who).await? {
        return Err(ResumeError::TooMany);
    }
    let code = ResumeCode::parse(typed).ok_or(ResumeError::WrongForm)?;
    let Some(row) = storage::resume_codes::find(&portal.db, &hash_of(portal, &code)).await? else {
        Limit::ResumeCode.count_alone(portal, &who).await?;
        return Err(ResumeError::Unknown);
    };
    let (Some(id), Some(sealed)) = (row.draft_id, row.sealed_token) else {
        return Err(match row.ended.as_deref() {
            Some("deleted") => ResumeError::Deleted,
            Some("expired") => ResumeError::Expired,
            _ => ResumeError::Sent,
        });
    };
    let key = DataKey::from_secret(&portal.keys, PURPOSE, code.as_str());
    let token: String = key.open("resume_code", "sealed_token", id, &sealed)?;
    let draft = draft::open(portal, &token).await?.ok_or(ResumeError::Expired)?;
    if draft.open.is_some() { Ok(draft) } else { Err(ResumeError::Sent) }
}
