//! The sentence around a time expression: tense of its verb, words in front of and behind it.

use std::collections::BTreeMap;

use compact_str::{CompactString, ToCompactString};

use super::pattern::{Found, Read};
use super::words::{self, Words};
use crate::calendar::{Date, Precision, TimeValue, Unit, shift_day};
use crate::document::{Document, TimeExpression, TokenId, TokenSpan};

/// Whether what happened lies before or after the writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    /// `has agreed`: past, and on no certain day.
    Perfect,
    /// `the court meets on Tuesday`: of a weekday the next, of other dates the nearest.
    Present,
    Future,
    Unknown,
}

impl Tense {
    pub fn is_past(self) -> bool {
        matches!(self, Tense::Past | Tense::Perfect)
    }
}

/// What a date in front of a noun belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prenominal {
    /// `the Nov. 5 election`, or anything (`November's`).
    Planned,
    /// `the 7 October attack`.
    Happened,
}

/// A document made ready for reading times.
pub(super) struct Reading<'d> {
    pub document: &'d Document,
    pub words: &'d Words,
    /// Forms in lower case, by token.
    pub lower: Vec<CompactString>,
    /// Tokens that name a year behind a month or a preposition, with the year; in order.
    years: Vec<(usize, i64)>,
    /// Years of days that the article dates beyond doubt: month and day → year.
    known: BTreeMap<(i8, i8), i16>,
}

impl<'d> Reading<'d> {
    pub fn new(document: &'d Document, words: &'d Words) -> Self {
        let form = |t: &crate::document::Token| t.range.of(&document.article.text).to_lowercase().to_compact_string();
        let lower: Vec<CompactString> = document.tokens.iter().map(form).collect();
        let mut reading = Self { document, words, lower, years: Vec::new(), known: BTreeMap::new() };
        reading.years = (0..reading.lower.len())
            .filter_map(|i| {
                let dated = i > 0
                    && (reading.words.month.contains_key(reading.lower[i - 1].as_str())
                        || reading.lower[i - 1] == "," && reading.dated_comma(i - 1));
                words::year(&reading.lower[i]).filter(|_| dated).map(|year| (i, year))
            })
            .collect();
        reading
    }

    /// Learns the years of days from expressions that leave no doubt (`since 7 October`, `was killed on 7 October`); whether one that
    /// does (`the attack on 7 October`) has been read otherwise.
    pub fn learn_years(&mut self, times: &[TimeExpression]) -> bool {
        let days = times.iter().filter_map(|t| Some((t, t.value?.begin?))).filter(|(t, _)| t.rule.starts_with("month-day"));
        let (sure, open): (Vec<_>, Vec<_>) = days.partition(|(t, _)| {
            let told = self.prenominal(t.span).is_none() && !matches!(self.tense(t.span), Tense::Present | Tense::Unknown);
            &*t.rule != "month-day" || told || t.value.is_some_and(|v| v.end.is_none())
        });
        for (_, day) in sure {
            self.known.entry((day.month(), day.day())).or_insert(day.year());
        }
        open.iter().any(|(_, day)| self.known_year(*day).is_some_and(|year| year != day.year()))
    }

    /// The year that the article means with a day of a month.
    pub fn known_year(&self, day: Date) -> Option<i16> {
        self.known.get(&(day.month(), day.day())).copied()
    }

    /// Whether a clause behind a time tells what was then: `in 2021, when`.
    pub fn is_told_of(&self, span: TokenSpan) -> bool {
        let mut behind = self.lower[span.end.index()..].iter().skip_while(|word| *word == ",");
        behind.next().is_some_and(|word| self.is("then", word))
    }

    fn dated_comma(&self, comma: usize) -> bool {
        comma >= 2 && words::day(&self.lower[comma - 1]).is_some() && self.words.month.contains_key(self.lower[comma - 2].as_str())
    }

    /// The date that relative times are counted from.
    pub fn anchor(&self) -> Option<Date> {
        self.document.article.anchor_date().map(|d| d.date)
    }

    /// The year of the full date that stands nearest to a token.
    pub fn nearest_year(&self, token: usize) -> Option<i64> {
        self.years.iter().min_by_key(|(i, _)| i.abs_diff(token)).map(|(_, year)| *year)
    }

    fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |i| self.lower[i].as_str())
    }

    fn word(&self, at: usize) -> &str {
        self.lower.get(at).map_or("", |w| w.as_str())
    }

    fn is(&self, list: &str, word: &str) -> bool {
        self.words.is_in(list, word)
    }

    /// Whether a match is a time at all, and no verb, name or count.
    pub fn allows(&self, read: Read, start: usize, end: usize, found: &Found) -> bool {
        let token = self.document.token(TokenId(start as u32));
        let form = self.document.form(TokenId(start as u32));
        let capital = form.starts_with(char::is_uppercase);
        // a phrase that stands for itself has no words around it that could tell
        if start == 0 && end == self.document.tokens.len() {
            return true;
        }
        match read {
            Read::Month if end - start == 1 => {
                let tagged = token.upos == "PROPN" && !token.name_tag.ends_with("PER");
                // `mid-June` has a hyphen between.
                let part = self.before(start) == "-" && start >= 2 && self.words.part.contains_key(self.word(start - 2));
                // `July's election`, though the tagger takes July for somebody
                let owns = self.is("possessive", self.word(end));
                // `May's local elections`
                if capital && owns && (end + 1..end + 4).any(|i| self.is("planned", self.word(i))) {
                    return true;
                }
                let led = (part || self.is("month_after", self.before(start))) && !token.name_tag.ends_with("PER");
                capital
                    && (led || tagged || (!self.is("ambiguous_month", &self.lower[start]) && (owns || !token.name_tag.ends_with("PER"))))
            }
            Read::Date | Read::UpTo => self.capital_inside(start, end),
            Read::Year if end - start == 1 => {
                // "in 2015 villages", but "In 2015 gunmen killed"
                let sentence = self.document.sentence(self.document.sentence_of(TokenId(start as u32))).tokens;
                let is_first = start == sentence.start.index() + 1;
                let counts = || self.document.tokens.get(end).is_some_and(|t| t.xpos == "NNS") && self.before(start) != "the";
                self.is("year_after", self.before(start)) && !self.is("not_after_year", self.word(end)) && (is_first || !counts())
            }
            Read::Weekday if found.direction.is_none() => {
                capital && !self.is("not_after_weekday", self.word(end)) && !self.is("not_before_weekday", self.before(start))
            }
            // `a month before June 16` counts from June 16, not from the time before it.
            Read::Earlier | Read::Later | Read::DayBefore => {
                let last = self.before(end);
                let counts_on = self.is("before", last) || self.is("after", last);
                !counts_on || !self.word(end).starts_with(char::is_alphanumeric)
            }
            Read::Unit => {
                // "the last week of the war"
                let of_another = self.before(start) == "the" && self.is("not_after_that_time", self.word(end));
                !matches!(found.unit, Some(Unit::Hour | Unit::Minute)) && !self.is("plural_unit", self.before(end)) && !of_another
            }
            Read::WholeUnit => ["inside", "part_of"].iter().any(|list| self.list_before(list, start, 0).is_some()),
            Read::Season if found.direction.is_none() && found.year.is_none() => {
                let led = self.is("month_after", self.before(start)) || self.words.part.contains_key(self.before(start));
                let ambiguous = self.is("ambiguous_season", self.word(end - 1));
                let verb = token.upos == "VERB" || ambiguous && self.before(start) == "to";
                let named = self.document.form(TokenId(end as u32 - 1)).starts_with(char::is_uppercase);
                !self.is("not_after_season", self.word(end)) && !verb && !named && (led || end - start > 1 && !ambiguous)
            }
            Read::ThatTime | Read::PastUnit => !self.is("not_after_that_time", self.word(end)),
            Read::Clock => self.word(start).contains(':') || end - start > 1,
            Read::Set => !capital || self.document.sentence(self.document.sentence_of(TokenId(start as u32))).tokens.start.index() == start,
            Read::Duration if end - start == 1 => {
                !self.is("not_before_units", self.before(start))
                    && !self.is("not_after_units", self.word(end))
                    && !self.before(start).ends_with(|c: char| c.is_ascii_digit())
            }
            // `the day after the vote`
            Read::Duration if self.word(start) == "the" => self.is("before", self.word(end)) || self.is("after", self.word(end)),
            Read::Duration => {
                let tail = self.word(end);
                !(self.is("not_after_duration", tail) && (tail == "old" || self.word(end + 1) == "old"))
            }
            _ => true,
        }
    }

    /// Whether a clause says which day is meant: `the same day Ruiz left`. Such a day is only known from its own sentence.
    pub fn has_clause(&self, span: TokenSpan) -> bool {
        self.word(span.start.index()) == "the" && self.word(span.end.index()).starts_with(char::is_alphabetic)
    }

    /// A month inside a date is written with a capital: `May 3`, not `may 3`.
    fn capital_inside(&self, start: usize, end: usize) -> bool {
        let is_month = |i: usize| self.words.month.contains_key(self.lower[i].as_str());
        let has_month = (start..end).any(is_month);
        (start..end).any(|i| (is_month(i) || !has_month) && self.document.form(TokenId(i as u32)).starts_with(char::is_uppercase))
    }

    /// Tense of the verb that an expression stands beside, else of the one that governs it; what has lasted since then began before.
    pub fn tense(&self, span: TokenSpan) -> Tense {
        if self.list_before("lasting_since", span.start.index(), 0).is_some() {
            return Tense::Past;
        }
        if let Some(verb) = self.explanation(span).or_else(|| self.neighbour(span)) {
            return self.tense_of_verb(verb);
        }
        let token = span.start;
        // `was responsible for the attack on Tuesday`, `has been in custody since the raid on 4 May`
        let is_past = |t: TokenId| self.document.children_by(t, "cop").any(|c| matches!(&*self.document.token(c).xpos, "VBD" | "VBN"));
        let is_predicate = |t: &TokenId| self.is_predicate(*t) || is_past(*t);
        let verb = self.document.ancestors(token).take(64).find(is_predicate);
        match verb {
            // `Speaking in November, she said …`, but `Looking ahead to the vote in November, she said …`
            Some(verb) if self.document.token(verb).xpos == "VBG" && !span.iter().any(|t| self.document.token(t).head == Some(verb)) => {
                Tense::Unknown
            }
            Some(verb) => match self.tense_of_verb(verb) {
                Tense::Present if self.is_behind(span, verb) || self.is_of_subject(span, verb) => Tense::Past,
                // `On Sunday, police say, two men broke in`
                Tense::Present if span.start < verb => {
                    let said = self.document.children_by(verb, "ccomp").find(|c| *c > verb).map(|c| self.tense_of_verb(c));
                    said.filter(|tense| *tense == Tense::Past).unwrap_or(Tense::Present)
                }
                tense => tense,
            },
            None => self.tense_of_words(token),
        }
    }

    /// Whether a phrase between an expression and the verb above it stands behind `after` or answers: `it comes after an attack on Saturday`,
    /// `in response to an attack on 7 October`.
    fn is_behind(&self, span: TokenSpan, verb: TokenId) -> bool {
        let mut phrases = self.document.ancestors(span.start).take_while(|t| *t != verb).filter(|t| !span.contains(*t));
        let follows = |t: TokenId| self.document.children_by(t, "case").any(|c| self.is("following", self.word(c.index())));
        phrases.any(|t| follows(t) || self.is("answer", self.word(t.index())))
    }

    /// `For nine days rebels have been shelling it`, `has lived there for ten years`: since so long ago.
    pub fn lasting(&self, found: &Found, span: TokenSpan) -> Option<TimeValue> {
        let (number, unit, anchor) = (found.number?, found.unit?, self.anchor()?);
        if self.before(span.start.index()) != "for" || span.len() > 3 {
            return None;
        }
        let verb = self.document.ancestors(span.start).take(8).find(|t| self.is_predicate(*t) || self.document.has(*t, "cop"))?;
        let token = self.document.token(verb);
        let is_going_on = || token.xpos == "VBG" || token.upos != "VERB" || self.is("lasting", &token.lemma);
        let lasts = self.tense_of_verb(verb) == Tense::Perfect && is_going_on() && !self.document.has(verb, "aux:pass");
        lasts.then(|| TimeValue::since(shift_day(anchor, -number, unit)))
    }

    /// Which one is marked, in `the second anniversary of the invasion on 24 February`: 2; of an anniversary that is not counted 1.
    pub fn anniversary(&self, span: TokenSpan) -> Option<i64> {
        let is_mark = |t: &TokenId| self.is("anniversary", self.word(t.index()));
        let noun = self.document.ancestors(span.start).take(6).find(is_mark)?;
        let counted = self.document.children_by(noun, "amod").find_map(|t| {
            let word = self.word(t.index());
            self.words.ordinal.get(word).copied().or_else(|| words::day(word))
        });
        Some(counted.unwrap_or(1))
    }

    /// Whether something that is planned stands shortly in front: `a debate on television on September 10`.
    pub fn is_behind_plan(&self, span: TokenSpan) -> bool {
        let start = span.start.index();
        let first = self.document.sentence(self.document.sentence_of(span.start)).tokens.start.index().max(start.saturating_sub(6));
        (first..start).any(|i| self.is("planned", self.word(i)))
    }

    /// Whether something that is planned stands right in front: `the vote on 5 November`; but `won the vote in May`.
    pub fn is_of_plan(&self, span: TokenSpan) -> bool {
        let Some(noun) = span.start.index().checked_sub(2) else { return false };
        let token = &self.document.tokens[noun];
        let is_over = |verb: TokenId| token.deprel == "obj" && self.is("over", &self.document.token(verb).lemma);
        let is_planned = self.document.tokens[noun + 1].upos == "ADP" && self.is("planned", self.word(noun));
        is_planned && !token.head.is_some_and(is_over)
    }

    /// `The raid on Saturday comes amid talks`: the time of a noun that is the subject of the present tense has been, unless it is planned.
    fn is_of_subject(&self, span: TokenSpan, verb: TokenId) -> bool {
        let noun = self.document.ancestors(span.start).find(|t| !span.contains(*t) && *t != verb);
        noun.map(|n| (n, self.document.token(n))).is_some_and(|(at, noun)| {
            let is_subject = noun.head == Some(verb) && noun.deprel == "nsubj" && noun.upos == "NOUN";
            is_subject && self.document.token(verb).xpos == "VBZ" && !self.is("planned", self.word(at.index()))
        })
    }

    /// The verb of what tells which day is meant: `7 October - the day rebels attacked`.
    fn explanation(&self, span: TokenSpan) -> Option<TokenId> {
        let sentence = self.document.sentence(self.document.sentence_of(span.start)).tokens;
        let token = |at: u32| Some(TokenId(at)).filter(|t| sentence.contains(*t));
        let is_mark = |t: TokenId| self.document.token(t).upos == "PUNCT";
        let day = token(span.end.0 + 2).filter(|_| token(span.end.0).is_some_and(is_mark) && self.word(span.end.index() + 1) == "the")?;
        self.document.children_by(day, "acl:relcl").next()
    }

    /// The verb in `it will buy, it said on Monday` and in `the army on Monday said`, whatever the parser made of the day.
    fn neighbour(&self, span: TokenSpan) -> Option<TokenId> {
        let sentence = self.document.sentence(self.document.sentence_of(span.start)).tokens;
        let tag = |at: usize| self.document.tokens.get(at).map_or("", |t| t.xpos.as_str());
        let inside = |at: &usize| sentence.contains(TokenId(*at as u32));
        let start = span.start.index();
        let led = tag(start.wrapping_sub(1)) == "IN";
        let before = start.checked_sub(if led { 2 } else { 1 }).filter(inside).filter(|at| matches!(tag(*at), "VBD" | "VBZ" | "VBP"));
        let after = Some(span.end.index()).filter(inside).filter(|at| tag(*at) == "VBD");
        before.or(after).map(|at| TokenId(at as u32))
    }

    fn tense_of_verb(&self, verb: TokenId) -> Tense {
        let helpers: Vec<&str> = self.document.children_by(verb, "aux").map(|t| self.lower[t.index()].as_str()).collect();
        let past_helper = |word: &&str| self.is("past_have", word);
        if helpers.iter().any(|h| self.is("future", h)) {
            return Tense::Future;
        }
        if helpers.iter().any(past_helper) {
            // `has been planned for Thursday`
            let is_now = self.document.children_by(verb, "aux").any(|t| matches!(self.document.token(t).xpos.as_str(), "VBZ" | "VBP"));
            return match is_now {
                true if self.lies_ahead(verb) => Tense::Future,
                true => Tense::Perfect,
                false => Tense::Past,
            };
        }
        let mut marks = self.document.children_by(verb, "mark");
        // `would be stuck unless he was elected in November`
        if self.document.token(verb).deprel == "advcl" && marks.any(|m| self.is("condition", &self.lower[m.index()])) {
            return Tense::Unknown;
        }
        let tags: Vec<&str> = self.helpers(verb).map(|t| self.document.token(t).xpos.as_str()).collect();
        // the parser may take `due to` for a mark
        let is_ahead = self.lies_ahead(verb) || self.document.children_by(verb, "mark").any(|m| self.lies_ahead(m));
        match self.document.token(verb).xpos.as_str() {
            "VBD" => Tense::Past,
            // `was scheduled for Friday`: it may be over
            "VBN" | "JJ" | "VB" if is_ahead && tags.contains(&"VBD") => Tense::Unknown,
            // `is scheduled for Friday`, `are due in February`
            "VBN" | "JJ" | "VB" if is_ahead && tags.iter().any(|t| matches!(*t, "VBZ" | "VBP")) => Tense::Future,
            // `a vote planned for 15 July`
            "VBN" | "JJ" | "VB" if is_ahead => Tense::Present,
            _ if tags.contains(&"VBD") => Tense::Past,
            // `sparked by the attack on 7 October`
            "VBN" if tags.is_empty() && !self.document.has(verb, "mark") => Tense::Past,
            // `when he leaves in January`
            "VBZ" | "VBP" if self.document.token(verb).deprel == "advcl" && self.is_pending(verb) => Tense::Future,
            "VBZ" | "VBP" => Tense::Present,
            _ if tags.contains(&"VBZ") || tags.contains(&"VBP") => Tense::Present,
            // `Speaking in November, she said …`
            "VBG" => match self.document.ancestors(verb).find(|t| self.document.token(*t).upos == "VERB") {
                Some(above) if self.document.token(above).xpos == "VBD" => Tense::Past,
                _ => Tense::Unknown,
            },
            // `must leave by Friday`
            "VB" if helpers.iter().any(|h| self.is("open", h)) => Tense::Present,
            "VB" => {
                let above = self.document.ancestors(verb).find(|t| self.is_predicate(*t));
                // `plans to meet`, `is set to begin`, `is hoping to attend`
                let present = |t: TokenId| {
                    let tag = |t: TokenId| matches!(self.document.token(t).xpos.as_str(), "VBZ" | "VBP");
                    tag(t) || !self.helpers(t).any(|t| self.is("past_have", &self.lower[t.index()])) && self.helpers(t).any(tag)
                };
                if above.is_some_and(present) { Tense::Future } else { Tense::Unknown }
            }
            _ => Tense::Unknown,
        }
    }

    /// Verbs, and words for what lies ahead: `are due to vote`, which need not be tagged as verbs.
    fn is_predicate(&self, word: TokenId) -> bool {
        matches!(self.document.token(word).upos.as_str(), "VERB" | "AUX") || self.lies_ahead(word)
    }

    /// Whether a clause begins with `when`, `until`.
    fn is_pending(&self, verb: TokenId) -> bool {
        let mut openers = ["mark", "advmod"].into_iter().flat_map(|r| self.document.children_by(verb, r));
        openers.any(|m| m < verb && self.is("pending", &self.lower[m.index()]))
    }

    fn lies_ahead(&self, word: TokenId) -> bool {
        self.is("ahead", &self.lower[word.index()])
    }

    /// The helping verbs of a predicate: `is set`, `was scheduled`, `are due`.
    fn helpers(&self, predicate: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        ["aux", "cop"].into_iter().flat_map(move |helper| self.document.children_by(predicate, helper))
    }

    /// Without a tree: a future helper in front of the expression in its sentence.
    fn tense_of_words(&self, token: TokenId) -> Tense {
        let start = self.document.sentence(self.document.sentence_of(token)).tokens.start.index();
        let from = start.max(token.index().saturating_sub(12));
        if self.lower[from..token.index()].iter().any(|w| self.is("future", w)) { Tense::Future } else { Tense::Unknown }
    }

    /// Takes in part of day and clock: `Tuesday night`, `2 pm on Tuesday`, `Friday at 10:30 GMT`.
    pub fn widen(&self, time: &mut TimeExpression, floor: usize, end: usize) {
        let day = time.value.is_some_and(|v| v.precision == Precision::Day) || matches!(&*time.rule, "weekday" | "deictic");
        if !day || time.is_duration {
            return;
        }
        let mut last = time.span.end.index();
        if last < end && self.words.day_part.contains_key(self.lower[last].as_str()) {
            last += 1;
        }
        let clock = |at: usize| self.word(at).contains(':') || self.words.half_day.contains_key(self.word(at + 1));
        if self.word(last) == "at" && last + 1 < end && self.word(last + 1).starts_with(|c: char| c.is_ascii_digit()) && clock(last + 1) {
            last += 2;
            while last < end && (self.words.half_day.contains_key(self.word(last)) || self.is("zone", self.word(last))) {
                last += 1;
            }
        }
        time.span.end = TokenId(last as u32);
        let mut first = time.span.start.index();
        if first > floor && matches!(self.before(first), "on" | ",") {
            first -= 1;
        }
        if first > floor && self.words.day_part.contains_key(self.before(first)) && time.span.start.index() == first {
            first -= 1;
            time.span.start = TokenId(first as u32);
        }
        while first > floor && (self.words.half_day.contains_key(self.before(first)) || self.is("zone", self.before(first))) {
            first -= 1;
        }
        if first > floor && self.before(first).starts_with(|c: char| c.is_ascii_digit()) && clock(first - 1) {
            time.span.start = TokenId(first as u32 - 1);
        }
    }

    /// Where the longest entry of a list begins that ends right in front of a token.
    pub fn list_before(&self, list: &str, at: usize, floor: usize) -> Option<TokenId> {
        let entries = self.words.lists.get(list)?;
        let fits = |entry: &&String| {
            let len = entry.split(' ').count();
            at.checked_sub(len).is_some_and(|s| s >= floor && entry.split(' ').eq(self.lower[s..at].iter().map(|w| w.as_str())))
        };
        let longest = entries.iter().filter(fits).map(|e| e.split(' ').count()).max()?;
        Some(TokenId((at - longest) as u32))
    }

    /// Reads the words in front of a time: `since May 15`, `about June 3`, `mid-June`, `the end of June`.
    pub fn mark(&self, time: &mut TimeExpression, value: TimeValue, floor: usize) {
        let mut value = value;
        if self.prenominal(time.span).is_some() {
            time.value = Some(value);
            return;
        }
        let (start, part) = self.part(time.span.start.index(), floor);
        let coarse =
            matches!(value.precision, Precision::Month | Precision::Year | Precision::Quarter | Precision::Week | Precision::Interval);
        let whole = value;
        if let (Some(part), true) = (part, coarse) {
            let is_end = (start..time.span.start.index()).any(|i| self.is("very_end", &self.lower[i]));
            time.span.start = TokenId(start as u32);
            value = last_unit(value).filter(|_| is_end).or_else(|| third(value, part)).unwrap_or(value);
        }
        let start = time.span.start.index();
        if let Some(from) = self.list_before("about", start, floor) {
            (time.span.start, value) = (from, value.about());
        }
        let start = time.span.start.index();
        let approximate = value.approximate;
        let open = |list: &str| self.list_before(list, start, floor);
        // "by the start of the year", "before the end of the year": a bound is a point
        let (first, last) = match part {
            Some(1) if coarse => (whole.begin, whole.begin),
            Some(3) if coarse => (whole.end, whole.end),
            _ => (value.begin, value.end),
        };
        let bounded = match (first, last) {
            (Some(begin), Some(end)) => open("state")
                .filter(|_| self.tense(time.span).is_past())
                .map(|at| (at, TimeValue::until(end)))
                .or_else(|| open("since").map(|at| (at, TimeValue::since(begin))))
                .or_else(|| open("until").map(|at| (at, TimeValue::until(end))))
                .or_else(|| {
                    let last_before = if part == Some(3) && coarse { Some(end) } else { begin.yesterday().ok() };
                    open("before").and_then(|at| Some((at, TimeValue::until(last_before?))))
                })
                .or_else(|| open("after").map(|at| (at, TimeValue::since(end)))),
            _ => None,
        };
        if let Some((at, open)) = bounded {
            time.span.start = at;
            value = TimeValue { approximate, ..open };
        }
        time.value = Some(value);
    }

    /// `early`, `mid -`, `the end of`: where it begins and which third it means.
    fn part(&self, start: usize, floor: usize) -> (usize, Option<i64>) {
        let word = |back: usize| start.checked_sub(back).filter(|i| *i >= floor).map_or("", |i| self.lower[i].as_str());
        if let Some(part) = self.words.part.get(word(1)) {
            return (start - 1, Some(*part));
        }
        if word(1) == "-"
            && let Some(part) = self.words.part.get(word(2))
        {
            return (start - 2, Some(*part));
        }
        let of = self.list_before("part_of", start, floor).map(|at| at.index());
        match of.and_then(|at| Some((at, (at..start).find_map(|i| self.words.part.get(self.lower[i].as_str()))?))) {
            Some((at, part)) => (at, Some(*part)),
            None => (start, None),
        }
    }

    /// What TIMEX3 writes behind a day: `T10:30`, `TEV`; nothing if the phrase has no time of day.
    pub fn time_of_day(&self, span: TokenSpan) -> Option<String> {
        let words = || span.iter().map(|t| t.index());
        if let Some(part) = words().find_map(|i| self.words.day_part.get(self.lower[i].as_str())) {
            return Some(format!("T{part}"));
        }
        let clock = |i: usize| {
            let half = |word: &str| self.words.half_day.iter().find(|(name, _)| word.ends_with(name.as_str())).map(|(_, hours)| *hours);
            let behind = half(&self.lower[i]).or_else(|| half(self.word(i + 1)));
            let (hour, minute) = words::clock(&self.lower[i]).filter(|(_, minute)| minute.is_some() || behind.is_some())?;
            Some((behind.map_or(hour, |half| hour % 12 + half), minute.unwrap_or(0)))
        };
        words().find_map(clock).map(|(hour, minute)| format!("T{hour:02}:{minute:02}"))
    }

    /// What the expression says of the noun that it stands in front of and belongs to, if it does.
    pub fn prenominal(&self, span: TokenSpan) -> Option<Prenominal> {
        let (start, end) = (span.start.index(), span.end.index());
        let last = end.saturating_sub(1);
        let is_possessive = self.is("possessive", self.word(end));
        let noun = (start..end).find_map(|i| {
            let token = &self.document.tokens[i];
            let modifies =
                matches!(token.deprel.as_str(), "compound" | "nmod:poss" | "nmod:unmarked" | "nmod" | "nummod" | "amod" | "obl:unmarked");
            // "Thursday evening": a part of the day
            let is_part = |h: TokenId| self.words.day_part.contains_key(self.word(h.index()));
            let is_near = |h: &TokenId| h.index() > last && h.index() - last <= 4 && self.document.token(*h).upos == "NOUN" && !is_part(*h);
            token.head.filter(|h| is_near(h) && modifies)
        });
        // "since the February elections"
        let has_lasted = || {
            let article = start.checked_sub(1).filter(|at| self.document.tokens[*at].upos == "DET").unwrap_or(start);
            self.list_before("lasting_since", article, 0).is_some()
        };
        match noun {
            Some(_) if has_lasted() => Some(Prenominal::Happened),
            Some(noun) if !self.is("planned", self.word(noun.index())) => Some(Prenominal::Happened),
            Some(_) => Some(Prenominal::Planned),
            None => is_possessive.then_some(Prenominal::Planned),
        }
    }
}

/// The last month of a year: `at the end of 2019`.
fn last_unit(value: TimeValue) -> Option<TimeValue> {
    let end = value.end.filter(|_| value.precision == Precision::Year)?;
    TimeValue::month(end.year(), end.month())
}

/// The first, middle or last third of a stretch of days.
fn third(value: TimeValue, part: i64) -> Option<TimeValue> {
    let (begin, end) = (value.begin?, value.end?);
    let days = i64::from(begin.until(end).ok()?.get_days()) + 1;
    let at = |n: i64| shift_day(begin, days * n / 3, Unit::Day);
    TimeValue::interval(at(part - 1), if part == 3 { end } else { at(part).yesterday().ok()? })
}
