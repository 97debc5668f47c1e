//! Passwords of staff: argon2id, a few at a time, never inside a transaction.

use std::sync::Arc;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;

use crate::clock::Entropy;

/// Shortest password that is accepted (NIST SP 800-63B-4: at least 8, 15 without a second factor).
pub const SHORTEST: usize = 10;

/// Hashes and checks passwords on the blocking pool, no more than `AT_ONCE` at a time, so that a storm of sign-ins
/// cannot take the memory and cores that citizens need.
#[derive(Clone)]
pub struct Passwords {
    places: Arc<Semaphore>,
    decoy: Arc<str>,
}

const AT_ONCE: usize = 2;

impl Passwords {
    pub fn new() -> Self {
        let decoy = hash_now("nobody has this password", b"decoy-salt-16-by").unwrap_or_default();
        Self { places: Arc::new(Semaphore::new(AT_ONCE)), decoy: decoy.into() }
    }

    /// The hash of a password, as text with its parameters.
    pub async fn hash(&self, password: &str, entropy: &Entropy) -> Option<String> {
        let (password, salt) = (password.to_owned(), entropy.bytes::<16>());
        let _place = self.places.acquire().await.ok()?;
        tokio::task::spawn_blocking(move || hash_now(&password, &salt)).await.ok()?
    }

    /// Whether the password fits. Without a hash (no such user) the same work is done, so that the time tells nothing.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> bool {
        let known = hash.is_some();
        let (password, hash) = (password.to_owned(), hash.unwrap_or(&self.decoy).to_owned());
        let Ok(_place) = self.places.acquire().await else { return false };
        let fits = tokio::task::spawn_blocking(move || {
            PasswordHash::new(&hash)
                .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
        });
        fits.await.unwrap_or(false) && known
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

fn hash_now(password: &str, salt: &[u8]) -> Option<String> {
    Argon2::default().hash_password_with_salt(password.as_bytes(), salt).ok().map(|hash| hash.to_string())
}
