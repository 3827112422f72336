//! How a mention is told: in the past or not, by whom, and at a time of its own or that of the story.
//!
//! ```text
//! "On Monday rebels attacked Lima."         tells of the attack, at a time of its own
//! "The army, which shot two, was away."     tells of the shooting, at the time of the story
//! "Ruiz said on Monday that it was late."   Monday is the day of the telling
//! ```

use super::candidate::Candidate;
use super::types::EventTime;
use crate::document::{SentenceId, TimeExpression, TimeId, TokenId};
use crate::frames::{Quotes, Syntax};
use crate::resources::Ontology;

/// An expression that moves the story: an adverbial, with the verb that it belongs to.
pub(super) struct Adverbial {
    pub sentence: SentenceId,
    pub time: TimeId,
    pub verb: TokenId,
    /// Somebody's words, not the article's.
    pub told: bool,
}

/// What the sentences of an article tell, as far as that has a time.
pub(super) struct Telling<'a> {
    pub syntax: &'a Syntax<'a>,
    pub ontology: &'a Ontology,
    quotes: Quotes,
    /// Expressions that move the story, in order of the text.
    pub adverbials: Vec<Adverbial>,
}

impl<'a> Telling<'a> {
    /// Reads the adverbials of an article.
    pub fn new(syntax: &'a Syntax<'a>, ontology: &'a Ontology) -> Self {
        let mut telling = Telling { syntax, ontology, quotes: Quotes::find(syntax), adverbials: Vec::new() };
        let times = (0..syntax.document.times.len()).map(|i| TimeId(i as u32));
        telling.adverbials = times.filter_map(|time| telling.adverbial(time)).collect();
        telling
    }

    /// The verb that an expression belongs to: `On Friday she left`, `in a talk on Friday she said`; none for `the vote in May`.
    fn adverbial(&self, time: TimeId) -> Option<Adverbial> {
        let (syntax, document) = (self.syntax, self.syntax.document);
        let span = self.expression(time).span;
        let top = span.iter().find(|t| syntax.head(*t).is_none_or(|h| !span.contains(h)))?;
        let mut verb = syntax.head(top)?;
        if syntax.is_noun(verb) && syntax.is(verb, "obl") {
            verb = syntax.head(verb)?;
        }
        let is_predicate = syntax.is_verb(verb) || syntax.has_copula(verb);
        // "it was late on Friday," she said
        let is_quoted = |t: TokenId| syntax.children_by(t, "parataxis").any(|p| self.reports(p));
        let told = || {
            self.quotes.passage(span.start).is_some()
                || self.reporting(verb).next().is_some()
                || std::iter::once(verb).chain(document.ancestors(verb)).any(is_quoted)
        };
        is_predicate.then(|| Adverbial { sentence: document.sentence_of(span.start), time, verb, told: told() })
    }

    pub fn expression(&self, time: TimeId) -> &'a TimeExpression {
        &self.syntax.document.times[time.index()]
    }

    pub fn is_of(&self, candidate: &Candidate<'_>, classes: &[&str]) -> bool {
        self.ontology.is_any_of(&candidate.mention.class, classes)
    }

    pub fn is_speech(&self, candidate: &Candidate<'_>) -> bool {
        self.is_of(candidate, &["CommunicationEvent"])
    }

    pub fn is_quoted(&self, candidate: &Candidate<'_>) -> bool {
        self.quotes.passage(candidate.mention.trigger).is_some()
    }

    /// Whether the article itself goes on telling: not in words of others, nor in an aside about somebody.
    pub fn narrates(&self, candidate: &Candidate<'_>) -> bool {
        !self.is_quoted(candidate) && !self.syntax.is(candidate.clause(), "acl")
    }

    /// Whether what is said hangs below a verb.
    pub fn reports(&self, verb: TokenId) -> bool {
        self.syntax.reports(verb)
    }

    /// The verbs of saying that a verb stands in the content of.
    pub fn reporting(&self, verb: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        let document = self.syntax.document;
        let above = std::iter::successors(Some(verb), |t| document.token(*t).head);
        above.filter(|t| self.syntax.relation(*t) == "ccomp").filter_map(|t| document.token(t).head).filter(|v| self.reports(*v))
    }

    /// A verb in the simple past that states something in a clause of its own, or an act done by saying so.
    pub fn tells(&self, candidate: &Candidate<'_>) -> bool {
        let context = &candidate.mention.context;
        if context.hypothetical {
            return false;
        }
        let happens = !self.is_speech(candidate);
        let is_state = || self.is_of(candidate, &["StateOfAffairs"]);
        let is_so = !context.is_negated();
        is_so && self.performs(candidate) || self.is_told(self.told_by(candidate), happens) && !is_state() && (happens || is_so)
    }

    /// The verb that tells a fact: `went on to accuse`, `sought to defend`.
    fn told_by(&self, candidate: &Candidate<'_>) -> TokenId {
        let verb = candidate.clause();
        let is_done = candidate.mention.context.is_fact();
        self.syntax.head(verb).filter(|above| is_done && self.syntax.is_done_by(verb, *above)).unwrap_or(verb)
    }

    /// `survived an attack in 2017`: whether the verb of a happening, or above it, tells it.
    pub fn is_told_with(&self, candidate: &Candidate<'_>) -> bool {
        let (syntax, word) = (self.syntax, candidate.clause());
        let verb = syntax.head(word).filter(|_| syntax.is(word, "obj")).unwrap_or(word);
        candidate.mention.context.is_fact() && self.is_told(verb, true)
    }

    /// Whether a verb in the simple past stands in a clause of its own below the headline; of what `happens` also in a relative clause.
    pub fn is_told(&self, verb: TokenId, happens: bool) -> bool {
        let (syntax, document) = (self.syntax, self.syntax.document);
        let auxiliaries: Vec<_> = syntax.children_by(verb, "aux").collect();
        let is_perfect = auxiliaries.iter().any(|a| syntax.lemma(*a) == "have");
        let simple_past = !is_perfect && std::iter::once(verb).chain(auxiliaries).any(|t| syntax.is_preterite(t));
        // "hours after the army said it had shot": not now
        let mut above = std::iter::once(verb).chain(document.ancestors(verb)).take(8);
        let is_ordered = above.any(|t| syntax.is(t, "advcl") && self.orders(&syntax.case(t)));
        // "was out of sight when the agent opened fire"
        let beside = || syntax.is(verb, "advcl") && syntax.children(verb).iter().any(|t| syntax.is_listed(*t, "meanwhile"));
        let main = matches!(syntax.relation(verb), "root" | "conj" | "parataxis" | "ccomp")
            || happens && (syntax.is(verb, "acl:relcl") || beside());
        simple_past && main && !is_ordered && !document.is_headline(document.sentence_of(verb))
    }

    /// Whether a word puts what follows it at another time: `after`, `before`.
    pub fn orders(&self, word: &str) -> bool {
        ["later", "earlier"].iter().any(|order| self.syntax.frames.is_listed(word, order))
    }

    /// Whether the sentence moves the happening to a time of its own; the day on which it is told does not, nor a day that is spoken of.
    pub fn has_time(&self, candidate: &Candidate<'_>) -> bool {
        let (syntax, verb) = (self.syntax, candidate.clause());
        // "Asked on Monday about it, Ruiz replied that"
        let asked = |v: TokenId| syntax.is(v, "advcl") && syntax.is_listed(v, "asked");
        let tells_of = |a: &Adverbial| {
            let told = if asked(a.verb) { syntax.head(a.verb).unwrap_or(a.verb) } else { a.verb };
            // "On Monday she issued a statement, which said that"
            let gives_out =
                |v: TokenId| syntax.relation(v) == "acl:relcl" && syntax.head(v).and_then(|noun| syntax.head(noun)) == Some(told);
            self.reporting(verb).any(|v| v == told || gives_out(v))
        };
        let is_vague = |a: &Adverbial| self.expression(a.time).is_duration;
        let is_spoken_of = |a: &Adverbial| a.told && self.is_speech(candidate) && !self.performs(candidate);
        // "Police gathered on Monday. A man was arrested at 7 a.m."
        let is_clock = |a: &&Adverbial| &*self.expression(a.time).rule == "clock";
        let mut own = self.adverbials.iter().filter(|a| a.sentence == candidate.sentence && !is_clock(a));
        // "recently told Peru that it was wrong and called it weak"
        let first = syntax.head(verb).filter(|_| syntax.is(verb, "conj"));
        let is_of_first = |a: &Adverbial| Some(a.verb) == first && &*self.expression(a.time).rule == "past";
        own.any(|a| a.verb == verb || is_of_first(a) || !is_vague(a) && !tells_of(a) && !is_spoken_of(a))
    }

    /// Whether neither an expression nor the sentence gives a happening a time.
    pub fn is_undated(&self, candidate: &Candidate<'_>) -> bool {
        candidate.mention.time.is_none() && !self.has_time(candidate)
    }

    /// The value and the words of an adverbial.
    pub fn time_of(&self, adverbial: &Adverbial) -> Option<EventTime> {
        Some(EventTime { value: self.expression(adverbial.time).value?, evidence: adverbial.time })
    }

    /// Whether an adverbial stands in front of its sentence.
    pub fn opens(&self, time: TimeId, sentence: SentenceId) -> bool {
        self.expression(time).span.start.0 <= self.syntax.document.sentence(sentence).tokens.start.0 + 1
    }
}
