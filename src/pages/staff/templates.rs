//! Templates of letters: those of the own court, and those that come from the courts above and with the program.

use axum::{Form, extract::Path, extract::RawQuery, http::StatusCode, response::Response};
use leptos::prelude::*;

use crate::{
    actions::letters::{self, LetterError, Offer, Typed, Version, may_edit},
    domain::{
        letter::{ACTS, Letter, Variable},
        workflow::Action,
    },
    i18n::Lang,
    pages::parts::field::{Field, summary, words},
    web::{
        error::{PageError, PageResult},
        officer::Officer,
        visitor::Page,
    },
};

/// What a form that was not saved leaves on the page.
#[derive(Default)]
struct State {
    typed: Typed,
    base: i64,
    wrong: Vec<(&'static str, &'static str, String)>,
    conflict: bool,
    /// How the texts look, if that was asked for.
    preview: Option<(String, String)>,
}

fn allowed(o: &Officer) -> Result<(), PageError> {
    if may_edit(&o.staff) { Ok(()) } else { Err(PageError::NotFound) }
}

fn act_name(o: &Officer, act: Action) -> String {
    o.t(&format!("action-{}", act.as_str().replace('_', "-")))
}

pub async fn list(o: Officer) -> PageResult {
    allowed(&o)?;
    let offers = letters::offers(&o.portal, &o.staff.court).await?;
    let rows = offers.iter().map(|offer| {
        let own = offer.court.as_deref() == Some(o.staff.court.as_str());
        let name = if o.lang == Lang::Zh { &offer.letter.name } else { &offer.letter.name_en };
        let href = if own {
            format!("/staff/admin/templates/{}", offer.code)
        } else {
            format!("/staff/admin/templates/new?from={}", offer.code)
        };
        let label = if own { o.t("letter-edit") } else { o.t("letter-take-over") };
        let whose = offer.court.as_deref().map_or_else(|| o.t("letter-built-in"), |court| o.court(court));
        let version = if offer.version == 0 { "—".to_owned() } else { offer.version.to_string() };
        view! {
            <tr>
                <td>{act_name(&o, offer.act)}</td>
                <td>{name.clone()}</td>
                <td><code>{offer.code.clone()}</code></td>
                <td>{whose}</td>
                <td class="digits">{version}</td>
                <td><a href=o.to(&href)>{label}</a></td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    Ok(o.page(Page::titled(o.t("letters-title")).wide(), || {
        view! {
            <h1>{o.t("letters-title")}</h1>
            <p>{o.t("letters-text")}</p>
            <p><a class="button" href=o.to("/staff/admin/templates/new")>{o.t("letter-new")}</a></p>
            <div class="scroll" tabindex="0" role="region" aria-label=o.t("letters-title")><table class="grid">
                <thead><tr><th>{o.t("letter-act")}</th><th>{o.t("letter-name-column")}</th><th>{o.t("letter-code")}</th><th>{o.t("letter-whose")}</th><th>{o.t("letter-version")}</th><th><span class="hidden">{o.t("letter-edit")}</span></th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        }
    }))
}

/// A new template, empty or begun with one that exists elsewhere.
pub async fn new(o: Officer, RawQuery(raw): RawQuery) -> PageResult {
    allowed(&o)?;
    let fields: Vec<(String, String)> =
        serde_urlencoded::from_str(raw.as_deref().unwrap_or_default()).unwrap_or_default();
    let from = fields.into_iter().find(|(name, _)| name == "from").map(|(_, code)| code);
    let found = match from {
        Some(code) => letters::offers(&o.portal, &o.staff.court).await?.into_iter().find(|offer| offer.code == code),
        None => None,
    };
    let typed = found.map_or_else(Typed::default, |Offer { code, act, letter, .. }| Typed {
        code,
        act: act.to_string(),
        letter,
    });
    Ok(form(&o, None, &State { typed, ..State::default() }, &[]))
}

pub async fn create(o: Officer, Form(fields): Form<Vec<(String, String)>>) -> PageResult {
    allowed(&o)?;
    let typed = read(&fields, None);
    keep(&o, None, typed, 0, &fields, &[]).await
}

pub async fn edit(o: Officer, Path(code): Path<String>) -> PageResult {
    allowed(&o)?;
    let history = letters::history(&o.portal, &o.staff.court, &code).await?;
    let latest = history.first().ok_or(PageError::NotFound)?;
    let typed = Typed { code: code.clone(), act: latest.act.clone(), letter: latest.letter.clone() };
    Ok(form(&o, Some(&code), &State { typed, base: latest.version, ..State::default() }, &history))
}

pub async fn save(o: Officer, Path(code): Path<String>, Form(fields): Form<Vec<(String, String)>>) -> PageResult {
    allowed(&o)?;
    let history = letters::history(&o.portal, &o.staff.court, &code).await?;
    if history.is_empty() {
        return Err(PageError::NotFound);
    }
    let base = fields.iter().find(|(name, _)| name == "base").and_then(|(_, base)| base.parse().ok()).unwrap_or(-1);
    keep(&o, Some(&code), read(&fields, Some(&code)), base, &fields, &history).await
}

fn read(fields: &[(String, String)], code: Option<&str>) -> Typed {
    let value =
        |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default();
    Typed {
        code: code.map_or_else(|| value("letter_code").trim().to_owned(), str::to_owned),
        act: value("letter_act"),
        letter: Letter {
            name: value("letter_name"),
            name_en: value("letter_name_en"),
            body: value("letter_body"),
            body_en: value("letter_body_en"),
        },
    }
}

async fn keep(
    o: &Officer,
    code: Option<&str>,
    typed: Typed,
    base: i64,
    fields: &[(String, String)],
    history: &[Version],
) -> PageResult {
    let mut state = State { typed, base, ..State::default() };
    if fields.iter().any(|(name, _)| name == "preview") {
        let show = |text: &str, lang: Lang| letters::preview(text, lang);
        match (show(&state.typed.letter.body, Lang::Zh), show(&state.typed.letter.body_en, Lang::En)) {
            (Ok(zh), Ok(en)) => state.preview = Some((zh, en)),
            (zh, en) => {
                state.wrong.extend(zh.err().map(|unknown| ("letter_body", "variable", unknown)));
                state.wrong.extend(en.err().map(|unknown| ("letter_body_en", "variable", unknown)));
            }
        }
        return Ok(form(o, code, &state, history));
    }
    match letters::save(&o.portal, &o.staff, &state.typed, base).await {
        Ok(()) => Ok(o.see(&format!("/staff/admin/templates/{}", state.typed.code))),
        Err(LetterError::Fields(wrong)) => {
            state.wrong = wrong;
            Ok(form(o, code, &state, history))
        }
        Err(LetterError::Conflict) if code.is_none() => {
            state.wrong = vec![("letter_code", "taken", String::new())];
            Ok(form(o, code, &state, history))
        }
        Err(LetterError::Conflict) => {
            state.conflict = true;
            // Saving again is a decision: the newer version stands below, and this text would follow it.
            state.base = history.first().map_or(0, |latest| latest.version);
            Ok(form(o, code, &state, history))
        }
        Err(LetterError::NotYours | LetterError::NotFound) => Err(PageError::NotFound),
        Err(LetterError::Storage(error)) => Err(error.into()),
    }
}

fn form(o: &Officer, code: Option<&str>, state: &State, history: &[Version]) -> Response {
    let say = |field: &str, code: &str, unknown: &str| {
        if code == "variable" {
            o.ta("error-letter-variable", &[("unknown", unknown)])
        } else {
            words(o.lang, field, code)
        }
    };
    let lines = state
        .wrong
        .iter()
        .map(|(field, code, unknown)| ((*field).to_owned(), say(field, code, unknown)))
        .collect::<Vec<_>>();
    let error = |name: &str| {
        state.wrong.iter().find(|(field, ..)| *field == name).map(|(field, code, unknown)| say(field, code, unknown))
    };
    let letter = &state.typed.letter;
    let field = |name: &'static str, label: &str, value| Field {
        name,
        label: o.t(label),
        value,
        error: error(name),
        ..Field::default()
    };
    let acts = ACTS.iter().map(|act| (act.to_string(), act_name(o, *act))).collect();
    let variables = Variable::ALL.iter().map(|variable| {
        let name = if o.lang == Lang::Zh { variable.zh() } else { variable.as_str() };
        let sample = o.t(&format!("letter-sample-{}", variable.as_str().replace('_', "-")));
        view! { <div><dt><code>{format!("{{{name}}}")}</code></dt><dd>{sample}</dd></div> }
    });
    let variables = variables.collect_view();
    let action =
        code.map_or_else(|| o.to("/staff/admin/templates/new"), |code| o.to(&format!("/staff/admin/templates/{code}")));
    let title = if code.is_some() { o.ta("letter-title-of", &[("name", &letter.name)]) } else { o.t("letter-new") };
    let mut page = Page::titled(title.clone()).wide().wrong_if(!state.wrong.is_empty());
    if state.conflict {
        page = Page { error: true, ..page.status(StatusCode::CONFLICT) };
    }
    let preview = state.preview.as_ref().map(|(zh, en)| {
        view! {
            <section aria-labelledby="preview"><h2 id="preview">{o.t("letter-preview")}</h2>
                <div class="letters"><div class="content typed" lang="zh-CN">{zh.clone()}</div><div class="content typed" lang="en">{en.clone()}</div></div>
            </section>
        }
    });
    let retire = code.map(|code| {
        let retired = history.first().is_some_and(|latest| latest.retired);
        let (label, value) = if retired { (o.t("letter-use-again"), "no") } else { (o.t("letter-retire"), "yes") };
        view! {
            <form method="post" action=o.to(&format!("/staff/admin/templates/{code}/retire"))>
                {retired.then(|| view! { <p class="note amber">{o.t("letter-retired")}</p> })}
                <button class="button second" name="retired" value=value>{label}</button>
            </form>
        }
    });
    let versions = history.iter().map(|version| {
        let heading = o.ta("letter-version-of", &[("version", &version.version.to_string()), ("at", &o.lang.minute(version.at)), ("author", &version.author)]);
        view! {
            <details><summary>{heading}</summary>
                <div class="letters"><div class="content typed" lang="zh-CN">{version.letter.body.clone()}</div><div class="content typed" lang="en">{version.letter.body_en.clone()}</div></div>
            </details>
        }
    });
    let versions = versions.collect_view();
    let has_history = !history.is_empty();
    let code_field = match code {
        Some(code) => view! { <p class="muted">{o.t("letter-code")}" "<code>{code.to_owned()}</code></p> }.into_any(),
        None => Field {
            help: Some(o.t("letter-code-help")),
            width: Some("code"),
            ..field("letter_code", "letter-code", &state.typed.code)
        }
        .line(),
    };
    o.page(page, || {
        view! {
            <p class="back"><a href=o.to("/staff/admin/templates")>{o.t("letters-title")}</a></p>
            {state.conflict.then(|| view! { <div class="errors" role="alert" tabindex="-1" autofocus><p>{o.t("letter-conflict")}</p></div> })}
            {summary(o.lang, &lines)}
            <h1>{title}</h1>
            {preview}
            <form method="post" action=action novalidate class="template">
                <input type="hidden" name="base" value=state.base.to_string() />
                {code_field}
                {field("letter_act", "letter-act", &state.typed.act).select(o.t("choose"), vec![(String::new(), acts)])}
                {field("letter_name", "letter-name", &letter.name).line()}
                {field("letter_name_en", "letter-name-en", &letter.name_en).line()}
                <div class="letters">
                    {Field { help: Some(o.t("letter-body-help")), ..field("letter_body", "letter-body", &letter.body) }.text(16)}
                    {Field { help: Some(o.t("letter-body-en-help")), ..field("letter_body_en", "letter-body-en", &letter.body_en) }.text(16)}
                </div>
                <details><summary>{o.t("letter-variables")}</summary><dl class="facts">{variables}</dl></details>
                <div class="go"><button class="button">{o.t("letter-save")}</button>" "<button class="button second" name="preview" value="1">{o.t("letter-preview-button")}</button></div>
            </form>
            {retire}
            {has_history.then(|| view! { <h2>{o.t("letter-history")}</h2>{versions} })}
        }
    })
}

pub async fn retire(o: Officer, Path(code): Path<String>, Form(fields): Form<Vec<(String, String)>>) -> PageResult {
    let retired = fields.iter().any(|(name, value)| name == "retired" && value == "yes");
    match letters::retire(&o.portal, &o.staff, &code, retired).await {
        Ok(()) => Ok(o.see(&format!("/staff/admin/templates/{code}"))),
        Err(LetterError::Storage(error)) => Err(error.into()),
        Err(_) => Err(PageError::NotFound),
    }
}
