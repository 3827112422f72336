//! What tells the happenings of two reports apart: their times, kinds and reality, and how their words stand to each other.
//!
//! ```text
//! "another strike"  "an earthquake", "the flood"  "the war", "a raid"  "plans a raid", "the raid on Monday"   →  two each
//! ```

use super::candidate::{Candidate, Roles};
use super::classes::OF_MANY;
use super::cluster::Clusterer;
use super::participants::Filled;
use super::types::{Factuality, Temporality};
use crate::calendar::{Date, TimeValue, Unit, shift_day};
use crate::document::TokenId;

/// Days before the article that what it does not date may lie.
const NEWS_DAYS: i64 = 31;

/// Days before the article within which lies what its first sentence tells without a date.
const FRESH_DAYS: i64 = 4;

/// What one or several mentions tell of one happening.
pub(super) struct Report<'t> {
    pub class: &'t str,
    pub roles: &'t Roles,
    pub mentions: Vec<&'t Candidate<'t>>,
}

/// Whether a mention speaks of something real, to come, or not so.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reality {
    Fact,
    Open,
    Not,
}

fn reality(candidate: &Candidate<'_>) -> Reality {
    match candidate.mention.context.factuality {
        Factuality::CTneg | Factuality::PRneg | Factuality::PSneg => Reality::Not,
        _ if candidate.mention.context.is_fact() => Reality::Fact,
        _ => Reality::Open,
    }
}

impl Clusterer<'_> {
    /// Whether nothing but their participants may tell two reports apart.
    pub(super) fn may_be_one(&self, ours: &Report<'_>, theirs: &Report<'_>) -> bool {
        let mut pairs = ours.mentions.iter().flat_map(|a| theirs.mentions.iter().map(move |b| (*a, *b)));
        pairs.all(|(a, b)| !self.are_apart(a, b))
            && self.is_course(&ours.mentions) == self.is_course(&theirs.mentions)
            && !self.is_other_contest(ours, theirs)
            && !theirs.mentions.iter().any(|m| self.is_of_other_kind(&ours.mentions, m))
            && theirs.mentions.iter().any(|m| self.realities_agree(&ours.mentions, m))
    }

    fn are_apart(&self, a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
        let one_way = |a, b| self.is_content(a, b) || self.is_sequel(a, b) || self.is_long_past(a, b);
        a.mention.relation != b.mention.relation
            || a.time.zip(b.time).is_some_and(|(a, b)| !a.overlaps(&b))
            || self.is_further(a, b)
            || one_way(a, b)
            || one_way(b, a)
    }

    /// `another strike`: none of those told before it; nor is `Ortiz also resigned`, where nobody else took part in both.
    fn is_further(&self, a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
        let syntax = self.syntax;
        let later = a.mention.trigger.max(b.mention.trigger);
        let is_another = |t: TokenId| syntax.is(t, "det") && syntax.is_listed(t, "further");
        // "flaws, most of which also affect phones": the same are told of
        let is_aside = syntax.is(later, "acl");
        let adds = |t: TokenId| !is_aside && syntax.is(t, "advmod") && syntax.is_listed(t, "as-well");
        let takes_part = |p: &Filled| b.roles.values().flatten().any(|q| q.participant == p.participant);
        let are_others = || !a.roles.values().flatten().any(takes_part);
        a.sentence != b.sentence && syntax.children(later).iter().any(|t| is_another(*t) || adds(*t) && are_others())
    }

    /// `China will investigate whether the bloc's probes are fair`: what a clause below a happening tells is another.
    fn is_content(&self, outer: &Candidate<'_>, inner: &Candidate<'_>) -> bool {
        let (above, below) = (outer.mention.trigger, inner.mention.trigger);
        let is_content = |t: TokenId| matches!(self.syntax.relation(t), "ccomp" | "csubj") && self.syntax.head(t) == Some(above);
        outer.sentence == inner.sentence && std::iter::once(below).chain(self.syntax.document.ancestors(below)).any(is_content)
    }

    /// `the first call since their summit`: what is told, and what it is counted from.
    fn is_sequel(&self, outer: &Candidate<'_>, inner: &Candidate<'_>) -> bool {
        let (syntax, above, below) = (self.syntax, outer.mention.trigger, inner.mention.trigger);
        let marks = |c: TokenId| (syntax.is(c, "case") || syntax.is(c, "mark")) && syntax.is_listed(c, "sequel");
        let is_marked = |t: TokenId| syntax.children(t).iter().any(|c| marks(*c));
        let path = || std::iter::once(below).chain(syntax.document.ancestors(below));
        outer.sentence == inner.sentence && path().any(|t| t == above) && path().take_while(|t| *t != above).any(is_marked)
    }

    /// An incursion is no missile that was fired, nor a drought a flood; an attack or a disaster may be any of them.
    fn is_of_other_kind(&self, members: &[&Candidate<'_>], candidate: &Candidate<'_>) -> bool {
        let ours = self.kinds(candidate);
        let known: Vec<&str> = members.iter().flat_map(|m| self.kinds(m)).collect();
        !ours.is_empty() && !known.is_empty() && !ours.iter().any(|kind| known.contains(kind))
    }

    /// The kinds of attack or disaster that a mention tells of: of what does it (`an earthquake struck the coast`), or of its word.
    fn kinds(&self, candidate: &Candidate<'_>) -> Vec<&str> {
        let of = |word: TokenId| self.syntax.frames.kinds(self.syntax.lemma(word));
        let trigger = candidate.mention.trigger;
        let of_doer: Vec<&str> = self.syntax.children_by(trigger, "nsubj").flat_map(of).collect();
        if of_doer.is_empty() { of(trigger).collect() } else { of_doer }
    }

    /// Whether two elections are for different offices: `the local elections`, `the general election`.
    fn is_other_contest(&self, ours: &Report<'_>, theirs: &Report<'_>) -> bool {
        let is_same = |a: &Filled, b: &Filled| self.same_office(a, b) || self.share_stem(a.head, b.head);
        // "a new leader will be elected"
        let is_one = |f: &Filled| self.syntax.pos(f.head) == "NOUN" && self.syntax.document.token(f.head).xpos == "NN";
        let offices = |roles: &Roles| -> Vec<Filled> {
            let chosen = || roles.get("affected").into_iter().flatten().copied().filter(is_one).collect();
            roles.get("position").cloned().unwrap_or_else(chosen)
        };
        let (known, new) = (offices(ours.roles), offices(theirs.roles));
        theirs.class == "Election" && !known.is_empty() && !new.is_empty() && !known.iter().any(|a| new.iter().any(|b| is_same(a, b)))
    }

    /// A war is a course of attacks, and no other word for one of them.
    fn is_course(&self, members: &[&Candidate<'_>]) -> bool {
        members.iter().any(|m| self.names_course(m))
    }

    pub(super) fn names_course(&self, candidate: &Candidate<'_>) -> bool {
        let (syntax, trigger) = (self.syntax, candidate.mention.trigger);
        let is_of = |class: &str| self.ontology.is_subclass(&candidate.mention.class, class);
        let goes_on = || candidate.time.is_some_and(|t| t.end.is_none()) && !is_of("StateOfAffairs");
        // "have killed 600 people since May" are many happenings, and no one of them; "has been visiting since May" is one
        let is_done_often = || syntax.is_perfect(trigger) && (syntax.document.token(trigger).xpos != "VBG" || is_of("ConflictEvent"));
        // "repeated strikes", "daily shelling"
        let is_often = |t: TokenId| syntax.is(t, "amod") && syntax.is_listed(t, "often");
        let subject = syntax.children_by(trigger, "nsubj");
        let comes_often = || std::iter::once(trigger).chain(subject).any(|t| syntax.children(t).iter().any(|c| is_often(*c)));
        syntax.is_listed(trigger, "course") || self.is_of_many(&candidate.mention.class) && comes_often() || goes_on() && is_done_often()
    }

    /// Attacks, journeys and deliveries come one after another from the same side.
    pub(super) fn is_of_many(&self, class: &str) -> bool {
        self.ontology.is_any_of(class, &OF_MANY)
    }

    /// Whether something real is told, without a date, by the first sentence below the headline.
    fn opens_news(&self, lead: &Candidate<'_>) -> bool {
        lead.time.is_none() && reality(lead) == Reality::Fact && self.syntax.document.lead() == Some(lead.sentence)
    }

    /// The last day that lies more than so many days before the article.
    fn days_ago(&self, days: i64) -> Option<Date> {
        self.syntax.document.today().map(|day| shift_day(day, -days, Unit::Day))
    }

    fn is_long_ago(&self, time: Option<TimeValue>) -> bool {
        time.is_some_and(|t| t.end.is_some() && t.end < self.days_ago(NEWS_DAYS))
    }

    /// `Nine have been killed in a strike`, at the very beginning, is news of these days, and not what happened on a day last week.
    pub(super) fn is_before_lead(&self, lead: &Candidate<'_>, other: &Candidate<'_>) -> bool {
        let is_day = |t: TimeValue| t.begin == t.end && t.end.is_some() && t.end < self.days_ago(FRESH_DAYS);
        other.time.is_some_and(is_day) && self.opens_news(lead)
    }

    /// `A man has been jailed`, at the beginning, is news, and not what happened long ago.
    fn is_long_past(&self, lead: &Candidate<'_>, other: &Candidate<'_>) -> bool {
        self.is_long_ago(other.time) && self.opens_news(lead) && self.syntax.is_present_perfect(lead.mention.trigger)
    }

    /// Whether one side is dated long before the news and the other not at all: what the text does not date is news, so that more must
    /// speak for their being one.
    pub(super) fn is_long_before(&self, a: &[&Candidate<'_>], b: &[&Candidate<'_>]) -> bool {
        self.is_news_and_past(a, b) || self.is_news_and_past(b, a)
    }

    /// Whether the first side is not dated, and the second long before the news.
    pub(super) fn is_news_and_past(&self, news: &[&Candidate<'_>], past: &[&Candidate<'_>]) -> bool {
        let mut complete = news.iter().filter(|m| m.mention.complete).peekable();
        complete.peek().is_some() && complete.all(|m| m.time.is_none()) && past.iter().any(|m| self.is_long_ago(m.time))
    }

    /// `It also launched an attack on a depot`: told as news. What somebody says may be news to his hearers only.
    pub(super) fn is_told_as_news(&self, candidate: &Candidate<'_>) -> bool {
        let is_new = candidate.mention.nominal && self.syntax.is_indefinite(candidate.mention.trigger);
        is_new && candidate.mention.context.sources.is_empty() && reality(candidate) == Reality::Fact
    }

    /// A plan and its fulfilment, a fact and its denial are kept apart, but a noun takes what it names as given, and what one will not
    /// confirm may be what another denies.
    fn realities_agree(&self, members: &[&Candidate<'_>], candidate: &Candidate<'_>) -> bool {
        // "the 2016 election" is none that is still to come
        let today = self.syntax.document.today();
        let is_over = |c: &Candidate<'_>| reality(c) == Reality::Fact && c.time.is_some_and(|t| t.end.is_some() && t.end < today);
        let is_ahead = |c: &Candidate<'_>| c.mention.context.temporality == Temporality::Future && c.time.is_none();
        let all = |is: &dyn Fn(&Candidate<'_>) -> bool| members.iter().all(|m| is(m));
        if is_over(candidate) && all(&is_ahead) || is_ahead(candidate) && all(&is_over) {
            return false;
        }
        // "launched an attack", "carried out strikes" assert it, "the attack" takes it as given
        let presupposed = |c: &Candidate<'_>| reality(c) == Reality::Fact && self.is_definite_noun(c);
        let (mention, own) = (candidate.mention, reality(candidate));
        let is_told = !all(&presupposed);
        let is_none = |c: &Candidate<'_>| reality(c) == Reality::Not;
        // "plans an attack on the port", "its strikes on the grid": who plans one has done others; "was hurt in the raid. They had planned to
        // bomb a bank": nor is a plan told of before it is told
        let is_headline = self.syntax.document.is_headline(candidate.sentence);
        let stands_before = || !is_headline && all(&|c| c.mention.trigger > mention.trigger);
        let is_one_of_many =
            || (mention.complete || stands_before()) && self.is_of_many(&mention.class) && all(&|c| reality(c) == Reality::Open);
        members.iter().any(|m| reality(m) == own && !(presupposed(m) && is_told))
            || presupposed(candidate) && !members.iter().any(|m| is_none(m)) && !is_one_of_many()
            || !is_told && own != Reality::Not
            || !mention.complete && mention.nominal && own == Reality::Open && all(&is_none)
    }
}
