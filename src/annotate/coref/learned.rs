//! Pronouns and noun phrases tied to what they mean by the ranker: in order of the text, each to the chain that is most probable.
//!
//! ```text
//! "Microsoft told the court it …"   {Microsoft} 0.86  {the court} 0.09  none 0.05   →  it joins Microsoft's chain
//! ```

use rustc_hash::FxHashMap;

use super::clusters::Clusters;
use super::features::{COUNTS, Features, Info, infos};
use super::quotes::{Quote, mention_at, quote_at, subject};
use super::standing::Standings;
use super::{Context, Ruled, candidates};
use crate::document::{Document, EntityType, Mention, MentionId, MentionKind, TokenId, is_relation};
use crate::link::Registry;
use crate::model::{Anaphor, Ranker, Seen, VECTOR, exp};
use crate::resources::{Lexicon, PronounKind};

/// Sentences back in which somebody spoke last.
const SPEECH: usize = 2;

/// How much the word of a chain of pronouns alone counts for *he* and *she*.
const NOBODY: f32 = 0.05;

/// Least probability of a chain that a mention joins.
const LEAST: f32 = 0.3;

/// Numbers of features of a pair of mentions and of a mention, which the ranker's weights must fit.
pub const COREF_FEATURES: (usize, usize) = COUNTS;

/// What the ranker learns from: a mention with its possible antecedents.
#[derive(Clone, Debug, PartialEq)]
pub struct CorefSample {
    /// The mention.
    pub mention: MentionId,
    /// Its features.
    pub features: Vec<u16>,
    /// Antecedents to compare, nearest first, each with the features of the pair.
    pub candidates: Vec<(MentionId, Vec<u16>)>,
}

/// Samples of a document with mentions but without chains, to which the noun phrases in question are added; and for each mention the
/// first that names and equations tie it to.
pub fn coref_samples(document: &mut Document, registry: &Registry) -> (Vec<CorefSample>, Vec<MentionId>) {
    let new = candidates::add(document);
    let context = Context { document, registry, lexicon: Lexicon::shipped(), new: &new };
    let ruled = Ruled::new(&context);
    let infos = infos(&context, &ruled.quotes);
    let features = Features::new(&context, &ruled, &infos);
    let all = (0..infos.len() as u32).map(MentionId);
    let samples = all.clone().filter(|m| refers_back(&features, *m)).map(|m| sample(&features, m)).collect();
    let firsts = all.map(|m| ruled.named.facts(m).mentions.first().copied().unwrap_or(m)).collect();
    (samples, firsts)
}

fn sample(features: &Features, mention: MentionId) -> CorefSample {
    let candidates = features.candidates(mention);
    let standings = Standings::new(features, mention, &candidates);
    let mut own = Vec::new();
    features.mention(mention, &candidates, standings.len(), &mut own);
    let ranks = features.ranks(mention, &candidates);
    let pair = |(b, rank): (MentionId, usize)| {
        let mut out = Vec::new();
        features.pair(mention, b, rank, &standings, &mut out);
        (b, out)
    };
    CorefSample { mention, features: own, candidates: candidates.into_iter().zip(ranks).map(pair).collect() }
}

/// Whether a mention may have an antecedent that is to be found: no name, nothing named by an equation, no indefinite phrase, no predicate.
fn refers_back(features: &Features, mention: MentionId) -> bool {
    let m = &features.context.document.mentions[mention.index()];
    let is_open = || m.entity_type != EntityType::Position && features.infos[mention.index()].may_refer_back(features.context.document);
    match m.kind {
        MentionKind::Name => false,
        MentionKind::Pronoun => features.infos[mention.index()].pronoun.is_some(),
        MentionKind::Nominal => is_open() && !features.clusters.facts(mention).is_named,
    }
}

/// Whether rules know better: who *I* is in a quotation, what an equation names, and threat actors, of which the ranker has seen none.
fn is_for_rules(features: &Features, mention: MentionId) -> bool {
    let m = &features.context.document.mentions[mention.index()];
    let is_named = || features.clusters.facts(mention).is_named || m.entity_type == EntityType::ThreatActor;
    features.is_voice(mention) || m.kind == MentionKind::Nominal && is_named()
}

/// `Kovacs` for `he` in `Orban's secretary Kovacs said … The trip was his first, he said`, the army for `it` in `The army said … It also
/// said`: who goes on speaking is who spoke last.
///
/// Behind words of its own that are quoted, `he` is who spoke before them: what is quoted tells of other talk.
fn last_speaker(context: &Context, clusters: &Clusters, quotes: &[Quote], mention: MentionId, info: &Info) -> Option<MentionId> {
    let Context { document, lexicon, .. } = *context;
    // what "continues to grow" says nothing
    let is_saying = |verb: TokenId| !is_it(info) || document.children_by(verb, "xcomp").next().is_none();
    let speaks = |verb: TokenId| lexicon.speech_verbs.contains(&document.token(verb).lemma) && is_saying(verb);
    let pronoun = &document.mentions[mention.index()];
    let verb = document.token(pronoun.head).head.filter(|v| speaks(*v) && subject(document, *v) == Some(pronoun.head))?;
    let first = verb.min(pronoun.head);
    // what is said right before "he said", wherever it began
    let said = first.0.checked_sub(1).map(TokenId).and_then(|mark| quote_at(document, quotes, TokenId(mark.0.saturating_sub(1))));
    let opening = said.filter(|_| info.quote.is_none()).map(|q| quotes[q].start);
    let begin = opening.and_then(|at| document.tokens[..first.index()].iter().rposition(|t| t.range.start < at));
    let from = lately(document, begin.map_or(first, |t| TokenId(t as u32)));
    let is_told = |v: TokenId| opening.is_none() || quote_at(document, quotes, v).is_none();
    let before = (from.0..first.0).rev().map(TokenId).filter(|v| speaks(*v) && is_told(*v));
    // "Marsh ordered a search and warned"
    let is_first = |v: &TokenId| document.token(*v).head.is_none();
    let shared = |v: TokenId| {
        document.token(v).head.filter(|first| document.token(v).deprel == "conj" && is_first(first)).and_then(|v| subject(document, v))
    };
    let mut subjects = before.filter_map(|v| subject(document, v).or_else(|| shared(v))).filter(|s| document.token(*s).head != Some(verb));
    let facts = |speaker: MentionId| clusters.facts(speaker);
    let is_person = |m: MentionId| facts(m).entity_type == Some(EntityType::Person);
    let speaker = if is_it(info) {
        // between two words of a body a person may have spoken, who is not meant by *it*
        let speaker = mention_at(document, subjects.find(|s| !mention_at(document, *s).is_some_and(is_person))?)?;
        let is_plural = |m: MentionId| document.token(document.mentions[m.index()].head).xpos == "NNS";
        Some(speaker).filter(|m| is_body(clusters, *m) && !is_plural(*m))
    } else {
        let speaker = mention_at(document, subjects.next()?)?;
        // "a surgeon said" tells of somebody new, "the surgeon said" of one whose name was told
        let spoke_at = document.mentions[speaker.index()].head;
        let is_named_between = |m: &Mention| {
            let is_subject = is_relation(&document.token(m.head).deprel, "nsubj");
            m.head > spoke_at && m.head < first && is_subject && m.kind == MentionKind::Name && m.entity_type == EntityType::Person
        };
        let is_new = || info.quote.is_none() && is_indefinite(document, speaker) && !document.mentions.iter().any(is_named_between);
        // "Marsh told the panel … Mr Holt is a baker. He asked": of whom the text has gone on to speak
        let is_main = |m: &Mention| document.token(m.head).head.is_some_and(|verb| document.token(verb).head.is_none());
        let is_topic = |m: &Mention| is_named_between(m) && is_main(m) && quote_at(document, quotes, m.head).is_none();
        let other = document.mentions.iter().position(is_topic).map(|i| MentionId(i as u32));
        if info.quote.is_none() && other.is_some_and(|o| !clusters.same(o, speaker) && clusters.compatible(o, mention)) {
            return None;
        }
        let fits = is_person(speaker) && !facts(speaker).is_plural && (facts(speaker).is_named || is_new());
        Some(speaker).filter(|_| fits)
    };
    speaker.filter(|m| clusters.compatible(*m, mention))
}

/// `a surgeon`, `one diplomat`: somebody of whom nothing was told before.
fn is_indefinite(document: &Document, mention: MentionId) -> bool {
    let mention = &document.mentions[mention.index()];
    let is_one = |c: TokenId| document.token(c).feats.contains("Definite=Ind") || document.token(c).lemma == "one";
    mention.kind == MentionKind::Nominal && document.children(mention.head).any(|c| c < mention.head && is_one(c))
}

/// `them` of `one of them`.
fn is_part(context: &Context, info: &Info) -> bool {
    let document = context.document;
    let of = |t: TokenId| document.children_by(t, "case").any(|c| document.token(c).lemma == "of");
    let counts = |t: TokenId| document.token(t).upos == "NUM" || document.token(t).lemma == "one";
    info.pronoun.is_some_and(|p| p.is_plural && p.person == 3) && of(info.head) && document.token(info.head).head.is_some_and(counts)
}

/// `They said`, outside of quotations.
fn is_they_who_speak(context: &Context, info: &Info) -> bool {
    let Context { document, lexicon, .. } = *context;
    let speaks = |verb: TokenId| lexicon.speech_verbs.contains(&document.token(verb).lemma) && subject(document, verb) == Some(info.head);
    info.pronoun.is_some_and(|p| p.is_plural && p.person == 3) && document.token(info.head).head.is_some_and(speaks)
}

/// Those who said what the sentence before a plural pronoun tells: `envoys` in `Envoys told of talks with rebels`, nobody in `Marsh and Kerr said`,
/// as nothing stands for both; `None` if nobody spoke in it, or one alone.
fn speakers_before(context: &Context, info: &Info) -> Option<Vec<MentionId>> {
    let Context { document, lexicon, .. } = *context;
    let sentence = document.sentence_of(info.head).index().checked_sub(1).map(|s| document.sentences[s].tokens)?;
    let says = |t: &TokenId| lexicon.speech_verbs.contains(&document.token(*t).lemma) && document.token(*t).head.is_none();
    let speaker = sentence.iter().find(says).and_then(|verb| subject(document, verb))?;
    let is_both = document.children_by(speaker, "conj").next().is_some();
    let is_plural = is_both || matches!(document.token(speaker).xpos.as_str(), "NNS" | "NNPS");
    is_plural.then(|| mention_at(document, speaker).filter(|_| !is_both).into_iter().collect())
}

/// Words before a title that its holder has no more.
const PAST_TITLE: [&str; 4] = ["former", "ex", "ex-", "onetime"];
/// Tokens on either side of a name among which its title stands.
const TITLE_WITHIN: u32 = 8;

/// Whether the text calls somebody only what he was, and the phrase what he is, or the other way round: a former president is not `the president`.
fn is_other_holder(context: &Context, clusters: &Clusters, antecedent: MentionId, info: &Info) -> bool {
    let Context { document, lexicon, .. } = *context;
    let is_former =
        |title: TokenId| (title.0.saturating_sub(3)..title.0).any(|t| PAST_TITLE.contains(&&*document.form(TokenId(t)).to_lowercase()));
    if !lexicon.is_person(&info.lemma) {
        return false;
    }
    let is_past = is_former(info.head);
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
    let all: Vec<TokenId> = clusters.facts(antecedent).mentions.iter().filter(is_name).flat_map(|m| titles(*m)).collect();
    !all.is_empty() && all.iter().all(|t| is_former(*t) != is_past)
}

/// Whether the mention is of somebody, or of a body or place that acts.
fn is_agent(clusters: &Clusters, mention: MentionId) -> bool {
    is_body(clusters, mention)
        || clusters.facts(mention).entity_type.is_some_and(|t| t.is_a(EntityType::Agent) || t.is_a(EntityType::Place))
}

/// Whether the mention is of a body that may speak: a company, a state, a group.
fn is_body(clusters: &Clusters, mention: MentionId) -> bool {
    let is_a = |t: EntityType| [EntityType::Organization, EntityType::Country, EntityType::Group].iter().any(|wanted| t.is_a(*wanted));
    clusters.facts(mention).entity_type.is_some_and(is_a)
}

/// `Greyfield` for `it` in `Greyfield said it would cut jobs`: a body that tells what it does speaks of itself.
fn own_speaker(context: &Context, clusters: &Clusters, mention: MentionId, info: &Info) -> Option<MentionId> {
    let Context { document, lexicon, .. } = *context;
    if info.quote.is_some() || !is_it(info) {
        return None;
    }
    let pronoun = document.token(document.mentions[mention.index()].head);
    let verb = pronoun.head.filter(|v| is_relation(&pronoun.deprel, "nsubj") && document.token(*v).upos == "VERB")?;
    let said = document.token(verb).head.filter(|s| document.token(verb).deprel == "ccomp" && *s < verb)?;
    let speaker = subject(document, said).filter(|_| lexicon.speech_verbs.contains(&document.token(said).lemma))?;
    let speaker = mention_at(document, speaker)?;
    let is_body = |t: EntityType| t.is_a(EntityType::Organization) || t == EntityType::Country;
    (clusters.facts(speaker).entity_type.is_some_and(is_body) && clusters.compatible(speaker, mention)).then_some(speaker)
}

/// `the Daily Mail` for `the paper` in a review of the press: the one that was named last.
fn last_outlet(context: &Context, clusters: &Clusters, mention: MentionId) -> Option<MentionId> {
    let document = context.document;
    let outlet = &document.mentions[mention.index()];
    let is_outlet = |t: EntityType| t.is_a(EntityType::MediaOutlet);
    let is_definite = || document.children_by(outlet.head, "det").any(|d| document.token(d).feats.contains("Definite=Def"));
    // "the civil defence agency" is no outlet of news
    let is_told_apart = || ["amod", "compound"].iter().any(|r| document.children_by(outlet.head, r).next().is_some());
    let is_one = outlet.kind == MentionKind::Nominal && is_outlet(outlet.entity_type) && !clusters.facts(mention).is_plural;
    if !is_one || !is_definite() || is_told_apart() {
        return None;
    }
    let from = lately(document, outlet.head);
    let earlier = (0..mention.0).rev().map(MentionId).take_while(|m| document.mentions[m.index()].head >= from);
    let is_named =
        |m: &MentionId| document.mentions[m.index()].kind == MentionKind::Name && clusters.facts(*m).entity_type.is_some_and(is_outlet);
    earlier.into_iter().find(is_named)
}

/// Where the sentences begin in which who speaks at a word may have spoken last.
fn lately(document: &Document, word: TokenId) -> TokenId {
    document.sentences[document.sentence_of(word).index().saturating_sub(SPEECH)].tokens.start
}

fn is_he_or_she(info: &Info) -> bool {
    info.pronoun.is_some_and(|p| matches!(p.kind, PronounKind::Male | PronounKind::Female))
}

fn is_it(info: &Info) -> bool {
    info.pronoun.is_some_and(|p| p.kind == PronounKind::Neuter)
}

/// A chain of pronouns alone: of whom it speaks nobody knows.
fn is_nobody(context: &Context, clusters: &Clusters, id: MentionId) -> bool {
    clusters.facts(id).mentions.iter().all(|m| context.document.mentions[m.index()].kind == MentionKind::Pronoun)
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

/// `the Marsh campaign`: no other body than that which is called after somebody.
fn is_called_after(context: &Context, noun: TokenId) -> bool {
    let Context { document, lexicon, .. } = *context;
    let is_somebody = |c: TokenId| c < noun && mention_at(document, c).is_some();
    lexicon.owned_bodies.contains(&document.token(noun).lemma)
        && ["compound", "nmod:poss"].iter().any(|r| document.children_by(noun, r).any(is_somebody))
}

/// Joins mentions to the chains that the ranker finds most probable, unless none is probable enough; and how probable every join is.
pub(super) fn merge(context: &Context, ruled: &Ruled, ranker: &Ranker) -> (Clusters, Vec<f32>) {
    let infos = infos(context, &ruled.quotes);
    let features = Features::new(context, ruled, &infos);
    let vector = |m: &Mention| context.document.vectors.get(m.head.index() * VECTOR..(m.head.index() + 1) * VECTOR);
    let see = |whom: Anaphor| -> Vec<Seen> {
        context.document.mentions.iter().map(|m| vector(m).map(|v| ranker.see(whom, v)).unwrap_or_default()).collect()
    };
    let has_persons = infos.iter().any(is_he_or_she);
    let (persons, others) = (if has_persons { see(Anaphor::Person) } else { Vec::new() }, see(Anaphor::Other));
    let mut clusters = ruled.named.clone();
    let mut probabilities = vec![1.0; infos.len()];
    // What every *he* and *she* may mean, and how probably: another one that takes it up may mean any of it.
    let mut meant: FxHashMap<MentionId, Vec<(MentionId, f32)>> = FxHashMap::default();
    for mention in (0..infos.len() as u32).map(MentionId) {
        if is_for_rules(&features, mention) {
            let _ = ruled.picks[mention.index()].is_some_and(|antecedent| clusters.refer(antecedent, mention));
            continue;
        }
        if !refers_back(&features, mention) {
            continue;
        }
        let info = &infos[mention.index()];
        let is_one = is_he_or_she(info);
        let last_speaker = if is_one || is_it(info) { last_speaker(context, &clusters, &ruled.quotes, mention, info) } else { None };
        if is_one && last_speaker.is_some_and(|speaker| clusters.refer(speaker, mention)) {
            continue;
        }
        if own_speaker(context, &clusters, mention, info).is_some_and(|speaker| clusters.refer(speaker, mention)) {
            continue;
        }
        if last_outlet(context, &clusters, mention).is_some_and(|outlet| clusters.refer(outlet, mention)) {
            continue;
        }
        let mut sample = sample(&features, mention);
        // who speaks a quotation is *I* in it, and *he* is another
        let speaker = info.quote.and_then(|q| ruled.quotes[q].speaker);
        let is_speaker = |b: MentionId| speaker.is_some_and(|s| clusters.same(s, b));
        sample.candidates.retain(|(b, _)| !(is_one && (is_no_person(context, &clusters, *b) || is_speaker(*b))));
        // "The army said the tunnel was dug in May. It also said": no tunnel speaks
        sample.candidates.retain(|(b, _)| last_speaker.is_none() || is_one || is_body(&clusters, *b));
        sample.candidates.retain(|(b, _)| info.pronoun.is_none() || clusters.compatible(*b, mention));
        // "The army said one of them fired": one of several
        sample.candidates.retain(|(b, _)| !is_part(context, info) || clusters.facts(*b).is_plural);
        // "Talks stalled. They said": only people and bodies speak
        sample.candidates.retain(|(b, _)| !is_they_who_speak(context, info) || is_agent(&clusters, *b));
        // "Envoys told of talks with rebels. They said": who spoke in the sentence before
        let speakers = if is_they_who_speak(context, info) { speakers_before(context, info) } else { None };
        let is_among = |b: MentionId| speakers.as_ref().is_none_or(|s| s.iter().any(|m| clusters.same(*m, b)));
        sample.candidates.retain(|(b, _)| is_among(*b));
        // "President Kerr received former president Marsh. The president said"
        let is_other = |b: MentionId| info.kind == MentionKind::Nominal && is_other_holder(context, &clusters, b, info);
        sample.candidates.retain(|(b, _)| !is_other(*b));
        // "An envoy told me": who writes is nobody of whom he writes
        let is_writer = |info: &Info| info.quote.is_none() && info.pronoun.is_some_and(|p| p.person == 1 && !p.is_plural);
        sample.candidates.retain(|(b, _)| !is_writer(info) || is_writer(&infos[b.index()]));
        // "Marsh's aunt" and "the company's owner" are not whose they are
        let owner = if info.kind == MentionKind::Nominal { owner(context, info.head) } else { None };
        sample.candidates.retain(|(b, _)| owner.is_none_or(|o| !clusters.same(o, *b)));
        let is_owned = info.kind == MentionKind::Nominal && is_called_after(context, info.head);
        sample.candidates.retain(|(b, _)| !is_owned || infos[b.index()].lemma == info.lemma);
        let excluded = features.others(mention);
        sample.candidates.retain(|(b, _)| !excluded.iter().any(|o| clusters.same(*o, *b)));
        let (whom, seen) = if is_one { (Anaphor::Person, &persons) } else { (Anaphor::Other, &others) };
        let own = &seen[mention.index()];
        let alone = ranker.alone(whom, own, &sample.features);
        let scores: Vec<f32> = sample.candidates.iter().map(|(b, f)| ranker.pair(whom, own, &seen[b.index()], f)).collect();
        let top = scores.iter().copied().fold(alone, f32::max);
        let mut chains: Vec<(MentionId, f32)> = Vec::new();
        let mut add = |b: MentionId, weight: f32| match chains.iter_mut().find(|(c, _)| clusters.same(*c, b)) {
            Some((_, sum)) => *sum += weight,
            None => chains.push((b, weight)),
        };
        for ((b, _), score) in sample.candidates.iter().zip(&scores) {
            let weight = exp(score - top);
            match meant.get(b).filter(|_| is_one) {
                Some(meanings) => meanings.iter().for_each(|(c, share)| add(*c, weight * share)),
                None => add(*b, weight),
            }
        }
        if is_one {
            let total: f32 = exp(alone - top) + chains.iter().map(|(_, w)| w).sum::<f32>();
            let own = (mention, exp(alone - top) / total);
            meant.insert(mention, chains.iter().map(|(c, w)| (*c, w / total)).chain([own]).collect());
            chains.iter_mut().filter(|(c, _)| is_nobody(context, &clusters, *c)).for_each(|(_, w)| *w *= NOBODY);
        }
        let total: f32 = exp(alone - top) + chains.iter().map(|(_, w)| w).sum::<f32>();
        let best = chains.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        if let Some((antecedent, weight)) = best.filter(|(_, w)| *w >= LEAST * total)
            && clusters.refer(antecedent, mention)
        {
            probabilities[mention.index()] = weight / total;
        } else if let Some(speaker) = last_speaker {
            clusters.refer(speaker, mention);
        }
    }
    (clusters, probabilities)
}
