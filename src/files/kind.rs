//! What a file really is, by its content; never by its name.

use file_format::{FileFormat, Kind as FormatKind};

/// Bytes from the beginning that are enough to tell most kinds.
pub const HEAD: usize = 64 * 1024;

/// What a file is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A picture of which a copy without position and camera can be made.
    Picture,
    Video,
    Audio,
    Document,
}

/// The first look, at the beginning of a file.
pub enum FirstLook {
    Known(Kind, String),
    /// A zip file: its entries tell whether it is an office document.
    Zip,
    /// A compound file: its directory tells which of the old office documents it is.
    Compound,
    /// Several files in one.
    Archive,
    Refused,
}

/// Tells the kind from the beginning of a file.
pub fn first_look(head: &[u8]) -> FirstLook {
    const ZIP: &[u8] = b"PK\x03\x04";
    const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    if head.starts_with(ZIP) {
        return FirstLook::Zip;
    }
    if head.starts_with(COMPOUND) {
        return FirstLook::Compound;
    }
    // The tag before a recording may be longer than the beginning that is looked at.
    if head.starts_with(b"ID3") {
        return FirstLook::Known(Kind::Audio, "audio/mpeg".to_owned());
    }
    match FileFormat::from_bytes(head) {
        FileFormat::PlainText | FileFormat::ArbitraryBinaryData => match text(head) {
            Some(media_type) => FirstLook::Known(Kind::Document, media_type.to_owned()),
            None => FirstLook::Refused,
        },
        // Recorded in the page: a film's container with nothing but sound in it.
        FileFormat::Webm | FileFormat::MatroskaVideo if is_sound(head) => {
            FirstLook::Known(Kind::Audio, "audio/webm".to_owned())
        }
        format if matches!(format.kind(), FormatKind::Archive | FormatKind::Compressed) => FirstLook::Archive,
        format => judge(format).map_or(FirstLook::Refused, |(kind, media_type)| FirstLook::Known(kind, media_type)),
    }
}

/// Text in UTF-8, perhaps cut inside a character, or in GBK, which Windows still writes in China.
fn text(head: &[u8]) -> Option<&'static str> {
    if head.iter().any(|byte| byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C)) {
        return None;
    }
    match std::str::from_utf8(head) {
        Ok(_) => return Some("text/plain; charset=utf-8"),
        Err(cut) if cut.error_len().is_none() => return Some("text/plain; charset=utf-8"),
        Err(_) => {}
    }
    let mut bytes = head.iter().copied();
    while let Some(lead) = bytes.next() {
        let fits = match lead {
            0..=0x7F => true,
            // The second byte of a pair; none where the head ends inside one.
            0x81..=0xFE => bytes.next().is_none_or(|trail| matches!(trail, 0x40..=0x7E | 0x80..=0xFE)),
            _ => false,
        };
        if !fits {
            return None;
        }
    }
    Some("text/plain; charset=gbk")
}

/// Whether the tracks at the beginning of a WebM file are sound alone: codecs are named `A_…` and `V_…`.
fn is_sound(head: &[u8]) -> bool {
    let names = |letter: u8| {
        head.windows(4).any(|four| four[0] == letter && four[1] == b'_' && four[2..].iter().all(u8::is_ascii_uppercase))
    };
    names(b'A') && !names(b'V')
}

fn judge(format: FileFormat) -> Option<(Kind, String)> {
    use FileFormat as F;
    let kind = match format {
        F::JointPhotographicExpertsGroup
        | F::PortableNetworkGraphics
        | F::Webp
        | F::GraphicsInterchangeFormat
        | F::WindowsBitmap
        | F::HighEfficiencyImageCoding
        | F::HighEfficiencyImageCodingSequence
        | F::HighEfficiencyImageFileFormat
        | F::HighEfficiencyImageFileFormatSequence => Kind::Picture,
        F::PortableDocumentFormat | F::PlainText => Kind::Document,
        other if other.kind() == FormatKind::Audio => Kind::Audio,
        // A telephone writes the index last: the beginning does not tell yet which tracks there are.
        F::Mpeg4Part14 => Kind::Video,
        other if other.kind() == FormatKind::Video => Kind::Video,
        _ => return None,
    };
    // Text may be anything to a browser that guesses; ours says what it is and forbids guessing.
    let media_type = if format == F::PlainText { "text/plain; charset=utf-8" } else { format.media_type() };
    Some((kind, media_type.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        assert!(
            matches!(first_look(b"%PDF-1.7\n"), FirstLook::Known(Kind::Document, kind) if kind == "application/pdf")
        );
        assert!(
            matches!(first_look(b"\xFF\xD8\xFF\xE0\0\0JFIF"), FirstLook::Known(Kind::Picture, kind) if kind == "image/jpeg")
        );
        assert!(matches!(first_look(b"PK\x03\x04\x14\0\0\0\x08\0 and more"), FirstLook::Zip));
        assert!(matches!(first_look(b"MZ\x90\0"), FirstLook::Refused), "a program");
        assert!(matches!(first_look(b"<html><script>"), FirstLook::Refused | FirstLook::Known(Kind::Document, _)));
        let of_text = |bytes: &[u8]| match first_look(bytes) {
            FirstLook::Known(Kind::Document, media_type) => media_type,
            _ => String::new(),
        };
        assert_eq!(of_text("被执行人的车".as_bytes()), "text/plain; charset=utf-8");
        assert_eq!(
            of_text(&"车".repeat(30_000).as_bytes()[..HEAD]),
            "text/plain; charset=utf-8",
            "cut inside a character"
        );
        assert_eq!(of_text(b"\xB1\xBB\xD6\xB4\xD0\xD0\xC8\xCB"), "text/plain; charset=gbk");
        assert_eq!(of_text(b"\x01\x02\x03\xFF\xFE\xFD"), "");
        let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
        assert!(matches!(first_look(heic), FirstLook::Known(Kind::Picture, kind) if kind == "image/heic"));
        assert!(matches!(first_look(b"7z\xBC\xAF\x27\x1C\0\x04"), FirstLook::Archive));
    }
}
