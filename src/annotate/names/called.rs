//! What a clause behind a noun says that it is called.
//!
//! ```text
//! "a gang known as Grey Heron"                →   Grey Heron
//! "a group that Acme tracks as Storm-1234"    →   Storm-1234
//! "rebels calling themselves Red Dawn"        →   Red Dawn
//! ```

use crate::document::{Document, TokenId};
use crate::resources::Lexicon;

/// Heads of the phrases that clauses behind a noun give as its name, in the order of the text.
pub(in crate::annotate) fn called<'d>(document: &'d Document, lexicon: &'d Lexicon, noun: TokenId) -> impl Iterator<Item = TokenId> + 'd {
    let names = |clause: &TokenId| lexicon.naming_participles.contains(&document.token(*clause).lemma);
    let clauses = ["acl", "acl:relcl"].into_iter().flat_map(move |r| document.children_by(noun, r)).filter(names);
    clauses.flat_map(move |clause| {
        let is_passive = document.token(clause).xpos == "VBN" && document.token(clause).deprel == "acl";
        let is_active = !is_passive && is_of_another(document, clause);
        document.children(clause).filter(move |c| {
            let token = document.token(*c);
            let is_behind = *c > clause && (is_passive || is_active && token.upos == "PROPN");
            is_behind && matches!(&*token.deprel, "xcomp" | "obj" | "obl" | "ccomp" | "advcl" | "dep" | "appos")
        })
    })
}

/// `a group that Acme calls X`, `a group that calls itself X`, but not `a man who called Marsh`.
fn is_of_another(document: &Document, clause: TokenId) -> bool {
    let has = |relation: &str, feature: &str, wanted: bool| {
        document.children_by(clause, relation).any(|c| document.token(c).feats.contains(feature) == wanted)
    };
    has("nsubj", "PronType=Rel", false) || has("obj", "Reflex=Yes", true)
}
