//! Mends in the model's trees what the grammar of English rules out, so that later stages need not; a kind of mend a file.
//!
//! ```text
//! "Secretary of State Antony Blinken shakes hands"   two subjects side by side   →   the title describes the name
//! "accused Beijing of preparing"                     an indirect object alone    →   the object
//! "Behind the plot stood a general."                 an object and no subject    →   the subject
//! ```

mod clauses;
mod complements;
mod conjuncts;
mod free_relatives;
mod leading_kinds;
mod names;
mod objects;
mod obliques;
mod participles;
mod roots;
mod speech;
mod subjects;

use compact_str::CompactString;

use crate::document::{Document, TokenId, TokenSpan};
use crate::source::BlockKind;

/// Mends the trees of a document. Linear in its size but for the length of sentences.
pub fn repair_trees(document: &mut Document) {
    for i in 0..document.sentences.len() {
        let sentence = document.sentences[i];
        let block = document.article.blocks.get(sentence.block as usize);
        if block.is_none_or(|b| b.kind == BlockKind::Paragraph) && !sentence.tokens.is_empty() {
            roots::raise_participle(document, sentence.tokens);
            roots::raise_attribute(document, sentence.tokens);
        }
        roots::raise_infinitive(document, sentence.tokens);
        roots::restore_headline_verb(document, sentence.tokens);
        roots::raise_verb_behind_aside(document, sentence.tokens);
        roots::find_inverted_subject(document, sentence.tokens);
        roots::find_inverted_patient(document, sentence.tokens);
        roots::restore_noun(document, sentence.tokens);
    }
    leading_kinds::lead_names(document);
    for id in (0..document.tokens.len()).map(|i| TokenId(i as u32)) {
        names::name_person(document, id);
        names::name_called_person(document, id);
        names::head_by_name(document, id);
        names::join_title_and_name(document, id);
        names::join_halves(document, id);
        names::name_holder(document, id);
        names::lift_second_name(document, id);
        names::join_office(document, id);
        names::join_title_words(document, id);
        names::join_titles(document, id);
        names::join_title_halves(document, id);
        names::name_head_of(document, id);
        names::name_the_last(document, id);
        names::free_prefix(document, id);
        names::lower_adjective(document, id);
        conjuncts::give_to_last(document, id);
        conjuncts::give_to_one(document, id);
        conjuncts::give_to_person(document, id);
        free_relatives::stand_for_what(document, id);
        participles::open_perfect(document, id);
        participles::open_gerund(document, id);
        participles::give_gerund_its_subject(document, id);
        participles::give_passive_gerund_its_subject(document, id);
        participles::lower_attribute(document, id);
        participles::make_noun(document, id);
        participles::make_object(document, id);
        participles::free_possessed(document, id);
        participles::raise_gerund(document, id);
        participles::give_seen_deed(document, id);
        obliques::raise_place(document, id);
        obliques::raise_day(document, id);
        obliques::raise_outlet(document, id);
        obliques::lower_crossing(document, id);
        if document.token(id).upos == "VERB" {
            speech::split_from_report(document, id);
            speech::give_hearer_back(document, id);
            speech::give_subject_back(document, id);
            speech::give_titled_speaker_back(document, id);
            subjects::join_subjects(document, id);
            subjects::name_the_kind(document, id);
            subjects::name_the_hearer(document, id);
            subjects::make_active(document, id);
            subjects::turn_round_passive(document, id);
            subjects::describe_subject(document, id);
            subjects::lower_infinitive(document, id);
            subjects::make_passive(document, id);
            subjects::free_from_aside(document, id);
            subjects::lower_relative(document, id);
            conjuncts::free_from_sayers(document, id);
            objects::promote_relative(document, id);
            clauses::name_relative(document, id);
            clauses::name_content(document, id);
            clauses::give_year_its_clause(document, id);
            clauses::give_relative_its_noun(document, id);
            clauses::open_question(document, id);
            participles::give_participle_to_person(document, id);
            clauses::free_adverbial_clause(document, id);
            participles::free_participle(document, id);
            speech::give_saying_on(document, id);
            speech::tell_what_statement_says(document, id);
            speech::give_second_saying_back(document, id);
            participles::free_absolute(document, id);
            participles::restore_verb(document, id);
            clauses::free_finite(document, id);
            clauses::raise_second_verb(document, id);
            clauses::raise_finite(document, id);
            clauses::open_clause(document, id);
            clauses::open_adverbial(document, id);
            complements::raise_adjective(document, id);
            complements::complete_adjective(document, id);
            complements::complete_object(document, id);
            complements::complete_latest(document, id);
            complements::complete_deed(document, id);
            complements::complete_request(document, id);
            participles::free_small_clause(document, id);
            obliques::free_particle(document, id);
            obliques::raise_judgement(document, id);
            obliques::give_offence_back(document, id);
            obliques::give_reason_back(document, id);
            objects::free_appointed(document, id);
            subjects::share_passive(document, id);
            subjects::give_relative_its_subject(document, id);
            participles::leave_name_alone(document, id);
            speech::give_content_back(document, id);
            speech::give_example_back(document, id);
            objects::free_from_infinitive(document, id);
            obliques::name_means(document, id);
            objects::join_count(document, id);
            objects::promote_lone_indirect_object(document, id);
            objects::promote_counted_object(document, id);
            objects::promote_bare_oblique(document, id);
            objects::promote_outcome(document, id);
            objects::count_out_of(document, id);
            objects::lower_object(document, id);
            objects::demote_second_object(document, id);
            objects::read_brackets(document, id);
            objects::complete_appointed(document, id);
        }
        subjects::count_casualties(document, id);
        obliques::raise_agent(document, id);
        obliques::free_from_agency(document, id);
        obliques::lower_agent(document, id);
        obliques::lower_cause(document, id);
        speech::report_predicate(document, id);
        speech::give_speaker_back(document, id);
        speech::give_adverbials_back(document, id);
    }
    for id in (0..document.tokens.len()).map(|i| TokenId(i as u32)) {
        names::write_out_title(document, id);
    }
}

fn root_of(document: &Document, sentence: TokenSpan) -> Option<TokenId> {
    sentence.iter().find(|t| document.token(*t).head.is_none())
}

fn has_subject(document: &Document, verb: TokenId) -> bool {
    document.children_by(verb, "nsubj").next().is_some()
}

fn relate(document: &mut Document, dependent: TokenId, head: Option<TokenId>, relation: &'static str) {
    let token = &mut document.tokens[dependent.index()];
    token.head = head;
    token.deprel = CompactString::const_new(relation);
}

/// The comma that a phrase begins with, or that stands right before it.
fn comma_before(document: &Document, start: TokenId) -> Option<TokenId> {
    [start.0, start.0.saturating_sub(1)].map(TokenId).into_iter().find(|t| document.form(*t) == ",")
}

/// Hangs a word where another hangs, and what hangs on that below it.
fn take_place(document: &mut Document, word: TokenId, other: TokenId) {
    let below: Vec<TokenId> = document.children(other).filter(|c| *c != word).collect();
    below.into_iter().for_each(|c| document.tokens[c.index()].head = Some(word));
    let (head, relation) = (document.token(other).head, document.token(other).deprel.clone());
    let token = &mut document.tokens[word.index()];
    (token.head, token.deprel) = (head, relation);
}

/// Makes a participle a verb in the past tense.
fn say_past(document: &mut Document, verb: TokenId) {
    let token = &mut document.tokens[verb.index()];
    token.xpos = CompactString::const_new("VBD");
    token.feats = CompactString::const_new("Mood=Ind|Tense=Past|VerbForm=Fin");
}
