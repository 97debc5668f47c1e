//! Takes a signed receipt out of the address behind `#`, where the QR code put it and no server ever sees it.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlTextAreaElement;

/// Fills the text field with the id `field` and says so in the words of `filled`.
#[island]
pub fn ReceiptFromAddress(field: String, filled: String) -> impl IntoView {
    let words = RwSignal::new(String::new());
    Effect::new(move |_| {
        let receipt = window().location().hash().unwrap_or_default().replace('#', "");
        let area =
            document().get_element_by_id(&field).and_then(|element| element.dyn_into::<HtmlTextAreaElement>().ok());
        if let (true, Some(area)) = (receipt.starts_with("NDR"), area) {
            area.set_value(&receipt);
            words.set(filled.clone());
            // Not a secret, yet nothing that the history of a shared device needs.
            let (location, history) = (window().location(), window().history());
            let plain = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
            let _ = history.and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(&plain)));
        }
    });
    view! { <p class="saved" role="status">{move || words.get()}</p> }
}
