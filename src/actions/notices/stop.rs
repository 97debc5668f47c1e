//! A reporter, or whoever owns an address, wants no more messages there; or wants them again.

use super::{Language, sync};
use crate::{
    actions::record::{self, Actor, Entry},
    domain::notice::{Reason, Way},
    portal::Portal,
    storage::{self, StorageError, Tx, contacts::ContactRow, reports::ReportRow},
};

/// Who asks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// With the receipt code.
    Reporter,
    /// With the address in a message: whoever reads what is sent there.
    Reader,
}

#[derive(Debug, thiserror::Error)]
pub enum StopError {
    #[error("unknown")]
    NoWay,
    /// The owner of the address stopped them; only from a message can they be had again.
    #[error("refused")]
    Refused,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Stops messages on a way; what waits there is not sent. An unconfirmed address whose reader stops it was somebody
/// else's: no report makes us write there again. Doing it twice is no error.
pub async fn stop(portal: &Portal, row: &ReportRow, way: Way, asker: Asker) -> Result<(), StopError> {
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let contact = find(portal, &mut tx, row, way).await?;
    if asker == Asker::Reader && contact.confirmed_at.is_none() {
        storage::contacts::add_refused(&mut tx, &contact.address_hash, now).await?;
        // Not from other reports that gave the same address and never proved it, either.
        for other in storage::contacts::stop_unconfirmed(&mut tx, &contact.address_hash, contact.id, now).await? {
            storage::notices::suppress_open(&mut tx, other, Reason::Stopped, now).await?;
        }
    }
    if storage::contacts::set_stopped(&mut tx, contact.id, Some(now)).await? {
        storage::notices::suppress_open(&mut tx, contact.id, Reason::Stopped, now).await?;
        let key = row.data_key(&portal.keys)?;
        let facts = serde_json::json!({ "way": way });
        let entry = Entry { kind: "notices_stopped", actor: Actor::Citizen, public: true, facts, text: None };
        record::write(portal, &mut tx, row.id, &key, entry).await?;
    }
    Ok(tx.commit().await?)
}

/// Messages are wanted again. Doing it twice is no error.
pub async fn resume(portal: &Portal, row: &ReportRow, way: Way, asker: Asker) -> Result<(), StopError> {
    let mut tx = portal.db.begin().await?;
    let contact = find(portal, &mut tx, row, way).await?;
    match asker {
        Asker::Reader => storage::contacts::delete_refused(&mut tx, &contact.address_hash).await?,
        Asker::Reporter if storage::contacts::is_refused_in(&mut tx, &contact.address_hash).await? => {
            return Err(StopError::Refused);
        }
        Asker::Reporter => {}
    }
    if storage::contacts::set_stopped(&mut tx, contact.id, None).await? {
        let key = row.data_key(&portal.keys)?;
        let facts = serde_json::json!({ "way": way });
        let entry = Entry { kind: "notices_resumed", actor: Actor::Citizen, public: true, facts, text: None };
        record::write(portal, &mut tx, row.id, &key, entry).await?;
    }
    Ok(tx.commit().await?)
}

/// The language of messages on a way.
pub async fn set_language(portal: &Portal, row: &ReportRow, way: Way, language: &str) -> Result<(), StopError> {
    let mut tx = portal.db.begin().await?;
    let contact = find(portal, &mut tx, row, way).await?;
    storage::contacts::set_language(&mut tx, contact.id, language).await?;
    Ok(tx.commit().await?)
}

/// The way, made if the address was given before there were ways.
async fn find(portal: &Portal, tx: &mut Tx, row: &ReportRow, way: Way) -> Result<ContactRow, StopError> {
    let key = row.data_key(&portal.keys)?;
    let reporter = row.reporter(&key)?.ok_or(StopError::NoWay)?;
    let ways = sync(portal, tx, row.id, &key, &reporter, Language::OfReport(&row.language), false).await?;
    ways.into_iter().find(|contact| contact.way == way.as_str()).ok_or(StopError::NoWay)
}
