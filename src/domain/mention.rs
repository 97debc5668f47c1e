//! `@username` in a note: who is meant.

use std::ops::Range;

/// More names than these in one note are not looked at.
pub const MOST: usize = 20;

/// Who is meant: each username once, in the order of the text.
pub fn mentions(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for place in places(text) {
        let name = text[place].to_lowercase();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.truncate(MOST);
    names
}

/// Where usernames stand behind an @ that begins a word: `a@b.cn` names nobody.
fn places(text: &str) -> Vec<Range<usize>> {
    let letter = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
    let mut found = Vec::new();
    let mut before = None;
    for (at, c) in text.char_indices() {
        if matches!(c, '@' | '＠') && !before.is_some_and(letter) {
            let start = at + c.len_utf8();
            let length = text[start..].find(|c: char| !letter(c)).unwrap_or(text.len() - start);
            // A full stop behind a name ends the sentence.
            let name = text[start..start + length].trim_end_matches(['.', '-']);
            if (2..=40).contains(&name.len()) {
                found.push(start..start + name.len());
            }
        }
        before = Some(c);
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_behind_an_at_sign() {
        assert_eq!(mentions("请@zhang.san看一下，＠li_si 也看。@Zhang.San"), ["zhang.san", "li_si"]);
        assert_eq!(mentions("转给@wang."), ["wang"]);
        assert_eq!(mentions("邮箱 a@b.cn，@ 谁，@x，@@，@张三"), Vec::<String>::new());
        assert_eq!(mentions("(@jinan-triage)@handler-02"), ["jinan-triage", "handler-02"]);
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in "\\PC*") {
            for name in mentions(&text) {
                prop_assert!((2..=40).contains(&name.len()) && name.is_ascii());
                prop_assert!(text.to_lowercase().contains(&name));
            }
        }

        #[test]
        fn a_username_is_found_between_han_characters(name in "[a-z0-9][a-z0-9._-]{0,37}[a-z0-9]") {
            prop_assert_eq!(mentions(&format!("请@{name}看")), vec![name]);
        }
    }
}
