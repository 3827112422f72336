//! Which time expression dates an event, and which phrases say where it happened.
//!
//! ```text
//! "Four were arrested for climbing a fence last week."      arrested: last week, through the clause of what they did
//! "He was treated at home, a doctor said yesterday."        said: yesterday; the treatment has no date
//! ```
//! The expression right behind a verb belongs to it, whatever the parser made of it. Else the nearest below the trigger dates it,
//! else that of its light verb, of a relative clause about it, or of the clause that it is part of. A verb of saying does not
//! lend its date to what is said.

use super::compile::FrameSet;
use super::syntax::Syntax;
use crate::document::{EntityType, MentionKind, TimeId, TokenId};

/// The expression that dates the event: below the trigger, else below the predicate of its clause, else of a governing clause
/// that is not a report.
pub fn find_time(syntax: &Syntax<'_>, frames: &FrameSet, trigger: TokenId, clause: TokenId) -> Option<TimeId> {
    let search = Search { syntax, frames };
    search
        .own(trigger)
        .or_else(|| if clause == trigger { None } else { search.own(clause) })
        .or_else(|| search.told_of(trigger))
        .or_else(|| search.relative_time(clause))
        .or_else(|| search.inherited(clause))
}

#[derive(Clone, Copy)]
struct Search<'a> {
    syntax: &'a Syntax<'a>,
    frames: &'a FrameSet,
}

impl Search<'_> {
    /// Behind the word, or below it.
    fn own(self, word: TokenId) -> Option<TimeId> {
        self.behind(word).or_else(|| self.below(word))
    }

    /// `the same day Blinken traveled`: the expression that a clause modifies.
    fn relative_time(self, clause: TokenId) -> Option<TimeId> {
        let head = self.syntax.head(clause)?;
        // "said on Friday that …" is no clause about Friday, even if the parser hangs it there
        let is_content = self.syntax.is(clause, "ccomp") && self.syntax.children_by(clause, "mark").next().is_some();
        let modifies = !is_content && ["acl", "advcl", "ccomp"].iter().any(|relation| self.syntax.is(clause, relation));
        modifies.then(|| self.dating(head)).flatten()
    }

    /// `said Tuesday reports of …`, `said on Tuesday`: a time right behind a verb dates it.
    fn behind(self, verb: TokenId) -> Option<TimeId> {
        if !self.syntax.is_verb(verb) {
            return None;
        }
        let last = self.syntax.document.sentence(self.syntax.document.sentence_of(verb)).tokens.end.0;
        let next = (verb.0 + 1..last.min(verb.0 + 3)).map(TokenId);
        let time = next.take_while(|t| t.0 == verb.0 + 1 || self.is_preposition(TokenId(t.0 - 1))).find_map(|t| self.dating(t))?;
        (self.verb_before(time) == Some(verb)).then_some(time)
    }

    /// The verb that an expression stands right behind, at most a preposition between.
    fn verb_before(self, time: TimeId) -> Option<TokenId> {
        let span = self.syntax.document.times[time.index()].span;
        let before = |token: TokenId| token.0.checked_sub(1).map(TokenId);
        let word = before(span.start).and_then(|t| if self.is_preposition(t) { before(t) } else { Some(t) })?;
        (self.syntax.is_verb(word) && !self.stands_before_noun(time)).then_some(word)
    }

    fn is_preposition(self, token: TokenId) -> bool {
        self.syntax.pos(token) == "ADP" && self.syntax.time(token).is_none()
    }

    /// `Friday's meeting`, `the June 16 attack`; but in `said Tuesday reports of` the day is the verb's.
    fn stands_before_noun(self, time: TimeId) -> bool {
        let span = self.syntax.document.times[time.index()].span;
        span.iter().any(|t| {
            let head = self.syntax.head(t).filter(|h| *h >= span.end && self.syntax.is_noun(*h));
            head.is_some() && (self.syntax.relation(t) != "compound" || span.start.0 > 0 && !self.syntax.is_verb(TokenId(span.start.0 - 1)))
        })
    }

    /// Nearest dating expression below a word, not through another clause.
    fn below(self, word: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let mut level = vec![word];
        for _ in 0..3 {
            let mut next = Vec::new();
            let mut best: Option<(u32, TimeId)> = None;
            for token in level {
                // "a suspect in the June 16 attack": what stands in front of a noun dates that noun only
                let belongs = |child: TokenId| token == word || child > token || self.shares_time(word, token);
                for &child in syntax.children(token) {
                    if let Some(time) = self.dating(child)
                        && syntax.time(word) != Some(time)
                        && belongs(child)
                        && self.may_have(word, token, time)
                    {
                        let distance = child.0.abs_diff(word.0);
                        if best.is_none_or(|(d, _)| distance < d) {
                            best = Some((distance, time));
                        }
                    } else if self.passes(word, token, child) {
                        next.push(child);
                    }
                }
            }
            if let Some((_, time)) = best {
                return Some(time);
            }
            level = next;
        }
        None
    }

    /// Whether a time that hangs below `word` is not the one of another verb that it stands right behind.
    fn may_have(self, word: TokenId, parent: TokenId, time: TimeId) -> bool {
        let Some(verb) = self.verb_before(time) else { return true };
        verb == word || verb == parent || !(self.reports(verb) || self.syntax.children_by(verb, "nsubj").next().is_some())
    }

    /// `in a Wednesday briefing`, `during September's debate`: what happens in it shares its day.
    fn shares_time(self, verb: TokenId, noun: TokenId) -> bool {
        let syntax = self.syntax;
        let below = syntax.is_verb(verb) && syntax.is(noun, "obl") && syntax.head(noun) == Some(verb);
        below && (self.has_case(noun, "while") || self.has_case(noun, "place") && self.is_new(noun))
    }

    /// `at the hearing`, `during the debate`.
    fn is_setting(self, noun: TokenId) -> bool {
        self.has_case(noun, "while") || self.has_case(noun, "place")
    }

    fn has_case(self, noun: TokenId, kind: &str) -> bool {
        self.frames.modifiers(&self.syntax.case(noun)).iter().any(|m| m.rel.iter().any(|r| r == kind))
    }

    /// The expression at a token, unless it is one that dates nothing.
    fn dating(self, token: TokenId) -> Option<TimeId> {
        self.syntax.time(token).filter(|t| !self.syntax.document.times[t.index()].is_duration && !self.ends_a_count(*t))
    }

    /// `the first call since March 2021`, `the biggest attack since May`: how long it had not happened, not when it did.
    fn ends_a_count(self, time: TimeId) -> bool {
        let (syntax, document) = (self.syntax, self.syntax.document);
        let time = &document.times[time.index()];
        let since = time.value.is_some_and(|v| v.begin.is_some() && v.end.is_none());
        let from = document.sentence(document.sentence_of(time.span.start)).tokens.start.0.max(time.span.start.0.saturating_sub(16));
        let counts = |t: TokenId| syntax.has_feature(t, "Degree=Sup") || syntax.has_feature(t, "NumType=Ord");
        since && (from..time.span.start.0).map(TokenId).any(counts)
    }

    /// Whether the search for a date may go through a dependent: phrases yes, clauses and subjects no; a gerund of what was done
    /// yes, and the clause of a letter in which something is said.
    fn passes(self, word: TokenId, parent: TokenId, child: TokenId) -> bool {
        let syntax = self.syntax;
        let relation = syntax.relation(child);
        if syntax.is_verb(child) {
            let bare = syntax.children_by(child, "nsubj").next().is_none() && !self.reports(child);
            let gerund = syntax.has_feature(child, "VerbForm=Ger") && !self.is_ordered(child);
            let letter = parent != word && self.reports(word) && syntax.is(parent, "obl") && syntax.has_feature(child, "VerbForm=Part");
            return bare && (relation == "advcl" && gerund && syntax.is_verb(word) && child > word || relation == "acl" && letter);
        }
        // "blames Israel for the killing last month": a known happening keeps its date to itself
        if syntax.is_verb(word) && !self.is_new(child) && self.is_happening(child) && !(relation == "obl" && self.is_setting(child)) {
            return false;
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

    /// What a clause says of an event noun: `the attack that killed three on Monday`, `Allegations arose in May`.
    fn told_of(self, noun: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        if !syntax.is_noun(noun) {
            return None;
        }
        let is_pronoun = |t: TokenId| syntax.has_feature(t, "PronType=Rel");
        let is_gap = |clause: TokenId| syntax.children_by(clause, "nsubj").all(is_pronoun);
        let relative = syntax.children_by(noun, "acl").filter(|c| syntax.is_verb(*c) && !self.reports(*c) && is_gap(*c));
        if let Some(time) = relative.filter(|c| !syntax.is_marked_by(*c, "to")).find_map(|c| self.own(c)) {
            return Some(time);
        }
        let verb = syntax.head(noun).filter(|v| syntax.is_verb(*v) && syntax.relation(noun) == "nsubj" && !self.reports(*v))?;
        (self.is_new(noun) && syntax.has_feature(verb, "Tense=Past")).then(|| self.own(verb)).flatten()
    }

    /// Whether a noun may express an event.
    fn is_happening(self, noun: TokenId) -> bool {
        self.syntax.pos(noun) == "NOUN" && self.frames.candidates(self.syntax.lemma(noun)).next().is_some()
    }

    /// Whether a noun is new in the text: `an attack`, `allegations`.
    fn is_new(self, noun: TokenId) -> bool {
        let syntax = self.syntax;
        let known = |t: &TokenId| syntax.relation(*t) == "nmod:poss" || syntax.is(*t, "det") && !syntax.has_feature(*t, "Definite=Ind");
        syntax.pos(noun) == "NOUN" && !syntax.children(noun).iter().any(known)
    }

    /// The date of the clause above: of the first conjunct, of the clause that an adverbial or participle clause belongs to, of the
    /// verb that a noun is an argument of.
    fn inherited(self, clause: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let mut node = clause;
        for _ in 0..4 {
            let governor = syntax.head(node)?;
            let lends = match syntax.relation(node) {
                "xcomp" => true,
                "conj" => syntax.is_verb(governor) && (syntax.children_by(node, "nsubj").next().is_none() || self.opens_sentence(governor)),
                // "were killed in an attack": new in the sentence, so no other happening than that of the verb
                "obl" => syntax.is_noun(node) && syntax.children_by(node, "det").any(|d| syntax.has_feature(d, "Definite=Ind")),
                "advcl" => !self.is_ordered(node) && !self.is_finite_past(node),
                _ => false,
            };
            if self.reports(governor) || !lends {
                return None;
            }
            if let Some(time) = self.own(governor) {
                return Some(time);
            }
            node = governor;
        }
        None
    }

    fn reports(self, verb: TokenId) -> bool {
        self.frames.embedders(self.syntax.lemma(verb)).iter().any(|e| e.entry.claim.source)
    }

    /// `after`, `before`, `since`, `if` in front of a clause: it is not at the time of the one above.
    fn is_ordered(self, clause: TokenId) -> bool {
        ["after", "before", "since", "if"].iter().any(|marker| self.syntax.is_marked_by(clause, marker))
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

/// Heads of place names that say where the event happened: `in`, `at`, `near`, `on` phrases below the trigger, its object or
/// its clause, with the places nested in them.
pub fn find_places(syntax: &Syntax<'_>, trigger: TokenId, clause: TokenId, place_cases: &dyn Fn(&str) -> bool) -> Vec<TokenId> {
    let mut heads = Vec::new();
    let bases = [Some(trigger), (clause != trigger).then_some(clause), syntax.logical_object(clause).filter(|_| syntax.is_verb(clause))];
    for base in bases.into_iter().flatten() {
        for &child in syntax.children(base) {
            let relation = syntax.relation(child);
            if (relation == "obl" || relation == "nmod") && place_cases(&syntax.case(child)) {
                for head in syntax.conjuncts(child) {
                    collect_places(syntax, head, place_cases, &mut heads, 4);
                }
            }
        }
        if !heads.is_empty() {
            break;
        }
    }
    heads.dedup();
    heads
}

fn collect_places(syntax: &Syntax<'_>, head: TokenId, place_cases: &dyn Fn(&str) -> bool, heads: &mut Vec<TokenId>, fuel: usize) {
    if syntax.time(head).is_some() || fuel == 0 {
        return;
    }
    let mention = syntax.mention(head).map(|m| &syntax.document.mentions[m.index()]);
    let is_place = mention.is_some_and(|m| m.entity_type.is_a(EntityType::Place));
    if is_place && !heads.contains(&head) {
        heads.push(head);
    }
    // "in an attack on a church in Nigeria", "in the Hall of the People in Beijing": through things, happenings and named sites, not
    // through people
    let is_thing = || mention.is_none_or(|m| !m.entity_type.is_a(EntityType::Agent)) && syntax.pos(head) == "NOUN";
    let is_site = || mention.is_some_and(|m| m.kind == MentionKind::Name && m.entity_type.is_a(EntityType::Organization));
    let leads_on = is_place || fuel > 1 && (is_thing() || is_site());
    if !leads_on {
        return;
    }
    for &child in syntax.children(head) {
        let relation = syntax.relation(child);
        let nested = matches!(relation, "appos" | "nmod:unmarked" | "list")
            || (relation == "nmod" && (place_cases(&syntax.case(child)) || syntax.is_marked_by(child, "of")));
        if nested {
            collect_places(syntax, child, place_cases, heads, fuel - 1);
        }
    }
}
