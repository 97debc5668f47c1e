//! Text as search sees it: a row of units. A Han character is one unit, a run of letters is one, a run of digits is one,
//! and everything between them (signs, spaces, line ends) is one break. Width, case, accents and invisible characters do
//! not count.
//!
//! An index holds the **pairs** of neighbouring units. A text of n Han characters has n − 1 of them; two characters are
//! found by one pair, anything longer by its pairs one behind the other, which is exact. A word alone is found as a word.

use std::ops::Range;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::domain::invisible::is_invisible;

/// What stands in a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Han,
    Letters,
    Digits,
    Break,
}

#[derive(Clone, Debug)]
struct Part {
    kind: Kind,
    /// In the normalised text.
    text: Range<usize>,
    /// In the text as it was given.
    source: Range<usize>,
}

/// A text, cut.
#[derive(Clone, Debug, Default)]
pub struct Units {
    text: String,
    parts: Vec<Part>,
}

/// What has to stand somewhere for a term to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Needle {
    /// One word of letters or digits, at least two characters.
    Word(String),
    /// Two units or more, one behind the other; a break is a space.
    Chain(Vec<String>),
}

/// Joins the two halves of a pair; stands in no text.
const JOINT: char = '\u{1f}';

impl Units {
    pub fn of(source: &str) -> Self {
        let mut units = Self { text: String::with_capacity(source.len()), parts: Vec::new() };
        for (at, c) in source.char_indices() {
            let place = at..at + c.len_utf8();
            match c {
                // Most of what is written here needs no tables.
                '\u{4e00}'..='\u{9fff}' => units.push(c, &place),
                _ if c.is_ascii() => units.push(c.to_ascii_lowercase(), &place),
                _ => {
                    for plain in std::iter::once(c).nfkd() {
                        for lower in plain.to_lowercase() {
                            units.push(lower, &place);
                        }
                    }
                }
            }
        }
        if units.parts.last().is_some_and(|part| part.kind == Kind::Break) {
            units.parts.pop();
        }
        units
    }

    fn push(&mut self, c: char, source: &Range<usize>) {
        if is_combining_mark(c) || is_invisible(c) {
            return;
        }
        let kind = kind_of(c);
        if let Some(last) = self.parts.last_mut()
            && last.kind == kind
            && kind != Kind::Han
        {
            last.source.end = source.end;
            if kind != Kind::Break {
                self.text.push(c);
                last.text.end = self.text.len();
            }
            return;
        }
        // A text begins with no break.
        if kind == Kind::Break && self.parts.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push(if kind == Kind::Break { ' ' } else { c });
        self.parts.push(Part { kind, text: start..self.text.len(), source: source.clone() });
    }

    pub const fn len(&self) -> usize {
        self.parts.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    fn text_of(&self, n: usize) -> &str {
        &self.text[self.parts[n].text.clone()]
    }

    /// Each unit; a break is a space.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|n| self.text_of(n))
    }

    /// The pairs in their order.
    pub fn pairs(&self) -> impl Iterator<Item = String> {
        (1..self.len()).map(|n| pair(self.text_of(n - 1), self.text_of(n)))
    }

    /// The words that can be looked for alone.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter(|n| self.is_word(*n)).map(|n| self.text_of(n))
    }

    fn is_word(&self, n: usize) -> bool {
        let part = &self.parts[n];
        matches!(part.kind, Kind::Letters | Kind::Digits) && self.text_of(n).chars().nth(1).is_some()
    }

    /// Where a needle stands, as ranges of bytes in the given text. Places that overlap (亲亲亲) are one range.
    pub fn find(&self, needle: &Needle) -> Vec<Range<usize>> {
        let wanted = match needle {
            Needle::Word(word) => std::slice::from_ref(word),
            Needle::Chain(chain) => chain,
        };
        let mut found: Vec<Range<usize>> = Vec::new();
        for at in 0..(self.len() + 1).saturating_sub(wanted.len()) {
            if wanted.iter().enumerate().any(|(n, unit)| self.text_of(at + n) != unit) {
                continue;
            }
            let place = self.parts[at].source.start..self.parts[at + wanted.len() - 1].source.end;
            match found.last_mut() {
                Some(before) if before.end > place.start => before.end = place.end,
                _ => found.push(place),
            }
        }
        found
    }
}

impl Needle {
    /// The pairs of a chain in their order; of a word, none.
    pub fn pairs(&self) -> impl Iterator<Item = String> {
        let chain = match self {
            Self::Word(_) => &[][..],
            Self::Chain(chain) => chain,
        };
        chain.windows(2).map(|two| pair(&two[0], &two[1]))
    }
}

fn pair(one: &str, two: &str) -> String {
    let mut pair = String::with_capacity(one.len() + two.len() + 1);
    pair.push_str(one);
    pair.push(JOINT);
    pair.push_str(two);
    pair
}

/// What has to stand in a text for this to be found; `None` when it is too little to look for: one character, or signs
/// alone.
pub fn needle(text: &str) -> Option<Needle> {
    let units = Units::of(text);
    match units.len() {
        0 => None,
        1 => units.words().next().map(|word| Needle::Word(word.to_owned())),
        _ => Some(Needle::Chain(units.texts().map(str::to_owned).collect())),
    }
}

/// A text in the one form in which equal texts are equal: for names of courts.
pub fn canonical(text: &str) -> String {
    Units::of(text).texts().collect()
}

/// The digits of a telephone number, without the country's own prefix; `None` when there are none.
pub fn phone(text: &str) -> Option<String> {
    let digits = text.nfkc().filter(char::is_ascii_digit).collect::<String>();
    let local = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86").filter(|local| local.len() == 11));
    let digits = local.map_or(digits.clone(), str::to_owned);
    (!digits.is_empty()).then_some(digits)
}

fn kind_of(c: char) -> Kind {
    match c {
        '\u{3005}'
        | '\u{3007}'
        | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}' => Kind::Han,
        _ if c.is_alphabetic() => Kind::Letters,
        _ if c.is_numeric() => Kind::Digits,
        _ => Kind::Break,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str) -> Vec<String> {
        Units::of(text).texts().map(str::to_owned).collect()
    }

    #[test]
    fn texts_are_cut_into_characters_words_and_breaks() {
        assert_eq!(cut("被执行人张三"), ["被", "执", "行", "人", "张", "三"]);
        assert_eq!(cut("，张三，\n 李四。"), ["张", "三", " ", "李", "四"]);
        assert_eq!(cut("车牌鲁Ａ12345"), ["车", "牌", "鲁", "a", "12345"]);
        assert_eq!(cut("Café ÉTÉ"), ["cafe", " ", "ete"]);
        assert_eq!(cut("张\u{200b}三"), ["张", "三"]);
        assert_eq!(cut("⾏终"), ["行", "终"]);
        assert_eq!(cut("！？"), Vec::<String>::new());
        assert_eq!(Units::of("被执行人张三").pairs().count(), 5);
    }

    #[test]
    fn one_character_is_too_little() {
        for text in ["", "张", "a", "7", "。", "张。"] {
            assert_eq!(needle(text), None, "{text}");
        }
        assert_eq!(needle("ab"), Some(Needle::Word("ab".into())));
        assert_eq!(needle("张三"), Some(Needle::Chain(vec!["张".into(), "三".into()])));
    }

    #[test]
    fn numbers_of_telephones_have_one_form() {
        for typed in ["138 0013 8000", "+86 13800138000", "0086-138-0013-8000", "１３８００１３８０００"] {
            assert_eq!(phone(typed).as_deref(), Some("13800138000"), "{typed}");
        }
        assert_eq!(phone("0531-8888 6666").as_deref(), Some("053188886666"));
        assert_eq!(phone("没有"), None);
    }

    proptest! {
        /// What stands in a text is found in it, where it stands.
        #[test]
        fn any_two_han_characters_in_a_row_are_found(text in "[\\p{Han}a-zA-Z0-9，。 \n]{0,40}") {
            let units = Units::of(&text);
            let chars = text.char_indices().collect::<Vec<_>>();
            for two in chars.windows(2) {
                let (start, end) = (two[0].0, two[1].0 + two[1].1.len_utf8());
                if two.iter().all(|(_, c)| kind_of(*c) == Kind::Han) {
                    let needle = needle(&text[start..end]).unwrap();
                    prop_assert!(units.find(&needle).iter().any(|found| found.start <= start && found.end >= end));
                }
            }
        }

        #[test]
        fn nothing_panics_and_places_are_whole_characters(text in ".{0,60}", term in ".{0,6}") {
            let units = Units::of(&text);
            prop_assert_eq!(units.pairs().count(), units.len().saturating_sub(1));
            if let Some(needle) = needle(&term) {
                for range in units.find(&needle) {
                    prop_assert!(text.get(range).is_some());
                }
            }
        }
    }
}
