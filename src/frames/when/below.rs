//! The nearest time below a word, through its phrases, but not through what is at a time of its own.
//!
//! ```text
//! "died in the July 2022 explosion"                   died: July 2022
//! "blames Peru for the killing last month"            blames: no time
//! ```

use super::Search;
use crate::document::{EntityType, TimeId, TokenId};

impl Search<'_> {
    /// Nearest dating expression below a word, not through another clause.
    pub(super) fn below(self, word: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let mut level = vec![word];
        // a report may tell at length where it was made
        for _ in 0..if syntax.reports(word) { 5 } else { 3 } {
            let mut next = Vec::new();
            let mut found: Vec<(u32, TimeId)> = Vec::new();
            for token in level {
                // "a suspect in the June 16 attack": what stands in front of a noun dates that noun only
                let belongs = |child: TokenId| token == word || child > token || self.shares_time(word, token);
                for &child in syntax.children(token) {
                    if let Some(time) = self.dating(child)
                        && syntax.time(word) != Some(time)
                        && belongs(child)
                        && self.may_have(word, token, time)
                    {
                        found.push((child.0.abs_diff(word.0), time));
                    } else if self.passes(word, token, child) {
                        next.push(child);
                    }
                }
            }
            if let Some((_, nearest)) = found.iter().min_by_key(|(distance, _)| *distance) {
                // "Last year rebels attacked the town on 7 October"
                let finer = found.iter().find(|(_, time)| self.is_part(*time, *nearest));
                return Some(finer.map_or(*nearest, |(_, time)| *time));
            }
            level = next;
        }
        None
    }

    /// Whether a time is a part of another: 7 October 2023 of 2023.
    fn is_part(self, time: TimeId, of: TimeId) -> bool {
        let value = |t: TimeId| self.syntax.document.times[t.index()].value.filter(|v| v.begin.is_some() && v.end.is_some());
        value(time).zip(value(of)).is_some_and(|(part, whole)| part != whole && whole.contains(&part))
    }

    /// Whether a time that hangs below `word` is not the one of another verb that it stands right behind.
    fn may_have(self, word: TokenId, parent: TokenId, time: TimeId) -> bool {
        if self.closed_by(time).is_some_and(|noun| noun != word && !self.syntax.has_case(noun, "later")) {
            return false;
        }
        // "it will not look into complaints about a show on 5 August"
        let is_out = || self.is_misfit(word, time) && (self.is_ahead(time) || !self.syntax.is_present_perfect(word));
        if parent != word && self.syntax.is_verb(word) && is_out() {
            return false;
        }
        if self.syntax.reports(word) && self.opening(word) == Some(time) {
            return false;
        }
        // "reported sales growth in the second quarter": the quarter of the sales
        let is_of_figures = || matches!(&*self.syntax.document.times[time.index()].rule, "quarter" | "half" | "first-months" | "up-to");
        if self.syntax.speaks(word)
            && self.syntax.children_by(word, "obj").any(|o| o < self.syntax.document.times[time.index()].span.start)
            && is_of_figures()
        {
            return false;
        }
        let Some(verb) = self.verb_before(time) else { return true };
        verb == word || verb == parent || !(self.syntax.reports(verb) || self.syntax.has(verb, "nsubj"))
    }

    /// Whether the search for a date may go through a dependent: phrases yes, clauses and subjects no; a gerund of what was done
    /// yes, `tried to leave on Sunday`, and the clause of a letter in which something is said.
    fn passes(self, word: TokenId, parent: TokenId, child: TokenId) -> bool {
        let syntax = self.syntax;
        let relation = syntax.relation(child);
        if syntax.is_verb(child) {
            let bare = !syntax.has(child, "nsubj") && !syntax.reports(child);
            // "committed itself to leaving by 2035"
            let is_end = syntax.is_marked_by(child, "to");
            // "convicted of taking bribes in 2015"
            let is_offence = syntax.is_listed(word, "judging") && ["of", "for", "over"].iter().any(|mark| syntax.is_marked_by(child, mark));
            let gerund = !is_offence && self.is_gerund(child) && !self.is_ordered(child) && !self.is_reason(word, child) && !is_end;
            let letter = parent != word && syntax.reports(word) && syntax.is(parent, "obl") && syntax.has_feature(child, "VerbForm=Part");
            let is_part = relation == "advcl" && gerund && syntax.is_verb(word) && child > word;
            return bare && (is_part || relation == "acl" && letter || syntax.is_done_by(child, parent));
        }
        if matches!(relation, "obl" | "nmod" | "advmod") && self.is_apart(child) {
            return false;
        }
        if syntax.is_verb(word) && self.keeps_date(word, parent, child) {
            return false;
        }
        // "The last election, in 2022, was won by"
        if relation == "nsubj:pass" {
            return self.takes_part(word, child);
        }
        matches!(
            relation,
            "obl"
                | "obl:unmarked"
                | "obl:tmod"
                | "obl:npmod"
                | "nmod"
                | "nmod:unmarked"
                | "obj"
                | "advmod"
                | "compound"
                | "iobj"
                | "nmod:tmod"
                | "xcomp"
        )
    }

    /// `blames Israel for the killing last month`: a known happening keeps its date to itself.
    fn keeps_date(self, word: TokenId, parent: TokenId, child: TokenId) -> bool {
        let syntax = self.syntax;
        // "in some of the attacks this year"
        let phrase = if syntax.is_noun(parent) || syntax.is_verb(parent) { child } else { parent };
        // "In her first speech in the role on Monday, Ruiz said", "told editors on the sidelines of the summit on Monday"
        let hears = |t: TokenId| syntax.is(t, "obj") && syntax.reports(word);
        let within = || {
            self.is_setting(parent) && (self.is_setting(phrase) || syntax.case(phrase) == "of") || hears(parent) && self.is_setting(phrase)
        };
        let is_setting = || syntax.relation(phrase) == "obl" && self.is_setting(phrase) || syntax.is(phrase, "nmod") && within();
        // "told the programme on Monday that"
        let is_told = || parent == word && hears(child) && syntax.has(word, "ccomp");
        // "signed the law on 4 March": a law is made, and does not happen
        let is_law = || syntax.mentioned(child).is_some_and(|m| m.entity_type == EntityType::Law);
        !self.is_new(child) && self.is_happening(child) && !is_setting() && !is_told() && !is_law() && !self.takes_part(word, child)
    }

    /// `in a Wednesday briefing`, `during September's debate`, `died in the July 2022 explosion`: what happens in it shares its day.
    fn shares_time(self, verb: TokenId, noun: TokenId) -> bool {
        let syntax = self.syntax;
        let below = syntax.is_verb(verb) && syntax.is(noun, "obl") && syntax.head(noun) == Some(verb);
        // "in Monday's Mirror"
        let is_name = || syntax.pos(noun) == "PROPN";
        self.takes_part(verb, noun)
            || below
                && (syntax.has_case(noun, "while")
                    || syntax.has_case(noun, "place") && (is_name() || self.is_new(noun) || self.is_gathering(noun))
                    || self.comes_in(noun, verb))
    }

    /// `won the 2020 election`, `attended Monday's summit`: its date is that of the vote, or the meeting.
    fn takes_part(self, verb: TokenId, noun: TokenId) -> bool {
        let syntax = self.syntax;
        let is_object = syntax.is(noun, "obj") || syntax.relation(noun) == "nsubj:pass";
        is_object && syntax.head(noun) == Some(verb) && self.is_gathering(noun) && syntax.is_listed(verb, "take-part")
    }
}
