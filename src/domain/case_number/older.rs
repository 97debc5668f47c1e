//! The older and other styles of case numbers: courts up to 2015, notaries, arbitration.

use super::{
    FIRST_NEW_YEAR, Fix, Reading, Reason, Style, Tail, Typed, Warning, case_type, is_han, take_while, take_year,
};

/// The People's Republic; older case numbers do not exist.
const FIRST_YEAR: i32 = 1949;

/// （YYYY）ABBR TYPE 字第 SERIAL 号, up to 2015. The abbreviations were never unique, so there is no court in the answer.
pub(super) fn read_old(year: i32, body: &str) -> Option<Reading> {
    let (han, tail) = take_while(body, is_han);
    let head = han.strip_suffix("字第")?;
    if year < FIRST_YEAR {
        return None;
    }
    let (abbreviation, kind) = head
        .char_indices()
        .skip(1)
        .take(8)
        .filter_map(|(at, _)| head.split_at_checked(at))
        .find(|(_, kind)| is_old_type(kind))?;
    let tail = Tail::parse(tail, false)?;
    let canonical = format!("（{year}）{head}字第{}", tail.written());
    let mut reading = other_style(Style::Old, year, kind, &tail, canonical);
    reading.court_abbrev = Some(abbreviation.to_owned());
    reading.warnings.push(Warning::CourtAmbiguous);
    reading.enforcement = Some(kind.starts_with('执'));
    if !tail.hao {
        reading.fixes.push(Fix::AddedHao);
    }
    Some(reading)
}

/// The types of old numbers: those of today's catalogue, and a branch of law with the number of the chamber and the stage
/// (民五终, 知民初, 商再提).
fn is_old_type(text: &str) -> bool {
    const BRANCHES: [&str; 15] =
        ["知民", "少民", "少刑", "行赔", "刑附民", "民", "刑", "行", "商", "知", "经", "海", "海商", "法赔", "赔"];
    const STAGES: [&str; 18] = [
        "初", "终", "再", "申", "监", "抗", "提", "特", "督", "催", "他", "重", "保", "辖", "辖终", "再初", "再终",
        "再提",
    ];
    const OF_ENFORCEMENT: [&str; 17] =
        ["", "恢", "保", "异", "复", "复议", "监", "协", "督", "他", "裁", "申", "外", "行", "民", "委", "罚"];
    // A chamber has a number of one or two characters, and what it does stands behind it.
    let behind_chamber = |text: &str, known: &[&str]| {
        let rest = text.trim_start_matches(|c| "一二三四五六七八九十".contains(c));
        text.chars().count() - rest.chars().count() <= 2 && known.contains(&rest)
    };
    text.strip_prefix('执').is_some_and(|rest| behind_chamber(rest, &OF_ENFORCEMENT))
        || case_type(text).is_some_and(|kind| kind.standard)
        || BRANCHES.iter().any(|branch| text.strip_prefix(branch).is_some_and(|rest| behind_chamber(rest, &STAGES)))
}

/// （YYYY）ISSUER 证执字第 SERIAL 号 and （YYYY）ISSUER 仲裁字第 SERIAL 号.
pub(super) fn read_issued(year: i32, body: &str) -> Option<Reading> {
    let (han, tail) = take_while(body, is_han);
    let head = han.strip_suffix('第')?;
    let (style, kind) = [(Style::Notary, "证执字"), (Style::Arbitration, "仲裁字"), (Style::Arbitration, "仲字")]
        .into_iter()
        .find(|(_, kind)| head.ends_with(kind))?;
    let issuer = issuer(head.strip_suffix(kind)?)?;
    let tail = Tail::parse(tail, false)?;
    if year < FIRST_YEAR || !tail.part.is_empty() {
        return None;
    }
    let mut reading = other_style(style, year, kind, &tail, format!("（{year}）{head}第{}", tail.written()));
    reading.issuer = Some(issuer.to_owned());
    if !tail.hao {
        reading.fixes.push(Fix::AddedHao);
    }
    Some(reading)
}

/// Styles with the year behind the issuer: 庆法执字〔1999〕第64号 and 济劳人仲案字〔2019〕第123号.
pub(super) fn read_issuer_first(typed: &Typed, this_year: i32) -> Option<Reading> {
    let (han, rest) = take_while(&typed.text, is_han);
    let (year, rest) = take_year(rest.strip_prefix('(')?)?;
    let rest = rest.strip_prefix(')')?;
    let tail = Tail::parse(rest.strip_prefix('第').unwrap_or(rest), false)?;
    let labour = ["劳人仲案字", "劳仲案字", "劳人仲字", "劳人仲裁字"];
    let (style, kind, issued_by, last_year) = if let Some(kind) = labour.iter().find(|kind| han.ends_with(**kind)) {
        (Style::Arbitration, *kind, han.strip_suffix(kind)?, i32::MAX)
    } else {
        let head = han.strip_suffix('字').unwrap_or(han);
        (Style::OldMid, "法执", head.strip_suffix("法执")?, FIRST_NEW_YEAR - 1)
    };
    let issued_by = issuer(issued_by)?;
    if year < FIRST_YEAR || (year > last_year && year <= this_year) {
        return None;
    }
    let canonical = format!("{issued_by}{kind}〔{year}〕第{}", tail.written());
    let mut reading = other_style(style, year, kind, &tail, canonical);
    reading.issuer = Some(issued_by.to_owned());
    reading.enforcement = Some(style == Style::OldMid);
    reading.fixes.extend(&typed.fixes);
    // In the oldest numbers 第 and 号 come and go; awards have them.
    if style == Style::Arbitration && !tail.hao {
        reading.fixes.push(Fix::AddedHao);
    }
    if year > this_year {
        reading.reason = Some(Reason::YearInFuture);
    }
    Some(reading)
}

fn issuer(text: &str) -> Option<&str> {
    (1..=12).contains(&text.chars().count()).then_some(text)
}

fn other_style(style: Style, year: i32, kind: &str, tail: &Tail, canonical: String) -> Reading {
    let mut reading = Reading::invalid("", Reason::NoMatch);
    reading.reason = tail.is_too_long().then_some(Reason::SerialTooLong);
    tail.fill(&mut reading);
    reading.style = Some(style);
    reading.year = Some(year);
    reading.kind = Some(kind.to_owned());
    reading.enforcement = Some(false);
    reading.canonical = Some(canonical);
    reading
}
