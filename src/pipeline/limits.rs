//! What is not analysed, and is said so: texts in other languages, and what lies beyond the length of any article.

use crate::events::Diagnostic;
use crate::source::Article;
use crate::text::TextRange;

/// Bytes of a text that are analysed: several times the longest article, and some seconds of work.
const LENGTH: usize = 200_000;
/// Characters that language recognition looks at.
const SAMPLE: usize = 4_000;
/// Letters below which language recognition is a guess.
const FEWEST: usize = 120;

/// The language, if the text is surely not in English.
pub(super) fn other_language(article: &Article) -> Option<Diagnostic> {
    let sample: String = article.body().chars().take(SAMPLE).collect();
    if sample.chars().filter(|c| c.is_alphabetic()).count() < FEWEST {
        return None;
    }
    let info = whatlang::detect(&sample).filter(whatlang::Info::is_reliable)?;
    let message = format!("the text is in {}; only English is read", info.lang().eng_name());
    (info.lang() != whatlang::Lang::Eng).then_some(Diagnostic { code: "language.unsupported", message, range: None })
}

/// Takes what lies beyond the limit out of the blocks, so that it is not analysed.
pub(super) fn cap(article: &mut Article) -> Option<Diagnostic> {
    if article.text.len() <= LENGTH {
        return None;
    }
    let end = (0..=LENGTH).rev().find(|i| article.text.is_char_boundary(*i))?;
    article.blocks.retain(|block| (block.range.start as usize) < end);
    for block in &mut article.blocks {
        block.range.end = block.range.end.min(end as u32);
    }
    let message = format!("the text has {} bytes; the first {LENGTH} are analysed", article.text.len());
    Some(Diagnostic { code: "text.too-long", message, range: Some(TextRange::new(end, article.text.len())) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_surely_another_language_is_left_out() {
        let german = "Die Polizei in Köln hat am Dienstag zwei Männer festgenommen, die eine Bank überfallen haben sollen. Das teilte die Behörde am Mittwoch in einer Erklärung mit.";
        let names = "Xi Jinping, Sergei Lavrov, Emmanuel Macron, Ursula von der Leyen, Recep Tayyip Erdogan and Benjamin Netanyahu met in Astana, Kazakhstan, on Monday, Xinhua and TASS said.";
        assert!(other_language(&Article::from_text(german)).is_some_and(|d| d.message.contains("German")));
        assert_eq!(other_language(&Article::from_text(names)), None);
        assert_eq!(other_language(&Article::from_text("Ja. Nein. Vielleicht.")), None);
    }

    #[test]
    fn the_limit_keeps_whole_characters() {
        let mut article = Article::from_text(&"ä".repeat(LENGTH));
        assert!(cap(&mut article).is_some());
        assert_eq!(article.blocks[0].range.end as usize, LENGTH);
        let mut shifted = Article::from_text(&format!("a{}", "ä".repeat(LENGTH)));
        cap(&mut shifted);
        assert_eq!(shifted.blocks[0].range.end as usize, LENGTH - 1);
        assert_eq!(cap(&mut Article::from_text("short")), None);
    }
}
