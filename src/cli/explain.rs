//! `dateline explain`: how a sentence is read, from its words to its events, and what stopped the frames that nearly fired.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::options::{Analysis, Rdf, date, stdout};
use super::{Outcome, show};
use crate::calendar::Date;
use crate::document::{Document, TokenId};
use crate::events::Extraction;
use crate::frames::{EventMention, FillerRef, FrameSet, near_misses};
use crate::source::Article;

/// Arguments of `explain`.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The sentence or text.
    text: String,
    /// Date that relative times are counted from.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    date: Option<Date>,
    /// Every frame that nearly fired, not only the nearest at words without an event.
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    analysis: Analysis,
    #[command(flatten)]
    rdf: Rdf,
}

/// Frames shown for a word without an event.
const NEAREST: usize = 2;

/// Runs it.
pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let extractor = args.analysis.extractor()?;
    let article = Article::from_text(&args.text);
    let article = match args.date {
        Some(date) => article.published_on(date),
        None => article,
    };
    let document = extractor.annotate(article);
    let mentions = extractor.find_events(&document);
    let (mut out, _) = stdout();
    print_words(&mut out, &document)?;
    print_mentions(&mut out, &document)?;
    print_fired(&mut out, &document, &extractor.frames, &mentions)?;
    print_misses(&mut out, &document, &extractor.frames, &mentions, args.all)?;
    print_unknown(&mut out, &document, &extractor.frames)?;
    let extraction = extractor.build(document, &mentions);
    print_absorbed(&mut out, &extraction, &mentions)?;
    show::extraction(&mut out, &extraction, &args.rdf.options(extractor))?;
    out.flush()?;
    Ok(if extraction.events.is_empty() { Outcome::Partial } else { Outcome::Done })
}

/// Tokens with lemma, tag, relation and head, one a line.
fn print_words(out: &mut dyn Write, document: &Document) -> io::Result<()> {
    writeln!(out, "Words")?;
    let rows: Vec<[String; 4]> = (0..document.tokens.len())
        .map(|i| {
            let token = &document.tokens[i];
            let head = token.head.map_or("root".to_owned(), |h: TokenId| format!("{} ← {}", token.deprel, document.form(h)));
            let name = if token.name_tag == "O" { String::new() } else { token.name_tag.to_string() };
            [document.form(TokenId(i as u32)).to_owned(), format!("{} {}", token.upos, token.lemma), head, name]
        })
        .collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let (form, lemma, head) = (width(0), width(1), width(2));
    for sentence in &document.sentences {
        for id in sentence.tokens.iter() {
            let row = &rows[id.index()];
            writeln!(out, "{}", format!("  {:<form$}  {:<lemma$}  {:<head$}  {}", row[0], row[1], row[2], row[3]).trim_end())?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn print_mentions(out: &mut dyn Write, document: &Document) -> io::Result<()> {
    if !document.mentions.is_empty() {
        writeln!(out, "Names and phrases")?;
    }
    for mention in &document.mentions {
        let chain = mention.chain.map(|c| document.chains[c.index()].name.as_str()).unwrap_or_default();
        let words = document.text_of(mention.span);
        let same_as = if chain == words || chain.is_empty() { String::new() } else { format!(" = {chain}") };
        let key = mention.registry.as_ref().map(|key| format!(" [{key}]")).unwrap_or_default();
        writeln!(out, "  {words}{same_as}: {} ({:?}){key}", mention.entity_type.name(), mention.kind)?;
    }
    if !document.times.is_empty() {
        writeln!(out, "\nTimes")?;
    }
    for time in &document.times {
        let value =
            time.value.as_ref().map_or("no value; it counts from a date that is not known (give --date)".to_owned(), ToString::to_string);
        let duration = if time.is_duration { ", a duration" } else { "" };
        writeln!(out, "  {}: {value} (rule {}{duration})", document.text_of(time.span), time.rule)?;
    }
    writeln!(out)
}

/// Frames that fired, with what fills their roles.
fn print_fired(out: &mut dyn Write, document: &Document, frames: &FrameSet, mentions: &[EventMention]) -> io::Result<()> {
    let fired: Vec<&EventMention> = mentions.iter().filter(|m| m.stands_alone).collect();
    writeln!(out, "{}", if fired.is_empty() { "No frame fired" } else { "Frames that fired" })?;
    let origins: BTreeMap<&str, &str> = frames.frames.iter().map(|f| (&*f.id, f.origin.as_str())).collect();
    for mention in fired {
        let words: Vec<&str> = mention.trigger_words.iter().map(|t| document.form(*t)).collect();
        let origin = origins.get(&*mention.frame).copied().unwrap_or_default();
        writeln!(out, "  {}: {} → {} ({origin})", words.join(" "), mention.frame, mention.class)?;
        for role in &mention.roles {
            let filler = match role.filler {
                FillerRef::Mention { mention, .. } => document.text_of(document.mentions[mention.index()].span),
                FillerRef::Phrase(head) | FillerRef::Words(head) => document.text_of(document.subtree(head)),
            };
            writeln!(out, "      {:<12} {}", role.role, filler.split_whitespace().collect::<Vec<_>>().join(" "))?;
        }
        let c = &mention.context;
        let sources: Vec<&str> = c.sources.iter().map(|t| document.form(*t)).collect();
        let by = if sources.is_empty() { String::new() } else { format!(", says {}", sources.join(", relayed by ")) };
        writeln!(out, "      {:?}, {:?}{by}{}", c.factuality, c.temporality, if c.hypothetical { ", under a condition" } else { "" })?;
    }
    writeln!(out)
}

fn print_misses(out: &mut dyn Write, document: &Document, frames: &FrameSet, mentions: &[EventMention], all: bool) -> io::Result<()> {
    let taken: BTreeSet<TokenId> = mentions.iter().filter(|m| m.stands_alone).flat_map(|m| m.trigger_words.iter().copied()).collect();
    let mut shown: BTreeMap<TokenId, usize> = BTreeMap::new();
    let mut heading = "Frames that nearly fired\n";
    for miss in near_misses(document, frames) {
        let count = shown.entry(miss.token).or_default();
        *count += 1;
        // another part of speech is worth a word only where it may be the tagger's mistake
        let may_be_mistagged = matches!(document.token(miss.token).upos.as_str(), "VERB" | "NOUN");
        let limit = if !miss.other_pos { NEAREST } else { usize::from(may_be_mistagged) };
        if !all && (*count > limit || taken.contains(&miss.token)) {
            continue;
        }
        write!(out, "{heading}")?;
        heading = "";
        writeln!(out, "  {}: {} → {} ({})", document.form(miss.token), miss.frame.id, miss.frame.class, miss.frame.origin)?;
        for problem in &miss.problems {
            writeln!(out, "      {problem}")?;
        }
    }
    if heading.is_empty() { writeln!(out) } else { Ok(()) }
}

/// Verbs that no frame has as its trigger and that do not present other events either: the commonest reason why nothing is found.
fn print_unknown(out: &mut dyn Write, document: &Document, frames: &FrameSet) -> io::Result<()> {
    let is_known = |lemma: &str| {
        frames.candidates(lemma).any(|f| !f.trigger.lemma.is_empty())
            || !frames.embedders(lemma).is_empty()
            || frames.lights(lemma).next().is_some()
    };
    let lemma = |t: TokenId| frames.lemma(document.form(t), &document.token(t).lemma, &document.token(t).upos);
    let verbs = (0..document.tokens.len()).map(|i| TokenId(i as u32)).filter(|t| document.token(*t).upos == "VERB");
    let unknown: BTreeSet<String> = verbs.map(|t| lemma(t).to_string()).filter(|l| !is_known(l)).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    writeln!(out, "Verbs that no frame knows\n  {}\n", unknown.into_iter().collect::<Vec<_>>().join(", "))
}

/// Frames that fired without an event of their own: acts of saying that only name the source of what is said.
fn print_absorbed(out: &mut dyn Write, extraction: &Extraction, mentions: &[EventMention]) -> io::Result<()> {
    let document = &extraction.document;
    let is_event = |m: &&EventMention| extraction.events.iter().any(|e| e.triggers.contains(&document.token(m.trigger).range));
    let absorbed: Vec<&EventMention> = mentions.iter().filter(|m| m.complete && !is_event(m)).collect();
    for mention in &absorbed {
        let speaker = "what is said is itself an event, and the speaker its source";
        writeln!(out, "No event of its own: {} ({}): {speaker}", document.form(mention.trigger), mention.frame)?;
    }
    if absorbed.is_empty() { Ok(()) } else { writeln!(out) }
}
