//! Envelope encryption: one data key per record, wrapped by a master key; XChaCha20-Poly1305 throughout.

use chacha20poly1305::{
    Key, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{KeyError, Keys, keys::expand};
use crate::clock::Entropy;

#[derive(Debug, thiserror::Error)]
pub enum SealError {
    #[error("sealed data could not be opened: it was changed, moved to another row, or sealed under another key")]
    Broken,
    #[error(transparent)]
    Key(#[from] KeyError),
}

const VERSION: u8 = 1;
const NONCE: usize = 24;

/// The key of one record. It exists in memory only; the row keeps it wrapped.
#[derive(Clone)]
pub struct DataKey([u8; 32]);

/// A data key as a row keeps it.
pub struct Wrapped {
    pub key_id: String,
    pub key: Vec<u8>,
}

impl DataKey {
    pub fn generate(entropy: &Entropy) -> Self {
        Self(entropy.bytes())
    }

    /// A key out of a secret that only the holder of a link or cookie has, together with the server's own.
    pub fn from_secret(keys: &Keys, purpose: &str, secret: &str) -> Self {
        let server = keys.lookup_key(purpose);
        Self(expand(&[&server[..], secret.as_bytes()].concat(), purpose))
    }

    /// A key for one purpose straight from a master key, for records that live briefly.
    pub fn for_purpose(keys: &Keys, key_id: &str, purpose: &str) -> Result<Self, SealError> {
        Ok(Self(keys.derive(key_id, purpose)?))
    }

    /// Wraps this key for the row `id` of `table`.
    pub fn wrap(&self, keys: &Keys, entropy: &Entropy, table: &str, id: Uuid) -> Result<Wrapped, SealError> {
        let key_id = keys.current();
        let wrapping = Self(keys.derive(&key_id, "wrap data keys")?);
        Ok(Wrapped { key: wrapping.seal_bytes(entropy, &label(table, "wrapped_key", id), &self.0), key_id })
    }

    /// Unwraps the key that the row `id` of `table` keeps.
    pub fn unwrap(keys: &Keys, key_id: &str, wrapped: &[u8], table: &str, id: Uuid) -> Result<Self, SealError> {
        let wrapping = Self(keys.derive(key_id, "wrap data keys")?);
        let key = wrapping.open_bytes(&label(table, "wrapped_key", id), wrapped)?;
        Ok(Self(key.try_into().map_err(|_| SealError::Broken)?))
    }

    /// Seals a value for one column of one row: in any other place it does not open.
    pub fn seal<T: Serialize + ?Sized>(
        &self,
        entropy: &Entropy,
        table: &str,
        column: &str,
        id: Uuid,
        value: &T,
    ) -> Vec<u8> {
        let json = serde_json::to_vec(value).unwrap_or_default();
        self.seal_bytes(entropy, &label(table, column, id), &json)
    }

    /// Opens what [`seal`](Self::seal) sealed for the same column of the same row.
    pub fn open<T: DeserializeOwned>(
        &self,
        table: &str,
        column: &str,
        id: Uuid,
        sealed: &[u8],
    ) -> Result<T, SealError> {
        let json = self.open_bytes(&label(table, column, id), sealed)?;
        serde_json::from_slice(&json).map_err(|_| SealError::Broken)
    }

    fn seal_bytes(&self, entropy: &Entropy, place: &str, plain: &[u8]) -> Vec<u8> {
        let nonce = entropy.bytes::<NONCE>();
        let payload = Payload { msg: plain, aad: place.as_bytes() };
        // Encryption fails only beyond 256 GiB, which no request can carry.
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), payload).unwrap_or_default();
        [&[VERSION][..], &nonce, &sealed].concat()
    }

    fn open_bytes(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let (head, body) = sealed.split_at_checked(1 + NONCE).ok_or(SealError::Broken)?;
        let nonce: [u8; NONCE] = head[1..].try_into().map_err(|_| SealError::Broken)?;
        if head[0] != VERSION {
            return Err(SealError::Broken);
        }
        let payload = Payload { msg: body, aad: place.as_bytes() };
        self.cipher().decrypt(&XNonce::from(nonce), payload).map_err(|_| SealError::Broken)
    }

    pub(super) fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&Key::from(self.0))
    }
}

/// Where a sealed value lives; it is authenticated with the value.
fn label(table: &str, column: &str, id: Uuid) -> String {
    format!("{table}.{column} {id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_value_opens_only_in_its_own_place_and_unchanged() {
        let entropy = Entropy::seeded(1);
        let key = DataKey::generate(&entropy);
        let (id, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let sealed = key.seal(&entropy, "report", "sealed_content", id, "张三");
        assert_eq!(key.open::<String>("report", "sealed_content", id, &sealed).unwrap(), "张三");
        assert!(key.open::<String>("report", "sealed_content", other, &sealed).is_err());
        assert!(key.open::<String>("report", "sealed_summary", id, &sealed).is_err());
        for position in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[position] ^= 1;
            assert!(key.open::<String>("report", "sealed_content", id, &changed).is_err(), "byte {position}");
        }
        assert!(key.open::<String>("report", "sealed_content", id, &sealed[..10]).is_err());
    }

    #[test]
    fn a_wrapped_key_opens_only_in_its_own_row() {
        let entropy = Entropy::seeded(2);
        let keys = Keys::generate(&entropy);
        let key = DataKey::generate(&entropy);
        let wrapped = key.wrap(&keys, &entropy, "report", Uuid::from_u128(1)).unwrap();
        assert!(DataKey::unwrap(&keys, &wrapped.key_id, &wrapped.key, "report", Uuid::from_u128(1)).is_ok());
        assert!(DataKey::unwrap(&keys, &wrapped.key_id, &wrapped.key, "report", Uuid::from_u128(2)).is_err());
        assert!(DataKey::unwrap(&keys, &wrapped.key_id, &wrapped.key, "draft", Uuid::from_u128(1)).is_err());
    }
}
