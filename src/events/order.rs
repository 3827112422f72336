//! Dates of what came before or after another event that has one.
//!
//! ```text
//! "spoke a day after the attack"                      spoke: the attack's day and one
//! "died last September after being detained"          detained: no later than September
//! "froze the funds after the invasion in May 2022"    froze: from May 2022 on
//! "froze the funds after talks this month"            froze: this month, which is not over
//! "After the race on Monday, Ruiz criticised Lopez"   criticised: Monday
//! "was taken shortly after the invasion in May 2022"  taken: May 2022
//! ```

use super::dates::days_between;
use super::types::EventTime;
use crate::calendar::{Date, Precision, TimeValue, Unit, shift_day};
use crate::document::{TimeId, TokenId};
use crate::frames::{FrameSet, Reach, Syntax, find_time};

/// Days that a time of the news lasts at most: a week.
const NEWS_DAYS: i64 = 7;

/// Days before the article on which it begins at most: last week.
const NEWS_BEGIN: i64 = 13;

/// The dates of the events of an article, by their words.
pub(super) struct Dated<'a, 'd> {
    pub syntax: &'a Syntax<'d>,
    pub frames: &'a FrameSet,
    /// The date of the event that a word tells.
    pub of_word: &'a dyn Fn(TokenId) -> Option<EventTime>,
}

impl Dated<'_, '_> {
    /// `spoke a day after the attack`: counted from the date of the other event; `the vote came a day after the attack`, `on 8 May, a day
    /// after the attack`: the attack counted back from the date of the vote, from the day.
    pub fn counted(&self, word: TokenId) -> Option<EventTime> {
        let syntax = self.syntax;
        let on = || {
            syntax.children(word).iter().find_map(|&other| {
                let distance = Distance::of(syntax, self.frames, other)?;
                distance.from((self.of_word)(other)?, 1)
            })
        };
        let back = || {
            let distance = Distance::of(syntax, self.frames, word)?;
            let is_distance = |t: &TokenId| syntax.time(*t) == Some(distance.evidence);
            let above = syntax.document.ancestors(word).find(|t| !is_distance(t))?;
            let day = || {
                let (evidence, reach) =
                    syntax.time(above).map(|t| (t, Reach::Whole)).or_else(|| find_time(syntax, self.frames, above, above))?;
                Some(EventTime { value: reach.of(&syntax.document.times[evidence.index()])?, evidence })
            };
            let subject = || syntax.children_by(above, "nsubj").find_map(self.of_word);
            distance.from((self.of_word)(above).or_else(subject).or_else(day)?, -1)
        };
        on().or_else(back)
    }

    /// What came before or after a dated event of the sentence, at an unknown distance: `after being detained`, `froze the funds after the
    /// invasion`.
    pub fn bounded(&self, word: TokenId) -> Option<EventTime> {
        let syntax = self.syntax;
        // what goes on with the day of a sentence before bounds nothing
        let is_told = |time: &EventTime| {
            let at = |token: TokenId| syntax.document.sentence_of(token);
            at(syntax.document.times[time.evidence.index()].span.start) == at(word)
        };
        let of_event = |token: TokenId| (self.of_word)(token).filter(is_told);
        let of_phrase = |token: TokenId| of_event(token).or_else(|| self.of_clause(token)).or_else(|| self.of_occasion(token));
        let below = |phrase: TokenId| {
            let (order, second) = (Order::of(syntax, self.frames, phrase)?, of_phrase(phrase)?);
            let opens = phrase < word && self.is_news(second);
            if order.is_after() && (opens || self.is_going_on(second)) { Some(second) } else { order.of_first(second) }
        };
        let above = || {
            let (order, head) = (Order::of(syntax, self.frames, word)?, syntax.head(word)?);
            let first = of_event(head).or_else(|| self.of_verb(head).filter(|t| self.is_going_on(*t)))?;
            let is_deed = syntax.is_verb(word) && self.is_going_on(first);
            if is_deed && !order.is_after() { Some(first) } else { order.of_second(first) }
        };
        syntax.children(word).iter().find_map(|phrase| below(*phrase)).or_else(above)
    }

    /// Whether a time is not over when the article is written: what came after something in it came in it too.
    fn is_going_on(&self, time: EventTime) -> bool {
        let anchor = self.anchor();
        matches!((time.value.begin, time.value.end), (Some(begin), Some(end)) if anchor.is_some_and(|a| begin <= a && a <= end))
    }

    /// Whether a time is that of news: a day, days or a week shortly before the article.
    fn is_news(&self, time: EventTime) -> bool {
        let anchor = self.anchor();
        matches!((time.value.begin, time.value.end), (Some(begin), Some(end)) if
            days_between(begin, end) < NEWS_DAYS && anchor.is_some_and(|a| (0..=NEWS_BEGIN).contains(&days_between(begin, a))))
    }

    fn anchor(&self) -> Option<Date> {
        self.syntax.document.article.anchor_date().map(|d| d.date)
    }

    /// The time of a clause whose verb tells no event: `after footage was released in May`.
    fn of_clause(&self, verb: TokenId) -> Option<EventTime> {
        let syntax = self.syntax;
        let is_finite = |t: TokenId| syntax.has_feature(t, "VerbForm=Fin");
        let is_whole = is_finite(verb) || syntax.children_by(verb, "aux").any(is_finite);
        let time = self.of_verb(verb).filter(|_| syntax.is(verb, "advcl"))?;
        // of what lies ahead only the end is known
        (is_whole && time.value.end.is_some() && time.value.end <= self.anchor() || self.is_going_on(time)).then_some(time)
    }

    /// The time of a noun that is no event known to the frames, in front of the sentence or not over: `After her win last week`.
    fn of_occasion(&self, noun: TokenId) -> Option<EventTime> {
        let time = self.time_of(noun).filter(|_| self.syntax.is(noun, "obl") && self.syntax.pos(noun) == "NOUN")?;
        let opens = self.syntax.head(noun).is_some_and(|verb| noun < verb);
        (opens && self.is_news(time) || self.is_going_on(time)).then_some(time)
    }

    /// The time of a verb that tells no event.
    fn of_verb(&self, verb: TokenId) -> Option<EventTime> {
        self.time_of(verb).filter(|_| self.syntax.is_verb(verb))
    }

    fn time_of(&self, word: TokenId) -> Option<EventTime> {
        let (evidence, reach) = find_time(self.syntax, self.frames, word, word)?;
        let value = reach.of(&self.syntax.document.times[evidence.index()])?;
        Some(EventTime { value, evidence })
    }
}

/// The `after` or `before` with which a phrase or clause begins, and whether the phrase is told as the earlier (1) or the later one (-1).
fn marker(syntax: &Syntax<'_>, frames: &FrameSet, phrase: TokenId) -> Option<(TokenId, i64)> {
    let marker = syntax.children(phrase).iter().copied().find(|c| matches!(syntax.relation(*c), "case" | "mark"))?;
    let is = |order: &str| frames.is_listed(syntax.lemma(marker), order);
    if is("later") { Some((marker, 1)) } else { is("earlier").then_some((marker, -1)) }
}

/// How long before or after another event something happened.
struct Distance {
    /// Positive: after.
    number: i64,
    unit: Unit,
    evidence: TimeId,
}

impl Distance {
    /// The distance told in front of `after` or `before`, with which a phrase or clause begins.
    fn of(syntax: &Syntax<'_>, frames: &FrameSet, phrase: TokenId) -> Option<Distance> {
        let (marker, sign) = marker(syntax, frames, phrase)?;
        let evidence = syntax.time(TokenId(marker.0.checked_sub(1)?))?;
        let time = &syntax.document.times[evidence.index()];
        // "more than five months after" is no date
        let blurs = |t: TokenId| matches!(syntax.pos(t), "ADP" | "ADV" | "ADJ" | "SCONJ") && !frames.is_listed(syntax.lemma(t), "exact");
        let is_bare = time.span.start.0.checked_sub(1).is_none_or(|t| !blurs(TokenId(t)));
        let (number, unit) = length(time.timex.as_deref().filter(|_| is_bare)?)?;
        Some(Distance { number: sign * number, unit, evidence })
    }

    /// The date so far from another event's, on from it or back.
    fn from(self, other: EventTime, direction: i64) -> Option<EventTime> {
        if self.unit == Unit::Hour {
            return self.within_hours(other, direction);
        }
        let day = shift_day(other.value.begin?, direction * self.number, self.unit);
        Some(EventTime { value: unit_of(day, self.unit)?, evidence: self.evidence })
    }

    /// Hours from a day lead into the next one at most.
    fn within_hours(self, other: EventTime, direction: i64) -> Option<EventTime> {
        let (begin, end) = (other.value.begin?, other.value.end.filter(|_| other.value.precision == Precision::Day)?);
        let value = match direction * self.number {
            1.. => TimeValue::interval(begin, end.tomorrow().ok()?),
            _ => TimeValue::interval(begin.yesterday().ok()?, end),
        };
        Some(EventTime { value: value?, evidence: self.evidence })
    }
}

/// `P3D` → 3 days, `PTXH` → hours.
fn length(timex: &str) -> Option<(i64, Unit)> {
    if timex.starts_with("PT") && timex.ends_with('H') {
        return Some((1, Unit::Hour));
    }
    let (number, unit) = timex.strip_prefix('P')?.split_at_checked(timex.len().checked_sub(2)?)?;
    let unit = match unit {
        "D" => Unit::Day,
        "W" => Unit::Week,
        "M" => Unit::Month,
        "Y" => Unit::Year,
        _ => return None,
    };
    Some((number.parse().ok()?, unit))
}

fn unit_of(day: Date, unit: Unit) -> Option<TimeValue> {
    match unit {
        Unit::Week => Some(TimeValue::week(day)),
        Unit::Month => TimeValue::month(day.year(), day.month()),
        Unit::Year => TimeValue::year(day.year()),
        _ => Some(TimeValue::day(day)),
    }
}

/// How what hangs on a word by `after` or `before` stands to it in time.
enum Order {
    /// `shortly after the attack`.
    Close,
    /// `after the attack`.
    After,
    /// `before the attack`.
    Before,
}

impl Order {
    fn of(syntax: &Syntax<'_>, frames: &FrameSet, phrase: TokenId) -> Option<Order> {
        let (marker, sign) = marker(syntax, frames, phrase)?;
        let in_front = marker.0.checked_sub(1).map(TokenId);
        if in_front.is_some_and(|t| frames.is_listed(syntax.lemma(t), "shortly")) {
            return Some(Order::Close);
        }
        // "a day after the attack" is counted
        let is_counted = in_front.and_then(|t| syntax.time(t)).is_some_and(|t| syntax.document.times[t.index()].is_duration);
        (!is_counted).then_some(if sign > 0 { Order::After } else { Order::Before })
    }

    /// Whether what hangs on a word by it came first.
    fn is_after(&self) -> bool {
        !matches!(self, Order::Before)
    }

    /// The date of what the phrase hangs on, from that of the phrase.
    fn of_first(self, second: EventTime) -> Option<EventTime> {
        let value = match self {
            Order::Close => second.value,
            Order::After => TimeValue::since(second.value.begin?),
            Order::Before => TimeValue::until(second.value.end?),
        };
        Some(EventTime { value, ..second })
    }

    /// The date of the phrase, from that of what it hangs on.
    fn of_second(self, first: EventTime) -> Option<EventTime> {
        match self {
            Order::Close => Some(first),
            Order::After => Order::Before.of_first(first),
            Order::Before => Order::After.of_first(first),
        }
    }
}
