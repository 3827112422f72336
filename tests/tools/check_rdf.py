"""Holds graphs against ontology/shapes.ttl with pySHACL, and every term in them against the ontology.

    dateline extract data/demo --format nquads > demo.nq
    python3 tests/tools/check_rdf.py demo.nq [more.nq …]

Each article is checked with the graph of entities and the ontology, as in a store. Exit code 1 and a list if anything is wrong.
Without rdflib and pySHACL (tests/tools/requirements.txt) it says so and checks nothing.
"""

import sys
from pathlib import Path

try:
    from pyshacl import validate
    from rdflib import RDF, RDFS, Dataset, Graph, URIRef
except ImportError as missing:
    print(f"not checked: {missing}; pip install -r tests/tools/requirements.txt")
    sys.exit(0)

ONTOLOGY = Path(__file__).parents[2] / "ontology"
DL = "https://w3id.org/dateline/ns#"
# terms of other vocabularies that graphs may use
FOREIGN = {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": {"type", "subject", "predicate", "object", "reifies"},
    "http://www.w3.org/2004/02/skos/core#": {"prefLabel", "altLabel", "exactMatch"},
    "http://purl.org/dc/terms/": {"language", "source"},
    "http://www.w3.org/ns/prov#": {"used", "wasGeneratedBy", "wasDerivedFrom", "wasAssociatedWith", "specializationOf", "SoftwareAgent"},
    "http://www.w3.org/ns/oa#": {"hasSource", "hasSelector", "TextPositionSelector", "TextQuoteSelector", "start", "end", "exact"},
}
# articles that are checked together: large enough to save the engine's start, small enough for its joins
TOGETHER = 10


def undefined_terms(triples, ontology):
    """Terms used as properties or classes, or standing in our namespace, that nothing defines."""
    defined = {str(s) for s in ontology.subjects() if isinstance(s, URIRef)}
    defined |= {space + name for space, names in FOREIGN.items() for name in names}
    used = set()
    for _, predicate, value in triples:
        used.add(str(predicate))
        if predicate == RDF.type or isinstance(value, URIRef) and str(value).startswith(DL):
            used.add(str(value))
    return sorted(used - defined)


def main(files):
    ontology = Graph().parse(ONTOLOGY / "dateline.ttl").parse(ONTOLOGY / "alignments.ttl")
    shapes = Graph().parse(ONTOLOGY / "shapes.ttl")
    classes = Graph()  # all that the shapes ask of the ontology
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
        for triple in ontology.triples((None, predicate, None)):
            classes.add(triple)
    problems, articles, quads = [], 0, 0
    for file in files:
        dataset = Dataset()
        dataset.parse(file, format="nquads")
        shared = [g for g in dataset.graphs() if str(g.identifier).endswith("/graph/entities")]
        own = sorted((g for g in dataset.graphs() if "/graph/article/" in str(g.identifier)), key=lambda g: str(g.identifier))
        entities = [triple for graph in shared for triple in graph]
        problems += [f"{file}: {term} is not defined" for term in undefined_terms((t for g in own + shared for t in g), ontology)]
        articles += len(own)
        quads += len(entities) + sum(map(len, own))
        for start in range(0, len(own), TOGETHER):
            data = Graph()
            for triple in [*entities, *classes, *(t for graph in own[start : start + TOGETHER] for t in graph)]:
                data.add(triple)
            conforms, _, report = validate(data, shacl_graph=shapes, advanced=True)
            if not conforms:
                problems.append(f"{file}:\n{report}")
    print("\n".join(problems) or f"{articles} articles, {quads} quads: all shapes hold, all terms are defined")
    return 1 if problems or not articles else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
