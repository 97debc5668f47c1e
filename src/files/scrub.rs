//! Copies of pictures without position, camera and anything else that rides along: decoded and drawn anew.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder};

/// A picture with only its pixels left.
pub struct Scrubbed {
    pub bytes: Vec<u8>,
}

/// Longest side of the copy in pixels; enough to read a plate, small enough for a clerk's line.
const LONGEST: u32 = 2_560;

/// Draws a picture anew, upright. `None` when it cannot be decoded within the limits.
pub fn picture(original: &[u8]) -> Option<Scrubbed> {
    let mut reader = ImageReader::new(Cursor::new(original)).with_guessed_format().ok()?;
    // A small file can claim a huge picture.
    let mut limits = Limits::default();
    limits.max_image_width = Some(20_000);
    limits.max_image_height = Some(20_000);
    limits.max_alloc = Some(400 * 1024 * 1024);
    reader.limits(limits);
    let lossy = matches!(reader.format()?, ImageFormat::Jpeg | ImageFormat::Bmp);
    let mut decoder = reader.into_decoder().ok()?;
    let orientation = decoder.orientation().ok()?;
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(orientation);
    if picture.width().max(picture.height()) > LONGEST {
        picture = picture.resize(LONGEST, LONGEST, image::imageops::FilterType::Triangle);
    }
    let mut bytes = Vec::new();
    if lossy {
        DynamicImage::from(picture.to_rgb8()).write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 85)).ok()?;
    } else {
        picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).ok()?;
    }
    Some(Scrubbed { bytes })
}

/// What the copy of a picture is: photographs stay JPEG, everything else becomes PNG.
pub fn media_type(original: &str) -> &'static str {
    if matches!(original, "image/jpeg" | "image/bmp") { "image/jpeg" } else { "image/png" }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG of two by one pixels with an EXIF block that says “turn right” and holds a marker text.
    fn with_exif() -> Vec<u8> {
        let mut plain = Vec::new();
        let picture = DynamicImage::from(image::RgbImage::from_pixel(20, 10, image::Rgb([200, 10, 10])));
        picture.write_with_encoder(JpegEncoder::new(&mut plain)).unwrap();
        let mut tiff = b"II*\0\x08\0\0\0\x02\0".to_vec();
        tiff.extend(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"); // orientation 6
        tiff.extend(b"\x10\x01\x02\0\x10\0\0\0\x26\0\0\0"); // model, 16 bytes at 38
        tiff.extend(b"\0\0\0\0");
        tiff.extend(b"MARKED-CAMERA-1\0");
        let body = [b"Exif\0\0".as_slice(), &tiff].concat();
        let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        [&plain[..2], b"\xFF\xE1", &length, &body, &plain[2..]].concat()
    }

    #[test]
    fn the_copy_stands_upright_and_says_nothing_of_the_camera() {
        let original = with_exif();
        assert!(original.windows(13).any(|window| window == b"MARKED-CAMERA"));
        let copy = picture(&original).unwrap();
        assert!(!copy.bytes.windows(13).any(|window| window == b"MARKED-CAMERA"));
        assert!(!copy.bytes.windows(4).any(|window| window == b"Exif"));
        let drawn = image::load_from_memory(&copy.bytes).unwrap();
        assert_eq!((drawn.width(), drawn.height()), (10, 20), "orientation 6 turns it");
        assert!(picture(b"\xFF\xD8\xFF\xE0 broken").is_none());
    }
}
