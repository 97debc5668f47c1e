//! The reporter looks after messages, with the report open.

use axum::{Form, extract::Path};

use super::opened;
use crate::{
    pages::{
        parts::notices::{Asked, Places},
        public::notices::{self, Typed},
    },
    web::{error::PageResult, visitor::Visitor},
};

pub async fn view(v: Visitor, Path(number): Path<String>) -> PageResult {
    match opened(&v, &number).await? {
        Ok(row) => notices::page(&v, &row, &back(&number), &places(&v, &number), &Asked::default()).await,
        Err(to_form) => Ok(to_form),
    }
}

pub async fn submit(v: Visitor, Path(number): Path<String>, Form(typed): Form<Typed>) -> PageResult {
    match opened(&v, &number).await? {
        Ok(row) => notices::submit(&v, &row, &back(&number), &places(&v, &number), &typed).await,
        Err(to_form) => Ok(to_form),
    }
}

fn back(number: &str) -> String {
    format!("/follow/{number}")
}

/// Where the panel leads on a report's page.
pub fn places(v: &Visitor, number: &str) -> Places {
    Places { action: v.to(&format!("/follow/{number}/notices")), change: v.to(&format!("/follow/{number}#contact")) }
}
