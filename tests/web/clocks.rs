//! Case clocks, the remedy compass, the clocks of a report, and what a change of the calendar does to due dates.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode, header};
use chrono::{NaiveDate, TimeDelta};
use nuandong::{
    actions::submit_report,
    clock::{day_of, end_of},
    crypto::DataKey,
    domain::{
        answers::Answers,
        case_clocks::SITUATIONS,
        remedy,
        report::{Channel, ReceiptCode},
        staff::Role,
        submission::Submission,
    },
    i18n::Lang,
    jobs,
    portal::Portal,
    storage::{self, Db, receipts::ReceiptRow, reports::ReportRow},
};
use serde_json::{Value, json};

use crate::support::{App, Browser, Page, on_both};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Fills in the three fields of a date.
fn dated<'a>(about: &'a str, name: &str, date: &'a str) -> Vec<(String, &'a str)> {
    let mut parts = date.split('-');
    let mut fields = vec![("about".to_owned(), about)];
    fields.extend(
        ["year", "month", "day"].map(|part| (format!("{about}_{name}_{part}"), parts.next().unwrap_or_default())),
    );
    fields
}

async fn check(b: &mut Browser, path: &str, fields: &[(String, &str)]) -> Page {
    let fields = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect::<Vec<_>>();
    b.post(path, &fields).await
}

/// The page without tags, as it is read.
fn words(page: &Page) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in page.body.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text
}

on_both! {
    async fn a_clock_is_counted_with_its_working(app: App) {
        let mut b = app.browser();
        b.get("/check").await.is(StatusCode::OK).has("name=\"about\"").has("name=\"lead_told_year\"").has_not("<article");
        b.get("/check?about=money").await.has("value=\"money\" checked");
        let page = check(&mut b, "/check", &dated("lead", "told", "2020-1-17")).await.is(StatusCode::OK);
        let text = words(&page);
        for part in [
            "2020年2月3日", "2020年1月17日为起算日，当日不计入", "第7日为2020年1月24日（星期五）", "2020年1月24日是休息日（春节）",
            "顺延至休息日后的第一个工作日2020年2月3日（星期一）", "2020年（2020年1月27日公布）", "（法释〔2017〕8号，2020年修正）第2条",
            &Lang::Zh.t("nature-law"), &Lang::Zh.t("standing-read-in-source"), "先问承办人",
        ] {
            assert!(text.contains(part), "no {part:?} in {text}");
        }
        let page = page.has("<svg role=\"img\"").has("class=\"days\"").has("class=\"hatch\"").has("class=\"due\" x=").has("2020年1月17日到2020年2月3日").has("href=\"/check/remedy/petition\"").has("href=\"/report/complaint\"");
        assert!(page.headers.get(header::SET_COOKIE).is_none() && page.location().is_empty());
        // In English it is the same day.
        let page = check(&mut b, "/en/check", &dated("lead", "told", "2020-01-17")).await.is(StatusCode::OK);
        let text = words(&page);
        for part in ["3 February 2020", "17 January 2020 starts the period", "24 January 2020 is a day off (Spring Festival)", "Article 2", "published 27 January 2020"] {
            assert!(text.contains(part), "no {part:?} in {text}");
        }
        // For a stranger's lead the same days are our target, not law.
        let page = check(&mut b, "/check", &dated("tip", "told", "2020-01-17")).await.is(StatusCode::OK);
        page.has(&Lang::Zh.t("nature-target")).has_not(&Lang::Zh.t("nature-law"));
    }

    async fn the_article_is_the_one_of_the_day(app: App) {
        let mut b = app.browser();
        for (date, article) in [("2019-06-05", "226"), ("2021-12-31", "226"), ("2022-01-01", "233"), ("2023-12-31", "233"), ("2024-01-01", "237"), ("2026-03-05", "237")] {
            let page = check(&mut b, "/check", &dated("idle", "applied", date)).await.is(StatusCode::OK);
            // And the one of today, for whoever relies on it now.
            let page = page.has(&format!("修正）第{article}条")).has("第237条");
            for other in ["226", "233"].iter().filter(|other| **other != article) {
                assert!(!page.body.contains(&format!("第{other}条")), "{date}: {other}");
            }
            check(&mut b, "/en/check", &dated("idle", "applied", date)).await.has(&format!("Article {article}")).has("judicial interpretation");
        }
        let today = check(&mut b, "/check", &dated("idle", "applied", "2026-05-23")).await;
        today.has(&Lang::Zh.t("clock-from-today")).has_not(&Lang::Zh.ta("clock-from-over", &[("days", "0")]));
    }

    async fn what_is_wrong_is_said_beside_its_field(app: App) {
        let mut b = app.browser();
        let long = "执".repeat(101);
        let mut number = dated("idle", "applied", "2026-03-05");
        number.push(("case_number".to_owned(), &long));
        let cases = [
            (vec![], "about", "about-empty"),
            (vec![("about".to_owned(), "divorce")], "about", "about-unknown"),
            (dated("idle", "applied", ""), "idle_applied_year", "date-empty"),
            (dated("idle", "applied", "2026-3"), "idle_applied_year", "date-incomplete"),
            (dated("idle", "found", "2026-2-30"), "idle_found_year", "date-not-a-date"),
            (dated("idle", "applied", "1949-9-30"), "idle_applied_year", "date-too-early"),
            (dated("idle", "applied", "26-3-5"), "idle_applied_year", "date-short-year"),
            (dated("money", "arrived", "2026-11-24"), "money_arrived_year", "date-future"),
            (number, "case_number", "number-too-long"),
        ];
        for (fields, field, code) in cases {
            for lang in [Lang::Zh, Lang::En] {
                let page = check(&mut b, &lang.path("/check"), &fields).await.is(StatusCode::UNPROCESSABLE_ENTITY);
                let said = lang.t(&format!("error-check-{code}"));
                let page = page.has(&format!("href=\"#{field}\"")).has(&format!("id=\"{field}\"")).has(&said).has("role=\"alert\"").has_not("<article");
                assert!(page.body.matches(&said).count() >= 2, "{code}: in the summary and beside the field");
                assert!(page.body.contains(&format!("<title>{}", lang.ta("title-error", &[("title", &lang.t("check-title"))]))), "{code}");
                for (name, value) in fields.iter().filter(|(name, value)| name != "about" && !value.is_empty()) {
                    assert!(page.body.contains(&format!("value=\"{value}\"")), "{code}: {name} is kept");
                }
            }
        }
        // A last day for performance may lie ahead, and sane forms of a date are read.
        check(&mut b, "/check", &dated("not_applied", "last_day", "2027-01-05")).await.is(StatusCode::OK).has("2029年1月5日");
        let wide = [("about", "lead"), ("lead_told_year", "２０２０年"), ("lead_told_month", "1月"), ("lead_told_day", " 17日")];
        b.post("/check", &wide).await.is(StatusCode::OK).has("2020年2月3日");
        b.post("/check", &[("about", "lead"), ("lead_told_year", "2020-1-17")]).await.is(StatusCode::OK).has("2020年2月3日");
    }

    async fn a_case_number_is_read_back_with_the_court_above(app: App) {
        let mut b = app.browser();
        let mut ask = async |number: &'static str| {
            let mut fields = dated("idle", "applied", "2026-03-05");
            fields.push(("case_number".to_owned(), number));
            check(&mut b, "/check", &fields).await.is(StatusCode::OK)
        };
        ask("(2026)魯0102執1234號").await.has("（2026）鲁0102执1234号").has("执行法院：济南市历下区人民法院").has("它的上一级法院：济南市中级人民法院");
        ask("（2018）鲁1202执7号").await.has("已经撤并").has("济南市莱芜区人民法院");
        ask("（2013）青民五终字第1941号").await.has(&Lang::Zh.t("check-court-unknown"));
        ask("不知道").await.has(&Lang::Zh.t("check-number-kept")).has("2026年9月7日");
        ask("\"><script>alert(1)</script>").await.has_not("<script>alert");
    }

    async fn nothing_of_it_is_kept(app: App) {
        let mut b = app.browser();
        let mut fields = dated("idle", "applied", "2026-03-05");
        fields.push(("case_number".to_owned(), "（2026）鲁0102执1234号"));
        check(&mut b, "/check", &fields).await.is(StatusCode::OK);
        for table in ["SELECT count(*) FROM report", "SELECT count(*) FROM draft", "SELECT count(*) FROM answer", "SELECT count(*) FROM attempt", "SELECT count(*) FROM job", "SELECT count(*) FROM follow_access"] {
            assert_eq!(count(&app.portal.db, table).await, 0, "{table}");
        }
        assert!(b.cookies.is_empty());
    }

    async fn every_situation_counts_from_each_of_its_dates(app: App) {
        let mut b = app.browser();
        for situation in SITUATIONS {
            for date in situation.dates {
                for lang in [Lang::Zh, Lang::En] {
                    let page = check(&mut b, &lang.path("/check"), &dated(situation.code, date, "2025-09-26")).await.is(StatusCode::OK);
                    let page = page.has("<article").has("class=\"days\"");
                    assert!(!page.body.contains("Unknown localization") && !page.body.contains("<script"), "{} {date}", situation.code);
                }
            }
        }
        // Rules of later days are named and left out; an unproven one and a provisional year say so.
        let page = check(&mut b, "/check", &dated("money", "arrived", "2019-12-06")).await;
        page.has(&Lang::Zh.t("check-before-title")).has("2019年12月16日起施行").has(&Lang::Zh.t("standing-second-hand"));
        check(&mut b, "/check", &dated("money", "cleared", "2026-11-20")).await.has(&Lang::Zh.t("standing-unproven")).has(&Lang::Zh.t("standing-tag-unproven")).has_not("（暂定）");
        let page = check(&mut b, "/check", &dated("petition", "sent", "2026-11-20")).await;
        page.has("（暂定）").has("2027年（还没有公布）").has("日期暂定");
    }

    async fn every_path_of_the_compass_ends_at_a_remedy(app: App) {
        let mut b = app.browser();
        for lang in [Lang::Zh, Lang::En] {
            let start = lang.path("/check/remedy");
            let mut waiting = vec![start.clone()];
            let (mut seen, mut ends) = (BTreeSet::new(), 0);
            while let Some(path) = waiting.pop() {
                if !seen.insert(path.clone()) {
                    continue;
                }
                let page = b.get(&path).await.is(StatusCode::OK).has_not("Unknown localization");
                let links = page.body.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&"));
                if path.contains("stage=") {
                    ends += 1;
                    let named = remedy::remedies().iter().filter(|remedy| page.body.contains(lang.say(&remedy.name))).count();
                    assert!(named > 0, "{path}");
                    let page = page.has(&lang.t("remedy-limit")).has(&lang.t("remedy-to")).has(&lang.t("remedy-bring")).has(&lang.t("clock-source"));
                    page.has(&lang.t("check-advice"));
                } else {
                    waiting.extend(links.filter(|link| link.starts_with(&format!("{start}?"))));
                }
            }
            assert_eq!(ends, remedy::paths().len());
            for remedy in remedy::remedies() {
                b.get(&lang.path(&format!("/check/remedy/{}", remedy.id))).await.is(StatusCode::OK).has(&format!("<h1>{}</h1>", lang.say(&remedy.name)));
            }
        }
        b.get("/check/remedy/nothing").await.is(StatusCode::NOT_FOUND);
        b.get("/check/remedy?who=nobody&stage=%ff").await.is(StatusCode::OK).has(&Lang::Zh.t("compass-ask-who"));
        let found = "/check/remedy?who=applicant&what=idle&stage=over_six_months";
        b.get(found).await.has("第237条").has("向上一级法院申请执行").has("href=\"/check?about=idle\"").has("href=\"/report/complaint\"").has(&Lang::Zh.t("compass-here"));
        // The ground is that of the day on which somebody asks.
        app.portal.clock.advance(TimeDelta::days(-7 * 365));
        b.get(found).await.has("第226条").has_not("第237条");
    }

    async fn a_report_shows_its_clocks(app: App) {
        let body = json!({ "channel": "complaint", "category": "passive", "narrative": "x", "court": "鲁0102", "details": { "filed_when": "2026-03-05" }, "language": "en" });
        let (number, code) = app.submit(body).await;
        let followed = follow(&app, &code).await;
        let clocks = followed["clocks"].as_array().unwrap();
        let of = |id: &str| clocks.iter().find(|clock| clock["rule"] == id).unwrap_or_else(|| panic!("no {id} in {clocks:?}"));
        assert_eq!(clocks[0]["rule"], "xf_finish_own", "the service target comes first");
        let target = of("xf_finish_own");
        assert_eq!((&target["nature"], &target["from"], &target["due"], &target["standing"]), (&json!("target"), &json!("2026-11-23"), &json!("2026-12-23"), &json!("read_in_source")));
        let upper = of("apply_upper");
        assert_eq!((&upper["nature"], &upper["due"], &upper["provisional"]), (&json!("law"), &json!("2026-09-07"), &json!(false)));
        assert_eq!((&upper["source"], &upper["edition"]), (&json!("Civil Procedure Law (2023), Article 237"), &json!("2026 (2025-11-04)")));
        assert!(upper["what"].as_str().unwrap().starts_with("After six months") && upper["steps"][0].as_str().unwrap().contains("2026-03-05 starts"));
        assert!(of("xf_register")["nature"] == "practice");
        let mut b = app.browser();
        b.submit("/follow", &[("code", &code)]).await.has("id=\"clocks\"").has("满六个月没执行").has(&Lang::Zh.t("nature-target")).has("第237条");
        b.get(&format!("/en/follow/{number}")).await.has("id=\"clocks\"").has("Article 237");
        // The desk of the court above reads the same.
        app.person("wang", "鲁01", Role::Triage).await;
        let mut desk = app.signed_in("wang").await;
        desk.get(&format!("/staff/reports/{number}")).await.is(StatusCode::OK).has("id=\"clocks\"").has("第237条");
        // What is closed has no clock any more.
        b.submit(&format!("/follow/{number}/withdraw"), &[]).await.has_not("id=\"clocks\"");
        assert_eq!(follow(&app, &code).await["clocks"], json!([]));
    }

    async fn clocks_of_petitions_are_not_those_of_misconduct(app: App) {
        for (category, court, expected) in [
            ("passive", "鲁0102", vec!["xf_finish_own", "xf_register", "xf_screen"]),
            // No court above screens what is about the home court.
            ("passive", "鲁", vec!["xf_finish_own", "xf_register"]),
            ("integrity", "鲁0102", vec!["xf_finish_own"]),
        ] {
            let (_, code) = app.submit(json!({ "channel": "complaint", "category": category, "narrative": "x", "court": court })).await;
            let clocks = follow(&app, &code).await["clocks"].as_array().unwrap().iter().map(|clock| clock["rule"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
            assert_eq!(clocks, expected, "{category} {court}");
        }
    }

    async fn a_day_begins_at_midnight_in_shanghai(app: App) {
        // 2026-11-23 23:59:59, then one second later.
        for (wait, from, due) in [(TimeDelta::hours(15) - TimeDelta::seconds(1), "2026-11-23", "2026-11-30"), (TimeDelta::seconds(1), "2026-11-24", "2026-12-01")] {
            app.portal.clock.advance(wait);
            let (number, code) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x", "court": "鲁0102" })).await;
            let clock = follow(&app, &code).await["clocks"][0].clone();
            assert_eq!((&clock["from"], &clock["due"]), (&json!(from), &json!(due)));
            let row = row(&app, &number).await;
            assert_eq!((row.due_from, row.due_at), (day(from), end_of(day(due))));
        }
    }

    async fn the_same_step_never_moves_a_date(app: App) {
        let (number, _) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x", "court": "鲁0102" })).await;
        let desk = Desk::open(&app, &number).await;
        let first = row(&app, &number).await.due_at;
        for body in [
            json!({ "action": "claim" }), json!({ "action": "claim" }), json!({ "action": "accept" }), json!({ "action": "start" }),
            json!({ "action": "measure", "note": "x" }), json!({ "action": "measure", "note": "x" }), json!({ "action": "reply", "text": "x" }),
            json!({ "action": "transfer", "court": "鲁0103", "reason": "x" }), json!({ "action": "claim" }), json!({ "action": "release", "reason": "x" }),
        ] {
            app.portal.clock.advance(TimeDelta::hours(5));
            desk.step(body.clone()).await;
            assert_eq!(row(&app, &number).await.due_at, first, "{body}");
        }
    }

    async fn an_extension_is_a_day_that_was_set_and_reopening_counts_anew(app: App) {
        let (number, code) = app.submit(json!({ "channel": "lead", "category": "whereabouts", "narrative": "x", "court": "鲁0102" })).await;
        let desk = Desk::open(&app, &number).await;
        let at = async || { let row = row(&app, &number).await; (row.due_rule, row.due_from, day_of(row.due_at)) };
        assert_eq!(at().await, ("lead_urgent".to_owned(), day("2026-11-23"), day("2026-11-26")));
        desk.step(json!({ "action": "accept" })).await;
        // A Sunday: the time ends on the Monday after it, and that is what the citizen reads.
        desk.step(json!({ "action": "extend", "due": "2026-12-20", "text": "需要评估" })).await;
        assert_eq!(at().await, ("extended".to_owned(), day("2026-12-20"), day("2026-12-21")));
        app.browser().submit("/follow", &[("code", &code)]).await.has("把日期延到2026年12月21日").has("定下的日期是2026年12月20日（星期日）");
        desk.step(json!({ "action": "resolve", "outcome": "controlled", "text": "x" })).await;
        app.portal.clock.advance(TimeDelta::days(30));
        desk.step(json!({ "action": "reopen", "reason": "x" })).await;
        assert_eq!(at().await, ("lead_urgent".to_owned(), day("2026-12-23"), day("2026-12-28")), "26 December is a Saturday");
        assert_eq!(follow(&app, &code).await["clocks"][0]["from"], "2026-12-23");
    }

    async fn a_new_calendar_moves_open_dates_and_says_so(app: App) {
        settle(&app).await;
        let lead = json!({ "channel": "lead", "category": "asset", "narrative": "x", "court": "鲁0102" });
        let (number, code) = app.submit(lead.clone()).await;
        let (closed, closed_code) = app.submit(lead.clone()).await;
        let (other, other_code) = app.submit(json!({ "channel": "complaint", "category": "funds", "narrative": "x", "court": "鲁0102" })).await;
        app.browser().json(Method::POST, "/api/v1/follow/withdraw", &[("authorization", &format!("Receipt {closed_code}"))], None).await.is(StatusCode::OK);
        assert_eq!(day_of(row(&app, &number).await.due_at), day("2026-11-30"));
        // Another process takes a list over: the last day becomes a day off.
        let elsewhere = again(&app).await;
        import(&elsewhere, "date,kind,name,published\n2026-11-30,off,调休,2026-11-23\n2026-12-05,makeup_work,调休,2026-11-23\n").await;
        assert!(app.portal.calendar().is_working_day(day("2026-11-30")), "this one has not looked yet");
        settle(&app).await;
        let moved = row(&app, &number).await;
        assert_eq!((day_of(moved.due_at), moved.version), (day("2026-12-01"), 2));
        let entries = recounts(&app, &code).await;
        assert_eq!(entries, ["按新的放假安排，把日期从2026年11月30日改为2026年12月1日。放假安排：2026年（2026年11月23日公布）。"]);
        app.browser().submit("/follow", &[("code", &code)]).await.has(&entries[0]).has(&Lang::Zh.t("the-portal"));
        // What is closed stays, and so does what does not move.
        assert_eq!((day_of(row(&app, &closed).await.due_at), recounts(&app, &closed_code).await.len()), (day("2026-11-30"), 0));
        assert_eq!((row(&app, &other).await.version, recounts(&app, &other_code).await.len()), (1, 0));
        // Counting again changes nothing, whoever does it; nor does the second walk.
        settle(&app).await;
        settle_with(&elsewhere).await;
        app.portal.clock.advance(TimeDelta::minutes(3));
        settle(&app).await;
        assert_eq!((row(&app, &number).await.version, recounts(&app, &code).await.len()), (2, 1));
        // Taken back, the date moves back, and both moves stay on record.
        import(&elsewhere, "date,kind,name,published\n2026-11-30,ordinary,,2026-11-24\n").await;
        settle(&app).await;
        assert_eq!(day_of(row(&app, &number).await.due_at), day("2026-11-30"));
        assert_eq!(recounts(&app, &code).await.len(), 2);
        // The very same list once more is a calendar that counts anew, and moves it again.
        import(&elsewhere, "date,kind,name\n2026-11-30,off,调休\n").await;
        settle(&app).await;
        assert_eq!(day_of(row(&app, &number).await.due_at), day("2026-12-01"));
    }

    async fn the_day_by_which_somebody_has_it_follows_the_calendar_too(app: App) {
        settle(&app).await;
        let lead = json!({ "channel": "lead", "category": "asset", "narrative": "x", "court": "鲁0102" });
        let (number, code) = app.submit(lead.clone()).await;
        let (released, _) = app.submit(lead).await;
        let desk = Desk::open(&app, &released).await;
        desk.step(json!({ "action": "claim" })).await;
        app.portal.clock.advance(TimeDelta::days(1));
        desk.step(json!({ "action": "release", "reason": "x" })).await;
        let at = async |number: &str| { let row = row(&app, number).await; (day_of(row.triage_warn.unwrap()), day_of(row.triage_due.unwrap())) };
        // The second workday after it came, or after it was given back.
        assert_eq!(at(&number).await, (day("2026-11-24"), day("2026-11-25")));
        assert_eq!(at(&released).await, (day("2026-11-25"), day("2026-11-26")));
        let due = row(&app, &number).await.due_at;
        import(&app.portal, "date,kind,name\n2026-11-25,off,调休\n").await;
        settle(&app).await;
        assert_eq!(at(&number).await, (day("2026-11-24"), day("2026-11-26")));
        assert_eq!(at(&released).await, (day("2026-11-26"), day("2026-11-27")));
        // The date that its reporter reads is counted in other days: it stays, and nothing is told.
        assert_eq!((row(&app, &number).await.due_at, recounts(&app, &code).await.len()), (due, 0));
        let version = row(&app, &number).await.version;
        settle(&app).await;
        assert_eq!(row(&app, &number).await.version, version);
    }

    async fn a_change_to_an_urgent_kind_is_urgent_for_whoever_has_to_take_it(app: App) {
        let (number, code) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x", "court": "鲁0102" })).await;
        let urgent = json!({ "channel": "lead", "category": "whereabouts", "narrative": "x", "court": "鲁0102" });
        let auth = format!("Receipt {code}");
        app.browser().json(Method::POST, "/api/v1/follow/change", &[("authorization", &auth)], Some(urgent)).await.is(StatusCode::OK);
        let row = row(&app, &number).await;
        assert_eq!((row.urgent, day_of(row.triage_due.unwrap()), day_of(row.due_at)), (true, day("2026-11-24"), day("2026-11-26")));
    }

    async fn a_new_calendar_loses_no_edit(app: App) {
        settle(&app).await;
        let (number, _) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x", "court": "鲁0102" })).await;
        let desk = Desk::open(&app, &number).await;
        desk.step(json!({ "action": "accept" })).await;
        import(&app.portal, "date,kind,name\n2026-11-30,off,调休\n").await;
        settle(&app).await;
        // Who had the page open from before is told, and nothing of either is lost.
        let stale = desk.act(json!({ "action": "extend", "version": 2, "due": "2026-12-11", "text": "需要评估" })).await;
        assert_eq!(stale.is(StatusCode::CONFLICT).json()["current"]["version"], 3);
        desk.step(json!({ "action": "extend", "due": "2026-12-11", "text": "需要评估" })).await;
        import(&app.portal, "date,kind,name\n2026-12-11,off,调休\n").await;
        settle(&app).await;
        let row = row(&app, &number).await;
        assert_eq!((row.status.as_str(), row.due_from, day_of(row.due_at)), ("extended", day("2026-12-11"), day("2026-12-14")));
    }

    async fn many_reports_are_walked_in_parts(app: App) {
        settle(&app).await;
        let ids = add_many(&app.portal, 1_203).await;
        import(&app.portal, "date,kind,name\n2026-11-30,off,调休\n").await;
        jobs::tidy_now(&app.portal).await.unwrap();
        // Interrupted after the first part, it goes on where it stopped.
        assert!(jobs::run_next(&app.portal, jobs::Lane::House).await.unwrap());
        let moved = count(&app.portal.db, "SELECT count(*) FROM report WHERE version = 2").await;
        assert!((1..1_203).contains(&moved), "{moved}");
        assert_eq!(settle_with(&again(&app).await).await, 3, "two more parts, and one that finds nothing left");
        assert_eq!(count(&app.portal.db, "SELECT count(*) FROM report WHERE version = 2").await, 1_203);
        assert_eq!(count(&app.portal.db, "SELECT count(*) FROM timeline WHERE kind = 'recount'").await, 1_203);
        let row = storage::reports::find_by_id(&app.portal.db, ids[1_202]).await.unwrap().unwrap();
        assert_eq!(day_of(row.due_at), day("2026-12-01"));
        app.portal.clock.advance(TimeDelta::minutes(3));
        settle(&app).await;
        assert_eq!(count(&app.portal.db, "SELECT count(*) FROM timeline WHERE kind = 'recount'").await, 1_203);
    }

    async fn what_a_process_with_the_old_calendar_wrote_is_found(app: App) {
        settle(&app).await;
        let behind = again(&app).await;
        import(&app.portal, "date,kind,name\n2026-11-30,off,调休\n").await;
        settle(&app).await;
        let id = add_many(&behind, 1).await[0];
        let due = async || day_of(storage::reports::find_by_id(&app.portal.db, id).await.unwrap().unwrap().due_at);
        assert_eq!(due().await, day("2026-11-30"));
        app.portal.clock.advance(TimeDelta::minutes(2));
        settle(&app).await;
        assert_eq!(due().await, day("2026-12-01"));
    }

    async fn older_rows_learn_from_which_day_they_count(app: App) {
        let (plain, _) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x", "court": "鲁0102" })).await;
        // Half past midnight in Shanghai, still the day before in UTC.
        app.portal.clock.advance(TimeDelta::hours(15) + TimeDelta::minutes(30));
        let (night, _) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x", "court": "鲁0102" })).await;
        let (extended, _) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x", "court": "鲁0102" })).await;
        let desk = Desk::open(&app, &extended).await;
        desk.step(json!({ "action": "accept" })).await;
        desk.step(json!({ "action": "extend", "due": "2026-12-11", "text": "x" })).await;
        execute(&app.portal.db, "UPDATE report SET due_rule = 'lead_verify', due_from = '2000-01-01'", "UPDATE report SET due_rule = 'lead_verify', due_from = '2000-01-01'").await;
        for (sqlite, postgres) in backfill(include_str!("../../migrations/sqlite/0003_clocks.sql")).into_iter().zip(backfill(include_str!("../../migrations/postgres/0003_clocks.sql"))) {
            execute(&app.portal.db, sqlite, postgres).await;
        }
        let of = async |number: &str| { let row = row(&app, number).await; (row.due_rule, row.due_from) };
        assert_eq!(of(&plain).await, ("lead_verify".to_owned(), day("2026-11-23")));
        assert_eq!(of(&night).await, ("lead_verify".to_owned(), day("2026-11-24")));
        assert_eq!(of(&extended).await, ("extended".to_owned(), day("2026-12-11")));
    }
}

/// The statements of a migration that fill what it adds.
fn backfill(migration: &'static str) -> Vec<&'static str> {
    let statements = migration.split(';').filter_map(|text| text.find("\nUPDATE ").map(|at| &text[at + 1..]));
    let statements = statements.collect::<Vec<_>>();
    assert_eq!(statements.len(), 2);
    statements
}

pub async fn execute(db: &Db, sqlite: &'static str, postgres: &'static str) {
    match db {
        Db::Sqlite { write, .. } => sqlx::query(sqlite).execute(write).await.map(|_| ()).unwrap(),
        Db::Postgres(pool) => sqlx::query(postgres).execute(pool).await.map(|_| ()).unwrap(),
    }
}

pub async fn count(db: &Db, sql: &'static str) -> i64 {
    let (count,): (i64,) = match db {
        Db::Sqlite { read, .. } => sqlx::query_as(sql).fetch_one(read).await.unwrap(),
        Db::Postgres(pool) => sqlx::query_as(sql).fetch_one(pool).await.unwrap(),
    };
    count
}

async fn follow(app: &App, code: &str) -> Value {
    let page = app.browser().json(Method::POST, "/api/v1/follow", &[], Some(json!({ "code": code }))).await;
    page.is(StatusCode::OK).json()
}

/// What the citizen reads about changed dates.
async fn recounts(app: &App, code: &str) -> Vec<String> {
    let followed = follow(app, code).await;
    let entries = followed["timeline"].as_array().unwrap().iter().filter(|entry| entry["kind"] == "recount");
    entries.map(|entry| entry["text"].as_str().unwrap().to_owned()).collect()
}

async fn row(app: &App, number: &str) -> ReportRow {
    let sql = "SELECT * FROM report WHERE number = $1";
    match &app.portal.db {
        Db::Sqlite { read, .. } => sqlx::query_as(sql).bind(number).fetch_one(read).await.unwrap(),
        Db::Postgres(pool) => sqlx::query_as(sql).bind(number).fetch_one(pool).await.unwrap(),
    }
}

/// The same portal as another process has it.
async fn again(app: &App) -> Portal {
    let (config, entropy) = (app.portal.config.clone(), nuandong::clock::Entropy::seeded(77));
    Portal::open(config, app.portal.clock.clone(), entropy, false).await.unwrap()
}

/// Takes a calendar over, as the command does, but tells nobody.
async fn import(portal: &Portal, csv: &str) {
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await.unwrap();
    storage::imports::add(&mut tx, portal.entropy.id(now), "calendar", csv, now).await.unwrap();
    tx.commit().await.unwrap();
    // Later imports lie over earlier ones.
    portal.clock.advance(TimeDelta::seconds(1));
}

/// What the worker does between two looks; returns how many jobs were carried out.
async fn settle_with(portal: &Portal) -> usize {
    jobs::tidy_now(portal).await.unwrap();
    jobs::run_all(portal).await.unwrap()
}

async fn settle(app: &App) {
    settle_with(&app.portal).await;
}

/// Adds reports without the way through the form.
async fn add_many(portal: &Portal, count: usize) -> Vec<uuid::Uuid> {
    let answers =
        Answers { category: "asset".into(), narrative: "x".into(), court: "鲁0102".into(), ..Answers::default() };
    let courts = portal.courts();
    let Ok(submission) = Submission::parse(Channel::Lead, &answers, "zh-CN", &courts, portal.clock.today()) else {
        panic!("these answers are fine")
    };
    let mut ids = Vec::new();
    let mut tx = portal.db.begin().await.unwrap();
    for _ in 0..count {
        let now = portal.clock.now();
        let id = portal.entropy.id(now);
        let row = submit_report::prepare(portal, &submission, id, &DataKey::generate(&portal.entropy), now).unwrap();
        let code = ReceiptCode::generate(&portal.entropy);
        let code_hash = portal.hashes.code.of(code.as_str());
        assert!(storage::reports::add(&mut tx, &row, &code_hash, &ReceiptRow::default()).await.unwrap());
        ids.push(id);
    }
    tx.commit().await.unwrap();
    ids.sort_unstable();
    ids
}

/// An officer who takes steps on one report, whatever its version is.
struct Desk<'a> {
    app: &'a App,
    number: String,
    token: String,
}

impl<'a> Desk<'a> {
    async fn open(app: &'a App, number: &str) -> Self {
        let token = app.token("chief", "鲁", Role::Supervisor).await;
        Self { app, number: number.to_owned(), token }
    }

    async fn act(&self, body: Value) -> Page {
        let path = format!("/api/v1/staff/reports/{}/actions", self.number);
        let bearer = format!("Bearer {}", self.token);
        self.app.browser().json(Method::POST, &path, &[("authorization", &bearer)], Some(body)).await
    }

    async fn step(&self, mut body: Value) {
        body["version"] = row(self.app, &self.number).await.version.into();
        self.act(body).await.is(StatusCode::OK);
    }
}
