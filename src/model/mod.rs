//! model: under construction.
