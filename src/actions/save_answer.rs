//! An officer's unfinished answer is kept while it is being written: sealed, for that person, report and step alone.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::take_step::{Input, LONGEST};
use crate::{
    crypto::DataKey,
    domain::{
        staff::{Scope, Staff},
        workflow::{self, Action},
    },
    portal::Portal,
    storage::{self, StorageError, answer_drafts::DraftRow, beside::BesideRow, presence},
};

/// How long an unfinished answer is kept after its last change.
pub const KEPT: TimeDelta = TimeDelta::days(7);

/// An unfinished answer as it is kept.
#[derive(Clone, Debug, Default, Serialize, Deserialize, PartialEq, Eq)]
pub struct Draft {
    #[serde(flatten)]
    pub input: Input,
    /// What stood in the text before a letter took its place; it is never sent.
    #[serde(default)]
    pub before: String,
}

/// Letters that were tried one after the other leave more than one text behind.
const LONGEST_BEFORE: usize = 4 * LONGEST;

#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    #[error("not_found")]
    NotFound,
    #[error("not_for_this_role")]
    NotYours,
    /// Longer than it could be sent: the field.
    #[error("too_long")]
    TooLong(&'static str),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Keeps what was typed for a step, as it is; nothing typed means nothing kept. Says when.
pub async fn save_answer(
    portal: &Portal,
    officer: &Staff,
    number: &str,
    action: Action,
    draft: &Draft,
) -> Result<DateTime<Utc>, SaveError> {
    let Draft { input, before } = draft;
    let scope = Scope::of(officer, &portal.courts());
    let row = storage::reports::find(&portal.db, &scope, number).await?.ok_or(SaveError::NotFound)?;
    if !workflow::step(action).roles.contains(&officer.role) {
        return Err(SaveError::NotYours);
    }
    for (name, value) in
        [("note", &input.note), ("text", &input.text), ("reason", &input.reason), ("body", &input.body)]
    {
        if value.chars().count() > LONGEST {
            return Err(SaveError::TooLong(name));
        }
    }
    if before.chars().count() > LONGEST_BEFORE {
        return Err(SaveError::TooLong("before"));
    }
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    if input.is_empty() && before.is_empty() {
        storage::answer_drafts::delete(&mut tx, row.id, officer.id, action.as_str()).await?;
    } else {
        let id = portal.entropy.id(now);
        let key = row.data_key(&portal.keys)?;
        let row = DraftRow {
            id,
            report_id: row.id,
            staff_id: officer.id,
            action: action.to_string(),
            sealed: key.seal(&portal.entropy, "answer_draft", "sealed", id, draft),
            saved_at: now,
            expires_at: now + KEPT,
        };
        storage::answer_drafts::set(&mut tx, &row).await?;
    }
    tx.commit().await?;
    Ok(now)
}

/// Who else has a report open, and what one has begun to answer.
#[derive(Default)]
pub struct Answers {
    /// Colleagues, with what they do.
    pub present: Vec<(String, presence::State)>,
    /// One's own unfinished answers.
    pub drafts: Vec<(Action, Draft, DateTime<Utc>)>,
}

impl Answers {
    /// What was begun for a step.
    pub fn draft(&self, action: Action) -> Option<&Draft> {
        self.drafts.iter().find(|(of, ..)| *of == action).map(|(_, draft, _)| draft)
    }
}

/// Opens those of the things beside a report.
pub fn open(rows: &[BesideRow], key: &DataKey) -> Result<Answers, StorageError> {
    let mut answers = Answers::default();
    let mut seen = std::collections::BTreeMap::new();
    for BesideRow { what, id, code, person, sealed, at, .. } in rows {
        match (what.as_str(), sealed) {
            ("draft", Some(sealed)) => {
                if let Some(action) = Action::parse(code) {
                    answers.drafts.push((action, key.open("answer_draft", "sealed", *id, sealed)?, *at));
                }
            }
            ("presence", _) => {
                if let Some(state) = presence::State::parse(code) {
                    let one = seen.entry((person.clone(), *id)).or_insert(state);
                    *one = state.max(*one);
                }
            }
            _ => {}
        }
    }
    answers.present = seen.into_iter().map(|((name, _), state)| (name, state)).collect();
    Ok(answers)
}
