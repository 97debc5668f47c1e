//! Reports in English: the few foreigners who work, trade and marry in Shandong.

use super::{Side, Story, Who};
use crate::domain::report::Category;

const fn story(
    titles: &'static [&'static str],
    details: &'static [(&'static str, &'static str)],
    parts: &'static [&'static [&'static str]],
) -> Story {
    Story {
        side: Side::Claimant,
        who: Who::Any,
        titles,
        details,
        parts,
        measures: &["已译成中文，与来信人邮件确认情况后转承办人核查。", "安排英语较好的法官助理联系来信人。"],
    }
}

pub const OPENINGS: &[&str] = &[
    "I have worked in {city_en} for {years_en} years and I am a creditor of {d}. ",
    "I am writing for my company, which won a judgment against {d} at the {court_en}. ",
    "My husband and I are owed RMB {rmb} by {d} under a judgment of the {court_en}. ",
    "I used to teach English for {d} in {city_en} and was never paid my last {years_en} months. ",
    "Please excuse that I write in English. The matter is about {d}, a debtor in {city_en}. ",
];
pub const ENDINGS: &[&str] = &[
    "Please reply here, I cannot take phone calls in Chinese.",
    "I have photographs and can send them.",
    "Thank you for looking into this.",
    "Please keep my name out of this.",
    "A colleague can translate if you need more.",
];
pub const MESSAGES: &[&str] = &[
    "Is there any news? It has been {days} days.",
    "I have found two more photographs, how do I send them?",
    "Thank you, I understand.",
    "The person is still there, I checked this morning.",
];
pub const REPLIES: &[&str] = &[
    "Your report has arrived and is being checked. Please keep your secret code.",
    "We have looked into it and taken measures; we cannot describe them here.",
    "The court handling the case has been asked to answer within ten days.",
    "Please add the exact place and time, if you know them.",
];

/// Empty for kinds that nobody reported in English so far.
pub const fn stories(category: Category) -> &'static [Story] {
    match category {
        Category::Asset => ASSET,
        Category::Whereabouts => WHEREABOUTS,
        Category::Evasion => EVASION,
        Category::Consumption => CONSUMPTION,
        Category::Passive | Category::Delay => PASSIVE,
        Category::Funds => FUNDS,
        Category::Contact => CONTACT,
        _ => &[],
    }
}

const ASSET: &[Story] = &[story(
    &["Car of the debtor, plate {plate}", "Debtor still has a car"],
    &[("asset_type", "vehicle"), ("plate", "{plate}")],
    &[
        &[
            "A car with the plate {plate} stands in the yard of his building almost every evening; he drives it himself. ",
            "The debtor told the court that there is nothing left, but the car with the plate {plate} is used every day. ",
        ],
        &[
            "It is registered to a relative, I believe, but he pays for everything. ",
            "It was offered for sale online last week for RMB {rmb2}. ",
        ],
    ],
)];
const WHEREABOUTS: &[Story] = &[story(
    &["I saw the debtor", "Where the debtor can be found"],
    &[("seen_where", "{city_en}"), ("seen_again", "yes")],
    &[
        &[
            "I saw him last Sunday in a restaurant close to the railway station of {city_en}; he is there most weekends. ",
            "The court says that he cannot be found. He runs a small shop near my flat and opens it at nine every morning. ",
        ],
        &["He wears glasses and goes by another family name. ", "His brother stands at the door and warns him. "],
    ],
)];
const EVASION: &[Story] = &[story(
    &["Assets moved to a new company", "Sham transfer to a relative"],
    &[("evasion_way", "circumvent"), ("evasion_act", "sham_transfer"), ("who_helped", "a relative")],
    &[
        &[
            "Two weeks before the hearing the flat was transferred to a relative for RMB {rmb2}, far below its price. ",
            "The firm closed on paper and opened again under another name with the same staff and the same machines. ",
        ],
        &["The staff joke about it openly. ", "I have the old and the new invoices side by side. "],
    ],
)];
const CONSUMPTION: &[Story] = &[story(
    &["Flying although restricted", "Holiday of a debtor"],
    &[("consumption_act", "flight")],
    &[
        &[
            "He is on the list of restricted people and still posted pictures from a flight and a beach hotel last month. ",
            "The debtor's child started at an international school this autumn, the fees are about RMB {rmb2} a year. ",
        ],
        &["He says that a friend pays for it. ", "The pictures are public. "],
    ],
)];
const PASSIVE: &[Story] = &[story(
    &["Nothing has happened since filing", "More than six months without a step"],
    &[("filed_when", "{filed_en}"), ("tried_ways", "wrote called"), ("tried", "letters and phone calls")],
    &[
        &[
            "The enforcement case was filed in {filed_en} and I have not heard of a single step since. ",
            "I gave the court the address of a flat in writing in {filed_en}; it was neither seized nor refused. ",
        ],
        &["Each time I ask, I am told to wait. ", "My lawyer's letters were not answered. "],
    ],
)];
const FUNDS: &[Story] = &[story(
    &["Money with the court not paid out", "Waiting for RMB {rmb2}"],
    &[("funds_amount", "RMB {rmb2}"), ("funds_arrived", "{filed_en}")],
    &[
        &[
            "The debtor paid RMB {rmb2} to the court in {filed_en}, and it has not been passed on to me. ",
            "I signed for RMB {rmb2} in {filed_en}. The bank says that nothing was ever sent. ",
        ],
        &["First my passport was the problem, then the name of the bank. ", "Nobody tells me which paper is missing. "],
    ],
)];
const CONTACT: &[Story] = &[story(
    &["Cannot reach the judge", "No contact person"],
    &[("tried_ways", "called"), ("tried", "called {days} times")],
    &[
        &[
            "I do not know who is in charge of my case; the number on the letter is never answered. ",
            "I went to the court three times and was sent to another window each time. ",
        ],
        &["I would be glad of one e-mail. ", "Even a name would help me. "],
    ],
)];
