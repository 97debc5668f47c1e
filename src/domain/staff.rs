//! People of the courts: roles, and what a role lets somebody see.

use uuid::Uuid;

use super::{
    codes::codes,
    court::Courts,
    report::{Channel, Desk},
};

codes! {
    /// What somebody does at a court.
    Role {
        Intake = "intake",
        Triage = "triage",
        Handler = "handler",
        Supervisor = "supervisor",
        Custodian = "custodian",
        Discipline = "discipline",
        Admin = "admin",
        Auditor = "auditor",
    }
}

impl Role {
    /// Whether the role may read who reported. Complaints are usually signed and answered to the person; the name of
    /// an informant is for the custodian of identities alone (a model: the prosecutors' rule on protecting informants).
    pub const fn reads_identity(self, channel: Channel) -> bool {
        match channel {
            Channel::Complaint => !matches!(self, Self::Auditor | Self::Admin),
            Channel::Lead => matches!(self, Self::Custodian),
        }
    }
}

/// Somebody who is signed in, or acts through a token.
#[derive(Clone, Debug)]
pub struct Staff {
    pub id: Uuid,
    pub username: String,
    pub name: String,
    pub court: String,
    pub role: Role,
    pub language: String,
}

/// Which courts' reports somebody may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Every court of the portal (a supervisor of the home court).
    All,
    /// An intermediate court and the courts below it.
    Circuit(String),
    /// One court.
    Court(String),
}

/// What every query for an officer is narrowed to. No report can be read without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    pub reach: Reach,
    pub desk: Desk,
    pub own_court: String,
    /// The courts that became the own one: a complaint about one of them is a complaint about the own court.
    pub former_courts: Vec<String>,
    /// Whether a complaint about the own court may be read. Only the home court's discipline officer may: there is no
    /// court above inside the portal.
    pub reads_own_complaints: bool,
}

impl Scope {
    /// The contract's rule: a supervisor sees the court and all courts below it, the others what is addressed to their
    /// own court; the discipline role alone sees the discipline desk, and only that.
    pub fn of(staff: &Staff, courts: &Courts) -> Self {
        Self::at(&staff.court, staff.role, courts)
    }

    /// The scope of a role at a court.
    pub fn at(court: &str, role: Role, courts: &Courts) -> Self {
        let own = courts.current(court).map_or_else(|| court.to_owned(), |court| court.code.clone());
        let reach = match role {
            Role::Supervisor if own == courts.home().code => Reach::All,
            Role::Supervisor if courts.above(&own).is_some_and(|above| above.code == courts.home().code) => {
                Reach::Circuit(own.clone())
            }
            _ => Reach::Court(own.clone()),
        };
        let desk = if role == Role::Discipline { Desk::Discipline } else { Desk::Enforcement };
        let reads_own_complaints = desk == Desk::Discipline && own == courts.home().code;
        let former_courts = courts.former(&own).to_vec();
        Self { reach, desk, own_court: own, former_courts, reads_own_complaints }
    }

    /// The codes under which a complaint may stand that is about the own court.
    pub fn own_codes(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.own_court).chain(&self.former_courts)
    }

    /// Whether the fence keeps a report about that court from whoever has this scope, wherever it lies.
    pub fn is_fenced(&self, channel: Channel, court_concerned: Option<&str>) -> bool {
        let own = court_concerned.is_some_and(|concerned| self.own_codes().any(|code| code == concerned));
        channel == Channel::Complaint && own && !self.reads_own_complaints
    }
}

/// The court between the home court and a court (the court itself if it is directly below): the unit a supervisor of
/// an intermediate court sees.
pub fn circuit_of(code: &str, courts: &Courts) -> String {
    let mut at = code.to_owned();
    while let Some(above) = courts.above(&at) {
        if above.code == courts.home().code {
            break;
        }
        at.clone_from(&above.code);
    }
    at
}
