//! Whether two mentions of an event have participants in common: named things weigh most, descriptions with the same head less.
//!
//! ```text
//! "… killed 12 soldiers in Kharkiv …"  "… killed 40 soldiers …"   →  others: 12 are not 40
//! ```

use std::sync::Arc;

use super::candidate::Roles;
use super::cluster::Clusterer;
use super::participants::{Filled, Participant};
use super::types::{Entity, EntityKey};
use crate::document::{EntityType, TokenId};
use crate::resources::{Lexicon, least, numeral};

/// Weight of a named participant in common.
pub(super) const NAMED: u32 = 2;

/// Those who act for a state.
const STATE: [EntityType; 4] = [EntityType::Country, EntityType::MilitaryForce, EntityType::GovernmentBody, EntityType::SecurityService];

/// A state or a body that somebody acts for: of the registry, or an entity of the article.
#[derive(PartialEq)]
enum Side {
    Known(Arc<str>),
    Here(usize),
}

/// How the fillers of a role in two mentions go together.
enum Fit {
    /// Some are the same; the weight of that.
    Same(u32),
    /// They may be the same.
    Open,
    /// They are different.
    Other,
}

impl Clusterer<'_> {
    /// The weight of the participants in common in the roles that tell one event of a class from another; `None`: some are different.
    pub(super) fn shared(&self, class: &str, ours: &Roles, theirs: &Roles) -> Option<u32> {
        let mut shared = 0;
        for role in self.telling_roles(class) {
            let (Some(ours), Some(theirs)) = (ours.get(role), theirs.get(role)) else { continue };
            match self.compare(class, role, ours, theirs) {
                Fit::Same(weight) => shared += weight,
                Fit::Other => return None,
                Fit::Open => {}
            }
        }
        Some(shared)
    }

    /// Roles that tell one event of a class from another: its identity roles, who did it, and where to.
    fn telling_roles(&self, class: &str) -> impl Iterator<Item = &str> {
        let identity = self.ontology.class(class).into_iter().flat_map(|c| &c.identity_roles).map(String::as_str);
        let more = ["actor", "destination", "place"].into_iter();
        identity.chain(more.filter(move |r| !self.ontology.class(class).is_some_and(|c| c.identity_roles.contains(*r))))
    }

    /// Named things weigh most; descriptions with the same head weigh less; an unnamed thing may be whatever the other report names,
    /// but different people are different people.
    fn compare(&self, class: &str, role: &str, ours: &[Filled], theirs: &[Filled]) -> Fit {
        if role == "position" {
            let same_office = ours.iter().any(|a| theirs.iter().any(|b| self.same_office(a, b)));
            // "steps down as leader", "is stepping down from the role"
            let is_any = |fillers: &[Filled]| fillers.iter().all(|f| Lexicon::shipped().any_office.contains(self.syntax.lemma(f.head)));
            return match same_office {
                true => Fit::Same(1),
                false if is_any(ours) || is_any(theirs) => Fit::Open,
                false => Fit::Other,
            };
        }
        // "in Lagos, Nigeria", "in Kano, Nigeria": the narrower place tells
        let is_wide = |f: &Filled| self.is_a(f, EntityType::Country) || self.is_a(f, EntityType::Region);
        let narrow = |fillers: &[Filled]| -> Vec<Filled> { fillers.iter().filter(|f| !is_wide(f)).copied().collect() };
        let (our_sites, their_sites) = (narrow(ours), narrow(theirs));
        let is_narrow = role == "place" && !our_sites.is_empty() && !their_sites.is_empty();
        let (ours, theirs) = if is_narrow { (&our_sites[..], &their_sites[..]) } else { (ours, theirs) };
        let contrasts = |fillers: &[Filled]| fillers.iter().any(|f| self.is_contrasted(f));
        if self.counts_differ(ours, theirs) || contrasts(ours) != contrasts(theirs) {
            return Fit::Other;
        }
        let pairs = || ours.iter().flat_map(|a| theirs.iter().map(move |b| (a, b)));
        // one and the same description tells as much as a name, but many things are about "the attack"
        let is_one = |a: &Filled, b: &Filled| a.participant == b.participant && role != "topic";
        let weight = |a: &Filled, b: &Filled| if self.is_named(a) || is_one(a, b) { NAMED } else { 1 };
        let same = pairs().filter(|(a, b)| self.is_same(a, b)).map(|(a, b)| weight(a, b)).max();
        if let Some(weight) = same {
            return Fit::Same(weight);
        }
        // "in Oman", "in Wadi district": nobody knows where that lies
        let is_known = |f: &Filled| self.country(f).is_some();
        let may_lie_there =
            |sites: &[Filled], wide: &[Filled]| !sites.is_empty() && !sites.iter().any(is_known) && wide.iter().all(is_wide);
        if role == "place" && (may_lie_there(&our_sites, theirs) || may_lie_there(&their_sites, ours)) {
            return Fit::Open;
        }
        let sides = |fillers: &[Filled]| -> Vec<Side> { fillers.iter().filter_map(|f| self.side(f)).collect() };
        let (our_sides, their_sides) = (sides(ours), sides(theirs));
        let allied = our_sides.iter().any(|s| their_sides.contains(s));
        // a war is waged by all of a state; what its government does, the state does too
        let is_state = |fillers: &[Filled]| fillers.iter().any(|f| self.is_a(f, EntityType::Country));
        if allied && role == "actor" && self.ontology.is_subclass(class, "ConflictEvent") {
            return Fit::Same(NAMED);
        }
        let is_one = !self.is_of_many(class) && !self.ontology.is_subclass(class, "CommunicationEvent");
        if allied && role == "actor" && is_one && (is_state(ours) || is_state(theirs)) {
            return Fit::Same(1);
        }
        if !our_sides.is_empty() && !their_sides.is_empty() && !allied {
            return Fit::Other;
        }
        let named = |fillers: &[Filled]| fillers.iter().any(|f| self.is_named(f) || self.is_people(f));
        // Putin is not the allies, whoever they are
        let one_and_many = || {
            let is_one = |fillers: &[Filled]| fillers.iter().all(|f| self.is_named(f) && self.is_a(f, EntityType::Person));
            let is_many = |fillers: &[Filled]| !named(fillers) && fillers.iter().any(|f| self.is_a(f, EntityType::Group));
            is_one(ours) && is_many(theirs) || is_many(ours) && is_one(theirs)
        };
        // rebels are no army of a state
        let rebels_and_state = || {
            let are_rebels = |fillers: &[Filled]| fillers.iter().all(|f| self.syntax.is_listed(f.head, "irregular"));
            let is_state = |f: &Filled| STATE.iter().any(|t| self.is_a(f, *t));
            let are_state = |fillers: &[Filled]| fillers.iter().all(is_state);
            role == "actor" && (are_rebels(ours) && are_state(theirs) || are_state(ours) && are_rebels(theirs))
        };
        let people = |fillers: &[Filled]| fillers.iter().any(|f| self.is_a(f, EntityType::Agent));
        let counted = |fillers: &[Filled]| fillers.iter().any(|f| self.count(f.head).is_some());
        // of those who suffer something, the twins may be some of the people, but are not 70 of them
        let who_else = || {
            let apart = if role == "affected" { counted(ours) != counted(theirs) } else { people(ours) && people(theirs) };
            !named(ours) && !named(theirs) && apart
        };
        if named(ours) && named(theirs) || who_else() || one_and_many() || rebels_and_state() { Fit::Other } else { Fit::Open }
    }

    /// `Other schools` are none of those spoken of before.
    fn is_contrasted(&self, filled: &Filled) -> bool {
        let words = self.syntax.children(filled.head).iter().filter(|c| self.syntax.is(**c, "amod") || self.syntax.is(**c, "det"));
        words.map(|c| self.syntax.lemma(*c)).any(|lemma| Lexicon::shipped().contrasting.contains(lemma))
    }

    /// `12 soldiers` are not `40 soldiers`, nor `hundreds of soldiers`.
    fn counts_differ(&self, ours: &[Filled], theirs: &[Filled]) -> bool {
        let counts = |fillers: &[Filled]| -> Vec<u64> { fillers.iter().filter_map(|f| self.count(f.head)).collect() };
        let are_fewer = |some: &[Filled], many: &[Filled]| {
            let least = many.iter().filter_map(|f| least(f.words.of(&self.syntax.document.article.text))).max();
            least.is_some_and(|least| counts(some).iter().any(|n| *n < least))
        };
        let (a, b) = (counts(ours), counts(theirs));
        !a.is_empty() && !b.is_empty() && !a.iter().any(|n| b.contains(n)) || are_fewer(ours, theirs) || are_fewer(theirs, ours)
    }

    /// 12 in `12 soldiers`, 5 in `killed five`.
    pub(super) fn count(&self, head: TokenId) -> Option<u64> {
        let word = self.syntax.children_by(head, "nummod").last().unwrap_or(head);
        numeral(self.syntax.document.form(word))
    }

    /// `Secretary of State` is a `U.S. Secretary of State`; a `Foreign Minister` is no `Prime Minister`.
    pub(super) fn same_office(&self, a: &Filled, b: &Filled) -> bool {
        let words = |f: &Filled| -> Vec<String> {
            let text = f.words.of(&self.syntax.document.article.text).to_lowercase();
            text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
        };
        let (a_words, b_words) = (words(a), words(b));
        let (short, long) = if a_words.len() < b_words.len() { (a_words, b_words) } else { (b_words, a_words) };
        self.syntax.lemma(a.head) == self.syntax.lemma(b.head) && short.iter().all(|w| long.contains(w))
    }

    fn is_same(&self, a: &Filled, b: &Filled) -> bool {
        a.participant == b.participant
            || !(self.is_named(a) && self.is_named(b)) && self.syntax.lemma(a.head) == self.syntax.lemma(b.head)
            || self.lies_in(a, b)
            || self.lies_in(b, a)
            || self.is_branch(a, b)
            || self.is_branch(b, a)
    }

    /// `Microsoft Security` is a part of `Microsoft`.
    fn is_branch(&self, a: &Filled, b: &Filled) -> bool {
        let body = |f: &Filled| match f.participant {
            Participant::Entity(e) => Some(&self.entities[e]).filter(|e| e.entity_type.is_a(EntityType::Organization)),
            Participant::Words(_) => None,
        };
        let (Some(branch), Some(whole)) = (body(a), body(b)) else { return false };
        self.is_named(a) && self.is_named(b) && branch.name.strip_prefix(whole.name.as_str()).is_some_and(|rest| rest.starts_with(' '))
    }

    /// The country of a place that the registry knows.
    fn country(&self, filled: &Filled) -> Option<&str> {
        let Participant::Entity(e) = filled.participant else { return None };
        let EntityKey::Registry(key) = &self.entities[e].key else { return None };
        self.registry.entry(key)?.country.as_deref()
    }

    /// Beijing lies in China.
    fn lies_in(&self, a: &Filled, b: &Filled) -> bool {
        let key = |f: &Filled| match f.participant {
            Participant::Entity(e) => match &self.entities[e].key {
                EntityKey::Registry(key) => Some(key.clone()),
                _ => None,
            },
            Participant::Words(_) => None,
        };
        let (Some(inner), Some(outer)) = (key(a), key(b)) else { return false };
        let entry = self.registry.entry(&inner).filter(|e| e.entity_type.is_a(EntityType::Place));
        entry.and_then(|e| e.country.as_ref()).is_some_and(|country| *country == outer)
    }

    /// Whether somebody is, or acts for, a state or a body.
    pub(super) fn is_side(&self, filled: &Filled) -> bool {
        self.side(filled).is_some()
    }

    /// The side that somebody is on: of an office or a force of a state, of `Hamas gunmen`.
    fn side(&self, filled: &Filled) -> Option<Side> {
        let Participant::Entity(entity) = filled.participant else { return None };
        // "Peruvian forces" are Peru's, the Peruvian Red Cross is its own
        let acts_for_state = STATE.iter().any(|t| self.is_a(filled, *t));
        if !matches!(&self.entities[entity].key, EntityKey::Local) && !(self.entities[entity].key == EntityKey::Named && acts_for_state) {
            return self.side_of(entity);
        }
        let describes = |t: &&TokenId| ["compound", "nmod:poss", "amod"].iter().any(|r| self.syntax.is(**t, r));
        let described = self.syntax.children(filled.head).iter().filter(describes);
        let side = described.filter_map(|t| self.syntax.mentioned(*t)?.chain).find_map(|chain| self.side_of(chain.index()));
        side.or_else(|| self.side_of(entity))
    }

    fn side_of(&self, entity: usize) -> Option<Side> {
        use EntityType::{Country, GovernmentBody, MilitaryForce, Organization, SecurityService};
        let Entity { key, entity_type, .. } = &self.entities[entity];
        let is_a = |types: &[EntityType]| types.iter().any(|t| entity_type.is_a(*t));
        let EntityKey::Registry(key) = key else {
            return (*key == EntityKey::Named && is_a(&[Organization])).then_some(Side::Here(entity));
        };
        let state =
            self.registry.entry(key).and_then(|e| e.country.clone()).filter(|_| is_a(&[GovernmentBody, MilitaryForce, SecurityService]));
        state.or_else(|| is_a(&[Country, Organization]).then(|| key.clone())).map(Side::Known)
    }

    /// A person with a name.
    pub(super) fn is_somebody(&self, filled: &Filled) -> bool {
        self.is_named(filled) && self.is_a(filled, EntityType::Person)
    }

    pub(super) fn is_named(&self, filled: &Filled) -> bool {
        matches!(filled.participant, Participant::Entity(e) if self.entities[e].key != EntityKey::Local)
    }

    fn is_a(&self, filled: &Filled, entity_type: EntityType) -> bool {
        matches!(filled.participant, Participant::Entity(e) if self.entities[e].entity_type.is_a(entity_type))
    }

    /// `Palestinians`, `Muslims`: a people has a name too.
    fn is_people(&self, filled: &Filled) -> bool {
        let form = self.syntax.document.form(filled.head);
        let begins_sentence = self.syntax.document.sentence(self.syntax.document.sentence_of(filled.head)).tokens.start == filled.head;
        self.is_a(filled, EntityType::Group) && form.starts_with(char::is_uppercase) && !begins_sentence
    }

    /// Whether two happenings have more in common than who did them.
    pub(super) fn shares_object(&self, class: &str, ours: &Roles, theirs: &Roles) -> bool {
        let is_wide = |f: &Filled| self.is_a(f, EntityType::Country) || self.is_a(f, EntityType::Region);
        let mut ours = ours.clone();
        // in one country much happens
        ours.retain(|role, fillers| &**role != "actor" && !(&**role == "place" && fillers.iter().all(is_wide)));
        self.shared(class, &ours, theirs).is_some_and(|shared| shared > 0)
    }
}
