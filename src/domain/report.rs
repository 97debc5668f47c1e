//! A report: its channel, kind, status, number and secret code.

use serde::{Deserialize, Serialize};

use super::{check_digits, codes::codes, invisible::is_invisible};
use crate::clock::Entropy;

codes! {
    /// The two channels, each with its own threat model.
    Channel {
        /// 执行线索: about a debtor, anonymous by default.
        Lead = "lead",
        /// 监督投诉: about a court's enforcement, goes to the court above.
        Complaint = "complaint",
    }
}

codes! {
    /// What a report is about. `other` exists in both channels; the channel tells them apart.
    Category {
        Asset = "asset",
        Whereabouts = "whereabouts",
        Evasion = "evasion",
        Consumption = "consumption",
        Crime = "crime",
        Passive = "passive",
        Delay = "delay",
        Wrongful = "wrongful",
        Funds = "funds",
        Suspension = "suspension",
        Contact = "contact",
        Integrity = "integrity",
        Other = "other",
    }
}

impl Channel {
    /// The kinds of this channel, in the order in which they are offered.
    pub const fn categories(self) -> &'static [Category] {
        use Category::{
            Asset, Consumption, Contact, Crime, Delay, Evasion, Funds, Integrity, Other, Passive, Suspension,
            Whereabouts, Wrongful,
        };
        match self {
            Self::Lead => &[Asset, Whereabouts, Evasion, Consumption, Crime, Other],
            // The founding article names passive, wrongful and late payment; they come first.
            Self::Complaint => &[Passive, Wrongful, Funds, Delay, Suspension, Contact, Integrity, Other],
        }
    }
}

codes! {
    /// Where a report stands. Citizens, staff and the API use the same words.
    Status {
        Received = "received",
        UnderReview = "under_review",
        InfoRequested = "info_requested",
        Accepted = "accepted",
        Declined = "declined",
        Transferred = "transferred",
        InProgress = "in_progress",
        Extended = "extended",
        Resolved = "resolved",
        Reopened = "reopened",
        Withdrawn = "withdrawn",
        Archived = "archived",
    }
}

impl Status {
    /// Whether somebody still has to do something about it.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Declined | Self::Resolved | Self::Withdrawn | Self::Archived)
    }
}

codes! {
    /// Claims on which a family lives (涉民生): lists of the Supreme Court of 2013 and 2016–17.
    Livelihood {
        Labor = "labor",
        Parents = "parents",
        Spouse = "spouse",
        Child = "child",
        Pension = "pension",
        Medical = "medical",
        Traffic = "traffic",
        Injury = "injury",
        CrimCivil = "crim_civil",
        Supervised = "supervised",
    }
}

codes! {
    /// Which desk handles a report.
    Desk {
        Enforcement = "enforcement",
        /// 督察 / 纪检: integrity complaints, and complaints about the home court itself.
        Discipline = "discipline",
    }
}

codes! {
    RespondentKind { Person = "person", Organisation = "organisation" }
}

/// The debtor (被执行人) as the reporter named him.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Respondent {
    pub name: String,
    pub kind: Option<RespondentKind>,
    pub id_number: Option<String>,
}

/// Who reports, when they said so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Reporter {
    pub name: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    /// `applicant`, `family`, `lawyer`, `respondent`, `third_party` or `other`.
    pub role: Option<String>,
    #[serde(default)]
    pub claims_reward: bool,
}

impl Reporter {
    pub fn is_empty(&self) -> bool {
        [&self.name, &self.phone, &self.email].into_iter().all(|field| field.as_deref().unwrap_or_default().is_empty())
    }
}

/// What the list shows of a report's typed content: sealed apart, so that a page of the queue opens little.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Summary {
    pub title: Option<String>,
    pub case_number: Option<String>,
    pub respondent: Option<String>,
    /// The first words of the text of a report without a title. What was sent before lists showed them has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

impl Summary {
    /// What a report is about, in a line.
    pub fn about(&self) -> Option<&String> {
        let all = [&self.title, &self.respondent, &self.words];
        all.into_iter().flatten().find(|words| !words.is_empty())
    }
}

/// Everything else that was typed, apart from who typed it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Content {
    pub title: Option<String>,
    pub narrative: String,
    /// In canonical form if it was recognised, else as typed.
    pub case_number: Option<String>,
    pub respondent: Option<Respondent>,
    pub occurred_on: Option<chrono::NaiveDate>,
    pub details: std::collections::BTreeMap<String, String>,
    /// The same answers with the questions as they were asked, in the reporter's language, so that a report can be read
    /// as it was filled in when the questions have changed since.
    #[serde(default)]
    pub asked: Vec<Asked>,
}

/// The first words of a text that has no title, in characters.
const WORDS: usize = 40;

impl Content {
    /// The first words of the text, in one line.
    pub fn first_words(&self) -> Option<String> {
        let line = self.narrative.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut words = line.chars().take(WORDS).collect::<String>();
        if line.chars().nth(WORDS).is_some() {
            words.push('…');
        }
        Some(words).filter(|words| !words.is_empty())
    }
}

/// A question in the words in which it was asked, and the answer in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Asked {
    pub code: String,
    pub question: String,
    pub answer: String,
}

/// The public handle of a report, for letters and the telephone: twelve digits, two of the year, nine random, one
/// check digit (ISO 7064 MOD 11,10). Random, so that it tells neither volume nor order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ReportNumber(String);

impl ReportNumber {
    pub fn generate(entropy: &Entropy, year: i32) -> Self {
        let body = format!("{:02}{}", year.rem_euclid(100), entropy.digits(9));
        let check = check_digits::mod11_10(&body).unwrap_or('0');
        Self(format!("{body}{check}"))
    }

    /// Accepts spaces, hyphens and full-width digits; `None` when the check digit does not fit.
    pub fn parse(typed: &str) -> Option<Self> {
        let digits = only_digits(typed)?;
        (digits.len() == 12 && check_digits::verify_mod11_10(&digits)).then_some(Self(digits))
    }

    /// Twelve digits without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In groups of four, as people read it.
    pub fn grouped(&self) -> String {
        grouped(&self.0)
    }
}

/// The secret with which a reporter follows a report: 18 random digits and two check digits (ISO 7064 MOD 97-10).
#[derive(Clone, PartialEq, Eq)]
pub struct ReceiptCode(String);

impl ReceiptCode {
    pub fn generate(entropy: &Entropy) -> Self {
        let body = entropy.digits(18);
        let check = check_digits::mod97_10(&body).unwrap_or_default();
        Self(format!("{body}{check}"))
    }

    /// Accepts spaces, hyphens, full-width digits and its label before it; `None` when the check digits do not fit.
    pub fn parse(typed: &str) -> Option<Self> {
        let digits = code_digits(typed)?;
        (digits.len() == 20 && check_digits::verify_mod97_10(&digits)).then_some(Self(digits))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn grouped(&self) -> String {
        grouped(&self.0)
    }
}

/// A secret is not printed, not even by accident.
impl std::fmt::Debug for ReceiptCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReceiptCode(…)")
    }
}

pub(super) fn grouped(digits: &str) -> String {
    digits.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group)).collect::<Vec<_>>().join(" ")
}

/// The digits of a typed number; `None` when it holds anything but digits and separators.
pub(super) fn only_digits(typed: &str) -> Option<String> {
    use unicode_normalization::UnicodeNormalization;
    if typed.chars().count() > 64 {
        return None;
    }
    let mut digits = String::new();
    for c in typed.nfkc() {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '-' | '\t' | '\n' | '\r' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {}
            c if is_invisible(c) => {}
            _ => return None,
        }
    }
    Some(digits)
}

/// The digits of a secret code, also where it was copied with its label (“查询码：1234 …”). Whatever else stands between
/// digits or behind them is a slip.
pub(super) fn code_digits(typed: &str) -> Option<String> {
    let is_label = |c: char| c.is_alphabetic() || c.is_whitespace() || matches!(c, ':' | '：');
    only_digits(typed.trim_start_matches(is_label)).filter(|digits| !digits.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_about_what_was_filled_in() {
        let filled = |title: &str, respondent: Option<&str>| Summary {
            title: Some(title.to_owned()),
            respondent: respondent.map(str::to_owned),
            words: Some("头几个字".to_owned()),
            case_number: None,
        };
        for (summary, about) in [
            (filled("标题", Some("某人")), "标题"),
            (filled("", Some("某人")), "某人"),
            (filled("", Some("")), "头几个字"),
            (filled("", None), "头几个字"),
        ] {
            assert_eq!(summary.about().map(String::as_str), Some(about));
        }
        assert_eq!(Summary::default().about(), None);
        let text = |narrative: String| Content { narrative, ..Content::default() };
        assert_eq!(text("一 \n\t二".to_owned()).first_words().as_deref(), Some("一 二"));
        assert_eq!(text("字".repeat(40)).first_words(), Some("字".repeat(40)));
        assert_eq!(text("字".repeat(41)).first_words(), Some("字".repeat(40) + "…"));
        assert_eq!(text(" \n".to_owned()).first_words(), None);
    }

    #[test]
    fn numbers_and_codes_survive_being_read_out() {
        let entropy = Entropy::seeded(5);
        for _ in 0..200 {
            let number = ReportNumber::generate(&entropy, 2026);
            assert_eq!(number.as_str().len(), 12);
            assert!(number.as_str().starts_with("26"));
            assert_eq!(ReportNumber::parse(&number.grouped()), Some(number));
            let code = ReceiptCode::generate(&entropy);
            assert_eq!(ReceiptCode::parse(&code.grouped().replace(' ', " - ")).as_ref(), Some(&code));
            let wide = code.as_str().chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap()).collect::<String>();
            assert_eq!(ReceiptCode::parse(&wide).as_ref(), Some(&code));
            let (digits, groups) = (code.as_str(), code.grouped());
            for label in ["查询码：", "查询码 ", "\n您的查询码是:\u{3000}", "Secret code: "] {
                assert_eq!(ReceiptCode::parse(&format!("{label}{groups}")).as_ref(), Some(&code), "{label}");
            }
            for slip in [
                format!("{}l{}", &digits[..3], &digits[3..]),
                format!("{digits}号"),
                format!("1：{digits}"),
                format!("O{}", &digits[1..]),
            ] {
                assert_eq!(ReceiptCode::parse(&slip), None, "{slip}");
            }
        }
        assert_eq!(ReceiptCode::parse("四个"), None);
        assert_eq!(ReportNumber::parse(""), None);
        assert_eq!(format!("{:?}", ReceiptCode::generate(&entropy)), "ReceiptCode(…)");
    }
}
