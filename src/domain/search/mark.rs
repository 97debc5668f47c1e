//! Marks what a search found, in text that was unsealed for somebody who may read it.

use std::ops::Range;

use super::{Field, Query, Units, needle};

/// A text in pieces; `true` for those that the query asked for. Put together they are the text.
pub fn mark<'a>(text: &'a str, query: &Query) -> Vec<(bool, &'a str)> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for hit in hits(text, query) {
        if hit.start > at {
            pieces.push((false, &text[at..hit.start]));
        }
        pieces.push((true, &text[hit.clone()]));
        at = hit.end;
    }
    if at < text.len() {
        pieces.push((false, &text[at..]));
    }
    pieces
}

/// The part of a text around the first hit, about `around` characters, or its beginning; and whether something was left
/// out before and behind it.
pub fn snippet<'a>(text: &'a str, query: &Query, around: usize) -> (bool, &'a str, bool) {
    let first = hits(text, query).first().map_or(0, |hit| hit.start);
    // A quarter of the words come before the hit, so that one sees what it is about.
    let before = text[..first].chars().count();
    let start = before.saturating_sub(around / 4);
    let byte = |n: usize| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
    let (from, to) = (byte(start), byte(start + around));
    (from > 0, &text[from..to], to < text.len())
}

/// Where the terms of a query stand, in order, none overlapping.
fn hits(text: &str, query: &Query) -> Vec<Range<usize>> {
    let units = Units::of(text);
    let terms = query.terms.iter().filter(|term| !term.exclude && term.field != Field::Court);
    let mut found =
        terms.filter_map(|term| needle(&term.text)).flat_map(|needle| units.find(&needle)).collect::<Vec<_>>();
    found.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in found {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marked(text: &str, typed: &str) -> String {
        let pieces = mark(text, &Query::parse(typed));
        pieces.iter().map(|(hit, piece)| if *hit { format!("[{piece}]") } else { (*piece).to_owned() }).collect()
    }

    #[test]
    fn hits_are_marked_in_any_width() {
        assert_eq!(marked("被执行人张三有车", "张三 有车"), "被执行人[张三有车]");
        assert_eq!(marked("车牌鲁Ａ１２３４５。", "鲁a12345"), "车牌[鲁Ａ１２３４５]。");
        assert_eq!(marked("拖欠，工资；拖欠工资", "\"拖欠 工资\" -工资"), "[拖欠，工资]；拖欠工资");
        assert_eq!(marked("没有", "张三"), "没有");
        assert_eq!(marked("", "张三"), "");
    }

    #[test]
    fn a_snippet_shows_the_first_hit() {
        let text = "甲".repeat(100) + "张三" + &"乙".repeat(100);
        let (before, part, after) = snippet(&text, &Query::parse("张三"), 40);
        assert!(before && after && part.contains("甲张三乙") && part.chars().count() == 40);
        assert_eq!(snippet("短", &Query::parse("张三"), 40), (false, "短", false));
    }

    proptest! {
        #[test]
        fn pieces_are_the_text(text in ".{0,60}", typed in ".{0,20}") {
            let query = Query::parse(&typed);
            let pieces = mark(&text, &query);
            prop_assert_eq!(pieces.iter().map(|(_, piece)| *piece).collect::<String>(), text.clone());
            let (_, part, _) = snippet(&text, &query, 20);
            prop_assert!(text.contains(part) && part.chars().count() <= 20);
        }
    }
}
