//! What grammar says of two mentions of one sentence: whether they can be one, by the theory of binding (Chomsky 1981).
//!
//! ```text
//! "Marsh met him"             him: not Marsh (principle B)
//! "She said Marsh was late"   She: not Marsh (principle C)
//! ```

use super::features::Features;
use super::info::Info;
use crate::document::{EntityType, MentionId, MentionKind, TokenId, is_relation};
use crate::resources::Control;

impl Features<'_> {
    /// What grammar or sense forbids: `Smith saw him` is not Smith, and a phrase that nothing says is a person is no *he*.
    pub(super) fn is_barred(&self, later: &Info, earlier: &Info) -> bool {
        let is_third = later.pronoun.is_some_and(|p| p.person == 3);
        let is_bound = later.sentence == earlier.sentence && !later.is_reflexive && self.structure(later, earlier) < 2;
        is_third && (is_bound || later.group == 0 && earlier.is_unlisted || earlier.pronoun.is_none() && self.speaks_of(later, earlier))
    }

    /// Mentions of the sentence that grammar tells apart from a later one: `Marsh` in `Marsh met him`, `Marsh met the envoy` and `Marsh said
    /// the envoy was late`. So nothing else that means the same is meant either. A body may well be: `Labour expelled him from the party`.
    pub fn others(&self, a: MentionId) -> Vec<MentionId> {
        let info = &self.infos[a.index()];
        let is_noun = info.kind == MentionKind::Nominal;
        let is_third = info.pronoun.is_some_and(|p| p.person == 3) && !info.is_reflexive;
        let is_person = is_noun && self.context.document.mentions[a.index()].entity_type == EntityType::Person;
        let before = (0..a.0).rev().map(MentionId).take_while(|b| self.infos[b.index()].sentence == info.sentence);
        let is_other = |b: &MentionId| {
            let other = &self.infos[b.index()];
            let is_arguments = || self.structure(info, other) == 0 || self.shares_subject(info, other) || self.is_done_by(info, other);
            let is_bound = || is_arguments() && !self.is_role(info);
            // "Marsh fined the firm", "Marsh was fined by the regulator"
            let is_beside = || matches!(&*self.context.document.token(info.head).deprel, "obj" | "obl:agent");
            let is_object = || other.is_subject() && is_beside();
            (is_third || is_person || is_noun && is_object()) && is_bound() || is_person && self.speaks_of(other, info)
        };
        before.filter(is_other).collect()
    }

    /// `them` and `agents` in `Agents raided a house and arrested them`: the second verb has the subject of the first.
    fn shares_subject(&self, object: &Info, subject: &Info) -> bool {
        let document = self.context.document;
        let token = document.token(object.head);
        let verb = token.head.filter(|v| token.deprel == "obj" && document.token(*v).deprel == "conj");
        let first = verb.filter(|v| !document.has(*v, "nsubj")).and_then(|v| document.token(v).head);
        first.is_some() && first == document.token(subject.head).head && document.token(subject.head).deprel == "nsubj"
    }

    /// `it` and `Peru` in `accused Peru of targeting it`: whom the verb above has for object does what the gerund or infinitive says.
    fn is_done_by(&self, object: &Info, doer: &Info) -> bool {
        let document = self.context.document;
        let token = document.token(object.head);
        let Some(verb) = token.head.filter(|v| token.deprel == "obj" && !document.has(*v, "nsubj")) else { return false };
        let is_of = || ["of", "for", "from"].iter().any(|mark| document.is_marked_by(verb, mark));
        let is_deed = document.token(verb).deprel == "xcomp" || document.token(verb).xpos == "VBG" && is_of();
        let Some(above) = document.token(verb).head.filter(|above| is_deed && doer.head > *above && doer.head < verb) else { return false };
        let promises = Control::shipped().promising_verbs.contains(&document.token(above).lemma);
        document.token(doer.head).head == Some(above) && document.token(doer.head).deprel == "obj" && !promises
    }

    /// `as the envoy`: what somebody is, and not somebody else.
    fn is_role(&self, info: &Info) -> bool {
        self.context.document.is_marked_by(info.head, "as")
    }

    /// `she` and `every citizen` in `"Every citizen is free," she added`: who speaks is none of those spoken of by name or noun, as
    /// nothing in the complement of a verb but a pronoun is its subject (principle C; Chomsky 1981).
    fn speaks_of(&self, subject: &Info, other: &Info) -> bool {
        let document = self.context.document;
        if !is_relation(&document.token(subject.head).deprel, "nsubj") {
            return false;
        }
        let Some(verb) = document.token(subject.head).head else { return false };
        let below = || std::iter::once(other.head).chain(document.ancestors(other.head)).find(|t| document.token(*t).head == Some(verb));
        let is_complement = |t: TokenId| ["ccomp", "xcomp", "obj"].iter().any(|r| is_relation(&document.token(t).deprel, r));
        let speaker = || other.quote.and_then(|q| self.quotes[q].speaker);
        below().is_some_and(is_complement) || speaker().is_some_and(|s| self.infos[s.index()].head == subject.head)
    }

    /// How the two stand in one sentence: 0 arguments of one verb, 1 owner and owned or coordinated, 2 the earlier is subject of a verb above
    /// the later one, 3 another argument of one, 4 the later one's word stands above the earlier, 5 none of these.
    pub(super) fn structure(&self, x: &Info, y: &Info) -> usize {
        let document = self.context.document;
        let (later, earlier) = (document.token(x.head), document.token(y.head));
        if x.is_reflexive {
            return if y.governor == x.governor { 2 } else { 3 };
        }
        let is_argument = |relation: usize| relation < 6;
        if y.governor.is_some() && y.governor == x.governor {
            return if is_argument(x.relation) && is_argument(y.relation) { 0 } else { 3 };
        }
        if later.head == Some(y.head) || earlier.head == Some(x.head) {
            return 1;
        }
        if document.ancestors(x.head).any(|a| Some(a) == y.governor) {
            return if y.relation < 2 { 2 } else { 3 };
        }
        if document.ancestors(y.head).any(|a| Some(a) == x.governor) { 4 } else { 5 }
    }
}
