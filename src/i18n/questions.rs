//! The words of the questions and of their answers.

use super::Lang;
use crate::domain::{
    answers::Answers,
    questions::{self, Answer, Options, Question},
    report::{Asked, Category, Channel},
    taxonomy::{self, Item},
};

impl Lang {
    /// A question in words.
    pub fn question(self, question: &Question) -> String {
        self.t(&format!("q-{}", slug(question.code)))
    }

    /// A question as it reads away from its page, whose heading may say what is asked for.
    pub fn question_alone(self, question: &Question) -> String {
        self.try_t(&format!("q-{}-alone", slug(question.code))).unwrap_or_else(|| self.question(question))
    }

    /// What helps to answer it, if anything does.
    pub fn question_help(self, question: &Question) -> Option<String> {
        self.try_t(&format!("q-{}-help", slug(question.code)))
    }

    /// An option of a question: its own words, else those that many questions share (“I do not know”).
    pub fn option(self, question: &Question, value: &str) -> String {
        let own = self.try_t(&format!("opt-{}-{}", slug(question.code), slug(value)));
        own.unwrap_or_else(|| self.t(&format!("opt-any-{}", slug(value))))
    }

    /// An answer in words: options by their label, a day as people write it, everything else as it is kept.
    pub fn answer(self, question: &Question, value: &str) -> String {
        match question.answer {
            Answer::One(options) | Answer::Many(options) => {
                let offered = options.codes();
                // Other systems may send finer words than ours; those are shown as they came.
                if !value.split(' ').all(|one| offered.contains(&one)) {
                    return value.to_owned();
                }
                let labels = value.split(' ').map(|one| self.option(question, one)).collect::<Vec<_>>();
                labels.join(self.semicolon())
            }
            Answer::Day => value.parse().map_or_else(|_| value.to_owned(), |day| self.day(day)),
            Answer::Line(_) | Answer::Text(_) | Answer::Plate => value.to_owned(),
        }
    }

    const fn semicolon(self) -> &'static str {
        match self {
            Self::Zh => "；",
            Self::En => "; ",
        }
    }

    /// Between several answers that lead to the same.
    pub const fn or(self) -> &'static str {
        match self {
            Self::Zh => "、",
            Self::En => ", ",
        }
    }

    /// Questions and answers as they were asked, for keeping with a report.
    pub fn asked(
        self,
        channel: Channel,
        category: Category,
        details: &std::collections::BTreeMap<String, String>,
    ) -> Vec<Asked> {
        let asked = questions::of(channel, category).filter_map(|question| {
            let value = details.get(question.code)?;
            let (question_words, answer) = (self.question_alone(question), self.answer(question, value));
            Some(Asked { code: question.code.to_owned(), question: question_words, answer })
        });
        asked.collect()
    }
}

/// The rows of the taxonomy that an answer names, for staff who want to know the law behind it.
pub fn items_of(question: &Question, value: &str) -> Vec<&'static Item> {
    let Some(options) = question.answer.options() else { return Vec::new() };
    let list = match options {
        Options::Of(list) => list,
        Options::Groups(_) => taxonomy::List::AssetType,
        Options::These(_) => return Vec::new(),
    };
    value.split(' ').filter_map(|code| taxonomy::find(list, code)).collect()
}

/// The questions of a page with the answers so far in words; empty where nothing was said.
pub fn on_page(
    lang: Lang,
    channel: Channel,
    answers: &Answers,
    page: crate::domain::answers::FormStep,
    today: chrono::NaiveDate,
) -> Vec<(&'static Question, String)> {
    let questions = answers.asked(channel).filter(|question| question.page == page);
    let with_words = questions.map(|question| {
        // What was typed wrongly is shown as it was typed.
        let value = answers.value_of(question, today).unwrap_or_else(|_| {
            let fields = answers.day_fields(question);
            let typed = answers.details.get(question.code).cloned().unwrap_or_default();
            let day = fields.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join("-");
            if day.is_empty() { typed } else { day }
        });
        (question, lang.answer(question, &value))
    });
    with_words.collect()
}

fn slug(code: &str) -> String {
    code.replace('_', "-")
}
