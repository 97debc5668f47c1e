//! Texts in the reader's language. The language is a fact of the address: `/en/…` is English, all else Chinese.

use std::{borrow::Cow, collections::HashMap};

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use fluent_templates::{LanguageIdentifier, Loader, fluent_bundle::FluentValue, langid, static_loader};

use crate::clock::SHANGHAI;

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

    /// A day as people write it.
    pub fn day(self, day: NaiveDate) -> String {
        match self {
            Self::Zh => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
            Self::En => day.format("%-d %B %Y").to_string(),
        }
    }

    /// Day and minute in China.
    pub fn minute(self, at: DateTime<Utc>) -> String {
        let at = at.with_timezone(&SHANGHAI);
        format!("{} {:02}:{:02}", self.day(at.date_naive()), at.hour(), at.minute())
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
