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

use super::dates::{is_recent, time_of};
use super::narrative::NEWS_DAYS;
use super::types::EventTime;
use crate::calendar::{Date, Precision, TimeValue, Unit, shift_day, some_units};
use crate::document::{TimeId, TokenId};
use crate::frames::Syntax;

/// Days from the first to the last of a time of the news, at most: a week.
const NEWS_LENGTH: i64 = 6;

/// Days before the article on which it begins at most, so that last week is news on any day of this one.
const NEWS_BEGIN: i64 = NEWS_DAYS + NEWS_LENGTH;

/// The dates of the events of an article, by their words.
pub(super) struct Dated<'a, 'd> {
    pub syntax: &'a Syntax<'d>,
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
                let distance = Distance::of(syntax, other)?;
                distance.from((self.of_word)(other)?, 1, syntax.document.today())
            })
        };
        let back = || {
            let distance = Distance::of(syntax, word)?;
            let is_distance = |t: &TokenId| syntax.time(*t) == Some(distance.evidence);
            let above = syntax.document.ancestors(word).find(|t| !is_distance(t))?;
            let day = || match syntax.time(above) {
                Some(evidence) => Some(EventTime { value: syntax.document.times[evidence.index()].value?, evidence }),
                None => time_of(syntax, above),
            };
            let subject = || syntax.children_by(above, "nsubj").find_map(self.of_word);
            // "It comes days after the attack"
            let now = || {
                let is_now = distance.number.is_none() && matches!(syntax.tag(above), "VBZ" | "VBP");
                let today = syntax.document.today().filter(|_| is_now)?;
                Some(EventTime { value: TimeValue::day(today), evidence: distance.evidence })
            };
            distance.from((self.of_word)(above).or_else(subject).or_else(day).or_else(now)?, -1, syntax.document.today())
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
        let of_phrase = |token: TokenId| of_event(token).or_else(|| self.of_phrase(token));
        let below = |phrase: TokenId| {
            let (order, second) = (Order::of(syntax, phrase)?, of_phrase(phrase)?);
            let opens = phrase < word && self.is_news(second);
            if order.is_after() && (opens || self.is_going_on(second)) { Some(second) } else { order.of_first(second) }
        };
        let of_verb = |token: TokenId| time_of(syntax, token).filter(|_| syntax.is_verb(token));
        let above = || {
            let (order, head) = (Order::of(syntax, word)?, syntax.head(word)?);
            let first = of_event(head).or_else(|| of_verb(head).filter(|t| self.is_going_on(*t)))?;
            let is_deed = syntax.is_verb(word) && self.is_going_on(first);
            if is_deed && !order.is_after() { Some(first) } else { order.of_second(first) }
        };
        syntax.children(word).iter().find_map(|phrase| below(*phrase)).or_else(above)
    }

    /// Whether a time is not over when the article is written: what came after something in it came in it too.
    fn is_going_on(&self, time: EventTime) -> bool {
        let today = self.syntax.document.today();
        time.value.is_closed() && today.is_some() && time.value.begin <= today && today <= time.value.end
    }

    /// Whether a time is that of news: a day, days or a week, of last week or this.
    fn is_news(&self, time: EventTime) -> bool {
        is_recent(self.syntax.document, time, NEWS_LENGTH, NEWS_BEGIN)
    }

    /// The time of a phrase that is no event known to the frames: of a clause, `after footage was released in May`, or of a noun in front of
    /// the sentence or at a time that is not over, `After her win last week`.
    fn of_phrase(&self, phrase: TokenId) -> Option<EventTime> {
        let syntax = self.syntax;
        let time = time_of(syntax, phrase)?;
        let is_finite = |t: TokenId| syntax.has_feature(t, "VerbForm=Fin");
        let is_known = if syntax.is_verb(phrase) && syntax.is(phrase, "advcl") {
            let is_whole = is_finite(phrase) || syntax.children_by(phrase, "aux").any(is_finite);
            // of what lies ahead only the end is known
            is_whole && time.value.end.is_some() && time.value.end <= syntax.document.today()
        } else if syntax.pos(phrase) == "NOUN" && syntax.is(phrase, "obl") {
            syntax.head(phrase).is_some_and(|verb| phrase < verb) && self.is_news(time)
        } else {
            return None;
        };
        (is_known || self.is_going_on(time)).then_some(time)
    }
}

/// The `after` or `before` with which a phrase or clause begins, and whether the phrase is told as the earlier (1) or the later one (-1).
fn marker(syntax: &Syntax<'_>, phrase: TokenId) -> Option<(TokenId, i64)> {
    let marker = syntax.children(phrase).iter().copied().find(|c| matches!(syntax.relation(*c), "case" | "mark"))?;
    let is = |order: &str| syntax.is_listed(marker, order);
    if is("later") { Some((marker, 1)) } else { is("earlier").then_some((marker, -1)) }
}

/// How long before or after another event something happened.
#[derive(Clone, Copy)]
struct Distance {
    /// How many units; none: `days after`.
    number: Option<i64>,
    /// 1: after, -1: before.
    sign: i64,
    unit: Unit,
    evidence: TimeId,
}

impl Distance {
    /// The distance told in front of `after` or `before`, with which a phrase or clause begins.
    fn of(syntax: &Syntax<'_>, phrase: TokenId) -> Option<Distance> {
        let (marker, sign) = marker(syntax, phrase)?;
        let evidence = syntax.time(TokenId(marker.0.checked_sub(1)?))?;
        let time = &syntax.document.times[evidence.index()];
        // "more than five months after" is no date
        let blurs = |t: TokenId| matches!(syntax.pos(t), "ADP" | "ADV" | "ADJ" | "SCONJ") && !syntax.is_listed(t, "exact");
        let is_bare = time.span.start.0.checked_sub(1).is_none_or(|t| !blurs(TokenId(t)));
        let (number, unit) = length(time.timex.as_deref().filter(|_| is_bare)?)?;
        Some(Distance { number, sign, unit, evidence })
    }

    /// The date so far from another event's, on from it or back; nothing vague lies behind today.
    fn from(self, other: EventTime, direction: i64, today: Option<Date>) -> Option<EventTime> {
        if self.unit == Unit::Hour {
            return self.within_hours(other, direction);
        }
        let sign = direction * self.sign;
        let value = match self.number {
            Some(number) => unit_of(shift_day(other.value.begin?, sign * number, self.unit), self.unit)?,
            None => some_units(other.value, sign, self.unit, today)?,
        };
        Some(EventTime { value, evidence: self.evidence })
    }

    /// Hours from a day lead into the next one at most.
    fn within_hours(self, other: EventTime, direction: i64) -> Option<EventTime> {
        let (begin, end) = (other.value.begin?, other.value.end.filter(|_| other.value.precision == Precision::Day)?);
        let value = match direction * self.sign {
            1.. => TimeValue::interval(begin, end.tomorrow().ok()?),
            _ => TimeValue::interval(begin.yesterday().ok()?, end),
        };
        Some(EventTime { value: value?, evidence: self.evidence })
    }
}

/// `P3D` → 3 days, `PXD` → days, `PTXH` → hours.
fn length(timex: &str) -> Option<(Option<i64>, Unit)> {
    if timex.starts_with("PT") && timex.ends_with('H') {
        return Some((Some(1), Unit::Hour));
    }
    let (number, unit) = timex.strip_prefix('P')?.split_at_checked(timex.len().checked_sub(2)?)?;
    let unit = match unit {
        "D" => Unit::Day,
        "W" => Unit::Week,
        "M" => Unit::Month,
        "Y" => Unit::Year,
        _ => return None,
    };
    Some((if number == "X" { None } else { Some(number.parse().ok()?) }, unit))
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
    fn of(syntax: &Syntax<'_>, phrase: TokenId) -> Option<Order> {
        let (marker, sign) = marker(syntax, phrase)?;
        let in_front = marker.0.checked_sub(1).map(TokenId);
        if in_front.is_some_and(|t| syntax.is_listed(t, "shortly")) {
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
