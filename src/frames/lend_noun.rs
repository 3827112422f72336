//! Dates that nouns have from the clauses about them, and lend to them.
//!
//! ```text
//! "the attack that killed three on Monday"                the attack: Monday, through the clause about it
//! "the call on Monday, during which Ruiz said …"          said: Monday, through the call
//! "A 2016 survey found that the town was growing."        found: 2016, through what says so
//! ```

use super::file::LightSubject;
use super::speaker::is_document;
use super::when::Search;
use crate::document::{TimeId, TokenId};

impl Search<'_> {
    /// What a clause says of an event noun.
    pub(super) fn told_of(self, noun: TokenId) -> Option<TimeId> {
        if !self.syntax.is_noun(noun) {
            return None;
        }
        self.of_relative(noun).or_else(|| self.of_head(noun)).or_else(|| self.of_predicate(noun))
    }

    /// `the attack that killed three on Monday`, `the crash, which she says took place in May`.
    fn of_relative(self, noun: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let is_gap = |clause: TokenId| syntax.children_by(clause, "nsubj").all(|t| syntax.has_feature(t, "PronType=Rel"));
        let said = |clause: TokenId| syntax.children_by(clause, "ccomp").find(|c| syntax.reports(clause) && is_gap(*c));
        // "a verdict announced on Monday"
        let is_made_known = |c: TokenId| self.is_issued(c) && syntax.is_listed(noun, "document");
        let tells = |c: TokenId| is_made_known(c) || !syntax.reports(c) && is_gap(c);
        let mut clauses = syntax.children_by(noun, "acl").filter(|c| syntax.is_verb(*c) && !syntax.is_marked_by(*c, "to"));
        let time = |c: TokenId| self.own(c).filter(|t| !self.is_arranged(c, *t));
        clauses.find_map(|c| time(said(c).or_else(|| tells(c).then_some(c))?))
    }

    /// `the start of the war on Monday`, `chaired a meeting on Monday`, `told a rally on Monday that`, `In May the ruling led to protests`.
    fn of_head(self, noun: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let head = syntax.head(noun)?;
        let (is_object, is_oblique) = (syntax.is(noun, "obj"), syntax.is(noun, "obl"));
        let begins = syntax.is(noun, "nmod") && syntax.case(noun) == "of" && syntax.is_listed(head, "onset");
        let is_audience = || syntax.is_listed(noun, "occasion") && syntax.reports(head) && syntax.has(head, "ccomp");
        if begins || is_object && (syntax.is_listed(head, "attend") || is_audience()) {
            return self.own(head);
        }
        // "sang at the vigil on Tuesday"
        let is_venue = is_oblique && self.is_setting(noun) && syntax.is_listed(noun, "occasion");
        if is_venue && syntax.is_preterite(head) && !syntax.reports(head) {
            return self.own(head);
        }
        let follows = syntax.is_listed(head, "outcome") && syntax.has_feature(head, "Tense=Past") && self.is_new(noun);
        let is_in_front = |t: &TimeId| syntax.document.times[t.index()].span.start < head;
        Some(head).filter(|_| follows && (is_object || is_oblique)).and_then(|h| self.own(h)).filter(is_in_front)
    }

    /// `Allegations arose in May`, `the trial is set for June`, `there was no unrest in the town on Monday`.
    fn of_predicate(self, noun: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let verb = syntax.head(noun).filter(|_| syntax.is(noun, "nsubj"))?;
        // "elections are due in August"
        let is_to_come = |t: &TimeId| self.is_ahead(*t) || self.is_set_for(*t);
        if let Some(time) = self.own(verb).filter(|t| syntax.is_listed(verb, "due") && is_to_come(t)) {
            return Some(time);
        }
        if syntax.reports(verb) {
            return None;
        }
        if syntax.has(verb, "expl") {
            return self.own(verb);
        }
        // "The march was one of several on Saturday"
        if syntax.has_copula(verb) && syntax.is_listed(verb, "one-of") {
            return self.own(verb);
        }
        // "the talks are due to take place on Friday"
        let takes_place = |v: &TokenId| syntax.lights(*v).any(|l| l.subject == LightSubject::Event);
        let happens = std::iter::once(verb).chain(syntax.children_by(verb, "xcomp")).find(takes_place);
        let happens = happens.or_else(|| (self.is_new(noun) && syntax.has_feature(verb, "Tense=Past")).then_some(verb))?;
        self.own(happens).filter(|_| syntax.is_verb(happens))
    }

    /// `set for June`.
    fn is_set_for(self, time: TimeId) -> bool {
        let document = self.syntax.document;
        document.times[time.index()].span.start.0.checked_sub(1).is_some_and(|t| document.form(TokenId(t)) == "for")
    }

    /// `the vote called last month`: the day of the calling.
    fn is_arranged(self, verb: TokenId, time: TimeId) -> bool {
        let document = self.syntax.document;
        let is_over = document.times[time.index()].value.is_some_and(|v| v.end.is_some() && v.end < document.today());
        is_over && !self.is_set_for(time) && self.syntax.is_listed(verb, "arrange")
    }

    /// A clause about a time or a happening is at its time: `the same day Blinken traveled`, `Friday, the day that he left`, `the call on
    /// Monday, during which she said`, `the attack in May that killed three`.
    pub(super) fn of_antecedent(self, clause: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let noun = syntax.head(clause)?;
        // "said on Friday that …" is no clause about Friday, even if the parser hangs it there
        let is_content = syntax.is(clause, "ccomp") && syntax.has(clause, "mark");
        if !is_content && !self.is_ordered(clause) && ["acl", "advcl", "ccomp"].iter().any(|relation| syntax.is(clause, relation)) {
            let named = || syntax.head(noun).filter(|_| syntax.relation(noun) == "appos").and_then(|t| self.dating(t));
            // "on 7 October - the day rebels attacked", "In 2016, the year Marsh won"
            let explained = || {
                let start = syntax.document.subtree(noun).start;
                let is_inside = |t: &TokenId| matches!(syntax.pos(*t), "PUNCT" | "DET");
                let before = (start.0.saturating_sub(2)..=start.0).rev().map(TokenId).find(|t| !is_inside(t) && *t < noun)?;
                self.dating(before).filter(|_| syntax.is(noun, "obl:unmarked"))
            };
            if let Some(time) = self.dating(noun).or_else(named).or_else(explained) {
                return Some(time);
            }
        }
        // "They bombed the port on Monday, which killed two"
        if syntax.relation(clause) == "advcl:relcl" {
            let follows = self.has_happened(noun) && syntax.is_preterite(clause);
            return self.own(noun).filter(|_| follows && ![noun, clause].iter().any(|verb| syntax.reports(*verb)));
        }
        if syntax.relation(clause) != "acl:relcl" {
            return None;
        }
        // "the attack on Spain by rebels, during which two were killed": of the nouns in a row the one that happens
        let mut nouns = std::iter::once(noun).chain(syntax.other_antecedents(clause));
        // "the attack by gunmen, during which two were killed"
        let is_deed = |n: TokenId| self.is_happening(n) && !syntax.is_agent(n);
        let noun = nouns.find(|n| syntax.pos(*n) == "NOUN" && is_deed(*n)).or(Some(noun).filter(|n| syntax.pos(*n) == "NOUN"))?;
        let subjects = || syntax.children_by(clause, "nsubj");
        let does = || self.is_happening(noun) && !syntax.reports(clause) && subjects().any(|t| self.syntax.relates(t));
        // "met on Monday, in a session during which they agreed"
        let is_held = || syntax.is(noun, "obj") || syntax.is(noun, "obl") && self.is_setting(noun);
        let light = || syntax.head(noun).filter(|v| is_held() && syntax.is_verb(*v)).and_then(|v| self.own(v));
        (self.is_in_course(clause) || does()).then(|| self.own(noun).or_else(light)).flatten()
    }

    /// `was elected in a vote held in October`: the day of what a verb happens at.
    pub(super) fn at_occasion(self, verb: TokenId) -> Option<TimeId> {
        let phrases = self.syntax.children_by(verb, "obl").filter(|t| self.is_setting(*t) && self.is_gathering(*t));
        phrases.into_iter().find_map(|t| self.of_relative(t))
    }

    /// `during which two were killed`.
    pub(super) fn is_in_course(self, clause: TokenId) -> bool {
        self.syntax.children_by(clause, "obl").any(|t| self.syntax.relates(t) && self.is_setting(t))
    }

    /// `In a letter published on Friday, she said`, `A report issued on Friday found`: what is said in it is said on its day.
    pub(super) fn of_document(self, verb: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let is_said = |t: TokenId| syntax.reports(verb) || is_document(syntax, t);
        let contains = |t: &TokenId| syntax.is(*t, "obl") && self.is_setting(*t) && is_said(*t);
        let speaks = |t: &TokenId| syntax.relation(*t) == "nsubj" && is_said(*t);
        // "hit back at the claim that it lied in a letter published on Friday": the end of the sentence is nearer to what is said
        let phrase = syntax.document.subtree(verb);
        let is_last = |t: TokenId| syntax.document.subtree(t).end.0 + 1 >= phrase.end.0;
        let ends = |t: &TokenId| contains(t) && is_document(syntax, *t) && syntax.is_indefinite(*t) && is_last(*t);
        let below = || syntax.children(verb).iter().copied().filter(|t| contains(t) || speaks(t));
        let documents = below().chain(phrase.iter().filter(|t| syntax.is_verb(verb) && *t > verb && ends(t)));
        // "The report, which the ministry published on Monday, found"
        let is_given_out = |c: &TokenId| {
            let clause = syntax.relation(*c) == "acl:relcl" && syntax.is_listed(*c, "issue");
            clause && syntax.children_by(*c, "obj").any(|o| self.syntax.relates(o))
        };
        let tells_when = |c: &TokenId| self.is_issued(*c) || is_given_out(c);
        // "in an interview with the agency aired on Friday"
        let about = |t: TokenId| std::iter::once(t).chain(syntax.children_by(t, "nmod")).flat_map(|t| syntax.children_by(t, "acl"));
        let issued = documents.flat_map(|t| about(t).filter(tells_when).collect::<Vec<_>>()).find_map(|c| self.own(c));
        // "A 2016 census found", "Friday's letter said"
        let is_its = |t: &TokenId| syntax.pos(*t) == "NOUN" && !syntax.is_agent(*t) && syntax.speaks(verb) && !self.is_ordered(verb);
        let in_front = |t: TokenId| {
            let before = syntax.children(t).iter().take_while(|c| **c < t);
            before.filter(|c| !syntax.is_verb(**c)).find_map(|c| self.dating(*c))
        };
        let speakers = || syntax.children(verb).iter().copied().filter(|t| syntax.relation(*t) == "nsubj");
        // "In a May 7 memo, the agency said"
        let dated = || below().filter(|t| contains(t) && is_document(syntax, *t)).find_map(in_front);
        issued.or_else(|| speakers().filter(is_its).find_map(in_front)).or_else(dated).or_else(|| self.of_told_document(verb))
    }

    /// `released a video on Monday in which she vowed`, `On Monday the club issued a statement, which said`: what a document says is said when it
    /// is given out.
    fn of_told_document(self, clause: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let noun = syntax.head(clause).filter(|t| syntax.relation(clause) == "acl:relcl" && is_document(syntax, *t))?;
        let verb = syntax.head(noun).filter(|v| syntax.is_listed(*v, "issue") || syntax.is_listed(*v, "authoring"))?;
        let is_given_out = syntax.logical_object(verb) == Some(noun);
        let is_in_it = |t: &TokenId| matches!(syntax.relation(*t), "nsubj" | "obl" | "advmod") && syntax.relates(*t);
        let is_said = (syntax.speaks(clause) || syntax.reports(clause)) && syntax.children(clause).iter().any(is_in_it);
        self.own(verb).filter(|_| is_given_out && is_said)
    }

    /// `published`, of a document.
    pub(super) fn is_issued(self, participle: TokenId) -> bool {
        self.syntax.is_passive(participle) && self.syntax.is_listed(participle, "issue")
    }

    /// `Monday saw drones hit four airfields`: the day that sees it.
    pub(super) fn seen(self, word: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let verb = syntax.head(word).filter(|_| ["ccomp", "xcomp", "obj"].iter().any(|r| syntax.is(word, r)))?;
        if !syntax.is_listed(verb, "seeing") {
            return None;
        }
        // "the attacks on Monday, which saw 12 killed"
        let happening = |t: TokenId| syntax.antecedent_of_relative(t, verb).filter(|noun| self.is_happening(*noun));
        syntax.children_by(verb, "nsubj").find_map(|t| self.dating(t).or_else(|| self.own(happening(t)?)))
    }
}
