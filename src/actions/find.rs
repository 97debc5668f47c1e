//! Finds reports by what was typed on them: reads what an officer asks, turns it into questions that the index and the
//! live rows can answer, and reads a page of a list through the index.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::search_index::{Class, Tokeniser};
use crate::{
    clock::start_of,
    domain::{
        report::{Channel, ReportNumber},
        search::{Field, Needle, Problem, Query, Term as Word, canonical, needle, phone},
        staff::{Scope, Staff},
    },
    portal::Portal,
    storage::{
        self, Db,
        queue::{Filter, Neighbour, Part, Place, QueueRow, Sort, Term, Way},
        search::{Ask, MANY, Text, Window},
    },
};

/// What a query asks for, and what of it cannot be asked.
#[derive(Default)]
struct Asked {
    /// Of the live row.
    terms: Vec<Term>,
    /// Of the index.
    wanted: Vec<Ask>,
    unwanted: Vec<Ask>,
    problems: Vec<Problem>,
}

/// What of a query cannot be looked for; the list is empty then, and this is why.
pub fn problems(portal: &Portal, me: &Staff, scope: &Scope, typed: &str) -> Vec<Problem> {
    read(portal, me, scope, typed).problems
}

/// The terms of a query for a list that is filtered by `filter`. An officer who may not read something is not asked about
/// it in the index.
pub fn resolve(portal: &Portal, me: &Staff, scope: &Scope, filter: &Filter, typed: &str) -> Vec<Term> {
    let mut asked = read(portal, me, scope, typed);
    if !asked.problems.is_empty() {
        return vec![Term::Nothing];
    }
    if asked.wanted.is_empty() && asked.unwanted.is_empty() {
        return asked.terms;
    }
    let mut of = Tokeniser::new(portal);
    // What must not stand there is left out from something.
    let everything = asked.wanted.is_empty();
    if everything {
        asked.wanted.push(Ask::Phrase(vec![of.scope_token(scope)]));
    }
    let ask = Ask::Except(Box::new(Ask::All(asked.wanted)), asked.unwanted);
    let after = filter.received.to.and_then(|day| day.succ_opt());
    let mut text = Text::new(&portal.db, &ask).between(
        filter.received.from.map_or(i64::MIN, |day| storage::search::place_of(start_of(day))),
        after.map_or(i64::MAX, |day| storage::search::place_of(start_of(day)) - 1),
    );
    if !everything {
        text = text.at(&of.scope(scope));
    }
    if let Some(known) = of.list(scope, me.id, filter, &asked.terms) {
        text = text.exactly(&known);
    }
    asked.terms.push(Term::Text(text));
    asked.terms
}

fn read(portal: &Portal, me: &Staff, scope: &Scope, typed: &str) -> Asked {
    let query = Query::parse(typed);
    let mut asked = Asked { problems: query.problems, ..Asked::default() };
    let mut of = Tokeniser::new(portal);
    for word in joined(portal, query.terms) {
        if let Err(problem) = term(portal, me, scope, &mut of, &word, &mut asked) {
            asked.problems.push(problem);
        }
    }
    asked
}

/// A case number that was typed with spaces is one term.
fn joined(portal: &Portal, words: Vec<Word>) -> Vec<Word> {
    let mut joined: Vec<Word> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let plain = |word: &&Word| word.field == Field::Any && !word.exclude && !word.quoted;
        let run = 1 + words[at + 1..].iter().take_while(plain).count();
        let begins = matches!(words[at].field, Field::Any | Field::Case) && !words[at].quoted;
        let whole = (2..=run).rev().filter(|_| begins).find_map(|length| {
            let text = words[at..at + length].iter().map(|word| word.text.as_str()).collect::<String>();
            portal.read_case_number(&text).is_usable().then_some((length, text))
        });
        if let Some((length, text)) = whole {
            joined.push(Word { field: Field::Case, text, ..words[at].clone() });
            at += length;
        } else {
            joined.push(words[at].clone());
            at += 1;
        }
    }
    joined
}

fn term(
    portal: &Portal,
    me: &Staff,
    scope: &Scope,
    of: &mut Tokeniser<'_>,
    word: &Word,
    asked: &mut Asked,
) -> Result<(), Problem> {
    let text = word.text.as_str();
    let short = || Problem::TooShort(text.to_owned());
    let digits = number_digits(text);
    let identities =
        Channel::ALL.iter().copied().filter(|channel| me.role.reads_identity(*channel)).collect::<Vec<_>>();
    let ask = match word.field {
        Field::Case | Field::Any if let Some(number) = portal.read_case_number(text).case_number() => {
            let ask = of.case(number.as_str());
            if !word.exclude {
                let hash = portal.case_hash(number.as_str());
                asked.terms.push(Term::Case(hash, Text::new(&portal.db, &ask).at(&of.scope(scope))));
                return Ok(());
            }
            ask
        }
        Field::Case => of.needle(Class::Case, &needle(text).ok_or_else(short)?),
        Field::Any | Field::Number
            if !word.exclude
                && let Some(number) = ReportNumber::parse(text) =>
        {
            let number = number.as_str().to_owned();
            let needle = needle(text).filter(|_| word.field == Field::Any);
            asked.terms.push(match needle {
                // A telephone of twelve digits can look like a report's number.
                Some(needle) => {
                    let any = anything(of, &needle, digits.as_deref(), &identities);
                    Term::Digits(number, Text::new(&portal.db, &any).at(&of.scope(scope)))
                }
                None => Term::Number(number),
            });
            return Ok(());
        }
        Field::Number => {
            let digits = digits.filter(|digits| digits.len() >= 3);
            of.number(&digits.ok_or_else(|| Problem::TooFewDigits(text.to_owned()))?)
        }
        Field::Court => {
            let codes = courts(portal, text);
            if codes.is_empty() {
                return Err(Problem::NoSuchCourt(text.to_owned()));
            }
            asked.terms.push(Term::Court { codes, exclude: word.exclude });
            return Ok(());
        }
        Field::Respondent => of.needle(Class::Respondent, &needle(text).ok_or_else(short)?),
        Field::Phone | Field::Reporter if identities.is_empty() => return Err(Problem::NotYours(text.to_owned())),
        Field::Phone => {
            let digits = phone(text).filter(|digits| digits.len() >= 4);
            let digits = digits.ok_or_else(|| Problem::TooFewDigits(text.to_owned()))?;
            Ask::Any(identities.iter().map(|channel| of.phone(*channel, &digits)).collect())
        }
        Field::Reporter => {
            let needle = needle(text).ok_or_else(short)?;
            Ask::Any(identities.iter().map(|channel| of.needle(Class::Identity(*channel), &needle)).collect())
        }
        Field::Any => anything(of, &needle(text).ok_or_else(short)?, digits.as_deref(), &identities),
    };
    if word.exclude { &mut asked.unwanted } else { &mut asked.wanted }.push(ask);
    Ok(())
}

/// In every class that the officer may read.
fn anything(of: &mut Tokeniser<'_>, needle: &Needle, digits: Option<&str>, identities: &[Channel]) -> Ask {
    let mut any = vec![of.needle(Class::Public, needle)];
    for channel in identities {
        any.push(of.needle(Class::Identity(*channel), needle));
    }
    if let Some(digits) = digits.filter(|digits| digits.len() >= 3) {
        any.push(of.number(digits));
        // Four digits alone are rather a part of something else than the end of a telephone number.
        if digits.len() > 4 {
            any.extend(identities.iter().map(|channel| of.phone(*channel, digits)));
        }
    }
    Ask::Any(any)
}

/// At most twelve digits, in groups or not.
fn number_digits(text: &str) -> Option<String> {
    use unicode_normalization::UnicodeNormalization;
    let digits = text.nfkc().filter(|c| !matches!(c, ' ' | '-')).collect::<String>();
    (!digits.is_empty() && digits.len() <= 12 && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

/// The courts of that code, or with that in their names.
fn courts(portal: &Portal, text: &str) -> Vec<String> {
    let wanted = canonical(text);
    let courts = portal.courts();
    let tree = courts.tree();
    if let Some(court) = tree.iter().find(|court| canonical(&court.code) == wanted) {
        return vec![court.code.clone()];
    }
    if wanted.chars().count() < 2 {
        return Vec::new();
    }
    tree.iter().filter(|court| canonical(&court.name).contains(&wanted)).map(|court| court.code.clone()).collect()
}

/// Up to so many hits are all fetched for a page of the newest.
const FEW: i64 = 500;
/// How many times as many hits are looked at when a page's own number left too few.
const WIDER: i64 = 16;

/// How many a search finds, as far as that is known before its page is read.
#[derive(Clone, Copy, Debug)]
pub enum Hits {
    /// Of a list that the index knows whole, counted up to the cap of counts.
    Counted(i64),
    /// Whether the text is in [`MANY`] reports.
    Many(bool),
    Unknown,
}

impl Hits {
    const fn are_few(self) -> bool {
        matches!(self, Self::Counted(n) if n <= FEW)
    }

    pub const fn are_many(self) -> Option<bool> {
        match self {
            Self::Counted(n) => Some(n >= MANY),
            Self::Many(many) => Some(many),
            Self::Unknown => None,
        }
    }
}

/// A page of a list. One statement; a search may take some more, where what it finds was not counted before.
pub async fn page(
    portal: &Portal,
    scope: &Scope,
    me: Uuid,
    filter: &Filter,
    part: Part<'_>,
    hits: Hits,
) -> storage::Result<Vec<QueueRow>> {
    let db = &portal.db;
    let Some(text) = driving(filter) else {
        return storage::queue::list(db, scope, me, &filter.one_by_one(), part).await;
    };
    let from = part.from.filter(|(place, _)| place.sort == part.sort);
    let back = matches!(from, Some((_, Way::Back)));
    // The index keeps the order of arrival. Of a list that it does not know whole, a window may hold next to nothing.
    if part.sort != Sort::Newest || back || !text.is_exact() {
        let filter = in_any_order(db, filter, text, hits).await?;
        return storage::queue::list(db, scope, me, &filter, part).await;
    }
    let highest = from.map_or(i64::MAX, |(place, _)| storage::search::last_place_of(place.at));
    let mut window = if hits.are_few() {
        Window::All
    } else {
        Window::Newest { highest, wanted: i64::try_from(part.limit).unwrap_or(MANY) }
    };
    loop {
        let rows = storage::queue::list(db, scope, me, &through(filter, text, window), part).await?;
        // Fewer than fit: that is all, or many of the hits have changed and wait to be indexed, or stand behind the first
        // of a flood.
        if rows.len() >= part.limit || !storage::search::has_more(db, text, window).await? {
            return Ok(rows);
        }
        window = match window {
            Window::Newest { highest, wanted } if wanted < MANY => Window::Newest { highest, wanted: wanted * WIDER },
            _ => Window::All,
        };
    }
}

/// The reports before and after a place of a list.
pub async fn neighbours(
    db: &Db,
    scope: &Scope,
    me: Uuid,
    filter: &Filter,
    place: &Place,
) -> storage::Result<(Option<Neighbour>, Option<Neighbour>)> {
    let filter = match driving(filter) {
        Some(text) => in_any_order(db, filter, text, place.many.map_or(Hits::Unknown, Hits::Many)).await?,
        None => filter.one_by_one(),
    };
    storage::queue::neighbours(db, scope, me, &filter, place).await
}

/// The filter for a list in another order than that of the index: all hits while they are few; a frequent word is met
/// soon by walking the list.
async fn in_any_order(db: &Db, filter: &Filter, text: &Text, hits: Hits) -> storage::Result<Filter> {
    let many = match hits.are_many() {
        Some(many) => many,
        None => storage::search::are_as_many(db, text, MANY).await?,
    };
    Ok(if many { replaced(filter, text.clone().one_by_one()) } else { through(filter, text, Window::All) })
}

/// The filter for counting a list by its live rows: those of everything that is found.
pub fn counted(filter: &Filter) -> Filter {
    driving(filter).map_or_else(|| filter.one_by_one(), |text| through(filter, text, Window::All))
}

/// The text that a list can be read through: not when one case, one number or another report leaves next to nothing anyway.
pub fn driving(filter: &Filter) -> Option<&Text> {
    let few = !filter.same.is_empty()
        || filter
            .terms
            .iter()
            .any(|term| matches!(term, Term::Case(..) | Term::Digits(..) | Term::Number(_) | Term::Nothing));
    filter.terms.iter().filter(|_| !few).find_map(|term| match term {
        Term::Text(text) => Some(text),
        _ => None,
    })
}

/// The same filter, read from a window of hits.
fn through(filter: &Filter, text: &Text, window: Window) -> Filter {
    replaced(filter, text.clone().within(window))
}

fn replaced(filter: &Filter, text: Text) -> Filter {
    let mut filter = filter.clone();
    filter.terms.retain(|term| !matches!(term, Term::Text(_)));
    filter.terms.push(Term::Text(text));
    filter
}

/// How far the index lags: reports, those of them in the index, those that wait, and since when, where that is known.
pub async fn standing(portal: &Portal) -> storage::Result<Standing> {
    let (reports, indexed, due, oldest) = storage::search::standing(&portal.db).await?;
    // A trigger's stamp has no time in it; where one looks as if it had, that is not of the past.
    let timed = oldest.filter(|stamp| stamp.get_version_num() == 7).and_then(|stamp| stamp.get_timestamp());
    let since = timed.and_then(|stamp| {
        let (seconds, nanos) = stamp.to_unix();
        DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
    });
    let since = since.filter(|since| *since <= portal.clock.now());
    let rebuild = storage::jobs::find_heartbeat(&portal.db, storage::search::REBUILD).await?;
    Ok(Standing { reports, indexed, due, since, rebuild })
}

/// See [`standing`].
pub struct Standing {
    pub reports: i64,
    pub indexed: i64,
    pub due: i64,
    pub since: Option<DateTime<Utc>>,
    /// When a rebuild was begun that has not come to its end.
    pub rebuild: Option<DateTime<Utc>>,
}
