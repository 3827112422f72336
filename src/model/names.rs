//! Name scores of a sentence -> one tag a word, by the best path on which no name continues that did not begin.
//!
//! Example: the scores of "Bank of England" may prefer `B-ORG O B-LOC` word by word; the path `B-ORG I-ORG I-ORG` wins.

use super::ModelError;
use super::math::probability;

/// What kind of thing a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameType {
    /// People.
    Person,
    /// Companies, authorities, parties, media.
    Organisation,
    /// Countries, towns, regions, buildings.
    Location,
    /// Nationalities and creeds: "Iraqi", "Sunni".
    Group,
    /// Systems, software, goods.
    Product,
    /// Malicious software.
    Malware,
    /// Flaws of software: `CVE-2026-20417`.
    Vulnerability,
    /// Named happenings: `World Cup`.
    Event,
    /// Weapons and their systems.
    Weapon,
    /// Works, laws and all other names.
    Other,
}

impl NameType {
    /// Short label, as in `B-PER`.
    pub fn label(self) -> &'static str {
        match self {
            NameType::Person => "PER",
            NameType::Organisation => "ORG",
            NameType::Location => "LOC",
            NameType::Group => "NORP",
            NameType::Product => "PRODUCT",
            NameType::Malware => "MALWARE",
            NameType::Vulnerability => "VULN",
            NameType::Event => "EVENT",
            NameType::Weapon => "WEAPON",
            NameType::Other => "MISC",
        }
    }
}

/// A word that is part of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameTag {
    /// Whether the name begins here; otherwise it continues the word before.
    pub begin: bool,
    /// What the name names.
    pub kind: NameType,
}

/// The tags in the order of the score columns, and which may follow which.
pub struct Names {
    tags: Vec<Option<NameTag>>,
}

impl Names {
    pub fn new(tags: &[&str]) -> Result<Names, ModelError> {
        let parse = |tag: &&str| match tag.split_once('-') {
            None if *tag == "O" => Ok(None),
            Some((prefix @ ("B" | "I"), kind)) => {
                let kind = kind_of(kind).ok_or_else(|| ModelError::Tag { tag: (*tag).to_owned() })?;
                Ok(Some(NameTag { begin: prefix == "B", kind }))
            }
            _ => Err(ModelError::Tag { tag: (*tag).to_owned() }),
        };
        Ok(Names { tags: tags.iter().map(parse).collect::<Result<_, _>>()? })
    }

    pub fn len(&self) -> usize {
        self.tags.len()
    }

    fn may_follow(&self, before: Option<usize>, tag: usize) -> bool {
        match self.tags[tag] {
            Some(NameTag { begin: false, kind }) => before.and_then(|b| self.tags[b]).is_some_and(|b| b.kind == kind),
            _ => true,
        }
    }

    /// `rows` holds the scores of each word; the result each word's tag and its probability taken by itself.
    pub fn decode<'a>(&self, rows: impl Iterator<Item = &'a [f32]>, temperature: f32) -> Vec<(Option<NameTag>, f32)> {
        let rows: Vec<&[f32]> = rows.map(|r| &r[..self.len()]).collect();
        let mut best: Vec<f64> = Vec::new();
        let mut back: Vec<Vec<usize>> = Vec::new();
        for row in &rows {
            let mut from = vec![0; self.len()];
            let step = (0..self.len()).map(|tag| {
                let score = f64::from(row[tag]);
                if back.is_empty() {
                    return if self.may_follow(None, tag) { score } else { f64::MIN };
                }
                let allowed = (0..self.len()).filter(|&b| self.may_follow(Some(b), tag));
                let before = allowed.reduce(|a, b| if best[b] > best[a] { b } else { a }).unwrap_or(0);
                from[tag] = before;
                best[before] + score
            });
            best = step.collect();
            back.push(from);
        }
        let last = (0..best.len()).reduce(|a, b| if best[b] > best[a] { b } else { a });
        let Some(mut tag) = last else { return Vec::new() };
        let mut out = Vec::with_capacity(rows.len());
        for (row, from) in rows.iter().zip(&back).rev() {
            out.push((self.tags[tag], probability(row, tag, temperature)));
            tag = from[tag];
        }
        out.reverse();
        out
    }
}

fn kind_of(name: &str) -> Option<NameType> {
    Some(match name {
        "PER" => NameType::Person,
        "ORG" => NameType::Organisation,
        "LOC" => NameType::Location,
        "NORP" => NameType::Group,
        "PRODUCT" => NameType::Product,
        "MALWARE" => NameType::Malware,
        "VULN" => NameType::Vulnerability,
        "EVENT" => NameType::Event,
        "WEAPON" => NameType::Weapon,
        "MISC" => NameType::Other,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_is_valid() {
        let names = Names::new(&["O", "B-ORG", "I-ORG", "B-LOC", "I-LOC"]).unwrap();
        let scores: [[f32; 5]; 3] = [[0.0, 2.0, 0.0, 1.9, 0.0], [1.0, 0.0, 0.9, 0.0, 0.0], [0.0, 0.0, 2.5, 1.0, 2.0]];
        let tags = names.decode(scores.iter().map(|r| r.as_slice()), 1.0);
        let org = |begin| Some(NameTag { begin, kind: NameType::Organisation });
        assert_eq!(tags.iter().map(|t| t.0).collect::<Vec<_>>(), [org(true), org(false), org(false)]);
        assert!(tags.iter().all(|t| t.1 > 0.0 && t.1 < 1.0));
        // "I" never opens a sentence.
        let tags = names.decode([[0.0f32, 0.0, 9.0, 0.0, 0.0].as_slice()].into_iter(), 1.0);
        assert!(tags[0].0.is_none_or(|t| t.begin));
        assert!(names.decode(std::iter::empty(), 1.0).is_empty());
    }

    #[test]
    fn unknown_tags_are_errors() {
        assert!(Names::new(&["O", "B-FOO"]).is_err());
        assert!(Names::new(&["X"]).is_err());
    }
}
