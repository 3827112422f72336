//! A cluster → the quads of the identity graph: what describes it, how many sources say so, what contradicts what.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};
use rustc_hash::FxHashMap;

use super::report::{Filler, Iri, Report, TimeSource, day_of};
use crate::rdf::vocabulary as v;
use crate::rdf::{base_of, canonical_event_iri, identity_graph};
use crate::resources::{Ontology, exact_number};

/// Participants in the name of a happening.
const PARTICIPANTS: usize = 2;

/// Quads about one cluster; `members` are sorted by their IRIs, `sources` is how many say so.
pub(super) fn write(members: &[&Report], sources: u32) -> Vec<Quad> {
    let Some(first) = members.first() else { return Vec::new() };
    let graph: GraphName = identity_graph(base_of(&first.iri)).into();
    let canonical = name(first);
    let mut quads = Vec::new();
    let mut add = |subject: &NamedNode, predicate: NamedNodeRef<'_>, object: Term| {
        quads.push(Quad::new(subject.clone(), predicate.into_owned(), object, graph.clone()));
    };
    add(&canonical, NamedNodeRef::new_unchecked(v::RDF_TYPE), v::CANONICAL_EVENT.into_owned().into());
    for member in members {
        add(&node(&member.iri), v::DESCRIBES, canonical.clone().into());
        // any member may once have stood alone, and have given the happening its name
        let former = name(member);
        if former != canonical {
            add(&former, NamedNodeRef::new_unchecked(v::DCTERMS_IS_REPLACED_BY), canonical.clone().into());
        }
    }
    add(&canonical, v::INDEPENDENT_SOURCES, Literal::from(i64::from(sources)).into());
    for (one, other) in contradictions(members) {
        add(&node(&one), v::CONTRADICTS, node(&other).into());
    }
    quads
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

/// How many independent sources say that it is so; `voices` gives who stands for a source, and who speaks where an article speaks for
/// itself.
pub(super) fn sources(members: &[&Report], voices: &FxHashMap<Iri, Iri>) -> u32 {
    members.iter().flat_map(|member| sources_of(member, voices)).collect::<BTreeSet<Iri>>().len() as u32
}

/// Who says that it is so: the sources named, and the article's own voice.
fn sources_of(report: &Report, voices: &FxHashMap<Iri, Iri>) -> Vec<Iri> {
    let voice = |name: &Iri| voices.get(name).unwrap_or(name).clone();
    let positive = report.claims.iter().filter(|claim| &*claim.factuality == "CTpos");
    positive
        .map(|claim| match &claim.source {
            Some(Filler::Named(source)) => voice(source),
            // "police" of one report are "police" of the next
            Some(Filler::Described(words)) => words.clone(),
            None => voice(&report.article),
        })
        .collect()
}

/// Pairs of claims that cannot both be true: so and not so, on two days, with two numbers. One pair for each two values.
fn contradictions(members: &[&Report]) -> BTreeSet<(Iri, Iri)> {
    let mut polarity: BTreeMap<bool, Iri> = BTreeMap::new();
    let mut days: BTreeMap<i32, Iri> = BTreeMap::new();
    let mut numbers: BTreeMap<(&str, u64), Iri> = BTreeMap::new();
    for member in members {
        for claim in &member.claims {
            if let Some(value) = match &*claim.factuality {
                "CTpos" => Some(true),
                "CTneg" => Some(false),
                _ => None,
            } {
                least(&mut polarity, value, claim.iri.clone());
            }
        }
        let Some(claim) = member.claims.first() else { continue };
        if let Some(when) = member.time
            && when.source == TimeSource::Stated
            && when.first == when.last
            && !when.approximate
        {
            least(&mut days, when.first, claim.iri.clone());
        }
        for (role, fillers) in &member.roles {
            let mut stated = fillers.iter().filter_map(|filler| match filler {
                Filler::Described(words) => exact_number(words, &claim.quote),
                _ => None,
            });
            // of several numbers ("three soldiers and two guards") none is the sum
            if let (Some(number), None) = (stated.next(), stated.next()) {
                least(&mut numbers, (&**role, number), claim.iri.clone());
            }
        }
    }
    let mut found = BTreeSet::new();
    pairs(polarity.values(), &mut found);
    pairs(days.values(), &mut found);
    let roles: BTreeSet<&str> = numbers.keys().map(|(role, _)| *role).collect();
    for role in roles {
        pairs(numbers.iter().filter(|((of, _), _)| *of == role).map(|(_, claim)| claim), &mut found);
    }
    found
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
