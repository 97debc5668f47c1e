//! Chinese words on English pages, marked as Chinese so that a screen reader changes its voice.

use leptos::prelude::*;

use crate::i18n::Lang;

/// Whether a character is a Han character.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// What may stand within a Chinese name or case number, though not at its ends.
fn joins(c: char) -> bool {
    c.is_ascii_digit() || "（）〔〕《》、，·".contains(c)
}

/// Splits a text into pieces, each with whether it is Chinese. A case number such as （2019）鲁0102执1号 stays whole.
pub fn pieces(text: &str) -> Vec<(&str, bool)> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.find(|c: char| is_han(c) || "（〔《".contains(c)) {
        let end_of_run = rest[first..].find(|c: char| !is_han(c) && !joins(c)).map_or(rest.len(), |at| first + at);
        let run = &rest[first..end_of_run];
        let run = run.trim_end_matches(['、', '，']);
        let end = first + run.len();
        if first > 0 {
            pieces.push((&rest[..first], false));
        }
        if run.chars().any(is_han) {
            pieces.push((run, true));
        } else {
            pieces.push((&rest[first..end], false));
        }
        rest = &rest[end..];
        if run.is_empty() {
            break;
        }
    }
    if !rest.is_empty() {
        pieces.push((rest, false));
    }
    pieces
}

/// A text as it stands on a page of that language.
pub fn marked(lang: Lang, text: &str) -> AnyView {
    if lang == Lang::Zh || !text.chars().any(is_han) {
        return text.to_owned().into_any();
    }
    let pieces = pieces(text).into_iter().map(|(piece, chinese)| {
        let piece = piece.to_owned();
        if chinese { view! { <span lang="zh-CN">{piece}</span> }.into_any() } else { piece.into_any() }
    });
    pieces.collect_view().into_any()
}

/// The language of what somebody typed, where it is not the page's: Chinese, if it is mostly written in Han characters.
pub fn typed_in(page: Lang, text: &str) -> Option<&'static str> {
    let count = |is: fn(char) -> bool| text.chars().filter(|c| is(*c)).count();
    (page != Lang::Zh && count(is_han) > count(|c| c.is_ascii_alphabetic())).then(|| Lang::Zh.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_chinese_if_most_of_it_is() {
        assert_eq!(typed_in(Lang::En, "车牌鲁A12345，停在楼下"), Some("zh-CN"));
        assert_eq!(typed_in(Lang::En, "The car of 张三 is there"), None);
        assert_eq!((typed_in(Lang::En, "—"), typed_in(Lang::Zh, "楼下的车")), (None, None));
    }

    #[test]
    fn chinese_is_found_and_case_numbers_stay_whole() {
        assert_eq!(
            pieces("Court (北京市朝阳区人民法院), case （2019）鲁0102执1234号."),
            [
                ("Court (", false),
                ("北京市朝阳区人民法院", true),
                ("), case ", false),
                ("（2019）鲁0102执1234号", true),
                (".", false)
            ]
        );
        assert_eq!(pieces("no Han, 2019"), [("no Han, 2019", false)]);
        assert_eq!(pieces("（2019）"), [("（2019）", false)]);
        assert_eq!(pieces("终本"), [("终本", true)]);
        for text in ["", "（", "終（", "a、b", "鲁，x"] {
            assert_eq!(pieces(text).iter().map(|(piece, _)| *piece).collect::<String>(), text);
        }
    }
}
