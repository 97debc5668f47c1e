//! The gate for times when very many come from one address. Nobody is turned away: the device works for a second while
//! its owner reads, or half a minute passes, or the report is taken at once and looked at first.

use chrono::{DateTime, TimeDelta};
use subtle::ConstantTimeEq;

use crate::{crypto::work, portal::Portal};

/// How long to wait where no script runs. Whoever reads the check page once has waited already.
pub const WAIT: TimeDelta = TimeDelta::seconds(30);
/// Zero bits that a device must find: 262,144 tries on average, one to two seconds on a plain telephone. It makes a
/// thousand reports cost a thousand seconds, and one report next to nothing.
pub const BITS: u32 = 18;
/// How long a challenge can be answered: a check page may lie open over night.
const LASTS: TimeDelta = TimeDelta::hours(24);

/// What came with a request to show that a person stands behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Nothing of ours: the API, or a program that never looked at a page.
    Missing,
    /// A challenge of ours, but its time is not come: so many seconds are left.
    Early(i64),
    /// A challenge of ours whose time is over.
    Stale,
    /// The time to wait has passed.
    Waited,
    /// The device worked.
    Worked,
}

/// A new challenge for one thing (`what`): text that carries its own time and hardness, and our hash over all of it.
pub fn issue(portal: &Portal, what: &str) -> String {
    let body = format!("{}.{BITS}.{}", portal.clock.now().timestamp_millis(), portal.entropy.token());
    let hash = sign(portal, what, &body);
    format!("{body}.{hash}")
}

fn sign(portal: &Portal, what: &str, body: &str) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(portal.hashes.challenge.of(&format!("{what}\n{body}")))
}

/// What a challenge and the answer to it are worth now, for the one thing they were made for.
pub fn judge(portal: &Portal, what: &str, challenge: &str, answer: &str) -> Proof {
    read(portal, what, challenge, answer).unwrap_or(Proof::Missing)
}

fn read(portal: &Portal, what: &str, challenge: &str, answer: &str) -> Option<Proof> {
    let (body, hash) = challenge.rsplit_once('.')?;
    if !bool::from(sign(portal, what, body).as_bytes().ct_eq(hash.as_bytes())) {
        return None;
    }
    let mut parts = body.split('.');
    let issued = DateTime::from_timestamp_millis(parts.next()?.parse().ok()?)?;
    let bits = parts.next()?.parse().ok()?;
    let age = portal.clock.now() - issued;
    Some(if age >= LASTS {
        Proof::Stale
    } else if work::is_solved(challenge, answer, bits) {
        Proof::Worked
    } else if age >= WAIT {
        Proof::Waited
    } else {
        // Rounded up: “0 seconds” would be untrue.
        Proof::Early(((WAIT - age).num_milliseconds() + 999) / 1_000)
    })
}

/// The token of the draft that a challenge begins: one challenge, one draft, however often it is answered.
pub fn token_of(portal: &Portal, challenge: &str) -> String {
    sign(portal, "token of the draft", challenge)
}
