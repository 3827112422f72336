//! Which time expression dates an event, and which phrases say where it happened.
//!
//! The nearest expression below the trigger dates it; else that of its light verb or of the clause that it is part of.
//! A verb of saying does not lend its date to what is said.

use super::compile::FrameSet;
use super::syntax::Syntax;
use crate::document::{EntityType, TimeId, TokenId};

/// The expression that dates the event: below the trigger, else below the predicate of its clause, else of a governing clause
/// that is not a report.
pub fn find_time(syntax: &Syntax<'_>, frames: &FrameSet, trigger: TokenId, clause: TokenId) -> Option<TimeId> {
    let above = || relative_time(syntax, clause);
    said_on(syntax, trigger)
        .or_else(|| below(syntax, trigger))
        .or_else(|| if clause == trigger { None } else { below(syntax, clause) })
        .or_else(above)
        .or_else(|| inherited(syntax, frames, clause))
}

/// `the same day Blinken traveled`: the expression that a clause modifies.
fn relative_time(syntax: &Syntax<'_>, clause: TokenId) -> Option<TimeId> {
    let head = syntax.head(clause)?;
    (syntax.is(clause, "acl") || syntax.is(clause, "advcl") || syntax.is(clause, "ccomp"))
        .then(|| syntax.time(head))
        .flatten()
        .filter(|t| dates(syntax, *t))
}

/// `said Tuesday reports of …`: a bare day right behind a verb dates it, whatever noun the parser took it for a part of.
fn said_on(syntax: &Syntax<'_>, verb: TokenId) -> Option<TimeId> {
    let next = TokenId(verb.0 + 1);
    let is_bare = syntax.is_verb(verb) && next.index() < syntax.document.tokens.len() && syntax.relation(next) == "compound";
    is_bare.then(|| syntax.time(next)).flatten().filter(|t| dates(syntax, *t))
}

/// Nearest dating expression below a word, not through another clause.
fn below(syntax: &Syntax<'_>, word: TokenId) -> Option<TimeId> {
    let mut level = vec![word];
    for _ in 0..3 {
        let mut next = Vec::new();
        let mut best: Option<(u32, TimeId)> = None;
        for token in level {
            // "a suspect in the June 16 attack": what stands in front of a noun dates that noun only
            let belongs = |child: TokenId| token == word || child > token;
            for &child in syntax.children(token) {
                if let Some(time) = syntax.time(child)
                    && dates(syntax, time)
                    && syntax.time(word) != Some(time)
                    && belongs(child)
                {
                    let distance = child.0.abs_diff(word.0);
                    if best.is_none_or(|(d, _)| distance < d) {
                        best = Some((distance, time));
                    }
                } else if passes(syntax, child) {
                    next.push(child);
                }
            }
        }
        if let Some((_, time)) = best {
            return Some(time);
        }
        level = next;
    }
    None
}

fn dates(syntax: &Syntax<'_>, time: TimeId) -> bool {
    !syntax.document.times[time.index()].is_duration
}

/// Whether the search for a date may go through a dependent: phrases yes, clauses and subjects no.
fn passes(syntax: &Syntax<'_>, child: TokenId) -> bool {
    let relation = syntax.relation(child);
    !syntax.is_verb(child)
        && matches!(
            relation,
            "obl"
                | "obl:unmarked"
                | "obl:tmod"
                | "obl:npmod"
                | "nmod"
                | "nmod:unmarked"
                | "obj"
                | "advmod"
                | "compound"
                | "iobj"
                | "nmod:tmod"
                | "xcomp"
        )
}

/// The date of the clause above: of the first conjunct, of the clause that an adverbial or participle clause belongs to, of the
/// verb that a noun is an argument of.
fn inherited(syntax: &Syntax<'_>, frames: &FrameSet, clause: TokenId) -> Option<TimeId> {
    let mut node = clause;
    for _ in 0..4 {
        let governor = syntax.head(node)?;
        let relation = syntax.relation(node);
        let reports = frames.embedders(syntax.lemma(governor)).iter().any(|e| e.entry.claim.source);
        let lends = match relation {
            "xcomp" => true,
            "conj" => syntax.is_verb(governor) && (syntax.children_by(node, "nsubj").next().is_none() || opens_sentence(syntax, governor)),
            // "were killed in an attack": new in the sentence, so no other happening than that of the verb
            "obl" => syntax.is_noun(node) && syntax.children_by(node, "det").any(|d| syntax.has_feature(d, "Definite=Ind")),
            "advcl" => {
                !syntax.is_marked_by(node, "after")
                    && !syntax.is_marked_by(node, "before")
                    && !syntax.is_marked_by(node, "since")
                    && !syntax.is_marked_by(node, "if")
                    && !is_finite_past(syntax, node)
            }
            _ => false,
        };
        if reports || !lends {
            return None;
        }
        if let Some(time) = below(syntax, governor) {
            return Some(time);
        }
        node = governor;
    }
    None
}

/// `On Thursday, two were killed and six were hurt`: a date in front of everything holds for all clauses.
fn opens_sentence(syntax: &Syntax<'_>, verb: TokenId) -> bool {
    let first = syntax.document.sentence(syntax.document.sentence_of(verb)).tokens.start;
    below(syntax, verb).is_some_and(|t| syntax.document.times[t.index()].span.start.0 <= first.0 + 1)
}

fn is_finite_past(syntax: &Syntax<'_>, verb: TokenId) -> bool {
    syntax.children_by(verb, "mark").next().is_some() && syntax.has_feature(verb, "VerbForm=Fin")
}

/// Heads of place names that say where the event happened: `in`, `at`, `near`, `on` phrases below the trigger, its object or
/// its clause, with the places nested in them.
pub fn find_places(syntax: &Syntax<'_>, trigger: TokenId, clause: TokenId, place_cases: &dyn Fn(&str) -> bool) -> Vec<TokenId> {
    let mut heads = Vec::new();
    let bases = [Some(trigger), (clause != trigger).then_some(clause), syntax.logical_object(clause).filter(|_| syntax.is_verb(clause))];
    for base in bases.into_iter().flatten() {
        for &child in syntax.children(base) {
            let relation = syntax.relation(child);
            if (relation == "obl" || relation == "nmod") && place_cases(&syntax.case(child)) {
                for head in syntax.conjuncts(child) {
                    collect_places(syntax, head, place_cases, &mut heads, 4);
                }
            }
        }
        if !heads.is_empty() {
            break;
        }
    }
    heads.dedup();
    heads
}

fn collect_places(syntax: &Syntax<'_>, head: TokenId, place_cases: &dyn Fn(&str) -> bool, heads: &mut Vec<TokenId>, fuel: usize) {
    if syntax.time(head).is_some() || fuel == 0 {
        return;
    }
    let mention = syntax.mention(head).map(|m| &syntax.document.mentions[m.index()]);
    let is_place = mention.is_some_and(|m| m.entity_type.is_a(EntityType::Place));
    if is_place && !heads.contains(&head) {
        heads.push(head);
    }
    // "in an attack on a church in Nigeria": through things and happenings, not through people and bodies
    let leads_on = is_place || mention.is_none_or(|m| !m.entity_type.is_a(EntityType::Agent)) && syntax.pos(head) == "NOUN" && fuel > 1;
    if !leads_on {
        return;
    }
    for &child in syntax.children(head) {
        let relation = syntax.relation(child);
        let nested = matches!(relation, "appos" | "nmod:unmarked" | "list")
            || (relation == "nmod" && (place_cases(&syntax.case(child)) || syntax.is_marked_by(child, "of")));
        if nested {
            collect_places(syntax, child, place_cases, heads, fuel - 1);
        }
    }
}
