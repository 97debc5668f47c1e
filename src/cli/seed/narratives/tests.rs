//! What the synthetic reports promise, over three thousand of them.

use std::collections::{BTreeMap, HashSet};

use super::*;
use crate::domain::{answers::Answers, case_number, contact};

const YEAR: i32 = 2026;

fn courts() -> Courts {
    Courts::built_in("鲁")
}

fn many(count: usize) -> Vec<Synthetic> {
    let mut narrator = Narrator::new(7, &courts());
    (0..count).map(|_| narrator.next(YEAR)).collect()
}

fn share(reports: &[Synthetic], of: impl Fn(&Synthetic) -> bool, is: impl Fn(&Synthetic) -> bool) -> usize {
    let of: Vec<_> = reports.iter().filter(|report| of(report)).collect();
    of.iter().filter(|report| is(report)).count() * 100 / of.len().max(1)
}

#[test]
fn the_same_seed_tells_the_same() {
    let written = |seed| {
        let mut narrator = Narrator::new(seed, &courts());
        (0..200)
            .map(|_| {
                let report = narrator.next(YEAR);
                format!(
                    "{:?}{:?}{:?}{:?}{}",
                    report.submission.content,
                    report.submission.reporter,
                    report.messages,
                    report.replies,
                    report.measure
                )
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(written(1), written(1));
    assert_ne!(written(1), written(2));
}

#[test]
fn the_mix_is_as_promised() {
    let reports = many(3_000);
    let mut seen = BTreeMap::new();
    for report in &reports {
        *seen.entry((report.submission.channel.as_str(), report.submission.category.as_str())).or_insert(0) += 1;
    }
    for channel in Channel::ALL {
        for category in channel.categories() {
            assert!(seen.contains_key(&(channel.as_str(), category.as_str())), "{channel} {category}: {seen:?}");
        }
    }
    let lead = |report: &Synthetic| report.submission.channel == Channel::Lead;
    let complaint = |report: &Synthetic| report.submission.channel == Channel::Complaint;
    let all = |_: &Synthetic| true;
    let anonymous = |report: &Synthetic| report.submission.reporter.is_none();
    for (name, percent, range) in [
        ("leads", share(&reports, all, lead), 57..=63),
        ("anonymous leads", share(&reports, lead, anonymous), 75..=85),
        ("anonymous complaints", share(&reports, complaint, anonymous), 11..=20),
        ("livelihood", share(&reports, all, |report| report.submission.livelihood.is_some()), 26..=35),
        ("titles", share(&reports, all, |report| report.submission.content.title.is_some()), 46..=54),
        ("English", share(&reports, all, |report| report.submission.language == "en"), 2..=4),
        ("integrity", share(&reports, complaint, |report| report.submission.category == Category::Integrity), 1..=5),
        (
            "the two largest cities",
            share(&reports, all, |report| {
                report
                    .submission
                    .court
                    .as_deref()
                    .is_some_and(|code| code.starts_with("鲁01") || code.starts_with("鲁02"))
            }),
            18..=32,
        ),
    ] {
        assert!(range.contains(&percent), "{name}: {percent} %");
    }
}

#[test]
fn every_text_is_whole_and_nearly_every_one_its_own() {
    let reports = many(3_000);
    let mut beginnings = HashSet::new();
    for report in &reports {
        let text = &report.submission.content.narrative;
        let length = text.chars().count();
        let longest = if report.submission.language == "en" { 600 } else { 400 };
        assert!((60..=longest).contains(&length), "{length}: {text}");
        let title = report.submission.content.title.clone().unwrap_or_default();
        assert!(title.chars().count() <= 100);
        assert!(report.messages.len() <= 2 && !report.replies.is_empty() && !report.measure.is_empty());
        for whole in report
            .messages
            .iter()
            .chain(&report.replies)
            .chain(report.submission.content.details.values())
            .chain([text, &title, &report.measure])
        {
            assert!(!whole.contains(['{', '}']) && !whole.contains("。。") && !whole.contains("，，"), "{whole}");
        }
        beginnings.insert(text.chars().take(60).collect::<String>());
    }
    assert!(beginnings.len() * 100 >= reports.len() * 95, "{}", beginnings.len());
}

#[test]
fn every_slot_has_a_value() {
    let courts = courts();
    let mut narrator = Narrator::new(1, &courts);
    let venue = Venue::new(courts.find("鲁0102").unwrap()).unwrap();
    let mut stories: Vec<&Story> = Vec::new();
    for category in Category::ALL {
        stories.extend(
            leads::stories(*category).iter().chain(complaints::stories(*category)).chain(english::stories(*category)),
        );
    }
    for story in stories {
        for template in story
            .parts
            .iter()
            .copied()
            .flatten()
            .chain(story.titles)
            .chain(story.measures)
            .chain(story.details.iter().map(|(_, value)| value))
        {
            let mut scene = Scene {
                venue: &venue,
                claim: &voices::CLAIMS[0],
                facts: vec![("d", "某人".into())],
                year_now: YEAR,
                case_year: 2024,
            };
            narrator.fill(&mut scene, template);
            for (slot, value) in &scene.facts {
                assert!(!value.is_empty(), "{{{slot}}} in {template}");
            }
        }
    }
}

#[test]
fn what_is_filled_in_would_pass_the_form() {
    let courts = courts();
    let today = NaiveDate::from_ymd_opt(YEAR, 1, 1).unwrap();
    let mut kinds = BTreeMap::new();
    for report in many(3_000) {
        let Submission { channel, category, court, content, reporter, flags, .. } = report.submission;
        assert!(content.occurred_on.is_none_or(|day| day < today));
        for (code, value) in &content.details {
            let question = questions::asked(channel, category, &content.details).find(|question| question.code == code);
            let question = question.unwrap_or_else(|| panic!("{channel} {category}: {code} was not asked"));
            match question.answer.options() {
                Some(options) => {
                    assert!(value.split(' ').all(|one| options.codes().contains(&one)), "{code}: {value}");
                }
                None => assert!(value.chars().count() <= question.answer.limit()),
            }
        }
        if let Some(court) = &court {
            assert!(courts.find(court).is_some());
        }
        if let Some(number) = &content.case_number {
            let reading = case_number::read(number, YEAR, &courts);
            assert_eq!(reading.is_usable(), flags.is_empty(), "{number}");
            if reading.is_usable() {
                assert_eq!(reading.canonical.as_ref(), Some(number));
                let retired =
                    reading.court.as_deref().and_then(|code| courts.find(code)).is_some_and(Court::is_retired);
                let home = reading.court.as_deref().is_some_and(|code| courts.in_tree(code).is_some());
                *kinds.entry((reading.court.is_some(), home, retired)).or_insert(0) += 1;
            } else {
                *kinds.entry((false, true, false)).or_insert(0) += 1;
            }
        }
        let reporter = reporter.unwrap_or_default();
        if let Some(phone) = &reporter.phone {
            assert!(phone.starts_with("1380000") && contact::PhoneNumber::parse(phone).is_ok());
        }
        if let Some(email) = &reporter.email {
            assert!(email.contains("@example.c") && contact::EmailAddress::parse(email).is_ok());
        }
        let answers = Answers {
            category: category.to_string(),
            narrative: content.narrative,
            details: content.details,
            ..Answers::default()
        };
        assert_eq!(answers.errors(channel, today), []);
    }
    // New and living, retired, of another province, old style, unrecognised.
    assert_eq!(kinds.len(), 5, "{kinds:?}");
}

#[test]
fn plates_are_of_the_city() {
    let courts = courts();
    let mut narrator = Narrator::new(3, &courts);
    for court in courts.tree().into_iter().filter(|court| words::CITIES.iter().any(|city| city.name == court.city)) {
        let venue = Venue::new(court).unwrap();
        for _ in 0..5 {
            let plate = narrator.plate(&venue);
            assert_eq!(
                contact::PlateNumber::parse(&plate).map(|plate| plate.city()),
                Ok(Some(court.city.as_str())),
                "{plate}"
            );
        }
    }
}

#[test]
fn any_tree_will_do() {
    for home in ["鲁01", "鲁0102", "豫"] {
        let mut narrator = Narrator::new(1, &Courts::built_in(home));
        assert!((0..50).all(|_| narrator.next(YEAR).submission.content.narrative.chars().count() >= 20));
    }
}
