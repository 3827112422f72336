//! Mends in the model's trees what the grammar of English rules out, so that later stages need not.
//!
//! ```text
//! "Secretary of State Antony Blinken shakes hands"   two subjects side by side   →   the title describes the name
//! "accused Beijing of preparing"                     an indirect object alone    →   the object
//! "Behind the plot stood a general."                 an object and no subject    →   the subject
//! ```

use compact_str::CompactString;

use crate::document::{Document, TokenId, TokenSpan, is_relation};
use crate::resources::Lexicon;
use crate::source::BlockKind;

/// Mends the trees of a document. Linear in its size but for the length of sentences.
pub fn repair_trees(document: &mut Document) {
    for i in 0..document.sentences.len() {
        let sentence = document.sentences[i];
        let block = document.article.blocks.get(sentence.block as usize);
        if block.is_none_or(|b| b.kind == BlockKind::Paragraph) && !sentence.tokens.is_empty() {
            raise_participle(document, sentence.tokens);
        }
        raise_infinitive(document, sentence.tokens);
        find_inverted_subject(document, sentence.tokens);
    }
    for id in (0..document.tokens.len()).map(|i| TokenId(i as u32)) {
        head_by_name(document, id);
        join_title_and_name(document, id);
        if document.token(id).upos == "VERB" {
            split_from_report(document, id);
            give_subject_back(document, id);
            join_subjects(document, id);
            free_from_aside(document, id);
            free_participle(document, id);
            give_saying_on(document, id);
            free_absolute(document, id);
            free_finite(document, id);
            open_clause(document, id);
            raise_adjective(document, id);
            complete_adjective(document, id);
            complete_latest(document, id);
            share_passive(document, id);
            give_relative_its_subject(document, id);
            leave_name_alone(document, id);
            give_content_back(document, id);
            give_example_back(document, id);
            promote_lone_indirect_object(document, id);
            promote_counted_object(document, id);
            promote_bare_oblique(document, id);
            promote_outcome(document, id);
        }
        count_casualties(document, id);
        free_from_agency(document, id);
        report_predicate(document, id);
        give_speaker_back(document, id);
        give_adverbials_back(document, id);
    }
}

/// `Qatar mediated between Israel and Hamas.`: a sentence in the body of a text has a verb at its root; where the tree shows a bare
/// noun with a participle behind it instead, the noun is the verb's subject.
fn raise_participle(document: &mut Document, sentence: TokenSpan) {
    let Some(root) = root_of(document, sentence) else { return };
    let last = TokenId(sentence.end.0 - 1);
    let is_noun = matches!(document.token(root).upos.as_str(), "NOUN" | "PROPN");
    let has_verb = document
        .children(root)
        .any(|c| matches!(document.token(c).deprel.as_str(), "cop" | "nsubj" | "aux" | "parataxis" | "conj" | "acl:relcl"));
    if !is_noun || has_verb || document.form(last) != "." {
        return;
    }
    let participle = document.children(root).find(|c| {
        let token = document.token(*c);
        *c > root && token.deprel == "acl" && token.upos == "VERB" && token.feats.contains("Tense=Past")
    });
    let Some(verb) = participle else { return };
    let behind: Vec<TokenId> = document.children(root).filter(|c| *c > verb).collect();
    for child in behind {
        document.tokens[child.index()].head = Some(verb);
    }
    relate(document, verb, None, "root");
    relate(document, root, Some(verb), "nsubj");
}

/// `Norland to host talks in May`: no infinitive describes a name; in a headline it is what the name will do.
fn raise_infinitive(document: &mut Document, sentence: TokenSpan) {
    let Some(root) = root_of(document, sentence) else { return };
    let token = document.token(root);
    let is_name = token.upos == "PROPN" && token.name_tag != "O";
    let infinitive = document.children(root).find(|c| {
        let is_to = |m: TokenId| document.token(m).deprel == "mark" && document.token(m).xpos == "TO";
        *c > root && document.token(*c).deprel == "acl" && document.token(*c).xpos == "VB" && document.children(*c).any(is_to)
    });
    let Some(verb) = infinitive.filter(|_| is_name) else { return };
    let others: Vec<TokenId> = document.children(root).filter(|c| *c > verb || document.token(*c).deprel == "punct").collect();
    for child in others {
        document.tokens[child.index()].head = Some(verb);
    }
    relate(document, verb, None, "root");
    relate(document, root, Some(verb), "nsubj");
}

/// `Behind the plot stood a general.`, `"They lied," shouted one of the men.`: a finite verb that has something else in front, no subject,
/// and an object behind, has its subject there.
fn find_inverted_subject(document: &mut Document, sentence: TokenSpan) {
    let Some(verb) = root_of(document, sentence) else { return };
    let is_finite = document.token(verb).upos == "VERB" && matches!(document.token(verb).xpos.as_str(), "VBD" | "VBZ");
    let opens = document.children(verb).any(|c| {
        let is_place = document.token(c).deprel == "obl" && document.subtree(c).start == sentence.start;
        c < verb && (is_place || document.token(c).deprel == "ccomp") && document.token(document.subtree(c).start).deprel != "mark"
    });
    let has_subject =
        document.children(verb).any(|c| ["nsubj", "csubj", "expl", "aux"].iter().any(|r| is_relation(&document.token(c).deprel, r)));
    let object = document.children(verb).find(|c| *c > verb && document.token(*c).deprel == "obj");
    if let Some(subject) = object.filter(|_| is_finite && opens && !has_subject) {
        relate(document, subject, Some(verb), "nsubj");
    }
}

/// `Talks stalled, officials say`: of two subjects in front of a verb, the first with a participle of its own and a comma behind that, the
/// first makes a clause with the participle, which is what the second says.
fn split_from_report(document: &mut Document, verb: TokenId) {
    let Some((first, second)) = two_subjects(document, verb) else { return };
    let participle = document.children(first).find(|c| {
        let token = document.token(*c);
        *c > first && *c < second && token.deprel == "acl" && matches!(token.xpos.as_str(), "VBD" | "VBN")
    });
    let Some(participle) = participle else { return };
    let comma = (participle.0 + 1..second.0).map(TokenId).any(|t| document.form(t) == ",");
    if comma && Lexicon::shipped().speech_verbs.contains(&*document.token(verb).lemma) {
        relate(document, participle, Some(verb), "ccomp");
        relate(document, first, Some(participle), "nsubj");
    }
}

/// `Marsh, who denies it, was arrested, media reported.`, `"The army," he said, "will hold."`: of two nouns in front of a verb of saying, the
/// first is the subject of the clause that has none.
fn give_subject_back(document: &mut Document, saying: TokenId) {
    let is_subject = |c: &TokenId| is_relation(&document.token(*c).deprel, "nsubj");
    let Some(speaker) = document.children_by(saying, "nsubj").filter(|c| *c < saying).last() else { return };
    let is_noun = |c: TokenId| matches!(document.token(c).upos.as_str(), "NOUN" | "PROPN" | "PRON");
    // what is quoted in front of the speaker may stand for all that is said
    let is_front =
        |c: &TokenId| *c < speaker && is_noun(*c) && !has_subject(document, *c) && (is_subject(c) || document.token(*c).deprel == "ccomp");
    let fronts: Vec<TokenId> = document.children(saying).filter(is_front).collect();
    let &[first] = fronts.as_slice() else { return };
    let is_clause = |c: &TokenId| *c > first && document.token(*c).deprel == "ccomp" && !has_subject(document, *c);
    let clause = document.children(saying).find(is_clause);
    if let Some(clause) = clause.filter(|_| Lexicon::shipped().speech_verbs.contains(&*document.token(saying).lemma)) {
        let is_passive = document.children(clause).any(|c| document.token(c).deprel == "aux:pass");
        relate(document, first, Some(clause), if is_passive { "nsubj:pass" } else { "nsubj" });
    }
}

/// `A magnitude 6.4 earthquake struck Taiwan.`: of two common nouns that are both subjects, with numbers alone between them, the first
/// says of what kind the second is.
fn join_subjects(document: &mut Document, verb: TokenId) {
    let is_subject = |c: &TokenId| {
        let token = document.token(*c);
        *c < verb && token.upos == "NOUN" && token.name_tag == "O" && is_relation(&token.deprel, "nsubj")
    };
    let subjects: Vec<TokenId> = document.children(verb).filter(is_subject).collect();
    let &[first, second] = subjects.as_slice() else { return };
    let numbers = (first.0 + 1..second.0).map(TokenId).all(|t| matches!(document.token(t).upos.as_str(), "NUM" | "ADJ"));
    if numbers {
        let determiners: Vec<TokenId> = document.children(first).filter(|c| document.token(*c).deprel == "det").collect();
        determiners.into_iter().for_each(|determiner| relate(document, determiner, Some(second), "det"));
        relate(document, first, Some(second), "compound");
    }
}

/// `The bank, said its chairman, lost money.`: of two subjects around a verb, the first is that of the verb which the aside interrupts.
fn free_from_aside(document: &mut Document, aside: TokenId) {
    let token = document.token(aside);
    let Some(main) = token.head.filter(|head| *head > aside && matches!(token.deprel.as_str(), "advcl" | "parataxis")) else { return };
    let subjects = |of: TokenId| document.children(of).filter(|c| document.token(*c).deprel == "nsubj");
    let own = subjects(aside).any(|c| c > aside && c < main);
    let first = subjects(aside).find(|c| *c < aside).filter(|_| own && subjects(main).next().is_none());
    if let Some(first) = first.filter(|_| document.token(main).upos == "VERB") {
        relate(document, first, Some(main), "nsubj");
        relate(document, aside, Some(main), "parataxis");
    }
}

/// `bombs exploded in streets that were full, wounding 30`: a participle behind a comma is no conjunct of a finite verb, and it belongs to
/// the clause that tells what happened, not to one that says which streets; of `is an ally of Marsh, who had resisted, insisting` to the
/// clause with the verb.
fn free_participle(document: &mut Document, participle: TokenId) {
    let token = document.token(participle);
    let Some(first) = token.head.filter(|head| *head < participle && token.xpos == "VBG") else { return };
    let is_finite = |t: TokenId| matches!(document.token(t).xpos.as_str(), "VBD" | "VBZ" | "VBP");
    let is_relative = |t: TokenId| document.token(t).deprel == "acl:relcl";
    let up = |t: &TokenId| document.token(*t).head.filter(|_| document.token(*t).deprel == "xcomp");
    let clause = std::iter::successors(Some(first), up).last().unwrap_or(first);
    let is_clause = |t: &TokenId| document.token(*t).upos == "VERB" && is_relative(*t) && document.is_set_off(*t, &[","]);
    let is_noun = matches!(document.token(first).upos.as_str(), "NOUN" | "PROPN");
    let within = is_noun.then(|| document.subtree(first));
    let behind_noun = within.into_iter().flat_map(TokenSpan::iter).filter(|t| *t > first && *t < participle).find(is_clause);
    // "withdrew the accreditation of six diplomats, accusing them": who withdrew accused
    let above = || document.ancestors(clause).find(|a| document.token(*a).upos == "VERB");
    let of_object = || std::iter::once(first).chain(document.ancestors(first)).find(|t| !is_relation(&document.token(*t).deprel, "nmod"));
    let is_object = |t: TokenId| ["obj", "obl"].iter().any(|r| is_relation(&document.token(t).deprel, r));
    let of_clause =
        above().filter(|v| token.deprel == "acl" && *v < first && of_object().is_some_and(is_object) && has_subject(document, *v));
    let is_beside = token.deprel == "advcl"
        || token.deprel == "conj" && is_finite(first)
        || token.deprel == "acl" && (behind_noun.is_some() || of_clause.is_some());
    let is_behind_comma = || participle.0.checked_sub(1).is_some_and(|t| document.form(TokenId(t)) == ",");
    if !is_beside || !is_behind_comma() || is_clause_of_its_own(document, participle) {
        return;
    }
    // "struck a house where rebels had met, killing two", "expelled members said to have lied, adding that": who met, who lied is told of by the
    // noun only
    let is_clause_of_noun = match document.token(clause).deprel.as_str() {
        "acl:relcl" => is_finite(clause) || document.children_by(clause, "aux").any(is_finite),
        "acl" => document.token(clause).xpos == "VBN",
        _ => false,
    };
    let restricts = is_clause_of_noun && !document.is_set_off(clause, &[","]);
    let main = || above().filter(|_| restricts);
    let told = behind_noun.or_else(main).or(of_clause);
    relate(document, participle, Some(told.unwrap_or(first)), "advcl");
}

/// `Marsh said he had left the party, adding that he was sorry`: who says something goes on to say it; a participle of saying behind a comma,
/// outside quotation marks, belongs to the verb of saying and not to what is said.
fn give_saying_on(document: &mut Document, participle: TokenId) {
    let speaks = |t: TokenId| Lexicon::shipped().speech_verbs.contains(&*document.token(t).lemma);
    let token = document.token(participle);
    let is_beside = token.xpos == "VBG" && token.deprel == "advcl" && speaks(participle);
    let Some(first) = token.head.filter(|head| *head < participle && is_beside) else { return };
    let start = document.sentence(document.sentence_of(participle)).tokens.start;
    let is_behind_comma = participle > start && matches!(document.form(TokenId(participle.0 - 1)), "," | "–" | "—");
    let mut before = (start.0..participle.0).map(|t| document.form(TokenId(t)));
    let is_quoted = before.clone().filter(|f| *f == "\"").count() % 2 == 1 || before.rfind(|f| matches!(*f, "“" | "”")) == Some("“");
    if !is_behind_comma || is_quoted || is_clause_of_its_own(document, participle) {
        return;
    }
    let is_content = |t: &TokenId| document.token(*t).deprel == "ccomp" && document.token(*t).head.is_some_and(|h| h < *t && speaks(h));
    let content = std::iter::once(first).chain(document.ancestors(first)).find(is_content);
    if let Some(saying) = content.and_then(|c| document.token(c).head) {
        document.tokens[participle.index()].head = Some(saying);
    }
}

/// `Marsh hoped that he would go and called a vote`: a finite verb is no conjunct of an infinitive, but of the finite verb above.
fn free_finite(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let Some(first) = token.head.filter(|_| token.deprel == "conj") else { return };
    let is_told = |t: TokenId| {
        let is_present_or_past = |w: TokenId| matches!(document.token(w).xpos.as_str(), "VBD" | "VBZ");
        let auxiliaries = || document.children_by(t, "aux");
        if auxiliaries().next().is_some() { auxiliaries().any(is_present_or_past) } else { is_present_or_past(t) }
    };
    let is_base = |t: TokenId| document.token(t).xpos == "VB";
    let is_infinitive = is_base(first) || document.children_by(first, "cop").any(is_base);
    if !is_infinitive || !is_told(verb) || has_subject(document, verb) {
        return;
    }
    let above = document.ancestors(first).find(|a| document.token(*a).upos == "VERB" && is_told(*a));
    if let Some(above) = above {
        document.tokens[verb.index()].head = Some(above);
    }
}

/// `began on 7 May after rebels, who hold the north, killed 12`: no finite verb is joined without a conjunction to another whose last words
/// may be its subject behind a conjunction.
fn open_clause(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let has_object = || document.children_by(verb, "obj").any(|c| c > verb);
    let is_finite = matches!(token.xpos.as_str(), "VBD" | "VBZ" | "VBP") || token.xpos == "VBN" && has_object();
    let Some(first) = token.head.filter(|_| token.deprel == "conj" && is_finite) else { return };
    if has_subject(document, verb) || document.children(verb).any(|c| c < verb && matches!(document.token(c).deprel.as_str(), "cc" | "aux"))
    {
        return;
    }
    let ends_before = |t: TokenId| (document.subtree(t).end.0..verb.0).all(|i| document.form(TokenId(i)) == ",");
    let opens = |m: TokenId| document.token(m).deprel == "case" && document.token(m).upos == "SCONJ";
    let phrase = document.children(first).find(|c| {
        let is_phrase = document.token(*c).deprel == "obl" && *c > first && *c < verb;
        is_phrase && ends_before(*c) && document.children(*c).any(opens)
    });
    let Some(subject) = phrase else { return };
    let conjunctions: Vec<TokenId> = document.children(subject).filter(|c| opens(*c)).collect();
    conjunctions.into_iter().for_each(|c| relate(document, c, Some(verb), "mark"));
    relate(document, subject, Some(verb), "nsubj");
    relate(document, verb, Some(first), "advcl");
    let token = &mut document.tokens[verb.index()];
    if token.xpos == "VBN" {
        token.xpos = "VBD".into();
        token.feats = "Mood=Ind|Tense=Past|VerbForm=Fin".into();
    }
}

/// `rallied against the ban, with police arresting 12`: a clause with a subject of its own behind `with` says nothing of a noun.
fn free_absolute(document: &mut Document, participle: TokenId) {
    let token = document.token(participle);
    let Some(noun) = token.head.filter(|_| token.deprel == "acl" && token.xpos == "VBG") else { return };
    let is_with = |c: TokenId| document.token(c).deprel == "mark" && document.token(c).lemma == "with";
    let main = document.ancestors(noun).find(|a| document.token(*a).upos == "VERB");
    if let Some(main) = main.filter(|_| document.children(participle).any(is_with) && has_subject(document, participle)) {
        relate(document, participle, Some(main), "advcl");
    }
}

/// `was due to resign`: no preposition stands before a verb in its base form, so the adjective that the tree takes for a part of one is what is
/// said, and the verb its complement.
fn raise_adjective(document: &mut Document, verb: TokenId) {
    // "to be published"
    let is_base = |t: TokenId| document.token(t).xpos == "VB" && (t == verb || document.token(t).head == Some(verb));
    let is_before_to = |m: TokenId| {
        let to = TokenId(m.0 + 1);
        to < verb && (document.token(to).deprel == "fixed" || document.token(to).xpos == "TO") && is_base(TokenId(to.0 + 1))
    };
    let adjective = document.children_by(verb, "mark").find(|m| document.token(*m).upos == "ADJ" && is_before_to(*m));
    let Some(adjective) = adjective else { return };
    let is_above = |c: &TokenId| *c < adjective || *c > verb && document.is_set_off(*c, &[","]);
    let above: Vec<TokenId> = document.children(verb).filter(is_above).collect();
    let (head, deprel) = (document.token(verb).head, document.token(verb).deprel.clone());
    above.into_iter().for_each(|child| document.tokens[child.index()].head = Some(adjective));
    relate(document, TokenId(adjective.0 + 1), Some(verb), "mark");
    relate(document, verb, Some(adjective), "xcomp");
    let token = &mut document.tokens[adjective.index()];
    token.head = head;
    token.deprel = deprel;
}

/// `has become the latest country to recognise Kosovo`: what the latest or first of something has done completes the noun.
fn complete_latest(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let Some(above) = token.head.filter(|h| *h < verb && token.xpos == "VB" && matches!(token.deprel.as_str(), "xcomp" | "advcl")) else {
        return;
    };
    let tells_apart = |c: TokenId| ["Degree=Sup", "NumType=Ord"].iter().any(|f| document.token(c).feats.contains(f));
    let noun = document.children_by(above, "xcomp").find(|n| {
        let is_before = *n < verb && document.subtree(*n).end == document.subtree(verb).start;
        is_before && document.token(*n).upos == "NOUN" && document.children_by(*n, "amod").any(tells_apart)
    });
    if let Some(noun) = noun {
        relate(document, verb, Some(noun), "acl");
    }
}

/// `is due to take place`: an infinitive right behind an adjective that is said of somebody completes it.
fn complete_adjective(document: &mut Document, verb: TokenId) {
    let Some(adjective) = document.token(verb).head.filter(|h| document.token(*h).upos == "ADJ" && h.0 + 2 == verb.0) else { return };
    let is_to = document.children_by(verb, "mark").any(|m| document.token(m).lemma == "to");
    if is_to && document.token(verb).deprel == "advcl" && document.children_by(adjective, "cop").next().is_some() {
        relate(document, verb, Some(adjective), "xcomp");
    }
}

/// `Nine people were killed and 14 injured`, `One was arrested and another charged`: beside a passive, a participle with a subject and nothing
/// else to it is passive too, and so is what the tree takes for a past tense behind a bare number.
fn share_passive(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let is_passive = |t: TokenId| document.children_by(t, "nsubj:pass").next().is_some();
    if token.deprel != "conj" || !token.head.is_some_and(is_passive) {
        return;
    }
    let has_more =
        document.children(verb).any(|c| matches!(document.token(c).deprel.as_str(), "obj" | "ccomp" | "xcomp" | "aux" | "aux:pass"));
    let Some(subject) = document.children(verb).find(|c| document.token(*c).deprel == "nsubj") else { return };
    let is_bare_number = document.token(subject).upos == "NUM" && subject.0 + 1 == verb.0;
    let fits = match token.xpos.as_str() {
        "VBN" | "JJ" => document.subtree(subject).end == verb,
        "VBD" => is_bare_number,
        _ => false,
    };
    if fits && !has_more {
        document.tokens[subject.index()].deprel = CompactString::const_new("nsubj:pass");
    }
}

/// `were killed and dozens more wounded`, `and nearly 100 injured`: a count before a word for harm, beside others who came to harm, is
/// of those harmed, and the word is a verb.
fn count_casualties(document: &mut Document, word: TokenId) {
    let token = document.token(word);
    let lemma = match &*token.lemma {
        "wounded" | "wound" => "wound",
        "injured" | "injure" => "injure",
        "hurt" => "hurt",
        _ => return,
    };
    let is_harmed = |t: TokenId| document.children_by(t, "nsubj:pass").next().is_some() || document.token(t).lemma == "die";
    let is_taken = has_subject(document, word) || document.children_by(word, "nsubj:pass").next().is_some();
    if token.deprel != "conj" || !token.head.is_some_and(is_harmed) || is_taken {
        return;
    }
    let before = || document.children(word).filter(|c| *c < word);
    let number = before().find(|c| document.token(*c).deprel == "nummod");
    // "dozens more": the tree hangs the count on "more"
    let more = before().find(|c| document.token(*c).lemma == "more");
    let is_count = |c: &TokenId| matches!(document.token(*c).upos.as_str(), "NOUN" | "NUM");
    let counted = more.and_then(|m| document.children(m).find(is_count));
    let Some(subject) = number.or(counted) else { return };
    relate(document, subject, Some(word), "nsubj:pass");
    if let Some(more) = more.filter(|_| number.is_none()) {
        relate(document, more, Some(subject), "amod");
    }
    let token = &mut document.tokens[word.index()];
    token.upos = CompactString::const_new("VERB");
    token.xpos = CompactString::const_new("VBN");
    token.lemma = CompactString::const_new(lemma);
}

/// `have been displaced, according to the ministry`, `rebels opposed to Reyes`: with another preposition than *by* nobody is the agent.
fn free_from_agency(document: &mut Document, phrase: TokenId) {
    let cases = || document.children_by(phrase, "case");
    let is_agent = cases().next().is_none() || cases().any(|c| document.token(c).lemma == "by");
    if document.token(phrase).deprel == "obl:agent" && !is_agent {
        document.tokens[phrase.index()].deprel = CompactString::const_new("obl");
    }
}

/// `The plan is "under threat", the ministers have warned.`: a predicate with its own subject and copula is no adjunct of the verb of
/// saying behind it, but what is said.
fn report_predicate(document: &mut Document, predicate: TokenId) {
    let token = document.token(predicate);
    let Some(saying) = token.head.filter(|h| *h > predicate && token.deprel == "obl" && document.token(*h).upos == "VERB") else { return };
    let has_copula = document.children_by(predicate, "cop").next().is_some();
    if has_copula && has_subject(document, predicate) && Lexicon::shipped().speech_verbs.contains(&*document.token(saying).lemma) {
        relate(document, predicate, Some(saying), "ccomp");
    }
}

/// Whether a participle has a conjunction, an auxiliary or a subject: then it is no mere adjunct of the verb before it.
fn is_clause_of_its_own(document: &Document, participle: TokenId) -> bool {
    document.children(participle).any(|c| ["cc", "mark", "aux", "nsubj"].iter().any(|r| is_relation(&document.token(c).deprel, r)))
}

fn root_of(document: &Document, sentence: TokenSpan) -> Option<TokenId> {
    sentence.iter().find(|t| document.token(*t).head.is_none())
}

fn has_subject(document: &Document, verb: TokenId) -> bool {
    document.children_by(verb, "nsubj").next().is_some()
}

/// The subjects in front of a verb, where there are two.
fn two_subjects(document: &Document, verb: TokenId) -> Option<(TokenId, TokenId)> {
    let mut subjects = document.children(verb).filter(|c| *c < verb && document.token(*c).deprel == "nsubj");
    let pair = (subjects.next()?, subjects.next()?);
    subjects.next().is_none().then_some(pair)
}

fn relate(document: &mut Document, dependent: TokenId, head: Option<TokenId>, relation: &'static str) {
    let token = &mut document.tokens[dependent.index()];
    token.head = head;
    token.deprel = CompactString::const_new(relation);
}

/// `laid off 11,000 employees`: a phrase behind a verb without preposition is its object, unless it tells when or how much.
fn promote_bare_oblique(document: &mut Document, verb: TokenId) {
    let has_object = document.children(verb).any(|c| matches!(document.token(c).deprel.as_str(), "obj" | "nsubj:pass" | "ccomp" | "xcomp"));
    let is_bare =
        |c: &TokenId| *c > verb && document.token(*c).deprel == "obl" && !document.children(*c).any(|m| document.token(m).deprel == "case");
    let bare = document.children(verb).find(is_bare).filter(|c| document.token(*c).upos == "NOUN" && !has_object);
    if let Some(object) = bare {
        document.tokens[object.index()].deprel = CompactString::const_new("obj");
    }
}

/// `shot dead the mayor`: an adjective right behind the verb, without preposition, is what comes of it.
fn promote_outcome(document: &mut Document, verb: TokenId) {
    let next = TokenId(verb.0 + 1);
    let is_bare = |c: &TokenId| {
        let token = document.token(*c);
        *c == next && token.deprel == "obl" && token.upos == "ADJ" && document.children(*c).next().is_none()
    };
    let outcome = document.children(verb).find(is_bare);
    if let Some(outcome) = outcome {
        relate(document, outcome, Some(verb), "xcomp");
    }
}

/// `the same day Marsh travelled to Warsaw`: a finite clause behind a noun, with neither subject nor relative pronoun, has for subject the
/// name in front of it that seems to stand in apposition to the noun.
fn give_relative_its_subject(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let Some(noun) = token.head.filter(|head| *head < verb && token.deprel == "acl:relcl" && token.feats.contains("VerbForm=Fin")) else {
        return;
    };
    let is_subject = |c: TokenId| document.token(c).deprel.contains("subj") || document.token(c).feats.contains("PronType=Rel");
    let is_between = |c: &TokenId| *c > noun && *c < verb && document.token(*c).deprel == "appos" && document.token(*c).upos == "PROPN";
    let is_comma = |t: u32| document.form(TokenId(t)) == ",";
    let name = document.children(noun).find(is_between).filter(|c| !(noun.0 + 1..c.0).any(is_comma));
    if let Some(name) = name.filter(|_| !document.children(verb).any(is_subject)) {
        relate(document, name, Some(verb), "nsubj");
    }
}

/// The verb of saying that stands behind the clause it reports: `said` for `attacked` in `Russia attacked the port, the air force said`.
fn saying_behind(document: &Document, verb: TokenId) -> Option<TokenId> {
    let token = document.token(verb);
    token.head.filter(|head| *head > verb && token.deprel == "ccomp")
}

/// `Russia attacked the port, the air force said.`: a second subject behind the verb and in front of the verb of saying is who says it.
fn give_speaker_back(document: &mut Document, verb: TokenId) {
    let Some(saying) = saying_behind(document, verb) else { return };
    let subjects = |of: TokenId| document.children(of).filter(|c| is_relation(&document.token(*c).deprel, "nsubj"));
    let is_speaker = |c: &TokenId| *c > verb && *c < saying;
    let has_own = subjects(verb).any(|c| c < verb) && subjects(saying).next().is_none();
    // "was shot by gunmen, the ministry's director, Marsh, told": only what has a preposition is an agent
    let is_bare = |c: &TokenId| document.token(*c).deprel == "obl:agent" && document.children_by(*c, "case").next().is_none();
    let speaker = subjects(verb).chain(document.children(verb).filter(is_bare)).find(is_speaker).filter(|_| has_own);
    if let Some(speaker) = speaker {
        relate(document, speaker, Some(saying), "nsubj");
    }
}

/// `Russia attacked the port, the air force said on Monday.`: what follows the verb of saying without a comma belongs to it, and not to
/// the clause in front, over the head of which it would reach.
fn give_adverbials_back(document: &mut Document, predicate: TokenId) {
    let Some(saying) = saying_behind(document, predicate) else { return };
    let end = document.sentence(document.sentence_of(predicate)).tokens.end;
    for id in (saying.0 + 1..end.0).map(TokenId) {
        let token = document.token(id);
        if token.upos == "PUNCT" {
            return;
        }
        let is_adverbial = ["obl", "advmod", "advcl"].iter().any(|r| is_relation(&token.deprel, r));
        if is_adverbial && token.head.is_some_and(|h| h < saying && (h == predicate || document.ancestors(h).any(|a| a == predicate))) {
            document.tokens[id.index()].head = Some(saying);
        }
    }
}

/// `Marsh had led raids, the army said, including one on the port.`: an example belongs to what is said.
fn give_example_back(document: &mut Document, saying: TokenId) {
    let is_example = |c: &TokenId| {
        let marks = |m: TokenId| document.form(m).eq_ignore_ascii_case("including");
        *c > saying && document.token(*c).deprel == "obl" && document.children_by(*c, "case").any(marks)
    };
    let content = document.children(saying).find(|c| *c < saying && document.token(*c).deprel == "ccomp");
    let Some((content, example)) = content.zip(document.children(saying).find(is_example)) else { return };
    let object = document.children(content).find(|c| document.token(*c).deprel == "obj");
    relate(document, example, Some(object.unwrap_or(content)), if object.is_some() { "nmod" } else { "obl" });
}

/// `said in a statement that he would go`: the clause is what is said, and says no more of the statement.
fn give_content_back(document: &mut Document, saying: TokenId) {
    let is_saying = Lexicon::shipped().speech_verbs.contains(&*document.token(saying).lemma);
    let has_content = || document.children(saying).any(|c| is_relation(&document.token(c).deprel, "ccomp"));
    if !is_saying || has_content() {
        return;
    }
    let is_that = |m: TokenId| document.form(m).eq_ignore_ascii_case("that");
    let is_content = |c: &TokenId| document.token(*c).deprel == "acl" && document.children_by(*c, "mark").any(is_that);
    let settings = document.children_by(saying, "obl").filter(|t| *t > saying);
    let content = settings.flat_map(|t| document.children(t).filter(is_content).collect::<Vec<_>>()).next();
    if let Some(content) = content {
        relate(document, content, Some(saying), "ccomp");
    }
}

/// `were hacked by a group called Grey Heron on Monday`: nobody is called something on a day, so the day is that of the verb above.
fn leave_name_alone(document: &mut Document, participle: TokenId) {
    let token = document.token(participle);
    let Some(named) = token.head.filter(|_| token.deprel == "acl" && Lexicon::shipped().naming_participles.contains(&token.lemma)) else {
        return;
    };
    let Some(verb) = document.ancestors(named).find(|a| document.token(*a).upos == "VERB") else { return };
    let is_day = |t: TokenId| document.children_by(t, "case").any(|c| matches!(&*document.form(c).to_lowercase(), "on" | "in" | "since"));
    let days: Vec<TokenId> = document.children_by(participle, "obl").filter(|t| document.token(*t).upos == "PROPN" && is_day(*t)).collect();
    for day in days {
        document.tokens[day.index()].head = Some(verb);
    }
}

/// `the murder of journalist Jamal Khashoggi`, `state news agency Irna reported`: of two adjacent phrases in the same relation to one word, the
/// second a name without a preposition, the first is a title of the second or says what it is.
fn join_title_and_name(document: &mut Document, head: TokenId) {
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
        let bare = !document.children_by(name, "case").any(|c| c < name);
        if first.deprel == second.deprel && adjacent && is_close && is_title && bare {
            let before: Vec<TokenId> =
                document.children(title).filter(|c| matches!(document.token(*c).deprel.as_str(), "case" | "cc" | "punct")).collect();
            before.into_iter().for_each(|c| document.tokens[c.index()].head = Some(name));
            relate(document, title, Some(name), "nmod:desc");
        }
    }
}

/// Whether a phrase begins behind a word, without a comma.
fn stands_right_before(document: &Document, word: TokenId, head: TokenId) -> bool {
    let start = document.subtree(head).start;
    start.0 == word.0 + 1 && document.token(start).upos != "PUNCT"
}

/// `spokesperson Matthew Miller`, `Secretary of State Blinken`, `teacher Samuel Pary`: a title headed a name by `flat`, or as if a comma stood
/// between them; the name is the head and the title describes it.
fn head_by_name(document: &mut Document, title: TokenId) {
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
        *c > title && named && (token.deprel == "flat" || token.deprel == "appos" && is_next())
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

fn promote_lone_indirect_object(document: &mut Document, verb: TokenId) {
    let mut objects = document.children(verb).filter(|c| is_relation(&document.token(*c).deprel, "obj"));
    if objects.next().is_none() {
        drop(objects);
        let indirect = document.children(verb).find(|c| document.token(*c).deprel == "iobj");
        if let Some(object) = indirect {
            document.tokens[object.index()].deprel = CompactString::const_new("obj");
        }
    }
}

/// `injured at least 30 people`: a superlative between preposition and number makes no prepositional phrase.
fn promote_counted_object(document: &mut Document, verb: TokenId) {
    let has_object = document.children(verb).any(|c| matches!(document.token(c).deprel.as_str(), "obj" | "nsubj:pass"));
    let counted = document.children(verb).find(|c| {
        *c > verb && document.token(*c).deprel == "obl" && {
            let span = document.subtree(*c);
            let second = TokenId(span.start.0 + 1);
            document.token(span.start).upos == "ADP" && second < *c && matches!(document.token(second).xpos.as_str(), "JJS" | "RBS")
        }
    });
    if let Some(object) = counted.filter(|_| !has_object) {
        document.tokens[object.index()].deprel = CompactString::const_new("obj");
    }
}
