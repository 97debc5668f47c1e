//! Keeps the index of search: what of a report can be found, cut into keyed tokens, a moment after each change.
//!
//! A token is a keyed hash of a pair of characters or of a word, with the **class** it stands in: what everybody who sees
//! the report may read, the respondent's field, the case number's field, the report's number, and apart from them who
//! reported, a class for each channel. Who may not read identities is never asked about in those classes, so there is
//! nothing to probe.
//!
//! Only what stands on the report now is indexed. A report that its reporter changed has earlier versions which the fence
//! may keep from some of its readers; what courts wrote before the latest change is left out with them.
//!
//! The key is derived from the oldest master key, like those of all keyed hashes: `keys rotate` leaves the index as it
//! is. After taking the oldest key out of the file it has to be built anew (`nuandong search rebuild`).

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::record;
use crate::{
    crypto::{DataKey, KeyedHash},
    domain::{
        report::{Channel, Content, Desk, Reporter},
        search::{Needle, Units, phone},
        staff::{Reach, Scope},
        workflow::Action,
    },
    portal::Portal,
    storage::{
        self,
        files::{FileMeta, FileRow},
        queue::{Days, Filter, Term, View},
        reports::ReportRow,
        search::{Ask, Entry, Known, OwnerAndTags, Token, Tokens, Where, token_from},
        timeline::EntryRow,
    },
};

/// More units of one report are not indexed, nor more words, the oldest messages first: on PostgreSQL positions end at
/// 16,383 and everything that is kept of one report at a megabyte, and both databases have to find the same.
const MOST_UNITS: usize = 16_000;
/// The same pair is kept so often, for the same reason.
const MOST_OF_ONE: u16 = 255;

/// The class that a token stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Public,
    Respondent,
    Case,
    Number,
    Identity(Channel),
}

impl Class {
    const fn mark(self) -> &'static str {
        match self {
            Self::Public => "p",
            Self::Respondent => "r",
            Self::Case => "c",
            Self::Number => "n",
            Self::Identity(Channel::Lead) => "il",
            Self::Identity(Channel::Complaint) => "ic",
        }
    }
}

/// Makes tokens, and remembers those it made: the same pairs come again and again.
pub struct Tokeniser<'a> {
    hash: &'a KeyedHash,
    known: HashMap<String, Token>,
    text: String,
}

/// So many tokens are remembered; about 60 MB.
const REMEMBERED: usize = 400_000;

impl<'a> Tokeniser<'a> {
    pub fn new(portal: &'a Portal) -> Self {
        Self { hash: &portal.hashes.search, known: HashMap::new(), text: String::new() }
    }

    fn token(&mut self, kind: &str, class: &str, text: &str) -> Token {
        self.text.clear();
        for part in [kind, ":", class, ":", text] {
            self.text.push_str(part);
        }
        if let Some(token) = self.known.get(&self.text) {
            return *token;
        }
        let token = token_from(&self.hash.of(&self.text));
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        self.known.insert(self.text.clone(), token);
        token
    }

    fn pair(&mut self, class: Class, pair: &str) -> Token {
        self.token("pair", class.mark(), pair)
    }

    fn word(&mut self, class: Class, word: &str) -> Token {
        self.token("word", class.mark(), word)
    }

    /// A canonical case number, wherever it stands.
    pub fn case(&mut self, canonical: &str) -> Ask {
        Ask::Phrase(vec![self.token("case", "", canonical)])
    }

    /// What has to stand somewhere in that class.
    pub fn needle(&mut self, class: Class, needle: &Needle) -> Ask {
        Ask::Phrase(match needle {
            Needle::Word(word) => vec![self.word(class, word)],
            Needle::Chain(_) => needle.pairs().map(|pair| self.pair(class, &pair)).collect(),
        })
    }

    /// Three digits or more that stand in a report's number.
    pub fn number(&mut self, digits: &str) -> Ask {
        Ask::Phrase(threes(digits).map(|three| self.token("number", Class::Number.mark(), three)).collect())
    }

    /// A telephone number of a reporter, or its last four digits.
    pub fn phone(&mut self, channel: Channel, digits: &str) -> Ask {
        let kind = if digits.len() == 4 { "phone end" } else { "phone" };
        Ask::Phrase(vec![self.token(kind, Class::Identity(channel).mark(), digits)])
    }

    /// Where a report has to have stood to be within a scope.
    pub fn scope(&mut self, scope: &Scope) -> Where {
        let token = self.scope_token(scope);
        // Nearly all reports are at this desk.
        let nearly_all = scope.reach == Reach::All && scope.desk == Desk::Enforcement;
        let others = Desk::ALL.iter().filter(|desk| **desk != scope.desk);
        let elsewhere = nearly_all.then(|| others.map(|desk| self.token("desk", "", desk.as_str())).collect());
        Where { token, elsewhere }
    }

    /// The same as a token, for a question that asks for nothing else.
    pub fn scope_token(&mut self, scope: &Scope) -> Token {
        let desk = scope.desk.as_str();
        match &scope.reach {
            Reach::All => self.token("desk", "", desk),
            Reach::Circuit(code) => self.token("circuit", "", &at(desk, code)),
            Reach::Court(code) => self.token("desk and court", "", &at(desk, code)),
        }
    }

    /// How a report within the scope has to have stood to be in a list, and how not, whatever is searched for and whenever
    /// it came; `None` when the list asks for more than the index keeps. What the fence keeps from an officer is asked for,
    /// too. `terms` are those of the search that are not in its text.
    pub fn list(&mut self, scope: &Scope, me: Uuid, filter: &Filter, terms: &[Term]) -> Option<Known> {
        let (is, not) = (&filter.is, &filter.not);
        if !filter.same.is_empty() || filter.due_on != Days::default() {
            return None;
        }
        let lane: (Codes, Codes) = match filter.view.unwrap_or(View::All) {
            View::All => (&[], &[]),
            View::Mine => (&[("open", "")], &[]),
            View::Unassigned => (&[("open", "")], &[("assigned", "")]),
            View::Overdue => (&[("band", "0")], &[]),
            View::Urgent => (&[("open", ""), ("urgent", "")], &[]),
            View::Livelihood => (&[("open", ""), ("livelihood", "true")], &[]),
            View::Waiting => (&[("status", "info_requested")], &[]),
            View::Held => (&[("held", "")], &[]),
            View::Unsettled => (&[("result", "not")], &[]),
        };
        let mut wanted = lane.0.iter().map(|(kind, value)| self.standing(kind, value)).collect::<Vec<_>>();
        let mut unwanted = lane.1.iter().map(|(kind, value)| self.standing(kind, value)).collect::<Vec<_>>();
        if filter.view == Some(View::Mine) {
            wanted.push(self.standing("assignee", &me.to_string()));
        }
        let fenced = (!scope.reads_own_complaints).then(|| self.about(&scope.own_court));
        if !scope.reads_own_complaints {
            // Of courts that became the own one: next to none, so they are left out like anything else.
            for court in &scope.former_courts {
                let complaint = self.standing("channel", Channel::Complaint.as_str());
                unwanted.push(Ask::All(vec![complaint, self.standing("concerned", court)]));
            }
        }
        if let Some(due) = filter.due {
            let bands = due.bands().iter().map(|band| self.standing("band", &band.place().to_string()));
            wanted.push(Ask::Any(bands.collect()));
        }
        for term in terms {
            let Term::Court { codes, exclude } = term else { return None };
            if codes.len() > MOST_COURTS {
                return None;
            }
            let courts = codes.iter().flat_map(|code| ["court", "concerned"].map(|kind| (kind, code)));
            let any = Ask::Any(courts.map(|(kind, code)| self.standing(kind, code)).collect());
            if *exclude { &mut unwanted } else { &mut wanted }.push(any);
        }
        for (kind, is, not) in [
            ("court", &is.court, &not.court),
            ("channel", &is.channel, &not.channel),
            ("category", &is.category, &not.category),
            ("status", &is.status, &not.status),
            ("result", &is.result, &not.result),
            ("livelihood", &is.livelihood, &not.livelihood),
            ("assigned to", &is.assignee, &not.assignee),
            ("tag", &is.tag, &not.tag),
        ] {
            if !is.is_empty() {
                wanted.push(Ask::Any(is.iter().map(|value| self.standing(kind, value)).collect()));
            }
            // As one: FTS5 nests what is to be left out, and refuses what is nested 256 deep.
            if !not.is_empty() {
                unwanted.push(Ask::Any(not.iter().map(|value| self.standing(kind, value)).collect()));
            }
        }
        Some(Known { wanted, unwanted, fenced })
    }

    /// The court that a complaint is about.
    fn about(&mut self, court: &str) -> Token {
        self.token("about", "", court)
    }

    fn standing(&mut self, kind: &str, value: &str) -> Ask {
        Ask::Phrase(vec![self.token(kind, "", value)])
    }
}

/// A desk and where it is are asked for together: one list of places is walked instead of two.
fn at(desk: &str, code: &str) -> String {
    format!("{desk} {code}")
}

/// How a report stands, as far as scopes and lists ask for it by a code. Triggers (migrations 0010 and 0012) note a report
/// for indexing whenever one of these changes, so for all that are not noted the index knows it as the live row does.
fn standings(row: &ReportRow, beside: &OwnerAndTags) -> Vec<(&'static str, String)> {
    let mut all = vec![
        ("desk", row.desk.clone()),
        ("circuit", at(&row.desk, &row.circuit)),
        ("desk and court", at(&row.desk, &row.court)),
        ("court", row.court.clone()),
        ("channel", row.channel.clone()),
        ("category", row.category.clone()),
        ("status", row.status.clone()),
        ("band", row.due_band.to_string()),
    ];
    all.extend(row.court_concerned.iter().map(|court| ("concerned", court.clone())));
    if let Some(class) = &row.livelihood {
        all.extend([("livelihood", class.clone()), ("livelihood", "true".to_owned())]);
    }
    all.extend(row.citizen_result.iter().map(|result| ("result", result.clone())));
    if let Some(person) = row.assignee {
        all.extend([("assigned", String::new()), ("assignee", person.to_string())]);
    }
    all.push(("assigned to", beside.assignee.clone().unwrap_or_else(|| "none".to_owned())));
    all.extend(beside.tags.iter().map(|tag| ("tag", tag.clone())));
    let marks = [("open", row.closed_at.is_none()), ("held", row.held), ("urgent", row.urgent)];
    all.extend(marks.into_iter().filter(|(_, set)| *set).map(|(mark, _)| (mark, String::new())));
    all
}

/// More courts than this are not asked for in the index: the name of a whole city stands for a few dozen.
const MOST_COURTS: usize = 60;

/// Kinds of standing, with their values.
type Codes = &'static [(&'static str, &'static str)];

fn threes(digits: &str) -> impl Iterator<Item = &str> {
    (3..=digits.len()).filter_map(|end| digits.get(end - 3..end))
}

/// The tokens of one report while they are collected.
struct Page<'a, 'b> {
    of: &'a mut Tokeniser<'b>,
    tokens: Tokens,
    /// How often a pair of the stream stands there.
    counts: HashMap<Token, u16>,
}

impl Page<'_, '_> {
    fn push(&mut self, token: Token) {
        let count = self.counts.entry(token).or_default();
        *count += 1;
        let fits = *count <= MOST_OF_ONE;
        self.tokens.stream.push(fits.then_some(token));
    }

    fn field(&mut self, class: Class, text: &str) {
        let units = Units::of(text);
        if units.is_empty() {
            return;
        }
        let room = MOST_UNITS.saturating_sub(self.tokens.stream.len());
        for pair in units.pairs().take(room) {
            let token = self.of.pair(class, &pair);
            self.push(token);
        }
        let room_for_words = MOST_UNITS.saturating_sub(self.tokens.set.len());
        for word in units.words().take(room_for_words) {
            let token = self.of.word(class, word);
            self.tokens.set.push(token);
        }
        if room > 0 {
            self.tokens.stream.push(None);
        }
    }

    fn add(&mut self, kind: &str, class: &str, text: &str) {
        let token = self.of.token(kind, class, text);
        self.tokens.set.push(token);
    }
}

/// Everything of a report that is needed to index it, opened.
pub struct Found<'a> {
    pub row: &'a ReportRow,
    pub content: &'a Content,
    pub reporter: Option<&'a Reporter>,
    /// What was written on it, newest first.
    pub written: Vec<String>,
    pub files: Vec<FileMeta>,
    pub beside: &'a OwnerAndTags,
}

/// What the index keeps of a report.
pub fn tokens(portal: &Portal, of: &mut Tokeniser<'_>, found: &Found<'_>) -> storage::Result<Tokens> {
    let Found { row, content, .. } = found;
    let channel = row.channel()?;
    let mut page = Page { of, tokens: Tokens::default(), counts: HashMap::new() };
    page.field(Class::Public, content.title.as_deref().unwrap_or_default());
    page.field(Class::Public, &content.narrative);
    if let Some(number) = &content.case_number {
        page.field(Class::Public, number);
        page.field(Class::Case, number);
        page.add("case", "", number);
    }
    if let Some(respondent) = &content.respondent {
        for text in [&respondent.name, respondent.id_number.as_ref().unwrap_or(&String::new())] {
            page.field(Class::Public, text);
            page.field(Class::Respondent, text);
        }
    }
    // In the words in which they were answered, and as they stand when a question is no longer asked.
    for asked in &content.asked {
        page.field(Class::Public, &asked.answer);
    }
    for (code, answer) in &content.details {
        if !content.asked.iter().any(|asked| &asked.code == code && asked.answer.contains(answer.as_str())) {
            page.field(Class::Public, answer);
        }
    }
    if let Some(reporter) = found.reporter {
        for text in [&reporter.name, &reporter.email].into_iter().flatten() {
            page.field(Class::Identity(channel), text);
        }
        if let Some(digits) = reporter.phone.as_deref().and_then(phone) {
            let class = Class::Identity(channel).mark();
            page.add("phone", class, &digits);
            if digits.len() > 4
                && let Some(end) = digits.get(digits.len() - 4..)
            {
                page.add("phone end", class, end);
            }
        }
    }
    for file in &found.files {
        page.field(Class::Public, &file.name);
        page.field(Class::Public, &file.description);
    }
    for text in &found.written {
        page.field(Class::Public, text);
    }
    // A case number in a text is found in any spelling, too.
    for text in std::iter::once(&content.narrative).chain(&found.written) {
        let room = MOST_UNITS.saturating_sub(page.tokens.set.len());
        for number in case_numbers(portal, text).iter().take(room) {
            page.add("case", "", number);
        }
    }
    for three in threes(&row.number) {
        let token = page.of.token("number", Class::Number.mark(), three);
        page.push(token);
    }
    for (kind, value) in standings(row, found.beside) {
        page.add(kind, "", &value);
    }
    if row.channel == "complaint" {
        page.tokens.about = row.court_concerned.as_ref().map(|court| page.of.about(court));
    }
    page.tokens.set.sort_unstable();
    page.tokens.set.dedup();
    Ok(page.tokens)
}

/// The case numbers in a text, in canonical form: each begins with a year, perhaps in brackets, and ends with 号.
fn case_numbers(portal: &Portal, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['号', '號']) {
        let end = at + '号'.len_utf8();
        // The longest number there is has a year at most this far in front.
        let from = rest[..at].char_indices().rev().nth(32).map_or(0, |(from, _)| from);
        let part = &rest[from..end];
        let starts = part.char_indices().filter(|(at, c)| {
            let before = part[..*at].chars().next_back();
            (c.is_numeric() && !before.is_some_and(char::is_numeric))
                || matches!(c, '(' | '（' | '〔' | '[' | '【' | '［')
        });
        let mut readings = starts.filter_map(|(at, _)| portal.read_case_number(&part[at..]).case_number());
        if let Some(number) = readings.next() {
            found.push(number.as_str().to_owned());
        }
        rest = &rest[end..];
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Opens a report and everything that was written on it, and makes its tokens.
pub fn open(
    portal: &Portal,
    of: &mut Tokeniser<'_>,
    row: &ReportRow,
    key: &DataKey,
    entries: &[EntryRow],
    files: &[FileRow],
    beside: &OwnerAndTags,
) -> storage::Result<Tokens> {
    let (content, reporter) = (row.content(key)?, row.reporter(key)?);
    let changed = |kind: &str| matches!(kind, "changed" | "changed_court");
    let latest_change = entries.iter().filter(|entry| changed(&entry.kind)).map(|entry| entry.at).max();
    let mut written = Vec::new();
    // Why two reports were linked, or not any more, is read by those alone who may see both.
    let linked = |kind: &str| matches!(Action::parse(kind), Some(Action::Link | Action::Unlink));
    for entry in entries.iter().rev().filter(|entry| !linked(&entry.kind)) {
        let of_citizen = entry.actor == "citizen" && matches!(entry.kind.as_str(), "received" | "message" | "file");
        if of_citizen || latest_change.is_none_or(|at| entry.at > at) {
            written.extend(record::text_of(entry, key)?);
        }
    }
    let files = files.iter().map(|file| Ok(key.open("file", "sealed_meta", file.id, &file.sealed_meta)?));
    let files = files.collect::<storage::Result<Vec<FileMeta>>>()?;
    tokens(portal, of, &Found { row, content: &content, reporter: reporter.as_ref(), written, files, beside })
}

/// The index entries of these reports as the database has them now, or why there is none.
async fn read(
    portal: &Portal,
    of: &mut Tokeniser<'_>,
    ids: &[Uuid],
) -> storage::Result<HashMap<Uuid, storage::Result<Entry>>> {
    let found = storage::search::read_all(&portal.db, ids).await?.into_iter().map(|(row, entries, files, beside)| {
        let key = row.data_key(&portal.keys);
        let tokens = key.and_then(|key| open(portal, of, &row, &key, &entries, &files, &beside));
        (row.id, tokens.map(|tokens| Entry { report_id: row.id, received_at: row.received_at, tokens }))
    });
    Ok(found.collect())
}

/// Notes in the transaction of a change that the report has to be indexed anew.
pub async fn changed(portal: &Portal, tx: &mut storage::Tx, report_id: Uuid) -> storage::Result<()> {
    // A stamp says when, for whoever asks how far the index lags; and no two are equal.
    storage::search::set_due(tx, report_id, portal.entropy.id(portal.clock.now())).await
}

/// Reports indexed in one transaction by the worker: few, because citizens write beside it.
const BATCH: i64 = 100;

/// Indexes some of what changed; returns how many. However often a report changed meanwhile, it is one.
pub async fn catch_up(portal: &Portal, of: &mut Tokeniser<'_>) -> storage::Result<usize> {
    let due = storage::search::list_due(&portal.db, BATCH).await?;
    if due.is_empty() {
        return Ok(0);
    }
    // Opened and hashed before the transaction, which then only writes.
    let ids = due.iter().map(|(id, _)| *id).collect::<Vec<_>>();
    let mut found = read(portal, of, &ids).await?;
    let mut tx = portal.db.begin().await?;
    storage::search::lock(&mut tx).await?;
    let mut entries = Vec::new();
    for (id, stamp) in due {
        // Changed or indexed by somebody else since it was read: then this is not the state to keep.
        if !storage::search::take_due(&mut tx, id, stamp).await? {
            continue;
        }
        match found.remove(&id) {
            Some(Ok(entry)) => entries.push(entry),
            None => storage::search::erase(&mut tx, id).await?,
            // One that does not open must not keep the others waiting: `doctor` counts it among those that are missing.
            Some(Err(error)) => {
                tracing::error!(report = %id, %error, "a report cannot be opened and is not indexed");
                storage::search::erase(&mut tx, id).await?;
            }
        }
    }
    storage::search::put(&mut tx, &entries, portal.clock.now()).await?;
    tx.commit().await?;
    Ok(ids.len())
}

/// Puts the index together a little; returns whether there is more to do.
pub async fn tidy(portal: &Portal) -> storage::Result<bool> {
    let mut tx = portal.db.begin().await?;
    let more = storage::search::tidy(&mut tx).await?;
    tx.commit().await?;
    Ok(more)
}

/// Indexes reports that were just written in the same transaction.
pub async fn put_new(portal: &Portal, tx: &mut storage::Tx, entries: &[Entry]) -> storage::Result<()> {
    storage::search::lock(tx).await?;
    storage::search::put(tx, entries, portal.clock.now()).await
}

/// Indexes the next reports after `after` that were not indexed since `since`; returns the last of them and how many.
pub async fn rebuild_some(
    portal: &Portal,
    of: &mut Tokeniser<'_>,
    after: Uuid,
    since: DateTime<Utc>,
    limit: i64,
) -> storage::Result<Option<(Uuid, usize)>> {
    let ids = storage::search::list_older(&portal.db, after, since, limit).await?;
    let Some(last) = ids.last().copied() else { return Ok(None) };
    // Looked for before the reports are read: a later change leaves another note.
    let due = storage::search::list_due_of(&portal.db, &ids).await?;
    let found = read(portal, of, &ids).await?;
    let mut entries = Vec::with_capacity(found.len());
    for (id, entry) in found {
        match entry {
            Ok(entry) => entries.push(entry),
            Err(error) => tracing::error!(report = %id, %error, "a report cannot be opened and is not indexed"),
        }
    }
    let mut tx = portal.db.begin().await?;
    storage::search::lock(&mut tx).await?;
    // What the worker indexed since it was read here is newer.
    let newer = storage::search::list_indexed_since(&mut tx, &ids, since).await?;
    entries.retain(|entry| !newer.contains(&entry.report_id));
    storage::search::put(&mut tx, &entries, portal.clock.now()).await?;
    for (id, stamp) in due {
        storage::search::take_due(&mut tx, id, stamp).await?;
    }
    tx.commit().await?;
    Ok(Some((last, ids.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_cut_into_threes() {
        assert_eq!(threes("12345").collect::<Vec<_>>(), ["123", "234", "345"]);
        assert_eq!(threes("12").count(), 0);
    }
}
