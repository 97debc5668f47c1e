//! `make bench`: what the portal does beside what the machine can do, in one run, as one table.
//! Arguments: the sizes at which lists, searches and reports are measured (default 1000 20000). SQLite always;
//! PostgreSQL, too, when `NUANDONG_BENCH_POSTGRES_URL` names an empty database.

use std::{
    collections::BTreeMap,
    io::Write,
    net::SocketAddr,
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Request, header},
};
use futures::future::join_all;
use nuandong::{
    actions::{
        search_index,
        set_up_staff::{NewStaff, add_staff},
        tokens::add_token,
    },
    cli::seed,
    clock::{Clock, Entropy},
    config::{Config, Flags},
    domain::staff::Role,
    portal::Portal,
    web,
};
use tower::ServiceExt;

/// Requests under way at once.
const CLIENTS: usize = 32;
/// Times that each list is asked for.
const TIMES: usize = 60;

/// What is measured at each size: a name, who asks, and the list's address.
const LISTS: &[(&str, &str, &str)] = &[
    ("first page", "high", ""),
    ("first page, one court", "court", ""),
    ("first page, one circuit", "circuit", ""),
    ("by priority", "high", "sort=priority"),
    ("by due date", "high", "sort=due"),
    ("lane urgent", "high", "view=urgent&sort=priority"),
    ("lane livelihood", "high", "view=livelihood&sort=priority"),
    ("lane overdue", "high", "view=overdue&sort=priority"),
    ("lane unassigned", "high", "view=unassigned&sort=priority"),
    ("lane held", "high", "view=held&sort=priority"),
    ("lane waiting", "high", "view=waiting&sort=priority"),
    ("lane mine", "court", "view=mine&sort=priority"),
    ("lane overdue, newest first", "high", "view=overdue"),
    ("lane unassigned, one court", "court", "view=unassigned&sort=priority"),
    ("lane overdue, one circuit", "circuit", "view=overdue&sort=priority"),
    ("filter channel", "high", "channel=complaint"),
    ("filter category", "high", "category=funds"),
    ("filter categories, two", "high", "category=crime&category=contact"),
    ("filter status", "high", "status=info_requested"),
    ("filter status, not", "high", "status!=resolved&status!=archived"),
    ("filter court", "high", "court=鲁0102"),
    ("filter due this week", "high", "due=week"),
    ("filter livelihood", "high", "livelihood=labor"),
    ("filter nobody", "high", "assignee=none"),
    ("filter person", "high", "assignee=bench-court"),
    ("filter result", "high", "result=not"),
    ("filter status, one court", "court", "status=info_requested"),
    ("filter days", "high", "received_from=2026-01-01&received_to=2030-01-01"),
    ("search, frequent", "high", "q=法院"),
    ("search, frequent, one court", "court", "q=法院"),
    ("search, two terms", "high", "q=法院 电话"),
    ("search, phrase", "high", "q=\"被执行人\""),
    ("search, less frequent", "high", "q=火车站"),
    ("search, nothing", "high", "q=琥珀宫殿"),
    ("search, minus, with a filter", "high", "q=法院 -电话&channel=lead"),
    ("search, frequent, few of a status", "high", "q=法院&status=withdrawn"),
    ("search, frequent, by priority", "high", "q=法院&sort=priority"),
    ("search, less frequent, by priority", "high", "q=火车站&sort=priority"),
];

fn main() {
    let sizes = std::env::args().skip(1).filter_map(|size| size.parse().ok()).collect::<Vec<usize>>();
    let sizes = if sizes.is_empty() { vec![1_000, 20_000] } else { sizes };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    #[expect(clippy::disallowed_methods, reason = "a measurement's own setting")]
    let postgres = std::env::var("NUANDONG_BENCH_POSTGRES_URL").ok();
    runtime.block_on(async {
        let mut benches = vec![Bench::begin(None).await];
        if postgres.is_some() {
            benches.push(Bench::begin(postgres).await);
        }
        for size in sizes {
            // Filled side by side, measured one after the other.
            let filled = join_all(benches.into_iter().map(|bench| tokio::spawn(bench.filled(size)))).await;
            benches = filled.into_iter().collect::<Result<Vec<_>, _>>().expect("reports");
            for bench in &mut benches {
                bench.measure().await;
            }
        }
        for bench in benches {
            bench.print();
        }
    });
}

/// One line of the table.
struct Line {
    work: String,
    figure: String,
    ratio: String,
}

/// One database and what was measured on it.
struct Bench {
    engine: &'static str,
    portal: Portal,
    router: Router,
    /// Token and cookie of each person.
    people: BTreeMap<&'static str, (String, String)>,
    stored: usize,
    /// The 95th percentiles at the first size.
    first: BTreeMap<String, Duration>,
    table: Vec<Line>,
    _dir: tempfile::TempDir,
}

impl Bench {
    async fn begin(postgres: Option<String>) -> Self {
        let engine = if postgres.is_some() { "PostgreSQL" } else { "SQLite" };
        let dir = tempfile::tempdir().expect("a folder");
        let flags = Flags { data_dir: Some(dir.path().into()), ..Flags::default() };
        let mut config = Config::load(flags).expect("default settings");
        if let Some(url) = postgres {
            config.database_url = url;
        }
        let portal = Portal::open(config, Clock::Real, Entropy::from_system(), true).await.expect("a portal");
        web::calls::register();
        let router = web::router(portal.clone());
        let mut table = Vec::new();

        let syncs = syncs_a_second(dir.path());
        table.push(Line {
            work: "fdatasync of 4 kB, one after the other".into(),
            figure: format!("{syncs:.0}/s"),
            ratio: String::new(),
        });

        let begun = Instant::now();
        let count = 960 / CLIENTS * CLIENTS;
        for round in 0..count / CLIENTS {
            join_all((0..CLIENTS).map(|n| submit(router.clone(), format!("{round}-{n}")))).await;
        }
        let rate = f64::from(u32::try_from(count).unwrap_or(0)) / begun.elapsed().as_secs_f64();
        table.push(Line {
            work: format!("durable submissions over the API, {CLIENTS} at once"),
            figure: format!("{rate:.0}/s"),
            ratio: format!("{:.2} of the sync limit", rate / syncs),
        });

        let mut people = BTreeMap::new();
        for (name, court, role) in
            [("high", "鲁", Role::Supervisor), ("circuit", "鲁01", Role::Supervisor), ("court", "鲁0102", Role::Triage)]
        {
            let username = format!("bench-{name}");
            let new = NewStaff { username: &username, name, court, role, password: Some(PASSWORD) };
            add_staff(&portal, new).await.expect("somebody");
            let token = add_token(&portal, &username).await.expect("a token");
            people.insert(name, (token, sign_in(router.clone(), &username).await));
        }
        Self { engine, portal, router, people, stored: count, first: BTreeMap::new(), table, _dir: dir }
    }

    /// Adds reports until there are so many, and lets the worker's housekeeping come to its end.
    async fn filled(mut self, size: usize) -> Self {
        let more = size.saturating_sub(self.stored);
        let begun = Instant::now();
        seed::fill(&self.portal, more, size as u64, &indicatif::ProgressBar::hidden()).await.expect("reports");
        if let (Ok(many), true) = (u32::try_from(more), more >= 5_000) {
            let rate = f64::from(many) / begun.elapsed().as_secs_f64();
            self.table.push(Line {
                work: format!("seed, {more} reports"),
                figure: format!("{rate:.0}/s"),
                ratio: String::new(),
            });
        }
        let mut of = search_index::Tokeniser::new(&self.portal);
        while search_index::catch_up(&self.portal, &mut of).await.expect("an index") > 0 {}
        while search_index::tidy(&self.portal).await.expect("an index") {}
        self.stored = self.stored.max(size);
        eprintln!("{}: {} reports stored, {:.0?}", self.engine, self.stored, begun.elapsed());
        self
    }

    fn add(&mut self, name: String, times: &Times) {
        let base = *self.first.entry(name.clone()).or_insert(times.p95);
        let ratio = format!("{:.2}", times.p95.as_secs_f64() / base.as_secs_f64());
        self.table.push(Line {
            work: format!("{name}, {}", self.stored),
            figure: format!("{:.1?} / {:.1?}", times.median, times.p95),
            ratio,
        });
    }

    async fn measure(&mut self) {
        let router = self.router.clone();
        for (name, who, address) in LISTS {
            let (token, cookie) = self.people[who].clone();
            let path = format!("/api/v1/staff/reports?{}", encoded(address));
            let auth = (header::AUTHORIZATION, format!("Bearer {token}"));
            let (times, body) = ask(router.clone(), &path, &auth).await;
            self.add((*name).to_owned(), &times);
            // And the page after it.
            let list: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
            if let (Some(next), true) =
                (list["next"].as_str(), address.is_empty() || address.starts_with("view=overdue"))
            {
                let (times, _) = ask(router.clone(), &format!("{path}&cursor={next}"), &auth).await;
                self.add(format!("{name}, next page"), &times);
            }
            if name == &"first page" {
                let number = list["items"][7]["number"].as_str().expect("a report").to_owned();
                let (times, _) = ask(router.clone(), &format!("/api/v1/staff/reports/{number}"), &auth).await;
                self.add("one report".into(), &times);
                let cookie = (header::COOKIE, cookie);
                for (name, path) in [
                    ("the report page", format!("/staff/reports/{number}")),
                    ("the queue page", "/staff/queue".to_owned()),
                    ("the queue page, unassigned", "/staff/queue?view=unassigned".to_owned()),
                ] {
                    let (times, _) = ask(router.clone(), &path, &cookie).await;
                    self.add(name.into(), &times);
                }
            }
        }
    }

    fn print(self) {
        println!("\n{}\n\n| work | median / p95 | p95 against the first size |\n|---|---|---|", self.engine);
        for Line { work, figure, ratio } in self.table {
            println!("| {work} | {figure} | {ratio} |");
        }
    }
}

const PASSWORD: &str = "a long enough password";

/// How often this disk makes 4 kB durable: the limit of everything that is acknowledged one by one.
fn syncs_a_second(folder: &std::path::Path) -> f64 {
    let mut file = std::fs::File::create(folder.join("sync")).expect("a file");
    let begun = Instant::now();
    for _ in 0..500 {
        file.write_all(&[7; 4096]).expect("written");
        file.sync_data().expect("synced");
    }
    500.0 / begun.elapsed().as_secs_f64()
}

async fn submit(router: Router, name: String) {
    let body = serde_json::json!({ "channel": "lead", "category": "asset", "court": "鲁0102", "narrative": "被执行人的车停在楼下。".repeat(20) });
    let request =
        Request::post("/api/v1/reports").header("content-type", "application/json").header("idempotency-key", name);
    let mut request = request.body(Body::from(body.to_string())).expect("a request");
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 9))));
    let response = router.oneshot(request).await.expect("an answer");
    assert_eq!(response.status(), 201);
}

/// The cookie of somebody who signed in.
async fn sign_in(router: Router, username: &str) -> String {
    let body = serde_urlencoded::to_string([("username", username), ("password", PASSWORD)]).expect("a form");
    let request = Request::post("/staff/sign-in")
        .header(header::HOST, "127.0.0.1:3000")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin");
    let mut request = request.body(Body::from(body)).expect("a request");
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 9))));
    let response = router.oneshot(request).await.expect("an answer");
    assert_eq!(response.status(), 303);
    let lines = response.headers().get_all(header::SET_COOKIE).iter();
    let cookies = lines.filter_map(|line| Some(line.to_str().ok()?.split(';').next()?.to_owned()));
    cookies.collect::<Vec<_>>().join("; ")
}

struct Times {
    median: Duration,
    p95: Duration,
}

/// Asks for one address again and again; the first answers, which warm caches, do not count.
async fn ask(router: Router, path: &str, header: &(header::HeaderName, String)) -> (Times, Vec<u8>) {
    let (mut times, mut body) = (Vec::new(), Vec::new());
    for n in 0..TIMES + 5 {
        let mut request = Request::get(path)
            .header(&header.0, &header.1)
            .header(header::HOST, "127.0.0.1:3000")
            .body(Body::empty())
            .expect("a request");
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 9))));
        let begun = Instant::now();
        let response = router.clone().oneshot(request).await.expect("an answer");
        assert_eq!(response.status(), 200, "{path}");
        body = axum::body::to_bytes(response.into_body(), usize::MAX).await.expect("a body").to_vec();
        if n >= 5 {
            times.push(begun.elapsed());
        }
    }
    times.sort_unstable();
    (Times { median: times[TIMES / 2], p95: times[TIMES * 95 / 100] }, body)
}

/// Han characters as an address holds them.
fn encoded(query: &str) -> String {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const KEPT: &AsciiSet = &CONTROLS.add(b' ').add(b'"');
    utf8_percent_encode(query, KEPT).to_string()
}
