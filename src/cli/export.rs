//! `dateline export`: a store → a picture, a file for other programs, or RDF.

use std::io::Write;

use clap::ValueEnum;

use super::Outcome;
use super::options::{StoreDir, confidence, date, stdout};
use crate::calendar::Date;
use crate::export::{self, Filter, Rank, SelectError, select};
use crate::rdf::{RdfFormat, serialize};
use crate::store::{Access, Store};

const FORMATS: &str = "How to write:
  pictures      svg, dot (Graphviz), mermaid (Markdown pages)
  graph files   graphml (yEd, igraph), gexf (Gephi), cytoscape
  tables        csv (a line an edge), events (a line an event, with codes of PLOVER and CAMEO),
                neo4j-nodes, neo4j-relationships
  timelines     icalendar, timeline (TimelineJS)
  intelligence  stix (STIX 2.1 bundle)
  RDF           turtle, trig, nquads, jsonld";

/// Arguments of `export`.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    #[command(flatten)]
    store: StoreDir,
    #[arg(long, value_enum, hide_possible_values = true, help = FORMATS)]
    format: Format,
    /// Only what lies around the entities of this name.
    #[arg(long, value_name = "NAME", help_heading = "Which part")]
    entity: Option<String>,
    /// How many steps around the entity.
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Which part")]
    depth: usize,
    /// Only the shortest ways from the entity to this one.
    #[arg(long, value_name = "NAME", requires = "entity", help_heading = "Which part")]
    path_to: Option<String>,
    /// Only events of this class or below it: `CyberEvent`.
    #[arg(long, value_name = "CLASS", help_heading = "Which part")]
    class: Option<String>,
    /// Only events that end on this day or later.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date, help_heading = "Which part")]
    from: Option<Date>,
    /// Only events that begin on this day or earlier.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date, help_heading = "Which part")]
    to: Option<Date>,
    /// Only the most central entities, so many.
    #[arg(long, value_name = "N", help_heading = "Which part")]
    top: Option<usize>,
    /// By what entities are central.
    #[arg(long, value_enum, value_name = "MEASURE", default_value_t = RankArg::Degree, help_heading = "Which part")]
    rank: RankArg,
    /// Also things known in one article only, such as `40 diplomats`.
    #[arg(long, help_heading = "Which part")]
    local: bool,
    /// Only what this source says: somebody who is quoted, or a publisher in its own voice.
    #[arg(long, value_name = "NAME", help_heading = "How sure")]
    source: Option<String>,
    /// Least number of different sources or publishers behind a relation.
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "How sure")]
    min_sources: usize,
    /// Least confidence of a claim, 0 to 1.
    #[arg(long, value_name = "N", default_value_t = 0.5, value_parser = confidence, help_heading = "How sure")]
    min_confidence: f32,
    /// Only what articles state in their own voice.
    #[arg(long, help_heading = "How sure")]
    strict: bool,
    /// Leaves out what is hedged, disputed, denied, planned or tried.
    #[arg(long, help_heading = "How sure")]
    facts_only: bool,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Svg,
    Dot,
    Mermaid,
    Graphml,
    Gexf,
    Cytoscape,
    Csv,
    Events,
    Neo4jNodes,
    Neo4jRelationships,
    Icalendar,
    Timeline,
    Stix,
    Turtle,
    Trig,
    Nquads,
    Jsonld,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum RankArg {
    /// Number of neighbours.
    Degree,
    /// PageRank.
    Pagerank,
    /// On how many shortest ways between others it lies.
    Betweenness,
}

/// Runs it.
pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let store = Store::open(&args.store.store, Access::Read)?;
    let (mut out, _) = stdout();
    let filter = args.filter();
    if let Some(format) = args.format.rdf()
        && filter == Filter::default()
    {
        let quads = store.quads()?;
        serialize(&quads, format, &mut out)?;
        out.flush()?;
        return Ok(if quads.is_empty() { Outcome::Partial } else { Outcome::Done });
    }
    let selection = match select(&store, &filter) {
        Err(error @ (SelectError::UnknownEntity { .. } | SelectError::UnknownClass { .. })) => {
            eprintln!("dateline: {error}");
            return Ok(Outcome::Partial);
        }
        selection => selection?,
    };
    let (graph, title) = (&selection.graph, args.entity.as_deref().unwrap_or(""));
    let text = match args.format {
        Format::Svg => export::svg(graph, title),
        Format::Dot => export::dot(graph, title),
        Format::Mermaid => export::mermaid(graph),
        Format::Graphml => export::graphml(graph)?,
        Format::Gexf => export::gexf(graph)?,
        Format::Cytoscape => export::cytoscape(graph),
        Format::Csv => export::csv(graph)?,
        Format::Events => export::events(&selection)?,
        Format::Neo4jNodes => export::neo4j_nodes(graph)?,
        Format::Neo4jRelationships => export::neo4j_relationships(graph)?,
        Format::Icalendar => export::icalendar(&selection),
        Format::Timeline => export::timeline(&selection),
        Format::Stix => export::stix(&selection),
        Format::Turtle | Format::Trig | Format::Nquads | Format::Jsonld => {
            let format = args.format.rdf().unwrap_or(RdfFormat::NQuads);
            String::from_utf8(serialize(&export::quads(&store, &selection)?, format, Vec::new())?)?
        }
    };
    out.write_all(text.as_bytes())?;
    out.flush()?;
    let is_empty = if args.format.lists_events() { selection.events.is_empty() } else { graph.edge_count() == 0 };
    if is_empty {
        eprintln!("dateline: nothing in the store fits; try fewer filters, or --local");
    }
    Ok(if is_empty { Outcome::Partial } else { Outcome::Done })
}

impl Format {
    fn rdf(self) -> Option<RdfFormat> {
        match self {
            Format::Turtle => Some(RdfFormat::Turtle),
            Format::Trig => Some(RdfFormat::TriG),
            Format::Nquads => Some(RdfFormat::NQuads),
            Format::Jsonld => Some(RdfFormat::JsonLd { profile: Default::default() }),
            _ => None,
        }
    }

    /// Whether events count that make no relation.
    fn lists_events(self) -> bool {
        self.rdf().is_some() || matches!(self, Format::Events | Format::Icalendar | Format::Timeline)
    }
}

impl Args {
    fn filter(&self) -> Filter {
        Filter {
            entity: self.entity.clone(),
            depth: self.depth,
            path_to: self.path_to.clone(),
            class: self.class.clone(),
            from: self.from,
            to: self.to,
            source: self.source.clone(),
            min_sources: self.min_sources,
            min_confidence: self.min_confidence,
            strict: self.strict,
            contested: !self.facts_only,
            local: self.local,
            top: self.top,
            rank: match self.rank {
                RankArg::Degree => Rank::Degree,
                RankArg::Pagerank => Rank::Pagerank,
                RankArg::Betweenness => Rank::Betweenness,
            },
        }
    }
}
