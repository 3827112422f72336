//! Names of public bodies, by the noun that says what they are.
//!
//! ```text
//! "Northshire Police"                            with the noun that the place belongs to
//! "Ministry of Land, Transport and Tourism"      to the end of its tasks
//! "Foreign Ministry"                             with what it is for in front of it
//! ```

use super::spans::{Finder, Name};
use crate::document::{EntityType, TokenId, TokenSpan};

/// Belief that such a phrase is one name.
const CONFIDENCE: f32 = 0.9;

impl Finder<'_> {
    /// `Ministry of Foreign Affairs`, of which the model and the registry know parts alone.
    pub fn add_bodies(&mut self) {
        for noun in (0..self.document.tokens.len() as u32).map(TokenId) {
            let front = self.begin_of_tasks(noun);
            let end = self.end_of_tasks(noun).unwrap_or(TokenId(noun.0 + 1));
            if end.0 == noun.0 + 1 && front == noun {
                continue;
            }
            let known = self.at[noun.index()].and_then(|i| self.names[i].as_ref());
            let start = known.map_or(front, |name| name.span.start.min(front));
            let is_longer = |name: &Name| name.span.end < end || name.span.end == end && start < name.span.start;
            if known.is_none_or(|name| is_longer(name) && name.registry.is_none() && name.entity_type.is_none()) {
                let span = TokenSpan { start, end };
                self.insert(Name { span, tag: "ORG".into(), registry: None, entity_type: None, confidence: CONFIDENCE });
            }
        }
    }

    /// Where the tasks begin that stand before a body's noun: `Foreign Ministry`, `Public Health Agency`.
    fn begin_of_tasks(&self, noun: TokenId) -> TokenId {
        let (document, lexicon) = (self.document, self.lexicon);
        let lower = |t: TokenId| document.form(t).to_lowercase();
        let is_capital = |t: TokenId| document.form(t).starts_with(char::is_uppercase);
        if !is_capital(noun) || !lexicon.bodies_for.contains(&*lower(noun)) {
            return noun;
        }
        let first = document.sentence(document.sentence_of(noun)).tokens.start;
        let is_task = |t: &TokenId| {
            let token = document.token(*t);
            let modifies = matches!(&*token.deprel, "amod" | "compound") && document.ancestors(*t).take(2).any(|a| a == noun);
            let is_other = || lexicon.past_titles.contains(&*lower(*t)) || lexicon.contrasting.contains(&*lower(*t));
            modifies && is_capital(*t) && self.at[t.index()].is_none() && self.is_task(*t) && !is_other()
        };
        (first.0..noun.0).rev().map(TokenId).take_while(is_task).last().unwrap_or(noun)
    }

    /// Where the tasks end that stand behind a body's noun: `of Foreign Affairs`, `for Work and Pensions`.
    fn end_of_tasks(&self, noun: TokenId) -> Option<TokenId> {
        let (document, lexicon) = (self.document, self.lexicon);
        let limit = document.sentence(document.sentence_of(noun)).tokens.end;
        let form = |t: TokenId| if t < limit { document.form(t) } else { "" };
        let is_capital = |t: TokenId| form(t).starts_with(char::is_uppercase);
        let is_body = || lexicon.bodies_for.contains(&*form(noun).to_lowercase());
        let mut at = TokenId(noun.0 + 1);
        if !is_capital(noun) || !matches!(form(at), "of" | "for") || !is_body() {
            return None;
        }
        at.0 += 1 + u32::from(form(TokenId(at.0 + 1)) == "the");
        let mut end = None;
        while is_capital(at) && (end.is_none() || self.is_task(at)) {
            at.0 += 1;
            end = Some(at);
            // "Land, Transport and Tourism"
            let is_list =
                || (at.0 + 1..limit.0).map(TokenId).find(|t| !is_capital(*t) && form(*t) != ",").is_some_and(|t| form(t) == "and");
            let joins = matches!(form(at), "and" | "&") || form(at) == "," && is_list();
            at.0 += u32::from(joins && is_capital(TokenId(at.0 + 1)));
        }
        end
    }

    /// Whether a word in capitals is no name of its own: not `Hezbollah` behind `the Ministry of Health and`.
    fn is_task(&self, word: TokenId) -> bool {
        let is_name = |tag: &str| matches!(tag, "B-PER" | "I-PER" | "B-NORP");
        let token = self.document.token(word);
        let alone = TokenSpan { start: word, end: TokenId(word.0 + 1) };
        !is_name(&token.name_tag) && self.entries(alone).is_empty() && self.registry.by_adjective(self.document.form(word)).is_none()
    }

    /// `Northshire Police`, of which the model tagged the place alone: a body, by the noun that the place belongs to.
    pub fn with_body_noun<'t>(&self, span: TokenSpan, tag: &'t str) -> (TokenSpan, &'t str) {
        let (text, lexicon) = (|span: TokenSpan| self.document.text_of(span), self.lexicon);
        let head = span.iter().next_back().and_then(|t| self.document.token(t).head).filter(|_| matches!(tag, "LOC" | "ORG"));
        let Some(head) = head.filter(|head| *head >= span.end && lexicon.kind_of_name(text(span)).is_none()) else { return (span, tag) };
        let entries = self.entries(span);
        let is_country = entries.iter().any(|e| e.entity_type == EntityType::Country);
        // a country's bodies have names of their own
        let is_body = |kind: EntityType| kind.is_a(EntityType::Organization) && (!is_country || kind == EntityType::SecurityService);
        let words = (span.end.0..=head.0).map(TokenId).take_while(|t| self.is_untagged_name(*t));
        // "Northshire Police Department", but not "Northshire Police Chief"
        let ends_in_body = |t: &TokenId| lexicon.kind_of_name(&format!("the {}", self.document.form(*t))).is_some_and(is_body);
        let whole = words.filter(ends_in_body).last().map(|last| TokenSpan { end: TokenId(last.0 + 1), ..span });
        match whole.filter(|_| entries.iter().all(|e| e.entity_type.is_a(EntityType::Place))) {
            Some(whole) => (whole, "ORG"),
            None => (span, tag),
        }
    }
}
