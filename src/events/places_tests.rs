//! Where things happened, run through the whole pipeline.

use super::tests::{Case, check};

#[test]
fn words_around_an_event_tell_where_it_was() {
    let cases: &[Case] = &[
        ("Tom Marsh flew to Lima, where he met President Ruiz.", "met", &["Lima"]),
        ("Rebels stormed Tarija. Ten people were killed there, officials said.", "killed", &["Tarija"]),
        ("It is linked to the conflict in Bolivia and the release of hostages there.", "release", &["Bolivia"]),
        ("Peruvian shelling killed three aid workers while they were working in Bolivia.", "killed", &["Bolivia"]),
        ("Ten people were killed in the towns of Lima and Oruro.", "killed", &["Lima", "Oruro"]),
        ("Two people have been killed in the city of Oruro, near Lima.", "killed", &["Oruro"]),
        ("Most were killed in towns such as Lima.", "killed", &["Lima"]),
        ("In Leeds, hundreds of protesters gathered outside an office.", "gathered", &["Leeds", "office"]),
        ("In Bolivia, a man in Tarija was killed on Monday.", "killed", &["Bolivia", "Tarija"]),
        ("Attacks on Bolivia killed at least two people.", "killed", &["Bolivia"]),
        ("A woman was killed in a raid in Oruro. Two others were also injured.", "injured", &["Oruro"]),
        ("Three people have been killed in a crash. It happened near Leeds on Sunday.", "killed", &["Leeds"]),
        ("Police spoke of the Southport stabbing.", "stabbing", &["Southport"]),
        ("Marsh was shot at a Pennsylvania rally.", "shot", &["Pennsylvania"]),
        ("Police clashed with protesters in Oruro.", "clashed", &["Oruro"]),
        ("Marsh met Ruiz in Leeds on Friday and said that it was time to talk.", "said", &["Leeds"]),
        ("Ruiz condemned the killing of Tom Marsh by gunmen in Oruro.", "killing", &["Oruro"]),
        ("Crews rescued 12 people from a burning building in Oruro.", "rescued", &["Oruro", "burning building"]),
        ("Three girls were stabbed at a dance class in Leeds.", "stabbed", &["Leeds"]),
        ("In Oruro, officials said two men were killed by gunmen.", "killed", &["Oruro"]),
        ("In Oruro, President Ruiz said two men were killed by gunmen.", "killed", &[]),
        ("In Oruro, two men were killed, the Peruvian army said.", "killed", &["Oruro"]),
        ("Rebels have attacked boats in the Gulf of Oman since May, sinking two ships.", "sinking", &["Gulf of Oman"]),
        ("Rebels killed four men in Oruro on Monday and seized a boat.", "seized", &["Oruro"]),
        ("Police raided a shop and a flat in Leeds on Monday.", "raided", &["Leeds"]),
        ("Ruiz condemned the jailing of journalists in Oruro.", "jailing", &["Oruro"]),
        ("Soldiers were deployed in Oruro on Monday.", "deployed", &["Oruro"]),
        ("Officers arrested seven people in Dover.", "arrested", &["Dover"]),
        ("Tom Marsh held talks with Pedro Ruiz in Leeds on Friday.", "held", &["Leeds"]),
        ("\"It is late,\" Marsh said from the town hall in Oruro.", "said", &["Oruro", "town hall"]),
    ];
    check(cases, |extraction, events| {
        let places = events[0].roles.get("place").into_iter().flatten();
        let mut found: Vec<_> = places.map(|f| extraction.words(f).to_owned()).collect();
        found.sort();
        found
    });
}
