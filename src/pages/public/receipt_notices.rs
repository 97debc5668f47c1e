//! The reporter confirms an address straight from the receipt, for as long as the receipt can be shown.

use axum::{Form, extract::Path};

use crate::{
    actions::{
        self,
        notices::Notices,
        submit_report::{self, Receipt, SubmitError},
    },
    pages::{
        parts::notices::{Asked, Places},
        public::notices::{self, Typed},
    },
    storage::{self, reports::ReportRow},
    web::{
        error::{PageError, PageResult},
        visitor::Visitor,
    },
};

pub async fn view(v: Visitor, Path(token): Path<String>) -> PageResult {
    match find(&v, &token).await? {
        Some(row) => notices::page(&v, &row, &back(&token), &places(&v, &token), &Asked::default()).await,
        None => Ok(v.see(&back(&token))),
    }
}

pub async fn submit(v: Visitor, Path(token): Path<String>, Form(typed): Form<Typed>) -> PageResult {
    match find(&v, &token).await? {
        Some(row) => notices::submit(&v, &row, &back(&token), &places(&v, &token), &typed).await,
        // Too late for the receipt: its page says so, and leads to the way with the code.
        None => Ok(v.see(&back(&token))),
    }
}

/// The report of a receipt that this visit may see.
async fn find(v: &Visitor, token: &str) -> Result<Option<ReportRow>, PageError> {
    let once = super::report::send::once(v, token);
    match submit_report::find_receipt(&v.portal, &once.name, &once.secret).await {
        Ok(Some(receipt)) => Ok(of(v, &receipt).await?),
        Ok(None) => Err(PageError::NotFound),
        Err(SubmitError::Storage(error)) => Err(error.into()),
        Err(_) => Ok(None),
    }
}

/// How messages about the report of a receipt stand.
pub async fn of_receipt(v: &Visitor, receipt: &Receipt) -> storage::Result<Notices> {
    match of(v, receipt).await? {
        Some(row) => actions::notices::for_reporter(&v.portal, &row).await,
        None => Ok(Notices::default()),
    }
}

/// The report of a receipt.
async fn of(v: &Visitor, receipt: &Receipt) -> storage::Result<Option<ReportRow>> {
    storage::reports::find_by_code(&v.portal.db, &v.portal.hashes.code.of(&receipt.code)).await
}

fn back(token: &str) -> String {
    format!("/receipt/{token}")
}

/// Where the panel leads on a receipt.
pub fn places(v: &Visitor, token: &str) -> Places {
    Places { action: v.to(&format!("/receipt/{token}/notices")), change: v.to("/follow") }
}
