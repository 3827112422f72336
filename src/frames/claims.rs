//! What a predicate claims of the event below it: `denied` turns polarity round, `plans to` puts it into the future, `may` weakens it.

use super::context::Reader;
use super::file::ClaimEntry;
use crate::document::TokenId;
use crate::events::{Factuality, Stance, Temporality};

impl Reader<'_, '_> {
    /// Applies an embedder, or what it does when negated; without such an entry a negated embedder leaves the event open.
    pub(super) fn apply(&mut self, claim: &ClaimEntry, negated: Option<Option<ClaimEntry>>, governor: TokenId) {
        let open = ClaimEntry {
            stance: Stance::Asserts,
            factuality: Factuality::Uu,
            author: Factuality::Uu,
            temporality: None,
            source: claim.source,
            phase: None,
        };
        let claim = match negated {
            None => *claim,
            Some(own) => own.unwrap_or(open),
        };
        let was_weak = self.context.factuality != Factuality::CTpos;
        self.weaken(claim.factuality);
        if claim.author == Factuality::Uu {
            self.context.author = Factuality::Uu;
        }
        // the innermost predicate that takes a stance wins: "said it plans to" is a plan
        if self.context.stance == Stance::Asserts && !(was_weak && claim.stance == Stance::Presupposes) {
            self.context.stance = claim.stance;
        }
        if let Some(temporality) = claim.temporality {
            self.context.temporality = temporality;
            if temporality == Temporality::Future {
                self.context.hypothetical = false;
            }
        }
        self.context.phase = self.context.phase.or(claim.phase);
        if claim.source {
            match self.source_of(&claim, governor) {
                Some(source) => {
                    self.add_source(source);
                    self.add_quoter(governor);
                }
                None => self.context.hearsay = true,
            }
        }
    }

    /// Nothing is said about whether it is so: `if he does not resign`.
    pub(super) fn open(&mut self) {
        self.context.hypothetical = true;
        self.weaken(Factuality::Uu);
    }

    /// Combines what is already read with what a word further out says.
    pub(super) fn weaken(&mut self, by: Factuality) {
        self.context.factuality = combine(self.context.factuality, by);
        self.context.author = combine(self.context.author, by);
    }
}

/// Whether the claim does nothing but name who says so.
pub(super) fn is_mere_source(claim: &ClaimEntry) -> bool {
    claim.source && claim.factuality == Factuality::CTpos && claim.temporality.is_none() && claim.stance != Stance::Accuses
}

/// The claim with nothing left of it but the source.
pub(super) fn only_source(claim: &ClaimEntry) -> ClaimEntry {
    ClaimEntry {
        stance: Stance::Asserts,
        factuality: Factuality::CTpos,
        author: Factuality::CTpos,
        temporality: None,
        source: claim.source,
        phase: None,
    }
}

/// `outer` applied to `inner`: a denial turns polarity round, a hedge weakens certainty, `Uu` withdraws all.
fn combine(inner: Factuality, outer: Factuality) -> Factuality {
    use Factuality::{CTneg, CTpos, CTu, PRneg, PRpos, PSneg, PSpos, Uu};
    match (inner, outer) {
        (inner, CTpos) => inner,
        (Uu | CTu, _) | (_, Uu | CTu) => Uu,
        (CTpos, CTneg) => CTneg,
        (CTneg, CTneg) => CTpos,
        (PRpos, CTneg) => PRneg,
        (PSpos, CTneg) => PSneg,
        (PRneg, CTneg) => PRpos,
        (PSneg, CTneg) => PSpos,
        (CTpos, weak) => weak,
        (CTneg, PRpos) => PRneg,
        (CTneg, PSpos) => PSneg,
        (PRpos | PSpos, PSpos) => PSpos,
        (PRneg | PSneg, PSpos) => PSneg,
        (inner, PRpos) => inner,
        (inner, PRneg | PSneg) => combine(combine(inner, CTneg), PSpos),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certainty_never_rises_and_two_negations_cancel() {
        use Factuality::*;
        assert_eq!(combine(CTneg, CTneg), CTpos);
        assert_eq!(combine(PRpos, CTneg), PRneg);
        assert_eq!(combine(PSpos, PRpos), PSpos);
        assert_eq!(combine(CTneg, Uu), Uu);
    }
}
