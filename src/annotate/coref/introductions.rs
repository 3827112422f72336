//! Who is spoken of without a name at first and introduced by it afterwards, as reports of crimes and accidents do.
//!
//! ```text
//! "A man accused of two attacks was charged on Monday. Ned Arlen, 30, faces life in prison."   {A man, Ned Arlen}
//! "The leader of the group is stepping down. Ned Arlen said he was tired."                   {The leader, Ned Arlen}
//! "Jailed dissident is in hospital. Dissident Ned Arlen, whose wife Jo Arlen …"             {Jailed dissident, Ned Arlen}
//! ```
//! A stranger's name never stands without a word on who he is, unless that was said before.

use compact_str::CompactString;

use super::Context;
use super::clusters::Clusters;
use super::equations::office;
use super::quotes::{is_source, speaks};
use crate::document::{EntityType, Mention, MentionId, MentionKind, TokenId, is_relation};

/// Last sentence in which somebody is spoken of without a name: the headline is the first.
const LEAD: u32 = 2;
/// Sentences within which the name follows.
const WITHIN: u32 = 4;

/// Merges the clusters of those who are introduced: each name goes to the one of the lead whose sex it may have, if there is but one; a
/// name with an age also to the one that is the subject.
pub(super) fn merge(context: &Context, clusters: &mut Clusters) {
    let document = context.document;
    let mut unnamed: Vec<MentionId> = mentions(context).filter(|m| is_unnamed(context, clusters, *m)).collect();
    unnamed.retain(|m| !join_titled(context, clusters, *m));
    for name in mentions(context) {
        let mention = &document.mentions[name.index()];
        let (is_told, is_bare) = (is_introduced(context, mention) || is_told_of(context, name), is_bare_subject(context, name));
        if !is_full_name(mention) || !is_told && !is_bare || clusters.facts(name).mentions.first() != Some(&name) {
            continue;
        }
        let here = document.sentence_of(mention.head).0;
        let near = |m: &MentionId| {
            let there = document.sentence_of(document.mentions[m.index()].head).0;
            let is_told_alone = is_source(context, document.mentions[m.index()].head) && !speaks(context, mention.head);
            there < here && here - there <= WITHIN && clusters.compatible(*m, name) && !is_told_alone
        };
        let chosen = choose(context, unnamed.iter().copied().filter(near).collect(), is_told);
        if is_one(context, &chosen) {
            chosen.iter().for_each(|m| {
                clusters.union(*m, name);
            });
            unnamed.retain(|m| !clusters.same(*m, name));
        }
    }
}

/// Which of those who may bear a name do: all if they are one, for a stranger whoever is spoken of again, or the likeliest.
fn choose(context: &Context, fitting: Vec<MentionId>, is_told: bool) -> Vec<MentionId> {
    if is_one(context, &fitting) {
        return fitting;
    }
    let lemmas: Vec<CompactString> = fitting.iter().map(|m| lemma(context, *m)).collect();
    // "Rapper jailed. A court has jailed a rapper for an attack on a driver."
    let is_again = |lemma: &CompactString| lemmas.iter().filter(|l| *l == lemma).count() > 1;
    let again: Vec<MentionId> = fitting.iter().zip(&lemmas).filter(|(_, l)| is_again(l)).map(|(m, _)| *m).collect();
    if is_told && is_one(context, &again) {
        return again;
    }
    // "The former leader of Labour attacked her successor. Jo Arlen said"
    let is_likely = |m: &MentionId| is_told == is_plain(context, *m) && is_subject(context, *m);
    fitting.into_iter().filter(is_likely).collect()
}

fn lemma(context: &Context, id: MentionId) -> CompactString {
    context.document.token(context.document.mentions[id.index()].head).lemma.to_lowercase()
}

/// `Jailed dissident` in a headline above `Dissident Ned Arlen, who …`: the one name of which the noun is said. Whether there was one.
fn join_titled(context: &Context, clusters: &mut Clusters, unnamed: MentionId) -> bool {
    let document = context.document;
    let head = document.mentions[unnamed.index()].head;
    let noun = office(context, head);
    let bears = |m: &MentionId| {
        let mention = &document.mentions[m.index()];
        mention.kind == MentionKind::Name
            && mention.head > head
            && document.sentence_of(mention.head).0 <= WITHIN
            && clusters.facts(*m).attributes.contains(&*noun)
            && clusters.compatible(unnamed, *m)
    };
    let names: Vec<MentionId> = mentions(context).filter(bears).collect();
    clusters.only(&names).is_some_and(|name| clusters.union(unnamed, name))
}

/// Whether the mentions can be one person: a single one, or the subjects of the headline and of the lead, or the man of both.
fn is_one(context: &Context, mentions: &[MentionId]) -> bool {
    let heads = || mentions.iter().map(|m| context.document.mentions[m.index()].head);
    let mut sentences: Vec<_> = heads().map(|h| context.document.sentence_of(h)).collect();
    sentences.dedup();
    let mut lemmas: Vec<_> = mentions.iter().map(|m| lemma(context, *m)).collect();
    lemmas.dedup();
    let subjects = || mentions.iter().all(|m| is_subject(context, *m));
    !mentions.is_empty() && sentences.len() == mentions.len() && (lemmas.len() == 1 || mentions.len() == 2 && subjects())
}

fn mentions(context: &Context) -> impl Iterator<Item = MentionId> {
    (0..context.document.mentions.len() as u32).map(MentionId)
}

/// `a man`, `the driver of the lorry`, `the leader of the group` in the first sentences of the text: one person who has no name yet.
fn is_unnamed(context: &Context, clusters: &Clusters, id: MentionId) -> bool {
    let document = context.document;
    let mention = &document.mentions[id.index()];
    let facts = clusters.facts(id);
    let sentence = document.sentence_of(mention.head);
    mention.kind == MentionKind::Nominal
        && mention.entity_type == EntityType::Person
        && !context.is_new(id)
        && !facts.is_named
        && !facts.is_plural
        && sentence.0 <= LEAD
}

/// Whether the noun is no title: who holds an office is not told by his age.
fn is_plain(context: &Context, id: MentionId) -> bool {
    !context.lexicon.titles.contains(&*lemma(context, id))
}

fn is_full_name(mention: &Mention) -> bool {
    mention.kind == MentionKind::Name && mention.entity_type == EntityType::Person && mention.span.len() >= 2
}

/// `Ned Arlen, 30,`, `Ned Arlen (30)`, `30-year-old Ned Arlen`, `Ned Arlen, of Leeds,`: a name with what a reader is told of a stranger.
fn is_introduced(context: &Context, mention: &Mention) -> bool {
    let document = context.document;
    let form = |n: u32| {
        let token = TokenId(mention.span.end.0 + n);
        (token.index() < document.tokens.len()).then(|| document.form(token))
    };
    let before = mention.span.start.0.checked_sub(context.lexicon.age.len() as u32);
    if before.is_some_and(|t| document.reads_at(TokenId(t), &context.lexicon.age)) {
        return true;
    }
    let is_from = form(0) == Some(",") && matches!(form(1), Some("of" | "from")) && is_capital(form(2));
    is_from || document.age_at(mention.span.end).is_some()
}

/// `Ned Arlen` in `Ned Arlen, who worked in Leeds, was sacked`, but not `Ned Arlen, who saw it, said`.
fn is_told_of(context: &Context, id: MentionId) -> bool {
    let document = context.document;
    let head = document.mentions[id.index()].head;
    let tells = |c: TokenId| document.token(c).deprel == "acl:relcl" && document.is_set_off(c, &[","]);
    is_subject(context, id) && document.children(head).any(tells) && !speaks(context, head)
}

/// `Ned Arlen` in `Ned Arlen said`: a name that nobody is expected to know, at the head of its sentence, without title or apposition.
fn is_bare_subject(context: &Context, id: MentionId) -> bool {
    let Context { document, lexicon, .. } = *context;
    let mention = &document.mentions[id.index()];
    let is_address = |t: u32| lexicon.is_honorific(document.form(TokenId(t)));
    let describes = |c: TokenId| matches!(&*document.token(c).deprel, "appos" | "nmod:desc" | "acl:relcl") && !is_address(c.0);
    let is_described = document.children(mention.head).any(describes);
    let before = document.sentence(document.sentence_of(mention.head)).tokens.start.0..mention.span.start.0;
    mention.registry.is_none() && !is_described && before.len() <= 1 && before.clone().all(is_address) && is_subject(context, id)
}

fn is_capital(word: Option<&str>) -> bool {
    word.is_some_and(|w| w.starts_with(char::is_uppercase))
}

fn is_subject(context: &Context, id: MentionId) -> bool {
    let document = context.document;
    let head = document.token(document.mentions[id.index()].head);
    // "A reporter has been freed, her employer said"
    let comes_first =
        |verb: TokenId, above: TokenId| document.token(verb).deprel == "ccomp" && verb < above && document.token(above).head.is_none();
    let is_main = |verb: TokenId| document.token(verb).head.is_none_or(|above| comes_first(verb, above));
    is_relation(&head.deprel, "nsubj") && head.head.is_some_and(is_main)
}
