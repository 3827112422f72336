//! Which other word lends a happening its date, where no expression of its own dates it.
//!
//! ```text
//! "the call on Monday, during which Ruiz said …"          said: Monday, through the call
//! "As talks opened on Friday, workers marched."           marched: Friday, through what happened meanwhile
//! "A man was arrested and charged on Friday."             arrested: Friday, through the verb beside it
//! "A 2016 survey found that the town was growing."        found: 2016, through what says so
//! ```
//! A verb of saying does not lend its date to what is said, and a clause of what came before or after has none from the one above.

use super::file::LightSubject;
use super::mention::FillerRef;
use super::speaker::is_document;
use super::when::{Reach, Search};
use crate::calendar::Precision;
use crate::document::{TimeId, TokenId};
use crate::events::{Stance, Temporality};

impl Search<'_> {
    /// The expression that dates a happening through another word of its sentence.
    pub fn lent(self, trigger: TokenId, clause: TokenId) -> Option<TimeId> {
        self.told_of(trigger)
            .or_else(|| self.of_antecedent(clause))
            .or_else(|| self.inherited(clause))
            .or_else(|| self.meanwhile(clause))
            .or_else(|| self.of_document(clause))
            .or_else(|| self.of_next(clause))
            .or_else(|| self.of_last(clause))
            .or_else(|| self.seen(clause))
            .or_else(|| self.of_infinitive(clause))
            .or_else(|| self.of_same_day(clause))
    }

    /// `died on the day Marsh visited Oslo in July`: then too.
    fn of_same_day(self, verb: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let is_day = |t: &TokenId| syntax.lemma(*t) == "day" && syntax.case(*t) == "on" && *t > verb;
        let day = syntax.children_by(verb, "obl").find(is_day)?;
        syntax.children_by(day, "acl").find_map(|clause| self.own(clause))
    }

    /// `authorised Chile to send arms in August 2023`: a time gone by behind an infinitive is that of what made it so.
    fn of_infinitive(self, verb: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let is_plan = |e: &super::frame_set::Embedder| {
            e.entry.claim.temporality == Some(Temporality::Future) && e.entry.claim.stance == Stance::Plans
        };
        let is_infinitive = |c: &TokenId| syntax.document.token(*c).xpos == "VB" && syntax.is_marked_by(*c, "to");
        if syntax.document.token(verb).xpos != "VBD" || self.reports(verb) || self.frames.embedders(syntax.lemma(verb)).iter().any(is_plan)
        {
            return None;
        }
        let anchor = syntax.document.article.anchor_date().map(|d| d.date);
        let is_over =
            |t: &TimeId| syntax.document.times[t.index()].value.is_some_and(|v| v.begin.is_some() && v.end.is_some() && v.end < anchor);
        syntax.children_by(verb, "xcomp").filter(is_infinitive).find_map(|c| self.own(c)).filter(is_over)
    }

    /// `Monday saw drones hit four airfields`: the day that sees it.
    fn seen(self, word: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let verb = syntax.head(word).filter(|_| ["ccomp", "xcomp", "obj"].iter().any(|r| syntax.is(word, r)))?;
        if !self.frames.is_listed(syntax.lemma(verb), "seeing") {
            return None;
        }
        // "the attacks on Monday, which saw 12 killed"
        let happening = |t: TokenId| syntax.antecedent_of_relative(t, verb).filter(|noun| self.is_happening(*noun));
        syntax.children_by(verb, "nsubj").find_map(|t| self.dating(t).or_else(|| self.own(happening(t)?)))
    }

    /// `has been closed since the attack on Monday`, `since the police shot him on Monday`: it lasts from then on.
    pub fn since(self, clause: TokenId) -> Option<(TimeId, Reach)> {
        let syntax = self.syntax;
        if !syntax.is_perfect(clause) {
            return None;
        }
        let is_start = |c: &TokenId| ["obl", "advcl"].iter().any(|r| syntax.is(*c, r)) && self.has_case(*c, "since");
        let gerunds = || syntax.children(clause).iter().copied().filter(|c| self.is_gerund(*c));
        let mut below = std::iter::once(clause).chain(gerunds()).flat_map(|c| syntax.children(c).iter().copied());
        let start = below.find(is_start)?;
        let is_day = |t: &TimeId| syntax.document.times[t.index()].value.is_some_and(|v| v.begin.is_some() && v.end.is_some());
        if self.is_count(start) {
            return None;
        }
        self.own(start).filter(is_day).map(|time| (time, Reach::Since))
    }

    /// `in January when Li visited`, `since 7 October, when rebels attacked`, `the 7 October attack on Israel, when rebels killed`: the time right
    /// in front of a clause about it, also for what else is new in the clause and at no other time.
    pub fn at_time(self, word: TokenId) -> Option<(TimeId, Reach)> {
        let (syntax, document) = (self.syntax, self.syntax.document);
        let is_told = |t: TokenId| {
            let is_reported = || syntax.is(t, "ccomp") && syntax.head(t).is_some_and(|h| self.reports(h));
            let is_apart = || self.is_ordered(t) || syntax.is_perfect(t) || syntax.is_noun(t) && !self.is_new(t);
            self.own(t).is_none() && !is_apart() && !is_reported()
        };
        let above = std::iter::once(word).chain(document.ancestors(word)).take_while(|t| is_told(*t));
        let when_of = |clause: TokenId| {
            let is_when = |c: &TokenId| *c < clause && syntax.is(*c, "advmod") && self.frames.is_listed(syntax.lemma(*c), "meanwhile");
            syntax.children(clause).iter().copied().find(is_when)
        };
        let when = above.take(6).find_map(when_of)?;
        let sentence = document.sentence(document.sentence_of(word)).tokens;
        let before = (sentence.start.0..when.0).rev().map(TokenId).find(|t| syntax.pos(*t) != "PUNCT")?;
        let phrase = || std::iter::once(before).chain(document.ancestors(before).take_while(|t| syntax.is_noun(*t))).take(4);
        let time = self.dating(before).or_else(|| phrase().find(|t| self.is_happening(*t)).and_then(|noun| self.own(noun)))?;
        let is_open = document.times[time.index()].value.is_some_and(|v| v.begin.is_none() || v.end.is_none());
        Some((time, if is_open { Reach::Begin } else { Reach::Whole }))
    }

    /// `was arrested and charged on Monday`, `ten were killed and 20 injured on Monday`: the verb beside it, which shares its subject, its
    /// auxiliary or its voice; `called for help, saying on Monday that`: the participle that tells it.
    fn of_next(self, verb: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let tag = |t: TokenId| syntax.document.token(t).xpos.as_str();
        let has = |c: TokenId, relation: &str| syntax.children_by(c, relation).next().is_some();
        let auxiliary = |c: TokenId| syntax.children_by(c, "aux").map(|a| syntax.document.form(a)).collect::<Vec<_>>();
        let is_bare = |c: TokenId| c.0 == verb.0 + 2 && tag(c) == tag(verb) && !has(c, "nsubj");
        // "is said to have hacked into it and taken files on Monday"
        let is_helped = |c: TokenId| has(verb, "aux") && tag(c) == tag(verb) && tag(c) != "VBD" && !has(c, "nsubj") && !has(c, "mark");
        let is_passive = |c: TokenId| syntax.is_passive(verb) && has(c, "nsubj:pass");
        let is_alike = |c: TokenId| {
            if has(c, "aux") { is_passive(c) && auxiliary(c) == auxiliary(verb) } else { is_passive(c) || is_bare(c) || is_helped(c) }
        };
        let tells = |c: &TokenId| self.reports(*c) && self.goes_on(*c);
        let next = syntax.children_by(verb, "conj").find(|c| is_alike(*c)).or_else(|| syntax.children_by(verb, "advcl").find(tells))?;
        self.own(next)
    }

    /// `searched the house and arrested a man on Monday`: a day of the news at the end of two verbs in the simple past is that of both.
    fn of_last(self, verb: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let tag = |t: TokenId| syntax.document.token(t).xpos.as_str();
        let is_alike = |c: &TokenId| tag(*c) == "VBD" && !syntax.has_own_subject(*c) && !self.reports(*c);
        let mut next = syntax.children_by(verb, "conj").filter(|c| syntax.is_verb(*c));
        let last = next.next().filter(is_alike).filter(|_| next.next().is_none() && tag(verb) == "VBD")?;
        let is_bare = syntax.children_by(last, "advmod").next().is_none() && syntax.children_by(last, "advcl").next().is_none();
        let time = self.own(last).filter(|_| is_bare && !self.reports(verb))?;
        let expression = &syntax.document.times[time.index()];
        let is_day = expression.value.is_some_and(|v| v.precision == Precision::Day);
        let is_at_end = self.is_closed(last, expression.span) || expression.span.end == syntax.document.subtree(last).end;
        (is_day && is_at_end).then_some(time)
    }

    /// What a clause says of an event noun: `the attack that killed three on Monday`, `Allegations arose in May`, `the crash, which she
    /// says took place in May`.
    fn told_of(self, noun: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        if !syntax.is_noun(noun) {
            return None;
        }
        let is_gap = |clause: TokenId| syntax.children_by(clause, "nsubj").all(|t| syntax.has_feature(t, "PronType=Rel"));
        let said = |clause: TokenId| syntax.children_by(clause, "ccomp").find(|c| self.reports(clause) && is_gap(*c));
        let relative = syntax.children_by(noun, "acl").filter(|c| syntax.is_verb(*c) && !syntax.is_marked_by(*c, "to"));
        // "a verdict announced on Monday"
        let is_made_known = |c: TokenId| self.is_issued(c) && self.frames.is_listed(syntax.lemma(noun), "document");
        let tells = |c: TokenId| is_made_known(c) || !self.reports(c) && is_gap(c);
        let relative = relative.filter_map(|c| said(c).or_else(|| tells(c).then_some(c)));
        if let Some(time) = relative.into_iter().find_map(|c| self.own(c).filter(|t| !self.is_arranged(c, *t))) {
            return Some(time);
        }
        // "the start of the war on Monday", "chaired a meeting on Monday", "told a rally on Monday that"
        let head = syntax.head(noun);
        let begins = |h: &TokenId| syntax.is(noun, "nmod") && syntax.case(noun) == "of" && self.frames.is_listed(syntax.lemma(*h), "onset");
        let is_audience = |h: TokenId| {
            self.frames.is_listed(syntax.lemma(noun), "occasion") && self.reports(h) && syntax.children_by(h, "ccomp").next().is_some()
        };
        let attends = |h: &TokenId| syntax.is(noun, "obj") && (self.frames.is_listed(syntax.lemma(*h), "attend") || is_audience(*h));
        if let Some(time) = head.filter(|h| begins(h) || attends(h)).and_then(|h| self.own(h)) {
            return Some(time);
        }
        // "In May the ruling led to protests"
        let follows = |h: &TokenId| {
            let is_argument = syntax.is(noun, "obl") || syntax.is(noun, "obj");
            is_argument && self.is_new(noun) && self.frames.is_listed(syntax.lemma(*h), "outcome") && syntax.has_feature(*h, "Tense=Past")
        };
        let is_ahead = |h: TokenId, t: &TimeId| syntax.document.times[t.index()].span.start < h;
        if let Some(time) = head.filter(follows).and_then(|h| self.own(h).filter(|t| is_ahead(h, t))) {
            return Some(time);
        }
        let verb = syntax.head(noun).filter(|_| syntax.is(noun, "nsubj"))?;
        // "elections are due in August", "the trial is set for June"
        let is_to_come = |t: &TimeId| {
            let start = syntax.document.times[t.index()].span.start;
            self.is_ahead(*t) || start.0.checked_sub(1).is_some_and(|t| syntax.document.form(TokenId(t)) == "for")
        };
        let is_due = self.frames.is_listed(syntax.lemma(verb), "due");
        if let Some(time) = self.own(verb).filter(|t| is_due && is_to_come(t)) {
            return Some(time);
        }
        if self.reports(verb) {
            return None;
        }
        // "there was no unrest in the town on Monday"
        if syntax.children_by(verb, "expl").next().is_some() {
            return self.own(verb);
        }
        // "the talks are due to take place on Friday"
        let takes_place = |v: &TokenId| self.frames.lights(syntax.lemma(*v)).any(|l| l.subject == LightSubject::Event);
        let happens = std::iter::once(verb).chain(syntax.children_by(verb, "xcomp")).find(takes_place);
        let happens = happens.or_else(|| (self.is_new(noun) && syntax.has_feature(verb, "Tense=Past")).then_some(verb))?;
        self.own(happens).filter(|_| syntax.is_verb(happens))
    }

    /// `the vote called last month`: the day of the calling.
    fn is_arranged(self, verb: TokenId, time: TimeId) -> bool {
        let document = self.syntax.document;
        let anchor = document.article.anchor_date().map(|d| d.date);
        let time = &document.times[time.index()];
        let is_over = time.value.is_some_and(|v| v.end.is_some() && v.end < anchor);
        let is_date = time.span.start.0.checked_sub(1).is_some_and(|t| document.form(TokenId(t)) == "for");
        is_over && !is_date && self.frames.is_listed(self.syntax.lemma(verb), "arrange")
    }

    /// A clause about a time or a happening is at its time: `the same day Blinken traveled`, `Friday, the day that he left`, `the call on
    /// Monday, during which she said`, `the attack in May that killed three`.
    fn of_antecedent(self, clause: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let noun = syntax.head(clause)?;
        // "said on Friday that …" is no clause about Friday, even if the parser hangs it there
        let is_content = syntax.is(clause, "ccomp") && syntax.children_by(clause, "mark").next().is_some();
        if !is_content && !self.is_ordered(clause) && ["acl", "advcl", "ccomp"].iter().any(|relation| syntax.is(clause, relation)) {
            let named = || syntax.head(noun).filter(|_| syntax.relation(noun) == "appos").and_then(|t| self.dating(t));
            // "on 7 October - the day rebels attacked"
            let explained = || {
                let start = syntax.document.subtree(noun).start;
                let before = (start.0.saturating_sub(2)..=start.0).rev().map(TokenId).find(|t| syntax.pos(*t) != "PUNCT" && *t < noun)?;
                self.dating(before).filter(|_| syntax.is(noun, "obl:unmarked"))
            };
            if let Some(time) = self.dating(noun).or_else(named).or_else(explained) {
                return Some(time);
            }
        }
        if syntax.relation(clause) != "acl:relcl" {
            return None;
        }
        // "the attack on Spain by rebels, during which two were killed": of the nouns in a row the one that happens
        let mut nouns = std::iter::once(noun).chain(syntax.other_antecedents(clause));
        // "the attack by gunmen, during which two were killed"
        let is_deed = |n: TokenId| self.is_happening(n) && !syntax.is_agent(n);
        let noun = nouns.find(|n| syntax.pos(*n) == "NOUN" && is_deed(*n)).or(Some(noun).filter(|n| syntax.pos(*n) == "NOUN"))?;
        let relates =
            |t: TokenId| syntax.has_feature(t, "PronType=Rel") || syntax.children(t).iter().any(|c| syntax.has_feature(*c, "PronType=Rel"));
        let within = || syntax.children_by(clause, "obl").any(|t| relates(t) && self.is_setting(t));
        let does = || self.is_happening(noun) && !self.reports(clause) && syntax.children_by(clause, "nsubj").any(relates);
        let light = || syntax.head(noun).filter(|v| syntax.is(noun, "obj") && syntax.is_verb(*v)).and_then(|v| self.own(v));
        (within() || does()).then(|| self.own(noun).or_else(light)).flatten()
    }

    /// The date of the clause above: of the first conjunct, of the clause that an adverbial or participle clause belongs to, of the
    /// verb that a noun is an argument of.
    fn inherited(self, clause: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let mut node = clause;
        // "was killed after rebels launched an attack on Monday": a day at the end is that of the clause before it
        let closes = |clause: TokenId, verb: TokenId| {
            let first = if syntax.is(verb, "conj") { syntax.head(verb).unwrap_or(verb) } else { verb };
            let time = self.own(verb).or_else(|| self.own(first));
            time.is_some_and(|t| self.has_case(clause, "later") && self.is_closed(clause, syntax.document.times[t.index()].span))
        };
        for _ in 0..4 {
            let governor = syntax.head(node)?;
            let is_setting = syntax.is(node, "obl") && self.has_case(node, "while");
            // "began on Monday with the arrest of the mayor"
            let is_told = || syntax.children_by(node, "nmod").next().is_some() && syntax.children_by(node, "nsubj").next().is_none();
            let comes_with = self.has_case(node, "with") && self.is_happening(node) && is_told();
            // "declared a route open in 2015, prompting protests"
            let leads_to = || self.frames.is_listed(syntax.lemma(node), "outcome");
            let is_beside = |t: TokenId| syntax.is(t, "obl") && self.has_case(t, "with") && syntax.is_agent(t);
            let goes_on = syntax.relation(node) == "conj" || (self.speaks(node) || leads_to()) && self.goes_on(node);
            let lends = match syntax.relation(node) {
                "xcomp" => true,
                "conj" => {
                    syntax.is_verb(governor)
                        && !self.is_moved(node, governor)
                        && (self.shares_subject(node, governor) || self.opens_sentence(governor) || self.is_gapped(node, governor))
                }
                "obl" if node != clause && is_beside(node) => true,
                // "were killed in an attack": new in the sentence, so no other happening than that of the verb
                "obl" => {
                    is_setting
                        || comes_with
                        || self.is_purpose(node)
                        || self.comes_in(node, governor)
                        || syntax.is_noun(node)
                            && (syntax.is_indefinite(node) && !self.is_apart(node)
                                || self.is_new(node) && (self.is_setting(node) || self.frames.is_listed(syntax.lemma(governor), "outcome")))
                }
                "obl:agent" => self.is_new(node) && self.is_happening(node),
                // "at a press conference on Monday at a summit of ministers"
                // "shot down drones in a wave of attacks"
                "nmod" => {
                    let is_row = || syntax.made_of(governor) == Some(node) && syntax.is(governor, "obl") && self.is_setting(governor);
                    syntax.is_noun(governor) && self.is_new(node) && (self.is_setting(node) || self.is_purpose(node) || is_row())
                }
                _ if self.comes_at_once(node, governor) => true,
                "advcl" if self.is_of_same_year(node, governor) => true,
                "advcl" => closes(node, governor) || !self.is_ordered(node) && (!self.is_finite_past(node) || self.is_meanwhile(node)),
                // "shot down drones targeting the city on Monday", "ten were killed on Monday, with 20 others injured"
                "acl" => {
                    self.is_gerund(node) && syntax.is(governor, "obj")
                        || syntax.is_passive(node) && is_beside(governor)
                        || self.is_ranked(node, governor)
                }
                "obj" => node != clause && syntax.is_verb(governor),
                _ => goes_on,
            };
            if syntax.is(node, "ccomp")
                && self.reports(governor)
                && let Some(time) = self.opening(governor)
            {
                return Some(time);
            }
            // "said on Friday that nobody had been named": so it still stood on Friday
            if syntax.is(node, "ccomp") && self.is_left_undone(clause) && self.reports(governor) {
                return self.own(governor);
            }
            // "was criticised on Monday for saying": what he said came first
            let is_reason = || syntax.is_verb(node) && syntax.is_marked_by(node, "for");
            // "released a statement on Monday praising it"
            let is_written = syntax.is(node, "acl") && self.is_gerund(node) && syntax.is_noun(governor);
            // "told troops on Monday while visiting the port"
            let is_meanwhile = self.is_beside(node) && self.is_gerund(node);
            if !lends || is_reason() || self.reports(governor) && !goes_on && !is_setting && !is_written && !is_meanwhile {
                return None;
            }
            let opening = || self.meanwhile(governor).filter(|_| syntax.is(node, "conj"));
            if let Some(time) = self.own(governor).or_else(|| self.of_antecedent(governor)).or_else(opening) {
                return Some(time);
            }
            node = governor;
        }
        None
    }

    /// `In an attack on Monday, police said, two were killed`, `Over the past week, officials said, 40 have fled`: a day of what happened, or a time
    /// that lasts until now, in front of a verb of saying is that of what is said.
    pub fn opening(self, report: TokenId) -> Option<TimeId> {
        let (syntax, document) = (self.syntax, self.syntax.document);
        let subject = syntax.children_by(report, "nsubj").next()?;
        let first = document.sentence(document.sentence_of(report)).tokens.iter().find(|t| syntax.pos(*t) != "PUNCT")?;
        let content =
            syntax.children_by(report, "ccomp").next().or_else(|| syntax.head(report).filter(|_| syntax.is(report, "parataxis")))?;
        let opens = |t: &TokenId| *t < subject && *t < content && document.subtree(*t).start == first;
        let top = [report, content].into_iter().flat_map(|v| syntax.children(v).iter().copied()).find(opens)?;
        let happens = |t: TokenId| {
            let is_told = ["incident", "blow"].iter().any(|kind| self.frames.is_listed(syntax.lemma(t), kind));
            is_told && syntax.case(t) == "in"
        };
        if happens(top) {
            // "In another development on Monday, Marsh said that he had to go": what happened is that he said so
            let is_state = self.frames.is_listed(syntax.lemma(content), "state") || syntax.children_by(content, "cop").next().is_some();
            return self.own(top).filter(|_| self.has_happened(content) && !is_state);
        }
        let time = document.subtree(top).iter().find_map(|t| self.dating(t))?;
        let value = document.times[time.index()].value?;
        let anchor = document.article.anchor_date().map(|d| d.date);
        let is_long = value.begin.is_some() && value.begin < anchor && value.precision != Precision::Day;
        let lasts = (value.end.is_none() || value.end == anchor) && syntax.is_perfect(content);
        // "In March alone, police said, 40 were killed"
        let is_counted = || syntax.children(top).iter().any(|c| self.frames.is_listed(syntax.lemma(*c), "whole"));
        (is_long && (lasts || is_counted() && self.has_happened(content))).then_some(time)
    }

    /// `was killed in the attack`: harm comes at the time of the violence.
    pub fn comes_in(self, noun: TokenId, verb: TokenId) -> bool {
        let (syntax, frames) = (self.syntax, self.frames);
        let is_hit = || ["at-once", "harm", "part"].iter().any(|kind| frames.is_listed(syntax.lemma(verb), kind));
        syntax.is_noun(noun) && frames.is_listed(syntax.lemma(noun), "blow") && self.has_case(noun, "place") && is_hit()
    }

    /// `In 2011 Peru became the first country to ban it`: banned then.
    fn is_ranked(self, clause: TokenId, noun: TokenId) -> bool {
        let syntax = self.syntax;
        let ranks = |t: TokenId| syntax.has_feature(t, "NumType=Ord");
        let becomes = || syntax.head(noun).is_some_and(|verb| syntax.is(noun, "xcomp") && syntax.has_feature(verb, "Tense=Past"));
        syntax.is_marked_by(clause, "to") && becomes() && syntax.children_by(noun, "amod").any(ranks)
    }

    /// `said on Friday that …, accusing`: in one go, whatever the parser takes the participle for.
    pub fn goes_on(self, participle: TokenId) -> bool {
        let syntax = self.syntax;
        let is_bare = || syntax.children(participle).iter().all(|c| !syntax.is(*c, "nsubj") && syntax.relation(*c) != "mark");
        let is_beside = syntax.is(participle, "advcl") || syntax.is(participle, "ccomp") && is_bare();
        is_beside && self.is_gerund(participle) && syntax.head(participle).is_some_and(|verb| verb < participle)
    }

    /// Whether a verb names who says something: `accused`, `added`.
    pub fn speaks(self, verb: TokenId) -> bool {
        self.frames.embedders(self.syntax.lemma(verb)).iter().any(|e| e.entry.claim.source)
    }

    /// The second of two verbs has no subject of its own, or the same: `said on Monday that …, and it warned`.
    fn shares_subject(self, conjunct: TokenId, verb: TokenId) -> bool {
        let subject = |v: TokenId| self.syntax.children_by(v, "nsubj").next();
        let filler = |t: TokenId| self.syntax.mention(t).map(|mention| FillerRef::Mention { mention, metonymy: false });
        match (subject(conjunct), subject(verb)) {
            (None, _) => true,
            (Some(a), Some(b)) => filler(a).zip(filler(b)).is_some_and(|(a, b)| self.syntax.is_same_entity(a, b)),
            _ => false,
        }
    }

    /// `ten were killed on Monday, and 20 others injured`: the second of two passives lacks what it shares with the first.
    fn is_gapped(self, conjunct: TokenId, verb: TokenId) -> bool {
        let syntax = self.syntax;
        let has = |relation: &str| syntax.children(conjunct).iter().any(|c| syntax.relation(*c) == relation);
        has("nsubj:pass") && syntax.children_by(conjunct, "aux").next().is_none() && syntax.is_passive(verb)
    }

    /// Whether the second of two verbs is at a time of its own: `moved in 1990 and has recently been sold`.
    fn is_moved(self, conjunct: TokenId, verb: TokenId) -> bool {
        let syntax = self.syntax;
        let is_vague = |t: TokenId| syntax.time(t).is_some_and(|t| syntax.document.times[t.index()].is_duration);
        // "closed on Friday but may open again"
        let is_modal = |v: TokenId| syntax.children_by(v, "aux").any(|a| syntax.document.token(a).xpos == "MD");
        // "has been saying so for years but had to admit"
        let is_past = |v: TokenId| syntax.has_feature(v, "Tense=Past") && syntax.has_feature(v, "VerbForm=Fin");
        syntax.is_perfect(conjunct) && !syntax.is_perfect(verb)
            || is_past(conjunct) && syntax.is_present_perfect(verb)
            || is_modal(conjunct) && !is_modal(verb)
            || syntax.children_by(conjunct, "advmod").any(is_vague)
    }

    /// `has not named`, `had not been charged`, and the second of `had not named or charged`.
    fn is_left_undone(self, verb: TokenId) -> bool {
        let syntax = self.syntax;
        let is_undone = |v: TokenId| syntax.is_perfect(v) && syntax.children_by(v, "advmod").any(|n| syntax.has_feature(n, "Polarity=Neg"));
        is_undone(verb)
            || syntax.head(verb).is_some_and(|first| syntax.is(verb, "conj") && self.shares_subject(verb, first) && is_undone(first))
    }

    /// `Speaking on Monday, he apologised`, `Asked on Monday, he said`, `As talks opened on Friday, workers marched`: what goes on beside it.
    fn meanwhile(self, verb: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let opens = |c: TokenId| c < verb && self.is_gerund(c) && syntax.children_by(c, "mark").next().is_none();
        let asked = |c: TokenId| c < verb && syntax.document.token(c).xpos == "VBN" && self.frames.is_listed(syntax.lemma(c), "asked");
        // "two died and ten were hurt when rebels attacked on Monday"
        let clauses = || std::iter::once(verb).chain(syntax.children_by(verb, "conj")).flat_map(|v| syntax.children_by(v, "advcl"));
        let beside = clauses()
            .filter(|c| syntax.is_verb(*c) && (opens(*c) || asked(*c) || self.is_beside(*c) || *c > verb && self.comes_at_once(*c, verb)));
        let is_day = |t: &TimeId| syntax.document.times[t.index()].value.is_none_or(|v| v.begin.is_some() && v.end.is_some());
        // "Looking ahead to the vote on 30 October, she said"
        let is_its = |c: TokenId, t: TimeId| !opens(c) || syntax.document.times[t.index()].span.iter().any(|s| syntax.head(s) == Some(c));
        // "Asked about the vote on Monday, she said": the day at the end is that of the asking
        let last = |c: TokenId| {
            let phrase = syntax.document.subtree(c);
            let end = phrase.iter().rev().find(|t| syntax.pos(*t) != "PUNCT")?;
            self.dating(end).filter(|_| asked(c))
        };
        // "when rebels shelled the port and burned it down on Monday"
        let also = |c: TokenId| if self.is_beside(c) { syntax.children_by(c, "conj").find_map(|n| self.own(n)) } else { None };
        beside.filter_map(|c| self.own(c).filter(|t| is_its(c, *t)).or_else(|| last(c)).or_else(|| also(c))).find(is_day)
    }

    /// `was killed after a man opened fire`, `were hurt on Monday after what police called an attack`: harm comes at once, unless the distance
    /// is told.
    fn comes_at_once(self, cause: TokenId, harm: TokenId) -> bool {
        let syntax = self.syntax;
        self.has_case(cause, "later") && self.frames.is_listed(syntax.lemma(harm), "at-once") && !self.is_counted(cause)
    }

    /// `a year after rebels seized it`: how long after is told.
    fn is_counted(self, cause: TokenId) -> bool {
        let syntax = self.syntax;
        let mark = syntax.children(cause).iter().copied().find(|c| matches!(syntax.relation(*c), "case" | "mark"));
        let before = mark.and_then(|m| m.0.checked_sub(1)).and_then(|t| syntax.time(TokenId(t)));
        before.is_some_and(|t| syntax.document.times[t.index()].is_duration)
    }

    /// `In a letter published on Friday, she said`, `A report issued on Friday found`: what is said in it is said on its day.
    fn of_document(self, verb: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let is_said = |t: TokenId| self.reports(verb) || is_document(syntax, t);
        let contains = |t: &TokenId| syntax.is(*t, "obl") && self.is_setting(*t) && is_said(*t);
        let speaks = |t: &TokenId| syntax.relation(*t) == "nsubj" && is_said(*t);
        // "hit back at the claim that it lied in a letter published on Friday": the end of the sentence is nearer to what is said
        let phrase = syntax.document.subtree(verb);
        let is_last = |t: TokenId| syntax.document.subtree(t).end.0 + 1 >= phrase.end.0;
        let ends = |t: &TokenId| contains(t) && is_document(syntax, *t) && syntax.is_indefinite(*t) && is_last(*t);
        let below = syntax.children(verb).iter().copied().filter(|t| contains(t) || speaks(t));
        let documents = below.chain(phrase.iter().filter(|t| syntax.is_verb(verb) && *t > verb && ends(t)));
        let issued = documents.flat_map(|t| syntax.children_by(t, "acl").filter(|c| self.is_issued(*c))).find_map(|c| self.own(c));
        // "A 2016 census found", "Friday's letter said"
        let is_its = |t: &TokenId| syntax.pos(*t) == "NOUN" && !syntax.is_agent(*t) && self.reports(verb) && self.has_happened(verb);
        let in_front = |t: TokenId| {
            let before = syntax.children(t).iter().take_while(|c| **c < t);
            before.filter(|c| !syntax.is_verb(**c)).find_map(|c| self.dating(*c))
        };
        let speakers = || syntax.children(verb).iter().copied().filter(|t| syntax.relation(*t) == "nsubj");
        issued.or_else(|| speakers().filter(is_its).find_map(in_front))
    }

    /// `published`, of a document.
    fn is_issued(self, participle: TokenId) -> bool {
        self.syntax.is_passive(participle) && self.frames.is_listed(self.syntax.lemma(participle), "issue")
    }

    /// Whether a clause is marked by `as`, `when`, `while`.
    fn is_beside(self, clause: TokenId) -> bool {
        let syntax = self.syntax;
        let marks = |t: &TokenId| self.frames.is_listed(syntax.lemma(*t), "meanwhile");
        let is_mark = |t: &TokenId| matches!(syntax.relation(*t), "mark" | "advmod");
        syntax.children(clause).iter().any(|t| is_mark(t) && marks(t))
    }

    /// `became leader in 2021 after Marsh died`: in the same year, though not at once.
    fn is_of_same_year(self, cause: TokenId, verb: TokenId) -> bool {
        let syntax = self.syntax;
        let is_year = |t: &TimeId| syntax.document.times[t.index()].value.is_some_and(|v| v.precision == Precision::Year);
        // "In 2021, after sacking the minister, he"
        let is_behind = |t: TimeId| self.is_gerund(cause) && syntax.document.times[t.index()].span.start < cause && cause < verb;
        !self.is_counted(cause)
            && syntax.is_marked_by(cause, "after")
            && !syntax.is_perfect(cause)
            && self.own(verb).filter(is_year).is_some_and(|t| self.is_finite_past(cause) || is_behind(t))
    }

    /// Such a clause that tells what happened, or what happens beside what does: `has struggled this month as rains flood the south`.
    fn is_meanwhile(self, clause: TokenId) -> bool {
        let syntax = self.syntax;
        let is_past = |t: TokenId| syntax.has_feature(t, "Tense=Past") && syntax.has_feature(t, "VerbForm=Fin");
        let is_present = |t: TokenId| matches!(syntax.document.token(t).xpos.as_str(), "VBZ" | "VBP");
        let has_present = |verb: TokenId| is_present(verb) || syntax.children_by(verb, "aux").any(is_present);
        let mut auxiliaries = syntax.children_by(clause, "aux");
        let happened = is_past(clause) || auxiliaries.any(|a| is_past(a) && syntax.lemma(a) != "have");
        self.is_beside(clause) && (happened || has_present(clause) && syntax.head(clause).is_some_and(has_present))
    }

    /// `On Thursday, two were killed and six were hurt`: a date in front of everything holds for all clauses.
    fn opens_sentence(self, verb: TokenId) -> bool {
        let document = self.syntax.document;
        let first = document.sentence(document.sentence_of(verb)).tokens.start;
        self.own(verb).is_some_and(|t| document.times[t.index()].span.start.0 <= first.0 + 1)
    }

    fn is_finite_past(self, verb: TokenId) -> bool {
        self.syntax.children_by(verb, "mark").next().is_some() && self.syntax.has_feature(verb, "VerbForm=Fin")
    }
}
