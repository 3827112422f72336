//! Which other word lends a happening its date, where no expression of its own dates it: here the verb beside it or above it.
//!
//! ```text
//! "A man was arrested and charged on Friday."             arrested: Friday, through the verb beside it
//! "The fire on Friday killed two, prompting protests."    prompting: Friday, through the verb above it
//! ```
//! A verb of saying does not lend its date to what is said, and a clause of what came before or after has none from the one above. What is
//! told of a noun stands in `lend_noun.rs`, what goes on at the same time in `meanwhile.rs`.

use super::frame_set::Embedder;
use super::mention::FillerRef;
use super::when::Search;
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
            .or_else(|| self.at_occasion(clause))
            .or_else(|| self.of_next(clause))
            .or_else(|| self.of_last(clause))
            .or_else(|| self.seen(clause))
            .or_else(|| self.of_infinitive(clause))
            .or_else(|| self.of_same_day(clause))
    }

    /// The date of the clause above: of the first conjunct, of the clause that an adverbial or participle clause belongs to, of the
    /// verb that a noun is an argument of.
    fn inherited(self, clause: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let mut node = clause;
        for _ in 0..4 {
            let governor = syntax.head(node)?;
            if syntax.is(node, "ccomp") && syntax.reports(governor) {
                if let Some(time) = self.opening(governor).or_else(|| self.shared_with(governor, node)) {
                    return Some(time);
                }
                // "said on Friday that nobody had been named": so it still stood on Friday
                if self.is_left_undone(clause) {
                    return self.own(governor);
                }
            }
            if !self.lends(governor, node, node == clause) || syntax.reports(governor) && !self.is_at_report(node, governor) {
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

    /// Whether a word lends its date to what hangs on it; `is_own`: to the happening itself, not to something between.
    fn lends(self, governor: TokenId, node: TokenId, is_own: bool) -> bool {
        let syntax = self.syntax;
        // "was criticised on Monday for saying": what he said came first
        if syntax.is_verb(node) && syntax.is_marked_by(node, "for") {
            return false;
        }
        let is_with_somebody = |t: TokenId| syntax.is(t, "obl") && syntax.has_case(t, "with") && syntax.is_agent(t);
        match syntax.relation(node) {
            "xcomp" => true,
            "conj" => {
                syntax.is_verb(governor)
                    && !self.is_moved(node, governor)
                    && (self.shares_subject(node, governor)
                        || self.opens_sentence(governor)
                        || self.follows(node, governor)
                        || self.is_gapped(node, governor)
                        || self.is_in_course(governor))
            }
            "obl" => !is_own && is_with_somebody(node) || self.happens_at(node, governor),
            "obl:agent" => self.is_new(node) && self.is_happening(node),
            // "at a press conference on Monday at a summit of ministers", "shot down drones in a wave of attacks"
            "nmod" => {
                let is_row = || syntax.made_of(governor) == Some(node) && syntax.is(governor, "obl") && self.is_setting(governor);
                syntax.is_noun(governor) && self.is_new(node) && (self.is_setting(node) || self.is_purpose(node) || is_row())
            }
            _ if self.comes_at_once(node, governor) => true,
            "advcl" => {
                self.is_of_same_year(node, governor)
                    || self.closes(node, governor)
                    || !self.is_ordered(node) && (!self.is_finite_past(node) || self.is_meanwhile(node))
            }
            // "shot down drones targeting the city on Monday", "ten were killed on Monday, with 20 others injured"
            "acl" => {
                self.is_gerund(node) && syntax.is(governor, "obj")
                    || syntax.is_passive(node) && is_with_somebody(governor)
                    || self.is_ranked(node, governor)
            }
            "obj" => !is_own && syntax.is_verb(governor),
            _ => self.continues(node),
        }
    }

    /// `were killed in an attack`, `flew there for talks`: a phrase for something in whose course, or at whose time, a verb happens.
    fn happens_at(self, noun: TokenId, verb: TokenId) -> bool {
        let syntax = self.syntax;
        // "began on Monday with the arrest of the mayor"
        let is_told = || syntax.has(noun, "nmod") && !syntax.has(noun, "nsubj");
        let comes_with = || syntax.has_case(noun, "with") && self.is_happening(noun) && is_told();
        // new in the sentence, so no other happening than that of the verb
        let is_one = || {
            syntax.is_indefinite(noun) && !self.is_apart(noun)
                || self.is_new(noun) && (self.is_setting(noun) || syntax.is_listed(verb, "outcome"))
        };
        syntax.has_case(noun, "while")
            || comes_with()
            || self.is_purpose(noun)
            || self.comes_in(noun, verb)
            || syntax.is_noun(noun) && is_one()
    }

    /// Whether what hangs on a verb or noun of saying is no part of what is said.
    fn is_at_report(self, node: TokenId, report: TokenId) -> bool {
        let syntax = self.syntax;
        // "released a statement on Monday praising it", "told troops on Monday while visiting the port"
        let is_written = syntax.is(node, "acl") && syntax.is_noun(report);
        self.continues(node)
            || syntax.is(node, "obl") && syntax.has_case(node, "while")
            || self.is_gerund(node) && (is_written || self.is_beside(node))
    }

    /// The second of two verbs; `said on Friday that …, accusing`, `declared a route open in 2015, prompting protests`.
    fn continues(self, node: TokenId) -> bool {
        self.syntax.relation(node) == "conj" || (self.syntax.speaks(node) || self.syntax.is_listed(node, "outcome")) && self.goes_on(node)
    }

    /// `was killed after rebels launched an attack on Monday`: a day at the end is that of the clause before it.
    fn closes(self, clause: TokenId, verb: TokenId) -> bool {
        let syntax = self.syntax;
        let first = if syntax.is(verb, "conj") { syntax.head(verb).unwrap_or(verb) } else { verb };
        let time = self.own(verb).or_else(|| self.own(first));
        time.is_some_and(|t| syntax.has_case(clause, "later") && self.is_closed(clause, syntax.document.times[t.index()].span))
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
        has("nsubj:pass") && !syntax.has(conjunct, "aux") && syntax.is_passive(verb)
    }

    /// `Claims about Marsh surfaced in 2017 and he was detained`: what came of it, told of somebody in the first clause, in the same year or
    /// month.
    fn follows(self, conjunct: TokenId, verb: TokenId) -> bool {
        let (syntax, document) = (self.syntax, self.syntax.document);
        let chain = |t: TokenId| syntax.mentioned(t).and_then(|m| m.chain);
        let subject = syntax.children_by(conjunct, "nsubj").find(|t| syntax.pos(*t) == "PRON").and_then(chain);
        let is_in_first = |t: TokenId| t < conjunct && chain(t) == subject;
        let is_past = |v: TokenId| self.is_simple_past(v) && !syntax.reports(v);
        let is_long =
            |t: TimeId| document.times[t.index()].value.is_some_and(|v| matches!(v.precision, Precision::Month | Precision::Year));
        subject.is_some()
            && document.subtree(verb).iter().any(is_in_first)
            && is_past(verb)
            && is_past(conjunct)
            && self.own(verb).is_some_and(is_long)
    }

    /// Whether the second of two verbs is at a time of its own: `moved in 1990 and has recently been sold`.
    fn is_moved(self, conjunct: TokenId, verb: TokenId) -> bool {
        let syntax = self.syntax;
        let is_vague = |t: TokenId| syntax.time(t).is_some_and(|t| syntax.document.times[t.index()].is_duration);
        // "closed on Friday but may open again"
        let is_modal = |v: TokenId| syntax.children_by(v, "aux").any(|a| syntax.document.token(a).xpos == "MD");
        // "has been saying so for years but had to admit"
        syntax.is_perfect(conjunct) && !syntax.is_perfect(verb)
            || syntax.is_preterite(conjunct) && syntax.is_present_perfect(verb)
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

    /// `On Thursday, two were killed and six were hurt`: a date in front of everything holds for all clauses.
    fn opens_sentence(self, verb: TokenId) -> bool {
        let document = self.syntax.document;
        let first = document.sentence(document.sentence_of(verb)).tokens.start;
        self.own(verb).is_some_and(|t| document.times[t.index()].span.start.0 <= first.0 + 1)
    }

    pub(super) fn is_finite_past(self, verb: TokenId) -> bool {
        self.syntax.has(verb, "mark") && self.syntax.has_feature(verb, "VerbForm=Fin")
    }

    /// `In 2011 Peru became the first country to ban it`: banned then.
    pub(super) fn is_ranked(self, clause: TokenId, noun: TokenId) -> bool {
        let syntax = self.syntax;
        let ranks = |t: TokenId| syntax.has_feature(t, "NumType=Ord");
        let becomes = || syntax.head(noun).is_some_and(|verb| syntax.is(noun, "xcomp") && syntax.has_feature(verb, "Tense=Past"));
        syntax.is_marked_by(clause, "to") && becomes() && syntax.children_by(noun, "amod").any(ranks)
    }

    /// `was killed in the attack`: harm comes at the time of the violence.
    pub fn comes_in(self, noun: TokenId, verb: TokenId) -> bool {
        let syntax = self.syntax;
        let is_hit = || ["at-once", "harm", "part"].iter().any(|kind| syntax.is_listed(verb, kind));
        syntax.is_noun(noun) && syntax.is_listed(noun, "blow") && syntax.has_case(noun, "place") && is_hit()
    }

    /// `said on Friday that …, accusing`: in one go, whatever the parser takes the participle for.
    pub fn goes_on(self, participle: TokenId) -> bool {
        let syntax = self.syntax;
        let is_bare = || syntax.children(participle).iter().all(|c| !syntax.is(*c, "nsubj") && syntax.relation(*c) != "mark");
        let is_beside = syntax.is(participle, "advcl") || syntax.is(participle, "ccomp") && is_bare();
        is_beside && self.is_gerund(participle) && syntax.head(participle).is_some_and(|verb| verb < participle)
    }

    /// `was arrested and charged on Monday`, `ten were killed and 20 injured on Monday`: the verb beside it, which shares its subject, its
    /// auxiliary or its voice; `called for help, saying on Monday that`: the participle that tells it.
    fn of_next(self, verb: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let tag = |t: TokenId| syntax.document.token(t).xpos.as_str();
        let auxiliary = |c: TokenId| syntax.children_by(c, "aux").map(|a| syntax.document.form(a)).collect::<Vec<_>>();
        let is_bare = |c: TokenId| c.0 == verb.0 + 2 && tag(c) == tag(verb) && !syntax.has(c, "nsubj");
        // "is said to have hacked into it and taken files on Monday"
        let is_helped = |c: TokenId| {
            syntax.has(verb, "aux") && tag(c) == tag(verb) && tag(c) != "VBD" && !syntax.has(c, "nsubj") && !syntax.has(c, "mark")
        };
        let is_passive = |c: TokenId| syntax.is_passive(verb) && syntax.has(c, "nsubj:pass");
        let is_alike = |c: TokenId| {
            if syntax.has(c, "aux") {
                is_passive(c) && auxiliary(c) == auxiliary(verb)
            } else {
                is_passive(c) || is_bare(c) || is_helped(c)
            }
        };
        let tells = |c: &TokenId| syntax.reports(*c) && self.goes_on(*c);
        let next = syntax.children_by(verb, "conj").find(|c| is_alike(*c)).or_else(|| syntax.children_by(verb, "advcl").find(tells))?;
        self.own(next)
    }

    /// `searched the house and arrested a man on Monday`, `were arrested and remained in custody on Monday`: a day at the end of two verbs in the
    /// simple past is that of both.
    fn of_last(self, verb: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let tag = |t: TokenId| syntax.document.token(t).xpos.as_str();
        let is_alike = |c: &TokenId| tag(*c) == "VBD" && !syntax.has_own_subject(*c) && !syntax.reports(*c);
        let mut next = syntax.children_by(verb, "conj").filter(|c| syntax.is_verb(*c));
        let last = next.next().filter(is_alike).filter(|_| next.next().is_none() && self.is_simple_past(verb))?;
        let is_bare = !syntax.has(last, "advmod") && !syntax.has(last, "advcl");
        let time = self.own(last).filter(|_| is_bare && !syntax.reports(verb))?;
        let expression = &syntax.document.times[time.index()];
        let is_day = expression.value.is_some_and(|v| v.precision == Precision::Day);
        let is_at_end = self.is_closed(last, expression.span) || expression.span.end == syntax.document.subtree(last).end;
        (is_day && is_at_end).then_some(time)
    }

    /// `authorised Chile to send arms in August 2023`, `was elected to lead the city five years ago`: a time gone by behind an infinitive is that
    /// of what made it so.
    fn of_infinitive(self, verb: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let is_plan = |e: &Embedder| e.entry.claim.temporality == Some(Temporality::Future) && e.entry.claim.stance == Stance::Plans;
        let is_infinitive = |c: &TokenId| syntax.document.token(*c).xpos == "VB" && syntax.is_marked_by(*c, "to");
        if !self.is_simple_past(verb) || syntax.reports(verb) || syntax.embedders(verb).iter().any(is_plan) {
            return None;
        }
        let today = syntax.document.today();
        let is_over = |t: &TimeId| syntax.document.times[t.index()].value.is_some_and(|v| v.is_closed() && v.end < today);
        let is_its = |c: &TokenId| syntax.is(*c, "xcomp") || syntax.is(*c, "advcl") && syntax.is_passive(verb);
        let mut infinitives = syntax.children(verb).iter().copied().filter(|c| is_its(c) && is_infinitive(c));
        infinitives.find_map(|c| self.own(c)).filter(is_over)
    }
}
