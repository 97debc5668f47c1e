//! The API against its own description: every answer is held against the schema that `/api/openapi.json` gives.

use axum::http::{Method, StatusCode, header};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use nuandong::{
    actions::{set_up_staff::disable_staff, tokens::add_token},
    domain::staff::Role,
};
use serde_json::{Value, json};

use crate::support::{App, Page, multipart, on_both};

/// Holds an answer against the description of that call.
fn described(description: &Value, method: &str, path: &str, page: &Page) {
    let operation = &description["paths"][path][method];
    let status = page.status.as_u16().to_string();
    let answer = &operation["responses"][&status];
    assert!(!answer.is_null(), "{method} {path} answers {status}, which is not described: {}", page.body);
    let kind = page.headers.get(header::CONTENT_TYPE).unwrap().to_str().unwrap();
    let Some(content) = answer["content"].as_object() else { return };
    let schema =
        &content.get(kind).unwrap_or_else(|| panic!("{method} {path} {status}: {kind} is not described"))["schema"];
    let mut schema = schema.clone();
    schema["components"] = description["components"].clone();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors = validator
        .iter_errors(&page.json())
        .map(|error| format!("{error} at {}", error.instance_path()))
        .collect::<Vec<_>>();
    assert!(errors.is_empty(), "{method} {path} {status}: {errors:?} in {}", page.body);
}

/// Verb, described path, real path, headers, body, expected status.
type Call<'a> = (&'a str, &'a str, &'a str, Vec<(&'a str, String)>, Option<Value>, u16);

on_both! {
    async fn answers_are_as_described(app: App) {
        let description = app.browser().get("/api/openapi.json").await.is(StatusCode::OK).json();
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        let bearer = format!("Bearer {token}");
        let good = json!({ "channel": "lead", "category": "asset", "court": "鲁0102", "case_number": "(2019)鲁0102执1234号", "respondent": { "name": "张三", "kind": "person", "id_number": null },
            "title": null, "narrative": "x", "livelihood": "labor", "occurred_on": "2026-11-01", "details": { "asset_type": "vehicle", "more": 3 }, "reporter": null, "language": "zh-CN" });
        let mut calls: Vec<Call> = vec![
            ("post", "/api/v1/reports", "/api/v1/reports", vec![], Some(good), 201),
            ("post", "/api/v1/reports", "/api/v1/reports", vec![], Some(json!({})), 422),
            ("post", "/api/v1/reports", "/api/v1/reports", vec![], Some(json!({ "channel": "lead", "category": "passive", "narrative": "" })), 422),
            ("post", "/api/v1/reports", "/api/v1/reports", vec![], Some(json!({ "channel": "lead", "category": 7, "narrative": "x" })), 422),
            ("post", "/api/v1/follow", "/api/v1/follow", vec![], Some(json!({ "code": "1" })), 404),
            ("post", "/api/v1/follow/messages", "/api/v1/follow/messages", vec![], Some(json!({ "text": "x" })), 401),
            ("post", "/api/v1/follow/change", "/api/v1/follow/change", vec![], Some(json!({})), 401),
            ("post", "/api/v1/follow/rating", "/api/v1/follow/rating", vec![], Some(json!({})), 401),
            ("post", "/api/v1/follow/withdraw", "/api/v1/follow/withdraw", vec![], None, 401),
            ("get", "/api/v1/staff/reports", "/api/v1/staff/reports", vec![], None, 401),
            ("get", "/api/v1/staff/reports", "/api/v1/staff/reports?limit=1", vec![("authorization", bearer.clone())], None, 200),
            ("get", "/api/v1/staff/reports", "/api/v1/staff/reports?limit=1000", vec![("authorization", bearer.clone())], None, 422),
            ("get", "/api/v1/staff/reports/{number}", "/api/v1/staff/reports/1", vec![("authorization", bearer.clone())], None, 404),
        ];
        let (number, code) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "y", "court": "鲁0102" })).await;
        let (closed, rated) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "z", "court": "鲁0102" })).await;
        let decline = json!({ "action": "decline", "version": 1, "text": "不受理" });
        app.browser().json(Method::POST, &format!("/api/v1/staff/reports/{closed}/actions"), &[("authorization", &bearer)], Some(decline)).await.is(StatusCode::OK);
        let (elsewhere, _) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "w", "court": "鲁0102" })).await;
        let transfer = format!("/api/v1/staff/reports/{elsewhere}/actions");
        let report = format!("/api/v1/staff/reports/{number}");
        let actions = format!("{report}/actions");
        let receipt = format!("Receipt {code}");
        calls.extend([
            ("get", "/api/v1/staff/reports/{number}", report.as_str(), vec![("authorization", bearer.clone())], None, 200),
            ("post", "/api/v1/staff/reports/{number}/actions", &actions, vec![("authorization", bearer.clone())], Some(json!({ "action": "claim", "version": 1 })), 200),
            ("post", "/api/v1/staff/reports/{number}/actions", &actions, vec![("authorization", bearer.clone())], Some(json!({ "action": "claim", "version": 1 })), 409),
            ("post", "/api/v1/staff/reports/{number}/actions", &actions, vec![("authorization", bearer.clone())], Some(json!({ "action": "reply", "version": 2 })), 422),
            ("post", "/api/v1/staff/reports/{number}/actions", &transfer, vec![("authorization", bearer.clone())], Some(json!({ "action": "transfer", "version": 1, "court": "鲁0103", "reason": "不归本院" })), 200),
            ("post", "/api/v1/follow", "/api/v1/follow", vec![], Some(json!({ "code": code })), 200),
            ("post", "/api/v1/follow/messages", "/api/v1/follow/messages", vec![("authorization", receipt.clone())], Some(json!({ "text": "你好" })), 201),
            ("post", "/api/v1/follow/messages", "/api/v1/follow/messages", vec![("authorization", receipt.clone())], Some(json!({ "text": " " })), 422),
            ("post", "/api/v1/follow/change", "/api/v1/follow/change", vec![("authorization", receipt.clone())], Some(json!({ "channel": "lead", "category": "asset", "narrative": "z", "court": "鲁0102" })), 200),
            ("post", "/api/v1/follow/change", "/api/v1/follow/change", vec![("authorization", receipt.clone())], Some(json!({ "channel": "complaint", "category": "asset", "narrative": "z" })), 422),
            ("post", "/api/v1/follow/rating", "/api/v1/follow/rating", vec![("authorization", receipt.clone())], Some(json!({ "result": "settled" })), 422),
            ("get", "/api/v1/staff/reports/{number}", report.as_str(), vec![("authorization", bearer.clone())], None, 200),
            ("post", "/api/v1/follow/withdraw", "/api/v1/follow/withdraw", vec![("authorization", receipt.clone())], None, 200),
            ("post", "/api/v1/follow/rating", "/api/v1/follow/rating", vec![("authorization", format!("Receipt {rated}"))], Some(json!({ "result": "settled", "text": "好" })), 200),
            ("post", "/api/v1/follow", "/api/v1/follow", vec![], Some(json!({ "code": rated })), 200),
        ]);
        for (method, template, path, headers, body, expected) in calls {
            let headers = headers.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>();
            let verb = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let page = app.browser().json(verb, path, &headers, body).await;
            assert_eq!(page.status.as_u16(), expected, "{method} {path}: {}", page.body);
            described(&description, method, template, &page);
        }
    }

    async fn no_call_reads_a_body_without_end(app: App) {
        let long = "x".repeat(700_000);
        app.browser().post("/fn/draft", &[("draft", "x"), ("fields", &long)]).await.is(StatusCode::PAYLOAD_TOO_LARGE);
        app.browser().post("/fn/case-number", &[("typed", &long), ("language", "en")]).await.is(StatusCode::PAYLOAD_TOO_LARGE);
        // A description is cut, not kept whole.
        let (number, code) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x", "court": "鲁0102" })).await;
        let mut b = app.browser();
        b.submit("/follow", &[("code", &code)]).await;
        b.upload(&format!("/follow/{number}/files"), &long, &[("a.txt", b"hello")]).await.is(StatusCode::SEE_OTHER);
        let page = b.get(&format!("/follow/{number}")).await.is(StatusCode::OK);
        assert!(page.body.len() < 100_000, "{}", page.body.len());
    }

    async fn a_report_is_read_back_as_it_was_sent(app: App) {
        let (number, code) = app.submit(json!({ "channel": "complaint", "category": "funds", "case_number": "（2019）鲁0102执1234号", "narrative": "钱没有发", "title": "案款",
            "respondent": { "name": "某公司", "kind": "organisation" }, "livelihood": "labor", "occurred_on": "2026-10-01", "details": { "funds_amount": "3万" },
            "reporter": { "name": "李四", "phone": "0531-88991234", "role": "applicant" }, "language": "en" })).await;
        let token = app.token("jinan", "鲁01", Role::Handler).await;
        let seen = app.browser().json(Method::GET, &format!("/api/v1/staff/reports/{number}"), &[("authorization", &format!("Bearer {token}"))], None).await.is(StatusCode::OK).json();
        assert_eq!(seen["court"], "鲁01");
        assert_eq!(seen["court_concerned"], "鲁0102");
        assert_eq!(seen["narrative"], "钱没有发");
        assert_eq!(seen["respondent"]["name"], "某公司");
        assert_eq!(seen["details"]["funds_amount"], "3万");
        assert_eq!(seen["reporter"]["name"], "李四");
        assert_eq!(seen["occurred_on"], "2026-10-01");
        let followed = app.browser().json(Method::POST, "/api/v1/follow", &[], Some(json!({ "code": code }))).await.is(StatusCode::OK).json();
        assert_eq!(followed["status"], "received");
        assert_eq!(followed["can"], json!(["message", "files", "contact", "change", "withdraw"]));
    }

    async fn wrong_bodies_get_problems_that_say_what_and_repeat_nothing(app: App) {
        let mut b = app.browser();
        let wrong = b.json(Method::POST, "/api/v1/reports", &[], Some(json!({ "channel": "lead", "category": "asset", "narrative": "x", "court": "鲁9999", "respondent": { "kind": "alien", "id_number": "370102199003071239" },
            "occurred_on": "2030-01-01", "reporter": { "phone": "SECRET-1" } }))).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        let fields = wrong.json()["errors"].as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        for field in ["court", "respondent.kind", "respondent.id_number", "occurred_on", "reporter.phone"] {
            assert!(fields.contains(&field.to_owned()), "{field} in {fields:?}");
        }
        assert!(!wrong.body.contains("SECRET"));
        assert_eq!(wrong.headers[header::CONTENT_TYPE], "application/problem+json");
        let request = axum::http::Request::builder().method(Method::POST).uri("/api/v1/reports").header(header::CONTENT_TYPE, "application/json").body("{\"SECRET".into()).unwrap();
        b.send(request).await.is(StatusCode::BAD_REQUEST).has_not("SECRET");
        let request = axum::http::Request::builder().method(Method::POST).uri("/api/v1/reports").body("x".into()).unwrap();
        b.send(request).await.is(StatusCode::UNSUPPORTED_MEDIA_TYPE);
        let big = json!({ "channel": "lead", "category": "asset", "narrative": "x".repeat(700_000) });
        b.json(Method::POST, "/api/v1/reports", &[], Some(big)).await.is(StatusCode::PAYLOAD_TOO_LARGE).has("too_large");
        let long = json!({ "channel": "lead", "category": "asset", "narrative": "字".repeat(20_001) });
        b.json(Method::POST, "/api/v1/reports", &[], Some(long)).await.is(StatusCode::UNPROCESSABLE_ENTITY).has("too_long");
        b.get("/api/v1/nothing").await.is(StatusCode::NOT_FOUND).has("not_found");
        b.get("/api/v1/reports").await.is(StatusCode::METHOD_NOT_ALLOWED).has("method_not_allowed");
        assert_eq!(nuandong::storage::reports::count_up_to(&app.portal.db, 1).await.unwrap(), 0);
    }

    async fn what_is_not_meant_does_nothing(app: App) {
        let (_, code) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x", "court": "鲁0102" })).await;
        let receipt = format!("Receipt {code}");
        let mut b = app.browser();
        let withdraw = "/api/v1/follow/withdraw";
        let page = b.json(Method::POST, withdraw, &[], None).await.is(StatusCode::UNAUTHORIZED);
        assert_eq!(page.headers[header::WWW_AUTHENTICATE], "Receipt");
        for wrong in [json!([]), json!({ "reason": 5 })] {
            b.json(Method::POST, withdraw, &[("authorization", &receipt)], Some(wrong)).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        }
        let request = axum::http::Request::builder().method(Method::POST).uri(withdraw).header("authorization", &receipt).header(header::CONTENT_TYPE, "text/plain");
        b.send(request.body("{}".into()).unwrap()).await.is(StatusCode::UNSUPPORTED_MEDIA_TYPE);
        let said = b.json(Method::POST, "/api/v1/follow", &[], Some(json!({ "code": code }))).await.is(StatusCode::OK).json();
        assert_eq!(said["status"], "received");
        b.json(Method::POST, withdraw, &[("authorization", &receipt)], Some(json!({ "reason": null }))).await.is(StatusCode::OK);
        // A reward needs somebody to whom it can be paid.
        let claim = json!({ "channel": "lead", "category": "asset", "narrative": "x", "reporter": { "claims_reward": true } });
        let page = b.json(Method::POST, "/api/v1/reports", &[], Some(claim)).await.is(StatusCode::UNPROCESSABLE_ENTITY).json();
        assert_eq!((&page["errors"][0]["field"], &page["errors"][0]["code"]), (&json!("reporter.name"), &json!("reward")));
        // A question's field has the name that it has in the body.
        let future = json!({ "channel": "complaint", "category": "passive", "narrative": "x", "details": { "filed_when": "2030-01-01" } });
        let page = b.json(Method::POST, "/api/v1/reports", &[], Some(future)).await.is(StatusCode::UNPROCESSABLE_ENTITY).json();
        assert_eq!(page["errors"][0]["field"], "details.filed_when");
    }

    async fn a_code_is_read_however_it_was_copied(app: App) {
        let (number, code) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x", "court": "鲁0102" })).await;
        let copied = format!("\u{202a}{}\u{2060}{}\u{ad}\u{202c}", &code[..7], &code[7..]);
        let said = app.browser().json(Method::POST, "/api/v1/follow", &[], Some(json!({ "code": copied }))).await.is(StatusCode::OK).json();
        assert_eq!(said["number"], number);
    }

    async fn a_list_says_what_it_cannot_be_asked(app: App) {
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        let bearer = format!("Bearer {token}");
        for narrative in ["他有银行卡", "他有两辆车"] {
            app.submit(json!({ "channel": "lead", "category": "asset", "narrative": narrative, "court": "鲁0102" })).await;
        }
        let ask = async |query: &str| {
            app.browser().json(Method::GET, &format!("/api/v1/staff/reports?{query}"), &[("authorization", &bearer)], None).await
        };
        let first = ask("sort=due&limit=1").await.is(StatusCode::OK).json();
        let next = first["next"].as_str().unwrap();
        assert_eq!(ask(&format!("sort=due&limit=1&cursor={next}")).await.is(StatusCode::OK).json()["items"].as_array().map(Vec::len), Some(1));
        let far = URL_SAFE_NO_PAD.encode(URL_SAFE_NO_PAD.decode(next).map(|json| String::from_utf8(json).unwrap().replace("2026-", "-5000-")).unwrap());
        for (query, field) in [
            ("q=卡".to_owned(), "q"),
            ("q=法院:火星".to_owned(), "q"),
            ("status=recieved".to_owned(), "status"),
            ("due=week&due=never".to_owned(), "due"),
            // A place in another order, and one that no calendar knows.
            (format!("limit=1&cursor={next}"), "cursor"),
            (format!("sort=due&limit=1&cursor={far}"), "cursor"),
        ] {
            let page = ask(&query).await.is(StatusCode::UNPROCESSABLE_ENTITY).json();
            assert_eq!(page["errors"][0]["field"], field, "{query}: {page}");
        }
        let count = async |query: &str| ask(query).await.is(StatusCode::OK).json()["count"].clone();
        app.portal.clock.advance(chrono::TimeDelta::days(5));
        nuandong::actions::priority::keep_up(&app.portal).await.unwrap();
        assert_eq!((count("due=week").await, count("due=overdue").await), (json!(2), json!(0)));
        assert_eq!((count("due=week&due=overdue").await, count("due=overdue&due=week").await), (json!(2), json!(2)));
    }

    async fn a_refused_file_tells_of_those_before_it(app: App) {
        let (_, code) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x", "court": "鲁0102" })).await;
        let (kind, body) = multipart("", &[("好的.txt", b"hello there"), ("坏的.exe", b"MZ\x90\0\x03\0\0\0")]);
        let request = axum::http::Request::builder().method(Method::POST).uri("/api/v1/follow/files").header("authorization", format!("Receipt {code}"));
        let request = request.header(header::CONTENT_TYPE, kind).header("accept-language", "en").body(body.into()).unwrap();
        let page = app.browser().send(request).await.is(StatusCode::UNSUPPORTED_MEDIA_TYPE).json();
        let said = app.browser().json(Method::POST, "/api/v1/follow", &[], Some(json!({ "code": code }))).await.is(StatusCode::OK).json();
        assert_eq!(page["taken"], json!([said["files"][0]["id"]]));
        assert!(page["errors"][0]["message"].as_str().unwrap().is_ascii(), "in the language of the call: {page}");
    }

    async fn nobody_who_is_disabled_gets_a_token(app: App) {
        app.token("wang", "鲁0102", Role::Triage).await;
        disable_staff(&app.portal, "wang").await.unwrap();
        assert!(add_token(&app.portal, "wang").await.is_err());
    }
}
