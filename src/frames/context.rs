//! Polarity, certainty and source of an event, read off the words around its trigger and the predicates above it.
//!
//! ```text
//! "The New York Times reported that the hackers are likely linked to China's military."
//!   likely → PRpos;  reported → source The New York Times, the article's own voice Uu
//! ```
//! Values are those of FactBank (Saurí and Pustejovsky 2009); the walk up the tree follows its nested sources.

use super::frame_set::Embedder;
use super::quotes::Quotes;
use super::syntax::Syntax;
use crate::document::TokenId;
use crate::events::{Factuality, Phase, Stance, Temporality};

/// How an event is presented.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Context {
    /// What the source does; `Asserts` where nothing is said.
    pub stance: Stance,
    /// What the source commits to.
    pub factuality: Factuality,
    /// What the article's own voice commits to.
    pub author: Factuality,
    /// Past, current or future.
    pub temporality: Temporality,
    /// Head of the phrase that names the source, innermost first, with those through whom it was relayed behind.
    pub sources: Vec<TokenId>,
    /// Somebody unnamed says so: `reportedly`, `alleged`.
    pub hearsay: bool,
    /// Head of the phrase that names who denies it elsewhere: `charges he denies`.
    pub denied_by: Option<TokenId>,
    /// Phase set from outside: `tried to`, `began to`.
    pub phase: Option<Phase>,
    /// Again and again: `regularly`, `every week`.
    pub recurring: bool,
    /// Governed by a condition, a question or a purpose.
    pub hypothetical: bool,
    /// The highest predicate of the clause that expresses the event: its light verb, if it has one, else the trigger.
    pub clause: Option<TokenId>,
}

impl Context {
    /// Whether the event is said not to have happened, however surely.
    pub fn is_negated(&self) -> bool {
        matches!(self.factuality, Factuality::CTneg | Factuality::PRneg | Factuality::PSneg)
    }

    /// Whether the event is said to be real, now or before.
    pub fn is_fact(&self) -> bool {
        self.factuality == Factuality::CTpos && self.temporality != Temporality::Future && !self.hypothetical
    }

    /// Whether it is left open whether the event is or will be.
    pub fn is_open(&self) -> bool {
        self.hypothetical || self.temporality == Temporality::Future || self.factuality == Factuality::Uu
    }

    /// For a trigger whose meaning includes the negation: `would not confirm` is a refusal that did take place.
    pub fn take_negation_as_meant(&mut self) {
        self.factuality = Factuality::CTpos;
        self.author = if self.sources.is_empty() && !self.hearsay { Factuality::CTpos } else { Factuality::Uu };
        self.stance = Stance::Asserts;
        if self.temporality == Temporality::Future {
            self.temporality = Temporality::Past;
        }
    }
}

/// Reads the context of a trigger, with the further words that it is known by: `hit in a suspected strike` is as sure as the strike.
pub fn read_context(syntax: &Syntax<'_>, quotes: &Quotes, trigger: TokenId, words: &[TokenId]) -> Context {
    let mut reader = Reader { syntax, trigger, is_purpose: false, context: Context::default() };
    let clause = reader.read_trigger(trigger);
    // "a suspected militant was captured": he was, whatever he is
    let is_event = |word: &TokenId| *word != trigger && syntax.is_noun(*word) && syntax.is_event_noun(*word) && !syntax.is_agent(*word);
    words.iter().copied().filter(is_event).for_each(|word| reader.read_doubt(word));
    reader.context.clause = Some(clause);
    let top = reader.performed(clause);
    if top.is_some() {
        reader.context = Context { clause: Some(clause), temporality: Temporality::Current, ..Context::default() };
    }
    // "any state that attacks", "any raids hitting Lima", "whoever attacks": nobody in particular
    let subjects = syntax.children_by(clause, "nsubj").filter(|t| syntax.relation(*t) == "nsubj");
    let is_any = |t: TokenId| syntax.is_listed(t, "anybody") || reader.is_listed_beside(t, "det", "any");
    let whoever = syntax.head(clause).filter(|_| syntax.is(clause, "acl"));
    reader.context.hypothetical |= subjects.chain(whoever).any(is_any);
    // a title or a description beside a name is background that the article gives, whoever speaks of its holder
    if clause != trigger || !is_aside(syntax, trigger) {
        reader.read_quoter(clause);
        reader.climb(trigger, top.unwrap_or(clause));
        reader.read_last_words(trigger, clause);
        reader.read_headline_tag(trigger);
        add_speaker(syntax, quotes, trigger, &mut reader.context);
    }
    let accuses = reader.accuses(trigger);
    let mut context = reader.context;
    if context.hearsay {
        context.author = Factuality::Uu;
    }
    if context.stance == Stance::Asserts
        && matches!(context.factuality, Factuality::PRpos | Factuality::PSpos | Factuality::PRneg | Factuality::PSneg)
    {
        context.stance = if context.temporality == Temporality::Future { Stance::Plans } else { Stance::Suspects };
    }
    // to deny a charge is not to deny that it was brought
    context.denied_by = quotes.denials.answer(syntax.document, trigger, &context).filter(|_| !accuses);
    context
}

/// Whoever speaks the quoted passage stands behind those whom it names as sources; `I` in it is the speaker.
fn add_speaker(syntax: &Syntax<'_>, quotes: &Quotes, trigger: TokenId, context: &mut Context) {
    for source in &mut context.sources {
        if syntax.has_feature(*source, "Person=1") {
            *source = quotes.passage(*source).map_or(*source, |(_, speaker)| speaker);
        }
    }
    context.sources.dedup();
    let Some((passage, speaker)) = quotes.passage(trigger) else { return };
    if context.sources.iter().all(|s| passage.contains(*s)) {
        context.sources.push(speaker);
    }
    context.sources.dedup();
    context.author = Factuality::Uu;
}

/// `President` in `President Xi`, `a lawyer` in `Reyes, a lawyer`; `countries` in `will be sent to NATO countries`: a noun for somebody
/// says in passing what he is, unless it is said of somebody (`he will be president`) or of a part that is played (`as president`).
pub(super) fn is_aside(syntax: &Syntax<'_>, noun: TokenId) -> bool {
    let names = || syntax.head(noun).is_some_and(|h| syntax.pos(h) == "PROPN");
    let is_told = || syntax.has_copula(noun) || syntax.is_marked_by(noun, "as");
    let is_somebody =
        || matches!(syntax.relation(noun), "nsubj" | "nsubj:pass" | "obj" | "iobj" | "obl" | "obl:agent") && syntax.is_agent(noun);
    syntax.is_noun(noun)
        && match syntax.relation(noun) {
            "nmod:desc" | "appos" => true,
            "flat" => names(),
            _ => is_somebody() && !is_told(),
        }
}

/// Reads a context: from the trigger up, word by word.
pub(super) struct Reader<'s, 'd> {
    pub(super) syntax: &'s Syntax<'d>,
    pub(super) trigger: TokenId,
    /// `to sue` below a predicate not yet looked at: hypothetical unless that says otherwise.
    pub(super) is_purpose: bool,
    pub(super) context: Context,
}

impl Reader<'_, '_> {
    /// `accused` in `accused Peru of attacking Chile`.
    pub(super) fn accuses(&self, verb: TokenId) -> bool {
        let is_charge = |e: &&Embedder| e.entry.claim.stance == Stance::Accuses;
        self.embedders_of(verb).filter(is_charge).any(|e| self.syntax.children(verb).iter().any(|c| self.hangs_in(&e.slot, verb, *c)))
    }

    /// The predicate above which an act of speech is told of that is done by saying so: `want` in `I want to thank you`, `confirm` itself
    /// in `I can confirm`.
    pub(super) fn performed(&self, verb: TokenId) -> Option<TokenId> {
        let syntax = self.syntax;
        let is_listed = |t: TokenId, list: &str| syntax.is_listed(t, list);
        let is_mine = || syntax.surface_subject(verb).is_some_and(|s| syntax.has_feature(s, "Person=1"));
        if !is_listed(verb, "performative") || !is_mine() {
            return None;
        }
        let polite = syntax.head(verb).filter(|w| syntax.is(verb, "xcomp") && is_listed(*w, "courtesy"));
        let is_modal = || syntax.children_by(verb, "aux").any(|a| is_listed(a, "courtesy"));
        let top = polite.or_else(|| Some(verb).filter(|_| is_modal()))?;
        let is_open =
            |t: TokenId| self.is_negated(t) || self.is_condition(t) || syntax.children_by(t, "advcl").any(|c| self.is_condition(c));
        (!is_open(verb) && !is_open(top)).then_some(top)
    }
}
