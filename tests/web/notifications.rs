//! What people of the courts are told: mentions within the fence, one message per change, digests that say nothing.

use axum::http::StatusCode;
use chrono::TimeDelta;
use nuandong::{
    actions::notify,
    domain::{
        notification::NotificationKind,
        report::Desk,
        staff::{Reach, Role, Scope},
    },
    jobs, storage,
};
use serde_json::json;

use crate::{
    mail::{body_of, header_of, letters, parts},
    support::{App, Browser, Statements, on_both},
    views::ids,
};

/// Mails in the folder, oldest first: subject and body as their reader sees them, and all head lines.
fn mails(app: &App) -> Vec<String> {
    let mut files = letters(app);
    files.sort_by_key(|file| std::fs::metadata(file).unwrap().modified().unwrap());
    let texts = files.into_iter().map(|file| std::fs::read_to_string(file).unwrap());
    texts
        .map(|letter| format!("{}\n{}\n{}", parts(&letter).0, header_of(&letter, "Subject"), body_of(&letter)))
        .collect()
}

/// Runs everything that is due; a digest leaves a mail, whose lane comes first, so once more.
async fn run_all(app: &App) {
    for _ in 0..2 {
        jobs::run_all(&app.portal).await.unwrap();
    }
}

async fn lead(app: &App) -> (String, String) {
    app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "ZQX内容", "court": "鲁0102" })).await
}

async fn step(b: &mut Browser, number: &str, action: &str, version: &str, fields: &[(&str, &str)]) {
    let fields = [fields, &[("version", version)]].concat();
    b.post(&format!("/staff/reports/{number}/{action}"), &fields).await.is(StatusCode::SEE_OTHER);
}

on_both! {
    async fn a_mention_reaches_those_who_may_see_it(app: App) {
        let (number, _) = lead(&app).await;
        for (name, court, role) in [("wang", "鲁0102", Role::Triage), ("li", "鲁0102", Role::Handler), ("qingdao", "鲁02", Role::Triage), ("boss", "鲁01", Role::Supervisor)] {
            app.person(name, court, role).await;
        }
        let mut b = app.signed_in("wang").await;
        step(&mut b, &number, "note", "1", &[("note", "请@li和@boss看看，@qingdao @nobody @wang 也看")]).await;
        let page = b.get(&format!("/staff/reports/{number}")).await.has("请@li和@boss看看").has("没有提醒 @qingdao、@nobody：看不到这一件");
        assert!(!page.body.contains("没有提醒 @li"));
        for (name, told) in [("li", true), ("boss", true), ("qingdao", false), ("wang", false)] {
            let page = app.signed_in(name).await.get("/staff/notifications").await.is(StatusCode::OK);
            assert_eq!(page.body.contains("提到我"), told, "{name}");
            assert_eq!(page.body.contains("data-unread=\"1\""), told, "{name}");
        }
        app.signed_in("li").await.get("/en/staff/notifications").await.has("I am mentioned");
    }

    async fn what_leaves_ones_sight_is_not_told(app: App) {
        let (number, _) = lead(&app).await;
        app.person("wang", "鲁0102", Role::Triage).await;
        app.person("li", "鲁0102", Role::Handler).await;
        let mut b = app.signed_in("wang").await;
        step(&mut b, &number, "assign", "1", &[("assignee", "li")]).await;
        let mut li = app.signed_in("li").await;
        let page = li.get("/staff/notifications").await.has("分派给我").has("data-unread=\"1\"");
        let id = ids(&page.body, "/staff/notifications/").remove(0);
        step(&mut b, &number, "transfer", "2", &[("court", "鲁02"), ("reason", "x")]).await;
        li.get("/staff/notifications").await.has("没有提醒").has_not("data-unread").has_not("分派给我");
        li.post(&format!("/staff/notifications/{id}"), &[]).await.is(StatusCode::NOT_FOUND);
    }

    async fn one_message_per_change_and_none_of_ones_own(app: App) {
        let (number, code) = lead(&app).await;
        app.person("wang", "鲁0102", Role::Triage).await;
        let mut b = app.signed_in("wang").await;
        step(&mut b, &number, "assign", "1", &[("assignee", "wang")]).await;
        b.get("/staff/notifications").await.has("没有提醒");
        app.portal.clock.advance(TimeDelta::minutes(1));
        let mut follower = app.browser();
        follower.submit("/follow", &[("code", &code)]).await;
        follower.post(&format!("/follow/{number}/message"), &[("message", "ZQX回音")]).await.is(StatusCode::SEE_OTHER);
        b.get("/staff/notifications").await.has("反映人有回音").has("data-unread=\"1\"").has_not("ZQX");
        app.portal.clock.advance(TimeDelta::minutes(1));
        for (action, version, fields) in [("accept", "2", vec![]), ("resolve", "3", vec![("outcome", "controlled"), ("text", "好了")])] {
            step(&mut b, &number, action, version, &fields).await;
        }
        follower.post(&format!("/follow/{number}/rating"), &[("result", "not"), ("text", "没有")]).await.is(StatusCode::SEE_OTHER);
        b.get("/staff/notifications").await.has("重新打开").has("data-unread=\"2\"");
        b.submit("/staff/notifications", &[]).await.has_not("data-unread");
        // Somebody who wants none of a kind gets none.
        b.submit("/staff/settings", &[("desk", "mention"), ("hour", "8"), ("weekday", "1")]).await;
        app.portal.clock.advance(TimeDelta::minutes(1));
        follower.post(&format!("/follow/{number}/message"), &[("message", "又")]).await.is(StatusCode::SEE_OTHER);
        b.get("/staff/notifications").await.has_not("data-unread");
    }

    async fn a_digest_comes_at_its_hour_and_says_nothing(app: App) {
        let (number, _) = lead(&app).await;
        for (name, role) in [("wang", Role::Triage), ("li", Role::Handler)] {
            app.person(name, "鲁0102", role).await;
        }
        let mut li = app.signed_in("li").await;
        let kinds = [("desk", "assigned"), ("mail", "assigned"), ("mail", "mention"), ("mail", "due_soon"), ("hour", "17"), ("weekday", "5")];
        let saved = "role=\"status\" class=\"note green\">已保存";
        li.submit("/staff/settings", &kinds).await.has("value=\"17\" selected").has("value=\"5\" selected").has(saved);
        li.get("/staff/settings").await.has_not(saved);
        li.post("/staff/settings", &[("hour", "24"), ("weekday", "5")]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has("从列表里选几点");
        // The address counts once its code came back.
        li.post("/staff/settings/address", &[("email", "不是邮箱")]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has("不是邮箱");
        li.submit("/staff/settings/address", &[("email", "zqxli@example.com")]).await.has("邮箱还没确认");
        jobs::run_all(&app.portal).await.unwrap();
        let mail = mails(&app).pop().unwrap();
        let code = mail.split("确认码：").nth(1).unwrap().chars().take(6).collect::<String>();
        let wrong = if code == "000000" { "111111" } else { "000000" };
        li.post("/staff/settings/code", &[("mail_code", wrong)]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has("确认码不对");
        li.post("/staff/settings/code", &[("mail_code", "12")]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has("6 位数字");
        li.submit("/staff/settings/code", &[("mail_code", &code)]).await.has("邮箱已确认");
        let mut b = app.signed_in("wang").await;
        step(&mut b, &number, "assign", "1", &[("assignee", "li")]).await;
        step(&mut b, &number, "note", "2", &[("note", "@li ZQX备注")]).await;
        // It is nine in the morning; the digest goes at five.
        app.portal.clock.advance(TimeDelta::hours(7));
        run_all(&app).await;
        assert_eq!(mails(&app).len(), 1, "only the code");
        app.portal.clock.advance(TimeDelta::hours(1));
        run_all(&app).await;
        let all = mails(&app);
        assert_eq!(all.len(), 2);
        let mail = &all[1];
        assert!(mail.contains("分派给我：1") && mail.contains("/staff/notifications"), "{mail}");
        for word in [number.as_str(), "ZQX", "wang", "历下", "法院", "List-Unsubscribe"] {
            assert!(!mail.contains(word), "{word} in {mail}");
        }
        // Told once.
        app.portal.clock.advance(TimeDelta::days(1));
        run_all(&app).await;
        assert_eq!(mails(&app).len(), 2);
        // What is due soon is told a day before, once.
        let due = |app: &App| mails(app).iter().filter(|mail| mail.contains("快到期：1")).count();
        for _ in 0..40 {
            app.portal.clock.advance(TimeDelta::days(1));
            run_all(&app).await;
            if due(&app) > 0 {
                break;
            }
        }
        app.portal.clock.advance(TimeDelta::days(1));
        run_all(&app).await;
        assert_eq!(due(&app), 1);
        // The address stands nowhere in the clear but in the mails themselves.
        std::fs::remove_dir_all(app.dir.path().join("mail")).unwrap();
        crate::sealed::no_mark_in(&app, &["zqxli".to_owned(), "ZQX".to_owned()]);
    }

    async fn what_is_due_soon_reaches_whoever_was_never_told_anything(app: App) {
        let (number, _) = lead(&app).await;
        app.person("wang", "鲁0102", Role::Triage).await;
        let mut b = app.signed_in("wang").await;
        b.post(&format!("/staff/reports/{number}/claim"), &[("version", "1")]).await.is(StatusCode::SEE_OTHER);
        // The worker looks after whoever is there, old and new, every few seconds.
        jobs::tidy_now(&app.portal).await.unwrap();
        let mut told = Vec::new();
        for _ in 0..8 {
            app.portal.clock.advance(TimeDelta::days(1));
            jobs::tidy_now(&app.portal).await.unwrap();
            run_all(&app).await;
            let page = app.signed_in("wang").await.get("/staff/notifications").await;
            told.push(page.body.matches("您办的这一件快到期了").count());
        }
        // Due on the Monday after: told the day before, once.
        assert_eq!(told, [0, 0, 0, 0, 0, 1, 1, 1]);
    }

    /// The header's count is made within the statement that finds the session; it says what the list says.
    async fn the_count_in_the_header_is_the_lists(app: App) {
        let mut numbers = Vec::new();
        for (channel, category, court) in [
            ("lead", "asset", "鲁0102"), ("complaint", "passive", "鲁0102"), ("complaint", "integrity", "鲁0102"), ("complaint", "passive", "鲁"),
            ("complaint", "funds", "鲁01"), ("lead", "asset", "鲁01"), ("lead", "asset", "鲁02"),
        ] {
            numbers.push(app.submit(json!({ "channel": channel, "category": category, "narrative": "x", "court": court })).await.0);
        }
        let mut counts = Vec::new();
        for (n, (court, role)) in ["鲁", "鲁01", "鲁0102", "鲁02"].into_iter().flat_map(|court| Role::ALL.iter().map(move |role| (court, *role))).enumerate() {
            let name = format!("p{n}");
            app.person(&name, court, role).await;
            let person = storage::staff::find(&app.portal.db, &name).await.unwrap().unwrap();
            let mut tx = app.portal.db.begin().await.unwrap();
            for number in &numbers {
                let report = report_id(&app, number).await;
                let change = notify::Change { report, at: app.portal.clock.now(), by: None };
                notify::tell(&app.portal, &mut tx, change, NotificationKind::Reminder, &[person.id]).await.unwrap();
            }
            tx.commit().await.unwrap();
            let page = app.signed_in(&name).await.get("/staff/notifications").await.is(StatusCode::OK);
            let listed = page.body.matches("class=\"notification unread\"").count();
            let shown = page.body.split("data-unread=\"").nth(1).map_or(0, |rest| rest.split('"').next().unwrap().parse().unwrap());
            assert_eq!(listed, shown, "{court} {role}");
            counts.push(listed);
        }
        assert!(counts.contains(&0) && counts.iter().any(|count| *count > 3), "{counts:?}");
    }
}

async fn report_id(app: &App, number: &str) -> uuid::Uuid {
    for (desk, own) in [(Desk::Enforcement, false), (Desk::Discipline, true)] {
        let scope = Scope {
            reach: Reach::All,
            desk,
            own_court: "鲁".into(),
            former_courts: Vec::new(),
            reads_own_complaints: own,
        };
        if let Some(row) = storage::reports::find(&app.portal.db, &scope, number).await.unwrap() {
            return row.id;
        }
    }
    panic!("no report {number}")
}

/// The count in the header costs no statement of its own.
#[tokio::test]
async fn being_told_costs_the_pages_nothing() {
    let app = App::postgres().await;
    let (number, _) = lead(&app).await;
    app.person("wang", "鲁0102", Role::Triage).await;
    app.person("li", "鲁0102", Role::Handler).await;
    step(&mut app.signed_in("wang").await, &number, "assign", "1", &[("assignee", "li")]).await;
    let mut li = app.signed_in("li").await;
    // Opened before: the first look writes that somebody looked.
    let report = format!("/staff/reports/{number}");
    li.get(&report).await.is(StatusCode::OK);
    for (path, most) in [("/staff/queue", 5), ("/staff/notifications", 2), ("/staff/views", 2), (report.as_str(), 12)] {
        let statements = Statements::begin();
        li.get(path).await.is(StatusCode::OK).has("data-unread=\"1\"");
        let count = statements.take();
        assert!((1..=most).contains(&count), "{path}: {count} statements");
    }
}
