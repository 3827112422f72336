//! eval: under construction.
