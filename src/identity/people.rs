//! Which names are of one entity: joined where a name fits and something else speaks for it, left apart and listed where not.
//!
//! ```text
//! Bob Smith, mayor of Halden (a)      Robert Smith, mayor of Halden (b)     joined: they share an office
//! Bob Smith, striker (a)              Robert Smith, mayor of Halden (b)     apart, listed
//! Jan Novak, goalkeeper, Ostrava (a)  Jan Novak, minister, Vienna (b)       one IRI by name, listed as doubtful
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::decisions::{Decision, Decisions};
use super::names;
use super::report::{Iri, kind};
use crate::link::Registry;
use crate::rdf::{base_of, homonym_iri};

/// What one article says of a person or body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Profile {
    pub entity: Iri,
    /// Names as written.
    pub names: BTreeSet<Arc<str>>,
    /// Offices and jobs, folded.
    pub positions: BTreeSet<Arc<str>>,
    /// A sentence or two about it.
    pub sentences: Vec<Arc<str>>,
}

/// Something that the user may want to decide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Doubt {
    /// What it is.
    pub kind: DoubtKind,
    /// Each side: its name, its IRI, the articles that speak of it, and a sentence or two.
    pub sides: Vec<Side>,
}

/// What is in doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DoubtKind {
    /// Two names were joined on evidence.
    Joined,
    /// Two names may be of one entity, but nothing speaks for it.
    Apart,
    /// One full name may be of two: the articles have nothing in common.
    Homonym,
}

/// One side of a doubt.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Side {
    /// Name.
    pub name: String,
    /// IRI.
    pub iri: String,
    /// IRIs of the articles.
    pub articles: Vec<String>,
    /// What is said, in the articles' words.
    pub sentences: Vec<String>,
}

/// People and bodies of all articles.
#[derive(Debug, Default)]
pub(super) struct People {
    profiles: FxHashMap<Iri, BTreeMap<Iri, Arc<Profile>>>,
    /// Article → named things that it mentions.
    mentions: FxHashMap<Iri, BTreeSet<Iri>>,
    /// Form of a name → entities that bear it.
    forms: FxHashMap<String, BTreeSet<Iri>>,
    forms_of: FxHashMap<Iri, BTreeSet<String>>,
    joins: FxHashMap<Iri, BTreeSet<Iri>>,
}

/// Sentences shown of a side.
const SENTENCES: usize = 2;

impl People {
    pub fn put_in(&mut self, article: &Iri, profiles: &[Arc<Profile>], mentions: &BTreeSet<Iri>) {
        self.mentions.insert(article.clone(), mentions.clone());
        for profile in profiles {
            self.profiles.entry(profile.entity.clone()).or_default().insert(article.clone(), profile.clone());
        }
    }

    pub fn take_out(&mut self, article: &Iri, profiles: &[Arc<Profile>]) {
        self.mentions.remove(article);
        for profile in profiles {
            if let Some(articles) = self.profiles.get_mut(&profile.entity) {
                articles.remove(article);
                if articles.is_empty() {
                    self.profiles.remove(&profile.entity);
                }
            }
        }
    }

    /// Decides anew on the entities that changed; those that now stand for another than before.
    pub fn settle(&mut self, changed: &BTreeSet<Iri>, decisions: &Decisions, same: &mut FxHashMap<Iri, Iri>) -> FxHashSet<Iri> {
        for entity in changed {
            for form in self.forms_of.remove(entity).unwrap_or_default() {
                if let Some(bearers) = self.forms.get_mut(&form) {
                    bearers.remove(entity);
                    if bearers.is_empty() {
                        self.forms.remove(&form);
                    }
                }
            }
            let forms = self.forms_of_names(entity);
            for form in &forms {
                self.forms.entry(form.clone()).or_default().insert(entity.clone());
            }
            if !forms.is_empty() {
                self.forms_of.insert(entity.clone(), forms);
            }
        }
        // how many bear an abbreviation counts for all who bear it
        let mut open: BTreeSet<Iri> = changed.clone();
        for entity in changed {
            open.extend(self.bearers(entity));
            open.extend(self.joins.get(entity).into_iter().flatten().cloned());
        }
        let mut affected = open.clone();
        for entity in &open {
            for other in self.joins.remove(entity).unwrap_or_default() {
                if let Some(back) = self.joins.get_mut(&other) {
                    back.remove(entity);
                }
                affected.insert(other);
            }
        }
        let decided = |entity: &Iri| -> Vec<Iri> {
            let other = |decision: &Decision| match decision {
                Decision::Join(a, b) | Decision::Split(a, b) if a.as_str() == &**entity => Some(Iri::from(b.as_str())),
                Decision::Join(a, b) | Decision::Split(a, b) if b.as_str() == &**entity => Some(Iri::from(a.as_str())),
                _ => None,
            };
            decisions.iter().filter_map(other).collect()
        };
        for entity in &open {
            let others: BTreeSet<Iri> = self.bearers(entity).into_iter().chain(decided(entity)).collect();
            for other in others.into_iter().filter(|other| other != entity) {
                if self.is_joined(entity, &other, decisions) {
                    self.joins.entry(entity.clone()).or_default().insert(other.clone());
                    self.joins.entry(other.clone()).or_default().insert(entity.clone());
                    affected.insert(other);
                }
            }
        }
        self.elect(affected, same)
    }

    /// Finds who stands for whom among those that hang together with `entities`.
    fn elect(&self, entities: BTreeSet<Iri>, same: &mut FxHashMap<Iri, Iri>) -> FxHashSet<Iri> {
        let mut moved = FxHashSet::default();
        let mut done: BTreeSet<Iri> = BTreeSet::new();
        for entity in entities {
            if done.contains(&entity) {
                continue;
            }
            let group = self.group(&entity);
            let Some(first) = group.iter().min_by_key(|iri| (!is_registered(iri), (*iri).clone())).cloned() else { continue };
            for member in &group {
                let old = if *member == first { same.remove(member) } else { same.insert(member.clone(), first.clone()) };
                if old != (*member != first).then(|| first.clone()) {
                    moved.insert(member.clone());
                }
            }
            done.extend(group);
        }
        moved
    }

    /// An entity and all that are joined with it.
    pub fn group(&self, entity: &Iri) -> BTreeSet<Iri> {
        let mut group = BTreeSet::new();
        let mut open = vec![entity.clone()];
        while let Some(next) = open.pop() {
            open.extend(self.joins.get(&next).into_iter().flatten().filter(|other| !group.contains(*other)).cloned());
            group.insert(next);
        }
        group
    }

    /// The articles that speak of an entity.
    pub fn articles(&self, entity: &Iri) -> impl Iterator<Item = &Iri> {
        self.profiles.get(entity).into_iter().flat_map(BTreeMap::keys)
    }

    fn forms_of_names(&self, entity: &Iri) -> BTreeSet<String> {
        let Some(articles) = self.profiles.get(entity) else { return BTreeSet::new() };
        let all = articles.values().flat_map(|profile| profile.names.iter().map(|name| &**name));
        let forms = if kind(entity) == "person" { all.filter_map(names::person).collect() } else { names::body(all) };
        let family = if kind(entity) == "person" { "person" } else { "body" };
        forms.into_iter().map(|form: String| format!("{family} {form}")).collect()
    }

    /// Others with a form of the entity's name.
    fn bearers(&self, entity: &Iri) -> BTreeSet<Iri> {
        let forms = self.forms_of.get(entity).into_iter().flatten();
        forms.filter_map(|form| self.forms.get(form)).flatten().filter(|other| *other != entity).cloned().collect()
    }

    fn is_joined(&self, a: &Iri, b: &Iri, decisions: &Decisions) -> bool {
        let about = |x: &str, y: &str| (x == &**a && y == &**b) || (x == &**b && y == &**a);
        for decision in decisions.iter() {
            match decision {
                Decision::Join(x, y) if about(x, y) => return true,
                Decision::Split(x, y) if about(x, y) => return false,
                Decision::Homonym { entity, articles } if about(entity, homonym_iri(entity, articles).as_str()) => return false,
                _ => {}
            }
        }
        self.may_be_one(a, b) && self.have_evidence(a, b)
    }

    /// A form of the name is shared, the registry does not know both, and no article tells them apart.
    fn may_be_one(&self, a: &Iri, b: &Iri) -> bool {
        let (Some(forms), Some(others)) = (self.forms_of.get(a), self.forms_of.get(b)) else { return false };
        let (Some(articles), Some(other_articles)) = (self.profiles.get(a), self.profiles.get(b)) else { return false };
        let together = articles.keys().any(|article| other_articles.contains_key(article));
        !forms.is_disjoint(others) && !(is_registered(a) && is_registered(b)) && !together
    }

    fn have_evidence(&self, a: &Iri, b: &Iri) -> bool {
        let (positions, others) = (self.positions(a), self.positions(b));
        let same_office = positions.intersection(&others).any(|office| office.contains(' '));
        let (context, other) = (self.context(a), self.context(b));
        same_office || context.intersection(&other).any(|iri| iri != a && iri != b)
    }

    fn positions(&self, entity: &Iri) -> BTreeSet<Arc<str>> {
        self.profiles.get(entity).into_iter().flat_map(BTreeMap::values).flat_map(|profile| profile.positions.iter().cloned()).collect()
    }

    /// What the articles on an entity mention besides, but for countries and media, which say little.
    fn context(&self, entity: &Iri) -> BTreeSet<Iri> {
        let articles = self.profiles.get(entity).into_iter().flat_map(BTreeMap::keys);
        articles.flat_map(|article| self.telling(article)).filter(|iri| iri != entity).collect()
    }

    fn telling(&self, article: &Iri) -> impl Iterator<Item = Iri> {
        self.mentions.get(article).into_iter().flatten().filter(|iri| !["country", "media"].contains(&kind(iri))).cloned()
    }

    /// What may be wrong, in a fixed order; what the user decided is settled.
    pub fn doubts(&self, decisions: &Decisions) -> Vec<Doubt> {
        let decided = |a: &Iri, b: &Iri| {
            decisions.iter().any(|decision| match decision {
                Decision::Join(x, y) | Decision::Split(x, y) => BTreeSet::from([x.as_str(), y.as_str()]) == BTreeSet::from([&**a, &**b]),
                Decision::Homonym { entity, articles } => {
                    let is_it = |iri: &Iri| entity.as_str() == &**iri || homonym_iri(entity, articles).as_str() == &**iri;
                    is_it(a) && is_it(b)
                }
            })
        };
        let mut doubts = BTreeSet::new();
        for (entity, articles) in &self.profiles {
            for other in self.bearers(entity) {
                if *entity < other && !decided(entity, &other) && self.may_be_one(entity, &other) {
                    let kind = if self.have_evidence(entity, &other) { DoubtKind::Joined } else { DoubtKind::Apart };
                    let side = |iri: &Iri| self.side(iri, &self.profiles[iri].keys().cloned().collect());
                    doubts.insert(Doubt { kind, sides: vec![side(entity), side(&other)] });
                }
            }
            let is_named_only = kind(entity) == "person" && !is_registered(entity) && articles.len() > 1;
            if is_named_only && !decided(entity, entity) {
                let groups = self.groups(entity);
                if groups.len() > 1 {
                    doubts.insert(Doubt { kind: DoubtKind::Homonym, sides: groups.iter().map(|group| self.side(entity, group)).collect() });
                }
            }
        }
        doubts.into_iter().collect()
    }

    /// The articles on an entity by what they have in common; one group unless offices or countries differ.
    fn groups(&self, entity: &Iri) -> Vec<BTreeSet<Iri>> {
        let Some(articles) = self.profiles.get(entity) else { return Vec::new() };
        let marks = |article: &Iri| -> BTreeSet<Iri> {
            let offices = articles[article].positions.iter().cloned();
            self.telling(article).filter(|iri| iri != entity).chain(offices).collect()
        };
        let mut groups: Vec<(BTreeSet<Iri>, BTreeSet<Iri>)> = Vec::new();
        for article in articles.keys() {
            let (mut marks, mut group) = (marks(article), BTreeSet::from([article.clone()]));
            groups.retain(|(known, others)| {
                let apart = known.is_disjoint(&marks);
                if !apart {
                    marks.extend(known.iter().cloned());
                    group.extend(others.iter().cloned());
                }
                apart
            });
            groups.push((marks, group));
        }
        let groups: Vec<BTreeSet<Iri>> = groups.into_iter().map(|(_, group)| group).collect();
        let offices = |group: &BTreeSet<Iri>| group.iter().flat_map(|a| articles[a].positions.clone()).collect::<BTreeSet<_>>();
        let countries = |group: &BTreeSet<Iri>| {
            group.iter().filter_map(|a| self.mentions.get(a)).flatten().filter(|iri| kind(iri) == "country").collect::<BTreeSet<_>>()
        };
        fn differ<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> bool {
            !a.is_empty() && !b.is_empty() && a.is_disjoint(b)
        }
        let in_conflict = groups
            .iter()
            .enumerate()
            .any(|(place, a)| groups[place + 1..].iter().any(|b| differ(&offices(a), &offices(b)) || differ(&countries(a), &countries(b))));
        if in_conflict { groups } else { Vec::new() }
    }

    fn side(&self, entity: &Iri, articles: &BTreeSet<Iri>) -> Side {
        let profiles = articles.iter().filter_map(|article| self.profiles.get(entity)?.get(article));
        let names: BTreeSet<&Arc<str>> = profiles.clone().flat_map(|profile| &profile.names).collect();
        let longest = names.iter().max_by_key(|name| (name.chars().count(), std::cmp::Reverse(**name)));
        Side {
            name: longest.map(|name| name.to_string()).unwrap_or_default(),
            iri: entity.to_string(),
            articles: articles.iter().map(ToString::to_string).collect(),
            sentences: profiles.flat_map(|profile| &profile.sentences).take(SENTENCES).map(ToString::to_string).collect(),
        }
    }
}

/// Whether the registry knows it, rather than its name alone.
fn is_registered(iri: &str) -> bool {
    iri[base_of(iri).len()..].strip_prefix("id/").is_some_and(|key| Registry::shipped().entry(key).is_some())
}
