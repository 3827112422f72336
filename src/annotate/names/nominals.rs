//! Mentions without a name of their own: common nouns, pronouns, demonyms.

use super::spans::member_type;
use crate::document::{Document, EntityType, Mention, MentionKind, Resolution, TokenId, TokenSpan};
use crate::link::Registry;
use crate::resources::{Lexicon, Noun};

/// `Chinese officials` speaks of China too: the adjective is a mention of the country.
pub(super) fn add_demonyms(document: &Document, registry: &Registry, mentions: &mut Vec<Mention>) {
    let taken = tokens_of(document, mentions.iter().filter(|m| m.entity_type != EntityType::Position));
    for (i, token) in document.tokens.iter().enumerate() {
        let id = TokenId(i as u32);
        if taken[i] || !matches!(&*token.upos, "ADJ" | "PROPN" | "NOUN") || token.is_plural_noun() {
            continue;
        }
        // As a noun it is a language or people: `in Chinese`, `an American`, `20,000 Sudanese`.
        let is_new = |d: TokenId| document.token(d).feats.contains("Definite=Ind");
        let is_somebody = document.children_by(id, "det").any(is_new) && token.deprel != "amod"
            || is_one_of_people(document, id)
            || document.has(id, "nummod");
        let modifies = token.upos == "ADJ" && !is_somebody || matches!(&*token.deprel, "amod" | "compound" | "nmod:desc" | "flat");
        let form = document.form(id);
        let Some(entry) = registry.by_adjective(form).filter(|_| modifies && form.starts_with(char::is_uppercase)) else {
            continue;
        };
        mentions.push(Mention {
            span: TokenSpan::new(i, i + 1),
            head: id,
            kind: MentionKind::Name,
            entity_type: entry.entity_type,
            registry: Some(entry.key.clone()),
            confidence: 0.9,
            chain: None,
            resolution: Resolution::NameMatch,
            chain_prob: 1.0,
        });
    }
}

/// `The Dane` in `The Danish has denied it`: somebody from there, if the verb speaks of one alone.
fn is_one_of_people(document: &Document, adjective: TokenId) -> bool {
    let token = document.token(adjective);
    let is_known = |d: TokenId| document.token(d).feats.contains("Definite=Def");
    let is_singular = |v: TokenId| document.token(v).xpos == "VBZ";
    let Some(verb) = token.head.filter(|_| matches!(&*token.deprel, "nsubj" | "nsubj:pass")) else { return false };
    let helps = |c: TokenId| matches!(&*document.token(c).deprel, "aux" | "aux:pass" | "cop");
    document.children_by(adjective, "det").any(is_known)
        && (is_singular(verb) || document.children(verb).any(|c| helps(c) && is_singular(c)))
}

/// Noun phrases whose head is in the lexicon, or a noun for the people of a country.
pub(super) fn add_nominals(document: &Document, registry: &Registry, lexicon: &Lexicon, mentions: &mut Vec<Mention>) {
    let mut heads = vec![false; document.tokens.len()];
    let taken = tokens_of(document, mentions.iter());
    for mention in mentions.iter() {
        heads[mention.head.index()] = true;
    }
    for (i, token) in document.tokens.iter().enumerate() {
        let id = TokenId(i as u32);
        let is_modifier = matches!(&*token.deprel, "compound" | "fixed" | "goeswith" | "nmod:desc")
            || token.deprel == "conj" && token.head.is_some_and(|h| id > h && document.token(h).head.is_some_and(|top| top > id));
        let in_title = (1..i.min(4)).any(|n| listed_title_end(document, lexicon, TokenId((i - n) as u32)).is_some_and(|end| end > id));
        if heads[i] || taken[i] || is_modifier || in_title {
            continue;
        }
        let is_party = || registry.lookup(document.form(id)).any(|e| e.entity_type == EntityType::PoliticalParty);
        let members = || member_type(document, lexicon, id).filter(|_| is_party()).map(|kind| (kind, 0.8));
        let Some((entity_type, confidence)) = nominal_type(document, lexicon, id).or_else(members) else { continue };
        mentions.push(Mention {
            span: TokenSpan { end: listed_title_end(document, lexicon, id).unwrap_or(TokenId(id.0 + 1)), ..phrase(document, id) },
            head: id,
            kind: MentionKind::Nominal,
            entity_type,
            registry: None,
            confidence,
            chain: None,
            resolution: Resolution::NominalCoreference,
            chain_prob: 1.0,
        });
    }
}

/// The lexicon's word for a head, with its modifier first: `threat actor` before `actor`. Of a word with hyphens (`ex-mayor`,
/// `co-author`) the last part tells, where it is a person.
pub(crate) fn noun_of<'l>(document: &Document, lexicon: &'l Lexicon, head: TokenId) -> Option<&'l Noun> {
    let lemma = document.token(head).lemma.to_lowercase();
    let modifiers = document.children(head).filter(|t| *t < head);
    let modifiers = modifiers.flat_map(|t| std::iter::once(t).chain(document.children_by(t, "conj").filter(|c| *c < head)));
    let mut pairs = modifiers.filter_map(|t| lexicon.nouns.get(&*format!("{} {lemma}", document.token(t).lemma.to_lowercase())));
    let pair = pairs.next();
    let whole = pair.or_else(|| lexicon.nouns.get(&*lemma)).or_else(|| lexicon.nouns.get(&*document.form(head).to_lowercase()));
    let last = || lemma.rsplit_once('-').and_then(|(_, last)| lexicon.nouns.get(last)).filter(|n| n.entity_type == EntityType::Person);
    whole.or_else(last)
}

/// Where a title of several words that starts with this one ends: `secretary of state`.
fn listed_title_end(document: &Document, lexicon: &Lexicon, start: TokenId) -> Option<TokenId> {
    let of = TokenId(start.0 + 1);
    if of.index() + 1 >= document.tokens.len() || document.form(of) != "of" {
        return None;
    }
    let title = document.text_of(TokenSpan { start, end: TokenId(start.0 + 3) }).to_lowercase();
    lexicon.titles.contains(&*title).then_some(TokenId(start.0 + 3))
}

fn nominal_type(document: &Document, lexicon: &Lexicon, head: TokenId) -> Option<(EntityType, f32)> {
    let token = document.token(head);
    let is_plural = token.is_plural_noun() || token.feats.contains("Number=Plur");
    if matches!(&*token.upos, "NOUN" | "PROPN" | "ADJ") && lexicon.is_people(document.form(head)) && !matches!(&*token.deprel, "amod") {
        let is_one = |n: TokenId| matches!(document.form(n), "one" | "1");
        let are_several = is_plural || document.children_by(head, "nummod").any(|n| !is_one(n));
        return Some((if are_several { EntityType::Group } else { EntityType::Person }, 0.8));
    }
    // "charged a 17-year-old": an adjective that stands for somebody
    let stands_alone = token.upos == "ADJ"
        && matches!(&*token.deprel, "nsubj" | "nsubj:pass" | "obj" | "iobj" | "obl" | "obl:agent" | "nmod" | "appos")
        && document.has(head, "compound");
    let noun = (stands_alone || matches!(&*token.upos, "NOUN" | "PROPN")).then(|| noun_of(document, lexicon, head)).flatten();
    // "the President", "Chief of Staff Gen Halevi"
    let is_office = || noun.is_some_and(|n| n.entity_type == EntityType::Person);
    let is_noun = stands_alone
        || token.upos == "NOUN"
        || token.upos == "PROPN" && (document.form(head).starts_with(char::is_lowercase) || is_office());
    if let Some(part) = partitive(document, lexicon, head) {
        return Some((part, 0.7));
    }
    if !is_noun {
        return counted(document, head).then_some((EntityType::Group, 0.6));
    }
    if noun.is_none() && is_plural && counted_in_words(document, head) {
        return Some((EntityType::Group, 0.6));
    }
    let noun = noun?;
    let is_agent = noun.entity_type.is_a(EntityType::Agent) && noun.entity_type != EntityType::Country;
    let keeps_type = !is_plural && !(noun.entity_type == EntityType::Person && noun.is_collective)
        || matches!(noun.entity_type, EntityType::ThreatActor | EntityType::MilitaryForce | EntityType::SecurityService);
    // "the weather service said", "the site states": what says something is a body
    let is_thing = noun.entity_type == EntityType::Product && !lexicon.statements.contains(&token.lemma);
    Some(match () {
        () if is_thing && super::types::speaks(document, lexicon, head) => (EntityType::Organization, 0.6),
        () if is_agent && !keeps_type => (EntityType::Group, 0.8),
        () => (noun.entity_type, 0.8),
    })
}

/// `one of the hostages`, `some of his aides`, `half of voters`: a part of a group of people, which is not the group.
fn partitive(document: &Document, lexicon: &Lexicon, head: TokenId) -> Option<EntityType> {
    let token = document.token(head);
    let is_share = lexicon.shares.contains(&token.lemma);
    let is_part = token.upos == "NUM" || is_share || lexicon.parts.contains(&token.lemma);
    let is_participant = matches!(&*token.deprel, "nsubj" | "nsubj:pass" | "obj" | "obl:agent" | "conj");
    let is_known = |t: TokenId| document.children(t).any(|c| matches!(&*document.token(c).deprel, "det" | "nmod:poss"));
    let are_people = |t: TokenId| {
        let noun =
            noun_of(document, lexicon, t).is_some_and(|n| n.entity_type.is_a(EntityType::Person) || n.entity_type == EntityType::Group);
        noun || lexicon.is_people(document.form(t))
    };
    let whole = document.children_by(head, "nmod").find(|c| document.is_marked_by(*c, "of"));
    whole
        .filter(|t| is_part && is_participant && document.token(*t).is_plural_noun() && (is_share || is_known(*t)) && are_people(*t))
        .map(|_| if token.lemma == "one" { EntityType::Person } else { EntityType::Group })
}

/// `Three were injured`, `hundreds fled`: numbers that stand for people.
fn counted(document: &Document, head: TokenId) -> bool {
    let token = document.token(head);
    token.upos == "NUM"
        && token.lemma != "one"
        && matches!(&*token.deprel, "nsubj" | "nsubj:pass")
        && !document.form(head).starts_with(['$', '%'])
        && document.children_by(head, "nmod").next().is_none_or(|c| document.token(c).upos == "PROPN")
}

/// `Thousands marched`: round counts with nothing to them that they count are of people, where they do something.
fn counted_in_words(document: &Document, head: TokenId) -> bool {
    let token = document.token(head);
    matches!(&*token.lemma, "thousand" | "hundred" | "dozen" | "million" | "score" | "ten")
        && matches!(&*token.deprel, "nsubj" | "nsubj:pass")
        && !document.has(head, "nmod")
        && !document.has(head, "nummod")
}

/// The head with what stands before it, without article, possessive pronoun and preposition.
pub(crate) fn phrase(document: &Document, head: TokenId) -> TokenSpan {
    let sentence = document.sentence(document.sentence_of(head)).tokens;
    let mut start = head;
    let is_predicate = document.has(head, "cop");
    for child in document.children(head).filter(|c| *c < head) {
        let token = document.token(child);
        let belongs = match &*token.deprel {
            "amod" | "compound" | "nummod" | "nmod:desc" => true,
            // `when he was the director`: an adverb before a predicate belongs to the clause.
            "advmod" => !is_predicate,
            "nmod:poss" | "nmod" => token.upos != "PRON",
            _ => false,
        };
        let subtree = document.subtree(child);
        let comma = subtree.iter().rfind(|t| *t < child && document.form(*t) == ",");
        // `Kerry, China's foreign minister`: what stands before the owner's comma is another phrase.
        let left = comma.filter(|_| token.deprel == "nmod:poss").map_or(subtree.start, |c| TokenId(c.0 + 1));
        if belongs && left < start && left >= sentence.start {
            start = left;
        }
    }
    let is_least = |t: TokenId| {
        matches!(&*document.token(t).lemma, "least" | "most")
            && t.0.checked_sub(1).is_some_and(|p| document.form(TokenId(p)).eq_ignore_ascii_case("at"))
    };
    while start < head
        && (is_least(start)
            || matches!(&*document.token(start).upos, "DET" | "PUNCT" | "ADP" | "SCONJ" | "CCONJ")
            || document.token(start).deprel == "case")
    {
        start.0 += 1;
    }
    // "how many sailors": the question is no part of who
    let asked = (start.0..head.0).map(TokenId).find(|t| document.form(*t).eq_ignore_ascii_case("how"));
    TokenSpan { start: asked.map_or(start, |how| TokenId(how.0 + 2).min(head)), end: TokenId(head.0 + 1) }
}

/// Pronouns of the first and third person; not the *it* of *it rains*.
pub(super) fn add_pronouns(document: &Document, lexicon: &Lexicon, mentions: &mut Vec<Mention>) {
    for (i, token) in document.tokens.iter().enumerate() {
        let id = TokenId(i as u32);
        let is_pronoun = token.upos == "PRON" && !token.deprel.starts_with("expl") && !token.deprel.starts_with("flat");
        // `US` in capitals is the country, whatever the tagger says.
        let form = document.form(id);
        let is_country = form.len() == 2 && form.chars().all(char::is_uppercase) && form != "IT" && form != "WE" && form != "HE";
        let Some(pronoun) = lexicon.pronouns.get(&*form.to_lowercase()).filter(|_| is_pronoun && !is_country) else { continue };
        if mentions.iter().any(|m| m.span.contains(id) && m.kind == MentionKind::Name) {
            continue;
        }
        if pronoun.kind == crate::resources::PronounKind::Neuter && is_empty_subject(document, id) {
            continue;
        }
        use crate::resources::PronounKind::*;
        let entity_type = match pronoun.kind {
            Male | Female => EntityType::Person,
            Any if pronoun.person == 1 && !pronoun.is_plural => EntityType::Person,
            _ => EntityType::Entity,
        };
        mentions.push(Mention {
            span: TokenSpan::new(i, i + 1),
            head: id,
            kind: MentionKind::Pronoun,
            entity_type,
            registry: None,
            confidence: 0.9,
            chain: None,
            resolution: Resolution::PronounCoreference,
            chain_prob: 1.0,
        });
    }
}

/// `It is clear that …`, `it is time for … to …`: the clause is what is spoken of.
fn is_empty_subject(document: &Document, it: TokenId) -> bool {
    let token = document.token(it);
    let Some(predicate) = token.head.filter(|_| token.deprel == "nsubj") else { return false };
    let has_copula = document.has(predicate, "cop");
    let is_noun = document.token(predicate).upos == "NOUN";
    let clause = |d: &str| matches!(d, "csubj" | "ccomp") || is_noun && matches!(d, "acl" | "advcl:relcl" | "acl:relcl" | "advcl");
    let is_time = document.token(predicate).lemma == "time";
    has_copula && document.children(predicate).any(|c| clause(&document.token(c).deprel) && (!is_noun || is_time))
}

fn tokens_of<'m>(document: &Document, mentions: impl Iterator<Item = &'m Mention>) -> Vec<bool> {
    let mut taken = vec![false; document.tokens.len()];
    for t in mentions.flat_map(|m| m.span.iter()) {
        taken[t.index()] = true;
    }
    taken
}
