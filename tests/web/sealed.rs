//! Nothing that a person typed stands readable anywhere: every byte of the data folder and of a database dump is
//! searched for marks that went through every field and every file.

use std::{path::Path, process::Command};

use axum::http::{Method, StatusCode};
use nuandong::{
    actions::search_index::{self, Tokeniser},
    domain::staff::Role,
};
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
            json!({ "action": "measure", "note": "ZQXMARK-measure", "kind": "freeze", "document": "暗记甲乙-文号", "amount": "5" }),
            json!({ "action": "remind", "note": "ZQXMARK-reminder", "on": "2026-12-01" }),
            json!({ "action": "refer", "body": "ZQXMARK-body", "reason": "暗记甲乙-reason" }),
            json!({ "action": "transfer", "court": "鲁02", "reason": "暗记甲乙-reason" }),
        ].into_iter().zip(1..) {
            let mut body = body;
            body["version"] = version.into();
            app.browser().json(Method::POST, &format!("/api/v1/staff/reports/{number}/actions"), &[("authorization", &format!("Bearer {token}"))], Some(body)).await.is(StatusCode::OK);
        }
        let bulk = json!({ "action": "note", "note": "ZQXMARK-bulk", "reason": "暗记甲乙-bulk", "numbers": ["ZQXMARK-number"] });
        app.browser().json(Method::POST, "/api/v1/staff/bulk", &[("authorization", &format!("Bearer {token}"))], Some(bulk)).await.is(StatusCode::OK);
        app.person("supervisor", "鲁0102", Role::Supervisor).await;
        let letter = [("letter_code", "ours"), ("letter_act", "reply"), ("letter_name", "暗记甲乙"), ("letter_name_en", "ZQXMARK"), ("letter_body", "暗记甲乙"), ("letter_body_en", "ZQXMARK")];
        app.signed_in("supervisor").await.post("/staff/admin/templates/new", &letter).await.is(StatusCode::SEE_OTHER);
        let mut follower = app.browser();
        follower.submit("/follow", &[("code", &code)]).await;
        follower.post(&format!("/follow/{number}/message"), &[("message", "ZQXMARK-message")]).await.is(StatusCode::SEE_OTHER);
        follower.post(&format!("/follow/{number}/contact"), &[("name", "暗记甲乙-later"), ("phone", ""), ("email", "")]).await.is(StatusCode::SEE_OTHER);
        // Changed and withdrawn with a reason; closed and spoken of.
        let auth = format!("Receipt {code}");
        let change = json!({ "channel": "lead", "category": "asset", "narrative": "ZQXMARK-changed 暗记甲乙", "court": "鲁0102", "case_number": "暗记甲乙-新案号" });
        app.browser().json(Method::POST, "/api/v1/follow/change", &[("authorization", &auth)], Some(change)).await.is(StatusCode::OK);
        follower.post(&format!("/follow/{number}/withdraw"), &[("reason", "ZQXMARK-withdrawn 暗记甲乙")]).await.is(StatusCode::SEE_OTHER);
        let (closed, other) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "暗记甲乙", "court": "鲁0102" })).await;
        app.signed_in("triage").await.post(&format!("/staff/reports/{closed}/draft"), &[("action", "note"), ("note", "ZQXMARK-unfinished 暗记甲乙")]).await.is(StatusCode::OK);
        let decline = json!({ "action": "decline", "version": 1, "text": "ZQXMARK-declined" });
        app.browser().json(Method::POST, &format!("/api/v1/staff/reports/{closed}/actions"), &[("authorization", &format!("Bearer {token}"))], Some(decline)).await.is(StatusCode::OK);
        let rating = json!({ "result": "not", "text": "ZQXMARK-rating 暗记甲乙" });
        app.browser().json(Method::POST, "/api/v1/follow/rating", &[("authorization", &format!("Receipt {other}"))], Some(rating)).await.is(StatusCode::OK);

        // The index of search, too.
        let mut of = Tokeniser::new(&app.portal);
        assert!(search_index::catch_up(&app.portal, &mut of).await.unwrap() >= 3);

        let more = ["zqxmark", "13912345678", "7654321", &code, &code.replace(' ', "")].map(str::to_owned);
        no_mark_in(&app, &[MARKS.iter().map(ToString::to_string).collect(), more.to_vec()].concat());
    }
}

/// Searches every byte of the data folder and of the database for marks.
pub fn no_mark_in(app: &App, marks: &[String]) {
    let mut found = Vec::new();
    if let Some(dump) = dump(app) {
        found.push(("PostgreSQL dump".to_owned(), dump));
    }
    bytes_below(app.dir.path(), &mut found);
    assert!(found.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() >= 20_000, "there is something to search");
    for (name, bytes) in &found {
        for mark in marks {
            let stands = bytes.windows(mark.len()).any(|window| window == mark.as_bytes());
            assert!(!stands, "{mark} stands in {name}");
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
