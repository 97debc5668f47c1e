//! Small helpers around the browser's document.

use std::cell::RefCell;

use gloo_timers::callback::Timeout;
use leptos::prelude::document;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, EventTarget, HtmlFormElement, HtmlInputElement, HtmlTextAreaElement};

/// What stands in a field, and the field.
pub fn field(id: &str) -> Option<(String, EventTarget)> {
    let element = document().get_element_by_id(id)?;
    let value = element.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value);
    let value = value.or_else(|| element.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value))?;
    Some((value, element.into()))
}

/// Calls `act` on each event of that name; for as long as the page lives.
pub fn listen(target: &EventTarget, name: &str, act: impl FnMut(Event) + 'static) {
    let act = Closure::<dyn FnMut(Event)>::new(act);
    let _ = target.add_event_listener_with_callback(name, act.as_ref().unchecked_ref());
    act.forget();
}

/// Calls `act` once nobody has typed into the target for so many milliseconds.
pub fn after_pause(target: &EventTarget, millis: u32, act: impl Fn() + Clone + 'static) {
    let waiting = RefCell::new(None);
    // Somebody may have typed before this code arrived.
    if is_touched(target) {
        waiting.replace(Some(Timeout::new(millis, act.clone())));
    }
    listen(target, "input", move |_| {
        // The last pause wins: dropping a timeout cancels it.
        waiting.replace(Some(Timeout::new(millis, act.clone())));
    });
}

/// Whether a field, or a field of a form, holds something else than the page came with.
fn is_touched(target: &EventTarget) -> bool {
    if let Some(form) = target.dyn_ref::<HtmlFormElement>() {
        let elements = form.elements();
        return (0..elements.length()).filter_map(|n| elements.item(n)).any(|element| is_touched(&element));
    }
    if let Some(area) = target.dyn_ref::<HtmlTextAreaElement>() {
        return area.default_value().is_ok_and(|default| area.value() != default);
    }
    target
        .dyn_ref::<HtmlInputElement>()
        .is_some_and(|input| input.value() != input.default_value() || input.checked() != input.default_checked())
}
