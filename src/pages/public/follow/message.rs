//! The reporter writes.

use axum::{Form, extract::Path};
use serde::Deserialize;

use super::{
    back, opened,
    report::{self, State},
};
use crate::{
    actions::post_message::{self, MessageError},
    domain::answers::FieldError,
    web::{error::PageResult, visitor::Visitor},
};

#[derive(Deserialize)]
pub struct Typed {
    message: String,
}

pub async fn submit(v: Visitor, Path(number): Path<String>, Form(typed): Form<Typed>) -> PageResult {
    let row = match opened(&v, &number).await? {
        Ok(row) => row,
        Err(to_form) => return Ok(to_form),
    };
    match post_message::post_message(&v.portal, &row, &typed.message).await {
        Ok(_) => Ok(back(&v, &number, "timeline")),
        Err(MessageError::Storage(error)) => Err(error.into()),
        Err(error) => {
            let state = State {
                errors: vec![FieldError::new("message", &error.to_string())],
                message: typed.message,
                ..State::default()
            };
            report::show(&v, row, &state).await
        }
    }
}
