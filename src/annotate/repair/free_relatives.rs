//! What is told by the word that somebody has for it: the noun is the thing, and the clause says who calls it so.
//!
//! ```text
//! "struck what it called a rebel base"         an object `what`   →   the base is the object
//! "fled to what they thought was a shelter"    an oblique `what`  →   the shelter is the oblique
//! "in what police say was an ambush"           a deed             →   stays what police say
//! ```

use super::{relate, take_place};
use crate::document::{Document, TokenId};
use crate::resources::Lexicon;

/// `arrested what it called smugglers`: the noun takes the place of *what*.
pub(super) fn stand_for_what(document: &mut Document, what: TokenId) {
    let token = document.token(what);
    if token.upos != "PRON" || token.lemma != "what" {
        return;
    }
    let names = |c: &TokenId| *c > what && Lexicon::shipped().naming_verbs.contains(&document.token(*c).lemma);
    let Some(naming) = document.children_by(what, "acl:relcl").find(names) else { return };
    let Some(noun) = named(document, what, naming) else { return };
    // "to be", "was", "as": words of the naming, not of the noun in its new place
    let links = |c: &TokenId| *c < noun && matches!(&*document.token(*c).deprel, "cop" | "mark" | "case");
    let links: Vec<TokenId> = document.children(noun).filter(links).collect();
    links.into_iter().for_each(|c| relate(document, c, Some(naming), "dep"));
    take_place(document, noun, what);
    relate(document, what, Some(naming), "obj");
    relate(document, naming, Some(noun), "acl:relcl");
}

/// The thing, person or body that is called so: `base` of `called a rebel base`, `described as a base`, `said was a base`.
fn named(document: &Document, what: TokenId, naming: TokenId) -> Option<TokenId> {
    let is_thing = |c: &TokenId| Lexicon::shipped().nouns.contains_key(&*document.token(*c).lemma) || document.token(*c).upos == "PROPN";
    let is_noun = |c: &TokenId| *c > naming && is_thing(c);
    let is_predicate = |c: &TokenId| document.has(*c, "cop");
    let is_called = |c: &TokenId| matches!(&*document.token(*c).deprel, "xcomp" | "obj") || document.is_marked_by(*c, "as");
    let below = document.children(naming).filter(is_noun).find(|c| is_predicate(c) || is_called(c));
    let beside = || document.children(what).chain(document.token(what).head.into_iter().flat_map(|h| document.children(h)));
    below.or_else(|| beside().filter(is_noun).find(is_predicate))
}
