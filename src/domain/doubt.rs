//! Why a report is held for a look before it is handled. It is taken all the same, with its receipt and its clock.

use chrono::TimeDelta;

use super::codes::codes;

codes! {
    /// A reason; it stands among the report's flags for as long as the report is held.
    Doubt {
        /// A field was filled in that people do not see.
        Trap = "held_trap",
        /// It was sent sooner than anybody can read the form.
        TooQuick = "held_too_quick",
        /// Very many came from one address within an hour, and this one showed no work and no patience.
        TooMany = "held_too_many",
    }
}

/// Nobody reads a page, answers and goes on in less than this, not even with a browser that fills in the fields: the
/// quickest people need about three seconds, programs a few hundredths.
pub const PER_PAGE: TimeDelta = TimeDelta::seconds(1);

/// Whether a form of so many pages was filled in faster than people can.
pub fn too_quick(spent: TimeDelta, pages: usize) -> bool {
    spent < PER_PAGE * i32::try_from(pages).unwrap_or(i32::MAX)
}

/// The flags of a report that is no longer held.
pub fn without_doubts(flags: &str) -> String {
    flags.split_whitespace().filter(|flag| Doubt::parse(flag).is_none()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_time_grows_with_the_pages() {
        assert!(too_quick(TimeDelta::milliseconds(7_999), 8));
        assert!(!too_quick(TimeDelta::seconds(8), 8));
        assert!(!too_quick(TimeDelta::zero(), 0));
    }

    #[test]
    fn only_the_doubts_go() {
        assert_eq!(
            without_doubts("court_unknown held_trap held_too_many court_differs"),
            "court_unknown court_differs"
        );
        assert_eq!(without_doubts("held_too_quick"), "");
    }
}
