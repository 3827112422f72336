//! What speaks for an event → the belief that the text says it, 0 to 1.
//!
//! ```text
//! frame 0.9, tree 0.97, all names known, three mentions   →   0.86
//! ```
//! A logistic function of a few signals; its weights stand in `data/confidence.toml`, fitted by `training/confidence.py`.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::participants::{Filled, Participant};
use super::types::{Entity, EntityKey};
use crate::document::MentionKind;
use crate::frames::Syntax;

/// What speaks for an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Signals {
    /// How often the frame is right, 0 to 1.
    pub frame: f32,
    /// How sure the tree and the types of the participants are in the best mention: the least of them, 0 to 1.
    pub tree: f32,
    /// Share of the participants that have a name, 0 to 1.
    pub named: f32,
    /// Share of the participants that a pronoun or a noun phrase stands for, 0 to 1.
    pub resolved: f32,
    /// Roles that are filled.
    pub roles: u32,
    /// Places where the article speaks of the event.
    pub mentions: u32,
    /// Whether the best mention is a noun.
    pub nominal: bool,
}

/// Weights of the signals.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Weights {
    bias: f32,
    frame: f32,
    tree: f32,
    named: f32,
    resolved: f32,
    roles: f32,
    mentions: f32,
    nominal: f32,
}

static WEIGHTS: LazyLock<Weights> =
    LazyLock::new(|| toml::from_str(include_str!("../../data/confidence.toml")).expect("the embedded weights are read by the tests"));

impl Signals {
    /// Adds what the participants say.
    pub(super) fn with_participants<'f>(self, syntax: &Syntax<'_>, entities: &[Entity], fillers: impl Iterator<Item = &'f Filled>) -> Self {
        let (mut count, mut named, mut resolved) = (0.0_f32, 0.0_f32, 0.0_f32);
        for filled in fillers {
            let Participant::Entity(e) = filled.participant else { continue };
            count += 1.0;
            named += f32::from(u8::from(entities[e].key != EntityKey::Local));
            let kind = syntax.mentioned(filled.head).map(|m| m.kind);
            resolved += f32::from(u8::from(entities[e].key != EntityKey::Local && kind != Some(MentionKind::Name)));
        }
        let share = |n: f32| if count > 0.0 { n / count } else { 0.0 };
        Self { named: share(named), resolved: share(resolved), ..self }
    }

    /// The belief.
    pub fn confidence(&self) -> f32 {
        let w = &*WEIGHTS;
        let many = |n: u32| (n.clamp(1, 6) as f32).ln();
        let score = w.bias
            + w.frame * self.frame
            + w.tree * self.tree
            + w.named * self.named
            + w.resolved * self.resolved
            + w.roles * many(self.roles)
            + w.mentions * many(self.mentions)
            + w.nominal * f32::from(u8::from(self.nominal));
        1.0 / (1.0 + (-score).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surer_tree_and_more_mentions_mean_more_belief() {
        let weak = Signals { frame: 0.7, tree: 0.3, named: 0.5, roles: 1, mentions: 1, ..Signals::default() };
        let strong = Signals { frame: 0.9, tree: 0.98, named: 1.0, roles: 3, mentions: 4, ..weak };
        assert!(0.0 < weak.confidence() && weak.confidence() < strong.confidence() && strong.confidence() < 1.0);
    }
}
