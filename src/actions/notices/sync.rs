//! Makes the ways of a report match who reports it.

use uuid::Uuid;

use super::{address_hash, address_of, send_code, write};
use crate::{
    crypto::DataKey,
    domain::{
        notice::{NoticeKind, NoticeState, Reason, Way},
        report::Reporter,
    },
    portal::Portal,
    storage::{self, Tx, contacts::ContactRow},
};

/// In which language messages are written.
#[derive(Clone, Copy)]
pub enum Language<'a> {
    /// Chosen just now: for all ways.
    Chosen(&'a str),
    /// That of the report: for ways that are new.
    OfReport(&'a str),
}

/// Gives each new address a way of its own and takes away those that are gone. A new address is asked for a code at
/// once if `codes` says so. News that the old address did not get wait for the new one to be confirmed.
pub async fn sync(
    portal: &Portal,
    tx: &mut Tx,
    report_id: Uuid,
    key: &DataKey,
    reporter: &Reporter,
    language: Language<'_>,
    codes: bool,
) -> storage::Result<Vec<ContactRow>> {
    let known = storage::contacts::list_for_change(tx, report_id).await?;
    let mut ways = Vec::new();
    for way in Way::ALL.iter().copied() {
        let old = known.iter().find(|contact| contact.way == way.as_str());
        let hash = address_of(reporter, way).map(|address| address_hash(portal, way, &address));
        if let (Some(old), Some(hash)) = (old, &hash)
            && old.address_hash == *hash
        {
            let mut kept = old.clone();
            if let Language::Chosen(language) = language {
                storage::contacts::set_language(tx, old.id, language).await?;
                language.clone_into(&mut kept.language);
            }
            ways.push(kept);
            continue;
        }
        let untold = match old {
            Some(old) => take_away(portal, tx, old, way).await?,
            None => 0,
        };
        if let Some(hash) = hash {
            let language = match (language, old) {
                (Language::OfReport(_), Some(old)) => old.language.as_str(),
                (Language::Chosen(language) | Language::OfReport(language), _) => language,
            };
            let contact = add(portal, tx, report_id, way, key, hash, language).await?;
            if untold > 0 {
                let waits = (NoticeState::Held, Some(Reason::Unconfirmed));
                write(portal, tx, &contact, NoticeKind::News, waits, untold).await?;
            }
            if codes && contact.stopped_at.is_none() {
                send_code::issue(portal, tx, &contact, key).await?;
            }
            ways.push(contact);
        }
    }
    Ok(ways)
}

/// Takes a way away. Returns how many pieces of news its address was never told.
async fn take_away(portal: &Portal, tx: &mut Tx, old: &ContactRow, way: Way) -> storage::Result<i64> {
    let waiting = storage::notices::suppress_open(tx, old.id, Reason::Changed, portal.clock.now()).await?;
    let last = storage::notices::last_news(tx, old.report_id, way).await?;
    let failed = last.filter(|last| last.state == NoticeState::Failed.as_str()).map_or(0, |last| last.news);
    storage::contacts::delete(tx, old.id).await?;
    Ok(waiting + failed)
}

async fn add(
    portal: &Portal,
    tx: &mut Tx,
    report_id: Uuid,
    way: Way,
    key: &DataKey,
    hash: Vec<u8>,
    language: &str,
) -> storage::Result<ContactRow> {
    let now = portal.clock.now();
    let id = portal.entropy.id(now);
    let token = token(portal);
    // Whoever owns the address said so before: only they can take it back.
    let refused = storage::contacts::is_refused_in(tx, &hash).await?;
    let contact = ContactRow {
        refused,
        id,
        report_id,
        way: way.to_string(),
        language: language.to_owned(),
        address_hash: hash,
        sealed_token: key.seal(&portal.entropy, "contact", "sealed_token", id, &token),
        sealed_code: None,
        code_until: None,
        code_asked_at: None,
        tries: 0,
        confirmed_at: None,
        stopped_at: refused.then_some(now),
        created_at: now,
    };
    storage::contacts::add(tx, &contact, &portal.hashes.notice_token.of(&token)).await?;
    Ok(contact)
}

/// Fourteen signs that can be told apart and typed on a telephone, 70 random bits: short enough for a text message.
fn token(portal: &Portal) -> String {
    const SIGNS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    portal.entropy.bytes::<14>().into_iter().map(|byte| char::from(SIGNS[usize::from(byte % 32)])).collect()
}
