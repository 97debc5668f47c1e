//! Who is responsible for a report: the conflict fence's rule (contract, “Who is responsible”).

use super::{
    court::Courts,
    report::{Category, Channel, Desk},
    staff::Scope,
};

/// Where a report goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The court responsible.
    pub court: String,
    /// The court the report is about, as a living court of the tree when it is in the tree.
    pub court_concerned: Option<String>,
    pub desk: Desk,
    /// Why staff should look at the routing: `court_unknown`, `court_outside`, `court_retired`, `about_home_court`.
    pub flags: Vec<&'static str>,
}

/// A complaint about the home court, which has no court above it here.
pub const ABOUT_HOME: &str = "about_home_court";

/// Decides the court and the desk of a new report about the court `concerned` (a code, living, retired or foreign).
pub fn route(channel: Channel, category: Category, concerned: Option<&str>, courts: &Courts) -> Route {
    let home = courts.home().code.clone();
    let mut flags = Vec::new();
    let (in_tree, court_concerned) = match concerned {
        None => {
            flags.push("court_unknown");
            (None, None)
        }
        Some(code) => {
            if let Some(court) = courts.current(code) {
                if court.code != code {
                    flags.push("court_retired");
                }
                (Some(court.code.clone()), Some(court.code.clone()))
            } else {
                flags.push("court_outside");
                (None, Some(code.to_owned()))
            }
        }
    };
    let integrity = channel == Channel::Complaint && category == Category::Integrity;
    let about_home = channel == Channel::Complaint && in_tree.as_deref() == Some(home.as_str());
    if about_home {
        flags.push(ABOUT_HOME);
    }
    let court = match (channel, in_tree) {
        (Channel::Lead, Some(code)) => code,
        (Channel::Complaint, Some(code)) => courts.above(&code).map_or(home, |above| above.code.clone()),
        (_, None) => home,
    };
    let desk = if integrity || about_home { Desk::Discipline } else { Desk::Enforcement };
    Route { court, court_concerned, desk, flags }
}

/// Whether a report may be handed to `target`: a complaint never to the court complained of or a court below it, and
/// nowhere but to the home court while nobody knows which court that is.
pub fn may_receive(channel: Channel, court_concerned: Option<&str>, target: &str, courts: &Courts) -> bool {
    let known = courts.current(target).is_some_and(|court| court.code == target);
    let fenced = channel == Channel::Complaint
        && court_concerned.map_or(target != courts.home().code, |concerned| {
            // The court may have been merged into another since the report came.
            let living = courts.current(concerned).map_or(concerned, |court| court.code.as_str());
            courts.is_at_or_below(target, living)
        });
    known && !fenced
}

/// Whether an officer who may see a report now may also read what it said when it stood at the desk `desk` and was about
/// the court `court_concerned`: the fence of today does not open what the fence of then would have kept.
pub fn may_read_earlier(
    channel: Channel,
    desk: Desk,
    court_concerned: Option<&str>,
    scope: &Scope,
    courts: &Courts,
) -> bool {
    let own_desk = desk == Desk::Enforcement || scope.desk == Desk::Discipline;
    own_desk && (scope.reads_own_complaints || may_receive(channel, court_concerned, &scope.own_court, courts))
}

#[cfg(test)]
mod tests {
    use Category::{Asset, Integrity, Passive};
    use Channel::{Complaint, Lead};

    use super::*;

    #[test]
    fn complaints_go_up_leads_go_to_the_court_itself() {
        let courts = Courts::built_in("鲁");
        let to = |channel, category, concerned| {
            let route = route(channel, category, concerned, &courts);
            (route.court, route.desk, route.flags)
        };
        assert_eq!(to(Lead, Asset, Some("鲁0102")), ("鲁0102".into(), Desk::Enforcement, vec![]));
        assert_eq!(to(Complaint, Passive, Some("鲁0102")), ("鲁01".into(), Desk::Enforcement, vec![]));
        assert_eq!(to(Complaint, Passive, Some("鲁01")), ("鲁".into(), Desk::Enforcement, vec![]));
        assert_eq!(to(Complaint, Integrity, Some("鲁0102")), ("鲁01".into(), Desk::Discipline, vec![]));
        assert_eq!(to(Complaint, Passive, Some("鲁")), ("鲁".into(), Desk::Discipline, vec![ABOUT_HOME]));
        assert_eq!(to(Lead, Asset, Some("鲁")), ("鲁".into(), Desk::Enforcement, vec![]));
        assert_eq!(to(Lead, Asset, None), ("鲁".into(), Desk::Enforcement, vec!["court_unknown"]));
        assert_eq!(to(Lead, Asset, Some("浙0783")), ("鲁".into(), Desk::Enforcement, vec!["court_outside"]));
        assert_eq!(to(Lead, Asset, Some("鲁1202")), ("鲁0116".into(), Desk::Enforcement, vec!["court_retired"]));
        assert_eq!(to(Complaint, Passive, Some("鲁1202")).0, "鲁01");
        for court in courts.tree() {
            let route = route(Complaint, Passive, Some(&court.code), &courts);
            assert!(route.court != court.code || route.desk == Desk::Discipline, "{}", court.code);
        }
    }

    #[test]
    fn a_complaint_is_never_handed_down_to_the_court_complained_of() {
        let courts = Courts::built_in("鲁");
        let may = |channel, target| may_receive(channel, Some("鲁01"), target, &courts);
        assert!(!may(Channel::Complaint, "鲁01") && !may(Channel::Complaint, "鲁0102"));
        assert!(may(Channel::Complaint, "鲁") && may(Channel::Complaint, "鲁02"));
        assert!(!may_receive(Channel::Complaint, Some("鲁1202"), "鲁0116", &courts), "the successor of a merged court");
        assert!(
            !may_receive(Channel::Complaint, None, "鲁0102", &courts)
                && may_receive(Channel::Complaint, None, "鲁", &courts)
        );
        assert!(may(Channel::Lead, "鲁01"));
        assert!(
            !may(Channel::Lead, "浙01") && !may(Channel::Lead, "鲁1202"),
            "foreign and retired courts receive nothing"
        );
    }

    #[test]
    fn an_earlier_version_keeps_its_own_fence() {
        use crate::domain::staff::Reach;
        let courts = Courts::built_in("鲁");
        let at = |court: &str, desk| Scope {
            reach: Reach::Court(court.to_owned()),
            desk,
            own_court: court.to_owned(),
            former_courts: Vec::new(),
            reads_own_complaints: court == "鲁" && desk == Desk::Discipline,
        };
        let may =
            |channel, desk, concerned, court, own| may_read_earlier(channel, desk, concerned, &at(court, own), &courts);
        let (desk, discipline) = (Desk::Enforcement, Desk::Discipline);
        assert!(may(Complaint, desk, Some("鲁0102"), "鲁02", desk), "about a third court");
        assert!(!may(Complaint, desk, Some("鲁01"), "鲁01", desk), "about the court that handles it now");
        assert!(!may(Complaint, desk, Some("鲁"), "鲁01", desk) && !may(Complaint, desk, None, "鲁01", desk));
        assert!(!may(Complaint, discipline, Some("鲁0102"), "鲁01", desk), "an integrity complaint");
        assert!(may(Complaint, discipline, Some("鲁0102"), "鲁01", discipline));
        assert!(may(Complaint, discipline, Some("鲁"), "鲁", discipline));
        assert!(may(Lead, desk, Some("鲁0102"), "鲁0105", desk) && may(Lead, desk, None, "鲁0105", desk));
    }
}
