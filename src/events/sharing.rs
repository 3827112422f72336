//! Whether two mentions of an event have participants in common: named things weigh most, descriptions with the same head less.
//!
//! ```text
//! "… killed 12 soldiers in Kharkiv …"  "… killed 40 soldiers …"   →  others: 12 are not 40
//! ```

use std::sync::Arc;

use super::candidate::Roles;
use super::cluster::Clusterer;
use super::participants::Filled;
use super::types::{Entity, EntityKey};
use crate::document::{EntityType, TokenId};
use crate::resources::{Lexicon, least, numeral};

/// Weight of a named participant in common.
pub(super) const NAMED: u32 = 2;

/// Those who act for a state.
pub(super) const STATE: [EntityType; 4] =
    [EntityType::Country, EntityType::MilitaryForce, EntityType::GovernmentBody, EntityType::SecurityService];

/// A state or a body that somebody acts for: of the registry, or an entity of the article.
#[derive(PartialEq)]
pub(super) enum Side {
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

/// Who fills a role; for the other side of a meeting (`met the admiral`) also whom it is done to (`summoned the envoy of Chile`).
fn told_in<'r>(roles: &'r Roles, role: &str) -> Option<&'r Vec<Filled>> {
    roles.get(role).or_else(|| roles.get("target").filter(|_| role == "coActor"))
}

impl Clusterer<'_> {
    /// The weight of the participants in common in the roles that tell one event of a class from another; `None`: some are different.
    pub(super) fn shared(&self, class: &str, ours: &Roles, theirs: &Roles) -> Option<u32> {
        let mut shared = 0;
        for role in self.telling_roles(class) {
            let (Some(ours), Some(theirs)) = (told_in(ours, role), told_in(theirs, role)) else { continue };
            match self.compare(class, role, ours, theirs) {
                Fit::Same(weight) => shared += weight,
                Fit::Other => return None,
                Fit::Open => {}
            }
        }
        Some(shared)
    }

    /// Roles that tell one event of a class from another: its identity roles, who did it, whom it was said to, and where to.
    fn telling_roles(&self, class: &str) -> impl Iterator<Item = &str> {
        let identity = self.ontology.class(class).into_iter().flat_map(|c| &c.identity_roles).map(String::as_str);
        let hearer = self.ontology.is_subclass(class, "CommunicationEvent").then_some("recipient");
        let more = ["actor", "destination", "place"].into_iter().chain(hearer);
        identity.chain(more.filter(move |r| !self.ontology.class(class).is_some_and(|c| c.identity_roles.contains(*r))))
    }

    /// An unnamed thing may be whatever the other report names, but different people are different people.
    fn compare(&self, class: &str, role: &str, ours: &[Filled], theirs: &[Filled]) -> Fit {
        if role == "position" {
            return self.compare_offices(ours, theirs);
        }
        // "in Lagos, Nigeria", "in Kano, Nigeria": the narrower place tells
        let narrow = |fillers: &[Filled]| -> Vec<Filled> { fillers.iter().filter(|f| !self.is_wide(f)).copied().collect() };
        let (our_sites, their_sites) = (narrow(ours), narrow(theirs));
        let is_narrow = role == "place" && !our_sites.is_empty() && !their_sites.is_empty();
        let (ours, theirs) = if is_narrow { (&our_sites[..], &their_sites[..]) } else { (ours, theirs) };
        let contrasts = |fillers: &[Filled]| fillers.iter().any(|f| self.is_contrasted(f));
        if self.counts_differ(ours, theirs) || contrasts(ours) != contrasts(theirs) {
            return Fit::Other;
        }
        if let Some(weight) = self.weight_of_same(role, ours, theirs) {
            return Fit::Same(weight);
        }
        if role == "place" && (self.may_lie_in(&our_sites, theirs) || self.may_lie_in(&their_sites, ours)) {
            return Fit::Open;
        }
        match self.compare_sides(class, role, ours, theirs) {
            Some(fit) => fit,
            None if self.are_different(role, ours, theirs) => Fit::Other,
            None => Fit::Open,
        }
    }

    fn compare_offices(&self, ours: &[Filled], theirs: &[Filled]) -> Fit {
        // "steps down as leader", "is stepping down from the role"
        let is_any = |fillers: &[Filled]| fillers.iter().all(|f| Lexicon::shipped().any_office.contains(self.syntax.lemma(f.head)));
        match ours.iter().any(|a| theirs.iter().any(|b| self.same_office(a, b))) {
            true => Fit::Same(1),
            false if is_any(ours) || is_any(theirs) => Fit::Open,
            false => Fit::Other,
        }
    }

    /// The weight of what both have: named things weigh most, descriptions with the same head less.
    fn weight_of_same(&self, role: &str, ours: &[Filled], theirs: &[Filled]) -> Option<u32> {
        let pairs = ours.iter().flat_map(|a| theirs.iter().map(move |b| (a, b)));
        // one and the same description tells as much as a name, but many things are about "the attack"
        let is_one = |a: &Filled, b: &Filled| a.participant == b.participant && role != "topic";
        let weight = |a: &Filled, b: &Filled| if self.is_named(a) || is_one(a, b) { NAMED } else { 1 };
        pairs.filter(|(a, b)| self.is_same(a, b)).map(|(a, b)| weight(a, b)).max()
    }

    /// A country or region.
    fn is_wide(&self, filled: &Filled) -> bool {
        self.is_a(filled, EntityType::Country) || self.is_a(filled, EntityType::Region)
    }

    /// `in Oman`, `in Wadi district`: nobody knows where that lies.
    fn may_lie_in(&self, sites: &[Filled], wide: &[Filled]) -> bool {
        let is_known = |f: &Filled| self.country(f).is_some();
        !sites.is_empty() && !sites.iter().any(is_known) && wide.iter().all(|f| self.is_wide(f))
    }

    /// Whether those who act for states or bodies act for the same; `None`: that does not tell.
    fn compare_sides(&self, class: &str, role: &str, ours: &[Filled], theirs: &[Filled]) -> Option<Fit> {
        let sides = |fillers: &[Filled]| -> Vec<Side> { fillers.iter().filter_map(|f| self.side(f)).collect() };
        let (our_sides, their_sides) = (sides(ours), sides(theirs));
        if !our_sides.iter().any(|s| their_sides.contains(s)) {
            return (!our_sides.is_empty() && !their_sides.is_empty()).then_some(Fit::Other);
        }
        // a war is waged by all of a state; what its government does, the state does too
        let is_state = |fillers: &[Filled]| fillers.iter().any(|f| self.is_a(f, EntityType::Country));
        let is_one = !self.is_of_many(class) && !self.ontology.is_subclass(class, "CommunicationEvent");
        match role {
            "actor" if self.ontology.is_subclass(class, "ConflictEvent") => Some(Fit::Same(NAMED)),
            "actor" if is_one && (is_state(ours) || is_state(theirs)) => Some(Fit::Same(1)),
            _ => None,
        }
    }

    /// Whether people or bodies that nothing makes the same are others.
    fn are_different(&self, role: &str, ours: &[Filled], theirs: &[Filled]) -> bool {
        let one_way = |a: &[Filled], b: &[Filled]| self.are_one_and_many(a, b) || role == "actor" && self.are_rebels_and_state(a, b);
        let named = self.have_name(ours) && self.have_name(theirs);
        named || self.is_somebody_else(role, ours, theirs) || one_way(ours, theirs) || one_way(theirs, ours)
    }

    fn have_name(&self, fillers: &[Filled]) -> bool {
        fillers.iter().any(|f| self.is_named(f) || self.is_people(f))
    }

    /// Putin is not the allies, whoever they are.
    fn are_one_and_many(&self, one: &[Filled], many: &[Filled]) -> bool {
        one.iter().all(|f| self.is_somebody(f)) && !self.have_name(many) && many.iter().any(|f| self.is_a(f, EntityType::Group))
    }

    /// Rebels are no army of a state.
    fn are_rebels_and_state(&self, rebels: &[Filled], state: &[Filled]) -> bool {
        let acts_for_state = |f: &Filled| STATE.iter().any(|t| self.is_a(f, *t));
        rebels.iter().all(|f| self.syntax.is_listed(f.head, "irregular")) && state.iter().all(acts_for_state)
    }

    /// Of those who suffer something, the twins may be some of the people, but are not 70 of them.
    fn is_somebody_else(&self, role: &str, ours: &[Filled], theirs: &[Filled]) -> bool {
        let people = |fillers: &[Filled]| fillers.iter().any(|f| self.is_a(f, EntityType::Agent));
        let counted = |fillers: &[Filled]| fillers.iter().any(|f| self.count(f.head).is_some());
        let are_bare = |fillers: &[Filled]| fillers.iter().any(|f| self.is_bare_count(f.head));
        let apart = if role == "affected" { counted(ours) != counted(theirs) } else { people(ours) && people(theirs) };
        apart && ![ours, theirs].iter().any(|fillers| self.have_name(fillers) || are_bare(fillers))
    }

    /// `Two` in `Two killed`, `Thousands` in `Thousands march`: so many, whoever they are.
    pub(super) fn is_bare_count(&self, head: TokenId) -> bool {
        let form = self.syntax.document.form(head);
        (numeral(form).is_some() || least(form).is_some()) && self.syntax.children_by(head, "nummod").next().is_none()
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
        let body = |f: &Filled| self.entity(f).filter(|e| e.entity_type.is_a(EntityType::Organization));
        let (Some(branch), Some(whole)) = (body(a), body(b)) else { return false };
        self.is_named(a) && self.is_named(b) && branch.name.strip_prefix(whole.name.as_str()).is_some_and(|rest| rest.starts_with(' '))
    }

    /// The country of a place that the registry knows.
    fn country(&self, filled: &Filled) -> Option<&str> {
        self.registry.entry(self.registry_key(filled)?)?.country.as_deref()
    }

    /// Beijing lies in China.
    fn lies_in(&self, a: &Filled, b: &Filled) -> bool {
        let is_place = self.registry_key(a).and_then(|key| self.registry.entry(key)).is_some_and(|e| e.entity_type.is_a(EntityType::Place));
        is_place && self.country(a).is_some_and(|country| self.registry_key(b) == Some(country))
    }

    fn entity(&self, filled: &Filled) -> Option<&Entity> {
        filled.entity().map(|e| &self.entities[e])
    }

    pub(super) fn registry_key(&self, filled: &Filled) -> Option<&str> {
        match &self.entity(filled)?.key {
            EntityKey::Registry(key) => Some(key),
            _ => None,
        }
    }

    /// Whether somebody is, or acts for, a state or a body.
    pub(super) fn is_side(&self, filled: &Filled) -> bool {
        self.side(filled).is_some()
    }

    /// The side that somebody is on: of an office or a force of a state, of `Hamas gunmen`.
    pub(super) fn side(&self, filled: &Filled) -> Option<Side> {
        let entity = filled.entity()?;
        let stands_for_itself = match self.entities[entity].key {
            EntityKey::Registry(_) => true,
            // "Peruvian forces" are Peru's, the Peruvian Red Cross is its own
            EntityKey::Named => !STATE.iter().any(|t| self.is_a(filled, *t)),
            EntityKey::Local => false,
        };
        if stands_for_itself {
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
        self.entity(filled).is_some_and(|e| e.key != EntityKey::Local)
    }

    pub(super) fn is_a(&self, filled: &Filled, entity_type: EntityType) -> bool {
        self.entity(filled).is_some_and(|e| e.entity_type.is_a(entity_type))
    }

    /// `Palestinians`, `Muslims`: a people has a name too.
    fn is_people(&self, filled: &Filled) -> bool {
        let form = self.syntax.document.form(filled.head);
        let begins_sentence = self.syntax.document.sentence(self.syntax.document.sentence_of(filled.head)).tokens.start == filled.head;
        self.is_a(filled, EntityType::Group) && form.starts_with(char::is_uppercase) && !begins_sentence
    }

    /// Whether two happenings have more in common than who did them.
    pub(super) fn shares_object(&self, class: &str, ours: &Roles, theirs: &Roles) -> bool {
        let mut ours = ours.clone();
        // in one country much happens
        ours.retain(|role, fillers| &**role != "actor" && !(&**role == "place" && fillers.iter().all(|f| self.is_wide(f))));
        self.shared(class, &ours, theirs).is_some_and(|shared| shared > 0)
    }
}
