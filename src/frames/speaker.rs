//! Who can speak, and whose word a document is.
//!
//! ```text
//! "Bell's report found …"   report → Bell      "the siege continues"   siege → nobody
//! ```

use super::syntax::Syntax;
use crate::document::{EntityType, SentenceId, TokenId};

/// Whether the phrase means people, a body, or a place that has a voice: `the hospital said`, `her office said`.
pub fn can_speak(syntax: &Syntax<'_>, token: TokenId) -> bool {
    let entity_type = syntax.mentioned(token).map(|m| syntax.document.type_of(m));
    entity_type.is_some_and(|t| t.is_a(EntityType::Agent) || matches!(t, EntityType::City | EntityType::Facility | EntityType::Entity))
}

/// A word for something written, or for people: a `report`, a `source`, or *it* where it means one.
pub fn is_document(syntax: &Syntax<'_>, token: TokenId) -> bool {
    syntax.is_listed(token, "speaker") || document_meant(syntax, token).is_some()
}

/// The indictment in `The indictment says … It also says`, the statement in `a ministry statement said. …, it added`: by its chain, or, where
/// nobody knows whom *it* means, what was last said to say something.
fn document_meant(syntax: &Syntax<'_>, pronoun: TokenId) -> Option<TokenId> {
    let document = syntax.document;
    let chain = syntax.mentioned(pronoun).filter(|_| syntax.lemma(pronoun) == "it" && syntax.is(pronoun, "nsubj"))?.chain;
    let in_chain = |t: &TokenId| *t < pronoun && syntax.is_listed(*t, "speaker");
    let others = chain.map(|c| document.chains[c.index()].mentions.iter().map(|m| document.mentions[m.index()].head));
    if let Some(mut others) = others.filter(|others| others.len() > 1) {
        return others.find(in_chain);
    }
    let start = document.sentence(SentenceId(document.sentence_of(pronoun).0.saturating_sub(1))).tokens.start;
    let says = |t: &TokenId| syntax.is(*t, "nsubj") && syntax.head(*t).is_some_and(|verb| syntax.reports(verb));
    (start.0..pronoun.0).rev().map(TokenId).find(says).filter(in_chain)
}

/// Whose word a source is: that of the author of a document, where one is named, here or before.
pub fn voice_of(syntax: &Syntax<'_>, source: TokenId) -> TokenId {
    let source = document_meant(syntax, source).unwrap_or(source);
    if !syntax.is_listed(source, "document") || syntax.is_agent(source) {
        return source;
    }
    author_of(syntax, source).or_else(|| issuer_of(syntax, source)).or_else(|| author_before(syntax, source)).unwrap_or(source)
}

/// The union in `the union published a letter accusing the firm`: whoever brings a document into the world says what stands in it.
pub fn issuer_of(syntax: &Syntax<'_>, document: TokenId) -> Option<TokenId> {
    let verb = syntax.head(document).filter(|v| syntax.is_verb(*v) && syntax.is_listed(*v, "authoring"))?;
    let is_object = syntax.is_listed(document, "document") && syntax.logical_object(verb) == Some(document);
    syntax.logical_subject(verb).filter(|s| is_object && *s != document && can_speak(syntax, *s))
}

/// Bell in `Bell's report`, the speaker in `our investigation`: whose word a document is.
pub fn author_of(syntax: &Syntax<'_>, document: TokenId) -> Option<TokenId> {
    let owner = || syntax.authors(document).into_iter().find(|p| can_speak(syntax, *p) || syntax.has_feature(*p, "Person=1"));
    // "a Defense Department news release"
    let publisher = || syntax.children_by(document, "compound").find(|c| syntax.mention(*c).is_some() && can_speak(syntax, *c));
    // "research by the institute", "figures from the ministry", but not "reports from Lebanon"
    let is_place = |c: TokenId| syntax.is_a(c, EntityType::Place);
    let is_maker = |c: &TokenId| syntax.is_marked_by(*c, "by") || syntax.is_marked_by(*c, "from") && !is_place(*c);
    let maker = || syntax.children_by(document, "nmod").filter(is_maker).find(|c| syntax.is_agent(*c));
    owner().or_else(publisher).or_else(maker)
}

/// Words before a document within which its author may be named.
const AUTHOR_WITHIN: usize = 2000;

/// Bell in `Bell said in a statement … The statement added`: what somebody said himself stays his word. Of another one, told of in between
/// without its author, nobody knows whose it is.
pub fn author_before(syntax: &Syntax<'_>, document: TokenId) -> Option<TokenId> {
    if !syntax.is_listed(document, "utterance") || !syntax.is_definite(document) {
        return None;
    }
    let is_same = |t: &TokenId| syntax.is_noun(*t) && syntax.lemma(*t) == syntax.lemma(document);
    let teller = |t: TokenId| {
        let verb = syntax.head(t).filter(|v| syntax.is(t, "obl") && syntax.is_verb(*v))?;
        syntax.logical_subject(verb).filter(|s| can_speak(syntax, *s))
    };
    let author = |t: TokenId| author_of(syntax, t).or_else(|| teller(t));
    let mut before = (0..document.0).rev().take(AUTHOR_WITHIN).map(TokenId).filter(is_same);
    before.find(|t| !syntax.is_definite(*t) || author(*t).is_some()).and_then(author)
}
