//! Polarity, certainty and source of an event, read off the words around its trigger and the predicates above it.
//!
//! ```text
//! "The New York Times reported that the hackers are likely linked to China's military."
//!   likely → PRpos;  reported → source The New York Times, the article's own voice Uu
//! ```
//! Values are those of FactBank (Saurí and Pustejovsky 2009); the walk up the tree follows its nested sources.

use super::attribution::accepts;
use super::compile::Embedder;
use super::file::{ClaimEntry, ModifierEntry};
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
    let is_event = |word: &TokenId| *word != trigger && syntax.is_noun(*word) && syntax.is_event_noun(*word);
    words.iter().copied().filter(is_event).for_each(|word| reader.read_doubt(word));
    reader.context.clause = Some(clause);
    let top = reader.performed(clause);
    if top.is_some() {
        reader.context = Context { clause: Some(clause), temporality: Temporality::Current, ..Context::default() };
    }
    // "any state that attacks", "whoever attacks": nobody in particular
    let subjects = syntax.children_by(clause, "nsubj").filter(|t| syntax.relation(*t) == "nsubj");
    let is_any = |t: TokenId| syntax.is_listed(t, "anybody") || reader.is_listed_beside(t, "det", "any");
    let whoever = syntax.head(clause).filter(|_| syntax.relation(clause) == "acl:relcl");
    reader.context.hypothetical |= subjects.chain(whoever).any(is_any);
    // a title or a description beside a name is background that the article gives, whoever speaks of its holder
    if clause != trigger || !is_aside(syntax, trigger) {
        reader.climb(trigger, top.unwrap_or(clause));
        reader.read_last_words(trigger, clause);
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
    /// Up the tree: each predicate above may report, deny, plan or suspect the event.
    ///
    /// What a relative clause, a clause of time or cause, or a definite noun says is taken as given there: from then on the walk is
    /// `settled`, and predicates further up only add sources.
    fn climb(&mut self, trigger: TokenId, clause: TokenId) {
        let is_bare_noun = self.syntax.is_noun(trigger) && clause == trigger;
        // "called for a ceasefire and the release of hostages": what is said of the first noun is said of all
        let is_noun_beside = |t: TokenId| self.syntax.is(t, "conj") && self.syntax.head(t).is_some_and(|h| self.syntax.is_noun(h));
        let mut start = clause;
        while is_bare_noun && is_noun_beside(start) {
            self.read_source_phrases(start, trigger);
            start = self.syntax.head(start).unwrap_or(start);
        }
        let is_known = || self.syntax.is_definite(trigger) || self.is_told_of(trigger) || self.is_ended(trigger);
        let is_given = is_bare_noun && is_known() && !self.is_brought_about(start);
        let mut node = start;
        let mut is_clausal = !is_bare_noun;
        // "would not confirm who was behind the attacks": what is left open is who, not the attacks
        let mut settled = is_given && self.syntax.has_copula(trigger);
        // "plans to join the Iran-backed alliance"
        settled |= self.syntax.is_verb(trigger) && self.syntax.relation(trigger) == "amod";
        let mut is_added = false;
        // somebody gets or forces another to do it
        let mut is_brought_about = false;
        let mut below = trigger;
        // bounds the walk in very deep trees
        for _ in 0..40 {
            self.read_source_phrases(node, below);
            let Some(governor) = self.syntax.head(node) else { break };
            let relation = self.syntax.relation(node);
            // "may spark protests": an indefinite event is as real as what is said of it
            let shares = is_bare_noun
                && !is_given
                && node == start
                && self.syntax.is_verb(governor)
                && (matches!(relation, "obj" | "nsubj" | "nsubj:pass") || relation == "obl" && self.syntax.is_listed(governor, "outcome"));
            if let Some((predicate, claim, when_negated)) = self.embedder(governor, node).map(|(p, e)| (p, e.entry.claim, e.entry.negated))
            {
                let is_denied_speech = node == start && claim.stance == Stance::Denies && self.is_speech_noun(trigger);
                let is_open = claim.factuality == Factuality::Uu || self.is_negated(predicate);
                if is_open && self.asks_about(node) {
                    // "did not say why it attacked": that it did is taken as given
                    settled = true;
                } else if node != start && is_mere_source(&claim) && self.is_thing_beside(node, start) {
                    // "announced tariffs on goods made in Peru": what is announced is the tariffs
                } else if claim.stance == Stance::Accuses && self.is_setting_of(start, node) {
                    // "arrested for waving flags during protests": there were protests
                    settled = true;
                } else if settled && self.is_not_given(predicate) {
                    // "no group claimed the attack that killed 12"
                } else if settled {
                    // a reporting clause behind covers all of the sentence; what a demand or promise takes as given, it does not say
                    // "did not say it was behind the attack": it is not the one that speaks of it
                    if claim.stance != Stance::Plans && (!is_added || predicate > node) && !self.is_negated(predicate) {
                        self.apply(&only_source(&claim), None, predicate);
                    }
                } else if self.is_speech_noun(predicate) && self.is_told_by(node) && !self.is_negated(predicate) {
                    // "a statement saying that it attacked": no mere claim, but what says so
                } else if !is_denied_speech && !self.is_contested(predicate) {
                    let negated = (self.is_negated(predicate) || self.shares_negation(predicate) || self.is_not_given(predicate))
                        && relation != "obl";
                    // "trying to get both sides to agree": what is tried is not that they agree
                    let is_aim = claim.phase == Some(Phase::Attempted) && is_brought_about;
                    self.apply(&claim, negated.then_some(when_negated), predicate);
                    self.context.hypothetical |= is_aim;
                    // "will continue to attack": it is as real as the continuing
                    let is_real = claim.factuality == Factuality::CTpos && claim.author == Factuality::CTpos;
                    // "could be heard chanting": they did
                    let is_perceived = self.syntax.is_passive(predicate) && self.syntax.is_listed(predicate, "perceiving");
                    if is_real
                        && !is_perceived
                        && (relation == "xcomp" || self.syntax.is_marked_by(node, "to") || relation == "ccomp" && !self.is_finite(node))
                    {
                        self.read_auxiliaries(predicate);
                    }
                    is_brought_about |= is_real && claim.phase.is_none() && self.syntax.children_by(predicate, "obj").any(|o| o < node);
                    self.context.hypothetical |= self.is_listed_beside(predicate, "det", "any");
                    if self.is_false_claim(predicate) {
                        self.context.author = Factuality::CTneg;
                    }
                }
                self.is_purpose &= node != start;
                // "is travelling to help deliver aid"
                let is_infinitive = self.syntax.tag(predicate) == "VB" && self.syntax.is_marked_by(predicate, "to");
                let does = claim.factuality == Factuality::CTpos && !claim.source;
                let opens_purpose = does && is_infinitive && self.syntax.is(predicate, "advcl");
                self.is_purpose |= !settled && opens_purpose && !self.syntax.is_headline_infinitive(predicate);
                is_clausal = true;
            } else if is_clausal && !settled {
                self.pass(governor, node, relation);
            } else if shares && self.is_negated(governor) && self.syntax.is_listed(governor, "attitude") {
                // "did not support a strike": it is not said that there was none
                self.context.hypothetical = true;
            } else if shares {
                self.read_modifiers(governor);
                self.read_marks(governor);
            } else if is_bare_noun
                && (!is_given || self.syntax.is_listed(node, "contest"))
                && node == start
                && relation == "nsubj"
                && self.syntax.has_copula(governor)
            {
                // "an attack would be a mistake", "the state's election will be fair"
                self.read_auxiliaries(governor);
            }
            // "the talks are due to begin"
            // "the strikes were aiming to destroy depots": they go on
            let is_subject = is_bare_noun && node == start && matches!(relation, "nsubj" | "nsubj:pass");
            let to_happen = if is_subject && self.is_to_happen(governor) {
                self.embedders_of(governor).find(|e| accepts(&e.slot, "xcomp")).map(|e| e.entry.claim)
            } else {
                None
            };
            if let Some(claim) = to_happen {
                self.apply(&claim, None, governor);
            }
            let is_given_clause = || self.is_finite(node) && !self.is_condition(node) || self.is_listed_beside(node, "mark", "given");
            // "ensure the return of residents displaced by attacks"
            let is_participle = relation == "acl" && self.syntax.is_passive(node) && !self.is_listed_beside(governor, "det", "any");
            // "vowed revenge for a strike": what is answered has happened
            let is_answered = || relation == "nmod" && self.syntax.is_listed(governor, "in-return");
            settled |= is_given
                || is_answered()
                || relation == "acl:relcl"
                || is_participle
                || relation == "advcl" && (is_given_clause() || self.is_beside(node))
                || self.stands_beside(node);
            if matches!(
                relation,
                "nsubj" | "nsubj:pass" | "obj" | "obl" | "nmod" | "nmod:poss" | "compound" | "iobj" | "obl:agent" | "appos" | "amod"
            ) {
                is_clausal = shares;
            } else if matches!(relation, "ccomp" | "xcomp" | "acl" | "advcl") {
                is_clausal = true;
            }
            if is_clausal && !settled && self.is_condition(governor) {
                self.open();
            }
            // what the article adds in passing is its own word, whoever speaks around it
            is_added |= settled && self.is_added(node);
            below = node;
            node = governor;
        }
        self.context.hypothetical |= self.is_purpose;
        if !settled && is_open_question(self.syntax, trigger) {
            self.context.hypothetical = true;
        }
    }

    /// `accused` in `accused Peru of attacking Chile`.
    fn accuses(&self, verb: TokenId) -> bool {
        let is_charge = |e: &&Embedder| e.entry.claim.stance == Stance::Accuses;
        self.embedders_of(verb).filter(is_charge).any(|e| self.syntax.children(verb).iter().any(|c| self.hangs_in(&e.slot, verb, *c)))
    }

    /// The predicate above which an act of speech is told of that is done by saying so: `want` in `I want to thank you`, `confirm` itself
    /// in `I can confirm`.
    fn performed(&self, verb: TokenId) -> Option<TokenId> {
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

    /// No embedder: what the governor still does to the clause below it.
    fn pass(&mut self, governor: TokenId, node: TokenId, relation: &str) {
        match relation {
            "xcomp" => {
                self.read_modifiers(governor);
                self.read_marks(governor);
                // after a predicate that is not listed, an infinitive is no more than wished for
                if self.syntax.is_marked_by(node, "to") && !self.syntax.is_headline_infinitive(node) {
                    self.context.hypothetical = true;
                }
            }
            "conj" => {
                // "will visit Beijing and meet Xi": a conjunct without auxiliary and subject of its own shares them, but not "would not
                // go but said"
                let has_own = |c: &TokenId| self.syntax.is(*c, "aux") || self.syntax.is(*c, "nsubj");
                let own = self.syntax.children(node).iter().any(has_own) || self.has_tense_apart(node, governor);
                if !own && self.syntax.is_verb(node) && self.syntax.is_verb(governor) {
                    self.read_auxiliaries(governor);
                    self.read_marks(governor);
                    if self.context.clause == Some(node) && self.shares_negation(node) {
                        self.weaken(Factuality::CTneg);
                    }
                }
            }
            // "sending troops would be a mistake"
            "csubj" if !self.is_finite(node) => self.read_auxiliaries(governor),
            "acl" if self.syntax.is_marked_by(node, "to") && (self.is_ranked(governor) || self.is_among_doers(governor, node)) => {
                self.read_auxiliaries(governor);
            }
            // "a plan to attack", but "a reaction to being attacked"
            "acl" if self.syntax.is_marked_by(node, "to") && !self.syntax.is_headline_infinitive(node) => {
                self.context.hypothetical |= !self.syntax.is_listed(governor, "in-return");
            }
            // "US to send jets as Iran threatens Israel": what goes on is not planned
            "advcl"
                if self.syntax.is_marked_by(governor, "to") && !self.is_finite(node) && !self.is_listed_beside(node, "mark", "given") =>
            {
                self.read_marks(governor);
            }
            // "will attack Kyiv, killing thousands"
            "advcl" if node > governor && self.is_gerund(node) && !self.is_saying(node) => self.read_auxiliaries(governor),
            _ => {}
        }
    }

    /// `said` in `would not go but said`: a finite form does not go with the auxiliary of the first verb.
    pub(super) fn has_tense_apart(&self, conjunct: TokenId, first: TokenId) -> bool {
        let form = |t: TokenId| self.syntax.tag(t);
        matches!(form(conjunct), "VBD" | "VBZ") && form(first) == "VB"
    }

    /// `claiming` in `will not meet them, claiming that they lie`: what is said of a plan is not part of it.
    pub(super) fn is_saying(&self, verb: TokenId) -> bool {
        self.embedders_of(verb).any(|e| e.entry.claim.source && accepts(&e.slot, "ccomp"))
    }

    /// `the latest firm to close a plant`, `the first woman to win`: who is told apart from others by doing it has done it.
    pub(super) fn is_ranked(&self, agent: TokenId) -> bool {
        let ranks =
            |c: TokenId| ["Degree=Sup", "NumType=Ord"].iter().any(|f| self.syntax.has_feature(c, f)) || self.syntax.is_listed(c, "rank");
        let is_best = |c: TokenId| self.syntax.is_listed(c, "fitness");
        self.syntax.is_agent(agent) && self.syntax.children_by(agent, "amod").any(|c| ranks(c) && !is_best(c))
    }

    /// `was one of several leaders to condemn it`, `is among the firms to have left`: who is counted among those who did it has done it, but
    /// not `was one of three candidates to lead it`.
    fn is_among_doers(&self, predicate: TokenId, infinitive: TokenId) -> bool {
        let syntax = self.syntax;
        let group = if syntax.is_one_of(predicate) {
            syntax.children_by(predicate, "nmod").find(|c| syntax.is_marked_by(*c, "of"))
        } else {
            Some(predicate).filter(|p| syntax.is_marked_by(*p, "among"))
        };
        let was = syntax.children_by(predicate, "cop").any(|c| syntax.has_feature(c, "Tense=Past"));
        let is_done = syntax.is_perfect(infinitive) || was && !syntax.is_passive(infinitive);
        let may_do_it = |t: TokenId| syntax.is_listed(t, "fitness");
        group.is_some_and(|g| syntax.is_agent(g) && !may_do_it(g) && !syntax.children_by(g, "amod").any(may_do_it)) && is_done
    }

    /// `killing` in `will attack Kyiv, killing thousands`; what it comes after (`after killing`) and what others do (`with Rome
    /// saying`) is another matter.
    pub(super) fn is_gerund(&self, clause: TokenId) -> bool {
        !self.is_finite(clause)
            && !self.syntax.has(clause, "nsubj")
            && !self.syntax.is_passive(clause)
            && !self.syntax.is_marked_by(clause, "to")
            && !self.is_listed_beside(clause, "mark", "given")
    }

    /// `had not seen it or confirmed it`: the negation reaches the second verb.
    pub(super) fn shares_negation(&self, conjunct: TokenId) -> bool {
        let own = self.syntax.children(conjunct).iter().any(|c| self.syntax.is(*c, "aux") || self.syntax.is(*c, "nsubj"));
        let first = self.syntax.head(conjunct).filter(|_| self.syntax.is(conjunct, "conj") && !own);
        first.is_some_and(|f| self.is_negated(f))
            && self.syntax.children_by(conjunct, "cc").any(|c| matches!(self.syntax.lemma(c), "or" | "nor"))
    }

    fn read_auxiliaries(&mut self, verb: TokenId) {
        for aux in self.syntax.children_by(verb, "aux") {
            for modifier in self.syntax.modifiers(aux) {
                if modifier.rel.iter().any(|r| r == "aux") {
                    self.weaken(self.strength(modifier, verb));
                    if let Some(temporality) = modifier.temporality {
                        self.context.temporality = temporality;
                    }
                }
            }
        }
    }

    pub(super) fn is_negated(&self, word: TokenId) -> bool {
        self.syntax.children(word).iter().any(|c| {
            if self.is_negative_argument(*c) {
                return true;
            }
            let relation = self.syntax.relation(*c);
            let negates = |m: &ModifierEntry| m.factuality == Factuality::CTneg && m.rel.iter().any(|r| r == relation);
            self.syntax.modifiers(*c).any(negates) && !self.is_focused(*c)
        })
    }

    /// Applies an embedder, or what it does when negated; without such an entry a negated embedder leaves the event open.
    pub(super) fn apply(&mut self, claim: &ClaimEntry, negated: Option<Option<ClaimEntry>>, governor: TokenId) {
        let open = ClaimEntry {
            stance: Stance::Asserts,
            factuality: Factuality::Uu,
            author: Factuality::Uu,
            temporality: None,
            source: claim.source,
            phase: None,
        };
        let claim = match negated {
            None => *claim,
            Some(own) => own.unwrap_or(open),
        };
        let was_weak = self.context.factuality != Factuality::CTpos;
        self.weaken(claim.factuality);
        if claim.author == Factuality::Uu {
            self.context.author = Factuality::Uu;
        }
        // the innermost predicate that takes a stance wins: "said it plans to" is a plan
        if self.context.stance == Stance::Asserts && !(was_weak && claim.stance == Stance::Presupposes) {
            self.context.stance = claim.stance;
        }
        if let Some(temporality) = claim.temporality {
            self.context.temporality = temporality;
            if temporality == Temporality::Future {
                self.context.hypothetical = false;
            }
        }
        self.context.phase = self.context.phase.or(claim.phase);
        if claim.source {
            match self.source_of(&claim, governor) {
                Some(source) => self.add_source(source),
                None => self.context.hearsay = true,
            }
        }
    }

    /// Nothing is said about whether it is so: `if he does not resign`.
    pub(super) fn open(&mut self) {
        self.context.hypothetical = true;
        self.weaken(Factuality::Uu);
    }

    /// Combines what is already read with what a word further out says.
    pub(super) fn weaken(&mut self, by: Factuality) {
        self.context.factuality = combine(self.context.factuality, by);
        self.context.author = combine(self.context.author, by);
    }
}

/// Whether the claim does nothing but name who says so.
fn is_mere_source(claim: &ClaimEntry) -> bool {
    claim.source && claim.factuality == Factuality::CTpos && claim.temporality.is_none() && claim.stance != Stance::Accuses
}

/// The claim with nothing left of it but the source.
fn only_source(claim: &ClaimEntry) -> ClaimEntry {
    ClaimEntry {
        stance: Stance::Asserts,
        factuality: Factuality::CTpos,
        author: Factuality::CTpos,
        temporality: None,
        source: claim.source,
        phase: None,
    }
}

/// `outer` applied to `inner`: a denial turns polarity round, a hedge weakens certainty, `Uu` withdraws all.
fn combine(inner: Factuality, outer: Factuality) -> Factuality {
    use Factuality::{CTneg, CTpos, CTu, PRneg, PRpos, PSneg, PSpos, Uu};
    match (inner, outer) {
        (inner, CTpos) => inner,
        (Uu | CTu, _) | (_, Uu | CTu) => Uu,
        (CTpos, CTneg) => CTneg,
        (CTneg, CTneg) => CTpos,
        (PRpos, CTneg) => PRneg,
        (PSpos, CTneg) => PSneg,
        (PRneg, CTneg) => PRpos,
        (PSneg, CTneg) => PSpos,
        (CTpos, weak) => weak,
        (CTneg, PRpos) => PRneg,
        (CTneg, PSpos) => PSneg,
        (PRpos | PSpos, PSpos) => PSpos,
        (PRneg | PSneg, PSpos) => PSneg,
        (inner, PRpos) => inner,
        (inner, PRneg | PSneg) => combine(combine(inner, CTneg), PSpos),
    }
}

/// Whether the sentence is a question that may be answered with no; `why did Russia attack` takes the attack as given.
fn is_open_question(syntax: &Syntax<'_>, token: TokenId) -> bool {
    let document = syntax.document;
    let sentence = document.sentence(document.sentence_of(token));
    let mut last_words = sentence.tokens.iter().rev().take(2);
    // He said: "Will it?": the question is the quotation's
    let opens = |t: TokenId| matches!(document.form(t), "\"" | "“" | "``" | "‘");
    let is_quoted = |mark: TokenId| (token.0 + 1..mark.0).map(TokenId).any(opens);
    let asks = |t: TokenId| document.form(t) == "?" && !is_quoted(t);
    last_words.any(asks) && !sentence.tokens.iter().any(|t| syntax.has_feature(t, "PronType=Int"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certainty_never_rises_and_two_negations_cancel() {
        use Factuality::*;
        assert_eq!(combine(CTneg, CTneg), CTpos);
        assert_eq!(combine(PRpos, CTneg), PRneg);
        assert_eq!(combine(PSpos, PRpos), PSpos);
        assert_eq!(combine(CTneg, Uu), Uu);
    }
}
