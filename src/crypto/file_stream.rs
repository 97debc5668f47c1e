//! Sealing a file part by part (the STREAM construction), so that a video never stands in memory as a whole.

use aead_stream::{DecryptorBE32, EncryptorBE32, NewStream, Nonce, StreamBE32, StreamPrimitive};
use chacha20poly1305::{XChaCha20Poly1305, aead::Payload};
use uuid::Uuid;

use super::{DataKey, SealError};
use crate::clock::Entropy;

/// Plain bytes in one part.
pub const PART: usize = 64 * 1024;
/// Bytes of one sealed part: the plain ones and an authentication tag.
pub const SEALED_PART: usize = PART + 16;
/// Version byte and stream nonce at the head of each sealed file.
pub const HEAD: usize = 1 + 19;

const VERSION: u8 = 1;
/// What sealing adds to each part.
const TAG: u64 = (SEALED_PART - PART) as u64;
type StreamNonce = Nonce<XChaCha20Poly1305, StreamBE32<XChaCha20Poly1305>>;

/// Seals a file for one use of one row.
pub struct Sealer {
    stream: EncryptorBE32<XChaCha20Poly1305>,
    place: String,
    rest: Vec<u8>,
}

impl Sealer {
    /// Starts a sealed file; the head must be written before everything else.
    pub fn start(key: &DataKey, entropy: &Entropy, id: Uuid, role: &str) -> (Self, Vec<u8>) {
        let nonce = entropy.bytes::<19>();
        let stream = EncryptorBE32::from_aead(key.cipher(), &StreamNonce::from(nonce));
        let head = [&[VERSION][..], &nonce].concat();
        (Self { stream, place: place(id, role), rest: Vec::with_capacity(2 * PART) }, head)
    }

    /// Takes plain bytes, gives the sealed parts that are full.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Vec<u8>, SealError> {
        self.rest.extend_from_slice(bytes);
        let mut sealed = Vec::new();
        // One part always stays behind: only the end of the file knows which is the last.
        while self.rest.len() > PART {
            let part = self.rest.drain(..PART).collect::<Vec<_>>();
            let payload = Payload { msg: &part, aad: self.place.as_bytes() };
            sealed.extend(self.stream.encrypt_next(payload).map_err(|_| SealError::Broken)?);
        }
        Ok(sealed)
    }

    /// Seals the last part.
    pub fn finish(self) -> Result<Vec<u8>, SealError> {
        let payload = Payload { msg: &self.rest, aad: self.place.as_bytes() };
        self.stream.encrypt_last(payload).map_err(|_| SealError::Broken)
    }
}

/// Opens a sealed file part by part.
pub struct Opener {
    stream: Option<DecryptorBE32<XChaCha20Poly1305>>,
    key: DataKey,
    place: String,
    rest: Vec<u8>,
}

impl Opener {
    pub fn new(key: &DataKey, id: Uuid, role: &str) -> Self {
        Self { stream: None, key: key.clone(), place: place(id, role), rest: Vec::new() }
    }

    /// Takes sealed bytes, gives the plain bytes of the parts that are complete.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Vec<u8>, SealError> {
        self.rest.extend_from_slice(bytes);
        if self.stream.is_none() && self.rest.len() >= HEAD {
            let head = self.rest.drain(..HEAD).collect::<Vec<_>>();
            let nonce: [u8; 19] = head[1..].try_into().map_err(|_| SealError::Broken)?;
            if head[0] != VERSION {
                return Err(SealError::Broken);
            }
            self.stream = Some(DecryptorBE32::from_aead(self.key.cipher(), &StreamNonce::from(nonce)));
        }
        let mut plain = Vec::new();
        if let Some(stream) = &mut self.stream {
            while self.rest.len() > SEALED_PART {
                let part = self.rest.drain(..SEALED_PART).collect::<Vec<_>>();
                let payload = Payload { msg: &part, aad: self.place.as_bytes() };
                plain.extend(stream.decrypt_next(payload).map_err(|_| SealError::Broken)?);
            }
        }
        Ok(plain)
    }

    /// Opens the last part; fails when the file was cut short.
    pub fn finish(self) -> Result<Vec<u8>, SealError> {
        let stream = self.stream.ok_or(SealError::Broken)?;
        let payload = Payload { msg: &self.rest, aad: self.place.as_bytes() };
        stream.decrypt_last(payload).map_err(|_| SealError::Broken)
    }
}

/// Opens any part of a sealed file by its number: each part is sealed for its place and for being the last one or not.
pub struct PartOpener {
    stream: StreamBE32<XChaCha20Poly1305>,
    place: String,
    last: u32,
}

impl PartOpener {
    /// `head` is the beginning of the sealed file, `sealed` how long it is as a whole.
    pub fn new(key: &DataKey, id: Uuid, role: &str, head: &[u8], sealed: u64) -> Result<Self, SealError> {
        let (version, nonce) = head.split_first().ok_or(SealError::Broken)?;
        let nonce: [u8; HEAD - 1] = nonce.try_into().map_err(|_| SealError::Broken)?;
        let parts = parts_of(sealed).ok_or(SealError::Broken)?;
        if *version != VERSION {
            return Err(SealError::Broken);
        }
        let stream = StreamBE32::from_aead(key.cipher(), &StreamNonce::from(nonce));
        let last = u32::try_from(parts - 1).map_err(|_| SealError::Broken)?;
        Ok(Self { stream, place: place(id, role), last })
    }

    /// Opens the part of that number, counted from 0.
    pub fn open(&self, number: u64, part: &[u8]) -> Result<Vec<u8>, SealError> {
        let number = u32::try_from(number).map_err(|_| SealError::Broken)?;
        let payload = Payload { msg: part, aad: self.place.as_bytes() };
        self.stream.decrypt(number, number == self.last, payload).map_err(|_| SealError::Broken)
    }
}

/// How many parts a sealed file of that length has; `None` when none is so long.
fn parts_of(sealed: u64) -> Option<u64> {
    let body = sealed.checked_sub(HEAD as u64)?;
    let parts = body.div_ceil(SEALED_PART as u64);
    (parts > 0 && body >= parts * TAG).then_some(parts)
}

/// How long the contents of a sealed file of that length are.
pub fn plain_length(sealed: u64) -> Option<u64> {
    Some(sealed - HEAD as u64 - parts_of(sealed)? * TAG)
}

fn place(id: Uuid, role: &str) -> String {
    format!("file.{role} {id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal(key: &DataKey, id: Uuid, plain: &[u8]) -> Vec<u8> {
        let (mut sealer, mut out) = Sealer::start(key, &Entropy::seeded(9), id, "original");
        for piece in plain.chunks(10_007) {
            out.extend(sealer.push(piece).unwrap());
        }
        out.extend(sealer.finish().unwrap());
        out
    }

    fn open(key: &DataKey, id: Uuid, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut opener = Opener::new(key, id, "original");
        let mut out = Vec::new();
        for piece in sealed.chunks(4_099) {
            out.extend(opener.push(piece)?);
        }
        out.extend(opener.finish()?);
        Ok(out)
    }

    #[test]
    fn files_of_every_length_come_back_and_cut_ones_do_not() {
        let key = DataKey::generate(&Entropy::seeded(3));
        let id = Uuid::from_u128(7);
        for length in [0, 1, PART - 1, PART, PART + 1, 3 * PART, 3 * PART + 5] {
            let plain = (0..length).map(|n| u8::try_from(n % 251).unwrap()).collect::<Vec<_>>();
            let sealed = seal(&key, id, &plain);
            assert_eq!(open(&key, id, &sealed).unwrap(), plain, "{length}");
            assert!(open(&key, Uuid::from_u128(8), &sealed).is_err());
            assert!(open(&key, id, &sealed[..sealed.len() - 1]).is_err());
            assert_eq!(plain_length(sealed.len() as u64), Some(length as u64));
            let opener = PartOpener::new(&key, id, "original", &sealed[..HEAD], sealed.len() as u64).unwrap();
            let parts = sealed[HEAD..].chunks(SEALED_PART).zip(0..);
            let opened = parts.flat_map(|(part, number)| opener.open(number, part).unwrap()).collect::<Vec<_>>();
            assert_eq!(opened, plain, "part by part, {length}");
            if length > PART {
                let cut = PartOpener::new(&key, id, "original", &sealed[..HEAD], (HEAD + SEALED_PART) as u64).unwrap();
                assert!(cut.open(0, &sealed[HEAD..HEAD + SEALED_PART]).is_err(), "it is not the last part");
                assert!(opener.open(1, &sealed[HEAD..HEAD + SEALED_PART]).is_err(), "it is not the second part");
                assert!(open(&key, id, &sealed[..HEAD + SEALED_PART]).is_err(), "a cut at a part's end shows");
            }
        }
    }
}
