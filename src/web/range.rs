//! The part of a file that a player asks for (RFC 9110, section 14): one range of bytes; anything else gets the whole.

use std::ops::Range;

use axum::http::{HeaderMap, header};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    Whole,
    Piece(Range<u64>),
    /// Beyond the end.
    Nothing,
}

/// What a request asks for of a file of that length.
pub fn asked(headers: &HeaderMap, length: u64) -> Asked {
    // Answers carry no validator, so that a condition on one never holds.
    if headers.contains_key(header::IF_RANGE) {
        return Asked::Whole;
    }
    headers.get(header::RANGE).and_then(|value| value.to_str().ok()).map_or(Asked::Whole, |range| parse(range, length))
}

fn parse(range: &str, length: u64) -> Asked {
    let Some(spec) = range.trim().strip_prefix("bytes=") else { return Asked::Whole };
    let Some((first, last)) = spec.trim().split_once('-') else { return Asked::Whole };
    let number =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u64>().ok()).flatten();
    match (first.is_empty(), last.is_empty()) {
        (true, true) => Asked::Whole,
        // The last so many bytes.
        (true, false) => match number(last) {
            None => Asked::Whole,
            Some(0) => Asked::Nothing,
            Some(_) if length == 0 => Asked::Nothing,
            Some(count) => Asked::Piece(length.saturating_sub(count)..length),
        },
        (false, _) => match (number(first), if last.is_empty() { Some(u64::MAX) } else { number(last) }) {
            (Some(first), Some(last)) if first > last => Asked::Whole,
            (Some(first), Some(_)) if first >= length => Asked::Nothing,
            (Some(first), Some(last)) => Asked::Piece(first..last.saturating_add(1).min(length)),
            _ => Asked::Whole,
        },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_range_is_understood() {
        assert_eq!(parse("bytes=0-", 10), Asked::Piece(0..10));
        assert_eq!(parse("bytes=3-4", 10), Asked::Piece(3..5));
        assert_eq!(parse("bytes=3-99", 10), Asked::Piece(3..10));
        assert_eq!(parse("bytes=-4", 10), Asked::Piece(6..10));
        assert_eq!(parse("bytes=-40", 10), Asked::Piece(0..10));
        for nothing in ["bytes=10-", "bytes=10-12", "bytes=-0"] {
            assert_eq!(parse(nothing, 10), Asked::Nothing, "{nothing}");
        }
        for whole in
            ["", "bytes", "bytes=", "bytes=-", "bytes=4-3", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b", "bytes=+1-2"]
        {
            assert_eq!(parse(whole, 10), Asked::Whole, "{whole}");
        }
        assert_eq!(parse("bytes=0-", 0), Asked::Nothing);
    }

    proptest! {
        #[test]
        fn a_piece_lies_inside(range in "bytes=[0-9]{0,21}-[0-9]{0,21}", length in 0_u64..1_000) {
            if let Asked::Piece(piece) = parse(&range, length) {
                prop_assert!(piece.start < piece.end && piece.end <= length);
            }
        }
    }
}
