//! Two invented articles with hand-made events, for the tests of RDF, store, queries and export.
#![allow(dead_code)] // Each test file uses its own part.

use std::collections::BTreeMap;
use std::sync::Arc;

use dateline::calendar::{Date, Precision, TimeValue};
use dateline::document::{EntityType, MentionKind, Resolution, TimeAnchor, TimeExpression, TimeId, Token, TokenSpan};
use dateline::events::*;
use dateline::rdf::{Iris, RdfOptions, quads};
use dateline::source::{Article, DateKind, DocumentDate};
use dateline::store::ArticleRecord;
use dateline::text::TextRange;

/// Builds an extraction from the words of its text.
pub struct Builder(pub Extraction);

impl Builder {
    pub fn new(key: &str, title: &str, publisher: &str, published: &str, body: &str) -> Self {
        let published: Date = published.parse().unwrap();
        let date = DocumentDate {
            kind: DateKind::MetadataPublication,
            date: published,
            confidence: 0.9,
            approximate: false,
            rule: "record".into(),
            evidence: None,
            quote: String::new(),
        };
        let mut extraction = Extraction::default();
        extraction.document.article = Article {
            id: key.into(),
            title: Some(title.into()),
            publisher: Some(publisher.into()),
            language: Some("en".into()),
            dates: vec![date],
            anchor: Some(0),
            text: format!("{title}\n\n{body}"),
            body_start: title.len() + 2,
            sha256: format!("{:064x}", key.bytes().map(u64::from).sum::<u64>()),
            ..Article::default()
        };
        Self(extraction)
    }

    /// The range of the words, which must be in the text.
    pub fn at(&self, words: &str) -> TextRange {
        let start = self.0.document.article.text.find(words).unwrap_or_else(|| panic!("{words:?} is not in the text"));
        TextRange::new(start, start + words.len())
    }

    /// An entity; a key with a slash is one of the registry, `named` and `local` are the other two kinds.
    pub fn entity(&mut self, name: &str, entity_type: EntityType, key: &str) -> EntityId {
        let key = match key {
            "named" => EntityKey::Named,
            "local" => EntityKey::Local,
            registry => EntityKey::Registry(registry.into()),
        };
        let text = &self.0.document.article.text;
        let mentions = text.match_indices(name).map(|(start, _)| EntityMention {
            range: TextRange::new(start, start + name.len()),
            kind: MentionKind::Name,
            resolution: Resolution::NameMatch,
        });
        let mentions = mentions.collect();
        let links = if name == "Brazil" { vec!["http://www.wikidata.org/entity/Q155".into()] } else { vec![] };
        self.0.entities.push(Entity { key, name: name.into(), entity_type, aliases: vec![], links, mentions });
        EntityId(self.0.entities.len() as u32 - 1)
    }

    pub fn time(&mut self, words: &str, begin: &str, end: Option<&str>, precision: Precision, anchor: TimeAnchor) -> TimeId {
        let range = self.at(words);
        let token = self.0.document.tokens.len();
        self.0.document.tokens.push(Token { range, ..Token::default() });
        let day = |text: &str| text.parse::<Date>().unwrap();
        self.0.document.times.push(TimeExpression {
            span: TokenSpan::new(token, token + 1),
            value: Some(TimeValue { begin: Some(day(begin)), end: end.map(day), precision, approximate: false }),
            anchor,
            rule: "test-rule".into(),
            timex: None,
            is_duration: false,
        });
        TimeId(self.0.document.times.len() as u32 - 1)
    }

    pub fn event(&mut self, class: &str, roles: &[(&str, Filler)], time: Option<TimeId>, claims: Vec<Claim>) -> EventId {
        let mut by_role: BTreeMap<Arc<str>, Vec<Filler>> = BTreeMap::new();
        for (role, filler) in roles {
            by_role.entry((*role).into()).or_default().push(filler.clone());
        }
        let value = |id: TimeId| EventTime { value: self.0.document.times[id.index()].value.unwrap(), evidence: id };
        self.0.events.push(Event {
            class: class.into(),
            status: Status::Asserted,
            roles: by_role,
            time: time.map(value),
            unresolved_time: None,
            triggers: vec![],
            phase: None,
            recurring: false,
            relation: None,
            confidence: 0.9,
            signals: dateline::events::Signals::default(),
            frame: "test.frame".into(),
            claims,
            variant_of: None,
            same_day_as: vec![],
        });
        EventId(self.0.events.len() as u32 - 1)
    }

    pub fn claim(&self, words: &str, source: Option<EntityId>, stance: Stance, factuality: Factuality) -> Claim {
        Claim {
            source,
            relayed_by: vec![],
            stance,
            factuality,
            author_factuality: if source.is_some() { Factuality::Uu } else { factuality },
            temporality: Temporality::Past,
            evidence: self.at(words),
            confidence: 0.8,
            frame: "test.frame".into(),
            in_headline: false,
        }
    }
}

/// A hack that its victim reports, a journey on the same day, a denial, a hedged link, a planned sanction.
pub fn ledger() -> Extraction {
    let mut b = Builder::new(
        "ledger-1",
        "Harbor Lines reports intrusion",
        "The Daily Ledger",
        "2024-03-12",
        "The hacking group Storm-0999 broke into the network of Harbor Lines on March 4, 2024, Harbor Lines said. \
         Foreign Minister Ana Kovač traveled to Brazil the same day. Kovač denied that Storm-0999 had reached the Foreign Ministry. \
         The group is likely linked to Ruritania, analysts said. The United States plans to sanction Storm-0999 in April.",
    );
    let storm = b.entity("Storm-0999", EntityType::ThreatActor, "threat-actor/storm-0999");
    let harbor = b.entity("Harbor Lines", EntityType::Company, "named");
    let kovac = b.entity("Ana Kovač", EntityType::Person, "named");
    let brazil = b.entity("Brazil", EntityType::Country, "country/brazil");
    let ministry = b.entity("Foreign Ministry", EntityType::GovernmentBody, "named");
    let ruritania = b.entity("Ruritania", EntityType::Country, "country/ruritania");
    let analysts = b.entity("analysts", EntityType::Group, "local");
    let states = b.entity("United States", EntityType::Country, "country/united-states");
    let day = b.time("March 4, 2024", "2024-03-04", Some("2024-03-04"), Precision::Day, TimeAnchor::None);
    let same = b.time("the same day", "2024-03-04", Some("2024-03-04"), Precision::Day, TimeAnchor::Time(day));
    let april = b.time("in April", "2024-04-01", Some("2024-04-30"), Precision::Month, TimeAnchor::Article);

    let said = b.claim(
        "The hacking group Storm-0999 broke into the network of Harbor Lines on March 4, 2024, Harbor Lines said.",
        Some(harbor),
        Stance::Asserts,
        Factuality::CTpos,
    );
    let network = Filler::Text(b.at("the network of Harbor Lines"));
    let hack = b.event(
        "CyberIntrusion",
        &[("actor", Filler::Entity(storm)), ("target", network), ("affected", Filler::Entity(harbor))],
        Some(day),
        vec![said],
    );
    let own = b.claim("Foreign Minister Ana Kovač traveled to Brazil the same day.", None, Stance::Asserts, Factuality::CTpos);
    let travel = b.event("Travel", &[("actor", Filler::Entity(kovac)), ("destination", Filler::Entity(brazil))], Some(same), vec![own]);
    b.0.events[travel.0 as usize].same_day_as = vec![hack];
    let denied = b.claim("Kovač denied that Storm-0999 had reached the Foreign Ministry.", Some(kovac), Stance::Denies, Factuality::CTneg);
    let id = b.event("CyberIntrusion", &[("actor", Filler::Entity(storm)), ("affected", Filler::Entity(ministry))], None, vec![denied]);
    b.0.events[id.0 as usize].status = Status::Negated;
    let hedged = b.claim("The group is likely linked to Ruritania, analysts said.", Some(analysts), Stance::Suspects, Factuality::PRpos);
    let id = b.event("Affiliation", &[("actor", Filler::Entity(storm)), ("target", Filler::Entity(ruritania))], None, vec![hedged]);
    b.0.events[id.0 as usize].status = Status::Hedged;
    let mut planned = b.claim("The United States plans to sanction Storm-0999 in April.", Some(states), Stance::Plans, Factuality::PSpos);
    planned.temporality = Temporality::Future;
    let id = b.event("Sanction", &[("actor", Filler::Entity(states)), ("target", Filler::Entity(storm))], Some(april), vec![planned]);
    b.0.events[id.0 as usize].status = Status::Planned;
    b.0
}

/// The first article over again, under its own key and with some other names, so that a store can be filled.
pub fn variant(number: usize) -> Extraction {
    let mut extraction = ledger();
    extraction.document.article.id = format!("ledger-{number}");
    extraction.document.article.sha256 = format!("{number:064x}");
    for (index, entity) in extraction.entities.iter_mut().enumerate() {
        // Each name recurs in some of the articles, as names in the news do.
        let version = number % (9 * index + 5) * (index % 3);
        if version > 0 {
            entity.name = format!("{} {version}", entity.name);
            entity.key = EntityKey::Named;
        }
    }
    extraction
}

/// The same matters as another paper has them: another day, a denial, a claim that was passed on, and a foiled attack.
pub fn courier() -> Extraction {
    let mut b = Builder::new(
        "courier-7",
        "No breach at Harbor Lines",
        "Evening Courier",
        "2024-03-14",
        "Storm-0999 did not break into Harbor Lines. Ana Kovač landed in Brazil on March 5, 2024. \
         Spokesman Jan Ito said the Audit Office found that Storm-0999 had hacked Port Authority. Soldiers foiled an attack by Storm-0999 on Brazil.",
    );
    let storm = b.entity("Storm-0999", EntityType::ThreatActor, "threat-actor/storm-0999");
    let harbor = b.entity("Harbor Lines", EntityType::Company, "named");
    let kovac = b.entity("Ana Kovač", EntityType::Person, "named");
    let brazil = b.entity("Brazil", EntityType::Country, "country/brazil");
    let ito = b.entity("Jan Ito", EntityType::Person, "named");
    let audit = b.entity("Audit Office", EntityType::GovernmentBody, "named");
    let port = b.entity("Port Authority", EntityType::GovernmentBody, "named");
    let day = b.time("March 5, 2024", "2024-03-05", Some("2024-03-05"), Precision::Day, TimeAnchor::None);
    let not = b.claim("Storm-0999 did not break into Harbor Lines.", None, Stance::Asserts, Factuality::CTneg);
    let id = b.event("CyberIntrusion", &[("actor", Filler::Entity(storm)), ("affected", Filler::Entity(harbor))], None, vec![not]);
    b.0.events[id.0 as usize].status = Status::Negated;
    let landed = b.claim("Ana Kovač landed in Brazil on March 5, 2024.", None, Stance::Asserts, Factuality::CTpos);
    b.event("Travel", &[("actor", Filler::Entity(kovac)), ("destination", Filler::Entity(brazil))], Some(day), vec![landed]);
    let mut found =
        b.claim("the Audit Office found that Storm-0999 had hacked Port Authority", Some(audit), Stance::Asserts, Factuality::CTpos);
    found.relayed_by = vec![ito];
    b.event("CyberIntrusion", &[("actor", Filler::Entity(storm)), ("affected", Filler::Entity(port))], None, vec![found]);
    let foiled = b.claim("Soldiers foiled an attack by Storm-0999 on Brazil.", None, Stance::Asserts, Factuality::CTpos);
    // A company cannot be a place: the filler is kept as a plain role.
    let roles = [("actor", Filler::Entity(storm)), ("target", Filler::Entity(brazil)), ("place", Filler::Entity(harbor))];
    let id = b.event("ArmedAttack", &roles, None, vec![foiled]);
    b.0.events[id.0 as usize].phase = Some(Phase::Foiled);
    b.0
}

/// An accusation between two who hold to what they say, and a position.
pub fn bulletin() -> Extraction {
    let mut b = Builder::new(
        "bulletin-2",
        "Minister accuses hackers",
        "The Bulletin",
        "2024-03-15",
        "Foreign minister Ana Kovač accused Storm-0999 of hacking Harbor Lines. Harbor Lines denied it.",
    );
    let storm = b.entity("Storm-0999", EntityType::ThreatActor, "threat-actor/storm-0999");
    let harbor = b.entity("Harbor Lines", EntityType::Company, "named");
    let kovac = b.entity("Ana Kovač", EntityType::Person, "named");
    let minister = b.entity("foreign minister", EntityType::Position, "position/foreign-minister");
    let sentence = "Foreign minister Ana Kovač accused Storm-0999 of hacking Harbor Lines.";
    let affirmed = b.claim(sentence, Some(kovac), Stance::Asserts, Factuality::CTpos);
    let denied = b.claim("Harbor Lines denied it.", Some(harbor), Stance::Denies, Factuality::CTneg);
    let roles = [("actor", Filler::Entity(storm)), ("affected", Filler::Entity(harbor))];
    let hack = b.event("CyberIntrusion", &roles, None, vec![affirmed, denied]);
    b.0.events[hack.0 as usize].status = Status::Disputed;
    let own = b.claim(sentence, None, Stance::Asserts, Factuality::CTpos);
    let topic = Filler::Event { event: hack, words: b.at("hacking Harbor Lines") };
    b.event(
        "Accusation",
        &[("actor", Filler::Entity(kovac)), ("target", Filler::Entity(storm)), ("topic", topic)],
        None,
        vec![own.clone()],
    );
    b.event("Tenure", &[("actor", Filler::Entity(kovac)), ("position", Filler::Entity(minister))], None, vec![own]);
    b.0
}

/// The record of an extraction, as the pipeline makes it.
pub fn record(extraction: &Extraction) -> ArticleRecord {
    let options = RdfOptions::default();
    let article = &extraction.document.article;
    ArticleRecord {
        key: article.id.clone(),
        sha256: article.sha256.clone(),
        tool_version: options.tool_version.clone(),
        frame_set: "f1".into(),
        title: article.title.clone(),
        graph: Iris::new(&options.base, extraction).graph().into_string(),
        quads: quads(extraction, &options),
    }
}
