//! An amount of money as people of courts write it: yuan with at most two decimals, kept in fen.

use unicode_normalization::UnicodeNormalization;

/// Fen, never below zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(i64);

/// Twelve digits of yuan: more than any case.
const LARGEST: i64 = 99_999_999_999_999;

impl Amount {
    /// Reads `1234`, `1,234.5`, `１２３４．５０`; spaces and a 元 or ¥ do not matter. Commas stand between thousands or
    /// nowhere. Nothing else is read: what is unclear about money is asked again.
    pub fn parse(typed: &str) -> Option<Self> {
        let plain = typed.nfkc().filter(|c| !c.is_whitespace()).collect::<String>().replace('，', ",");
        let plain = plain.strip_prefix(['¥', '￥']).unwrap_or(&plain);
        let plain = plain.strip_suffix('元').unwrap_or(plain);
        let (whole, part) = plain.split_once('.').map_or((plain, None), |(whole, part)| (whole, Some(part)));
        let fen = match part {
            None => 0,
            Some(part) if (1..=2).contains(&part.len()) && digits(part) => {
                part.parse::<i64>().ok()? * if part.len() == 1 { 10 } else { 1 }
            }
            Some(_) => return None,
        };
        let groups = whole.split(',').collect::<Vec<_>>();
        let grouped =
            |(n, group): (usize, &&str)| if n == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 };
        if groups.len() > 1 && !groups.iter().enumerate().all(grouped) {
            return None;
        }
        let whole = groups.concat();
        if !digits(&whole) || whole.len() > 12 {
            return None;
        }
        let fen = whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(fen)?;
        (fen <= LARGEST).then_some(Self(fen))
    }

    /// What a column holds.
    pub const fn of_fen(fen: i64) -> Self {
        Self(if fen < 0 { 0 } else { fen })
    }

    pub const fn fen(self) -> i64 {
        self.0
    }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl std::fmt::Display for Amount {
    /// `1,234,567.80`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let whole = (self.0 / 100).to_string();
        let mut grouped = String::new();
        for (n, digit) in whole.chars().enumerate() {
            if n > 0 && (whole.len() - n).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        write!(f, "{grouped}.{:02}", self.0 % 100)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_read_and_what_is_asked_again() {
        for (typed, fen) in [
            ("0", 0),
            ("1234", 123_400),
            ("1,234.5", 123_450),
            (" １２３４．５０ 元", 123_450),
            ("￥12，345.67", 1_234_567),
            ("007", 700),
            ("999999999999.99", LARGEST),
        ] {
            assert_eq!(Amount::parse(typed).map(Amount::fen), Some(fen), "{typed}");
        }
        for typed in [
            "",
            ".",
            "1.",
            ".5",
            "1.234",
            "1,23",
            "12,3456",
            ",123",
            "-1",
            "+1",
            "1e3",
            "一百",
            "1000000000000",
            "1万",
            "1 元 2",
            "0x1",
        ] {
            assert_eq!(Amount::parse(typed), None, "{typed}");
        }
        assert_eq!(Amount::of_fen(123_456_780).to_string(), "1,234,567.80");
        assert_eq!(Amount::of_fen(5).to_string(), "0.05");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(fen in 0..=LARGEST) {
            let amount = Amount::of_fen(fen);
            prop_assert_eq!(Amount::parse(&amount.to_string()), Some(amount));
            prop_assert_eq!(Amount::parse(&format!("{}.{:02}", fen / 100, fen % 100)), Some(amount));
        }

        #[test]
        fn nothing_typed_breaks_it(typed in "\\PC{0,24}") {
            if let Some(amount) = Amount::parse(&typed) {
                prop_assert!(amount.fen() >= 0 && typed.chars().any(char::is_numeric));
            }
        }
    }
}
