//! Rules: run dry before they are switched on, in their order, once, never past the fence.

use axum::http::StatusCode;
use chrono::TimeDelta;
use nuandong::{
    actions::{
        desk_words,
        take_step::{Input, take_step},
    },
    domain::{rule::RuleText, staff::Role, workflow::Action},
    jobs,
    storage::{self, rules::VersionRow},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    clocks::execute,
    support::{App, Browser, Page, on_both},
    views::{ids, save},
};

async fn submit(app: &App, channel: &str, category: &str, court: &str) -> (String, String) {
    app.submit(json!({ "channel": channel, "category": category, "narrative": "x", "court": court })).await
}

/// Makes a rule; returns its address.
async fn make(b: &mut Browser, name: &str, address: &str, more: &[(&str, &str)]) -> String {
    let fields = [&[("rule_name", name), ("rule_address", address)], more].concat();
    b.post("/staff/admin/rules/new", &fields).await.is(StatusCode::SEE_OTHER).location()
}

/// Runs a rule dry and switches it on.
async fn switch_on(app: &App, b: &mut Browser, rule: &str) -> Page {
    b.submit(&format!("{rule}/dry"), &[]).await;
    jobs::run_all(&app.portal).await.unwrap();
    let page = b.get(rule).await;
    let version = page.body.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    b.submit(&format!("{rule}/on"), &[("version", &version)]).await.has("启用")
}

fn id_of(rule: &str) -> Uuid {
    rule.rsplit('/').next().unwrap().parse().unwrap()
}

/// Writes a second version of a rule, for what is linked with one report, as it could once be saved.
async fn name_a_report(app: &App, rule: &str, maker: &str, number: &str) {
    let (id, now) = (id_of(rule), app.portal.clock.now());
    let maker = storage::staff::find(&app.portal.db, maker).await.unwrap().unwrap();
    let text =
        RuleText {
            name: "旧规则".into(), address: format!("linked={number}"), boost: Some(5), ..RuleText::default()
        };
    let (key_id, sealed) = desk_words::seal(&app.portal, "rule_version", "sealed.2", id, &text).unwrap();
    let version = VersionRow { rule_id: id, version: 2, key_id, sealed, made_by: maker.id, made_at: now, maker: None };
    let mut tx = app.portal.db.begin().await.unwrap();
    assert!(storage::rules::set_version(&mut tx, id, 1, now).await.unwrap());
    storage::rules::add_version(&mut tx, &version).await.unwrap();
    tx.commit().await.unwrap();
}

async fn report(b: &mut Browser, number: &str) -> Page {
    b.get(&format!("/staff/reports/{number}")).await
}

async fn team(b: &mut Browser, name: &str, members: &[&str]) -> String {
    let fields = members.iter().map(|member| ("team_member", *member)).chain([("team_name", name)]).collect::<Vec<_>>();
    let page = b.submit("/staff/admin/teams", &fields).await.has(name);
    ids(&page.body, "/staff/admin/teams/").pop().unwrap()
}

on_both! {
    async fn a_rule_is_run_dry_in_every_version(app: App) {
        app.person("boss", "鲁0102", Role::Supervisor).await;
        app.person("clerk", "鲁0102", Role::Triage).await;
        let (old, _) = submit(&app, "lead", "asset", "鲁0102").await;
        app.portal.clock.advance(TimeDelta::days(91));
        let (recent, _) = submit(&app, "lead", "asset", "鲁0102").await;
        submit(&app, "lead", "crime", "鲁0102").await;
        let (elsewhere, _) = submit(&app, "lead", "asset", "鲁0105").await;
        app.signed_in("clerk").await.get("/staff/admin/rules").await.is(StatusCode::NOT_FOUND);
        let mut b = app.signed_in("boss").await;
        let rule = make(&mut b, "财产上交", "channel=lead&category=asset&status=received", &[("rule_court", "鲁01"), ("rule_boost", "15")]).await;
        b.get(&rule).await.has("还没试运行").has_not(&format!("{rule}/on"));
        b.post(&format!("{rule}/on"), &[("version", "1")]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has("这一版还没有试运行");
        b.submit(&format!("{rule}/dry"), &[]).await.has("正在试运行");
        jobs::run_all(&app.portal).await.unwrap();
        let page = b.get(&rule).await.has("最近 90 天会命中 1 件").has("历下").has("济南").has(&recent).has_not(&old).has_not(&elsewhere);
        page.has(&format!("{rule}/on"));
        // Nothing was done.
        report(&mut b, &recent).await.is(StatusCode::OK).has_not("自动处理");
        b.submit(&format!("{rule}/on"), &[("version", "1")]).await.has("第 1 版 · 启用");
        // A change is a new version: off, and to be run dry again.
        let change = [("version", "1"), ("rule_name", "财产上交"), ("rule_address", "channel=lead&category=asset"), ("rule_boost", "20")];
        b.submit(&rule, &change).await.has("第 2 版 · 还没试运行").has("第 1 版，").has("这是另一版的结果");
        b.post(&format!("{rule}/on"), &[("version", "2")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        b.post(&format!("{rule}/on"), &[("version", "1")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        b.post(&rule, &change).await.is(StatusCode::UNPROCESSABLE_ENTITY).has("别人刚改过这条规则");
        switch_on(&app, &mut b, &rule).await.has("第 2 版 · 启用");
        let (number, _) = submit(&app, "lead", "asset", "鲁0102").await;
        jobs::run_all(&app.portal).await.unwrap();
        report(&mut b, &number).await.has("按规则（第 2 版）自动处理：优先 +20 分").has("财产上交").has("渠道：线索");
    }

    async fn what_is_deleted_says_first_what_goes_with_it(app: App) {
        app.person("boss", "鲁0102", Role::Supervisor).await;
        let mut b = app.signed_in("boss").await;
        let used = team(&mut b, "队一", &["boss"]).await;
        team(&mut b, "队二", &["boss"]).await;
        let rule = make(&mut b, "甲规则", "category=asset", &[("rule_turn", &used)]).await;
        let folded = "<details class=\"deletion\"><summary>";
        let page = b.get("/staff/admin/teams").await.has(folded);
        assert_eq!(page.body.matches("这些规则要把反映交给这个小组：甲规则").count(), 1);
        assert_eq!(page.body.matches("没有规则用到这个小组").count(), 1);
        b.get(&rule).await.has(folded).has_not("这条规则正在使用");
        switch_on(&app, &mut b, &rule).await.has(folded).has("这条规则正在使用");
        save(&mut b, "自己的", "category=asset", "").await;
        b.get("/staff/views").await.has(folded).has_not("这个视图是共享的");
        save(&mut b, "大家的", "category=asset", "court").await;
        b.get("/staff/views").await.has("这个视图是共享的（济南市历下区人民法院全院）");
    }

    async fn rules_fire_once_in_order_and_stop(app: App) {
        app.person("boss", "鲁0102", Role::Supervisor).await;
        let mut b = app.signed_in("boss").await;
        let tag = b.submit("/staff/admin/tags", &[("tag_code", "one"), ("tag_word", "标一")]).await;
        let tag = ids(&tag.body, "/staff/admin/tags/").remove(0);
        let first = make(&mut b, "甲规则", "category=asset", &[("rule_tag", &tag), ("rule_stop", "go_on")]).await;
        let second = make(&mut b, "乙规则", "category=asset&category=crime", &[("rule_answer", "已收到，谢谢。"), ("rule_hold", "yes"), ("rule_stop", "stop")]).await;
        let third = make(&mut b, "丙规则", "category=crime", &[("rule_boost", "5")]).await;
        let fourth = make(&mut b, "丁规则", "", &[("rule_boost", "7")]).await;
        for rule in [&first, &second, &third, &fourth] {
            switch_on(&app, &mut b, rule).await;
        }
        let list = b.get("/staff/admin/rules").await;
        list.has("排在前面的“乙规则”条件更宽");
        b.submit(&format!("{third}/up"), &[]).await.has_not("永远不会命中");
        b.submit(&format!("{third}/down"), &[]).await.has("永远不会命中");
        let (number, code) = submit(&app, "lead", "asset", "鲁0102").await;
        jobs::run_all(&app.portal).await.unwrap();
        let page = report(&mut b, &number).await.has("甲规则").has("乙规则").has_not("丙规则").has_not("丁规则").has("标一").has("待甄别");
        assert_eq!(page.body.matches("自动处理").count(), 2);
        // Its reporter reads the answer and nothing of rules.
        let mut follower = app.browser();
        follower.submit("/follow", &[("code", &code)]).await.has("已收到，谢谢。").has("自动回复").has_not("甲规则").has_not("乙规则").has_not("标一");
        // Changed within ten minutes: looked at again, fired no more.
        app.portal.clock.advance(TimeDelta::minutes(1));
        let change = json!({ "channel": "lead", "category": "asset", "narrative": "y", "court": "鲁0102" });
        let auth = format!("Receipt {code}");
        app.browser().json(axum::http::Method::POST, "/api/v1/follow/change", &[("authorization", &auth)], Some(change)).await.is(StatusCode::OK);
        jobs::run_all(&app.portal).await.unwrap();
        assert_eq!(report(&mut b, &number).await.body.matches("自动处理").count(), 2);
        // Changed into something else: the rule for that fires.
        let change = json!({ "channel": "lead", "category": "whereabouts", "narrative": "z", "court": "鲁0102" });
        app.browser().json(axum::http::Method::POST, "/api/v1/follow/change", &[("authorization", &auth)], Some(change)).await.is(StatusCode::OK);
        jobs::run_all(&app.portal).await.unwrap();
        report(&mut b, &number).await.has("丁规则");
    }

    async fn what_does_not_open_takes_nothing_along(app: App) {
        app.person("boss", "鲁0102", Role::Supervisor).await;
        app.person("high", "鲁", Role::Supervisor).await;
        let mut b = app.signed_in("boss").await;
        b.submit("/staff/admin/tags", &[("tag_code", "one"), ("tag_word", "标一")]).await;
        team(&mut b, "队一", &["boss"]).await;
        let view = save(&mut b, "视图一", "category=asset", "").await;
        b.submit(&format!("/staff/views/{view}/start"), &[]).await;
        b.submit(&format!("/staff/views/{view}/subscribe"), &[("view_every", "each")]).await;
        submit(&app, "lead", "asset", "鲁0102").await;
        jobs::run_all(&app.portal).await.unwrap();
        let told = b.get("/staff/notifications").await.has("视图一");
        let told = ids(&told.body, "/staff/notifications/").remove(0);
        assert!(b.get("/staff").await.is(StatusCode::SEE_OTHER).location().contains("category=asset"));
        let damaged = make(&mut b, "甲规则", "category=asset", &[("rule_boost", "5")]).await;
        let behind = make(&mut b, "乙规则", "category=asset", &[("rule_boost", "6")]).await;
        let mut high = app.signed_in("high").await;
        let above = make(&mut high, "丙规则", "category=asset", &[("rule_boost", "7")]).await;
        for rule in [&damaged, &behind] {
            switch_on(&app, &mut b, rule).await;
        }
        switch_on(&app, &mut high, &above).await;
        b.get("/staff/queue").await.is(StatusCode::OK).has("视图一").has("标一");
        for (sqlite, postgres) in [
            ("UPDATE tag SET sealed = x'00'", "UPDATE tag SET sealed = '\\x00'"),
            ("UPDATE team SET sealed = x'00'", "UPDATE team SET sealed = '\\x00'"),
            ("UPDATE saved_view SET sealed = x'00'", "UPDATE saved_view SET sealed = '\\x00'"),
            (
                "UPDATE rule_version SET sealed = x'00' WHERE rule_id = (SELECT id FROM rule WHERE court = '鲁0102' ORDER BY place LIMIT 1)",
                "UPDATE rule_version SET sealed = '\\x00' WHERE rule_id = (SELECT id FROM rule WHERE court = '鲁0102' ORDER BY place LIMIT 1)",
            ),
        ] {
            execute(&app.portal.db, sqlite, postgres).await;
        }
        let (number, _) = submit(&app, "lead", "asset", "鲁0102").await;
        jobs::run_all(&app.portal).await.unwrap();
        b.get("/staff/queue").await.is(StatusCode::OK).has_not("视图一").has_not("标一");
        // The other court's rule was not damaged; of this court none behind the one that does not open runs.
        report(&mut b, &number).await.is(StatusCode::OK).has("丙规则").has_not("乙规则").has_not("甲规则");
        assert_eq!(b.get("/staff").await.is(StatusCode::SEE_OTHER).location(), "/staff/queue");
        b.get("/staff/notifications").await.is(StatusCode::OK);
        b.post(&format!("/staff/notifications/{told}"), &[]).await.is(StatusCode::SEE_OTHER);
        // Each can be typed anew or taken away where it stands.
        b.get("/staff/views").await.is(StatusCode::OK).has("打不开");
        b.submit(&format!("/staff/views/{view}/delete"), &[]).await.has_not("打不开");
        let tag = ids(&b.get("/staff/admin/tags").await.is(StatusCode::OK).body, "/staff/admin/tags/").remove(0);
        // Saved unread, nothing is written over what may open again.
        b.post(&format!("/staff/admin/tags/{tag}/change"), &[("tag_word", "")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        b.get("/staff/admin/tags").await.has("<h2 class=\"typed\">?</h2>").has_not("value=\"?\"");
        b.submit(&format!("/staff/admin/tags/{tag}/change"), &[("tag_word", "新标")]).await.has("新标");
        b.get("/staff/admin/teams").await.is(StatusCode::OK).has("<h2 class=\"typed\">?</h2>").has_not("value=\"?\"");
        b.get("/staff/admin/rules").await.is(StatusCode::OK).has("打不开").has("乙规则");
        b.get(&damaged).await.is(StatusCode::OK).has("打不开").has_not(&format!("{damaged}/dry")).has_not("value=\"?\"").has(&format!("{damaged}/off"));
        b.submit(&format!("{damaged}/off"), &[]).await;
        b.post(&format!("{damaged}/on"), &[("version", "1")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        b.post(&format!("{damaged}/dry"), &[]).await.is(StatusCode::NOT_FOUND);
        // Off, it stops nobody: the rule behind it can be tried, and runs.
        switch_on(&app, &mut b, &behind).await;
        let (number, _) = submit(&app, "lead", "asset", "鲁0102").await;
        jobs::run_all(&app.portal).await.unwrap();
        report(&mut b, &number).await.has("乙规则");
        // Away with it, and those behind it run again.
        b.submit(&format!("{damaged}/delete"), &[]).await.has_not("打不开");
        let (number, _) = submit(&app, "lead", "asset", "鲁0102").await;
        jobs::run_all(&app.portal).await.unwrap();
        report(&mut b, &number).await.has("丙规则").has("乙规则");
    }

    async fn what_a_rule_stopped_stays_stopped_when_it_is_handed_over(app: App) {
        app.person("boss", "鲁", Role::Supervisor).await;
        let mut b = app.signed_in("boss").await;
        let first = [("rule_court", "鲁0102"), ("rule_stop", "stop")];
        let first = make(&mut b, "甲规则", "channel=lead&category=asset&status=received", &first).await;
        let second = make(&mut b, "乙规则", "channel=lead&category=asset", &[("rule_court", "鲁0105"), ("rule_boost", "5")]).await;
        for rule in [&first, &second] {
            switch_on(&app, &mut b, rule).await;
        }
        // The first hands it over, so that it no longer matches when the rules look at it again where it came.
        let (number, _) = submit(&app, "lead", "asset", "鲁01").await;
        for _ in 0..2 {
            jobs::run_all(&app.portal).await.unwrap();
        }
        report(&mut b, &number).await.has("甲规则").has_not("乙规则");
        app.person("lixia", "鲁0102", Role::Triage).await;
        report(&mut app.signed_in("lixia").await, &number).await.is(StatusCode::OK);
        // Another version has stopped nothing yet; it looks at what is handed over next.
        let change = [("version", "1"), ("rule_name", "甲规则"), ("rule_address", "channel=lead&category=asset&status=received"), ("rule_court", "鲁0102"), ("rule_stop", "stop")];
        b.submit(&first, &change).await;
        switch_on(&app, &mut b, &first).await;
        let version = report(&mut b, &number).await.body.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let move_on = [("version", version.as_str()), ("court", "鲁0103"), ("reason", "x")];
        b.post(&format!("/staff/reports/{number}/transfer"), &move_on).await.is(StatusCode::SEE_OTHER);
        jobs::run_all(&app.portal).await.unwrap();
        report(&mut b, &number).await.has("乙规则");
    }

    async fn nobody_hands_a_complaint_to_the_court_complained_of(app: App) {
        app.person("boss", "鲁01", Role::Supervisor).await;
        let mut b = app.signed_in("boss").await;
        let name = ("rule_name", "下交");
        for address in ["", "channel=complaint", "category=passive", "category=other"] {
            b.post("/staff/admin/rules/new", &[name, ("rule_address", address), ("rule_court", "鲁0102")]).await
                .is(StatusCode::UNPROCESSABLE_ENTITY).has("可能正是被投诉的法院").has("下交");
        }
        b.post("/staff/admin/rules/new", &[name, ("rule_address", "channel=lead"), ("rule_court", "浙01")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        for (field, address, words) in [("rule_boost", "q=x", "规则里不能有查找的词"), ("rule_boost", "view=mine", "因人而异"), ("rule_view", "", "至少选一件要做的事")] {
            b.post("/staff/admin/rules/new", &[name, ("rule_address", address), (field, "5")]).await
                .is(StatusCode::UNPROCESSABLE_ENTITY).has(words).has("aria-describedby=\"rule_");
        }
        b.post("/staff/admin/rules/new", &[name, ("rule_boost", "41")]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has("-20 到 40");
        // A rule for leads leaves complaints alone; one for the home court does not take back what belongs there.
        let rule = make(&mut b, "线索下交", "channel=lead", &[("rule_court", "鲁0102")]).await;
        switch_on(&app, &mut b, &rule).await;
        let (complaint, _) = submit(&app, "complaint", "passive", "鲁0102").await;
        let (lead, _) = submit(&app, "lead", "asset", "鲁01").await;
        let (integrity, _) = submit(&app, "complaint", "integrity", "鲁0102").await;
        jobs::run_all(&app.portal).await.unwrap();
        app.person("lixia", "鲁0102", Role::Triage).await;
        let mut lixia = app.signed_in("lixia").await;
        report(&mut lixia, &complaint).await.is(StatusCode::NOT_FOUND);
        report(&mut lixia, &integrity).await.is(StatusCode::NOT_FOUND);
        report(&mut lixia, &lead).await.is(StatusCode::OK).has("转到").has("线索下交");
        app.person("discipline", "鲁01", Role::Discipline).await;
        report(&mut app.signed_in("discipline").await, &integrity).await.is(StatusCode::OK).has_not("自动处理");
        // A rule of the court complained of never touches the complaint about it.
        app.person("admin", "鲁0102", Role::Admin).await;
        let mut admin = app.signed_in("admin").await;
        let rule = make(&mut admin, "全部加分", "", &[("rule_boost", "1")]).await;
        switch_on(&app, &mut admin, &rule).await;
        let (complaint, _) = submit(&app, "complaint", "passive", "鲁0102").await;
        jobs::run_all(&app.portal).await.unwrap();
        report(&mut b, &complaint).await.is(StatusCode::OK).has_not("全部加分");
        // Nor is it another court's to look at.
        app.person("qingdao", "鲁02", Role::Supervisor).await;
        app.signed_in("qingdao").await.get(&rule).await.is(StatusCode::NOT_FOUND);
    }

    async fn a_team_takes_it_in_turn(app: App) {
        app.person("boss", "鲁0102", Role::Supervisor).await;
        for name in ["an", "bo", "cui"] {
            app.person(name, "鲁0102", Role::Handler).await;
        }
        let mut b = app.signed_in("boss").await;
        b.post("/staff/admin/teams", &[("team_name", "ZQX组"), ("team_member", "nobody")]).await.is(StatusCode::UNPROCESSABLE_ENTITY)
            .has("ZQX组").has("aria-describedby=\"team_member-new-error\"").has("id=\"team_member-new-error\"");
        let team = team(&mut b, "ZQX组", &["an", "bo", "cui"]).await;
        let rule = make(&mut b, "轮流", "category=asset", &[("rule_turn", &team), ("rule_team", &team)]).await;
        switch_on(&app, &mut b, &rule).await;
        let next = async |b: &mut Browser| {
            let (number, _) = submit(&app, "lead", "asset", "鲁0102").await;
            jobs::run_all(&app.portal).await.unwrap();
            let page = report(b, &number).await.has("小组：ZQX组");
            ["an", "bo", "cui"].into_iter().find(|name| page.body.contains(&format!("轮到{name} 名办理"))).unwrap()
        };
        let mut turns = Vec::new();
        for _ in 0..6 {
            turns.push(next(&mut b).await);
        }
        assert_eq!(turns, ["an", "bo", "cui", "an", "bo", "cui"]);
        let person = nuandong::storage::staff::find(&app.portal.db, "bo").await.unwrap().unwrap();
        let mut tx = app.portal.db.begin().await.unwrap();
        nuandong::storage::staff::set_disabled(&mut tx, person.id, true).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!([next(&mut b).await, next(&mut b).await, next(&mut b).await], ["an", "cui", "an"]);
        app.signed_in("an").await.get("/staff/notifications").await.has("分派给我");
        crate::sealed::no_mark_in(&app, &["ZQX".to_owned()]);
    }

    async fn what_never_matches_is_said(app: App) {
        app.person("boss", "鲁0102", Role::Supervisor).await;
        let mut b = app.signed_in("boss").await;
        for (address, words) in [
            ("channel=lead&category=passive", "选的渠道里没有选的类别"),
            ("court=鲁02", "选的法院不归这条规则管"),
            ("status=archived", "规则只看没办完的件"),
            ("view=unassigned&assignee=boss", "互相矛盾"),
        ] {
            let rule = make(&mut b, "不会命中", address, &[("rule_boost", "1")]).await;
            b.get(&rule).await.has("永远不会命中").has(words);
        }
        let page = b.get("/staff/admin/rules").await;
        assert_eq!(page.body.matches("永远不会命中").count(), 4);
    }

    async fn a_rule_names_no_report(app: App) {
        app.person("boss", "鲁01", Role::Supervisor).await;
        app.person("lixia", "鲁0102", Role::Triage).await;
        let mut b = app.signed_in("boss").await;
        let (complaint, _) = submit(&app, "complaint", "passive", "鲁0102").await;
        for name in ["same_case", "same_respondent", "same_reporter", "similar", "linked", "flood"] {
            let address = format!("{name}={complaint}");
            b.post("/staff/admin/rules/new", &[("rule_name", "同一件"), ("rule_address", &address), ("rule_boost", "5")]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has("规则里不能有某一件的编号");
        }
        b.post("/en/staff/admin/rules/new", &[("rule_address", &*format!("linked={complaint}"))]).await.has("cannot go by one report");
        // One that was made before that was refused is on, and says that it never fires.
        let rule = make(&mut b, "旧规则", "channel=lead", &[("rule_boost", "5")]).await;
        name_a_report(&app, &rule, "boss", &complaint).await;
        b.submit(&format!("{rule}/dry"), &[]).await;
        jobs::run_all(&app.portal).await.unwrap();
        let mut tx = app.portal.db.begin().await.unwrap();
        assert!(storage::rules::set_active(&mut tx, id_of(&rule), 2, app.portal.clock.now()).await.unwrap());
        tx.commit().await.unwrap();
        b.get(&rule).await.has("启用").has("永远不会命中").has("条件里写了某一件的编号");
        let (lead, _) = submit(&app, "lead", "asset", "鲁0102").await;
        let person = storage::staff::find(&app.portal.db, "boss").await.unwrap().unwrap().person().unwrap();
        let link = Input { number: complaint.clone(), ..Input::default() };
        take_step(&app.portal, &person, &lead, Action::Link, 1, &link).await.unwrap();
        jobs::run_all(&app.portal).await.unwrap();
        report(&mut app.signed_in("lixia").await, &lead).await.is(StatusCode::OK).has_not("旧规则").has_not(&complaint);
    }

    async fn what_a_dry_run_counted_is_for_those_who_may_set_the_rule(app: App) {
        app.person("boss", "鲁01", Role::Supervisor).await;
        app.person("admin", "鲁01", Role::Admin).await;
        for _ in 0..3 {
            submit(&app, "lead", "asset", "鲁0102").await;
        }
        let (mut b, mut admin) = (app.signed_in("boss").await, app.signed_in("admin").await);
        let rule = make(&mut b, "下级的线索", "channel=lead", &[("rule_court", "鲁0105")]).await;
        b.submit(&format!("{rule}/dry"), &[]).await;
        jobs::run_all(&app.portal).await.unwrap();
        b.get(&rule).await.has("会命中 3 件").has("历下");
        admin.get(&rule).await.is(StatusCode::OK).has("下级的线索").has_not("命中").has_not("dry-run").has_not("历下");
        admin.post(&format!("{rule}/dry"), &[]).await.is(StatusCode::NOT_FOUND).has_not("命中");
        admin.get("/staff/admin/rules").await.has("下级的线索").has_not("会命中");
        // Of a rule for the own court alone the numbers are of what the administrator may list, too.
        submit(&app, "lead", "crime", "鲁01").await;
        let own = make(&mut admin, "本院的线索", "channel=lead", &[("rule_boost", "1")]).await;
        admin.submit(&format!("{own}/dry"), &[]).await;
        jobs::run_all(&app.portal).await.unwrap();
        admin.get(&own).await.has("会命中 1 件");
    }

    async fn a_dry_run_tells_who_stands_before(app: App) {
        app.person("boss", "鲁0102", Role::Supervisor).await;
        for _ in 0..3 {
            submit(&app, "lead", "asset", "鲁0102").await;
        }
        submit(&app, "lead", "crime", "鲁0102").await;
        let mut b = app.signed_in("boss").await;
        let first = make(&mut b, "先停", "category=asset", &[("rule_boost", "1"), ("rule_stop", "stop")]).await;
        switch_on(&app, &mut b, &first).await;
        let second = make(&mut b, "后来", "channel=lead", &[("rule_boost", "2")]).await;
        b.submit(&format!("{second}/dry"), &[]).await;
        jobs::run_all(&app.portal).await.unwrap();
        b.get(&second).await.has("会命中 1 件").has("被前面的“先停”拦下：3 件").has("看了 4 件");
    }
}
