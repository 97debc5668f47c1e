//! Signed manifests: the list of what stands in an exported report, with the hash of each file. `NDM1.KEY.SIGNATURE`.
//!
//! The key is the one that signs receipts. What is signed begins with a line of its own, so that no manifest can be
//! taken for a receipt and no receipt for a manifest (those begin with `NDR1.`).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signature, Signer, SigningKey};

use super::receipt::PublicKey;

/// What stands before the manifest's own bytes in what is signed.
const CONTEXT: &[u8] = b"nuandong export manifest 1\n";
const PREFIX: &str = "NDM1";

/// Why a manifest is not ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    #[error("not_a_signature")]
    NotASignature,
    #[error("unknown_key")]
    UnknownKey(String),
    #[error("changed")]
    Changed,
}

/// Signs the bytes of a manifest.
pub fn sign(key: &SigningKey, manifest: &[u8]) -> String {
    let signature = key.sign(&[CONTEXT, manifest].concat()).to_bytes();
    format!("{PREFIX}.{}.{}", PublicKey::from(key.verifying_key()).id(), URL_SAFE_NO_PAD.encode(signature))
}

/// Checks a manifest's bytes against its signature; tells which key signed it.
///
/// # Errors
/// Why it is not genuine.
pub fn verify(manifest: &[u8], signature: &str, keys: &[PublicKey]) -> Result<String, ManifestError> {
    let mut parts = signature.trim().split('.');
    let (Some(PREFIX), Some(key), Some(signature), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(ManifestError::NotASignature);
    };
    let bytes = URL_SAFE_NO_PAD.decode(signature).map_err(|_| ManifestError::NotASignature)?;
    let signature = Signature::from_slice(&bytes).map_err(|_| ManifestError::NotASignature)?;
    let known = keys.iter().find(|known| known.id().to_string() == key);
    let known = known.ok_or_else(|| ManifestError::UnknownKey(key.to_owned()))?;
    if known.signed(&[CONTEXT, manifest].concat(), &signature) {
        Ok(key.to_owned())
    } else {
        Err(ManifestError::Changed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_is_genuine_as_it_was_signed_and_not_otherwise() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let keys = [PublicKey::from(key.verifying_key())];
        let signature = sign(&key, b"{}");
        assert_eq!(verify(b"{}", &format!("{signature}\n"), &keys), Ok(keys[0].id().to_string()));
        assert_eq!(verify(b"{ }", &signature, &keys), Err(ManifestError::Changed));
        let other = [PublicKey::from(SigningKey::from_bytes(&[8; 32]).verifying_key())];
        assert_eq!(verify(b"{}", &signature, &other), Err(ManifestError::UnknownKey(keys[0].id().to_string())));
        for wrong in ["", "NDM1", "NDR1.a.b", "NDM1.a.b.c", "NDM1.a.!"] {
            assert_eq!(verify(b"{}", wrong, &keys), Err(ManifestError::NotASignature), "{wrong}");
        }
        // The same bytes signed for another use are no manifest.
        let bare = URL_SAFE_NO_PAD.encode(key.sign(b"{}").to_bytes());
        assert_eq!(verify(b"{}", &format!("NDM1.{}.{bare}", keys[0].id()), &keys), Err(ManifestError::Changed));
    }
}
