//! Brings up to date what a report belongs to: its keys and its text's signature, the texts like it, the flood it came
//! with, and how many independent people confirm it and the reports of the same matter.
//!
//! A job does it, after everything that may change it. First the marks are written and committed, then others are looked
//! for: of two reports that are worked on at the same time at least one then sees the other, whichever server has it.
//! Doing it twice changes nothing.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    domain::{
        corroboration::{self, Witness},
        likeness::{SIMILAR, Signature},
        report::Channel,
        respondent,
    },
    jobs::{self, Job},
    portal::Portal,
    storage::{
        self, Tx,
        corroboration::{Ground, Matter, WitnessRow, names_a_case},
        floods,
        likeness::{MarksRow, REPORTER, RESPONDENT, TextRow},
        reports::ReportRow,
    },
};

/// How many of a band are looked at: the newest.
const EACH_BAND: i64 = 50;
/// How many of those are compared: they share the most bands.
const COMPARED: usize = 200;
/// How many similar texts are kept of one report.
const KEPT: usize = 50;
/// How many of them from one flood, which lists its own.
const KEPT_OF_FLOOD: usize = 5;
/// How many reports of a matter are held against each other: the newest.
const WITNESSES: i64 = 200;

/// What a report was before a step moved it or a change gave it other content: those whom it confirmed are counted anew.
#[derive(Serialize, Deserialize)]
pub struct Former {
    ground: Ground,
    cases: Vec<Vec<u8>>,
    names: Vec<Vec<u8>>,
}

impl Former {
    fn of(row: &ReportRow) -> Self {
        Self {
            ground: Ground::of(row),
            cases: row.case_hash.iter().filter(|_| names_a_case(&row.flags)).cloned().collect(),
            names: row.respondent_hash.iter().cloned().collect(),
        }
    }
}

/// Leaves the job, in the transaction that changes the report. `before` is the row as it stood, if there was one.
pub async fn enqueue(portal: &Portal, tx: &mut Tx, report: Uuid, before: Option<&ReportRow>) -> storage::Result<()> {
    jobs::enqueue(portal, tx, &Job::Graph { report, former: before.map(Former::of) }).await
}

/// A report goes elsewhere, or says something else: it leaves its flood at once, so that no count is read where it is not
/// true, and the job finds it a new one.
pub async fn uproot(portal: &Portal, tx: &mut Tx, before: &ReportRow) -> storage::Result<()> {
    floods::leave(tx, before.id).await?;
    enqueue(portal, tx, before.id, Some(before)).await
}

/// Carries the job out.
pub async fn index(portal: &Portal, report: Uuid, former: Option<&Former>) -> storage::Result<()> {
    let numbers_before = numbers_of(&storage::likeness::keys(&portal.db, &[report]).await?);
    let mut tx = portal.db.begin().await?;
    let Some(row) = storage::reports::find_for_change(&mut tx, report).await? else { return Ok(()) };
    let marks = marks_of(portal, &row)?;
    storage::likeness::remove(&mut tx, &[report]).await?;
    storage::likeness::add_all(&mut tx, std::slice::from_ref(&marks)).await?;
    tx.commit().await?;
    relate(portal, &row, &marks).await?;
    if let Some(former) = former {
        let numbers = numbers_before.into_iter().map(|(_, hash)| hash).collect();
        let matter = Matter { cases: former.cases.clone(), names: former.names.clone(), numbers };
        corroborate(portal, &former.ground, &matter, None).await?;
    }
    Ok(())
}

async fn relate(portal: &Portal, row: &ReportRow, marks: &MarksRow) -> storage::Result<()> {
    compare(portal, row, marks).await?;
    let Former { ground, cases, names } = Former::of(row);
    let numbers = marks.keys.iter().filter(|(kind, _)| *kind == RESPONDENT).map(|(_, hash)| hash.clone()).collect();
    corroborate(portal, &ground, &Matter { cases, names, numbers }, Some(row)).await
}

/// Everything by which a report is found again.
fn marks_of(portal: &Portal, row: &ReportRow) -> storage::Result<MarksRow> {
    let key = row.data_key(&portal.keys)?;
    let content = row.content(&key)?;
    let number = content.respondent.as_ref().and_then(|respondent| respondent.id_number.as_deref());
    let number = number.and_then(respondent::number_key);
    let mut keys = Vec::new();
    keys.extend(number.map(|number| (RESPONDENT, portal.hashes.respondent_number.of(&number))));
    // Telephone and mail address are canonical already.
    let reporter = row.reporter(&key)?.unwrap_or_default();
    let addresses = [reporter.phone, reporter.email].into_iter().flatten();
    keys.extend(addresses.map(|address| (REPORTER, portal.hashes.person.of(&address))));
    let text = portal.hashes.likeness.marks(&content.narrative, &place_of(row));
    Ok(MarksRow { report_id: row.id, keys, text })
}

/// Among which reports a text is looked for most closely: those with which it can form a flood.
fn place_of(row: &ReportRow) -> String {
    let concerned = if row.channel == Channel::Complaint.as_str() { row.court_concerned.as_deref() } else { None };
    format!("{} {} {} {}", row.court, row.desk, row.channel, concerned.unwrap_or_default())
}

/// Notes which texts are like this one, and joins the flood of those that are near-identical.
async fn compare(portal: &Portal, row: &ReportRow, marks: &MarksRow) -> storage::Result<()> {
    let Some(text) = marks.text.as_ref().filter(|text| !text.bands.is_empty()) else {
        let mut tx = portal.db.begin().await?;
        storage::likeness::set_similar(&mut tx, row.id, &[]).await?;
        return tx.commit().await;
    };
    let found = storage::likeness::candidates(&portal.db, row.id, &text.bands, EACH_BAND).await?;
    let ids = found.into_iter().map(|(id, _)| id).take(COMPARED).collect::<Vec<_>>();
    let mut rows = storage::likeness::texts(&portal.db, &ids).await?;
    // The first of a flood may be too old to be among the newest of a band.
    let mut firsts = rows.iter().filter_map(|other| other.flood_of).filter(|id| !ids.contains(id)).collect::<Vec<_>>();
    firsts.sort_unstable();
    firsts.dedup();
    firsts.retain(|first| *first != row.id);
    rows.extend(storage::likeness::texts(&portal.db, &firsts).await?);

    let likeness = |other: &TextRow| other.signature().map_or(0, |signature| text.signature.likeness(&signature));
    let mut alike = rows.iter().map(|other| (likeness(other), lies_with(row, other), other)).collect::<Vec<_>>();
    alike.retain(|(percent, ..)| *percent >= SIMILAR);
    // Those that its own desk reads first, then the most alike, then the newest.
    alike.sort_by_key(|(percent, here, other)| std::cmp::Reverse((*here, *percent, other.id)));
    let mut kept: Vec<(u32, &TextRow)> = Vec::new();
    for (percent, _, other) in &alike {
        let flood = |text: &TextRow| text.flood_of.unwrap_or(text.id);
        let same_flood = kept.iter().filter(|(_, one)| flood(one) == flood(other)).count();
        if kept.len() < KEPT && same_flood < KEPT_OF_FLOOD {
            kept.push((*percent, other));
        }
    }
    let ids = kept.iter().map(|(_, other)| other.id).collect::<Vec<_>>();
    let full = storage::likeness::counts(&portal.db, &ids, row.id).await?;
    let is_full = |id: Uuid| full.iter().any(|(full, n)| *full == id && usize::try_from(*n).unwrap_or(KEPT) >= KEPT);
    let mut pairs = Vec::new();
    for (percent, other) in &kept {
        pairs.push((row.id, other.id, i64::from(*percent)));
        if !is_full(other.id) {
            pairs.push((other.id, row.id, i64::from(*percent)));
        }
    }
    let mut tx = portal.db.begin().await?;
    storage::likeness::set_similar(&mut tx, row.id, &pairs).await?;
    tx.commit().await?;

    let near = alike.iter().filter(|(_, here, other)| *here && is_near(&text.signature, other));
    join_flood(portal, row, &near.map(|(.., other)| *other).collect::<Vec<_>>()).await
}

fn is_near(signature: &Signature, other: &TextRow) -> bool {
    other.signature().is_some_and(|other| signature.is_near(&other))
}

/// Whether whoever reads one of them reads the other.
fn lies_with(row: &ReportRow, other: &TextRow) -> bool {
    let same_place = (&row.court, &row.desk, &row.channel) == (&other.court, &other.desk, &other.channel);
    same_place && (row.channel == Channel::Lead.as_str() || row.court_concerned == other.court_concerned)
}

/// A flood that is there is joined; of texts that stand alone the oldest becomes the first, whoever of them comes by.
async fn join_flood(portal: &Portal, row: &ReportRow, near: &[&TextRow]) -> storage::Result<()> {
    if row.flood_of.is_some() {
        return Ok(());
    }
    let age = |other: &&&TextRow| (other.received_at, other.id);
    let firsts = near.iter().filter(|other| other.flood_of.is_none());
    let established = firsts.clone().filter(|other| other.flood_size > 1).min_by_key(age);
    let alone = firsts.filter(|other| other.flood_size < 2).collect::<Vec<_>>();
    let oldest = alone.iter().copied().min_by_key(age);
    let mine = (row.received_at, row.id);
    let mut tx = portal.db.begin().await?;
    match (established, oldest) {
        (Some(first), _) if row.flood_size < 2 => join(&mut tx, row, &[row.id], first.id).await?,
        (None, Some(oldest)) if row.flood_size < 2 && age(&oldest) < mine => {
            join(&mut tx, row, &[row.id], oldest.id).await?;
        }
        _ => join(&mut tx, row, &alone.iter().map(|other| other.id).collect::<Vec<_>>(), row.id).await?,
    }
    tx.commit().await
}

/// `compared` is the report as its text was held against the others: what it says since then may be something else.
async fn join(tx: &mut Tx, compared: &ReportRow, reports: &[Uuid], first: Uuid) -> storage::Result<()> {
    if reports.is_empty() {
        return Ok(());
    }
    storage::reports::find_for_change(tx, first).await?;
    for report in reports {
        floods::join(tx, *report, first, Some((compared.id, compared.content_version))).await?;
    }
    Ok(())
}

fn numbers_of(keys: &[(Uuid, String, Vec<u8>)]) -> Vec<(Uuid, Vec<u8>)> {
    keys.iter().filter(|(_, kind, _)| kind == RESPONDENT).map(|(id, _, hash)| (*id, hash.clone())).collect()
}

/// Counts anew who confirms the reports of a matter on one ground, and `own`, whatever its state.
async fn corroborate(
    portal: &Portal,
    ground: &Ground,
    matter: &Matter,
    own: Option<&ReportRow>,
) -> storage::Result<()> {
    let mut members = storage::corroboration::list(&portal.db, ground, matter, WITNESSES).await?;
    if let Some(row) = own.filter(|row| members.iter().all(|member| member.id != row.id)) {
        members.push(WitnessRow {
            id: row.id,
            case_hash: row.case_hash.clone(),
            respondent_hash: row.respondent_hash.clone(),
            flags: row.flags.clone(),
            corroboration: row.corroboration,
        });
    }
    if members.len() < 2 && members.iter().all(|member| member.corroboration == 0) {
        return Ok(());
    }
    // What each of them is about may reach further than what brought them together.
    let member_ids = members.iter().map(|member| member.id).collect::<Vec<_>>();
    let wide = Matter {
        cases: unique(members.iter().filter_map(WitnessRow::case)),
        names: unique(members.iter().filter_map(|member| member.respondent_hash.as_ref())),
        numbers: unique(
            numbers_of(&storage::likeness::keys(&portal.db, &member_ids).await?).iter().map(|(_, hash)| hash),
        ),
    };
    let pool = storage::corroboration::list(&portal.db, ground, &wide, 2 * WITNESSES).await?;
    let mut ids = member_ids;
    ids.extend(pool.iter().map(|row| row.id));
    ids.sort_unstable();
    ids.dedup();
    let keys = storage::likeness::keys(&portal.db, &ids).await?;
    let mut witnesses = std::collections::BTreeMap::<Uuid, (Witness, Option<&[u8]>)>::new();
    for (id, kind, hash) in &keys {
        let (witness, number) = witnesses.entry(*id).or_default();
        if kind == REPORTER {
            witness.people.push(hash.clone());
        } else {
            *number = Some(hash);
        }
    }
    for text in storage::likeness::texts(&portal.db, &ids).await? {
        witnesses.entry(text.id).or_default().0.signature = text.signature();
    }
    let unknown = (Witness::default(), None);
    let witness = |row: &WitnessRow| witnesses.get(&row.id).unwrap_or(&unknown);
    let apart = storage::links::list_apart(&portal.db, &ids).await?;
    let are_apart = |one: Uuid, other: Uuid| apart.contains(&(one.min(other), one.max(other)));
    let mut changed = Vec::new();
    for member in &members {
        let (me, number) = witness(member);
        let others = pool.iter().filter(|other| {
            let same_matter = is_same_matter(member, *number, other, witness(other).1);
            other.id != member.id && same_matter && !are_apart(member.id, other.id)
        });
        let count = corroboration::count(me, &others.map(|other| &witness(other).0).collect::<Vec<_>>());
        let count = i64::try_from(count).unwrap_or_default();
        if count != member.corroboration {
            changed.push((member.id, count));
        }
    }
    if changed.is_empty() {
        return Ok(());
    }
    let mut tx = portal.db.begin().await?;
    for (id, count) in changed {
        if storage::corroboration::set(&mut tx, id, count).await? {
            super::priority::refresh(portal, &mut tx, id).await?;
        }
    }
    tx.commit().await
}

/// Same case, or same respondent: by number, or by name unless their numbers say that they are two.
fn is_same_matter(one: &WitnessRow, number: Option<&[u8]>, two: &WitnessRow, other: Option<&[u8]>) -> bool {
    let same_case = one.case().is_some() && one.case() == two.case();
    let same_name = one.respondent_hash.is_some() && one.respondent_hash == two.respondent_hash;
    same_case
        || match (number, other) {
            (Some(number), Some(other)) => number == other,
            _ => same_name,
        }
}

fn unique<'a>(hashes: impl Iterator<Item = &'a Vec<u8>>) -> Vec<Vec<u8>> {
    hashes.cloned().collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}

/// How many reports are marked in one transaction.
const BATCH: i64 = 2_000;

/// Builds everything anew, for all reports: after an update, after `seed`, when in doubt. Twice through all of them,
/// first writing marks, then relating; `progress` hears how many reports are done in each pass. It may be stopped and
/// begun again, and beside it the portal goes on working.
pub async fn rebuild(portal: &Portal, mut progress: impl FnMut(u64)) -> storage::Result<()> {
    let mut after = Uuid::nil();
    loop {
        let rows = storage::likeness::list_after(&portal.db, after, BATCH).await?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        let mut names = Vec::new();
        let mut marks = Vec::new();
        for row in &rows {
            let key = row.data_key(&portal.keys)?;
            let name = row.summary(&key)?.respondent.and_then(|name| portal.respondent_hash(&name));
            if name != row.respondent_hash {
                names.push((row.id, name));
            }
            marks.push(marks_of(portal, row)?);
        }
        let ids = rows.iter().map(|row| row.id).collect::<Vec<_>>();
        let mut tx = portal.db.begin().await?;
        for (id, name) in names {
            storage::likeness::set_respondent(&mut tx, id, name.as_deref()).await?;
        }
        storage::likeness::remove(&mut tx, &ids).await?;
        storage::likeness::add_all(&mut tx, &marks).await?;
        tx.commit().await?;
        progress(ids.len() as u64);
    }
    let mut after = Uuid::nil();
    loop {
        let rows = storage::likeness::list_after(&portal.db, after, 100).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.id;
        for row in &rows {
            relate(portal, row, &marks_of(portal, row)?).await?;
        }
        progress(rows.len() as u64);
    }
}
