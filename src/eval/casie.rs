//! The CASIE corpus of cyber-security news (a JSON file an article: nuggets with arguments, in code points) → how many nuggets and
//! arguments are found.
//!
//! A nugget is right when its type answers to the class of an event of ours (`data/eval/casie.toml`) and the words of the trigger
//! overlap, one to one; an argument when its event is right, its role answers, and the words overlap those of a filler or of
//! another mention of the same entity (*its* for *the bank*). A number of people or things is right where it stands in the phrase of
//! them. Types that our classes cover only in part count against precision only through their arguments.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use serde::Deserialize;

use super::input::{files, read};
use super::mapping::Casie;
use super::{Counts, EvalError, Figure, MissKind, Report};
use crate::document::{Document, MentionId, TokenId, TokenSpan};
use crate::events::build;
use crate::frames::{EventMention, FillerRef, RoleFiller};
use crate::pipeline::Extractor;
use crate::source::Article;
use crate::text::CodePoints;

#[derive(Deserialize)]
struct File {
    content: String,
    info: Option<Info>,
    cyberevent: Events,
}

#[derive(Deserialize)]
struct Info {
    date: Option<String>,
}

#[derive(Deserialize)]
struct Events {
    #[serde(default)]
    hopper: Vec<Hopper>,
}

#[derive(Deserialize)]
struct Hopper {
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Event {
    nugget: Words,
    subtype: String,
    #[serde(default)]
    argument: Option<Vec<Argument>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Words {
    start_offset: usize,
    end_offset: usize,
    text: String,
}

#[derive(Deserialize)]
struct Argument {
    #[serde(flatten)]
    words: Words,
    role: Role,
}

#[derive(Deserialize)]
struct Role {
    r#type: String,
}

/// Measures against a folder of CASIE.
///
/// # Errors
/// A file that cannot be read or is not of the form, with its line.
pub fn casie(folder: &Path, extractor: &Extractor) -> Result<Report, EvalError> {
    let paths = files(folder, "json")?;
    let golds = paths
        .iter()
        .map(|path| {
            let name = path.display().to_string();
            let file: File = serde_json::from_str(&read(path)?).map_err(|e| EvalError::at(&name, e.line(), e))?;
            Ok((name, file))
        })
        .collect::<Result<Vec<_>, EvalError>>()?;
    let scores: Vec<Score> = golds
        .par_iter()
        .map(|(name, file)| {
            let document = extractor.annotate(article(file));
            let mut events = extractor.find_events(&document);
            // a bare "the breach" counts where it is another word for an event that is told elsewhere
            let told = build(document.clone(), &events, &extractor.frames, extractor.ontology, &extractor.registry).events;
            let is_told = |e: &EventMention| {
                let trigger = document.token(e.trigger).range;
                told.iter().any(|t| t.class == e.class && t.triggers.contains(&trigger))
            };
            events.retain(|e| e.complete || is_told(e));
            score(name, file, &document, &events)
        })
        .collect();
    let mut all = Score::default();
    for score in scores {
        all.exact += score.exact;
        for (sums, counts) in [(&mut all.nuggets, score.nuggets), (&mut all.arguments, score.arguments)] {
            for (kind, counts) in counts {
                *sums.entry(kind).or_default() += counts;
            }
        }
        all.report.errors.extend(score.report.errors);
    }
    Ok(all.finish())
}

fn article(file: &File) -> Article {
    let article = Article::from_text(&file.content);
    let date = file.info.as_ref().and_then(|info| info.date.as_ref()).and_then(|date| date.replace('_', "-").parse().ok());
    match date {
        Some(date) => article.published_on(date),
        None => article,
    }
}

#[derive(Default)]
struct Score {
    nuggets: BTreeMap<String, Counts>,
    arguments: BTreeMap<String, Counts>,
    /// Nuggets whose span is the very same, too.
    exact: usize,
    report: Report,
}

fn score(name: &str, file: &File, document: &Document, events: &[EventMention]) -> Score {
    let map = Casie::shipped();
    let points = CodePoints::new(&document.article.text);
    let place = |span: TokenSpan| points.range(document.range(span));
    let sentence = |token: TokenId| document.text_of(document.sentence(document.sentence_of(token)).tokens);
    let trigger = |event: &EventMention| {
        let first = event.trigger_words.iter().min().copied().unwrap_or(event.trigger);
        let last = event.trigger_words.iter().max().copied().unwrap_or(event.trigger);
        place(TokenSpan::new(first.index(), last.index() + 1))
    };
    let overlap = |words: &Words, span: (usize, usize)| words.start_offset < span.1 && span.0 < words.end_offset;
    let mut score = Score::default();
    let mut used = vec![false; events.len()];
    let golds = file.cyberevent.hopper.iter().flat_map(|h| &h.events);
    for gold in golds {
        let hit = events.iter().enumerate().position(|(i, e)| {
            !used[i]
                && map.accepts(&gold.subtype, &e.class)
                && e.trigger_words.iter().any(|t| overlap(&gold.nugget, place(TokenSpan::new(t.index(), t.index() + 1))))
        });
        let nuggets = score.nuggets.entry(gold.subtype.clone()).or_default();
        *nuggets += Counts { right: usize::from(hit.is_some()), found: usize::from(hit.is_some()), gold: 1 };
        let near = document.tokens.iter().position(|t| points.range(t.range).1 > gold.nugget.start_offset).unwrap_or(0);
        let context = if document.tokens.is_empty() { "" } else { sentence(TokenId(near as u32)) };
        let mut fillers = Vec::new();
        match hit {
            Some(i) => {
                used[i] = true;
                score.exact += usize::from(trigger(&events[i]) == (gold.nugget.start_offset, gold.nugget.end_offset));
                fillers = arguments(document, &events[i], &place);
            }
            None => score.report.miss(name, MissKind::Missed, format!("{} “{}” in: {context}", gold.subtype, gold.nugget.text)),
        }
        for argument in gold.argument.iter().flatten().filter(|a| map.scores(&a.role.r#type)) {
            let kind = &argument.role.r#type;
            let found = fillers.iter_mut().find(|f| f.answers(kind, map, |span| overlap(&argument.words, span)));
            let right = usize::from(found.is_some());
            *score.arguments.entry(kind.clone()).or_default() += Counts { right, found: right, gold: 1 };
            match found {
                Some(filler) => filler.used.push(kind.clone()),
                None if hit.is_some() => {
                    let what = format!("{kind} “{}” of {} “{}” in: {context}", argument.words.text, gold.subtype, gold.nugget.text);
                    score.report.miss(name, MissKind::Missed, what);
                }
                None => {}
            }
        }
        for Filler { role, own, .. } in fillers.iter().filter(|f| f.used.is_empty() && map.has_role(&f.role)) {
            score.arguments.entry(String::new()).or_default().found += 1;
            let words: String = document.article.text.chars().skip(own.0).take(own.1 - own.0).collect();
            score.report.miss(
                name,
                MissKind::Spurious,
                format!("{role} “{words}” of {} “{}” in: {context}", gold.subtype, gold.nugget.text),
            );
        }
    }
    for (event, _) in events.iter().zip(&used).filter(|(_, used)| !**used) {
        if let Some(kind) = map.counts_as(&event.class) {
            score.nuggets.entry(kind.to_owned()).or_default().found += 1;
            let what = format!("{} “{}” ({}) in: {}", event.class, document.form(event.trigger), event.frame, sentence(event.trigger));
            score.report.miss(name, MissKind::Spurious, what);
        }
    }
    score
}

/// A filler of ours, in code points.
struct Filler {
    role: String,
    own: (usize, usize),
    /// Other mentions of the same entity.
    others: Vec<(usize, usize)>,
    /// Roles of the corpus that it answered, each once.
    used: Vec<String>,
}

impl Filler {
    fn answers(&self, kind: &str, map: &Casie, overlaps: impl Fn((usize, usize)) -> bool) -> bool {
        let names = || map.same_role(kind, &self.role) && (overlaps(self.own) || self.others.iter().any(|s| overlaps(*s)));
        let counts = || map.counts(kind, &self.role) && overlaps(self.own);
        !self.used.iter().any(|u| u == kind) && (names() || counts())
    }
}

fn arguments(document: &Document, event: &EventMention, place: &impl Fn(TokenSpan) -> (usize, usize)) -> Vec<Filler> {
    let filler = |role: &RoleFiller| {
        let span = |mention: MentionId| place(document.mentions[mention.index()].span);
        let (own, others) = match role.filler {
            FillerRef::Mention { mention, .. } => {
                let chain = document.mentions[mention.index()].chain.map(|c| &document.chains[c.index()].mentions);
                (span(mention), chain.into_iter().flatten().map(|m| span(*m)).collect())
            }
            FillerRef::Phrase(head) | FillerRef::Words(head) => (place(TokenSpan::new(head.index(), head.index() + 1)), Vec::new()),
        };
        Filler { role: role.role.to_string(), own, others, used: Vec::new() }
    };
    event.roles.iter().map(filler).collect()
}

impl Score {
    fn finish(self) -> Report {
        let mut report = self.report;
        let sum = |counts: &BTreeMap<String, Counts>| {
            let mut all = Counts::default();
            counts.values().for_each(|c| all += *c);
            all
        };
        let nuggets = sum(&self.nuggets);
        report.row("nuggets", Figure::Match(nuggets));
        report.row("arguments", Figure::Match(sum(&self.arguments)));
        report.share("nuggets with the very same words", self.exact, nuggets.right);
        for kind in Casie::shipped().types() {
            report.row(kind, Figure::Match(self.nuggets.get(kind).copied().unwrap_or_default()));
        }
        for (role, counts) in self.arguments.iter().filter(|(role, _)| !role.is_empty()) {
            report.share(format!("role {role}"), counts.right, counts.gold);
        }
        report
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nuggets_and_arguments_are_found_by_their_words() {
        let text = "Storm-0558 hacked the bank on Tuesday.";
        let json = format!(
            r#"{{"content": "{text}", "info": {{"date": "2026_03_18"}}, "cyberevent": {{"hopper": [{{"events": [
            {{"nugget": {{"startOffset": 11, "endOffset": 17, "text": "hacked"}}, "subtype": "Databreach", "argument": [
              {{"startOffset": 0, "endOffset": 10, "text": "Storm-0558", "role": {{"type": "Attacker"}}}},
              {{"startOffset": 30, "endOffset": 37, "text": "Tuesday", "role": {{"type": "Time"}}}}]}},
            {{"nugget": {{"startOffset": 22, "endOffset": 26, "text": "bank"}}, "subtype": "Phishing"}}]}}]}}}}"#
        );
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("1.json"), json).unwrap();
        let report = casie(folder.path(), &Extractor::shipped().unwrap()).unwrap();
        assert_eq!(report.figure("Databreach"), Some(Figure::Match(Counts { right: 1, found: 1, gold: 1 })));
        assert_eq!(report.figure("Phishing"), Some(Figure::Match(Counts { right: 0, found: 0, gold: 1 })));
        assert_eq!(report.figure("role Attacker"), Some(Figure::Share { right: 1, of: 1 }));
        assert!(report.figure("role Time").is_none(), "dates are no role of ours");
    }

    #[test]
    fn an_argument_is_the_same_entity_and_a_number_stands_in_its_phrase() {
        let text = "Norland Bank said hackers stole its data. Hackers stole the data of 4,000 customers.";
        let argument = |from: usize, to: usize, role: &str| {
            format!(r#"{{"startOffset": {from}, "endOffset": {to}, "text": "", "role": {{"type": "{role}"}}}}"#)
        };
        let event = |from: usize, arguments: &str| {
            let to = from + 5;
            format!(
                r#"{{"nugget": {{"startOffset": {from}, "endOffset": {to}, "text": "stole"}}, "subtype": "Databreach", "argument": [{arguments}]}}"#
            )
        };
        let first = event(26, &argument(0, 12, "Victim"));
        let second = event(50, &[argument(68, 73, "Number-of-Victim"), argument(74, 83, "Victim")].join(", "));
        let json = format!(r#"{{"content": "{text}", "cyberevent": {{"hopper": [{{"events": [{first}, {second}]}}]}}}}"#);
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("1.json"), json).unwrap();
        let report = casie(folder.path(), &Extractor::shipped().unwrap()).unwrap();
        assert_eq!(report.figure("role Victim"), Some(Figure::Share { right: 2, of: 2 }));
        assert_eq!(report.figure("role Number-of-Victim"), Some(Figure::Share { right: 1, of: 1 }));
    }

    #[test]
    fn a_broken_file_is_named_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("1.json"), "{\n\"content\": 1}").unwrap();
        let error = casie(folder.path(), &Extractor::shipped().unwrap()).unwrap_err().to_string();
        assert!(error.contains("1.json:2: "), "{error}");
    }
}
