//! The way back from a report to the answers it was made from, so that its reporter can change them.

use chrono::Datelike;

use super::{
    answers::Answers,
    case_number,
    court::Courts,
    report::{Channel, Content, Reporter},
};

/// What stands on a report.
pub struct Sent<'a> {
    pub channel: Channel,
    pub category: &'a str,
    pub court_concerned: Option<&'a str>,
    pub livelihood: Option<&'a str>,
    pub content: &'a Content,
    pub reporter: Option<&'a Reporter>,
}

/// Answers that make the same report again. A court that the case number names by itself is left open, so that another
/// number brings its own court along.
pub fn answers_of(sent: &Sent<'_>, courts: &Courts, today: chrono::NaiveDate) -> Answers {
    let Sent { channel, content, .. } = sent;
    let text = |value: Option<&String>| value.cloned().unwrap_or_default();
    let reading = content.case_number.as_deref().map(|number| case_number::read(number, today.year(), courts));
    let numbered = reading.filter(case_number::Reading::is_usable).and_then(|reading| reading.court);
    let living = |code: &str| courts.current(code).map_or_else(|| code.to_owned(), |court| court.code.clone());
    let chosen = sent.court_concerned.filter(|code| numbered.as_deref().map(living).as_deref() != Some(*code));
    let respondent = content.respondent.clone().unwrap_or_default();
    let part = |part: fn(&chrono::NaiveDate) -> u32| content.occurred_on.map(|day| part(&day).to_string());
    let reporter = sent.reporter.cloned().unwrap_or_default();
    // Only what differs from the channel's habit is an answer of its own.
    let anonymous = match (channel, sent.reporter.is_some()) {
        (Channel::Lead, false) => "",
        (_, false) => "yes",
        (_, true) => "no",
    };
    Answers {
        category: sent.category.to_owned(),
        case_number: text(content.case_number.as_ref()),
        court: chosen.unwrap_or_default().to_owned(),
        respondent_name: respondent.name,
        respondent_kind: respondent.kind.map(|kind| kind.to_string()).unwrap_or_default(),
        respondent_id: respondent.id_number.unwrap_or_default(),
        title: text(content.title.as_ref()),
        narrative: content.narrative.clone(),
        year: content.occurred_on.map(|day| day.year().to_string()).unwrap_or_default(),
        month: part(Datelike::month).unwrap_or_default(),
        day: part(Datelike::day).unwrap_or_default(),
        details: content.details.clone(),
        livelihood: sent.livelihood.unwrap_or_default().to_owned(),
        anonymous: anonymous.to_owned(),
        name: reporter.name.unwrap_or_default(),
        phone: reporter.phone.unwrap_or_default(),
        email: reporter.email.unwrap_or_default(),
        role: reporter.role.unwrap_or_default(),
        claims_reward: if reporter.claims_reward { "yes" } else { "" }.to_owned(),
        ..Answers::default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{responsibility, submission::Submission};

    fn same_again(channel: Channel, answers: &Answers) {
        let courts = Courts::built_in("鲁");
        let today = "2026-11-23".parse().unwrap();
        let Ok(first) = Submission::parse(channel, answers, "zh-CN", &courts, today) else { return };
        let route = |submission: &Submission| {
            responsibility::route(channel, submission.category, submission.court.as_deref(), &courts)
        };
        let routed = route(&first);
        let category = first.category.to_string();
        let livelihood = first.livelihood.map(|class| class.to_string());
        let sent = Sent {
            channel,
            category: &category,
            court_concerned: routed.court_concerned.as_deref(),
            livelihood: livelihood.as_deref(),
            content: &first.content,
            reporter: first.reporter.as_ref(),
        };
        let again = answers_of(&sent, &courts, today);
        let second =
            Submission::parse(channel, &again, "zh-CN", &courts, today).unwrap_or_else(|errors| panic!("{errors:?}"));
        let json = |content: &Content| serde_json::to_string(content).unwrap();
        assert_eq!(json(&first.content), json(&second.content));
        assert_eq!(
            (first.category, first.livelihood, &first.reporter),
            (second.category, second.livelihood, &second.reporter)
        );
        let (before, after) = (routed, route(&second));
        assert_eq!(
            (before.court, before.court_concerned, before.desk),
            (after.court, after.court_concerned, after.desk)
        );
    }

    proptest! {
        #[test]
        fn unchanged_answers_make_the_same_report(
            number in prop::sample::select(vec!["", "（2019）鲁0102执1234号", "(2018)鲁1202执1001号", "（2016）浙0783执4424号", "记不清了", "(2013)青民五终字第1941号"]),
            court in prop::sample::select(vec!["", "鲁0102", "鲁01", "鲁", "鲁1202", "鲁71"]),
            kind in prop::sample::select(vec!["other", "asset", "passive", "integrity"]),
            name in prop::sample::select(vec!["", "张三"]),
            anonymous in prop::sample::select(vec!["", "yes", "no"]),
            reward in prop::sample::select(vec!["", "yes"]),
            date in prop::sample::select(vec![("", "", ""), ("2026", "2", "3")]),
            livelihood in prop::sample::select(vec!["", "none", "labor"]),
        ) {
            for channel in [Channel::Lead, Channel::Complaint] {
                let (year, month, day) = date;
                let answers = Answers {
                    category: kind.into(), case_number: number.into(), court: court.into(), respondent_name: name.into(), narrative: "一".into(),
                    year: year.into(), month: month.into(), day: day.into(), livelihood: livelihood.into(), anonymous: anonymous.into(),
                    name: name.into(), claims_reward: reward.into(), ..Answers::default()
                };
                same_again(channel, &answers);
            }
        }
    }
}
