//! Forms under which names are compared: `the U.S. ` → `US`, `People’s Republic` → `People's Republic`.

use compact_str::CompactString;
use unicode_normalization::UnicodeNormalization;

/// Without leading article and dots of abbreviations, with straight apostrophes, plain letters and single spaces.
pub fn normalized(name: &str) -> CompactString {
    // most names are written so already
    let plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'\'' | b',');
    if name.split(' ').all(|word| !word.is_empty() && word.as_bytes().iter().all(plain))
        && !name.as_bytes().get(..3).is_some_and(|start| start.eq_ignore_ascii_case(b"the"))
    {
        return name.into();
    }
    let mut out = CompactString::default();
    for word in name.split_whitespace() {
        if out.is_empty() && word.eq_ignore_ascii_case("the") {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        let is_abbreviation = word.len() > 2 && word.contains('.') && word.split('.').all(|part| part.chars().count() <= 1);
        if word.is_ascii() && !is_abbreviation && !word.contains('`') {
            out.push_str(word);
        } else {
            let plain = word.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c) && !(is_abbreviation && *c == '.'));
            out.extend(plain.map(|c| match c {
                '’' | '‘' | 'ʼ' | '`' => '\'',
                '‐' | '‑' | '–' => '-',
                other => other,
            }));
        }
    }
    out
}

/// In lower case.
pub fn folded(name: &str) -> CompactString {
    if name.is_ascii() {
        let mut lower = CompactString::from(name);
        lower.make_ascii_lowercase();
        return lower;
    }
    name.chars().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_name_become_one() {
        for (raw, expected) in [
            ("the  U.S. Army", "US Army"),
            ("People’s Republic", "People's Republic"),
            ("Orbán", "Orban"),
            ("St. Petersburg", "St. Petersburg"),
            ("D.C.", "DC"),
            ("Port  Linden", "Port Linden"),
            ("the Port", "Port"),
            ("Theodor the Elder", "Theodor the Elder"),
            ("", ""),
        ] {
            assert_eq!(normalized(raw), expected);
        }
    }
}
