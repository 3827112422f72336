//! Control: who does what an infinitive, a gerund or a noun for a deed says, by the word that it hangs on.
//!
//! ```text
//! "paid a firm to spread lies"        spread: firm (object control)
//! "promised Chile to help"            help: who promises (subject control)
//! "a call on Putin to withdraw"       withdraw: Putin
//! "the raid carried out by Kenya"     raid: Kenya
//! ```
//! The words that decide stand in `data/lexicon/control.toml`.

use super::Syntax;
use crate::document::TokenId;
use crate::resources::Control;

impl Syntax<'_> {
    /// Object control if the governor has an object (`accused Beijing of preparing`, `paid a firm $10m to spread lies`), else subject
    /// control, which is also that of `summoned the envoy to complain` and `promised Chile to help`.
    pub(super) fn controller(&self, verb: TokenId, governor: TokenId, fuel: usize) -> Option<TokenId> {
        let given = self.children_by(governor, "iobj").filter(|o| self.is_agent(*o));
        let object = given.chain(self.children_by(governor, "obj")).chain(self.children_by(governor, "iobj")).find(|o| *o < verb);
        let control = Control::shipped();
        let (above, infinitive) = (self.lemma(governor), self.lemma(verb));
        let is_own = self.is_marked_by(verb, "to") && (control.calls(above, infinitive) || control.promising_verbs.contains(above));
        if object.is_some() && !is_own {
            return object;
        }
        if self.relation(verb) == "ccomp" && self.is_finite_verb(verb) {
            return None;
        }
        self.surface_subject_within(governor, fuel)
    }

    /// `him` in `called on him to apologise`, `appealed to him to resign`.
    pub fn one_called_on(&self, verb: TokenId, governor: TokenId) -> Option<TokenId> {
        let is_behind = |c: TokenId| Control::shipped().before_asked(self.lemma(governor)).any(|p| self.is_marked_by(c, p));
        // "called for the cap to be scrapped"
        let may_be = |c: TokenId| self.is_agent(c) || self.has(verb, "aux:pass");
        let asked = |c: &TokenId| *c < verb && *c > governor && self.is(*c, "obl") && is_behind(*c) && may_be(*c);
        self.children(governor).iter().copied().filter(|_| self.is_marked_by(verb, "to")).find(asked)
    }

    /// `men` in `arrested two men for attacking a shop`, `agents` in `brought charges against agents for hacking firms`: what somebody
    /// is praised or punished for is his own doing.
    pub(super) fn one_answering_for(&self, verb: TokenId, governor: TokenId) -> Option<TokenId> {
        if self.is_passive(governor) {
            return None;
        }
        let direct = || self.children_by(governor, "obj").chain(self.children_by(governor, "iobj"));
        let objects = || direct().flat_map(|o| self.conjuncts(o)).filter(|o| *o < verb);
        let blamed = objects().flat_map(|o| self.children(o)).chain(self.children(governor)).copied().filter(|c| {
            *c < verb && (self.is(*c, "nmod") || self.is(*c, "obl")) && (self.is_marked_by(*c, "against") || self.is_marked_by(*c, "on"))
        });
        objects().chain(blamed).find(|t| self.is_agent(*t))
    }

    /// Subject of `to attack` in `Putin's plan to attack`, `the plan by Putin to attack`, `Putin announced a plan to attack`; of `a call on
    /// Putin to withdraw` who is asked. `Putin condemned a plan to attack` leaves it open.
    pub(super) fn subject_of_noun_clause(&self, noun: TokenId, fuel: usize) -> Option<TokenId> {
        let control = Control::shipped();
        let asks = control.asking_nouns.contains(self.lemma(noun));
        if asks && let Some(asked) = self.behind(noun, &["on", "to", "for"]).next() {
            return Some(asked);
        }
        if let Some(owner) = self.children_by(noun, "nmod:poss").next().or_else(|| self.behind(noun, &["of", "by", "from"]).next())
            && !self.is_one_of(noun)
        {
            return (!asks).then_some(owner);
        }
        // "granted Kenya permission to land": who gets it may do it
        if control.licence_nouns.contains(self.lemma(noun)) {
            let giver = self.head(noun).filter(|verb| self.is(noun, "obj") && self.is_verb(*verb))?;
            let receiver = || self.behind_verb(giver, "to").or_else(|| self.behind(noun, &["to", "for"]).next());
            let own = || if control.granting_verbs.contains(self.lemma(giver)) { None } else { self.logical_subject_within(giver, fuel) };
            return self.children_by(giver, "iobj").next().or_else(receiver).or_else(own);
        }
        // "Campion was the third boxer to be jailed", "was one of several men to be"
        // "becoming the latest country to leave"
        let is_main = |v: TokenId| self.head(v).is_none_or(|h| self.relation(h) != "ccomp");
        if let Some(verb) = self.head(noun).filter(|v| self.is_agent(noun) && self.is_listed(*v, "becoming") && is_main(*v)) {
            return self.surface_subject_within(verb, fuel);
        }
        if self.is_agent(noun) || self.is_one_of(noun) {
            return Some(self.children_by(noun, "nsubj").find(|_| self.has_copula(noun)).unwrap_or(noun));
        }
        let governor = self.head(noun)?;
        // "cut rates in a bid to win votes"
        let is_aim = self.is(noun, "obl") && self.is_marked_by(noun, "in") && control.deed_nouns.contains(self.lemma(noun));
        let is_own = (self.is(noun, "obj") || is_aim) && self.is_verb(governor) && !control.judging_verbs.contains(self.lemma(governor));
        is_own.then(|| self.logical_subject_within(governor, fuel)).flatten()
    }

    /// Who could act behind a verb with a preposition: `gave permission to Kenya`.
    fn behind_verb(&self, verb: TokenId, preposition: &str) -> Option<TokenId> {
        self.children_by(verb, "obl").find(|c| self.is_marked_by(*c, preposition) && self.can_act(*c))
    }

    /// Who could act among what stands behind a noun with one of these prepositions.
    fn behind<'s>(&'s self, noun: TokenId, prepositions: &'s [&str]) -> impl Iterator<Item = TokenId> + 's {
        let is_marked = move |c: &TokenId| prepositions.iter().any(|p| self.is_marked_by(*c, p)) && self.can_act(*c);
        self.children_by(noun, "nmod").filter(is_marked)
    }

    /// Whose deed a noun is: `Kenya's raid`, `the raid by Kenya`, `the raid carried out by Kenya`, `the decision of Kenya`.
    pub fn doers(&self, deed: TokenId) -> Vec<TokenId> {
        let is_of_owner = Control::shipped().deed_nouns.contains(self.lemma(deed));
        let prepositions: &[&str] = if is_of_owner { &["by", "from", "of"] } else { &["by", "from"] };
        let carried_out = self.children_by(deed, "acl").flat_map(|verb| self.children_by(verb, "obl:agent"));
        self.children_by(deed, "nmod:poss").chain(self.behind(deed, prepositions)).chain(carried_out).collect()
    }

    /// Whose a document may be: `Bell` in `Bell's report`, `Bell released a report`, `lawmakers` in `a letter signed by lawmakers`.
    pub fn authors(&self, document: TokenId) -> Vec<TokenId> {
        let authors = |v: &TokenId| self.is_listed(*v, "authoring");
        let signed =
            self.children_by(document, "acl").filter(|v| authors(v) && self.is_passive(*v)).filter_map(|v| self.logical_subject(v));
        let released = self.head(document).filter(|v| authors(v) && self.is(document, "obj")).and_then(|v| self.logical_subject(v));
        self.children_by(document, "nmod:poss").chain(signed).chain(released).collect()
    }
}
