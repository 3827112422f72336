//! From mentions and chains to entities with identity: registry entry, full name, or known in this article only.
//!
//! ```text
//! chain {Blinken, his, Secretary Antony Blinken}  →  Entity { key: Registry("person/antony-blinken"), name: "Antony Blinken", … }
//! ```

mod entities;
mod registry;

pub use entities::{entities, government};
pub use registry::{Entry, Problem, Registry};
