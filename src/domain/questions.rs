//! The questions of each kind of report, in one declarative place. From here come the pages of the form, its check page,
//! the printed form, the desk's view, the API's schema of `details`, and a test that walks every branch. Their words
//! stand in `locales/…/questions.ftl`: `q-CODE`, `q-CODE-help`, `opt-CODE-VALUE`.
//!
//! Every question may be left open. A question that is no longer asked is simply taken out: a report keeps the words of
//! the questions it was asked ([`super::report::Asked`]).

mod complaints;
mod leads;

use std::collections::BTreeMap;

use super::{
    answers::FormStep,
    report::{Category, Channel},
    taxonomy::{self, List},
};

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// One line, at most that many characters.
    Line(usize),
    /// Several lines, at most that many characters.
    Text(usize),
    /// A number plate; kept repaired.
    Plate,
    /// A day in three fields, or in words (“spring 2025”); never after today.
    Day,
    /// One of these.
    One(Options),
    /// Any of these; kept as codes with a space between.
    Many(Options),
}

impl Answer {
    /// The codes to choose from, if there are any.
    pub const fn options(self) -> Option<Options> {
        match self {
            Self::One(options) | Self::Many(options) => Some(options),
            _ => None,
        }
    }

    /// The longest answer, in characters.
    pub const fn limit(self) -> usize {
        match self {
            Self::Line(limit) | Self::Text(limit) => limit,
            Self::Plate => 20,
            Self::Day => 100,
            Self::One(_) | Self::Many(_) => 2_000,
        }
    }
}

/// What can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Options {
    These(&'static [&'static str]),
    /// A list of the taxonomy.
    Of(List),
    /// Those of a list of the taxonomy, in groups with a heading each.
    Groups(&'static [(&'static str, &'static [&'static str])]),
}

impl Options {
    /// The codes, in the order in which they are offered.
    pub fn codes(self) -> Vec<&'static str> {
        match self {
            Self::These(codes) => codes.to_vec(),
            Self::Of(list) => taxonomy::codes_of(list).collect(),
            Self::Groups(groups) => groups.iter().flat_map(|(_, codes)| codes.iter().copied()).collect(),
        }
    }
}

/// When a question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Always,
    /// When the answer to that question is (or holds) one of these codes.
    Chosen(&'static str, &'static [&'static str]),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    pub code: &'static str,
    /// The name of its field: `q_` and the code.
    pub name: &'static str,
    pub answer: Answer,
    /// The page on which it stands.
    pub page: FormStep,
    pub when: When,
}

impl Question {
    /// On another page than that of the details.
    const fn on(self, page: FormStep) -> Self {
        Self { page, ..self }
    }

    /// On the page after the details, when the answer to that question is one of these.
    const fn when(self, code: &'static str, values: &'static [&'static str]) -> Self {
        Self { page: FormStep::More, when: When::Chosen(code, values), ..self }
    }

    /// Whether it is asked of somebody with these answers.
    pub fn applies(&self, details: &BTreeMap<String, String>) -> bool {
        match self.when {
            When::Always => true,
            When::Chosen(code, values) => {
                details.get(code).is_some_and(|chosen| chosen.split(' ').any(|one| values.contains(&one)))
            }
        }
    }
}

/// A question: its code (a literal, so that the name of its field is one too) and how it is answered.
macro_rules! ask {
    ($code:literal, $answer:expr) => {
        Question {
            code: $code,
            name: concat!("q_", $code),
            answer: $answer,
            page: FormStep::Details,
            when: When::Always,
        }
    };
}
use ask;

const fn line() -> Answer {
    Answer::Line(200)
}

const fn one_of(codes: &'static [&'static str]) -> Answer {
    Answer::One(Options::These(codes))
}

const fn some_of(codes: &'static [&'static str]) -> Answer {
    Answer::Many(Options::These(codes))
}

const YES_NO: Answer = one_of(&["yes", "no", "unknown"]);

/// Asked of everybody on the page “you”: whoever files for somebody else says so, and that this person knows.
const FOR_SOMEBODY: &[Question] =
    &[ask!("for_relation", line()).on(FormStep::You), ask!("for_consent", some_of(&["read_back"])).on(FormStep::You)];

/// All questions of a kind besides its narrative, in the order in which they are asked.
pub fn of(channel: Channel, category: Category) -> impl Iterator<Item = &'static Question> {
    let (own, common) = match channel {
        Channel::Lead => (leads::of(category), leads::COMMON),
        Channel::Complaint => (complaints::of(category), complaints::COMMON),
    };
    common
        .iter()
        .filter(|question| question.page < FormStep::Details)
        .chain(own)
        .chain(common.iter().filter(|question| question.page > FormStep::Details))
        .chain(FOR_SOMEBODY)
}

/// Those of them that somebody with these answers is asked.
pub fn asked(
    channel: Channel,
    category: Category,
    details: &BTreeMap<String, String>,
) -> impl Iterator<Item = &'static Question> {
    of(channel, category).filter(|question| question.applies(details))
}

/// Every question there is; some stand in several kinds.
pub fn all() -> impl Iterator<Item = (Channel, Category, &'static Question)> {
    Channel::ALL.iter().flat_map(|channel| {
        channel
            .categories()
            .iter()
            .flat_map(|category| of(*channel, *category).map(|question| (*channel, *category, question)))
    })
}

/// A question by its code.
pub fn find(code: &str) -> Option<&'static Question> {
    all().map(|(_, _, question)| question).find(|question| question.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_one_question() {
        let mut seen: BTreeMap<&str, &Question> = BTreeMap::new();
        for (channel, category, question) in all() {
            let known = seen.entry(question.code).or_insert(question);
            assert_eq!(known.answer, question.answer, "{channel} {category} {}", question.code);
            assert_eq!(question.name, format!("q_{}", question.code));
        }
    }

    #[test]
    fn every_branch_hangs_on_an_answer_that_is_offered_before_it() {
        for (channel, category, question) in all() {
            let When::Chosen(code, values) = question.when else { continue };
            let before: Vec<_> = of(channel, category).take_while(|other| *other != question).collect();
            let gate =
                before.iter().find(|other| other.code == code).unwrap_or_else(|| panic!("{}: {code}", question.code));
            let offered = gate.answer.options().unwrap().codes();
            assert!(values.iter().all(|value| offered.contains(value)), "{}: {values:?}", question.code);
            assert!(gate.page < question.page, "{}: on a page after {code}", question.code);
        }
    }

    #[test]
    fn each_kind_of_asset_has_questions_of_its_own() {
        let types = Options::Groups(leads::ASSET_GROUPS).codes();
        let mut sorted = types.clone();
        let mut listed: Vec<_> = taxonomy::codes_of(List::AssetType).collect();
        sorted.sort_unstable();
        listed.sort_unstable();
        assert_eq!(sorted, listed, "the groups hold the taxonomy's list, each once");
        for code in types {
            let details = BTreeMap::from([("asset_type".to_owned(), code.to_owned())]);
            let own =
                asked(Channel::Lead, Category::Asset, &details).filter(|question| question.page == FormStep::More);
            assert!((3..=5).contains(&own.count()), "{code}");
        }
    }
}
