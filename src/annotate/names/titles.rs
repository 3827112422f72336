//! Titles before persons' names as mentions of positions: `[Secretary of State] Antony Blinken`, `[State Department spokesperson] Matthew Miller`.

use crate::document::{Document, EntityType, Mention, MentionKind, Resolution, TokenId, TokenSpan};
use crate::resources::Lexicon;

/// Words of the longest title in the lexicon, with room for hyphens cut off as tokens.
const LONGEST_TITLE: u32 = 7;

/// Adds a mention of type `Position` for every title before a person's name.
pub(super) fn add(document: &Document, lexicon: &Lexicon, mentions: &mut Vec<Mention>) {
    let titles: Vec<Mention> = (mentions.iter())
        .filter(|m| m.kind == MentionKind::Name && m.entity_type == EntityType::Person)
        .flat_map(|m| {
            let title = title_before(document, lexicon, m.span);
            let rank = rank_before(document, lexicon, m.span).filter(|rank| title.is_some_and(|t| t.end == rank.start));
            title.into_iter().chain(rank)
        })
        .map(|span| Mention {
            span,
            head: super::head_of(document, span),
            kind: MentionKind::Nominal,
            entity_type: EntityType::Position,
            registry: None,
            confidence: 0.8,
            chain: None,
            resolution: Resolution::NominalCoreference,
            chain_prob: 1.0,
        })
        .collect();
    mentions.extend(titles);
}

/// The title that ends where a person's name begins, without forms of address (`Mr`): by the tree, else by the list of titles.
pub(crate) fn title_before(document: &Document, lexicon: &Lexicon, name: TokenSpan) -> Option<TokenSpan> {
    let sentence = document.sentence(document.sentence_of(name.start)).tokens;
    let lower = |t: TokenId| document.form(t).trim_end_matches('.').to_lowercase();
    let last = name.start.0.checked_sub(1).map(TokenId).filter(|t| *t >= sentence.start)?;
    let listed = (sentence.start.0.max(name.start.0.saturating_sub(LONGEST_TITLE))..name.start.0).find_map(|start| {
        let span = TokenSpan { start: TokenId(start), end: name.start };
        let words: Vec<String> = span.iter().map(lower).collect();
        lexicon.titles.contains(&*words.join(" ").replace(" - ", "-")).then_some(span)
    });
    let above = |t: TokenId| std::iter::once(t).chain(document.ancestors(t)).find(|a| document.token(*a).deprel == "nmod:desc");
    let described = above(last)
        .filter(|t| document.token(*t).head.is_some_and(|h| name.contains(h)))
        .filter(|t| lexicon.titles.contains(&*lower(*t)) || lexicon.is_person(&document.token(*t).lemma))
        .filter(|t| !lexicon.no_titles.contains(&document.token(*t).lemma));
    let mut start = match (described, listed) {
        (Some(head), listed) => {
            // `Executive` and `Vice President` may hang on the name one beside the other.
            let person = document.token(head).head.unwrap_or(head);
            let beside = document.children(person).filter(|c| *c <= head && document.token(*c).deprel == "nmod:desc");
            // not "where the local MP is" nor "including" before it
            let belongs = |c: &TokenId| {
                let token = document.token(*c);
                match &*token.deprel {
                    "amod" | "compound" | "nummod" | "nmod" | "nmod:poss" | "nmod:desc" | "flat" | "obl:unmarked" => true,
                    "advmod" => token.xpos != "WRB",
                    _ => false,
                }
            };
            let words =
                beside.flat_map(|t| std::iter::once(t).chain(document.children(t).filter(belongs).map(|c| document.subtree(c).start)));
            let first = words.min().unwrap_or(head).min(listed.map_or(head, |l| l.start));
            // "comes weeks after the magazine's editor": what stands in front of a preposition is no part of the title
            let case = document.children(head).filter(|c| *c >= first && *c < head && document.token(*c).deprel == "case").max();
            case.map_or(first, |c| TokenId(c.0 + 1))
        }
        // The parser took title and name apart: modifiers of the title belong to it.
        (None, Some(listed)) => {
            let head = super::head_of(document, listed);
            let modifiers =
                document.children(head).filter(|c| *c < listed.start && matches!(&*document.token(*c).deprel, "amod" | "compound"));
            modifiers.map(|c| document.subtree(c).start).min().unwrap_or(listed.start)
        }
        (None, None) => return None,
    };
    while start < name.start && matches!(&*document.token(start).upos, "DET" | "PUNCT" | "ADP" | "CCONJ" | "SCONJ") {
        start.0 += 1;
    }
    let mut end = name.start;
    // "former party leader Mr Reyes"
    while end.0 > start.0 + 1 && lexicon.is_honorific(document.form(TokenId(end.0 - 1))) {
        end.0 -= 1;
    }
    // "press secretary Maj. Gen. Reyes": a rank is no part of the office before it
    let is_office_before = |rank: &TokenSpan| rank.start > start && !is_rank(document, lexicon, start);
    if let Some(rank) =
        rank_before(document, lexicon, name).filter(|rank| listed.is_none_or(|l| l.start >= rank.start) && is_office_before(rank))
    {
        end = rank.start;
    }
    let span = TokenSpan { start, end };
    // "Mr", "Dr", but not "PM" nor "Capt.", which is read as "Captain"
    let is_office = |t: TokenId| document.form(t).len() > 1 && document.form(t).chars().all(char::is_uppercase);
    let is_noun = |t: TokenId| lexicon.nouns.contains_key(&*document.token(t).lemma.to_lowercase());
    let is_address = span.len() == 1 && !is_noun(start) && lower(start).len() <= 4 && !is_office(start);
    (!span.is_empty() && !is_address && span.len() <= 12).then_some(span)
}

/// The rank, written short, that stands between an office and a name: `Maj. Gen.` in `press secretary Maj. Gen. Ann Coe`.
fn rank_before(document: &Document, lexicon: &Lexicon, name: TokenSpan) -> Option<TokenSpan> {
    let sentence = document.sentence(document.sentence_of(name.start)).tokens;
    let before = (sentence.start.0..name.start.0).rev().map(TokenId);
    let start = before.take_while(|t| is_rank(document, lexicon, *t)).last()?;
    Some(TokenSpan { start, end: name.start })
}

fn is_rank(document: &Document, lexicon: &Lexicon, word: TokenId) -> bool {
    lexicon.ranks.contains(&*document.form(word).trim_end_matches('.').to_lowercase())
}
