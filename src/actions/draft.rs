//! Drafts: begun, opened by the token in their address, saved. They keep seven days after the last change.

use std::net::IpAddr;

use chrono::TimeDelta;
use uuid::Uuid;

use super::limits::{Limit, address_class};
use crate::{
    crypto::{DataKey, SealError},
    domain::{
        answers::{Answers, FormStep},
        report::Channel,
        resume,
    },
    portal::Portal,
    storage::{self, StorageError, drafts::DraftRow},
};

/// How long an unsent draft is kept after its last change.
pub const KEPT: TimeDelta = TimeDelta::days(7);

/// A draft, opened.
#[derive(Clone)]
pub struct Draft {
    pub token: String,
    pub row: DraftRow,
    pub channel: Channel,
    /// `None` once it was sent.
    pub open: Option<Open>,
}

#[derive(Clone)]
pub struct Open {
    pub key: DataKey,
    pub answers: Answers,
}

/// A draft to be begun.
pub struct Beginning<'a> {
    pub channel: Channel,
    pub language: &'a str,
    /// Where it comes from, for the count of drafts.
    pub address: Option<IpAddr>,
    /// Whether the field that people do not see was filled in.
    pub trapped: bool,
    /// The token of its address, if it is given: then the same beginning twice is one draft.
    pub token: Option<String>,
}

/// Begins a draft; returns the token of its address.
pub async fn begin(portal: &Portal, beginning: Beginning<'_>) -> storage::Result<String> {
    add(portal, beginning, &Answers::default(), None).await
}

/// Begins a draft that changes a report, with what stands on it and the version of its content.
pub async fn begin_change(
    portal: &Portal,
    channel: Channel,
    language: &str,
    answers: &Answers,
    report: (Uuid, i64),
) -> storage::Result<String> {
    let beginning = Beginning { channel, language, address: None, trapped: false, token: None };
    add(portal, beginning, answers, Some(report)).await
}

async fn add(
    portal: &Portal,
    beginning: Beginning<'_>,
    answers: &Answers,
    changes: Option<(Uuid, i64)>,
) -> storage::Result<String> {
    let now = portal.clock.now();
    let id = portal.entropy.id(now);
    let token = beginning.token.unwrap_or_else(|| portal.entropy.token());
    let key = DataKey::generate(&portal.entropy);
    let wrapped = key.wrap(&portal.keys, &portal.entropy, "draft", id)?;
    let row = DraftRow {
        id,
        channel: beginning.channel.to_string(),
        language: beginning.language.to_owned(),
        key_id: wrapped.key_id,
        wrapped_key: Some(wrapped.key),
        sealed_answers: Some(key.seal(&portal.entropy, "draft", "sealed_answers", id, answers)),
        created_at: now,
        saved_at: now,
        expires_at: now + KEPT,
        report_id: None,
        // All pages of a report that was sent were filled in.
        reached: changes.map(|_| FormStep::Check.to_string()),
        trapped: beginning.trapped,
        changes_report: changes.map(|(report, _)| report),
        changes_version: changes.map(|(_, version)| version),
    };
    let mut tx = portal.db.begin_shared().await?;
    if changes.is_none() {
        Limit::Drafts.count(portal, &mut tx, &address_class(beginning.address)).await?;
    }
    storage::drafts::add(&mut tx, &row, &portal.hashes.draft.of(&token)).await?;
    tx.commit().await?;
    Ok(token)
}

/// Opens the draft of an address; `None` when there is none (any more).
pub async fn open(portal: &Portal, token: &str) -> storage::Result<Option<Draft>> {
    let row = storage::drafts::find(&portal.db, &portal.hashes.draft.of(token), portal.clock.now()).await?;
    row.map(|row| unseal(portal, token, row)).transpose()
}

fn unseal(portal: &Portal, token: &str, row: DraftRow) -> storage::Result<Draft> {
    let channel = Channel::parse(&row.channel).ok_or_else(|| StorageError::UnknownCode(row.channel.clone()))?;
    let open = match (&row.wrapped_key, &row.sealed_answers) {
        (Some(wrapped), Some(sealed)) => {
            let key = DataKey::unwrap(&portal.keys, &row.key_id, wrapped, "draft", row.id)?;
            let answers = key.open("draft", "sealed_answers", row.id, sealed)?;
            Some(Open { key, answers })
        }
        _ if row.report_id.is_some() => None,
        _ => return Err(SealError::Broken.into()),
    };
    Ok(Draft { token: token.to_owned(), row, channel, open })
}

/// With another case number, the court that the number before had filled in no longer holds. `read_back` is the number
/// whose court the page shows; a page that does not say shows that of the number that was kept.
fn without_stale_court(portal: &Portal, before: &Answers, fields: &[(String, String)]) -> Vec<(String, String)> {
    let sent = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.trim());
    let mut fields = fields.to_vec();
    let shown = sent("read_back").unwrap_or(before.case_number.as_str());
    if sent("case_number").is_some_and(|number| number != shown) {
        let stale = portal.court_named(shown);
        let stale = |(name, value): &&mut (String, String)| name == "court" && stale.as_deref() == Some(value.trim());
        fields.iter_mut().filter(|field| stale(field)).for_each(|(_, court)| court.clear());
    }
    fields
}

/// Takes over the fields of a page, good and bad. `None` when the draft is gone or sent. Two tabs that save different
/// pages at once both keep what they typed: the answers are read and written under one lock. `continued` is the page that was
/// left with Continue; `None` while somebody types.
pub async fn save(
    portal: &Portal,
    token: &str,
    fields: &[(String, String)],
    continued: Option<FormStep>,
) -> storage::Result<Option<Draft>> {
    let mut tx = portal.db.begin_shared().await?;
    // Not before: a draft that was ended meanwhile is over by then.
    let now = portal.clock.now();
    let row = storage::drafts::find_for_change(&mut tx, &portal.hashes.draft.of(token), now).await?;
    let mut draft = row.map(|row| unseal(portal, token, row)).transpose()?;
    let Some(Draft { row, channel, open: Some(open), .. }) = &mut draft else {
        // What was just sent is there to stay before anybody looks for it.
        tx.commit().await?;
        return Ok(None);
    };
    let fields = &without_stale_court(portal, &open.answers, fields);
    open.answers.take(fields);
    let sealed = open.key.seal(&portal.entropy, "draft", "sealed_answers", row.id, &open.answers);
    let before = row.reached.as_deref().and_then(FormStep::parse);
    let reached = resume::reached(*channel, &open.answers, before, fields, continued).map(FormStep::as_str);
    storage::drafts::set_answers(&mut tx, row.id, &sealed, reached, now, now + KEPT).await?;
    tx.commit().await?;
    row.saved_at = now;
    row.expires_at = now + KEPT;
    row.reached = reached.map(str::to_owned);
    Ok(draft)
}
