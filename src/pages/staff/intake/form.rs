//! The page that a clerk fills in while listening.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;

use super::Typed;
use crate::{
    actions::intake::Looked,
    clock::day_of,
    domain::{
        answers::{FieldError, FormStep},
        intake::{IntakeWay, kinds},
        report::{Category, Channel, ReportNumber, RespondentKind, Status},
    },
    islands::case_number_hint::CaseNumberHint,
    pages::{
        parts::field::{Field, error_of, lines, summary},
        public::report::fields,
    },
    web::{officer::Officer, visitor::Page},
};

/// Where the keyboard stands when the page comes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    Look,
    Kind,
    Questions,
    /// At the beginning, or at the summary of what is wrong.
    Top,
}

/// Keys (with Alt) for the kinds, in the order in which they stand.
const KEYS: [&str; 14] = ["1", "2", "3", "4", "5", "6", "q", "w", "e", "r", "t", "y", "u", "i"];

pub fn page(o: &Officer, typed: &Typed, looked: Option<&Looked>, errors: &[FieldError], focus: Focus) -> Response {
    // The kind is one choice here, under one name.
    let wrong = lines(o.lang, errors)
        .into_iter()
        .map(|(field, words)| (if field == "category" { "kind".to_owned() } else { field }, words));
    let wrong = wrong.collect::<Vec<_>>();
    let island = o.portal.browser_part.is_some();
    let title = o.t("intake-title");
    let mut page = Page { islands: island, ..Page::titled(title.clone()).wide().wrong_if(!errors.is_empty()) };
    if typed.recorded.is_some() {
        page = Page { error: true, ..page.status(StatusCode::CONFLICT) };
    }
    o.page(page, || {
        view! {
            {summary(o.lang, &wrong)}
            {recorded(o, typed)}
            <div class="bar"><h1>{title}</h1><p class="muted">{o.t("intake-lead")}</p></div>
            <form method="post" action=o.to("/staff/intake") class="intake" novalidate autocomplete="off">
                <input type="hidden" name="token" value=typed.token.clone() />
                <input type="hidden" name="looked" value=typed.looked.clone() />
                // Enter in a field presses the first button of a form: this one, which does what comes next.
                <button class="hidden" tabindex="-1" aria-hidden="true">{o.t("intake-next")}</button>
                <div class="intake-caller">
                    {look(o, typed, looked, focus)}
                    {caller(o, typed, errors)}
                    {came(o, typed, errors)}
                </div>
                <div class="intake-matter">
                    {kind(o, typed, errors, focus)}
                    {matter(o, typed, errors)}
                    {questions(o, typed, errors, focus)}
                    <div class="go">
                        <button class="button" name="act" value="check" accesskey="s">{o.t("intake-check")}<kbd>"S"</kbd></button>
                    </div>
                </div>
            </form>
        }
    })
}

/// What was typed after it was recorded is not in it.
fn recorded(o: &Officer, typed: &Typed) -> Option<AnyView> {
    let href = o.to(&format!("/staff/intake/{}", typed.recorded.as_ref()?));
    let view = view! {
        <div class="errors" role="alert" tabindex="-1" autofocus>
            <h2>{o.t("intake-recorded")}</h2>
            <p>{o.t("intake-recorded-what-now")}</p>
            <p><a href=href>{o.t("intake-recorded-open")}</a></p>
        </div>
    };
    Some(view.into_any())
}

fn look(o: &Officer, typed: &Typed, looked: Option<&Looked>, focus: Focus) -> impl IntoView + use<> {
    let results = looked.map(|looked| found(o, looked));
    view! {
        <section>
            <h2>{o.t("intake-look")}</h2>
            <div class="seek">
                <label for="look">{o.t("intake-look-field")}</label>
                <input id="look" name="look" value=typed.look.clone() autocomplete="off" spellcheck="false" accesskey="z" autofocus=focus == Focus::Look aria-describedby="look-help" />
                <button class="button second" name="act" value="look">{o.t("filter-go")}</button>
            </div>
            <p class="help" id="look-help">{o.t("intake-look-help")}</p>
            {results}
        </section>
    }
}

fn found(o: &Officer, looked: &Looked) -> AnyView {
    let note =
        if looked.landline { Some(o.t("intake-landline")) } else { looked.by_mobile.then(|| o.t("intake-by-mobile")) };
    let note = note.map(|note| view! { <p class="help">{note}</p> });
    if looked.found.is_empty() {
        return view! { <p class="note" role="status">{o.t("intake-none")}</p>{note} }.into_any();
    }
    let rows = looked.found.iter().map(|row| {
        let number = ReportNumber::parse(&row.number).map(|number| number.grouped()).unwrap_or_default();
        let open = Status::parse(&row.status).is_some_and(Status::is_open);
        let due = if open { o.lang.day(day_of(row.due_at)) } else { row.closed_at.map_or_else(|| "—".to_owned(), |at| o.ta("intake-closed", &[("day", &o.lang.day(day_of(at)))])) };
        let late = open && o.portal.clock.now() > row.due_at;
        view! {
            <tr>
                <td><a class="digits" target="_blank" rel="noopener" href=o.to(&format!("/staff/reports/{}", row.number))>{number}</a></td>
                <td>{o.t(&format!("category-short-{}-{}", row.channel, row.category))}</td>
                <td>{o.t(&format!("status-{}", row.status.replace('_', "-")))}</td>
                <td class="digits">{o.lang.short(row.received_at)}</td>
                <td class=if late { "late" } else { "" }>{due}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let count = o.ta("queue-count", &[("count", &looked.found.len().to_string())]);
    view! {
        <p class="muted" role="status">{count}</p>
        <div class="scroll" tabindex="0" role="region" aria-label=o.t("intake-look")>
            <table class="grid">
                <thead><tr>
                    <th>{o.t("column-number")}</th><th>{o.t("column-kind")}</th><th>{o.t("column-status")}</th>
                    <th>{o.t("column-received")}</th><th>{o.t("column-due")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {note}
    }
    .into_any()
}

/// A field whose label and error follow from its name.
fn field<'a>(o: &Officer, name: &'static str, value: &'a str, errors: &[FieldError]) -> Field<'a> {
    let slug = name.replace('_', "-");
    let label = o.lang.try_t(&format!("short-{slug}")).unwrap_or_else(|| o.t(&format!("field-{slug}")));
    Field { name, label, value, error: error_of(o.lang, errors, name), ..Field::default() }
}

fn caller(o: &Officer, typed: &Typed, errors: &[FieldError]) -> impl IntoView + use<> {
    let a = &typed.answers;
    let roles = ["applicant", "family", "lawyer", "respondent", "third_party", "other"]
        .map(|role| (role.to_owned(), o.t(&format!("reporter-role-{}", role.replace('_', "-")))));
    let chosen = typed.chosen(o);
    let reward = chosen.is_some_and(|(channel, _)| channel == Channel::Lead).then(|| {
        view! {
            <div class="option">
                <input type="checkbox" id="claims_reward" name="claims_reward" value="yes" checked=a.claims_reward == "yes" />
                <label for="claims_reward">{o.t("field-claims-reward")}</label>
            </div>
        }
    });
    // These two are asked of everybody; without a kind they are those of any.
    let (channel, category) = chosen.unwrap_or((Channel::Lead, Category::Other));
    let for_somebody = crate::domain::questions::of(channel, category)
        .filter(|question| matches!(question.code, "for_relation" | "for_consent"))
        .map(|question| fields::one_question(o, a, question, errors))
        .collect_view();
    let said = |code: &str| a.details.get(code).is_some_and(|value| !value.is_empty());
    let open =
        said("for_relation") || said("for_consent") || errors.iter().any(|error| error.field.starts_with("q_for_"));
    view! {
        <section>
            <h2>{o.t("intake-caller")}</h2>
            <div class="side">
                {field(o, "name", &a.name, errors).line()}
                {Field { inputmode: Some("tel"), ..field(o, "phone", &a.phone, errors) }.line()}
            </div>
            <div class="side">
                {field(o, "role", &a.role, errors).select(o.t("not-said"), vec![(String::new(), roles.into())])}
                {Field { inputmode: Some("email"), ..field(o, "email", &a.email, errors) }.line()}
            </div>
            <div class="option">
                <input type="checkbox" id="anonymous" name="anonymous" value="yes" checked=a.anonymous == "yes" />
                <label for="anonymous">{o.t("intake-anonymous")}</label>
            </div>
            {reward}
            <details class="more" open=open>
                <summary>{o.t("intake-for-somebody")}</summary>
                <p class="help">{o.t("intake-for-somebody-text")}</p>
                {for_somebody}
            </details>
        </section>
    }
}

/// How it came, and when.
fn came(o: &Officer, typed: &Typed, errors: &[FieldError]) -> impl IntoView + use<> {
    let ways = IntakeWay::ALL.iter().enumerate().map(|(n, way)| {
        let id = if n == 0 { "way".to_owned() } else { format!("way-{way}") };
        view! {
            <span class="pick">
                <input type="radio" id=id.clone() name="way" value=way.as_str() checked=typed.way == way.as_str() />
                <label for=id>{o.t(&format!("intake-way-{way}"))}</label>
            </span>
        }
    });
    let ways = ways.collect_view();
    let error = error_of(o.lang, errors, "way");
    let described_by = error.as_ref().map(|_| "way-error");
    let error = error.map(|error| view! { <p class="error" id="way-error">{error}</p> });
    let received = Field {
        label: o.t("intake-received"),
        help: Some(o.t("intake-received-help")),
        ..Field {
            name: "received",
            value: &typed.received,
            error: error_of(o.lang, errors, "received"),
            ..Field::default()
        }
    };
    view! {
        <section>
            <fieldset class="field picks" aria-describedby=described_by>
                <legend>{o.t("intake-way")}</legend>
                {error}
                <div>{ways}</div>
            </fieldset>
            {received.line()}
        </section>
    }
}

/// Channel and kind in one choice, a key for each.
fn kind(o: &Officer, typed: &Typed, errors: &[FieldError], focus: Focus) -> impl IntoView + use<> {
    let all = kinds(o.staff.role);
    let error = error_of(o.lang, errors, "category");
    let class = if error.is_some() { "field picks wrong" } else { "field picks" };
    let described_by = if error.is_some() { "kind-help kind-error" } else { "kind-help" };
    let groups = Channel::ALL.iter().filter(|channel| all.iter().any(|(of, _)| of == *channel)).map(|channel| {
        let picks = all.iter().enumerate().filter(|(_, (of, _))| of == channel).map(|(n, (channel, category))| {
            let value = format!("{channel}-{category}");
            // The first one carries the field's name as its id: the error summary links there.
            let id = if n == 0 { "kind".to_owned() } else { format!("kind-{value}") };
            let key = KEYS.get(n).copied().unwrap_or_default();
            let checked = typed.kind == value;
            let focused = focus == Focus::Kind && (checked || (n == 0 && typed.kind.is_empty()));
            view! {
                <span class="pick">
                    <input type="radio" id=id.clone() name="kind" value=value.clone() checked=checked accesskey=key autofocus=focused />
                    <label for=id title=o.t(&format!("category-{channel}-{category}"))>{o.t(&format!("category-short-{channel}-{category}"))}<kbd aria-hidden="true">{key.to_uppercase()}</kbd></label>
                </span>
            }
        });
        let picks = picks.collect_view();
        let name = o.t(&format!("channel-{channel}"));
        view! { <div role="group" aria-label=name.clone()><span class="group" aria-hidden="true">{name.clone()}</span>{picks}</div> }
    });
    let groups = groups.collect_view();
    view! {
        <fieldset class=class aria-describedby=described_by>
            <legend>{o.t("intake-kind")}</legend>
            <p class="help" id="kind-help">{o.t("intake-keys")}</p>
            {error.map(|error| view! { <p class="error" id="kind-error">{error}</p> })}
            {groups}
        </fieldset>
    }
}

fn matter(o: &Officer, typed: &Typed, errors: &[FieldError]) -> impl IntoView + use<> {
    let a = &typed.answers;
    let island = o.portal.browser_part.is_some();
    let reading = (!a.case_number.is_empty()).then(|| o.portal.read_case_number(&a.case_number));
    let (named, court) = fields::courts_of(o, a);
    let kinds = RespondentKind::ALL.iter().map(|kind| (kind.to_string(), o.t(&format!("respondent-{kind}"))));
    let story = field(o, "narrative", &a.narrative, errors);
    let story = Field { help: Some(o.t("intake-story-help")), ..story }.text(8);
    let livelihood = field(o, "livelihood", &a.livelihood, errors);
    view! {
        <div class="side">
            <div>
                {Field { width: Some("code"), ..field(o, "case_number", &a.case_number, errors) }.line()}
                {island.then(|| view! { <CaseNumberHint field="case_number".to_owned() language=o.lang.code().to_owned() court=named /> })}
                {reading.map(|reading| fields::read_back(o, &reading, None))}
                <input type="hidden" name="read_back" value=a.case_number.clone() />
            </div>
            {field(o, "court", &court, errors).select(o.t("court-unknown"), fields::courts(o))}
        </div>
        <div class="side three">
            {field(o, "respondent_name", &a.respondent_name, errors).line()}
            {field(o, "respondent_kind", &a.respondent_kind, errors).select(o.t("not-said"), vec![(String::new(), kinds.collect())])}
            {field(o, "respondent_id", &a.respondent_id, errors).line()}
        </div>
        {story}
        <div class="side">
            {livelihood.select(o.t("livelihood-none"), vec![(String::new(), fields::livelihoods(o))])}
            {fields::occurred_on(o, a, error_of(o.lang, errors, "occurred_on"))}
        </div>
    }
}

/// The questions of the chosen kind, folded until they are asked for.
fn questions(o: &Officer, typed: &Typed, errors: &[FieldError], focus: Focus) -> AnyView {
    let Some((channel, _)) = typed.chosen(o) else {
        return view! {
            <p class="ask-more"><button class="button second" name="act" value="questions" accesskey="x">{o.t("intake-questions")}<kbd>"X"</kbd></button></p>
        }
        .into_any();
    };
    let a = &typed.answers;
    let asked = a.asked(channel).filter(|question| question.page != FormStep::You);
    let list = asked.map(|question| fields::one_question(o, a, question, errors)).collect_view();
    let answered = a.details.iter().any(|(code, value)| !code.starts_with("for_") && !value.is_empty());
    let open = focus == Focus::Questions || answered || errors.iter().any(|error| error.field.starts_with("q_"));
    view! {
        <details class="more" id="questions" open=open>
            <summary autofocus=focus == Focus::Questions>{o.t("intake-questions-title")}</summary>
            <div class="questions">{list}</div>
            <p class="ask-more"><button class="button second" name="act" value="questions" accesskey="x">{o.t("intake-questions-again")}<kbd>"X"</kbd></button></p>
        </details>
    }
    .into_any()
}
