//! The fence and the scope in random worlds: whoever, wherever, on whatever route, one sees what the rule says and nothing
//! else. The rule is written here a second time, from the words of the contract and without the program's own types.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use nuandong::{actions::search_index, domain::staff::Role, jobs};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use serde_json::{Value, json};

use crate::{
    support::{App, Browser, jpeg, multipart, on_both},
    together::Stream,
};

const COURTS: &[&str] = &["鲁", "鲁01", "鲁02", "鲁0102", "鲁0105", "鲁0202"];
const LEADS: &[&str] = &["asset", "whereabouts", "evasion", "consumption", "crime", "other"];
const COMPLAINTS: &[&str] = &["passive", "delay", "wrongful", "funds", "suspension", "contact", "integrity", "other"];
const STATUSES: &[&str] = &["received", "under_review"];

struct Person {
    username: String,
    court: &'static str,
    role: Role,
    bearer: String,
    browser: Browser,
}

struct Report {
    number: String,
    channel: &'static str,
    category: &'static str,
    about: Option<&'static str>,
    /// Where it stands now.
    court: &'static str,
    discipline: bool,
    status: &'static str,
    file: String,
    /// What a page of it says that was seen, once somebody has opened one.
    seen: String,
}

fn above(court: &str) -> &'static str {
    match court {
        "鲁0102" | "鲁0105" => "鲁01",
        "鲁0202" => "鲁02",
        _ => "鲁",
    }
}

/// A supervisor sees the court and the courts below, the others what is addressed to their own; what is about integrity,
/// or about the home court, is the discipline desk's alone; and nobody sees a complaint about the court they belong to,
/// but the home court's discipline desk.
fn may_see(person: &Person, report: &Report) -> bool {
    let discipline = person.role == Role::Discipline;
    let reached = if person.role == Role::Supervisor {
        report.court.starts_with(person.court)
    } else {
        report.court == person.court
    };
    let about_own = report.channel == "complaint" && report.about == Some(person.court);
    reached && discipline == report.discipline && (!about_own || (discipline && person.court == "鲁"))
}

async fn report(app: &App, dice: &mut StdRng) -> Report {
    let channel = *["lead", "complaint"].choose(dice).unwrap();
    let category = *if channel == "lead" { LEADS } else { COMPLAINTS }.choose(dice).unwrap();
    let about = dice.random_ratio(9, 10).then(|| *COURTS.choose(dice).unwrap());
    let body = json!({ "channel": channel, "category": category, "narrative": "走马观花的一件事", "court": about });
    let (number, code) = app.submit(body).await;
    let key = format!("Receipt {code}");
    let (kind, body) = multipart("照片", &[("a.jpg", &jpeg())]);
    let request = axum::http::Request::post("/api/v1/follow/files")
        .header("authorization", &key)
        .header("content-type", kind)
        .body(axum::body::Body::from(body));
    app.browser().send(request.unwrap()).await.is(StatusCode::CREATED);
    let seen = app.browser().json(Method::POST, "/api/v1/follow", &[], Some(json!({ "code": code }))).await.json();
    let home = channel == "complaint" && about == Some("鲁");
    Report {
        number,
        channel,
        category,
        about,
        court: match (channel, about) {
            (_, None) => "鲁",
            ("lead", Some(court)) => court,
            (_, Some(court)) => above(court),
        },
        discipline: home || (channel == "complaint" && category == "integrity"),
        status: "received",
        file: seen["files"][0]["id"].as_str().unwrap().to_owned(),
        seen: String::new(),
    }
}

async fn person(app: &App, n: usize, dice: &mut StdRng) -> Person {
    let (court, role) = (*COURTS.choose(dice).unwrap(), *Role::ALL.choose(dice).unwrap());
    let username = format!("p{n}");
    let token = app.token(&username, court, role).await;
    let browser = app.signed_in(&username).await;
    Person { username, court, role, bearer: format!("Bearer {token}"), browser }
}

async fn api(app: &App, bearer: &str, path: &str) -> Value {
    app.browser().json(Method::GET, path, &[("authorization", bearer)], None).await.is(StatusCode::OK).json()
}

/// A list, page after page; its count is its length on each of them.
async fn listed(app: &App, bearer: &str, query: &str) -> BTreeSet<String> {
    let (mut found, mut cursor, mut counts) = (Vec::new(), String::new(), BTreeSet::new());
    loop {
        let page = api(app, bearer, &format!("/api/v1/staff/reports?limit=3&{query}{cursor}")).await;
        counts.insert(page["count"].as_u64().unwrap());
        found.extend(page["items"].as_array().unwrap().iter().map(|item| item["number"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), [found.len() as u64], "{query}: count");
    let set = found.iter().cloned().collect::<BTreeSet<_>>();
    assert_eq!(set.len(), found.len(), "{query}: each once");
    set
}

/// Some of what happens at a desk: claimed, transferred.
async fn live(app: &App, people: &[Person], reports: &mut [Report], dice: &mut StdRng) {
    for report in reports.iter_mut() {
        let able = |person: &&Person| {
            may_see(person, report) && matches!(person.role, Role::Triage | Role::Supervisor | Role::Discipline)
        };
        let Some(person) = people.iter().find(able) else { continue };
        let path = format!("/api/v1/staff/reports/{}/actions", report.number);
        let act = |body: Value| {
            let (path, bearer) = (path.clone(), person.bearer.clone());
            async move { app.browser().json(Method::POST, &path, &[("authorization", &bearer)], Some(body)).await }
        };
        match dice.random_range(0..3) {
            0 if act(json!({ "action": "claim", "version": 1 })).await.status == StatusCode::OK => {
                report.status = "under_review";
            }
            1 if report.channel == "lead" => {
                let to = *COURTS.choose(dice).unwrap();
                let done = act(json!({ "action": "transfer", "version": 1, "court": to, "reason": "请办理" })).await;
                if done.status == StatusCode::OK {
                    report.court = to;
                    report.status = "transferred";
                }
            }
            _ => {}
        }
    }
}

/// Every route that begins with a report, with the methods that it answers.
fn routes(report: &Report) -> Vec<(Method, String)> {
    let page = format!("/staff/reports/{}", report.number);
    let mut all = ["", "/print", "/related"].map(|end| (Method::GET, format!("{page}{end}"))).to_vec();
    all.push((Method::GET, format!("/en{page}")));
    all.push((Method::GET, format!("{page}/changes?seen={}", report.seen)));
    all.push((Method::GET, format!("/staff/queue/row/{}", report.number)));
    all.push((Method::GET, format!("/staff/events?report={}", report.number)));
    for end in ["", "/view", "/inline"] {
        all.push((Method::GET, format!("{page}/files/{}{end}", report.file)));
    }
    for end in ["export.zip", "draft", "tags", "note", "claim", "release", "reply", "refer", "link", "measure"] {
        all.push((Method::POST, format!("{page}/{end}")));
    }
    all
}

async fn nothing_is_there(person: &mut Person, report: &Report, app: &App) {
    let what = format!("{} ({} of {}) and {}", person.username, person.role, person.court, report.number);
    for (method, path) in routes(report) {
        let page = if method == Method::GET {
            person.browser.get(&path).await
        } else {
            let fields = [("version", "1"), ("note", "x"), ("text", "x"), ("reason", "x"), ("body", "x"), ("tag", "x")];
            person.browser.post(&path, &fields).await
        };
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{what}: {method} {path}");
        assert!(!page.body.contains("走马观花"), "{what}: {method} {path}");
    }
    let path = format!("/api/v1/staff/reports/{}", report.number);
    let headers = [("authorization", person.bearer.as_str())];
    let page = app.browser().json(Method::GET, &path, &headers, None).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND, "{what}: api");
    let body = json!({ "action": "note", "version": 1, "note": "x" });
    let page = app.browser().json(Method::POST, &format!("{path}/actions"), &headers, Some(body)).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND, "{what}: api act");
    let body = json!({ "action": "claim", "numbers": [report.number], "reason": "x" });
    let page = app.browser().json(Method::POST, "/api/v1/staff/bulk", &headers, Some(body)).await;
    match page.status {
        StatusCode::OK => {
            let told = page.json();
            assert_eq!((&told["done"], &told["waiting"]), (&json!([]), &json!([])), "{what}: bulk");
            assert_eq!(told["refused"][0]["why"], "unknown", "{what}: bulk");
        }
        // Not for this role, before anything is said of the report.
        status => assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{what}: bulk {}", page.body),
    }
}

/// From the first of a list to the last, by the links to the next.
async fn walked(person: &mut Person) -> BTreeSet<String> {
    let list = person.browser.get("/staff/queue?sort=received").await.is(StatusCode::OK).body;
    let href = |rest: &str| {
        let end = rest.split("href=\"/staff/reports/").nth(1)?.split('"').next()?;
        Some(format!("/staff/reports/{}", end.replace("&amp;", "&")))
    };
    let mut next = list.split_once("<tbody").and_then(|(_, table)| href(table));
    let mut seen = BTreeSet::new();
    while let Some(path) = next {
        let page = person.browser.get(&path).await.is(StatusCode::OK).body;
        let number = path.split("/staff/reports/").nth(1).unwrap()[..12].to_owned();
        assert!(seen.insert(number), "round in a circle");
        let link = page.split("id=\"neighbour-next\"").nth(1).and_then(|part| part.split('>').next());
        next = link.and_then(href);
    }
    seen
}

async fn one_world(app: App, seed: u64) {
    let mut dice = StdRng::seed_from_u64(seed);
    let mut people = Vec::new();
    for n in 0..8 {
        people.push(person(&app, n, &mut dice).await);
    }
    let mut reports = Vec::new();
    for _ in 0..12 {
        reports.push(report(&app, &mut dice).await);
    }
    jobs::run_all(&app.portal).await.unwrap();
    let mut of = search_index::Tokeniser::new(&app.portal);
    while search_index::catch_up(&app.portal, &mut of).await.unwrap() > 0 {}
    live(&app, &people, &mut reports, &mut dice).await;
    // Half of the worlds are looked at while the index of search still says where things were.
    let lags = seed.is_multiple_of(2);
    while !lags && search_index::catch_up(&app.portal, &mut of).await.unwrap() > 0 {}

    for report in &mut reports {
        let Some(person) = people.iter_mut().find(|person| may_see(person, report)) else { continue };
        let page = person.browser.get(&format!("/staff/reports/{}", report.number)).await.is(StatusCode::OK).body;
        let seen = page.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        seen.unwrap_or_default().clone_into(&mut report.seen);
    }
    let mut streams = Vec::new();
    for person in &people {
        streams.push(Stream::open(&app, &person.browser, "", None).await);
    }
    for person in &mut people {
        let who = format!("world {seed}: {} ({} of {})", person.username, person.role, person.court);
        let bearer = person.bearer.clone();
        let seen = |also: &dyn Fn(&Report) -> bool| {
            let seen = reports.iter().filter(|report| may_see(person, report) && also(report));
            seen.map(|report| report.number.clone()).collect::<BTreeSet<_>>()
        };
        let all = seen(&|_| true);
        assert_eq!(listed(&app, &bearer, "").await, all, "{who}: list");
        for (channel, status) in [("lead", STATUSES[0]), ("complaint", STATUSES[1])] {
            let query = format!("channel={channel}&status={status}");
            let expected = seen(&|report| report.channel == channel && report.status == status);
            assert_eq!(listed(&app, &bearer, &query).await, expected, "{who}: {query}");
        }
        for category in ["integrity", "asset", "passive"] {
            let query = format!("category={category}&q=走马观花");
            let expected = seen(&|report| report.category == category);
            let found = listed(&app, &bearer, &query).await;
            assert!(if lags { found.is_subset(&expected) } else { found == expected }, "{who}: {query}: {found:?}");
        }
        let found = listed(&app, &bearer, "q=走马观花").await;
        assert!(if lags { found.is_subset(&all) } else { found == all }, "{who}: search: {found:?} of {all:?}");
        let csv = person.browser.post("/staff/export", &[("address", ""), ("format", "csv")]).await;
        let queue = person.browser.get("/staff/queue").await.is(StatusCode::OK).body;
        for report in &reports {
            let grouped = format!("{} {} {}", &report.number[..4], &report.number[4..8], &report.number[8..]);
            let is = all.contains(&report.number);
            assert_eq!(queue.contains(&report.number), is, "{who}: queue and {}", report.number);
            assert_eq!(
                csv.body.contains(&grouped),
                is && csv.status == StatusCode::OK,
                "{who}: export and {}",
                report.number
            );
        }
        assert_eq!(walked(person).await, all, "{who}: neighbours");
        for report in &reports {
            if all.contains(&report.number) {
                let page = format!("/staff/reports/{}", report.number);
                person.browser.get(&page).await.is(StatusCode::OK).has("走马观花");
                person.browser.get(&format!("{page}/files/{}", report.file)).await.is(StatusCode::OK);
                api(&app, &bearer, &format!("/api/v1/staff/reports/{}", report.number)).await;
            } else {
                nothing_is_there(person, report, &app).await;
            }
        }
    }
    // Something happens to everything; then, where everybody is sure to hear of it, the last.
    for _ in 0..6 {
        let new = report(&app, &mut dice).await;
        reports.push(new);
    }
    for (person, mut stream) in people.iter().zip(streams) {
        if person.role == Role::Discipline && !matches!(person.court, "鲁" | "鲁01" | "鲁02") {
            continue;
        }
        let (channel, category, about) = match (person.role, person.court) {
            (Role::Discipline, "鲁01") => ("complaint", "integrity", "鲁0102"),
            (Role::Discipline, "鲁02") => ("complaint", "integrity", "鲁0202"),
            (Role::Discipline, _) => ("complaint", "integrity", "鲁01"),
            (_, court) => ("lead", "asset", court),
        };
        let body = json!({ "channel": channel, "category": category, "narrative": "最后一件", "court": about });
        let (last, _) = app.submit(body).await;
        let mut heard = BTreeSet::new();
        loop {
            let number = stream.change().await.data["number"].as_str().unwrap().to_owned();
            if number == last {
                break;
            }
            heard.insert(number);
        }
        for report in &reports {
            let heard = heard.contains(&report.number);
            assert!(!heard || may_see(person, report), "world {seed}: {} hears of {}", person.username, report.number);
        }
        let new = reports[12..].iter().filter(|report| may_see(person, report));
        for report in new {
            assert!(
                heard.contains(&report.number),
                "world {seed}: {} does not hear of {}",
                person.username,
                report.number
            );
        }
    }
}

on_both! {
    async fn in_random_worlds_fence_and_scope_hold_on_every_route(app: App) {
        one_world(app, 1).await;
    }

    async fn and_in_another(app: App) {
        one_world(app, 2).await;
    }

    async fn and_in_a_third(app: App) {
        one_world(app, 3).await;
    }

    async fn and_in_a_fourth(app: App) {
        one_world(app, 4).await;
    }
}
