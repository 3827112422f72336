//! The slot language: `"SUBJ | obj>nmod:to"` → where in the tree to look for the filler of a role.
//!
//! A slot is a list of alternatives in order of preference; an alternative is a path of steps down from the trigger.
//! `rel` or `rel:case` is a child with that relation and, if given, that preposition or conjunction;
//! `SUBJ` and `OBJ` are the logical subject and object; `CLAUSE` is a clause below the trigger, `CLAUSE:of` one marked by *of*;
//! `HEAD` is the trigger's own head, `HEAD:in` the head of a trigger that is marked by *in*, `HOLDER` who bears the title that the trigger is, `PAIR` two names joined by a hyphen before it, `.` the trigger itself; `amod:demonym` an adjective or noun modifier that names a country;
//! `STRUCK` what another word tells the deed to have hit, `AVOWER` who owns up to it, `KEEPER` who keeps a thing and in what, `PARTS` of what it is made up.

use std::fmt;
use std::str::FromStr;

/// Alternatives in order of preference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot(pub Vec<Vec<Step>>);

/// One step from a token to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The trigger itself.
    Here,
    /// Logical subject.
    Subject,
    /// Logical object.
    Object,
    /// The token's head; if a preposition is given, only where it marks the token.
    Head(Option<String>),
    /// Who bears a title: `Xi Jinping` for `leader` in `Chinese leader Xi Jinping`.
    Holder,
    /// An adjectival, adverbial or complement clause, marked by the word if given.
    Clause(Option<String>),
    /// A modifier that names a country: `the Chinese attack`.
    Demonym,
    /// Two names joined by a hyphen before the noun: `the Chad-Libya war`.
    Pair,
    /// What else the deed hit: `the bank` for `stole` in `broke into the bank and stole gold`.
    Struck,
    /// Who owns up to what befell him: `the bank` for `stolen` in `the bank admitted that files were stolen`.
    Avower,
    /// Who keeps a thing, and in what: `the bank` for `files` in `files kept by the bank`.
    Keeper,
    /// Of what a thing is made up: `names` for `data` in `the data includes names`.
    Parts,
    /// A child with a relation and, if given, a marker.
    Child {
        /// Relation, subtypes included: `nmod`.
        relation: String,
        /// Preposition or conjunction: `to`; parts of a fixed one joined by `_`: `because_of`.
        case: Option<String>,
    },
}

/// A slot that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "slot `{slot}`: `{step}` is neither a relation of Universal Dependencies nor one of SUBJ, OBJ, CLAUSE, HEAD, HOLDER, PAIR, STRUCK, AVOWER, KEEPER, PARTS, amod:demonym and `.`"
)]
pub struct SlotError {
    slot: String,
    step: String,
}

/// Relations that may stand in a slot, and those subtypes that are not prepositions.
const RELATIONS: &[&str] = &[
    "acl",
    "advcl",
    "advmod",
    "amod",
    "appos",
    "aux",
    "case",
    "cc",
    "ccomp",
    "compound",
    "conj",
    "cop",
    "csubj",
    "det",
    "flat",
    "iobj",
    "mark",
    "nmod",
    "nsubj",
    "nummod",
    "obj",
    "obl",
    "parataxis",
    "vocative",
    "xcomp",
];
const SUBTYPES: &[&str] = &["agent", "desc", "npmod", "outer", "pass", "poss", "preconj", "prt", "relcl", "tmod", "unmarked"];

impl FromStr for Slot {
    type Err = SlotError;

    fn from_str(text: &str) -> Result<Self, SlotError> {
        let error = |step: &str| SlotError { slot: text.to_owned(), step: step.to_owned() };
        text.split('|')
            .map(|path| path.split('>').map(|step| Step::parse(step.trim()).ok_or_else(|| error(step.trim()))).collect())
            .collect::<Result<_, _>>()
            .map(Slot)
    }
}

impl Step {
    fn parse(text: &str) -> Option<Step> {
        let (name, detail) = text.split_once(':').map_or((text, None), |(n, d)| (n, Some(d)));
        Some(match (name, detail) {
            (".", None) => Step::Here,
            ("SUBJ", None) => Step::Subject,
            ("OBJ", None) => Step::Object,
            ("HEAD", case) => Step::Head(case.map(str::to_owned)),
            ("HOLDER", None) => Step::Holder,
            ("PAIR", None) => Step::Pair,
            ("STRUCK", None) => Step::Struck,
            ("AVOWER", None) => Step::Avower,
            ("KEEPER", None) => Step::Keeper,
            ("PARTS", None) => Step::Parts,
            ("CLAUSE", case) => Step::Clause(case.map(str::to_owned)),
            ("amod", Some("demonym")) => Step::Demonym,
            (name, None) if RELATIONS.contains(&name) => Step::Child { relation: name.to_owned(), case: None },
            (name, Some(sub)) if RELATIONS.contains(&name) && SUBTYPES.contains(&sub) => {
                Step::Child { relation: text.to_owned(), case: None }
            }
            (name, Some(case)) if RELATIONS.contains(&name) && !case.is_empty() => {
                Step::Child { relation: name.to_owned(), case: Some(case.to_owned()) }
            }
            _ => return None,
        })
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Here => f.write_str("."),
            Step::Subject => f.write_str("SUBJ"),
            Step::Object => f.write_str("OBJ"),
            Step::Head(None) => f.write_str("HEAD"),
            Step::Head(Some(case)) => write!(f, "HEAD:{case}"),
            Step::Holder => f.write_str("HOLDER"),
            Step::Pair => f.write_str("PAIR"),
            Step::Struck => f.write_str("STRUCK"),
            Step::Avower => f.write_str("AVOWER"),
            Step::Keeper => f.write_str("KEEPER"),
            Step::Parts => f.write_str("PARTS"),
            Step::Clause(None) => f.write_str("CLAUSE"),
            Step::Clause(Some(mark)) => write!(f, "CLAUSE:{mark}"),
            Step::Demonym => f.write_str("amod:demonym"),
            Step::Child { relation, case: None } => f.write_str(relation),
            Step::Child { relation, case: Some(case) } => write!(f, "{relation}:{case}"),
        }
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, path) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str(" | ")?;
            }
            let steps: Vec<_> = path.iter().map(Step::to_string).collect();
            f.write_str(&steps.join(">"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_paths_cases_and_subtypes() {
        let text = "SUBJ | obj>nmod:to | obl:agent | CLAUSE:of | OBJ>PARTS | OBJ>KEEPER | STRUCK | AVOWER";
        let slot: Slot = text.parse().unwrap();
        assert_eq!(slot.to_string(), text);
        let child = |relation: &str, case: Option<&str>| Step::Child { relation: relation.into(), case: case.map(Into::into) };
        assert_eq!(slot.0[1], [child("obj", None), child("nmod", Some("to"))]);
        assert_eq!(slot.0[2], [child("obl:agent", None)]);
    }

    #[test]
    fn rejects_what_is_no_relation() {
        let error = "SUBJ | object".parse::<Slot>().unwrap_err();
        assert!(error.to_string().contains("`object`"));
    }
}
