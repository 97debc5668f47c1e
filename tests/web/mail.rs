//! Mail: neutral words, in the reporter's language, sent once, and never in the way of a report.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use axum::http::{Method, StatusCode};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use nuandong::{clock::Entropy, config::Config, domain::staff::Role, i18n::Lang, jobs, portal::Portal};
use serde_json::{Value, json};

use crate::support::{App, Page, on_both};

on_both! {
    async fn after_a_public_step_there_is_one_neutral_mail(app: App) {
        for (language, lang, username) in [("zh-CN", Lang::Zh, "first"), ("en", Lang::En, "second")] {
            let desk = Desk::new(&app, username, language, Some("xm@example.com")).await;
            let before = letters(&app).len();
            desk.step(json!({ "action": "reply", "text": "法官写的话ZQX" })).await.is(StatusCode::OK);
            assert_eq!(letters(&app).len(), before, "not inside the request");
            assert_eq!(jobs::run_all(&app.portal).await.unwrap(), 1);
            let letter = newest(&app, before + 1);
            assert_eq!(header_of(&letter, "To"), "xm@example.com");
            assert_eq!(header_of(&letter, "Subject"), lang.t("mail-news-subject"));
            let address = format!("http://127.0.0.1:3000{}", lang.path("/follow"));
            let body = body_of(&letter);
            let body_without_link = body.lines().filter(|line| !line.contains("/n/")).collect::<Vec<_>>().join("\n");
            assert_eq!(body_without_link.trim(), format!("{}\n{address}\n\n{}\n\n{}", lang.t("mail-news-body"), lang.t("mail-stop"), lang.t("mail-foot")));
            // Nothing of the report, wherever it might stand.
            let (head, _) = parts(&letter);
            let head = head.lines().filter(|line| !line.starts_with("Message-ID")).collect::<String>();
            let everything = format!("{head}\n{}\n{body}", header_of(&letter, "Subject"));
            for secret in [desk.number.as_str(), &desk.code, &desk.code.replace(' ', ""), "法院", "鲁", "1234", "王小明", "ZQX", "delay", "court"] {
                assert!(!everything.to_lowercase().contains(&secret.to_lowercase()), "{secret} in {everything}");
            }
            assert!(!body.contains("Unknown localization"));
        }
    }

    async fn nothing_for_internal_steps_and_nothing_without_an_address(app: App) {
        let desk = Desk::new(&app, "first", "zh-CN", Some("xm@example.com")).await;
        desk.step(json!({ "action": "note", "note": "内部" })).await.is(StatusCode::OK);
        desk.step(json!({ "action": "claim" })).await.is(StatusCode::OK);
        desk.step(json!({ "action": "assign", "assignee": "first" })).await.is(StatusCode::OK);
        // Nor for what the reporter does.
        let auth = format!("Receipt {}", desk.code);
        app.browser().json(Method::POST, "/api/v1/follow/messages", &[("authorization", &auth)], Some(json!({ "text": "补充" }))).await.is(StatusCode::CREATED);
        let silent = Desk::new(&app, "second", "zh-CN", None).await;
        silent.step(json!({ "action": "reply", "text": "答复" })).await.is(StatusCode::OK);
        assert_eq!(jobs::run_all(&app.portal).await.unwrap(), 0);
        assert_eq!(letters(&app), Vec::<PathBuf>::new());
        // Each public step is news; together they are one mail.
        for action in ["accept", "start"] {
            desk.step(json!({ "action": action })).await.is(StatusCode::OK);
        }
        desk.step(json!({ "action": "resolve", "outcome": "corrected", "text": "已纠正" })).await.is(StatusCode::OK);
        assert_eq!(jobs::run_all(&app.portal).await.unwrap(), 1);
        assert_eq!(letters(&app).len(), 1);
    }

    async fn a_way_out_that_fails_delays_nothing_and_loses_nothing(app: App) {
        let folder = app.dir.path().join("mail");
        std::fs::remove_dir_all(&folder).unwrap();
        std::fs::write(&folder, "in the way").unwrap();
        let desk = Desk::new(&app, "first", "zh-CN", Some("xm@example.com")).await;
        desk.step(json!({ "action": "reply", "text": "答复" })).await.is(StatusCode::OK);
        assert_eq!(outbox(&app).await, "ok", "nothing failed so far");
        // It fails and waits: half a minute, a minute, two minutes.
        for wait in [30, 60, 120] {
            assert_eq!(jobs::run_all(&app.portal).await.unwrap(), 1);
            assert_eq!(outbox(&app).await, "retrying");
            assert_eq!(jobs::run_all(&app.portal).await.unwrap(), 0, "not at once");
            app.portal.clock.advance(TimeDelta::seconds(wait - 1));
            assert_eq!(jobs::run_all(&app.portal).await.unwrap(), 0, "not before {wait} s");
            app.portal.clock.advance(TimeDelta::seconds(1));
        }
        // The reporter reads the answer all the while.
        app.browser().submit("/follow", &[("code", &desk.code)]).await.has("答复");
        std::fs::remove_file(&folder).unwrap();
        std::fs::create_dir(&folder).unwrap();
        assert_eq!(jobs::run_all(&app.portal).await.unwrap(), 1);
        assert_eq!((letters(&app).len(), outbox(&app).await.as_str()), (1, "ok"));
        app.portal.clock.advance(TimeDelta::days(1));
        assert_eq!(jobs::run_all(&app.portal).await.unwrap(), 0);
        assert_eq!(letters(&app).len(), 1, "once");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_down_is_tried_again() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let url = format!("smtp://portal:s3cret@localhost:{port}?tls=required");
    let app = App::with(|config| Config { smtp_url: Some(url), ..config }).await;
    let desk = Desk::new(&app, "first", "zh-CN", Some("xm@example.com")).await;
    desk.step(json!({ "action": "reply", "text": "答复" })).await.is(StatusCode::OK);
    assert_eq!(jobs::run_all(&app.portal).await.unwrap(), 1);
    assert_eq!(outbox(&app).await, "retrying");
    app.browser().submit("/follow", &[("code", &desk.code)]).await.has("答复");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_real_server_with_starttls_and_a_password() {
    let server = Server::start();
    let (url, authority) = (server.url("s3cret"), server.certificate());
    let app = App::with(|config| Config { smtp_url: Some(url), smtp_ca_file: Some(authority), ..config }).await;
    let desk = Desk::new(&app, "first", "en", Some("xm@example.com")).await;
    desk.step(json!({ "action": "reply", "text": "typed by the court" })).await.is(StatusCode::OK);
    assert_eq!(jobs::run_all(&app.portal).await.unwrap(), 1);
    assert_eq!(outbox(&app).await, "ok");
    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    assert_eq!((&taken[0]["tls"], &taken[0]["user"]), (&json!(true), &json!("portal")));
    assert_eq!((&taken[0]["from"], &taken[0]["to"]), (&json!("noreply@example.com"), &json!(["xm@example.com"])));
    let letter = taken[0]["data"].as_str().unwrap();
    assert_eq!(header_of(letter, "Subject"), Lang::En.t("mail-news-subject"));
    assert!(body_of(letter).contains(&Lang::En.t("mail-news-body")) && !letter.contains("typed by the court"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_password_or_an_unknown_certificate_sends_nothing_until_it_is_mended() {
    let server = Server::start();
    let (wrong, authority) = (server.url("wrong"), server.certificate());
    let app =
        App::with(|config| Config { smtp_url: Some(wrong), smtp_ca_file: Some(authority.clone()), ..config }).await;
    let desk = Desk::new(&app, "first", "zh-CN", Some("xm@example.com")).await;
    desk.step(json!({ "action": "reply", "text": "答复" })).await.is(StatusCode::OK);
    assert_eq!(jobs::run_all(&app.portal).await.unwrap(), 1);
    assert_eq!((server.taken().len(), outbox(&app).await.as_str()), (0, "retrying"));
    // The same portal with other settings: first one that does not know the authority, then the right one.
    for (authority, waited, taken) in [(None, 30, 0), (Some(authority), 60, 1)] {
        app.portal.clock.advance(TimeDelta::seconds(waited));
        let mended =
            Config { smtp_url: Some(server.url("s3cret")), smtp_ca_file: authority, ..app.portal.config.clone() };
        let mended = Portal::open(mended, app.portal.clock.clone(), Entropy::seeded(77), false).await.unwrap();
        assert_eq!(jobs::run_all(&mended).await.unwrap(), 1);
        assert_eq!(server.taken().len(), taken);
    }
    assert_eq!(outbox(&app).await, "ok");
}

/// A signed complaint, its address confirmed, and somebody who handles it.
struct Desk<'a> {
    app: &'a App,
    token: String,
    number: String,
    code: String,
}

impl<'a> Desk<'a> {
    async fn new(app: &'a App, username: &str, language: &str, email: Option<&str>) -> Self {
        let reporter = json!({ "name": "王小明", "email": email, "phone": "0531-88991234" });
        let (number, code) = app
            .submit(json!({
                "channel": "complaint", "category": "delay", "court": "鲁0102", "case_number": "（2019）鲁0102执1234号",
                "narrative": "拖了两年ZQX", "reporter": reporter, "language": language,
            }))
            .await;
        if email.is_some() {
            crate::notices::confirm(app, &code, "email").await;
        }
        // What sending left is done; the mail with the code has nothing to say any more.
        jobs::run_all(&app.portal).await.unwrap();
        Self { app, token: app.token(username, "鲁01", Role::Triage).await, number, code }
    }

    /// Takes a step with the version as it stands.
    async fn step(&self, mut body: Value) -> Page {
        let auth = format!("Bearer {}", self.token);
        let auth = [("authorization", auth.as_str())];
        let path = format!("/api/v1/staff/reports/{}", self.number);
        let now = self.app.browser().json(Method::GET, &path, &auth, None).await.is(StatusCode::OK).json();
        body["version"] = now["version"].clone();
        self.app.browser().json(Method::POST, &format!("{path}/actions"), &auth, Some(body)).await
    }
}

async fn outbox(app: &App) -> String {
    app.browser().get("/readyz").await.is(StatusCode::OK).json()["parts"]["outbox"].as_str().unwrap().to_owned()
}

pub fn letters(app: &App) -> Vec<PathBuf> {
    let files = std::fs::read_dir(app.dir.path().join("mail")).unwrap().map(|file| file.unwrap().path());
    files.filter(|file| file.extension().is_some_and(|end| end == "eml")).collect()
}

/// The letter written last, when there are that many.
fn newest(app: &App, count: usize) -> String {
    let mut letters = letters(app);
    assert_eq!(letters.len(), count);
    letters.sort_by_key(|file| std::fs::metadata(file).unwrap().modified().unwrap());
    std::fs::read_to_string(letters.last().unwrap()).unwrap()
}

pub fn parts(letter: &str) -> (String, String) {
    let letter = letter.replace("\r\n", "\n");
    let (head, body) = letter.split_once("\n\n").unwrap();
    (head.replace("\n ", " ").replace("\n\t", " "), body.to_owned())
}

/// A header line, with encoded words (RFC 2047) decoded.
pub fn header_of(letter: &str, name: &str) -> String {
    let (head, _) = parts(letter);
    let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: "))).unwrap_or_default().to_owned();
    let words =
        line.split(' ').map(|word| match word.strip_prefix("=?utf-8?b?").and_then(|word| word.strip_suffix("?=")) {
            Some(encoded) => String::from_utf8(STANDARD.decode(encoded).unwrap()).unwrap(),
            None => format!("{word} "),
        });
    words.collect::<String>().trim().to_owned()
}

pub fn body_of(letter: &str) -> String {
    let (_, body) = parts(letter);
    match header_of(letter, "Content-Transfer-Encoding").as_str() {
        "base64" => String::from_utf8(STANDARD.decode(body.replace('\n', "")).unwrap()).unwrap(),
        "quoted-printable" => {
            let mut bytes = Vec::new();
            let mut rest = body.replace("=\n", "");
            while let Some((before, after)) = rest.split_once('=') {
                bytes.extend(before.bytes());
                bytes.push(u8::from_str_radix(&after[..2], 16).unwrap());
                rest = after[2..].to_owned();
            }
            bytes.extend(rest.bytes());
            String::from_utf8(bytes).unwrap()
        }
        _ => body,
    }
}

/// A mail server as a process of its own; it ends with the test.
struct Server {
    process: Child,
    port: u16,
    dir: tempfile::TempDir,
}

impl Server {
    fn start() -> Self {
        let dir = tempfile::TempDir::new().unwrap();
        certificate(dir.path());
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/web/support/smtp_server.py");
        let mut process = Command::new("/usr/bin/python3")
            .args([script, "cert.pem", "key.pem", "taken.jsonl"])
            .current_dir(dir.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().parse().expect("aiosmtpd is there (scripts/setup-test-tools.sh installs it)");
        Self { process, port, dir }
    }

    fn url(&self, password: &str) -> String {
        format!("smtp://portal:{password}@localhost:{}?tls=required", self.port)
    }

    fn certificate(&self) -> PathBuf {
        self.dir.path().join("cert.pem")
    }

    /// What it took so far; a line is written before a message is acknowledged.
    fn taken(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(self.dir.path().join("taken.jsonl")).unwrap_or_default();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A certificate for this machine that stands for itself.
fn certificate(dir: &Path) {
    let settings = "[req]\nprompt=no\ndistinguished_name=name\nx509_extensions=ext\n[name]\nCN=localhost\n\
        [ext]\nbasicConstraints=critical,CA:FALSE\nsubjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n";
    let mut file = std::fs::File::create(dir.join("openssl.cnf")).unwrap();
    file.write_all(settings.as_bytes()).unwrap();
    let mut command = Command::new("openssl");
    command.args([
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "30",
    ]);
    command.args(["-config", "openssl.cnf", "-keyout", "key.pem", "-out", "cert.pem"]).current_dir(dir);
    let mut made = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    made.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(made.wait().unwrap().success(), "{said}");
}
