//! Own knowledge: a frame for a word that the shipped ones do not have, and an entity that the registry does not have.
//!
//! `cargo run --release --example own_frames`

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "examples show what they find")]

use dateline::prelude::*;

/// In the format of `data/frames/README.md`.
const FRAMES: &str = r#"
format = 1

[[frame]]
id = "own.blackhole"
class = "ServiceDisruption"
trigger = { lemma = ["blackhole"], pos = "VERB" }
roles.actor = { slot = "SUBJ", type = ["Agent"] }
roles.target = { slot = "OBJ", type = ["Agent", "System", "Product"] }
require = "all(actor, target)"
examples = [{ text = "The agency blackholed the network of Corvex.", actor = "agency", target = "network" }]
"#;

/// In the format of `data/registry`.
const ENTITIES: &str = "org/tidewatch\tOrganization\tTidewatch Initiative\tTidewatch\n";

const TEXT: &str = "Tidewatch blackholed the network of Corvex on 3 March 2026.";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let article = || Article::from_text(TEXT);
    let before = Extractor::shipped()?.extract(article());
    println!("shipped frames: {} events", before.events.len());

    let extractor = Extractor::with_frames(&[("own.toml".into(), FRAMES.into())])?.with_entities(&[("own.tsv".into(), ENTITIES.into())])?;
    let after = extractor.extract(article());
    for event in &after.events {
        let fillers =
            |role: &str| event.roles.get(role).into_iter().flatten().map(|filler| after.words(filler)).collect::<Vec<_>>().join(", ");
        println!("own frames: {} — {} — {} [{}]", fillers("actor"), event.class, fillers("target"), event.frame);
    }
    for entity in &after.entities {
        println!("  {} is {:?}, known by {:?}", entity.name, entity.entity_type, entity.key);
    }
    Ok(())
}
