//! Side by side: events within one's scope, who else is here, unfinished answers, conflicts field by field.

use std::time::Duration;

use axum::{
    body::{Body, BodyDataStream},
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use chrono::TimeDelta;
use futures::StreamExt;
use nuandong::{domain::staff::Role, jobs};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::support::{App, Browser, Statements, on_both};

/// A stream of events as a browser reads it.
pub struct Stream {
    body: BodyDataStream,
    rest: String,
    headers: HeaderMap,
    /// Where to go on from, as it said in the beginning.
    pub mark: String,
}

/// One event: its name, identity and data.
#[derive(Debug)]
pub struct Event {
    pub name: String,
    pub id: String,
    pub data: Value,
}

impl Stream {
    pub async fn open(app: &App, b: &Browser, query: &str, last: Option<&str>) -> Self {
        let cookies = b.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        let mut request = Request::builder()
            .uri(format!("/staff/events{query}"))
            .header(header::COOKIE, cookies)
            .header(header::HOST, "127.0.0.1:3000")
            .header(header::ACCEPT_ENCODING, "gzip, br");
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let mut request = request.body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(std::net::SocketAddr::from(([127, 0, 0, 1], 4000))));
        let response = app.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        let (head, body) = response.into_parts();
        let (body, rest) = (body.into_data_stream(), String::new());
        let mut stream = Self { body, rest, headers: head.headers, mark: String::new() };
        let hello = stream.next().await.unwrap();
        assert_eq!(hello.name, "hello");
        Self { mark: hello.id, ..stream }
    }

    /// The next event; `None` when the stream has ended.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((block, rest)) = self.rest.split_once("\n\n") {
                let field = |name: &str| {
                    let line = block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
                    line.unwrap_or_default().trim().to_owned()
                };
                let event = Event {
                    name: field("event"),
                    id: field("id"),
                    data: serde_json::from_str(&field("data")).unwrap_or_default(),
                };
                let rest = rest.to_owned();
                self.rest = rest;
                if !event.name.is_empty() {
                    return Some(event);
                }
                continue;
            }
            let part =
                tokio::time::timeout(Duration::from_secs(20), self.body.next()).await.expect("an event within 20 s");
            self.rest.push_str(std::str::from_utf8(&part?.unwrap()).unwrap());
        }
    }

    /// The next change.
    pub async fn change(&mut self) -> Event {
        loop {
            let event = self.next().await.expect("the stream goes on");
            if event.name == "change" {
                return event;
            }
        }
    }

    /// The word with which it ends.
    async fn end(&mut self) -> Event {
        loop {
            let event = self.next().await.expect("a word at the end");
            if event.name == "end" {
                return event;
            }
        }
    }

    /// The next word on who is here: names and states.
    async fn people(&mut self) -> Vec<(String, String)> {
        loop {
            let event = self.next().await.expect("the stream goes on");
            if event.name == "presence" {
                let people = event.data["people"].as_array().unwrap().iter();
                return people
                    .map(|one| (one["name"].as_str().unwrap().to_owned(), one["state"].as_str().unwrap().to_owned()))
                    .collect();
            }
        }
    }
}

fn lead(narrative: &str) -> Value {
    json!({ "channel": "lead", "category": "asset", "narrative": narrative, "court": "鲁0102" })
}

async fn act(app: &App, token: &str, number: &str, body: Value) {
    let path = format!("/api/v1/staff/reports/{number}/actions");
    app.browser()
        .json(Method::POST, &path, &[("authorization", &format!("Bearer {token}"))], Some(body))
        .await
        .is(StatusCode::OK);
}

/// The hidden field of a form on a page.
fn seen(body: &str) -> String {
    body.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

const TAB: &str = "00000000-0000-4000-8000-00000000000";

on_both! {
    async fn what_changes_before_the_first_stream_is_told(app: App) {
        let (number, _) = app.submit(lead("暗记甲乙")).await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        let mut b = app.signed_in("triage").await;
        let address = format!("/staff/reports/{number}");
        // Nobody watches yet, as in the morning.
        let mut marks = Vec::new();
        for path in ["/staff/queue", &address] {
            let page = b.get(path).await.is(StatusCode::OK);
            marks.push(page.body.split("data-after=\"").nth(1).unwrap().split('"').next().unwrap().to_owned());
        }
        act(&app, &token, &number, json!({ "action": "claim", "version": 1 })).await;
        for (mark, report) in marks.iter().zip(["", &format!("&report={number}")]) {
            let mut stream = Stream::open(&app, &b, &format!("?after={mark}{report}"), None).await;
            assert_eq!(stream.change().await.data["kind"], "claim", "{mark}{report}");
        }
    }

    async fn each_change_is_told_once_to_those_who_may_see_it(app: App) {
        let (number, _) = app.submit(lead("暗记甲乙")).await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        app.person("handler", "鲁0102", Role::Handler).await;
        app.person("elsewhere", "鲁0103", Role::Triage).await;
        app.person("discipline", "鲁01", Role::Discipline).await;
        app.person("home", "鲁", Role::Supervisor).await;
        let mut streams = Vec::new();
        for name in ["handler", "home", "elsewhere", "discipline"] {
            let b = app.signed_in(name).await;
            streams.push(Stream::open(&app, &b, "", None).await);
        }
        for name in ["x-accel-buffering", "content-type", "cache-control"] {
            let value = streams[0].headers[name].to_str().unwrap();
            assert!(["no", "text/event-stream", "no-cache"].contains(&value), "{name}: {value}");
        }
        assert!(streams[0].headers.get(header::CONTENT_ENCODING).is_none(), "not compressed: it would wait for more");
        act(&app, &token, &number, json!({ "action": "claim", "version": 1 })).await;
        for stream in &mut streams[..2] {
            let event = stream.change().await;
            assert_eq!((&event.data["number"], &event.data["version"], &event.data["kind"]), (&json!(number), &json!(2), &json!("claim")));
            assert_eq!((&event.data["assignee"], &event.data["who"], &event.data["status"]), (&json!("triage 名"), &json!("triage 名"), &json!("under_review")));
            assert!(!event.data.to_string().contains("暗记甲乙"));
        }
        // A step that leaves two entries (the words and the reason) is one change.
        act(&app, &token, &number, json!({ "action": "refer", "version": 2, "body": "某局", "reason": "暗记甲乙" })).await;
        assert_eq!(streams[0].change().await.data["version"], 3);
        // A complaint about the court of 鲁0102 goes to the court above: its desk hears nothing, nor does anybody else's.
        let (complaint, _) = app.submit(json!({ "channel": "complaint", "category": "integrity", "narrative": "x", "court": "鲁0102" })).await;
        let (other, _) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "y", "court": "鲁0103" })).await;
        let (last, _) = app.submit(lead("z")).await;
        assert_eq!(streams[0].change().await.data["number"], json!(last), "nothing in between");
        assert_eq!(streams[2].change().await.data["number"], json!(other), "and nothing before");
        let heard = streams[3].change().await;
        assert_eq!(heard.data["number"], json!(complaint));
        // Transferred away: whoever had it open learns that it is gone, and nothing else.
        let b = app.signed_in("handler").await;
        let mut open = Stream::open(&app, &b, &format!("?report={number}"), None).await;
        act(&app, &token, &number, json!({ "action": "transfer", "version": 3, "court": "鲁0103", "reason": "x" })).await;
        loop {
            let event = open.next().await.unwrap();
            assert_ne!(event.name, "change", "{event:?}");
            if event.name == "gone" {
                assert!(!event.data.to_string().contains("0103"));
                break;
            }
        }
        assert_eq!(streams[2].change().await.data["kind"], "transfer");
        // A report that one may not see cannot be watched.
        let mut b = b;
        b.get(&format!("/staff/events?report={complaint}")).await.is(StatusCode::NOT_FOUND);
        b.get(&format!("/staff/events?report={number}")).await.is(StatusCode::NOT_FOUND);
        app.browser().get("/staff/events").await.is(StatusCode::SEE_OTHER);
    }

    async fn a_browser_that_comes_back_misses_nothing(app: App) {
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        let b = app.signed_in("triage").await;
        let mut stream = Stream::open(&app, &b, "", None).await;
        let (first, _) = app.submit(lead("1")).await;
        let event = stream.change().await;
        assert_eq!(event.data["number"], json!(first));
        drop(stream);
        act(&app, &token, &first, json!({ "action": "claim", "version": 1 })).await;
        act(&app, &token, &first, json!({ "action": "accept", "version": 2 })).await;
        let (second, _) = app.submit(lead("2")).await;
        app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "y", "court": "鲁0103" })).await;
        // Where it stopped, and to a server that nobody watched so far.
        let again = app.reopened(|config| config).await;
        for app in [&app, &again] {
            let mut stream = Stream::open(app, &b, "", Some(&event.id)).await;
            let told = [stream.change().await.data, stream.change().await.data];
            assert_eq!(told.iter().map(|data| (data["number"].clone(), data["version"].clone())).collect::<Vec<_>>(), [(json!(first), json!(3)), (json!(second), json!(1))]);
        }
        // Where to go on from stands with the last of them only.
        let mut stream = Stream::open(&app, &b, "", Some(&event.id)).await;
        assert_eq!(stream.change().await.id, "");
        let mark = stream.change().await.id;
        assert!(mark.parse::<i64>().unwrap() > event.id.parse::<i64>().unwrap());
        // After a day what happened is no longer told one by one.
        app.portal.clock.advance(TimeDelta::hours(25));
        app.submit(lead("3")).await;
        jobs::tidy_now(&app.portal).await.unwrap();
        let b = app.signed_in("triage").await;
        let mut stream = Stream::open(&app, &b, "", Some(&event.id)).await;
        assert_eq!(stream.next().await.unwrap().name, "lost");
    }

    async fn two_servers_on_one_database_hear_of_each_other(app: App) {
        let (number, _) = app.submit(lead("x")).await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        app.person("handler", "鲁0102", Role::Handler).await;
        let other = app.reopened(|config| config).await;
        let b = app.signed_in("handler").await;
        let mut stream = Stream::open(&other, &b, &format!("?report={number}"), None).await;
        assert_eq!(stream.people().await, []);
        act(&app, &token, &number, json!({ "action": "claim", "version": 1 })).await;
        assert_eq!(stream.change().await.data["who"], "triage 名");
        let mut colleague = app.signed_in("triage").await;
        colleague.post("/staff/presence", &[("number", &number), ("tab", &format!("{TAB}1")), ("state", "writing")]).await.is(StatusCode::NO_CONTENT);
        while stream.people().await != [("triage 名".to_owned(), "writing".to_owned())] {}
    }

    async fn a_stream_ends_with_its_session_and_makes_place_for_newer_ones(app: App) {
        app.person("triage", "鲁0102", Role::Triage).await;
        let b = app.signed_in("triage").await;
        let mut first = Stream::open(&app, &b, "", None).await;
        let mut others = Vec::new();
        for _ in 0..10 {
            others.push(Stream::open(&app, &b, "", None).await);
        }
        let end = first.next().await.unwrap();
        assert_eq!((end.name.as_str(), &end.data["why"]), ("end", &json!("many")));
        assert!(first.next().await.is_none());
        assert_eq!(app.portal.live.count(), 10);
        // Signed out.
        b.clone().post("/staff/sign-out", &[]).await.is(StatusCode::SEE_OTHER);
        for stream in &mut others {
            let end = stream.next().await.unwrap();
            assert_eq!((end.name.as_str(), &end.data["why"]), ("end", &json!("session")));
            assert!(stream.next().await.is_none());
        }
        // Sixty minutes without use: an open page that speaks for itself is no use.
        let (number, _) = app.submit(lead("x")).await;
        let mut b = app.signed_in("triage").await;
        let mut stream = Stream::open(&app, &b, "", None).await;
        for _ in 0..4 {
            app.portal.clock.advance(TimeDelta::minutes(14));
            b.post("/staff/presence", &[("number", &number), ("tab", &format!("{TAB}1")), ("state", "idle")]).await.is(StatusCode::NO_CONTENT);
        }
        app.portal.clock.advance(TimeDelta::minutes(5));
        assert_eq!(stream.end().await.data["why"], "session");
        b.get("/staff/queue").await.is(StatusCode::SEE_OTHER);
        // The server stops.
        let b = app.signed_in("triage").await;
        let mut stream = Stream::open(&app, &b, "", None).await;
        app.portal.live.stop();
        assert_eq!(stream.end().await.data["why"], "stop");
        assert!(stream.next().await.is_none());
    }

    async fn who_is_here_is_seen_and_forgotten(app: App) {
        let (number, _) = app.submit(lead("x")).await;
        for (name, court) in [("one", "鲁0102"), ("two", "鲁0102"), ("elsewhere", "鲁0103")] {
            app.person(name, court, Role::Triage).await;
        }
        let (mut one, mut two) = (app.signed_in("one").await, app.signed_in("two").await);
        let address = format!("/staff/reports/{number}");
        let mut stream = Stream::open(&app, &one, &format!("?report={number}"), None).await;
        assert_eq!(stream.people().await, []);
        let mine = [("number", number.as_str()), ("tab", "00000000-0000-4000-8000-0000000000ff"), ("state", "viewing")];
        one.post("/staff/presence", &mine).await.is(StatusCode::NO_CONTENT);
        let tabs = [format!("{TAB}1"), format!("{TAB}2")];
        for (tab, state, counts) in [(0, "viewing", "viewing"), (1, "writing", "writing"), (1, "idle", "viewing")] {
            two.post("/staff/presence", &[("number", &number), ("tab", &tabs[tab]), ("state", state)]).await.is(StatusCode::NO_CONTENT);
            while stream.people().await != [("two 名".to_owned(), counts.to_owned())] {}
        }
        // Without JavaScript it stands on the page; oneself does not.
        one.get(&address).await.has("two 名 · 正在看").has_not("one 名 · 正在看");
        two.post("/staff/presence", &[("number", &number), ("tab", &tabs[0]), ("state", "gone")]).await.is(StatusCode::NO_CONTENT);
        while stream.people().await != [("two 名".to_owned(), "idle".to_owned())] {}
        app.portal.clock.advance(TimeDelta::seconds(46));
        while !stream.people().await.is_empty() {}
        one.get(&address).await.has_not("two 名 ·");
        jobs::tidy_now(&app.portal).await.unwrap();
        // It is no part of what happened, and nobody from elsewhere can be here.
        two.get(&address).await.has_not("presence").has_not("writing");
        let mut elsewhere = app.signed_in("elsewhere").await;
        elsewhere.post("/staff/presence", &[("number", &number), ("tab", &tabs[0]), ("state", "viewing")]).await.is(StatusCode::NOT_FOUND);
        two.post("/staff/presence", &[("number", &number), ("tab", "x"), ("state", "viewing")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        two.post("/staff/presence", &[("number", &number), ("tab", &tabs[0]), ("state", "dancing")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn an_unfinished_answer_is_there_again_until_it_is_sent(app: App) {
        let (number, _) = app.submit(lead("x")).await;
        for (name, court) in [("one", "鲁0102"), ("two", "鲁0102"), ("elsewhere", "鲁0103")] {
            app.person(name, court, Role::Triage).await;
        }
        let (mut one, mut two) = (app.signed_in("one").await, app.signed_in("two").await);
        let (address, draft) = (format!("/staff/reports/{number}"), format!("/staff/reports/{number}/draft"));
        let said = one.post(&draft, &[("action", "reply"), ("text", "暗记甲乙-写了一半")]).await.is(StatusCode::OK).json();
        assert_eq!(said["words"], "已保存 09:00");
        // The button of the form does the same without JavaScript.
        let page = one.post(&format!("{address}/note"), &[("keep", "1"), ("note", "暗记甲乙-备注"), ("version", "1")]).await.is(StatusCode::SEE_OTHER);
        assert_eq!(page.location(), format!("{address}#step-note"));
        one.get(&address).await.has("暗记甲乙-写了一半").has("暗记甲乙-备注").has("已保存 09:00");
        // On another device; not for anybody else.
        app.signed_in("one").await.get(&address).await.has("暗记甲乙-写了一半");
        two.get(&address).await.has_not("暗记甲乙");
        app.signed_in("elsewhere").await.post(&draft, &[("action", "reply"), ("text", "x")]).await.is(StatusCode::NOT_FOUND);
        one.post(&draft, &[("action", "fly"), ("text", "x")]).await.is(StatusCode::NOT_FOUND);
        // Too long to be sent is too long to be kept; what was typed comes back, and the script does not take it for kept.
        let long = "长".repeat(10_001);
        let said = one.post(&draft, &[("action", "reply"), ("text", &long)]).await.is(StatusCode::UNPROCESSABLE_ENTITY).json();
        assert_eq!(said["words"], "写得太长，缩短一些");
        one.post(&format!("{address}/reply"), &[("keep", "1"), ("text", &long), ("version", "1")]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has(&long);
        // Sealed: no byte of it stands in the files of the portal.
        for file in std::fs::read_dir(app.dir.path()).unwrap().flatten().filter(|file| file.path().is_file()) {
            let bytes = std::fs::read(file.path()).unwrap();
            assert!(!bytes.windows("暗记甲乙".len()).any(|part| part == "暗记甲乙".as_bytes()), "{}", file.path().display());
        }
        // Emptied, sent, or seven days old: gone.
        one.post(&draft, &[("action", "note"), ("note", "")]).await.is(StatusCode::OK);
        one.get(&address).await.has_not("暗记甲乙-备注");
        one.post(&format!("{address}/reply"), &[("text", "写完了"), ("version", "1")]).await.is(StatusCode::SEE_OTHER);
        one.get(&address).await.has_not("暗记甲乙-写了一半").has("写完了");
        two.post(&draft, &[("action", "reply"), ("text", "还没写完")]).await.is(StatusCode::OK);
        app.portal.clock.advance(TimeDelta::days(7) + TimeDelta::seconds(1));
        app.signed_in("two").await.get(&address).await.has_not("还没写完");
        jobs::tidy_now(&app.portal).await.unwrap();
    }

    async fn a_conflict_shows_what_is_different_and_who_did_it(app: App) {
        let (number, code) = app.submit(lead("x")).await;
        app.person("one", "鲁0102", Role::Triage).await;
        let token = app.token("two", "鲁0102", Role::Triage).await;
        let mut one = app.signed_in("one").await;
        let address = format!("/staff/reports/{number}");
        let before = seen(&one.get(&address).await.body);
        let changes = format!("{address}/changes?seen={before}");
        one.get(&changes).await.is(StatusCode::NO_CONTENT);
        app.portal.clock.advance(TimeDelta::minutes(11));
        act(&app, &token, &number, json!({ "action": "claim", "version": 1 })).await;
        let mut citizen = app.browser();
        citizen.submit("/follow", &[("code", &code)]).await;
        citizen.post(&format!("/follow/{number}/message"), &[("message", "还有一件事")]).await.is(StatusCode::SEE_OTHER);
        app.portal.clock.advance(TimeDelta::minutes(1));
        act(&app, &token, &number, json!({ "action": "accept", "version": 2 })).await;
        act(&app, &token, &number, json!({ "action": "extend", "version": 3, "due": "2026-12-20", "text": "需要评估" })).await;
        let page = one.post(&format!("{address}/reply"), &[("version", "1"), ("seen", &before), ("text", "写了很久的答复")]).await.is(StatusCode::CONFLICT);
        let row = |field: &str| page.body.split(&format!("<tr data-field=\"{field}\">")).nth(1).map(|row| row.split("</tr>").next().unwrap().to_owned());
        let status = row("status").unwrap();
        assert!(status.contains("<del>已收件") && status.contains("<ins>") && status.contains("two 名 · ") && status.contains("09:12"), "{status}");
        let owner = row("assignee").unwrap();
        assert!(owner.contains("<del>无人办理") && owner.contains("<ins>two 名") && owner.contains("09:11"), "{owner}");
        let due = row("due").unwrap();
        assert!(due.contains("2026年12月20日") || due.contains("2026年12月21日"), "{due}");
        let messages = row("messages").unwrap();
        assert!(messages.contains("<del>0") && messages.contains("<ins>1") && messages.contains("反映人"), "{messages}");
        for same in ["court", "outcome", "content", "flags"] {
            assert!(row(same).is_none(), "{same}");
        }
        let page = page.has("写了很久的答复").has("name=\"version\" value=\"4\"").has("form=\"form-reply\"");
        // The page that is still open asks for the same.
        one.get(&changes).await.is(StatusCode::OK).has("data-field=\"due\"").has_not("<html");
        // One button, and it is done on the new version.
        let now = seen(&page.body);
        one.post(&format!("{address}/reply"), &[("version", "4"), ("seen", &now), ("text", "写了很久的答复")]).await.is(StatusCode::SEE_OTHER);
        // A step that is no longer possible is not offered again; what was typed stands there still.
        let page = one.post(&format!("{address}/decline"), &[("version", "1"), ("seen", &before), ("text", "写好的理由")]).await.is(StatusCode::CONFLICT);
        page.has("写好的理由").has_not("form=\"form-decline\"");
        // What was seen is signed, for this report: nothing else is taken for it.
        let (other, _) = app.submit(lead("y")).await;
        for token in [format!("{before}x"), format!("x{before}"), "nonsense".to_owned(), now[..now.len() - 3].to_owned()] {
            one.get(&format!("{address}/changes?seen={token}")).await.is(StatusCode::NOT_FOUND);
            one.post(&format!("{address}/note"), &[("version", "1"), ("seen", &token), ("note", "x")]).await.is(StatusCode::CONFLICT).has_not("data-field");
        }
        one.get(&format!("/staff/reports/{other}/changes?seen={before}")).await.is(StatusCode::NOT_FOUND);
    }

    async fn what_was_tried_is_tried_again_and_nothing_else(app: App) {
        let (number, _) = app.submit(lead("x")).await;
        app.person("one", "鲁0102", Role::Triage).await;
        let token = app.token("two", "鲁0102", Role::Triage).await;
        let mut one = app.signed_in("one").await;
        let address = format!("/staff/reports/{number}");
        let words = format!("{address}/accept?words");
        // The form that the button above the page sends.
        let again = |body: &str| {
            let note = body.split("class=\"errors conflict\"").nth(1).unwrap().split("</div>").next().unwrap();
            note.split("<button form=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
        };
        // With words it is a form like any other: kept by the script and by its button, and unfolded when something is kept.
        let fold = |body: &str| body.split("id=\"step-accept\"").nth(1).unwrap().split("</details>").next().unwrap().to_owned();
        one.post(&format!("{address}/draft"), &[("action", "accept"), ("text", "写了一半")]).await.is(StatusCode::OK);
        let page = one.get(&address).await.has("<form id=\"press-accept\"");
        let form = fold(&page.body);
        assert!(form.starts_with(" open") && form.contains("<form id=\"form-accept\"") && form.contains("写了一半") && form.contains("name=\"keep\""), "{form}");
        let kept = one.post(&words, &[("keep", "1"), ("text", "先存着的附言"), ("version", "1")]).await.is(StatusCode::SEE_OTHER);
        assert_eq!(kept.location(), format!("{address}#step-accept"));
        let before = seen(&page.body);
        act(&app, &token, &number, json!({ "action": "claim", "version": 1 })).await;
        let stale = [("version", "1"), ("seen", before.as_str())];
        // The one press is pressed again; what is kept for the form stays in it.
        let page = one.post(&format!("{address}/accept"), &stale).await.is(StatusCode::CONFLICT);
        assert_eq!(again(&page.body), "press-accept");
        assert!(fold(&page.body).contains("先存着的附言"));
        // The words go with it.
        let page = one.post(&words, &[&stale[..], &[("text", "写好的附言")]].concat()).await.is(StatusCode::CONFLICT);
        assert_eq!(again(&page.body), "form-accept");
        assert!(fold(&page.body).contains("写好的附言"));
        one.submit(&words, &[("version", "2"), ("text", "写好的附言")]).await.has("写好的附言").has("id=\"press-start\"");
    }

    async fn what_cannot_be_tried_again_can_be_copied(app: App) {
        let (number, _) = app.submit(lead("x")).await;
        app.person("one", "鲁0102", Role::Triage).await;
        let token = app.token("two", "鲁0102", Role::Triage).await;
        let mut one = app.signed_in("one").await;
        let address = format!("/staff/reports/{number}");
        one.submit(&format!("{address}/claim"), &[("version", "1")]).await.has("id=\"form-hand_over\"");
        // Somebody else has it by now: it is no longer this officer's to give on.
        act(&app, &token, &number, json!({ "action": "claim", "version": 2 })).await;
        let page = one.post(&format!("{address}/hand_over"), &[("version", "2"), ("assignee", "two"), ("note", "写好的交接")]).await.is(StatusCode::CONFLICT);
        let page = page.has_not("form=\"form-hand_over\"").has("写好的交接");
        assert!(page.body.split("id=\"kept\"").nth(1).expect("a box to copy from").contains("写好的交接"));
    }

    async fn what_was_kept_for_a_step_that_is_over_can_be_copied(app: App) {
        let (number, _) = app.submit(lead("x")).await;
        app.person("one", "鲁0102", Role::Triage).await;
        let token = app.token("two", "鲁0102", Role::Triage).await;
        let mut one = app.signed_in("one").await;
        let address = format!("/staff/reports/{number}");
        let keep = [("keep", "1"), ("text", "写了一半的附言")];
        one.post(&format!("{address}/accept?words"), &keep).await.is(StatusCode::SEE_OTHER);
        one.post(&format!("{address}/note"), &[("keep", "1"), ("note", "还没写完的备注")]).await.is(StatusCode::SEE_OTHER);
        one.get(&address).await.has_not("-kept\"");
        // The button beside the form sends nothing of what was written in it.
        let page = one.submit(&format!("{address}/accept"), &[("version", "1")]).await.has_not("id=\"form-accept\"");
        let kept = page.body.split("id=\"accept-kept\"").nth(1).expect("a box to copy from");
        assert!(kept.contains("写了一半的附言") && !page.body.contains("id=\"note-kept\""));
        // A colleague ends it.
        one.post(&format!("{address}/resolve"), &[("keep", "1"), ("text", "写了一半的答复")]).await.is(StatusCode::SEE_OTHER);
        act(&app, &token, &number, json!({ "action": "resolve", "outcome": "explained", "text": "已说明", "version": 2 })).await;
        let page = one.get(&address).await.has("写了一半的答复").has("写了一半的附言");
        assert!(page.body.contains("id=\"resolve-kept\""));
        // Nobody else sees it, and it goes when it is not needed.
        app.signed_in("two").await.get(&address).await.has_not("写了一半");
        one.post(&format!("{address}/resolve"), &[("keep", "1")]).await.is(StatusCode::SEE_OTHER);
        one.get(&address).await.has_not("写了一半的答复").has("写了一半的附言");
        // What is sent is not kept.
        one.submit(&format!("{address}/note"), &[("version", "3"), ("note", "写完的备注")]).await.has_not("还没写完的备注");
    }

    async fn what_a_page_asks_for_by_itself_keeps_nobody_signed_in(app: App) {
        let (number, _) = app.submit(lead("x")).await;
        app.person("triage", "鲁0102", Role::Triage).await;
        let mut b = app.signed_in("triage").await;
        let seen = seen(&b.get(&format!("/staff/reports/{number}")).await.body);
        for _ in 0..4 {
            app.portal.clock.advance(TimeDelta::minutes(14));
            b.json(Method::GET, "/staff/queue", &[("x-by-itself", "1")], None).await.is(StatusCode::OK);
            b.get(&format!("/en/staff/reports/{number}/changes?seen={seen}")).await.is(StatusCode::NO_CONTENT);
        }
        app.portal.clock.advance(TimeDelta::minutes(5));
        b.get("/staff/queue").await.is(StatusCode::SEE_OTHER);
        // Whoever asks for a page is there.
        let mut b = app.signed_in("triage").await;
        for _ in 0..5 {
            app.portal.clock.advance(TimeDelta::minutes(14));
            b.get("/staff/queue").await.is(StatusCode::OK);
        }
    }

    async fn what_was_typed_in_chinese_is_said_in_chinese(app: App) {
        let (number, _) = app.submit(json!({ "channel": "lead", "category": "asset", "title": "楼下的车", "narrative": "他的车每晚停在楼下", "court": "鲁0102" })).await;
        app.submit(json!({ "channel": "lead", "category": "asset", "title": "The car of 张三", "narrative": "y", "court": "鲁0102" })).await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        act(&app, &token, &number, json!({ "action": "reply", "version": 1, "text": "谢谢您" })).await;
        let mut b = app.signed_in("triage").await;
        let page = b.get("/en/staff/queue").await.has("<td lang=\"zh-CN\" title=\"楼下的车\" class=\"about\"");
        page.has("<td title=\"The car of 张三\" class=\"about\"");
        let page = b.get(&format!("/en/staff/reports/{number}")).await.has("<p lang=\"zh-CN\" class=\"typed narrative\"");
        page.has("<p lang=\"zh-CN\" class=\"typed\">谢谢您").has("<h2 lang=\"zh-CN\" class=\"typed\">楼下的车");
        b.get(&format!("/en/staff/queue/row/{number}")).await.has("<p lang=\"zh-CN\" class=\"typed narrative\"");
        b.get("/staff/queue").await.has_not("<td lang=");
    }

    async fn keys_are_listed_and_can_be_switched_off(app: App) {
        app.person("triage", "鲁0102", Role::Triage).await;
        let site = tempfile::TempDir::new().unwrap();
        std::fs::create_dir(site.path().join("pkg")).unwrap();
        std::fs::write(site.path().join("pkg/nuandong.js"), "").unwrap();
        let folder = site.path().to_owned();
        let with_scripts = app.reopened(move |mut config| { config.site_dir = Some(folder); config }).await;
        let mut b = app.signed_in("triage").await;
        b.get("/staff/keys").await.is(StatusCode::OK).has("<kbd>j</kbd>").has("领取").has("value=\"off\"").has_not("<script");
        let words = |body: &str| serde_json::from_str::<Value>(body.split("id=\"desk\">").nth(1).unwrap().split("</script>").next().unwrap()).unwrap();
        let mut there = b.on(&with_scripts.router);
        let page = there.get("/en/staff/queue").await.is(StatusCode::OK);
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("script-src 'nonce-") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(words(&page.body)["single"], true);
        let claim = words(&page.body)["keys"].as_array().unwrap().iter().find(|key| key["code"] == "claim").unwrap().clone();
        assert_eq!((&claim["press"], &claim["words"]), (&json!("c"), &json!("Take it")));
        for script in page.body.split("<script src=\"").skip(1) {
            let address = script.split('"').next().unwrap();
            let script = there.get(address).await.is(StatusCode::OK);
            assert_eq!(script.headers[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
            assert!(script.bytes.len() < 12 * 1024, "{address}: {} bytes", script.bytes.len());
        }
        b.submit("/staff/keys", &[("single", "off")]).await.has("value=\"on\"");
        b.post("/staff/keys", &[("single", "perhaps")]).await.is(StatusCode::NOT_FOUND);
        // For the person, wherever signed in.
        let mut elsewhere = app.signed_in("triage").await.on(&with_scripts.router);
        assert_eq!(words(&elsewhere.get("/staff/queue").await.body)["single"], false);
        // No script of the desk on public pages.
        there.get("/").await.has_not("/assets/desk.").has_not("id=\"desk\"").has_not("/assets/style.");
        // Its sheet goes with it, on narrow pages too.
        there.get("/staff/export").await.has("/assets/desk.").has("/assets/style.");
    }
}

/// However many watch: a change costs the one who makes it what it cost before, and the server one reading for each scope,
/// not one for each stream.
#[tokio::test]
async fn sixty_streams_cost_no_more_than_one() {
    let app = App::postgres().await;
    let (number, _) = app.submit(lead("x")).await;
    let token = app.token("triage", "鲁0102", Role::Triage).await;
    let mut streams = Vec::new();
    for n in 0..6 {
        let name = format!("handler{n}");
        app.person(&name, "鲁0102", Role::Handler).await;
        let b = app.signed_in(&name).await;
        for _ in 0..10 {
            streams.push(Stream::open(&app, &b, &format!("?report={number}"), None).await);
        }
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    let statements = Statements::begin();
    act(&app, &token, &number, json!({ "action": "claim", "version": 1 })).await;
    let for_the_step = statements.take();
    for stream in &mut streams {
        assert_eq!(stream.change().await.data["number"], json!(number));
    }
    let for_all = statements.take();
    tokio::time::sleep(Duration::from_secs(7)).await;
    let idle = statements.take();
    drop(statements);
    // On a slow machine all may be told before the step has answered: then nothing is left for the second count.
    assert!(for_the_step + for_all >= 2, "{for_the_step} and {for_all} statements");
    assert!((1..=40).contains(&for_the_step), "{for_the_step} statements for the step");
    assert!(for_all <= 8, "{for_all} statements to tell all");
    assert!((3..=15).contains(&idle), "{idle} statements in seven seconds in which nothing happens");
}
