//! `make bench`: what the portal does beside what the machine can do, in one run, as one table.
//! Arguments: the sizes at which the queue is measured (default 1000 20000).

use std::{
    io::Write,
    net::SocketAddr,
    time::{Duration, Instant},
};

use axum::{Router, body::Body, extract::ConnectInfo, http::Request};
use futures::future::join_all;
use nuandong::{
    actions::{
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

fn main() {
    let sizes = std::env::args().skip(1).filter_map(|size| size.parse().ok()).collect::<Vec<usize>>();
    let sizes = if sizes.is_empty() { vec![1_000, 20_000] } else { sizes };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(run(&sizes));
}

async fn run(sizes: &[usize]) {
    let dir = tempfile::tempdir().expect("a folder");
    let flags = Flags { data_dir: Some(dir.path().into()), ..Flags::default() };
    let config = Config::load(flags).expect("default settings");
    let portal = Portal::open(config, Clock::Real, Entropy::from_system(), true).await.expect("a portal");
    web::calls::register();
    let router = web::router(portal.clone());
    let mut table = Vec::new();

    let syncs = syncs_a_second(dir.path());
    table.push(("fdatasync of 4 kB, one after the other".to_owned(), format!("{syncs:.0}/s"), String::new()));

    let begun = Instant::now();
    let count = 2_000;
    for round in 0..count / CLIENTS {
        join_all((0..CLIENTS).map(|n| submit(router.clone(), format!("{round}-{n}")))).await;
    }
    let rate = f64::from(u32::try_from(count / CLIENTS * CLIENTS).unwrap_or(0)) / begun.elapsed().as_secs_f64();
    table.push((
        format!("durable submissions over the API, {CLIENTS} at once"),
        format!("{rate:.0}/s"),
        format!("{:.2} of the sync limit", rate / syncs),
    ));

    let new = NewStaff {
        username: "bench",
        name: "bench",
        court: "鲁",
        role: Role::Supervisor,
        password: Some("a long enough password"),
    };
    add_staff(&portal, new).await.expect("somebody");
    let token = add_token(&portal, "bench").await.expect("a token");
    let (mut stored, mut first) = (count / CLIENTS * CLIENTS, None);
    for size in sizes {
        let more = size.saturating_sub(stored);
        let begun = Instant::now();
        seed::fill(&portal, more, *size as u64, &indicatif::ProgressBar::hidden()).await.expect("reports");
        if let (Ok(many), true) = (u32::try_from(more), more >= 5_000) {
            table.push((
                format!("seed, {more} reports"),
                format!("{:.0}/s", f64::from(many) / begun.elapsed().as_secs_f64()),
                String::new(),
            ));
        }
        stored = stored.max(*size);
        let (median, p95) = queue(router.clone(), &token).await;
        let base = *first.get_or_insert(p95);
        let ratio = format!("p95 {:.2} times that of the first size", p95.as_secs_f64() / base.as_secs_f64());
        table.push((
            format!("first page of the queue, {stored} reports"),
            format!("median {median:.1?}, p95 {p95:.1?}"),
            ratio,
        ));
    }

    println!("| work | figure | ratio in this run |\n|---|---|---|");
    for (work, figure, ratio) in table {
        println!("| {work} | {figure} | {ratio} |");
    }
}

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

async fn queue(router: Router, token: &str) -> (Duration, Duration) {
    let mut times = Vec::new();
    for _ in 0..60 {
        let request = Request::get("/api/v1/staff/reports").header("authorization", format!("Bearer {token}"));
        let begun = Instant::now();
        let response =
            router.clone().oneshot(request.body(Body::empty()).expect("a request")).await.expect("an answer");
        assert_eq!(response.status(), 200);
        axum::body::to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    (times[30], times[56])
}
