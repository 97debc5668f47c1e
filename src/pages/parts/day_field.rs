//! A day in three fields: a calendar is never the only way.

use leptos::prelude::*;

use crate::web::visitor::Visitor;

/// The fields `NAME_year`, `NAME_month` and `NAME_day`; the first one carries the error's link.
pub fn day_field(
    v: &Visitor,
    name: &str,
    label: String,
    help: Option<String>,
    typed: [&str; 3],
    error: Option<String>,
) -> AnyView {
    let (help_id, error_id) = (format!("{name}-help"), format!("{name}-error"));
    let ids = [help.as_ref().map(|_| help_id.clone()), error.as_ref().map(|_| error_id.clone())];
    let described_by = Some(ids.into_iter().flatten().collect::<Vec<_>>().join(" ")).filter(|ids| !ids.is_empty());
    let wrong = error.is_some();
    let parts =
        [("year", "year"), ("month", "two"), ("day", "two")].into_iter().zip(typed).map(|((part, width), value)| {
            let id = format!("{name}_{part}");
            view! {
                <span class="part">
                    <label for=id.clone()>{v.t(&format!("date-{part}"))}</label>
                    <input
                        id=id.clone() name=id value=value.to_owned() class=width inputmode="numeric" autocomplete="off"
                        aria-invalid=wrong.then_some("true") aria-describedby=described_by.clone()
                    />
                </span>
            }
        });
    let parts = parts.collect_view();
    view! {
        <fieldset class=if wrong { "field wrong" } else { "field" }>
            <legend>{label}</legend>
            {help.map(|help| view! { <p class="help" id=help_id>{help}</p> })}
            {error.map(|error| view! { <p class="error" id=error_id>{error}</p> })}
            <div class="date">{parts}</div>
        </fieldset>
    }
    .into_any()
}
