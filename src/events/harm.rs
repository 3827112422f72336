//! An attack and the harm that it did have the same people in them.
//!
//! ```text
//! "Two boys were killed in a Libyan drone attack."   the attack: on two boys; the killing: by Libya
//! ```
//! Only where the sentence hangs one on the other, and only roles that nobody fills.

use super::cluster::{Candidate, Cluster};
use super::participants::Filled;
use crate::document::TokenId;
use crate::frames::Syntax;
use crate::resources::Ontology;

/// What people suffer.
const HARM: [&str; 3] = ["Killing", "Injury", "Death"];

/// Prepositions between what people suffer and what it comes from.
const FROM: [&str; 4] = ["in", "by", "during", "from"];

/// Fills the target of attacks with whom they harmed, the actor with who did harm in them, and the actor of killings and injuries with whose attack they came from.
pub(super) fn lend_participants(clusters: &mut [Cluster], candidates: &[Candidate<'_>], syntax: &Syntax<'_>, ontology: &Ontology) {
    let is_attack = |c: &Cluster| ontology.is_subclass(&c.class, "ArmedAttack");
    let harmful: Vec<usize> = (0..clusters.len()).filter(|i| HARM.contains(&&*clusters[*i].class)).collect();
    for attack in (0..clusters.len()).filter(|i| is_attack(&clusters[*i])).collect::<Vec<_>>() {
        for harm in harmful.iter().copied() {
            let triggers = |c: usize| clusters[c].mentions.iter().map(|m| candidates[*m].mention.trigger).collect::<Vec<_>>();
            let (blows, harms) = (triggers(attack), triggers(harm));
            if !blows.iter().any(|a| harms.iter().any(|h| comes_from(syntax, *h, *a))) {
                continue;
            }
            let is_open = |c: usize, roles: &[&str]| roles.iter().all(|role| !clusters[c].roles.contains_key(*role));
            let lent = |from: usize, role: &str, to: usize| -> Vec<Filled> {
                let is_there = |f: &Filled| clusters[to].roles.values().flatten().any(|g| g.participant == f.participant);
                clusters[from].roles.get(role).into_iter().flatten().filter(|f| !is_there(f)).copied().collect()
            };
            let harmed = if is_open(attack, &["target", "affected"]) { lent(harm, "affected", attack) } else { Vec::new() };
            let is_deed = &*clusters[harm].class != "Death";
            let doers = if is_deed && is_open(harm, &["actor"]) { lent(attack, "actor", harm) } else { Vec::new() };
            // "gunmen killed 12 during an attack on a town"
            let is_done = |h: TokenId| syntax.is_verb(h) && !syntax.is_passive(h) && syntax.children_by(h, "nsubj").next().is_some();
            let does = blows.iter().any(|a| harms.iter().any(|h| is_done(*h) && syntax.head(*a) == Some(*h) && !syntax.is_definite(*a)));
            let attackers = if is_deed && does && is_open(attack, &["actor"]) { lent(harm, "actor", attack) } else { Vec::new() };
            set(&mut clusters[attack], "actor", attackers);
            set(&mut clusters[attack], "target", harmed);
            set(&mut clusters[harm], "actor", doers);
        }
    }
}

fn set(cluster: &mut Cluster, role: &str, fillers: Vec<Filled>) {
    if !fillers.is_empty() {
        cluster.roles.insert(role.into(), fillers);
    }
}

/// `killed in an attack`, `suffered injuries in the attack`, `an attack that killed`, `an attack killed`.
fn comes_from(syntax: &Syntax<'_>, harm: TokenId, blow: TokenId) -> bool {
    if !syntax.is_noun(blow) {
        return false;
    }
    let verb = if syntax.is_verb(harm) { Some(harm) } else { syntax.head(harm).filter(|h| syntax.is_verb(*h)) };
    let hangs = |on: TokenId| {
        syntax.head(blow) == Some(on)
            && (syntax.is(blow, "obl") || syntax.is(blow, "nmod"))
            && FROM.iter().any(|case| syntax.is_marked_by(blow, case))
    };
    // "three were killed and ten wounded in an attack": in the same
    let shared = |verb: TokenId| syntax.children_by(verb, "conj").any(|c| syntax.is_verb(c) && hangs(c) && syntax.is_passive(c));
    hangs(harm) || verb.is_some_and(|v| hangs(v) || shared(v) || syntax.is_verb(harm) && syntax.logical_subject(v) == Some(blow))
}
