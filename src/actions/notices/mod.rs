//! Notices to a reporter: which addresses there are, how they are confirmed, stopped and told of news.
//!
//! An address stands in the report's sealed reporter and nowhere else; a `contact` row has its keyed hash, and every
//! notice is written down without it. Nothing but a code goes to an address that is not confirmed.

mod confirm;
mod send_code;
mod stop;
mod sync;
mod tell;

pub use confirm::{ConfirmError, confirm};
pub use send_code::{CodeError, send_code};
pub use stop::{Asker, StopError, resume, set_language, stop};
pub use sync::{Language, sync};
pub use tell::tell;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::follow;
use crate::{
    domain::{
        contact::{EmailAddress, PhoneNumber},
        notice::{CODE_AGAIN, CODE_TRIES, NoticeKind, NoticeState, Reason, Way},
        report::Reporter,
    },
    jobs::{self, Job},
    portal::Portal,
    storage::{self, Tx, contacts::ContactRow, notices::NoticeRow, reports::ReportRow},
};

/// How many notices of a report are shown.
const SHOWN: i64 = 12;

/// What reporter and staff see of the notices of a report.
#[derive(Clone, Default)]
pub struct Notices {
    pub ways: Vec<WayState>,
    /// The latest ones, newest first.
    pub latest: Vec<NoticeRow>,
    /// There is a telephone, and texts cannot reach it.
    pub landline: bool,
}

/// One way, as it stands now.
#[derive(Clone)]
pub struct WayState {
    pub way: Way,
    /// Enough of the address to know it again; empty for those who may not read who reported.
    pub mask: String,
    pub standing: Standing,
    /// In which messages are written.
    pub language: String,
    /// Until when the code that was asked for is good, if there is one that can still be right.
    pub code_until: Option<DateTime<Utc>>,
    /// When another code can be asked for, if that is not now.
    pub code_again: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Unconfirmed,
    Confirmed,
    /// By the reporter.
    Stopped,
    /// By whoever owns the address: “that was not me”.
    Refused,
}

impl Standing {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unconfirmed => "unconfirmed",
            Self::Confirmed => "confirmed",
            Self::Stopped => "stopped",
            Self::Refused => "refused",
        }
    }
}

impl WayState {
    /// What happened to the last notice on this way that was meant to arrive.
    pub fn last<'a>(&self, all: &'a Notices) -> Option<&'a NoticeRow> {
        let meant = |notice: &&NoticeRow| notice.state != NoticeState::Suppressed.as_str();
        all.latest.iter().filter(|notice| notice.way == self.way.as_str()).find(meant)
    }
}

/// How the notices of a report stand, for its reporter. Nothing when the report takes no addresses any more.
pub async fn for_reporter(portal: &Portal, row: &ReportRow) -> storage::Result<Notices> {
    if !follow::can(portal, row)?.contains(&"contact") {
        return Ok(Notices::default());
    }
    let key = row.data_key(&portal.keys)?;
    read(portal, row, row.reporter(&key)?.as_ref()).await
}

/// Reads how a report's notices stand. `reporter` is `None` for those who may not read it.
pub async fn read(portal: &Portal, row: &ReportRow, reporter: Option<&Reporter>) -> storage::Result<Notices> {
    if row.sealed_reporter.is_none() {
        return Ok(Notices::default());
    }
    let contacts = storage::contacts::list(&portal.db, row.id).await?;
    let mut ways = Vec::new();
    for way in Way::ALL.iter().copied() {
        let contact = contacts.iter().find(|contact| contact.way == way.as_str());
        let address = reporter.and_then(|reporter| address_of(reporter, way));
        if contact.is_none() && address.is_none() {
            continue;
        }
        let mask = address.map(|address| mask(way, &address)).unwrap_or_default();
        ways.push(state(portal, way, mask, row, contact));
    }
    let landline = reporter.is_some_and(|reporter| {
        reporter.phone.as_deref().is_some_and(|phone| !phone.is_empty()) && address_of(reporter, Way::Sms).is_none()
    });
    Ok(Notices { ways, latest: storage::notices::list(&portal.db, row.id, SHOWN).await?, landline })
}

/// How the way of a message stands, for whoever holds that message.
pub fn read_one(portal: &Portal, row: &ReportRow, contact: &ContactRow) -> storage::Result<WayState> {
    Ok(state(portal, contact.way()?, String::new(), row, Some(contact)))
}

fn state(portal: &Portal, way: Way, mask: String, row: &ReportRow, contact: Option<&ContactRow>) -> WayState {
    let now = portal.clock.now();
    let Some(contact) = contact else {
        // Given before addresses were confirmed.
        let language = row.language.clone();
        return WayState { way, mask, standing: Standing::Unconfirmed, language, code_until: None, code_again: None };
    };
    let standing = match (contact.confirmed_at, contact.stopped_at) {
        (_, Some(_)) if contact.refused => Standing::Refused,
        (_, Some(_)) => Standing::Stopped,
        (Some(_), None) => Standing::Confirmed,
        (None, None) => Standing::Unconfirmed,
    };
    WayState {
        way,
        mask,
        standing,
        language: contact.language.clone(),
        code_until: contact.code_until.filter(|until| *until > now && contact.tries < CODE_TRIES),
        code_again: contact.code_asked_at.map(|at| at + CODE_AGAIN).filter(|at| *at > now),
    }
}

/// The report and the way that the token of a message stands for.
pub async fn find_by_token(portal: &Portal, token: &str) -> storage::Result<Option<(ReportRow, ContactRow)>> {
    let Some(contact) = storage::contacts::find_by_token(&portal.db, &portal.hashes.notice_token.of(token)).await?
    else {
        return Ok(None);
    };
    let report = storage::reports::find_by_id(&portal.db, contact.report_id).await?;
    Ok(report.map(|report| (report, contact)))
}

/// The address of a way, if messages can reach it.
pub fn address_of(reporter: &Reporter, way: Way) -> Option<String> {
    match way {
        Way::Email => reporter.email.clone().filter(|email| !email.is_empty()),
        Way::Sms => {
            let phone = PhoneNumber::parse(reporter.phone.as_deref()?).ok();
            phone.filter(PhoneNumber::is_mobile).map(|phone| phone.to_string())
        }
    }
}

/// The hash under which an address is counted and compared. Servers may tell capitals in a mailbox's name apart; people
/// do not.
pub fn address_hash(portal: &Portal, way: Way, address: &str) -> Vec<u8> {
    portal.hashes.address.of(&format!("{way} {}", address.to_lowercase()))
}

fn mask(way: Way, address: &str) -> String {
    match way {
        Way::Email => EmailAddress::parse(address).map(|email| email.mask()).unwrap_or_default(),
        Way::Sms => PhoneNumber::parse(address).map(|phone| phone.mask()).unwrap_or_default(),
    }
}

/// The name under which an address is counted.
pub fn counted_as(address_hash: &[u8]) -> String {
    use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
    STANDARD_NO_PAD.encode(address_hash)
}

/// Writes a notice down, with the job that sends it when it is to be sent.
async fn write(
    portal: &Portal,
    tx: &mut Tx,
    contact: &ContactRow,
    kind: NoticeKind,
    (state, reason): (NoticeState, Option<Reason>),
    news: i64,
) -> storage::Result<()> {
    let now = portal.clock.now();
    let row = NoticeRow {
        id: portal.entropy.id(now),
        report_id: contact.report_id,
        contact_id: contact.id,
        way: contact.way.clone(),
        kind: kind.to_string(),
        state: state.to_string(),
        reason: reason.map(|reason| reason.to_string()),
        news,
        due_at: now,
        attempts: 0,
        error: None,
        created_at: now,
        changed_at: now,
    };
    let kept = storage::notices::add(tx, &row).await?;
    if kept.id == row.id && state == NoticeState::Queued {
        enqueue(portal, tx, contact.way()?, row.id).await?;
    }
    Ok(())
}

/// News that came while a notice was on its way: they get one of their own.
pub async fn write_again(portal: &Portal, tx: &mut Tx, contact: &ContactRow, news: i64) -> storage::Result<()> {
    write(portal, tx, contact, NoticeKind::News, (NoticeState::Queued, None), news).await
}

/// A notice has one job from the moment it may go.
async fn enqueue(portal: &Portal, tx: &mut Tx, way: Way, notice: Uuid) -> storage::Result<()> {
    let job = match way {
        Way::Email => Job::Mail { notice },
        Way::Sms => Job::Text { notice },
    };
    jobs::enqueue(portal, tx, &job).await
}
