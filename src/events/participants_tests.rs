//! Who took part, run through the whole pipeline.

use super::tests::{Case, check};
use super::types::{Extraction, Filler};

/// Roles of those who take part, and the office that is taken or left.
const ROLES: [&str; 4] = ["actor", "affected", "target", "position"];

fn name<'e>(extraction: &'e Extraction, filler: &Filler) -> &'e str {
    match filler {
        Filler::Entity(e) => &extraction.entities[e.0 as usize].name,
        Filler::Event { words, .. } | Filler::Text(words) => words.of(&extraction.document.article.text),
    }
}

fn check_roles(cases: &[Case]) {
    check(cases, |extraction, events| {
        let fillers = |role: &'static str| events.iter().flat_map(move |e| e.roles.get(role)).flatten().map(move |f| (role, f));
        ROLES.into_iter().flat_map(fillers).map(|(role, f)| format!("{role} {}", name(extraction, f))).collect()
    });
}

#[test]
fn who_goes_along_takes_part() {
    check_roles(&[
        ("Tom Marsh fled Oruro in March with his young son.", "fled", &["actor Tom Marsh", "actor young son"]),
        ("Tom Marsh fled Oruro in March with his papers.", "fled", &["actor Tom Marsh"]),
        ("Peru joined Chile in restricting sales of gas to Chad.", "restricting", &["actor Peru", "actor Chile", "target Chad"]),
        ("The army used tanks in an attack on Oruro.", "attack", &["actor army", "target Oruro"]),
    ]);
}

#[test]
fn several_words_may_mean_one_and_one_word_several() {
    check_roles(&[
        ("The surgeon and former adviser to the king was arrested on Monday.", "arrested", &["affected surgeon"]),
        ("The surgeon and the adviser were arrested on Monday.", "arrested", &["affected surgeon", "affected adviser"]),
        (
            "Agents arrested three people close to the king - Ann Coe, her brother Joe Alder and Tom Marsh.",
            "arrested",
            &["actor Agents", "affected Ann Coe", "affected Joe Alder", "affected Tom Marsh"],
        ),
        ("More than 20,000 Sudanese have fled the border area.", "fled", &["actor More than 20,000 Sudanese"]),
        ("Agents searched the home of Ann Coe, his adviser.", "searched", &["actor Agents", "target home of Ann Coe"]),
    ]);
}

#[test]
fn somebody_is_told_from_his_relatives_and_from_those_who_hear_him() {
    check_roles(&[
        (
            "Peter Marsh leads the Liberals. His father, Harold Marsh, was a baker. Mr Marsh criticised the army.",
            "criticised",
            &["actor Peter Marsh", "target army"],
        ),
        (
            "Two policemen were wounded in the raid, Peru's army said. The suspects had planned to bomb a church.",
            "wounded",
            &["affected Two policemen"],
        ),
        ("Omar Reyes was jailed in Peru. His friend Tom Marsh said on Monday he was killed in a raid.", "killed", &["affected Omar Reyes"]),
    ]);
}

#[test]
fn people_leave_the_office_by_which_they_are_called() {
    check_roles(&[
        (
            "The city's finance director has resigned.",
            "resigned",
            &["affected city's finance director", "position city's finance director"],
        ),
        ("Two Tory councillors have resigned.", "resigned", &["affected Two Tory councillors"]),
        ("Peru's president, Ana Soto, is ill. Soto quit in May.", "quit", &["affected Ana Soto", "position Peru's president"]),
    ]);
}
