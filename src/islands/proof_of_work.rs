//! Works for a moment so that nobody has to wait: while the last page is read, or before a draft is begun.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use sha2::{Digest, Sha256};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlFormElement, HtmlInputElement};

use super::dom::listen;

/// How many numbers are tried before the page may breathe: some ten milliseconds.
const SLICE: u64 = 4_096;

/// Stands in a form whose field `work` takes the answer. `wait` is for those without JavaScript, `working` holds
/// `{share}`. With `goes_on` the form goes on by itself when the work is done; else when the button was pressed.
#[island]
pub fn ProofOfWork(
    challenge: String,
    bits: u32,
    wait: String,
    working: String,
    done: String,
    goes_on: bool,
) -> impl IntoView {
    let words = RwSignal::new(wait);
    let task = StoredValue::new(Task { challenge, bits, working, done });
    Effect::new(move |_| begin(task, goes_on, words));
    view! { <p class="note working long" role="status">{move || words.get()}</p> }
}

#[derive(Clone)]
struct Task {
    challenge: String,
    bits: u32,
    working: String,
    done: String,
}

/// The field for the answer, and its form.
fn place() -> Option<(HtmlInputElement, HtmlFormElement)> {
    let field = document().get_element_by_id("work")?.dyn_into::<HtmlInputElement>().ok()?;
    let form = field.form()?;
    Some((field, form))
}

fn begin(task: StoredValue<Task>, goes_on: bool, words: RwSignal<String>) {
    let Some((field, form)) = place() else { return };
    let pressed = StoredValue::new(goes_on);
    // Pressed before the work is done: it is sent a moment later.
    listen(&form.into(), "submit", move |event: Event| {
        if field.value().is_empty() {
            event.prevent_default();
            pressed.set_value(true);
        }
    });
    work(task, 0, pressed, words);
}

/// Tries a slice of numbers, then lets the page breathe and goes on.
fn work(task: StoredValue<Task>, from: u64, pressed: StoredValue<bool>, words: RwSignal<String>) {
    let Task { challenge, bits, working, done } = task.get_value();
    if let Some(found) = find(&challenge, bits, from, SLICE) {
        words.set(done);
        if let Some((field, form)) = place() {
            field.set_value(&found.to_string());
            if pressed.get_value() {
                let _ = form.request_submit();
            }
        }
        return;
    }
    let tried = from + SLICE;
    // Luck has no end that could be counted to: this is about the chance to have been through by now, in steps that a
    // screen reader can follow.
    let half = (1 << bits) / 2;
    let text = working.replace("{share}", &(100 * tried / (tried + half) / 20 * 20).to_string());
    if words.with_untracked(|now| *now != text) {
        words.set(text);
    }
    Timeout::new(0, move || work(task, tried, pressed, words)).forget();
}

/// The first of `count` numbers from `from` with which the hash of `challenge:number` begins with that many zero bits.
pub fn find(challenge: &str, bits: u32, from: u64, count: u64) -> Option<u64> {
    let head = Sha256::new_with_prefix(format!("{challenge}:"));
    (from..from + count).find(|number| {
        let hash = head.clone().chain_update(number.to_string()).finalize();
        let first = hash.iter().take(8).fold(0_u64, |first, byte| (first << 8) | u64::from(*byte));
        first.leading_zeros() >= bits
    })
}
