//! A code goes to an address, so that whoever owns it can say that it is theirs.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Language, counted_as, sync, write};
use crate::{
    actions::{
        follow,
        limits::{Limit, address_class},
    },
    crypto::DataKey,
    domain::notice::{CODE_AGAIN, CODE_DIGITS, CODE_GOOD, CODE_TRIES, NoticeKind, NoticeState, Way},
    portal::Portal,
    storage::{self, StorageError, Tx, contacts::ContactRow, reports::ReportRow},
};

#[derive(Debug, thiserror::Error)]
pub enum CodeError {
    /// The report has no such way.
    #[error("unknown")]
    NoWay,
    #[error("closed")]
    Closed,
    /// One was sent just now; another can be asked for from this time on.
    #[error("too_soon")]
    TooSoon(DateTime<Utc>),
    /// Enough codes to this address, or asked for from this connection, for now.
    #[error("too_many")]
    TooMany(Limit),
    /// Messages to this address were stopped, by the reporter or by its owner.
    #[error("stopped")]
    Stopped,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Sends a code, or the same one again. An address that is confirmed already gets none, and that is no error.
pub async fn send_code(portal: &Portal, row: &ReportRow, way: Way, address: Option<IpAddr>) -> Result<(), CodeError> {
    if !follow::can(portal, row)?.contains(&"contact") {
        return Err(CodeError::Closed);
    }
    let who = address_class(address);
    if Limit::CodesAsked.is_reached(portal, &who).await? {
        return Err(CodeError::TooMany(Limit::CodesAsked));
    }
    let key = row.data_key(&portal.keys)?;
    let reporter = row.reporter(&key)?.ok_or(CodeError::NoWay)?;
    let mut tx = portal.db.begin().await?;
    let ways = sync(portal, &mut tx, row.id, &key, &reporter, Language::OfReport(&row.language), false).await?;
    let contact = ways.iter().find(|contact| contact.way == way.as_str()).ok_or(CodeError::NoWay)?;
    if contact.confirmed_at.is_some() {
        return Ok(());
    }
    if contact.stopped_at.is_some() {
        return Err(CodeError::Stopped);
    }
    let now = portal.clock.now();
    if let Some(free) = contact.code_asked_at.map(|at| at + CODE_AGAIN).filter(|free| *free > now) {
        return Err(CodeError::TooSoon(free));
    }
    Limit::CodesAsked.count(portal, &mut tx, &who).await?;
    if !issue(portal, &mut tx, contact, &key).await? {
        return Err(CodeError::TooMany(Limit::CodesToAddress));
    }
    tx.commit().await?;
    portal.jobs_waiting.notify_one();
    Ok(())
}

/// Sends a code to a way; `false` when its address had its codes for today. A code that is still good for a day is sent
/// again, so that whichever message arrives first is right.
pub(super) async fn issue(portal: &Portal, tx: &mut Tx, contact: &ContactRow, key: &DataKey) -> storage::Result<bool> {
    if Limit::CodesToAddress.count(portal, tx, &counted_as(&contact.address_hash)).await? {
        return Ok(false);
    }
    let now = portal.clock.now();
    let good = contact.code_until.filter(|until| *until > now + TimeDelta::days(1) && contact.tries < CODE_TRIES);
    let (sealed, until, tries) = if let (Some(until), Some(sealed)) = (good, &contact.sealed_code) {
        (sealed.clone(), until, contact.tries)
    } else {
        let code = portal.entropy.digits(CODE_DIGITS);
        let sealed = key.seal(&portal.entropy, "contact", "sealed_code", contact.id, &code);
        (sealed, now + CODE_GOOD, 0)
    };
    storage::contacts::set_code(tx, contact.id, &sealed, until, tries, now).await?;
    storage::notices::suppress_codes(tx, contact.id, now).await?;
    write(portal, tx, contact, NoticeKind::Code, (NoticeState::Queued, None), 0).await?;
    Ok(true)
}
