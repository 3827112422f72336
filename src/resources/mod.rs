//! resources: under construction.
