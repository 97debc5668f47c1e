//! The desk: the queue in its address, the steps of the workflow, versions, few statements.

use axum::http::{Method, StatusCode};
use nuandong::{
    actions::{search_index, tags},
    domain::staff::{Role, Scope},
    storage,
};
use serde_json::{Value, json};

use crate::support::{App, Statements, on_both};

async fn act(app: &App, token: &str, number: &str, body: Value) -> crate::support::Page {
    let path = format!("/api/v1/staff/reports/{number}/actions");
    app.browser().json(Method::POST, &path, &[("authorization", &format!("Bearer {token}"))], Some(body)).await
}

async fn list(app: &App, token: &str, query: &str) -> Value {
    let path = format!("/api/v1/staff/reports?{query}");
    app.browser()
        .json(Method::GET, &path, &[("authorization", &format!("Bearer {token}"))], None)
        .await
        .is(StatusCode::OK)
        .json()
}

fn lead(narrative: &str) -> Value {
    json!({ "channel": "lead", "category": "asset", "narrative": narrative, "court": "鲁0102" })
}

on_both! {
    async fn who_finds_nothing_at_the_desk_stays_there(app: App) {
        app.person("triage", "鲁0102", Role::Triage).await;
        let mut b = app.signed_in("triage").await;
        let nobody = uuid::Uuid::nil();
        for address in ["/staff/reports/000000000000", "/staff/nothing/like/it", &format!("/staff/export/{nobody}")] {
            let page = b.get(address).await.is(StatusCode::NOT_FOUND).has("这里没有这一项").has("action=\"/staff/sign-out\"");
            page.has("<a href=\"/staff/queue\" class=\"button\">").has_not("id=\"leave\"").has_not("/staff/sign-in").has_not("草稿");
        }
        b.get("/en/staff/reports/000000000000").await.is(StatusCode::NOT_FOUND).has("It is not here");
        b.post("/staff/queue", &[]).await.is(StatusCode::METHOD_NOT_ALLOWED).has("action=\"/staff/sign-out\"");
        // An address that only takes a form leads to the page with the form.
        for (form, page) in [
            (format!("/staff/reminders/{nobody}/done"), "/staff/reminders"),
            (format!("/staff/sessions/{nobody}/end"), "/staff/sessions"),
            ("/staff/admin/templates/ours/retire".to_owned(), "/staff/admin/templates/ours"),
            ("/staff/sign-out".to_owned(), "/staff/queue"),
        ] {
            assert_eq!(b.get(&form).await.is(StatusCode::SEE_OTHER).location(), page);
        }
        app.browser().get("/staff/nothing/like/it").await.is(StatusCode::NOT_FOUND).has("id=\"leave\"");
    }

    async fn filters_that_are_on_stay_folded(app: App) {
        app.submit(lead("车在楼下")).await;
        app.person("triage", "鲁0102", Role::Triage).await;
        let mut b = app.signed_in("triage").await;
        let page = b.get("/staff/queue?status=received&channel!=complaint&due_to=2027-01-31&q=楼下").await.is(StatusCode::OK);
        page.has("<details class=\"more-filters\"><summary>更多条件<span class=\"count\">3</span></summary>");
        b.get("/staff/queue?q=楼下").await.has("<summary>更多条件</summary>");
    }

    async fn a_report_goes_through_its_life(app: App) {
        let (number, code) = app.submit(lead("车在楼下")).await;
        app.person("handler", "鲁0102", Role::Handler).await;
        app.person("triage", "鲁0102", Role::Triage).await;
        let mut b = app.signed_in("triage").await;
        let address = format!("/staff/reports/{number}");
        b.get(&address).await.is(StatusCode::OK).has("车在楼下").has(&format!("{address}/claim"));
        b.get(&format!("/en{address}")).await.has("2026 (service target, after ");
        for ((action, fields), version) in [
            ("claim", vec![]),
            ("assign", vec![("assignee", "handler")]),
            ("request_info", vec![("text", "车牌是多少？")]),
            ("accept", vec![]),
            ("start", vec![]),
            ("measure", vec![("note", "已到现场查看")]),
            ("extend", vec![("due", "2026-12-20"), ("text", "需要评估")]),
            ("reply", vec![("text", "车辆已扣押")]),
            ("note", vec![("note", "内部备注")]),
            ("resolve", vec![("outcome", "controlled"), ("text", "感谢您的线索")]),
            ("archive", vec![]),
        ].into_iter().zip(1_i64..) {
            let stated = version.to_string();
            let fields = fields.into_iter().chain([("version", stated.as_str())]).collect::<Vec<_>>();
            b.post(&format!("{address}/{action}"), &fields).await.is(StatusCode::SEE_OTHER);
        }
        b.get(&address).await.has("已到现场查看").has("内部备注").has("感谢您的线索");
        // The citizen reads what is meant for the citizen.
        app.browser().submit("/follow", &[("code", &code)]).await
            .has("车牌是多少？").has("车辆已扣押").has("感谢您的线索").has_not("已到现场查看").has_not("内部备注").has_not("handler 名").has_not("triage 名");
    }

    async fn a_step_against_an_old_version_shows_both(app: App) {
        let (number, _) = app.submit(lead("x")).await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        let mut b = app.signed_in("triage").await;
        let address = format!("/staff/reports/{number}");
        let before = b.get(&address).await.body;
        let seen = before.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        act(&app, &token, &number, json!({ "action": "accept", "version": 1 })).await.is(StatusCode::OK);
        let page = b.post(&format!("{address}/reply"), &[("version", "1"), ("seen", &seen), ("text", "写了很久的答复")]).await;
        page.is(StatusCode::CONFLICT).has("写了很久的答复").has("<tr data-field=\"status\">").has("<del>已收件").has("<ins>已受理").has("triage 名").has("name=\"version\" value=\"2\"");
        let refused = act(&app, &token, &number, json!({ "action": "start", "version": 1 })).await.is(StatusCode::CONFLICT).json();
        assert_eq!((refused["type"].as_str(), refused["current"]["version"].as_i64()), (Some("version_conflict"), Some(2)));
        // Two at the same moment: one wins.
        let (one, two) = tokio::join!(
            act(&app, &token, &number, json!({ "action": "start", "version": 2 })),
            act(&app, &token, &number, json!({ "action": "reply", "version": 2, "text": "x" }))
        );
        let mut statuses = [one.status.as_u16(), two.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
    }

    async fn steps_out_of_order_or_without_what_they_need_are_refused(app: App) {
        let (number, _) = app.submit(lead("x")).await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        let handler = app.token("handler", "鲁0102", Role::Handler).await;
        let wrong = act(&app, &token, &number, json!({ "action": "resolve", "version": 1, "outcome": "controlled", "text": "x" })).await;
        assert_eq!(wrong.is(StatusCode::UNPROCESSABLE_ENTITY).json()["type"], "not_in_this_status");
        let wrong = act(&app, &handler, &number, json!({ "action": "transfer", "version": 1, "court": "鲁02", "reason": "x" })).await;
        assert_eq!(wrong.is(StatusCode::UNPROCESSABLE_ENTITY).json()["type"], "not_for_this_role");
        for (body, field) in [
            (json!({ "action": "request_info", "version": 1 }), "text"),
            (json!({ "action": "transfer", "version": 1, "court": "鲁02" }), "reason"),
            (json!({ "action": "assign", "version": 1, "assignee": "nobody" }), "assignee"),
            (json!({ "action": "link", "version": 1, "number": "123" }), "number"),
            (json!({ "action": "fly", "version": 1 }), "action"),
        ] {
            let refused = act(&app, &token, &number, body).await.is(StatusCode::UNPROCESSABLE_ENTITY).json();
            assert_eq!(refused["errors"][0]["field"], field);
        }
        act(&app, "nd_wrong", &number, json!({ "action": "note", "version": 1, "note": "x" })).await.is(StatusCode::UNAUTHORIZED);
    }

    async fn time_is_extended_once(app: App) {
        let (number, _) = app.submit(lead("x")).await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        let extend = |version| json!({ "action": "extend", "version": version, "due": "2026-12-20", "text": "需要评估" });
        act(&app, &token, &number, json!({ "action": "accept", "version": 1 })).await.is(StatusCode::OK);
        act(&app, &token, &number, extend(2)).await.is(StatusCode::OK);
        act(&app, &token, &number, json!({ "action": "measure", "version": 3, "note": "x" })).await.is(StatusCode::OK);
        let mut again = extend(4);
        again["due"] = "2026-12-28".into();
        let refused = act(&app, &token, &number, again).await.is(StatusCode::UNPROCESSABLE_ENTITY).json();
        assert_eq!(refused["errors"][0]["code"], "already_extended");
    }

    async fn filters_sorts_and_pages_stand_in_the_address(app: App) {
        let mut numbers = Vec::new();
        for n in 0..7 {
            let category = if n % 2 == 0 { "asset" } else { "whereabouts" };
            let livelihood = if n == 3 { json!("labor") } else { Value::Null };
            numbers.push(app.submit(json!({ "channel": "lead", "category": category, "narrative": "x", "court": "鲁0102", "livelihood": livelihood, "title": format!("第{n}条") })).await.0);
            app.portal.clock.advance(chrono::TimeDelta::minutes(1));
        }
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        let titles = |list: &Value| list["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(titles(&list(&app, &token, "").await)[0], "第6条");
        assert_eq!(titles(&list(&app, &token, "sort=received").await)[0], "第0条");
        assert_eq!(list(&app, &token, "category=whereabouts").await["count"], 3);
        assert_eq!(list(&app, &token, "category=whereabouts&category=asset").await["count"], 7);
        assert_eq!(list(&app, &token, "view=urgent").await["count"], 3);
        assert_eq!(list(&app, &token, "livelihood=labor").await["count"], 1);
        assert_eq!(list(&app, &token, "livelihood=true&status=received").await["count"], 1);
        assert_eq!(list(&app, &token, "due=overdue").await["count"], 0);
        assert_eq!(list(&app, &token, &format!("q={}", numbers[2])).await["count"], 1);
        assert_eq!(list(&app, &token, "q=张三").await["count"], 0);
        for sort in ["-received", "received", "due", "priority"] {
            let whole = titles(&list(&app, &token, &format!("sort={sort}")).await);
            let (mut paged, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = list(&app, &token, &format!("sort={sort}&limit=2&cursor={cursor}")).await;
                paged.extend(titles(&page));
                match page["next"].as_str() {
                    Some(next) => next.clone_into(&mut cursor),
                    None => break,
                }
            }
            assert_eq!(paged, whole, "{sort}");
        }
        app.portal.clock.advance(chrono::TimeDelta::days(5));
        nuandong::actions::priority::keep_up(&app.portal).await.unwrap();
        assert_eq!(list(&app, &token, "view=overdue").await["count"], 3, "three days for the urgent ones");
        let refused = app.browser().json(Method::GET, "/api/v1/staff/reports?colour=red", &[("authorization", &format!("Bearer {token}"))], None).await;
        refused.is(StatusCode::UNPROCESSABLE_ENTITY);
        let mut b = app.signed_in("triage").await;
        b.get("/staff/queue?view=overdue&category=whereabouts").await.is(StatusCode::OK).has("class=\"chip\"").has(&numbers[1]).has_not(&numbers[0]);
        b.get("/staff/queue?cursor=nonsense&view=nonsense&limit=0").await.is(StatusCode::OK);
    }

    async fn the_form_of_the_filters_loses_nothing_that_the_address_asks_for(app: App) {
        for (name, court, role) in [("triage", "鲁0102", Role::Triage), ("elsewhere", "鲁02", Role::Handler), ("boss", "鲁01", Role::Supervisor)] {
            app.person(name, court, role).await;
        }
        let courts = app.portal.courts();
        for (name, code, word) in [("triage", "key", "重点"), ("boss", "key", "要案"), ("elsewhere", "other", "别处的")] {
            let person = storage::staff::find(&app.portal.db, name).await.unwrap().unwrap().person().unwrap();
            tags::add(&app.portal, &Scope::of(&person, &courts), code, word).await.unwrap();
        }
        let mut b = app.signed_in("triage").await;
        let ticked = |name: &str, value: &str| format!("name=\"{name}\" value=\"{value}\" id=\"{name}-{value}\" checked");
        let hidden = |name: &str, value: &str| format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\"");
        // Tags have boxes of their own; what is asked for and not offered gets one.
        b.get("/staff/queue?tag=key&assignee=elsewhere&category=asset").await.has(&ticked("tag", "key")).has("重点").has_not("别处的")
            .has(&ticked("assignee", "elsewhere")).has(&ticked("category", "asset"));
        b.get("/staff/queue?tag!=gone&assignee!=elsewhere&assignee=none").await.has(&ticked("tag", "gone")).has("id=\"none-of-tag\" checked")
            .has(&ticked("assignee", "none")).has(&hidden("assignee!", "elsewhere"));
        // Whoever sees one court is offered none, and keeps the one that was asked for.
        b.get("/staff/queue?court=鲁0102&court!=鲁02").await.has(&hidden("court", "鲁0102")).has(&hidden("court!", "鲁02"));
        // A supervisor chooses from the tags of all courts within sight.
        app.signed_in("boss").await.get("/staff/queue?court=鲁0102").await.has("要案").has("重点").has_not("别处的").has(&ticked("court", "鲁0102"));
    }

    async fn a_lead_keeps_its_informant_to_the_custodian(app: App) {
        let (number, _) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x", "court": "鲁0102", "reporter": { "name": "举报人甲", "phone": "13800138000" } })).await;
        for (role, reads) in [(Role::Handler, false), (Role::Triage, false), (Role::Supervisor, false), (Role::Admin, false), (Role::Auditor, false), (Role::Custodian, true)] {
            app.person(role.as_str(), "鲁0102", role).await;
            let page = app.signed_in(role.as_str()).await.get(&format!("/staff/reports/{number}")).await.is(StatusCode::OK);
            assert_eq!(page.body.contains("举报人甲"), reads, "{role}");
        }
    }
}

/// Lists cost at most five statements, a report at most twelve, also where they come from a search.
#[tokio::test]
async fn lists_cost_at_most_five_statements_and_a_report_twelve() {
    let app = App::postgres().await;
    let mut other = String::new();
    for n in 0..60 {
        other = app.submit(lead(&format!("{n} 条线索"))).await.0;
    }
    // The newest costs the most: a name and two addresses, a change, an unread message, a link, a tag, somebody who has
    // it, a measure.
    let reporter = json!({ "name": "某某", "email": "who@example.com", "phone": "13800138000" });
    let signed = |text: &str| json!({ "channel": "lead", "category": "asset", "narrative": text, "court": "鲁0102", "reporter": reporter });
    let (number, code) = app.submit(signed("最后一条线索")).await;
    let receipt = format!("Receipt {code}");
    let follow = async |path: &str, body: Value| {
        let path = format!("/api/v1/follow/{path}");
        let answer = app.browser().json(Method::POST, &path, &[("authorization", &receipt)], Some(body)).await;
        assert!(answer.status.is_success(), "{path}: {}", answer.body);
    };
    follow("change", signed("最后一条线索，改过")).await;
    follow("messages", json!({ "text": "补充" })).await;
    let token = app.token("lixia", "鲁0102", Role::Handler).await;
    for (version, body) in [
        json!({ "action": "claim" }),
        json!({ "action": "accept" }),
        json!({ "action": "measure", "note": "x", "kind": "freeze", "on": "2026-11-23", "result": "done" }),
        json!({ "action": "link", "number": other, "relation": "related", "reason": "同一事" }),
    ]
    .into_iter()
    .enumerate()
    {
        let mut body = body;
        body["version"] = (version + 2).into();
        act(&app, &token, &number, body).await.is(StatusCode::OK);
    }
    let person = storage::staff::find(&app.portal.db, "lixia").await.unwrap().unwrap().person().unwrap();
    let scope = Scope::of(&person, &app.portal.courts());
    tags::add(&app.portal, &scope, "marked", "有记号").await.unwrap();
    tags::set(&app.portal, &person, &scope, &number, "marked", true).await.unwrap();
    app.person("supervisor", "鲁", Role::Supervisor).await;
    let mut b = app.signed_in("supervisor").await;
    let mut of = search_index::Tokeniser::new(&app.portal);
    while search_index::catch_up(&app.portal, &mut of).await.unwrap() > 0 {}
    let statements = Statements::begin();
    let mut report = String::new();
    for address in [
        "",
        "?view=unassigned&sort=priority",
        "?status=received&channel=lead&sort=due",
        "?q=线索",
        "?q=线索&channel=lead",
        "?q=线索&received_from=2026-11-23",
        "?q=线索&due_from=2026-11-23",
        "?q=线索&due=week",
        "?q=线索&assignee=none",
        "?q=线索+法院:历下",
        "?q=线索&tag!=marked&sort=due",
        "?q=线索&view=unassigned&sort=priority",
    ] {
        let page = b.get(&format!("/staff/queue{address}")).await.is(StatusCode::OK);
        let count = statements.take();
        assert!((1..=5).contains(&count), "{address}: {count} statements");
        if address == "?q=线索&due=week" {
            continue;
        }
        assert!(page.body.matches("/staff/reports/").count() >= 50, "{address}");
        // Opened from the list, twice: the first look writes that somebody looked.
        let link = page.body.split("<tbody").nth(1).unwrap().split("href=\"/staff/reports/").nth(1).unwrap();
        report = format!("/staff/reports/{}", link.split('"').next().unwrap().replace("&amp;", "&"));
        b.get(&report).await.is(StatusCode::OK);
        let first = statements.take();
        assert!((1..=12).contains(&first), "{report}, looked at first: {first} statements");
        b.get(&report).await.is(StatusCode::OK).has("neighbour-next");
        let count = statements.take();
        assert!((1..=12).contains(&count), "{report}: {count} statements");
    }
    assert!(report.contains("from="));
}
