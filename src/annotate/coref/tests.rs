//! The cases of `cases.conllu`, and that no document of whatever shape makes the rules fail.

use proptest::prelude::*;

use crate::annotate::{find_chains, find_mentions, tokenize};
use crate::document::{Document, MentionKind, TokenId, conllu};
use crate::link::{Registry, entities};

fn chains_of(document: &mut Document) -> Vec<String> {
    find_mentions(document, Registry::shipped());
    find_chains(document, Registry::shipped(), None);
    let text = |m: &crate::document::MentionId| document.text_of(document.mentions[m.index()].span);
    (document.chains.iter())
        .map(|c| format!("{}: {}", c.entity_type.name(), c.mentions.iter().map(text).collect::<Vec<_>>().join(" | ")))
        .collect()
}

#[test]
fn cases_have_their_chains() {
    let mut failures = Vec::new();
    let mut count = 0;
    for case in include_str!("cases.conllu").split("# case = ").skip(1) {
        let name = case.lines().next().unwrap_or("");
        let wanted = case.lines().find_map(|l| l.strip_prefix("# chains = ")).expect("every case has its chains");
        let mut document = conllu::read(&format!("# case = {case}")).expect("the cases are CoNLL-U");
        let found = chains_of(&mut document);
        count += 1;
        let missing: Vec<&str> = wanted
            .split(" ; ")
            .filter(|w| found.iter().filter(|f| f == w).count() < wanted.split(" ; ").filter(|x| x == w).count())
            .collect();
        if !missing.is_empty() {
            failures.push(format!("{name}: {missing:?} not among {found:#?}"));
        }
    }
    assert!(count >= 10);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

const RELATIONS: &[&str] = &[
    "nsubj",
    "obj",
    "obl",
    "nmod",
    "nmod:poss",
    "nmod:desc",
    "appos",
    "compound",
    "flat",
    "acl",
    "cop",
    "det",
    "amod",
    "case",
    "conj",
    "xcomp",
];
const TAGS: &[&str] = &["NOUN", "PROPN", "PRON", "VERB", "ADJ", "NUM", "PUNCT", "DET"];
const NAMES: &[&str] = &["O", "O", "B-PER", "I-PER", "B-ORG", "I-LOC", "B-MALWARE", "odd"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Any text with any tree: every mention gets one chain, chains are in order, entities match chains.
    #[test]
    fn every_mention_has_a_chain(
        words in prop::collection::vec(prop::sample::select(vec!["the", "US", "“", "”", "(", ")", "Miller", "Mr", "company", "it", "I", "we", "called", "Storm-0558", "of", "State", "Secretary", "say", "she", "1", "Chinese", "é", ",", "."]), 0..40),
        seeds in prop::collection::vec((0usize..1000, 0usize..1000, 0usize..1000, 0usize..1000), 60),
    ) {
        let mut document = Document::default();
        document.article.text = words.join(" ");
        tokenize(&mut document);
        for s in document.sentences.clone() {
            for t in s.tokens.iter() {
                let (a, b, c, d) = seeds[t.index() % seeds.len()];
                let lemma = document.form(t).to_lowercase();
                let token = &mut document.tokens[t.index()];
                token.lemma = lemma.into();
                token.upos = TAGS[a % TAGS.len()].into();
                token.deprel = RELATIONS[b % RELATIONS.len()].into();
                token.name_tag = NAMES[c % NAMES.len()].into();
                let offset = t.0 - s.tokens.start.0;
                token.head = (offset > 0).then(|| TokenId(s.tokens.start.0 + (d as u32) % offset));
            }
        }
        find_mentions(&mut document, Registry::shipped());
        find_chains(&mut document, Registry::shipped(), None);
        let mut seen = vec![0; document.mentions.len()];
        for (i, chain) in document.chains.iter().enumerate() {
            prop_assert!(chain.mentions.windows(2).all(|w| w[0] < w[1]));
            for m in &chain.mentions {
                seen[m.index()] += 1;
                prop_assert_eq!(document.mentions[m.index()].chain.map(|c| c.index()), Some(i));
            }
        }
        prop_assert!(seen.iter().all(|n| *n == 1));
        prop_assert!(document.mentions.iter().all(|m| m.span.contains(m.head) && !m.span.is_empty()));
        prop_assert!(document.mentions.iter().all(|m| m.kind != MentionKind::Pronoun || m.span.len() == 1));
        prop_assert_eq!(entities(&document, Registry::shipped()).len(), document.chains.len());
    }

    /// Untagged text of any characters.
    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        let mut document = Document::default();
        document.article.text = text;
        tokenize(&mut document);
        find_mentions(&mut document, Registry::shipped());
        find_chains(&mut document, Registry::shipped(), None);
    }
}
