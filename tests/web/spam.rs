//! Programs are held, people are not: thirty behind one router, a flood beside them, and nobody ever refused.

use axum::http::{Method, StatusCode};
use chrono::TimeDelta;
use nuandong::{
    actions::{
        gate::{BITS, WAIT},
        limits::Limit,
    },
    domain::staff::Role,
    i18n::Lang,
    islands::proof_of_work::find,
    storage,
};
use serde_json::{Value, json};

use crate::{
    drafts::hidden,
    form::digits_of,
    support::{App, Browser, Page, Statements, on_both, walk_to_check},
};

/// What the browser part would find.
fn solved(challenge: &str) -> String {
    find(challenge, BITS, 0, u64::MAX).unwrap().to_string()
}

/// The desk as a program asks it.
struct Desk<'a> {
    app: &'a App,
    token: String,
}

impl<'a> Desk<'a> {
    async fn of(app: &'a App) -> Self {
        Self { app, token: app.token("triage", "鲁0102", Role::Triage).await }
    }

    async fn get(&self, path: &str) -> Value {
        let authorization = format!("Bearer {}", self.token);
        let headers = [("authorization", authorization.as_str())];
        self.app
            .browser()
            .json(Method::GET, &format!("/api/v1/staff/reports{path}"), &headers, None)
            .await
            .is(StatusCode::OK)
            .json()
    }

    async fn act(&self, number: &str, body: Value) -> Page {
        let authorization = format!("Bearer {}", self.token);
        let headers = [("authorization", authorization.as_str())];
        let path = format!("/api/v1/staff/reports/{number}/actions");
        self.app.browser().json(Method::POST, &path, &headers, Some(body)).await
    }

    async fn held(&self) -> Value {
        self.get("?view=held&limit=1").await["count"].clone()
    }
}

/// As many API reports as the address may send in an hour without a look.
async fn busy(app: &App, count: usize) {
    for n in 0..count {
        app.submit(
            json!({ "channel": "lead", "category": "asset", "narrative": format!("第{n}条"), "court": "鲁0102" }),
        )
        .await;
    }
}

/// The number on the receipt that an answer leads to.
async fn number_of(b: &mut Browser, answer: Page) -> String {
    let address = answer.is(StatusCode::SEE_OTHER).location();
    digits_of(&b.get(&address).await.is(StatusCode::OK).body, "number")
}

on_both! {
    async fn thirty_people_behind_one_router_are_neither_stopped_nor_held(app: App) {
        let desk = Desk::of(&app).await;
        // All in one room, each on their own: no cookie is kept by anybody, no script runs. The last begins before the
        // first is through, and all thirty have sent within the hour.
        let mut bases = Vec::new();
        for n in 0..30 {
            app.browser().get("/report/complaint").await.is(StatusCode::OK);
            let begun = app.browser().post("/report/complaint", &[("website", "")]).await.is(StatusCode::SEE_OTHER);
            bases.push((n, begun.location().trim_end_matches("/kind").to_owned()));
        }
        for (step, fields) in [
            ("kind", vec![("category", "other")]),
            ("case", vec![("case_number", ""), ("court", "鲁0102")]),
            ("respondent", vec![("respondent_name", "")]),
            ("story", vec![("narrative", "工资拖着没给")]),
            ("livelihood", vec![("livelihood", "labor")]),
            ("you", vec![("you_seen", "1"), ("anonymous", "yes")]),
        ] {
            app.portal.clock.advance(TimeDelta::minutes(1));
            for (_, base) in &bases {
                app.browser().get(&format!("{base}/{step}")).await.is(StatusCode::OK);
                app.browser().post(&format!("{base}/{step}"), &fields).await.is(StatusCode::SEE_OTHER);
            }
        }
        for (_, base) in &bases {
            let check = app.browser().get(&format!("{base}/check")).await.is(StatusCode::OK);
            // The quickest of them: pressed as soon as the page is there.
            let fields = [("website", String::new()), ("challenge", hidden(&check, "challenge"))];
            let fields = fields.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>();
            let sent = app.browser().post(&format!("{base}/send"), &fields).await.is(StatusCode::SEE_OTHER).location();
            app.browser().get(&sent).await.is(StatusCode::OK).has("class=\"secret\"");
            app.portal.clock.advance(TimeDelta::seconds(30));
        }
        assert_eq!(storage::reports::count_up_to(&app.portal.db, 100).await.unwrap(), 30);
        let above = Desk { app: &app, token: app.token("above", "鲁", Role::Supervisor).await };
        for item in above.get("?limit=100").await["items"].as_array().unwrap() {
            let report = above.get(&format!("/{}", item["number"].as_str().unwrap())).await;
            assert_eq!((&report["held"], &report["flags"]), (&json!(false), &json!([])));
        }
        assert_eq!((desk.held().await, above.held().await), (json!(0), json!(0)));
    }

    async fn a_flood_is_held_and_the_thirty_beside_it_are_not(app: App) {
        let desk = Desk::of(&app).await;
        busy(&app, 1_000).await;
        assert_eq!(desk.held().await, 960);
        let list = desk.get("?view=held&limit=1").await;
        let report = desk.get(&format!("/{}", list["items"][0]["number"].as_str().unwrap())).await;
        assert_eq!(report["flags"], json!(["held_too_many"]));
        for _ in 0..30 {
            let mut b = app.browser();
            let (base, stamp) = ready(&app, &mut b).await;
            // Sent as soon as the device is done.
            let answer = b.post(&format!("{base}/send"), &[("challenge", &stamp), ("work", &solved(&stamp))]).await;
            let number = number_of(&mut b, answer).await;
            let report = desk.get(&format!("/{number}")).await;
            assert_eq!((&report["held"], &report["flags"]), (&json!(false), &json!([])));
        }
        assert_eq!(desk.held().await, 960);
    }

    async fn without_script_one_reads_for_half_a_minute(app: App) {
        let desk = Desk::of(&app).await;
        let words = |lang: Lang| lang.ta("busy-send", &[("seconds", "30")]);
        busy(&app, 39).await;
        let mut b = app.browser();
        let (early, stamp) = ready(&app, &mut b).await;
        b.get(&format!("{early}/check")).await.has_not(&words(Lang::Zh)).has_not("name=\"work\"");
        busy(&app, 1).await;
        // The page says what to do, in both languages, without script; nothing moves by itself.
        let (base, prompt) = ready(&app, &mut b).await;
        b.get(&format!("{base}/check")).await.has(&words(Lang::Zh)).has("name=\"work\"").has_not("<script").has_not("http-equiv");
        b.get(&format!("/en{base}/check")).await.has(&words(Lang::En));
        // Who came to the page before it was busy has waited all the same.
        app.portal.clock.advance(WAIT);
        let answer = b.post(&format!("{early}/send"), &[("challenge", &stamp)]).await;
        let number = number_of(&mut b, answer).await;
        assert_eq!(desk.get(&format!("/{number}")).await["held"], false);
        let answer = b.post(&format!("{base}/send"), &[("challenge", &prompt), ("work", "12345")]).await;
        let number = number_of(&mut b, answer).await;
        assert_eq!(desk.get(&format!("/{number}")).await["held"], false);
        // To the thousandth.
        let (base, stamp) = ready(&app, &mut b).await;
        app.portal.clock.advance(WAIT - TimeDelta::milliseconds(1));
        let answer = b.post(&format!("{base}/send"), &[("challenge", &stamp), ("work", "")]).await;
        let number = number_of(&mut b, answer).await;
        assert_eq!(desk.get(&format!("/{number}")).await["flags"], json!(["held_too_many"]));
        // An hour later nobody is asked.
        app.portal.clock.advance(TimeDelta::hours(1));
        let (base, _) = ready(&app, &mut b).await;
        b.get(&format!("{base}/check")).await.has_not(&words(Lang::Zh));
    }

    async fn whoever_shows_nothing_is_taken_and_held(app: App) {
        let desk = Desk::of(&app).await;
        busy(&app, 40).await;
        let mut b = app.browser();
        let (_, foreign) = ready(&app, &mut b).await;
        let (base, stamp) = ready(&app, &mut b).await;
        let mut forged = stamp.clone();
        forged.replace_range(0..1, "2");
        for fields in [
            &[][..],
            &[("challenge", "")],
            &[("challenge", "nonsense")],
            &[("challenge", &forged)],
            // The stamp of another draft, even with its work done.
            &[("challenge", &foreign), ("work", &solved(&foreign))],
        ] {
            let (draft, _) = ready(&app, &mut b).await;
            let answer = b.post(&format!("{draft}/send"), fields).await;
            let number = number_of(&mut b, answer).await;
            let report = desk.get(&format!("/{number}")).await;
            assert_eq!((&report["held"], &report["flags"]), (&json!(true), &json!(["held_too_many"])), "{fields:?}");
        }
        // Work is for one report: sent again it is the same one.
        let fields = [("challenge", stamp.as_str()), ("work", &solved(&stamp))];
        let answer = b.post(&format!("{base}/send"), &fields).await;
        let number = number_of(&mut b, answer).await;
        assert_eq!(desk.get(&format!("/{number}")).await["held"], false);
        let again = b.post(&format!("{base}/send"), &fields).await;
        assert_eq!(number_of(&mut b, again).await, number);
        // A stamp of yesterday is no proof.
        let (base, stamp) = ready(&app, &mut b).await;
        app.portal.clock.advance(TimeDelta::hours(24));
        busy(&app, 40).await;
        let answer = b.post(&format!("{base}/send"), &[("challenge", &stamp), ("work", &solved(&stamp))]).await;
        let number = number_of(&mut b, answer).await;
        assert_eq!(desk.get(&format!("/{number}")).await["held"], true);
    }

    async fn waiting_a_thousand_times_at_once_is_no_way_through(app: App) {
        let desk = Desk::of(&app).await;
        busy(&app, 40).await;
        let mut waiting = Vec::new();
        for _ in 0..125 {
            waiting.push(ready(&app, &mut app.browser()).await);
        }
        app.portal.clock.advance(WAIT);
        for (base, stamp) in &waiting {
            app.browser().post(&format!("{base}/send"), &[("challenge", stamp)]).await.is(StatusCode::SEE_OTHER);
        }
        assert_eq!(desk.held().await, 5, "a hundred and twenty an hour, then work is asked for");
    }

    async fn what_looks_like_a_program_is_held_with_the_reason(app: App) {
        let desk = Desk::of(&app).await;
        let mut b = app.browser();
        // In the trap on the first page, in the trap on the last, both and in a rush.
        let trapped = b.post("/report/lead", &[("website", "http://spam.example")]).await.is(StatusCode::SEE_OTHER).location();
        let trapped = trapped.trim_end_matches("/kind").to_owned();
        for (step, fields) in [("kind", vec![("category", "other")]), ("case", vec![("court", "鲁0102")]), ("story", vec![("narrative", "一")])] {
            b.post(&format!("{trapped}/{step}"), &fields).await.is(StatusCode::SEE_OTHER);
        }
        let hasty = walk_to_check(&mut b, "lead", "other", "快").await;
        let (last, stamp) = ready(&app, &mut b).await;
        app.portal.clock.advance(TimeDelta::minutes(10));
        let rushed = walk_to_check(&mut b, "lead", "other", "又快又掉进去").await;
        // Work does not wash it off.
        let work = solved(&stamp);
        for (base, fields, flags) in [
            (&trapped, vec![], json!(["held_trap"])),
            (&hasty, vec![], json!([])),
            (&last, vec![("website", "x"), ("challenge", &stamp), ("work", &work)], json!(["held_trap"])),
            (&rushed, vec![("website", "x")], json!(["held_trap", "held_too_quick"])),
        ] {
            let answer = b.post(&format!("{base}/send"), &fields).await;
            let number = number_of(&mut b, answer).await;
            let report = desk.get(&format!("/{number}")).await;
            assert_eq!((&report["flags"], &report["held"]), (&flags, &json!(flags != json!([]))), "{base}");
            // The clock and the receipt are those of any other.
            assert_eq!(report["due_at"], "2026-11-30T15:59:59Z");
            assert_eq!(report["status"], "received");
        }
    }

    async fn the_least_time_grows_with_the_pages(app: App) {
        let desk = Desk::of(&app).await;
        let mut b = app.browser();
        for (seconds, held) in [(6, true), (7, false)] {
            let base = walk_to_check(&mut b, "lead", "other", "一").await;
            app.portal.clock.advance(TimeDelta::seconds(seconds));
            let answer = b.post(&format!("{base}/send"), &[]).await;
            let number = number_of(&mut b, answer).await;
            assert_eq!(desk.get(&format!("/{number}")).await["held"], held, "{seconds} seconds for seven pages");
        }
    }

    async fn the_desk_sees_why_and_lets_it_go_on(app: App) {
        let desk = Desk::of(&app).await;
        let mut b = app.browser();
        let (base, _) = ready(&app, &mut b).await;
        let answer = b.post(&format!("{base}/send"), &[("website", "x")]).await;
        let receipt = answer.location();
        let number = number_of(&mut b, answer).await;
        let before = desk.get(&format!("/{number}")).await;
        assert!(before["can"].as_array().unwrap().contains(&json!("release_hold")));
        let why = Lang::Zh.t("flag-held-trap");
        app.person("seen", "鲁0102", Role::Handler).await;
        let mut officer = app.signed_in("seen").await;
        officer.get("/staff/queue?view=held").await.is(StatusCode::OK).has(&Lang::Zh.ta("tag-held-for", &[("reason", &why)]));
        officer.get("/en/staff/queue?view=held").await.is(StatusCode::OK).has(&Lang::En.t("flag-held-trap"));
        officer.get(&format!("/staff/reports/{number}")).await.is(StatusCode::OK).has(&why).has(&format!("/staff/reports/{number}/release_hold"));
        // A note keeps it held; letting it go changes nothing else.
        desk.act(&number, json!({ "action": "note", "version": 1, "note": "看过" })).await.is(StatusCode::OK);
        assert_eq!(desk.held().await, 1);
        officer.post(&format!("/staff/reports/{number}/release_hold"), &[("version", "2")]).await.is(StatusCode::SEE_OTHER);
        let after = desk.get(&format!("/{number}")).await;
        assert_eq!((&after["held"], &after["flags"], &after["status"], &after["due_at"]), (&json!(false), &json!([]), &before["status"], &before["due_at"]));
        assert_eq!((desk.held().await, after["can"].as_array().unwrap().contains(&json!("release_hold"))), (json!(0), false));
        officer.get(&format!("/staff/reports/{number}")).await.has(&Lang::Zh.t("entry-release-hold")).has_not("/release_hold\"").has_not(&why);
        // It cannot be let go twice, and not by those who only read.
        desk.act(&number, json!({ "action": "release_hold", "version": 3 })).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        // Its reporter never saw a difference.
        let code = digits_of(&b.get(&receipt).await.body, "secret");
        b.submit("/follow", &[("code", &code)]).await.has_not(&Lang::Zh.t("entry-release-hold")).has_not(&Lang::Zh.t("tag-held"));
        // Any other step of the desk lets it go as well.
        let (base, _) = ready(&app, &mut b).await;
        let answer = b.post(&format!("{base}/send"), &[("website", "x")]).await;
        let number = number_of(&mut b, answer).await;
        desk.act(&number, json!({ "action": "claim", "version": 1 })).await.is(StatusCode::OK);
        let claimed = desk.get(&format!("/{number}")).await;
        assert_eq!((&claimed["held"], &claimed["flags"]), (&json!(false), &json!([])));
    }

    async fn very_many_drafts_begin_after_the_gate(app: App) {
        let mut tx = app.portal.db.begin().await.unwrap();
        for _ in 0..1_200 {
            Limit::Drafts.count(&app.portal, &mut tx, "127.0.0.1").await.unwrap();
        }
        tx.commit().await.unwrap();
        let mut b = app.browser();
        let wait = b.post("/report/lead", &[]).await.is(StatusCode::OK).has(&Lang::Zh.t("gate-begin")).has("action=\"/report/lead\"");
        let challenge = hidden(&wait, "challenge");
        app.portal.clock.advance(TimeDelta::milliseconds(12_300));
        let wait = b.post("/report/lead", &[("challenge", &challenge), ("work", "1")]).await.is(StatusCode::OK).has(&Lang::Zh.ta("gate-wait", &[("seconds", "18")]));
        assert_eq!(hidden(&wait, "challenge"), challenge, "the time that was waited so far counts");
        // The device works: one challenge, one draft, however often the button is pressed.
        let fields = [("challenge", challenge.as_str()), ("work", &solved(&challenge))];
        let (mut one, mut two) = (b.clone(), b.clone());
        let (first, second) = tokio::join!(one.post("/report/lead", &fields), two.post("/report/lead", &fields));
        let begun = first.is(StatusCode::SEE_OTHER).location();
        assert_eq!(begun, second.is(StatusCode::SEE_OTHER).location());
        b.get(&begun).await.is(StatusCode::OK).has("value=\"asset\"");
        // A lead's challenge begins no complaint; half a minute later the other way is open.
        let wait = b.post("/report/complaint", &fields).await.is(StatusCode::OK);
        let patient = hidden(&wait, "challenge");
        app.portal.clock.advance(WAIT);
        let other = b.post("/report/complaint", &[("challenge", &patient)]).await.is(StatusCode::SEE_OTHER).location();
        assert_ne!(begun, other);
        // Nobody else is asked, and in an hour nobody is.
        let mut neighbour = app.browser();
        neighbour.address = [127, 0, 0, 2];
        neighbour.post("/report/lead", &[]).await.is(StatusCode::SEE_OTHER);
        app.portal.clock.advance(TimeDelta::hours(1));
        b.post("/report/lead", &[]).await.is(StatusCode::SEE_OTHER);
    }
}

/// A draft at its check page, just slowly enough for a person; its address and the stamp of the page.
async fn ready(app: &App, b: &mut Browser) -> (String, String) {
    let base = walk_to_check(b, "lead", "other", "一件事").await;
    app.portal.clock.advance(TimeDelta::seconds(7));
    let stamp = hidden(&b.get(&format!("{base}/check")).await.is(StatusCode::OK), "challenge");
    (base, stamp)
}

/// Sending costs the same number of statements with an empty table and beside a flood: nothing is looked through.
#[tokio::test]
async fn a_flood_makes_no_send_dearer() {
    let app = App::postgres().await;
    let mut counts = Vec::new();
    for flood in [0, 200] {
        busy(&app, flood).await;
        let mut b = app.browser();
        let (base, stamp) = ready(&app, &mut b).await;
        let work = solved(&stamp);
        let statements = Statements::begin();
        b.post(&format!("{base}/send"), &[("challenge", &stamp), ("work", &work)]).await.is(StatusCode::SEE_OTHER);
        counts.push(statements.take());
    }
    assert!(counts[0] > 0 && counts[0] == counts[1], "{counts:?}");
}
