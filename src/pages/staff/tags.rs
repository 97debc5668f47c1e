//! Tags: a court's list of them, and those of a report.

use axum::{Form, extract::Path};
use leptos::prelude::*;
use uuid::Uuid;

use super::{report::Origin, rules::only_for_set_up};
use crate::{
    actions::{
        desk_words,
        tags::{self, Mark, Tag, TagError, may_tag},
    },
    pages::parts::{
        field::{Field, summary, words},
        saved::{saved, see_saved},
    },
    storage::reports::ReportRow,
    web::{
        error::{PageError, PageResult},
        officer::Officer,
        visitor::Page,
    },
};

#[derive(Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Typed {
    pub tag_code: String,
    /// Nothing from a form that does not ask for it.
    pub tag_word: Option<String>,
}

/// What a form that came back leaves on the page.
#[derive(Default)]
struct State {
    tag: Option<Uuid>,
    typed: Typed,
    wrong: Vec<(&'static str, &'static str)>,
}

pub async fn view(o: Officer) -> PageResult {
    only_for_set_up(&o)?;
    show(&o, &State::default()).await
}

pub async fn create(o: Officer, Form(typed): Form<Typed>) -> PageResult {
    only_for_set_up(&o)?;
    let done = tags::add(&o.portal, &o.scope, &typed.tag_code, typed.tag_word.as_deref().unwrap_or_default()).await;
    answer(&o, done, None, typed).await
}

pub async fn act(o: Officer, Path((tag, act)): Path<(Uuid, String)>, Form(typed): Form<Typed>) -> PageResult {
    only_for_set_up(&o)?;
    let (portal, scope) = (&o.portal, &o.scope);
    let done = match act.as_str() {
        "change" => tags::change(portal, scope, tag, Some(typed.tag_word.as_deref().unwrap_or_default()), None).await,
        "end" => tags::change(portal, scope, tag, None, Some(true)).await,
        "resume" => tags::change(portal, scope, tag, None, Some(false)).await,
        _ => return Err(PageError::NotFound),
    };
    answer(&o, done, Some(tag), typed).await
}

async fn answer(o: &Officer, done: Result<(), TagError>, tag: Option<Uuid>, typed: Typed) -> PageResult {
    match done {
        Ok(()) => Ok(see_saved(o, "/staff/admin/tags")),
        Err(TagError::NotFound) => Err(PageError::NotFound),
        Err(TagError::Storage(error)) => Err(error.into()),
        Err(TagError::Fields(wrong)) => show(o, &State { tag, typed, wrong }).await,
    }
}

async fn show(o: &Officer, state: &State) -> PageResult {
    let found = tags::list(&o.portal, &o.scope.own_court).await?;
    let suffix = state.tag.map_or_else(|| "new".to_owned(), |tag| tag.simple().to_string());
    let lines = state.wrong.iter().map(|(field, code)| (format!("{field}-{suffix}"), words(o.lang, field, code)));
    let lines = lines.collect::<Vec<_>>();
    let cards = found.iter().map(|tag| card(o, tag, state)).collect_view();
    let title = o.t("tags-title");
    let here = state.tag.is_none();
    let error = |name: &str| {
        let wrong = state.wrong.iter().find(|(field, _)| here && *field == name);
        wrong.map(|(field, code)| words(o.lang, field, code))
    };
    let typed = if here { state.typed.clone() } else { Typed::default() };
    Ok(o.page(Page::titled(title.clone()).wide().wrong_if(!state.wrong.is_empty()), || {
        view! {
            <p class="back"><a href=o.to("/staff/admin/rules")>{o.t("rules-title")}</a></p>
            {summary(o.lang, &lines)}
            <div class="bar"><h1>{title}</h1><span class="muted">{o.court(&o.scope.own_court)}</span></div>
            {saved(o)}
            <p class="muted">{o.t("tags-text")}</p>
            <ul class="saved-views">{cards}</ul>
            <section class="panel">
                <h2>{o.t("tag-add")}</h2>
                <form method="post" action=o.to("/staff/admin/tags") class="rule-form" novalidate>
                    {Field { id: Some("tag_word-new"), name: "tag_word", label: o.t("field-tag-word"), value: typed.tag_word.as_deref().unwrap_or_default(), error: error("tag_word"), ..Field::default() }.line()}
                    {Field { id: Some("tag_code-new"), name: "tag_code", label: o.t("field-tag-code"), help: Some(o.t("field-tag-code-help")), value: &typed.tag_code, error: error("tag_code"), ..Field::default() }.line()}
                    <button class="button">{o.t("tag-add")}</button>
                </form>
            </section>
        }
    }))
}

fn card(o: &Officer, tag: &Tag, state: &State) -> AnyView {
    let id = tag.row.id;
    let here = state.tag == Some(id);
    let base = o.to(&format!("/staff/admin/tags/{id}"));
    let field_id = format!("tag_word-{}", id.simple());
    let typed = state.typed.tag_word.clone().filter(|_| here);
    let word = typed.unwrap_or_else(|| desk_words::for_form(&tag.word));
    let error = state.wrong.iter().find(|_| here).map(|(field, code)| words(o.lang, field, code));
    let field = Field {
        id: Some(&field_id),
        name: "tag_word",
        label: o.t("field-tag-word"),
        value: &word,
        error,
        ..Field::default()
    };
    let from = o.lang.day(tag.row.from_day);
    let days = match tag.row.until_day {
        None => o.ta("tag-since", &[("from", &from)]),
        Some(until) => o.ta("tag-between", &[("from", &from), ("until", &o.lang.day(until))]),
    };
    let (act, label) = if tag.row.until_day.is_none() { ("end", "tag-end") } else { ("resume", "tag-resume") };
    view! {
        <li class="saved-view">
            <div class="bar"><h2 class="typed">{tag.word.clone()}</h2><code class="digits">{tag.row.code.clone()}</code><span class="muted">{days}</span></div>
            <details open=here>
                <summary>{o.t("tag-edit")}</summary>
                <form method="post" action=format!("{base}/change") class="inline-form" novalidate>{field.line()}<button class="button second">{o.t("save-button")}</button></form>
                <form method="post" action=format!("{base}/{act}")><button class="button second">{o.t(label)}</button></form>
            </details>
        </li>
    }
    .into_any()
}

/// Tags and team at the head of a report, with a way to add and take off.
pub fn on_report(o: &Officer, row: &ReportRow, marks: &[Mark], list: &Origin) -> Option<AnyView> {
    let may = may_tag(&o.staff);
    let action = o.to(&format!("/staff/reports/{}/tags", row.number));
    let here = marks.iter().filter(|mark| mark.here).map(|mark| {
        if mark.is_team {
            let words = o.ta("tag-team", &[("name", &mark.word)]);
            return view! { <li><span class="tag typed">{words}</span></li> }.into_any();
        }
        let off = may.then(|| {
            let label = o.ta("tag-take-off", &[("word", &mark.word)]);
            view! { <form method="post" action=action.clone()>{list.hidden()}<input type="hidden" name="tag" value=mark.code.clone() /><button class="plain" name="off" value="1" aria-label=label>"×"</button></form> }
        });
        view! { <li class="given"><span class="typed">{mark.word.clone()}</span>{off}</li> }.into_any()
    });
    let here = here.collect::<Vec<_>>();
    let could =
        marks.iter().filter(|mark| !mark.here).map(|mark| (mark.code.clone(), mark.word.clone())).collect::<Vec<_>>();
    if here.is_empty() && (could.is_empty() || !may) {
        return None;
    }
    let add = (may && !could.is_empty()).then(|| {
        let field = Field { name: "tag", label: o.t("tag-give"), value: "", ..Field::default() };
        view! { <li><details><summary>{o.t("tag-give")}</summary><form method="post" action=action.clone() class="inline-form">{list.hidden()}{field.select(o.t("choose"), vec![(String::new(), could)])}<button class="button second">{o.t("tag-give-button")}</button></form></details></li> }
    });
    Some(view! { <ul class="marks" aria-label=o.t("tags-title")>{here}{add}</ul> }.into_any())
}

/// Gives a report a tag, or takes one off.
pub async fn of_report(o: Officer, Path(number): Path<String>, Form(typed): Form<Vec<(String, String)>>) -> PageResult {
    let value = |name: &str| typed.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str());
    let on = value("off").is_empty();
    match tags::set(&o.portal, &o.staff, &o.scope, &number, value("tag"), on).await {
        // A choice that was left open is no mistake: the page stands as it was.
        Ok(()) | Err(TagError::Fields(_)) => Ok(o.see(&Origin::of(&typed).here(&number))),
        Err(TagError::NotFound) => Err(PageError::NotFound),
        Err(TagError::Storage(error)) => Err(error.into()),
    }
}
