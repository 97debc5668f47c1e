//! People of the courts: added by an administrator, set up by themselves through a one-time link.

use chrono::TimeDelta;

use crate::{
    crypto::{DataKey, password::SHORTEST},
    domain::staff::Role,
    portal::Portal,
    storage::{self, StorageError, staff::StaffRow},
};

/// How long a set-up link is good.
pub const LINK_KEPT: TimeDelta = TimeDelta::hours(72);

#[derive(Debug, thiserror::Error)]
pub enum AddStaffError {
    #[error("username {0}: use 2 to 40 of a–z, 0–9, dot, hyphen, underscore")]
    Username(String),
    #[error("a name is one line of 1 to 60 characters")]
    Name,
    #[error("username {0} is taken")]
    Taken(String),
    #[error("there is no court {0} in this portal; `nuandong courts list` shows them")]
    Court(String),
    #[error("the password has fewer than {SHORTEST} characters")]
    Password,
    #[error("no user {0}")]
    Unknown(String),
    #[error("{0} is disabled; `nuandong staff enable` first")]
    Disabled(String),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Somebody to be added.
pub struct NewStaff<'a> {
    pub username: &'a str,
    pub name: &'a str,
    pub court: &'a str,
    pub role: Role,
    /// With a password the person can sign in at once, without a one-time password: for demonstrations and scripts.
    pub password: Option<&'a str>,
}

/// Adds somebody; returns the token of the set-up link unless a password was given.
pub async fn add_staff(portal: &Portal, new: NewStaff<'_>) -> Result<Option<String>, AddStaffError> {
    let username = new.username.trim().to_lowercase();
    let plain = username.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_".contains(c));
    if !plain || !(2..=40).contains(&username.len()) {
        return Err(AddStaffError::Username(new.username.to_owned()));
    }
    let name = new.name.trim();
    if name.contains(char::is_control) || !(1..=60).contains(&name.chars().count()) {
        return Err(AddStaffError::Name);
    }
    let courts = portal.courts();
    let court = courts.current(new.court).ok_or_else(|| AddStaffError::Court(new.court.to_owned()))?;
    let password_hash = match new.password {
        None => None,
        Some(password) if password.chars().count() < SHORTEST => return Err(AddStaffError::Password),
        Some(password) => portal.passwords.hash(password, &portal.entropy).await,
    };
    let now = portal.clock.now();
    let token = new.password.is_none().then(|| portal.entropy.token());
    let row = StaffRow {
        id: portal.entropy.id(now),
        username: username.clone(),
        name: name.to_owned(),
        court: court.code.clone(),
        role: new.role.to_string(),
        language: "zh-CN".to_owned(),
        password_hash,
        sealed_totp: None,
        totp_step: 0,
        totp_required: new.password.is_none(),
        setup_until: token.as_ref().map(|_| now + LINK_KEPT),
        disabled: false,
        created_at: now,
    };
    let setup_hash = token.as_ref().map(|token| portal.hashes.setup.of(token));
    let mut tx = portal.db.begin().await?;
    if !storage::staff::add(&mut tx, &row, setup_hash.as_deref()).await? {
        return Err(AddStaffError::Taken(username));
    }
    tx.commit().await?;
    Ok(token)
}

/// Whoever has that name.
pub(super) async fn known(portal: &Portal, username: &str) -> Result<StaffRow, AddStaffError> {
    storage::staff::find(&portal.db, username).await?.ok_or_else(|| AddStaffError::Unknown(username.to_owned()))
}

/// Takes password and one-time password away and makes a new set-up link. Ends all sessions and API tokens.
pub async fn reset_staff(portal: &Portal, username: &str) -> Result<String, AddStaffError> {
    let row = known(portal, username).await?;
    if row.disabled {
        // A link that opens nothing would be printed.
        return Err(AddStaffError::Disabled(row.username));
    }
    let token = portal.entropy.token();
    let mut tx = portal.db.begin().await?;
    storage::staff::set_setup(&mut tx, row.id, &portal.hashes.setup.of(&token), portal.clock.now() + LINK_KEPT).await?;
    storage::sessions::delete_all(&mut tx, row.id).await?;
    storage::tokens::revoke_all(&mut tx, row.id, portal.clock.now()).await?;
    tx.commit().await?;
    Ok(token)
}

/// Lets somebody no longer in, at once. Ends all sessions and API tokens.
pub async fn disable_staff(portal: &Portal, username: &str) -> Result<(), AddStaffError> {
    let row = known(portal, username).await?;
    let mut tx = portal.db.begin().await?;
    storage::staff::set_disabled(&mut tx, row.id, true).await?;
    storage::sessions::delete_all(&mut tx, row.id).await?;
    storage::tokens::revoke_all(&mut tx, row.id, portal.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// Lets somebody in again who was disabled, with the password and the one-time passwords of before. API tokens
/// are made anew.
pub async fn enable_staff(portal: &Portal, username: &str) -> Result<(), AddStaffError> {
    let row = known(portal, username).await?;
    let mut tx = portal.db.begin().await?;
    storage::staff::set_disabled(&mut tx, row.id, false).await?;
    Ok(tx.commit().await?)
}

/// A fresh secret for one-time passwords, derived from the link so that a reload of the page shows the same QR code.
pub fn one_time_secret(portal: &Portal, link_token: &str) -> Vec<u8> {
    portal.hashes.setup.of(&format!("one-time secret {link_token}"))[..20].to_vec()
}

/// The one-time passwords of a secret (RFC 6238: SHA-1, six digits, thirty seconds, which every app knows).
pub fn totp(secret: &[u8], username: &str) -> Option<totp_rs::Totp> {
    totp_rs::Builder::new()
        .with_secret(secret.to_vec())
        .with_account_name(username.to_owned())
        .with_issuer(Some("Nuandong"))
        .build()
        .ok()
}

/// Why set-up does not end yet.
#[derive(Debug, thiserror::Error)]
pub enum SetUpError {
    /// Field and code of the words for it.
    #[error("fields")]
    Fields(Vec<(&'static str, &'static str)>),
    /// The link was used or is too old.
    #[error("gone")]
    Gone,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Ends set-up: checks the new password and that the app shows the right one-time password.
pub async fn finish_set_up(
    portal: &Portal,
    link_token: &str,
    password: &str,
    again: &str,
    one_time: &str,
) -> Result<StaffRow, SetUpError> {
    let setup_hash = portal.hashes.setup.of(link_token);
    let row =
        storage::staff::find_by_setup(&portal.db, &setup_hash, portal.clock.now()).await?.ok_or(SetUpError::Gone)?;
    let secret = one_time_secret(portal, link_token);
    let step = totp(&secret, &row.username).and_then(|totp| super::sign_in::matching_step(&totp, one_time, portal));
    let mut wrong = Vec::new();
    match password.chars().count() {
        0 => wrong.push(("password", "empty")),
        count if count < SHORTEST => wrong.push(("password", "too_short")),
        count if count > 200 => wrong.push(("password", "too_long")),
        _ if password.to_lowercase().contains(&row.username) => wrong.push(("password", "like_name")),
        _ if password != again => wrong.push(("again", "differs")),
        _ => {}
    }
    if row.totp_required && step.is_none() {
        wrong.push(("one_time", if one_time.is_empty() { "empty" } else { "wrong" }));
    }
    if !wrong.is_empty() {
        return Err(SetUpError::Fields(wrong));
    }
    let hash = portal.passwords.hash(password, &portal.entropy).await.ok_or(SetUpError::Gone)?;
    let key = DataKey::from_secret(&portal.keys, "seal one-time secrets", &row.username);
    let sealed = key.seal(&portal.entropy, "staff", "sealed_totp", row.id, &secret);
    let mut tx = portal.db.begin().await?;
    if !storage::staff::set_credentials(&mut tx, row.id, &setup_hash, &hash, Some(&sealed), step.unwrap_or(0)).await? {
        return Err(SetUpError::Gone);
    }
    tx.commit().await?;
    Ok(row)
}
