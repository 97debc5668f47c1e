//! How somebody of a court wants to be told: which kinds at the desk, which by mail, when, and where to; a mail address
//! counts once its six digits came back.

use chrono::{DateTime, Utc};
use subtle::ConstantTimeEq;
use unicode_normalization::UnicodeNormalization;

use super::{desk_words, limits::Limit, notify};
use crate::{
    domain::{
        contact::EmailAddress,
        notice::{CODE_AGAIN, CODE_DIGITS, CODE_GOOD, CODE_TRIES},
        notification::{NotificationKind, next_digest},
        staff::Staff,
    },
    jobs::{self, Job},
    portal::Portal,
    storage::{
        self, StorageError,
        staff_settings::{self, SettingRow},
    },
};

#[derive(Debug, thiserror::Error)]
pub enum SettingError {
    /// Field and code of the words for it.
    #[error("{0} {1}")]
    Field(&'static str, &'static str),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// What somebody chose.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    pub desk: Vec<String>,
    pub mail: Vec<String>,
    pub hour: String,
    pub weekday: String,
}

/// Somebody's settings, or the usual ones.
pub async fn read(portal: &Portal, me: &Staff) -> storage::Result<SettingRow> {
    Ok(staff_settings::find(&portal.db, me.id).await?.unwrap_or_else(|| SettingRow::usual(me.id)))
}

/// The mail address, opened.
pub fn address(portal: &Portal, row: &SettingRow) -> storage::Result<Option<String>> {
    open(portal, row, "sealed_address", row.sealed_address.as_deref())
}

/// The six digits that were sent.
pub fn code(portal: &Portal, row: &SettingRow) -> storage::Result<Option<String>> {
    open(portal, row, "sealed_code", row.sealed_code.as_deref())
}

fn open(portal: &Portal, row: &SettingRow, column: &str, sealed: Option<&[u8]>) -> storage::Result<Option<String>> {
    match (&row.key_id, sealed) {
        (Some(key_id), Some(sealed)) => {
            desk_words::open(portal, "staff_setting", column, row.staff_id, key_id, sealed).map(Some)
        }
        _ => Ok(None),
    }
}

/// Takes over kinds, hour and day. Another hour moves the next digest.
pub async fn choose(portal: &Portal, me: &Staff, choice: &Choice) -> Result<(), SettingError> {
    let within = |typed: &str, range: std::ops::RangeInclusive<i64>| typed.parse().ok().filter(|n| range.contains(n));
    let hour = within(&choice.hour, 0..=23).ok_or(SettingError::Field("hour", "unknown"))?;
    let weekday = within(&choice.weekday, 1..=7).ok_or(SettingError::Field("weekday", "unknown"))?;
    let kinds = |wanted: bool, list: &[String]| {
        let chosen = NotificationKind::ALL.iter().map(|kind| kind.as_str());
        chosen.filter(|kind| list.iter().any(|one| one == kind) == wanted).collect::<Vec<_>>().join(" ")
    };
    let mut tx = portal.db.begin().await?;
    let mut row = notify::settings_of(portal, &mut tx, me.id).await?;
    (row.quiet, row.by_mail) = (kinds(false, &choice.desk), kinds(true, &choice.mail));
    row.weekday = weekday;
    if row.hour != hour {
        row.hour = hour;
        let at = next_digest(portal.clock.now(), hour);
        row.digest_at = Some(at);
        jobs::enqueue_at(portal, &mut tx, &Job::Digest { staff: me.id, at }, at).await?;
    }
    staff_settings::set(&mut tx, &row).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a mail address and sends it six digits; an empty one is taken away.
pub async fn set_address(portal: &Portal, me: &Staff, typed: &str) -> Result<(), SettingError> {
    let mut tx = portal.db.begin().await?;
    let mut row = notify::settings_of(portal, &mut tx, me.id).await?;
    (row.sealed_code, row.code_until, row.confirmed_at, row.tries) = (None, None, None, 0);
    if typed.trim().is_empty() {
        (row.key_id, row.sealed_address) = (None, None);
        staff_settings::set(&mut tx, &row).await?;
        tx.commit().await?;
        return Ok(());
    }
    let address = EmailAddress::parse(typed).map_err(|_| SettingError::Field("email", "wrong_form"))?;
    let now = portal.clock.now();
    if row.code_asked_at.is_some_and(|at| at + CODE_AGAIN > now) {
        return Err(SettingError::Field("email", "too_soon"));
    }
    let who = portal.hashes.address.of(address.as_str());
    if Limit::CodesToAddress.count(portal, &mut tx, &hex_of(&who)).await? {
        return Err(SettingError::Field("email", "too_many"));
    }
    let code = portal.entropy.digits(CODE_DIGITS);
    let (key_id, sealed) = desk_words::seal(portal, "staff_setting", "sealed_address", me.id, address.as_str())?;
    row.sealed_address = Some(sealed);
    row.sealed_code = Some(desk_words::seal(portal, "staff_setting", "sealed_code", me.id, &code)?.1);
    row.key_id = Some(key_id);
    (row.code_until, row.code_asked_at) = (Some(now + CODE_GOOD), Some(now));
    staff_settings::set(&mut tx, &row).await?;
    let job = Job::StaffMail { staff: me.id, id: portal.entropy.id(now), code: Some(code), counts: Vec::new() };
    jobs::enqueue(portal, &mut tx, &job).await?;
    tx.commit().await?;
    portal.jobs_waiting.notify_one();
    Ok(())
}

/// The name under which an address is counted: hex digits of its keyed hash.
fn hex_of(hash: &[u8]) -> String {
    use std::fmt::Write;
    hash.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The six digits come back: the address is theirs.
pub async fn confirm(portal: &Portal, me: &Staff, typed: &str) -> Result<(), SettingError> {
    let wrong = |code| SettingError::Field("mail_code", code);
    let typed = typed.nfkc().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>();
    if typed.is_empty() {
        return Err(wrong("empty"));
    }
    if typed.len() != CODE_DIGITS || !typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong("wrong_form"));
    }
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let mut row = notify::settings_of(portal, &mut tx, me.id).await?;
    if row.confirmed_at.is_some() {
        return Ok(());
    }
    let good = row.code_until.is_some_and(|until: DateTime<Utc>| until > now) && row.tries < CODE_TRIES;
    let Some(sent) = code(portal, &row)?.filter(|_| good) else { return Err(wrong("over")) };
    row.tries += 1;
    let right = bool::from(sent.as_bytes().ct_eq(typed.as_bytes()));
    if right {
        row.confirmed_at = Some(now);
        (row.sealed_code, row.code_until) = (None, None);
    }
    // A wrong try stays counted.
    staff_settings::set(&mut tx, &row).await?;
    tx.commit().await?;
    if right { Ok(()) } else { Err(wrong("wrong")) }
}
