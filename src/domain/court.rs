//! The courts: who exists, who stands above whom, and which court took over when one ended.
//!
//! Two lists are embedded. The national one recognises the court in any case number of the country; the portal's own
//! **tree** is the home court and everything below it, and can be replaced or extended by a CSV file. Retired courts stay
//! in both: numbers of 2016 to 2019 with old codes remain on paper for years, so a retired code still resolves, and leads
//! to its successor.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::csv::{ImportError, read_csv};

const CHINA: &str = include_str!("data/china_courts.csv");
const SHANDONG: &str = include_str!("data/shandong_courts.csv");
const PLACES_EN: &str = include_str!("data/places_en.csv");
/// The court that runs the portal when nothing else is configured.
const DEFAULT_HOME: &str = "鲁";

/// The four levels of courts, highest first (so `Supreme < Basic`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 最高人民法院
    Supreme,
    /// 高级人民法院: one to a province
    High,
    /// 中级人民法院: one to a city, and the special courts of that rank
    Intermediate,
    /// 基层人民法院: one to a county or development zone
    Basic,
}

impl Level {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "最高" | "supreme" => Some(Self::Supreme),
            "高级" | "high" => Some(Self::High),
            "中级" | "intermediate" => Some(Self::Intermediate),
            "基层" | "basic" => Some(Self::Basic),
            _ => None,
        }
    }
}

/// One court, living or retired.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Court {
    /// Court code (法院代字) of 法〔2015〕137号, such as `鲁0102`.
    pub code: String,
    /// Full name, such as 山东省济南市历下区人民法院.
    pub name: String,
    /// Rank of the court.
    pub level: Level,
    /// Code of the court above; a table, because in 京津沪渝琼 the code's prefix does not tell it.
    pub parent: Option<String>,
    /// City the court belongs to, or empty.
    pub city: String,
    /// How well the pair of code and name is known: `attested`, `rule` (derived from the numbering rule), `unproven` ….
    pub standing: String,
    /// First day of the code, as far as known (a bare year counts as its first day).
    pub valid_from: Option<NaiveDate>,
    /// Last day of the code; any value means that the court is retired (a bare year counts as its last day).
    pub valid_to: Option<NaiveDate>,
    /// Code of the court that took over.
    pub successor: Option<String>,
}

impl Court {
    /// The name without the province in front (济南市历下区人民法院); a high court keeps its whole name.
    pub fn short_name(&self) -> &str {
        if self.level <= Level::High {
            return &self.name;
        }
        // Only near the front: an autonomous region's name has at most five characters before the mark.
        for mark in ["自治区", "省"] {
            if let Some((before, rest)) = self.name.split_once(mark)
                && before.chars().count() <= 5
                && !rest.is_empty()
            {
                return rest;
            }
        }
        &self.name
    }

    /// An English name where every part of it can be derived, else the Chinese name.
    pub fn name_en(&self) -> String {
        self.derive_name_en().unwrap_or_else(|| self.name.clone())
    }

    /// The English name as a narrow column wants it: what tells the court from others comes first.
    pub fn list_name_en(&self) -> String {
        let name = self.name_en();
        let place = name.strip_prefix("People's Court of ").map(str::to_owned);
        place.unwrap_or_else(|| name.replace("People's Court", "Court"))
    }

    fn derive_name_en(&self) -> Option<String> {
        if self.level == Level::Supreme {
            return Some("Supreme People's Court".to_owned());
        }
        if let Some(place) = self.name.strip_suffix("省高级人民法院") {
            return Some(format!("High People's Court of {}", place_en(place)?));
        }
        let short = self.short_name();
        for (suffix, english) in [
            ("市中级人民法院", "Intermediate People's Court"),
            ("铁路运输中级法院", "Railway Transport Intermediate Court"),
            ("铁路运输法院", "Railway Transport Court"),
            ("海事法院", "Maritime Court"),
        ] {
            if let Some(place) = short.strip_suffix(suffix) {
                return Some(format!("{} {english}", place_en(place)?));
            }
        }
        let place = short.strip_suffix("人民法院")?;
        for (suffix, english) in [
            ("高新技术产业开发区", "High-Tech Industrial Development Zone"),
            ("高技术产业开发区", "High-Tech Industrial Development Zone"),
            ("经济技术开发区", "Economic and Technological Development Zone"),
            ("经济开发区", "Economic Development Zone"),
        ] {
            if let Some(zone) = place.strip_suffix(suffix) {
                return Some(format!("People's Court of {} {english}", place_en(zone)?));
            }
        }
        let (city, inner) = match place.split_once('市') {
            Some((city, inner)) if !inner.is_empty() => (Some(city), inner),
            _ => (None, place),
        };
        let kinds = [("区", " District"), ("县", " County"), ("市", " City")];
        let (stem, kind) = kinds.iter().find_map(|(han, english)| Some((inner.strip_suffix(han)?, *english)))?;
        let city = match city {
            Some(city) => format!(", {}", place_en(city)?),
            None => String::new(),
        };
        Some(format!("People's Court of {}{kind}{city}", place_en(stem)?))
    }

    /// Whether the court has ended (it has a last day or a successor).
    pub fn is_retired(&self) -> bool {
        self.valid_to.is_some() || self.successor.is_some()
    }
}

fn place_en(han: &str) -> Option<&'static str> {
    static PLACES: LazyLock<HashMap<&str, &str>> =
        LazyLock::new(|| PLACES_EN.lines().skip(1).filter_map(|line| line.split_once(',')).collect());
    PLACES.get(han).copied()
}

fn filled(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// A day (`2019-01-09`) or a bare year, which means its first or last day.
fn day_or_year(text: &str, last: bool) -> Option<NaiveDate> {
    if text.len() == 4 {
        let (month, day) = if last { (12, 31) } else { (1, 1) };
        return NaiveDate::from_ymd_opt(text.parse().ok()?, month, day);
    }
    text.parse().ok()
}

fn parse_courts(text: &str) -> Result<Vec<(u64, Court)>, ImportError> {
    let mut courts = Vec::new();
    let mut seen = HashSet::new();
    read_csv(text, &["code", "name", "level", "parent_code"], |line, cell| {
        let bad = |column: &'static str| ImportError::BadValue { line, column, value: cell(column) };
        let day = |column: &'static str, last: bool| match filled(cell(column)) {
            None => Ok(None),
            Some(text) => day_or_year(&text, last).map(Some).ok_or_else(|| bad(column)),
        };
        let court = Court {
            code: filled(cell("code")).ok_or_else(|| bad("code"))?,
            name: filled(cell("name")).ok_or_else(|| bad("name"))?,
            level: Level::parse(&cell("level")).ok_or_else(|| bad("level"))?,
            parent: filled(cell("parent_code")),
            city: cell("city"),
            standing: cell("basis"),
            valid_from: day("valid_from", false)?,
            valid_to: day("valid_to", true)?,
            successor: filled(cell("successor_code")),
        };
        if !seen.insert(court.code.clone()) {
            return Err(ImportError::Duplicate { line, code: court.code });
        }
        courts.push((line, court));
        Ok(())
    })?;
    Ok(courts)
}

/// All courts of the country, and the portal's tree among them.
#[derive(Clone, Debug)]
pub struct Courts {
    home: Court,
    configured_home: String,
    all: Vec<Court>,
    index: HashMap<String, usize>,
    /// Living courts directly below a living court, by code.
    children: HashMap<String, Vec<usize>>,
    /// Codes of the courts that a living court of the tree took over from.
    former: HashMap<String, Vec<String>>,
}

impl Courts {
    /// The embedded courts, with `home` (a court code, such as `鲁`) at the top of the portal's tree.
    ///
    /// A code that is in no list leaves 鲁 at the top until [`Courts::from_csv`] brings the court;
    /// [`Courts::home_is_known`] tells, so that `doctor` can.
    pub fn built_in(home: &str) -> Self {
        // The embedded lists are checked by a test; what cannot be read there is left out here.
        let mut all: Vec<Court> = parse_courts(CHINA).unwrap_or_default().into_iter().map(|(_, court)| court).collect();
        let mut index: HashMap<String, usize> = all.iter().enumerate().map(|(i, c)| (c.code.clone(), i)).collect();
        let shandong = parse_courts(SHANDONG).unwrap_or_default();
        merge(&mut all, &mut index, shandong.into_iter().map(|(_, court)| court));
        Self::assemble(all, index, home.trim().to_owned())
    }

    fn assemble(all: Vec<Court>, index: HashMap<String, usize>, configured_home: String) -> Self {
        let top = [configured_home.as_str(), DEFAULT_HOME].into_iter().find_map(|code| all.get(*index.get(code)?));
        let home = top.cloned().unwrap_or_else(|| Court {
            code: configured_home.clone(),
            name: configured_home.clone(),
            level: Level::High,
            parent: None,
            city: String::new(),
            standing: "unproven".to_owned(),
            valid_from: None,
            valid_to: None,
            successor: None,
        });
        let (children, former) = (HashMap::new(), HashMap::new());
        let mut courts = Self { home, configured_home, all, index, children, former };
        let mut children: HashMap<String, Vec<usize>> = HashMap::new();
        for (i, court) in courts.all.iter().enumerate().filter(|(_, court)| !court.is_retired()) {
            if let Some(parent) = court.parent.as_deref().and_then(|code| courts.living(code)) {
                children.entry(parent.code.clone()).or_default().push(i);
            }
        }
        for list in children.values_mut() {
            list.sort_by(|a, b| courts.all[*a].code.cmp(&courts.all[*b].code));
        }
        courts.children = children;
        let mut former: HashMap<String, Vec<String>> = HashMap::new();
        for retired in courts.all.iter().filter(|court| court.is_retired()) {
            if let Some(court) = courts.current(&retired.code) {
                former.entry(court.code.clone()).or_default().push(retired.code.clone());
            }
        }
        courts.former = former;
        courts
    }

    /// The same courts with the rows of a CSV file put in: a known code is replaced, a new one is added.
    ///
    /// Columns are those of the embedded list: `code,name,level,parent_code` and, if present,
    /// `city,basis,valid_from,valid_to,successor_code`.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line; nothing is taken over then.
    pub fn from_csv(self, text: &str) -> Result<Self, ImportError> {
        let rows = parse_courts(text)?;
        let Self { configured_home, mut all, mut index, .. } = self;
        merge(&mut all, &mut index, rows.iter().map(|(_, court)| court.clone()));
        let get = |code: &str| index.get(code).and_then(|i| all.get(*i));
        for (line, court) in &rows {
            let (line, code) = (*line, court.code.clone());
            for link in [(|c| c.parent.as_deref()) as fn(&Court) -> Option<&str>, |c| c.successor.as_deref()] {
                let mut passed = HashSet::from([court.code.as_str()]);
                let mut at = court;
                while let Some(next) = link(at) {
                    let Some(other) = get(next) else {
                        return Err(ImportError::UnknownCourt { line, code, other: next.to_owned() });
                    };
                    if !passed.insert(next) {
                        return Err(ImportError::Cycle { line, code });
                    }
                    at = other;
                }
            }
            if let Some(parent) = court.parent.as_deref().and_then(get)
                && parent.level >= court.level
            {
                return Err(ImportError::Rank { line, code, other: parent.code.clone() });
            }
        }
        Ok(Self::assemble(all, index, configured_home))
    }

    /// Whether the configured home court exists.
    pub fn home_is_known(&self) -> bool {
        self.home.code == self.configured_home
    }

    /// The court that runs the portal.
    pub fn home(&self) -> &Court {
        &self.home
    }

    /// Any court of the country, retired ones too.
    pub fn find(&self, code: &str) -> Option<&Court> {
        self.index.get(code).and_then(|i| self.all.get(*i))
    }

    /// A court of the portal's tree, retired ones too.
    pub fn in_tree(&self, code: &str) -> Option<&Court> {
        self.find(code).filter(|court| self.is_at_or_below(&court.code, &self.home.code))
    }

    /// The living court of the tree that answers for `code` today: the court itself, or the last of its successors.
    pub fn current(&self, code: &str) -> Option<&Court> {
        self.in_tree(code)?;
        self.living(code).filter(|court| self.in_tree(&court.code).is_some())
    }

    /// The codes of the courts that became this one, whose work and whose people are its own now.
    pub fn former(&self, code: &str) -> &[String] {
        self.former.get(code).map_or(&[], Vec::as_slice)
    }

    /// Each court that became another one, and that one.
    pub fn mergers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.former.iter().flat_map(|(new, old)| old.iter().map(|old| (old.as_str(), new.as_str())))
    }

    /// The living court above the court that answers for `code`, inside the tree; `None` for the home court.
    pub fn above(&self, code: &str) -> Option<&Court> {
        let court = self.current(code)?;
        if court.code == self.home.code {
            return None;
        }
        self.current(court.parent.as_deref()?)
    }

    /// Whether the court `code` is `top` or stands anywhere below it; for a retired court, either its old place or its
    /// successor's counts.
    pub fn is_at_or_below(&self, code: &str, top: &str) -> bool {
        self.climb(code).any(|court| court.code == top)
            || self.living(code).is_some_and(|living| self.climb(&living.code).any(|court| court.code == top))
    }

    /// The living courts of the tree: home, then each court below it followed by its own, by code.
    pub fn tree(&self) -> Vec<&Court> {
        let mut list = vec![&self.home];
        self.collect_below(&self.home.code, &mut list);
        list
    }

    /// The living courts strictly below `code`, in the same order as [`Courts::tree`].
    pub fn below(&self, code: &str) -> Vec<&Court> {
        let mut list = Vec::new();
        self.collect_below(code, &mut list);
        list
    }

    /// The high court of the province that `code` belongs to; an unknown code is judged by its first character.
    pub fn province_of(&self, code: &str) -> Option<&Court> {
        if self.find(code).is_some() {
            return self.climb(code).find(|court| court.level == Level::High);
        }
        let first = code.chars().next()?;
        self.find(first.encode_utf8(&mut [0; 4])).filter(|court| court.level == Level::High)
    }

    /// The living courts of the tree whose name or short name contains `text` (spaces, 人民 and the like do not matter);
    /// every one that fits, because 市中区 is in two cities. When only retired courts fit, their successors.
    pub fn match_name(&self, text: &str) -> Vec<&Court> {
        let raw: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if raw.is_empty() {
            return Vec::new();
        }
        let folded = fold_name(&raw);
        let fits = |court: &Court| {
            court.name.contains(&raw) || (!folded.is_empty() && fold_name(&court.name).contains(&folded))
        };
        let tree = self.tree();
        let living: Vec<&Court> = tree.iter().copied().filter(|court| fits(court)).collect();
        if !living.is_empty() {
            return living;
        }
        let heirs: HashSet<&str> = self
            .all
            .iter()
            .filter(|court| court.is_retired() && fits(court))
            .filter_map(|court| Some(self.current(&court.code)?.code.as_str()))
            .collect();
        tree.into_iter().filter(|court| heirs.contains(court.code.as_str())).collect()
    }

    /// The court itself or the last of its successors, anywhere in the country; `None` when the line ends in a retired one.
    fn living(&self, code: &str) -> Option<&Court> {
        let mut court = self.find(code)?;
        // No line of successors is longer than the list; the bound only guards against a cycle.
        for _ in 0..self.all.len() {
            match court.successor.as_deref() {
                None => return (!court.is_retired()).then_some(court),
                Some(next) => court = self.find(next)?,
            }
        }
        None
    }

    /// The court and all courts above it, by the table.
    fn climb(&self, code: &str) -> impl Iterator<Item = &Court> {
        // Four ranks, so at most four steps.
        std::iter::successors(self.find(code), |court| self.find(court.parent.as_deref()?)).take(4)
    }

    fn collect_below<'a>(&'a self, code: &str, list: &mut Vec<&'a Court>) {
        for court in self.children.get(code).into_iter().flatten().filter_map(|i| self.all.get(*i)) {
            list.push(court);
            self.collect_below(&court.code, list);
        }
    }
}

fn merge(all: &mut Vec<Court>, index: &mut HashMap<String, usize>, rows: impl Iterator<Item = Court>) {
    for court in rows {
        if let Some(place) = index.get(&court.code).and_then(|i| all.get_mut(*i)) {
            *place = court;
        } else {
            index.insert(court.code.clone(), all.len());
            all.push(court);
        }
    }
}

/// Brings the ways people write a court's name to one: 山东省, 人民 and the 市 of 市中级 are left out, 中院 is spelt out.
fn fold_name(name: &str) -> String {
    name.replace("山东省", "")
        .replace("人民", "")
        .replace("中院", "中级法院")
        .replace("高院", "高级法院")
        .replace("市中级", "中级")
        .replace("区法院", "法院")
        .replace("县法院", "法院")
        .replace("市法院", "法院")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shandong() -> Courts {
        Courts::built_in("鲁")
    }

    #[test]
    fn the_embedded_lists_are_whole() {
        assert_eq!(parse_courts(CHINA).unwrap().len(), 3264);
        assert_eq!(parse_courts(SHANDONG).unwrap().len(), 186);
        let courts = shandong();
        let tree = courts.tree();
        assert_eq!(tree.len(), 174);
        let of = |level| tree.iter().filter(|court| court.level == level).count();
        assert_eq!((of(Level::High), of(Level::Intermediate), of(Level::Basic)), (1, 18, 155));
        assert_eq!(tree[0].code, "鲁");
        assert_eq!(tree[1].code, "鲁01");
        assert_eq!(tree[2].code, "鲁0102");
        assert!(courts.home_is_known());
        // Both embedded lists pass the checks of an import.
        assert!(shandong().from_csv(SHANDONG).unwrap().from_csv(CHINA).is_ok());
    }

    #[test]
    fn retired_courts_lead_to_their_successors() {
        let courts = shandong();
        for (old, new) in [("鲁1202", "鲁0116"), ("鲁12", "鲁01"), ("鲁0634", "鲁0614"), ("鲁0102", "鲁0102")] {
            assert!(courts.in_tree(old).is_some());
            assert_eq!(courts.current(old).unwrap().code, new);
        }
        assert_eq!(courts.above("鲁1202").unwrap().code, "鲁01");
        assert!(courts.is_at_or_below("鲁1202", "鲁01"));
        assert!(courts.is_at_or_below("鲁1202", "鲁12"));
        assert!(!courts.is_at_or_below("鲁0102", "鲁12"));
        assert!(courts.tree().iter().all(|court| !court.is_retired()));
    }

    #[test]
    fn the_court_above() {
        let courts = shandong();
        assert_eq!(courts.above("鲁0102").unwrap().code, "鲁01");
        assert_eq!(courts.above("鲁7101").unwrap().code, "鲁71");
        assert_eq!(courts.above("鲁01").unwrap().code, "鲁");
        assert!(courts.above("鲁").is_none());
        assert!(courts.above("浙0783").is_none());
        assert!(courts.in_tree("浙0783").is_none());
        assert!(courts.find("浙0783").is_some());
        assert!(courts.in_tree("最高法").is_none());
        assert_eq!(courts.below("鲁72").len(), 0);
        assert_eq!(courts.below("鲁").len(), 173);
        assert!(courts.is_at_or_below("鲁0102", "鲁"));
        assert!(!courts.is_at_or_below("鲁", "鲁01"));
    }

    #[test]
    fn the_province_of_a_code() {
        let courts = shandong();
        assert_eq!(courts.province_of("浙0783").unwrap().code, "浙");
        assert_eq!(courts.province_of("鲁9999").unwrap().code, "鲁");
        assert_eq!(courts.province_of("鲁").unwrap().code, "鲁");
        assert!(courts.province_of("最高法").is_none());
        assert!(courts.province_of("").is_none());
        assert!(courts.province_of("😀").is_none());
    }

    #[test]
    fn names_are_found_and_ambiguity_is_kept() {
        let courts = shandong();
        let codes = |text: &str| -> Vec<String> { courts.match_name(text).iter().map(|c| c.code.clone()).collect() };
        assert_eq!(codes("市中区"), ["鲁0103", "鲁0402"]);
        assert_eq!(codes("济南市历下区人民法院"), ["鲁0102"]);
        assert_eq!(codes("山东省济南市历下区人民法院"), ["鲁0102"]);
        assert_eq!(codes("历下法院"), ["鲁0102"]);
        assert_eq!(codes("济南 中院"), ["鲁01"]);
        assert_eq!(codes("山东省高院"), ["鲁"]);
        assert_eq!(codes("莱城区"), ["鲁0116"]);
        assert_eq!(codes("长岛县人民法院"), ["鲁0614"]);
        assert!(codes(" ").is_empty());
    }

    #[test]
    fn short_and_english_names() {
        let courts = shandong();
        let of = |code: &str| {
            let court = courts.find(code).unwrap();
            (court.short_name().to_owned(), court.name_en())
        };
        assert_eq!(of("鲁0102"), ("济南市历下区人民法院".into(), "People's Court of Lixia District, Jinan".into()));
        assert_eq!(of("鲁").0, "山东省高级人民法院");
        assert_eq!(of("鲁").1, "High People's Court of Shandong");
        assert_eq!(of("鲁01").1, "Jinan Intermediate People's Court");
        assert_eq!(of("鲁1122").1, "People's Court of Ju County");
        assert_eq!(of("鲁72"), ("青岛海事法院".into(), "Qingdao Maritime Court".into()));
        assert_eq!(of("鲁0191").1, "People's Court of Jinan High-Tech Industrial Development Zone");
        let in_list = |code: &str| courts.find(code).unwrap().list_name_en();
        assert_eq!(in_list("鲁0102"), "Lixia District, Jinan");
        assert_eq!(in_list("鲁01"), "Jinan Intermediate Court");
        assert_eq!(of("内0105").0, "呼和浩特市赛罕区人民法院");
        let without: Vec<_> = courts.tree().into_iter().filter(|c| !c.name_en().is_ascii()).collect();
        assert!(without.is_empty(), "{without:?}");
    }

    const HEADING: &str = "code,name,level,parent_code,successor_code\n";

    #[test]
    fn a_csv_file_extends_and_replaces() {
        let text = format!("\u{feff}{HEADING}鲁0193,新区人民法院,基层,鲁01,\n鲁0102,历下法院,基层,鲁01,\n");
        let courts = shandong().from_csv(&text).unwrap();
        assert_eq!(courts.tree().len(), 175);
        assert_eq!(courts.find("鲁0102").unwrap().name, "历下法院");
        assert_eq!(courts.above("鲁0193").unwrap().code, "鲁01");
    }

    #[test]
    fn a_wrong_csv_file_is_refused_with_its_line() {
        let import = |rows: &str| shandong().from_csv(&format!("{HEADING}{rows}")).unwrap_err();
        assert!(matches!(import("鲁0193,甲,基层,鲁99,\n"), ImportError::UnknownCourt { line: 2, .. }));
        assert!(matches!(import("鲁0193,甲,基层,鲁01,鲁99\n"), ImportError::UnknownCourt { line: 2, .. }));
        assert!(matches!(import("鲁01,甲,中级,鲁0102,\n"), ImportError::Cycle { line: 2, .. }));
        assert!(matches!(import("鲁0102,甲,基层,鲁01,鲁0102\n"), ImportError::Cycle { line: 2, .. }));
        assert!(matches!(import("鲁1,甲,基层,鲁01,\n鲁1,乙,基层,鲁01,\n"), ImportError::Duplicate { line: 3, .. }));
        assert!(matches!(import("鲁0193,甲,县级,鲁01,\n"), ImportError::BadValue { line: 2, column: "level", .. }));
        assert!(matches!(import("鲁0193,甲,基层,鲁0102,\n"), ImportError::Rank { line: 2, .. }));
        assert!(matches!(import("鲁0193,甲\n"), ImportError::Malformed { line: 2, .. }));
        assert!(matches!(shandong().from_csv("code,name\n"), Err(ImportError::MissingColumn { column: "level", .. })));
    }

    #[test]
    fn another_home() {
        let courts = Courts::built_in("浙");
        assert_eq!(courts.home().code, "浙");
        assert!(courts.in_tree("浙0783").is_some() && courts.in_tree("鲁0102").is_none());
        let unknown = Courts::built_in("nowhere");
        assert!(!unknown.home_is_known());
        assert_eq!(unknown.home().code, "鲁");
        assert!(Courts::built_in("最高法").tree().len() > 3200);
    }
}
