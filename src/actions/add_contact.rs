//! A reporter gives a name or a way to be reached, later.

use super::{
    follow, graph,
    limits::Limit,
    notices::{self, Language},
    record::{self, Actor, Entry},
};
use crate::{
    domain::{
        answers::{Answers, FieldError, FormStep},
        contact::{EmailAddress, PhoneNumber},
        report::Reporter,
    },
    portal::Portal,
    storage::{self, StorageError, reports::ReportRow},
};

#[derive(Debug, thiserror::Error)]
pub enum ContactError {
    #[error("fields")]
    Fields(Vec<FieldError>),
    #[error("closed")]
    Closed,
    /// Somebody changed the report in the same moment; trying again is enough.
    #[error("busy")]
    Busy,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Replaces who reported by what these answers say. A new address gets a code; `language` is that of messages.
pub async fn add_contact(
    portal: &Portal,
    row: &ReportRow,
    answers: &Answers,
    language: Language<'_>,
) -> Result<(), ContactError> {
    let wanted = Answers { anonymous: "no".to_owned(), ..answers.clone() };
    let mut errors = wanted.errors(row.channel()?, portal.clock.today());
    errors.retain(|error| FormStep::You.fields().contains(&error.field));
    if !errors.is_empty() {
        return Err(ContactError::Fields(errors));
    }
    if !follow::can(portal, row)?.contains(&"contact") {
        return Err(ContactError::Closed);
    }
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let key = row.data_key(&portal.keys)?;
    let before = row.reporter(&key)?.unwrap_or_default();
    let reporter = Reporter {
        name: some(&wanted.name),
        phone: PhoneNumber::parse(&wanted.phone).ok().map(|phone| phone.to_string()),
        email: EmailAddress::parse(&wanted.email).ok().map(|email| email.to_string()),
        role: some(&wanted.role).or(before.role),
        claims_reward: before.claims_reward,
    };
    let mut changed = row.clone();
    changed.sealed_reporter = Some(key.seal(&portal.entropy, "report", "sealed_reporter", row.id, &reporter));
    changed.changed_at = portal.clock.now();
    // A change that was begun before must not take it back unseen.
    changed.contact_version += 1;
    let mut tx = portal.db.begin().await?;
    if !storage::reports::set(&mut tx, &changed).await? {
        return Err(ContactError::Busy);
    }
    let entry =
        Entry { kind: "contact", actor: Actor::Citizen, public: true, facts: serde_json::json!({}), text: None };
    record::write(portal, &mut tx, row.id, &key, entry).await?;
    // A report that looks like a machine's sends nobody a code, nor does one whose address changes all the time: strangers
    // would get them. Its reporter can still ask for one.
    let send = !row.held && !Limit::CodesOfReport.count(portal, &mut tx, &row.number).await?;
    notices::sync(portal, &mut tx, row.id, &key, &reporter, language, send).await?;
    graph::enqueue(portal, &mut tx, row.id, None).await?;
    tx.commit().await?;
    portal.jobs_waiting.notify_one();
    Ok(())
}
