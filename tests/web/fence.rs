//! The conflict fence: what one may not see does not exist, on any route; every row of (role × route × record).

use axum::http::{Method, StatusCode};
use chrono::TimeDelta;
use nuandong::{
    domain::staff::{Role, Scope},
    jobs, storage,
};
use serde_json::json;

use crate::{
    acts::row,
    support::{App, Browser, on_both},
    together::Stream,
};

/// The records, each with the people who may see it.
struct Record {
    name: &'static str,
    number: String,
    seen_by: &'static [&'static str],
}

/// Username, court, role.
const PEOPLE: &[(&str, &str, Role)] = &[
    ("lixia-intake", "鲁0102", Role::Intake),
    ("lixia-triage", "鲁0102", Role::Triage),
    ("lixia-handler", "鲁0102", Role::Handler),
    ("lixia-supervisor", "鲁0102", Role::Supervisor),
    ("lixia-discipline", "鲁0102", Role::Discipline),
    ("lixia-custodian", "鲁0102", Role::Custodian),
    ("lixia-admin", "鲁0102", Role::Admin),
    ("lixia-auditor", "鲁0102", Role::Auditor),
    ("tianqiao-triage", "鲁0105", Role::Triage),
    ("jinan-triage", "鲁01", Role::Triage),
    ("jinan-handler", "鲁01", Role::Handler),
    ("jinan-supervisor", "鲁01", Role::Supervisor),
    ("jinan-discipline", "鲁01", Role::Discipline),
    ("qingdao-supervisor", "鲁02", Role::Supervisor),
    ("high-triage", "鲁", Role::Triage),
    ("high-supervisor", "鲁", Role::Supervisor),
    ("high-discipline", "鲁", Role::Discipline),
];

async fn records(app: &App) -> Vec<Record> {
    let submit = |channel: &'static str, category: &'static str, court: &'static str| async move {
        app.submit(json!({ "channel": channel, "category": category, "narrative": "围栏", "court": court, "case_number": "（2019）鲁0102执1234号" })).await.0
    };
    let record = |name, number, seen_by| Record { name, number, seen_by };
    vec![
        record(
            "lead, lixia",
            submit("lead", "asset", "鲁0102").await,
            &[
                "lixia-intake",
                "lixia-triage",
                "lixia-handler",
                "lixia-supervisor",
                "lixia-custodian",
                "lixia-admin",
                "lixia-auditor",
                "jinan-supervisor",
                "high-supervisor",
            ],
        ),
        record(
            "complaint about lixia",
            submit("complaint", "passive", "鲁0102").await,
            &["jinan-triage", "jinan-handler", "jinan-supervisor", "high-supervisor"],
        ),
        record(
            "complaint about jinan",
            submit("complaint", "funds", "鲁01").await,
            &["high-triage", "high-supervisor"],
        ),
        record("integrity, lixia", submit("complaint", "integrity", "鲁0102").await, &["jinan-discipline"]),
        record("integrity, jinan", submit("complaint", "integrity", "鲁01").await, &["high-discipline"]),
        record("complaint about the home court", submit("complaint", "passive", "鲁").await, &["high-discipline"]),
        record("lead, qingdao", submit("lead", "asset", "鲁02").await, &["qingdao-supervisor", "high-supervisor"]),
    ]
}

on_both! {
    async fn what_one_may_not_see_does_not_exist_on_any_route(app: App) {
        let records = records(&app).await;
        for (username, court, role) in PEOPLE {
            let token = app.token(username, court, *role).await;
            let bearer = format!("Bearer {token}");
            let mut browser = app.signed_in(username).await;
            let visible = records.iter().filter(|record| record.seen_by.contains(username)).count();
            let list = api(&app, Method::GET, "/api/v1/staff/reports?limit=100", &bearer, None).await;
            assert_eq!(list["count"], visible, "{username}: count");
            assert_eq!(list["items"].as_array().unwrap().len(), visible, "{username}: list");
            let found = api(&app, Method::GET, "/api/v1/staff/reports?q=（2019）鲁0102执1234号", &bearer, None).await;
            assert_eq!(found["count"], visible, "{username}: search by case");
            let queue = browser.get("/staff/queue").await.is(StatusCode::OK).body;
            for record in &records {
                let may = record.seen_by.contains(username);
                let what = format!("{username} and {}", record.name);
                let scope = Scope::at(court, *role, &app.portal.courts());
                assert_eq!(row(&app, &record.number).await.is_within(&scope), may, "{what}: as a row says it");
                let expected = if may { StatusCode::OK } else { StatusCode::NOT_FOUND };
                assert_eq!(queue.contains(&record.number), may, "{what}: queue");
                let search = browser.get(&format!("/staff/queue?q={}", record.number)).await.body;
                assert_eq!(search.contains(&format!("/staff/reports/{}", record.number)), may, "{what}: search");
                assert_eq!(browser.get(&format!("/staff/reports/{}", record.number)).await.status, expected, "{what}: page");
                let path = format!("/api/v1/staff/reports/{}", record.number);
                let answer = app.browser().json(Method::GET, &path, &[("authorization", &bearer)], None).await;
                assert_eq!(answer.status, expected, "{what}: api");
                if !may {
                    every_act_is_404(&app, &mut browser, &record.number, &bearer, &what).await;
                }
            }
        }
    }

    async fn a_complaint_is_never_handed_down(app: App) {
        let (number, _) = app.submit(json!({ "channel": "complaint", "category": "passive", "narrative": "x", "court": "鲁0102" })).await;
        let bearer = format!("Bearer {}", app.token("jinan-triage", "鲁01", Role::Triage).await);
        app.person("lixia-handler", "鲁0102", Role::Handler).await;
        let act = |body: serde_json::Value| {
            let (path, bearer) = (format!("/api/v1/staff/reports/{number}/actions"), bearer.clone());
            let mut browser = app.browser();
            async move { browser.json(Method::POST, &path, &[("authorization", &bearer)], Some(body)).await }
        };
        for court in ["鲁0102", "鲁1202", "浙01", "nonsense"] {
            let refused = act(json!({ "action": "transfer", "version": 1, "court": court, "reason": "请办理" })).await.is(StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(refused.json()["errors"][0]["code"], "conflict", "{court}");
        }
        let refused = act(json!({ "action": "assign", "version": 1, "assignee": "lixia-handler" })).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.json()["errors"][0]["field"], "assignee");
        let moved = act(json!({ "action": "transfer", "version": 1, "court": "鲁02", "reason": "指定" })).await.is(StatusCode::OK);
        assert_eq!(moved.json()["visible"], false);
        app.signed_in("jinan-triage").await.get(&format!("/staff/reports/{number}")).await.is(StatusCode::NOT_FOUND);
    }

    async fn a_link_tells_nothing_of_what_one_may_not_see(app: App) {
        let (lead, _) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x", "court": "鲁0102" })).await;
        let (complaint, _) = app.submit(json!({ "channel": "complaint", "category": "passive", "narrative": "x", "court": "鲁0102" })).await;
        let supervisor = format!("Bearer {}", app.token("jinan-supervisor", "鲁01", Role::Supervisor).await);
        let handler = format!("Bearer {}", app.token("lixia-handler", "鲁0102", Role::Handler).await);
        let path = format!("/api/v1/staff/reports/{lead}");
        let body = json!({ "action": "link", "version": 1, "number": complaint });
        app.browser().json(Method::POST, &format!("{path}/actions"), &[("authorization", &supervisor)], Some(body)).await.is(StatusCode::OK).has(&complaint);
        app.browser().json(Method::GET, &path, &[("authorization", &handler)], None).await.is(StatusCode::OK).has_not(&complaint);
        app.signed_in("lixia-handler").await.get(&format!("/staff/reports/{lead}")).await.is(StatusCode::OK).has_not(&complaint);
        app.signed_in("jinan-supervisor").await.get(&format!("/staff/reports/{lead}")).await.is(StatusCode::OK).has(&complaint);
    }

    async fn a_link_to_what_one_may_not_see_changes_nothing_that_one_sees(app: App) {
        let lead = || app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x", "court": "鲁0102" }));
        let ((number, _), (other, _)) = (lead().await, lead().await);
        let (complaint, _) = app.submit(json!({ "channel": "complaint", "category": "passive", "narrative": "x", "court": "鲁0102" })).await;
        let above = format!("Bearer {}", app.token("above", "鲁01", Role::Supervisor).await);
        let below = format!("Bearer {}", app.token("below", "鲁0102", Role::Triage).await);
        let act = |bearer: &str, number: &str, body: serde_json::Value| {
            let (bearer, path) = (bearer.to_owned(), format!("/api/v1/staff/reports/{number}/actions"));
            let mut browser = app.browser();
            async move { browser.json(Method::POST, &path, &[("authorization", &bearer)], Some(body)).await.is(StatusCode::OK).json() }
        };
        let mut desk = app.signed_in("below").await;
        let page = desk.get(&format!("/staff/reports/{number}")).await.is(StatusCode::OK).body;
        let seen = page.split("data-seen=\"").nth(1).unwrap().split('"').next().unwrap();
        let mut watched = Stream::open(&app, &desk, "", None).await;
        let mut seen_above = Stream::open(&app, &app.signed_in("above").await, "", None).await;
        let mark = watched.mark.clone();
        for (from, to) in [(&number, &complaint), (&complaint, &number)] {
            act(&above, from, json!({ "action": "link", "version": 1, "number": to, "relation": "related" })).await;
            while seen_above.change().await.data["kind"] != "link" {}
            act(&above, from, json!({ "action": "unlink", "version": 1, "number": to, "reason": "另有原因" })).await;
            while seen_above.change().await.data["kind"] != "unlink" {}
        }
        // Nothing was heard below, neither at once nor by somebody who comes back; nothing is different, and nobody's page
        // is out of date.
        act(&below, &other, json!({ "action": "claim", "version": 1 })).await;
        assert_eq!(watched.change().await.data["number"], json!(other));
        let mut back = Stream::open(&app, &desk, "", Some(&mark)).await;
        assert_eq!(back.change().await.data["number"], json!(other));
        desk.get(&format!("/staff/reports/{number}/changes?seen={seen}")).await.is(StatusCode::NO_CONTENT);
        act(&below, &number, json!({ "action": "claim", "version": 1 })).await;
    }

    async fn a_complaint_is_fenced_too_from_the_court_that_the_one_complained_of_became(app: App) {
        let complaint = json!({ "channel": "complaint", "category": "passive", "narrative": "走马观花", "court": "鲁0202" });
        let (number, _) = app.submit(complaint).await;
        let mut bearers = Vec::new();
        for (username, court, role) in [("shinan", "鲁0202", Role::Handler), ("shibei", "鲁0203", Role::Triage), ("above", "鲁02", Role::Supervisor)] {
            bearers.push((username, format!("Bearer {}", app.token(username, court, role).await)));
        }
        let path = format!("/api/v1/staff/reports/{number}");
        let act = |body: serde_json::Value| {
            let (path, bearer) = (format!("{path}/actions"), bearers[2].1.clone());
            let mut browser = app.browser();
            async move { browser.json(Method::POST, &path, &[("authorization", &bearer)], Some(body)).await }
        };
        act(json!({ "action": "transfer", "version": 1, "court": "鲁0203", "reason": "指定" })).await.is(StatusCode::OK);
        act(json!({ "action": "assign", "version": 2, "assignee": "shibei" })).await.is(StatusCode::OK);
        jobs::run_all(&app.portal).await.unwrap();
        let mut shibei = app.signed_in("shibei").await;
        shibei.get(&format!("/staff/reports/{number}")).await.is(StatusCode::OK).has("走马观花").has("data-unread=\"1\"");
        let mut stream = Stream::open(&app, &shibei, "", None).await;
        merge(&app).await;
        assert!(stream.next().await.is_none(), "whoever watched comes back");
        for again in [false, true] {
            for (username, bearer) in &bearers {
                let (may, what) = (*username == "above", format!("{username}, indexed again: {again}"));
                let expected = if may { StatusCode::OK } else { StatusCode::NOT_FOUND };
                for query in ["", "q=走马观花", "view=mine", &format!("q={number}"), "court=鲁0203"] {
                    let list = api(&app, Method::GET, &format!("/api/v1/staff/reports?{query}"), bearer, None).await;
                    let seen = usize::from(may && query != "view=mine");
                    assert_eq!((&list["count"], list["items"].as_array().unwrap().len()), (&json!(seen), seen), "{what}: {query}");
                }
                let answer = app.browser().json(Method::GET, &path, &[("authorization", bearer)], None).await;
                assert_eq!(answer.status, expected, "{what}: api");
                let mut browser = app.signed_in(username).await;
                let page = browser.get(&format!("/staff/reports/{number}")).await;
                assert_eq!(page.status, expected, "{what}: page");
                let queue = browser.get("/staff/queue").await.is(StatusCode::OK).body;
                assert_eq!(queue.contains(&number), may, "{what}: queue");
                assert!(!queue.contains("data-unread=\"1\""), "{what}: told of before");
                if !may {
                    every_act_is_404(&app, &mut browser, &number, bearer, &what).await;
                }
            }
            jobs::run_all(&app.portal).await.unwrap();
        }
        for username in ["shinan", "shibei"] {
            let refused = act(json!({ "action": "assign", "version": 3, "assignee": username })).await.is(StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(refused.json()["errors"][0]["field"], "assignee");
        }
    }

    async fn a_complaint_that_lies_with_the_court_complained_of_goes_to_the_court_above(app: App) {
        let complaint = |court: &str| json!({ "channel": "complaint", "category": "passive", "narrative": "x", "court": court });
        let (number, code) = app.submit(complaint("鲁0202")).await;
        let (other, _) = app.submit(complaint("鲁0211")).await;
        let bearer = format!("Bearer {}", app.token("above", "鲁02", Role::Supervisor).await);
        app.person("shibei", "鲁0203", Role::Triage).await;
        let act = |number: &str, body: serde_json::Value| {
            let (path, bearer) = (format!("/api/v1/staff/reports/{number}/actions"), bearer.clone());
            let mut browser = app.browser();
            async move { browser.json(Method::POST, &path, &[("authorization", &bearer)], Some(body)).await.is(StatusCode::OK) }
        };
        for number in [&number, &other] {
            act(number, json!({ "action": "transfer", "version": 1, "court": "鲁0203", "reason": "指定" })).await;
        }
        act(&number, json!({ "action": "assign", "version": 2, "assignee": "shibei" })).await;
        app.portal.clock.advance(TimeDelta::minutes(1));
        merge(&app).await;
        for _ in 0..2 {
            jobs::tidy_now(&app.portal).await.unwrap();
            jobs::run_all(&app.portal).await.unwrap();
        }
        let seen = api(&app, Method::GET, &format!("/api/v1/staff/reports/{number}"), &bearer, None).await;
        assert_eq!((&seen["court"], &seen["status"], &seen["assignee"], &seen["version"]), (&json!("鲁02"), &json!("transferred"), &json!(null), &json!(4)));
        let last = seen["timeline"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["kind"], &last["facts"]["court_from"], &last["facts"]["court_to"]), (&json!("transfer"), &json!("鲁0203"), &json!("鲁02")));
        app.browser().submit("/follow", &[("code", &code)]).await.has("转到青岛市中级人民法院");
        // What is about another court stays where it is.
        app.signed_in("shibei").await.get(&format!("/staff/reports/{other}")).await.is(StatusCode::OK);
    }

    async fn the_page_offers_no_court_that_would_be_refused(app: App) {
        let (number, _) = app.submit(json!({ "channel": "complaint", "category": "passive", "narrative": "x", "court": "鲁0102" })).await;
        app.person("jinan-triage", "鲁01", Role::Triage).await;
        let page = app.signed_in("jinan-triage").await.get(&format!("/staff/reports/{number}")).await;
        page.has("value=\"鲁02\"").has_not("value=\"鲁0102\"");
    }
}

/// Takes a list over in which 市南 became a part of 市北.
async fn merge(app: &App) {
    let csv = "code,name,level,parent_code,valid_to,successor_code\n\
        鲁0202,山东省青岛市市南区人民法院,基层,鲁02,2026-11-22,鲁0203\n";
    let now = app.portal.clock.now();
    let mut tx = app.portal.db.begin().await.unwrap();
    storage::imports::add(&mut tx, app.portal.entropy.id(now), "courts", csv, now).await.unwrap();
    tx.commit().await.unwrap();
    app.portal.refresh_lists().await.unwrap();
}

async fn api(
    app: &App,
    method: Method,
    path: &str,
    bearer: &str,
    body: Option<serde_json::Value>,
) -> serde_json::Value {
    app.browser().json(method, path, &[("authorization", bearer)], body).await.is(StatusCode::OK).json()
}

async fn every_act_is_404(app: &App, browser: &mut Browser, number: &str, bearer: &str, what: &str) {
    for action in nuandong::domain::workflow::Action::ALL {
        let page = browser
            .post(
                &format!("/staff/reports/{number}/{action}"),
                &[("version", "1"), ("note", "x"), ("text", "x"), ("reason", "x")],
            )
            .await;
        // Some roles never take that step; then the role is what is refused, before anything is said of the report.
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{what}: {action}");
    }
    let body = json!({ "action": "note", "version": 1, "note": "x" });
    let answer = app
        .browser()
        .json(
            Method::POST,
            &format!("/api/v1/staff/reports/{number}/actions"),
            &[("authorization", bearer)],
            Some(body),
        )
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what}: api act");
    let file = browser.get(&format!("/staff/reports/{number}/files/00000000-0000-0000-0000-000000000000")).await;
    assert_eq!(file.status, StatusCode::NOT_FOUND, "{what}: file");
}
