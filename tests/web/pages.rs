//! What holds for every page: language, headers, no script without islands, no third party, links that lead somewhere.

use std::collections::{BTreeMap, BTreeSet};

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use nuandong::{domain::staff::Role, i18n::Lang};
use serde_json::json;

use crate::support::{App, Browser, PASSWORD, Page, on_both, walk_to_check};

/// Pages that anybody reaches without having typed anything.
const OPEN: &[&str] = &[
    "/",
    "/report",
    "/report/lead",
    "/report/complaint",
    "/follow",
    "/check",
    "/check/remedy",
    "/resume",
    "/resume/deleted",
    "/help",
    "/help/where-is-my-case",
    "/privacy",
    "/accessibility",
    "/verify",
    "/security",
    "/staff/sign-in",
];

on_both! {
    async fn every_page_is_whole_in_both_languages(app: App) {
        let (mut b, addresses) = everywhere(&app).await;
        for address in &addresses {
            for lang in [Lang::Zh, Lang::En] {
                let path = lang.path(address);
                let page = b.get(&path).await.is(StatusCode::OK);
                whole(&page, lang, &path);
            }
        }
        assert!(addresses.len() > 25, "{addresses:?}");
    }

    async fn the_desk_is_held_to_the_same(app: App) {
        app.person("wang", "鲁0102", Role::Triage).await;
        let (number, _) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x", "court": "鲁0102" })).await;
        let mut b = app.signed_in("wang").await;
        for path in ["/staff/queue", "/staff/sessions", "/staff/views", "/staff/notifications", "/staff/settings", "/staff/keys", &format!("/staff/reports/{number}")] {
            for lang in [Lang::Zh, Lang::En] {
                let path = lang.path(path);
                let page = b.get(&path).await.is(StatusCode::OK);
                whole(&page, lang, &path);
            }
        }
    }

    async fn every_link_leads_somewhere(app: App) {
        let (mut b, starts) = everywhere(&app).await;
        let mut waiting = starts.iter().flat_map(|start| [(start.clone(), "start".to_owned()), (Lang::En.path(start), "start".to_owned())]).collect::<Vec<_>>();
        let mut seen = BTreeSet::new();
        while let Some((path, from)) = waiting.pop() {
            if !seen.insert(path.clone()) {
                continue;
            }
            let page = b.get(&path).await;
            if page.status == StatusCode::NOT_FOUND && crate::help::ELSEWHERE.contains(&Lang::of_path(&path).1) {
                continue;
            }
            assert_eq!(page.status, StatusCode::OK, "{path}, linked from {from}");
            if !page.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/html") {
                continue;
            }
            for link in values(&page.body, "href").into_iter().chain(values(&page.body, "src")) {
                let (target, anchor) = link.split_once('#').map_or((link.as_str(), None), |(target, anchor)| (target, Some(anchor)));
                if let Some(anchor) = anchor.filter(|_| target.is_empty()) {
                    assert!(page.body.contains(&format!("id=\"{anchor}\"")), "{path} has no #{anchor}");
                } else if target.starts_with('/') {
                    waiting.push((target.replace("&amp;", "&"), path.clone()));
                }
            }
        }
        assert!(seen.len() > 60, "{seen:?}");
    }

    async fn what_is_not_there_has_a_page(app: App) {
        let mut b = app.browser();
        let draft = walk_to_check(&mut b, "lead", "other", "一").await;
        let other_channel = draft.replace("/lead/", "/complaint/");
        for path in [
            "/nothing", "/en/nothing", "/report/gossip", "/report/lead/unknown-draft/kind", "/receipt/unknown-draft", "/staff/nothing",
            &format!("{other_channel}/story"), &format!("{draft}/nothing"), &format!("/en{draft}/nothing"), "/pkg/nuandong.js", "/assets", "/report/lead/x/y/z",
        ] {
            let page = b.get(path).await.is(StatusCode::NOT_FOUND);
            let lang = Lang::of_path(path).0;
            whole(&page, lang, path);
            page.has(&lang.t("error-not-found-title")).has_not("<a href=\"/staff\" class=\"mark\"");
        }
        for (method, path) in [(Method::GET, "/preferences"), (Method::GET, "/en/leave"), (Method::PUT, "/"), (Method::DELETE, "/follow"), (Method::POST, "/help")] {
            let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
            let page = b.send(request).await.is(StatusCode::METHOD_NOT_ALLOWED);
            whole(&page, Lang::of_path(path).0, path);
        }
        // A form in a type that no form has.
        let page = b.json(Method::POST, "/follow", &[], Some(json!({ "code": "1" }))).await.is(StatusCode::UNSUPPORTED_MEDIA_TYPE);
        whole(&page, Lang::Zh, "/follow");
        // The API answers in its own way.
        for (method, path, status) in [(Method::GET, "/api/v1/nothing", 404), (Method::GET, "/api/v1/follow", 405)] {
            let answer = b.json(method, path, &[], None).await;
            assert_eq!((answer.status.as_u16(), answer.json()["status"].as_u64()), (status, Some(status.into())));
            assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json");
            assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
        }
    }

    async fn a_body_that_is_too_long_has_a_page(app: App) {
        let mut b = app.browser();
        let base = walk_to_check(&mut b, "lead", "other", "一").await;
        let long = "长".repeat(200_000);
        for (path, lang) in [("/follow".to_owned(), Lang::Zh), (format!("/en{base}/story"), Lang::En)] {
            let page = b.post(&path, &[("code", &long), ("narrative", &long)]).await.is(StatusCode::PAYLOAD_TOO_LARGE);
            whole(&page, lang, &path);
            page.has(&lang.t("error-too-large-title"));
        }
        // The longest story that is allowed passes, as a form encodes it.
        b.post(&format!("{base}/story"), &[("narrative", &"长".repeat(20_000))]).await.is(StatusCode::SEE_OTHER);
    }

    async fn forms_are_taken_from_our_own_pages_only(app: App) {
        app.person("wang", "鲁0102", Role::Triage).await;
        let mut b = app.signed_in("wang").await;
        let (number, code) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x", "court": "鲁0102" })).await;
        b.submit("/follow", &[("code", &code)]).await;
        let paths = [
            "/report/lead", "/en/report/lead", "/follow", "/preferences", "/leave", "/staff/sign-in", "/staff/sign-out", "/fn/save_draft",
            &format!("/follow/{number}/withdraw"), &format!("/follow/{number}/files"), &format!("/staff/reports/{number}/claim"),
        ];
        let foreign: [&[(&str, &str)]; 6] = [
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
            &[("origin", "https://evil.example")],
            &[("origin", "http://127.0.0.1:3001")],
            &[("origin", "null")],
        ];
        for path in paths {
            for headers in foreign {
                let page = b.send(form(path, headers)).await.is(StatusCode::FORBIDDEN);
                assert!(page.headers.get(header::SET_COOKIE).is_none(), "{path}");
                whole(&page, Lang::of_path(path).0, path);
                page.has(&Lang::of_path(path).0.t("error-foreign-title"));
            }
        }
        for headers in [&[("sec-fetch-site", "same-origin"), ("origin", "http://127.0.0.1:3000")][..], &[("origin", "http://127.0.0.1:3000")], &[("sec-fetch-site", "none")], &[]] {
            b.send(form("/report/lead", headers)).await.is(StatusCode::SEE_OTHER);
        }
        b.get("/staff/queue").await.is(StatusCode::OK);
        // A link from elsewhere is no form; and the API is for other systems.
        b.send(Request::builder().uri("/follow").header("sec-fetch-site", "cross-site").body(Body::empty()).unwrap()).await.is(StatusCode::OK);
        b.json(Method::POST, "/api/v1/follow", &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")], Some(json!({ "code": code }))).await.is(StatusCode::OK);
    }

    async fn elder_mode_stays_on_until_it_is_switched_off(app: App) {
        let mut b = app.browser();
        let switch = |page: &Page| page.body.split("name=\"elder\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let page = b.get("/help").await.has("name=\"back\" value=\"/help\"");
        assert_eq!(switch(&page), "on");
        let switch = |page: &Page| page.body.rsplit("name=\"elder\" value=\"").next().unwrap().split('"').next().unwrap().to_owned();
        b.submit("/preferences", &[("elder", "on"), ("back", "/help")]).await.has("<html lang=\"zh-CN\" class=\"elder\"");
        for path in ["/", "/en", "/report/lead", "/follow", "/staff/sign-in", "/nothing"] {
            let page = b.get(path).await;
            assert!(page.body.contains("class=\"elder\"") && switch(&page) == "off", "{path}");
        }
        // What was being looked at comes back, with its question.
        let page = b.post("/preferences", &[("elder", "off"), ("back", "/en/report/lead?from=check")]).await.is(StatusCode::SEE_OTHER);
        assert_eq!(page.location(), "/en/report/lead?from=check");
        let page = b.get("/help").await.has_not("class=\"elder\"");
        assert_eq!(switch(&page), "on");
    }

    async fn nobody_is_sent_to_a_foreign_address(app: App) {
        app.person("wang", "鲁0102", Role::Triage).await;
        for back in [
            "//evil.example", "https://evil.example", "http:evil.example", "\\\\evil.example", "/\\evil.example", "/\t/evil.example", "/\n/evil.example",
            "\t//evil.example", " //evil.example", "javascript:alert(1)", "evil.example", "", "/\r\nset-cookie: a=b", "/\u{1}/evil.example",
        ] {
            let mut b = app.browser();
            let query = serde_urlencoded::to_string([("next", back)]).unwrap();
            let answers = [
                b.post("/preferences", &[("elder", "on"), ("back", back)]).await,
                b.post("/en/preferences", &[("elder", "on"), ("back", back)]).await,
                b.post(&format!("/staff/sign-in?{query}"), &[("username", "wang"), ("password", PASSWORD)]).await,
            ];
            for page in answers {
                let location = page.is(StatusCode::SEE_OTHER).location();
                // As browsers read it: tabs and line ends do not count, a backslash is a slash.
                let read = location.replace(['\t', '\r', '\n'], "").replace('\\', "/");
                assert!(read.starts_with('/') && !read.starts_with("//"), "{back:?} leads to {location:?}");
            }
            b.get(&format!("/staff/sign-in?{query}")).await.is(StatusCode::OK).has_not("href=\"//evil").has_not("javascript:");
        }
    }

    async fn odd_addresses_do_not_break_anything(app: App) {
        app.person("wang", "鲁0102", Role::Triage).await;
        let (_, code) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x" })).await;
        let mut b = app.signed_in("wang").await;
        b.submit("/follow", &[("code", &code)]).await;
        let mut broken = Vec::new();
        for path in [
            "/%0d%0aSet-Cookie:%20a=b", "/follow/%0d%0a", "/follow/%00", "/receipt/%00", "/receipt/%0d%0a", "/report/%ff/kind", "/report/lead/%ff/kind",
            "/report/lead/%f0%9f%98%80/kind", "/report/lead/x/%0d%0a", "/staff/setup/%0a", "/staff/setup/%ff", "/en/%e4%bd", "//", "//evil.example", "/en//",
            "/..%2f..%2fetc/passwd", "/assets/%2e%2e%2fkeys.toml", "/pkg/..%2fkeys.toml", "/%2e%2e/%2e%2e", "/?q=%", "/?%00=%0d%0a", "/report/lead?from=%ff",
            "/staff/queue?cursor=%ff%00&limit=-1", "/staff/queue?status=%00&q=%00&due=%0d", "/staff/queue?sort=%F0%9F%98%80", "/staff/sign-in?next=%0d%0aSet-Cookie:x",
            "/staff/sign-in?next=%ff", "/staff/reports/%00", "/staff/reports/%0d%0a/files/x", "/fn/%0a", "/fn/..%2f", "/api/v1/staff/reports/%00", "/api/v1/%ff", "/en%0d%0a", "/staff/sign-in", "/follow", "/report/lead", "/en/staff/sessions/%00/end",
        ] {
            for method in [Method::GET, Method::HEAD, Method::POST] {
                let request = Request::builder().method(method.clone()).uri(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
                let page = b.clone().send(request.body(Body::from("a=%ff&code=%00&username=%00&password=%00&back=%00&elder=%0d")).unwrap()).await;
                if page.status.is_server_error() {
                    broken.push(format!("{method} {path}: {}", page.status));
                }
                let location = page.location();
                assert!(location.is_empty() || location.starts_with('/') && !location.starts_with("//"), "{path} leads to {location}");
            }
        }
        assert_eq!(broken, Vec::<String>::new());
        b.get("/staff/queue").await.is(StatusCode::OK);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_visit_is_small() {
    let app = App::sqlite().await;
    for path in ["/", "/en"] {
        let mut plain = app.browser();
        let style =
            values(&plain.get(path).await.body, "href").into_iter().find(|link| link.starts_with("/assets/")).unwrap();
        for encoding in ["gzip", "br"] {
            let mut sum = 0;
            for part in [path, &style] {
                let request = Request::builder().uri(part).header(header::ACCEPT_ENCODING, encoding);
                let answer = app.browser().send(request.body(Body::empty()).unwrap()).await.is(StatusCode::OK);
                assert!(answer.bytes.len() < 200 || answer.headers[header::CONTENT_ENCODING] == encoding, "{part}");
                sum += answer.bytes.len();
            }
            assert!(sum <= 14 * 1024, "{path} with {encoding}: {sum} bytes");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_never_changes_is_kept_and_what_is_read_is_not() {
    let app = App::sqlite().await;
    let mut b = app.browser();
    let icon = b.get("/icon.svg").await.is(StatusCode::OK);
    assert_eq!(icon.headers[header::CONTENT_TYPE], "image/svg+xml");
    assert!(icon.headers[header::CACHE_CONTROL].to_str().unwrap().contains("max-age"));
    let robots = b.get("/robots.txt").await.is(StatusCode::OK);
    assert!(robots.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/plain"));
    assert_eq!(b.get("/healthz").await.is(StatusCode::OK).headers[header::CACHE_CONTROL], "no-store");
    for answer in [icon, robots] {
        assert_eq!(answer.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    }
}

/// What must hold for any page at all.
#[track_caller]
fn whole(page: &Page, lang: Lang, path: &str) {
    let html = &page.body;
    let header = |name: &str| page.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default();
    assert_eq!(header("content-type"), "text/html; charset=utf-8", "{path}");
    assert!(html.starts_with(&format!("<!DOCTYPE html><html lang=\"{}\"", lang.code())), "{path}: {html}");
    assert_eq!(html.matches("<h1").count(), 1, "{path}: one heading");
    assert_eq!(html.matches("<main").count(), 1, "{path}");
    let title = html.split("<title>").nth(1).unwrap().split("</title>").next().unwrap();
    assert!(title.ends_with(&lang.t("site-name")) && title.contains(" · "), "{path}: {title}");
    assert!(!html.contains("Unknown localization"), "{path}: a text is missing: {html}");
    assert!(
        !html.contains("<script") && !html.contains(" onclick=") && !html.contains("javascript:"),
        "{path}: no script"
    );
    assert!(!html.contains(" style=") && !html.contains("<style"), "{path}: no inline style");
    let policy = header("content-security-policy");
    for part in ["default-src 'none'", "style-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"] {
        assert!(policy.split("; ").any(|one| one == part), "{path}: {part} in {policy}");
    }
    assert!(
        !policy.contains("unsafe-inline") && !policy.contains("unsafe-eval") && !policy.contains("script-src"),
        "{path}: {policy}"
    );
    // Forms go to us; the quick exit alone leads on to somewhere harmless.
    let forms = policy.split("; ").find_map(|part| part.strip_prefix("form-action ")).unwrap_or_default();
    let forms = forms.strip_suffix(nuandong::web::visitor::HARMLESS).unwrap_or(forms).trim();
    assert_eq!(forms, "'self'", "{path}: {policy}");
    let expected = BTreeMap::from([
        ("referrer-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cache-control", "no-store"),
        ("cross-origin-opener-policy", "same-origin"),
    ]);
    for (name, value) in expected {
        assert_eq!(header(name), value, "{path}: {name}");
    }
    // Nothing is fetched from anywhere else; a plain link in a text may lead out.
    for name in ["src", "action", "data", "poster", "srcset", "formaction"] {
        for value in values(html, name) {
            assert!(value.starts_with('/') && !value.starts_with("//"), "{path}: {name}={value}");
        }
    }
    for tag in html.split("<link").skip(1) {
        let tag = tag.split('>').next().unwrap();
        assert!(
            values(tag, "href").iter().all(|href| href.starts_with('/') && !href.starts_with("//")),
            "{path}: {tag}"
        );
    }
    for href in values(html, "href") {
        assert!(
            href.starts_with(['/', '#']) && !href.starts_with("//")
                || href.starts_with("https://")
                || href.starts_with("tel:"),
            "{path}: {href}"
        );
    }
    assert!(!html.contains("url(") && !html.contains("@import"), "{path}");
}

/// The values of an attribute, wherever it stands.
fn values(html: &str, name: &str) -> Vec<String> {
    let start = format!(" {name}=\"");
    let parts = html.split(&start).skip(1);
    parts.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// A small form, sent with these headers.
fn form(path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::builder().method(Method::POST).uri(path);
    request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from("code=1&elder=on&back=%2F&version=1")).unwrap()
}

/// A browser with drafts of both channels, a receipt and a report open, and the addresses of all pages it can see.
async fn everywhere(app: &App) -> (Browser, Vec<String>) {
    let mut b = app.browser();
    let mut addresses = OPEN.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>();
    for (channel, category) in [("lead", "asset"), ("complaint", "funds")] {
        let base = walk_to_check(&mut b, channel, category, "一件事").await;
        b.upload(&format!("{base}/files"), "说明", &[("一.txt", b"some text")]).await.is(StatusCode::SEE_OTHER);
        let gate = if channel == "lead" { ("q_asset_type", "vehicle") } else { ("q_tried_ways", "petition") };
        b.post(&format!("{base}/details"), &[gate]).await.is(StatusCode::SEE_OTHER);
        for step in nuandong::domain::answers::FormStep::ALL {
            let page = b.get(&format!("{base}/{step}")).await;
            // Not every report has every page.
            if page.status == StatusCode::OK {
                addresses.extend([format!("{base}/{step}"), format!("{base}/{step}?from=check")]);
            }
        }
        addresses.extend([format!("{base}/later"), format!("{base}/delete")]);
    }
    let base = walk_to_check(&mut b, "lead", "whereabouts", "一件事").await;
    b.post(&format!("{base}/you"), &[("you_seen", "1"), ("anonymous", "no"), ("email", "one@example.com")])
        .await
        .is(StatusCode::SEE_OTHER);
    app.portal.clock.advance(chrono::TimeDelta::minutes(1));
    let receipt = b.post(&format!("{base}/send"), &[]).await.is(StatusCode::SEE_OTHER).location();
    let code = crate::form::digits_of(&b.get(&receipt).await.body, "secret");
    let report = b.post("/follow", &[("code", &code)]).await.is(StatusCode::SEE_OTHER).location();
    nuandong::jobs::run_all(&app.portal).await.unwrap();
    addresses.extend([format!("{receipt}/notices"), format!("{report}/notices"), crate::notices::link_sent(app)]);
    addresses.extend([format!("{receipt}/acknowledgement"), format!("{report}/acknowledgement"), receipt, report]);
    (b, addresses)
}
