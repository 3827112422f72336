//! The weights of the language model, embedded.

/// Weights file of `data/models/en`, laid out so that it is used where it lies.
pub static MODEL: &[u8] = include_bytes!("../../data/models/en/model.bin");
