//! What a citizen typed so far, good and bad, and the rules it is held against. Form and API share both.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use super::{
    codes::codes,
    contact::{EmailAddress, PhoneNumber, ResidentId},
    questions::{self, Answer},
    report::{Category, Channel, Livelihood, RespondentKind},
};

/// Longest narrative, in characters.
pub const NARRATIVE: u64 = 20_000;

codes! {
    /// The pages of the form; one question group each.
    FormStep {
        Kind = "kind",
        Case = "case",
        Respondent = "respondent",
        Story = "story",
        Details = "details",
        Livelihood = "livelihood",
        Files = "files",
        You = "you",
        Check = "check",
    }
}

impl FormStep {
    /// The fields that a page asks for.
    pub const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Kind => &["category"],
            Self::Case => &["case_number", "court"],
            Self::Respondent => &["respondent_name", "respondent_kind", "respondent_id"],
            Self::Story => &["title", "narrative", "occurred_on"],
            Self::Details => &["details"],
            Self::Livelihood => &["livelihood"],
            Self::You => &["anonymous", "name", "phone", "email", "role", "claims_reward"],
            Self::Files | Self::Check => &[],
        }
    }

    /// The pages of a report with these answers, in order.
    pub fn sequence(channel: Channel, answers: &Answers) -> Vec<Self> {
        let asks_details = answers.category(channel).is_some_and(|category| !questions::of(category).is_empty());
        Self::ALL.iter().copied().filter(|step| *step != Self::Details || asks_details).collect()
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
}

impl FieldError {
    pub fn new(field: &'static str, code: &str) -> Self {
        Self { field, code: code.to_owned() }
    }
}

/// The order in which errors are listed: that of the questions.
const ORDER: &[&str] = &[
    "category",
    "case_number",
    "court",
    "respondent_name",
    "respondent_kind",
    "respondent_id",
    "title",
    "narrative",
    "occurred_on",
    "details",
    "livelihood",
    "anonymous",
    "name",
    "phone",
    "email",
    "role",
    "claims_reward",
];

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
        // A box that is not ticked sends nothing; this field says that the box was on the page.
        if fields.iter().any(|(name, _)| name == "you_seen") {
            self.claims_reward.clear();
        }
        for (name, value) in fields {
            let value = clean(value);
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
                    if let Some(code) = name.strip_prefix("q_").filter(|code| questions::find(code).is_some()) {
                        self.details.insert(code.to_owned(), value);
                    }
                }
            }
        }
    }

    /// All that is wrong, in the order of the questions. `today` is the last day on which something can have happened.
    pub fn errors(&self, channel: Channel, today: chrono::NaiveDate) -> Vec<FieldError> {
        let mut errors = Vec::new();
        if let Err(found) = self.validate() {
            for (field, list) in found.field_errors() {
                let field = ORDER.iter().copied().find(|known| *known == field);
                errors.extend(list.iter().filter_map(|error| Some(FieldError::new(field?, &error.code))));
            }
            // Rules over several fields name the field that carries the words as their code's first part.
            if let Some(validator::ValidationErrorsKind::Field(list)) = found.errors().get("__all__") {
                errors.extend(list.iter().filter_map(|error| {
                    let (field, code) = error.code.split_once(':')?;
                    let field = ORDER.iter().copied().find(|known| *known == field)?;
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
        errors.sort_by_key(|error| ORDER.iter().position(|field| *field == error.field));
        errors.dedup();
        errors
    }

    /// The day on which it happened, if one was given.
    pub fn occurred_on(&self, today: chrono::NaiveDate) -> Result<Option<chrono::NaiveDate>, &'static str> {
        let parts = [&self.year, &self.month, &self.day].map(|part| narrow(part));
        if parts.iter().all(String::is_empty) {
            return Ok(None);
        }
        if parts.iter().any(String::is_empty) {
            return Err("incomplete");
        }
        let [year, month, day] = parts;
        let date = year.parse().ok().zip(month.parse().ok()).zip(day.parse().ok());
        let date = date.and_then(|((year, month), day)| chrono::NaiveDate::from_ymd_opt(year, month, day));
        match date {
            None => Err("not_a_date"),
            Some(date) if date > today => Err("future"),
            Some(date) if date < chrono::NaiveDate::from_ymd_opt(1949, 10, 1).unwrap_or_default() => Err("too_early"),
            Some(date) => Ok(Some(date)),
        }
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
    typed.nfkc().filter(|c| !c.is_whitespace()).collect()
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
    } else if like_resident_id && ResidentId::parse(&id).is_err() && super::contact::CreditCode::parse(&id).is_err() {
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

fn check_details(details: &BTreeMap<String, String>) -> Result<(), ValidationError> {
    for (code, value) in details {
        let length = value.chars().count();
        let fits = match questions::find(code).map(|question| question.answer) {
            Some(Answer::Line(limit)) => length <= limit,
            // Other systems may know finer words than ours; they are kept as text.
            Some(Answer::Choice(_)) | None => length <= 2_000 && code.chars().count() <= 60,
        };
        if !fits {
            return Err(error("too_long"));
        }
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
    }
}
