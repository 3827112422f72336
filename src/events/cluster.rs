//! One happening, one event: mentions of the same event in an article are joined.
//!
//! ```text
//! "… hacked into email accounts …"  "… the hack …"  "… the intrusion …"   →  one CyberIntrusion with three triggers
//! ```
//! Mentions are joined if nothing tells them apart (`apart.rs`, and participants in `sharing.rs`) and enough speaks for it: of a full
//! telling and of a bare noun, other things do (`kinship.rs`).

use std::collections::BTreeMap;

use super::candidate::{Candidate, Cluster};
use super::classes::DEATHS;
use super::participants::Filled;
use super::types::Entity;
use crate::document::{EntityType, TokenId};
use crate::frames::Syntax;
use crate::link::Registry;
use crate::resources::Ontology;

/// What joining needs to know.
pub struct Clusterer<'a> {
    /// Classes, their parents and identity roles.
    pub ontology: &'a Ontology,
    /// Which place lies in which country.
    pub registry: &'a Registry,
    /// The entities that participants point to.
    pub entities: &'a [Entity],
    /// The article.
    pub syntax: &'a Syntax<'a>,
}

impl Clusterer<'_> {
    /// Joins the candidates, given in order of the text.
    pub fn cluster(&self, candidates: &[Candidate<'_>]) -> Vec<Cluster> {
        let mut clusters: Vec<Cluster> = Vec::new();
        // complete mentions first, so that a bare "the attack" finds the event that it means; those of the body before the headline,
        // which is to fit it
        let is_headline = |i: &usize| self.syntax.document.is_headline(candidates[*i].sentence);
        let (complete, mut bare): (Vec<usize>, Vec<usize>) = (0..candidates.len()).partition(|i| candidates[*i].mention.complete);
        bare.sort_by_key(|i| (candidates[*i].mention.stands_alone, *i));
        let (headline, body): (Vec<usize>, Vec<usize>) = complete.into_iter().partition(is_headline);
        let mut joined = BTreeMap::new();
        for index in body {
            self.add(index, &mut clusters, candidates, &mut joined);
        }
        self.merge(&mut clusters, candidates);
        for index in headline.into_iter().chain(bare) {
            self.add(index, &mut clusters, candidates, &mut joined);
        }
        for cluster in &mut clusters {
            cluster.mentions.sort_unstable();
        }
        clusters.sort_by_key(|c| c.mentions[0]);
        clusters
    }

    /// Joins a candidate to the event that it fits best, or makes it one of its own; `joined` are triggers that have joined one, with how well
    /// they fitted.
    fn add(&self, index: usize, clusters: &mut Vec<Cluster>, candidates: &[Candidate<'_>], joined: &mut BTreeMap<TokenId, u32>) {
        let candidate = &candidates[index];
        let mention = candidate.mention;
        let fits = |c: &Candidate<'_>| {
            clusters.iter().enumerate().filter_map(|(i, cluster)| Some((self.kinship(cluster, c, candidates)?, i))).max()
        };
        if let Some((kinship, i)) = fits(candidate) {
            // a bare noun that fits events of several classes joins the one that it fits best, and only one
            let others = || candidates.iter().enumerate().filter(|(other, c)| *other != index && c.mention.trigger == mention.trigger);
            let is_best = || others().filter_map(|(_, c)| fits(c)).all(|(other, _)| other <= kinship);
            if mention.complete || !joined.contains_key(&mention.trigger) && is_best() {
                joined.insert(mention.trigger, kinship);
                self.join(&mut clusters[i], index, candidate);
            }
            return;
        }
        // one that could mean no event of any class stands for itself
        let stands_alone =
            || mention.stands_alone && !joined.contains_key(&mention.trigger) && !self.is_told_otherwise(candidate, candidates);
        if mention.complete || stands_alone() {
            if !mention.complete {
                joined.insert(mention.trigger, 0);
            }
            clusters.push(Cluster { class: mention.class.clone(), mentions: vec![index], roles: candidate.roles.clone() });
        }
    }

    /// Joins clusters that turn out to be one happening when all of the body is known.
    fn merge(&self, clusters: &mut Vec<Cluster>, candidates: &[Candidate<'_>]) {
        let mut i = 0;
        while i < clusters.len() {
            let twin = (i + 1..clusters.len()).find(|j| self.are_twins(&clusters[i], &clusters[*j], candidates));
            match twin {
                Some(j) => {
                    let other = clusters.remove(j);
                    for m in other.mentions {
                        self.join(&mut clusters[i], m, &candidates[m]);
                    }
                    // what has grown may fit one that was passed over
                    i = 0;
                }
                None => i += 1,
            }
        }
    }

    fn join(&self, cluster: &mut Cluster, index: usize, candidate: &Candidate<'_>) {
        cluster.mentions.push(index);
        let is_narrower = self.ontology.is_subclass(&candidate.mention.class, &cluster.class)
            || DEATHS.contains(&&*cluster.class) && *candidate.mention.class == *DEATHS[0];
        if candidate.mention.complete && is_narrower {
            cluster.class = candidate.mention.class.clone();
        }
        let is_headline = self.syntax.document.is_headline(candidate.sentence);
        for (role, fillers) in &candidate.roles {
            let told: Vec<Filled> = if is_headline { cluster.fillers(role).copied().collect() } else { Vec::new() };
            // "Scruton was appointed", "Scruton's appointment": whom it is done to does not do it
            let opposed: Vec<_> = opposed(role).iter().flat_map(|r| cluster.fillers(r)).map(|f| f.participant).collect();
            let is_new = |f: &&Filled| !opposed.contains(&f.participant) && (!is_headline || self.says_more(role, f, &told));
            for filled in fillers.iter().filter(is_new) {
                self.put(role, *filled, cluster.roles.entry(role.clone()).or_default());
            }
        }
    }

    /// Adds whom a mention names in a role to those known there; of two forms of a title or description the fuller one stays.
    fn put(&self, role: &str, filled: Filled, known: &mut Vec<Filled>) {
        let is_twin = |k: &Filled| {
            k.participant == filled.participant || role == "position" && self.same_office(k, &filled) || self.is_repeated(k, &filled)
        };
        match known.iter_mut().find(|k| is_twin(k)) {
            Some(twin) if twin.words.len() < filled.words.len() => *twin = filled,
            Some(_) => {}
            None => known.push(filled),
        }
    }

    /// `warships` in the headline, `more warships` below it: a bare noun says no more than the same noun with words of its own, nor does
    /// a bare number of people.
    fn is_repeated(&self, a: &Filled, b: &Filled) -> bool {
        let words = |f: &Filled| f.words.of(&self.syntax.document.article.text);
        let form = |f: &Filled| self.syntax.document.form(f.head);
        let is_bare = |f: &Filled| words(f) == form(f);
        let is_noun = |f: &Filled| self.syntax.pos(f.head) == "NOUN" && !self.is_named(f);
        let are_alike = || is_bare(a) || is_bare(b) || words(a).eq_ignore_ascii_case(words(b));
        // "30" in the headline, "about 30 people" below it
        let is_many = |f: &Filled| self.is_bare_count(f.head) || self.is_a(f, EntityType::Group);
        let are_as_many = || [a, b].iter().any(|f| self.is_bare_count(f.head)) && [a, b].iter().all(|f| !self.is_named(f) && is_many(f));
        is_noun(a) && is_noun(b) && form(a) == form(b) && are_alike() || are_as_many()
    }
}

/// Roles that whoever fills this one does not fill: who does it is not whom it is done to.
fn opposed(role: &str) -> &'static [&'static str] {
    match role {
        "actor" => &["target", "affected", "coActor"],
        "coActor" => &["target", "affected", "actor"],
        "target" | "affected" => &["actor", "coActor"],
        _ => &[],
    }
}
