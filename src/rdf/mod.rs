//! rdf: under construction.
