//! Signed receipts: `NDR1.PAYLOAD.SIGNATURE`. A receipt proves that this portal took in a report, when, and, to whoever
//! holds code and text, which text; by itself it reveals nothing. `docs/receipts.md` describes every byte.

use std::fmt;

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use chrono::{DateTime, Utc};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    clock::Entropy,
    domain::{
        filed::Filed,
        report::{ReceiptCode, ReportNumber},
    },
};

/// What every receipt begins with, before the version.
const NAME: &str = "NDR";
const VERSION: &str = "1";
const PREFIX: &str = "NDR1.";
/// Number, time, key, content hash.
const PAYLOAD: usize = 8 + 8 + 8 + 32;
/// Characters of the payload, of the signature, and of all that follows the prefix.
const PAYLOAD_TEXT: usize = 75;
const SIGNATURE_TEXT: usize = 86;
const REST: usize = PAYLOAD_TEXT + 1 + SIGNATURE_TEXT;
/// What the receipt code is hashed under before it becomes a key.
const CODE_LABEL: &[u8] = b"nuandong receipt code 1";

/// What a receipt says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub number: ReportNumber,
    /// To the microsecond; what is finer is cut off.
    pub received_at: DateTime<Utc>,
    pub content: ContentHash,
    /// The key that signed it.
    pub key: KeyId,
}

/// The hash of what was filed, under the receipt code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContentHash(pub [u8; 32]);

/// The first eight bytes of a public key's SHA-256, as sixteen hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyId([u8; 8]);

/// Why a text is not a genuine receipt of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    #[error("not_a_receipt")]
    NotAReceipt,
    /// Made by a later version of this program.
    #[error("future_version")]
    FutureVersion,
    #[error("cut_off")]
    CutOff,
    /// A character was changed, added or lost, or somebody made it up.
    #[error("changed")]
    Changed,
    /// Signed with a key that is none of those it is held against.
    #[error("unknown_key")]
    UnknownKey(KeyId),
}

/// A public key of receipts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

/// What binds a receipt to its code and hides the content. The report keeps it sealed, so that a later version of the
/// content can be signed, and its text handed out, without the code.
#[derive(Clone, Serialize, Deserialize)]
pub struct Opening {
    code_key: [u8; 32],
    /// Stands in the text that was filed.
    pub salt: String,
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl From<VerifyingKey> for PublicKey {
    fn from(key: VerifyingKey) -> Self {
        Self(key)
    }
}

/// The 32 bytes in base64url without padding, as in a JWK.
impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0.as_bytes()))
    }
}

impl PublicKey {
    /// Reads base64url or base64; `None` when it is no key.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let bytes = URL_SAFE_NO_PAD.decode(text).or_else(|_| STANDARD.decode(text)).ok()?;
        VerifyingKey::from_bytes(&bytes.try_into().ok()?).ok().map(Self)
    }

    pub fn id(&self) -> KeyId {
        let hash = Sha256::digest(self.0.as_bytes());
        let mut id = [0; 8];
        id.copy_from_slice(&hash[..8]);
        KeyId(id)
    }

    /// Whether this key signed a message.
    pub(super) fn signed(&self, message: &[u8], signature: &Signature) -> bool {
        self.0.verify_strict(message, signature).is_ok()
    }

    /// The whole SHA-256 of the key, in groups of four digits, for comparing over another way.
    pub fn fingerprint(&self) -> String {
        let hash = Sha256::digest(self.0.as_bytes());
        let groups = hash.chunks(2).map(|pair| format!("{:02x}{:02x}", pair[0], pair[1]));
        groups.collect::<Vec<_>>().join(" ")
    }
}

impl Opening {
    pub fn new(code: &ReceiptCode, entropy: &Entropy) -> Self {
        Self { code_key: code_key(code), salt: URL_SAFE_NO_PAD.encode(entropy.bytes::<16>()) }
    }

    pub fn hash(&self, filed: &Filed) -> ContentHash {
        ContentHash(mac(&self.code_key, &filed.canonical()))
    }
}

/// The hash that a receipt holds if this is what was filed under this code.
pub fn content_hash(code: &ReceiptCode, filed: &Filed) -> ContentHash {
    ContentHash(mac(&code_key(code), &filed.canonical()))
}

fn code_key(code: &ReceiptCode) -> [u8; 32] {
    mac(CODE_LABEL, code.as_str().as_bytes())
}

fn mac(key: &[u8], message: &[u8]) -> [u8; 32] {
    // HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// Signs a receipt. The same facts under the same key give the same text.
pub fn sign(key: &SigningKey, number: &ReportNumber, received_at: DateTime<Utc>, content: ContentHash) -> String {
    let mut payload = [0; PAYLOAD];
    // Twelve digits always fit.
    payload[..8].copy_from_slice(&number.as_str().parse::<u64>().unwrap_or_default().to_be_bytes());
    payload[8..16].copy_from_slice(&received_at.timestamp_micros().to_be_bytes());
    payload[16..24].copy_from_slice(&PublicKey(key.verifying_key()).id().0);
    payload[24..].copy_from_slice(&content.0);
    let signed = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(payload));
    let signature = URL_SAFE_NO_PAD.encode(key.sign(signed.as_bytes()).to_bytes());
    format!("{signed}.{signature}")
}

/// Finds the receipt in a text and checks it against public keys. The text may hold words around the receipt, an
/// address before it, and line breaks within it.
///
/// # Errors
/// Why it is not genuine.
pub fn verify(text: &str, keys: &[PublicKey]) -> Result<Receipt, ReceiptError> {
    let (payload, signature) = find(text)?;
    let signed = format!("{PREFIX}{payload}");
    let payload: [u8; PAYLOAD] = bytes(&payload)?;
    let signature = Signature::from_bytes(&bytes(&signature)?);
    let (number, rest) = payload.split_at(8);
    let (time, rest) = rest.split_at(8);
    let (key, content) = rest.split_at(8);
    let key = KeyId(key.try_into().map_err(|_| ReceiptError::Changed)?);
    let known = keys.iter().find(|known| known.id() == key).ok_or(ReceiptError::UnknownKey(key))?;
    known.0.verify_strict(signed.as_bytes(), &signature).map_err(|_| ReceiptError::Changed)?;
    let whole = || -> Option<Receipt> {
        let number = u64::from_be_bytes(number.try_into().ok()?);
        let micros = i64::from_be_bytes(time.try_into().ok()?);
        Some(Receipt {
            number: ReportNumber::parse(&format!("{number:012}"))?,
            received_at: DateTime::from_timestamp_micros(micros)?,
            content: ContentHash(content.try_into().ok()?),
            key,
        })
    };
    whole().ok_or(ReceiptError::Changed)
}

/// Payload and signature of the receipt in a text.
fn find(text: &str) -> Result<(String, String), ReceiptError> {
    let versioned = |at: &usize| text[*at..].starts_with(|c: char| c.is_ascii_digit());
    let at =
        text.match_indices(NAME).map(|(at, _)| at + NAME.len()).find(versioned).ok_or(ReceiptError::NotAReceipt)?;
    let digits = text[at..].chars().take_while(char::is_ascii_digit).collect::<String>();
    if digits != VERSION {
        let later = !digits.starts_with('0');
        return Err(if later { ReceiptError::FutureVersion } else { ReceiptError::NotAReceipt });
    }
    let mut rest = text[at + VERSION.len()..].chars().peekable();
    match rest.next() {
        Some('.') => {}
        None => return Err(ReceiptError::CutOff),
        Some(_) => return Err(ReceiptError::NotAReceipt),
    }
    let mut found = String::with_capacity(REST);
    while found.len() < REST {
        match rest.next() {
            Some(c) if belongs(c) => found.push(c),
            Some(c) if is_gap(c) => {}
            _ => return Err(ReceiptError::CutOff),
        }
    }
    // One more character right behind it: not what was signed.
    if rest.next_if(|c| belongs(*c)).is_some() {
        return Err(ReceiptError::Changed);
    }
    match found.split_once('.') {
        Some((payload, signature)) if payload.len() == PAYLOAD_TEXT && signature.len() == SIGNATURE_TEXT => {
            Ok((payload.to_owned(), signature.to_owned()))
        }
        _ => Err(ReceiptError::Changed),
    }
}

/// A character of the text form.
fn belongs(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

/// What mail and text programs put between characters.
fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Decodes a part; bits that no byte uses must be zero, so that a receipt has one text only.
fn bytes<const N: usize>(text: &str) -> Result<[u8; N], ReceiptError> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| ReceiptError::Changed)?;
    bytes.try_into().map_err(|_| ReceiptError::Changed)
}

#[cfg(test)]
mod tests;
