//! The remedy compass: who asks, what is wrong and where the case stands lead to what can be done. Lists, no code:
//! `data/remedies.csv` says what there is, `data/compass.csv` which answers lead there.

use std::sync::LazyLock;

use super::{
    csv::{ImportError, read_csv},
    law::{self, Source, Standing, Words},
    report::Channel,
};

const REMEDIES: &str = include_str!("data/remedies.csv");
const COMPASS: &str = include_str!("data/compass.csv");

/// Something one can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// Stable name, such as `apply_upper`.
    pub id: String,
    pub name: Words,
    /// What it is and what it achieves.
    pub about: Words,
    /// By when.
    pub limit: Words,
    /// To whom.
    pub to: Words,
    pub bring: Vec<Words>,
    pub source: Source,
    pub standing: Standing,
    /// The situation of `/check` that counts its time limit.
    pub check: Option<String>,
    /// The channel in which this portal takes the matter as well.
    pub report: Option<Channel>,
    /// The addressee's own site.
    pub link: Option<String>,
}

/// All remedies, in the order of the list.
pub fn remedies() -> &'static [Remedy] {
    // The embedded lists are read by a test; what cannot be read there leaves them empty here.
    static LIST: LazyLock<Vec<Remedy>> = LazyLock::new(|| parse(REMEDIES).unwrap_or_default());
    &LIST
}

pub fn find(id: &str) -> Option<&'static Remedy> {
    remedies().iter().find(|remedy| remedy.id == id)
}

/// Three answers and where they lead, the fitting remedy first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    pub who: String,
    pub what: String,
    pub stage: String,
    pub remedies: Vec<String>,
}

impl Path {
    fn answer(&self, question: &str) -> &str {
        match question {
            "who" => &self.who,
            "what" => &self.what,
            _ => &self.stage,
        }
    }
}

/// All paths, in the order in which they are offered.
pub fn paths() -> &'static [Path] {
    static LIST: LazyLock<Vec<Path>> = LazyLock::new(|| parse_paths(COMPASS).unwrap_or_default());
    &LIST
}

/// The answers given so far; what is not an answer after those before it counts as not given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers<'a> {
    pub who: Option<&'a str>,
    pub what: Option<&'a str>,
    pub stage: Option<&'a str>,
}

/// What the answers lead to.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// The next question (`who`, `what` or `stage`) and its possible answers.
    Ask(&'static str, Vec<&'static str>),
    Found(Vec<&'static Remedy>),
}

/// The next question, or what can be done; and the answers that counted.
pub fn next(answers: Answers<'_>) -> (Answers<'static>, Next) {
    let mut known = Answers::default();
    let mut left: Vec<&'static Path> = paths().iter().collect();
    for question in ["who", "what", "stage"] {
        let answer = match question {
            "who" => answers.who,
            "what" => answers.what,
            _ => answers.stage,
        };
        let found = left.iter().map(|path| path.answer(question)).find(|code| Some(*code) == answer);
        let Some(code) = found else {
            let mut options = left.iter().map(|path| path.answer(question)).collect::<Vec<_>>();
            options.dedup();
            return (known, Next::Ask(question, options));
        };
        left.retain(|path| path.answer(question) == code);
        match question {
            "who" => known.who = found,
            "what" => known.what = found,
            _ => known.stage = found,
        }
    }
    (known, Next::Found(left.iter().flat_map(|path| &path.remedies).filter_map(|id| find(id)).collect()))
}

fn parse(text: &str) -> Result<Vec<Remedy>, ImportError> {
    let mut list = Vec::new();
    read_csv(text, &["id", "name", "about", "limit", "to", "bring", "source", "standing"], |line, cell| {
        let filled = |name: &str| Some(cell(name)).filter(|text| !text.is_empty());
        list.push(Remedy {
            id: cell("id"),
            name: law::words(cell, "name"),
            about: law::words(cell, "about"),
            limit: law::words(cell, "limit"),
            to: law::words(cell, "to"),
            bring: law::list(cell, "bring"),
            source: law::source(line, cell)?,
            standing: Standing::of_cell(&cell("standing")),
            check: filled("check"),
            report: Channel::parse(&cell("report")),
            link: filled("link"),
        });
        Ok(())
    })?;
    Ok(list)
}

fn parse_paths(text: &str) -> Result<Vec<Path>, ImportError> {
    let mut list = Vec::new();
    read_csv(text, &["who", "what", "stage", "remedies"], |_, cell| {
        let remedies = law::ids(cell, "remedies");
        list.push(Path { who: cell("who"), what: cell("what"), stage: cell("stage"), remedies });
        Ok(())
    })?;
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{case_clocks::Situation, deadline};

    #[test]
    fn the_embedded_remedies() {
        let list = parse(REMEDIES).unwrap();
        assert_eq!(list.len(), 32);
        let whole = |words: &Words| !words.zh.is_empty() && !words.en.is_empty();
        for remedy in &list {
            for words in [&remedy.name, &remedy.about, &remedy.limit, &remedy.to, &remedy.source.general] {
                assert!(whole(words), "{}", remedy.id);
            }
            assert!(!remedy.bring.is_empty() && remedy.bring.iter().all(whole), "{}", remedy.id);
            assert!(remedy.check.as_deref().is_none_or(|code| Situation::find(code).is_some()), "{}", remedy.id);
            assert_eq!(list.iter().filter(|other| other.id == remedy.id).count(), 1, "{}", remedy.id);
        }
        for id in deadline::rules().iter().flat_map(|rule| &rule.remedies) {
            assert!(find(id).is_some(), "{id}");
        }
    }

    #[test]
    fn every_path_of_three_answers_ends_at_a_remedy() {
        let paths = parse_paths(COMPASS).unwrap();
        assert_eq!(paths.len(), 99);
        let options = |answers| match next(answers).1 {
            Next::Ask(_, options) => options,
            Next::Found(_) => panic!("{answers:?} is at its end"),
        };
        let mut walked = 0;
        for who in options(Answers::default()) {
            for what in options(Answers { who: Some(who), ..Answers::default() }) {
                let stages = options(Answers { who: Some(who), what: Some(what), stage: None });
                assert!(stages.contains(&"unknown"), "{who}, {what}: not knowing is an answer");
                for stage in stages {
                    let answers = Answers { who: Some(who), what: Some(what), stage: Some(stage) };
                    let (known, Next::Found(found)) = next(answers) else { panic!("{answers:?} leads nowhere") };
                    let path = paths.iter().find(|path| {
                        (path.who.as_str(), path.what.as_str(), path.stage.as_str()) == (who, what, stage)
                    });
                    assert_eq!(known, answers);
                    assert_eq!(
                        found.len(),
                        path.unwrap().remedies.len(),
                        "{answers:?} names a remedy that is not there"
                    );
                    assert!(!found.is_empty(), "{answers:?}");
                    walked += 1;
                }
            }
        }
        assert_eq!(walked, paths.len(), "a path stands twice or cannot be reached");
        for remedy in remedies() {
            assert!(paths.iter().any(|path| path.remedies.contains(&remedy.id)), "{} is never found", remedy.id);
        }
    }

    #[test]
    fn what_is_no_answer_is_asked_again() {
        for answers in [
            Answers { who: Some("nobody"), what: Some("idle"), stage: Some("unknown") },
            Answers { who: None, what: Some("idle"), stage: None },
        ] {
            assert!(matches!(next(answers), (Answers { who: None, what: None, stage: None }, Next::Ask("who", _))));
        }
        // An informant has no case that sleeps.
        let (known, next) = next(Answers { who: Some("informant"), what: Some("idle"), stage: Some("unknown") });
        assert!(matches!(next, Next::Ask("what", _)) && known.what.is_none());
    }
}
