//! Takes a receipt code or resume code out of the address behind `#`, where the QR code put it and no server ever sees it.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlInputElement;

/// Fills the field with the id `field`.
#[island]
pub fn CodeFromAddress(field: String) -> impl IntoView {
    Effect::new(move |_| {
        let code = window().location().hash().unwrap_or_default().replace('#', "");
        let digits = matches!(code.len(), 16 | 20) && code.bytes().all(|byte| byte.is_ascii_digit());
        let input =
            document().get_element_by_id(&field).and_then(|element| element.dyn_into::<HtmlInputElement>().ok());
        if let (true, Some(input)) = (digits, input) {
            input.set_value(&code);
            // The code must not stay in the address bar or the history, where the next person reads it.
            let (location, history) = (window().location(), window().history());
            let plain = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
            let _ = history.and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(&plain)));
        }
    });
}
