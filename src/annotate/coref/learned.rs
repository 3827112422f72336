//! Pronouns and noun phrases tied to what they mean by the ranker: in order of the text, each to the chain that is most probable.
//!
//! ```text
//! "Microsoft told the court it …"   {Microsoft} 0.86  {the court} 0.09  none 0.05   →  it joins Microsoft's chain
//! ```

use rustc_hash::FxHashMap;

use super::barred::Bars;
use super::clusters::Clusters;
use super::features::Features;
use super::info::{Info, infos};
use super::quotes::{Quote, mention_at, quote_at, subject};
use super::standing::Standings;
use super::templates::COUNTS;
use super::{Context, Ruled, candidates, doers, lone};
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
    let is_saying = |verb: TokenId| !is_it(info) || !document.has(verb, "xcomp");
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
        let is_no_person = |s: &TokenId| !mention_at(document, *s).is_some_and(is_person);
        let speaker = subjects.find_map(|s| spoken_for(context, s).or_else(|| Some(s).filter(is_no_person)));
        let is_plural = |m: MentionId| document.token(document.mentions[m.index()].head).xpos == "NNS";
        let speaker = speaker.map_or_else(|| topic_before(document, verb), |s| mention_at(document, s));
        speaker.filter(|m| is_body(clusters, *m) && !is_plural(*m))
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

/// Acme of `an Acme spokesperson said. It added`: the body for which somebody without a name speaks.
fn spoken_for(context: &Context, speaker: TokenId) -> Option<TokenId> {
    let document = context.document;
    let is_body = |t: TokenId| document.mentions.iter().any(|m| m.head == t && m.entity_type.is_a(EntityType::Organization));
    let body = ["compound", "nmod", "nmod:poss"].into_iter().flat_map(|r| document.children_by(speaker, r)).next();
    body.filter(|b| context.lexicon.mouthpieces.contains(&document.token(speaker).lemma) && is_body(*b))
}

/// The ministry in `The ministry opened an inquiry, it said`, and in `The ministry opened an inquiry. It said`: whom what was told last is about.
fn topic_before(document: &Document, verb: TokenId) -> Option<MentionId> {
    let here = document.sentence_of(verb).index();
    let root = match document.token(verb).head {
        Some(root) => Some(root).filter(|r| document.token(verb).deprel == "parataxis" && document.token(*r).head.is_none()),
        None => here.checked_sub(1).and_then(|s| document.sentences[s].tokens.iter().find(|t| document.token(*t).head.is_none())),
    };
    root.and_then(|root| subject(document, root)).filter(|s| *s < verb).and_then(|s| mention_at(document, s))
}

/// Whether a pronoun opens its sentence or stands in a reporting clause behind it, right behind what somebody said: `It said`, `…, it said`.
fn opens(context: &Context, quotes: &[Quote], mention: MentionId, speaker: MentionId) -> bool {
    let document = context.document;
    let [pronoun, speaker] = [mention, speaker].map(|m| document.mentions[m.index()].head);
    let between = document.sentence_of(speaker).0 + 1..document.sentence_of(pronoun).0;
    // "Its plan includes a truce. It also calls": of a thing that the text goes on to speak of
    let is_of_another = |s: u32| {
        let root = document.sentences[s as usize].tokens.iter().find(|t| document.token(*t).head.is_none());
        let subject = root.filter(|r| quote_at(document, quotes, *r).is_none()).and_then(|root| subject(document, root));
        subject.is_some_and(|s| matches!(document.token(s).xpos.as_str(), "NN" | "NNP"))
    };
    if between.into_iter().any(is_of_another) {
        return false;
    }
    let first = document.sentence(document.sentence_of(pronoun)).tokens.start;
    let reports = |v: TokenId| document.token(v).deprel == "parataxis" && pronoun > first;
    document.token(pronoun).head.is_some_and(|v| document.token(v).head.is_none() && pronoun == first || reports(v))
}

/// `a surgeon`, `one diplomat`: somebody of whom nothing was told before.
fn is_indefinite(document: &Document, mention: MentionId) -> bool {
    let mention = &document.mentions[mention.index()];
    let is_one = |c: TokenId| document.token(c).feats.contains("Definite=Ind") || document.token(c).lemma == "one";
    mention.kind == MentionKind::Nominal && document.children(mention.head).any(|c| c < mention.head && is_one(c))
}

/// Whether the mention is of a body that may speak: a company, a state, a group.
pub(super) fn is_body(clusters: &Clusters, mention: MentionId) -> bool {
    let is_a = |t: EntityType| [EntityType::Organization, EntityType::Country, EntityType::Group].iter().any(|wanted| t.is_a(*wanted));
    clusters.facts(mention).entity_type.is_some_and(is_a)
}

/// `Greyfield` for `it` in `Greyfield said it would cut jobs`: a body that tells what it does speaks of itself; so do `Marsh and Kerr`, who
/// say what they do: the first of them; and so does the mayor of `the mayor's statement said he had resigned`.
fn own_speaker(context: &Context, clusters: &Clusters, mention: MentionId, info: &Info) -> Option<MentionId> {
    let Context { document, lexicon, .. } = *context;
    let is_they = info.pronoun.is_some_and(|p| p.is_plural && p.person == 3);
    let is_one = is_he_or_she(info);
    if info.quote.is_some() || !is_it(info) && !is_they && !is_one {
        return None;
    }
    let pronoun = document.token(document.mentions[mention.index()].head);
    let verb = pronoun.head.filter(|v| is_relation(&pronoun.deprel, "nsubj") && document.token(*v).upos == "VERB")?;
    let said = document.token(verb).head.filter(|s| document.token(verb).deprel == "ccomp" && *s < verb)?;
    let speaker = subject(document, said).filter(|_| lexicon.speech_verbs.contains(&document.token(said).lemma))?;
    let are_several = document.has(speaker, "conj");
    let speaks_for = |noun: TokenId| {
        let lemma = &document.token(noun).lemma;
        lexicon.statements.contains(lemma) || lexicon.mouthpieces.contains(lemma)
    };
    let owner = || document.children_by(speaker, "nmod:poss").next().filter(|_| speaks_for(speaker));
    let speaker = mention_at(document, if is_one { owner()? } else { speaker })?;
    let is_body = |t: EntityType| t.is_a(EntityType::Organization) || t == EntityType::Country;
    let fits = if is_one {
        clusters.facts(speaker).entity_type == Some(EntityType::Person)
    } else if is_they {
        are_several
    } else {
        clusters.facts(speaker).entity_type.is_some_and(is_body)
    };
    (fits && clusters.compatible(speaker, mention)).then_some(speaker)
}

/// `the Daily Mail` for `the paper` in a review of the press: the one that was named last.
fn last_outlet(context: &Context, clusters: &Clusters, mention: MentionId) -> Option<MentionId> {
    let document = context.document;
    let outlet = &document.mentions[mention.index()];
    let is_outlet = |t: EntityType| t.is_a(EntityType::MediaOutlet);
    let is_definite = || document.children_by(outlet.head, "det").any(|d| document.token(d).feats.contains("Definite=Def"));
    // "the civil defence agency" is no outlet of news
    let is_told_apart = || ["amod", "compound"].iter().any(|r| document.has(outlet.head, r));
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

pub(super) fn is_he_or_she(info: &Info) -> bool {
    info.pronoun.is_some_and(|p| matches!(p.kind, PronounKind::Male | PronounKind::Female))
}

fn is_it(info: &Info) -> bool {
    info.pronoun.is_some_and(|p| p.kind == PronounKind::Neuter)
}

/// A chain of pronouns alone: of whom it speaks nobody knows.
fn is_nobody(context: &Context, clusters: &Clusters, id: MentionId) -> bool {
    clusters.facts(id).mentions.iter().all(|m| context.document.mentions[m.index()].kind == MentionKind::Pronoun)
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
            let found = ruled.picks[mention.index()].or_else(|| doers::antecedent(context, &clusters, mention));
            let _ = found.is_some_and(|antecedent| clusters.refer(antecedent, mention));
            continue;
        }
        if !refers_back(&features, mention) {
            continue;
        }
        let info = &infos[mention.index()];
        let is_one = is_he_or_she(info);
        if own_speaker(context, &clusters, mention, info).is_some_and(|speaker| clusters.refer(speaker, mention)) {
            continue;
        }
        let last_speaker = if is_one || is_it(info) { last_speaker(context, &clusters, &ruled.quotes, mention, info) } else { None };
        let goes_on = |speaker: MentionId| is_one || opens(context, &ruled.quotes, mention, speaker);
        if last_speaker.filter(|s| goes_on(*s)).is_some_and(|speaker| clusters.refer(speaker, mention)) {
            continue;
        }
        if lone::own_group(context, &clusters, mention).is_some_and(|group| clusters.refer(group, mention)) {
            continue;
        }
        if last_outlet(context, &clusters, mention).is_some_and(|outlet| clusters.refer(outlet, mention)) {
            continue;
        }
        let mut sample = sample(&features, mention);
        let bars = Bars::new(context, ruled, &clusters, &infos, mention, last_speaker);
        sample.candidates.retain(|(b, _)| bars.allow(*b));
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
        let best = chains.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).filter(|(_, w)| *w >= LEAST * total);
        let allows = |m: MentionId| bars.allow(m) && !excluded.iter().any(|o| clusters.same(*o, m));
        let lone = || lone::antecedent(context, &clusters, mention, &allows).or_else(|| doers::antecedent(context, &clusters, mention));
        let lone = || lone().filter(|_| best.is_none());
        let other = last_speaker.or_else(lone);
        if let Some((antecedent, weight)) = best
            && clusters.refer(antecedent, mention)
        {
            probabilities[mention.index()] = weight / total;
        } else if let Some(antecedent) = other {
            clusters.refer(antecedent, mention);
        }
    }
    (clusters, probabilities)
}
