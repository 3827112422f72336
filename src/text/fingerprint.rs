//! A fingerprint of a text by which copies are known: MinHash over runs of five words, 64 bytes of it.
//!
//! ```
//! use dateline::text::Fingerprint;
//! let of = |tail: &str| Fingerprint::of(&format!("Two trains collided near Brno on Monday and nine people were hurt, the fire service said. {tail}"));
//! assert!(of("").likeness(&of("Reuters.")) > 0.8);
//! assert!(of("").likeness(&Fingerprint::of("A minister resigned after a vote that nobody had expected him to lose.")) < 0.2);
//! ```

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Hash functions, each of which keeps one byte.
const SIZE: usize = 64;
/// Words of a run.
const RUN: usize = 5;
/// Bytes that make up a band.
const BAND: usize = 4;

/// What is left of a text to compare it by; written as 128 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<u8>", into = "Vec<u8>")]
pub struct Fingerprint([u8; SIZE]);

impl From<Fingerprint> for Vec<u8> {
    fn from(print: Fingerprint) -> Vec<u8> {
        print.0.to_vec()
    }
}

impl TryFrom<Vec<u8>> for Fingerprint {
    type Error = &'static str;

    fn try_from(bytes: Vec<u8>) -> Result<Fingerprint, Self::Error> {
        bytes.try_into().map(Fingerprint).map_err(|_| "a fingerprint of another length")
    }
}

impl Fingerprint {
    /// Of the words of a text, whatever their case and the marks between them.
    pub fn of(text: &str) -> Fingerprint {
        let words: Vec<String> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
        let mut least = [u64::MAX; SIZE];
        let runs = words.windows(RUN.min(words.len()).max(1));
        for run in runs {
            let mut hash = 0xcbf2_9ce4_8422_2325_u64;
            for byte in run.iter().flat_map(|word| word.bytes().chain([b' '])) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
            for (seed, least) in (1..).zip(&mut least) {
                *least = (*least).min(mix(hash ^ mix(seed)));
            }
        }
        Fingerprint(least.map(|hash| hash as u8))
    }

    /// Share of the runs of words that two texts have in common, as estimated; 0 to 1.
    pub fn likeness(&self, other: &Fingerprint) -> f32 {
        let same = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count() as f32 / SIZE as f32;
        // one byte in 256 agrees by chance
        ((same - 1.0 / 256.0) / (255.0 / 256.0)).max(0.0)
    }

    /// Sixteen parts; texts that are much alike agree in one of them at least.
    pub fn bands(&self) -> impl Iterator<Item = (u8, [u8; BAND])> {
        (0..).zip(self.0.as_chunks::<BAND>().0.iter().copied())
    }
}

/// The finaliser of MurmurHash3.
fn mix(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The text is no fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a fingerprint has 128 hexadecimal digits")]
pub struct NoFingerprint;

impl FromStr for Fingerprint {
    type Err = NoFingerprint;

    fn from_str(text: &str) -> Result<Self, NoFingerprint> {
        let mut bytes = [0; SIZE];
        if text.len() != 2 * SIZE || !text.is_ascii() {
            return Err(NoFingerprint);
        }
        for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
            *byte = u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| NoFingerprint)?;
        }
        Ok(Fingerprint(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_read_as_it_is_written() {
        for text in ["", "one", "The ferry sank off Lamu late on Friday with eighty people on board."] {
            let print = Fingerprint::of(text);
            assert_eq!(print.to_string().parse(), Ok(print));
            assert!((print.likeness(&print) - 1.0).abs() < 1e-6);
            assert_eq!(print.bands().count(), 16);
        }
        assert_eq!("12".parse::<Fingerprint>(), Err(NoFingerprint));
    }
}
