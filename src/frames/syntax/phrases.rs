//! Phrases: what marks them, what is coordinated in them, what they count.
//!
//! ```text
//! "because of the raid"          case: because_of
//! "with Xi and Putin"            conjuncts of Xi: Xi, Putin
//! "dozens of drones"             counted by dozens: drones
//! ```

use super::Syntax;
use crate::document::{EntityType, TokenId, TokenSpan};

impl Syntax<'_> {
    /// The preposition or conjunction that marks a phrase, lower case, with its fixed parts: `because_of`; empty if none.
    pub fn case(&self, token: TokenId) -> String {
        self.markers(token).next().map(|m| self.with_fixed(m)).unwrap_or_default()
    }

    /// Whether the marker is among those of the phrase: `from` and `under` in `from under the table`.
    pub fn is_marked_by(&self, token: TokenId, marker: &str) -> bool {
        self.markers(token).any(|m| self.with_fixed(m) == marker || self.form(m) == marker)
    }

    /// Whether one of the markers is among those of the phrase.
    pub fn is_marked_by_one(&self, token: TokenId, markers: &[&str]) -> bool {
        markers.iter().any(|marker| self.is_marked_by(token, marker))
    }

    /// Markers of a phrase; those that hang on a title or another part of the name count too (`against Prince Andrew`, `in Tel Aviv`).
    fn markers<'s>(&'s self, token: TokenId) -> impl Iterator<Item = TokenId> + 's {
        let is_part = move |c: &TokenId| match self.relation(*c) {
            "nmod:desc" | "compound" | "amod" => *c < token,
            "flat" => true,
            _ => false,
        };
        let carriers = std::iter::once(token).chain(self.children(token).iter().copied().filter(is_part));
        let is_marker = move |m: &TokenId| matches!(self.relation(*m), "case" | "mark") && *m < token;
        carriers.flat_map(move |c| self.children(c).iter().copied().filter(is_marker).filter(move |m| *m < c))
    }

    /// A preposition with the words that belong to it: `in_case_of`.
    pub fn with_fixed(&self, token: TokenId) -> String {
        let mut words = vec![self.form(token)];
        words.extend(self.children_by(token, "fixed").map(|c| self.form(c)));
        words.join("_")
    }

    /// `the attack`, `their attack`, `that attack`: known to the reader, so its happening is taken as given.
    pub fn is_definite(&self, noun: TokenId) -> bool {
        self.children(noun)
            .iter()
            .any(|c| self.relation(*c) == "nmod:poss" || self.has_feature(*c, "Definite=Def") || self.has_feature(*c, "PronType=Dem"))
    }

    /// `an attack`: new to the reader.
    pub fn is_indefinite(&self, noun: TokenId) -> bool {
        self.children(noun).iter().any(|c| self.has_feature(*c, "Definite=Ind"))
    }

    /// The token and everything coordinated with it: `Xi`, `Putin` in `with Xi and Putin`. A second subject of one verb is coordinated
    /// too, whatever the parser made of it.
    pub fn conjuncts(&self, token: TokenId) -> Vec<TokenId> {
        let mut all = vec![token];
        if let Some(head) = self.head(token).filter(|_| matches!(self.relation(token), "nsubj" | "nsubj:pass")) {
            // "agreed on Monday, a shift that": what stands behind the verb is no second one
            let is_twin =
                |c: &TokenId| *c != token && (*c < head) == (token < head) && self.relation(*c) == self.relation(token) && self.is_noun(*c);
            all.extend(self.children(head).iter().copied().filter(is_twin).filter(|_| self.is_noun(token)));
        }
        let mut i = 0;
        while i < all.len() {
            // "US and British strikes": the adjective names a country too
            // "4 bitcoins, or $90,000"
            let is_sum = |c: TokenId| matches!(self.pos(c), "SYM" | "NUM") && self.is_a(c, EntityType::MoneyAmount);
            let is_alike =
                |c: &TokenId| self.is_noun(*c) == self.is_noun(token) || self.pos(*c) == "ADJ" && self.is_agent(*c) || is_sum(*c);
            // "Peru rather than Chile"
            let is_left_out = |c: &TokenId| self.children_by(*c, "cc").any(|cc| self.frames.is_listed(&self.with_fixed(cc), "instead"));
            let more: Vec<_> = self.children_by(all[i], "conj").filter(|c| is_alike(c) && !is_left_out(c)).collect();
            all.extend(more);
            i += 1;
        }
        all.sort();
        all
    }

    /// `Chad`, `Libya` in `the Chad-Libya war`: two names before a noun, joined by a hyphen.
    pub fn pair_before(&self, noun: TokenId) -> Option<[TokenId; 2]> {
        let is_hyphen = |t: TokenId| matches!(self.document.form(t), "-" | "–" | "—");
        let is_name = |t: TokenId| matches!(self.relation(t), "compound" | "amod" | "nmod:desc") && self.mention(t).is_some();
        let second = self.children_by(noun, "compound").filter(|c| *c < noun && is_name(*c)).last()?;
        let first = TokenId(second.0.checked_sub(2)?);
        let joined = is_hyphen(TokenId(second.0 - 1)) && is_name(first) && [Some(noun), Some(second)].contains(&self.head(first));
        joined.then_some([first, second])
    }

    /// `drones` in `dozens of drones`: what a word of measure counts.
    pub fn counted(&self, head: TokenId) -> Option<TokenId> {
        self.listed_of(head, &["measure"])
    }

    /// `protesters` in `a crowd of protesters`: of what a group is made up, or what is counted.
    pub fn made_of(&self, head: TokenId) -> Option<TokenId> {
        self.listed_of(head, &["measure", "collective"])
    }

    fn listed_of(&self, head: TokenId, lists: &[&str]) -> Option<TokenId> {
        let is_listed = lists.iter().any(|list| self.is_listed(head, list));
        self.children_by(head, "nmod").find(|c| is_listed && self.is_marked_by(*c, "of") && self.is_noun(*c))
    }

    /// `one` in `Bell is one of six candidates`.
    pub fn is_one_of(&self, word: TokenId) -> bool {
        let is_said = self.has_copula(word);
        is_said && self.lemma(word) == "one" && self.children_by(word, "nmod").any(|c| self.is_marked_by(c, "of"))
    }

    /// Words of the noun phrase below a head, without clauses, appositions, and coordinated phrases.
    pub fn phrase(&self, head: TokenId) -> TokenSpan {
        let mut first = head;
        let mut last = head;
        let mut stack = vec![head];
        while let Some(token) = stack.pop() {
            for &child in self.children(token) {
                let skip = matches!(
                    self.relation(child),
                    "case" | "mark" | "punct" | "appos" | "parataxis" | "acl:relcl" | "cop" | "discourse" | "dep"
                ) || token == head
                    && matches!(self.relation(child), "cc" | "conj" | "nsubj" | "nsubj:pass" | "aux" | "advcl" | "advmod" | "det" | "det:predet" | "obl")
                    || self.is(child, "acl")
                    // "a trip in February": when is no part of what
                    || token == head && self.is(child, "nmod") && child > head && self.time(child).is_some();
                // "'s" belongs to the possessor inside the phrase, not to the phrase itself
                let is_inner_possessive = token != head && self.relation(child) == "case" && child > token;
                if !skip || is_inner_possessive || token != head && self.relation(child) == "case" {
                    first = first.min(child);
                    last = last.max(child);
                    stack.push(child);
                }
            }
        }
        TokenSpan { start: first, end: TokenId(last.0 + 1) }
    }
}
