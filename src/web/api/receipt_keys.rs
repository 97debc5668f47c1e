//! `GET /receipt-keys`: the public keys with which anybody can check a receipt.

use axum::{Json, extract::State};
use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::portal::Portal;

/// Public keys of receipts, newest first, as a JSON Web Key Set (RFC 7517, RFC 8037) with some more members.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ReceiptKeys {
    pub keys: Vec<ReceiptKey>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct ReceiptKey {
    /// `OKP`
    pub kty: &'static str,
    /// `Ed25519`
    pub crv: &'static str,
    /// The key's id as receipts name it: the first sixteen digits of the fingerprint.
    pub kid: String,
    /// The public key: 32 bytes in base64url.
    pub x: String,
    /// SHA-256 of the public key, hexadecimal.
    pub fingerprint: String,
    pub created_at: DateTime<Utc>,
    /// Since when it signs no more; receipts that it signed before stay genuine.
    pub retired_at: Option<DateTime<Utc>>,
    /// Whether new receipts are signed with it.
    pub signs: bool,
}

/// The public keys of receipts.
#[utoipa::path(get, path = "/api/v1/receipt-keys", tag = "citizens", responses((status = 200, body = ReceiptKeys)))]
pub async fn list(State(portal): State<Portal>) -> Json<ReceiptKeys> {
    let keys = portal.keys.all().receipts.into_iter().map(|key| ReceiptKey {
        kty: "OKP",
        crv: "Ed25519",
        kid: key.public.id().to_string(),
        x: key.public.to_string(),
        fingerprint: key.public.fingerprint().replace(' ', ""),
        created_at: key.created_at,
        retired_at: key.retired_at,
        signs: key.secret.is_some(),
    });
    Json(ReceiptKeys { keys: keys.collect() })
}
