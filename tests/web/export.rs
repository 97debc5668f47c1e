//! What leaves the portal: lists as CSV and XLSX, at once and by job; paper; one report as evidence.

use std::{
    io::{Cursor, Read, Write},
    process::Command,
};

use axum::http::{Method, StatusCode, header};
use calamine::Reader;
use chrono::TimeDelta;
use nuandong::{
    crypto::receipt,
    domain::{filed::Filed, report::ReceiptCode, staff::Role},
    export::verify::{VerifyError, Wrong, verify},
    i18n::Lang,
    jobs,
    storage::{self, Db, exports::ExportRow},
};
use serde_json::{Value, json};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::{
    clocks::execute,
    files::{holds, photograph, sent, stored, triage},
    support::{App, Browser, Page, on_both},
};

/// Titles that a spreadsheet would run.
const FORMULAS: [&str; 6] = ["=1+1", "+86 531", "-2", "@SUM(A1)", "＝1", "一,“二”"];

async fn reports(app: &App) -> Vec<String> {
    let mut numbers = Vec::new();
    for title in FORMULAS {
        let reporter = json!({ "name": "反映人甲", "phone": "13800138000" });
        let body = json!({ "channel": "lead", "category": "asset", "narrative": format!("叙述 {title}"), "title": title, "court": "鲁0102", "reporter": reporter });
        numbers.push(app.submit(body).await.0);
        app.portal.clock.advance(TimeDelta::minutes(1));
    }
    numbers
}

fn grouped(number: &str) -> String {
    format!("{} {} {}", &number[..4], &number[4..8], &number[8..])
}

fn rows_of_csv(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).expect("a byte order mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn rows_of_xlsx(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

async fn export(b: &mut Browser, address: &str, format: &str, narrative: &str) -> Page {
    b.post("/staff/export", &[("address", address), ("format", format), ("narrative", narrative)]).await
}

async fn logged(app: &App) -> Vec<ExportRow> {
    match &app.portal.db {
        Db::Sqlite { read, .. } => {
            sqlx::query_as("SELECT * FROM export_log ORDER BY created_at, id").fetch_all(read).await
        }
        Db::Postgres(pool) => sqlx::query_as("SELECT * FROM export_log ORDER BY created_at, id").fetch_all(pool).await,
    }
    .unwrap()
}

/// The numbers of a list, page after page, as the desk shows them.
async fn listed(b: &mut Browser, address: &str) -> Vec<String> {
    let (mut numbers, mut next) = (Vec::new(), Some(format!("/staff/queue?{address}")));
    while let Some(path) = next {
        let page = b.get(&path).await.is(StatusCode::OK);
        let table = page.body.split("<tbody").nth(1).unwrap().split("</tbody>").next().unwrap();
        let found = table.split("/staff/reports/").skip(1).map(|rest| grouped(&rest[..12]));
        for number in found {
            if numbers.last() != Some(&number) {
                numbers.push(number);
            }
        }
        next = page
            .body
            .split("rel=\"next\" href=\"")
            .nth(1)
            .map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&"));
    }
    numbers
}

on_both! {
    async fn a_short_list_is_exported_at_once_as_the_list_shows_it(app: App) {
        reports(&app).await;
        app.person("triage", "鲁0102", Role::Triage).await;
        let mut b = app.signed_in("triage").await;
        let address = "view=all&sort=received";
        b.get(&format!("/staff/export?{address}")).await.is(StatusCode::OK).has(&Lang::Zh.ta("export-count", &[("count", "6")])).has("value=\"view=all&amp;sort=received\"");
        let page = export(&mut b, address, "csv", "").await.is(StatusCode::OK);
        assert_eq!(page.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
        assert!(page.headers[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment; filename=\"nuandong-20261123-"));
        let rows = rows_of_csv(&page.bytes);
        assert!(rows[0][0].contains("未经核实") && rows[0][0].contains("triage 名"), "{:?}", rows[0]);
        assert!(rows.iter().all(|row| row.len() == rows[0].len()), "all lines are equally long");
        let column = |name: &str| rows[1].iter().position(|head| *head == Lang::Zh.t(name)).unwrap();
        let numbers = rows[2..].iter().map(|row| row[0].clone()).collect::<Vec<_>>();
        assert_eq!(numbers, listed(&mut b, address).await, "the same reports in the same order");
        assert!(rows[2..].iter().all(|row| row[column("export-column-verified")] == "未经核实"));
        let titles = rows[2..].iter().map(|row| row[column("export-column-about")].clone()).collect::<Vec<_>>();
        assert_eq!(titles, ["'=1+1", "'+86 531", "'-2", "'@SUM(A1)", "'＝1", "一,“二”"]);
        assert!(!page.body.contains("叙述") && !page.body.contains("反映人甲") && !page.body.contains("13800138000"));
        // With the text, if asked for; who reported never.
        let page = export(&mut b, address, "csv", "yes").await;
        assert!(page.body.contains("叙述 -2") && !page.body.contains("反映人甲"));
        // The same as a spreadsheet: every cell is text.
        let page = export(&mut b, address, "xlsx", "yes").await.is(StatusCode::OK);
        let sheet = rows_of_xlsx(&page.bytes);
        assert!(sheet[0][0].contains("未经核实"));
        assert_eq!(sheet[2..].iter().map(|row| row[0].clone()).collect::<Vec<_>>(), numbers);
        assert_eq!(sheet[2][column("export-column-about")], "=1+1");
        assert!(!holds(&unzipped(&page.bytes, "xl/worksheets/sheet1.xml"), "<f>"), "no formula");
        assert!(sheet[2].iter().any(|cell| cell == "叙述 =1+1"));
        // The columns of the view, and a filter.
        let page = export(&mut b, "view=unassigned&sort=received&columns=due,case", "csv", "").await;
        assert_eq!(rows_of_csv(&page.bytes)[1], ["编号", "核实情况", "期限", "案号"]);
        assert_eq!(rows_of_csv(&export(&mut b, "view=mine", "csv", "").await.bytes).len(), 2);
        // Everything is noted, the words of the list sealed.
        export(&mut b, "q=某人的名字", "csv", "").await.is(StatusCode::OK);
        let log = logged(&app).await;
        // All of one moment: their order is chance.
        let mut log_lines = log.iter().map(|row| (row.format.as_str(), row.state.as_str(), row.count)).collect::<Vec<_>>();
        log_lines.sort_unstable();
        assert_eq!(log_lines, [
            ("csv", "streamed", 0), ("csv", "streamed", 0), ("csv", "streamed", 6), ("csv", "streamed", 6), ("csv", "streamed", 6), ("xlsx", "streamed", 6),
        ]);
        assert!(log.iter().all(|row| !holds(row.sealed_filter.as_deref().unwrap(), "某人")));
        for format in ["", "zip", "pdf"] {
            export(&mut b, address, format, "yes").await.is(StatusCode::UNPROCESSABLE_ENTITY).has("name=\"narrative\" value=\"yes\" checked").has("sort=received");
        }
        // English words for whoever reads English.
        let page = b.post("/en/staff/export", &[("address", address), ("format", "csv")]).await.is(StatusCode::OK);
        assert!(page.body.contains("unverified") && page.body.contains("Case number"));
    }

    async fn an_export_holds_what_its_requester_may_see(app: App) {
        reports(&app).await;
        let (complaint, _) = app.submit(json!({ "channel": "complaint", "category": "passive", "narrative": "x", "court": "鲁0102", "title": "投诉一件" })).await;
        for (username, court, role, count) in [
            ("triage", "鲁0102", Role::Triage, 6), ("elsewhere", "鲁0103", Role::Triage, 0), ("above", "鲁01", Role::Supervisor, 7), ("discipline", "鲁0102", Role::Discipline, 0),
        ] {
            app.person(username, court, role).await;
            let mut b = app.signed_in(username).await;
            for address in ["", "channel=complaint&channel=lead", &format!("court={court}")] {
                let expected = if address.starts_with("court") && username == "above" { 1 } else { count };
                let rows = rows_of_csv(&export(&mut b, address, "csv", "yes").await.is(StatusCode::OK).bytes);
                assert_eq!(rows.len() - 2, expected, "{username} {address}");
                assert_eq!(rows.iter().flatten().any(|cell| cell == "投诉一件"), username == "above", "{username}");
                let page = b.get(&format!("/staff/print?{address}")).await.is(StatusCode::OK);
                assert_eq!(page.body.contains(&grouped(&complaint)), username == "above", "{username}: paper");
                assert_eq!(page.body.split("<tbody").nth(1).unwrap().matches("<tr").count(), expected, "{username}: paper");
            }
        }
        app.browser().post("/staff/export", &[("format", "csv")]).await.is(StatusCode::SEE_OTHER).has_not("投诉一件");
    }

    async fn a_long_list_is_made_by_a_job_and_kept_for_a_day(app: App) {
        nuandong::cli::seed::fill(&app.portal, 1_400, 1, &indicatif::ProgressBar::hidden()).await.unwrap();
        app.person("supervisor", "鲁", Role::Supervisor).await;
        app.person("other", "鲁", Role::Supervisor).await;
        let (mut b, mut other) = (app.signed_in("supervisor").await, app.signed_in("other").await);
        let before = stored(&app).len();
        let mut made = Vec::new();
        for format in ["csv", "xlsx"] {
            let page = export(&mut b, "sort=received", format, "yes").await.is(StatusCode::SEE_OTHER);
            let address = page.location();
            let page = b.get(&address).await.is(StatusCode::OK).has(&Lang::Zh.t("export-waiting"));
            assert!(page.headers.contains_key(header::REFRESH), "it looks again by itself");
            b.get(&format!("{address}/file")).await.is(StatusCode::SEE_OTHER);
            made.push(address);
        }
        jobs::run_all(&app.portal).await.unwrap();
        let expected = listed(&mut b, "sort=received&floods=all").await;
        assert!(expected.len() > 1_000);
        for (address, format) in made.iter().zip(["csv", "xlsx"]) {
            let page = b.get(address).await.is(StatusCode::OK).has(&Lang::Zh.t("export-ready")).has(&format!("共 {} 件", expected.len()));
            assert!(!page.headers.contains_key(header::REFRESH));
            let file = b.get(&format!("{address}/file")).await.is(StatusCode::OK);
            let rows = if format == "csv" { rows_of_csv(&file.bytes) } else { rows_of_xlsx(&file.bytes) };
            assert_eq!(rows[2..].iter().map(|row| row[0].clone()).collect::<Vec<_>>(), expected, "{format}");
            assert!(rows[0][0].contains("未经核实"));
            for path in [address.clone(), format!("{address}/file")] {
                other.get(&path).await.is(StatusCode::NOT_FOUND);
            }
        }
        // What lies in the store is sealed.
        let sealed = stored(&app).into_iter().map(|path| std::fs::read(path).unwrap()).collect::<Vec<_>>();
        assert_eq!(sealed.len(), before + 2);
        assert!(!sealed.iter().any(|bytes| holds(bytes, "未经核实") || bytes.starts_with(b"PK")));
        b.get("/staff/export").await.has(&made[0]).has(&made[1]);
        // By time of receipt, whatever the page is sorted by: priorities and due dates may change between two pages of it.
        let by = async |b: &mut Browser, address: &str| {
            let made = export(b, address, "csv", "").await.is(StatusCode::SEE_OTHER).location();
            jobs::run_all(&app.portal).await.unwrap();
            let rows = rows_of_csv(&b.get(&format!("{made}/file")).await.is(StatusCode::OK).bytes);
            rows[2..].iter().map(|row| row[0].clone()).rev().collect::<Vec<_>>()
        };
        assert_eq!(by(&mut b, "sort=priority").await, expected);
        assert_eq!(by(&mut b, "sort=due").await, expected);
        // One that cannot be made says so within a quarter of an hour.
        let never = export(&mut b, "", "csv", "").await.is(StatusCode::SEE_OTHER).location();
        let spoilt = "UPDATE export_log SET sealed_filter = wrapped_key WHERE state = 'waiting'";
        execute(&app.portal.db, spoilt, spoilt).await;
        for minutes in [0, 1, 2, 4, 8] {
            app.portal.clock.advance(TimeDelta::minutes(minutes));
            jobs::run_all(&app.portal).await.unwrap();
            assert!(b.get(&never).await.is(StatusCode::OK).headers.contains_key(header::REFRESH), "it is tried again");
        }
        app.portal.clock.advance(TimeDelta::minutes(16));
        jobs::run_all(&app.portal).await.unwrap();
        let page = b.get(&never).await.is(StatusCode::OK).has(&Lang::Zh.t("export-failed")).has(&Lang::Zh.t("export-failed-text")).has(&Lang::Zh.t("export-again"));
        assert!(!page.headers.contains_key(header::REFRESH));
        b.get("/staff/export").await.has(&Lang::Zh.t("export-failed"));
        b.get(&format!("{never}/file")).await.is(StatusCode::GONE);
        // Whoever has another role or court by now gets nothing.
        set_court(&app, "supervisor", "鲁01").await;
        b.get(&format!("{}/file", made[0])).await.is(StatusCode::GONE);
        b.get(&made[0]).await.has(&Lang::Zh.t("export-refused"));
        set_court(&app, "supervisor", "鲁").await;
        // A job that begins after the change makes nothing.
        let late = export(&mut b, "", "csv", "").await.location();
        set_court(&app, "supervisor", "鲁01").await;
        jobs::run_all(&app.portal).await.unwrap();
        set_court(&app, "supervisor", "鲁").await;
        b.get(&late).await.has(&Lang::Zh.t("export-refused"));
        b.get(&format!("{late}/file")).await.is(StatusCode::GONE);
        // The day is over.
        app.portal.clock.advance(TimeDelta::hours(24));
        let mut b = app.signed_in("supervisor").await;
        b.get(&format!("{}/file", made[1])).await.is(StatusCode::GONE).has(&Lang::Zh.t("export-gone-title"));
        jobs::tidy_now(&app.portal).await.unwrap();
        assert_eq!(stored(&app).len(), before, "the files are gone");
        b.get(&made[1]).await.is(StatusCode::OK).has(&Lang::Zh.t("export-erased"));
        let log = logged(&app).await;
        let mut states = log.iter().map(|row| row.state.as_str()).collect::<Vec<_>>();
        states.sort_unstable();
        assert_eq!(states, ["erased", "erased", "erased", "erased", "failed", "refused"]);
        assert!(log.iter().all(|row| row.wrapped_key.is_none()), "and so are their keys");
    }

    async fn a_report_that_does_not_open_takes_no_other_along(app: App) {
        let numbers = reports(&app).await;
        app.person("triage", "鲁0102", Role::Triage).await;
        let mut b = app.signed_in("triage").await;
        // The newest is damaged: its words stand under another row's seal.
        let spoilt = "UPDATE report SET sealed_summary = sealed_content, sealed_content = sealed_summary
            WHERE received_at = (SELECT max(received_at) FROM report)";
        execute(&app.portal.db, spoilt, spoilt).await;
        let words = Lang::Zh.t("queue-unreadable");
        for address in ["/staff/queue", "/staff/print"] {
            b.get(address).await.is(StatusCode::OK).has(&words).has("＝1").has_not("一,“二”").has(&grouped(numbers.last().unwrap()));
        }
        for format in ["csv", "xlsx"] {
            let file = export(&mut b, "", format, "yes").await.is(StatusCode::OK);
            let rows = if format == "csv" { rows_of_csv(&file.bytes) } else { rows_of_xlsx(&file.bytes) };
            assert_eq!(rows.len(), 2 + numbers.len(), "{format}");
            assert_eq!(rows[2].iter().filter(|cell| **cell == words).count(), 2, "{format}: {:?}", rows[2]);
            assert!(rows[3..].iter().flatten().all(|cell| *cell != words), "{format}");
        }
        let auth = format!("Bearer {}", app.token("api", "鲁0102", Role::Triage).await);
        let list = app.browser().json(Method::GET, "/api/v1/staff/reports", &[("authorization", &auth)], None).await.is(StatusCode::OK).json();
        assert_eq!((&list["items"][0]["title"], list["count"].as_u64()), (&Value::Null, Some(6)));
    }

    async fn an_address_that_is_too_long_is_not_cut(app: App) {
        reports(&app).await;
        app.person("triage", "鲁0102", Role::Triage).await;
        let mut b = app.signed_in("triage").await;
        // Cut off, it would be a list of everything.
        let address = format!("x={}&status=resolved", "y".repeat(8_000));
        b.get(&format!("/staff/export?{address}")).await.is(StatusCode::UNPROCESSABLE_ENTITY).has(&Lang::Zh.t("export-too-long"));
        export(&mut b, &address, "csv", "").await.is(StatusCode::UNPROCESSABLE_ENTITY).has(&Lang::Zh.t("export-too-long"));
        assert!(logged(&app).await.is_empty());
    }

    async fn evidence_says_when_the_receipt_is_of_an_earlier_text(app: App) {
        let lead = |narrative: &str| json!({ "channel": "lead", "category": "asset", "narrative": narrative, "court": "鲁0102" });
        let (number, code) = app.submit(lead("先写的")).await;
        let (mut b, _) = triage(&app, "鲁0102").await;
        let address = format!("/staff/reports/{number}/export.zip");
        for (changed, narrative) in [(false, "先写的"), (true, "后写的")] {
            if changed {
                let auth = format!("Receipt {code}");
                app.browser().json(Method::POST, "/api/v1/follow/change", &[("authorization", &auth)], Some(lead(narrative))).await.is(StatusCode::OK);
            }
            let page = b.post(&address, &[]).await.is(StatusCode::OK);
            let read = |path: &str| String::from_utf8(unzipped(&page.bytes, path)).unwrap();
            let facts: Value = serde_json::from_str(&read("report.json")).unwrap();
            assert_eq!(facts["changed_since_receipt"], changed);
            assert_eq!(read("README.txt").contains("earlier/01.json"), changed);
            assert!(read("content.json").contains(narrative) && read("report.txt").contains(narrative));
            // The text of the receipt is inside, and the receipt fits it.
            let receipted = if changed { "earlier/01.json" } else { "content.json" };
            let receipt = receipt::verify(read("receipt.txt").trim(), &app.portal.keys.receipt_keys()).unwrap();
            let filed = Filed::parse(&read(receipted)).unwrap();
            assert_eq!(receipt.content, receipt::content_hash(&ReceiptCode::parse(&code).unwrap(), &filed));
            assert_eq!(facts["earlier_versions"], u64::from(changed));
            if changed {
                assert!(read("earlier/01.txt").contains("先写的"));
            }
        }
    }

    async fn one_report_leaves_as_signed_evidence(app: App) {
        let picture = photograph();
        let files: [(&str, &[u8]); 3] = [("../照 片.jpg", &picture), ("借条.txt", "欠款三万元".as_bytes()), ("坏.jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF\0 broken")];
        let (_, number, _) = sent(&app, &files).await;
        jobs::run_all(&app.portal).await.unwrap();
        let (mut b, _) = triage(&app, "鲁0102").await;
        let address = format!("/staff/reports/{number}/export.zip");
        b.get(&format!("/staff/reports/{number}")).await.has(&address);
        b.get(&address).await.is(StatusCode::SEE_OTHER);
        app.portal.clock.advance(chrono::TimeDelta::minutes(1));
        let page = b.post(&address, &[]).await.is(StatusCode::OK);
        assert_eq!(page.headers[header::CONTENT_TYPE], "application/zip");
        assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
        let keys = app.portal.keys.receipt_keys();
        let verdict = verify(Cursor::new(&page.bytes), &keys).unwrap();
        assert_eq!(verdict.wrong, []);
        let manifest = &verdict.manifest;
        assert!(manifest.unverified && manifest.number == number);
        let paths = manifest.files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>();
        for path in ["README.txt", "report.json", "report.txt", "content.json", "receipt.txt", "timeline.json", "timeline.txt", "measures.json"] {
            assert!(paths.contains(&path), "{path} in {paths:?}");
        }
        assert_eq!(manifest.left_out.iter().map(|file| (file.name.as_str(), file.reason.as_str())).collect::<Vec<_>>(), [("坏.jpg", "broken")]);
        // A lead's pictures tell where its informant was: without the right to know, the copy and the hash of the original.
        let shown = manifest.files.iter().find(|file| file.path.ends_with("照_片.jpg")).unwrap();
        assert!(shown.path.starts_with("files/") && shown.original_sha256.as_deref() == Some(sha256(&picture).as_str()));
        assert!(!holds(&unzipped(&page.bytes, &shown.path), "MARKED-"));
        let note = manifest.files.iter().find(|file| file.path.ends_with("借条.txt")).unwrap();
        assert_eq!(unzipped(&page.bytes, &note.path), "欠款三万元".as_bytes());
        assert!(note.original_sha256.is_none());
        let timeline: Value = serde_json::from_slice(&unzipped(&page.bytes, "timeline.json")).unwrap();
        assert_eq!(timeline.as_array().unwrap().iter().map(|entry| entry["kind"].as_str().unwrap()).collect::<Vec<_>>(), ["received", "exported"]);
        let receipt = String::from_utf8(unzipped(&page.bytes, "receipt.txt")).unwrap();
        assert_eq!(nuandong::crypto::receipt::verify(&receipt, &keys).unwrap().number.as_str(), number);
        assert!(String::from_utf8(unzipped(&page.bytes, "report.txt")).unwrap().contains("未经核实"));
        // The custodian of identities gets the original.
        app.person("custodian", "鲁0102", Role::Custodian).await;
        let whole = app.signed_in("custodian").await.post(&address, &[]).await.is(StatusCode::OK);
        let list = verify(Cursor::new(&whole.bytes), &keys).unwrap().manifest;
        let original = list.files.iter().find(|file| file.path.ends_with("照_片.jpg")).unwrap();
        assert!(original.sha256 == sha256(&picture) && original.original_sha256.is_none());
        // It is noted, for staff alone, and the report itself is as it was.
        b.get(&format!("/staff/reports/{number}")).await.has(&Lang::Zh.t("entry-exported")).has("name=\"version\" value=\"1\"");
        assert_eq!(logged(&app).await.iter().map(|row| (row.format.as_str(), row.report_id.is_some())).collect::<Vec<_>>(), [("zip", true); 2]);

        // Tampering is found: other contents, a file less, a file more, another list, another key, a cut.
        let changed = repacked(&page.bytes, |path, bytes| Some(if path == note.path { b"forged".to_vec() } else { bytes }), None);
        assert_eq!(verify(Cursor::new(&changed), &keys).unwrap().wrong, [Wrong::Changed(note.path.clone())]);
        let fewer = repacked(&page.bytes, |path, bytes| (path != note.path).then_some(bytes), None);
        assert_eq!(verify(Cursor::new(&fewer), &keys).unwrap().wrong, [Wrong::Missing(note.path.clone())]);
        let more = repacked(&page.bytes, |_, bytes| Some(bytes), Some("files/99-new.txt"));
        assert_eq!(verify(Cursor::new(&more), &keys).unwrap().wrong, [Wrong::Added("files/99-new.txt".into())]);
        // A second file of a name that is there, which some programs read in its place; and something in front of everything.
        let name = |bytes: &[u8]| bytes.windows(10).position(|part| part == b"README.tXt");
        let mut twice = repacked(&page.bytes, |_, bytes| Some(bytes), Some("README.tXt"));
        while let Some(at) = name(&twice) {
            twice[at + 8] = b'x';
        }
        assert!(verify(Cursor::new(&twice), &keys).unwrap().wrong.contains(&Wrong::Added("?".into())));
        let behind = [b"MZ".as_slice(), &page.bytes].concat();
        assert_eq!(verify(Cursor::new(&behind), &keys).unwrap().wrong, [Wrong::Added("?".into())]);
        let list = repacked(&page.bytes, |path, bytes| Some(if path == "manifest.json" { [bytes, b" ".to_vec()].concat() } else { bytes }), None);
        assert!(matches!(verify(Cursor::new(&list), &keys), Err(VerifyError::Signature(_))));
        assert!(matches!(verify(Cursor::new(&page.bytes), &[]), Err(VerifyError::Signature(_))));
        assert!(verify(Cursor::new(&page.bytes[..page.bytes.len() / 2]), &keys).is_err());
        assert!(verify(Cursor::new(b"PK"), &keys).is_err());

        // The command says the same, with its exit code.
        let (good, bad) = (app.dir.path().join("good.zip"), app.dir.path().join("bad.zip"));
        std::fs::write(&good, &page.bytes).unwrap();
        std::fs::write(&bad, &changed).unwrap();
        let run = |file: &std::path::Path| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_nuandong"));
            command.args(["export", "verify", file.to_str().unwrap(), "--json", "--key", &keys[0].to_string()]).current_dir(app.dir.path()).env_clear();
            let ran = command.output().unwrap();
            let said: Value = serde_json::from_slice(&ran.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&ran.stderr)));
            (ran.status.code(), said)
        };
        let (code, said) = run(&good);
        assert_eq!((code, &said["genuine"], said["number"].as_str()), (Some(0), &json!(true), Some(number.as_str())));
        let (code, said) = run(&bad);
        assert_eq!((code, &said["genuine"], &said["wrong"][0]), (Some(1), &json!(false), &json!(format!("changed: {}", note.path))));
    }

    async fn evidence_and_paper_are_for_those_who_act_on_the_report(app: App) {
        let reporter = json!({ "name": "反映人甲", "phone": "13800138000" });
        let (lead, _) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "线索内容", "court": "鲁0102", "reporter": reporter.clone() })).await;
        let (complaint, _) = app.submit(json!({ "channel": "complaint", "category": "passive", "narrative": "投诉内容", "court": "鲁0102", "reporter": reporter })).await;
        for (username, court, role, sees_lead, sees_complaint, takes_out) in [
            ("triage", "鲁0102", Role::Triage, true, false, true),
            ("intake", "鲁0102", Role::Intake, true, false, false),
            ("auditor", "鲁0102", Role::Auditor, true, false, false),
            ("custodian", "鲁0102", Role::Custodian, true, false, true),
            ("above", "鲁01", Role::Triage, false, true, true),
            ("elsewhere", "鲁0103", Role::Triage, false, false, true),
            ("discipline", "鲁0102", Role::Discipline, false, false, true),
        ] {
            app.person(username, court, role).await;
            let mut b = app.signed_in(username).await;
            for (number, sees) in [(&lead, sees_lead), (&complaint, sees_complaint)] {
                let paper = b.get(&format!("/staff/reports/{number}/print")).await;
                assert_eq!(paper.status, if sees { StatusCode::OK } else { StatusCode::NOT_FOUND }, "{username}: paper");
                assert!(!paper.body.contains("反映人甲"), "{username}: nobody's name unless asked for");
                let named = b.get(&format!("/staff/reports/{number}/print?identity=1")).await;
                let may = sees && (number == &complaint || role == Role::Custodian);
                assert_eq!(named.body.contains("反映人甲"), may, "{username}: name");
                let zip = b.post(&format!("/staff/reports/{number}/export.zip"), &[]).await;
                assert_eq!(zip.status, if sees && takes_out { StatusCode::OK } else { StatusCode::NOT_FOUND }, "{username}: evidence");
                if zip.status == StatusCode::OK {
                    let names = ZipArchive::new(Cursor::new(&zip.bytes)).unwrap().len();
                    for n in 0..names {
                        let mut text = Vec::new();
                        ZipArchive::new(Cursor::new(&zip.bytes)).unwrap().by_index(n).unwrap().read_to_end(&mut text).unwrap();
                        assert!(!holds(&text, "反映人甲") && !holds(&text, "13800138000"), "{username}: who reported is not in it");
                    }
                }
            }
        }
        let mut b = app.signed_in("triage").await;
        b.get(&format!("/staff/reports/{lead}/print")).await.has("class=\"unverified\"").has("线索内容").has(&grouped(&lead));
        app.signed_in("above").await.get(&format!("/staff/reports/{complaint}/print")).await.has_not("class=\"unverified\"").has("投诉内容");
        assert_eq!(storage::reports::count_up_to(&app.portal.db, 10).await.unwrap(), 2);
    }
}

async fn set_court(app: &App, username: &str, court: &str) {
    let done = match &app.portal.db {
        Db::Sqlite { write, .. } => sqlx::query("UPDATE staff SET court = $1 WHERE username = $2")
            .bind(court)
            .bind(username)
            .execute(write)
            .await
            .map(|_| ()),
        Db::Postgres(pool) => sqlx::query("UPDATE staff SET court = $1 WHERE username = $2")
            .bind(court)
            .bind(username)
            .execute(pool)
            .await
            .map(|_| ()),
    };
    done.unwrap();
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    nuandong::export::evidence::hex(&Sha256::digest(bytes))
}

/// Everything in a ZIP: path and text.
pub fn everything(bytes: &[u8]) -> Vec<(String, String)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let paths = zip.file_names().map(|path| path.unwrap().into_owned()).collect::<Vec<_>>();
    let text = |path: &str| {
        let mut text = String::new();
        zip.by_name(path).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let texts = paths.iter().map(String::as_str).map(text).collect::<Vec<_>>();
    paths.into_iter().zip(texts).collect()
}

fn unzipped(bytes: &[u8], path: &str) -> Vec<u8> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut contents = Vec::new();
    zip.by_name(path).unwrap_or_else(|error| panic!("{path}: {error}")).read_to_end(&mut contents).unwrap();
    contents
}

/// The same ZIP with some contents changed or left out, and perhaps a file more.
fn repacked(bytes: &[u8], change: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>, more: Option<&str>) -> Vec<u8> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..zip.len() {
        let mut file = zip.by_index(n).unwrap();
        let mut contents = Vec::new();
        file.read_to_end(&mut contents).unwrap();
        let path = file.name().unwrap().into_owned();
        if let Some(contents) = change(&path, contents) {
            packed.start_file(path, SimpleFileOptions::default()).unwrap();
            packed.write_all(&contents).unwrap();
        }
    }
    if let Some(path) = more {
        packed.start_file(path, SimpleFileOptions::default()).unwrap();
        packed.write_all(b"x").unwrap();
    }
    packed.finish().unwrap().into_inner()
}
