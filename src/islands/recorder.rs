//! Records a message in the page: started, stopped, listened to, and then used like a file, or discarded. Nothing leaves
//! the browser before “use”.

use std::{cell::RefCell, rc::Rc, sync::Arc};

use gloo_timers::callback::Interval;
use js_sys::{Array, Date};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobEvent, BlobPropertyBag, DomException, File, FilePropertyBag, MediaRecorder, MediaRecorderOptions,
    MediaStream, MediaStreamConstraints, MediaStreamTrack, Url,
};

use super::uploader::Words;

/// Bits per second: speech is clear, and an hour takes 14 MB.
const BITS: u32 = 32_000;
/// No message is longer, in seconds.
const LONGEST: u64 = 3_600;

/// What is going on.
#[derive(Clone, PartialEq)]
enum Stage {
    Idle,
    Asking,
    Recording,
    /// Recorded; the address under which it can be heard.
    Stopped(String),
}

/// What a recording is made of.
#[derive(Default)]
struct Tape {
    stream: Option<MediaStream>,
    recorder: Option<MediaRecorder>,
    ticker: Option<Interval>,
    pieces: Vec<Blob>,
    kind: String,
    begun: f64,
}

#[derive(Clone)]
struct Recording {
    stage: RwSignal<Stage>,
    seconds: RwSignal<u64>,
    /// What went wrong, or what was done.
    said: RwSignal<String>,
    tape: StoredValue<Rc<RefCell<Tape>>, LocalStorage>,
    words: StoredValue<Arc<Words>, LocalStorage>,
    most: u64,
}

/// The recorder; hands a recording over to `take` when it is to be used. Where no browser records, it is not there.
pub fn recorder(most: u64, words: Arc<Words>, take: impl Fn(File) + 'static) -> Option<AnyView> {
    let can = MediaRecorder::is_type_supported("audio/webm") || MediaRecorder::is_type_supported("audio/mp4");
    if !can || window().navigator().media_devices().is_err() {
        return None;
    }
    // The words for those whose browser does not record have no use here.
    if let Some(help) = document().get_element_by_id("voice-help") {
        let _ = help.set_attribute("hidden", "");
    }
    let seconds_at_most = LONGEST.min(most * 8 / u64::from(BITS));
    let this = Recording {
        stage: RwSignal::new(Stage::Idle),
        seconds: RwSignal::new(0),
        said: RwSignal::new(String::new()),
        tape: StoredValue::new_local(Rc::default()),
        words: StoredValue::new_local(words.clone()),
        most: seconds_at_most,
    };
    let take = StoredValue::new_local(take);
    let (stage, said, seconds) = (this.stage, this.said, this.seconds);
    let at_most = words.at_most.replace("{n}", &(seconds_at_most / 60).max(1).to_string());
    // Chinese sentences follow each other without a space.
    let gap = if words.record_help.is_ascii() { " " } else { "" };
    let controls = move || match stage.get() {
        Stage::Idle => {
            let this = this.clone();
            view! {
                <button type="button" class="button second" id="voice-record" on:click=move |_| this.start()>{words.record.clone()}</button>
                <p class="help">{words.record_help.clone()}{gap}{at_most.clone()}</p>
            }
            .into_any()
        }
        Stage::Asking => view! { <p class="note" id="voice-asking">{words.asking.clone()}</p> }.into_any(),
        Stage::Recording => {
            let (this, line) = (this.clone(), words.recording.clone());
            view! {
                <button type="button" class="button" id="voice-stop" on:click=move |_| this.stop()>{words.stop.clone()}</button>
                <span class="time" role="timer" aria-live="off">{move || line.replace("{time}", &time(seconds.get()))}</span>
            }
            .into_any()
        }
        Stage::Stopped(address) => {
            let (using, away) = (this.clone(), this.clone());
            view! {
                <audio controls src=address aria-label=words.listen.clone()></audio>
                <div class="change">
                    <button type="button" class="button second" id="voice-take" on:click=move |_| {
                        if let Some(file) = using.file() {
                            using.reset();
                            take.with_value(|take| take(file));
                        }
                    }>{words.take.clone()}</button>
                    <button type="button" class="plain" id="voice-discard" on:click=move |_| away.discard()>{words.discard.clone()}</button>
                </div>
            }
            .into_any()
        }
    };
    let view = view! {
        <div class="voice" id="voice">
            <p class="said" role="status" id="voice-status">{move || said.get()}</p>
            {controls}
        </div>
    };
    Some(view.into_any())
}

/// Minutes and seconds.
fn time(seconds: u64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

impl Recording {
    fn start(&self) {
        self.stage.set(Stage::Asking);
        self.said.set(String::new());
        let this = self.clone();
        spawn_local(async move {
            if let Err(error) = this.open().await {
                let words = this.words.get_value();
                let name = error.dyn_ref::<DomException>().map(DomException::name).unwrap_or_default();
                this.reset();
                this.said.set(match name.as_str() {
                    "NotAllowedError" | "SecurityError" => words.refused.clone(),
                    "NotFoundError" | "NotReadableError" | "OverconstrainedError" => words.no_microphone.clone(),
                    _ => words.broken.clone(),
                });
                focus("voice-record");
            }
        });
    }

    async fn open(&self) -> Result<(), JsValue> {
        let wanted = MediaStreamConstraints::new();
        wanted.set_audio(&JsValue::TRUE);
        let devices = window().navigator().media_devices()?;
        let stream: MediaStream =
            JsFuture::from(devices.get_user_media_with_constraints(&wanted)?).await?.dyn_into()?;
        let kind = ["audio/webm;codecs=opus", "audio/mp4", "audio/webm"]
            .into_iter()
            .find(|kind| MediaRecorder::is_type_supported(kind))
            .unwrap_or_default();
        let options = MediaRecorderOptions::new();
        options.set_mime_type(kind);
        options.set_audio_bits_per_second(BITS);
        let recorder = MediaRecorder::new_with_media_stream_and_media_recorder_options(&stream, &options)?;
        let tape = self.tape.get_value();
        *tape.borrow_mut() = Tape {
            stream: Some(stream),
            recorder: Some(recorder.clone()),
            kind: kind.split(';').next().unwrap_or_default().to_owned(),
            begun: Date::now(),
            ..Tape::default()
        };
        let pieces = tape.clone();
        let piece = Closure::<dyn FnMut(BlobEvent)>::new(move |event: BlobEvent| {
            if let Some(data) = event.data().filter(|data| data.size() > 0.0) {
                pieces.borrow_mut().pieces.push(data);
            }
        });
        recorder.set_ondataavailable(Some(piece.as_ref().unchecked_ref()));
        piece.forget();
        let this = self.clone();
        recorder.set_onstop(Some(Closure::once_into_js(move || this.stopped()).unchecked_ref()));
        let this = self.clone();
        // A microphone that is pulled out ends the recording; what was said before is kept.
        recorder.set_onerror(Some(Closure::once_into_js(move || this.stop()).unchecked_ref()));
        recorder.start_with_time_slice(1_000)?;
        self.seconds.set(0);
        let this = self.clone();
        tape.borrow_mut().ticker = Some(Interval::new(250, move || this.tick()));
        self.stage.set(Stage::Recording);
        focus("voice-stop");
        Ok(())
    }

    fn tick(&self) {
        let begun = self.tape.get_value().borrow().begun;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "seconds since a moment ago")]
        let seconds = ((Date::now() - begun) / 1_000.0).max(0.0) as u64;
        if self.seconds.get_untracked() != seconds {
            self.seconds.set(seconds);
        }
        if seconds >= self.most {
            self.stop();
        }
    }

    fn stop(&self) {
        let tape = self.tape.get_value();
        tape.borrow_mut().ticker = None;
        let recorder = tape.borrow().recorder.clone();
        if let Some(recorder) = recorder {
            let _ = recorder.stop();
        }
        silence(&tape);
    }

    /// The last piece has arrived.
    fn stopped(&self) {
        let address =
            self.blob().filter(|blob| blob.size() > 0.0).and_then(|blob| Url::create_object_url_with_blob(&blob).ok());
        let words = self.words.get_value();
        if let Some(address) = address {
            self.said.set(words.stopped.replace("{time}", &time(self.seconds.get_untracked())));
            self.stage.set(Stage::Stopped(address));
            focus("voice-take");
        } else {
            self.reset();
            self.said.set(words.broken.clone());
            focus("voice-record");
        }
    }

    fn blob(&self) -> Option<Blob> {
        let tape = self.tape.get_value();
        let tape = tape.borrow();
        let options = BlobPropertyBag::new();
        options.set_type(&tape.kind);
        Blob::new_with_blob_sequence_and_options(&tape.pieces.iter().collect::<Array>(), &options).ok()
    }

    /// The recording as a file that is named after its time.
    fn file(&self) -> Option<File> {
        let blob = self.blob()?;
        let now = Date::new_0();
        let ending = if blob.type_() == "audio/mp4" { "m4a" } else { "webm" };
        let day = format!("{}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date());
        let at = format!("{:02}-{:02}-{:02}", now.get_hours(), now.get_minutes(), now.get_seconds());
        let name = format!("{} {day} {at}.{ending}", self.words.get_value().voice_name);
        let options = FilePropertyBag::new();
        options.set_type(&blob.type_());
        File::new_with_blob_sequence_and_options(&Array::of1(&blob), &name, &options).ok()
    }

    fn discard(&self) {
        self.reset();
        self.said.set(self.words.get_value().discarded.clone());
        focus("voice-record");
    }

    /// As it was before; nothing of the recording stays.
    fn reset(&self) {
        if let Stage::Stopped(address) = self.stage.get_untracked() {
            let _ = Url::revoke_object_url(&address);
        }
        let tape = self.tape.get_value();
        silence(&tape);
        *tape.borrow_mut() = Tape::default();
        self.said.set(String::new());
        self.stage.set(Stage::Idle);
    }
}

/// Lets the microphone go: its light goes out.
fn silence(tape: &Rc<RefCell<Tape>>) {
    let stream = tape.borrow_mut().stream.take();
    for track in stream.iter().flat_map(|stream| stream.get_tracks().to_vec()) {
        if let Ok(track) = track.dyn_into::<MediaStreamTrack>() {
            track.stop();
        }
    }
}

/// The button that takes the place of the one that was pressed gets the focus that one had.
fn focus(id: &'static str) {
    gloo_timers::callback::Timeout::new(30, move || {
        let element =
            document().get_element_by_id(id).and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(element) = element {
            let _ = element.focus();
        }
    })
    .forget();
}
