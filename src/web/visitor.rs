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

use super::{address, elder::Elder, session::Cookie};
use crate::{
    domain::court::Court,
    i18n::Lang,
    pages::parts::{han::marked, layout},
    portal::Portal,
};

/// Somebody who looks at a page.
#[derive(Clone)]
pub struct Visitor {
    pub portal: Portal,
    pub lang: Lang,
    /// The path without the language.
    pub path: String,
    /// Path and query as asked for, for coming back.
    pub here: String,
    /// Elder mode, if it is on.
    pub elder: Option<Elder>,
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
    /// Whether the person takes reports in for callers.
    pub takes_in: bool,
    /// Unread notifications, up to 100.
    pub unread: i64,
    /// Whether single letters are shortcuts.
    pub single_keys: bool,
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
            elder: Elder::of(&portal.config, &parts.headers),
            visit: Cookie::Visit.read(&portal.config, &parts.headers),
            address: address::of(parts, &portal.config),
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
        ["help", "search"] => Some("/help".to_owned()),
        ["follow", number, _] | ["follow", number, "files", _, _] => Some(format!("/follow/{number}")),
        ["report", channel, draft, "files", _, _] => Some(format!("/report/{channel}/{draft}/files")),
        ["receipt", draft, _] => Some(format!("/receipt/{draft}")),
        ["staff", "reports", _, "related"] => None,
        ["staff", "bulk" | "presence" | "sign-out"] => Some("/staff/queue".to_owned()),
        ["staff", "bulk", id, "undo"] => Some(format!("/staff/bulk/{id}")),
        ["staff", "intake", token, _] => Some(format!("/staff/intake/{token}")),
        ["staff", "reports", number, _] => Some(format!("/staff/reports/{number}")),
        ["staff", list @ ("views" | "reminders" | "sessions"), _, _] => Some(format!("/staff/{list}")),
        ["staff", "notifications", ..] => Some("/staff/notifications".to_owned()),
        ["staff", "settings", _] => Some("/staff/settings".to_owned()),
        ["staff", "admin", "rules", rule, _] => Some(format!("/staff/admin/rules/{rule}")),
        ["staff", "admin", "templates", code, _] => Some(format!("/staff/admin/templates/{code}")),
        ["staff", "admin", list @ ("teams" | "tags"), ..] => Some(format!("/staff/admin/{list}")),
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
#[expect(clippy::struct_excessive_bools, reason = "facts about a page that have nothing to do with each other")]
pub struct Page {
    pub title: String,
    /// Whether something was wrong with what was sent: the title says so and the status is 422.
    pub error: bool,
    /// Whether an island stands on it. Pages without islands carry no script at all.
    pub islands: bool,
    pub status: StatusCode,
    /// Whether somebody may speak into it and listen to that: its policies let the microphone in.
    pub microphone: bool,
    /// The desk uses the whole width.
    pub wide: bool,
    /// What most come for, when much stands before it: its id, and the words of a second link to skip by.
    pub skip: Option<(&'static str, String)>,
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
    pub fn with_microphone(self) -> Self {
        Self { microphone: true, ..self }
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
    /// A text. In elder mode, its plainer twin (`ID-simple`) where there is one.
    pub fn t(&self, id: &str) -> String {
        let simple = self.elder.and_then(|_| self.lang.try_t(&format!("{id}-simple")));
        simple.unwrap_or_else(|| self.lang.t(id))
    }

    /// A text with values set in; in elder mode its plainer twin, as with [`Visitor::t`].
    pub fn ta(&self, id: &str, values: &[(&'static str, &str)]) -> String {
        let simple = self.elder.map(|_| format!("{id}-simple")).filter(|simple| self.lang.try_t(simple).is_some());
        self.lang.ta(simple.as_deref().unwrap_or(id), values)
    }

    /// An address of the site in the visitor's language.
    pub fn to(&self, path: &str) -> String {
        self.lang.path(path)
    }

    /// A court's name in the visitor's language.
    pub fn court(&self, code: &str) -> String {
        self.court_named(code, Court::name_en)
    }

    /// The same for a narrow column.
    pub fn court_in_list(&self, code: &str) -> String {
        self.court_named(code, Court::list_name_en)
    }

    fn court_named(&self, code: &str, english: impl Fn(&Court) -> String) -> String {
        let courts = self.portal.courts();
        courts.find(code).map_or_else(
            || code.to_owned(),
            |court| if self.lang == Lang::En { english(court) } else { court.short_name().to_owned() },
        )
    }

    /// A text for a page, a court's name for instance: Chinese words on an English page are marked as Chinese.
    pub fn marked(&self, text: &str) -> AnyView {
        marked(self.lang, text)
    }

    /// Answers with a page.
    pub fn page<V: IntoView + 'static>(&self, page: Page, body: impl FnOnce() -> V) -> Response {
        let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
        let islands = page.islands && self.portal.browser_part.is_some();
        let (status, microphone) = (page.status, page.microphone && islands);
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
        } else if layout::has_leave_script(self) || layout::has_desk_script(self) {
            format!("script-src 'nonce-{nonce}'; connect-src 'self'; ")
        } else {
            String::new()
        };
        let media = if microphone { "media-src blob:; " } else { "" };
        let policy = format!(
            "default-src 'none'; {script}{media}style-src 'self'; img-src 'self' blob:; form-action 'self' {HARMLESS}; base-uri 'none'; frame-ancestors 'none'"
        );
        let mut response = (status, Html(format!("<!DOCTYPE html>{html}"))).into_response();
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        if microphone {
            let allowed = HeaderValue::from_static("camera=(), microphone=(self), geolocation=()");
            response.headers_mut().insert("permissions-policy", allowed);
        }
        response
    }

    /// Answers with a piece of a page, for a page that is open already.
    pub fn fragment<V: IntoView + 'static>(&self, body: impl FnOnce() -> V) -> Response {
        let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
        let html = owner.with(|| body().to_html());
        owner.unset_with_forced_cleanup();
        Html(html.replace("<!>", "")).into_response()
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
            elder: None,
            visit: None,
            address: None,
            officer: None,
            user_agent: String::new(),
        }
    }
}
