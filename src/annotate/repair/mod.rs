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
mod reports;
mod roots;
mod speech;
mod subjects;

use compact_str::CompactString;

use crate::document::{Document, TokenId, TokenSpan};
use crate::source::BlockKind;

/// Mends what hangs on a word, where it is of the kind.
type Mend = fn(&mut Document, TokenId);

/// Of any word, in this order; names before what stands by them.
const OF_WORDS: &[Mend] = &[
    names::name_person,
    names::name_called_person,
    names::head_by_name,
    names::join_title_and_name,
    names::join_halves,
    names::name_holder,
    names::lift_second_name,
    names::join_office,
    names::join_title_words,
    names::join_titles,
    names::join_title_halves,
    names::name_head_of,
    names::name_the_last,
    names::free_prefix,
    names::lower_adjective,
    conjuncts::give_to_last,
    conjuncts::give_to_one,
    conjuncts::give_to_person,
    free_relatives::stand_for_what,
    participles::open_perfect,
    participles::open_gerund,
    participles::give_gerund_its_subject,
    participles::give_passive_gerund_its_subject,
    participles::lower_attribute,
    participles::make_noun,
    participles::make_object,
    objects::join_list,
    participles::free_possessed,
    participles::raise_gerund,
    participles::give_seen_deed,
    obliques::raise_place,
    obliques::raise_day,
    obliques::raise_outlet,
    obliques::lower_crossing,
    obliques::name_home,
    obliques::raise_among,
    complements::open_due,
];

/// Then of a verb: who speaks, subjects, clauses, objects; each rests on what those before have mended.
const OF_VERBS: &[Mend] = &[
    speech::split_from_report,
    speech::give_hearer_back,
    speech::give_subject_back,
    speech::give_titled_speaker_back,
    subjects::join_subjects,
    subjects::name_the_kind,
    subjects::name_the_hearer,
    subjects::make_active,
    subjects::turn_round_passive,
    subjects::describe_subject,
    subjects::lower_infinitive,
    subjects::make_passive,
    subjects::free_from_aside,
    subjects::lower_relative,
    conjuncts::free_from_sayers,
    objects::promote_relative,
    clauses::name_relative,
    clauses::name_content,
    clauses::give_year_its_clause,
    clauses::give_relative_its_noun,
    clauses::open_question,
    participles::give_participle_to_person,
    clauses::free_adverbial_clause,
    participles::free_participle,
    participles::lower_harm,
    speech::give_saying_on,
    speech::tell_what_statement_says,
    speech::give_second_saying_back,
    participles::free_absolute,
    participles::restore_verb,
    clauses::free_finite,
    clauses::raise_second_verb,
    clauses::raise_finite,
    clauses::open_clause,
    clauses::open_adverbial,
    complements::raise_adjective,
    complements::complete_adjective,
    complements::complete_object,
    complements::complete_latest,
    complements::complete_deed,
    complements::complete_request,
    participles::free_small_clause,
    obliques::free_particle,
    obliques::raise_judgement,
    obliques::give_offence_back,
    obliques::give_reason_back,
    objects::free_appointed,
    subjects::share_passive,
    subjects::give_relative_its_subject,
    participles::leave_name_alone,
    speech::give_content_back,
    speech::give_opening_back,
    speech::give_example_back,
    objects::free_from_infinitive,
    obliques::name_means,
    objects::join_count,
    objects::promote_lone_indirect_object,
    objects::promote_counted_object,
    objects::promote_bare_oblique,
    objects::promote_outcome,
    objects::count_out_of,
    objects::lower_object,
    objects::demote_second_object,
    objects::read_brackets,
    objects::complete_appointed,
];

/// Then of any word again: what the clauses around it are known by now.
const OF_PHRASES: &[Mend] = &[
    subjects::count_casualties,
    obliques::raise_agent,
    obliques::free_from_agency,
    obliques::lower_agent,
    obliques::lower_cause,
    speech::report_predicate,
    speech::give_speaker_back,
    speech::give_adverbials_back,
];

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
        reports::read_closing_reports(document, sentence.tokens);
    }
    leading_kinds::lead_names(document);
    let length = document.tokens.len();
    let words = || (0..length).map(|i| TokenId(i as u32));
    for id in words() {
        OF_WORDS.iter().for_each(|mend| mend(document, id));
        if document.token(id).upos == "VERB" {
            OF_VERBS.iter().for_each(|mend| mend(document, id));
        }
        OF_PHRASES.iter().for_each(|mend| mend(document, id));
    }
    for id in words() {
        names::write_out_title(document, id);
        conjuncts::give_to_counted(document, id);
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
