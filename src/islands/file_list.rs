//! The list of files: descriptions save themselves while they are typed, and the list is brought up to date without
//! taking away what somebody is typing in it.

use std::{cell::RefCell, collections::HashMap, rc::Rc, sync::Arc};

use gloo_timers::callback::Timeout;
use js_sys::Reflect;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomParser, Element, Event, FormData, HtmlFormElement, HtmlInputElement, RequestInit, Response, SupportedType,
    UrlSearchParams,
};

use super::{dom::listen, uploader::Words};

/// Pause after the last key before a description is saved, in milliseconds.
const PAUSE: u32 = 800;

/// Listens to the list.
pub fn wake(words: &Arc<Words>) {
    let Some(list) = document().get_element_by_id("file-list") else { return };
    let _ = list.class_list().add_1("alive");
    let waiting = Rc::new(RefCell::new(HashMap::<String, (Timeout, HtmlFormElement)>::new()));
    let (last, unsaved) = (words.clone(), waiting.clone());
    // Whoever reloads the page or goes back while they type leaves no field.
    listen(&window().into(), "beforeunload", move |_| {
        for (_, (_, form)) in unsaved.borrow_mut().drain() {
            spawn_local(save(form, last.clone()));
        }
    });
    let (typed, pauses) = (words.clone(), waiting.clone());
    listen(&list.clone().into(), "input", move |event: Event| {
        let Some((form, input)) = description_of(&event) else { return };
        let (words, id) = (typed.clone(), input.id());
        // The last pause wins: dropping a timeout cancels it.
        let later = form.clone();
        let pause = Timeout::new(PAUSE, move || spawn_local(save(later, words)));
        pauses.borrow_mut().insert(id, (pause, form));
    });
    let (left, pauses) = (words.clone(), waiting);
    // Leaving the field saves at once, and so does Enter.
    for name in ["focusout", "submit"] {
        let (words, pauses) = (left.clone(), pauses.clone());
        listen(&list.clone().into(), name, move |event: Event| {
            let Some((form, input)) = description_of(&event) else { return };
            if name == "submit" {
                event.prevent_default();
            }
            let pending = pauses.borrow_mut().remove(&input.id()).is_some();
            if pending || name == "submit" {
                spawn_local(save(form, words.clone()));
            }
        });
    }
}

/// The form and field of a description that something happened to.
fn description_of(event: &Event) -> Option<(HtmlFormElement, HtmlInputElement)> {
    let element = event.target()?.dyn_into::<Element>().ok()?;
    let form = element.closest(".describe").ok().flatten()?.dyn_into::<HtmlFormElement>().ok()?;
    let input = form.query_selector("[name=description]").ok().flatten()?.dyn_into::<HtmlInputElement>().ok()?;
    Some((form, input))
}

async fn save(form: HtmlFormElement, words: Arc<Words>) {
    let sent = async {
        let data = FormData::new_with_form(&form).ok()?;
        let fields = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
        let request = RequestInit::new();
        request.set_method("POST");
        request.set_body(&fields);
        // It may be the last thing that the page does.
        Reflect::set(&request, &"keepalive".into(), &true.into()).ok()?;
        let answer = JsFuture::from(window().fetch_with_str_and_init(&form.action(), &request)).await.ok()?;
        answer.dyn_into::<Response>().ok().filter(Response::ok)
    };
    let saved = sent.await.is_some();
    let Some(status) = form.query_selector(".saved").ok().flatten() else { return };
    let now = js_sys::Date::new_0();
    let at = format!("{:02}:{:02}", now.get_hours(), now.get_minutes());
    let text = if saved { words.saved.replace("{at}", &at) } else { words.not_saved.clone() };
    status.set_text_content(Some(&text));
}

/// Takes the list over from the page as the server has it now. `here` names the uploads that this page shows by itself.
pub async fn refresh(page: &str, here: impl Fn() -> Vec<String>) {
    let Some(fresh) = fetch(page).await else { return };
    let Some(list) = document().get_element_by_id("file-list") else { return };
    merge(&list, &fresh);
    for id in here() {
        if let Some(row) = document().get_element_by_id(&format!("upload-{id}")) {
            row.remove();
        }
    }
    let unfinished = list.query_selector("#unfinished").ok().flatten();
    if let Some(empty) = unfinished.filter(|block| block.query_selector("li").ok().flatten().is_none()) {
        empty.remove();
    }
}

/// Whether pictures of the list are still being drawn, or files scanned.
pub fn waits() -> bool {
    document().query_selector("#file-list .waits").ok().flatten().is_some()
}

async fn fetch(page: &str) -> Option<Element> {
    let answer = JsFuture::from(window().fetch_with_str(page)).await.ok()?.dyn_into::<Response>().ok()?;
    let html = JsFuture::from(answer.text().ok()?).await.ok()?.as_string()?;
    let page = DomParser::new().ok()?.parse_from_string(&html, SupportedType::TextHtml).ok()?;
    page.get_element_by_id("file-list")
}

/// Row by row: a field in which somebody is typing must stay the very same one.
fn merge(list: &Element, fresh: &Element) {
    let rows = |list: &Element| list.query_selector("#files-here").ok().flatten();
    let (Some(old), Some(new)) = (rows(list), rows(fresh)) else {
        list.set_inner_html(&fresh.inner_html());
        return;
    };
    for gone in children(&old).iter().filter(|row| child_of(&new, &row.id()).is_none()) {
        gone.remove();
    }
    for row in children(&new) {
        let Some(known) = child_of(&old, &row.id()) else {
            let _ = old.append_child(&row);
            continue;
        };
        for part in [".small, .kind", ".state"] {
            let at = |row: &Element| row.query_selector(part).ok().flatten();
            if let (Some(before), Some(now)) = (at(&known), at(&row)) {
                let _ = before.replace_with_with_node_1(&now);
            }
        }
        known.set_class_name(&row.class_name());
    }
    let unfinished = |list: &Element| list.query_selector("#unfinished").ok().flatten();
    if let Some(old) = unfinished(list) {
        old.remove();
    }
    if let Some(new) = unfinished(fresh) {
        let _ = list.append_child(&new);
    }
}

fn children(list: &Element) -> Vec<Element> {
    let all = list.children();
    (0..all.length()).filter_map(|n| all.item(n)).collect()
}

fn child_of(list: &Element, id: &str) -> Option<Element> {
    children(list).into_iter().find(|child| child.id() == id)
}
