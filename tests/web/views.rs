//! Saved views: private and shared, in their order, run with the reader's own scope; subscriptions; tags.

use axum::http::{Method, StatusCode};
use chrono::TimeDelta;
use indicatif::ProgressBar;
use nuandong::{actions::search_index, cli::seed, domain::staff::Role, jobs, storage};
use serde_json::json;

use crate::{
    clocks::execute,
    support::{App, Browser, jpeg, on_both},
};

/// Identities that stand in addresses behind `before`, in the order of the page, each once.
pub fn ids(body: &str, before: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in body.split(before).skip(1) {
        let id = part.chars().take(36).collect::<String>();
        if uuid::Uuid::parse_str(&id).is_ok() && !found.contains(&id) {
            found.push(id);
        }
    }
    found
}

/// Saves a view; returns its identity.
pub async fn save(b: &mut Browser, name: &str, address: &str, share: &str) -> String {
    let before = ids(&b.get("/staff/views").await.body, "/staff/views/");
    let fields = [("view_name", name), ("view_address", address), ("view_share", share)];
    let page = b.submit("/staff/views", &fields).await;
    ids(&page.body, "/staff/views/").into_iter().find(|id| !before.contains(id)).unwrap()
}

/// Saves a view of leads on assets that speaks up like this.
async fn subscribed(b: &mut Browser, name: &str, every: &str) {
    let view = save(b, name, "category=asset", "").await;
    b.submit(&format!("/staff/views/{view}/subscribe"), &[("view_every", every)]).await;
}

async fn lead(app: &App, category: &str, court: &str) -> String {
    app.submit(json!({ "channel": "lead", "category": category, "narrative": "x", "court": court })).await.0
}

async fn note(app: &App, token: &str, number: &str) {
    step(app, token, number, json!({ "action": "note", "note": "x" })).await;
}

/// Somebody at the desk takes a step on a report as it stands.
async fn step(app: &App, token: &str, number: &str, mut body: serde_json::Value) {
    let auth = [("authorization", &*format!("Bearer {token}"))];
    let path = format!("/api/v1/staff/reports/{number}");
    let version =
        app.browser().json(Method::GET, &path, &auth, None).await.is(StatusCode::OK).json()["version"].clone();
    app.portal.clock.advance(TimeDelta::seconds(1));
    body["version"] = version;
    app.browser().json(Method::POST, &format!("{path}/actions"), &auth, Some(body)).await.is(StatusCode::OK);
}

/// How often somebody was told of a view, once everything that waits is done.
async fn told(app: &App, username: &str) -> usize {
    for _ in 0..2 {
        // What must be found by its words is told of a moment later.
        jobs::run_all(&app.portal).await.unwrap();
        app.portal.clock.advance(TimeDelta::seconds(1));
    }
    let page = app.signed_in(username).await.get("/staff/notifications").await;
    page.body.matches("class=\"notification unread\"").count()
}

on_both! {
    async fn a_view_is_kept_changed_ordered_and_deleted(app: App) {
        app.person("wang", "鲁0102", Role::Triage).await;
        let mut b = app.signed_in("wang").await;
        b.get("/staff/views").await.is(StatusCode::OK).has("还没有视图");
        let first = save(&mut b, "财产线索<b>", "view=all&category=asset&sort=due&cursor=x", "").await;
        app.portal.clock.advance(TimeDelta::seconds(1));
        let second = save(&mut b, "超期的", "view=overdue", "").await;
        let page = b.get("/staff/views").await.has("财产线索&lt;b&gt;").has("类别：财产").has("/staff/queue?view=all&amp;category=asset&amp;sort=due\"");
        assert_eq!(ids(&page.body, "/staff/views/"), [first.clone(), second.clone()]);
        let page = b.submit(&format!("/staff/views/{second}/up"), &[]).await;
        assert_eq!(ids(&page.body, "/staff/views/"), [second.clone(), first.clone()]);
        // What was typed comes back.
        let long = "长".repeat(61);
        b.post("/staff/views", &[("view_name", &long), ("view_address", "category=asset"), ("view_share", "handler")]).await
            .is(StatusCode::UNPROCESSABLE_ENTITY).has(&long).has("名称最多 60 个字").has("value=\"handler\" selected");
        b.post(&format!("/staff/views/{first}/change"), &[("view_name", ""), ("view_share", "")]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has("给视图起个名字");
        b.submit(&format!("/staff/views/{first}/change"), &[("view_name", "新名"), ("view_share", "")]).await.has("新名").has_not("财产线索");
        // Other filters for the same view.
        b.submit("/staff/views", &[("into", &first), ("view_address", "category=crime")]).await.has("新名").has("类别：涉嫌拒执");
        // Conditions stand in words, days and relations too.
        let number = lead(&app, "asset", "鲁0102").await;
        let days = format!("received_from=2026-11-23&due_to=2026-12-31&tag=key&linked={number}");
        let page = b.submit("/staff/views", &[("into", &second), ("view_address", &days)]).await;
        page.has("收件从：2026年11月23日").has("到期到：2026年12月31日").has("标签：key").has("关联").has_not("received_from：");
        // The day begins where it is wanted.
        assert_eq!(b.get("/staff").await.location(), "/staff/queue");
        b.submit(&format!("/staff/views/{first}/start"), &[]).await.has("打开工作台先看");
        assert_eq!(b.get("/staff").await.location(), "/staff/queue?category=crime");
        b.get("/staff/keys").await.has("<a href=\"/staff\" class=\"mark\">");
        b.submit(&format!("/staff/views/{first}/delete"), &[]).await.has_not("新名");
        assert_eq!(b.get("/staff").await.location(), "/staff/queue");
        b.post(&format!("/staff/views/{first}/delete"), &[]).await.is(StatusCode::NOT_FOUND);
        // Nothing typed stands readable.
        save(&mut b, "ZQXVIEW", "q=张三丰", "").await;
        crate::sealed::no_mark_in(&app, &["ZQXVIEW".to_owned(), "张三丰".to_owned(), "新名".to_owned()]);
    }

    async fn a_shared_view_shows_what_its_reader_may_see(app: App) {
        let lixia = lead(&app, "asset", "鲁0102").await;
        let jinan = lead(&app, "asset", "鲁01").await;
        for (name, court, role) in [
            ("boss", "鲁01", Role::Supervisor), ("clerk", "鲁01", Role::Triage), ("handler", "鲁01", Role::Handler), ("elsewhere", "鲁0102", Role::Triage),
        ] {
            app.person(name, court, role).await;
        }
        let mut boss = app.signed_in("boss").await;
        let mut clerk = app.signed_in("clerk").await;
        let court = save(&mut boss, "全院财产", "category=asset&court=鲁01&court=鲁0102", "court").await;
        let role = save(&mut boss, "给分办", "category=asset", "triage").await;
        clerk.get("/staff/views").await.has("全院财产").has("给分办").has("boss 名建的");
        app.signed_in("handler").await.get("/staff/views").await.has("全院财产").has_not("给分办");
        app.signed_in("elsewhere").await.get("/staff/views").await.has_not("全院财产").has_not("给分办");
        let list = "/staff/queue?category=asset&court=鲁01&court=鲁0102";
        boss.get(list).await.has(&jinan).has(&lixia);
        clerk.get(list).await.has(&jinan).has_not(&lixia);
        // Its own order and start for everybody, but only owner and supervisor change it.
        clerk.submit(&format!("/staff/views/{court}/start"), &[]).await.is(StatusCode::OK);
        clerk.submit(&format!("/staff/views/{role}/up"), &[]).await.is(StatusCode::OK);
        for act in ["change", "delete"] {
            clerk.post(&format!("/staff/views/{court}/{act}"), &[("view_name", "x")]).await.is(StatusCode::NOT_FOUND);
        }
        let own = save(&mut clerk, "分办建的", "status=received", "court").await;
        boss.submit(&format!("/staff/views/{own}/change"), &[("view_name", "督导改的"), ("view_share", "court")]).await.has("督导改的");
        boss.post(&format!("/staff/views/{own}/change"), &[("view_name", "x"), ("view_share", "")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        app.signed_in("elsewhere").await.post(&format!("/staff/views/{court}/subscribe"), &[("view_every", "each")]).await.is(StatusCode::NOT_FOUND);
    }

    async fn views_speak_up_as_they_were_asked(app: App) {
        for (name, court, role) in [("clerk", "鲁0102", Role::Triage), ("other", "鲁0105", Role::Triage)] {
            app.person(name, court, role).await;
        }
        let mut b = app.signed_in("clerk").await;
        lead(&app, "asset", "鲁0102").await;
        let each = save(&mut b, "每件", "category=asset", "").await;
        let count = save(&mut b, "攒两件", "category=crime", "").await;
        let daily = save(&mut b, "每天看", "category=evasion", "").await;
        let weekly = save(&mut b, "每周看", "category=evasion", "").await;
        for (view, every, at_least) in [(&each, "each", ""), (&count, "count", "2"), (&daily, "daily", ""), (&weekly, "weekly", "")] {
            b.submit(&format!("/staff/views/{view}/subscribe"), &[("view_every", every), ("view_at_least", at_least)]).await;
        }
        b.post(&format!("/staff/views/{count}/subscribe"), &[("view_every", "count"), ("view_at_least", "0")]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has("填 1 到 500 的数字");
        jobs::run_all(&app.portal).await.unwrap();
        b.get("/staff/notifications").await.has("没有提醒");
        let told = async |b: &mut Browser, words: &str| b.get("/staff/notifications").await.body.matches(words).count();
        // At each, once; not of what another court got.
        app.portal.clock.advance(TimeDelta::minutes(1));
        let number = lead(&app, "asset", "鲁0102").await;
        lead(&app, "asset", "鲁0105").await;
        jobs::run_all(&app.portal).await.unwrap();
        jobs::run_all(&app.portal).await.unwrap();
        assert_eq!(told(&mut b, "有新件进了您的视图").await, 1);
        b.get("/staff/notifications").await.has("每件");
        b.get("/staff/queue").await.has("data-unread=\"1\"");
        // When two are new.
        lead(&app, "crime", "鲁0102").await;
        jobs::run_all(&app.portal).await.unwrap();
        assert_eq!(told(&mut b, "攒两件").await, 0);
        app.portal.clock.advance(TimeDelta::minutes(1));
        lead(&app, "crime", "鲁0102").await;
        jobs::run_all(&app.portal).await.unwrap();
        assert_eq!(told(&mut b, "有 2 件新的").await, 1);
        // Daily at eight; weekly on Monday. It is Monday after nine.
        lead(&app, "evasion", "鲁0102").await;
        jobs::run_all(&app.portal).await.unwrap();
        assert_eq!(told(&mut b, "有 1 件新的").await, 0);
        app.portal.clock.advance(TimeDelta::hours(23));
        jobs::run_all(&app.portal).await.unwrap();
        let mut b = app.signed_in("clerk").await;
        assert_eq!(told(&mut b, "有 1 件新的").await, 1, "the daily one");
        for _ in 0..6 {
            app.portal.clock.advance(TimeDelta::days(1));
            jobs::run_all(&app.portal).await.unwrap();
        }
        let mut b = app.signed_in("clerk").await;
        assert_eq!(told(&mut b, "有 1 件新的").await, 2, "and the weekly one, each once");
        // Opening one reads it and leads to the report.
        let page = b.get("/staff/notifications").await;
        let id = ids(&page.body, "/staff/notifications/").into_iter().last().unwrap();
        assert_eq!(b.post(&format!("/staff/notifications/{id}"), &[]).await.location(), format!("/staff/reports/{number}"));
        app.signed_in("other").await.post(&format!("/staff/notifications/{id}"), &[]).await.is(StatusCode::NOT_FOUND);
        b.submit("/staff/notifications", &[]).await.has_not("data-unread");
    }

    async fn only_what_came_into_a_view_is_new_in_it(app: App) {
        app.person("clerk", "鲁0102", Role::Triage).await;
        let token = app.token("other", "鲁0102", Role::Triage).await;
        let mut b = app.signed_in("clerk").await;
        let asset = lead(&app, "asset", "鲁0102").await;
        let crime = lead(&app, "crime", "鲁0102").await;
        let moved = save(&mut b, "换条件", "category=asset", "").await;
        let own = save(&mut b, "我手里的", "assignee=clerk", "").await;
        for view in [&moved, &own] {
            b.submit(&format!("/staff/views/{view}/subscribe"), &[("view_every", "each")]).await;
        }
        // The view comes to what was there: nothing is new, also when a colleague notes something on it.
        b.submit("/staff/views", &[("into", &moved), ("view_address", "category=crime")]).await;
        note(&app, &token, &crime).await;
        assert_eq!(told(&app, "clerk").await, 0);
        // Whoever brings something there knows it, and is not told of it at a colleague's note.
        let version = [("version", "1")];
        b.post(&format!("/staff/reports/{asset}/claim"), &version).await.is(StatusCode::SEE_OTHER);
        assert_eq!(told(&app, "clerk").await, 0);
        note(&app, &token, &asset).await;
        assert_eq!(told(&app, "clerk").await, 0);
        lead(&app, "crime", "鲁0102").await;
        assert_eq!(told(&app, "clerk").await, 1);
    }

    async fn a_report_comes_into_a_view_by_whatever_changes_it(app: App) {
        app.person("clerk", "鲁0102", Role::Triage).await;
        app.person("admin", "鲁0102", Role::Admin).await;
        let token = app.token("other", "鲁0102", Role::Triage).await;
        app.signed_in("admin").await.submit("/staff/admin/tags", &[("tag_code", "key"), ("tag_word", "重点")]).await;
        let mut b = app.signed_in("clerk").await;
        for address in ["tag=key", "status=under_review", "status=withdrawn", "result=partly"] {
            let view = save(&mut b, address, address, "").await;
            b.submit(&format!("/staff/views/{view}/subscribe"), &[("view_every", "each")]).await;
        }
        let crime = json!({ "channel": "lead", "category": "crime", "narrative": "x", "court": "鲁0102" });
        let (number, code) = app.submit(crime.clone()).await;
        let (second, second_code) = app.submit(crime).await;
        assert_eq!(told(&app, "clerk").await, 0);
        // A colleague's tag.
        let path = format!("/staff/reports/{number}/tags");
        let mut other = app.signed_in("other").await;
        other.submit(&path, &[("tag", "key")]).await;
        assert_eq!(told(&app, "clerk").await, 1, "a tag");
        // The answer to a question of the court, which sends it back to review.
        step(&app, &token, &number, json!({ "action": "request_info", "text": "哪一辆？" })).await;
        let mut follower = app.browser();
        follower.submit("/follow", &[("code", &code)]).await;
        follower.post(&format!("/follow/{number}/message"), &[("message", "白的")]).await.is(StatusCode::SEE_OTHER);
        assert_eq!(told(&app, "clerk").await, 2, "an answer");
        follower.submit("/follow", &[("code", &second_code)]).await;
        follower.submit(&format!("/follow/{second}/withdraw"), &[]).await;
        assert_eq!(told(&app, "clerk").await, 3, "a withdrawal");
        // What its reporter says after closing, also when that does not open it again.
        step(&app, &token, &number, json!({ "action": "accept" })).await;
        step(&app, &token, &number, json!({ "action": "resolve", "outcome": "controlled", "text": "好了" })).await;
        follower.post(&format!("/follow/{number}/rating"), &[("result", "partly"), ("text", "")]).await.is(StatusCode::SEE_OTHER);
        assert_eq!(told(&app, "clerk").await, 4, "a rating");
    }

    async fn views_that_look_for_words_speak_up_once_these_can_be_found(app: App) {
        app.person("clerk", "鲁0102", Role::Triage).await;
        let mut b = app.signed_in("clerk").await;
        for address in ["q=无人机", "q=-无人机&category=crime", "q=发票.jpg"] {
            let view = save(&mut b, address, address, "").await;
            b.submit(&format!("/staff/views/{view}/subscribe"), &[("view_every", "each")]).await;
        }
        let of = |category: &str, narrative: &str| json!({ "channel": "lead", "category": category, "narrative": narrative, "court": "鲁0102" });
        app.submit(of("asset", "他有一架无人机")).await;
        assert_eq!(told(&app, "clerk").await, 1, "the word");
        app.submit(of("crime", "他卖了无人机")).await;
        assert_eq!(told(&app, "clerk").await, 2, "the word, and not the view without it");
        app.submit(of("crime", "他卖了车")).await;
        assert_eq!(told(&app, "clerk").await, 3, "the view without the word");
        let (number, code) = app.submit(of("asset", "他有一辆车")).await;
        assert_eq!(told(&app, "clerk").await, 3);
        let auth = format!("Receipt {code}");
        let change = Some(of("asset", "他有一架无人机和一辆车"));
        app.browser().json(Method::POST, "/api/v1/follow/change", &[("authorization", &auth)], change).await.is(StatusCode::OK);
        assert_eq!(told(&app, "clerk").await, 4, "a change");
        let mut follower = app.browser();
        follower.submit("/follow", &[("code", &code)]).await;
        follower.upload(&format!("/follow/{number}/files"), "", &[("发票.jpg", &jpeg())]).await.is(StatusCode::SEE_OTHER);
        assert_eq!(told(&app, "clerk").await, 5, "the name of a file");
        // Putting the index together anew is no news.
        let waiting = async || storage::jobs::count_waiting(&app.portal.db, None).await.unwrap().0;
        let (before, mut of) = (waiting().await, search_index::Tokeniser::new(&app.portal));
        search_index::rebuild_some(&app.portal, &mut of, uuid::Uuid::nil(), app.portal.clock.now(), 100).await.unwrap();
        assert_eq!(waiting().await, before);
    }

    /// Nothing but time goes by.
    async fn what_comes_near_its_due_date_is_told_in_one_go(app: App) {
        for (name, court) in [("clerk", "鲁0102"), ("waits", "鲁0102"), ("elsewhere", "鲁02")] {
            app.person(name, court, Role::Triage).await;
            let mut b = app.signed_in(name).await;
            let every = if name == "waits" { [("view_every", "count"), ("view_at_least", "3")] } else { [("view_every", "each"), ("view_at_least", "")] };
            for address in ["view=overdue", "category=crime"] {
                let view = save(&mut b, address, address, "").await;
                b.submit(&format!("/staff/views/{view}/subscribe"), &every).await;
            }
        }
        lead(&app, "asset", "鲁0102").await;
        lead(&app, "asset", "鲁0102").await;
        assert_eq!(told(&app, "clerk").await, 0);
        app.portal.clock.advance(TimeDelta::days(1));
        lead(&app, "asset", "鲁0102").await;
        assert_eq!(told(&app, "clerk").await, 0, "none of them is late when it comes");
        app.portal.clock.advance(TimeDelta::days(7));
        let late = async || {
            nuandong::actions::priority::keep_up(&app.portal).await.unwrap();
            jobs::run_all(&app.portal).await.unwrap();
        };
        late().await;
        late().await;
        assert_eq!(told(&app, "clerk").await, 1, "one message");
        app.signed_in("clerk").await.get("/staff/notifications").await.has("有 2 件新的");
        assert_eq!(told(&app, "waits").await, 0, "two of three");
        app.portal.clock.advance(TimeDelta::days(1));
        late().await;
        assert_eq!((told(&app, "clerk").await, told(&app, "waits").await, told(&app, "elsewhere").await), (2, 1, 0));
    }

    async fn a_digest_that_is_late_is_still_the_one_of_its_day(app: App) {
        app.person("clerk", "鲁0102", Role::Triage).await;
        let mut b = app.signed_in("clerk").await;
        subscribed(&mut b, "每周一", "weekly").await;
        lead(&app, "asset", "鲁0102").await;
        // Until Saturday; then the worker stands still from Sunday to Tuesday morning, at six.
        for _ in 0..5 {
            app.portal.clock.advance(TimeDelta::days(1));
            jobs::run_all(&app.portal).await.unwrap();
        }
        assert_eq!(told(&app, "clerk").await, 0);
        app.portal.clock.advance(TimeDelta::days(3) - TimeDelta::hours(3));
        assert_eq!(told(&app, "clerk").await, 1, "Monday's, on Tuesday");
        app.portal.clock.advance(TimeDelta::hours(3));
        lead(&app, "asset", "鲁0102").await;
        assert_eq!(told(&app, "clerk").await, 1, "not Tuesday's");
    }

    async fn a_digest_that_fails_for_weeks_goes_on(app: App) {
        app.person("clerk", "鲁0102", Role::Triage).await;
        let mut b = app.signed_in("clerk").await;
        subscribed(&mut b, "每天", "daily").await;
        lead(&app, "asset", "鲁0102").await;
        jobs::run_all(&app.portal).await.unwrap();
        let db = &app.portal.db;
        execute(db, "ALTER TABLE view_use RENAME TO away", "ALTER TABLE view_use RENAME TO away").await;
        for _ in 0..60 {
            app.portal.clock.advance(TimeDelta::hours(6));
            jobs::run_all(&app.portal).await.unwrap();
        }
        execute(db, "ALTER TABLE away RENAME TO view_use", "ALTER TABLE away RENAME TO view_use").await;
        app.portal.clock.advance(TimeDelta::hours(6));
        assert_eq!(told(&app, "clerk").await, 1);
        lead(&app, "asset", "鲁0102").await;
        app.portal.clock.advance(TimeDelta::days(1));
        assert_eq!(told(&app, "clerk").await, 2, "and the next one comes on its day");
    }

    /// Of a list of more than a thousand not all can be remembered.
    async fn nothing_old_is_new_in_a_very_long_list(app: App) {
        // Before there are people, so that nobody has anything in hand.
        seed::fill(&app.portal, 1_100, 3, &ProgressBar::hidden()).await.unwrap();
        app.person("clerk", "鲁", Role::Supervisor).await;
        let token = app.token("other", "鲁", Role::Supervisor).await;
        let mut b = app.signed_in("clerk").await;
        for (every, address) in [("each", "channel=lead&channel=complaint"), ("daily", "status!=archived")] {
            let view = save(&mut b, every, address, "").await;
            b.submit(&format!("/staff/views/{view}/subscribe"), &[("view_every", every)]).await;
        }
        let list = app.browser().json(Method::GET, "/api/v1/staff/reports?sort=received&limit=3", &[("authorization", &format!("Bearer {token}"))], None).await.json();
        for old in list["items"].as_array().unwrap() {
            note(&app, &token, old["number"].as_str().unwrap()).await;
        }
        assert_eq!(told(&app, "clerk").await, 0, "a step on what has long been there");
        // Forty leave the list, so that forty older ones are among its newest thousand.
        let leave = "UPDATE report SET status = 'archived' WHERE id IN (SELECT id FROM report WHERE status <> 'archived' ORDER BY received_at DESC LIMIT 40)";
        execute(&app.portal.db, leave, leave).await;
        app.portal.clock.advance(TimeDelta::days(1));
        assert_eq!(told(&app, "clerk").await, 0, "a digest");
        lead(&app, "asset", "鲁0102").await;
        app.portal.clock.advance(TimeDelta::days(1));
        assert_eq!(told(&app, "clerk").await, 2, "one at once and one in the digest");
    }

    async fn tags_are_the_courts_own(app: App) {
        let number = lead(&app, "asset", "鲁0102").await;
        for (name, court, role) in [
            ("admin", "鲁0102", Role::Admin), ("clerk", "鲁0102", Role::Triage), ("auditor", "鲁0102", Role::Auditor), ("stranger", "鲁02", Role::Triage),
        ] {
            app.person(name, court, role).await;
        }
        let mut admin = app.signed_in("admin").await;
        let mut clerk = app.signed_in("clerk").await;
        clerk.get("/staff/admin/tags").await.is(StatusCode::NOT_FOUND);
        admin.post("/staff/admin/tags", &[("tag_code", "重点"), ("tag_word", "ZQX重点")]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has("ZQX重点").has("代码用 2 到 20 个");
        let page = admin.submit("/staff/admin/tags", &[("tag_code", "key"), ("tag_word", "ZQX重点")]).await.has("ZQX重点");
        let tag = ids(&page.body, "/staff/admin/tags/").remove(0);
        admin.post("/staff/admin/tags", &[("tag_code", "KEY"), ("tag_word", "y")]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has("这个代码已经有了");
        // Everything that is wrong at once, in the order of the form; and no two words alike.
        let page = admin.post("/staff/admin/tags", &[("tag_code", ""), ("tag_word", "")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        let line = |field: &str| page.body.find(&format!("href=\"#{field}-new\"")).unwrap();
        assert!(line("tag_word") < line("tag_code") && page.body.contains("给标签定一个代码"));
        admin.post("/staff/admin/tags", &[("tag_code", "other"), ("tag_word", " ZQX重点 ")]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has("已经有这个标签了");
        let path = format!("/staff/reports/{number}/tags");
        clerk.submit(&path, &[("tag", "key")]).await.has("class=\"given\"").has("加了标签");
        clerk.submit(&path, &[("tag", "key")]).await.is(StatusCode::OK);
        // The place in the list stays.
        let place = [("from", "view=mine"), ("at", "1")];
        let there = clerk.post(&path, &[&[("tag", "key"), ("off", "1")][..], &place].concat()).await.location();
        assert_eq!(there, format!("/staff/reports/{number}?from=view%3Dmine&at=1"));
        let page = clerk.get(&there).await;
        assert!(page.body.matches("name=\"at\" value=\"1\"").count() > 1 && page.body.contains("/tags\""), "{}", page.body);
        clerk.submit(&path, &[("tag", "key")]).await.has("class=\"given\"");
        app.signed_in("auditor").await.post(&path, &[("tag", "key"), ("off", "1")]).await.is(StatusCode::NOT_FOUND);
        app.signed_in("stranger").await.post(&path, &[("tag", "key")]).await.is(StatusCode::NOT_FOUND);
        // One that has ended stays where it is and can be taken off.
        admin.submit(&format!("/staff/admin/tags/{tag}/end"), &[]).await.has("恢复使用");
        app.portal.clock.advance(TimeDelta::days(1));
        let mut clerk = app.signed_in("clerk").await;
        clerk.get(&format!("/staff/reports/{number}")).await.has("class=\"given\"");
        clerk.submit(&path, &[("tag", "key"), ("off", "1")]).await.has_not("class=\"given\"").has("去掉了标签");
        clerk.submit(&path, &[("tag", "key")]).await.has_not("class=\"given\"");
        // Its word may be another's by now.
        admin = app.signed_in("admin").await;
        admin.submit("/staff/admin/tags", &[("tag_code", "other"), ("tag_word", "ZQX重点")]).await;
        admin.post(&format!("/staff/admin/tags/{tag}/resume"), &[]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has("已经有这个标签了");
        crate::sealed::no_mark_in(&app, &["ZQX".to_owned()]);
    }
}
