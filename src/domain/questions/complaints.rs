//! What is asked about a complaint: the dates that the clocks need, what went wrong, what was tried already.

use super::{Answer, FormStep, List, Options, Question, When, YES_NO, ask, line, one_of, some_of};
use crate::domain::report::Category;

/// Hardship is asked once, beside the kind of money; whoever wants to is told of judicial aid.
pub const COMMON: &[Question] = &[
    ask!("hardship", some_of(&["no_income", "ill", "disabled", "old_alone", "children", "other"]))
        .on(FormStep::Livelihood),
    ask!("aid_wanted", one_of(&["yes", "no"])).on(FormStep::Livelihood),
];

pub const fn of(category: Category) -> &'static [Question] {
    match category {
        Category::Passive => PASSIVE,
        Category::Delay => DELAY,
        Category::Wrongful => WRONGFUL,
        Category::Funds => FUNDS,
        Category::Suspension => SUSPENSION,
        Category::Contact => CONTACT,
        Category::Integrity => INTEGRITY,
        Category::Other => OTHER,
        _ => &[],
    }
}

const TRIED: Answer =
    some_of(&["called", "hotline", "visited", "wrote", "upper_court", "objection", "petition", "none"]);

/// Ways of asking that have a date and perhaps an answer.
const FORMAL: &[&str] = &["wrote", "upper_court", "objection", "petition"];

const PASSIVE: &[Question] = &[
    ask!("filed_when", Answer::Day),
    ask!("asset_known", YES_NO),
    ask!(
        "passive_act",
        some_of(&["no_search", "no_seizure", "no_sale", "not_resumed", "not_filed", "selective", "other"])
    ),
    ask!("tried_ways", TRIED),
    ask!("tried_when", Answer::Day).when("tried_ways", FORMAL),
    ask!("tried", line())
        .when("tried_ways", &["called", "hotline", "visited", "wrote", "upper_court", "objection", "petition"]),
];

const DELAY: &[Question] = &[
    ask!("filed_when", Answer::Day),
    ask!(
        "delay_stage",
        one_of(&["nothing_done", "not_valued", "not_sold", "sold_not_paid", "waits_for_other", "unknown"])
    ),
    ask!("last_news", Answer::Day),
    ask!("tried_ways", TRIED),
    ask!("tried_when", Answer::Day).when("tried_ways", FORMAL),
    ask!("tried", line())
        .when("tried_ways", &["called", "hotline", "visited", "wrote", "upper_court", "objection", "petition"]),
];

const WRONGFUL: &[Question] = &[
    ask!("wrongful_act", Answer::Many(Options::Of(List::WrongfulAct))),
    ask!("wrongful_when", Answer::Day),
    ask!("objected", YES_NO),
    ask!("wrongful_damage", line()),
    ask!("objected_when", Answer::Day).when("objected", &["yes"]),
    ask!("objection_answer", Answer::Text(500)).when("objected", &["yes"]),
];

const FUNDS: &[Question] = &[
    ask!("funds_problem", one_of(&["not_paid", "part_paid", "wrong_amount", "wrong_person", "kept", "unknown"])),
    ask!("funds_arrived", Answer::Day),
    ask!("funds_amount", line()),
    ask!("funds_known", one_of(&["notice", "judge", "website", "debtor", "other", "unknown"])),
    ask!("tried_ways", TRIED),
    ask!("tried_when", Answer::Day).when("tried_ways", FORMAL),
    ask!("tried", line())
        .when("tried_ways", &["called", "hotline", "visited", "wrote", "upper_court", "objection", "petition"]),
];

const SUSPENSION: &[Question] = &[
    ask!("suspended_when", Answer::Day),
    ask!("asset_known", YES_NO),
    ask!("suspension_why", some_of(&["has_assets", "not_searched", "not_told", "too_early", "no_limits", "other"])),
    ask!("resume_asked", YES_NO),
    ask!("resume_when", Answer::Day).when("resume_asked", &["yes"]),
    ask!("resume_answer", Answer::Text(500)).when("resume_asked", &["yes"]),
];

const CONTACT: &[Question] = &[
    ask!("wants_to_know", some_of(&["progress", "who", "money", "documents", "other"])),
    ask!("contact_since", Answer::Day),
    ask!("tried_ways", TRIED),
    ask!("tried", line())
        .when("tried_ways", &["called", "hotline", "visited", "wrote", "upper_court", "objection", "petition"]),
];

const INTEGRITY: &[Question] = &[
    ask!("integrity_act", Answer::Many(Options::Of(List::IntegrityAct))),
    ask!("integrity_who", line()),
    ask!("integrity_when", Answer::Day),
    ask!("integrity_proof", line()),
];

const OTHER: &[Question] = &[
    ask!("complaint_kind", one_of(&["refused_filing", "refused_resume", "interference", "manner", "faked", "other"])),
    ask!("refused_when", Answer::Day).when("complaint_kind", &["refused_filing", "refused_resume"]),
    ask!("refused_how", line()).when("complaint_kind", &["refused_filing", "refused_resume"]),
    ask!("interference_who", line()).when("complaint_kind", &["interference"]),
    ask!("manner_who", line()).when("complaint_kind", &["manner", "faked"]),
];
