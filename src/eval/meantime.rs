//! Articles of MEANTIME (NAF-like XML: tokens, mentions of events, entities and times, relations) → how many participants and
//! dates of the events that were found are right. Its events are of every kind, so that those we lack are not counted.

use std::collections::BTreeMap;
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rayon::prelude::*;

use super::dates::{day, found_value, is_calendar};
use super::input::{document, files, read};
use super::{Counts, EvalError, Figure, MissKind, Report};
use crate::document::{Document, TokenSpan};
use crate::frames::{EventMention, FillerRef};
use crate::pipeline::Extractor;

/// Semantic roles whose fillers a frame may have.
const PARTICIPANTS: [&str; 3] = ["Arg0", "Arg1", "Arg2"];
/// Relations that give an event its day.
const DATING: [&str; 2] = ["IS_INCLUDED", "SIMULTANEOUS"];

/// A span of tokens that is marked: an event, an entity, a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Markable {
    element: String,
    attributes: BTreeMap<String, String>,
    tokens: Vec<usize>,
}

/// A link between markables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Link {
    element: String,
    attributes: BTreeMap<String, String>,
    source: String,
    target: String,
}

/// An annotated time expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NafTime {
    /// First token and one past the last.
    pub span: (usize, usize),
    /// TIMEX3 value.
    pub value: String,
}

/// An annotated article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct NafArticle {
    /// File name.
    pub name: String,
    /// Sentence and word of each token.
    tokens: Vec<(usize, String)>,
    markables: BTreeMap<String, Markable>,
    links: Vec<Link>,
}

impl NafArticle {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<NafArticle, EvalError> {
        NafArticle::parse(&path.display().to_string(), &read(path)?)
    }

    fn parse(name: &str, xml: &str) -> Result<NafArticle, EvalError> {
        let mut article = NafArticle { name: name.to_owned(), ..NafArticle::default() };
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        let (mut markable, mut link) = (Markable::default(), Link::default());
        let mut word: Option<(usize, String)> = None;
        let mut reader = Reader::from_str(xml);
        loop {
            let line = |at: u64| 1 + xml.get(..at as usize).unwrap_or("").matches('\n').count();
            let place = reader.buffer_position();
            let event = reader.read_event().map_err(|e| EvalError::at(name, line(place), e))?;
            match &event {
                Event::Eof => break,
                Event::Start(tag) | Event::Empty(tag) => {
                    let attributes = attributes(tag).map_err(|problem| EvalError::at(name, line(place), problem))?;
                    let get = |key: &str| attributes.get(key).cloned().unwrap_or_default();
                    match tag.local_name().as_ref() {
                        "token" => {
                            let sentence =
                                get("sentence").parse().map_err(|_| EvalError::at(name, line(place), "a token without sentence"))?;
                            numbers.insert(get("t_id"), article.tokens.len());
                            word = Some((sentence, String::new()));
                        }
                        "token_anchor" => markable.tokens.extend(numbers.get(&get("t_id"))),
                        "source" => link.source = get("m_id"),
                        "target" => link.target = get("m_id"),
                        element => {
                            let element = element.to_owned();
                            markable = Markable { element: element.clone(), attributes: attributes.clone(), tokens: Vec::new() };
                            link = Link { element, attributes, ..Link::default() };
                        }
                    }
                }
                Event::Text(text) => {
                    if let Some((_, word)) = &mut word {
                        word.push_str(text);
                    }
                }
                Event::GeneralRef(reference) => {
                    let number = reference.resolve_char_ref().ok().flatten().map(String::from);
                    let known = number.or_else(|| quick_xml::escape::resolve_predefined_entity(reference).map(str::to_owned));
                    if let Some((_, word)) = &mut word {
                        word.push_str(&known.unwrap_or_default());
                    }
                }
                Event::End(tag) => match tag.local_name().as_ref() {
                    "token" => article.tokens.extend(word.take()),
                    "token_anchor" | "source" | "target" => {}
                    _ => {
                        markable.tokens.sort_unstable();
                        let id = markable.attributes.get("m_id").cloned();
                        article.markables.extend(id.map(|id| (id, std::mem::take(&mut markable))));
                        article.links.extend(Some(std::mem::take(&mut link)).filter(|l| !l.target.is_empty()));
                    }
                },
                _ => {}
            }
        }
        if article.tokens.is_empty() { Err(EvalError::of(name, "no tokens in it; MEANTIME's XML is expected")) } else { Ok(article) }
    }

    /// The time expressions of the text, without the day of publication.
    pub fn times(&self) -> impl Iterator<Item = NafTime> + '_ {
        let times = self.markables.values().filter(|m| m.element == "TIMEX3" && !is_creation(m));
        times.filter_map(|m| Some(NafTime { span: span(m)?, value: m.attributes.get("value")?.clone() }))
    }

    /// Number of tokens in the sentences up to the last with an annotation: the corpus annotates the first ones only.
    pub fn annotated_tokens(&self) -> usize {
        let last = self.markables.values().filter_map(|m| m.tokens.last()).max();
        let sentence = last.and_then(|t| self.tokens.get(*t)).map(|t| t.0);
        self.tokens.iter().take_while(|t| Some(t.0) <= sentence).count()
    }

    /// The words of a span.
    pub fn words(&self, span: (usize, usize)) -> String {
        self.tokens.get(span.0..span.1).unwrap_or_default().iter().map(|t| t.1.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// All layers above the given tokens, published on the annotated day.
    pub fn annotated(&self, extractor: &Extractor) -> Document {
        let sentences = self.tokens.chunk_by(|a, b| a.0 == b.0).map(|s| s.iter().map(|t| t.1.as_str()).collect());
        let mut document = document(sentences);
        let created = self.markables.values().find(|m| m.element == "TIMEX3" && is_creation(m)).and_then(|m| m.attributes.get("value"));
        if let Some(date) = created.and_then(|value| day(value).parse().ok()) {
            document.article = document.article.published_on(date);
        }
        extractor.annotate_tokens(&mut document);
        document
    }

    fn linked<'a>(&'a self, element: &'a str, event: &'a str) -> impl Iterator<Item = (&'a Link, &'a Markable)> {
        let links = self.links.iter().filter(move |l| l.element == element && l.source == event);
        links.filter_map(|link| Some((link, self.markables.get(&link.target)?)))
    }
}

fn is_creation(markable: &Markable) -> bool {
    markable.attributes.get("functionInDocument").is_some_and(|f| f == "CREATION_TIME")
}

fn span(markable: &Markable) -> Option<(usize, usize)> {
    Some((*markable.tokens.first()?, markable.tokens.last()? + 1))
}

fn attributes(tag: &BytesStart<'_>) -> Result<BTreeMap<String, String>, String> {
    let pair = |attribute: quick_xml::events::attributes::Attribute<'_>| {
        let value = quick_xml::escape::unescape(&attribute.value).map_err(|e| e.to_string())?.into_owned();
        Ok((attribute.key.local_name().as_ref().to_owned(), value))
    };
    tag.attributes().map(|a| pair(a.map_err(|e| e.to_string())?)).collect()
}

/// Participants and dates of the annotated events whose words are also a trigger of ours.
///
/// # Errors
/// A file that cannot be read or is not of the form, with its place.
pub fn meantime(folder: &Path, extractor: &Extractor) -> Result<Report, EvalError> {
    let articles = files(folder, "xml")?.iter().map(|path| NafArticle::read(path)).collect::<Result<Vec<_>, _>>()?;
    let found: Vec<_> = articles
        .par_iter()
        .map(|article| {
            let document = article.annotated(extractor);
            let events = extractor.find_events(&document);
            (document, events)
        })
        .collect();
    let mut report = Report::default();
    let (mut covered, mut all) = (0, 0);
    let mut participants = Counts::default();
    let (mut dated, mut right) = (0, 0);
    for (article, (document, events)) in articles.iter().zip(&found) {
        for (id, gold) in article.markables.iter().filter(|(_, m)| m.element == "EVENT_MENTION") {
            all += 1;
            let hit = |e: &&EventMention| e.complete && e.trigger_words.iter().any(|t| gold.tokens.contains(&t.index()));
            let Some(event) = events.iter().find(hit) else { continue };
            covered += 1;
            let place = format!("{}: {}", article.name, document.text_of(document.sentence(document.sentence_of(event.trigger)).tokens));
            participants += compare_participants(article, id, event, document, &place, &mut report);
            let dates = article
                .linked("TLINK", id)
                .filter(|(l, m)| m.element == "TIMEX3" && l.attributes.get("reltype").is_some_and(|r| DATING.contains(&r.as_str())));
            let values: Vec<&str> =
                dates.filter_map(|(_, m)| m.attributes.get("value")).map(|v| day(v)).filter(|v| is_calendar(v)).collect();
            if !values.is_empty() {
                dated += 1;
                let ours = event.time.map(|t| found_value(&document.times[t.index()]));
                if ours.as_deref().is_some_and(|v| values.contains(&v)) {
                    right += 1;
                } else {
                    let ours = ours.unwrap_or_else(|| "-".into());
                    report.miss(&place, MissKind::Wrong, format!("date of {}: {}, found {ours}", event.class, values.join(" or ")));
                }
            }
        }
    }
    report.share("events with a trigger of ours", covered, all);
    report.row("their participants", Figure::Match(participants));
    report.share("their dates right", right, dated);
    Ok(report)
}

fn compare_participants(
    article: &NafArticle,
    id: &str,
    event: &EventMention,
    document: &Document,
    place: &str,
    report: &mut Report,
) -> Counts {
    let links = article.linked("HAS_PARTICIPANT", id);
    let links = links.filter(|(l, _)| l.attributes.get("sem_role").is_some_and(|r| PARTICIPANTS.contains(&r.as_str())));
    let gold: Vec<(usize, usize)> = links.filter_map(|(_, m)| span(m)).collect();
    let ours: Vec<TokenSpan> = event
        .roles
        .iter()
        .filter_map(|r| match r.filler {
            FillerRef::Mention { mention, .. } => Some(document.mentions[mention.index()].span),
            FillerRef::Phrase(head) => Some(TokenSpan::new(head.index(), head.index() + 1)),
            FillerRef::Words(_) => None,
        })
        .collect();
    let same = |g: &(usize, usize), o: &TokenSpan| g.0 < o.end.index() && o.start.index() < g.1;
    for span in gold.iter().filter(|g| !ours.iter().any(|o| same(g, o))) {
        report.miss(place, MissKind::Missed, format!("participant of {}: {}", event.class, article.words(*span)));
    }
    for span in ours.iter().filter(|o| !gold.iter().any(|g| same(g, o))) {
        report.miss(place, MissKind::Spurious, format!("participant of {}: {}", event.class, document.text_of(*span)));
    }
    let right = gold.iter().filter(|g| ours.iter().any(|o| same(g, o))).count();
    Counts { right, found: ours.len().max(right), gold: gold.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const XML: &str = r#"<?xml version="1.0"?><Document doc_id="1" lang="en">
<token number="0" sentence="0" t_id="1">Kim</token><token number="1" sentence="0" t_id="2">&quot;left&quot;</token>
<token number="2" sentence="1" t_id="3">Monday</token>
<Markables>
<EVENT_MENTION m_id="5" pred="leave"><token_anchor t_id="2"/></EVENT_MENTION>
<ENTITY_MENTION m_id="6"><token_anchor t_id="1"/></ENTITY_MENTION>
<TIMEX3 m_id="7" functionInDocument="NONE" value="2007-01-08"><token_anchor t_id="3"/></TIMEX3>
<TIMEX3 m_id="8" functionInDocument="CREATION_TIME" value="2007-01-10"/>
</Markables>
<Relations><HAS_PARTICIPANT r_id="1" sem_role="Arg0"><source m_id="5"/><target m_id="6"/></HAS_PARTICIPANT></Relations>
</Document>"#;

    #[test]
    fn reads_tokens_markables_and_links() {
        let article = NafArticle::parse("a", XML).unwrap();
        assert_eq!(article.words((0, 2)), "Kim \"left\"");
        assert_eq!(article.times().collect::<Vec<_>>(), [NafTime { span: (2, 3), value: "2007-01-08".into() }]);
        let (link, entity) = article.linked("HAS_PARTICIPANT", "5").next().unwrap();
        assert_eq!((link.attributes["sem_role"].as_str(), span(entity)), ("Arg0", Some((0, 1))));
    }

    #[test]
    fn errors_name_file_and_line() {
        assert!(NafArticle::parse("a", "<x>\n<token t_id=\"1\">a</token></x>").unwrap_err().to_string().starts_with("a:2: "));
        assert!(NafArticle::parse("a", "<x></x>").unwrap_err().to_string().contains("no tokens"));
    }
}
