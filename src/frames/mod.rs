//! Frames: declarative patterns from dependency trees to event mentions.
//!
//! ```text
//! "Accounts were hacked by Storm-0558 in May."
//!   frame cyber.hack   trigger hacked   actor Storm-0558   target Accounts   time May   CTpos
//! ```
//! Frames are data (`data/frames/*.toml`, format in its README); this module reads, checks and matches them.

mod attribution;
mod clause;
mod compile;
mod context;
mod denials;
mod elsewhere;
mod embedding;
mod explain;
mod file;
mod given;
mod lend;
mod lend_noun;
mod loose;
mod meanwhile;
mod mention;
mod place;
mod quotes;
mod roles;
mod shared;
mod slot;
mod speaker;
mod syntax;
mod trigger;
mod when;

pub use compile::{Frame, FrameErrors, FrameSet, Role, shipped_examples};
pub use context::Context;
pub use explain::{NearMiss, near_misses};
pub use file::Yields;
pub use mention::{EventMention, FillerRef, RoleFiller};
pub use place::{find_places, places_around, places_below};
pub use quotes::Quotes;
pub use slot::{Slot, SlotError, Step};
pub use syntax::Syntax;
pub use when::{Reach, find_time, goes_on, reports};

use std::sync::Arc;

use crate::document::{Document, EntityType, MentionKind, TokenId};
use crate::events::Factuality;

/// Matches all frames against the document; mentions in order of their triggers, at most one for each trigger and class.
pub fn find_events(document: &Document, frames: &FrameSet) -> Vec<EventMention> {
    let syntax = Syntax::new(document, frames);
    let quotes = Quotes::find(&syntax, frames);
    let mut found = Vec::new();
    for i in 0..document.tokens.len() {
        let token = TokenId(i as u32);
        let matches = frames.candidates(syntax.lemma(token)).filter_map(|frame| match_frame(&syntax, frames, &quotes, frame, token));
        for mut mention in best_of(matches.collect()) {
            if let Some(frame) = frames.candidates(syntax.lemma(token)).find(|f| f.id == mention.frame) {
                loose::fill_loosely(&syntax, frames, frame, &mut mention);
            }
            add_places_around(&syntax, &mut mention.roles);
            found.push(mention);
        }
    }
    drop_shadowed(&mut found);
    found.retain(|m| !is_generic(&syntax, m));
    found
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

/// `the truce collapsed`, `extended their strike`, `the end of the siege`, `fled after the battle`, `Saturday's march`: a happening of which
/// no more is told than the course that it took, what went by it, or its date.
fn takes_course(syntax: &Syntax<'_>, frames: &FrameSet, noun: TokenId) -> bool {
    let tells = |t: TokenId| frames.is_listed(syntax.lemma(t), "unfolding");
    let case = || syntax.case(noun);
    let is_dated = || syntax.children(noun).iter().any(|c| syntax.time(*c).is_some());
    syntax.is_noun(noun)
        && match syntax.relation(noun) {
            "nsubj" | "nsubj:pass" | "obj" => syntax.head(noun).is_some_and(tells),
            "nmod" if case() == "of" => syntax.head(noun).is_some_and(tells),
            "obl" if syntax.is_definite(noun) && frames.is_listed(&case(), "goes-by") => true,
            _ => is_dated(),
        }
}

/// Matches one frame at one token.
pub fn match_frame(syntax: &Syntax<'_>, frames: &FrameSet, quotes: &Quotes, frame: &Frame, token: TokenId) -> Option<EventMention> {
    let trigger_words = trigger::match_trigger(syntax, &frame.trigger, token)?;
    let mut role_fillers: Vec<RoleFiller> = Vec::new();
    let mut used: Vec<TokenId> = Vec::new();
    let mut scores = Vec::new();
    for role in &frame.roles {
        if !role.turn.has_come(role_fillers.iter().any(|f| f.role == role.name)) {
            continue;
        }
        for found in roles::fill(syntax, frames, role, token) {
            // the filler of one role cannot fill another, nor can who acts be whom it is done to
            let is_actor = |f: &RoleFiller| matches!(&*f.role, "actor" | "coActor") && f.role != role.name;
            if used.contains(&found.head) || role_fillers.iter().any(|f| is_actor(f) && syntax.is_same_entity(f.filler, found.filler)) {
                continue;
            }
            used.push(found.head);
            scores.push(found.score);
            role_fillers.push(RoleFiller { role: role.name.clone(), filler: found.filler });
        }
    }
    // "displaced families", "wounded men": said in passing of somebody unnamed, it tells of no event
    let is_named = |t: &TokenId| syntax.mentioned(*t).is_some_and(|m| m.kind == MentionKind::Name);
    let is_known = |t| syntax.children(t).iter().any(|c| matches!(syntax.relation(*c), "det" | "nmod:poss"));
    let in_passing = syntax.is_verb(token)
        && syntax.is(token, "amod")
        && used.iter().all(|filler| syntax.head(token) == Some(*filler) && !is_named(filler) && !is_known(*filler));
    let complete = !in_passing && frame.require.iter().all(|any| any.iter().any(|r| role_fillers.iter().any(|f| f.role == *r)));
    let mut context = context::read_context(syntax, frames, quotes, token, &trigger_words);
    let includes_negation =
        trigger_words.iter().skip(1).any(|w| frames.modifiers(syntax.lemma(*w)).any(|m| m.factuality == Factuality::CTneg));
    if includes_negation {
        context.take_negation_as_meant();
    } else if let Some(wanted) = frame.trigger.negated {
        if wanted != context.is_negated() {
            return None;
        }
        if wanted {
            context.take_negation_as_meant();
        }
    }
    let clause = context.clause.unwrap_or(token);
    // "In Leeds, they gathered outside the office": the frame knows the office only
    let known: Vec<_> = role_fillers.iter().filter(|f| &*f.role == "place").map(|f| f.filler.head(syntax.document)).collect();
    if !known.iter().any(|head| place::is_named_place(syntax, *head)) {
        // "an attack on the cities of Lima, Quito and Oruro": all of them are hit, or none
        let is_listed = |head: &TokenId| syntax.head(*head).is_some_and(|first| syntax.is(*head, "conj") && used.contains(&first));
        let is_told = |head: &TokenId| !is_listed(head) && (known.is_empty() || place::is_named_place(syntax, *head));
        for head in place::find_places(syntax, token, clause).into_iter().filter(is_told) {
            if let Some(mention) = syntax.mention(head).filter(|_| !used.contains(&head)) {
                let filler = FillerRef::Mention { mention, metonymy: false };
                role_fillers.push(RoleFiller { role: Arc::from("place"), filler });
            }
        }
    }
    // of an event with nobody and nothing in it there is nothing to tell
    let complete = complete && !role_fillers.is_empty();
    let time = when::find_time(syntax, frames, token, clause);
    let edges = scores.iter().fold(1.0_f32, |worst, s| worst.min(*s));
    Some(EventMention {
        class: frame.class.clone(),
        frame: frame.id.clone(),
        relation: frame.open.then(|| relation(syntax, token, role_fillers.iter().zip(&used))),
        trigger: token,
        nominal: syntax.is_noun(token),
        rank: if frame.open { 0 } else { rank(frame, &trigger_words) },
        trigger_words,
        roles: role_fillers,
        time: time.map(|(time, _)| time),
        reach: time.map_or(Reach::Whole, |(_, reach)| reach),
        stance: frame.stance,
        context: Context { phase: context.phase.or(frame.phase), ..context },
        complete,
        stands_alone: complete || frame.course && takes_course(syntax, frames, token),
        yields: frame.yields,
        reliability: frame.reliability,
        certainty: edges,
    })
}

/// `Nigeria` for `Lagos` of `killed in Lagos, Nigeria`: a place lies in another, of which the frame's slot knows nothing.
fn add_places_around(syntax: &Syntax<'_>, fillers: &mut Vec<RoleFiller>) {
    let known: Vec<_> = fillers.iter().filter(|f| &*f.role == "place").cloned().collect();
    for filler in known {
        for head in place::places_around(syntax, filler.filler.head(syntax.document)) {
            let Some(mention) = syntax.mention(head) else { continue };
            let around = RoleFiller { role: filler.role.clone(), filler: FillerRef::Mention { mention, metonymy: false } };
            if fillers.iter().all(|f| f.filler.head(syntax.document) != head) {
                fillers.push(around);
            }
        }
    }
}

/// `supply`, `compete with`: the verb that stands between the participants, with the preposition of the one that it leads to.
fn relation<'r>(syntax: &Syntax<'_>, verb: TokenId, mut fillers: impl Iterator<Item = (&'r RoleFiller, &'r TokenId)>) -> Arc<str> {
    let target = fillers.find(|(filler, _)| &*filler.role == "target").map(|(_, head)| *head);
    let case = target.filter(|head| syntax.is(*head, "obl")).map(|head| syntax.case(head)).filter(|case| !case.is_empty());
    let lemma = syntax.lemma(verb);
    case.map_or_else(|| lemma.into(), |case| format!("{lemma} {}", case.replace('_', " ")).into())
}

/// How narrow the frame's condition is.
fn rank(frame: &Frame, trigger_words: &[TokenId]) -> usize {
    trigger_words.len()
        + usize::from(frame.trigger.with.as_ref().is_some_and(|w| !w.subj.is_empty()))
        + usize::from(frame.trigger.negated == Some(true))
        + usize::from(!frame.trigger.article.is_empty())
        + usize::from(frame.trigger.content.is_some())
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

/// A word that is part of a longer trigger (`access` in `gained access`) is no trigger of its own.
fn drop_shadowed(found: &mut Vec<EventMention>) {
    let longer: Vec<TokenId> =
        found.iter().filter(|m| m.complete).flat_map(|m| m.trigger_words.iter().copied().filter(|w| *w != m.trigger)).collect();
    found.retain(|m| !longer.contains(&m.trigger));
}
