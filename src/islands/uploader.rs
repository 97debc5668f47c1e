//! Sends evidence files one by one and shows how far each has come.

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{
    DomParser, Event, File, FormData, HtmlFormElement, HtmlInputElement, ProgressEvent, SupportedType, XmlHttpRequest,
};

use super::dom::listen;

/// One file on its way.
#[derive(Clone, Debug, PartialEq)]
struct Sending {
    name: String,
    /// Hundredths.
    share: u32,
    /// What the server said when it is over.
    words: String,
}

/// Takes over the form with the id `form`.
#[island]
pub fn Uploader(form: String, sending: String, done: String, failed: String) -> impl IntoView {
    let files = RwSignal::new(Vec::<Sending>::new());
    Effect::new(move |_| take_over(&form, &done, &failed, files));
    view! {
        <div class="uploads" aria-live="polite">
            {move || {
                files
                    .get()
                    .into_iter()
                    .map(|file| {
                        let label = format!("{sending} {}", file.name);
                        view! {
                            <p>
                                <span>{file.name}</span>
                                <progress max="100" value=file.share.to_string() aria-label=label>{file.share}"%"</progress>
                                <span>{file.words}</span>
                            </p>
                        }
                    })
                    .collect_view()
            }}
        </div>
    }
}

/// What the files of one go share.
#[derive(Clone)]
struct Batch {
    address: String,
    description: String,
    queue: Rc<RefCell<VecDeque<(usize, File)>>>,
    files: RwSignal<Vec<Sending>>,
    done: String,
    failed: String,
}

fn take_over(id: &str, done: &str, failed: &str, files: RwSignal<Vec<Sending>>) {
    let Some(form) = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlFormElement>().ok())
    else {
        return;
    };
    let (done, failed) = (done.to_owned(), failed.to_owned());
    let target = form.clone().into();
    listen(&target, "submit", move |event: Event| {
        let input =
            |id: &str| document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok());
        let (Some(chooser), Some(description)) = (input("file"), input("description")) else { return };
        let Some(chosen) = chooser.files().filter(|list| list.length() > 0) else { return };
        event.prevent_default();
        let list = (0..chosen.length()).filter_map(|n| chosen.get(n)).collect::<Vec<_>>();
        let before = files.with_untracked(Vec::len);
        files.update(|all| {
            all.extend(list.iter().map(|file| Sending { name: file.name(), share: 0, words: String::new() }));
        });
        let queue = list.into_iter().enumerate().map(|(n, file)| (before + n, file)).collect();
        let batch = Batch {
            address: form.action(),
            description: description.value(),
            queue: Rc::new(RefCell::new(queue)),
            files,
            done: done.clone(),
            failed: failed.clone(),
        };
        description.set_value("");
        chooser.set_value("");
        send_next(batch);
    });
}

fn send_next(batch: Batch) {
    let Some((at, file)) = batch.queue.borrow_mut().pop_front() else { return };
    let (Ok(request), Ok(body)) = (XmlHttpRequest::new(), FormData::new()) else { return };
    let _ = body.append_with_str("description", &batch.description);
    let _ = body.append_with_blob_and_filename("file", &file, &file.name());
    if request.open("POST", &batch.address).is_err() {
        return;
    }
    let files = batch.files;
    if let Ok(upload) = request.upload() {
        listen(&upload.into(), "progress", move |event: Event| {
            if let Some(event) = event.dyn_ref::<ProgressEvent>().filter(|event| event.total() > 0.0) {
                let share = (event.loaded() / event.total() * 100.0).round().clamp(0.0, 100.0);
                // Between 0 and 100: no cut can happen.
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped above")]
                files.update(|all| all[at].share = share as u32);
            }
        });
    }
    let answered = request.clone();
    let over = Closure::once_into_js(move || {
        let words = match answered.status() {
            Ok(200..=299) => batch.done.clone(),
            _ => refusal(&answered).unwrap_or_else(|| batch.failed.clone()),
        };
        show_list(&answered);
        batch.files.update(|all| {
            all[at].share = 100;
            all[at].words = words;
        });
        send_next(batch);
    });
    request.set_onloadend(Some(over.unchecked_ref()));
    let _ = request.send_with_opt_form_data(Some(&body));
}

/// The page that the server answered with.
fn page_of(answer: &XmlHttpRequest) -> Option<web_sys::Document> {
    let html = answer.response_text().ok().flatten()?;
    DomParser::new().ok()?.parse_from_string(&html, SupportedType::TextHtml).ok()
}

/// The words of the error on that page.
fn refusal(answer: &XmlHttpRequest) -> Option<String> {
    page_of(answer)?.get_element_by_id("file-error")?.text_content()
}

/// Takes the list of files over from that page.
fn show_list(answer: &XmlHttpRequest) {
    let fresh = page_of(answer).and_then(|page| page.get_element_by_id("file-list"));
    if let (Some(fresh), Some(list)) = (fresh, document().get_element_by_id("file-list")) {
        list.set_inner_html(&fresh.inner_html());
    }
}
