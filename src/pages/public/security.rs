//! How to report a weakness, what protects and what does not; and the same for machines (RFC 9116).

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use chrono::{Days, SecondsFormat};
use leptos::prelude::*;

use crate::{
    pages::parts::sections::{list, section},
    portal::Portal,
    web::visitor::{Page, Visitor},
};

const PROTECTS: [&str; 9] =
    ["sealed", "code", "fence", "identity", "pictures", "foreign", "scripts", "guesses", "restart"];
const NOT: [&str; 6] = ["device", "network", "server", "words", "files", "review"];
/// Days that security.txt is good for, counted anew each day; RFC 9116 asks for less than a year.
const GOOD_FOR: Days = Days::new(180);

pub async fn view(v: Visitor) -> Response {
    let contact = v.portal.config.security_contact.clone().map(|contact| {
        let shown = contact.trim_start_matches("mailto:").trim_start_matches("tel:").to_owned();
        view! { <p>{v.t("security-contact")}" "<a class="alone" href=contact>{shown}</a></p> }
    });
    let nobody = contact.is_none().then(|| view! { <p>{v.t("security-no-contact")}</p> });
    let onion = v.portal.config.onion_url.clone().map(|onion| {
        view! { <p>{v.t("help-onion")}" "<code class="digits">{onion}</code></p> }
    });
    v.page(Page::titled(v.t("security-title")), || {
        view! {
            <h1>{v.t("security-title")}</h1>
            {section(&v, "security", "tell")}
            {contact}
            {nobody}
            {section(&v, "security", "rules")}
            <h2 id="protects">{v.t("security-protects")}</h2>
            {list(&v, PROTECTS.iter().map(|code| format!("security-protects-{code}")))}
            <h2 id="not">{v.t("security-not")}</h2>
            {list(&v, NOT.iter().map(|code| format!("security-not-{code}")))}
            {onion}
            {section(&v, "security", "machines")}
            <p><a class="alone" href="/.well-known/security.txt">"security.txt"</a></p>
        }
    })
}

/// `/.well-known/security.txt`
pub async fn txt(State(portal): State<Portal>) -> impl IntoResponse {
    let site = &portal.config.public_url;
    let contact = portal.config.security_contact.clone().unwrap_or_else(|| format!("{site}/security"));
    let today = portal.clock.today().and_time(chrono::NaiveTime::MIN).and_utc();
    let expires = (today + GOOD_FOR).to_rfc3339_opts(SecondsFormat::Secs, true);
    let text = format!(
        "Contact: {contact}\nExpires: {expires}\nPreferred-Languages: zh, en\nCanonical: {site}/.well-known/security.txt\nPolicy: {site}/security\n"
    );
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text)
}
