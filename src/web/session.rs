//! Cookies: the desk's session, a citizen's visit, and preferences.

use axum::{
    http::{HeaderMap, HeaderValue, Uri, header},
    response::{IntoResponse, Redirect, Response},
};
use chrono::TimeDelta;

use crate::{
    config::Config,
    i18n::Lang,
    portal::Portal,
    storage::{self, sessions::SignedIn},
};

/// A staff session ends after this much time without a request.
pub const STAFF_IDLE: TimeDelta = TimeDelta::minutes(60);
/// With this header the desk's script marks what a page asks for on its own.
pub const BY_ITSELF: &str = "x-by-itself";
/// How stale the last-seen time may get before it is written again.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(5);

/// The cookies we set.
#[derive(Clone, Copy)]
pub enum Cookie {
    /// A staff session.
    Staff,
    /// A citizen's visit: shows the receipt again and keeps followed reports open. Ends with the browser.
    Visit,
    /// Elder mode, and how large its letters are.
    Elder,
}

impl Cookie {
    /// What leaving quickly takes away.
    pub const OF_CITIZENS: [Self; 2] = [Self::Visit, Self::Elder];

    /// `__Host-` ties a cookie to this very host and to encryption.
    fn name(self, config: &Config) -> String {
        let name = match self {
            Self::Staff => "nuandong_staff",
            Self::Visit => "nuandong_visit",
            Self::Elder => "nuandong_elder",
        };
        if config.secure() { format!("__Host-{name}") } else { name.to_owned() }
    }

    pub fn read(self, config: &Config, headers: &HeaderMap) -> Option<String> {
        let name = self.name(config);
        let lines = headers.get_all(header::COOKIE);
        let pairs = lines
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='));
        pairs
            .into_iter()
            .find(|(key, value)| *key == name && !value.is_empty() && value.len() <= 200)
            .map(|(_, value)| value.to_owned())
    }

    /// The header line that sets it; `max_age` in seconds, `None` until the browser closes.
    pub fn set(self, config: &Config, value: &str, max_age: Option<i64>) -> HeaderValue {
        let secure = if config.secure() { "; Secure" } else { "" };
        let age = max_age.map_or_else(String::new, |age| format!("; Max-Age={age}"));
        // Strict would sign an officer out who follows a link in a mail; Lax never travels with foreign forms.
        let line = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}", self.name(config));
        HeaderValue::from_str(&line).unwrap_or(HeaderValue::from_static(""))
    }

    pub fn clear(self, config: &Config) -> HeaderValue {
        self.set(config, "", Some(0))
    }
}

/// Who the request's session belongs to. `by_itself`: the page asks on its own, so that nobody seems to be there.
pub async fn signed_in(portal: &Portal, headers: &HeaderMap, by_itself: bool) -> storage::Result<Option<SignedIn>> {
    let Some(token) = Cookie::Staff.read(&portal.config, headers) else { return Ok(None) };
    let now = portal.clock.now();
    let courts = portal.courts();
    let (hash, home) = (portal.hashes.session.of(&token), &courts.home().code);
    let idle_since = now - STAFF_IDLE;
    let mut found = storage::sessions::find(&portal.db, &hash, now, idle_since, home, courts.mergers()).await?;
    if let Some(person) = &mut found
        && courts.current(&person.court).is_none_or(|court| court.code != person.court)
    {
        // Their court was merged into another: the statement counted by the court of before.
        person.unread = 0;
    }
    if let Some(person) = &found
        && !by_itself
        && now - person.last_seen_at > SEEN_EVERY
    {
        let mut tx = portal.db.begin().await?;
        storage::sessions::set_seen(&mut tx, person.session_id, now).await?;
        tx.commit().await?;
    }
    Ok(found)
}

/// To the sign-in page, and back afterwards if the page can be asked for again.
pub fn to_sign_in(from: &Uri, come_back: bool) -> Response {
    let (lang, _) = Lang::of_path(from.path());
    let target = from.path_and_query().map_or("/staff/queue", |path| path.as_str());
    let query =
        if come_back { serde_urlencoded::to_string([("next", target)]).unwrap_or_default() } else { String::new() };
    let question = if query.is_empty() { "" } else { "?" };
    Redirect::to(&format!("{}{question}{query}", lang.path("/staff/sign-in"))).into_response()
}

/// An address of our own to go back to; for anything else, `otherwise`.
pub fn own_address(next: Option<&str>, otherwise: String) -> String {
    let plain = |next: &&str| {
        next.starts_with('/') && !next.starts_with("//") && !next.contains(|c: char| c == '\\' || c.is_control())
    };
    next.filter(plain).map_or(otherwise, str::to_owned)
}
