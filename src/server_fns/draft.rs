//! Saves a draft while it is typed.

use leptos::prelude::*;

/// Saves the fields of a page, as a form would send them; returns the time in China (`14:05`), nothing where the draft
/// was sent or deleted meanwhile. The draft's token is the right to do so.
#[server(prefix = "/fn", endpoint = "draft")]
pub async fn save_draft(draft: String, fields: String) -> Result<Option<String>, ServerFnError> {
    use crate::{actions::draft::save, clock::SHANGHAI, portal::Portal};

    let portal = expect_context::<Portal>();
    let failed = || ServerFnError::new("not saved");
    let fields: Vec<(String, String)> = serde_urlencoded::from_str(&fields).map_err(|_| failed())?;
    match save(&portal, &draft, &fields, None).await {
        Ok(saved) => Ok(saved.map(|draft| draft.row.saved_at.with_timezone(&SHANGHAI).format("%H:%M").to_string())),
        Err(error) => {
            tracing::error!(%error, "a draft could not be saved");
            Err(failed())
        }
    }
}
