//! What comes after sending: changing within ten minutes, withdrawing later, read marks, how long it takes, and what the
//! reporter says once it is closed.

use axum::http::{Method, StatusCode};
use chrono::TimeDelta;
use nuandong::{
    actions::record::{self, Actor, Entry},
    domain::{report::ReceiptCode, staff::Role},
    i18n::Lang,
    jobs,
    storage::{self, reports::ReportRow},
};
use serde_json::{Value, json};

use crate::{
    export::everything,
    form::digits_of,
    notices::confirm,
    support::{App, Browser, Page, on_both, walk_to_check},
    together::Stream,
};

on_both! {
    async fn what_was_sent_is_changed_and_what_was_before_is_kept(app: App) {
        let mut b = app.browser();
        let base = walk_to_check(&mut b, "lead", "other", "第一版的话").await;
        b.upload(&format!("{base}/files"), "", &[("a.txt", b"hello there")]).await.is(StatusCode::SEE_OTHER);
        let receipt = b.submit(&format!("{base}/send"), &[]).await;
        let (number, code) = (digits_of(&receipt.body, "number"), digits_of(&receipt.body, "secret"));
        let before = row_of(&app, &code).await;
        let report = b.submit("/follow", &[("code", &code)]).await.has(&Lang::Zh.ta("change-text", &[("until", "09:10")]));
        report.has(&format!("/follow/{number}/change"));
        let desk = Desk::new(&app, "triage", "鲁0102", &number).await;
        desk.step(json!({ "action": "claim" })).await.is(StatusCode::OK);
        app.signed_in("triage").await.get(&format!("/staff/reports/{number}")).await.has("可能修改至 09:10");
        app.signed_in("triage").await.get("/staff/queue").await.has("可能修改至 09:10");
        let stale = desk.report().await["version"].clone();

        // Everything that was sent stands on the check page; one answer is changed.
        let draft = b.post(&format!("/follow/{number}/change"), &[]).await.is(StatusCode::SEE_OTHER).location();
        let draft = draft.trim_end_matches("/check").to_owned();
        let check = b.get(&format!("{draft}/check")).await.is(StatusCode::OK);
        check.has("第一版的话").has(&Lang::Zh.t("change-send")).has("09:10").has_not(&Lang::Zh.t("send-lead")).has_not(&Lang::Zh.t("check-not-sent"));
        b.get(&format!("{draft}/files")).await.is(StatusCode::OK).has(&Lang::Zh.t("change-files")).has_not("type=\"file\"");
        b.upload(&format!("{draft}/files"), "", &[("b.txt", b"another")]).await.is(StatusCode::SEE_OTHER);
        b.submit(&format!("{draft}/story?from=check"), &[("narrative", "第二版的话")]).await.has("第二版的话").has_not("第一版的话");
        app.portal.clock.advance(TimeDelta::seconds(599));
        b.submit(&format!("{draft}/send"), &[]).await.has(&Lang::Zh.t("changed-title")).has_not(&code);

        // The bytes are those that stood there.
        let after = row_of(&app, &code).await;
        let versions = storage::versions::list(&app.portal.db, after.id).await.unwrap();
        assert_eq!((versions.len(), &versions[0].sealed_content, &versions[0].sealed_summary), (1, &before.sealed_content, &before.sealed_summary));
        assert_eq!(versions[0].sealed_reporter, before.sealed_reporter);
        assert_eq!((after.id, &after.number, after.received_at, after.content_version), (before.id, &before.number, before.received_at, 2));
        assert_eq!(storage::reports::count_up_to(&app.portal.db, 10).await.unwrap(), 1);
        // Both are readable at the desk; whoever claimed it still has it; a step against the old version is refused.
        let seen = desk.report().await;
        assert_eq!((&seen["narrative"], &seen["versions"][0]["narrative"], &seen["status"]), (&json!("第二版的话"), &json!("第一版的话"), &json!("under_review")));
        assert_eq!((&seen["assignee"], seen["files"].as_array().unwrap().len()), (&json!("triage"), 1));
        let conflict = desk.step_at(json!({ "action": "accept" }), &stale).await.is(StatusCode::CONFLICT).json();
        assert_eq!(conflict["current"]["narrative"], "第二版的话");
        let page = app.signed_in("triage").await.get(&format!("/staff/reports/{number}")).await;
        page.has("第一版的话").has("第二版的话").has(&Lang::Zh.t("versions-title")).has(&Lang::Zh.t("entry-changed"));
        b.get(&format!("/follow/{number}")).await.has(&Lang::Zh.t("entry-changed"));
        // Back, reload, a second press: it is done.
        assert!(b.post(&format!("{draft}/send"), &[]).await.is(StatusCode::SEE_OTHER).location().starts_with("/receipt/"));
        b.get(&format!("{draft}/story")).await.is(StatusCode::SEE_OTHER);
        let late = b.post(&format!("{draft}/story"), &[("narrative", "nach dem Senden")]).await.is(StatusCode::CONFLICT);
        late.has("nach dem Senden").has(&draft.replace("/report/lead/", "/receipt/"));
        assert_eq!(desk.report().await["narrative"], "第二版的话");
    }

    async fn another_court_gets_it_and_the_old_one_loses_sight(app: App) {
        let (number, code) = app.submit(json!({ "channel": "complaint", "category": "passive", "narrative": "第一版", "court": "鲁0102" })).await;
        let jinan = Desk::new(&app, "jinan", "鲁01", &number).await;
        let qingdao = Desk::new(&app, "qingdao", "鲁02", &number).await;
        jinan.step(json!({ "action": "claim" })).await.is(StatusCode::OK);
        qingdao.get().await.is(StatusCode::NOT_FOUND);
        let mut b = app.browser();
        b.submit("/follow", &[("code", &code)]).await;
        let draft = begin(&mut b, &number).await;
        b.post(&format!("{draft}/case?from=check"), &[("case_number", ""), ("court", "鲁0202")]).await.is(StatusCode::SEE_OTHER);
        b.submit(&format!("{draft}/send"), &[]).await.has("青岛");
        // On every way in there is nothing left.
        jinan.get().await.is(StatusCode::NOT_FOUND);
        jinan.step_at(json!({ "action": "note", "note": "x" }), &json!(3)).await.is(StatusCode::NOT_FOUND);
        let mut officer = app.signed_in("jinan").await;
        officer.get(&format!("/staff/reports/{number}")).await.is(StatusCode::NOT_FOUND);
        officer.post(&format!("/staff/reports/{number}/accept"), &[("version", "2")]).await.is(StatusCode::NOT_FOUND);
        officer.get("/staff/queue").await.has_not(&number);
        assert_eq!(list(&app, &jinan.token, "").await["count"], 0);
        let seen = qingdao.report().await;
        assert_eq!((&seen["court"], &seen["court_concerned"], &seen["status"], &seen["assignee"]), (&json!("鲁02"), &json!("鲁0202"), &json!("received"), &Value::Null));
        assert_eq!(seen["versions"][0]["court_concerned"], "鲁0102");
        qingdao.step(json!({ "action": "claim" })).await.is(StatusCode::OK);
        // The receipt that is still open tells the new court as well.
        b.get(&format!("/follow/{number}")).await.has("青岛").has(&Lang::Zh.ta("entry-changed-court", &[("court", "青岛市中级人民法院")]));
    }

    async fn an_earlier_version_keeps_the_fence_of_its_time(app: App) {
        for (first, second, court, role) in [
            // About the intermediate court itself, then about the court below it: now that very court handles it.
            (json!({ "category": "passive", "court": "鲁01" }), json!({ "category": "passive", "court": "鲁0102" }), "鲁01", Role::Triage),
            // For the discipline desk alone, then for the enforcement desk of the same court.
            (json!({ "category": "integrity", "court": "鲁0202" }), json!({ "category": "passive", "court": "鲁0202" }), "鲁02", Role::Triage),
            // Nobody knows about which court.
            (json!({ "category": "passive" }), json!({ "category": "passive", "court": "鲁0302" }), "鲁03", Role::Supervisor),
        ] {
            let username = court.replace('鲁', "court");
            let body = |mut fields: Value, narrative: &str| {
                fields["channel"] = "complaint".into();
                fields["narrative"] = narrative.into();
                fields
            };
            let (number, code) = app.submit(body(first.clone(), "说的是您本院ZQX")).await;
            app.portal.clock.advance(TimeDelta::minutes(1));
            if first["court"] == "鲁01" {
                let home = Desk::new(&app, "home", "鲁", &number).await;
                home.step(json!({ "action": "note", "note": "高院的话ZQX" })).await.is(StatusCode::OK);
                home.step(json!({ "action": "reply", "text": "高院的回复ZQX" })).await.is(StatusCode::OK);
                home.step(json!({ "action": "remind", "note": "高院的提醒ZQX", "on": "2026-11-25" })).await.is(StatusCode::OK);
                home.step(json!({ "action": "claim" })).await.is(StatusCode::OK);
                home.step(json!({ "action": "accept" })).await.is(StatusCode::OK);
                home.step(json!({ "action": "measure", "kind": "other", "on": "2026-11-23", "result": "done", "note": "高院的措施ZQX", "document": "ZQX号" })).await.is(StatusCode::OK);
            }
            call(&app, "/api/v1/follow/messages", &code, json!({ "text": "我补一句" })).await.is(StatusCode::CREATED);
            app.portal.clock.advance(TimeDelta::minutes(1));
            call(&app, "/api/v1/follow/change", &code, body(second, "第二版")).await.is(StatusCode::OK);
            let token = app.token(&username, court, role).await;
            let desk = Desk { app: &app, token, number: number.clone() };
            let seen = desk.get().await.is(StatusCode::OK).has("第二版").has_not("ZQX").has("我补一句").json();
            assert_eq!(seen["versions"], json!([]), "{court}");
            let kinds = seen["timeline"].as_array().unwrap().iter().map(|entry| entry["kind"].as_str().unwrap()).collect::<Vec<_>>();
            assert_eq!(kinds, ["received", "message"], "nothing tells that it was another");
            assert_eq!(seen["timeline"][0]["facts"]["court"], court);
            let mut b = app.signed_in(&username).await;
            b.get(&format!("/staff/reports/{number}")).await.is(StatusCode::OK).has_not("ZQX").has_not(&Lang::Zh.t("versions-title"));
            let evidence = everything(&b.post(&format!("/staff/reports/{number}/export.zip"), &[]).await.is(StatusCode::OK).bytes);
            for (path, text) in evidence {
                let tells = ["ZQX", "earlier/", "receipt.txt", "\"salt\"", "content_version"];
                let tells = tells.into_iter().find(|word| text.contains(word) || path.contains(word));
                assert!(tells.is_none(), "{court}: {path} {tells:?}");
            }
            // Nor does a reminder of before ring.
            app.portal.clock.advance(TimeDelta::days(3));
            nuandong::jobs::run_all(&app.portal).await.unwrap();
            app.signed_in(&username).await.get(&format!("/staff/reports/{number}")).await.is(StatusCode::OK).has_not("ZQX");
            desk.get().await.is(StatusCode::OK).has_not("ZQX");
            // Its reporter sees all that happened.
            let followed = app.browser().json(Method::POST, "/api/v1/follow", &[], Some(json!({ "code": code }))).await.json();
            assert!(followed["timeline"].to_string().contains("changed"));
        }
        // Where no fence stands, the supervisor of the home court reads it all.
        let token = app.token("high", "鲁", Role::Supervisor).await;
        let all = list(&app, &token, "").await;
        for item in all["items"].as_array().unwrap() {
            let path = format!("/api/v1/staff/reports/{}", item["number"].as_str().unwrap());
            let seen = app.browser().json(Method::GET, &path, &[("authorization", &format!("Bearer {token}"))], None).await.json();
            let expected = usize::from(item["court_concerned"] != "鲁0202");
            assert_eq!(seen["versions"].as_array().unwrap().len(), expected, "{}", item["court_concerned"]);
        }
    }

    async fn nothing_tells_of_a_hidden_version_while_the_clock_goes_on(app: App) {
        app.portal.clock.tick(TimeDelta::milliseconds(1));
        let about = |category: &str| json!({ "channel": "complaint", "category": category, "narrative": "x", "court": "鲁0202" });
        let (number, code) = app.submit(about("integrity")).await;
        let desk = Desk::new(&app, "qingdao", "鲁02", &number).await;
        let mut officer = app.signed_in("qingdao").await;
        let mut stream = Stream::open(&app, &officer, "", None).await;
        call(&app, "/api/v1/follow/change", &code, about("passive")).await.is(StatusCode::OK);
        let seen = desk.report().await;
        let kinds = seen["timeline"].as_array().unwrap().iter().map(|entry| entry["kind"].as_str().unwrap()).collect::<Vec<_>>();
        assert_eq!((kinds, &seen["versions"]), (vec!["received"], &json!([])));
        officer.get(&format!("/staff/reports/{number}")).await.is(StatusCode::OK).has_not("修改了内容");
        // Whoever watches hears of one that came.
        let event = stream.change().await.data;
        assert_eq!((&event["number"], &event["kind"]), (&json!(number), &json!("received")));
        // A later change, of what this desk may read, is told as one.
        call(&app, "/api/v1/follow/change", &code, about("delay")).await.is(StatusCode::OK);
        let seen = desk.report().await;
        assert_eq!((&seen["timeline"][1]["kind"], seen["versions"].as_array().unwrap().len()), (&json!("changed"), 1));
        // Nor does evidence tell of the first: the receipt is of that one, and so is the form that a receipt speaks of.
        let evidence = everything(&officer.post(&format!("/staff/reports/{number}/export.zip"), &[]).await.is(StatusCode::OK).bytes);
        assert!(evidence.iter().any(|(path, _)| path == "earlier/01.json"));
        for (path, text) in evidence {
            assert!(path != "receipt.txt" && !text.contains("\"salt\"") && !text.contains("receipt.txt"), "{path}");
        }
    }

    async fn what_a_court_writes_while_a_change_waits_stays_with_the_version_before(app: App) {
        let (number, code) = app.submit(json!({ "channel": "complaint", "category": "passive", "narrative": "x", "court": "鲁01" })).await;
        app.person("home", "鲁", Role::Triage).await;
        let home = storage::staff::find(&app.portal.db, "home").await.unwrap().unwrap();
        let mut b = app.browser();
        b.submit("/follow", &[("code", &code)]).await;
        let draft = begin(&mut b, &number).await;
        b.post(&format!("{draft}/case?from=check"), &[("case_number", ""), ("court", "鲁0102")]).await.is(StatusCode::SEE_OTHER);
        let row = row_of(&app, &code).await;
        let key = row.data_key(&app.portal.keys).unwrap();
        let mut tx = app.portal.db.begin().await.unwrap();
        storage::reports::find_for_change(&mut tx, row.id).await.unwrap();
        let write = async {
            // Time for the change to come as far as the row. Were it slower, it would find the note there: all the better.
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
            app.portal.clock.advance(TimeDelta::seconds(1));
            let text = Some("高院的话ZQX");
            let entry = Entry { kind: "note", actor: Actor::Staff(home.id), public: false, facts: json!({}), text };
            record::write(&app.portal, &mut tx, row.id, &key, entry).await.unwrap();
            tx.commit().await.unwrap();
        };
        let send = format!("{draft}/send");
        let (sent, ()) = tokio::join!(b.post(&send, &[]), write);
        sent.is(StatusCode::SEE_OTHER);
        let jinan = Desk::new(&app, "jinan", "鲁01", &number).await;
        jinan.get().await.is(StatusCode::OK).has("鲁0102").has_not("ZQX");
        app.signed_in("jinan").await.get(&format!("/staff/reports/{number}")).await.is(StatusCode::OK).has_not("ZQX");
    }

    async fn eleven_minutes_later_nothing_is_changed_and_nothing_is_lost(app: App) {
        let mut b = app.browser();
        let (number, code, receipt) = sent(&mut b, "原来的话").await;
        b.submit("/follow", &[("code", &code)]).await;
        app.portal.clock.advance(TimeDelta::minutes(9));
        let draft = begin(&mut b, &number).await;
        b.post(&format!("{draft}/story?from=check"), &[("narrative", "改过的话")]).await.is(StatusCode::SEE_OTHER);
        app.portal.clock.advance(TimeDelta::minutes(1));
        let late = b.post(&format!("{draft}/send"), &[]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        late.has("<title>错误：").has(&Lang::Zh.t("error-change-too-late")).has("改过的话").has("href=\"#change\"").has("id=\"change\"");
        b.get(&format!("{draft}/check")).await.is(StatusCode::OK).has("改过的话").has(&Lang::Zh.t("change-over-write"));
        let code_words = Lang::Zh.t("error-change-too-late");
        for address in [format!("/follow/{number}/change"), format!("{receipt}/change")] {
            b.post(&address, &[]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has(&code_words).has("id=\"change\"");
        }
        b.get(&format!("/follow/{number}")).await.is(StatusCode::OK).has_not(&format!("{number}/change"));
        b.get(&receipt).await.is(StatusCode::OK).has_not(&format!("{receipt}/change"));
        let body = json!({ "channel": "lead", "category": "other", "narrative": "改过的话" });
        let refused = call(&app, "/api/v1/follow/change", &code, body).await.is(StatusCode::UNPROCESSABLE_ENTITY).json();
        assert_eq!(refused["type"], "too_late");
        let desk = Desk::new(&app, "triage", "鲁0102", &number).await;
        let seen = desk.report().await;
        assert_eq!((&seen["narrative"], &seen["versions"], &seen["version"]), (&json!("原来的话"), &json!([]), &json!(1)));
        app.signed_in("triage").await.get("/staff/queue").await.has_not("可能修改至");
    }

    async fn two_tabs_do_not_overwrite_each_other_unseen(app: App) {
        let (number, code) = app.submit(lead("一", "xm@example.com")).await;
        let mut b = app.browser();
        b.submit("/follow", &[("code", &code)]).await;
        let (one, two) = (begin(&mut b, &number).await, begin(&mut b, &number).await);
        b.post(&format!("{one}/story?from=check"), &[("narrative", "第一个窗口")]).await;
        b.post(&format!("{two}/story?from=check"), &[("narrative", "第二个窗口")]).await;
        b.submit(&format!("{one}/send"), &[]).await;
        let both = b.post(&format!("{two}/send"), &[]).await.is(StatusCode::CONFLICT);
        both.has(&Lang::Zh.t("error-change-elsewhere")).has("第一个窗口").has("第二个窗口").has("<title>错误：");
        let desk = Desk::new(&app, "triage", "鲁0102", &number).await;
        assert_eq!(desk.report().await["narrative"], "第一个窗口");
        // Having seen it, one can mean it.
        b.submit(&format!("{two}/send"), &[]).await.has(&Lang::Zh.t("changed-title"));
        let seen = desk.report().await;
        assert_eq!((&seen["narrative"], &seen["versions"][0]["narrative"], &seen["versions"][1]["narrative"]), (&json!("第二个窗口"), &json!("一"), &json!("第一个窗口")));
        // An address given on the page meanwhile is not taken back by an older draft either.
        let three = begin(&mut b, &number).await;
        b.post(&format!("/follow/{number}/contact"), &[("name", ""), ("phone", ""), ("email", "new@example.com")]).await.is(StatusCode::SEE_OTHER);
        b.post(&format!("{three}/send"), &[]).await.is(StatusCode::CONFLICT);
        // Nor does a change come through on what was withdrawn in the other tab.
        b.post(&format!("/follow/{number}/withdraw"), &[]).await.is(StatusCode::SEE_OTHER);
        b.post(&format!("{three}/send"), &[]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has(&Lang::Zh.t("error-change-closed"));
        b.post(&format!("/follow/{number}/change"), &[]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn pressing_twice_is_one_version(app: App) {
        let (number, code) = app.submit(lead("一", "")).await;
        let mut b = app.browser();
        b.submit("/follow", &[("code", &code)]).await;
        let draft = begin(&mut b, &number).await;
        b.post(&format!("{draft}/story?from=check"), &[("narrative", "二")]).await;
        let send = format!("{draft}/send");
        let mut tabs = [b.clone(), b.clone(), b.clone()];
        let [one, two, three] = &mut tabs;
        let answers = tokio::join!(one.post(&send, &[]), two.post(&send, &[]), three.post(&send, &[]));
        for answer in [answers.0, answers.1, answers.2] {
            answer.is(StatusCode::SEE_OTHER);
        }
        b.submit(&send, &[]).await.has(&Lang::Zh.t("changed-title"));
        let row = row_of(&app, &code).await;
        assert_eq!((storage::versions::list(&app.portal.db, row.id).await.unwrap().len(), row.content_version), (1, 2));
    }

    async fn changing_withdrawing_and_deciding_at_once_end_in_one_of_them(app: App) {
        for n in 0..6 {
            let (number, code) = app.submit(lead("一", "")).await;
            let mut b = app.browser();
            b.submit("/follow", &[("code", &code)]).await;
            let draft = begin(&mut b, &number).await;
            b.post(&format!("{draft}/story?from=check"), &[("narrative", "二")]).await;
            let desk = Desk::new(&app, &format!("t{n}"), "鲁0102", &number).await;
            let mut tab = b.clone();
            let (send, withdraw) = (format!("{draft}/send"), format!("/follow/{number}/withdraw"));
            let first = json!(1);
            let (changed, withdrawn, declined) = tokio::join!(b.post(&send, &[]), tab.post(&withdraw, &[]), desk.step_at(json!({ "action": "decline", "text": "不受理" }), &first));
            let seen = desk.report().await;
            let ended = [withdrawn.status == StatusCode::SEE_OTHER, declined.status == StatusCode::OK];
            assert!(ended.iter().filter(|ended| **ended).count() <= 1, "not both: {} {}", withdrawn.status, declined.status);
            match seen["status"].as_str().unwrap() {
                "withdrawn" => assert!(ended[0]),
                "declined" => assert!(ended[1]),
                _ => assert!(!ended[0] && !ended[1]),
            }
            let was_changed = changed.status == StatusCode::SEE_OTHER;
            assert_eq!(seen["narrative"], if was_changed { "二" } else { "一" });
            assert_eq!(seen["versions"].as_array().unwrap().len(), usize::from(was_changed));
        }
    }

    async fn it_works_without_cookies_from_the_receipt(app: App) {
        let base = walk_to_check(&mut app.browser(), "complaint", "other", "一").await;
        let bare = || app.browser();
        let receipt = bare().post(&format!("{base}/send"), &[]).await.is(StatusCode::SEE_OTHER).location();
        let slip = bare().get(&receipt).await.is(StatusCode::OK).has(&format!("{receipt}/change"));
        let code = digits_of(&slip.body, "secret");
        let draft = bare().post(&format!("{receipt}/change"), &[]).await.is(StatusCode::SEE_OTHER).location().replace("/check", "");
        bare().post(&format!("{draft}/case?from=check"), &[("case_number", ""), ("court", "鲁0202")]).await.is(StatusCode::SEE_OTHER);
        let done = bare().post(&format!("{draft}/send"), &[]).await.is(StatusCode::SEE_OTHER).location();
        bare().get(&done).await.is(StatusCode::OK).has(&Lang::Zh.t("changed-title")).has("青岛").has_not(&code);
        bare().get(&format!("/en{done}")).await.is(StatusCode::OK).has(&Lang::En.t("changed-title"));
        // The receipt tells where it goes now; its code still opens the same report.
        let slip = bare().get(&receipt).await.is(StatusCode::OK).has("青岛").has_not("济南");
        assert_eq!(digits_of(&slip.body, "secret"), code);
        app.browser().submit("/follow", &[("code", &code)]).await.has(&Lang::Zh.ta("entry-changed-court", &[("court", "青岛市中级人民法院")]));
        // Another browser can neither read a receipt nor change by it.
        let (_, _, receipt) = sent(&mut app.browser(), "二").await;
        let refused = app.browser().post(&format!("{receipt}/change"), &[]).await.is(StatusCode::SEE_OTHER);
        assert_eq!(refused.location(), receipt, "no draft is begun");
        app.browser().get(&receipt).await.is(StatusCode::GONE);
    }

    async fn withdrawing_later_with_a_reason(app: App) {
        let (number, code) = app.submit(lead("一", "xm@example.com")).await;
        let mut b = app.browser();
        b.submit("/follow", &[("code", &code)]).await;
        let desk = Desk::new(&app, "triage", "鲁0102", &number).await;
        desk.step(json!({ "action": "accept" })).await.is(StatusCode::OK);
        app.portal.clock.advance(TimeDelta::days(3));
        b.submit("/follow", &[("code", &code)]).await.has(&format!("/follow/{number}/withdraw")).has_not(&format!("/follow/{number}/change"));
        let address = format!("/follow/{number}/withdraw");
        let long = "长".repeat(2_001);
        b.post(&address, &[("reason", &long)]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has(&long).has("withdraw-error").has("open");
        b.submit(&address, &[("reason", "钱已经拿到了")]).await.has(&Lang::Zh.t("status-withdrawn")).has("钱已经拿到了");
        let seen = desk.report().await;
        assert_eq!(seen["status"], "withdrawn");
        assert!(seen["timeline"].as_array().unwrap().iter().any(|entry| entry["kind"] == "withdrawn" && entry["text"] == "钱已经拿到了"));
        assert_eq!(can(&app, &code).await, json!([]));
        // Archived or not, there is no result to speak of.
        desk.step(json!({ "action": "archive" })).await.is(StatusCode::OK);
        assert_eq!(can(&app, &code).await, json!([]));
        let refused = call(&app, "/api/v1/follow/rating", &code, json!({ "result": "settled" })).await.is(StatusCode::UNPROCESSABLE_ENTITY).json();
        assert_eq!(refused["type"], "not_closed");
        // Over the API, with a body and without one.
        for body in [None, Some(json!({ "reason": "说好了" }))] {
            let (_, code) = app.submit(lead("二", "")).await;
            let auth = format!("Receipt {code}");
            app.browser().json(Method::POST, "/api/v1/follow/withdraw", &[("authorization", &auth)], body).await.is(StatusCode::OK);
        }
    }

    async fn both_sides_see_what_the_other_has_read(app: App) {
        let (number, code) = app.submit(lead("一", "")).await;
        let mut b = app.browser();
        b.submit("/follow", &[("code", &code)]).await;
        app.person("handler", "鲁0102", Role::Handler).await;
        let mut handler = app.signed_in("handler").await;
        let open = handler.get(&format!("/staff/reports/{number}")).await.is(StatusCode::OK);
        b.submit(&format!("/follow/{number}/message"), &[("message", "看到了吗？")]).await.has(&Lang::Zh.t("unread-by-court"));
        // A page that is left open asks by itself what is new, and a page without the messages shows none: nobody reads.
        let seen = open.body.split("data-seen=\"").nth(1).unwrap().split('"').next().unwrap();
        handler.get(&format!("/staff/reports/{number}/changes?seen={seen}")).await.is(StatusCode::OK).has("data-field=\"messages\"");
        handler.get(&format!("/staff/reports/{number}?show=notes")).await.is(StatusCode::OK).has_not("看到了吗？");
        b.get(&format!("/follow/{number}")).await.has(&Lang::Zh.t("unread-by-court"));
        // Somebody who could not answer does not read for the court.
        app.person("auditor", "鲁0102", Role::Auditor).await;
        app.signed_in("auditor").await.get(&format!("/staff/reports/{number}")).await.is(StatusCode::OK);
        b.get(&format!("/follow/{number}")).await.has(&Lang::Zh.t("unread-by-court"));
        app.portal.clock.advance(TimeDelta::minutes(20));
        app.signed_in("handler").await.get(&format!("/staff/reports/{number}")).await.is(StatusCode::OK);
        app.portal.clock.advance(TimeDelta::minutes(20));
        app.signed_in("handler").await.get(&format!("/staff/reports/{number}")).await.is(StatusCode::OK);
        b.get(&format!("/follow/{number}")).await.has(&Lang::Zh.ta("read-by-court", &[("at", "2026年11月23日 09:20")])).has_not(&Lang::Zh.t("unread-by-court"));
        // And the other way.
        let desk = Desk::new(&app, "triage", "鲁0102", &number).await;
        desk.step(json!({ "action": "reply", "text": "看到了" })).await.is(StatusCode::OK);
        desk.step(json!({ "action": "note", "note": "内部" })).await.is(StatusCode::OK);
        let page = app.signed_in("handler").await.get(&format!("/staff/reports/{number}")).await.has(&Lang::Zh.t("unread-by-reporter"));
        assert_eq!(page.body.matches(&Lang::Zh.t("unread-by-reporter")).count(), 1, "a note is not for the reporter");
        b.get(&format!("/follow/{number}")).await.has_not(&Lang::Zh.t("unread-by-reporter"));
        app.signed_in("handler").await.get(&format!("/staff/reports/{number}")).await.has(&Lang::Zh.ta("read-by-reporter", &[("at", "2026年11月23日 09:40")]));
        let followed = app.browser().json(Method::POST, "/api/v1/follow", &[], Some(json!({ "code": code }))).await.json();
        let read = followed["messages"].as_array().unwrap().iter().map(|message| (message["from"].clone(), message["read_at"].clone())).collect::<Vec<_>>();
        assert_eq!(read, [(json!("citizen"), json!("2026-11-23T01:20:00Z")), (json!("court"), json!("2026-11-23T01:40:00Z"))]);
    }

    async fn who_has_it_is_a_role_and_never_a_name(app: App) {
        let (number, code) = app.submit(lead("一", "")).await;
        let mut b = app.browser();
        let court = [("court", "济南市历下区人民法院")];
        b.submit("/follow", &[("code", &code)]).await.has(&Lang::Zh.ta("handled-waiting", &court)).has(&Lang::Zh.t("progress-none-today"));
        app.portal.clock.advance(TimeDelta::hours(1));
        let page = format!("/follow/{number}");
        app.person("handler", "鲁0102", Role::Handler).await;
        let desk = Desk::new(&app, "triage", "鲁0102", &number).await;
        desk.step(json!({ "action": "assign", "assignee": "handler" })).await.is(StatusCode::OK);
        b.get(&page).await.has(&Lang::Zh.ta("handled-handler", &court)).has_not("handler 名");
        desk.step(json!({ "action": "accept" })).await.is(StatusCode::OK);
        b.get(&page).await.has(&Lang::Zh.t("progress-today"));
        app.portal.clock.advance(TimeDelta::days(6));
        b.submit("/follow", &[("code", &code)]).await.has(&Lang::Zh.ta("progress-days", &[("days", "6")]));
        b.get(&format!("/en{page}")).await.has(&Lang::En.ta("progress-days", &[("days", "6")]));
        // Of the discipline desk only that few see it.
        let (_, code) = app.submit(json!({ "channel": "complaint", "category": "integrity", "narrative": "x", "court": "鲁0102" })).await;
        app.browser().submit("/follow", &[("code", &code)]).await.has(&Lang::Zh.ta("handled-apart-waiting", &[("court", "济南市中级人民法院")])).has_not("督察");
    }

    async fn how_long_it_takes_is_said_from_enough_real_cases_only(app: App) {
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        let close = async |category: &str, days: i64| {
            let (number, _) = app.submit(json!({ "channel": "lead", "category": category, "narrative": "x", "court": "鲁0102" })).await;
            let desk = Desk { app: &app, token: token.clone(), number };
            desk.step(json!({ "action": "accept" })).await.is(StatusCode::OK);
            app.portal.clock.advance(TimeDelta::days(days));
            desk.step(json!({ "action": "resolve", "outcome": "controlled", "text": "办了" })).await.is(StatusCode::OK);
        };
        let estimate = async || {
            app.portal.clock.advance(TimeDelta::hours(25));
            jobs::refresh_handling_times(&app.portal).await.unwrap();
            let (_, code) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "y", "court": "鲁0102" })).await;
            let page = app.browser().submit("/follow", &[("code", &code)]).await;
            let json = app.browser().json(Method::POST, "/api/v1/follow", &[], Some(json!({ "code": code }))).await.json();
            (page.body, json["estimate"].clone())
        };
        let (page, json) = estimate().await;
        assert!(page.contains(&Lang::Zh.t("estimate-none")) && json.is_null());
        for n in 0..19 {
            close("asset", 1 + n % 4).await;
        }
        let (page, json) = estimate().await;
        assert!(page.contains(&Lang::Zh.t("estimate-none")) && json.is_null(), "nineteen are not enough");
        // One of another kind: enough for the channel, not for the kind. What was declined or withdrawn does not count.
        close("evasion", 2).await;
        let (page, json) = estimate().await;
        assert_eq!(json, json!({ "of": "channel", "sample": 20, "median_days": 2, "most_days": 3 }));
        assert!(page.contains(&Lang::Zh.ta("estimate-all-lead", &[("median", "2"), ("most", "3"), ("sample", "20")])));
        close("asset", 9).await;
        let (page, json) = estimate().await;
        assert_eq!(json, json!({ "of": "category", "sample": 20, "median_days": 2, "most_days": 4 }));
        assert!(page.contains(&Lang::Zh.ta("estimate-kind", &[("median", "2"), ("most", "4"), ("sample", "20")])));
        // Half a year later nobody knows any more.
        app.portal.clock.advance(TimeDelta::days(180));
        assert!(estimate().await.1.is_null());
    }

    async fn what_is_not_settled_is_opened_again_once(app: App) {
        let (number, code) = app.submit(lead("一", "")).await;
        let desk = Desk::new(&app, "triage", "鲁0102", &number).await;
        let mut b = app.browser();
        b.submit("/follow", &[("code", &code)]).await.has_not("name=\"result\"");
        let refused = call(&app, "/api/v1/follow/rating", &code, json!({ "result": "not" })).await.is(StatusCode::UNPROCESSABLE_ENTITY).json();
        assert_eq!(refused["type"], "not_closed");
        desk.close().await;
        assert_eq!(can(&app, &code).await, json!(["message", "files", "contact", "rate"]));
        let address = format!("/follow/{number}/rating");
        // Said before it is pressed; what is missing is said in words, and nothing is lost.
        b.get(&format!("/follow/{number}")).await.has(&Lang::Zh.ta("rating-not-first", &[("due", "2026年11月30日")]));
        b.post(&address, &[("text", "还差三千")]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has("<title>错误：").has("result-error").has("还差三千");
        b.post(&address, &[("result", "great"), ("text", "")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        let long = "长".repeat(2_001);
        b.post(&address, &[("result", "partly"), ("text", &long)]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has("rating_text-error").has(&long);
        app.portal.clock.advance(TimeDelta::hours(1));
        // Two tabs and a program at once: opened once.
        let mut tab = b.clone();
        let fields = [("result", "not"), ("text", "还差三千")];
        let (one, two, three) = tokio::join!(b.post(&address, &fields), tab.post(&address, &fields), call(&app, "/api/v1/follow/rating", &code, json!({ "result": "not" })));
        assert_eq!((one.status, two.status, three.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER, StatusCode::OK));
        let seen = desk.report().await;
        assert_eq!((&seen["status"], &seen["reopened_by_citizen"], &seen["citizen_result"], &seen["outcome"]), (&json!("reopened"), &json!(true), &json!("not"), &Value::Null));
        assert_eq!(seen["ratings"].as_array().unwrap().len(), 1, "{seen}");
        assert!(seen["due_at"].as_str().unwrap().starts_with("2026-11-30"), "{}", seen["due_at"]);
        let kinds = seen["timeline"].as_array().unwrap().iter().filter(|entry| entry["kind"] == "reopened").count();
        assert_eq!(kinds, 1);
        app.signed_in("triage").await.get("/staff/queue").await.has(&Lang::Zh.t("tag-reopened-by-citizen"));
        assert_eq!(can(&app, &code).await, json!(["message", "files", "contact", "withdraw"]));

        // Closed again, archived even: the second time it is recorded and marked, and stays closed.
        desk.close().await;
        desk.step(json!({ "action": "archive" })).await.is(StatusCode::OK);
        assert_eq!(can(&app, &code).await, json!(["rate"]));
        b.get(&format!("/follow/{number}")).await.has(&Lang::Zh.t("rating-not-again-above")).has_not("2026年11月30日。只能");
        b.submit(&address, &[("result", "not"), ("text", "还是没有")]).await.has(&Lang::Zh.t("status-archived")).has("还是没有");
        b.post(&address, &[("result", "not"), ("text", "")]).await.is(StatusCode::SEE_OTHER);
        let seen = desk.report().await;
        assert_eq!((&seen["status"], &seen["flags"]), (&json!("archived"), &json!(["not_settled_again"])));
        let rounds = seen["ratings"].as_array().unwrap().iter().map(|rating| rating["round"].as_i64().unwrap()).collect::<Vec<_>>();
        assert_eq!(rounds, [1, 2, 2]);
        // The court above sees it among what is not settled; so does whoever filters.
        let above = app.token("above", "鲁01", Role::Supervisor).await;
        for query in ["view=unsettled", "result=not"] {
            let found = list(&app, &above, query).await;
            assert_eq!((&found["count"], &found["items"][0]["citizen_result"]), (&json!(1), &json!("not")), "{query}");
        }
        assert_eq!(list(&app, &above, "result=settled").await["count"], 0);
        app.signed_in("above").await.get("/staff/queue?view=unsettled").await.has(&Lang::Zh.t("flag-not-settled-again"));
        // It turned out well in the end.
        b.submit(&address, &[("result", "settled"), ("text", "")]).await.has(&Lang::Zh.t("rating-settled"));
        assert_eq!(list(&app, &above, "view=unsettled").await["count"], 0);
        assert_eq!(desk.report().await["flags"], json!([]));
    }

    async fn what_is_said_is_shown_and_reopening_by_staff_asks_anew(app: App) {
        let (number, code) = app.submit(lead("一", "")).await;
        let desk = Desk::new(&app, "triage", "鲁0102", &number).await;
        desk.step(json!({ "action": "decline", "text": "不受理" })).await.is(StatusCode::OK);
        let mut b = app.browser();
        b.submit("/follow", &[("code", &code)]).await.has("name=\"result\"");
        let address = format!("/follow/{number}/rating");
        let page = b.submit(&address, &[("result", "unknown"), ("text", "等等看")]).await;
        page.has(&Lang::Zh.t("rating-change")).has(&Lang::Zh.ta("entry-rated", &[("result", &Lang::Zh.t("rating-unknown"))])).has("等等看");
        desk.step(json!({ "action": "reopen", "reason": "看错了" })).await.is(StatusCode::OK);
        b.post(&address, &[("result", "settled"), ("text", "")]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has(&Lang::Zh.t("error-result-not-closed"));
        desk.step(json!({ "action": "start" })).await.is(StatusCode::OK);
        desk.step(json!({ "action": "resolve", "outcome": "controlled", "text": "办了" })).await.is(StatusCode::OK);
        // A new round, an open question; staff's reopening was not the reporter's.
        b.get(&format!("/follow/{number}")).await.has(&Lang::Zh.t("rating-title")).has_not(&Lang::Zh.t("rating-change")).has("只能这样重办一次");
        b.submit(&address, &[("result", "not"), ("text", "")]).await.has(&Lang::Zh.t("status-reopened"));
        let rounds = desk.report().await["ratings"].as_array().unwrap().iter().map(|rating| rating["round"].as_i64().unwrap()).collect::<Vec<_>>();
        assert_eq!(rounds, [1, 2]);
    }

    async fn a_change_keeps_the_questions_and_takes_addresses_along(app: App) {
        let mut first = lead("一", "old@example.com");
        first["category"] = json!("consumption");
        first["details"] = json!({ "consumption_act": "flight fast_train", "consumption_when": "2026-11-03" });
        let (number, code) = app.submit(first).await;
        confirm(&app, &code, "email").await;
        let mut b = app.browser();
        b.submit("/follow", &[("code", &code)]).await.is(StatusCode::OK);
        let base = begin(&mut b, &number).await;
        b.post(&format!("{base}/you"), &[("anonymous", "no"), ("name", "王小明"), ("phone", ""), ("email", "new@example.com")]).await.is(StatusCode::SEE_OTHER);
        b.post(&format!("{base}/send"), &[]).await.is(StatusCode::SEE_OTHER);
        let row = row_of(&app, &code).await;
        let content = row.content(&row.data_key(&app.portal.keys).unwrap()).unwrap();
        assert_eq!(content.details["consumption_act"], "flight fast_train");
        assert_eq!(content.details["consumption_when"], "2026-11-03");
        assert_eq!(content.asked.len(), 2, "in the words that were read");
        // The new address is asked for a code of its own; the old one is gone, and so is its way when nobody is named any more.
        let standing = async || {
            let auth = format!("Receipt {code}");
            let stand = app.browser().json(Method::GET, "/api/v1/follow/notices", &[("authorization", &auth)], None).await;
            stand.is(StatusCode::OK).json()["ways"].clone()
        };
        assert_eq!((standing().await[0]["address"].as_str(), standing().await[0]["standing"].as_str()), (Some("n***@example.com"), Some("unconfirmed")));
        call(&app, "/api/v1/follow/change", &code, lead("三", "")).await.is(StatusCode::OK);
        assert_eq!(standing().await, json!([]));
    }

    async fn four_weeks_later_it_is_asked_again_once(app: App) {
        let letters = || std::fs::read_dir(app.dir.path().join("mail")).map_or(0, Iterator::count);
        // Silent, with an address: asked. Without one, rated, reopened by either side: not.
        let desk = |number: String, token: String| Desk { app: &app, token, number };
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        let mut codes = Vec::new();
        for (n, email) in ["a@example.com", "", "b@example.com", "c@example.com", "d@example.com"].into_iter().enumerate() {
            let (number, code) = app.submit(lead("一", email)).await;
            if !email.is_empty() {
                confirm(&app, &code, "email").await;
            }
            desk(number.clone(), token.clone()).close().await;
            match n {
                2 => drop(call(&app, "/api/v1/follow/rating", &code, json!({ "result": "partly" })).await.is(StatusCode::OK)),
                3 => drop(call(&app, "/api/v1/follow/rating", &code, json!({ "result": "not" })).await.is(StatusCode::OK)),
                4 => drop(desk(number.clone(), token.clone()).step(json!({ "action": "reopen", "reason": "x" })).await.is(StatusCode::OK)),
                _ => {}
            }
            codes.push((number, code));
        }
        jobs::run_all(&app.portal).await.unwrap();
        let before = letters();
        app.portal.clock.advance(TimeDelta::days(28) - TimeDelta::seconds(1));
        jobs::run_all(&app.portal).await.unwrap();
        assert_eq!(letters(), before, "not a second too early");
        app.browser().submit("/follow", &[("code", &codes[0].1)]).await.has(&Lang::Zh.t("rating-title")).has_not(&Lang::Zh.t("rating-title-again"));
        app.portal.clock.advance(TimeDelta::seconds(1));
        for _ in 0..3 {
            jobs::run_all(&app.portal).await.unwrap();
            app.portal.clock.advance(TimeDelta::days(1));
        }
        // A worker that died half-way begins its job once more.
        let report = row_of(&app, &codes[0].1).await.id;
        let mut tx = app.portal.db.begin().await.unwrap();
        jobs::enqueue(&app.portal, &mut tx, &jobs::Job::AskAgain { report, round: 1 }).await.unwrap();
        tx.commit().await.unwrap();
        jobs::run_all(&app.portal).await.unwrap();
        assert_eq!(letters(), before + 1, "one neutral mail, once");
        // The page puts the question again, to whoever has not answered it since.
        for index in [0, 1, 2] {
            app.browser().submit("/follow", &[("code", &codes[index].1)]).await.has(&Lang::Zh.t("rating-title-again")).has("name=\"result\"");
        }
        call(&app, "/api/v1/follow/rating", &codes[0].1, json!({ "result": "settled" })).await.is(StatusCode::OK);
        app.browser().submit("/follow", &[("code", &codes[0].1)]).await.has_not(&Lang::Zh.t("rating-title-again"));
        // Closed once more, the four weeks begin anew.
        desk(codes[4].0.clone(), token.clone()).close().await;
        jobs::run_all(&app.portal).await.unwrap();
        let before = letters();
        app.portal.clock.advance(TimeDelta::days(28));
        jobs::run_all(&app.portal).await.unwrap();
        jobs::run_all(&app.portal).await.unwrap();
        assert_eq!(letters(), before + 1);
    }
}

fn lead(narrative: &str, email: &str) -> Value {
    let reporter = (!email.is_empty()).then(|| json!({ "name": "王小明", "email": email }));
    json!({ "channel": "lead", "category": "asset", "narrative": narrative, "court": "鲁0102", "reporter": reporter })
}

/// Sends a lead through the form; number, code and the receipt's address.
async fn sent(b: &mut Browser, narrative: &str) -> (String, String, String) {
    let base = walk_to_check(b, "lead", "other", narrative).await;
    let receipt = b.post(&format!("{base}/send"), &[]).await.is(StatusCode::SEE_OTHER).location();
    let page = b.get(&receipt).await;
    (digits_of(&page.body, "number"), digits_of(&page.body, "secret"), receipt)
}

/// Begins to change a report that is open in this browser; the draft's address.
async fn begin(b: &mut Browser, number: &str) -> String {
    let to = b.post(&format!("/follow/{number}/change"), &[]).await.is(StatusCode::SEE_OTHER).location();
    to.trim_end_matches("/check").to_owned()
}

/// The report of a code, as the table has it.
async fn row_of(app: &App, code: &str) -> ReportRow {
    let code = ReceiptCode::parse(code).unwrap();
    storage::reports::find_by_code(&app.portal.db, &app.portal.hashes.code.of(code.as_str())).await.unwrap().unwrap()
}

/// A call of the reporter.
async fn call(app: &App, path: &str, code: &str, body: Value) -> Page {
    let auth = format!("Receipt {code}");
    app.browser().json(Method::POST, path, &[("authorization", &auth)], Some(body)).await
}

async fn can(app: &App, code: &str) -> Value {
    let body = json!({ "code": code });
    app.browser().json(Method::POST, "/api/v1/follow", &[], Some(body)).await.is(StatusCode::OK).json()["can"].clone()
}

async fn list(app: &App, token: &str, query: &str) -> Value {
    let path = format!("/api/v1/staff/reports?{query}");
    let auth = format!("Bearer {token}");
    app.browser().json(Method::GET, &path, &[("authorization", &auth)], None).await.is(StatusCode::OK).json()
}

/// Somebody at the desk, with one report.
struct Desk<'a> {
    app: &'a App,
    token: String,
    number: String,
}

impl<'a> Desk<'a> {
    async fn new(app: &'a App, username: &str, court: &str, number: &str) -> Self {
        let token = app.token(username, court, Role::Triage).await;
        Self { app, token, number: number.to_owned() }
    }

    async fn get(&self) -> Page {
        let auth = format!("Bearer {}", self.token);
        let path = format!("/api/v1/staff/reports/{}", self.number);
        self.app.browser().json(Method::GET, &path, &[("authorization", &auth)], None).await
    }

    async fn report(&self) -> Value {
        self.get().await.is(StatusCode::OK).json()
    }

    async fn step(&self, body: Value) -> Page {
        let version = self.report().await["version"].clone();
        self.step_at(body, &version).await
    }

    async fn step_at(&self, mut body: Value, version: &Value) -> Page {
        body["version"] = version.clone();
        let auth = format!("Bearer {}", self.token);
        let path = format!("/api/v1/staff/reports/{}/actions", self.number);
        self.app.browser().json(Method::POST, &path, &[("authorization", &auth)], Some(body)).await
    }

    /// Takes it to its end, from where it is.
    async fn close(&self) {
        match self.report().await["status"].as_str().unwrap() {
            "received" | "under_review" => drop(self.step(json!({ "action": "accept" })).await.is(StatusCode::OK)),
            _ => {}
        }
        let body = json!({ "action": "resolve", "outcome": "controlled", "text": "办完了" });
        self.step(body).await.is(StatusCode::OK);
    }
}
