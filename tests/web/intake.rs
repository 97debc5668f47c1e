//! Intake: a clerk looks a caller up, fills in, reads back, records; nothing typed is lost, and the fence holds.

use axum::http::StatusCode;
use chrono::TimeDelta;
use nuandong::{domain::staff::Role, i18n::Lang, jobs};
use serde_json::{Value, json};

use crate::support::{App, Browser, Page, on_both};

const MOBILE: &str = "13800138000";

/// A clerk with an open page: the browser, and the token of the form.
async fn clerk(app: &App, role: Role) -> (Browser, String) {
    app.person("clerk", "鲁0102", role).await;
    let mut b = app.signed_in("clerk").await;
    let page = b.get("/staff/intake").await.is(StatusCode::OK);
    let token = value_of(&page, "token");
    (b, token)
}

/// The value of a hidden field.
fn value_of(page: &Page, name: &str) -> String {
    let (_, rest) = page.body.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// What a caller says, with what differs.
fn fields<'a>(token: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("token", token),
        ("kind", "lead-asset"),
        ("way", "call"),
        ("narrative", "他的车停在小区楼下"),
        ("case_number", "（2019）鲁0102执1234号"),
        ("respondent_name", "被执行人甲"),
    ];
    let usual = usual.into_iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    usual.chain(more.iter().copied()).collect()
}

/// Presses “record”; the page with number and code.
async fn recorded(b: &mut Browser, token: &str, more: &[(&str, &str)]) -> Page {
    b.submit("/staff/intake", &fields(token, &[more, &[("act", "record")]].concat())).await
}

fn digits(page: &Page, class: &str) -> String {
    let (_, rest) = page.body.split_once(&format!("<p class=\"{class}\">")).unwrap();
    rest.split('<').next().unwrap().chars().filter(char::is_ascii_digit).collect()
}

async fn api(app: &App, token: &str, number: &str) -> Value {
    let bearer = format!("Bearer {token}");
    let path = format!("/api/v1/staff/reports/{number}");
    let answer = app.browser().json(axum::http::Method::GET, &path, &[("authorization", &bearer)], None).await;
    answer.is(StatusCode::OK).json()
}

on_both! {
    async fn what_is_typed_after_it_was_recorded_is_not_lost_in_silence(app: App) {
        let (mut b, token) = clerk(&app, Role::Intake).await;
        let first = b.post("/staff/intake", &fields(&token, &[("act", "record")])).await.is(StatusCode::SEE_OTHER).location();
        // The same once more, as after a double click, with what was looked up besides: the same report.
        let again = b.post("/staff/intake", &fields(&token, &[("look", "13800138000"), ("looked", ""), ("act", "record")])).await;
        assert_eq!(again.is(StatusCode::SEE_OTHER).location(), first);
        // Back, something corrected, recorded: said, shown again, and the way to both.
        let page = b.post("/staff/intake", &fields(&token, &[("narrative", "车牌更正为鲁A00001"), ("act", "record")])).await.is(StatusCode::CONFLICT);
        let page = page.has(&Lang::Zh.t("intake-recorded")).has(&format!("href=\"{first}\"")).has("车牌更正为鲁A00001");
        let fresh = value_of(&page, "token");
        assert_ne!(fresh, token);
        // Another matter it is, if the clerk says so.
        let second = b.post("/staff/intake", &fields(&fresh, &[("narrative", "车牌更正为鲁A00001"), ("act", "record")])).await.is(StatusCode::SEE_OTHER).location();
        assert_ne!(second, first);
        b.get(&first).await.is(StatusCode::OK);
    }

    async fn a_caller_is_served(app: App) {
        let (mut b, token) = clerk(&app, Role::Intake).await;
        let more = [("name", "来电人乙"), ("phone", MOBILE), ("q_asset_type", "vehicle"), ("q_plate", "鲁A12345")];
        // What is read back is what was typed, in the words of the citizen's check page; nothing is stored yet.
        let page = b.post("/staff/intake", &fields(&token, &[&more[..], &[("act", "check")]].concat())).await.is(StatusCode::OK);
        let page = page.has(&Lang::Zh.t("intake-read-back")).has("他的车停在小区楼下").has("被执行人甲").has("来电人乙").has("value=\"record\"").has(&Lang::Zh.t("intake-aloud-truth")).has_not(&Lang::Zh.t("intake-back-dated"));
        assert_eq!(value_of(&page, "token"), token);
        b.get("/staff/queue").await.has(&Lang::Zh.t("queue-none"));
        // Back to change something: everything is there.
        let page = b.post("/staff/intake", &fields(&token, &[&more[..], &[("act", "edit")]].concat())).await.is(StatusCode::OK);
        page.has("他的车停在小区楼下</textarea>").has("value=\"来电人乙\"").has("value=\"lead-asset\" checked").has("value=\"鲁A12345\"");
        let page = recorded(&mut b, &token, &more).await;
        let (number, code) = (digits(&page, "number"), digits(&page, "secret"));
        assert_eq!((number.len(), code.len()), (12, 20));
        // Pressed again: the same report.
        let again = recorded(&mut b, &token, &more).await;
        assert_eq!(digits(&again, "number"), number);
        b.get("/staff/queue").await.has(&Lang::Zh.ta("queue-count", &[("count", "1")]));
        // The timeline says how it came and who entered it, to the reporter too; the code works.
        b.get(&format!("/staff/reports/{number}")).await.is(StatusCode::OK).has("代为录入。来电").has("clerk 名").has("鲁A12345");
        app.browser().submit("/follow", &[("code", &code)]).await.has("代为录入。来电").has_not("clerk 名");
        let row = api(&app, &app.token("custodian", "鲁0102", Role::Custodian).await, &number).await;
        assert_eq!(row["reporter"]["phone"], MOBILE);
        assert_eq!(row["reporter"]["email"], Value::Null, "no address is invented");
        // On paper, with the code.
        b.get(&format!("/staff/intake/{token}/acknowledgement?asked=1&code=1")).await.is(StatusCode::OK).has(&Lang::Zh.t("sheet-title"));
        // A colleague at the same desk does not see the code, and after a day nobody does.
        app.person("colleague", "鲁0102", Role::Intake).await;
        app.signed_in("colleague").await.get(&format!("/staff/intake/{token}")).await.is(StatusCode::NOT_FOUND);
        app.portal.clock.advance(TimeDelta::hours(24));
        app.signed_in("clerk").await.get(&format!("/staff/intake/{token}")).await.is(StatusCode::GONE).has_not(&code[..4]);
    }

    async fn wrong_input_keeps_everything(app: App) {
        let (mut b, token) = clerk(&app, Role::Triage).await;
        let typed = [
            ("kind", ""), ("narrative", ""), ("phone", "12345"), ("received", "明天上午"), ("name", "来电人乙"), ("respondent_name", "李某某"),
            ("case_number", "不知道的案号"), ("q_for_relation", "邻居"), ("look", "找过的"), ("looked", "找过的"), ("way", "letter"),
            ("respondent_id", "370102199003071239"),
        ];
        for act in ["check", "record", ""] {
            let page = b.post("/staff/intake", &fields(&token, &[&typed[..], &[("act", act)]].concat())).await.is(StatusCode::UNPROCESSABLE_ENTITY);
            let page = page.has("aria-describedby=\"kind-help kind-error\"").has("id=\"kind-error\"");
            let page = page.has("<title>错误：").has("href=\"#kind\"").has("href=\"#narrative\"").has("href=\"#phone\"").has("href=\"#received\"").has("href=\"#q_for_consent\"").has("href=\"#respondent_id\"");
            let page = page.has("value=\"12345\"").has("value=\"明天上午\"").has("value=\"来电人乙\"").has("value=\"李某某\"").has("value=\"不知道的案号\"").has("value=\"邻居\"").has("value=\"找过的\"").has("value=\"letter\" checked");
            assert_eq!(value_of(&page, "token"), token);
        }
        for (received, words) in [("2026-11-24 09:00", "error-received-future"), ("2026-10-01", "error-received-too-early"), ("下午", "error-received-wrong-form")] {
            let page = b.post("/staff/intake", &fields(&token, &[("received", received), ("act", "record")])).await.is(StatusCode::UNPROCESSABLE_ENTITY);
            page.has(&Lang::Zh.t(words)).has(&format!("value=\"{received}\"")).has("他的车停在小区楼下");
        }
        b.post("/staff/intake", &fields(&token, &[("way", "pigeon"), ("act", "record")])).await.is(StatusCode::UNPROCESSABLE_ENTITY)
            .has(&Lang::Zh.t("error-way-unknown")).has("aria-describedby=\"way-error\"").has("id=\"way-error\"");
        b.get("/staff/queue").await.has(&Lang::Zh.t("queue-none"));
        // Somebody else's consent, given, is kept with the report.
        let page = recorded(&mut b, &token, &[("q_for_relation", "邻居"), ("q_for_consent", "read_back")]).await;
        b.get(&format!("/staff/reports/{}", digits(&page, "number"))).await.has("邻居");
    }

    async fn the_questions_of_the_kind_are_shown_and_what_was_typed_stays(app: App) {
        let (mut b, token) = clerk(&app, Role::Intake).await;
        b.get("/staff/intake").await.has("value=\"questions\"").has_not("name=\"q_asset_type\"");
        let page = b.post("/staff/intake", &fields(&token, &[("act", "questions")])).await.is(StatusCode::OK);
        page.has("name=\"q_asset_type\"").has("他的车停在小区楼下</textarea>").has_not("name=\"q_plate\"");
        // The questions that an answer opens come with the next look.
        let page = b.post("/staff/intake", &fields(&token, &[("q_asset_type", "vehicle"), ("act", "questions")])).await;
        page.has("name=\"q_plate\"").has("他的车停在小区楼下</textarea>");
        let page = b.post("/staff/intake", &fields(&token, &[("kind", "complaint-funds"), ("act", "questions")])).await;
        page.has_not("name=\"q_asset_type\"").has("value=\"complaint-funds\" checked");
    }

    async fn the_clocks_count_from_when_it_was_received(app: App) {
        let (mut b, token) = clerk(&app, Role::Intake).await;
        let letter = [("way", "letter"), ("received", "11-16 10:00"), ("kind", "lead-asset")];
        let page = b.post("/staff/intake", &fields(&token, &[&letter[..], &[("act", "check")]].concat())).await.is(StatusCode::OK);
        page.has(&Lang::Zh.t("intake-back-dated")).has("2026年11月16日 10:00");
        let number = digits(&recorded(&mut b, &token, &letter).await, "number");
        let page = b.get("/staff/intake").await;
        let now = digits(&recorded(&mut b, &value_of(&page, "token"), &[]).await, "number");
        let reader = app.token("reader", "鲁0102", Role::Triage).await;
        let (earlier, today) = (api(&app, &reader, &number).await, api(&app, &reader, &now).await);
        assert_eq!(earlier["received_at"], "2026-11-16T02:00:00Z");
        let day = |row: &Value| row["due_at"].as_str().or_else(|| row["due"].as_str()).unwrap()[..10].parse::<chrono::NaiveDate>().unwrap();
        assert_eq!((day(&today) - day(&earlier)).num_days(), 7, "a week earlier, a week less");
        // Both times and the clerk stand in the timeline.
        let page = b.get(&format!("/staff/reports/{number}")).await;
        let page = page.has("代为录入。来信，2026年11月16日 10:00收到。").has("2026年11月23日 09:00").has("clerk 名");
        // The reporter may still change it for ten minutes from now, not from then.
        page.has(&Lang::Zh.ta("tag-may-change", &[("until", "09:10")]));
    }

    async fn earlier_reports_are_found_in_scope_only(app: App) {
        let reporter = json!({ "name": "来电人乙", "phone": MOBILE });
        let submit = |channel: &'static str, category: &'static str, court: &'static str| {
            app.submit(json!({ "channel": channel, "category": category, "narrative": "x", "court": court, "case_number": "（2019）鲁0102执1234号", "reporter": reporter.clone() }))
        };
        let (lead, _) = submit("lead", "asset", "鲁0102").await;
        let (complaint, _) = submit("complaint", "passive", "鲁0102").await;
        let (above, _) = submit("complaint", "passive", "鲁01").await;
        let (mut b, token) = clerk(&app, Role::Intake).await;
        let case = "(2019)鲁0102执1234号";
        for (look, found) in [(lead.as_str(), true), (&grouped(&lead), true), (case, true), (&complaint, false), (&above, false), (MOBILE, false), ("没有的", false)] {
            let page = b.post("/staff/intake", &[("token", &token), ("look", look), ("kind", ""), ("name", "乙"), ("act", "look")]).await.is(StatusCode::OK);
            assert_eq!(page.body.contains(&grouped(&lead)), found || look == lead, "{look}");
            let page = page.has_not(&format!("reports/{complaint}")).has_not(&format!("reports/{above}")).has("value=\"乙\"");
            assert_eq!(page.body.contains(&format!("/staff/reports/{lead}")), found, "{look}");
        }
        // A telephone tells who reported: it finds complaints, whose reporters the role may know, and no lead.
        app.person("above", "鲁01", Role::Triage).await;
        let mut b = app.signed_in("above").await;
        let page = b.post("/staff/intake", &[("look", "138 0013 8000"), ("act", "")]).await.is(StatusCode::OK);
        let page = page.has(&format!("/staff/reports/{complaint}")).has_not(&lead).has_not(&above).has("name=\"phone\" value=\"138 0013 8000\"");
        page.has(&Lang::Zh.t("intake-by-mobile")).has(&Lang::Zh.t("status-received"));
        b.post("/staff/intake", &[("look", "0531-88886666"), ("act", "look")]).await.has(&Lang::Zh.t("intake-landline"));
        // The custodian of identities does not take reports in.
        for role in [Role::Handler, Role::Custodian, Role::Admin, Role::Auditor] {
            app.person(role.as_str(), "鲁0102", role).await;
            let mut b = app.signed_in(role.as_str()).await;
            b.get("/staff/intake").await.is(StatusCode::NOT_FOUND);
            b.post("/staff/intake", &[("look", MOBILE), ("act", "look")]).await.is(StatusCode::NOT_FOUND);
            b.get("/staff/queue").await.has_not("/staff/intake");
        }
    }

    async fn a_complaint_about_the_own_court_is_taken_and_then_out_of_sight(app: App) {
        let (mut b, token) = clerk(&app, Role::Intake).await;
        let own = [("kind", "complaint-passive"), ("court", "鲁0102"), ("name", "来电人乙"), ("phone", MOBILE), ("narrative", "拖着不执行")];
        let page = recorded(&mut b, &token, &own).await;
        let (number, code) = (digits(&page, "number"), digits(&page, "secret"));
        let page = page.has(&Lang::Zh.t("intake-went-elsewhere")).has_not(&format!("/staff/reports/{number}")).has_not("拖着不执行").has_not("来电人乙");
        page.has_not(&Lang::Zh.t("intake-open"));
        for path in [format!("/staff/reports/{number}"), format!("/staff/reports/{number}/print")] {
            b.get(&path).await.is(StatusCode::NOT_FOUND);
        }
        b.get("/staff/queue").await.has_not(&number);
        b.post("/staff/intake", &[("look", &number), ("act", "look")]).await.has_not(&format!("reports/{number}"));
        app.browser().submit("/follow", &[("code", &code)]).await.has(&grouped(&number));
        app.person("above", "鲁01", Role::Triage).await;
        app.signed_in("above").await.get(&format!("/staff/reports/{number}")).await.is(StatusCode::OK).has("拖着不执行");
        // The discipline desk takes in its own kind and nothing else.
        app.person("discipline", "鲁0102", Role::Discipline).await;
        let mut b = app.signed_in("discipline").await;
        let page = b.get("/staff/intake").await.is(StatusCode::OK).has("complaint-integrity").has_not("complaint-passive").has_not("lead-asset");
        let token = value_of(&page, "token");
        b.post("/staff/intake", &fields(&token, &[("act", "record")])).await.is(StatusCode::UNPROCESSABLE_ENTITY).has("href=\"#kind\"");
        let page = recorded(&mut b, &token, &[("kind", "complaint-integrity"), ("court", "鲁0102")]).await;
        b.get(&format!("/staff/reports/{}", digits(&page, "number"))).await.is(StatusCode::NOT_FOUND);
    }

    async fn a_code_that_opens_what_the_clerk_may_not_read_is_soon_gone(app: App) {
        let own = [("kind", "complaint-passive"), ("court", "鲁0102"), ("name", "来电人乙"), ("phone", MOBILE)];
        let (mut b, token) = clerk(&app, Role::Intake).await;
        let page = recorded(&mut b, &token, &own).await.has(&Lang::Zh.ta("intake-code-soon-gone", &[("minutes", "10")]));
        let code = digits(&page, "secret");
        let grouped_code = code.as_bytes().chunks(4).map(|part| std::str::from_utf8(part).unwrap()).collect::<Vec<_>>().join(" ");
        page.has(&grouped_code).has_not("code=1");
        // A page that did not arrive can be asked for again, but on paper there is no code.
        let done = format!("/staff/intake/{token}");
        assert_eq!(digits(&b.get(&done).await, "secret"), code);
        b.get(&format!("{done}/acknowledgement?asked=1&code=1")).await.is(StatusCode::OK).has_not(&grouped_code).has_not("name=\"code\"");
        // Ten minutes later it is gone: reloaded, recorded once more, and when something else is asked for.
        app.portal.clock.advance(TimeDelta::minutes(10));
        let gone = Lang::Zh.ta("intake-code-gone", &[("minutes", "10")]);
        b.get(&done).await.is(StatusCode::OK).has(&gone).has(&Lang::Zh.t("intake-code-gone-help")).has_not("class=\"secret\"").has_not(&grouped_code);
        b.get(&format!("/en{done}")).await.is(StatusCode::OK).has(&Lang::En.ta("intake-code-gone", &[("minutes", "10")])).has_not(&grouped_code);
        recorded(&mut b, &token, &own).await.has(&gone).has_not(&grouped_code);
        b.post(&format!("{done}/text"), &[]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has_not(&grouped_code);
        // The caller can still have it sent.
        b.submit(&format!("{done}/text"), &[("consent", "yes")]).await.has("138****8000").has_not(&grouped_code);
        jobs::run_all(&app.portal).await.unwrap();
        assert!(texts(&app).iter().any(|text| text.contains(&code)));
        // What the clerk may read shows its code for a day, as before.
        let token = value_of(&b.get("/staff/intake").await, "token");
        let code = digits(&recorded(&mut b, &token, &[]).await, "secret");
        app.portal.clock.advance(TimeDelta::minutes(11));
        assert_eq!(digits(&b.get(&format!("/staff/intake/{token}")).await, "secret"), code);
    }

    async fn the_code_goes_to_the_mobile_once_and_with_consent(app: App) {
        let (mut b, token) = clerk(&app, Role::Intake).await;
        let page = recorded(&mut b, &token, &[("name", "来电人乙"), ("phone", MOBILE)]).await.has("138****8000");
        let (number, code) = (digits(&page, "number"), digits(&page, "secret"));
        let text = format!("/staff/intake/{token}/text");
        b.get(&text).await.is(StatusCode::SEE_OTHER);
        let page = b.post(&text, &[]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has(&Lang::Zh.t("intake-text-consent-first"));
        page.has("aria-describedby=\"consent-error\" aria-invalid=\"true\"").has("id=\"consent-error\"");
        jobs::run_all(&app.portal).await.unwrap();
        assert!(!texts(&app).iter().any(|text| text.contains(&code)), "nothing without consent");
        b.submit(&text, &[("consent", "yes")]).await.has("138****8000").has_not("intake-text-button");
        jobs::run_all(&app.portal).await.unwrap();
        let sent = texts(&app).into_iter().filter(|text| text.contains(&code)).collect::<Vec<_>>();
        assert_eq!(sent.len(), 1);
        assert!(sent[0].contains(MOBILE) && sent[0].contains("/follow") && !sent[0].contains(&number) && !sent[0].contains("法院"), "{sent:?}");
        b.post(&text, &[("consent", "yes")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        jobs::run_all(&app.portal).await.unwrap();
        assert_eq!(texts(&app).iter().filter(|text| text.contains(&code)).count(), 1);
        b.get(&format!("/staff/reports/{number}")).await.has(&Lang::Zh.t("entry-code-texted"));
        // Not by anybody else.
        app.person("colleague", "鲁0102", Role::Intake).await;
        app.signed_in("colleague").await.post(&text, &[("consent", "yes")]).await.is(StatusCode::NOT_FOUND);
    }

    async fn a_code_that_could_not_be_texted_can_be_sent_again(app: App) {
        let (mut b, token) = clerk(&app, Role::Intake).await;
        let page = recorded(&mut b, &token, &[("name", "来电人乙"), ("phone", MOBILE)]).await;
        let (number, code) = (digits(&page, "number"), digits(&page, "secret"));
        let (done, text) = (format!("/staff/intake/{token}"), format!("/staff/intake/{token}/text"));
        // Nothing can be written where messages go.
        let (sms, away) = (app.dir.path().join("sms"), app.dir.path().join("away"));
        std::fs::rename(&sms, &away).unwrap();
        let button = Lang::Zh.t("intake-text-button");
        b.submit(&text, &[("consent", "yes")]).await.has("138****8000").has_not(&button);
        let said = |name: &str, page: Page| page.body.contains(&Lang::Zh.t(name));
        for minutes in [0, 1, 2, 4, 8] {
            app.portal.clock.advance(TimeDelta::minutes(minutes));
            jobs::run_all(&app.portal).await.unwrap();
            b.get(&done).await.has_not(&button);
        }
        app.portal.clock.advance(TimeDelta::minutes(16));
        jobs::run_all(&app.portal).await.unwrap();
        let page = b.get(&done).await.has(&button);
        let words = Lang::Zh.ta("intake-text-failed", &[("mobile", "138****8000"), ("at", "@")]);
        page.has(words.split('@').next().unwrap());
        assert!(said("entry-code-not-texted", b.get(&format!("/staff/reports/{number}")).await));
        // Once more, and it goes.
        std::fs::rename(&away, &sms).unwrap();
        b.submit(&text, &[("consent", "yes")]).await.has_not(&button).has_not(words.split('@').next().unwrap());
        jobs::run_all(&app.portal).await.unwrap();
        assert_eq!(texts(&app).iter().filter(|text| text.contains(&code)).count(), 1);
        b.post(&text, &[("consent", "yes")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    }

    /// How few keys that takes is counted in a browser (`end2end/no-js/intake.spec.ts`).
    async fn the_keyboard_stands_where_the_next_key_goes(app: App) {
        let (mut b, token) = clerk(&app, Role::Intake).await;
        let start = b.get("/staff/intake").await;
        assert_eq!(start.body.matches("autofocus").count(), 1, "one place to begin");
        assert!(start.body.split("id=\"look\"").nth(1).unwrap().split('>').next().unwrap().contains("autofocus"));
        // Enter looks up what was typed there, once; the telephone need not be typed again, and the kind is next.
        let page = b.post("/staff/intake", &[("token", &token), ("look", MOBILE), ("looked", ""), ("way", "call")]).await.is(StatusCode::OK);
        let page = page.has(&format!("name=\"phone\" value=\"{MOBILE}\"")).has("accesskey=\"1\" autofocus").has("value=\"call\" checked");
        // Enter again goes on to what is read back, with the button that records it focused.
        let looked = value_of(&page, "looked");
        let typed = [("look", MOBILE), ("looked", &looked), ("phone", MOBILE), ("case_number", "2019鲁0102执1234"), ("court", "")];
        let page = b.post("/staff/intake", &fields(&token, &typed)).await.is(StatusCode::OK);
        page.has("accesskey=\"s\" autofocus").has("（2019）鲁0102执1234号");
        recorded(&mut b, &token, &typed).await.has("class=\"secret\"").has("accesskey=\"s\" autofocus");
    }
}

fn grouped(number: &str) -> String {
    format!("{} {} {}", &number[..4], &number[4..8], &number[8..])
}

/// The text messages that were sent.
fn texts(app: &App) -> Vec<String> {
    let folder = std::fs::read_dir(app.dir.path().join("sms")).unwrap();
    folder.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect()
}
