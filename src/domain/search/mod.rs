//! Searching: how text is cut into what an index can hold, the language in which an officer asks, and the marking of
//! what was found. Index, query and marks cut text with the same function, so that they cannot disagree.

mod mark;
mod query;
mod units;

pub use mark::mark;
pub use query::{Field, LONGEST_QUERY, MOST_TERMS, Problem, Query, Term};
pub use units::{Needle, Units, canonical, needle, phone};
