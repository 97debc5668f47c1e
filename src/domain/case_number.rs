//! Case numbers (案号): read as people type them, repaired where the repair is certain, explained where not.
//!
//! New numbers follow 《关于人民法院案件案号的若干规定》 (法〔2015〕137号, in force 2016-01-01, amended by 法〔2018〕335号, which
//! added the 知 field). Older styles, notarial enforcement certificates and arbitral awards are read too: in practice every
//! third number is not of the new kind. A number that is not recognised never blocks anybody; it is kept as typed.
//!
//! ```text
//! new          （YYYY）COURT [知] TYPE SERIAL 号 SUFFIX*            COURT and TYPE exist in the tables
//! old          （YYYY）ABBR TYPE 字第 SERIAL[-n] 号 SUFFIX*         up to 2015; the abbreviation does not tell the court
//! old_mid      ABBR 法执[字]〔YYYY〕[第] SERIAL [号]
//! notary       （YYYY）ISSUER 证执字第 SERIAL 号
//! arbitration  （YYYY）ISSUER 仲裁字第 SERIAL 号   |   ISSUER 劳人仲案字〔YYYY〕第 SERIAL 号
//! ```

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use serde::Serialize;

use super::{
    court::{Courts, Level},
    csv::read_csv,
};

mod older;
mod typed;

use typed::Typed;

const CASE_TYPES: &str = include_str!("data/case_types.csv");
/// Longer than any real number with all its suffixes, in characters.
const MAX_CHARS: usize = 100;
/// Reviews of death sentences have eight random digits instead of a serial number.
const RANDOM_EIGHT: &str = "刑核";
/// The first year of the new numbers.
const FIRST_NEW_YEAR: i32 = 2016;

/// One row of the catalogue of case types (类型代字).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseType {
    /// The characters in the number, such as 执恢.
    pub code: String,
    /// What it stands for.
    pub meaning: String,
    /// The heading it stands under.
    pub group: String,
    /// One of the eight enforcement types.
    pub enforcement: bool,
    /// In the standard's table; the others were seen in use.
    pub standard: bool,
    /// Whether a basic court hears such cases; not so for second instance, retrial review and enforcement review.
    pub basic_court: bool,
}

/// The whole catalogue, in the order of the standard.
pub fn case_types() -> &'static [CaseType] {
    // The embedded list is read by a test; what cannot be read there leaves the catalogue short here.
    static TYPES: LazyLock<Vec<CaseType>> = LazyLock::new(|| {
        let mut types = Vec::new();
        let _ = read_csv(CASE_TYPES, &["type_code"], |_, cell| {
            types.push(CaseType {
                code: cell("type_code"),
                meaning: cell("meaning"),
                group: cell("group"),
                enforcement: cell("is_enforcement") == "yes",
                standard: cell("standard") == "yes",
                basic_court: cell("basic_court") == "yes",
            });
            Ok(())
        });
        types
    });
    &TYPES
}

fn case_type(code: &str) -> Option<&'static CaseType> {
    static BY_CODE: LazyLock<HashMap<&str, &CaseType>> =
        LazyLock::new(|| case_types().iter().map(|kind| (kind.code.as_str(), kind)).collect());
    BY_CODE.get(code).copied()
}

/// Whether a number can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// As it should be; brackets of either width, full-width digits and spaces do not matter.
    Valid,
    /// Certain after the repairs in [`Reading::fixes`].
    Repairable,
    /// Not usable, for the [`Reading::reason`].
    Invalid,
}

/// Which grammar a number follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// From 2016.
    New,
    /// Up to 2015, （YYYY）… 字第 … 号.
    Old,
    /// Older still, 法执字〔YYYY〕.
    OldMid,
    /// Notarial enforcement certificate.
    Notary,
    /// Arbitral or labour-arbitration award.
    Arbitration,
}

/// A repair that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fix {
    /// 執 → 执, 號 → 号 ….
    TraditionalToSimplified,
    /// 〔2019〕, [2019], 【2019】 → （2019）.
    BracketKind,
    /// 2019鲁… → （2019）鲁….
    AddedBrackets,
    /// O → 0, l → 1.
    LetterForDigit,
    /// 蒙 → 内, 贵 → 黔.
    ProvinceChar,
    /// 字, 第 or leading zeros left out.
    OldStyleZiDiRemovedOrLeadingZero,
    /// 号 added at the end.
    AddedHao,
}

/// Something to know about a usable number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// The old abbreviation does not tell the court (青 is Qinghai today, Qingdao before 2016).
    CourtAmbiguous,
    /// A basic court does not hear cases of this type.
    TypeNotHeardByBasicCourt,
}

/// Why a number is not usable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It follows none of the grammars.
    NoMatch,
    /// Nothing was typed, or more than any number can have.
    EmptyOrTooLong,
    /// The type is in no catalogue.
    UnknownType,
    /// No court has this code.
    UnknownCourtCode,
    /// The new form with a year before it existed.
    #[serde(rename = "new_format_before_2016")]
    NewFormatBefore2016,
    /// The year has not begun.
    YearInFuture,
    /// Eight digits (only 刑核 has them).
    SerialTooLong,
}

/// What was read out of one line; its JSON is the answer of `nuandong case-number`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// The line as it was typed.
    pub input: String,
    /// Whether it can be used.
    pub status: Status,
    /// The number as it should be written; also given for a number that is invalid but could be taken apart.
    pub canonical: Option<String>,
    /// The grammar it follows.
    pub style: Option<Style>,
    /// Year of filing.
    pub year: Option<i32>,
    /// Court code, for the new style only.
    pub court: Option<String>,
    /// Full name of that court, if it exists.
    pub court_name: Option<String>,
    /// 知, the field for intellectual property.
    pub special: Option<String>,
    /// Type of case (类型代字), or the mark of the old styles.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Serial number within year, court and type.
    pub serial: Option<u32>,
    /// 之一, 之二 …, or `-1` in old numbers.
    pub suffix: Option<String>,
    /// Whether it is an enforcement case; `None` when nothing could be read.
    pub enforcement: Option<bool>,
    /// Repairs, each once.
    pub fixes: Vec<Fix>,
    /// Things to know.
    pub warnings: Vec<Warning>,
    /// Why it is invalid.
    pub reason: Option<Reason>,
    /// The court's abbreviation in an old number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub court_abbrev: Option<String>,
    /// Who issued it, in the other old styles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
}

impl Reading {
    fn invalid(input: &str, reason: Reason) -> Self {
        Self {
            input: input.to_owned(),
            status: Status::Invalid,
            canonical: None,
            style: None,
            year: None,
            court: None,
            court_name: None,
            special: None,
            kind: None,
            serial: None,
            suffix: None,
            enforcement: None,
            fixes: Vec::new(),
            warnings: Vec::new(),
            reason: Some(reason),
            court_abbrev: None,
            issuer: None,
        }
    }

    /// Whether [`Reading::canonical`] can be relied on.
    pub fn is_usable(&self) -> bool {
        self.status != Status::Invalid
    }

    /// The canonical number, when it is usable.
    pub fn case_number(&self) -> Option<CaseNumber> {
        self.canonical.clone().filter(|_| self.is_usable()).map(CaseNumber)
    }
}

/// A usable case number in its canonical form.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct CaseNumber(String);

impl CaseNumber {
    /// Reads `input`, repairing it where that is certain; `None` when it is not usable.
    pub fn parse(input: &str, this_year: i32, courts: &Courts) -> Option<Self> {
        read(input, this_year, courts).case_number()
    }

    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads one case number. Never fails: what cannot be read comes back as invalid, with its reason.
///
/// `this_year` is the last year that a number can have; `courts` are the courts of the country.
pub fn read(input: &str, this_year: i32, courts: &Courts) -> Reading {
    // Counted without looking at the whole of an endless line.
    if input.trim().is_empty() || input.chars().nth(MAX_CHARS).is_some() {
        return Reading::invalid(input, Reason::EmptyOrTooLong);
    }
    let typed = Typed::normalise(input);
    if typed.text.is_empty() {
        return Reading::invalid(input, Reason::EmptyOrTooLong);
    }
    let attempt = match read_year_first(&typed, this_year, courts) {
        Some(reading) => Some(reading),
        None => older::read_issuer_first(&typed, this_year),
    };
    let Some(mut reading) = attempt else {
        return Reading::invalid(input, Reason::NoMatch);
    };
    input.clone_into(&mut reading.input);
    reading.fixes.sort_unstable();
    reading.fixes.dedup();
    reading.status = match (reading.reason, reading.fixes.is_empty()) {
        (Some(_), _) => Status::Invalid,
        (None, false) => Status::Repairable,
        (None, true) => Status::Valid,
    };
    reading
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

/// Takes the longest run of characters that fit off the front.
fn take_while(text: &str, fits: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c| !fits(c)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn take_digits(text: &str) -> (&str, &str) {
    take_while(text, |c| c.is_ascii_digit())
}

fn take_year(text: &str) -> Option<(i32, &str)> {
    let (digits, rest) = take_digits(text);
    (digits.len() == 4).then(|| digits.parse().ok())?.map(|year| (year, rest))
}

/// What follows the type: the serial number, 号 and the suffixes, to the end of the line.
struct Tail {
    serial: u32,
    /// As it is written: without leading zeros.
    serial_text: String,
    leading_zeros: bool,
    hao: bool,
    /// `-1` between serial and 号.
    part: String,
    suffix: String,
}

impl Tail {
    fn parse(text: &str, random_eight: bool) -> Option<Self> {
        let (digits, mut rest) = take_digits(text);
        let stripped = digits.trim_start_matches('0');
        // The eight digits of a death-sentence review are random: a zero in front belongs to them.
        let keep = random_eight && digits.len() == 8;
        let serial_text = if keep { digits } else { stripped };
        if stripped.is_empty() || serial_text.len() > 8 {
            return None;
        }
        let serial: u32 = stripped.parse().ok()?;
        let mut part = String::new();
        if let Some(after) = rest.strip_prefix('-') {
            let (digits, after) = take_digits(after);
            // 200-1 is a part of case 200; 1234-1236 is a range of cases.
            if digits.is_empty() || digits.len() > 2 || digits.parse::<u32>().ok()? >= serial {
                return None;
            }
            part = format!("-{digits}");
            rest = after;
        }
        let after_hao = rest.strip_prefix('号');
        let suffix = after_hao.unwrap_or(rest);
        let mut left = suffix;
        while !left.is_empty() {
            let number = left.strip_prefix('之')?;
            let (digits, after_digits) = take_digits(number);
            let (numeral, after_numeral) = take_while(number, |c| "一二三四五六七八九十百".contains(c));
            left = match (digits.len(), numeral.chars().count()) {
                (1..=3, _) => after_digits,
                (0, 1..=5) => after_numeral,
                _ => return None,
            };
        }
        Some(Self {
            serial,
            serial_text: serial_text.to_owned(),
            leading_zeros: serial_text != digits,
            hao: after_hao.is_some(),
            part,
            suffix: suffix.to_owned(),
        })
    }

    fn written(&self) -> String {
        format!("{}{}号{}", self.serial_text, self.part, self.suffix)
    }

    fn is_too_long(&self) -> bool {
        self.serial_text.len() > 7
    }

    fn fill(&self, reading: &mut Reading) {
        reading.serial = Some(self.serial);
        let suffix = format!("{}{}", self.part, self.suffix);
        reading.suffix = (!suffix.is_empty()).then_some(suffix);
    }
}

/// Styles that begin with the year.
fn read_year_first(typed: &Typed, this_year: i32, courts: &Courts) -> Option<Reading> {
    let mut fixes = typed.fixes.clone();
    let (year, body) = if let Some(inner) = typed.text.strip_prefix('(') {
        let (year, rest) = take_year(inner)?;
        (year, rest.strip_prefix(')')?)
    } else {
        fixes.push(Fix::AddedBrackets);
        take_year(&typed.text)?
    };
    if typed.square_brackets {
        fixes.push(Fix::BracketKind);
    }
    let mut reading = older::read_issued(year, body)
        .or_else(|| if year < FIRST_NEW_YEAR { older::read_old(year, body) } else { None })
        // What is written in the old way is no new number with a wrong year.
        .or_else(|| if year < FIRST_NEW_YEAR && body.contains("字第") { None } else { read_new(year, body, courts) })?;
    if year > this_year {
        reading.reason = Some(Reason::YearInFuture);
    }
    reading.fixes.append(&mut fixes);
    Some(reading)
}

/// （YYYY）COURT [知] TYPE SERIAL 号.
fn read_new(year: i32, body: &str, courts: &Courts) -> Option<Reading> {
    let mut fixes = Vec::new();
    let (court, rest) = if let Some(rest) = body.strip_prefix("最高法") {
        ("最高法".to_owned(), rest)
    } else {
        let mut chars = body.chars();
        let province = match chars.next()? {
            '蒙' => '内',
            '贵' => '黔',
            c => c,
        };
        if !body.starts_with(province) {
            fixes.push(Fix::ProvinceChar);
        }
        // Only a province's character can begin a court code; anything else is another kind of number.
        courts.find(province.encode_utf8(&mut [0; 4])).filter(|court| court.level == Level::High)?;
        let (digits, rest) = take_digits(chars.as_str());
        if ![0, 2, 4].contains(&digits.len()) {
            return None;
        }
        (format!("{province}{digits}"), rest)
    };
    let (special, rest) = match rest.strip_prefix('知') {
        Some(rest) => (Some("知"), rest),
        None => (None, rest),
    };
    let (han, tail) = take_while(rest, is_han);
    let (kind, shortened) = type_without_zi_di(han);
    if kind.is_empty() || kind.chars().count() > 8 {
        return None;
    }
    let tail = Tail::parse(tail, kind == RANDOM_EIGHT)?;
    if !tail.part.is_empty() {
        return None;
    }
    if shortened || tail.leading_zeros {
        fixes.push(Fix::OldStyleZiDiRemovedOrLeadingZero);
    }
    if !tail.hao {
        fixes.push(Fix::AddedHao);
    }

    let (known_court, known_type) = (courts.find(&court), case_type(kind));
    let mut reading = Reading::invalid("", Reason::NoMatch);
    reading.reason = if year < FIRST_NEW_YEAR {
        Some(Reason::NewFormatBefore2016)
    } else if known_court.is_none() {
        Some(Reason::UnknownCourtCode)
    } else if known_type.is_none() {
        Some(Reason::UnknownType)
    } else if tail.is_too_long() && kind != RANDOM_EIGHT {
        Some(Reason::SerialTooLong)
    } else {
        None
    };
    tail.fill(&mut reading);
    if known_court.is_some_and(|court| court.level == Level::Basic) && known_type.is_some_and(|kind| !kind.basic_court)
    {
        reading.warnings.push(Warning::TypeNotHeardByBasicCourt);
    }
    reading.canonical = Some(format!("（{year:04}）{court}{}{kind}{}", special.unwrap_or_default(), tail.written()));
    reading.style = Some(Style::New);
    reading.year = Some(year);
    reading.court_name = known_court.map(|court| court.name.clone());
    reading.court = Some(court);
    reading.special = special.map(str::to_owned);
    reading.enforcement = Some(known_type.is_some_and(|kind| kind.enforcement));
    reading.kind = Some(kind.to_owned());
    reading.fixes = fixes;
    Some(reading)
}

/// 执字第 in a new number is an old habit: the type without 字第, and whether something was left out.
fn type_without_zi_di(han: &str) -> (&str, bool) {
    if let Some(kind) = han.strip_suffix('第') {
        return (kind.strip_suffix('字').unwrap_or(kind), true);
    }
    match han.strip_suffix('字') {
        Some(kind) if case_type(han).is_none() => (kind, true),
        _ => (han, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const VECTORS: &str = include_str!("../../tests/vectors/case_numbers.jsonl");

    fn courts() -> &'static Courts {
        static COURTS: LazyLock<Courts> = LazyLock::new(|| Courts::built_in("鲁"));
        &COURTS
    }

    fn reading(input: &str) -> Reading {
        read(input, 2026, courts())
    }

    fn canonical(input: &str) -> String {
        CaseNumber::parse(input, 2026, courts()).map_or_else(|| "-".to_owned(), |number| number.to_string())
    }

    #[test]
    fn the_vectors() {
        assert_eq!(VECTORS.lines().count(), 47);
        for line in VECTORS.lines() {
            let vector: serde_json::Value = serde_json::from_str(line).unwrap();
            let answer = serde_json::to_value(reading(vector["input"].as_str().unwrap())).unwrap();
            assert_eq!(answer["status"], vector["expect_status"], "{line}\n{answer}");
            for (key, expected) in vector["expect"].as_object().unwrap() {
                assert_eq!(&answer[key], expected, "{key} of {line}\n{answer}");
            }
        }
    }

    #[test]
    fn the_answer_has_exactly_the_agreed_names() {
        let keys = |input: &str| -> Vec<String> {
            let answer = serde_json::to_value(reading(input)).unwrap();
            let mut keys: Vec<_> = answer.as_object().unwrap().keys().cloned().collect();
            keys.sort_unstable();
            keys
        };
        let mut agreed = vec![
            "input",
            "status",
            "canonical",
            "style",
            "year",
            "court",
            "court_name",
            "special",
            "type",
            "serial",
            "suffix",
            "enforcement",
            "fixes",
            "warnings",
            "reason",
        ];
        agreed.sort_unstable();
        assert_eq!(keys("（2019）鲁0102执1号"), agreed);
        assert_eq!(keys(""), agreed);
        assert!(keys("（2013）青民五终字第1941号").contains(&"court_abbrev".to_owned()));
    }

    #[test]
    fn what_public_parsers_get_wrong() {
        for (input, court, kind) in [
            ("（2019）最高法执监1号", "最高法", "执监"),
            ("（2019）鲁01行审复1号", "鲁01", "行审复"),
            ("(2019)最高法商初2号", "最高法", "商初"),
            ("（2019）最高法知民终1号", "最高法", "民终"),
            ("（2020）鲁02知民初3号", "鲁02", "民初"),
            ("（2020）鲁0102司救执3号", "鲁0102", "司救执"),
            ("（2020）鲁0102财保3号", "鲁0102", "财保"),
        ] {
            let got = reading(input);
            assert_eq!(
                (got.status, got.court.as_deref(), got.kind.as_deref()),
                (Status::Valid, Some(court), Some(kind))
            );
        }
        assert_eq!(reading("（2019）最高法知民终1号").special.as_deref(), Some("知"));
        assert_eq!(reading("（2019）鲁0102执0号").reason, Some(Reason::NoMatch));
        assert_eq!(reading("（1918）鲁0102执1号").reason, Some(Reason::NewFormatBefore2016));
        assert_eq!(reading("（2027）鲁0102执1号").reason, Some(Reason::YearInFuture));
    }

    #[test]
    fn repairs() {
        use Fix::{
            AddedBrackets, AddedHao, BracketKind, LetterForDigit, OldStyleZiDiRemovedOrLeadingZero,
            TraditionalToSimplified,
        };
        let number = "（2019）鲁0102执异12号";
        for (input, fixes) in [
            ("（2019）魯0102執異12號", &[TraditionalToSimplified][..]),
            ("〔2019〕鲁0102执异12号", &[BracketKind]),
            ("【2019】鲁O1O2执异第0l2", &[BracketKind, LetterForDigit, OldStyleZiDiRemovedOrLeadingZero, AddedHao]),
            ("2019 鲁0102执异字第12号", &[AddedBrackets, OldStyleZiDiRemovedOrLeadingZero]),
            ("(２０１９）\u{200b}鲁 0102 执异 12号\u{feff}", &[]),
        ] {
            let got = reading(input);
            assert_eq!((got.canonical.as_deref(), got.fixes.as_slice()), (Some(number), fixes), "{input}");
            assert!(got.is_usable());
        }
        assert_eq!(canonical("（2019）蒙0105民初3号"), "（2019）内0105民初3号");
    }

    #[test]
    fn what_is_not_one_number_is_not_read() {
        for input in [
            "（2019）鲁0102执1234-1236号",
            "（2019鲁0102执1号",
            "2019）鲁0102执1号",
            "（2019）鲁0102执1号执行裁定书",
            "案号（2019）鲁0102执1号",
            "（2019）鲁0102执一百号",
            "（2019）鲁010执1号",
            "（2019）木0102执1号",
            "（2013）青民五终字第1234-1236号",
            "（2019）历执字第5号",
            "（2014）鲁立字第5号",
            "（2019）鲁0102执1号之",
            "（2019）鲁0102执1号之之",
        ] {
            assert_eq!(reading(input).reason, Some(Reason::NoMatch), "{input}");
        }
        for input in ["", " \u{3000}", "\u{200b}", &"执".repeat(101)] {
            assert_eq!(reading(input).reason, Some(Reason::EmptyOrTooLong));
        }
    }

    #[test]
    fn warnings_of_basic_courts() {
        for (input, warned) in [
            ("（2019）鲁0102民终1号", true),
            ("（2019）鲁0102执复1号", true),
            ("（2019）鲁0102司惩复1号", true),
            ("（2019）鲁0102执异1号", false),
            ("（2019）鲁01民终1号", false),
        ] {
            let expected = if warned { vec![Warning::TypeNotHeardByBasicCourt] } else { vec![] };
            let got = reading(input);
            assert_eq!((got.status, got.warnings), (Status::Valid, expected), "{input}");
        }
    }

    #[test]
    fn serials() {
        assert_eq!(reading("（2019）最高法刑核01234567号").canonical.as_deref(), Some("（2019）最高法刑核01234567号"));
        assert_eq!(reading("（2019）最高法刑核01234567号").status, Status::Valid);
        assert_eq!(reading("（2013）青民五终字第12345678号").reason, Some(Reason::SerialTooLong));
        assert_eq!(reading("（2019）鲁0102执9999999号").status, Status::Valid);
    }

    #[test]
    fn older_styles() {
        for (input, expected, status) in [
            ("庆法执字[1999]64", "庆法执〔1999〕第64号", Status::Valid),
            ("（2012）历执字第200-1号", "（2012）历执字第200-1号", Status::Valid),
            ("（2013）青民五终字第0041号之二", "（2013）青民五终字第41号之二", Status::Valid),
            ("[2013]青執字第41號", "（2013）青执字第41号", Status::Repairable),
            ("济劳人仲案字〔2019〕第123号", "济劳人仲案字〔2019〕第123号", Status::Valid),
            ("（2010）济中法执字第5号", "（2010）济中法执字第5号", Status::Valid),
            ("（2013）鲁商初字第7号", "（2013）鲁商初字第7号", Status::Valid),
            ("（2006）青执一字第113号", "（2006）青执一字第113号", Status::Valid),
            ("（2013）鲁执复议字第22号", "（2013）鲁执复议字第22号", Status::Valid),
            ("（2014）章执委字第12号", "（2014）章执委字第12号", Status::Valid),
        ] {
            assert_eq!((canonical(input).as_str(), reading(input).status), (expected, status), "{input}");
        }
        let old = reading("（2012）历执字第200-1号");
        assert_eq!(
            (old.court_abbrev.as_deref(), old.kind.as_deref(), old.suffix.as_deref()),
            (Some("历"), Some("执"), Some("-1"))
        );
        assert_eq!((old.enforcement, old.court), (Some(true), None));
    }

    #[test]
    fn the_catalogue() {
        assert_eq!(case_types().len(), 137);
        let enforcement: Vec<_> =
            case_types().iter().filter(|kind| kind.enforcement).map(|kind| kind.code.as_str()).collect();
        assert_eq!(enforcement, ["执", "执恢", "执保", "执异", "执复", "执监", "执协", "执他"]);
    }

    #[test]
    fn every_court_and_every_type_can_stand_in_a_number() {
        let codes: Vec<_> = Courts::built_in("最高法").tree().into_iter().map(|court| court.code.clone()).collect();
        let types: Vec<_> = case_types().iter().filter(|kind| kind.standard).collect();
        for (i, code) in codes.iter().enumerate() {
            let kind = types[i % types.len()];
            let number = format!("（2019）{code}{}{}号", kind.code, i + 1);
            assert_eq!(reading(&number).status, Status::Valid, "{number}");
        }
        for kind in types {
            assert_eq!(reading(&format!("（2016）鲁{}1号", kind.code)).kind.as_deref(), Some(kind.code.as_str()));
        }
    }

    /// Random lines, many of them real numbers with something wrong.
    fn any_line() -> impl Strategy<Value = String> {
        let lines: Vec<String> = VECTORS
            .lines()
            .filter_map(|line| {
                serde_json::from_str::<serde_json::Value>(line).ok()?["input"].as_str().map(str::to_owned)
            })
            .collect();
        let piece = "[（）()〔\\]〕0-9０-９OIl鲁最高法知执民终初字第号之一执復異號\u{200b} \\-]{0,3}";
        let mutated = (proptest::sample::select(lines), any::<prop::sample::Index>(), piece, 0usize..3).prop_map(
            |(line, at, piece, cut)| {
                let mut chars: Vec<char> = line.chars().collect();
                let at = at.index(chars.len());
                chars.splice(at..(at + cut).min(chars.len()), piece.chars());
                chars.into_iter().collect()
            },
        );
        prop_oneof![4 => mutated, 1 => ".{0,40}", 1 => "\\p{Han}{0,40}", 1 => "[\\x00-\\x1f（2019）鲁执号😀-😎]{0,30}"]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn nothing_panics_and_canonical_numbers_stay(line in any_line()) {
            let first = reading(&line);
            prop_assert_eq!(&first.input, &line);
            prop_assert_eq!(first.reason.is_none(), first.is_usable());
            if let Some(number) = first.case_number() {
                let second = reading(number.as_str());
                prop_assert_eq!(second.status, Status::Valid, "{} from {}", number, line);
                prop_assert_eq!(second.canonical.as_deref(), Some(number.as_str()));
                prop_assert_eq!((second.court, second.kind, second.serial), (first.court, first.kind, first.serial));
            }
        }
    }
}
