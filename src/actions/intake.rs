//! A clerk takes a report in for somebody on the telephone or at the counter: looks up what that person sent before,
//! notes how and when it came, and sends the code as a text message if the caller wishes.

use chrono::{TimeDelta, Utc};
use uuid::Uuid;

use super::{
    limits::Limit,
    notices::{address_hash, counted_as},
    record::{self, Actor, Entry},
    submit_report::{Clerk, Once, Receipt, SubmitError, find_receipt},
};
use crate::{
    crypto::{DataKey, keys},
    domain::{
        contact::PhoneNumber,
        notice::Way,
        report::{ReceiptCode, ReportNumber},
        staff::{Scope, Staff},
    },
    i18n::Lang,
    jobs::{self, Job},
    portal::Portal,
    storage::{
        self, StorageError, Tx,
        intake::{By, EarlierRow, IntakeRow},
    },
};

/// How many earlier reports are shown.
const SHOWN: i64 = 10;
/// A code that opens what the clerk may not read is shown while the caller is still there. Not once only: a page that did
/// not arrive would leave the caller without a code.
pub const READ_OUT: TimeDelta = TimeDelta::minutes(10);

/// What the clerk typed to look a caller's earlier reports up.
pub struct Looked {
    pub found: Vec<EarlierRow>,
    /// Looked up by a telephone that texts cannot reach: those stand in no index.
    pub landline: bool,
    /// Looked up by a mobile, which does not find what is confidential to the role.
    pub by_mobile: bool,
}

/// Looks up by the number of a report, a mobile or the number of a case, whichever it is.
pub async fn look_up(portal: &Portal, officer: &Staff, scope: &Scope, typed: &str) -> storage::Result<Looked> {
    let phone = PhoneNumber::parse(typed).ok();
    let landline = phone.as_ref().is_some_and(|phone| !phone.is_mobile());
    let mobile = phone.filter(PhoneNumber::is_mobile);
    let by_mobile = mobile.is_some();
    let by = if let Some(number) = ReportNumber::parse(typed) {
        By::Number(number.as_str().to_owned())
    } else if let Some(mobile) = mobile {
        By::Mobile(address_hash(portal, Way::Sms, &mobile.to_string()))
    } else if landline {
        return Ok(Looked { found: Vec::new(), landline, by_mobile });
    } else {
        let reading = portal.read_case_number(typed);
        let canonical = reading.canonical.clone().filter(|_| reading.is_usable());
        By::Case(portal.case_hash(&canonical.unwrap_or_else(|| typed.to_owned())))
    };
    let found = storage::intake::earlier(&portal.db, scope, officer.role, by, SHOWN).await?;
    Ok(Looked { found, landline, by_mobile })
}

/// Names the request of a form that a clerk sends, however often, and lets that clerk alone read the kept answer. What was
/// typed otherwise since is another request.
pub fn once(officer: &Staff, token: &str, typed: &[(String, String)]) -> Once {
    let mut typed =
        typed.iter().filter(|(name, value)| !value.is_empty() && !name.starts_with("look")).collect::<Vec<_>>();
    typed.sort();
    let typed = serde_json::to_vec(&(token, typed)).unwrap_or_default();
    Once {
        name: name_of(officer, token),
        secret: token.to_owned(),
        body_hash: keys::expand(&typed, "intake body").to_vec(),
    }
}

fn name_of(officer: &Staff, token: &str) -> String {
    format!("intake:{} {token}", officer.id)
}

/// The receipt of what this clerk took in within a day; `None` for everybody else's.
pub async fn receipt_of(portal: &Portal, officer: &Staff, token: &str) -> Result<Option<Receipt>, SubmitError> {
    find_receipt(portal, &name_of(officer, token), token).await
}

/// Writes down who took a new report in, how it came, and both times.
pub(super) async fn note(
    portal: &Portal,
    tx: &mut Tx,
    report_id: Uuid,
    key: &DataKey,
    clerk: Clerk,
) -> storage::Result<()> {
    let now = portal.clock.now();
    let row = IntakeRow {
        report_id,
        staff_id: clerk.staff_id,
        way: clerk.way.to_string(),
        received_at: clerk.received_at,
        recorded_at: now,
        texted_at: None,
        text_failed_at: None,
    };
    storage::intake::add(tx, &row).await?;
    let received = clerk.received_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let facts = serde_json::json!({ "way": clerk.way.as_str(), "received": received });
    let entry = Entry { kind: "taken_in", actor: Actor::Staff(clerk.staff_id), public: true, facts, text: None };
    record::write(portal, tx, report_id, key, entry).await?;
    Ok(())
}

/// Why a code is not sent as a text message.
#[derive(Debug, thiserror::Error)]
pub enum TextError {
    /// The day is over, or it is not this clerk's.
    #[error("over")]
    Over,
    /// It was sent before.
    #[error("once")]
    Once,
    /// The report has no mobile.
    #[error("no_mobile")]
    NoMobile,
    /// The number's owner wants no messages, or had enough for today.
    #[error("refused")]
    Refused,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<crate::crypto::SealError> for TextError {
    fn from(error: crate::crypto::SealError) -> Self {
        Self::Storage(error.into())
    }
}

/// Sends the code to the mobile that the caller gave, once, in a message that says nothing of courts or of the matter.
/// The caller asked for it a moment ago, so that it also goes at night.
pub async fn text_code(portal: &Portal, officer: &Staff, token: &str) -> Result<(), TextError> {
    let receipt = match receipt_of(portal, officer, token).await {
        Ok(receipt) => receipt.ok_or(TextError::Over)?,
        Err(SubmitError::Storage(error)) => return Err(error.into()),
        Err(_) => return Err(TextError::Over),
    };
    let code = ReceiptCode::parse(&receipt.code).ok_or(TextError::Over)?;
    let intake = storage::intake::find(&portal.db, &receipt.number, officer.id).await?.ok_or(TextError::Over)?;
    let mobile = mobile_of(portal, &intake).await?.ok_or(TextError::NoMobile)?;
    let hash = address_hash(portal, Way::Sms, &mobile.to_string());
    let mut tx = portal.db.begin().await?;
    if storage::contacts::is_refused_in(&mut tx, &hash).await?
        || Limit::CodesToAddress.count(portal, &mut tx, &counted_as(&hash)).await?
    {
        return Err(TextError::Refused);
    }
    if !storage::intake::set_texted(&mut tx, intake.report_id, portal.clock.now()).await? {
        return Err(TextError::Once);
    }
    let row = storage::reports::find_for_change(&mut tx, intake.report_id).await?.ok_or(TextError::Over)?;
    let text = words_of_code(portal, Lang::parse(&row.language), &code);
    let id = portal.entropy.id(portal.clock.now());
    let job = Job::TextCode { id, report: Some(row.id), to: mobile.to_string(), text };
    jobs::enqueue(portal, &mut tx, &job).await?;
    let key = row.data_key(&portal.keys)?;
    let facts = serde_json::json!({});
    let entry = Entry { kind: "code_texted", actor: Actor::Staff(officer.id), public: true, facts, text: None };
    record::write(portal, &mut tx, row.id, &key, entry).await?;
    tx.commit().await?;
    portal.jobs_waiting.notify_one();
    Ok(())
}

/// The message did not go, though it was tried again and again: the clerk can send it once more, and the timeline, which says
/// that it was sent, says so.
pub async fn set_text_failed(portal: &Portal, tx: &mut Tx, report_id: Uuid) -> storage::Result<()> {
    let Some(row) = storage::reports::find_for_change(tx, report_id).await? else { return Ok(()) };
    if !storage::intake::set_text_failed(tx, report_id, portal.clock.now()).await? {
        return Ok(());
    }
    let facts = serde_json::json!({});
    let entry = Entry { kind: "code_not_texted", actor: Actor::System, public: true, facts, text: None };
    record::write(portal, tx, row.id, &row.data_key(&portal.keys)?, entry).await.map(|_| ())
}

/// The mobile that the caller gave, if there is one. For the clerk who wrote it down, whatever the fence says since.
pub async fn mobile_of(portal: &Portal, intake: &IntakeRow) -> storage::Result<Option<PhoneNumber>> {
    let Some(row) = storage::reports::find_by_id(&portal.db, intake.report_id).await? else { return Ok(None) };
    let reporter = row.reporter(&row.data_key(&portal.keys)?)?;
    let phone = reporter.and_then(|reporter| reporter.phone).and_then(|phone| PhoneNumber::parse(&phone).ok());
    Ok(phone.filter(PhoneNumber::is_mobile))
}

/// The code and where it opens the report: whoever reads it over a shoulder learns no court and no matter.
fn words_of_code(portal: &Portal, lang: Lang, code: &ReceiptCode) -> String {
    let site = portal.config.public_url.split_once("://").map_or(portal.config.public_url.as_str(), |(_, name)| name);
    let address = format!("{site}{}", lang.path("/follow"));
    lang.ta("sms-receipt-code", &[("code", code.as_str()), ("address", &address)])
}

/// Whether the code of a report that is not for the clerk's eyes is still shown.
pub fn is_read_out(portal: &Portal, noted: &IntakeRow) -> bool {
    portal.clock.now() < noted.recorded_at + READ_OUT
}

/// Until when the clerk sees the receipt again.
pub fn kept_until(receipt: &Receipt, intake: Option<&IntakeRow>) -> chrono::DateTime<Utc> {
    intake.map_or(receipt.received_at, |intake| intake.recorded_at) + super::submit_report::ANSWER_KEPT
}
