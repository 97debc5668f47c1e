//! Acts of the desk: handing over, grounds, measures with amounts, reopening, reminders, reading for another court, and
//! the lane of what nobody has.

use axum::http::{Method, StatusCode};
use chrono::TimeDelta;
use nuandong::{
    domain::{staff::Role, triage::TriageState},
    jobs,
    storage::{self, reports::ReportRow},
};
use serde_json::{Value, json};

use crate::support::{App, Page, on_both};

/// Somebody's token, and the report that is acted on.
struct Hand<'a> {
    app: &'a App,
    token: String,
    number: String,
}

impl<'a> Hand<'a> {
    async fn new(app: &'a App, username: &str, court: &str, role: Role, number: &str) -> Self {
        Self { app, token: app.token(username, court, role).await, number: number.to_owned() }
    }

    async fn read(&self) -> Page {
        let auth = format!("Bearer {}", self.token);
        let path = format!("/api/v1/staff/reports/{}", self.number);
        self.app.browser().json(Method::GET, &path, &[("authorization", &auth)], None).await
    }

    /// An act on the report as it stands.
    async fn act(&self, mut body: Value) -> Page {
        body["version"] = row(self.app, &self.number).await.version.into();
        let auth = format!("Bearer {}", self.token);
        let path = format!("/api/v1/staff/reports/{}/actions", self.number);
        self.app.browser().json(Method::POST, &path, &[("authorization", &auth)], Some(body)).await
    }

    async fn refused(&self, body: Value, field: &str, code: &str) {
        let page = self.act(body).await.is(StatusCode::UNPROCESSABLE_ENTITY).json();
        let errors = page["errors"].as_array().unwrap();
        assert!(errors.iter().any(|error| error["field"] == field && error["code"] == code), "{field}.{code}: {page}");
    }
}

pub async fn row(app: &App, number: &str) -> ReportRow {
    let id: uuid::Uuid = match &app.portal.db {
        storage::Db::Sqlite { read, .. } => {
            sqlx::query_scalar("SELECT id FROM report WHERE number = $1").bind(number).fetch_one(read).await.unwrap()
        }
        storage::Db::Postgres(pool) => {
            sqlx::query_scalar("SELECT id FROM report WHERE number = $1").bind(number).fetch_one(pool).await.unwrap()
        }
    };
    storage::reports::find_by_id(&app.portal.db, id).await.unwrap().unwrap()
}

fn lead(category: &str) -> Value {
    json!({ "channel": "lead", "category": category, "narrative": "x", "court": "鲁0102" })
}

on_both! {
    async fn a_button_pressed_twice_does_it_once(app: App) {
        let (number, _) = app.submit(lead("asset")).await;
        app.person("head", "鲁0102", Role::Supervisor).await;
        let mut b = app.signed_in("head").await;
        let to = |action: &str| format!("/staff/reports/{number}/{action}");
        let reply = [("version", "1"), ("text", "已经在办")];
        for _ in 0..2 {
            b.post(&to("reply"), &reply).await.is(StatusCode::SEE_OTHER);
        }
        // Both in the same moment.
        let mut other = app.signed_in("head").await;
        let again = [("version", "2"), ("text", "还在办")];
        let (to_reply, mut third) = (to("reply"), app.signed_in("head").await);
        let (one, two) = tokio::join!(other.post(&to_reply, &again), third.post(&to_reply, &again));
        assert_eq!((one.status, two.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
        let hand = Hand::new(&app, "hand", "鲁0102", Role::Supervisor, &number).await;
        let entries = hand.read().await.json()["timeline"].as_array().unwrap().iter().filter(|entry| entry["kind"] == "reply").count();
        assert_eq!(entries, 2);
        // What is not the same is not taken for it, nor what somebody else sends.
        b.post(&to("reply"), &[("version", "2"), ("text", "另一句")]).await.is(StatusCode::CONFLICT).has("另一句");
        app.person("colleague", "鲁0102", Role::Supervisor).await;
        app.signed_in("colleague").await.post(&to("reply"), &again).await.is(StatusCode::CONFLICT);
        // Also when the report is out of sight after the first; nobody else learns that there is one.
        let away = [("version", "3"), ("court", "鲁02"), ("reason", "在那里执行")];
        for _ in 0..2 {
            assert_eq!(b.post(&to("transfer"), &away).await.is(StatusCode::SEE_OTHER).location(), "/staff/queue");
        }
        app.signed_in("colleague").await.post(&to("transfer"), &away).await.is(StatusCode::NOT_FOUND);
    }

    async fn what_nobody_has_is_not_given_back(app: App) {
        let (number, _) = app.submit(lead("asset")).await;
        let hand = Hand::new(&app, "triage", "鲁0102", Role::Triage, &number).await;
        let before = row(&app, &number).await;
        app.portal.clock.advance(TimeDelta::days(5));
        hand.act(json!({ "action": "release", "reason": "x" })).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(row(&app, &number).await.triage_due, before.triage_due);
        let can = hand.read().await.json()["can"].to_string();
        assert!(!can.contains("\"release\""), "{can}");
        hand.act(json!({ "action": "claim" })).await.is(StatusCode::OK);
        hand.act(json!({ "action": "release", "reason": "x" })).await.is(StatusCode::OK);
    }

    async fn whoever_has_it_hands_it_over_with_a_word(app: App) {
        let (number, code) = app.submit(lead("asset")).await;
        let triage = Hand::new(&app, "triage", "鲁0102", Role::Triage, &number).await;
        let one = Hand::new(&app, "one", "鲁0102", Role::Handler, &number).await;
        app.person("two", "鲁0102", Role::Handler).await;
        // Nobody gives on what is not in hand.
        let refused = one.act(json!({ "action": "hand_over", "assignee": "two", "note": "看过了" })).await;
        assert_eq!(refused.is(StatusCode::UNPROCESSABLE_ENTITY).json()["type"], "not_for_this_role");
        assert!(!one.read().await.json()["can"].as_array().unwrap().contains(&json!("hand_over")));
        triage.act(json!({ "action": "assign", "assignee": "one", "note": "请先核实车牌" })).await.is(StatusCode::OK).has("请先核实车牌");
        one.refused(json!({ "action": "hand_over", "assignee": "two" }), "note", "empty").await;
        one.refused(json!({ "action": "hand_over", "assignee": "nobody", "note": "x" }), "assignee", "unknown").await;
        let after = one.act(json!({ "action": "hand_over", "assignee": "two", "note": "已去过现场" })).await.is(StatusCode::OK).json();
        assert_eq!(after["assignee"], "two");
        one.read().await.has("已去过现场").has("请先核实车牌");
        app.browser().submit("/follow", &[("code", &code)]).await.has_not("已去过现场").has_not("请先核实车牌");
    }

    async fn a_report_is_declined_on_a_ground(app: App) {
        let (number, _) = app.submit(lead("asset")).await;
        let triage = Hand::new(&app, "triage", "鲁0102", Role::Triage, &number).await;
        triage.refused(json!({ "action": "decline", "text": "x", "ground": "because" }), "ground", "unknown").await;
        // The page asks for it; nothing that was typed is lost.
        let mut b = app.signed_in("triage").await;
        let address = format!("/staff/reports/{number}");
        b.post(&format!("{address}/decline"), &[("version", "1"), ("text", "写好的话")]).await
            .is(StatusCode::UNPROCESSABLE_ENTITY).has("写好的话").has("选一个不予受理的情形");
        b.post(&format!("{address}/decline"), &[("version", "1"), ("text", "写好的话"), ("ground", "trial")]).await.is(StatusCode::SEE_OTHER);
        b.get(&address).await.has("理由：属于审判问题");
        b.get(&format!("/en{address}")).await.has("Ground: It is about the judgment");
        assert!(triage.read().await.json()["timeline"].as_array().unwrap().iter().any(|entry| entry["facts"]["ground"] == "trial"));
    }

    async fn measures_stand_in_a_table_with_their_total(app: App) {
        let (number, code) = app.submit(lead("asset")).await;
        let desk = Hand::new(&app, "triage", "鲁0102", Role::Triage, &number).await;
        desk.act(json!({ "action": "accept" })).await.is(StatusCode::OK);
        // As programs of the contract send it.
        desk.act(json!({ "action": "measure", "note": "到现场看过" })).await.is(StatusCode::OK);
        for (more, field, code) in [
            (json!({ "kind": "magic" }), "kind", "unknown"),
            (json!({ "amount": "100" }), "kind", "empty"),
            (json!({ "kind": "freeze", "amount": "一百" }), "amount", "wrong_form"),
            (json!({ "kind": "freeze", "amount": "1.234" }), "amount", "wrong_form"),
            (json!({ "kind": "freeze", "on": "2026-11-24" }), "on", "future"),
            (json!({ "kind": "freeze", "on": "上周" }), "on", "not_a_date"),
            (json!({ "kind": "freeze", "result": "well" }), "result", "unknown"),
            (json!({ "kind": "freeze", "document": "长".repeat(201) }), "document", "too_long"),
        ] {
            let mut body = json!({ "action": "measure", "note": "x" });
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            desk.refused(body, field, code).await;
        }
        desk.act(json!({ "action": "measure", "note": "冻结账户", "kind": "freeze", "on": "2026-11-20", "amount": "１２,３４５.6 元", "document": "（2026）鲁0102执1号之一", "result": "done" })).await.is(StatusCode::OK);
        desk.act(json!({ "action": "measure", "note": "划到法院", "kind": "transfer_money", "amount": "0.40" })).await.is(StatusCode::OK);
        let mut b = app.signed_in("triage").await;
        let page = b.get(&format!("/staff/reports/{number}")).await;
        page.has("12,345.60").has("12,346.00").has("（2026）鲁0102执1号之一").has("冻结账户").has("到现场看过").has("2026年11月20日");
        app.browser().submit("/follow", &[("code", &code)]).await.has_not("12,345.60").has_not("冻结账户");
        // On the page too, and what was wrong comes back as typed.
        let version = row(&app, &number).await.version.to_string();
        let typed = [("version", version.as_str()), ("note", "拍卖了"), ("kind", "auction"), ("amount", "很多")];
        b.post(&format!("/staff/reports/{number}/measure"), &typed).await
            .is(StatusCode::UNPROCESSABLE_ENTITY).has("value=\"很多\"").has("拍卖了").has("最多两位小数");
        let closed = desk.act(json!({ "action": "resolve", "outcome": "enforced", "text": "谢谢", "amount": "12346" })).await.is(StatusCode::OK).json();
        assert!(closed["timeline"].as_array().unwrap().iter().any(|entry| entry["facts"]["amount"] == "12,346.00"));
    }

    async fn a_reopened_report_is_due_when_it_is_said_to_be(app: App) {
        let (number, _) = app.submit(lead("asset")).await;
        let desk = Hand::new(&app, "triage", "鲁0102", Role::Triage, &number).await;
        desk.act(json!({ "action": "accept" })).await.is(StatusCode::OK);
        desk.act(json!({ "action": "resolve", "outcome": "controlled", "text": "好" })).await.is(StatusCode::OK);
        desk.refused(json!({ "action": "reopen" }), "reason", "empty").await;
        desk.refused(json!({ "action": "reopen", "reason": "x", "due": "2026-11-23" }), "due", "too_early").await;
        desk.refused(json!({ "action": "reopen", "reason": "x", "due": "2027-11-23" }), "due", "too_late").await;
        // A Saturday: due on the Monday after it.
        desk.act(json!({ "action": "reopen", "reason": "又有新情况", "due": "2026-12-05" })).await.is(StatusCode::OK);
        let row = row(&app, &number).await;
        assert_eq!(nuandong::clock::day_of(row.due_at).to_string(), "2026-12-07");
        assert_eq!((row.status.as_str(), row.round), ("reopened", 2));
    }

    async fn a_reminder_rings_in_the_morning(app: App) {
        let (number, code) = app.submit(lead("asset")).await;
        let desk = Hand::new(&app, "triage", "鲁0102", Role::Triage, &number).await;
        let other = Hand::new(&app, "handler", "鲁0102", Role::Handler, &number).await;
        desk.refused(json!({ "action": "remind", "note": "x" }), "on", "empty").await;
        desk.refused(json!({ "action": "remind", "note": "x", "on": "2026-11-23" }), "on", "too_early").await;
        desk.refused(json!({ "action": "remind", "note": "x", "on": "2029-11-23" }), "on", "too_late").await;
        desk.refused(json!({ "action": "remind", "on": "2026-11-25" }), "note", "empty").await;
        desk.refused(json!({ "action": "remind", "note": "x", "on": "2026-11-25", "assignee": "nobody" }), "assignee", "unknown").await;
        desk.act(json!({ "action": "remind", "note": "问问银行", "on": "2026-11-25", "assignee": "handler" })).await.is(StatusCode::OK);
        desk.act(json!({ "action": "remind", "note": "自己看看", "on": "2026-11-26" })).await.is(StatusCode::OK);
        let mut b = app.signed_in("handler").await;
        // The form says what is wrong in its own words and order.
        let version = row(&app, &number).await.version.to_string();
        let page = b.post(&format!("/staff/reports/{number}/remind"), &[("version", &version)]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has("写上提醒什么").has_not("写上备注");
        let line = |field: &str| page.body.find(&format!("href=\"#remind-{field}\"")).unwrap();
        assert!(line("on") < line("note"));
        let mine = b.get("/staff/reminders").await.has("问问银行").has_not("自己看看");
        b.get(&format!("/staff/reports/{number}")).await.has("问问银行").has("自己看看");
        let rung = async |hand: &Hand<'_>| hand.read().await.json()["timeline"].as_array().unwrap().iter().filter(|entry| entry["kind"] == "reminded").count();
        // Wednesday, 8:29 and 8:31 in Beijing.
        app.portal.clock.advance("2026-11-25T00:29:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap() - app.portal.clock.now());
        jobs::run_all(&app.portal).await.unwrap();
        assert_eq!(rung(&other).await, 0);
        app.portal.clock.advance(TimeDelta::minutes(2));
        jobs::run_all(&app.portal).await.unwrap();
        jobs::run_all(&app.portal).await.unwrap();
        assert_eq!(rung(&other).await, 1);
        app.browser().submit("/follow", &[("code", &code)]).await.has_not("问问银行").has_not("提醒handler");
        let mut b = app.signed_in("handler").await;
        let done = mine.body.split("action=\"/staff/reminders/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        // Not somebody else's to end.
        app.person("stranger", "鲁0102", Role::Handler).await;
        app.signed_in("stranger").await.post(&format!("/staff/reminders/{done}"), &[]).await.is(StatusCode::NOT_FOUND);
        let place = [("number", number.as_str()), ("from", "view=mine"), ("at", "1")];
        b.submit(&format!("/staff/reminders/{done}"), &[]).await.has_not("问问银行");
        // Pressed in two tabs: done is done, and the place in the list stays.
        let there = b.post(&format!("/staff/reminders/{done}"), &place).await.is(StatusCode::SEE_OTHER).location();
        assert_eq!(there, format!("/staff/reports/{number}?from=view%3Dmine&at=1"));
    }

    async fn a_reminder_ends_with_sight_of_the_report(app: App) {
        let (number, _) = app.submit(lead("asset")).await;
        let desk = Hand::new(&app, "triage", "鲁0102", Role::Triage, &number).await;
        let above = Hand::new(&app, "above", "鲁01", Role::Supervisor, &number).await;
        for (username, court) in [("colleague", "鲁0102"), ("there", "鲁0103")] {
            app.person(username, court, Role::Triage).await;
        }
        desk.act(json!({ "action": "remind", "note": "自己看看", "on": "2026-11-25" })).await.is(StatusCode::OK);
        above.act(json!({ "action": "remind", "note": "上级问问", "on": "2026-11-25" })).await.is(StatusCode::OK);
        let address = format!("/staff/reports/{number}");
        // What stands there for somebody: both notes, and how many of them are theirs to be done with.
        let shown = async |username: &str| {
            let page = app.signed_in(username).await.get(&address).await.is(StatusCode::OK);
            let part = page.body.split("class=\"reminders\"").nth(1).map_or("", |rest| rest.split("id=\"timeline\"").next().unwrap());
            (part.contains("自己看看"), part.contains("上级问问"), part.matches("action=\"/staff/reminders/").count())
        };
        assert_eq!(shown("triage").await, (true, true, 1));
        assert_eq!(shown("colleague").await, (true, true, 0), "a button would lead nowhere");
        // To another court of the same circuit, in bulk, and back. As outside of tests, no two looks at the clock are alike.
        app.portal.clock.tick(TimeDelta::milliseconds(1));
        let auth = format!("Bearer {}", desk.token);
        let call = async |path: &str, body: Value| {
            let page = app.browser().json(Method::POST, path, &[("authorization", &auth)], Some(body)).await;
            page.is(StatusCode::OK).json()
        };
        let body = json!({ "action": "transfer", "court": "鲁0103", "numbers": [number], "reason": "管辖" });
        let moved = call("/api/v1/staff/bulk", body.clone()).await;
        assert_eq!(moved["done"], json!([number]));
        assert_eq!(shown("there").await, (false, true, 0));
        assert_eq!(shown("above").await, (false, true, 1));
        call(&format!("/api/v1/staff/bulk/{}/undo", moved["id"].as_str().unwrap()), Value::Null).await;
        assert_eq!(shown("triage").await, (true, true, 1));
        // Its morning goes by while it is away: it rings when it is back.
        let before = "2026-11-25T00:25:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        app.portal.clock.advance(before - app.portal.clock.now());
        let moved = call("/api/v1/staff/bulk", body).await;
        app.portal.clock.advance(TimeDelta::minutes(6));
        let rung = async || {
            jobs::run_all(&app.portal).await.unwrap();
            above.read().await.json()["timeline"].as_array().unwrap().iter().filter(|entry| entry["kind"] == "reminded").count()
        };
        assert_eq!(rung().await, 1);
        call(&format!("/api/v1/staff/bulk/{}/undo", moved["id"].as_str().unwrap()), Value::Null).await;
        assert_eq!(rung().await, 2);
        assert_eq!(shown("triage").await, (true, true, 1));
    }

    async fn a_reminder_of_one_above_ends_where_only_supervisors_see(app: App) {
        let (number, _) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x", "court": "鲁01" })).await;
        let upper = Hand::new(&app, "upper", "鲁01", Role::Triage, &number).await;
        let head = Hand::new(&app, "head", "鲁01", Role::Supervisor, &number).await;
        upper.act(json!({ "action": "remind", "note": "下交前的", "on": "2026-11-25" })).await.is(StatusCode::OK);
        head.act(json!({ "action": "remind", "note": "主管的", "on": "2026-11-25" })).await.is(StatusCode::OK);
        upper.act(json!({ "action": "transfer", "court": "鲁0102", "reason": "管辖" })).await.is(StatusCode::OK);
        let page = app.signed_in("head").await.get(&format!("/staff/reports/{number}")).await.is(StatusCode::OK);
        let part = page.body.split("class=\"reminders\"").nth(1).unwrap().split("id=\"timeline\"").next().unwrap();
        assert!(part.contains("主管的") && !part.contains("下交前的"));
    }

    async fn who_reports_may_say_so_while_another_court_reads(app: App) {
        let (number, code) = app.submit(json!({ "channel": "complaint", "category": "passive", "narrative": "只给看的内容", "court": "鲁0102" })).await;
        let address = format!("/staff/reports/{number}");
        let above = Hand::new(&app, "jinan", "鲁01", Role::Triage, &number).await;
        app.person("qingdao", "鲁02", Role::Handler).await;
        above.act(json!({ "action": "refer_read", "court": "鲁02", "reason": "请看" })).await.is(StatusCode::OK);
        let mut reporter = app.browser();
        reporter.submit("/follow", &[("code", &code)]).await;
        let contact = [("name", "投诉人甲"), ("phone", "13800138000"), ("email", "")];
        reporter.post(&format!("/follow/{number}/contact"), &contact).await.is(StatusCode::SEE_OTHER);
        // The text is the one that was referred; who reported stays with the court that has it.
        let page = app.signed_in("qingdao").await.get(&address).await.is(StatusCode::OK);
        page.has("只给看的内容").has_not("投诉人甲").has_not("data-after");
        assert_eq!(row(&app, &number).await.content_version, 1);
    }

    async fn another_court_may_read_and_nothing_else(app: App) {
        let narrative = "只给看的内容";
        let (number, _) = app.submit(json!({ "channel": "complaint", "category": "passive", "narrative": narrative, "court": "鲁0102", "reporter": { "name": "投诉人甲", "phone": "13800138000" } })).await;
        let address = format!("/staff/reports/{number}");
        let above = Hand::new(&app, "jinan", "鲁01", Role::Triage, &number).await;
        // Never the court complained of, nor one below it.
        above.refused(json!({ "action": "refer_read", "court": "鲁0102", "reason": "x" }), "court", "conflict").await;
        above.refused(json!({ "action": "refer_read", "court": "鲁02", "reason": "x", "until": "2027-11-23" }), "until", "too_late").await;
        above.refused(json!({ "action": "refer_read", "court": "鲁02" }), "reason", "empty").await;
        let reader = Hand::new(&app, "qingdao", "鲁02", Role::Handler, &number).await;
        app.person("clerk", "鲁02", Role::Intake).await;
        let mut b = app.signed_in("qingdao").await;
        b.get(&address).await.is(StatusCode::NOT_FOUND);
        above.act(json!({ "action": "refer_read", "court": "鲁02", "reason": "请看财产部分", "until": "2026-11-30" })).await.is(StatusCode::OK);
        b.get(&address).await.is(StatusCode::OK).has(narrative).has_not("投诉人甲").has_not(&format!("{address}/claim")).has("请本院阅看");
        b.get("/staff/reminders").await.has(&address);
        // It is not in any list of theirs, and nothing can be done with it.
        b.get("/staff/queue").await.has_not(&number);
        for action in ["claim", "note", "accept", "refer_read"] {
            b.post(&format!("{address}/{action}"), &[("version", "2"), ("note", "x")]).await.is(StatusCode::NOT_FOUND);
            reader.act(json!({ "action": action, "note": "x" })).await.is(StatusCode::NOT_FOUND);
        }
        app.signed_in("clerk").await.get(&address).await.is(StatusCode::NOT_FOUND);
        app.person("lixia", "鲁0102", Role::Supervisor).await;
        app.signed_in("lixia").await.get(&address).await.is(StatusCode::NOT_FOUND);
        assert!(row(&app, &number).await.opened_at.is_none(), "reading for another court opens nothing");
        // It ends with the day.
        app.portal.clock.advance(TimeDelta::days(8));
        app.signed_in("qingdao").await.get(&address).await.is(StatusCode::NOT_FOUND);
        // And with the court that had it.
        above.act(json!({ "action": "refer_read", "court": "鲁02", "reason": "再看看" })).await.is(StatusCode::OK);
        app.signed_in("qingdao").await.get(&address).await.is(StatusCode::OK);
        above.act(json!({ "action": "transfer", "court": "鲁03", "reason": "指定" })).await.is(StatusCode::OK);
        app.signed_in("qingdao").await.get(&address).await.is(StatusCode::NOT_FOUND);
    }

    async fn what_nobody_has_turns_yellow_and_red(app: App) {
        // Monday: an urgent lead has one workday, and today warns; another has two, and tomorrow warns.
        let (urgent, _) = app.submit(lead("whereabouts")).await;
        let (plain, _) = app.submit(lead("asset")).await;
        let desk = Hand::new(&app, "triage", "鲁0102", Role::Triage, &plain).await;
        let now = || app.portal.clock.now();
        let state = async |number: &str| row(&app, number).await.triage_state(now());
        // The lane says what is worst in it.
        let lane = async |class: &str| app.signed_in("triage").await.get("/staff/queue").await.body.contains(&format!("lane-state {class}"));
        assert_eq!((state(&urgent).await, state(&plain).await), (TriageState::Yellow, TriageState::Fine));
        assert!(lane("soon").await);
        app.portal.clock.advance(TimeDelta::days(1));
        assert_eq!((state(&urgent).await, state(&plain).await), (TriageState::Yellow, TriageState::Yellow));
        app.portal.clock.advance(TimeDelta::days(1));
        assert_eq!((state(&urgent).await, state(&plain).await), (TriageState::Red, TriageState::Yellow));
        assert!(lane("late").await);
        app.portal.clock.advance(TimeDelta::days(1));
        assert_eq!(state(&plain).await, TriageState::Red);
        desk.act(json!({ "action": "claim" })).await.is(StatusCode::OK);
        assert_eq!(state(&plain).await, TriageState::Fine);
        Hand::new(&app, "second", "鲁0102", Role::Triage, &urgent).await.act(json!({ "action": "claim" })).await.is(StatusCode::OK);
        assert!(!lane("").await);
        // Whoever puts it back starts the time anew.
        desk.act(json!({ "action": "release", "reason": "不归我管" })).await.is(StatusCode::OK);
        assert_eq!(state(&plain).await, TriageState::Fine);
        app.portal.clock.advance(TimeDelta::days(1));
        assert_eq!(state(&plain).await, TriageState::Yellow);
    }

    async fn points_move_a_report(app: App) {
        let (number, _) = app.submit(lead("asset")).await;
        let desk = Hand::new(&app, "triage", "鲁0102", Role::Triage, &number).await;
        for (points, code) in [("", "empty"), ("51", "wrong_form"), ("高", "wrong_form")] {
            desk.refused(json!({ "action": "prioritise", "reason": "x", "boost": points }), "boost", code).await;
        }
        let before = row(&app, &number).await.priority;
        for points in [20, -5] {
            desk.act(json!({ "action": "prioritise", "reason": "院长交办", "boost": points.to_string() })).await.is(StatusCode::OK).has("院长交办");
            let now = row(&app, &number).await;
            assert_eq!((now.boost, now.priority), (points, before + points), "the order moves with the points");
        }
    }

    async fn a_long_timeline_can_be_narrowed(app: App) {
        let (number, _) = app.submit(lead("asset")).await;
        let desk = Hand::new(&app, "triage", "鲁0102", Role::Triage, &number).await;
        for body in [
            json!({ "action": "claim" }),
            json!({ "action": "accept" }),
            json!({ "action": "note", "note": "内部的话" }),
            json!({ "action": "reply", "text": "给您的话" }),
            json!({ "action": "measure", "note": "到过现场" , "kind": "other", "on": "2026-11-23", "result": "done" }),
        ] {
            desk.act(body).await.is(StatusCode::OK);
        }
        let mut b = app.signed_in("triage").await;
        let timeline = async |show: &str, b: &mut crate::support::Browser| {
            let page = b.get(&format!("/staff/reports/{number}?show={show}")).await.is(StatusCode::OK).body;
            page.split("<ol class=\"timeline\">").nth(1).unwrap().split("</ol>").next().unwrap().to_owned()
        };
        for (show, has, has_not) in [("notes", "内部的话", "给您的话"), ("messages", "给您的话", "内部的话"), ("all", "给您的话", "琥珀")] {
            let shown = timeline(show, &mut b).await;
            assert!(shown.contains(has) && !shown.contains(has_not), "{show}: {shown}");
        }
        b.get(&format!("/staff/reports/{number}")).await.has("show=measures#timeline").has("show=steps#timeline");
    }
}
