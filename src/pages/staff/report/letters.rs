//! Beginning a letter with a template, without JavaScript: what was typed is kept, the page is asked for again with the
//! template in its address, and comes back with the text in its field, in the report's own language.

use leptos::prelude::*;

use super::{Opened, State};
use crate::{
    actions::{
        letters::{self, About, Offer},
        take_step::{Input, takes_text},
    },
    domain::{
        letter,
        workflow::{Action, Need},
    },
    i18n::Lang,
    pages::parts::{
        conditions::in_brackets,
        field::{Field, words},
    },
    storage::reports::ReportRow,
    web::{
        error::{PageError, PageResult},
        officer::Officer,
    },
};

/// The templates, and the one that was chosen with its optional paragraphs.
pub struct Choice {
    offers: Vec<Offer>,
    chosen: Option<String>,
    /// Optional paragraphs, filled in, and whether each is in the letter.
    optional: Vec<(String, bool)>,
}

/// The page as an address asks for it: `?action=decline&letter=CODE&p=1&p=3`.
pub(super) async fn begun(o: &Officer, row: &ReportRow, raw: &str) -> Result<State, PageError> {
    let fields: Vec<(String, String)> = serde_urlencoded::from_str(raw).unwrap_or_default();
    let value = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
    let (Some(action), Some(code)) = (value("action").and_then(Action::parse), value("letter")) else {
        return Ok(State::default());
    };
    if !takes_text(action) {
        return Ok(State::default());
    }
    let offers = letters::offers(&o.portal, &o.staff.court).await?;
    let picked = fields.iter().filter(|(name, _)| name == "p").filter_map(|(_, n)| n.parse().ok()).collect::<Vec<_>>();
    let chosen = offers.iter().find(|offer| offer.act == action && offer.code == code).cloned();
    let fills: &[Need] = if chosen.is_some() { &[Need::Text] } else { &[] };
    let mut state = State { action: Some(action), fills: Some(fills), ..State::default() };
    let mut optional = Vec::new();
    if let Some(offer) = &chosen {
        let key = row.data_key(&o.portal.keys)?;
        let content = row.content(&key)?;
        let input = chosen_of(&fields);
        let about = About { row, content: &content, action, input: &input };
        let text = letters::write(&o.portal, &o.staff, &about, &offer.letter, &picked);
        state.input = Input { text, letter: format!("{}:{}", offer.code, offer.version), ..Input::default() };
        let paragraphs = letter::paragraphs(offer.letter.body_in(&row.language)).unwrap_or_default();
        let some = paragraphs.iter().filter(|paragraph| paragraph.optional).zip(1_usize..);
        optional = some
            .map(|(paragraph, n)| {
                (paragraph.fill(&|variable| format!("{{{}}}", name_in(o.lang, variable))), picked.contains(&n))
            })
            .collect();
    }
    state.letters = Some(Choice { offers, chosen: chosen.map(|offer| offer.code), optional });
    Ok(state)
}

/// What the act's form held that a letter may name: codes and days.
fn chosen_of(fields: &[(String, String)]) -> Input {
    let value = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone());
    Input { due: value("due").unwrap_or_default(), outcome: value("outcome").unwrap_or_default(), ..Input::default() }
}

fn name_in(lang: Lang, variable: letter::Variable) -> &'static str {
    if lang == Lang::Zh { variable.zh() } else { variable.as_str() }
}

/// Keeps what was typed, so that the letter takes the place of nothing that is not there any more, and asks for the page
/// with the chosen template.
pub(super) async fn begin(
    o: &Officer,
    number: &str,
    action: Action,
    mut state: State,
    typed: &[(String, String)],
) -> PageResult {
    let value = |name: &str| typed.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str());
    let row = super::find(o, number).await?;
    // A letter that nobody changed is written again whenever it is chosen.
    if state.input.text.trim().is_empty() || is_as_filled(o, &row, action, &state.input, &state.filled).await? {
        state.input.text = std::mem::take(&mut state.before);
    }
    let code = value("template");
    let same = state.input.letter.split(':').next().is_some_and(|used| used == code);
    state.input.letter.clear();
    let picked = typed.iter().filter(|(name, _)| name == "p" && same).map(|(_, n)| ("p", n.as_str()));
    let list = [
        ("due", value("due")),
        ("outcome", value("outcome")),
        ("from", state.list.from.as_str()),
        ("at", state.list.at.as_str()),
    ];
    let list = list.into_iter().filter(|(_, value)| !value.is_empty());
    let fields = [("action", action.as_str()), ("letter", code)].into_iter().chain(picked).chain(list);
    let fields = serde_urlencoded::to_string(fields.collect::<Vec<_>>()).unwrap_or_default();
    let to = format!("/staff/reports/{number}?{fields}#step-{action}");
    super::keep(o, number, action, state, &to).await
}

/// Whether the text is a letter as it was filled in, with these optional paragraphs.
async fn is_as_filled(
    o: &Officer,
    row: &ReportRow,
    action: Action,
    input: &Input,
    filled: &str,
) -> Result<bool, PageError> {
    if input.letter.is_empty() {
        return Ok(false);
    }
    let offers = letters::offers(&o.portal, &o.staff.court).await?;
    let used = |offer: &&Offer| offer.act == action && format!("{}:{}", offer.code, offer.version) == input.letter;
    let Some(offer) = offers.iter().find(used) else { return Ok(false) };
    let picked = filled.split(',').filter_map(|n| n.parse().ok()).collect::<Vec<_>>();
    let content = row.content(&row.data_key(&o.portal.keys)?)?;
    // Browsers send lines with an end of their own.
    let text = input.text.replace("\r\n", "\n");
    // A day or an outcome may have been chosen after the letter was filled in.
    let same = |input: &Input| {
        let about = About { row, content: &content, action, input };
        letters::write(&o.portal, &o.staff, &about, &offer.letter, &picked).trim() == text.trim()
    };
    Ok(same(input) || same(&Input::default()))
}

/// The part of an act's form that begins a letter: first one button, then the templates of that act.
pub(super) fn choose(o: &Officer, action: Action, state: &State) -> Option<AnyView> {
    if !takes_text(action) {
        return None;
    }
    // The Enter key presses the first button of a form, which shall be the act's.
    let first = || view! { <button class="hidden" tabindex="-1" aria-hidden="true">{o.t(&format!("action-{}", action.as_str().replace('_', "-")))}</button> };
    let choice = state.letters.as_ref().filter(|_| state.tried(action));
    let Some(choice) = choice else {
        let filled = (state.tried(action) && !state.filled.is_empty()).then(|| state.filled.clone());
        let filled = filled.map(|filled| view! { <input type="hidden" name="filled" value=filled /> });
        return Some(
            view! { {first()}<div class="letter">{filled}<button class="plain" name="begin" value="1">{o.t("letter-use")}</button></div> }
                .into_any(),
        );
    };
    let options = choice.offers.iter().filter(|offer| offer.act == action).map(|offer| {
        let name = if o.lang == Lang::Zh { &offer.letter.name } else { &offer.letter.name_en };
        let whose = offer.court.as_deref().map_or_else(|| o.t("letter-built-in"), |court| o.court(court));
        let selected = choice.chosen.as_deref() == Some(offer.code.as_str());
        view! { <option value=offer.code.clone() selected=selected>{in_brackets(o, name, &whose)}</option> }
    });
    let options = options.collect_view();
    let id = format!("letter-{action}");
    let optional = choice.optional.iter().zip(1_usize..).map(|((text, picked), n)| {
        let id = format!("p-{action}-{n}");
        view! {
            <div class="option">
                <input type="checkbox" id=id.clone() name="p" value=n.to_string() checked=*picked />
                <label for=id>{text.clone()}</label>
            </div>
        }
    });
    let optional = optional.collect_view();
    let has_optional = !choice.optional.is_empty();
    let filled = choice.optional.iter().zip(1_usize..).filter(|((_, picked), _)| *picked);
    let filled = filled.map(|(_, n)| n.to_string()).collect::<Vec<_>>().join(",");
    Some(
        view! {
            {first()}
            <div class="letter">
                <input type="hidden" name="filled" value=filled />
                <div class="field"><label for=id.clone()>{o.t("letter-which")}</label><select id=id name="template">{options}</select></div>
                {has_optional.then(|| view! { <fieldset class="field"><legend>{o.t("letter-optional")}</legend>{optional}</fieldset> })}
                <button class="button second" name="begin" value="1">{o.t("letter-fill")}</button>
                <p class="help">{o.t("letter-help")}</p>
            </div>
        }
        .into_any(),
    )
}

/// What was written before a letter took its place: nobody has to write it again.
pub(super) fn written_before(o: &Officer, opened: &Opened, action: Action, state: &State) -> Option<AnyView> {
    let draft = opened.answers.draft(action).cloned().unwrap_or_default();
    let tried = state.tried(action);
    let before = match (tried, state.fills) {
        // The letter takes the place of what was kept.
        (true, Some(fills)) if fills.contains(&Need::Text) => {
            let kept = [draft.before.trim(), draft.input.text.trim()];
            let kept = kept.into_iter().filter(|text| !text.is_empty() && *text != state.input.text.trim());
            kept.collect::<Vec<_>>().join("\n\n")
        }
        // As the form sent it.
        (true, None) => state.before.clone(),
        _ => draft.before,
    };
    (!before.trim().is_empty()).then(|| {
        let id = format!("{action}-before");
        let wrong = state.wrong.iter().find(|(field, _)| tried && *field == "before");
        let error = wrong.map(|(field, code)| words(o.lang, field, code));
        let label = o.t("letter-before");
        Field { id: Some(&id), name: "before", label, value: &before, error, ..Field::default() }.text(4)
    })
}
