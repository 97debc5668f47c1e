//! Sealing what people typed, hashing what must be found again, and the keys for both.

pub mod file_stream;
pub mod hash;
pub mod keys;
pub mod password;
pub mod seal;

pub use hash::KeyedHash;
pub use keys::{KeyError, Keys};
pub use password::Passwords;
pub use seal::{DataKey, SealError, Wrapped};
