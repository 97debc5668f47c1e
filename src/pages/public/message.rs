//! Pages that say what happened and what to do.

use leptos::prelude::*;

use crate::web::visitor::Visitor;

/// The page of `error-KIND-…`, with ways on.
pub fn view(v: &Visitor, kind: &str) -> impl IntoView + use<> {
    let ways = if v.officer.is_some() {
        view! { <p><a class="button" href=v.to("/staff/queue")>{v.t("queue-title")}</a></p> }.into_any()
    } else {
        view! { <p><a class="button" href=v.to("/")>{v.t("to-home")}</a>" "<a href=v.to("/follow")>{v.t("follow-title")}</a></p> }.into_any()
    };
    view! {
        <h1>{v.t(&format!("error-{kind}-title"))}</h1>
        <p>{v.t(&format!("error-{kind}-body"))}</p>
        {ways}
    }
}
