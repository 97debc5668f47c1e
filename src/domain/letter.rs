//! Templates of letters: paragraphs with a blank line between them, some of them optional, and variables in braces. What
//! a variable stands for is put in once; a brace in it stays a brace.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::{
    codes::codes,
    csv::{ImportError, read_csv},
    workflow::Action,
};

codes! {
    /// What a letter can name.
    Variable {
        Number = "number",
        Court = "court",
        Due = "due",
        Status = "status",
        CaseNumber = "case_number",
        Outcome = "outcome",
        Role = "role",
        Follow = "follow",
        Today = "today",
        Kind = "kind",
    }
}

impl Variable {
    /// Its Chinese name.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Number => "编号",
            Self::Court => "法院",
            Self::Due => "期限",
            Self::Status => "状态",
            Self::CaseNumber => "案号",
            Self::Outcome => "结果",
            Self::Role => "职务",
            Self::Follow => "查询网址",
            Self::Today => "今天",
            Self::Kind => "类别",
        }
    }

    fn named(name: &str) -> Option<Self> {
        let name = name.trim();
        Self::ALL.iter().copied().find(|variable| variable.as_str() == name || variable.zh() == name)
    }
}

/// The acts that send a letter.
pub const ACTS: &[Action] = &[
    Action::RequestInfo,
    Action::Accept,
    Action::Decline,
    Action::Extend,
    Action::Reply,
    Action::Resolve,
    Action::Transfer,
];

/// What stands for a value that is not known yet.
pub const BLANK: &str = "____";

/// The text of a template in both languages, with its name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    pub name: String,
    pub name_en: String,
    pub body: String,
    pub body_en: String,
}

impl Letter {
    /// The text in the language with this code.
    pub fn body_in(&self, language: &str) -> &str {
        if language.starts_with("en") { &self.body_en } else { &self.body }
    }
}

/// A template that comes with the program.
pub struct BuiltIn {
    pub code: String,
    pub act: Action,
    pub letter: Letter,
}

/// One paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    pub optional: bool,
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Variable(Variable),
}

/// Words at the beginning of a paragraph that need not be in the letter.
const OPTIONAL: &[&str] = &["[可选]", "［可选］", "【可选】", "[optional]", "[?]"];

impl Paragraph {
    /// The text with what its variables stand for.
    pub fn fill(&self, value: &dyn Fn(Variable) -> String) -> String {
        let pieces = self.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Variable(variable) => value(*variable),
        });
        pieces.collect()
    }
}

/// Reads the paragraphs of a text. A brace that holds no variable comes back as the error.
pub fn paragraphs(text: &str) -> Result<Vec<Paragraph>, String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut blocks = vec![String::new()];
    for line in text.split('\n') {
        match blocks.last_mut() {
            Some(block) if !line.trim().is_empty() => {
                if !block.is_empty() {
                    block.push('\n');
                }
                block.push_str(line.trim_end());
            }
            Some(block) if !block.is_empty() => blocks.push(String::new()),
            _ => {}
        }
    }
    blocks.into_iter().filter(|block| !block.is_empty()).map(|block| paragraph(block.trim_start())).collect()
}

fn paragraph(block: &str) -> Result<Paragraph, String> {
    let marked = OPTIONAL.iter().find_map(|mark| block.strip_prefix(mark));
    let (optional, mut rest) = marked.map_or((false, block), |rest| (true, rest.trim_start()));
    let mut pieces = Vec::new();
    while let Some(at) = rest.find(['{', '｛', '}', '｝']) {
        let (before, from) = rest.split_at(at);
        let inside = from.strip_prefix(['{', '｛']);
        let found = inside.and_then(|inside| inside.split_once(['}', '｝']));
        // What stands in the braces, or what follows a lone one.
        let bad = || from.split_inclusive(['}', '｝']).next().unwrap_or(from).chars().take(20).collect::<String>();
        let (name, after) = found.ok_or_else(bad)?;
        let variable = Variable::named(name).ok_or_else(bad)?;
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        pieces.push(Piece::Variable(variable));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    Ok(Paragraph { optional, pieces })
}

/// The whole letter: every paragraph that is not optional, and of the others the chosen ones, counted from 1 among
/// themselves.
pub fn write(paragraphs: &[Paragraph], chosen: &[usize], value: &dyn Fn(Variable) -> String) -> String {
    let mut nth = 0;
    let mut kept = Vec::new();
    for paragraph in paragraphs {
        if paragraph.optional {
            nth += 1;
            if !chosen.contains(&nth) {
                continue;
            }
        }
        kept.push(paragraph.fill(value));
    }
    kept.join("\n\n")
}

/// The templates that come with the program.
pub fn built_in() -> &'static [BuiltIn] {
    // The embedded list is read by a test; what cannot be read there leaves the list empty here.
    static LETTERS: LazyLock<Vec<BuiltIn>> =
        LazyLock::new(|| parse(include_str!("data/letters.csv")).unwrap_or_default());
    &LETTERS
}

fn parse(text: &str) -> Result<Vec<BuiltIn>, ImportError> {
    let mut letters = Vec::new();
    read_csv(text, &["code", "act", "name", "name_en", "body", "body_en"], |line, cell| {
        let bad = |column: &'static str| ImportError::BadValue { line, column, value: cell(column) };
        let letter =
            Letter { name: cell("name"), name_en: cell("name_en"), body: cell("body"), body_en: cell("body_en") };
        let act = Action::parse(&cell("act")).filter(|act| ACTS.contains(act)).ok_or_else(|| bad("act"))?;
        letters.push(BuiltIn { code: cell("code"), act, letter });
        Ok(())
    })?;
    Ok(letters)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_embedded_letters() {
        let letters = parse(include_str!("data/letters.csv")).unwrap();
        for act in ACTS {
            assert!(letters.iter().any(|built_in| built_in.act == *act), "{act}");
        }
        let mut codes = std::collections::HashSet::new();
        for BuiltIn { code, letter, .. } in &letters {
            assert!(codes.insert(code), "{code} twice");
            let (zh, en) = (paragraphs(&letter.body).unwrap(), paragraphs(&letter.body_en).unwrap());
            let shape = |list: &[Paragraph]| list.iter().map(|one| one.optional).collect::<Vec<_>>();
            assert_eq!(shape(&zh), shape(&en), "{code}: the same paragraphs in both languages");
            assert!(!letter.name.is_empty() && !letter.name_en.is_empty() && zh.len() > 1, "{code}");
        }
    }

    #[test]
    fn optional_paragraphs_and_variables() {
        let text = "您好，{编号}。\r\n\r\n[可选]第一段{court}\n续行\n\n\n［可选］ 第二段\n\n此致";
        let read = paragraphs(text).unwrap();
        let value = |variable: Variable| format!("<{variable}>");
        assert_eq!(write(&read, &[], &value), "您好，<number>。\n\n此致");
        assert_eq!(write(&read, &[1], &value), "您好，<number>。\n\n第一段<court>\n续行\n\n此致");
        assert_eq!(write(&read, &[2, 9], &value), "您好，<number>。\n\n第二段\n\n此致");
        for (bad, named) in [("{姓名}", "{姓名}"), ("a{", "{"), ("}b", "}"), ("{{number}}", "{{number}"), ("{}", "{}")]
        {
            assert_eq!(paragraphs(bad).unwrap_err(), named);
        }
        assert_eq!(paragraphs("").unwrap(), []);
    }

    proptest! {
        #[test]
        fn values_are_put_in_as_they_are(value in "\\PC{0,30}", before in "[^{}｛｝\\[［【\\pC\\s]{1,10}", after in "[^{}｛｝\\pC\\s]{1,10}") {
            let read = paragraphs(&format!("{before}{{case_number}}{after}")).unwrap();
            let written = write(&read, &[], &|_| value.clone());
            prop_assert_eq!(written, format!("{before}{value}{after}"));
        }

        #[test]
        fn no_text_breaks_it(text in "\\PC{0,60}", chosen in proptest::collection::vec(0_usize..9, 0..4)) {
            if let Ok(read) = paragraphs(&text) {
                let all = (1..=read.len()).collect::<Vec<_>>();
                let value = |_: Variable| String::new();
                prop_assert!(write(&read, &chosen, &value).len() <= write(&read, &all, &value).len());
                let braces = write(&read, &all, &value).contains(['{', '｛']);
                prop_assert!(!braces);
            } else {
                let braces = text.contains(['{', '}', '｛', '｝']);
                prop_assert!(braces);
            }
        }
    }
}
