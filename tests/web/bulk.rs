//! Bulk acts: what changes and what stays, the fence inside, reasons, progress, and undoing byte for byte.

use std::collections::BTreeMap;

use axum::http::{Method, StatusCode};
use chrono::TimeDelta;
use nuandong::{
    actions::{tags, teams},
    domain::staff::{Role, Scope},
    jobs::{self, Job},
    storage::{self, Db},
};
use serde_json::{Value, json};
use sqlx::{Column, Row};

use crate::{
    acts::row,
    clocks::count,
    notices::confirm,
    support::{App, Browser, Page, on_both},
};

async fn call(app: &App, token: &str, method: Method, path: &str, body: Option<Value>) -> Page {
    let auth = format!("Bearer {token}");
    app.browser().json(method, &format!("/api/v1/staff/{path}"), &[("authorization", &auth)], body).await
}

async fn bulk(app: &App, token: &str, body: Value) -> Value {
    call(app, token, Method::POST, "bulk", Some(body)).await.is(StatusCode::OK).json()
}

async fn act(app: &App, token: &str, number: &str, mut body: Value) {
    body["version"] = row(app, number).await.version.into();
    call(app, token, Method::POST, &format!("reports/{number}/actions"), Some(body)).await.is(StatusCode::OK);
}

/// An undo that began and broke off; a job goes on with it after that time.
async fn broken_off(app: &App, act: uuid::Uuid, after: TimeDelta) {
    let now = app.portal.clock.now();
    let mut tx = app.portal.db.begin().await.unwrap();
    assert!(storage::bulk::set_undone(&mut tx, act, now).await.unwrap());
    jobs::enqueue_at(&app.portal, &mut tx, &Job::BulkUndo { act }, now + after).await.unwrap();
    tx.commit().await.unwrap();
}

async fn undo(app: &App, token: &str, id: &Value) -> Page {
    call(app, token, Method::POST, &format!("bulk/{}/undo", id.as_str().unwrap()), None).await
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
}

fn whys(answer: &Value) -> BTreeMap<String, String> {
    let refused = answer["refused"].as_array().unwrap().iter();
    refused.map(|one| (one["number"].as_str().unwrap().to_owned(), one["why"].as_str().unwrap().to_owned())).collect()
}

async fn leads(app: &App, count: usize) -> Vec<String> {
    let mut numbers = Vec::new();
    for n in 0..count {
        numbers.push(
            app.submit(
                json!({ "channel": "lead", "category": "asset", "narrative": format!("第{n}条"), "court": "鲁0102" }),
            )
            .await
            .0,
        );
    }
    numbers
}

/// Every column of every report but the version, as the database has it.
async fn dump(app: &App) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut reports = match &app.portal.db {
        Db::Sqlite { read, .. } => {
            let rows = sqlx::query("SELECT * FROM report").fetch_all(read).await.unwrap();
            let of = |row: &sqlx::sqlite::SqliteRow| {
                let columns = row.columns().iter().map(|column| {
                    let bytes: Option<Vec<u8>> = row.try_get_unchecked(column.ordinal()).unwrap();
                    (column.name().to_owned(), format!("{bytes:?}"))
                });
                (row.get::<String, _>("number"), columns.collect::<BTreeMap<_, _>>())
            };
            rows.iter().map(of).collect::<BTreeMap<_, _>>()
        }
        Db::Postgres(pool) => {
            let rows: Vec<(String, String)> =
                sqlx::query_as("SELECT number, row_to_json(report)::text FROM report").fetch_all(pool).await.unwrap();
            let of = |(number, json): (String, String)| {
                let columns: BTreeMap<String, Value> = serde_json::from_str(&json).unwrap();
                (number, columns.into_iter().map(|(name, value)| (name, value.to_string())).collect())
            };
            rows.into_iter().map(of).collect()
        }
    };
    for columns in reports.values_mut() {
        assert!(columns.remove("version").is_some() && columns.len() > 40);
    }
    reports
}

/// Nothing is different; says what is.
fn same(now: &BTreeMap<String, BTreeMap<String, String>>, before: &BTreeMap<String, BTreeMap<String, String>>) {
    assert_eq!(now.len(), before.len());
    for (number, columns) in now {
        let differs = columns.iter().filter(|(name, value)| before[number].get(*name) != Some(value));
        let differs = differs.map(|(name, value)| (name, value, &before[number][name])).collect::<Vec<_>>();
        assert!(differs.is_empty(), "{number}: {differs:?}");
    }
}

fn mails(app: &App) -> usize {
    std::fs::read_dir(app.portal.config.data_dir.join("mail")).map_or(0, Iterator::count)
}

/// Everything that is due, and what that leaves for lanes that came before it.
async fn run(app: &App) {
    while jobs::run_all(&app.portal).await.unwrap() > 0 {}
}

on_both! {
    async fn what_fits_is_done_and_the_rest_is_listed(app: App) {
        let numbers = leads(&app, 5).await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        let (elsewhere, _) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x", "court": "鲁02" })).await;
        act(&app, &token, &numbers[1], json!({ "action": "accept" })).await;
        let mut named = numbers.clone();
        named.extend([elsewhere.clone(), "不是编号".to_owned(), numbers[0].clone()]);
        let mut body = json!({ "action": "accept", "numbers": named, "reason": "集中受理", "versions": { &numbers[2]: 9 } });
        let answer = bulk(&app, &token, body.clone()).await;
        assert_eq!(strings(&answer["done"]), [numbers[0].clone(), numbers[3].clone(), numbers[4].clone()]);
        let whys = whys(&answer);
        assert_eq!(whys.len(), 4);
        assert_eq!(whys[&numbers[1]], "not_in_this_status");
        assert_eq!(whys[&numbers[2]], "changed");
        // A report of another court is as unknown as none at all.
        assert_eq!((whys[&elsewhere].as_str(), whys["不是编号"].as_str()), ("unknown", "unknown"));
        assert_eq!(row(&app, &elsewhere).await.status, "received");
        let read = call(&app, &token, Method::GET, &format!("reports/{}", numbers[0]), None).await.has("集中受理").json();
        assert_eq!(read["status"], "accepted");
        body.as_object_mut().unwrap().remove("versions");
        for (change, field, code) in [
            (json!({ "reason": " " }), "reason", "empty"),
            (json!({ "action": "reply", "text": "x" }), "action", "unknown"),
            (json!({ "action": "fly" }), "action", "unknown"),
            (json!({ "action": "note" }), "note", "empty"),
            (json!({ "action": "decline" }), "text", "empty"),
            (json!({ "action": "prioritise", "boost": "100" }), "boost", "wrong_form"),
            (json!({ "numbers": [] }), "numbers", "empty"),
            (json!({ "numbers": vec!["1"; 501] }), "numbers", "too_many"),
        ] {
            body.as_object_mut().unwrap().extend(json!({ "action": "note", "note": "x", "reason": "x", "numbers": numbers, "boost": "", "text": "" }).as_object().unwrap().clone());
            if change.get("note").is_none() && change["action"] == "note" {
                body["note"] = "".into();
            }
            body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            if change["action"] == "decline" {
                body["numbers"] = json!([numbers[2]]);
                // Opened first: an unread one is not closed at all.
                app.signed_in("triage").await.get(&format!("/staff/reports/{}", numbers[2])).await.is(StatusCode::OK);
            }
            let refused = call(&app, &token, Method::POST, "bulk", Some(body.clone())).await.is(StatusCode::UNPROCESSABLE_ENTITY).json();
            assert!(refused["errors"].as_array().unwrap().iter().any(|error| error["field"] == field && error["code"] == code), "{field}.{code} {refused}");
        }
        let handler = app.token("handler", "鲁0102", Role::Handler).await;
        let refused = call(&app, &handler, Method::POST, "bulk", Some(json!({ "action": "transfer", "numbers": numbers, "reason": "x", "court": "鲁02" }))).await;
        assert_eq!(refused.is(StatusCode::UNPROCESSABLE_ENTITY).json()["type"], "not_for_this_role");
        call(&app, "nd_wrong", Method::POST, "bulk", Some(json!({ "action": "claim", "numbers": numbers, "reason": "x" }))).await.is(StatusCode::UNAUTHORIZED);
    }

    async fn nobody_closes_what_nobody_has_opened(app: App) {
        let numbers = leads(&app, 2).await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        app.signed_in("triage").await.get(&format!("/staff/reports/{}", numbers[1])).await.is(StatusCode::OK);
        let answer = bulk(&app, &token, json!({ "action": "decline", "text": "不受理", "ground": "trial", "numbers": numbers, "reason": "同一批" })).await;
        assert_eq!(whys(&answer)[&numbers[0]], "unopened");
        assert_eq!(strings(&answer["done"]), [numbers[1].clone()]);
        let answer = bulk(&app, &token, json!({ "action": "accept", "numbers": [numbers[0]], "reason": "x" })).await;
        assert_eq!(strings(&answer["done"]).len(), 1);
        let answer = bulk(&app, &token, json!({ "action": "resolve", "outcome": "explained", "text": "x", "numbers": [numbers[0]], "reason": "x" })).await;
        assert_eq!(whys(&answer)[&numbers[0]], "unopened");
    }

    async fn undoing_restores_every_byte_and_keeps_the_timeline(app: App) {
        let numbers = leads(&app, 4).await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        app.person("handler", "鲁0102", Role::Handler).await;
        let mut b = app.signed_in("triage").await;
        for number in &numbers {
            b.get(&format!("/staff/reports/{number}")).await.is(StatusCode::OK);
        }
        act(&app, &token, &numbers[0], json!({ "action": "claim" })).await;
        act(&app, &token, &numbers[1], json!({ "action": "accept" })).await;
        act(&app, &token, &numbers[2], json!({ "action": "accept" })).await;
        act(&app, &token, &numbers[2], json!({ "action": "start" })).await;
        let reasoned = |body: Value| { let mut body = body; body["numbers"] = json!(numbers); body["reason"] = "一起办".into(); body };
        let mut changed = 0;
        for body in [
            json!({ "action": "claim" }),
            json!({ "action": "assign", "assignee": "handler", "note": "x" }),
            json!({ "action": "release" }),
            json!({ "action": "transfer", "court": "鲁02" }),
            json!({ "action": "accept" }),
            json!({ "action": "decline", "text": "不受理" }),
            json!({ "action": "start" }),
            json!({ "action": "extend", "due": "2026-12-21", "text": "要评估" }),
            json!({ "action": "note", "note": "x" }),
            json!({ "action": "resolve", "outcome": "explained", "text": "x" }),
            json!({ "action": "prioritise", "boost": "20" }),
        ] {
            app.portal.clock.advance(TimeDelta::minutes(1));
            let before = dump(&app).await;
            let answer = bulk(&app, &token, reasoned(body.clone())).await;
            let done = strings(&answer["done"]);
            assert!(!done.is_empty(), "{body}");
            assert!(answer["undo_until"].is_string());
            let after = dump(&app).await;
            let moved = before.keys().filter(|number| before[*number] != after[*number]).cloned().collect::<Vec<_>>();
            let mut sorted = done.clone();
            sorted.sort();
            assert_eq!(moved, sorted, "{body}: only those that are listed");
            app.portal.clock.advance(TimeDelta::minutes(1));
            let undone = undo(&app, &token, &answer["id"]).await.is(StatusCode::OK).json();
            assert_eq!(undone["undone"], answer["done"]);
            same(&dump(&app).await, &before);
            changed += done.len();
            // Once.
            assert_eq!(undo(&app, &token, &answer["id"]).await.is(StatusCode::CONFLICT).json()["type"], "undo_over");
        }
        let mut kinds = Vec::new();
        for number in &numbers {
            let read = call(&app, &token, Method::GET, &format!("reports/{number}"), None).await.json();
            kinds.extend(read["timeline"].as_array().unwrap().iter().map(|entry| entry["kind"].as_str().unwrap().to_owned()));
        }
        let count = |kind: &str| kinds.iter().filter(|one| *one == kind).count();
        assert_eq!((count("bulk"), count("undone")), (changed, changed));
        // What was extended and undone can still be extended.
        act(&app, &token, &numbers[1], json!({ "action": "extend", "due": "2026-12-22", "text": "x" })).await;
    }

    async fn an_undo_that_broke_off_is_finished_and_nobody_is_told_before(app: App) {
        let numbers = leads(&app, 3).await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        let before = dump(&app).await;
        let answer = bulk(&app, &token, json!({ "action": "accept", "numbers": numbers, "reason": "x" })).await;
        assert_eq!(strings(&answer["done"]).len(), 3);
        let act: uuid::Uuid = answer["id"].as_str().unwrap().parse().unwrap();
        // The server stopped when it had written that it begins.
        app.portal.clock.advance(TimeDelta::minutes(9));
        broken_off(&app, act, TimeDelta::minutes(2)).await;
        let told = async || count(&app.portal.db, "SELECT count(*) FROM bulk_item WHERE told_at IS NOT NULL").await;
        // The ten minutes are over first.
        app.portal.clock.advance(TimeDelta::minutes(1));
        jobs::run_all(&app.portal).await.unwrap();
        assert_eq!(told().await, 0);
        for _ in 0..2 {
            app.portal.clock.advance(TimeDelta::minutes(1));
            jobs::run_all(&app.portal).await.unwrap();
        }
        same(&dump(&app).await, &before);
        assert_eq!(told().await, 0);
        // One that does not come to its end keeps nobody waiting for ever, and takes nothing back from those who were told.
        let answer = bulk(&app, &token, json!({ "action": "accept", "numbers": numbers, "reason": "x" })).await;
        let act: uuid::Uuid = answer["id"].as_str().unwrap().parse().unwrap();
        broken_off(&app, act, TimeDelta::hours(3)).await;
        app.portal.clock.advance(TimeDelta::minutes(119));
        jobs::run_all(&app.portal).await.unwrap();
        assert_eq!(told().await, 0);
        for _ in 0..2 {
            app.portal.clock.advance(TimeDelta::hours(1));
            jobs::run_all(&app.portal).await.unwrap();
            assert_eq!(told().await, 3);
        }
        for number in &numbers {
            assert_eq!(row(&app, number).await.status, "accepted");
        }
    }

    async fn undoing_leaves_what_others_confirmed_meanwhile(app: App) {
        let body = json!({ "channel": "lead", "category": "asset", "narrative": "看见他的车了", "court": "鲁0102", "case_number": "（2019）鲁0102执1234号" });
        let (number, _) = app.submit(body.clone()).await;
        run(&app).await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        let answer = bulk(&app, &token, json!({ "action": "claim", "numbers": [number], "reason": "x" })).await;
        let mut other = body;
        other["narrative"] = "他在县城东边租了一个大院，雇了十几个人加工板材".into();
        app.submit(other).await;
        run(&app).await;
        let confirmed = row(&app, &number).await;
        assert_eq!(confirmed.corroboration, 1);
        undo(&app, &token, &answer["id"]).await.is(StatusCode::OK);
        let undone = row(&app, &number).await;
        assert_eq!((undone.assignee, undone.corroboration, undone.priority), (None, 1, confirmed.priority));
    }

    async fn undoing_gives_back_to_flood_and_team(app: App) {
        let text = "被执行人每天早上七点半开一辆黑色轿车从阳光花园小区出来，车停在人民路十二号院内的地下车库，登记在他妻弟名下，晚上九点以后才回来。";
        let mut numbers = Vec::new();
        for n in 0..6_u8 {
            app.portal.clock.advance(TimeDelta::seconds(1));
            let mut browser = app.browser();
            browser.address = [10, n, 8, 1];
            let body = json!({ "channel": "lead", "category": "asset", "narrative": text, "court": "鲁0102" });
            let sent = browser.json(Method::POST, "/api/v1/reports", &[], Some(body)).await.is(StatusCode::CREATED).json();
            numbers.push(sent["number"].as_str().unwrap().to_owned());
        }
        run(&app).await;
        assert_eq!(row(&app, &numbers[0]).await.flood_size, 6);
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        let person = storage::staff::find(&app.portal.db, "triage").await.unwrap().unwrap();
        let scope = Scope::of(&person.person().unwrap(), &app.portal.courts());
        teams::save(&app.portal, &scope, None, "一组", &["triage".to_owned()]).await.unwrap();
        let team = teams::list(&app.portal, "鲁0102").await.unwrap().remove(0).row.id;
        let mut tx = app.portal.db.begin().await.unwrap();
        storage::teams::set_report(&mut tx, row(&app, &numbers[0]).await.id, team, "鲁0102", app.portal.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        // The first and some behind it; and all of them, so that nobody is left in between.
        for moved in [&numbers[..1], &numbers[..3], &numbers[2..5], &numbers[..]] {
            for meanwhile in [false, true] {
                let before = dump(&app).await;
                let body = json!({ "action": "transfer", "court": "鲁02", "numbers": moved, "reason": "在那边" });
                let answer = bulk(&app, &token, body).await;
                assert_eq!(strings(&answer["done"]).len(), moved.len());
                if meanwhile {
                    run(&app).await;
                }
                assert_ne!(dump(&app).await, before);
                undo(&app, &token, &answer["id"]).await.is(StatusCode::OK);
                same(&dump(&app).await, &before);
                run(&app).await;
                same(&dump(&app).await, &before);
                let marks = tags::of_report(&app.portal, &scope, row(&app, &numbers[0]).await.id).await.unwrap();
                assert!(marks.iter().any(|mark| mark.is_team && mark.word == "一组"));
            }
        }
    }

    async fn undoing_ends_after_ten_minutes_and_leaves_what_went_on(app: App) {
        let numbers = leads(&app, 3).await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        let answer = bulk(&app, &token, json!({ "action": "accept", "numbers": numbers, "reason": "x" })).await;
        act(&app, &token, &numbers[1], json!({ "action": "note", "note": "已经接着办了" })).await;
        // Nobody else's to undo, not even to see.
        let other = app.token("other", "鲁0102", Role::Supervisor).await;
        undo(&app, &other, &answer["id"]).await.is(StatusCode::NOT_FOUND);
        call(&app, &other, Method::GET, &format!("bulk/{}", answer["id"].as_str().unwrap()), None).await.is(StatusCode::NOT_FOUND);
        app.portal.clock.advance(TimeDelta::minutes(10) - TimeDelta::seconds(1));
        let undone = undo(&app, &token, &answer["id"]).await.is(StatusCode::OK).json();
        assert_eq!(strings(&undone["undone"]), [numbers[0].clone(), numbers[2].clone()]);
        assert_eq!(strings(&undone["kept"]), [numbers[1].clone()]);
        assert_eq!(row(&app, &numbers[1]).await.status, "accepted");
        assert_eq!(row(&app, &numbers[0]).await.version, 3, "versions never go back");
        let answer = bulk(&app, &token, json!({ "action": "accept", "numbers": numbers, "reason": "x" })).await;
        app.portal.clock.advance(TimeDelta::minutes(10));
        let late = undo(&app, &token, &answer["id"]).await.is(StatusCode::CONFLICT).json();
        assert_eq!(late["type"], "undo_over");
        assert_eq!(row(&app, &numbers[0]).await.status, "accepted");
    }

    async fn reporters_hear_of_it_only_when_it_stands(app: App) {
        let mut people = Vec::new();
        for n in 0..3 {
            let reporter = json!({ "name": "张三", "email": format!("zhang{n}@example.com") });
            let (number, code) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x", "court": "鲁0102", "reporter": reporter })).await;
            confirm(&app, &code, "email").await;
            people.push((number, code));
        }
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        let numbers = people.iter().map(|(number, _)| number.clone()).collect::<Vec<_>>();
        app.portal.clock.advance(TimeDelta::hours(2));
        jobs::run_all(&app.portal).await.unwrap();
        let before = mails(&app);
        let first = bulk(&app, &token, json!({ "action": "accept", "numbers": [numbers[0], numbers[1]], "reason": "x" })).await;
        let second = bulk(&app, &token, json!({ "action": "accept", "numbers": [numbers[2]], "reason": "x" })).await;
        jobs::run_all(&app.portal).await.unwrap();
        assert_eq!(mails(&app), before, "nothing goes out while it can be undone");
        app.browser().submit("/follow", &[("code", &people[0].1)]).await.has("决定受理");
        act(&app, &token, &numbers[1], json!({ "action": "note", "note": "x" })).await;
        undo(&app, &token, &first["id"]).await.is(StatusCode::OK);
        // What was taken back is not in the reporter's timeline; staff see it marked.
        app.browser().submit("/follow", &[("code", &people[0].1)]).await.has_not("决定受理").has_not("撤销");
        app.browser().submit("/follow", &[("code", &people[1].1)]).await.has("决定受理");
        app.signed_in("triage").await.get(&format!("/staff/reports/{}", numbers[0])).await.has("决定受理").has("已撤销");
        app.portal.clock.advance(TimeDelta::minutes(11));
        run(&app).await;
        // The one that was changed since, and the one that nobody undid.
        assert_eq!(mails(&app), before + 2);
        app.portal.clock.advance(TimeDelta::days(1));
        run(&app).await;
        assert_eq!(mails(&app), before + 2);
        assert!(second["undo_until"].is_string());
    }

    async fn the_page_asks_and_shows_what_became_of_it(app: App) {
        let numbers = leads(&app, 3).await;
        app.person("triage", "鲁0102", Role::Triage).await;
        let token = app.token("second", "鲁0102", Role::Triage).await;
        let (foreign, _) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x", "court": "鲁02" })).await;
        act(&app, &token, &numbers[2], json!({ "action": "accept" })).await;
        let mut b = app.signed_in("triage").await;
        b.get("/staff/bulk").await.is(StatusCode::SEE_OTHER);
        b.post("/staff/bulk", &[("query", "view=all")]).await.is(StatusCode::OK).has("name=\"all\"");
        let ticked = numbers.iter().chain([&foreign]).map(|number| ("number", number.as_str())).collect::<Vec<_>>();
        b.post("/staff/bulk", &ticked).await.is(StatusCode::OK).has("value=\"accept\"").has_not("value=\"measure\"");
        let with = |more: &[(&'static str, &str)]| more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).chain(ticked.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))).collect::<Vec<_>>();
        let send = async |b: &mut Browser, fields: Vec<(String, String)>| {
            let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect::<Vec<_>>();
            b.post("/staff/bulk", &fields).await
        };
        let page = send(&mut b, with(&[("action", "accept")])).await.is(StatusCode::OK);
        let page = page.has("其中 2 件可以办").has("现在的状态不能这样办").has("没有这个编号").has(&format!("value=\"{}:1\"", numbers[0]));
        assert_eq!(row(&app, &numbers[0]).await.status, "received", "looking changes nothing: {}", page.body.len());
        // Without a reason the page comes back with what was typed.
        let seen = [format!("{}:1", numbers[0]), format!("{}:1", numbers[1]), format!("{}:2", numbers[2])];
        let mut fields = vec![("action", "accept"), ("confirm", "1"), ("text", "写给反映人的话")];
        fields.extend(seen.iter().map(|seen| ("seen", seen.as_str())));
        b.post("/staff/bulk", &fields).await.is(StatusCode::UNPROCESSABLE_ENTITY).has("写给反映人的话").has("href=\"#reason\"");
        // Somebody changes one of them between looking and sending.
        act(&app, &token, &numbers[1], json!({ "action": "note", "note": "x" })).await;
        fields.push(("reason", "集中受理"));
        let page = b.submit("/staff/bulk", &fields).await;
        page.has("办好 1 件").has("集中受理").has("看过以后有人改动了").has("撤销这次批量办理");
        let answer = b.post("/staff/bulk", &fields).await.is(StatusCode::SEE_OTHER).location();
        b.get(&answer).await.has("办好 0 件");
        // The page's own button, pressed twice: one act.
        let page = send(&mut b, with(&[("action", "start")])).await.is(StatusCode::OK).has("其中 2 件可以办");
        let hidden = |name: &str| {
            let before = format!("name=\"{name}\" value=\"");
            let values = page.body.split(&before).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
            values.collect::<Vec<_>>()
        };
        let (begun, seen, stays) = (hidden("act"), hidden("seen"), hidden("stays"));
        assert_eq!((seen.len(), stays.len()), (2, 2), "{stays:?}");
        // What was listed as staying stays, even if it could be done by now.
        act(&app, &token, &numbers[1], json!({ "action": "accept" })).await;
        let mut fields = vec![("action", "start"), ("confirm", "1"), ("reason", "集中办理"), ("act", begun[0].as_str())];
        fields.extend(seen.iter().map(|seen| ("seen", seen.as_str())));
        fields.extend(stays.iter().map(|stays| ("stays", stays.as_str())));
        let answer = b.post("/staff/bulk", &fields).await.is(StatusCode::SEE_OTHER).location();
        assert_eq!(b.post("/staff/bulk", &fields).await.is(StatusCode::SEE_OTHER).location(), answer);
        b.get(&answer).await.has("办好 2 件").has("核对时列在不改变的里面").has("撤销这次批量办理");
        assert_eq!(row(&app, &numbers[1]).await.status, "accepted");
        // Nobody else comes to see it by its name.
        app.person("colleague", "鲁0102", Role::Triage).await;
        let mut colleague = app.signed_in("colleague").await;
        let elsewhere = colleague.post("/staff/bulk", &fields).await.is(StatusCode::SEE_OTHER).location();
        colleague.get(&elsewhere).await.is(StatusCode::NOT_FOUND);
        // All that a list shows, by its address, within the scope.
        let page = b.post("/staff/bulk", &[("all", "1"), ("query", "status=received&sort=received"), ("action", "claim")]).await;
        page.has_not(&foreign).has_not(&numbers[0]);
    }

    async fn five_hundred_in_mixed_states_go_by_a_job(app: App) {
        let mut numbers = leads(&app, 120).await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        bulk(&app, &token, json!({ "action": "accept", "numbers": numbers[..40], "reason": "x" })).await;
        numbers.extend((0..380).map(|n| format!("{n}")));
        let before = dump(&app).await;
        let answer = bulk(&app, &token, json!({ "action": "accept", "numbers": numbers, "reason": "x" })).await;
        assert_eq!((answer["state"].as_str(), strings(&answer["waiting"]).len(), whys(&answer).len()), (Some("running"), 80, 420));
        assert!(answer["undo_until"].is_null());
        let id = answer["id"].as_str().unwrap();
        assert_eq!(undo(&app, &token, &answer["id"]).await.is(StatusCode::CONFLICT).json()["type"], "still_running");
        let mut b = app.signed_in("triage").await;
        let page = b.get(&format!("/staff/bulk/{id}")).await.has("正在办理：0 / 80 件");
        assert!(page.headers.contains_key("refresh"));
        jobs::run_all(&app.portal).await.unwrap();
        let page = b.get(&format!("/staff/bulk/{id}")).await.has("办好 80 件，没有改变 420 件");
        assert!(!page.headers.contains_key("refresh"));
        assert_eq!(strings(&call(&app, &token, Method::GET, &format!("bulk/{id}"), None).await.json()["done"]).len(), 80);
        b.submit(&format!("/staff/bulk/{id}/undo"), &[]).await.has("已经撤销 80 件");
        assert_eq!(dump(&app).await, before);
        b.post(&format!("/staff/bulk/{id}/undo"), &[]).await.is(StatusCode::CONFLICT).has("不能再撤销");
    }

    async fn the_fence_holds_in_bulk(app: App) {
        let (complaint, _) = app.submit(json!({ "channel": "complaint", "category": "passive", "narrative": "x", "court": "鲁0102" })).await;
        let (integrity, _) = app.submit(json!({ "channel": "complaint", "category": "integrity", "narrative": "x", "court": "鲁0102" })).await;
        let below = app.token("below", "鲁0102", Role::Supervisor).await;
        let body = json!({ "action": "claim", "numbers": [complaint, integrity], "reason": "x" });
        let answer = bulk(&app, &below, body.clone()).await;
        assert!(whys(&answer).values().all(|why| why == "unknown") && strings(&answer["done"]).is_empty());
        let above = app.token("above", "鲁01", Role::Triage).await;
        let answer = bulk(&app, &above, body).await;
        assert_eq!(strings(&answer["done"]).join(" "), complaint);
        assert_eq!(whys(&answer)[&integrity], "unknown");
        // Not down to the court complained of, whoever it goes with.
        let (lead, _) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x", "court": "鲁01" })).await;
        let answer = bulk(&app, &above, json!({ "action": "transfer", "court": "鲁0102", "numbers": [complaint, lead], "reason": "请办理" })).await;
        assert_eq!(strings(&answer["done"]), [lead]);
        assert_eq!(whys(&answer)[&complaint], "court.conflict");
        // What was handed on is out of sight, and can still be taken back.
        let undone = undo(&app, &above, &answer["id"]).await.is(StatusCode::OK).json();
        assert_eq!(strings(&undone["undone"]).len(), 1);
    }
}
