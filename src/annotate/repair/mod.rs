//! Mends in the model's trees what the grammar of English rules out, so that later stages need not; a kind of mend a file.
//!
//! ```text
//! "Secretary of State Antony Blinken shakes hands"   two subjects side by side   →   the title describes the name
//! "accused Beijing of preparing"                     an indirect object alone    →   the object
//! "Behind the plot stood a general."                 an object and no subject    →   the subject
//! ```

mod arguments;
mod clauses;
mod names;
mod roots;
mod speech;
mod storms;
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
        }
        roots::raise_infinitive(document, sentence.tokens);
        roots::find_inverted_subject(document, sentence.tokens);
        roots::restore_noun(document, sentence.tokens);
    }
    storms::name_storms(document);
    for id in (0..document.tokens.len()).map(|i| TokenId(i as u32)) {
        names::head_by_name(document, id);
        names::join_title_and_name(document, id);
        names::join_halves(document, id);
        names::name_holder(document, id);
        names::lift_second_name(document, id);
        names::join_office(document, id);
        names::join_title_words(document, id);
        clauses::open_perfect(document, id);
        arguments::open_gerund(document, id);
        arguments::lower_attribute(document, id);
        arguments::make_noun(document, id);
        arguments::raise_place(document, id);
        if document.token(id).upos == "VERB" {
            speech::split_from_report(document, id);
            speech::give_hearer_back(document, id);
            speech::give_subject_back(document, id);
            subjects::join_subjects(document, id);
            subjects::name_the_kind(document, id);
            subjects::name_the_hearer(document, id);
            subjects::make_active(document, id);
            subjects::make_passive(document, id);
            subjects::free_from_aside(document, id);
            subjects::lower_relative(document, id);
            arguments::promote_relative(document, id);
            clauses::name_relative(document, id);
            clauses::give_participle_to_person(document, id);
            clauses::free_adverbial_clause(document, id);
            clauses::free_participle(document, id);
            speech::give_saying_on(document, id);
            speech::tell_what_statement_says(document, id);
            speech::give_second_saying_back(document, id);
            clauses::free_absolute(document, id);
            clauses::restore_verb(document, id);
            clauses::free_finite(document, id);
            clauses::raise_second_verb(document, id);
            clauses::open_clause(document, id);
            clauses::open_adverbial(document, id);
            clauses::raise_adjective(document, id);
            clauses::complete_adjective(document, id);
            clauses::complete_object(document, id);
            clauses::complete_latest(document, id);
            clauses::complete_deed(document, id);
            clauses::free_small_clause(document, id);
            arguments::free_particle(document, id);
            arguments::raise_judgement(document, id);
            arguments::give_offence_back(document, id);
            arguments::free_appointed(document, id);
            subjects::share_passive(document, id);
            subjects::give_relative_its_subject(document, id);
            clauses::leave_name_alone(document, id);
            speech::give_content_back(document, id);
            speech::give_example_back(document, id);
            arguments::free_from_infinitive(document, id);
            arguments::raise_agent(document, id);
            arguments::join_count(document, id);
            arguments::promote_lone_indirect_object(document, id);
            arguments::promote_counted_object(document, id);
            arguments::promote_bare_oblique(document, id);
            arguments::promote_outcome(document, id);
        }
        subjects::count_casualties(document, id);
        arguments::free_from_agency(document, id);
        arguments::lower_agent(document, id);
        speech::report_predicate(document, id);
        speech::give_speaker_back(document, id);
        speech::give_adverbials_back(document, id);
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
