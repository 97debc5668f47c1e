//! The fields of each page of the form.

use leptos::prelude::*;

use crate::{
    domain::{
        answers::{Answers, FieldError, FormStep, NARRATIVE},
        case_number::Reading,
        court::Level,
        questions::{self, Answer},
        report::{Channel, Livelihood, RespondentKind},
        submission::court_of,
    },
    islands::{case_number_hint::CaseNumberHint, character_count::CharacterCount},
    pages::parts::field::{Field, error_of},
    web::visitor::Visitor,
};

/// The question that is a page's heading.
pub fn heading(v: &Visitor, channel: Channel, step: FormStep) -> String {
    v.lang.try_t(&format!("step-{step}-{channel}")).unwrap_or_else(|| v.t(&format!("step-{step}")))
}

/// The fields of a page.
pub fn of_step(v: &Visitor, channel: Channel, a: &Answers, step: FormStep, errors: &[FieldError]) -> AnyView {
    let field = |name: &'static str, value| Field {
        name,
        label: v
            .lang
            .try_t(&format!("field-{}-{channel}", name.replace('_', "-")))
            .unwrap_or_else(|| v.t(&format!("field-{}", name.replace('_', "-")))),
        help: v.lang.try_t(&format!("field-{}-help", name.replace('_', "-"))),
        value,
        error: error_of(v.lang, errors, name),
        ..Field::default()
    };
    match step {
        FormStep::Kind => {
            let options = channel.categories().iter().map(|category| {
                let id = format!("category-{channel}-{category}");
                (category.to_string(), v.t(&id), v.lang.try_t(&format!("{id}-help")))
            });
            field("category", &a.category).radios(options.collect())
        }
        FormStep::Case => {
            let island = v.portal.browser_part.is_some();
            let reading = (!a.case_number.is_empty()).then(|| v.portal.read_case_number(&a.case_number));
            // The court that the number names is filled in, as the living court it is today.
            let living = court_of(a, reading.as_ref())
                .and_then(|code| v.portal.courts().current(&code).map(|court| court.code.clone()));
            let court = living.unwrap_or_else(|| a.court.clone());
            view! {
                {Field { autocomplete: Some("off"), width: Some("code"), ..field("case_number", &a.case_number) }.line()}
                {island.then(|| view! { <CaseNumberHint field="case_number".to_owned() language=v.lang.code().to_owned() /> })}
                {reading.map(|reading| read_back(v, &reading))}
                <input type="hidden" name="read_back" value=a.case_number.clone() />
                {field("court", &court).select(v.t("court-unknown"), courts(v))}
            }
            .into_any()
        }
        FormStep::Respondent => {
            let kinds =
                RespondentKind::ALL.iter().map(|kind| (kind.to_string(), v.t(&format!("respondent-{kind}")), None));
            view! {
                {field("respondent_kind", &a.respondent_kind).radios(kinds.collect())}
                {field("respondent_name", &a.respondent_name).line()}
                {field("respondent_id", &a.respondent_id).line()}
            }
            .into_any()
        }
        FormStep::Story => {
            let island = v.portal.browser_part.is_some();
            view! {
                {field("narrative", &a.narrative).text(10)}
                <p class="help">{v.ta("narrative-limit", &[("limit", &NARRATIVE.to_string())])}</p>
                {island.then(|| view! { <CharacterCount field="narrative".to_owned() limit=20_000 left=v.t("characters-left") over=v.t("characters-over") /> })}
                {date(v, a, error_of(v.lang, errors, "occurred_on"))}
            }
            .into_any()
        }
        FormStep::Details => details(v, channel, a, errors),
        FormStep::Livelihood => {
            let mut options = vec![("none".to_owned(), v.t("livelihood-none"), None)];
            options.extend(Livelihood::ALL.iter().map(|class| {
                (class.to_string(), v.t(&format!("livelihood-{}", class.as_str().replace('_', "-"))), None)
            }));
            field("livelihood", &a.livelihood).radios(options)
        }
        FormStep::You => you(v, channel, a, &field),
        FormStep::Files | FormStep::Check => ().into_any(),
    }
}

fn you<'a>(
    v: &Visitor,
    channel: Channel,
    a: &'a Answers,
    field: &dyn Fn(&'static str, &'a str) -> Field<'a>,
) -> AnyView {
    let anonymous = if a.is_anonymous(channel) { "yes" } else { "no" };
    let choices = ["yes", "no"].map(|code| {
        let id = format!("anonymous-{code}");
        (code.to_owned(), v.t(&id), Some(v.t(&format!("{id}-help"))))
    });
    let roles = ["applicant", "family", "lawyer", "respondent", "third_party", "other"]
        .map(|role| (role.to_owned(), v.t(&format!("reporter-role-{}", role.replace('_', "-")))));
    let reward = (channel == Channel::Lead).then(|| {
        view! {
            <div class="option">
                <input type="checkbox" id="claims_reward" name="claims_reward" value="yes" checked=a.claims_reward == "yes" />
                <label for="claims_reward">{v.t("field-claims-reward")}<span class="help">{v.t("field-claims-reward-help")}</span></label>
            </div>
        }
    });
    view! {
        {field("anonymous", anonymous).radios(choices.into())}
        <p class="help">{v.t("you-if-named")}</p>
        {Field { autocomplete: Some("name"), ..field("name", &a.name) }.line()}
        {Field { autocomplete: Some("tel"), inputmode: Some("tel"), width: Some("code"), ..field("phone", &a.phone) }.line()}
        {Field { autocomplete: Some("email"), inputmode: Some("email"), ..field("email", &a.email) }.line()}
        {field("role", &a.role).select(v.t("not-said"), vec![(String::new(), roles.into())])}
        {reward}
        // Unticked boxes send nothing; this tells that the box was there.
        <input type="hidden" name="you_seen" value="1" />
    }
    .into_any()
}

/// The questions of the kind.
fn details(v: &Visitor, channel: Channel, a: &Answers, errors: &[FieldError]) -> AnyView {
    let Some(category) = a.category(channel) else { return view! { <p>{v.t("details-no-kind")}</p> }.into_any() };
    let wrong = error_of(v.lang, errors, "details");
    let questions = questions::of(category).iter().map(|question| {
        let name = format!("q_{}", question.code);
        let slug = question.code.replace('_', "-");
        let empty = String::new();
        let value = a.details.get(question.code).unwrap_or(&empty);
        let too_long =
            wrong.clone().filter(|_| matches!(question.answer, Answer::Line(most) if value.chars().count() > most));
        let field = Field {
            name: &name,
            label: v.t(&format!("q-{slug}")),
            help: v.lang.try_t(&format!("q-{slug}-help")),
            value,
            error: too_long,
            ..Field::default()
        };
        match question.answer {
            Answer::Line(_) => field.line(),
            Answer::Choice(options) => {
                let options = options.iter().map(|option| {
                    ((*option).to_owned(), v.t(&format!("opt-{slug}-{}", option.replace('_', "-"))), None)
                });
                field.radios(options.collect())
            }
        }
    });
    let questions = questions.collect_view();
    view! { <div id="details">{questions}</div> }.into_any()
}

/// The first question that was answered at too great a length: the error leads there.
pub fn too_long(channel: Channel, a: &Answers) -> Option<String> {
    let questions = a.category(channel).map(questions::of).unwrap_or_default();
    let long = |code: &str, most: usize| a.details.get(code).is_some_and(|value| value.chars().count() > most);
    let wrong =
        questions.iter().find(|question| matches!(question.answer, Answer::Line(most) if long(question.code, most)));
    wrong.map(|question| format!("q_{}", question.code))
}

/// Three fields: a calendar is never the only way.
fn date(v: &Visitor, a: &Answers, error: Option<String>) -> impl IntoView + use<> {
    let class = if error.is_some() { "field wrong" } else { "field" };
    let described_by = if error.is_some() { "occurred-help occurred_on-error" } else { "occurred-help" };
    let part = |name: &'static str, value: &str, width: &'static str| {
        let (label, value) = (v.t(&format!("date-{name}")), value.to_owned());
        let wrong = error.is_some().then_some("true");
        view! {
            <span class="part">
                <label for=name>{label}</label>
                <input id=name name=name value=value class=width inputmode="numeric" autocomplete="off" aria-invalid=wrong aria-describedby=described_by />
            </span>
        }
    };
    let (year, month, day) =
        (part("year", &a.year, "year"), part("month", &a.month, "two"), part("day", &a.day, "two"));
    view! {
        <fieldset class=class>
            <legend>{v.t("field-occurred-on")}</legend>
            <p class="help" id="occurred-help">{v.t("field-occurred-on-help")}</p>
            {error.map(|error| view! { <p class="error" id="occurred_on-error">{error}</p> })}
            <div class="date">{year}{month}{day}</div>
        </fieldset>
    }
}

/// The portal's courts by city.
pub fn courts(v: &Visitor) -> Vec<(String, Vec<(String, String)>)> {
    let courts = v.portal.courts();
    let mut groups: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for court in courts.tree() {
        let name = v.court(&court.code);
        if court.level == Level::Basic
            && let Some((_, group)) = groups.last_mut()
        {
            group.push((court.code.clone(), name));
        } else {
            groups.push((name.clone(), vec![(court.code.clone(), name)]));
        }
    }
    groups
}

/// What was read in a case number: its court, repairs, and what to know.
pub fn read_back(v: &Visitor, reading: &Reading) -> impl IntoView + use<> {
    let (class, words) = case_number_words(v, reading);
    let words = words.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
    view! { <div class=class role="status">{words}</div> }
}

/// The same in lines, shared with the island.
pub fn case_number_words(v: &Visitor, reading: &Reading) -> (&'static str, Vec<String>) {
    let mut lines = Vec::new();
    let canonical = reading.canonical.clone().unwrap_or_default();
    if !reading.is_usable() {
        let reason = reading.reason.map(|reason| {
            serde_json::to_value(reason).ok().and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default()
        });
        lines.push(v.t(&format!("case-{}", reason.unwrap_or_else(|| "no_match".to_owned()).replace('_', "-"))));
        lines.push(v.t("case-kept"));
        return ("note amber", lines);
    }
    if canonical == reading.input.trim() {
        lines.push(v.ta("case-read", &[("number", &canonical)]));
    } else {
        lines.push(v.ta("case-read-as", &[("number", &canonical)]));
    }
    let courts = v.portal.courts();
    match reading.court.as_deref() {
        None => lines.push(v.t("case-court-ambiguous")),
        Some(code) => match courts.current(code) {
            Some(court) if court.code == code => lines.push(v.ta("case-court", &[("court", &v.court(code))])),
            Some(court) => {
                lines.push(v.ta("case-court-retired", &[("old", &v.court(code)), ("court", &v.court(&court.code))]));
            }
            None => {
                let province = courts.province_of(code).map_or_else(|| v.court(code), |court| v.court(&court.code));
                lines.push(v.ta("case-court-outside", &[("court", &v.court(code)), ("province", &province)]));
            }
        },
    }
    if reading.enforcement == Some(false) {
        lines.push(v.t("case-not-enforcement"));
    }
    ("note green", lines)
}
