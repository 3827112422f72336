//! What stands behind one of several coordinated words, and belongs to that one.
//!
//! ```text
//! "between China and the US, which supplies arms"   the clause: on the US
//! "met Joe Alder and Ann Coe, the mayor"            the mayor: Ann Coe
//! "One of the two women, Ann Coe, said"             Ann Coe: the one, not the women
//! "two aides of the king - Ann Coe and Ned Arlen"   Ann Coe: with Ned one of the aides
//! ```

use super::{comma_before, has_subject, relate};
use crate::document::{Document, TokenId};
use crate::resources::{Lexicon, numeral};

/// Words between a name and those counted before it.
const REACH: usize = 4;

/// `China and the US, which supplies arms`, `Joe Alder and Ann Coe, the mayor`: what is said of one thing behind a comma is said of the last of
/// the conjuncts that it stands behind.
pub(super) fn give_to_last(document: &mut Document, word: TokenId) {
    let token = document.token(word);
    let is_of_one = match token.deprel.as_str() {
        "acl:relcl" => is_singular_clause(document, word),
        "appos" => token.xpos == "NN" && Lexicon::shipped().is_person(&token.lemma),
        _ => false,
    };
    let Some(first) = token.head.filter(|first| is_of_one && *first < word) else { return };
    let is_one = |t: TokenId| !document.token(t).is_plural_noun();
    let start = document.subtree(word).start;
    let Some(comma) = comma_before(document, start) else { return };
    let stands_behind = |c: &TokenId| *c < comma && document.subtree(*c).end == comma;
    let last = document.children_by(first, "conj").filter(stands_behind).last();
    if let Some(last) = last.filter(|last| is_one(first) && is_one(*last)) {
        document.tokens[word.index()].head = Some(last);
    }
}

/// `which supplies`, `who has`: a relative clause about one thing.
fn is_singular_clause(document: &Document, verb: TokenId) -> bool {
    let is_relative = |c: TokenId| document.token(c).is_relative();
    let is_subject = document.children(verb).any(|c| document.token(c).deprel.starts_with("nsubj") && is_relative(c));
    let is_singular = |t: TokenId| document.token(t).xpos == "VBZ" || document.form(t) == "was";
    let helpers = ["aux", "aux:pass", "cop"].into_iter().flat_map(|r| document.children_by(verb, r));
    is_subject && (is_singular(verb) || helpers.into_iter().any(is_singular))
}

/// `One of the two women, Ann Coe, said`: a person's name behind several is that of the one.
pub(super) fn give_to_one(document: &mut Document, name: TokenId) {
    let token = document.token(name);
    let is_name = token.deprel == "appos" && token.name_tag.ends_with("PER");
    let group = token.head.filter(|g| is_name && *g < name && document.token(*g).is_plural_noun());
    let one = group.and_then(|g| document.token(g).head.filter(|_| document.token(g).deprel == "nmod"));
    if let Some(one) = one.filter(|one| document.token(*one).lemma == "one" && document.is_marked_by(group.unwrap_or(*one), "of")) {
        document.tokens[name.index()].head = Some(one);
    }
}

/// `three people close to the mayor - Ann Coe, her brother Joe Alder and Ned Arlen`: as many names behind a dash or colon as the people that
/// were counted before are these, and not whoever stands right before the dash.
pub(super) fn give_to_counted(document: &mut Document, name: TokenId) {
    let is_person = |t: TokenId| document.token(t).name_tag.ends_with("PER");
    let token = document.token(name);
    let Some(noun) = token.head.filter(|noun| token.deprel == "appos" && *noun < name && is_person(name)) else { return };
    let start = document.subtree(name).start;
    let is_dash = |t: u32| matches!(document.form(TokenId(t)), "-" | "–" | "—" | ":");
    if !is_dash(start.0) && !start.0.checked_sub(1).is_some_and(is_dash) {
        return;
    }
    let mut names = vec![name];
    let mut i = 0;
    while i < names.len() {
        let goes_on = |c: &TokenId| *c > names[i] && matches!(&*document.token(*c).deprel, "conj" | "appos") && is_person(*c);
        let more: Vec<TokenId> = document.children(names[i]).filter(goes_on).collect();
        names.extend(more);
        i += 1;
    }
    let are_as_many = |n: TokenId| numeral(document.form(n)) == Some(names.len() as u64);
    let is_counted = |t: &TokenId| *t < name && document.token(*t).is_plural_noun() && document.children_by(*t, "nummod").any(are_as_many);
    let group = document.ancestors(noun).take(REACH).find(is_counted);
    if let Some(group) = group.filter(|_| names.len() > 1 && !is_counted(&noun)) {
        relate(document, name, Some(group), "appos");
        names.iter().skip(1).for_each(|other| relate(document, *other, Some(name), "conj"));
    }
}

/// `the trial of Marsh, who was arrested`: *who* is a person, and no trial.
pub(super) fn give_to_person(document: &mut Document, verb: TokenId) {
    let lexicon = Lexicon::shipped();
    let token = document.token(verb);
    let is_person = |t: TokenId| document.token(t).name_tag.ends_with("PER") || lexicon.is_person(&document.token(t).lemma);
    let is_of_person = token.deprel == "acl:relcl" && document.children(verb).any(|c| document.form(c).eq_ignore_ascii_case("who"));
    let Some(noun) = token.head.filter(|noun| is_of_person && *noun < verb && document.token(*noun).upos == "NOUN") else { return };
    if is_person(noun) || document.token(noun).is_plural_noun() {
        return;
    }
    let start = document.subtree(verb).start;
    let stands_before = |c: &TokenId| document.subtree(*c).end.0.abs_diff(start.0) <= 1 && is_person(*c);
    let person = document.children_by(noun, "nmod").filter(|c| *c < start && document.is_marked_by(*c, "of")).find(stands_before);
    if let Some(person) = person {
        document.tokens[verb.index()].head = Some(person);
    }
}

/// `The army, which rebels say burned the port`: whom the sayers speak of did it, and not they.
pub(super) fn free_from_sayers(document: &mut Document, saying: TokenId) {
    // the parser may take it for a determiner: "which rebels"
    let is_relative = |c: &TokenId| matches!(document.token(*c).xpos.as_str(), "WDT" | "WP");
    let speaks = Lexicon::shipped().speech_verbs.contains(&document.token(saying).lemma);
    if !speaks || !document.token(saying).deprel.ends_with(":relcl") {
        return;
    }
    let Some(sayer) = document.children_by(saying, "nsubj").find(|c| *c < saying && !is_relative(c)) else { return };
    // the tagger may take it for a participle
    let is_past = |v: TokenId| document.token(v).xpos.starts_with("VB") && document.children_by(v, "mark").next().is_none();
    // "which rebels say burned": the pronoun hangs on the sayer, or on what they say
    let below = document.children_by(saying, "ccomp").find(|c| *c > saying && is_past(*c) && !has_subject(document, *c));
    let above =
        document.token(saying).head.filter(|h| *h > saying && document.token(*h).deprel == "acl:relcl" && !has_subject(document, *h));
    let pronoun = |on: TokenId| document.children(on).find(|c| is_relative(c) && *c < sayer);
    if let Some((deed, which)) = below.zip(pronoun(sayer).or_else(|| pronoun(saying))) {
        relate(document, which, Some(deed), "nsubj");
    } else if let Some((deed, which)) = above.and_then(|deed| Some((deed, pronoun(deed)?))) {
        let has_own = document.children_by(deed, "obj").any(|c| c > deed);
        if has_own {
            relate(document, which, Some(deed), "nsubj");
            relate(document, saying, Some(deed), "parataxis");
        }
    }
}
