//! Claims of an event and the status that sums them up (the factuality table of the RDF model).

use super::types::{Claim, EntityId, Factuality, Stance, Status, Temporality};
use crate::document::Document;
use crate::frames::EventMention;

/// A mention as a view of its event.
pub struct View<'m> {
    /// The mention.
    pub mention: &'m EventMention,
    /// Who says so, innermost first.
    pub sources: &'m [usize],
    /// Who denies it.
    pub denied_by: Option<usize>,
    /// How sure the mention is, 0 to 1.
    pub confidence: f32,
}

/// One claim for each way in which the mentions, best first, present the event; of equal ones the best that is not a headline.
pub fn claims<'m>(document: &Document, views: impl Iterator<Item = View<'m>>) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    let mut denials: Vec<Claim> = Vec::new();
    for view in views {
        let claim = claim(document, view.mention, view.sources, view.confidence);
        denials.extend(view.denied_by.filter(|_| is_contestable(&claim)).map(|by| denial(&claim, by)));
        add(&mut claims, claim);
    }
    // what the article itself says is not what is denied there
    if !claims.iter().any(|c| c.author_factuality == Factuality::CTpos && !c.in_headline) {
        denials.into_iter().for_each(|denial| add(&mut claims, denial));
    }
    claims
}

fn add(claims: &mut Vec<Claim>, claim: Claim) {
    match claims.iter_mut().find(|c| same_view(c, &claim)) {
        Some(known) if known.in_headline && !claim.in_headline => *known = claim,
        Some(_) => {}
        None => claims.push(claim),
    }
}

/// What is said to have happened, however surely, can be denied.
fn is_contestable(claim: &Claim) -> bool {
    matches!(claim.factuality, Factuality::CTpos | Factuality::PRpos | Factuality::PSpos) && claim.temporality != Temporality::Future
}

/// `which he denies`: the claim of who denies what another claims.
fn denial(claim: &Claim, by: usize) -> Claim {
    Claim {
        source: Some(EntityId(by as u32)),
        relayed_by: Vec::new(),
        stance: Stance::Denies,
        factuality: Factuality::CTneg,
        author_factuality: Factuality::Uu,
        ..claim.clone()
    }
}

fn same_view(a: &Claim, b: &Claim) -> bool {
    (a.source, a.factuality, a.author_factuality, a.temporality == Temporality::Future)
        == (b.source, b.factuality, b.author_factuality, b.temporality == Temporality::Future)
}

fn claim(document: &Document, mention: &EventMention, sources: &[usize], confidence: f32) -> Claim {
    let context = &mention.context;
    let sentence = document.sentence_of(mention.trigger);
    let open = |f: Factuality| if context.hypothetical && f != Factuality::CTneg { Factuality::Uu } else { f };
    let factuality = open(context.factuality);
    let stance = match (context.stance, factuality) {
        (Stance::Asserts, Factuality::CTpos) => mention.stance,
        (Stance::Suspects, f) if !matches!(f, Factuality::PRpos | Factuality::PSpos | Factuality::PRneg | Factuality::PSneg) => {
            Stance::Asserts
        }
        (Stance::Denies, f) if !matches!(f, Factuality::CTneg | Factuality::PRneg | Factuality::PSneg) => Stance::Asserts,
        (stance, _) => stance,
    };
    // a refusal to confirm is a claim about what is left open only
    let stance = if stance == Stance::DeclinesToConfirm && !matches!(factuality, Factuality::Uu | Factuality::CTu) {
        Stance::Asserts
    } else {
        stance
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
        evidence: document.range(document.sentence(sentence).tokens),
        confidence,
        frame: mention.frame.clone(),
        in_headline: document.is_headline(sentence),
    }
}

/// Sums up the claims: certain ones first, then plans, then hedges. A headline counts only where the body says nothing, and what a
/// noun takes as given (`the trip`) does not outweigh that the trip is planned or was cancelled.
pub fn status(claims: &[Claim]) -> Status {
    let body: Vec<&Claim> = claims.iter().filter(|c| !c.in_headline).collect();
    let counted = if body.is_empty() { claims.iter().collect() } else { body };
    let (given, said): (Vec<&Claim>, Vec<&Claim>) = counted
        .iter()
        .partition(|c| c.stance == Stance::Presupposes && c.factuality == Factuality::CTpos && c.temporality == Temporality::TimeUnknown);
    let is_plan = |c: &Claim| c.temporality == Temporality::Future && matches!(c.factuality, Factuality::PSpos | Factuality::PRpos);
    let settles = |c: &&Claim| c.factuality == Factuality::CTpos || is_plan(c) || c.source.is_none() && c.factuality == Factuality::CTneg;
    if !given.is_empty() && said.iter().any(settles) { sum_up(&said) } else { sum_up(&counted) }
}

/// Whether all that is said is that it was to come: `ahead of the visit`.
pub fn is_only_awaited(claims: &[Claim]) -> bool {
    claims.iter().all(|c| c.stance == Stance::Presupposes && c.temporality == Temporality::Future)
}

fn sum_up(claims: &[&Claim]) -> Status {
    use Factuality::{CTneg, CTpos, PRneg, PRpos, PSneg, PSpos};
    let any = |wanted: &[Factuality]| claims.iter().any(|c| wanted.contains(&c.factuality));
    let future = |wanted: &[Factuality]| claims.iter().any(|c| c.temporality == Temporality::Future && wanted.contains(&c.factuality));
    // what one suspects, another denies
    let denied = claims.iter().any(|c| c.stance == Stance::Denies && c.source.is_some() && c.factuality == CTneg);
    // "falsely claimed": what one says, the article takes back
    let taken_back = claims.iter().all(|c| c.author_factuality != CTpos) && claims.iter().any(|c| c.author_factuality == CTneg);
    if any(&[CTpos]) {
        if any(&[CTneg, PRneg]) || taken_back { Status::Disputed } else { Status::Asserted }
    } else if denied && !future(&[PSpos, PRpos]) && any(&[PRpos, PSpos]) {
        Status::Disputed
    } else if any(&[CTneg]) || future(&[PSneg]) {
        Status::Negated
    } else if future(&[PSpos, PRpos]) {
        Status::Planned
    } else if any(&[PRpos, PSpos, PRneg, PSneg]) {
        Status::Hedged
    } else if claims.iter().all(|c| c.stance == Stance::DeclinesToConfirm) {
        Status::Uncommitted
    } else {
        Status::Hypothetical
    }
}

/// What was still to come for one source has happened by now for another: an asserted event has no claims about the future.
pub fn settle(claims: &mut [Claim], status: Status) {
    if status == Status::Asserted {
        let has_come = is_only_awaited(claims);
        for claim in claims.iter_mut().filter(|c| c.temporality == Temporality::Future) {
            claim.temporality = Temporality::TimeUnknown;
            if has_come {
                (claim.factuality, claim.author_factuality) = (Factuality::CTpos, Factuality::CTpos);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::TextRange;

    fn claim(stance: Stance, factuality: Factuality, temporality: Temporality, in_headline: bool) -> Claim {
        Claim {
            source: None,
            relayed_by: Vec::new(),
            stance,
            factuality,
            author_factuality: factuality,
            temporality,
            evidence: TextRange::default(),
            confidence: 1.0,
            frame: "".into(),
            in_headline,
        }
    }

    #[test]
    fn a_cancelled_trip_stays_cancelled_when_called_the_trip() {
        let cancelled = claim(Stance::Asserts, Factuality::CTneg, Temporality::Past, false);
        let the_trip = claim(Stance::Presupposes, Factuality::CTpos, Temporality::TimeUnknown, false);
        assert_eq!(status(&[cancelled, the_trip]), Status::Negated);
    }

    #[test]
    fn what_somebody_plans_has_not_happened_because_it_has_a_name() {
        let plan = Claim {
            source: Some(EntityId(0)),
            author_factuality: Factuality::Uu,
            ..claim(Stance::Plans, Factuality::PSpos, Temporality::Future, false)
        };
        let the_purchase = claim(Stance::Presupposes, Factuality::CTpos, Temporality::TimeUnknown, false);
        assert_eq!(status(&[plan, the_purchase]), Status::Planned);
    }

    #[test]
    fn what_one_suspects_and_another_denies_is_disputed() {
        let suspected = claim(Stance::Suspects, Factuality::PRpos, Temporality::Past, false);
        let denied = denial(&suspected, 0);
        assert_eq!(status(&[suspected, denied.clone()]), Status::Disputed);
        assert_eq!(status(&[denied]), Status::Negated);
    }

    #[test]
    fn the_body_outweighs_the_headline() {
        let headline = claim(Stance::Asserts, Factuality::CTpos, Temporality::Past, true);
        let body = claim(Stance::Suspects, Factuality::PRpos, Temporality::Past, false);
        assert_eq!(status(&[headline.clone(), body]), Status::Hedged);
        assert_eq!(status(&[headline]), Status::Asserted);
    }

    #[test]
    fn nothing_asserted_lies_in_the_future() {
        let mut claims = [
            claim(Stance::Plans, Factuality::PSpos, Temporality::Future, false),
            claim(Stance::Asserts, Factuality::CTpos, Temporality::Past, false),
        ];
        let status = status(&claims);
        settle(&mut claims, status);
        assert_eq!(status, Status::Asserted);
        assert!(claims.iter().all(|c| c.temporality != Temporality::Future));
    }
}
