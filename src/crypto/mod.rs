//! Sealing what people typed, hashing what must be found again, and the keys for both.

pub mod file_stream;
pub mod hash;
pub mod key_file;
pub mod keys;
pub mod manifest;
pub mod password;
pub mod receipt;
pub mod seal;
pub mod work;

pub use hash::KeyedHash;
pub use keys::{KeyError, Keys};
pub use password::Passwords;
pub use seal::{DataKey, SealError, Wrapped};
