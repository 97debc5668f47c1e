//! Texts in the reader's language. The language is a fact of the address: `/en/…` is English, all else Chinese.

pub mod questions;

use std::{borrow::Cow, collections::HashMap};

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use fluent_templates::{LanguageIdentifier, Loader, fluent_bundle::FluentValue, langid, static_loader};

use crate::{clock::SHANGHAI, domain::law::Words};

static_loader! {
    static TEXTS = {
        locales: "./locales",
        fallback_language: "zh-CN",
        // Marks around inserted values would travel into copied numbers.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static ZH: LanguageIdentifier = langid!("zh-CN");
static EN: LanguageIdentifier = langid!("en");

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    Zh,
    En,
}

impl Lang {
    pub fn parse(code: &str) -> Self {
        if code.starts_with("en") { Self::En } else { Self::Zh }
    }

    pub const fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    /// An address of the site in this language.
    pub fn path(self, path: &str) -> String {
        match self {
            Self::Zh => path.to_owned(),
            Self::En if path == "/" => "/en".to_owned(),
            Self::En => format!("/en{path}"),
        }
    }

    /// The language of an address, and the address without it.
    pub fn of_path(path: &str) -> (Self, &str) {
        match path.strip_prefix("/en") {
            Some("") => (Self::En, "/"),
            Some(rest) if rest.starts_with('/') => (Self::En, rest),
            _ => (Self::Zh, path),
        }
    }

    fn identifier(self) -> &'static LanguageIdentifier {
        match self {
            Self::Zh => &ZH,
            Self::En => &EN,
        }
    }

    /// A text.
    pub fn t(self, id: &str) -> String {
        TEXTS.lookup(self.identifier(), id)
    }

    /// A text if there is one.
    pub fn try_t(self, id: &str) -> Option<String> {
        TEXTS.try_lookup(self.identifier(), id)
    }

    /// A text with values set in.
    pub fn ta(self, id: &str, values: &[(&'static str, &str)]) -> String {
        let values: HashMap<Cow<'static, str>, FluentValue<'_>> =
            values.iter().map(|(name, value)| (Cow::Borrowed(*name), FluentValue::from(*value))).collect();
        TEXTS.lookup_with_args(self.identifier(), id, &values)
    }

    /// A text of a list in this language.
    pub fn say(self, words: &Words) -> &str {
        match self {
            Self::Zh => &words.zh,
            Self::En => &words.en,
        }
    }

    /// The same sentence with its days (`2026-11-23`) as people write them.
    pub fn with_days(self, text: &str) -> String {
        let mut said = String::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            // Nothing else: what reads days takes a space before one as well, and then one digit less.
            let is_plain = |day: &&str| day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
            let day = rest
                .get(..10)
                .filter(|_| !said.ends_with(|c: char| c.is_ascii_digit()))
                .filter(is_plain)
                .and_then(|day| day.parse().ok());
            let taken = if let Some(day) = day {
                said.push_str(&self.day(day));
                10
            } else {
                said.push(c);
                c.len_utf8()
            };
            rest = rest.get(taken..).unwrap_or_default();
        }
        said
    }

    /// A day as people write it.
    pub fn day(self, day: NaiveDate) -> String {
        match self {
            Self::Zh => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
            Self::En => day.format("%-d %B %Y").to_string(),
        }
    }

    /// A day of the week in one letter.
    pub fn weekday(self, day: NaiveDate) -> &'static str {
        let letters = match self {
            Self::Zh => ["一", "二", "三", "四", "五", "六", "日"],
            Self::En => ["M", "T", "W", "T", "F", "S", "S"],
        };
        letters.get(day.weekday().num_days_from_monday() as usize).copied().unwrap_or_default()
    }

    /// A month, as briefly as it can be said.
    pub fn month(self, day: NaiveDate) -> String {
        match self {
            Self::Zh => format!("{}月", day.month()),
            Self::En => day.format("%b").to_string(),
        }
    }

    /// What stands between the members of a list.
    pub const fn comma(self) -> &'static str {
        match self {
            Self::Zh => "、",
            Self::En => ", ",
        }
    }

    /// Day and minute in China.
    pub fn minute(self, at: DateTime<Utc>) -> String {
        let at = at.with_timezone(&SHANGHAI);
        format!("{} {:02}:{:02}", self.day(at.date_naive()), at.hour(), at.minute())
    }

    /// Day and minute of this year: `11月23日 10:05`.
    pub fn moment(self, at: DateTime<Utc>) -> String {
        let at = at.with_timezone(&SHANGHAI);
        match self {
            Self::Zh => format!("{}月{}日 {:02}:{:02}", at.month(), at.day(), at.hour(), at.minute()),
            Self::En => at.format("%-d %B %H:%M").to_string(),
        }
    }

    /// `14:05`
    pub fn clock(self, at: DateTime<Utc>) -> String {
        at.with_timezone(&SHANGHAI).format("%H:%M").to_string()
    }

    /// `11-23 14:05`, for dense tables.
    pub fn short(self, at: DateTime<Utc>) -> String {
        at.with_timezone(&SHANGHAI).format("%m-%d %H:%M").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_a_sentence() {
        assert_eq!(Lang::Zh.with_days("第7日为2020-01-24（星期五）"), "第7日为2020年1月24日（星期五）");
        assert_eq!(Lang::En.with_days("2020-01-24 is a day off"), "24 January 2020 is a day off");
        assert_eq!(
            Lang::En.with_days("10 days end on 2026-11-12 (Thursday)"),
            "10 days end on 12 November 2026 (Thursday)"
        );
        for text in ["", "没有日期", "2020-13-01", "12020-01-01", "2020-01-0", "😀2020-1"] {
            assert_eq!(Lang::Zh.with_days(text), text);
        }
    }
}
