//! `make bench`: what the portal does beside what the machine can do, in one run, as one table.
//! Arguments: the sizes at which lists, searches and reports are measured (default 1000 20000), each in a database of its own.
//! SQLite always; PostgreSQL, too, when `NUANDONG_BENCH_POSTGRES_URL` names a server on which databases may be made.
//! `NUANDONG_BENCH_DIR` names a folder in which the data stays: the next run with it measures without filling.
//! `NUANDONG_BENCH_ONLY` is a part of the names of the lines to be measured, and nothing else is.

use std::{
    collections::BTreeMap,
    io::Write,
    net::SocketAddr,
    path::Path,
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
    storage::{self, Db},
    web,
};
use sqlx::{ConnectOptions, Connection};
use tower::ServiceExt;

/// Requests under way at once.
const CLIENTS: usize = 32;
/// Reports sent, to see how fast that goes.
const SENT: usize = 960;
/// Times that each list is asked for at each size, in so many turns. Short ones: a burst of something else that the machine
/// does lasts longer than ten requests, so it meets every size.
const TIMES: usize = 400;
const TURNS: usize = 40;
/// So many before: each of the pool's connections to PostgreSQL plans a statement the first time that it is asked it.
const WARMING: usize = 100;

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
    #[expect(clippy::disallowed_methods, reason = "a measurement's own settings")]
    let [postgres, kept, only] = ["NUANDONG_BENCH_POSTGRES_URL", "NUANDONG_BENCH_DIR", "NUANDONG_BENCH_ONLY"]
        .map(|name| std::env::var(name).ok());
    runtime.block_on(async {
        let temporary = tempfile::tempdir().expect("a folder");
        let root = kept.as_ref().map_or(temporary.path(), Path::new);
        let mut benches = Vec::new();
        for server in std::iter::once(None).chain(postgres.as_deref().map(Some)) {
            for size in &sizes {
                benches.push(Bench::begin(root, server, *size).await);
            }
        }
        // Filled side by side, measured one after the other: the sizes of one database in turns.
        let filled = join_all(benches.into_iter().map(|bench| tokio::spawn(bench.filled()))).await;
        let mut filled = filled.into_iter().map(|bench| bench.expect("reports")).collect::<Vec<_>>();
        while !filled.is_empty() {
            let others = filled.split_off(sizes.len());
            let mut benches = std::mem::replace(&mut filled, others);
            println!("\n{}\n\n| work | median / p95 | p95 against the first size |\n|---|---|---|", benches[0].engine);
            measure(&mut benches, only.as_deref()).await;
            for bench in benches {
                bench.print();
            }
        }
    });
}

/// One line of the table.
struct Line {
    work: String,
    figure: String,
    ratio: String,
}

/// How many a search finds: as when it was asked before (a screen that follows what happens, the next page, the way back), or
/// as by the first who asks it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counts {
    Remembered,
    Forgotten,
}

/// One database with so many reports, and what was measured on it.
struct Bench {
    engine: &'static str,
    size: usize,
    /// How many are still to be stored.
    missing: usize,
    portal: Portal,
    router: Router,
    /// Token and cookie of each person.
    people: BTreeMap<&'static str, (String, String)>,
    table: Vec<Line>,
}

impl Bench {
    async fn begin(root: &Path, server: Option<&str>, size: usize) -> Self {
        let engine = if server.is_some() { "PostgreSQL" } else { "SQLite" };
        let dir = root.join(format!("{engine}-{size}"));
        let filled = dir.exists();
        std::fs::create_dir_all(&dir).expect("a folder");
        let flags = Flags { data_dir: Some(dir.clone()), ..Flags::default() };
        let mut config = Config::load(flags).expect("default settings");
        if let Some(server) = server {
            config.database_url = database(server, size, filled).await;
        }
        let portal = Portal::open(config, Clock::Real, Entropy::from_system(), true).await.expect("a portal");
        web::calls::register();
        let router = web::router(portal.clone());
        let mut people = BTreeMap::new();
        for (name, court, role) in
            [("high", "鲁", Role::Supervisor), ("circuit", "鲁01", Role::Supervisor), ("court", "鲁0102", Role::Triage)]
        {
            let username = format!("bench-{name}");
            if !filled {
                let new = NewStaff { username: &username, name, court, role, password: Some(PASSWORD) };
                add_staff(&portal, new).await.expect("somebody");
            }
            let token = add_token(&portal, &username).await.expect("a token");
            people.insert(name, (token, String::new()));
        }
        let missing = if filled { 0 } else { size };
        Self { engine, size, missing, portal, router, people, table: Vec::new() }
    }

    /// Adds the reports, and lets the worker's housekeeping come to its end.
    async fn filled(mut self) -> Self {
        let begun = Instant::now();
        if self.missing > 0 {
            let bar = indicatif::ProgressBar::hidden();
            seed::fill(&self.portal, self.missing, self.size as u64, &bar).await.expect("reports");
        }
        if let (Ok(many), true) = (u32::try_from(self.missing), self.missing >= 5_000) {
            let rate = f64::from(many) / begun.elapsed().as_secs_f64();
            self.add(format!("seed, {many} reports"), format!("{rate:.0}/s"), String::new());
        }
        let (stored, ..) = storage::search::standing(&self.portal.db).await.expect("a count");
        assert!(
            stored >= i64::try_from(self.size).unwrap_or(i64::MAX),
            "{stored} of {}: a filling was broken off, remove the folder",
            self.size
        );
        let mut of = search_index::Tokeniser::new(&self.portal);
        while search_index::catch_up(&self.portal, &mut of).await.expect("an index") > 0 {}
        while search_index::tidy(&self.portal).await.expect("an index") {}
        // What earlier runs sent.
        while storage::queue::fold(&self.portal.db).await.expect("a tally") > 0 {}
        // As its own housekeeping does within a day.
        if let Db::Postgres(pool) = &self.portal.db {
            sqlx::query("VACUUM (ANALYZE)").execute(pool).await.expect("tidied");
        }
        eprintln!("{}, {}: {:.0?}", self.engine, self.size, begun.elapsed());
        self
    }

    fn add(&mut self, work: String, figure: String, ratio: String) {
        self.table.push(Line { work, figure, ratio });
    }

    fn header(&self, who: &str, how: How) -> Header {
        let (token, cookie) = &self.people[who];
        match how {
            How::Token => (header::AUTHORIZATION, format!("Bearer {token}")),
            How::Cookie => (header::COOKIE, cookie.clone()),
        }
    }

    /// Asks for these addresses one after the other, again and again, beginning with the one of that number; the first
    /// answers, which warm caches, do not count.
    async fn ask(&self, ask: &Ask<'_>, paths: &[String], from: usize, times: usize) -> (Vec<Duration>, Vec<u8>) {
        let (mut taken, mut body) = (Vec::new(), Vec::new());
        let (name, value) = self.header(ask.who, ask.how);
        let warming = if times == 0 { WARMING } else { 2 };
        for (n, path) in paths.iter().cycle().skip(from).take(times + warming).enumerate() {
            if ask.counts == Counts::Forgotten {
                self.portal.counted.clear();
            }
            let mut request = Request::get(path)
                .header(&name, &value)
                .header(header::HOST, "127.0.0.1:3000")
                .body(Body::empty())
                .expect("a request");
            request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 9))));
            let begun = Instant::now();
            let response = self.router.clone().oneshot(request).await.expect("an answer");
            assert_eq!(response.status(), 200, "{path}");
            body = axum::body::to_bytes(response.into_body(), usize::MAX).await.expect("a body").to_vec();
            if n >= warming {
                taken.push(begun.elapsed());
            }
        }
        (taken, body)
    }

    /// How many reports can be stored in a second, beside how many rows this disk can make durable. Last: what is sent here is
    /// all alike.
    async fn submissions(&mut self) {
        let syncs = syncs_a_second(&self.portal.config.data_dir);
        self.add("fdatasync of 4 kB, one after the other".into(), format!("{syncs:.0}/s"), String::new());
        let rows = rows_a_second(&self.portal.config.data_dir).await;
        self.add("rows of 1.5 kB in SQLite, 50 a commit".into(), format!("{rows:.0}/s"), String::new());
        let begun = Instant::now();
        let clients = (0..CLIENTS).map(|client| {
            let router = self.router.clone();
            tokio::spawn(async move {
                let mut taken = Vec::new();
                for n in 0..SENT / CLIENTS {
                    let begun = Instant::now();
                    submit(router.clone(), [10, 9, octet(client), octet(n)]).await;
                    taken.push(begun.elapsed());
                }
                taken
            })
        });
        let taken = join_all(clients).await.into_iter().flat_map(|taken| taken.expect("answers")).collect::<Vec<_>>();
        let rate = f64::from(u32::try_from(taken.len()).unwrap_or(0)) / begun.elapsed().as_secs_f64();
        let Times { median, p99, .. } = Times::of(taken);
        self.add(
            format!("durable submissions over the API, {CLIENTS} at once, {}", self.size),
            format!("{rate:.0}/s, median {median:.1?}, 99th percentile {p99:.1?}"),
            format!("{:.2} of the rows", rate / rows),
        );
    }

    fn print(self) {
        for Line { work, figure, ratio } in self.table {
            println!("| {work} | {figure} | {ratio} |");
        }
    }
}

/// What is asked for at each size: who asks, and how.
#[derive(Clone, Copy)]
struct Ask<'a> {
    name: &'a str,
    who: &'a str,
    how: How,
    counts: Counts,
    /// Only lines with this in their names are measured.
    only: Option<&'a str>,
}

/// As a program asks, or a browser.
#[derive(Clone, Copy)]
enum How {
    Token,
    Cookie,
}

/// All lists, at every size.
async fn measure(benches: &mut [Bench], only: Option<&str>) {
    // Not before: filling one database takes longer than somebody who does nothing stays signed in at another.
    for bench in &mut *benches {
        for (name, (_, cookie)) in &mut bench.people {
            *cookie = sign_in(bench.router.clone(), &format!("bench-{name}")).await;
        }
    }
    for (name, who, address) in LISTS {
        let path = format!("/api/v1/staff/reports?{}", encoded(address));
        let paths = vec![vec![path.clone()]; benches.len()];
        let ask = Ask { name, who, how: How::Token, counts: Counts::Remembered, only };
        let lists = list(benches, &ask, &paths).await;
        if name.starts_with("search") {
            let name = format!("{name}, counted anew");
            list(benches, &Ask { name: &name, counts: Counts::Forgotten, ..ask }, &paths).await;
        }
        if address.is_empty() || address.starts_with("view=overdue") {
            // And the page after it.
            let next = lists.iter().map(|list| Some(vec![format!("{path}&cursor={}", list["next"].as_str()?)]));
            if let Some(paths) = next.collect::<Option<Vec<_>>>() {
                list(benches, &Ask { name: &format!("{name}, next page"), ..ask }, &paths).await;
            }
        }
        if name == &"first page" {
            // Those of the list: one has many beside it, another none.
            let of = |before: &str| {
                let items = lists.iter().map(|list| list["items"].as_array().expect("reports"));
                let number =
                    |item: &serde_json::Value| format!("{before}{}", item["number"].as_str().expect("a number"));
                items.map(|items| items.iter().map(number).collect::<Vec<_>>()).collect::<Vec<_>>()
            };
            list(benches, &Ask { name: "one report", ..ask }, &of("/api/v1/staff/reports/")).await;
            let ask = Ask { how: How::Cookie, ..ask };
            list(benches, &Ask { name: "the report page", ..ask }, &of("/staff/reports/")).await;
            for (name, path) in
                [("the queue page", "/staff/queue"), ("the queue page, unassigned", "/staff/queue?view=unassigned")]
            {
                list(benches, &Ask { name, ..ask }, &vec![vec![path.to_owned()]; lists.len()]).await;
            }
        }
    }
    if only.is_none() {
        for bench in benches {
            bench.submissions().await;
        }
    }
}

/// Asks for the same at every size, in turns, so that whatever else the machine does meets all of them; and where it shows
/// more rows than at the first size, for as many as there, too: only then do the two say how the work grows. Returns what
/// each size answered.
async fn list(benches: &mut [Bench], ask: &Ask<'_>, paths: &[Vec<String>]) -> Vec<serde_json::Value> {
    let mut answers = Vec::new();
    for (bench, path) in benches.iter().zip(paths) {
        let (_, body) = bench.ask(ask, path, 0, 0).await;
        answers.push(serde_json::from_slice::<serde_json::Value>(&body).unwrap_or_default());
    }
    if ask.only.is_some_and(|only| !ask.name.contains(only)) {
        return answers;
    }
    let rows = |answer: &serde_json::Value| answer["items"].as_array().map_or(0, Vec::len);
    let had = rows(&answers[0]);
    let mut asked = paths.iter().cloned().enumerate().collect::<Vec<_>>();
    let as_many = |(size, paths): (usize, &Vec<String>)| {
        (had > 0 && rows(&answers[size]) != had).then(|| (size, vec![format!("{}&limit={had}", paths[0])]))
    };
    asked.extend(paths.iter().enumerate().filter_map(as_many));
    let mut taken = vec![Vec::new(); asked.len()];
    let each = TIMES / TURNS;
    for turn in 0..TURNS {
        for ((size, path), taken) in asked.iter().zip(&mut taken) {
            taken.extend(benches[*size].ask(ask, path, turn * each, each).await.0);
        }
    }
    let times = taken.into_iter().map(Times::of).collect::<Vec<_>>();
    let base = times[0].p95.as_secs_f64();
    for (size, bench) in benches.iter_mut().enumerate() {
        let again = asked.iter().skip(paths.len()).position(|(of, _)| *of == size).map(|n| &times[paths.len() + n]);
        let ratio = match again {
            Some(again) => format!("{:.2} ({had} rows)", again.p95.as_secs_f64() / base),
            None if rows(&answers[size]) != had => "none there then".to_owned(),
            None => format!("{:.2}", times[size].p95.as_secs_f64() / base),
        };
        let Times { median, p95, .. } = times[size];
        bench.add(format!("{}, {}", ask.name, bench.size), format!("{median:.1?} / {p95:.1?}"), ratio);
    }
    answers
}

/// The address of a database of its own on that server: made anew unless it was filled before.
async fn database(server: &str, size: usize, filled: bool) -> String {
    let name = format!("nuandong_bench_{size}");
    if !filled {
        let pool = sqlx::PgPool::connect(server).await.expect("PostgreSQL");
        for verb in ["DROP DATABASE IF EXISTS", "CREATE DATABASE"] {
            #[expect(
                clippy::disallowed_methods,
                reason = "a database's name cannot be bound; this one is a word and a number"
            )]
            let sql = sqlx::AssertSqlSafe(format!("{verb} {name}"));
            sqlx::query(sql).execute(&pool).await.expect("a database");
        }
        pool.close().await;
    }
    let (server, _) = server.rsplit_once('/').expect("an address that names a database");
    format!("{server}/{name}")
}

type Header = (header::HeaderName, String);

const PASSWORD: &str = "a long enough password";

/// How often this disk makes 4 kB durable: the limit of everything that is acknowledged one by one.
fn syncs_a_second(folder: &Path) -> f64 {
    let mut file = std::fs::File::create(folder.join("sync")).expect("a file");
    let begun = Instant::now();
    for _ in 0..500 {
        file.write_all(&[7; 4096]).expect("written");
        file.sync_data().expect("synced");
    }
    500.0 / begun.elapsed().as_secs_f64()
}

/// How many rows a second SQLite makes durable here when fifty share a commit.
async fn rows_a_second(folder: &Path) -> f64 {
    let file = folder.join("rows.db");
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(&file)
        .create_if_missing(true)
        .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal)
        .synchronous(sqlx::sqlite::SqliteSynchronous::Full);
    let mut connection = options.connect().await.expect("a database");
    sqlx::query("CREATE TABLE IF NOT EXISTS line (id INTEGER PRIMARY KEY, body BLOB)")
        .execute(&mut connection)
        .await
        .expect("a table");
    let (body, begun) = (vec![7_u8; 1_500], Instant::now());
    for _ in 0..40 {
        let mut tx = connection.begin().await.expect("a transaction");
        for _ in 0..50 {
            sqlx::query("INSERT INTO line (body) VALUES ($1)").bind(&body).execute(&mut *tx).await.expect("a row");
        }
        tx.commit().await.expect("committed");
    }
    let rate = 2_000.0 / begun.elapsed().as_secs_f64();
    connection.close().await.expect("closed");
    std::fs::remove_file(file).expect("removed");
    rate
}

fn octet(n: usize) -> u8 {
    u8::try_from(n).expect("a small number")
}

/// Sends a report, each from an address of its own: what comes from one is counted together.
async fn submit(router: Router, address: [u8; 4]) {
    let body = serde_json::json!({ "channel": "lead", "category": "asset", "court": "鲁0102", "narrative": "被执行人的车停在楼下。".repeat(20) });
    let request = Request::post("/api/v1/reports")
        .header("content-type", "application/json")
        .header("idempotency-key", uuid::Uuid::new_v4().to_string());
    let mut request = request.body(Body::from(body.to_string())).expect("a request");
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from((address, 9))));
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
    p99: Duration,
}

impl Times {
    fn of(mut taken: Vec<Duration>) -> Self {
        taken.sort_unstable();
        let at = |percent: usize| taken[taken.len() * percent / 100];
        Self { median: at(50), p95: at(95), p99: at(99) }
    }
}

/// Han characters as an address holds them.
fn encoded(query: &str) -> String {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const KEPT: &AsciiSet = &CONTROLS.add(b' ').add(b'"');
    utf8_percent_encode(query, KEPT).to_string()
}
