//! Signed receipts: what they prove and hide, the page and the command that check them, what is taken along, and the
//! code that is shown once more on the first visit.

use std::{
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output, Stdio},
};

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use chrono::{DateTime, TimeDelta, Utc};
use nuandong::{
    actions::sign_receipt::{filed, sign_receipt},
    clock::{Clock, Entropy},
    crypto::{
        Keys, key_file,
        receipt::{self, Receipt, content_hash},
    },
    domain::{
        filed::Filed,
        report::{ReceiptCode, ReportNumber},
    },
    i18n::Lang,
    portal::Portal,
    storage::{self, Db},
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    form::digits_of,
    support::{App, Browser, Page, on_both, walk_to_check},
};

/// Submits over the API; the answer.
async fn submitted(app: &App, key: &str, narrative: &str) -> Value {
    let body = json!({ "channel": "lead", "category": "asset", "court": "鲁0102", "narrative": narrative });
    let answer = app.browser().json(Method::POST, "/api/v1/reports", &[("idempotency-key", key)], Some(body)).await;
    answer.is(StatusCode::CREATED).json()
}

/// Sends a report through the form; the address of the receipt.
async fn sent(b: &mut Browser, channel: &str, category: &str) -> String {
    let base = walk_to_check(b, channel, category, "一件事").await;
    b.post(&format!("{base}/send"), &[]).await.is(StatusCode::SEE_OTHER).location()
}

fn checked(app: &App, text: &str) -> Receipt {
    receipt::verify(text, &app.portal.keys.receipt_keys()).unwrap()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap()
}

/// The check page with a pasted text and perhaps a file.
async fn check(b: &mut Browser, path: &str, pasted: &str, file: Option<&[u8]>) -> Page {
    let mut body = format!("--x\r\nContent-Disposition: form-data; name=\"receipt\"\r\n\r\n{pasted}\r\n").into_bytes();
    let file = file.unwrap_or_default();
    body.extend(b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"receipt.txt\"\r\n\r\n");
    body.extend(file);
    body.extend(b"\r\n--x--\r\n");
    let request = Request::builder().method(Method::POST).uri(path).header("sec-fetch-site", "same-origin");
    let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    b.send(request.body(Body::from(body)).unwrap()).await
}

on_both! {
    async fn the_same_request_gets_the_same_receipt(app: App) {
        let answer = submitted(&app, "key-1", "他的车停在楼下").await;
        app.portal.clock.advance(TimeDelta::hours(3));
        assert_eq!(submitted(&app, "key-1", "他的车停在楼下").await, answer);
        let receipt = checked(&app, text(&answer, "receipt"));
        assert_eq!(receipt.number.as_str(), text(&answer, "number"));
        assert_eq!(receipt.received_at, text(&answer, "received_at").parse::<DateTime<Utc>>().unwrap());
        // And whoever comes back with the code gets that one.
        let body = json!({ "code": answer["code"] });
        let followed = app.browser().json(Method::POST, "/api/v1/follow", &[], Some(body)).await.is(StatusCode::OK).json();
        assert_eq!(followed["receipt"], answer["receipt"]);
    }

    async fn times_on_receipts_follow_the_order_of_arrival(app: App) {
        let mut times = Vec::new();
        for n in 0..5 {
            let answer = submitted(&app, &format!("key-{n}"), "同一条线索").await;
            times.push(checked(&app, text(&answer, "receipt")).received_at);
            app.portal.clock.advance(TimeDelta::microseconds(1));
        }
        assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "{times:?}");
    }

    async fn code_and_text_open_the_receipt_and_nothing_else_does(app: App) {
        let (answer, other) = (submitted(&app, "key-1", "x").await, submitted(&app, "key-2", "x").await);
        let code = ReceiptCode::parse(text(&answer, "code")).unwrap();
        let mut b = app.browser();
        b.submit("/follow", &[("code", code.as_str())]).await;
        let address = format!("/follow/{}/content.json", text(&answer, "number"));
        let kept = b.get(&address).await.is(StatusCode::OK);
        assert_eq!(kept.headers[header::CONTENT_DISPOSITION], "attachment; filename=\"content.json\"");
        let kept = Filed::parse(&kept.body).unwrap();
        let hash = checked(&app, text(&answer, "receipt")).content;
        assert_eq!(content_hash(&code, &kept), hash);
        // Not the same text under another code, nor another text, nor the text without what was drawn for it.
        let other = ReceiptCode::parse(text(&other, "code")).unwrap();
        assert_ne!(content_hash(&other, &kept), hash);
        let mut changed: Value = serde_json::from_str(&kept.pretty()).unwrap();
        assert_eq!(changed["content"]["narrative"], "x");
        changed["content"]["narrative"] = "y".into();
        assert_ne!(content_hash(&code, &Filed::parse(&changed.to_string()).unwrap()), hash);
        changed["content"]["narrative"] = "x".into();
        assert_eq!(content_hash(&code, &Filed::parse(&changed.to_string()).unwrap()), hash);
        changed["salt"] = Value::Null;
        assert_ne!(content_hash(&code, &Filed::parse(&changed.to_string()).unwrap()), hash);
        // It is there for the visit that has the report open alone.
        assert_eq!(app.browser().get(&address).await.is(StatusCode::SEE_OTHER).location(), "/follow");
    }

    async fn the_file_is_had_from_both_pages_under_a_neutral_name(app: App) {
        let mut b = app.browser();
        let receipt = sent(&mut b, "complaint", "integrity").await;
        let page = b.get(&receipt).await.is(StatusCode::OK);
        let (number, code) = (digits_of(&page.body, "number"), digits_of(&page.body, "secret"));
        let file = b.get(&format!("{receipt}/receipt.txt")).await.is(StatusCode::OK);
        assert_eq!(file.headers[header::CONTENT_DISPOSITION], "attachment; filename=\"receipt.txt\"");
        assert_eq!(file.headers[header::CONTENT_TYPE], "text/plain; charset=utf-8");
        assert_eq!(checked(&app, &file.body).number.as_str(), number);
        assert!(!file.body.contains(&code) && !file.body.contains("投诉") && !file.body.contains("暖冬"), "{}", file.body);
        let signed = file.body.lines().next().unwrap().to_owned();
        // The QR code on both pages leads to the check, with the receipt where no server sees it.
        page.has(&signed);
        b.get(&receipt.replace("/receipt", "/en/receipt")).await.has("/en/verify").has(&signed);
        // A year later, from the follow page of a new visit.
        app.portal.clock.advance(TimeDelta::days(365));
        let mut later = app.browser();
        later.submit("/en/follow", &[("code", &code)]).await.has(&format!("/en/follow/{number}/receipt.txt")).has(&signed);
        let again = later.get(&format!("/en/follow/{number}/receipt.txt")).await.is(StatusCode::OK);
        assert_eq!(again.body.lines().next(), Some(signed.as_str()));
        // Nobody else has them.
        for path in [format!("{receipt}/receipt.txt"), format!("{receipt}/todo.ics"), format!("{receipt}/acknowledgement")] {
            app.browser().get(&path).await.is(StatusCode::GONE).has_not(&number);
        }
        for name in ["receipt.txt", "todo.ics", "acknowledgement", "content.json"] {
            assert_eq!(app.browser().get(&format!("/follow/{number}/{name}")).await.is(StatusCode::SEE_OTHER).location(), "/follow");
        }
    }

    async fn the_check_page_says_what_is_wrong_in_both_languages(app: App) {
        let answer = submitted(&app, "key-1", "x").await;
        let receipt = text(&answer, "receipt");
        let changed = format!("{}{}{}", &receipt[..60], if &receipt[60..61] == "A" { "B" } else { "A" }, &receipt[61..]);
        let foreign = {
            let (keys, number) = (Keys::generate(&Entropy::seeded(4)), ReportNumber::parse(text(&answer, "number")).unwrap());
            receipt::sign(&keys.receipt_signer().unwrap(), &number, app.portal.clock.now(), checked(&app, receipt).content)
        };
        let long = "x".repeat(70_000);
        let cases: [(&str, &str); 7] = [
            ("  ", "empty"), ("你好", "not-a-receipt"), (&receipt[..100], "cut-off"), (&changed, "changed"), (&foreign, "unknown-key"),
            (&receipt.replacen("NDR1", "NDR2", 1), "future-version"), (&long, "too-large"),
        ];
        // None of it asks the database.
        app.portal.db.close().await;
        let mut b = app.browser();
        for lang in [Lang::Zh, Lang::En] {
            let path = lang.path("/verify");
            b.get(&path).await.is(StatusCode::OK).has(&app.portal.keys.receipt_keys()[0].fingerprint());
            for (pasted, code) in cases {
                let page = check(&mut b, &path, pasted, None).await.is(StatusCode::UNPROCESSABLE_ENTITY);
                let page = page.has(&lang.ta("title-error", &[("title", &lang.t("verify-title"))])).has("href=\"#receipt\"").has("id=\"receipt-error\"");
                page.has(&lang.t(&format!("error-receipt-{code}"))).has_not("class=\"verdict\"");
            }
            // What was pasted is still there, and is no markup.
            check(&mut b, &path, "</textarea><b>NDR", None).await.has("&lt;/textarea>&lt;b>NDR").has_not("<b>NDR");
            let number = checked(&app, receipt).number.grouped();
            for (pasted, file) in [(receipt, None), ("", Some(format!("{receipt}\r\n\r\n核验")))] {
                let page = check(&mut b, &path, pasted, file.as_deref().map(str::as_bytes)).await.is(StatusCode::OK);
                page.has(&lang.t("verify-genuine")).has(&number).has("09:00:00.000000").has(&checked(&app, receipt).key.to_string());
            }
            // A file that was chosen wins over what was pasted, which stays in its field; what the file holds does not come there.
            let wrong = check(&mut b, &path, receipt, Some(b"\xFF\xFEof no receipt")).await.is(StatusCode::UNPROCESSABLE_ENTITY);
            wrong.has(&lang.t("error-receipt-not-a-receipt")).has(receipt).has_not("of no receipt");
        }
    }

    async fn the_calendar_file_tells_nobody_anything(app: App) {
        let mut b = app.browser();
        let receipt = sent(&mut b, "lead", "asset").await;
        let page = b.get(&receipt).await.is(StatusCode::OK).has("2026年11月30日（星期一）");
        let code = digits_of(&page.body, "secret");
        let number = digits_of(&page.body, "number");
        b.get(&receipt.replace("/receipt", "/en/receipt")).await.has("Monday, 30 November 2026");
        b.submit("/follow", &[("code", &code)]).await;
        let mut uids = Vec::new();
        for (path, summary) in [
            (format!("{receipt}/todo.ics"), "待办：查看进度"), (format!("/en{receipt}/todo.ics"), "To do: check progress"),
            (format!("/follow/{number}/todo.ics"), "待办：查看进度"),
        ] {
            let file = b.get(&path).await.is(StatusCode::OK);
            assert_eq!(file.headers[header::CONTENT_DISPOSITION], "attachment; filename=\"todo.ics\"");
            assert_eq!(file.headers[header::CONTENT_TYPE], "text/calendar; charset=utf-8");
            assert!(file.body.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{}", file.body);
            let file = file.has("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:").has(&format!("\r\nSUMMARY:{summary}\r\n"));
            let file = file.has("\r\nDTSTART;VALUE=DATE:20261130\r\n").has("\r\nDTEND;VALUE=DATE:20261201\r\n").has("\r\nDTSTAMP:20261123T010000Z\r\n");
            let file = file.has_not(&number).has_not("法院").has_not("暖冬").has_not("uandong").has_not("127.0.0.1");
            uids.push(file.body.lines().find(|line| line.starts_with("UID:")).unwrap().to_owned());
        }
        uids.sort();
        uids.dedup();
        assert_eq!(uids.len(), 3, "each file has a name of its own");
        // Once the day is over there is nothing to come back for; nor is there once it was withdrawn.
        let (number, other_code) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "二" })).await;
        b.submit("/follow", &[("code", &other_code)]).await.has("todo.ics");
        b.submit(&format!("/follow/{number}/withdraw"), &[]).await.has_not("todo.ics").has("receipt.txt");
        app.portal.clock.advance(TimeDelta::days(8));
        let mut later = app.browser();
        later.submit("/follow", &[("code", &code)]).await.has_not("todo.ics");
    }

    async fn the_acknowledgement_leaves_out_what_was_not_asked_for(app: App) {
        for (channel, category, delicate) in [("lead", "whereabouts", true), ("complaint", "integrity", true), ("complaint", "funds", false)] {
            let mut b = app.browser();
            let receipt = sent(&mut b, channel, category).await;
            let page = b.get(&receipt).await.is(StatusCode::OK);
            let code = ReceiptCode::parse(&digits_of(&page.body, "secret")).unwrap();
            let number = digits_of(&page.body, "number");
            let kind = Lang::Zh.t(&format!("category-{channel}-{category}"));
            let sheet = page.body.split("href=\"").find(|part| part.contains("/acknowledgement\"")).unwrap().split('"').next().unwrap().to_owned();
            // The form above the sheet names no kind.
            let plain = b.get(&sheet).await.is(StatusCode::OK).has_not(&code.grouped()).has_not(code.as_str());
            assert_eq!(plain.body.contains(&kind), !delicate, "{category}");
            let paper = plain.body.split("<article").nth(1).unwrap().split("</article>").next().unwrap();
            assert!(!delicate || !["线索", "投诉", "督察"].iter().any(|word| paper.contains(word)), "{paper}");
            assert!(paper.contains("NDR1.") && paper.contains("class=\"qr\"") && paper.contains("收件回执"), "{paper}");
            assert_eq!(paper.matches("/verify").count(), 1, "an address is printed once");
            b.get(&format!("{sheet}?asked=1&kind=1")).await.has(&kind).has_not(&code.grouped());
            b.get(&format!("{sheet}?asked=1&code=1")).await.has_not(&kind).has(&code.grouped()).has_not(code.as_str());
            b.get(&format!("/en{sheet}?asked=1&kind=1")).await.has(&Lang::En.t(&format!("category-{channel}-{category}")));
            // From the follow page: with the code on the first visit, never afterwards.
            let sheet = format!("/follow/{number}/acknowledgement?asked=1&code=1&kind=1");
            for first in [true, false] {
                let mut follower = app.browser();
                follower.submit("/follow", &[("code", code.as_str())]).await.has(&format!("/follow/{number}/acknowledgement"));
                let page = follower.get(&sheet).await.is(StatusCode::OK).has(&kind);
                assert_eq!(page.body.contains(&code.grouped()), first);
                assert_eq!(page.body.contains("name=\"code\""), first);
            }
        }
    }

    async fn the_code_is_shown_once_more_on_the_first_visit_only(app: App) {
        let answer = submitted(&app, "key-1", "x").await;
        let (number, code) = (text(&answer, "number"), ReceiptCode::parse(text(&answer, "code")).unwrap());
        let shows = |page: &Page| page.body.contains(&code.grouped());
        // Reading over the API shows nothing and is no visit.
        app.browser().json(Method::POST, "/api/v1/follow", &[], Some(json!({ "code": code.as_str() }))).await.is(StatusCode::OK).has_not(code.as_str());
        let mut first = app.browser();
        let page = first.submit("/follow", &[("code", code.as_str())]).await.has(&Lang::Zh.t("follow-first"));
        assert!(shows(&page));
        // All through that visit, also after an error and when the code is typed again.
        assert!(shows(&first.get(&format!("/en/follow/{number}")).await));
        assert!(shows(&first.post(&format!("/follow/{number}/message"), &[("message", "")]).await.is(StatusCode::UNPROCESSABLE_ENTITY)));
        assert!(shows(&first.submit("/follow", &[("code", code.as_str())]).await));
        // Meanwhile and later others do not see it.
        assert!(!shows(&app.browser().submit("/follow", &[("code", code.as_str())]).await));
        // After the visit it is gone, whatever the browser keeps.
        app.portal.clock.advance(TimeDelta::hours(2));
        assert!(!shows(&first.submit("/follow", &[("code", code.as_str())]).await.has_not(&Lang::Zh.t("follow-first"))));
        assert!(!shows(&first.get(&format!("/follow/{number}")).await));
    }

    async fn leaving_quickly_forgets_the_code_as_well(app: App) {
        let answer = submitted(&app, "key-1", "x").await;
        let (number, code) = (text(&answer, "number"), ReceiptCode::parse(text(&answer, "code")).unwrap());
        let mut b = app.browser();
        b.submit("/follow", &[("code", code.as_str())]).await.has(&code.grouped());
        let mut kept = b.clone();
        b.post("/leave", &[]).await.is(StatusCode::SEE_OTHER);
        assert_eq!(kept.get(&format!("/follow/{number}")).await.is(StatusCode::SEE_OTHER).location(), "/follow");
        kept.submit("/follow", &[("code", code.as_str())]).await.has_not(&code.grouped());
    }

    async fn a_later_version_is_signed_and_the_first_stays_valid(app: App) {
        let answer = submitted(&app, "key-1", "第一版").await;
        let code = ReceiptCode::parse(text(&answer, "code")).unwrap();
        let row = storage::reports::find_by_code(&app.portal.db, &app.portal.hashes.code.of(code.as_str())).await.unwrap().unwrap();
        let key = row.data_key(&app.portal.keys).unwrap();
        let kept = storage::receipts::find(&app.portal.db, row.id).await.unwrap().unwrap();
        let opening = kept.opening(&key, row.id).unwrap().unwrap();
        app.portal.clock.advance(TimeDelta::minutes(5));
        let mut content = row.content(&key).unwrap();
        content.narrative = "第二版".into();
        let second = sign_receipt(&app.portal, &row, &content, &opening, app.portal.clock.now()).unwrap();
        let (first, second) = (checked(&app, text(&answer, "receipt")), checked(&app, &second));
        assert_eq!(first.number, second.number);
        assert_eq!(second.received_at - first.received_at, TimeDelta::minutes(5));
        assert_eq!(content_hash(&code, &filed(&row, &content, &opening)), second.content);
        assert_eq!(content_hash(&code, &filed(&row, &row.content(&key).unwrap(), &opening)), first.content);
        assert_ne!(first.content, second.content);
    }

    async fn new_keys_are_used_at_once_and_old_ones_still_serve(app: App) {
        let before = submitted(&app, "key-1", "旧的").await;
        let (old, file) = (app.portal.keys.current(), app.portal.config.key_file.clone());
        let old_signer = app.portal.keys.receipt_keys()[0];
        app.portal.clock.advance(TimeDelta::days(1));
        key_file::rotate(&file, &Entropy::seeded(77), app.portal.clock.now()).unwrap();
        // Another process writes with the new keys; the one that runs since yesterday reads it and goes over too.
        let config = app.portal.config.clone();
        let other = Portal::open(config, Clock::fixed(app.portal.clock.now()), Entropy::seeded(78), false).await.unwrap();
        let other = App { router: nuandong::web::router(other.clone()), portal: other, dir: TempDir::new().unwrap() };
        let new = other.portal.keys.current();
        assert_ne!(old, new);
        let theirs = submitted(&other, "key-2", "新的").await;
        for (portal, answer, narrative) in [(&app, &theirs, "新的"), (&other, &before, "旧的")] {
            let mut b = portal.browser();
            b.submit("/follow", &[("code", text(answer, "code"))]).await;
            b.get(&format!("/follow/{}/content.json", text(answer, "number"))).await.is(StatusCode::OK).has(narrative);
        }
        assert_eq!(app.portal.keys.current(), new);
        let ours = submitted(&app, "key-3", "再一件").await;
        assert_eq!(checked(&app, text(&ours, "receipt")).key, checked(&app, text(&theirs, "receipt")).key);
        assert_ne!(checked(&app, text(&ours, "receipt")).key, old_signer.id());
        // The old receipt is as genuine as before, and the page says that its key is retired.
        let page = check(&mut app.browser(), "/verify", text(&before, "receipt"), None).await.is(StatusCode::OK);
        page.has(&Lang::Zh.ta("verify-key-retired", &[("day", "2026年11月24日")]));
        let keys = app.browser().get("/api/v1/receipt-keys").await.is(StatusCode::OK).json();
        let keys = keys["keys"].as_array().unwrap();
        assert_eq!(keys.iter().map(|key| key["signs"].as_bool().unwrap()).collect::<Vec<_>>(), [true, false]);
        assert_eq!((&keys[1]["kid"], &keys[1]["x"]), (&old_signer.id().to_string().into(), &old_signer.to_string().into()));
        assert_eq!(keys[1]["retired_at"], "2026-11-24T01:00:00Z");
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }

    async fn the_keys_are_as_described(app: App) {
        let description = app.browser().get("/api/openapi.json").await.is(StatusCode::OK).json();
        let answer = app.browser().get("/api/v1/receipt-keys").await.is(StatusCode::OK);
        let operation = &description["paths"]["/api/v1/receipt-keys"]["get"]["responses"]["200"];
        let mut schema = operation["content"]["application/json"]["schema"].clone();
        schema["components"] = description["components"].clone();
        assert!(jsonschema::validator_for(&schema).unwrap().is_valid(&answer.json()), "{}", answer.body);
        // No secret in it, by any name.
        let file = std::fs::read_to_string(&app.portal.config.key_file).unwrap();
        for secret in file.lines().filter_map(|line| line.strip_prefix("secret = \"")) {
            assert!(!answer.body.contains(secret.trim_end_matches('"')));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_without_receipt_says_so_and_a_changed_one_too() {
    let app = App::sqlite().await;
    let Db::Sqlite { write, .. } = &app.portal.db else { unreachable!() };
    // As rows of an earlier version and synthetic ones are.
    let answer = submitted(&app, "key-1", "x").await;
    sqlx::query("UPDATE report SET receipt = NULL, sealed_receipt = NULL").execute(write).await.unwrap();
    let (number, mut b) = (text(&answer, "number"), app.browser());
    let page = b.submit("/follow", &[("code", text(&answer, "code"))]).await;
    page.has(&Lang::Zh.t("keep-unsigned")).has_not("receipt.txt").has("/acknowledgement");
    b.get(&format!("/follow/{number}/acknowledgement")).await.is(StatusCode::OK).has_not("NDR1");
    for name in ["receipt.txt", "content.json"] {
        b.get(&format!("/follow/{number}/{name}")).await.is(StatusCode::NOT_FOUND);
    }
    // A text that was changed after its receipt was signed.
    let answer = submitted(&app, "key-2", "第一版").await;
    let code = text(&answer, "code");
    let mut b = app.browser();
    b.submit("/en/follow", &[("code", code)]).await.has(&Lang::En.t("keep-text-same"));
    let row = storage::reports::find_by_code(&app.portal.db, &app.portal.hashes.code.of(code)).await.unwrap().unwrap();
    let key = row.data_key(&app.portal.keys).unwrap();
    let mut content = row.content(&key).unwrap();
    content.narrative = "第二版".into();
    let sealed = key.seal(&app.portal.entropy, "report", "sealed_content", row.id, &content);
    sqlx::query("UPDATE report SET sealed_content = $1 WHERE id = $2")
        .bind(sealed)
        .bind(row.id)
        .execute(write)
        .await
        .unwrap();
    let page = b.get(&format!("/en/follow/{}", row.number)).await.has(&Lang::En.t("keep-text-changed"));
    page.has(text(&answer, "receipt"));
}

#[test]
fn an_older_key_file_gets_one_receipt_key_however_many_ask() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("keys.toml");
    let old = "# Ours\n[[key]]\nid = \"k123456\"\nsecret = \"k1Rg4f/GncflaTEGdeB2SJFbFIxx6oeSD2o67vrZG/E=\"\n\n[later]\nthing = 1\n";
    std::fs::write(&file, old).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    let now = Clock::fixed(crate::support::monday()).now();
    let before = Keys::load(&file).unwrap();
    assert!(
        before.receipt_signer().is_err() && std::fs::read_to_string(&file).unwrap() == old,
        "looking changes nothing"
    );
    let signers = std::thread::scope(|scope| {
        let ask = |n| Keys::load_or_create(&file, &Entropy::seeded(n), now).unwrap().receipt_keys();
        let asking = (0..8).map(|n| scope.spawn(move || ask(n))).collect::<Vec<_>>();
        asking.into_iter().map(|one| one.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(signers.iter().all(|keys| keys.len() == 1 && keys == &signers[0]), "{signers:?}");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left beside it");
    let after = Keys::load(&file).unwrap();
    assert_eq!((after.current(), after.lookup_key("x")), ("k123456".to_owned(), before.lookup_key("x")));
    assert!(std::fs::read_to_string(&file).unwrap().contains("[later]\nthing = 1"), "what a later version added stays");
    // The program that runs takes it over without a restart.
    assert!(before.receipt_signer().is_ok());
}

fn nuandong(dir: &Path, arguments: &[&str], input: &str) -> Output {
    use std::io::Write;
    let mut command = Command::new(env!("CARGO_BIN_EXE_nuandong"));
    command.args(arguments).current_dir(dir).env_clear().env("NUANDONG_DATA_DIR", dir.join("data"));
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn receipts_are_checked_without_a_portal() {
    let dir = TempDir::new().unwrap();
    let dir = dir.path();
    let keys = Keys::generate(&Entropy::seeded(11));
    let (entropy, at) = (Entropy::seeded(12), "2026-11-23T01:02:03.456789Z".parse().unwrap());
    let (code, number) = (ReceiptCode::generate(&entropy), ReportNumber::generate(&entropy, 2026));
    let filed = r#"{ "channel": "lead", "category": "asset", "content": { "narrative": "x" }, "salt": "abc" }"#;
    let hash = content_hash(&code, &Filed::parse(filed).unwrap());
    let signed = receipt::sign(&keys.receipt_signer().unwrap(), &number, at, hash);
    let key = keys.receipt_keys()[0].to_string();
    let write = |name: &str, text: &str| std::fs::write(dir.join(name), text).unwrap();
    write("receipt.txt", &format!("{signed}\r\n\r\n核验：https://nd.example/verify\r\n"));
    write("content.json", filed);
    write("other.json", &filed.replace("\"x\"", "\"y\""));
    write("keys.json", &json!({ "keys": [{ "x": key }] }).to_string());
    let run = |arguments: &[&str], input: &str| {
        let ran = nuandong(dir, &[&["receipt", "verify"], arguments].concat(), input);
        (ran.status.code(), String::from_utf8(ran.stdout).unwrap() + &String::from_utf8(ran.stderr).unwrap())
    };
    let (code_of, said) = run(&["receipt.txt", "--key", &key], "");
    assert_eq!(code_of, Some(0), "{said}");
    assert!(said.contains(&number.grouped()) && said.contains("2026-11-23 09:02:03.456789"), "{said}");
    let (code_of, said) = run(&["-", "--keys", "keys.json", "--json"], &signed);
    let answer: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((code_of, answer["genuine"].as_bool()), (Some(0), Some(true)));
    assert_eq!(answer["received_at"], "2026-11-23T01:02:03.456789Z");
    assert_eq!((answer["number"].as_str(), &answer["content"]), (Some(number.as_str()), &Value::Null));
    for (file, fits) in [("content.json", true), ("other.json", false)] {
        let grouped = code.grouped();
        let (code_of, said) = run(&["receipt.txt", "--key", &key, "--code", &grouped, "--content", file, "--json"], "");
        let answer: Value = serde_json::from_str(&said).unwrap();
        assert_eq!((code_of, answer["content"].as_bool()), (Some(i32::from(!fits)), Some(fits)), "{said}");
    }
    let foreign = Keys::generate(&Entropy::seeded(13)).receipt_keys()[0].to_string();
    for (input, key, reason) in [
        (signed.clone(), &foreign, "unknown_key"),
        (signed[..90].to_owned(), &key, "cut_off"),
        (signed.replacen("NDR1", "NDR9", 1), &key, "future_version"),
        (format!("{signed}x"), &key, "changed"),
        ("hello".to_owned(), &key, "not_a_receipt"),
    ] {
        let (code_of, said) = run(&["-", "--key", key, "--json"], &input);
        assert_eq!(code_of, Some(1));
        assert_eq!(serde_json::from_str::<Value>(&said).unwrap()["reason"], reason);
        let (code_of, said) = run(&["-", "--key", key], &input);
        assert!(code_of == Some(1) && said.lines().count() == 1 && said.starts_with("Not "), "{said}");
    }
    // Without keys there is nothing to check against, and nothing is made for it.
    let (code_of, said) = run(&["receipt.txt"], "");
    assert!(code_of == Some(1) && said.contains("--keys"), "{said}");
    assert_eq!(run(&["missing.txt", "--key", &key], "").0, Some(1));
    assert_eq!(run(&["receipt.txt", "--key", "AAAA"], "").0, Some(1));
    assert_eq!(nuandong(dir, &["keys", "status"], "").status.code(), Some(1));
    assert_eq!(nuandong(dir, &["keys", "rotate"], "").status.code(), Some(1));
    assert!(!dir.join("data").exists(), "it needs no data folder");
}

#[test]
fn keys_are_made_rotated_and_listed() {
    let dir = TempDir::new().unwrap();
    let dir = dir.path();
    let run = |command: &str| {
        let ran = nuandong(dir, &["keys", command], "");
        assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).unwrap()
    };
    let uses = |said: &str| {
        let rows = said.lines().map(|line| line.split('\t').collect::<Vec<_>>());
        rows.map(|row| format!("{} {}", row[0], row[4])).collect::<Vec<_>>()
    };
    let first = run("init");
    assert_eq!(uses(&first), ["master seals, hashes", "receipt signs"]);
    assert_eq!(run("init"), first, "once is enough");
    assert_eq!(run("status"), first);
    let second = run("rotate");
    assert_eq!(uses(&second), ["master seals", "master opens, hashes", "receipt signs", "receipt verifies"]);
    run("rotate");
    let third = run("status");
    assert_eq!(uses(&third)[..3], ["master seals", "master opens", "master opens, hashes"]);
    assert_eq!(uses(&third)[3..], ["receipt signs", "receipt verifies", "receipt verifies"]);
    let file = std::fs::read_to_string(dir.join("data/keys.toml")).unwrap();
    assert_eq!(file.matches("secret = ").count(), 4, "old receipt keys have no secret any more");
    assert!(file.lines().filter_map(|line| line.strip_prefix("secret = ")).all(|secret| !third.contains(secret)));
    assert_eq!(std::fs::metadata(dir.join("data/keys.toml")).unwrap().permissions().mode() & 0o777, 0o600);
}
