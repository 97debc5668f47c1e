//! The questions of each kind of report, in one declarative place: the pages, the check page and the desk read them.
//! Their words stand in `locales/` under `q-CODE`, options under `opt-CODE-VALUE`.

use super::report::Category;

/// How a question is answered. Every question may be left open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// One line, at most that many characters.
    Line(usize),
    /// One of these codes.
    Choice(&'static [&'static str]),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    pub code: &'static str,
    pub answer: Answer,
}

const fn line(code: &'static str) -> Question {
    Question { code, answer: Answer::Line(200) }
}

const fn choice(code: &'static str, options: &'static [&'static str]) -> Question {
    Question { code, answer: Answer::Choice(options) }
}

/// 财产调查规定 Art. 5 in groups that a neighbour can tell apart.
const ASSET_TYPES: &[&str] = &[
    "income",
    "deposit",
    "vehicle",
    "house",
    "land",
    "equity",
    "goods",
    "claim",
    "online",
    "ip",
    "held_by_others",
    "other",
];
/// 拒执解释 法释〔2024〕13号 Art. 3–8 (in force 2024-12-01) in plain words.
const EVASION_ACTS: &[&str] = &[
    "gave_up_claim",
    "sham_transfer",
    "overpaid",
    "hid_evidence",
    "false_report",
    "refused_handover",
    "blocked_site",
    "destroyed",
    "sham_lawsuit",
    "moved_seized",
    "accomplice",
    "during_trial",
    "other",
];
/// 限高规定 Art. 3.
const CONSUMPTION_ACTS: &[&str] =
    &["flight", "fast_train", "hotel", "property", "office", "car", "travel", "school", "insurance", "other"];
/// 法释〔2022〕3号 Art. 2, its eleven acts (the last one is “other”).
const WRONGFUL_ACTS: &[&str] = &[
    "excess",
    "should_have",
    "third_party",
    "priority",
    "conflict_seizure",
    "custody",
    "perishable",
    "auction",
    "pricing",
    "sanction",
    "other",
];
const YES_NO: &[&str] = &["yes", "no", "unknown"];

/// What is asked of a kind besides the narrative.
pub const fn of(category: Category) -> &'static [Question] {
    const ASSET: &[Question] = &[choice("asset_type", ASSET_TYPES), line("asset_where"), line("asset_mark")];
    const WHEREABOUTS: &[Question] = &[line("seen_where"), line("seen_when"), choice("seen_again", YES_NO)];
    const EVASION: &[Question] = &[choice("evasion_act", EVASION_ACTS), line("who_helped")];
    const CONSUMPTION: &[Question] = &[choice("consumption_act", CONSUMPTION_ACTS), line("consumption_where")];
    const CRIME: &[Question] = &[choice("evasion_act", EVASION_ACTS), choice("reported_police", YES_NO)];
    const PASSIVE: &[Question] = &[line("filed_when"), choice("asset_known", YES_NO), line("tried")];
    const DELAY: &[Question] = &[line("filed_when"), line("tried")];
    const WRONGFUL: &[Question] = &[choice("wrongful_act", WRONGFUL_ACTS), choice("objected", YES_NO)];
    const FUNDS: &[Question] = &[line("funds_arrived"), line("funds_amount"), line("tried")];
    const SUSPENSION: &[Question] = &[line("suspended_when"), choice("asset_known", YES_NO)];
    const CONTACT: &[Question] = &[line("tried")];
    match category {
        Category::Asset => ASSET,
        Category::Whereabouts => WHEREABOUTS,
        Category::Evasion => EVASION,
        Category::Consumption => CONSUMPTION,
        Category::Crime => CRIME,
        Category::Passive => PASSIVE,
        Category::Delay => DELAY,
        Category::Wrongful => WRONGFUL,
        Category::Funds => FUNDS,
        Category::Suspension => SUSPENSION,
        Category::Contact => CONTACT,
        Category::Integrity | Category::Other => &[],
    }
}

/// A question by its code, for showing old reports.
pub fn find(code: &str) -> Option<&'static Question> {
    Category::ALL.iter().flat_map(|category| of(*category)).find(|question| question.code == code)
}
