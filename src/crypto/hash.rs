//! Keyed hashes: the database can find a code or a case number again without being able to read it.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::Keys;

/// HMAC-SHA256 under a key made for one purpose.
#[derive(Clone)]
pub struct KeyedHash([u8; 32]);

impl KeyedHash {
    pub fn new(keys: &Keys, purpose: &str) -> Self {
        Self(keys.lookup_key(purpose))
    }

    pub fn of(&self, text: &str) -> Vec<u8> {
        self.of_bytes(text.as_bytes())
    }

    pub fn of_bytes(&self, bytes: &[u8]) -> Vec<u8> {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return Vec::new() };
        mac.update(bytes);
        mac.finalize().into_bytes().to_vec()
    }
}
