//! One frame at one word: its trigger, roles, context and date → an event mention.
//!
//! ```text
//! "Accounts were hacked in May."   cyber.hack at hacked: target Accounts, time May
//! ```

use std::sync::Arc;

use super::context::{Context, read_context};
use super::frame_set::Frame;
use super::mention::{EventMention, FillerRef, RoleFiller};
use super::place::{find_places, is_named_place, places_around};
use super::quotes::Quotes;
use super::roles;
use super::syntax::Syntax;
use super::trigger::match_trigger;
use super::when::{Reach, find_time};
use crate::document::{MentionId, TokenId};
use crate::events::Factuality;

/// Matches one frame at one token.
pub fn match_frame(syntax: &Syntax<'_>, quotes: &Quotes, frame: &Frame, token: TokenId) -> Option<EventMention> {
    let trigger_words = match_trigger(syntax, &frame.trigger, token)?;
    let context = context_of(syntax, quotes, frame, token, &trigger_words)?;
    let clause = context.clause.unwrap_or(token);
    let (mut fillers, certainty) = fill_roles(syntax, frame, token);
    let has_required = frame.require.iter().all(|any| any.iter().any(|r| fillers.iter().any(|f| f.role == *r)));
    let is_told = has_required && !is_in_passing(syntax, token, &fillers);
    let relation = frame.open.then(|| relation(syntax, token, &fillers));
    add_places(syntax, token, clause, &mut fillers);
    // of an event with nobody and nothing in it there is nothing to tell
    let complete = is_told && !fillers.is_empty();
    let time = find_time(syntax, token, clause);
    Some(EventMention {
        class: frame.class.clone(),
        frame: frame.id.clone(),
        relation,
        trigger: token,
        nominal: syntax.is_noun(token),
        rank: if frame.open { 0 } else { rank(frame, &trigger_words) },
        trigger_words,
        roles: fillers,
        time: time.map(|(time, _)| time),
        reach: time.map_or(Reach::Whole, |(_, reach)| reach),
        stance: frame.stance,
        context,
        complete,
        stands_alone: complete || frame.course && takes_course(syntax, token),
        yields: frame.yields,
        reliability: frame.reliability,
        certainty,
    })
}

/// What fills the frame's roles, and how sure the least sure of it is.
fn fill_roles(syntax: &Syntax<'_>, frame: &Frame, token: TokenId) -> (Vec<RoleFiller>, f32) {
    let mut fillers: Vec<RoleFiller> = Vec::new();
    let mut certainty = 1.0_f32;
    for role in &frame.roles {
        if !role.turn.has_come(fillers.iter().any(|f| f.role == role.name)) {
            continue;
        }
        for found in roles::fill(syntax, role, token) {
            // the filler of one role cannot fill another, nor can who acts be whom it is done to
            let acts = |f: &RoleFiller| matches!(&*f.role, "actor" | "coActor") && f.role != role.name;
            let is_taken =
                |f: &RoleFiller| f.filler.head(syntax.document) == found.head || acts(f) && syntax.is_same_entity(f.filler, found.filler);
            if !fillers.iter().any(is_taken) {
                certainty = certainty.min(found.score);
                fillers.push(RoleFiller { role: role.name.clone(), filler: found.filler });
            }
        }
    }
    (fillers, certainty)
}

/// `displaced families`, `wounded men`: said in passing of somebody unnamed, it tells of no event.
fn is_in_passing(syntax: &Syntax<'_>, token: TokenId, fillers: &[RoleFiller]) -> bool {
    let is_known = |t| syntax.children(t).iter().any(|c| matches!(syntax.relation(*c), "det" | "nmod:poss"));
    let is_any = |head: TokenId| syntax.head(token) == Some(head) && !syntax.is_name(head) && !is_known(head);
    syntax.is_verb(token) && syntax.is(token, "amod") && fillers.iter().all(|f| is_any(f.filler.head(syntax.document)))
}

/// The context of a trigger; `None` where it is negated, or is not, against the frame's condition.
fn context_of(syntax: &Syntax<'_>, quotes: &Quotes, frame: &Frame, token: TokenId, words: &[TokenId]) -> Option<Context> {
    let mut context = read_context(syntax, quotes, token, words);
    let includes_negation = words.iter().skip(1).any(|w| syntax.modifiers(*w).any(|m| m.factuality == Factuality::CTneg));
    let wanted = frame.trigger.negated.filter(|_| !includes_negation);
    if wanted.is_some_and(|wanted| wanted != context.is_negated()) {
        return None;
    }
    if includes_negation || wanted == Some(true) {
        context.take_negation_as_meant();
    }
    context.phase = context.phase.or(frame.phase);
    Some(context)
}

/// `Leeds` in `In Leeds, they gathered outside the office`, of which the frame knows the office only.
fn add_places(syntax: &Syntax<'_>, token: TokenId, clause: TokenId, fillers: &mut Vec<RoleFiller>) {
    let head = |f: &RoleFiller| f.filler.head(syntax.document);
    let used: Vec<_> = fillers.iter().map(head).collect();
    let known: Vec<_> = fillers.iter().filter(|f| &*f.role == "place").map(head).collect();
    if known.iter().any(|head| is_named_place(syntax, *head)) {
        return;
    }
    // "an attack on the cities of Lima, Quito and Oruro": all of them are hit, or none
    let is_listed = |head: TokenId| syntax.head(head).is_some_and(|first| syntax.is(head, "conj") && used.contains(&first));
    let is_told = |head: &TokenId| !is_listed(*head) && (known.is_empty() || is_named_place(syntax, *head)) && !used.contains(head);
    for head in find_places(syntax, token, clause).into_iter().filter(is_told) {
        fillers.extend(syntax.mention(head).map(place));
    }
}

fn place(mention: MentionId) -> RoleFiller {
    RoleFiller { role: Arc::from("place"), filler: FillerRef::Mention { mention, metonymy: false } }
}

/// `Nigeria` for `Lagos` of `killed in Lagos, Nigeria`: a place lies in another, of which the frame's slot knows nothing.
pub(super) fn add_places_around(syntax: &Syntax<'_>, fillers: &mut Vec<RoleFiller>) {
    let known: Vec<_> = fillers.iter().filter(|f| &*f.role == "place").cloned().collect();
    for filler in known {
        for head in places_around(syntax, filler.filler.head(syntax.document)) {
            let Some(mention) = syntax.mention(head) else { continue };
            if fillers.iter().all(|f| f.filler.head(syntax.document) != head) {
                fillers.push(place(mention));
            }
        }
    }
}

/// `the truce collapsed`, `extended their strike`, `the end of the siege`, `fled after the battle`, `Saturday's march`: a happening of which
/// no more is told than the course that it took, what went by it, or its date.
fn takes_course(syntax: &Syntax<'_>, noun: TokenId) -> bool {
    let tells = |t: TokenId| syntax.is_listed(t, "unfolding");
    let is_dated = || syntax.children(noun).iter().any(|c| syntax.time(*c).is_some());
    syntax.is_noun(noun)
        && match syntax.relation(noun) {
            "nsubj" | "nsubj:pass" | "obj" => syntax.head(noun).is_some_and(tells),
            "nmod" if syntax.case(noun) == "of" => syntax.head(noun).is_some_and(tells),
            "obl" if syntax.is_definite(noun) && syntax.has_case(noun, "goes-by") => true,
            _ => is_dated(),
        }
}

/// `supply`, `compete with`: the verb that stands between the participants, with the preposition of the one that it leads to.
fn relation(syntax: &Syntax<'_>, verb: TokenId, fillers: &[RoleFiller]) -> Arc<str> {
    let target = fillers.iter().find(|f| &*f.role == "target").map(|f| f.filler.head(syntax.document));
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
