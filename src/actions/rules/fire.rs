//! Runs the rules on one report that came, was changed or was handed over: those of higher courts first, each court's in
//! its order. A rule acts for nobody, but never beyond what the table of steps and the fence allow.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{filter_of, reaches, text_of};
use crate::{
    actions::{
        graph, notices,
        notify::{self, Change},
        priority,
        record::{self, Actor, Entry},
        subscriptions,
        transfer::transfer,
    },
    domain::{
        notification::NotificationKind,
        responsibility,
        rule::{Deed, RuleText, scope_of},
        workflow::{self, Action},
    },
    portal::Portal,
    storage::{self, Tx, reports::ReportRow, rules::RuleRow},
};

/// So often a rule is tried when somebody changes the report in the same moment.
const TRIES: usize = 5;

/// Runs all rules that are on. Doing it twice fires none twice, and what one of them stopped stays stopped: it may have
/// handed the report over or held it, so that it no longer matches itself.
pub async fn run(portal: &Portal, report: Uuid, at: DateTime<Utc>) -> storage::Result<()> {
    let courts = portal.courts();
    let mut rules = storage::rules::list_active(&portal.db).await?;
    let height = |code: &str| std::iter::successors(courts.above(code), |court| courts.above(&court.code)).count();
    // Stable: within a court the order stays as it was set by hand.
    rules.sort_by_key(|rule| height(&rule.court));
    let fired = storage::rules::list_fired(&portal.db, report).await?;
    let mut stopped: Vec<String> = Vec::new();
    let mut failed = Ok(());
    for rule in &rules {
        // “Stop here” ends the list of the court whose rule says so, not that of other courts.
        if stopped.contains(&rule.court) {
            continue;
        }
        // What comes behind one that does not open may be for those only which that one leaves over.
        let Some(text) = text_of(portal, rule) else {
            stopped.push(rule.court.clone());
            continue;
        };
        let stands = text.stop && fired.contains(&(rule.id, rule.version));
        let matches = if stands { Ok(true) } else { fire(portal, rule, &text, report, at).await };
        match matches {
            Ok(matches) if matches && text.stop => stopped.push(rule.court.clone()),
            Ok(_) => {}
            // All is tried again. Until then those that it stands before wait: it may hand the report over.
            Err(error) => {
                tracing::warn!(rule = %rule.id, %error, "a rule fails; it is tried again");
                let behind = rules.iter().filter(|other| reaches(rule, &other.court, &courts));
                stopped.extend(behind.map(|other| other.court.clone()));
                failed = failed.and(Err(error));
            }
        }
    }
    failed
}

/// Whether the rule matches; if it does and never did before in this version, it acts.
async fn fire(
    portal: &Portal,
    rule: &RuleRow,
    text: &RuleText,
    report: Uuid,
    at: DateTime<Utc>,
) -> storage::Result<bool> {
    let courts = portal.courts();
    let scope = scope_of(&rule.court, rule.below, &courts);
    let Some(filter) = filter_of(text) else { return Ok(false) };
    for _ in 0..TRIES {
        let Some(row) = storage::reports::find_by_id(&portal.db, report).await? else { return Ok(false) };
        if !row.status()?.is_open() || !reaches(rule, &row.court, &courts) {
            return Ok(false);
        }
        let ids = [report];
        let found = storage::queue::matches(&portal.db, &scope, Uuid::nil(), &filter, Some(&ids)).await?;
        if found.is_empty() {
            return Ok(false);
        }
        let mut tx = portal.db.begin().await?;
        let now_row = storage::reports::find_for_change(&mut tx, report).await?;
        let Some(now_row) = now_row.filter(|now_row| now_row.version == row.version) else { continue };
        if storage::rules::add_fired(&mut tx, report, rule, at).await? {
            act(portal, &mut tx, rule, text, &now_row, at).await?;
            tx.commit().await?;
            portal.jobs_waiting.notify_one();
        }
        return Ok(true);
    }
    tracing::warn!(rule = %rule.id, "a report changed again and again while a rule looked at it; the rule was left out");
    Ok(false)
}

/// What a rule does to one report, in one transaction, with its entries.
async fn act(
    portal: &Portal,
    tx: &mut Tx,
    rule: &RuleRow,
    text: &RuleText,
    row: &ReportRow,
    at: DateTime<Utc>,
) -> storage::Result<()> {
    let now = portal.clock.now();
    let key = row.data_key(&portal.keys)?;
    let (mut did, mut left) = (Vec::new(), Vec::new());
    let mut note = |deed: Deed, done: bool| if done { did.push(deed.as_str()) } else { left.push(deed.as_str()) };
    let mut facts = serde_json::Map::new();
    let mut changed = ReportRow { changed_at: now, ..row.clone() };
    let mut told = false;
    if let Some(target) = &text.court {
        let done = target != &row.court && may_transfer(portal, row, target)?;
        if done {
            transfer(portal, tx, row, &mut changed, target, &key).await?;
            facts.insert("court_to".into(), target.clone().into());
            told = true;
        }
        note(Deed::Court, done);
    }
    let status = changed.status()?;
    let mut given = None;
    if let Some(team) = text.turn {
        let step = workflow::step(Action::Assign);
        // What somebody has already is not taken away.
        if changed.assignee.is_none() && step.from.contains(&status) {
            given = storage::teams::take_turn(tx, team, &changed.court).await?;
        }
        if let Some((person, name)) = &given {
            changed.assignee = Some(*person);
            facts.insert("assignee".into(), name.clone().into());
        }
        note(Deed::Turn, given.is_some());
    }
    if text.hold {
        note(Deed::Hold, !changed.held);
        changed.held = true;
        // What is held confirms nothing.
        graph::enqueue(portal, tx, row.id, None).await?;
    }
    if let Some(team) = text.team {
        note(Deed::Team, storage::teams::set_report(tx, row.id, team, &changed.court, now).await?);
    }
    if let Some(tag) = text.tag {
        note(Deed::Tag, storage::tags::give(tx, row.id, tag, None, now, portal.clock.today()).await?);
    }
    let moved = changed.court != row.court || changed.assignee != row.assignee || changed.held != row.held;
    if moved && !storage::reports::set(tx, &changed).await? {
        // The row is held: nobody else can have written it.
        return Err(sqlx::Error::RowNotFound.into());
    }
    if let Some(boost) = text.boost {
        storage::rules::set_boost(tx, row.id, boost).await?;
        facts.insert("boost".into(), format!("{boost:+}").into());
        note(Deed::Boost, true);
    }
    if !text.answer.is_empty() {
        let done = workflow::step(Action::Reply).from.contains(&status);
        if done {
            let facts = serde_json::json!({});
            let text = Some(text.answer.as_str());
            let entry = Entry { kind: "auto_reply", actor: Actor::System, public: true, facts, text };
            record::write(portal, tx, row.id, &key, entry).await?;
            told = true;
        }
        note(Deed::Answer, done);
    }
    facts.insert("rule".into(), rule.id.to_string().into());
    facts.insert("rule_version".into(), rule.version.to_string().into());
    facts.insert("why".into(), text.address.clone().into());
    facts.insert("did".into(), did.join(" ").into());
    facts.insert("left".into(), left.join(" ").into());
    let entry =
        Entry { kind: "rule", actor: Actor::System, public: false, facts: facts.into(), text: Some(&text.name) };
    record::write(portal, tx, row.id, &key, entry).await?;
    if told {
        notices::tell(portal, tx, row, &key).await?;
    }
    let change = Change { report: row.id, at, by: None };
    if let Some((person, _)) = given {
        notify::tell(portal, tx, change, NotificationKind::Assigned, &[person]).await?;
    }
    if changed.court != row.court {
        // It arrives somewhere: that court's rules look at it. Each version fires once, so that nothing goes in circles.
        subscriptions::watch(portal, tx, Change { at: now, ..change }, true).await?;
    }
    priority::refresh(portal, tx, row.id).await
}

/// What the table of steps and the fence say of handing a report to `target` now.
fn may_transfer(portal: &Portal, row: &ReportRow, target: &str) -> storage::Result<bool> {
    let allowed = responsibility::may_receive(row.channel()?, row.court_concerned.as_deref(), target, &portal.courts());
    Ok(allowed && workflow::step(Action::Transfer).from.contains(&row.status()?))
}
