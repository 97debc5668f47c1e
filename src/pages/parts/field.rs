//! Form fields with label, help and error; and the summary of errors above the question.

use leptos::prelude::*;

use super::textarea::textarea;
use crate::{
    domain::{
        answers::FieldError,
        questions::{self, Answer},
    },
    i18n::Lang,
};

/// A field, before it is drawn.
#[derive(Clone, Default)]
pub struct Field<'a> {
    /// Where several forms of a page ask for the same name; else the name is the id.
    pub id: Option<&'a str>,
    pub name: &'a str,
    pub label: String,
    pub help: Option<String>,
    pub value: &'a str,
    /// Words of the error, if something is wrong.
    pub error: Option<String>,
    /// `numeric`, `tel`, `email` …
    pub inputmode: Option<&'static str>,
    pub autocomplete: Option<&'static str>,
    /// How wide: `code`, `year`, `two`; the whole measure without.
    pub width: Option<&'static str>,
    pub kind: Option<&'static str>,
}

/// Something to choose: value, label, help.
pub type Choice = (String, String, Option<String>);

impl Field<'_> {
    fn id(&self) -> String {
        self.id.unwrap_or(self.name).to_owned()
    }

    fn described_by(&self) -> Option<String> {
        let help = self.help.as_ref().map(|_| format!("{}-help", self.id()));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.id()));
        let ids = [help, error].into_iter().flatten().collect::<Vec<_>>().join(" ");
        (!ids.is_empty()).then_some(ids)
    }

    fn class(&self) -> &'static str {
        if self.error.is_some() { "field wrong" } else { "field" }
    }

    fn notes(&self) -> impl IntoView + use<> {
        let help = self.help.clone().map(|help| view! { <p class="help" id=format!("{}-help", self.id())>{help}</p> });
        let error =
            self.error.clone().map(|error| view! { <p class="error" id=format!("{}-error", self.id())>{error}</p> });
        (help, error)
    }

    /// One line of text.
    pub fn line(self) -> AnyView {
        let notes = self.notes();
        view! {
            <div class=self.class()>
                <label for=self.id()>{self.label.clone()}</label>
                {notes}
                <input
                    id=self.id() name=self.name.to_owned() value=self.value.to_owned() type=self.kind.unwrap_or("text")
                    class=self.width inputmode=self.inputmode autocomplete=self.autocomplete.unwrap_or("off")
                    aria-describedby=self.described_by() aria-invalid=self.error.is_some().then_some("true") spellcheck="false"
                />
            </div>
        }
        .into_any()
    }

    /// Several lines of text.
    pub fn text(self, rows: u32) -> AnyView {
        let notes = self.notes();
        let area = textarea(&self.id(), self.name, rows, self.value, self.described_by(), self.error.is_some());
        view! {
            <div class=self.class()>
                <label for=self.id()>{self.label.clone()}</label>
                {notes}
                {area}
            </div>
        }
        .into_any()
    }

    /// One of several, as radio buttons: value, label, help.
    pub fn radios(self, options: Vec<Choice>) -> AnyView {
        self.choices("radio", vec![(None, options)])
    }

    /// Any of several, as boxes; the field's value holds the ticked ones with a space between.
    pub fn boxes(self, options: Vec<Choice>) -> AnyView {
        self.choices("checkbox", vec![(None, options)])
    }

    /// Options in groups, each perhaps with a heading: value, label, help.
    pub fn choices(self, kind: &'static str, groups: Vec<(Option<String>, Vec<Choice>)>) -> AnyView {
        let notes = self.notes();
        let name = self.name.to_owned();
        let chosen = |value: &str| self.value.split(' ').any(|one| one == value);
        let mut first = true;
        let groups = groups.into_iter().map(|(heading, options)| {
            let options = options.into_iter().map(|(value, label, help)| {
                // The first one carries the field's name as its id: the error summary links there.
                let id = if std::mem::take(&mut first) { name.clone() } else { format!("{name}-{value}") };
                let checked = chosen(&value);
                view! {
                    <div class="option">
                        <input type=kind id=id.clone() name=name.clone() value=value checked=checked />
                        <label for=id>{label}{help.map(|help| view! { <span class="help">{help}</span> })}</label>
                    </div>
                }
            });
            let options = options.collect_view();
            match heading {
                Some(heading) => {
                    let name = heading.clone();
                    view! {
                        <div class="options" role="group" aria-label=name>
                            <p class="group" aria-hidden="true">{heading}</p>
                            {options}
                        </div>
                    }
                    .into_any()
                }
                None => options.into_any(),
            }
        });
        let groups = groups.collect_view();
        // Boxes that are not ticked send nothing; this tells that they were on the page.
        let seen = (kind == "checkbox").then(|| {
            let code = self.name.trim_start_matches("q_").to_owned();
            view! { <input type="hidden" name="seen" value=code /> }
        });
        view! {
            <fieldset class=self.class() aria-describedby=self.described_by()>
                <legend>{self.label.clone()}</legend>
                {notes}
                {seen}
                {groups}
            </fieldset>
        }
        .into_any()
    }

    /// One of many, as a list: groups of value and label.
    pub fn select(self, empty: String, groups: Vec<(String, Vec<(String, String)>)>) -> AnyView {
        let notes = self.notes();
        let groups = groups.into_iter().map(|(group, options)| {
            let options = options.into_iter().map(|(value, label)| {
                let selected = self.value == value;
                view! { <option value=value selected=selected>{label}</option> }
            });
            let options = options.collect_view();
            if group.is_empty() {
                options.into_any()
            } else {
                view! { <optgroup label=group>{options}</optgroup> }.into_any()
            }
        });
        let groups = groups.collect_view();
        view! {
            <div class=self.class()>
                <label for=self.id()>{self.label.clone()}</label>
                {notes}
                <select id=self.id() name=self.name.to_owned() aria-describedby=self.described_by() aria-invalid=self.error.is_some().then_some("true")>
                    <option value="">{empty}</option>
                    {groups}
                </select>
            </div>
        }
        .into_any()
    }
}

/// The words for an error: its own if there are any, else those of its kind.
pub fn words(lang: Lang, field: &str, code: &str) -> String {
    if let Some(question) = field.strip_prefix("q_").and_then(questions::find) {
        let own = lang.try_t(&format!("error-{}-{}", field.replace('_', "-"), code.replace('_', "-")));
        let limit = question.answer.limit().to_string();
        return own
            .unwrap_or_else(|| lang.ta(&format!("error-answer-{}", code.replace('_', "-")), &[("limit", &limit)]));
    }
    let own = lang.try_t(&format!("error-{}-{}", field.replace('_', "-"), code.replace('_', "-")));
    own.unwrap_or_else(|| lang.t(&format!("error-any-{}", code.replace('_', "-"))))
}

/// The words for a field's error, if it has one.
pub fn error_of(lang: Lang, errors: &[FieldError], field: &str) -> Option<String> {
    errors.iter().find(|error| error.field == field).map(|error| words(lang, error.field, &error.code))
}

/// The list of all that is wrong, focused when the page comes back; each line leads to its field.
pub fn summary(lang: Lang, errors: &[(String, String)]) -> Option<AnyView> {
    (!errors.is_empty()).then(|| {
        let lines = errors
            .iter()
            .cloned()
            .map(|(field, words)| view! { <li><a href=format!("#{field}")>{words}</a></li> })
            .collect_view();
        view! {
            <div class="errors" role="alert" tabindex="-1" autofocus aria-labelledby="errors-title">
                <h2 id="errors-title">{lang.t("errors-title")}</h2>
                <ul>{lines}</ul>
            </div>
        }
        .into_any()
    })
}

/// Field and words of each error, for [`summary`].
pub fn lines(lang: Lang, errors: &[FieldError]) -> Vec<(String, String)> {
    let is_day = |field: &str| {
        field.strip_prefix("q_").and_then(questions::find).is_some_and(|question| question.answer == Answer::Day)
    };
    // Of a day, the first of its three fields; only the words beside them can be too long.
    let anchor = |error: &FieldError| match error.field {
        "occurred_on" => "year".to_owned(),
        field if is_day(field) && error.code != "too_long" => format!("{field}_year"),
        field => field.to_owned(),
    };
    errors.iter().map(|error| (anchor(error), words(lang, error.field, &error.code))).collect()
}
