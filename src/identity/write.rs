//! A cluster → the quads of the identity graph: what describes it, how many sources say so, what contradicts what.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad, Term};

use super::report::{Filler, Iri, Report, TimeSource, day_of};
use crate::rdf::vocabulary as v;
use crate::rdf::{base_of, canonical_event_iri, identity_graph};
use crate::resources::{Ontology, exact_number};

/// Participants in the name of a happening.
const PARTICIPANTS: usize = 2;

/// Reports of one happening, told one after the other in the order of their IRIs.
#[derive(Default)]
pub(super) struct Happening {
    canonical: Option<NamedNode>,
    quads: Vec<Quad>,
    /// The first claim of each value, of which two contradict.
    polarity: BTreeMap<bool, Iri>,
    days: BTreeMap<i32, Iri>,
    numbers: BTreeMap<(Iri, u64), Iri>,
}

impl Happening {
    /// The next report.
    pub fn add(&mut self, report: &Report) {
        let name = name(report);
        let canonical = match &self.canonical {
            Some(canonical) => canonical.clone(),
            None => {
                self.canonical = Some(name.clone());
                let class = v::CANONICAL_EVENT.into_owned().into();
                self.state(&name, NamedNodeRef::new_unchecked(v::RDF_TYPE), class);
                name.clone()
            }
        };
        self.state(&node(&report.iri), v::DESCRIBES, canonical.clone().into());
        // any report may once have stood alone, and have given the happening its name
        if name != canonical {
            self.state(&name, NamedNodeRef::new_unchecked(v::DCTERMS_IS_REPLACED_BY), canonical.into());
        }
        for claim in &report.claims {
            if let Some(value) = match &*claim.factuality {
                "CTpos" => Some(true),
                "CTneg" => Some(false),
                _ => None,
            } {
                least(&mut self.polarity, value, claim.iri.clone());
            }
        }
        let Some(claim) = report.claims.first() else { return };
        if let Some(when) = report.time
            && when.source == TimeSource::Stated
            && when.first == when.last
            && !when.approximate
        {
            least(&mut self.days, when.first, claim.iri.clone());
        }
        for (role, fillers) in &report.roles {
            let mut stated = fillers.iter().filter_map(|filler| match filler {
                Filler::Described(words) => exact_number(words, &claim.quote),
                _ => None,
            });
            // of several numbers ("three soldiers and two guards") none is the sum
            if let (Some(number), None) = (stated.next(), stated.next()) {
                least(&mut self.numbers, (role.clone(), number), claim.iri.clone());
            }
        }
    }

    /// All that is said of it, with how many independent sources say that it is so.
    pub fn quads(mut self, sources: u32) -> Vec<Quad> {
        let Some(canonical) = self.canonical.clone() else { return Vec::new() };
        self.state(&canonical, v::INDEPENDENT_SOURCES, Literal::from(i64::from(sources)).into());
        for (one, other) in self.contradictions() {
            self.state(&node(&one), v::CONTRADICTS, node(&other).into());
        }
        self.quads
    }

    fn state(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: Term) {
        let graph = self.canonical.as_ref().map(|canonical| identity_graph(base_of(canonical.as_str())));
        self.quads.extend(graph.map(|graph| Quad::new(subject.clone(), predicate.into_owned(), object, graph)));
    }

    /// Pairs of claims that cannot both be true: so and not so, on two days, with two numbers. One pair for each two values.
    fn contradictions(&self) -> BTreeSet<(Iri, Iri)> {
        let mut found = BTreeSet::new();
        pairs(self.polarity.values(), &mut found);
        pairs(self.days.values(), &mut found);
        let roles: BTreeSet<&Iri> = self.numbers.keys().map(|(role, _)| role).collect();
        for role in roles {
            pairs(self.numbers.iter().filter(|((of, _), _)| of == role).map(|(_, claim)| claim), &mut found);
        }
        found
    }
}

/// What the happening is called if the report is the first to tell of it.
fn name(report: &Report) -> NamedNode {
    let begin = report.time.filter(|when| when.source == TimeSource::Stated).and_then(|when| day_of(when.first)).map(|day| day.to_string());
    let identity = Ontology::embedded().class(&report.class).map(|class| &class.identity_roles);
    let fillers =
        report.roles.iter().filter(|(role, _)| identity.is_some_and(|roles| roles.contains::<str>(role))).flat_map(|(_, fillers)| fillers);
    let named = fillers.filter_map(|filler| if let Filler::Named(iri) = filler { iri.rsplit('/').next() } else { None });
    let named: Vec<&str> = named.take(PARTICIPANTS).collect();
    canonical_event_iri(&report.iri, &report.class, begin.as_deref(), &named)
}

fn least<K: Ord>(values: &mut BTreeMap<K, Iri>, value: K, claim: Iri) {
    values.entry(value).and_modify(|known| *known = claim.clone().min(known.clone())).or_insert(claim);
}

fn pairs<'c>(claims: impl Iterator<Item = &'c Iri>, found: &mut BTreeSet<(Iri, Iri)>) {
    let claims: BTreeSet<&Iri> = claims.collect();
    for (place, one) in claims.iter().enumerate() {
        found.extend(claims.iter().skip(place + 1).map(|other| ((*one).clone(), (*other).clone())));
    }
}

pub(super) fn node(iri: &str) -> NamedNode {
    // it was read from a quad
    NamedNode::new_unchecked(iri)
}
