//! Signs that a content was taken in under a number at a time: of a new report, or of a later version of one.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    crypto::{
        SealError,
        receipt::{self, Opening},
    },
    domain::{
        filed::{Filed, Parts},
        report::ReportNumber,
    },
    portal::Portal,
    storage::reports::ReportRow,
};

/// The receipt of this content. A later version is signed with the same opening and its own time; the receipt of the
/// version before it stays valid for that version.
///
/// # Errors
/// When the portal has no key that signs.
pub fn sign_receipt<T: Serialize + ?Sized>(
    portal: &Portal,
    row: &ReportRow,
    content: &T,
    opening: &Opening,
    at: DateTime<Utc>,
) -> Result<String, SealError> {
    let signer = portal.keys.receipt_signer()?;
    let number = ReportNumber::parse(&row.number).ok_or(SealError::Broken)?;
    Ok(receipt::sign(&signer, &number, at, opening.hash(&filed(row, content, opening))))
}

/// What a receipt of this report with this content covers.
pub fn filed<T: Serialize + ?Sized>(row: &ReportRow, content: &T, opening: &Opening) -> Filed {
    Filed::new(&Parts {
        channel: &row.channel,
        category: &row.category,
        court: row.court_concerned.as_deref(),
        livelihood: row.livelihood.as_deref(),
        content: serde_json::to_value(content).unwrap_or_default(),
        salt: &opening.salt,
    })
}
