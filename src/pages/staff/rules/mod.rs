//! Rules of a court: the list in their order, and one rule with its dry run and its versions.

pub mod dry;
pub mod form;
pub mod list;

use leptos::prelude::*;

use crate::{
    actions::teams::may_set_up,
    web::{error::PageError, officer::Officer},
};

/// Only supervisors and administrators come here; for others there is nothing.
pub(super) fn only_for_set_up(o: &Officer) -> Result<(), PageError> {
    if may_set_up(&o.staff) { Ok(()) } else { Err(PageError::NotFound) }
}

/// The way to rules, teams and tags, for those who set them up.
pub(super) fn links(o: &Officer) -> Option<AnyView> {
    may_set_up(&o.staff).then(|| {
        view! {
            <nav class="set-up-links" aria-label=o.t("set-up-links")>
                <h2>{o.t("set-up-links")}</h2>
                <ul>
                    <li><a href=o.to("/staff/admin/rules")>{o.t("rules-title")}</a></li>
                    <li><a href=o.to("/staff/admin/teams")>{o.t("teams-title")}</a></li>
                    <li><a href=o.to("/staff/admin/tags")>{o.t("tags-title")}</a></li>
                </ul>
            </nav>
        }
        .into_any()
    })
}
