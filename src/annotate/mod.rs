//! annotate: under construction.
