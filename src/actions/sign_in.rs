//! Staff sign in: password, then one-time password; and out again.

use std::net::IpAddr;

use chrono::TimeDelta;

use super::{
    limits::{Limit, address_class},
    set_up_staff::totp,
};
use crate::{
    crypto::DataKey,
    domain::answers::clean,
    portal::Portal,
    storage::{self, StorageError, sessions::SessionRow, staff::StaffRow},
};

/// A session ends after this much time in any case.
pub const ABSOLUTE: TimeDelta = TimeDelta::hours(12);

#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// User, password or one-time password is wrong; which one is not said.
    #[error("wrong")]
    Wrong,
    #[error("too_many_attempts")]
    TooMany,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Checks everything and starts a session; returns the cookie's token.
pub async fn sign_in(
    portal: &Portal,
    username: &str,
    password: &str,
    one_time: &str,
    device: &str,
    address: Option<IpAddr>,
) -> Result<String, SignInError> {
    let username = clean(username).to_lowercase();
    let class = address_class(address);
    // Both limits hold against the guesser: somebody else's guesses at an account do not lock its owner out.
    let account = format!("{username} {class}");
    // Counted before anything is checked, so that many guesses at once are no way around; taken off on success.
    // A refused guess at one account is not counted against the address: colleagues behind it still get in.
    if Limit::SignInAccount.count_alone(portal, &account).await?
        || Limit::SignInAddress.count_alone(portal, &class).await?
    {
        return Err(SignInError::TooMany);
    }
    let found = storage::staff::find(&portal.db, &username).await?.filter(|row| !row.disabled);
    let hash = found.as_ref().and_then(|row| row.password_hash.as_deref());
    let password_fits = portal.passwords.verify(password, hash).await;
    let person = match found {
        Some(row) if password_fits && one_time_fits(portal, &row, one_time).await? => row,
        _ => return Err(SignInError::Wrong),
    };
    Limit::SignInAccount.take_off(portal, &account).await?;
    Limit::SignInAddress.take_off(portal, &class).await?;
    Ok(start_session(portal, &person, device).await?)
}

/// Starts a session for somebody who has proven who they are.
pub async fn start_session(portal: &Portal, person: &StaffRow, device: &str) -> storage::Result<String> {
    let now = portal.clock.now();
    let token = portal.entropy.token();
    let row = SessionRow {
        id: portal.entropy.id(now),
        staff_id: person.id,
        device: device.to_owned(),
        created_at: now,
        last_seen_at: now,
        expires_at: now + ABSOLUTE,
    };
    let mut tx = portal.db.begin().await?;
    storage::sessions::add(&mut tx, &row, &portal.hashes.session.of(&token)).await?;
    tx.commit().await?;
    Ok(token)
}

async fn one_time_fits(portal: &Portal, row: &StaffRow, typed: &str) -> Result<bool, SignInError> {
    let Some(sealed) = &row.sealed_totp else { return Ok(!row.totp_required) };
    let key = DataKey::from_secret(&portal.keys, "seal one-time secrets", &row.username);
    let secret: Vec<u8> = key.open("staff", "sealed_totp", row.id, sealed).map_err(StorageError::from)?;
    let Some(step) = totp(&secret, &row.username).and_then(|totp| matching_step(&totp, typed, portal)) else {
        return Ok(false);
    };
    let mut tx = portal.db.begin().await?;
    let fresh = storage::staff::use_totp_step(&mut tx, row.id, step).await?;
    tx.commit().await?;
    Ok(fresh)
}

/// The time step to which a typed one-time password belongs: the present one or a neighbour.
pub fn matching_step(totp: &totp_rs::Totp, typed: &str, portal: &Portal) -> Option<i64> {
    let digits = typed.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let now = u64::try_from(portal.clock.now().timestamp()).ok()?;
    [now, now.saturating_sub(30), now + 30]
        .into_iter()
        .find(|at| same(totp.generate(*at).to_string().as_bytes(), digits.as_bytes()))
        .and_then(|at| i64::try_from(at / 30).ok())
}

fn same(a: &[u8], b: &[u8]) -> bool {
    use subtle::ConstantTimeEq;
    a.ct_eq(b).into()
}

/// What stands in the list of sessions: the browser's family, nothing that tells people apart.
pub fn device_of(user_agent: &str) -> String {
    let browser =
        ["Edg", "Firefox", "Chrome", "Safari"].into_iter().find(|name| user_agent.contains(name)).unwrap_or("Browser");
    let system = ["Windows", "Android", "iPhone", "iPad", "Mac OS", "Linux"]
        .into_iter()
        .find(|name| user_agent.contains(name))
        .unwrap_or("?");
    format!("{} · {system}", browser.replace("Edg", "Edge"))
}
