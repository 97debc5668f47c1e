//! Elder mode (长辈模式): larger letters in steps, kept in a cookie so that it works without JavaScript.

use axum::http::HeaderMap;

use super::session::Cookie;
use crate::config::Config;

/// Sizes of letters, in CSS pixels. The style sheet has a class for each but the first one that people get.
pub const STEPS: [u8; 6] = [18, 20, 22, 24, 27, 30];
const FIRST: usize = 2;

/// Elder mode at one of its sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elder(usize);

impl Default for Elder {
    fn default() -> Self {
        Self(FIRST)
    }
}

impl Elder {
    /// As the cookie says; a value that is no size means the first one.
    pub fn of(config: &Config, headers: &HeaderMap) -> Option<Self> {
        let value = Cookie::Elder.read(config, headers)?;
        let step = STEPS.iter().position(|size| size.to_string() == value);
        Some(step.map_or_else(Self::default, Self))
    }

    /// What the cookie holds.
    pub fn px(self) -> u8 {
        STEPS.get(self.0).copied().unwrap_or(STEPS[FIRST])
    }

    /// Classes of the document.
    pub fn class(self) -> String {
        if self.0 == FIRST { "elder".to_owned() } else { format!("elder elder-{}", self.px()) }
    }

    /// The next size up; the largest stays.
    #[must_use]
    pub fn larger(self) -> Self {
        Self((self.0 + 1).min(STEPS.len() - 1))
    }

    /// The next size down; the smallest stays.
    #[must_use]
    pub fn smaller(self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    pub fn is_largest(self) -> bool {
        self == self.larger()
    }

    pub fn is_smallest(self) -> bool {
        self == self.smaller()
    }

    /// Which of how many sizes, for people.
    pub fn place(self) -> (usize, usize) {
        (self.0 + 1, STEPS.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_grow_to_thirty_and_stay_there() {
        let mut elder = Elder::default();
        assert_eq!((elder.px(), elder.class().as_str()), (22, "elder"));
        for _ in 0..9 {
            elder = elder.larger();
        }
        assert_eq!((elder.px(), elder.class().as_str(), elder.is_largest()), (30, "elder elder-30", true));
        for _ in 0..9 {
            elder = elder.smaller();
        }
        assert_eq!((elder.px(), elder.is_smallest(), elder.place()), (18, true, (1, 6)));
    }
}
