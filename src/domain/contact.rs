//! Telephones, addresses and numbers of people, organisations and vehicles, parsed once at the edge.
//!
//! Everything here is personal data: `Debug` never shows a value, and `Display` gives the canonical form only where it is
//! asked for. Nobody is ever forced to have an identity card: see [`IdentityDocument`].

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::invisible::is_invisible;

/// What is wrong with a typed value; [`ContactError::code`] is stable and looked up in the locale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContactError {
    /// Nothing was typed.
    #[error("nothing was typed")]
    Empty,
    /// More than such a value can have.
    #[error("too long")]
    TooLong,
    /// Too few or too many characters.
    #[error("wrong number of characters")]
    WrongLength,
    /// Characters that do not belong in it.
    #[error("characters that do not belong here")]
    WrongCharacters,
    /// It begins with something that does not exist.
    #[error("begins with something that does not exist")]
    WrongPrefix,
    /// The last character does not fit the others.
    #[error("the check character does not fit")]
    Checksum,
    /// The birthday does not exist.
    #[error("contains a day that does not exist")]
    NotADate,
    /// Not of the form `name@domain`.
    #[error("not of the right form")]
    Malformed,
}

impl ContactError {
    /// Stable snake_case code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong => "too_long",
            Self::WrongLength => "wrong_length",
            Self::WrongCharacters => "wrong_characters",
            Self::WrongPrefix => "wrong_prefix",
            Self::Checksum => "checksum",
            Self::NotADate => "not_a_date",
            Self::Malformed => "malformed",
        }
    }
}

/// No value here is longer, however it is spaced; the check comes first, so that nothing endless is looked at.
const MAX_TYPED: usize = 300;

macro_rules! personal_text {
    ($name:ident) => {
        impl $name {
            /// The canonical text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        // Values must not slip into logs through `{:?}`.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
        impl std::str::FromStr for $name {
            type Err = ContactError;
            fn from_str(text: &str) -> Result<Self, ContactError> {
                Self::parse(text)
            }
        }
    };
}

/// Full-width signs become ASCII, white space and characters without width go.
fn fold(input: &str) -> Result<String, ContactError> {
    if input.chars().nth(MAX_TYPED).is_some() {
        return Err(ContactError::TooLong);
    }
    let folded: String = input
        .chars()
        .filter(|c| !c.is_whitespace() && !is_invisible(*c))
        .map(|c| match c {
            '！'..='～' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
            _ => c,
        })
        .collect();
    if folded.is_empty() { Err(ContactError::Empty) } else { Ok(folded) }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// A telephone number of the mainland: a mobile, or a landline with its area code. Canonical: `13800138000`,
/// `0531-88991234`.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct PhoneNumber(String);
personal_text!(PhoneNumber);

impl PhoneNumber {
    /// Accepts +86 or 0086 in front, spaces, hyphens, brackets and full-width digits. Short numbers such as 12368 are
    /// refused: nobody can be called back there. No carrier is inferred (numbers are portable since 2019-12-01).
    ///
    /// # Errors
    /// `empty`, `too_long`, `wrong_characters`, `wrong_length`, `wrong_prefix`.
    pub fn parse(input: &str) -> Result<Self, ContactError> {
        let text: String =
            fold(input)?.chars().filter(|c| !is_dash(*c) && !matches!(c, '(' | ')' | '.' | '/')).collect();
        let abroad = text.strip_prefix("+86").or_else(|| text.strip_prefix("0086"));
        let digits = abroad.unwrap_or(&text);
        if digits.is_empty() {
            return Err(ContactError::Empty);
        }
        if !digits.chars().all(|c| c.is_ascii_digit()) {
            return Err(ContactError::WrongCharacters);
        }
        let digits = match (digits.strip_prefix("86"), abroad) {
            (Some(rest), None) if rest.len() == 11 && rest.starts_with('1') => rest,
            _ => digits,
        };
        if digits.starts_with('0') {
            return Self::landline(digits);
        }
        if digits.starts_with('1') && !(abroad.is_some() && digits.len() == 10 && digits.starts_with("10")) {
            return match (digits.len(), digits.as_bytes().get(1)) {
                (11, Some(b'3'..=b'9')) => Ok(Self(digits.to_owned())),
                (11, _) => Err(ContactError::WrongPrefix),
                _ => Err(ContactError::WrongLength),
            };
        }
        // +86 531 8899 1234: from abroad the 0 of the area code is not dialled.
        match abroad {
            Some(_) => Self::landline(&format!("0{digits}")),
            None if digits.len() < 10 => Err(ContactError::WrongLength),
            None => Err(ContactError::WrongPrefix),
        }
    }

    fn landline(digits: &str) -> Result<Self, ContactError> {
        // 010 and 020 to 029 have three digits, all other areas four.
        let area_length = if digits.starts_with("010") || digits.starts_with("02") { 3 } else { 4 };
        let (area, local) = digits.split_at_checked(area_length).ok_or(ContactError::WrongLength)?;
        if area.starts_with("00") || (area.starts_with("01") && area != "010") {
            return Err(ContactError::WrongPrefix);
        }
        if !(7..=8).contains(&local.len()) || (area_length == 3 && local.len() != 8) {
            return Err(ContactError::WrongLength);
        }
        if local.starts_with(['0', '1']) {
            return Err(ContactError::WrongPrefix);
        }
        Ok(Self(format!("{area}-{local}")))
    }

    /// Whether text messages can reach it.
    pub fn is_mobile(&self) -> bool {
        self.0.starts_with('1')
    }

    /// For pages and letters: `138****8000`, `0531-****1234`.
    pub fn mask(&self) -> String {
        let keep = if self.is_mobile() { 3 } else { self.0.find('-').map_or(0, |at| at + 1) };
        let hidden = self.0.len().saturating_sub(4);
        self.0.chars().enumerate().map(|(i, c)| if i < keep || i >= hidden { c } else { '*' }).collect()
    }
}

/// An electronic mail address, ASCII, at most 254 characters; the domain is in lower case.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct EmailAddress(String);
personal_text!(EmailAddress);

impl EmailAddress {
    /// Accepts what mail servers accept in practice (RFC 5321 without quoted names and address literals).
    ///
    /// # Errors
    /// `empty`, `too_long`, `wrong_characters`, `malformed`.
    pub fn parse(input: &str) -> Result<Self, ContactError> {
        if input.trim().contains(char::is_whitespace) {
            return Err(ContactError::WrongCharacters);
        }
        let text = fold(input)?;
        if text.len() > 254 {
            return Err(ContactError::TooLong);
        }
        let (name, domain) = text.rsplit_once('@').ok_or(ContactError::Malformed)?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c);
        let is_domain = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
        if !name.chars().all(is_name) || !domain.chars().all(is_domain) {
            return Err(ContactError::WrongCharacters);
        }
        if name.len() > 64 {
            return Err(ContactError::TooLong);
        }
        let labels: Vec<&str> = domain.split('.').collect();
        let top_is_good =
            labels.last().is_some_and(|top| top.len() >= 2 && top.contains(|c: char| c.is_ascii_alphabetic()));
        let label_is_good =
            |label: &&str| (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-');
        if name.split('.').any(str::is_empty) || labels.len() < 2 || !top_is_good || !labels.iter().all(label_is_good) {
            return Err(ContactError::Malformed);
        }
        Ok(Self(format!("{name}@{}", domain.to_ascii_lowercase())))
    }

    /// For pages: `x***@example.com`.
    pub fn mask(&self) -> String {
        let (name, domain) = self.0.split_once('@').unwrap_or((&self.0, ""));
        format!("{}***@{domain}", name.chars().next().unwrap_or_default())
    }
}

/// A resident identity number of 18 characters (GB 11643). Area codes that no longer exist stay valid for life, so only
/// the province is looked at.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct ResidentId(String);
personal_text!(ResidentId);

const PROVINCES: [&str; 32] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44",
    "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71",
];

impl ResidentId {
    /// Accepts spaces, full-width digits and a lower-case x.
    ///
    /// # Errors
    /// `empty`, `too_long`, `wrong_length`, `wrong_characters`, `wrong_prefix` (residence permits: see
    /// [`IdentityDocument`]), `checksum`, `not_a_date`.
    pub fn parse(input: &str) -> Result<Self, ContactError> {
        let text = gb_11643(input)?;
        if PROVINCES.iter().any(|province| text.starts_with(province)) {
            Ok(Self(text))
        } else {
            Err(ContactError::WrongPrefix)
        }
    }

    /// The birthday in the number.
    pub fn birthday(&self) -> Option<NaiveDate> {
        birthday(&self.0)
    }
}

fn birthday(number: &str) -> Option<NaiveDate> {
    let part = |range: std::ops::Range<usize>| number.get(range)?.parse::<u32>().ok();
    NaiveDate::from_ymd_opt(i32::try_from(part(6..10)?).ok()?, part(10..12)?, part(12..14)?)
}

/// The form that resident identity cards and residence permits share: 17 digits with a birthday, and a check character.
fn gb_11643(input: &str) -> Result<String, ContactError> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let text = fold(input)?.to_ascii_uppercase();
    if text.chars().count() != 18 {
        return Err(ContactError::WrongLength);
    }
    let mut sum = 0;
    for (c, weight) in text.chars().zip(WEIGHTS) {
        sum += weight * c.to_digit(10).ok_or(ContactError::WrongCharacters)?;
    }
    let check = text.chars().last().filter(|c| c.is_ascii_digit() || *c == 'X').ok_or(ContactError::WrongCharacters)?;
    if "10X98765432".chars().nth((sum % 11) as usize) != Some(check) {
        return Err(ContactError::Checksum);
    }
    match birthday(&text) {
        Some(day) if (1850..2200).contains(&day.year()) => Ok(text),
        _ => Err(ContactError::NotADate),
    }
}

/// Any document that says who somebody is; a resident identity card is only one of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "kind", content = "number", rename_all = "snake_case")]
pub enum IdentityDocument {
    /// Resident identity card (居民身份证).
    ResidentId(ResidentId),
    /// Residence permit of people from Hong Kong (81), Macao (82) or Taiwan (83), or of foreigners (9): 18 characters of
    /// the same form.
    ResidencePermit(DocumentNumber),
    /// Passport, travel permit or another paper: letters and digits, as printed.
    Other(DocumentNumber),
}

/// The number of a document other than the resident identity card.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct DocumentNumber(String);
personal_text!(DocumentNumber);

impl DocumentNumber {
    /// Five to twenty letters and digits, at least one digit; spaces and hyphens go, letters become capitals.
    ///
    /// # Errors
    /// `empty`, `too_long`, `wrong_length`, `wrong_characters`.
    pub fn parse(input: &str) -> Result<Self, ContactError> {
        let text: String = fold(input)?.chars().filter(|c| !is_dash(*c)).map(|c| c.to_ascii_uppercase()).collect();
        if !text.chars().all(|c| c.is_ascii_alphanumeric()) || !text.contains(|c: char| c.is_ascii_digit()) {
            return Err(ContactError::WrongCharacters);
        }
        if (5..=20).contains(&text.len()) { Ok(Self(text)) } else { Err(ContactError::WrongLength) }
    }
}

impl IdentityDocument {
    /// Reads any of the documents: what has the form of an identity card must be right as one; all else may be a passport.
    ///
    /// # Errors
    /// As [`ResidentId::parse`] for 18 characters, else as [`DocumentNumber::parse`].
    pub fn parse(input: &str) -> Result<Self, ContactError> {
        let number = DocumentNumber::parse(input)?;
        if number.0.len() != 18 {
            return Ok(Self::Other(number));
        }
        let text = gb_11643(&number.0)?;
        if ["81", "82", "83", "9"].iter().any(|start| text.starts_with(start)) {
            return Ok(Self::ResidencePermit(number));
        }
        ResidentId::parse(&text).map(Self::ResidentId)
    }

    /// The number, canonical.
    pub fn as_str(&self) -> &str {
        match self {
            Self::ResidentId(id) => id.as_str(),
            Self::ResidencePermit(number) | Self::Other(number) => number.as_str(),
        }
    }
}

/// A unified social credit code of an organisation (GB 32100), 18 characters.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct CreditCode(String);
personal_text!(CreditCode);

impl CreditCode {
    /// Strict: the alphabet has capitals only, so a lower-case letter is refused. Spaces and hyphens go.
    ///
    /// # Errors
    /// `empty`, `too_long`, `wrong_length`, `wrong_characters`, `checksum`.
    pub fn parse(input: &str) -> Result<Self, ContactError> {
        const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        let text: String = fold(input)?.chars().filter(|c| !is_dash(*c)).collect();
        if text.chars().count() != 18 {
            return Err(ContactError::WrongLength);
        }
        let (mut sum, mut weight, mut last) = (0, 1, 0);
        for (i, c) in text.chars().enumerate() {
            last = ALPHABET.find(c).ok_or(ContactError::WrongCharacters)?;
            if i < 17 {
                sum += last * weight;
                weight = weight * 3 % 31;
            }
        }
        // The outer remainder is what many programs forget: a sum of 0 gives 0, not 31.
        if (31 - sum % 31) % 31 == last { Ok(Self(text)) } else { Err(ContactError::Checksum) }
    }
}

/// A number plate of a vehicle: province, city letter, five characters (six for new energy).
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct PlateNumber(String);
personal_text!(PlateNumber);

impl PlateNumber {
    /// Accepts spaces, dots and hyphens, lower-case letters, and 学 警 港 澳 挂 at the end.
    ///
    /// # Errors
    /// `empty`, `too_long`, `wrong_prefix`, `wrong_length`, `wrong_characters`.
    pub fn parse(input: &str) -> Result<Self, ContactError> {
        const PLACES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
        let is_letter = |c: char| c.is_ascii_uppercase() && c != 'I' && c != 'O';
        let is_sign = |c: char| c.is_ascii_digit() || is_letter(c);
        let text: String = fold(input)?
            .chars()
            .filter(|c| !is_dash(*c) && !matches!(c, '·' | '•' | '・' | '.' | '．'))
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let signs: Vec<char> = text.chars().collect();
        let [place, city, number @ ..] = signs.as_slice() else {
            return Err(ContactError::WrongLength);
        };
        // O after the place is given to public bodies; I never.
        if !PLACES.contains(*place) || !city.is_ascii_uppercase() || *city == 'I' {
            return Err(ContactError::WrongPrefix);
        }
        let digits = |signs: &[char]| signs.iter().all(char::is_ascii_digit);
        let good = match number {
            [first @ .., last] if first.len() == 4 => {
                first.iter().all(|c| is_sign(*c)) && (is_sign(*last) || "学警港澳挂".contains(*last))
            }
            // New energy: a letter in front and a sign behind it (small), or a letter at the end (large).
            [a, b, rest @ ..] if number.len() == 6 => {
                (is_letter(*a) && is_sign(*b) && digits(rest))
                    || number.split_last().is_some_and(|(last, first)| is_letter(*last) && digits(first))
            }
            _ => return Err(ContactError::WrongLength),
        };
        if good { Ok(Self(text)) } else { Err(ContactError::WrongCharacters) }
    }

    /// The city in Shandong that gave the plate, if it is one of Shandong.
    pub fn city(&self) -> Option<&'static str> {
        let letter = self.0.strip_prefix('鲁')?.chars().next()?;
        Some(match letter {
            // S was Laiwu's, which became part of Jinan in 2019 (the letter itself is unproven).
            'A' | 'S' => "济南市",
            'B' | 'U' => "青岛市",
            'C' => "淄博市",
            'D' => "枣庄市",
            'E' => "东营市",
            'F' | 'Y' => "烟台市",
            'G' | 'V' => "潍坊市",
            'H' => "济宁市",
            'J' => "泰安市",
            'K' => "威海市",
            'L' => "日照市",
            'M' => "滨州市",
            'N' => "德州市",
            'P' => "聊城市",
            'Q' => "临沂市",
            'R' => "菏泽市",
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const VECTORS: &str = include_str!("../../tests/vectors/validation.json");

    #[test]
    fn the_vectors() {
        fn check<T>(vectors: &serde_json::Value, parse: fn(&str) -> Result<T, ContactError>) {
            for text in vectors["valid"].as_array().unwrap() {
                assert!(parse(text.as_str().unwrap()).is_ok(), "{text}");
            }
            for entry in vectors["invalid"].as_array().unwrap() {
                let text = entry.as_str().or_else(|| entry[0].as_str()).unwrap();
                assert!(parse(text).is_err(), "{text}");
            }
        }
        let vectors: serde_json::Value = serde_json::from_str(VECTORS).unwrap();
        check(&vectors["resident_id"], ResidentId::parse);
        check(&vectors["uscc"], CreditCode::parse);
        check(&vectors["mobile"], PhoneNumber::parse);
        check(&vectors["plate"], PlateNumber::parse);
        assert_eq!(vectors.as_object().unwrap().len(), 4);
    }

    #[test]
    fn telephones() {
        for (input, canonical, mobile, masked) in [
            ("13800138000", "13800138000", true, "138****8000"),
            ("+86 138-0013-8000", "13800138000", true, "138****8000"),
            ("0086１３８００１３８０００", "13800138000", true, "138****8000"),
            ("8613800138000", "13800138000", true, "138****8000"),
            ("0531-8899 1234", "0531-88991234", false, "0531-****1234"),
            ("(0531) 88991234", "0531-88991234", false, "0531-****1234"),
            ("+86 531 8899 1234", "0531-88991234", false, "0531-****1234"),
            ("+86 10 6755 1234", "010-67551234", false, "010-****1234"),
            ("0635-8212345", "0635-8212345", false, "0635-***2345"),
        ] {
            let phone = PhoneNumber::parse(input).unwrap();
            assert_eq!(
                (phone.as_str(), phone.is_mobile(), phone.mask().as_str()),
                (canonical, mobile, masked),
                "{input}"
            );
        }
        for (input, error) in [
            ("", "empty"),
            ("  ", "empty"),
            ("12800138000", "wrong_prefix"),
            ("1380013800", "wrong_length"),
            ("12368", "wrong_length"),
            ("88991234", "wrong_length"),
            ("4008123123", "wrong_prefix"),
            ("电话13800138000", "wrong_characters"),
            ("0531-1234", "wrong_length"),
            ("0531-12345678", "wrong_prefix"),
        ] {
            assert_eq!(PhoneNumber::parse(input).unwrap_err().code(), error, "{input}");
        }
        assert_eq!(PhoneNumber::parse(&"1".repeat(400)).unwrap_err(), ContactError::TooLong);
        assert_eq!(format!("{:?}", PhoneNumber::parse("13800138000").unwrap()), "PhoneNumber(…)");
    }

    #[test]
    fn electronic_addresses() {
        assert_eq!(EmailAddress::parse(" zhang.san+a@Example.COM ").unwrap().as_str(), "zhang.san+a@example.com");
        assert_eq!(EmailAddress::parse("12345678＠qq.com").unwrap().as_str(), "12345678@qq.com");
        for input in ["张三@qq.com", "a b@qq.com", "a@b\r\nBcc: c@d.cn", "a@b@c.cn"] {
            assert_eq!(EmailAddress::parse(input), Err(ContactError::WrongCharacters), "{input}");
        }
        for input in ["a", "@qq.com", "a@", "a@qq", "a@qq..com", ".a@qq.com", "a@-qq.com", "a@1.2.3.4"] {
            assert_eq!(EmailAddress::parse(input), Err(ContactError::Malformed), "{input}");
        }
        assert_eq!(EmailAddress::parse(&format!("a@{}.cn", "b.".repeat(130))), Err(ContactError::TooLong));
    }

    #[test]
    fn identity_numbers() {
        let id = ResidentId::parse(" 11010519491231002x").unwrap();
        assert_eq!((id.as_str(), id.birthday()), ("11010519491231002X", NaiveDate::from_ymd_opt(1949, 12, 31)));
        for (input, error) in [
            ("370102199003071239", ContactError::Checksum),
            ("371202196202290049", ContactError::NotADate),
            ("37010219900307123", ContactError::WrongLength),
            ("37010219900307123身", ContactError::WrongCharacters),
            ("身份证号码身份证号码身份证号码身份证", ContactError::WrongCharacters),
        ] {
            assert_eq!(ResidentId::parse(input), Err(error), "{input}");
        }
    }

    #[test]
    fn other_documents() {
        assert!(matches!(IdentityDocument::parse("E12345678"), Ok(IdentityDocument::Other(_))));
        assert!(matches!(IdentityDocument::parse("370102199003071238"), Ok(IdentityDocument::ResidentId(_))));
        assert_eq!(IdentityDocument::parse("370102199003071239"), Err(ContactError::Checksum));
        // A permit of Hong Kong: the check character is found by trying.
        let permit = "0123456789X".chars().find_map(|c| IdentityDocument::parse(&format!("81000019900307123{c}")).ok());
        assert!(matches!(permit, Some(IdentityDocument::ResidencePermit(_))));
        assert_eq!(ResidentId::parse(permit.unwrap().as_str()), Err(ContactError::WrongPrefix));
        assert_eq!(IdentityDocument::parse("护照"), Err(ContactError::WrongCharacters));
    }

    #[test]
    fn codes_and_plates() {
        assert_eq!(CreditCode::parse("91350100M000100Y44"), Err(ContactError::Checksum));
        assert_eq!(CreditCode::parse("91110108551385082q"), Err(ContactError::WrongCharacters));
        assert_eq!(CreditCode::parse("91110108 5513 8508 2Q").unwrap().as_str(), "91110108551385082Q");
        let plate = PlateNumber::parse("鲁a·d1234５").unwrap();
        assert_eq!((plate.as_str(), plate.city()), ("鲁AD12345", Some("济南市")));
        assert_eq!(PlateNumber::parse("京A12345").unwrap().city(), None);
        assert!(PlateNumber::parse("鲁H1234学").is_ok());
        assert_eq!(PlateNumber::parse("鲁I12345"), Err(ContactError::WrongPrefix));
        assert_eq!(PlateNumber::parse("鲁A1234"), Err(ContactError::WrongLength));
        assert_eq!(PlateNumber::parse("鲁AI2345"), Err(ContactError::WrongCharacters));
    }

    proptest! {
        #[test]
        fn no_text_panics_and_what_is_accepted_stays(text in prop_oneof![
            ".{0,40}", "\\p{Han}{0,20}", "[0-9Xx+ 鲁A-Z@.()-]{0,24}", "[鲁京][A-Z][0-9A-Z]{4,6}", "0[0-9]{9,11}", "1[3-9][0-9]{9}",
        ]) {
            if let Ok(phone) = PhoneNumber::parse(&text) {
                prop_assert_eq!(PhoneNumber::parse(phone.as_str()), Ok(phone.clone()));
                prop_assert!(phone.mask().contains('*'));
            }
            if let Ok(email) = EmailAddress::parse(&text) {
                prop_assert_eq!(EmailAddress::parse(email.as_str()), Ok(email.clone()));
            }
            if let Ok(plate) = PlateNumber::parse(&text) {
                prop_assert_eq!(PlateNumber::parse(plate.as_str()), Ok(plate.clone()));
            }
            if let Ok(document) = IdentityDocument::parse(&text) {
                prop_assert_eq!(IdentityDocument::parse(document.as_str()), Ok(document.clone()));
            }
            let _ = (ResidentId::parse(&text), CreditCode::parse(&text));
        }

        #[test]
        fn one_wrong_digit_of_an_identity_number_is_noticed(at in 0usize..17, digit in 0u32..10) {
            let number = "370102199003071238";
            let digit = char::from_digit(digit, 10).unwrap();
            let wrong: String = number.chars().enumerate().map(|(i, c)| if i == at { digit } else { c }).collect();
            prop_assert_eq!(ResidentId::parse(&wrong).is_ok(), wrong == number);
        }
    }
}
