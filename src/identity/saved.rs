//! What identity knows, as bytes, so that it need not be found again from all articles when one comes.
//!
//! ```text
//! zlib( version, decisions, articles as they were read, pairs that are alike with how much )
//! ```
//! What the pairs were found from is there; what follows from the pairs is made again. Bytes of another version, or that do not hold
//! together, are no state: everything is then read anew.

use std::io::{Read, Write};

use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use serde::{Deserialize, Serialize};

use super::cluster::Edges;
use super::report::{ArticleReport, Iri};
use super::{Decisions, Identity, Touched};

/// What is kept. Events are counted in the order in which the articles name them.
#[derive(Serialize, Deserialize)]
struct Saved {
    version: String,
    decisions: String,
    articles: Vec<(String, ArticleReport)>,
    alike: Vec<(u32, u32, f32)>,
    parts: Vec<(u32, u32, f32)>,
}

impl Identity {
    /// Everything that is needed to go on later, with the version of whoever made it.
    pub fn to_bytes(&self, version: &str) -> Vec<u8> {
        let events = self.articles.values().flat_map(|article| article.events.iter().map(|event| &event.iri));
        let numbers: rustc_hash::FxHashMap<&Iri, u32> = events.zip(0..).collect();
        let pairs = |edges: &Edges| -> Vec<(u32, u32, f32)> {
            let of = |(one, others): (&Iri, &std::collections::BTreeMap<Iri, f32>)| {
                let one = numbers.get(one).copied()?;
                Some(others.iter().filter_map(|(other, score)| Some((one, *numbers.get(other)?, *score))).collect::<Vec<_>>())
            };
            let mut pairs: Vec<_> = edges.iter().filter_map(of).flatten().filter(|(one, other, _)| one < other).collect();
            pairs.sort_by_key(|(one, other, _)| (*one, *other));
            pairs
        };
        let saved = Saved {
            version: version.to_owned(),
            decisions: self.decisions.to_string(),
            articles: self.articles.iter().map(|(graph, report)| (graph.clone(), report.clone())).collect(),
            alike: pairs(&self.alike),
            parts: pairs(&self.parts),
        };
        let plain = postcard::to_stdvec(&saved).unwrap_or_default();
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        zlib.write_all(&plain).and_then(|()| zlib.finish()).unwrap_or_default()
    }

    /// The state of those bytes; `None` if they are of another version or damaged.
    pub fn from_bytes(bytes: &[u8], version: &str) -> Option<Identity> {
        let mut plain = Vec::new();
        ZlibDecoder::new(bytes).read_to_end(&mut plain).ok()?;
        let saved: Saved = postcard::from_bytes(&plain).ok()?;
        if saved.version != version {
            return None;
        }
        let mut identity = Identity { decisions: Decisions::parse(&saved.decisions).ok()?, ..Identity::default() };
        let mut touched = Touched::default();
        for (graph, report) in saved.articles {
            identity.put_in(&identity.with_homonyms(&report), &mut touched);
            identity.graph_of.insert(report.iri.clone(), graph.clone());
            identity.articles.insert(graph, report);
        }
        let moved = identity.people.settle(&touched.people, &identity.decisions, &mut identity.entities.same);
        touched.people.extend(moved);
        identity.place(&mut touched);
        let events: Vec<Iri> =
            identity.articles.values().flat_map(|article| article.events.iter().map(|event| event.iri.clone())).collect();
        for (edges, pairs) in [(&mut identity.alike, saved.alike), (&mut identity.parts, saved.parts)] {
            for (one, other, score) in pairs {
                let (one, other) = (events.get(one as usize)?, events.get(other as usize)?);
                edges.entry(one.clone()).or_default().insert(other.clone(), score);
                edges.entry(other.clone()).or_default().insert(one.clone(), score);
            }
        }
        identity.settle_into(touched, None);
        Some(identity)
    }

    /// Names of the graphs of the articles that it knows.
    pub fn graphs(&self) -> impl Iterator<Item = &str> {
        self.articles.keys().map(String::as_str)
    }
}
