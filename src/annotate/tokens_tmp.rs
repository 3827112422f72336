//! temporary
use crate::document::*;
use crate::source::BlockKind;
use crate::text::TextRange;
pub fn tokenize(document: &mut Document) {
    let re = regex::Regex::new(r"(?x)[A-Z]\.(?:[A-Z]\.)+ | (?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|St|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Inc|Co|Corp|Ltd)\. | \d+(?:[.,]\d+)*(?:bn|m|k)? | [\p{L}\p{N}]+(?:-\d+)? | ’(?:s|d|re|ll|ve|m)\b | '(?:s|d|re|ll|ve|m)\b | \S").unwrap();
    let text = document.article.text.clone();
    for (bi, block) in document.article.blocks.clone().iter().enumerate() {
        if block.kind == BlockKind::Boilerplate { continue; }
        let mut start = document.tokens.len();
        let base = block.range.start as usize;
        let b = block.range.of(&text);
        let ms: Vec<_> = re.find_iter(b).collect();
        for (k, m) in ms.iter().enumerate() {
            let mut parts = vec![(m.start(), m.end())];
            let f = m.as_str();
            if f.len() > 2 && f.ends_with('n') && ms.get(k + 1).is_some_and(|n| n.as_str() == "'" || n.as_str() == "’") { parts = vec![(m.start(), m.end())]; }
            for (a, e) in parts.drain(..) { document.tokens.push(Token { range: TextRange::new(base + a, base + e), ..Token::default() }); }
            let end = matches!(f, "." | "?" | "!") && !ms.get(k + 1).is_some_and(|n| matches!(n.as_str(), "\"" | "”" | ")")) || matches!(f, "\"" | "”") && k > 0 && matches!(ms[k - 1].as_str(), "." | "?" | "!") && ms.get(k+1).is_some_and(|n| n.as_str().chars().next().is_some_and(char::is_uppercase) || n.as_str()=="“");
            if end || k + 1 == ms.len() {
                document.sentences.push(Sentence { tokens: TokenSpan::new(start, document.tokens.len()), block: bi as u32 });
                start = document.tokens.len();
            }
        }
    }
}
