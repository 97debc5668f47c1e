//! One place to build a test portal, and a browser without JavaScript to walk through it.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use chrono::{DateTime, Utc};
use nuandong::{
    actions::{
        set_up_staff::{NewStaff, add_staff},
        tokens::add_token,
    },
    clock::{Clock, Entropy},
    config::{Config, FileLimits},
    domain::staff::Role,
    portal::Portal,
    web,
};
use tempfile::TempDir;
use tower::ServiceExt;
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// Runs each test on both databases.
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($app:ident: $type:ident) $body:block)+) => {
        $(async fn $name($app: $type) $body)+
        mod sqlite {
            $($(#[$meta])* #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() { super::$name($crate::support::App::sqlite().await).await }
            )+
        }
        mod postgres {
            $($(#[$meta])* #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() { super::$name($crate::support::App::postgres().await).await }
            )+
        }
    };
}
pub(crate) use on_both;

/// Each portal of a test run draws other numbers.
static SEED: AtomicU64 = AtomicU64::new(1);

/// A whole portal in a folder of its own.
pub struct App {
    pub portal: Portal,
    pub router: Router,
    pub dir: TempDir,
}

/// A Monday morning in Shandong.
pub fn monday() -> DateTime<Utc> {
    "2026-11-23T01:00:00Z".parse().unwrap()
}

impl App {
    pub async fn sqlite() -> Self {
        Self::with(|config| config).await
    }

    /// On SQLite, with other settings.
    pub async fn with(change: impl FnOnce(Config) -> Config) -> Self {
        let dir = TempDir::new().unwrap();
        let url = format!("sqlite:{}", dir.path().join("nuandong.sqlite").display());
        Self::open(dir, url, change).await
    }

    pub async fn postgres() -> Self {
        Self::postgres_with(|config| config).await
    }

    /// On PostgreSQL, with other settings.
    pub async fn postgres_with(change: impl FnOnce(Config) -> Config) -> Self {
        let url = postgres_database().await;
        Self::open(TempDir::new().unwrap(), url, change).await
    }

    async fn open(dir: TempDir, database_url: String, change: impl FnOnce(Config) -> Config) -> Self {
        const MB: u64 = 1024 * 1024;
        let config = Config {
            listen: SocketAddr::from(([127, 0, 0, 1], 3000)),
            public_url: "http://127.0.0.1:3000".into(),
            data_dir: dir.path().into(),
            database_url,
            key_file: dir.path().join("keys.toml"),
            smtp_url: None,
            mail_from: "暖冬 <noreply@example.com>".into(),
            smtp_ca_file: None,
            sms_url: None,
            sms_token: None,
            clamd: None,
            trusted_proxies: 0,
            home_court: "鲁".into(),
            site_dir: Some(dir.path().join("no-site")),
            onion_url: None,
            security_contact: None,
            limits: FileLimits { file: MB, video: 2 * MB, count: 5, report: 4 * MB, reserve: 0 },
            now: None,
            demo: false,
        };
        let entropy = Entropy::seeded(SEED.fetch_add(1, Ordering::Relaxed));
        let portal = Portal::open(change(config), Clock::fixed(monday()), entropy, true).await.unwrap();
        web::calls::register();
        Self { router: web::router(portal.clone()), portal, dir }
    }

    /// The same portal, opened again with other settings beside this one.
    pub async fn reopened(&self, change: impl FnOnce(Config) -> Config) -> Self {
        let entropy = Entropy::seeded(SEED.fetch_add(1, Ordering::Relaxed));
        let config = change(self.portal.config.clone());
        let portal = Portal::open(config, self.portal.clock.clone(), entropy, true).await.unwrap();
        Self { router: web::router(portal.clone()), portal, dir: TempDir::new().unwrap() }
    }

    /// A browser that has not been here before.
    pub fn browser(&self) -> Browser {
        Browser { router: self.router.clone(), cookies: BTreeMap::new(), address: [127, 0, 0, 1] }
    }

    /// Adds somebody with a password.
    pub async fn person(&self, username: &str, court: &str, role: Role) {
        let new = NewStaff { username, name: &format!("{username} 名"), court, role, password: Some(PASSWORD) };
        add_staff(&self.portal, new).await.unwrap();
    }

    /// Adds somebody and a token for them.
    pub async fn token(&self, username: &str, court: &str, role: Role) -> String {
        self.person(username, court, role).await;
        add_token(&self.portal, username).await.unwrap()
    }

    /// A browser in which somebody has signed in.
    pub async fn signed_in(&self, username: &str) -> Browser {
        let mut browser = self.browser();
        let page = browser.post("/staff/sign-in", &[("username", username), ("password", PASSWORD)]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        browser
    }

    /// Submits over the API; returns number and code.
    pub async fn submit(&self, body: serde_json::Value) -> (String, String) {
        let answer = self.browser().json(Method::POST, "/api/v1/reports", &[], Some(body)).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        let json = answer.json();
        (json["number"].as_str().unwrap().to_owned(), json["code"].as_str().unwrap().to_owned())
    }
}

/// Counts the statements that this thread asks for, as sqlx logs them. For tests on PostgreSQL with a single-threaded
/// runtime: there the log is written by the thread that asks. The statements are the same on both databases.
pub struct Statements {
    count: Arc<AtomicUsize>,
    _guard: DefaultGuard,
}

impl Statements {
    pub fn begin() -> Self {
        struct Counter(Arc<AtomicUsize>);
        impl<S: tracing::Subscriber> Layer<S> for Counter {
            fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
                if event.metadata().target() == "sqlx::query" {
                    self.0.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
        let count = Arc::new(AtomicUsize::new(0));
        let subscriber = tracing_subscriber::registry().with(Counter(count.clone()));
        Self { count, _guard: tracing::subscriber::set_default(subscriber) }
    }

    /// How many since the last time, or since the beginning.
    pub fn take(&self) -> usize {
        self.count.swap(0, Ordering::Relaxed)
    }
}

pub const PASSWORD: &str = "correct horse battery";

/// A fresh database in the private PostgreSQL that `make test` starts.
async fn postgres_database() -> String {
    #[expect(clippy::disallowed_methods, reason = "the one place where a test learns where its PostgreSQL is")]
    let url = std::env::var("NUANDONG_TEST_POSTGRES_URL")
        .expect("`make test` (or `make test-rust`) starts a PostgreSQL and sets NUANDONG_TEST_POSTGRES_URL");
    let name = format!("t{}", uuid::Uuid::new_v4().simple());
    let pool = sqlx::PgPool::connect(&url).await.unwrap();
    #[expect(clippy::disallowed_methods, reason = "a database's name cannot be bound; this one is made of hex digits")]
    let create = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
    sqlx::query(create).execute(&pool).await.unwrap();
    pool.close().await;
    let (server, _) = url.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

/// What came back.
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    pub bytes: Vec<u8>,
}

impl Page {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub fn location(&self) -> String {
        self.headers.get(header::LOCATION).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    #[track_caller]
    pub fn is(self, status: StatusCode) -> Self {
        assert_eq!(self.status, status, "{}", self.body);
        self
    }

    #[track_caller]
    pub fn has(self, text: &str) -> Self {
        assert!(self.body.contains(text), "no {text:?} in {}", self.body);
        self
    }

    #[track_caller]
    pub fn has_not(self, text: &str) -> Self {
        assert!(!self.body.contains(text), "{text:?} in {}", self.body);
        self
    }
}

/// A browser with cookies and without JavaScript.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    pub cookies: BTreeMap<String, String>,
    pub address: [u8; 4],
}

impl Browser {
    /// The same browser, talking to another process.
    pub fn on(&self, router: &Router) -> Self {
        Self { router: router.clone(), ..self.clone() }
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Request::builder().uri(encoded(path)).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body = serde_urlencoded::to_string(fields).unwrap();
        let request = Request::builder()
            .method(Method::POST)
            .uri(encoded(path))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::CONTENT_LENGTH, body.len());
        self.send(request.header("sec-fetch-site", "same-origin").body(Body::from(body)).unwrap()).await
    }

    /// Posts and goes where the answer leads.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.post(path, fields).await.is(StatusCode::SEE_OTHER);
        let next = page.location();
        self.get(next.split('#').next().unwrap()).await.is(StatusCode::OK)
    }

    /// Sends files as a form does.
    pub async fn upload(&mut self, path: &str, description: &str, files: &[(&str, &[u8])]) -> Page {
        let request =
            Request::builder().method(Method::POST).uri(encoded(path)).header("sec-fetch-site", "same-origin");
        let (kind, body) = multipart(description, files);
        self.send(request.header(header::CONTENT_TYPE, kind).body(Body::from(body)).unwrap()).await
    }

    pub async fn json(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<serde_json::Value>,
    ) -> Page {
        let mut request = Request::builder().method(method).uri(encoded(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = match body {
            Some(body) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        self.send(request.body(body).unwrap()).await
    }

    pub async fn send(&mut self, mut request: Request<Body>) -> Page {
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        if !cookies.is_empty() {
            request.headers_mut().insert(header::COOKIE, cookies.parse().unwrap());
        }
        request.headers_mut().entry(header::HOST).or_insert("127.0.0.1:3000".parse().unwrap());
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((self.address, 4000))));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        for line in head.headers.get_all(header::SET_COOKIE) {
            let (name, value) = line.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name)
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned())
            };
        }
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Page { status: head.status, headers: head.headers, body: String::from_utf8_lossy(&bytes).into_owned(), bytes }
    }
}

/// Content type and body of a form with files.
pub fn multipart(description: &str, files: &[(&str, &[u8])]) -> (String, Vec<u8>) {
    let boundary = "xxTESTxx";
    let mut body =
        format!("--{boundary}\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\n{description}\r\n")
            .into_bytes();
    for (name, bytes) in files {
        body.extend(format!("--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n").into_bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{boundary}--\r\n").into_bytes());
    (format!("multipart/form-data; boundary={boundary}"), body)
}

/// Han characters in a path, as browsers send them.
fn encoded(path: &str) -> String {
    percent_encoding::utf8_percent_encode(path, percent_encoding::CONTROLS).to_string()
}

/// A small JPEG.
pub fn jpeg() -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = image::RgbImage::from_fn(64, 48, |x, y| {
        image::Rgb([u8::try_from(x * 3).unwrap(), u8::try_from(y * 5).unwrap(), 90])
    });
    picture.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Jpeg).unwrap();
    bytes
}

/// Begins a report and walks to the check page; returns the draft's address (`/report/lead/TOKEN`).
pub async fn walk_to_check(browser: &mut Browser, channel: &str, category: &str, narrative: &str) -> String {
    let page = browser.post(&format!("/report/{channel}"), &[]).await.is(StatusCode::SEE_OTHER);
    let base = page.location().trim_end_matches("/kind").to_owned();
    for (step, fields) in [
        ("kind", vec![("category", category)]),
        ("case", vec![("case_number", ""), ("court", "鲁0102")]),
        ("respondent", vec![("respondent_name", "")]),
        ("story", vec![("narrative", narrative)]),
        ("livelihood", vec![("livelihood", "none")]),
        ("you", vec![("you_seen", "1"), ("anonymous", "yes")]),
    ] {
        browser.post(&format!("{base}/{step}"), &fields).await.is(StatusCode::SEE_OTHER);
    }
    base
}
