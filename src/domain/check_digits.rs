//! Check digits: the last digits of report numbers and receipt codes, which catch a slip of the tongue or finger.
//!
//! ISO 7064 names the systems. MOD 11,10 adds one digit to a report number, MOD 97-10 adds two to a receipt code. Both
//! work on ASCII digits only; the caller removes spaces and hyphens first.

/// The check digit of ISO 7064 MOD 11,10 for `digits`; `None` when the text is empty or not all ASCII digits.
#[must_use]
pub fn mod11_10(digits: &str) -> Option<char> {
    if digits.is_empty() {
        return None;
    }
    let mut product = 10;
    for c in digits.chars() {
        let sum = (product + c.to_digit(10)?) % 10;
        product = (if sum == 0 { 10 } else { sum }) * 2 % 11;
    }
    char::from_digit((11 - product) % 10, 10)
}

/// Whether the last digit of `number` is the MOD 11,10 check digit of the digits before it.
#[must_use]
pub fn verify_mod11_10(number: &str) -> bool {
    let mut body = number.chars();
    let last = body.next_back();
    last.is_some() && mod11_10(body.as_str()) == last
}

/// The two check digits of ISO 7064 MOD 97-10 for `digits` (always two characters, `02` to `98`); `None` when the text
/// is empty or not all ASCII digits.
#[must_use]
pub fn mod97_10(digits: &str) -> Option<String> {
    if digits.is_empty() {
        return None;
    }
    let mut rest = 0;
    for c in digits.chars() {
        rest = (rest * 10 + c.to_digit(10)?) % 97;
    }
    Some(format!("{:02}", 98 - rest * 100 % 97))
}

/// Whether the last two digits of `number` are the MOD 97-10 check digits of the digits before them.
#[must_use]
pub fn verify_mod97_10(number: &str) -> bool {
    // Compared as text, so that 00, 01 and 99 (equal modulo 97 to real check digits) do not pass.
    number
        .len()
        .checked_sub(2)
        .and_then(|at| number.split_at_checked(at))
        .is_some_and(|(body, check)| mod97_10(body).as_deref() == Some(check))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn published_examples() {
        // The examples of the standard itself.
        assert_eq!(mod11_10("0794"), Some('5'));
        assert!(verify_mod11_10("07945"));
        assert_eq!(mod97_10("794").as_deref(), Some("44"));
        assert!(verify_mod97_10("79444"));
    }

    #[test]
    fn what_is_not_a_number_has_no_check_digit() {
        for text in ["", "12a", "１２", "执行", "-1", " 1"] {
            assert_eq!(mod11_10(text), None);
            assert_eq!(mod97_10(text), None);
            assert!(!verify_mod11_10(text));
            assert!(!verify_mod97_10(text));
        }
        assert!(!verify_mod97_10("1执"));
        assert!(!verify_mod97_10("44"));
    }

    fn with_digit(number: &str, at: usize, digit: char) -> String {
        number.chars().enumerate().map(|(i, c)| if i == at { digit } else { c }).collect()
    }

    proptest! {
        #[test]
        fn any_wrong_digit_is_noticed(body in "[0-9]{1,24}", at in 0usize..26, digit in 0u32..10) {
            let digit = char::from_digit(digit, 10).unwrap();
            for (number, ok) in [
                (format!("{body}{}", mod11_10(&body).unwrap()), verify_mod11_10 as fn(&str) -> bool),
                (format!("{body}{}", mod97_10(&body).unwrap()), verify_mod97_10),
            ] {
                prop_assert!(ok(&number));
                let at = at % number.len();
                let wrong = with_digit(&number, at, digit);
                prop_assert_eq!(ok(&wrong), wrong == number);
            }
        }

        #[test]
        fn swapped_neighbours_are_noticed_by_two_digits(body in "[0-9]{2,24}", at in 0usize..24) {
            let number = format!("{body}{}", mod97_10(&body).unwrap());
            let mut chars: Vec<char> = number.chars().collect();
            let at = at % (chars.len() - 1);
            chars.swap(at, at + 1);
            let swapped: String = chars.into_iter().collect();
            prop_assert_eq!(verify_mod97_10(&swapped), swapped == number);
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,30}") {
            let _ = (verify_mod11_10(&text), verify_mod97_10(&text));
        }
    }
}
