//! Limits that fall on the guesser, never on the one guessed at, and soft limits that only mark.

use std::net::IpAddr;

use chrono::TimeDelta;

use crate::{
    domain::notice,
    portal::Portal,
    storage::{self, Tx},
};

/// A thing that is counted.
#[derive(Clone, Copy, Debug)]
pub enum Limit {
    /// Wrong receipt codes from one address.
    FollowCode,
    /// Wrong resume codes from one address.
    ResumeCode,
    /// Wrong passwords or one-time passwords for one account from one address.
    SignInAccount,
    /// Wrong sign-ins from one address.
    SignInAddress,
    /// Reports from one address: beyond it they are held for review, never refused.
    Reports,
    /// Reports from one address that waited instead of working, once `Reports` is passed: waiting costs a program
    /// nothing when it waits a thousand times at once.
    Waits,
    /// Drafts begun from one address: beyond it the next begins after the gate. The number keeps the table small, not
    /// people out: forty classes of thirty behind one router do not reach it.
    Drafts,
    /// Files sent to one draft or report, taken or not.
    Files,
    /// Messages to one report.
    Messages,
    /// Codes that were asked for from one address.
    CodesAsked,
    /// Codes that a report sends by itself, because its reporter gave an address.
    CodesOfReport,
    /// Codes sent to one mail address or mobile, whoever asked for them.
    CodesToAddress,
    /// Notices sent to one mail address or mobile.
    Notices,
    /// New versions of one report.
    Changes,
}

impl Limit {
    /// Name, count that is allowed, and the window.
    const fn rule(self) -> (&'static str, i64, TimeDelta) {
        match self {
            Self::FollowCode => ("follow", 10, TimeDelta::minutes(15)),
            Self::ResumeCode => ("resume", 10, TimeDelta::minutes(15)),
            Self::SignInAccount => ("sign-in account", 8, TimeDelta::minutes(15)),
            Self::SignInAddress => ("sign-in address", 60, TimeDelta::minutes(15)),
            Self::Reports => ("reports", 40, TimeDelta::hours(1)),
            Self::Waits => ("waits", 120, TimeDelta::hours(1)),
            Self::Drafts => ("drafts", 1_200, TimeDelta::hours(1)),
            Self::Files => ("files", 200, TimeDelta::hours(1)),
            Self::Messages => ("messages", 60, TimeDelta::hours(1)),
            Self::CodesAsked => ("codes asked", 20, TimeDelta::hours(1)),
            Self::CodesOfReport => ("codes of a report", 10, TimeDelta::days(1)),
            Self::CodesToAddress => ("codes", notice::CODES_A_DAY, TimeDelta::days(1)),
            Self::Notices => ("notices", notice::NEWS_A_DAY, TimeDelta::days(1)),
            Self::Changes => ("changes", 30, TimeDelta::hours(1)),
        }
    }

    /// How many are allowed within the window.
    pub const fn most(self) -> i64 {
        self.rule().1
    }

    /// Seconds after which somebody who is stopped may try again.
    pub const fn retry_after(self) -> i64 {
        self.rule().2.num_seconds()
    }

    /// The row under which it is counted: a keyed hash with the day in it, so that tomorrow nobody, not even we, can
    /// tell which address it was.
    fn bucket(self, portal: &Portal, who: &str) -> Vec<u8> {
        portal.hashes.attempt.of(&format!("{} {} {who}", self.rule().0, portal.clock.today()))
    }

    /// Whether the limit is reached.
    pub async fn is_reached(self, portal: &Portal, who: &str) -> storage::Result<bool> {
        let count = storage::attempts::count(&portal.db, &self.bucket(portal, who), portal.clock.now()).await?;
        Ok(count >= self.rule().1)
    }

    /// Counts one more in a transaction; whether the limit is passed now.
    pub async fn count(self, portal: &Portal, tx: &mut Tx, who: &str) -> storage::Result<bool> {
        let (_, most, window) = self.rule();
        let now = portal.clock.now();
        Ok(storage::attempts::add(tx, &self.bucket(portal, who), now, now + window).await? > most)
    }

    /// Counts one more in a transaction of its own; whether the limit is passed now.
    pub async fn count_alone(self, portal: &Portal, who: &str) -> storage::Result<bool> {
        let mut tx = portal.db.begin().await?;
        let over = self.count(portal, &mut tx, who).await?;
        tx.commit().await?;
        Ok(over)
    }

    /// Takes one off again: it was no guess.
    pub async fn take_off(self, portal: &Portal, who: &str) -> storage::Result<()> {
        let mut tx = portal.db.begin().await?;
        self.take_off_within(portal, &mut tx, who).await?;
        tx.commit().await
    }

    /// The same inside a transaction.
    pub async fn take_off_within(self, portal: &Portal, tx: &mut Tx, who: &str) -> storage::Result<()> {
        storage::attempts::take_off(tx, &self.bucket(portal, who)).await
    }
}

/// The part of an address that stands for one connection: a whole IPv4 address, or the /64 that a household gets. All whose
/// address is not known, as of those who come over Tor, count together.
pub fn address_class(address: Option<IpAddr>) -> String {
    match address {
        None => "unknown".to_owned(),
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
            Some(address) => address.to_string(),
            None => format!("{:x?}", &address.segments()[..4]),
        },
    }
}
