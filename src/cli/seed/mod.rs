//! `nuandong seed`: synthetic reports in every state, the same for the same seed, written in batches.

mod clusters;
mod narratives;
mod words;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use indicatif::{ProgressBar, ProgressStyle};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use uuid::Uuid;

use crate::{
    actions::{
        graph,
        record::{self, Actor, Entry},
        search_index::{self, Tokeniser},
        submit_report,
    },
    clock::{Entropy, day_of, end_of},
    crypto::DataKey,
    domain::{
        case_clocks, deadline,
        doubt::Doubt,
        report::{Channel, ReceiptCode, ReportNumber, Status},
        workflow::Outcome,
    },
    portal::Portal,
    storage::{self, Tx, receipts::ReceiptRow, reports::ReportRow, staff::StaffRow, timeline::EntryRow},
};

use clusters::Clusters;
use narratives::{Narrator, Synthetic};

#[derive(clap::Args)]
pub struct Options {
    /// How many
    #[arg(long)]
    reports: usize,
    /// The same seed gives the same reports
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// How long an extension is.
const EXTENSION: TimeDelta = TimeDelta::days(20);

/// Reports in one transaction: enough that the disk is not what one waits for.
const BATCH: usize = 500;

/// Up to so many, what belongs together is found at once; beyond, `graph rebuild` does it.
const RELATED_AT_ONCE: usize = 5_000;

pub async fn run(portal: &Portal, options: &Options) -> anyhow::Result<()> {
    let bar = ProgressBar::new(options.reports as u64);
    bar.set_style(ProgressStyle::with_template("{bar:40} {pos}/{len} reports, {per_sec}, {eta} left")?);
    fill(portal, options.reports, options.seed, &bar).await?;
    bar.finish();
    println!("{} reports", options.reports);
    if options.reports > RELATED_AT_ONCE {
        eprintln!("`nuandong graph rebuild` finds out what belongs together");
    }
    Ok(())
}

/// Adds reports received over the last four months, oldest first.
pub async fn fill(portal: &Portal, count: usize, seed: u64, bar: &ProgressBar) -> anyhow::Result<()> {
    let courts = portal.courts();
    let mut narrator = Narrator::new(seed, &courts);
    let mut clusters = Clusters::new(seed);
    // Decisions come from the seed; keys and nonces never do.
    let mut decide = StdRng::seed_from_u64(seed);
    let numbers = Entropy::seeded(seed);
    let people = storage::staff::list(&portal.db).await?;
    let now = portal.clock.now();
    let mut of = Tokeniser::new(portal);
    set_batch(portal, true).await?;
    let mut done = 0;
    while done < count {
        let mut tx = portal.db.begin().await?;
        let batch = BATCH.min(count - done);
        let (mut entries, mut found) = (Vec::new(), Vec::new());
        for n in done..done + batch {
            // Evenly over 120 days, with some noise, none in the future.
            let age = TimeDelta::days(120) * i32::try_from((count - n) * 1_000 / count.max(1)).unwrap_or(0) / 1_000;
            let received = now - age - TimeDelta::minutes(decide.random_range(1..600));
            let synthetic = clusters.weave(narrator.next(day_of(now).year()));
            let (row, key, written) =
                add(portal, &mut tx, &synthetic, received, now, &numbers, &people, &mut decide).await?;
            let assignee = people.iter().find(|person| Some(person.id) == row.assignee);
            let beside = storage::search::OwnerAndTags {
                assignee: assignee.map(|person| person.username.clone()),
                tags: Vec::new(),
            };
            let tokens = search_index::open(portal, &mut of, &row, &key, &written, &[], &beside)?;
            found.push(storage::search::Entry { report_id: row.id, received_at: row.received_at, tokens });
            entries.extend(written);
        }
        storage::timeline::add_past(&mut tx, &entries).await?;
        search_index::put_new(portal, &mut tx, &found).await?;
        tx.commit().await?;
        done += batch;
        bar.set_position(done as u64);
    }
    set_batch(portal, false).await?;
    while storage::queue::fold(&portal.db).await? > 0 {}
    portal.db.settle().await?;
    if count <= RELATED_AT_ONCE {
        graph::rebuild(portal, |_| {}).await?;
    }
    Ok(())
}

/// See [`storage::search::set_batch`].
async fn set_batch(portal: &Portal, large: bool) -> anyhow::Result<()> {
    let mut tx = portal.db.begin().await?;
    storage::search::set_batch(&mut tx, large).await?;
    Ok(tx.commit().await?)
}

#[expect(clippy::too_many_arguments, reason = "what one synthetic report is made from")]
async fn add(
    portal: &Portal,
    tx: &mut Tx,
    synthetic: &Synthetic,
    received: DateTime<Utc>,
    now: DateTime<Utc>,
    numbers: &Entropy,
    people: &[StaffRow],
    decide: &mut StdRng,
) -> anyhow::Result<(ReportRow, DataKey, Vec<EntryRow>)> {
    let id = portal.entropy.id(received);
    let key = DataKey::generate(&portal.entropy);
    let mut row = submit_report::prepare(portal, &synthetic.submission, id, &key, received)?;
    let code = ReceiptCode::generate(&portal.entropy);
    let story = story(&row, now, decide);
    let here = people.iter().filter(|person| {
        person.court == row.court
            && !person.disabled
            && matches!(person.role.as_str(), "handler" | "triage" | "discipline")
            && (person.role == "discipline") == (row.desk == "discipline")
    });
    let person = here.collect::<Vec<_>>().choose(decide).map(|person| person.id);
    let steps = story.len();
    row.held = steps == 0 && decide.random_ratio(1, 40);
    if row.held {
        let one = row.number.bytes().map(usize::from).sum::<usize>() % Doubt::ALL.len();
        let mut flags = row.flags();
        flags.push(Doubt::ALL[one].to_string());
        row.flags = flags.join(" ");
    }
    if let Some(last) = story.last() {
        row.status = last.to.to_string();
        row.changed_at = last.at;
        row.closed_at = (!last.to.is_open()).then_some(last.at);
        row.opened_at = (last.to != Status::Withdrawn).then_some(story[0].at);
        row.assignee = person.filter(|_| !matches!(last.to, Status::Withdrawn | Status::Transferred));
        if let Some(extended) = story.iter().find(|step| step.to == Status::Extended) {
            row.due_from = day_of(extended.at + EXTENSION);
            case_clocks::EXTENDED.clone_into(&mut row.due_rule);
            row.due_at = end_of(deadline::due_by(&row.due_rule, row.due_from, &portal.calendar()));
        }
        row.version += i64::try_from(steps).unwrap_or(0);
        row.outcome = story.iter().find_map(|step| step.outcome).map(|outcome| outcome.to_string());
    }
    row.weigh(now);
    ReportNumber::generate(numbers, received.year()).as_str().clone_into(&mut row.number);
    let code_hash = portal.hashes.code.of(code.as_str());
    while !storage::reports::add(tx, &row, &code_hash, &ReceiptRow::default()).await? {
        ReportNumber::generate(numbers, received.year()).as_str().clone_into(&mut row.number);
    }
    let received_entry = Entry {
        kind: "received",
        actor: Actor::Citizen,
        public: true,
        facts: serde_json::json!({ "status": "received", "court": row.court, "flags": row.flags() }),
        text: None,
    };
    // The caller writes the entries of many reports in one statement.
    let mut entries = vec![record::row(portal, id, &key, received, &received_entry)];
    let courts = portal.courts();
    let sender = courts.above(&row.court).or_else(|| courts.below(&row.court).first().copied());
    let passed = (sender.map_or(row.court.as_str(), |court| court.code.as_str()), row.court.as_str());
    let mut from = Status::Received;
    for step in &story {
        let entry = entry_of(step, from, person, synthetic, day_of(row.due_at), passed);
        entries.push(record::row(portal, id, &key, step.at, &entry));
        from = step.to;
    }
    Ok((row, key, entries))
}

/// One step of a report's made-up life.
struct Step {
    kind: &'static str,
    to: Status,
    at: DateTime<Utc>,
    outcome: Option<Outcome>,
}

/// What the timeline says of a step.
fn entry_of<'a>(
    step: &Step,
    from: Status,
    person: Option<Uuid>,
    synthetic: &'a Synthetic,
    due: NaiveDate,
    passed: (&str, &str),
) -> Entry<'a> {
    let citizen = matches!(step.kind, "withdrawn" | "message");
    let actor = match (citizen, person) {
        (true, _) => Actor::Citizen,
        (false, Some(person)) => Actor::Staff(person),
        (false, None) => Actor::System,
    };
    let text = match step.kind {
        "request_info" | "extend" => synthetic.replies.first().map(String::as_str),
        "resolve" | "decline" => synthetic.replies.last().map(String::as_str),
        "measure" => Some(synthetic.measure.as_str()),
        "message" => synthetic.messages.first().map(String::as_str),
        _ => None,
    };
    let mut facts = serde_json::Map::new();
    if from != step.to {
        facts.insert("from".into(), from.as_str().into());
        facts.insert("to".into(), step.to.as_str().into());
    }
    if step.to == Status::Transferred {
        facts.insert("court_from".into(), passed.0.into());
        facts.insert("court_to".into(), passed.1.into());
    }
    if step.to == Status::Extended {
        facts.insert("due".into(), due.to_string().into());
    }
    if let Some(outcome) = step.outcome {
        facts.insert("outcome".into(), outcome.as_str().into());
    }
    let public = !matches!(step.kind, "claim" | "measure" | "archive");
    Entry { kind: step.kind, actor, public, facts: facts.into(), text }
}

/// How far a report of its age has come: most old ones are done, some are late, new ones are new.
fn story(row: &ReportRow, now: DateTime<Utc>, decide: &mut StdRng) -> Vec<Step> {
    use Status::{
        Accepted, Archived, Declined, Extended, InProgress, InfoRequested, Reopened, Resolved, Transferred,
        UnderReview, Withdrawn,
    };
    let good = if row.channel == Channel::Lead.as_str() { Outcome::Controlled } else { Outcome::Corrected };
    let outcome = *[good, Outcome::NotVerifiable, Outcome::AlreadyKnown, Outcome::Explained, good]
        .choose(decide)
        .unwrap_or(&good);
    let start: &[(&'static str, Status)] = &[("claim", UnderReview), ("accept", Accepted), ("start", InProgress)];
    let tail: &[(&'static str, Status)] = match decide.random_range(0..100) {
        0..6 => return single("withdrawn", Withdrawn, row, now),
        6..10 => return single("transfer", Transferred, row, now),
        10..18 => &[("claim", UnderReview), ("decline", Declined)],
        18..25 => &[("claim", UnderReview), ("request_info", InfoRequested)],
        25..30 => {
            &[("claim", UnderReview), ("request_info", InfoRequested), ("message", UnderReview), ("accept", Accepted)]
        }
        30..36 => &[("claim", UnderReview), ("accept", Accepted), ("start", InProgress), ("extend", Extended)],
        36..40 => &[
            ("claim", UnderReview),
            ("accept", Accepted),
            ("start", InProgress),
            ("resolve", Resolved),
            ("reopen", Reopened),
        ],
        40..46 => start,
        46..60 => &[
            ("claim", UnderReview),
            ("accept", Accepted),
            ("start", InProgress),
            ("measure", InProgress),
            ("resolve", Resolved),
            ("archive", Archived),
        ],
        _ => &[
            ("claim", UnderReview),
            ("accept", Accepted),
            ("start", InProgress),
            ("measure", InProgress),
            ("resolve", Resolved),
        ],
    };
    let mut at = row.received_at;
    let mut steps = Vec::new();
    for (kind, to) in tail {
        let before = at + TimeDelta::minutes(20);
        at = at_work(at + TimeDelta::minutes(decide.random_range(60..5 * 24 * 60)), decide).max(before);
        if at >= now {
            break;
        }
        let outcome = (*kind == "resolve").then_some(outcome);
        steps.push(Step { kind, to: *to, at, outcome });
    }
    steps
}

/// The same day between nine and five: nobody works at two in the morning.
fn at_work(at: DateTime<Utc>, decide: &mut StdRng) -> DateTime<Utc> {
    end_of(day_of(at)) + TimeDelta::seconds(1) - TimeDelta::minutes(decide.random_range(7 * 60..15 * 60))
}

fn single(kind: &'static str, to: Status, row: &ReportRow, now: DateTime<Utc>) -> Vec<Step> {
    let at = row.received_at + TimeDelta::minutes(if to == Status::Withdrawn { 6 } else { 300 });
    if at < now { vec![Step { kind, to, at, outcome: None }] } else { Vec::new() }
}
