//! The fields of each page of the form.

use leptos::prelude::*;

use crate::{
    domain::{
        answers::{Answers, FieldError, FormStep, NARRATIVE},
        case_number::Reading,
        court::Level,
        questions::{Answer, Options, Question},
        report::{Channel, Livelihood, RespondentKind},
    },
    islands::{case_number_hint::CaseNumberHint, character_count::CharacterCount},
    pages::parts::field::{Field, error_of},
    web::visitor::Visitor,
};

/// The question that is a page's heading.
pub fn heading(v: &Visitor, channel: Channel, a: &Answers, step: FormStep) -> String {
    let kind = a.category(channel).filter(|_| step == FormStep::Details);
    let own = kind.and_then(|kind| v.lang.try_t(&format!("step-{step}-{channel}-{kind}")));
    own.or_else(|| v.lang.try_t(&format!("step-{step}-{channel}"))).unwrap_or_else(|| v.t(&format!("step-{step}")))
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
            let (named, court) = courts_of(v, a);
            view! {
                {Field { autocomplete: Some("off"), width: Some("code"), ..field("case_number", &a.case_number) }.line()}
                {island.then(|| view! { <CaseNumberHint field="case_number".to_owned() language=v.lang.code().to_owned() court=named /> })}
                {reading.map(|reading| read_back(v, &reading, Some(v.t("case-go-on"))))}
                <input type="hidden" name="read_back" value=a.case_number.clone() />
                {field("court", &court).select(v.t("court-unknown"), courts(v))}
                {(channel == Channel::Lead).then(|| field("livelihood", &a.livelihood).select(v.t("livelihood-none"), vec![(String::new(), livelihoods(v))]))}
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
                {(channel == Channel::Lead).then(|| questions_of(v, channel, a, step, errors))}
                {occurred_on(v, a, error_of(v.lang, errors, "occurred_on"))}
            }
            .into_any()
        }
        FormStep::Details | FormStep::More => questions_of(v, channel, a, step, errors),
        FormStep::Livelihood => {
            let mut options = vec![("none".to_owned(), v.t("livelihood-none"), None)];
            options.extend(livelihoods(v).into_iter().map(|(code, label)| (code, label, None)));
            view! {
                {field("livelihood", &a.livelihood).radios(options)}
                {questions_of(v, channel, a, step, errors)}
                <p class="help">{v.t("aid-explained")}" "<a href=v.to("/help/how-to-get-aid")>{v.t("aid-more")}</a></p>
            }
            .into_any()
        }
        FormStep::You => you(v, channel, a, &field, errors),
        FormStep::Files | FormStep::Check => ().into_any(),
    }
}

/// What a reporter has to do with the case.
pub const ROLES: [&str; 6] = ["applicant", "family", "lawyer", "respondent", "third_party", "other"];

fn you<'a>(
    v: &Visitor,
    channel: Channel,
    a: &'a Answers,
    field: &dyn Fn(&'static str, &'a str) -> Field<'a>,
    errors: &[FieldError],
) -> AnyView {
    let question = |code: &str| {
        let question = a.asked(channel).find(|question| question.code == code);
        question.map(|question| one_question(v, a, question, errors))
    };
    let is_answered = |code: &&str| a.details.get(*code).is_some_and(|answer| !answer.is_empty());
    let is_for_somebody = ["for_relation", "for_consent"].iter().any(is_answered)
        || errors.iter().any(|error| error.field.starts_with("q_for_"));
    let anonymous = if a.is_anonymous(channel) { "yes" } else { "no" };
    let choices = ["yes", "no"].map(|code| {
        let id = format!("anonymous-{code}");
        (code.to_owned(), v.t(&id), Some(v.t(&format!("{id}-help"))))
    });
    let roles = ROLES.map(|role| (role.to_owned(), v.t(&format!("reporter-role-{}", role.replace('_', "-")))));
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
        // Unticked boxes send nothing; this tells that the box was there.
        <input type="hidden" name="you_seen" value="1" />
        {reward}
        {question("reward_notice")}
        <details class="more" open=is_for_somebody>
            <summary>{v.t("for-somebody")}</summary>
            <p>{v.t("for-somebody-text")}</p>
            {question("for_relation")}
            {question("for_consent")}
        </details>
    }
    .into_any()
}

/// Codes and words of the claims on which a family lives.
pub fn livelihoods(v: &Visitor) -> Vec<(String, String)> {
    let word = |class: &Livelihood| v.t(&format!("livelihood-{}", class.as_str().replace('_', "-")));
    Livelihood::ALL.iter().map(|class| (class.to_string(), word(class))).collect()
}

/// The questions of the kind that stand on a page.
fn questions_of(v: &Visitor, channel: Channel, a: &Answers, step: FormStep, errors: &[FieldError]) -> AnyView {
    let questions = a.asked(channel).filter(|question| question.page == step);
    questions.map(|question| one_question(v, a, question, errors)).collect_view().into_any()
}

/// One question with its answer so far.
pub fn one_question(v: &Visitor, a: &Answers, question: &'static Question, errors: &[FieldError]) -> AnyView {
    let value = a.details.get(question.code).cloned().unwrap_or_default();
    let label = |code: &str| v.lang.option(question, code);
    let labelled =
        |codes: &[&str]| codes.iter().map(|code| ((*code).to_owned(), label(code), None)).collect::<Vec<_>>();
    let options = |kind, options: Options| match options {
        Options::Groups(groups) => {
            let groups = groups.iter().map(|(group, codes)| {
                (Some(v.t(&format!("group-{}-{group}", question.code.replace('_', "-")))), labelled(codes))
            });
            (kind, groups.collect())
        }
        options => (kind, vec![(None, labelled(&options.codes()))]),
    };
    let field = Field {
        name: question.name,
        label: v.lang.question(question),
        help: v.lang.question_help(question),
        value: &value,
        error: error_of(v.lang, errors, question.name),
        ..Field::default()
    };
    match question.answer {
        Answer::Line(_) => field.line(),
        Answer::Plate => Field { width: Some("code"), ..field }.line(),
        Answer::Text(_) => field.text(4),
        Answer::One(choices) => {
            let (kind, groups) = options("radio", choices);
            field.choices(kind, groups)
        }
        Answer::Many(choices) => {
            let (kind, groups) = options("checkbox", choices);
            field.choices(kind, groups)
        }
        Answer::Day => {
            let [year, month, day] = a.day_fields(question);
            // A day that came whole stands in the three fields.
            let in_words = if value.parse::<chrono::NaiveDate>().is_ok() { "" } else { &value };
            date(
                v,
                &Date {
                    name: question.name,
                    label: field.label,
                    help: field.help,
                    error: field.error,
                    parts: [&year, &month, &day],
                    in_words: Some(in_words),
                },
            )
        }
    }
}

/// The day of the story.
pub fn occurred_on(v: &Visitor, a: &Answers, error: Option<String>) -> AnyView {
    let (label, help) = (v.t("field-occurred-on"), Some(v.t("field-occurred-on-help")));
    date(v, &Date { name: "", label, help, error, parts: [&a.year, &a.month, &a.day], in_words: None })
}

struct Date<'a> {
    /// Stands before the names of the three fields; empty for the day of the story.
    name: &'static str,
    label: String,
    help: Option<String>,
    error: Option<String>,
    parts: [&'a str; 3],
    /// “About when”, where that is asked too.
    in_words: Option<&'a str>,
}

/// Three fields, and words where nobody remembers the day: a calendar is never the only way.
fn date(v: &Visitor, date: &Date<'_>) -> AnyView {
    let class = if date.error.is_some() { "field wrong" } else { "field" };
    let base = if date.name.is_empty() { "occurred_on" } else { date.name };
    let help = date.help.as_ref().map(|_| format!("{base}-help"));
    let wrong = date.error.as_ref().map(|_| format!("{base}-error"));
    let described_by = [help.clone(), wrong.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let described_by = (!described_by.is_empty()).then_some(described_by);
    let invalid = date.error.is_some().then_some("true");
    let parts = ["year", "month", "day"].into_iter().zip(date.parts).map(|(part, value)| {
        let name = if date.name.is_empty() { part.to_owned() } else { format!("{}_{part}", date.name) };
        let width = if part == "year" { "year" } else { "two" };
        view! {
            <span class="part">
                <label for=name.clone()>{v.t(&format!("date-{part}"))}</label>
                <input id=name.clone() name=name value=value.to_owned() class=width inputmode="numeric" autocomplete="off" aria-invalid=invalid aria-describedby=described_by.clone() />
            </span>
        }
    });
    let parts = parts.collect_view();
    let in_words = date.in_words.map(|words| {
        view! {
            <label class="in-words" for=date.name>{v.t("date-in-words")}</label>
            <input id=date.name name=date.name value=words.to_owned() autocomplete="off" spellcheck="false" aria-invalid=invalid aria-describedby=described_by />
        }
    });
    view! {
        <fieldset class=class>
            <legend>{date.label.clone()}</legend>
            {date.help.clone().map(|text| view! { <p class="help" id=help>{text}</p> })}
            {date.error.clone().map(|text| view! { <p class="error" id=wrong>{text}</p> })}
            <div class="date">{parts}</div>
            {in_words}
        </fieldset>
    }
    .into_any()
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

/// The court that the number names, and the one to be shown: that which was chosen, else that which is named; each as the
/// living court it is today.
pub fn courts_of(v: &Visitor, a: &Answers) -> (String, String) {
    let named = v.portal.court_named(&a.case_number).unwrap_or_default();
    let court = if a.court.is_empty() {
        named.clone()
    } else {
        v.portal.courts().current(&a.court).map_or_else(|| a.court.clone(), |court| court.code.clone())
    };
    (named, court)
}

/// What was read in a case number: its court, repairs, what to know, and perhaps what comes after.
pub fn read_back(v: &Visitor, reading: &Reading, after: Option<String>) -> impl IntoView + use<> {
    let (class, words) = case_number_words(v, reading);
    let words = words.into_iter().chain(after).map(|line| view! { <p>{line}</p> }).collect_view();
    view! { <div id="read-back" class=class role="status">{words}</div> }
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
