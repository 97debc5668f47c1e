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

    proptest! {
        #[test]
        fn pieces_are_the_text(text in ".{0,60}", typed in ".{0,20}") {
            let pieces = mark(&text, &Query::parse(&typed));
            prop_assert_eq!(pieces.iter().map(|(_, piece)| *piece).collect::<String>(), text);
        }
    }
}
