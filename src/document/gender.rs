//! Which pronoun refers to a person: `Elena Marsh` → *she*.

/// Grammatical gender of a known person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// Referred to by *he*.
    Male,
    /// Referred to by *she*.
    Female,
}
