//! Coreference.
