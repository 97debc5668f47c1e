//! Drafts: saved, left, opened again with a code, deleted; and every way in which people come back.

use std::path::Path;

use axum::http::{StatusCode, header};
use chrono::TimeDelta;
use nuandong::{
    actions::draft,
    clock::{Clock, Entropy},
    domain::resume::ResumeCode,
    i18n::Lang,
    jobs,
    portal::Portal,
    storage, web,
};

use crate::{
    form::digits_of,
    support::{App, Browser, Page, on_both, walk_to_check},
};

fn t(key: &str) -> String {
    Lang::Zh.t(key)
}

/// Begins a draft; its address without the step.
async fn begin(b: &mut Browser, channel: &str) -> String {
    b.post(&format!("/report/{channel}"), &[]).await.location().trim_end_matches("/kind").to_owned()
}

/// The value of the hidden field of that name.
pub fn hidden(page: &Page, name: &str) -> String {
    let rest =
        page.body.split(&format!("name=\"{name}\"")).nth(1).unwrap_or_else(|| panic!("no {name}: {}", page.body));
    rest.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// Asks for a code for a draft as a person does: the page, then its button.
async fn code_for(b: &mut Browser, base: &str) -> String {
    let page = b.get(&format!("{base}/later")).await.is(StatusCode::OK);
    let wish = hidden(&page, "wish");
    digits_of(&b.submit(&format!("{base}/later"), &[("wish", &wish)]).await.body, "secret")
}

/// Enters a code in a browser that was never here; where it leads.
async fn resume(app: &App, code: &str) -> String {
    app.browser().post("/resume", &[("code", code)]).await.is(StatusCode::SEE_OTHER).location()
}

/// What the page says when a code opens nothing.
async fn refused(app: &App, code: &str, why: &str) -> Page {
    let page = app.browser().post("/resume", &[("code", code)]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    page.has("<title>错误：").has("href=\"#code\"").has(&t(&format!("error-resume-{why}")))
}

async fn stored(app: &App) -> i64 {
    storage::reports::count_up_to(&app.portal.db, 100).await.unwrap()
}

/// Another server process over the same folder and database: it shares nothing that lives in memory.
async fn restarted(app: &App) -> axum::Router {
    let clock = Clock::fixed(app.portal.clock.now() + TimeDelta::seconds(5));
    web::router(Portal::open(app.portal.config.clone(), clock, Entropy::seeded(77_777), true).await.unwrap())
}

fn files_left(app: &App) -> usize {
    let folders = std::fs::read_dir(app.dir.path().join("files")).unwrap();
    folders.map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap().count()).sum()
}

/// Whether these bytes stand anywhere in SQLite's files, its journal included.
fn stands(folder: &Path, needle: &[u8]) -> bool {
    let files =
        ["nuandong.sqlite", "nuandong.sqlite-wal"].map(|name| std::fs::read(folder.join(name)).unwrap_or_default());
    files.iter().any(|bytes| bytes.windows(needle.len()).any(|window| window == needle))
}

on_both! {
    async fn a_code_opens_the_draft_where_somebody_stopped(app: App) {
        let mut b = app.browser();
        let base = begin(&mut b, "lead").await;
        b.get(&format!("{base}/kind")).await.has("name=\"later\"").has_not(&Lang::Zh.ta("draft-saved", &[("at", "")]));
        b.submit(&format!("{base}/kind"), &[("category", "asset")]).await.has(&Lang::Zh.ta("draft-saved", &[("at", "09:00")]));
        b.post(&format!("{base}/case"), &[("case_number", ""), ("court", "鲁0102")]).await.is(StatusCode::SEE_OTHER);
        // Left in the middle of a page: what was typed goes along, good and bad.
        app.portal.clock.advance(TimeDelta::minutes(3));
        let long = "名".repeat(101);
        let page = b.submit(&format!("{base}/respondent"), &[("respondent_name", &long), ("later", "1")]).await;
        page.has(&Lang::Zh.ta("draft-kept", &[("day", "2026年11月30日")])).has(&t("resume-shared")).has_not("class=\"secret\"");
        let code = code_for(&mut b, &base).await;
        assert!(ResumeCode::parse(&code).is_some() && code.len() == 16);
        // Another device: no cookie, groups of four, full-width.
        assert_eq!(resume(&app, &format!("{} {}-{} {}", &code[..4], &code[4..8], &code[8..12], &code[12..])).await, format!("{base}/respondent"));
        let mut other = app.browser();
        let page = other.submit("/resume", &[("code", &code)]).await.has(&long);
        page.has_not(&code);
        assert!(!other.cookies.is_empty());
        assert_eq!(other.post("/en/resume", &[("code", &code)]).await.location(), format!("/en{base}/respondent"));
        // It is no secret that survives the page: not in the page again, not in the address.
        b.get(&format!("{base}/later")).await.has_not(&code);
        // Further on it leads further on; at the end to the check page.
        for (step, fields) in [("respondent", vec![("respondent_name", "张三")]), ("story", vec![("narrative", "车在楼下")]), ("details", vec![]), ("livelihood", vec![("livelihood", "none")])] {
            other.post(&format!("{base}/{step}"), &fields).await.is(StatusCode::SEE_OTHER);
        }
        assert_eq!(resume(&app, &code).await, format!("{base}/files"));
        other.post(&format!("{base}/you"), &[("you_seen", "1"), ("anonymous", "yes")]).await.is(StatusCode::SEE_OTHER);
        assert_eq!(resume(&app, &code).await, format!("{base}/check"));
        // What is missing on the way comes first.
        other.post(&format!("{base}/story"), &[("narrative", "")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(resume(&app, &code).await, format!("{base}/story"));
    }

    async fn a_code_is_shown_once_and_replaced_when_asked_again(app: App) {
        let mut b = app.browser();
        let base = begin(&mut b, "complaint").await;
        let later = format!("{base}/later");
        let wish = hidden(&b.get(&later).await, "wish");
        // Pressed twice: the same code, and it works.
        let (mut one, mut two) = (b.clone(), b.clone());
        let fields = [("wish", wish.as_str())];
        let (first, second) = tokio::join!(one.post(&later, &fields), two.post(&later, &fields));
        let address = first.is(StatusCode::SEE_OTHER).location();
        assert_eq!(address, second.is(StatusCode::SEE_OTHER).location());
        let page = b.get(&address).await.is(StatusCode::OK);
        assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
        let code = digits_of(&page.body, "secret");
        page.has("class=\"qr\"").has(&t("resume-once")).has("http://127.0.0.1:3000/resume");
        // Back and reload: the page without the code, and words about it.
        b.get(&address).await.is(StatusCode::OK).has_not("class=\"secret\"").has(&t("resume-shown"));
        let foreign = begin(&mut b, "complaint").await;
        b.get(&format!("{foreign}/later?wish={wish}")).await.has_not("class=\"secret\"");
        b.get(&format!("{later}?wish=%E7%A0%81%22%3E")).await.is(StatusCode::OK).has_not("class=\"secret\"");
        b.post(&later, &[("wish", "\r\nset-cookie: a=b")]).await.is(StatusCode::SEE_OTHER).has_not("set-cookie");
        b.post(&later, &fields).await.is(StatusCode::SEE_OTHER);
        assert_eq!(resume(&app, &code).await, format!("{base}/kind"));
        let newer = code_for(&mut b, &base).await;
        assert_ne!(newer, code);
        refused(&app, &code, "unknown").await;
        assert_eq!(resume(&app, &newer).await, format!("{base}/kind"));
        // Two drafts have two codes.
        let other = begin(&mut b, "complaint").await;
        assert_ne!(code_for(&mut b, &other).await, newer);
    }

    async fn a_code_typed_at_the_wrong_door_is_led_to_the_right_one(app: App) {
        let mut b = app.browser();
        let base = begin(&mut b, "lead").await;
        let code = code_for(&mut b, &base).await;
        let sent = walk_to_check(&mut b, "lead", "other", "一").await;
        let receipt = digits_of(&b.submit(&format!("{sent}/send"), &[]).await.body, "secret");
        for typed in [receipt.clone(), format!("{}9", &receipt[..19]), receipt.replace('1', "１")] {
            let page = refused(&app, &typed, "receipt").await.has("action=\"/follow\"");
            assert!(page.body.contains(&format!("<input type=\"hidden\" name=\"code\" value=\"{typed}\"")), "{}", page.body);
        }
        let page = app.browser().post("/follow", &[("code", &code)]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        page.has(&t("error-code-resume")).has("action=\"/resume\"").has(&format!("<input type=\"hidden\" name=\"code\" value=\"{code}\""));
        for (typed, why) in [("", "empty"), ("  ", "empty"), ("1234", "wrong-form"), ("续填码", "wrong-form"), ("\"><script>", "wrong-form"), (&format!("{}00", &code[..14]), "wrong-form")] {
            refused(&app, typed, why).await.has_not("<script>");
        }
    }

    async fn guessing_codes_ends_soon_and_only_for_the_guesser(app: App) {
        let mut b = app.browser();
        let base = begin(&mut b, "lead").await;
        let code = code_for(&mut b, &base).await;
        let mut guesser = app.browser();
        guesser.address = [10, 0, 0, 9];
        // A slip of the finger costs nothing, nor does a right code.
        for _ in 0..12 {
            guesser.post("/resume", &[("code", "1234")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
            guesser.post("/resume", &[("code", &code)]).await.is(StatusCode::SEE_OTHER);
        }
        for n in 0..10 {
            guesser.post("/resume", &[("code", ResumeCode::of_number(n).as_str())]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        }
        let page = guesser.post("/resume", &[("code", &code)]).await.is(StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(page.headers[header::RETRY_AFTER], "900");
        page.has(&t("error-resume-too-many"));
        assert_eq!(resume(&app, &code).await, format!("{base}/kind"), "nobody else is stopped");
        guesser.get(&format!("{base}/kind")).await.is(StatusCode::OK);
        app.portal.clock.advance(TimeDelta::minutes(16));
        guesser.post("/resume", &[("code", &code)]).await.is(StatusCode::SEE_OTHER);
    }

    async fn what_became_of_a_draft_is_said(app: App) {
        let mut b = app.browser();
        let sent = walk_to_check(&mut b, "lead", "other", "一").await;
        let sent_code = code_for(&mut b, &sent).await;
        b.post(&format!("{sent}/send"), &[]).await.is(StatusCode::SEE_OTHER);
        refused(&app, &sent_code, "sent").await.has("href=\"/follow\"");
        // Its pages lead to the receipt, this one and the question whether to delete it too.
        for page in ["later", "delete"] {
            assert!(b.get(&format!("{sent}/{page}")).await.is(StatusCode::SEE_OTHER).location().starts_with("/receipt/"));
            assert!(b.post(&format!("{sent}/{page}"), &[("wish", "x")]).await.is(StatusCode::SEE_OTHER).location().starts_with("/receipt/"));
        }
        assert_eq!(stored(&app).await, 1);

        let old = begin(&mut b, "lead").await;
        let old_code = code_for(&mut b, &old).await;
        // A change starts the seven days anew; looking and asking for a code do not.
        app.portal.clock.advance(TimeDelta::days(6));
        b.post(&format!("{old}/kind"), &[("category", "asset")]).await.is(StatusCode::SEE_OTHER);
        app.portal.clock.advance(TimeDelta::days(6));
        b.get(&format!("{old}/kind")).await.is(StatusCode::OK);
        assert_eq!(resume(&app, &old_code).await, format!("{old}/case"));
        app.portal.clock.advance(TimeDelta::days(1));
        b.get(&format!("{old}/kind")).await.is(StatusCode::NOT_FOUND);
        refused(&app, &old_code, "expired").await;
        jobs::tidy_now(&app.portal).await.unwrap();
        refused(&app, &old_code, "expired").await;
        app.portal.clock.advance(TimeDelta::days(7));
        jobs::tidy_now(&app.portal).await.unwrap();
        refused(&app, &sent_code, "sent").await;
        // In the end even the code is forgotten.
        app.portal.clock.advance(TimeDelta::days(31));
        jobs::tidy_now(&app.portal).await.unwrap();
        refused(&app, &old_code, "unknown").await;
        refused(&app, &sent_code, "unknown").await;
    }

    async fn a_draft_that_is_being_deleted_is_not_sent(app: App) {
        let mut b = app.browser();
        let base = walk_to_check(&mut b, "lead", "other", "不想要了").await;
        let token = base.rsplit('/').next().unwrap();
        let draft = draft::open(&app.portal, token).await.unwrap().unwrap();
        let (id, saved_at, now) = (draft.row.id, draft.row.saved_at, app.portal.clock.now());
        // Deleting has come so far that nothing opens it any more; its files are still there.
        let mut tx = app.portal.db.begin().await.unwrap();
        storage::drafts::set_over(&mut tx, id, now).await.unwrap();
        tx.commit().await.unwrap();
        let (_, code) = app.submit(serde_json::json!({ "channel": "lead", "category": "asset", "narrative": "另一件" })).await;
        let code_hash = app.portal.hashes.code.of(&code);
        let report = storage::reports::find_by_code(&app.portal.db, &code_hash).await.unwrap().unwrap();
        let mut tx = app.portal.db.begin().await.unwrap();
        assert!(!storage::drafts::set_sent(&mut tx, id, report.id, saved_at, now).await.unwrap());
    }

    async fn a_draft_is_deleted_at_once_when_its_writer_wishes(app: App) {
        let mut b = app.browser();
        let base = walk_to_check(&mut b, "lead", "other", "不想要了").await;
        b.upload(&format!("{base}/files"), "", &[("a.txt", b"hello there"), ("b.jpg", &crate::support::jpeg())]).await.is(StatusCode::SEE_OTHER);
        let code = code_for(&mut b, &base).await;
        let delete = format!("{base}/delete");
        b.get(&delete).await.is(StatusCode::OK).has(&Lang::Zh.ta("draft-delete-files", &[("count", "2")])).has("button danger");
        assert_eq!(files_left(&app), 2);
        let (mut one, mut two) = (b.clone(), b.clone());
        let (first, second) = tokio::join!(one.post(&delete, &[]), two.post(&delete, &[]));
        assert_eq!((first.is(StatusCode::SEE_OTHER).location(), second.is(StatusCode::SEE_OTHER).location()), ("/resume/deleted".to_owned(), "/resume/deleted".to_owned()));
        b.get("/resume/deleted").await.is(StatusCode::OK).has(&t("draft-deleted-title"));
        assert_eq!(files_left(&app), 0);
        refused(&app, &code, "deleted").await.has("href=\"/report\"");
        for page in ["kind", "check", "files", "later", "delete"] {
            b.get(&format!("{base}/{page}")).await.is(StatusCode::NOT_FOUND);
        }
        b.post(&format!("{base}/send"), &[]).await.is(StatusCode::NOT_FOUND);
        b.post(&format!("{base}/story"), &[("narrative", "doch")]).await.is(StatusCode::NOT_FOUND);
        // The picture's job finds nothing and ends; the worker goes on.
        jobs::run_all(&app.portal).await.unwrap();
        jobs::tidy_now(&app.portal).await.unwrap();
        assert_eq!((files_left(&app), stored(&app).await), (0, 0));
        // Through the address of the other channel nothing is deleted.
        let kept = begin(&mut b, "lead").await;
        b.post(&format!("{}/delete", kept.replace("/lead/", "/complaint/")), &[]).await.is(StatusCode::SEE_OTHER);
        b.get(&format!("{kept}/kind")).await.is(StatusCode::OK);
    }

    async fn a_server_that_dies_between_two_pages_loses_nothing(app: App) {
        let mut b = app.browser();
        let base = begin(&mut b, "complaint").await;
        b.post(&format!("{base}/kind"), &[("category", "other")]).await.is(StatusCode::SEE_OTHER);
        b.post(&format!("{base}/case"), &[("case_number", ""), ("court", "鲁0102")]).await.is(StatusCode::SEE_OTHER);
        let code = code_for(&mut b, &base).await;
        // The second process, with the same cookie and address.
        let second = restarted(&app).await;
        let mut there = b.on(&second);
        there.get(&format!("{base}/case")).await.is(StatusCode::OK).has("<option value=\"鲁0102\" selected");
        there.post(&format!("{base}/story"), &[("narrative", "第二个进程里写的")]).await.is(StatusCode::SEE_OTHER);
        // The page that the first process showed is sent by the third; pressed again there and back here, it is one.
        let check = there.get(&format!("{base}/check")).await.is(StatusCode::OK);
        let fields = [("website", String::new()), ("challenge", hidden(&check, "challenge"))];
        let fields = fields.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>();
        let third = restarted(&app).await;
        let mut later = b.on(&third);
        assert_eq!(later.clone().post("/resume", &[("code", &code)]).await.is(StatusCode::SEE_OTHER).location(), format!("{base}/details"));
        let receipt = later.post(&format!("{base}/send"), &fields).await.is(StatusCode::SEE_OTHER).location();
        for browser in [&mut later, &mut there, &mut b] {
            assert_eq!(browser.post(&format!("{base}/send"), &fields).await.is(StatusCode::SEE_OTHER).location(), receipt);
            browser.get(&receipt).await.is(StatusCode::OK).has("class=\"secret\"");
        }
        assert_eq!(stored(&app).await, 1);
        refused(&app, &code, "sent").await;
    }

    async fn two_devices_back_refresh_and_lost_cookies_end_in_one_report(app: App) {
        let mut b = app.browser();
        let base = walk_to_check(&mut b, "lead", "other", "第一台").await;
        let code = code_for(&mut b, &base).await;
        // The cookie goes, the address stays: nothing changes.
        b.cookies.clear();
        b.get(&format!("{base}/check")).await.is(StatusCode::OK).has("第一台");
        // A second device changes a page that the first one still shows.
        let mut phone = app.browser();
        phone.submit("/resume", &[("code", &code)]).await.has("第一台");
        app.portal.clock.advance(TimeDelta::seconds(2));
        phone.post(&format!("{base}/story"), &[("narrative", "第二台")]).await.is(StatusCode::SEE_OTHER);
        b.get(&format!("{base}/check")).await.has("第二台");
        // Back to an early page and on from there: the later pages stay.
        b.post(&format!("{base}/kind"), &[("category", "other")]).await.is(StatusCode::SEE_OTHER);
        b.get(&format!("{base}/check")).await.has("第二台");
        assert_eq!(resume(&app, &code).await, format!("{base}/check"));
        let (mut one, mut two) = (b.clone(), phone.clone());
        let send = format!("{base}/send");
        let (first, second) = tokio::join!(one.post(&send, &[]), two.post(&send, &[]));
        assert_eq!(first.is(StatusCode::SEE_OTHER).location(), second.is(StatusCode::SEE_OTHER).location());
        b.get(&send).await.is(StatusCode::SEE_OTHER);
        assert_eq!(stored(&app).await, 1);
    }

    async fn somebody_is_told_what_this_very_visit_sent_about_the_case(app: App) {
        let number = "（2019）鲁0102执1234号";
        let mut b = app.browser();
        let twin = |page: &Page| page.body.contains("id=\"twin\"");
        let first = with_case(&mut b, "lead", number).await;
        let check = b.get(&format!("{first}/check")).await;
        assert!(!twin(&check));
        let receipt = b.submit(&format!("{first}/send"), &[]).await;
        let sent = digits_of(&receipt.body, "number");
        // The same case in another form of writing, in the same visit.
        let again = with_case(&mut b, "lead", "(2019)鲁0102执1234号").await;
        let check = b.get(&format!("{again}/check")).await;
        assert!(twin(&check));
        check.has(&format!("{}\u{a0}{}\u{a0}{}", &sent[..4], &sent[4..8], &sent[8..])).has("2026年11月23日 09:00");
        b.get(&format!("/en{again}/check")).await.has("id=\"twin\"");
        // Nobody else hears of it: not another visit, not one without cookies, not with the address of the draft alone.
        let mut stranger = app.browser();
        let theirs = with_case(&mut stranger, "lead", number).await;
        assert!(!twin(&stranger.get(&format!("{theirs}/check")).await));
        assert!(!twin(&app.browser().get(&format!("{again}/check")).await));
        // Another case or a complaint is something else.
        for (channel, number) in [("lead", "（2019）鲁0102执1235号"), ("complaint", number)] {
            let other = with_case(&mut b, channel, number).await;
            assert!(!twin(&b.get(&format!("{other}/check")).await), "{channel} {number}");
        }
        // It is said, never refused; and a day later it is forgotten.
        b.post(&format!("{again}/send"), &[]).await.is(StatusCode::SEE_OTHER);
        assert_eq!(stored(&app).await, 2);
        app.portal.clock.advance(TimeDelta::hours(25));
        let third = with_case(&mut b, "lead", number).await;
        assert!(!twin(&b.get(&format!("{third}/check")).await));
    }

    async fn what_was_withdrawn_is_no_twin(app: App) {
        let number = "（2019）鲁0102执1234号";
        let mut b = app.browser();
        let first = with_case(&mut b, "lead", number).await;
        let receipt = b.submit(&format!("{first}/send"), &[]).await;
        let (code, sent) = (digits_of(&receipt.body, "secret"), digits_of(&receipt.body, "number"));
        b.post("/follow", &[("code", &code)]).await.is(StatusCode::SEE_OTHER);
        b.post(&format!("/follow/{sent}/withdraw"), &[]).await.is(StatusCode::SEE_OTHER);
        let again = with_case(&mut b, "lead", number).await;
        b.get(&format!("{again}/check")).await.is(StatusCode::OK).has_not("id=\"twin\"");
    }

    async fn neither_code_nor_address_stands_in_the_database(app: App) {
        let mut b = app.browser();
        let base = begin(&mut b, "lead").await;
        let code = code_for(&mut b, &base).await;
        let token = base.rsplit('/').next().unwrap();
        let row = storage::drafts::find(&app.portal.db, &app.portal.hashes.draft.of(token), app.portal.clock.now()).await.unwrap().unwrap();
        let found = storage::resume_codes::find(&app.portal.db, &app.portal.hashes.resume.of(&format!("code {code}"))).await.unwrap().unwrap();
        let sealed = found.sealed_token.unwrap();
        assert!(found.draft_id == Some(row.id) && !String::from_utf8_lossy(&sealed).contains(token));
        for needle in [code.as_str(), token] {
            assert!(!stands(app.dir.path(), needle.as_bytes()));
        }
    }

    async fn the_court_goes_with_the_number_that_named_it(app: App) {
        let mut b = app.browser();
        let (first, other) = ("（2019）鲁0102执1234号", "（2019）鲁0203执9号");
        let base = with_case(&mut b, "complaint", first).await;
        let token = base.rsplit('/').next().unwrap();
        let court = async |b: &mut Browser| {
            let page = b.get(&format!("{base}/case")).await.is(StatusCode::OK);
            let list = page.body.split("<select id=\"court\"").nth(1).unwrap().split("</select>").next().unwrap().to_owned();
            let chosen = list.split("<option").find(|option| option.contains(" selected")).map(str::to_owned).unwrap_or_default();
            chosen.split("value=\"").nth(1).unwrap_or_default().split('"').next().unwrap().to_owned()
        };
        assert_eq!(court(&mut b).await, "鲁0102");
        // Kept while it is typed, with the court still in the list that the number before had filled in; then sent.
        let typed = [("case_number", other), ("court", "鲁0102"), ("read_back", first)];
        let fields = serde_urlencoded::to_string(typed).unwrap();
        b.post("/fn/draft", &[("draft", token), ("fields", &fields)]).await.is(StatusCode::OK);
        b.post(&format!("{base}/case"), &typed).await;
        assert_eq!(court(&mut b).await, "鲁0203");
        // One that was chosen stays, and so does one that the page's own reading filled in.
        b.post(&format!("{base}/case"), &[("case_number", first), ("court", "鲁02"), ("read_back", other)]).await;
        assert_eq!(court(&mut b).await, "鲁02");
        b.post(&format!("{base}/case"), &[("case_number", other), ("court", "鲁0203"), ("read_back", other)]).await;
        assert_eq!(court(&mut b).await, "鲁0203");
    }
}

/// A draft with a case number, filled in to the check page.
async fn with_case(b: &mut Browser, channel: &str, number: &str) -> String {
    let base = walk_to_check(b, channel, "other", "一件事").await;
    let typed = [("case_number", number), ("court", ""), ("read_back", number)];
    b.post(&format!("{base}/case"), &typed).await.is(StatusCode::SEE_OTHER);
    base
}

/// What a deleted draft held cannot be dug out of SQLite's files: neither its sealed answers nor the key to them, nor
/// the sealed token of its code. The same for a draft whose seven days are over, and for one that was sent.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_erased_is_overwritten() {
    for way in ["deleted", "expired", "sent"] {
        let app = App::sqlite().await;
        let mut b = app.browser();
        let base = walk_to_check(&mut b, "lead", "other", &"很长的经过".repeat(300)).await;
        b.upload(&format!("{base}/files"), "说明", &[("一.txt", b"some text")]).await.is(StatusCode::SEE_OTHER);
        let code = code_for(&mut b, &base).await;
        let token = base.rsplit('/').next().unwrap();
        let hash = app.portal.hashes.draft.of(token);
        let row = storage::drafts::find(&app.portal.db, &hash, app.portal.clock.now()).await.unwrap().unwrap();
        let file = storage::files::list_of_draft(&app.portal.db, row.id).await.unwrap().remove(0);
        let hash = app.portal.hashes.resume.of(&format!("code {code}"));
        let resume = storage::resume_codes::find(&app.portal.db, &hash).await.unwrap().unwrap();
        let answers = row.sealed_answers.unwrap();
        let mut secrets = vec![
            ("key", row.wrapped_key.unwrap()),
            // Long values go over several pages: their ends must be gone as well.
            ("head of the answers", answers[..200].to_vec()),
            ("end of the answers", answers[answers.len() - 200..].to_vec()),
            ("token", resume.sealed_token.unwrap()),
        ];
        if way != "sent" {
            secrets.push(("file", file.sealed_meta));
        }
        for (name, secret) in &secrets {
            assert!(stands(app.dir.path(), secret), "{name} stands there first ({way})");
        }
        match way {
            "deleted" => {
                b.post(&format!("{base}/delete"), &[]).await.is(StatusCode::SEE_OTHER);
            }
            "sent" => {
                b.post(&format!("{base}/send"), &[]).await.is(StatusCode::SEE_OTHER);
                app.portal.clock.advance(TimeDelta::hours(25));
                jobs::tidy_now(&app.portal).await.unwrap();
            }
            _ => {
                app.portal.clock.advance(TimeDelta::days(7));
                jobs::tidy_now(&app.portal).await.unwrap();
                assert_eq!(files_left(&app), 0);
            }
        }
        for (name, secret) in &secrets {
            assert!(!stands(app.dir.path(), secret), "{name} still stands there ({way})");
        }
    }
}
