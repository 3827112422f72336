//! Trigger conditions: does this token, with what hangs on it, express the frame's event?

use super::file::{ContentEntry, Form, ObliqueEntry, TriggerEntry, WithEntry};
use super::syntax::Syntax;
use crate::document::TokenId;

/// The words of the trigger if all conditions hold, the trigger itself first.
pub fn match_trigger(syntax: &Syntax<'_>, trigger: &TriggerEntry, token: TokenId) -> Option<Vec<TokenId>> {
    if !is_meant(syntax, trigger, token) {
        return None;
    }
    let mut words = vec![token];
    words.extend(match_particle(syntax, trigger, token)?);
    if !has_form(syntax, trigger.form, token) {
        return None;
    }
    if let Some(with) = &trigger.with {
        words.extend(match_with(syntax, with, token)?);
    }
    let has_content = trigger.content.as_ref().is_none_or(|content| match_content(syntax, content, token));
    let is_barred = || trigger.without.as_ref().is_some_and(|without| has_any(syntax, without, token));
    (has_content && !is_barred()).then_some(words)
}

/// Whether the word itself is of the kind asked for, in an article that speaks of such things.
fn is_meant(syntax: &Syntax<'_>, trigger: &TriggerEntry, token: TokenId) -> bool {
    let is_noun = || trigger.pos == "NOUN" && syntax.pos(token) == "PROPN" && !trigger.lemma.is_empty();
    let has_relation = || trigger.rel.is_empty() || trigger.rel.iter().any(|r| syntax.is(token, r));
    // the month of March is no march, the Referendum Party no referendum
    let is_in_name = || syntax.time(token).is_some() || trigger.entity.is_empty() && syntax.is_within_name(token);
    let in_article = || trigger.article.is_empty() || trigger.article.iter().any(|l| syntax.mentions_word(l));
    let has_type = || trigger.entity.is_empty() || trigger.entity.iter().any(|t| syntax.is_a(token, *t));
    // "in order to" is no order
    (syntax.pos(token) == trigger.pos || is_noun())
        && syntax.relation(token) != "fixed"
        && !trigger.not.iter().any(|l| l == syntax.lemma(token))
        && has_relation()
        && !is_in_name()
        && in_article()
        && has_type()
}

fn has_form(syntax: &Syntax<'_>, form: Option<Form>, verb: TokenId) -> bool {
    match form {
        None => true,
        // a passive that names who did it says the same as the active
        Some(Form::Active) => !syntax.is_passive(verb) || syntax.logical_subject(verb).is_some_and(|agent| syntax.is_agent(agent)),
        Some(Form::Passive) => syntax.is_passive(verb),
        Some(Form::Participle) => matches!(syntax.relation(verb), "acl" | "amod") || syntax.is_passive(verb),
    }
}

fn match_particle(syntax: &Syntax<'_>, trigger: &TriggerEntry, token: TokenId) -> Option<Option<TokenId>> {
    let is_particle = |c: &TokenId| syntax.relation(*c) == "compound:prt";
    if trigger.particle.is_empty() {
        // "carry out" is not "carry": a particle makes another verb
        return syntax.children(token).iter().all(|c| !is_particle(c)).then_some(None);
    }
    let is_wanted = |c: &TokenId| {
        let near = c.0 > token.0 && c.0 - token.0 <= 6;
        near && (is_particle(c) || matches!(syntax.relation(*c), "advmod" | "case" | "obl" | "mark"))
            && trigger.particle.iter().any(|p| p == syntax.lemma(*c))
    };
    syntax.children(token).iter().copied().find(is_wanted).map(Some)
}

/// Every condition of `with` must hold; the words that meet them are part of the trigger.
fn match_with(syntax: &Syntax<'_>, with: &WithEntry, token: TokenId) -> Option<Vec<TokenId>> {
    let mut words = Vec::new();
    let lemma_in = |list: &[String], t: TokenId| list.iter().any(|l| l == syntax.lemma(t));
    if !with.obj.is_empty() {
        words.push(objects(syntax, token).into_iter().find(|o| is_one_of(syntax, &with.obj, *o))?);
    }
    if !with.subj.is_empty() {
        subjects(syntax, token).into_iter().find(|s| is_one_of(syntax, &with.subj, *s))?;
    }
    if let Some(oblique) = &with.oblique {
        words.push(find_oblique(syntax, oblique, token)?);
    }
    if !with.clause.is_empty() {
        words.push(clauses(syntax, token).find(|c| lemma_in(&with.clause, *c) && !is_negated(syntax, *c))?);
    }
    if !with.modifier.is_empty() {
        words.push(modifiers(syntax, token).find(|m| lemma_in(&with.modifier, *m))?);
    }
    if !with.head.is_empty() {
        syntax.head(token).filter(|h| lemma_in(&with.head, *h))?;
    }
    Some(words)
}

/// Whether what is said is of the kind asked for: `he would resign` of the speaker himself, `it must resign` of another.
fn match_content(syntax: &Syntax<'_>, content: &ContentEntry, verb: TokenId) -> bool {
    // "X said" behind a quote hangs on what is said
    let quote = || syntax.head(verb).filter(|_| syntax.is(verb, "parataxis"));
    let Some(said) = syntax.children_by(verb, "ccomp").next().or_else(quote) else { return false };
    let lemma_in = |list: &[String], t: TokenId| list.iter().any(|l| l == syntax.lemma(t));
    // "needs to change": the modal word is the predicate itself
    let own = std::iter::once(said).filter(|s| syntax.has(*s, "xcomp"));
    let modals = || syntax.children_by(said, "aux").chain(own.clone());
    let subject = syntax.surface_subject(said);
    let is_first_person = subject.is_some_and(|s| syntax.has_feature(s, "Person=1"));
    let is_of_speaker = || {
        let (subject, speaker) = (subject?, syntax.logical_subject(verb)?);
        let chain = |t: TokenId| syntax.mentioned(t)?.chain;
        Some(is_first_person || subject == speaker || chain(subject).is_some_and(|c| chain(speaker) == Some(c)))
    };
    (content.aux.is_empty() || modals().any(|m| lemma_in(&content.aux, m)) && !syntax.is_perfect(said))
        && (content.lemma.is_empty() || lemma_in(&content.lemma, said))
        && !lemma_in(&content.not, said)
        && (content.pos.is_empty() || syntax.pos(said) == content.pos)
        && content.negated.is_none_or(|wanted| wanted == is_negated(syntax, said))
        && content.first_person.is_none_or(|wanted| wanted == is_first_person)
        && content.speaker.is_none_or(|wanted| is_of_speaker() == Some(wanted))
        && has_form(syntax, content.form, said)
}

/// `was not in Paris`, `did nothing`, `there was no truth in it`: the negation of a clause may stand in a participant.
fn is_negated(syntax: &Syntax<'_>, clause: TokenId) -> bool {
    let is_none = |t: TokenId| syntax.has_feature(t, "PronType=Neg");
    syntax.children(clause).iter().any(|c| {
        syntax.has_feature(*c, "Polarity=Neg")
            || matches!(syntax.relation(*c), "nsubj" | "nsubj:pass" | "obj") && (is_none(*c) || syntax.children_by(*c, "det").any(is_none))
    })
}

/// Whether any condition of `without` holds.
fn has_any(syntax: &Syntax<'_>, without: &WithEntry, token: TokenId) -> bool {
    let lemma_in = |list: &[String], t: TokenId| list.iter().any(|l| l == syntax.lemma(t));
    objects(syntax, token).into_iter().any(|o| is_one_of(syntax, &without.obj, o))
        || subjects(syntax, token).into_iter().any(|s| is_one_of(syntax, &without.subj, s))
        || without.oblique.as_ref().is_some_and(|o| find_oblique(syntax, o, token).is_some())
        || clauses(syntax, token).any(|c| lemma_in(&without.clause, c))
        || modifiers(syntax, token).any(|m| lemma_in(&without.modifier, m))
        || syntax.head(token).is_some_and(|h| lemma_in(&without.head, h))
}

/// Whether the word is in the list, or for a pronoun what it stands for: `the missile … it hit`.
fn is_one_of(syntax: &Syntax<'_>, list: &[String], word: TokenId) -> bool {
    std::iter::once(word).chain(syntax.antecedent(word)).any(|t| list.iter().any(|l| l == syntax.lemma(t)))
}

/// The subject, and what it counts.
fn subjects(syntax: &Syntax<'_>, token: TokenId) -> Vec<TokenId> {
    syntax.logical_subject(token).into_iter().flat_map(|s| std::iter::once(s).chain(syntax.counted(s))).collect()
}

/// All objects, both of `awarded the writer a prize` too, and what they count: `bombs` in `dropped dozens of bombs`.
fn objects(syntax: &Syntax<'_>, token: TokenId) -> Vec<TokenId> {
    let mut found = syntax.logical_object(token).map(|o| syntax.conjuncts(o)).unwrap_or_default();
    let more: Vec<TokenId> = syntax.children_by(token, "obj").filter(|o| !found.contains(o)).collect();
    found.extend(more);
    let counted: Vec<TokenId> = found.iter().filter_map(|o| syntax.counted(*o)).collect();
    found.extend(counted);
    found
}

fn find_oblique(syntax: &Syntax<'_>, oblique: &ObliqueEntry, token: TokenId) -> Option<TokenId> {
    let is_meant = |c: &TokenId| oblique.lemma.is_empty() || oblique.lemma.iter().any(|l| l == syntax.lemma(*c));
    let is_behind = |c: TokenId| {
        let relation = syntax.relation(c);
        (relation.starts_with("obl") || relation.starts_with("nmod")) && syntax.is_marked_by(c, &oblique.case)
    };
    // "in a number of attacks"
    let fits = |c: TokenId| if is_behind(c) { Some(c).into_iter().chain(syntax.counted(c)).find(is_meant) } else { None };
    let below_object = syntax.logical_object(token).into_iter().flat_map(|o| syntax.children(o));
    syntax.children(token).iter().chain(below_object).copied().find_map(fits)
}

/// Clauses below a verb, and what its object becomes: `left 24 people dead`, `people taken hostage`.
fn clauses<'s>(syntax: &'s Syntax<'_>, token: TokenId) -> impl Iterator<Item = TokenId> + 's {
    let behind = move |object: TokenId| syntax.children_by(object, "amod").filter(move |c| *c > object);
    let passive = syntax.is_passive(token);
    let is_below = move |c: &TokenId| matches!(syntax.relation(*c), "xcomp" | "ccomp" | "advcl") || passive && syntax.is(*c, "obj");
    let below = syntax.children(token).iter().copied().filter(is_below);
    below.chain(syntax.children_by(token, "obj").flat_map(behind))
}

fn modifiers<'s>(syntax: &'s Syntax<'_>, token: TokenId) -> impl Iterator<Item = TokenId> + 's {
    syntax.children(token).iter().copied().filter(|c| matches!(syntax.relation(*c), "amod" | "compound" | "advmod" | "nmod:desc"))
}
