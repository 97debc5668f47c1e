//! The one context that a public page's handler takes: portal, language, address, preferences; and how it answers.

use std::{net::IpAddr, sync::Arc};

use axum::{
    extract::{FromRequestParts, OriginalUri},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    response::{Html, IntoResponse, Redirect, Response},
};
use hydration_context::SsrSharedContext;
use leptos::{
    nonce::{provide_nonce, use_nonce},
    prelude::*,
};

use super::{address, session::Cookie};
use crate::{i18n::Lang, pages::parts::layout, portal::Portal};

/// Somebody who looks at a page.
#[derive(Clone)]
pub struct Visitor {
    pub portal: Portal,
    pub lang: Lang,
    /// The path without the language.
    pub path: String,
    /// Path and query as asked for, for coming back.
    pub here: String,
    pub elder: bool,
    /// The token of this visit, if the browser has one.
    pub visit: Option<String>,
    pub address: Option<IpAddr>,
    /// Name shown in the desk's header.
    pub officer: Option<OfficerBadge>,
    pub user_agent: String,
}

/// What the header of the desk shows of the person.
#[derive(Clone)]
pub struct OfficerBadge {
    pub name: String,
    pub court: String,
    pub role: String,
}

impl FromRequestParts<Portal> for Visitor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Self::Rejection> {
        let uri = parts.extensions.get::<OriginalUri>().map_or_else(|| parts.uri.clone(), |uri| uri.0.clone());
        let (lang, path) = Lang::of_path(uri.path());
        let asked = uri.path_and_query().map_or_else(|| uri.path().to_owned(), ToString::to_string);
        let page = (parts.method == Method::POST).then(|| page_of_form(path)).flatten();
        Ok(Self {
            lang,
            path: path.to_owned(),
            here: page.map_or(asked, |page| lang.path(&page)),
            elder: Cookie::Elder.read(&portal.config, &parts.headers).is_some(),
            visit: Cookie::Visit.read(&portal.config, &parts.headers),
            address: address::of(parts, portal.config.trusted_proxies),
            officer: None,
            user_agent: text_of(&parts.headers, header::USER_AGENT),
            portal: portal.clone(),
        })
    }
}

/// The page on which a form stands whose own address only takes it in.
fn page_of_form(path: &str) -> Option<String> {
    let parts = path.trim_start_matches('/').split('/').collect::<Vec<_>>();
    match parts.as_slice() {
        ["follow", number, _] => Some(format!("/follow/{number}")),
        ["staff", "reports", number, _] => Some(format!("/staff/reports/{number}")),
        _ => None,
    }
}

/// A bookmark or reload of such an address leads to the page.
pub async fn to_page_of_form(OriginalUri(uri): OriginalUri) -> Response {
    let (lang, path) = Lang::of_path(uri.path());
    Redirect::to(&lang.path(&page_of_form(path).unwrap_or_else(|| "/".to_owned()))).into_response()
}

fn text_of(headers: &HeaderMap, name: header::HeaderName) -> String {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

/// Where “leave this page quickly” leads: a page that anybody might have open.
pub const HARMLESS: &str = "https://www.weather.com.cn/";

/// Policy of answers that are no pages: nothing may load anything.
pub const BARE_POLICY: &str = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

/// What a page is, apart from its body.
#[derive(Clone, Default)]
pub struct Page {
    pub title: String,
    /// Whether something was wrong with what was sent: the title says so and the status is 422.
    pub error: bool,
    /// Whether an island stands on it. Pages without islands carry no script at all.
    pub islands: bool,
    pub status: StatusCode,
    /// The desk uses the whole width.
    pub wide: bool,
}

impl Page {
    pub fn titled(title: String) -> Self {
        Self { title, ..Self::default() }
    }

    #[must_use]
    pub fn with_islands(self) -> Self {
        Self { islands: true, ..self }
    }

    #[must_use]
    pub fn wide(self) -> Self {
        Self { wide: true, ..self }
    }

    #[must_use]
    pub fn status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// A form that comes back with errors.
    #[must_use]
    pub fn wrong_if(self, wrong: bool) -> Self {
        let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { self.status };
        Self { error: wrong, status, ..self }
    }
}

impl Visitor {
    pub fn t(&self, id: &str) -> String {
        self.lang.t(id)
    }

    pub fn ta(&self, id: &str, values: &[(&'static str, &str)]) -> String {
        self.lang.ta(id, values)
    }

    /// An address of the site in the visitor's language.
    pub fn to(&self, path: &str) -> String {
        self.lang.path(path)
    }

    /// A court's name in the visitor's language.
    pub fn court(&self, code: &str) -> String {
        let courts = self.portal.courts();
        courts.find(code).map_or_else(
            || code.to_owned(),
            |court| if self.lang == Lang::En { court.name_en() } else { court.short_name().to_owned() },
        )
    }

    /// Answers with a page.
    pub fn page<V: IntoView + 'static>(&self, page: Page, body: impl FnOnce() -> V) -> Response {
        let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
        let islands = page.islands && self.portal.browser_part.is_some();
        let status = page.status;
        let (html, nonce) = owner.with(|| {
            provide_nonce();
            let nonce = use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
            (layout::document(self, &Page { islands, ..page }, body).to_html(), nonce)
        });
        owner.unset_with_forced_cleanup();
        // Markers are for islands. Typed text cannot hold one: its `<` is escaped.
        let html = if islands { html } else { html.replace("<!>", "") };
        let script = if islands {
            format!("script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; connect-src 'self'; ")
        } else {
            String::new()
        };
        let policy = format!(
            "default-src 'none'; {script}style-src 'self'; img-src 'self' blob:; form-action 'self' {HARMLESS}; base-uri 'none'; frame-ancestors 'none'"
        );
        let mut response = (status, Html(format!("<!DOCTYPE html>{html}"))).into_response();
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        response
    }

    /// Sends the browser on after a POST.
    pub fn see(&self, path: &str) -> Response {
        Redirect::to(&self.to(path)).into_response()
    }

    /// The visit's token: the one the browser has, or a new one with the cookie line that sets it.
    pub fn visit_or_new(&self) -> (String, Option<HeaderValue>) {
        if let Some(visit) = &self.visit {
            return (visit.clone(), None);
        }
        let visit = self.portal.entropy.token();
        let cookie = Cookie::Visit.set(&self.portal.config, &visit, None);
        (visit, Some(cookie))
    }
}

impl Visitor {
    /// For words outside a page: calls of islands, bare errors.
    pub fn of_call(portal: Portal, lang: Lang) -> Self {
        Self {
            portal,
            lang,
            path: "/".to_owned(),
            here: lang.path("/"),
            elder: false,
            visit: None,
            address: None,
            officer: None,
            user_agent: String::new(),
        }
    }
}
