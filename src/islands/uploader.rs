//! Sends evidence files in parts, several at once: each shows how far it has come, can be cancelled, and goes on after a
//! lost connection where it broke off, even after a reload once the same file is chosen again. Also takes files that are
//! dropped onto the page, and recordings.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
    sync::Arc,
};

use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Event, File, FileList, HtmlElement, HtmlFormElement, HtmlInputElement};

use super::{
    dom::listen,
    file_list,
    recorder::recorder,
    sending::{Outcome, Sending, send},
};

/// What the server answers to a call about a file in parts.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Answer {
    pub id: String,
    /// Bytes that are here, from the beginning without a gap.
    pub received: u64,
    /// Whether it stands among the files.
    pub done: bool,
    /// Why the file is not taken, if it is not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// What the island says; holes are written `{so}`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Words {
    pub drop: String,
    pub waiting: String,
    pub sending: String,
    pub resumed: String,
    pub lost: String,
    pub failed: String,
    pub done: String,
    pub already: String,
    pub cancel: String,
    pub cancelled: String,
    pub retry: String,
    pub dismiss: String,
    pub gone: String,
    pub saved: String,
    pub not_saved: String,
    pub record: String,
    pub record_help: String,
    pub asking: String,
    pub recording: String,
    pub stop: String,
    pub stopped: String,
    pub at_most: String,
    pub listen: String,
    pub take: String,
    pub discard: String,
    pub discarded: String,
    pub refused: String,
    pub no_microphone: String,
    pub broken: String,
    pub voice_name: String,
}

/// As many files are on their way at once.
const AT_ONCE: usize = 2;

/// Everything that the files of a page share.
#[derive(Clone)]
pub struct Desk {
    /// Address of the page's files, `…/files`.
    pub base: String,
    pub words: Arc<Words>,
    rows: RwSignal<Vec<Sending>>,
    /// What is read out when something happened.
    spoken: RwSignal<String>,
    queue: Rc<RefCell<VecDeque<Sending>>>,
    under_way: Rc<RefCell<usize>>,
    /// Whether the list is looked at again by itself.
    watching: Rc<Cell<bool>>,
    /// Whose signals the rows are: a row outlives the button that began it.
    owner: Owner,
}

/// Stands behind the form with the id `upload`; `most` is the largest recording in bytes.
#[island]
pub fn Uploader(base: String, most: u64, words: Words) -> impl IntoView {
    let rows = RwSignal::new(Vec::new());
    let spoken = RwSignal::new(String::new());
    let awake = RwSignal::new(false);
    let texts = words.clone();
    let desk = StoredValue::new_local(None::<Desk>);
    Effect::new(move |_| {
        let words = Arc::new(words.clone());
        let made = Desk {
            base: base.clone(),
            words,
            rows,
            spoken,
            queue: Rc::default(),
            under_way: Rc::default(),
            watching: Rc::default(),
            owner: Owner::current().unwrap_or_default(),
        };
        if wake(&made) {
            desk.set_value(Some(made));
            awake.set(true);
        }
    });
    let hint = texts.drop.clone();
    view! {
        <div class="uploads">
            {move || awake.get().then(|| view! { <p class="help drop-hint">{hint.clone()}</p> })}
            <p class="hidden" role="status" id="upload-status">{move || spoken.get()}</p>
            <div id="uploads-here">
                <For each=move || rows.get() key=|row| row.key children=move |row| row_of(row, desk) />
            </div>
            {move || {
                let desk = awake.get().then(|| desk.get_value()).flatten()?;
                Some(recorder(most, desk.words.clone(), move |file| desk.take(vec![file])))
            }}
        </div>
    }
}

/// One file on its way.
fn row_of(row: Sending, desk: StoredValue<Option<Desk>, LocalStorage>) -> AnyView {
    let Some(desk) = desk.get_value() else { return ().into_any() };
    let words = desk.words.clone();
    let name = row.name.clone();
    let named = |text: &str| view! { {text.to_owned()}<span class="hidden">" "{name.clone()}</span> };
    let (cancel, retry, dismiss) = (named(&words.cancel), named(&words.retry), named(&words.dismiss));
    let shown = row.state;
    let is = move |outcome: Outcome| move || shown.with(|state| state.outcome != outcome).to_owned();
    let (cancelling, again, away) = (row.clone(), row.clone(), row.clone());
    let (desk_again, desk_away, desk_cancel) = (desk.clone(), desk.clone(), desk);
    view! {
        <div class="sending">
            <span class="typed">{row.name.clone()}</span>
            <progress max="100" aria-label=row.name.clone() value=move || shown.with(|state| state.share.to_string()) hidden=is(Outcome::UnderWay)></progress>
            <span class="state" class:wrong=move || shown.with(|state| state.outcome == Outcome::Refused || state.outcome == Outcome::Broken)>
                {move || shown.with(|state| state.words.clone())}
            </span>
            <button type="button" class="plain" hidden=is(Outcome::UnderWay) on:click=move |_| desk_cancel.cancel(&cancelling)>{cancel}</button>
            <button type="button" class="plain" hidden=is(Outcome::Broken) on:click=move |_| desk_again.again(&again)>{retry}</button>
            <button type="button" class="plain" hidden=is(Outcome::Refused) on:click=move |_| desk_away.forget(&away)>{dismiss}</button>
        </div>
    }
    .into_any()
}

/// Listens to the form, the page and the list.
fn wake(desk: &Desk) -> bool {
    let form = document().get_element_by_id("upload").and_then(|element| element.dyn_into::<HtmlFormElement>().ok());
    let Some(form) = form else { return false };
    // What is for hands alone goes: files are sent as soon as they are chosen, and described in the list.
    let _ = form.class_list().add_1("alive");
    let by_hand = form.query_selector_all(".by-hand").ok();
    for n in 0..by_hand.as_ref().map_or(0, web_sys::NodeList::length) {
        let part = by_hand.as_ref().and_then(|list| list.get(n)).and_then(|part| part.dyn_into::<HtmlElement>().ok());
        if let Some(part) = part {
            part.set_hidden(true);
        }
    }
    for id in ["file", "camera"] {
        let Some(input) =
            document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok())
        else {
            continue;
        };
        let (desk, chooser) = (desk.clone(), input.clone());
        let take = move || {
            desk.take(chooser.files().map(all).unwrap_or_default());
            chooser.set_value("");
        };
        // Somebody may have chosen before this code arrived.
        if input.files().is_some_and(|files| files.length() > 0) {
            take();
        }
        listen(&input.into(), "change", move |_| take());
    }
    let sent = desk.clone();
    listen(&form.into(), "submit", move |event: Event| {
        event.prevent_default();
        sent.spoken.set(String::new());
    });
    for name in ["dragenter", "dragover", "dragleave", "drop"] {
        let desk = desk.clone();
        listen(&document().into(), name, move |event: Event| desk.dragged(name, &event));
    }
    let leaving = desk.clone();
    listen(&window().into(), "beforeunload", move |event: Event| {
        // The browser asks in its own words whether to stay.
        if *leaving.under_way.borrow() > 0 {
            event.prevent_default();
        }
    });
    file_list::wake(&desk.words);
    desk.watch();
    true
}

fn all(list: FileList) -> Vec<File> {
    (0..list.length()).filter_map(|n| list.get(n)).collect()
}

impl Desk {
    fn dragged(&self, name: &str, event: &Event) {
        let Some(dragged) = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer) else { return };
        // Text that is dragged inside a field is nobody's file.
        if !dragged.types().includes(&"Files".into(), 0) {
            return;
        }
        event.prevent_default();
        let over = matches!(name, "dragenter" | "dragover");
        if let Some(body) = document().body() {
            let _ = body.class_list().toggle_with_force("dropping", over);
        }
        if name == "drop" {
            self.take(dragged.files().map(all).unwrap_or_default());
        }
    }

    /// Says something to those who listen.
    pub fn say(&self, words: String) {
        self.spoken.set(words);
    }

    /// Queues files.
    pub fn take(&self, files: Vec<File>) {
        for file in files {
            let key = self.rows.with_untracked(|rows| rows.iter().map(|row| row.key).max().unwrap_or(0) + 1);
            let row = self.owner.with(|| Sending::new(key, file, &self.words));
            self.rows.update(|rows| rows.push(row.clone()));
            self.queue.borrow_mut().push_back(row);
        }
        self.go_on();
    }

    /// Sends what waits, as many at once as may be.
    fn go_on(&self) {
        while *self.under_way.borrow() < AT_ONCE {
            let Some(row) = self.queue.borrow_mut().pop_front() else { return };
            if row.outcome() != Outcome::UnderWay {
                continue;
            }
            *self.under_way.borrow_mut() += 1;
            let desk = self.clone();
            spawn_local(async move {
                let outcome = send(&desk, &row).await;
                *desk.under_way.borrow_mut() -= 1;
                desk.go_on();
                desk.over(&row, outcome).await;
            });
        }
    }

    async fn over(&self, row: &Sending, outcome: Outcome) {
        row.state.update(|state| state.outcome = outcome);
        match outcome {
            Outcome::Done | Outcome::Already => {
                self.refresh().await;
                let words = if outcome == Outcome::Done { &self.words.done } else { &self.words.already };
                self.say(words.replace("{name}", &row.name));
                self.forget(row);
            }
            Outcome::Cancelled => {
                self.say(self.words.cancelled.replace("{name}", &row.name));
                self.forget(row);
            }
            Outcome::Refused | Outcome::Broken => {
                self.say(format!("{}: {}", row.name, row.state.with_untracked(|state| state.words.clone())));
            }
            Outcome::UnderWay => {}
        }
    }

    fn cancel(&self, row: &Sending) {
        row.state.update(|state| state.outcome = Outcome::Cancelled);
        row.stop();
        let (desk, row) = (self.clone(), row.clone());
        spawn_local(async move {
            desk.over(&row, Outcome::Cancelled).await;
            row.take_back(&desk.base).await;
            desk.refresh().await;
        });
    }

    /// Brings the list up to date, and again while something in it is being prepared.
    async fn refresh(&self) {
        // What is on its way here stands in our own rows.
        let here = || self.rows.with_untracked(|rows| rows.iter().map(Sending::id).collect::<Vec<_>>());
        file_list::refresh(&self.base, here).await;
        self.watch();
    }

    fn watch(&self) {
        if self.watching.replace(true) {
            return;
        }
        let desk = self.clone();
        spawn_local(async move {
            for pause in [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000] {
                if !file_list::waits() {
                    break;
                }
                TimeoutFuture::new(pause).await;
                let here = || desk.rows.with_untracked(|rows| rows.iter().map(Sending::id).collect::<Vec<_>>());
                file_list::refresh(&desk.base, here).await;
            }
            desk.watching.set(false);
        });
    }

    fn again(&self, row: &Sending) {
        row.state.update(|state| {
            state.outcome = Outcome::UnderWay;
            state.words.clone_from(&self.words.waiting);
        });
        self.queue.borrow_mut().push_back(row.clone());
        self.go_on();
    }

    fn forget(&self, row: &Sending) {
        self.rows.update(|rows| rows.retain(|one| one.key != row.key));
    }
}
