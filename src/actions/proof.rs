//! What a reporter takes away as proof: the signed receipt, and the text that it stands for.

use serde_json::Value;

use super::sign_receipt::filed;
use crate::{
    crypto::{DataKey, receipt},
    domain::filed::Filed,
    portal::Portal,
    storage::{self, reports::ReportRow},
};

pub struct Proof {
    pub receipt: String,
    /// The text that the court holds now, in the form that a receipt is checked with.
    pub filed: Filed,
    /// Whether the receipt is of this very text.
    pub fits: bool,
    /// Whether that text is no longer the one of the receipt: it was changed within the first minutes.
    pub changed_since: bool,
}

/// The proof of a report; `None` when it was taken in before receipts were signed.
pub async fn find_proof(portal: &Portal, row: &ReportRow, key: &DataKey) -> storage::Result<Option<Proof>> {
    let Some(kept) = storage::receipts::find(&portal.db, row.id).await? else { return Ok(None) };
    let (Some(receipt), Some(opening)) = (kept.receipt.clone(), kept.opening(key, row.id)?) else { return Ok(None) };
    // As it was sealed, whatever this version of the program makes of it.
    let content: Value = key.open("report", "sealed_content", row.id, &row.sealed_content)?;
    let filed = filed(row, &content, &opening);
    let signed = receipt::verify(&receipt, &portal.keys.receipt_keys());
    let fits = signed.ok().map(|signed| signed.content == opening.hash(&filed));
    Ok(Some(Proof { receipt, filed, fits: fits == Some(true), changed_since: fits == Some(false) }))
}
