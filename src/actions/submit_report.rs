//! Takes a report, once: seals it, decides who is responsible, sets its clock, and keeps the answer for a day so that
//! the same request gets the same answer.

use std::net::IpAddr;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    limits::{Limit, address_class},
    record::{self, Actor, Entry},
};
use crate::{
    clock::{day_of, end_of},
    crypto::{DataKey, SealError},
    domain::{
        deadline::{self, Unit},
        report::{Category, Channel, ReceiptCode, ReportNumber, Status},
        responsibility::{self, Route},
        staff::circuit_of,
        submission::Submission,
    },
    portal::Portal,
    storage::{self, StorageError, answers::AnswerRow, reports::ReportRow},
};

/// How long a citizen may change or withdraw.
pub const WITHDRAW: TimeDelta = TimeDelta::minutes(10);
/// How long the answer with the code is kept, sealed.
pub const ANSWER_KEPT: TimeDelta = TimeDelta::hours(24);

/// The answer to a submission.
#[derive(Clone, Serialize, Deserialize)]
pub struct Receipt {
    pub number: String,
    pub code: String,
    pub received_at: DateTime<Utc>,
    pub channel: Channel,
    pub category: Category,
    /// The court that will handle it.
    pub court: String,
    pub court_concerned: Option<String>,
    pub flags: Vec<String>,
    pub due: NaiveDate,
}

/// What makes a repeated request the same request.
pub struct Once {
    /// Names the request: a draft's token, or a client's idempotency key.
    pub name: String,
    /// Only who has this can read the kept answer.
    pub secret: String,
    /// Hash of what was sent: the same name with another body is a mistake.
    pub body_hash: Vec<u8>,
}

/// The draft that a report comes from, with its key, so that its files stay readable.
pub struct FromDraft {
    pub id: Uuid,
    /// As it was saved when its answers were read: what was typed since must not be lost.
    pub saved_at: DateTime<Utc>,
    pub key: DataKey,
}

#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// The key was used for another body.
    #[error("idempotency_mismatch")]
    Mismatch,
    /// Sent before; the answer can no longer be shown (its day is over, or another browser asks).
    #[error("already_sent")]
    AlreadySent,
    /// The draft was saved again after it was read; read it anew.
    #[error("changed")]
    Changed,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<SealError> for SubmitError {
    fn from(error: SealError) -> Self {
        Self::Storage(error.into())
    }
}

pub async fn submit_report(
    portal: &Portal,
    submission: &Submission,
    draft: Option<FromDraft>,
    once: &Once,
    address: Option<IpAddr>,
    suspicious: bool,
) -> Result<Receipt, SubmitError> {
    let answer_key = portal.hashes.answer.of(&once.name);
    if let Some(answer) = storage::answers::find(&portal.db, &answer_key, portal.clock.now()).await? {
        return replay(portal, once, &answer);
    }
    let now = portal.clock.now();
    let id = portal.entropy.id(now);
    let key = draft.as_ref().map_or_else(|| DataKey::generate(&portal.entropy), |draft| draft.key.clone());
    let code = ReceiptCode::generate(&portal.entropy);
    let code_hash = portal.hashes.code.of(code.as_str());
    let mut row = prepare(portal, submission, id, &key, now)?;

    let mut tx = portal.db.begin().await?;
    if let Some(answer) = storage::answers::find_for_change(&mut tx, &answer_key).await? {
        drop(tx);
        return replay(portal, once, &answer);
    }
    let over = match address {
        Some(address) => Limit::Reports.count(portal, &mut tx, &address_class(address)).await?,
        None => false,
    };
    row.held = over || suspicious;
    // A billion numbers a year and a million reports: now and then one is taken.
    while !storage::reports::add(&mut tx, &row, &code_hash).await? {
        ReportNumber::generate(&portal.entropy, now.year()).as_str().clone_into(&mut row.number);
    }
    if let Some(draft) = &draft {
        // The draft's row first: a file that is just being added waits for it and then goes to the report.
        if !storage::drafts::set_sent(&mut tx, draft.id, id, draft.saved_at, now + super::draft::KEPT).await? {
            return Err(SubmitError::Changed);
        }
        storage::files::set_report(&mut tx, draft.id, id).await?;
    }
    let facts = serde_json::json!({ "status": Status::Received.as_str(), "court": row.court, "flags": row.flags() });
    let entry = Entry { kind: "received", actor: Actor::Citizen, public: true, facts, text: None };
    record::write(portal, &mut tx, id, &key, entry).await?;
    let receipt = receipt(&row, &code, submission);
    let answer_seal = DataKey::from_secret(&portal.keys, "seal answers", &once.secret);
    let sealed = answer_seal.seal(&portal.entropy, "answer", "sealed", id, &receipt);
    let answer = AnswerRow { body_hash: once.body_hash.clone(), report_id: id, sealed: Some(sealed) };
    storage::answers::add(&mut tx, &answer_key, &answer, now + ANSWER_KEPT).await?;
    tx.commit().await?;
    Ok(receipt)
}

/// The kept answer to a request that was made before, for reloading the receipt. `None` when there was none.
pub async fn find_receipt(portal: &Portal, name: &str, secret: &str) -> Result<Option<Receipt>, SubmitError> {
    let Some(answer) = storage::answers::find(&portal.db, &portal.hashes.answer.of(name), portal.clock.now()).await?
    else {
        return Ok(None);
    };
    open_answer(portal, secret, &answer).map(Some)
}

fn replay(portal: &Portal, once: &Once, answer: &AnswerRow) -> Result<Receipt, SubmitError> {
    if answer.body_hash != once.body_hash {
        return Err(SubmitError::Mismatch);
    }
    open_answer(portal, &once.secret, answer)
}

fn open_answer(portal: &Portal, secret: &str, answer: &AnswerRow) -> Result<Receipt, SubmitError> {
    let sealed = answer.sealed.as_deref().ok_or(SubmitError::AlreadySent)?;
    let key = DataKey::from_secret(&portal.keys, "seal answers", secret);
    key.open("answer", "sealed", answer.report_id, sealed).map_err(|_| SubmitError::AlreadySent)
}

/// The row of a new report; sealing is done before the transaction, which then only writes.
pub fn prepare(
    portal: &Portal,
    submission: &Submission,
    id: Uuid,
    key: &DataKey,
    now: DateTime<Utc>,
) -> Result<ReportRow, SealError> {
    let courts = portal.courts();
    let Route { court, court_concerned, desk, mut flags } =
        responsibility::route(submission.channel, submission.category, submission.court.as_deref(), &courts);
    flags.extend(&submission.flags);
    let (due_rule, amount, unit) = service_target(submission);
    let due = deadline::due(day_of(now), amount, unit, &portal.calendar());
    let seal = |column, value: &dyn erased::Sealable| value.seal(portal, key, column, id);
    let wrapped = key.wrap(&portal.keys, &portal.entropy, "report", id)?;
    let urgent = is_urgent(submission);
    Ok(ReportRow {
        id,
        number: ReportNumber::generate(&portal.entropy, day_of(now).year()).as_str().to_owned(),
        channel: submission.channel.to_string(),
        category: submission.category.to_string(),
        status: Status::Received.to_string(),
        desk: desk.to_string(),
        circuit: circuit_of(&court, &courts),
        court,
        court_concerned,
        livelihood: submission.livelihood.map(|class| class.to_string()),
        language: submission.language.clone(),
        held: false,
        urgent,
        priority: priority(submission, urgent),
        flags: flags.join(" "),
        outcome: None,
        received_at: now,
        due_at: end_of(due),
        due_rule: due_rule.to_owned(),
        withdraw_until: now + WITHDRAW,
        changed_at: now,
        closed_at: None,
        assignee: None,
        opened_at: None,
        version: 1,
        key_id: wrapped.key_id,
        wrapped_key: wrapped.key,
        sealed_summary: seal("sealed_summary", &submission.summary()),
        sealed_content: seal("sealed_content", &submission.content),
        sealed_reporter: submission.reporter.as_ref().map(|reporter| seal("sealed_reporter", reporter)),
        case_hash: submission.content.case_number.as_deref().map(|number| portal.case_hash(number)),
        respondent_hash: submission
            .content
            .respondent
            .as_ref()
            .map(|respondent| portal.hashes.respondent.of(&respondent.name)),
    })
}

/// A way to seal different types with one closure.
mod erased {
    use serde::Serialize;
    use uuid::Uuid;

    use crate::{crypto::DataKey, portal::Portal};

    pub trait Sealable {
        fn seal(&self, portal: &Portal, key: &DataKey, column: &str, id: Uuid) -> Vec<u8>;
    }

    impl<T: Serialize> Sealable for T {
        fn seal(&self, portal: &Portal, key: &DataKey, column: &str, id: Uuid) -> Vec<u8> {
            key.seal(&portal.entropy, "report", column, id, self)
        }
    }
}

/// By when the portal means to have answered: service targets, not law. Leads follow the applicant's rule
/// (财产调查规定 Art. 2: 7 days, urgent 3), complaints the petition rule (法〔2021〕227号 item 5: 30 days).
fn service_target(submission: &Submission) -> (&'static str, u32, Unit) {
    match submission.channel {
        Channel::Lead if is_urgent(submission) => ("lead_urgent", 3, Unit::CalendarDays),
        Channel::Lead => ("lead_verify", 7, Unit::CalendarDays),
        Channel::Complaint => ("xf_finish_own", 30, Unit::CalendarDays),
    }
}

/// A person seen, or somebody breaking consumption limits now: worth hours, not days.
fn is_urgent(submission: &Submission) -> bool {
    matches!((submission.channel, submission.category), (Channel::Lead, Category::Whereabouts | Category::Consumption))
}

/// A sum that anyone can read: 30 for urgent, 20 for a claim on which a family lives, 10 for case money.
fn priority(submission: &Submission, urgent: bool) -> i64 {
    let funds = submission.category == Category::Funds;
    30 * i64::from(urgent) + 20 * i64::from(submission.livelihood.is_some()) + 10 * i64::from(funds)
}

fn receipt(row: &ReportRow, code: &ReceiptCode, submission: &Submission) -> Receipt {
    Receipt {
        number: row.number.clone(),
        code: code.as_str().to_owned(),
        received_at: row.received_at,
        channel: submission.channel,
        category: submission.category,
        court: row.court.clone(),
        court_concerned: row.court_concerned.clone(),
        flags: row.flags(),
        due: day_of(row.due_at),
    }
}
