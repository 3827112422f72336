//! Where names stand: patterns, the model's tags, the registry, runs of proper nouns; merged without overlap.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::document::{Document, EntityType, SentenceId, TokenId, TokenSpan};
use crate::link::Registry;
use crate::resources::Lexicon;

/// A name on its way to a mention.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// Its tokens, without title, article and possessive ending.
    pub span: TokenSpan,
    /// Tag of the model: `PER`; empty if it gave none.
    pub tag: String,
    /// Entry it surely means.
    pub registry: Option<Arc<str>>,
    /// Its type once known.
    pub entity_type: Option<EntityType>,
    /// Belief that it is a name, 0 to 1.
    pub confidence: f32,
}

/// Names in order of the text, without overlap.
pub(super) fn find(document: &Document, registry: &Registry, lexicon: &Lexicon) -> Vec<Name> {
    let is_cyber = lexicon.is_about_cyber(&document.article.text);
    let mut finder = Finder { is_cyber, document, registry, lexicon, names: Vec::new(), at: vec![None; document.tokens.len()] };
    finder.add_patterns();
    finder.add_tagged();
    finder.add_registered();
    finder.add_bodies();
    finder.add_proper_nouns();
    let mut names: Vec<Name> = finder.names.into_iter().flatten().collect();
    names.sort_by_key(|n| n.span.start);
    names
}

/// Adds further occurrences of names already found: the model tags a name in one sentence and misses it in the next.
pub(super) fn add_repeated(document: &Document, lexicon: &Lexicon, names: &mut Vec<Name>) {
    let mut taken = vec![false; document.tokens.len()];
    let mut by_first: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (i, name) in names.iter().enumerate() {
        name.span.iter().for_each(|t| taken[t.index()] = true);
        if name.confidence >= 0.5 && name.entity_type.is_some_and(|t| t != EntityType::MoneyAmount) {
            by_first.entry(document.form(name.span.start)).or_default().push(i);
        }
    }
    let mut found: Vec<Name> = Vec::new();
    for start in 0..document.tokens.len() {
        if taken[start] || document.tokens[start].upos != "PROPN" {
            continue;
        }
        let same = by_first.get(document.form(TokenId(start as u32))).into_iter().flatten().map(|i| &names[*i]);
        let longest = same
            .filter(|n| {
                let end = start + n.span.len();
                end <= document.tokens.len()
                    && !(n.entity_type == Some(EntityType::PoliticalParty)
                        && n.span.len() == 1
                        && member_type(document, lexicon, TokenId(start as u32)).is_some())
                    && !taken[start..end].iter().any(|t| *t)
                    && n.span.iter().zip(start..end).all(|(a, b)| document.form(a) == document.form(TokenId(b as u32)))
            })
            .max_by_key(|n| n.span.len());
        if let Some(name) = longest {
            let span = TokenSpan::new(start, start + name.span.len());
            span.iter().for_each(|t| taken[t.index()] = true);
            found.push(Name { span, confidence: name.confidence * 0.9, ..name.clone() });
        }
    }
    names.extend(found);
    names.sort_by_key(|n| n.span.start);
}

/// Members of a party whose word is that for the party: `two Democrats` are a group, `a senior Republican` and `The Republican` who says
/// something one of them; not `the Republican leader`.
pub(super) fn member_type(document: &Document, lexicon: &Lexicon, word: TokenId) -> Option<EntityType> {
    let token = document.token(word);
    if token.xpos == "NNPS" && document.has(word, "nummod") {
        return Some(EntityType::Group);
    }
    let is_head = || matches!(&*token.deprel, "nsubj" | "nsubj:pass" | "obj" | "obl" | "obl:agent" | "nmod" | "conj");
    let is_listed = lexicon.party_members.contains(&*document.form(word).to_lowercase());
    (is_listed && is_head() && document.has(word, "det") && !document.has(word, "flat")).then_some(EntityType::Person)
}

pub(super) struct Finder<'a> {
    /// Whether names of malware and threat actors are to be expected.
    pub is_cyber: bool,
    pub document: &'a Document,
    pub registry: &'a Registry,
    pub lexicon: &'a Lexicon,
    pub names: Vec<Option<Name>>,
    /// For each token the name that holds it.
    pub at: Vec<Option<usize>>,
}

impl Finder<'_> {
    pub fn insert(&mut self, name: Name) {
        let index = self.names.len();
        for t in name.span.iter() {
            if let Some(old) = self.at[t.index()].replace(index) {
                self.remove_except(old, index);
            }
        }
        self.names.push(Some(name));
    }

    fn remove_except(&mut self, old: usize, new: usize) {
        if old != new
            && let Some(name) = self.names.get_mut(old).and_then(Option::take)
        {
            for t in name.span.iter() {
                if self.at[t.index()] == Some(old) {
                    self.at[t.index()] = None;
                }
            }
        }
    }

    pub fn is_free(&self, span: TokenSpan) -> bool {
        span.iter().all(|t| self.at[t.index()].is_none())
    }

    fn add_patterns(&mut self) {
        let text = &self.document.article.text;
        let lexicon = self.lexicon;
        for pattern in lexicon.patterns.iter().filter(|p| p.in_article.as_ref().is_none_or(|r| r.is_match(text))) {
            for hit in pattern.pattern.find_iter(text) {
                let Some(span) = self.tokens_over(hit.start(), hit.end()) else { continue };
                if self.is_free(span) {
                    let registry = self.registry.lookup(hit.as_str()).find(|e| e.entity_type == pattern.entity_type).map(|e| e.key.clone());
                    self.insert(Name { span, tag: String::new(), registry, entity_type: Some(pattern.entity_type), confidence: 0.95 });
                }
            }
        }
    }

    /// The tokens of one sentence that share a byte with the range.
    fn tokens_over(&self, start: usize, end: usize) -> Option<TokenSpan> {
        let tokens = &self.document.tokens;
        let first = tokens.partition_point(|t| t.range.end as usize <= start);
        let last = tokens.partition_point(|t| (t.range.start as usize) < end);
        if first >= last {
            return None;
        }
        let span = TokenSpan::new(first, last);
        let sentence = self.document.sentence_of(span.start);
        (sentence == self.document.sentence_of(TokenId(last as u32 - 1))).then_some(span)
    }

    fn add_tagged(&mut self) {
        for sentence in &self.document.sentences {
            let mut start = None;
            let end_of_sentence = sentence.tokens.end;
            for t in sentence.tokens.iter().chain([end_of_sentence]) {
                let (begins, tag) = if t == end_of_sentence { (true, "") } else { split_tag(&self.document.token(t).name_tag) };
                if let Some((from, open_tag, running)) = start
                    && (begins || tag != running)
                {
                    // `Rotary Club of` and the place behind it are one name
                    if open_tag == "ORG" && !tag.is_empty() && self.is_preposition(TokenId(t.0 - 1)) {
                        start = Some((from, open_tag, tag));
                        continue;
                    }
                    self.add_model_span(TokenSpan { start: from, end: t }, open_tag);
                    start = None;
                }
                if start.is_none() && !tag.is_empty() {
                    start = Some((t, tag, tag));
                }
            }
        }
    }

    pub fn is_preposition(&self, t: TokenId) -> bool {
        self.document.token(t).upos == "ADP" && self.document.form(t).starts_with(char::is_lowercase)
    }

    fn add_model_span(&mut self, span: TokenSpan, tag: &str) {
        // nothing stands beside a comma at the edge of a place
        if tag == "NORP" || span.is_empty() {
            return;
        }
        let tag = if !self.is_cyber && matches!(tag, "MALWARE" | "VULN") { "MISC" } else { tag };
        let span = if tag == "PER" { self.with_nickname(self.without_insertion(span)) } else { span };
        let commas: Vec<TokenId> = span.iter().filter(|t| tag == "LOC" && self.document.form(*t) == ",").collect();
        if !commas.is_empty() && (self.entries(span).is_empty() || self.lies_in_region(span)) {
            let mut from = span.start;
            for to in commas.into_iter().chain([span.end]) {
                self.add_model_span(TokenSpan { start: from, end: to }, tag);
                from = TokenId(to.0 + 1);
            }
            return;
        }
        let (span, tag) = self.with_body_noun(self.with_object(span, tag), tag);
        let span = self.without_company_noun(self.with_company_suffix(self.with_second_half(span, tag), tag), tag);
        let is_addressed = self.is_addressed(span);
        let tag = if is_addressed { "PER" } else { tag };
        let span = self.trimmed(span, tag == "PER");
        let usable = span.iter().any(|t| self.document.form(t).chars().any(|c| c.is_uppercase() || c.is_numeric()));
        let letters = span.iter().map(|t| self.document.form(t).chars().filter(|c| c.is_alphanumeric()).count()).sum::<usize>();
        let is_people = span.len() == 1 && self.lexicon.is_people(self.document.form(span.start));
        if span.is_empty()
            || !usable
            || letters < 2
            || is_people
            || self.counts_members(span)
            || !self.is_free(span)
            || self.is_bare_title(span)
            || self.is_never_name(span)
            || tag == "PER" && self.is_inserted(span)
        {
            return;
        }
        let sum: f32 = span.iter().map(|t| self.document.token(t).name_prob).sum();
        let least = if is_addressed { 0.9 } else { 0.3 };
        let confidence = (sum / span.len() as f32).clamp(least, 0.99);
        self.insert(Name { span, tag: tag.to_string(), registry: None, entity_type: None, confidence });
    }

    /// Whether a name begins with a form of address, or stands behind one: `Ms Holland` is no country.
    pub fn is_addressed(&self, span: TokenSpan) -> bool {
        let is_address = |t: TokenId| self.lexicon.is_honorific(self.document.form(t));
        span.len() > 1 && is_address(span.start) || span.start.0.checked_sub(1).is_some_and(|t| is_address(TokenId(t)))
    }

    /// `President`, `Commerce Secretary`: an office, not a name.
    fn is_bare_title(&self, span: TokenSpan) -> bool {
        let last = self.title_form(TokenSpan { start: TokenId(span.end.0 - 1), ..span });
        // "Voices for Justice"
        let has_object = || span.iter().any(|t| self.is_preposition(t));
        let ends_in_office = || self.lexicon.titles.contains(&*last) && self.lexicon.is_person(&last) && !has_object();
        let is_office = self.lexicon.titles.contains(&*self.title_form(span)) || ends_in_office();
        is_office && self.entries(span).is_empty() && !self.lexicon.given_names.contains_key(self.document.form(span.start))
    }

    fn is_never_name(&self, span: TokenSpan) -> bool {
        self.is_pronoun(span)
            || span.iter().all(|t| self.lexicon.never_names.contains(&*self.document.form(t).trim_end_matches('.').to_lowercase()))
    }

    /// `We` at the beginning of a sentence; but `IT`, `US`.
    fn is_pronoun(&self, span: TokenSpan) -> bool {
        let form = self.document.form(span.start);
        let is_tagged = || self.document.token(span.start).upos == "PRON";
        span.len() == 1 && is_tagged() && form.contains(char::is_lowercase) && self.lexicon.pronouns.contains_key(&*form.to_lowercase())
    }

    /// `Vladimir` in `[Russian President Vladimir] Putin`: what an editor put in front of a name is no other person.
    fn is_inserted(&self, span: TokenSpan) -> bool {
        let is_name = |t: TokenId| self.document.tokens.get(t.index()).is_some_and(|t| t.upos == "PROPN");
        self.document.tokens.len() > span.end.index() && self.document.form(span.end) == "]" && is_name(TokenId(span.end.0 + 1))
    }

    /// `Democrats` in `two Democrats`: some of its members, not the party; `Republican` in `a senior Republican`: one of them.
    pub fn counts_members(&self, span: TokenSpan) -> bool {
        span.len() == 1
            && member_type(self.document, self.lexicon, span.start).is_some()
            && self.entries(span).iter().any(|e| e.entity_type == EntityType::PoliticalParty)
    }

    /// Runs of proper nouns that nothing else has claimed.
    fn add_proper_nouns(&mut self) {
        for (i, sentence) in self.document.sentences.iter().enumerate() {
            let is_headline = self.document.is_headline(SentenceId(i as u32));
            let words = sentence.tokens.iter().filter(|t| self.document.form(*t).starts_with(char::is_alphabetic));
            let (capitals, all) =
                words.fold((0, 0), |(c, n), t| (c + usize::from(self.document.form(t).starts_with(char::is_uppercase)), n + 1));
            if is_headline && capitals * 3 > all * 2 || all > 3 && capitals == all {
                continue;
            }
            let mut at = sentence.tokens.start;
            while at < sentence.tokens.end {
                let end = self.end_of_run(at, sentence.tokens.end);
                if end > at {
                    self.add_run(TokenSpan { start: at, end });
                }
                at = TokenId(end.0.max(at.0 + 1));
            }
        }
    }

    fn end_of_run(&self, start: TokenId, limit: TokenId) -> TokenId {
        let is_free_name = |t: TokenId| {
            let token = self.document.token(t);
            token.upos == "PROPN" && self.at[t.index()].is_none() && self.document.form(t).starts_with(char::is_uppercase)
        };
        let mut end = start;
        while end < limit {
            let next = TokenId(end.0 + 1);
            let is_hyphen = self.document.form(end) == "-" && end > start && next < limit && is_free_name(next);
            if !is_free_name(end) && !is_hyphen {
                break;
            }
            end = next;
        }
        end
    }

    fn add_run(&mut self, run: TokenSpan) {
        let span = self.trimmed(run, true);
        if span.is_empty() || self.is_never_name(span) || self.is_bare_title(span) || self.is_inserted(span) || self.counts_members(span) {
            return;
        }
        let is_demonym = span.len() == 1
            && (self.registry.by_adjective(self.document.form(span.start)).is_some()
                || self.lexicon.is_people(self.document.form(span.start)));
        let is_noise = span.iter().any(|t| self.document.form(t).chars().filter(|c| c.is_alphabetic()).count() < 2) && span.len() == 1;
        if !is_demonym && !is_noise {
            self.insert(Name { span, tag: String::new(), registry: None, entity_type: None, confidence: 0.5 });
        }
    }
}

/// `B-PER` → (true, "PER"); `O` and the empty tag → (true, "").
fn split_tag(tag: &str) -> (bool, &str) {
    match tag.split_once('-') {
        Some((prefix, kind)) => (prefix == "B", kind),
        None => (true, ""),
    }
}

/// Whether the model's tag goes with a type of the registry.
pub(super) fn agrees(tag: &str, entity_type: EntityType) -> bool {
    let is = |t| entity_type.is_a(t);
    match tag {
        "PER" => is(EntityType::Person),
        "ORG" => is(EntityType::Organization) || is(EntityType::ThreatActor) || is(EntityType::Country),
        "LOC" => is(EntityType::Place) || is(EntityType::GovernmentBody),
        "PRODUCT" => is(EntityType::Product) || is(EntityType::System) || is(EntityType::Company),
        "MALWARE" => is(EntityType::Malware) || is(EntityType::ThreatActor),
        "VULN" => is(EntityType::Vulnerability),
        "WEAPON" => is(EntityType::Weapon),
        _ => false,
    }
}
