//! What can be done now, in one place, by the table of the workflow.

use leptos::prelude::*;

use super::{Opened, State, letters};
use crate::{
    actions::take_step::{Input, allowed},
    domain::{
        measure::{self, Listed, MeasureResult},
        report::Status,
        workflow::{self, Action, Need, Outcome, Relation},
    },
    pages::{
        parts::{
            conditions::in_brackets,
            field::{Field, words},
        },
        public::report::fields,
    },
    storage::reports::ReportRow,
    web::officer::Officer,
};

/// The steps in one place: the next sensible one first, the forms folded; and the bar with the ways to them.
pub(super) fn steps(
    o: &Officer,
    row: &ReportRow,
    opened: &Opened,
    status: Status,
    state: &State,
    seen: &str,
) -> (AnyView, AnyView) {
    let next = workflow::next(o.staff.role, status, row.assignee.is_some());
    let mut list = workflow::possible(o.staff.role, status, row.held).collect::<Vec<_>>();
    // A link is taken away where it stands.
    list.retain(|step| step.action != Action::Unlink);
    list.retain(|step| allowed(&o.staff, row, step.action).is_ok());
    list.sort_by_key(|step| Some(step.action) != next);
    let mut ways = Vec::new();
    let forms = list.into_iter().map(|step| {
        let tried = state.tried(step.action);
        let slug = step.action.as_str().replace('_', "-");
        let label = o.t(&format!("action-{slug}"));
        let draft = opened.answers.drafts.iter().find(|(action, ..)| *action == step.action && !tried);
        let needs = step.needs.iter().map(|need| need_field(o, row, opened, step.action, *need, state)).collect_view();
        let options = workflow::options(step.action);
        let options = options.iter().map(|need| need_field(o, row, opened, step.action, *need, state)).collect::<Vec<_>>();
        let used = if tried { Some(&state.input) } else { draft.map(|(_, draft, _)| &draft.input) };
        let letter = used.map(|input| input.letter.clone()).filter(|letter| !letter.is_empty());
        let letter = letter.map(|letter| view! { <input type="hidden" name="letter" value=letter /> });
        let templates = letters::choose(o, step.action, state);
        let before = letters::written_before(o, opened, step.action, state);
        let class = if Some(step.action) == next { "button" } else { "button second" };
        let asked = if step.needs.is_empty() { workflow::options(step.action) } else { step.needs };
        let keeping = has_text(asked).then(|| {
            let saved = draft.map(|(.., at)| o.ta("answer-kept", &[("at", &o.lang.clock(*at))]));
            view! { <button class="plain" name="keep" value="1">{o.t("answer-keep")}</button>" "<span class="saved">{saved}</span> }
        });
        let open = tried || draft.is_some();
        let address = o.to(&format!("/staff/reports/{}/{}", row.number, step.action));
        let head = || {
            view! {
                <input type="hidden" name="version" value=row.version.to_string() />
                <input type="hidden" name="seen" value=seen.to_owned() />
                {state.list.hidden()}
            }
        };
        let (id, form_id) = (format!("step-{}", step.action), form(step.action));
        if step.needs.is_empty() {
            let (key, press) = (step.action.as_str(), one_press(step.action));
            ways.push(view! { <button class=class form=press.clone()>{label.clone()}</button> }.into_any());
            // What can be done with one press stays so; with a few words it is a form of its own beside it.
            let with_words = (!options.is_empty()).then(|| {
                let label = o.ta("act-with-words", &[("label", &label)]);
                ways.push(to_form(&id, "button second", &label));
                view! {
                    <details class="step" id=id open=open>
                        <summary>{label.clone()}</summary>
                        <form id=form_id method="post" action=format!("{address}?{WORDS}") novalidate>{head()}{templates}{letter}{options}{before}<button class="button">{label}</button>{keeping}</form>
                    </details>
                }
            });
            view! {
                <div class="step"><form id=press method="post" action=address novalidate>{head()}<button class=class data-key=key>{label}</button></form></div>
                {with_words}
            }
            .into_any()
        } else {
            let step_class = if Some(step.action) == next { "step next" } else { "step" };
            ways.push(to_form(&id, class, &label));
            view! {
                <details class=step_class id=id open=open>
                    <summary data-key=step.action.as_str()>{label.clone()}</summary>
                    <form id=form_id method="post" action=address novalidate>{head()}{templates}{letter}{needs}{options}{before}<button class=class>{label}</button>{keeping}</form>
                </details>
            }
            .into_any()
        }
    });
    let forms = forms.collect_view();
    let title = o.t("steps-title");
    let bar = view! { <nav class="act-bar no-print" aria-label=title.clone()>{ways}</nav> };
    let steps = view! { <section id="steps" tabindex="-1" class="steps" aria-label=title.clone()><h2>{title.clone()}</h2>{forms}</section> };
    (steps.into_any(), bar.into_any())
}

fn to_form(id: &str, class: &'static str, label: &str) -> AnyView {
    view! { <a class=class href=format!("#{id}")>{label.to_owned()}</a> }.into_any()
}

/// How the address of a form says that it is the one with words, of a step that also goes with one press.
pub(super) const WORDS: &str = "words";

/// The form of a step: what is typed there is kept by the page's script.
pub(super) fn form(action: Action) -> String {
    format!("form-{action}")
}

/// The form of a step that is taken with one press, in which nothing is typed.
pub(super) fn one_press(action: Action) -> String {
    format!("press-{action}")
}

/// Whether a step asks for words that take a while to write.
fn has_text(needs: &[Need]) -> bool {
    needs.iter().any(|need| matches!(need, Need::Note | Need::Text | Need::Reason))
}

fn need_field(o: &Officer, row: &ReportRow, opened: &Opened, action: Action, need: Need, state: &State) -> AnyView {
    let tried = state.tried(action);
    let empty = Input::default();
    let draft = opened.answers.draft(action).map(|draft| &draft.input);
    let input = match draft {
        Some(draft) if tried && state.fills.is_some_and(|fills| !fills.contains(&need)) => draft,
        _ if tried => &state.input,
        draft => draft.unwrap_or(&empty),
    };
    let error = state
        .wrong
        .iter()
        .find(|(field, _)| tried && *field == need.as_str())
        .map(|(field, code)| words_of(o, action, field, code));
    let id = format!("{action}-{need}");
    let label = label_of(o, action, need);
    let field = |value| Field {
        id: Some(&id),
        name: need.as_str(),
        label: label.clone(),
        value,
        error: error.clone(),
        ..Field::default()
    };
    match need {
        Need::Assignee => {
            let people = opened.people.iter().map(|person| (person.username.clone(), person.name.clone())).collect();
            let empty = if action == Action::Remind { o.t("remind-me") } else { o.t("choose") };
            field(&input.assignee).select(empty, vec![(String::new(), people)])
        }
        Need::Court => {
            let mut groups = fields::courts(o);
            for (_, group) in &mut groups {
                group.retain(|(code, _)| *code != row.court && may_go(o, row, code));
            }
            groups.retain(|(_, group)| !group.is_empty());
            field(&input.court).select(o.t("choose"), groups)
        }
        _ => plain_field(o, need, input, field("")),
    }
}

/// The words for what is wrong with a field of a step: the step's own where the field has a name of its own there.
pub(super) fn words_of(o: &Officer, action: Action, field: &str, code: &str) -> String {
    let slug = |code: &str| code.replace('_', "-");
    let own = o.lang.try_t(&format!("error-{}-{}-{}", slug(field), slug(code), slug(action.as_str())));
    own.unwrap_or_else(|| words(o.lang, field, code))
}

/// What a need is called in an act, with the mark of what may be left out.
pub fn label_of(o: &Officer, action: Action, need: Need) -> String {
    let label = o
        .lang
        .try_t(&format!("need-{need}-{}", action.as_str().replace('_', "-")))
        .unwrap_or_else(|| o.t(&format!("need-{need}")));
    // The page asks for the ground; only programs may leave it out.
    let optional = workflow::options(action).contains(&need) && need != Need::Ground;
    if optional { o.ta("act-optional", &[("label", &label)]) } else { label }
}

/// A field that is the same for every report.
pub fn plain_field(o: &Officer, need: Need, input: &Input, field: Field<'_>) -> AnyView {
    let with = |value| Field { value, ..field.clone() };
    let listed = |rows: &'static [Listed]| {
        let line = |row: &Listed| {
            let name = o.lang.say(&row.name);
            let words = row.basis.law().map_or_else(|| name.to_owned(), |law| in_brackets(o, name, &law));
            (row.code.clone(), words)
        };
        vec![(String::new(), rows.iter().map(line).collect())]
    };
    match need {
        Need::Note => with(&input.note).text(4),
        Need::Text => with(&input.text).text(8),
        Need::Reason => with(&input.reason).text(3),
        Need::Body => with(&input.body).line(),
        Need::Number => with(&input.number).line(),
        Need::Relation => {
            let relations =
                Relation::ALL.iter().map(|relation| (relation.to_string(), o.t(&format!("relation-{relation}"))));
            let chosen = if input.relation.is_empty() { Relation::Related.as_str() } else { &input.relation };
            with(chosen).select(o.t("choose"), vec![(String::new(), relations.collect())])
        }
        Need::Due => Field { kind: Some("date"), ..with(&input.due) }.line(),
        Need::On => Field { kind: Some("date"), ..with(&input.on) }.line(),
        Need::Until => Field { kind: Some("date"), ..with(&input.until) }.line(),
        Need::Document => with(&input.document).line(),
        Need::Amount => Field { inputmode: Some("decimal"), width: Some("code"), ..with(&input.amount) }.line(),
        Need::Boost => Field { help: Some(o.t("need-boost-help")), width: Some("year"), ..with(&input.boost) }.line(),
        Need::Ground => with(&input.ground).select(o.t("choose"), listed(measure::grounds())),
        Need::Kind => with(&input.kind).select(o.t("choose"), listed(measure::measures())),
        Need::Result => {
            let results =
                MeasureResult::ALL.iter().map(|code| (code.to_string(), o.t(&format!("measure-result-{code}"))));
            with(&input.result).select(o.t("choose"), vec![(String::new(), results.collect())])
        }
        Need::Outcome => {
            let outcomes = Outcome::ALL
                .iter()
                .map(|outcome| (outcome.to_string(), o.t(&format!("outcome-{}", outcome.as_str().replace('_', "-")))))
                .collect();
            with(&input.outcome).select(o.t("choose"), vec![(String::new(), outcomes)])
        }
        // These depend on the report.
        Need::Assignee | Need::Court => ().into_any(),
    }
}

fn may_go(o: &Officer, row: &ReportRow, code: &str) -> bool {
    row.channel().is_ok_and(|channel| {
        crate::domain::responsibility::may_receive(channel, row.court_concerned.as_deref(), code, &o.portal.courts())
    })
}
