//! What holds of any text: analysis does not panic, and what it finds lies in the text, on the borders of characters.

use std::sync::LazyLock;

use dateline::annotate::{find_chains, find_mentions, find_times, repair_trees};
use dateline::document::{Document, TokenId};
use dateline::events::{Claim, Extraction, Factuality, Filler, Stance, Status, Temporality, to_json};
use dateline::pipeline::Extractor;
use dateline::rdf::{RdfOptions, quads};
use dateline::source::{Article, ReadOptions, read_bytes};
use dateline::text::TextRange;
use proptest::prelude::*;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::shipped().unwrap());

/// The claim shape of the ontology: stance, factuality and time agree.
fn check_claim(claim: &Claim, status: Status) -> Result<(), TestCaseError> {
    use Factuality::{CTneg, CTpos, CTu, PRneg, PRpos, PSneg, PSpos, Uu};
    match claim.stance {
        Stance::Denies => prop_assert!(matches!(claim.factuality, CTneg | PRneg | PSneg), "{claim:?}"),
        Stance::DeclinesToConfirm => prop_assert!(matches!(claim.factuality, Uu | CTu), "{claim:?}"),
        Stance::Suspects => prop_assert!(matches!(claim.factuality, PRpos | PSpos | PRneg | PSneg), "{claim:?}"),
        _ => {}
    }
    if claim.temporality == Temporality::Future {
        prop_assert!(claim.factuality != CTpos && status != Status::Asserted, "the future is not certain: {claim:?}");
    }
    prop_assert!(claim.factuality != CTneg || status != Status::Asserted, "what somebody denies is not plainly so: {claim:?}");
    Ok(())
}

fn check(extraction: &Extraction) -> Result<(), TestCaseError> {
    let document = &extraction.document;
    let text = &document.article.text;
    let mut ranges: Vec<TextRange> = document.tokens.iter().map(|t| t.range).collect();
    ranges.extend(extraction.entities.iter().flat_map(|e| &e.mentions).map(|m| m.range));
    for event in &extraction.events {
        ranges.extend(&event.triggers);
        ranges.extend(event.claims.iter().map(|claim| claim.evidence));
        prop_assert!(!event.claims.is_empty(), "every event has a claim");
        for claim in &event.claims {
            check_claim(claim, event.status)?;
        }
        prop_assert!((0.0..=1.0).contains(&event.confidence));
        for filler in event.roles.values().flatten() {
            match filler {
                Filler::Entity(id) => prop_assert!((id.0 as usize) < extraction.entities.len()),
                Filler::Event { event, words } => {
                    prop_assert!((event.0 as usize) < extraction.events.len());
                    ranges.push(*words);
                }
                Filler::Text(words) => ranges.push(*words),
            }
        }
    }
    for range in ranges {
        prop_assert!(text.get(range.start as usize..range.end as usize).is_some_and(|words| !words.is_empty()), "{range:?} in {text:?}");
    }
    let tiled = document.sentences.iter().map(|s| s.tokens.len()).sum::<usize>();
    prop_assert_eq!(tiled, document.tokens.len(), "sentences cover the tokens");
    let options = RdfOptions::default();
    prop_assert!(!quads(extraction, &options).is_empty());
    prop_assert!(to_json(extraction, &options).is_object());
    Ok(())
}

/// Every sentence is one tree: one root, heads in the sentence, no circle.
fn check_trees(document: &Document) -> Result<(), TestCaseError> {
    for sentence in &document.sentences {
        let tokens = sentence.tokens;
        let roots = tokens.iter().filter(|t| document.token(*t).head.is_none()).count();
        prop_assert!(tokens.is_empty() || roots == 1, "{} roots", roots);
        for token in tokens.iter() {
            prop_assert!(document.token(token).head.is_none_or(|head| tokens.contains(head)), "a head in another sentence");
            prop_assert!(document.ancestors(token).take(tokens.len() + 1).count() <= tokens.len(), "a circle");
        }
    }
    Ok(())
}

/// Words of news in any order, so that frames, times and chains have something to go wrong with.
fn words() -> impl Strategy<Value = String> {
    const WORDS: &[&str] = &[
        "Elena Marsh",
        "Vincent\n\n",
        "Russia",
        "hackers",
        "the company",
        "she",
        "it",
        "who",
        "attacked",
        "was arrested",
        "said",
        "denied",
        "that",
        "on Tuesday",
        "in May",
        "the same day",
        "by",
        "of",
        "to visit",
        "Warsaw",
        "and",
        "not",
        "will",
        "if",
        "would have",
        "reportedly",
        "plans to",
        "doubts that",
        "may",
        "refused to",
        "cancelled",
        "about 40",
        "\"",
        ".",
        ",",
        "(",
        "—",
        "\n\n",
        "5%",
        "$2.1 billion",
        "é",
        "🙂",
        "'s",
    ];
    prop::collection::vec(prop::sample::select(WORDS), 0..40).prop_map(|words| words.join(" "))
}

/// The document with some words' heads, relations, tags and names as no parser would give them, and all above read anew.
fn disturbed(text: &str, changes: &[[usize; 5]]) -> Document {
    const RELATIONS: &str = "nsubj nsubj:pass obj iobj obl obl:agent obl:tmod nmod nmod:poss nmod:tmod nummod appos compound compound:prt flat \
        acl acl:relcl advcl ccomp xcomp conj cc cop aux aux:pass det amod advmod case mark expl punct parataxis dep";
    const TAGS: &str =
        "NOUN/NN NOUN/NNS PROPN/NNP PRON/PRP VERB/VBD VERB/VBG VERB/VBN VERB/VB AUX/MD ADJ/JJ ADV/RB NUM/CD PUNCT/, DET/DT ADP/IN";
    const NAMES: &str = "O B-PER I-PER B-ORG I-ORG B-LOC I-LOC B-MISC I-MALWARE";
    let pick = |of: &'static str, n: usize| of.split_whitespace().cycle().nth(n % 200).unwrap();
    let mut document = EXTRACTOR.annotate(Article::from_text(text).published_on("2026-03-18".parse().unwrap()));
    for sentence in document.sentences.clone() {
        let tokens = sentence.tokens;
        for [at, head, relation, tag, name] in changes {
            let at = TokenId(tokens.start.0 + (at % tokens.len()) as u32);
            let head = TokenId(tokens.start.0 + (head % tokens.len()) as u32);
            if head != at && document.ancestors(head).all(|a| a != at) && document.token(at).head.is_some() {
                document.tokens[at.index()].head = Some(head);
            }
            let token = &mut document.tokens[at.index()];
            token.deprel = pick(RELATIONS, *relation).into();
            let (upos, xpos) = pick(TAGS, *tag).split_once('/').unwrap();
            (token.upos, token.xpos) = (upos.into(), xpos.into());
            token.name_tag = pick(NAMES, *name).into();
        }
    }
    document.mentions.clear();
    document.chains.clear();
    document.times.clear();
    repair_trees(&mut document);
    find_times(&mut document);
    find_mentions(&mut document, &EXTRACTOR.registry);
    find_chains(&mut document, &EXTRACTOR.registry, None);
    document
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_tree_is_analysed(text in words(), changes in prop::collection::vec(prop::array::uniform5(0usize..200), 0..12)) {
        let document = disturbed(&text, &changes);
        check_trees(&document)?;
        let mentions = EXTRACTOR.find_events(&document);
        check(&EXTRACTOR.build(document, &mentions))?;
    }

    #[test]
    fn any_text_is_analysed(text in "(?s).{0,300}") {
        check(&EXTRACTOR.extract(Article::from_text(&text)))?;
    }

    #[test]
    fn any_order_of_words_is_analysed(text in words(), dated in any::<bool>()) {
        let article = Article::from_text(&text);
        let article = if dated { article.published_on("2026-03-18".parse().unwrap()) } else { article };
        check(&EXTRACTOR.extract(article))?;
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400), page in any::<bool>()) {
        let bytes = if page { [b"<html><body><article><p>".as_slice(), &bytes].concat() } else { bytes };
        for article in read_bytes(&bytes, "any", &ReadOptions::default()).into_iter().flatten() {
            check(&EXTRACTOR.extract(article))?;
        }
    }
}
