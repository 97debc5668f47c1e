//! API tokens: made for somebody, shown once, found by their hash.

use super::set_up_staff::{AddStaffError, known};
use crate::{
    domain::staff::Staff,
    portal::Portal,
    storage::{self},
};

/// Makes a token that acts for somebody.
pub async fn add_token(portal: &Portal, username: &str) -> Result<String, AddStaffError> {
    let row = known(portal, username).await?;
    if row.disabled {
        // It would open nothing today, and everything once they are let in again.
        return Err(AddStaffError::Disabled(row.username));
    }
    let token = format!("nd_{}", portal.entropy.token());
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    storage::tokens::add(&mut tx, portal.entropy.id(now), &portal.hashes.token.of(&token), row.id, now).await?;
    tx.commit().await?;
    Ok(token)
}

/// Whoever a token acts for.
pub async fn find_by_token(portal: &Portal, token: &str) -> storage::Result<Option<Staff>> {
    let row = storage::tokens::find(&portal.db, &portal.hashes.token.of(token)).await?;
    row.map(|row| row.person()).transpose()
}
