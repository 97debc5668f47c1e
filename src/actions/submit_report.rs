//! Takes a report, once: seals it, decides who is responsible, sets its clock, and keeps the answer for a day so that
//! the same request gets the same answer.

use std::net::IpAddr;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    gate::Proof,
    graph,
    limits::{Limit, address_class},
    notices::{self, Language},
    notify::Change,
    record::{self, Actor, Entry},
    search_index,
    sign_receipt::sign_receipt,
    subscriptions, take_step,
};
use crate::{
    clock::{day_of, end_of},
    crypto::{DataKey, SealError, receipt::Opening},
    domain::{
        case_clocks, deadline,
        doubt::Doubt,
        intake::IntakeWay,
        priority,
        report::{Category, Channel, Content, ReceiptCode, ReportNumber, Status},
        responsibility::{self, Route},
        staff::circuit_of,
        submission::Submission,
    },
    i18n::Lang,
    portal::Portal,
    storage::{self, StorageError, answers::AnswerRow, receipts::ReceiptRow, reports::ReportRow},
};

/// How long a citizen may change or withdraw.
pub const WITHDRAW: TimeDelta = TimeDelta::minutes(10);
/// How long the answer with the code is kept, sealed.
pub const ANSWER_KEPT: TimeDelta = TimeDelta::hours(24);

/// How long a visit is told that it sent something about the same case.
const TWIN_KEPT: TimeDelta = TimeDelta::hours(24);

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
    /// The signed receipt; `None` in answers kept by a version that did not sign.
    #[serde(default)]
    pub signed: Option<String>,
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

/// What is known of who sends: enough to hold a report for a look, never to refuse one.
pub struct Sender {
    pub address: Option<IpAddr>,
    /// What looks like a program.
    pub doubts: Vec<Doubt>,
    pub proof: Proof,
    /// The visit it is sent from, so that it can be told when it is about to send the same again.
    pub visit: Option<String>,
    /// A clerk who writes down what a caller says; the clocks count from when the court received it.
    pub clerk: Option<Clerk>,
}

/// Who took a report in for somebody, how it came, and when the court received it.
#[derive(Clone, Copy)]
pub struct Clerk {
    pub staff_id: Uuid,
    pub way: IntakeWay,
    pub received_at: DateTime<Utc>,
}

impl Sender {
    /// Another system, which shows no proof.
    pub fn system(address: Option<IpAddr>) -> Self {
        Self { address, doubts: Vec::new(), proof: Proof::Missing, visit: None, clerk: None }
    }

    /// A clerk at the desk: not counted against any address, and never in doubt.
    pub fn clerk(clerk: Clerk) -> Self {
        Self { clerk: Some(clerk), ..Self::system(None) }
    }
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
    sender: Sender,
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
    let received_at = sender.clerk.map_or(now, |clerk| clerk.received_at);
    let mut row = prepare(portal, submission, id, &key, received_at)?;
    (row.withdraw_until, row.changed_at, row.priority_at) = (now + WITHDRAW, now, now);
    let opening = Opening::new(&code, &portal.entropy);
    let sealed_opening = key.seal(&portal.entropy, "report", "sealed_receipt", id, &opening);
    let sign = |row: &ReportRow| -> Result<ReceiptRow, StorageError> {
        let receipt = sign_receipt(portal, row, &submission.content, &opening, received_at)?;
        Ok(ReceiptRow { receipt: Some(receipt), sealed_receipt: Some(sealed_opening.clone()) })
    };
    let mut signed = sign(&row)?;

    let mut tx = portal.db.begin_shared().await?;
    if let Some(answer) = storage::answers::find_for_change(&mut tx, &answer_key).await? {
        // Not before what is answered is there to stay.
        tx.commit().await?;
        return replay(portal, once, &answer);
    }
    let mut doubts = sender.doubts;
    let who = address_class(sender.address);
    if sender.clerk.is_none() && Limit::Reports.count(portal, &mut tx, &who).await? {
        match sender.proof {
            Proof::Worked => {}
            Proof::Waited if !Limit::Waits.count(portal, &mut tx, &who).await? => {}
            _ => doubts.push(Doubt::TooMany),
        }
    }
    row.held = !doubts.is_empty();
    let flags = row.flags.split_whitespace().chain(doubts.iter().map(|doubt| doubt.as_str()));
    row.flags = flags.collect::<Vec<_>>().join(" ");
    // A billion numbers a year and a million reports: now and then one is taken.
    while !storage::reports::add(&mut tx, &row, &code_hash, &signed).await? {
        ReportNumber::generate(&portal.entropy, day_of(received_at).year()).as_str().clone_into(&mut row.number);
        signed = sign(&row)?;
    }
    if let Some(draft) = &draft {
        // The draft's row first: a file that is just being added waits for it and then goes to the report.
        if !storage::drafts::set_sent(&mut tx, draft.id, id, draft.saved_at, now + super::draft::KEPT).await? {
            // What was typed is there for whoever looks at it next.
            tx.give_up().await;
            return Err(SubmitError::Changed);
        }
        storage::files::set_report(&mut tx, draft.id, id).await?;
    }
    if let (Some(visit), Some(case_number)) = (&sender.visit, &submission.content.case_number) {
        let twin = twin_hash(portal, visit, submission.channel, case_number);
        storage::filed::set(&mut tx, &twin, id, now + TWIN_KEPT).await?;
    }
    let facts = serde_json::json!({ "status": Status::Received.as_str(), "court": row.court, "flags": row.flags() });
    let entry = Entry { kind: "received", actor: Actor::Citizen, public: true, facts, text: None };
    storage::timeline::add(&mut tx, &record::row(portal, id, &key, received_at, &entry)).await?;
    search_index::changed(portal, &mut tx, id).await?;
    if let Some(clerk) = sender.clerk {
        super::intake::note(portal, &mut tx, id, &key, clerk).await?;
    }
    if let Some(reporter) = &submission.reporter {
        // Reports that look like a machine's send nobody a code; their reporter can still ask for one.
        notices::sync(portal, &mut tx, id, &key, reporter, Language::OfReport(&row.language), !row.held).await?;
    }
    graph::enqueue(portal, &mut tx, id, None).await?;
    subscriptions::watch(portal, &mut tx, Change { report: id, at: now, by: None }, true).await?;
    let receipt = receipt(&row, &code, submission, signed.receipt);
    let answer_seal = DataKey::from_secret(&portal.keys, "seal answers", &once.secret);
    let sealed = answer_seal.seal(&portal.entropy, "answer", "sealed", id, &receipt);
    let answer = AnswerRow { body_hash: once.body_hash.clone(), report_id: id, sealed: Some(sealed) };
    storage::answers::add(&mut tx, &answer_key, &answer, now + ANSWER_KEPT).await?;
    tx.commit().await?;
    portal.jobs_waiting.notify_one();
    Ok(receipt)
}

/// Under what a visit finds again that it sent something about this case.
fn twin_hash(portal: &Portal, visit: &str, channel: Channel, case_number: &str) -> Vec<u8> {
    portal.hashes.visit.of(&format!("{visit} sent {channel} {case_number}"))
}

/// What this very visit sent within a day about the same case: its number and when. Of nobody else's reports, and
/// nothing without the visit's cookie.
pub async fn find_twin(
    portal: &Portal,
    visit: &str,
    channel: Channel,
    case_number: &str,
) -> storage::Result<Option<(String, DateTime<Utc>)>> {
    let twin = twin_hash(portal, visit, channel, case_number);
    storage::filed::find(&portal.db, &twin, portal.clock.now()).await
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
    let seal = |column, value: &dyn erased::Sealable| value.seal(portal, key, column, id);
    let wrapped = key.wrap(&portal.keys, &portal.entropy, "report", id)?;
    let urgent = is_urgent(submission);
    let (due_rule, due_from) = (case_clocks::service_target(submission.channel, urgent), day_of(now));
    let due = deadline::due_by(due_rule, due_from, &portal.calendar());
    let asked =
        Lang::parse(&submission.language).asked(submission.channel, submission.category, &submission.content.details);
    let content = Content { asked, ..submission.content.clone() };
    let detail = |code: &str| submission.content.details.get(code).map_or("", String::as_str);
    let mut row = ReportRow {
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
        priority: 0,
        flags: flags.join(" "),
        outcome: None,
        received_at: now,
        due_at: end_of(due),
        due_rule: due_rule.to_owned(),
        due_from,
        withdraw_until: now + WITHDRAW,
        changed_at: now,
        closed_at: None,
        assignee: None,
        opened_at: None,
        version: 1,
        key_id: wrapped.key_id,
        wrapped_key: wrapped.key,
        sealed_summary: seal("sealed_summary", &submission.summary()),
        sealed_content: seal("sealed_content", &content),
        sealed_reporter: submission.reporter.as_ref().map(|reporter| seal("sealed_reporter", reporter)),
        case_hash: submission.content.case_number.as_deref().map(|number| portal.case_hash(number)),
        respondent_hash: submission
            .content
            .respondent
            .as_ref()
            .and_then(|respondent| portal.respondent_hash(&respondent.name)),
        content_version: 1,
        contact_version: 0,
        round: 1,
        citizen_result: None,
        asked_from: None,
        reopened_by_citizen: false,
        withdrawn_at: None,
        corroboration: 0,
        boost: 0,
        seen_at: priority::seen_at(now, detail("freshness")),
        half_life: priority::half_life(submission.channel.as_str(), submission.category.as_str(), detail("asset_type")),
        due_band: 0,
        due_order: now,
        priority_at: now,
        priority_next: None,
        flood_of: None,
        flood_size: 0,
        triage_due: None,
        triage_warn: None,
    };
    take_step::set_triage(portal, &mut row, now);
    row.weigh(now);
    Ok(row)
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

/// A person seen, or somebody breaking consumption limits now: worth hours, not days.
fn is_urgent(submission: &Submission) -> bool {
    matches!((submission.channel, submission.category), (Channel::Lead, Category::Whereabouts | Category::Consumption))
}

fn receipt(row: &ReportRow, code: &ReceiptCode, submission: &Submission, signed: Option<String>) -> Receipt {
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
        signed,
    }
}
