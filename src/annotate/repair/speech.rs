//! Verbs of saying, who says and what is said.
//!
//! ```text
//! "Russia attacked the port, the air force said."  a second subject of the first verb   →   who says it
//! "said in a statement that he would go"           a clause about the statement         →   what is said
//! ```

use super::participles::is_clause_of_its_own;
use super::{has_subject, relate};
use crate::document::{Document, EntityType, TokenId, is_relation};
use crate::resources::Lexicon;

/// Whether a word is a verb of saying.
fn speaks(document: &Document, verb: TokenId) -> bool {
    Lexicon::shipped().speech_verbs.contains(&document.token(verb).lemma)
}

/// `Talks stalled, officials say`: of two subjects in front of a verb, the first with a participle of its own and a comma behind that, the
/// first makes a clause with the participle, which is what the second says.
pub(super) fn split_from_report(document: &mut Document, verb: TokenId) {
    let Some((first, second)) = two_subjects(document, verb) else { return };
    let participle = document.children(first).find(|c| {
        let token = document.token(*c);
        *c > first && *c < second && token.deprel == "acl" && matches!(token.xpos.as_str(), "VBD" | "VBN")
    });
    let Some(participle) = participle else { return };
    let comma = (participle.0 + 1..second.0).map(TokenId).any(|t| document.form(t) == ",");
    if comma && speaks(document, verb) {
        relate(document, participle, Some(verb), "ccomp");
        relate(document, first, Some(participle), "nsubj");
    }
}

/// `Marsh, who denies it, was arrested, media reported.`, `"The army," he said, "will hold."`: of two nouns in front of a verb of saying, the
/// first is the subject of the clause that has none.
pub(super) fn give_subject_back(document: &mut Document, saying: TokenId) {
    let is_subject = |c: &TokenId| is_relation(&document.token(*c).deprel, "nsubj");
    let Some(speaker) = document.children_by(saying, "nsubj").filter(|c| *c < saying).last() else { return };
    let is_noun = |c: TokenId| matches!(document.token(c).upos.as_str(), "NOUN" | "PROPN" | "PRON");
    // what is quoted in front of the speaker may stand for all that is said
    let is_front =
        |c: &TokenId| *c < speaker && is_noun(*c) && !has_subject(document, *c) && (is_subject(c) || document.token(*c).deprel == "ccomp");
    let fronts: Vec<TokenId> = document.children(saying).filter(is_front).collect();
    let &[first] = fronts.as_slice() else { return };
    let is_clause = |c: &TokenId| *c > first && document.token(*c).deprel == "ccomp" && !has_subject(document, *c);
    let clause = document.children(saying).find(is_clause);
    if let Some(clause) = clause.filter(|_| speaks(document, saying)) {
        let is_passive = document.children(clause).any(|c| document.token(c).deprel == "aux:pass");
        relate(document, first, Some(clause), if is_passive { "nsubj:pass" } else { "nsubj" });
    }
}

/// `They fled to Chad, the governor of Borno, Musa Bello, said.`: a person between commas in front of a verb of saying that has no subject
/// is no second name of what stands before, but who says it.
pub(super) fn give_titled_speaker_back(document: &mut Document, saying: TokenId) {
    if has_subject(document, saying) || !speaks(document, saying) {
        return;
    }
    let Some(content) = document.children_by(saying, "ccomp").find(|c| *c < saying) else { return };
    let is_speaker = |t: &TokenId| {
        let (token, end) = (document.token(*t), document.subtree(*t).end);
        let is_between = end.0 + 1 == saying.0 && document.form(end) == "," && document.is_set_off(*t, &[","]);
        token.deprel == "appos" && Lexicon::shipped().is_person(&token.lemma) && is_between
    };
    let speaker = (content.0 + 1..saying.0).map(TokenId).find(is_speaker);
    let Some(speaker) = speaker else { return };
    let is_name = |t: &TokenId| document.token(*t).deprel == "appos" && document.token(*t).name_tag == "B-PER";
    let name = (speaker.0 + 1..saying.0).map(TokenId).find(is_name);
    relate(document, speaker, Some(saying), "nsubj");
    if let Some(name) = name {
        document.tokens[name.index()].head = Some(speaker);
    }
}

/// `Marsh said he had left the party, adding that he was sorry`, `asked them to leave, warning of the heat`: who says something goes on to say it; a
/// participle of saying behind a comma, outside quotation marks, belongs to the verb of saying and not to what is said or asked.
pub(super) fn give_saying_on(document: &mut Document, participle: TokenId) {
    let token = document.token(participle);
    let is_beside = token.xpos == "VBG" && token.deprel == "advcl" && speaks(document, participle);
    let Some(first) = token.head.filter(|head| *head < participle && is_beside) else { return };
    let start = document.sentence(document.sentence_of(participle)).tokens.start;
    let is_behind_comma = participle > start && matches!(document.form(TokenId(participle.0 - 1)), "," | "–" | "—");
    let mut before = (start.0..participle.0).map(|t| document.form(TokenId(t)));
    let is_quoted = before.clone().filter(|f| *f == "\"").count() % 2 == 1 || before.rfind(|f| matches!(*f, "“" | "”")) == Some("“");
    if !is_behind_comma || is_quoted || is_clause_of_its_own(document, participle) {
        return;
    }
    let asks = |h: TokenId| document.children_by(h, "obj").next().is_some();
    let is_told = |t: TokenId, h: TokenId| match document.token(t).deprel.as_str() {
        "ccomp" => speaks(document, h),
        "xcomp" => asks(h),
        _ => false,
    };
    let is_content = |t: &TokenId| document.token(*t).head.is_some_and(|h| h < *t && is_told(*t, h));
    let content = std::iter::once(first).chain(document.ancestors(first)).find(is_content);
    if let Some(saying) = content.and_then(|c| document.token(c).head) {
        document.tokens[participle.index()].head = Some(saying);
    }
}

/// `wrote a letter at the end of the strike accusing Peru`: no strike accuses, but who writes the letter.
pub(super) fn tell_what_statement_says(document: &mut Document, participle: TokenId) {
    let token = document.token(participle);
    let is_of_noun = token.deprel == "acl" && token.xpos == "VBG" && Lexicon::shipped().judging_verbs.contains(&token.lemma);
    let Some(noun) = token.head.filter(|head| *head < participle && is_of_noun) else { return };
    let Some(verb) = document.ancestors(noun).find(|t| document.token(*t).upos == "VERB") else { return };
    let is_text = |o: TokenId| Lexicon::shipped().statements.contains(&document.token(o).lemma);
    let says = document.children_by(verb, "obj").any(|o| o < noun && is_text(o));
    if says && !is_clause_of_its_own(document, participle) {
        relate(document, participle, Some(verb), "advcl");
    }
}

/// `told people in the area they should stay inside`: of two subjects in front of a verb, the first, right behind the verb of saying, is who is
/// told.
pub(super) fn give_hearer_back(document: &mut Document, verb: TokenId) {
    let Some(saying) = document.token(verb).head.filter(|h| *h < verb && document.token(verb).deprel == "ccomp") else { return };
    let Some((first, second)) = two_subjects(document, verb) else { return };
    let hears = document.children(saying).any(|c| matches!(document.token(c).deprel.as_str(), "obj" | "iobj"));
    let is_next = document.subtree(first).start.0 == saying.0 + 1;
    let is_pronoun = document.token(second).upos == "PRON" && document.token(first).upos != "PRON";
    if is_next && is_pronoun && !hears && speaks(document, saying) {
        relate(document, first, Some(saying), "obj");
    }
}

/// `The union said the camps were hostile and called on colleges to act`: a second verb of saying without a subject is not that of a thing.
pub(super) fn give_second_saying_back(document: &mut Document, second: TokenId) {
    let lexicon = Lexicon::shipped();
    let token = document.token(second);
    let first = token.head.filter(|h| token.deprel == "conj" && *h < second && document.token(*h).deprel == "ccomp");
    let Some((content, saying)) = first.and_then(|f| Some((f, document.token(f).head?))) else { return };
    let subject = |v: TokenId| document.children_by(v, "nsubj").next();
    let is_finite = |t: TokenId| document.token(t).xpos == "VBD" && document.children_by(t, "aux").next().is_none();
    let speaks_again =
        is_finite(second) && is_finite(saying) && speaks(document, second) && speaks(document, saying) && subject(second).is_none();
    let is_agent = |s: TokenId| lexicon.nouns.get(&*document.token(s).lemma).is_some_and(|n| n.entity_type.is_a(EntityType::Agent));
    let is_thing = |s: TokenId| document.token(s).upos == "NOUN" && !lexicon.is_person(&document.token(s).lemma) && !is_agent(s);
    let is_joined = document.children_by(second, "cc").any(|c| document.token(c).lemma == "and");
    // "warned that Peru is weak and stressed that": who said the first says the second, where that is told in another tense
    let is_now = |t: TokenId| matches!(&*document.token(t).xpos, "VBZ" | "VBP");
    let is_present = || ["cop", "aux"].iter().flat_map(|r| document.children_by(content, r)).chain([content]).any(is_now);
    if is_joined && speaks_again && saying < content && (subject(content).is_some_and(is_thing) || is_present()) {
        document.tokens[second.index()].head = Some(saying);
    }
}

/// `The plan is "under threat", the ministers have warned.`: a predicate with its own subject and copula is no adjunct of the verb of
/// saying behind it, but what is said.
pub(super) fn report_predicate(document: &mut Document, predicate: TokenId) {
    let token = document.token(predicate);
    let Some(saying) = token.head.filter(|h| *h > predicate && token.deprel == "obl" && document.token(*h).upos == "VERB") else { return };
    let has_copula = document.children_by(predicate, "cop").next().is_some();
    if has_copula && has_subject(document, predicate) && speaks(document, saying) {
        relate(document, predicate, Some(saying), "ccomp");
    }
}

/// The verb of saying that stands behind the clause it reports: `said` for `attacked` in `Russia attacked the port, the air force said`.
fn saying_behind(document: &Document, verb: TokenId) -> Option<TokenId> {
    let token = document.token(verb);
    token.head.filter(|head| *head > verb && token.deprel == "ccomp")
}

/// `Russia attacked the port, the air force said.`: a second subject behind the verb and in front of the verb of saying is who says it.
pub(super) fn give_speaker_back(document: &mut Document, verb: TokenId) {
    let Some(saying) = saying_behind(document, verb) else { return };
    let subjects = |of: TokenId| document.children(of).filter(|c| is_relation(&document.token(*c).deprel, "nsubj"));
    let is_speaker = |c: &TokenId| *c > verb && *c < saying;
    let has_own = subjects(verb).any(|c| c < verb) && subjects(saying).next().is_none();
    // "was shot by gunmen, the ministry's director, Marsh, told": only what has a preposition is an agent
    let is_bare = |c: &TokenId| document.token(*c).deprel == "obl:agent" && document.markers(*c).next().is_none();
    let speaker = subjects(verb).chain(document.children(verb).filter(is_bare)).find(is_speaker).filter(|_| has_own);
    if let Some(speaker) = speaker {
        relate(document, speaker, Some(saying), "nsubj");
    }
}

/// `Russia attacked the port, the air force said on Monday.`: what follows the verb of saying without a comma belongs to it, and not to
/// the clause in front, over the head of which it would reach.
pub(super) fn give_adverbials_back(document: &mut Document, predicate: TokenId) {
    let Some(saying) = saying_behind(document, predicate) else { return };
    let end = document.sentence(document.sentence_of(predicate)).tokens.end;
    for id in (saying.0 + 1..end.0).map(TokenId) {
        let token = document.token(id);
        if token.upos == "PUNCT" {
            return;
        }
        let is_adverbial = ["obl", "advmod", "advcl"].iter().any(|r| is_relation(&token.deprel, r));
        if is_adverbial && token.head.is_some_and(|h| h < saying && (h == predicate || document.ancestors(h).any(|a| a == predicate))) {
            document.tokens[id.index()].head = Some(saying);
        }
    }
}

/// `In Lima, two were killed, the army said`: what stands in front of what is said belongs to that, and not to the verb of saying behind it.
pub(super) fn give_opening_back(document: &mut Document, saying: TokenId) {
    if !speaks(document, saying) {
        return;
    }
    let is_content = |c: &TokenId| *c < saying && is_relation(&document.token(*c).deprel, "ccomp");
    let Some(content) = document.children(saying).find(is_content) else { return };
    let is_behind = |s: TokenId| s > content;
    let start = document.subtree(content).start;
    if !document.children_by(saying, "nsubj").all(is_behind) {
        return;
    }
    // "To the families, he said": those who hear it
    let is_setting =
        |c: TokenId| document.children_by(c, "case").any(|m| matches!(document.form(m), "In" | "At" | "On" | "Near" | "During"));
    let is_opening = |c: &TokenId| document.token(*c).deprel == "obl" && is_setting(*c) && document.subtree(*c).end <= start;
    let openings: Vec<TokenId> = document.children(saying).filter(is_opening).collect();
    openings.into_iter().for_each(|opening| relate(document, opening, Some(content), "obl"));
}

/// `Marsh had led raids, the army said, including one on the port.`: an example belongs to what is said.
pub(super) fn give_example_back(document: &mut Document, saying: TokenId) {
    let is_example = |c: &TokenId| *c > saying && document.token(*c).deprel == "obl" && document.is_marked_by(*c, "include");
    let content = document.children(saying).find(|c| *c < saying && document.token(*c).deprel == "ccomp");
    let Some((content, example)) = content.zip(document.children(saying).find(is_example)) else { return };
    let object = document.children(content).find(|c| document.token(*c).deprel == "obj");
    relate(document, example, Some(object.unwrap_or(content)), if object.is_some() { "nmod" } else { "obl" });
}

/// `said in a statement that he would go`: the clause is what is said, and says no more of the statement.
pub(super) fn give_content_back(document: &mut Document, saying: TokenId) {
    let is_saying = speaks(document, saying);
    let has_content = || document.children(saying).any(|c| is_relation(&document.token(c).deprel, "ccomp"));
    if !is_saying || has_content() {
        return;
    }
    let is_content = |c: &TokenId| document.token(*c).deprel == "acl" && document.is_marked_by(*c, "that");
    let settings = document.children_by(saying, "obl").filter(|t| *t > saying);
    let content = settings.flat_map(|t| document.children(t).filter(is_content).collect::<Vec<_>>()).next();
    // "reported, citing officials, that he would go"
    let asides = || document.children_by(saying, "advcl").filter(|t| *t > saying).flat_map(|t| document.children_by(t, "obj"));
    let behind_aside = || asides().flat_map(|t| document.children(t)).find(|c| is_content(c) && document.is_set_off(*c, &[","]));
    let content = content.or_else(behind_aside);
    if let Some(content) = content {
        relate(document, content, Some(saying), "ccomp");
    }
}

/// The subjects in front of a verb, where there are two.
fn two_subjects(document: &Document, verb: TokenId) -> Option<(TokenId, TokenId)> {
    let mut subjects = document.children(verb).filter(|c| *c < verb && document.token(*c).deprel == "nsubj");
    let pair = (subjects.next()?, subjects.next()?);
    subjects.next().is_none().then_some(pair)
}
