//! Runs one version of a rule on what came within the last 90 days, without doing anything: how many it would have
//! matched, where they would have gone, and which earlier rules would have stopped before it. In parts, each a job.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{RuleError, filter_of, find, text_of};
use crate::{
    domain::{
        report::{Channel, Status},
        responsibility,
        rule::{DRY_DAYS, RuleText, scope_of},
        staff::{Scope, Staff},
    },
    jobs::{self, Job},
    portal::Portal,
    storage::{
        self,
        queue::{Filter, View as Lane},
        rules::{RuleRow, RunRow, TriedRow},
    },
};

/// Reports of one part.
const PART: i64 = 500;
/// So many identities are kept for the list; the page shows those its reader may see.
const KEPT: usize = 500;
/// A run over more than this says “more than”.
const MOST: i64 = 1_000_000;

/// What a run has found so far.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Findings {
    /// Matched, and not stopped by an earlier rule: what the rule would have acted on.
    pub matched: i64,
    /// From which court to which, how many.
    pub moves: BTreeMap<String, i64>,
    /// Not handed over because the fence forbids it.
    pub fenced: i64,
    /// Matched by this rule, but an earlier one would have stopped: which, how many.
    pub stopped: BTreeMap<Uuid, i64>,
    /// Earlier rules that would have acted too, without stopping.
    pub before: BTreeMap<Uuid, i64>,
    pub ids: Vec<Uuid>,
    /// How far the walk is.
    pub place: Option<(DateTime<Utc>, Uuid)>,
}

impl Findings {
    pub fn of(row: &RunRow) -> Self {
        serde_json::from_str(&row.result).unwrap_or_default()
    }
}

/// Begins a run of a rule's latest version.
pub async fn begin(portal: &Portal, me: &Staff, scope: &Scope, id: Uuid) -> Result<(), RuleError> {
    let rule = find(portal, me, scope, id).await?;
    if rule.is_unreadable() {
        return Err(RuleError::NotFound);
    }
    let now = portal.clock.now();
    let of_rule = scope_of(&rule.row.court, rule.row.below, &portal.courts());
    let total = storage::rules::count_since(&portal.db, &of_rule, now - TimeDelta::days(DRY_DAYS), MOST).await?;
    let row = RunRow {
        id: portal.entropy.id(now),
        rule_id: id,
        version: rule.row.version,
        done: 0,
        total,
        result: serde_json::to_string(&Findings::default()).unwrap_or_default(),
        started_at: now,
        ended_at: None,
    };
    let mut tx = portal.db.begin().await?;
    storage::rules::add_run(&mut tx, &row).await?;
    jobs::enqueue(portal, &mut tx, &Job::DryRun { run: row.id }).await?;
    tx.commit().await?;
    portal.jobs_waiting.notify_one();
    Ok(())
}

/// One part of a run; leaves a job for the next.
pub async fn part(portal: &Portal, run: Uuid) -> storage::Result<()> {
    let Some(mut row) = storage::rules::find_run(&portal.db, run).await? else { return Ok(()) };
    if row.ended_at.is_some() {
        return Ok(());
    }
    let rules = rules_before(portal, &row).await?;
    let Some((rule, text)) = rules.last() else {
        // Changed meanwhile, or it does not open: nobody waits for the rest.
        let mut tx = portal.db.begin().await?;
        storage::rules::end_run(&mut tx, run, portal.clock.now()).await?;
        return tx.commit().await;
    };
    let courts = portal.courts();
    let scope = scope_of(&rule.court, rule.below, &courts);
    let mut result = Findings::of(&row);
    let since = row.started_at - TimeDelta::days(DRY_DAYS);
    let tried = storage::rules::list_since(&portal.db, &scope, since, result.place, PART).await?;
    let ids = tried.iter().map(|one| one.id).collect::<Vec<_>>();
    let mut left = matching(portal, &scope, text, &ids).await?;
    for (earlier, words) in &rules[..rules.len() - 1] {
        let scope = scope_of(&earlier.court, earlier.below, &courts);
        let taken = matching(portal, &scope, words, &left).await?;
        let count = i64::try_from(taken.len()).unwrap_or(i64::MAX);
        if count == 0 {
            continue;
        }
        if words.stop {
            left.retain(|id| !taken.contains(id));
            *result.stopped.entry(earlier.id).or_default() += count;
        } else {
            *result.before.entry(earlier.id).or_default() += count;
        }
    }
    for one in tried.iter().filter(|one| left.contains(&one.id)) {
        result.matched += 1;
        if result.ids.len() < KEPT {
            result.ids.push(one.id);
        }
        if let Some(target) = text.court.as_ref().filter(|target| **target != one.court) {
            if may_go(portal, one, target) {
                *result.moves.entry(format!("{} {target}", one.court)).or_default() += 1;
            } else {
                result.fenced += 1;
            }
        }
    }
    row.done += i64::try_from(tried.len()).unwrap_or(0);
    result.place = tried.last().map(|last| (last.received_at, last.id));
    let over = tried.len() < usize::try_from(PART).unwrap_or(usize::MAX);
    if over {
        row.ended_at = Some(portal.clock.now());
    }
    row.result = serde_json::to_string(&result).unwrap_or_default();
    let mut tx = portal.db.begin().await?;
    storage::rules::set_run(&mut tx, &row).await?;
    if !over {
        jobs::enqueue(portal, &mut tx, &Job::DryRun { run }).await?;
    }
    tx.commit().await
}

/// The court's rules that are on and stand before this one, then this one in the version of the run; nothing when it has
/// another version by now.
async fn rules_before(portal: &Portal, run: &RunRow) -> storage::Result<Vec<(RuleRow, RuleText)>> {
    let mut found = Vec::new();
    let court = storage::rules::court_of(&portal.db, run.rule_id).await?.unwrap_or_default();
    for row in storage::rules::list(&portal.db, &court).await? {
        let this = row.id == run.rule_id;
        if this && row.version != run.version {
            break;
        }
        if this || row.active {
            match text_of(portal, &row) {
                Some(text) => found.push((row, text)),
                None if this => break,
                // Tried as if it were away: nothing behind it runs before it is.
                None => continue,
            }
        }
        if this {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

/// Which of these a rule would have matched as they came.
async fn matching(portal: &Portal, scope: &Scope, text: &RuleText, ids: &[Uuid]) -> storage::Result<Vec<Uuid>> {
    let Some(filter) = filter_of(text) else { return Ok(Vec::new()) };
    storage::queue::matches(&portal.db, scope, Uuid::nil(), &as_it_came(filter), Some(ids)).await
}

/// A filter for reports as they came: what was true of every new one (received, with nobody) is not asked of what they
/// have become since.
fn as_it_came(mut filter: Filter) -> Filter {
    if filter.is.status.iter().any(|status| status == Status::Received.as_str()) {
        filter.is.status.clear();
    }
    if filter.is.assignee.iter().any(|name| name == "none") {
        filter.is.assignee.clear();
    }
    if filter.view == Some(Lane::Unassigned) {
        filter.view = None;
    }
    filter
}

fn may_go(portal: &Portal, one: &TriedRow, target: &str) -> bool {
    Channel::parse(&one.channel).is_some_and(|channel| {
        responsibility::may_receive(channel, one.court_concerned.as_deref(), target, &portal.courts())
    })
}
