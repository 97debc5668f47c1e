//! Sends a notice when it may go: not to an address that is unconfirmed, stopped or changed, not too often, and texts
//! not at night.

use uuid::Uuid;

use super::{JobError, Outcome};
use crate::{
    actions::{limits::Limit, notices},
    domain::{
        contact::PhoneNumber,
        notice::{self, NoticeKind, NoticeState, Reason, Way},
    },
    i18n::Lang,
    mail::{Letter, SmsError, words::Words},
    portal::Portal,
    storage::{self, Tx, contacts::ContactRow, notices::NoticeRow},
};

/// What is to be done with a notice now.
enum Turn {
    Nothing,
    Later(chrono::DateTime<chrono::Utc>),
    Send(Box<Ready>),
}

/// A notice that goes out, with its address opened.
struct Ready {
    notice: NoticeRow,
    contact: ContactRow,
    way: Way,
    to: String,
    token: String,
    /// For a notice that carries one.
    code: Option<String>,
}

pub async fn run(portal: &Portal, id: Uuid) -> Result<Outcome, JobError> {
    let ready = match take_turn(portal, id).await? {
        Turn::Nothing => return Ok(Outcome::Done),
        Turn::Later(at) => return Ok(Outcome::Later(at)),
        Turn::Send(ready) => ready,
    };
    if let Err(error) = send(portal, &ready).await {
        if ready.code.is_none() {
            // It did not arrive: it does not count.
            Limit::Notices.take_off(portal, &notices::counted_as(&ready.contact.address_hash)).await?;
        }
        return Err(error);
    }
    let mut tx = portal.db.begin().await?;
    let joined = storage::notices::set_sent(&mut tx, &ready.notice, portal.clock.now()).await?;
    if joined > 0 {
        notices::write_again(portal, &mut tx, &ready.contact, joined).await?;
    }
    tx.commit().await?;
    Ok(Outcome::Done)
}

/// Looks at a notice whose turn has come, and counts it if it goes out.
async fn take_turn(portal: &Portal, id: Uuid) -> Result<Turn, JobError> {
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let Some(notice) = storage::notices::begin(&mut tx, id).await? else { return Ok(Turn::Nothing) };
    let contact = storage::contacts::find_by_id(&mut tx, notice.contact_id).await?;
    let report = storage::reports::find_by_id(&portal.db, notice.report_id).await?;
    let (Some(contact), Some(report)) = (contact, report) else {
        return drop_it(tx, &notice, Reason::Changed, now).await;
    };
    if contact.stopped_at.is_some() {
        return drop_it(tx, &notice, Reason::Stopped, now).await;
    }
    let way = contact.way()?;
    let key = report.data_key(&portal.keys)?;
    let address = report.reporter(&key)?.and_then(|reporter| notices::address_of(&reporter, way));
    let is_the_one = |to: &String| notices::address_hash(portal, way, to) == contact.address_hash;
    let Some(to) = address.filter(is_the_one) else { return drop_it(tx, &notice, Reason::Changed, now).await };
    let code = if notice.kind == NoticeKind::Code.as_str() {
        if contact.confirmed_at.is_some() {
            return drop_it(tx, &notice, Reason::Changed, now).await;
        }
        let code = contact.code(&key)?.filter(|_| contact.code_until.is_some_and(|until| until > now));
        Some(code.ok_or(JobError::CodeOver)?)
    } else {
        None
    };
    if code.is_none() {
        if contact.confirmed_at.is_none() {
            storage::notices::set_held(&mut tx, id, Reason::Unconfirmed, now, now).await?;
            tx.commit().await?;
            return Ok(Turn::Nothing);
        }
        if let Some((reason, until)) = hold(portal, &mut tx, &notice, &contact, way).await? {
            storage::notices::set_held(&mut tx, id, reason, until, now).await?;
            tx.commit().await?;
            return Ok(Turn::Later(until));
        }
    }
    let token = contact.token(&key)?;
    tx.commit().await?;
    Ok(Turn::Send(Box::new(Ready { notice, contact, way, to, token, code })))
}

/// Whether news must wait. If not, they are counted for their address.
async fn hold(
    portal: &Portal,
    tx: &mut Tx,
    notice: &NoticeRow,
    contact: &ContactRow,
    way: Way,
) -> storage::Result<Option<(Reason, chrono::DateTime<chrono::Utc>)>> {
    let now = portal.clock.now();
    let last = storage::notices::last_sent(tx, notice.report_id, way).await?;
    if let Some(held) = notice::hold(way, now, last, false) {
        return Ok(Some(held));
    }
    let who = notices::counted_as(&contact.address_hash);
    if Limit::Notices.count(portal, tx, &who).await? {
        Limit::Notices.take_off_within(portal, tx, &who).await?;
        return Ok(notice::hold(way, now, last, true));
    }
    Ok(None)
}

async fn drop_it(
    mut tx: Tx,
    notice: &NoticeRow,
    why: Reason,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Turn, JobError> {
    storage::notices::set_over(&mut tx, notice.id, NoticeState::Suppressed, Some(why), None, now).await?;
    tx.commit().await?;
    Ok(Turn::Nothing)
}

async fn send(portal: &Portal, ready: &Ready) -> Result<(), JobError> {
    let words =
        Words { lang: Lang::parse(&ready.contact.language), site: &portal.config.public_url, token: &ready.token };
    match ready.way {
        Way::Email => {
            let (subject, body) = words.mail(ready.code.as_deref());
            let letter = Letter {
                id: ready.notice.id,
                to: &ready.to,
                subject: &subject,
                body,
                stop: Some(words.stop_address()),
            };
            Ok(portal.mailer.send(letter).await?)
        }
        Way::Sms => {
            let to = PhoneNumber::parse(&ready.to).map_err(|_| SmsError::Refused)?;
            Ok(portal.sms.send(ready.notice.id, &to, &words.text(ready.code.as_deref())).await?)
        }
    }
}
