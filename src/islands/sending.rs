//! One file on its way: announced, then sent part by part, each attempt from where the server says that it is.

use std::{cell::RefCell, rc::Rc};

use gloo_timers::future::TimeoutFuture;
use js_sys::{Promise, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Event, File, ProgressEvent, UrlSearchParams, XmlHttpRequest};

use super::{
    dom::listen,
    uploader::{Answer, Desk, Words},
};

/// Bytes in one part; the server takes no larger ones.
const PART: u64 = 1024 * 1024;
/// Bytes at the beginning by which a file is known again.
const HEAD: u64 = 64 * 1024;

/// How it ended, if it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    UnderWay,
    Done,
    /// It was here before.
    Already,
    Cancelled,
    /// The server does not take this file.
    Refused,
    /// The server has trouble; the same file may go through later.
    Broken,
}

/// What is shown of it.
#[derive(Clone, Debug)]
pub struct State {
    pub share: u32,
    pub words: String,
    pub outcome: Outcome,
}

#[derive(Clone)]
pub struct Sending {
    pub key: u32,
    pub name: String,
    pub state: RwSignal<State>,
    inner: StoredValue<Inner, LocalStorage>,
}

#[derive(Clone)]
struct Inner {
    file: File,
    /// The request that is under way.
    request: Rc<RefCell<Option<XmlHttpRequest>>>,
    /// What the server calls it.
    id: Rc<RefCell<String>>,
}

impl Sending {
    pub fn new(key: u32, file: File, words: &Words) -> Self {
        let state = State { share: 0, words: words.waiting.clone(), outcome: Outcome::UnderWay };
        let name = file.name();
        let inner = Inner { file, request: Rc::default(), id: Rc::default() };
        Self { key, name, state: RwSignal::new(state), inner: StoredValue::new_local(inner) }
    }

    /// What the server calls it; empty before it was announced.
    pub fn id(&self) -> String {
        self.inner.get_value().id.borrow().clone()
    }

    pub fn outcome(&self) -> Outcome {
        self.state.with_untracked(|state| state.outcome)
    }

    /// Ends the request that is under way.
    pub fn stop(&self) {
        if let Some(request) = self.inner.get_value().request.borrow_mut().take() {
            let _ = request.abort();
        }
    }

    /// Has the server forget what has arrived.
    pub async fn take_back(&self, base: &str) {
        let id = self.id();
        if !id.is_empty() {
            let _ = call(&self.inner.get_value(), &format!("{base}/{id}/remove"), Body::Fields(""), |_| {}).await;
        }
    }

    fn show(&self, words: String) {
        self.state.update(|state| state.words = words);
    }
}

/// Sends a file to its end, however often the line breaks.
pub async fn send(desk: &Desk, row: &Sending) -> Outcome {
    let inner = row.inner.get_value();
    let file = &inner.file;
    let uploads = format!("{}/uploads", desk.base.trim_end_matches("/files"));
    let announced = announcement(file).await;
    let mut waits = Waits::default();
    // Announcing a file that was begun before tells how much of it is here.
    let mut progress = loop {
        match call(&inner, &uploads, Body::Fields(&announced), |_| {}).await {
            Called::Answer(answer) => break answer,
            Called::Refused(words) => return refused(row, words),
            Called::Gone => return broken(row, &desk.words.gone),
            Called::Trouble if waits.too_many() => return broken(row, &desk.words.failed),
            Called::Trouble | Called::Lost => waits.wait(desk, row).await,
        }
        if row.outcome() == Outcome::Cancelled {
            return Outcome::Cancelled;
        }
    };
    inner.id.borrow_mut().clone_from(&progress.id);
    if progress.done {
        return Outcome::Already;
    }
    if progress.received > 0 {
        desk.say(format!("{}: {}", row.name, desk.words.resumed));
    }
    let size = bytes(file.size());
    let mut resumed = progress.received > 0;
    while !progress.done {
        if row.outcome() == Outcome::Cancelled {
            return Outcome::Cancelled;
        }
        let at = progress.received;
        let end = size.min(at + PART);
        let (told, words) = (row.clone(), desk.words.clone());
        let tell = move |sent: u64| {
            let here = (at + sent).min(end);
            let share = (here * 100).checked_div(size).unwrap_or(0).min(100);
            let line = words.sending.replace("{share}", &share.to_string()).replace("{here}", &megabytes(here));
            let line = line.replace("{all}", &megabytes(size));
            told.state.update(|state| {
                state.share = u32::try_from(share).unwrap_or(100);
                state.words = if resumed { format!("{} · {line}", words.resumed) } else { line };
            });
        };
        tell(0);
        let Ok(part) = file.slice_with_f64_and_f64(float(at), float(end)) else {
            return broken(row, &desk.words.failed);
        };
        match call(&inner, &format!("{uploads}/{}?at={at}", progress.id), Body::Part(&part), tell).await {
            Called::Answer(answer) => {
                waits = Waits::default();
                progress = answer;
            }
            Called::Refused(words) => return refused(row, words),
            Called::Gone => return broken(row, &desk.words.gone),
            Called::Trouble if waits.too_many() => return broken(row, &desk.words.failed),
            Called::Trouble | Called::Lost => {
                waits.wait(desk, row).await;
                resumed = true;
            }
        }
    }
    if row.outcome() == Outcome::Cancelled { Outcome::Cancelled } else { Outcome::Done }
}

fn refused(row: &Sending, words: String) -> Outcome {
    row.show(words);
    Outcome::Refused
}

fn broken(row: &Sending, words: &str) -> Outcome {
    row.show(words.to_owned());
    Outcome::Broken
}

/// Pauses between attempts.
#[derive(Default)]
struct Waits(u32);

impl Waits {
    /// Trouble of the server is not waited out for ever; a lost line is.
    const fn too_many(&self) -> bool {
        self.0 >= 5
    }

    /// One second, two, four … half a minute at most; less when the browser says that the line is back.
    async fn wait(&mut self, desk: &Desk, row: &Sending) {
        row.show(desk.words.lost.clone());
        desk.say(format!("{}: {}", row.name, desk.words.lost));
        let until = (1_000_u32 << self.0.min(5)).min(30_000) / 250;
        self.0 += 1;
        let was_offline = !window().navigator().on_line();
        for _ in 0..until {
            TimeoutFuture::new(250).await;
            let back = was_offline && window().navigator().on_line();
            if back || row.outcome() == Outcome::Cancelled {
                return;
            }
        }
    }
}

/// What is told of a file before it is sent.
async fn announcement(file: &File) -> String {
    let head = file.slice_with_f64_and_f64(0.0, float(HEAD)).ok();
    let head = match head {
        Some(head) => JsFuture::from(head.array_buffer()).await.map(|buffer| Uint8Array::new(&buffer).to_vec()).ok(),
        None => None,
    };
    // The time of the last change and the beginning: nothing secret hangs on it, it only tells one file from another.
    let mark = format!("{}-{:016x}", bytes(file.last_modified()), fnv(&head.unwrap_or_default()));
    let Ok(fields) = UrlSearchParams::new() else { return String::new() };
    fields.append("name", &file.name());
    fields.append("size", &bytes(file.size()).to_string());
    fields.append("mark", &mark);
    String::from(fields.to_string())
}

/// FNV-1a, 64 bits.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}

/// Sizes and times of files fit both ways: a browser counts them in whole numbers below 2^53.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number below 2^53")]
const fn bytes(size: f64) -> u64 {
    size as u64
}

#[expect(clippy::cast_precision_loss, reason = "a whole number below 2^53")]
const fn float(bytes: u64) -> f64 {
    bytes as f64
}

pub fn megabytes(bytes: u64) -> String {
    format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576)
}

/// What is posted.
enum Body<'a> {
    Fields(&'a str),
    Part(&'a Blob),
}

/// How a call went.
enum Called {
    Answer(Answer),
    Refused(String),
    /// The page's right is over: the draft was sent, or the visit ended.
    Gone,
    Trouble,
    /// Nobody answered.
    Lost,
}

/// Posts, and tells how many bytes have gone.
async fn call(inner: &Inner, address: &str, body: Body<'_>, tell: impl Fn(u64) + 'static) -> Called {
    let Ok(request) = XmlHttpRequest::new() else { return Called::Trouble };
    if request.open("POST", address).is_err() {
        return Called::Trouble;
    }
    inner.request.borrow_mut().replace(request.clone());
    if let Ok(upload) = request.upload() {
        listen(&upload.into(), "progress", move |event: Event| {
            if let Some(event) = event.dyn_ref::<ProgressEvent>() {
                tell(bytes(event.loaded()));
            }
        });
    }
    let ended = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
    let sent = match body {
        Body::Part(part) => request.send_with_opt_blob(Some(part)),
        Body::Fields(fields) => {
            let _ = request.set_request_header("content-type", "application/x-www-form-urlencoded");
            request.send_with_opt_str(Some(fields))
        }
    };
    if sent.is_err() {
        return Called::Lost;
    }
    let _ = JsFuture::from(ended).await;
    inner.request.borrow_mut().take();
    let text = request.response_text().ok().flatten().unwrap_or_default();
    let answer = leptos::serde_json::from_str::<Answer>(&text).ok();
    match (request.status().unwrap_or(0), answer) {
        // With 409 the server says where to go on.
        (200 | 409, Some(answer)) => Called::Answer(answer),
        (200..=299, None) => Called::Answer(Answer::default()),
        (400..=499 | 503, Some(answer)) if !answer.words.is_empty() => Called::Refused(answer.words),
        (0, _) => Called::Lost,
        (400..=499, _) => Called::Gone,
        _ => Called::Trouble,
    }
}
