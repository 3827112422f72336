//! What all parts of an article's graph need: adding quads once, evidence nodes, literals.

use oxigraph::model::vocab::xsd;
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};
use rustc_hash::{FxHashMap, FxHashSet};

use super::vocabulary as v;
use super::{Detail, Iris, RdfOptions};
use crate::calendar::Date;
use crate::document::{TimeAnchor, TimeId, TokenSpan};
use crate::events::Extraction;
use crate::resources::Ontology;
use crate::text::TextRange;

/// Collects the quads of one article.
pub(super) struct Writer<'x> {
    pub extraction: &'x Extraction,
    pub options: &'x RdfOptions,
    pub ontology: &'static Ontology,
    pub iris: Iris,
    /// The document date that relative times are counted from.
    pub anchor: Option<NamedNode>,
    article_graph: GraphName,
    entities_graph: GraphName,
    quads: Vec<Quad>,
    seen: FxHashSet<Quad>,
}

impl<'x> Writer<'x> {
    pub fn new(extraction: &'x Extraction, options: &'x RdfOptions) -> Self {
        let iris = Iris::new(&options.base, extraction);
        Self {
            extraction,
            options,
            ontology: Ontology::embedded(),
            article_graph: iris.graph().into(),
            entities_graph: iris.entities_graph().into(),
            iris,
            anchor: None,
            quads: Vec::new(),
            seen: FxHashSet::default(),
        }
    }

    pub fn finish(mut self) -> Vec<Quad> {
        // The entities' graph last; in each graph a subject's statements together, subjects in the order of writing.
        let mut first = FxHashMap::default();
        for (place, quad) in self.quads.iter().enumerate() {
            first.entry((quad.graph_name.clone(), quad.subject.clone())).or_insert(place);
        }
        let entities = self.entities_graph;
        self.quads
            .sort_by_cached_key(|quad| (quad.graph_name == entities, first.get(&(quad.graph_name.clone(), quad.subject.clone())).copied()));
        self.quads
    }

    pub fn full(&self) -> bool {
        self.options.detail == Detail::Full
    }

    pub fn text(&self) -> &'x str {
        &self.extraction.document.article.text
    }

    /// Adds a triple to the article's graph.
    pub fn add(&mut self, subject: &NamedNode, predicate: impl Into<NamedNode>, object: impl Into<Term>) {
        self.add_to(self.article_graph.clone(), subject, predicate, object);
    }

    /// Adds a triple to the graph of entities.
    pub fn add_entity(&mut self, subject: &NamedNode, predicate: impl Into<NamedNode>, object: impl Into<Term>) {
        self.add_to(self.entities_graph.clone(), subject, predicate, object);
    }

    fn add_to(&mut self, graph: GraphName, subject: &NamedNode, predicate: impl Into<NamedNode>, object: impl Into<Term>) {
        let quad = Quad::new(subject.clone(), predicate, object, graph);
        if self.seen.insert(quad.clone()) {
            self.quads.push(quad);
        }
    }

    pub fn add_type(&mut self, subject: &NamedNode, class: NamedNodeRef<'_>) {
        self.add(subject, term(v::RDF_TYPE), class.into_owned());
    }

    /// Whether the subject has the class in the article's graph by now.
    pub fn has_type(&self, subject: &NamedNode, class: NamedNodeRef<'_>) -> bool {
        self.seen.contains(&Quad::new(subject.clone(), term(v::RDF_TYPE), class.into_owned(), self.article_graph.clone()))
    }

    /// The node of a stretch of the article's text, with its quote; `None` for a stretch without text.
    pub fn evidence(&mut self, range: TextRange, class: NamedNodeRef<'_>) -> Option<NamedNode> {
        let quote = range.of(self.text());
        let (begin, end) = self.extraction.document.article.offsets.source(self.text(), range);
        self.quote(begin, end, quote, class)
    }

    /// The node of a stretch of the decoded source, in code points.
    pub fn quote(&mut self, begin: usize, end: usize, quote: &str, class: NamedNodeRef<'_>) -> Option<NamedNode> {
        if quote.is_empty() || begin >= end {
            return None;
        }
        let node = self.iris.char_range(begin, end);
        self.add_type(&node, class);
        self.add(&node, v::QUOTE, Literal::from(quote));
        self.add(&node, v::BEGIN, integer(begin));
        self.add(&node, v::END, integer(end));
        if quote.chars().count() != end - begin {
            self.add(&node, v::QUOTE_CLEANED, Literal::from(true));
        }
        if self.full() {
            self.selector(&node, begin, end, quote);
        }
        Some(node)
    }

    /// The same stretch as the Web Annotation model has it: a source with a selector by position and by quote.
    fn selector(&mut self, evidence: &NamedNode, begin: usize, end: usize, quote: &str) {
        let (article, selector) = (self.iris.article(), self.iris.named_part("selector", &format!("{begin}-{end}")));
        self.add(evidence, term(v::OA_SOURCE), article);
        self.add(evidence, term(v::OA_SELECTOR), selector.clone());
        self.add(&selector, term(v::RDF_TYPE), term(v::OA_TEXT_POSITION));
        self.add(&selector, term(v::RDF_TYPE), term(v::OA_TEXT_QUOTE));
        self.add(&selector, term(v::OA_START), integer(begin));
        self.add(&selector, term(v::OA_END), integer(end));
        self.add(&selector, term(v::OA_EXACT), Literal::from(quote));
    }

    /// The node of a time expression with its value, its rule and what it was counted from.
    pub fn time(&mut self, id: TimeId) -> Option<NamedNode> {
        let time = self.extraction.document.times.get(id.index())?;
        let node = self.evidence(self.range(time.span), v::TIME_EXPRESSION)?;
        if let Some(value) = time.value.as_ref().and_then(super::edtf) {
            self.add(&node, v::VALUE, Literal::from(value));
        }
        if !time.rule.is_empty() {
            self.add(&node, v::RULE, Literal::from(time.rule.as_ref()));
        }
        let anchor = match time.anchor {
            TimeAnchor::None => None,
            TimeAnchor::Article => self.anchor.clone(),
            // Anchors lie before what is counted from them; the guard keeps a broken layer from running in circles.
            TimeAnchor::Time(other) => (other < id).then(|| self.time(other)).flatten(),
        };
        if let Some(anchor) = anchor {
            self.add(&node, v::ANCHORED_TO, anchor);
        }
        Some(node)
    }

    /// The stretch of text of a run of tokens; empty for one outside the document.
    pub fn range(&self, span: TokenSpan) -> TextRange {
        let tokens = self.extraction.document.tokens.get(span.start.index()..span.end.index()).unwrap_or_default();
        match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => first.range.join(last.range),
            _ => TextRange::default(),
        }
    }
}

/// A term of another vocabulary, from its constant.
pub(super) fn term(iri: &'static str) -> NamedNode {
    NamedNode::new_unchecked(iri)
}

/// A term of the ontology by its local name, which the ontology or an enum vouches for.
pub(super) fn dl(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{}{name}", v::DL))
}

pub(super) fn integer(value: usize) -> Literal {
    Literal::new_typed_literal(value.to_string(), xsd::INTEGER)
}

/// A confidence with two decimals, kept within 0 to 1.
pub(super) fn confidence(value: f32) -> Literal {
    let value = if value.is_nan() { 0.0 } else { value.clamp(0.0, 1.0) };
    let digits = format!("{value:.2}");
    // The canonical form, as the index gives it back.
    Literal::new_typed_literal(digits.trim_end_matches('0').trim_end_matches('.'), xsd::DECIMAL)
}

pub(super) fn date(date: Date) -> Literal {
    Literal::new_typed_literal(format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()), xsd::DATE)
}
