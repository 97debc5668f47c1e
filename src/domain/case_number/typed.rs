//! What people type, before any grammar: brackets, digits, spaces and traditional characters brought to one form.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

use super::Fix;
use crate::domain::invisible::is_invisible;

/// The line after the repairs that need no grammar: one kind of bracket, ASCII digits, simplified characters, no spaces.
pub(super) struct Typed {
    pub(super) text: String,
    pub(super) fixes: Vec<Fix>,
    /// Brackets other than （） and () were there; a repair in some styles, right in others.
    pub(super) square_brackets: bool,
}

impl Typed {
    pub(super) fn normalise(input: &str) -> Self {
        let mut typed = Self { text: String::new(), fixes: Vec::new(), square_brackets: false };
        for c in input.chars() {
            let c = narrow(c);
            let c = match c {
                _ if c.is_whitespace() || is_invisible(c) => continue,
                '(' | '（' | '﹙' => '(',
                ')' | '）' | '﹚' => ')',
                '〔' | '[' | '【' | '［' | '﹝' | '〖' => {
                    typed.square_brackets = true;
                    '('
                }
                '〕' | ']' | '】' | '］' | '﹞' | '〗' => {
                    typed.square_brackets = true;
                    ')'
                }
                '－' | '–' | '—' | '‐' | '‑' | '−' => '-',
                'O' | 'o' => {
                    typed.fixes.push(Fix::LetterForDigit);
                    '0'
                }
                'I' | 'l' => {
                    typed.fixes.push(Fix::LetterForDigit);
                    '1'
                }
                _ => match simplified(c) {
                    Some(simple) => {
                        typed.fixes.push(Fix::TraditionalToSimplified);
                        simple
                    }
                    None => c,
                },
            };
            typed.text.push(c);
        }
        typed
    }
}

/// Full-width digits and letters, and the radicals that copying from a PDF file leaves in place of characters.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' => {
            c.nfkc().next().unwrap_or(c)
        }
        _ => c,
    }
}

const TRADITIONAL: &str = "執號異複復監協終懲財審賠轄沒醫調備請認臺訴訪確證証強贓勞確內遼滬蘇閩贛魯瓊貴雲陝寧軍晉濟東煙濰棗莊濱萊臨澤營歷島蘭慶從應務親級";
const SIMPLIFIED: &str = "执号异复复监协终惩财审赔辖没医调备请认台诉访确证证强赃劳确内辽沪苏闽赣鲁琼贵云陕宁军晋济东烟潍枣庄滨莱临泽营历岛兰庆从应务亲级";

fn simplified(c: char) -> Option<char> {
    static PAIRS: LazyLock<HashMap<char, char>> =
        LazyLock::new(|| TRADITIONAL.chars().zip(SIMPLIFIED.chars()).collect());
    PAIRS.get(&c).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_tables_have_the_same_length() {
        assert_eq!(TRADITIONAL.chars().count(), SIMPLIFIED.chars().count());
        assert!(TRADITIONAL.chars().zip(SIMPLIFIED.chars()).all(|(a, b)| a != b));
    }

    #[test]
    fn radicals_from_pdf_files_become_characters() {
        assert_eq!(Typed::normalise("⾏终").text, "行终");
    }
}
