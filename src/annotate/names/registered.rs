//! Names that the registry knows, where the model has found none.
//!
//! ```text
//! "the State Department said"   →   US Department of State
//! "in Reading, Berkshire"       →   the town, but not "reading is fun"
//! ```

use super::spans::{Finder, Name, agrees};
use crate::document::{EntityType, TokenId, TokenSpan};
use crate::link::Entry;
use crate::text::normalized;

impl Finder<'_> {
    pub fn entries(&self, span: TokenSpan) -> Vec<&Entry> {
        let text = self.document.text_of(span);
        if text.len() > 80 {
            return Vec::new();
        }
        let is_threat = |e: &&Entry| matches!(e.entity_type, EntityType::Malware | EntityType::ThreatActor);
        self.registry.lookup(text).filter(|e| self.is_cyber || !is_threat(e)).collect()
    }

    pub fn add_registered(&mut self) {
        for sentence in 0..self.document.sentences.len() {
            let tokens = self.document.sentences[sentence].tokens;
            let mut at = tokens.start;
            while at < tokens.end {
                at = self.longest_registered(at, tokens.end).unwrap_or(TokenId(at.0 + 1));
            }
        }
    }

    /// `Leeds, Alabama`, which the registry knows for a name of the city, are two places.
    pub fn lies_in_region(&self, span: TokenSpan) -> bool {
        let is_region = |e: &Entry| matches!(e.entity_type, EntityType::Country | EntityType::Region);
        let comma = span.iter().find(|t| self.document.form(*t) == ",");
        comma.is_some_and(|c| self.entries(TokenSpan { start: TokenId(c.0 + 1), end: span.end }).into_iter().any(is_region))
    }

    /// Takes the longest name of the registry that starts here, and gives where it ends.
    fn longest_registered(&mut self, start: TokenId, limit: TokenId) -> Option<TokenId> {
        let first = self.document.form(start).chars().next()?;
        if !first.is_uppercase() && !first.is_numeric() && !self.document.form(start).contains(char::is_uppercase) {
            return None;
        }
        // Hyphens and final dots may be tokens of their own, hence some more tokens than words.
        let farthest = limit.0.min(start.0 + self.registry.longest_name() as u32 + 2);
        for end in (start.0 + 1..=farthest).rev() {
            let span = TokenSpan { start, end: TokenId(end) };
            let last = self.document.form(TokenId(end - 1));
            let mut entries = self.entries(span);
            // `Biden administration`: a last word in lower case must be so in the registry too, and head its phrase.
            // A name of three words is one in any case: `US state department`.
            if span.len() == 2 && !last.contains(|c: char| c.is_uppercase() || c.is_numeric() || c == '.') {
                if matches!(&*self.document.token(TokenId(end - 1)).deprel, "compound" | "amod") {
                    continue;
                }
                let form = normalized(self.document.text_of(span));
                entries.retain(|e| std::iter::once(&e.label).chain(&e.aliases).any(|n| normalized(n) == form));
            }
            if entries.is_empty() || self.lies_in_region(span) || self.counts_members(span) {
                continue;
            }
            let entry_types: Vec<EntityType> = entries.iter().map(|e| e.entity_type).collect();
            if self.accepts(span, &entry_types) {
                let old = self.at[start.index()].and_then(|i| self.names[i].clone());
                let same_span = old.as_ref().filter(|n| n.span == span);
                let confidence = same_span.map_or(0.9, |n| n.confidence.max(0.8));
                let tag = old.map(|n| n.tag).unwrap_or_default();
                self.insert(Name { span, tag, registry: None, entity_type: None, confidence });
                return Some(span.end);
            }
        }
        None
    }

    /// Whether a match of the registry is a name here, given what the tags and the names found so far say.
    fn accepts(&self, span: TokenSpan, types: &[EntityType]) -> bool {
        let mut held: Vec<usize> = span.iter().filter_map(|t| self.at[t.index()]).collect();
        held.dedup();
        let holders: Vec<&Name> = held.iter().filter_map(|i| self.names[*i].as_ref()).collect();
        let inside = |n: &&Name| span.start <= n.span.start && n.span.end <= span.end;
        if holders.iter().any(|n| n.entity_type.is_some() || !inside(n)) {
            return false;
        }
        if self.is_addressed(span) && !types.contains(&EntityType::Person) {
            return false;
        }
        let form = self.document.text_of(span);
        let is_doubtful = self.lexicon.is_doubtful(form);
        let agrees = holders.iter().any(|n| types.iter().any(|t| agrees(&n.tag, *t)));
        if !holders.is_empty() {
            return agrees || !is_doubtful && span.len() > 1 && holders.iter().all(|n| n.span != span);
        }
        let token = self.document.token(span.start);
        if span.len() > 1 {
            // "No 10 said", but "no 10 people said"
            let counts_nothing = |t: TokenId| self.document.token(t).upos == "NUM" && self.document.token(t).deprel != "nummod";
            return !is_doubtful && span.iter().any(|t| self.document.token(t).upos == "PROPN" || counts_nothing(t));
        }
        let stands_alone = !self.beside_name(span);
        let is_exact = self
            .registry
            .lookup(form)
            .any(|e| normalized(&e.label) == normalized(form) || e.aliases.iter().any(|a| normalized(a) == normalized(form)));
        let adjective_use = matches!(&*token.deprel, "amod") && self.registry.by_adjective(form).is_some();
        token.upos == "PROPN" && !is_doubtful && is_exact && !adjective_use && stands_alone
    }

    /// Whether a neighbour is another proper noun of the same phrase: then the word is part of a longer name that is not in the registry.
    fn beside_name(&self, span: TokenSpan) -> bool {
        let joined = |a: TokenId, b: TokenId| {
            let (a_token, b_token) = (self.document.token(a), self.document.token(b));
            let is_name_part = |d: &str| matches!(d, "flat" | "flat:name" | "compound");
            a_token.upos == "PROPN"
                && b_token.upos == "PROPN"
                && self.at[a.index()].is_none()
                && (a_token.head == Some(b) && is_name_part(&a_token.deprel) || b_token.head == Some(a) && is_name_part(&b_token.deprel))
        };
        let before = span.start.0.checked_sub(1).map(TokenId).is_some_and(|t| joined(t, span.start));
        let after = span.end.index() < self.document.tokens.len() && joined(span.end, span.start);
        before || after
    }
}
