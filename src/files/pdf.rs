//! Whether a PDF needs a password. Banks send statements that are encrypted and yet open for everybody: they only forbid
//! printing. So the encryption alone says nothing; the empty password is tried, as every reader does
//! (ISO 32000-2, 7.6.4, algorithms 2, 2.B, 4, 5 and 11).

use aes::{
    Aes128,
    cipher::{BlockCipherEncrypt, KeyInit},
};
use md5::{Digest, Md5};
use sha2::{Sha256, Sha384, Sha512};

use super::look::Window;

/// How far before and after its filter's name the dictionary of the encryption is looked for.
const AROUND: usize = 2_048;

/// Watches a PDF as it streams by.
#[derive(Default)]
pub struct PdfLock {
    window: Window,
    found: Found,
}

#[derive(Default)]
struct Found {
    /// The trailer speaks of encryption.
    encrypted: bool,
    dictionary: Option<Vec<u8>>,
    identity: Option<Vec<u8>>,
}

impl PdfLock {
    pub fn push(&mut self, bytes: &[u8]) {
        let found = &mut self.found;
        self.window.push(bytes, AROUND, AROUND, |window, at, _| found.see(window, at));
    }

    /// Whether it does not open without a password, now that it is over.
    pub fn end(self) -> bool {
        let Self { window, mut found } = self;
        window.end(AROUND, |window, at, _| found.see(window, at));
        found.encrypted
            && found.dictionary.is_some_and(|lock| opens(&lock, &found.identity.unwrap_or_default()) == Some(false))
    }
}

impl Found {
    fn see(&mut self, window: &[u8], at: usize) {
        let here = &window[at..];
        if here[0] != b'/' {
            return;
        }
        if self.dictionary.is_none() && here.starts_with(b"/Standard") {
            let before = window[at.saturating_sub(AROUND)..at].to_vec();
            // From the beginning of this object, or of the trailer where the dictionary stands in it.
            let start =
                [&b" obj"[..], b"trailer"].iter().filter_map(|word| rfind(&before, word).map(|n| n + word.len())).max();
            let after = &here[..here.len().min(AROUND)];
            self.dictionary = Some([&before[start.unwrap_or(0)..], after].concat());
        } else if here.starts_with(b"/Encrypt") && here.get(8).is_some_and(|next| !next.is_ascii_alphanumeric()) {
            self.encrypted = true;
        } else if self.identity.is_none() && here.starts_with(b"/ID") {
            let rest = &here[3..here.len().min(400)];
            let rest = rest.trim_ascii_start();
            if let Some(list) = rest.strip_prefix(b"[") {
                self.identity = string(list.trim_ascii_start()).map(|(text, _)| text);
            }
        }
    }
}

fn rfind(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).rposition(|window| window == word)
}

/// Whether the empty password opens it; `None` where that cannot be told.
fn opens(dictionary: &[u8], identity: &[u8]) -> Option<bool> {
    let lock = Lock::read(dictionary);
    if matches!(lock.revision, 5 | 6) {
        let (check, salt) = (lock.user.get(..32)?, lock.user.get(32..40)?);
        return Some(if lock.revision == 5 { Sha256::digest(salt).to_vec() } else { hardened(salt) } == check);
    }
    if lock.owner.len() < 32 || lock.user.len() < 16 || !(2..=4).contains(&lock.revision) {
        return None;
    }
    let mut hash = Md5::new();
    hash.update(PAD);
    hash.update(&lock.owner[..32]);
    // Four bytes of a number that is written with a sign.
    hash.update(lock.permissions.to_le_bytes().get(..4)?);
    hash.update(identity);
    if lock.revision == 4 && !lock.metadata {
        hash.update([0xFF; 4]);
    }
    let mut key = hash.finalize().to_vec();
    let length = if lock.revision == 2 { 5 } else { (usize::try_from(lock.bits).unwrap_or(40) / 8).clamp(5, 16) };
    if lock.revision == 2 {
        key.truncate(length);
        return Some(rc4(&key, &PAD) == lock.user[..32.min(lock.user.len())]);
    }
    for _ in 0..50 {
        key = Md5::digest(&key[..length]).to_vec();
    }
    key.truncate(length);
    let mut hash = Md5::new();
    hash.update(PAD);
    hash.update(identity);
    let mut check = hash.finalize().to_vec();
    for turn in 0..20_u8 {
        check = rc4(&key.iter().map(|byte| byte ^ turn).collect::<Vec<_>>(), &check);
    }
    Some(check == lock.user[..16])
}

/// The hash of the empty password with a salt (algorithm 2.B).
fn hardened(salt: &[u8]) -> Vec<u8> {
    let mut key = Sha256::digest(salt).to_vec();
    for round in 0_u32.. {
        let mut text = key.repeat(64);
        // AES-128 in CBC mode, in place, without padding: 64 of anything are whole blocks.
        let cipher = Aes128::new_from_slice(&key[..16]).unwrap_or_else(|_| Aes128::new(&[0; 16].into()));
        let mut before: [u8; 16] = std::array::from_fn(|n| key[16 + n]);
        for block in text.chunks_exact_mut(16) {
            let mut mixed: [u8; 16] = std::array::from_fn(|n| block[n] ^ before[n]);
            cipher.encrypt_block((&mut mixed).into());
            block.copy_from_slice(&mixed);
            before = mixed;
        }
        let sum = text[..16].iter().map(|byte| u32::from(*byte)).sum::<u32>();
        key = match sum % 3 {
            0 => Sha256::digest(&text).to_vec(),
            1 => Sha384::digest(&text).to_vec(),
            _ => Sha512::digest(&text).to_vec(),
        };
        let last = text.last().map_or(0, |byte| u32::from(*byte));
        if round >= 63 && last + 32 <= round + 1 {
            break;
        }
    }
    key.truncate(32);
    key
}

/// What stands in place of an empty password.
const PAD: [u8; 32] = *b"\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A";

fn rc4(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut state = (0..=255_u8).collect::<Vec<_>>();
    let mut j = 0_u8;
    for i in 0..256 {
        j = j.wrapping_add(state[i]).wrapping_add(key[i % key.len()]);
        state.swap(i, usize::from(j));
    }
    let (mut i, mut j) = (0_u8, 0_u8);
    text.iter()
        .map(|byte| {
            i = i.wrapping_add(1);
            j = j.wrapping_add(state[usize::from(i)]);
            state.swap(usize::from(i), usize::from(j));
            byte ^ state[usize::from(state[usize::from(i)].wrapping_add(state[usize::from(j)]))]
        })
        .collect()
}

/// The dictionary of the encryption, as far as a password needs it.
struct Lock {
    owner: Vec<u8>,
    user: Vec<u8>,
    permissions: i64,
    revision: i64,
    bits: i64,
    metadata: bool,
}

impl Lock {
    /// Reads token by token: a string may hold anything, names of keys included.
    fn read(mut bytes: &[u8]) -> Self {
        let mut lock =
            Self { owner: Vec::new(), user: Vec::new(), permissions: 0, revision: 0, bits: 40, metadata: true };
        let mut key: &[u8] = b"";
        let mut depth = 0;
        while let Some(first) = bytes.first() {
            if bytes.starts_with(b"endobj") {
                break;
            }
            if bytes.starts_with(b"<<") || bytes.starts_with(b">>") {
                depth += if *first == b'<' { 1 } else { -1 };
                bytes = &bytes[2..];
            } else if let Some((text, rest)) = string(bytes) {
                match key {
                    b"O" if depth <= 1 => lock.owner = text,
                    b"U" if depth <= 1 => lock.user = text,
                    _ => {}
                }
                bytes = rest;
            } else if *first == b'/' {
                let (name, rest) = word(&bytes[1..]);
                key = name;
                bytes = rest;
            } else if first.is_ascii_digit() || *first == b'-' {
                let (digits, rest) = word(bytes);
                let number = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse::<i64>().ok());
                match (key, number) {
                    // Inside the crypt filters a length is counted in bytes, and is another one.
                    (b"Length", Some(number)) if depth <= 1 => lock.bits = number,
                    (b"R", Some(number)) => lock.revision = number,
                    (b"P", Some(number)) => lock.permissions = number,
                    _ => {}
                }
                key = b"";
                bytes = rest;
            } else if key == b"EncryptMetadata" && bytes.starts_with(b"false") {
                lock.metadata = false;
                bytes = &bytes[5..];
            } else {
                bytes = &bytes[1..];
            }
        }
        if lock.revision == 4 {
            lock.bits = 128;
        }
        lock
    }
}

fn word(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-').unwrap_or(bytes.len());
    bytes.split_at(end)
}

/// A string at the beginning, in brackets or in hexadecimal digits, and what follows it.
fn string(bytes: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    if let Some(hex) = bytes.strip_prefix(b"<").filter(|rest| !rest.starts_with(b"<")) {
        let end = hex.iter().position(|byte| *byte == b'>')?;
        let digits = hex[..end].iter().filter_map(|byte| char::from(*byte).to_digit(16)).collect::<Vec<_>>();
        let text = digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair.get(1).unwrap_or(&0)).unwrap_or(0));
        return Some((text.collect(), &hex[end + 1..]));
    }
    let mut rest = bytes.strip_prefix(b"(")?;
    let (mut text, mut depth) = (Vec::new(), 1);
    loop {
        let (first, tail) = rest.split_first()?;
        rest = tail;
        match first {
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return Some((text, rest));
                }
            }
            b'\\' => {
                let (escaped, tail) = rest.split_first()?;
                rest = tail;
                match escaped {
                    b'n' => text.push(b'\n'),
                    b'r' => text.push(b'\r'),
                    b't' => text.push(b'\t'),
                    b'b' => text.push(8),
                    b'f' => text.push(12),
                    b'\n' => {}
                    b'\r' => rest = rest.strip_prefix(b"\n").unwrap_or(rest),
                    b'0'..=b'7' => {
                        let mut value = u32::from(escaped - b'0');
                        for _ in 0..2 {
                            let Some(digit @ b'0'..=b'7') = rest.first() else { break };
                            value = value * 8 + u32::from(digit - b'0');
                            rest = &rest[1..];
                        }
                        text.push(u8::try_from(value & 0xFF).unwrap_or(0));
                    }
                    other => text.push(*other),
                }
                continue;
            }
            _ => {}
        }
        text.push(*first);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Written with qpdf: “open” asks for no password to read, “shut” does.
    macro_rules! written {
        ($($name:literal),+) => { [$(($name, &include_bytes!(concat!("../../tests/vectors/files/", $name, ".pdf"))[..])),+] };
    }

    #[test]
    fn only_those_that_need_a_password_are_shut() {
        let files = written!(
            "open-40",
            "open-128",
            "open-aes128",
            "open-meta",
            "open-256",
            "shut-40",
            "shut-128",
            "shut-aes128",
            "shut-256"
        );
        for (name, file) in files {
            // In small pieces, in one, and far into a long file.
            let long = [&file[..9], &vec![b' '; 300_000], &file[9..]].concat();
            for (bytes, piece) in [(file, 1), (file, 1_000), (&long[..], 65_536)] {
                let mut lock = PdfLock::default();
                bytes.chunks(piece).for_each(|piece| lock.push(piece));
                assert_eq!(lock.end(), name.starts_with("shut"), "{name} in pieces of {piece}");
            }
        }
        let mut plain = PdfLock::default();
        plain.push(b"%PDF-1.7 /Encryption (of words about /Encrypt and /Standard) trailer << /ID [<00>] >>");
        assert!(!plain.end());
    }

    #[test]
    fn strings_are_read_with_all_their_escapes() {
        let (text, rest) = string(b"(a\\)\\n\\101(b)\\\n)rest").unwrap();
        assert_eq!((text.as_slice(), rest), (&b"a)\nA(b)"[..], &b"rest"[..]));
        assert_eq!(string(b"<4142 4>x").unwrap(), (b"AB@".to_vec(), &b"x"[..]));
        assert!(string(b"(never closed").is_none() && string(b"<<").is_none());
    }
}
