//! The reporter takes the report back.

use axum::extract::Path;

use super::{
    back, opened,
    report::{self, State},
};
use crate::{
    actions::withdraw::{self, WithdrawError},
    domain::answers::FieldError,
    web::{error::PageResult, visitor::Visitor},
};

pub async fn submit(v: Visitor, Path(number): Path<String>) -> PageResult {
    let row = match opened(&v, &number).await? {
        Ok(row) => row,
        Err(to_form) => return Ok(to_form),
    };
    match withdraw::withdraw(&v.portal, &row).await {
        Ok(()) => Ok(back(&v, &number, "timeline")),
        Err(WithdrawError::Storage(error)) => Err(error.into()),
        Err(error) => {
            report::show(
                &v,
                row,
                &State { errors: vec![FieldError::new("withdraw", &error.to_string())], ..State::default() },
            )
            .await
        }
    }
}
