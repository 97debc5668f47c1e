//! Words that people of the courts type for themselves (names of views, rules and teams, words of tags): sealed under a
//! key of one purpose.

use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{crypto::DataKey, portal::Portal, storage};

const PURPOSE: &str = "seal words of the desk";

/// Seals a value for one column of one row; returns the key's name and the bytes.
pub fn seal<T: Serialize + ?Sized>(
    portal: &Portal,
    table: &str,
    column: &str,
    id: Uuid,
    value: &T,
) -> storage::Result<(String, Vec<u8>)> {
    let key_id = portal.keys.current();
    let key = DataKey::for_purpose(&portal.keys, &key_id, PURPOSE)?;
    let sealed = key.seal(&portal.entropy, table, column, id, value);
    Ok((key_id, sealed))
}

/// Opens what [`seal`] sealed for that place.
pub fn open<T: DeserializeOwned>(
    portal: &Portal,
    table: &str,
    column: &str,
    id: Uuid,
    key_id: &str,
    sealed: &[u8],
) -> storage::Result<T> {
    Ok(DataKey::for_purpose(&portal.keys, key_id, PURPOSE)?.open(table, column, id, sealed)?)
}

/// The word that stands for one that does not open.
pub const UNREADABLE: &str = "?";

/// What was opened, or nothing where it does not open (damaged bytes, a key that is lost): one such word does not take the
/// page from everybody whose page it stands on.
pub fn readable<T>(table: &str, id: Uuid, opened: storage::Result<T>) -> Option<T> {
    opened.inspect_err(|error| tracing::error!(table, %id, %error, "words of the desk do not open")).ok()
}

/// One word, the only column of its row that is sealed; [`UNREADABLE`] where it does not open, to be typed anew there.
pub fn open_word(portal: &Portal, table: &str, id: Uuid, key_id: &str, sealed: &[u8]) -> String {
    readable(table, id, open(portal, table, "sealed", id, key_id, sealed)).unwrap_or_else(|| UNREADABLE.to_owned())
}

/// A word for the form in which it is changed: of one that does not open nothing, so that it is not written over unread.
pub fn for_form(word: &str) -> String {
    if word == UNREADABLE { String::new() } else { word.to_owned() }
}
