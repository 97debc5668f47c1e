//! Questions first: the home page, the help and its search, the pages on privacy and security, elder mode, leaving.

use std::collections::BTreeSet;

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use nuandong::{
    actions::{draft, follow, limits::Limit, post_message, submit_report},
    domain::{answers::NARRATIVE, staff::Role},
    i18n::Lang,
    pages::public::help::articles::Library,
    web::elder::STEPS,
};
use serde_json::json;

use crate::support::{App, Page, on_both};

const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

/// Pages that the help leads to and that stand in other rooms; a missing one is forgiven here, and only these.
pub const ELSEWHERE: [&str; 4] = ["/check", "/check/remedy", "/verify", "/resume"];

fn links(html: &str) -> Vec<String> {
    html.split(" href=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

fn main_of(page: &Page) -> &str {
    page.body.split("<main").nth(1).unwrap().split("</main>").next().unwrap()
}

fn slugs_of(page: &Page) -> Vec<String> {
    let links = links(main_of(page)).into_iter();
    links.filter_map(|link| Some(link.trim_start_matches("/en").strip_prefix("/help/")?.to_owned())).collect()
}

async fn ask(app: &App, lang: Lang, question: &str) -> Page {
    app.browser().post(&lang.path("/help/search"), &[("q", question)]).await
}

on_both! {
    async fn the_four_questions_are_answered_in_two_taps(app: App) {
        let mut b = app.browser();
        for lang in LANGS {
            let home = b.get(&lang.path("/")).await.is(StatusCode::OK);
            let main = main_of(&home).to_owned();
            let (questions, doors) = (main.find("/help/where-is-my-case").unwrap(), main.find("/report/lead").unwrap());
            assert!(questions < doors, "questions come before the forms");
            for slug in ["where-is-my-case", "where-is-my-money", "who-is-my-judge", "how-to-get-aid"] {
                let address = lang.path(&format!("/help/{slug}"));
                assert!(main.contains(&format!("href=\"{address}\"")), "{address}");
                // The first paragraph under the heading is the answer, with a number to call.
                let page = b.get(&address).await.is(StatusCode::OK);
                let first = page.body.split("<div class=\"answer\"><p>").nth(1).unwrap().split("</p>").next().unwrap();
                assert!(first.contains("href=\"tel:12368\""), "{address}: {first}");
            }
            for path in ["/report/complaint", "/follow", "/resume", "/verify", "/check"] {
                assert!(main.contains(&format!("href=\"{}\"", lang.path(path))), "{path}");
            }
            assert!(main.contains(&format!("action=\"{}\"", lang.path("/help/search"))));
        }
    }

    async fn what_is_asked_stands_nowhere(app: App) {
        let question = "隔壁王老五的秘密qzx";
        let page = ask(&app, Lang::Zh, question).await.is(StatusCode::OK);
        assert!(page.body.contains(question) && page.location().is_empty());
        assert!(page.headers.get(header::SET_COOKIE).is_none());
        // By address nothing is searched: a bookmark leads to the index.
        let page = app.browser().get("/help/search?q=x").await.is(StatusCode::SEE_OTHER);
        assert_eq!(page.location(), "/help");
        assert_eq!(app.browser().get("/en/help/search").await.location(), "/en/help");
        // The language link of the results leads to a page that can be asked for.
        assert!(ask(&app, Lang::Zh, "案款").await.body.contains("href=\"/en/help\""));
    }

    async fn leaving_takes_everything_along(app: App) {
        let (_, code) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x" })).await;
        let mut b = app.browser();
        b.submit("/follow", &[("code", &code)]).await;
        b.post("/preferences", &[("elder", "on"), ("back", "/")]).await;
        assert_eq!(b.cookies.len(), 2);
        for path in ["/", "/help", "/follow", "/report/lead", "/staff/sign-in", "/nothing"] {
            let page = b.get(path).await;
            let body = page.body.split("<body>").nth(1).unwrap();
            assert!(body.starts_with("<form id=\"leave\""), "{path}: the first thing on the page");
            assert!(body.find("<button").unwrap() < body.find("<a ").unwrap(), "{path}: before the first link");
        }
        let page = b.post("/leave", &[]).await.is(StatusCode::SEE_OTHER);
        assert!(b.cookies.is_empty(), "{:?}", b.cookies);
        let cleared = page.headers["clear-site-data"].to_str().unwrap();
        for what in ["\"cache\"", "\"cookies\"", "\"storage\""] {
            assert!(cleared.contains(what), "{cleared}");
        }
        assert_eq!(page.location(), nuandong::web::visitor::HARMLESS);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_article_stands_in_both_languages_and_its_links_lead_somewhere() {
    let app = App::sqlite().await;
    let mut b = app.browser();
    let slugs = |lang: Lang| Library::of(lang).articles.iter().map(|article| article.slug).collect::<BTreeSet<_>>();
    assert_eq!(slugs(Lang::Zh), slugs(Lang::En));
    assert!(slugs(Lang::Zh).len() >= 25);
    // No file lies beside the list, and the files are the list.
    for lang in LANGS {
        let folder = std::fs::read_dir(format!("locales/{}/help", lang.code())).unwrap();
        let files = folder.map(|file| file.unwrap().file_name().into_string().unwrap());
        let files = files.filter_map(|name| Some(name.strip_suffix(".md")?.to_owned())).collect::<BTreeSet<_>>();
        assert_eq!(files, slugs(lang).into_iter().map(str::to_owned).collect());
    }
    let mut seen = BTreeSet::new();
    for lang in LANGS {
        let index = b.get(&lang.path("/help")).await.is(StatusCode::OK);
        assert_eq!(slugs_of(&index).into_iter().collect::<BTreeSet<_>>().len(), slugs(lang).len());
        for slug in slugs(lang) {
            let address = lang.path(&format!("/help/{slug}"));
            let page = b.get(&address).await.is(StatusCode::OK);
            let main = main_of(&page);
            assert!(!main.contains('{'), "{address}: a number is missing: {main}");
            for link in links(main) {
                if link.starts_with('/') {
                    assert_eq!(Lang::of_path(&link).0, lang, "{address}: {link} leaves the language");
                    if seen.insert(link.clone()) && !ELSEWHERE.contains(&Lang::of_path(&link).1) {
                        assert_eq!(b.get(&link).await.status, StatusCode::OK, "{address}: {link}");
                    }
                } else {
                    assert!(link.starts_with("https://") || link.starts_with("tel:"), "{address}: {link}");
                }
            }
            if lang == Lang::En {
                marked(&address, main);
            }
        }
    }
    b.get("/help/no-such-article").await.is(StatusCode::NOT_FOUND);
}

/// Every Han character stands within something that says it is Chinese.
fn marked(address: &str, html: &str) {
    let mut rest = html;
    while let Some(start) = rest.find("<span lang=\"zh-CN\">") {
        plain(address, &rest[..start]);
        rest = rest[start..].split_once("</span>").unwrap().1;
    }
    plain(address, rest);
}

fn plain(address: &str, html: &str) {
    let bare = html.chars().find(|c| ('\u{4e00}'..='\u{9fff}').contains(c));
    assert_eq!(bare, None, "{address}: unmarked Chinese in {html}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_find_what_they_mean() {
    let app = App::sqlite().await;
    let cases: &[(Lang, &[(&str, &str)])] = &[(Lang::Zh, ZH), (Lang::En, EN)];
    let mut missed = Vec::new();
    for (lang, questions) in cases {
        for (question, wanted) in *questions {
            let page = ask(&app, *lang, question).await.is(StatusCode::OK);
            let found = slugs_of(&page);
            if !found.iter().take(3).any(|slug| slug == wanted) {
                missed.push(format!("{question}: wanted {wanted}, found {found:?}"));
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

const ZH: &[(&str, &str)] = &[
    ("我的案子到哪了", "where-is-my-case"),
    ("案子一年多没有消息", "where-is-my-case"),
    ("我的钱在哪", "where-is-my-money"),
    ("钱什么时候发", "where-is-my-money"),
    ("案款", "where-is-my-money"),
    ("执行款到账了一直不给我", "case-money-late"),
    ("谁是承办法官", "who-is-my-judge"),
    ("法官不接电话", "who-is-my-judge"),
    ("打不通", "who-is-my-judge"),
    ("怎么申请救助", "how-to-get-aid"),
    ("家里没饭吃了", "how-to-get-aid"),
    ("老赖躲在哪里我知道", "what-is-a-lead"),
    ("老赖", "against-a-debtor"),
    ("线索", "what-is-a-lead"),
    ("投诉", "what-is-a-complaint"),
    ("消极执行", "what-is-a-complaint"),
    ("匿名", "anonymity"),
    ("会不会被他知道是我举报的，怕报复", "anonymity"),
    ("替我爸填", "filing-for-someone-else"),
    ("照片传不上去", "files-and-photos"),
    ("录像太大", "files-and-photos"),
    ("悬赏", "rewards"),
    ("有奖金吗", "rewards"),
    ("法官收钱", "other-channels"),
    ("纪委电话", "other-channels"),
    ("12345", "other-channels"),
    ("多久有答复", "after-sending"),
    ("撤回", "change-or-withdraw"),
    ("写错了想改", "change-or-withdraw"),
    ("查询码丢了", "lost-code"),
    ("忘记密码", "lost-code"),
    ("回执是真的吗", "signed-receipt"),
    ("没填完怎么继续", "save-and-resume"),
    ("草稿", "save-and-resume"),
    ("不满意", "not-satisfied"),
    ("没解决就办结了", "not-satisfied"),
    ("退订短信", "notices"),
    ("六个月没执行", "six-months"),
    ("半年了还不执行", "six-months"),
    ("终本", "suspension"),
    ("终结本次执行程序是什么意思", "suspension"),
    ("恢复执行", "suspension"),
    ("异议", "objection"),
    ("查封了我的房子可我不是当事人", "objection"),
    ("农民工工资", "livelihood"),
    ("抚养费", "livelihood"),
    ("限高", "limits-and-lists"),
    ("他坐飞机", "limits-and-lists"),
    ("黑名单", "limits-and-lists"),
    ("能不能让他坐牢", "against-a-debtor"),
    ("拘留", "against-a-debtor"),
    ("案号看不懂", "case-numbers"),
    ("执恢", "case-numbers"),
    ("ＴＯＲ", "without-javascript"),
    ("网吧", "without-javascript"),
    ("快速离开", "quick-exit"),
    ("怕老公看见", "quick-exit"),
    ("字太小", "elder-mode"),
    ("长辈模式", "elder-mode"),
    ("盲人", "elder-mode"),
    ("英文", "english"),
];

const EN: &[(&str, &str)] = &[
    ("where is my case", "where-is-my-case"),
    ("when will I be paid", "where-is-my-money"),
    ("MONEY", "where-is-my-money"),
    ("judges", "who-is-my-judge"),
    ("nobody answers the phone", "who-is-my-judge"),
    ("judicial aid", "how-to-get-aid"),
    ("hardship", "how-to-get-aid"),
    ("debtor", "against-a-debtor"),
    ("tip", "what-is-a-lead"),
    ("complaining", "what-is-a-complaint"),
    ("anonymous", "anonymity"),
    ("for my mother, on behalf", "filing-for-someone-else"),
    ("upload photos", "files-and-photos"),
    ("bounty", "rewards"),
    ("bribes", "other-channels"),
    ("how long until I get an answer", "after-sending"),
    ("undo", "change-or-withdraw"),
    ("lost code", "lost-code"),
    ("forgot my password", "lost-code"),
    ("is the receipt genuine", "signed-receipt"),
    ("draft", "save-and-resume"),
    ("not solved", "not-satisfied"),
    ("unsubscribe", "notices"),
    ("six months", "six-months"),
    ("终本", "suspension"),
    ("suspended", "suspension"),
    ("objections", "objection"),
    ("wages", "livelihood"),
    ("flights", "limits-and-lists"),
    ("prison", "against-a-debtor"),
    ("case number", "case-numbers"),
    ("tor browser", "without-javascript"),
    ("quick exit", "quick-exit"),
    ("letters too small", "elder-mode"),
    ("passport", "english"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_that_finds_nothing_helps_all_the_same() {
    let app = App::sqlite().await;
    for (lang, nonsense) in [
        (Lang::Zh, "葡萄栽培"),
        (Lang::Zh, "？？？"),
        (Lang::Zh, "的了吗"),
        (Lang::En, "zebra xylophone"),
        (Lang::En, "the of"),
    ] {
        let page = ask(&app, lang, nonsense).await.is(StatusCode::OK).has(&lang.t("help-none")).has("12368");
        assert_eq!(
            slugs_of(&page)[..4],
            ["where-is-my-case", "where-is-my-money", "who-is-my-judge", "how-to-get-aid"]
        );
    }
    let page = ask(&app, Lang::Zh, "  ").await.is(StatusCode::UNPROCESSABLE_ENTITY);
    page.has("<title>错误：").has("href=\"#q\"").has("id=\"q-error\"").has("autofocus");
    // What people have in hand, put into any field.
    let (_, code) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x" })).await;
    let page =
        ask(&app, Lang::Zh, &code).await.is(StatusCode::OK).has(&Lang::Zh.t("help-is-code")).has("href=\"/follow\"");
    assert!(!page.body.contains(&code), "a code is not shown again");
    ask(&app, Lang::En, "(2019)鲁0102执1234号").await.has(&Lang::En.t("help-is-case")).has("href=\"/en/check\"");
    // Long and hostile questions.
    ask(&app, Lang::Zh, &"长".repeat(20_000)).await.is(StatusCode::OK);
    ask(&app, Lang::Zh, "\"><script>alert(1)</script>").await.is(StatusCode::OK).has_not("<script>alert");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_numbers_on_the_pages_are_those_of_the_code() {
    let app = App::with(|mut config| {
        config.limits.file = 3 * 1024 * 1024;
        config.limits.video = 17 * 1024 * 1024;
        config.limits.count = 13;
        config.limits.report = 41 * 1024 * 1024;
        config
    })
    .await;
    let mut b = app.browser();
    let row = |page: &Page, lang: Lang, code: &str| {
        let name = lang.t(&format!("privacy-kept-{code}"));
        let row = page.body.split(&format!("<dt>{name}</dt>")).nth(1).unwrap();
        row.split("<dd>").nth(1).unwrap().split("</dd>").next().unwrap().to_owned()
    };
    let numbers = |text: &str| -> Vec<i64> {
        text.split(|c: char| !c.is_ascii_digit())
            .filter(|run| !run.is_empty())
            .map(|run| run.parse().unwrap())
            .collect()
    };
    let targets = targets(&app).await;
    for lang in LANGS {
        let privacy = b.get(&lang.path("/privacy")).await.is(StatusCode::OK);
        assert_eq!(numbers(&row(&privacy, lang, "draft")), [draft::KEPT.num_days()]);
        assert_eq!(numbers(&row(&privacy, lang, "receipt")), [submit_report::ANSWER_KEPT.num_hours()]);
        assert_eq!(numbers(&row(&privacy, lang, "visit")), [follow::OPEN_FOR.num_hours()]);
        assert_eq!(numbers(&row(&privacy, lang, "jobs")), [nuandong::jobs::DONE_KEPT.num_days()]);
        assert_eq!(numbers(&row(&privacy, lang, "files")), [3, 17, 13, 41]);
        // The longest window of any count.
        let windows = [Limit::FollowCode, Limit::Reports, Limit::Files, Limit::Messages];
        let longest = windows.map(Limit::retry_after).into_iter().max().unwrap();
        assert_eq!(longest, 3600, "the page says one hour at most");
        let text = |page: &Page, id: &str| {
            let part = page.body.split(&format!("<h2 id=\"{id}\">")).nth(1).unwrap();
            part.split("<p>").nth(1).unwrap().split("</p>").next().unwrap().to_owned()
        };
        let address = numbers(&text(&privacy, "address"));
        let (tries, minutes) = (Limit::FollowCode.most(), Limit::FollowCode.retry_after() / 60);
        assert_eq!(address, [tries, minutes, Limit::Reports.most()]);
        assert_eq!(numbers(&text(&privacy, "rights")), [submit_report::WITHDRAW.num_minutes()]);
        let accessibility = b.get(&lang.path("/accessibility")).await;
        assert_eq!(numbers(&text(&accessibility, "elder")), [STEPS[0], STEPS[5], 6].map(i64::from));
        let security = b.get(&lang.path("/security")).await.is(StatusCode::OK);
        assert!(security.body.contains(&format!("{tries}")) && security.body.contains(&format!("{minutes}")));

        let first = |page: &Page| {
            let answer = page.body.split("<div class=\"answer\">").nth(1).unwrap();
            numbers(answer.split("<p>").nth(1).unwrap().split("</p>").next().unwrap())
        };
        assert_eq!(first(&b.get(&lang.path("/help/after-sending")).await)[1..], targets);
        assert_eq!(
            first(&b.get(&lang.path("/help/change-or-withdraw")).await)[0],
            submit_report::WITHDRAW.num_minutes()
        );
        assert_eq!(first(&b.get(&lang.path("/help/files-and-photos")).await), [3, 17, 13, 41]);
    }
    // What the code itself promises elsewhere in words.
    for (text, number) in [
        ("draft-saves", draft::KEPT.num_days()),
        ("receipt-withdraw", submit_report::WITHDRAW.num_minutes()),
        ("receipt-again", submit_report::ANSWER_KEPT.num_hours()),
        ("error-too-many-body", Limit::FollowCode.retry_after() / 60),
        ("error-narrative-too-long", i64::try_from(NARRATIVE).unwrap()),
        ("error-message-too-long", i64::try_from(post_message::LONGEST).unwrap()),
    ] {
        for lang in LANGS {
            let words = lang.t(text).replace(',', "");
            assert!(words.contains(&number.to_string()), "{text}: {words}");
        }
    }
}

/// In how many days reports are due: a lead, an urgent one, a complaint.
async fn targets(app: &App) -> [i64; 3] {
    let token = app.token("sun", "鲁", Role::Supervisor).await;
    let mut days = [0; 3];
    for (n, (channel, category)) in
        [("lead", "asset"), ("lead", "whereabouts"), ("complaint", "delay")].into_iter().enumerate()
    {
        let (number, _) = app.submit(json!({ "channel": channel, "category": category, "narrative": "x" })).await;
        let headers = [("authorization", &*format!("Bearer {token}"))];
        let path = format!("/api/v1/staff/reports/{number}");
        let report = app.browser().json(Method::GET, &path, &headers, None).await.is(StatusCode::OK).json();
        let day = |name: &str| {
            let at = report[name].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap();
            at.with_timezone(&nuandong::clock::SHANGHAI).date_naive()
        };
        // Neither day is a day off, so that nothing is moved on.
        days[n] = (day("due_at") - day("received_at")).num_days();
    }
    days
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn security_txt_is_as_the_standard_wants_it() {
    let app = App::sqlite().await;
    let page = app.browser().get("/.well-known/security.txt").await.is(StatusCode::OK);
    assert_eq!(page.headers[header::CONTENT_TYPE], "text/plain; charset=utf-8");
    let field = |page: &Page, name: &str| {
        let lines = page.body.lines().filter_map(|line| line.split_once(": "));
        let found = lines.filter(|(key, _)| *key == name).map(|(_, value)| value.to_owned()).collect::<Vec<_>>();
        assert_eq!(found.len(), 1, "{name} in {}", page.body);
        found.into_iter().next().unwrap()
    };
    assert_eq!(field(&page, "Contact"), "http://127.0.0.1:3000/security");
    let expires = field(&page, "Expires").parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let left = expires - app.portal.clock.now();
    assert!(left > chrono::TimeDelta::days(30) && left < chrono::TimeDelta::days(365), "{left}");
    app.portal.clock.advance(chrono::TimeDelta::days(400));
    let later = app.browser().get("/.well-known/security.txt").await;
    assert_eq!(
        field(&later, "Expires").parse::<chrono::DateTime<chrono::Utc>>().unwrap() - expires,
        chrono::TimeDelta::days(400)
    );

    let app = App::with(|mut config| {
        config.security_contact = Some("mailto:security@nd.example".to_owned());
        config
    })
    .await;
    let page = app.browser().get("/.well-known/security.txt").await;
    assert_eq!(field(&page, "Contact"), "mailto:security@nd.example");
    app.browser()
        .get("/en/security")
        .await
        .has("href=\"mailto:security@nd.example\"")
        .has_not(&Lang::En.t("security-no-contact"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tor_browser_is_told_of_the_onion_service() {
    const ONION: &str = "http://nuandongexample.onion";
    let app = App::with(|mut config| {
        config.onion_url = Some(ONION.to_owned());
        config
    })
    .await;
    let mut b = app.browser();
    for path in ["/", "/en", "/help/quick-exit", "/nothing", "/report/lead?from=check"] {
        let page = b.get(path).await;
        assert_eq!(page.headers["onion-location"], format!("{ONION}{path}"));
    }
    b.get("/help/without-javascript").await.has(ONION);
    for path in ["/healthz", "/api/openapi.json", "/icon.svg", "/.well-known/security.txt"] {
        assert!(b.get(path).await.headers.get("onion-location").is_none(), "{path}");
    }
    // There already; and its forms are ours.
    let there = Request::builder().uri("/").header(header::HOST, "nuandongexample.onion").body(Body::empty()).unwrap();
    assert!(b.send(there).await.is(StatusCode::OK).headers.get("onion-location").is_none());
    let form = Request::builder()
        .method(Method::POST)
        .uri("/preferences")
        .header(header::HOST, "nuandongexample.onion")
        .header(header::ORIGIN, ONION)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    b.send(form.body(Body::from("elder=on&back=%2Fhelp")).unwrap()).await.is(StatusCode::SEE_OTHER);
    let app = App::sqlite().await;
    assert!(app.browser().get("/").await.headers.get("onion-location").is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn letters_grow_in_steps() {
    let app = App::sqlite().await;
    let mut b = app.browser();
    let class = |page: &Page| page.body.split("class=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = b.submit("/preferences", &[("elder", "on"), ("back", "/help")]).await;
    assert_eq!(class(&page), "elder");
    let mut classes = Vec::new();
    for _ in 0..5 {
        classes.push(class(&b.submit("/preferences", &[("elder", "larger"), ("back", "/help")]).await));
    }
    assert_eq!(classes, ["elder elder-24", "elder elder-27", "elder elder-30", "elder elder-30", "elder elder-30"]);
    b.get("/").await.has("value=\"larger\" aria-label=").has(" disabled");
    for _ in 0..7 {
        b.post("/preferences", &[("elder", "smaller"), ("back", "/help")]).await;
    }
    assert_eq!(class(&b.get("/nothing").await), "elder elder-18");
    // Every size has its class in the style sheet, in percent of the usual 16 px.
    let style = include_str!("../../style/main.css");
    for size in STEPS.into_iter().filter(|size| *size != 22) {
        let percent = f64::from(size) * 100.0 / 16.0;
        assert!(style.contains(&format!(".elder-{size} {{ font-size: {percent}%; }}")), "{size}");
    }
    // A cookie from somewhere else.
    b.cookies.insert("nuandong_elder".into(), "\"><script>".into());
    assert_eq!(class(&b.get("/").await), "elder");
    // In elder mode some texts are said more plainly.
    b.get("/").await.has(&Lang::Zh.t("home-promise-simple")).has_not(&Lang::Zh.t("home-promise"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_script_for_leaving_comes_with_the_browser_part_only() {
    let app = App::sqlite().await;
    app.browser().get("/").await.has_not("<script");
    let site = tempfile::TempDir::new().unwrap();
    std::fs::create_dir(site.path().join("pkg")).unwrap();
    std::fs::write(site.path().join("pkg/nuandong.js"), "").unwrap();
    let app = App::with(|mut config| {
        config.site_dir = Some(site.path().to_owned());
        config
    })
    .await;
    let page = app.browser().get("/").await.is(StatusCode::OK);
    assert_eq!(page.body.matches("<script").count(), 1);
    let tag = page.body.split("<script").nth(1).unwrap().split('>').next().unwrap().to_owned();
    let attribute = |name: &str| tag.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned();
    let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.contains(&format!("script-src 'nonce-{}'; connect-src 'self'", attribute("nonce"))), "{policy}");
    let script = app.browser().get(&attribute("src")).await.is(StatusCode::OK);
    assert_eq!(script.headers[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
    assert!(script.headers[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    assert!(script.bytes.len() < 4_000);
    assert!(page.body.find("<script").unwrap() < page.body.find("<body").unwrap(), "before anything is drawn");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn problems_of_the_api_speak_the_callers_language() {
    let app = App::sqlite().await;
    let mut b = app.browser();
    let english = [("accept-language", "en-GB,en;q=0.9")];
    let body = json!({ "channel": "lead", "category": "nonsense", "narrative": "" });
    let zh = b.json(Method::POST, "/api/v1/reports", &[], Some(body.clone())).await;
    let en = b.json(Method::POST, "/api/v1/reports", &english, Some(body.clone())).await;
    let by_address = b.json(Method::POST, "/en/api/v1/reports", &[], Some(body)).await;
    assert_eq!(zh.json()["title"], Lang::Zh.t("problem-fields-title"));
    assert_eq!(zh.headers[header::CONTENT_LANGUAGE], "zh-CN");
    assert_eq!(en.json()["title"], Lang::En.t("problem-fields-title"));
    assert_eq!(en.headers[header::CONTENT_LANGUAGE], "en");
    assert_eq!(en.json(), by_address.json());
    assert_eq!(en.json()["errors"][0]["code"], zh.json()["errors"][0]["code"], "codes are for programs");
    assert_ne!(en.json()["errors"][0]["message"], zh.json()["errors"][0]["message"]);
    // Those that the router gives, too.
    for (method, path, key) in [
        (Method::GET, "/api/v1/nothing", "problem-not-found-title"),
        (Method::GET, "/api/v1/follow", "problem-method-not-allowed-title"),
    ] {
        let answer = b.json(method, path, &english, None).await;
        assert_eq!(answer.json()["title"], Lang::En.t(key), "{path}");
    }
}
