//! Which times the tense of a verb goes with: what is over not with `will say`, what is to come not with `accused`.

use super::Search;
use crate::calendar::{Precision, TimeValue};
use crate::document::{TimeId, TokenId};

impl Search<'_> {
    /// Whether the tense of a verb rules a time out: what is over does not go with `has accused` or `will say`, what is to come not with `accused`.
    pub(super) fn is_misfit(self, verb: TokenId, time: TimeId) -> bool {
        let (syntax, document) = (self.syntax, self.syntax.document);
        let anchor = document.article.anchor_date().map(|d| d.date);
        let value = document.times[time.index()].value;
        let is_over = value.is_some_and(|v| v.begin.is_some() && v.end.is_some() && v.end < anchor);
        let is_future = || syntax.children_by(verb, "aux").any(|a| syntax.tag(a) == "MD" && syntax.lemma(a) == "will");
        // "are appalled by calls for protests this weekend"
        let says = || {
            let is_present = |t: TokenId| matches!(syntax.tag(t), "VBZ" | "VBP");
            syntax.speaks(verb) && (is_present(verb) || syntax.children_by(verb, "aux").any(is_present))
        };
        is_over && (syntax.is_present_perfect(verb) || is_future()) || self.is_ahead(time) && (self.has_happened(verb) || says())
    }

    /// Whether a time is a year, or years, before that of the article.
    pub(super) fn is_year_gone(self, time: TimeId) -> bool {
        let document = self.syntax.document;
        let is_year = |v: &TimeValue| v.precision == Precision::Year;
        let end = document.times[time.index()].value.filter(is_year).and_then(|v| v.end);
        end.zip(document.article.anchor_date()).is_some_and(|(end, anchor)| end < anchor.date)
    }

    pub fn is_ahead(self, time: TimeId) -> bool {
        let document = self.syntax.document;
        let begin = document.times[time.index()].value.and_then(|v| v.begin);
        begin.zip(document.article.anchor_date()).is_some_and(|(begin, anchor)| begin > anchor.date)
    }

    /// Whether a finite verb tells what is over: `accused`, `has been accused`, `had said`.
    pub fn has_happened(self, verb: TokenId) -> bool {
        let syntax = self.syntax;
        let is_past = |t: TokenId| syntax.tag(t) == "VBD";
        let helpers = || ["aux", "aux:pass"].into_iter().flat_map(move |r| syntax.children_by(verb, r));
        let is_modal = helpers().any(|a| syntax.tag(a) == "MD");
        !is_modal && (is_past(verb) || syntax.is_perfect(verb) || syntax.tag(verb) == "VBN" && helpers().any(is_past))
    }

    /// `accused`, `was accused`: told as over, and in no perfect.
    pub fn is_simple_past(self, verb: TokenId) -> bool {
        self.has_happened(verb) && !self.syntax.is_perfect(verb)
    }
}
