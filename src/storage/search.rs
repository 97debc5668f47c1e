//! The index of keyed tokens, and the lists that are read through it. The only room with the two databases' own ways of
//! full-text search, FTS5 and tsvector: how a question is written ([`question`]), how lists and counts are read through
//! what it finds ([`hits`]), how the index is kept ([`index`]).
//!
//! **Why phrases with positions.** A list must not drop rows after the query: page size, cursor and count would lie. So
//! the index itself has to be exact. It keeps the pairs of neighbouring characters with their positions, and whatever is
//! longer than two characters is asked for as its pairs one behind the other; both databases can do that. The price,
//! measured on SQLite with 20,000 reports of 260 tokens: 2.3 kB a report, 1.6 kB without positions. FTS5 has the positions
//! in its lists of places; beside a tsvector they stand in each row, and reading ten thousand of those takes longer than
//! all the rest. So PostgreSQL also gets a token for each two and each three pairs that stand together ([`run_of`]): up to
//! four characters are one token, and rows are read for longer phrases alone.
//!
//! **Who decides.** The tokens of a row say in which desk, court and circuit it stood when it was indexed; they narrow.
//! Whether an officer may see it is asked of the live row of `report`, in the same query. So an index that lags can only
//! leave something out for a second. Counts keep to the same ([`push_count`]): what waits to be indexed is asked of the
//! live row, and of all else index and live row say the same. What was counted is remembered as long as it must hold.
//!
//! **How a list stays quick.** Neither planner knows how many rows a token has. A list therefore reads not from `report`
//! but from the reports of a [`Window`] of hits, fetched before anything else is asked of them: all hits when there are
//! few, else the newest some, which the order of the places gives for nothing. How a report stands is indexed beside its
//! text, so that nearly every list is [exact](Text::exactly): its hits are its rows, but for those that wait to be indexed.
//! FTS5 walks its places in their order; an index of a tsvector gives all hits or none. So on PostgreSQL the spans of time
//! that hold a place are tokens, too, and hits are looked for span by span (migration 0010), unless the planner expects so
//! few that all of them at once are quicker (migration 0017).

mod hits;
mod index;
mod question;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

pub use hits::{
    Counted, MANY, Same, are_as_many, has_more, leads, narrow, narrow_same, push_changes, push_count, push_hit_count,
    source,
};
pub use index::{
    Entry, OwnerAndTags, REBUILD, delete_rebuild, erase, list_due, list_due_of, list_indexed_since, list_older, lock,
    put, read_all, set_batch, set_due, standing, take_due, tidy,
};
pub use question::{Ask, Known, Text, Where, Window};

/// A token: fifty bits of a keyed hash, in a form that both databases take as one word.
pub type Token = [u8; 10];

/// What the index keeps of one report.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    /// In their order; a gap keeps phrases from crossing fields.
    pub stream: Vec<Option<Token>>,
    /// Without an order.
    pub set: Vec<Token>,
    /// What the fence asks for: the court that a complaint is about.
    pub about: Option<Token>,
}

/// Bits of a place below the microsecond.
const SLOTS: i64 = 1 << 12;
/// 2000-01-01, in microseconds. Fifty-one bits of them reach from 1929 to 2071.
const EPOCH: i64 = 946_684_800_000_000;

/// The lowest place of a microsecond.
pub fn place_of(at: DateTime<Utc>) -> i64 {
    let reach = (1 << 51) - 1;
    (at.timestamp_micros() - EPOCH).clamp(-reach, reach) * SLOTS
}

/// The highest place of a microsecond.
pub fn last_place_of(at: DateTime<Utc>) -> i64 {
    place_of(at) + SLOTS - 1
}

/// The token that the first fifty bits of a hash make.
pub fn token_from(hash: &[u8]) -> Token {
    let mut bits = hash.iter().take(8).fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
    std::array::from_fn(|_| {
        let five = usize::try_from(bits >> 59).unwrap_or(0);
        bits <<= 5;
        b"abcdefghijklmnopqrstuvwxyz234567"[five]
    })
}

fn text_of(token: &Token) -> &str {
    // Letters and digits only.
    std::str::from_utf8(token).unwrap_or_default()
}

/// What PostgreSQL's index keeps of tokens that stand one behind the other: a token for all of them. The tokens are keyed
/// already.
fn run_of(tokens: &[Token]) -> Token {
    token_from(&Sha256::digest(tokens.as_flattened()))
}

/// So many tokens make a run at most; what is longer is a phrase of runs.
const LONGEST_RUN: usize = 3;
