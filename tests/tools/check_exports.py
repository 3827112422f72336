"""Opens every export with a program or library it is made for, and looks at what arrives.

    python3 tests/tools/check_exports.py target/release/dateline [STORE]

Without a store the demo's is made. Exit code 1 and a list if anything is wrong. Libraries that are not there
(tests/tools/requirements.txt) are named, and what needs them is not checked.
"""

import csv
import importlib
import io
import json
import subprocess
import sys
import tempfile
from pathlib import Path

problems, skipped = [], []


def load(name):
    """A library, or None with a word about it."""
    try:
        return importlib.import_module(name)
    except ImportError:
        skipped.append(name)
        return None


def expect(condition, what):
    if not condition:
        problems.append(what)


class Exports:
    """What the program writes, format by format."""

    def __init__(self, program, store):
        self.program, self.store = program, store

    def __call__(self, name, *options):
        command = [self.program, "export", "--store", self.store, "--format", name, *options]
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def graphs(export, folder):
    nx = load("networkx")
    relations = list(csv.DictReader(io.StringIO(export("csv"))))
    nodes = list(csv.DictReader(io.StringIO(export("neo4j-nodes"))))
    edges = list(csv.DictReader(io.StringIO(export("neo4j-relationships"))))
    expect(len(relations) == len(edges) > 0, "csv and neo4j-relationships differ in length")
    known = {node["iri:ID"] for node in nodes}
    expect(len(known) == len(nodes), "neo4j-nodes: an IRI stands twice")
    expect({e[end] for e in edges for end in (":START_ID", ":END_ID")} == known, "neo4j: ends of edges are not the nodes")
    if not nx:
        return
    opened = {}
    for name, reader in (("graphml", nx.read_graphml), ("gexf", nx.read_gexf)):
        path = folder / f"graph.{name}"
        text = export(name)
        # networkx knows GEXF to version 1.2, which has all that is used but the name of the namespace
        path.write_text(text.replace("http://gexf.net/1.3", "http://www.gexf.net/1.2draft").replace('version="1.3"', 'version="1.2"'))
        opened[name] = reader(path)
    opened["cytoscape"] = nx.cytoscape_graph(json.loads(export("cytoscape")))
    for name, graph in opened.items():
        expect((graph.number_of_nodes(), graph.number_of_edges()) == (len(nodes), len(edges)), f"{name}: {graph}")
        expect(all("type" in data for _, data in graph.nodes(data=True)), f"{name}: nodes without type")
        expect(all("weight" in data for *_, data in graph.edges(data=True)), f"{name}: edges without weight")
    expect(any("start" in data for *_, data in opened["gexf"].edges(data=True)), "gexf: no edge has a date")
    # the figures are those of networkx
    simple = nx.Graph(opened["graphml"].to_undirected())
    betweenness = nx.betweenness_centrality(simple)
    rank = nx.pagerank(nx.MultiDiGraph(opened["graphml"]), weight=None, max_iter=500, tol=1e-10)
    parts = list(nx.connected_components(simple))
    for node, data in opened["graphml"].nodes(data=True):
        expect(simple.degree(node) == data["degree"], f"degree of {node}")
        expect(abs(betweenness[node] - data["betweenness"]) < 1e-4, f"betweenness of {node}: {betweenness[node]} {data['betweenness']}")
        expect(abs(rank[node] - data["pagerank"]) < 1e-3, f"pagerank of {node}: {rank[node]} {data['pagerank']}")
    expect(len({d["component"] for _, d in opened["graphml"].nodes(data=True)}) == len(parts), "components")


def rdf(export):
    rdflib = load("rdflib")
    if not rdflib:
        return
    counts = {}
    for name, syntax in (("nquads", "nquads"), ("trig", "trig"), ("jsonld", "json-ld")):
        for options in ((), ("--class", "Travel")):
            dataset = rdflib.Dataset()
            dataset.parse(data=export(name, *options), format=syntax)
            counts.setdefault(options, set()).add(sum(1 for _ in dataset.quads()))
    expect(all(len(found) == 1 for found in counts.values()), f"RDF syntaxes hold different numbers of quads: {counts}")
    expect(max(counts[("--class", "Travel")]) < max(counts[()]), "a filter does not narrow the RDF")
    turtle = rdflib.Graph().parse(data=export("turtle", "--class", "Travel"), format="turtle")
    dl = rdflib.Namespace("https://w3id.org/dateline/ns#")
    classes = {str(turtle.value(event, rdflib.RDF.type)) for event in turtle.subjects(dl.status, None)}
    expect(classes and classes <= {str(dl.Travel), str(dl.Visit), str(dl.Departure), str(dl.Arrival)}, f"events of other classes: {classes}")
    pyld = load("pyld")
    if pyld:
        expanded = pyld.jsonld.expand(json.loads(export("jsonld")))
        expect(len(expanded) > 1, "jsonld: nothing expands")


def stix(export, folder):
    validator = load("stix2validator")
    if not validator:
        return
    path = folder / "bundle.json"
    path.write_text(export("stix"))
    result = validator.validate_file(str(path), validator.ValidationOptions(version="2.1", disabled="relationship-types"))
    expect(result.is_valid, f"stix: {[str(e) for o in result.object_results for e in o.errors]}")
    bundle = json.loads(path.read_text())
    kinds = {o["type"] for o in bundle["objects"]}
    expect({"identity", "relationship", "report"} <= kinds, f"stix: only {kinds}")
    ids = {o["id"] for o in bundle["objects"]}
    expect(len(ids) == len(bundle["objects"]), "stix: an id stands twice")
    refs = {r for o in bundle["objects"] for r in [o.get("source_ref"), o.get("target_ref"), *o.get("object_refs", [])] if r}
    expect(refs <= ids, "stix: a reference leads nowhere")


def times(export):
    slides = json.loads(export("timeline"))["events"]
    expect(slides and all("start_date" in slide and slide["text"]["headline"] for slide in slides), "timeline: a slide lacks date or headline")
    rows = list(csv.DictReader(io.StringIO(export("events"))))
    expect(len(rows) >= len(slides), "events: fewer rows than slides")
    expect(all(row["event_class"] and row["status"] and row["quote"] for row in rows), "events: empty cells")
    expect(any(row["cameo_code"] for row in rows) and any(row["plover_type"] for row in rows), "events: no codes")
    icalendar = load("icalendar")
    if icalendar:
        calendar = icalendar.Calendar.from_ical(export("icalendar"))
        entries = calendar.walk("VEVENT")
        expect(len(entries) == len(slides), "icalendar and timeline differ in length")
        expect(all(entry["DTEND"].dt > entry["DTSTART"].dt for entry in entries), "icalendar: an entry ends before it begins")
        expect(not any(entry.errors for entry in entries), "icalendar: errors")


def pictures(export):
    from xml.etree import ElementTree

    root = ElementTree.fromstring(export("svg"))
    expect(root.tag.endswith("svg"), "svg: no root")
    expect(export("mermaid").startswith("flowchart LR\n"), "mermaid: no flowchart")
    try:
        drawn = subprocess.run(["dot", "-Tsvg"], input=export("dot"), capture_output=True, text=True, check=False)
    except FileNotFoundError:
        skipped.append("graphviz")
        return
    expect(drawn.returncode == 0 and not drawn.stderr.strip(), f"dot: {drawn.stderr}")


def main(program, store=None):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if store is None:
            subprocess.run([program, "demo", str(folder / "demo")], check=True, capture_output=True)
            store = str(folder / "demo" / "store")
        export = Exports(program, store)
        graphs(export, folder)
        rdf(export)
        stix(export, folder)
        times(export)
        pictures(export)
    if skipped:
        print(f"not there, so not checked with: {', '.join(sorted(set(skipped)))}; pip install -r tests/tools/requirements.txt")
    print("\n".join(problems[:50]) or "every export opens and agrees with the others")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
