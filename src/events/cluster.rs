//! One happening, one event: mentions of the same event in an article are joined.
//!
//! ```text
//! "… hacked into email accounts …"  "… the hack …"  "… the intrusion …"   →  one CyberIntrusion with three triggers
//! ```

use std::collections::BTreeMap;
use std::sync::Arc;

use super::participants::Filled;
use super::sharing::{NAMED, Roles};
use super::types::{Entity, Factuality, Temporality};
use crate::calendar::{TimeValue, Unit, shift_day};
use crate::document::{SentenceId, TokenId};
use crate::frames::{EventMention, FrameSet, Syntax};
use crate::link::Registry;
use crate::resources::Ontology;

/// Mentions of one event with their participants.
#[derive(Debug)]
pub struct Cluster {
    /// Class of the most specific complete mention.
    pub class: Arc<str>,
    /// Indexes of mentions, in order of the text.
    pub mentions: Vec<usize>,
    /// Participants by role.
    pub roles: Roles,
}

/// A mention with its participants resolved and its date.
pub struct Candidate<'m> {
    /// The mention.
    pub mention: &'m EventMention,
    /// Participants by role.
    pub roles: Roles,
    /// Value of its time expression.
    pub time: Option<TimeValue>,
    /// Where it stands.
    pub sentence: SentenceId,
}

/// What joining needs to know.
pub struct Clusterer<'a> {
    /// Classes, their parents and identity roles.
    pub ontology: &'a Ontology,
    /// Which place lies in which country.
    pub registry: &'a Registry,
    /// Words for a course of many happenings.
    pub frames: &'a FrameSet,
    /// The entities that participants point to.
    pub entities: &'a [Entity],
    /// The article.
    pub syntax: &'a Syntax<'a>,
}

impl Clusterer<'_> {
    /// Joins the candidates, given in order of the text.
    pub fn cluster(&self, candidates: &[Candidate<'_>]) -> Vec<Cluster> {
        let mut clusters: Vec<Cluster> = Vec::new();
        // complete mentions first, so that a bare "the attack" finds the event that it means; those of the body before the headline,
        // which is to fit it
        let (mut complete, mut bare): (Vec<usize>, Vec<usize>) = (0..candidates.len()).partition(|i| candidates[*i].mention.complete);
        bare.sort_by_key(|i| (candidates[*i].mention.stands_alone, *i));
        complete.sort_by_key(|i| (self.syntax.document.is_headline(candidates[*i].sentence), *i));
        let body = complete.iter().filter(|i| !self.syntax.document.is_headline(candidates[**i].sentence)).count();
        let mut joined: BTreeMap<TokenId, u32> = BTreeMap::new();
        for (position, index) in complete.into_iter().chain(bare).enumerate() {
            if position == body {
                self.merge(&mut clusters, candidates);
            }
            let candidate = &candidates[index];
            let best = clusters
                .iter_mut()
                .enumerate()
                .filter_map(|(i, cluster)| self.kinship(cluster, candidate, candidates).map(|k| (k, i)))
                .max_by_key(|(k, i)| (*k, *i));
            match best {
                // a bare noun that fits events of several classes joins the one that it fits best
                Some((kinship, i)) if candidate.mention.complete || self.is_best(index, kinship, candidates, &clusters, &joined) => {
                    joined.insert(candidate.mention.trigger, kinship);
                    self.join(&mut clusters[i], index, candidate);
                }
                Some(_) => {}
                // one that could mean no event of any class stands for itself
                None if candidate.mention.complete
                    || candidate.mention.stands_alone
                        && !joined.contains_key(&candidate.mention.trigger)
                        && !self.is_told_otherwise(candidate, candidates) =>
                {
                    if !candidate.mention.complete {
                        joined.insert(candidate.mention.trigger, 0);
                    }
                    clusters.push(Cluster {
                        class: candidate.mention.class.clone(),
                        mentions: vec![index],
                        roles: candidate.roles.clone(),
                    });
                }
                None => {}
            }
        }
        for cluster in &mut clusters {
            cluster.mentions.sort_unstable();
        }
        clusters.sort_by_key(|c| c.mentions[0]);
        clusters
    }

    /// Joins clusters that turn out to be one happening when all of the body is known: nothing tells them apart, and they share
    /// somebody, or stand close together and one of them leaves open who did it.
    fn merge(&self, clusters: &mut Vec<Cluster>, candidates: &[Candidate<'_>]) {
        let mut i = 0;
        while i < clusters.len() {
            let twin = (i + 1..clusters.len()).find(|j| self.is_twin(&clusters[i], &clusters[*j], candidates));
            match twin {
                Some(j) => {
                    let other = clusters.remove(j);
                    for m in other.mentions {
                        self.join(&mut clusters[i], m, &candidates[m]);
                    }
                    // what has grown may fit one that was passed over
                    i = 0;
                }
                None => i += 1,
            }
        }
    }

    fn is_twin(&self, a: &Cluster, b: &Cluster, candidates: &[Candidate<'_>]) -> bool {
        let kept_apart = |class: &str| ["CommunicationEvent", "StateOfAffairs"].iter().any(|c| self.ontology.is_subclass(class, c));
        let relation = |c: &Cluster| &candidates[c.mentions[0]].mention.relation;
        if a.class != b.class || relation(a) != relation(b) || kept_apart(&a.class) {
            return false;
        }
        let [ours, theirs] = [a, b].map(|cluster| cluster.mentions.iter().map(|i| &candidates[*i]).collect::<Vec<_>>());
        let pairs = || ours.iter().flat_map(|m| theirs.iter().map(|n| (*m, *n)));
        let are_apart = |m, n| {
            let (are_within, are_past) = (self.is_within(m, n) || self.is_within(n, m), self.is_long_past(m, n) || self.is_long_past(n, m));
            self.is_further(m, n) || are_within || are_past
        };
        if !pairs().all(|(m, n)| times_agree(m.time, n.time) && !are_apart(m, n))
            || self.is_course(a, candidates) != self.is_course(b, candidates)
            || self.is_other_contest(&a.class, &a.roles, &b.roles)
            || theirs.iter().any(|m| self.is_of_other_kind(&ours, m))
            || !b.mentions.iter().any(|m| self.realities_agree(a, &candidates[*m], candidates))
        {
            return false;
        }
        let Some(shared) = self.shared(&a.class, &a.roles, &b.roles) else { return false };
        let distance = pairs().map(|(m, n)| m.sentence.0.abs_diff(n.sentence.0)).min().unwrap_or(u32::MAX);
        let leaves_open = !(a.roles.contains_key("actor") && b.roles.contains_key("actor"));
        // the second stands later in the text
        let refers_back = theirs.iter().all(|m| self.is_definite_noun(m));
        let may_be_another = self.is_long_before(&ours, &theirs) || !refers_back;
        if self.is_of_many(&a.class) && may_be_another && !self.shares_object(&a.class, &a.roles, &b.roles) {
            return false;
        }
        // "a survey found that …", "he was found to have …": two findings have something in common if they are one
        let may_be_one = leaves_open && (shared > 0 || !self.ontology.is_subclass(&a.class, "Discovery"));
        shared >= MERGE_SHARED && distance <= MERGE_WITHIN || may_be_one && distance <= MERGE_NEAR
    }

    /// `the raid`, behind a verb that tells it as a happening of another class: `raided the house`.
    fn is_told_otherwise(&self, noun: &Candidate<'_>, candidates: &[Candidate<'_>]) -> bool {
        let (word, is_noun) = (noun.mention.trigger, self.is_definite_noun(noun));
        let tells = |c: &&Candidate<'_>| c.mention.complete && !c.mention.nominal && c.mention.trigger < word;
        is_noun
            && candidates.iter().filter(tells).any(|c| c.mention.class != noun.mention.class && self.share_stem(c.mention.trigger, word))
    }

    /// Whether no other reading of the same trigger fits any event better, or has joined one already.
    fn is_best(
        &self,
        index: usize,
        kinship: u32,
        candidates: &[Candidate<'_>],
        clusters: &[Cluster],
        joined: &BTreeMap<TokenId, u32>,
    ) -> bool {
        let trigger = candidates[index].mention.trigger;
        let others = || candidates.iter().enumerate().filter(move |(i, c)| *i != index && c.mention.trigger == trigger);
        let best_other = others().flat_map(|(_, c)| clusters.iter().filter_map(|cluster| self.kinship(cluster, c, candidates))).max();
        !joined.contains_key(&trigger) && best_other.is_none_or(|other| other <= kinship)
    }

    fn join(&self, cluster: &mut Cluster, index: usize, candidate: &Candidate<'_>) {
        cluster.mentions.push(index);
        let is_narrower = self.ontology.is_subclass(&candidate.mention.class, &cluster.class)
            || DEATHS.contains(&&*cluster.class) && *candidate.mention.class == *DEATHS[0];
        if candidate.mention.complete && is_narrower {
            cluster.class = candidate.mention.class.clone();
        }
        for (role, fillers) in &candidate.roles {
            // "Scruton was appointed", "Scruton's appointment": whom it is done to does not do it
            let opposed: Vec<_> = opposed(role).iter().filter_map(|r| cluster.roles.get(*r)).flatten().map(|f| f.participant).collect();
            for filled in fillers.iter().filter(|f| !opposed.contains(&f.participant)) {
                let known = cluster.roles.entry(role.clone()).or_default();
                let is_twin = |k: &Filled| {
                    k.participant == filled.participant
                        || &**role == "position" && self.same_office(k, filled)
                        || self.is_repeated(k, filled)
                };
                match known.iter_mut().find(|k| is_twin(k)) {
                    // of two forms of a title or description the fuller one
                    Some(twin) if twin.words.len() < filled.words.len() => *twin = *filled,
                    Some(_) => {}
                    None => known.push(*filled),
                }
            }
        }
    }

    /// `warships` in the headline, `more warships` below it: a bare noun says no more than the same noun with words of its own.
    fn is_repeated(&self, a: &Filled, b: &Filled) -> bool {
        let is_bare = |f: &Filled| f.words.of(&self.syntax.document.article.text) == self.syntax.document.form(f.head);
        let is_noun = |f: &Filled| self.syntax.pos(f.head) == "NOUN" && !self.is_named(f);
        let words = |f: &Filled| f.words.of(&self.syntax.document.article.text);
        let are_alike = || is_bare(a) || is_bare(b) || words(a).eq_ignore_ascii_case(words(b));
        is_noun(a) && is_noun(b) && self.syntax.document.form(a.head) == self.syntax.document.form(b.head) && are_alike()
    }

    /// How much speaks for the candidate being another mention of the cluster's event; `None`: something speaks against it, or
    /// not enough for it.
    fn kinship(&self, cluster: &Cluster, candidate: &Candidate<'_>, candidates: &[Candidate<'_>]) -> Option<u32> {
        let mention = candidate.mention;
        let related = self.ontology.is_subclass(&mention.class, &cluster.class)
            || self.ontology.is_subclass(&cluster.class, &mention.class)
            || self.is_death(cluster, candidate);
        let members = || cluster.mentions.iter().map(|i| &candidates[*i]);
        let same_relation = members().all(|m| m.mention.relation == mention.relation);
        if !related
            || !same_relation
            || self.is_of_many(&mention.class) && members().any(|m| self.is_before_lead(m, candidate) || self.is_before_lead(candidate, m))
            || members().any(|m| self.is_long_past(m, candidate) || self.is_long_past(candidate, m))
            || self.is_course(cluster, candidates) != self.names_course(candidate)
            || !members().all(|m| times_agree(m.time, candidate.time))
            || self.is_other_contest(&mention.class, &cluster.roles, &candidate.roles)
            || self.is_of_other_kind(&members().collect::<Vec<_>>(), candidate)
            || members().any(|m| self.is_further(m, candidate) || self.is_within(m, candidate) || self.is_within(candidate, m))
            || !self.realities_agree(cluster, candidate, candidates)
        {
            return None;
        }
        let shared = self.shared(&mention.class, &cluster.roles, &candidate.roles)?;
        let distance = members().map(|m| candidate.sentence.0.abs_diff(m.sentence.0)).min().unwrap_or(u32::MAX);
        let near = 100_u32.saturating_sub(distance);
        if self.ontology.is_subclass(&mention.class, "CommunicationEvent") {
            // what one speaker says is one event while it is said in one go, and not what he had said long before
            let had_said = self.is_news_and_past(&members().collect::<Vec<_>>(), &[candidate]);
            return (shared > 0 && !had_said && (distance <= 1 || mention.nominal)).then_some(shared * 100 + near);
        }
        let same_word = members().any(|m| self.syntax.lemma(m.mention.trigger) == self.syntax.lemma(mention.trigger));
        let tie = Tie { shared, distance, same_word };
        let members = members().collect::<Vec<_>>();
        let (enough, more) = match (mention.complete, mention.nominal) {
            (true, _) => (self.is_told_again(cluster, candidate, &members, &tie), 0),
            (false, true) => (self.is_meant(candidate, &members, &tie), self.salience(candidate, &members)),
            // a verb that lacks what its frame requires has another sense, unless all else is the same or a noun of it is there: "it began
            // investigating", "its investigation"
            (false, false) => {
                let noun = || members.iter().any(|m| m.mention.nominal && self.share_stem(m.mention.trigger, mention.trigger));
                (shared >= 2 * NAMED || shared >= NAMED && noun(), 0)
            }
        };
        enough.then_some(shared * 100 + near + more + if same_word { SAME_WORD } else { 0 })
    }

    /// `was killed in Lima`, `his death`: nobody dies twice.
    fn is_death(&self, cluster: &Cluster, candidate: &Candidate<'_>) -> bool {
        let dead = |roles: &Roles| roles.get("affected").cloned().unwrap_or_default();
        let are_deaths = [&cluster.class, &candidate.mention.class].iter().all(|class| DEATHS.contains(&&***class));
        are_deaths
            && dead(&cluster.roles)
                .iter()
                .any(|a| self.is_somebody(a) && dead(&candidate.roles).iter().any(|b| a.participant == b.participant))
    }

    /// `another strike`: none of those told before it; nor is `Ortiz also resigned`, where nobody else took part in both.
    fn is_further(&self, a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
        let later = a.mention.trigger.max(b.mention.trigger);
        let is_another = |t: TokenId| self.syntax.is(t, "det") && self.syntax.lemma(t) == "another";
        // "flaws, most of which also affect phones": the same are told of
        let is_aside = self.syntax.is(later, "acl");
        let adds = |t: TokenId| !is_aside && self.syntax.is(t, "advmod") && self.frames.is_listed(self.syntax.lemma(t), "as-well");
        let takes_part = |p: &Filled| b.roles.values().flatten().any(|q| q.participant == p.participant);
        let are_others = || !a.roles.values().flatten().any(takes_part);
        a.sentence != b.sentence && self.syntax.children(later).iter().any(|t| is_another(*t) || adds(*t) && are_others())
    }

    /// `China will investigate whether the bloc's probes are fair`: what a clause below a happening tells is another.
    fn is_within(&self, outer: &Candidate<'_>, inner: &Candidate<'_>) -> bool {
        let document = self.syntax.document;
        let (above, below) = (outer.mention.trigger, inner.mention.trigger);
        let is_content = |t: TokenId| matches!(self.syntax.relation(t), "ccomp" | "csubj") && document.token(t).head == Some(above);
        // "the first call since their summit": between what is told and what it is counted from
        let is_sequel = |t: TokenId| {
            let parts = self.syntax.children(t).iter().filter(|c| self.syntax.is(**c, "case") || self.syntax.is(**c, "mark"));
            parts.into_iter().any(|c| self.frames.is_listed(self.syntax.lemma(*c), "sequel"))
        };
        let path = || std::iter::once(below).chain(document.ancestors(below));
        outer.sentence == inner.sentence
            && (path().any(is_content) || path().take_while(|t| *t != above).any(is_sequel) && path().any(|t| t == above))
    }

    /// An incursion is no missile that was fired, nor a drought a flood; an attack or a disaster may be any of them.
    fn is_of_other_kind(&self, members: &[&Candidate<'_>], candidate: &Candidate<'_>) -> bool {
        let ours = self.kinds(candidate);
        let known: Vec<&str> = members.iter().flat_map(|m| self.kinds(m)).collect();
        !ours.is_empty() && !known.is_empty() && !ours.iter().any(|kind| known.contains(kind))
    }

    /// The kinds of attack or disaster that a mention tells of: of what does it (`an earthquake struck the coast`), or of its word.
    fn kinds(&self, candidate: &Candidate<'_>) -> Vec<&str> {
        let of = |word: TokenId| self.frames.kinds(self.syntax.lemma(word));
        let trigger = candidate.mention.trigger;
        let of_doer: Vec<&str> = self.syntax.children_by(trigger, "nsubj").flat_map(of).collect();
        if of_doer.is_empty() { of(trigger).collect() } else { of_doer }
    }

    /// Whether two elections are for different offices: `the local elections`, `the general election`.
    fn is_other_contest(&self, class: &str, ours: &Roles, theirs: &Roles) -> bool {
        let is_same = |a: &Filled, b: &Filled| self.same_office(a, b) || self.share_stem(a.head, b.head);
        // "a new leader will be elected"
        let is_one = |f: &Filled| self.syntax.pos(f.head) == "NOUN" && self.syntax.document.token(f.head).xpos == "NN";
        let offices = |roles: &Roles| -> Vec<Filled> {
            let chosen = || roles.get("affected").into_iter().flatten().copied().filter(is_one).collect();
            roles.get("position").cloned().unwrap_or_else(chosen)
        };
        let (known, new) = (offices(ours), offices(theirs));
        class == "Election" && !known.is_empty() && !new.is_empty() && !known.iter().any(|a| new.iter().any(|b| is_same(a, b)))
    }

    /// Whether a full telling is of what the members tell: `Russia attacked Kyiv`, `the Russian attack on the city`.
    fn is_told_again(&self, cluster: &Cluster, candidate: &Candidate<'_>, members: &[&Candidate<'_>], tie: &Tie) -> bool {
        let Tie { shared, distance, same_word } = *tie;
        let mention = candidate.mention;
        let is_of_many = self.is_of_many(&mention.class);
        let is_state = self.ontology.is_subclass(&mention.class, "StateOfAffairs");
        let is_headline = self.syntax.document.is_headline(candidate.sentence);
        // "the three workers who were killed": the reader knows that
        if self.is_known(candidate) && distance <= MERGE_WITHIN {
            return true;
        }
        let may_be_another = is_of_many && !self.is_definite_noun(candidate) && !is_headline;
        if may_be_another || !is_state && self.is_long_before(members, &[candidate]) {
            return shared >= NAMED && self.shares_object(&mention.class, &cluster.roles, &candidate.roles);
        }
        if self.is_manner(candidate, members) {
            return true;
        }
        // the headline "Dozens arrested" says again what the first lines say
        if is_headline && same_word && distance <= LEAD {
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
    fn is_known(&self, candidate: &Candidate<'_>) -> bool {
        let (syntax, verb) = (self.syntax, candidate.mention.trigger);
        let tells_which = matches!(syntax.relation(verb), "acl" | "acl:relcl") && !syntax.document.is_set_off(verb, &[","]);
        let of = syntax.head(verb).filter(|noun| tells_which && syntax.is_definite(*noun));
        let affected = || candidate.roles.get("affected").into_iter().flatten();
        of.is_some_and(|noun| affected().any(|f| f.head == noun && self.count(noun).is_some()))
    }

    /// `hit depots in several airstrikes`: how it was done.
    fn is_manner(&self, candidate: &Candidate<'_>, members: &[&Candidate<'_>]) -> bool {
        let (syntax, noun) = (self.syntax, candidate.mention.trigger);
        let is_in = || syntax.is(noun, "obl") && syntax.case(noun) == "in" && !syntax.is_definite(noun);
        let verb = syntax.head(noun).filter(|_| candidate.mention.nominal && is_in());
        members.iter().any(|m| Some(m.mention.trigger) == verb && m.mention.class == candidate.mention.class)
    }

    /// `the October 7 attack`, in the news of what an army or a country has done since.
    fn is_of_old(&self, candidate: &Candidate<'_>, members: &[&Candidate<'_>]) -> bool {
        let is_side = |m: &&Candidate<'_>| m.roles.get("actor").is_some_and(|fillers| fillers.iter().any(|f| self.is_side(f)));
        self.is_of_many(&candidate.mention.class) && members.iter().any(is_side) && self.is_news_and_past(members, &[candidate])
    }

    /// Whether a noun that lacks participants means what the members tell: `the attack`, behind a fuller description.
    fn is_meant(&self, candidate: &Candidate<'_>, members: &[&Candidate<'_>], tie: &Tie) -> bool {
        let Tie { shared, distance, same_word } = *tie;
        if self.is_manner(candidate, members) {
            return true;
        }
        let is_state = self.ontology.is_subclass(&candidate.mention.class, "StateOfAffairs");
        let may_come_first = candidate.sentence.0 <= LEAD || shared >= NAMED || is_told_before(candidate, members);
        let alike = shared > 0 || self.refers_back(candidate) && (same_word || distance <= NEAR_WORD);
        // "in a rare trip a day ahead of his visit": what is new in a sentence is nothing else of it
        let is_other = distance == 0 && self.syntax.is_indefinite(candidate.mention.trigger);
        // "the 1967 war" is none that the news tells of
        let is_another = self.names_course(candidate) && self.is_news_and_past(members, &[candidate]);
        !is_state && may_come_first && alike && !is_other && !is_another && !self.is_of_old(candidate, members) && !self.is_new(candidate)
    }

    /// What speaks for the members as what a noun means: that the article speaks of them most, for a headline that they come first, and
    /// that they were told before.
    fn salience(&self, candidate: &Candidate<'_>, members: &[&Candidate<'_>]) -> u32 {
        let is_headline = self.syntax.document.is_headline(candidate.sentence);
        let prominence = if is_headline { 0 } else { 6 * members.len().min(5) as u32 };
        prominence + if is_told_before(candidate, members) { TOLD } else { 0 }
    }

    /// `investigation` and `investigate`: words that differ in their ends.
    fn share_stem(&self, a: TokenId, b: TokenId) -> bool {
        let (a, b) = (self.syntax.lemma(a), self.syntax.lemma(b));
        let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
        common >= STEM && 3 * common >= 2 * a.chars().count().min(b.chars().count())
    }

    /// `the attack`: an event that the reader knows.
    fn is_definite_noun(&self, candidate: &Candidate<'_>) -> bool {
        candidate.mention.nominal && self.syntax.is_definite(candidate.mention.trigger)
    }

    /// `the attack`, and what the first lines say again: not `an attack` far below, nor `attacks` at large.
    fn refers_back(&self, candidate: &Candidate<'_>) -> bool {
        let trigger = candidate.mention.trigger;
        let is_plural = matches!(self.syntax.document.token(trigger).xpos.as_str(), "NNS" | "NNPS");
        self.syntax.is_definite(trigger) || candidate.sentence.0 <= LEAD || !is_plural && !self.syntax.is_indefinite(trigger)
    }

    /// A war is a course of attacks, and no other word for one of them.
    fn is_course(&self, cluster: &Cluster, candidates: &[Candidate<'_>]) -> bool {
        cluster.mentions.iter().any(|m| self.names_course(&candidates[*m]))
    }

    fn names_course(&self, candidate: &Candidate<'_>) -> bool {
        let trigger = candidate.mention.trigger;
        let goes_on =
            || candidate.time.is_some_and(|t| t.end.is_none()) && !self.ontology.is_subclass(&candidate.mention.class, "StateOfAffairs");
        // "have killed 600 people since May" are many happenings, and no one of them; "has been visiting since May" is one
        let is_fought = || self.ontology.is_subclass(&candidate.mention.class, "ConflictEvent");
        let is_done_often = || self.syntax.is_perfect(trigger) && (self.syntax.document.token(trigger).xpos != "VBG" || is_fought());
        // "repeated strikes", "daily shelling"
        let is_often = |t: TokenId| self.syntax.is(t, "amod") && self.frames.is_listed(self.syntax.lemma(t), "often");
        let subject = self.syntax.children_by(trigger, "nsubj");
        let comes_often = || std::iter::once(trigger).chain(subject).any(|t| self.syntax.children(t).iter().any(|c| is_often(*c)));
        let is_course = self.frames.is_listed(self.syntax.lemma(trigger), "course");
        is_course || self.is_of_many(&candidate.mention.class) && comes_often() || goes_on() && is_done_often()
    }

    /// Attacks, journeys and deliveries come one after another from the same side.
    pub(super) fn is_of_many(&self, class: &str) -> bool {
        ["ConflictEvent", "MovementEvent", "AidSanctionEvent"].iter().any(|c| self.ontology.is_subclass(class, c))
    }

    /// `It also launched an attack on a depot`: told as news, below the headline and the lead that it may repeat. What somebody says may be news
    /// to his hearers only.
    fn is_new(&self, candidate: &Candidate<'_>) -> bool {
        let trigger = candidate.mention.trigger;
        if !candidate.mention.context.sources.is_empty() {
            return false;
        }
        let told = candidate.mention.nominal && self.syntax.is_indefinite(trigger);
        told && reality(candidate.mention) == Reality::Fact && candidate.sentence.0 > LEAD
    }

    /// Whether one side is dated long before the news and the other not at all: what the text does not date is news, so that more must
    /// speak for their being one.
    fn is_long_before(&self, a: &[&Candidate<'_>], b: &[&Candidate<'_>]) -> bool {
        self.is_news_and_past(a, b) || self.is_news_and_past(b, a)
    }

    /// Whether the first side is not dated, and the second long before the news.
    fn is_news_and_past(&self, news: &[&Candidate<'_>], past: &[&Candidate<'_>]) -> bool {
        let anchor = self.syntax.document.article.anchor_date().map(|d| d.date);
        let latest = anchor.map(|day| shift_day(day, -NEWS_DAYS, Unit::Day));
        let is_past = |m: &&Candidate<'_>| m.time.is_some_and(|t| t.end.is_some() && t.end < latest);
        let mut complete = news.iter().filter(|m| m.mention.complete).peekable();
        complete.peek().is_some() && complete.all(|m| m.time.is_none()) && past.iter().any(is_past)
    }

    /// `Nine have been killed in a strike`, at the very beginning, is news of these days, and not what happened on a day last week.
    fn is_before_lead(&self, lead: &Candidate<'_>, other: &Candidate<'_>) -> bool {
        let document = self.syntax.document;
        let anchor = document.article.anchor_date().map(|d| shift_day(d.date, -FRESH_DAYS, Unit::Day));
        let is_day = |t: TimeValue| t.begin == t.end && t.end.is_some() && t.end < anchor;
        let is_fresh = || lead.time.is_none() && reality(lead.mention) == Reality::Fact && document.lead() == Some(lead.sentence);
        other.time.is_some_and(is_day) && is_fresh()
    }

    /// `A man has been jailed`, at the beginning, is news, and not what happened long ago.
    fn is_long_past(&self, lead: &Candidate<'_>, other: &Candidate<'_>) -> bool {
        let (syntax, document) = (self.syntax, self.syntax.document);
        let latest = document.article.anchor_date().map(|d| shift_day(d.date, -NEWS_DAYS, Unit::Day));
        let is_news = || {
            let is_first = document.lead() == Some(lead.sentence);
            is_first && lead.time.is_none() && reality(lead.mention) == Reality::Fact && syntax.is_present_perfect(lead.mention.trigger)
        };
        other.time.is_some_and(|t| t.end.is_some() && t.end < latest) && is_news()
    }

    /// A plan and its fulfilment, a fact and its denial are kept apart, but a noun takes what it names as given, and what one will not
    /// confirm may be what another denies.
    fn realities_agree(&self, cluster: &Cluster, candidate: &Candidate<'_>, candidates: &[Candidate<'_>]) -> bool {
        let mention = candidate.mention;
        let members = || cluster.mentions.iter().map(|i| candidates[*i].mention);
        // "launched an attack", "carried out strikes" assert it, "the attack" takes it as given
        let presupposed = |m: &EventMention| m.nominal && reality(m) == Reality::Fact && self.syntax.is_definite(m.trigger);
        let is_told = || members().any(|m| !presupposed(m));
        // "the 2016 election" is none that is still to come
        let latest = self.syntax.document.article.anchor_date().map(|d| d.date);
        let is_over = |c: &Candidate<'_>| reality(c.mention) == Reality::Fact && c.time.is_some_and(|t| t.end.is_some() && t.end < latest);
        let is_ahead = |c: &Candidate<'_>| c.mention.context.temporality == Temporality::Future && c.time.is_none();
        let all = || cluster.mentions.iter().map(|i| &candidates[*i]);
        if is_over(candidate) && all().all(is_ahead) || is_ahead(candidate) && all().all(is_over) {
            return false;
        }
        // "plans an attack on the port", "its strikes on the grid": who plans one has done others
        let is_one_of_many = || mention.complete && self.is_of_many(&mention.class) && members().all(|m| reality(m) == Reality::Open);
        members().any(|m| reality(m) == reality(mention) && (!presupposed(m) || !is_told()))
            || presupposed(mention) && members().all(|m| reality(m) != Reality::Not) && !is_one_of_many()
            || members().all(presupposed) && reality(mention) != Reality::Not
            || !mention.complete && mention.nominal && reality(mention) == Reality::Open && members().all(|m| reality(m) == Reality::Not)
    }
}

/// What comes over a person once: done by somebody, and not.
pub(super) const DEATHS: [&str; 2] = ["Killing", "Death"];
/// Days before the article that what it does not date may lie.
const NEWS_DAYS: i64 = 31;
/// Days before the article within which lies what its first sentence tells without a date.
const FRESH_DAYS: i64 = 4;
/// Sentences behind a headline that it sums up.
const LEAD: u32 = 4;
/// What two mentions have in common: the weight of shared participants, the sentences between them, and whether their words are the same.
struct Tie {
    shared: u32,
    distance: u32,
    same_word: bool,
}

fn is_told_before(candidate: &Candidate<'_>, members: &[&Candidate<'_>]) -> bool {
    members.iter().any(|m| m.mention.trigger < candidate.mention.trigger)
}

/// What speaks for mentions in the same word.
const SAME_WORD: u32 = 20;
/// Sentences within which two verbs with one agent tell of one event.
const NEAR_VERB: u32 = 6;
/// Least letters of a stem.
const STEM: usize = 4;
/// What speaks for an event that was told before the noun that may mean it.
const TOLD: u32 = 40;
/// Sentences over which a noun may mean an event that was told in another word.
const NEAR_WORD: u32 = 3;
/// Sharing of at least this weight makes one event of two clusters of a class that stand at most so many sentences apart.
const MERGE_SHARED: u32 = NAMED;
const MERGE_WITHIN: u32 = 8;
/// Sentences between two reports of one event of which one leaves open who did it.
const MERGE_NEAR: u32 = 3;

/// Whether a mention speaks of something real, to come, or not so.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reality {
    Fact,
    Open,
    Not,
}

fn reality(mention: &EventMention) -> Reality {
    match mention.context.factuality {
        Factuality::CTneg | Factuality::PRneg | Factuality::PSneg => Reality::Not,
        _ if mention.context.is_fact() => Reality::Fact,
        _ => Reality::Open,
    }
}

/// Roles that whoever fills this one does not fill: who does it is not whom it is done to.
fn opposed(role: &str) -> &'static [&'static str] {
    match role {
        "actor" => &["target", "affected", "coActor"],
        "coActor" => &["target", "affected", "actor"],
        "target" | "affected" => &["actor", "coActor"],
        _ => &[],
    }
}

fn times_agree(a: Option<TimeValue>, b: Option<TimeValue>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    let starts_before_end = |x: TimeValue, y: TimeValue| match (x.begin, y.end) {
        (Some(begin), Some(end)) => begin <= end,
        _ => true,
    };
    starts_before_end(a, b) && starts_before_end(b, a)
}
