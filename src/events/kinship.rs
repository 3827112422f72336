//! How much speaks for a mention telling of the happening of others.
//!
//! ```text
//! "Russia attacked Kyiv. … The Russian attack on the city …"   told again: a shared side, near
//! "Russia attacked Kyiv. … the attack …"                       meant: a noun that refers back, of the same word
//! ```

use super::apart::Report;
use super::candidate::{Candidate, Cluster};
use super::classes::{DEATHS, MANIFOLD, NO_DEEDS};
use super::cluster::Clusterer;
use super::sharing::NAMED;
use crate::document::TokenId;

/// Sentences behind a headline that it sums up.
const LEAD: u32 = 4;
/// What speaks for mentions in the same word.
const SAME_WORD: u32 = 20;
/// What speaks for an event that was told before the noun that may mean it.
const TOLD: u32 = 40;
/// Sentences within which two verbs with one agent, or a noun for what was said, tell of one event.
const NEAR_VERB: u32 = 6;
/// Sentences over which a noun may mean an event that was told in another word.
const NEAR_WORD: u32 = 3;
/// Least letters of a stem.
const STEM: usize = 4;
/// Sharing of at least this weight makes one event of two clusters of a class that stand at most so many sentences apart.
const MERGE_SHARED: u32 = NAMED;
const MERGE_WITHIN: u32 = 8;
/// Sentences between two reports of one event of which one leaves open who did it.
const MERGE_NEAR: u32 = 3;

/// What two mentions have in common: the weight of shared participants, the sentences between them, and whether their words are the same.
struct Tie {
    shared: u32,
    distance: u32,
    same_word: bool,
}

impl<'t> Report<'t> {
    fn of_cluster(cluster: &'t Cluster, candidates: &'t [Candidate<'t>]) -> Self {
        Report { class: &cluster.class, roles: &cluster.roles, mentions: cluster.members(candidates).collect() }
    }

    fn of_mention(candidate: &'t Candidate<'t>) -> Self {
        Report { class: &candidate.mention.class, roles: &candidate.roles, mentions: vec![candidate] }
    }

    /// Sentences between two reports.
    fn distance(&self, other: &Report<'_>) -> u32 {
        let pairs = self.mentions.iter().flat_map(|m| other.mentions.iter().map(|n| m.sentence.0.abs_diff(n.sentence.0)));
        pairs.min().unwrap_or(u32::MAX)
    }
}

impl Clusterer<'_> {
    /// How much speaks for the candidate being another mention of the cluster's event; `None`: something speaks against it, or
    /// not enough for it.
    pub(super) fn kinship(&self, cluster: &Cluster, candidate: &Candidate<'_>, candidates: &[Candidate<'_>]) -> Option<u32> {
        let mention = candidate.mention;
        let (known, new) = (Report::of_cluster(cluster, candidates), Report::of_mention(candidate));
        let is_before = |m: &Candidate<'_>| self.is_before_lead(m, candidate) || self.is_before_lead(candidate, m);
        if !self.is_related(&known, &new)
            || self.is_of_many(&mention.class) && known.mentions.iter().any(|m| is_before(m))
            || !self.may_be_one(&known, &new)
        {
            return None;
        }
        let distance = known.distance(&new);
        let is_summed_up = distance <= LEAD && self.is_headline_of(&known, candidate);
        let shared = self.shared(&mention.class, known.roles, new.roles).or(is_summed_up.then_some(0))?;
        let near = 100_u32.saturating_sub(distance);
        if self.ontology.is_subclass(&mention.class, "CommunicationEvent") {
            // what one speaker says is one event while it is said in one go, and not what he had said long before
            let had_said = self.is_news_and_past(&known.mentions, &new.mentions);
            let is_near = distance <= 1 || mention.nominal && (distance <= NEAR_VERB || &*mention.class != "Statement");
            return (shared > 0 && !had_said && is_near).then_some(shared * 100 + near);
        }
        let same_word = known.mentions.iter().any(|m| self.syntax.lemma(m.mention.trigger) == self.syntax.lemma(mention.trigger));
        let tie = Tie { shared, distance, same_word };
        let (enough, more) = match (mention.complete, mention.nominal) {
            (true, _) => (is_summed_up || self.is_told_of(candidate, &known.mentions) || self.is_told_again(&known, candidate, &tie), 0),
            (false, true) => (self.is_meant(candidate, &known.mentions, &tie), self.salience(candidate, &known.mentions)),
            // a verb that lacks what its frame requires has another sense, unless all else is the same or a noun of it is there: "it began
            // investigating", "its investigation"
            (false, false) => {
                let noun = || known.mentions.iter().any(|m| m.mention.nominal && self.share_stem(m.mention.trigger, mention.trigger));
                (shared >= 2 * NAMED || shared >= NAMED && noun(), 0)
            }
        };
        enough.then_some(shared * 100 + near + more + if same_word { SAME_WORD } else { 0 })
    }

    /// Whether one class is, or lies below, the other; nobody dies twice: `was killed in Lima`, `his death`.
    fn is_related(&self, a: &Report<'_>, b: &Report<'_>) -> bool {
        let dead = |r: &Report<'_>| r.roles.get("affected").cloned().unwrap_or_default();
        let in_headline = |r: &Report<'_>| r.mentions.iter().any(|m| self.syntax.document.is_headline(m.sentence));
        let is_one =
            || in_headline(b) || dead(a).iter().any(|x| self.is_somebody(x) && dead(b).iter().any(|y| x.participant == y.participant));
        self.ontology.is_subclass(a.class, b.class)
            || self.ontology.is_subclass(b.class, a.class)
            || DEATHS.contains(&a.class) && DEATHS.contains(&b.class) && is_one()
    }

    /// Whether two clusters turn out to be one happening: nothing tells them apart, and they share somebody, or stand close together and
    /// one of them leaves open who did it.
    pub(super) fn are_twins(&self, a: &Cluster, b: &Cluster, candidates: &[Candidate<'_>]) -> bool {
        if a.class != b.class || self.ontology.is_any_of(&a.class, &NO_DEEDS) {
            return false;
        }
        let (ours, theirs) = (Report::of_cluster(a, candidates), Report::of_cluster(b, candidates));
        if !self.may_be_one(&ours, &theirs) {
            return false;
        }
        let Some(shared) = self.shared(&a.class, &a.roles, &b.roles) else { return false };
        let distance = ours.distance(&theirs);
        // the second stands later in the text
        let refers_back = theirs.mentions.iter().all(|m| self.is_definite_noun(m));
        let may_be_another = self.is_long_before(&ours.mentions, &theirs.mentions) || !refers_back;
        if self.is_of_many(&a.class) && may_be_another && !self.shares_object(&a.class, &a.roles, &b.roles) {
            return false;
        }
        let leaves_open = !(a.roles.contains_key("actor") && b.roles.contains_key("actor"));
        // "a survey found that …", "he was found to have …": two such have something in common if they are one
        let needs_more = || self.ontology.is_any_of(&a.class, &MANIFOLD);
        let may_be_one = leaves_open && (shared > 0 || !needs_more());
        shared >= MERGE_SHARED && distance <= MERGE_WITHIN || may_be_one && distance <= MERGE_NEAR
    }

    /// Whether a full telling is of what the members tell: `Russia attacked Kyiv`, `the Russian attack on the city`.
    fn is_told_again(&self, known: &Report<'_>, candidate: &Candidate<'_>, tie: &Tie) -> bool {
        let Tie { shared, distance, same_word } = *tie;
        let (mention, members) = (candidate.mention, &known.mentions);
        let is_of_many = self.is_of_many(&mention.class);
        let is_state = self.ontology.is_subclass(&mention.class, "StateOfAffairs");
        let is_headline = self.syntax.document.is_headline(candidate.sentence);
        // "the three workers who were killed": the reader knows that
        if self.tells_which(candidate) && distance <= MERGE_WITHIN {
            return true;
        }
        let may_be_another = is_of_many && !self.is_definite_noun(candidate) && !is_headline;
        if may_be_another || !is_state && self.is_long_before(members, &[candidate]) {
            return shared >= NAMED && self.shares_object(&mention.class, known.roles, &candidate.roles);
        }
        // the headline "Dozens arrested" says again what the first lines say
        if self.is_manner(candidate, members) || is_headline && same_word && distance <= LEAD {
            return true;
        }
        if mention.nominal || members.iter().any(|m| m.mention.nominal) {
            let is_near = same_word || distance <= NEAR_WORD || !is_of_many;
            let no_actor = !candidate.roles.contains_key("actor");
            shared >= NAMED && is_near || distance <= NEAR_WORD && (shared > 0 || mention.nominal && no_actor && same_word)
        } else {
            shared >= 2 * NAMED || shared >= NAMED && distance <= NEAR_VERB
        }
    }

    /// `the three workers who were killed`, `the two killed`: what is said of people to tell which are meant is known already.
    fn tells_which(&self, candidate: &Candidate<'_>) -> bool {
        let (syntax, verb) = (self.syntax, candidate.mention.trigger);
        let is_restrictive = matches!(syntax.relation(verb), "acl" | "acl:relcl") && !syntax.document.is_set_off(verb, &[","]);
        let of = syntax.head(verb).filter(|noun| is_restrictive && syntax.is_definite(*noun));
        of.is_some_and(|noun| candidate.fillers("affected").any(|f| f.head == noun && self.count(noun).is_some()))
    }

    /// `Fires have destroyed 3,000 hectares`: what a happening does is that happening.
    fn is_told_of(&self, candidate: &Candidate<'_>, members: &[&Candidate<'_>]) -> bool {
        let does = |noun: TokenId, verb: TokenId| self.syntax.children_by(verb, "nsubj").any(|s| s == noun);
        let trigger = candidate.mention.trigger;
        members.iter().any(|m| does(m.mention.trigger, trigger) || does(trigger, m.mention.trigger))
    }

    /// `hit depots in several airstrikes`: how it was done.
    fn is_manner(&self, candidate: &Candidate<'_>, members: &[&Candidate<'_>]) -> bool {
        let (syntax, noun) = (self.syntax, candidate.mention.trigger);
        let is_in = || syntax.is(noun, "obl") && syntax.case(noun) == "in" && !syntax.is_definite(noun);
        let verb = syntax.head(noun).filter(|_| candidate.mention.nominal && is_in());
        members.iter().any(|m| Some(m.mention.trigger) == verb && m.mention.class == candidate.mention.class)
    }

    /// Whether a noun that lacks participants means what the members tell: `the attack`, behind a fuller description.
    fn is_meant(&self, candidate: &Candidate<'_>, members: &[&Candidate<'_>], tie: &Tie) -> bool {
        let Tie { shared, distance, same_word } = *tie;
        if self.is_manner(candidate, members) {
            return true;
        }
        let is_state = self.ontology.is_subclass(&candidate.mention.class, "StateOfAffairs");
        let may_come_first = candidate.sentence.0 <= LEAD || shared >= NAMED || is_told_before(candidate, members);
        let alike = shared > 0 || self.refers_back(candidate, same_word) && (same_word || distance <= NEAR_WORD);
        // "in return", "under attack": a bare noun behind a preposition means nothing that was told
        let is_phrase = !self.syntax.document.is_headline(candidate.sentence) && self.is_bare(candidate.mention.trigger);
        // "in a rare trip a day ahead of his visit": what is new in a sentence is nothing else of it
        let is_other = distance == 0 && self.syntax.is_indefinite(candidate.mention.trigger);
        // below the headline and the lead, which it may repeat
        let is_new = candidate.sentence.0 > LEAD && self.is_told_as_news(candidate);
        let is_else = is_other || is_phrase || is_new || !same_word && self.is_of_other_sort(candidate, members);
        !is_state && may_come_first && alike && !is_else && !self.is_of_old(candidate, members)
    }

    /// `the salvage operation`, behind an attack: a word for whatever people do with a noun in front that nothing told of it has.
    fn is_of_other_sort(&self, candidate: &Candidate<'_>, members: &[&Candidate<'_>]) -> bool {
        let (syntax, noun) = (self.syntax, candidate.mention.trigger);
        let is_kind = |t: &TokenId| *t < noun && syntax.pos(*t) == "NOUN" && syntax.time(*t).is_none();
        let told = |t: TokenId| {
            let words = |m: &&Candidate<'_>| m.roles.values().flatten().map(|f| f.head).chain([m.mention.trigger]).collect::<Vec<_>>();
            members.iter().flat_map(words).any(|w| syntax.lemma(w) == syntax.lemma(t) || self.share_stem(w, t))
        };
        syntax.is_listed(noun, "undertaking") && syntax.children_by(noun, "compound").filter(is_kind).any(|t| !told(t))
    }

    /// `the 1967 war`, `the October 7 attack`, in the news of what an army or a country has done since.
    fn is_of_old(&self, candidate: &Candidate<'_>, members: &[&Candidate<'_>]) -> bool {
        let by_side = |m: &&Candidate<'_>| m.fillers("actor").any(|f| self.is_side(f));
        let is_one_of_many = || self.is_of_many(&candidate.mention.class) && members.iter().any(by_side);
        self.is_news_and_past(members, &[candidate]) && (self.names_course(candidate) || is_one_of_many())
    }

    /// What speaks for the members as what a noun means: that the article speaks of them most, for a headline that they come first, and
    /// that they were told before.
    fn salience(&self, candidate: &Candidate<'_>, members: &[&Candidate<'_>]) -> u32 {
        let is_headline = self.syntax.document.is_headline(candidate.sentence);
        let prominence = if is_headline { 0 } else { 6 * members.len().min(5) as u32 };
        prominence + if is_told_before(candidate, members) { TOLD } else { 0 }
    }

    /// `the attack`: an event that the reader knows.
    pub(super) fn is_definite_noun(&self, candidate: &Candidate<'_>) -> bool {
        candidate.mention.nominal && self.syntax.is_definite(candidate.mention.trigger)
    }

    /// `the attack`, and what the first lines say again: not `an attack` far below, nor `attacks` at large.
    fn refers_back(&self, candidate: &Candidate<'_>, same_word: bool) -> bool {
        let trigger = candidate.mention.trigger;
        let is_plural = self.syntax.document.token(trigger).is_plural_noun();
        let sums_up =
            same_word || !is_plural || self.syntax.is_listed(trigger, "blow") || self.syntax.document.is_headline(candidate.sentence);
        self.syntax.is_definite(trigger) || candidate.sentence.0 <= LEAD && sums_up || !is_plural && !self.syntax.is_indefinite(trigger)
    }

    /// `attack` in `under attack`: one of its kind, and no word with it but a preposition.
    fn is_bare(&self, noun: TokenId) -> bool {
        let is_case = |c: &TokenId| self.syntax.is(*c, "case");
        let mut left = self.syntax.children(noun).iter().filter(|c| **c < noun).peekable();
        self.syntax.document.token(noun).xpos == "NN" && left.peek().is_some() && left.all(is_case)
    }

    /// `the raid`, behind a verb that tells it as a happening of another class: `raided the house`.
    pub(super) fn is_told_otherwise(&self, noun: &Candidate<'_>, candidates: &[Candidate<'_>]) -> bool {
        let word = noun.mention.trigger;
        let tells = |c: &Candidate<'_>| c.mention.complete && !c.mention.nominal && c.mention.trigger < word;
        let is_other = |c: &Candidate<'_>| c.mention.class != noun.mention.class && self.share_stem(c.mention.trigger, word);
        self.is_definite_noun(noun) && candidates.iter().any(|c| tells(c) && is_other(c))
    }

    /// `investigation` and `investigate`: words that differ in their ends.
    pub(super) fn share_stem(&self, a: TokenId, b: TokenId) -> bool {
        let (a, b) = (self.syntax.lemma(a), self.syntax.lemma(b));
        let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
        common >= STEM && 3 * common >= 2 * a.chars().count().min(b.chars().count())
    }
}

fn is_told_before(candidate: &Candidate<'_>, members: &[&Candidate<'_>]) -> bool {
    members.iter().any(|m| m.mention.trigger < candidate.mention.trigger)
}
