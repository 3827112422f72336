//! Who does what a noun says, and whom it befalls, by the verb that the noun stands with.
//!
//! ```text
//! "Peru carried out an attack"         attack: by Peru (light verb)
//! "Ruiz cancelled a trip"              trip: of Ruiz (control)
//! "accused Iran of an attack"          attack: by Iran
//! "Peru used tanks in an attack"       attack: by Peru
//! ```

use crate::document::{EntityType, TokenId};
use crate::events::Stance;
use crate::frames::embedding::has_particle;
use crate::frames::file::LightSubject;
use crate::frames::frame_set::Embedder;
use crate::frames::light::light_verb;
use crate::frames::slot::Step;
use crate::frames::syntax::Syntax;

/// Subject of the light verb above an event noun that lends it its agent, or of a verb that controls it, or who is accused of it.
pub(super) fn doer(syntax: &Syntax<'_>, noun: TokenId) -> Option<TokenId> {
    let verb = light_verb_with(syntax, noun, LightSubject::Agent).or_else(|| controller(syntax, noun));
    subject_but(syntax, verb.or_else(|| used_in(syntax, noun)), noun).or_else(|| accused(syntax, noun))
}

/// `used` in `The army used tanks in an attack`: who uses a thing in a deed does it.
fn used_in(syntax: &Syntax<'_>, noun: TokenId) -> Option<TokenId> {
    let is_during = || syntax.is(noun, "obl") && syntax.is_listed(noun, "blow") && ["in", "during"].contains(&&*syntax.case(noun));
    syntax.head(noun).filter(|v| is_during() && syntax.is_verb(*v) && syntax.is_listed(*v, "using"))
}

/// Object of the light verb of which the noun is the subject (`the attack hit the port`), else the subject of one that lends it its patient.
pub(super) fn sufferer(syntax: &Syntax<'_>, noun: TokenId) -> Option<TokenId> {
    let struck = light_verb_with(syntax, noun, LightSubject::Event).and_then(|verb| syntax.logical_object(verb));
    let suffers = || subject_but(syntax, light_verb_with(syntax, noun, LightSubject::Patient), noun);
    struck.or_else(suffers).or_else(|| victim_of(syntax, noun)).or_else(|| under(syntax, noun))
}

/// `town` in `the town was the victim of an attack`, `fell victim to an attack`, `was among the targets of the attack`. `The
/// victims of the attack` themselves are left out: they name nobody, and would tell apart what is one attack.
fn victim_of(syntax: &Syntax<'_>, noun: TokenId) -> Option<TokenId> {
    let is_of = || syntax.is_marked_by_one(noun, &["of", "to", "in"]);
    let head = syntax.head(noun).filter(|_| is_of())?;
    let is_victim = |t: TokenId| syntax.is_listed(t, "casualty");
    if syntax.is_verb(head) {
        // "fell victim to"
        let falls = syntax.is(noun, "obl") && syntax.children_by(head, "xcomp").chain(syntax.children_by(head, "obj")).any(is_victim);
        return syntax.logical_subject(head).filter(|_| falls);
    }
    if !syntax.is(noun, "nmod") || !is_victim(head) {
        return None;
    }
    // "lies on the border and has been the target of attacks"
    let said = Some(head).filter(|h| syntax.has_copula(*h)).and_then(|h| syntax.surface_subject(h));
    let becomes = || syntax.head(head).filter(|v| syntax.is(head, "xcomp") && syntax.is_verb(*v)).and_then(|v| syntax.surface_subject(v));
    // "the target of the attack was the mayor"
    let predicate = || syntax.head(head).filter(|p| syntax.is(head, "nsubj") && syntax.has_copula(*p) && syntax.is_noun(*p));
    said.or_else(becomes).or_else(predicate)
}

/// `bases` in `the bases are under attack`, `the bases came under attack`.
fn under(syntax: &Syntax<'_>, noun: TokenId) -> Option<TokenId> {
    if !syntax.is_marked_by(noun, "under") || syntax.has(noun, "det") {
        return None;
    }
    let said = syntax.children_by(noun, "nsubj").find(|_| syntax.has_copula(noun));
    let comes = |v: &TokenId| syntax.is(noun, "obl") && syntax.is_verb(*v) && !syntax.is_passive(*v) && !syntax.has(*v, "obj");
    said.or_else(|| syntax.head(noun).filter(comes).and_then(|v| syntax.logical_subject(v)))
}

fn light_verb_with(syntax: &Syntax<'_>, noun: TokenId, part: LightSubject) -> Option<TokenId> {
    light_verb(syntax, noun).filter(|(_, entry)| entry.subject == part).map(|(verb, _)| verb)
}

fn subject_but(syntax: &Syntax<'_>, verb: Option<TokenId>, noun: TokenId) -> Option<TokenId> {
    syntax.logical_subject(verb?).filter(|s| *s != noun)
}

/// `cancelled` in `cancelled a trip`: the verb whose subject is the agent of the noun that is its object.
pub(super) fn controller(syntax: &Syntax<'_>, noun: TokenId) -> Option<TokenId> {
    let verb = syntax.head(noun).filter(|v| syntax.is_verb(*v) && syntax.logical_object(*v) == Some(noun))?;
    let controls = |e: &Embedder| e.entry.control && e.slot.contains(&Step::Object) && has_particle(syntax, &e.entry, verb);
    syntax.embedders(verb).iter().any(controls).then_some(verb)
}

/// `Iran` in `accused Iran of an attack`, `blamed Iran for the attack`: who is said to have done what the noun says. A person who is
/// blamed for a riot need not have rioted.
fn accused(syntax: &Syntax<'_>, noun: TokenId) -> Option<TokenId> {
    let verb = syntax.head(noun).filter(|v| syntax.is_verb(*v) && syntax.is(noun, "obl"))?;
    let is_charge = |object: TokenId| {
        let is_person = || syntax.mentioned(object).is_some_and(|m| m.entity_type == EntityType::Person);
        syntax.is_marked_by(noun, "of") || syntax.is_marked_by(noun, "with") || syntax.is_marked_by(noun, "for") && !is_person()
    };
    let accuses = syntax.embedders(verb).iter().any(|e| e.entry.claim.stance == Stance::Accuses);
    syntax.logical_object(verb).filter(|object| accuses && is_charge(*object) && *object != noun && syntax.is_agent(*object))
}
