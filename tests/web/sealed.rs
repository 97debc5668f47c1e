//! Nothing that a person typed stands readable anywhere: every byte of the data folder and of a database dump is
//! searched for marks that went through every field and every file.

use std::{path::Path, process::Command};

use axum::http::{Method, StatusCode};
use nuandong::domain::staff::Role;
use serde_json::json;

use crate::support::{App, on_both};

/// A mark that stands in everything typed; half of them in Han, half in Latin.
const MARKS: &[&str] = &["ZQXMARK", "暗记甲乙"];

fn bytes_below(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            bytes_below(&path, found);
        } else {
            found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
}

on_both! {
    async fn no_mark_is_left_in_the_clear(app: App) {
        // Through the form, with a file, left as a draft and sent.
        let mut b = app.browser();
        for send in [false, true] {
            let base = b.post("/report/complaint", &[]).await.location().trim_end_matches("/kind").to_owned();
            for (step, fields) in [
                ("kind", vec![("category", "passive")]),
                ("case", vec![("case_number", "（2019）鲁0102执7654321号"), ("read_back", "（2019）鲁0102执7654321号"), ("court", "")]),
                ("respondent", vec![("respondent_name", "暗记甲乙-被执行人"), ("respondent_id", "ZQXMARK-ID")]),
                ("story", vec![("narrative", "暗记甲乙 ZQXMARK-narrative")]),
                ("details", vec![("q_tried", "ZQXMARK-tried"), ("q_filed_when", "暗记甲乙")]),
                ("livelihood", vec![("livelihood", "labor")]),
                ("you", vec![("you_seen", "1"), ("anonymous", "no"), ("name", "暗记甲乙-名"), ("phone", "13912345678"), ("email", "zqxmark@example.com"), ("role", "applicant")]),
            ] {
                b.post(&format!("{base}/{step}"), &fields).await.is(StatusCode::SEE_OTHER);
            }
            b.upload(&format!("{base}/files"), "ZQXMARK-description", &[("暗记甲乙.txt", b"ZQXMARK in a file"), ("ZQXMARK.jpg", &crate::support::jpeg())]).await.is(StatusCode::SEE_OTHER);
            if send {
                b.post(&format!("{base}/send"), &[]).await.is(StatusCode::SEE_OTHER);
            }
        }
        // Over the API, then messages both ways, notes, reasons, contact.
        let (number, code) = app.submit(json!({
            "channel": "lead", "category": "asset", "narrative": "ZQXMARK-api 暗记甲乙", "title": "ZQXMARK-title", "court": "鲁0102",
            "case_number": "暗记甲乙-案号", "respondent": { "name": "ZQXMARK-respondent", "id_number": "暗记甲乙" },
            "details": { "free": "ZQXMARK-details" }, "reporter": { "name": "ZQXMARK-reporter", "email": "zqxmark@example.com" }
        })).await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        for (body, version) in [
            json!({ "action": "request_info", "text": "ZQXMARK-question" }),
            json!({ "action": "note", "note": "ZQXMARK-note" }),
            json!({ "action": "accept" }),
            json!({ "action": "refer", "body": "ZQXMARK-body", "reason": "暗记甲乙-reason" }),
            json!({ "action": "transfer", "court": "鲁02", "reason": "暗记甲乙-reason" }),
        ].into_iter().zip(1..) {
            let mut body = body;
            body["version"] = version.into();
            app.browser().json(Method::POST, &format!("/api/v1/staff/reports/{number}/actions"), &[("authorization", &format!("Bearer {token}"))], Some(body)).await.is(StatusCode::OK);
        }
        let mut follower = app.browser();
        follower.submit("/follow", &[("code", &code)]).await;
        follower.post(&format!("/follow/{number}/message"), &[("message", "ZQXMARK-message")]).await.is(StatusCode::SEE_OTHER);
        follower.post(&format!("/follow/{number}/contact"), &[("name", "暗记甲乙-later"), ("phone", ""), ("email", "")]).await.is(StatusCode::SEE_OTHER);

        let mut found = Vec::new();
        let dump = dump(&app);
        if let Some(dump) = dump {
            found.push(("PostgreSQL dump".to_owned(), dump));
        }
        bytes_below(app.dir.path(), &mut found);
        assert!(found.len() >= 4 && found.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() >= 20_000, "there is something to search");
        let phone = "13912345678";
        let case = "7654321";
        let digits = code.replace(' ', "");
        for (name, bytes) in &found {
            for mark in MARKS.iter().copied().chain(["zqxmark", phone, case, code.as_str(), digits.as_str()]) {
                let stands = bytes.windows(mark.len()).any(|window| window == mark.as_bytes());
                assert!(!stands, "{mark} stands in {name}");
            }
        }
    }
}

/// Everything PostgreSQL holds, if it is PostgreSQL.
fn dump(app: &App) -> Option<Vec<u8>> {
    let url = &app.portal.config.database_url;
    if !url.starts_with("postgres") {
        return None;
    }
    let output = Command::new("pg_dump").arg(url).output().expect("pg_dump comes with PostgreSQL");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // bytea is dumped as hex: what is sealed must not be readable that way either.
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let hex = text.split("\\\\x").skip(1).flat_map(|part| {
        let digits = part.bytes().take_while(u8::is_ascii_hexdigit).collect::<Vec<_>>();
        digits
            .chunks_exact(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect::<Vec<_>>()
    });
    Some(hex.chain(output.stdout.iter().copied()).collect())
}
