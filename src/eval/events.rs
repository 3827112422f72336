//! Annotated news articles and extracted events → how many events, arguments and facts are right, and whether date, status and
//! source are.
//!
//! The gold folder holds a JSON file an article: `id`, the `article` itself as a record, and its `events` with class, roles,
//! triggers (code points), date, status and source. Figures are summed over the articles:
//!
//! - an **event** counts when its class is the annotated one, one of its alternatives or below it, and the two share a word of
//!   the trigger or a participant, one to one;
//! - an **argument** is a participant in a group of roles (`data/eval/events.toml`);
//! - a **fact** is an event whose class, actor and at least one further participant are right.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::input::{files, read};
use super::mapping::EventRules;
use super::naming::Names;
use super::{Counts, EvalError, Figure, MissKind, Report};
use crate::events::to_json;
use crate::pipeline::Extractor;
use crate::rdf::RdfOptions;
use crate::resources::Ontology;
use crate::source::{ReadOptions, read_bytes};

/// Least confidences for which the facts are counted anew.
const CURVE: [f64; 6] = [0.5, 0.6, 0.7, 0.8, 0.85, 0.9];

/// Compares a gold folder with a file that `extract --format json` wrote, or with what the extractor finds in the gold's articles.
///
/// # Errors
/// A file that cannot be read or is not of the form, with its line.
pub fn events(gold: &Path, system: Option<&Path>, extractor: &Extractor) -> Result<Report, EvalError> {
    let golds = files(gold, "json")?.iter().map(|path| gold_file(path)).collect::<Result<Vec<_>, _>>()?;
    let records = system.map(system_file).transpose()?;
    let results: Vec<Result<Score, EvalError>> = golds
        .par_iter()
        .map(|gold| {
            let record = match &records {
                Some(records) => records.get(&gold.id).cloned().unwrap_or_default(),
                None => extracted(gold, extractor)?,
            };
            Ok(score(gold, &record))
        })
        .collect();
    let mut all = Score::default();
    for result in results {
        all.add(result?);
    }
    Ok(all.report())
}

#[derive(Deserialize)]
struct GoldFile {
    #[serde(skip)]
    origin: String,
    id: String,
    #[serde(default)]
    article: Value,
    events: Vec<GoldEvent>,
}

#[derive(Deserialize)]
struct GoldEvent {
    class: String,
    #[serde(default)]
    alt: Vec<String>,
    triggers: Vec<(usize, usize, String)>,
    #[serde(default)]
    in_title: bool,
    #[serde(default)]
    roles: Map<String, Value>,
    #[serde(default)]
    place: Vec<Vec<String>>,
    #[serde(default)]
    date: String,
    status: String,
    #[serde(default)]
    source: Vec<Vec<String>>,
    #[serde(default = "main")]
    salience: String,
}

fn main() -> String {
    "main".into()
}

fn gold_file(path: &Path) -> Result<GoldFile, EvalError> {
    let origin = path.display().to_string();
    let mut gold: GoldFile = serde_json::from_str(&read(path)?).map_err(|e| EvalError::at(&origin, e.line(), e))?;
    gold.origin = origin;
    Ok(gold)
}

fn system_file(path: &Path) -> Result<BTreeMap<String, Value>, EvalError> {
    let name = path.display().to_string();
    let text = read(path)?;
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            let record: Value = serde_json::from_str(line).map_err(|e| EvalError::at(&name, number, e))?;
            let id = record["article"]["id"].as_str().ok_or_else(|| EvalError::at(&name, number, "article.id is missing"))?;
            Ok((id.to_owned(), record))
        })
        .collect()
}

/// What the extractor finds in the gold's own article, as `extract` would write it.
fn extracted(gold: &GoldFile, extractor: &Extractor) -> Result<Value, EvalError> {
    if !gold.article.is_object() {
        return Err(EvalError::of(&gold.origin, "the file holds no article; give what was extracted with --system"));
    }
    let record = read_bytes(gold.article.to_string().as_bytes(), &gold.origin, &ReadOptions::default());
    let article = record.into_iter().next().ok_or_else(|| EvalError::of(&gold.origin, "the article is empty"))?;
    let article = article.map_err(|error| EvalError::of(&gold.origin, error))?;
    Ok(to_json(&extractor.extract(article), &RdfOptions::default()))
}

/// An annotated or extracted event, ready to be compared.
struct Event {
    class: String,
    /// Classes that are accepted for it.
    accepted: Vec<String>,
    /// Role and names of each participant.
    arguments: Vec<(String, Names)>,
    date: String,
    status: String,
    sources: Vec<Names>,
    triggers: Vec<(usize, usize)>,
    shown: String,
    confidence: f64,
    is_main: bool,
}

impl Event {
    fn gold(gold: &GoldEvent, ontology: &Ontology) -> Event {
        let rules = EventRules::shipped();
        let below = ontology.event_classes().filter(|c| c.parent.as_deref() == Some(gold.class.as_str())).map(|c| c.name.clone());
        let accepted = [gold.class.clone()].into_iter().chain(gold.alt.iter().cloned()).chain(below).collect();
        let mut arguments: Vec<(String, Names)> = Vec::new();
        for (role, fillers) in gold.roles.iter().filter(|(role, _)| !rules.unscored.contains(*role)) {
            for filler in fillers.as_array().into_iter().flatten() {
                let names = filler.as_array().into_iter().flatten().filter_map(Value::as_str).chain(filler.as_str());
                arguments.push((role.clone(), Names::new(names)));
            }
        }
        let names = |filler: &Vec<String>| Names::new(filler.iter().map(String::as_str));
        arguments.extend(gold.place.iter().map(|place| ("place".to_owned(), names(place))));
        Event {
            class: gold.class.clone(),
            accepted,
            arguments,
            date: gold.date.clone(),
            status: gold.status.clone(),
            sources: gold.source.iter().map(names).collect(),
            triggers: if gold.in_title { Vec::new() } else { gold.triggers.iter().map(|t| (t.0, t.1)).collect() },
            shown: gold.triggers.first().map(|t| t.2.clone()).unwrap_or_default(),
            confidence: 1.0,
            is_main: gold.salience == "main",
        }
    }

    fn system(event: &Value, names: &BTreeMap<&str, Names>) -> Event {
        let rules = EventRules::shipped();
        let named = |id: &str| names.get(id).cloned().unwrap_or_else(|| Names::new([id]));
        let list = |value: &Value| value.as_array().into_iter().flatten().filter_map(|v| v.as_str().map(named)).collect::<Vec<_>>();
        let roles = event["roles"].as_object().into_iter().flatten().filter(|(role, _)| !rules.unscored.contains(*role));
        let mut arguments: Vec<_> = roles.flat_map(|(role, fillers)| list(fillers).into_iter().map(|f| (role.clone(), f))).collect();
        arguments.extend(list(&event["place"]).into_iter().map(|place| ("place".to_owned(), place)));
        let text = |field: &str| event[field].as_str().unwrap_or_default().to_owned();
        let number = |value: &Value| value.as_u64().map(|n| n as usize);
        let triggers = event["triggers"].as_array().map(Vec::as_slice).unwrap_or_default();
        let claims = event["claims"].as_array().into_iter().flatten();
        Event {
            class: text("class"),
            accepted: Vec::new(),
            arguments,
            date: text("date"),
            status: text("status"),
            sources: claims.filter_map(|c| c["source"].as_str().map(named)).collect(),
            triggers: triggers.iter().filter_map(|t| number(&t[0]).zip(number(&t[1]))).collect(),
            shown: triggers.first().and_then(|t| t[2].as_str()).unwrap_or_default().to_owned(),
            confidence: event["confidence"].as_f64().unwrap_or(1.0),
            is_main: true,
        }
    }

    /// Pairs of arguments, of this one and the other, that name the same participant in the same group of roles, one to one.
    fn shared(&self, other: &Event) -> Vec<(usize, usize)> {
        let rules = EventRules::shipped();
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for (i, (role, names)) in self.arguments.iter().enumerate() {
            let fits = |(j, (r, n)): &(usize, &(String, Names))| {
                pairs.iter().all(|(_, used)| used != j) && rules.group(role) == rules.group(r) && names.matches(n)
            };
            if let Some((j, _)) = other.arguments.iter().enumerate().find(fits) {
                pairs.push((i, j));
            }
        }
        pairs
    }

    /// Whether participants of two groups of roles are named, so that it can be a fact.
    fn is_two_sided(&self) -> bool {
        let mut groups: Vec<_> = self.arguments.iter().map(|(role, _)| EventRules::shipped().group(role)).collect();
        groups.sort_unstable();
        groups.dedup();
        groups.len() >= 2
    }

    fn described(&self) -> String {
        let roles: Vec<_> = self.arguments.iter().map(|(role, names)| format!("{role} {}", names.shown())).collect();
        format!("{} “{}” ({})", self.class, self.shown, roles.join(", "))
    }
}

/// Whether the shared participants make the gold event a fact: its actor and another, or two where it has no actor.
fn is_fact(gold: &Event, shared: &[(usize, usize)]) -> bool {
    let rules = EventRules::shipped();
    let has_actor = |mut roles: Box<dyn Iterator<Item = &String> + '_>| roles.any(|role| rules.group(role) == "actor");
    let shared_roles = || shared.iter().map(|(i, _)| &gold.arguments[*i].0);
    if has_actor(Box::new(gold.arguments.iter().map(|(role, _)| role))) {
        has_actor(Box::new(shared_roles())) && shared_roles().any(|role| rules.group(role) != "actor")
    } else {
        shared.len() >= 2
    }
}

/// The best pairs of gold and system events, one to one.
fn align(golds: &[Event], systems: &[Event]) -> Vec<Option<usize>> {
    let mut options = Vec::new();
    for (i, gold) in golds.iter().enumerate() {
        for (j, system) in systems.iter().enumerate().filter(|(_, s)| gold.accepted.contains(&s.class)) {
            let shared = gold.shared(system).len();
            let near = gold.triggers.iter().any(|(a, b)| system.triggers.iter().any(|(c, d)| a < d && c < b));
            if shared > 0 || near {
                // in halves: a shared participant 2, a shared word of the trigger 3, the very class 1
                options.push((-(2 * shared as i64 + 3 * i64::from(near) + i64::from(gold.class == system.class)), i, j));
            }
        }
    }
    options.sort_unstable();
    let mut pairs: Vec<Option<usize>> = vec![None; golds.len()];
    for (_, i, j) in options {
        if pairs[i].is_none() && !pairs.contains(&Some(j)) {
            pairs[i] = Some(j);
        }
    }
    pairs
}

#[derive(Default)]
struct Score {
    articles: usize,
    missing: usize,
    event: Counts,
    argument: Counts,
    fact: Counts,
    main: (usize, usize),
    date: (usize, usize),
    date_missing: usize,
    invented: (usize, usize),
    status: usize,
    source: (usize, usize),
    curve: [Counts; CURVE.len()],
    classes: BTreeMap<String, Counts>,
    errors: Report,
}

fn score(gold: &GoldFile, record: &Value) -> Score {
    let ontology = Ontology::embedded();
    let entities = record["entities"].as_array().into_iter().flatten();
    let names: BTreeMap<&str, Names> = entities
        .filter_map(|entity| {
            let mentions = entity["mentions"].as_array().into_iter().flatten().filter_map(|m| m["text"].as_str());
            Some((entity["id"].as_str()?, Names::new(entity["name"].as_str().into_iter().chain(mentions))))
        })
        .collect();
    let golds: Vec<_> = gold.events.iter().map(|e| Event::gold(e, ontology)).collect();
    let systems: Vec<_> = record["events"].as_array().into_iter().flatten().map(|e| Event::system(e, &names)).collect();
    let pairs = align(&golds, &systems);
    let mut score = Score { articles: 1, missing: usize::from(record.is_null()), ..Score::default() };
    for (event, pair) in golds.iter().zip(&pairs) {
        score.gold_event(&gold.id, event, pair.map(|j| &systems[j]));
    }
    for (j, system) in systems.iter().enumerate() {
        score.event.found += 1;
        score.classes.entry(system.class.clone()).or_default().found += 1;
        score.argument.found += system.arguments.len();
        if system.is_two_sided() {
            score.fact.found += 1;
            for (counts, least) in score.curve.iter_mut().zip(CURVE) {
                counts.found += usize::from(system.confidence >= least);
            }
        }
        if !pairs.contains(&Some(j)) {
            score.errors.miss(&gold.id, MissKind::Spurious, system.described());
        }
    }
    score
}

impl Score {
    fn gold_event(&mut self, place: &str, gold: &Event, system: Option<&Event>) {
        let rules = EventRules::shipped();
        let matched = usize::from(system.is_some());
        let shared = system.map(|s| gold.shared(s)).unwrap_or_default();
        let class = self.classes.entry(gold.class.clone()).or_default();
        class.gold += 1;
        class.right += matched;
        self.event.gold += 1;
        self.event.right += matched;
        if gold.is_main {
            self.main.0 += matched;
            self.main.1 += 1;
        }
        self.argument.right += shared.len();
        let expected = |(i, (role, _)): &(usize, &(String, Names))| shared.iter().any(|s| s.0 == *i) || !rules.optional.contains(role);
        self.argument.gold += gold.arguments.iter().enumerate().filter(expected).count();
        if gold.is_two_sided() {
            let right = system.filter(|_| is_fact(gold, &shared));
            self.fact.gold += 1;
            self.fact.right += usize::from(right.is_some());
            for (counts, least) in self.curve.iter_mut().zip(CURVE) {
                counts.gold += 1;
                counts.right += usize::from(right.is_some_and(|s| s.confidence >= least));
            }
        }
        match system {
            None => self.errors.miss(place, MissKind::Missed, gold.described()),
            Some(system) => self.matched(gold, system),
        }
    }

    fn matched(&mut self, gold: &Event, system: &Event) {
        if gold.date.is_empty() {
            self.invented.0 += usize::from(!system.date.is_empty());
            self.invented.1 += 1;
        } else {
            self.date.0 += usize::from(same_date(&gold.date, &system.date));
            self.date.1 += 1;
            self.date_missing += usize::from(system.date.is_empty());
        }
        self.status += usize::from(gold.status == system.status);
        if !gold.sources.is_empty() {
            self.source.0 += usize::from(gold.sources.iter().any(|a| system.sources.iter().any(|b| a.matches(b))));
            self.source.1 += 1;
        }
    }

    fn add(&mut self, other: Score) {
        let pair = |a: &mut (usize, usize), b: (usize, usize)| *a = (a.0 + b.0, a.1 + b.1);
        self.articles += other.articles;
        self.missing += other.missing;
        self.event += other.event;
        self.argument += other.argument;
        self.fact += other.fact;
        pair(&mut self.main, other.main);
        pair(&mut self.date, other.date);
        self.date_missing += other.date_missing;
        pair(&mut self.invented, other.invented);
        self.status += other.status;
        pair(&mut self.source, other.source);
        for (a, b) in self.curve.iter_mut().zip(other.curve) {
            *a += b;
        }
        for (class, counts) in other.classes {
            *self.classes.entry(class).or_default() += counts;
        }
        self.errors.errors.extend(other.errors.errors);
    }

    fn report(self) -> Report {
        let mut report = Report::default();
        report.share("articles extracted", self.articles - self.missing, self.articles);
        report.row("events", Figure::Match(self.event));
        report.row("arguments", Figure::Match(self.argument));
        report.row("facts", Figure::Match(self.fact));
        report.share("main events found", self.main.0, self.main.1);
        report.share("dates right", self.date.0, self.date.1);
        report.share("dates missing", self.date_missing, self.date.1);
        report.share("dates invented", self.invented.0, self.invented.1);
        report.share("status right", self.status, self.event.right);
        report.share("source right", self.source.0, self.source.1);
        for (counts, least) in self.curve.into_iter().zip(CURVE) {
            report.row(format!("facts, confidence from {least}"), Figure::Match(counts));
        }
        let mut classes: Vec<_> = self.classes.into_iter().collect();
        classes.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.gold));
        for (class, counts) in classes {
            report.row(format!("class {class}"), Figure::Match(counts));
        }
        report.errors = self.errors.errors;
        report
    }
}

/// Whether the extracted date is the annotated one, or a finer one inside it.
fn same_date(gold: &str, system: &str) -> bool {
    let first = |value: &str| {
        let parts: Vec<&str> = value.split('/').collect();
        let part = if value.starts_with("..") { parts.last() } else { parts.first() };
        part.map(|p| p.trim_end_matches('~').to_owned()).unwrap_or_default()
    };
    let (gold, system) = (first(gold), first(system));
    !system.is_empty() && system.starts_with(&gold)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn gold(events: Value) -> GoldFile {
        serde_json::from_value(json!({"id": "a", "events": events})).unwrap()
    }

    fn arrest() -> Value {
        json!({"class": "Arrest", "status": "Asserted", "date": "2026-03", "triggers": [[7, 15, "arrested"]],
               "roles": {"actor": [["Police"]], "affected": [["Elena Marsh", "the minister"]]}, "source": [["the ministry"]]})
    }

    fn record(date: &str, affected: &str) -> Value {
        json!({"entities": [{"id": "e1", "name": "police", "mentions": []}, {"id": "e2", "name": affected, "mentions": []}],
               "events": [{"class": "Arrest", "status": "Asserted", "date": date, "triggers": [[7, 15, "arrested"]], "confidence": 0.75,
                           "roles": {"actor": ["e1"], "affected": ["e2"]}, "claims": [{"source": null}]}]})
    }

    #[test]
    fn a_right_event_is_a_right_fact() {
        let score = score(&gold(json!([arrest()])), &record("2026-03-17", "Marsh"));
        assert_eq!((score.event.right, score.argument.right, score.fact.right, score.date), (1, 2, 1, (1, 1)));
        assert_eq!(score.source, (0, 1));
        assert_eq!((score.curve[2].right, score.curve[3].right), (1, 0), "its confidence is 0.75");
        assert!(score.errors.errors.is_empty());
    }

    #[test]
    fn a_wrong_participant_is_no_fact_and_a_wrong_date_is_counted() {
        let score = score(&gold(json!([arrest()])), &record("2025-03", "Kim"));
        assert_eq!((score.event.right, score.argument.right, score.fact.right, score.date), (1, 1, 0, (0, 1)));
    }

    #[test]
    fn what_is_missed_and_what_is_spurious_is_listed() {
        let mut other = arrest();
        other["class"] = "Visit".into();
        let score = score(&gold(json!([other])), &record("", "Kim"));
        let kinds: Vec<_> = score.errors.errors.iter().map(|e| e.kind).collect();
        assert_eq!(kinds, [MissKind::Missed, MissKind::Spurious]);
    }

    #[test]
    fn errors_name_file_and_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        std::fs::write(&path, "{\"article\": {\"id\": \"a\"}}\n{\"article\": {}}\n").unwrap();
        assert!(system_file(&path).unwrap_err().to_string().ends_with("a.jsonl:2: article.id is missing"));
    }
}
