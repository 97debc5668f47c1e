//! Every branch of the question model, walked on the pages as a person sees them: valid, invalid, sent, read by staff.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use nuandong::{
    actions::submit_report::prepare,
    crypto::DataKey,
    domain::{
        answers::{Answers, FormStep},
        questions::{self, Answer, Options, Question, When},
        report::{Asked, Category, Channel, Content, ReceiptCode},
        staff::Role,
        submission::Submission,
    },
    i18n::Lang,
    storage::{self, receipts::ReceiptRow},
};

use crate::support::{App, Browser, Page, on_both};

/// Looks at a page without taking it.
#[track_caller]
fn has(page: &Page, text: &str) {
    assert!(page.body.contains(text), "no {text:?} in {}", page.body);
}

/// The answers that open something in a kind: each alone, and none at all.
fn branches(channel: Channel, category: Category) -> Vec<BTreeMap<&'static str, &'static str>> {
    let mut branches = vec![BTreeMap::new()];
    for gate in questions::of(channel, category) {
        for value in gate.answer.options().map(Options::codes).unwrap_or_default() {
            let opens = |question: &Question| matches!(question.when, When::Chosen(code, values) if code == gate.code && values.contains(&value));
            if questions::of(channel, category).any(opens) {
                branches.push(BTreeMap::from([(gate.code, value)]));
            }
        }
    }
    branches
}

fn asked_on(
    channel: Channel,
    category: Category,
    gates: &BTreeMap<&'static str, &'static str>,
    page: FormStep,
) -> Vec<&'static Question> {
    let details = gates.iter().map(|(code, value)| ((*code).to_owned(), (*value).to_owned())).collect();
    questions::asked(channel, category, &details).filter(|question| question.page == page).collect()
}

/// Fields of a page with an answer to each of its questions; gates are answered as the branch says, others not.
fn filled(
    questions: &[&'static Question],
    gates: &BTreeMap<&'static str, &'static str>,
    channel: Channel,
    category: Category,
) -> Vec<(String, String)> {
    let is_gate = |code: &str| branches(channel, category).iter().any(|branch| branch.contains_key(code));
    let mut fields = Vec::new();
    for question in questions {
        let name = question.name.to_owned();
        match question.answer {
            Answer::Line(_) | Answer::Text(_) => fields.push((name, format!("答{}", question.code))),
            Answer::Plate => fields.push((name, "鲁a·b2345".to_owned())),
            Answer::Day => fields.extend(
                [("year", "2026"), ("month", "３"), ("day", "5")]
                    .map(|(part, value)| (format!("{name}_{part}"), value.to_owned())),
            ),
            Answer::One(options) | Answer::Many(options) => {
                fields.push(("seen".to_owned(), question.code.to_owned()));
                match gates.get(question.code) {
                    Some(value) => fields.push((name, (*value).to_owned())),
                    None if is_gate(question.code) => {}
                    None => {
                        let codes = options.codes();
                        let many = matches!(question.answer, Answer::Many(_));
                        fields.extend(
                            codes.iter().take(if many { 2 } else { 1 }).map(|code| (name.clone(), (*code).to_owned())),
                        );
                    }
                }
            }
        }
    }
    fields
}

/// A page that shows exactly these questions, in words.
#[track_caller]
fn shows(page: &Page, lang: Lang, questions: &[&'static Question], channel: Channel, category: Category) {
    for question in questions {
        has(page, &format!("name=\"{}", question.name));
        has(page, &escaped(&lang.question(question)));
        for code in question.answer.options().map(Options::codes).unwrap_or_default() {
            has(page, &format!("value=\"{code}\""));
            has(page, &escaped(&lang.option(question, code)));
        }
    }
    for other in questions::of(channel, category).filter(|other| !questions.contains(other)) {
        assert!(!page.body.contains(&format!("name=\"{}\"", other.name)), "{} in {}", other.name, page.body);
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

async fn begin(b: &mut Browser, channel: Channel, category: Category) -> String {
    let page = b.post(&format!("/report/{channel}"), &[]).await;
    let base = page.location().trim_end_matches("/kind").to_owned();
    b.post(&format!("{base}/kind"), &[("category", category.as_str())]).await.is(StatusCode::SEE_OTHER);
    base
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// A lead to Lixia's court as it was kept when the questions were others; returns its number.
async fn old_report(app: &App, change: impl FnOnce(&mut Content)) -> String {
    let portal = &app.portal;
    let answers =
        Answers { category: "evasion".into(), narrative: "x".into(), court: "鲁0102".into(), ..Answers::default() };
    let submission =
        Submission::parse(Channel::Lead, &answers, "zh-CN", &portal.courts(), portal.clock.today()).unwrap();
    let (id, key) = (portal.entropy.id(portal.clock.now()), DataKey::generate(&portal.entropy));
    let mut row = prepare(portal, &submission, id, &key, portal.clock.now()).unwrap();
    let mut content = row.content(&key).unwrap();
    change(&mut content);
    row.sealed_content = key.seal(&portal.entropy, "report", "sealed_content", id, &content);
    let code = ReceiptCode::generate(&portal.entropy);
    let mut tx = portal.db.begin().await.unwrap();
    let code_hash = portal.hashes.code.of(code.as_str());
    assert!(storage::reports::add(&mut tx, &row, &code_hash, &ReceiptRow::default()).await.unwrap());
    tx.commit().await.unwrap();
    row.number
}

const PAGES: [FormStep; 5] = [FormStep::Story, FormStep::Details, FormStep::More, FormStep::Livelihood, FormStep::You];

on_both! {
    async fn every_branch_is_asked_taken_and_shown(app: App) {
        let mut b = app.browser();
        let mut walked = 0;
        for channel in Channel::ALL {
            for category in channel.categories() {
                for gates in branches(*channel, *category) {
                    let base = begin(&mut b, *channel, *category).await;
                    let mut answers = Vec::new();
                    for page in PAGES {
                        let questions = asked_on(*channel, *category, &gates, page);
                        let address = format!("{base}/{page}");
                        if questions.is_empty() && matches!(page, FormStep::Details | FormStep::More | FormStep::Livelihood) {
                            // No such page in this branch: on to the next one.
                            if page != FormStep::Livelihood { b.get(&address).await.is(StatusCode::SEE_OTHER); }
                            continue;
                        }
                        shows(&b.get(&address).await.is(StatusCode::OK), Lang::Zh, &questions, *channel, *category);
                        let mut fields = filled(&questions, &gates, *channel, *category);
                        if page == FormStep::Story { fields.push(("narrative".into(), "事情经过".into())); }
                        b.post(&address, &borrowed(&fields)).await.is(StatusCode::SEE_OTHER);
                        answers.extend(fields.into_iter().filter(|(name, value)| name.starts_with("q_") && !value.is_empty()));
                    }
                    let check = b.get(&format!("{base}/check")).await.is(StatusCode::OK);
                    for (name, value) in &answers {
                        let code = name.trim_start_matches("q_");
                        let Some(question) = questions::find(code) else { continue };
                        has(&check, &escaped(&Lang::Zh.question_alone(question)));
                        has(&check, &match question.answer {
                            Answer::Plate => "鲁AB2345".to_owned(),
                            Answer::One(_) | Answer::Many(_) => escaped(&Lang::Zh.option(question, value)),
                            _ => value.clone(),
                        });
                    }
                    if answers.iter().any(|(name, _)| name.ends_with("_year")) { has(&check, "2026年3月5日"); }
                    walked += 1;
                }
            }
        }
        assert!(walked > 70, "{walked} branches");
    }

    async fn every_question_says_what_is_wrong_with_its_answer(app: App) {
        let mut b = app.browser();
        for channel in Channel::ALL {
            for category in channel.categories() {
                for gates in branches(*channel, *category) {
                    let base = begin(&mut b, *channel, *category).await;
                    if !gates.is_empty() {
                        let fields = filled(&asked_on(*channel, *category, &gates, FormStep::Details), &gates, *channel, *category);
                        b.post(&format!("{base}/details"), &borrowed(&fields)).await.is(StatusCode::SEE_OTHER);
                    }
                    for page in PAGES {
                        // Those that only this branch asks; the others are tried where nothing is chosen.
                        let questions = asked_on(*channel, *category, &gates, page);
                        let questions = questions.into_iter().filter(|question| gates.is_empty() || question.when != When::Always);
                        for question in questions {
                            let address = format!("/en{base}/{page}");
                            let wrong = |fields: Vec<(String, String)>, code: &'static str| (fields, code);
                            let name = question.name;
                            let tries = match question.answer {
                                Answer::Line(limit) | Answer::Text(limit) => vec![wrong(vec![(name.to_owned(), "长".repeat(limit + 1))], "too-long")],
                                Answer::Plate => vec![wrong(vec![(name.to_owned(), "长".repeat(21))], "too-long")],
                                Answer::Day => {
                                    let day = |year: &str, month: &str, day: &str| [("year", year), ("month", month), ("day", day)].map(|(part, value)| (format!("{name}_{part}"), value.to_owned())).to_vec();
                                    vec![
                                        wrong(day("2026", "", ""), "incomplete"), wrong(day("2026", "2", "30"), "not-a-date"),
                                        wrong(day("2099", "1", "1"), "future"), wrong(day("1800", "1", "1"), "too-early"), wrong(day("26", "1", "1"), "short-year"),
                                        wrong([day("", "", ""), vec![(name.to_owned(), "长".repeat(101))]].concat(), "too-long"),
                                    ]
                                }
                                Answer::One(_) | Answer::Many(_) => continue,
                            };
                            for (mut fields, code) in tries {
                                if page == FormStep::Story { fields.push(("narrative".into(), "x".into())); }
                                if page == FormStep::You { fields.push(("q_for_consent".into(), "read_back".into())); }
                                let answer = b.post(&address, &borrowed(&fields)).await.is(StatusCode::UNPROCESSABLE_ENTITY);
                                let words = Lang::En.ta(&format!("error-answer-{code}"), &[("limit", &question.answer.limit().to_string())]);
                                for text in ["<title>Error: ".to_owned(), format!("href=\"#{name}"), escaped(&words), format!("{name}-error")] { has(&answer, &text); }
                                // Nothing typed is lost.
                                for (_, value) in fields.iter().filter(|(field, value)| field.starts_with(name) && !value.is_empty()) { has(&answer, value); }
                            }
                            // In words is as good as a day.
                            if question.answer == Answer::Day {
                                let fields = [("year", ""), ("month", ""), ("day", "")].map(|(part, value)| (format!("{name}_{part}"), value.to_owned()));
                                let fields = [fields.to_vec(), vec![(name.to_owned(), "去年春天".to_owned())]].concat();
                                b.post(&address, &borrowed(&fields)).await.is(StatusCode::SEE_OTHER);
                            } else if matches!(question.answer, Answer::Line(_) | Answer::Text(_) | Answer::Plate) {
                                b.post(&address, &[(name, ""), ("narrative", "x")]).await;
                            }
                        }
                    }
                }
            }
        }
    }

    async fn going_back_to_another_kind_sends_only_what_is_asked_now(app: App) {
        let mut b = app.browser();
        let base = begin(&mut b, Channel::Lead, Category::Asset).await;
        b.post(&format!("{base}/details"), &[("q_asset_type", "vehicle")]).await.is(StatusCode::SEE_OTHER);
        b.post(&format!("{base}/more"), &[("q_plate", "鲁B99999")]).await.is(StatusCode::SEE_OTHER);
        // Changed from the check page: the new branch is asked before one comes back to it.
        let more = b.post(&format!("{base}/details?from=check"), &[("q_asset_type", "house")]).await.is(StatusCode::SEE_OTHER);
        assert_eq!(more.location(), format!("{base}/more?from=check"));
        b.post(&format!("{base}/more?from=check"), &[("q_house_where", "槐荫区某小区")]).await.is(StatusCode::SEE_OTHER);
        b.post(&format!("{base}/story"), &[("narrative", "他还有一套房")]).await.is(StatusCode::SEE_OTHER);
        b.get(&format!("{base}/check")).await.has("槐荫区某小区").has_not("鲁B99999");
        // The car comes back with its answer when the car is chosen again: nothing typed is lost.
        b.post(&format!("{base}/details?from=check"), &[("q_asset_type", "vehicle")]).await.is(StatusCode::SEE_OTHER);
        b.get(&format!("{base}/check")).await.has("鲁B99999").has_not("槐荫区某小区");
    }

    async fn whoever_files_for_somebody_else_asked_that_person(app: App) {
        let mut b = app.browser();
        let base = begin(&mut b, Channel::Complaint, Category::Contact).await;
        b.post(&format!("{base}/you"), &[("anonymous", "yes"), ("q_for_relation", "女儿")]).await
            .is(StatusCode::UNPROCESSABLE_ENTITY).has("q_for_consent-error").has("href=\"#q_for_consent\"").has("<details open class=\"more\"").has("value=\"女儿\"");
        b.post(&format!("{base}/you"), &[("anonymous", "yes"), ("q_for_relation", "女儿"), ("seen", "for_consent"), ("q_for_consent", "read_back")]).await.is(StatusCode::SEE_OTHER);
        b.get(&format!("{base}/check")).await.has("女儿").has("已经念给他听过");
    }

    async fn staff_read_the_questions_as_they_were_asked(app: App) {
        let new = serde_json::json!({
            "channel": "lead", "category": "evasion", "narrative": "x", "court": "鲁0102", "language": "en",
            "details": { "evasion_way": "circumvent", "evasion_act": ["sham_transfer", "accomplice"], "evasion_when": "2026-03-05", "finer": "kept" }
        });
        let (number, _) = app.submit(new).await;
        app.person("triage", "鲁0102", Role::Triage).await;
        let mut desk = app.signed_in("triage").await;
        // Unchanged questions are in the reader's language, with the article behind an answer.
        desk.get(&format!("/staff/reports/{number}")).await.is(StatusCode::OK)
            .has(&Lang::Zh.question(questions::find("evasion_act").unwrap())).has("别人和他串通，帮他逃债").has("法释〔2024〕13号第三条第一项").has("2026年3月5日").has("finer").has("kept")
            .has_not("（当时的问法）");
        // A question whose words have changed since, and one that is no longer asked.
        let asked = |code: &str, question: &str, answer: &str| Asked { code: code.into(), question: question.into(), answer: answer.into() };
        let number = old_report(&app, |content| {
            content.details = [("evasion_way", "evade"), ("gone_question", "code")].map(|(code, value)| (code.to_owned(), value.to_owned())).into();
            content.asked = vec![asked("evasion_way", "2020年的问法？", "2020年的答法"), asked("gone_question", "不再问的问题？", "当时的回答")];
        }).await;
        desk.get(&format!("/staff/reports/{number}")).await.is(StatusCode::OK)
            .has("2020年的问法？（当时的问法）").has("2020年的答法").has("不再问的问题？（当时的问法）").has("当时的回答");
    }

    async fn every_kind_can_be_printed_from_the_same_questions(app: App) {
        let mut b = app.browser();
        for channel in Channel::ALL {
            for lang in [Lang::Zh, Lang::En] {
                let list = b.get(&lang.path(&format!("/report/{channel}/paper"))).await.is(StatusCode::OK);
                let mut seen = 0;
                for part in list.body.split("href=\"").skip(1) {
                    let address = part.split('"').next().unwrap_or_default().replace("&amp;", "&");
                    let Some((_, query)) = address.split_once("/paper?kind=") else { continue };
                    let (kind, of) = query.split_once("&of=").map_or((query, None), |(kind, of)| (kind, Some(of)));
                    let category = Category::parse(kind).unwrap();
                    let page = b.get(&address).await.is(StatusCode::OK);
                    for question in questions::of(*channel, category) {
                        let here = match (of, question.when) {
                            (Some(of), When::Chosen("asset_type", values)) => values.contains(&of),
                            (Some(_), _) => question.code != "asset_type",
                            (None, _) => true,
                        };
                        if here {
                            has(&page, &escaped(&lang.question_alone(question)));
                            for code in question.answer.options().map(Options::codes).unwrap_or_default() { has(&page, &escaped(&lang.option(question, code))); }
                        }
                    }
                    seen += 1;
                }
                assert!(seen >= channel.categories().len(), "{seen}");
            }
            b.get(&format!("/report/{channel}/paper?kind=nothing")).await.is(StatusCode::NOT_FOUND);
        }
        b.get("/report/lead/paper?kind=asset&of=nothing").await.is(StatusCode::NOT_FOUND);
        b.get("/report/lead/paper?kind=passive").await.is(StatusCode::NOT_FOUND);
    }
}

#[test]
fn the_api_describes_every_question() {
    let description = serde_json::to_value(nuandong::web::api::openapi::description()).unwrap();
    let details = &description["components"]["schemas"]["Details"]["properties"];
    for (_, _, question) in questions::all() {
        let schema = &details[question.code];
        let listed = match question.answer {
            Answer::Many(_) => &schema["items"]["enum"],
            _ => &schema["enum"],
        };
        let codes = question.answer.options().map(Options::codes);
        assert_eq!(listed.as_array().map(Vec::len), codes.map(|codes| codes.len()), "{}", question.code);
    }
}
