//! What a mention cannot mean, whatever the ranker makes of it.
//!
//! ```text
//! "President Kerr received former president Marsh. The president said"   the president: not Marsh
//! "Envoys told of talks with rebels. They said"                          they: not the rebels
//! "The army said one of them fired."                                     them: not the army
//! "Police arrested two men after they threw paint."                      they: not the police
//! "Marsh was asleep when doctors came, he said."                         he: not Marsh
//! "Acme told the Journal so. It did not say why."                        it: not the Journal
//! ```

use super::bodies::{is_named_by, is_of_another_kind};
use super::causes::prompter;
use super::clusters::Clusters;
use super::equations::lesser;
use super::info::Info;
use super::learned::{is_body, is_he_or_she};
use super::quotes::{is_only_told, is_source, mention_at, speaks, subject};
use super::{Context, Ruled};
use crate::document::{EntityType, MentionId, MentionKind, TokenId};

/// Tokens on either side of a name among which its title stands.
const TITLE_WITHIN: u32 = 8;

/// Tokens in front of a name among which its party stands.
const PARTY_WITHIN: u32 = 4;

/// What is known of a mention that rules out antecedents.
pub(super) struct Bars<'a, 'c> {
    context: &'a Context<'c>,
    clusters: &'a Clusters,
    infos: &'a [Info],
    mention: MentionId,
    /// Who speaks the quotation that it stands in.
    speaker: Option<MentionId>,
    /// The quotation that it speaks.
    spoken: Option<usize>,
    /// Whose words go on where it says something.
    last_speaker: Option<MentionId>,
    /// Whose it is: `Marsh` of `Marsh's aunt`.
    owner: Option<MentionId>,
    /// Those who may be meant by *they* that say something.
    speakers: Option<Vec<MentionId>>,
    /// Those whom the text calls of the party that the noun tells: `The Republican`.
    party: Vec<MentionId>,
    /// Who answers with a deed what a pronoun has done.
    prompter: Option<MentionId>,
    /// The subject of the clause that an aside with a pronoun interrupts.
    interrupted: Option<MentionId>,
}

impl<'a, 'c> Bars<'a, 'c> {
    /// Looks at a mention, in the clusters as they are so far.
    pub fn new(
        context: &'a Context<'c>,
        ruled: &Ruled,
        clusters: &'a Clusters,
        infos: &'a [Info],
        mention: MentionId,
        last_speaker: Option<MentionId>,
    ) -> Self {
        let info = &infos[mention.index()];
        let is_nominal = info.kind == MentionKind::Nominal;
        Self {
            context,
            clusters,
            infos,
            mention,
            speaker: info.quote.and_then(|q| ruled.quotes[q].speaker),
            spoken: if is_nominal { None } else { ruled.quotes.iter().position(|q| q.speaker == Some(mention)) },
            last_speaker,
            owner: if is_nominal { owner(context, info.head) } else { None },
            speakers: if is_they_who_speak(context, info) { speakers_before(context, info) } else { None },
            party: if is_nominal { party(context, info) } else { Vec::new() },
            prompter: prompter(context, info),
            interrupted: if is_he_or_she(info) { interrupted(context, info.head) } else { None },
        }
    }

    /// Whether nothing rules an antecedent out.
    pub fn allow(&self, antecedent: MentionId) -> bool {
        match self.info().kind {
            MentionKind::Pronoun => !self.is_other_than_pronoun(antecedent),
            MentionKind::Nominal => !self.is_other_than_noun(antecedent),
            MentionKind::Name => true,
        }
    }

    fn info(&self) -> &Info {
        &self.infos[self.mention.index()]
    }

    fn is_other_than_pronoun(&self, antecedent: MentionId) -> bool {
        let (context, clusters, info) = (self.context, self.clusters, self.info());
        let is_same = |other: MentionId| clusters.same(other, antecedent);
        let is_one = is_he_or_she(info);
        // who speaks a quotation is *I* in it, and *he* is another
        let is_no_one = || is_no_person(context, clusters, antecedent) || self.speaker.is_some_and(is_same);
        // "The army said the tunnel was dug in May. It also said": no tunnel speaks
        let is_silent = || self.last_speaker.is_some() && !is_one && !is_body(clusters, antecedent);
        // "Talks stalled. They said": only people and bodies speak; "Envoys told of talks with rebels. They said": who spoke in the sentence before
        let is_mute = || is_they_who_speak(context, info) && !is_agent(clusters, antecedent);
        let is_not_among = || self.speakers.as_ref().is_some_and(|s| !s.iter().any(|m| is_same(*m)));
        // "The army said one of them fired": one of several
        let is_alone = || is_part(context, info) && !clusters.facts(antecedent).is_plural;
        // "Minister Ann Coe called it a step": no office is meant by a pronoun
        let is_office = || clusters.facts(antecedent).entity_type == Some(EntityType::Position);
        // "An envoy told me": who writes is nobody of whom he writes
        let is_writer = |info: &Info| info.quote.is_none() && info.pronoun.is_some_and(|p| p.person == 1 && !p.is_plural);
        let is_no_writer = || is_writer(info) && !is_writer(&self.infos[antecedent.index()]);
        // "Agents raided a house and arrested them": one thing is not *them*
        let is_single = || info.pronoun.is_some_and(|p| p.is_plural) && is_single_thing(context, clusters, antecedent);
        is_one && (is_no_one() || self.interrupted.is_some_and(is_same) || tells_of_another(context, clusters, antecedent, info))
            || is_one && self.is_reported_on(antecedent)
            || self.is_spoken_of(antecedent)
            || is_single()
            || is_office()
            || is_patient(context, info) && is_only_source(context, clusters, antecedent)
            || self.prompter.is_some_and(is_same)
            || is_silent()
            || !clusters.compatible(antecedent, self.mention)
            || is_mute()
            || is_not_among()
            || is_alone()
            || is_no_writer()
            || is_only_told(context, clusters, antecedent, info)
    }

    /// `"Russia goes on," it said`, `"Marsh has failed," he added`: nobody calls himself by his name, nor is it a country that speaks of itself so.
    fn is_spoken_of(&self, antecedent: MentionId) -> bool {
        let facts = self.clusters.facts(antecedent);
        let is_named_there = |m: &MentionId| {
            let info = &self.infos[m.index()];
            info.kind == MentionKind::Name && info.quote == self.spoken
        };
        let is_no_body = facts.entity_type.is_some_and(|t| t.is_a(EntityType::Person) || t.is_a(EntityType::Place));
        self.spoken.is_some() && is_no_body && facts.mentions.iter().any(is_named_there)
    }

    /// `Marsh was asleep when doctors came, he said`: who closes a sentence with his report is none of those whom it calls by their names.
    fn is_reported_on(&self, antecedent: MentionId) -> bool {
        let (document, head) = (self.context.document, self.info().head);
        if !is_source(self.context, head) {
            return false;
        }
        let sentence = document.sentence(document.sentence_of(head)).tokens;
        let is_named_there = |m: &MentionId| {
            let info = &self.infos[m.index()];
            let is_told = sentence.contains(info.head) && info.head < head && !speaks(self.context, info.head);
            is_told && info.kind == MentionKind::Name
        };
        self.clusters.facts(antecedent).mentions.iter().any(is_named_there)
    }

    fn is_other_than_noun(&self, antecedent: MentionId) -> bool {
        let (context, clusters, info) = (self.context, self.clusters, self.info());
        // "Marsh's aunt" and "the company's owner" are not whose they are
        let is_owner = self.owner.is_some_and(|o| clusters.same(o, antecedent));
        let is_other_body = || is_called_after(context, info.head) && self.infos[antecedent.index()].lemma != info.lemma;
        // "the couple" is no Ann Holt
        let is_one = || {
            let (ours, theirs) = (clusters.facts(self.mention), clusters.facts(antecedent));
            ours.is_plural && theirs.is_named && !theirs.is_plural && theirs.entity_type == Some(EntityType::Person)
        };
        // "Chile's Foreign Ministry said. The court heard"
        let is_other_kind = || {
            context.lexicon.chambers.contains(&info.lemma)
                && is_named_by(context, clusters, antecedent, &context.lexicon.national_departments)
        };
        // "This government has failed," the alliance said
        let is_of_government = || {
            let governs = |id: MentionId| clusters.facts(id).entity_type.is_some_and(|t| t.is_a(EntityType::GovernmentBody));
            self.speaker.is_some_and(|s| clusters.same(s, antecedent)) && governs(self.mention) && !governs(antecedent)
        };
        let is_of_other_party = !self.party.is_empty() && !self.party.iter().any(|m| clusters.same(*m, antecedent));
        is_owner
            || is_of_other_party
            || is_one()
            || is_of_government()
            || is_of_other_state(context, clusters, antecedent, self.mention)
            || is_other_kind()
            || is_of_another_kind(context, clusters, &info.lemma, antecedent)
            || is_other_body()
            || is_other_holder(context, clusters, antecedent, info)
            || is_teller_of(context, clusters, antecedent, info)
    }
}

/// `Chile's president Ana Sol left. The Peruvian president stayed.`: who holds an office in one state is not who holds it in another.
fn is_of_other_state(context: &Context, clusters: &Clusters, antecedent: MentionId, mention: MentionId) -> bool {
    let (ours, theirs) = (clusters.facts(mention), clusters.facts(antecedent));
    let head = context.document.mentions[mention.index()].head;
    let is_office = context.lexicon.titles.contains(&*context.document.token(head).lemma.to_lowercase());
    let are_known = !ours.countries.is_empty() && !theirs.countries.is_empty();
    is_office && are_known && ours.countries.is_disjoint(&theirs.countries)
}

/// `Spokesman Ned Arlen said the boat was full. The captain was arrested.`: who is named only to tell of others is none of them.
fn is_teller_of(context: &Context, clusters: &Clusters, antecedent: MentionId, info: &Info) -> bool {
    let document = context.document;
    // "a spokesman, Ned Arlen, said"
    let described = |t: TokenId| document.token(t).head.filter(|_| document.token(t).deprel == "appos").unwrap_or(t);
    let tells = |m: &MentionId| speaks(context, described(document.mentions[m.index()].head));
    let known = clusters.facts(antecedent);
    let is_other = !known.attributes.is_empty() && !known.attributes.contains(&*info.lemma) && context.lexicon.is_person(&info.lemma);
    is_other && known.is_named && known.mentions.iter().all(tells) && !speaks(context, info.head)
}

/// `Prosecutor Ned Arlen said he had shot two men`, `His friend Ned Arlen said he was killed`: whoever tells of a crime by his office has not done
/// it, nor is he dead.
fn tells_of_another(context: &Context, clusters: &Clusters, antecedent: MentionId, info: &Info) -> bool {
    let Context { document, lexicon, .. } = *context;
    let above = |t: TokenId, relations: &[&str]| document.token(t).head.filter(|_| relations.contains(&&*document.token(t).deprel));
    let Some(deed) = above(info.head, &["nsubj", "nsubj:pass"]) else { return false };
    let lemma = &document.token(deed).lemma;
    let is_crime = lexicon.misdeeds.contains(lemma);
    // "said he was killed": the dead do not speak; but "he would be killed", "was nearly killed"
    let suffers = document.token(info.head).deprel == "nsubj:pass" || !document.has(deed, "obj");
    let is_open = || document.has(deed, "advmod") || document.children_by(deed, "aux").any(|a| document.token(a).xpos == "MD");
    let is_death = lexicon.deadly_verbs.contains(lemma) && suffers && !is_open();
    let Some(report) = above(deed, &["ccomp"]).filter(|_| is_crime || is_death) else { return false };
    let speaker = subject(document, report).and_then(|t| mention_at(document, t));
    let is_official = || clusters.facts(antecedent).attributes.iter().any(|title| lexicon.crime_tellers.contains(&**title));
    speaker.is_some_and(|s| clusters.same(s, antecedent)) && (is_death || is_official())
}

/// The subject of the clause that an aside interrupts: `Marsh` for `he` in `President Marsh, he said, had left`.
fn interrupted(context: &Context, speaker: TokenId) -> Option<MentionId> {
    let document = context.document;
    let is = |t: TokenId, relation: &str| document.token(t).deprel == relation;
    let aside = document.token(speaker).head.filter(|verb| is(speaker, "nsubj") && is(*verb, "parataxis"))?;
    let main = document.token(aside).head.filter(|main| *main > aside)?;
    subject(document, main).filter(|s| *s < speaker).and_then(|s| mention_at(document, s))
}

/// `them` in `killed them`, `they` in `they were killed`.
fn is_patient(context: &Context, info: &Info) -> bool {
    matches!(&*context.document.token(info.head).deprel, "obj" | "nsubj:pass")
}

/// The police of `Three children died, police said`: who is named as a source alone is not whom anything is done to.
fn is_only_source(context: &Context, clusters: &Clusters, antecedent: MentionId) -> bool {
    let is_told = |m: &MentionId| is_source(context, context.document.mentions[m.index()].head);
    clusters.facts(antecedent).mentions.iter().all(is_told)
}

/// `a house`, `the deal`: one thing, and nothing that acts.
fn is_single_thing(context: &Context, clusters: &Clusters, id: MentionId) -> bool {
    let document = context.document;
    let facts = clusters.facts(id);
    let is_singular = |m: &MentionId| {
        let mention = &document.mentions[m.index()];
        mention.kind == MentionKind::Nominal && document.token(mention.head).xpos == "NN"
    };
    !facts.is_plural && !facts.entity_type.is_some_and(|t| t.is_a(EntityType::Agent)) && facts.mentions.iter().all(is_singular)
}

/// `Washington`, `Crawley` or `the office` for `her`: a place or a body is neither he nor she, unless its name is like that of somebody whom
/// the finder of names has taken for one.
fn is_no_person(context: &Context, clusters: &Clusters, antecedent: MentionId) -> bool {
    let Context { document, lexicon, .. } = *context;
    let facts = clusters.facts(antecedent);
    let is_thing = |t: EntityType| t.is_a(EntityType::Place) || t.is_a(EntityType::Organization);
    let is_like_a_person = |m: &MentionId| {
        let mention = &document.mentions[m.index()];
        let given = document.text_of(mention.span).split_once(char::is_whitespace).map(|(first, _)| first);
        mention.kind == MentionKind::Name && given.is_some_and(|first| lexicon.gender_of_name(first).is_some())
    };
    facts.entity_type.is_some_and(is_thing) && (facts.registry.is_some() || !facts.mentions.iter().any(is_like_a_person))
}

/// The mention that owns what a noun stands for: `Marsh` in `Marsh's aunt`.
fn owner(context: &Context, noun: TokenId) -> Option<MentionId> {
    context.document.children_by(noun, "nmod:poss").find_map(|t| mention_at(context.document, t))
}

/// People with the word for a party near their names, for a noun that means a member of it: `her Republican rival, Ann Coe`.
fn party(context: &Context, info: &Info) -> Vec<MentionId> {
    let Context { document, lexicon, .. } = *context;
    if !lexicon.party_members.contains(&*info.lemma) {
        return Vec::new();
    }
    // "Democratic", "Democrats"
    let stem = &info.lemma[..info.lemma.len().min(7)];
    let is_party = |t: u32| document.form(TokenId(t)).to_lowercase().starts_with(stem);
    let is_called_so = |id: &MentionId| {
        let mention = &document.mentions[id.index()];
        let sentence = document.sentence(document.sentence_of(mention.head)).tokens;
        let around = sentence.start.0.max(mention.span.start.0.saturating_sub(PARTY_WITHIN))..mention.span.start.0;
        mention.kind == MentionKind::Name && mention.entity_type.is_a(EntityType::Person) && around.into_iter().any(is_party)
    };
    (0..document.mentions.len()).map(|i| MentionId(i as u32)).filter(is_called_so).collect()
}

/// `the Marsh campaign`: no other body than that which is called after somebody.
fn is_called_after(context: &Context, noun: TokenId) -> bool {
    let Context { document, lexicon, .. } = *context;
    let is_somebody = |c: TokenId| c < noun && mention_at(document, c).is_some();
    lexicon.owned_bodies.contains(&document.token(noun).lemma)
        && ["compound", "nmod:poss"].iter().any(|r| document.children_by(noun, r).any(is_somebody))
}

/// Whether the text calls somebody only what he was, and the phrase what he is, or the other way round: a former president is not `the president`,
/// nor is a vice president.
fn is_other_holder(context: &Context, clusters: &Clusters, antecedent: MentionId, info: &Info) -> bool {
    let Context { document, lexicon, .. } = *context;
    let is_former = |title: TokenId| {
        (title.0.saturating_sub(3)..title.0).any(|t| lexicon.past_titles.contains(&*document.form(TokenId(t)).to_lowercase()))
    };
    if !lexicon.is_person(&info.lemma) {
        return false;
    }
    let titles = |name: MentionId| {
        let mention = &document.mentions[name.index()];
        let sentence = document.sentence(document.sentence_of(mention.head)).tokens;
        let first = sentence.start.0.max(mention.span.start.0.saturating_sub(TITLE_WITHIN));
        let last = sentence.end.0.min(mention.span.end.0 + TITLE_WITHIN);
        let belongs = move |t: &TokenId| {
            let holder = |t: TokenId| document.token(t).head.is_some_and(|h| mention.span.contains(h));
            let of_title =
                document.children(*t).any(|c| mention.span.contains(c) && matches!(&*document.token(c).deprel, "appos" | "flat" | "nsubj"));
            !mention.span.contains(*t) && (holder(*t) || of_title)
        };
        let is_title = |t: &TokenId| document.token(*t).lemma.to_lowercase() == *info.lemma;
        (first..last).map(TokenId).filter(is_title).filter(belongs).collect::<Vec<_>>()
    };
    let is_name = |m: &&MentionId| document.mentions[m.index()].kind == MentionKind::Name;
    let is_lesser = |title: TokenId| lesser(context, title).is_some();
    let is_another = |m: &MentionId| {
        let mention = &document.mentions[m.index()];
        let is_same_noun = mention.kind == MentionKind::Nominal && document.token(mention.head).lemma.to_lowercase() == *info.lemma;
        is_same_noun && is_lesser(mention.head) != is_lesser(info.head)
    };
    let is_other = |title: TokenId| is_former(title) != is_former(info.head) || is_lesser(title) != is_lesser(info.head);
    if is_another(&antecedent) {
        return true;
    }
    let all: Vec<TokenId> = clusters.facts(antecedent).mentions.iter().filter(is_name).flat_map(|m| titles(*m)).collect();
    !all.is_empty() && all.into_iter().all(is_other)
}

/// `them` of `one of them`.
fn is_part(context: &Context, info: &Info) -> bool {
    let document = context.document;
    let counts = |t: TokenId| document.token(t).upos == "NUM" || document.token(t).lemma == "one";
    info.pronoun.is_some_and(|p| p.is_plural && p.person == 3)
        && document.is_marked_by(info.head, "of")
        && document.token(info.head).head.is_some_and(counts)
}

/// `They said`, inside of quotations too.
fn is_they_who_speak(context: &Context, info: &Info) -> bool {
    info.pronoun.is_some_and(|p| p.is_plural && p.person == 3) && speaks(context, info.head)
}

/// Those who said what the sentence before a plural pronoun tells: `envoys` in `Envoys told of talks with rebels`, either in `Marsh and Kerr said`;
/// `None` if nobody spoke in it, or one alone.
fn speakers_before(context: &Context, info: &Info) -> Option<Vec<MentionId>> {
    let Context { document, lexicon, .. } = *context;
    let sentence = document.sentence_of(info.head).index().checked_sub(1).map(|s| document.sentences[s].tokens)?;
    let says = |t: &TokenId| lexicon.speech_verbs.contains(&document.token(*t).lemma) && document.token(*t).head.is_none();
    let speaker = sentence.iter().find(says).and_then(|verb| subject(document, verb))?;
    let others: Vec<TokenId> = document.children_by(speaker, "conj").collect();
    let is_plural = !others.is_empty() || document.token(speaker).is_plural_noun();
    is_plural.then(|| std::iter::once(speaker).chain(others).filter_map(|t| mention_at(document, t)).collect())
}

/// Whether the mention is of somebody, or of a body or place that acts.
fn is_agent(clusters: &Clusters, mention: MentionId) -> bool {
    is_body(clusters, mention)
        || clusters.facts(mention).entity_type.is_some_and(|t| t.is_a(EntityType::Agent) || t.is_a(EntityType::Place))
}
