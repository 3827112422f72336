//! An attack and the harm that it did have the same people in them.
//!
//! ```text
//! "Two boys were killed in a Libyan drone attack."   the attack: on two boys; the killing: by Libya
//! ```
//! Only where the sentence hangs one on the other, and only roles that nobody fills.

use super::candidate::{Candidate, Cluster};
use super::classes::HARM;
use super::participants::Filled;
use crate::document::TokenId;
use crate::frames::Syntax;
use crate::resources::Ontology;

/// Fills the target of attacks with whom they harmed, the actor with who did harm in them, and the actor of killings and injuries with whose attack they came from.
pub(super) fn lend_participants(clusters: &mut [Cluster], candidates: &[Candidate<'_>], syntax: &Syntax<'_>, ontology: &Ontology) {
    let all = || 0..clusters.len();
    let attacks: Vec<usize> = all().filter(|i| ontology.is_subclass(&clusters[*i].class, "ArmedAttack")).collect();
    let harms: Vec<usize> = all().filter(|i| ontology.is_any_of(&clusters[*i].class, &HARM)).collect();
    let triggers = |c: &Cluster| c.members(candidates).map(|c| c.mention.trigger).collect::<Vec<_>>();
    for (attack, harm) in attacks.iter().flat_map(|attack| harms.iter().map(|harm| (*attack, *harm))) {
        let (blow, hurt) = (&clusters[attack], &clusters[harm]);
        let (blows, hurts) = (triggers(blow), triggers(hurt));
        let any = |hangs: &dyn Fn(TokenId, TokenId) -> bool| blows.iter().any(|a| hurts.iter().any(|h| hangs(*h, *a)));
        if !any(&|h, a| comes_from(syntax, h, a)) {
            continue;
        }
        let is_deed = &*hurt.class != "Death";
        let harmed = if blow.roles.contains_key("affected") { Vec::new() } else { lent(hurt, "affected", blow, "target") };
        let doers = if is_deed { lent(blow, "actor", hurt, "actor") } else { Vec::new() };
        let attackers = if is_deed && any(&|h, a| is_done_in(syntax, h, a)) { lent(hurt, "actor", blow, "actor") } else { Vec::new() };
        set(&mut clusters[attack], "actor", attackers);
        set(&mut clusters[attack], "target", harmed);
        set(&mut clusters[harm], "actor", doers);
    }
}

/// Those in a role of one event who can fill an open role of another, in which they have no part yet.
fn lent(from: &Cluster, role: &str, to: &Cluster, open: &str) -> Vec<Filled> {
    let is_there = |f: &&Filled| to.roles.values().flatten().any(|g| g.participant == f.participant);
    let is_open = !to.roles.contains_key(open);
    from.fillers(role).filter(|f| is_open && !is_there(f)).copied().collect()
}

fn set(cluster: &mut Cluster, role: &str, fillers: Vec<Filled>) {
    if !fillers.is_empty() {
        cluster.roles.insert(role.into(), fillers);
    }
}

/// `gunmen killed 12 during an attack on a town`: who did the harm did it in the attack.
fn is_done_in(syntax: &Syntax<'_>, harm: TokenId, blow: TokenId) -> bool {
    let is_done = syntax.is_verb(harm) && !syntax.is_passive(harm) && syntax.has(harm, "nsubj");
    is_done && syntax.head(blow) == Some(harm) && !syntax.is_definite(blow)
}

/// `killed in an attack`, `suffered injuries in the attack`, `an attack that killed`, `an attack killed`.
fn comes_from(syntax: &Syntax<'_>, harm: TokenId, blow: TokenId) -> bool {
    if !syntax.is_noun(blow) {
        return false;
    }
    let verb = if syntax.is_verb(harm) { Some(harm) } else { syntax.head(harm).filter(|h| syntax.is_verb(*h)) };
    let hangs = |on: TokenId| {
        syntax.head(blow) == Some(on) && (syntax.is(blow, "obl") || syntax.is(blow, "nmod")) && syntax.has_case(blow, "suffered-in")
    };
    // "three were killed and ten wounded in an attack": in the same
    let shared = |verb: TokenId| syntax.children_by(verb, "conj").any(|c| syntax.is_verb(c) && hangs(c) && syntax.is_passive(c));
    hangs(harm) || verb.is_some_and(|v| hangs(v) || shared(v) || syntax.is_verb(harm) && syntax.logical_subject(v) == Some(blow))
}

/// `Two others were hurt`, `A woman was also hurt`: harm told beside other harm.
pub(super) fn is_of_others(syntax: &Syntax<'_>, candidate: &Candidate<'_>) -> bool {
    let is_listed = |t: TokenId| syntax.is_listed(t, "others");
    let verb = candidate.clause();
    let is_own = |c: &TokenId| matches!(syntax.relation(*c), "amod" | "det");
    let is_other = |head: TokenId| is_listed(head) || syntax.children(head).iter().filter(|c| is_own(c)).any(|c| is_listed(*c));
    // "killed seven people and injured 27 others": others than those seven
    let is_first = || matches!(syntax.relation(verb), "root" | "ccomp" | "parataxis");
    let are_others = || candidate.fillers("affected").any(|f| is_other(f.head));
    syntax.is_verb(verb) && is_first() && (are_others() || syntax.children_by(verb, "advmod").any(is_listed))
}
