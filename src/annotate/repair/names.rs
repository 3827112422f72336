//! Titles and the names behind them.
//!
//! ```text
//! "Secretary of State Antony Blinken shakes hands"  two subjects side by side           →   the title describes the name
//! "spokesperson Matthew Miller"                    the name hangs on the title          →   the title on the name
//! ```

use compact_str::CompactString;

use super::{relate, take_place};
use crate::document::{Document, TokenId, TokenSpan};
use crate::resources::{Lexicon, written_out};

/// `the murder of journalist Jamal Khashoggi`, `state news agency Irna reported`: of two adjacent phrases in the same relation to one word, the
/// second a name without a preposition, the first is a title of the second or says what it is.
pub(super) fn join_title_and_name(document: &mut Document, head: TokenId) {
    const RELATIONS: [&str; 8] = ["nsubj", "nsubj:pass", "obj", "obl", "obl:agent", "nmod", "nmod:poss", "conj"];
    let arguments: Vec<TokenId> = document.children(head).filter(|c| RELATIONS.contains(&document.token(*c).deprel.as_str())).collect();
    for pair in arguments.windows(2) {
        let (title, name) = (pair[0], pair[1]);
        let (first, second) = (document.token(title), document.token(name));
        let adjacent = document.subtree(title).end == document.subtree(name).start;
        // a longer title, `the secretary of state`, could be one more thing below a noun
        let is_close = stands_right_before(document, title, name) || matches!(first.deprel.as_str(), "nsubj" | "nsubj:pass" | "obj");
        let is_title = match second.name_tag.as_str() {
            "B-PER" => matches!(first.upos.as_str(), "NOUN" | "PROPN") && first.name_tag != "B-PER",
            tag => first.upos == "NOUN" && first.name_tag == "O" && tag.starts_with("B-"),
        };
        // "a visit to Lima by Secretary of State Ann Holt", but "Inspector-General of Police Ann Holt said"
        let is_led = document.token(document.subtree(name).start).deprel == "case";
        let is_subject = first.deprel.starts_with("nsubj");
        // "A court in military-ruled Niger said"
        if is_led && is_subject && adjacent && first.upos == "NOUN" && second.name_tag == "B-LOC" {
            relate(document, name, Some(title), "nmod");
            continue;
        }
        let bare = !document.children_by(name, "case").any(|c| c < name) && (is_subject || !is_led);
        if first.deprel == second.deprel && adjacent && is_close && is_title && bare {
            let before: Vec<TokenId> =
                document.children(title).filter(|c| matches!(document.token(*c).deprel.as_str(), "case" | "cc" | "punct")).collect();
            before.into_iter().for_each(|c| document.tokens[c.index()].head = Some(name));
            relate(document, title, Some(name), "nmod:desc");
        }
    }
}

/// `Capt. Ann Coe`, `Major Ann Coe`: a title before a name is a noun, whose lemma is the whole word.
pub(super) fn write_out_title(document: &mut Document, title: TokenId) {
    let token = &mut document.tokens[title.index()];
    if token.deprel != "nmod:desc" {
        return;
    }
    let form = token.range.of(&document.article.text);
    if let Some(word) = written_out(form, "nmod:desc") {
        token.lemma = word.into();
    }
    if token.upos == "ADJ" && form.starts_with(char::is_uppercase) && Lexicon::shipped().titles.contains(&*form.to_lowercase()) {
        token.upos = "PROPN".into();
        token.xpos = "NNP".into();
    }
}

/// `Mr Makura Ronald Ncube told`: two names side by side in the same relation to one word, with nothing between, are the name of one.
pub(super) fn join_halves(document: &mut Document, second: TokenId) {
    let is_name = |t: TokenId| document.token(t).name_tag == "B-PER" && document.token(t).upos == "PROPN";
    let token = document.token(second);
    let before = second.0.checked_sub(1).map(TokenId).filter(|t| is_name(*t) && is_name(second));
    let is_beside = |t: TokenId| token.head.is_some() && document.token(t).head == token.head && document.token(t).deprel == token.deprel;
    let is_part = |t: TokenId| token.head == Some(t) && token.deprel == "flat";
    let Some(first) = before.filter(|t| is_beside(*t) || is_part(*t)) else { return };
    if !is_part(first) {
        let below: Vec<TokenId> = document.children(second).collect();
        below.into_iter().for_each(|c| document.tokens[c.index()].head = Some(first));
        relate(document, second, Some(first), "flat");
    }
    document.tokens[second.index()].name_tag = "I-PER".into();
    // "Baroness Lena Ortiz"
    head_by_name(document, first);
}

/// `The head of the regional administration, Ivan Marsh, told`: a person's name behind a comma tells who bears the title, not what the body is.
pub(super) fn name_holder(document: &mut Document, name: TokenId) {
    let token = document.token(name);
    if token.deprel != "appos" || token.name_tag != "B-PER" {
        return;
    }
    let lexicon = Lexicon::shipped();
    let is_person = |t: TokenId| {
        let token = document.token(t);
        token.name_tag.ends_with("PER") || lexicon.is_person(&token.lemma) || lexicon.titles.contains(&*token.lemma)
    };
    // "a spokeswoman for Mr Marsh, Ann Holt": nobody has two names
    let is_other = |t: TokenId| document.token(t).name_tag.ends_with("PER") && document.token(t).upos == "PROPN";
    let is_body = |t: TokenId| is_other(t) || !is_person(t);
    let body = token.head.filter(|body| *body < name && document.token(*body).deprel == "nmod" && is_body(*body));
    let inside = |t: &TokenId| !is_person(*t) && document.token(*t).deprel == "nmod";
    let holder = body.and_then(|body| document.ancestors(body).find(|t| !inside(t)));
    // "a member of the parliament, Yehor Marsh," is one by what the parliament is
    let is_one = |t: &TokenId| {
        is_person(*t)
            && !lexicon.member_nouns.contains(&document.token(*t).lemma)
            && document.token(*t).xpos != "NNS"
            && document.token(*t).name_tag == "O"
    };
    let is_named = |t: &TokenId| document.children(*t).any(|c| document.token(c).deprel == "appos");
    if let Some(holder) = holder.filter(|t| is_one(t) && !is_named(t)) {
        document.tokens[name.index()].head = Some(holder);
    }
}

/// `Liren Lao, 39, was arrested`: two words or more with an age behind them name a person.
pub(super) fn name_person(document: &mut Document, name: TokenId) {
    let tag = &document.token(name).name_tag;
    if !tag.starts_with("B-") || tag.ends_with("PER") || document.token(name).upos != "PROPN" {
        return;
    }
    let goes_on = |t: &TokenId| document.token(*t).name_tag.starts_with("I-");
    let inside = document.sentence(document.sentence_of(name)).tokens.iter().skip_while(|t| *t <= name).take_while(goes_on).count() as u32;
    let end = name.0 + 1 + inside;
    if inside == 0 || document.age_at(TokenId(end)).is_none_or(|_| document.form(TokenId(end)) != ",") {
        return;
    }
    for id in name.0..end {
        let part = if id == name.0 { "B-PER" } else { "I-PER" };
        document.tokens[id as usize].name_tag = CompactString::const_new(part);
    }
}

/// `a man named Khalil Salem`: what a person is called is the name of one, of all its words.
pub(super) fn name_called_person(document: &mut Document, naming: TokenId) {
    let (token, lexicon) = (document.token(naming), Lexicon::shipped());
    let is_naming = token.deprel == "acl" && token.xpos == "VBN" && lexicon.naming_participles.contains(&token.lemma);
    // "the first woman to be named Ms Lima"
    let is_helped = document.has(naming, "aux") || document.has(naming, "mark");
    if !is_naming || is_helped || !token.head.is_some_and(|noun| lexicon.is_person(&document.token(noun).lemma)) {
        return;
    }
    let first = TokenId(naming.0 + 1);
    let rest = document.sentence(document.sentence_of(naming)).tokens.iter().skip_while(|t| *t < first);
    let words: Vec<TokenId> = rest.take_while(|t| document.token(*t).upos == "PROPN").collect();
    if words.first().is_some_and(|w| document.token(*w).head != Some(naming)) {
        return;
    }
    for &word in &words {
        if word != first && matches!(&*document.token(word).deprel, "xcomp" | "obj" | "appos" | "flat") {
            relate(document, word, Some(first), "flat");
        }
        document.tokens[word.index()].name_tag = CompactString::const_new(if word == first { "B-PER" } else { "I-PER" });
    }
}

/// `Ann Holt, of Mill Road, and Bo Lane, of York`: a person beside a place that tells where another is from goes with that other; and an
/// apposition behind *and* is none: `the chair and Labour MP Bo Lane`.
pub(super) fn lift_second_name(document: &mut Document, name: TokenId) {
    let token = document.token(name);
    let is_name = |t: TokenId| document.token(t).name_tag.ends_with("PER");
    let Some(beside) = token.head.filter(|head| *head < name && is_name(name)) else { return };
    if token.deprel == "appos" {
        let start = document.subtree(name).start;
        if document.token(start).deprel == "cc" && is_name(beside) {
            relate(document, start, Some(name), "cc");
            relate(document, name, Some(beside), "conj");
        }
        return;
    }
    let is_origin = token.deprel == "conj" && document.token(beside).deprel == "nmod" && !is_name(beside);
    let is_set_off = || document.is_set_off(beside, &[","]);
    let first = document.token(beside).head.filter(|first| is_origin && is_name(*first) && is_set_off());
    if let Some(first) = first {
        document.tokens[name.index()].head = Some(first);
    }
}

/// `the director-general of the bank`: two halves of one word, where the tree takes the second for another name of the first.
pub(super) fn join_office(document: &mut Document, half: TokenId) {
    let Some(first) = half.0.checked_sub(2).map(TokenId) else { return };
    let (token, before, hyphen) = (document.token(half), document.token(first), TokenId(first.0 + 1));
    let is_beside = before.deprel == "appos" && token.head == before.head;
    let is_apposition = token.deprel == "appos" && (token.head == Some(first) || is_beside) && token.upos == before.upos;
    let mark = document.token(hyphen).range;
    let is_one_word = before.range.end == mark.start && mark.end == token.range.start;
    if is_apposition && is_one_word && document.form(hyphen) == "-" {
        let below: Vec<TokenId> = document.children(half).filter(|c| *c > half).collect();
        below.into_iter().for_each(|c| document.tokens[c.index()].head = Some(first));
        relate(document, half, Some(first), "goeswith");
    }
}

/// `UN Secretary General Ann Coe`, `police Lt. Ann Coe`: of two words in front of a name that are one title, or of which the first is none,
/// the first belongs to the second.
pub(super) fn join_title_words(document: &mut Document, second: TokenId) {
    let Some(first) = second.0.checked_sub(1).map(TokenId) else { return };
    let (before, token) = (document.token(first), document.token(second));
    let describe = before.deprel == "nmod:desc" && token.deprel == "nmod:desc" && before.head == token.head;
    let lexicon = Lexicon::shipped();
    let word = |t: TokenId| document.form(t).trim_end_matches('.').to_lowercase();
    let is_one = || lexicon.titles.contains(&*format!("{} {}", word(first), word(second)));
    let is_body = || before.upos == "NOUN" && !lexicon.is_person(&before.lemma) && lexicon.titles.contains(&*word(second));
    if describe && matches!(token.upos.as_str(), "NOUN" | "PROPN") && (is_one() || is_body()) {
        let below: Vec<TokenId> = document.children(first).collect();
        below.into_iter().for_each(|c| document.tokens[c.index()].head = Some(second));
        relate(document, first, Some(second), "compound");
    }
}

/// `the Attorney General, Ann Coe`: the second word of a title is no name beside the first.
pub(super) fn join_title_halves(document: &mut Document, second: TokenId) {
    let token = document.token(second);
    let Some(first) = token.head.filter(|h| h.0 + 1 == second.0 && token.deprel == "appos") else { return };
    let title = format!("{} {}", document.form(first), document.form(second)).to_lowercase();
    if Lexicon::shipped().titles.contains(&*title) {
        let below: Vec<TokenId> = document.children(second).collect();
        below.into_iter().for_each(|c| document.tokens[c.index()].head = Some(first));
        relate(document, second, Some(first), "flat");
    }
}

/// `Head of Ofsted Ann Coe said`: a body behind *of* in front of a person's name is what the person is head of.
pub(super) fn name_head_of(document: &mut Document, name: TokenId) {
    let token = document.token(name);
    let Some(title) = token.head.filter(|h| token.deprel == "nmod" && token.name_tag == "B-PER" && *h < name) else { return };
    let is_body = |c: &TokenId| *c < name && matches!(&*document.token(*c).name_tag, "B-ORG" | "B-LOC");
    let (body, of) = (document.children_by(name, "nmod:desc").find(is_body), document.children_by(name, "case").next());
    let is_office = Lexicon::shipped().is_person_or_title(&document.token(title).lemma) && !document.has(title, "det");
    let Some((body, of)) = body.zip(of).filter(|(body, of)| is_office && of < body && document.token(*of).lemma == "of") else { return };
    take_place(document, name, title);
    relate(document, title, Some(name), "nmod:desc");
    relate(document, body, Some(title), "nmod");
    relate(document, of, Some(body), "case");
}

/// `A and the emir of Qatar, Ann Coe`: what follows the last of several behind a comma is its name and no more of them.
pub(super) fn name_the_last(document: &mut Document, name: TokenId) {
    let token = document.token(name);
    let Some(first) = token.head.filter(|_| token.deprel == "conj" && token.name_tag == "B-PER" && !document.has(name, "cc")) else {
        return;
    };
    let last = document.children_by(first, "conj").take_while(|c| *c < name).last();
    let is_person = |t: TokenId| document.token(t).name_tag == "O" && Lexicon::shipped().is_person_or_title(&document.token(t).lemma);
    let goes_before = |t: TokenId| document.subtree(t).end == document.subtree(name).start && document.is_set_off(name, &[","]);
    if let Some(last) = last.filter(|l| document.has(*l, "cc") && is_person(*l) && goes_before(*l)) {
        relate(document, name, Some(last), "appos");
    }
}

/// `Ann Coe criss-crossed the country`: what a hyphen joins to a verb is a part of the verb, and not of the name before it.
pub(super) fn free_prefix(document: &mut Document, prefix: TokenId) {
    let token = document.token(prefix);
    let (hyphen, verb) = (TokenId(prefix.0 + 1), TokenId(prefix.0 + 2));
    if token.deprel != "flat" || verb.index() >= document.tokens.len() || !document.form(prefix).starts_with(char::is_lowercase) {
        return;
    }
    let is_joined =
        token.range.end == document.token(hyphen).range.start && document.token(hyphen).range.end == document.token(verb).range.start;
    let is_below = document.ancestors(verb).any(|t| t == prefix);
    if is_joined && document.form(hyphen) == "-" && document.token(verb).upos == "VERB" && !is_below {
        relate(document, prefix, Some(verb), "compound");
        document.tokens[prefix.index()].name_tag = CompactString::const_new("O");
    }
}

/// `Writer and columnist Ann Coe said`: two titles without an article in front of a name are of one person.
pub(super) fn join_titles(document: &mut Document, name: TokenId) {
    let token = document.token(name);
    let Some(first) = token.head.filter(|_| token.deprel == "conj" && token.name_tag == "B-PER") else { return };
    let is_bare = |t: TokenId| document.token(t).xpos == "NN" && !document.has(t, "det") && !document.has(t, "nmod:poss");
    let is_title = |t: TokenId| is_bare(t) && Lexicon::shipped().is_person_or_title(&document.token(t).lemma);
    let second = document.children_by(name, "nmod:desc").find(|t| *t > first && is_title(*t));
    let Some(second) = second.filter(|second| is_title(first) && document.subtree(first).start == first && second.0 == first.0 + 2) else {
        return;
    };
    let conjunction = TokenId(first.0 + 1);
    take_place(document, name, first);
    relate(document, first, Some(name), "nmod:desc");
    relate(document, second, Some(first), "conj");
    relate(document, conjunction, Some(second), "cc");
}

/// `former President Ann Coe`: that an office is held no longer is said of the title, whatever the adjective hangs on.
pub(super) fn lower_adjective(document: &mut Document, adjective: TokenId) {
    let token = document.token(adjective);
    let is_past = Lexicon::shipped().past_titles.contains(&*document.form(adjective).to_lowercase());
    let Some(name) = token.head.filter(|_| token.deprel == "amod" && is_past) else { return };
    let title = document.children_by(name, "nmod:desc").find(|t| document.subtree(*t).start.0 == adjective.0 + 1);
    if let Some(title) = title {
        relate(document, adjective, Some(title), "amod");
    }
}

/// Whether a phrase begins behind a word, without a comma.
fn stands_right_before(document: &Document, word: TokenId, head: TokenId) -> bool {
    let start = document.subtree(head).start;
    start.0 == word.0 + 1 && document.token(start).upos != "PUNCT"
}

/// `spokesperson Matthew Miller`, `Secretary of State Blinken`, `teacher Samuel Pary`: a title headed a name by `flat`, or as if a comma stood
/// between them; the name is the head and the title describes it.
pub(super) fn head_by_name(document: &mut Document, title: TokenId) {
    if !matches!(document.token(title).upos.as_str(), "NOUN" | "PROPN") {
        return;
    }
    // the model may take the title for a part of the name
    let is_listed = |name: &TokenId| {
        let words: Vec<String> = (title.0..name.0).map(|t| document.form(TokenId(t)).to_lowercase()).collect();
        Lexicon::shipped().titles.contains(&*words.join(" "))
    };
    let flat = |c: &TokenId| {
        let token = document.token(*c);
        let named =
            if document.token(title).name_tag == "O" { token.name_tag == "B-PER" } else { token.name_tag == "I-PER" && is_listed(c) };
        // "the same day Marsh travelled": no day is called Marsh
        let is_next = || {
            let token = document.token(title);
            token.xpos == "NN" && Lexicon::shipped().is_person(&token.lemma) && stands_right_before(document, title, *c)
        };
        // "the broadcaster CCTV": a compound stands in front of its noun
        let is_compound = token.deprel == "compound" && matches!(&*token.name_tag, "B-ORG" | "B-PER");
        let is_behind = || document.token(title).upos == "NOUN" && stands_right_before(document, title, *c);
        *c > title && is_compound && is_behind() || *c > title && named && (token.deprel == "flat" || token.deprel == "appos" && is_next())
    };
    let is_near = |name: &TokenId| {
        let between = TokenSpan { start: TokenId(title.0 + 1), end: *name };
        between.iter().all(|t| document.token(t).head.is_some_and(|h| h == title || h == *name || between.contains(h)))
    };
    let name = document.children(title).find(flat).filter(is_near);
    let Some(name) = name else { return };
    let behind: Vec<TokenId> =
        document.children(title).filter(|c| *c > name || *c < title && document.token(*c).deprel == "case").collect();
    for child in behind {
        document.tokens[child.index()].head = Some(name);
    }
    document.tokens[name.index()].head = document.token(title).head;
    document.tokens[name.index()].deprel = document.token(title).deprel.clone();
    relate(document, title, Some(name), "nmod:desc");
}
