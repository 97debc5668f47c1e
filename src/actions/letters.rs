//! Letters: the templates of a court and of the courts above it, their versions, and a letter begun with one.

use chrono::{DateTime, Utc};

use super::{
    desk_words,
    take_step::{Input, StepError, extended_to},
};
use crate::{
    clock::day_of,
    crypto::DataKey,
    domain::{
        answers::clean,
        letter::{self, ACTS, BLANK, Letter, Variable},
        report::{Content, ReportNumber},
        staff::{Role, Staff},
        workflow::{Action, Outcome},
    },
    i18n::Lang,
    portal::Portal,
    storage::{self, StorageError, letters::LetterRow, reports::ReportRow},
};

/// Longest name and longest text, in characters.
const LONGEST_NAME: usize = 60;
const LONGEST: usize = 6_000;
/// What template texts are sealed for.
const PURPOSE: &str = "seal letter templates";

/// A template that can be used.
#[derive(Clone)]
pub struct Offer {
    pub code: String,
    pub act: Action,
    /// 0 for one that comes with the program.
    pub version: i64,
    /// `None` for one that comes with the program.
    pub court: Option<String>,
    pub letter: Letter,
}

/// A version of a template, opened.
pub struct Version {
    pub version: i64,
    pub act: String,
    pub at: DateTime<Utc>,
    pub author: String,
    pub retired: bool,
    pub letter: Letter,
}

#[derive(Debug, thiserror::Error)]
pub enum LetterError {
    /// Not for this role.
    #[error("not_for_this_role")]
    NotYours,
    #[error("not_found")]
    NotFound,
    /// Field, code, and the words that could not be read.
    #[error("fields")]
    Fields(Vec<(&'static str, &'static str, String)>),
    /// Somebody else saved it meanwhile.
    #[error("version_conflict")]
    Conflict,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Whether somebody looks after the templates of the own court.
pub fn may_edit(officer: &Staff) -> bool {
    matches!(officer.role, Role::Admin | Role::Supervisor)
}

/// The own court first, then the courts above it.
fn line_of(portal: &Portal, court: &str) -> Vec<String> {
    let courts = portal.courts();
    let mut line = vec![court.to_owned()];
    let mut at = court.to_owned();
    while let Some(above) = courts.above(&at) {
        line.push(above.code.clone());
        at.clone_from(&above.code);
    }
    line
}

fn open(portal: &Portal, row: &LetterRow) -> storage::Result<Letter> {
    let key = DataKey::for_purpose(&portal.keys, &row.key_id, PURPOSE)?;
    Ok(key.open(&format!("letter_version {}", row.version), "sealed", row.id, &row.sealed)?)
}

/// What a person of that court can use: of each code the nearest court's, then what comes with the program.
pub async fn offers(portal: &Portal, court: &str) -> storage::Result<Vec<Offer>> {
    let line = line_of(portal, court);
    let rows = storage::letters::list(&portal.db, line.clone()).await?;
    let mut offers = Vec::<Offer>::new();
    for code in &line {
        for row in rows.iter().filter(|row| &row.court == code && row.retired_at.is_none()) {
            let Some(act) = Action::parse(&row.act).filter(|_| offers.iter().all(|offer| offer.code != row.code))
            else {
                continue;
            };
            // Where one does not open, the next court's, or the one that comes with the program, is better than none.
            let Some(letter) = desk_words::readable("letter_version", row.id, open(portal, row)) else { continue };
            let court = Some(row.court.clone());
            offers.push(Offer { code: row.code.clone(), act, version: row.version, court, letter });
        }
    }
    for built_in in letter::built_in() {
        if offers.iter().all(|offer| offer.code != built_in.code) {
            let letter = built_in.letter.clone();
            offers.push(Offer { code: built_in.code.clone(), act: built_in.act, version: 0, court: None, letter });
        }
    }
    offers.sort_by_key(|offer| ACTS.iter().position(|act| *act == offer.act));
    Ok(offers)
}

/// The template that a letter began with, `CODE:VERSION`, if there is such a one for this act.
pub async fn used(
    portal: &Portal,
    officer: &Staff,
    action: Action,
    typed: &str,
) -> Result<Option<(String, i64)>, StepError> {
    let Some((code, version)) = typed.split_once(':') else { return Ok(None) };
    let Ok(version) = version.parse::<i64>() else { return Ok(None) };
    let offers = offers(portal, &officer.court).await?;
    // A newer version may have been saved while the letter was written.
    let found = offers.into_iter().find(|offer| offer.code == code && offer.act == action && version <= offer.version);
    Ok(found.filter(|_| version >= 0).map(|offer| (offer.code, version)))
}

/// What a letter is about, and the act that it goes with.
pub struct About<'a> {
    pub row: &'a ReportRow,
    pub content: &'a Content,
    pub action: Action,
    /// What the act's form holds: a letter names the new due date and the outcome, not those from before the act.
    pub input: &'a Input,
}

/// A letter about a report, in the report's language; `chosen` are the optional paragraphs, from 1.
pub fn write(portal: &Portal, officer: &Staff, about: &About<'_>, letter: &Letter, chosen: &[usize]) -> String {
    let lang = Lang::parse(&about.row.language);
    let paragraphs = letter::paragraphs(letter.body_in(&about.row.language)).unwrap_or_default();
    letter::write(&paragraphs, chosen, &|variable| value(portal, officer, about, lang, variable))
}

fn value(portal: &Portal, officer: &Staff, about: &About<'_>, lang: Lang, variable: Variable) -> String {
    let About { row, content, action, input } = *about;
    let slug = |code: &str| code.replace('_', "-");
    let blank = || BLANK.to_owned();
    match variable {
        Variable::Number => ReportNumber::parse(&row.number).map(|number| number.grouped()).unwrap_or_default(),
        Variable::Court => {
            let courts = portal.courts();
            let name = courts.find(&row.court).map(|court| match lang {
                Lang::Zh => court.short_name().to_owned(),
                Lang::En => court.name_en(),
            });
            name.unwrap_or_else(|| row.court.clone())
        }
        Variable::Due if action == Action::Extend => {
            input.due.parse().map_or_else(|_| blank(), |set| lang.day(extended_to(portal, set)))
        }
        Variable::Due => lang.day(day_of(row.due_at)),
        Variable::Status => lang.t(&format!("status-{}", slug(&row.status))),
        Variable::CaseNumber => content.case_number.clone().unwrap_or_else(blank),
        Variable::Outcome => {
            let outcome = if action == Action::Resolve { Some(input.outcome.as_str()) } else { row.outcome.as_deref() };
            let outcome = outcome.and_then(Outcome::parse);
            outcome.map_or_else(blank, |outcome| lang.t(&format!("outcome-{}", slug(outcome.as_str()))))
        }
        Variable::Role => lang.t(&format!("role-{}", officer.role)),
        Variable::Follow => format!("{}{}", portal.config.public_url, lang.path("/follow")),
        Variable::Today => lang.day(portal.clock.today()),
        Variable::Kind => lang.t(&format!("category-{}-{}", row.channel, row.category)),
    }
}

/// How a text looks with made-up values, for whoever writes a template: all its paragraphs.
pub fn preview(text: &str, lang: Lang) -> Result<String, String> {
    let paragraphs = letter::paragraphs(text)?;
    let all = (1..=paragraphs.len()).collect::<Vec<_>>();
    Ok(letter::write(&paragraphs, &all, &|variable| {
        lang.t(&format!("letter-sample-{}", variable.as_str().replace('_', "-")))
    }))
}

/// All versions of a template of the own court, newest first.
pub async fn history(portal: &Portal, court: &str, code: &str) -> storage::Result<Vec<Version>> {
    let rows = storage::letters::history(&portal.db, court, code).await?;
    // One that does not open stands there empty, so that another can be written over it.
    let open = |row: LetterRow| Version {
        letter: desk_words::readable("letter_version", row.id, open(portal, &row)).unwrap_or_default(),
        version: row.version,
        act: row.act,
        at: row.at,
        author: row.author,
        retired: row.retired_at.is_some(),
    };
    Ok(rows.into_iter().map(open).collect())
}

/// What somebody filled in about a template.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub code: String,
    pub act: String,
    pub letter: Letter,
}

/// Saves a template of the own court as its next version; `base` is the version that was read, 0 for a new one.
pub async fn save(portal: &Portal, officer: &Staff, typed: &Typed, base: i64) -> Result<(), LetterError> {
    if !may_edit(officer) {
        return Err(LetterError::NotYours);
    }
    let letter = Letter {
        name: clean(&typed.letter.name),
        name_en: clean(&typed.letter.name_en),
        body: clean(&typed.letter.body),
        body_en: clean(&typed.letter.body_en),
    };
    let wrong = check(typed, &letter);
    if !wrong.is_empty() {
        return Err(LetterError::Fields(wrong));
    }
    let now = portal.clock.now();
    let history = storage::letters::history(&portal.db, &officer.court, &typed.code).await?;
    let id = history.first().map_or_else(|| portal.entropy.id(now), |row| row.id);
    let mut tx = portal.db.begin().await?;
    if history.is_empty() && !storage::letters::add(&mut tx, id, &officer.court, &typed.code, &typed.act).await? {
        return Err(LetterError::Conflict);
    }
    if !storage::letters::set_version(&mut tx, id, base, &typed.act).await? {
        return Err(LetterError::Conflict);
    }
    let version = base + 1;
    let key_id = portal.keys.current();
    let key = DataKey::for_purpose(&portal.keys, &key_id, PURPOSE).map_err(StorageError::from)?;
    let sealed = key.seal(&portal.entropy, &format!("letter_version {version}"), "sealed", id, &letter);
    storage::letters::add_version(&mut tx, (id, version), officer.id, now, (&key_id, &sealed)).await?;
    Ok(tx.commit().await?)
}

fn check(typed: &Typed, letter: &Letter) -> Vec<(&'static str, &'static str, String)> {
    let mut wrong = Vec::new();
    let mut say = |field, code| wrong.push((field, code, String::new()));
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    if typed.code.is_empty() {
        say("letter_code", "empty");
    } else if typed.code.len() > 40 || !typed.code.chars().all(plain) {
        say("letter_code", "wrong_form");
    }
    if !Action::parse(&typed.act).is_some_and(|act| ACTS.contains(&act)) {
        say("letter_act", "unknown");
    }
    for (field, name) in [("letter_name", &letter.name), ("letter_name_en", &letter.name_en)] {
        match name.chars().count() {
            0 => say(field, "empty"),
            count if count > LONGEST_NAME => say(field, "too_long"),
            _ => {}
        }
    }
    for (field, body) in [("letter_body", &letter.body), ("letter_body_en", &letter.body_en)] {
        match (body.chars().count(), letter::paragraphs(body)) {
            (0, _) => wrong.push((field, "empty", String::new())),
            (count, _) if count > LONGEST => wrong.push((field, "too_long", String::new())),
            (_, Err(unknown)) => wrong.push((field, "variable", unknown)),
            _ => {}
        }
    }
    wrong
}

/// Takes a template of the own court out of use, or back.
pub async fn retire(portal: &Portal, officer: &Staff, code: &str, retired: bool) -> Result<(), LetterError> {
    if !may_edit(officer) {
        return Err(LetterError::NotYours);
    }
    let mut tx = portal.db.begin().await?;
    let at = retired.then(|| portal.clock.now());
    if !storage::letters::set_retired(&mut tx, &officer.court, code, at).await? {
        return Err(LetterError::NotFound);
    }
    Ok(tx.commit().await?)
}
