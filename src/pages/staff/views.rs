//! Saved views: the page on which they are kept, the form that saves a list, and the short list beside the lanes.

use axum::{Form, extract::Path, response::Response};
use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    actions::{
        desk_words::UNREADABLE,
        queue::Query,
        views::{self, Share, View, ViewError},
    },
    domain::{notification::Every, staff::Role},
    pages::parts::{
        conditions::condition_list,
        deletion::deletion,
        field::{Field, summary, words},
        saved::{saved, see_saved},
    },
    web::{
        error::{PageError, PageResult},
        officer::Officer,
        visitor::Page,
    },
};

/// What a form that came back leaves on the page.
#[derive(Default)]
struct State {
    /// Of which view; of none: the form for a new one.
    view: Option<Uuid>,
    typed: Typed,
    wrong: Vec<(&'static str, &'static str)>,
}

#[derive(Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Typed {
    pub view_name: String,
    pub view_share: String,
    /// A list's address.
    pub view_address: String,
    /// An existing view that gets these filters.
    pub into: String,
    pub view_every: String,
    pub view_at_least: String,
}

/// Where somebody begins: their start view, or the list.
pub async fn start(o: Officer) -> Result<Response, PageError> {
    let address = views::start_address(&o.portal, &o.staff, &o.scope).await?;
    Ok(o.see(&address.map_or_else(|| "/staff/queue".to_owned(), |address| list_path(&address))))
}

/// A list's path and query.
pub fn list_path(address: &str) -> String {
    if address.is_empty() { "/staff/queue".to_owned() } else { format!("/staff/queue?{address}") }
}

/// The officer's views; one statement. For [`save_form`] and [`side_list`].
pub async fn mine(o: &Officer) -> Result<Vec<View>, PageError> {
    Ok(views::list(&o.portal, &o.staff, &o.scope).await?)
}

pub async fn view(o: Officer) -> PageResult {
    show(&o, &State::default()).await
}

pub async fn create(o: Officer, Form(typed): Form<Typed>) -> PageResult {
    let Typed { view_name, view_address, view_share, .. } = &typed;
    let done = if let Ok(into) = Uuid::parse_str(&typed.into) {
        views::change(&o.portal, &o.staff, &o.scope, into, None, Some(view_address), None).await
    } else {
        views::save(&o.portal, &o.staff, &o.scope, view_name, view_address, view_share).await.map(|_| ())
    };
    match done {
        Ok(()) => Ok(see_saved(&o, "/staff/views")),
        Err(error) => refused(&o, None, typed, error).await,
    }
}

pub async fn act(o: Officer, Path((view, act)): Path<(Uuid, String)>, Form(typed): Form<Typed>) -> PageResult {
    let (portal, me, scope) = (&o.portal, &o.staff, &o.scope);
    let done = match act.as_str() {
        "change" => views::change(portal, me, scope, view, Some(&typed.view_name), None, Some(&typed.view_share)).await,
        "delete" => views::delete(portal, me, scope, view).await,
        "up" => views::shift(portal, me, scope, view, true).await,
        "down" => views::shift(portal, me, scope, view, false).await,
        "start" => views::set_start(portal, me, scope, view, true).await,
        "no-start" => views::set_start(portal, me, scope, view, false).await,
        "subscribe" => views::subscribe(portal, me, scope, view, &typed.view_every, &typed.view_at_least).await,
        _ => return Err(PageError::NotFound),
    };
    match done {
        // What moved, begins or went is seen to have.
        Ok(()) if matches!(act.as_str(), "change" | "subscribe") => Ok(see_saved(&o, "/staff/views")),
        Ok(()) => Ok(o.see("/staff/views")),
        Err(error) => refused(&o, Some(view), typed, error).await,
    }
}

async fn refused(o: &Officer, view: Option<Uuid>, typed: Typed, error: ViewError) -> PageResult {
    match error {
        ViewError::NotFound => Err(PageError::NotFound),
        ViewError::Storage(error) => Err(error.into()),
        ViewError::Fields(wrong) => show(o, &State { view, typed, wrong }).await,
    }
}

async fn show(o: &Officer, state: &State) -> PageResult {
    let views = mine(o).await?;
    let lines = state.wrong.iter().map(|(field, code)| (id_of(state.view, field), words(o.lang, field, code)));
    let lines = lines.collect::<Vec<_>>();
    // A list that was to be saved and could not be.
    let unsaved = (state.view.is_none() && !state.wrong.is_empty()).then(|| new_form(o, state));
    let count = views.len();
    let cards = views.iter().enumerate().map(|(at, view)| card(o, view, at, count, state)).collect_view();
    let empty = views.is_empty();
    let title = o.t("views-title");
    Ok(o.page(Page::titled(title.clone()).wide().wrong_if(!state.wrong.is_empty()), || {
        view! {
            <p class="back"><a href=o.to("/staff/queue")>{o.t("queue-title")}</a></p>
            {summary(o.lang, &lines)}
            <h1>{title}</h1>
            {saved(o)}
            <p class="muted">{o.t("views-text")}</p>
            {unsaved}
            {empty.then(|| view! { <p class="note">{o.t("views-empty")}</p> })}
            <ol class="saved-views">{cards}</ol>
            {super::rules::links(o)}
        }
    }))
}

fn id_of(view: Option<Uuid>, field: &str) -> String {
    view.map_or_else(|| field.to_owned(), |view| format!("{field}-{}", view.simple()))
}

fn card(o: &Officer, view: &View, at: usize, count: usize, state: &State) -> AnyView {
    let row = &view.row;
    let id = row.view.id;
    let base = o.to(&format!("/staff/views/{id}"));
    let here = state.view == Some(id);
    let shared = match (&row.view.court, &row.view.role) {
        (None, _) => o.t("view-private"),
        (Some(court), None) => o.ta("view-shared-court", &[("court", &o.court(court))]),
        (Some(court), Some(role)) => {
            o.ta("view-shared-role", &[("court", &o.court(court)), ("role", &o.t(&format!("role-{role}")))])
        }
    };
    let owner = (row.view.owner != o.staff.id).then(|| view! { " · "{o.ta("view-of", &[("name", &row.owner_name)])} });
    let small = |act: &str, label: String, off: bool| {
        view! { <form method="post" action=format!("{base}/{act}")><button class="plain" disabled=off>{label}</button></form> }
    };
    let start = if row.is_start {
        small("no-start", o.t("view-no-start"), false)
    } else {
        small("start", o.t("view-start"), false)
    };
    let typed = if here { state.typed.clone() } else { Typed::default() };
    let failed = |field: &str| here && state.wrong.iter().any(|(name, _)| *name == field);
    let delete = || {
        let says = match row.view.court {
            Some(_) => o.ta("view-delete-shared", &[("whose", &shared)]),
            None => o.t("view-delete-own"),
        };
        deletion(o.t("view-delete"), says, format!("{base}/delete"))
    };
    let Some(named) = &view.named else {
        let delete = view.editable.then(delete);
        return view! {
            <li class="saved-view">
                <div class="bar"><h2>{UNREADABLE}</h2><span class="muted">{shared.clone()}{owner}</span></div>
                <p class="never" role="note">{o.t("view-unreadable")}</p>
                {delete}
            </li>
        }
        .into_any();
    };
    let edit = view.editable.then(|| {
        let name = if here && (failed("view_name") || !typed.view_name.is_empty()) {
            typed.view_name.clone()
        } else {
            named.name.clone()
        };
        let share = if here { typed.view_share.clone() } else { Share::of(&row.view) };
        let open = failed("view_name") || failed("view_share");
        view! {
            <details open=open>
                <summary>{o.t("view-edit")}</summary>
                <form method="post" action=format!("{base}/change") novalidate>
                    {name_field(o, Some(id), &name, state)}
                    {share_field(o, Some(id), &share, state)}
                    <button class="button second">{o.t("save-button")}</button>
                </form>
                {delete()}
            </details>
        }
    });
    let every = if here && !typed.view_every.is_empty() { typed.view_every } else { row.every.clone() };
    let at_least = if here { typed.view_at_least } else { row.at_least.to_string() };
    view! {
        <li class="saved-view">
            <div class="bar">
                <h2><a href=o.to(&list_path(&named.address)) class="typed">{named.name.clone()}</a></h2>
                {row.is_start.then(|| view! { <span class="tag green">{o.t("view-is-start")}</span> })}
                <span class="muted">{shared.clone()}{owner}</span>
            </div>
            {condition_list(o, &named.address)}
            <div class="small-acts">
                {small("up", o.t("move-up"), at == 0)}
                {small("down", o.t("move-down"), at + 1 == count)}
                {start}
            </div>
            <details open=failed("view_every") || failed("view_at_least")>
                <summary>{o.ta("view-tell", &[("when", &o.t(&format!("every-{}", row.every)))])}</summary>
                {subscribe_form(o, id, &base, &every, &at_least, state)}
            </details>
            {edit}
        </li>
    }
    .into_any()
}

fn subscribe_form(o: &Officer, id: Uuid, base: &str, every: &str, at_least: &str, state: &State) -> AnyView {
    let options = Every::ALL.iter().map(|every| (every.to_string(), o.t(&format!("every-{every}"))));
    let (every_id, count_id) = (id_of(Some(id), "view_every"), id_of(Some(id), "view_at_least"));
    let field = |name: &'static str| {
        let of_this = state.wrong.iter().find(|(field, _)| state.view == Some(id) && *field == name);
        Field {
            name,
            label: o.t(if name == "view_every" { "field-view-every" } else { "field-view-at-least" }),
            error: of_this.map(|(field, code)| words(o.lang, field, code)),
            ..Field::default()
        }
    };
    view! {
        <form method="post" action=format!("{base}/subscribe") class="inline-form" novalidate>
            {Field { id: Some(&every_id), value: every, ..field("view_every") }.select(o.t("choose"), vec![(String::new(), options.collect())])}
            {Field { id: Some(&count_id), value: at_least, inputmode: Some("numeric"), width: Some("two"), ..field("view_at_least") }.line()}
            <button class="button second">{o.t("save-button")}</button>
        </form>
    }
    .into_any()
}

fn name_field(o: &Officer, view: Option<Uuid>, value: &str, state: &State) -> AnyView {
    let id = id_of(view, "view_name");
    let error =
        state.wrong.iter().find(|(field, _)| state.view == view && matches!(*field, "view_name" | "view_address"));
    let error = error.map(|(field, code)| words(o.lang, field, code));
    Field { id: Some(&id), name: "view_name", label: o.t("field-view-name"), value, error, ..Field::default() }.line()
}

/// Nobody, the court, a role of the court.
fn share_field(o: &Officer, view: Option<Uuid>, value: &str, state: &State) -> AnyView {
    let id = id_of(view, "view_share");
    let error = state.wrong.iter().find(|(field, _)| state.view == view && *field == "view_share");
    let error = error.map(|(field, code)| words(o.lang, field, code));
    let court = o.court(&o.scope.own_court);
    let mut options = vec![("court".to_owned(), o.ta("view-shared-court", &[("court", &court)]))];
    options.extend(Role::ALL.iter().map(|role| {
        let name = o.t(&format!("role-{role}"));
        (role.to_string(), o.ta("view-shared-role", &[("court", &court), ("role", &name)]))
    }));
    Field { id: Some(&id), name: "view_share", label: o.t("field-view-share"), value, error, ..Field::default() }
        .select(o.t("view-private"), vec![(String::new(), options)])
}

/// The form of a list that could not be saved, with everything that was typed.
fn new_form(o: &Officer, state: &State) -> AnyView {
    view! {
        <form method="post" action=o.to("/staff/views") class="panel" novalidate>
            <h2>{o.t("view-save")}</h2>
            {condition_list(o, &state.typed.view_address)}
            <input type="hidden" name="view_address" value=state.typed.view_address.clone() />
            {name_field(o, None, &state.typed.view_name, state)}
            {share_field(o, None, &state.typed.view_share, state)}
            <button class="button">{o.t("view-save")}</button>
        </form>
    }
    .into_any()
}

/// Views for a list of choices, without those that do not open.
pub fn choices<'a>(views: impl IntoIterator<Item = &'a View>) -> Vec<(String, String)> {
    let named = views.into_iter().filter_map(|view| Some((view, view.named.as_ref()?)));
    named.map(|(view, named)| (view.row.view.id.to_string(), named.name.clone())).collect()
}

/// “Save this view”, for the list's page: folded, beneath the filters.
pub fn save_form(o: &Officer, query: &Query, views: &[View]) -> AnyView {
    let address = query.address_with(&[("cursor", ""), ("before", ""), ("limit", "")]);
    let state = State::default();
    let own = choices(views.iter().filter(|view| view.editable));
    let into = (!own.is_empty()).then(|| {
        Field { name: "into", label: o.t("field-view-into"), value: "", ..Field::default() }
            .select(o.t("view-into-new"), vec![(String::new(), own)])
    });
    view! {
        <details class="save-view">
            <summary>{o.t("view-save")}</summary>
            <form method="post" action=o.to("/staff/views") class="inline-form" novalidate>
                <input type="hidden" name="view_address" value=address />
                {name_field(o, None, "", &state)}
                {share_field(o, None, "", &state)}
                {into}
                <button class="button second">{o.t("view-save")}</button>
            </form>
        </details>
    }
    .into_any()
}

/// The views for the column of lanes, in their reader's order. `now` is the address of the list that is shown.
pub fn side_list(o: &Officer, views: &[View], now: &str) -> Option<AnyView> {
    let now = views::kept(now);
    let items = views.iter().filter_map(|view| {
        let named = view.named.as_ref()?;
        let current = (named.address == now).then_some("page");
        let shared = view.row.view.court.is_some().then(|| view! { <span class="count">{o.t("view-shared-mark")}</span> });
        Some(view! { <li><a href=o.to(&list_path(&named.address)) aria-current=current><span class="typed">{named.name.clone()}</span>{shared}</a></li> })
    });
    let items = items.collect_view();
    (!views.is_empty()).then(|| {
        view! {
            <h2><a href=o.to("/staff/views")>{o.t("views-title")}</a></h2>
            <nav aria-label=o.t("views-title")><ul class="lanes">{items}</ul></nav>
        }
        .into_any()
    })
}
