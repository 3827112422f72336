//! Grammar without voice: who is the logical subject, the logical object, the clause below a predicate.
//!
//! ```text
//! "Accounts were hacked by Storm-0558"            logical subject: Storm-0558   logical object: Accounts
//! "an adversary based in China"                   logical object of based: adversary
//! "Blinken accused Beijing of preparing to send"  logical subject of send: Beijing (control)
//! ```
//! Relations are those of Universal Dependencies 2 (English EWT).

use compact_str::CompactString;
use rustc_hash::FxHashSet;

use super::compile::FrameSet;
use super::mention::FillerRef;
use crate::document::{Document, EntityType, Mention, MentionId, MentionKind, TimeId, TokenId, is_relation};
use crate::events::Phase;
use crate::resources::Control;

/// A document with the look-ups that matching needs: children, mention at a head, time expression at a token.
pub struct Syntax<'d> {
    /// The document.
    pub document: &'d Document,
    children: Vec<Vec<TokenId>>,
    mention_at: Vec<Option<MentionId>>,
    time_at: Vec<Option<TimeId>>,
    within_name: Vec<bool>,
    lemmas: Vec<CompactString>,
    vocabulary: FxHashSet<CompactString>,
    /// Words of one kind, by lists.
    pub frames: &'d FrameSet,
}

impl<'d> Syntax<'d> {
    /// Indexes the document; linear in its size. Words that `frames` knows get the lemma it knows them by.
    pub fn new(document: &'d Document, frames: &'d FrameSet) -> Self {
        let n = document.tokens.len();
        let mut children = vec![Vec::new(); n];
        for (i, token) in document.tokens.iter().enumerate() {
            if let Some(head) = token.head {
                children[head.index()].push(TokenId(i as u32));
            }
        }
        let mut mention_at = vec![None; n];
        for (i, mention) in document.mentions.iter().enumerate() {
            mention_at[mention.head.index()] = Some(MentionId(i as u32));
        }
        let mut within_name = vec![false; n];
        let is_long_name = |m: &&Mention| m.kind == MentionKind::Name && m.span.len() > 1;
        let names_one = |m: &&Mention| m.entity_type.is_a(EntityType::Organization) || m.entity_type.is_a(EntityType::Place);
        for mention in document.mentions.iter().filter(is_long_name).filter(names_one) {
            mention.span.iter().filter(|t| *t != mention.head).for_each(|t| within_name[t.index()] = true);
        }
        let mut time_at = vec![None; n];
        for (i, time) in document.times.iter().enumerate() {
            // no year in `the 1922 Committee`
            for token in time.span.iter().filter(|t| !within_name[t.index()]) {
                time_at[token.index()] = Some(TimeId(i as u32));
            }
        }
        let lemmas: Vec<_> = document.tokens.iter().map(|t| frames.lemma(t.range.of(&document.article.text), &t.lemma, &t.upos)).collect();
        let vocabulary = lemmas.iter().cloned().collect();
        Self { document, children, mention_at, time_at, within_name, lemmas, vocabulary, frames }
    }

    /// Direct dependents in order of the text.
    pub fn children(&self, token: TokenId) -> &[TokenId] {
        &self.children[token.index()]
    }

    /// Direct dependents with a relation or a subtype of it.
    pub fn children_by<'s>(&'s self, token: TokenId, relation: &'s str) -> impl Iterator<Item = TokenId> + 's {
        self.children(token).iter().copied().filter(move |c| self.is(*c, relation))
    }

    /// Whether the token's relation to its head is `relation` or a subtype of it.
    pub fn is(&self, token: TokenId, relation: &str) -> bool {
        is_relation(self.relation(token), relation)
    }

    /// The token's relation to its head.
    pub fn relation(&self, token: TokenId) -> &'d str {
        &self.document.token(token).deprel
    }

    /// The token's lemma, lower case.
    pub fn lemma(&self, token: TokenId) -> &str {
        &self.lemmas[token.index()]
    }

    /// Whether the article has a word of that lemma.
    pub fn mentions_word(&self, lemma: &str) -> bool {
        self.vocabulary.contains(lemma)
    }

    /// The token's universal part of speech.
    pub fn pos(&self, token: TokenId) -> &'d str {
        &self.document.token(token).upos
    }

    /// The token's head.
    pub fn head(&self, token: TokenId) -> Option<TokenId> {
        self.document.token(token).head
    }

    /// The mention whose head is the token.
    pub fn mention(&self, token: TokenId) -> Option<MentionId> {
        self.mention_at[token.index()]
    }

    /// `drones` in `dozens of drones`: what a word of measure counts.
    pub fn counted(&self, head: TokenId) -> Option<TokenId> {
        self.listed_of(head, &["measure"])
    }

    /// `protesters` in `a crowd of protesters`: of what a group is made up, or what is counted.
    pub fn made_of(&self, head: TokenId) -> Option<TokenId> {
        self.listed_of(head, &["measure", "collective"])
    }

    fn listed_of(&self, head: TokenId, lists: &[&str]) -> Option<TokenId> {
        let is_listed = lists.iter().any(|list| self.frames.is_listed(self.lemma(head), list));
        self.children_by(head, "nmod").find(|c| is_listed && self.is_marked_by(*c, "of") && self.is_noun(*c))
    }

    /// What the token mentions as the head of a phrase.
    pub fn mentioned(&self, token: TokenId) -> Option<&'d Mention> {
        self.mention(token).map(|m| &self.document.mentions[m.index()])
    }

    /// The office that an adjective tells: `president` for `presidential`.
    pub fn office(&self, token: TokenId) -> Option<&'d str> {
        self.frames.office(self.lemma(token))
    }

    /// The declaration for `it` in `The declaration is long. It calls for`: the noun of the same chain that stands last before a pronoun.
    pub fn antecedent(&self, pronoun: TokenId) -> Option<TokenId> {
        let chain = self.mentioned(pronoun).filter(|m| m.kind == MentionKind::Pronoun)?.chain?;
        let mentions = self.document.chains[chain.index()].mentions.iter().map(|m| &self.document.mentions[m.index()]);
        let is_plural = |t: TokenId| self.has_feature(t, "Number=Plur");
        let last = mentions.filter(|m| m.kind != MentionKind::Pronoun && m.head < pronoun).map(|m| m.head).max();
        last.filter(|noun| is_plural(*noun) == is_plural(pronoun))
    }

    /// Whether two fillers are mentions of one chain: `Microsoft`, `the company`.
    pub fn is_same_entity(&self, a: FillerRef, b: FillerRef) -> bool {
        let chain = |filler| match filler {
            FillerRef::Mention { mention, metonymy: false } => self.document.mentions[mention.index()].chain,
            _ => None,
        };
        chain(a).is_some_and(|c| chain(b) == Some(c))
    }

    /// Whether the word is part of the longer name of a body or a place, and not its head: `Referendum` in `the Referendum Party`.
    pub fn is_within_name(&self, token: TokenId) -> bool {
        self.pos(token) == "PROPN" && self.within_name[token.index()]
    }

    /// The time expression that the token belongs to.
    pub fn time(&self, token: TokenId) -> Option<TimeId> {
        self.time_at[token.index()]
    }

    /// Whether the morphological features hold `feature`, such as `VerbForm=Part`.
    pub fn has_feature(&self, token: TokenId, feature: &str) -> bool {
        self.document.token(token).feats.split('|').any(|f| f == feature)
    }

    /// Whether the token is a verb.
    pub fn is_verb(&self, token: TokenId) -> bool {
        self.pos(token) == "VERB"
    }

    /// Whether the token is a common or proper noun.
    pub fn is_noun(&self, token: TokenId) -> bool {
        matches!(self.pos(token), "NOUN" | "PROPN")
    }

    /// The preposition or conjunction that marks a phrase, lower case, with its fixed parts: `because_of`; empty if none.
    pub fn case(&self, token: TokenId) -> String {
        self.markers(token).next().map(|m| self.with_fixed(m)).unwrap_or_default()
    }

    /// `said`, `was`: whether a verb is finite and in the past tense.
    pub fn is_preterite(&self, verb: TokenId) -> bool {
        self.has_feature(verb, "Tense=Past") && self.has_feature(verb, "VerbForm=Fin")
    }

    /// Whether the word stands in a list.
    pub fn is_listed(&self, token: TokenId, list: &str) -> bool {
        self.frames.is_listed(self.lemma(token), list)
    }

    /// Whether the preposition or conjunction that marks a phrase stands in a list.
    pub fn has_case(&self, token: TokenId, list: &str) -> bool {
        self.frames.is_listed(&self.case(token), list)
    }

    /// Whether the marker is among those of the phrase: `from` and `under` in `from under the table`.
    pub fn is_marked_by(&self, token: TokenId, marker: &str) -> bool {
        self.markers(token).any(|m| self.with_fixed(m) == marker || self.form(m) == marker)
    }

    /// Markers of a phrase; those that hang on a title or another part of the name count too (`against Prince Andrew`, `in Tel Aviv`).
    fn markers<'s>(&'s self, token: TokenId) -> impl Iterator<Item = TokenId> + 's {
        let is_part = move |c: &TokenId| match self.relation(*c) {
            "nmod:desc" | "compound" | "amod" => *c < token,
            "flat" => true,
            _ => false,
        };
        let carriers = std::iter::once(token).chain(self.children(token).iter().copied().filter(is_part));
        let is_marker = move |m: &TokenId| matches!(self.relation(*m), "case" | "mark") && *m < token;
        carriers.flat_map(move |c| self.children(c).iter().copied().filter(is_marker).filter(move |m| *m < c))
    }

    /// A preposition with the words that belong to it: `in_case_of`.
    pub fn with_fixed(&self, token: TokenId) -> String {
        let mut words = vec![self.form(token)];
        words.extend(self.children_by(token, "fixed").map(|c| self.form(c)));
        words.join("_")
    }

    fn form(&self, token: TokenId) -> String {
        self.document.form(token).to_lowercase()
    }

    /// The token and everything coordinated with it: `Xi`, `Putin` in `with Xi and Putin`. A second subject of one verb is coordinated
    /// too, whatever the parser made of it.
    pub fn conjuncts(&self, token: TokenId) -> Vec<TokenId> {
        let mut all = vec![token];
        if let Some(head) = self.head(token).filter(|_| matches!(self.relation(token), "nsubj" | "nsubj:pass")) {
            let is_twin = |c: &TokenId| *c != token && self.relation(*c) == self.relation(token) && self.is_noun(*c);
            all.extend(self.children(head).iter().copied().filter(is_twin).filter(|_| self.is_noun(token)));
        }
        let mut i = 0;
        while i < all.len() {
            // "US and British strikes": the adjective names a country too
            let is_alike = |c: &TokenId| self.is_noun(*c) == self.is_noun(token) || self.pos(*c) == "ADJ" && self.is_agent(*c);
            // "Peru rather than Chile"
            let is_left_out = |c: &TokenId| self.children_by(*c, "cc").any(|cc| self.frames.is_listed(&self.with_fixed(cc), "instead"));
            let more: Vec<_> = self.children_by(all[i], "conj").filter(|c| is_alike(c) && !is_left_out(c)).collect();
            all.extend(more);
            i += 1;
        }
        all.sort();
        all
    }

    /// `Chad`, `Libya` in `the Chad-Libya war`: two names before a noun, joined by a hyphen.
    pub fn pair_before(&self, noun: TokenId) -> Option<[TokenId; 2]> {
        let is_hyphen = |t: TokenId| matches!(self.document.form(t), "-" | "–" | "—");
        let is_name = |t: TokenId| matches!(self.relation(t), "compound" | "amod" | "nmod:desc") && self.mention(t).is_some();
        let second = self.children_by(noun, "compound").filter(|c| *c < noun && is_name(*c)).last()?;
        let first = TokenId(second.0.checked_sub(2)?);
        let joined = is_hyphen(TokenId(second.0 - 1)) && is_name(first) && [Some(noun), Some(second)].contains(&self.head(first));
        joined.then_some([first, second])
    }

    /// `the attack`, `their attack`, `that attack`: known to the reader, so its happening is taken as given.
    pub fn is_definite(&self, noun: TokenId) -> bool {
        self.children(noun)
            .iter()
            .any(|c| self.relation(*c) == "nmod:poss" || self.has_feature(*c, "Definite=Def") || self.has_feature(*c, "PronType=Dem"))
    }

    /// `has gone`, `had gone`.
    pub fn is_perfect(&self, verb: TokenId) -> bool {
        self.children_by(verb, "aux").any(|a| self.lemma(a) == "have")
    }

    /// `have agreed`, which goes with no time that is over.
    pub fn is_present_perfect(&self, verb: TokenId) -> bool {
        self.children_by(verb, "aux").any(|a| self.lemma(a) == "have" && self.has_feature(a, "Tense=Pres"))
    }

    /// `an attack`: new to the reader.
    pub fn is_indefinite(&self, noun: TokenId) -> bool {
        self.children(noun).iter().any(|c| self.has_feature(*c, "Definite=Ind"))
    }

    /// Whether the token heads a mention of a person, organisation, group or country.
    pub fn is_agent(&self, token: TokenId) -> bool {
        self.mentioned(token).is_some_and(|m| m.entity_type.is_a(EntityType::Agent))
    }

    /// An agent, or a place that may stand for one: "Utah is to vote".
    fn can_act(&self, token: TokenId) -> bool {
        self.is_agent(token) || self.mentioned(token).is_some_and(|m| m.entity_type.is_a(EntityType::Place))
    }

    /// Whether a verb is passive: by an auxiliary, a passive subject, or as a past participle behind a noun or a passive conjunct.
    pub fn is_passive(&self, verb: TokenId) -> bool {
        if self.children(verb).iter().any(|c| matches!(self.relation(*c), "aux:pass" | "nsubj:pass" | "obl:agent" | "csubj:pass")) {
            return true;
        }
        let has_active_subject = self.children(verb).iter().any(|c| self.relation(*c) == "nsubj");
        if has_active_subject || !self.is_past_participle(verb) || self.children_by(verb, "aux").next().is_some() {
            return false;
        }
        match self.relation(verb) {
            "acl" | "amod" => true,
            "conj" => !self.has_own_subject(verb) && self.head(verb).is_some_and(|h| self.is_verb(h) && self.is_passive(h)),
            "advcl" | "xcomp" | "ccomp" | "root" | "parataxis" => {
                !self.has_own_subject(verb) && self.children_by(verb, "obj").next().is_none()
            }
            _ => false,
        }
    }

    fn is_past_participle(&self, verb: TokenId) -> bool {
        self.document.token(verb).xpos == "VBN" || self.has_feature(verb, "VerbForm=Part") && self.has_feature(verb, "Tense=Past")
    }

    /// Whether a subject hangs on the verb itself.
    pub fn has_own_subject(&self, verb: TokenId) -> bool {
        self.children(verb).iter().any(|c| self.is(*c, "nsubj") || self.is(*c, "csubj"))
    }

    /// The subject as the sentence shows it, own or shared: of the governor under control, coordination or in an adverbial
    /// clause, the antecedent in a relative clause.
    pub fn surface_subject(&self, verb: TokenId) -> Option<TokenId> {
        self.surface_subject_within(verb, 12)
    }

    // `fuel` bounds the climb, so that a very deep tree cannot overflow the stack.
    fn surface_subject_within(&self, verb: TokenId, fuel: usize) -> Option<TokenId> {
        let fuel = fuel.checked_sub(1)?;
        let own = self.children(verb).iter().copied().find(|c| self.is(*c, "nsubj") && self.relation(*c) != "nsubj:outer");
        // "the minister is to resign" is of the minister, "the aim is to resign" of nobody
        let own = own.or_else(|| self.children(verb).iter().copied().find(|c| self.relation(*c) == "nsubj:outer" && self.can_act(*c)));
        if let Some(subject) = own.or_else(|| self.subject_as_compound(verb)) {
            return Some(self.antecedent_of_relative(subject, verb).unwrap_or(subject));
        }
        let head = self.head(verb)?;
        if self.is_headline_infinitive(verb) {
            return Some(head);
        }
        match self.relation(verb) {
            "conj" if self.is_predicate(head) => self.surface_subject_within(head, fuel),
            // "called on him to apologise"
            "xcomp" | "advcl" if self.one_called_on(verb, head).is_some() => self.one_called_on(verb, head),
            "xcomp" | "ccomp" => self.controller(verb, head, fuel),
            // "accused X of", "kept X from", "charged X with doing"
            "advcl" if ["of", "from", "into", "with", "on"].iter().any(|m| self.is_marked_by(verb, m)) => self.controller(verb, head, fuel),
            // "warned Chile against attacking": not who warns; and of "warned against attacking" it is anybody
            "advcl" if self.is_marked_by(verb, "against") && !self.is_finite(verb) => self.children_by(head, "obj").find(|o| *o < verb),
            "advcl" if self.is_marked_by(verb, "for") && !self.is_finite(verb) => {
                self.one_answering_for(verb, head).or_else(|| self.controller(verb, head, fuel))
            }
            "advcl" if self.given_time(verb, head).is_some() => self.given_time(verb, head),
            "csubj" | "advcl" if self.one_it_takes(verb, head).is_some() => self.one_it_takes(verb, head),
            "advcl" | "parataxis" if self.is_predicate(head) && !self.is_finite(verb) => {
                self.blow_before(verb, head).or_else(|| self.surface_subject_within(head, fuel))
            }
            // "Musk makes visit to China, meets officials": a headline's second verb
            "parataxis" if self.is_verb(head) && verb > head => self.surface_subject_within(head, fuel),
            // "was accused by the mayor of stealing"
            "acl" if self.is_marked_by(verb, "of") && self.is(head, "obl:agent") => self.surface_subject_within(self.head(head)?, fuel),
            // "accused forces of killing": what is said of an agent is said of what it does
            "acl" if self.is_marked_by(verb, "of") && self.is_agent(head) => Some(head),
            "acl" if self.is_marked_by(verb, "to") || self.is_marked_by(verb, "of") => self.subject_of_noun_clause(head, fuel),
            "acl" | "amod" => Some(head),
            // "found an intruder entered the server": two objects, of which the second is a clause about the first
            "obj" if self.is_verb(verb) => self.children_by(head, "obj").find(|o| *o < verb && self.is_noun(*o)),
            _ => None,
        }
    }

    /// `Grant` in `It took Grant four years to sue`.
    fn one_it_takes(&self, infinitive: TokenId, governor: TokenId) -> Option<TokenId> {
        let is_open = self.is_marked_by(infinitive, "to") && self.frames.is_listed(self.lemma(governor), "taking");
        let objects = self.children(governor).iter().copied().filter(|c| matches!(self.relation(*c), "obj" | "iobj") && *c < infinitive);
        objects.filter(|_| is_open).find(|c| self.is_agent(*c))
    }

    /// `attack` in `began in response to the attack, killing 12`: a gerund of harm tells what the blow before it did, unless that is what
    /// the governor does or is done to.
    fn blow_before(&self, gerund: TokenId, governor: TokenId) -> Option<TokenId> {
        let is_harm = self.document.token(gerund).xpos == "VBG"
            && gerund > governor
            && self.frames.is_listed(self.lemma(gerund), "harm")
            && !self.children(gerund).iter().any(|c| matches!(self.relation(*c), "mark" | "aux" | "nsubj"));
        let is_own = |noun: TokenId| self.head(noun) == Some(governor) && matches!(self.relation(noun), "nsubj" | "nsubj:pass" | "obj");
        let between = (governor.0 + 1..gerund.0).rev().map(TokenId);
        let blow = between.filter(|_| is_harm).find(|t| self.is_noun(*t) && self.frames.is_listed(self.lemma(*t), "blow"))?;
        // "use rockets for strikes, killing 12": nobody else struck
        let has_agent = || {
            let by = |c: TokenId| matches!(self.relation(c), "nmod:poss" | "amod" | "compound") || self.is_marked_by(c, "by");
            self.children(blow).iter().any(|c| by(*c) && self.mentioned(*c).is_some())
        };
        let acts = || self.children_by(governor, "nsubj").any(|s| self.is_agent(s));
        (!is_own(blow) && (has_agent() || !acts())).then_some(blow)
    }

    /// `Biden to visit Vietnam`: an infinitive that a headline hangs on a bare noun means the future.
    pub fn is_headline_infinitive(&self, verb: TokenId) -> bool {
        let hangs_on_bare_noun = self.head(verb).is_some_and(|h| {
            h < verb
                && self.is_noun(h)
                && self.relation(h) == "root"
                && self.children_by(h, "cop").next().is_none()
                && self.children_by(h, "det").next().is_none()
        });
        hangs_on_bare_noun && matches!(self.relation(verb), "xcomp" | "acl" | "advcl" | "parataxis") && self.is_marked_by(verb, "to")
    }

    /// Subject of `to attack` in `Putin's plan to attack`, `the plan by Putin to attack`, `Putin announced a plan to attack`; of `a call on
    /// Putin to withdraw` who is asked. `Putin condemned a plan to attack` leaves it open.
    fn subject_of_noun_clause(&self, noun: TokenId, fuel: usize) -> Option<TokenId> {
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
        if self.is_agent(noun) || self.is_one_of(noun) {
            return Some(self.children_by(noun, "nsubj").find(|_| self.children_by(noun, "cop").next().is_some()).unwrap_or(noun));
        }
        let governor = self.head(noun)?;
        let is_own = self.is(noun, "obj") && self.is_verb(governor) && !control.judging_verbs.contains(self.lemma(governor));
        is_own.then(|| self.logical_subject_within(governor, fuel)).flatten()
    }

    /// `one` in `Bell is one of six candidates`.
    pub(super) fn is_one_of(&self, word: TokenId) -> bool {
        let is_said = self.children_by(word, "cop").next().is_some();
        is_said && self.lemma(word) == "one" && self.children_by(word, "nmod").any(|c| self.is_marked_by(c, "of"))
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

    /// Object control if the governor has an object (`accused Beijing of preparing`, `paid a firm $10m to spread lies`), else subject
    /// control, which is also that of `summoned the envoy to complain` and `promised Chile to help`.
    fn controller(&self, verb: TokenId, governor: TokenId, fuel: usize) -> Option<TokenId> {
        let given = self.children_by(governor, "iobj").filter(|o| self.is_agent(*o));
        let object = given.chain(self.children_by(governor, "obj")).chain(self.children_by(governor, "iobj")).find(|o| *o < verb);
        let control = Control::shipped();
        let (above, infinitive) = (self.lemma(governor), self.lemma(verb));
        let is_own = self.is_marked_by(verb, "to") && (control.calls(above, infinitive) || control.promising_verbs.contains(above));
        if object.is_some() && !is_own {
            return object;
        }
        if self.relation(verb) == "ccomp" && self.is_finite(verb) {
            return None;
        }
        self.surface_subject_within(governor, fuel)
    }

    /// `city` in `gave the city seven days to pay`.
    fn given_time(&self, verb: TokenId, governor: TokenId) -> Option<TokenId> {
        let lasts = self.children_by(governor, "obj").any(|o| o < verb && self.time(o).is_some());
        self.children_by(governor, "iobj").next().filter(|_| lasts && self.is_marked_by(verb, "to"))
    }

    /// `him` in `called on him to apologise`, `appealed to him to resign`.
    pub(super) fn one_called_on(&self, verb: TokenId, governor: TokenId) -> Option<TokenId> {
        let is_behind = |c: TokenId| Control::shipped().before_asked(self.lemma(governor)).any(|p| self.is_marked_by(c, p));
        let asked = |c: &TokenId| *c < verb && *c > governor && self.is(*c, "obl") && is_behind(*c) && self.is_agent(*c);
        self.children(governor).iter().copied().filter(|_| self.is_marked_by(verb, "to")).find(asked)
    }

    /// `men` in `arrested two men for attacking a shop`, `agents` in `brought charges against agents for hacking firms`: what somebody
    /// is praised or punished for is his own doing.
    fn one_answering_for(&self, verb: TokenId, governor: TokenId) -> Option<TokenId> {
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

    /// `malware` in `the malware encrypts files`, which the parser took for a compound of the verb.
    fn subject_as_compound(&self, verb: TokenId) -> Option<TokenId> {
        let is_finite = matches!(self.document.token(verb).xpos.as_str(), "VBZ" | "VBD" | "VBP");
        self.children_by(verb, "compound").filter(|c| is_finite && *c < verb && self.relation(*c) == "compound" && self.is_noun(*c)).last()
    }

    fn is_finite(&self, verb: TokenId) -> bool {
        self.has_feature(verb, "VerbForm=Fin") || self.children_by(verb, "aux").any(|a| self.has_feature(a, "VerbForm=Fin"))
    }

    fn is_predicate(&self, token: TokenId) -> bool {
        self.is_verb(token) || self.has_own_subject(token) || self.children_by(token, "cop").next().is_some()
    }

    /// `the group that hacked`: the antecedent of `that`, if `pronoun` is a relative pronoun in the relative clause of `verb`.
    pub fn antecedent_of_relative(&self, pronoun: TokenId, verb: TokenId) -> Option<TokenId> {
        // "two wards, both located in Derby"
        if matches!(self.pos(pronoun), "DET" | "ADV") && self.relation(verb) == "acl" && self.children(pronoun).is_empty() {
            return self.head(verb);
        }
        if !self.has_feature(pronoun, "PronType=Rel") {
            return None;
        }
        // the relative clause may be the governor of the verb (control, coordination)
        let clause = std::iter::once(verb).chain(self.document.ancestors(verb)).find(|t| self.is(*t, "acl:relcl"));
        clause.and_then(|c| Some(self.blow_above(self.head(c)?, verb)))
    }

    /// `strike` in `a strike on a school that killed 12`: harm comes of the blow, and not of what it hits.
    fn blow_above(&self, noun: TokenId, verb: TokenId) -> TokenId {
        let is_target = ["on", "in", "at", "against", "near", "outside", "of"].iter().any(|case| self.is_marked_by(noun, case));
        let blow = self.head(noun).filter(|above| self.is(noun, "nmod") && self.frames.is_listed(self.lemma(*above), "blow"));
        blow.filter(|_| is_target && self.harms(verb)).unwrap_or(noun)
    }

    fn harms(&self, verb: TokenId) -> bool {
        self.frames.is_listed(self.lemma(verb), "harm") && !self.is_passive(verb)
    }

    /// Nouns that a relative clause or participle may be about besides the one it hangs on: those below it, nearest to the clause last, and
    /// those above, nearest first. `hospital` in `the director of the hospital, hit by a missile`, `flaws` in `flaws in the router that hackers
    /// exploited`; but `an attack on Chile, which killed ten`, is no deed of Chile's.
    pub fn other_antecedents(&self, verb: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        let nearest = self.head(verb).filter(|noun| self.is(verb, "acl") && self.is_noun(*noun));
        let above = move |t: &TokenId| self.head(*t).filter(|h| self.is(*t, "nmod") && self.is_noun(*h));
        let is_blow = nearest.is_some_and(|noun| self.frames.is_listed(self.lemma(noun), "blow") && self.harms(verb));
        let below = move |t: &TokenId| self.children_by(*t, "nmod").filter(|c| *c > *t && *c < verb && self.is_noun(*c) && !is_blow).last();
        std::iter::successors(nearest, below).skip(1).chain(std::iter::successors(nearest, above).skip(1))
    }

    /// Other subjects that a verb may share where the parser hung it too high: those of the verbs before it in the sentence,
    /// nearest first. `after Blinken canceled a trip … and accused Beijing`.
    pub fn other_subjects(&self, verb: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        let sentence = self.document.sentence(self.document.sentence_of(verb));
        let shares = self.relation(verb) == "conj" && !self.has_own_subject(verb);
        // "said the strikes had killed 51 and injured 223": who says it has not done it, but "said the law was bad and blamed the king"
        let speaks = self.frames.embedders(self.lemma(verb)).iter().any(|e| e.entry.claim.source);
        let says = move |t: TokenId| {
            let first = self.head(verb).filter(|first| self.is(*first, "ccomp") && !speaks);
            first.and_then(|first| self.head(first)).is_some_and(|above| above == t)
        };
        let before = sentence.tokens.iter().rev().filter(move |t| shares && *t < verb && self.is_verb(*t) && !says(*t));
        before.filter_map(|t| self.children(t).iter().copied().find(|c| self.relation(*c) == "nsubj"))
    }

    /// Who does it: the active subject, the passive agent.
    pub fn logical_subject(&self, verb: TokenId) -> Option<TokenId> {
        self.logical_subject_within(verb, 12)
    }

    fn logical_subject_within(&self, verb: TokenId, fuel: usize) -> Option<TokenId> {
        if self.is_passive(verb) {
            let by = self.children_by(verb, "obl").find(|c| self.is_marked_by(*c, "by"));
            let agent = by.or_else(|| self.children_by(verb, "obl:agent").next());
            // "was arrested and charged by police": the agent stands with the last verb
            let of_last = || self.children_by(verb, "conj").last().and_then(|last| self.children_by(last, "obl:agent").next());
            return agent.or_else(of_last).or_else(|| self.stray_agent(verb));
        }
        self.surface_subject_within(verb, fuel)
    }

    /// `was accused of fraud by prosecutors`: a by-phrase at the end that the parser hung on the phrase before it.
    fn stray_agent(&self, verb: TokenId) -> Option<TokenId> {
        let last =
            self.children(verb).iter().copied().rfind(|c| *c > verb && matches!(self.relation(*c), "obl" | "xcomp" | "advcl" | "obj"))?;
        let below = self
            .children(last)
            .iter()
            .copied()
            .find(|c| matches!(self.relation(*c), "obl" | "nmod" | "obl:agent") && self.is_marked_by(*c, "by"))?;
        (!self.is_passive(last)).then_some(below)
    }

    /// Whom it is done to: the active object, the passive subject, the noun that a reduced relative modifies.
    pub fn logical_object(&self, verb: TokenId) -> Option<TokenId> {
        if self.is_passive(verb) {
            let own = self.children_by(verb, "nsubj:pass").next();
            return match own {
                Some(subject) => Some(self.antecedent_of_relative(subject, verb).unwrap_or(subject)),
                None => self.surface_subject(verb),
            };
        }
        if let Some(object) = self.children_by(verb, "obj").next() {
            return Some(self.antecedent_of_relative(object, verb).unwrap_or(object));
        }
        if let Some(object) = self.shared_object(verb) {
            return Some(object);
        }
        // "called Netanyahu a butcher": of two predicates, the first is the object
        let mut predicates = self.children_by(verb, "xcomp").filter(|c| self.is_noun(*c) && *c > verb && self.case(*c).is_empty());
        if let (Some(object), Some(_)) = (predicates.next(), predicates.next()) {
            return Some(object);
        }
        // "the man police arrested": a relative clause with a subject of its own and a gap for the object
        let has_relative_pronoun = self.children(verb).iter().any(|c| self.has_feature(*c, "PronType=Rel"));
        let is_gap =
            self.is(verb, "acl") && self.has_own_subject(verb) && !has_relative_pronoun && self.children_by(verb, "mark").next().is_none();
        is_gap.then(|| self.head(verb)).flatten()
    }

    /// `attacked and killed civilians`: the object of the other verb, when it stands behind both.
    fn shared_object(&self, verb: TokenId) -> Option<TokenId> {
        let other = if self.is(verb, "conj") { self.head(verb) } else { self.children_by(verb, "conj").next() }?;
        if !self.is_verb(other) || self.is_passive(other) || other.0.abs_diff(verb.0) > 3 {
            return None;
        }
        self.children_by(other, "obj").find(|o| *o > verb && *o > other)
    }

    /// Whose a document may be: `Bell` in `Bell's report`, `Bell released a report`, `lawmakers` in `a letter signed by lawmakers`.
    pub fn authors(&self, document: TokenId) -> Vec<TokenId> {
        let authors = |v: &TokenId| self.frames.is_listed(self.lemma(*v), "authoring");
        let signed =
            self.children_by(document, "acl").filter(|v| authors(v) && self.is_passive(*v)).filter_map(|v| self.logical_subject(v));
        let released = self.head(document).filter(|v| authors(v) && self.is(document, "obj")).and_then(|v| self.logical_subject(v));
        self.children_by(document, "nmod:poss").chain(signed).chain(released).collect()
    }

    /// Reyes in `Inspector-General Reyes said`, where the parser takes either for a subject.
    pub fn bearer_behind(&self, title: TokenId) -> Option<TokenId> {
        let title = self.mentioned(title).filter(|m| m.entity_type == EntityType::Position)?;
        let is_bearer = |m: &&Mention| m.span.start == title.span.end && m.kind == MentionKind::Name && m.entity_type == EntityType::Person;
        let is_beside = |name: &TokenId| self.head(*name).is_some() && self.head(*name) == self.head(title.head);
        self.document.mentions.iter().find(is_bearer).map(|m| m.head).filter(is_beside)
    }

    /// Who bears a title: the name right behind it (`Chinese leader Xi Jinping`) or in apposition to it (`the mayor of Leeds, Sarah Fox`),
    /// else the head that it describes (`Bell, an executive`); titles in a row have one holder, a plural one has several.
    pub fn holder(&self, title: TokenId) -> Option<TokenId> {
        let holder = self.holder_within(title, 6).or_else(|| self.named_before(title))?;
        let is_one = self.has_feature(title, "Number=Plur") && self.children_by(holder, "conj").next().is_none();
        (!is_one || self.is(holder, "conj")).then_some(holder)
    }

    /// `the former president`, `the Ukrainian leader` further on in the article: the person's last name before it. A bare `the president` is too often
    /// another one. `The mayor of Leeds` before who it is is told: the first name behind it, unless that bears the title itself.
    fn named_before(&self, title: TokenId) -> Option<TokenId> {
        let mention = self.mentioned(title).filter(|m| m.kind == MentionKind::Nominal && m.head == title)?;
        let is_country = |t: TokenId| self.mentioned(t).is_some_and(|m| m.entity_type.is_a(EntityType::Country));
        let is_past = |t: TokenId| self.frames.modifiers(self.lemma(t)).any(|m| m.phase == Some(Phase::End));
        let is_named = |t: TokenId| {
            self.mentioned(t).is_some_and(|m| {
                m.kind == MentionKind::Name && (m.entity_type.is_a(EntityType::Organization) || m.entity_type.is_a(EntityType::Place))
            })
        };
        let is_owned = ["nmod", "nmod:poss", "compound"].iter().any(|r| self.children_by(title, r).any(is_named));
        let is_told_apart = self.children_by(title, "amod").any(|c| is_country(c) || is_past(c));
        let is_the = self.children_by(title, "det").any(|d| self.has_feature(d, "Definite=Def"));
        let chain = &self.document.chains[mention.chain.filter(|_| is_the && (is_told_apart || is_owned))?.index()];
        let mentions = chain.mentions.iter().map(|m| &self.document.mentions[m.index()]);
        let names: Vec<TokenId> =
            mentions.filter(|m| m.kind == MentionKind::Name && m.entity_type.is_a(EntityType::Person)).map(|m| m.head).collect();
        let bears_it = |name: TokenId| {
            let titles = ["nmod:desc", "appos", "compound"].into_iter().flat_map(|r| self.children_by(name, r));
            titles.into_iter().any(|t| self.lemma(t) == self.lemma(title))
        };
        let is_told = names.iter().any(|name| bears_it(*name));
        let behind = || names.iter().copied().filter(|_| is_owned && !is_told).min();
        let before = names.iter().copied().filter(|name| *name < title).max();
        if before.is_some() { before.filter(|_| is_told_apart) } else { behind() }
    }

    fn holder_within(&self, title: TokenId, fuel: usize) -> Option<TokenId> {
        let fuel = fuel.checked_sub(1)?;
        let person = |t: TokenId| {
            let mention = self.mentioned(t)?;
            (mention.kind == MentionKind::Name && mention.entity_type.is_a(EntityType::Person)).then_some(mention)
        };
        let next = TokenId(title.0 + 1);
        // of a name the head need not be the first word
        let of_name = self.document.tokens.get(next.index()).into_iter().flat_map(|t| [Some(next), t.head]);
        let behind = of_name.flatten().find(|t| person(*t).is_some_and(|m| m.span.start == next));
        let in_apposition = |c: &TokenId| *c > title && matches!(self.relation(*c), "appos" | "flat") && person(*c).is_some();
        if let Some(name) = behind.or_else(|| self.children(title).iter().copied().find(in_apposition)) {
            return Some(name);
        }
        let head = self.head(title)?;
        match self.relation(title) {
            "nmod:desc" | "compound" | "flat" | "amod" => (title < head).then_some(head),
            "appos" => (head < title).then_some(head),
            // "Nadella, chief of Microsoft and director of the foundation": the parser coordinates with the name
            "conj" if person(head).is_some() => {
                let is_title = |c: &TokenId| self.relation(*c) == "appos" && *c > head && *c < title && self.is_noun(*c);
                self.children(head).iter().any(is_title).then_some(head)
            }
            "conj" => self.holder_within(head, fuel),
            _ => None,
        }
    }

    /// Words of the noun phrase below a head, without clauses, appositions, and coordinated phrases.
    pub fn phrase(&self, head: TokenId) -> crate::document::TokenSpan {
        let mut first = head;
        let mut last = head;
        let mut stack = vec![head];
        while let Some(token) = stack.pop() {
            for &child in self.children(token) {
                let skip = matches!(
                    self.relation(child),
                    "case" | "mark" | "punct" | "appos" | "parataxis" | "acl:relcl" | "cop" | "discourse" | "dep"
                ) || token == head
                    && matches!(self.relation(child), "cc" | "conj" | "nsubj" | "nsubj:pass" | "aux" | "advcl" | "advmod" | "det" | "det:predet" | "obl")
                    || self.is(child, "acl")
                    // "a trip in February": when is no part of what
                    || token == head && self.is(child, "nmod") && child > head && self.time(child).is_some();
                // "'s" belongs to the possessor inside the phrase, not to the phrase itself
                let is_inner_possessive = token != head && self.relation(child) == "case" && child > token;
                if !skip || is_inner_possessive || token != head && self.relation(child) == "case" {
                    first = first.min(child);
                    last = last.max(child);
                    stack.push(child);
                }
            }
        }
        crate::document::TokenSpan { start: first, end: TokenId(last.0 + 1) }
    }
}
