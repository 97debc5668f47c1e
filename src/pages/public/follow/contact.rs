//! The reporter gives a name or a way to be reached.

use axum::{Form, extract::Path};

use super::{
    back, opened,
    report::{self, State},
};
use crate::{
    actions::{
        add_contact::{self, ContactError},
        notices::Language,
    },
    domain::answers::{Answers, FieldError},
    web::{error::PageResult, visitor::Visitor},
};

pub async fn submit(v: Visitor, Path(number): Path<String>, Form(typed): Form<Vec<(String, String)>>) -> PageResult {
    let row = match opened(&v, &number).await? {
        Ok(row) => row,
        Err(to_form) => return Ok(to_form),
    };
    let mut answers = Answers::default();
    answers.take(
        &typed.into_iter().filter(|(name, _)| ["name", "phone", "email"].contains(&name.as_str())).collect::<Vec<_>>(),
    );
    let errors = match add_contact::add_contact(&v.portal, &row, &answers, Language::OfReport(&row.language)).await {
        // A new address has to be confirmed first; where that is done must be seen.
        Ok(()) if !answers.phone.is_empty() || !answers.email.is_empty() => return Ok(back(&v, &number, "notices")),
        Ok(()) => return Ok(back(&v, &number, "timeline")),
        Err(ContactError::Storage(error)) => return Err(error.into()),
        Err(ContactError::Fields(errors)) => errors,
        Err(error) => vec![FieldError::new("name", &error.to_string())],
    };
    report::show(&v, row, &State { errors, contact: Some(answers), ..State::default() }).await
}
