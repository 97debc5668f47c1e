//! The rules of a court in their order, and what can be done with one.

use axum::{Form, extract::Path};
use leptos::prelude::*;
use uuid::Uuid;

use super::{form, only_for_set_up};
use crate::{
    actions::{
        rules::{self, Rule, RuleError},
        tags::{self, Tag},
        teams::{self, Team},
    },
    domain::rule::RuleText,
    pages::parts::conditions::{condition_list, joined},
    web::{
        error::{PageError, PageResult},
        officer::Officer,
        visitor::Page,
    },
};

/// The court's own words, for saying what a rule does.
pub struct Names {
    pub teams: Vec<Team>,
    pub tags: Vec<Tag>,
}

impl Names {
    pub async fn of(o: &Officer) -> Result<Self, PageError> {
        let court = &o.scope.own_court;
        Ok(Self { teams: teams::list(&o.portal, court).await?, tags: tags::list(&o.portal, court).await? })
    }
}

pub async fn view(o: Officer) -> PageResult {
    only_for_set_up(&o)?;
    let found = rules::list(&o.portal, &o.staff, &o.scope).await?;
    let names = Names::of(&o).await?;
    let count = found.len();
    let cards = found.iter().enumerate().map(|(at, rule)| card(&o, &found, rule, &names, at, count)).collect_view();
    let empty = found.is_empty();
    let title = o.t("rules-title");
    Ok(o.page(Page::titled(title.clone()).wide(), || {
        view! {
            <p class="back"><a href=o.to("/staff/views")>{o.t("views-title")}</a></p>
            <div class="bar">
                <h1>{title}</h1>
                <span class="muted">{o.court(&o.scope.own_court)}</span>
                <a class="button second" href=o.to("/staff/admin/rules/new")>{o.t("rule-new")}</a>
            </div>
            <p class="muted">{o.t("rules-text")}</p>
            {empty.then(|| view! { <p class="note">{o.t("rules-empty")}</p> })}
            <ol class="saved-views rules">{cards}</ol>
        }
    }))
}

fn card(o: &Officer, all: &[Rule], rule: &Rule, names: &Names, at: usize, count: usize) -> AnyView {
    let id = rule.row.id;
    let base = o.to(&format!("/staff/admin/rules/{id}"));
    let small = |act: &'static str, label: String, off: bool| {
        view! { <form method="post" action=format!("{base}/{act}")><button class="plain" disabled=off>{label}</button></form> }
    };
    let moves = rule.editable.then(|| {
        let (up, down) = (small("up", o.t("move-up"), at == 0), small("down", o.t("move-down"), at + 1 == count));
        view! { <div class="small-acts">{up}{down}</div> }
    });
    let flaw = flaw(o, all, rule);
    view! {
        <li class="saved-view" data-rule=id.to_string()>
            <div class="bar">
                <h2><a class="typed" href=base.clone()>{rule.text.name.clone()}</a></h2>
                {state_tag(o, rule)}
                <span class="muted">{reach(o, rule)}</span>
            </div>
            {flaw}
            {says(o, rule, names)}
            {moves}
        </li>
    }
    .into_any()
}

/// When it fires and what it does then; nothing of one that does not open.
pub(super) fn says(o: &Officer, rule: &Rule, names: &Names) -> Option<AnyView> {
    let says = || view! { {condition_list(o, &rule.text.address)}<p>{deeds(o, &rule.text, names)}</p> }.into_any();
    (!rule.is_unreadable()).then(says)
}

/// On, ready, or waiting for its dry run; words and colour.
pub(super) fn state_tag(o: &Officer, rule: &Rule) -> AnyView {
    let version = rule.row.version.to_string();
    let (class, text) = if rule.row.active {
        ("tag green", o.ta("rule-on", &[("version", &version)]))
    } else if rule.row.dry_version == Some(rule.row.version) {
        ("tag", o.ta("rule-off", &[("version", &version)]))
    } else {
        ("tag amber", o.ta("rule-untried", &[("version", &version)]))
    };
    view! { <span class=class>{text}</span> }.into_any()
}

pub(super) fn reach(o: &Officer, rule: &Rule) -> String {
    let court = o.court(&rule.row.court);
    o.ta(if rule.row.below { "rule-reach-below" } else { "rule-reach" }, &[("court", &court)])
}

/// Why it can never match.
pub(super) fn flaw(o: &Officer, all: &[Rule], rule: &Rule) -> Option<AnyView> {
    let (flaw, by) = rule.flaw?;
    let by = by.and_then(|id| all.iter().find(|other| other.row.id == id)).map(|other| other.text.name.clone());
    let words = o.ta(&format!("flaw-{}", flaw.as_str().replace('_', "-")), &[("name", &by.unwrap_or_default())]);
    Some(view! { <p class="never" role="note"><strong>{o.t("rule-never")}</strong>" "{words}</p> }.into_any())
}

/// What a rule will do, in one line.
pub(super) fn deeds(o: &Officer, text: &RuleText, names: &Names) -> String {
    let team = |id: Option<Uuid>| {
        let found = id.map(|id| names.teams.iter().find(|team| team.row.id == id));
        found.map(|team| team.map_or_else(|| o.t("gone"), |team| team.name.clone()))
    };
    let tag = text.tag.map(|id| {
        let found = names.tags.iter().find(|tag| tag.row.id == id);
        found.map_or_else(|| o.t("gone"), |tag| tag.word.clone())
    });
    let parts = [
        text.court.as_deref().map(|court| o.ta("does-court", &[("court", &o.court(court))])),
        team(text.team).map(|name| o.ta("does-team", &[("name", &name)])),
        team(text.turn).map(|name| o.ta("does-turn", &[("name", &name)])),
        text.boost.map(|boost| o.ta("does-boost", &[("boost", &format!("{boost:+}"))])),
        tag.map(|word| o.ta("does-tag", &[("word", &word)])),
        text.hold.then(|| o.t("does-hold")),
        (!text.answer.is_empty()).then(|| o.t("does-answer")),
        Some(o.t(if text.stop { "does-stop" } else { "does-go-on" })),
    ];
    joined(o, &parts.into_iter().flatten().collect::<Vec<_>>())
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct Typed {
    /// The version that was seen.
    pub version: i64,
}

pub async fn act(o: Officer, Path((rule, act)): Path<(Uuid, String)>, Form(typed): Form<Typed>) -> PageResult {
    only_for_set_up(&o)?;
    let (portal, me, scope) = (&o.portal, &o.staff, &o.scope);
    let page = format!("/staff/admin/rules/{rule}");
    let (done, then) = match act.as_str() {
        "up" => (rules::shift(portal, me, scope, rule, true).await, "/staff/admin/rules"),
        "down" => (rules::shift(portal, me, scope, rule, false).await, "/staff/admin/rules"),
        "delete" => (rules::delete(portal, me, scope, rule).await, "/staff/admin/rules"),
        "dry" => (rules::begin_dry_run(portal, me, scope, rule).await, page.as_str()),
        "on" => (rules::switch_on(portal, me, scope, rule, typed.version).await, page.as_str()),
        "off" => (rules::switch_off(portal, me, scope, rule).await, page.as_str()),
        _ => return Err(PageError::NotFound),
    };
    match done {
        Ok(()) => Ok(o.see(then)),
        Err(RuleError::NotFound) => Err(PageError::NotFound),
        Err(RuleError::Storage(error)) => Err(error.into()),
        Err(error) => form::refused(&o, rule, error).await,
    }
}
