//! Templates of letters: variables, optional paragraphs, both languages, inheritance, versions, and a letter begun with one.

use axum::http::{Method, StatusCode};
use nuandong::{domain::staff::Role, i18n::Lang};
use serde_json::{Value, json};

use crate::support::{App, Browser, Page, on_both};

const NEW: &str = "/staff/admin/templates/new";

async fn save(b: &mut Browser, path: &str, base: &str, code: &str, body: &str) -> Page {
    let fields = [
        ("base", base),
        ("letter_code", code),
        ("letter_act", "decline"),
        ("letter_name", "本院的告知"),
        ("letter_name_en", "Our letter"),
        ("letter_body", body),
        ("letter_body_en", "About {number}.\n\n[optional]One {kind}\n\n[optional]Two\n\nBye"),
    ];
    b.post(path, &fields).await
}

async fn lead(app: &App, language: &str) -> String {
    app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x", "court": "鲁0102", "case_number": "（2019）鲁0102执1234号", "language": language })).await.0
}

async fn timeline(app: &App, token: &str, number: &str) -> Vec<Value> {
    let auth = format!("Bearer {token}");
    let path = format!("/api/v1/staff/reports/{number}");
    let read = app.browser().json(Method::GET, &path, &[("authorization", &auth)], None).await.json();
    read["timeline"].as_array().unwrap().clone()
}

on_both! {
    async fn a_letter_begins_with_a_template_of_the_program(app: App) {
        let number = lead(&app, "zh-CN").await;
        let token = app.token("triage", "鲁0102", Role::Triage).await;
        let mut b = app.signed_in("triage").await;
        let address = format!("/staff/reports/{number}");
        let grouped = format!("{} {} {}", &number[..4], &number[4..8], &number[8..]);
        b.get(&address).await.has("用文书模板");
        b.get(&format!("{address}?action=request_info&letter=")).await.has("value=\"ask\"").has_not("value=\"declined\"");
        // Its place in the list stays with it.
        b.get(&format!("{address}?from=view%3Dmine&at=abc")).await.has("name=\"at\" value=\"abc\"");
        b.get(&format!("{address}?action=request_info&letter=ask&from=view%3Dmine&at=abc")).await.has("type=\"hidden\" name=\"at\" value=\"abc\"").has("name=\"from\" value=\"view=mine\"");
        let page = b.get(&format!("{address}?action=request_info&letter=ask")).await;
        let page = page.has(&format!("编号{grouped}")).has("历下区").has_not("可以凭查询码在 http").has("value=\"ask:0\"");
        let act = page.body.split("<details").find(|part| part.contains("step-request_info")).unwrap().split('>').next().unwrap();
        assert!(act.contains(" open"), "the act is open: {act}");
        let page = b.get(&format!("{address}?action=request_info&letter=ask&p=1&p=2")).await;
        page.has("可以凭查询码在 http://127.0.0.1:3000/follow 直接上传").has("您填写的案号是（2019）鲁0102执1234号");
        // In the reader's English, the letter stays in the reporter's language; and the other way round.
        b.get(&format!("/en{address}?action=request_info&letter=ask")).await.has(&format!("编号{grouped}")).has("Asking for more");
        let english = lead(&app, "en").await;
        b.get(&format!("/staff/reports/{english}?action=request_info&letter=ask&p=2")).await.has("The case number that you gave is （2019）鲁0102执1234号").has_not("您提交的事项");
        // What is sent is what was typed in the end; the record names the template.
        b.post(&format!("{address}/request_info"), &[("version", "1"), ("text", "改过的话"), ("letter", "ask:0")]).await.is(StatusCode::SEE_OTHER);
        let entries = timeline(&app, &token, &number).await;
        let sent = entries.iter().find(|entry| entry["kind"] == "request_info").unwrap();
        assert_eq!((sent["text"].as_str(), sent["facts"]["letter"].as_str(), sent["facts"]["letter_version"].as_i64()), (Some("改过的话"), Some("ask"), Some(0)));
        // Nonsense in the address or the form changes nothing.
        for query in ["action=fly&letter=ask", "action=decline&letter=ask", "action=decline&letter=ask&p=x", "letter=ask", "action=note&letter=ask"] {
            b.get(&format!("{address}?{query}")).await.is(StatusCode::OK).has_not("value=\"ask:0\"");
        }
        b.post(&format!("{address}/reply"), &[("version", "2"), ("text", "x"), ("letter", "ask:0")]).await.is(StatusCode::SEE_OTHER);
        assert!(timeline(&app, &token, &number).await.iter().filter(|entry| entry["kind"] == "reply").all(|entry| entry["facts"]["letter"].is_null()));
    }

    async fn a_letter_names_what_the_act_decides_and_has_no_blanks(app: App) {
        let number = lead(&app, "zh-CN").await;
        app.person("head", "鲁0102", Role::Supervisor).await;
        let mut b = app.signed_in("head").await;
        let address = format!("/staff/reports/{number}");
        for (code, act, body) in [("longer", "extend", "延长至{期限}。"), ("ended", "resolve", "结果：{结果}，期限{期限}。")] {
            let typed = [("base", "0"), ("letter_code", code), ("letter_act", act), ("letter_name", "本院的"), ("letter_name_en", "Ours"), ("letter_body", body), ("letter_body_en", "{due} {outcome}")];
            b.post(NEW, &typed).await.is(StatusCode::SEE_OTHER);
        }
        b.post(&format!("{address}/accept"), &[("version", "1")]).await.is(StatusCode::SEE_OTHER);
        let row = crate::acts::row(&app, &number).await;
        let (old, new) = (nuandong::clock::day_of(row.due_at), nuandong::clock::day_of(row.due_at) + chrono::TimeDelta::days(7));
        let day = |day| Lang::Zh.day(day);
        // The day that is typed in the form that asks for the letter; without one a blank, never the old day.
        let typed = new.to_string();
        let begun = b.post(&format!("{address}/extend"), &[("version", "2"), ("due", &typed), ("text", ""), ("begin", "1"), ("template", "longer")]).await.is(StatusCode::SEE_OTHER).location();
        b.get(&begun).await.has(&format!("延长至{}", day(new))).has(&format!("value=\"{typed}\""));
        b.get(&format!("{address}?action=extend&letter=longer")).await.has("延长至____").has_not(&format!("延长至{}", day(old)));
        let blank = [("version", "2"), ("due", typed.as_str()), ("text", "延长至____。")];
        b.post(&format!("{address}/extend"), &blank).await.is(StatusCode::UNPROCESSABLE_ENTITY).has(&Lang::Zh.t("error-text-blank")).has("href=\"#extend-text\"");
        let begun = b.post(&format!("{address}/resolve"), &[("version", "2"), ("outcome", "paid"), ("text", ""), ("begin", "1"), ("template", "ended")]).await.is(StatusCode::SEE_OTHER).location();
        b.get(&begun).await.has(&format!("结果：{}，期限{}", Lang::Zh.t("outcome-paid"), day(old)));
        b.get(&format!("{address}?action=resolve&letter=ended&outcome=nonsense")).await.has("结果：____");
        // The letters of the program cannot be sent with their gaps either.
        b.get(&format!("{address}?action=request_info&letter=ask")).await.has("____（写明要补充什么）");
    }

    async fn a_letter_loses_nothing_that_was_written_before(app: App) {
        let number = lead(&app, "zh-CN").await;
        app.person("head", "鲁0102", Role::Supervisor).await;
        let mut b = app.signed_in("head").await;
        let address = format!("/staff/reports/{number}");
        let ground = nuandong::domain::measure::grounds()[1].code.as_str();
        let typed = [("version", "1"), ("text", "先写的一句话"), ("ground", ground), ("keep", "1")];
        b.post(&format!("{address}/decline"), &typed).await.is(StatusCode::SEE_OTHER);
        let page = b.get(&format!("{address}?action=decline&letter=declined")).await.is(StatusCode::OK);
        let act = page.body.split("<details").find(|part| part.contains("id=\"step-decline\"")).unwrap();
        let (letter, before) = act.split_once("id=\"decline-before\"").expect("what was written before");
        assert!(letter.contains("name=\"text\"") && letter.contains(&number[..4]) && !letter.contains("先写的一句话"), "{letter}");
        assert!(before.contains("先写的一句话"), "{before}");
        assert!(act.contains(&format!("value=\"{ground}\" selected")), "the ground stays: {act}");
        // An error takes it no more away than what was typed.
        let typed = [("version", "1"), ("text", "套用的话"), ("before", "先写的一句话"), ("letter", "declined:0")];
        let page = b.post(&format!("{address}/decline"), &typed).await.is(StatusCode::UNPROCESSABLE_ENTITY).has("套用的话");
        assert!(page.body.split_once("id=\"decline-before\"").expect("what was written before").1.contains("先写的一句话"));
        // Kept, it is there again with the letter, and the record still names the template.
        let kept = [("version", "1"), ("text", "套用的话"), ("before", "先写的一句话"), ("letter", "declined:0"), ("keep", "1")];
        b.post(&format!("{address}/decline"), &kept).await.is(StatusCode::SEE_OTHER);
        let page = b.get(&address).await.has("套用的话").has("value=\"declined:0\"");
        assert!(page.body.split_once("id=\"decline-before\"").expect("what was written before").1.contains("先写的一句话"));
        let long = "长".repeat(40_001);
        let too_long = [("version", "1"), ("text", "套用的话"), ("before", &long), ("keep", "1")];
        b.post(&format!("{address}/decline"), &too_long).await.is(StatusCode::UNPROCESSABLE_ENTITY).has(&long).has("把还要用的复制出来").has("href=\"#decline-before\"");
        b.post(&format!("{address}/decline"), &[("version", "1"), ("text", "先写的一句话"), ("keep", "1")]).await.is(StatusCode::SEE_OTHER);
        // Not beside other acts, and not where no letter was chosen: there it stands in its field.
        b.get(&format!("{address}?action=decline&letter=")).await.has_not("-before\"").has("先写的一句话");
        b.get(&format!("{address}?action=request_info&letter=ask")).await.has_not("-before\"");
        b.get(&address).await.has_not("-before\"").has("先写的一句话");
    }

    async fn choosing_a_template_keeps_what_is_being_typed(app: App) {
        let number = lead(&app, "zh-CN").await;
        app.person("head", "鲁0102", Role::Supervisor).await;
        let mut b = app.signed_in("head").await;
        let address = format!("/staff/reports/{number}");
        let decline = format!("{address}/decline");
        // Two parts of the act: what is in its field, and what was written before.
        let parts = |page: &Page| {
            let act = page.body.split("<details").find(|part| part.contains("id=\"step-decline\"")).unwrap().to_owned();
            let (text, before) = act.split_once("id=\"decline-before\"").map_or((act.as_str(), ""), |(text, before)| (text, before));
            let text = text.split_once("name=\"text\"").unwrap().1.split_once('>').unwrap().1.split_once("</textarea>").unwrap().0;
            (text.trim().to_owned(), before.to_owned())
        };
        // Asking for the templates: nothing was kept yet, and nothing typed stands in an address.
        let asked = b.post(&decline, &[("version", "1"), ("text", "正在写的话"), ("begin", "1"), ("from", "view=mine"), ("at", "abc")]).await.is(StatusCode::SEE_OTHER);
        assert_eq!(asked.location(), format!("{address}?action=decline&letter=&from=view%3Dmine&at=abc#step-decline"));
        let page = b.get(&asked.location()).await.has("name=\"template\"");
        assert_eq!(parts(&page), ("正在写的话".to_owned(), String::new()));
        let begin = async |b: &mut Browser, fields: &[(&str, &str)]| {
            let fields = [fields, &[("version", "1"), ("template", "declined"), ("begin", "1")]].concat();
            let to = b.post(&decline, &fields).await.is(StatusCode::SEE_OTHER).location();
            b.get(&to).await.is(StatusCode::OK)
        };
        let (letter, before) = parts(&begin(&mut b, &[("text", "正在写的话，加一句")]).await);
        assert!(letter.contains("决定不予受理") && before.contains("正在写的话，加一句"), "{letter} {before}");
        // The same letter again, with the ends of lines that browsers send: it is not taken for something that was written.
        let sent = letter.replace('\n', "\r\n");
        let page = begin(&mut b, &[("text", &sent), ("before", "正在写的话，加一句"), ("letter", "declined:0"), ("filled", ""), ("p", "1")]).await;
        let (again, before) = parts(&page);
        assert!(again.contains("决定不予受理") && before.contains("正在写的话，加一句") && !before.contains("决定不予受理"), "{before}");
        // Changed before another is chosen: both are there.
        let page = begin(&mut b, &[("text", "改过的文书"), ("before", "正在写的话，加一句"), ("letter", "declined:0"), ("filled", "1")]).await;
        let (_, before) = parts(&page);
        assert!(before.contains("正在写的话，加一句") && before.contains("改过的文书"), "{before}");
        // A refused form still knows which paragraphs its letter has, so that choosing anew does not take it for a text.
        let refused = b.post(&decline, &[("version", "1"), ("text", ""), ("letter", "declined:0"), ("filled", "1")]).await;
        refused.is(StatusCode::UNPROCESSABLE_ENTITY).has("name=\"filled\" value=\"1\"").has_not("name=\"template\"");
        // Whoever leaves the letter finds what was typed.
        let (text, before) = parts(&b.get(&address).await);
        assert!(text == "改过的文书" && before.contains("正在写的话，加一句"), "{text} {before}");
        // The Enter key does the act: the first button of the form is its own.
        let form = page.body.split_once("id=\"form-decline\"").unwrap().1;
        assert!(!form.split_once("<button").unwrap().1.split_once('>').unwrap().0.contains("name="), "{form}");
    }

    async fn templates_have_versions_and_are_inherited(app: App) {
        app.person("high", "鲁", Role::Supervisor).await;
        app.person("middle", "鲁01", Role::Admin).await;
        app.person("triage", "鲁0102", Role::Triage).await;
        app.person("below", "鲁0102", Role::Supervisor).await;
        let number = lead(&app, "zh-CN").await;
        let letter = format!("/staff/reports/{number}?action=decline&letter=declined");
        let mut reader = app.signed_in("triage").await;
        reader.get(&letter).await.has("决定不予受理").has("系统自带");
        reader.get("/staff/admin/templates").await.is(StatusCode::NOT_FOUND);
        save(&mut reader, NEW, "0", "mine", "x").await.is(StatusCode::NOT_FOUND);
        let (mut high, mut middle, mut below) = (app.signed_in("high").await, app.signed_in("middle").await, app.signed_in("below").await);
        high.get("/staff/admin/templates/new?from=declined").await.has("决定不予受理");
        // A variable that nobody knows, an empty text, a code with blanks: nothing typed is lost.
        save(&mut high, NEW, "0", "declined", "写好了，{姓名}。").await.is(StatusCode::UNPROCESSABLE_ENTITY).has("写好了，{姓名}。").has("不认识“{姓名}”");
        save(&mut high, NEW, "0", "declined", " ").await.is(StatusCode::UNPROCESSABLE_ENTITY).has("写中文正文");
        save(&mut high, NEW, "0", "Bad Code", "写好了").await.is(StatusCode::UNPROCESSABLE_ENTITY).has("value=\"Bad Code\"");
        save(&mut high, NEW, "0", "declined", "高院第一版{编号}\n\n[可选]可选甲{类别}\n\n[可选]可选乙").await.is(StatusCode::SEE_OTHER);
        reader.get(&letter).await.has("高院第一版").has("value=\"declined:1\"");
        save(&mut high, NEW, "0", "declined", "x").await.is(StatusCode::UNPROCESSABLE_ENTITY).has("换一个代码");
        let own = "/staff/admin/templates/declined";
        save(&mut high, own, "1", "", "高院第二版{number}").await.is(StatusCode::SEE_OTHER);
        // Somebody who still had the first version on screen sees both.
        save(&mut high, own, "1", "", "慢了一步的话").await.is(StatusCode::CONFLICT).has("慢了一步的话").has("高院第二版");
        high.get(own).await.has("高院第一版").has("高院第二版").has("第 1 版").has("第 2 版");
        // The nearest court's counts; another court's is nobody else's to see.
        save(&mut middle, NEW, "0", "declined", "中院的{法院}").await.is(StatusCode::SEE_OTHER);
        reader.get(&letter).await.has("历下区").has_not("高院第二版");
        below.get(own).await.is(StatusCode::NOT_FOUND);
        below.get("/staff/admin/templates").await.has("本院的告知");
        middle.submit(&format!("{own}/retire"), &[("retired", "yes")]).await.has("已经停用").has("中院的{法院}");
        reader.get(&letter).await.has("高院第二版").has("value=\"declined:2\"");
        middle.submit(&format!("{own}/retire"), &[("retired", "no")]).await;
        reader.get(&letter).await.has("中院的");
        below.post(&format!("{own}/retire"), &[("retired", "yes")]).await.is(StatusCode::NOT_FOUND);
    }

    async fn optional_paragraphs_in_both_languages(app: App) {
        app.person("below", "鲁0102", Role::Supervisor).await;
        let mut b = app.signed_in("below").await;
        let fields = |preview| [("letter_code", "ours"), ("letter_act", "decline"), ("letter_name", "甲"), ("letter_name_en", "A"),
            ("letter_body", "关于{编号}。\n\n[可选]其一{类别}\n\n[可选]其二\n\n再见"), ("letter_body_en", "About {number}.\n\n[optional]One {kind}\n\n[optional]Two\n\nBye"), (preview, "1")];
        let page = b.post(NEW, &fields("preview")).await.is(StatusCode::OK);
        page.has("关于2648 3917 2504。").has("其一财产线索").has("About 2648 3917 2504.").has("One lead to assets").has("关于{编号}。");
        b.get("/staff/admin/templates/ours").await.is(StatusCode::NOT_FOUND);
        b.post(NEW, &fields("other")).await.is(StatusCode::SEE_OTHER);
        for (language, lang, words) in [("zh-CN", Lang::Zh, ["其一", "其二"]), ("en", Lang::En, ["One ", "Two"])] {
            let number = lead(&app, language).await;
            let of = async |b: &mut Browser, query: &str| {
                let page = b.get(&format!("{}?action=decline&letter=ours{query}", lang.path(&format!("/staff/reports/{number}")))).await.is(StatusCode::OK);
                let area = page.body.split("id=\"decline-text\"").nth(1).unwrap();
                area.split('>').nth(1).unwrap().split("</textarea").next().unwrap().to_owned()
            };
            let (none, first, second) = (of(&mut b, "").await, of(&mut b, "&p=1").await, of(&mut b, "&p=2&p=7").await);
            assert!(words.iter().all(|word| !none.contains(word)), "{none}");
            assert!(first.contains(words[0]) && !first.contains(words[1]), "{first}");
            assert!(!second.contains(words[0]) && second.contains(words[1]), "{second}");
        }
    }
}
