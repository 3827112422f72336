//! Times at the end of a phrase that is set apart from the verb, which the parser hangs on the verb.
//!
//! ```text
//! "warned before the vote on Monday"                  vote: Monday
//! "has been accused of making threats in 2012"        making: 2012
//! ```

use super::Search;
use crate::document::{TimeId, TokenId, TokenSpan};

impl Search<'_> {
    /// `triggered by the attack on the port on Monday`, `followed a raid on Monday`: the time at the end of the phrase of a happening that
    /// is set apart from the verb, which the parser hangs on the verb.
    pub(super) fn closing(self, word: TokenId) -> Option<TimeId> {
        if !self.syntax.is_noun(word) && !self.syntax.is_verb(word) {
            return None;
        }
        let end = self.syntax.document.subtree(word).end;
        self.syntax.document.tokens.get(end.index())?;
        self.time_at(end).filter(|t| self.closed_by(*t) == Some(word))
    }

    /// The head of the phrase that a time ends, where it is set apart from the word that the time hangs on.
    pub(super) fn closed_by(self, time: TimeId) -> Option<TokenId> {
        let span = self.syntax.document.times[time.index()].span;
        let governor = self.syntax.head(self.top_of(span)?)?;
        if self.syntax.is_verb(governor) { self.closed_below_verb(governor, time) } else { self.closed_below_noun(governor, span) }
    }

    /// `a survivor of the attack on the port on Monday`, `close to the vote on Monday`: of the nouns in a row the one that happens.
    fn closed_below_noun(self, noun: TokenId, time: TokenSpan) -> Option<TokenId> {
        let (syntax, document) = (self.syntax, self.syntax.document);
        let is_apart = || syntax.is_listed(noun, "apart");
        let is_noun_apart = || syntax.is_noun(noun) && (!self.is_happening(noun) || self.is_somebody(noun) || is_apart());
        if syntax.pos(noun) != "ADJ" && !is_noun_apart() {
            return None;
        }
        // but "found guilty of theft on Monday"
        let is_phrase = |c: TokenId| syntax.is(c, "nmod") || syntax.is(c, "obl") && syntax.head(c) == Some(noun) && syntax.case(c) != "of";
        let is_below = |c: &TokenId| *c > noun && is_phrase(*c) && document.ancestors(*c).any(|t| t == noun);
        let is_inside = |c: &TokenId| document.ancestors(*c).take_while(|t| *t != noun).all(is_phrase);
        let ends = |c: &TokenId| is_below(c) && self.is_closed(*c, time) && is_inside(c) && self.is_happening(*c);
        document.subtree(noun).iter().find(ends)
    }

    /// A phrase of the verb, one deeper in it, or one that goes with the time where the verb does not.
    fn closed_below_verb(self, verb: TokenId, time: TimeId) -> Option<TokenId> {
        let syntax = self.syntax;
        let span = syntax.document.times[time.index()].span;
        // "in retaliation for a raid on the town at the weekend"
        let answers = |c: &TokenId| syntax.is_listed(*c, "apart");
        let happens = |c: &TokenId| (self.is_happening(*c) || answers(c)) && !syntax.is_agent(*c);
        let is_apart = |c: &TokenId| match syntax.relation(*c) {
            "obl:agent" | "obj" => happens(c) && syntax.is_listed(verb, "sequence"),
            // "before the vote on Monday", but "before a judge on Monday"
            // "have been charged over the killing on Monday": no day of the past goes with the perfect
            "obl" => {
                let is_other = || self.is_apart(*c) || syntax.has_case(*c, "later") || syntax.is_present_perfect(verb);
                syntax.has_case(*c, "apart") || happens(c) && is_other()
            }
            // "ahead of the vote on Monday"
            "advmod" => self.is_apart(*c),
            // "accused him of stealing the funds in 1997"
            "advcl" | "xcomp" | "ccomp" => {
                self.is_gerund(*c) && ["of", "for"].iter().any(|m| syntax.is_marked_by(*c, m)) && self.is_year_gone(time)
            }
            _ => false,
        };
        let own = syntax.children(verb).iter().copied().find(|c| self.is_closed(*c, span) && is_apart(c));
        let fitting = || if self.is_misfit(verb, time) { self.fitting(verb, time) } else { None };
        own.or_else(|| self.closed_deeper(verb, span)).or_else(fitting)
    }

    /// `a review following the death of her uncle in 2016`, `spoke of protests sparked by the death of a student in May 2022`.
    fn closed_deeper(self, verb: TokenId, time: TokenSpan) -> Option<TokenId> {
        let (syntax, document) = (self.syntax, self.syntax.document);
        let is_inside = |c: &TokenId| document.ancestors(*c).take_while(|t| *t != verb).all(|t| syntax.is_noun(t));
        let is_below = |c: &TokenId| syntax.is(*c, "nmod") && document.ancestors(*c).any(|t| t == verb);
        let is_cause = |c: &TokenId| {
            let caused = syntax.head(*c).filter(|v| syntax.is(*c, "obl:agent") && syntax.is(*v, "acl"));
            caused.is_some_and(|v| syntax.is_listed(v, "sequence"))
        };
        let ends = |c: &TokenId| self.is_happening(*c) && self.is_closed(*c, time);
        let nouns = || (verb.0 + 1..time.start.0).map(TokenId);
        let ordered = nouns().find(|c| is_below(c) && self.is_ordered(*c) && ends(c) && is_inside(c));
        ordered.or_else(|| nouns().find(|c| is_cause(c) && ends(c)))
    }

    /// What ends with the time in a clause whose verb does not go with it: protests in `warned against protests this weekend`, making in
    /// `has been accused of making threats in 2012`; of several in one another the last.
    fn fitting(self, verb: TokenId, time: TimeId) -> Option<TokenId> {
        let (syntax, document) = (self.syntax, self.syntax.document);
        let span = document.times[time.index()].span;
        let may_happen = |t: &TokenId| {
            let is_deed = || syntax.is_verb(*t) && !syntax.reports(*t) && !self.is_misfit(*t, time) && !syntax.is_present_perfect(*t);
            self.is_happening(*t) && !self.is_somebody(*t) || is_deed()
        };
        let below = (verb.0 + 1..span.start.0).rev().map(TokenId).filter(|t| document.ancestors(*t).any(|above| above == verb));
        below.filter(|t| self.is_closed(*t, span)).find(may_happen)
    }

    /// Whether a time stands at the end of what hangs below a word, at most a preposition between.
    pub fn is_closed(self, word: TokenId, time: TokenSpan) -> bool {
        let end = self.syntax.document.subtree(word).end;
        word < time.start && (end == time.start || end.0 + 1 == time.start.0 && self.is_preposition(end))
    }
}
