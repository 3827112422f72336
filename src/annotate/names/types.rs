//! What a name names: by the registry, the words of the name, the model's tag, its neighbours, and its other occurrences in the article.

use std::collections::BTreeMap;

use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

use super::called;
use super::nominals::noun_of;
use super::spans::{Name, agrees};
use crate::document::{Document, EntityType, TokenId, is_relation};
use crate::link::{Entry, Registry};
use crate::resources::Lexicon;
use crate::text::normalized;

/// Belief of the model in a person from which no place is made of him.
const SURE: f32 = 0.9;

/// Letters at the beginning of a word that all forms of it share.
const STEM: usize = 4;

/// Sets type and registry entry of every name.
pub(super) fn assign(document: &Document, registry: &Registry, lexicon: &Lexicon, names: &mut [Name]) {
    let is_cyber = lexicon.is_about_cyber(&document.article.text);
    let forms: Vec<CompactString> = names.iter().map(|n| normalized(document.text_of(n.span))).collect();
    unify_tags(names, &forms);
    let votes = country_votes(registry, names, &forms);
    let surnames = surnames(names, &forms);
    let written_out = written_out(names, &forms);
    let forms_of = |holds: &dyn Fn(TokenId) -> bool| -> FxHashSet<&CompactString> {
        names.iter().zip(&forms).filter(|(name, _)| holds(super::head_of(document, name.span))).map(|(_, form)| form).collect()
    };
    let (acting, speaking) = (forms_of(&|head| acts(document, head)), forms_of(&|head| speaks(document, lexicon, head)));
    let (sites, ground) = (forms_of(&|head| is_site(document, head)), forms_of(&|head| is_taken_ground(document, lexicon, head)));
    for (name, form) in names.iter_mut().zip(&forms) {
        if name.entity_type.is_some() {
            continue;
        }
        let is_among = |places: &FxHashSet<_>| places.contains(form) && !acting.contains(form);
        // "retook Kherson", which the model takes for somebody
        if name.tag == "PER" && name.span.len() == 1 && is_among(&ground) && !surnames.contains_key(form) {
            name.tag = "LOC".to_string();
        }
        let is_surname =
            name.tag != "LOC" && surnames.contains_key(form) && registry.lookup(form).all(|e| e.entity_type != EntityType::Country);
        let entry = if is_surname { None } else { best_entry(document, registry, lexicon, &votes, is_cyber, name) };
        // an abbreviation means what the article writes out
        let entry = match written_out.get(form) {
            Some(names) if entry.is_some_and(|entry| is_another(registry, entry, names)) => {
                name.entity_type = Some(EntityType::Organization);
                names.iter().find_map(|name| registry.lookup(name).find(|e| e.entity_type.is_a(EntityType::Organization)))
            }
            _ => entry,
        };
        if let Some(entry) = entry {
            name.registry = Some(entry.key.clone());
            name.entity_type = Some(entry.entity_type);
        }
        if name.entity_type.is_some() {
            continue;
        }
        name.entity_type = Some(match by_words_and_tag(document, lexicon, name, form) {
            _ if is_surname => EntityType::Person,
            // "a pitch in Majdal Shams", which the model takes for somebody
            EntityType::Person
                if name.span.len() > 1
                    && name.confidence < SURE
                    && !lexicon.given_names.contains_key(first_word(form))
                    && is_among(&sites) =>
            {
                EntityType::Place
            }
            // no malware says anything
            EntityType::Malware | EntityType::Product | EntityType::Vulnerability | EntityType::Weapon | EntityType::Entity
                if speaking.contains(form) =>
            {
                EntityType::Organization
            }
            by_words => by_words,
        });
    }
    follow_described(names, &forms);
}

/// Whether a name does something or owns something: no place, whatever it stands in.
fn acts(document: &Document, head: TokenId) -> bool {
    matches!(&*document.token(head).deprel, "nsubj" | "nmod:poss" | "obl:agent" | "appos" | "conj")
}

/// Whether a word is the subject of a verb of saying that says something.
pub(super) fn speaks(document: &Document, lexicon: &Lexicon, head: TokenId) -> bool {
    let token = document.token(head);
    let verb = token.head.filter(|v| is_relation(&token.deprel, "nsubj") && lexicon.speech_verbs.contains(&document.token(*v).lemma));
    verb.is_some_and(|v| document.children(v).any(|c| matches!(&*document.token(c).deprel, "ccomp" | "parataxis")))
}

/// Whether something is said to have happened in or near a name: `killed in Abasan`, but not `confidence in Davies`.
fn is_site(document: &Document, head: TokenId) -> bool {
    document.token(head).deprel == "obl" && is_placed(document, head)
}

/// `Kherson` in `retook Kherson`: nobody is taken again or shelled.
fn is_taken_ground(document: &Document, lexicon: &Lexicon, name: TokenId) -> bool {
    let token = document.token(name);
    let is_object = matches!(&*token.deprel, "obj" | "nsubj:pass");
    token.head.is_some_and(|verb| is_object && lexicon.ground_verbs.contains(&document.token(verb).lemma))
}

fn first_word(form: &str) -> &str {
    form.split(' ').next().unwrap_or_default()
}

/// `the carmaker Acme` tells that `Acme` elsewhere is no person, though the model says so.
fn follow_described(names: &mut [Name], forms: &[CompactString]) {
    let is_open = |n: &Name| n.tag == "PER" && n.registry.is_none();
    let described: FxHashMap<CompactString, EntityType> = (names.iter().zip(forms))
        .filter(|(n, _)| is_open(n))
        .filter_map(|(n, form)| {
            Some((form.clone(), n.entity_type.filter(|t| t.is_a(EntityType::Organization) || *t == EntityType::Place)?))
        })
        .collect();
    for (name, form) in names.iter_mut().zip(forms).filter(|(n, _)| is_open(n)) {
        if let Some(entity_type) = described.get(form) {
            name.entity_type = Some(*entity_type);
        }
    }
}

/// One string, one tag: the tag with the most belief behind it over the whole article.
fn unify_tags(names: &mut [Name], forms: &[CompactString]) {
    let mut sums: FxHashMap<CompactString, BTreeMap<String, f32>> = FxHashMap::default();
    for (name, form) in names.iter().zip(forms) {
        if !name.tag.is_empty() {
            *sums.entry(form.clone()).or_default().entry(name.tag.clone()).or_default() += name.confidence;
        }
    }
    for (name, form) in names.iter_mut().zip(forms) {
        if let Some(best) = sums.get(form).and_then(|tags| tags.iter().max_by(|a, b| a.1.total_cmp(b.1))) {
            name.tag.clone_from(best.0);
        }
    }
}

/// How often the article names a country, or a place or body of it, by a name that can mean nothing else.
fn country_votes(registry: &Registry, names: &[Name], forms: &[CompactString]) -> FxHashMap<String, u32> {
    let mut votes = FxHashMap::default();
    for (_, form) in names.iter().zip(forms) {
        let entries: Vec<&Entry> = registry.lookup(form).take(2).collect();
        if let [only] = entries[..] {
            let country = only.country.as_deref().unwrap_or(&only.key);
            *votes.entry(country.to_string()).or_default() += 1;
        }
    }
    votes
}

/// Last words of names that the model takes for persons.
fn surnames(names: &[Name], forms: &[CompactString]) -> FxHashMap<CompactString, ()> {
    let persons = names.iter().zip(forms).filter(|(n, _)| n.tag == "PER");
    persons.filter_map(|(_, form)| form.rsplit_once(' ')).map(|(_, last)| (last.into(), ())).collect()
}

/// Names of bodies and things of several words by their initials, where these are at least three: `CSIS` → Center for Strategic and
/// International Studies.
fn written_out<'f>(names: &[Name], forms: &'f [CompactString]) -> FxHashMap<CompactString, Vec<&'f str>> {
    let mut written_out: FxHashMap<CompactString, Vec<&str>> = FxHashMap::default();
    for (_, form) in names.iter().zip(forms).filter(|(name, form)| name.tag != "PER" && form.contains(' ')) {
        let first = |word: &str| word.chars().next().filter(|c| c.is_uppercase());
        let initials: CompactString = form.split([' ', '-']).filter_map(first).collect();
        if initials.len() > 2 {
            written_out.entry(initials).or_default().push(form);
        }
    }
    written_out
}

/// Whether an abbreviation that may be a body's is that of another one: the article writes it out, and never as that body's name.
fn is_another(registry: &Registry, entry: &Entry, written_out: &[&str]) -> bool {
    // `Canada's Security Intelligence Service` is another form of its name
    let stems = |name: &str| -> Vec<String> {
        name.split([' ', '-']).filter(|word| word.starts_with(char::is_uppercase)).map(|word| word.chars().take(STEM).collect()).collect()
    };
    let is_its_name = |name: &&str| stems(name) == stems(&entry.label) || registry.lookup(name).any(|named| named.key == entry.key);
    entry.entity_type.is_a(EntityType::Organization) && !written_out.iter().any(is_its_name)
}

fn best_entry<'r>(
    document: &Document,
    registry: &'r Registry,
    lexicon: &Lexicon,
    votes: &FxHashMap<String, u32>,
    is_cyber: bool,
    name: &Name,
) -> Option<&'r Entry> {
    let text = document.text_of(name.span);
    let weight = |e: &Entry| votes.get(e.country.as_deref().unwrap_or(&e.key)).copied().unwrap_or(0);
    let possible = |e: &&Entry| {
        (is_cyber || !matches!(e.entity_type, EntityType::Malware | EntityType::ThreatActor)) && (!e.needs_country || weight(e) > 0)
    };
    let mut entries: Vec<&Entry> = registry.lookup(text).filter(possible).collect();
    // `US Cybersecurity and Infrastructure Security Agency`: the body of that name in that country.
    if entries.is_empty()
        && let Some((country, rest)) = text.split_once(' ')
        && let Some(country) = registry.by_adjective(country)
    {
        entries = registry.lookup(rest).filter(|e| e.country.as_deref() == Some(&*country.key)).collect();
    }
    if !name.tag.is_empty() && name.tag != "MISC" && name.tag != "EVENT" {
        let agreeing: Vec<&Entry> = entries.iter().copied().filter(|e| agrees(&name.tag, e.entity_type)).collect();
        let is_small_place =
            |e: &&Entry| e.entity_type.is_a(EntityType::Place) && e.population < 1_000_000 && e.entity_type != EntityType::Country;
        let is_sure_person = name.tag == "PER"
            && name.confidence > 0.75
            && (name.span.len() > 1 || entries.iter().all(|e| !e.entity_type.is_a(EntityType::Organization)));
        if !agreeing.is_empty() {
            entries = agreeing;
        } else if lexicon.is_doubtful(text)
            || is_sure_person
            || entries.iter().all(is_small_place)
            || is_no_company(document, name, &entries)
        {
            return None;
        }
    }
    // `X, Georgia`: a state or country behind a city's name says which one.
    if let Some(after) = place_behind(document, registry, name)
        && let Some(entry) = entries
            .iter()
            .find(|e| e.country.as_deref() == Some(&*after.key) || e.aliases.iter().any(|a| a.ends_with(&format!(", {}", after.label))))
    {
        return Some(entry);
    }
    let first = *entries.first()?;
    // Another bearer of the name, if the article speaks of its country much more.
    let better = entries.iter().copied().filter(|e| weight(e) >= 2 + 3 * weight(first)).max_by_key(|e| weight(e));
    Some(better.unwrap_or(first))
}

/// `in Dover`, a place by the model's tag and by the preposition: no company of that name.
fn is_no_company(document: &Document, name: &Name, entries: &[&Entry]) -> bool {
    let are_companies = || entries.iter().all(|e| e.entity_type.is_a(EntityType::Company));
    name.tag == "LOC" && is_placed(document, super::head_of(document, name.span)) && are_companies()
}

fn place_behind<'r>(document: &Document, registry: &'r Registry, name: &Name) -> Option<&'r Entry> {
    let comma = name.span.end;
    let next = TokenId(comma.0 + 1);
    let same_sentence = next.index() < document.tokens.len() && document.sentence_of(next) == document.sentence_of(name.span.start);
    if !same_sentence || document.form(comma) != "," {
        return None;
    }
    let one = registry.lookup(document.form(next)).find(|e| matches!(e.entity_type, EntityType::Country | EntityType::Region));
    one.or_else(|| {
        let two = crate::document::TokenSpan::new(next.index(), next.index() + 2);
        if two.end.index() > document.tokens.len() {
            return None;
        }
        registry.lookup(document.text_of(two)).find(|e| matches!(e.entity_type, EntityType::Country | EntityType::Region))
    })
}

fn by_words_and_tag(document: &Document, lexicon: &Lexicon, name: &Name, form: &str) -> EntityType {
    let kind = lexicon.kind_of_name(form);
    let has_given_name = form.contains(' ') && lexicon.given_names.contains_key(first_word(form));
    let head = super::head_of(document, name.span);
    if matches!(&*name.tag, "PER" | "LOC")
        && let Some(body) = body_called(document, lexicon, head)
    {
        return body;
    }
    match &*name.tag {
        "PER" if !has_given_name && !has_title(document, lexicon, head) => {
            let described = || noun_beside(document, lexicon, head).filter(|_| !form.contains(' '));
            kind.or_else(described).filter(|t| t.is_a(EntityType::Organization)).unwrap_or(EntityType::Person)
        }
        "PER" => EntityType::Person,
        "ORG" => kind.filter(|k| !matches!(k, EntityType::Region)).unwrap_or_else(|| {
            noun_beside(document, lexicon, head)
                .filter(|t| t.is_a(EntityType::Agent) && !t.is_a(EntityType::Person) && *t != EntityType::Group)
                .unwrap_or(EntityType::Organization)
        }),
        "LOC"
            if form.contains(' ')
                && (has_title(document, lexicon, head) || noun_beside(document, lexicon, head) == Some(EntityType::Person)) =>
        {
            EntityType::Person
        }
        "LOC" => kind
            .filter(|k| k.is_a(EntityType::Place) || k.is_a(EntityType::Organization))
            .or_else(|| noun_beside(document, lexicon, head).filter(|t| t.is_a(EntityType::Place) || t.is_a(EntityType::Organization)))
            .unwrap_or(EntityType::Place),
        "PRODUCT" => body_beside(document, lexicon, head).unwrap_or(EntityType::Product),
        "MALWARE" => body_beside(document, lexicon, head).unwrap_or(EntityType::Malware),
        "VULN" => EntityType::Vulnerability,
        "WEAPON" => EntityType::Weapon,
        "EVENT" | "MISC" => kind.filter(|k| *k == EntityType::Law).unwrap_or(EntityType::Entity),
        _ if has_given_name || has_title(document, lexicon, head) => EntityType::Person,
        _ => kind.or_else(|| noun_beside(document, lexicon, head)).unwrap_or_else(|| by_use(document, lexicon, head)),
    }
}

/// Whether a title stands before the name: `Justice Minister Kim`.
fn has_title(document: &Document, lexicon: &Lexicon, head: TokenId) -> bool {
    document.children(head).any(|c| {
        document.token(c).deprel == "nmod:desc" && {
            let lemma = document.token(c).lemma.to_lowercase();
            lexicon.titles.contains(&*lemma) || lexicon.is_person(&lemma)
        }
    })
}

/// Type of a common noun tied to the name: `the village of X`, `X province`, `the firm X`, `X, a town in …`.
fn noun_beside(document: &Document, lexicon: &Lexicon, head: TokenId) -> Option<EntityType> {
    let token = document.token(head);
    let type_of = |t: TokenId| (document.token(t).upos == "NOUN").then(|| noun_of(document, lexicon, t)).flatten().map(|n| n.entity_type);
    let governor = token.head.filter(|_| {
        is_relation(&token.deprel, "appos")
            || token.deprel == "compound"
            || token.deprel == "flat"
            || token.deprel == "nmod" && document.is_marked_by(head, "of")
    });
    governor
        .and_then(type_of)
        .filter(|t| token.deprel != "nmod" && token.deprel != "compound" || t.is_a(EntityType::Place))
        .or_else(|| {
            // "the insurer Acme": whatever the parser makes of a noun right before the name
            let is_before = |c: TokenId| c.0 + 1 == head.0 && matches!(&*document.token(c).deprel, "amod" | "compound");
            let is_beside = |c: TokenId| is_relation(&document.token(c).deprel, "appos") || document.token(c).deprel == "nmod:desc";
            document.children(head).filter(|c| is_beside(*c) || is_before(*c)).find_map(type_of)
        })
        .filter(|t| *t != EntityType::Group)
}

/// A body that a noun says the name to be: `the exchange X`, `a gang known as X`.
fn body_beside(document: &Document, lexicon: &Lexicon, head: TokenId) -> Option<EntityType> {
    body_called(document, lexicon, head).or_else(|| noun_beside(document, lexicon, head).and_then(body))
}

/// A body that a clause behind a noun says is called so: `a gang known as X`.
fn body_called(document: &Document, lexicon: &Lexicon, head: TokenId) -> Option<EntityType> {
    let noun = document.ancestors(head).take(2).find(|noun| called(document, lexicon, *noun).any(|name| name == head))?;
    noun_of(document, lexicon, noun).and_then(|n| body(n.entity_type))
}

/// The type of a body that a noun of a type stands for.
fn body(noun: EntityType) -> Option<EntityType> {
    match noun {
        EntityType::Group => Some(EntityType::Organization),
        body => Some(body).filter(|t| t.is_a(EntityType::Organization) || t.is_a(EntityType::ThreatActor)),
    }
}

/// What the place in the sentence tells: who speaks is a person, where something is, is a place.
fn by_use(document: &Document, lexicon: &Lexicon, head: TokenId) -> EntityType {
    let token = document.token(head);
    let governor = token.head.map(|h| document.token(h));
    if is_relation(&token.deprel, "nsubj") && governor.is_some_and(|g| lexicon.speech_verbs.contains(&g.lemma)) {
        return EntityType::Person;
    }
    if is_placed(document, head) { EntityType::Place } else { EntityType::Entity }
}

/// `in Abasan`, `near Abasan`.
fn is_placed(document: &Document, head: TokenId) -> bool {
    let is_in = |c: TokenId| matches!(document.form(c), "in" | "near");
    matches!(&*document.token(head).deprel, "obl" | "nmod") && document.children_by(head, "case").any(is_in)
}
