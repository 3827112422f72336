//! The subject that a sentence shows of a predicate: its own, or one that it shares with a predicate above or before it.
//!
//! ```text
//! "Marsh met Kerr and left"                  left: Marsh (coordination)
//! "the group that hacked the bank"           hacked: group (relative clause)
//! "Blinken accused Beijing of preparing"     preparing: Beijing (control)
//! ```

use super::Syntax;
use crate::document::TokenId;

impl Syntax<'_> {
    /// The subject as the sentence shows it, own or shared: of the governor under control, coordination or in an adverbial
    /// clause, the antecedent in a relative clause.
    pub fn surface_subject(&self, verb: TokenId) -> Option<TokenId> {
        self.surface_subject_within(verb, 12)
    }

    // `fuel` bounds the climb, so that a very deep tree cannot overflow the stack.
    pub(super) fn surface_subject_within(&self, verb: TokenId, fuel: usize) -> Option<TokenId> {
        let fuel = fuel.checked_sub(1)?;
        let own = self.children(verb).iter().copied().find(|c| self.is(*c, "nsubj") && self.relation(*c) != "nsubj:outer");
        // "the minister is to resign" is of the minister, "the aim is to resign" of nobody
        let own = own.or_else(|| self.children(verb).iter().copied().find(|c| self.relation(*c) == "nsubj:outer" && self.can_act(*c)));
        if let Some(subject) = own.or_else(|| self.subject_as_compound(verb)) {
            return Some(self.antecedent_of_relative(subject, verb).unwrap_or(subject));
        }
        self.shared_subject(verb, self.head(verb)?, fuel)
    }

    /// The subject that a verb without one has from the word that it hangs on.
    fn shared_subject(&self, verb: TokenId, head: TokenId, fuel: usize) -> Option<TokenId> {
        match self.relation(verb) {
            _ if self.is_headline_infinitive(verb) => Some(head),
            "conj" if self.is_predicate(head) => self.surface_subject_within(head, fuel),
            "xcomp" => self.one_called_on(verb, head).or_else(|| self.controller(verb, head, fuel)),
            "ccomp" => self.controller(verb, head, fuel),
            "advcl" => self.subject_of_adverbial(verb, head, fuel),
            "csubj" => self.one_it_takes(verb, head),
            "parataxis" if self.is_predicate(head) && !self.is_finite_verb(verb) => self.subject_beside(verb, head, fuel),
            // "Musk makes visit to China, meets officials": a headline's second verb
            "parataxis" if self.is_verb(head) && verb > head => self.surface_subject_within(head, fuel),
            "acl" => self.subject_of_adnominal(verb, head, fuel),
            "amod" => Some(head),
            // "found an intruder entered the server": two objects, of which the second is a clause about the first
            "obj" if self.is_verb(verb) => self.children_by(head, "obj").find(|o| *o < verb && self.is_noun(*o)),
            _ => None,
        }
    }

    /// Of an adverbial clause, by its mark.
    fn subject_of_adverbial(&self, clause: TokenId, head: TokenId, fuel: usize) -> Option<TokenId> {
        let is_marked = |marks: &[&str]| marks.iter().any(|m| self.is_marked_by(clause, m));
        let called_on = self.one_called_on(clause, head);
        if called_on.is_some() {
            return called_on;
        }
        // "accused X of", "kept X from", "charged X with doing"
        if is_marked(&["of", "from", "into", "with", "on"]) {
            return self.controller(clause, head, fuel);
        }
        let is_free = !self.is_finite_verb(clause);
        // "warned Chile against attacking": not who warns; and of "warned against attacking" it is anybody
        if is_free && is_marked(&["against"]) {
            return self.children_by(head, "obj").find(|o| *o < clause);
        }
        if is_free && is_marked(&["for"]) {
            return self.one_answering_for(clause, head).or_else(|| self.controller(clause, head, fuel));
        }
        let beside = || if is_free && self.is_predicate(head) { self.subject_beside(clause, head, fuel) } else { None };
        self.given_time(clause, head).or_else(|| self.one_it_takes(clause, head)).or_else(beside)
    }

    /// Of a clause without a mark that tells: that of the clause above, or what did harm there.
    fn subject_beside(&self, clause: TokenId, head: TokenId, fuel: usize) -> Option<TokenId> {
        self.blow_before(clause, head).or_else(|| self.surface_subject_within(head, fuel))
    }

    /// Of a clause behind a noun: the noun, unless it is no more than the noun's content.
    fn subject_of_adnominal(&self, clause: TokenId, noun: TokenId, fuel: usize) -> Option<TokenId> {
        let is_of = self.is_marked_by(clause, "of");
        // "was accused by the mayor of stealing"
        if is_of && self.is(noun, "obl:agent") {
            return self.surface_subject_within(self.head(noun)?, fuel);
        }
        // "accused forces of killing": what is said of an agent is said of what it does
        let is_content = self.is_marked_by(clause, "to") || is_of && !self.is_agent(noun);
        if is_content { self.subject_of_noun_clause(noun, fuel) } else { Some(noun) }
    }

    /// `malware` in `the malware encrypts files`, which the parser took for a compound of the verb.
    fn subject_as_compound(&self, verb: TokenId) -> Option<TokenId> {
        let is_finite = matches!(self.tag(verb), "VBZ" | "VBD" | "VBP");
        self.children_by(verb, "compound").filter(|c| is_finite && *c < verb && self.relation(*c) == "compound" && self.is_noun(*c)).last()
    }

    /// `Grant` in `It took Grant four years to sue`.
    fn one_it_takes(&self, infinitive: TokenId, governor: TokenId) -> Option<TokenId> {
        let is_open = self.is_marked_by(infinitive, "to") && self.is_listed(governor, "taking");
        let objects = self.children(governor).iter().copied().filter(|c| matches!(self.relation(*c), "obj" | "iobj") && *c < infinitive);
        objects.filter(|_| is_open).find(|c| self.is_agent(*c))
    }

    /// `attack` in `began in response to the attack, killing 12`: a gerund of harm tells what the blow before it did, unless that is what
    /// the governor does or is done to.
    fn blow_before(&self, gerund: TokenId, governor: TokenId) -> Option<TokenId> {
        let is_harm = self.tag(gerund) == "VBG"
            && gerund > governor
            && self.is_listed(gerund, "harm")
            && !self.children(gerund).iter().any(|c| matches!(self.relation(*c), "mark" | "aux" | "nsubj"));
        let is_own = |noun: TokenId| self.head(noun) == Some(governor) && matches!(self.relation(noun), "nsubj" | "nsubj:pass" | "obj");
        let between = (governor.0 + 1..gerund.0).rev().map(TokenId);
        let blow = between.filter(|_| is_harm).find(|t| self.is_noun(*t) && self.is_listed(*t, "blow"))?;
        // "use rockets for strikes, killing 12": nobody else struck
        let has_agent = || {
            let by = |c: TokenId| matches!(self.relation(c), "nmod:poss" | "amod" | "compound") || self.is_marked_by(c, "by");
            self.children(blow).iter().any(|c| by(*c) && self.mentioned(*c).is_some())
        };
        let acts = || self.children_by(governor, "nsubj").any(|s| self.is_agent(s));
        (!is_own(blow) && (has_agent() || !acts())).then_some(blow)
    }

    /// `city` in `gave the city seven days to pay`.
    fn given_time(&self, verb: TokenId, governor: TokenId) -> Option<TokenId> {
        let lasts = self.children_by(governor, "obj").any(|o| o < verb && self.time(o).is_some());
        self.children_by(governor, "iobj").next().filter(|_| lasts && self.is_marked_by(verb, "to"))
    }

    /// Other subjects that a verb may share where the parser hung it too high: those of the verbs before it in the sentence,
    /// nearest first. `after Blinken canceled a trip … and accused Beijing`.
    pub fn other_subjects(&self, verb: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        let sentence = self.document.sentence(self.document.sentence_of(verb));
        let shares = self.relation(verb) == "conj" && !self.has_own_subject(verb);
        // "said the strikes had killed 51 and injured 223": who says it has not done it, but "said the law was bad and blamed the king"
        let speaks = self.speaks(verb);
        let says = move |t: TokenId| {
            let first = self.head(verb).filter(|first| self.is(*first, "ccomp") && !speaks);
            first.and_then(|first| self.head(first)).is_some_and(|above| above == t)
        };
        let before = sentence.tokens.iter().rev().filter(move |t| shares && *t < verb && self.is_verb(*t) && !says(*t));
        before.filter_map(|t| self.children(t).iter().copied().find(|c| self.relation(*c) == "nsubj"))
    }
}
