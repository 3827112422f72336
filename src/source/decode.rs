//! Bytes → text: byte order mark, UTF-8, the page's own charset, or a guess; binary data is refused.

use std::sync::LazyLock;

use encoding_rs::{Encoding, UTF_8};
use regex::bytes::Regex;

use super::SourceError;

/// Decodes the bytes of one source. Malformed sequences become U+FFFD; a byte order mark is not part of the text.
pub(super) fn decode(bytes: &[u8], place: &str) -> Result<String, SourceError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned());
    }
    if is_binary(bytes) {
        return Err(SourceError::Binary { place: place.to_owned() });
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let encoding = named_charset(bytes).unwrap_or_else(|| guess(bytes));
    Ok(encoding.decode_without_bom_handling(bytes).0.into_owned())
}

/// Text has no NUL, and hardly any other control characters.
fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(64 * 1024)];
    let control = head.iter().filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1b)).count();
    memchr::memchr(0, bytes).is_some() || control * 100 > head.len()
}

/// The charset an HTML page names for itself.
fn named_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    static CHARSET: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_:-]+)"#).expect("a valid pattern"));
    let head = &bytes[..bytes.len().min(4096)];
    Encoding::for_label(&CHARSET.captures(head)?[1])
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    // A long text with one broken sequence is UTF-8 with an accident, not another encoding.
    let text = String::from_utf8_lossy(bytes);
    let (mut broken, mut foreign) = (0usize, 0usize);
    for c in text.chars() {
        broken += usize::from(c == '\u{fffd}');
        foreign += usize::from(!c.is_ascii());
    }
    if broken * 4 < foreign {
        return UTF_8;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_marks_charsets_and_guesses() {
        let text = |bytes: &[u8]| decode(bytes, "x").expect("text");
        assert_eq!(text(b"\xef\xbb\xbfhi"), "hi");
        assert_eq!(text(b"\xff\xfeh\0i\0"), "hi");
        assert_eq!(text("Zoë".as_bytes()), "Zoë");
        assert_eq!(text(b"<meta charset=\"windows-1251\">\xcf\xf0"), "<meta charset=\"windows-1251\">Пр");
        assert_eq!(text(b"The caf\xe9 in Orl\xe9ans re-opened."), "The café in Orléans re-opened.");
        assert_eq!(
            text("é à ü ß é ö \u{2014} x".as_bytes().iter().chain(b"\xff").copied().collect::<Vec<_>>().as_slice()),
            "é à ü ß é ö — x\u{fffd}"
        );
    }

    #[test]
    fn refuses_binary_data() {
        assert!(matches!(decode(b"PNG\0\x01", "x"), Err(SourceError::Binary { .. })));
        assert!(matches!(decode(&[1; 40], "x"), Err(SourceError::Binary { .. })));
    }
}
