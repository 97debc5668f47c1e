//! Copies of pictures without position, camera and anything else that rides along: decoded and drawn anew.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder, metadata::Orientation,
};

/// A picture with only its pixels left.
pub struct Scrubbed {
    pub bytes: Vec<u8>,
    /// The same, small enough for a list.
    pub small: Vec<u8>,
}

/// Longest side of the copy in pixels; enough to read a plate, small enough for a clerk's line.
const LONGEST: u32 = 2_560;
/// Longest side of the small one: a thumb's breadth on a sharp telephone.
const SMALL: u32 = 320;
/// Most pixels of a picture: cameras of telephones reach 48 million, and some 200 million, which they join to 12 by
/// themselves unless told not to.
const MOST_PIXELS: u64 = 64_000_000;
/// Most bytes of its pixels: those, with four channels.
const MOST_BYTES: u64 = 4 * MOST_PIXELS;

/// Draws a picture anew, upright. `None` when it cannot be decoded within the limits.
pub fn picture(original: &[u8], media_type_of_original: &str) -> Option<Scrubbed> {
    let (mut picture, orientation) =
        if is_heic(media_type_of_original) { (decode_heic(original)?, None) } else { decode(original)? };
    if picture.width().max(picture.height()) > LONGEST {
        // Averages whole squares: better filters hold a second picture in numbers with a point, four times as large.
        picture = picture.thumbnail(LONGEST, LONGEST);
    }
    // Afterwards, because it makes a copy.
    if let Some(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    let mut bytes = Vec::new();
    if media_type(media_type_of_original) == "image/jpeg" {
        write_jpeg(&picture, 85, &mut bytes)?;
    } else {
        picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).ok()?;
    }
    let mut small = Vec::new();
    if picture.width().max(picture.height()) > SMALL {
        picture = picture.thumbnail(SMALL, SMALL);
    }
    write_jpeg(&on_white(picture), 80, &mut small)?;
    Some(Scrubbed { bytes, small })
}

/// A picture, and how it has to be turned.
fn decode(original: &[u8]) -> Option<(DynamicImage, Option<Orientation>)> {
    let mut reader = ImageReader::new(Cursor::new(original)).with_guessed_format().ok()?;
    // A small file can claim a huge picture.
    let mut limits = Limits::default();
    limits.max_image_width = Some(20_000);
    limits.max_image_height = Some(20_000);
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    // The limits hold for what a decoder needs besides. The pixels are taken as the header claims them, and where there
    // is no room for them the whole process ends.
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MOST_BYTES {
        return None;
    }
    let orientation = decoder.orientation().ok()?;
    Some((DynamicImage::from_decoder(decoder).ok()?, Some(orientation)))
}

/// Upright already: the format turns its pictures by itself.
fn decode_heic(original: &[u8]) -> Option<DynamicImage> {
    let options = heifer::Options { max_threads: 1, max_pixels: MOST_PIXELS };
    // In the colours of the screen; with a rare profile that it cannot convert, in those of the camera.
    let decoded =
        heifer::decode_srgb_rgba8(original, &options).or_else(|_| heifer::decode_rgba8(original, &options)).ok()?;
    image::RgbaImage::from_raw(decoded.width, decoded.height, decoded.data).map(DynamicImage::from)
}

fn write_jpeg(picture: &DynamicImage, quality: u8, bytes: &mut Vec<u8>) -> Option<()> {
    DynamicImage::from(picture.to_rgb8()).write_with_encoder(JpegEncoder::new_with_quality(bytes, quality)).ok()
}

/// What is see-through becomes white, not black.
fn on_white(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return picture;
    }
    let mut sheet = image::RgbaImage::from_pixel(picture.width(), picture.height(), image::Rgba([255; 4]));
    image::imageops::overlay(&mut sheet, &picture.to_rgba8(), 0, 0);
    sheet.into()
}

fn is_heic(media_type: &str) -> bool {
    media_type.starts_with("image/hei")
}

/// What the copy of a picture is: photographs become JPEG, everything else PNG.
pub fn media_type(original: &str) -> &'static str {
    if matches!(original, "image/jpeg" | "image/bmp") || is_heic(original) { "image/jpeg" } else { "image/png" }
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
        let copy = picture(&original, "image/jpeg").unwrap();
        assert!(!copy.bytes.windows(13).any(|window| window == b"MARKED-CAMERA"));
        assert!(!copy.bytes.windows(4).any(|window| window == b"Exif"));
        let drawn = image::load_from_memory(&copy.bytes).unwrap();
        assert_eq!((drawn.width(), drawn.height()), (10, 20), "orientation 6 turns it");
        assert!(picture(b"\xFF\xD8\xFF\xE0 broken", "image/jpeg").is_none());
    }

    #[test]
    fn a_small_file_that_holds_a_huge_picture_is_not_drawn() {
        let mut png = Vec::new();
        image::GrayImage::new(16_000, 5_000).write_to(&mut Cursor::new(&mut png), ImageFormat::Png).unwrap();
        assert!(png.len() < 500_000, "it is small as a file: {}", png.len());
        assert!(picture(&png, "image/png").is_none());
    }

    #[test]
    fn a_picture_of_an_iphone_becomes_one_that_everybody_can_open() {
        let original = include_bytes!("../../tests/vectors/files/photograph.heic");
        assert!(original.windows(6).any(|window| window == b"MARKED"), "the camera's words are in it");
        let copy = picture(original, "image/heic").unwrap();
        for bytes in [&copy.bytes, &copy.small] {
            assert!(!bytes.windows(6).any(|window| window == b"MARKED" || window == b"Exif\0\0"));
        }
        let drawn = image::load_from_memory(&copy.bytes).unwrap().to_rgb8();
        assert_eq!(drawn.dimensions(), (480, 640), "turned upright");
        // A red field in the upper left corner, a blue one in the lower right.
        let near = |at: (u32, u32), colour: [u8; 3]| {
            let pixel = drawn.get_pixel(at.0, at.1).0;
            assert!(pixel.iter().zip(colour).all(|(one, other)| one.abs_diff(other) < 24), "{pixel:?} at {at:?}");
        };
        near((40, 40), [200, 30, 30]);
        near((440, 600), [30, 30, 200]);
        let small = image::load_from_memory(&copy.small).unwrap();
        assert_eq!((small.width(), small.height()), (240, 320));
    }

    /// Bits are turned over everywhere in the file: it is refused or drawn, and nothing else happens.
    #[test]
    fn a_damaged_picture_of_an_iphone_does_no_harm() {
        let original = include_bytes!("../../tests/vectors/files/photograph.heic");
        for n in 0..150 {
            let mut damaged = original.to_vec();
            let at = n * original.len() / 150;
            damaged[at] ^= 1 << (n % 8);
            let _ = picture(&damaged, "image/heic");
            assert!(picture(&original[..at], "image/heic").is_none(), "cut at {at}");
        }
    }

    #[test]
    fn what_is_see_through_becomes_white() {
        let mut original = Vec::new();
        let picture = image::RgbaImage::from_pixel(4, 4, image::Rgba([0, 0, 0, 0]));
        picture.write_to(&mut Cursor::new(&mut original), ImageFormat::Png).unwrap();
        let small = super::picture(&original, "image/png").unwrap().small;
        assert_eq!(image::load_from_memory(&small).unwrap().to_rgb8().get_pixel(1, 1).0, [255; 3]);
    }
}
