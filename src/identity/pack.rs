//! What an article contributes ⇄ few bytes: columns, since what events have in common then stands side by side for zlib.
//!
//! ```text
//! …/article/a/event/clash-c6be7934    → "/event/clash-", c6 be 79 34
//! ```
//! What follows from the rest is not written: the class group, the article in the names of its events.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Write};
use std::sync::Arc;

use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::people::Profile;
use super::report::{ArticleReport, ClaimReport, Filler, Head, Iri, Report, When, group};

#[derive(Serialize, Deserialize)]
struct Packed {
    kin: Vec<(Iri, Iri)>,
    profiles: Vec<Arc<Profile>>,
    mentions: BTreeSet<Iri>,
    sentences: Vec<Arc<str>>,
    events: Events,
    claims: Claims,
}

/// One entry an event.
#[derive(Default, Serialize, Deserialize)]
struct Events {
    names: Names,
    classes: Vec<Iri>,
    times: Vec<Option<When>>,
    roles: Vec<BTreeMap<Iri, Vec<Filler>>>,
    nearby: Vec<Vec<Iri>>,
    /// Whether places near are vague, the report general, and the event actual.
    flags: Vec<[bool; 3]>,
    /// How many claims are about it.
    claims: Vec<u32>,
}

/// One entry a claim, in the order of the events.
#[derive(Default, Serialize, Deserialize)]
struct Claims {
    names: Names,
    sources: Vec<Option<Filler>>,
    factualities: Vec<Iri>,
    /// Which of the sentences is quoted.
    quotes: Vec<u32>,
}

/// IRIs below that of the article, each with the digits at its end as bytes.
#[derive(Default, Serialize, Deserialize)]
struct Names {
    heads: Vec<String>,
    digits: Vec<Vec<u8>>,
}

impl Names {
    fn push(&mut self, article: &str, iri: &str) {
        let name = iri.strip_prefix(article).filter(|name| name.starts_with('/')).unwrap_or(iri);
        let digits = name.bytes().rev().take_while(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')).count() & !1;
        let (head, digits) = name.split_at(name.len() - digits);
        let byte = |place: usize| u8::from_str_radix(&digits[place..place + 2], 16).unwrap_or_default();
        self.heads.push(head.to_owned());
        self.digits.push((0..digits.len()).step_by(2).map(byte).collect());
    }

    fn into_iris(self, article: &str) -> impl Iterator<Item = Iri> {
        self.heads.into_iter().zip(self.digits).map(move |(head, digits)| {
            let digits: String = digits.iter().map(|byte| format!("{byte:02x}")).collect();
            let article = if head.starts_with('/') { article } else { "" };
            format!("{article}{head}{digits}").into()
        })
    }
}

impl ArticleReport {
    /// As bytes, but for the head.
    pub fn pack(&self) -> io::Result<Vec<u8>> {
        let (mut events, mut claims) = (Events::default(), Claims::default());
        let mut places: FxHashMap<&str, u32> = FxHashMap::default();
        let mut sentences = Vec::new();
        for event in &self.events {
            events.names.push(&self.head.iri, &event.iri);
            events.classes.push(event.class.clone());
            events.times.push(event.time);
            events.roles.push(event.roles.clone());
            events.nearby.push(event.nearby.clone());
            events.flags.push([event.is_nearby_vague, event.is_general, event.is_actual]);
            events.claims.push(event.claims.len() as u32);
            for claim in &event.claims {
                claims.names.push(&self.head.iri, &claim.iri);
                claims.sources.push(claim.source.clone());
                claims.factualities.push(claim.factuality.clone());
                claims.quotes.push(*places.entry(&claim.quote).or_insert_with(|| {
                    sentences.push(claim.quote.clone());
                    sentences.len() as u32 - 1
                }));
            }
        }
        let packed =
            Packed { kin: self.kin.clone(), profiles: self.profiles.clone(), mentions: self.mentions.clone(), sentences, events, claims };
        zlib(&postcard::to_stdvec(&packed).map_err(io::Error::other)?)
    }

    /// From the head and the bytes again.
    pub fn unpack(head: Head, bytes: &[u8]) -> io::Result<ArticleReport> {
        let packed: Packed = postcard::from_bytes(&plain(bytes)?).map_err(io::Error::other)?;
        let Packed { kin, profiles, mentions, sentences, events, claims } = packed;
        let iri = head.iri.clone();
        let mut claims = claims.names.into_iris(&iri).zip(claims.sources).zip(claims.factualities.into_iter().zip(claims.quotes)).map(
            |((iri, source), (factuality, quote))| {
                let quote = sentences.get(quote as usize).cloned().unwrap_or_default();
                ClaimReport { iri, source, factuality, quote }
            },
        );
        let names = events.names.into_iris(&iri).zip(events.classes).zip(events.times);
        let rows = names.zip(events.roles).zip(events.nearby).zip(events.flags).zip(events.claims);
        let mut events = Vec::new();
        for ((((((name, class), time), roles), nearby), flags), count) in rows {
            let claims: Vec<ClaimReport> = claims.by_ref().take(count as usize).collect();
            let [is_nearby_vague, is_general, is_actual] = flags;
            events.push(Arc::new(Report {
                iri: name,
                article: iri.clone(),
                group: group(&class),
                class,
                time,
                roles,
                nearby,
                is_nearby_vague,
                is_general,
                is_actual,
                claims,
            }));
        }
        Ok(ArticleReport { head, events, kin, profiles, mentions })
    }
}

/// In zlib.
pub(super) fn zlib(plain: &[u8]) -> io::Result<Vec<u8>> {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
    zlib.write_all(plain)?;
    zlib.finish()
}

/// From zlib.
pub(super) fn plain(zlib: &[u8]) -> io::Result<Vec<u8>> {
    let mut plain = Vec::new();
    ZlibDecoder::new(zlib).read_to_end(&mut plain)?;
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_as_they_were() {
        let article = "https://w3id.org/dateline/id/article/a1";
        let iris = ["/event/clash-c6be7934", "/event/armed-attack-0b", "/claim/abc", "/event/deface", "2/event/x-00"]
            .map(|n| format!("{article}{n}"));
        let iris = iris.into_iter().chain(["https://example.org/event/7f".to_owned()]).collect::<Vec<_>>();
        let mut names = Names::default();
        iris.iter().for_each(|iri| names.push(article, iri));
        assert_eq!(names.digits[0], [0xc6, 0xbe, 0x79, 0x34]);
        assert_eq!(names.into_iris(article).map(|iri| iri.to_string()).collect::<Vec<_>>(), iris);
    }
}
