//! Reads a case number while it is typed.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What to show beside the field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recognised {
    /// `note green` or `note amber`.
    pub class: String,
    pub lines: Vec<String>,
    /// The code of the court, if it is one of this portal's.
    pub court: Option<String>,
}

/// Says what a case number is; the list of courts stays on the server.
#[allow(clippy::unused_async, reason = "a call is asynchronous in the browser")]
#[server(prefix = "/fn", endpoint = "case-number")]
pub async fn recognise_case_number(typed: String, language: String) -> Result<Recognised, ServerFnError> {
    use crate::{i18n::Lang, pages::public::report::fields::case_number_words, portal::Portal, web::visitor::Visitor};

    let portal = expect_context::<Portal>();
    if typed.chars().count() > 200 {
        return Ok(Recognised::default());
    }
    let reading = portal.read_case_number(&typed);
    let visitor = Visitor::of_call(portal.clone(), Lang::parse(&language));
    let (class, lines) = case_number_words(&visitor, &reading);
    Ok(Recognised { class: class.to_owned(), lines, court: portal.court_named(&typed) })
}
