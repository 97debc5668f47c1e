//! The language in which an officer asks:
//!
//! ```text
//! 张三 车辆            both must occur
//! "拖欠工资"           exactly these characters, one behind the other (any kind of quotes)
//! -网约车              must not occur
//! 被执行人:张三        only there; also 案号 法院 编号 电话 举报人, and case respondent court number phone reporter
//! ```
//!
//! Colons, quotes, minus and digits may be full-width. A term of one character is a [`Problem`] that is said, not an
//! empty list.

use unicode_normalization::UnicodeNormalization;

/// More characters than this are not read.
pub const LONGEST_QUERY: usize = 200;
/// More terms than this are not looked for at once.
pub const MOST_TERMS: usize = 12;

/// Where a term is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Everything that the officer may read.
    Any,
    Case,
    Respondent,
    Court,
    Number,
    Phone,
    Reporter,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    pub field: Field,
    /// Must not occur.
    pub exclude: bool,
    /// Stood in quotes.
    pub quoted: bool,
    /// As it was typed, without prefix, minus and quotes.
    pub text: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub terms: Vec<Term>,
    pub problems: Vec<Problem>,
}

/// Why something cannot be looked for; each has words of its own for the officer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// One character, or signs alone.
    TooShort(String),
    /// Too few digits of a report's number (three at least) or of a telephone's (four at least).
    TooFewDigits(String),
    /// A prefix with nothing behind it.
    Nothing(String),
    NoSuchCourt(String),
    /// The role may not read who reported, so it may not look for them either.
    NotYours(String),
    TooMany,
    TooLong,
}

impl Problem {
    /// For programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooShort(_) => "too_short",
            Self::TooFewDigits(_) => "too_few_digits",
            Self::Nothing(_) => "nothing",
            Self::NoSuchCourt(_) => "no_such_court",
            Self::NotYours(_) => "not_yours",
            Self::TooMany => "too_many",
            Self::TooLong => "too_long",
        }
    }
}

impl Query {
    pub fn parse(typed: &str) -> Self {
        let mut query = Self::default();
        let mut typed = typed;
        if let Some((end, _)) = typed.char_indices().nth(LONGEST_QUERY) {
            typed = &typed[..end];
            query.problems.push(Problem::TooLong);
        }
        let chars = typed.chars().collect::<Vec<_>>();
        let mut at = 0;
        while let Some(&c) = chars.get(at) {
            if c.is_whitespace() {
                at += 1;
                continue;
            }
            let begun = at;
            let exclude = is_minus(c) && chars.get(at + 1).is_some_and(|next| !next.is_whitespace());
            at += usize::from(exclude);
            let (field, length) = prefix(&chars[at..]).unwrap_or((Field::Any, 0));
            at += length;
            // After a prefix there may be a space: people put one behind a colon.
            if length > 0 {
                while chars.get(at).is_some_and(|c| c.is_whitespace()) {
                    at += 1;
                }
            }
            let (text, quoted) = match chars.get(at).copied().and_then(closing) {
                Some(closing) => (take(&chars, &mut at, closing), true),
                None => (word(&chars, &mut at), false),
            };
            if text.is_empty() && length > 0 {
                query.problems.push(Problem::Nothing(chars[begun..at].iter().collect()));
            } else if !text.is_empty() {
                query.terms.push(Term { field, exclude, quoted, text });
            }
        }
        if query.terms.len() > MOST_TERMS {
            query.terms.truncate(MOST_TERMS);
            query.problems.push(Problem::TooMany);
        }
        query
    }

    pub const fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.problems.is_empty()
    }
}

/// The text in quotes; a quote that is never closed reaches to the end.
fn take(chars: &[char], at: &mut usize, closing: &[char]) -> String {
    let start = *at + 1;
    let end = chars[start..].iter().position(|c| closing.contains(c)).map_or(chars.len(), |length| start + length);
    *at = (end + 1).min(chars.len());
    chars[start..end].iter().collect::<String>().trim().to_owned()
}

fn word(chars: &[char], at: &mut usize) -> String {
    let start = *at;
    while chars.get(*at).is_some_and(|c| !c.is_whitespace()) {
        *at += 1;
    }
    chars[start..*at].iter().collect()
}

/// The quotes that close what this one opens.
const fn closing(c: char) -> Option<&'static [char]> {
    Some(match c {
        // Whoever types with a Chinese keyboard gets them in any order.
        '"' | '＂' | '“' | '”' | '„' => &['"', '＂', '“', '”'],
        '「' => &['」'],
        '『' => &['』'],
        _ => return None,
    })
}

const fn is_minus(c: char) -> bool {
    matches!(c, '-' | '－' | '−' | '﹣' | '—' | '–')
}

/// The field that a term is bound to, and how many characters that takes.
fn prefix(chars: &[char]) -> Option<(Field, usize)> {
    // The longest prefix has ten characters.
    let colon = chars.iter().take(12).position(|c| matches!(c, ':' | '：' | '﹕' | '︰'))?;
    let name = chars[..colon].iter().collect::<String>().nfkc().collect::<String>().to_lowercase();
    let field = match name.as_str() {
        "案号" | "case" => Field::Case,
        "被执行人" | "respondent" | "debtor" => Field::Respondent,
        "法院" | "court" => Field::Court,
        "编号" | "number" => Field::Number,
        "电话" | "手机" | "phone" => Field::Phone,
        "举报人" | "姓名" | "投诉人" | "reporter" | "name" => Field::Reporter,
        _ => return None,
    };
    Some((field, colon + 1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn terms(typed: &str) -> Vec<(Field, bool, String)> {
        let query = Query::parse(typed);
        assert_eq!(query.problems, [], "{typed}");
        query.terms.into_iter().map(|term| (term.field, term.exclude, term.text)).collect()
    }

    fn one(field: Field, exclude: bool, text: &str) -> Vec<(Field, bool, String)> {
        vec![(field, exclude, text.to_owned())]
    }

    #[test]
    fn terms_phrases_minus_and_prefixes() {
        assert_eq!(terms("张三　车辆"), [one(Field::Any, false, "张三"), one(Field::Any, false, "车辆")].concat());
        assert_eq!(terms("“拖欠 工资”"), one(Field::Any, false, "拖欠 工资"));
        assert_eq!(terms("\"拖欠 工资"), one(Field::Any, false, "拖欠 工资"));
        assert_eq!(terms("－网约车"), one(Field::Any, true, "网约车"));
        assert_eq!(terms("-「网约 车」"), one(Field::Any, true, "网约 车"));
        assert_eq!(terms("被执行人：张三"), one(Field::Respondent, false, "张三"));
        assert_eq!(terms("被执行人： 张三"), one(Field::Respondent, false, "张三"));
        assert_eq!(terms("-Respondent:\"Zhang San\""), one(Field::Respondent, true, "Zhang San"));
        assert_eq!(terms("ｃａｓｅ：1"), one(Field::Case, false, "1"));
        assert_eq!(terms("电话:138-0013-8000"), one(Field::Phone, false, "138-0013-8000"));
        assert_eq!(terms("http://x.cn"), one(Field::Any, false, "http://x.cn"));
        assert_eq!(
            terms("a - b"),
            [one(Field::Any, false, "a"), one(Field::Any, false, "-"), one(Field::Any, false, "b")].concat()
        );
        assert!(Query::parse(" \t").is_empty());
    }

    #[test]
    fn what_cannot_be_asked_is_said() {
        assert_eq!(Query::parse("案号:").problems, [Problem::Nothing("案号:".into())]);
        assert_eq!(Query::parse(&"甲乙 ".repeat(13)).problems, [Problem::TooMany]);
        assert_eq!(Query::parse(&"甲".repeat(201)).problems, [Problem::TooLong]);
    }

    proptest! {
        #[test]
        fn nothing_panics_and_no_term_is_empty(typed in ".{0,60}") {
            let query = Query::parse(&typed);
            prop_assert!(query.terms.len() <= MOST_TERMS);
            prop_assert!(query.terms.iter().all(|term| !term.text.is_empty()));
        }

        #[test]
        fn what_is_written_in_any_width_is_read_back(
            parts in prop::collection::vec(
                (prop::bool::ANY, prop::sample::select(vec![("", Field::Any), ("案号", Field::Case), ("respondent", Field::Respondent), ("法院", Field::Court), ("编号", Field::Number), ("电话", Field::Phone), ("姓名", Field::Reporter)]),
                    "[\\p{Han}a-z0-9]{1,6}( [\\p{Han}a-z0-9]{1,3})?", prop::bool::ANY), 1..6)
        ) {
            let written = parts.iter().map(|(exclude, (name, _), text, wide)| {
                let colon = match (name.is_empty(), wide) { (true, _) => "", (_, true) => "：", _ => ":" };
                let minus = match (exclude, wide) { (false, _) => "", (_, true) => "－", _ => "-" };
                let text = match (text.contains(' '), wide) { (false, _) => text.clone(), (_, true) => format!("“{text}”"), _ => format!("\"{text}\"") };
                format!("{minus}{name}{colon}{text}")
            });
            let read = Query::parse(&written.collect::<Vec<_>>().join(" "));
            let read = read.terms.into_iter().map(|term| (term.exclude, term.field, term.text)).collect::<Vec<_>>();
            let meant = parts.into_iter().map(|(exclude, (_, field), text, _)| (exclude, field, text)).collect::<Vec<_>>();
            prop_assert_eq!(read, meant);
        }
    }
}
