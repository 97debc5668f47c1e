//! Beginning a letter with a template, without JavaScript: the page is asked for again with the template in its address,
//! and comes back with the text in its field, in the report's own language.

use leptos::prelude::*;

use super::{Opened, State};
use crate::{
    actions::{
        letters::{self, Offer},
        take_step::{Input, takes_text},
    },
    domain::{
        letter,
        workflow::{Action, Need},
    },
    i18n::Lang,
    pages::parts::field::Field,
    storage::reports::ReportRow,
    web::{error::PageError, officer::Officer},
};

/// The templates, and the one that was chosen with its optional paragraphs.
pub struct Choice {
    offers: Vec<Offer>,
    chosen: Option<String>,
    /// Optional paragraphs, filled in, and whether each is in the letter.
    optional: Vec<(String, bool)>,
}

impl Choice {
    /// Whether a field stays as it was.
    pub(super) fn leaves(&self, need: Need) -> bool {
        need != Need::Text || self.chosen.is_none()
    }
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
    let mut state = State { action: Some(action), ..State::default() };
    let mut optional = Vec::new();
    if let Some(offer) = &chosen {
        let key = row.data_key(&o.portal.keys)?;
        let content = row.content(&key)?;
        let write = |picked: &[usize]| letters::write(&o.portal, &o.staff, row, &content, &offer.letter, picked);
        state.input =
            Input { text: write(&picked), letter: format!("{}:{}", offer.code, offer.version), ..Input::default() };
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

fn name_in(lang: Lang, variable: letter::Variable) -> &'static str {
    if lang == Lang::Zh { variable.zh() } else { variable.as_str() }
}

/// The form above an act's own: first one button, then the templates of that act.
pub(super) fn choose(o: &Officer, row: &ReportRow, action: Action, state: &State) -> Option<AnyView> {
    if !takes_text(action) {
        return None;
    }
    let address = format!("{}#step-{action}", o.to(&format!("/staff/reports/{}", row.number)));
    // The list that the page came from, and the place in it.
    let kept = [("from", &state.list.from), ("at", &state.list.at)].into_iter().filter(|(_, value)| !value.is_empty());
    let kept = kept.map(|(name, value)| view! { <input type="hidden" name=name value=value.clone() /> }).collect_view();
    let choice = state.letters.as_ref().filter(|_| state.action == Some(action));
    let Some(choice) = choice else {
        return Some(
            view! {
                <form method="get" action=address class="letter">
                    <input type="hidden" name="action" value=action.as_str() />
                    {kept}
                    <button class="plain" name="letter" value="">{o.t("letter-use")}</button>
                </form>
            }
            .into_any(),
        );
    };
    let options = choice.offers.iter().filter(|offer| offer.act == action).map(|offer| {
        let name = if o.lang == Lang::Zh { &offer.letter.name } else { &offer.letter.name_en };
        let whose = offer.court.as_deref().map_or_else(|| o.t("letter-built-in"), |court| o.court(court));
        let selected = choice.chosen.as_deref() == Some(offer.code.as_str());
        view! { <option value=offer.code.clone() selected=selected>{format!("{name}（{whose}）")}</option> }
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
    Some(
        view! {
            <form method="get" action=address class="letter">
                <input type="hidden" name="action" value=action.as_str() />
                {kept}
                <div class="field"><label for=id.clone()>{o.t("letter-which")}</label><select id=id name="letter">{options}</select></div>
                {has_optional.then(|| view! { <fieldset class="field"><legend>{o.t("letter-optional")}</legend>{optional}</fieldset> })}
                <button class="button second">{o.t("letter-fill")}</button>
                <p class="help">{o.t("letter-help")}</p>
            </form>
        }
        .into_any(),
    )
}

/// What was written before a letter took its place: nobody has to write it again.
pub(super) fn written_before(o: &Officer, opened: &Opened, action: Action, state: &State) -> Option<AnyView> {
    if state.action != Some(action) {
        return None;
    }
    let draft = opened.answers.drafts.iter().find(|(of, ..)| *of == action).map(|(_, input, _)| input.text.as_str());
    let begun = state.letters.as_ref().is_some_and(|letters| letters.chosen.is_some());
    let before = if begun { draft.unwrap_or_default() } else { state.before.as_str() };
    let differs = !before.trim().is_empty() && before.trim() != state.input.text.trim();
    differs.then(|| {
        let id = format!("before-{action}");
        Field { id: Some(&id), name: "before", label: o.t("letter-before"), value: before, ..Field::default() }.text(4)
    })
}
