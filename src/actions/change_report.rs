//! A reporter changes what was sent, within ten minutes: the same report, a new version, the earlier one kept.

use chrono::{DateTime, Utc};

use super::{
    draft::{self, Draft},
    follow, graph,
    limits::Limit,
    notices::{self, Language},
    notify::Change,
    record::{self, Actor, Entry},
    submit_report, subscriptions,
};
use crate::{
    domain::{
        doubt::Doubt,
        report::Status,
        resubmission::{Sent, answers_of},
        submission::Submission,
        workflow::CitizenAct,
    },
    portal::Portal,
    storage::{self, StorageError, Tx, reports::ReportRow, versions::VersionRow},
};

#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The ten minutes are over.
    #[error("too_late")]
    TooLate,
    /// It was decided, closed or withdrawn meanwhile.
    #[error("closed")]
    Closed,
    /// Its reporter changed it elsewhere since this draft was begun; here is how it stands now.
    #[error("elsewhere")]
    Elsewhere(Box<ReportRow>),
    #[error("too_many")]
    TooMany,
    /// The draft was saved or sent in this moment; read it anew.
    #[error("changed")]
    Draft,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Begins a draft with everything that stands on the report; returns the token of its address. Files stay where they are.
pub async fn begin(portal: &Portal, row: &ReportRow, language: &str) -> Result<String, ChangeError> {
    check(portal, row, portal.clock.now())?;
    let key = row.data_key(&portal.keys)?;
    let (content, reporter) = (row.content(&key)?, row.reporter(&key)?);
    let sent = Sent {
        channel: row.channel()?,
        category: &row.category,
        court_concerned: row.court_concerned.as_deref(),
        livelihood: row.livelihood.as_deref(),
        content: &content,
        reporter: reporter.as_ref(),
    };
    let answers = answers_of(&sent, &portal.courts(), portal.clock.today());
    let report = (row.id, row.said_version());
    Ok(draft::begin_change(portal, sent.channel, language, &answers, report).await?)
}

/// Puts the draft's answers in the place of what the report says.
pub async fn send(
    portal: &Portal,
    draft: &Draft,
    report: &ReportRow,
    submission: &Submission,
    suspicious: bool,
) -> Result<(), ChangeError> {
    let mut tx = portal.db.begin().await?;
    let kept_until = portal.clock.now() + draft::KEPT;
    // The draft's row first: whoever presses the button twice waits here and then finds it sent.
    if !storage::drafts::set_sent(&mut tx, draft.row.id, report.id, draft.row.saved_at, kept_until).await? {
        return Err(ChangeError::Draft);
    }
    let outcome = replace(portal, &mut tx, report, draft.row.changes_version, submission, suspicious).await;
    match outcome {
        Ok(()) => {
            tx.commit().await?;
            portal.jobs_waiting.notify_one();
            Ok(())
        }
        Err(ChangeError::Elsewhere(row)) => {
            drop(tx);
            // Shown now; pressing again means it.
            let mut tx = portal.db.begin().await?;
            storage::drafts::set_changes_version(&mut tx, draft.row.id, row.said_version()).await?;
            tx.commit().await?;
            Err(ChangeError::Elsewhere(row))
        }
        Err(error) => Err(error),
    }
}

/// The same without a draft, for other systems.
pub async fn change(portal: &Portal, report: &ReportRow, submission: &Submission) -> Result<(), ChangeError> {
    let mut tx = portal.db.begin().await?;
    replace(portal, &mut tx, report, None, submission, false).await?;
    tx.commit().await?;
    portal.jobs_waiting.notify_one();
    Ok(())
}

fn check(portal: &Portal, row: &ReportRow, now: DateTime<Utc>) -> Result<(), ChangeError> {
    if follow::can(portal, row)?.contains(&CitizenAct::Change.as_str()) {
        Ok(())
    } else if row.status()?.is_open() && now >= row.withdraw_until {
        Err(ChangeError::TooLate)
    } else {
        Err(ChangeError::Closed)
    }
}

async fn replace(
    portal: &Portal,
    tx: &mut Tx,
    report: &ReportRow,
    base: Option<i64>,
    submission: &Submission,
    suspicious: bool,
) -> Result<(), ChangeError> {
    let row = storage::reports::find_for_change(tx, report.id).await?.ok_or(ChangeError::Closed)?;
    // Only now that the row is held: what courts did while this waited was done to the version that ends here, and is
    // kept from whoever may not read that.
    let now = portal.clock.now();
    check(portal, &row, now)?;
    if base.is_some_and(|base| base != row.said_version()) {
        return Err(ChangeError::Elsewhere(Box::new(row)));
    }
    if Limit::Changes.count(portal, tx, &row.number).await? {
        return Err(ChangeError::TooMany);
    }
    let key = row.data_key(&portal.keys)?;
    let kept = VersionRow::of(portal.entropy.id(now), &row, now);
    storage::versions::add(tx, &kept).await?;
    let changed = with_content(portal, &row, submission, suspicious, now)?;
    storage::reports::set_content(tx, &changed).await?;
    graph::uproot(portal, tx, &row).await?;
    let moved = moves(&row, &changed);
    if moved {
        // What the desk that had it hung on it is not for the next one.
        storage::teams::take_off(tx, row.id).await?;
        storage::tags::take_all(tx, row.id).await?;
        storage::reminders::set_all_done(tx, row.id, now).await?;
    }
    let entry = if moved {
        let facts = serde_json::json!({ "court": changed.court });
        Entry { kind: "changed_court", actor: Actor::Citizen, public: true, facts, text: None }
    } else {
        Entry { kind: "changed", actor: Actor::Citizen, public: true, facts: serde_json::json!({}), text: None }
    };
    record::write_at(portal, tx, row.id, &key, now, entry).await?;
    // A new address is asked for a code; one that is gone hears no more.
    let reporter = submission.reporter.clone().unwrap_or_default();
    let language = Language::OfReport(&row.language);
    notices::sync(portal, tx, row.id, &key, &reporter, language, !changed.held).await?;
    subscriptions::watch(portal, tx, Change { report: row.id, at: now, by: None }, true).await?;
    Ok(())
}

/// Whether the change took the report to another court or another desk.
fn moves(before: &ReportRow, after: &ReportRow) -> bool {
    (&before.court, &before.desk) != (&after.court, &after.desk)
}

/// The row with other content and everything that follows from it, as if it had come so in the first place. Number,
/// code, key and the time of arrival stay.
fn with_content(
    portal: &Portal,
    row: &ReportRow,
    submission: &Submission,
    suspicious: bool,
    now: DateTime<Utc>,
) -> Result<ReportRow, ChangeError> {
    let key = row.data_key(&portal.keys)?;
    // A report keeps its language: the questions stand on it in the words of that.
    let submission = Submission { language: row.language.clone(), ..submission.clone() };
    let fresh =
        submit_report::prepare(portal, &submission, row.id, &key, row.received_at).map_err(StorageError::from)?;
    let moved = moves(row, &fresh);
    // Elsewhere it begins anew: nobody there has seen it, and nobody here has it any more.
    let (status, assignee, opened_at) = if moved {
        (Status::Received.to_string(), None, None)
    } else {
        (row.status.clone(), row.assignee, row.opened_at)
    };
    let (due_at, due_from) = if moved || fresh.due_rule != row.due_rule {
        (fresh.due_at, fresh.due_from)
    } else {
        (row.due_at, row.due_from)
    };
    // Why it is held stays on it, whatever it says now.
    let mut flags = fresh.flags();
    flags.extend(row.flags().into_iter().filter(|flag| Doubt::parse(flag).is_some()));
    let trap = Doubt::Trap.to_string();
    if suspicious && !flags.contains(&trap) {
        flags.push(trap);
    }
    // What has become urgent, or is no longer, is to be in somebody's hands by another day.
    let triaged = if moved || fresh.urgent != row.urgent { &fresh } else { row };
    Ok(ReportRow {
        triage_due: triaged.triage_due,
        triage_warn: triaged.triage_warn,
        category: fresh.category,
        desk: fresh.desk,
        court: fresh.court,
        circuit: fresh.circuit,
        court_concerned: fresh.court_concerned,
        livelihood: fresh.livelihood,
        urgent: fresh.urgent,
        seen_at: fresh.seen_at,
        half_life: fresh.half_life,
        priority: fresh.priority,
        flags: flags.join(" "),
        due_rule: fresh.due_rule,
        due_at,
        due_from,
        sealed_summary: fresh.sealed_summary,
        sealed_content: fresh.sealed_content,
        sealed_reporter: fresh.sealed_reporter,
        case_hash: fresh.case_hash,
        respondent_hash: fresh.respondent_hash,
        held: row.held || suspicious,
        changed_at: now,
        status,
        assignee,
        opened_at,
        ..row.clone()
    })
}
