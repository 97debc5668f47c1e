//! The program itself, as an operator runs it: each command in a folder of its own, with nothing in the environment.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use axum::http::{Method, StatusCode};
use chrono::NaiveDate;
use nuandong::{
    clock::{Clock, Entropy},
    config::{Config, Flags},
    domain::{calendar::Calendar, deadline},
    portal::Portal,
    storage::Db,
    web,
};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{App, monday};

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors");

/// What a command left.
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Ran {
    #[track_caller]
    fn fine(self) -> String {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self.out
    }

    /// It failed, and says why on standard error.
    #[track_caller]
    fn failed(self, why: &str) {
        assert_eq!(self.code, Some(1), "{}{}", self.out, self.err);
        assert!(self.err.contains(why), "no {why:?} in {}", self.err);
    }
}

fn command(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nuandong"));
    command.args(arguments).current_dir(dir).env_clear().stdin(Stdio::null());
    command.env("NUANDONG_DATA_DIR", dir.join("data")).env("NUANDONG_SITE_DIR", dir.join("no-site"));
    command
}

fn run_with(mut command: Command, input: &str) -> Ran {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: done.status.code(), out: text(done.stdout), err: text(done.stderr) }
}

fn run(dir: &Path, arguments: &[&str]) -> Ran {
    run_with(command(dir, arguments), "")
}

fn staff(dir: &Path, username: &str, court: &str, role: &str) -> Ran {
    run(dir, &["staff", "add", "--username", username, "--name", "王 莉", "--court", court, "--role", role])
}

/// A running server; it ends with the test.
struct Server {
    process: Child,
    address: SocketAddr,
    /// What it printed before it was ready.
    said: String,
}

impl Server {
    fn start(dir: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let listen = address.to_string();
        let serve = command(dir, &["serve", "--listen", &listen]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut server = Self { process: serve.unwrap(), address, said: String::new() };
        let ready = format!("http://{address}");
        for line in BufReader::new(server.process.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            server.said.push_str(&line);
            server.said.push('\n');
            if line == ready {
                return server;
            }
        }
        panic!("it ended without printing its address: {}", server.said);
    }

    fn get(&self, path: &str, token: Option<&str>) -> (u16, String) {
        let token = token.map_or_else(String::new, |token| format!("Authorization: Bearer {token}\r\n"));
        let mut stream = TcpStream::connect(self.address).unwrap();
        let head = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{token}\r\n", self.address);
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8(answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    /// Asks it to stop; returns its exit code.
    fn stop(mut self) -> Option<i32> {
        let kill = format!("kill -TERM {}", self.process.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
        for _ in 0..300 {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("it did not end");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn case_numbers_are_read_line_by_line() {
    let dir = TempDir::new().unwrap();
    let vectors = std::fs::read_to_string(format!("{VECTORS}/case_numbers.jsonl")).unwrap();
    let vectors = vectors.lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<Value>>();
    let input = vectors.iter().map(|vector| vector["input"].as_str().unwrap()).collect::<Vec<_>>().join("\n") + "\n";
    std::fs::write(dir.path().join("numbers.txt"), &input).unwrap();
    let from_file = run(dir.path(), &["case-number", "numbers.txt"]).fine();
    assert_eq!(from_file, run_with(command(dir.path(), &["case-number"]), &input).fine());
    let answers = from_file.lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<Value>>();
    assert_eq!(answers.len(), vectors.len());
    for (vector, answer) in vectors.iter().zip(&answers) {
        assert_eq!(answer["input"], vector["input"]);
        assert_eq!(answer["status"], vector["expect_status"], "{answer}");
        for (key, value) in vector["expect"].as_object().unwrap() {
            assert_eq!(&answer[key], value, "{key} of {}", vector["input"]);
        }
    }
    // One answer for each line, whatever it holds: nothing, a last line without an end, another system's line ends.
    let odd = run_with(command(dir.path(), &["case-number"]), "\n（2019）鲁0102执1234号\r\n\u{feff}😀").fine();
    let odd = odd.lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<Value>>();
    assert_eq!(
        odd.iter().map(|one| one["status"].as_str().unwrap()).collect::<Vec<_>>(),
        ["invalid", "valid", "invalid"]
    );
    assert_eq!(
        (&odd[0]["reason"], &odd[1]["court_name"]),
        (&"empty_or_too_long".into(), &"山东省济南市历下区人民法院".into())
    );
    run(dir.path(), &["case-number", "missing.txt"]).failed("missing.txt");
    assert!(!dir.path().join("data").exists(), "it needs no data folder");
}

#[test]
fn due_dates_are_those_of_the_vectors() {
    let dir = TempDir::new().unwrap();
    let vectors: Value =
        serde_json::from_str(&std::fs::read_to_string(format!("{VECTORS}/deadlines.json")).unwrap()).unwrap();
    let rule = |vector: &Value| match (vector["kind"].as_str().unwrap(), vector["days"].as_u64().unwrap()) {
        ("calendar_days", 7) => Some("lead_verify"),
        ("calendar_days", 60) => Some("sd_xf_finish"),
        ("working_days", 30) => Some("xf_finish_322"),
        ("working_days", 15) => Some("xf_screen"),
        ("working_days", 5) => Some("xf_register"),
        ("working_days", 10) => None,
        other => panic!("a new kind of vector: {other:?}"),
    };
    for vector in vectors.as_array().unwrap() {
        let from = vector["start"].as_str().unwrap();
        let Some(rule) = rule(vector) else {
            // No rule counts ten working days.
            let from: NaiveDate = from.parse().unwrap();
            let due = deadline::due(from, 10, deadline::Unit::WorkingDays, &Calendar::built_in());
            assert_eq!(due.to_string(), vector["due"].as_str().unwrap());
            continue;
        };
        let mut editions = vec![(vec![], &vector["due"])];
        let then = &vector["due_under_calendar_as_published_2019_11_21"];
        if !then.is_null() {
            editions.push((vec!["--as-published", "2019-11-21"], then));
        }
        for (edition, due) in editions {
            let arguments = [&["deadline", "--rule", rule, "--from", from, "--json"][..], &edition].concat();
            let answer: Value = serde_json::from_str(&run(dir.path(), &arguments).fine()).unwrap();
            assert_eq!(
                (&answer["due"], &answer["from"], &answer["rule"]),
                (due, &vector["start"], &rule.into()),
                "{answer}"
            );
            assert!(!answer["steps"].as_array().unwrap().is_empty() && answer["warnings"].is_array());
            // For people: the date alone on the first line, then the working.
            let text =
                run(dir.path(), &arguments.iter().copied().filter(|part| *part != "--json").collect::<Vec<_>>()).fine();
            assert_eq!(text.lines().next(), due.as_str());
            assert!(text.lines().count() > 2, "{text}");
        }
    }
    run(dir.path(), &["deadline", "--rule", "nothing", "--from", "2026-01-05"]).failed("lead_verify");
    run(dir.path(), &["deadline", "--rule", "proc_12309", "--from", "2026-01-05"]).failed("proc_12309");
    assert!(!dir.path().join("data").exists(), "it needs no data folder");
}

#[test]
fn people_are_added_listed_disabled_and_reset() {
    let dir = TempDir::new().unwrap();
    let dir = dir.path();
    let link = staff(dir, "wang", "鲁0102", "triage").fine();
    assert!(link.starts_with("http://127.0.0.1:3000/staff/setup/") && link.lines().count() == 1, "{link}");
    let add = [
        "staff",
        "add",
        "--username",
        "zhao",
        "--name",
        "赵",
        "--court",
        "鲁01",
        "--role",
        "handler",
        "--password-stdin",
    ];
    assert_eq!(run_with(command(dir, &add), "correct horse battery\n").fine(), "zhao\n");
    run_with(command(dir, &add), "correct horse battery\n").failed("taken");
    let short = [
        "staff",
        "add",
        "--username",
        "li",
        "--name",
        "李",
        "--court",
        "鲁01",
        "--role",
        "handler",
        "--password-stdin",
    ];
    run_with(command(dir, &short), "short\n").failed("password");
    staff(dir, "li", "鲁9999", "triage").failed("鲁9999");
    staff(dir, "li", "鲁0102", "king").failed("supervisor");
    staff(dir, "<b>li</b>", "鲁0102", "triage").failed("username");
    run(dir, &["staff", "disable", "--username", "wang"]).fine();
    let reset = run(dir, &["staff", "reset", "--username", "zhao"]).fine();
    assert!(reset.starts_with("http://127.0.0.1:3000/staff/setup/") && reset.lines().count() == 1);
    // Whoever is not let in gets no link that leads nowhere.
    run(dir, &["staff", "reset", "--username", "wang"]).failed("staff enable");
    run(dir, &["staff", "enable", "--username", "wang"]).fine();
    run(dir, &["staff", "reset", "--username", "wang"]).fine();
    run(dir, &["staff", "disable", "--username", "wang"]).fine();
    for verb in ["disable", "enable"] {
        run(dir, &["staff", verb, "--username", "nobody"]).failed("nobody");
    }
    run(dir, &["staff", "reset", "--username", "nobody"]).failed("nobody");
    assert_eq!(
        run(dir, &["staff", "list"]).fine(),
        "zhao\t赵\t鲁01\thandler\tnot set up\nwang\t王 莉\t鲁0102\ttriage\tdisabled\n"
    );
}

#[test]
fn a_server_says_where_it_is_and_a_token_works_at_once() {
    let dir = TempDir::new().unwrap();
    let dir = dir.path();
    let server = Server::start(dir);
    let link =
        server.said.lines().find(|line| line.contains("/staff/setup/")).expect("the first start has a link").to_owned();
    assert_eq!(server.get(link.strip_prefix(&format!("http://{}", server.address)).unwrap(), None).0, 200);
    assert_eq!(server.get("/healthz", None), (200, "ok".to_owned()));
    let (status, ready) = server.get("/readyz", None);
    let ready: Value = serde_json::from_str(&ready).unwrap();
    assert_eq!((status, &ready["ready"]), (200, &true.into()));
    for part in ["database", "files", "keys", "outbox"] {
        assert_eq!(ready["parts"][part], "ok");
    }
    assert_eq!(ready["parts"]["browser_part"], "absent");
    assert_eq!(server.get("/", None).0, 200);
    // Beside the running server.
    staff(dir, "wang", "鲁0102", "triage").fine();
    let token = run(dir, &["token", "add", "--staff", "wang"]);
    let token = token.fine();
    assert!(
        token.starts_with("nd_") && token.trim_end().len() == 46 && token.lines().count() == 1,
        "alone on a line: {token:?}"
    );
    let token = token.trim_end();
    let (status, list) = server.get("/api/v1/staff/reports", Some(token));
    assert_eq!((status, serde_json::from_str::<Value>(&list).unwrap()["count"].as_u64()), (200, Some(0)));
    let listed = run(dir, &["token", "list"]).fine();
    assert!(listed.contains("\twang\t") && listed.contains("\tactive") && !listed.contains(token));
    run(dir, &["token", "revoke", listed.split('\t').next().unwrap()]).fine();
    assert_eq!(server.get("/api/v1/staff/reports", Some(token)).0, 401);
    run(dir, &["token", "revoke", listed.split('\t').next().unwrap()]).failed("no token");
    run(dir, &["token", "add", "--staff", "nobody"]).failed("nobody");
    assert_eq!(server.stop(), Some(0));
    // The second start has nobody to set up.
    let server = Server::start(dir);
    assert_eq!(server.said, format!("http://{}\n", server.address));
    assert_eq!(server.get("/readyz", None).0, 200);
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn a_stop_does_not_wait_for_those_who_hang() {
    let dir = TempDir::new().unwrap();
    let server = Server::start(dir.path());
    // One that says nothing, and one that began to send a form and fell silent.
    let silent = TcpStream::connect(server.address).unwrap();
    let mut half = TcpStream::connect(server.address).unwrap();
    half.write_all(b"POST /follow HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 99\r\n\r\ncode=").unwrap();
    assert_eq!(server.get("/healthz", None).0, 200);
    assert_eq!(server.stop(), Some(0));
    drop((silent, half));
}

#[test]
fn what_is_unsafe_is_refused() {
    let dir = TempDir::new().unwrap();
    let dir = dir.path();
    for arguments in [&["serve"][..], &["doctor"], &["migrate"]] {
        let mut plain = command(dir, arguments);
        plain.env("NUANDONG_PUBLIC_URL", "http://public.example");
        run_with(plain, "").failed("NUANDONG_PUBLIC_URL http://public.example");
    }
    // A demonstration has a known password, whatever address it is told to say.
    for public_url in ["https://demo.example", "http://127.0.0.1:3000"] {
        let mut demo = command(dir, &["serve", "--demo", "--listen", "0.0.0.0:0"]);
        demo.env("NUANDONG_PUBLIC_URL", public_url);
        run_with(demo, "").failed("127.0.0.1");
    }
    run(dir, &["serve", "--demo", "--listen", "0.0.0.0:0"]).failed("https://");
    assert!(!dir.join("data").exists(), "nothing was made");
    for arguments in [&["serve", "--home-court", "火星"][..], &["doctor", "--home-court", "火星"]] {
        let refused = run(dir, arguments);
        assert!(refused.code == Some(1) && (refused.out + &refused.err).contains("火星"));
    }
    let mut wrong = command(dir, &["migrate"]);
    wrong.env("NUANDONG_DATABASE_URL", "mysql://user:hidden@host/db");
    let wrong = run_with(wrong, "");
    assert!(!wrong.err.contains("hidden"), "a password is not printed: {}", wrong.err);
    wrong.failed("sqlite:");
    std::fs::write(dir.join("nuandong.toml"), "listen = \"127.0.0.1:3000\"\nlissten = 1\n").unwrap();
    run(dir, &["migrate"]).failed("lissten");
    // What cannot be read is not taken for what is not there.
    std::fs::write(dir.join("nuandong.toml"), b"listen = \"127.0.0.1:3000\"\n# \xff\n").unwrap();
    run(dir, &["migrate"]).failed("nuandong.toml");
}

#[test]
fn whoever_has_read_enough_leaves_no_failure() {
    let dir = TempDir::new().unwrap();
    let mut openapi = command(dir.path(), &["openapi"]);
    let mut child = openapi.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let left = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&left.stderr);
    assert!(left.status.success() && !said.contains("panicked"), "{said}");
}

#[test]
fn two_that_begin_at_once_make_one_schema() {
    for _ in 0..3 {
        let dir = TempDir::new().unwrap();
        let start = || {
            let mut command = command(dir.path(), &["migrate"]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        };
        for child in [start(), start()] {
            let left = child.wait_with_output().unwrap();
            assert_eq!(left.status.code(), Some(0), "{}", String::from_utf8_lossy(&left.stderr));
        }
    }
}

#[test]
fn the_doctor_tells_by_its_exit_code() {
    let dir = TempDir::new().unwrap();
    let dir = dir.path();
    let said = run(dir, &["doctor"]).fine();
    for name in ["keys", "database", "files", "mail", "outbox", "courts", "browser part"] {
        assert!(said.lines().any(|line| line.starts_with(&format!("ok  {name}: "))), "{name} in {said}");
    }
    assert!(said.contains("can triage") && !said.contains("BAD"), "what is missing is said: {said}");
    // Whoever reads a complaint of misconduct sits at the court above the one complained of.
    assert!(said.contains("nobody at 鲁, 鲁01, 鲁02, ") && !said.contains("鲁0102"), "{said}");
    let mut typed = command(dir, &["doctor"]);
    typed.env("NUANDONG_LISSTEN", "127.0.0.1:3000").env("NUANDONG_RESERVE_MB", "99999999999");
    let said = run_with(typed, "").fine();
    assert!(said.contains("NUANDONG_LISSTEN is set") && said.contains("the disk is nearly full"), "{said}");
    let keys = dir.join("data/keys.toml");
    assert_eq!(std::fs::metadata(&keys).unwrap().permissions().mode() & 0o777, 0o600);
    std::fs::set_permissions(&keys, std::fs::Permissions::from_mode(0o644)).unwrap();
    let said = run(dir, &["doctor"]);
    assert_eq!(said.code, Some(1));
    assert!(said.out.contains("BAD keys: ") && said.out.contains("chmod 600"), "{}", said.out);
    // Nor does anything else go on with it.
    run(dir, &["staff", "list"]).failed("chmod 600");
    run(dir, &["serve", "--listen", "127.0.0.1:0"]).failed("chmod 600");
    std::fs::set_permissions(&keys, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(&keys, "key = []\n").unwrap();
    assert_eq!(run(dir, &["doctor"]).code, Some(1));
}

#[test]
fn keys_are_not_made_anew_beside_what_lost_ones_sealed() {
    let dir = TempDir::new().unwrap();
    let dir = dir.path();
    // Nothing is sealed yet: fresh keys do no harm.
    run(dir, &["staff", "list"]).fine();
    let (keys, away) = (dir.join("data/keys.toml"), dir.join("away.toml"));
    std::fs::remove_file(&keys).unwrap();
    run(dir, &["seed", "--reports", "3"]).fine();
    std::fs::rename(&keys, &away).unwrap();
    for arguments in [
        &["doctor"][..],
        &["serve", "--listen", "127.0.0.1:0"],
        &["serve", "--no-migrate", "--listen", "127.0.0.1:0"],
        &["migrate"],
    ] {
        let refused = run(dir, arguments);
        let said = refused.out.clone() + &refused.err;
        assert!(refused.code == Some(1) && said.contains("NUANDONG_KEY_FILE"), "{arguments:?}: {said}");
        assert!(!keys.exists(), "{arguments:?}");
    }
    std::fs::rename(&away, &keys).unwrap();
    run(dir, &["doctor"]).fine();
}

#[test]
fn lists_are_checked_before_they_are_taken() {
    let dir = TempDir::new().unwrap();
    let dir = dir.path();
    let list = run(dir, &["courts", "list"]).fine();
    let codes = list.lines().map(|line| line.split('\t').next().unwrap()).collect::<BTreeSet<_>>();
    assert!(codes.contains("鲁") && codes.contains("鲁0102") && !codes.contains("鲁1202"), "living courts only");
    let heading = "code,name,level,parent_code,city,adcode,basis,valid_from,valid_to,valid_to_basis,successor_code\n";
    let good = format!("{heading}鲁0199,山东省济南市新设区人民法院,基层,鲁01,济南,,attested,2026,,,\n");
    let bad = format!("{heading}鲁0198,山东省济南市别的区人民法院,基层,鲁77,济南,,,,,,\n");
    std::fs::write(dir.join("good.csv"), good).unwrap();
    std::fs::write(dir.join("bad.csv"), bad).unwrap();
    staff(dir, "wang", "鲁0199", "triage").failed("鲁0199");
    run(dir, &["courts", "import", "bad.csv"]).failed("line 2");
    assert_eq!(run(dir, &["courts", "list"]).fine(), list, "nothing was taken");
    run(dir, &["courts", "import", "good.csv"]).fine();
    let after = run(dir, &["courts", "list"]).fine();
    assert_eq!(after.lines().count(), list.lines().count() + 1);
    assert!(after.contains("鲁0199\t山东省济南市新设区人民法院\tattested\n"));
    staff(dir, "wang", "鲁0199", "triage").fine();

    let days = run(dir, &["calendar", "list"]).fine();
    std::fs::write(dir.join("days.csv"), "date,kind,name\n2027-01-01,off,元旦\n2027-01-02,makeup_work,调休上班\n")
        .unwrap();
    std::fs::write(dir.join("bad-days.csv"), "date,kind,name\n2027-01-03,party,元旦\n").unwrap();
    run(dir, &["calendar", "import", "bad-days.csv"]).failed("line 2");
    run(dir, &["calendar", "import", "missing.csv"]).failed("missing.csv");
    assert_eq!(run(dir, &["calendar", "list"]).fine(), days);
    run(dir, &["calendar", "import", "days.csv"]).fine();
    let after = run(dir, &["calendar", "list"]).fine();
    assert!(after.contains("2027-01-01,off,元旦") && after.lines().count() == days.lines().count() + 2, "{after}");
    // What the list prints can be imported again and changes nothing.
    std::fs::write(dir.join("again.csv"), &after).unwrap();
    run(dir, &["calendar", "import", "again.csv"]).fine();
    assert_eq!(run(dir, &["calendar", "list"]).fine(), after);
}

#[test]
fn the_api_description_is_json() {
    let dir = TempDir::new().unwrap();
    let description: Value = serde_json::from_str(&run(dir.path(), &["openapi"]).fine()).unwrap();
    assert!(description["openapi"].as_str().unwrap().starts_with("3."));
    assert!(description["paths"]["/api/v1/reports"]["post"].is_object());
    assert!(!dir.path().join("data").exists());
    for arguments in [&["--version"][..], &["--help"], &["staff", "--help"]] {
        run(dir.path(), arguments).fine();
    }
    assert_eq!(run(dir.path(), &["nonsense"]).code, Some(2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_seed_tells_the_same_stories() {
    let mut told = Vec::new();
    for seed in ["7", "7", "8"] {
        let dir = TempDir::new().unwrap();
        let mut fill = command(dir.path(), &["seed", "--reports", "60", "--seed", seed]);
        fill.env("NUANDONG_NOW", monday().to_rfc3339());
        assert_eq!(run_with(fill, "").fine(), "60 reports\n", "the progress goes to standard error");
        staff(dir.path(), "above", "鲁", "supervisor").fine();
        told.push(stories(dir).await);
    }
    assert!(told[0].len() > 40, "{} are visible", told[0].len());
    assert_eq!(told[0], told[1]);
    assert_ne!(told[0], told[2]);
    let narratives = told[0].iter().map(|story| story["narrative"].as_str().unwrap()).collect::<BTreeSet<_>>();
    assert!(narratives.len() * 10 >= told[0].len() * 9, "they are not all alike");
}

/// What the staff API says of every report in a folder, without what is random on purpose.
async fn stories(dir: TempDir) -> Vec<Value> {
    let config = Config::load(Flags { data_dir: Some(dir.path().join("data")), ..Flags::default() }).unwrap();
    let portal = Portal::open(config, Clock::fixed(monday()), Entropy::seeded(1), false).await.unwrap();
    let app = App { router: web::router(portal.clone()), portal, dir };
    let token = nuandong::actions::tokens::add_token(&app.portal, "above").await.unwrap();
    let auth = format!("Bearer {token}");
    let auth = [("authorization", auth.as_str())];
    let list = "/api/v1/staff/reports?sort=received&limit=100";
    let list = app.browser().json(Method::GET, list, &auth, None).await.is(StatusCode::OK).json();
    let mut stories = Vec::new();
    for item in list["items"].as_array().unwrap() {
        let path = format!("/api/v1/staff/reports/{}", item["number"].as_str().unwrap());
        let mut story = app.browser().json(Method::GET, &path, &auth, None).await.is(StatusCode::OK).json();
        for entry in story["timeline"].as_array_mut().unwrap() {
            entry.as_object_mut().unwrap().remove("id");
        }
        // How alike texts are is estimated under the portal's own key.
        for estimated in ["related", "flood_size", "corroboration"] {
            story.as_object_mut().unwrap().remove(estimated);
        }
        stories.push(story);
    }
    stories
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_databases_have_the_same_tables() {
    let names = |engine: &str| {
        let folder = format!("{}/migrations/{engine}", env!("CARGO_MANIFEST_DIR"));
        let names = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
        names.collect::<BTreeSet<_>>()
    };
    assert_eq!(names("sqlite"), names("postgres"));
    let (small, large) = (App::sqlite().await, App::postgres().await);
    let Db::Sqlite { read, .. } = &small.portal.db else { panic!("not SQLite") };
    let Db::Postgres(pool) = &large.portal.db else { panic!("not PostgreSQL") };
    // Table, column, and whether it may be empty; a key never is. The index of search is each database's own.
    let sqlite: Vec<(String, String, bool)> = sqlx::query_as(
        "SELECT m.name, c.name, c.\"notnull\" = 0 AND c.pk = 0 FROM sqlite_master m JOIN pragma_table_info(m.name) c
         WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite|_%' ESCAPE '|' AND m.name NOT LIKE '|_sqlx%' ESCAPE '|'
            AND m.name NOT LIKE 'search|_text%' ESCAPE '|'",
    )
    .fetch_all(read)
    .await
    .unwrap();
    let postgres: Vec<(String, String, bool)> = sqlx::query_as(
        "SELECT table_name::text, column_name::text, is_nullable = 'YES' FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name NOT LIKE '|_sqlx%' ESCAPE '|'
            AND table_name NOT LIKE 'search_text%'",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    let by_table = |rows: Vec<(String, String, bool)>| {
        let mut tables = BTreeMap::<String, BTreeSet<(String, bool)>>::new();
        for (table, column, nullable) in rows {
            tables.entry(table).or_default().insert((column, nullable));
        }
        tables
    };
    let (sqlite, postgres) = (by_table(sqlite), by_table(postgres));
    assert!(sqlite.len() > 10 && sqlite.contains_key("report"));
    assert_eq!(sqlite, postgres);
    // The same command brings either to this version, and again changes nothing.
    let dir = TempDir::new().unwrap();
    for url in [&small.portal.config.database_url, &large.portal.config.database_url] {
        for _ in 0..2 {
            let mut migrate = command(dir.path(), &["migrate"]);
            migrate.env("NUANDONG_DATABASE_URL", url);
            assert_eq!(run_with(migrate, "").fine(), "");
        }
    }
}
