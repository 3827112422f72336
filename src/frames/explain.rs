//! Why a frame did not fire: each condition is tried alone, and those that do not hold are named.
//!
//! ```text
//! "He breached the contract."   breached: cyber.breach: the object must be one of network, server, …; it is `contract`
//! ```

use std::collections::BTreeMap;

use super::file::{TriggerEntry, WithEntry};
use super::frame_set::{Frame, FrameSet, Role};
use super::matching::match_frame;
use super::quotes::Quotes;
use super::roles;
use super::syntax::Syntax;
use super::trigger::match_trigger;
use crate::document::{Document, MentionKind, TokenId};

/// A frame that knows a word of the document, but does not fire there.
#[derive(Debug)]
pub struct NearMiss<'f> {
    /// The frame.
    pub frame: &'f Frame,
    /// The word.
    pub token: TokenId,
    /// Whether the word is not even of the part of speech that the frame is for.
    pub other_pos: bool,
    /// The conditions that stopped it; at least one.
    pub problems: Vec<String>,
}

/// Frames whose trigger lemma stands in the document and that do not fire there, in order of the words, those first that lack least.
pub fn near_misses<'f>(document: &Document, frames: &'f FrameSet) -> Vec<NearMiss<'f>> {
    let syntax = Syntax::new(document, frames);
    let quotes = Quotes::find(&syntax);
    let mut misses = Vec::new();
    for i in 0..document.tokens.len() {
        let token = TokenId(i as u32);
        for frame in frames.candidates(syntax.lemma(token)).filter(|f| !f.trigger.lemma.is_empty()) {
            let mention = match_frame(&syntax, &quotes, frame, token);
            let mut problems = trigger_problems(&syntax, &frame.trigger, token);
            if problems.is_empty() && mention.is_none() {
                let wanted = frame.trigger.negated == Some(true);
                problems.push(format!("the word {} be negated", if wanted { "must" } else { "must not" }));
            }
            let senses = problems.len();
            let filled = |role: &str| mention.as_ref().is_some_and(|m| m.fillers(role).next().is_some());
            if mention.is_some() {
                for group in frame.require.iter().filter(|group| !group.iter().any(|r| filled(r))) {
                    let roles = frame.roles.iter().filter(|role| group.contains(&role.name));
                    problems.push(roles.map(|role| role_problem(&syntax, role, token)).collect::<Vec<_>>().join("; or "));
                }
            }
            if !problems.is_empty() {
                let other_pos =
                    match_trigger(&syntax, &TriggerEntry { pos: frame.trigger.pos.clone(), ..bare(&syntax, &frame.trigger, token) }, token)
                        .is_none();
                // a word in another sense is further off than one that lacks participants
                let lacks = ROLES * senses + (problems.len() - senses);
                misses.push((lacks, NearMiss { frame, token, other_pos, problems }));
            }
        }
    }
    misses.sort_by_key(|(lacks, miss)| (miss.token, miss.other_pos, *lacks));
    misses.into_iter().map(|(_, miss)| miss).collect()
}

/// Roles that a condition on the trigger counts for.
const ROLES: usize = 3;

/// The conditions on the trigger that do not hold, each tried without the others.
fn trigger_problems(syntax: &Syntax<'_>, trigger: &TriggerEntry, token: TokenId) -> Vec<String> {
    let bare = || bare(syntax, trigger, token);
    let mut problems = Vec::new();
    let mut check = |alone: TriggerEntry, problem: &dyn Fn() -> String| {
        if match_trigger(syntax, &alone, token).is_none() {
            problems.push(problem());
        }
    };
    check(TriggerEntry { pos: trigger.pos.clone(), ..bare() }, &|| {
        format!("the word must be a {}; it is a {}", trigger.pos, syntax.pos(token))
    });
    check(TriggerEntry { rel: trigger.rel.clone(), ..bare() }, &|| {
        format!("its relation must be {}; it is {}", list(&trigger.rel), syntax.relation(token))
    });
    check(TriggerEntry { particle: trigger.particle.clone(), ..bare() }, &|| match particle(syntax, token) {
        Some(found) if trigger.particle.is_empty() => format!("no particle may belong to it; `{found}` does"),
        found => format!(
            "the particle {} must belong to it; {}",
            list(&trigger.particle),
            found.map_or("none does".into(), |p| format!("`{p}` does"))
        ),
    });
    check(TriggerEntry { form: trigger.form, ..bare() }, &|| {
        format!("its form must be {:?}", trigger.form.unwrap_or(super::file::Form::Active)).to_lowercase()
    });
    check(TriggerEntry { article: trigger.article.clone(), ..bare() }, &|| format!("the article must speak of {}", list(&trigger.article)));
    check(TriggerEntry { entity: trigger.entity.clone(), ..bare() }, &|| format!("it must name a {}", names(&trigger.entity)));
    check(TriggerEntry { content: trigger.content.clone(), ..bare() }, &|| "what is said must be of another kind".to_owned());
    for (part, words) in parts(trigger.with.as_ref()) {
        check(TriggerEntry { with: Some(part.clone()), ..bare() }, &|| {
            format!("{words} must be one of {}; {}", list(wanted(&part)), found(syntax, &part, token))
        });
    }
    for (part, words) in parts(trigger.without.as_ref()) {
        check(TriggerEntry { without: Some(part.clone()), ..bare() }, &|| format!("{words} must not be one of {}", list(wanted(&part))));
    }
    problems
}

/// A trigger with conditions that hold of this word anyway.
fn bare(syntax: &Syntax<'_>, trigger: &TriggerEntry, token: TokenId) -> TriggerEntry {
    let particle = particle(syntax, token).map(str::to_owned).into_iter().collect();
    TriggerEntry { lemma: trigger.lemma.clone(), pos: syntax.pos(token).to_owned(), particle, ..TriggerEntry::default() }
}

fn particle<'s>(syntax: &'s Syntax<'_>, token: TokenId) -> Option<&'s str> {
    syntax.children_by(token, "compound:prt").next().map(|p| syntax.lemma(p))
}

/// The conditions of an entry one by one, with words for each.
fn parts(entry: Option<&WithEntry>) -> Vec<(WithEntry, String)> {
    let Some(entry) = entry.cloned() else { return Vec::new() };
    let oblique = entry.oblique.as_ref().map(|o| format!("a phrase with `{}`", o.case)).unwrap_or_default();
    let alone = [
        (WithEntry { obj: entry.obj, ..WithEntry::default() }, "the object".to_owned()),
        (WithEntry { subj: entry.subj, ..WithEntry::default() }, "the subject".to_owned()),
        (WithEntry { oblique: entry.oblique, ..WithEntry::default() }, oblique),
        (WithEntry { clause: entry.clause, ..WithEntry::default() }, "the clause below it".to_owned()),
        (WithEntry { modifier: entry.modifier, ..WithEntry::default() }, "a modifier".to_owned()),
        (WithEntry { head: entry.head, ..WithEntry::default() }, "the word above".to_owned()),
    ];
    alone.into_iter().filter(|(part, _)| part.oblique.is_some() || !wanted(part).is_empty()).collect()
}

fn wanted(part: &WithEntry) -> &[String] {
    [&part.obj, &part.subj, &part.clause, &part.modifier, &part.head]
        .into_iter()
        .find(|l| !l.is_empty())
        .or(part.oblique.as_ref().map(|o| &o.lemma))
        .map_or(&[], Vec::as_slice)
}

/// What stands where the words of a condition should.
fn found(syntax: &Syntax<'_>, part: &WithEntry, token: TokenId) -> String {
    let there = match part {
        part if !part.obj.is_empty() => syntax.logical_object(token),
        part if !part.subj.is_empty() => syntax.logical_subject(token),
        _ => None,
    };
    there.map_or("none is there".to_owned(), |t| format!("it is `{}`", syntax.lemma(t)))
}

/// Why nothing fills a role: what stands at its slot, and why that will not do.
fn role_problem(syntax: &Syntax<'_>, role: &Role, trigger: TokenId) -> String {
    let mut refused = BTreeMap::new();
    for path in &role.slot.0 {
        for head in roles::follow(syntax, path, trigger).into_iter().flat_map(|head| syntax.conjuncts(head)) {
            if roles::accept(syntax, role, head).is_none() {
                refused.insert(head, refusal(syntax, role, head));
            }
        }
    }
    if refused.is_empty() {
        return format!("nothing fills {}: no word stands at {}", role.name, role.slot);
    }
    format!("nothing fills {}: {}", role.name, refused.into_values().collect::<Vec<_>>().join(", "))
}

fn refusal(syntax: &Syntax<'_>, role: &Role, head: TokenId) -> String {
    let entry = &role.entry;
    let word = syntax.document.form(head);
    let wanted = if entry.types.is_empty() { list(&entry.lemma) } else { names(&entry.types) };
    if entry.not.iter().any(|l| l == syntax.lemma(head)) {
        return format!("`{word}` is excluded by the frame");
    }
    let mention = syntax.mentioned(head);
    match mention {
        Some(m) if m.kind == MentionKind::Pronoun && m.chain.is_none_or(|c| syntax.document.chains[c.index()].mentions.len() == 1) => {
            format!("`{word}` is a pronoun, and it is not known for whom")
        }
        Some(m) => format!("`{word}` is a {}, and not a {wanted}", m.entity_type.name()),
        None if syntax.is_verb(head) => format!("`{word}` is a clause, and not a {wanted}"),
        None => format!("`{word}` names nothing, and not a {wanted}"),
    }
}

fn names(types: &[crate::document::EntityType]) -> String {
    types.iter().map(|t| t.name()).collect::<Vec<_>>().join(" or ")
}

/// The first words of a list.
fn list(words: &[String]) -> String {
    const SHOWN: usize = 6;
    let more = if words.len() > SHOWN { ", …" } else { "" };
    format!("{}{more}", words.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", "))
}
