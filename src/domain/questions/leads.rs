//! What is asked about a lead.

use super::{Answer, FormStep, List, Options, Question, When, YES_NO, ask, line, one_of, some_of};
use crate::domain::report::Category;

/// How fresh every lead is; and the notice of somebody who hopes for a reward.
pub const COMMON: &[Question] = &[
    ask!("freshness", one_of(&["today", "week", "month", "older", "unknown"])).on(FormStep::Story),
    ask!("reward_notice", line()).on(FormStep::You),
];

pub const fn of(category: Category) -> &'static [Question] {
    match category {
        Category::Asset => ASSET,
        Category::Whereabouts => WHEREABOUTS,
        Category::Evasion => EVASION,
        Category::Consumption => CONSUMPTION,
        Category::Crime => CRIME,
        Category::Other => OTHER,
        _ => &[],
    }
}

/// The taxonomy's kinds of assets in groups that a neighbour can tell apart.
pub const ASSET_GROUPS: &[(&str, &[&str])] = &[
    ("property", &["house", "land", "resource_right"]),
    ("movable", &["vehicle", "ship", "aircraft", "goods"]),
    ("money", &["income", "deposit", "cash", "online_money", "wealth", "securities", "insurance", "virtual"]),
    ("business", &["equity", "shop", "ip", "fund_share", "trust"]),
    ("owed", &["claim_due", "claim_later", "project_money", "compensation", "housing_fund", "pension"]),
    ("hidden", &["held_by_others", "moved", "other"]),
];

const WHOSE_NAME: Answer = one_of(&["own", "spouse", "family", "other", "company", "unknown"]);

const ASSET: &[Question] = &[
    ask!("asset_type", Answer::One(Options::Groups(ASSET_GROUPS))),
    // What it is and where.
    ask!("employer", line()).when("asset_type", &["income", "housing_fund"]),
    ask!("work_place", line()).when("asset_type", &["income"]),
    ask!("paid_how", line()).when("asset_type", &["income"]),
    ask!("bank", line()).when("asset_type", &["deposit", "pension"]),
    ask!("account_end", line()).when("asset_type", &["deposit"]),
    ask!("kept_where", line()).when("asset_type", &["cash", "goods"]),
    ask!("kept_by", line()).when("asset_type", &["cash", "goods"]),
    ask!("institution", line()).when("asset_type", &["wealth", "securities", "fund_share", "trust", "insurance"]),
    ask!("product", line()).when("asset_type", &["wealth", "fund_share", "trust", "insurance"]),
    ask!("platform", line()).when("asset_type", &["online_money", "shop", "virtual"]),
    ask!("account_name", line()).when("asset_type", &["online_money", "shop", "virtual"]),
    ask!("shop_trade", line()).when("asset_type", &["shop"]),
    ask!("house_where", line()).when("asset_type", &["house"]),
    ask!("house_state", one_of(&["lives_there", "let", "empty", "for_sale", "not_built", "unknown"]))
        .when("asset_type", &["house"]),
    ask!("house_papers", one_of(&["registered", "presale", "resettlement", "village", "none", "unknown"]))
        .when("asset_type", &["house"]),
    ask!("land_where", line()).when("asset_type", &["land", "resource_right"]),
    ask!("land_use", line()).when("asset_type", &["land", "resource_right"]),
    ask!("plate", Answer::Plate).when("asset_type", &["vehicle"]),
    ask!("vehicle_look", line()).when("asset_type", &["vehicle"]),
    ask!("parked_where", line()).when("asset_type", &["vehicle"]),
    ask!("driven_by", line()).when("asset_type", &["vehicle"]),
    ask!("ship_name", line()).when("asset_type", &["ship", "aircraft"]),
    ask!("berth", line()).when("asset_type", &["ship", "aircraft"]),
    ask!("goods_what", line()).when("asset_type", &["goods"]),
    ask!("company", line()).when("asset_type", &["equity"]),
    ask!("company_share", line()).when("asset_type", &["equity"]),
    ask!("ip_what", line()).when("asset_type", &["ip"]),
    ask!("ip_number", line()).when("asset_type", &["ip"]),
    ask!("ip_income", line()).when("asset_type", &["ip"]),
    ask!("owed_by", line()).when("asset_type", &["claim_due", "claim_later", "project_money"]),
    ask!("owed_why", line()).when("asset_type", &["claim_due", "claim_later"]),
    ask!("owed_when", line()).when("asset_type", &["claim_due", "claim_later"]),
    ask!("project", line()).when("asset_type", &["project_money", "compensation"]),
    ask!("project_state", line()).when("asset_type", &["project_money", "compensation"]),
    ask!("paid_by", line()).when("asset_type", &["pension", "compensation"]),
    ask!("fund_city", line()).when("asset_type", &["housing_fund"]),
    ask!("virtual_what", line()).when("asset_type", &["virtual"]),
    ask!("held_what", line()).when("asset_type", &["held_by_others", "moved", "other"]),
    ask!("held_by", line()).when("asset_type", &["held_by_others"]),
    ask!("held_relation", line()).when("asset_type", &["held_by_others"]),
    ask!("moved_to", line()).when("asset_type", &["moved"]),
    ask!("moved_when", Answer::Day).when("asset_type", &["moved"]),
    ask!("moved_how", line()).when("asset_type", &["moved"]),
    ask!("asset_where", line()).when("asset_type", &["other"]),
    // In whose name, how much, how it is known.
    ask!("whose_name", WHOSE_NAME).when(
        "asset_type",
        &[
            "deposit",
            "wealth",
            "securities",
            "house",
            "land",
            "resource_right",
            "ship",
            "aircraft",
            "equity",
            "fund_share",
            "trust",
        ],
    ),
    ask!("worth", line()).when(
        "asset_type",
        &[
            "deposit",
            "cash",
            "wealth",
            "securities",
            "online_money",
            "goods",
            "claim_due",
            "claim_later",
            "project_money",
            "housing_fund",
            "pension",
            "compensation",
            "insurance",
            "virtual",
            "other",
        ],
    ),
    ask!("known_how", line()).when("asset_type", &["income", "held_by_others", "moved", "shop", "trust"]),
];

const WHEREABOUTS: &[Question] = &[
    ask!("seen_what", one_of(&["person", "vehicle", "unknown"])),
    ask!("seen_where", line()),
    ask!("seen_when", line()),
    ask!("seen_sure", one_of(&["saw", "told", "guess", "unknown"])),
    ask!("seen_again", YES_NO),
    ask!("seen_pattern", line()).when("seen_again", &["yes"]),
    ask!("seen_look", line()).when("seen_what", &["person"]),
    ask!("plate", Answer::Plate).when("seen_what", &["vehicle"]),
    ask!("vehicle_look", line()).when("seen_what", &["vehicle"]),
];

/// The article's three words, each with its acts; an act that fits several stands under the one people look for it in.
const EVASION: &[Question] = &[
    ask!("evasion_way", Answer::One(Options::Of(List::EvasionWay))),
    ask!("who_helped", line()),
    ask!(
        "evade_act",
        some_of(&["left_home", "changed_phone", "left_country", "cash_only", "others_accounts", "other"])
    )
    .when("evasion_way", &["evade"]),
    ask!("evasion_act", Answer::Many(Options::Of(List::EvasionAct))).when("evasion_way", &["circumvent", "resist"]),
    ask!("evasion_when", Answer::Day).when("evasion_way", &["evade", "circumvent", "resist"]),
    ask!("evasion_proof", line()).when("evasion_way", &["evade", "circumvent", "resist"]),
];

const CONSUMPTION: &[Question] = &[
    ask!("consumption_act", Answer::Many(Options::Of(List::ConsumptionAct))),
    ask!("consumption_where", line()),
    ask!("consumption_when", Answer::Day),
    ask!("consumption_paid", one_of(&["own", "others", "company", "unknown"])),
];

const CRIME: &[Question] = &[
    ask!("evasion_act", Answer::Many(Options::Of(List::EvasionAct))),
    ask!("sanctioned", YES_NO),
    ask!("reported_police", YES_NO),
    ask!("police_where", line()).when("reported_police", &["yes"]),
    ask!("police_answer", Answer::Text(500)).when("reported_police", &["yes"]),
];

const OTHER: &[Question] = &[
    ask!("lead_kind", one_of(&["honour", "official", "reward", "other"])),
    ask!("honour_what", line()).when("lead_kind", &["honour"]),
    ask!("honour_by", line()).when("lead_kind", &["honour"]),
    ask!("honour_when", line()).when("lead_kind", &["honour"]),
    ask!("official_where", line()).when("lead_kind", &["official"]),
    ask!("official_post", line()).when("lead_kind", &["official"]),
    ask!("official_party", YES_NO).when("lead_kind", &["official"]),
    ask!("notice_court", line()).when("lead_kind", &["reward"]),
    ask!("notice_what", Answer::Text(500)).when("lead_kind", &["reward"]),
];
