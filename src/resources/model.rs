//! The weights of the language model and of the coreference ranker, embedded.

/// Weights file of `data/models/en`, laid out so that it is used where it lies.
pub static MODEL: &[u8] = include_bytes!("../../data/models/en/model.bin");

/// Weights of the coreference ranker, in the same layout.
pub static COREF: &[u8] = include_bytes!("../../data/models/en/coref.bin");

/// By what the scores of the model are divided before they become probabilities.
pub const TEMPERATURES: &str = include_str!("../../data/models/en/temperatures.toml");
