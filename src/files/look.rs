//! Looks at a file while it streams by: what it is, and whether a password keeps it shut. A few kilobytes of it stand in
//! memory, however long it is. What cannot be told is taken: only what surely cannot be used is refused.

use super::{
    kind::{self, FirstLook, Kind},
    pdf::PdfLock,
};

/// Why a file is not taken, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A kind that nobody here can use.
    Type,
    /// A bundle of files that should come one by one.
    Archive,
    /// A password keeps it shut.
    Locked,
}

/// What is watched for, after the beginning of the file has told what it is about.
enum Watch {
    Nothing(Kind, String),
    Pdf(PdfLock),
    Zip(Zip),
    Compound(Compound),
}

/// One file, on its way.
pub struct Look(Watch);

impl Look {
    /// Begins with the first bytes of the file (as many as [`kind::HEAD`], or all there are); they are pushed afterwards
    /// like all others.
    pub fn begin(head: &[u8]) -> Result<Self, Refusal> {
        Ok(Self(match kind::first_look(head) {
            FirstLook::Known(kind, media_type) if media_type == "application/pdf" => {
                debug_assert_eq!(kind, Kind::Document);
                Watch::Pdf(PdfLock::default())
            }
            FirstLook::Known(kind, media_type) => Watch::Nothing(kind, media_type),
            FirstLook::Zip => Watch::Zip(Zip::default()),
            FirstLook::Compound => Watch::Compound(Compound::default()),
            FirstLook::Archive => return Err(Refusal::Archive),
            FirstLook::Refused => return Err(Refusal::Type),
        }))
    }

    /// Whether it is a video, for which there is another limit.
    pub fn is_video(&self) -> bool {
        matches!(self.0, Watch::Nothing(Kind::Video, _))
    }

    pub fn push(&mut self, bytes: &[u8]) {
        match &mut self.0 {
            Watch::Nothing(..) => {}
            Watch::Pdf(pdf) => pdf.push(bytes),
            Watch::Zip(zip) => zip.push(bytes),
            Watch::Compound(compound) => compound.push(bytes),
        }
    }

    /// What it was, now that it is over.
    pub fn end(self) -> Result<(Kind, String), Refusal> {
        let (media_type, locked) = match self.0 {
            Watch::Nothing(kind, media_type) => return Ok((kind, media_type)),
            Watch::Pdf(pdf) => ("application/pdf", pdf.end()),
            Watch::Zip(zip) => zip.end()?,
            Watch::Compound(compound) => compound.end()?,
        };
        if locked { Err(Refusal::Locked) } else { Ok((Kind::Document, media_type.to_owned())) }
    }
}

/// The bytes that are under the eye: a window that moves over the file.
#[derive(Default)]
pub(super) struct Window {
    bytes: Vec<u8>,
    /// Where in the file the window begins.
    start: u64,
}

impl Window {
    /// Adds bytes, lets `see` look at each position that has `ahead` bytes after it, and keeps `behind` bytes before them.
    pub(super) fn push(&mut self, bytes: &[u8], behind: usize, ahead: usize, mut see: impl FnMut(&[u8], usize, u64)) {
        let seen = self.bytes.len().saturating_sub(ahead);
        self.bytes.extend_from_slice(bytes);
        let until = self.bytes.len().saturating_sub(ahead);
        for at in seen..until {
            see(&self.bytes, at, self.start + at as u64);
        }
        let cut = until.saturating_sub(behind);
        self.bytes.drain(..cut);
        self.start += cut as u64;
    }

    /// The same for the positions at the end that were still waiting for what comes after them.
    pub(super) fn end(self, ahead: usize, mut see: impl FnMut(&[u8], usize, u64)) {
        for at in self.bytes.len().saturating_sub(ahead)..self.bytes.len() {
            see(&self.bytes, at, self.start + at as u64);
        }
    }
}

/// An archive in the zip format: an office document, or not. Its entries tell by their names.
#[derive(Default)]
struct Zip {
    window: Window,
    seen: Entries,
}

#[derive(Default)]
struct Entries {
    /// Entries that begin before this place lie inside another one.
    next: u64,
    count: usize,
    content_types: bool,
    media_type: Option<&'static str>,
    locked: bool,
}

/// A local header, its name, and the words of the `mimetype` entry.
const ZIP_AHEAD: usize = 30 + 512;

impl Zip {
    fn push(&mut self, bytes: &[u8]) {
        let seen = &mut self.seen;
        self.window.push(bytes, 0, ZIP_AHEAD, |window, at, place| seen.see(&window[at..], place));
    }

    fn end(self) -> Result<(&'static str, bool), Refusal> {
        let Self { window, mut seen } = self;
        window.end(ZIP_AHEAD, |window, at, place| seen.see(&window[at..], place));
        match seen.media_type {
            Some(media_type) if seen.content_types || media_type.contains("opendocument") => {
                Ok((media_type, seen.locked))
            }
            _ if seen.count == 0 => Err(Refusal::Type),
            _ => Err(Refusal::Archive),
        }
    }
}

impl Entries {
    fn see(&mut self, bytes: &[u8], place: u64) {
        const OPEN_DOCUMENT: &str = "application/vnd.oasis.opendocument.";
        if place < self.next || !bytes.starts_with(b"PK\x03\x04") || bytes.len() < 30 {
            return;
        }
        let two = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
        let (version, flags, method) = (two(4), two(6), two(8));
        let packed = u32::from_le_bytes([bytes[18], bytes[19], bytes[20], bytes[21]]);
        let (name_length, extra) = (usize::from(two(26)), usize::from(two(28)));
        let Some(name) = bytes.get(30..30 + name_length).filter(|name| !name.is_empty()) else { return };
        if version > 63 || name.iter().any(u8::is_ascii_control) {
            return;
        }
        self.count += 1;
        // Bit 3: the length stands behind the contents, so the next entry has to be looked for.
        let streamed = flags & 8 != 0 && packed == 0;
        if !streamed {
            self.next = place + (30 + name_length + extra) as u64 + u64::from(packed);
        }
        self.locked |= flags & 1 != 0;
        let contents = bytes.get(30 + name_length + extra..).unwrap_or_default();
        if name == b"[Content_Types].xml" {
            self.content_types = true;
        } else if name == b"mimetype" && self.count == 1 {
            let tail = contents.strip_prefix(OPEN_DOCUMENT.as_bytes()).unwrap_or_default();
            self.media_type = [
                (&b"text"[..], "application/vnd.oasis.opendocument.text"),
                (b"spreadsheet", "application/vnd.oasis.opendocument.spreadsheet"),
                (b"presentation", "application/vnd.oasis.opendocument.presentation"),
            ]
            .into_iter()
            .find(|(word, _)| tail.starts_with(word))
            .map(|(_, media_type)| media_type);
        } else if (name == b"content.xml" && method == 0 && packed > 0 && !contents.starts_with(b"<"))
            || name == b"encrypted-package"
        {
            // OpenDocument packs first and encrypts then: what should be text is noise that was stored as it is.
            self.locked = true;
        } else if self.media_type.is_none() {
            const OFFICE: &str = "application/vnd.openxmlformats-officedocument.";
            debug_assert!(DOCX.starts_with(OFFICE));
            self.media_type = [(&b"word/"[..], DOCX), (b"xl/", XLSX), (b"ppt/", PPTX)]
                .into_iter()
                .find(|(folder, _)| name.starts_with(folder))
                .map(|(_, media_type)| media_type);
        }
    }
}

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const PPTX: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

/// A compound file (MS-CFB): an old office document, or the shell around an encrypted new one. Its directory tells, in
/// entries of 128 bytes; the first bytes of the main stream tell of a password.
#[derive(Default)]
struct Compound {
    window: Window,
    seen: Streams,
}

#[derive(Default)]
struct Streams {
    media_type: Option<&'static str>,
    locked: bool,
}

const COMPOUND_AHEAD: usize = 512;

impl Compound {
    fn push(&mut self, bytes: &[u8]) {
        let seen = &mut self.seen;
        self.window.push(bytes, 0, COMPOUND_AHEAD, |window, at, place| seen.see(&window[at..], place));
    }

    fn end(self) -> Result<(&'static str, bool), Refusal> {
        let Self { window, mut seen } = self;
        window.end(COMPOUND_AHEAD, |window, at, place| seen.see(&window[at..], place));
        match seen.media_type {
            Some(media_type) => Ok((media_type, seen.locked)),
            None if seen.locked => Err(Refusal::Locked),
            None => Err(Refusal::Type),
        }
    }
}

impl Streams {
    fn see(&mut self, bytes: &[u8], place: u64) {
        if place.is_multiple_of(128)
            && let Some(name) = stream_name(bytes)
        {
            match name.as_str() {
                "WordDocument" => self.media_type = Some("application/msword"),
                "Workbook" | "Book" => self.media_type = Some("application/vnd.ms-excel"),
                "PowerPoint Document" => self.media_type = Some("application/vnd.ms-powerpoint"),
                "EncryptedPackage" | "EncryptedSummary" => self.locked = true,
                _ => {}
            }
        }
        if place.is_multiple_of(512) && bytes.len() >= 24 {
            // MS-DOC 2.5.1: the mark of the main stream, its version 97 and later, and bit 8 of its flags.
            let word = bytes[..2] == [0xEC, 0xA5] && bytes[2] == 0xC1 && bytes[11] & 1 != 0;
            // MS-XLS 2.4.117: the password's record follows the first record of a workbook.
            let sheet = bytes[..4] == [0x09, 0x08, 0x10, 0x00] && bytes[20..22] == [0x2F, 0x00];
            self.locked |= word || sheet;
        }
    }
}

/// The name in an entry of a compound file's directory, if it is the entry of a stream.
fn stream_name(entry: &[u8]) -> Option<String> {
    let length = usize::from(u16::from_le_bytes([*entry.get(64)?, *entry.get(65)?]));
    if *entry.get(66)? != 2 || !(4..=64).contains(&length) || length % 2 != 0 {
        return None;
    }
    let letters = entry[..length - 2].chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect::<Vec<_>>();
    String::from_utf16(&letters).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Looks at a file that comes in pieces of that many bytes.
    fn look(file: &[u8], piece: usize) -> Result<(Kind, String), Refusal> {
        let mut look = Look::begin(&file[..file.len().min(kind::HEAD)])?;
        for bytes in file.chunks(piece) {
            look.push(bytes);
        }
        look.end()
    }

    /// Entries of a zip file: name, contents, method, flags.
    fn zip(entries: &[(&str, &[u8], u16, u16)]) -> Vec<u8> {
        let mut file = Vec::new();
        for (name, contents, method, flags) in entries {
            let packed = if flags & 8 == 0 { u32::try_from(contents.len()).unwrap() } else { 0 };
            file.extend(b"PK\x03\x04\x14\0");
            file.extend([flags.to_le_bytes(), method.to_le_bytes()].concat());
            file.extend([0; 8]);
            file.extend([packed.to_le_bytes(), packed.to_le_bytes()].concat());
            file.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
            file.extend([0, 0]);
            file.extend(name.as_bytes());
            file.extend(*contents);
        }
        file.extend(b"PK\x01\x02 the directory follows");
        file
    }

    fn compound(streams: &[&str], sector: &[u8]) -> Vec<u8> {
        let mut file = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        file.resize(512, 0);
        file.extend(sector);
        file.resize(1024, 0);
        for name in streams {
            let mut entry = name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
            let length = u16::try_from(entry.len() + 2).unwrap();
            entry.resize(64, 0);
            entry.extend(length.to_le_bytes());
            entry.push(2);
            entry.resize(128, 0);
            file.extend(entry);
        }
        file
    }

    #[test]
    fn office_documents_are_told_by_their_entries_in_pieces_of_any_size() {
        let docx = zip(&[("[Content_Types].xml", b"<Types/>", 8, 0), ("word/document.xml", &[7; 3000], 8, 0)]);
        let streamed = zip(&[("[Content_Types].xml", b"xx", 8, 8), ("xl/workbook.xml", b"yy", 8, 8)]);
        let odt =
            zip(&[("mimetype", b"application/vnd.oasis.opendocument.text", 0, 0), ("content.xml", b"packed", 8, 0)]);
        for piece in [1, 7, 100, 100_000] {
            assert_eq!(look(&docx, piece).unwrap(), (Kind::Document, DOCX.to_owned()));
            assert_eq!(look(&streamed, piece).unwrap(), (Kind::Document, XLSX.to_owned()));
            assert_eq!(look(&odt, piece).unwrap().1, "application/vnd.oasis.opendocument.text");
        }
        assert_eq!(look(&zip(&[("照片/一.jpg", b"x", 0, 0)]), 9), Err(Refusal::Archive));
        assert_eq!(look(&zip(&[("秘密.doc", b"x", 0, 1)]), 9), Err(Refusal::Archive));
        // An office document inside a bundle does not make the bundle one.
        let inner = zip(&[("合同.docx", &docx, 0, 0)]);
        assert_eq!(look(&inner, 50), Err(Refusal::Archive));
        assert_eq!(look(b"PK\x03\x04 no archive at all, only its first letters", 9), Err(Refusal::Type));
        assert_eq!(look(b"Rar!\x1A\x07\x01\0 and so on", 9), Err(Refusal::Archive));
    }

    #[test]
    fn a_password_shows() {
        let odt = |method| {
            zip(&[
                ("mimetype", b"application/vnd.oasis.opendocument.text", 0, 0),
                ("content.xml", b"\x8F\x12noise", method, 0),
            ])
        };
        assert_eq!(look(&odt(0), 11), Err(Refusal::Locked));
        assert!(look(&odt(8), 11).is_ok());
        assert_eq!(look(&compound(&["EncryptionInfo", "EncryptedPackage"], b""), 33), Err(Refusal::Locked));
        let word = |flags| [0xEC, 0xA5, 0xC1, 0, 0, 0, 0, 0, 0, 0, 0, flags, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        assert_eq!(look(&compound(&["WordDocument"], &word(0x13)), 33), Err(Refusal::Locked));
        assert_eq!(look(&compound(&["WordDocument"], &word(0x12)), 33).unwrap().1, "application/msword");
        let sheet = |second: u8| [&b"\x09\x08\x10\0\0\x06\x05\0"[..], &[0; 12], &[second, 0, 6, 0]].concat();
        assert_eq!(look(&compound(&["Workbook"], &sheet(0x2F)), 1), Err(Refusal::Locked));
        assert_eq!(look(&compound(&["Workbook"], &sheet(0xE1)), 1).unwrap().1, "application/vnd.ms-excel");
        assert_eq!(look(&compound(&["Something"], b""), 33), Err(Refusal::Type));
    }
}
