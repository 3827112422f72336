//! frames: under construction.
