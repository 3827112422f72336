//! How two words stand to each other in their sentences' trees, in small numbers.
//!
//! ```text
//! "Marsh said she …"   she → Marsh: one step and two steps below `said`, by way of its clausal complement
//! ```

use crate::document::{Document, TokenId, is_relation};

/// Relations of clauses and phrases below a common word, 11 of them and another.
fn branch(deprel: &str) -> usize {
    const KINDS: &[&str] = &["nsubj", "obj", "iobj", "obl", "nmod", "ccomp", "xcomp", "advcl", "acl", "conj", "parataxis"];
    KINDS.iter().position(|k| is_relation(deprel, k)).unwrap_or(KINDS.len())
}

/// Where a word stands in its sentence: 0 subject of its main clause, 1 another part of that, 2 part of such a part, 3 in a clause below.
pub(super) fn place(document: &Document, word: TokenId) -> usize {
    let is_clause = |t: TokenId| {
        let deprel = &document.token(t).deprel;
        ["ccomp", "xcomp", "advcl", "acl", "parataxis", "csubj"].iter().any(|r| is_relation(deprel, r))
    };
    let token = document.token(word);
    let Some(head) = token.head else { return 1 };
    if document.token(head).head.is_none() && !is_clause(word) {
        return usize::from(!is_relation(&token.deprel, "nsubj"));
    }
    if std::iter::once(word).chain(document.ancestors(word)).any(is_clause) { 3 } else { 2 }
}

/// Hands on how the later word and the earlier stand to each other, `apart` sentences lying between them: steps up and down between them (26
/// values), the way down to the later one (37), their places (48), their order (3).
pub(super) fn put(document: &Document, later: TokenId, earlier: TokenId, apart: usize, places: (usize, usize), mut put: impl FnMut(usize)) {
    if apart > 0 || document.sentence_of(later) != document.sentence_of(earlier) {
        put(25);
        put(36);
        put(16 + 16 * usize::from(apart > 1) + 4 * places.0 + places.1);
        put(2);
        return;
    }
    let up: Vec<TokenId> = std::iter::once(later).chain(document.ancestors(later)).collect();
    let mut below = earlier;
    let mut steps = 0;
    let top = loop {
        if let Some(at) = up.iter().position(|t| *t == below) {
            break at;
        }
        match document.token(below).head {
            Some(head) => below = head,
            None => break up.len() - 1,
        }
        steps += 1;
    };
    put(5 * top.min(4) + steps.min(4));
    let way = top.checked_sub(1).map_or(11, |t| branch(&document.token(up[t]).deprel));
    put(12 * steps.min(2) + way);
    put(4 * places.0 + places.1);
    put(usize::from(later < earlier));
}
