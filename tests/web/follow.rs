//! The reporter comes back with the code: forms of it, limits on guessing, messages, contact, withdrawing, leaving.

use axum::http::{Method, StatusCode, header};
use chrono::TimeDelta;
use nuandong::{
    clock::Entropy,
    domain::{
        report::{ReceiptCode, ReportNumber},
        staff::Role,
    },
    i18n::Lang,
    jobs,
};
use serde_json::{Value, json};

use crate::support::{App, Browser, Page, on_both};

on_both! {
    async fn a_code_is_taken_in_any_sane_form(app: App) {
        let (number, code) = submitted(&app, "一条线索").await;
        let fours = code.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect::<Vec<_>>();
        let wide = code.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect::<String>();
        let forms = [
            code.clone(),
            fours.join(" "),
            fours.join("-"),
            fours.join(" - "),
            fours.join("\u{3000}"),
            format!("  {code}\r\n"),
            format!("\u{feff}{code}\u{200b}"),
            wide,
            fours.join("－"),
            fours.join("—"),
            format!("查询码：{}", fours.join(" ")),
            format!("Secret code\r\n{code}"),
        ];
        for form in forms {
            let page = app.browser().post("/follow", &[("code", &form)]).await;
            assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, format!("/follow/{number}")), "{form:?}");
        }
        let grouped = ReportNumber::parse(&number).unwrap().grouped();
        app.browser().submit("/en/follow", &[("code", &code)]).await.has("lang=\"en\"").has(&grouped).has_not(&code);
    }

    async fn what_is_wrong_with_a_code_is_said(app: App) {
        let (_, code) = submitted(&app, "一条线索").await;
        // One digit more than the last one is never right: the check digits see to it.
        let slip = format!("{}{}", &code[..19], (code.as_bytes()[19] - b'0' + 1) % 10);
        let letters = format!("{}X", &code[..19]);
        let cases: [(&str, &str); 6] = [("", "empty"), ("   ", "empty"), ("12345", "wrong-form"), (&slip, "wrong-form"), (&letters, "wrong-form"), (&wrong(1), "unknown")];
        for (typed, words) in cases {
            let page = app.browser().post("/follow", &[("code", typed)]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
            let page = page.has("<title>错误：").has("href=\"#code\"").has("id=\"code-error\"").has(&Lang::Zh.t(&format!("error-code-{words}")));
            assert!(page.body.contains(&format!("value=\"{typed}\"")), "{typed:?} is still in the field");
        }
        app.browser().post("/follow", &[("code", "\"><script>alert(1)</script>")]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has_not("<script>alert");
    }

    async fn guessing_is_stopped_at_the_guesser_alone(app: App) {
        let (number, code) = submitted(&app, "一条线索").await;
        let mut guesser = app.browser();
        guesser.address = [10, 0, 0, 7];
        // What is no code at all costs nothing.
        for _ in 0..30 {
            guesser.post("/follow", &[("code", "1234")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        }
        for n in 0..10 {
            guesser.post("/follow", &[("code", &wrong(n))]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has(&Lang::Zh.t("error-code-unknown"));
        }
        for typed in [&wrong(11), &wrong(14)] {
            let page = guesser.post("/follow", &[("code", typed)]).await.is(StatusCode::TOO_MANY_REQUESTS).has(&Lang::Zh.t("error-code-too-many"));
            assert_eq!(page.headers[header::RETRY_AFTER], "900");
        }
        // A new browser at the same address, and the API, are the same guesser.
        let mut again = app.browser();
        again.address = guesser.address;
        again.post("/follow", &[("code", &wrong(12))]).await.is(StatusCode::TOO_MANY_REQUESTS);
        let page = again.json(Method::POST, "/api/v1/follow", &[], Some(json!({ "code": wrong(15) }))).await.is(StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(page.headers[header::RETRY_AFTER], "900");
        // A right code opens its report all the same: whoever guesses locks nobody out who shares the address.
        again.post("/follow", &[("code", &code)]).await.is(StatusCode::SEE_OTHER);
        // Everybody else goes on, with this very code too.
        let mut other = app.browser();
        other.address = [10, 0, 0, 8];
        assert_eq!(other.post("/follow", &[("code", &code)]).await.is(StatusCode::SEE_OTHER).location(), format!("/follow/{number}"));
        other.post("/follow", &[("code", &wrong(13))]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        // And it passes.
        app.portal.clock.advance(TimeDelta::minutes(15));
        guesser.post("/follow", &[("code", &wrong(16))]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn right_codes_are_never_counted(app: App) {
        let (_, code) = submitted(&app, "一条线索").await;
        for n in 0..9 {
            for _ in 0..4 {
                app.browser().post("/follow", &[("code", &code)]).await.is(StatusCode::SEE_OTHER);
                app.browser().json(Method::POST, "/api/v1/follow", &[], Some(json!({ "code": code }))).await.is(StatusCode::OK);
            }
            app.browser().post("/follow", &[("code", &wrong(n))]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        }
        app.browser().post("/follow", &[("code", &wrong(9))]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        // Enough of guessing: nothing more is said of wrong ones, and nobody who shares the address is locked out.
        app.browser().post("/follow", &[("code", &wrong(10))]).await.is(StatusCode::TOO_MANY_REQUESTS);
        app.browser().post("/follow", &[("code", &code)]).await.is(StatusCode::SEE_OTHER);
    }

    async fn messages_go_both_ways(app: App) {
        let (number, mut b, desk) = opened(&app).await;
        b.submit(&format!("/follow/{number}/message"), &[("message", "他今天回来了\n第二行")]).await.has("他今天回来了\n第二行");
        let seen = desk.report().await;
        assert!(seen["timeline"].as_array().unwrap().iter().any(|entry| entry["actor"] == "citizen" && entry["text"] == "他今天回来了\n第二行"));
        desk.step(json!({ "action": "reply", "text": "收到，正在核实" })).await.is(StatusCode::OK);
        b.get(&format!("/follow/{number}")).await.has("收到，正在核实").has(&Lang::Zh.t("the-court"));
        // In both languages it is the same conversation.
        b.get(&format!("/en/follow/{number}")).await.is(StatusCode::OK).has("收到，正在核实").has("lang=\"en\"");
    }

    async fn an_answer_to_a_question_sends_the_report_back(app: App) {
        let (number, mut b, desk) = opened(&app).await;
        let address = format!("/follow/{number}");
        desk.step(json!({ "action": "request_info", "text": "车牌号是多少？" })).await.is(StatusCode::OK);
        // The question stands on top with its answer beside it, and there is one field only.
        let page = b.get(&address).await;
        let (question, timeline) = (page.body.find("class=\"asked\"").unwrap(), page.body.find("id=\"timeline\"").unwrap());
        let field = page.body.find("id=\"message\"").unwrap();
        assert!(question < field && field < timeline && page.body.matches("id=\"message\"").count() == 1);
        page.has("class=\"status amber\"").has("车牌号是多少？").has(&Lang::Zh.t("status-info-requested"));
        b.submit(&format!("{address}/message"), &[("message", "鲁A12345")]).await.has_not("class=\"status amber\"").has(&Lang::Zh.t("status-under-review"));
        assert_eq!(desk.report().await["status"], "under_review");
        // Later messages leave the status alone.
        desk.step(json!({ "action": "accept" })).await.is(StatusCode::OK);
        b.submit(&format!("{address}/message"), &[("message", "还有")]).await;
        assert_eq!(desk.report().await["status"], "accepted");
    }

    async fn what_was_accepted_stays_accepted_while_its_reporter_is_asked(app: App) {
        let (number, mut b, desk) = opened(&app).await;
        let message = format!("/follow/{number}/message");
        for step in ["accept", "start"] {
            desk.step(json!({ "action": step })).await.is(StatusCode::OK);
        }
        for _ in 0..2 {
            desk.step(json!({ "action": "request_info", "text": "哪一层？" })).await.is(StatusCode::OK);
        }
        // It waits for its reporter; what is refused before acceptance is not refused after it.
        let can = |report: &serde_json::Value| report["can"].as_array().unwrap().iter().map(|step| step.as_str().unwrap().to_owned()).collect::<Vec<_>>();
        let report = desk.report().await;
        let now = can(&report);
        assert_eq!(report["status"], "info_requested");
        assert!(["resolve", "measure", "extend"].iter().all(|step| now.iter().any(|can| can == step)), "{now:?}");
        assert!(["accept", "decline"].iter().all(|step| now.iter().all(|can| can != step)), "{now:?}");
        desk.step(json!({ "action": "accept" })).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        desk.step(json!({ "action": "decline", "text": "不予受理" })).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        b.submit(&message, &[("message", "三层")]).await.has(&Lang::Zh.t("status-in-progress"));
        assert_eq!(desk.report().await["status"], "in_progress");
        // A question that is never answered keeps nobody from closing.
        desk.step(json!({ "action": "request_info", "text": "还有吗？" })).await.is(StatusCode::OK);
        desk.step(json!({ "action": "resolve", "outcome": "controlled", "text": "已查封" })).await.is(StatusCode::OK);
        assert_eq!(desk.report().await["status"], "resolved");
    }

    async fn a_message_that_is_not_taken_is_kept_in_its_field(app: App) {
        let (number, mut b, desk) = opened(&app).await;
        let address = format!("/follow/{number}/message");
        for (typed, words) in [("", "empty"), (" \r\n ", "empty"), (&*"长".repeat(5_001), "too-long")] {
            let page = b.post(&address, &[("message", typed)]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
            let text = Lang::Zh.try_t(&format!("error-message-{words}")).unwrap_or_else(|| Lang::Zh.t(&format!("error-any-{words}")));
            let page = page.has("<title>错误：").has("href=\"#message\"").has("id=\"message-error\"").has(&text);
            assert!(page.body.contains(typed));
        }
        b.post(&address, &[("message", &format!("</textarea><script>{}", "x".repeat(5_000)))]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has_not("<script>").has("&lt;script>");
        b.post(&address, &[("message", &"长".repeat(5_000))]).await.is(StatusCode::SEE_OTHER);
        let entries = desk.report().await["timeline"].as_array().unwrap().iter().filter(|entry| entry["kind"] == "message").count();
        assert_eq!(entries, 1);
    }

    async fn markup_in_a_message_is_only_text_at_the_desk(app: App) {
        let (number, mut b, desk) = opened(&app).await;
        let evil = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><a href=\"javascript:alert(3)\">";
        let own = b.submit(&format!("/follow/{number}/message"), &[("message", evil)]).await;
        app.person("reader", "鲁0102", Role::Triage).await;
        let seen = app.signed_in("reader").await.get(&format!("/staff/reports/{number}")).await.is(StatusCode::OK);
        desk.step(json!({ "action": "reply", "text": evil })).await.is(StatusCode::OK);
        for page in [own, seen, b.get(&format!("/follow/{number}")).await] {
            page.has("&lt;script&gt;alert(1)").has_not("<script").has_not("<img src=x").has_not("<a href=\"javascript");
        }
    }

    async fn a_way_to_be_reached_can_be_given_later(app: App) {
        let (number, mut b, desk) = opened(&app).await;
        let address = format!("/follow/{number}/contact");
        let page = b.post(&address, &[("name", "王小明"), ("phone", "12"), ("email", "x@")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        page.has("id=\"phone-error\"").has("id=\"email-error\"").has("value=\"王小明\"").has("value=\"12\"").has("value=\"x@\"").has("<details id=\"contact\" open");
        desk.step(json!({ "action": "reply", "text": "一" })).await.is(StatusCode::OK);
        b.submit(&address, &[("name", "王小明"), ("phone", "１３８ ００１３ ８０００"), ("email", "xm@example.com")]).await.has("value=\"xm@example.com\"").has(&Lang::Zh.t("entry-contact"));
        // A code goes there; news wait until it comes back, and there is none of what was before.
        desk.step(json!({ "action": "reply", "text": "二" })).await.is(StatusCode::OK);
        jobs::run_all(&app.portal).await.unwrap();
        assert_eq!(std::fs::read_dir(app.dir.path().join("mail")).unwrap().count(), 1);
        // An informant's name is for the custodian alone.
        assert_eq!(desk.report().await["reporter"], Value::Null);
        let custodian = Desk { app: &app, token: app.token("custodian", "鲁0102", Role::Custodian).await, number };
        assert_eq!(custodian.report().await["reporter"]["name"], "王小明");
    }

    async fn withdrawing_ends_it(app: App) {
        let (number, mut b, desk) = opened(&app).await;
        let address = format!("/follow/{number}/withdraw");
        app.portal.clock.advance(TimeDelta::seconds(599));
        b.get(&format!("/follow/{number}")).await.has(&address);
        b.submit(&address, &[]).await.has(&Lang::Zh.t("status-withdrawn")).has_not(&address).has_not("name=\"message\"");
        // Pressing twice, a second tab, long after: harmless.
        b.post(&address, &[]).await.is(StatusCode::SEE_OTHER);
        app.portal.clock.advance(TimeDelta::minutes(5));
        b.post(&address, &[]).await.is(StatusCode::SEE_OTHER);
        let report = desk.report().await;
        assert_eq!(report["status"], "withdrawn");
        assert_eq!(report["timeline"].as_array().unwrap().iter().filter(|entry| entry["kind"] == "withdrawn").count(), 1);
        // Nothing can be written to it any more.
        b.post(&format!("/follow/{number}/message"), &[("message", "doch nicht")]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has("doch nicht");
    }

    async fn after_a_decision_there_is_nothing_to_withdraw(app: App) {
        let (number, mut b, desk) = opened(&app).await;
        let address = format!("/follow/{number}/withdraw");
        desk.step(json!({ "action": "decline", "text": "不属于受理范围" })).await.is(StatusCode::OK);
        b.get(&format!("/follow/{number}")).await.has_not(&address);
        b.post(&address, &[]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has("<title>错误：").has(&Lang::Zh.t("error-withdraw-closed")).has("id=\"withdraw\"");
        assert_eq!(desk.report().await["status"], "declined");
    }

    async fn the_number_alone_opens_nothing(app: App) {
        let (number, mut b, desk) = opened(&app).await;
        let (other_number, other_code) = submitted(&app, "别人的").await;
        let mut stranger = app.browser();
        stranger.submit("/follow", &[("code", &other_code)]).await;
        let address = format!("/follow/{number}");
        for mut visitor in [app.browser(), stranger] {
            for path in [&address, &format!("/en{address}")] {
                let page = visitor.get(path).await.is(StatusCode::SEE_OTHER).has_not("一条线索");
                assert!(page.location().ends_with("/follow"));
            }
            for (part, field) in [("message", "message"), ("contact", "name"), ("change", "x"), ("rating", "result"), ("withdraw", "x")] {
                visitor.post(&format!("{address}/{part}"), &[(field, "fremd")]).await.is(StatusCode::SEE_OTHER);
            }
        }
        let report = desk.report().await;
        assert_eq!((&report["status"], report["timeline"].as_array().unwrap().len()), (&json!("received"), 1));
        // One visit may have several open; two hours later none is.
        b.submit("/follow", &[("code", &other_code)]).await;
        b.get(&address).await.is(StatusCode::OK);
        b.get(&format!("/follow/{other_number}")).await.is(StatusCode::OK);
        app.portal.clock.advance(TimeDelta::hours(2));
        b.get(&address).await.is(StatusCode::SEE_OTHER);
    }

    async fn leaving_forgets_the_visit(app: App) {
        let (number, mut b, _) = opened(&app).await;
        let address = format!("/follow/{number}");
        let mut before = b.clone();
        b.get(&address).await.is(StatusCode::OK);
        let page = b.post("/leave", &[]).await.is(StatusCode::SEE_OTHER);
        assert!(page.location().starts_with("https://") && !page.location().contains(&number));
        assert!(page.headers["clear-site-data"].to_str().unwrap().contains("\"cache\""));
        assert!(b.cookies.is_empty(), "{:?}", b.cookies);
        b.get(&address).await.is(StatusCode::SEE_OTHER);
        // Even with the old cookie: the server forgot it too.
        before.get(&address).await.is(StatusCode::SEE_OTHER);
    }
}

/// A lead about 鲁0102; its number, and the code without its spaces.
async fn submitted(app: &App, narrative: &str) -> (String, String) {
    let lead = json!({ "channel": "lead", "category": "asset", "narrative": narrative, "court": "鲁0102" });
    let (number, code) = app.submit(lead).await;
    (number, code.replace(' ', ""))
}

/// A code in the right form that belongs to nothing.
fn wrong(seed: u64) -> String {
    ReceiptCode::generate(&Entropy::seeded(1_000_000 + seed)).as_str().to_owned()
}

/// A report that its reporter has open, and somebody at the desk.
async fn opened(app: &App) -> (String, Browser, Desk<'_>) {
    let (number, code) = submitted(app, "一条线索").await;
    let mut b = app.browser();
    b.submit("/follow", &[("code", &code)]).await;
    let token = app.token("triage", "鲁0102", Role::Triage).await;
    (number.clone(), b, Desk { app, token, number })
}

struct Desk<'a> {
    app: &'a App,
    token: String,
    number: String,
}

impl Desk<'_> {
    async fn report(&self) -> Value {
        let auth = format!("Bearer {}", self.token);
        let path = format!("/api/v1/staff/reports/{}", self.number);
        let page = self.app.browser().json(Method::GET, &path, &[("authorization", &auth)], None).await;
        page.is(StatusCode::OK).json()
    }

    /// Takes a step with the version as it stands.
    async fn step(&self, mut body: Value) -> Page {
        body["version"] = self.report().await["version"].clone();
        let auth = format!("Bearer {}", self.token);
        let path = format!("/api/v1/staff/reports/{}/actions", self.number);
        self.app.browser().json(Method::POST, &path, &[("authorization", &auth)], Some(body)).await
    }
}
