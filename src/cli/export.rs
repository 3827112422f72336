//! `dateline export`: a store → a picture, a graph file or RDF.

use std::io::Write;

use clap::ValueEnum;

use super::Outcome;
use super::options::{StoreDir, confidence, date, stdout};
use crate::calendar::Date;
use crate::export::{GraphOptions, build, csv, dot, graphml, svg};
use crate::rdf::{RdfFormat, serialize};
use crate::resources::Ontology;
use crate::store::{Access, Store};

/// Arguments of `export`.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    #[command(flatten)]
    store: StoreDir,
    /// How to write.
    #[arg(long, value_enum)]
    format: Format,
    /// Only what lies around the entities of this name.
    #[arg(long, value_name = "NAME", help_heading = "Which part")]
    entity: Option<String>,
    /// How many steps around the entity.
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Which part")]
    depth: usize,
    /// Only events of this class or below it: `CyberEvent`.
    #[arg(long, value_name = "CLASS", help_heading = "Which part")]
    class: Option<String>,
    /// Only events that end on this day or later.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date, help_heading = "Which part")]
    from: Option<Date>,
    /// Only events that begin on this day or earlier.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date, help_heading = "Which part")]
    to: Option<Date>,
    /// Least confidence of a claim, 0 to 1.
    #[arg(long, value_name = "N", default_value_t = 0.5, value_parser = confidence, help_heading = "Which part")]
    min_confidence: f32,
    /// Only what articles state in their own voice.
    #[arg(long, help_heading = "Which part")]
    strict: bool,
    /// Leaves out what is hedged, disputed, denied, planned or tried.
    #[arg(long, help_heading = "Which part")]
    facts_only: bool,
    /// Also things known in one article only, such as `40 diplomats`.
    #[arg(long, help_heading = "Which part")]
    local: bool,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// For Graphviz.
    Dot,
    /// A picture.
    Svg,
    /// For Gephi, yEd and others.
    Graphml,
    /// One line an edge.
    Csv,
    /// Everything as N-Quads.
    Nquads,
    /// Everything as TriG.
    Trig,
    /// Everything as JSON-LD.
    Jsonld,
}

/// Runs it.
pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    if let Some(class) = &args.class
        && Ontology::embedded().class(class).is_none()
    {
        anyhow::bail!("class {class:?} is not in the ontology; `dateline frames list` names the classes of the frames");
    }
    let store = Store::open(&args.store.store, Access::Read)?;
    let (mut out, _) = stdout();
    let rdf = match args.format {
        Format::Nquads => Some(RdfFormat::NQuads),
        Format::Trig => Some(RdfFormat::TriG),
        Format::Jsonld => Some(RdfFormat::JsonLd { profile: Default::default() }),
        Format::Dot | Format::Svg | Format::Graphml | Format::Csv => None,
    };
    if let Some(format) = rdf {
        let quads = store.quads()?;
        serialize(&quads, format, &mut out)?;
        out.flush()?;
        return Ok(if quads.is_empty() { Outcome::Partial } else { Outcome::Done });
    }
    let graph = build(&store, &args.options())?;
    let title = args.entity.as_deref().unwrap_or("");
    let text = match args.format {
        Format::Svg => svg(&graph, title),
        Format::Graphml => graphml(&graph),
        Format::Csv => csv(&graph)?,
        _ => dot(&graph, title),
    };
    out.write_all(text.as_bytes())?;
    out.flush()?;
    if graph.edge_count() == 0 {
        eprintln!("dateline: nothing in the store fits; try fewer filters, or --local");
    }
    Ok(if graph.edge_count() == 0 { Outcome::Partial } else { Outcome::Done })
}

impl Args {
    fn options(&self) -> GraphOptions {
        GraphOptions {
            entity: self.entity.clone(),
            depth: self.depth,
            class: self.class.clone(),
            from: self.from,
            to: self.to,
            min_confidence: self.min_confidence,
            strict: self.strict,
            contested: !self.facts_only,
            local: self.local,
        }
    }
}
