//! The teams of a court: names and people.

use axum::{Form, extract::Path};
use leptos::prelude::*;
use uuid::Uuid;

use super::rules::only_for_set_up;
use crate::{
    actions::{
        desk_words,
        rules::{self, Rule},
        teams::{self, Team, TeamError},
    },
    pages::parts::{
        conditions::listed,
        deletion::deletion,
        field::{Field, summary, words},
        saved::{saved, see_saved},
    },
    storage,
    web::{
        error::{PageError, PageResult},
        officer::Officer,
        visitor::Page,
    },
};

/// What a form that came back leaves on the page: whose it was (of none: the new one), name, members, error.
#[derive(Default)]
struct State {
    team: Option<Uuid>,
    name: String,
    members: Vec<String>,
    wrong: Option<(&'static str, &'static str)>,
}

pub async fn view(o: Officer) -> PageResult {
    only_for_set_up(&o)?;
    show(&o, &State::default()).await
}

pub async fn create(o: Officer, Form(typed): Form<Vec<(String, String)>>) -> PageResult {
    only_for_set_up(&o)?;
    save(&o, None, typed).await
}

pub async fn act(
    o: Officer,
    Path((team, act)): Path<(Uuid, String)>,
    Form(typed): Form<Vec<(String, String)>>,
) -> PageResult {
    only_for_set_up(&o)?;
    match act.as_str() {
        "change" => save(&o, Some(team), typed).await,
        "delete" => match teams::delete(&o.portal, &o.scope, team).await {
            Ok(()) => Ok(o.see("/staff/admin/teams")),
            Err(TeamError::Storage(error)) => Err(error.into()),
            Err(_) => Err(PageError::NotFound),
        },
        _ => Err(PageError::NotFound),
    }
}

async fn save(o: &Officer, team: Option<Uuid>, typed: Vec<(String, String)>) -> PageResult {
    let all = |name: &str| {
        typed.iter().filter(|(field, _)| field == name).map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    let (name, members) = (all("team_name").pop().unwrap_or_default(), all("team_member"));
    match teams::save(&o.portal, &o.scope, team, &name, &members).await {
        Ok(()) => Ok(see_saved(o, "/staff/admin/teams")),
        Err(TeamError::NotFound) => Err(PageError::NotFound),
        Err(TeamError::Storage(error)) => Err(error.into()),
        Err(TeamError::Field(field, code)) => show(o, &State { team, name, members, wrong: Some((field, code)) }).await,
    }
}

async fn show(o: &Officer, state: &State) -> PageResult {
    let court = &o.scope.own_court;
    let found = teams::list(&o.portal, court).await?;
    let people = storage::staff::list_handlers(&o.portal.db, court, false).await?;
    let people = people.into_iter().map(|person| (person.username, person.name)).collect::<Vec<_>>();
    let rules = rules::list(&o.portal, &o.staff, &o.scope).await?;
    let prefix = state.team.map_or_else(|| "new".to_owned(), |team| team.simple().to_string());
    let lines = state.wrong.iter().map(|(field, code)| (format!("{field}-{prefix}"), words(o.lang, field, code)));
    let lines = lines.collect::<Vec<_>>();
    let cards = found.iter().map(|team| card(o, Some(team), &people, &rules, state)).collect_view();
    let title = o.t("teams-title");
    Ok(o.page(Page::titled(title.clone()).wide().wrong_if(state.wrong.is_some()), || {
        view! {
            <p class="back"><a href=o.to("/staff/admin/rules")>{o.t("rules-title")}</a></p>
            {summary(o.lang, &lines)}
            <div class="bar"><h1>{title}</h1><span class="muted">{o.court(court)}</span></div>
            {saved(o)}
            <p class="muted">{o.t("teams-text")}</p>
            <ul class="saved-views">{cards}</ul>
            {card(o, None, &people, &rules, state)}
        }
    }))
}

fn card(o: &Officer, team: Option<&Team>, people: &[(String, String)], rules: &[Rule], state: &State) -> AnyView {
    let id = team.map(|team| team.row.id);
    let suffix = id.map_or_else(|| "new".to_owned(), |id| id.simple().to_string());
    let here = state.wrong.is_some() && state.team == id;
    let name =
        if here { state.name.clone() } else { team.map(|team| desk_words::for_form(&team.name)).unwrap_or_default() };
    let members = match team {
        _ if here => state.members.clone(),
        Some(team) => team.members.iter().map(|member| member.username.clone()).collect(),
        None => Vec::new(),
    };
    let error = |field: &str| {
        let wrong = state.wrong.filter(|(name, _)| here && *name == field);
        wrong.map(|(field, code)| words(o.lang, field, code))
    };
    let gone = team.into_iter().flat_map(|team| &team.members).filter(|member| member.disabled);
    let gone = gone.map(|member| member.name.clone()).collect::<Vec<_>>();
    let gone = listed(o, &gone);
    let boxes = people.iter().map(|(username, name)| {
        let field = format!("member-{username}-{suffix}");
        view! {
            <li><input type="checkbox" id=field.clone() name="team_member" value=username.clone() checked=members.contains(username) />
            <label for=field>{name.clone()}" "<span class="muted">"@"{username.clone()}</span></label></li>
        }
    });
    let boxes = boxes.collect_view();
    let field_id = format!("team_name-{suffix}");
    let action = id.map_or_else(|| "/staff/admin/teams".to_owned(), |id| format!("/staff/admin/teams/{id}/change"));
    let field = Field {
        id: Some(&field_id),
        name: "team_name",
        label: o.t("field-team-name"),
        value: &name,
        error: error("team_name"),
        ..Field::default()
    };
    let members_id = format!("team_member-{suffix}");
    let members_wrong = error("team_member");
    let error_id = members_wrong.as_ref().map(|_| format!("{members_id}-error"));
    let form = view! {
        <form method="post" action=o.to(&action) novalidate>
            {field.line()}
            <fieldset id=members_id aria-describedby=error_id.clone()><legend>{o.t("field-team-member")}</legend>
                {members_wrong.map(|words| view! { <p class="error" id=error_id.clone()>{words}</p> })}
                <ul class="ticks">{boxes}</ul>
            </fieldset>
            {(!gone.is_empty()).then(|| view! { <p class="muted">{o.ta("team-disabled", &[("names", &gone)])}</p> })}
            <button class="button second">{o.t(if id.is_some() { "save-button" } else { "team-add" })}</button>
        </form>
    };
    let using = rules.iter().filter(|rule| id.is_some() && (rule.text.team == id || rule.text.turn == id));
    let using = using.map(|rule| rule.text.name.clone()).collect::<Vec<_>>();
    let says = if using.is_empty() {
        o.t("team-delete-unused")
    } else {
        o.ta("team-delete-used", &[("rules", &listed(o, &using))])
    };
    match team {
        Some(team) => view! {
            <li class="saved-view">
                <h2 class="typed">{team.name.clone()}</h2>
                <p class="muted">{o.ta("team-size", &[("count", &team.members.len().to_string())])}</p>
                <details open=here><summary>{o.t("team-edit")}</summary>{form}
                    {deletion(o.t("team-delete"), says, o.to(&format!("/staff/admin/teams/{}/delete", team.row.id)))}
                </details>
            </li>
        }
        .into_any(),
        None => view! { <section class="panel"><h2>{o.t("team-add")}</h2>{form}</section> }.into_any(),
    }
}
