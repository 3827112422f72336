//! Claims of an event and the status that sums them up (the factuality table of the RDF model).

use super::types::{Claim, EntityId, Factuality, Stance, Status, Temporality};
use crate::document::Document;
use crate::frames::EventMention;
use crate::source::BlockKind;

/// One claim for each way in which the mentions, best first, present the event; of equal ones the best that is not a headline.
pub fn claims<'m>(document: &Document, mentions: impl Iterator<Item = (&'m EventMention, &'m [usize])>) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    for (mention, sources) in mentions {
        let claim = claim(document, mention, sources);
        match claims.iter_mut().find(|c| same_view(c, &claim)) {
            Some(known) if known.in_headline && !claim.in_headline => *known = claim,
            Some(_) => {}
            None => claims.push(claim),
        }
    }
    claims
}

fn same_view(a: &Claim, b: &Claim) -> bool {
    (a.source, a.factuality, a.author_factuality, a.temporality == Temporality::Future)
        == (b.source, b.factuality, b.author_factuality, b.temporality == Temporality::Future)
}

fn claim(document: &Document, mention: &EventMention, sources: &[usize]) -> Claim {
    let context = &mention.context;
    let sentence = document.sentence(document.sentence_of(mention.trigger));
    let in_headline = document.article.blocks.get(sentence.block as usize).is_some_and(|b| b.kind == BlockKind::Headline);
    let open = |f: Factuality| if context.hypothetical && f != Factuality::CTneg { Factuality::Uu } else { f };
    let factuality = open(context.factuality);
    let stance = match (context.stance, factuality) {
        (Stance::Asserts, Factuality::CTpos) => mention.stance,
        (Stance::Suspects, f) if !matches!(f, Factuality::PRpos | Factuality::PSpos | Factuality::PRneg | Factuality::PSneg) => {
            Stance::Asserts
        }
        (Stance::Denies, f) if !matches!(f, Factuality::CTneg | Factuality::PRneg) => Stance::Asserts,
        (stance, _) => stance,
    };
    let mut sources = sources.iter().map(|s| EntityId(*s as u32));
    Claim {
        source: sources.next(),
        relayed_by: sources.collect(),
        stance,
        factuality: if context.temporality == Temporality::Future && factuality == Factuality::CTpos {
            Factuality::PSpos
        } else {
            factuality
        },
        author_factuality: open(context.author),
        temporality: context.temporality,
        evidence: document.range(sentence.tokens),
        confidence: mention.confidence,
        frame: mention.frame.clone(),
        in_headline,
    }
}

/// Sums up the claims: certain ones first, then plans, then hedges.
pub fn status(claims: &[Claim]) -> Status {
    use Factuality::{CTneg, CTpos, PRneg, PRpos, PSneg, PSpos};
    let any = |wanted: &[Factuality]| claims.iter().any(|c| wanted.contains(&c.factuality));
    let future = claims.iter().any(|c| c.temporality == Temporality::Future && matches!(c.factuality, PSpos | PRpos | CTpos));
    if any(&[CTpos]) {
        return if any(&[CTneg, PRneg]) { Status::Disputed } else { Status::Asserted };
    }
    let refused = claims.iter().any(|c| c.temporality == Temporality::Future && c.factuality == PSneg);
    if any(&[CTneg]) || refused {
        Status::Negated
    } else if future {
        Status::Planned
    } else if any(&[PRpos, PSpos, PRneg, PSneg]) {
        Status::Hedged
    } else {
        Status::Hypothetical
    }
}
