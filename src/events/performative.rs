//! What is done by saying so, or said in one go with something else, is at the time of the saying.
//!
//! ```text
//! "Ruiz said on Friday that she opposes it."      opposes: Friday, since she does so by saying it
//! "I condemn it," Ruiz said                       condemn: on the day of what he said
//! "Ruiz told them on Friday …, adding that …"     adding: Friday
//! ```

use super::candidate::Candidate;
use super::telling::Telling;
use crate::document::{EntityType, TokenId};
use crate::frames::goes_on;

impl Telling<'_> {
    /// `"I condemn it," Ruiz said`, `"This government is determined to end it," Ruiz said`: saying so is the act.
    pub fn performs(&self, candidate: &Candidate<'_>) -> bool {
        let (syntax, verb) = (self.syntax, candidate.clause());
        let is_first = |t: TokenId| syntax.has_feature(t, "Person=1");
        let is_near = |t: TokenId| syntax.is_listed(t, "speakers-own") && syntax.has_feature(t, "Number=Sing");
        let speaks_for = |t: TokenId| syntax.children_by(t, "nmod:poss").any(is_first) || syntax.children_by(t, "det").any(is_near);
        let is_agent = |t: TokenId| syntax.mentioned(t).is_some_and(|m| syntax.document.type_of(m).is_a(EntityType::Agent));
        let is_own = |t: TokenId| self.is_quoted(candidate) && is_agent(t) && speaks_for(t);
        let is_present = |t: TokenId| syntax.has_feature(t, "Tense=Pres");
        let is_said = is_present(verb) || syntax.children_by(verb, "cop").any(is_present);
        self.is_speech(candidate) && is_said && syntax.children_by(verb, "nsubj").any(|t| is_first(t) || is_own(t))
    }

    /// The verb of saying in `Ruiz said on Friday that she opposes it`, `… that she was willing to talk`, `… "I want to thank them"`: whoever says
    /// so of himself in the present, or of his stance in the past behind a past, does so by saying it.
    pub fn declared_by(&self, candidate: &Candidate<'_>) -> Option<TokenId> {
        let (syntax, own) = (self.syntax, candidate.clause());
        let wants = |above: &TokenId| syntax.is(own, "xcomp") && syntax.is_listed(*above, "state");
        let verb = syntax.head(own).filter(wants).unwrap_or(own);
        let is_present = syntax.has_feature(verb, "Tense=Pres") && syntax.has_feature(verb, "VerbForm=Fin");
        let is_stance = || syntax.is_listed(verb, "stance") && syntax.is_preterite(verb);
        let is_shifted = || is_stance() || syntax.children_by(verb, "cop").any(|c| syntax.is_preterite(c));
        self.reporting(verb).next().filter(|_| self.is_speech(candidate) && (is_present || is_shifted()))
    }

    /// The verb of saying in `Ruiz said …, adding that`.
    pub fn said_with(&self, candidate: &Candidate<'_>) -> Option<TokenId> {
        let verb = candidate.clause();
        let is_beside = self.is_speech(candidate) && goes_on(self.syntax, verb);
        self.syntax.head(verb).filter(|said| is_beside && self.reports(*said))
    }

    /// `In response, Ruiz said`, `Ruiz replied`: said on the day of what it answers.
    pub fn answers(&self, candidate: &Candidate<'_>) -> bool {
        let syntax = self.syntax;
        let is_answer = |t: TokenId| syntax.is_listed(t, "answer");
        let is_bare = |t: &TokenId| syntax.children(*t).iter().all(|c| matches!(syntax.relation(*c), "case" | "punct"));
        let verb = candidate.clause();
        is_answer(verb) || syntax.children_by(verb, "obl").filter(is_bare).any(is_answer)
    }
    /// Whether somebody says something in writing, or to the press: not where he speaks else.
    pub fn speaks_elsewhere(&self, candidate: &Candidate<'_>) -> bool {
        let syntax = self.syntax;
        let is_press = |t: TokenId| syntax.mentioned(t).is_some_and(|m| syntax.document.type_of(m).is_a(EntityType::MediaOutlet));
        let phrases = syntax.children_by(candidate.clause(), "obl");
        candidate.fillers("recipient").any(|f| is_press(f.head))
            || phrases.filter(|t| syntax.has_case(*t, "place")).any(|t| syntax.is_listed(t, "document"))
    }

    /// Whether a judge, a lawyer or a witness speaks, or somebody to them.
    pub fn speaks_in_court(&self, candidate: &Candidate<'_>) -> bool {
        let is_of_court = |head: TokenId| self.syntax.is_listed(head, "court");
        ["actor", "recipient", "target"].iter().any(|role| candidate.fillers(role).any(|f| is_of_court(f.head)))
    }
}
