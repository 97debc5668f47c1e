//! What belongs together: matter, respondent, reporter, similar texts, floods, corroboration, links by hand; each within
//! the fence.

use std::sync::atomic::{AtomicU8, Ordering};

use axum::http::{Method, StatusCode};
use nuandong::{
    actions::{graph, related},
    domain::{
        report::ReportNumber,
        staff::{Role, Scope, Staff},
    },
    jobs,
    storage::{
        self, Db, Sql,
        related::{Same, collapse, narrow, source},
        reports::within,
    },
};
use serde_json::{Value, json};

use crate::support::{App, Page, Statements, on_both};

const CASE: &str = "（2019）鲁0102执1234号";
const BLACK_CAR: &str = "被执行人每天早上七点半开一辆黑色轿车从阳光花园小区出来，车停在人民路十二号院内的地下车库，登记在他妻弟名下，晚上九点以后才回来。";
const FACTORY: &str = "他在县城东边的木材市场租了一个大院，雇了十几个人加工板材，货款都打到他母亲的账户上，上个月刚买了两台新叉车，合同也是用别人的名字签的。";

/// Sends from another address each time, so that nobody is held for sending much; returns the number.
async fn send(app: &App, body: Value) -> String {
    static NEXT: AtomicU8 = AtomicU8::new(1);
    let n = NEXT.fetch_add(1, Ordering::Relaxed);
    let mut browser = app.browser();
    browser.address = [10, n, 7, 1];
    app.portal.clock.advance(chrono::TimeDelta::seconds(1));
    let answer = browser.json(Method::POST, "/api/v1/reports", &[], Some(body)).await.is(StatusCode::CREATED);
    answer.json()["number"].as_str().unwrap().to_owned()
}

fn with(base: Value, more: Value) -> Value {
    let (mut base, Value::Object(more)) = (base, more) else { panic!("an object") };
    for (name, value) in more {
        base[name] = value;
    }
    base
}

fn lead(narrative: &str, more: Value) -> Value {
    with(json!({ "channel": "lead", "category": "asset", "narrative": narrative, "court": "鲁0102" }), more)
}

fn complaint(narrative: &str, more: Value) -> Value {
    with(json!({ "channel": "complaint", "category": "passive", "narrative": narrative, "court": "鲁0102" }), more)
}

async fn api(app: &App, token: &str, method: Method, path: &str, body: Option<Value>) -> Page {
    let path = format!("/api/v1/staff/reports/{path}");
    app.browser().json(method, &path, &[("authorization", &format!("Bearer {token}"))], body).await
}

async fn detail(app: &App, token: &str, number: &str) -> Value {
    api(app, token, Method::GET, number, None).await.is(StatusCode::OK).json()
}

async fn act(app: &App, token: &str, number: &str, body: Value) -> Page {
    let version = detail(app, token, number).await["version"].clone();
    api(app, token, Method::POST, &format!("{number}/actions"), Some(with(body, json!({ "version": version })))).await
}

/// `number: how how` of everything related, in the order of the numbers given; others are an error.
async fn hows(app: &App, token: &str, number: &str, of: &[&str]) -> Vec<String> {
    let related = detail(app, token, number).await["related"].clone();
    let list = related.as_array().unwrap();
    for other in list {
        assert!(of.contains(&other["number"].as_str().unwrap()), "unexpected: {other}");
    }
    let how = |number: &&str| {
        let found = list.iter().find(|other| other["number"] == **number);
        found.map_or_else(String::new, |other| {
            other["how"].as_array().unwrap().iter().map(|how| how.as_str().unwrap()).collect::<Vec<_>>().join(" ")
        })
    };
    of.iter().map(how).collect()
}

fn scope(app: &App, court: &str, role: Role) -> Scope {
    let (username, name, court) = (String::new(), String::new(), court.to_owned());
    let staff = Staff { id: uuid::Uuid::nil(), username, name, court, role, language: "zh-CN".into() };
    Scope::of(&staff, &app.portal.courts())
}

/// The numbers that a list narrowed so would show.
async fn listed(app: &App, court: &str, role: Role, same: Same, number: &str) -> Vec<String> {
    let scope = scope(app, court, role);
    let mut sql = Sql::new("SELECT report.number FROM report LEFT JOIN staff ON staff.id = report.assignee WHERE ");
    within(&mut sql, &scope);
    narrow(&mut sql, &scope, role, same, number);
    sql.push(" ORDER BY report.received_at, report.id");
    let rows: Vec<(String,)> = sql.fetch_all(&app.portal.db).await.unwrap();
    let narrowed = rows.into_iter().map(|(number,)| number).collect::<Vec<_>>();
    // The other way to write the same list.
    let mut sql = Sql::new("SELECT report.number");
    source(&mut sql, &scope, role, same, number);
    sql.push(" LEFT JOIN staff ON staff.id = report.assignee WHERE report.id = near.id AND ");
    within(&mut sql, &scope);
    sql.push(" ORDER BY report.received_at, report.id");
    let rows: Vec<(String,)> = sql.fetch_all(&app.portal.db).await.unwrap();
    assert_eq!(rows.into_iter().map(|(number,)| number).collect::<Vec<_>>(), narrowed, "{same}");
    narrowed
}

/// The numbers of the whole list with floods collapsed, of one status if one is named.
async fn collapsed(app: &App, court: &str, status: Option<&'static str>) -> Vec<String> {
    let scope = scope(app, court, Role::Triage);
    let conditions = |sql: &mut Sql| {
        within(sql, &scope);
        if let Some(status) = status {
            sql.push(" AND report.status = ").bind(storage::Value::Text(status.to_owned()));
        }
    };
    let mut sql = Sql::new("SELECT report.number FROM report LEFT JOIN staff ON staff.id = report.assignee WHERE ");
    conditions(&mut sql);
    collapse(&mut sql, conditions);
    sql.push(" ORDER BY report.received_at, report.id");
    let rows: Vec<(String,)> = sql.fetch_all(&app.portal.db).await.unwrap();
    rows.into_iter().map(|(number,)| number).collect()
}

async fn row(app: &App, number: &str) -> storage::reports::ReportRow {
    let scope = scope(app, "鲁", Role::Supervisor);
    storage::reports::find(&app.portal.db, &scope, number).await.unwrap().unwrap()
}

async fn work(app: &App) {
    jobs::run_all(&app.portal).await.unwrap();
    let failed: Vec<(String,)> =
        Sql::new("SELECT last_error FROM job WHERE last_error IS NOT NULL").fetch_all(&app.portal.db).await.unwrap();
    assert!(failed.is_empty(), "{failed:?}");
}

fn grouped(number: &str) -> String {
    ReportNumber::parse(number).unwrap().grouped()
}

on_both! {
    async fn the_same_case_and_respondent_are_found_however_they_are_written(app: App) {
        let credit = "91110108551385082Q";
        let firm = |name: &str, id: Value| json!({ "respondent": { "name": name, "id_number": id } });
        let me = send(&app, lead(BLACK_CAR, with(firm("山东霁穗建材有限公司", credit.into()), json!({ "case_number": CASE })))).await;
        let same_case = send(&app, lead("看到车了", json!({ "case_number": "(2019) 鲁0102 执 1234 号" }))).await;
        let same_name = send(&app, lead("他们公司还在营业", firm("山东霁穗 建材有限责任公司", Value::Null))).await;
        let same_number = send(&app, lead("老板在外地", firm("霁穗建材", "91110108-5513-8508-2Q".into()))).await;
        let other_number = send(&app, lead("同名的另一家", firm("山东霁穗建材有限公司", "91350100M000100Y43".into()))).await;
        let nobody = send(&app, lead("不知道是谁", firm("不知道", Value::Null))).await;
        let nobody_else = send(&app, lead("也不知道是谁", firm("不知道", Value::Null))).await;
        let no_case = send(&app, lead("案号忘了", json!({ "case_number": "案号忘了" }))).await;
        let no_case_either = send(&app, lead("案号也忘了", json!({ "case_number": "案号忘了" }))).await;
        work(&app).await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        let others = [same_case.as_str(), &same_name, &same_number, &other_number];
        assert_eq!(hows(&app, &token, &me, &others).await, ["case", "name", "number", ""]);
        assert_eq!(hows(&app, &token, &other_number, &[&same_name]).await, ["name"]);
        for alone in [&nobody, &nobody_else, &no_case, &no_case_either] {
            assert_eq!(detail(&app, &token, alone).await["related"], json!([]));
        }
        assert_eq!(listed(&app, "鲁0102", Role::Triage, Same::Case, &me).await, [me.clone(), same_case.clone()]);
        assert_eq!(listed(&app, "鲁0102", Role::Triage, Same::Respondent, &me).await, [me.clone(), same_name.clone(), same_number.clone()]);
        assert!(listed(&app, "鲁0102", Role::Triage, Same::Case, &no_case).await.is_empty());
        assert!(listed(&app, "鲁0105", Role::Triage, Same::Case, &me).await.is_empty(), "a number out of sight");
        assert!(listed(&app, "鲁0102", Role::Triage, Same::Case, "nonsense").await.is_empty());

        let mut b = app.signed_in("triage").await;
        let page = b.get(&format!("/staff/reports/{me}")).await.is(StatusCode::OK);
        let page = page.has("id=\"together\"").has(&format!("?same_case={me}")).has("同案 1").has("同一被执行人 1").has("被执行人同名 1").has("看到车了");
        assert!(!page.body.contains(&other_number));
        b.get(&format!("/staff/reports/{nobody}")).await.is(StatusCode::OK).has_not("id=\"together\"");
        let page = b.get(&format!("/staff/reports/{me}/related")).await.is(StatusCode::OK);
        let page = page.has(&grouped(&same_number)).has(&grouped(&me)).has("本件").has("未经核实");
        page.has_not(&grouped(&other_number));
        b.get(&format!("/en/staff/reports/{me}/related")).await.is(StatusCode::OK).has("Same case 1");
        b.get("/staff/reports/000000000000/related").await.is(StatusCode::NOT_FOUND);
    }

    async fn what_one_may_not_see_is_related_to_nothing(app: App) {
        let about = json!({ "case_number": CASE, "respondent": { "name": "张守田", "id_number": "370102199003071238" } });
        let me = send(&app, lead(BLACK_CAR, about.clone())).await;
        let seen = send(&app, lead("又看到他的车", about.clone())).await;
        // About the own court, at the discipline desk, at another court: same case, same respondent, same words.
        let own = send(&app, complaint(BLACK_CAR, about.clone())).await;
        let integrity = send(&app, with(complaint(BLACK_CAR, about.clone()), json!({ "category": "integrity" }))).await;
        let elsewhere = send(&app, lead(BLACK_CAR, with(about.clone(), json!({ "court": "鲁02" })))).await;
        work(&app).await;
        let handler = app.token("handler", "鲁0102", Role::Handler).await;
        assert_eq!(hows(&app, &handler, &me, &[&seen]).await, ["case number"]);
        assert_eq!(detail(&app, &handler, &me).await["corroboration"], 1, "only what lies at the same desk");
        let mut b = app.signed_in("handler").await;
        for path in ["", "/related"] {
            let page = b.get(&format!("/staff/reports/{me}{path}")).await.is(StatusCode::OK).has("同案 1").has("同一被执行人 1").has_not("%</span>");
            for hidden in [&own, &integrity, &elsewhere] {
                assert!(!page.body.contains(hidden) && !page.body.contains(&grouped(hidden)), "{path}");
            }
        }
        for same in [Same::Case, Same::Respondent, Same::Similar, Same::Linked, Same::Reporter] {
            let list = listed(&app, "鲁0102", Role::Handler, same, &me).await;
            assert!(list.iter().all(|number| number == &me || number == &seen), "{same}: {list:?}");
        }
        for hidden in [&own, &integrity, &elsewhere] {
            b.get(&format!("/staff/reports/{hidden}/related")).await.is(StatusCode::NOT_FOUND);
            assert!(listed(&app, "鲁0102", Role::Handler, Same::Case, hidden).await.is_empty());
            assert!(listed(&app, "鲁0102", Role::Handler, Same::Flood, hidden).await.is_empty());
        }
        // Above, more is seen: but never the discipline desk.
        let above = app.token("jinan", "鲁01", Role::Supervisor).await;
        assert_eq!(hows(&app, &above, &me, &[&seen, &own]).await, ["case number", "case number similar"]);
        let all = app.token("high", "鲁", Role::Supervisor).await;
        assert_eq!(hows(&app, &all, &me, &[&seen, &own, &elsewhere]).await, ["case number", "case number similar", "case number similar"]);
    }

    async fn the_same_reporter_is_shown_to_whoever_may_know_him(app: App) {
        let who = |phone: &str| json!({ "reporter": { "name": "刘桂芳", "phone": phone } });
        let mail = |mail: &str| json!({ "reporter": { "name": "刘女士", "email": mail } });
        let both = json!({ "reporter": { "name": "桂芳", "phone": "13800138000", "email": "Liu@example.com" } });
        let one = send(&app, complaint("一直没有人管", who("+86 138-0013-8000"))).await;
        let two = send(&app, complaint("还是没有人管", both)).await;
        let three = send(&app, complaint("为什么没有人管", mail("Liu@EXAMPLE.com"))).await;
        let other = send(&app, complaint("没有人管我的事", who("13900139000"))).await;
        let anonymous = send(&app, complaint("没有人管的事情", json!({}))).await;
        let told = send(&app, lead("他在县城", with(who("13800138000"), json!({ "court": "鲁01" })))).await;
        let told_again = send(&app, lead("他又在县城", with(who("13800138000"), json!({ "court": "鲁01" })))).await;
        work(&app).await;
        let handler = app.token("handler", "鲁01", Role::Handler).await;
        let custodian = app.token("custodian", "鲁01", Role::Custodian).await;
        let auditor = app.token("auditor", "鲁01", Role::Auditor).await;
        // “Liu” and “liu” are two mailboxes until a court says otherwise: the part before the @ is kept as it is.
        assert_eq!(hows(&app, &handler, &two, &[&one, &three, &other, &anonymous]).await, ["reporter", "reporter", "", ""]);
        assert_eq!(hows(&app, &handler, &told, &[]).await, [""; 0], "the name of an informant is for the custodian alone");
        assert_eq!(hows(&app, &custodian, &told, &[&told_again, &one, &two]).await, ["reporter", "reporter", "reporter"]);
        assert_eq!(hows(&app, &auditor, &two, &[]).await, [""; 0]);
        assert_eq!(hows(&app, &handler, &anonymous, &[]).await, [""; 0]);
        assert_eq!(listed(&app, "鲁01", Role::Handler, Same::Reporter, &two).await, [one.clone(), two.clone(), three.clone()]);
        assert!(listed(&app, "鲁01", Role::Handler, Same::Reporter, &told).await.is_empty());
        assert_eq!(listed(&app, "鲁01", Role::Custodian, Same::Reporter, &told).await.len(), 4);
        assert!(listed(&app, "鲁01", Role::Auditor, Same::Reporter, &two).await.is_empty());
    }

    async fn similar_texts_are_found_and_others_not(app: App) {
        let one = send(&app, lead(BLACK_CAR, json!({}))).await;
        let half = format!("{}，车牌我记得是鲁A开头，具体没看清楚，请你们尽快去看一看。", &BLACK_CAR[..BLACK_CAR.len() * 2 / 3 / 3 * 3]);
        let near = send(&app, lead(&BLACK_CAR.replace("七点半", "八点"), json!({ "title": "黑色轿车" }))).await;
        let similar = send(&app, lead(&half, json!({}))).await;
        let other = send(&app, lead(FACTORY, json!({}))).await;
        let short = send(&app, lead("在楼下", json!({}))).await;
        let short_again = send(&app, lead("在楼下", json!({}))).await;
        work(&app).await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        assert_eq!(hows(&app, &token, &one, &[&near, &similar, &other]).await, ["similar", "similar", ""]);
        for alone in [&other, &short, &short_again] {
            assert_eq!(hows(&app, &token, alone, &[]).await, [""; 0]);
        }
        let related = detail(&app, &token, &one).await["related"].clone();
        let percent = |number: &str| related.as_array().unwrap().iter().find(|other| other["number"] == number).unwrap()["percent"].as_i64().unwrap();
        assert!((80..100).contains(&percent(&near)), "{}", percent(&near));
        assert!((50..80).contains(&percent(&similar)), "{}", percent(&similar));
        assert_eq!(listed(&app, "鲁0102", Role::Triage, Same::Similar, &one).await, [near.clone(), similar.clone()]);
        // Doing it all again changes nothing.
        let before = detail(&app, &token, &one).await["related"].clone();
        graph::rebuild(&app.portal, |_| {}).await.unwrap();
        assert_eq!(detail(&app, &token, &one).await["related"], before);
        assert_eq!(row(&app, &one).await.flood_size, 2, "two are counted");
        assert_eq!(collapsed(&app, "鲁0102", None).await.len(), 6, "and both shown");
    }

    async fn a_flood_is_one_row_with_a_count(app: App) {
        let before = send(&app, lead(FACTORY, json!({}))).await;
        let first = send(&app, lead(BLACK_CAR, json!({}))).await;
        for n in 1..300 {
            send(&app, lead(&format!("{BLACK_CAR}{}", ["", "！", "请处理"][n % 3]), json!({}))).await;
        }
        let elsewhere = send(&app, lead(BLACK_CAR, json!({ "court": "鲁0105" }))).await;
        let complained = send(&app, complaint(BLACK_CAR, json!({ "court": "鲁0105" }))).await;
        work(&app).await;
        assert_eq!(row(&app, &first).await.flood_size, 300);
        assert_eq!(collapsed(&app, "鲁0102", None).await, [before.clone(), first.clone()]);
        assert_eq!(row(&app, &elsewhere).await.flood_of, None);
        assert_eq!(row(&app, &complained).await.flood_of, None);
        let all = listed(&app, "鲁0102", Role::Triage, Same::Flood, &first).await;
        assert_eq!((all.len(), &all[0]), (300, &first));
        assert_eq!(listed(&app, "鲁0102", Role::Triage, Same::Flood, &all[7]).await, all, "by any of them");
        assert_eq!(listed(&app, "鲁0102", Role::Triage, Same::Flood, &before).await.join(" "), before);
        // Nothing stands there without end.
        let kept: Vec<(i64,)> = Sql::new("SELECT count(*) AS n FROM similar_text GROUP BY report_id ORDER BY n DESC LIMIT 1").fetch_all(&app.portal.db).await.unwrap();
        assert!(kept[0].0 <= 50, "{kept:?}");
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        let seen = detail(&app, &token, &first).await;
        assert_eq!(seen["flood_size"], 300);
        assert!(seen["related"].as_array().unwrap().len() <= 10);
        let mut b = app.signed_in("triage").await;
        b.get(&format!("/staff/reports/{first}")).await.is(StatusCode::OK).has("近似来件共 300 件").has(&format!("?flood={first}"));
        b.get(&format!("/staff/reports/{}", all[9])).await.is(StatusCode::OK).has("属于一批近似来件");

        // Nor does one that does not have the words which are searched for.
        act(&app, &token, &all[7], json!({ "action": "note", "note": "琥珀色" })).await.is(StatusCode::OK);
        work(&app).await;
        let mut of = nuandong::actions::search_index::Tokeniser::new(&app.portal);
        while nuandong::actions::search_index::catch_up(&app.portal, &mut of).await.unwrap() > 0 {}
        b.get("/staff/queue?q=琥珀色").await.is(StatusCode::OK).has(&format!("/staff/reports/{}?", all[7]));

        // A first that is not in the list itself hides nothing.
        for step in ["accept", "start"] {
            act(&app, &token, &first, json!({ "action": step })).await.is(StatusCode::OK);
        }
        assert_eq!(collapsed(&app, "鲁0102", Some("received")).await.len(), 300);
        assert_eq!(collapsed(&app, "鲁0102", None).await.len(), 2);
        // It goes to another court: there it counts nobody, here the next one leads.
        act(&app, &token, &first, json!({ "action": "transfer", "court": "鲁0105", "reason": "由该院办理" })).await.is(StatusCode::OK);
        assert_eq!(row(&app, &first).await.flood_size, 0);
        assert_eq!(row(&app, &all[1]).await.flood_size, 299);
        assert_eq!(collapsed(&app, "鲁0102", None).await, [before.clone(), all[1].clone()]);
        work(&app).await;
        let there = row(&app, &elsewhere).await;
        assert!(there.flood_of == Some(row(&app, &first).await.id) && row(&app, &first).await.flood_size == 2, "it joins what is there");
        act(&app, &token, &all[5], json!({ "action": "transfer", "court": "鲁0105", "reason": "由该院办理" })).await.is(StatusCode::OK);
        assert_eq!(row(&app, &all[1]).await.flood_size, 298);
        work(&app).await;
        assert_eq!(row(&app, &first).await.flood_size, 3);
        graph::rebuild(&app.portal, |_| {}).await.unwrap();
        assert_eq!((row(&app, &all[1]).await.flood_size, row(&app, &first).await.flood_size), (298, 3));
    }

    async fn who_contradicts_confirms_nobody(app: App) {
        let about = |phone: &str| json!({ "case_number": CASE, "reporter": { "phone": phone } });
        let one = send(&app, lead(BLACK_CAR, about("13800000001"))).await;
        let two = send(&app, lead(FACTORY, about("13800000002"))).await;
        let three = send(&app, lead("车在那里，我也看见了", about("13800000003"))).await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        let counts = async || {
            work(&app).await;
            let count = async |number: &str| row(&app, number).await.corroboration;
            [count(&one).await, count(&two).await, count(&three).await]
        };
        assert_eq!(counts().await, [2, 2, 2]);
        for (relation, left) in [("contradicts", [1, 1, 2]), ("duplicate", [1, 1, 2]), ("related", [2, 2, 2])] {
            act(&app, &token, &one, json!({ "action": "link", "number": two, "relation": relation })).await.is(StatusCode::OK);
            assert_eq!(counts().await, left, "{relation}");
        }
        act(&app, &token, &two, json!({ "action": "link", "number": one, "relation": "contradicts" })).await.is(StatusCode::OK);
        assert_eq!(counts().await, [1, 1, 2]);
        act(&app, &token, &one, json!({ "action": "unlink", "number": two, "reason": "x" })).await.is(StatusCode::OK);
        assert_eq!(counts().await, [2, 2, 2]);
    }

    async fn only_independent_people_confirm(app: App) {
        let about = |person: &str| {
            let reporter = if person.is_empty() { Value::Null } else { json!({ "phone": person }) };
            json!({ "case_number": CASE, "reporter": reporter })
        };
        let count = async |number: &str| row(&app, number).await.corroboration;
        let first = send(&app, lead(BLACK_CAR, about("13800000001"))).await;
        send(&app, lead("同一个人再说一次", about("13800000001"))).await;
        work(&app).await;
        assert_eq!(count(&first).await, 0, "the same telephone twice is one person");
        let second = send(&app, lead("看见他的车了", about("13800000002"))).await;
        work(&app).await;
        assert_eq!((count(&first).await, count(&second).await), (1, 1));
        let copy = send(&app, lead(BLACK_CAR, about(""))).await;
        send(&app, lead(BLACK_CAR, about(""))).await;
        work(&app).await;
        assert_eq!((count(&first).await, count(&second).await), (1, 1), "copies without a name");
        assert_eq!(count(&copy).await, 1, "somebody else saw the car");
        let third = send(&app, lead(FACTORY, about(""))).await;
        work(&app).await;
        assert_eq!((count(&first).await, count(&third).await), (2, 2));
        // Another kind of lead, another court, another channel: another matter.
        for other in [json!({ "category": "crime" }), json!({ "court": "鲁0105" }), json!({ "channel": "complaint", "category": "passive" })] {
            send(&app, with(lead("别的事情", about("13800000003")), other)).await;
        }
        work(&app).await;
        assert_eq!(count(&first).await, 2);
        // Withdrawn, it confirms nobody; moved away, neither, and there it is alone.
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        act(&app, &token, &second, json!({ "action": "transfer", "court": "鲁02", "reason": "由该院办理" })).await.is(StatusCode::OK);
        work(&app).await;
        assert_eq!((count(&first).await, count(&second).await), (1, 0));
        let (number, code) = app.submit(lead("我也看见了", about("13800000004"))).await;
        work(&app).await;
        assert_eq!((count(&first).await, count(&number).await), (2, 2));
        app.browser().json(Method::POST, "/api/v1/follow/withdraw", &[("authorization", &format!("Receipt {code}"))], Some(json!({}))).await.is(StatusCode::OK);
        work(&app).await;
        assert_eq!(count(&first).await, 1);
        for n in 0..9 {
            send(&app, lead("大家都看见了", about(&format!("1390000000{n}")))).await;
        }
        work(&app).await;
        assert_eq!(count(&first).await, 5, "more says no more");
        let page = app.signed_in("triage").await.get(&format!("/staff/reports/{first}")).await;
        page.has("另有 5 名以上互不相关的反映人");
    }

    async fn links_of_three_kinds_and_none(app: App) {
        let one = send(&app, lead(BLACK_CAR, json!({ "title": "黑色轿车" }))).await;
        let two = send(&app, lead(FACTORY, json!({ "title": "木材加工" }))).await;
        let hidden = send(&app, complaint("看不到的", json!({}))).await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        act(&app, &token, &one, json!({ "action": "link", "number": two })).await.is(StatusCode::OK);
        let seen = detail(&app, &token, &two).await["related"][0].clone();
        assert_eq!((&seen["number"], &seen["how"][0], &seen["relation"]), (&json!(one), &json!("link"), &json!("related")));
        let again = act(&app, &token, &two, json!({ "action": "link", "number": one, "relation": "related" })).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(again.json()["errors"][0]["code"], "linked");
        for (wrong, code) in [(json!({ "number": hidden }), "unknown"), (json!({ "number": "261234567890" }), "unknown"), (json!({ "number": one }), "unknown"), (json!({ "number": "" }), "empty")] {
            let refused = act(&app, &token, &one, with(json!({ "action": "link" }), wrong)).await.is(StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(refused.json()["errors"][0]["code"], code);
        }
        let refused = act(&app, &token, &one, json!({ "action": "link", "number": two, "relation": "twin" })).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.json()["errors"][0], json!({ "field": "relation", "code": "unknown", "message": refused.json()["errors"][0]["message"] }));

        let mut b = app.signed_in("triage").await;
        let address = format!("/staff/reports/{one}");
        let version = async || detail(&app, &token, &one).await["version"].to_string();
        b.submit(&format!("{address}/link"), &[("version", &version().await), ("number", &grouped(&two)), ("relation", "contradicts")]).await.has("与本件矛盾").has("关联：相互矛盾");
        b.get(&format!("/staff/reports/{two}")).await.has("与本件矛盾").has("关联：相互矛盾");
        b.get(&format!("{address}/related")).await.has("entry contradicts");
        assert_eq!(listed(&app, "鲁0102", Role::Triage, Same::Linked, &one).await.join(" "), two);
        // The number of the other is not asked of a bookmark, and a wrong form keeps what was typed.
        b.post(&format!("{address}/link"), &[("version", &version().await), ("number", "12"), ("relation", "duplicate")]).await
            .is(StatusCode::UNPROCESSABLE_ENTITY).has("value=\"12\"").has("value=\"duplicate\" selected");
        b.post(&format!("{address}/unlink"), &[("version", &version().await), ("number", &two), ("reason", "")]).await
            .is(StatusCode::UNPROCESSABLE_ENTITY).has("写明原因").has("id=\"unlink-reason\"");
        // Somebody else was quicker: the button above the page sends the form of that very link again.
        let stale = version().await;
        act(&app, &token, &one, json!({ "action": "note", "note": "z" })).await.is(StatusCode::OK);
        let page = b.post(&format!("{address}/unlink"), &[("version", &stale), ("number", &two), ("reason", "写好的理由")]).await.is(StatusCode::CONFLICT);
        let page = page.has("form=\"form-unlink\"").has("<form id=\"form-unlink\"").has_not("id=\"kept\"");
        assert!(page.body.split("<form id=\"form-unlink\"").nth(1).unwrap().split("</form>").next().unwrap().contains("写好的理由"));
        b.submit(&format!("{address}/unlink"), &[("version", &version().await), ("number", &two), ("reason", "核实后两件无关")]).await
            .has_not("与本件矛盾").has("核实后两件无关").has(&format!("解除与 {two} 的关联"));
        let page = b.get(&format!("/staff/reports/{two}")).await.has_not("id=\"together\"").has(&format!("解除与 {one} 的关联"));
        page.has_not("核实后两件无关");
        b.post(&format!("{address}/unlink"), &[("version", &version().await), ("number", &two), ("reason", "再解除一次")]).await
            .is(StatusCode::UNPROCESSABLE_ENTITY).has("没有关联").has("再解除一次");
        // Gone by now: what was written can be copied, and there is no button that does nothing.
        let page = b.post(&format!("{address}/unlink"), &[("version", &stale), ("number", &two), ("reason", "写好的理由")]).await.is(StatusCode::CONFLICT);
        let page = page.has_not("form-unlink");
        assert!(page.body.split("id=\"kept\"").nth(1).expect("a box to copy from").contains("写好的理由"));

        // A duplicate is answered by itself; the words are filled in and say nothing of the other one.
        act(&app, &token, &one, json!({ "action": "link", "number": two, "relation": "duplicate" })).await.is(StatusCode::OK);
        b.get(&address).await.has("本件与它重复").has_not("close=duplicate");
        b.get(&format!("/staff/reports/{two}")).await.has("它与本件重复");
        act(&app, &token, &one, json!({ "action": "accept" })).await.is(StatusCode::OK);
        b.get(&address).await.has("?close=duplicate#resolve-outcome");
        b.get(&format!("/staff/reports/{two}")).await.has_not("?close=duplicate");
        let page = b.get(&format!("{address}?close=duplicate")).await.is(StatusCode::OK);
        page.has("value=\"duplicate\" selected").has("您的这一件单独登记、单独答复");
        b.get(&format!("{address}?close=duplicate")).await.has_not("resolve-before");
        // An answer that was begun gives way to those words, and stands beside them.
        let begun = [("version", &*version().await), ("outcome", "partial"), ("text", "已经写了一半"), ("keep", "1")];
        b.post(&format!("{address}/resolve"), &begun).await.is(StatusCode::SEE_OTHER);
        let page = b.get(&format!("{address}?close=duplicate")).await.has("value=\"duplicate\" selected");
        let (answer, before) = page.body.split_once("id=\"resolve-before\"").expect("what was begun");
        assert!(answer.contains("您的这一件单独登记、单独答复") && before.contains("已经写了一半"));
        b.submit(&format!("{address}/resolve"), &[("version", &version().await), ("outcome", "duplicate"), ("text", "已在前一件中查控")]).await.has("和另一件重复");
        assert_eq!(detail(&app, &token, &two).await["status"], "received", "nothing merges");
    }

    async fn a_link_whose_other_end_is_out_of_sight_is_not_shown(app: App) {
        let one = send(&app, lead(BLACK_CAR, json!({}))).await;
        let two = send(&app, lead(FACTORY, json!({}))).await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        act(&app, &token, &one, json!({ "action": "link", "number": two, "relation": "duplicate" })).await.is(StatusCode::OK);
        act(&app, &token, &two, json!({ "action": "transfer", "court": "鲁02", "reason": "由该院办理" })).await.is(StatusCode::OK);
        let seen = detail(&app, &token, &one).await;
        assert_eq!(seen["related"], json!([]));
        assert!(!seen.to_string().contains(&two));
        app.signed_in("triage").await.get(&format!("/staff/reports/{one}")).await.has_not(&two).has_not("id=\"together\"");
        act(&app, &token, &one, json!({ "action": "unlink", "number": two, "reason": "看不到了" })).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        let there = app.token("qingdao", "鲁02", Role::Triage).await;
        assert_eq!(detail(&app, &there, &two).await["related"], json!([]));
        let high = app.token("high", "鲁", Role::Supervisor).await;
        assert_eq!(hows(&app, &high, &one, &[&two]).await, ["link"]);
    }

    async fn a_changed_report_belongs_elsewhere(app: App) {
        let others = [send(&app, lead(BLACK_CAR, json!({ "case_number": CASE }))).await, send(&app, lead(FACTORY, json!({ "case_number": "（2020）鲁0102执77号" }))).await];
        let (number, code) = app.submit(lead(BLACK_CAR, json!({ "case_number": CASE, "reporter": { "phone": "13800138000" } }))).await;
        work(&app).await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        let others = [others[0].as_str(), &others[1]];
        assert_eq!(hows(&app, &token, &number, &others).await, ["case similar", ""]);
        assert_eq!(row(&app, others[0]).await.flood_size, 2);
        let changed = lead(&format!("{FACTORY}我亲眼看见的"), json!({ "case_number": "（2020）鲁0102执77号", "reporter": { "phone": "13800138000" } }));
        app.browser().json(Method::POST, "/api/v1/follow/change", &[("authorization", &format!("Receipt {code}"))], Some(changed)).await.is(StatusCode::OK);
        work(&app).await;
        assert_eq!(hows(&app, &token, &number, &others).await, ["", "case similar"]);
        assert_eq!(hows(&app, &token, others[0], &[]).await, [""; 0]);
        assert_eq!((row(&app, others[0]).await.flood_size, row(&app, others[1]).await.flood_size), (1, 2));
    }

    async fn without_a_title_the_first_words_stand_there(app: App) {
        let about = json!({ "case_number": CASE });
        let one = send(&app, complaint(&format!("{FACTORY}\n{BLACK_CAR}"), about.clone())).await;
        let two = send(&app, complaint("另一件", about)).await;
        work(&app).await;
        app.person("above", "鲁01", Role::Supervisor).await;
        let words = format!("{}…", FACTORY.chars().take(40).collect::<String>());
        let mut b = app.signed_in("above").await;
        b.get("/staff/queue").await.is(StatusCode::OK).has(&words);
        let related = format!("/staff/reports/{two}");
        b.get(&related).await.is(StatusCode::OK).has(&words);
        // What was sent before they stood in the summary.
        let row = row(&app, &one).await;
        let key = row.data_key(&app.portal.keys).unwrap();
        let old = json!({ "title": null, "case_number": CASE, "respondent": null });
        let old = key.seal(&app.portal.entropy, "report", "sealed_summary", row.id, &old);
        let sql = "UPDATE report SET sealed_summary = $1 WHERE id = $2";
        match &app.portal.db {
            Db::Sqlite { write, .. } => sqlx::query(sql).bind(&old).bind(row.id).execute(write).await.map(|_| ()),
            Db::Postgres(pool) => sqlx::query(sql).bind(&old).bind(row.id).execute(pool).await.map(|_| ()),
        }
        .unwrap();
        b.get("/staff/queue").await.is(StatusCode::OK).has_not(&words);
        b.get(&related).await.is(StatusCode::OK).has(&words);
    }
}

/// What belongs to a report is counted from the index alone: a name that thousands share costs no look at each of them.
#[tokio::test]
async fn what_belongs_to_a_report_is_counted_from_the_index() {
    let app = App::sqlite().await;
    let number =
        send(&app, complaint("一件", json!({ "case_number": CASE, "respondent": { "name": "张守田" } }))).await;
    let row = row(&app, &number).await;
    for (court, role) in [("鲁", Role::Supervisor), ("鲁01", Role::Supervisor), ("鲁01", Role::Handler)] {
        let scope = scope(&app, court, role);
        let plan = storage::related::explain(&app.portal.db, &scope, role, &row, 10).await.unwrap();
        for index in ["report_by_case", "report_by_respondent"] {
            let used = format!("SEARCH report USING COVERING INDEX {index}");
            assert!(plan.iter().any(|line| line.contains(&used)), "{index}: {plan:#?}");
        }
    }
}

/// The panel costs one statement.
#[tokio::test]
async fn the_panel_costs_one_statement() {
    let app = App::postgres().await;
    let about =
        json!({ "case_number": CASE, "respondent": { "name": "张守田" }, "reporter": { "phone": "13800138000" } });
    let mut number = String::new();
    for n in 0..12 {
        number = send(&app, complaint(&format!("{BLACK_CAR}{n}"), about.clone())).await;
    }
    work(&app).await;
    let row = row(&app, &number).await;
    let scope = scope(&app, "鲁01", Role::Handler);
    let statements = Statements::begin();
    let together = related::read(&app.portal, Role::Handler, &scope, &row, 10).await.unwrap();
    assert_eq!(statements.take(), 1);
    assert!(together.list.len() >= 10 && together.counts.len() >= 3, "{:?}", together.counts);
    assert!(together.counts.iter().any(|(_, n)| *n == 11), "counts go beyond what is shown");
}
