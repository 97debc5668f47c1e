//! One rule: what it says as a form, its dry run, its switch and its earlier versions.

use axum::{
    Form,
    extract::{Path, RawQuery},
};
use leptos::prelude::*;
use uuid::Uuid;

use super::{
    dry,
    list::{Names, deeds, flaw, reach, says, state_tag},
    only_for_set_up,
};
use crate::{
    actions::{
        desk_words,
        rules::{self, Rule, RuleError},
        views::{self, View},
    },
    domain::rule::{BOOST, RuleText},
    pages::{
        parts::{
            conditions::condition_list,
            deletion::deletion,
            field::{Field, summary, words},
            saved::{saved, see_saved},
        },
        public::report::fields,
        staff::views::choices,
    },
    web::{
        error::{PageError, PageResult},
        officer::Officer,
        visitor::Page,
    },
};

/// What was typed into the form of a rule.
#[derive(Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Typed {
    pub version: i64,
    pub rule_name: String,
    /// A view whose filters are taken over; without, the address that the rule has.
    pub rule_view: String,
    pub rule_address: String,
    pub rule_court: String,
    pub rule_team: String,
    pub rule_turn: String,
    pub rule_boost: String,
    pub rule_tag: String,
    pub rule_hold: String,
    pub rule_answer: String,
    pub rule_stop: String,
}

impl Typed {
    fn of(text: &RuleText, version: i64) -> Self {
        let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
        Self {
            version,
            rule_name: desk_words::for_form(&text.name),
            rule_view: String::new(),
            rule_address: text.address.clone(),
            rule_court: text.court.clone().unwrap_or_default(),
            rule_team: id(text.team),
            rule_turn: id(text.turn),
            rule_boost: text.boost.map(|boost| boost.to_string()).unwrap_or_default(),
            rule_tag: id(text.tag),
            rule_hold: if text.hold { "yes".to_owned() } else { String::new() },
            rule_answer: text.answer.clone(),
            rule_stop: if text.stop { "stop".to_owned() } else { "go_on".to_owned() },
        }
    }

    /// As a rule. What cannot be read becomes something that the check refuses.
    fn text(&self) -> RuleText {
        let id = |typed: &str| (!typed.is_empty()).then(|| Uuid::parse_str(typed).unwrap_or(Uuid::nil()));
        let boost = self.rule_boost.trim().trim_start_matches('+');
        RuleText {
            name: self.rule_name.clone(),
            address: self.rule_address.clone(),
            court: Some(self.rule_court.clone()).filter(|court| !court.is_empty()),
            team: id(&self.rule_team),
            boost: (!boost.is_empty()).then(|| boost.parse().unwrap_or(i64::MAX)),
            tag: id(&self.rule_tag),
            turn: id(&self.rule_turn),
            hold: !self.rule_hold.is_empty(),
            answer: self.rule_answer.clone(),
            stop: self.rule_stop == "stop",
        }
    }
}

/// What a form that came back leaves on the page.
#[derive(Default)]
struct State {
    typed: Option<Typed>,
    wrong: Vec<(&'static str, &'static str)>,
    refused: Option<String>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    view: String,
    address: String,
}

pub async fn new(o: Officer, RawQuery(raw): RawQuery) -> PageResult {
    only_for_set_up(&o)?;
    let asked: Asked = serde_urlencoded::from_str(&raw.unwrap_or_default()).unwrap_or_default();
    let typed =
        Typed { rule_view: asked.view, rule_address: asked.address, rule_stop: "go_on".to_owned(), ..Typed::default() };
    show_new(&o, State { typed: Some(typed), ..State::default() }).await
}

pub async fn create(o: Officer, Form(typed): Form<Typed>) -> PageResult {
    only_for_set_up(&o)?;
    let typed = with_view(&o, typed).await?;
    match rules::add(&o.portal, &o.staff, &o.scope, &typed.text()).await {
        Ok(id) => Ok(o.see(&format!("/staff/admin/rules/{id}"))),
        Err(RuleError::Storage(error)) => Err(error.into()),
        Err(RuleError::Fields(wrong)) => show_new(&o, State { typed: Some(typed), wrong, refused: None }).await,
        Err(_) => Err(PageError::NotFound),
    }
}

/// Takes over the filters of the view that was chosen.
async fn with_view(o: &Officer, typed: Typed) -> Result<Typed, PageError> {
    let Ok(id) = Uuid::parse_str(&typed.rule_view) else { return Ok(typed) };
    let row = views::find(&o.portal, &o.staff, &o.scope, id).await?.ok_or(PageError::NotFound)?;
    let named = views::open(&o.portal, &row).ok_or(PageError::NotFound)?;
    Ok(Typed { rule_address: named.address, rule_view: String::new(), ..typed })
}

pub async fn view(o: Officer, Path(rule): Path<Uuid>) -> PageResult {
    only_for_set_up(&o)?;
    show(&o, rule, State::default()).await
}

pub async fn change(o: Officer, Path(rule): Path<Uuid>, Form(typed): Form<Typed>) -> PageResult {
    only_for_set_up(&o)?;
    let typed = with_view(&o, typed).await?;
    match rules::change(&o.portal, &o.staff, &o.scope, rule, typed.version, &typed.text()).await {
        Ok(()) => Ok(see_saved(&o, &format!("/staff/admin/rules/{rule}"))),
        Err(RuleError::NotFound) => Err(PageError::NotFound),
        Err(RuleError::Storage(error)) => Err(error.into()),
        Err(RuleError::Fields(wrong)) => show(&o, rule, State { typed: Some(typed), wrong, refused: None }).await,
        Err(_) => {
            let refused = Some(o.t("error-rule-changed"));
            show(&o, rule, State { typed: Some(typed), wrong: Vec::new(), refused }).await
        }
    }
}

/// The page of a rule with the reason why something was not done.
pub(super) async fn refused(o: &Officer, rule: Uuid, error: RuleError) -> PageResult {
    let state = match error {
        RuleError::Fields(wrong) => State { wrong, ..State::default() },
        RuleError::NotDry => State { refused: Some(o.t("error-rule-not-dry")), ..State::default() },
        _ => State { refused: Some(o.t("error-rule-changed")), ..State::default() },
    };
    show(o, rule, state).await
}

async fn show_new(o: &Officer, state: State) -> PageResult {
    let names = Names::of(o).await?;
    let views = views::list(&o.portal, &o.staff, &o.scope).await?;
    let lines = lines(o, &state);
    let title = o.t("rule-new");
    let typed = state.typed.clone().unwrap_or_default();
    let form = fields_of(o, "/staff/admin/rules/new", &typed, &state, &names, &views);
    Ok(o.page(Page::titled(title.clone()).wide().wrong_if(!state.wrong.is_empty()), || {
        view! {
            <p class="back"><a href=o.to("/staff/admin/rules")>{o.t("rules-title")}</a></p>
            {summary(o.lang, &lines)}
            <h1>{title}</h1>
            {form}
        }
    }))
}

fn lines(o: &Officer, state: &State) -> Vec<(String, String)> {
    state.wrong.iter().map(|(field, code)| ((*field).to_owned(), words(o.lang, field, code))).collect()
}

async fn show(o: &Officer, id: Uuid, state: State) -> PageResult {
    let all = rules::list(&o.portal, &o.staff, &o.scope).await?;
    let rule = all.iter().find(|rule| rule.row.id == id).ok_or(PageError::NotFound)?;
    let names = Names::of(o).await?;
    let views = views::list(&o.portal, &o.staff, &o.scope).await?;
    // A run looked at everything that the rule reaches: its numbers are for those alone who may set such a rule.
    let run = if rule.editable { dry::section(o, &all, rule).await? } else { None };
    let history = rules::history(&o.portal, id).await?;
    let lines = lines(o, &state);
    let wrong = !state.wrong.is_empty() || state.refused.is_some();
    let typed = state.typed.clone().unwrap_or_else(|| Typed::of(&rule.text, rule.row.version));
    // Whoever was late sends against the version that stands there now, and has seen it.
    let typed = Typed { version: rule.row.version, ..typed };
    let path = format!("/staff/admin/rules/{id}");
    let open = wrong && state.typed.is_some();
    let form = rule.editable.then(|| {
        let form = fields_of(o, &path, &typed, &state, &names, &views);
        view! { <details class="panel" open=open><summary>{o.t("rule-edit")}</summary>{form}</details> }
    });
    let older = history.into_iter().map(|(row, text)| {
        let who = row.maker.unwrap_or_default();
        let at = o.lang.minute(row.made_at);
        let line = o.ta("rule-version", &[("version", &row.version.to_string()), ("name", &who), ("at", &at)]);
        view! { <li><p><strong>{line}</strong>" "<span class="typed">{text.name.clone()}</span></p>{condition_list(o, &text.address)}<p class="muted">{deeds(o, &text, &names)}</p></li> }
    });
    let older = older.collect_view();
    let page = Page::titled(rule.text.name.clone()).wide().wrong_if(wrong);
    Ok(o.page(page, || {
        view! {
            <p class="back"><a href=o.to("/staff/admin/rules")>{o.t("rules-title")}</a></p>
            {summary(o.lang, &lines)}
            {state.refused.clone().map(|refused| view! { <div class="errors" role="alert" tabindex="-1" autofocus><p>{refused}</p></div> })}
            <div class="bar"><h1 class="typed">{rule.text.name.clone()}</h1>{state_tag(o, rule)}<span class="muted">{reach(o, rule)}</span></div>
            {saved(o)}
            {flaw(o, &all, rule)}
            {says(o, rule, &names)}
            {(!rule.text.answer.is_empty()).then(|| view! { <blockquote class="typed answer-text">{rule.text.answer.clone()}</blockquote> })}
            {switch(o, rule, &path)}
            {run}
            {form}
            <section><h2>{o.t("rule-history")}</h2><ol class="versions" reversed="">{older}</ol></section>
        }
    }))
}

/// On and off, and away.
fn switch(o: &Officer, rule: &Rule, path: &str) -> Option<AnyView> {
    let version = rule.row.version.to_string();
    let ready = rule.row.dry_version == Some(rule.row.version);
    let button = |act: &'static str, class: &'static str, label: String| {
        view! {
            <form method="post" action=o.to(&format!("{path}/{act}"))>
                <input type="hidden" name="version" value=version.clone() />
                <button class=class>{label}</button>
            </form>
        }
    };
    rule.editable.then(|| {
        let readable = !rule.is_unreadable();
        let turn = if rule.row.active {
            Some(button("off", "button second", o.t("rule-switch-off")))
        } else {
            (readable && ready).then(|| button("on", "button", o.t("rule-switch-on")))
        };
        let first =
            (readable && !rule.row.active && !ready).then(|| view! { <p class="muted">{o.t("rule-dry-first")}</p> });
        let dry = readable
            .then(|| button("dry", if ready || rule.row.active { "button second" } else { "button" }, o.t("rule-dry")));
        let says = o.t(if rule.row.active { "rule-delete-on" } else { "rule-delete-off" });
        let delete = deletion(o.t("rule-delete"), says, o.to(&format!("{path}/delete")));
        view! { {first}<div class="small-acts">{turn}{dry}</div>{delete} }.into_any()
    })
}

fn fields_of(o: &Officer, path: &str, typed: &Typed, state: &State, names: &Names, views: &[View]) -> AnyView {
    let field = |name: &'static str, label: &str| Field {
        name,
        label: o.t(label),
        error: state.wrong.iter().find(|(field, _)| *field == name).map(|(field, code)| words(o.lang, field, code)),
        ..Field::default()
    };
    let options = |list: Vec<(String, String)>| vec![(String::new(), list)];
    let own = choices(views);
    let teams = || names.teams.iter().map(|team| (team.row.id.to_string(), team.name.clone())).collect::<Vec<_>>();
    let today = o.portal.clock.today();
    let alive = names.tags.iter().filter(|tag| tag.row.until_day.is_none_or(|until| until >= today));
    let tags = alive.map(|tag| (tag.row.id.to_string(), tag.word.clone())).collect();
    let range =
        o.ta("field-rule-boost-help", &[("least", &BOOST.start().to_string()), ("most", &format!("+{}", BOOST.end()))]);
    let stop = ["go_on", "stop"].map(|code| {
        let slug = code.replace('_', "-");
        (code.to_owned(), o.t(&format!("rule-{slug}")), None)
    });
    // Of a whole group of fields: what is wrong, and how the group says that it is described by it.
    let of_group = |name: &'static str| {
        let wrong = state.wrong.iter().filter(|(field, _)| *field == name);
        let wrong =
            wrong.map(|(field, code)| view! { <p class="error">{words(o.lang, field, code)}</p> }).collect::<Vec<_>>();
        let id = format!("{name}-error");
        (!wrong.is_empty()).then(|| (id.clone(), view! { <div id=id>{wrong}</div> }))
    };
    let (address_error, address_wrong) = of_group("rule_address").unzip();
    let (deed_error, deed_wrong) = of_group("rule_deed").unzip();
    view! {
        <form method="post" action=o.to(path) class="rule-form" novalidate>
            <input type="hidden" name="version" value=typed.version.to_string() />
            <input type="hidden" name="rule_address" value=typed.rule_address.clone() />
            {Field { value: &typed.rule_name, ..field("rule_name", "field-rule-name") }.line()}
            <fieldset id="rule_address" aria-describedby=address_error>
                <legend>{o.t("rule-when")}</legend>
                {address_wrong}
                {condition_list(o, &typed.rule_address)}
                {Field { value: &typed.rule_view, help: Some(o.t("field-rule-view-help")), ..field("rule_view", "field-rule-view") }.select(o.t("rule-view-keep"), options(own))}
            </fieldset>
            <fieldset id="rule_deed" aria-describedby=deed_error>
                <legend>{o.t("rule-then")}</legend>
                {deed_wrong}
                <div class="rule-deeds">
                    {Field { value: &typed.rule_court, ..field("rule_court", "field-rule-court") }.select(o.t("rule-none"), fields::courts(o))}
                    {Field { value: &typed.rule_team, ..field("rule_team", "field-rule-team") }.select(o.t("rule-none"), options(teams()))}
                    {Field { value: &typed.rule_turn, ..field("rule_turn", "field-rule-turn") }.select(o.t("rule-none"), options(teams()))}
                    {Field { value: &typed.rule_tag, ..field("rule_tag", "field-rule-tag") }.select(o.t("rule-none"), options(tags))}
                    {Field { value: &typed.rule_boost, help: Some(range), inputmode: Some("numeric"), width: Some("two"), ..field("rule_boost", "field-rule-boost") }.line()}
                    {Field { value: &typed.rule_hold, ..field("rule_hold", "field-rule-hold") }.boxes(vec![("yes".to_owned(), o.t("rule-hold-yes"), None)])}
                </div>
                {Field { value: &typed.rule_answer, help: Some(o.t("field-rule-answer-help")), ..field("rule_answer", "field-rule-answer") }.text(4)}
            </fieldset>
            {Field { value: &typed.rule_stop, ..field("rule_stop", "field-rule-stop") }.radios(stop.to_vec())}
            <button class="button">{o.t("rule-save")}</button>
        </form>
    }
    .into_any()
}
