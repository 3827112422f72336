//! Mentions of speech that are no events of their own: they give way to what is said, or to another act of the speaker.
//!
//! ```text
//! "Ruiz said that rebels attacked Lima"        the attack, with Ruiz as its source; no statement
//! "Ruiz praised Canada, adding that …"         the praise; no statement
//! "Ruiz failed to say who did it"              nothing was said
//! ```

use std::collections::BTreeSet;

use crate::document::{ADDING, Document, TokenId};
use crate::events::Factuality;
use crate::frames::{EventMention, FillerRef, Syntax, Yields};
use crate::resources::Ontology;

/// The mentions of events, and those of speech that are none.
pub(super) fn part<'m>(
    syntax: &Syntax<'_>,
    ontology: &Ontology,
    mentions: &'m [EventMention],
) -> (Vec<&'m EventMention>, Vec<&'m EventMention>) {
    let complete =
        |mentions: &[&EventMention]| -> BTreeSet<TokenId> { mentions.iter().filter(|m| m.complete).map(|m| m.trigger).collect() };
    let is_speech = |m: &&EventMention| ontology.is_subclass(&m.class, "CommunicationEvent");
    let speeches = complete(&mentions.iter().filter(is_speech).collect::<Vec<_>>());
    let (mut silent, mentions): (Vec<_>, Vec<_>) = mentions.iter().partition(|m| is_no_act(syntax, m, &speeches));
    // "said it was too early to conclude that": what is no act is nothing that speech could give way to
    let expressed = complete(&mentions);
    let (empty, mentions): (Vec<_>, Vec<_>) = mentions.into_iter().partition(|m| gives_way(syntax.document, m, &expressed));
    silent.extend(empty);
    (mentions, silent)
}

/// Speech that is no act of its own in the story: what is not said (`failed to say`), what one sentence adds to another act of the same
/// speaker (`praised Canada, adding that`), and who is named in passing as the source of a description (`areas that it said were safe`).
fn is_no_act(syntax: &Syntax<'_>, mention: &EventMention, speeches: &BTreeSet<TokenId>) -> bool {
    let verb = mention.trigger;
    let is_unsaid = || mention.context.hypothetical || matches!(mention.context.factuality, Factuality::CTneg | Factuality::Uu);
    mention.yields == Yields::Always && syntax.is_verb(verb) && (is_unsaid() || adds(syntax, verb, speeches) || is_in_passing(syntax, verb))
}

/// `praised Canada, adding that`.
fn adds(syntax: &Syntax<'_>, verb: TokenId, speeches: &BTreeSet<TokenId>) -> bool {
    let is_gerund = syntax.is(verb, "advcl") && syntax.document.token(verb).xpos == "VBG" && !syntax.has_own_subject(verb);
    let speech = syntax.head(verb).filter(|h| is_gerund && speeches.contains(h));
    speech.is_some_and(|h| syntax.logical_subject(h) == syntax.logical_subject(verb))
}

/// `areas that it said were safe`: the relative word belongs into what is said.
fn is_in_passing(syntax: &Syntax<'_>, verb: TokenId) -> bool {
    let speaks = |c: &TokenId| syntax.has_feature(*c, "PronType=Rel") && syntax.is(*c, "nsubj");
    syntax.relation(verb) == "acl:relcl"
        && syntax.has_own_subject(verb)
        && !syntax.children(verb).iter().any(speaks)
        && !syntax.document.is_set_off(verb, ADDING)
}

/// Whether what a statement says is itself an event, which then has the speaker as its source; only an announcement with its day is both.
fn gives_way(document: &Document, mention: &EventMention, triggers: &BTreeSet<TokenId>) -> bool {
    let mut said = mention.fillers("content").chain(mention.fillers("topic"));
    let may_give_way = match mention.yields {
        Yields::Never => false,
        Yields::Always => true,
        Yields::Undated => mention.time.is_none(),
    };
    may_give_way && said.any(|c| matches!(c, FillerRef::Words(head) if expresses_event(document, head, triggers)))
}

/// Whether the clause of `head` states an event: a verb in it, outside relative clauses, is a trigger, or a noun at its top.
fn expresses_event(document: &Document, head: TokenId, triggers: &BTreeSet<TokenId>) -> bool {
    let span = document.subtree(head);
    triggers.range(span.start..span.end).any(|trigger| {
        let path = || std::iter::successors(Some(*trigger), |t| document.token(*t).head.filter(|_| *t != head));
        let relation = |t: TokenId| document.token(t).deprel.as_str();
        // "took steps to secure its systems": the infinitive says what was done; "it is critical, an officer in the east told reporters":
        // the verb of saying behind what it reports is no part of it
        let is_aside = |t: TokenId| match relation(t) {
            "acl:relcl" | "advcl" | "parataxis" => true,
            "acl" => !document.token(t).feats.split('|').any(|f| f == "VerbForm=Inf"),
            _ => false,
        };
        let in_clause = path().last() == Some(head) && !path().any(|t| t != head && is_aside(t));
        let at_top = *trigger == head
            || document.token(*trigger).head == Some(head) && matches!(relation(*trigger), "obj" | "conj" | "xcomp" | "nsubj:pass");
        in_clause && (document.token(*trigger).upos == "VERB" || at_top)
    })
}
