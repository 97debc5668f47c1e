//! How messages to a reporter stand: for the reporter with what can be done, for staff to read.

use leptos::prelude::*;

use super::field::{Field, words};
use crate::{
    actions::notices::{Notices, Standing, WayState},
    domain::notice::{NoticeKind, NoticeState, Way},
    i18n::Lang,
    storage::notices::NoticeRow,
    web::visitor::Visitor,
};

/// Where the panel's forms lead and where an address is changed.
pub struct Places {
    /// Takes `act`, `way` and what belongs to it.
    pub action: String,
    /// The form with the addresses.
    pub change: String,
}

/// What was just asked for and could not be done.
#[derive(Default)]
pub struct Asked {
    pub wrong: Option<(Way, String)>,
    pub typed: String,
}

impl Asked {
    /// Field and words of the error, for the summary.
    pub fn lines(&self, lang: Lang) -> Vec<(String, String)> {
        let line = |(way, code): &(Way, String)| (field_of(*way), words(lang, "notice_code", code));
        self.wrong.iter().map(line).collect()
    }

    fn of(&self, way: Way) -> Option<&str> {
        self.wrong.as_ref().filter(|(wrong, _)| *wrong == way).map(|(_, code)| code.as_str())
    }
}

/// Every way with its state, what can be done about it, and the latest notices. Nothing when there is no way.
pub fn panel(v: &Visitor, places: &Places, notices: &Notices, asked: &Asked, headed: bool) -> Option<AnyView> {
    let landline = (notices.landline && notices.ways.is_empty()).then(|| v.t("notices-landline"));
    if notices.ways.is_empty() && landline.is_none() {
        return None;
    }
    let ways = notices.ways.iter().map(|way| one(v, places, notices, way, asked, headed)).collect_view();
    let list = notices.latest.iter().filter(|notice| notice.state != NoticeState::Suppressed.as_str());
    let list = list
        .map(|notice| {
            view! {
                <li>
                    <time datetime=notice.changed_at.to_rfc3339()>{v.lang.moment(notice.changed_at)}</time>
                    <span>{way_words(v, &notice.way)}" · "{kind_words(v, notice)}</span>
                    <span>{state_words(v, notice)}</span>
                </li>
            }
        })
        .collect_view();
    let list = (!list.is_empty()).then(|| {
        view! {
            <details class="more">
                <summary>{v.t("notices-list")}</summary>
                <ul class="sent">{list}</ul>
            </details>
        }
    });
    let body = view! { {ways} {landline.map(|text| view! { <p class="muted">{text}</p> })} {list} };
    if headed && !notices.ways.is_empty() && !notices.ways.iter().any(|way| is_todo(notices, way)) {
        // All is well: one line, the rest on demand.
        let names = notices.ways.iter().map(|way| {
            view! { <span class="name">{way_words(v, way.way.as_str())}" "{tag(v, way.standing)}</span> }
        });
        let names = names.collect_view();
        return Some(
            view! {
                <details class="more notices" id="notices">
                    <summary>{v.t("notices-title")}{names}</summary>
                    {body}
                </details>
            }
            .into_any(),
        );
    }
    Some(
        view! {
            <section class="notices" id="notices" aria-label=v.t("notices-title")>
                {headed.then(|| view! { <h2>{v.t("notices-title")}</h2> })}
                {body}
            </section>
        }
        .into_any(),
    )
}

/// Whether the reporter has to do something so that messages arrive.
fn is_todo(notices: &Notices, way: &WayState) -> bool {
    way.standing == Standing::Unconfirmed || has_failed(notices, way)
}

fn has_failed(notices: &Notices, way: &WayState) -> bool {
    way.last(notices).is_some_and(|last| last.state == NoticeState::Failed.as_str())
}

fn one(v: &Visitor, places: &Places, notices: &Notices, way: &WayState, asked: &Asked, under: bool) -> AnyView {
    let last = way.last(notices);
    let name = way.way.as_str();
    let act = |act: &'static str, label: String, class: &'static str| {
        view! {
            <form method="post" action=places.action.clone()>
                <input type="hidden" name="way" value=name />
                <button class=class name="act" value=act>{label}</button>
            </form>
        }
    };
    let wrong = asked.of(way.way);
    // A code that did not arrive is not waited for.
    let code_until = way.code_until.filter(|_| !has_failed(notices, way));
    let doing = match way.standing {
        Standing::Unconfirmed => {
            let can_be_right = code_until.is_some() || matches!(wrong, Some("wrong" | "empty" | "wrong_form"));
            let code = can_be_right.then(|| code_form(v, &places.action, way, asked));
            let error = (code.is_none()).then_some(wrong).flatten();
            let error = error
                .map(|code| view! { <p class="error" id=field_of(way.way)>{words(v.lang, "notice_code", code)}</p> });
            let (help, label) = if has_failed(notices, way) {
                (v.t("notices-failed-again"), v.t("notices-again"))
            } else if code.is_some() {
                (
                    v.t(if way.way == Way::Email { "notices-again-email" } else { "notices-again-sms" }),
                    v.t("notices-again"),
                )
            } else {
                (v.t("notices-first"), v.t("notices-first-button"))
            };
            let class = if code.is_some() { "button second" } else { "button" };
            view! { {code} {error} <p class="help">{help}</p> {act("resend", label, class)} }.into_any()
        }
        Standing::Confirmed => view! {
            <details class="settings">
                <summary>{v.t("notices-settings")}</summary>
                {language_form(v, &places.action, way)}
                {act("stop", v.t("notices-stop"), "button second")}
            </details>
        }
        .into_any(),
        Standing::Stopped => act("resume", v.t("notices-resume"), "button second").into_any(),
        Standing::Refused => ().into_any(),
    };
    let told = last.filter(|_| way.standing == Standing::Confirmed).map(|last| {
        let state = state_words(v, last);
        if last.is_open() {
            v.ta("notices-next", &[("state", &state)])
        } else {
            v.ta("notices-last", &[("at", &v.lang.moment(last.changed_at)), ("state", &state)])
        }
    });
    let failed = has_failed(notices, way).then(|| {
        view! { <p class="error">{v.t("notices-failed")}" "<a href=places.change.clone()>{v.t("notices-change")}</a></p> }
    });
    let text = match (way.standing, code_until) {
        (Standing::Unconfirmed, Some(until)) => {
            Some(v.ta(&format!("notices-code-{name}"), &[("until", &v.lang.moment(until))]))
        }
        (Standing::Unconfirmed, None) => None,
        (standing, _) => Some(v.t(&format!("notices-{}", standing.as_str()))),
    };
    let title =
        view! { {way_words(v, name)}" "<span class="digits">{way.mask.clone()}</span>" "{tag(v, way.standing)} };
    view! {
        <div class=if is_todo(notices, way) { "way todo" } else { "way" }>
            {if under { view! { <h3>{title}</h3> }.into_any() } else { view! { <h2>{title}</h2> }.into_any() }}
            {failed}
            {text.map(|text| view! { <p>{text}</p> })}
            {told.map(|told| view! { <p class="muted">{told}</p> })}
            {doing}
        </div>
    }
    .into_any()
}

/// The field that a code is typed into.
fn field_of(way: Way) -> String {
    format!("code-{way}")
}

/// The form that takes a code back.
pub fn code_form(v: &Visitor, action: &str, way: &WayState, asked: &Asked) -> AnyView {
    let id = field_of(way.way);
    let wrong = asked.of(way.way);
    let field = Field {
        id: Some(&id),
        name: "code",
        label: v.t("notices-code"),
        value: if wrong.is_some() { &asked.typed } else { "" },
        error: wrong.map(|code| words(v.lang, "notice_code", code)),
        inputmode: Some("numeric"),
        autocomplete: Some("one-time-code"),
        width: Some("six"),
        ..Field::default()
    };
    view! {
        <form class="code-back" method="post" action=action.to_owned() novalidate>
            <input type="hidden" name="way" value=way.way.as_str() />
            {field.line()}
            <button class="button" name="act" value="confirm">{v.t("notices-confirm")}</button>
        </form>
    }
    .into_any()
}

fn language_form(v: &Visitor, action: &str, way: &WayState) -> impl IntoView + use<> {
    let id = format!("language-{}", way.way);
    let options = [Lang::Zh, Lang::En].map(|lang| {
        let selected = Lang::parse(&way.language) == lang;
        view! { <option value=lang.code() selected=selected lang=lang.code()>{lang.t("language-name")}</option> }
    });
    view! {
        <form method="post" action=action.to_owned()>
            <input type="hidden" name="way" value=way.way.as_str() />
            <label for=id.clone()>{v.t("notices-language")}</label>
            <select id=id name="language">{options.collect_view()}</select>
            <button class="button second" name="act" value="language">{v.t("notices-language-save")}</button>
        </form>
    }
}

fn tag(v: &Visitor, standing: Standing) -> impl IntoView + use<> {
    let class = match standing {
        Standing::Unconfirmed => "tag amber",
        Standing::Confirmed => "tag green",
        Standing::Stopped | Standing::Refused => "tag",
    };
    view! { <span class=class>{v.t(&format!("standing-{}", standing.as_str()))}</span> }
}

fn way_words(v: &Visitor, way: &str) -> String {
    v.t(&format!("way-{way}"))
}

fn kind_words(v: &Visitor, notice: &NoticeRow) -> String {
    v.t(if notice.kind == NoticeKind::Code.as_str() { "notice-kind-code" } else { "notice-kind-news" })
}

/// `已发送`, `11月24日 07:00 发送（夜里不发短信）`
fn state_words(v: &Visitor, notice: &NoticeRow) -> String {
    let state = match (&notice.reason, &notice.error) {
        (Some(reason), _) => format!("{}-{reason}", notice.state),
        (None, Some(_)) if notice.is_open() => format!("{}-again", notice.state),
        (None, _) => notice.state.clone(),
    };
    v.ta(&format!("notice-{state}"), &[("at", &v.lang.moment(notice.due_at))])
}

/// The same for the desk: no address beyond what the officer may read, and the class of an error.
pub fn for_staff(v: &Visitor, notices: &Notices) -> Option<AnyView> {
    if notices.ways.is_empty() {
        return None;
    }
    let ways = notices.ways.iter().map(|way| {
        view! { <p>{way_words(v, way.way.as_str())}" "<span class="digits">{way.mask.clone()}</span>" "{tag(v, way.standing)}</p> }
    });
    let ways = ways.collect_view();
    let list = notices.latest.iter().map(|notice| {
        let tried = (notice.attempts > 1).then(|| v.ta("notices-tried", &[("count", &notice.attempts.to_string())]));
        let error = notice.error.clone().map(|error| view! { " "<code>{error}</code> });
        view! {
            <li>
                <time datetime=notice.changed_at.to_rfc3339()>{v.lang.short(notice.changed_at)}</time>
                <span>{way_words(v, &notice.way)}" · "{kind_words(v, notice)}</span>
                <span>{state_words(v, notice)}" "{tried}{error}</span>
            </li>
        }
    });
    let list = list.collect_view();
    Some(
        view! {
            <section class="notices">
                <h2>{v.t("notices-title")}</h2>
                {ways}
                <ul class="sent">{list}</ul>
            </section>
        }
        .into_any(),
    )
}
