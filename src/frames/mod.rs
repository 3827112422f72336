//! Frames: declarative patterns from dependency trees to event mentions.
//!
//! ```text
//! "Accounts were hacked by Storm-0558 in May."
//!   frame cyber.hack   trigger hacked   actor Storm-0558   target Accounts   time May   CTpos
//! ```
//! Frames are data (`data/frames/*.toml`, format in its README); this module reads, checks and matches them.

mod attribution;
mod claims;
mod clause;
mod climb;
mod compile;
mod context;
mod denials;
mod elsewhere;
mod embedding;
mod explain;
mod file;
mod frame_set;
mod given;
mod lend;
mod lend_noun;
mod light;
mod loose;
mod matching;
mod meanwhile;
mod mention;
mod negation;
mod passing;
mod place;
mod quotes;
mod relayed;
mod roles;
mod shared;
mod slot;
mod speaker;
mod syntax;
mod tense;
mod trigger;
mod when;

pub use compile::{FrameErrors, shipped_examples};
pub use context::Context;
pub use explain::{NearMiss, near_misses};
pub use file::Yields;
pub use frame_set::{Frame, FrameSet, Role};
pub use mention::{EventMention, FillerRef, RoleFiller};
pub use place::{find_places, places_around, places_below};
pub use quotes::Quotes;
pub use slot::{Slot, SlotError, Step};
pub use syntax::Syntax;
pub use when::{Reach, find_time, goes_on};

use crate::document::{Document, EntityType, MentionKind, TokenId};
use matching::{add_places_around, match_frame};

/// Matches all frames against the document; mentions in order of their triggers, at most one for each trigger and class.
pub fn find_events(document: &Document, frames: &FrameSet) -> Vec<EventMention> {
    let syntax = Syntax::new(document, frames);
    let quotes = Quotes::find(&syntax);
    let mut found = Vec::new();
    for i in 0..document.tokens.len() {
        let token = TokenId(i as u32);
        let matches = frames.candidates(syntax.lemma(token)).filter_map(|frame| match_frame(&syntax, &quotes, frame, token));
        for mut mention in best_of(matches.collect()) {
            if let Some(frame) = frames.candidates(syntax.lemma(token)).find(|f| f.id == mention.frame) {
                loose::fill_loosely(&syntax, frame, &mut mention);
            }
            add_places_around(&syntax, &mut mention.roles);
            found.push(mention);
        }
    }
    agree_with_verbs(&syntax, &mut found);
    drop_shadowed(&syntax, &mut found);
    found.retain(|m| !is_generic(&syntax, m));
    found
}

/// `the storm` of `the storm could hit Japan`: a noun is as sure as its verb, where both tell of one class of events.
fn agree_with_verbs(syntax: &Syntax<'_>, found: &mut [EventMention]) {
    for i in 0..found.len() {
        let (trigger, class) = (found[i].trigger, &found[i].class);
        let verb = syntax.head(trigger).filter(|_| found[i].nominal && syntax.is(trigger, "nsubj"));
        let told = verb.and_then(|verb| {
            let first = found.partition_point(|m| m.trigger < verb);
            let mut of_verb = found[first..].iter().take_while(|m| m.trigger == verb);
            of_verb.find(|m| m.class == *class && m.complete && !m.nominal)
        });
        if let Some(context) = told.map(|m| m.context.clone()) {
            // "daily shelling has hit the port"
            let recurring = found[i].context.recurring || context.recurring;
            found[i].context = Context { recurring, ..context };
        }
    }
}

/// `war` in `war crimes`, `Rescue` in `Fire and Rescue Department`: a noun that says of what kind another thing is, or a part of a
/// name, speaks of no one happening.
fn is_generic(syntax: &Syntax<'_>, mention: &EventMention) -> bool {
    let trigger = mention.trigger;
    let is_modifier = !mention.complete && mention.nominal && syntax.relation(trigger) == "compound";
    let in_name = || {
        syntax.document.mentions.iter().any(|m| {
            m.kind == MentionKind::Name && m.entity_type.is_a(EntityType::Organization) && m.span.len() > 1 && m.span.contains(trigger)
        })
    };
    is_modifier || mention.nominal && &*mention.class != "Tenure" && in_name()
}

/// Of the matches at one token: for each class the one with most roles, then the longest trigger; a complete match of one class
/// shuts out incomplete ones of others.
fn best_of(mut matches: Vec<EventMention>) -> Vec<EventMention> {
    matches.sort_by_key(|m| std::cmp::Reverse((m.complete, m.stands_alone, m.rank, m.roles.len())));
    let narrowest = matches.iter().filter(|m| m.complete).map(|m| m.rank).max().unwrap_or(0);
    let any_complete = matches.iter().any(|m| m.complete);
    let mut kept: Vec<EventMention> = Vec::new();
    for m in matches {
        let shadowed = any_complete && (!m.complete || m.rank < narrowest);
        // a bare "the attack" may be another word for an event of any class that it can express
        let is_new = kept.iter().all(|k| {
            if m.complete { k.class == m.class && k.roles != m.roles && &*m.class == "Tenure" } else { k.class != m.class && m.nominal }
        });
        if !shadowed && is_new {
            kept.push(m);
        }
    }
    kept
}

/// A word that is part of a longer trigger (`access` in `gained access`) is no trigger of its own, but the verb of a whole clause is:
/// `were killed when a tram derailed`.
fn drop_shadowed(syntax: &Syntax<'_>, found: &mut Vec<EventMention>) {
    let is_clause = |w: TokenId| syntax.is(w, "advcl") && syntax.has_own_subject(w);
    let part = |m: &EventMention| m.trigger_words.iter().copied().filter(|w| *w != m.trigger && !is_clause(*w)).collect::<Vec<_>>();
    let longer: Vec<TokenId> = found.iter().filter(|m| m.complete).flat_map(part).collect();
    found.retain(|m| !longer.contains(&m.trigger));
}
