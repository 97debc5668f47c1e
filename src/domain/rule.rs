//! Rules of the desk: what one does with a report that comes, and what can be known of it before it runs: whether it
//! could hand a complaint to the court complained of, whether it can match at all, whether an earlier one takes all.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    codes::codes,
    court::Courts,
    report::{Category, Channel, Status},
    responsibility,
    staff::{Role, Scope},
};

/// Points a rule may take or give.
pub const BOOST: std::ops::RangeInclusive<i64> = -20..=40;
/// Longest name, in characters.
pub const LONGEST_NAME: usize = 60;
/// Longest address of a list that is kept.
pub const LONGEST_ADDRESS: usize = 2_000;
/// Longest answer, in characters.
pub const LONGEST_ANSWER: usize = 2_000;
/// A dry run looks at what came within so many days.
pub const DRY_DAYS: i64 = 90;

/// What one version of a rule says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RuleText {
    pub name: String,
    /// The list's address whose filters a report must match.
    pub address: String,
    /// The court it goes to.
    pub court: Option<String>,
    /// The team it goes to.
    pub team: Option<Uuid>,
    pub boost: Option<i64>,
    pub tag: Option<Uuid>,
    /// The team whose members take it in turn.
    pub turn: Option<Uuid>,
    pub hold: bool,
    /// What its reporter is answered.
    pub answer: String,
    /// Whether later rules of the court are left out then.
    pub stop: bool,
}

impl RuleText {
    /// Whether it does anything.
    pub fn acts(&self) -> bool {
        let does = self.court.is_some() || self.team.is_some() || self.boost.is_some() || self.tag.is_some();
        does || self.turn.is_some() || self.hold || !self.answer.is_empty() || self.stop
    }
}

codes! {
    /// What a rule did, or left because it could not.
    Deed {
        Court = "court",
        Team = "team",
        Boost = "boost",
        Tag = "tag",
        Turn = "turn",
        Hold = "hold",
        Answer = "answer",
    }
}

codes! {
    /// Why a rule can never match.
    Flaw {
        /// What it says does not open.
        Unreadable = "unreadable",
        /// It names one report, which not everybody may see on whose reports it would fire.
        OneReport = "one_report",
        /// No kind that is asked for exists in the channel that is asked for.
        Kinds = "kinds",
        /// None of the courts is one that the rule reaches.
        CourtOutside = "court_outside",
        /// Rules look at open reports only.
        Closed = "closed",
        /// The lane and the filters contradict each other.
        Lane = "lane",
        /// An earlier rule that stops takes everything that this one would match.
        Shadowed = "shadowed",
    }
}

type Fields = BTreeMap<String, BTreeSet<String>>;

/// What narrows a list, by name; order, columns and place do not.
pub fn fields(address: &str) -> Fields {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(address).unwrap_or_default();
    let mut fields = Fields::new();
    for (name, value) in pairs {
        let narrows = !matches!(name.as_str(), "sort" | "columns" | "limit" | "cursor" | "before" | "floods" | "from");
        if narrows && !value.is_empty() && !(name == "view" && value == "all") {
            fields.entry(name).or_default().insert(value);
        }
    }
    fields
}

/// The scope in which a rule of a court works: that of its administrator, or of its supervisor.
pub fn scope_of(court: &str, below: bool, courts: &Courts) -> Scope {
    let role = if below { Role::Supervisor } else { Role::Admin };
    Scope::at(court, role, courts)
}

/// Whether a filter lets leads through only.
pub fn is_for_leads(address: &str) -> bool {
    let fields = fields(address);
    let has = |name: &str, value: &str| fields.get(name).is_some_and(|values| values.contains(value));
    if has("channel", Channel::Lead.as_str()) && !has("channel", Channel::Complaint.as_str()) {
        return true;
    }
    let of_complaints = Channel::Complaint.categories();
    let no_complaint = |code: &String| Category::parse(code).is_some_and(|kind| !of_complaints.contains(&kind));
    has("channel!", Channel::Complaint.as_str())
        || fields.get("category").is_some_and(|kinds| kinds.iter().all(no_complaint))
}

/// Whether a rule with this filter may hand reports to `target`. One through which complaints come may hand to the home
/// court only: a complaint about the target itself, or one about an unknown court, could always be among them.
pub fn may_route(address: &str, target: &str, courts: &Courts) -> bool {
    let can_receive = responsibility::may_receive(Channel::Lead, None, target, courts);
    can_receive && (is_for_leads(address) || target == courts.home().code)
}

/// Why a filter can never match a report that comes to one of the courts that `reaches` says.
pub fn contradiction(address: &str, reaches: impl Fn(&str) -> bool) -> Option<Flaw> {
    let fields = fields(address);
    let of = |name: &str| fields.get(name).filter(|values| !values.is_empty());
    if let (Some(channels), Some(kinds)) = (of("channel"), of("category")) {
        let fits = |channel: &String| {
            let known = Channel::parse(channel).map(Channel::categories).unwrap_or_default();
            kinds.iter().any(|kind| Category::parse(kind).is_some_and(|kind| known.contains(&kind)))
        };
        if !channels.iter().any(fits) {
            return Some(Flaw::Kinds);
        }
    }
    if of("court").is_some_and(|courts| !courts.iter().any(|court| reaches(court))) {
        return Some(Flaw::CourtOutside);
    }
    let open = |code: &String| Status::parse(code).is_some_and(Status::is_open);
    if of("status").is_some_and(|statuses| !statuses.iter().any(open)) {
        return Some(Flaw::Closed);
    }
    let lane = of("view").and_then(|lanes| lanes.first()).map(String::as_str);
    let without = |name: &str, value: &str| of(name).is_some_and(|values| !values.contains(value));
    let urgent_kinds = [Category::Whereabouts.as_str(), Category::Consumption.as_str()];
    let contradicts = match lane {
        Some("unassigned") => without("assignee", "none"),
        Some("waiting") => without("status", Status::InfoRequested.as_str()),
        Some("urgent") => {
            without("channel", Channel::Lead.as_str())
                || of("category").is_some_and(|kinds| !kinds.iter().any(|kind| urgent_kinds.contains(&kind.as_str())))
        }
        _ => false,
    };
    contradicts.then_some(Flaw::Lane)
}

/// Whether every report that `later` lets through is let through by `earlier` too. Errs on the side of “no”.
pub fn is_broader(earlier: &str, later: &str) -> bool {
    let later = fields(later);
    fields(earlier).iter().all(|(name, values)| {
        later.get(name).is_some_and(|others| {
            // Several values of a field are “or”; of a field with “not”, of a lane or a date they are not.
            let lists = matches!(
                name.as_str(),
                "channel" | "category" | "status" | "court" | "livelihood" | "assignee" | "result" | "tag"
            );
            let any_livelihood = name == "livelihood" && values.contains("true");
            others == values || (lists && (others.is_subset(values) || any_livelihood))
        })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn complaints_are_handed_up_only() {
        let courts = Courts::built_in("鲁");
        assert!(may_route("channel=lead", "鲁0102", &courts) && may_route("category=asset", "鲁02", &courts));
        for open in [
            "",
            "category=other",
            "channel=lead&channel=complaint",
            "status=received",
            "category=asset&category=passive",
        ] {
            assert!(!may_route(open, "鲁0102", &courts), "{open}");
            assert!(may_route(open, "鲁", &courts), "{open}");
        }
        assert!(!may_route("channel=lead", "浙01", &courts) && !may_route("channel=lead", "鲁1202", &courts));
    }

    /// The short rule above says what the fence says of every complaint there can be.
    #[test]
    fn the_fence_allows_no_more() {
        let courts = Courts::built_in("鲁");
        let tree = courts.tree();
        let codes = tree.iter().map(|court| court.code.as_str()).collect::<Vec<_>>();
        for target in &codes {
            let refuses = |concerned| !responsibility::may_receive(Channel::Complaint, concerned, target, &courts);
            // At the enforcement desk stands no complaint about the home court: it is the discipline desk's.
            let about = codes.iter().filter(|code| **code != "鲁").map(|code| Some(*code)).chain([None]);
            assert_eq!(!about.into_iter().any(refuses), may_route("", target, &courts), "{target}");
        }
    }

    #[test]
    fn contradictions_are_seen() {
        let own = |court: &str| court == "鲁0102";
        for (address, flaw) in [
            ("channel=lead&category=passive", Some(Flaw::Kinds)),
            ("channel=lead&category=passive&category=asset", None),
            ("court=鲁02", Some(Flaw::CourtOutside)),
            ("court=鲁02&court=鲁0102", None),
            ("status=archived&status=resolved", Some(Flaw::Closed)),
            ("view=unassigned&assignee=handler", Some(Flaw::Lane)),
            ("view=urgent&channel=complaint", Some(Flaw::Lane)),
            ("view=urgent&category=asset", Some(Flaw::Lane)),
            ("view=waiting&status=received", Some(Flaw::Lane)),
            ("view=all&sort=due", None),
            ("", None),
        ] {
            assert_eq!(contradiction(address, own), flaw, "{address}");
        }
    }

    #[test]
    fn broader_takes_all() {
        assert!(is_broader("", "channel=lead") && is_broader("view=all&sort=due", ""));
        assert!(is_broader("channel=lead&channel=complaint", "channel=lead&category=asset"));
        assert!(is_broader("livelihood=true", "livelihood=labor"));
        assert!(!is_broader("channel=lead", ""));
        assert!(!is_broader("status!=archived&status!=received", "status!=archived"));
        assert!(!is_broader("view=urgent", "view=unassigned"));
    }

    proptest! {
        #[test]
        fn broader_is_an_order(one in "(channel=(lead|complaint)&?){0,2}(category=(asset|passive)&?){0,2}", two in "(channel=(lead|complaint)&?){0,2}") {
            prop_assert!(is_broader(&one, &one) && is_broader("", &one));
            if is_broader(&one, &two) && is_broader(&two, &one) {
                prop_assert_eq!(fields(&one), fields(&two));
            }
        }

        #[test]
        fn any_address_can_be_read(address in "\\PC*") {
            let _ = (contradiction(&address, |_| true), is_for_leads(&address));
        }
    }
}
