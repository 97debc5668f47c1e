//! Full-text search over sealed text: everything that stands there is found, nothing else, nobody finds what is not
//! theirs, and the database holds no word of it.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    slice::from_ref,
};

use axum::http::{Method, StatusCode};
use chrono::TimeDelta;
use nuandong::{
    actions::{
        find,
        queue::{self, Query},
        search_index::{self, Tokeniser},
        tags,
    },
    cli::seed,
    domain::{
        report::Channel,
        search::Problem,
        staff::{Role, Scope, Staff},
    },
    jobs,
    portal::Portal,
    storage::{
        self, Db,
        queue::{Filter, Part, Sort},
    },
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{App, on_both};

/// One of each kind of filter.
const FILTERS: &[&str] = &[
    "",
    "channel=lead",
    "category=passive&category=asset",
    "category!=passive",
    "status=received",
    "status!=received",
    "livelihood=true",
    "livelihood!=true",
    "livelihood=labor",
    "court=鲁02",
    "court!=鲁02",
    "assignee=none",
    "assignee!=none",
    "assignee=lixia",
    "result!=not",
    "view=mine",
    "view=unassigned",
    "view=overdue",
    "view=urgent",
    "view=livelihood",
    "view=waiting",
    "view=held",
    "due=overdue",
    "due=today",
    "due=week",
    "tag=marked",
    "tag!=marked",
    "tag=marked&status=received",
    "assignee!=lixia",
    "assignee=none&assignee=lixia",
    "received_from=2019-11-01",
    "received_from=2019-10-01&received_to=2019-10-31&category=passive",
    "due_from=2019-12-20",
];

async fn list(app: &App, token: &str, query: &str) -> Value {
    let path = format!("/api/v1/staff/reports?{query}");
    app.browser()
        .json(Method::GET, &path, &[("authorization", &format!("Bearer {token}"))], None)
        .await
        .is(StatusCode::OK)
        .json()
}

/// The numbers that a search finds, newest first; count and list agree.
async fn found(app: &App, token: &str, q: &str) -> Vec<String> {
    let list = list(app, token, &serde_urlencoded::to_string([("q", q), ("limit", "100")]).unwrap()).await;
    let numbers = numbers(&list);
    assert_eq!(list["count"], numbers.len(), "{q}");
    numbers
}

fn numbers(list: &Value) -> Vec<String> {
    list["items"].as_array().unwrap().iter().map(|item| item["number"].as_str().unwrap().to_owned()).collect()
}

async fn act(app: &App, token: &str, number: &str, body: Value) {
    let path = format!("/api/v1/staff/reports/{number}/actions");
    app.browser()
        .json(Method::POST, &path, &[("authorization", &format!("Bearer {token}"))], Some(body))
        .await
        .is(StatusCode::OK);
}

/// Every filter with a search that finds everything lists and counts what it lists and counts without one.
async fn agree(app: &App, tokens: &[&str]) {
    for (token, filter) in tokens.iter().flat_map(|token| FILTERS.iter().map(move |filter| (token, filter))) {
        let filter = filter.replace('鲁', "%E9%B2%81");
        let plain = walk(app, token, &filter).await;
        let q = serde_urlencoded::to_string([("q", "-从未有过")]).unwrap();
        for sort in ["-received", "priority"] {
            let walked = walk(app, token, &format!("{filter}&sort={sort}&{q}")).await;
            assert_eq!(sorted(&walked), sorted(&plain), "{filter} {sort}");
            // Of two reports on a page, so that the page is not all of it.
            let counted = list(app, token, &format!("{filter}&sort={sort}&limit=2&{q}")).await["count"].clone();
            assert_eq!(counted, plain.len(), "{filter} {sort}");
        }
        // Those of one court, and all others.
        let of_court = |q: &'static str| {
            let query = format!("{filter}&{}", serde_urlencoded::to_string([("q", q)]).unwrap());
            async move { walk(app, token, &query).await }
        };
        let (here, elsewhere) = (of_court("-从未有过 法院:鲁0102").await, of_court("-从未有过 -法院:鲁0102").await);
        assert_eq!(here, of_court("法院:鲁0102").await, "{filter}");
        assert_eq!(sorted(&[here, elsewhere].concat()), sorted(&plain), "{filter}");
    }
}

fn sorted(numbers: &[String]) -> Vec<String> {
    let mut numbers = numbers.to_vec();
    numbers.sort();
    numbers
}

/// All numbers of a list, page by page.
async fn walk(app: &App, token: &str, query: &str) -> Vec<String> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = list(app, token, &format!("{query}&limit=100&cursor={cursor}")).await;
        all.extend(numbers(&page));
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => return all,
        }
    }
}

async fn indexed(app: &App) {
    jobs::run_all(&app.portal).await.unwrap();
}

fn lead(narrative: &str) -> Value {
    json!({ "channel": "lead", "category": "asset", "narrative": narrative, "court": "鲁0102" })
}

fn someone(role: Role, court: &str) -> Staff {
    Staff {
        id: Uuid::nil(),
        username: "x".into(),
        name: "x".into(),
        court: court.into(),
        role,
        language: "zh-CN".into(),
    }
}

/// The numbers that a search finds, page after page.
async fn walked(portal: &Portal, me: &Staff, q: &str, limit: usize) -> (Vec<String>, i64) {
    let scope = Scope::of(me, &portal.courts());
    let mut address = serde_urlencoded::to_string([("q", q)]).unwrap();
    let (mut numbers, mut count) = (Vec::new(), None);
    loop {
        let page = queue::list(portal, me, &scope, &Query::of_address(&address, limit)).await.unwrap();
        assert_eq!(
            *count.get_or_insert(page.counts.total),
            page.counts.total,
            "{q}: the count is the same on each page"
        );
        assert!(page.next.is_none() || page.rows.len() == limit, "{q}: a page is full while there is another");
        numbers.extend(page.rows.into_iter().map(|(row, _)| row.number));
        match page.next {
            Some(next) => address = serde_urlencoded::to_string([("q", q), ("cursor", &next)]).unwrap(),
            None => return (numbers, count.unwrap_or(0)),
        }
    }
}

/// What a supervisor of the whole province could find: number and everything typed, newest first, in plain words.
async fn everything(portal: &Portal) -> Vec<(String, String)> {
    let later = portal.clock.now() + TimeDelta::days(1);
    let ids = storage::search::list_older(&portal.db, Uuid::nil(), later, 100_000).await.unwrap();
    let mut all = Vec::new();
    for some in ids.chunks(500) {
        for (row, entries, ..) in storage::search::read_all(&portal.db, some).await.unwrap() {
            if row.desk != "enforcement" || (row.channel == "complaint" && row.court_concerned.as_deref() == Some("鲁"))
            {
                continue;
            }
            let key = row.data_key(&portal.keys).unwrap();
            let content = row.content(&key).unwrap();
            // An end of text between any two of them: nothing goes across.
            let mut text = format!("{}\u{1}{}\u{1}", content.title.unwrap_or_default(), content.narrative);
            for answer in content.asked.into_iter().map(|asked| asked.answer).chain(content.details.into_values()) {
                text = text + &answer + "\u{1}";
            }
            if let Some(respondent) = content.respondent {
                text = text + &respondent.name + "\u{1}" + &respondent.id_number.unwrap_or_default() + "\u{1}";
            }
            text += &content.case_number.unwrap_or_default();
            // A complaint is answered to the person: a supervisor may read who it is.
            let reporter = row.reporter(&key).unwrap().filter(|_| row.channel == "complaint").unwrap_or_default();
            for known in [reporter.name, reporter.email].into_iter().flatten() {
                text = text + "\u{1}" + &known;
            }
            for entry in entries {
                if let Some(typed) = nuandong::actions::record::text_of(&entry, &key).unwrap() {
                    text = text + "\u{1}" + &typed;
                }
            }
            all.push(((row.received_at, row.id), row.number, text));
        }
    }
    all.sort();
    all.into_iter().rev().map(|(_, number, text)| (number, text)).collect()
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

const REPORTS: usize = 1_000;

async fn thousand(app: &App) -> Vec<(String, String)> {
    seed::fill(&app.portal, REPORTS, 11, &indicatif::ProgressBar::hidden()).await.unwrap();
    everything(&app.portal).await
}

/// Holds search against one that reads every text from end to end, for every so many pairs of characters.
async fn hold_against(app: &App, texts: &[(String, String)], every: usize) {
    let me = someone(Role::Supervisor, "鲁");
    let mut walks = 0;
    assert!(texts.len() > REPORTS / 2, "{}", texts.len());
    // Where each pair stands.
    let mut pairs = BTreeMap::<String, BTreeSet<usize>>::new();
    for (n, (_, text)) in texts.iter().enumerate() {
        let chars = text.chars().collect::<Vec<_>>();
        for two in chars.windows(2).filter(|two| two.iter().all(|c| is_han(*c))) {
            pairs.entry(two.iter().collect()).or_default().insert(n);
        }
    }
    assert!(pairs.len() > 2_000, "{} pairs", pairs.len());
    // Every pair: exactly those reports, in their order; every fortieth through the pages of the list as well.
    let scope = Scope::of(&me, &app.portal.courts());
    for (n, (pair, places)) in pairs.iter().enumerate().step_by(every) {
        let expected = places.iter().map(|n| texts[*n].0.clone()).collect::<Vec<_>>();
        let filter =
            Filter { terms: find::resolve(&app.portal, &me, &scope, &Filter::default(), pair), ..Filter::default() };
        let part = Part { sort: Sort::Newest, from: None, limit: 2 * REPORTS };
        let rows = find::page(&app.portal, &scope, me.id, &filter, part, find::Hits::Unknown).await.unwrap();
        assert_eq!(rows.into_iter().map(|row| row.number).collect::<Vec<_>>(), expected, "{pair}");
        // The same by each way there is; of every twentieth pair. Only what many have is looked for by walking the list.
        let ways = [find::Hits::Many(false), find::Hits::Counted(1), find::Hits::Counted(999), find::Hits::Many(true)];
        let ways = &ways[..if expected.len() > 40 { 4 } else { 3 }];
        for hits in ways.iter().copied().filter(|_| n % (20 * every) == 0) {
            let part = Part { sort: [Sort::Oldest, Sort::Newest][n / (20 * every) % 2], from: None, limit: 20 };
            let rows = find::page(&app.portal, &scope, me.id, &filter, part, hits).await.unwrap();
            let mut expected = expected.clone();
            if (n / (20 * every)).is_multiple_of(2) {
                expected.reverse();
            }
            expected.truncate(20);
            assert_eq!(rows.into_iter().map(|row| row.number).collect::<Vec<_>>(), expected, "{pair} {hits:?}");
        }
        if n % 40 == 0 {
            let (walked, count) = walked(&app.portal, &me, pair, 17).await;
            assert_eq!((walked, count), (expected.clone(), i64::try_from(expected.len()).unwrap()), "{pair}");
            walks += 1;
        }
    }
    // Pairs of characters that do occur, but never one behind the other.
    let chars = pairs.keys().flat_map(|pair| pair.chars()).collect::<Vec<_>>();
    let mut absent = 0;
    for (one, two) in chars.iter().step_by(7).zip(chars.iter().rev().step_by(11)) {
        let pair = format!("{one}{two}");
        if !pairs.contains_key(&pair) && absent < 100 {
            absent += 1;
            assert_eq!(walked(&app.portal, &me, &pair, 50).await, (Vec::new(), 0), "{pair}");
        }
    }
    assert!(absent > 50, "{absent}");
    // Pairs that one text has, and that overlap, but never one behind the other.
    let mut apart = 0;
    for (_, text) in texts.iter().step_by(40) {
        let chars = text.chars().collect::<Vec<_>>();
        let mut twos = chars.windows(2).filter(|two| two.iter().all(|c| is_han(*c)));
        let Some(first) = twos.next() else { continue };
        for second in twos.filter(|second| second[0] == first[1]) {
            let three = first.iter().chain(&second[1..]).collect::<String>();
            if !texts.iter().any(|(_, text)| text.contains(&three)) {
                apart += 1;
                assert_eq!(walked(&app.portal, &me, &three, 50).await, (Vec::new(), 0), "{three}");
            }
        }
    }
    assert!(apart > 5, "{apart}");
    // Longer runs, alone and together, and without something.
    for (n, (_, text)) in texts.iter().enumerate().step_by(25) {
        let runs = text.split(|c: char| !is_han(c)).filter(|run| run.chars().count() > 6).collect::<Vec<_>>();
        let Some(run) = runs.get(n % runs.len().max(1)) else { continue };
        // PostgreSQL has one token for three and for four characters, and looks for more as a phrase.
        let long = run.chars().skip(1).take(3 + n / 25 % 4).collect::<String>();
        let other = runs[0].chars().take(2).collect::<String>();
        let holds = |text: &str, part: &str| text.contains(part);
        for (q, fits) in [
            (long.clone(), Box::new(|text: &str| holds(text, &long)) as Box<dyn Fn(&str) -> bool>),
            (format!("{long} {other}"), Box::new(|text: &str| holds(text, &long) && holds(text, &other))),
            (format!("{other} -{long}"), Box::new(|text: &str| !holds(text, &long) && holds(text, &other))),
        ] {
            let expected =
                texts.iter().filter(|(_, text)| fits(text)).map(|(number, _)| number.clone()).collect::<Vec<_>>();
            let (walked, count) = walked(&app.portal, &me, &q, 40).await;
            assert_eq!((walked, count), (expected.clone(), i64::try_from(expected.len()).unwrap()), "{q}");
            walks += 1;
        }
    }
    assert!(walks > 50, "{walks}");
}

#[tokio::test]
async fn every_two_characters_are_found_and_nothing_that_is_not_there() {
    let app = App::sqlite().await;
    let texts = thousand(&app).await;
    hold_against(&app, &texts, 1).await;
}

/// The same seed, so the same texts, tokens and questions; of the pairs every fifth is enough.
#[tokio::test]
async fn the_same_is_found_on_postgres() {
    let (small, large) = (App::sqlite().await, App::postgres().await);
    let texts = thousand(&large).await;
    assert_eq!(thousand(&small).await, texts);
    hold_against(&large, &texts, 5).await;
}

/// PostgreSQL looks span by span, from new to old: wherever reports lie in time, crowded or years apart, it finds and counts
/// what whoever reads every row does.
#[tokio::test]
async fn spans_of_time_hold_what_the_rows_do() {
    let app = App::postgres().await;
    seed::fill(&app.portal, 400, 5, &indicatif::ProgressBar::hidden()).await.unwrap();
    let mut random = StdRng::seed_from_u64(7);
    let now = app.portal.clock.now();
    let (common, rare) = (*b"aaaaaaaaaa", *b"bbbbbbbbbb");
    let ids = storage::search::list_older(&app.portal.db, Uuid::nil(), now + TimeDelta::days(1), 400).await.unwrap();
    let mut tx = app.portal.db.begin().await.unwrap();
    let mut entries = Vec::new();
    for (n, id) in ids.into_iter().enumerate() {
        storage::search::erase(&mut tx, id).await.unwrap();
        // Some within a few microseconds, some within an hour, some within forty years.
        let reach = [4, 3_600_000_000, 40 * 365 * 86_400_000_000_i64][n % 3];
        let received_at = now - TimeDelta::microseconds(random.random_range(0..reach));
        let set = [(common, true), (rare, n % 29 == 0)].into_iter().filter(|(_, has)| *has).map(|(token, _)| token);
        let about = [None, Some(rare), Some(common)][n / 3 % 3];
        let tokens = storage::search::Tokens { set: set.collect(), stream: Vec::new(), about };
        entries.push(storage::search::Entry { report_id: id, received_at, tokens });
    }
    storage::search::put(&mut tx, &entries, now).await.unwrap();
    tx.commit().await.unwrap();
    let Db::Postgres(pool) = &app.portal.db else { unreachable!() };
    // So that the planner knows what is frequent: what it takes for rare is not looked for span by span.
    sqlx::query("ANALYZE search_text").execute(pool).await.unwrap();
    let places: Vec<(i64, bool, Option<String>)> =
        sqlx::query_as("SELECT place, tokens @@ 'bbbbbbbbbb', about FROM search_text ORDER BY place DESC")
            .fetch_all(pool)
            .await
            .unwrap();
    assert!(places.len() > 200, "{}", places.len());
    for n in 0..300 {
        let mut bound = |open: i64| match random.random_range(0..3) {
            0 => open,
            1 => places[random.random_range(0..places.len())].0,
            _ => storage::search::place_of(now) - random.random_range(0..i64::MAX / 8),
        };
        let (lowest, highest) = (bound(i64::MIN), bound(i64::MAX));
        let wanted = [1, 7, 50, 1_000][n % 4];
        for (question, only_rare, fence) in [
            ("aaaaaaaaaa", false, None),
            ("bbbbbbbbbb", true, None),
            ("cccccccccc | bbbbbbbbbb", true, None),
            ("aaaaaaaaaa", false, Some("bbbbbbbbbb")),
            ("bbbbbbbbbb", true, Some("aaaaaaaaaa")),
        ] {
            let fits = |(place, is_rare, about): &&(i64, bool, Option<String>)| {
                let fenced = fence.is_some() && about.as_deref() == fence;
                (lowest..=highest).contains(place) && (*is_rare || !only_rare) && !fenced
            };
            let all = places.iter().filter(fits).map(|(place, ..)| *place).collect::<Vec<_>>();
            let (count, newest): (i64, Vec<i64>) = sqlx::query_as(
                "SELECT search_count($1, $2, $3, $4, $5), ARRAY(SELECT hit FROM search_newest($1, $2, $3, $4, $5) AS hit ORDER BY hit DESC)",
            )
            .bind(question)
            .bind(fence)
            .bind(lowest)
            .bind(highest)
            .bind(i64::try_from(wanted).unwrap())
            .fetch_one(pool)
            .await
            .unwrap();
            let asked = format!("{question} but {fence:?} {lowest} {highest} {wanted}");
            assert_eq!(count, i64::try_from(all.len().min(wanted)).unwrap(), "{asked}");
            // As many as wanted, and the rest of the last one's microsecond.
            let end = all.get(wanted - 1).map_or(i64::MIN, |last| last & -4096);
            let expected = all.into_iter().filter(|place| *place >= end).collect::<Vec<_>>();
            assert_eq!(newest, expected, "{asked}");
        }
    }
}

on_both! {
    async fn a_report_of_very_many_words_keeps_nobody_waiting(app: App) {
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        let words = |from: u32, n: u32| (from..from + n).map(|word| format!("{word:x}")).collect::<Vec<_>>().join(" ");
        let (_, code) = app.submit(lead(&words(0x100, 4_700))).await;
        for n in 0..60_u32 {
            app.portal.clock.advance(TimeDelta::minutes(2));
            let text = words(0x1600 + n * 990, 990);
            let auth = format!("Receipt {code}");
            let (path, body) = ("/api/v1/follow/messages", json!({ "text": text }));
            app.browser().json(Method::POST, path, &[("authorization", &auth)], Some(body)).await.is(StatusCode::CREATED);
        }
        app.submit(lead("老王在码头卸货")).await;
        indexed(&app).await;
        for (word, found) in [("码头", 1), ("1a0", 1), ("1601", 0)] {
            assert_eq!(list(&app, &token, &format!("q={word}")).await["count"], found, "{word}");
        }
    }

    async fn very_much_can_be_left_out(app: App) {
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        app.submit(lead("老王在码头卸货")).await;
        indexed(&app).await;
        let not = |field: &str, n: u32| (0..n).map(|n| format!("{field}!=x{n}")).collect::<Vec<_>>().join("&");
        let query = format!("q=码头&{}&{}", not("court", 190), not("assignee", 190));
        assert_eq!(list(&app, &token, &query).await["count"], 1);
        assert_eq!(list(&app, &token, &format!("{query}&status!=received")).await["count"], 0);
    }

    async fn what_is_too_long_finds_nothing_and_says_so_wherever_it_is_asked(app: App) {
        app.submit(lead("老王在码头卸货")).await;
        app.person("triage", "鲁0102", Role::Triage).await;
        let long = "码头".repeat(101);
        let page = app.signed_in("triage").await.get(&format!("/staff/queue?q={long}")).await.is(StatusCode::OK);
        let export = page.body.split("/staff/export").nth(1).expect("a link").split('"').next().unwrap().to_owned();
        assert!(export.contains("q="), "{export}");
        let token = app.token("two", "鲁0102", Role::Triage).await;
        let path = format!("/api/v1/staff/reports?q={long}");
        let refused = app.browser().json(Method::GET, &path, &[("authorization", &format!("Bearer {token}"))], None).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn what_was_typed_is_found_wherever_it_stands(app: App) {
        let (number, code) = app.submit(json!({
            "channel": "lead", "category": "asset", "court": "鲁0102", "title": "银杏路的仓库",
            "narrative": "法定代表人把鲁Ａ·66K88开走了，电话是13911112222。Storage near the harbour.",
            "case_number": "（2019）鲁0102执1234号", "respondent": { "name": "欧阳晓峰", "id_number": "370102198001011237" },
            "details": { "free": "每天清晨卸货" }
        })).await;
        let (other, _) = app.submit(lead("别的事情，仓库不在银杏路")).await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        assert_eq!(found(&app, &token, "银杏").await, Vec::<String>::new(), "the index follows a moment later");
        indexed(&app).await;
        for q in [
            "银杏路的", "清晨", "欧阳晓峰", "欧阳", "晓峰", "66k88", "鲁a 66k88", "13911112222", "HARBOUR", "harbour storage", "\"storage near\"",
            "370102198001011237", "被执行人:欧阳", "被执行人：370102198001011237", "respondent:晓峰", "案号:1234号", "case:鲁0102执", "法院:历下 欧阳",
            "（2019）鲁0102执1234号", "(2019)鲁0102执1234号", "2019鲁0102执1234", "〔2019〕鲁0102執1234號", "(2019) 鲁0102 执 1234 号", "案号：2019鲁0102执1234号",
            "开走了，电话", "\"开走了 电话\"", "欧阳 -网约车", &number, &number[2..7], &format!("编号:{}", &number[8..]), &format!("{} {} {}", &number[..4], &number[4..8], &number[8..]),
        ] {
            assert_eq!(found(&app, &token, q).await, from_ref(&number), "{q}");
        }
        for q in ["阳欧", "走电", "仓库 清晨 网约车", "\"清晨 欧阳\"", "被执行人:银杏", "欧阳 -仓库", "case:银杏", "法院:青岛 欧阳", "harb", "三百"] {
            assert_eq!(found(&app, &token, q).await, Vec::<String>::new(), "{q}");
        }
        assert_eq!(found(&app, &token, "仓库").await, found(&app, &token, "").await, "in the order of the list");
        assert_eq!(found(&app, &token, "银杏 -不在").await, from_ref(&number));
        assert_eq!(found(&app, &token, "-银杏路的").await, from_ref(&other));
        // What both sides write, and colleagues alone.
        let mut follower = app.browser();
        follower.submit("/follow", &[("code", &code)]).await;
        follower.post(&format!("/follow/{number}/message"), &[("message", "补充：车库有三百平方米")]).await.is(StatusCode::SEE_OTHER);
        act(&app, &token, &number, json!({ "action": "request_info", "version": 1, "text": "请问门牌号码" })).await;
        act(&app, &token, &number, json!({ "action": "note", "version": 2, "note": "约了周四踏勘" })).await;
        let page = follower.upload(&format!("/follow/{number}/files"), "卷帘门照片", &[("夜间拍摄.jpg", &crate::support::jpeg())]).await;
        assert!(page.status.is_redirection(), "{}", page.body);
        indexed(&app).await;
        for q in ["三百平方米", "门牌号码", "踏勘", "卷帘门", "夜间拍摄"] {
            assert_eq!(found(&app, &token, q).await, from_ref(&number), "{q}");
        }
        // A case that is only mentioned, in another spelling.
        let (mention, _) = app.submit(lead("还有一个案子，（2021）鲁0102执恢77号之一，也没有动静")).await;
        indexed(&app).await;
        assert_eq!(found(&app, &token, "2021鲁0102执恢77号").await, [mention]);
    }

    async fn what_is_gone_is_not_found(app: App) {
        let (number, code) = app.submit(lead("原来写的是石榴园")).await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        indexed(&app).await;
        assert_eq!(found(&app, &token, "石榴园").await, from_ref(&number));
        act(&app, &token, &number, json!({ "action": "note", "version": 1, "note": "先核实葡萄架" })).await;
        indexed(&app).await;
        assert_eq!(found(&app, &token, "葡萄").await, from_ref(&number));
        app.portal.clock.advance(TimeDelta::minutes(1));
        let change = json!({ "channel": "lead", "category": "asset", "narrative": "现在写的是核桃林", "court": "鲁0102" });
        app.browser().json(Method::POST, "/api/v1/follow/change", &[("authorization", &format!("Receipt {code}"))], Some(change)).await.is(StatusCode::OK);
        indexed(&app).await;
        assert_eq!(found(&app, &token, "核桃林").await, from_ref(&number));
        // What was said before, and what a court wrote about it, may not be for whoever has it now.
        assert_eq!(found(&app, &token, "石榴园").await, Vec::<String>::new());
        assert_eq!(found(&app, &token, "葡萄").await, Vec::<String>::new());
        let row = storage::reports::find(&app.portal.db, &Scope::of(&someone(Role::Triage, "鲁0102"), &app.portal.courts()), &number).await.unwrap().unwrap();
        let mut tx = app.portal.db.begin().await.unwrap();
        storage::search::erase(&mut tx, row.id).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(found(&app, &token, "核桃林").await, Vec::<String>::new());
    }

    async fn names_are_found_by_right_alone(app: App) {
        let reporter = json!({ "name": "诸葛明亮", "phone": "13800138000", "email": "zhuge@example.com" });
        let submit = |channel: &'static str, category: &'static str, narrative: &'static str| {
            let body = json!({ "channel": channel, "category": category, "narrative": narrative, "court": "鲁0102", "reporter": reporter });
            async { app.submit(body).await.0 }
        };
        let lead = submit("lead", "asset", "线索甲").await;
        let complaint = submit("complaint", "passive", "投诉乙").await;
        indexed(&app).await;
        let below = app.token("below", "鲁0102", Role::Handler).await;
        let custodian = app.token("custodian", "鲁0102", Role::Custodian).await;
        let above = app.token("above", "鲁01", Role::Handler).await;
        let auditor = app.token("auditor", "鲁0102", Role::Auditor).await;
        for q in ["诸葛明亮", "明亮", "13800138000", "zhuge"] {
            assert_eq!(found(&app, &below, q).await, Vec::<String>::new(), "{q}: an informant's name is not for the handler");
            assert_eq!(found(&app, &auditor, q).await, Vec::<String>::new(), "{q}");
            assert_eq!(found(&app, &custodian, q).await, from_ref(&lead), "{q}");
            assert_eq!(found(&app, &above, q).await, from_ref(&complaint), "{q}: a complaint is answered to the person");
        }
        for q in ["电话:138 0013 8000", "电话:+86-138-0013-8000", "电话：8000", "phone:13800138000", "举报人:诸葛", "姓名:明亮"] {
            let q = q.replace(": ", ":");
            let q = if q.contains(' ') { q.replacen(':', ":\"", 1) + "\"" } else { q };
            assert_eq!(found(&app, &custodian, &q).await, from_ref(&lead), "{q}");
            assert_eq!(found(&app, &above, &q).await, from_ref(&complaint), "{q}");
            assert_eq!(found(&app, &below, &q).await, Vec::<String>::new(), "{q}");
            assert_eq!(found(&app, &auditor, &q).await, Vec::<String>::new(), "{q}");
        }
        // Leaving out is a question, too.
        assert_eq!(found(&app, &below, "线索甲 -诸葛").await, from_ref(&lead));
        assert_eq!(found(&app, &custodian, "线索甲 -诸葛").await, Vec::<String>::new());
        let me = someone(Role::Auditor, "鲁0102");
        let scope = Scope::of(&me, &app.portal.courts());
        assert_eq!(find::problems(&app.portal, &me, &scope, "电话:8000"), [Problem::NotYours("8000".into())]);
    }

    async fn what_cannot_be_asked_has_words(app: App) {
        let me = someone(Role::Triage, "鲁0102");
        let scope = Scope::of(&me, &app.portal.courts());
        for (q, problem) in [
            ("张", Some(Problem::TooShort("张".into()))), ("张三 李", Some(Problem::TooShort("李".into()))), ("编号:12", Some(Problem::TooFewDigits("12".into()))),
            ("电话:800", Some(Problem::TooFewDigits("800".into()))), ("法院:火星", Some(Problem::NoSuchCourt("火星".into()))), ("案号:", Some(Problem::Nothing("案号:".into()))),
            ("张三", None), ("", None), ("法院:鲁0102", None), ("法院:历下", None),
        ] {
            assert_eq!(find::problems(&app.portal, &me, &scope, q), problem.into_iter().collect::<Vec<_>>(), "{q}");
        }
    }

    async fn a_search_shows_nothing_beyond_scope_and_fence(app: App) {
        // Three courts, both channels, one word in all of them.
        let mut theirs = BTreeMap::<&str, Vec<String>>::new();
        for n in 0..40 {
            let (channel, category) = if n % 2 == 0 { ("lead", "asset") } else { ("complaint", "passive") };
            let court = ["鲁0102", "鲁0105", "鲁02"][n % 3];
            let body = json!({ "channel": channel, "category": category, "narrative": format!("琥珀色的箱子，第{n}只"), "court": court });
            let (number, _) = app.submit(body).await;
            let responsible = match (channel, court) { ("lead", court) => court, (_, "鲁02") => "鲁", _ => "鲁01" };
            theirs.entry(responsible).or_default().push(number);
            if n % 4 == 0 {
                app.portal.clock.advance(TimeDelta::seconds(1));
            }
        }
        indexed(&app).await;
        let all = theirs.values().flatten().cloned().collect::<HashSet<_>>();
        for (role, court, sees) in [
            (Role::Triage, "鲁0102", vec!["鲁0102"]), (Role::Handler, "鲁0105", vec!["鲁0105"]), (Role::Triage, "鲁01", vec!["鲁01"]),
            (Role::Supervisor, "鲁01", vec!["鲁01", "鲁0102", "鲁0105"]), (Role::Supervisor, "鲁02", vec!["鲁02"]),
            (Role::Supervisor, "鲁", vec!["鲁", "鲁01", "鲁0102", "鲁0105", "鲁02"]), (Role::Discipline, "鲁01", vec![]),
        ] {
            let me = someone(role, court);
            let expected = sees.iter().flat_map(|court| theirs.get(court).cloned().unwrap_or_default()).collect::<HashSet<_>>();
            let (listed, _) = walked(&app.portal, &me, "", 7).await;
            for q in ["琥珀", "琥珀色的箱子", "琥珀 箱子", "-网约车"] {
                let (numbers, count) = walked(&app.portal, &me, q, 3).await;
                assert_eq!(numbers, listed, "{role} of {court}, {q}: in the order of the list");
                assert_eq!(numbers.iter().cloned().collect::<HashSet<_>>(), expected, "{role} of {court}, {q}");
                assert_eq!(count, i64::try_from(expected.len()).unwrap(), "{role} of {court}, {q}: count");
            }
        }
        assert_eq!(all.len(), 40);
    }

    async fn an_index_that_lags_only_narrows(app: App) {
        let (number, _) = app.submit(lead("紫藤架下面")).await;
        let (kept, _) = app.submit(lead("紫藤架上面")).await;
        indexed(&app).await;
        let lixia = app.token("lixia", "鲁0102", Role::Triage).await;
        let qingdao = app.token("qingdao", "鲁02", Role::Triage).await;
        let province = app.token("province", "鲁", Role::Supervisor).await;
        act(&app, &lixia, &number, json!({ "action": "transfer", "version": 1, "court": "鲁02", "reason": "在那边" })).await;
        // The index still says that it is here.
        assert_eq!(found(&app, &lixia, "紫藤架下面").await, Vec::<String>::new());
        assert_eq!(found(&app, &lixia, "紫藤").await, from_ref(&kept));
        assert_eq!(found(&app, &qingdao, "紫藤").await, from_ref(&number), "where it stands is asked of the live row");
        assert_eq!(found(&app, &province, "紫藤").await.len(), 2);
        indexed(&app).await;
        assert_eq!(found(&app, &qingdao, "紫藤").await, [number]);
        assert_eq!(found(&app, &lixia, "紫藤").await, [kept]);
    }

    async fn the_newest_of_many_come_first_whatever_else_is_asked(app: App) {
        seed::fill(&app.portal, 1_500, 3, &indicatif::ProgressBar::hidden()).await.unwrap();
        let me = someone(Role::Supervisor, "鲁");
        let scope = Scope::of(&me, &app.portal.courts());
        // More than the first window holds, walked to the end in the order of the list.
        let (all, count) = walked(&app.portal, &me, "-从未有过", 100).await;
        assert_eq!(usize::try_from(count).unwrap(), all.len());
        assert_eq!(all, walked(&app.portal, &me, "", 100).await.0);
        // Another filter takes most of what is found; other orders.
        for other in ["status=withdrawn", "category=crime", "livelihood=true&status=received", "sort=received", "sort=due", "sort=priority"] {
            let numbers = |address: String| {
                let (portal, me, scope) = (&app.portal, &me, &scope);
                async move {
                    let page = queue::list(portal, me, scope, &Query::of_address(&address, 20)).await.unwrap();
                    (page.rows.into_iter().map(|(row, _)| row.number).collect::<Vec<_>>(), page.counts.total)
                }
            };
            assert_eq!(numbers(format!("{other}&q=-从未有过")).await, numbers(other.to_owned()).await, "{other}");
        }
    }

    async fn counts_are_true_while_the_index_lags(app: App) {
        seed::fill(&app.portal, 400, 5, &indicatif::ProgressBar::hidden()).await.unwrap();
        let province = app.token("province", "鲁", Role::Supervisor).await;
        let lixia = app.token("lixia", "鲁0102", Role::Triage).await;
        let mut mine = Vec::new();
        for n in 0..9 {
            mine.push(app.submit(lead(&format!("第{n}条线索"))).await.0);
        }
        indexed(&app).await;
        for number in &mine[..4] {
            act(&app, &lixia, number, json!({ "action": "claim", "version": 1 })).await;
        }
        for number in &mine[4..6] {
            act(&app, &lixia, number, json!({ "action": "transfer", "version": 1, "court": "鲁02", "reason": "在那边" })).await;
        }
        let courts = app.portal.courts();
        let person = storage::staff::find(&app.portal.db, "lixia").await.unwrap().unwrap().person().unwrap();
        let scope = Scope::of(&person, &courts);
        tags::add(&app.portal, &scope, "marked", "有记号").await.unwrap();
        // What went to another court is not theirs to mark.
        for number in [&mine[3..4], &mine[6..9]].concat() {
            tags::set(&app.portal, &person, &scope, &number, "marked", true).await.unwrap();
        }
        // Days went by, and what was due is late.
        app.portal.clock.advance(TimeDelta::days(9));
        nuandong::actions::priority::keep_up(&app.portal).await.unwrap();
        assert!(!storage::search::list_due(&app.portal.db, 1).await.unwrap().is_empty(), "something waits");
        for lags in [true, false] {
            if !lags {
                indexed(&app).await;
            }
            agree(&app, &[&province, &lixia]).await;
        }
    }

    async fn what_was_counted_before_holds_whatever_changes(app: App) {
        seed::fill(&app.portal, 300, 5, &indicatif::ProgressBar::hidden()).await.unwrap();
        let token = app.token("province", "鲁", Role::Supervisor).await;
        let person = storage::staff::find(&app.portal.db, "province").await.unwrap().unwrap().person().unwrap();
        let scope = Scope::of(&person, &app.portal.courts());
        let filter = queue::resolved(&app.portal, &person, &scope, &Query::of_address("status=received&q=-从未有过", 20));
        let text = find::driving(&filter).unwrap();
        assert!(text.is_exact());
        let mut random = StdRng::seed_from_u64(11);
        let mut before = BTreeMap::new();
        let (mut counted_anew, mut as_before, mut at_least) = (0, 0, 0);
        let mut open = Vec::new();
        for round in 0..60 {
            match random.random_range(0..6) {
                0 | 1 => open.push(app.submit(lead(&format!("第{round}条"))).await.0),
                2 | 3 if !open.is_empty() => {
                    let number: String = open.swap_remove(random.random_range(0..open.len()));
                    act(&app, &token, &number, json!({ "action": "claim", "version": 1 })).await;
                }
                4 => indexed(&app).await,
                // One that could not be opened any more would leave the index so.
                5 if !open.is_empty() => {
                    let number = &open[random.random_range(0..open.len())];
                    let id = storage::reports::find(&app.portal.db, &scope, number).await.unwrap().unwrap().id;
                    let mut tx = app.portal.db.begin().await.unwrap();
                    storage::search::erase(&mut tx, id).await.unwrap();
                    tx.commit().await.unwrap();
                }
                _ => {}
            }
            // What is not in the index is not found.
            let truth = storage::Sql::new(
                "SELECT count(*) AS n FROM report JOIN search_entry ON search_entry.report_id = report.id
                 WHERE report.status = 'received' AND report.desk = 'enforcement'",
            );
            let truth = truth.fetch_all::<(i64,)>(&app.portal.db).await.unwrap()[0].0;
            for most in [5, 60, 100_000] {
                let mut sql = storage::Sql::default();
                sql.push("SELECT counted.n, state.n FROM (");
                storage::search::push_count(&mut sql, text, most, before.get(&most).copied(), |sql| {
                    sql.push("report.status = 'received' AND report.desk = 'enforcement'");
                });
                sql.push(") AS counted, (");
                storage::search::push_changes(&mut sql);
                sql.push(") AS state");
                let rows: Vec<(i64, i64)> = sql.fetch_all(&app.portal.db).await.unwrap();
                let (n, changes) = rows[0];
                if truth < most {
                    assert_eq!(n, truth, "{round} {most}");
                } else {
                    assert!((most..=truth).contains(&n), "{round} {most}: {n} of {truth}");
                }
                let now = storage::search::Counted { n, changes };
                match before.insert(most, now) {
                    Some(before) if before == now => as_before += 1,
                    _ if n < truth => at_least += 1,
                    _ => counted_anew += 1,
                }
            }
        }
        assert!(counted_anew > 10 && as_before > 10 && at_least > 10, "{counted_anew} {as_before} {at_least}");
    }

    async fn two_who_index_at_once_keep_the_later_state(app: App) {
        let (number, _) = app.submit(lead("杜鹃花开")).await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        let due = storage::search::list_due(&app.portal.db, 10).await.unwrap();
        assert_eq!(due.len(), 1);
        // Changed after somebody read it: that reading must not take the note away.
        act(&app, &token, &number, json!({ "action": "note", "version": 1, "note": "再看牡丹" })).await;
        let mut tx = app.portal.db.begin().await.unwrap();
        assert!(!storage::search::take_due(&mut tx, due[0].0, due[0].1).await.unwrap());
        tx.commit().await.unwrap();
        indexed(&app).await;
        assert_eq!(found(&app, &token, "牡丹").await, from_ref(&number));
        assert!(storage::search::list_due(&app.portal.db, 10).await.unwrap().is_empty());
        // Built anew, from the middle on: the same.
        let mut of = Tokeniser::new(&app.portal);
        app.portal.clock.advance(TimeDelta::minutes(1));
        let since = app.portal.clock.now();
        act(&app, &token, &number, json!({ "action": "note", "version": 2, "note": "三看芍药" })).await;
        assert_eq!(storage::search::list_due(&app.portal.db, 10).await.unwrap().len(), 1);
        let first = search_index::rebuild_some(&app.portal, &mut of, Uuid::nil(), since, 1).await.unwrap();
        assert_eq!(first.map(|(_, count)| count), Some(1));
        assert!(storage::search::list_due(&app.portal.db, 10).await.unwrap().is_empty(), "what was indexed waits no longer");
        assert!(search_index::rebuild_some(&app.portal, &mut of, Uuid::nil(), since, 1).await.unwrap().is_none(), "it goes on where it was");
        assert_eq!(found(&app, &token, "杜鹃 牡丹 芍药").await, [number]);
    }

    async fn the_list_finds_over_http_and_marks(app: App) {
        let (number, _) = app.submit(lead("院子里有<一台>挖掘机")).await;
        indexed(&app).await;
        app.person("triage", "鲁0102", Role::Triage).await;
        let mut b = app.signed_in("triage").await;
        b.get("/staff/queue?q=挖掘").await.is(StatusCode::OK).has(&number);
        b.get("/staff/queue?q=挖机").await.is(StatusCode::OK).has_not(&number);
        b.get("/staff/queue?q=%22").await.is(StatusCode::OK);
        b.get("/staff/queue?q=%22%20OR%20%22*%20NEAR(").await.is(StatusCode::OK).has_not(&number);
        // Marked where it stands: in the opened row, with and without a script, and on the report that was opened from the list.
        for path in [format!("/staff/queue?q=挖掘&open={number}"), format!("/staff/queue/row/{number}?q=挖掘"), format!("/staff/reports/{number}?from=q%3D挖掘")] {
            b.get(&path).await.is(StatusCode::OK).has("有&lt;一台&gt;<mark>挖掘</mark>机");
        }
        // Several columns are chosen with one form.
        let page = b.get("/staff/queue?columns=about&columns=status&columns=court").await.is(StatusCode::OK);
        page.has("data-cell=\"status\"").has("class=\"court\"").has_not("data-cell=\"assignee\"");
    }

    async fn why_a_link_was_cut_is_not_for_everybody(app: App) {
        let (number, _) = app.submit(lead("一辆车")).await;
        let complaint = json!({ "channel": "complaint", "category": "passive", "narrative": "x", "court": "鲁0102" });
        let (other, _) = app.submit(complaint).await;
        let above = app.token("above", "鲁01", Role::Supervisor).await;
        act(&app, &above, &number, json!({ "action": "link", "version": 1, "number": other, "relation": "related" })).await;
        act(&app, &above, &number, json!({ "action": "unlink", "version": 1, "number": other, "reason": "投诉历下另有原因" })).await;
        indexed(&app).await;
        let below = app.token("below", "鲁0102", Role::Triage).await;
        assert_eq!(found(&app, &below, "一辆车").await, from_ref(&number));
        assert_eq!(found(&app, &below, "另有原因").await, Vec::<String>::new());
    }

    async fn twelve_digits_are_a_number_or_stand_in_the_text(app: App) {
        let (number, _) = app.submit(lead("第一件")).await;
        let (other, _) = app.submit(lead(&format!("打 {number} 问他"))).await;
        indexed(&app).await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        assert_eq!(found(&app, &token, &number).await, [other, number.clone()]);
        assert_eq!(found(&app, &token, &format!("编号:{number}")).await, [number]);
    }

    async fn the_index_holds_no_word_and_no_plain_hash(app: App) {
        use sha2::{Digest, Sha256};
        app.submit(json!({
            "channel": "lead", "category": "asset", "court": "鲁0102", "narrative": "蓝田玉zqxunique", "case_number": "（2019）鲁0102执7654321号",
            "respondent": { "name": "慕容雪" }, "reporter": { "name": "上官虹", "phone": "13700001111" }
        })).await;
        indexed(&app).await;
        let dump = texts_of_index(&app).await;
        assert!(dump.len() > 200, "{dump}");
        for word in ["蓝田", "慕容", "上官", "zqxunique", "7654321", "13700001111", "鲁0102"] {
            assert!(!dump.contains(word), "{word}");
            let hash = Sha256::digest(word);
            assert!(!dump.contains(&token_of(&hash)), "{word}: a hash without a key");
        }
        // With another key every token is another one.
        let other = App::sqlite().await;
        other.submit(lead("蓝田玉zqxunique")).await;
        indexed(&other).await;
        let words = |dump: String| dump.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() == 10 && !word.starts_with('T')).map(str::to_owned).collect::<HashSet<_>>();
        assert!(words(dump).is_disjoint(&words(texts_of_index(&other).await)));
    }
}

/// Ten letters of a hash, as a token is written.
fn token_of(hash: &[u8]) -> String {
    let mut bits = hash.iter().take(8).fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
    let mut token = String::new();
    for _ in 0..10 {
        token.push(char::from(b"abcdefghijklmnopqrstuvwxyz234567"[usize::try_from(bits >> 59).unwrap()]));
        bits <<= 5;
    }
    token
}

/// Every token that the index holds.
async fn texts_of_index(app: &App) -> String {
    match &app.portal.db {
        Db::Sqlite { write, .. } => {
            sqlx::query("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search_text, row)")
                .execute(write)
                .await
                .unwrap();
            let rows: Vec<(String,)> = sqlx::query_as("SELECT term FROM temp.words").fetch_all(write).await.unwrap();
            rows.into_iter().map(|(term,)| term).collect::<Vec<_>>().join(" ")
        }
        Db::Postgres(pool) => {
            let rows: Vec<(String,)> =
                sqlx::query_as("SELECT concat(about, ' ', tokens) FROM search_text").fetch_all(pool).await.unwrap();
            rows.into_iter().map(|(text,)| text).collect::<Vec<_>>().join(" ")
        }
    }
}

/// Every question looks into each part of FTS5's index; quiet times leave few, and what is found stays the same.
#[tokio::test]
async fn quiet_times_put_the_index_together() {
    let app = App::sqlite().await;
    let token = app.token("triage", "鲁0102", Role::Triage).await;
    // Fewer than FTS5 puts together by itself.
    for n in 0..3 {
        app.submit(lead(&format!("第{n}条线索，海棠湾的游艇"))).await;
        indexed(&app).await;
    }
    let Db::Sqlite { read, .. } = &app.portal.db else { unreachable!() };
    let parts = async || {
        let count = "SELECT count(DISTINCT segid) FROM search_text_idx";
        sqlx::query_as::<_, (i64,)>(count).fetch_one(read).await.unwrap().0
    };
    let before = parts().await;
    let mut rounds = 0;
    while search_index::tidy(&app.portal).await.unwrap() {
        rounds += 1;
        assert!(rounds < 100, "it comes to an end");
    }
    assert!(before >= 3, "{before}");
    assert_eq!(parts().await, 1, "of {before}");
    assert_eq!(found(&app, &token, "游艇").await.len(), 3);
}

/// What is asked of an officer's index is asked in the classes of the role: who may not read identities has no question
/// in which a name could be.
#[tokio::test]
async fn rights_are_different_tokens() {
    let app = App::sqlite().await;
    let mut of = Tokeniser::new(&app.portal);
    let needle = nuandong::domain::search::needle("张三").unwrap();
    let classes = [
        search_index::Class::Public,
        search_index::Class::Respondent,
        search_index::Class::Case,
        search_index::Class::Identity(Channel::Lead),
        search_index::Class::Identity(Channel::Complaint),
    ];
    let asks = classes.map(|class| format!("{:?}", of.needle(class, &needle)));
    assert_eq!(asks.iter().collect::<HashSet<_>>().len(), classes.len());
}

/// The commands, as an operator runs them beside a server.
#[test]
fn the_index_is_built_anew_by_a_command() {
    let dir = tempfile::TempDir::new().unwrap();
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_nuandong"));
        command.args(arguments).current_dir(dir.path()).env_clear();
        command.env("NUANDONG_DATA_DIR", dir.path().join("data")).env("NUANDONG_SITE_DIR", dir.path().join("no-site"));
        let done = command.output().unwrap();
        let (out, err) = (String::from_utf8(done.stdout).unwrap(), String::from_utf8(done.stderr).unwrap());
        assert!(done.status.success() || arguments == ["doctor"], "{out}{err}");
        out
    };
    run(&["seed", "--reports", "30"]);
    assert_eq!(run(&["search", "status"]), "reports\t30\nindexed\t30\nwaiting\t0\n");
    assert!(run(&["doctor"]).contains("ok  search: 30 of 30 reports indexed, 0 waiting"));
    assert_eq!(run(&["search", "rebuild"]), "30 reports indexed\n");
    assert_eq!(run(&["search", "status"]), "reports\t30\nindexed\t30\nwaiting\t0\n");
}
