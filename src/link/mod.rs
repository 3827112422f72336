//! link: under construction.
