//! What a citizen typed so far, good and bad, and the rules it is held against. Form and API share both.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use super::{
    codes::codes,
    contact::{CreditCode, EmailAddress, IdentityDocument, PhoneNumber, PlateNumber},
    dates,
    invisible::is_invisible,
    questions::{self, Answer, Question},
    report::{Category, Channel, Livelihood, RespondentKind},
};

/// Longest narrative, in characters.
pub const NARRATIVE: u64 = 20_000;
/// So much of what is typed is kept, so that who typed too much finds it again; the rest is cut off.
const MOST_OF_NARRATIVE: usize = 200_000;
const MOST_OF_FIELD: usize = 5_000;

codes! {
    /// The pages of the form; one question group each.
    FormStep {
        Kind = "kind",
        Case = "case",
        Respondent = "respondent",
        Story = "story",
        Details = "details",
        /// Questions that an answer of the page before opens.
        More = "more",
        Livelihood = "livelihood",
        Files = "files",
        You = "you",
        Check = "check",
    }
}

impl FormStep {
    /// The fields that a page asks for besides its questions.
    pub const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Kind => &["category"],
            Self::Case => &["case_number", "court"],
            Self::Respondent => &["respondent_name", "respondent_kind", "respondent_id"],
            Self::Story => &["title", "narrative", "occurred_on"],
            Self::Details => &["details"],
            Self::Livelihood => &["livelihood"],
            Self::You => &["anonymous", "name", "phone", "email", "role", "claims_reward"],
            Self::More | Self::Files | Self::Check => &[],
        }
    }

    /// The page on which a field stands.
    pub fn of_field(field: &str) -> Self {
        let own = Self::ALL.iter().copied().find(|step| step.fields().contains(&field));
        own.or_else(|| questions::find(field.strip_prefix("q_")?).map(|question| question.page)).unwrap_or(Self::Kind)
    }

    /// The pages of a report with these answers, in order.
    pub fn sequence(channel: Channel, answers: &Answers) -> Vec<Self> {
        let asks = |step: Self| answers.asked(channel).any(|question| question.page == step);
        let stands = |step: &Self| match step {
            Self::Details | Self::More => asks(*step),
            // A stranger hardly knows whose money it is; whoever does says so on the page of the case.
            Self::Livelihood => channel == Channel::Complaint,
            _ => true,
        };
        Self::ALL.iter().copied().filter(stands).collect()
    }
}

/// The raw answers. A draft keeps them as typed, so that nothing is lost and nothing is repaired behind one's back.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Validate, PartialEq, Eq)]
#[serde(default)]
#[validate(schema(function = "check_contact", skip_on_field_errors = false))]
pub struct Answers {
    #[validate(length(min = 1, code = "empty"))]
    pub category: String,
    #[validate(length(max = 100, code = "too_long"))]
    pub case_number: String,
    #[validate(length(max = 20, code = "too_long"))]
    pub court: String,
    #[validate(length(max = 100, code = "too_long"))]
    pub respondent_name: String,
    #[validate(custom(function = "check_respondent_kind"))]
    pub respondent_kind: String,
    #[validate(custom(function = "check_respondent_id"))]
    pub respondent_id: String,
    #[validate(length(max = 100, code = "too_long"))]
    pub title: String,
    #[validate(custom(function = "check_narrative"))]
    pub narrative: String,
    pub year: String,
    pub month: String,
    pub day: String,
    #[validate(custom(function = "check_details"))]
    pub details: BTreeMap<String, String>,
    /// The three fields of each day asked for, as typed: `filed_when_year` …
    pub day_parts: BTreeMap<String, String>,
    /// Other systems send what they like in `details`: all of it is kept. A person who goes back and chooses another
    /// kind no longer sees the old answers, so those are not sent.
    #[serde(skip)]
    pub keeps_all_details: bool,
    #[validate(custom(function = "check_livelihood"))]
    pub livelihood: String,
    /// `yes`, `no`, or empty where the page was not reached.
    pub anonymous: String,
    #[validate(length(max = 100, code = "too_long"))]
    pub name: String,
    #[validate(custom(function = "check_phone"))]
    pub phone: String,
    #[validate(custom(function = "check_email"))]
    pub email: String,
    #[validate(length(max = 50, code = "too_long"))]
    pub role: String,
    pub claims_reward: String,
}

/// One thing that is wrong: which field, and the code of the words for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldError {
    pub field: &'static str,
    pub code: String,
    /// The file that is meant, where several come at once.
    pub file: Option<String>,
}

impl FieldError {
    pub fn new(field: &'static str, code: &str) -> Self {
        Self { field, code: code.to_owned(), file: None }
    }
}

impl Answers {
    pub fn category(&self, channel: Channel) -> Option<Category> {
        Category::parse(&self.category).filter(|category| channel.categories().contains(category))
    }

    /// Whether the reporter gives no name. A lead is anonymous unless said otherwise, a complaint is not.
    pub fn is_anonymous(&self, channel: Channel) -> bool {
        match self.anonymous.as_str() {
            "yes" => true,
            "no" => false,
            _ => channel == Channel::Lead,
        }
    }

    /// Takes over the fields of a submitted page; those it did not carry stay as they are.
    pub fn take(&mut self, fields: &[(String, String)]) {
        // A box that is not ticked sends nothing; these fields say that boxes were on the page.
        for (name, value) in fields {
            match name.as_str() {
                "you_seen" => self.claims_reward.clear(),
                "seen" if questions::find(value).is_some() => {
                    self.details.remove(value);
                }
                _ => {}
            }
        }
        for (name, value) in fields {
            let most = if name == "narrative" { MOST_OF_NARRATIVE } else { MOST_OF_FIELD };
            let value = clean(value.char_indices().nth(most).map_or(value.as_str(), |(end, _)| &value[..end]));
            match name.as_str() {
                "category" => self.category = value,
                "case_number" => self.case_number = value,
                "court" => self.court = value,
                "respondent_name" => self.respondent_name = value,
                "respondent_kind" => self.respondent_kind = value,
                "respondent_id" => self.respondent_id = value,
                "title" => self.title = value,
                "narrative" => self.narrative = value,
                "year" => self.year = value,
                "month" => self.month = value,
                "day" => self.day = value,
                "livelihood" => self.livelihood = value,
                "anonymous" => self.anonymous = value,
                "name" => self.name = value,
                "phone" => self.phone = value,
                "email" => self.email = value,
                "role" => self.role = value,
                "claims_reward" => self.claims_reward = value,
                _ => {
                    if let Some(code) = name.strip_prefix("q_") {
                        self.take_detail(code, value);
                    }
                }
            }
        }
    }

    fn take_detail(&mut self, code: &str, value: String) {
        let part_of = ["_year", "_month", "_day"].iter().find_map(|part| code.strip_suffix(part));
        if part_of.and_then(questions::find).is_some_and(|question| question.answer == Answer::Day) {
            self.day_parts.insert(code.to_owned(), value);
            return;
        }
        let Some(question) = questions::find(code) else { return };
        // Boxes have the options that we gave them: whatever else comes is no answer, and there may be any number of it.
        let is_box = matches!(question.answer, Answer::Many(_));
        let is_known = |value: &str| question.answer.options().is_some_and(|options| options.codes().contains(&value));
        if is_box && !value.split(' ').all(|one| one.is_empty() || is_known(one)) {
            return;
        }
        let kept = self.details.entry(code.to_owned()).or_default();
        if is_box && !kept.is_empty() && !value.is_empty() {
            // The boxes that are ticked come one by one.
            if !kept.split(' ').any(|one| one == value) {
                kept.push(' ');
                kept.push_str(&value);
            }
        } else {
            *kept = value;
        }
    }

    /// The questions that somebody with these answers is asked.
    pub fn asked(&self, channel: Channel) -> impl Iterator<Item = &'static Question> {
        self.category(channel).into_iter().flat_map(move |category| questions::asked(channel, category, &self.details))
    }

    /// The answer to a question as it is kept: a day as `2026-11-03` if it was given as one, a plate repaired.
    ///
    /// # Errors
    /// The code of the words for what is wrong with it.
    pub fn value_of(&self, question: &Question, today: chrono::NaiveDate) -> Result<String, &'static str> {
        let typed = self.details.get(question.code).map(String::as_str).unwrap_or_default();
        if typed.chars().count() > question.answer.limit() {
            return Err("too_long");
        }
        Ok(match question.answer {
            Answer::Day => match self.day_of(question, today)? {
                Some(day) => day.to_string(),
                None => typed.to_owned(),
            },
            Answer::Plate => PlateNumber::parse(typed).map_or_else(|_| typed.to_owned(), |plate| plate.to_string()),
            Answer::Line(_) | Answer::Text(_) | Answer::One(_) | Answer::Many(_) => typed.to_owned(),
        })
    }

    /// What was typed into the three fields of a question about a day.
    pub fn day_fields(&self, question: &Question) -> [String; 3] {
        let typed = ["year", "month", "day"]
            .map(|part| self.day_parts.get(&format!("{}_{part}", question.code)).cloned().unwrap_or_default());
        // A day that came whole, from a report that is changed.
        let whole = self.details.get(question.code).and_then(|typed| typed.parse::<chrono::NaiveDate>().ok());
        match whole {
            Some(day) if typed.iter().all(String::is_empty) => {
                use chrono::Datelike;
                [day.year().to_string(), day.month().to_string(), day.day().to_string()]
            }
            _ => typed,
        }
    }

    fn day_of(&self, question: &Question, today: chrono::NaiveDate) -> Result<Option<chrono::NaiveDate>, &'static str> {
        let [year, month, day] = self.day_fields(question);
        date([&year, &month, &day], today)
    }

    /// The answers to send, by code.
    pub fn details_to_send(&self, channel: Channel, today: chrono::NaiveDate) -> BTreeMap<String, String> {
        let own =
            self.asked(channel).filter_map(|question| Some((question.code, self.value_of(question, today).ok()?)));
        let mut details: BTreeMap<String, String> = own.map(|(code, value)| (code.to_owned(), value)).collect();
        if self.keeps_all_details {
            for (code, value) in &self.details {
                details.entry(code.clone()).or_insert_with(|| value.clone());
            }
        }
        details.retain(|_, value| !value.is_empty());
        details
    }

    /// All that is wrong, in the order of the questions. `today` is the last day on which something can have happened.
    pub fn errors(&self, channel: Channel, today: chrono::NaiveDate) -> Vec<FieldError> {
        let fields = || FormStep::ALL.iter().flat_map(|step| step.fields()).copied();
        let mut errors = Vec::new();
        if let Err(found) = self.validate() {
            for (field, list) in found.field_errors() {
                let field = fields().find(|known| *known == field);
                errors.extend(list.iter().filter_map(|error| Some(FieldError::new(field?, &error.code))));
            }
            // Rules over several fields name the field that carries the words as their code's first part.
            if let Some(validator::ValidationErrorsKind::Field(list)) = found.errors().get("__all__") {
                errors.extend(list.iter().filter_map(|error| {
                    let (field, code) = error.code.split_once(':')?;
                    let field = fields().find(|known| *known == field)?;
                    Some(FieldError::new(field, code))
                }));
            }
        }
        if !self.category.is_empty() && self.category(channel).is_none() {
            errors.push(FieldError::new("category", "unknown"));
        }
        if let Err(code) = self.occurred_on(today) {
            errors.push(FieldError::new("occurred_on", code));
        }
        errors.extend(self.asked(channel).filter_map(|question| {
            self.value_of(question, today).err().map(|code| FieldError::new(question.name, code))
        }));
        let detail = |code: &str| self.details.get(code).map(String::as_str).unwrap_or_default();
        // Whoever files for somebody else has asked that person first.
        if !detail("for_relation").is_empty() && detail("for_consent").is_empty() {
            errors.push(FieldError::new("q_for_consent", "empty"));
        }
        let asked: Vec<_> = self.asked(channel).map(|question| question.name).collect();
        // By page, then by place on the page; questions come after a page's own fields.
        errors.sort_by_key(|error| {
            let step = FormStep::of_field(error.field);
            let own = step.fields().iter().position(|field| *field == error.field);
            let question = asked.iter().position(|name| *name == error.field);
            (step, own.unwrap_or(usize::MAX), question)
        });
        errors.dedup();
        errors
    }

    /// The day on which it happened, if one was given.
    pub fn occurred_on(&self, today: chrono::NaiveDate) -> Result<Option<chrono::NaiveDate>, &'static str> {
        date([&self.year, &self.month, &self.day], today)
    }
}

/// A day that has come, from its three fields; `None` when all are empty.
fn date(parts: [&String; 3], today: chrono::NaiveDate) -> Result<Option<chrono::NaiveDate>, &'static str> {
    let [year, month, day] = parts;
    match dates::typed(year, month, day)? {
        Some(date) if date > today => Err("future"),
        date => Ok(date),
    }
}

/// Drops what no text of ours holds (control characters) and brings line ends to one form.
pub fn clean(typed: &str) -> String {
    let text = typed.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect::<String>().trim().to_owned()
}

/// Half-width form without spaces, for numbers.
fn narrow(typed: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    typed.nfkc().filter(|c| !c.is_whitespace() && !is_invisible(*c)).collect()
}

fn error(code: &'static str) -> ValidationError {
    ValidationError::new(code)
}

fn check_narrative(text: &str) -> Result<(), ValidationError> {
    match text.chars().count() as u64 {
        0 => Err(error("empty")),
        count if count > NARRATIVE => Err(error("too_long")),
        _ => Ok(()),
    }
}

fn check_respondent_kind(kind: &str) -> Result<(), ValidationError> {
    if kind.is_empty() || RespondentKind::parse(kind).is_some() { Ok(()) } else { Err(error("unknown")) }
}

/// Never forces an identity card: only what looks like one is held against its check digit.
fn check_respondent_id(id: &str) -> Result<(), ValidationError> {
    let id = narrow(id).to_uppercase();
    let like_resident_id = id.chars().count() == 18
        && id.chars().take(17).all(|c| c.is_ascii_digit())
        && id.chars().last().is_some_and(|c| c.is_ascii_digit() || c == 'X');
    if id.chars().count() > 50 {
        Err(error("too_long"))
    } else if like_resident_id && IdentityDocument::parse(&id).is_err() && CreditCode::parse(&id).is_err() {
        Err(error("checksum"))
    } else {
        Ok(())
    }
}

fn check_livelihood(class: &str) -> Result<(), ValidationError> {
    if class.is_empty() || class == "none" || Livelihood::parse(class).is_some() {
        Ok(())
    } else {
        Err(error("unknown"))
    }
}

fn check_phone(phone: &str) -> Result<(), ValidationError> {
    if phone.is_empty() || PhoneNumber::parse(phone).is_ok() { Ok(()) } else { Err(error("wrong_form")) }
}

fn check_email(email: &str) -> Result<(), ValidationError> {
    if email.is_empty() || EmailAddress::parse(email).is_ok() { Ok(()) } else { Err(error("wrong_form")) }
}

/// The answers to questions of ours are held against those; this is about what other systems send besides.
fn check_details(details: &BTreeMap<String, String>) -> Result<(), ValidationError> {
    let fits = |(code, value): (&String, &String)| {
        questions::find(code).is_some() || (value.chars().count() <= 2_000 && code.chars().count() <= 60)
    };
    if !details.iter().all(fits) {
        return Err(error("too_long"));
    }
    if details.len() > 60 { Err(error("too_many")) } else { Ok(()) }
}

/// Somebody who says “with my name” gives a name or a way to be reached.
fn check_contact(answers: &Answers) -> Result<(), ValidationError> {
    let given = [&answers.name, &answers.phone, &answers.email].into_iter().any(|field| !field.is_empty());
    if answers.anonymous == "no" && !given {
        Err(error("name:empty"))
    } else if answers.anonymous == "yes" && answers.claims_reward == "yes" {
        // A reward can be paid to somebody known only.
        Err(error("name:reward"))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> chrono::NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn only_kind_and_narrative_are_asked_for() {
        let mut answers = Answers::default();
        let codes = |answers: &Answers| {
            answers
                .errors(Channel::Lead, day("2026-11-23"))
                .into_iter()
                .map(|e| format!("{}:{}", e.field, e.code))
                .collect::<Vec<_>>()
        };
        assert_eq!(codes(&answers), ["category:empty", "narrative:empty"]);
        answers.take(&[("category".into(), "asset".into()), ("narrative".into(), " 车在楼下\r\n黑色\u{0} ".into())]);
        assert_eq!(codes(&answers), Vec::<String>::new());
        assert_eq!(answers.narrative, "车在楼下\n黑色");
        answers.take(&[("category".into(), "passive".into())]);
        assert_eq!(codes(&answers), ["category:unknown"], "a complaint's kind is no lead's kind");
    }

    #[test]
    fn nobody_fills_a_draft_without_end() {
        let mut answers = Answers { category: "evasion".into(), ..Answers::default() };
        let several = (0..30_000).map(|n| ("q_evasion_act".to_owned(), format!("{n:x}"))).collect::<Vec<_>>();
        for _ in 0..3 {
            answers.take(&several);
        }
        answers.take(&[("q_evasion_proof".into(), "字".repeat(400_000)), ("narrative".into(), "字".repeat(400_000))]);
        let kept = answers.details.values().map(String::len).sum::<usize>();
        assert!(kept <= 3 * MOST_OF_FIELD && answers.narrative.len() <= 3 * MOST_OF_NARRATIVE, "{kept}");
        assert_eq!(answers.details.get("q_evasion_act"), None);
    }

    #[test]
    fn each_wrong_answer_has_its_own_words() {
        let wrong = |name: &str, value: &str| {
            let mut answers = Answers { category: "asset".into(), narrative: "x".into(), ..Answers::default() };
            answers.take(&[(name.to_owned(), value.to_owned())]);
            answers
                .errors(Channel::Lead, day("2026-11-23"))
                .into_iter()
                .map(|e| format!("{}:{}", e.field, e.code))
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(wrong("narrative", &"字".repeat(20_001)), "narrative:too_long");
        assert_eq!(wrong("narrative", &"字".repeat(20_000)), "");
        assert_eq!(wrong("phone", "12345"), "phone:wrong_form");
        assert_eq!(wrong("phone", "+86 138-0013-8000"), "");
        assert_eq!(wrong("email", "somebody"), "email:wrong_form");
        assert_eq!(wrong("respondent_id", "370102199003071239"), "respondent_id:checksum");
        assert_eq!(wrong("respondent_id", "E12345678"), "");
        for residence_permit in ["810000199003071237", "820000198501010012", "830000197806123453", "931014198012030017"]
        {
            assert_eq!(wrong("respondent_id", residence_permit), "");
        }
        assert_eq!(wrong("respondent_id", "810000199003071231"), "respondent_id:checksum");
        assert_eq!(wrong("year", "2026"), "occurred_on:incomplete");
        assert_eq!(wrong("anonymous", "no"), "name:empty");
        assert_eq!(wrong("livelihood", "gold"), "livelihood:unknown");
        let mut answers = Answers { category: "asset".into(), narrative: "x".into(), ..Answers::default() };
        let mut date = |y: &str, m: &str, d: &str| {
            answers.take(&[("year".into(), y.into()), ("month".into(), m.into()), ("day".into(), d.into())]);
            answers.occurred_on(day("2026-11-23"))
        };
        assert_eq!(date("２０２６", "2", "30"), Err("not_a_date"));
        assert_eq!(date("2026", "11", "24"), Err("future"));
        assert_eq!(date("1900", "1", "1"), Err("too_early"));
        assert_eq!(date("2026", "11", "23"), Ok(Some(day("2026-11-23"))));
        assert_eq!(date("2026年", "11月", "3日"), Ok(Some(day("2026-11-03"))));
        assert_eq!(date("2026-11-03", "", ""), Ok(Some(day("2026-11-03"))));
    }
}
