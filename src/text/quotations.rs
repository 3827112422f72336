//! Text → what stands between its quotation marks.
//!
//! ```
//! use dateline::text::quotations;
//!
//! let text = "\"We will,\" she said. “And soon.”";
//! let found: Vec<&str> = quotations(text).iter().map(|q| q.of(text)).collect();
//! assert_eq!(found, ["We will,", "And soon."]);
//! ```

use super::TextRange;

/// The passages of one block of text between double quotation marks, without the marks, in order.
///
/// A straight mark opens behind a space or bracket and closes behind anything else, so that one that is missing does not turn what is
/// quoted and what is not the wrong way round; what is never closed ends where the next opens, or with the block, as a quotation that
/// goes on in the next paragraph does.
pub fn quotations(text: &str) -> Vec<TextRange> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    let mut before = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, mark)) = chars.next() {
        let inner = at + mark.len_utf8();
        let is_free = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let (opens, closes) = match mark {
            '“' => (true, false),
            '”' => (false, true),
            '"' => {
                let after = chars.peek().map(|(_, c)| *c);
                let may_open = is_free(before) || before.is_some_and(|c| "([{—–-“‘'".contains(c));
                // free on both sides or on none: the other of the last
                if may_open && is_free(before) == is_free(after) { (open.is_none(), open.is_some()) } else { (may_open, !may_open) }
            }
            _ => (false, false),
        };
        if opens || closes {
            found.extend(open.take().map(|start| TextRange::new(start, at)));
            open = opens.then_some(inner);
        }
        before = Some(mark);
    }
    found.extend(open.map(|start| TextRange::new(start, text.len())));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        quotations(text).iter().map(|q| q.of(text)).collect()
    }

    #[test]
    fn a_mark_that_is_missing_spoils_one_passage_only() {
        assert_eq!(found(r#"He saw "more men. "They wait," he said, "and watch.""#), ["more men. ", "They wait,", "and watch."]);
        assert_eq!(found(r#"He left," she said. "We stay.""#), ["We stay."]);
    }

    #[test]
    fn marks_set_free_on_both_sides_take_turns() {
        assert_eq!(found(r#"" We stay , " she said . " Now ""#), [" We stay , ", " Now "]);
    }

    #[test]
    fn what_is_not_closed_ends_with_the_block() {
        assert_eq!(found("“We stay."), ["We stay."]);
        assert_eq!(found("a 5\" pipe"), [""; 0]);
    }
}
