//! The article itself: headline, publisher, dates of the document, revision, and how the graph was made.

use oxigraph::model::{Literal, NamedNode};

use super::vocabulary as v;
use super::writer::{Writer, confidence, date, dl, term};
use crate::document::EntityType;
use crate::text::{Fingerprint, TextRange};

/// Bytes at the beginning of the body in which the agency stands.
const DATELINE: usize = 80;

pub(super) fn write(w: &mut Writer<'_>) {
    let article = &w.extraction.document.article;
    let node = w.iris.article();
    w.add_type(&node, v::ARTICLE);
    if let Some(title) = article.title.as_deref().filter(|title| !title.is_empty()) {
        w.add(&node, v::HEADLINE, Literal::from(title));
    }
    if let Some(url) = article.url.as_deref().and_then(|url| NamedNode::new(url).ok()) {
        w.add(&node, term(v::DCTERMS_SOURCE), url);
    }
    if let Some(language) = &article.language {
        w.add(&node, term(v::DCTERMS_LANGUAGE), Literal::from(language.as_str()));
    }
    if let Some(publisher) = article.publisher.as_deref().filter(|name| !name.trim().is_empty()) {
        write_publisher(w, &node, publisher);
    }
    if let Some(agency) = agency(w) {
        w.add(&node, v::SYNDICATED_FROM, agency);
    }
    write_dates(w, &node);
    write_provenance(w, &node);
    if w.full() {
        for url in article.links.iter().filter_map(|link| NamedNode::new(&link.url).ok()) {
            w.add(&node, v::LINKS_TO, url);
        }
    }
}

/// The publisher is the entity of that name if the article has one, so that "according to" and "published by" meet.
fn write_publisher(w: &mut Writer<'_>, article: &NamedNode, name: &str) {
    let known = w.extraction.entities.iter().position(|e| {
        e.entity_type.is_a(EntityType::Organization)
            && e.key != crate::events::EntityKey::Local
            && (e.name == name || e.aliases.iter().any(|a| a == name))
    });
    let publisher = match known {
        Some(index) => w.iris.entity(crate::events::EntityId(index as u32)),
        None => {
            let publisher = w.iris.named(EntityType::MediaOutlet, name);
            w.add_entity(&publisher, term(v::RDF_TYPE), v::MEDIA_OUTLET);
            w.add_entity(&publisher, term(v::PREF_LABEL), Literal::from(name));
            publisher
        }
    };
    w.add(article, v::PUBLISHER, publisher);
}

/// The agency that the report is from: `KANO (Reuters) - A bomb …`.
fn agency(w: &Writer<'_>) -> Option<NamedNode> {
    let article = &w.extraction.document.article;
    let at_head = |range: TextRange| {
        let (start, end) = (range.start as usize, range.end as usize);
        let bracketed = article.text[..start].ends_with('(') && article.text[end..].starts_with(')');
        bracketed && (article.body_start..article.body_start + DATELINE).contains(&start)
    };
    let is_agency = |e: &crate::events::Entity| e.entity_type == EntityType::MediaOutlet && e.key != crate::events::EntityKey::Local;
    let found = w.extraction.entities.iter().position(|e| is_agency(e) && e.mentions.iter().any(|m| at_head(m.range)))?;
    Some(w.iris.entity(crate::events::EntityId(found as u32)))
}

fn write_dates(w: &mut Writer<'_>, article: &NamedNode) {
    let (dates, anchor) = (&w.extraction.document.article.dates, w.extraction.document.article.anchor);
    for (index, document_date) in dates.iter().enumerate() {
        let kind = format!("{:?}", document_date.kind);
        let node = w.iris.named_part("date", &format!("{}-{}", super::slug(&kind), document_date.date));
        w.add(article, v::HAS_DOCUMENT_DATE, node.clone());
        w.add_type(&node, v::DOCUMENT_DATE);
        w.add(&node, v::DATE_KIND, dl(&kind));
        w.add(&node, v::RESOLVED_DATE, date(document_date.date));
        w.add(&node, v::CONFIDENCE, confidence(document_date.confidence));
        if document_date.approximate {
            w.add(&node, v::DATE_APPROXIMATE, Literal::from(true));
        }
        if !document_date.rule.is_empty() {
            w.add(&node, v::RULE, Literal::from(document_date.rule.as_ref()));
        }
        if let Some((begin, end)) = document_date.evidence
            && let Some(evidence) = w.quote(begin, end, &document_date.quote, v::EVIDENCE_CLASS)
        {
            w.add(&node, v::EVIDENCE, evidence);
        }
        if anchor == Some(index) {
            w.add(article, v::ANCHOR_DATE, node.clone());
            w.anchor = Some(node);
        }
    }
}

fn write_provenance(w: &mut Writer<'_>, article: &NamedNode) {
    let sha256 = &w.extraction.document.article.sha256;
    let revision = w.iris.named_part("rev", sha256.get(..12).unwrap_or("unknown"));
    w.add(article, v::REVISION_OF_GRAPH, revision.clone());
    w.add_type(&revision, v::REVISION);
    w.add(&revision, v::TEXT_SHA256, Literal::from(sha256.as_str()));
    w.add(&revision, term(v::SPECIALIZATION_OF), article.clone());
    let fingerprint = Fingerprint::of(w.extraction.document.article.body());
    w.add(&revision, v::TEXT_FINGERPRINT, Literal::from(fingerprint.to_string()));
    let (version, frames) = (&w.options.tool_version, &w.options.frame_set);
    let extraction = w.iris.part("extraction", &[sha256, version, frames]);
    w.add_type(&extraction, v::EXTRACTION);
    w.add(&extraction, term(v::PROV_USED), revision.clone());
    let tool = w.iris.tool(version);
    w.add_entity(&tool, term(v::RDF_TYPE), term(v::SOFTWARE_AGENT));
    w.add_entity(&tool, v::TOOL_VERSION, Literal::from(version.as_str()));
    w.add(&extraction, term(v::WAS_ASSOCIATED_WITH), tool);
    w.add(&extraction, v::TOOL_VERSION, Literal::from(version.as_str()));
    if !frames.is_empty() {
        w.add(&extraction, v::FRAME_SET, Literal::from(frames.as_str()));
    }
    let graph = w.iris.graph();
    w.add(&graph, term(v::WAS_GENERATED_BY), extraction);
    w.add(&graph, term(v::WAS_DERIVED_FROM), revision);
}
