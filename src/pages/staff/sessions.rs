//! Where one is signed in, and ending that.

use axum::{extract::Path, response::Response};
use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    storage,
    web::{error::PageResult, officer::Officer, session::STAFF_IDLE, visitor::Page},
};

pub async fn view(o: Officer) -> PageResult {
    let now = o.portal.clock.now();
    let sessions = storage::sessions::list(&o.portal.db, o.staff.id, now, now - STAFF_IDLE).await?;
    let rows = sessions.into_iter().map(|session| {
        let this = session.id == o.session_id;
        view! {
            <tr>
                <td>{session.device}{this.then(|| view! { " "<span class="tag">{o.t("session-this")}</span> })}</td>
                <td>{o.lang.minute(session.created_at)}</td>
                <td>{o.lang.minute(session.last_seen_at)}</td>
                <td><form method="post" action=o.to(&format!("/staff/sessions/{}/end", session.id))><button class="plain">{o.t("session-end")}</button></form></td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    Ok(o.page(Page::titled(o.t("sessions-title")).wide(), || {
        view! {
            <h1>{o.t("sessions-title")}</h1>
            <p>{o.t("sessions-text")}</p>
            <div class="scroll" tabindex="0" role="region" aria-label=o.t("sessions-title")><table class="grid">
                <thead><tr><th>{o.t("session-device")}</th><th>{o.t("session-since")}</th><th>{o.t("session-seen")}</th><th><span class="hidden">{o.t("session-end")}</span></th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        }
    }))
}

pub async fn end(o: Officer, Path(session): Path<Uuid>) -> Result<Response, crate::web::error::PageError> {
    let mut tx = o.portal.db.begin().await?;
    storage::sessions::delete(&mut tx, o.staff.id, session).await?;
    tx.commit().await?;
    Ok(o.see("/staff/sessions"))
}
