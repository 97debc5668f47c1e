//! Notices: confirmed by code, neutral, not too often, stopped by whoever wants, sent once, and in nobody's way.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Write},
    path::PathBuf,
    sync::{Arc, Mutex},
};

use axum::{
    Json, Router,
    body::Body,
    extract::State,
    http::{HeaderMap, Method, Request, StatusCode, header},
    routing::post,
};
use chrono::TimeDelta;
use nuandong::{
    clock::Entropy,
    config::Config,
    domain::{notice::Way, report::ReceiptCode, staff::Role},
    i18n::Lang,
    jobs,
    portal::Portal,
    storage,
};
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::{
    mail::{body_of, header_of, letters, parts},
    support::{App, Browser, Page, on_both},
};

const MAIL: &str = "zqxmark@example.com";
const MOBILE: &str = "13912345678";

/// A report with an address, its reporter's open page, and somebody who handles it.
struct Case<'a> {
    app: &'a App,
    desk: String,
    number: String,
    code: String,
    /// Where the report is open.
    reporter: Browser,
}

impl<'a> Case<'a> {
    async fn new(app: &'a App, reporter: Value, language: &str) -> Self {
        let (number, code) = app
            .submit(json!({
                "channel": "complaint", "category": "delay", "court": "鲁0102", "case_number": "（2019）鲁0102执7654321号",
                "narrative": "拖了两年ZQXMARK", "reporter": reporter, "language": language,
            }))
            .await;
        let username = format!("t{number}");
        let desk = app.token(&username, "鲁01", Role::Triage).await;
        let mut browser = app.browser();
        browser.submit("/follow", &[("code", &code)]).await;
        Self { app, desk, number, code, reporter: browser }
    }

    /// With a mail address that is confirmed.
    async fn with_mail(app: &'a App) -> Self {
        let case = Self::new(app, json!({ "email": MAIL }), "zh-CN").await;
        confirm(app, &case.code, "email").await;
        jobs::run_all(&app.portal).await.unwrap();
        case
    }

    /// With a mobile that is confirmed.
    async fn with_mobile(app: &'a App) -> Self {
        let case = Self::new(app, json!({ "phone": MOBILE }), "zh-CN").await;
        confirm(app, &case.code, "sms").await;
        jobs::run_all(&app.portal).await.unwrap();
        case
    }

    /// The court writes: news.
    async fn news(&self) {
        let auth = format!("Bearer {}", self.desk);
        let auth = [("authorization", auth.as_str())];
        let path = format!("/api/v1/staff/reports/{}", self.number);
        let now = self.app.browser().json(Method::GET, &path, &auth, None).await.is(StatusCode::OK).json();
        let body = json!({ "action": "reply", "text": "法官写的ZQXMARK", "version": now["version"] });
        self.app.browser().json(Method::POST, &format!("{path}/actions"), &auth, Some(body)).await.is(StatusCode::OK);
    }

    async fn page(&mut self) -> Page {
        self.reporter.get(&format!("/follow/{}", self.number)).await.is(StatusCode::OK)
    }

    async fn act(&mut self, act: &str, way: &str, more: &[(&str, &str)]) -> Page {
        let fields = [&[("act", act), ("way", way)], more].concat();
        self.reporter.post(&format!("/follow/{}/notices", self.number), &fields).await
    }

    /// What the API says of the notices.
    async fn stand(&self) -> Value {
        let auth = format!("Receipt {}", self.code);
        let path = "/api/v1/follow/notices";
        self.app.browser().json(Method::GET, path, &[("authorization", &auth)], None).await.is(StatusCode::OK).json()
    }

    /// States of the notices of news, oldest first; those that wait are the latest, even in the same instant.
    async fn news_states(&self) -> Vec<String> {
        let stand = self.stand().await;
        let news = stand["notices"].as_array().unwrap().iter().rev().filter(|notice| notice["kind"] == "news");
        let words = |notice: &Value| match notice["reason"].as_str() {
            Some(reason) => format!("{} {reason}", notice["state"].as_str().unwrap()),
            None => notice["state"].as_str().unwrap().to_owned(),
        };
        let mut states = news.map(words).collect::<Vec<_>>();
        states.sort_by_key(|state| state.starts_with("queued") || state.starts_with("held"));
        states
    }
}

/// The code that was sent, as only a test can know it.
pub async fn code_of(app: &App, receipt: &str, way: &str) -> String {
    let receipt = ReceiptCode::parse(receipt).unwrap();
    let hash = app.portal.hashes.code.of(receipt.as_str());
    let row = storage::reports::find_by_code(&app.portal.db, &hash).await.unwrap().unwrap();
    let contacts = storage::contacts::list(&app.portal.db, row.id).await.unwrap();
    let contact = contacts.into_iter().find(|contact| contact.way == way).unwrap();
    contact.code(&row.data_key(&app.portal.keys).unwrap()).unwrap().unwrap()
}

pub async fn confirm(app: &App, receipt: &str, way: &str) {
    let body = json!({ "act": "confirm", "way": way, "code": code_of(app, receipt, way).await });
    let auth = format!("Receipt {receipt}");
    let path = "/api/v1/follow/notices";
    app.browser().json(Method::POST, path, &[("authorization", &auth)], Some(body)).await.is(StatusCode::OK);
}

async fn run(app: &App) {
    jobs::run_all(&app.portal).await.unwrap();
}

/// Mails in the folder that carry a code, and those that tell of news.
fn mails(app: &App) -> (Vec<String>, Vec<String>) {
    let all = letters(app).into_iter().map(|file| std::fs::read_to_string(file).unwrap());
    let codes = [Lang::Zh, Lang::En].map(|lang| lang.t("mail-code-subject"));
    all.partition(|letter| codes.contains(&header_of(letter, "Subject")))
}

fn texts(app: &App) -> Vec<PathBuf> {
    let mut files =
        std::fs::read_dir(app.dir.path().join("sms")).unwrap().map(|file| file.unwrap().path()).collect::<Vec<_>>();
    files.sort();
    files
}

/// The address with the token in a message.
fn link_in(message: &str) -> String {
    let at = message.find("http://127.0.0.1:3000").unwrap_or_default();
    let mut links = message[at..].split_whitespace().filter(|word| word.contains("/n/"));
    links.next_back().unwrap().rsplit_once(":3000").unwrap().1.to_owned()
}

/// The address with the token in the only mail that was sent.
pub fn link_sent(app: &App) -> String {
    link_in(&body_of(&mails(app).0[0]))
}

/// A line of digits in a message.
fn digits_in(message: &str) -> String {
    let mut runs = message.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 6);
    runs.next_back().unwrap().to_owned()
}

/// The same portal with other settings.
async fn reopened(app: &App, change: impl FnOnce(Config) -> Config) -> Portal {
    let config = change(app.portal.config.clone());
    Portal::open(config, app.portal.clock.clone(), Entropy::seeded(77), false).await.unwrap()
}

on_both! {
    async fn an_address_is_confirmed_before_news_go_there(app: App) {
        let mut case = Case::new(&app, json!({ "name": "王小明", "email": MAIL, "phone": MOBILE }), "zh-CN").await;
        run(&app).await;
        let (codes, news) = mails(&app);
        assert_eq!((codes.len(), news.len(), texts(&app).len()), (1, 0, 1));
        let mail_code = digits_in(&body_of(&codes[0]));
        let text_code = digits_in(&std::fs::read_to_string(&texts(&app)[0]).unwrap());
        assert_eq!((mail_code.as_str(), text_code.as_str()), (code_of(&app, &case.code, "email").await.as_str(), code_of(&app, &case.code, "sms").await.as_str()));
        // Unconfirmed: news wait, and everybody who may see it sees why.
        case.news().await;
        case.news().await;
        run(&app).await;
        assert_eq!((mails(&app).1.len(), texts(&app).len()), (0, 1));
        assert_eq!(case.news_states().await, ["held unconfirmed", "held unconfirmed"], "one for each way");
        case.page().await.has(&Lang::Zh.t("standing-unconfirmed")).has("z***@example.com").has("139****5678").has(&Lang::Zh.t("notice-held-unconfirmed")).has("autocomplete=\"one-time-code\"");
        app.person("reader", "鲁01", Role::Handler).await;
        let staff = format!("/staff/reports/{}", case.number);
        app.signed_in("reader").await.get(&staff).await.is(StatusCode::OK).has(&Lang::Zh.t("standing-unconfirmed")).has("z***@example.com");
        // A wrong code, nothing at all, something else: the same page, the field says so, the digits stay.
        let wrong = if mail_code == "000000" { "111111" } else { "000000" };
        for (typed, error) in [(wrong, "wrong"), ("", "empty"), ("12345", "wrong-form"), ("一二三四五六", "wrong-form")] {
            case.act("confirm", "email", &[("code", typed)]).await.is(StatusCode::UNPROCESSABLE_ENTITY)
                .has(&Lang::Zh.t(&format!("error-notice-code-{error}"))).has(&format!("value=\"{typed}\"")).has("id=\"code-email-error\"").has("href=\"#code-email\"");
        }
        // The right one, as people type it: one mail for all the news, and the text waits for its own code.
        let wide = mail_code.chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap()).collect::<String>();
        let page = case.act("confirm", "email", &[("code", &format!("{} {}", &wide[..9], &wide[9..]))]).await.is(StatusCode::SEE_OTHER);
        assert_eq!(page.location(), format!("/follow/{}#notices", case.number));
        run(&app).await;
        assert_eq!((mails(&app).1.len(), texts(&app).len()), (1, 1));
        case.page().await.has(&Lang::Zh.t("standing-confirmed")).has(&Lang::Zh.t("entry-address-confirmed")).has("11月23日 09:00 已发送");
        app.signed_in("reader").await.get(&staff).await.has(&Lang::Zh.t("standing-confirmed")).has(&Lang::Zh.t("standing-unconfirmed"));
        case.act("confirm", "sms", &[("code", &text_code)]).await.is(StatusCode::SEE_OTHER);
        run(&app).await;
        assert_eq!((mails(&app).1.len(), texts(&app).len()), (1, 2));
        // Confirming twice is no error and sends nothing.
        case.act("confirm", "sms", &[("code", &text_code)]).await.is(StatusCode::SEE_OTHER);
        run(&app).await;
        assert_eq!((mails(&app).1.len(), texts(&app).len()), (1, 2));
        // Without news there is nothing to say.
        let other = Case::new(&app, json!({ "email": "other@example.com" }), "zh-CN").await;
        confirm(&app, &other.code, "email").await;
        run(&app).await;
        assert_eq!(mails(&app).1.len(), 1);
    }

    async fn from_the_form_it_is_confirmed_on_the_receipt(app: App) {
        let mut b = app.browser();
        let base = crate::support::walk_to_check(&mut b, "complaint", "passive", "一").await;
        b.post(&format!("{base}/you"), &[("you_seen", "1"), ("anonymous", "no"), ("email", MAIL), ("phone", "0531-88991234")]).await.is(StatusCode::SEE_OTHER);
        app.portal.clock.advance(TimeDelta::minutes(1));
        let receipt = b.post(&format!("{base}/send"), &[]).await.is(StatusCode::SEE_OTHER).location();
        let page = b.get(&receipt).await.is(StatusCode::OK).has(&Lang::Zh.t("standing-unconfirmed")).has("z***@example.com");
        page.has_not(MAIL).has_not("value=\"sms\"");
        run(&app).await;
        assert_eq!(texts(&app).len(), 0, "a landline gets no texts");
        let code = digits_in(&body_of(&mails(&app).0[0]));
        let notices = format!("{receipt}/notices");
        b.get(&notices).await.is(StatusCode::OK).has("name=\"code\"");
        let wrong = if code == "000000" { "111111" } else { "000000" };
        b.post(&notices, &[("act", "confirm"), ("way", "email"), ("code", wrong)]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has(&Lang::Zh.t("error-notice-code-wrong"));
        // Another browser has neither the receipt nor its panel.
        app.browser().post(&notices, &[("act", "confirm"), ("way", "email"), ("code", &code)]).await.is(StatusCode::SEE_OTHER);
        b.get(&receipt).await.has(&Lang::Zh.t("standing-unconfirmed"));
        b.post(&notices, &[("act", "confirm"), ("way", "fax"), ("code", &code)]).await.is(StatusCode::NOT_FOUND);
        b.submit(&notices, &[("act", "confirm"), ("way", "email"), ("code", &code)]).await.has(&Lang::Zh.t("standing-confirmed"));
    }

    async fn a_code_is_tried_five_times_for_two_days(app: App) {
        let mut case = Case::new(&app, json!({ "email": MAIL }), "zh-CN").await;
        let code = code_of(&app, &case.code, "email").await;
        let wrong = if code == "000000" { "111111" } else { "000000" };
        for error in ["wrong", "wrong", "wrong", "wrong", "over"] {
            case.act("confirm", "email", &[("code", wrong)]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has(&Lang::Zh.t(&format!("error-notice-code-{error}")));
        }
        case.act("confirm", "email", &[("code", &code)]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has(&Lang::Zh.t("error-notice-code-over"));
        case.page().await.has(&Lang::Zh.t("notices-first-button"));
        // A new one after a minute: the old digits are worth nothing.
        case.act("resend", "email", &[]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has(&Lang::Zh.t("error-notice-code-too-soon"));
        app.portal.clock.advance(TimeDelta::minutes(1));
        case.act("resend", "email", &[]).await.is(StatusCode::SEE_OTHER);
        let second = code_of(&app, &case.code, "email").await;
        assert_ne!(second, code);
        case.act("confirm", "email", &[("code", &code)]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        // Asked for again, the same digits come again: whichever mail arrives first is right.
        app.portal.clock.advance(TimeDelta::minutes(1));
        case.act("resend", "email", &[]).await.is(StatusCode::SEE_OTHER);
        assert_eq!(code_of(&app, &case.code, "email").await, second);
        run(&app).await;
        let codes = mails(&app).0;
        assert_eq!(codes.len(), 1, "of those that waited only the last one went out");
        assert_eq!(digits_in(&body_of(&codes[0])), second);
        // Two days later it is over, and erased.
        app.portal.clock.advance(TimeDelta::hours(48));
        case.reporter.submit("/follow", &[("code", &case.code)]).await;
        case.act("confirm", "email", &[("code", &second)]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has(&Lang::Zh.t("error-notice-code-over"));
        jobs::tidy_now(&app.portal).await.unwrap();
        case.act("resend", "email", &[]).await.is(StatusCode::SEE_OTHER);
        let third = code_of(&app, &case.code, "email").await;
        app.portal.clock.advance(TimeDelta::hours(48) - TimeDelta::seconds(1));
        case.reporter.submit("/follow", &[("code", &case.code)]).await;
        case.act("confirm", "email", &[("code", &third)]).await.is(StatusCode::SEE_OTHER);
        // A confirmed address needs no more codes.
        let before = letters(&app).len();
        case.act("resend", "email", &[]).await.is(StatusCode::SEE_OTHER);
        run(&app).await;
        assert_eq!(letters(&app).len(), before, "not even the mail with the third code, which has nothing to say any more");
    }

    async fn nobody_is_flooded_with_codes(app: App) {
        // The same address in many reports, spelled in ways.
        let mut cases = Vec::new();
        for email in [MAIL, "ZQXmark@example.com", MAIL, MAIL, MAIL, MAIL, MAIL] {
            cases.push(Case::new(&app, json!({ "email": email }), "zh-CN").await);
        }
        run(&app).await;
        assert_eq!(letters(&app).len(), 5);
        let last = cases.last_mut().unwrap();
        last.page().await.has(&Lang::Zh.t("notices-first-button"));
        last.act("resend", "email", &[]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has(&Lang::Zh.t("error-notice-code-too-many"));
        app.portal.clock.advance(TimeDelta::days(1));
        last.reporter.submit("/follow", &[("code", &last.code)]).await;
        last.act("resend", "email", &[]).await.is(StatusCode::SEE_OTHER);
        run(&app).await;
        assert_eq!(letters(&app).len(), 6);
        // One connection cannot ask for codes to many addresses without end.
        let mut asker = Case::new(&app, json!({ "email": "a@example.com" }), "zh-CN").await;
        let mut asked = 0;
        for n in 0..40 {
            asker.reporter.post(&format!("/follow/{}/contact", asker.number), &[("name", ""), ("phone", ""), ("email", &format!("a{n}@example.com"))]).await.is(StatusCode::SEE_OTHER);
            app.portal.clock.advance(TimeDelta::minutes(1));
            if asker.act("resend", "email", &[]).await.status != StatusCode::SEE_OTHER {
                break;
            }
            asked += 1;
        }
        assert!(asked <= 20, "{asked}");
        // Nor does a report send them by itself, whatever addresses it is given.
        let mut giver = Case::new(&app, json!({ "email": "b@example.com" }), "zh-CN").await;
        run(&app).await;
        let before = letters(&app).len();
        for n in 0..30 {
            giver.reporter.post(&format!("/follow/{}/contact", giver.number), &[("name", ""), ("phone", ""), ("email", &format!("b{n}@example.com"))]).await.is(StatusCode::SEE_OTHER);
            run(&app).await;
        }
        assert_eq!(letters(&app).len() - before, 10);
    }

    async fn a_job_waits_for_the_key_that_it_is_sealed_with(app: App) {
        let case = Case::with_mail(&app).await;
        case.news().await;
        let set_key = async |key: &str| {
            let mut tx = app.portal.db.begin().await.unwrap();
            let mut sql = storage::Sql::new("UPDATE job SET key_id = ");
            sql.bind(storage::Value::Text(key.to_owned())).push(" WHERE done_at IS NULL AND kind = 'mail' RETURNING kind");
            let rows: Vec<(String,)> = sql.fetch_all_within(&mut tx).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(rows.len(), 1);
        };
        set_key("not-here").await;
        app.portal.clock.advance(TimeDelta::hours(1));
        run(&app).await;
        assert!(mails(&app).1.is_empty());
        set_key(&app.portal.keys.current()).await;
        app.portal.clock.advance(TimeDelta::hours(1));
        run(&app).await;
        assert_eq!(mails(&app).1.len(), 1);
    }

    async fn news_are_joined_and_never_dropped(app: App) {
        let mut case = Case::with_mail(&app).await;
        for _ in 0..3 {
            case.news().await;
        }
        run(&app).await;
        assert_eq!(mails(&app).1.len(), 1, "three that came together are one");
        case.news().await;
        case.news().await;
        run(&app).await;
        assert_eq!(mails(&app).1.len(), 1);
        assert_eq!(case.news_states().await, ["sent", "held hour"]);
        case.page().await.has("11月23日 10:00 发送");
        assert_eq!(app.browser().get("/readyz").await.json()["parts"]["outbox"], "ok", "what waits on purpose is no trouble");
        app.portal.clock.advance(TimeDelta::hours(1) - TimeDelta::milliseconds(1));
        run(&app).await;
        assert_eq!(mails(&app).1.len(), 1);
        app.portal.clock.advance(TimeDelta::milliseconds(1));
        run(&app).await;
        assert_eq!(mails(&app).1.len(), 2);
        // Three a day to an address, whatever the report.
        let other = Case::new(&app, json!({ "email": MAIL }), "zh-CN").await;
        confirm(&app, &other.code, "email").await;
        other.news().await;
        run(&app).await;
        assert_eq!(mails(&app).1.len(), 3);
        app.portal.clock.advance(TimeDelta::hours(1));
        other.news().await;
        case.news().await;
        run(&app).await;
        assert_eq!((mails(&app).1.len(), other.news_states().await.pop(), case.news_states().await.pop()), (3, Some("held day".to_owned()), Some("held day".to_owned())));
        // 11:00; midnight in Shandong is thirteen hours away.
        app.portal.clock.advance(TimeDelta::hours(13) - TimeDelta::milliseconds(1));
        run(&app).await;
        assert_eq!(mails(&app).1.len(), 3);
        app.portal.clock.advance(TimeDelta::milliseconds(1));
        run(&app).await;
        assert_eq!(mails(&app).1.len(), 5);
        assert_eq!(case.news_states().await, ["sent", "sent", "sent"]);
        app.portal.clock.advance(TimeDelta::days(2));
        run(&app).await;
        assert_eq!(mails(&app).1.len(), 5, "nothing is left over");
    }

    async fn no_texts_at_night(app: App) {
        let case = Case::with_mobile(&app).await;
        let by_mail = Case::with_mail(&app).await;
        assert_eq!(texts(&app).len(), 0);
        // Monday, 22:00.
        app.portal.clock.advance(TimeDelta::hours(13));
        case.news().await;
        by_mail.news().await;
        run(&app).await;
        assert_eq!((texts(&app).len(), mails(&app).1.len()), (0, 1), "a mail disturbs nobody");
        assert_eq!(case.news_states().await, ["held night"]);
        app.portal.clock.advance(TimeDelta::hours(9) - TimeDelta::milliseconds(1));
        case.news().await;
        run(&app).await;
        assert_eq!(texts(&app).len(), 0);
        app.portal.clock.advance(TimeDelta::milliseconds(1));
        run(&app).await;
        assert_eq!(texts(&app).len(), 1);
        assert_eq!(case.news_states().await, ["sent"]);
        // A code was asked for in this very moment: it comes.
        app.portal.clock.advance(TimeDelta::hours(17));
        Case::new(&app, json!({ "phone": "13812345678" }), "zh-CN").await;
        run(&app).await;
        assert_eq!(texts(&app).len(), 2);
    }

    async fn whoever_reads_a_message_stops_the_next_ones(app: App) {
        let mut case = Case::with_mail(&app).await;
        case.news().await;
        run(&app).await;
        let letter = mails(&app).1.pop().unwrap();
        let link = link_in(&body_of(&letter));
        // For mail programs (RFC 8058), for machines that answer (RFC 3834).
        assert_eq!(header_of(&letter, "List-Unsubscribe"), format!("<http://127.0.0.1:3000{link}>"));
        assert_eq!(header_of(&letter, "List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        assert_eq!(header_of(&letter, "Auto-Submitted"), "auto-generated");
        assert!(header_of(&letter, "Message-ID").ends_with("@example.com>"), "the machine's name stays at home");
        // Looking does nothing and tells nothing.
        let mut stranger = app.browser();
        for secret in [case.number.as_str(), MAIL, "example.com", "鲁", "法院", "1234"] {
            let page = stranger.get(&link).await.is(StatusCode::OK);
            let (_, main) = page.body.split_once("<main").unwrap();
            let (main, _) = main.split_once("</main>").unwrap();
            assert!(!main.contains(secret), "{secret} in {main}");
        }
        assert_eq!(case.stand().await["ways"][0]["standing"], "confirmed");
        stranger.submit(&link, &[("act", "stop")]).await.has(&Lang::Zh.t("link-stopped"));
        case.page().await.has(&Lang::Zh.t("standing-stopped")).has(&Lang::Zh.t("entry-notices-stopped"));
        app.portal.clock.advance(TimeDelta::hours(2));
        case.news().await;
        run(&app).await;
        assert_eq!(mails(&app).1.len(), 1);
        assert_eq!(case.news_states().await, ["sent", "suppressed stopped"]);
        // And back, from the page with the code; stopped again by the button of a mail program, in both its spellings.
        case.reporter.submit("/follow", &[("code", &case.code)]).await;
        case.act("resume", "email", &[]).await.is(StatusCode::SEE_OTHER);
        case.news().await;
        run(&app).await;
        assert_eq!(mails(&app).1.len(), 2);
        for (kind, body) in [
            ("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click".to_owned()),
            ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n".to_owned()),
        ] {
            case.news().await;
            let request = Request::builder().method(Method::POST).uri(&link).header(header::CONTENT_TYPE, kind).body(Body::from(body)).unwrap();
            app.browser().send(request).await.is(StatusCode::OK);
            assert_eq!(case.stand().await["ways"][0]["standing"], "stopped");
            app.portal.clock.advance(TimeDelta::hours(1));
            run(&app).await;
            assert_eq!(mails(&app).1.len(), 2, "what waited is not sent either");
            stranger.submit(&link, &[("act", "resume")]).await.has(&Lang::Zh.t("link-confirmed"));
        }
        // Unknown addresses are calm, and the same as old ones.
        let unknown = stranger.get("/n/aaaaaaaaaaaaaa").await.is(StatusCode::NOT_FOUND).has(&Lang::Zh.t("link-unknown"));
        stranger.post("/n/aaaaaaaaaaaaaa", &[("act", "stop")]).await.is(StatusCode::NOT_FOUND).has(&Lang::Zh.t("link-unknown"));
        stranger.get("/en/n/aaaaaaaaaaaaaa").await.is(StatusCode::NOT_FOUND).has(&Lang::En.t("link-unknown"));
        case.reporter.submit("/follow", &[("code", &case.code)]).await;
        case.reporter.post(&format!("/follow/{}/contact", case.number), &[("name", "王"), ("phone", ""), ("email", "new@example.com")]).await.is(StatusCode::SEE_OTHER);
        let old = stranger.get(&link).await.is(StatusCode::NOT_FOUND);
        assert_eq!(old.body.replace(&link, ""), unknown.body.replace("/n/aaaaaaaaaaaaaa", ""));
    }

    async fn somebody_elses_address_is_left_alone_for_good(app: App) {
        let mut case = Case::new(&app, json!({ "email": MAIL }), "en").await;
        run(&app).await;
        let letter = mails(&app).0.pop().unwrap();
        let link = link_in(&body_of(&letter));
        assert!(link.starts_with("/en/n/"), "{link}");
        let mut stranger = app.browser();
        stranger.get(&link).await.is(StatusCode::OK).has(&Lang::En.t("link-never"));
        stranger.submit(&link, &[("act", "stop")]).await.has(&Lang::En.t("link-refused"));
        // Neither this report nor another one, nor asking for it, makes us write there.
        app.portal.clock.advance(TimeDelta::minutes(5));
        for act in ["resend", "resume"] {
            case.act(act, "email", &[]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        }
        let other = Case::new(&app, json!({ "email": MAIL }), "en").await;
        other.news().await;
        run(&app).await;
        assert_eq!(letters(&app).len(), 1);
        assert_eq!(other.stand().await["ways"][0]["standing"], "refused");
        // They change their mind, with the message in hand; then the digits do what they do.
        stranger.submit(&link, &[("act", "resume")]).await.has(&Lang::En.t("link-unconfirmed"));
        let code = digits_in(&body_of(&letter));
        stranger.submit(&link, &[("act", "confirm"), ("code", &code)]).await.has(&Lang::En.t("link-confirmed"));
        assert_eq!(case.stand().await["ways"][0]["standing"], "confirmed");
    }

    async fn a_message_says_nothing_in_two_languages(app: App) {
        let mut seen = BTreeSet::new();
        for (n, language) in ["zh-CN", "en"].into_iter().enumerate() {
            let (email, phone) = (format!("zqxmark{n}@example.com"), format!("1391234567{n}"));
            let case = Case::new(&app, json!({ "name": "王小明", "email": email, "phone": phone }), language).await;
            run(&app).await;
            confirm(&app, &case.code, "email").await;
            confirm(&app, &case.code, "sms").await;
            case.news().await;
            run(&app).await;
            let digits = case.code.replace(' ', "");
            let secrets = [case.number.as_str(), &case.code, &digits, "法院", "法官", "执行", "举报", "投诉", "线索", "鲁", "7654321", "王小明", "ZQX", "delay", "court", "report", "complaint", "localization"];
            let mut messages = Vec::new();
            for file in letters(&app) {
                let letter = std::fs::read_to_string(file).unwrap();
                let (head, _) = parts(&letter);
                let head = head.lines().filter(|line| !line.starts_with("Message-ID") && !line.starts_with("To: ")).collect::<String>();
                let from = header_of(&letter, "From");
                messages.push(format!("{head}\n{from}\n{}\n{}", header_of(&letter, "Subject"), body_of(&letter)));
            }
            for file in texts(&app) {
                let text = std::fs::read_to_string(file).unwrap();
                let (_, text) = text.split_once("\n\n").unwrap();
                let text = text.trim();
                // As on a site with a usual name.
                let longer = text.replace("http://127.0.0.1:3000", "https://nuandong.sdcourt.gov.cn").chars().count();
                assert!(longer <= 70 || text.is_ascii() && longer <= 160, "{longer}: {text}");
                messages.push(text.to_owned());
            }
            for message in &messages {
                for secret in secrets {
                    assert!(!message.to_lowercase().contains(&secret.to_lowercase()), "{secret} in {message}");
                }
            }
            assert_eq!(messages.len(), 4 * (n + 1));
            seen.extend(messages);
        }
        let has = |lang: Lang, key: &str| seen.iter().any(|message| message.contains(&lang.t(key)));
        for lang in [Lang::Zh, Lang::En] {
            assert!(has(lang, "mail-news-body") && has(lang, "mail-code-subject"));
        }
        // Chosen later, for one way.
        let mut case = Case::with_mail(&app).await;
        case.act("language", "email", &[("language", "en")]).await.is(StatusCode::SEE_OTHER);
        let before = mails(&app).1;
        case.news().await;
        run(&app).await;
        let new = mails(&app).1.into_iter().find(|letter| !before.contains(letter)).unwrap();
        assert_eq!(header_of(&new, "Subject"), Lang::En.t("mail-news-subject"));
        assert!(link_in(&body_of(&new)).starts_with("/en/n/"));
    }

    async fn a_gateway_takes_refuses_or_is_down(app: App) {
        let gateway = Gateway::start().await;
        let portal = reopened(&app, |config| Config { sms_url: Some(gateway.url()), sms_token: Some("s3cret".into()), ..config }).await;
        let run = async || jobs::run_all(&portal).await.unwrap();
        let mut case = Case::new(&app, json!({ "phone": "+86 139-1234-5678" }), "zh-CN").await;
        gateway.answer(503);
        run().await;
        case.page().await.has("暂时发不出去");
        for part in ["outbox", "sms"] {
            assert_eq!(app.browser().get("/readyz").await.json()["parts"][part], "retrying");
        }
        assert_eq!(app.browser().get("/readyz").await.json()["parts"]["mail"], "ok");
        // Our key is wrong there: that is for us to mend, not the reporter's fault.
        for (status, wait) in [(401, 30), (429, 60), (302, 120), (500, 240)] {
            app.portal.clock.advance(TimeDelta::seconds(wait));
            gateway.answer(status);
            run().await;
        }
        gateway.answer(202);
        app.portal.clock.advance(TimeDelta::seconds(480));
        run().await;
        let taken = gateway.taken();
        assert_eq!(taken.len(), 6);
        let text = Lang::Zh.ta("sms-code", &[("code", &code_of(&app, &case.code, "sms").await)]);
        for (headers, body) in &taken {
            assert_eq!((headers["authorization"].to_str().unwrap(), headers["content-type"].to_str().unwrap()), ("Bearer s3cret", "application/json"));
            assert_eq!((body["to"].as_str(), body["text"].as_str()), (Some(MOBILE), Some(text.as_str())));
            assert_eq!((body["id"].as_str(), headers["idempotency-key"].to_str().ok()), (taken[0].1["id"].as_str(), taken[0].1["id"].as_str()), "one message, one name");
        }
        assert_eq!(app.browser().get("/readyz").await.json()["parts"]["sms"], "ok");
        confirm(&app, &case.code, "sms").await;
        // Refused for good: the reporter is told, corrects it, and loses nothing.
        case.news().await;
        gateway.answer(422);
        run().await;
        assert_eq!((gateway.taken().len(), case.news_states().await), (7, vec!["failed".to_owned()]));
        run().await;
        app.portal.clock.advance(TimeDelta::days(1));
        run().await;
        assert_eq!(gateway.taken().len(), 7);
        case.reporter.submit("/follow", &[("code", &case.code)]).await;
        case.page().await.has(&Lang::Zh.t("notices-failed")).has(&Lang::Zh.t("notice-failed"));
        app.person("reader", "鲁01", Role::Handler).await;
        app.signed_in("reader").await.get(&format!("/staff/reports/{}", case.number)).await.has("sms_recipient_refused");
        gateway.answer(200);
        case.reporter.submit(&format!("/follow/{}/contact", case.number), &[("name", ""), ("phone", "13700000001"), ("email", "")]).await.has("137****0001").has_not(&Lang::Zh.t("notices-failed"));
        run().await;
        confirm(&app, &case.code, "sms").await;
        run().await;
        let taken = gateway.taken();
        assert_eq!(taken[7..].iter().map(|(_, body)| body["to"].as_str().unwrap()).collect::<Vec<_>>(), ["13700000001", "13700000001"]);
        assert_eq!(link_in(taken[8].1["text"].as_str().unwrap()).len(), "/n/".len() + 14);
        assert_eq!(case.news_states().await.last().unwrap(), "sent");
        // A code whose time is over while the gateway is down is given up.
        let late = Case::new(&app, json!({ "phone": "13700000002" }), "zh-CN").await;
        gateway.answer(503);
        run().await;
        app.portal.clock.advance(TimeDelta::hours(49));
        run().await;
        assert_eq!(late.stand().await["notices"][0]["state"], "failed");
    }

    async fn after_the_last_try_it_says_so(app: App) {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let down = reopened(&app, |config| Config { smtp_url: Some(format!("smtp://localhost:{port}")), ..config }).await;
        let mut case = Case::with_mail(&app).await;
        case.news().await;
        for _ in 0..29 {
            jobs::run_all(&down).await.unwrap();
            assert_eq!(case.news_states().await, ["queued"]);
            app.portal.clock.advance(TimeDelta::hours(6));
        }
        jobs::run_all(&down).await.unwrap();
        assert_eq!(case.news_states().await, ["failed"]);
        case.reporter.submit("/follow", &[("code", &case.code)]).await;
        case.page().await.has(&Lang::Zh.t("notices-failed"));
        // The next news are a new try, and what failed took nothing off the day's measure.
        for _ in 0..3 {
            case.news().await;
            run(&app).await;
            app.portal.clock.advance(TimeDelta::hours(1));
        }
        assert_eq!(case.news_states().await, ["failed", "sent", "sent", "sent"]);
    }

    async fn news_that_come_while_a_message_is_on_its_way_get_their_own(app: App) {
        let gateway = Gateway::start().await;
        let portal = reopened(&app, |config| Config { sms_url: Some(gateway.url()), ..config }).await;
        let case = Case::with_mobile(&app).await;
        case.news().await;
        gateway.hold();
        let sending = tokio::spawn({ let portal = portal.clone(); async move { jobs::run_all(&portal).await.unwrap() } });
        gateway.arrived().await;
        case.news().await;
        // Another server sees nothing to do meanwhile.
        assert_eq!(jobs::run_all(&app.portal).await.unwrap(), 0);
        gateway.release();
        sending.await.unwrap();
        assert_eq!(gateway.taken().len(), 1);
        jobs::run_all(&portal).await.unwrap();
        assert_eq!(case.news_states().await, ["sent", "held hour"]);
        app.portal.clock.advance(TimeDelta::hours(1));
        jobs::run_all(&portal).await.unwrap();
        assert_eq!((gateway.taken().len(), case.news_states().await), (2, vec!["sent".to_owned(), "sent".to_owned()]));
    }

    async fn several_servers_send_each_message_once(app: App) {
        let gateway = Gateway::start().await;
        let mut servers = Vec::new();
        for _ in 0..3 {
            servers.push(reopened(&app, |config| Config { sms_url: Some(gateway.url()), ..config }).await);
        }
        for n in 0..12 {
            Case::new(&app, json!({ "phone": format!("139000000{n:02}") }), "zh-CN").await;
        }
        // Only messages are counted here.
        while jobs::run_next(&app.portal, jobs::Lane::Index).await.unwrap() {}
        let ran = futures::future::join_all(servers.iter().map(jobs::run_all)).await;
        assert_eq!(ran.into_iter().map(Result::unwrap).sum::<usize>(), 12);
        let ids = gateway.taken().iter().map(|(_, body)| body["id"].to_string()).collect::<BTreeSet<_>>();
        assert_eq!((gateway.taken().len(), ids.len()), (12, 12));
    }

    async fn a_worker_that_lost_its_job_writes_nothing_of_it(app: App) {
        let gateway = Gateway::start().await;
        let slow = reopened(&app, |config| Config { sms_url: Some(gateway.url()), ..config }).await;
        let case = Case::new(&app, json!({ "phone": MOBILE }), "zh-CN").await;
        gateway.hold();
        gateway.answer(503);
        let sending = tokio::spawn({ let slow = slow.clone(); async move { jobs::run_all(&slow).await.unwrap() } });
        gateway.arrived().await;
        // Its time is over; somebody else sends the message.
        app.portal.clock.advance(TimeDelta::minutes(5));
        run(&app).await;
        assert_eq!((texts(&app).len(), case.stand().await["notices"][0]["state"].clone()), (1, json!("sent")));
        gateway.release();
        sending.await.unwrap();
        assert_eq!(case.stand().await["notices"][0]["state"], "sent");
        app.portal.clock.advance(TimeDelta::days(1));
        assert_eq!(jobs::run_all(&app.portal).await.unwrap(), 0, "the job is done, whatever the late one thinks");
    }

    async fn a_mail_server_that_says_nothing_delays_no_picture(app: App) {
        let server = Silent::start();
        let portal = reopened(&app, |config| Config { smtp_url: Some(server.url()), ..config }).await;
        // First a mail, then a picture.
        let mut case = Case::new(&app, json!({ "email": MAIL }), "zh-CN").await;
        let stop = CancellationToken::new();
        let worker = tokio::spawn(jobs::work(portal, stop.clone()));
        server.connected().await;
        case.reporter.upload(&format!("/follow/{}/files", case.number), "", &[("a.jpg", &crate::support::jpeg())]).await.is(StatusCode::SEE_OTHER);
        while !ready(&app).await {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        // The picture is there, and the mail still waits for its first word.
        let notice = &case.stand().await["notices"][0];
        assert_eq!((&notice["kind"], &notice["state"]), (&json!("code"), &json!("queued")));
        assert!(!server.is_left(), "nobody gave up waiting");
        stop.cancel();
        server.close();
        worker.await.unwrap();
    }

    async fn a_report_that_looks_like_a_machines_sends_no_code_by_itself(app: App) {
        let mut b = app.browser();
        let base = crate::support::walk_to_check(&mut b, "complaint", "passive", "一").await;
        b.post(&format!("{base}/you"), &[("you_seen", "1"), ("anonymous", "no"), ("email", MAIL)]).await.is(StatusCode::SEE_OTHER);
        app.portal.clock.advance(TimeDelta::minutes(1));
        let receipt = b.post(&format!("{base}/send"), &[("website", "x")]).await.is(StatusCode::SEE_OTHER).location();
        run(&app).await;
        assert_eq!(letters(&app).len(), 0);
        b.get(&receipt).await.is(StatusCode::OK).has(&Lang::Zh.t("notices-first-button"));
        b.submit(&format!("{receipt}/notices"), &[("act", "resend"), ("way", "email")]).await.has("name=\"code\"");
        run(&app).await;
        assert_eq!(letters(&app).len(), 1);
    }

    async fn over_the_api(app: App) {
        let case = Case::new(&app, json!({ "name": "王小明" }), "zh-CN").await;
        assert_eq!(case.stand().await, json!({ "ways": [], "notices": [] }));
        let auth = format!("Receipt {}", case.code);
        let call = async |path: &str, body: Value| app.browser().json(Method::POST, &format!("/api/v1/follow/{path}"), &[("authorization", &auth)], Some(body)).await;
        let wrong = call("contact", json!({ "email": "x@" })).await.is(StatusCode::UNPROCESSABLE_ENTITY).json();
        assert_eq!(wrong["errors"][0]["field"], "reporter.email");
        let stand = call("contact", json!({ "name": "王小明", "email": MAIL, "phone": "0531-88991234", "language": "en" })).await.is(StatusCode::OK).json();
        let way = &stand["ways"][0];
        assert_eq!((&way["way"], &way["address"], &way["standing"], &way["language"]), (&json!("email"), &json!("z***@example.com"), &json!("unconfirmed"), &json!("en")));
        assert_eq!(stand["ways"].as_array().unwrap().len(), 1);
        let errors = call("notices", json!({ "act": "confirm", "way": "email", "code": "12" })).await.is(StatusCode::UNPROCESSABLE_ENTITY).json();
        assert_eq!((&errors["errors"][0]["field"], &errors["errors"][0]["code"]), (&json!("code"), &json!("wrong_form")));
        let soon = call("notices", json!({ "act": "resend", "way": "email" })).await.is(StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(soon.headers[header::RETRY_AFTER], "60");
        for body in [json!({ "act": "confirm", "way": "sms", "code": "123456" }), json!({ "act": "dance", "way": "email" }), json!({ "act": "stop", "way": "fax" })] {
            call("notices", body).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        }
        let code = code_of(&app, &case.code, "email").await;
        for (act, standing) in [("confirm", "confirmed"), ("stop", "stopped"), ("resume", "confirmed"), ("language", "confirmed")] {
            let stand = call("notices", json!({ "act": act, "way": "email", "code": code, "language": "zh-CN" })).await.is(StatusCode::OK).json();
            assert_eq!(stand["ways"][0]["standing"], standing, "{act}");
        }
        assert_eq!(case.stand().await["ways"][0]["language"], "zh-CN");
        app.browser().json(Method::GET, "/api/v1/follow/notices", &[], None).await.is(StatusCode::UNAUTHORIZED);
    }

    async fn no_address_code_or_token_stands_in_the_clear(app: App) {
        let case = Case::new(&app, json!({ "email": MAIL, "phone": MOBILE }), "zh-CN").await;
        let mail_code = code_of(&app, &case.code, "email").await;
        let mut marks = vec![MAIL.to_owned(), "zqxmark".to_owned(), MOBILE.to_owned(), format!("\"{mail_code}\"")];
        let hash = app.portal.hashes.code.of(ReceiptCode::parse(&case.code).unwrap().as_str());
        let row = storage::reports::find_by_code(&app.portal.db, &hash).await.unwrap().unwrap();
        let key = row.data_key(&app.portal.keys).unwrap();
        for contact in storage::contacts::list(&app.portal.db, row.id).await.unwrap() {
            assert!(Way::parse(&contact.way).is_some());
            marks.push(contact.token(&key).unwrap());
        }
        // Before, between and after sending; one way stopped for good, one failed.
        crate::sealed::no_mark_in(&app, &marks);
        run(&app).await;
        confirm(&app, &case.code, "email").await;
        case.news().await;
        run(&app).await;
        app.browser().submit(&format!("/n/{}", marks.last().unwrap()), &[("act", "stop")]).await;
        jobs::tidy_now(&app.portal).await.unwrap();
        // The spool holds messages for others to carry; it is private, and not searched.
        #[cfg(unix)]
        for file in [texts(&app), vec![app.dir.path().join("sms"), app.dir.path().join("mail")]].concat() {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o077, 0, "{}", file.display());
        }
        for spool in ["mail", "sms"] {
            std::fs::remove_dir_all(app.dir.path().join(spool)).unwrap();
        }
        crate::sealed::no_mark_in(&app, &marks);
    }
}

/// Whether the picture of the only report with files has its copy.
async fn ready(app: &App) -> bool {
    let reports: Vec<(i64,)> =
        storage::Sql::new("SELECT count(*) FROM file WHERE shown_copy").fetch_all(&app.portal.db).await.unwrap();
    reports[0].0 > 0
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mailbox_that_does_not_exist_is_told_to_the_reporter() {
    let server = Refusing::start();
    let url = server.0.clone();
    let app = App::with(|config| Config { smtp_url: Some(url), ..config }).await;
    let mut case = Case::new(&app, json!({ "email": "nobody@example.com" }), "zh-CN").await;
    run(&app).await;
    case.page().await.has(&Lang::Zh.t("notices-failed")).has(&Lang::Zh.t("notices-change"));
    assert_eq!(case.stand().await["notices"][0]["state"], "failed");
    assert_eq!(app.browser().get("/readyz").await.json()["parts"]["mail"], "ok", "nothing is tried again");
}

/// A gateway for text messages; it notes what it gets and answers as told.
#[derive(Clone)]
struct Gateway {
    port: u16,
    state: Arc<GatewayState>,
}

struct GatewayState {
    taken: Mutex<Vec<(HeaderMap, Value)>>,
    status: Mutex<u16>,
    gate: Semaphore,
    arrivals: Semaphore,
}

impl Gateway {
    async fn start() -> Self {
        let state = Arc::new(GatewayState {
            taken: Mutex::default(),
            status: Mutex::new(200),
            gate: Semaphore::new(1),
            arrivals: Semaphore::new(0),
        });
        let router = Router::new().route("/messages", post(Self::take)).with_state(state.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { port, state }
    }

    async fn take(
        State(state): State<Arc<GatewayState>>,
        headers: HeaderMap,
        Json(body): Json<Value>,
    ) -> (StatusCode, [(header::HeaderName, &'static str); 1]) {
        state.taken.lock().unwrap().push((headers, body));
        let status = *state.status.lock().unwrap();
        state.arrivals.add_permits(1);
        let _gate = state.gate.acquire().await.unwrap();
        (StatusCode::from_u16(status).unwrap(), [(header::LOCATION, "http://127.0.0.1:1/")])
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}/messages", self.port)
    }

    fn answer(&self, status: u16) {
        *self.state.status.lock().unwrap() = status;
    }

    fn taken(&self) -> Vec<(HeaderMap, Value)> {
        self.state.taken.lock().unwrap().clone()
    }

    /// From now on it takes messages and does not answer.
    fn hold(&self) {
        self.state.gate.forget_permits(1);
        self.state.arrivals.forget_permits(usize::MAX >> 4);
    }

    async fn arrived(&self) {
        self.state.arrivals.acquire().await.unwrap().forget();
    }

    fn release(&self) {
        self.state.gate.add_permits(1);
    }
}

/// A mail server that takes a connection and never says a word.
struct Silent {
    port: u16,
    connection: tokio::sync::Mutex<tokio::sync::mpsc::UnboundedReceiver<std::net::TcpStream>>,
    held: Mutex<Option<std::net::TcpStream>>,
}

impl Silent {
    fn start() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, connection) = tokio::sync::mpsc::unbounded_channel();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if sender.send(stream).is_err() {
                    break;
                }
            }
        });
        Self { port, connection: tokio::sync::Mutex::new(connection), held: Mutex::new(None) }
    }

    fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    async fn connected(&self) {
        let stream = self.connection.lock().await.recv().await.unwrap();
        *self.held.lock().unwrap() = Some(stream);
    }

    /// Whether the other side hung up.
    fn is_left(&self) -> bool {
        let held = self.held.lock().unwrap();
        let stream = held.as_ref().unwrap();
        stream.set_nonblocking(true).unwrap();
        matches!(stream.peek(&mut [0]), Ok(0))
    }

    fn close(&self) {
        *self.held.lock().unwrap() = None;
    }
}

/// A mail server that knows no mailbox.
struct Refusing(String);

impl Refusing {
    fn start() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("smtp://127.0.0.1:{}", listener.local_addr().unwrap().port());
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let mut answers = stream.try_clone().unwrap();
                answers.write_all(b"220 here\r\n").unwrap();
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    let answer: &[u8] = match line.split(' ').next().unwrap_or_default() {
                        "RCPT" => b"550 no such mailbox\r\n",
                        "QUIT" => b"221 bye\r\n",
                        _ => b"250 go on\r\n",
                    };
                    if answers.write_all(answer).is_err() {
                        break;
                    }
                }
            }
        });
        Self(url)
    }
}
